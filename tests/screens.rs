//! Golden screens: what each view looks like, words and style, kept as pictures in `tests/screens/`, one line a row.
//! `GBDESK_BLESS=1 cargo test --test screens` makes them all anew, those of the README too; look at the difference before
//! committing it.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs, clippy::type_complexity)]

mod desk;

use desk::golden::{self, Album, SIZES};
use desk::sample::Real;
use desk::scenes::{SCENES, with_former};
use desk::{Desk, svg};
use gbdesk::app::commands::COMMANDS;
use gbdesk::app::frame::Pane;
use gbdesk::app::keycheck;
use gbdesk::app::keymap::Stroke;
use gbdesk::app::picker::Kind;
use gbdesk::app::{Msg, THEMES};
use gbdesk::model::Language;
use gbdesk::strings::Strings;
use gbdesk::ui::theme::{Depth, Theme};
use proptest::prelude::*;
use ratatui::style::{Color, Modifier};

/// What every view looks like in one language.
fn every_view(language: Language) {
    let mut album = Album::default();
    for scene in &SCENES {
        for (columns, rows) in SIZES {
            let mut desk = (scene.set)(Desk::in_language(columns, rows, language));
            desk.play(scene.keys);
            let picture = golden::picture(&desk, Depth::Full);
            assert_eq!(svg::words(&picture), desk.screen(), "the words of a picture are those of the screen");
            album.hold(&format!("{language}/{}-{columns}x{rows}", scene.name), &picture);
        }
    }
    let small = Desk::in_language(19, 7, language);
    album.hold(&format!("{language}/too-small-19x7"), &golden::picture(&small, Depth::Full));
    album.close(language.code());
}

#[test]
fn every_view_looks_as_it_did_in_english() {
    every_view(Language::EN);
}

#[test]
fn every_view_looks_as_it_did_in_french() {
    every_view(Language::FR);
}

#[test]
fn every_view_looks_as_it_did_in_spanish() {
    every_view(Language::ES);
}

/// The keys to a paragraph with citations, a list and a footnote.
const READER: &str = "Down Enter Down Down";

#[test]
fn every_theme_looks_as_it_did() {
    let mut album = Album::default();
    let mut themes: Vec<_> = THEMES.into_iter().map(|name| (name, name, Depth::Full)).collect();
    themes.extend([("sixteen", "dark", Depth::Sixteen), ("indexed", "dark", Depth::Indexed)]);
    for (name, theme, depth) in themes {
        for (view, keys) in [("reader", READER), ("compare", "Down Enter F7"), ("finder", "F4 `seasonal`")] {
            let mut desk = with_former(Desk::new(100, 30));
            desk.app.theme = theme.to_owned();
            desk.play(keys);
            album.hold(&format!("themes/{name}-{view}"), &golden::picture(&desk, depth));
        }
    }
    album.close("themes");
}

/// How light a colour is, from 0 to 1, as the guidelines for the web count it.
fn light(colour: Color) -> f64 {
    let Color::Rgb(r, g, b) = colour else { panic!("{colour} is not measured") };
    let channel = |value: u8| {
        let part = f64::from(value) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
}

#[test]
fn every_cell_of_every_view_can_be_read_in_every_theme_of_colours() {
    for (theme, least) in [("light", 4.5), ("dark", 4.5), ("contrast", 7.0)] {
        let base = Theme::named(theme, Depth::Full).base;
        for scene in &SCENES {
            for (columns, rows) in [(20, 8), (60, 20), (160, 40)] {
                let mut desk = (scene.set)(Desk::new(columns, rows));
                desk.app.theme = theme.to_owned();
                desk.play(scene.keys);
                let (buffer, _) = desk.drawn();
                let mut seen = std::collections::HashSet::new();
                for cell in buffer.content() {
                    let style = cell.style();
                    if cell.symbol().trim().is_empty() || !seen.insert((style.fg, style.bg, style.add_modifier)) {
                        continue;
                    }
                    assert!(!style.add_modifier.contains(Modifier::DIM), "{theme}: {} is dimmed", scene.name);
                    let of = |own: Option<Color>, ground: Option<Color>| {
                        light(own.filter(|colour| *colour != Color::Reset).or(ground).unwrap())
                    };
                    let (fore, back) = (of(style.fg, base.fg), of(style.bg, base.bg));
                    let ratio = (fore.max(back) + 0.05) / (fore.min(back) + 0.05);
                    assert!(ratio >= least, "{theme}: {}: {ratio:.2} at “{}”", scene.name, cell.symbol());
                }
            }
        }
    }
}

#[test]
fn without_colours_every_view_shows_where_one_is_and_what_has_the_keys() {
    for scene in &SCENES {
        for (columns, rows) in [(20, 8), (40, 12), (60, 20), (80, 24), (120, 36), (200, 50)] {
            let mut desk = (scene.set)(Desk::new(columns, rows));
            desk.play(scene.keys);
            let (buffer, cursor) = desk.drawn_in(Depth::None);
            let name = format!("{} {columns}x{rows}", scene.name);
            let area = *buffer.area();
            for cell in buffer.content() {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
            }
            let row = |y: u16| (0..area.width).map(|x| buffer[(x, y)].symbol()).collect::<String>();
            let bar = || (0..area.height).any(|y| row(y).contains('▌'));
            let app = &desk.app;
            let types = app.editor.is_some() || app.secret.is_some() || app.picker.is_some();
            let listed = app.picker.as_ref().is_some_and(|picker| !picker.shown.is_empty());
            let idle = app.blanked || app.empty() || app.message.is_some() || app.begun.is_some();
            if listed && !matches!(app.picker.as_ref().unwrap().kind, Kind::InPaper) {
                assert!(bar(), "{name}: no bar at the choice:\n{}", desk.screen());
            } else if !types && !idle && cursor.is_some() {
                let (_, y) = cursor.unwrap();
                let stands = row(y).contains('▌') || app.sheet().is_some_and(|sheet| sheet.id().is_empty());
                assert!(stands, "{name}: no bar at the cursor:\n{}", desk.screen());
            }
            if types {
                assert!(cursor.is_some(), "{name}: no cursor where one types");
            }
            // of several panes one has a heavier title
            let frame = app.frame();
            let panes: Vec<_> =
                [frame.agenda, frame.main, frame.beside, frame.aside, frame.editor].into_iter().flatten().collect();
            if panes.len() > 1 && !listed && !app.blanked && app.picker.is_none() && app.secret.is_none() {
                let heavy = |pane: &&Pane| {
                    let cell = &buffer[(pane.title.x + 1, pane.title.y)];
                    cell.modifier.contains(Modifier::BOLD)
                };
                let count = panes.iter().filter(heavy).count();
                assert_eq!(count, 1, "{name}: {count} titles are heavy:\n{}", desk.screen());
            }
        }
    }
}

#[test]
fn the_pictures_of_the_readme_show_the_sample_session() {
    let mut album = Album::default();
    let real = Real::sample();
    for (name, language, keys) in [
        ("reader", Language::EN, "Ctrl+G `ins5 6` Enter"),
        ("board", Language::EN, "F6"),
        ("parallel", Language::EN, "Ctrl+G `ins5 6` Enter ="),
        ("french", Language::FR, "Ctrl+G `ins5 6` Enter"),
    ] {
        let mut desk = Desk::on(&real, 120, 36, language);
        desk.app.languages = vec![language, Language::EN, Language::FR];
        desk.play(keys);
        album.hold(&format!("readme/{name}"), &golden::picture(&desk, Depth::Full));
    }
    album.close("readme");
}

#[test]
fn a_command_is_possible_only_where_the_check_of_keys_has_it() {
    let mut wrong = Vec::new();
    for scene in SCENES {
        let mut desk = (scene.set)(Desk::new(200, 50));
        desk.play(scene.keys);
        let view = desk.app.view;
        for command in COMMANDS.iter().filter(|command| (command.when)(&desk.app).is_ok()) {
            if !keycheck::may_be_in(command.id, view) {
                wrong.push(format!("{} in {view:?} ({})", command.id, scene.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
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
                let [stroke] = keycheck::read(&[(*key).to_owned()]).unwrap()[..] else { panic!("{key}") };
                assert!([Some(stroke.key), stroke.then].iter().flatten().all(|key| !key.alt), "{}: {key}", command.id);
                let alone = stroke.then.and_then(|_| desk.app.keys.alone(stroke.key));
                assert_eq!(alone, None, "{key} begins with a key that runs a command");
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
        let mut seen: Vec<(Stroke, &str)> = Vec::new();
        for command in COMMANDS.iter().filter(|command| (command.when)(&desk.app).is_ok()) {
            for key in desk.app.keys.of(command.id) {
                let before = seen.iter().find(|(known, _)| known == key);
                assert!(before.is_none(), "{key:?}: {} and {}", command.id, before.map_or("", |(_, id)| id));
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
