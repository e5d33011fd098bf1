//! The map in `ARCHITECTURE.md` holds: no room knows what it must not know, and each outside crate is named in one place.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("text", &["model"]),
    ("strings", &["model"]),
    ("config", &["model", "text", "strings"]),
    ("reading", &["model", "text", "strings"]),
    ("library", &["model", "text", "strings", "reading"]),
    ("notes", &["model", "text"]),
    ("export", &["model", "text", "strings"]),
    ("source", &["model", "text", "strings", "reading", "library"]),
    ("sync", &["model", "text", "strings", "reading", "library", "source"]),
    ("app", &["model", "text", "strings"]),
    ("ui", &["model", "text", "strings", "app"]),
    (
        "runtime",
        &["model", "text", "strings", "config", "reading", "library", "notes", "export", "source", "sync", "app", "ui"],
    ),
    (
        "cli",
        &[
            "model", "text", "strings", "config", "reading", "library", "notes", "export", "source", "sync", "app",
            "ui", "runtime",
        ],
    ),
];

/// An outside name and the only places that may say it.
const CONFINED: &[(&str, &[&str])] = &[
    ("crossterm", &["runtime"]),
    ("ratatui", &["ui", "runtime"]),
    ("tantivy", &["library"]),
    ("reqwest", &["source"]),
    ("rustls", &["source"]),
    ("fuzzy_matcher", &["text/fuzzy.rs"]),
    ("hayro_interpret", &["reading/pdf"]),
    ("hayro_syntax", &["reading/pdf"]),
    ("roxmltree", &["reading/docx"]),
    ("scraper", &["reading/html", "source/pages.rs"]),
    ("directories", &["cli/folders.rs"]),
    ("arboard", &["runtime"]),
    ("signal_hook", &["runtime"]),
    ("clap", &["cli"]),
    ("similar", &["text"]),
    ("sys_locale", &["config.rs"]),
    ("ring", &["notes/age"]),
    ("scrypt", &["notes/age"]),
    ("x25519_dalek", &["notes/age"]),
];

/// Rooms without IO, threads, sockets or clock.
const PURE: &[&str] = &["model", "text", "app"];
const IMPURE_NAMES: &[&str] = &[
    "std::fs",
    "std::net",
    "std::thread",
    "std::process",
    "std::env",
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
];

fn source_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the source folder can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            source_files(&path, out);
        } else if path.extension().is_some_and(|ext| ext == "rs") {
            out.push(path);
        }
    }
}

/// Every source file: its path below `src`, and its lines of code outside test modules, numbered.
fn sources() -> Vec<(String, Vec<(usize, String)>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&root, &mut files);
    files
        .into_iter()
        // a module of tests in files of its own may read what the code may not
        .filter(|file| {
            !file.components().any(|part| part.as_os_str().to_string_lossy().trim_end_matches(".rs").ends_with("tests"))
        })
        .map(|file| {
            let text = fs::read_to_string(&file).expect("a source file is UTF-8");
            let name = file.strip_prefix(&root).expect("below src").to_string_lossy().replace('\\', "/");
            let in_code = |line: &&(usize, &str)| !line.1.trim_start().starts_with("//");
            let lines = text
                .lines()
                .enumerate()
                .map(|(at, line)| (at + 1, line))
                .take_while(|(_, line)| !line.starts_with("#[cfg(test)]"))
                .collect::<Vec<_>>();
            (name, lines.iter().filter(in_code).map(|(at, line)| (*at, (*line).to_owned())).collect())
        })
        .collect()
}

fn room_of(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

/// Rooms named as `crate::room` in a line, also inside `crate::{a, b::c}`.
fn rooms_named(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    for (at, _) in line.match_indices("crate::") {
        let rest = &line[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let names = list.split(['{', ',', '}']).map(|part| part.trim().split("::").next().unwrap_or(""));
            out.extend(names.filter(|name| name.chars().next().is_some_and(char::is_alphabetic)));
        } else {
            out.push(rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(""));
        }
    }
    out
}

#[test]
fn no_arrow_between_rooms_runs_the_wrong_way() {
    let mut wrong = Vec::new();
    for (file, lines) in sources() {
        let room = room_of(&file);
        if ["main", "lib"].contains(&room) {
            continue;
        }
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("src/{file}: “{room}” is no room of ARCHITECTURE.md"));
            continue;
        };
        for (at, line) in lines {
            for named in rooms_named(&line) {
                let is_room = ROOMS.iter().any(|(name, _)| *name == named);
                if is_room && named != room && !allowed.contains(&named) {
                    wrong.push(format!("src/{file}:{at}: {room} must not know {named}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_outside_crate_is_named_in_one_place() {
    let mut wrong = Vec::new();
    for (file, lines) in sources() {
        for (name, places) in CONFINED {
            if places.iter().any(|place| file.starts_with(place)) {
                continue;
            }
            // a room of the same name as a crate (`text::similar`) is no crate
            if lines.iter().any(|(_, line)| line.contains("crate::") && line.contains(name)) {
                continue;
            }
            for (at, line) in &lines {
                let named = line.match_indices(name).any(|(begin, _)| {
                    let before = line[..begin].chars().next_back();
                    line[begin + name.len()..].starts_with("::")
                        && before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
                });
                if named {
                    wrong.push(format!("src/{file}:{at}: {name} belongs in {}", places.join(", ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_touch_nothing_outside() {
    let mut wrong = Vec::new();
    for (file, lines) in sources().into_iter().filter(|(file, _)| PURE.contains(&room_of(file))) {
        for (at, line) in lines {
            for name in IMPURE_NAMES.iter().filter(|name| line.contains(**name)) {
                wrong.push(format!("src/{file}:{at}: {name} has no place in a pure room"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_arrows_sees_them() {
    assert_eq!(rooms_named("use crate::{model::Paper, text};"), ["model", "text"]);
    assert_eq!(rooms_named("let x = crate::library::open(crate::text::fold(a));"), ["library", "text"]);
}

#[test]
fn every_fault_has_words() {
    let strings = gbdesk::strings::Strings::of(gbdesk::model::Language::EN);
    let known: std::collections::BTreeSet<&str> =
        strings.keys().filter(|key| key.starts_with("fault.") || key.starts_with("advice.")).collect();
    let mut used = std::collections::BTreeSet::new();
    for (_, lines) in sources() {
        for (_, line) in lines {
            for kind in ["\"fault.", "\"advice."] {
                for (at, _) in line.match_indices(kind) {
                    used.extend(line[at + 1..].split('"').next().map(str::to_owned));
                }
            }
        }
    }
    let silent: Vec<_> = used.iter().filter(|key| !known.contains(key.as_str())).collect();
    assert!(silent.is_empty(), "no words for {silent:?}");
    let idle: Vec<_> = known.iter().filter(|key| key.starts_with("advice.") && !used.contains(**key)).collect();
    assert!(idle.is_empty(), "nobody gives the advice {idle:?}");
}

#[test]
fn files_stay_readable() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    source_files(&root.join("src"), &mut files);
    source_files(&root.join("tests"), &mut files);
    let long: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let lines = fs::read_to_string(file).ok()?.lines().count();
            (lines > 600).then(|| format!("{} has {lines} lines", file.display()))
        })
        .collect();
    assert!(long.is_empty(), "no file is longer than 600 lines: {}", long.join(", "));
}
