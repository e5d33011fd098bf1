//! The mouse: a click chooses, a click on what is chosen opens, the wheel moves, and nothing is reached by it alone.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use desk::Desk;
use gbdesk::app::{Focus, View};

#[test]
fn a_click_chooses_and_a_second_one_opens() {
    let mut desk = Desk::new(120, 36);
    desk.click("Recognition of skills");
    assert_eq!((desk.app.view, desk.app.focus), (View::Start, Focus::Agenda));
    desk.click("Recognition of skills").expect_at("GB.399/POL/1 cover");
    desk.click("Paragraph 2 speaks").expect_at("GB.399/POL/1 § 2");
    // the agenda keeps its own cursor: one click more than a key, never a paper opened by accident
    desk.click("Strategy for seas").expect_at("GB.399/POL/1 § 2");
    desk.click("Strategy for seas").expect_at("GB.399/INS/5(Rev.1) cover");
}

#[test]
fn a_list_part_a_reference_and_a_hint_are_clicked() {
    let mut desk = Desk::new(180, 40);
    desk.press("Down Enter").click("figures for each branch").expect_at("GB.399/INS/5(Rev.1) § 2(a)");
    desk.click("The strategy").expect_at("GB.399/INS/5(Rev.1) § 2").click("POL/1 § 31");
    assert_eq!(desk.app.focus, Focus::Aside);
    desk.click("POL/1 § 31").expect_at("GB.399/POL/1 § 31");
    desk.click("Backspace back").expect_at("GB.399/INS/5(Rev.1) § 2").click("F1 help").expect("Commands and help");
}

#[test]
fn rows_of_the_views_and_choices_are_clicked() {
    let mut desk = Desk::new(100, 30);
    desk.press("F6").click("POL/1 § 30").click("The Governing Body decides").expect_at("GB.399/POL/1 § 30");
    desk.press("F10").click("Strategy for seasonal work").press("F1").click("Find words in this paper");
    desk.click("Find words in this paper");
    assert!(desk.app.picker.is_some(), "what is off stays off");
    desk.press("Esc F4").typed("Paragraph 17").click("POL/1 § 17").expect_at("GB.399/POL/1 § 17");
}

#[test]
fn the_wheel_scrolls_what_is_under_it_and_the_keys_stay_where_they_are() {
    let mut desk = Desk::new(120, 24);
    desk.press("Down Down Enter").expect("Paragraph 1 speaks");
    for _ in 0..4 {
        desk.wheel("Paragraph", true);
    }
    desk.expect_not("Paragraph 1 speaks");
    let (top, cursor) = {
        let reader = desk.app.reader.as_ref().unwrap();
        (reader.top, reader.rows())
    };
    assert!(top == 12 && cursor.end > top, "the cursor is in view: {cursor:?}, {top}");
    desk.wheel("Strategy for seas", false);
    assert_eq!((desk.app.focus, desk.app.agenda.at), (Focus::Main, 2));
    for _ in 0..4 {
        desk.wheel("Paragraph", false);
    }
    desk.expect("Paragraph 1 speaks");
}

#[test]
fn a_click_while_a_note_is_written_takes_nothing_away() {
    let mut desk = Desk::new(120, 36);
    desk.press("Down Enter Down F2").typed("half a thought").click("The strategy").expect("half a thought");
    assert!(desk.app.editor.is_some());
}

#[test]
fn the_mouse_is_left_to_the_terminal_until_it_is_asked_for() {
    let mut desk = Desk::new(100, 30);
    assert!(!desk.app.mouse);
    desk.press("F1").typed("mouse").press("Enter").expect("hold Shift");
    assert!(desk.app.mouse && desk.app.saved.mouse == Some(true));
    desk.press("F1").typed("mouse").press("Enter").expect("selects text");
    assert!(!desk.app.mouse);
}
