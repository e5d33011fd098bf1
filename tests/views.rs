//! The views beside the reader, driven by keys and read from the screen.

mod desk;

use std::path::PathBuf;
use std::sync::Arc;

use desk::Desk;
use gbdesk::app::View;
use gbdesk::model::{Block, Language, Paper};

/// The version before, so that there is something to compare: a paragraph less, another word, another number.
fn with_former(mut desk: Desk) -> Desk {
    let newest = desk.papers["s-en"].clone();
    let mut before = Paper::clone(&desk.papers["s-old"]);
    before.blocks = newest.blocks.clone();
    for block in &mut before.blocks {
        if let Block::Paragraph(paragraph) = block {
            match paragraph.number.as_deref() {
                Some("1") => paragraph.text = paragraph.text.replace("tourism", "mining"),
                Some("4") => paragraph.number = Some("3".to_owned()),
                _ => {}
            }
        }
    }
    before.blocks.retain(|block| !matches!(block, Block::Table(_)));
    desk.papers.insert("s-old".to_owned(), Arc::new(before));
    desk
}

#[test]
fn the_newest_version_is_compared_with_the_one_before() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7").expect("GB.399/INS/5 → INS/5(Rev.1)");
    desk.expect("1 added, 1 renumbered, 1 reworded (1)");
    desk.expect("± § 1  reworded").expect("-[mining]").expect("+[tourism]");
    desk.expect("… 1 unchanged (§ 2)").expect("+ table  added").expect("» § 3 → § 4  1 renumbered");
    desk.expect("1 of 3").press("n").expect("2 of 3").press("Down").expect("3 of 3");
    desk.press("n").expect("There is nothing further.").press("N N").expect("1 of 3");
}

#[test]
fn from_a_change_enter_leads_to_the_paragraph_and_back_to_the_change() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7 n n Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
    desk.press("Backspace").expect("3 of 3");
    assert_eq!(desk.app.view, View::Compare);
}

#[test]
fn a_change_is_copied_with_its_citation_and_annotated_where_it_stands() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter c y");
    assert!(desk.copied[0].ends_with("(GB.399/INS/5(Rev.1), para. 1)"), "{}", desk.copied[0]);
    desk.press("F2").typed("why tourism?").press("Esc");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_1"));
    assert_eq!(desk.disk[0].paper, "GB.399/INS/5(Rev.1)");
}

#[test]
fn a_paper_in_one_version_says_that_there_is_nothing_to_compare() {
    Desk::new(100, 30).press("Down Down Enter F7").expect("This paper is held in one version only.");
}

#[test]
fn any_two_papers_of_the_session_are_compared_when_chosen() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter C").expect("Compare with").expect("GB.399/POL/1").typed("skills").press("Enter");
    desk.expect("GB.399/POL/1 → INS/5(Rev.1)").expect("removed");
}

#[test]
fn a_draft_is_compared_with_what_was_adopted_word_by_word() {
    let mut desk = Desk::new(100, 40);
    desk.press("F6 F7").expect("GB.399/INS/5(Rev.1) § 4 → adopted as amended").expect("The Governing Body-[:");
    desk.press("Backspace").expect("Draft decisions").press("Down F7");
    desk.expect("What was adopted is not known for this draft decision.");
}

#[test]
fn an_answer_to_a_comparison_left_behind_is_thrown_away() {
    let mut desk = with_former(Desk::new(100, 40));
    desk.press("Down Enter F7 F6 F7");
    let stale = gbdesk::text::diff::Comparison::default();
    desk.send(gbdesk::app::Msg::Compared(("s-old".to_owned(), "s-en".to_owned()), Ok(Arc::new(stale))));
    desk.expect("adopted as amended");
}

/// Name, and the keys that lead to it.
const VIEWS: [(&str, &str); 2] = [("compare", "Down Enter F7"), ("compare-adopted", "F6 F7")];

const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 36), (200, 50)];

#[test]
fn every_view_looks_as_it_did() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    let write = std::env::var_os("GBDESK_WRITE_SCREENS").is_some();
    let mut other = Vec::new();
    for language in [Language::EN, Language::FR, Language::ES] {
        for (columns, rows) in SIZES {
            let mut all = String::new();
            for (name, keys) in VIEWS {
                let mut desk = with_former(Desk::in_language(columns, rows, language));
                desk.press(keys);
                all.push_str(&format!("== {name}\n{}", desk.screen()));
            }
            let file = folder.join(format!("views-{language}-{columns}x{rows}.txt"));
            if write {
                std::fs::write(&file, &all).unwrap();
            } else if std::fs::read_to_string(&file).unwrap_or_default() != all {
                other.push(format!("{}:\n{all}", file.display()));
            }
        }
    }
    assert!(other.is_empty(), "these screens changed; GBDESK_WRITE_SCREENS=1 writes them anew\n{}", other.join("\n"));
}
