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
    desk.expect("now § 7, was § 5").press("Up").expect_not("ask for dates");
    // accepting makes the new place its own; that can be taken back
    desk.press("Down Ctrl+R + ").expect("The note now belongs to § 7.").expect_not("was § 5");
    assert_eq!(desk.disk[0].paragraph.as_deref(), Some("para_7"));
    assert_eq!(desk.disk[0].paper, "GB.399/INS/5(Rev.1)");
    assert_eq!(desk.disk[0].quote, COSTS, "the words it was written on stay");
    desk.press("Ctrl+Z").expect("now § 7, was § 5");
    desk.press("F9").expect("± now § 7, was § 5");
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

#[test]
fn a_note_whose_paragraph_is_gone_leads_to_what_stands_there_and_says_so() {
    let mut desk = revised(vec![paragraph("5", "A new paragraph about something else altogether, which is short.")]);
    desk.press("F9 +").expect("No place was found for this note");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 5").expect("The paragraph of this note is gone");
}

#[test]
fn a_note_on_a_lettered_part_keeps_the_letter_wherever_its_place_is_named() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter Down Down Right Right F2").typed("too late").press("Esc");
    desk.expect("note on INS/5(Rev.1) § 2(b)").expect("* (b)");
    let place = |language| gbdesk::app::words::place_id(gbdesk::strings::Strings::of(language), "para_2__b__i");
    assert_eq!((place(Language::EN).as_str(), place(Language::FR).as_str()), ("§ 2(b)(i)", "§ 2 b) i)"));
}

#[test]
fn what_has_no_number_is_named_by_its_words_and_a_citation_by_itself() {
    let mut desk = Desk::new(240, 40);
    desk.press("Down Enter Ctrl+G").typed("footnote 1").press("Enter F2").expect("Note: INS/5(Rev.1) footnote 1");
    desk.typed("old").press("Esc Ctrl+G").typed("2").press("Enter Ctrl+R").press("Down F2");
    desk.expect("Note: INS/5(Rev.1) § 2 › GB.399/POL/1, para. 2").typed("hers").press("Esc");
    desk.expect("Saved: note on INS/5(Rev.1) § 2 › GB.399/POL/1, para. 2");
    desk.press("Ctrl+E").typed("Action").press("Enter F2").typed("all of it").press("Esc F9");
    desk.expect("INS/5(Rev.1) “Action”").expect("INS/5(Rev.1) § 2 › GB.399/POL/1, para. 2");
    desk.expect("INS/5(Rev.1) footnote 1");
}

#[test]
fn notes_are_listed_in_the_order_of_the_paper_and_then_of_time() {
    let mut desk = Desk::new(160, 40);
    let note = |id: &str, paper: &str, place: &str, text: &str| gbdesk::model::Note {
        id: id.to_owned(),
        session: 399,
        paper: paper.to_owned(),
        paragraph: Some(place.to_owned()),
        text: text.to_owned(),
        created: id.to_owned(),
        ..gbdesk::model::Note::default()
    };
    let (old, new) = ("GB.399/INS/5", "GB.399/INS/5(Rev.1)");
    let all = vec![
        note("1", new, "para_4__b", "fifth"),
        note("2", old, "para_10", "seventh"),
        note("3", new, "para_4", "third"),
        note("4", old, "para_4__a", "fourth"),
        note("5", old, "para_2", "first"),
        note("6", new, "para_2", "second"),
        note("7", new, "para_7", "sixth"),
    ];
    desk.send(gbdesk::app::Msg::Notes(all));
    let order: Vec<&str> = desk.app.notes_rows().iter().map(|note| note.text.as_str()).collect();
    assert_eq!(order, ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"]);
}

#[test]
fn hidden_notes_show_no_stance_no_tag_and_no_count() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Ctrl+G")
        .typed("4")
        .press("Enter F2")
        .typed("our floor")
        .press("Ctrl+R s Tab")
        .typed("money")
        .press("Esc F9 F12");
    desk.expect("Notes are hidden").expect_not("1 of 1").press("w").expect("Notes are hidden").expect_not("support");
    desk.press("Esc F6 w").expect_not("My stance").press("Esc F12 w").expect("My stance: support");
    // an open list is closed by the same key
    desk.press("F12").expect_not("My stance").press("F12 F9 w").expect("#money").press("F12").expect_not("#money");
}

#[test]
fn closed_notes_say_that_they_are_closed_wherever_they_are_asked_for() {
    let mut desk = Desk::new(100, 30);
    desk.send(gbdesk::app::Msg::Locked).press("Esc D").expect("Your notes are encrypted and closed; F2 opens them.");
    desk.press("F4").typed("in:notes dates").expect("Your notes are encrypted and closed");
    desk.press("F2").expect("Passphrase");
}

#[test]
fn what_is_written_on_the_paragraph_comes_before_what_is_to_be_placed() {
    let mut desk = revised(vec![paragraph("5", "A new paragraph about something else altogether, which is short.")]);
    desk.press("Ctrl+V")
        .typed("INS/5")
        .press("Down Enter")
        .typed("6")
        .press("Enter F2")
        .typed("which spring")
        .press("Esc");
    desk.press("Ctrl+V").typed("Rev.1").press("Enter").typed("2").press("Enter F2").typed("mine here").press("Esc");
    let at = |desk: &Desk, text: &str| desk.screen().find(text).unwrap_or_else(|| panic!("{text}\n{}", desk.screen()));
    assert!(at(&desk, "mine here") < at(&desk, "± 2 notes to be placed"), "{}", desk.screen());
    desk.expect_not("which spring").press("Ctrl+R Down Enter").expect("Notes · Notes to be placed");
    desk.expect("ask for dates").expect("which spring").expect_not("mine here");
    // beside the paragraph each of them can be chosen, to be moved there
    desk.press("Backspace Ctrl+R Down Down >").expect("The note was moved to § 2.").expect_not("2 notes to be placed");
}

#[test]
fn citations_typed_in_a_note_are_followed_from_beside_the_text_and_from_the_list() {
    let mut desk = Desk::new(160, 40);
    let text = "Against para. 4: as in GB.399/POL/1, para. 7, not GB.341/INS/5, para. 18.";
    desk.press("Down Enter Down F2").typed(text).press("Esc");
    // a bare number is of the paper of the note
    desk.press("Ctrl+R Down Enter").expect_at("GB.399/INS/5(Rev.1) § 4").press("Backspace");
    desk.press("Ctrl+R Down Down Enter").expect_at("GB.399/POL/1 § 7").press("Backspace");
    desk.press("Ctrl+R Down Down Down Enter").expect("GB.341/INS/5 is not held").press("Esc");
    // after the letters of the text
    desk.press("f").expect("h GB.399/POL/1, para. 7").typed("h").expect_at("GB.399/POL/1 § 7");
    desk.press("F9 f").expect("Follow which citation?").press("Down Enter").expect_at("GB.399/POL/1 § 7");
    let mut small = Desk::new(60, 20);
    small
        .press("Down Enter Down F2")
        .typed(text)
        .press("Esc F9 f")
        .expect("Follow which citation?")
        .press("Down Enter");
    small.expect_at("GB.399/POL/1 § 7");
}

#[test]
fn a_tab_in_a_note_is_shown_as_blanks_and_the_cursor_stands_behind_them() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down F2").send(gbdesk::app::Msg::Paste("and\ttabs".to_owned())).expect("and    tabs");
    let (buffer, cursor) = desk.drawn();
    let (x, y) = cursor.unwrap();
    assert_eq!(buffer[(x - 1, y)].symbol(), "s");
    desk.press("Esc").expect("and    tabs");
}

#[test]
fn every_note_file_that_cannot_be_read_stays_named_with_its_fault() {
    let mut desk = Desk::new(80, 24);
    let fault = |name: &str| {
        format!(
            "/data/notes/399/{name}.md cannot be read as a note: line 3 is no “key: value”. It is left as it is; mend the lines."
        )
    };
    desk.send(gbdesk::app::Msg::NoteFaults(vec![fault("first"), fault("second")]));
    desk.expect("2 files of your notes cannot be read").press("Down Up F9").expect("! 2 files cannot be read: Ctrl+U");
    desk.press("Ctrl+U")
        .expect("Files of notes that cannot be read")
        .expect("first.md")
        .expect("second.md")
        .expect("mend the lines.");
    desk.press("Esc").send(gbdesk::app::Msg::NoteFaults(vec![fault("first")])).expect("! 1 file cannot be read");
    desk.send(gbdesk::app::Msg::NoteFaults(Vec::new())).expect_not("cannot be read");
}
