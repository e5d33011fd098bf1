//! How the place of a note is called, and in which order places come.

use std::cmp::Reverse;

use crate::model::{AgendaItem, Block, Locator, Note, Session};
use crate::text::citations::{self, Context};
use crate::text::cite;
use crate::text::wrap::clip;

use super::{App, words};

/// Columns of the words that stand for a number.
const CUT: usize = 36;

/// Where a note comes in the list: newest session, paper, paragraph, what follows the paragraph without a number of its own,
/// letters, time.
type Order<'a> = (Reverse<u16>, String, usize, usize, &'a str, &'a str);

impl App {
    /// How a note's place is called: `INS/17/1 § 29(b)`; by its words where it has no number; with the citation it is on.
    #[must_use]
    pub fn place_of(&self, note: &Note) -> String {
        if let Some(item) = note.item() {
            return words::in_session(item.to_owned(), note.session, self.session);
        }
        let paper = if note.paper.starts_with("GB.") {
            words::in_session(words::short_key(&note.paper).to_owned(), note.session, self.session)
        } else if note.paper.is_empty() {
            String::new()
        } else {
            self.paper_name(note.session, &note.paper)
        };
        let Some(id) = note.paragraph.as_deref() else {
            return if paper.is_empty() { words::session(self.strings, note.session) } else { paper };
        };
        let place = format!("{paper} {}", self.place_name(id, &note.quote));
        match citation(note) {
            Some(citation) => format!("{place} › {}", clip(citation, CUT)),
            None => place.trim_end().to_owned(),
        }
    }

    /// The title of a paper, by its key, alike in the agenda and in every list: as the programme calls its item, when that has
    /// no other paper, or its own, whichever is in the language that comes first.
    #[must_use]
    pub fn title_of<'a>(&self, session: &'a Session, key: &str) -> Option<&'a str> {
        let entry = session.papers.iter().find(|entry| entry.key == key);
        let item = super::agenda::item_of(session, key);
        words::title(&[item.map(|item| &item.title), entry.map(|entry| &entry.title)], &self.languages)
    }

    /// The title of an item, by the same rule.
    #[must_use]
    pub fn title_of_item<'a>(&self, session: &'a Session, item: &'a AgendaItem) -> Option<&'a str> {
        let key = item.papers.first().map(|symbol| symbol.paper().to_string()).unwrap_or_default();
        let own = super::agenda::item_of(session, &key).is_some_and(|own| std::ptr::eq(own, item));
        let entry = session.papers.iter().find(|entry| own && entry.key == key);
        words::title(&[Some(&item.title), entry.map(|entry| &entry.title)], &self.languages)
    }

    /// How a place is called: `§ 29(b)`, `footnote 3`; what has no number by the first of its words.
    #[must_use]
    pub fn place_name(&self, id: &str, text: &str) -> String {
        if let Some(mark) = id.strip_prefix("fn_") {
            return cite::locator(&Locator::Footnote(mark.to_owned()), self.strings.language);
        }
        let place = words::place_id(self.strings, id);
        let first = text.trim().lines().next().unwrap_or_default();
        if place.is_empty() && !first.is_empty() { format!("“{}”", clip(first, CUT)) } else { place }
    }

    /// Another copy of this note is there: a sync tool made it, or two programs changed the note at once. Both began as one.
    #[must_use]
    pub fn has_twin(&self, note: &Note) -> bool {
        let same = |other: &Note| {
            other.id != note.id
                && other.created == note.created
                && (&other.paper, &other.paragraph, &other.quote) == (&note.paper, &note.paragraph, &note.quote)
        };
        !note.created.is_empty() && self.notes.iter().any(same)
    }

    /// The letters of the list part where a note is shown: `(b)`; nothing for a whole paragraph.
    pub(super) fn part_of(&self, note: &Note) -> String {
        let seat = self.seat_of(note).and_then(|(_, seat)| seat.block.as_deref());
        let place = seat.or(note.paragraph.as_deref()).unwrap_or_default();
        let letters: String = place.split("__").skip(1).map(|letter| format!("({letter})")).collect();
        cite::number(&letters, self.strings.language)
    }

    /// Where a note comes among the others: by its place in the newest text held.
    pub(super) fn order_of<'a>(&'a self, note: &'a Note) -> Order<'a> {
        let id = self.newest_block(note).or(note.paragraph.as_deref()).unwrap_or_default();
        let (base, letters) = id.split_once("__").unwrap_or((id, ""));
        let number = |id: &str| id.strip_prefix("para_").and_then(|number| number.split('-').next()?.parse().ok());
        let (number, after) = match (number(base), base.strip_prefix("fn_")) {
            (Some(number), _) => (number, 0),
            (None, Some(mark)) => (usize::MAX, mark.parse().unwrap_or(0)),
            (None, None) => {
                let held = self.newest.get(&note.id);
                let paper = held.and_then(|held| self.papers.get(&held.paper));
                let blocks = paper.and_then(|paper| paper.blocks.get(..=paper.block(base)?.0));
                let above = blocks.and_then(|blocks| {
                    let found = blocks.iter().enumerate().rev().find_map(|(at, block)| Some((at, number(block.id())?)));
                    found.map(|(at, number)| (number, blocks.len() - at))
                });
                above.unwrap_or((0, blocks.map_or(0, <[Block]>::len)))
            }
        };
        (Reverse(note.session), super::order::of_paper(&note.paper_key()), number, after, letters, &note.created)
    }
}

/// The words of the citation that a note was made on; `None` for a note on anything else.
fn citation(note: &Note) -> Option<&str> {
    let quote = note.quote.trim();
    if quote.len() > 200 || !note.paragraph.as_deref()?.starts_with("para_") {
        return None;
    }
    let context = Context { language: note.language, own: note.paper.parse().ok(), ..Context::default() };
    let found = citations::find(quote, &context);
    found.first().filter(|found| found.span == (0..quote.len())).map(|_| quote)
}
