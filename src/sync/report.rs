//! What a sync changed, paper by paper, for the delegate.

use serde::Serialize;

use super::plan::Job;
use crate::library::{Added, Change, Library, Published};
use crate::model::decision::Adopted;
use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Outcome, Session, Symbol};
use crate::source::{Fault, FaultKind};
use crate::strings::Saying;
use crate::text::diff::{self, Summary};

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SyncReport {
    /// The session, when the source knows it.
    pub session: Option<u16>,
    /// Where it came from.
    pub source: String,
    /// What is new about papers, in the order in which it was found.
    pub papers: Vec<PaperNews>,
    /// Decisions that became known or different.
    pub decisions: Vec<DecisionNews>,
    /// Items whose status changed.
    pub statuses: Vec<StatusNews>,
    /// What could not be listed.
    pub remarks: Vec<Fault>,
    /// Files that were as held.
    pub unchanged: usize,
    /// Files that travelled.
    pub bodies: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Files that had arrived in a sync before, which did not come to its end.
    pub resumed: usize,
}

/// What is new about a paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PaperNews {
    /// With its version.
    pub symbol: Option<String>,
    /// The key in the library; empty when it failed.
    pub key: String,
    /// The language of the text.
    pub language: Option<Language>,
    /// The title.
    pub title: Option<String>,
    /// What happened.
    #[serde(flatten)]
    pub what: News,
    /// What is uncertain about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<Saying>,
}

/// What happened to a paper.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "news", rename_all = "snake_case")]
pub enum News {
    /// Not held before.
    New,
    /// Another version, or another text under the same symbol.
    Revised {
        /// "1 added (6), 24 renumbered, 2 reworded": against the text before, in the same language.
        summary: Option<String>,
        /// What the Office says it changed.
        change_note: Option<String>,
        /// The summary, for the language of the delegate.
        #[serde(skip)]
        counts: Option<Summary>,
    },
    /// An addendum, a corrigendum, a record of a decision that hangs on a paper.
    Companion,
    /// A paper held already, in another language or format.
    Translation,
    /// No longer on the list; what was held stays.
    Vanished,
    /// On the list again, after it had been taken off.
    Returned,
    /// Could not be fetched or read; what was held stays.
    Failed {
        /// Why: one sentence.
        reason: String,
        /// What to do: one sentence.
        advice: String,
        /// Both, for the language of the delegate.
        #[serde(skip)]
        fault: Fault,
    },
}

/// A decision that became known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecisionNews {
    /// The paper.
    pub paper: String,
    /// The paragraph of the draft.
    pub paragraph: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// The day.
    pub date: Option<String>,
}

/// A status that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatusNews {
    /// `INS/4`.
    pub item: String,
    /// What the source said before.
    pub before: Option<String>,
    /// What it says now.
    pub now: Option<String>,
}

/// A file that failed.
pub(super) fn failed(job: &Job, fault: &Fault) -> PaperNews {
    PaperNews {
        symbol: job.symbol.as_ref().map(ToString::to_string),
        key: String::new(),
        language: job.file.language,
        title: Some(job.title.clone()).filter(|title| !title.is_empty()).or_else(|| Some(job.file.address.clone())),
        what: News::Failed { reason: fault.what.clone(), advice: fault.advice.clone(), fault: fault.clone() },
        remark: None,
    }
}

impl SyncReport {
    /// The papers that failed.
    pub fn failures(&self) -> impl Iterator<Item = &PaperNews> {
        self.papers.iter().filter(|one| matches!(one.what, News::Failed { .. }))
    }

    /// True when some papers failed or could not be listed.
    #[must_use]
    pub fn is_partial(&self) -> bool {
        !self.remarks.is_empty() || self.failures().next().is_some()
    }

    /// True when nothing is different from before.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.papers.is_empty() && self.decisions.is_empty() && self.statuses.is_empty() && self.remarks.is_empty()
    }

    /// Compares the state before with the one published.
    pub(super) fn complete(
        &mut self,
        library: &Library,
        before: Option<&Session>,
        published: &Published,
        added: &[(usize, Added)],
    ) {
        for (_, one) in added {
            let after = library.session(one.session).ok();
            let news = after.as_deref().and_then(|after| news(library, before, after, one));
            if let Some(what) = news {
                self.papers.push(PaperNews {
                    symbol: one.symbol.as_ref().map(ToString::to_string),
                    key: one.key.clone(),
                    language: Some(one.language),
                    title: one.title.clone(),
                    what,
                    remark: one.remark.clone(),
                });
            }
        }
        let after = self.session.and_then(|number| library.session(number).ok());
        let mut listed = |key: &str, symbol: Option<&Symbol>, what: News| {
            let entry = after.as_ref().and_then(|session| session.papers.iter().find(|entry| entry.key == key));
            let symbol = symbol.or_else(|| entry.and_then(|entry| entry.symbol.as_ref()));
            self.papers.push(PaperNews {
                symbol: symbol.map(ToString::to_string),
                key: key.to_owned(),
                language: None,
                title: entry.and_then(|entry| entry.title.best(&[])).map(str::to_owned),
                what,
                remark: None,
            });
        };
        for key in &published.gone {
            listed(key, None, News::Vanished);
        }
        for (key, symbol) in &published.withdrawn {
            listed(key, Some(symbol), News::Vanished);
        }
        for (key, symbol) in after.as_deref().map(|after| returned(before, after)).unwrap_or_default() {
            listed(&key, symbol.as_ref(), News::Returned);
        }
        if let Some(after) = &after {
            self.decisions = decisions(before, after);
            self.statuses = before.map(|before| statuses(before, after)).unwrap_or_default();
        }
    }
}

/// What an added file means to the delegate; `None` when it is what was held.
fn news(library: &Library, before: Option<&Session>, after: &Session, one: &Added) -> Option<News> {
    if one.change == Change::Unchanged {
        return None;
    }
    let entry = after.papers.iter().find(|entry| entry.key == one.key)?;
    let former = before.and_then(|session| session.papers.iter().find(|entry| entry.key == one.key));
    if one.symbol.as_ref().is_some_and(|symbol| symbol.companion().is_some() || symbol.is_product()) {
        return Some(News::Companion);
    }
    let Some(former) = former.filter(|former| !former.held.is_empty()) else { return Some(News::New) };
    let known = |held: &&Held| held.replaced.is_none() && held.language == one.language && is_main(held);
    let Some(old) = newest(former, known) else { return Some(News::Translation) };
    let new = entry.held.iter().rev().find(|held| held.symbol == one.symbol && known(held))?;
    if old.original == new.original {
        return (old.symbol != new.symbol).then(|| revised(None, entry));
    }
    // the same version in another format is no revision
    if old.symbol == new.symbol
        && old.format != new.format
        && entry.held.iter().chain(&entry.beside).any(|held| held.original == old.original && held.replaced.is_none())
    {
        return Some(News::Translation);
    }
    let summary =
        library.paper(old).ok().zip(library.paper(new).ok()).map(|(old, new)| diff::compare(&old, &new).summary);
    Some(revised(summary, entry))
}

fn revised(counts: Option<Summary>, entry: &PaperEntry) -> News {
    let change_note = entry.change_note.best(&[]).map(str::to_owned);
    News::Revised { summary: counts.as_ref().map(Summary::sentence), change_note, counts }
}

/// True for a text of the paper itself, not of a companion.
fn is_main(held: &Held) -> bool {
    held.symbol.as_ref().is_none_or(|symbol| symbol.companion().is_none() && !symbol.is_product())
}

/// The highest revision among the texts that pass.
fn newest(entry: &PaperEntry, passes: impl Fn(&&Held) -> bool) -> Option<&Held> {
    entry
        .held
        .iter()
        .filter(|held| passes(held))
        .max_by_key(|held| held.symbol.as_ref().and_then(Symbol::revision).unwrap_or(0))
}

/// Papers, and versions or companions of papers, that had been taken off the list and are on it again.
fn returned(before: Option<&Session>, after: &Session) -> Vec<(String, Option<Symbol>)> {
    let mut out = Vec::new();
    for former in before.map(|session| session.papers.as_slice()).unwrap_or_default() {
        let Some(now) = after.papers.iter().find(|entry| entry.key == former.key && !entry.gone) else { continue };
        if former.gone {
            out.push((former.key.clone(), None));
        }
        let back = former.withdrawn.iter().filter(|symbol| !now.withdrawn.contains(symbol));
        out.extend(back.map(|symbol| (former.key.clone(), Some(symbol.clone()))));
    }
    out
}

/// Decisions that were not known before, or differently.
fn decisions(before: Option<&Session>, after: &Session) -> Vec<DecisionNews> {
    let known = |one: &Adopted| before.is_some_and(|session| session.adopted.contains(one));
    let fresh = after.adopted.iter().filter(|one| one.outcome != Outcome::Pending && !known(one));
    fresh
        .map(|one| DecisionNews {
            paper: one.paper.clone(),
            paragraph: one.paragraph.clone(),
            outcome: one.outcome,
            date: one.date.clone(),
        })
        .collect()
}

/// Items whose status or remark is another one.
fn statuses(before: &Session, after: &Session) -> Vec<StatusNews> {
    let told = |item: &crate::model::AgendaItem| item.note.best(&[]).map(str::to_owned).or_else(|| item.status.clone());
    let mut out = Vec::new();
    for item in after.items.iter().filter(|item| !item.derived) {
        let Some(former) = before.items.iter().find(|one| one.section == item.section && one.number == item.number)
        else {
            continue;
        };
        if former.status != item.status || former.note != item.note {
            out.push(StatusNews {
                item: format!("{}/{}", item.section, item.number),
                before: told(former),
                now: told(item),
            });
        }
    }
    out
}

/// The exit status of a sync that did not fail as a whole: 0, or 3 when some papers failed.
#[must_use]
pub fn exit_status(report: &SyncReport) -> u8 {
    if report.is_partial() { 3 } else { 0 }
}

/// True for a fault that ends a sync because of this computer, not of the source.
#[must_use]
pub fn is_own(fault: &Fault) -> bool {
    matches!(fault.kind, FaultKind::Disk | FaultKind::Cancelled)
}
