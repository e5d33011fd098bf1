//! Tables: by the tag tree where there is one, else by their ruling lines.

use std::collections::HashMap;

use super::glyphs::{Rule, Sheet};
use super::rows::{has_blanks, rows};
use super::tags::{Role, Tags};
use crate::reading::line::{RawCell, RawTable};

/// How far lines may miss each other and still meet, in points.
const NEAR: f32 = 2.5;
/// The most lines of one page that a grid is sought in.
const MOST_LINES: usize = 3000;
/// The most columns of a grid.
const MOST_COLUMNS: usize = 60;

/// A table found on a page.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) table: RawTable,
    pub(super) top: f32,
    /// The edges of its columns, to know it again on the next page.
    pub(super) edges: Vec<f32>,
}

/// Tables by the tag tree: for each page (from 0) what was found, and which glyphs went into it.
pub(super) fn tagged(sheets: &[Sheet], tags: &Tags, taken: &mut [Vec<bool>]) -> Vec<Vec<Found>> {
    let mut found: Vec<Vec<Found>> = vec![Vec::new(); sheets.len()];
    if tags.is_empty() {
        return found;
    }
    // The cells of each table, in the order of the tree.
    let mut tables: HashMap<usize, Vec<(usize, Vec<usize>)>> = HashMap::new();
    for (index, element) in tags.elements.iter().enumerate() {
        if !matches!(element.role, Role::Cell | Role::Head) {
            continue;
        }
        let Some(table) = tags.up(index, |role| role == Role::Table) else { continue };
        let row = tags.up(index, |role| role == Role::Row).unwrap_or(index);
        let rows = tables.entry(table).or_default();
        match rows.last_mut() {
            Some((last, cells)) if *last == row => cells.push(index),
            _ => rows.push((row, vec![index])),
        }
    }
    let mut glyphs: HashMap<usize, Vec<(usize, usize)>> = HashMap::new();
    for (page, sheet) in sheets.iter().enumerate() {
        // the cell of each marked content, looked up once for all its glyphs
        let cells: Vec<Option<usize>> = sheet
            .marks
            .iter()
            .map(|mark| {
                let element = mark.id.filter(|_| !mark.artifact).and_then(|id| tags.element(page, id))?;
                tags.up(element, |role| matches!(role, Role::Cell | Role::Head))
            })
            .collect();
        for (index, glyph) in sheet.glyphs.iter().enumerate() {
            if let Some(cell) = cells.get(glyph.mark as usize).copied().flatten() {
                glyphs.entry(cell).or_default().push((page, index));
            }
        }
    }
    let mut order: Vec<usize> = tables.keys().copied().collect();
    order.sort_unstable();
    for table in order {
        let Some(rows) = tables.get(&table) else { continue };
        let widest = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let filled = rows.iter().flat_map(|(_, cells)| cells).filter(|cell| glyphs.contains_key(*cell)).count();
        if widest < 2 || filled < 3 || rows.len() < 2 {
            continue;
        }
        if let Some((page, made)) = tagged_table(sheets, tags, rows, &glyphs) {
            for cell in rows.iter().flat_map(|(_, cells)| cells) {
                for (page, index) in glyphs.get(cell).into_iter().flatten() {
                    if let Some(taken) = taken.get_mut(*page).and_then(|page| page.get_mut(*index)) {
                        *taken = true;
                    }
                }
            }
            if let Some(found) = found.get_mut(page) {
                found.push(made);
            }
        }
    }
    found
}

fn tagged_table(
    sheets: &[Sheet],
    tags: &Tags,
    rows_of: &[(usize, Vec<usize>)],
    glyphs: &HashMap<usize, Vec<(usize, usize)>>,
) -> Option<(usize, Found)> {
    let mut table = RawTable::default();
    let mut heads = true;
    let mut down: Vec<u16> = Vec::new();
    let page =
        rows_of.iter().flat_map(|(_, cells)| cells).filter_map(|cell| glyphs.get(cell)?.first()).map(|g| g.0).min()?;
    let mut top = f32::INFINITY;
    for (_, cells) in rows_of {
        let mut row = Vec::new();
        let mut fresh = Vec::new();
        let mut column = 0usize;
        heads = heads && cells.iter().all(|cell| tags.role(*cell) == Role::Head);
        for cell in cells {
            while down.get(column).copied().unwrap_or(0) > 0 {
                row.push(RawCell { lines: Vec::new(), span: 1 });
                column += 1;
            }
            let (span, deep) = tags.elements.get(*cell).map_or((1, 1), |element| (element.span, element.down));
            let mut lines = Vec::new();
            let mut pages: Vec<usize> = glyphs.get(cell).into_iter().flatten().map(|glyph| glyph.0).collect();
            pages.dedup();
            for on in pages {
                let Some(sheet) = sheets.get(on) else { continue };
                let own = glyphs.get(cell).into_iter().flatten().filter(|glyph| glyph.0 == on).map(|glyph| glyph.1);
                let spaced = has_blanks(sheet);
                for found in rows(sheet, own, spaced) {
                    if on == page {
                        top = top.min(found.top());
                    }
                    lines.push(found.line(sheet, spaced, u32::try_from(on + 1).unwrap_or(u32::MAX)));
                }
            }
            fresh.push((column, span, deep));
            column += usize::from(span);
            row.push(RawCell { lines, span });
        }
        while down.get(column).copied().unwrap_or(0) > 0 {
            row.push(RawCell { lines: Vec::new(), span: 1 });
            column += 1;
        }
        for rest in &mut down {
            *rest = rest.saturating_sub(1);
        }
        for (from, span, deep) in fresh {
            for place in from..from + usize::from(span) {
                if down.len() <= place {
                    down.resize(place + 1, 0);
                }
                if let Some(rest) = down.get_mut(place) {
                    *rest = deep.saturating_sub(1);
                }
            }
        }
        if heads {
            table.header_rows += 1;
        }
        table.rows.push(row);
    }
    if table.header_rows == table.rows.len() {
        table.header_rows = 0;
    }
    table.page = u32::try_from(page + 1).ok();
    Some((page, Found { table, top, edges: Vec::new() }))
}

/// Tables of a page whose cells are ruled on all sides.
pub(super) fn ruled(sheet: &Sheet, page: u32, taken: &mut [bool]) -> Vec<Found> {
    let spaced = has_blanks(sheet);
    let mut found = Vec::new();
    for grid in grids(&sheet.rules) {
        let inside: Vec<usize> = sheet
            .glyphs
            .iter()
            .enumerate()
            .filter(|(index, glyph)| {
                !taken.get(*index).copied().unwrap_or(true)
                    && glyph.x > grid.left() - 1.0
                    && glyph.x < grid.right()
                    && glyph.y > grid.top()
                    && glyph.y < grid.bottom() + 1.0
            })
            .map(|(index, _)| index)
            .collect();
        let table = cells_of(sheet, &grid, inside.iter().copied(), spaced, page);
        let filled = table.rows.iter().flatten().filter(|cell| !cell.lines.is_empty());
        if filled.count() < 2 {
            continue;
        }
        for index in inside {
            if let Some(taken) = taken.get_mut(index) {
                *taken = true;
            }
        }
        found.push(Found { table, top: grid.top(), edges: grid.xs });
    }
    found
}

/// The glyphs put into the cells of a grid.
pub(super) fn cells_of(
    sheet: &Sheet,
    grid: &Grid,
    inside: impl Iterator<Item = usize>,
    spaced: bool,
    page: u32,
) -> RawTable {
    let mut cells: HashMap<usize, Vec<usize>> = HashMap::new();
    for index in inside {
        let Some(glyph) = sheet.glyphs.get(index) else { continue };
        let middle = f32::midpoint(glyph.x, glyph.end.min(glyph.x + glyph.size));
        if let Some(cell) = grid.cell(middle, glyph.y - glyph.size * 0.25) {
            cells.entry(cell).or_default().push(index);
        }
    }
    let mut table = RawTable { page: Some(page), ..RawTable::default() };
    for row in 0..grid.rows() {
        let mut line = Vec::new();
        let mut column = 0;
        while column < grid.columns() {
            let cell = grid.owner(row, column);
            let mut span = 1;
            while column + span < grid.columns() && grid.owner(row, column + span) == cell {
                span += 1;
            }
            // A cell that reaches down stands in its first row.
            let first = row == 0 || grid.owner(row - 1, column) != cell;
            let own = cells.get(&cell).filter(|_| first).cloned().unwrap_or_default();
            let lines = rows(sheet, own.into_iter(), spaced).iter().map(|row| row.line(sheet, spaced, page)).collect();
            line.push(RawCell { lines, span: u16::try_from(span).unwrap_or(1) });
            column += span;
        }
        table.rows.push(line);
    }
    table
}

/// Lines that meet, cut into cells.
#[derive(Debug)]
pub(super) struct Grid {
    pub(super) xs: Vec<f32>,
    pub(super) ys: Vec<f32>,
    /// For each elementary cell the number of the cell it belongs to.
    pub(super) owners: Vec<usize>,
}

impl Grid {
    fn columns(&self) -> usize {
        self.xs.len().saturating_sub(1)
    }

    fn rows(&self) -> usize {
        self.ys.len().saturating_sub(1)
    }

    pub(super) fn left(&self) -> f32 {
        self.xs.first().copied().unwrap_or(0.0)
    }

    pub(super) fn right(&self) -> f32 {
        self.xs.last().copied().unwrap_or(0.0)
    }

    pub(super) fn top(&self) -> f32 {
        self.ys.first().copied().unwrap_or(0.0)
    }

    pub(super) fn bottom(&self) -> f32 {
        self.ys.last().copied().unwrap_or(0.0)
    }

    fn owner(&self, row: usize, column: usize) -> usize {
        self.owners.get(row * self.columns() + column).copied().unwrap_or(usize::MAX)
    }

    fn cell(&self, x: f32, y: f32) -> Option<usize> {
        let column = self.xs.windows(2).position(|pair| matches!(pair, [from, to] if x >= *from && x < *to))?;
        let row = self.ys.windows(2).position(|pair| matches!(pair, [from, to] if y >= *from && y < *to))?;
        Some(self.owner(row, column))
    }
}

/// Straight lines put together from their pieces: `(at, from, to)`.
fn joined(rules: &[Rule], horizontal: bool) -> Vec<(f32, f32, f32)> {
    let mut lines: Vec<(f32, f32, f32)> = rules
        .iter()
        .filter(|rule| rule.is_horizontal() == horizontal)
        .take(MOST_LINES)
        .map(|rule| {
            if horizontal {
                (f32::midpoint(rule.top, rule.bottom), rule.left, rule.right)
            } else {
                (f32::midpoint(rule.left, rule.right), rule.top, rule.bottom)
            }
        })
        .collect();
    lines.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut out: Vec<(f32, f32, f32)> = Vec::new();
    let mut band = 0;
    for line in lines {
        while out.get(band).is_some_and(|known| line.0 - known.0 > 1.5) {
            band += 1;
        }
        let same = out
            .iter_mut()
            .skip(band)
            .find(|known| (known.0 - line.0).abs() <= 1.5 && line.1 <= known.2 + NEAR && line.2 >= known.1 - NEAR);
        match same {
            Some(known) => (known.1, known.2) = (known.1.min(line.1), known.2.max(line.2)),
            None => out.push(line),
        }
    }
    out
}

/// Places that are nearly the same, once.
fn places(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for value in values {
        if out.last().is_none_or(|last| value - last > NEAR) {
            out.push(value);
        }
    }
    out
}

fn grids(rules: &[Rule]) -> Vec<Grid> {
    let across = joined(rules, true);
    let along = joined(rules, false);
    if across.len() < 2 || along.len() < 2 {
        return Vec::new();
    }
    // Lines that meet belong together.
    let mut group: Vec<usize> = (0..across.len() + along.len()).collect();
    for (a, line) in across.iter().enumerate() {
        for (b, other) in along.iter().enumerate() {
            let meet = other.0 >= line.1 - NEAR
                && other.0 <= line.2 + NEAR
                && line.0 >= other.1 - NEAR
                && line.0 <= other.2 + NEAR;
            if meet {
                union(&mut group, a, across.len() + b);
            }
        }
    }
    let mut members: HashMap<usize, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for index in 0..group.len() {
        let root = root(&mut group, index);
        let entry = members.entry(root).or_default();
        if index < across.len() { entry.0.push(index) } else { entry.1.push(index - across.len()) }
    }
    let mut roots: Vec<_> = members.into_iter().collect();
    roots.sort_by_key(|(root, _)| *root);
    let mut out = Vec::new();
    for (_, (horizontal, vertical)) in roots {
        let xs = places(vertical.iter().filter_map(|index| along.get(*index)).map(|line| line.0).collect());
        let ys = places(horizontal.iter().filter_map(|index| across.get(*index)).map(|line| line.0).collect());
        if xs.len() < 3 || ys.len() < 2 || xs.len() > MOST_COLUMNS {
            continue;
        }
        let (columns, rows) = (xs.len() - 1, ys.len() - 1);
        let mut owners: Vec<usize> = (0..columns * rows).collect();
        let middle =
            |pair: &[f32]| f32::midpoint(pair.first().copied().unwrap_or(0.0), pair.last().copied().unwrap_or(0.0));
        for (row, pair) in ys.windows(2).enumerate() {
            let y = middle(pair);
            for (column, edge) in xs.iter().enumerate().skip(1).take(columns - 1) {
                let drawn = vertical
                    .iter()
                    .filter_map(|index| along.get(*index))
                    .any(|line| (line.0 - edge).abs() <= NEAR && line.1 <= y && line.2 >= y);
                if !drawn {
                    union(&mut owners, row * columns + column - 1, row * columns + column);
                }
            }
        }
        for (column, pair) in xs.windows(2).enumerate() {
            let x = middle(pair);
            for (row, edge) in ys.iter().enumerate().skip(1).take(rows - 1) {
                let drawn = horizontal
                    .iter()
                    .filter_map(|index| across.get(*index))
                    .any(|line| (line.0 - edge).abs() <= NEAR && line.1 <= x && line.2 >= x);
                if !drawn {
                    union(&mut owners, (row - 1) * columns + column, row * columns + column);
                }
            }
        }
        let owners: Vec<usize> = (0..owners.len()).map(|index| root(&mut owners, index)).collect();
        let mut distinct = owners.clone();
        distinct.sort_unstable();
        distinct.dedup();
        // One frame, or frames one below the other, are no table.
        let parted = (0..rows).any(|row| {
            owners
                .get(row * columns..(row + 1) * columns)
                .is_some_and(|line| line.windows(2).any(|pair| matches!(pair, [a, b] if a != b)))
        });
        if distinct.len() < 2 || !parted {
            continue;
        }
        out.push(Grid { xs, ys, owners });
    }
    out
}

pub(super) fn root(group: &mut [usize], index: usize) -> usize {
    let mut here = index;
    while let Some(next) = group.get(here).copied().filter(|next| *next != here) {
        // Halve the way for the next one.
        if let (Some(skip), Some(slot)) = (group.get(next).copied(), group.get_mut(here)) {
            *slot = skip;
        }
        here = next;
    }
    here
}

pub(super) fn union(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    let (low, high) = (a.min(b), a.max(b));
    if let Some(slot) = group.get_mut(high) {
        *slot = low;
    }
}
