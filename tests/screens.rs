//! Golden screens: what each view looks like, kept as text in `tests/screens/`. `GBDESK_BLESS=1 cargo test
//! --test screens` writes them anew; look at the difference before committing it.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs, clippy::type_complexity)]

mod desk;

use desk::{Desk, golden};
use gbdesk::app::Msg;
use gbdesk::app::commands::COMMANDS;
use gbdesk::app::key::Key;
use gbdesk::model::Language;
use gbdesk::strings::Strings;
use proptest::prelude::*;

/// Name, and the keys that lead to it.
const VIEWS: [(&str, &str); 9] = [
    ("agenda", ""),
    ("cover", "Down Enter"),
    ("reader", "Down Enter Down Down"),
    ("letters", "Down Enter Down Down F8"),
    ("board", "F6"),
    ("note", "Down Enter Down F2 a s k"),
    ("notes", "Down Enter Down F2 a s k Ctrl+R Esc F9"),
    ("help", "F1"),
    ("find", "F4 s e a s o n a l"),
];

#[test]
fn every_view_looks_as_it_did() {
    golden::hold("", &VIEWS, Desk::in_language);
}

/// Name, language, theme, size and keys of the pictures.
const PICTURES: [(&str, Language, &str, (u16, u16), &str); 7] = [
    ("reader", Language::EN, "terminal", (120, 36), "Down Enter Down Down"),
    ("board", Language::EN, "terminal", (120, 36), "F6"),
    ("finder", Language::EN, "terminal", (120, 36), "F4 s e a s o n"),
    ("notes", Language::EN, "terminal", (120, 36), "Down Enter Down F2 a s k Ctrl+R Esc F9"),
    ("french", Language::FR, "light", (120, 36), "Down Enter Down Down"),
    ("mono", Language::ES, "mono", (120, 36), "Down Enter Down Down"),
    ("narrow", Language::EN, "dark", (60, 20), "Down Enter Down Down"),
];

#[test]
fn the_pictures_show_what_the_screens_show() {
    let mut other = Vec::new();
    for (name, language, theme, (columns, rows), keys) in PICTURES {
        let mut desk = Desk::in_language(columns, rows, language);
        desk.app.theme = theme.to_owned();
        desk.press(keys);
        let (buffer, cursor) = desk.drawn();
        let picture = desk::svg::picture(&buffer, cursor);
        let file = golden::folder().join(format!("{name}.svg"));
        if !golden::is_kept(&file, &picture) {
            other.push(file.display().to_string());
        }
    }
    assert!(other.is_empty(), "these pictures changed; GBDESK_BLESS=1 makes them anew: {}", other.join(", "));
}

#[test]
fn every_command_has_its_sentence_and_its_reason_in_three_languages() {
    for language in [Language::EN, Language::FR, Language::ES] {
        let strings = Strings::of(language);
        let desk = Desk::in_language(80, 24, language);
        for command in COMMANDS {
            let key = format!("command.{}", command.id);
            assert_ne!(strings.get(&key), key, "{language}");
            if command.hint > 0 {
                let key = format!("hint.{}", command.id);
                assert_ne!(strings.get(&key), key, "{language}");
            }
            if let Err(reason) = (command.when)(&desk.app) {
                assert_ne!(strings.get(reason), reason, "{language}: {}", command.id);
            }
            for key in command.keys.iter().chain(command.vim) {
                let parsed: Key = key.parse().unwrap();
                let name = parsed.to_string();
                let hidden = ["Ctrl+I", "Ctrl+M", "Ctrl+H", "Ctrl+J", "Ctrl+["];
                assert!(!parsed.alt && !hidden.contains(&name.as_str()), "{}: {key}", command.id);
            }
            let function = command.keys.iter().any(|key| key.len() > 1 && key.starts_with('F'));
            assert!(
                !function || command.keys.len() + command.vim.len() > 1,
                "{} has a function key and no twin",
                command.id
            );
        }
    }
}

#[test]
fn no_key_means_two_things_at_once() {
    for keys in [
        "",
        "Down Enter Down",
        "F6",
        "Down Enter Down F2 x Esc F9",
        "Down Enter Down Down Ctrl+R",
        "Down Enter I D Down",
        "Down Enter I D Space",
    ] {
        let mut desk = Desk::new(160, 40);
        desk.press(keys);
        let mut seen: Vec<(Key, &str)> = Vec::new();
        for command in COMMANDS.iter().filter(|command| (command.when)(&desk.app).is_ok()) {
            for key in desk.app.keys.of(command.id) {
                let before = seen.iter().find(|(known, _)| known == key);
                assert!(before.is_none(), "{key}: {} and {}", command.id, before.map_or("", |(_, id)| id));
                seen.push((*key, command.id));
            }
        }
    }
}

#[test]
fn a_frame_costs_what_is_visible() {
    // the same view of a paper a thousand times as long draws the same cells
    let mut desk = Desk::new(120, 40);
    desk.press("Down Down Enter End");
    let reader = desk.app.reader.as_ref().unwrap();
    assert!(reader.page.rows.len() > 100);
    let (buffer, cursor) = desk.drawn();
    assert_eq!(buffer.area.area(), 120 * 40);
    assert!(cursor.is_some());
}

fn keys() -> impl Strategy<Value = String> {
    let mut all: Vec<String> = COMMANDS
        .iter()
        .filter(|command| command.id != "quit")
        .flat_map(|command| command.keys.iter().chain(command.vim))
        .map(ToString::to_string)
        .collect();
    all.extend(["2", "9", "a", "é", "理", "Ctrl+R", "Tab", "Enter", "Down", "Down", "Esc"].map(str::to_owned));
    prop::sample::select(all)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]
    #[test]
    fn any_keys_at_any_size_draw_a_screen(
        columns in 0u16..=300,
        rows in 0u16..=100,
        presses in prop::collection::vec(keys(), 0..30),
        again in (0u16..=300, 0u16..=100),
    ) {
        let mut desk = Desk::new(columns, rows);
        for (at, key) in presses.iter().enumerate() {
            desk.press(key);
            if at % 4 == 0 {
                let (_, cursor) = desk.drawn();
                if let Some((x, y)) = cursor {
                    prop_assert!(x < desk.app.size.0 && y < desk.app.size.1, "cursor at {x}, {y} of {:?}", desk.app.size);
                }
            }
        }
        desk.send(Msg::Resize(again.0, again.1));
        desk.drawn();
    }
}

#[test]
fn letters_leave_the_words_of_citations_whole() {
    let mut desk = Desk::new(120, 36);
    desk.press("Down Enter Down Down F8").expect("GB.399/POL/1, para. 2").expect("Employment Policy Convention");
    desk.expect_not("smployment");
}
