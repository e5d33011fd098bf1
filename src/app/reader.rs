//! The reader: a paper open at a paragraph.

use std::sync::Arc;

use crate::model::session::Held;
use crate::model::{Block, Paper, Reference};
use crate::strings::Strings;
use crate::text::citing;
use crate::text::fold::{fold, fold_with_map};

use super::goal::{Goal, Spot, Want, find};
use super::page::{Measure, Page, lay_out};

/// Columns left of the text in a pane of so many: bar, number, mark.
#[must_use]
pub fn gutter(columns: u16) -> u16 {
    if columns < 40 { 6 } else { 8 }
}

/// A paper open.
#[derive(Clone, Debug, PartialEq)]
pub struct Reader {
    /// The session it belongs to.
    pub session: u16,
    /// The key of the paper.
    pub key: String,
    /// The version and language.
    pub held: Held,
    /// The paper.
    pub paper: Arc<Paper>,
    /// The last page of its original, where there are pages to tell apart.
    pub pages: Option<u32>,
    /// The paper laid out.
    pub page: Arc<Page>,
    /// How it was laid out.
    pub measure: Option<Measure>,
    /// Where the cursor stands.
    pub spot: Spot,
    /// The first row in view.
    pub top: usize,
    /// Rows in view.
    pub height: usize,
    /// What is searched in the paper.
    pub find: Option<Find>,
    /// Guessed tables as the lines stood.
    pub raw_tables: bool,
    /// What became of its draft decisions: the id of the block, and the words below it.
    pub outcomes: Vec<(String, String)>,
    /// Where the cursor and the view stood when words were begun to be looked for.
    pub before_find: Option<(Spot, usize)>,
}

/// A search in the paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Find {
    /// As typed.
    pub query: String,
    /// Text and byte range of each match, in reading order.
    pub hits: Vec<(usize, std::ops::Range<usize>)>,
    /// The current one.
    pub at: usize,
}

impl Reader {
    /// Opens a paper at its top, not laid out yet.
    #[must_use]
    pub fn new(session: u16, key: String, held: Held, paper: Arc<Paper>) -> Self {
        Self {
            session,
            key,
            held,
            pages: paper.pages(),
            paper,
            page: Arc::default(),
            measure: None,
            spot: Spot::default(),
            top: 0,
            height: 1,
            find: None,
            raw_tables: false,
            outcomes: Vec::new(),
            before_find: None,
        }
    }

    /// Lays the paper out for a pane of `columns` × `rows`, keeping the paragraph.
    pub fn fit(&mut self, columns: u16, rows: u16, prose: u16, strings: &Strings) {
        let room = columns.saturating_sub(gutter(columns) + 1).max(8);
        let measure = Measure { prose: room.min(prose), wide: room.min(prose.max(110)), raw_tables: self.raw_tables };
        let height = std::mem::replace(&mut self.height, usize::from(rows).max(1));
        if self.measure != Some(measure) {
            let before = self.rows();
            let fresh = self.measure.is_none();
            self.page = Arc::new(lay_out(&self.paper, measure, &self.outcomes, strings));
            self.measure = Some(measure);
            let now = self.rows();
            self.top = match self.top.checked_sub(before.start) {
                _ if fresh => 0,
                // in the midst of a long paragraph one stays there
                Some(above) => now.start + above * now.len() / before.len().max(1),
                None => now.start.saturating_sub(before.start - self.top),
            };
            if let Some(find) = self.find.take() {
                self.search(&find.query);
                if let Some(again) = &mut self.find {
                    again.at = find.at.min(again.hits.len().saturating_sub(1));
                }
            }
            self.keep_in_view();
        } else if height != self.height {
            self.keep_in_view();
        }
        self.top = self.top.min(self.page.rows.len().saturating_sub(1));
    }

    /// Moves the view when the cursor is out of it, or not whole in it where it could be.
    fn keep_in_view(&mut self) {
        let rows = self.rows();
        let seen = rows.start < self.top + self.height && rows.end > self.top;
        if !seen || rows.len() <= self.height {
            self.reveal();
        }
    }

    /// The page of the original on which what the cursor stands on begins; `None` where there are none to tell apart.
    #[must_use]
    pub fn page_here(&self) -> Option<u32> {
        self.pages.and(self.block()?.page())
    }

    /// The rows of what the cursor stands on.
    #[must_use]
    pub fn rows(&self) -> std::ops::Range<usize> {
        self.page.rows_of(self.spot.stop, self.spot.part)
    }

    /// Goes to a place. False when it is not there; then the cursor is at the nearest.
    pub fn go(&mut self, want: &Want) -> bool {
        if *want == Want::Remembered {
            return true;
        }
        let found = find(&self.paper, &self.page, want);
        self.spot = found.unwrap_or_else(|near| near);
        let rows = self.rows();
        let last = self.page.rows.len().saturating_sub(self.height);
        self.top = rows.start.saturating_sub(self.height / 4).min(last);
        self.reveal();
        found.is_ok()
    }

    /// Goes to one of the headings, when there are so many. False when there are not.
    pub fn go_to_heading(&mut self, at: usize, total: usize) -> bool {
        let headings: Vec<&str> =
            self.page.stops.iter().filter(|stop| stop.heading.is_some()).map(|stop| stop.id.as_str()).collect();
        let id = headings.get(at).filter(|_| headings.len() == total).map(|id| (*id).to_owned());
        id.is_some_and(|id| self.go(&Want::Id(id, Vec::new())))
    }

    /// Moves the view so that the cursor is in it, with the heading above it when there is room.
    pub fn reveal(&mut self) {
        let rows = self.rows();
        let mut from = rows.start;
        while from > 0 && rows.end - from < self.height.saturating_sub(2) {
            let above = self.page.rows.get(from - 1).map(|row| row.stop);
            match above {
                Some(None) => {
                    let heading = self.page.rows.get(..from - 1).and_then(|rows| rows.last()).and_then(|row| row.stop);
                    match heading.and_then(|stop| self.page.stops.get(stop)).filter(|stop| stop.heading.is_some()) {
                        Some(heading) => from = heading.rows.start,
                        None => break,
                    }
                }
                _ => break,
            }
        }
        if rows.end - from > self.height {
            from = rows.start;
        }
        if rows.end > self.top + self.height {
            self.top = if rows.len() > self.height { rows.start } else { rows.end - self.height };
        }
        if from < self.top {
            self.top = from;
        }
    }

    /// The block the cursor stands on.
    #[must_use]
    pub fn block(&self) -> Option<&Block> {
        self.page.stops.get(self.spot.stop)?.block.and_then(|at| self.paper.blocks.get(at))
    }

    /// The id of what the cursor stands on.
    #[must_use]
    pub fn id(&self) -> &str {
        self.page.stops.get(self.spot.stop).map_or("", |stop| &stop.id)
    }

    /// The way to the list part the cursor stands on.
    #[must_use]
    pub fn path(&self) -> &[usize] {
        let stop = self.page.stops.get(self.spot.stop);
        stop.and_then(|stop| stop.parts.get(self.spot.part?)).map_or(&[], |part| &part.path)
    }

    /// The paper's own number of what the cursor stands on, with the letters of the part: `29`, `29(b)`.
    #[must_use]
    pub fn number(&self) -> Option<String> {
        self.number_at(self.spot.stop, self.path())
    }

    fn number_at(&self, stop: usize, path: &[usize]) -> Option<String> {
        let stop = self.page.stops.get(stop)?;
        let mut number = stop.number.clone()?;
        for depth in 1..=path.len() {
            let part = stop.parts.iter().find(|part| part.path == path[..depth])?;
            let letters = part.marker.trim_matches(|c: char| !c.is_alphanumeric());
            if letters.is_empty() {
                break;
            }
            number.push_str(&format!("({letters})"));
        }
        Some(number)
    }

    /// The way to a place in it, in this version and language.
    #[must_use]
    pub fn goal(&self, want: Want) -> Goal {
        Goal {
            session: self.session,
            key: self.key.clone(),
            version: self.held.symbol.clone(),
            language: Some(self.held.language),
            want,
        }
    }

    /// How to come back here.
    #[must_use]
    pub fn want(&self) -> Want {
        Want::Id(self.id().to_owned(), self.path().to_vec())
    }

    /// One step down: within a long paragraph, to the next list part, or to the next paragraph.
    pub fn down(&mut self) {
        if self.spot.part.is_none() && self.is_big_table(self.spot.stop) {
            return self.enter_parts();
        }
        let rows = self.rows();
        if rows.end > self.top + self.height && rows.start < self.top + self.height {
            self.top = (self.top + 3).min(rows.end.saturating_sub(self.height)).max(self.top + 1);
            return;
        }
        if let Some(part) = self.spot.part {
            let parts = self.page.stops.get(self.spot.stop).map_or(0, |stop| stop.parts.len());
            if part + 1 < parts {
                self.spot.part = Some(part + 1);
                return self.reveal();
            }
        }
        self.step(1);
    }

    /// One step up.
    pub fn up(&mut self) {
        let rows = self.rows();
        if rows.start < self.top && rows.end > self.top {
            self.top = self.top.saturating_sub(3).max(rows.start);
            return;
        }
        match self.spot.part {
            Some(0) => {
                self.spot.part = None;
                self.reveal();
            }
            Some(part) => {
                self.spot.part = Some(part - 1);
                self.reveal();
            }
            None => {
                self.step(-1);
                let parts = self.page.stops.get(self.spot.stop).map_or(0, |stop| stop.parts.len());
                if self.is_big_table(self.spot.stop) {
                    self.spot.part = parts.checked_sub(1);
                    self.reveal();
                }
            }
        }
    }

    /// A table that is walked row by row: too long to be taken in at once.
    fn is_big_table(&self, stop: usize) -> bool {
        self.page.stops.get(stop).is_some_and(|stop| {
            let table = stop.block.is_some_and(|at| matches!(self.paper.blocks.get(at), Some(Block::Table(_))));
            table && !stop.parts.is_empty() && (stop.parts.len() > 8 || stop.rows.len() > self.height * 2 / 3)
        })
    }

    /// To the next stop that is no heading, if there is one.
    fn step(&mut self, by: isize) {
        let mut at = self.spot.stop as isize + by;
        while let Some(stop) = usize::try_from(at).ok().and_then(|at| self.page.stops.get(at)) {
            if stop.heading.is_none() {
                self.spot = Spot { stop: at as usize, part: None };
                self.reveal();
                if by < 0 && self.rows().len() > self.height {
                    self.top = self.rows().end - self.height;
                }
                return;
            }
            at += by;
        }
        // nothing further: show what there is to see
        if by > 0 {
            self.top = self.top.max(self.page.rows.len().saturating_sub(self.height));
        } else {
            self.top = 0;
        }
    }

    /// Into the list parts of the paragraph, or to the next.
    pub fn enter_parts(&mut self) {
        let parts = self.page.stops.get(self.spot.stop).map_or(0, |stop| stop.parts.len());
        let next = self.spot.part.map_or(0, |part| part + 1);
        if next < parts {
            self.spot.part = Some(next);
            self.reveal();
        }
    }

    /// Out of the list parts; true when it was in one.
    pub fn out_of_parts(&mut self) -> bool {
        let path = self.path();
        let parent = path.get(..path.len().saturating_sub(1)).map(<[usize]>::to_vec).unwrap_or_default();
        if self.spot.part.is_none() {
            return false;
        }
        let stop = self.page.stops.get(self.spot.stop);
        self.spot.part = stop.and_then(|stop| stop.parts.iter().position(|part| part.path == parent));
        self.reveal();
        true
    }

    /// Rows down, or up when negative; the cursor goes along when it would be out of view.
    pub fn scroll(&mut self, by: isize) {
        let last = self.page.rows.len().saturating_sub(self.height);
        self.top = self.top.saturating_add_signed(by).min(last);
        let view = self.top..self.top + self.height;
        let rows = self.rows();
        if rows.start < view.end && rows.end > view.start {
            return;
        }
        let mut stops = self
            .page
            .stops
            .iter()
            .enumerate()
            .filter(|(_, stop)| stop.heading.is_none() && stop.rows.start < view.end && stop.rows.end > view.start);
        let near = if by > 0 { stops.next() } else { stops.next_back() };
        if let Some((stop, _)) = near {
            self.spot = Spot { stop, part: None };
        }
    }

    /// A page down or up; the cursor goes to the first paragraph in view.
    pub fn leaf(&mut self, down: bool) {
        let by = self.height.saturating_sub(2).max(1);
        let last = self.page.rows.len().saturating_sub(self.height);
        self.top = if down { (self.top + by).min(last) } else { self.top.saturating_sub(by) };
        let view = self.top..self.top + self.height;
        let mut candidates = self.page.stops.iter().enumerate().filter(|(_, stop)| stop.heading.is_none());
        let first = if down && self.top == last {
            candidates.rfind(|(_, stop)| stop.rows.start < view.end && stop.rows.end > view.start)
        } else {
            let mut inside = candidates.filter(|(_, stop)| stop.rows.end > view.start);
            let first = inside.next();
            match first {
                Some((_, stop)) if stop.rows.start < view.start && stop.rows.end < view.end => {
                    inside.next().filter(|(_, stop)| stop.rows.start < view.end).or(first)
                }
                other => other,
            }
        };
        if let Some((stop, held)) = first {
            let rows = held.parts.iter().position(|part| part.rows.end > view.start && part.rows.start >= view.start);
            self.spot = Spot { stop, part: rows.filter(|_| self.is_big_table(stop)) };
        }
    }

    /// To the first or the last paragraph.
    pub fn edge(&mut self, end: bool) {
        let stop = if end {
            let last = |stop: &&super::page::Stop| stop.heading.is_none() && stop.block.is_some();
            let found = self.page.stops.iter().rfind(last).map(|stop| stop.id.clone());
            found.and_then(|id| self.page.stop(&id)).unwrap_or(self.page.stops.len().saturating_sub(1))
        } else {
            0
        };
        let parts = self.page.stops.get(stop).map_or(0, |stop| stop.parts.len());
        let part = parts.checked_sub(1).filter(|_| end && self.is_big_table(stop));
        self.spot = Spot { stop, part };
        self.top = if end { self.page.rows.len().saturating_sub(self.height) } else { 0 };
        let rows = self.rows();
        if rows.start < self.top && rows.end > self.top {
            // what is longer than the screen is shown to its end
            return;
        }
        self.reveal();
    }

    /// To the next or previous stop that is so.
    pub fn seek(&mut self, down: bool, is: impl Fn(&super::page::Stop) -> bool) -> bool {
        let here = self.spot.stop;
        let found = if down {
            self.page.stops.iter().skip(here + 1).position(is).map(|at| here + 1 + at)
        } else {
            self.page.stops.get(..here).and_then(|stops| stops.iter().rposition(is))
        };
        let Some(stop) = found else { return false };
        self.spot = Spot { stop, part: None };
        let rows = self.rows();
        if rows.start < self.top || rows.end > self.top + self.height {
            self.top = rows.start.saturating_sub(1).min(self.page.rows.len().saturating_sub(1));
        }
        self.reveal();
        true
    }

    /// The citations of what the cursor stands on, its footnotes included, with their index.
    #[must_use]
    pub fn citations(&self) -> Vec<(usize, &Reference)> {
        citing::cites_of(&self.paper, self.block(), self.id(), self.path())
    }

    /// The footnote marks of what the cursor stands on.
    #[must_use]
    pub fn footnotes(&self) -> Vec<&str> {
        self.block().map_or_else(Vec::new, |block| citing::footnotes(block, self.path()))
    }

    /// The words of what the cursor stands on.
    #[must_use]
    pub fn words(&self) -> String {
        match self.block() {
            Some(Block::Paragraph(paragraph)) => {
                let mut items = paragraph.items.as_slice();
                let mut chosen = None;
                for at in self.path() {
                    chosen = items.get(*at);
                    items = chosen.map_or(&[], |item| item.items.as_slice());
                }
                match chosen {
                    Some(item) => {
                        let mut out = item.text.clone();
                        crate::model::paper::push_items(&mut out, &item.items, 0);
                        out
                    }
                    None => paragraph.full_text(),
                }
            }
            Some(Block::Heading(heading)) => heading.text.clone(),
            Some(Block::Table(table)) => match self.path().first() {
                Some(at) => table.rows.get(*at).map_or(String::new(), |row| row.join(" | ")),
                None => table.rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"),
            },
            None => {
                let mark = self.id().strip_prefix("fn_").unwrap_or_default();
                let footnote = self.paper.footnote(mark).map(|footnote| footnote.text.clone());
                footnote.or_else(|| self.paper.title.clone()).unwrap_or_default()
            }
        }
    }

    /// Takes what became of its draft decisions; it is laid out anew when that is news.
    pub fn take_outcomes(&mut self, outcomes: Vec<(String, String)>) {
        if self.outcomes != outcomes {
            self.outcomes = outcomes;
            // not the first time: the paragraph stays where it is in the view
            if let Some(measure) = &mut self.measure {
                measure.prose = 0;
            }
        }
    }

    /// Searches the paper; the first match from the cursor on becomes the current one. Nothing moves.
    pub fn search(&mut self, query: &str) {
        let needle = fold(query.trim());
        if needle.is_empty() {
            self.find = None;
            return;
        }
        let mut hits = Vec::new();
        for (at, prose) in self.page.texts.iter().enumerate() {
            let folded = fold_with_map(&prose.text);
            hits.extend(
                folded.text.match_indices(&needle).map(|(from, found)| (at, folded.original(from..from + found.len()))),
            );
        }
        let here = self.spot.stop;
        let from = hits.iter().position(|(text, _)| self.page.texts.get(*text).is_some_and(|prose| prose.stop >= here));
        self.find = Some(Find { query: query.to_owned(), hits, at: from.unwrap_or(0) });
    }

    /// To the current match.
    pub fn show_match(&mut self) {
        let Some(find) = &self.find else { return };
        let Some((text, range)) = find.hits.get(find.at).cloned() else { return };
        let Some(row) = self.page.row_of(text, range.start) else { return };
        let stop = self.page.texts.get(text).map_or(0, |prose| prose.stop);
        self.spot = Spot { stop, part: self.page.rows.get(row).and_then(|row| row.part) };
        if row < self.top || row >= self.top + self.height {
            self.top = row.saturating_sub(self.height / 3);
        }
    }

    /// To the next or previous match, around the ends.
    pub fn next_match(&mut self, down: bool) {
        if let Some(find) = &mut self.find
            && !find.hits.is_empty()
        {
            let count = find.hits.len();
            find.at = if down { (find.at + 1) % count } else { (find.at + count - 1) % count };
        }
        self.show_match();
    }
}

impl Reader {
    /// Up to 80 characters before and after what the cursor stands on: the context a note remembers.
    #[must_use]
    pub fn around(&self) -> (String, String) {
        let text = |block: Option<&Block>| match block {
            Some(Block::Paragraph(paragraph)) => paragraph.full_text(),
            Some(Block::Heading(heading)) => heading.text.clone(),
            _ => String::new(),
        };
        let Some(at) = self.page.stops.get(self.spot.stop).and_then(|stop| stop.block) else {
            return (String::new(), String::new());
        };
        let before = text(at.checked_sub(1).and_then(|at| self.paper.blocks.get(at)));
        let after = text(self.paper.blocks.get(at + 1));
        let skip = before.chars().count().saturating_sub(80);
        (before.chars().skip(skip).collect(), after.chars().take(80).collect())
    }
}

impl Reader {
    /// The id of the place the cursor stands on, with the letters of the list part: `para_29__b`.
    #[must_use]
    pub fn place_id(&self) -> String {
        self.place_at(self.spot.stop, self.path())
    }

    /// The same of any stop and the way to a part of it.
    #[must_use]
    pub fn place_at(&self, stop: usize, path: &[usize]) -> String {
        let mut place = self.page.stops.get(stop).map_or(String::new(), |stop| stop.id.clone());
        for letter in self.number_at(stop, path).unwrap_or_default().split('(').skip(1) {
            place.push_str(&format!("__{}", letter.trim_end_matches(')')));
        }
        place
    }

    /// The reader as it would be with the cursor elsewhere. Cheap: paper and page are shared.
    #[must_use]
    pub fn clone_at(&self, spot: Spot) -> Self {
        let mut there = self.clone();
        there.spot = spot;
        there
    }
}
