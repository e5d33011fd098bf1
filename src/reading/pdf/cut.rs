//! A stretch of lines without rules → cells: which lines of a column are one cell, and where all columns begin a new row.

use super::bare::{Line, Span, Stretch, is_run, parts};
use super::glyphs::Sheet;
use super::tables::{Found, Grid, cells_of, root, union};

/// Lines of one cell stand no further apart than this many times the least step of the table, and a little.
const TIGHT: f32 = 1.12;
/// A step this many times the size is never one within a cell.
const LOOSE: f32 = 1.75;

/// Cuts the stretch into cells.
pub(super) fn build(
    sheet: &Sheet,
    lines: &[Line<'_>],
    stretch: &Stretch,
    spaced: bool,
    number: u32,
) -> Option<(Found, Grid)> {
    let inside = lines.get(stretch.from..stretch.to)?;
    // running text in a few columns is no table
    let left = inside.iter().map(|line| line.row.left).fold(f32::INFINITY, f32::min) - 1.0;
    let right = inside.iter().map(|line| line.row.right).fold(0.0, f32::max) + 1.0;
    let mut xs = vec![left];
    xs.extend(stretch.gaps.iter().map(|gap| f32::midpoint(gap.0, gap.1)));
    xs.push(right);
    let over = tails(inside, &stretch.over, &stretch.gaps);
    let ys = row_edges(sheet, inside, &over, &xs);
    let (columns, count) = (xs.len() - 1, ys.len().checked_sub(1)?);
    if count < 1 || columns * count > 20_000 {
        return None;
    }
    let mut owners: Vec<usize> = (0..columns * count).collect();
    for (line, over) in inside.iter().zip(&over) {
        let middle = line.row.y - line.row.size * 0.3;
        let Some(row) =
            ys.windows(2).position(|pair| matches!(pair, [top, bottom] if middle >= *top && middle < *bottom))
        else {
            continue;
        };
        for column in 1..columns {
            let edge = xs.get(column).copied().unwrap_or(0.0);
            if *over || line.words.iter().any(|word| word.0 < edge - 1.0 && word.1 > edge + 1.0) {
                union(&mut owners, row * columns + column - 1, row * columns + column);
            }
        }
    }
    let owners: Vec<usize> = (0..owners.len()).map(|index| root(&mut owners, index)).collect();
    let grid = Grid { xs, ys, owners };
    let glyphs = inside.iter().flat_map(|line| line.row.signs.iter().map(|sign| sign.index));
    let mut table = cells_of(sheet, &grid, glyphs, spaced, number);
    table.rows.retain(|row| row.iter().any(|cell| !cell.lines.is_empty()));
    let filled = |row: &Vec<crate::reading::line::RawCell>| row.iter().filter(|cell| !cell.lines.is_empty()).count();
    let celled = table.rows.iter().filter(|row| filled(row) > 1).count();
    // the rest of a table may be one row, when it begins in the middle of a sentence
    let tail = inside.first().is_some_and(|line| line.row.text.trim_start().starts_with(|c: char| c.is_lowercase()));
    let least = if stretch.continues && tail { 1 } else { 2 };
    if table.rows.len() < least || celled < least {
        return None;
    }
    table.guessed = true;
    table.continues = stretch.continues;
    table.raw = inside.iter().map(|line| line.row.text.clone()).collect();
    Some((Found { table, top: grid.top(), edges: grid.xs.clone() }, grid))
}

/// The last line of a paragraph that runs over all columns is short: it belongs to the lines above it all the same.
fn tails(lines: &[Line<'_>], over: &[bool], gaps: &[Span]) -> Vec<bool> {
    let mut out = over.to_vec();
    // running text leaves the gaps free by chance: its words do not begin where those of the columns do
    for (line, over) in lines.iter().zip(&mut out).filter(|(line, over)| !**over && is_run(line)) {
        let begins = |gap: &Span| line.words.iter().find(|word| word.0 >= gap.1 - 0.5).map(|word| word.0 - gap.1);
        let parted: Vec<f32> = gaps.iter().filter(|gap| parts(&line.words, **gap)).filter_map(begins).collect();
        *over = parted.len() > 1 && parted.iter().any(|off| *off > 1.2);
    }
    let right = lines.iter().map(|line| line.row.right).fold(0.0, f32::max);
    let steps = lines.windows(2).filter_map(|pair| match pair {
        [a, b] if b.row.y - a.row.y > a.row.size * 0.9 => Some(b.row.y - a.row.y),
        _ => None,
    });
    let least = steps.fold(f32::INFINITY, f32::min);
    for (at, pair) in lines.windows(2).enumerate() {
        let [upper, lower] = pair else { continue };
        let word = lower.words.first().map_or(0.0, |word| word.1 - word.0);
        let lone = !lower.words.windows(2).any(|pair| matches!(pair, [a, b] if b.0 - a.1 > lower.row.size));
        let tail = out.get(at).copied().unwrap_or(false)
            && lone
            && (lower.row.left - upper.row.left).abs() < 2.0
            && lower.row.y - upper.row.y <= least * TIGHT + 0.4
            && upper.row.right + word > right - lower.row.size;
        if tail && let Some(slot) = out.get_mut(at + 1) {
            *slot = true;
        }
    }
    out
}

/// What one line has in one column.
struct Piece<'a> {
    y: f32,
    size: f32,
    right: f32,
    /// How wide its first word is.
    word: f32,
    line: &'a Line<'a>,
    over: bool,
    text: String,
}

impl Piece<'_> {
    /// Nothing but a figure, which no line end cuts.
    fn is_figure(&self) -> bool {
        let text = self.text.trim();
        text.contains(|c: char| c.is_ascii_digit()) && !text.contains(char::is_alphabetic) && !text.contains(',')
            || matches!(text, "-" | "–" | "—")
    }
}

/// The edges between rows: where no cell of any column goes on. A cell is made of lines that stand close, or of which the
/// upper one had no room for the first word of the lower.
fn row_edges(sheet: &Sheet, lines: &[Line<'_>], over: &[bool], xs: &[f32]) -> Vec<f32> {
    let columns = xs.len().saturating_sub(1);
    let mut pieces: Vec<Vec<Piece<'_>>> = (0..columns).map(|_| Vec::new()).collect();
    for (line, over) in lines.iter().zip(over) {
        for (column, own) in pieces.iter_mut().enumerate() {
            let (from, to) = (xs.get(column).copied().unwrap_or(0.0), xs.get(column + 1).copied().unwrap_or(0.0));
            let within = |word: &&(f32, f32)| {
                let middle = f32::midpoint(word.0, word.1);
                middle > from && middle <= to
            };
            let (Some(first), Some(last)) = (line.words.iter().find(within), line.words.iter().rev().find(within))
            else {
                continue;
            };
            let text = line.text(sheet, *first, *last);
            let (y, size) = (line.row.y, line.row.size);
            own.push(Piece { y, size, right: last.1, word: first.1 - first.0, line, over: *over, text });
        }
    }
    let size = lines.first().map_or(10.0, |line| line.row.size);
    let mut steps: Vec<f32> = pieces
        .iter()
        .flat_map(|own| own.windows(2))
        .filter_map(|pair| match pair {
            [a, b] if a.over == b.over && b.y - a.y > size * 0.9 => Some(b.y - a.y),
            _ => None,
        })
        .collect();
    steps.sort_by(f32::total_cmp);
    // the least step that comes twice
    let least = steps
        .windows(2)
        .find_map(|pair| matches!(pair, [a, b] if b - a < a * 0.04).then(|| pair.first().copied()).flatten())
        .or(steps.first().copied())
        .unwrap_or(size * 1.2);
    let tight = |step: f32| step <= least * TIGHT + 0.4 && step < size * LOOSE;
    // … and the room between rows tells them, unless no row has any
    let apart = lines.windows(2).filter(|pair| matches!(pair, [a, b] if !tight(b.row.y - a.row.y))).count();
    let told = apart * 16 > lines.len();
    // cells as the base lines they reach from and to
    let mut cells: Vec<(f32, f32, f32, bool)> = Vec::new();
    let rights: Vec<f32> = pieces
        .iter()
        .map(|own| {
            let mut rights: Vec<f32> = own.iter().filter(|piece| !piece.over).map(|piece| piece.right).collect();
            rights.sort_by(f32::total_cmp);
            // a word that was too long for its column does not make it wider
            rights.get((rights.len() * 15).div_ceil(16).saturating_sub(1)).copied().unwrap_or(0.0)
        })
        .collect();
    for (column, own) in pieces.iter().enumerate() {
        let mut before: Option<&Piece<'_>> = None;
        for piece in own {
            let joined = before.is_some_and(|upper| {
                let ruled = sheet.rules.iter().any(|rule| {
                    rule.is_horizontal()
                        && rule.top > upper.y - upper.size * 0.1
                        && rule.bottom < piece.y - piece.size * 0.3
                        && rule.right - rule.left > upper.line.row.width().min(60.0)
                        && rule.left < upper.right
                        && rule.right > upper.right - upper.word
                });
                upper.over == piece.over
                    && !ruled
                    && tight(piece.y - upper.y)
                    && (upper.over || !parted(&pieces, &rights, column, upper, piece, told))
            });
            match cells.last_mut().filter(|_| joined) {
                Some(cell) => cell.1 = piece.y,
                None => cells.push((piece.y, piece.y, piece.size, piece.over)),
            }
            before = Some(piece);
        }
    }
    cells.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut bands: Vec<(f32, f32, f32, bool)> = Vec::new();
    for cell in cells {
        match bands.last_mut() {
            Some(band) if cell.0 - cell.2 * 0.5 < band.1 && cell.3 == band.3 => {
                (band.1, band.2) = (band.1.max(cell.1), band.2.max(cell.2));
            }
            _ => bands.push(cell),
        }
    }
    let mut ys = vec![bands.first().map_or(0.0, |band| band.0 - band.2 * 0.8 - 1.0)];
    ys.extend(bands.windows(2).filter_map(|pair| match pair {
        [a, b] => Some(f32::midpoint(a.1 + a.2 * 0.2, (b.0 - b.2 * 0.75).max(a.1 + a.2 * 0.2))),
        _ => None,
    }));
    ys.push(bands.last().map_or(0.0, |band| band.1 + band.2 * 0.22 + 1.0));
    ys
}

/// Two lines of a column that stand close belong to two cells all the same: figures stand below figures beside them, or
/// the upper one had room for the first word of the lower.
fn parted(
    pieces: &[Vec<Piece<'_>>],
    rights: &[f32],
    column: usize,
    upper: &Piece<'_>,
    lower: &Piece<'_>,
    told: bool,
) -> bool {
    let (mut figures, mut roomy, mut both, mut fresh, mut goes_on) = (0, 0, 0, 0, false);
    for (at, own) in pieces.iter().enumerate() {
        let on = |line: &Line<'_>| own.iter().find(|piece| std::ptr::eq(piece.line, line));
        let Some(b) = on(lower.line) else { continue };
        let Some(a) = on(upper.line) else {
            fresh += 1;
            continue;
        };
        both += 1;
        figures += usize::from(a.is_figure() && b.is_figure());
        let right = rights.get(at).copied().unwrap_or(0.0);
        let lower = b.text.starts_with(|c: char| c.is_lowercase());
        let hyphen = lower && a.text.trim_end().ends_with(['-', '\u{2010}', '\u{AD}']);
        let room = !hyphen && right - a.right > b.word + b.size * 0.6;
        roomy += usize::from(room);
        let open = !a.text.trim_end().ends_with(['.', ';', ':', '?', '!']);
        goes_on |= !room && open && lower;
    }
    let own_room = rights.get(column).copied().unwrap_or(0.0) - upper.right > lower.word + lower.size * 0.6;
    // where no room is left between rows, the other columns begin again with a row
    let closed = upper.text.trim_end().ends_with(['.', ';', ':', '?', '!']);
    figures > 1
        || !goes_on && !told && fresh > 1 && (closed || own_room || fresh > 2)
        || !goes_on && roomy > 0 && (both > 1 || !told && own_room)
}
