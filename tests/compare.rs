//! Two versions of a paper compared: by words, not by numbers.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use gbdesk::model::{Block, Heading, Item, Paper, Paragraph};
use gbdesk::text::diff::{Change, Piece, compare, words};
use proptest::prelude::*;

fn paper(texts: &[&str]) -> Paper {
    let blocks = texts
        .iter()
        .enumerate()
        .map(|(at, text)| {
            let number = (at + 1).to_string();
            let text = (*text).to_owned();
            Block::Paragraph(Paragraph {
                id: format!("para_{number}"),
                number: Some(number),
                text,
                ..Paragraph::default()
            })
        })
        .collect();
    Paper { blocks, ..Paper::default() }
}

const TEXTS: [&str; 6] = [
    "The Office presented the programme and budget for the coming biennium.",
    "Members asked for more resources for work in the field.",
    "The Director-General replied that vacancies would be filled by June.",
    "A worker spokesperson regretted the delay in ratification.",
    "An employer spokesperson asked how results would be measured.",
    "The Governing Body took note of the information provided.",
];

fn kinds(old: &[&str], new: &[&str]) -> (Vec<&'static str>, String) {
    let comparison = compare(&paper(old), &paper(new));
    let kinds = comparison
        .rows
        .iter()
        .map(|row| match row.change {
            Change::Same => "same",
            Change::Renumbered { .. } => "renumbered",
            Change::Reworded { .. } => "reworded",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Moved { .. } => "moved",
        })
        .collect();
    (kinds, comparison.summary.sentence())
}

#[test]
fn an_inserted_paragraph_is_told_apart_from_rewording() {
    let mut new = TEXTS.to_vec();
    new.insert(1, "A new paragraph on the cost of translation was added here.");
    let reworded = TEXTS[4].replace("measured", "verified");
    new[5] = &reworded;
    let (kinds, sentence) = kinds(&TEXTS, &new);
    assert_eq!(kinds, ["same", "added", "renumbered", "renumbered", "renumbered", "reworded", "renumbered"]);
    assert_eq!(sentence, "1 added (2), 4 renumbered, 1 reworded (6)");
}

#[test]
fn a_removed_paragraph_stands_where_it_was() {
    let mut new = TEXTS.to_vec();
    new.remove(2);
    let (kinds, sentence) = kinds(&TEXTS, &new);
    assert_eq!(kinds, ["same", "same", "removed", "renumbered", "renumbered", "renumbered"]);
    assert_eq!(sentence, "1 removed (3), 3 renumbered");
}

#[test]
fn a_paragraph_that_changed_places_is_moved_even_when_a_word_changed() {
    let moved = TEXTS[0].replace("coming", "next");
    let mut new = TEXTS[1..].to_vec();
    new.push(&moved);
    let comparison = compare(&paper(&TEXTS), &paper(&new));
    let last = comparison.rows.last().unwrap();
    assert!(matches!(&last.change, Change::Moved { words: Some(_) }), "{last:?}");
    assert_eq!(comparison.summary.moved, [Some("6".to_owned())]);
    assert!(comparison.summary.added.is_empty() && comparison.summary.removed.is_empty());
}

#[test]
fn a_comma_counts_as_a_change_of_words() {
    let (kinds, _) = kinds(&["The report, as amended, was adopted."], &["The report as amended was adopted."]);
    assert_eq!(kinds, ["reworded"]);
}

#[test]
fn a_change_in_a_lettered_part_is_a_change_of_its_paragraph() {
    let with = |text: &str| {
        let mut paper = paper(&["The Governing Body:"]);
        if let Some(Block::Paragraph(paragraph)) = paper.blocks.first_mut() {
            paragraph.items = vec![Item { marker: "(a)".into(), text: text.into(), ..Item::default() }];
        }
        paper
    };
    let comparison = compare(&with("took note of the report"), &with("endorsed the report"));
    assert_eq!(comparison.summary.sentence(), "1 reworded (1)");
}

#[test]
fn headings_are_counted_apart() {
    let mut old = paper(&TEXTS);
    let heading =
        |text: &str| Block::Heading(Heading { id: "h-1".into(), level: 1, text: text.into(), ..Heading::default() });
    old.blocks.insert(0, heading("Introduction and background"));
    let mut new = old.clone();
    new.blocks[0] = heading("Introduction and context");
    assert_eq!(compare(&old, &new).summary.sentence(), "1 heading changed");
    assert_eq!(compare(&old, &old).summary.sentence(), "no change");
}

#[test]
fn neighbouring_changes_read_as_one() {
    assert_eq!(
        words("shall report in March 2024 again", "shall report not before June again"),
        [
            Piece::Same("shall report ".into()),
            Piece::Removed("in March 2024".into()),
            Piece::Added("not before June".into()),
            Piece::Same(" again".into()),
        ]
    );
}

proptest! {
    #[test]
    fn the_pieces_give_both_texts_back(old in "[a-c ,.é]{0,60}", new in "[a-c ,.é]{0,60}") {
        let pieces = words(&old, &new);
        let side = |skip: fn(&Piece) -> bool| pieces.iter().filter(|p| !skip(p)).map(Piece::text).collect::<String>();
        prop_assert_eq!(side(|p| matches!(p, Piece::Added(_))), old);
        prop_assert_eq!(side(|p| matches!(p, Piece::Removed(_))), new);
    }

    #[test]
    fn every_block_stands_in_exactly_one_row(old in prop::collection::vec("[a-c]{1,2}( [a-c]{1,2}){0,6}", 0..12), new in prop::collection::vec("[a-c]{1,2}( [a-c]{1,2}){0,6}", 0..12)) {
        let list = |texts: &[String]| paper(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let comparison = compare(&list(&old), &list(&new));
        let mut left: Vec<usize> = comparison.rows.iter().filter_map(|row| Some(row.old.as_ref()?.index)).collect();
        left.sort_unstable();
        prop_assert_eq!(left, (0..old.len()).collect::<Vec<_>>());
        let right: Vec<usize> = comparison.rows.iter().filter_map(|row| Some(row.new.as_ref()?.index)).collect();
        prop_assert_eq!(right, (0..new.len()).collect::<Vec<_>>());
    }
}
