//! The part of a paper that a locator names.

use super::fold::fold;
use crate::model::reference::Span;
use crate::model::{Block, Footnote, Item, Locator, Paper};

/// The id of the block or part that a locator names in this paper: `para_29`, `para_29__b`, `fn_4`, the heading of an
/// appendix; of a list or a range the first. `None` when there is no such place.
#[must_use]
pub fn block_id(paper: &Paper, locator: &Locator) -> Option<String> {
    if let Locator::Footnote(mark) = locator {
        return paper.footnote(mark).map(|footnote| format!("fn_{}", footnote.mark));
    }
    let first = blocks(paper, locator)?;
    let id = first.first()?.id();
    let part = super::resolve::first_number(locator).and_then(|number| split_part(number).1);
    Some(part.map_or_else(|| id.to_owned(), |part| format!("{id}__{}", fold(part))))
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

fn blocks(paper: &Paper, locator: &Locator) -> Option<Vec<Block>> {
    let found = match locator {
        Locator::Paragraphs(spans) | Locator::Decisions(spans) => {
            let mut out = Vec::new();
            for span in spans {
                out.extend(spanned(paper, span)?);
            }
            out
        }
        Locator::Footnote(mark) => {
            paper.footnote(mark)?;
            return Some(Vec::new());
        }
        Locator::Appendix(number) => {
            under_heading(paper, &["appendix", "annexe", "annex", "anexo"], number.as_deref().unwrap_or(""))
        }
        Locator::Part(number) => under_heading(paper, &["part", "partie", "parte"], number),
        Locator::Section(number) => under_heading(paper, &["", "section", "seccion"], number),
    };
    (!found.is_empty()).then_some(found)
}

/// `26(c)` as number and part: `26`, `c`.
fn split_part(number: &str) -> (&str, Option<&str>) {
    match number.split_once('(') {
        Some((number, part)) => (number.trim(), Some(part.trim_end_matches(')').trim())),
        None => (number, None),
    }
}

fn spanned(paper: &Paper, span: &Span) -> Option<Vec<Block>> {
    let (first, part) = split_part(&span.from);
    let place = |number: &str| {
        paper.blocks.iter().position(
            |block| matches!(block, Block::Paragraph(paragraph) if paragraph.number.as_deref() == Some(number)),
        )
    };
    let from = place(first)?;
    let to = match &span.to {
        Some(last) => place(split_part(last).0).filter(|to| *to >= from)?,
        None => from,
    };
    let mut blocks: Vec<Block> = paper.blocks.get(from..=to)?.to_vec();
    if let (None, Some(letter), Some(Block::Paragraph(paragraph))) = (&span.to, part, blocks.first_mut()) {
        paragraph.items = vec![lettered(&paragraph.items, letter)?.clone()];
    }
    Some(blocks)
}

/// The part of a list with this letter: `(b)`, `b)`, `b.`.
#[must_use]
pub fn lettered<'a>(items: &'a [Item], letter: &str) -> Option<&'a Item> {
    let bare = |marker: &str| fold(marker.trim_matches(|c: char| !c.is_alphanumeric()));
    items.iter().find(|item| bare(&item.marker) == bare(letter))
}

/// The blocks below the first heading that begins with one of these words and this number, up to the next of its level.
fn under_heading(paper: &Paper, words: &[&str], number: &str) -> Vec<Block> {
    let wanted = |text: &str| {
        let folded = fold(text);
        words.iter().any(|word| {
            let Some(rest) = folded.strip_prefix(word) else { return false };
            let first = rest.split(|c: char| !c.is_alphanumeric()).find(|part| !part.is_empty()).unwrap_or("");
            number.is_empty() && (rest.is_empty() || rest.starts_with(|c: char| !c.is_alphanumeric()))
                || !number.is_empty() && first == fold(number)
        })
    };
    let mut out: Vec<Block> = Vec::new();
    let mut level = None;
    for block in &paper.blocks {
        if let Block::Heading(heading) = block {
            match level {
                None if wanted(&heading.text) => level = Some(heading.level),
                Some(above) if heading.level <= above => break,
                _ => {}
            }
        }
        if level.is_some() {
            out.push(block.clone());
        }
    }
    out
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
