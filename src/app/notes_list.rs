//! The list of notes: what is shown of them, and in which order.

use crate::model::{Note, Stance};

use super::order::{self, Order};
use super::seats::How;
use super::{App, Focus, View};

/// The cursor and the filter in the list of notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NotesList {
    /// Index into the rows shown.
    pub at: usize,
    /// First row in view.
    pub top: usize,
    /// What is shown.
    pub filter: Filter,
}

/// Which notes are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    #[default]
    All,
    /// On one paper, by its key.
    Paper(String),
    /// With one stance.
    Stance(Stance),
    /// With one tag.
    Tag(String),
    /// Placed in one way in the newest text held.
    State(How),
    /// For the delegate to place: those on one paper, by its key, or all when it is empty.
    ToPlace(String),
}

impl App {
    /// The notes that the filter lets through, in the order chosen; usually by paper and place, newest last.
    #[must_use]
    pub fn notes_rows(&self) -> Vec<&Note> {
        let rows: Vec<&Note> = self
            .notes
            .iter()
            .filter(|note| match &self.notes_list.filter {
                Filter::All => true,
                Filter::Paper(key) => Self::key_of(&note.paper) == *key,
                Filter::Stance(stance) => note.stance == *stance,
                Filter::Tag(tag) => note.tags.contains(tag),
                Filter::State(how) => self.seat_of(note).is_some_and(|(_, seat)| seat.how == *how),
                Filter::ToPlace(key) => {
                    (key.is_empty() || Self::key_of(&note.paper) == *key)
                        && self.seat_of(note).is_some_and(|(_, seat)| seat.asks)
                }
            })
            .collect();
        let mut rows: Vec<_> = rows.into_iter().map(|note| (self.order_of(note), note)).collect();
        rows.sort_by(|(a, _), (b, _)| a.cmp(b));
        let order = self.order_in(View::Notes);
        let sorted = order::sorted(rows.len(), &|at| match (order, rows.get(at)) {
            (Some(Order::Newest), Some((_, note))) => order::latest(&note.modified),
            // those without a stance come last
            (Some(Order::Stance), Some((_, note))) if note.stance == Stance::None => "~".to_owned(),
            (Some(Order::Stance), Some((_, note))) => (note.stance as u8).to_string(),
            _ => String::new(),
        });
        sorted.into_iter().filter_map(|at| rows.get(at).map(|(_, note)| *note)).collect()
    }

    /// The filters that would show something, with how many notes each.
    #[must_use]
    pub fn notes_filters(&self) -> Vec<(Filter, usize)> {
        let mut out = vec![(Filter::All, self.notes.len())];
        let mut add = |filter: Filter| match out.iter_mut().find(|(known, _)| *known == filter) {
            Some((_, count)) => *count += 1,
            None => out.push((filter, 1)),
        };
        for note in &self.notes {
            add(Filter::Paper(Self::key_of(&note.paper)));
        }
        for note in self.notes.iter().filter(|note| note.stance != Stance::None) {
            add(Filter::Stance(note.stance));
        }
        for tag in self.notes.iter().flat_map(|note| &note.tags) {
            add(Filter::Tag(tag.clone()));
        }
        let asks = |note: &&Note| self.seat_of(note).is_some_and(|(_, seat)| seat.asks);
        let count = self.notes.iter().filter(asks).count();
        if count > 0 {
            out.push((Filter::ToPlace(String::new()), count));
        }
        for how in [How::Orphan, How::Ambiguous, How::Changed, How::Moved, How::Translated] {
            let count =
                self.notes.iter().filter(|note| self.seat_of(note).is_some_and(|(_, seat)| seat.how == how)).count();
            if count > 0 {
                out.push((Filter::State(how), count));
            }
        }
        out
    }

    /// The note the delegate means: under the cursor of the list or the aside.
    #[must_use]
    pub fn chosen_note(&self) -> Option<&Note> {
        if self.focus == Focus::Main && self.view == View::Notes {
            return self.notes_rows().get(self.notes_list.at).copied();
        }
        if self.focus == Focus::Aside {
            let id = self.aside_entries().into_iter().nth(self.aside)?.note?;
            return self.notes.iter().find(|note| note.id == id);
        }
        None
    }
}
