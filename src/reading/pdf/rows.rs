//! Glyphs → rows: what stands on one base line, with raised signs put back beside the word they belong to.

use super::glyphs::{Glyph, Sheet, Text};
use crate::reading::line::{Frame, Hint, Line, Run};

/// A raised or lowered sign is at most this much of the size of its neighbour.
const SMALL: f32 = 0.88;

/// Bullets of the fonts of signs, which have no letters of their own: a round or square dot, an arrow, a tick.
const SIGNS: [char; 7] = ['\u{F0B7}', '\u{F0A7}', '\u{F0D8}', '\u{F0FC}', '\u{F076}', '\u{F06E}', '\u{F0A8}'];

/// One glyph of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sign {
    pub(super) index: usize,
    pub(super) raised: bool,
}

/// What stands on one base line.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) signs: Vec<Sign>,
    /// The base line.
    pub(super) y: f32,
    pub(super) left: f32,
    pub(super) right: f32,
    /// The size of most of its glyphs.
    pub(super) size: f32,
    /// The characters, with blanks.
    pub(super) text: String,
    /// How far its column stands right of the first one of its page.
    pub(super) shift: f32,
}

impl Row {
    pub(super) fn top(&self) -> f32 {
        self.y - self.size * 0.8
    }

    pub(super) fn bottom(&self) -> f32 {
        self.y + self.size * 0.22
    }

    pub(super) fn width(&self) -> f32 {
        self.right - self.left
    }

    /// The row as a line; `page` from 1.
    pub(super) fn line(&self, sheet: &Sheet, spaced: bool, page: u32) -> Line {
        // a column is as good as a page: its lines are measured as if they stood in the first one
        let (left, right) = (self.left - self.shift, self.right - self.shift);
        let frame = Frame { left, top: self.top(), right, bottom: self.bottom() };
        Line {
            runs: runs(sheet, &self.signs, self.size, spaced),
            frame: Some(frame),
            page: Some(page),
            gap_before: false,
            hint: Hint::None,
            indent: 0,
        }
    }
}

/// True when the page has blanks of its own; some makers only leave gaps.
pub(super) fn has_blanks(sheet: &Sheet) -> bool {
    let blanks = sheet.glyphs.iter().filter(|glyph| glyph.text.is_blank()).count();
    blanks * 20 > sheet.glyphs.len()
}

/// The rows of some glyphs of a page, from top to bottom.
pub(super) fn rows(sheet: &Sheet, indices: impl Iterator<Item = usize>, spaced: bool) -> Vec<Row> {
    let glyph = |index: usize| sheet.glyphs.get(index);
    let mut order: Vec<(usize, f32, f32)> = indices
        .filter_map(|index| glyph(index).map(|glyph| (index, glyph.y, glyph.x)))
        .filter(|(_, y, x)| y.is_finite() && x.is_finite())
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.2.total_cmp(&b.2)));
    let mut bands: Vec<Vec<usize>> = Vec::new();
    let mut last = f32::NEG_INFINITY;
    for (index, y, _) in order {
        let size = glyph(index).map_or(10.0, |glyph| glyph.size);
        match bands.last_mut() {
            Some(band) if y - last <= (size * 0.1).clamp(0.4, 1.6) => band.push(index),
            _ => {
                bands.push(vec![index]);
                last = y;
                continue;
            }
        }
        last = last.max(y - 0.2);
    }
    let mut rows: Vec<Row> = bands
        .into_iter()
        .map(|band| {
            let mut row =
                Row { signs: band.into_iter().map(|index| Sign { index, raised: false }).collect(), ..Row::default() };
            measure(sheet, &mut row);
            row
        })
        .filter(|row| row.signs.iter().any(|sign| glyph(sign.index).is_some_and(|glyph| !glyph.text.is_blank())))
        .collect();
    attach(sheet, &mut rows);
    for row in &mut rows {
        double(sheet, row);
        measure(sheet, row);
        row.text = runs(sheet, &row.signs, row.size, spaced).into_iter().map(|run| run.text).collect();
    }
    rows.retain(|row| !row.text.trim().is_empty());
    rows.sort_by(|a, b| a.y.total_cmp(&b.y).then(a.left.total_cmp(&b.left)));
    rows
}

fn measure(sheet: &Sheet, row: &mut Row) {
    row.signs.sort_by(|a, b| {
        let x = |sign: &Sign| sheet.glyphs.get(sign.index).map_or(0.0, |glyph| glyph.x);
        x(a).total_cmp(&x(b)).then(a.index.cmp(&b.index))
    });
    // a label too wide for its place overlaps the word behind it, but it was written first
    for at in 1..row.signs.len() {
        if let Some([a, b]) = row.signs.get_mut(at - 1..=at)
            && (b.index + 1 == a.index || b.index + 2 == a.index)
            && let (Some(left), Some(right)) = (sheet.glyphs.get(a.index), sheet.glyphs.get(b.index))
            && right.x > left.x
            && right.x - left.x < left.size * 0.35
        {
            std::mem::swap(a, b);
        }
    }
    let (mut left, mut right) = (f32::INFINITY, f32::NEG_INFINITY);
    let mut sizes: Vec<(i32, usize, f32, f32)> = Vec::new();
    for sign in &row.signs {
        let Some(glyph) = sheet.glyphs.get(sign.index) else { continue };
        if glyph.text.is_blank() {
            continue;
        }
        left = left.min(glyph.x);
        right = right.max(glyph.end.max(glyph.x));
        if sign.raised {
            continue;
        }
        let key = (glyph.size * 4.0).round() as i32;
        match sizes.iter_mut().find(|(known, ..)| *known == key) {
            Some(found) => found.1 += 1,
            None => sizes.push((key, 1, glyph.size, glyph.y)),
        }
    }
    if let Some((_, _, size, y)) = sizes.into_iter().max_by_key(|(key, count, ..)| (*count, *key)) {
        (row.size, row.y) = (size, y);
    } else if let Some(glyph) = row.signs.first().and_then(|sign| sheet.glyphs.get(sign.index)) {
        (row.size, row.y) = (glyph.size, glyph.y);
    }
    (row.left, row.right) = if left <= right { (left, right) } else { (0.0, 0.0) };
}

/// Moves small raised (or lowered) signs into the row of the word they stand beside.
fn attach(sheet: &Sheet, rows: &mut Vec<Row>) {
    let mut moves: Vec<(usize, Sign, usize)> = Vec::new();
    for (from, row) in rows.iter().enumerate() {
        let around = from.saturating_sub(4)..(from + 5).min(rows.len());
        // nothing in it is smaller than a row around it: the usual case, and quickly seen
        let largest = rows.get(around.clone()).unwrap_or_default().iter().map(|row| row.size).fold(0.0, f32::max);
        let smallest = row.signs.iter().filter_map(|sign| sheet.glyphs.get(sign.index)).filter(|g| !g.text.is_blank());
        if smallest.map(|glyph| glyph.size).fold(f32::INFINITY, f32::min) > largest * 0.95 {
            continue;
        }
        for chunk in chunks(sheet, row) {
            let Some((left, right)) = extent(sheet, &chunk) else { continue };
            let size = chunk.iter().filter_map(|sign| sheet.glyphs.get(sign.index)).map(|g| g.size).fold(0.0, f32::max);
            let mut best: Option<(usize, f32, bool)> = None;
            for to in around.clone().filter(|to| *to != from) {
                let Some(base) = rows.get(to) else { continue };
                let rise = base.y - row.y;
                let raised = rise > base.size * 0.08 && rise < base.size * 0.75;
                let lowered = rise < -base.size * 0.03 && rise > -base.size * 0.4;
                // A browser's raised signs are hardly smaller than the text; what stands so high is no line of its own.
                let most = if raised && rise > base.size * 0.25 { 0.95 } else { SMALL };
                if !(raised || lowered) || size > base.size * most {
                    continue;
                }
                // Beside a word of that row: right behind it, right before it, or between two.
                let mut distance = f32::INFINITY;
                for sign in &base.signs {
                    let Some(glyph) = sheet.glyphs.get(sign.index).filter(|glyph| !glyph.text.is_blank()) else {
                        continue;
                    };
                    // A mark at the start of a note may stand a tab before its text.
                    let reach = if glyph.x >= right { (glyph.x - right) / 4.0 } else { (left - glyph.end).abs() };
                    distance = distance.min(reach.max(0.0));
                }
                if distance < base.size * 0.9 && best.is_none_or(|(_, known, _)| distance < known) {
                    best = Some((to, distance, raised));
                }
            }
            if let Some((to, _, raised)) = best {
                moves.extend(chunk.iter().map(|sign| (from, Sign { raised, ..*sign }, to)));
            }
        }
    }
    for (from, sign, to) in moves {
        if let Some(row) = rows.get_mut(from) {
            row.signs.retain(|old| old.index != sign.index);
        }
        if let Some(row) = rows.get_mut(to) {
            row.signs.push(sign);
        }
    }
    rows.retain(|row| {
        row.signs.iter().any(|sign| sheet.glyphs.get(sign.index).is_some_and(|glyph| !glyph.text.is_blank()))
    });
}

/// The signs of a row in groups without a wide gap.
fn chunks(sheet: &Sheet, row: &Row) -> Vec<Vec<Sign>> {
    let mut out: Vec<Vec<Sign>> = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for sign in &row.signs {
        let Some(glyph) = sheet.glyphs.get(sign.index) else { continue };
        if glyph.text.is_blank() {
            end = f32::NEG_INFINITY;
            continue;
        }
        match out.last_mut() {
            Some(chunk) if glyph.x - end < row.size * 0.5 => chunk.push(*sign),
            _ => out.push(vec![*sign]),
        }
        end = glyph.end;
    }
    out
}

fn extent(sheet: &Sheet, chunk: &[Sign]) -> Option<(f32, f32)> {
    let first = chunk.first().and_then(|sign| sheet.glyphs.get(sign.index))?;
    let last = chunk.last().and_then(|sign| sheet.glyphs.get(sign.index))?;
    Some((first.x, last.end))
}

/// Letters drawn twice in nearly the same place, which is how some makers make them bold, are taken once.
fn double(sheet: &Sheet, row: &mut Row) {
    let mut last: Option<&Glyph> = None;
    row.signs.retain(|sign| {
        let Some(glyph) = sheet.glyphs.get(sign.index) else { return false };
        let twin = last.is_some_and(|last| {
            last.text == glyph.text
                && !glyph.text.is_blank()
                && (last.x - glyph.x).abs() < (glyph.end - glyph.x).abs() * 0.2
                && (last.y - glyph.y).abs() < glyph.size * 0.1
        });
        last = Some(glyph);
        !twin
    });
}

/// The runs of some signs, with blanks where the gaps say so.
fn runs(sheet: &Sheet, signs: &[Sign], size: f32, spaced: bool) -> Vec<Run> {
    let mut out: Vec<Run> = Vec::new();
    let mut end: Option<f32> = None;
    let mut blank = false;
    for sign in signs {
        let Some(glyph) = sheet.glyphs.get(sign.index) else { continue };
        if matches!(&glyph.text, Text::More(text) if text.is_empty()) {
            end = Some(end.unwrap_or(glyph.x).max(glyph.end));
            continue;
        }
        if glyph.text.is_blank() {
            blank = true;
            continue;
        }
        let gap = end.map_or(0.0, |end| glyph.x - end);
        let wide = gap > size * if spaced { 2.4 } else { 1.2 };
        let parted = blank && gap > -size * 0.5 || gap > size * if spaced { 0.27 } else { 0.16 };
        let before = (end.is_some() && (wide || parted)).then_some(if wide { '\t' } else { ' ' });
        blank = false;
        end = Some(glyph.end.max(glyph.x));
        let goes_on = out.last().is_some_and(|run| {
            run.bold == glyph.bold
                && run.italic == glyph.italic
                && run.raised == sign.raised
                && (run.size - glyph.size).abs() < 0.3
        });
        if !goes_on {
            out.push(Run {
                text: String::with_capacity(96),
                size: glyph.size,
                bold: glyph.bold,
                italic: glyph.italic,
                raised: sign.raised,
                note: None,
            });
        }
        if let Some(run) = out.last_mut() {
            run.text.extend(before);
            glyph.text.push_to(&mut run.text);
        }
    }
    for run in &mut out {
        if run.text.contains(SIGNS) {
            run.text = run.text.replace(SIGNS, "•");
        }
        if run.text.contains(['\u{FB00}', '\u{FB01}', '\u{FB02}', '\u{FB03}', '\u{FB04}']) {
            run.text = run
                .text
                .replace('\u{FB00}', "ff")
                .replace('\u{FB01}', "fi")
                .replace('\u{FB02}', "fl")
                .replace('\u{FB03}', "ffi")
                .replace('\u{FB04}', "ffl");
        }
    }
    out
}
