//! Notes find their text again when a paper is revised, and say when they do not.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/revision.rs"]
mod revision;

use gbdesk::model::{Block, Item, Language, Note, Paper};
use gbdesk::notes::anchor::{self, Placement, Places, accept, asks, keep, make, place};

#[test]
fn in_seeded_revisions_notes_land_right_and_none_lands_wrong_unmarked() {
    for (with_former, least) in [(false, 0.99), (true, 0.99)] {
        let tally = revision::tally(1..25, with_former);
        println!("former version known: {with_former}: {tally:?}");
        assert_eq!(tally.wrong_silent, 0, "{tally:?}");
        assert!(tally.right as f64 / tally.notes as f64 >= least, "{tally:?}");
    }
}

/// The folder with real papers, when it is there: `GBDESK_SHARED`, else `../shared`.
fn shared() -> Option<std::path::PathBuf> {
    let named = std::env::var_os("GBDESK_SHARED").map(std::path::PathBuf::from);
    let folder = named.unwrap_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    Some(folder.join("papers")).filter(|papers| papers.is_dir())
}

#[test]
fn in_revisions_of_real_papers_notes_land_right_too() {
    let Some(papers) = shared() else {
        println!("SKIPPED: the real papers (../shared/papers or GBDESK_SHARED) are not there");
        return;
    };
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(papers).unwrap().flatten() {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        // blocks as they are set in the file; page furniture repeats and is a hard case of its own
        let blocks: Vec<String> = text
            .split("\n\n")
            .map(|block| block.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|block| block.split(' ').count() >= 8)
            .take(120)
            .collect();
        if blocks.len() > 8 {
            cases.extend((1..4).map(|seed| revision::case_of(blocks.clone(), seed)));
        }
    }
    let tally = revision::count(cases.into_iter(), false);
    println!("real papers: {tally:?}");
    assert!(tally.notes > 100, "{tally:?}");
    assert_eq!(tally.wrong_silent, 0, "{tally:?}");
    assert!(tally.right as f64 / tally.notes as f64 >= 0.99, "{tally:?}");
}

const TEXTS: [&str; 4] = [
    "The Office presented a plan for the renovation of the headquarters building and its cost.",
    "Members asked how the cost of the renovation would be shared between bienniums.",
    "The working group met four times and agreed on a method of evaluation.",
    "The Governing Body took note of the information.",
];

fn paper(symbol: &str, texts: &[&str]) -> Paper {
    revision::paper(symbol, &texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>())
}

fn note_on(paper: &Paper, id: &str, quote: &str) -> Note {
    let symbol = paper.symbol.as_ref().unwrap().to_string();
    let mut note =
        Note { paper: symbol, language: paper.language, paragraph: Some(id.into()), session: 360, ..Note::default() };
    make(paper, id, quote).unwrap().apply(&mut note);
    note
}

#[test]
fn an_anchor_has_the_words_and_what_stands_around_them() {
    let paper = paper("GB.360/POL/2", &TEXTS);
    let part = make(&paper, "para_2", "the COST of the renovation").unwrap();
    assert_eq!(part.quote, "the cost of the renovation");
    assert_eq!(
        (part.before.as_str(), part.after.as_str()),
        ("Members asked how ", " would be shared between bienniums.")
    );
    let whole = make(&paper, "para_2", "").unwrap();
    assert_eq!(whole.quote, TEXTS[1]);
    assert!(TEXTS[0].ends_with(&whole.before) && TEXTS[2].starts_with(&whole.after));
    assert_eq!(make(&paper, "para_9", ""), None);
}

#[test]
fn a_shifted_paragraph_is_moved_and_a_reworded_one_changed() {
    let old = paper("GB.360/POL/2", &TEXTS);
    let reworded = TEXTS[2].replace("four times", "on five occasions");
    let new =
        paper("GB.360/POL/2(Rev.1)", &[TEXTS[0], "A paragraph on security was added.", TEXTS[1], &reworded, TEXTS[3]]);
    assert_eq!(place(&note_on(&old, "para_1", ""), &new), Placement::Exact { id: Some("para_1".into()) });
    let moved = Placement::Moved { from: "para_2".into(), to: "para_3".into() };
    assert_eq!(place(&note_on(&old, "para_2", "the cost of the renovation"), &new), moved);
    let changed = place(&note_on(&old, "para_3", ""), &new);
    assert!(
        matches!(&changed, Placement::TextChanged { id, similarity } if id == "para_4" && *similarity > 0.7),
        "{changed:?}"
    );
}

#[test]
fn a_deleted_paragraph_leaves_an_orphan_that_is_asked_about_once() {
    let old = paper("GB.360/POL/2", &TEXTS);
    let new = paper("GB.360/POL/2(Rev.1)", &[TEXTS[0], TEXTS[1], TEXTS[3]]);
    let note = note_on(&old, "para_3", "");
    let placement = place(&note, &new);
    assert_eq!(placement, Placement::Orphan);
    assert!(asks(&note, &new, &placement));
    assert!(!asks(&keep(&note, &new), &new, &placement));
}

#[test]
fn a_look_alike_is_never_taken_in_silence() {
    let mould = |region: &str, count: u32| {
        format!("In {region}, the Office supported {count} programmes with the help of the social partners.")
    };
    let (africa, asia) = (mould("Africa", 34), mould("Asia", 41));
    let old = paper("GB.360/POL/2", &[TEXTS[0], &africa, TEXTS[1], TEXTS[2]]);
    let new = paper("GB.360/POL/2(Rev.1)", &[TEXTS[0], TEXTS[1], &asia, TEXTS[2], &mould("Europe", 12)]);
    let placement = place(&note_on(&old, "para_2", ""), &new);
    assert!(placement.is_open(), "{placement:?}");
}

#[test]
fn in_another_language_the_number_leads() {
    let english = paper("GB.360/POL/2", &TEXTS);
    let mut french = paper("GB.360/POL/2", &["Un.", "Deux.", "Trois.", "Quatre."]);
    french.language = Some(Language::FR);
    let note = note_on(&english, "para_3", "");
    assert_eq!(place(&note, &french), Placement::Translated { id: "para_3".into() });
    // in a revised version the number may be another paragraph's
    french.symbol = "GB.360/POL/2(Rev.1)".parse().ok();
    assert!(place(&note, &french).is_open());
}

#[test]
fn a_note_on_a_lettered_part_follows_the_part() {
    let with_parts = |symbol: &str, parts: &[&str]| {
        let mut paper = paper(symbol, &TEXTS);
        if let Some(Block::Paragraph(paragraph)) = paper.blocks.last_mut() {
            let item = |(at, text): (usize, &&str)| Item {
                marker: format!("({})", ["a", "b", "c"][at]),
                text: (*text).to_owned(),
                ..Item::default()
            };
            paragraph.items = parts.iter().enumerate().map(item).collect();
        }
        paper
    };
    let old = with_parts("GB.360/POL/2", &["endorsed the plan of renovation", "asked for a report in March 2025"]);
    let new = with_parts(
        "GB.360/POL/2(Rev.1)",
        &[
            "endorsed the plan of renovation",
            "thanked the working group for its method",
            "asked for a report in March 2025",
        ],
    );
    let moved = Placement::Moved { from: "para_4__b".into(), to: "para_4__c".into() };
    assert_eq!(place(&note_on(&old, "para_4__b", ""), &new), moved);
}

#[test]
fn accepting_a_place_keeps_the_words_the_note_was_made_on() {
    let old = paper("GB.360/POL/2", &TEXTS);
    let reworded = TEXTS[2].replace("four times", "on five occasions");
    let new = paper("GB.360/POL/2(Rev.1)", &[TEXTS[0], TEXTS[1], &reworded, TEXTS[3]]);
    let note = accept(&note_on(&old, "para_3", ""), &new, "para_3").unwrap();
    assert_eq!(note.quote, TEXTS[2]);
    assert_eq!(note.paper, "GB.360/POL/2(Rev.1)");
    assert_eq!(place(&note, &new), Placement::Exact { id: Some("para_3".into()) });
}

#[test]
fn a_note_hung_elsewhere_is_followed_by_the_words_it_hangs_on_now() {
    let old = paper("GB.360/POL/2", &TEXTS);
    let rewritten = "An entirely new paragraph on seasonal work in the main harbours was put in here.";
    let first = paper("GB.360/POL/2(Rev.1)", &[TEXTS[0], TEXTS[1], rewritten, TEXTS[3]]);
    let note = note_on(&old, "para_3", "");
    assert!(Places::with_former(&first, &old).place(&note).is_open());
    let note = accept(&note, &first, "para_3").unwrap();
    assert_eq!(note.quote, TEXTS[2]);
    let changed = rewritten.replace("main harbours", "largest harbours");
    let second = paper("GB.360/POL/2(Rev.2)", &[TEXTS[0], "One more paragraph at the beginning.", TEXTS[1], &changed]);
    let placed = Places::with_former(&second, &first).place(&note);
    assert!(matches!(&placed, Placement::TextChanged { id, .. } if id == "para_4"), "{placed:?}");
}

#[test]
fn a_note_on_a_whole_paper_needs_no_place() {
    let paper = paper("GB.360/POL/2", &TEXTS);
    let note = Note { paper: "GB.360/POL/2".into(), ..Note::default() };
    assert_eq!(Places::new(&paper).place(&note), Placement::Exact { id: None });
    assert_eq!(anchor::ALIKE, 0.60);
}
