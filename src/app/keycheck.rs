//! What is wrong with a key of the delegate's configuration, in words.

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
            Self::Key(key) => strings.fill("keys.key", &[("key", key)]),
            Self::Hidden { key, arrives } => strings.fill("keys.hidden", &[("key", key), ("arrives", arrives)]),
            Self::Begins { key, other } => strings.fill("keys.begins", &[("key", key), ("other", other)]),
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
    fn a_mistyped_command_is_told_its_nearest() {
        let KeyFault::Command { nearest, .. } = KeyFault::command("go-to") else { panic!() };
        assert_eq!(nearest, "go_to");
        let KeyFault::Command { nearest, .. } = KeyFault::command("serch") else { panic!() };
        assert_eq!(nearest, "find");
    }
}
