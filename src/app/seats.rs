//! Where notes stand in the text that is shown, when it is another than the one they were made on; and what the delegate
//! decides about it.

use std::collections::HashMap;

use crate::model::Note;
use crate::model::session::Held;

use super::msg::Effect;
use super::reader::Reader;
use super::{App, Focus, View};

/// How a note was placed in a text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum How {
    /// The same words in the same place.
    #[default]
    Exact,
    /// The same words under another number.
    Moved,
    /// Words that are alike.
    Changed,
    /// The same number in another language.
    Translated,
    /// Several places are possible.
    Ambiguous,
    /// No place is left.
    Orphan,
}

impl How {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Moved => "moved",
            Self::Changed => "text_changed",
            Self::Translated => "translated",
            Self::Ambiguous => "ambiguous",
            Self::Orphan => "orphan",
        }
    }

    /// The key of its word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Exact => "seat.exact",
            Self::Moved => "seat.moved",
            Self::Changed => "seat.changed",
            Self::Translated => "seat.translated",
            Self::Ambiguous => "seat.ambiguous",
            Self::Orphan => "seat.orphan",
        }
    }
}

/// The place of a note in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seat {
    /// The block or list part; `None` when the delegate must say, and for a note on the whole paper.
    pub block: Option<String>,
    /// How it was found.
    pub how: How,
    /// Places that are possible, the likeliest first.
    pub candidates: Vec<String>,
    /// The delegate is to be asked where it belongs.
    pub asks: bool,
}

/// The notes of one text, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The text.
    pub held: Held,
    /// The notes by their ids.
    pub seats: HashMap<String, Seat>,
    /// Those of them for which this is the newest text held.
    pub newest: Vec<String>,
}

impl App {
    /// Asks where the notes stand: those of one paper, or all.
    pub(super) fn ask_places(&self, key: Option<&str>) -> Option<Effect> {
        let open = self.reader.as_ref().filter(|reader| key.is_none_or(|key| key == reader.key));
        let any = match key {
            Some(key) => self.notes_on(key).next().is_some(),
            None => !self.notes.is_empty(),
        };
        any.then(|| Effect::PlaceNotes {
            key: key.map(str::to_owned),
            open: open.map(|reader| Box::new(reader.held.clone())),
        })
    }

    /// The answer came.
    pub(super) fn places_known(&mut self, placed: Placed) {
        let ids: Vec<String> = placed.seats.keys().cloned().collect();
        let before = self.lost(&ids);
        for id in placed.newest {
            self.newest.insert(id, placed.held.clone());
        }
        self.seats.entry(placed.held.paper).or_default().extend(placed.seats);
        if self.lost(&ids) > before {
            let text = self.strings.count("seat.lost", self.lost(self.newest.keys()));
            self.message = Some(super::Message { text, fault: false });
        }
    }

    /// How many of these notes have no sure place in the newest text of their paper.
    fn lost<'a>(&self, ids: impl IntoIterator<Item = &'a String>) -> usize {
        let seat = |id: &String| self.seats.get(&self.newest.get(id)?.paper)?.get(id);
        ids.into_iter().filter(|id| seat(id).is_some_and(|seat| seat.asks)).count()
    }

    /// Where a note stands: in the open text when it is of that paper, else in the newest text held.
    #[must_use]
    pub fn seat_of(&self, note: &Note) -> Option<(&Held, &Seat)> {
        let reads = self.view == View::Reader && self.focus != Focus::Agenda;
        let open = self.reader.as_ref().filter(|reader| reads && reader.key == Self::key_of(&note.paper));
        let held = open.map(|reader| &reader.held).or_else(|| self.newest.get(&note.id))?;
        Some((held, self.seats.get(&held.paper)?.get(&note.id)?))
    }

    /// The block where a note is shown in the open text.
    #[must_use]
    pub fn shown_at<'a>(&'a self, note: &'a Note) -> Option<&'a str> {
        self.shown_in(self.reader.as_ref()?, note)
    }

    /// The block where a note is shown in a text.
    #[must_use]
    pub fn shown_in<'a>(&'a self, reader: &Reader, note: &'a Note) -> Option<&'a str> {
        match self.seats.get(&reader.held.paper).and_then(|seats| seats.get(&note.id)) {
            Some(seat) => seat.block.as_deref(),
            None => note.paragraph.as_deref(),
        }
    }

    /// The notes shown at a block of a text, its list parts included.
    pub fn notes_here<'a>(&'a self, reader: &'a Reader, block: &'a str) -> impl Iterator<Item = &'a Note> {
        let base = |place: &'a str| place.split("__").next().unwrap_or(place);
        self.notes_on(&reader.key)
            .filter(move |note| self.shown_in(reader, note).is_some_and(|place| base(place) == block))
    }

    /// The row of a table of a text that a note was made on.
    #[must_use]
    pub fn row_of(&self, reader: &Reader, note: &Note) -> Option<usize> {
        let place = self.shown_in(reader, note)?;
        reader.paper.blocks.iter().find_map(|block| match block {
            crate::model::Block::Table(table) if table.id == place => {
                table.rows.iter().position(|row| row.join(" | ") == note.quote)
            }
            _ => None,
        })
    }

    /// The notes on the open paper that have no sure place in it.
    #[must_use]
    pub fn unplaced(&self) -> Vec<&Note> {
        let Some(reader) = &self.reader else { return Vec::new() };
        let Some(seats) = self.seats.get(&reader.held.paper) else { return Vec::new() };
        self.notes_on(&reader.key).filter(|note| seats.get(&note.id).is_some_and(|seat| seat.asks)).collect()
    }

    /// A note stands in a text on the very words it was written on.
    #[must_use]
    pub fn is_exact(&self, reader: &Reader, note: &Note) -> bool {
        let seat = self.seats.get(&reader.held.paper).and_then(|seats| seats.get(&note.id));
        seat.is_none_or(|seat| seat.how == How::Exact)
    }

    /// A few words on how a note came where it is shown; empty when it stands where it was written.
    #[must_use]
    pub fn seat_words(&self, note: &Note) -> String {
        let Some((_, seat)) = self.seat_of(note).filter(|(_, seat)| seat.how != How::Exact) else {
            return String::new();
        };
        let place = |id: &str| super::words::place_id(self.strings, id);
        let was = note.paragraph.as_deref().map(place).unwrap_or_default();
        match seat.how {
            How::Ambiguous if !seat.candidates.is_empty() => {
                let all: Vec<String> = seat.candidates.iter().take(3).map(|id| place(id)).collect();
                self.strings.fill("seat.perhaps", &[("was", &was), ("places", &all.join(", "))])
            }
            how => {
                let now = seat.block.as_deref().map(place).unwrap_or_default();
                let moved = !was.is_empty() && !now.is_empty() && was != now;
                let moved = moved.then(|| self.strings.fill("seat.now", &[("now", &now), ("was", &was)]));
                match (moved, how) {
                    (Some(moved), How::Moved) => moved,
                    (Some(moved), how) => format!("{moved}, {}", self.strings.get(how.key())),
                    (None, how) => self.strings.get(how.key()).to_owned(),
                }
            }
        }
    }

    /// What is said on going to the place of a note that has none; empty when it has one.
    pub(super) fn misplaced(&self, note: &Note) -> String {
        match self.seat_of(note) {
            Some((_, seat)) if seat.how == How::Orphan => self.strings.get("seat.stands_there").to_owned(),
            Some((_, seat)) if seat.how == How::Ambiguous => self.seat_words(note),
            _ => String::new(),
        }
    }

    /// Takes the place found, or the likeliest, as the note's own.
    pub(super) fn accept_place(&mut self) -> Vec<Effect> {
        let found = self.chosen_note().and_then(|note| {
            let (held, seat) = self.seat_of(note)?;
            let to = seat.block.clone().or_else(|| seat.candidates.first().cloned())?;
            Some((note.clone(), held.clone(), to))
        });
        let Some((note, held, to)) = found else { return Vec::new() };
        self.rehang(&note, held, Some(to), "seat.accepted")
    }

    /// Hangs the chosen note on the current paragraph.
    pub(super) fn move_note(&mut self) -> Vec<Effect> {
        let (Some(note), Some(reader)) = (self.chosen_note().cloned(), &self.reader) else { return Vec::new() };
        let (held, to) = (reader.held.clone(), reader.place_id());
        self.rehang(&note, held, Some(to), "seat.put")
    }

    /// Leaves the note as it is; it is not asked about again for this version.
    pub(super) fn keep_note_place(&mut self) -> Vec<Effect> {
        let found = self.chosen_note().and_then(|note| Some((note.clone(), self.seat_of(note)?.0.clone())));
        let Some((note, held)) = found else { return Vec::new() };
        self.rehang(&note, held, None, "seat.kept")
    }

    fn rehang(&mut self, note: &Note, held: Held, to: Option<String>, say: &str) -> Vec<Effect> {
        let place = match &to {
            Some(to) => {
                let base = to.split("__").next().unwrap_or_default();
                let paper = self.papers.get(&held.paper);
                let text = match paper.and_then(|paper| paper.block(base)) {
                    Some((_, crate::model::Block::Paragraph(paragraph))) => paragraph.text.as_str(),
                    Some((_, crate::model::Block::Heading(heading))) => heading.text.as_str(),
                    _ => note.quote.as_str(),
                };
                self.place_name(to, text)
            }
            None => self.place_of(note),
        };
        self.tell(say, &[("place", &place)]);
        self.ticket += 1;
        self.pending_change(self.ticket, Some(note.clone()));
        vec![Effect::Rehang { ticket: self.ticket, note: Box::new(note.clone()), held: Box::new(held), to }]
    }
}
