//! Which key runs which command. The defaults stand in the table of commands; the delegate's own keys come from the
//! configuration.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use super::commands::{COMMANDS, Command};
use super::key::Key;
use super::keycheck::{self, KeyFault};
use crate::strings::Strings;

/// A key, or two one after the other: `g`, `z t`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stroke {
    /// The key, or the first of two.
    pub key: Key,
    /// The second.
    pub then: Option<Key>,
}

impl FromStr for Stroke {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (first, second) = text.trim().split_once(' ').unwrap_or((text, ""));
        let then = Some(second).filter(|second| !second.is_empty()).map(str::parse).transpose()?;
        Ok(Self { key: first.parse()?, then })
    }
}

/// As it is written in the configuration.
impl fmt::Display for Stroke {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.key)?;
        self.then.map_or(Ok(()), |then| write!(out, " {then}"))
    }
}

impl Stroke {
    /// As it is shown: `F1`, `z t`.
    #[must_use]
    pub fn shown(self, strings: &Strings) -> String {
        let first = self.key.shown(strings);
        self.then.map_or_else(|| first.clone(), |then| format!("{first} {}", then.shown(strings)))
    }

    /// True when the key is this one, or the second of the two of which `begun` was the first; whatever the layout.
    #[must_use]
    pub fn is(self, begun: Option<Key>, key: Key) -> bool {
        let last = match (begun, self.then) {
            (None, None) => self.key,
            (Some(first), Some(then)) if first == self.key => then,
            _ => return false,
        };
        last == key || last == key.latin()
    }

    /// True when the key is the first of two.
    #[must_use]
    pub fn begins(self, key: Key) -> bool {
        self.then.is_some() && (self.key == key || self.key == key.latin())
    }
}

/// The keys of each command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyMap {
    keys: BTreeMap<&'static str, Vec<Stroke>>,
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

/// A row of the file: its place there, the command, its keys.
type Row = (usize, &'static str, Vec<Stroke>);

/// The later of two rows that give one key to commands that may be possible at once.
fn twice(rows: &[Row]) -> Option<(usize, KeyFault)> {
    rows.iter().enumerate().find_map(|(place, (at, name, keys))| {
        let before = rows.get(..place)?.iter().filter(|(_, other, _)| !keycheck::share(name, other));
        let (key, other) = before
            .flat_map(|(_, other, list)| list.iter().map(move |key| (key, *other)))
            .find(|(key, _)| keys.contains(key))?;
        Some((*at, KeyFault::Twice { key: key.to_string(), name, other }))
    })
}

/// The row that leaves a command without a key that is the way out.
fn without_way_out(rows: &[Row], map: &KeyMap) -> Option<(usize, KeyFault)> {
    let other = keycheck::NEEDED.into_iter().find(|id| map.of(id).is_empty())?;
    if let Some((at, ..)) = rows.iter().find(|(_, id, keys)| *id == other && keys.is_empty()) {
        return Some((*at, KeyFault::Needed(other)));
    }
    let of_it = KeyMap::own(&rows.iter().filter(|row| row.1 == other).cloned().collect::<Vec<_>>());
    rows.iter().find_map(|(at, _, keys)| {
        let key = keys.iter().find(|key| of_it.of(other).contains(key))?;
        Some((*at, KeyFault::Only { key: key.to_string(), other }))
    })
}

impl KeyMap {
    /// The defaults with some commands' keys replaced; what is wrong with a row, by its place in `rows`.
    #[must_use]
    pub fn with<'a>(rows: impl Iterator<Item = (&'a str, &'a [String])>) -> (Self, Vec<(usize, KeyFault)>) {
        let mut faults = Vec::new();
        let mut own = Vec::new();
        for (at, (id, names)) in rows.enumerate() {
            match (COMMANDS.iter().find(|command| command.id == id), keycheck::read(names)) {
                (None, _) => faults.push((at, KeyFault::command(id))),
                (_, Err(fault)) => faults.push((at, fault)),
                (Some(command), Ok(keys)) => own.push((at, command.id, keys)),
            }
        }
        loop {
            if let Some((at, fault)) = twice(&own).or_else(|| without_way_out(&own, &Self::own(&own))) {
                faults.push((at, fault));
                own.retain(|row| row.0 != at);
                continue;
            }
            let map = Self::own(&own);
            let pairs = own.iter().flat_map(|(at, _, keys)| keys.iter().map(move |key| (*at, *key)));
            let clash = pairs
                .filter(|(_, stroke)| stroke.then.is_some())
                .find_map(|(at, stroke)| Some((at, stroke.key.to_string(), map.alone(stroke.key)?)));
            let Some((at, key, other)) = clash else {
                faults.sort_by_key(|(at, _)| *at);
                return (map, faults);
            };
            // without that row the others may stand
            faults.push((at, KeyFault::Begins { key, other }));
            own.retain(|row| row.0 != at);
        }
    }

    /// The defaults with these instead.
    fn own(rows: &[Row]) -> Self {
        let mut map = Self::default();
        for (_, id, keys) in rows {
            // a key given to one command is taken from the others that may be possible where it is, with what it began
            for (other, list) in &mut map.keys {
                let taken = !keycheck::share(id, other);
                let begun = |new: &Stroke, old: &Stroke| new.then.is_none() && old.then.is_some() && new.key == old.key;
                list.retain(|old| !keys.iter().any(|new| (taken && new == old) || begun(new, old)));
            }
            map.keys.insert(id, keys.clone());
        }
        map
    }

    /// The command that a key runs alone: then it can be the first of no two.
    #[must_use]
    pub fn alone(&self, key: Key) -> Option<&'static str> {
        let single = Stroke { key, then: None };
        self.keys.iter().find(|(_, list)| list.contains(&single)).map(|(id, _)| *id)
    }

    /// What may follow a key that is the first of two: the second, and the command.
    pub fn after(&self, begun: Key) -> impl Iterator<Item = (Key, &'static Command)> {
        COMMANDS.iter().flat_map(move |command| {
            let follows = move |stroke: &Stroke| stroke.then.filter(|_| stroke.key == begun);
            self.of(command.id).iter().filter_map(follows).map(move |then| (then, command))
        })
    }

    /// The keys of a command, the plainest first.
    #[must_use]
    pub fn of(&self, id: &str) -> &[Stroke] {
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

    /// True when the key alone runs the command.
    #[must_use]
    pub fn runs(&self, id: &str, key: Key) -> bool {
        self.of(id).contains(&Stroke { key, then: None })
    }
}
