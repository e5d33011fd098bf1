//! Pages set in two columns: the left one is read to its end before the right one.

use super::glyphs::Sheet;
use super::rows::{Row, rows};

/// The least number of lines that stand side by side before they count as columns.
const LEAST_ROWS: usize = 8;
/// Half of the least width of the gap between columns, in points.
const HALF_GAP: f32 = 4.0;

/// True when the page is set in two columns.
pub(super) fn are_two(sheet: &Sheet, all: &[Row]) -> bool {
    gutter(sheet, all).is_some()
}

/// The rows of a page in reading order.
pub(super) fn in_order(sheet: &Sheet, all: Vec<Row>, spaced: bool) -> Vec<Row> {
    let Some(gutter) = gutter(sheet, &all) else { return all };
    let mut out: Vec<Row> = Vec::new();
    let mut block: Vec<Row> = Vec::new();
    for row in all {
        // A row that runs over the gap (a heading, a table) ends the columns above it.
        if sides(sheet, &row, gutter).is_none() {
            flush(sheet, &mut block, gutter, spaced, &mut out);
            out.push(row);
        } else {
            block.push(row);
        }
    }
    flush(sheet, &mut block, gutter, spaced, &mut out);
    out
}

fn flush(sheet: &Sheet, block: &mut Vec<Row>, gutter: f32, spaced: bool, out: &mut Vec<Row>) {
    let both = block.iter().filter(|row| matches!(sides(sheet, row, gutter), Some((true, true)))).count();
    if both < 3 {
        out.append(block);
        return;
    }
    let is_left = |index: usize| sheet.glyphs.get(index).is_some_and(|glyph| glyph.x < gutter);
    let signs: Vec<usize> = block.drain(..).flat_map(|row| row.signs).map(|sign| sign.index).collect();
    let (left, right): (Vec<usize>, Vec<usize>) = signs.into_iter().partition(|index| is_left(*index));
    out.extend(rows(sheet, left.into_iter(), spaced));
    out.extend(rows(sheet, right.into_iter(), spaced));
}

/// Whether a row has text left and right of `x`; `None` when it runs over it.
fn sides(sheet: &Sheet, row: &Row, x: f32) -> Option<(bool, bool)> {
    sides_of(&stretches(sheet, row), x)
}

/// The stretches of a row between which a gap of columns has room, from left to right.
fn stretches(sheet: &Sheet, row: &Row) -> Vec<(f32, f32)> {
    let mut out: Vec<(f32, f32)> = Vec::new();
    for glyph in row.signs.iter().filter_map(|sign| sheet.glyphs.get(sign.index)) {
        if glyph.text.is_blank() {
            continue;
        }
        match out.last_mut() {
            Some(last) if glyph.x < last.1 + HALF_GAP * 2.0 => last.1 = last.1.max(glyph.end),
            _ => out.push((glyph.x, glyph.end)),
        }
    }
    out
}

fn sides_of(stretches: &[(f32, f32)], x: f32) -> Option<(bool, bool)> {
    if stretches.iter().any(|(left, right)| *right > x - HALF_GAP && *left < x + HALF_GAP) {
        return None;
    }
    let left = stretches.first().is_some_and(|first| first.0 < x - HALF_GAP);
    let right = stretches.last().is_some_and(|last| last.1 > x + HALF_GAP);
    Some((left, right))
}

/// The middle of the gap between two columns of running text.
fn gutter(sheet: &Sheet, all: &[Row]) -> Option<f32> {
    if all.len() < LEAST_ROWS {
        return None;
    }
    let rows: Vec<(&Row, Vec<(f32, f32)>)> = all.iter().map(|row| (row, stretches(sheet, row))).collect();
    let (mut best, mut most) = (None, 0);
    let mut x = sheet.width * 0.35;
    while x < sheet.width * 0.65 {
        let (mut both, mut over) = (0, 0);
        let (mut lefts, mut rights) = (Vec::new(), Vec::new());
        for (row, stretches) in &rows {
            match sides_of(stretches, x) {
                Some((true, true)) => {
                    both += 1;
                    let end = stretches.iter().filter(|one| one.0 < x).fold(row.left, |end, one| end.max(one.1));
                    let start = stretches.iter().filter(|one| one.0 >= x).fold(row.right, |from, one| from.min(one.0));
                    lefts.push(end - row.left);
                    rights.push(row.right - start);
                }
                Some(_) => {}
                None => over += 1,
            }
        }
        // Lines of running text fill their column; cells and labels do not.
        let fills = |widths: &[f32]| {
            let widest = widths.iter().copied().fold(0.0, f32::max);
            let full = widths.iter().filter(|width| **width > widest * 0.75).count();
            widest > sheet.width * 0.22 && full * 3 > widths.len() * 2
        };
        if both >= LEAST_ROWS && both > over && both > most && fills(&lefts) && fills(&rights) {
            (best, most) = (Some(x), both);
        }
        x += 2.0;
    }
    best
}
