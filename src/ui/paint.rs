//! Putting text into the buffer, never outside of it.

use ratatui::buffer::Buffer as Cells;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::buffer::Buffer;
use crate::app::frame::{Area, Pane};
use crate::text::wrap::{TAB, clip, width, wrap};

use super::theme::Theme;

/// A buffer with a theme.
pub struct Pen<'a> {
    /// The screen.
    pub buffer: &'a mut Cells,
    /// What things look like.
    pub theme: &'a Theme,
}

impl Pen<'_> {
    /// Writes at most `columns` cells; what is longer is cut. The cells written.
    pub fn text(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        let area = *self.buffer.area();
        if y >= area.bottom() || x >= area.right() || columns == 0 || text.is_empty() {
            return 0;
        }
        let columns = columns.min(area.right() - x);
        if text.contains('\t') {
            return self.text(x, y, columns, &text.replace('\t', TAB), style);
        }
        let (end, _) = self.buffer.set_stringn(x, y, text, usize::from(columns), style);
        end - x
    }

    /// Writes with `…` when it does not fit.
    pub fn clipped(&mut self, x: u16, y: u16, columns: u16, text: &str, style: Style) -> u16 {
        let text = clip(text, usize::from(columns));
        self.text(x, y, columns, &text, style)
    }

    /// The name of a line that is typed into, when `typed` cells fit beside it; the cells it took.
    pub fn label(&mut self, x: u16, y: u16, name: &str, room: u16, typed: u16) -> u16 {
        let cells = width(name) as u16 + 2;
        if typed > 1 && cells + typed > room {
            return 0;
        }
        let style = self.theme.accent;
        (self.clipped(x, y, room.saturating_sub(1), name, style) + 2).min(room.saturating_sub(1))
    }

    /// What is typed, with `…` before it when its beginning does not fit; the column of the cursor.
    pub fn field(&mut self, x: u16, y: u16, room: u16, input: &Buffer, style: Style) -> u16 {
        let (text, cursor) = (input.text(), input.cursor());
        let before = |from: usize| text.get(from..cursor).map_or(0, width);
        let room = usize::from(room.max(2));
        let hides = before(0) + 1 > room;
        let from = if hides {
            text.char_indices().map(|(at, _)| at).find(|at| before(*at) + 2 <= room).unwrap_or(cursor)
        } else {
            0
        };
        let sign = if hides { self.text(x, y, 1, "…", style) } else { 0 };
        self.clipped(x + sign, y, (room as u16).saturating_sub(sign), text.get(from..).unwrap_or_default(), style);
        x + sign + before(from) as u16
    }

    /// Writes so that it ends at the right edge; the cells taken.
    pub fn right(&mut self, area: Area, y: u16, text: &str, style: Style) -> u16 {
        let text = clip(text, usize::from(area.w));
        let cells = (width(&text) as u16).min(area.w);
        self.text(area.x + area.w - cells, y, cells, &text, style);
        cells
    }

    /// Writes wrapped, as far as the area reaches, with `…` when that is not far enough; the rows taken.
    pub fn wrapped(&mut self, area: Area, y: u16, text: &str, style: Style) -> u16 {
        let lines = wrap(text, usize::from(area.w.max(1)));
        let rows = (area.y + area.h).saturating_sub(y).min(lines.len() as u16);
        for (row, range) in (1..=rows).zip(&lines) {
            let end = if row == rows { text.len() } else { range.end };
            let words = text.get(range.start..end).unwrap_or_default();
            self.clipped(area.x, y + row - 1, area.w, words, style);
        }
        rows
    }

    /// A horizontal hairline.
    pub fn line(&mut self, x: u16, y: u16, columns: u16) {
        let line = "─".repeat(usize::from(columns));
        let style = self.theme.hairline;
        self.text(x, y, columns, &line, style);
    }

    /// A vertical hairline.
    pub fn wall(&mut self, x: u16, y: u16, rows: u16) {
        let style = self.theme.hairline;
        for row in 0..rows {
            self.text(x, y.saturating_add(row), 1, "│", style);
        }
    }

    /// Styles a row from edge to edge.
    pub fn tint(&mut self, area: Area, y: u16, style: Style) {
        let whole = *self.buffer.area();
        let row = Rect { x: area.x, y, width: area.w, height: 1 }.intersection(whole);
        self.buffer.set_style(row, style);
    }

    /// Signs at the right edge: a list goes on above, or below.
    pub fn more(&mut self, area: Area, above: bool, below: bool) {
        let style = self.theme.dim;
        let x = area.x + area.w.saturating_sub(1);
        self.text(x, area.y, u16::from(above), "↑", style);
        self.text(x, area.y + area.h.saturating_sub(1), u16::from(below && area.h > 0), "↓", style);
    }

    /// Empties an area.
    pub fn clear(&mut self, area: Area) {
        let whole = *self.buffer.area();
        let rect = Rect { x: area.x, y: area.y, width: area.w, height: area.h }.intersection(whole);
        for y in rect.top()..rect.bottom() {
            for x in rect.left()..rect.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                    cell.set_style(self.theme.base);
                }
            }
        }
    }

    /// A pane's title, with something at its right edge, and the hairline below; the cells the title took.
    pub fn title(&mut self, pane: Pane, text: &str, right: &str, focus: bool) -> u16 {
        let style = if focus { self.theme.focus } else { self.theme.faded };
        let area = Area { x: pane.title.x + 1, w: pane.title.w.saturating_sub(2), ..pane.title };
        let taken = if right.is_empty() || usize::from(area.w) < width(right) + 6 {
            0
        } else {
            let dim = self.theme.dim;
            self.right(area, area.y, right, dim) + 2
        };
        let cells = self.clipped(area.x, area.y, area.w.saturating_sub(taken), text, style);
        if pane.line.h > 0 {
            self.line(pane.line.x, pane.line.y, pane.line.w);
        }
        cells
    }
}
