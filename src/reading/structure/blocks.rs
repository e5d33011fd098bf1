//! Rows → blocks: where a block begins, what its label is, and which numbers are the paper's.

use std::collections::BTreeMap;

use crate::reading::line::{Hint, RawTable};

use super::chain::{self, Candidate};
use super::heads;
use super::label::{Kind, Label};
use super::marked::Marked;
use super::rows::{self, Flow, Row, Words};

/// A block before it is known whether it is a paragraph or part of one.
// each flag is a piece of evidence of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Default)]
pub(super) struct Bit {
    pub text: Marked,
    pub label: Option<Label>,
    /// The label is a number on the paper's chain.
    pub numbered: bool,
    pub heading: Option<u8>,
    pub table: Option<RawTable>,
    pub size: f32,
    pub bold: bool,
    pub bold_lead: bool,
    pub italic: bool,
    pub left: f32,
    /// Nesting that the format itself computed.
    pub level: Option<u8>,
    pub page: Option<u32>,
    pub gap: bool,
    pub confidence: Option<f32>,
    pub rows: usize,
    /// The row it begins with: index into the flow.
    pub first: usize,
    /// The format itself said that a paragraph begins here.
    pub declared: bool,
    pub framed: bool,
    /// Why it begins here, for `explain`.
    pub why: &'static str,
}

/// What the whole paper looks like.
pub(super) struct Manner {
    /// Size of the running text in points; 0 when unknown.
    pub body: f32,
    /// Right edge of the column: points, or characters.
    pub right: f32,
}

pub(super) fn manner(flow: &[Flow]) -> Manner {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    let mut rights: Vec<f32> = Vec::new();
    for item in flow {
        let Flow::Row(row) = item else { continue };
        let size = (row.size * 4.0).round() as i32;
        let length = row.text.text.len();
        *sizes.entry(size).or_insert(0) += length;
        rights.push(row.right);
    }
    let body = sizes.iter().max_by_key(|(_, count)| *count).map_or(0.0, |(size, _)| *size as f32 / 4.0);
    rights.sort_by(f32::total_cmp);
    let right = rights.get(rights.len() * 9 / 10).copied().unwrap_or(0.0);
    Manner { body, right }
}

/// Marks the rows whose number is on the paper's chain; gives all candidates and the indexes of those chosen.
pub(super) fn chain(flow: &mut [Flow], manner: &Manner) -> (Vec<Candidate>, Vec<usize>) {
    let mut candidates = Vec::new();
    let mut lefts: BTreeMap<i32, usize> = BTreeMap::new();
    for item in flow.iter() {
        if let Flow::Row(row) = item
            && row.label.as_ref().is_some_and(|label| label.kind == Kind::Number)
        {
            *lefts.entry(row.left.round() as i32).or_insert(0) += 1;
        }
    }
    let usual = lefts.iter().max_by_key(|(_, count)| *count).map(|(left, _)| *left);
    let mut before: Option<&Row> = None;
    let mut heading = 99_usize;
    let mut appendix = 99_usize;
    for (at, item) in flow.iter().enumerate() {
        let Flow::Row(row) = item else {
            before = None;
            continue;
        };
        heading = heading.saturating_add(1);
        appendix = appendix.saturating_add(1);
        if matches!(row.hint, Hint::Heading(_)) || row.text.text.starts_with(['▶', '►']) {
            heading = 0;
        }
        if heads::is_appendix(&row.text.text) {
            appendix = 0;
        }
        if let Some(label) = &row.label
            && label.kind == Kind::Number
            && !matches!(row.hint, Hint::Heading(_) | Hint::Continues)
        {
            let restart = if appendix <= 6 {
                0.2
            } else if heading <= 2 {
                1.5
            } else {
                2.5
            };
            let weight = weight(row, label, before, usual, manner);
            candidates.push(Candidate { row: at, value: label.value, weight, restart });
        }
        before = Some(row);
    }
    let mut best = chain::best(&candidates);
    if best.is_empty() {
        best = late(flow, &candidates);
    }
    for index in &best {
        if let Some(candidate) = candidates.get(*index)
            && let Some(Flow::Row(row)) = flow.get_mut(candidate.row)
        {
            row.chained = true;
        }
    }
    (candidates, best)
}

/// An addendum or a corrigendum may have one numbered paragraph or two, which are not the first: taken where there is nothing
/// else that counts, each follows the one before, and each has the form of a paragraph beyond doubt.
fn late(flow: &[Flow], candidates: &[Candidate]) -> Vec<usize> {
    let whole = |candidate: &Candidate| {
        let Some(Flow::Row(row)) = flow.get(candidate.row) else { return false };
        let Some(label) = &row.label else { return false };
        let body = body_of(row, label);
        let begins = row.gap || candidate.row == 0 || !matches!(row.hint, Hint::None | Hint::Continues);
        begins
            && candidate.weight > 0.95
            && label.printed.ends_with('.')
            && (1..1000).contains(&candidate.value)
            && body.chars().count() > 40
            && body.starts_with(|c: char| c.is_uppercase() || matches!(c, '“' | '«' | '"'))
    };
    let in_turn = candidates.windows(2).all(|pair| matches!(pair, [a, b] if b.value == a.value + 1));
    if in_turn && candidates.iter().all(whole) { (0..candidates.len()).collect() } else { Vec::new() }
}

/// How much a number at a line start looks like a paragraph's.
fn weight(row: &Row, label: &Label, before: Option<&Row>, usual: Option<i32>, manner: &Manner) -> f32 {
    let mut weight: f32 = 1.0;
    let body = body_of(row, label);
    if matches!(row.hint, Hint::Labelled { level, .. } if level > 0) {
        weight *= 0.5;
    }
    let short = body.chars().count() < 90 && !ends_sentence(body) && !body.ends_with([':', ',']);
    if short && row.bold {
        weight *= 0.15;
    }
    if body.starts_with(char::is_lowercase) {
        weight *= 0.4;
    }
    if label.printed.ends_with(')') {
        weight *= 0.4;
    }
    if row.size > 0.0 && manner.body > 0.0 && row.size < manner.body - 0.7 {
        weight *= 0.3;
    }
    if usual.is_some_and(|usual| (row.left.round() as i32 - usual).abs() > 6) {
        weight *= if row.framed { 0.4 } else { 0.7 };
    }
    if let Some(before) = before
        && row.hint == Hint::None
        && !row.gap
        && !row.top
        && !closed(&before.text.text)
        && before.right > manner.right * 0.85
    {
        weight *= 0.2;
    }
    weight
}

fn body_of<'a>(row: &'a Row, label: &Label) -> &'a str {
    match row.hint {
        Hint::Labelled { .. } => &row.text.text,
        _ => row.text.text.get(label.length..).unwrap_or_default(),
    }
}

/// The text ends like a sentence.
pub(super) fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['”', '"', '»', ')', '’', ']']).ends_with(['.', '?', '!'])
}

/// The text ends so that something new may begin.
pub(super) fn closed(text: &str) -> bool {
    let text = text.trim_end_matches(['”', '"', '»', ')', '’', ']']).trim_end();
    text.ends_with(['.', ':', ';', '?', '!'])
        || [" and", " or", " et", " ou", " y", " o"]
            .iter()
            .any(|word| text.strip_suffix(word).is_some_and(|text| text.ends_with([';', ','])))
}

/// Groups the rows.
pub(super) fn group(flow: Vec<Flow>, manner: &Manner) -> Vec<Bit> {
    let words = Words::of(&flow);
    let mut bits: Vec<Bit> = Vec::new();
    let mut last: Option<Row> = None;
    let mut letters = Letters::default();
    // a cover is at the beginning and ends with the first numbered paragraph
    let mut cover = true;
    for (at, item) in flow.into_iter().enumerate() {
        let row = match item {
            Flow::Table(table) => {
                let continues = table.continues;
                let page = table.page;
                bits.push(Bit { table: Some(table), page, first: at, why: "table", ..Bit::default() });
                if !continues {
                    last = None;
                }
                continue;
            }
            Flow::Row(row) => row,
        };
        let label = accepted(&row, bits.last(), last.as_ref(), &letters, manner);
        cover &= !row.chained && bits.len() < 80;
        let why = begins(&row, label.is_some(), bits.last(), last.as_ref(), manner, cover);
        match (why, bits.last_mut()) {
            (None, Some(bit)) => {
                rows::join(&mut bit.text, &row.text, Some(&words));
                bit.bold &= row.bold;
                bit.italic &= row.italic;
                bit.rows += 1;
                // a continuation line at the hanging indent does not move the block's own edge
            }
            (why, _) => {
                letters.see(label.as_ref(), row.chained);
                bits.push(open(&row, label, at, why.unwrap_or("first line")));
            }
        }
        last = Some(row);
    }
    bits
}

fn open(row: &Row, label: Option<Label>, at: usize, why: &'static str) -> Bit {
    let cut = match (&label, &row.hint) {
        (Some(label), hint) if !matches!(hint, Hint::Labelled { .. }) => label.length,
        _ => 0,
    };
    Bit {
        text: row.text.after(cut),
        numbered: label.as_ref().is_some_and(|label| label.kind == Kind::Number) && row.chained,
        label,
        heading: match row.hint {
            Hint::Heading(level) => Some(level.max(1)),
            _ => None,
        },
        size: row.size,
        bold: row.bold,
        bold_lead: row.bold_lead,
        italic: row.italic,
        left: row.left,
        level: match row.hint {
            Hint::Labelled { level, .. } => Some(level),
            _ => None,
        },
        page: row.page,
        gap: row.gap,
        rows: 1,
        first: at,
        declared: !matches!(row.hint, Hint::None | Hint::Continues),
        framed: row.framed,
        why,
        ..Bit::default()
    }
}

/// Which letters are open in the paragraph at hand.
#[derive(Default)]
struct Letters {
    letter: u32,
    roman: u32,
}

impl Letters {
    fn see(&mut self, label: Option<&Label>, chained: bool) {
        match label {
            Some(label) if label.kind == Kind::Number && chained => *self = Self::default(),
            Some(label) if label.kind == Kind::Letter && label.roman != Some(self.roman + 1) => {
                (self.letter, self.roman) = (label.value, 0);
            }
            Some(label) if label.roman.is_some() => self.roman = label.roman.unwrap_or(0),
            _ => {}
        }
    }

    fn follows(&self, label: &Label) -> bool {
        match label.kind {
            Kind::Letter => {
                self.letter > 0 && label.value == self.letter + 1
                    || label.roman.is_some_and(|value| self.roman > 0 && value == self.roman + 1)
            }
            Kind::Roman => self.roman > 0 && label.roman == Some(self.roman + 1),
            _ => false,
        }
    }
}

/// The label of a row, if it is one: the format says so, the chain says so, or it opens a list or follows its
/// predecessor.
fn accepted(row: &Row, before: Option<&Bit>, last: Option<&Row>, letters: &Letters, manner: &Manner) -> Option<Label> {
    let label = row.label.clone()?;
    match &row.hint {
        Hint::Labelled { .. } => return Some(label),
        Hint::Heading(_) | Hint::Continues => return None,
        _ => {}
    }
    let fresh = row.gap || matches!(row.hint, Hint::Paragraph);
    let open = before.is_none_or(|bit| bit.heading.is_some() || bit.table.is_some() || closed(&bit.text.text));
    let fine = match label.kind {
        Kind::Number => row.chained,
        Kind::Bullet => {
            let dash = matches!(label.printed.as_str(), "-" | "–" | "—" | "*" | "·");
            !dash || fresh || open
        }
        Kind::Letter | Kind::Roman => {
            let opens = label.value == 1 || label.roman == Some(1);
            // "…, comprising: (a) revenue; (b) …" broken over lines: the parts of a sentence are no list
            if opens && !fresh && last.is_some_and(|last| runs_on(row, last, manner)) {
                return None;
            }
            let comma = before.is_some_and(|bit| bit.text.text.ends_with([',', '—', '–']));
            // "(s)he": what stands at once behind the bracket must have its turn
            let crowded = label.length == label.printed.len() && row.text.text.len() > label.length;
            opens && (open || fresh || comma)
                || letters.follows(&label) && (open || fresh || comma || !lower_end(before))
                || fresh && matches!(row.hint, Hint::Paragraph) && !crowded
        }
    };
    fine.then_some(label)
}

/// The row stands right under a full one, at the same edge: nothing in the layout parts the two.
fn runs_on(row: &Row, last: &Row, manner: &Manner) -> bool {
    row.framed
        && row.page == last.page
        && (row.left - last.left).abs() < 2.0
        && last.label.is_none()
        && no_room(last, row, manner)
}

/// The block before ends in the middle of a sentence: "… in paragraph 26".
fn lower_end(before: Option<&Bit>) -> bool {
    before.is_some_and(|bit| {
        bit.text.text.ends_with(|c: char| c.is_ascii_digit())
            || ["paragraph", "paragraphs", "subparagraph", "subparagraphs", "article", "paragraphe", "párrafo"]
                .iter()
                .any(|word| bit.text.text.ends_with(word))
    })
}

/// Why a block begins with this row; `None` when the row goes on with the block before.
fn begins(
    row: &Row,
    labelled: bool,
    before: Option<&Bit>,
    last: Option<&Row>,
    manner: &Manner,
    cover: bool,
) -> Option<&'static str> {
    let Some(bit) = before else { return Some("first line") };
    let Some(last) = last else { return Some("after a table") };
    if labelled {
        return Some("label");
    }
    // a number too wide for its place stands on a line of its own
    if bit.numbered && bit.text.is_empty() && !matches!(row.hint, Hint::Heading(_) | Hint::Labelled { .. }) {
        return None;
    }
    match row.hint {
        Hint::Continues => return if bit.table.is_some() { Some("after a table") } else { None },
        Hint::Heading(_) => return Some("the format says heading"),
        Hint::Labelled { .. } => return Some("label"),
        Hint::Paragraph => {
            let cut = (row.after_notes || row.top)
                && bit.heading.is_none()
                && bit.table.is_none()
                && !closed(&bit.text.text)
                && !super::cover::is_cover_line(&bit.text.text)
                && bit.text.text.len() > 40;
            let goes_on = cut && (!row.framed || row.text.text.starts_with(|c: char| c.is_lowercase()));
            return if goes_on { None } else { Some("the format says paragraph") };
        }
        Hint::None | Hint::Furniture => {}
    }
    if bit.table.is_some() {
        return Some("after a table");
    }
    if bit.heading.is_some() && bit.declared {
        return Some("after a heading");
    }
    let text = &row.text.text;
    if text.starts_with(['▶', '►']) {
        return Some("sign of a heading");
    }
    if cover
        && (super::cover::is_cover_line(text)
            || super::cover::is_cover_line(&bit.text.text) && bit.rows == 1 && !lower(text))
    {
        return Some("line of a cover");
    }
    if row.raised_lead && manner.body > 0.0 && row.size < manner.body - 0.4 {
        return Some("note of a table");
    }
    if bit.rows == 1 && row.bold && !last.bold && heads::bare_caption(&bit.text.text) {
        return Some("title under the number of a table");
    }
    let resized = row.size > 0.0 && last.size > 0.0 && (row.size - last.size).abs() > 0.7;
    let reweighted = row.bold != last.bold && (row.gap || short(bit, manner) && !closed(&bit.text.text));
    if resized || reweighted && !row.bold_lead {
        return Some("another style");
    }
    if row.bold && !last.bold && row.gap {
        return Some("another style");
    }
    let open = !closed(&bit.text.text);
    let head_like = bit.label.is_none() && bit.rows <= 5 && heads::looks_like(&bit.text.text);
    if row.top || row.after_notes {
        // a page begins: the block goes on unless it was closed or was a heading
        if open && (!head_like || lower(text)) {
            return None;
        }
        // where each paragraph has its number, one that no number opens goes on when the line above had no room for it
        let counted = row.framed && (bit.numbered || bit.label.is_some()) && row.left <= bit.left + 2.0;
        if counted && no_room(last, row, manner) && !head(row, manner) {
            return None;
        }
        return Some("top of a page after a closed block");
    }
    if head_like && lower(text) && row.left <= bit.left + 0.5 && text.chars().count() < 90 {
        return None; // a heading broken over lines, perhaps with empty lines between
    }
    if heads::opens(text) && (row.gap || !open || head_like) {
        return Some("named heading");
    }
    if row.gap {
        return Some("gap");
    }
    let indent = row.left - last.left;
    let step = if row.framed { 8.0 } else { 0.9 };
    if indent > step && !open && last.label.is_none() {
        return Some("indent after a closed line");
    }
    if row.framed && row.left < bit.left - 8.0 && !open {
        return Some("outdent after a closed line");
    }
    let width = manner.right - row.left.min(last.left);
    if width > 0.0
        && (last.right - row.left.min(last.left)) < width * 0.7
        && ends_sentence(&last.text.text)
        && !lower(text)
    {
        return Some("after a short closed line");
    }
    None
}

/// The first word of `row` had no room at the end of `last`: the line was not ended on purpose.
fn no_room(last: &Row, row: &Row, manner: &Manner) -> bool {
    let signs = row.text.text.chars().count().max(1) as f32;
    let word = row.text.text.split_whitespace().next().map_or(0, |word| word.chars().count() + 1) as f32;
    last.right + word * (row.right - row.left) / signs > manner.right + 0.5
}

/// The row looks like the first of a heading, not like running text.
fn head(row: &Row, manner: &Manner) -> bool {
    let wide = row.right > manner.right - (manner.right - row.left) * 0.25;
    row.bold || row.italic || heads::opens(&row.text.text) || !wide && heads::looks_like(&row.text.text)
}

fn lower(text: &str) -> bool {
    text.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | ',' | '–'))
}

fn short(bit: &Bit, manner: &Manner) -> bool {
    let _ = manner;
    bit.rows <= 4 && bit.text.text.chars().count() < 220
}
