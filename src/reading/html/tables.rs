//! Tables of a page: data, or only a frame for the layout, as the pages of the 1990s have them.

use super::{Part, Passage};
use crate::reading::line::{Line, RawCell, RawTable};

/// The most columns a cell may claim.
pub(super) const MOST_COLUMNS: u16 = 64;
/// A cell with more characters than this holds a text, not a value.
const LONG_CELL: usize = 3000;

/// A cell while it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub(super) parts: Vec<Part>,
    pub(super) span: u16,
    pub(super) down: u16,
    pub(super) head: bool,
}

/// A table while it is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Grid {
    pub(super) rows: Vec<Vec<Cell>>,
    pub(super) head_rows: usize,
    pub(super) presentation: bool,
}

impl Grid {
    /// True when the table only places text on the page: one column, tables or headings inside, or cells that hold texts.
    pub(super) fn is_layout(&self) -> bool {
        let widest = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = || self.rows.iter().flatten();
        let nested = cells().any(|cell| cell.parts.iter().any(|part| matches!(part, Part::Table(_))));
        let headed = cells()
            .any(|cell| cell.parts.iter().any(|part| matches!(part, Part::Passage(passage) if passage.is_heading())));
        let long = cells().any(|cell| cell_length(cell) > LONG_CELL);
        self.presentation || widest <= 1 || nested || (headed && widest <= 3) || (long && widest <= 3) || self.is_list()
    }

    /// A list set as a table: labels on the left, texts on the right.
    fn is_list(&self) -> bool {
        let rows = || self.rows.iter().filter(|row| row.iter().any(|cell| cell_length(cell) > 0));
        rows().count() > 0
            && rows().all(|row| match row.as_slice() {
                [label, text] => is_label(&cell_text(label)) && cell_length(text) > 0,
                _ => false,
            })
    }

    /// The parts of a layout table in reading order.
    pub(super) fn into_parts(self) -> Vec<Part> {
        let list = self.is_list();
        let mut out = Vec::new();
        for row in self.rows {
            let mut cells = row.into_iter();
            if list {
                let label = cells.next().map(|cell| cell_text(&cell)).unwrap_or_default();
                let mut parts: Vec<Part> = cells.flat_map(|cell| cell.parts).collect();
                if let Some(Part::Passage(first)) = parts.iter_mut().find(|part| matches!(part, Part::Passage(_))) {
                    let run = first.line.runs.first().cloned().unwrap_or_default();
                    let label = crate::reading::line::Run { text: format!("{} ", label.trim()), note: None, ..run };
                    first.line.runs.insert(0, label);
                    for link in &mut first.links {
                        link.0 += 1;
                    }
                }
                out.append(&mut parts);
            } else {
                out.extend(cells.flat_map(|cell| cell.parts));
            }
        }
        out
    }

    /// The table, with `lines` making the lines of a cell.
    pub(super) fn into_table(self, mut lines: impl FnMut(Vec<Part>) -> Vec<Line>) -> RawTable {
        let mut table = RawTable { header_rows: self.head_rows, ..RawTable::default() };
        if table.header_rows == 0 {
            table.header_rows = self.rows.iter().take_while(|row| row.iter().all(|cell| cell.head)).count();
        }
        if table.header_rows >= self.rows.len() {
            table.header_rows = 0;
        }
        // Columns still covered by a cell that reaches down from above.
        let mut down: Vec<u16> = Vec::new();
        for row in self.rows {
            let mut cells = Vec::new();
            let mut column = 0usize;
            let mut fresh: Vec<(usize, u16, u16)> = Vec::new();
            for cell in row {
                while down.get(column).copied().unwrap_or(0) > 0 {
                    cells.push(RawCell { lines: Vec::new(), span: 1 });
                    column += 1;
                }
                let span = cell.span.max(1);
                fresh.push((column, span, cell.down));
                column += usize::from(span);
                cells.push(RawCell { lines: lines(cell.parts), span });
            }
            while down.get(column).copied().unwrap_or(0) > 0 {
                cells.push(RawCell { lines: Vec::new(), span: 1 });
                column += 1;
            }
            for rest in &mut down {
                *rest = rest.saturating_sub(1);
            }
            for (from, span, rows) in fresh {
                for place in from..from + usize::from(span) {
                    if down.len() <= place {
                        down.resize(place + 1, 0);
                    }
                    if let Some(rest) = down.get_mut(place) {
                        *rest = rows.saturating_sub(1);
                    }
                }
            }
            table.rows.push(cells);
        }
        table
    }
}

fn passages(cell: &Cell) -> impl Iterator<Item = &Passage> {
    cell.parts.iter().filter_map(|part| match part {
        Part::Passage(passage) => Some(passage),
        _ => None,
    })
}

fn cell_text(cell: &Cell) -> String {
    passages(cell).map(|passage| passage.line.text()).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn cell_length(cell: &Cell) -> usize {
    passages(cell).map(|passage| passage.line.runs.iter().map(|run| run.text.trim().len()).sum::<usize>()).sum()
}

/// `1.`, `(a)`, `iv)`, `•`, `–`: what stands left of a list part.
fn is_label(text: &str) -> bool {
    let text = text.trim();
    let inner = text.trim_start_matches('(').trim_end_matches([')', '.']);
    let closed = inner.len() < text.len();
    matches!(text, "•" | "–" | "-" | "·" | "—" | "▪" | "o" | "*")
        || closed
            && !inner.is_empty()
            && inner.len() <= 5
            && (inner.chars().all(|c| c.is_ascii_digit())
                || inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
                || inner.chars().count() == 1 && inner.chars().all(char::is_alphabetic))
}
