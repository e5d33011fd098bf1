//! Tables with neither tags nor rules: columns are told by the gaps that the lines of a stretch of the page leave free one
//! below the other, rows by the larger steps between lines.

use super::cut::build;
use super::glyphs::Sheet;
use super::rows::Row;
use super::tables::{Found, Grid};

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
pub(super) type Span = (f32, f32);

/// A line of the page with its words.
pub(super) struct Line<'a> {
    pub(super) row: &'a Row,
    pub(super) words: Vec<Span>,
}

impl Line<'_> {
    /// The characters from one word to another.
    pub(super) fn text(&self, sheet: &Sheet, from: Span, to: Span) -> String {
        let mut out = String::new();
        let within = |x: f32| x > from.0 - 0.1 && x < to.1;
        let glyphs = self.row.signs.iter().filter_map(|sign| sheet.glyphs.get(sign.index));
        glyphs.filter(|glyph| within(glyph.x)).for_each(|glyph| glyph.text.push_to(&mut out));
        out
    }
}

/// A table as lines `from..to`, and the gaps between its columns.
#[derive(Clone)]
pub(super) struct Stretch {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) gaps: Vec<Span>,
    /// Which of the lines run over all columns.
    pub(super) over: Vec<bool>,
    /// It goes on from the last one of the page before.
    pub(super) continues: bool,
}

/// The lines of a page, and the tables among them.
pub(super) struct Page<'a> {
    pub(super) lines: Vec<Line<'a>>,
    pub(super) stretches: Vec<Stretch>,
    usual: f32,
}

/// Seeks them among the rows of a page.
pub(super) fn seek<'a>(sheet: &Sheet, all: &'a [Row], spaced: bool, taken: &[bool]) -> Page<'a> {
    let free = |row: &&Row| row.signs.iter().all(|sign| !taken.get(sign.index).copied().unwrap_or(true));
    let lines: Vec<Line<'_>> =
        all.iter().filter(free).map(|row| Line { row, words: words(sheet, row, spaced) }).collect();
    let mut page = Page { usual: usual_step(&lines), lines, stretches: Vec::new() };
    if page.lines.len() > MOST_LINES {
        return page;
    }
    let (mut from, mut floor) = (0, 0);
    while from < page.lines.len() {
        let seed = page.lines.get(from).filter(|line| is_seed(line));
        match seed.and_then(|_| stretch(&page.lines, from, floor, page.usual)) {
            Some(stretch) if stretch.to > from => {
                (from, floor) = (stretch.to, stretch.to);
                page.stretches.push(stretch);
            }
            _ => from += 1,
        }
    }
    page
}

/// The tables of a page, cut into cells.
pub(super) fn tables(sheet: &Sheet, page: &Page<'_>, spaced: bool, number: u32) -> Vec<(Found, Grid)> {
    page.stretches.iter().filter_map(|stretch| build(sheet, &page.lines, stretch, spaced, number)).collect()
}

/// A table that goes on over pages has the same columns on all of them: what one page shows, another may show too.
pub(super) fn agree(pages: &mut [Page<'_>]) {
    for at in 1..pages.len() {
        let (before, after) = pages.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let Some(spans) = before.foot() else { continue };
        let Some(last) = before.stretches.last_mut() else { continue };
        if after.go_on(&last.gaps) {
            // the page ended with the head of a group
            last.to += spans;
            last.over.extend(std::iter::repeat_n(true, spans));
        }
    }
    for at in (1..pages.len()).rev() {
        let (before, after) = pages.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let Some(first) = after.stretches.first_mut().filter(|first| first.continues) else { continue };
        let Some(last) = before.stretches.last_mut() else { continue };
        for gap in &first.gaps {
            last.offer(&before.lines, *gap);
        }
        first.continues = last.gaps.len() == first.gaps.len();
    }
}

impl Page<'_> {
    /// How many lines that run over all columns follow the last table, where nothing but a running foot stands below them.
    fn foot(&self) -> Option<usize> {
        let last = self.stretches.last()?;
        let inside = self.lines.get(last.from..last.to)?;
        let left = inside.iter().map(|line| line.row.left).fold(f32::INFINITY, f32::min);
        let right = inside.iter().map(|line| line.row.right).fold(0.0, f32::max);
        let size = inside.last()?.row.size;
        let fits = |at: &usize| {
            !self.apart(*at)
                && self.lines.get(*at).is_some_and(|line| {
                    let row = line.row;
                    row.left > left - 3.0 && row.right < right + row.size * 3.0 && row.size < size + 0.7
                })
        };
        let spans = (last.to..self.lines.len()).take_while(fits).count();
        (spans < LONGEST_SPAN && self.lines.len() - last.to - spans < 3 && self.apart(last.to + spans)).then_some(spans)
    }

    /// More room than between lines stands above the line `at`.
    fn apart(&self, at: usize) -> bool {
        match (at.checked_sub(1).and_then(|at| self.lines.get(at)), self.lines.get(at)) {
            (Some(above), Some(below)) => below.row.y - above.row.y > self.usual.max(below.row.size * 1.2) * STEP,
            _ => true,
        }
    }

    /// Lets the table of the page before, with these gaps between its columns, go on at the head of this page, if it does.
    fn go_on(&mut self, gaps: &[Span]) -> bool {
        let head = (1..3).find(|at| self.lines.len() > *at && self.apart(*at)).unwrap_or(0);
        for head in [head, 0] {
            let known = self.stretches.first().filter(|first| first.from <= head + 20).cloned();
            let mut wished: Vec<Span> = gaps.to_vec();
            if let Some(known) = &known {
                // as this page shows them, where it does
                for gap in &mut wished {
                    if let Some(own) = known.gaps.iter().find(|own| meets(**own, *gap)) {
                        *gap = (gap.0.max(own.0), gap.1.min(own.1));
                    }
                }
            }
            let Some(mut grown) = grow(&self.lines, head, &wished, self.usual) else { continue };
            if let Some(known) = known.filter(|known| known.from < grown.to) {
                if known.to > grown.to {
                    grown.over.extend(known.over.iter().skip(grown.to - known.from).copied());
                    grown.to = known.to;
                }
                for gap in &known.gaps {
                    grown.offer(&self.lines, *gap);
                }
            }
            let to = grown.to;
            self.stretches.retain(|old| old.from >= to);
            self.stretches.insert(0, grown);
            return true;
        }
        false
    }
}

impl Stretch {
    /// Takes a gap for one between columns, if the lines leave it free and one of them has text on both sides of it.
    fn offer(&mut self, lines: &[Line<'_>], gap: Span) {
        if self.gaps.iter().any(|own| meets(*own, gap)) {
            return;
        }
        // a line that runs over the gap and has nothing else is one over all columns, when most lines leave the gap free
        let (mut rest, mut parted, mut runs) = (vec![gap], 0, Vec::new());
        for (at, line) in lines.get(self.from..self.to).unwrap_or_default().iter().enumerate() {
            if self.over.get(at).copied().unwrap_or(true) {
                continue;
            }
            let left = without(&rest, &line.words);
            if left.is_empty() && is_run(line) {
                runs.push(at);
                continue;
            }
            rest = left;
            parted += usize::from(rest.first().is_some_and(|gap| parts(&line.words, *gap)));
        }
        if let [gap] = rest.as_slice()
            && parted > runs.len() * 3
        {
            self.gaps.push(*gap);
            self.gaps.sort_by(|a, b| a.0.total_cmp(&b.0));
            for at in runs {
                if let Some(over) = self.over.get_mut(at) {
                    *over = true;
                }
            }
        }
    }
}

/// The table that begins with the line `from` and has these gaps, as far down as the lines leave them free.
fn grow(lines: &[Line<'_>], from: usize, gaps: &[Span], usual: f32) -> Option<Stretch> {
    let first = lines.get(from)?;
    let mut gaps = gaps.to_vec();
    let edge = lines.iter().map(|line| line.row.right).fold(0.0, f32::max);
    let (mut over, mut last, mut parted) = (Vec::new(), first, vec![false; gaps.len()]);
    for line in lines.get(from..)? {
        let step = line.row.y - last.row.y;
        if step > usual.max(line.row.size * 1.2) * STEP || (line.row.size - first.row.size).abs() > 2.5 {
            break;
        }
        let rest: Vec<Option<Span>> = gaps
            .iter()
            .map(|gap| {
                without(&[*gap], &line.words)
                    .into_iter()
                    .max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))
            })
            .collect();
        let tail = over.last().copied().unwrap_or(false) && is_tail(last, line, edge) || runs_over(line, &gaps);
        if rest.iter().all(Option::is_some) && !tail {
            gaps = rest.into_iter().flatten().collect();
            for (known, gap) in parted.iter_mut().zip(&gaps) {
                *known |= parts(&line.words, *gap);
            }
            over.push(false);
        } else if over.iter().rev().take_while(|over| **over).count() < LONGEST_SPAN {
            over.push(true);
        } else {
            break;
        }
        last = line;
    }
    while over.last().copied().unwrap_or(false) {
        over.pop();
    }
    let celled = parted.iter().filter(|parted| **parted).count();
    (celled * 3 > parted.len() * 2).then(|| Stretch { from, to: from + over.len(), gaps, over, continues: true })
}

/// One run of words without a gap of columns.
pub(super) fn is_run(line: &Line<'_>) -> bool {
    !line.words.windows(2).any(|pair| matches!(pair, [a, b] if b.0 - a.1 > line.row.size * 0.8))
}

/// Running text over a wide gap, in which no word begins where the next column does.
fn runs_over(line: &Line<'_>, gaps: &[Span]) -> bool {
    let label = usize::from(begins_with_label(line));
    let words = line.words.get(label..).unwrap_or_default();
    !words.windows(2).any(|pair| matches!(pair, [a, b] if b.0 - a.1 > line.row.size * 0.8))
        && gaps.iter().filter(|gap| gap.1 - gap.0 > line.row.size * SEED).any(|gap| {
            line.row.left < gap.0
                && line.row.right > gap.1
                && !line.words.iter().any(|word| (word.0 - gap.1).abs() < 1.2)
        })
}

/// The short last line of a paragraph that runs over all columns: the line above it had no room for its first word.
fn is_tail(upper: &Line<'_>, lower: &Line<'_>, right: f32) -> bool {
    let word = lower.words.first().map_or(0.0, |word| word.1 - word.0);
    is_run(lower)
        && (lower.row.left - upper.row.left).abs() < 2.0
        && lower.row.y - upper.row.y < lower.row.size * 1.5
        && upper.row.right + word > right - lower.row.size
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
    let words = line.words.get(usize::from(begins_with_label(line))..).unwrap_or_default();
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
pub(super) fn parts(words: &[Span], gap: Span) -> bool {
    words.first().is_some_and(|word| word.1 <= gap.0 + 0.5) && words.last().is_some_and(|word| word.0 >= gap.1 - 0.5)
}

/// The table that begins with the line `from`: as far down as the lines leave its gaps free.
fn stretch(lines: &[Line<'_>], from: usize, floor: usize, usual: f32) -> Option<Stretch> {
    let begun = from;
    let first = lines.get(from)?;
    let (mut left, mut right) = (first.row.left, first.row.right);
    let edge = lines.iter().map(|line| line.row.right).fold(0.0, f32::max);
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
        let tail = over.last().copied().unwrap_or(false) && is_tail(last, line, edge) || runs_over(line, &gaps);
        if kept && !rest.is_empty() && !tail {
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
        let rooms: Vec<f32> = own().filter_map(|line| room_at(line, *gap)).collect();
        let wide = rooms.iter().filter(|room| **room > size * SEED).count();
        count >= FEW && width >= WIDE.max(size * 0.8)
            || wide >= FEW && wide * 2 > rooms.len()
            || (count >= FEW && width >= WIDE || count >= MANY) && is_ragged(own(), *gap, size)
    });
    if gaps.first().is_some_and(|gap| of_labels(own(), *gap)) {
        gaps.remove(0);
    }
    let rows = gaps.iter().copied().map(celled).max().unwrap_or(0);
    let wide = gaps.iter().any(|gap| gap.1 - gap.0 > size * 0.8);
    let enough = gaps.len() > 1 && rows >= FEW || gaps.len() == 1 && rows > FEW && wide;
    if !enough {
        return None;
    }
    let (from, gaps) = upwards(lines, from, floor, gaps, usual);
    over.splice(0..0, std::iter::repeat_n(false, begun - from));
    Some(Stretch { from, to, gaps, over, continues: false })
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
        let wrapped = is_wrapped(lines, at, &gaps);
        if wrapped || gaps.iter().any(|gap| parts(&line.words, *gap)) || below.row.top() < line.row.bottom() {
            first = at;
            gaps.clone_from(&narrower);
        }
    }
    (first, gaps)
}

/// What stands before the gap is bullets and numbers: the gap is the indent of a list, not one between columns.
fn of_labels<'a>(lines: impl Iterator<Item = &'a Line<'a>>, gap: Span) -> bool {
    let (mut all, mut labels) = (0, 0);
    for line in lines.filter(|line| line.words.first().is_some_and(|word| word.0 < gap.0)) {
        all += 1;
        let alone = line.words.get(1).is_none_or(|word| word.0 >= gap.1 - 0.5);
        labels += usize::from(alone && begins_with_label(line));
    }
    labels > 0 && labels * 4 >= all * 3
}

/// The line begins with a bullet, or a number or letter with a stop behind it.
fn begins_with_label(line: &Line<'_>) -> bool {
    let first = line.row.text.split_whitespace().next().unwrap_or_default();
    first.chars().count() <= 6 && (first.ends_with(['.', ')']) || !first.contains(char::is_alphanumeric))
}

/// A lone line of the first column that had no room in it for the first word of the next line.
fn is_wrapped(lines: &[Line<'_>], at: usize, gaps: &[Span]) -> bool {
    let (Some(line), Some(edge)) = (lines.get(at), gaps.first().map(|gap| gap.1)) else { return false };
    let own = |line: &Line<'_>| line.words.iter().take_while(|word| word.1 <= edge).last().map(|word| word.1);
    let right = lines.get(at..).unwrap_or_default().iter().take(40).filter_map(own).fold(0.0, f32::max);
    let next = lines.iter().skip(at + 1).find(|next| next.row.left < edge);
    let word = next.and_then(|next| next.words.first()).map_or(0.0, |word| word.1 - word.0);
    line.row.right <= edge
        && next.is_some_and(|next| (next.row.left - line.row.left).abs() < 2.0)
        && line.row.right + word + line.row.size * 0.2 > right
}

/// A gap that is certain enough that a line which closes it is no line of cells.
fn strong(lines: &[Line<'_>], from: usize, over: &[bool], gap: Span) -> bool {
    let own =
        || lines.get(from..).unwrap_or_default().iter().zip(over).filter(|(_, over)| !**over).map(|(line, _)| line);
    let size = lines.get(from).map_or(10.0, |line| line.row.size);
    gap.1 - gap.0 > size * SEED
        || own().filter(|line| parts(&line.words, gap)).count() >= FEW && is_ragged(own(), gap, size)
}

/// How far the words left and right of a gap are apart, where the right one begins right behind it.
fn room_at(line: &Line<'_>, gap: Span) -> Option<f32> {
    let at = line.words.iter().position(|word| word.0 >= gap.1 - 0.5)?;
    let next = line.words.get(at).filter(|word| word.0 < gap.1 + line.row.size * 0.8)?;
    Some(next.0 - line.words.get(at.checked_sub(1)?)?.1)
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
