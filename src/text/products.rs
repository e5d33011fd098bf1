//! Two products of one text, such as the DOCX and the PDF of a paper: the structure from the one, the pages from the other.
//!
//! The words of both are put beside each other, whatever blocks they were read into. Nothing but pages is taken over; where
//! the two disagree the paper says so.

use std::ops::Range;

use super::align::align;
use super::fold::fold;
use super::similar::Dictionary;
use crate::model::{Block, Item, Paper, Paragraph};

/// At least this share of the words of the longer one stands in the other, else they are two texts.
const SAME_TEXT: f32 = 0.6;
/// The beginning of a block is known when a word among its first ones is found, so many words at most.
const NEAR: usize = 12;
/// So many paragraphs are named in a warning.
const MOST_NAMED: usize = 8;

/// The words of a paper in order, and which block each stretch of them is.
struct Stream {
    words: Vec<u32>,
    /// For each word how it is written, folded: two words may be one in the other product.
    written: Vec<String>,
    /// One for each block.
    blocks: Vec<Range<usize>>,
}

fn stream(paper: &Paper, dictionary: &mut Dictionary) -> Stream {
    let mut out = Stream { words: Vec::new(), written: Vec::new(), blocks: Vec::new() };
    for block in &paper.blocks {
        let from = out.words.len();
        match block {
            Block::Heading(heading) => take(&heading.text, dictionary, &mut out),
            Block::Paragraph(paragraph) => {
                take(&paragraph.text, dictionary, &mut out);
                take_items(&paragraph.items, dictionary, &mut out);
            }
            Block::Table(table) => {
                table.rows.iter().flatten().for_each(|cell| take(cell, dictionary, &mut out));
            }
        }
        out.blocks.push(from..out.words.len());
    }
    out
}

fn take(text: &str, dictionary: &mut Dictionary, out: &mut Stream) {
    out.words.extend(dictionary.learn(text).words);
    out.written.extend(super::similar::words(text));
}

fn take_items(items: &[Item], dictionary: &mut Dictionary, out: &mut Stream) {
    for item in items {
        take(&item.text, dictionary, out);
        take_items(&item.items, dictionary, out);
    }
}

/// True when two readings are of one text, however they were set.
#[must_use]
pub fn is_same_text(one: &Paper, other: &Paper) -> bool {
    let mut dictionary = Dictionary::default();
    let (one, other) = (stream(one, &mut dictionary), stream(other, &mut dictionary));
    is_enough(&align(&one.words, &other.words), &other)
}

fn is_enough(found: &[Option<usize>], other: &Stream) -> bool {
    let longer = found.len().max(other.words.len());
    longer > 0 && found.iter().flatten().count() as f32 >= SAME_TEXT * longer as f32
}

/// True when `one` lost the numbers of its paragraphs and `other` has them.
#[must_use]
pub fn lost_numbers(one: &Paper, other: &Paper) -> bool {
    let numbered = |paper: &Paper| paper.paragraphs().filter(|paragraph| paragraph.number.is_some()).count();
    numbered(one) == 0 && numbered(other) > 0
}

/// The paper with the pages of another product of the same text, and a warning for each thing in which the two differ;
/// `name` is what the other is called in it ("PDF"). `None` when they are not of the same text.
///
/// A page is taken where the beginning of a block is found; between two blocks on one page everything is on that page.
/// A block whose page remains open has none.
#[must_use]
pub fn with_pages(paper: &Paper, other: &Paper, name: &str) -> Option<Paper> {
    let mut dictionary = Dictionary::default();
    let (mine, theirs) = (stream(paper, &mut dictionary), stream(other, &mut dictionary));
    let found = align(&mine.words, &theirs.words);
    if !is_enough(&found, &theirs) {
        return None;
    }
    let mut pages: Vec<Option<u32>> = mine.blocks.iter().map(|block| page_of(block, &found, &theirs, other)).collect();
    fill(&mut pages);
    let mut out = paper.clone();
    for (block, page) in out.blocks.iter_mut().zip(pages) {
        match block {
            Block::Heading(heading) => heading.page = page,
            Block::Paragraph(paragraph) => paragraph.page = page,
            Block::Table(table) => table.page = page,
        }
    }
    out.warnings.extend(differences(paper, other, &mine, &theirs, &found, name));
    Some(out)
}

/// The page on which a block begins.
fn page_of(block: &Range<usize>, found: &[Option<usize>], theirs: &Stream, other: &Paper) -> Option<u32> {
    let first = found.get(block.clone())?.iter().take(NEAR).enumerate().find_map(|(by, at)| Some((by, (*at)?)));
    let (by, at) = first?;
    let which = theirs.blocks.partition_point(|range| range.end <= at);
    let range = theirs.blocks.get(which)?;
    let page = other.blocks.get(which)?.page()?;
    if at - range.start <= by {
        return Some(page);
    }
    // it begins inside a block of the other: on the same page if the next one does too
    let next = other.blocks.get(which + 1..)?.iter().find_map(Block::page)?;
    (next == page).then_some(page)
}

/// Takes out pages that go back, and gives a page to what stands between two blocks on it.
fn fill(pages: &mut [Option<u32>]) {
    let mut highest = 0;
    for page in pages.iter_mut() {
        match page {
            Some(known) if *known < highest => *page = None,
            Some(known) => highest = *known,
            None => {}
        }
    }
    let mut before: Option<(usize, u32)> = None;
    for at in 0..pages.len() {
        let Some(page) = pages.get(at).copied().flatten() else { continue };
        if let Some((from, known)) = before
            && known == page
        {
            pages.iter_mut().take(at).skip(from + 1).for_each(|between| *between = Some(page));
        }
        before = Some((at, page));
    }
}

/// The numbered paragraphs in which two products differ, as warnings.
fn differences(
    paper: &Paper,
    other: &Paper,
    mine: &Stream,
    theirs: &Stream,
    found: &[Option<usize>],
    name: &str,
) -> Vec<String> {
    let (mut reworded, mut renumbered) = (Vec::new(), Vec::new());
    for (block, range) in paper.blocks.iter().zip(&mine.blocks) {
        let Block::Paragraph(Paragraph { number: Some(number), .. }) = block else { continue };
        if is_reworded(range, mine, theirs, found) {
            reworded.push(number.clone());
        }
        let beginning = found.get(range.start).copied().flatten();
        let there = beginning.and_then(|at| {
            let which = theirs.blocks.partition_point(|range| range.end <= at);
            (theirs.blocks.get(which)?.start == at).then(|| other.blocks.get(which))?
        });
        if let Some(Block::Paragraph(Paragraph { number: Some(theirs), .. })) = there
            && theirs != number
        {
            renumbered.push(format!("{number} ({theirs})"));
        }
    }
    let mut out = Vec::new();
    if !reworded.is_empty() {
        out.push(format!(
            "The {name} of this paper has other words than those shown in paragraph(s) {}: compare the originals before \
             quoting.",
            listed(&reworded)
        ));
    }
    if !renumbered.is_empty() {
        out.push(format!(
            "The {name} of this paper numbers paragraph(s) {} otherwise, with the number in brackets: compare the \
             originals before quoting a number.",
            listed(&renumbered)
        ));
    }
    out
}

fn listed(all: &[String]) -> String {
    let more = all.len().saturating_sub(MOST_NAMED);
    let named = all.iter().take(MOST_NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if more == 0 { named } else { format!("{named} and {more} more") }
}

/// True when words between found words of a block are others in the other product. A word parted otherwise is the same,
/// and a block of the other that stands in between (a table, a note) is none of this one's words.
fn is_reworded(block: &Range<usize>, mine: &Stream, theirs: &Stream, found: &[Option<usize>]) -> bool {
    let places: Vec<(usize, usize)> =
        block.clone().filter_map(|at| Some((at, found.get(at).copied().flatten()?))).collect();
    // a block of which hardly anything is found was not read there, which says nothing of its words
    if places.len() * 2 < block.len() {
        return false;
    }
    let letters = |stream: &Stream, part: Range<usize>| fold(&stream.written.get(part).unwrap_or_default().concat());
    places.windows(2).any(|two| {
        let &[(from, there), (to, beyond)] = two else { return false };
        let (own, gap) = (from + 1..to, there + 1..beyond);
        if own.is_empty() && gap.is_empty() {
            return false;
        }
        let between =
            theirs.blocks.iter().any(|block| !block.is_empty() && gap.start <= block.start && block.end <= gap.end);
        !(between && own.is_empty()) && letters(mine, own) != letters(theirs, gap)
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::Heading;

    fn heading(text: &str, page: Option<u32>) -> Block {
        Block::Heading(Heading { text: text.to_owned(), page, ..Heading::default() })
    }

    fn paragraph(number: &str, text: &str, page: Option<u32>) -> Block {
        Block::Paragraph(Paragraph {
            id: format!("para_{number}"),
            number: Some(number.to_owned()),
            text: text.to_owned(),
            page,
            ..Paragraph::default()
        })
    }

    fn paper(blocks: Vec<Block>) -> Paper {
        Paper { blocks, ..Paper::default() }
    }

    const ONE: &str = "The Office held two meetings with the constituents in the spring and reports on them below.";
    const TWO: &str = "The costs would be met from savings under Part I of the budget, as was done in former years.";
    const THREE: &str = "The Governing Body requested the Director-General to take its guidance into account.";

    #[test]
    fn pages_come_from_the_other_and_everything_else_stays() {
        let mine = paper(vec![heading("Costs", None), paragraph("1", ONE, None), paragraph("2", TWO, None)]);
        let theirs = paper(vec![heading("Costs", Some(3)), paragraph("1", ONE, Some(3)), paragraph("2", TWO, Some(4))]);
        let both = with_pages(&mine, &theirs, "PDF").unwrap();
        assert_eq!(both.blocks.iter().map(Block::page).collect::<Vec<_>>(), [Some(3), Some(3), Some(4)]);
        assert_eq!(
            both.blocks.iter().map(Block::id).collect::<Vec<_>>(),
            mine.blocks.iter().map(Block::id).collect::<Vec<_>>()
        );
        assert!(both.warnings.is_empty(), "{:?}", both.warnings);
    }

    #[test]
    fn a_block_inside_one_of_the_other_has_a_page_only_when_it_is_certain() {
        let mine = paper(vec![paragraph("1", ONE, None), paragraph("2", TWO, None), paragraph("3", THREE, None)]);
        let glued =
            |next| paper(vec![paragraph("1", &format!("{ONE} {TWO}"), Some(1)), paragraph("3", THREE, Some(next))]);
        let pages =
            |other: &Paper| with_pages(&mine, other, "PDF").unwrap().blocks.iter().map(Block::page).collect::<Vec<_>>();
        assert_eq!(pages(&glued(1)), [Some(1), Some(1), Some(1)]);
        assert_eq!(pages(&glued(2)), [Some(1), None, Some(2)]);
    }

    #[test]
    fn other_words_and_other_numbers_are_said_and_a_word_parted_otherwise_is_not() {
        let mine = paper(vec![paragraph("1", ONE, None), paragraph("2", TWO, None), paragraph("3", THREE, None)]);
        let changed = TWO.replace("savings", "new funds");
        let parted = THREE.replace("guidance", "guid-ance");
        let theirs = paper(vec![
            paragraph("1", ONE, Some(1)),
            paragraph("2", &changed, Some(1)),
            paragraph("4", &parted, Some(1)),
        ]);
        let warnings = with_pages(&mine, &theirs, "PDF").unwrap().warnings;
        assert_eq!(warnings.len(), 2, "{warnings:?}");
        assert!(warnings[0].contains("other words") && warnings[0].contains("paragraph(s) 2:"), "{warnings:?}");
        assert!(warnings[1].contains("3 (4)"), "{warnings:?}");
    }

    #[test]
    fn two_texts_have_no_pages_for_each_other() {
        let mine = paper(vec![paragraph("1", ONE, None)]);
        let theirs = paper(vec![paragraph("1", TWO, Some(1))]);
        assert!(with_pages(&mine, &theirs, "PDF").is_none());
        assert!(!is_same_text(&paper(Vec::new()), &paper(Vec::new())));
    }

    proptest! {
        #[test]
        fn pages_never_go_back(texts in prop::collection::vec("[a-e]{1,2}( [a-e]{1,2}){0,6}", 1..12), turns in prop::collection::vec(any::<bool>(), 12)) {
            let mut page = 1;
            let theirs = texts.iter().zip(turns).enumerate().map(|(at, (text, turn))| {
                page += u32::from(turn);
                paragraph(&at.to_string(), text, Some(page))
            });
            let theirs = paper(theirs.collect());
            let mine = paper(texts.iter().enumerate().map(|(at, text)| paragraph(&at.to_string(), text, None)).collect());
            let both = with_pages(&mine, &theirs, "PDF").unwrap();
            let pages: Vec<u32> = both.blocks.iter().filter_map(Block::page).collect();
            prop_assert!(pages.windows(2).all(|two| two[0] <= two[1]));
            let known: Vec<_> = theirs.blocks.iter().map(Block::page).collect();
            prop_assert_eq!(both.blocks.iter().map(Block::page).collect::<Vec<_>>(), known);
        }
    }
}
