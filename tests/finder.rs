//! The line that finds everything, and what follows the delegate about.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use gbdesk::app::keycheck::KeyFault;
use gbdesk::app::keymap::KeyMap;
use gbdesk::app::{Msg, update};
use gbdesk::model::Session;
use gbdesk::strings::Strings;

#[test]
fn paragraphs_found_are_grouped_by_where_one_is() {
    let mut desk = Desk::new(140, 40);
    desk.press("Down Enter F4").typed("work");
    desk.expect("In this paper").expect("In this session");
    let screen = desk.screen();
    assert!(screen.find("In this paper") < screen.find("In this session"), "{screen}");
}

#[test]
fn a_preview_of_the_place_stands_beside_the_list_when_there_is_room() {
    let mut desk = Desk::new(140, 40);
    desk.press("F4").typed("Seasonal work").press("End").expect("GB.399/INS/5(Rev.1)  Strategy for seasonal work");
    // the words that follow the paragraph, which no snippet has
    desk.expect("figures for each branch;");
    let mut narrow = Desk::new(100, 40);
    narrow.press("F4").typed("Seasonal work").expect_not("figures for each branch;");
}

#[test]
fn notes_are_found_by_asking_for_them() {
    let mut desk = Desk::new(140, 40);
    desk.press("Down Enter Down F2")
        .typed("ask for dates")
        .press("Esc Down F2")
        .typed("praise the branches")
        .press("Esc");
    desk.press("F4").typed("in:notes").expect("ask for dates").expect("praise the branches");
    desk.typed(" dates").expect("ask for dates").expect_not("praise the branches");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 1");
}

#[test]
fn a_mistake_in_the_query_is_explained_under_the_line() {
    let mut desk = Desk::new(140, 40);
    desk.press("F4").typed("seasonal sessoin:346").expect("did you mean “session:”?");
}

#[test]
fn the_last_query_comes_back_with_up_on_an_empty_line() {
    let mut desk = Desk::new(140, 40);
    desk.press("F4").typed("Recognition").press("Enter F4").expect("Searched before").press("Up");
    assert_eq!(desk.app.picker.as_ref().unwrap().input.text(), "Recognition");
}

#[test]
fn a_convention_that_is_typed_is_named() {
    let mut desk = Desk::new(140, 40);
    desk.press("F4").typed("C122").expect("Convention No. 122").expect("who cites it: below");
}

#[test]
fn the_agenda_is_that_of_the_paper_in_the_reader() {
    let mut desk = Desk::new(140, 40);
    let mut other: Session = (*desk.sessions[&399]).clone();
    other.session = 398;
    other.items.clear();
    other.papers.retain(|entry| entry.key == "GB.399/POL/1");
    let entry = &mut other.papers[0];
    entry.key = "GB.398/POL/1".to_owned();
    entry.symbol = "GB.398/POL/1".parse().ok();
    entry.held[0].symbol = "GB.398/POL/1".parse().ok();
    desk.sessions.insert(398, Arc::new(other));
    desk.send(Msg::Sessions(vec![399, 398]));
    desk.press("Down Enter")
        .expect("399th Session")
        .press("Ctrl+G")
        .typed("GB.398")
        .expect("GB.398/POL/1")
        .press("Enter");
    desk.expect("398th Session").press("Backspace").expect("399th Session");
}

#[test]
fn the_screen_is_blanked_after_a_while_without_a_key_and_the_first_key_only_brings_it_back() {
    let mut desk = Desk::new(100, 30);
    desk.app.blank_after = 60_000;
    desk.press("Down Enter Down F2").typed("a position");
    assert_eq!(desk.app.blanks_at(), Some(60_000));
    desk.expect("a position");
    let saved = update(&mut desk.app, Msg::Tick(60_000));
    assert!(!saved.is_empty(), "what was written is saved first");
    desk.expect_not("a position").expect("Any key brings the screen back.");
    assert_eq!(desk.app.blanks_at(), None, "nothing wakes up while it is blanked");
    desk.typed("x").expect("a position").expect_not("a positionx");
}

#[test]
fn a_size_that_changes_keeps_the_paragraph_in_view() {
    let mut desk = Desk::new(140, 40);
    desk.press("Down Down Enter").typed("17").press("Enter").expect_at("GB.399/POL/1 § 17");
    for (columns, rows) in [(60, 20), (200, 50), (80, 24), (30, 10), (140, 40)] {
        desk.send(Msg::Resize(columns, rows));
        desk.expect("17.").expect_at("GB.399/POL/1 § 17");
    }
}

#[test]
fn mistakes_in_the_keys_of_the_configuration_are_shown_and_the_defaults_stay() {
    let rows = [("go-to", vec!["F4".to_owned()]), ("find", vec!["Ctrl+I".to_owned()])];
    let (keys, faults) = KeyMap::with(rows.iter().map(|(id, keys)| (*id, keys.as_slice())));
    assert_eq!(keys, KeyMap::default());
    assert!(matches!(&faults[1].1, KeyFault::Hidden { arrives: "Tab", .. }), "{faults:?}");
    let mut desk = Desk::new(100, 30);
    let sentence = faults[0].1.sentence(Strings::of(gbdesk::model::Language::EN));
    desk.app.show_faults("config.toml", &[(3, sentence)]);
    desk.expect("Mistakes in the configuration")
        .expect("config.toml")
        .expect("Line 3")
        .expect("the nearest is “go_to”");
    desk.press("Esc").expect_not("Mistakes in the configuration");
}

fn keys(rows: &[(&str, &str)]) -> (KeyMap, Vec<(usize, KeyFault)>) {
    let rows: Vec<_> = rows.iter().map(|(id, key)| (*id, vec![(*key).to_owned()])).collect();
    KeyMap::with(rows.iter().map(|(id, keys)| (*id, keys.as_slice())))
}

#[test]
fn after_the_first_of_two_keys_a_card_shows_what_may_follow() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter").typed("9").press("Enter").expect_at("GB.399/POL/1 § 9");
    desk.press("z")
        .expect("Show the paragraph at the top of the pane")
        .expect("Choose the colours")
        .expect("Esc gives up");
    desk.press("Esc").expect_not("Choose the colours").press("t");
    desk.press("z t").expect_at("GB.399/POL/1 § 9");
    let first = |desk: &Desk| desk.screen().lines().nth(2).unwrap().to_owned();
    assert!(first(&desk).contains("9.  Paragraph 9 speaks"), "{}", desk.screen());
    desk.press("z b");
    assert!(!first(&desk).contains("Paragraph 9 "), "{}", desk.screen());
    // a digit is no place while a second key is awaited
    desk.press("z 9").expect("Nothing is on z 9.").expect_at("GB.399/POL/1 § 9");
    desk.press("z c").expect("Theme").press("Esc");
    // on the agenda only what is possible there
    desk.press("Esc z").expect_not("at the top of the pane").expect("Choose the colours");
}

#[test]
fn two_keys_are_configured_and_a_key_that_runs_a_command_cannot_begin_them() {
    let (map, faults) = keys(&[("first", "g g"), ("last", "g e")]);
    assert_eq!((faults.len(), map.alone("g".parse().unwrap())), (0, None));
    let mut desk = Desk::new(100, 30);
    desk.app.keys = map;
    desk.press("Down Down Enter g e").expect_at("GB.399/POL/1 § 31").press("g").expect("e").press("g");
    desk.expect_at("GB.399/POL/1 cover");
    let (map, faults) = keys(&[("copy", "g y")]);
    assert_eq!(faults, [(0, KeyFault::Begins { key: "g".to_owned(), other: "first" })]);
    assert_eq!(map, KeyMap::default(), "the default keys of both stay in force");
    // a key of one's own takes what it began by default
    let (map, faults) = keys(&[("copy", "z")]);
    assert!(faults.is_empty() && map.of("to_top").is_empty() && map.runs("copy", "z".parse().unwrap()));
    let (_, faults) = keys(&[("find", "z f"), ("copy", "z")]);
    assert_eq!(faults.len(), 1);
}

#[test]
fn a_search_for_stances_is_answered_from_the_notes_and_not_while_they_are_hidden() {
    let mut desk = Desk::new(100, 30);
    desk.press("F6 Down Ctrl+S o").expect("oppose");
    let told = |desk: &Desk| -> Vec<String> {
        let stances = desk.app.stances_for("stance:oppose harbours");
        stances.into_iter().map(|one| format!("{} {:?}", one.key, one.paragraph)).collect()
    };
    assert_eq!(told(&desk), ["GB.399/POL/1 Some(\"30\")"]);
    assert!(desk.app.stances_for("harbours").is_empty());
    desk.app.discreet = true;
    assert!(told(&desk).is_empty());
}

#[test]
fn a_paper_left_open_is_not_where_one_is_when_another_session_is_shown() {
    let mut desk = Desk::new(140, 40);
    let mut other: Session = (*desk.sessions[&399]).clone();
    (other.session, other.papers, other.items, other.board) = (398, Vec::new(), Vec::new(), Vec::new());
    desk.sessions.insert(398, Arc::new(other));
    desk.send(Msg::Sessions(vec![399, 398]));
    desk.press("Down Enter F4").typed("work").expect("In this paper").press("Esc");
    desk.press("Ctrl+O").typed("398").press("Enter").expect("398th Session").press("F4").typed("work");
    desk.expect("In other sessions").expect_not("In this paper").expect_not("In this session");
}
