//! Two versions of a paper compared: paragraphs aligned by their words, not by their numbers, then word by word.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::ops::{self, Op, Tag};
use super::similar::{Dictionary, Numbered, alike, alike_at_most};
use super::units::{Unit, UnitKind, units};
use crate::model::Paper;

/// In the same place, texts at least this alike are one text reworded.
const REWORDED: f32 = 0.5;
/// Elsewhere in the paper they must be this alike to count as moved.
const MOVED: f32 = 0.6;
/// A gap with more pairs than this is halved before its blocks are compared.
const MOST_PAIRS: usize = 10_000;
/// Texts of more tokens than this are not compared word by word beyond their common ends.
const MOST_TOKENS: usize = 20_000;

/// A stretch of text in a comparison. The `Same` and `Removed` pieces together are the old text, the `Same` and `Added`
/// ones the new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// In both.
    Same(String),
    /// Only in the new text.
    Added(String),
    /// Only in the old text.
    Removed(String),
}

impl Piece {
    /// The words.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Added(text) | Self::Removed(text) => text,
        }
    }
}

/// One side of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// The place in `blocks`.
    pub index: usize,
    /// The id of the block.
    pub id: String,
    /// The paper's own number.
    pub number: Option<String>,
    /// What it is.
    pub kind: UnitKind,
    /// The whole text.
    pub text: String,
}

/// What became of a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Text and number are the same.
    Same,
    /// The text is the same, the number is not.
    Renumbered {
        /// In the old version; `None` when it had none.
        from: Option<String>,
        /// In the new version.
        to: Option<String>,
    },
    /// The words changed (and perhaps the number: see the two sides).
    Reworded {
        /// Word by word.
        words: Vec<Piece>,
    },
    /// Only in the new version.
    Added,
    /// Only in the old version.
    Removed,
    /// It stands elsewhere in the order of the paper.
    Moved {
        /// Word by word, when the words changed too.
        words: Option<Vec<Piece>>,
    },
}

/// One row of a comparison, in the order of the new version; what was removed stands where it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// In the old version.
    pub old: Option<Side>,
    /// In the new version.
    pub new: Option<Side>,
    /// What happened.
    pub change: Change,
}

impl Row {
    /// True when both sides have a number and not the same.
    #[must_use]
    pub fn is_renumbered(&self) -> bool {
        match (&self.old, &self.new) {
            (Some(old), Some(new)) => old.number != new.number,
            _ => false,
        }
    }

    /// The side to show when one is enough: the new one, else the old.
    #[must_use]
    pub fn side(&self) -> Option<&Side> {
        self.new.as_ref().or(self.old.as_ref())
    }
}

/// What changed, counted. Headings are counted apart: no number shifts because of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Numbers of added paragraphs and tables in the new version, `None` for those without.
    pub added: Vec<Option<String>>,
    /// Numbers of removed ones in the old version.
    pub removed: Vec<Option<String>>,
    /// Numbers of reworded ones in the new version.
    pub reworded: Vec<Option<String>>,
    /// Numbers of moved ones in the new version.
    pub moved: Vec<Option<String>>,
    /// How many only changed their number.
    pub renumbered: usize,
    /// How many are the same.
    pub same: usize,
    /// How many headings are new, gone, moved or other.
    pub headings: usize,
}

impl Summary {
    /// True when nothing changed.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.reworded.is_empty()
            && self.moved.is_empty()
            && self.renumbered == 0
            && self.headings == 0
    }

    /// In English: `1 added (6), 24 renumbered, 2 reworded (8, 14)`.
    #[must_use]
    pub fn sentence(&self) -> String {
        if self.is_unchanged() {
            return "no change".to_owned();
        }
        let mut parts = Vec::new();
        let mut part = |numbers: &[Option<String>], word: &str| {
            if !numbers.is_empty() {
                let mut known: Vec<&str> = numbers.iter().flatten().map(String::as_str).take(6).collect();
                if numbers.iter().flatten().count() > known.len() {
                    known.push("…");
                }
                let list = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
                parts.push(format!("{} {word}{list}", numbers.len()));
            }
        };
        part(&self.added, "added");
        part(&self.removed, "removed");
        part(&self.moved, "moved");
        part(&vec![None; self.renumbered], "renumbered");
        part(&self.reworded, "reworded");
        match self.headings {
            0 => {}
            1 => parts.push("1 heading changed".to_owned()),
            many => parts.push(format!("{many} headings changed")),
        }
        parts.join(", ")
    }
}

/// Two versions compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Every block of both.
    pub rows: Vec<Row>,
    /// What changed, counted.
    pub summary: Summary,
}

/// Compares two versions of a paper. Near-linear in their length as long as most of the text is the same.
#[must_use]
pub fn compare(old: &Paper, new: &Paper) -> Comparison {
    let (old, new) = (units(old), units(new));
    let pairs = align(&old, &new);
    let rows = rows(&old, &new, &pairs);
    let summary = summarise(&rows);
    Comparison { rows, summary }
}

/// Which old block became which new one; `in_order` is false for those that moved.
#[derive(Clone, Copy, Debug)]
struct Pair {
    old: usize,
    new: usize,
    in_order: bool,
}

/// A key that equal texts share, up to case, accents and punctuation.
fn key(unit: &Unit) -> u64 {
    let mut hasher = DefaultHasher::new();
    unit.kind.hash(&mut hasher);
    let folded = super::fold::fold(&unit.text);
    for word in folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        word.hash(&mut hasher);
    }
    hasher.finish()
}

fn align(old: &[Unit], new: &[Unit]) -> Vec<Pair> {
    let old_keys: Vec<u64> = old.iter().map(key).collect();
    let new_keys: Vec<u64> = new.iter().map(key).collect();
    let mut pairs = Vec::new();
    let mut gaps: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> = Vec::new();
    let (mut old_at, mut new_at) = (0, 0);
    for op in ops::by_the_unique(&old_keys, &new_keys) {
        if let Op::Equal { old_index, new_index, len } = op {
            gaps.push((old_at..old_index, new_at..new_index));
            pairs.extend((0..len).map(|at| Pair { old: old_index + at, new: new_index + at, in_order: true }));
            (old_at, new_at) = (old_index + len, new_index + len);
        }
    }
    gaps.push((old_at..old.len(), new_at..new.len()));

    let mut words = Words { dictionary: Dictionary::default(), old: HashMap::new(), new: HashMap::new() };
    for (old_gap, new_gap) in gaps {
        words.fill(old, new, old_gap, new_gap, &mut pairs);
    }

    // what is left may have moved: the same text first, then a text that is alike
    let mut old_left: Vec<usize> = missing(old.len(), pairs.iter().map(|pair| pair.old));
    let mut new_left: Vec<usize> = missing(new.len(), pairs.iter().map(|pair| pair.new));
    old_left.retain(|at| {
        let same = |other: &usize| {
            new_keys.get(*other) == old_keys.get(*at) && old.get(*at).is_some_and(|unit| !unit.text.is_empty())
        };
        let Some(found) = new_left.iter().position(same) else { return true };
        pairs.push(Pair { old: *at, new: new_left.remove(found), in_order: false });
        false
    });
    if old_left.len().saturating_mul(new_left.len()) <= MOST_PAIRS {
        let mut alike: Vec<(f32, usize, usize)> = Vec::new();
        for i in &old_left {
            for j in &new_left {
                let likeness = words.likeness(old, new, *i, *j, MOVED);
                if likeness >= MOVED && words.long_enough(old, *i) {
                    alike.push((likeness, *i, *j));
                }
            }
        }
        alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, i, j) in alike {
            if old_left.contains(&i) && new_left.contains(&j) {
                old_left.retain(|at| *at != i);
                new_left.retain(|at| *at != j);
                pairs.push(Pair { old: i, new: j, in_order: false });
            }
        }
    }
    pairs
}

fn missing(length: usize, present: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut is_there = vec![false; length];
    for at in present {
        if let Some(flag) = is_there.get_mut(at) {
            *flag = true;
        }
    }
    is_there.iter().enumerate().filter(|(_, there)| !**there).map(|(at, _)| at).collect()
}

/// The words of the blocks that could not be matched exactly.
struct Words {
    dictionary: Dictionary,
    old: HashMap<usize, Numbered>,
    new: HashMap<usize, Numbered>,
}

impl Words {
    fn learn(&mut self, old: &[Unit], new: &[Unit], i: usize, j: usize) {
        let Self { dictionary, old: old_words, new: new_words } = self;
        if let Some(unit) = old.get(i) {
            old_words.entry(i).or_insert_with(|| dictionary.learn(&unit.text));
        }
        if let Some(unit) = new.get(j) {
            new_words.entry(j).or_insert_with(|| dictionary.learn(&unit.text));
        }
    }

    /// How alike two blocks are; 0 when they are of different kinds or surely less alike than `least`.
    fn likeness(&mut self, old: &[Unit], new: &[Unit], i: usize, j: usize, least: f32) -> f32 {
        if old.get(i).map(|unit| unit.kind) != new.get(j).map(|unit| unit.kind) {
            return 0.0;
        }
        self.learn(old, new, i, j);
        let (Some(a), Some(b)) = (self.old.get(&i), self.new.get(&j)) else { return 0.0 };
        if alike_at_most(a, b) < least { 0.0 } else { alike(a, b) }
    }

    /// A text of a few words may be like another by chance.
    fn long_enough(&self, old: &[Unit], i: usize) -> bool {
        self.old.get(&i).is_some_and(|words| words.len() >= 5)
            || old.get(i).is_some_and(|unit| unit.kind == UnitKind::Heading)
    }

    /// Pairs what is alike inside a gap, in order, so that the sum of likeness is greatest.
    fn fill(
        &mut self,
        old: &[Unit],
        new: &[Unit],
        old_gap: std::ops::Range<usize>,
        new_gap: std::ops::Range<usize>,
        pairs: &mut Vec<Pair>,
    ) {
        let (rows, columns) = (old_gap.len(), new_gap.len());
        if rows == 0 || columns == 0 {
            return;
        }
        if rows.saturating_mul(columns) > MOST_PAIRS {
            // a gap this wide is another text; its halves are compared with each other
            let (old_half, new_half) = (old_gap.start + rows / 2, new_gap.start + columns / 2);
            self.fill(old, new, old_gap.start..old_half, new_gap.start..new_half, pairs);
            self.fill(old, new, old_half..old_gap.end, new_half..new_gap.end, pairs);
            return;
        }
        // best[i][j]: the greatest sum for the first i old and j new blocks
        let mut likeness: HashMap<(usize, usize), f32> = HashMap::new();
        let mut best = vec![0f32; (rows + 1) * (columns + 1)];
        let at = |i: usize, j: usize| i * (columns + 1) + j;
        let value = |best: &[f32], i: usize, j: usize| best.get(at(i, j)).copied().unwrap_or(0.0);
        for i in 1..=rows {
            for j in 1..=columns {
                let mut most = value(&best, i - 1, j).max(value(&best, i, j - 1));
                let alike = self.likeness(old, new, old_gap.start + i - 1, new_gap.start + j - 1, REWORDED);
                if alike >= REWORDED {
                    likeness.insert((i, j), alike);
                    most = most.max(value(&best, i - 1, j - 1) + alike);
                }
                if let Some(cell) = best.get_mut(at(i, j)) {
                    *cell = most;
                }
            }
        }
        let (mut i, mut j) = (rows, columns);
        while i > 0 && j > 0 {
            let here = value(&best, i, j);
            let paired =
                likeness.get(&(i, j)).is_some_and(|alike| (value(&best, i - 1, j - 1) + alike - here).abs() < 1e-5);
            if paired {
                pairs.push(Pair { old: old_gap.start + i - 1, new: new_gap.start + j - 1, in_order: true });
                (i, j) = (i - 1, j - 1);
            } else if value(&best, i - 1, j) >= here {
                i -= 1;
            } else {
                j -= 1;
            }
        }
    }
}

fn side(list: &[Unit], index: usize) -> Option<Side> {
    list.get(index).map(|unit| Side {
        index,
        id: unit.id.clone(),
        number: unit.number.clone(),
        kind: unit.kind,
        text: unit.text.clone(),
    })
}

fn rows(old: &[Unit], new: &[Unit], pairs: &[Pair]) -> Vec<Row> {
    let by_new: HashMap<usize, Pair> = pairs.iter().map(|pair| (pair.new, *pair)).collect();
    let gone = missing(old.len(), pairs.iter().map(|pair| pair.old));
    let mut gone = gone.into_iter().peekable();
    // the old place of the next block that stands in order, from the end
    let mut next_in_order = vec![old.len(); new.len() + 1];
    for at in (0..new.len()).rev() {
        let next = by_new.get(&at).filter(|pair| pair.in_order).map(|pair| pair.old);
        let later = next_in_order.get(at + 1).copied().unwrap_or(old.len());
        if let Some(cell) = next_in_order.get_mut(at) {
            *cell = next.unwrap_or(later);
        }
    }
    let mut out = Vec::with_capacity(old.len().max(new.len()));
    for at in 0..=new.len() {
        let before = next_in_order.get(at).copied().unwrap_or(old.len());
        while let Some(index) = gone.next_if(|index| *index < before) {
            out.push(Row { old: side(old, index), new: None, change: Change::Removed });
        }
        let Some(this) = side(new, at) else { continue };
        let Some(pair) = by_new.get(&at) else {
            out.push(Row { old: None, new: Some(this), change: Change::Added });
            continue;
        };
        let Some(former) = side(old, pair.old) else { continue };
        let same = former.text == this.text;
        let change = if !pair.in_order {
            Change::Moved { words: (!same).then(|| words(&former.text, &this.text)) }
        } else if !same {
            Change::Reworded { words: words(&former.text, &this.text) }
        } else if former.number != this.number {
            Change::Renumbered { from: former.number.clone(), to: this.number.clone() }
        } else {
            Change::Same
        };
        out.push(Row { old: Some(former), new: Some(this), change });
    }
    out
}

fn summarise(rows: &[Row]) -> Summary {
    let mut summary = Summary::default();
    for row in rows {
        let Some(side) = row.side() else { continue };
        if side.kind == UnitKind::Heading {
            summary.headings += usize::from(!matches!(row.change, Change::Same));
            continue;
        }
        let number = side.number.clone();
        match row.change {
            Change::Same => summary.same += 1,
            Change::Renumbered { .. } => summary.renumbered += 1,
            Change::Reworded { .. } => summary.reworded.push(number),
            Change::Added => summary.added.push(number),
            Change::Removed => summary.removed.push(number),
            Change::Moved { .. } => summary.moved.push(number),
        }
    }
    summary
}

/// Words, single punctuation marks and runs of blanks.
fn tokens(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let class = |c: char| (c.is_alphanumeric(), c.is_whitespace());
        let length = if class(first) == (false, false) {
            first.len_utf8()
        } else {
            rest.find(|c| class(c) != class(first)).unwrap_or(rest.len())
        };
        let (token, more) = rest.split_at(length);
        out.push(token);
        rest = more;
    }
    out
}

/// Two texts word by word.
#[must_use]
pub fn words(old: &str, new: &str) -> Vec<Piece> {
    let (old, new) = (tokens(old), tokens(new));
    let mut raw: Vec<Piece> = Vec::new();
    let join = |list: &[&str], range: std::ops::Range<usize>| list.get(range).unwrap_or_default().concat();
    if old.len().max(new.len()) > MOST_TOKENS {
        let ahead = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
        let most = old.len().min(new.len()) - ahead;
        let behind = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
        raw.push(Piece::Same(join(&old, 0..ahead)));
        raw.push(Piece::Removed(join(&old, ahead..old.len() - behind)));
        raw.push(Piece::Added(join(&new, ahead..new.len() - behind)));
        raw.push(Piece::Same(join(&old, old.len() - behind..old.len())));
    } else {
        for op in ops::shortest(&old, &new) {
            let (tag, from, to) = (op.tag(), op.old_range(), op.new_range());
            if tag == Tag::Equal {
                raw.push(Piece::Same(join(&old, from)));
            } else {
                raw.push(Piece::Removed(join(&old, from)));
                raw.push(Piece::Added(join(&new, to)));
            }
        }
    }
    tidy(raw)
}

/// Joins neighbours, and changes that only a blank parts: a reader wants the old words, then the new ones.
fn tidy(raw: Vec<Piece>) -> Vec<Piece> {
    let mut out = Vec::new();
    let (mut removed, mut added) = (String::new(), String::new());
    let mut raw = raw.into_iter().peekable();
    while let Some(piece) = raw.next() {
        match piece {
            Piece::Removed(text) => removed.push_str(&text),
            Piece::Added(text) => added.push_str(&text),
            Piece::Same(text) => {
                let inside = !(removed.is_empty() && added.is_empty()) && raw.peek().is_some();
                if inside && text.trim().is_empty() {
                    removed.push_str(&text);
                    added.push_str(&text);
                } else {
                    flush(&mut out, &mut removed, &mut added);
                    push(&mut out, Piece::Same(text));
                }
            }
        }
    }
    flush(&mut out, &mut removed, &mut added);
    out
}

fn flush(out: &mut Vec<Piece>, removed: &mut String, added: &mut String) {
    push(out, Piece::Removed(std::mem::take(removed)));
    push(out, Piece::Added(std::mem::take(added)));
}

fn push(out: &mut Vec<Piece>, piece: Piece) {
    if piece.text().is_empty() {
        return;
    }
    match (out.last_mut(), &piece) {
        (Some(Piece::Same(last)), Piece::Same(text))
        | (Some(Piece::Added(last)), Piece::Added(text))
        | (Some(Piece::Removed(last)), Piece::Removed(text)) => last.push_str(text),
        _ => out.push(piece),
    }
}
