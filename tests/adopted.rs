//! The adopted text that the delegate pastes, and what becomes of it when the official one comes.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use gbdesk::app::{App, Msg, View};
use gbdesk::model::decision::BoardEntry;

const TEXT: &str = "The Governing Body decided\nto continue until 2039.";

/// The board, on the draft that is not decided.
fn board() -> Desk {
    let mut desk = Desk::new(140, 40);
    desk.press("F6 Down").expect("The Governing Body decides to continue.");
    desk
}

fn row(app: &App) -> BoardEntry {
    app.board_row().unwrap().clone()
}

/// The feed brings the official text of the row.
fn official(desk: &mut Desk) {
    let mut session = (*desk.app.sessions[&399]).clone();
    session.board[1].adopted_text = Some("The Governing Body decided to continue until 2040.".to_owned());
    desk.send(Msg::Session(399, Ok(Arc::new(session))));
}

#[test]
fn text_pasted_on_the_board_is_kept_as_the_adopted_text_and_compared_with_the_draft() {
    let mut desk = board();
    desk.send(Msg::Paste(TEXT.to_owned()));
    desk.expect("Adopted text: POL/1").expect("to continue until 2039.").press("Esc");
    desk.expect("text pasted by you").expect("Adopted text, pasted by you");
    let note = &desk.disk[0];
    assert!(note.adopted);
    assert_eq!((note.paper.as_str(), note.paragraph.as_deref()), ("GB.399/POL/1", Some("para_30")));
    assert_eq!(note.text, TEXT);
    desk.press("F7").expect("-[decides]+[decided] to continue").expect("+[until 2039]");
    assert_eq!(desk.app.view, View::Compare);
}

#[test]
fn the_line_ends_of_a_terminal_are_made_line_ends_and_the_editor_closes() {
    let mut desk = board();
    desk.send(Msg::Paste("The Governing Body\r(a) took note;\r\n(b)\u{1b}[31m agreed.\n".to_owned())).press("Esc");
    assert!(desk.app.editor.is_none());
    assert_eq!(desk.disk[0].text, "The Governing Body\n(a) took note;\n(b)[31m agreed.\n");
}

#[test]
fn the_key_opens_the_editor_again_on_what_was_pasted_and_undo_takes_it_back() {
    let mut desk = board();
    desk.press("O").expect("Paste the adopted text here.").typed("The Governing Body decided.").press("Esc");
    desk.press("O").typed(" Twice.").press("Esc").expect("The Governing Body decided. Twice.");
    desk.press("Ctrl+Z").expect("The Governing Body decided.").expect_not("Twice.");
    desk.press("Ctrl+Z").expect_not("text pasted by you");
    assert!(desk.app.pasted(&row(&desk.app)).is_none());
    desk.press("Ctrl+Y").expect("text pasted by you");
}

#[test]
fn the_official_text_takes_the_first_place_says_so_and_the_pasted_one_stays() {
    let mut desk = board();
    desk.send(Msg::Paste(TEXT.to_owned())).press("Esc");
    official(&mut desk);
    desk.expect("POL/1 § 30: the official text has come and stands first");
    desk.expect("Pasted by you before that").expect("until 2039.");
    desk.expect_not("text pasted by you");
    let (text, own) = desk.app.adopted_words(&row(&desk.app)).unwrap();
    assert_eq!((text.as_str(), own), ("The Governing Body decided to continue until 2040.", None));
    // it was said once
    desk.press("Down");
    official(&mut desk);
    desk.expect_not("stands first");
}

#[test]
fn where_the_official_text_is_held_there_is_nothing_to_paste() {
    let mut desk = Desk::new(140, 40);
    desk.press("F6 O").expect("The official text is held");
    desk.send(Msg::Paste(TEXT.to_owned())).expect("The official text is held");
    assert!(desk.app.editor.is_none());
}

#[test]
fn a_pasted_text_is_no_note_with_a_stance_and_follows_its_draft_to_the_reader() {
    let mut desk = board();
    desk.send(Msg::Paste(TEXT.to_owned())).press("Esc Ctrl+S s");
    assert_eq!(desk.disk.len(), 2);
    assert!(desk.disk.iter().filter(|note| note.adopted).all(|note| note.stance == Default::default()));
    desk.press("Enter").expect_at("GB.399/POL/1 § 30").expect("Adopted text");
    desk.press("O").expect("Adopted text: POL/1");
}

#[test]
fn what_a_colleague_pasted_bears_the_name_and_is_not_written_over() {
    let mut desk = board();
    desk.send(Msg::Paste(TEXT.to_owned())).press("Esc");
    desk.disk[0].author = "Ms Ito".to_owned();
    desk.send(Msg::Notes(desk.disk.clone()));
    desk.expect("text pasted by Ms").expect("Adopted text, pasted by Ms Ito").expect_not("by you");
    desk.press("F7").expect("Adopted text, pasted by").expect("Ms Ito").press("F6");
    desk.press("O").expect("Paste the adopted text here.").typed("The Governing Body decided.").press("Esc");
    assert_eq!(desk.disk.len(), 2);
    desk.expect("text pasted by you").expect("The Governing Body decided.");
    assert_eq!(desk.disk[0].text, TEXT);
}
