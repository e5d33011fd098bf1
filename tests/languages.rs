//! In which language a paper opens, and two languages beside each other.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::{Arc, OnceLock};

use desk::Desk;
use desk::sample::Real;
use gbdesk::model::Language;

fn real() -> &'static Arc<Real> {
    static REAL: OnceLock<Arc<Real>> = OnceLock::new();
    REAL.get_or_init(Real::sample)
}

/// A desk on the sample for one who reads French before English.
fn french(columns: u16) -> Desk {
    let mut desk = Desk::on(real(), columns, 36, Language::FR);
    desk.app.languages = vec![Language::FR, Language::EN, Language::ES];
    desk
}

fn read_in(desk: &Desk) -> Language {
    desk.app.reader.as_ref().unwrap().held.language
}

#[test]
fn a_paper_that_is_held_in_one_language_only_does_not_change_the_language_of_the_next() {
    let mut desk = french(120);
    desk.press("Ctrl+G").typed("INS/2/1 7").press("Enter");
    assert_eq!(read_in(&desk), Language::EN, "it is held in no other");
    desk.press("Ctrl+G").typed("PFA/2 16").press("Enter");
    assert_eq!(read_in(&desk), Language::FR);
    // from the agenda, too
    desk.press("Ctrl+G").typed("INS/2/1 7").press("Enter a Down Enter");
    let held = desk.app.open_entry().unwrap().held.iter().any(|held| held.language == Language::FR);
    assert_eq!(read_in(&desk) == Language::FR, held);
    // the language that is read stands at the left
    desk.press("Ctrl+G").typed("PFA/2 16").press("Enter =").expect("Français · Anglais");
}

#[test]
fn the_language_that_one_chose_stays_until_another_is_chosen() {
    let mut desk = french(120);
    desk.press("Ctrl+G").typed("PFA/2 16").press("Enter Ctrl+L").typed("angl").press("Enter");
    assert_eq!(read_in(&desk), Language::EN);
    desk.press("Ctrl+G").typed("POL/1 3").press("Enter");
    assert_eq!(read_in(&desk), Language::EN);
    desk.press("= e").press("Ctrl+G").typed("PFA/2 16").press("Enter");
    assert_eq!(read_in(&desk), Language::FR);
    // also from one start to the next
    desk.press("Ctrl+L").typed("angl").press("Enter");
    let saved = desk.app.saved.clone();
    let mut desk = Desk::off(real(), 120, 36, Language::FR);
    desk.app.languages = vec![Language::FR, Language::EN, Language::ES];
    desk.app.saved = saved;
    desk.start().press("Ctrl+G").typed("POL/1 3").press("Enter");
    assert_eq!(read_in(&desk), Language::EN);
}
