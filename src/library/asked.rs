//! What was asked and what is missing: the ledger of promises over the sessions held, and the papers that are cited but not
//! held.

use std::collections::BTreeMap;
use std::fs;

use serde::Serialize;

use super::Library;
use crate::model::decision::{BoardEntry, Pasted};
use crate::model::promise::{LedgerEntry, Promise, Standing};
use crate::model::{Language, Locator, Outcome, Session, Symbol, Target};
use crate::text::promises;

/// A paper that papers held cite and that is not held itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The paper, without version.
    pub symbol: Symbol,
    /// The session it belongs to.
    pub session: u16,
    /// How often it is cited.
    pub times: usize,
    /// The papers that cite it, as they are named, each once.
    pub cited_by: Vec<String>,
}

impl Library {
    /// The papers that are cited and not held, by session, newest first; with `only` those of one session. A paper cited
    /// without its section ("GB.320/14/2") counts as held when it is held with one.
    #[must_use]
    pub fn missing(&self, only: Option<u16>) -> Vec<Missing> {
        let Some(generation) = self.generation() else { return Vec::new() };
        // the files of citations are named by the session that is cited, held or not
        let groups: Vec<String> = match only {
            Some(session) => vec![session.to_string()],
            None => fs::read_dir(generation.folder.join("citations"))
                .into_iter()
                .flatten()
                .flatten()
                .filter_map(|file| file.file_name().to_str()?.strip_suffix(".json").map(str::to_owned))
                .filter(|name| name.parse::<u16>().is_ok())
                .collect(),
        };
        let held = |symbol: &Symbol| {
            self.find(symbol, &[]).is_some()
                || symbol.candidates_with_section().iter().any(|candidate| self.find(candidate, &[]).is_some())
        };
        let mut out = Vec::new();
        for group in groups {
            let Ok(citations) = generation.citations(&group) else { continue };
            for (key, citing) in citations.iter() {
                let Some(symbol) = key.parse::<Symbol>().ok().filter(|symbol| !held(symbol)) else { continue };
                let mut cited_by: Vec<String> = citing.iter().map(|one| one.paper.clone()).collect();
                cited_by.dedup();
                out.push(Missing { session: symbol.session(), symbol, times: citing.len(), cited_by });
            }
        }
        out.sort_by(|a, b| {
            b.session.cmp(&a.session).then_with(|| super::order::keys(&a.symbol.to_string(), &b.symbol.to_string()))
        });
        out
    }

    /// The promises that concern a session: made at it, due at it, or due before it and still open. Those due first, then
    /// those open, answered, and due later; each in the order of sessions and papers. Over all sessions held. Where no
    /// official text is held of what was adopted, the words that were `pasted` are read.
    #[must_use]
    pub fn ledger(&self, session: u16, languages: &[Language], pasted: &[Pasted]) -> Vec<LedgerEntry> {
        let mut cited: BTreeMap<String, Vec<(u16, String, String)>> = BTreeMap::new();
        let mut out: Vec<LedgerEntry> = Vec::new();
        for number in self.sessions().into_iter().rev().filter(|number| *number <= session) {
            let Ok(held) = self.session(number) else { continue };
            for row in rows(&held, languages) {
                if matches!(row.outcome, Outcome::NotAdopted | Outcome::Deferred) {
                    continue;
                }
                let own = row.pasted(pasted).filter(|_| row.adopted_text.is_none());
                let with_pasted = own.map(|note| BoardEntry { adopted_text: Some(note.text.clone()), ..row.clone() });
                let row = with_pasted.as_ref().unwrap_or(row);
                for promise in promises::of_entry(row) {
                    let key = promise.paper.paper().to_string();
                    let citing = cited.entry(key.clone()).or_insert_with(|| {
                        let by = self.cited_by(&key).into_iter().filter(|one| one.key != key);
                        let session = |key: &str| key.parse::<Symbol>().ok().map(|symbol| symbol.session());
                        let mut by: Vec<(u16, String, String)> =
                            by.filter_map(|one| Some((session(&one.key)?, one.paper.clone(), one.target))).collect();
                        by.sort();
                        by.dedup();
                        by
                    });
                    let answers = |at: u16| match promise.due_session {
                        Some(due) => at == due,
                        None => at > number,
                    };
                    let mut answered_by: Vec<String> = citing
                        .iter()
                        .filter(|(at, _, target)| answers(*at) && !is_of_another_part(target, &promise))
                        .map(|(_, paper, _)| paper.clone())
                        .collect();
                    answered_by.dedup();
                    let standing = match promise.due_session {
                        Some(due) if due == session => Standing::Due,
                        _ if !answered_by.is_empty() => Standing::Answered,
                        Some(due) if due < session => Standing::Open,
                        _ => Standing::Later,
                    };
                    // what was asked earlier and has no session is shown where it was asked
                    // a revised draft decision and the draft adopted in its form ask the same
                    let twice = out.iter().any(|known| {
                        known.promise.paper.paper() == promise.paper.paper()
                            && known.promise.quote == promise.quote
                            && known.promise.lead == promise.lead
                    });
                    if !twice && (number == session || matches!(standing, Standing::Due | Standing::Open)) {
                        let adopted = row.adopted_text.is_some() || row.outcome == Outcome::AsDrafted;
                        let amended = row.adopted_text.as_deref().is_some_and(|text| row.is_amended(text));
                        let (id, pasted_by) = (row.id.clone(), own.map(|note| note.author.clone()));
                        let language = row.language;
                        let entry =
                            LedgerEntry { promise, adopted, amended, language, pasted_by, id, standing, answered_by };
                        out.push(entry);
                    }
                }
            }
        }
        out.sort_by_key(|entry| entry.standing);
        out
    }
}

/// True for a citation of another lettered part of the very decision: "paragraph 2(a)" does not answer what was asked in 2(d).
fn is_of_another_part(target: &str, promise: &Promise) -> bool {
    let (Some(paragraph), Some(part)) = (&promise.paragraph, &promise.part) else { return false };
    let Ok(Target::Paper(_, Some(Locator::Paragraphs(spans)))) = target.parse() else { return false };
    !spans.is_empty()
        && spans.iter().all(|span| {
            let (base, letters) = span.from.split_at(span.from.find('(').unwrap_or(span.from.len()));
            let other = !letters.is_empty() && !part.starts_with(letters) && !letters.starts_with(part.as_str());
            span.to.is_none() && base == paragraph && other
        })
}

/// Every draft of a session once, in the first language preferred that it is held in.
fn rows<'a>(session: &'a Session, languages: &[Language]) -> Vec<&'a BoardEntry> {
    let rank = |entry: &BoardEntry| {
        entry.language.and_then(|code| languages.iter().position(|language| *language == code)).unwrap_or(usize::MAX)
    };
    let mut rows: Vec<&BoardEntry> = Vec::new();
    for entry in &session.board {
        let same = |row: &&mut &BoardEntry| {
            row.paper == entry.paper
                && match (&row.paragraph, &entry.paragraph) {
                    (Some(a), Some(b)) => a == b,
                    _ => row.id == entry.id,
                }
        };
        match rows.iter_mut().find(same) {
            Some(row) if rank(entry) < rank(row) => *row = entry,
            Some(_) => {}
            None => rows.push(entry),
        }
    }
    rows
}
