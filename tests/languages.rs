//! In which language a paper opens, and two languages beside each other.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::{Arc, OnceLock};

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::{Msg, View};
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
    desk.press("Ctrl+G").typed("PFA/2 16").press("Enter =").expect("français · anglais");
}

#[test]
fn the_language_that_one_chose_stays_until_another_is_chosen() {
    let mut desk = french(120);
    desk.press("Ctrl+G").typed("PFA/2 16").press("Enter Ctrl+L").typed("angl").press("Enter");
    assert_eq!(read_in(&desk), Language::EN);
    desk.press("Ctrl+G").typed("POL/1 3").press("Enter");
    assert_eq!(read_in(&desk), Language::EN);
    desk.press("Ctrl+G").typed("INS/5 3").press("Enter = e Ctrl+G").typed("PFA/2 16").press("Enter");
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

/// The paper and the two languages shown, and the block under the cursor.
fn pair(desk: &Desk) -> (String, Language, Language, String) {
    assert_eq!(desk.app.view, View::Parallel, "{}", desk.screen());
    let reader = desk.app.reader.as_ref().unwrap();
    let other = desk.app.parallel.other.as_ref().unwrap();
    assert_eq!(reader.held.symbol, other.symbol, "two papers in one view");
    let id = desk.app.parallel.sheet.id().split(' ').next().unwrap().to_owned();
    (reader.key.clone(), reader.held.language, other.language, id)
}

#[test]
fn the_way_back_into_two_languages_leads_to_the_same_two_texts_at_the_same_paragraph() {
    let mut desk = french(120);
    desk.press("Ctrl+G").typed("INS/5 3").press("Enter =");
    let shown = ("GB.399/INS/5".to_owned(), Language::FR, Language::EN, "para_3".to_owned());
    assert_eq!(pair(&desk), shown);
    // to a paper that has but one language, to one with two, and to a list
    for there in ["POL/1 3", "PFA/2 16"] {
        desk.press("Ctrl+G").typed(there).press("Enter").press("Backspace");
        assert_eq!(pair(&desk), shown, "{there}");
        desk.press("Ctrl+Right");
        assert_eq!(desk.app.view, View::Reader);
        desk.press("Backspace");
        assert_eq!(pair(&desk), shown, "{there}");
    }
    desk.press("F9 Backspace");
    assert_eq!(pair(&desk), shown);
    // the other language at the right is the same one, and forward leads there as well as back
    desk.press("Ctrl+L").typed("esp").press("Enter Down");
    let shown = ("GB.399/INS/5".to_owned(), Language::FR, Language::ES, "para_4".to_owned());
    assert_eq!(pair(&desk), shown);
    desk.press("Backspace").expect_at("GB.399/INS/5 § 3").press("Ctrl+Right");
    assert_eq!(pair(&desk), shown);
    desk.press("Ctrl+G").typed("PFA/2 16").press("Enter = Backspace Backspace");
    assert_eq!(pair(&desk), shown);
    // where there is no room any more the paper is read in one language
    desk.press("Ctrl+G").typed("POL/1 3").press("Enter").send(Msg::Resize(60, 20));
    desk.press("Backspace").expect_at("GB.399/INS/5 § 4");
}

#[test]
fn two_languages_begin_at_the_place_that_was_read_wherever_it_is() {
    let mut stops = 0;
    for paper in ["INS/5", "PFA/2", "INS/1"] {
        let mut desk = french(120);
        desk.press("Ctrl+G").typed(paper).press("Enter g");
        let count = desk.app.reader.as_ref().unwrap().page.stops.len();
        for stop in 0..count {
            let reader = desk.app.reader.as_mut().unwrap();
            reader.spot = gbdesk::app::goal::Spot { stop, part: None };
            let id = reader.id().to_owned();
            let heading = reader.page.stops[stop].heading.is_some();
            desk.press("=");
            let there = pair(&desk).3;
            if id.starts_with("para_") || id.starts_with("p-") || id.starts_with("t-") {
                assert_eq!(there, id, "{paper}");
            } else if heading {
                // what stands below it
                let reader = desk.app.reader.as_ref().unwrap();
                let below = reader.page.stops.iter().skip(stop).find(|stop| stop.heading.is_none());
                assert_eq!(Some(&there), below.map(|stop| &stop.id), "{paper} {id}");
            } else if let Some(mark) = id.strip_prefix("fn_") {
                let reader = desk.app.reader.as_ref().unwrap();
                let (_, block) = reader.paper.block(&there).unwrap();
                assert!(gbdesk::text::citing::footnotes(block, &[]).contains(&mark), "{paper} {id}: {there}");
            }
            stops += 1;
            desk.press("Esc");
            assert_eq!(desk.app.view, View::Reader);
        }
    }
    assert!(stops > 60, "{stops}");
}

#[test]
fn a_row_far_down_a_long_table_is_in_view_in_two_languages() {
    let mut desk = french(120);
    desk.send(Msg::Resize(80, 9)).press("Ctrl+G").typed("PFA/2").press("Enter g");
    let reader = desk.app.reader.as_mut().unwrap();
    let (stop, parts) = reader
        .page
        .stops
        .iter()
        .enumerate()
        .map(|(at, stop)| (at, if stop.id.starts_with("t-") { stop.parts.len() } else { 0 }))
        .max_by_key(|(_, parts)| *parts)
        .unwrap();
    assert!(parts > 4);
    reader.spot = gbdesk::app::goal::Spot { stop, part: Some(parts - 1) };
    let last = reader.words().split(" | ").next().unwrap().to_owned();
    desk.press("=").expect(&last);
}

#[test]
fn the_two_languages_come_back_when_the_terminal_is_wide_again() {
    let mut desk = french(80);
    desk.press("Ctrl+G").typed("INS/5 3").press("Enter = Down");
    let shown = pair(&desk);
    let narrow = desk.app.strings.get("when.too_narrow").to_owned();
    let start: String = narrow.chars().take(30).collect();
    desk.send(Msg::Resize(60, 20)).expect_at("GB.399/INS/5 § 4").expect(&start);
    desk.send(Msg::Resize(50, 20)).expect_at("GB.399/INS/5 § 4");
    desk.send(Msg::Resize(100, 30)).expect_not(&start);
    assert_eq!(pair(&desk), shown);
    // one reads on meanwhile
    desk.send(Msg::Resize(60, 20)).press("Down Down").send(Msg::Resize(100, 30));
    assert_eq!(pair(&desk).3, "para_6");
    desk.press("Backspace").expect_at("GB.399/INS/5 § 3");
    // one went elsewhere meanwhile
    desk.press("=").send(Msg::Resize(60, 20));
    desk.press("Ctrl+G").typed("POL/1 3").press("Enter").send(Msg::Resize(100, 30));
    desk.expect_at("GB.399/POL/1 § 3");
    assert_eq!(desk.app.view, View::Reader);
    // the sentence that it is too narrow goes when it is not
    desk.send(Msg::Resize(60, 20)).press("Backspace =").expect(&start).send(Msg::Resize(100, 30)).expect_not(&start);
}

#[test]
fn the_name_of_the_paper_that_is_read_is_the_last_to_be_cut_in_its_title() {
    for columns in [40, 60, 80, 90, 100, 110, 120, 140, 160, 200] {
        let mut desk = french(columns);
        desk.press("Ctrl+G").typed("INS/5 3").press("Enter =");
        for place in ["POL/1 3", "398/PV 13", "PFA/2 16", "398/PV 13"] {
            desk.press("Ctrl+G").typed(place).press("Enter");
            let symbol = desk.app.reader.as_ref().unwrap().held.symbol.as_ref().unwrap();
            let (long, short) = (symbol.to_string(), gbdesk::app::words::short(symbol));
            let screen = desk.screen();
            let title = screen.lines().next().unwrap();
            let own = |pane: &str| pane.rsplit('›').next().unwrap().contains(&long) || pane.contains(&short);
            assert!(title.split('│').any(own), "{columns}: {title}");
        }
    }
}

#[test]
fn the_rows_of_a_table_are_records_in_each_of_two_languages() {
    let mut desk = Desk::new(100, 60);
    desk.press("Down Enter =").expect_not(" | Country studies");
    let screen = desk.screen();
    let twice = |words: &str| screen.lines().any(|line| line.matches(words).count() == 2);
    assert!(twice("Work  Country studies") && twice("Time  2037"), "{screen}");
}
