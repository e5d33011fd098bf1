//! Searching a library on a real disk: the query language, what comes first, and an index that is damaged or gone.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::library::{Library, SearchOptions, SessionPart, Stand};
use gbdesk::model::decision::Adopted;
use gbdesk::model::note::Stance;
use gbdesk::model::search::{HitKind, Results};
use gbdesk::model::{Language, Outcome};
use gbdesk::text::query::Query;

mod library_desk;
use library_desk::{Desk, import, import_files, write};

const PAPERS: [(&str, &str); 6] = [
    (
        "pol3.txt",
        "Symbol: GB.350/POL/3\nTitle: Decent work in the platform economy\n# Context\n1. Platforms grow; social \
         justice is at stake.\n2. The Freedom of Association Convention, 1948 (No. 87), applies.\n3. Draft decision: The \
         Governing Body took note of the platforms.",
    ),
    (
        "pol3fr.txt",
        "Symbol: GB.350/POL/3\nLanguage: fr\nTitle: Travail décent\n1. La décision sur l’œuvre.\n2. La convention (nº 87).",
    ),
    ("pol3es.txt", "Symbol: GB.350/POL/3\nLanguage: es\nTitle: Trabajo decente\n1. El Convenio núm. 87 y la justicia."),
    (
        "ins17.txt",
        "Symbol: GB.350/INS/17\nTitle: Report\n1. Social justice, as said before.\n2. See [cites GB.346/INS/5]",
    ),
    (
        "ins5.txt",
        "Symbol: GB.346/INS/5\nTitle: Update\n1. The follow\u{2011}up to justice that is social.\n4. Draft decision: The Body of justice.",
    ),
    ("pfa1.txt", "Symbol: GB.340/PFA/1\nTitle: Programme\n1. Soziale justice and the socialist past."),
];

fn desk() -> (Desk, Library) {
    let desk = Desk::new();
    fs::remove_dir_all(desk.papers()).unwrap();
    for (name, text) in PAPERS {
        write(&desk.papers(), name, text);
    }
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    (desk, library)
}

fn ask(library: &Library, typed: &str, options: &SearchOptions) -> Results {
    library.search(&Query::parse(typed).0, options)
}

/// Symbol, language and paragraph of each hit, over everything.
fn found(library: &Library, typed: &str) -> Vec<String> {
    let results = ask(library, typed, &SearchOptions { exact: true, ..SearchOptions::default() });
    let mut all: Vec<String> = results
        .hits
        .iter()
        .map(|hit| {
            let language = hit.language.filter(|one| *one != Language::EN).map(|one| format!(" {one}"));
            format!(
                "{}{} {}",
                &hit.paper[3..],
                language.unwrap_or_default(),
                hit.paragraph.as_deref().unwrap_or(&hit.id)
            )
        })
        .collect();
    assert_eq!(results.total, all.len(), "{typed}");
    all.sort();
    all
}

#[test]
fn the_query_language_finds_what_it_says() {
    let (_desk, library) = desk();
    for (typed, wanted) in [
        ("social justice", vec!["346/INS/5 1", "350/INS/17 1", "350/POL/3 1"]),
        ("\"social justice\"", vec!["350/INS/17 1", "350/POL/3 1"]),
        ("justice soci", vec!["340/PFA/1 1", "346/INS/5 1", "350/INS/17 1", "350/POL/3 1"]),
        ("justice -social ", vec!["340/PFA/1 1", "346/INS/5 4"]),
        ("follow-up ", vec!["346/INS/5 1"]),
        ("DECISION œuvre", vec!["350/POL/3 fr 1"]),
        ("oeuv", vec!["350/POL/3 fr 1"]),
        ("C87", vec!["350/POL/3 2", "350/POL/3 es 1", "350/POL/3 fr 2"]),
        ("Convention No. 87", vec!["350/POL/3 2", "350/POL/3 es 1", "350/POL/3 fr 2"]),
        ("convention nº 87 lang:es", vec!["350/POL/3 es 1"]),
        ("in:decision justice", vec!["346/INS/5 4"]),
        ("in:heading platform", vec!["350/POL/3 "]),
        ("justice session:340..346", vec!["340/PFA/1 1", "346/INS/5 1", "346/INS/5 4"]),
        ("justice section:pfa", vec!["340/PFA/1 1"]),
        ("justice paper:GB.35*/ins/*", vec!["350/INS/17 1"]),
        ("justice paper:pol/3 ", vec!["350/POL/3 1"]),
        ("cites:GB.346/INS/5", vec!["350/INS/17 2"]),
        ("cites:346ins5", vec!["350/INS/17 2"]),
        ("cites:gb.346/*", vec!["350/INS/17 2"]),
        ("xylophone", vec![]),
        ("in:notes justice", vec![]),
        ("-justice", vec![]),
        ("", vec![]),
    ] {
        assert_eq!(found(&library, typed), wanted, "{typed}");
    }
}

#[test]
fn matches_are_character_offsets_into_the_snippet() {
    let (_desk, library) = desk();
    let results = ask(&library, "decision oeuvre", &SearchOptions::default());
    let hit = &results.hits[0];
    let marked: Vec<String> =
        hit.matches.iter().map(|[from, to]| hit.snippet.chars().skip(*from).take(to - from).collect()).collect();
    assert_eq!(marked, ["décision", "œuvre"]);
    assert_eq!((hit.title.as_str(), hit.key.as_str()), ("Travail décent", "GB.350/POL/3"));
}

#[test]
fn while_typing_this_paper_comes_first_then_this_session_then_the_newest() {
    let (_desk, library) = desk();
    let order = |options: &SearchOptions| -> Vec<String> {
        ask(&library, "justice", options).hits.into_iter().map(|hit| hit.key).collect()
    };
    let newest = order(&SearchOptions::default());
    assert!(newest[0].starts_with("GB.350") && newest.last().unwrap() == "GB.340/PFA/1", "{newest:?}");
    let here = SearchOptions {
        session_here: Some(340),
        paper_here: Some("GB.346/INS/5".to_owned()),
        ..SearchOptions::default()
    };
    let near = order(&here);
    assert_eq!(near[..3], ["GB.346/INS/5", "GB.346/INS/5", "GB.340/PFA/1"], "{near:?}");
    assert_eq!(near.len(), newest.len());
}

#[test]
fn every_language_is_searched_and_of_one_paragraph_the_preferred_one_is_shown() {
    let (_desk, library) = desk();
    let shown = |languages: &[Language], typed: &str, exact: bool| -> Vec<String> {
        let options = SearchOptions { languages: languages.to_vec(), exact, ..SearchOptions::default() };
        let results = ask(&library, typed, &options);
        assert_eq!(results.total, results.hits.len(), "{typed}");
        let mut all: Vec<String> = results
            .hits
            .iter()
            .map(|hit| format!("{} {}", hit.language.unwrap(), hit.paragraph.as_deref().unwrap_or_default()))
            .collect();
        all.sort();
        all
    };
    // while typing, what the delegate reads comes first, whatever its words weigh
    let first = |languages: &[Language]| {
        let options = SearchOptions { languages: languages.to_vec(), ..SearchOptions::default() };
        ask(&library, "C87", &options).hits[0].language
    };
    for own in [Language::EN, Language::FR, Language::ES] {
        assert_eq!(first(&[own, Language::EN, Language::FR]), Some(own));
    }
    for exact in [false, true] {
        assert_eq!(shown(&[Language::FR, Language::EN], "C87", exact), ["es 1", "fr 2"]);
        assert_eq!(shown(&[Language::EN, Language::FR], "C87", exact), ["en 2", "es 1"]);
        // a French query finds the paper whose English is preferred
        assert_eq!(shown(&[Language::EN], "décision œuvre", exact), ["fr 1"]);
        assert_eq!(shown(&[Language::EN], "C87 lang:es", exact), ["es 1"]);
    }
}

#[test]
fn the_stance_of_the_notes_can_be_asked_for() {
    let (_desk, library) = desk();
    let stand = |key: &str, paragraph: &str, stance| Stand {
        key: key.to_owned(),
        paragraph: Some(paragraph.to_owned()),
        stance,
        ..Stand::default()
    };
    let stances = vec![stand("GB.350/POL/3", "3", Stance::Oppose), stand("GB.350/POL/3", "1", Stance::Support)];
    let drafts = |typed: &str| -> Vec<String> {
        let options = SearchOptions { exact: true, stances: stances.clone(), ..SearchOptions::default() };
        let mut keys: Vec<String> = ask(&library, typed, &options).hits.into_iter().map(|hit| hit.key).collect();
        keys.sort();
        keys
    };
    assert_eq!(drafts("stance:oppose"), ["GB.350/POL/3"]);
    assert_eq!(drafts("stance:support"), Vec::<String>::new());
    assert_eq!(drafts("in:decision stance:none"), ["GB.346/INS/5"]);
    assert_eq!(drafts("in:decision -stance:oppose session:340..346"), ["GB.346/INS/5"]);
    assert_eq!(drafts("justice stance:oppose"), Vec::<String>::new());
}

#[test]
fn other_forms_of_a_word_help_to_rank_and_are_never_found_in_its_place() {
    let desk = Desk::new();
    let library = desk.library();
    let words = "Symbol: GB.350/INS/9\nTitle: Zebras\n1. The migration of herds and of birds, and of fish in the sea.\n\
                 2. The migration of herds and of birds, and migrations of fish in it.\n3. Migrations alone.";
    import_files(&library, &[write(desk.home.path(), "words.txt", words)]);
    let exact = SearchOptions { exact: true, ..SearchOptions::default() };
    let numbers: Vec<_> =
        ask(&library, "migration ", &exact).hits.into_iter().filter_map(|hit| hit.paragraph).collect();
    assert_eq!(numbers, ["2", "1"]);
}

#[test]
fn one_slip_is_corrected_when_nothing_else_is_found_and_that_is_said() {
    let (_desk, library) = desk();
    let results = ask(&library, "soical justce", &SearchOptions::default());
    assert!(!results.hits.is_empty());
    let remark = results.remark.unwrap();
    assert!(remark.contains("“soical”; showing “social”") && remark.contains("“justice”"), "{remark}");
    assert!(ask(&library, "social", &SearchOptions::default()).remark.is_none());
    assert!(ask(&library, "abcd", &SearchOptions::default()).remark.is_none());
}

#[test]
fn the_outcome_of_a_draft_can_be_asked_for() {
    let (_desk, library) = desk();
    let mut publication = library.begin().unwrap();
    let adopted = vec![Adopted {
        paper: "GB.350/POL/3".to_owned(),
        paragraph: Some("3".to_owned()),
        outcome: Outcome::Deferred,
        ..Adopted::default()
    }];
    publication.describe(SessionPart { session: 350, adopted, ..SessionPart::default() }).unwrap();
    publication.commit(&mut |_| {}).unwrap();
    assert_eq!(found(&library, "outcome:deferred"), ["350/POL/3 3"]);
    assert_eq!(found(&library, "outcome:pending governing"), Vec::<String>::new());
    assert_eq!(found(&library, "outcome:pending justice"), ["346/INS/5 4"]);
    assert_eq!(found(&library, "in:decision -outcome:deferred"), ["346/INS/5 4"]);
}

#[test]
fn a_revised_paper_is_found_in_its_newest_words_only() {
    let (desk, library) = desk();
    write(&desk.papers(), "rev.txt", "Symbol: GB.350/POL/3(Rev.1)\nTitle: Revised\n1. Entirely new wording.");
    import(&library, &desk.papers()).unwrap();
    assert_eq!(found(&library, "platforms stake"), Vec::<String>::new());
    assert_eq!(found(&library, "entirely wording"), ["350/POL/3(Rev.1) 1"]);
    // other languages have no revision yet and stay, sessions that did not change too
    assert_eq!(found(&library, "oeuvre"), ["350/POL/3 fr 1"]);
    assert_eq!(found(&library, "follow-up"), ["346/INS/5 1"]);
}

fn index_of(desk: &Desk) -> PathBuf {
    let newest = fs::read_dir(desk.cache().join("generations"))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_str().unwrap().parse::<u64>().ok())
        .max()
        .unwrap();
    desk.cache().join("generations").join(newest.to_string()).join("index")
}

#[test]
fn an_index_that_is_deleted_damaged_or_of_another_version_is_rebuilt_from_the_papers() {
    let damage: [fn(&Path); 5] = [
        |index| fs::remove_dir_all(index).unwrap(),
        |index| fs::write(index.join("state.json"), b"{\"version\":0}").unwrap(),
        |index| fs::write(index.join("meta.json"), b"{").unwrap(),
        |index| {
            for entry in
                fs::read_dir(index).unwrap().flatten().filter(|one| one.path().extension().is_some_and(|e| e == "term"))
            {
                let length = fs::metadata(entry.path()).unwrap().len();
                fs::write(entry.path(), vec![0xA5; usize::try_from(length).unwrap()]).unwrap();
            }
        },
        |index| {
            for entry in fs::read_dir(index).unwrap().flatten() {
                if entry.path().extension().is_some_and(|e| e == "tsv") {
                    fs::write(entry.path(), b"short").unwrap();
                }
            }
        },
    ];
    for (case, harm) in damage.iter().enumerate() {
        let (desk, _) = desk();
        harm(&index_of(&desk));
        let library = desk.library();
        let results = ask(&library, "justice", &SearchOptions::default());
        assert!(results.hits.is_empty(), "case {case}");
        assert!(results.remark.is_some_and(|remark| remark.contains("rebuilt")), "case {case}");
        // the papers are there all the same
        assert_eq!(library.session(350).unwrap().papers.len(), 2);
        let mut steps = 0;
        library.reindex(&mut |_| steps += 1).unwrap();
        assert!(library.index_fault().is_none() && steps > 0, "case {case}");
        assert_eq!(found(&library, "follow-up"), ["346/INS/5 1"], "case {case}");
        // and an import does the same by itself
        harm(&index_of(&desk));
        write(&desk.papers(), "more.txt", "Symbol: GB.350/HL/1\nTitle: More\n1. Fresh words.");
        let library = desk.library();
        import(&library, &desk.papers()).unwrap();
        assert_eq!(found(&library, "follow-up"), ["346/INS/5 1"], "case {case}");
        assert_eq!(found(&library, "fresh"), ["350/HL/1 1"], "case {case}");
    }
}

#[test]
fn an_index_that_is_deleted_or_damaged_under_the_running_program_is_noticed_and_mended() {
    let texts = |index: &Path, harm: &dyn Fn(&Path)| {
        for entry in fs::read_dir(index).unwrap().flatten() {
            if entry.path().extension().is_some_and(|end| end == "tsv") {
                harm(&entry.path());
            }
        }
    };
    let damage: [&dyn Fn(&Path); 3] = [
        &|index| texts(index, &|path| fs::File::options().write(true).open(path).unwrap().set_len(7).unwrap()),
        &|index| texts(index, &|path| fs::write(path, "p\tnoise").unwrap()),
        &|index| fs::remove_dir_all(index).unwrap(),
    ];
    for (case, harm) in damage.iter().enumerate() {
        let (desk, library) = desk();
        // the program has searched one session and not yet the others
        assert_eq!(found(&library, "follow-up"), ["346/INS/5 1"]);
        assert!(library.index_fault().is_none());
        harm(&index_of(&desk));
        let results = ask(&library, "justice", &SearchOptions::default());
        assert!(results.remark.is_some_and(|remark| remark.contains("rebuilt")), "case {case}");
        assert!(library.index_fault().is_some(), "case {case}");
        // reading goes on
        assert_eq!(library.session(350).unwrap().papers.len(), 2);
        library.reindex(&mut |_| {}).unwrap();
        assert!(library.index_fault().is_none(), "case {case}");
        assert_eq!(found(&library, "justice soci").len(), 4, "case {case}");
    }
}

#[test]
fn an_instance_that_runs_keeps_its_index_while_another_publishes() {
    let (desk, library) = desk();
    assert_eq!(found(&library, "follow-up").len(), 1);
    let writer = desk.library();
    for round in 1..=4 {
        write(&desk.papers(), "ins5.txt", &format!("Symbol: GB.346/INS/5\nTitle: Update\n{round}. Other words."));
        import(&writer, &desk.papers()).unwrap();
        assert_eq!(found(&library, "follow-up"), ["346/INS/5 1"]);
    }
    library.refresh().unwrap();
    assert!(found(&library, "follow-up").is_empty());
    assert_eq!(found(&library, "other words"), ["346/INS/5 4"]);
}

#[test]
fn tables_and_footnotes_are_places_of_their_own() {
    use gbdesk::model::{Block, Footnote, Paper, Table};
    let desk = Desk::new();
    let library = desk.library();
    let read = |_: &[u8], _: &gbdesk::reading::Origin| {
        let table = Table { id: "t-1".into(), rows: vec![vec!["Point 22".into(), "Cell".into()]], ..Table::default() };
        Ok(Paper {
            symbol: Some(library_desk::symbol("GB.344/INS/8")),
            language: Some(Language::EN),
            blocks: vec![Block::Table(table)],
            footnotes: vec![Footnote { mark: "2".into(), text: "See point 22.".into() }],
            ..Paper::default()
        })
    };
    let path = write(desk.home.path(), "x.txt", "x");
    library.import(&[path], &Default::default(), &read, &mut |_| {}).unwrap();
    let kinds = |typed: &str| -> Vec<(HitKind, String)> {
        ask(&library, typed, &SearchOptions::default()).hits.into_iter().map(|hit| (hit.kind, hit.id)).collect()
    };
    assert_eq!(kinds("point 22 in:table"), [(HitKind::Table, "t-1".to_owned())]);
    assert_eq!(kinds("point 22 in:footnote"), [(HitKind::Footnote, "fn_2".to_owned())]);
    assert_eq!(kinds("point 22").len(), 2);
}
