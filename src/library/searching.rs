//! The library's answer to a query, and what happens when the index cannot give one.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::disk::WriteLock;
use super::generation::Staged;
use super::{Fault, Library, Progress, SearchOptions, index};
use crate::model::Outcome;
use crate::model::search::{Hit, Results};
use crate::text::query::{Ask, Query};

impl Library {
    /// Searches what is held. When the index cannot be used (deleted, damaged, of another version) there are no hits and
    /// `remark` says so; [`Library::reindex`] rebuilds it. `in:notes` is answered by
    /// [`crate::text::query::search_notes`], not here.
    #[must_use]
    pub fn search(&self, query: &Query, options: &SearchOptions) -> Results {
        let begin = Instant::now();
        let empty = || Results { query: query.typed.clone(), ..Results::default() };
        let Some(generation) = self.generation() else { return empty() };
        let wanted: Vec<(bool, Outcome)> = query
            .clauses
            .iter()
            .filter_map(|clause| match clause.ask {
                Ask::Outcome(outcome) => Some((clause.not, outcome)),
                _ => None,
            })
            .collect();
        // what became of a draft is known by the session's board, not by the index
        let keep = |hit: &Hit, session: u16| {
            let Ok(session) = generation.session(session) else { return false };
            let row = session.board.iter().find(|row| row.id == hit.id && row.paper.to_string() == hit.paper);
            let row = row.or_else(|| {
                session.board.iter().find(|row| {
                    row.id.is_empty() && row.paragraph == hit.paragraph && row.paper.to_string() == hit.paper
                })
            });
            wanted.iter().all(|(not, outcome)| row.is_some_and(|row| (row.outcome == *outcome) != *not))
        };
        let keep: Option<&index::Keep> = if wanted.is_empty() { None } else { Some(&keep) };
        // a damaged file under the running program may make the index stumble: that is no reason to lose the program
        let answer = catch_unwind(AssertUnwindSafe(|| match generation.index() {
            Ok(index) => index.search(query, options, keep),
            Err(why) => Err(why.to_owned()),
        }));
        let mut results = match answer {
            Ok(Ok(results)) => results,
            Ok(Err(why)) => Results { remark: Some(Fault::Index(why).to_string()), ..empty() },
            Err(_) => Results { remark: Some(Fault::Index("it is damaged".to_owned()).to_string()), ..empty() },
        };
        results.took_ms = begin.elapsed().as_secs_f64() * 1000.0;
        results
    }

    /// Why the index cannot be used, in a few words; `None` when it can, or when nothing is held. Opens it: call this
    /// away from the first frame.
    #[must_use]
    pub fn index_fault(&self) -> Option<String> {
        let generation = self.generation()?;
        match catch_unwind(AssertUnwindSafe(|| generation.index().err().map(str::to_owned))) {
            Ok(fault) => fault,
            Err(_) => Some("it is damaged".to_owned()),
        }
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
            paper: &|held| self.paper(held),
        };
        index::update(&staged.folder.join("index"), None, staged.id, &source, &self.disk, progress)?;
        staged.publish()?;
        self.refresh()?;
        Ok(())
    }
}
