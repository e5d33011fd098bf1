//! What a delegate tripped over: keys that led elsewhere than one thought, and screens that kept something back.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use desk::Desk;
use gbdesk::app::{Focus, View};

#[test]
fn a_draft_that_was_decided_says_so_where_it_is_read_and_beside_it() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter").typed("4").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
    desk.expect("» adopted as amended, 9 March 2037").expect("Outcome").expect("strategy as amended.");
    // compared there too, and Esc leads back to the paper
    desk.press("F7").expect("GB.399/INS/5(Rev.1) § 4 → adopted as amended").press("Esc");
    desk.expect_at("GB.399/INS/5(Rev.1) § 4");
    assert_eq!(desk.app.view, View::Reader);
}

#[test]
fn an_older_version_is_called_one_on_the_screen_and_when_it_is_copied() {
    for width in [80, 120] {
        let mut desk = Desk::new(width, 30);
        desk.press("Down Enter Down Down Ctrl+V").typed("INS/5").press("Down Enter").expect_at("GB.399/INS/5 § 2");
        desk.expect("older version; newest: INS/5(Rev.1)");
        desk.press("Y").expect("Copied from an older version (newest: INS/5(Rev.1)): GB.399/INS/5, para. 2");
        assert_eq!(desk.copied, ["GB.399/INS/5, para. 2"]);
    }
    Desk::new(80, 30).press("Down Enter").expect_not("older version");
}

#[test]
fn what_is_typed_to_be_found_never_runs_as_commands() {
    // beside the agenda that has the keys
    let mut desk = Desk::new(120, 30);
    desk.press("Down Down Enter Esc Ctrl+F").typed("recognized").expect("1 of 30").press("Enter Esc");
    desk.expect_at("GB.399/POL/1 § 2");
    // behind the agenda
    let mut desk = Desk::new(80, 24);
    desk.press("Down Down Enter Esc Ctrl+F").typed("recognized").expect("1 of 30");
    // in two languages: the main one
    let mut desk = Desk::new(120, 30);
    desk.press("Down Enter Down = Ctrl+F").typed("inspection").expect("1 of 1").press("Esc");
    desk.expect_at("GB.399/INS/5(Rev.1) § 2(b)");
    // nothing is open: everything is searched
    let mut desk = Desk::new(80, 24);
    desk.press("Ctrl+F").typed("meeting");
    assert!(desk.app.editor.is_none());
    assert!(desk.app.picker.is_some());
}

#[test]
fn what_concerns_a_paper_beside_the_agenda_needs_no_other_focus() {
    for key in ["Ctrl+L", "Ctrl+V", "Ctrl+E", "!", "F8", "="] {
        let mut desk = Desk::new(120, 30);
        desk.press("Down Enter Down Down Esc").press(key).expect_not("Open a paper first.");
        assert_ne!(desk.app.focus, Focus::Agenda, "{key}");
    }
    Desk::new(120, 30).press("Down Enter Esc z t").expect("The agenda has the keys; Tab leads to the paper.");
}

#[test]
fn words_that_are_found_nowhere_leave_one_where_one_was() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter").typed("12").press("Enter").expect_at("GB.399/POL/1 § 12");
    // § 31 has an i as well, and no later letter
    desk.press("Ctrl+F").typed("answers x").expect("not found").press("Esc Esc");
    desk.expect_at("GB.399/POL/1 § 12");
}

#[test]
fn esc_leads_from_a_view_back_to_the_paper_one_was_reading() {
    for key in ["F7", "=", "D", "F10", "T", "P", "F6"] {
        let mut desk = Desk::new(120, 30);
        desk.press("Down Enter Down Down").press(key);
        assert_ne!(desk.app.view, View::Reader, "{key}");
        desk.press("Esc").expect_at("GB.399/INS/5(Rev.1) § 2");
        assert_eq!((desk.app.view, desk.app.focus), (View::Reader, Focus::Main), "{key}");
    }
    // who came from the agenda goes there again
    let mut desk = Desk::new(80, 24);
    desk.press("Down Enter F3 F10 Esc");
    assert_eq!(desk.app.focus, Focus::Agenda);
}

#[test]
fn esc_that_puts_a_sentence_away_does_nothing_else() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down n").expect("Search the paper first").press("Esc").expect_not("Search the paper first");
    assert_eq!(desk.app.focus, Focus::Main);
    desk.press("Esc");
    assert_eq!(desk.app.focus, Focus::Agenda);
}
