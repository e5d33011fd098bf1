//! Tables without vertical lines: between rules that run across, or none at all, columns are told by where the rules are
//! broken, else by the gaps that all rows share.

use super::bare;
use super::edges::{edges_by_breaks, edges_by_gaps, row_edges};
use super::glyphs::{Rule, Sheet};
use super::rows::{Row, rows};
use super::tables::{Found, Grid, cells_of, root, union};
use super::tags::Tags;

/// Rules shorter than this carry no table.
const SHORTEST: f32 = 110.0;
/// How far the ends of two rules of one table may differ.
const ALIGNED: f32 = 8.0;
/// The most rules of a page that are looked at.
const MOST_RULES: usize = 3000;

/// A rule across, put together from its pieces.
#[derive(Clone, Debug)]
pub(super) struct Across {
    pub(super) y: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    /// Where one piece ends and the next begins.
    pub(super) breaks: Vec<f32>,
}

/// A stretch of a row without a wide gap.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chunk {
    pub(super) left: f32,
    pub(super) right: f32,
}

/// The rows of a page that are not yet part of a table and no artifacts.
pub(super) fn free_rows(sheet: &Sheet, spaced: bool, taken: &[bool]) -> Vec<Row> {
    let free = (0..sheet.glyphs.len()).filter(|index| !taken.get(*index).copied().unwrap_or(true)).filter(|index| {
        let mark = sheet.glyphs.get(*index).and_then(|glyph| sheet.marks.get(glyph.mark as usize));
        !mark.is_some_and(|mark| mark.artifact)
    });
    rows(sheet, free, spaced)
}

/// Finds the tables of a page that stand between horizontal rules, and those that have none: `bare` is what was sought of
/// them over all pages, where there are no tags.
#[allow(clippy::too_many_arguments)]
pub(super) fn between_rules(
    sheet: &Sheet,
    page: usize,
    tags: &Tags,
    spaced: bool,
    body: f32,
    all: &[Row],
    bare: Option<&bare::Page<'_>>,
    taken: &mut [bool],
) -> Vec<Found> {
    let free: Vec<usize> = all.iter().flat_map(|row| row.signs.iter().map(|sign| sign.index)).collect();
    let lines = across(&sheet.rules);
    let mut disturbed = false;
    let mut found = Vec::new();
    let mut index = 0;
    while index < lines.len() {
        let Some(group) = group_from(&lines, index, all, sheet, body) else {
            index += 1;
            continue;
        };
        let next = group.last().map_or(index + 1, |last| last + 1);
        if let Some(table) = build(sheet, page, tags, spaced, body, &lines, &group, all)
            && !bare.is_some_and(|bare| is_part(bare, &table, group.len()))
        {
            take(sheet, &free, &table.1, taken);
            found.push(table.0);
            disturbed = true;
            index = next;
        } else {
            index += 1;
        }
    }
    // Tags tell tables without any rule; where there are none, figures under one another do.
    if tags.is_empty() {
        let number = u32::try_from(page + 1).unwrap_or(u32::MAX);
        if let Some(bare) = bare {
            let again = disturbed.then(|| bare::seek(sheet, all, spaced, taken));
            for (table, grid) in bare::tables(sheet, again.as_ref().unwrap_or(bare), spaced, number) {
                take(sheet, &free, &grid, taken);
                found.push(table);
            }
        }
        // two columns of running text were left out
        let cells = bare.filter(|bare| !bare.lines.is_empty()).map(|_| runs_of_cells(sheet, all, taken));
        for run in cells.unwrap_or_default() {
            if let Some(table) = build(sheet, page, tags, spaced, body, &run, &[0, 1], all) {
                take(sheet, &free, &table.1, taken);
                found.push(table.0);
            }
        }
    }
    found
}

/// True when the rules part the heads, or a few rows, from a table that goes on without rules, or only frame one: its rows
/// are told better by its lines.
fn is_part(bare: &bare::Page<'_>, (found, grid): &(Found, Grid), rules: usize) -> bool {
    let columns = grid.xs.len().saturating_sub(1);
    bare.stretches.iter().any(|stretch| {
        let lines = bare.lines.get(stretch.from..stretch.to).unwrap_or_default();
        let inside = |line: &&bare::Line<'_>| line.row.y > grid.top() && line.row.y < grid.bottom();
        let own = lines.iter().filter(inside).count();
        let all = bare.lines.iter().filter(inside).count();
        let beyond = own > 0 && lines.len() - own > 2 && stretch.gaps.len() + 2 >= columns;
        let framed = found.table.guessed && rules < 5 && own > rules * 2 && own * 5 > all * 4;
        beyond || framed && stretch.gaps.len() + 1 >= columns
    })
}

/// Takes the glyphs of a table out of the text.
fn take(sheet: &Sheet, free: &[usize], grid: &Grid, taken: &mut [bool]) {
    for glyph in free {
        let inside = sheet.glyphs.get(*glyph).is_some_and(|glyph| {
            glyph.y > grid.top() - 1.0
                && glyph.y < grid.bottom() + 1.0
                && glyph.x > grid.left() - ALIGNED
                && glyph.x < grid.right() + ALIGNED
        });
        if let Some(taken) = taken.get_mut(*glyph).filter(|_| inside) {
            *taken = true;
        }
    }
}

/// Rows of three or more stretches, one below the other, as a table without rules: where it begins and ends.
fn runs_of_cells(sheet: &Sheet, all: &[Row], taken: &[bool]) -> Vec<[Across; 2]> {
    let mut out = Vec::new();
    let mut run: Vec<&Row> = Vec::new();
    let mut close = |run: &mut Vec<&Row>| {
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && run.len() > 2
        {
            let left = run.iter().map(|row| row.left).fold(f32::INFINITY, f32::min) - 1.0;
            let right = run.iter().map(|row| row.right).fold(0.0, f32::max) + 1.0;
            let edge = |y| Across { y, left, right, breaks: Vec::new() };
            out.push([edge(first.top() - 0.5), edge(last.bottom() + 0.5)]);
        }
        run.clear();
    };
    for row in all {
        let parts = chunks(sheet, row);
        let parted =
            parts.windows(2).filter(|pair| matches!(pair, [a, b] if b.left - a.right > row.size * 1.6)).count();
        let free = row.signs.iter().all(|sign| !taken.get(sign.index).copied().unwrap_or(true));
        let near = run.last().is_none_or(|last| row.y - last.y < row.size * 3.0 && (row.size - last.size).abs() < 1.5);
        if !free || !near {
            close(&mut run);
        }
        // Below a row of cells narrower gaps part cells too.
        let below = parts.len() > 2
            && run.iter().any(|known| known.left < row.left + ALIGNED)
            && run.iter().any(|known| known.right > row.right - ALIGNED);
        if free && (parted > 1 || below) && !is_dotted(&row.text) {
            run.push(row);
        } else {
            close(&mut run);
        }
    }
    close(&mut run);
    out
}

/// A line of a table of contents.
fn is_dotted(text: &str) -> bool {
    text.contains("....") || text.contains(". . .") || text.contains("……")
}

/// Horizontal rules from top to bottom, their pieces joined.
fn across(rules: &[Rule]) -> Vec<Across> {
    let mut pieces: Vec<(f32, f32, f32)> = rules
        .iter()
        .filter(|rule| rule.is_horizontal())
        .take(MOST_RULES)
        .map(|rule| (f32::midpoint(rule.top, rule.bottom), rule.left, rule.right))
        .collect();
    pieces.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut bands: Vec<Vec<(f32, f32, f32)>> = Vec::new();
    for piece in pieces {
        match bands.last_mut() {
            Some(band) if band.first().is_some_and(|first| piece.0 - first.0 < 1.6) => band.push(piece),
            _ => bands.push(vec![piece]),
        }
    }
    let mut out: Vec<Across> = Vec::new();
    for mut band in bands {
        band.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut open: Option<Across> = None;
        for (y, left, right) in band {
            match &mut open {
                Some(line) if left - line.right < 8.0 => {
                    if left > line.right - 2.0 {
                        line.breaks.push(f32::midpoint(left, line.right));
                    }
                    line.right = line.right.max(right);
                }
                _ => {
                    out.extend(open.take());
                    open = Some(Across { y, left, right, breaks: Vec::new() });
                }
            }
        }
        out.extend(open);
    }
    out.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    out
}

/// The rules of one table, from the one at `start` downwards: the same ends, and rows of cells in between.
fn group_from(lines: &[Across], start: usize, rows: &[Row], sheet: &Sheet, body: f32) -> Option<Vec<usize>> {
    let first = lines.get(start).filter(|line| line.right - line.left >= SHORTEST)?;
    let mut group = vec![start];
    let mut last = first;
    let mut celled = 0;
    let mut table_size = 0.0f32;
    for (index, line) in lines.iter().enumerate().skip(start + 1) {
        if (line.left - first.left).abs() > ALIGNED || (line.right - first.right).abs() > ALIGNED {
            continue;
        }
        let band: Vec<&Row> = rows.iter().filter(|row| row.y > last.y && row.y - row.size * 0.3 < line.y).collect();
        let width = first.right - first.left;
        let breaks = if line.breaks.len() > last.breaks.len() { line.breaks.clone() } else { last.breaks.clone() };
        let figures: Vec<f32> = band.iter().filter(|row| ends_in_figure(sheet, row)).map(|row| row.right).collect();
        // Figures one under the other are a column, however near the words before them reach.
        let is_prose = |row: &Row| {
            let column = ends_in_figure(sheet, row)
                && figures.iter().filter(|right| (**right - row.right).abs() < 1.5).count() > 3;
            !column && is_prose(sheet, row, width, &breaks)
        };
        let celled_rows = band.iter().filter(|row| cells(sheet, row) > 1 && !is_prose(row)).count();
        let prose = band.iter().filter(|row| is_prose(row)).count();
        // What stands between two tables is set like the text, not like their cells.
        if table_size == 0.0 {
            table_size = band.iter().filter(|row| chunks(sheet, row).len() > 1).map(|row| row.size).fold(0.0, f32::max);
        }
        // … unless no letter stands across the places where the rules are broken
        let clear = breaks.len() > 1 && !band.iter().any(|row| breaks.iter().any(|x| covers(sheet, row, *x)));
        let larger =
            !clear && table_size > 0.0 && table_size < body * 0.95 && band.iter().any(|row| row.size > body * 0.97);
        let outside =
            band.iter().any(|row| row.left < first.left - ALIGNED * 2.0 || row.right > first.right + ALIGNED * 2.0);
        let text = prose > celled_rows
            || (prose > 1 && prose * 3 > celled_rows)
            || (prose * 4 > band.len() && group.len() == 1);
        let headless = group.len() == 1 && celled_rows == 0 && !band.is_empty();
        if larger || text || outside || headless || (band.len() > 2 && celled_rows == 0) {
            break;
        }
        celled += celled_rows;
        group.push(index);
        last = line;
    }
    (group.len() > 1 && celled > 0).then_some(group)
}

/// The columns that begin at `xs` in which a row has words, from the left; each stretch belongs where its middle is.
pub(super) fn columns(sheet: &Sheet, row: &Row, xs: &[f32]) -> Vec<usize> {
    let column = |chunk: &Chunk| xs.iter().skip(1).filter(|x| **x < f32::midpoint(chunk.left, chunk.right)).count();
    let mut found: Vec<usize> = chunks(sheet, row).iter().map(column).collect();
    found.dedup();
    found
}

/// The stretches of a row.
pub(super) fn chunks(sheet: &Sheet, row: &Row) -> Vec<Chunk> {
    let mut out: Vec<Chunk> = Vec::new();
    for sign in &row.signs {
        let Some(glyph) = sheet.glyphs.get(sign.index).filter(|glyph| !glyph.text.is_blank()) else { continue };
        match out.last_mut() {
            Some(chunk) if glyph.x - chunk.right < row.size * 0.85 => chunk.right = chunk.right.max(glyph.end),
            _ => out.push(Chunk { left: glyph.x, right: glyph.end }),
        }
    }
    out
}

/// How many stretches a row has, a label at its start not counted.
fn cells(sheet: &Sheet, row: &Row) -> usize {
    let parts = chunks(sheet, row).len();
    if parts == 2 && starts_with_label(row) { 1 } else { parts }
}

/// The last stretch of a row is a figure: "($2,629,300)", "15.4".
fn ends_in_figure(sheet: &Sheet, row: &Row) -> bool {
    let word = row.text.split_whitespace().next_back().unwrap_or_default();
    word.contains(|c: char| c.is_ascii_digit()) && !word.contains(char::is_alphabetic) && chunks(sheet, row).len() > 1
}

fn starts_with_label(row: &Row) -> bool {
    row.text
        .split_whitespace()
        .next()
        .is_some_and(|word| word.len() <= 6 && (word.ends_with(['.', ')']) || word == "•" || word == "–"))
}

/// True when a letter of the row stands across `x`.
fn covers(sheet: &Sheet, row: &Row, x: f32) -> bool {
    row.signs
        .iter()
        .filter_map(|sign| sheet.glyphs.get(sign.index))
        .any(|glyph| !glyph.text.is_blank() && glyph.x < x - 0.5 && glyph.end > x + 0.5)
}

/// The row leaves free the places where the rules are broken, so it is a row of cells however narrow the gaps.
fn respects(sheet: &Sheet, row: &Row, breaks: &[f32]) -> bool {
    let within: Vec<f32> = breaks.iter().copied().filter(|x| *x > row.left && *x < row.right).collect();
    let covered = within.iter().filter(|x| covers(sheet, row, **x)).count();
    within.len() > 1 && covered * 4 <= within.len()
}

/// A line of text: wide, without the gaps that part cells. A label at its start is no cell.
fn is_prose(sheet: &Sheet, row: &Row, width: f32, breaks: &[f32]) -> bool {
    if respects(sheet, row, breaks) {
        return false;
    }
    let parts = chunks(sheet, row);
    let label = starts_with_label(row);
    let text = parts.get(usize::from(label && parts.len() > 1)..).unwrap_or_default();
    let widest = text.windows(2).any(|pair| matches!(pair, [a, b] if b.left - a.right > row.size * 1.6));
    !widest && row.width() > width * 0.6
}

#[allow(clippy::too_many_arguments)]
fn build(
    sheet: &Sheet,
    page: usize,
    tags: &Tags,
    spaced: bool,
    body: f32,
    lines: &[Across],
    group: &[usize],
    all: &[Row],
) -> Option<(Found, Grid)> {
    let full: Vec<&Across> = group.iter().filter_map(|index| lines.get(*index)).collect();
    let left = full.iter().map(|line| line.left).fold(f32::INFINITY, f32::min);
    let right = full.iter().map(|line| line.right).fold(0.0, f32::max);
    let end = run_on(sheet, all, &full, left, right, body);
    let head = run_up(sheet, all, &full, left, right);
    let full: Vec<&Across> = head.iter().chain(full).chain(end.as_ref()).collect();
    let (first, last) = (full.first().copied()?, full.last().copied()?);
    let inside: Vec<&Row> = all.iter().filter(|row| row.y > first.y && row.y - row.size * 0.3 < last.y).collect();
    let known = edges_by_breaks(&full, left, right);
    let guessed = known.is_none();
    let xs = match known {
        Some(xs) => xs,
        None => edges_by_gaps(sheet, &inside, left, right)?,
    };
    if xs.len() < 3 {
        return None;
    }
    let partial: Vec<&Across> = lines
        .iter()
        .filter(|line| line.y > first.y + 1.0 && line.y < last.y - 1.0)
        .filter(|line| line.left > left - ALIGNED && line.right < right + ALIGNED)
        .collect();
    // Row edges: every rule, and below the heads the places between rows of cells.
    let header_end = full.get(1).map_or(last.y, |line| line.y);
    let mut ys: Vec<f32> = vec![first.y];
    ys.extend(partial.iter().map(|line| line.y));
    let mut soft: Vec<f32> = Vec::new();
    for pair in full.windows(2) {
        let [upper, lower] = pair else { continue };
        let heads = upper.y < header_end - 1.0 && full.len() > 2;
        let band: Vec<&Row> =
            inside.iter().copied().filter(|row| row.y > upper.y && row.y - row.size * 0.3 < lower.y).collect();
        if !(heads || full.len() > 4 && is_one(sheet, &band, &xs)) {
            soft.extend(row_edges(sheet, page, tags, &band, &xs));
        }
    }
    ys.extend(soft.iter().copied());
    ys.push(last.y);
    ys.sort_by(f32::total_cmp);
    ys.dedup_by(|a, b| (*a - *b).abs() < 1.6);
    let (columns, count) = (xs.len() - 1, ys.len() - 1);
    if count < 2 || columns * count > 20_000 {
        return None;
    }
    let mut owners: Vec<usize> = (0..columns * count).collect();
    let is_soft = |y: f32| soft.iter().any(|edge| (edge - y).abs() < 1.6);
    for row in 0..count {
        let (Some(top), Some(bottom)) = (ys.get(row).copied(), ys.get(row + 1).copied()) else { continue };
        // No edge below it in this column: the cell reaches down.
        if row + 1 < count {
            for (column, pair) in xs.windows(2).enumerate() {
                let [from, to] = pair else { continue };
                let middle = f32::midpoint(*from, *to);
                let drawn = is_soft(bottom)
                    || partial
                        .iter()
                        .any(|line| (line.y - bottom).abs() < 1.6 && line.left < middle && line.right > middle);
                if !drawn {
                    union(&mut owners, row * columns + column, (row + 1) * columns + column);
                }
            }
        }
        // A word that runs over an edge, or a rule above that is not broken there: the cell reaches over.
        let here: Vec<&&Row> = inside.iter().filter(|line| line.y > top && line.y - line.size * 0.3 < bottom).collect();
        for (edge, x) in xs.iter().enumerate().skip(1).take(columns.saturating_sub(1)) {
            let crossed = here.iter().any(|line| {
                if guessed {
                    chunks(sheet, line).iter().any(|chunk| chunk.left < x - 2.0 && chunk.right > x + 2.0)
                } else {
                    covers(sheet, line, *x)
                }
            });
            let unbroken = !guessed
                && bottom <= header_end + 1.0
                && full.iter().chain(&partial).any(|line| {
                    (line.y - top).abs() < 1.6
                        && line.left < x - 4.0
                        && line.right > x + 4.0
                        && !line.breaks.is_empty()
                        && !line.breaks.iter().any(|broken| (broken - x).abs() < 4.0)
                });
            if crossed || unbroken {
                union(&mut owners, row * columns + edge - 1, row * columns + edge);
            }
        }
    }
    let owners: Vec<usize> = (0..owners.len()).map(|index| root(&mut owners, index)).collect();
    let grid = Grid { xs, ys, owners };
    let free = inside.iter().flat_map(|row| row.signs.iter().map(|sign| sign.index));
    let number = u32::try_from(page + 1).unwrap_or(u32::MAX);
    let mut table = cells_of(sheet, &grid, free, spaced, number);
    table.rows.retain(|row| row.iter().any(|cell| !cell.lines.is_empty()));
    let width =
        table.rows.iter().map(|row| row.iter().filter(|cell| !cell.lines.is_empty()).count()).max().unwrap_or(0);
    if table.rows.len() < 2 || width < 2 {
        return None;
    }
    let heads = full.get(1).filter(|_| full.len() > 2).map(|line| line.y);
    table.header_rows = heads.map_or(0, |end| {
        table
            .rows
            .iter()
            .take_while(|row| {
                row.iter()
                    .flat_map(|cell| &cell.lines)
                    .filter_map(|line| line.frame)
                    .all(|frame| frame.bottom < end + 2.0)
            })
            .count()
    });
    if table.header_rows >= table.rows.len() {
        table.header_rows = 0;
    }
    table.guessed = guessed;
    if guessed {
        table.raw = inside.iter().map(|row| row.text.clone()).collect();
    }
    let found = Found { table, top: grid.top(), edges: grid.xs.clone() };
    Some((found, grid))
}

/// The lines between two of many rules are one row: fewer and fewer columns go on, and no figures stand below figures.
fn is_one(sheet: &Sheet, band: &[&Row], xs: &[f32]) -> bool {
    let figure = |row: &Row| ends_in_figure(sheet, row) && !row.text.trim_end().ends_with(',');
    let sets: Vec<Vec<usize>> = band.iter().map(|row| columns(sheet, row, xs)).collect();
    let fewer = sets.windows(2).all(|pair| matches!(pair, [a, b] if b.iter().all(|column| a.contains(column))));
    let ends = matches!((sets.first(), sets.last()), (Some(first), Some(last)) if last.len() < first.len());
    let steps = || band.windows(2).filter_map(|pair| Some(pair.get(1)?.y - pair.first()?.y));
    let even = steps().fold(0.0, f32::max) < steps().fold(f32::INFINITY, f32::min) * 1.18;
    let figures = band.windows(2).any(|pair| matches!(pair, [a, b] if figure(a) && figure(b)));
    band.len() > 1 && fewer && ends && even && !figures
}

/// Where every row has a rule below it, the heads have none above them. Gives a rule where they begin.
fn run_up(sheet: &Sheet, all: &[Row], full: &[&Across], left: f32, right: f32) -> Option<Across> {
    let [first, second, rest @ ..] = full else { return None };
    // one rule for each row, not one for the heads and one for the end
    let lines = |upper: f32, lower: f32| all.iter().filter(|row| row.y > upper && row.y < lower).count();
    let below = lines(first.y, second.y);
    if rest.is_empty() || below == 0 || below > 12 {
        return None;
    }
    let most =
        all.iter().filter(|row| row.y > first.y && row.y < second.y).map(|row| chunks(sheet, row).len()).max()?;
    let (mut top, mut last) = (None, first.y);
    for row in all.iter().rev().filter(|row| row.y < first.y) {
        let stretches = chunks(sheet, row).len();
        let near = last - row.bottom() < if top.is_none() { row.size * 0.9 } else { row.size * 0.5 };
        let fits = row.left > left - ALIGNED && row.right < right + ALIGNED;
        let parted = stretches > 1 && stretches * 3 > most * 2;
        if starts_with_label(row)
            || is_prose(sheet, row, right - left, &[])
            || !near
            || !fits
            || !(parted || top.is_some() && stretches > 1)
        {
            break;
        }
        (top, last) = (Some(row.top() - 0.5), row.top());
    }
    top.map(|y| Across { y, left, right, breaks: Vec::new() })
}

/// A page that ends in the middle of a table leaves it without its last rule: rows of cells go on below the heads. Gives a
/// rule where the last of them ends.
fn run_on(sheet: &Sheet, all: &[Row], full: &[&Across], left: f32, right: f32, body: f32) -> Option<Across> {
    let last = full.last()?;
    let breaks: Vec<f32> =
        full.iter().max_by_key(|line| line.breaks.len()).map(|line| line.breaks.clone()).unwrap_or_default();
    let inside = || all.iter().filter(|row| full.first().is_some_and(|first| row.y > first.y) && row.y < last.y);
    let size = inside().map(|row| row.size).fold(0.0, f32::max);
    // Heads are often smaller than the cells below; both are smaller than the text, or as large.
    let size = if size < body * 0.92 { body * 0.95 } else { size * 1.05 };
    let most = inside().map(|row| chunks(sheet, row).len()).max().unwrap_or(0);
    let (mut end, mut before, mut lone, mut label) = (None, last.y, 0, None);
    for row in all.iter().filter(|row| row.y > last.y) {
        let stretches = chunks(sheet, row).len();
        let near = row.y - before < row.size * 3.5;
        let fits = row.left > left - ALIGNED && row.right < right + ALIGNED && row.size <= size;
        if !near || !fits || is_prose(sheet, row, right - left, &breaks) || (stretches == 1 && lone > 1) {
            break;
        }
        before = row.y;
        if stretches > 1 && stretches * 2 >= most {
            (end, lone) = (Some(row.bottom() + 0.5), 0);
        } else {
            lone += 1;
            label = Some(row.bottom() + 0.5);
        }
    }
    // Heads and one label may be all that the page still had room for.
    let end = end.or(label.filter(|_| lone <= 2));
    // Only a page that ends so leaves a table open: nothing but notes may follow.
    let text_below =
        end.is_some_and(|end| all.iter().any(|row| row.y > end && row.y < sheet.height * 0.92 && row.size > size));
    let end = end.filter(|end| !text_below && (*end > sheet.height * 0.5));
    end.map(|y| Across { y, left, right, breaks: Vec::new() })
}
