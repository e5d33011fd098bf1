//! Tables with neither tags nor rules: columns are told by the gaps that the lines of a stretch of the page leave free one
//! below the other, rows by the larger steps between lines.

use super::glyphs::Sheet;
use super::rows::Row;
use super::tables::{Found, Grid, cells_of, root, union};

/// The least width of a gap between columns, in points, when many lines leave it free, and when few do.
const NARROW: f32 = 2.2;
const WIDE: f32 = 5.0;
/// So many lines are many: no gap between words stays free through them by chance.
const MANY: usize = 8;
/// The least number of lines with text on both sides of a gap.
const FEW: usize = 3;
/// A row begins with a line that leaves a gap of this many times its size.
const SEED: f32 = 1.2;
/// So many lines that run over all columns (heads of groups) may stand between lines of cells.
const LONGEST_SPAN: usize = 9;
/// No page that anybody reads has more lines; looking takes more than time in proportion to them.
const MOST_LINES: usize = 400;
/// A step larger than this many times the usual one ends a table.
const STEP: f32 = 1.75;

/// A stretch of a line, from left to right.
type Span = (f32, f32);

/// A line of the page with its words.
struct Line<'a> {
    row: &'a Row,
    words: Vec<Span>,
}

/// A table as lines `from..to`, and the gaps between its columns.
struct Stretch {
    from: usize,
    to: usize,
    gaps: Vec<Span>,
    /// Which of the lines run over all columns.
    over: Vec<bool>,
}

/// Finds them among the rows of a page; `number` is the page's, from 1.
pub(super) fn find(sheet: &Sheet, all: &[Row], spaced: bool, number: u32, taken: &[bool]) -> Vec<(Found, Grid)> {
    let free = |row: &&Row| row.signs.iter().all(|sign| !taken.get(sign.index).copied().unwrap_or(true));
    let lines: Vec<Line<'_>> =
        all.iter().filter(free).map(|row| Line { row, words: words(sheet, row, spaced) }).collect();
    if lines.len() > MOST_LINES {
        return Vec::new();
    }
    let usual = usual_step(&lines);
    let mut out = Vec::new();
    let (mut from, mut floor) = (0, 0);
    while from < lines.len() {
        let stretch = lines.get(from).filter(|line| is_seed(line)).and_then(|_| stretch(&lines, from, floor, usual));
        match stretch.and_then(|stretch| Some((stretch.to, build(sheet, &lines, &stretch, spaced, number)?))) {
            Some((to, table)) => {
                out.push(table);
                (from, floor) = (to, to);
            }
            None => from += 1,
        }
    }
    out
}

/// The words of a row, as stretches.
fn words(sheet: &Sheet, row: &Row, spaced: bool) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut blank = true;
    for sign in &row.signs {
        let Some(glyph) = sheet.glyphs.get(sign.index) else { continue };
        if glyph.text.is_blank() {
            blank = true;
            continue;
        }
        match out.last_mut() {
            Some(word) if !blank && glyph.x - word.1 < row.size * if spaced { 0.3 } else { 0.16 } => {
                word.1 = word.1.max(glyph.end);
            }
            _ => out.push((glyph.x, glyph.end.max(glyph.x))),
        }
        blank = false;
    }
    out
}

/// The step from line to line that is most frequent on the page.
fn usual_step(lines: &[Line<'_>]) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if b.row.y - a.row.y > a.row.size * 0.7 => Some(b.row.y - a.row.y),
            _ => None,
        })
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 3).copied().unwrap_or(14.0)
}

/// A line with a gap that no running text has; a label at its start is none of its cells.
fn is_seed(line: &Line<'_>) -> bool {
    if line.row.text.contains("....") || line.row.text.contains(". . .") || line.row.text.contains("……") {
        return false;
    }
    let first = line.row.text.split_whitespace().next().unwrap_or_default();
    let label = first.chars().count() <= 6 && (first.ends_with(['.', ')']) || !first.contains(char::is_alphanumeric));
    let words = line.words.get(usize::from(label)..).unwrap_or_default();
    words.windows(2).any(|pair| matches!(pair, [a, b] if b.0 - a.1 > line.row.size * SEED))
}

/// What `gaps` leave free of the words of a line.
fn without(gaps: &[Span], words: &[Span]) -> Vec<Span> {
    let mut out = Vec::new();
    for gap in gaps {
        let mut from = gap.0;
        for word in words.iter().filter(|word| word.1 > gap.0 && word.0 < gap.1) {
            if word.0 - from >= NARROW {
                out.push((from, word.0));
            }
            from = from.max(word.1);
        }
        if gap.1 - from >= NARROW {
            out.push((from, gap.1));
        }
    }
    out
}

/// Between which of its words a gap lies: true when there is text on both sides.
fn parts(words: &[Span], gap: Span) -> bool {
    words.first().is_some_and(|word| word.1 <= gap.0 + 0.5) && words.last().is_some_and(|word| word.0 >= gap.1 - 0.5)
}

/// The table that begins with the line `from`: as far down as the lines leave its gaps free.
fn stretch(lines: &[Line<'_>], from: usize, floor: usize, usual: f32) -> Option<Stretch> {
    let begun = from;
    let first = lines.get(from)?;
    let (mut left, mut right) = (first.row.left, first.row.right);
    let mut gaps: Vec<Span> = without(&[(left, right)], &first.words);
    let mut over = vec![false];
    let mut to = from + 1;
    let mut spans = 0;
    let mut last = first;
    for line in lines.get(from + 1..)? {
        if line.row.y - last.row.y > usual.max(line.row.size * 1.2) * STEP
            || (line.row.size - first.row.size).abs() > 2.5
        {
            break;
        }
        // a line may reach further than those before it: what was beyond their ends was free
        let mut wider = gaps.clone();
        if line.row.left < left - NARROW {
            wider.insert(0, (line.row.left, left));
        }
        if line.row.right > right + NARROW {
            wider.push((right, line.row.right));
        }
        let rest = without(&wider, &line.words);
        let kept = gaps
            .iter()
            .filter(|gap| strong(lines, from, &over, **gap))
            .all(|gap| rest.iter().any(|rest| meets(*rest, *gap)));
        if kept && !rest.is_empty() {
            gaps = rest;
            (left, right) = (left.min(line.row.left), right.max(line.row.right));
            spans = 0;
            over.push(false);
        } else if spans < LONGEST_SPAN && line.row.left > left - 3.0 && line.row.right < right + line.row.size * 3.0 {
            spans += 1;
            over.push(true);
        } else {
            break;
        }
        last = line;
        to += 1;
    }
    // what runs over the columns at the end is the text below
    while over.last().copied().unwrap_or(false) {
        over.pop();
        to -= 1;
    }
    let celled = |gap: Span| {
        lines
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .zip(&over)
            .filter(|(line, over)| !**over && parts(&line.words, gap))
            .count()
    };
    let size = first.row.size;
    let own =
        || lines.get(from..to).unwrap_or_default().iter().zip(&over).filter(|(_, over)| !**over).map(|(line, _)| line);
    gaps.retain(|gap| {
        let (count, width) = (celled(*gap), gap.1 - gap.0);
        count >= FEW && width >= WIDE.max(size * 0.8)
            || (count >= FEW && width >= WIDE || count >= MANY) && is_ragged(own(), *gap, size)
    });
    let rows = gaps.iter().copied().map(celled).max().unwrap_or(0);
    let wide = gaps.iter().any(|gap| gap.1 - gap.0 > size * 0.8);
    let enough = gaps.len() > 1 && rows >= FEW || gaps.len() == 1 && rows > FEW && wide;
    if !enough {
        return None;
    }
    let (from, gaps) = upwards(lines, from, floor, gaps, usual);
    over.splice(0..0, std::iter::repeat_n(false, begun - from));
    Some(Stretch { from, to, gaps, over })
}

/// The first line that shows a wide gap need not be the first of the table: those above it that leave the gaps free belong
/// to it, a line of words alone only with such a line above it.
fn upwards(lines: &[Line<'_>], from: usize, floor: usize, mut gaps: Vec<Span>, usual: f32) -> (usize, Vec<Span>) {
    let (mut at, mut first) = (from, from);
    let mut narrower = gaps.clone();
    while at > floor {
        let (Some(line), Some(below)) = (lines.get(at - 1), lines.get(at)) else { break };
        let rest = without(&narrower, &line.words);
        let near = below.row.y - line.row.y <= usual.max(line.row.size * 1.2) * 1.3;
        let alike = (below.row.size - line.row.size).abs() < 0.7;
        if !near || !alike || !gaps.iter().all(|gap| rest.iter().any(|rest| meets(*rest, *gap))) {
            break;
        }
        at -= 1;
        narrower = rest;
        if gaps.iter().any(|gap| parts(&line.words, *gap)) || below.row.top() < line.row.bottom() {
            first = at;
            gaps.clone_from(&narrower);
        }
    }
    (first, gaps)
}

/// A gap that is certain enough that a line which closes it is no line of cells.
fn strong(lines: &[Line<'_>], from: usize, over: &[bool], gap: Span) -> bool {
    let own =
        || lines.get(from..).unwrap_or_default().iter().zip(over).filter(|(_, over)| !**over).map(|(line, _)| line);
    let size = lines.get(from).map_or(10.0, |line| line.row.size);
    gap.1 - gap.0 > size * SEED
        || own().filter(|line| parts(&line.words, gap)).count() >= FEW && is_ragged(own(), gap, size)
}

/// Between two columns the text on the left ends here and there; between two words that happen to stand below one another
/// it always ends right before the gap.
fn is_ragged<'a>(lines: impl Iterator<Item = &'a Line<'a>>, gap: Span, size: f32) -> bool {
    let (mut all, mut apart) = (0, 0);
    for line in lines {
        let Some(at) = line.words.iter().position(|word| word.0 >= gap.1 - 0.5) else { continue };
        let Some(next) = line.words.get(at).filter(|word| word.0 < gap.1 + size * 0.8) else { continue };
        let Some(before) = at.checked_sub(1).and_then(|at| line.words.get(at)) else { continue };
        all += 1;
        apart += usize::from(next.0 - before.1 > size * 0.7);
    }
    apart > 1 && apart * 4 >= all
}

fn meets(one: Span, other: Span) -> bool {
    one.0 < other.1 && other.0 < one.1
}

/// Cuts the stretch into cells.
fn build(sheet: &Sheet, lines: &[Line<'_>], stretch: &Stretch, spaced: bool, number: u32) -> Option<(Found, Grid)> {
    let inside = lines.get(stretch.from..stretch.to)?;
    // running text in a few columns is no table
    let left = inside.iter().map(|line| line.row.left).fold(f32::INFINITY, f32::min) - 1.0;
    let right = inside.iter().map(|line| line.row.right).fold(0.0, f32::max) + 1.0;
    let mut xs = vec![left];
    xs.extend(stretch.gaps.iter().map(|gap| f32::midpoint(gap.0, gap.1)));
    xs.push(right);
    let ys = row_edges(inside, &stretch.over, &xs);
    let (columns, count) = (xs.len() - 1, ys.len().checked_sub(1)?);
    if count < 2 || columns * count > 20_000 {
        return None;
    }
    let mut owners: Vec<usize> = (0..columns * count).collect();
    for (line, over) in inside.iter().zip(&stretch.over) {
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
    if table.rows.len() < 2 || celled < 2 {
        return None;
    }
    table.guessed = true;
    table.raw = inside.iter().map(|line| line.row.text.clone()).collect();
    Some((Found { table, top: grid.top(), edges: grid.xs.clone() }, grid))
}

/// The edges between rows: where no line stands in any column, and more room than between the lines of a cell.
fn row_edges(lines: &[Line<'_>], over: &[bool], xs: &[f32]) -> Vec<f32> {
    // what stands side by side is one band, whatever the base lines
    let mut order: Vec<(f32, f32, &Line<'_>, bool)> =
        lines.iter().zip(over).map(|(line, over)| (line.row.top(), line.row.bottom(), line, *over)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut bands: Vec<(f32, f32, Vec<&Line<'_>>, bool)> = Vec::new();
    for (top, bottom, line, over) in order {
        match bands.last_mut() {
            Some(band) if top < band.1 - 0.2 && over == band.3 => {
                band.1 = band.1.max(bottom);
                band.2.push(line);
            }
            _ => bands.push((top, bottom, vec![line], over)),
        }
    }
    let rooms: Vec<f32> = bands
        .windows(2)
        .map(|pair| match pair {
            [a, b] if b.0 > a.1 => b.0 - a.1,
            _ => 0.0,
        })
        .collect();
    let size = lines.first().map_or(10.0, |line| line.row.size);
    // the lines of a cell stand close, rows apart: the first jump in the sizes of the rooms tells the two
    let mut kinds: Vec<f32> = rooms.iter().copied().filter(|room| *room > 0.3).collect();
    kinds.sort_by(f32::total_cmp);
    let jump = kinds.windows(2).find_map(|pair| match pair {
        [a, b] if b - a > (size * 0.1).max(0.9) => Some(f32::midpoint(*a, *b)),
        _ => None,
    });
    let columns = |lines: &[&Line<'_>]| -> Vec<usize> {
        let mut found: Vec<usize> = lines
            .iter()
            .flat_map(|line| &line.words)
            .map(|word| xs.iter().skip(1).filter(|x| **x < f32::midpoint(word.0, word.1)).count())
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    };
    let mut ys = vec![bands.first().map_or(0.0, |band| band.0 - 1.0)];
    for (pair, room) in bands.windows(2).zip(&rooms) {
        let [upper, lower] = pair else { continue };
        let joined = if upper.3 != lower.3 {
            false
        } else if let Some(jump) = jump {
            *room < jump
        } else {
            // all steps are alike: a line that goes on in one column only is the rest of a cell
            let (above, below) = (columns(&upper.2), columns(&lower.2));
            let goes_on = lower.2.iter().all(|line| line.row.text.trim_start().starts_with(|c: char| c.is_lowercase()));
            below.len() == 1 && above.len() > 1 && goes_on && !upper.3
        };
        if !joined {
            ys.push(f32::midpoint(upper.1, lower.0.max(upper.1)));
        }
    }
    ys.push(bands.last().map_or(0.0, |band| band.1 + 1.0));
    ys
}
