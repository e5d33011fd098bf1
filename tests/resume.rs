//! The program opens where the delegate left; marks and the way back outlive it; a long table is walked row by row.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::{Arc, OnceLock};

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::saved::Saved;
use gbdesk::app::{Focus, Msg, View};
use gbdesk::model::{Block, Language};

fn real() -> &'static Arc<Real> {
    static REAL: OnceLock<Arc<Real>> = OnceLock::new();
    REAL.get_or_init(Real::sample)
}

fn desk() -> Desk {
    let mut desk = Desk::on(real(), 120, 36, Language::EN);
    desk.send(Msg::Clock("2037-03-03T16:00".to_owned()));
    desk
}

/// Ends the program and starts it again: what is remembered goes through the disk, everything else is gone.
fn again(desk: &mut Desk) -> Desk {
    desk.app.remember();
    let bytes = serde_json::to_vec(&desk.app.saved).unwrap();
    let saved: Saved = serde_json::from_slice(&bytes).unwrap();
    let mut fresh = Desk::off(real(), 120, 36, Language::EN);
    fresh.app.saved = saved;
    fresh.disk = desk.disk.clone();
    fresh.start();
    let notes = fresh.disk.clone();
    fresh.send(Msg::Notes(notes));
    fresh.send(Msg::Clock("2037-03-03T16:00".to_owned()));
    fresh
}

#[test]
fn the_order_of_a_list_is_kept_for_the_next_time_each_by_itself() {
    let mut before = desk();
    before.press("F6 o o Down").expect("by outcome").press("P o").expect("What was asked · by paper");
    let row = before.press("F6").app.board_row().map(|row| row.paper.clone());
    let mut after = again(&mut before);
    after.expect("Draft decisions · by outcome");
    assert_eq!(after.app.board_row().map(|row| row.paper.clone()), row);
    after.press("P").expect("What was asked · by paper").press("F10").expect("by kind of change");
    // another session is ordered alike, and an order that is not known is the usual one
    after.app.saved.orders.insert("board".to_owned(), "order.nonsense".to_owned());
    after.press("F6").expect("Draft decisions · by agenda item");
}

#[test]
fn every_view_opens_again_with_its_cursor() {
    for (view, keys) in [
        (View::Reader, "Ctrl+G `ins5 12` Enter"),
        (View::Board, "F6 Down Down Down"),
        (View::Notes, "Ctrl+G `ins5 7` Enter F2 `one` Esc Down F2 `two` Esc Down F2 `three` Esc F9 Down"),
        (View::Inbox, "F10 Down Down"),
        (View::Sittings, "T Down Down"),
        (View::Promises, "P Down"),
        (View::Compare, "Ctrl+G `pol3` Enter F7 Down"),
        (View::Compare, "Ctrl+G `decision pfa2` Enter F6 F7"),
        (View::Parallel, "Ctrl+G `ins5 12` Enter = Down Down"),
        (View::Parallel, "Ctrl+G `ins5 12` Enter = = Down Down"),
    ] {
        let mut before = desk();
        for (at, piece) in keys.split('`').enumerate() {
            if at % 2 == 1 {
                before.typed(piece)
            } else {
                before.press(piece)
            };
        }
        assert_eq!(before.app.view, view);
        let shown = before.screen();
        let mut after = again(&mut before);
        assert_eq!(after.app.view, view, "{keys}\n{}", after.screen());
        let cursor = |desk: &mut Desk| {
            desk.app.remember();
            let beside = desk.app.parallel.other.as_ref().map(|held| held.language);
            let place = desk.app.reader.as_ref().filter(|_| view == View::Reader).map(|reader| reader.number());
            (desk.app.saved.cursor.clone(), beside, place)
        };
        assert!(view == View::Reader || !cursor(&mut before).0.is_empty(), "{keys}\n{shown}");
        assert_eq!(cursor(&mut after), cursor(&mut before), "{keys}\n{shown}\n{}", after.screen());
    }
}

#[test]
fn the_agenda_has_the_keys_again_when_it_had_them() {
    let mut before = desk();
    before.press("Ctrl+G").typed("pol2").press("Enter F3");
    let after = again(&mut before);
    assert_eq!((after.app.focus, after.app.view), (Focus::Agenda, View::Reader));
    assert_eq!(after.app.agenda.at, before.app.agenda.at);
}

#[test]
fn the_way_back_outlives_the_program() {
    let mut before = desk();
    before.press("Ctrl+G").typed("ins5 7").press("Enter Ctrl+G").typed("pol1 4").press("Enter");
    let mut after = again(&mut before);
    after.expect_at("GB.399/POL/1 § 4").press("Backspace").expect_at("GB.399/INS/5 § 7");
    after.press("Ctrl+Right").expect_at("GB.399/POL/1 § 4");
}

#[test]
fn a_mark_is_set_listed_gone_to_kept_and_taken_back() {
    let mut desk = desk();
    desk.press("Ctrl+G").typed("ins5 11").press("Enter Right B").expect("Marked: INS/5 § 11").expect("•");
    desk.press("Ctrl+G")
        .typed("pol1 4")
        .press("Enter B J")
        .expect("Marks in this paper")
        .expect("Marks in other papers");
    desk.expect("INS/5 § 11").expect("Where you have been").press("Esc");
    let mut later = again(&mut desk);
    later.press("J").typed("ins/5").press("Enter").expect("INS/5").expect("•");
    assert_eq!(later.app.reader.as_ref().unwrap().path(), [0], "the very part that was marked");
    later.press("B").expect("The mark on INS/5 § 11").press("Ctrl+Z").expect("Undid: mark taken from INS/5 § 11");
    assert_eq!(later.app.marks_of(later.app.reader.as_ref().unwrap()).len(), 1);
    later.press("Ctrl+Y").expect("Done again: mark on");
    assert!(later.app.marks_of(later.app.reader.as_ref().unwrap()).is_empty());
}

#[test]
fn leaps_within_a_paper_lead_back() {
    let mut desk = desk();
    desk.press("Ctrl+G").typed("ins5 7").press("Enter End Backspace").expect_at("GB.399/INS/5 § 7");
    desk.press("Ctrl+F").typed("housing").press("Enter Enter Esc Backspace").expect_at("GB.399/INS/5 § 7");
    desk.press("Ctrl+E").typed("Draft decision").press("Enter Backspace").expect_at("GB.399/INS/5 § 7");
}

/// The rows of a table under the cursor, from the first to the last.
#[test]
fn a_long_table_is_walked_row_by_row_and_a_row_is_copied_and_noted() {
    let mut desk = desk();
    desk.press("Ctrl+G").typed("ins5").press("Enter Ctrl+E").typed("Summary of proposed").press("Enter Down");
    let on_table = |desk: &Desk| matches!(desk.app.reader.as_ref().unwrap().block(), Some(Block::Table(_)));
    assert!(on_table(&desk), "{}", desk.screen());
    let Some(Block::Table(table)) = desk.app.reader.as_ref().unwrap().block().cloned() else { panic!() };
    let mut walked = Vec::new();
    desk.press("Down");
    while on_table(&desk) {
        let reader = desk.app.reader.as_ref().unwrap();
        let rows = reader.rows();
        assert!(rows.start < reader.top + reader.height && rows.end > reader.top, "the row is in view");
        walked.push(reader.words());
        let before = reader.spot;
        desk.press("Down");
        if desk.app.reader.as_ref().unwrap().spot == before && walked.len() > 200 {
            panic!("it does not end");
        }
        if desk.app.reader.as_ref().unwrap().spot == before {
            break;
        }
    }
    let mut expected: Vec<String> = Vec::new();
    for (at, row) in table.rows.iter().enumerate().skip(table.header_rows) {
        if !table.group_rows.contains(&at) {
            expected.push(row.join(" | "));
        }
    }
    walked.dedup();
    assert_eq!(walked, expected);
    // up again, to the second row from below
    while !on_table(&desk) {
        desk.press("Up");
    }
    desk.press("Up");
    let words = desk.app.reader.as_ref().unwrap().words();
    desk.press("y");
    assert!(desk.copied[0].starts_with(&words), "{:?}", desk.copied);
    desk.press("F2").typed("who pays?").press("Esc").expect("*");
    assert_eq!(desk.disk[0].quote, words);
    desk.expect("who pays?").press("Up").expect_not("who pays?").press("Down").expect("who pays?");
}
