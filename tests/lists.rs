//! The lists: their orders, what is shown of them, and what their rows are called.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use desk::Desk;
use desk::scenes::{resync, with_promises, with_sittings};
use gbdesk::app::Msg;
use gbdesk::model::{Language, Texts};

#[test]
fn the_board_is_sorted_by_sitting_when_asked() {
    let mut desk = with_sittings(Desk::new(100, 40));
    resync(&mut desk, |session| session.sittings[0].entries.clear());
    resync(&mut desk, |session| session.sittings[1].entries.remove(0).item.clear());
    desk.press("F6 Enter").expect_at("GB.399/INS/5(Rev.1) § 4").press("Backspace Ctrl+W").typed("by sitting");
    desk.press("Enter Home Enter").expect_at("GB.399/POL/1 § 30");
}

#[test]
fn a_paper_has_the_same_title_in_the_agenda_on_the_board_and_among_what_is_new() {
    let mut desk = Desk::in_language(160, 40, Language::FR);
    desk.app.languages = vec![Language::FR, Language::EN];
    resync(&mut desk, |session| {
        session.papers[0].title = Texts::one(Language::EN, "Strategy, second version");
        session.items[1].title.0.insert(Language::FR, "Stratégie selon le programme".to_owned());
        session.papers[1].title.0.insert(Language::FR, "Compétences, en français".to_owned());
    });
    // the language that comes first goes before the programme's own words
    desk.expect("Stratégie selon").expect("Compétences, en").expect_not("Recognition");
    let board = desk.press("d").screen();
    assert!(board.contains("§ 4") && board.matches("Stratégie selon").count() == 2, "{board}");
    assert!(board.matches("Compétences, en").count() == 2, "{board}");
    let news = desk.press("b").screen();
    assert!(news.matches("Compétences, en").count() >= 2, "{news}");
    let mut desk = with_sittings(desk);
    let sittings = desk.press("T").screen();
    assert!(sittings.matches("Compétences, en").count() >= 3, "{sittings}");
}

/// Before the words of each, in the order of the screen: how far down they stand.
fn in_turn(desk: &Desk, words: &[&str]) -> bool {
    let screen = desk.screen();
    let rows: Vec<_> = words.iter().map(|word| screen.lines().position(|line| line.contains(word))).collect();
    assert!(rows.iter().all(Option::is_some), "{words:?} in\n{screen}");
    rows.is_sorted()
}

#[test]
fn one_key_orders_every_list_and_the_cursor_stays_with_its_row() {
    // promises: due first, by paper, by who is asked
    let mut desk = with_promises(Desk::new(120, 40));
    desk.asked[1].promise.asked_of = "Bureau".to_owned();
    desk.press("P Down").expect("What was asked · by date due");
    let row = desk.app.promises.sheet.id().to_owned();
    desk.press("o").expect("What was asked · by paper").expect("Order: by paper").expect("390th Session");
    desk.press("o").expect("by who is asked").expect("adopted · open");
    assert!(in_turn(&desk, &["GB.390/INS/2", "INS/5(Rev.1) § 4"]), "{}", desk.screen());
    assert_eq!(desk.app.promises.sheet.id(), row);
    // what is new: by kind of change, by paper, newest first
    let mut desk = Desk::new(120, 40);
    resync(&mut desk, |session| session.papers[1].date = Some("2037-03-01".to_owned()));
    desk.press("F10 Down").expect("by kind of change");
    let row = desk.app.inbox.id().to_owned();
    desk.press("o").expect("What is new · by paper").expect("New papers");
    assert!(in_turn(&desk, &["INS/5  Strategy", "POL/1  Recog"]));
    desk.press("o").expect("newest first");
    assert_eq!(desk.app.inbox.id(), row);
    // the board: what is not decided before what is
    let mut desk = Desk::new(120, 40);
    desk.press("F6").expect("Draft decisions · by agenda item").press("o").expect("Draft decisions · by outcome");
    assert!(in_turn(&desk, &["POL/1 § 30", "INS/5(Rev.1) § 4"]));
    assert_eq!(desk.app.board.at, 1, "the cursor is on the same draft");
    // the sittings: item by item
    let mut desk = with_sittings(Desk::new(120, 40));
    desk.press("T").expect("Order of business · by day and hour").expect("15:00 in Geneva  3 of 5");
    desk.press("o").expect("by agenda item").press("Enter").expect_at("GB.399/INS/5(Rev.1) cover");
    desk.press("Backspace");
    assert!(in_turn(&desk, &["INS/3", "INS/5", "POL/1"]));
}

#[test]
fn notes_are_ordered_by_place_by_time_and_by_stance() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter Down F2").typed("first").press("Esc Down F2").typed("second").press("Ctrl+R s Esc");
    for (note, day) in desk.disk.iter_mut().zip(["2037-03-01T08:00:00Z", "2037-03-02T08:00:00Z"]) {
        note.modified = day.to_owned();
    }
    desk.send(Msg::Notes(desk.disk.clone())).press("F9").expect("Notes · by paper");
    let list = |desk: &Desk| desk.app.notes_rows().iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    assert_eq!(list(&desk), ["first", "second"]);
    desk.press("o").expect("Notes · newest first");
    assert_eq!(list(&desk), ["second", "first"]);
    assert_eq!(desk.app.notes_list.at, 1, "the cursor is on the same note");
    desk.press("o").expect("Notes · by stance");
    assert_eq!(list(&desk), ["second", "first"]);
    desk.press("o").expect("Notes · by paper").press("F12 o").expect("Notes are hidden; F12 shows them.");
}

#[test]
fn the_order_of_business_is_filtered_by_day_and_by_section() {
    let mut desk = with_sittings(Desk::new(100, 40));
    desk.press("T Ctrl+W").expect("3 March 2037").typed("POL").press("Enter");
    desk.expect("Order of business · POL").expect("Recognition of skills").expect_not("INS/3").expect("of 2");
    desk.press("Ctrl+W").typed("everything").press("Enter").expect("INS/3");
}

#[test]
fn a_note_filter_that_lets_nothing_through_says_so() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down F2").typed("dates").press("Ctrl+R s Esc F9 Ctrl+W").typed("support").press("Enter x");
    desk.expect("No such note.").expect_not("No note yet");
}
