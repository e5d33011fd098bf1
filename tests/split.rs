//! Two papers beside each other, or two texts of a comparison.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::{Arc, OnceLock};

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::View;
use gbdesk::app::saved::Saved;
use gbdesk::model::Language;

fn real() -> &'static Arc<Real> {
    static REAL: OnceLock<Arc<Real>> = OnceLock::new();
    REAL.get_or_init(Real::sample)
}

fn desk(columns: u16) -> Desk {
    Desk::on(real(), columns, 40, Language::EN)
}

/// INS/5 at the left, POL/3 at the right with the keys.
fn two(columns: u16) -> Desk {
    let mut desk = desk(columns);
    desk.press("Ctrl+G").typed("ins5 12").press("Enter V Ctrl+G").typed("pol3 4").press("Enter");
    desk
}

/// What stands in the upper row, left and right of the wall.
fn titles(desk: &Desk) -> (String, String) {
    let screen = desk.screen();
    let (left, right) = screen.lines().next().unwrap().split_once('│').expect("a wall");
    (left.trim().to_owned(), right.trim().to_owned())
}

#[test]
fn another_paper_opens_beside_the_one_that_is_read_and_tab_changes_sides() {
    for columns in [80, 120, 200] {
        let mut desk = two(columns);
        let (left, right) = titles(&desk);
        assert!(left.contains("INS/5") && right.contains("GB.399/POL/3"), "{left} | {right}");
        desk.expect("§ 12").expect_at("GB.399/POL/3(Rev.1) § 4");
        desk.press("Down").expect_at("GB.399/POL/3(Rev.1) § 5");
        desk.press("Shift+Tab").expect_at("GB.399/INS/5 § 12");
        desk.press("Down").expect_at("GB.399/INS/5 § 13");
        desk.press("Tab").expect_at("GB.399/POL/3(Rev.1) § 5");
    }
}

#[test]
fn what_is_copied_noted_and_found_is_of_the_side_that_has_the_keys() {
    let mut desk = two(120);
    desk.press("Y");
    assert!(desk.copied.last().unwrap().contains("GB.399/POL/3"), "{:?}", desk.copied);
    desk.press("Tab Y");
    assert!(desk.copied.last().unwrap().contains("GB.399/INS/5"), "{:?}", desk.copied);
    desk.press("F2").typed("ask for dates").press("Esc");
    assert_eq!(desk.disk.last().unwrap().paper, "GB.399/INS/5");
    // the sign of the note stays when the keys go to the other side
    desk.press("Tab");
    assert!(desk.screen().lines().any(|line| line.find('*').is_some_and(|at| at < 60)), "{}", desk.screen());
}

#[test]
fn escape_closes_a_side_and_the_command_closes_the_other() {
    let mut desk = two(120);
    desk.expect("Esc close this side").press("Esc").expect_at("GB.399/INS/5 § 12");
    assert!(!desk.app.is_split());
    let mut desk = two(120);
    desk.press("V").expect_at("GB.399/POL/3(Rev.1) § 4");
    assert!(!desk.app.is_split());
    desk.expect("Only this paper now.").press("Esc Esc").expect("Enter open");
}

#[test]
fn two_versions_of_a_paper_stand_beside_each_other_too() {
    let mut desk = desk(120);
    desk.press("Ctrl+G").typed("pol3 4").press("Enter V v").typed("POL/3").press("Down Enter");
    let (left, right) = titles(&desk);
    assert!(left.contains("GB.399/POL/3(Rev.1)"), "{left}");
    assert!(right.contains("GB.399/POL/3") && !right.contains("GB.399/POL/3(Rev.1) "), "{right}");
}

#[test]
fn a_narrow_terminal_shows_one_and_a_wide_one_the_two_again() {
    let mut desk = two(120);
    desk.send(gbdesk::app::Msg::Resize(70, 24));
    desk.expect_at("GB.399/POL/3(Rev.1) § 4").expect("GB.399/POL/3");
    assert!(!desk.app.is_split());
    desk.send(gbdesk::app::Msg::Resize(120, 40));
    assert!(desk.app.is_split());
    self::desk(70).press("Ctrl+G").typed("ins5 12").press("Enter V").expect("80 columns");
}

#[test]
fn other_views_come_and_go_before_the_two_papers() {
    let mut desk = two(120);
    desk.press("F6").expect("Draft decisions").press("Esc").expect_at("GB.399/POL/3(Rev.1) § 4");
    assert!(desk.app.is_split());
    desk.press("F3").expect("INS").press("Tab");
    assert!(desk.app.is_split());
}

#[test]
fn the_two_papers_are_there_again_after_a_restart() {
    let mut before = two(120);
    before.press("Tab");
    let mut fresh = again(&mut before);
    fresh.expect_at("GB.399/INS/5 § 12");
    let (left, right) = titles(&fresh);
    assert!(left.starts_with("GB.399/INS/5") && right.contains("GB.399/POL/3"), "{left} | {right}");
    fresh.press("Tab").expect_at("GB.399/POL/3(Rev.1) § 4");
}

#[test]
fn a_comparison_shows_its_two_texts_beside_each_other_when_asked() {
    let mut desk = desk(120);
    desk.press("Ctrl+G").typed("pol3").press("Enter F7");
    assert_eq!(desk.app.view, View::Compare);
    let before = desk.app.compare.sheet.id().to_owned();
    desk.press("=");
    assert_eq!(desk.app.compare.sheet.id(), before, "the cursor stays on its change");
    let screen = desk.screen();
    let heads = screen.lines().find(|line| line.contains("GB.399/POL/3 ") && line.contains("GB.399/POL/3(Rev.1)"));
    assert!(heads.is_some(), "{screen}");
    // on to a change that has words of both
    while !desk.screen().contains("+[") {
        desk.press("n");
    }
    let screen = desk.screen();
    let struck =
        |line: &str| line.split_once('│').is_some_and(|(left, right)| left.contains("-[") || right.contains("+["));
    assert!(screen.lines().any(struck), "{screen}");
    // what went stands at the left only, what came at the right only
    for line in screen.lines().filter_map(|line| line.split_once('│')) {
        assert!(!line.0.contains("+[") && !line.1.contains("-["), "{line:?}");
    }
    desk.press("n N =");
    assert_eq!(desk.app.sheet_columns(), None);
}

/// Ends the program and starts it again; what is remembered goes through the disk.
fn again(before: &mut Desk) -> Desk {
    before.app.remember();
    let bytes = serde_json::to_vec(&before.app.saved).unwrap();
    let saved: Saved = serde_json::from_slice(&bytes).unwrap();
    let mut fresh = Desk::off(real(), 120, 40, Language::EN);
    fresh.app.saved = saved;
    fresh.start();
    fresh
}

#[test]
fn two_places_two_versions_and_two_sessions_are_there_again_after_a_restart() {
    for (keys, left, right) in [
        ("Ctrl+G `ins5 12` Enter V Ctrl+G `ins5 20` Enter", "GB.399/INS/5 § 12", "GB.399/INS/5 § 20"),
        ("Ctrl+G `pol3 16` Enter V v `POL/3` Down Enter", "GB.399/POL/3(Rev.1) § 16", "GB.399/POL/3 § 15"),
        ("Ctrl+G `ins5 12` Enter V Ctrl+G `398/ins/7 11` Enter", "GB.399/INS/5 § 12", "GB.398/INS/7 § 11"),
    ] {
        let mut before = desk(120);
        for (at, piece) in keys.split('`').enumerate() {
            if at % 2 == 1 {
                before.typed(piece)
            } else {
                before.press(piece)
            };
        }
        before.expect_at(right);
        let mut fresh = again(&mut before);
        fresh.expect_at(right).press("Shift+Tab").expect_at(left);
        // and with the keys on the other side
        let mut fresh = again(&mut fresh);
        fresh.expect_at(left).press("Tab").expect_at(right);
    }
}

#[test]
fn each_side_has_its_own_way_back() {
    let mut desk = desk(120);
    desk.press("Ctrl+G").typed("ins1 2").press("Enter V Ctrl+G").typed("pol3 5").press("Enter Ctrl+G").typed("ins5 14");
    desk.press("Enter").expect_at("GB.399/INS/5 § 14").press("Tab").expect_at("GB.399/INS/1 § 2");
    assert!(!titles(&desk).0.contains('›'), "{}", desk.screen());
    desk.press("Tab Backspace").expect_at("GB.399/POL/3(Rev.1) § 5").press("Ctrl+Right").expect_at("GB.399/INS/5 § 14");
}

#[test]
fn the_sign_of_a_note_stands_at_the_part_that_it_is_on() {
    let mut desk = desk(120);
    desk.press("Ctrl+G").typed("pol3 16b").press("Enter F2").typed("ask for dates").press("Esc");
    let screen = desk.screen();
    let signed: Vec<&str> = screen.lines().filter(|line| line.contains('*')).collect();
    assert!(
        signed.iter().any(|line| line.contains("(b)")) && !signed.iter().any(|line| line.contains("16.")),
        "{screen}"
    );
}
