//! Pages set in two columns: the left one is read to its end before the right one.

use super::glyphs::Sheet;
use super::rows::{Row, rows};

/// The least number of lines that stand side by side before they count as columns.
const LEAST_ROWS: usize = 8;
/// … on a page that follows one with columns at the same place.
const LEAST_MORE: usize = 2;
/// Half of the least width of the gap between columns, in points.
const HALF_GAP: f32 = 4.0;
/// No page that anybody reads has more rows.
const MOST_ROWS: usize = 600;

/// The gap between two columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gutter {
    /// Its middle.
    x: f32,
    /// How far the left edge of the right column is from that of the left one.
    shift: f32,
}

/// A stretch of a row: left and right end.
type Span = (f32, f32);

/// The lines of one side of a gap.
#[derive(Default)]
struct Side {
    /// Base line, left and right end.
    lines: Vec<(f32, f32, f32)>,
    /// How many have wide gaps inside.
    celled: usize,
}

impl Side {
    fn add(&mut self, row: &Row, own: &[Span]) {
        let (Some(first), Some(last)) = (own.first(), own.last()) else { return };
        self.lines.push((row.y, first.0, last.1));
        // a number or a bullet before the text is no cell
        let label = usize::from(first.1 - first.0 < row.size * 2.5);
        let wide = |pair: &[Span]| matches!(pair, [a, b] if b.0 - a.1 > row.size * 1.6);
        self.celled += usize::from(own.get(label..).unwrap_or_default().windows(2).any(wide));
    }

    fn left(&self) -> f32 {
        self.lines.iter().map(|line| line.1).fold(f32::INFINITY, f32::min)
    }

    /// How many of its lines stand beside those of the other side.
    fn beside(&self, other: &Self) -> usize {
        let from = other.lines.iter().map(|line| line.0).fold(f32::INFINITY, f32::min) - 8.0;
        let to = other.lines.iter().map(|line| line.0).fold(0.0, f32::max) + 8.0;
        self.lines.iter().filter(|line| line.0 > from && line.0 < to).count()
    }

    /// Lines of running text fill their column; cells and labels do not.
    fn fills(&self, page: f32) -> bool {
        let widest = self.lines.iter().map(|line| line.2 - line.1).fold(0.0, f32::max);
        let full = self.lines.iter().filter(|line| line.2 - line.1 > widest * 0.72).count();
        widest > page * 0.22 && full * 5 > self.lines.len() * 3
    }

    /// On this side there are columns again: a table.
    fn is_table(&self) -> bool {
        self.celled * 3 > self.lines.len()
    }
}

/// The gap between the two columns that a page is set in, if it is; `known` is that of the page before.
pub(super) fn gutter(sheet: &Sheet, all: &[Row], known: Option<Gutter>) -> Option<Gutter> {
    if all.len() < LEAST_MORE * 2 || all.len() > MOST_ROWS {
        return None;
    }
    let rows: Vec<(&Row, Vec<Span>)> = all.iter().map(|row| (row, stretches(sheet, row))).collect();
    let (mut best, mut most) = (None, 0);
    let mut x = sheet.width * 0.35;
    while x < sheet.width * 0.65 {
        if let Some((left, right, over)) = parted(&rows, x) {
            let both = left.beside(&right).min(right.beside(&left));
            let text = left.fills(sheet.width) && right.fills(sheet.width);
            if both >= LEAST_ROWS && both > over && both > most && text && !left.is_table() && !right.is_table() {
                (best, most) = (Some(Gutter { x, shift: right.left() - left.left() }), both);
            }
        }
        x += 2.0;
    }
    best.or_else(|| {
        let known = known?;
        let (left, right, over) = parted(&rows, known.x)?;
        let both = left.beside(&right).min(right.beside(&left));
        let same = (right.left() - left.left() - known.shift).abs() < 30.0;
        (both >= LEAST_MORE && both > over && same && !left.is_table() && !right.is_table()).then_some(known)
    })
}

/// What stands left and right of `x`, and how many rows run over it; `None` when most do.
fn parted(rows: &[(&Row, Vec<Span>)], x: f32) -> Option<(Side, Side, usize)> {
    let over = rows.iter().filter(|(_, own)| crosses(own, x)).count();
    if over * 2 > rows.len() {
        return None;
    }
    let (mut left, mut right) = (Side::default(), Side::default());
    for (row, own) in rows.iter().filter(|(_, own)| !crosses(own, x)) {
        let (a, b) = own.split_at(own.partition_point(|span| span.0 < x));
        left.add(row, a);
        right.add(row, b);
    }
    Some((left, right, over))
}

fn crosses(own: &[Span], x: f32) -> bool {
    own.iter().any(|(left, right)| *right > x - HALF_GAP && *left < x + HALF_GAP)
}

/// The rows of a page in reading order.
pub(super) fn in_order(sheet: &Sheet, all: Vec<Row>, spaced: bool, gutter: Option<Gutter>) -> Vec<Row> {
    let Some(gutter) = gutter else { return all };
    let mut out: Vec<Row> = Vec::new();
    let mut block: Vec<Row> = Vec::new();
    for row in all {
        // A row that runs over the gap (a heading, a table) ends the columns above it.
        if crosses(&stretches(sheet, &row), gutter.x) {
            flush(sheet, &mut block, gutter, spaced, &mut out);
            out.push(row);
        } else {
            block.push(row);
        }
    }
    flush(sheet, &mut block, gutter, spaced, &mut out);
    out
}

fn flush(sheet: &Sheet, block: &mut Vec<Row>, gutter: Gutter, spaced: bool, out: &mut Vec<Row>) {
    let is_left = |index: usize| sheet.glyphs.get(index).is_some_and(|glyph| glyph.x < gutter.x);
    let signs = block.drain(..).flat_map(|row| row.signs).map(|sign| sign.index);
    let (left, right): (Vec<usize>, Vec<usize>) = signs.partition(|index| is_left(*index));
    out.extend(rows(sheet, left.into_iter(), spaced));
    let from = out.len();
    out.extend(rows(sheet, right.into_iter(), spaced));
    for row in out.iter_mut().skip(from) {
        row.shift = gutter.shift;
    }
}

/// The stretches of a row between which a gap of columns has room, from left to right.
fn stretches(sheet: &Sheet, row: &Row) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
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
