use proptest::prelude::*;

use super::*;

fn canonical(text: &str) -> String {
    text.parse::<Symbol>().map_or_else(|fault| fault, |symbol| symbol.to_string())
}

#[test]
fn every_printed_form_has_one_canonical_form() {
    for (printed, wanted) in [
        ("GB.372/INS/17/1", "GB.372/INS/17/1"),
        ("GB.372/POL/3 (Rev.1)", "GB.372/POL/3(Rev.1)"),
        ("GB.372/POL/3(Rev. 1 )", "GB.372/POL/3(Rev.1)"),
        ("GB.372/POL/3\u{a0}(Rev.\u{a0}2)", "GB.372/POL/3(Rev.2)"),
        ("GB.317/LILS/2(Rev.)", "GB.317/LILS/2(Rev.)"),
        ("GB.297/2/3(Rev.)", "GB.297/2/3(Rev.)"),
        ("GB.372/INS/8/Addendum", "GB.372/INS/8(Add.)"),
        ("GB.372/INS/8/Addendum 2", "GB.372/INS/8(Add.2)"),
        ("GB.329/HL/5(Add.)(Rev.)", "GB.329/HL/5(Add.)(Rev.)"),
        ("GB.294/7/1(&Add.)", "GB.294/7/1(&Add.)"),
        ("GB.276/13/1 (and Corr.)", "GB.276/13/1(&Corr.)"),
        ("GB.271/9/1 et Corr.", "GB.271/9/1(&Corr.)"),
        ("GB.274/3 y Add.1", "GB.274/3(&Add.1)"),
        ("GB.300/11(Add. & Corr.)", "GB.300/11(Add.&Corr.)"),
        ("GB.300/11(Add.and Corr.)", "GB.300/11(Add.&Corr.)"),
        ("GB.340/TOB (Rev. - 22/10/2020)", "GB.340/TOB(Rev.-22/10/2020)"),
        ("GB.350/Agenda(Rev.2)", "GB.350/Agenda(Rev.2)"),
        ("GB.338/Programme", "GB.338/Programme"),
        ("GB.331/PV", "GB.331/PV"),
        ("GB.331/POL/PV/Draft", "GB.331/POL/PV/Draft"),
        ("GB.350/PFA/INF/11", "GB.350/PFA/INF/11"),
        ("GB.344/POL/13(Rev.1)/Decision", "GB.344/POL/13(Rev.1)/Decision"),
        ("GB.341/POL/4/Decision and related comments", "GB.341/POL/4/Decision"),
        ("GB.341/INS/9/Décision", "GB.341/INS/9/Decision"),
        ("GB.341/INS/16(Rev.2)Decisión y comentarios al respecto", "GB.341/INS/16(Rev.2)/Decision"),
        ("GB.338/INS/17 (Rev. 1 )/decision", "GB.338/INS/17(Rev.1)/Decision"),
        ("GB.343/INS/3.2", "GB.343/INS/3/2"),
        ("GB.347/LILS/4(Rev.2", "GB.347/LILS/4(Rev.2)"),
        ("GB. 372 / ins / 17 / 1", "GB.372/INS/17/1"),
        ("GB.349 bis/INS/1", "GB.349bis/INS/1"),
        ("GB.267/WP/SDL/1/3", "GB.267/WP/SDL/1/3"),
        ("GB.310/PFA/BS/2", "GB.310/PFA/BS/2"),
        ("GB.285/LILS/WP/PRS/1/2", "GB.285/LILS/WP/PRS/1/2"),
        ("GB.278/205", "GB.278/205"),
    ] {
        assert_eq!(canonical(printed), wanted, "{printed}");
        assert_eq!(canonical(wanted), wanted, "{printed} round again");
    }
}

#[test]
fn every_symbol_of_the_collection_parses_and_round_trips() {
    let shared = std::env::var_os("GBDESK_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), Into::into);
    let Ok(table) = std::fs::read_to_string(shared.join("facts/symbols.tsv")) else {
        eprintln!("skipped: no collection of real symbols beside the project");
        return;
    };
    for printed in table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split('\t').next()) {
        let symbol: Symbol = printed.parse().unwrap_or_else(|fault| panic!("{fault}"));
        let canonical = symbol.to_string();
        assert!(!canonical.contains(' '), "{canonical}");
        assert_eq!(canonical.parse::<Symbol>().as_ref(), Ok(&symbol), "{printed}");
        let found: Vec<_> = Symbol::find_all(printed).collect();
        assert_eq!(found, [(0..printed.len(), symbol)], "{printed}");
    }
}

#[test]
fn what_is_no_symbol_is_refused() {
    for text in [
        "ILC.109/I/C",
        "Report III(A)",
        "AFRM.14/D.4 (Rev.)",
        "PR No. 2-2",
        "GB.346",
        "GB.346/",
        "GB.34/INS/1",
        "GB.3466/INS/1",
        "GB.346/INS",
        "GB.346/INS/x",
        "",
        "GB",
        "GB.346/INS/5 and more",
        "GB.346/INS/0",
        "GB331_PV",
    ] {
        assert!(text.parse::<Symbol>().is_err(), "{text}");
    }
}

#[test]
fn a_symbol_tells_paper_version_companion_and_product_apart() {
    let symbol: Symbol = "GB.350/INS/17(Add.1)(Rev.2)/Decision".parse().unwrap();
    assert_eq!(symbol.session(), 350);
    assert_eq!(symbol.body(), Some("INS"));
    assert_eq!(symbol.item().as_deref(), Some("17"));
    assert_eq!(symbol.paper().to_string(), "GB.350/INS/17");
    assert_eq!(symbol.unrevised().to_string(), "GB.350/INS/17(Add.1)");
    assert_eq!(symbol.revision(), Some(2));
    assert_eq!(symbol.companion(), Some(Companion::Addendum(Some(1))));
    assert!(symbol.is_product());
    assert_eq!(symbol.file_stem(), "gb350-ins-17-add1-rev2-decision");
    let unnumbered: Symbol = "GB.317/INS/2(Rev.)".parse().unwrap();
    assert_eq!((unnumbered.revision(), unnumbered.companion()), (Some(1), None));
    let merged: Symbol = "GB.294/6/1(&Add.)".parse().unwrap();
    assert_eq!(merged.companion(), None);
    assert!("GB.346/PFA/INF/1".parse::<Symbol>().unwrap().is_information());
    assert!("GB.346/PV".parse::<Symbol>().unwrap().is_minutes());
}

#[test]
fn symbols_stand_in_the_order_of_the_agenda() {
    let wanted = [
        "GB.345/INS/1",
        "GB.346/INS/2",
        "GB.346/INS/2(Rev.)",
        "GB.346/INS/2(Rev.2)",
        "GB.346/INS/2(Add.1)",
        "GB.346/INS/10",
        "GB.346/INS/10/2",
        "GB.346/INS/10/11",
        "GB.346/INS/INF/1",
        "GB.346/INS/PV",
        "GB.346/POL/1",
        "GB.346/LILS/1",
        "GB.346/PFA/1",
        "GB.346/HL/1",
        "GB.346/Agenda",
        "GB.346/PV",
        "GB.346/WP/GBC/1",
        "GB.347/INS/1",
    ];
    let mut symbols: Vec<Symbol> = wanted.iter().rev().map(|text| text.parse().unwrap()).collect();
    symbols.sort();
    assert_eq!(symbols.iter().map(Symbol::to_string).collect::<Vec<_>>(), wanted);
}

fn typed(text: &str, here: Option<u16>) -> Option<(String, &str)> {
    Symbol::typed(text, here).map(|(symbol, used)| (symbol.to_string(), text.get(used..).unwrap_or("?")))
}

#[test]
fn typed_forms_are_lenient() {
    for (text, wanted, rest) in [
        ("346 ins 17/1", "GB.346/INS/17/1", ""),
        ("ins17/1", "GB.350/INS/17/1", ""),
        ("ins17/1 29b", "GB.350/INS/17/1", " 29b"),
        ("GB346/INS/17/1 rev1", "GB.346/INS/17/1(Rev.1)", ""),
        ("gb 346 ins 17 . 1", "GB.346/INS/17", " . 1"),
        ("pol3", "GB.350/POL/3", ""),
        ("POL 3.1", "GB.350/POL/3/1", ""),
        ("350 pol 3 r1", "GB.350/POL/3(Rev.1)", ""),
        ("pol 3 rev 29", "GB.350/POL/3(Rev.)", " 29"),
        ("GB.344/PV 247-282", "GB.344/PV", " 247-282"),
        ("344 pv 3", "GB.344/PV", " 3"),
        ("pfa inf 10", "GB.350/PFA/INF/10", ""),
        ("ins pv draft", "GB.350/INS/PV/Draft", ""),
        ("17/1", "GB.350/17/1", ""),
        ("gb.301/1 3", "GB.301/1", " 3"),
        ("GB.350/INS/17(Add.1) 5", "GB.350/INS/17(Add.1)", " 5"),
        ("agenda", "GB.350/Agenda", ""),
        ("wp gbc 2", "GB.350/WP/GBC/2", ""),
    ] {
        assert_eq!(typed(text, Some(350)), Some((wanted.to_owned(), rest)), "{text}");
    }
}

#[test]
fn a_number_or_a_word_is_no_typed_symbol() {
    for text in [
        "29",
        "29b",
        "29(b)",
        "247-282",
        "decision 15",
        "insect 5",
        "policy 3",
        "C190",
        "app II",
        "",
        "ins",
        "pvc 3",
        "346",
    ] {
        assert_eq!(typed(text, Some(350)), None, "{text}");
    }
    assert_eq!(typed("ins17/1", None), None);
}

#[test]
fn names_of_files_carry_symbols() {
    for (name, wanted) in [
        ("GB331_PV_[RELME-180118-1]-En.docx", Some("GB.331/PV")),
        ("GB331-INS_PV-Draft_[RELME-171129-1]-En.docx", Some("GB.331/INS/PV/Draft")),
        ("GB311_7-1_[2011-06-0189-1]-Sp.docx", Some("GB.311/7/1")),
        ("gb-346-ins-17-1.md", Some("GB.346/INS/17/1")),
        ("papers/gb350-pol-3-rev1.en.pdf", Some("GB.350/POL/3(Rev.1)")),
        ("gb-340-pfa-2.txt", Some("GB.340/PFA/2")),
        ("wcms_757564.pdf", None),
        ("press-release-352nd-session.txt", None),
    ] {
        assert_eq!(Symbol::from_file_name(name).map(|symbol| symbol.to_string()).as_deref(), wanted, "{name}");
    }
}

#[test]
fn a_missing_section_is_tried() {
    let symbol: Symbol = "GB.320/14/2".parse().unwrap();
    let tried: Vec<String> = symbol.candidates_with_section().iter().map(Symbol::to_string).collect();
    assert_eq!(tried.first().map(String::as_str), Some("GB.320/INS/14/2"));
    assert_eq!(tried.len(), 5);
    assert!("GB.301/1".parse::<Symbol>().unwrap().candidates_with_section().is_empty());
}

#[test]
fn symbols_are_found_in_running_text() {
    let text = "See GB.344/INS/7 and GB.344/PV, paras 2–3 (GB.341/POL/3(Rev.1)); ILC.109/I/C, RGB.346/INS/1, GB.346/INS/5. Next.";
    let found: Vec<_> = Symbol::find_all(text).map(|(at, symbol)| (text[at].to_owned(), symbol.to_string())).collect();
    let wanted = [
        ("GB.344/INS/7", "GB.344/INS/7"),
        ("GB.344/PV", "GB.344/PV"),
        ("GB.341/POL/3(Rev.1)", "GB.341/POL/3(Rev.1)"),
        ("GB.346/INS/5", "GB.346/INS/5"),
    ];
    assert_eq!(found, wanted.map(|(text, symbol)| (text.to_owned(), symbol.to_owned())));
}

prop_compose! {
    fn any_symbol()(
        session in 100u16..999,
        special in 0usize..12,
        body in prop::sample::select(vec!["", "INS", "POL", "LILS", "PFA", "HL", "PFA/BS", "WP/GBC", "LILS/WP/PRS"]),
        item in prop::sample::select(vec!["17", "17/1", "3/1/2", "INF/10", "PV", "PV/Draft"]),
        marks in prop::sample::select(vec!["", "(Rev.1)", "(Rev.)", "(Add.)(Rev.)", "(Add.&Corr.)", "(&Add.)", "(Corr.12)"]),
        product in prop::sample::select(vec!["", "/Decision"]),
    ) -> String {
        let special = ["bis", "ter"].get(special).unwrap_or(&"");
        let slash = if body.is_empty() { "" } else { "/" };
        format!("GB.{session}{special}/{body}{slash}{item}{marks}{product}")
    }
}

proptest! {
    #[test]
    fn a_canonical_symbol_prints_as_it_was(text in any_symbol()) {
        let symbol: Symbol = text.parse().map_err(TestCaseError::fail)?;
        prop_assert_eq!(symbol.to_string(), text.clone());
        let json = serde_json::to_string(&symbol).unwrap();
        prop_assert_eq!(serde_json::from_str::<Symbol>(&json).unwrap(), symbol.clone());
        let found: Vec<_> = Symbol::find_all(&text).collect();
        prop_assert_eq!(found, vec![(0..text.len(), symbol)]);
    }

    #[test]
    fn any_text_is_read_without_harm(text in "[GgB.346/INSPVRevadCor() &\u{a0}é–]{0,60}") {
        for (at, symbol) in Symbol::find_all(&text) {
            prop_assert!(text.get(at).is_some());
            prop_assert_eq!(symbol.to_string().parse::<Symbol>(), Ok(symbol.clone()));
        }
        if let Some((symbol, used)) = Symbol::typed(&text, Some(346)) {
            prop_assert!(text.get(used..).is_some());
            prop_assert_eq!(symbol.to_string().parse::<Symbol>(), Ok(symbol.clone()));
        }
        let _ = text.parse::<Symbol>();
        let _ = Symbol::from_file_name(&text);
    }
}
