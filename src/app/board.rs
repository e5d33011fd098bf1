//! The board: all draft decisions of the session, one row each.

use crate::model::decision::BoardEntry;
use crate::model::{Language, Outcome, Session, Stance, Symbol};

use super::App;
use super::order::{self, Order};

/// The cursor and the filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Index into the rows shown.
    pub at: usize,
    /// First row in view.
    pub top: usize,
    /// What is shown.
    pub filter: Filter,
}

/// What is shown on the board.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// Everything.
    #[default]
    All,
    /// One section.
    Section(String),
    /// One outcome.
    Outcome(Outcome),
    /// One stance of mine.
    Stance(Stance),
}

/// The drafts of a session, one a paragraph, in the best language there is.
#[must_use]
pub fn drafts<'a>(session: &'a Session, languages: &[Language]) -> Vec<&'a BoardEntry> {
    let rank = |entry: &BoardEntry| {
        languages.iter().position(|language| entry.language == Some(*language)).unwrap_or(languages.len())
    };
    let mut out: Vec<&BoardEntry> = Vec::new();
    for entry in &session.board {
        let same = |other: &&&mut &BoardEntry| {
            other.paper == entry.paper
                && if entry.paragraph.is_some() { other.paragraph == entry.paragraph } else { other.id == entry.id }
        };
        match out.iter_mut().find(|other| same(&other)) {
            Some(other) if rank(entry) < rank(other) => *other = entry,
            Some(_) => {}
            None => out.push(entry),
        }
    }
    out
}

/// The version in which a draft stands, when it is not the paper itself but an addendum or a corrigendum that has it.
#[must_use]
pub fn version(draft: &BoardEntry) -> Option<Symbol> {
    draft.paper.companion().map(|_| draft.paper.clone())
}

/// The first sitting that takes the item of a draft; after all of them when none does.
fn sitting_of(session: &Session, entry: &BoardEntry) -> usize {
    let name = entry.paper.paper().to_string();
    let name = name.split_once('/').map_or(name.as_str(), |(_, rest)| rest);
    let takes = |item: &str| {
        !item.is_empty() && (name == item || name.strip_prefix(item).is_some_and(|rest| rest.starts_with('/')))
    };
    let mut list = session.sittings.iter();
    list.position(|sitting| sitting.entries.iter().any(|entry| takes(&entry.item))).unwrap_or(usize::MAX)
}

impl App {
    /// The rows of the board that the filter lets through.
    #[must_use]
    pub fn board_rows(&self) -> Vec<&BoardEntry> {
        let Some(session) = self.current() else { return Vec::new() };
        let mut rows = drafts(session, &self.languages);
        rows.retain(|entry| match &self.board.filter {
            Filter::All => true,
            Filter::Section(code) => entry.paper.body() == Some(code),
            Filter::Outcome(outcome) => entry.outcome == *outcome,
            Filter::Stance(stance) => self.discreet || self.stance_on(entry) == *stance,
        });
        let order = self.order_in(super::View::Board);
        let sorted = order::sorted(rows.len(), &|at| match (order, rows.get(at)) {
            (Some(Order::Sitting), Some(entry)) => format!("{:020}", sitting_of(session, entry)),
            (Some(Order::State), Some(entry)) => (entry.outcome as u8).to_string(),
            _ => String::new(),
        });
        sorted.into_iter().filter_map(|at| rows.get(at).copied()).collect()
    }

    /// The row of the board under the cursor.
    #[must_use]
    pub fn board_row(&self) -> Option<&BoardEntry> {
        self.board_rows().get(self.board.at).copied()
    }

    /// My stance on a draft: that of the newest note on its paragraph that takes one.
    #[must_use]
    pub fn stance_on(&self, entry: &BoardEntry) -> Stance {
        let stances = self.notes_on_draft(entry).filter(|note| note.stance != Stance::None);
        stances.max_by(|a, b| a.modified.cmp(&b.modified)).map_or(Stance::None, |note| note.stance)
    }

    /// The id of the block a draft stands in.
    #[must_use]
    pub fn draft_id(&self, entry: &BoardEntry) -> String {
        entry.block()
    }

    /// The filters that would show something, with how many rows each.
    #[must_use]
    pub fn board_filters(&self) -> Vec<(Filter, usize)> {
        let Some(session) = self.current() else { return Vec::new() };
        let rows = drafts(session, &self.languages);
        let mut out: Vec<(Filter, usize)> = vec![(Filter::All, rows.len())];
        let mut add = |filter: Filter| match out.iter_mut().find(|(known, _)| *known == filter) {
            Some((_, count)) => *count += 1,
            None => out.push((filter, 1)),
        };
        for entry in &rows {
            if let Some(body) = entry.paper.body() {
                add(Filter::Section(body.to_owned()));
            }
        }
        for entry in &rows {
            add(Filter::Outcome(entry.outcome));
        }
        for entry in rows.iter().filter(|_| !self.discreet) {
            let stance = self.stance_on(entry);
            if stance != Stance::None {
                add(Filter::Stance(stance));
            }
        }
        out
    }
}
