//! Which key runs which command. The defaults stand in the table of commands; the delegate's own keys come from the
//! configuration.

use std::collections::BTreeMap;

use super::commands::COMMANDS;
use super::key::Key;
use super::keycheck::{self, KeyFault};
use crate::strings::Strings;

/// The keys of each command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    keys: BTreeMap<&'static str, Vec<Key>>,
}

impl Default for KeyMap {
    fn default() -> Self {
        let keys = COMMANDS
            .iter()
            .map(|command| {
                let all = command.keys.iter().chain(command.vim);
                (command.id, all.filter_map(|name| name.parse().ok()).collect())
            })
            .collect();
        Self { keys }
    }
}

impl KeyMap {
    /// The defaults with some commands' keys replaced; what is wrong with a row, by its place in `rows`.
    #[must_use]
    pub fn with<'a>(rows: impl Iterator<Item = (&'a str, &'a [String])>) -> (Self, Vec<(usize, KeyFault)>) {
        let mut map = Self::default();
        let mut faults = Vec::new();
        for (at, (id, names)) in rows.enumerate() {
            let Some(command) = COMMANDS.iter().find(|command| command.id == id) else {
                faults.push((at, KeyFault::command(id)));
                continue;
            };
            match keycheck::read(names) {
                Ok(keys) => {
                    // a key given to one command is taken from the others
                    for list in map.keys.values_mut() {
                        list.retain(|key| !keys.contains(key));
                    }
                    map.keys.insert(command.id, keys);
                }
                Err(fault) => faults.push((at, fault)),
            }
        }
        (map, faults)
    }

    /// The keys of a command, the plainest first.
    #[must_use]
    pub fn of(&self, id: &str) -> &[Key] {
        self.keys.get(id).map_or(&[], Vec::as_slice)
    }

    /// The keys of a command as they are shown: `F1  Ctrl+P  ?`.
    #[must_use]
    pub fn shown(&self, id: &str, strings: &Strings) -> String {
        self.of(id).iter().map(|key| key.shown(strings)).collect::<Vec<_>>().join("  ")
    }

    /// The plainest key of a command as it is shown.
    #[must_use]
    pub fn first(&self, id: &str, strings: &Strings) -> String {
        self.of(id).first().map_or(String::new(), |key| key.shown(strings))
    }

    /// True when the key runs the command.
    #[must_use]
    pub fn runs(&self, id: &str, key: Key) -> bool {
        self.of(id).contains(&key)
    }
}
