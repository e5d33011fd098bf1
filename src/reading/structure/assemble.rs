//! Blocks → the paper's own blocks: paragraphs with the lists inside them, headings, tables.

use crate::model::{Block, Heading, Item, Paragraph};

use super::blocks::Bit;
use super::label::{Kind, Label};
use super::tables;

/// A block with what the search for decisions needs to know.
#[derive(Debug)]
pub(super) struct Built {
    pub block: Block,
    /// All of it is bold, its number apart.
    pub bold: bool,
    pub bold_lead: bool,
}

/// No list is deeper than this; what is deeper stands at this depth.
const DEEPEST: usize = 6;

/// An item with its depth, before the tree is made.
struct Entry {
    depth: usize,
    item: Item,
}

#[derive(Default)]
struct Open {
    paragraph: Paragraph,
    entries: Vec<Entry>,
    /// The labels that are open, from the outside in: kind, value, left edge, sign.
    stack: Vec<(Kind, u32, f32, String)>,
    bold: bool,
    bold_lead: bool,
}

/// Makes the paper's blocks. `lost` says that the text lost its bullets: what follows a colon in lower case is a list.
pub(super) fn build(bits: Vec<Bit>, lost: bool) -> Vec<Built> {
    let mut out = Vec::new();
    let mut open: Option<Open> = None;
    let mut bits = bits.into_iter().peekable();
    while let Some(bit) = bits.next() {
        if let Some(raw) = bit.table {
            finish(&mut out, open.take());
            let table = tables::build(&raw, bit.page);
            if !table.rows.is_empty() {
                let goes_on = matches!(out.last(), Some(Built { block: Block::Table(before), .. })
                    if tables::continues(before, &table, raw.continues));
                match out.last_mut() {
                    Some(Built { block: Block::Table(before), .. }) if goes_on => {
                        tables::extend(before, table, raw.continues);
                    }
                    _ => out.push(Built { block: Block::Table(table), bold: false, bold_lead: false }),
                }
            }
            continue;
        }
        if let Some(level) = bit.heading {
            finish(&mut out, open.take());
            let text = bit.text.text.trim_start_matches(['▶', '►']).trim_start();
            let skipped = bit.text.text.chars().count() - text.chars().count();
            let (footnotes, marks_at) = bit.text.split_marks();
            let marks_at = marks_at.into_iter().map(|at| at.saturating_sub(skipped)).collect();
            let text = text.to_owned();
            // the heading of the file's own cover, repeated at once
            if matches!(out.last(), Some(Built { block: Block::Heading(before), .. })
                if before.text == text && before.confidence.is_some())
            {
                continue;
            }
            if text.is_empty() {
                continue;
            }
            let heading = Heading {
                id: String::new(),
                level,
                text,
                footnotes,
                marks_at,
                page: bit.page,
                confidence: bit.confidence,
            };
            out.push(Built { block: Block::Heading(heading), bold: bit.bold, bold_lead: bit.bold });
            continue;
        }
        let mut label = bit.label.clone().filter(|_| !bit.numbered);
        if label.is_none()
            && lost
            && !bit.numbered
            && let Some(open) = &open
            && lost_bullet(open, &bit, bits.peek())
        {
            label = Some(Label { kind: Kind::Bullet, printed: "•".to_owned(), value: 0, roman: None, length: 0 });
        }
        match label {
            Some(label) => {
                let open = open.get_or_insert_with(|| Open {
                    bold: true,
                    paragraph: Paragraph { page: bit.page, ..Paragraph::default() },
                    ..Open::default()
                });
                add(open, &bit, &label);
            }
            None => {
                finish(&mut out, open.take());
                let (footnotes, marks_at) = bit.text.split_marks();
                let number = bit
                    .label
                    .as_ref()
                    .filter(|_| bit.numbered)
                    .map(|label| label.printed.trim_end_matches(['.', ')']).to_owned());
                let paragraph = Paragraph {
                    number,
                    text: bit.text.text.clone(),
                    footnotes,
                    marks_at,
                    page: bit.page,
                    confidence: bit.confidence,
                    ..Paragraph::default()
                };
                open = Some(Open {
                    paragraph,
                    bold: bit.bold || bit.numbered && bit.bold_lead,
                    bold_lead: bit.bold_lead,
                    ..Open::default()
                });
            }
        }
    }
    finish(&mut out, open.take());
    out
}

/// A part of a list whose bullet was lost.
fn lost_bullet(open: &Open, bit: &Bit, next: Option<&Bit>) -> bool {
    let text = &bit.text.text;
    let lower = text.starts_with(char::is_lowercase);
    match open.entries.last() {
        None => lower && open.paragraph.text.ends_with(':'),
        Some(entry) if entry.item.marker == "•" => {
            let before = &entry.item.text;
            let goes_on = before.ends_with([';', ',']) || before.ends_with("; and") || before.ends_with(", and");
            lower && (goes_on || next.is_some_and(|next| next.label.is_some()))
                || (bit.why.starts_with("top of a page") || bit.why.starts_with("indent"))
                    && next.is_some_and(|next| next.label.as_ref().is_some_and(|label| label.kind == Kind::Bullet))
        }
        Some(_) => false,
    }
}

/// The text ends like a part of a list that is followed by another part of the same list.
fn ends_part(text: &str) -> bool {
    text.ends_with(';') || ["; and", "; or", "; et", "; ou", "; y", "; o"].iter().any(|end| text.ends_with(end))
}

/// Adds a part to the list at hand: at the level it follows on, or one deeper if it opens a list.
fn add(open: &mut Open, bit: &Bit, label: &Label) {
    let step = if bit.framed { 6.0 } else { 1.5 };
    let follows = |(kind, value, left, sign): &(Kind, u32, f32, String)| match label.kind {
        Kind::Bullet => {
            *kind == Kind::Bullet
                && if bit.level.is_some() || bit.framed {
                    (*left - edge(bit)).abs() <= step
                } else {
                    *sign == label.printed
                }
        }
        Kind::Roman => *kind == Kind::Roman && label.roman == Some(value + 1),
        Kind::Letter => {
            *kind == Kind::Letter && label.value == value + 1 || *kind == Kind::Roman && label.roman == Some(value + 1)
        }
        Kind::Number => *kind == Kind::Number && label.value == value + 1,
    };
    let found = open.stack.iter().rposition(follows);
    let depth = match found {
        Some(depth) => depth,
        None => {
            let deeper = match open.stack.last() {
                None => 0,
                Some((kind, _, left, _)) if label.kind == Kind::Bullet && *kind == Kind::Bullet => {
                    // a bullet of another sign or edge: deeper if further in
                    let whole = open.entries.last().is_some_and(|entry| ends_part(&entry.item.text));
                    if !whole && (edge(bit) > left + step || !bit.framed && bit.level.is_none()) {
                        open.stack.len()
                    } else {
                        open.stack
                            .iter()
                            .position(|(_, _, left, _)| edge(bit) <= left + step)
                            .unwrap_or(open.stack.len() - 1)
                    }
                }
                Some((kind, ..)) if label.kind == *kind && label.value != 1 && label.roman != Some(1) => {
                    open.stack.len() - 1
                }
                Some(_) => open.stack.len(),
            };
            deeper.min(DEEPEST - 1)
        }
    };
    open.stack.truncate(depth);
    let previous = found.is_some();
    let roman = label.kind == Kind::Roman
        || label.kind == Kind::Letter && label.roman == Some(1) && !previous
        || label.kind == Kind::Letter && label.roman.is_some() && previous && {
            // (v) after (iv) counts on as a roman numeral
            open.entries.iter().rev().find(|entry| entry.depth == depth).is_some_and(|entry| {
                let before = entry.item.marker.trim_matches(['(', ')']).to_lowercase();
                super::label::roman(&before).is_some_and(|value| label.roman == Some(value + 1))
            })
        };
    let (kind, value) =
        if roman { (Kind::Roman, label.roman.unwrap_or(label.value)) } else { (label.kind, label.value) };
    open.stack.push((kind, value, edge(bit), label.printed.clone()));
    let (footnotes, marks_at) = bit.text.split_marks();
    let marker =
        if label.kind == Kind::Bullet && matches!(label.printed.as_str(), "-" | "*" | "·" | "\u{f0b7}") && !bit.framed
        {
            "•".to_owned()
        } else {
            crate::text::sanitise::line(&label.printed)
        };
    let marker = if marker.is_empty() { "•".to_owned() } else { marker };
    open.entries.push(Entry {
        depth,
        item: Item { marker, text: bit.text.text.clone(), footnotes, marks_at, items: Vec::new() },
    });
    open.bold &= bit.bold;
}

fn edge(bit: &Bit) -> f32 {
    bit.level.map_or(bit.left, |level| if bit.framed { bit.left } else { f32::from(level) * 2.0 })
}

fn finish(out: &mut Vec<Built>, open: Option<Open>) {
    let Some(mut open) = open else { return };
    open.paragraph.items = tree(open.entries);
    if open.paragraph.text.is_empty() && open.paragraph.items.is_empty() {
        return;
    }
    let Open { paragraph, bold, bold_lead, .. } = open;
    out.push(Built { block: Block::Paragraph(paragraph), bold, bold_lead });
}

/// Nests the entries by their depth; a depth that was never opened is taken as the next one.
fn tree(entries: Vec<Entry>) -> Vec<Item> {
    let mut levels: Vec<Vec<Item>> = vec![Vec::new()];
    for entry in entries {
        while levels.len() > entry.depth + 1 {
            fold_last(&mut levels);
        }
        while levels.len() < entry.depth + 1 && levels.last().is_some_and(|level| !level.is_empty()) {
            levels.push(Vec::new());
        }
        if let Some(level) = levels.last_mut() {
            level.push(entry.item);
        }
        if levels.len() <= DEEPEST {
            levels.push(Vec::new());
        }
    }
    while levels.len() > 1 {
        fold_last(&mut levels);
    }
    levels.pop().unwrap_or_default()
}

fn fold_last(levels: &mut Vec<Vec<Item>>) {
    let Some(inner) = levels.pop() else { return };
    if inner.is_empty() {
        return;
    }
    match levels.last_mut().and_then(|level| level.last_mut()) {
        Some(parent) => parent.items.extend(inner),
        None => {
            if let Some(level) = levels.last_mut() {
                level.extend(inner);
            }
        }
    }
}
