//! Which version is newer, which language is preferred, which paper comes first in a list.

use std::cmp::Ordering;

use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Symbol};

/// The sections in the order of the agenda.
const SECTIONS: [&str; 5] = ["INS", "POL", "LILS", "PFA", "HL"];

/// What a symbol says beyond the paper: how it is revised, and whether it hangs on the paper as a companion or product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    /// Addendum, corrigendum, decision: hangs on the paper, is no version of it.
    pub(super) companion: bool,
    /// `(Rev.)` counts as 1, `(Rev.2)` as 2, no mark as 0.
    pub(super) revision: u16,
}

/// The version that a symbol names.
pub(super) fn version(symbol: &Symbol) -> Version {
    Version { companion: symbol.companion().is_some() || symbol.is_product(), revision: symbol.revision().unwrap_or(0) }
}

/// How a text held compares: companions last, then the higher revision; a text replaced by another under the same symbol
/// comes after it.
fn rank(held: &Held) -> (bool, bool, u16) {
    let version = held.symbol.as_ref().map_or(Version { companion: false, revision: 0 }, version);
    (!version.companion, held.replaced.is_none(), version.revision)
}

/// The newest version of the paper itself that is held, whatever its language.
pub(super) fn newest(entry: &PaperEntry) -> Option<&Held> {
    // `max_by_key` takes the last of equals; the first language held is wanted
    entry.held.iter().rev().max_by_key(|held| rank(held))
}

/// The text held that fits best, and whether it is another version than the one asked for.
pub(super) fn choose<'a>(
    entry: &'a PaperEntry,
    asked: Option<&Symbol>,
    preferred: &[Language],
) -> Option<(&'a Held, bool)> {
    let newest = newest(entry)?;
    let plain = asked.is_none_or(|symbol| *symbol == symbol.paper());
    let exact = asked.filter(|_| !plain).filter(|symbol| {
        entry.held.iter().any(|held| held.replaced.is_none() && held.symbol.as_ref() == Some(*symbol))
    });
    let wanted = exact.or(newest.symbol.as_ref());
    let place = |held: &Held| preferred.iter().position(|language| *language == held.language);
    let held = entry
        .held
        .iter()
        .filter(|held| held.replaced.is_none() && held.symbol.as_ref() == wanted)
        .min_by_key(|held| place(held).unwrap_or(usize::MAX))
        .unwrap_or(newest);
    Some((held, !plain && exact.is_none()))
}

/// The text of one version and no other: of a symbol without revision the first.
pub(super) fn exactly<'a>(entry: &'a PaperEntry, version: &Symbol, preferred: &[Language]) -> Option<&'a Held> {
    let place = |held: &&Held| preferred.iter().position(|language| *language == held.language).unwrap_or(usize::MAX);
    let same = |held: &&Held| held.replaced.is_none() && held.symbol.as_ref() == Some(version);
    entry.held.iter().filter(same).min_by_key(place)
}

/// The texts that speak for a paper now: in each language the newest version held, and every companion and product.
/// Former versions and replaced texts are left out.
pub(super) fn in_force(entry: &PaperEntry) -> Vec<&Held> {
    let alive = || entry.held.iter().filter(|held| held.replaced.is_none());
    let version_of = |held: &Held| held.symbol.as_ref().map_or(Version { companion: false, revision: 0 }, version);
    let text_of = |held: &Held| held.symbol.as_ref().map(Symbol::unrevised);
    let mut out: Vec<&Held> = alive()
        .filter(|held| {
            let (own, text) = (version_of(held).revision, text_of(held));
            !alive().any(|other| {
                other.language == held.language && version_of(other).revision > own && text_of(other) == text
            })
        })
        .collect();
    // the paper before its companions, each newest first
    out.sort_by_key(|held| {
        let own = version_of(held);
        (own.companion, std::cmp::Reverse(own.revision))
    });
    out
}

/// Of texts that differ only in language, one: English, French, Spanish, or whichever there is.
pub(super) fn one_language(mut held: Vec<&Held>) -> Vec<&Held> {
    let place = |held: &Held| {
        [Language::EN, Language::FR, Language::ES].iter().position(|one| *one == held.language).unwrap_or(3)
    };
    held.sort_by_key(|held| place(held));
    let mut seen: Vec<Option<Symbol>> = Vec::new();
    held.retain(|held| {
        let text = held.symbol.as_ref().map(Symbol::unrevised);
        let new = !seen.contains(&text);
        seen.push(text);
        new
    });
    held
}

/// The order of papers in a session: sections as on the agenda, numbers by value, texts without symbol last.
pub(super) fn papers(a: &PaperEntry, b: &PaperEntry) -> Ordering {
    let texts = |entry: &PaperEntry| entry.symbol.is_none();
    texts(a).cmp(&texts(b)).then_with(|| keys(&a.key, &b.key))
}

/// The order of two keys.
pub(super) fn keys(a: &str, b: &str) -> Ordering {
    let mut left = a.split('/').map(piece);
    let mut right = b.split('/').map(piece);
    loop {
        match (left.next(), right.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => match a.cmp(&b) {
                Ordering::Equal => {}
                other => return other,
            },
        }
    }
}

/// A piece of a key, comparable: sections in their order, then numbers by value, then other words.
fn piece(text: &str) -> (usize, u32, &str) {
    if let Some(at) = SECTIONS.iter().position(|section| *section == text) {
        return (at, 0, "");
    }
    match text.parse() {
        Ok(number) => (SECTIONS.len(), number, ""),
        Err(_) => (SECTIONS.len() + 1, 0, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_come_as_on_the_agenda_and_numbers_by_value() {
        let mut keys = ["GB.350/PFA/1", "GB.350/INS/17", "GB.350/INS/2/1", "GB.350/POL/3", "GB.350/INS/2"];
        keys.sort_by(|a, b| super::keys(a, b));
        assert_eq!(keys, ["GB.350/INS/2", "GB.350/INS/2/1", "GB.350/INS/17", "GB.350/POL/3", "GB.350/PFA/1"]);
    }

    #[test]
    fn a_revision_is_newer_and_a_companion_is_no_version() {
        let of = |text: &str| version(&text.parse().unwrap());
        assert!(of("GB.350/POL/3(Rev.2)").revision > of("GB.350/POL/3(Rev.)").revision);
        assert!(of("GB.350/POL/3(Rev.)").revision > of("GB.350/POL/3").revision);
        assert!(of("GB.350/POL/3(Add.1)").companion);
    }
}
