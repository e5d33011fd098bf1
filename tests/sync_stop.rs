//! A sync on the screens: what the lowest row says of it, how it is stopped, and what it is offered for.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use desk::Desk;
use gbdesk::app::Msg;
use gbdesk::app::fetching::Wanted;
use gbdesk::app::syncing::{Going, Step};
use gbdesk::model::Language;

fn going(done: usize, what: &str) -> Msg {
    Msg::Syncing(Some(Going { step: Step::Fetching, done, total: 70, what: what.to_owned() }))
}

#[test]
fn the_lowest_row_says_how_far_the_sync_is_and_which_key_stops_it() {
    let mut desk = Desk::new(80, 24);
    desk.expect_not("stop").send(Msg::Syncing(Some(Going::default()))).expect("Sync: asking what there is   Esc stop");
    desk.send(going(12, "GB.399/INS/5(Rev.1) en")).expect("Sync 12/70  GB.399/INS/5(Rev.1) en   Esc stop");
    // reading goes on, and there Esc has something else to close
    desk.press("Down Enter").expect("Sync 12/70  GB.399/INS/5(Rev.1) en   X stop");
    desk.send(Msg::Syncing(None)).expect_not("Sync 12");
}

#[test]
fn a_narrow_screen_shortens_the_paper_and_never_the_count_or_the_key() {
    for language in [Language::EN, Language::FR, Language::ES] {
        let mut desk = Desk::in_language(44, 20, language);
        desk.send(going(12, "GB.399/INS/5(Rev.1)(Add.2) with a long title after it")).expect("12/70");
        desk.expect(if language == Language::FR { "Échap " } else { "Esc " });
    }
}

#[test]
fn escape_closes_what_is_open_first_and_then_stops_the_sync() {
    let mut desk = Desk::new(100, 30);
    desk.send(going(1, "GB.399/INS/5 en")).press("Ctrl+P Esc");
    assert_eq!(desk.stopped, 0, "the list of commands was open");
    desk.press("Down Enter Esc");
    assert_eq!(desk.stopped, 0, "a paper was open");
    desk.press("Esc").expect("The sync is being stopped…");
    assert_eq!(desk.stopped, 1);
    // what still comes in changes nothing about that
    desk.send(going(2, "GB.399/INS/6 en")).expect("being stopped").press("Esc");
    assert_eq!(desk.stopped, 1);
    desk.send(Msg::Syncing(None)).expect_not("being stopped");
}

#[test]
fn the_command_stops_it_from_anywhere_and_says_so_when_there_is_nothing_to_stop() {
    let mut desk = Desk::new(100, 30);
    desk.press("X").expect("No sync is going on.");
    desk.press("Down Enter").send(going(1, "GB.399/INS/5 en")).press("F5").expect("A sync is already going on.");
    desk.press("X").expect("being stopped");
    assert_eq!(desk.stopped, 1);
}

#[test]
fn a_sync_can_be_stopped_before_anything_is_held() {
    let mut desk = Desk::empty(80, 24, Language::EN);
    desk.send(Msg::Sessions(Vec::new())).send(going(1, "GB.399/INS/5 en")).expect("Esc stop").press("Esc");
    assert_eq!(desk.stopped, 1);
}

#[test]
fn papers_of_other_sessions_that_are_cited_are_offered_and_fetched_only_when_asked_for() {
    let mut desk = Desk::new(100, 30);
    desk.press("F").expect("Every paper that is cited is held.");
    let papers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    desk.wanted = vec![
        Wanted { session: 346, papers: papers(&["GB.346/INS/5", "GB.346/PFA/1"]) },
        Wanted { session: 341, papers: papers(&["GB.341/INS/5"]) },
    ];
    desk.press("F").expect("Cited and not held: sync which session?").expect("346th Session").expect("INS/5, PFA/1");
    desk.expect("2 papers cited").expect("1 paper cited");
    assert!(desk.synced.is_empty());
    desk.press("Esc");
    assert!(desk.synced.is_empty());
    desk.press("F Down Enter");
    assert_eq!(desk.synced, [341]);
    desk.send(going(1, "GB.341/INS/5 en")).press("F").expect("A sync is already going on.");
}
