//! The library's answer to a query, and what happens when the index cannot give one.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::disk::WriteLock;
use super::generation::{Generation, Staged};
use super::{Fault, Library, Progress, SearchOptions, Stand, index};
use crate::model::decision::BoardEntry;
use crate::model::note::Stance;
use crate::model::search::{Hit, Results};
use crate::model::{Outcome, Session};
use crate::text::query::{Ask, Query};

/// Said of an index over which the search stumbled.
const DAMAGED: &str = "it is damaged";

thread_local! {
    static GUARDED: Cell<bool> = const { Cell::new(false) };
}

/// True while this thread asks the index: a panic there is caught and becomes a remark, so the program need not give
/// the terminal back because of it.
#[must_use]
pub fn is_guarded() -> bool {
    GUARDED.get()
}

/// What the index says, or that it is damaged where it panics: a damaged file under the running program is no reason to
/// lose the program.
fn guarded<T>(ask: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    GUARDED.set(true);
    let answer = catch_unwind(AssertUnwindSafe(ask));
    GUARDED.set(false);
    answer.unwrap_or_else(|_| Err(DAMAGED.to_owned()))
}

impl Library {
    /// Searches what is held. When the index cannot be used (deleted, damaged, of another version) there are no hits and
    /// `remark` says so; [`Library::reindex`] rebuilds it. `in:notes` is answered by
    /// [`crate::text::query::search_notes`], not here.
    #[must_use]
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Results {
        let begin = Instant::now();
        let empty = || Results { query: query.typed.clone(), ..Results::default() };
        let Some(generation) = self.generation() else { return empty() };
        let known: Vec<(bool, &Ask)> = query
            .clauses
            .iter()
            .filter(|clause| matches!(clause.ask, Ask::Outcome(_) | Ask::Stance(_)))
            .map(|clause| (clause.not, &clause.ask))
            .collect();
        // what became of a draft is known by the session's board, what is thought of it by the notes; not by the index
        let keep = |hit: &Hit, session: u16| {
            known.iter().all(|(not, ask)| match ask {
                Ask::Outcome(outcome) => {
                    let Ok(session) = generation.session(session) else { return false };
                    row_of(&session, hit).is_some_and(|row| (row.outcome == *outcome) != *not)
                }
                Ask::Stance(stance) => (stance_on(&options.stances, hit) == *stance) != *not,
                _ => true,
            })
        };
        let sieve = index::Sieve { keep: &keep, papers: papers(&generation, &known, options) };
        let sieve = if known.is_empty() { None } else { Some(&sieve) };
        let answer = guarded(|| generation.index()?.search(query, options, sieve));
        let mut results = answer.unwrap_or_else(|why| {
            generation.index_broke(&why);
            Results { remark: Some(Fault::Index(why).to_string()), ..empty() }
        });
        results.took_ms = begin.elapsed().as_secs_f64() * 1000.0;
        results
    }

    /// Why the index cannot be used, in a few words; `None` when it can, or when nothing is held. Opens it: call this
    /// away from the first frame, and after a search that answered with a remark: an index that was damaged under the
    /// running program shows it then. [`Library::reindex`] mends it.
    #[must_use]
    pub fn index_fault(&self) -> Option<String> {
        let generation = self.generation()?;
        guarded(|| generation.index().map(|_| ())).err()
    }

    /// Builds the index anew from the papers, beside the old one, and swaps. Reading goes on meanwhile.
    pub fn reindex(&self, progress: &mut dyn FnMut(Progress)) -> Result<(), Fault> {
        let _lock = WriteLock::take(&self.cache, &self.disk)?;
        self.refresh()?;
        let Some(before) = self.generation() else { return Ok(()) };
        let staged = Staged::begin(&self.cache, Some(&before), &[], &[], &self.disk)?;
        let source = index::Source {
            sessions: &before.sessions,
            changed: &before.sessions,
            session: &|number| before.session(number).map(|session| Arc::clone(&session)),
            paper: &|held| self.paper_once(held),
            stop: &|| false,
        };
        index::update(&staged.folder.join("index"), None, staged.id, &source, &self.disk, progress)?;
        staged.publish()?;
        self.refresh()?;
        Ok(())
    }
}

/// More papers than these are not named to the index one by one.
const FEW_PAPERS: usize = 1_000;

/// The row of the board that a hit is the draft of.
fn row_of<'a>(session: &'a Session, hit: &Hit) -> Option<&'a BoardEntry> {
    let of_paper = || session.board.iter().filter(|row| row.paper.to_string() == hit.paper);
    of_paper()
        .find(|row| row.id == hit.id)
        .or_else(|| of_paper().find(|row| row.id.is_empty() && row.paragraph == hit.paragraph))
}

/// What the notes think of a hit.
fn stance_on(stances: &[Stand], hit: &Hit) -> Stance {
    let fits = |stand: &&Stand| {
        stand.key == hit.key
            && match (&stand.paragraph, &hit.paragraph) {
                (Some(noted), Some(found)) => noted == found,
                _ => !stand.id.is_empty() && stand.id == hit.id,
            }
    };
    stances.iter().filter(|stand| stand.stance != Stance::None).find(fits).map_or(Stance::None, |stand| stand.stance)
}

/// The papers in which an outcome or a stance that is asked for occurs, when they are few: without them a search would
/// look at every draft of the archive.
fn papers(generation: &Generation, known: &[(bool, &Ask)], options: &SearchOptions) -> Option<Vec<String>> {
    let mut all: Option<BTreeSet<String>> = None;
    for (_, ask) in known.iter().filter(|(not, _)| !not) {
        let here: BTreeSet<String> = match ask {
            Ask::Outcome(Outcome::Pending) | Ask::Stance(Stance::None) => continue,
            Ask::Outcome(outcome) => {
                let sessions = generation.sessions.iter().filter_map(|number| generation.session(*number).ok());
                let keys = |session: Arc<Session>| -> Vec<String> {
                    let rows = session.board.iter().filter(|row| row.outcome == *outcome);
                    rows.map(|row| row.paper.paper().to_string()).collect()
                };
                sessions.flat_map(keys).collect()
            }
            Ask::Stance(stance) => {
                options.stances.iter().filter(|stand| stand.stance == *stance).map(|stand| stand.key.clone()).collect()
            }
            _ => continue,
        };
        all = Some(match all {
            Some(all) => all.intersection(&here).cloned().collect(),
            None => here,
        });
    }
    all.filter(|all| all.len() <= FEW_PAPERS).map(|all| all.into_iter().collect())
}
