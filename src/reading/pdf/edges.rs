//! Where the columns and rows of a table are that stands between rules.

use super::glyphs::Sheet;
use super::loose::{Across, Chunk, chunks, columns};
use super::rows::Row;
use super::tags::Tags;

/// The least width of a gap between columns.
const LEAST_GAP: f32 = 4.0;

/// Column edges where the rules are broken: some makers draw every rule cell by cell.
pub(super) fn edges_by_breaks(full: &[&Across], left: f32, right: f32) -> Option<Vec<f32>> {
    let mut breaks: Vec<f32> = full.iter().flat_map(|line| line.breaks.iter().copied()).collect();
    breaks.sort_by(f32::total_cmp);
    let broken = full.iter().filter(|line| !line.breaks.is_empty()).count();
    let mut groups: Vec<(f32, usize)> = Vec::new();
    for place in breaks {
        match groups.last_mut() {
            Some((known, count)) if place - *known < 5.0 => *count += 1,
            _ => groups.push((place, 1)),
        }
    }
    // A rule drawn in two is no table: the same breaks come again in other rules.
    if broken < 2 {
        return None;
    }
    let mut xs = vec![left];
    xs.extend(groups.into_iter().filter(|(_, count)| *count * 3 >= broken).map(|(place, _)| place));
    xs.push(right);
    (xs.len() > 2).then_some(xs)
}

/// Column edges in the middle of the gaps that the rows share.
pub(super) fn edges_by_gaps(sheet: &Sheet, rows: &[&Row], left: f32, right: f32) -> Option<Vec<f32>> {
    let parts: Vec<Vec<Chunk>> = rows.iter().map(|row| chunks(sheet, row)).collect();
    let most = parts.iter().map(Vec::len).max().unwrap_or(0);
    if most < 2 {
        return None;
    }
    // Rows with few stretches are heads over several columns, or labels.
    let full: Vec<&Vec<Chunk>> = parts.iter().filter(|part| part.len() * 3 >= most * 2 && part.len() > 1).collect();
    let allowed = full.len() / 12;
    let mut xs = vec![left.min(parts.iter().flatten().map(|chunk| chunk.left).fold(left, f32::min))];
    let (mut open, mut x) = (None, left);
    let mut gaps: Vec<(f32, f32)> = Vec::new();
    while x < right {
        let covered = full.iter().filter(|part| part.iter().any(|chunk| chunk.left <= x && chunk.right >= x)).count();
        if covered <= allowed {
            open.get_or_insert(x);
        } else if let Some(from) = open.take() {
            gaps.push((from, x));
        }
        x += 1.0;
    }
    for (from, to) in gaps {
        // Text must stand on both sides of it.
        let before = full.iter().any(|part| part.iter().any(|chunk| chunk.right <= from + 1.0));
        if before && to - from >= LEAST_GAP {
            xs.push(f32::midpoint(from, to));
        }
    }
    xs.push(right);
    (xs.len() > 2).then_some(xs)
}

/// The edges between rows of cells in a band without rules.
pub(super) fn row_edges(sheet: &Sheet, page: usize, tags: &Tags, band: &[&Row], xs: &[f32]) -> Vec<f32> {
    let block = |row: &Row| -> Vec<usize> {
        let mut blocks: Vec<usize> = row
            .signs
            .iter()
            .filter_map(|sign| sheet.glyphs.get(sign.index))
            .filter(|glyph| !glyph.text.is_blank())
            .filter_map(|glyph| sheet.marks.get(glyph.mark as usize)?.id)
            .filter_map(|id| tags.element(page, id))
            .collect();
        blocks.dedup();
        blocks
    };
    let steps: Vec<f32> = band
        .windows(2)
        .map(|pair| match pair {
            [a, b] if a.y < b.y => b.y - a.y,
            _ => 0.0,
        })
        .collect();
    let least = steps.iter().copied().filter(|step| *step > 3.0).fold(f32::INFINITY, f32::min);
    let most = steps.iter().copied().fold(0.0, f32::max);
    // Tags that join nearly all lines do not tell rows: then the steps between the lines do.
    let shared = band.windows(2).filter(
        |pair| matches!(pair, [a, b] if { let below = block(b); block(a).iter().any(|known| below.contains(known)) }),
    );
    let all_joined = band.len() > 4 && shared.count() * 3 > band.len() * 2;
    let by_tags = !tags.is_empty() && !all_joined;
    let mut edges = Vec::new();
    for (pair, step) in band.windows(2).zip(&steps) {
        let [upper, lower] = pair else { continue };
        let joined = if !by_tags {
            let (above, below) = (columns(sheet, upper, xs), columns(sheet, lower, xs));
            let text = lower.text.trim();
            let goes_on = text.starts_with(|c: char| c.is_lowercase());
            // Two steps are told apart by their size; where all are alike, a lone stretch may be the rest of a label.
            if most > least * 1.18 {
                *step < least * 1.12
            } else {
                (above.len() == 1 && below.len() > 1 && goes_on) || (below.len() == 1 && above.len() > 1 && goes_on)
            }
        } else {
            let (above, below) = (block(upper), block(lower));
            above.iter().any(|block| below.contains(block))
        };
        if !joined {
            edges.push(f32::midpoint(upper.bottom(), lower.top().max(upper.y)));
        }
    }
    edges
}
