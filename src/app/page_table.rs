//! Tables: drawn as tables where they fit, else as records.

use crate::model::Table;
use crate::text::wrap::{width, wrap};

use super::page::{Builder, Cell, Part, Prose, Row, Tone};

/// Columns between two columns.
const GAP: usize = 2;

impl Builder<'_> {
    /// Puts a table down.
    pub(super) fn table(&mut self, table: &Table) {
        if table.guessed {
            let key = if self.measure.raw_tables { "reader.table_raw" } else { "reader.table_guessed" };
            self.line(self.strings.get(key).to_owned(), Tone::Warning, 0);
            if self.measure.raw_tables && !table.raw.is_empty() {
                for line in &table.raw {
                    self.line(line.clone(), Tone::Text, 0);
                }
                return;
            }
        }
        let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns == 0 {
            return;
        }
        match widths(table, columns, usize::from(self.measure.wide)) {
            Some(widths) => self.grid(table, &widths),
            None => self.records(table),
        }
    }

    /// The rows put down since `from` are one row of the table: the cursor can stand on it.
    fn stand(&mut self, at: usize, from: usize) {
        let end = self.page.rows.len();
        let Some(stop) = self.page.stops.last_mut() else { return };
        let part = stop.parts.len();
        stop.parts.push(Part { path: vec![at], marker: String::new(), rows: from..end });
        for row in self.page.rows.iter_mut().skip(from) {
            row.part = Some(part);
        }
    }

    fn line(&mut self, text: String, tone: Tone, indent: u16) {
        let ranges = wrap(&text, usize::from(self.measure.prose.saturating_sub(indent).max(4)));
        let text = self.text(Prose { text, tone: Some(tone), ..Prose::default() });
        for range in ranges {
            let row = Row { cells: vec![Cell { x: indent, text, range }], ..self.row() };
            self.page.rows.push(row);
        }
    }

    fn grid(&mut self, table: &Table, widths: &[usize]) {
        let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
        let figures: Vec<bool> = (0..widths.len()).map(|column| figures(table, column)).collect();
        let mut airy = false;
        for (at, cells) in table.rows.iter().enumerate() {
            if table.group_rows.contains(&at) {
                if at > table.header_rows {
                    let row = self.row();
                    self.page.rows.push(row);
                }
                let words = cells.iter().filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" ");
                let ranges = wrap(&words, total.max(4));
                let text = self.text(Prose { text: words, tone: Some(Tone::Heading), ..Prose::default() });
                for range in ranges {
                    let row = Row { cells: vec![Cell { x: 0, text, range }], ..self.row() };
                    self.page.rows.push(row);
                }
                airy = false;
                continue;
            }
            let header = at < table.header_rows;
            let mut height = 1;
            let mut x = 0;
            let mut laid = Vec::with_capacity(widths.len());
            for (cell, columns) in cells.iter().zip(widths) {
                let ranges = wrap(cell, *columns);
                height = height.max(ranges.len());
                let tone = if header { Tone::Dim } else { Tone::Text };
                let mut prose = Prose { text: cell.clone(), tone: Some(tone), ..Prose::default() };
                self.cite(&mut prose, at, laid.len());
                let text = self.text(prose);
                laid.push((x, text, ranges));
                x += (columns + GAP) as u16;
            }
            if airy && height > 1 {
                let row = self.row();
                self.page.rows.push(row);
            }
            let from = self.page.rows.len();
            for line in 0..height {
                let mut row = self.row();
                row.cells = laid
                    .iter()
                    .enumerate()
                    .filter_map(|(column, (x, text, ranges))| {
                        let range = ranges.get(line)?.clone();
                        // figures stand below one another by their last digit
                        let before = match (figures.get(column), widths.get(column)) {
                            (Some(true), Some(columns)) => {
                                let words = self.page.texts.get(*text).and_then(|prose| prose.text.get(range.clone()));
                                columns.saturating_sub(words.map_or(0, width))
                            }
                            _ => 0,
                        };
                        Some(Cell { x: x + before as u16, text: *text, range })
                    })
                    .collect();
                self.page.rows.push(row);
            }
            if !header {
                self.stand(at, from);
            }
            airy = height > 1;
            if header && at + 1 == table.header_rows {
                let row = Row { line: total as u16, ..self.row() };
                self.page.rows.push(row);
                airy = false;
            }
        }
    }

    /// Marks the citations of a cell.
    fn cite(&self, prose: &mut Prose, row: usize, column: usize) {
        let Some(id) = self.page.stops.last().map(|stop| stop.id.clone()) else { return };
        for (index, reference) in self.paper.references.iter().enumerate() {
            if reference.place == id && reference.path == [row, column] {
                let byte = |at: usize| prose.text.char_indices().nth(at).map_or(prose.text.len(), |(byte, _)| byte);
                let range = byte(reference.at[0])..byte(reference.at[1]);
                if range.start < range.end {
                    prose.marks.push((range, Tone::Link, Some(index)));
                }
            }
        }
        prose.marks.sort_by_key(|(range, _, _)| range.start);
    }

    fn records(&mut self, table: &Table) {
        let headers: Vec<String> = (0..table.rows.iter().map(Vec::len).max().unwrap_or(0))
            .map(|column| {
                let mut words: Vec<&str> = Vec::new();
                for cells in table.rows.iter().take(table.header_rows) {
                    if let Some(cell) = cells.get(column).filter(|cell| !cell.is_empty())
                        && !words.contains(&cell.as_str())
                    {
                        words.push(cell);
                    }
                }
                words.join(" ")
            })
            .collect();
        let mut first = true;
        for (at, cells) in table.rows.iter().enumerate().skip(table.header_rows) {
            if !first {
                let row = self.row();
                self.page.rows.push(row);
            }
            first = false;
            if table.group_rows.contains(&at) {
                self.line(cells.join(" ").trim().to_owned(), Tone::Heading, 0);
                continue;
            }
            let from = self.page.rows.len();
            for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
                let label = headers.get(column).map_or("", String::as_str);
                let lead = if label.is_empty() { String::new() } else { format!("{label}  ") };
                let mut prose = Prose { text: cell.clone(), ..Prose::default() };
                self.cite(&mut prose, at, column);
                prose.lead(&lead);
                prose.marks.insert(0, (0..label.len(), Tone::Dim, None));
                let indent = u16::from(column > 0) * 2;
                let ranges = wrap(&prose.text, usize::from(self.measure.prose.saturating_sub(indent).max(4)));
                let text = self.text(prose);
                for range in ranges {
                    let row = Row { cells: vec![Cell { x: indent, text, range }], ..self.row() };
                    self.page.rows.push(row);
                }
            }
            if self.page.rows.len() > from {
                self.stand(at, from);
            }
        }
    }
}

/// True when a column holds figures only, below its heading.
fn figures(table: &Table, column: usize) -> bool {
    let figure = |cell: &str| {
        cell.chars().any(|c| c.is_ascii_digit())
            && cell.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ".,+-–−±%()$€£".contains(c))
    };
    let rows = table.rows.iter().enumerate().skip(table.header_rows).filter(|(at, _)| !table.group_rows.contains(at));
    let mut cells = rows.filter_map(|(_, cells)| cells.get(column)).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| figure(cell) || ["–", "—", "-", "…"].contains(&cell.as_str()))
}

/// The widths of the columns, when the table fits without tearing words and without columns too narrow to read.
fn widths(table: &Table, columns: usize, wide: usize) -> Option<Vec<usize>> {
    let mut least = vec![1_usize; columns];
    let mut most = vec![1_usize; columns];
    for (_, cells) in table.rows.iter().enumerate().filter(|(at, _)| !table.group_rows.contains(at)) {
        for (column, cell) in cells.iter().enumerate() {
            let word = cell.split([' ', '\n']).map(width).max().unwrap_or(0);
            least[column] = least[column].max(word.min(24));
            most[column] = most[column].max(width(cell));
        }
    }
    let gaps = GAP * (columns - 1);
    let room = wide.checked_sub(gaps)?;
    if most.iter().sum::<usize>() <= room {
        return Some(most);
    }
    // long prose in a column needs room to be read
    let least: Vec<usize> = least.iter().zip(&most).map(|(least, most)| (*least).max((*most).min(10))).collect();
    let spare = room.checked_sub(least.iter().sum())?;
    let wish: usize = least.iter().zip(&most).map(|(least, most)| (most - least).min(120)).sum();
    let mut out: Vec<usize> = least
        .iter()
        .zip(&most)
        .map(|(least, most)| least + ((most - least).min(120) * spare).checked_div(wish).unwrap_or(0).min(most - least))
        .collect();
    let mut left = room - out.iter().sum::<usize>().min(room);
    while left > 0 {
        let Some(at) = (0..columns).filter(|at| out[*at] < most[*at]).min_by_key(|at| out[*at]) else { break };
        out[at] += 1;
        left -= 1;
    }
    Some(out)
}
