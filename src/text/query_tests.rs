use proptest::prelude::*;

use super::super::fold::fold;
use super::super::snippet::cut;
use super::*;

fn words(typed: &str) -> Vec<Ask> {
    Query::parse(typed).0.clauses.into_iter().map(|clause| clause.ask).collect()
}

fn word(text: &str, prefix: bool) -> Ask {
    Ask::Word { text: text.to_owned(), prefix }
}

#[test]
fn words_are_required_and_the_last_is_a_beginning() {
    assert_eq!(words("Décision jus"), [word("decision", false), word("jus", true)]);
    assert_eq!(words("decision "), [word("decision", false)]);
}

#[test]
fn phrases_exclusions_and_fields_are_told_apart() {
    let (query, remarks) =
        Query::parse("“social justice” -coal in:décision session:340..346 section:ins lang:FR paper:GB.346/*");
    assert!(remarks.is_empty(), "{remarks:?}");
    let asks: Vec<Ask> = query.clauses.iter().map(|clause| clause.ask.clone()).collect();
    assert_eq!(
        asks,
        [
            Ask::Phrase { words: vec!["social".into(), "justice".into()], prefix: false },
            word("coal", false),
            Ask::In(Scope::Decision),
            Ask::Session(340, 346),
            Ask::Section("INS".into()),
            Ask::Language(Language::FR),
            Ask::Paper("gb.346/*".into()),
        ]
    );
    assert!(query.clauses[1].not && !query.clauses[0].not);
}

#[test]
fn mistakes_are_explained_and_the_rest_stands() {
    for (typed, wanted) in [
        ("justice in:nowhere", "query.scope"),
        ("justice session:last", "query.session"),
        ("justice \"open phrase", "query.quote"),
        ("justice lang:", "query.no_value"),
        ("-justice", "query.only_not"),
        ("outcome:maybe x", "query.outcome"),
    ] {
        let (query, remarks) = Query::parse(typed);
        assert!(remarks.iter().any(|remark| remark.key == wanted), "{typed}: {remarks:?}");
        assert!(!query.is_empty(), "{typed}");
    }
}

#[test]
fn a_number_after_the_word_convention_is_the_convention() {
    for typed in ["Convention No. 87", "convention nº 87", "Convenio núm. 87", "convention (n° 87)", "C87", "c087"] {
        assert_eq!(words(&format!("{typed} ")), [word("c87", false)], "{typed}");
    }
    for text in [
        "the Freedom of Association Convention, 1948 (No. 87), was",
        "la convention (nº 87) sur la liberté syndicale",
        "el Convenio núm. 87 y",
        "Conventions Nos 81 and 87",
        "les conventions nos 4, 15, 28 et 87",
    ] {
        let (query, _) = Query::parse("C87 ");
        let marks = query.marks(text);
        assert_eq!(marks.len(), 1, "{text}");
        assert!(text[marks[0].clone()].contains("87"));
        assert!(Query::parse("Convention No. 87").0.matches_words(text), "{text}");
    }
    assert!(!Query::parse("C87 ").0.matches_words("Convention on platforms. Report No. 4, paragraph 87"));
    assert!(Query::parse("núm. 87 ").0.matches_words("Convention No. 87"));
    assert!(Query::parse("No. 7 ").0.matches_words("Record No. 7"));
}

#[test]
fn a_symbol_typed_as_a_word_is_a_phrase() {
    let (query, _) = Query::parse("GB.346/INS/5 ");
    assert!(query.matches_words("see GB.346/INS/5, para. 18"));
    assert!(!query.matches_words("see GB.346/INS/6, para. 5"));
}

#[test]
fn patterns_of_papers_fit_whole_pieces() {
    for (pattern, symbol, fits) in [
        ("gb.346/ins/17", "GB.346/INS/17/1", true),
        ("346/ins/17", "GB.346/INS/17/1", true),
        ("346/ins/17", "GB.346/INS/171", false),
        ("ins17/1", "GB.346/INS/17/1", true),
        ("gb.35*/pol/*", "GB.350/POL/3(Rev.1)", true),
        ("gb.35*/pol/*", "GB.346/POL/3", false),
        ("*pol/3*", "GB.350/POL/3(Rev.1)", true),
    ] {
        assert_eq!(paper_fits(pattern, symbol), fits, "{pattern} {symbol}");
    }
}

#[test]
fn a_snippet_shows_the_match_with_right_offsets() {
    let text =
        format!("{}The Décision on œuvres was taken. {}", "Words before. ".repeat(40), "Words after. ".repeat(40));
    let (snippet, matches) = cut(&text, &Query::parse("decision oeuv").0);
    let marked: Vec<String> =
        matches.iter().map(|[from, to]| snippet.chars().skip(*from).take(to - from).collect()).collect();
    assert_eq!(marked, ["Décision", "œuvres"]);
    assert!(snippet.starts_with("… ") && snippet.ends_with(" …"));
}

#[test]
fn notes_answer_by_words_and_fields() {
    let note = |id: &str, text: &str, paper: &str| Note {
        id: id.into(),
        session: 346,
        text: text.into(),
        paper: paper.into(),
        ..Note::default()
    };
    let notes = [note("a", "Ask about the Décision", "GB.346/INS/5"), note("b", "Nothing", "GB.346/POL/1")];
    let found = |typed: &str| -> Vec<String> {
        search_notes(&notes, &Query::parse(typed).0).into_iter().map(|hit| hit.id).collect()
    };
    assert_eq!(found("in:notes decision"), ["a"]);
    assert_eq!(found("section:pol"), ["b"]);
    assert_eq!(found("-decision paper:346/*"), ["b"]);
    assert!(found("in:table decision").is_empty());
}

proptest! {
    #[test]
    fn no_query_makes_it_stumble(typed in "\\PC{0,60}", text in "\\PC{0,200}") {
        let (query, _) = Query::parse(&typed);
        let (snippet, matches) = cut(&text, &query);
        let count = snippet.chars().count();
        prop_assert!(matches.iter().all(|[from, to]| from < to && *to <= count));
    }

    #[test]
    fn queries_of_signs_do_not_either(typed in "[-\":* a-cno.0-9()in]{0,40}", text in "[ a-c0-9.éœno]{0,80}") {
        let (query, _) = Query::parse(&typed);
        for mark in query.marks(&text) {
            prop_assert!(text.get(mark).is_some_and(|part| !part.is_empty()));
        }
        let _ = query.matches_words(&text);
    }

    #[test]
    fn what_is_marked_is_what_was_asked(before in "[a-zé ]{0,300}", after in "[a-zé ]{0,300}") {
        let text = format!("{before} Zürich {after}");
        let (query, _) = Query::parse("zurich ");
        let (snippet, matches) = cut(&text, &query);
        prop_assert!(!matches.is_empty());
        for [from, to] in matches {
            let marked: String = snippet.chars().skip(from).take(to - from).collect();
            prop_assert_eq!(fold(&marked), "zurich");
        }
    }
}

#[test]
fn a_field_that_is_mistyped_is_explained_and_a_word_with_a_colon_is_a_word() {
    let (query, remarks) = Query::parse("sesion:346 sessions:340 otucome:deferred 15:30 stance:perhaps");
    assert!(query.clauses.iter().any(|clause| clause.ask == Ask::Session(346, 346)));
    let said: Vec<(&str, Vec<&str>)> =
        remarks.iter().map(|one| (one.key, one.values.iter().map(|(_, value)| value.as_str()).collect())).collect();
    assert_eq!(
        said,
        [
            ("query.meant", vec!["sessions", "session"]),
            ("query.meant", vec!["otucome", "outcome"]),
            ("query.stance", vec!["perhaps"]),
        ]
    );
    assert_eq!(words("stance:oppose"), [Ask::Stance(Stance::Oppose)]);
}
