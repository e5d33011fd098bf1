//! What is wrong with a key of the delegate's configuration, in words.

use super::View;
use super::commands::COMMANDS;
use super::key::{Code, Key};
use super::keymap::Stroke;
use crate::strings::Strings;

/// What is wrong with the keys of one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyFault {
    /// There is no such command.
    Command {
        /// As written.
        name: String,
        /// The command whose name is nearest.
        nearest: &'static str,
    },
    /// This is not how a key is written.
    Key(String),
    /// Terminals send this key as another one.
    Hidden {
        /// As written.
        key: String,
        /// What arrives.
        arrives: &'static str,
    },
    /// This key runs a command alone and cannot be the first of two.
    Begins {
        /// As written.
        key: String,
        /// The command that it runs.
        other: &'static str,
    },
    /// Another command of the file has this key, and both may be possible at once.
    Twice {
        /// As written.
        key: String,
        /// The command.
        name: &'static str,
        /// The other command.
        other: &'static str,
    },
    /// This is the only key of a command without which there is no way out.
    Only {
        /// As written.
        key: String,
        /// That command.
        other: &'static str,
    },
    /// This command needs a key: without it there is no way out.
    Needed(&'static str),
}

/// Commands that always have a key: the way out of what is on top, out of the program, and to all the others.
pub(super) const NEEDED: [&str; 3] = ["quit", "close", "commands"];

/// Where a command is possible, when it is in some views only: a bit a view. What is not named may be possible anywhere.
fn places(id: &str) -> u16 {
    let views: &[View] = match id {
        "part_in" | "part_out" | "next_decision" | "last_decision" | "next_match" | "last_match" | "outline"
        | "mark" | "peek" | "web" | "raw_table" | "split" => &[View::Reader],
        "next_change" | "last_change" => &[View::Compare],
        "see" | "see_all" => &[View::Inbox],
        "swap" => &[View::Parallel],
        "part_new" | "part_up" | "part_down" | "part_source" | "part_remove" | "statements" | "speak" | "export" => {
            &[View::Statement]
        }
        "clock" | "clock_again" => &[View::Speech],
        "faster" | "slower" | "interpreted" => &[View::Statement, View::Speech],
        "filter" | "order" => &[View::Board, View::Notes, View::Inbox, View::Promises, View::Sittings],
        "sample" => &[View::Start],
        _ => return u16::MAX,
    };
    views.iter().fold(0, |bits, view| bits | 1 << *view as u16)
}

/// Two commands may have one key: they are never possible at once, or share a key by default.
pub(super) fn share(one: &str, other: &str) -> bool {
    one == other || places(one) & places(other) == 0 || keys(one).iter().any(|key| keys(other).contains(key))
}

/// A command may be possible in a view; by that it is told which keys two commands can share.
#[must_use]
pub fn may_be_in(id: &str, view: View) -> bool {
    places(id) & (1 << view as u16) != 0
}

/// The keys of a command by default, as they are written.
fn keys(id: &str) -> Vec<&'static str> {
    let row = COMMANDS.iter().find(|row| row.id == id);
    row.map_or(Vec::new(), |row| row.keys.iter().chain(row.vim).copied().collect())
}

/// How a key is called by other programs, and how it is written here.
const OTHER_KEYS: [(&str, &str); 9] = [
    ("pgup", "PageUp"),
    ("pgdn", "PageDown"),
    ("escape", "Esc"),
    ("return", "Enter"),
    ("del", "Delete"),
    ("ins", "Insert"),
    ("spacebar", "Space"),
    ("backtab", "Shift+Tab"),
    ("bksp", "Backspace"),
];

/// The key that was meant by what is none: `Ctrl+PageDown` for `ctrl-pgdn`; `None` when there is no telling.
fn nearest(written: &str) -> Option<String> {
    let parts: Vec<&str> = written.split([' ', '+', '-', '_']).filter(|part| !part.is_empty()).collect();
    let (last, before) = parts.split_last()?;
    let known = super::key::NAMES.iter().map(|(name, _)| (*name, *name)).chain(OTHER_KEYS);
    let (far, name) = known
        .map(|(word, name)| (strsim::damerau_levenshtein(&word.to_lowercase(), &last.to_lowercase()), name))
        .min_by_key(|(far, _)| *far)?;
    let function = last.strip_prefix(['f', 'F']).is_some_and(|number| number.parse().is_ok_and(|n: u8| n < 13));
    let name = match last.chars().count() {
        1 if before.is_empty() => return None,
        1 => last.to_uppercase(),
        _ if function => last.to_uppercase(),
        _ if far < 3 && far < name.len() => name.to_owned(),
        _ => return None,
    };
    let held = before.iter().map(|held| match held.to_lowercase().bytes().next() {
        Some(b'c' | b'^' | b's') if held.to_lowercase().starts_with("sh") => "Shift+",
        Some(b'a' | b'm') => "Alt+",
        _ => "Ctrl+",
    });
    let key: Key = held.chain([name.as_str()]).collect::<String>().parse().ok()?;
    arrives(key).is_ok().then(|| key.to_string())
}

/// Words that delegates use for a command whose name is another.
const OTHER_WORDS: [(&str, &str); 9] = [
    ("search", "find"),
    ("search_all", "find_everything"),
    ("help", "commands"),
    ("palette", "commands"),
    ("exit", "quit"),
    ("yank", "copy"),
    ("annotate", "note"),
    ("bookmark", "mark"),
    ("diff", "compare"),
];

impl KeyFault {
    /// The fault of a name that is no command.
    #[must_use]
    pub fn command(name: &str) -> Self {
        let ids = COMMANDS.iter().map(|command| (command.id, command.id));
        let near = ids.chain(OTHER_WORDS).min_by_key(|(word, _)| strsim::damerau_levenshtein(name, word));
        Self::Command { name: name.to_owned(), nearest: near.map_or("commands", |(_, id)| id) }
    }

    /// The sentence for it.
    #[must_use]
    pub fn sentence(&self, strings: &Strings) -> String {
        match self {
            Self::Command { name, nearest } => strings.fill("keys.command", &[("name", name), ("nearest", nearest)]),
            Self::Key(key) => match nearest(key) {
                Some(nearest) => strings.fill("keys.nearest", &[("key", key), ("nearest", &nearest)]),
                None => strings.fill("keys.key", &[("key", key)]),
            },
            Self::Hidden { key, arrives } => strings.fill("keys.hidden", &[("key", key), ("arrives", arrives)]),
            Self::Begins { key, other } => strings.fill("keys.begins", &[("key", key), ("other", other)]),
            Self::Twice { key, name, other } => {
                let keeps = keys(name).join(", ");
                strings.fill("keys.twice", &[("key", key), ("name", name), ("other", other), ("keeps", &keeps)])
            }
            Self::Only { key, other } => strings.fill("keys.only", &[("key", key), ("other", other)]),
            Self::Needed(name) => strings.fill("keys.needed", &[("name", name), ("keeps", &keys(name).join(", "))]),
        }
    }
}

/// The keys as written; the first fault when there is one.
pub fn read(names: &[String]) -> Result<Vec<Stroke>, KeyFault> {
    names.iter().map(|name| one(name)).collect()
}

fn one(name: &str) -> Result<Stroke, KeyFault> {
    let stroke: Stroke = name.parse().map_err(|_| KeyFault::Key(name.to_owned()))?;
    match stroke.then {
        // Esc gives up what was begun
        Some(then) if [stroke.key, then].contains(&Key::from(Code::Esc)) => Err(KeyFault::Key(name.to_owned())),
        Some(then) => arrives(stroke.key).and(arrives(then)).map(|()| stroke),
        None => arrives(stroke.key).map(|()| stroke),
    }
}

/// Whether a key arrives as what it is.
fn arrives(key: Key) -> Result<(), KeyFault> {
    let arrives = match key.code {
        Code::Char('i') if key.ctrl => "Tab",
        Code::Char('m' | 'j') if key.ctrl => "Enter",
        Code::Char('h') if key.ctrl => "Backspace",
        Code::Char('[') if key.ctrl => "Esc",
        _ => return Ok(()),
    };
    Err(KeyFault::Hidden { key: key.to_string(), arrives })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_no_terminal_sends_are_refused() {
        for (name, arrives) in [("Ctrl+I", "Tab"), ("ctrl+m", "Enter"), ("Ctrl+H", "Backspace"), ("Ctrl+[", "Esc")] {
            let Err(KeyFault::Hidden { arrives: found, .. }) = read(&[name.to_owned()]) else { panic!("{name}") };
            assert_eq!(found, arrives);
        }
        assert!(read(&["Ctrl+G".to_owned(), "f4".to_owned(), "g g".to_owned(), "Ctrl+X Ctrl+S".to_owned()]).is_ok());
        for name in ["g Ctrl+I", "Esc g", "g Esc", "g g g", "g gg"] {
            assert!(read(&[name.to_owned()]).is_err(), "{name}");
        }
    }

    #[test]
    fn a_key_that_is_none_is_told_the_nearest() {
        for (written, wanted) in [
            ("PgDn", Some("PageDown")),
            ("ctrl-pgup", Some("Ctrl+PageUp")),
            ("C-t", Some("Ctrl+T")),
            ("shift-tab", Some("Shift+Tab")),
            ("Entr", Some("Enter")),
            ("ctl+f5", Some("Ctrl+F5")),
            ("Hyper+x", Some("Ctrl+X")),
            ("C-i", None),
            ("zzzzz", None),
            ("", None),
        ] {
            assert_eq!(nearest(written).as_deref(), wanted, "{written}");
        }
    }

    #[test]
    fn the_defaults_keep_their_own_rules() {
        for (at, one) in COMMANDS.iter().enumerate() {
            for other in COMMANDS.get(at + 1..).unwrap_or_default() {
                assert!(share(one.id, one.id) && share(one.id, other.id) == share(other.id, one.id));
            }
        }
        assert!(share("see", "peek") && share("clock", "mark") && share("note", "part_new"));
        assert!(!share("mark", "copy") && !share("quit", "sync"));
    }

    #[test]
    fn a_mistyped_command_is_told_its_nearest() {
        let KeyFault::Command { nearest, .. } = KeyFault::command("go-to") else { panic!() };
        assert_eq!(nearest, "go_to");
        let KeyFault::Command { nearest, .. } = KeyFault::command("serch") else { panic!() };
        assert_eq!(nearest, "find");
    }
}
