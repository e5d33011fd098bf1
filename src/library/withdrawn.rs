//! Versions and companions that a source took off its list while the paper stayed on it.

use super::publish::{Offered, PaperNote};
use crate::model::session::{Held, PaperEntry};
use crate::model::{Session, Symbol};

/// Marks what a whole list no longer has; gives what it had the last time, with the key of its paper.
///
/// A version that a newer one took the place of is no longer listed by any source: it is not off the list. What was never
/// fetched cannot be, nor can a paper that is off the list as a whole, which is marked as such.
pub(super) fn mark(session: &mut Session, notes: &[PaperNote], offered: &[Offered]) -> Vec<(String, Symbol)> {
    let mut out = Vec::new();
    for entry in session.papers.iter_mut().filter(|entry| !entry.gone) {
        let listed: Vec<&Symbol> =
            notes.iter().map(|note| &note.symbol).filter(|symbol| symbol.paper().to_string() == entry.key).collect();
        if listed.is_empty() {
            continue;
        }
        let mut off: Vec<Symbol> = Vec::new();
        for symbol in alive(entry).filter_map(|held| held.symbol.as_ref()) {
            let mut texts = alive(entry).filter(|held| held.symbol.as_ref() == Some(symbol));
            if !off.contains(symbol) && texts.all(|held| !is_listed(entry, held, symbol, &listed, offered)) {
                off.push(symbol.clone());
            }
        }
        off.sort();
        let fresh = off.iter().filter(|symbol| !entry.withdrawn.contains(symbol));
        out.extend(fresh.map(|symbol| (entry.key.clone(), symbol.clone())));
        entry.withdrawn = off;
    }
    out
}

/// The texts fetched that no other took the place of.
fn alive(entry: &PaperEntry) -> impl Iterator<Item = &Held> {
    entry.held.iter().chain(&entry.beside).filter(|held| held.url.is_some() && held.replaced.is_none())
}

fn is_listed(entry: &PaperEntry, held: &Held, symbol: &Symbol, listed: &[&Symbol], offered: &[Offered]) -> bool {
    let revision = |symbol: &Symbol| symbol.revision().unwrap_or(0);
    let holds = |symbol: &Symbol| alive(entry).any(|held| held.symbol.as_ref() == Some(symbol));
    let by_name = |one: &Symbol| one.unrevised() == symbol.unrevised() && revision(one) >= revision(symbol);
    // the list may leave the version to the paper
    let loosely = |one: &Symbol| *one == one.paper() && !holds(one);
    // or give each of its files the symbol of the paper
    let plainly = |one: &Symbol| loosely(one) || symbol.companion().is_some() && *one == symbol.paper();
    let by_place = |one: &Offered| held.url.as_ref() == Some(&one.1) && one.0.as_ref().is_none_or(plainly);
    listed.iter().any(|one| by_name(one) || symbol.companion().is_none() && loosely(one))
        || offered.iter().any(by_place)
}
