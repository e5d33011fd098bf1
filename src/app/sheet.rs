//! A list or a comparison laid out: rows that a screen shows a slice of, and what the cursor can stand on.

use std::ops::Range;

use crate::text::quote::marker;
use crate::text::wrap::{clip, width, wrap};

use super::page::{Cell, Page, Prose, Row, Stop, Tone};

/// Columns left of the rows: the bar and a blank.
pub const MARGIN: u16 = 2;

/// Below this many columns, what does not fit beside each other stands below.
const NARROW: usize = 34;

/// A page with a cursor.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The rows. A stop with a heading level is passed over by the cursor.
    pub page: Page,
    /// Index of the stop the cursor stands on.
    pub at: usize,
    /// The first row in view.
    pub top: usize,
    /// Rows in view.
    pub height: usize,
}

impl Sheet {
    /// Takes a new layout; the cursor stays with its stop, or near it when that is gone.
    pub fn take(&mut self, page: Page, height: usize) {
        let id = self.id().to_owned();
        let before = self.rows();
        let fresh = self.page.stops.is_empty();
        self.at = page.stop(&id).unwrap_or_else(|| self.at.min(page.stops.len().saturating_sub(1)));
        self.page = page;
        self.height = height.max(1);
        let stands = |stop: &Stop| stop.heading.is_none();
        if !self.page.stops.get(self.at).is_some_and(stands) {
            let after = self.page.stops.iter().skip(self.at).position(stands).map(|by| self.at + by);
            let before = self.page.stops.iter().take(self.at).rposition(stands);
            self.at = after.or(before).unwrap_or(0);
        }
        let now = self.rows();
        self.top = match self.top.checked_sub(before.start) {
            _ if fresh => 0,
            // in the midst of what is longer than the screen one stays there
            Some(above) => now.start + above * now.len() / before.len().max(1),
            None => now.start.saturating_sub(before.start - self.top),
        };
        // rows that are gone leave no empty room below the last one
        self.top = self.top.min(self.page.rows.len().saturating_sub(self.height));
        self.keep_in_view();
    }

    /// Moves the view when the cursor is out of it, or not whole in it where it could be.
    fn keep_in_view(&mut self) {
        let rows = self.rows();
        let seen = rows.start < self.top + self.height && rows.end > self.top;
        if !seen || rows.len() <= self.height {
            self.reveal();
        }
    }

    /// Takes another height; the cursor stays in view.
    pub fn resize(&mut self, height: usize) {
        if self.height != height.max(1) {
            self.height = height.max(1);
            self.keep_in_view();
        }
    }

    /// The id of what the cursor stands on; empty when there is nothing.
    #[must_use]
    pub fn id(&self) -> &str {
        self.page.stops.get(self.at).filter(|stop| stop.heading.is_none()).map_or("", |stop| &stop.id)
    }

    /// The column between two texts beside each other, from the left edge.
    #[must_use]
    pub fn middle(&self) -> u16 {
        (self.page.width / 2).saturating_sub(1)
    }

    /// The rows of what the cursor stands on; none when there is nothing to stand on.
    #[must_use]
    pub fn rows(&self) -> Range<usize> {
        if self.id().is_empty() { 0..0 } else { self.page.rows_of(self.at, None) }
    }

    /// Puts the cursor on the stop with this id, when there is one.
    pub fn go(&mut self, id: &str) {
        if let Some(at) = self.page.stop(id) {
            self.at = at;
            self.reveal();
        }
    }

    /// The same, so many of so many parts down in it when it is longer than the screen.
    pub fn go_within(&mut self, id: &str, (part, parts): (usize, usize)) {
        self.go(id);
        let rows = self.rows();
        if rows.len() > self.height && self.page.stop(id) == Some(self.at) {
            let down = rows.len() * part / parts.max(1);
            self.top = (rows.start + down).min(rows.end - self.height);
        }
    }

    /// A step: through a stop that is longer than the screen, or to the next. False when there is nothing further.
    pub fn step(&mut self, by: isize) -> bool {
        let rows = self.rows();
        if by > 0 && rows.end > self.top + self.height && rows.len() > self.height {
            self.top = (self.top + 3).min(rows.end.saturating_sub(self.height));
            return true;
        }
        if by < 0 && rows.start < self.top && rows.len() > self.height {
            self.top = self.top.saturating_sub(3).max(rows.start);
            return true;
        }
        let mut at = self.at as isize + by.signum();
        while let Some(stop) = usize::try_from(at).ok().and_then(|at| self.page.stops.get(at)) {
            if stop.heading.is_none() {
                self.at = at as usize;
                self.reveal();
                return true;
            }
            at += by.signum();
        }
        // nothing further: show what there is to see
        let last = self.page.rows.len().saturating_sub(self.height);
        self.top = if by > 0 { self.top.max(last) } else { 0 };
        self.reveal();
        false
    }

    /// A page down or up; the cursor goes along.
    pub fn leaf(&mut self, down: bool) {
        let by = self.height.saturating_sub(2).max(1);
        let last = self.page.rows.len().saturating_sub(self.height);
        let before = self.top;
        self.top = if down { (self.top + by).min(last) } else { self.top.saturating_sub(by) };
        if self.top == before {
            return self.edge(down);
        }
        let view = self.top..self.top + self.height;
        let inside = |stop: &Stop| stop.heading.is_none() && stop.rows.start < view.end && stop.rows.end > view.start;
        if let Some(at) = self.page.stops.iter().position(|stop| inside(stop) && stop.rows.start >= view.start) {
            self.at = at;
        } else if let Some(at) = self.page.stops.iter().position(inside) {
            self.at = at;
        } else {
            self.reveal();
        }
    }

    /// To the first or the last.
    pub fn edge(&mut self, end: bool) {
        let stands = |stop: &Stop| stop.heading.is_none();
        let found =
            if end { self.page.stops.iter().rposition(stands) } else { self.page.stops.iter().position(stands) };
        self.at = found.unwrap_or(0);
        self.top = if end { self.page.rows.len().saturating_sub(self.height) } else { 0 };
        self.reveal();
    }

    /// Moves the view, and not the cursor: it comes to the top (0), the middle (1) or the bottom (2).
    pub(super) fn put(&mut self, halves: usize) {
        let rows = self.rows();
        let room = self.height.saturating_sub(rows.len());
        self.top = rows.start.saturating_sub(room * halves / 2);
    }

    /// There are headings over what the cursor can stand on.
    pub(super) fn has_heads(&self) -> bool {
        self.page.stops.iter().any(|stop| stop.heading.is_some() && !stop.rows.is_empty())
    }

    /// To the first under the next heading, or under the one before. False when there is none.
    pub(super) fn step_head(&mut self, down: bool) -> bool {
        let stops = &self.page.stops;
        let under = |head: usize| stops.iter().skip(head).position(|stop| stop.heading.is_none()).map(|by| head + by);
        let heads =
            (0..stops.len()).filter(|at| stops.get(*at).is_some_and(|s| s.heading.is_some() && !s.rows.is_empty()));
        let found = if down {
            heads.filter(|head| *head > self.at).find_map(under)
        } else {
            heads.filter_map(under).take_while(|at| *at < self.at).last()
        };
        if let Some(at) = found {
            self.at = at;
            self.reveal();
        }
        found.is_some()
    }

    /// Which of the stops the cursor stands on, from 1, and how many there are.
    #[must_use]
    pub fn count(&self) -> (usize, usize) {
        let stands = |stop: &&Stop| stop.heading.is_none();
        let at = self.page.stops.iter().take(self.at + 1).filter(stands).count();
        (at, self.page.stops.iter().filter(stands).count())
    }

    /// Moves the view so that the cursor is in it, with what heads it when there is room.
    pub(super) fn reveal(&mut self) {
        let rows = self.rows();
        let mut from = rows.start;
        let heads = |row: &Row| row.stop.and_then(|stop| self.page.stops.get(stop)).is_none_or(|s| s.heading.is_some());
        while from > 0 && rows.end - from + 1 < self.height && self.page.rows.get(from - 1).is_some_and(heads) {
            from -= 1;
        }
        if rows.end > self.top + self.height {
            self.top = if rows.len() > self.height { rows.start } else { rows.end - self.height };
        }
        if from < self.top {
            self.top = from;
        }
    }
}

/// A text and its tone, on a row.
pub type Piece<'a> = (&'a str, Tone);

/// Lays a sheet out, row by row.
#[derive(Debug)]
pub struct Writer {
    page: Page,
}

impl Writer {
    /// Begins, for this many columns.
    #[must_use]
    pub fn new(columns: u16) -> Self {
        Self { page: Page { width: columns.max(8), ..Page::default() } }
    }

    /// The columns there are.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.page.width
    }

    /// Ends the layout.
    #[must_use]
    pub fn finish(mut self) -> Page {
        self.close();
        self.page
    }

    fn close(&mut self) {
        let end = self.page.rows.len();
        if let Some(stop) = self.page.stops.last_mut()
            && stop.rows.end < stop.rows.start + 1
        {
            stop.rows.end = end;
        }
    }

    fn open(&mut self, id: &str, heading: Option<u8>) {
        self.close();
        let from = self.page.rows.len();
        self.page.stops.push(Stop {
            id: id.to_owned(),
            block: None,
            number: None,
            heading,
            decision: false,
            rows: from..from,
            parts: Vec::new(),
        });
    }

    /// Begins something that the cursor can stand on.
    pub fn stop(&mut self, id: &str) {
        self.open(id, None);
    }

    /// Begins something that the cursor passes over.
    pub fn aside(&mut self) {
        self.open("", Some(1));
    }

    /// A heading with a blank row before it, unless it is the first.
    pub fn head(&mut self, text: &str) {
        if !self.page.rows.is_empty() && self.page.rows.last().is_some_and(|row| row.stop.is_some()) {
            self.blank();
        }
        self.aside();
        self.plain(text, Tone::Accent, 0, 2);
    }

    /// Ends what is begun and leaves a row free.
    pub fn blank(&mut self) {
        self.close();
        self.page.rows.push(Row::default());
    }

    /// Ends what is begun and leaves two rows free, unless it is the first.
    pub fn gap(&mut self) {
        if !self.page.rows.is_empty() {
            self.blank();
            self.page.rows.push(Row::default());
        }
    }

    /// A line of a text wrapped with a free row below each row but the last: large spacing, to be read aloud. The words of a
    /// list part hang beside its marker.
    pub fn spaced(&mut self, line: &str, indent: u16) {
        let (x, words, begun) = self.hung(line, indent);
        let columns = usize::from(self.page.width.saturating_sub(x).max(4));
        let lines = wrap(words, columns);
        let text = self.text(Prose { text: words.to_owned(), tone: Some(Tone::Text), ..Prose::default() });
        for (at, range) in lines.into_iter().enumerate() {
            if at > 0 {
                let row = self.row();
                self.page.rows.push(row);
            }
            self.beside_marker(Cell { x, text, range }, begun && at == 0);
        }
    }

    /// A text of several lines wrapped; the words of its list parts hang beside their markers.
    pub fn listed(&mut self, text: &str, tone: Tone, indent: u16) {
        for line in text.lines() {
            let (x, words, begun) = self.hung(line, indent);
            let lines = wrap(words, usize::from(self.page.width.saturating_sub(x).max(4)));
            let text = self.text(Prose { text: words.to_owned(), tone: Some(tone), ..Prose::default() });
            for (at, range) in lines.into_iter().enumerate() {
                self.beside_marker(Cell { x, text, range }, begun && at == 0);
            }
        }
    }

    /// Begins a row with the marker of a list part, when the line has one; where its words stand, they, and whether it has.
    fn hung<'a>(&mut self, line: &'a str, indent: u16) -> (u16, &'a str, bool) {
        let text = line.trim_start();
        let x = indent + (line.len() - text.len()).min(8) as u16;
        let Some((marker, words)) = marker(text) else { return (x, text, false) };
        let mut row = self.row();
        let range = 0..marker.len();
        let of_marker = self.text(Prose { text: marker.to_owned(), tone: Some(Tone::Text), ..Prose::default() });
        row.cells.push(Cell { x, text: of_marker, range });
        self.page.rows.push(row);
        (x + width(marker) as u16 + 1, words, true)
    }

    /// Puts words down: in a row of their own, or in the one that their marker began.
    fn beside_marker(&mut self, cell: Cell, begun: bool) {
        match self.page.rows.last_mut().filter(|_| begun) {
            Some(row) => row.cells.push(cell),
            None => {
                let mut row = self.row();
                row.cells.push(cell);
                self.page.rows.push(row);
            }
        }
    }

    fn row(&self) -> Row {
        Row { stop: self.page.stops.len().checked_sub(1), ..Row::default() }
    }

    fn text(&mut self, mut prose: Prose) -> usize {
        prose.stop = self.page.stops.len().saturating_sub(1);
        self.page.texts.push(prose);
        self.page.texts.len() - 1
    }

    /// One row: pieces from the left, cut when they are too long, and words at the right edge.
    pub fn line(&mut self, pieces: &[Piece<'_>], right: &str) {
        let columns = usize::from(self.page.width);
        let left: usize = pieces.iter().map(|(text, _)| width(text)).sum();
        let gap = if right.is_empty() { 0 } else { width(right) + 2 };
        // the words at the right have their width: they are short, and a title cut is still a title
        let first = pieces.first().map_or(0, |(text, _)| width(text)).min(columns / 2);
        if columns < NARROW && left + gap > columns || first + gap > columns {
            return self.stacked(pieces, right);
        }
        let right = clip(right, columns.saturating_sub(first + 2)).into_owned();
        let taken = if right.is_empty() { 0 } else { width(&right) + 2 };
        let mut prose = Prose::default();
        let mut room = columns.saturating_sub(taken);
        for (text, tone) in pieces {
            let words = clip(text, room).replace('\n', " ");
            room -= width(&words).min(room);
            let from = prose.text.len();
            prose.text.push_str(&words);
            prose.marks.push((from..prose.text.len(), *tone, None));
        }
        let mut row = self.row();
        let range = 0..prose.text.len();
        let text = self.text(prose);
        row.cells.push(Cell { x: 0, text, range });
        if !right.is_empty() {
            let x = columns.saturating_sub(width(&right)) as u16;
            let range = 0..right.len();
            let text = self.text(Prose { text: right, tone: Some(Tone::Dim), ..Prose::default() });
            row.cells.push(Cell { x, text, range });
        }
        self.page.rows.push(row);
    }

    /// The same where there is no room beside each other: the pieces wrapped, and below them what stood at the right.
    fn stacked(&mut self, pieces: &[Piece<'_>], right: &str) {
        let mut prose = Prose::default();
        for (text, tone) in pieces {
            let from = prose.text.len();
            prose.text.push_str(&text.replace('\n', " "));
            prose.marks.push((from..prose.text.len(), *tone, None));
        }
        self.prose(prose, 0, 3);
        if !right.is_empty() {
            self.plain(right, Tone::Dim, 2, 1);
        }
    }

    /// A text wrapped, `indent` columns from the left; at most `most` rows, the last one cut with `…`.
    pub fn prose(&mut self, prose: Prose, indent: u16, most: usize) {
        let columns = usize::from(self.page.width.saturating_sub(indent).max(4));
        let lines = wrap(&prose.text, columns);
        if lines.len() > most {
            let from = lines.get(most.saturating_sub(1)).map_or(0, |range| range.start);
            let shown: Vec<_> = lines.into_iter().take(most.saturating_sub(1)).collect();
            let rest = prose.text.get(from..).unwrap_or_default().replace('\n', " ");
            let tone = prose.tone;
            self.put(prose, indent, shown.into_iter());
            let rest = clip(&rest, columns).into_owned();
            let range = 0..rest.len();
            self.put(Prose { text: rest, tone, ..Prose::default() }, indent, std::iter::once(range));
        } else {
            self.put(prose, indent, lines.into_iter());
        }
    }

    fn put(&mut self, prose: Prose, indent: u16, lines: impl Iterator<Item = Range<usize>>) {
        let text = self.text(prose);
        for range in lines {
            let mut row = self.row();
            row.cells.push(Cell { x: indent, text, range });
            self.page.rows.push(row);
        }
    }

    /// A plain text wrapped.
    pub fn plain(&mut self, text: &str, tone: Tone, indent: u16, most: usize) {
        self.prose(Prose { text: text.to_owned(), tone: Some(tone), ..Prose::default() }, indent, most);
    }

    /// Two texts beside each other, the second `x` columns from the left; as many rows as the longer takes.
    pub fn pair(&mut self, left: Option<Prose>, right: Option<Prose>, indent: u16, x: u16) {
        let columns = usize::from(x.saturating_sub(indent + 3).max(4));
        let beyond = usize::from(self.page.width.saturating_sub(x + indent).max(4));
        let lines = |prose: &Option<Prose>, columns| prose.as_ref().map_or(Vec::new(), |p| wrap(&p.text, columns));
        let (first, second) = (lines(&left, columns), lines(&right, beyond));
        let (left, right) = (left.map(|prose| self.text(prose)), right.map(|prose| self.text(prose)));
        for at in 0..first.len().max(second.len()) {
            let mut row = self.row();
            let mut cell = |x, text: Option<usize>, range: Option<&Range<usize>>| {
                if let (Some(text), Some(range)) = (text, range) {
                    row.cells.push(Cell { x, text, range: range.clone() });
                }
            };
            cell(indent, left, first.get(at));
            cell(x + indent, right, second.get(at));
            self.page.rows.push(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sheet(stops: usize, rows: usize, height: usize) -> Sheet {
        let mut writer = Writer::new(40);
        for at in 0..stops {
            if at % 3 == 0 {
                writer.head("group");
            }
            writer.stop(&at.to_string());
            for _ in 0..rows {
                writer.line(&[("x", Tone::Text)], "right");
            }
        }
        let mut sheet = Sheet::default();
        sheet.take(writer.finish(), height);
        sheet
    }

    #[test]
    fn rows_that_go_leave_no_empty_room_below_the_last_one() {
        let mut one = sheet(9, 2, 6);
        one.edge(true);
        let before = one.top;
        one.take(sheet(6, 2, 6).page, 6);
        assert!(one.top < before);
        assert_eq!(one.top + one.height, one.page.rows.len());
        one.take(sheet(2, 1, 6).page, 6);
        assert_eq!((one.top, one.id()), (0, "1"));
    }

    #[test]
    fn a_new_layout_keeps_the_cursor_on_its_entry() {
        let mut one = sheet(9, 1, 5);
        one.step(1);
        one.step(1);
        assert_eq!(one.id(), "2");
        one.take(sheet(9, 4, 5).page, 5);
        assert_eq!(one.id(), "2");
        one.take(sheet(1, 1, 5).page, 5);
        assert_eq!(one.id(), "0");
        one.take(Page::default(), 5);
        assert_eq!((one.id(), one.rows()), ("", 0..0));
    }

    proptest! {
        #[test]
        fn wherever_one_goes_the_cursor_is_in_view(
            stops in 0usize..12, rows in 1usize..9, height in 1usize..12, moves in prop::collection::vec(0u8..6, 0..40),
        ) {
            let mut one = sheet(stops, rows, height);
            for step in moves {
                match step {
                    0 => drop(one.step(1)),
                    1 => drop(one.step(-1)),
                    2 => one.leaf(true),
                    3 => one.leaf(false),
                    4 => one.edge(true),
                    _ => one.edge(false),
                }
                let shown = one.rows();
                if !shown.is_empty() {
                    prop_assert!(shown.start < one.top + height && shown.end > one.top, "{shown:?} {}", one.top);
                }
            }
        }
    }
}
