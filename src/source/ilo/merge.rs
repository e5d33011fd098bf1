//! Entries of several pages and languages that are one.

use std::collections::BTreeMap;

use super::super::list::Entry;
use super::super::shortened;
use crate::model::decision::Adopted;
use crate::model::{Language, Outcome, Texts};
use crate::text::record;

/// A deferred item has an outcome although there is no record of it.
pub(super) fn deferred(entry: &Entry) -> Option<Adopted> {
    let symbol = entry.symbol.as_ref()?;
    let status = entry.status.as_deref()?;
    if record::outcome(status) != Some(Outcome::Deferred) {
        return None;
    }
    Some(Adopted { paper: symbol.unrevised().to_string(), outcome: Outcome::Deferred, ..Adopted::default() })
}

/// Entries of several pages and languages that are one: by symbol, else by file.
pub(super) fn merged(entries: Vec<(Option<Language>, Entry)>) -> Vec<(Entry, Texts, Texts)> {
    let mut out: Vec<(Entry, Texts, Texts)> = Vec::new();
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (language, mut entry) in entries {
        // a file on a page of one language is in that language, when nothing else is said and there is no other
        if let [(named @ None, _)] = entry.files.as_mut_slice() {
            *named = language;
        }
        let language = language.unwrap_or(Language::EN);
        let key = match (&entry.symbol, entry.files.first(), &entry.page) {
            (Some(symbol), _, _) => symbol.to_string(),
            (None, Some((_, url)), _) | (None, None, Some(url)) => url.to_string(),
            (None, None, None) => format!(
                "{:?} {:?} {}",
                entry.section,
                entry.number,
                if entry.number.is_some() { "" } else { &entry.title }
            ),
        };
        let title =
            if entry.title.is_empty() { Texts::default() } else { Texts::one(language, shortened(&entry.title, 600)) };
        let note =
            entry.change_note.take().map_or_else(Texts::default, |note| Texts::one(language, shortened(&note, 600)));
        if let Some((known, titles, notes)) = places.get(&key).and_then(|at| out.get_mut(*at)) {
            for (language, text) in title.0 {
                titles.0.entry(language).or_insert(text);
            }
            for (language, text) in note.0 {
                notes.0.entry(language).or_insert(text);
            }
            for (named, url) in entry.files {
                if !known.files.iter().any(|(_, other)| *other == url) {
                    known.files.push((named, url));
                }
            }
            known.status = known.status.take().or(entry.status);
            known.date = known.date.take().or(entry.date);
            known.page = known.page.take().or(entry.page);
            known.number = known.number.take().or(entry.number);
            known.section = known.section.take().or(entry.section);
            known.record = known.record.take().or(entry.record);
        } else {
            places.insert(key, out.len());
            out.push((entry, title, note));
        }
    }
    out
}
