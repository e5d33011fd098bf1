//! Notes on a paper that was revised: where they are shown, what is said about it, and what the delegate decides.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use gbdesk::model::{Block, Language, Paragraph};

fn paragraph(number: &str, text: &str) -> Block {
    Block::Paragraph(Paragraph {
        id: format!("para_{number}"),
        number: Some(number.to_owned()),
        text: text.to_owned(),
        ..Paragraph::default()
    })
}

/// A note was written on the fifth paragraph of the first version; then came a revised one with these paragraphs.
fn revised(blocks: Vec<Block>) -> Desk {
    let mut desk = Desk::new(160, 40);
    let mut former = (*desk.papers["s-old"]).clone();
    former
        .blocks
        .push(paragraph("5", "The Office will report on the costs of inspection in the ports of each region."));
    former.blocks.push(paragraph("6", "The meeting of experts takes place in the spring of the year after."));
    desk.papers.insert("s-old".to_owned(), Arc::new(former));
    desk.press("Down Enter Ctrl+V").typed("INS/5").press("Down Enter").typed("5").press("Enter");
    desk.expect_at("GB.399/INS/5 § 5").press("F2").typed("ask for dates").press("Esc");
    let mut newer = (*desk.papers["s-en"]).clone();
    newer.blocks.extend(blocks);
    desk.papers.insert("s-en".to_owned(), Arc::new(newer));
    // it comes anew: nothing of it was read yet
    desk.app.papers.remove("s-en");
    desk.send(gbdesk::app::Msg::Sessions(vec![399]));
    desk.press("Ctrl+V").typed("Rev.1").press("Enter");
    desk
}

const COSTS: &str = "The Office will report on the costs of inspection in the ports of each region.";

#[test]
fn a_note_whose_paragraph_was_renumbered_is_shown_at_the_new_number_and_says_so() {
    let mut desk = revised(vec![paragraph("5", "A new paragraph that came in between."), paragraph("7", COSTS)]);
    desk.typed("7").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 7").expect("ask for dates");
    desk.expect("moved from § 5").press("Up").expect_not("ask for dates");
    // accepting makes the new place its own; that can be taken back
    desk.press("Down Ctrl+R + ").expect("The note now belongs to § 7.").expect_not("moved from § 5");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_7"));
    assert_eq!(desk.disk[0].paper, "GB.399/INS/5(Rev.1)");
    assert_eq!(desk.disk[0].quote, COSTS, "the words it was written on stay");
    desk.press("Ctrl+Z").expect("moved from § 5");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_5"));
}

#[test]
fn a_note_whose_paragraph_was_reworded_says_that_the_text_has_changed() {
    let text = "The Office will report on the costs of inspection in the larger ports of each region.";
    let mut desk = revised(vec![paragraph("5", text)]);
    desk.typed("5").press("Enter").expect("the text has changed").expect("±");
}

#[test]
fn a_note_whose_paragraph_is_gone_is_listed_at_the_top_until_the_delegate_decides() {
    let mut desk = revised(vec![paragraph("5", "A new paragraph about something else altogether, which is short.")]);
    desk.typed("1").press("Enter").expect("Notes to be placed").expect("its paragraph is gone").expect("ask for dates");
    desk.press("F9").expect("its paragraph is gone").press("Ctrl+W").expect("its paragraph is gone").press("Esc");
    // moved to the paragraph under the cursor
    desk.press("Backspace").typed("2").press("Enter Ctrl+R >").expect("The note was moved to § 2.");
    desk.expect_not("Notes to be placed");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_2"));
    desk.press("Ctrl+Z").expect("Notes to be placed");
    // or kept as it is, and not asked about again
    desk.press("Home K").expect("is kept as it is").expect_not("Notes to be placed");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_5"));
}

#[test]
fn a_note_stands_at_the_same_number_in_another_language() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter Down Down F2").typed("a branch more").press("Esc").expect("a branch more");
    desk.press("Ctrl+L").typed("fre").press("Enter").expect("inspection pendant la saison").expect("a branch more");
    desk.expect("written in another language");
    assert_eq!(desk.disk[0].language, Some(Language::EN));
}

#[test]
fn a_note_that_stands_where_it_was_written_has_nothing_to_decide() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter Down Down F2").typed("a branch more").press("Esc Ctrl+R +");
    desk.expect("This note stands where it was written.").expect_not("±");
}
