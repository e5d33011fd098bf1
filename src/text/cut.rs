//! The part of a paper that a locator names.

use std::ops::Range;

use super::fold::fold;
use crate::model::reference::Span;
use crate::model::{Block, Footnote, Item, Locator, Paper, Paragraph};

/// The id of the block or part that a locator names in this paper: `para_29`, `para_29__b`, `fn_4`, the heading of an
/// appendix; of a list or a range the first. `None` when there is no such place.
#[must_use]
pub fn block_id(paper: &Paper, locator: &Locator) -> Option<String> {
    if let Locator::Footnote(mark) = locator {
        return paper.footnote(mark).map(|footnote| format!("fn_{}", footnote.mark));
    }
    let first = ranges(paper, locator)?.first()?.start;
    let mut id = paper.blocks.get(first)?.id().to_owned();
    for part in super::resolve::first_number(locator).map_or(Vec::new(), |number| split(number).1) {
        id.push_str("__");
        id.push_str(&fold(part));
    }
    Some(id)
}

/// The part of a paper that a locator names: the same paper with only those blocks and what belongs to them. `None` when
/// there is no such place in this version.
#[must_use]
pub fn cut(paper: &Paper, locator: &Locator) -> Option<Paper> {
    let mut part = Paper { blocks: blocks(paper, locator)?, ..paper.clone() };
    if let Locator::Footnote(mark) = locator {
        part.footnotes = vec![paper.footnote(mark)?.clone()];
    } else {
        let marks = marks(&part.blocks);
        part.footnotes.retain(|Footnote { mark, .. }| marks.contains(mark));
    }
    let has = |id: &str| part.blocks.iter().any(|block| block.id() == id);
    part.decisions.retain(|decision| has(&decision.id));
    part.references.retain(|reference| {
        has(&reference.place)
            || part.footnotes.iter().any(|footnote| reference.place.strip_prefix("fn_") == Some(&footnote.mark))
    });
    Some(part)
}

/// The blocks, by their index, that a locator names in this paper; `None` when there is no such place. A footnote has none.
#[must_use]
pub fn ranges(paper: &Paper, locator: &Locator) -> Option<Vec<Range<usize>>> {
    match locator {
        Locator::Paragraphs(spans) | Locator::Decisions(spans) => {
            let found: Option<Vec<_>> = spans.iter().map(|span| spanned(paper, span)).collect();
            found.filter(|found| !found.is_empty())
        }
        Locator::Footnote(mark) => paper.footnote(mark).map(|_| Vec::new()),
        Locator::Appendix(number) => {
            under_heading(paper, &["appendix", "annexe", "annex", "anexo"], number.as_deref().unwrap_or(""))
        }
        Locator::Part(number) => under_heading(paper, &["part", "partie", "parte"], number),
        Locator::Section(number) => under_heading(paper, &["", "section", "seccion"], number),
    }
}

fn blocks(paper: &Paper, locator: &Locator) -> Option<Vec<Block>> {
    let ranges = ranges(paper, locator)?;
    let mut out: Vec<Block> =
        ranges.iter().filter_map(|range| paper.blocks.get(range.clone())).flatten().cloned().collect();
    if let (Locator::Paragraphs(spans) | Locator::Decisions(spans), [Block::Paragraph(paragraph)]) =
        (locator, out.as_mut_slice())
        && let [Span { from, to: None }] = spans.as_slice()
    {
        // of a lettered part that part alone, below those it is inside of
        let path = path(paragraph, from)?;
        let mut items = &mut paragraph.items;
        for at in path {
            let item = items.get(at)?.clone();
            *items = vec![item];
            items = &mut items.first_mut()?.items;
        }
    }
    Some(out)
}

/// The number and the letters of `26(c)(ii)`: `26`, `c` and `ii`.
fn split(number: &str) -> (&str, Vec<&str>) {
    let mut pieces = number.split(['(', ')']).map(str::trim).filter(|piece| !piece.is_empty());
    (pieces.next().unwrap_or(""), pieces.collect())
}

/// Where the lettered part `26(c)(ii)` of a paragraph is, by the index of the part at each depth; empty for the whole
/// paragraph, `None` when it has no such part.
#[must_use]
pub fn path(paragraph: &Paragraph, number: &str) -> Option<Vec<usize>> {
    let mut items = paragraph.items.as_slice();
    let mut path = Vec::new();
    for letter in split(number).1 {
        let at = lettered(items, letter)?;
        path.push(at);
        items = &items.get(at)?.items;
    }
    Some(path)
}

fn spanned(paper: &Paper, span: &Span) -> Option<Range<usize>> {
    let place = |number: &str| {
        paper.blocks.iter().position(
            |block| matches!(block, Block::Paragraph(paragraph) if paragraph.number.as_deref() == Some(number)),
        )
    };
    let from = place(split(&span.from).0)?;
    let to = match &span.to {
        Some(last) => place(split(last).0).filter(|to| *to >= from)?,
        None => from,
    };
    if let (None, Some(Block::Paragraph(paragraph))) = (&span.to, paper.blocks.get(from)) {
        path(paragraph, &span.from)?;
    }
    Some(from..to + 1)
}

/// The index of the part of a list with this letter: `(b)`, `b)`, `b.`.
fn lettered(items: &[Item], letter: &str) -> Option<usize> {
    let bare = |marker: &str| fold(marker.trim_matches(|c: char| !c.is_alphanumeric()));
    items.iter().position(|item| bare(&item.marker) == bare(letter))
}

/// The blocks below the first heading that begins with one of these words and this number, up to the next of its level.
fn under_heading(paper: &Paper, words: &[&str], number: &str) -> Option<Vec<Range<usize>>> {
    let wanted = |text: &str| {
        let folded = fold(text);
        words.iter().any(|word| {
            let Some(rest) = folded.strip_prefix(word) else { return false };
            let first = rest.split(|c: char| !c.is_alphanumeric()).find(|part| !part.is_empty()).unwrap_or("");
            number.is_empty() && (rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric()))
                || !number.is_empty() && first == fold(number)
        })
    };
    let headings = || {
        paper.blocks.iter().enumerate().filter_map(|(at, block)| match block {
            Block::Heading(heading) => Some((at, heading)),
            _ => None,
        })
    };
    let (first, heading) = headings().find(|(_, heading)| wanted(&heading.text))?;
    let next = headings().find(|(at, other)| *at > first && other.level <= heading.level);
    let range = first..next.map_or(paper.blocks.len(), |(at, _)| at);
    Some(vec![range])
}

fn marks(blocks: &[Block]) -> Vec<String> {
    fn of_items(items: &[Item], out: &mut Vec<String>) {
        for item in items {
            out.extend(item.footnotes.iter().cloned());
            of_items(&item.items, out);
        }
    }
    let mut out = Vec::new();
    for block in blocks {
        match block {
            Block::Heading(heading) => out.extend(heading.footnotes.iter().cloned()),
            Block::Paragraph(paragraph) => {
                out.extend(paragraph.footnotes.iter().cloned());
                of_items(&paragraph.items, &mut out);
            }
            Block::Table(_) => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Heading, Paragraph};

    fn paper() -> Paper {
        let paragraph = |number: &str, mark: &str| {
            let items = ["(a)", "(b)"].map(|marker| Item {
                marker: marker.into(),
                text: format!("{number}{marker}"),
                ..Item::default()
            });
            Block::Paragraph(Paragraph {
                id: format!("para_{number}"),
                number: Some(number.into()),
                footnotes: vec![mark.into()],
                items: items.to_vec(),
                ..Paragraph::default()
            })
        };
        let heading =
            |text: &str| Block::Heading(Heading { id: text.into(), level: 1, text: text.into(), ..Heading::default() });
        Paper {
            blocks: vec![paragraph("1", "1"), paragraph("2", "2"), heading("Appendix II – Costs"), paragraph("3", "3")],
            footnotes: ["1", "2", "3"].map(|mark| Footnote { mark: mark.into(), text: mark.into() }).to_vec(),
            ..Paper::default()
        }
    }

    #[test]
    fn a_lettered_part_is_cut_out_with_its_paragraph_and_its_footnotes() {
        let part = cut(&paper(), &Locator::Paragraphs(vec![Span::one("2(b)")])).unwrap();
        let Some(Block::Paragraph(paragraph)) = part.blocks.first() else { panic!("a paragraph") };
        assert_eq!((part.blocks.len(), paragraph.items[0].text.as_str()), (1, "2(b)"));
        assert_eq!(part.footnotes.len(), 1);
    }

    #[test]
    fn a_part_below_a_part_is_found_and_cut_out() {
        let below = |marker: &str| Item { marker: marker.into(), ..Item::default() };
        let mut paper = paper();
        let Some(Block::Paragraph(paragraph)) = paper.blocks.get_mut(1) else { panic!("a paragraph") };
        paragraph.items[1].items = vec![below("(i)"), below("(ii)")];
        let locator = Locator::Paragraphs(vec![Span::one("2(b)(ii)")]);
        assert_eq!(block_id(&paper, &locator).as_deref(), Some("para_2__b__ii"));
        let part = cut(&paper, &locator).unwrap();
        let Some(Block::Paragraph(paragraph)) = part.blocks.first() else { panic!("a paragraph") };
        assert_eq!((paragraph.items.len(), &paragraph.items[0].items[..]), (1, &[below("(ii)")][..]));
        assert_eq!(cut(&paper, &Locator::Paragraphs(vec![Span::one("2(a)(ii)")])), None);
    }

    #[test]
    fn a_range_holds_what_stands_between() {
        assert_eq!(cut(&paper(), &Locator::Paragraphs(vec![Span::range("2", "3")])).unwrap().blocks.len(), 3);
    }

    #[test]
    fn a_place_that_is_not_there_is_not_guessed() {
        assert_eq!(cut(&paper(), &Locator::Paragraphs(vec![Span::one("4")])), None);
        assert_eq!(cut(&paper(), &Locator::Paragraphs(vec![Span::one("2(c)")])), None);
        assert_eq!(cut(&paper(), &Locator::Appendix(Some("III".into()))), None);
    }

    #[test]
    fn an_appendix_is_found_by_its_heading() {
        assert_eq!(cut(&paper(), &Locator::Appendix(Some("II".into()))).unwrap().blocks.len(), 2);
    }
}
