//! What a place in a paper cites, and which citations name it. The references beside the text and `refs` ask the same
//! questions here, and so give the same answers.

use super::{cut, resolve};
use crate::model::reference::Span;
use crate::model::search::CitedBy;
use crate::model::{Block, Item, Locator, Paper, Reference, Target};

/// The footnote marks in a block, or in the part of it at `path`; below that part too.
#[must_use]
pub fn footnotes<'a>(block: &'a Block, path: &[usize]) -> Vec<&'a str> {
    fn of<'a>(items: &'a [Item], out: &mut Vec<&'a str>) {
        for item in items {
            out.extend(item.footnotes.iter().map(String::as_str));
            of(&item.items, out);
        }
    }
    let mut out: Vec<&str> = Vec::new();
    match block {
        Block::Paragraph(paragraph) => {
            let (mut own, mut items) = (&paragraph.footnotes, paragraph.items.as_slice());
            for at in path {
                let Some(item) = items.get(*at) else { return out };
                (own, items) = (&item.footnotes, item.items.as_slice());
            }
            out.extend(own.iter().map(String::as_str));
            of(items, &mut out);
        }
        Block::Heading(heading) => out.extend(heading.footnotes.iter().map(String::as_str)),
        Block::Table(_) => {}
    }
    out
}

/// What the block or footnote with this id cites, or the part of it at `path`, its footnotes included; with the index in
/// [`Paper::references`].
#[must_use]
pub fn cites<'a>(paper: &'a Paper, id: &str, path: &[usize]) -> Vec<(usize, &'a Reference)> {
    cites_of(paper, paper.block(id).map(|(_, block)| block), id, path)
}

/// The same where the block is at hand, which in a long paper is far to look for.
#[must_use]
pub fn cites_of<'a>(paper: &'a Paper, block: Option<&Block>, id: &str, path: &[usize]) -> Vec<(usize, &'a Reference)> {
    let marks = block.map_or_else(Vec::new, |block| footnotes(block, path));
    let stands = |reference: &Reference| {
        (reference.place == id && reference.path.starts_with(path))
            || marks.iter().any(|mark| reference.place.strip_prefix("fn_") == Some(mark))
    };
    paper.references.iter().enumerate().filter(|(_, reference)| stands(reference)).collect()
}

/// What a place cites, its footnotes included; `None` when the paper has no such place.
#[must_use]
pub fn cited_at<'a>(paper: &'a Paper, place: &Locator) -> Option<Vec<&'a Reference>> {
    if let Locator::Footnote(mark) = place {
        let id = format!("fn_{}", paper.footnote(mark)?.mark);
        return Some(cites(paper, &id, &[]).into_iter().map(|(_, reference)| reference).collect());
    }
    let mut chosen: Vec<usize> = Vec::new();
    let ranges = cut::ranges(paper, place)?;
    for (at, range) in ranges.into_iter().enumerate() {
        // one paragraph may be named with a part
        let number = match place {
            Locator::Paragraphs(spans) | Locator::Decisions(spans) => {
                spans.get(at).filter(|span| span.to.is_none()).map(|span| span.from.as_str())
            }
            _ => None,
        };
        for block in paper.blocks.get(range).into_iter().flatten() {
            let path = match (block, number) {
                (Block::Paragraph(paragraph), Some(number)) => cut::path(paragraph, number).unwrap_or_default(),
                _ => Vec::new(),
            };
            chosen.extend(cites(paper, block.id(), &path).into_iter().map(|(index, _)| index));
        }
    }
    chosen.sort_unstable();
    chosen.dedup();
    Some(chosen.into_iter().filter_map(|index| paper.references.get(index)).collect())
}

/// Who cites a place of `paper`: of `all` that cite the paper those that name the place, something inside it, or something
/// that holds it; and the citations in the paper itself that do ("see the draft decision in paragraph 29").
#[must_use]
pub fn cited_by(paper: &Paper, all: &[CitedBy], named: impl Fn(&Locator) -> bool) -> Vec<CitedBy> {
    let others = all.iter().filter(|citing| match citing.target.parse() {
        Ok(Target::Paper(_, Some(cited))) => named(&cited),
        _ => false,
    });
    let mut out: Vec<CitedBy> = others.cloned().collect();
    let Some(symbol) = &paper.symbol else { return out };
    let own = paper.references.iter().filter(|reference| match &reference.target {
        Target::Own(cited) => named(cited),
        Target::Paper(other, Some(cited)) => other.paper() == symbol.paper() && named(cited),
        _ => false,
    });
    let (shown, key) = (symbol.to_string(), symbol.paper().to_string());
    out.extend(own.map(|reference| CitedBy::new(&shown, symbol.session(), &key, reference)));
    out
}

/// True when a citation of `cited` names the place that is asked for, something inside it, or something that holds it.
#[must_use]
pub fn meets(paper: &Paper, cited: &Locator, asked: &Locator) -> bool {
    use Locator::{Decisions, Footnote, Paragraphs};
    let number = |span: &Span| span.from.clone();
    match (cited, asked) {
        // "the draft decision", without a number, is each of them
        (Decisions(none), Paragraphs(spans) | Decisions(spans)) if none.is_empty() => spans
            .iter()
            .any(|span| paper.decisions.iter().any(|draft| draft.paragraph.as_deref() == Some(span.from.as_str()))),
        (Paragraphs(other) | Decisions(other), Paragraphs(spans) | Decisions(spans)) => {
            spans.iter().any(|span| resolve::covers(cited, &number(span)))
                || other.iter().any(|span| resolve::covers(asked, &number(span)))
        }
        (Footnote(_), _) | (_, Footnote(_)) => cited == asked,
        // a paragraph of a part that is cited whole, and a part of which a paragraph is cited
        _ => cited == asked || shares_a_block(paper, cited, asked),
    }
}

fn shares_a_block(paper: &Paper, one: &Locator, other: &Locator) -> bool {
    let (Some(one), Some(other)) = (cut::ranges(paper, one), cut::ranges(paper, other)) else { return false };
    one.iter().any(|range| other.iter().any(|same| range.start < same.end && same.start < range.end))
}

/// True when a citation of `cited` names the block at this index: an appendix its heading, its tables and what has no number.
#[must_use]
pub fn holds(paper: &Paper, cited: &Locator, block: usize) -> bool {
    cut::ranges(paper, cited).is_some_and(|ranges| ranges.iter().any(|range| range.contains(&block)))
}
