//! Tables: cells made even, header rows, repeated headers taken out, rows that head a group.

use std::collections::HashSet;

use crate::model::Table;
use crate::reading::line::{RawCell, RawTable};

use super::marked::{self, Marked};
use super::rows;

/// No table is wider than this; cells beyond are joined to the last.
const WIDEST: usize = 64;

fn text(cell: &RawCell) -> String {
    let mut out = Marked::default();
    for line in &cell.lines {
        rows::join(&mut out, &marked::of_line(line, &|_, _| false), None);
    }
    out.text
}

fn is_bold(cell: &RawCell) -> bool {
    cell.lines.iter().any(crate::reading::line::Line::is_bold)
        && cell.lines.iter().all(|line| line.is_bold() || line.text().trim().is_empty())
}

/// Makes a table of the paper from its raw form.
pub(super) fn build(raw: &RawTable, page: Option<u32>) -> Table {
    let wide = |row: &Vec<RawCell>| row.iter().map(|cell| usize::from(cell.span.max(1))).sum::<usize>();
    let width = raw.rows.iter().map(wide).max().unwrap_or(0).min(WIDEST);
    let mut table = Table {
        guessed: raw.guessed,
        raw: raw.raw.iter().map(|line| crate::text::sanitise::line(line)).collect(),
        page: raw.page.or(page),
        confidence: raw.guessed.then_some(0.6),
        ..Table::default()
    };
    let mut headers = raw.header_rows;
    for (at, row) in raw.rows.iter().enumerate() {
        let mut cells: Vec<String> = Vec::with_capacity(width);
        for cell in row {
            if cells.len() >= width {
                break;
            }
            cells.push(text(cell));
            for _ in 1..cell.span.max(1) {
                if cells.len() < width {
                    cells.push(String::new());
                }
            }
        }
        cells.resize(width, String::new());
        if cells.iter().all(String::is_empty) {
            if at < raw.header_rows {
                headers -= 1;
            }
            continue;
        }
        let only_first =
            width > 1 && cells.iter().skip(1).all(String::is_empty) && !cells.first().is_none_or(String::is_empty);
        let spans = row.len() == 1 && row.first().is_some_and(|cell| usize::from(cell.span) >= width.max(2));
        let bold = row.first().is_some_and(is_bold);
        if only_first && (spans || bold) && (at >= raw.header_rows || spans) {
            table.group_rows.push(table.rows.len());
        }
        table.rows.push(cells);
    }
    // without a word of the format the first row is the header, if it is one: words in every cell, no sentence
    if headers == 0 && table.rows.len() > 1 && !table.group_rows.contains(&0) {
        let first = table.rows.first().map(Vec::as_slice).unwrap_or_default();
        let filled = first.iter().filter(|cell| !cell.is_empty()).count();
        let figures = first.iter().skip(1).any(|cell| is_figure(cell));
        let sentence = first.iter().any(|cell| cell.ends_with('.') && cell.len() > 60);
        if filled + 1 >= first.len() && filled > 1 && !figures && !sentence {
            headers = 1;
        }
    }
    table.header_rows = headers.min(table.rows.len());
    let from = table.header_rows;
    repeated(&mut table, from);
    table
}

fn is_figure(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    // a year or a biennium heads a column; other figures are values
    let year =
        text.get(..4).is_some_and(|year| year.starts_with("19") || year.starts_with("20")) && text.chars().count() <= 9;
    digits > 0 && letters == 0 && !year
}

/// Takes out the header rows that come again (a page break repeats them). One that differs in its first cell alone
/// leaves that cell as the head of a group. Rows before `from` are left alone.
fn repeated(table: &mut Table, from: usize) {
    if table.header_rows == 0 || from < table.header_rows || from > table.rows.len() {
        return;
    }
    let rest = table.rows.split_off(from);
    let kept = table.group_rows.partition_point(|at| *at < from);
    let groups: HashSet<usize> = table.group_rows.split_off(kept).into_iter().collect();
    for (at, mut row) in rest.into_iter().enumerate() {
        let header = table.rows.get(..table.header_rows).unwrap_or_default();
        if header.contains(&row) {
            continue;
        }
        let alike = header.iter().any(|head| {
            head.len() > 2
                && head.iter().skip(1).filter(|cell| !cell.is_empty()).count() > 1
                && head.iter().skip(1).eq(row.iter().skip(1))
        });
        if alike {
            for cell in row.iter_mut().skip(1) {
                cell.clear();
            }
        }
        if alike || groups.contains(&(at + from)) {
            table.group_rows.push(table.rows.len());
        }
        table.rows.push(row);
    }
}

/// True when `next`, which follows at once, is the rest of `before`: as many columns, and no header or the same one. Columns
/// that were guessed must have been the same over the page break (`cut`).
pub(super) fn continues(before: &Table, next: &Table, cut: bool) -> bool {
    let width = |table: &Table| table.rows.first().map_or(0, Vec::len);
    width(before) == width(next)
        && width(before) > 1
        && before.guessed == next.guessed
        && (cut || !next.guessed)
        && (before.rows.first() == next.rows.first() || next.header_rows == 0 || next.guessed)
}

/// Adds the rows of a table that goes on; `cut` says that a page break parted the two, perhaps in the middle of a row.
pub(super) fn extend(before: &mut Table, mut next: Table, cut: bool) {
    if cut && let (Some(upper), Some(lower)) = (before.rows.last(), next.rows.first()) {
        let one = !before.group_rows.contains(&(before.rows.len() - 1)) || next.group_rows.contains(&0);
        if one && is_cut(upper, lower, next.guessed) {
            let lower = next.rows.remove(0);
            next.group_rows.retain(|at| *at > 0);
            next.group_rows.iter_mut().for_each(|at| *at -= 1);
            for (cell, rest) in before.rows.last_mut().into_iter().flatten().zip(lower) {
                if !cell.is_empty() && !rest.is_empty() && !cell.ends_with(['-', '\u{2010}', '/']) {
                    cell.push(' ');
                }
                cell.push_str(&rest);
            }
        }
    }
    // heads that had a page to themselves are known by coming again
    if before.header_rows == 0 && before.rows.len() < 3 && before.rows.first() == next.rows.first() {
        before.header_rows = 1;
        repeated(before, 1);
    }
    let offset = before.rows.len();
    before.raw.extend(next.raw);
    before.group_rows.extend(next.group_rows.iter().map(|at| at + offset));
    before.rows.extend(next.rows);
    repeated(before, offset);
}

/// The lower row goes on in the middle of the sentences of the upper one, in one cell at least, and contradicts it in none.
fn is_cut(upper: &[String], lower: &[String], guessed: bool) -> bool {
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let open = |cell: &str| !cell.is_empty() && !cell.ends_with(['.', ';', ':', '?', '!']);
    let lowers = |cell: &str| cell.starts_with(|c: char| c.is_lowercase());
    let fits = upper.iter().zip(lower).all(|(above, below)| below.is_empty() || !above.is_empty());
    let sentence = upper.iter().zip(lower).any(|(above, below)| open(above) && lowers(below));
    // where nothing but its place says so: the first cell was through, another was not
    let headless = guessed
        && lower.first().is_some_and(String::is_empty)
        && upper.iter().zip(lower).all(|(above, below)| below.is_empty() || open(above));
    fits && (sentence || headless) && filled(lower) <= filled(upper)
}
