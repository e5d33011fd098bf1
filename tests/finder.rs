//! The line that finds everything, and what follows the delegate about.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::keycheck::KeyFault;
use gbdesk::app::keymap::KeyMap;
use gbdesk::app::picker::Action;
use gbdesk::app::{Msg, update};
use gbdesk::model::{Language, Session};
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
    desk.press("F4")
        .typed("in:notes")
        .expect("ask for dates")
        .expect("praise the branches")
        .expect("2 notes")
        .expect_not("draft decision");
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
fn what_is_found_in_the_language_that_is_read_comes_first_and_the_rest_names_its_language() {
    let real = Real::sample();
    for (own, other) in [(Language::FR, Language::EN), (Language::ES, Language::EN), (Language::EN, Language::FR)] {
        let mut desk = Desk::on(&real, 120, 60, own);
        desk.app.languages = vec![own, other];
        desk.press("F4").typed("2037");
        let shown = &desk.app.picker.as_ref().unwrap().shown;
        let from = shown.iter().position(|choice| !choice.detail.is_empty()).unwrap();
        let languages: Vec<Language> = shown[from..]
            .iter()
            .map(|choice| match &choice.action {
                Action::Go(goal) => goal.language.unwrap(),
                other => panic!("{other:?}"),
            })
            .collect();
        let firsts = languages.iter().take_while(|language| **language == own).count();
        assert!(firsts > 0 && firsts < languages.len(), "{own}: {languages:?}");
        // another session may follow with papers of its own
        let session: Vec<u16> = shown[from..]
            .iter()
            .map(|choice| match &choice.action {
                Action::Go(goal) => goal.session,
                _ => 0,
            })
            .collect();
        let here = session.iter().take_while(|number| **number == session[0]).count();
        assert!(languages[firsts..here].iter().all(|language| *language != own), "{own}: {languages:?}");
        for (choice, language) in shown[from..].iter().zip(&languages) {
            let mark = if *language == own { String::new() } else { language.code().to_uppercase() };
            assert_eq!(choice.right, mark, "{}", choice.label);
        }
    }
    // a paper that is held in another language stands below those that are not, and says so
    let mut desk = Desk::on(&real, 120, 60, Language::FR);
    desk.app.languages = vec![Language::FR, Language::EN];
    desk.press("F4").typed("travail");
    let rows: Vec<&str> = desk
        .app
        .picker
        .as_ref()
        .unwrap()
        .shown
        .iter()
        .take_while(|row| row.detail.is_empty())
        .map(|row| row.right.as_str())
        .collect();
    let foreign = rows.iter().position(|right| right.ends_with("EN")).unwrap();
    assert!(foreign > 0 && rows[foreign..].iter().all(|right| right.ends_with("EN")), "{rows:?}");
}

#[test]
fn a_paper_that_is_not_held_in_the_delegates_language_does_not_change_it() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::FR);
    desk.app.languages = vec![Language::FR, Language::EN];
    let reading = |desk: &Desk| desk.app.reader.as_ref().unwrap().held.language;
    desk.press("Ctrl+G").typed("hl/1").press("Enter");
    assert_eq!(reading(&desk), Language::EN, "held in English only");
    desk.press("Ctrl+G").typed("ins/5 2").press("Enter");
    assert_eq!(reading(&desk), Language::FR);
}

#[test]
fn texts_without_a_symbol_are_told_apart_by_what_differs_and_cut_once() {
    let folder = tempfile::tempdir().unwrap();
    let title = "Statement of the group on the reconstruction of the lighthouses of the northern coast";
    let text = format!(
        "# {title}\n\n## Lamps of the harbour\n\nLamps burn oil.\n\n## Lamps of the cliffs\n\nLamps burn gas.\n"
    );
    std::fs::write(folder.path().join("statement.md"), text).unwrap();
    let real = Real::of(folder.path());
    let mut desk = Desk::on(&real, 80, 30, Language::EN);
    desk.press("F4").typed("lamps");
    let screen = desk.screen();
    for words in ["Lamps of the harbour", "Lamps of the cliffs", "Lamps burn oil", "Lamps burn gas"] {
        assert!(screen.contains(words), "{words}\n{screen}");
    }
    for line in screen.lines() {
        assert!(line.matches('…').count() < 2, "{line}");
        assert!(line.matches("Statement of the group").count() < 2, "{line}");
    }
    // two titles that begin alike
    let other = std::fs::read_to_string(folder.path().join("statement.md")).unwrap().replace("northern", "eastern");
    std::fs::write(folder.path().join("other.md"), other).unwrap();
    let real = Real::of(folder.path());
    let mut desk = Desk::on(&real, 80, 30, Language::EN);
    desk.press("F4").typed("statement").expect("northern coast").expect("eastern coast");
    desk.press("End Enter");
    assert!(desk.app.reader.is_some(), "a text of no session opens: {}", desk.screen());
}

#[test]
fn a_command_is_found_by_its_word_in_the_footer() {
    for language in [Language::EN, Language::FR, Language::ES] {
        let strings = Strings::of(language);
        let mut desk = Desk::in_language(100, 40, language);
        for command in gbdesk::app::commands::COMMANDS {
            let hint = format!("hint.{}", command.id);
            let word = strings.get(&hint);
            if word == hint {
                continue;
            }
            desk.press("F1").typed(word);
            let shown = &desk.app.picker.as_ref().unwrap().shown;
            let at = shown.iter().position(|choice| choice.action == Action::Run(command.id));
            assert!(at.is_some_and(|at| at < 3), "{language}: {word} → {}: {at:?}", command.id);
            desk.press("Esc");
        }
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
fn one_key_for_two_commands_of_one_place_is_a_mistake_and_for_two_places_none() {
    let (map, faults) = keys(&[("copy", "F8"), ("mark", "F8")]);
    assert!(matches!(&faults[..], [(1, KeyFault::Twice { name: "mark", other: "copy", .. })]), "{faults:?}");
    assert_eq!(map.of("mark"), KeyMap::default().of("mark"), "its default stays");
    assert_eq!(map.first("copy", Strings::of(Language::EN)), "F8");
    let said = faults[0].1.sentence(Strings::of(Language::EN));
    assert!(said.contains("F8") && said.contains("“copy”") && said.contains("keeps: B"), "{said}");
    // what is new and a speech are never on the screen at once
    let (map, faults) = keys(&[("see", "F8"), ("clock", "F8")]);
    assert_eq!(faults, []);
    assert!([map.of("see"), map.of("clock")].iter().all(|keys| keys.len() == 1));
}

#[test]
fn the_way_out_keeps_its_key() {
    let (map, faults) = KeyMap::with([("quit", &[][..]), ("copy", &[][..])].into_iter());
    assert!(matches!(&faults[..], [(0, KeyFault::Needed("quit"))]), "{faults:?}");
    assert_eq!(map.of("quit"), KeyMap::default().of("quit"));
    assert!(map.of("copy").is_empty(), "other commands may have no key");
    let (map, faults) = keys(&[("find", "Ctrl+Q")]);
    assert!(matches!(&faults[..], [(0, KeyFault::Only { other: "quit", .. })]), "{faults:?}");
    assert_eq!(map, KeyMap::default());
    let (map, faults) = keys(&[("quit", "F11"), ("find", "Ctrl+Q")]);
    assert_eq!(faults, []);
    assert_eq!(map.first("find", Strings::of(Language::EN)), "Ctrl+Q");
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

#[test]
fn what_was_looked_for_is_in_view_in_the_words_beside_the_list_at_every_size() {
    for (columns, rows) in [(120, 8), (130, 10), (120, 36), (200, 50), (300, 100)] {
        let mut desk = Desk::new(columns, rows);
        desk.press("F4").typed("earlier");
        for _ in 0..3 {
            if desk.app.preview().is_none_or(|(_, text)| !text.contains("earlier")) {
                desk.press("Down");
            }
        }
        let (_, text) = desk.app.preview().unwrap();
        assert!(text.contains("earlier"));
        let screen = desk.screen();
        let beside = screen.lines().skip(1).filter_map(|line| line.split('│').nth(1));
        assert!(beside.into_iter().any(|line| line.contains("earlier")), "{columns}x{rows}:\n{screen}");
    }
}
