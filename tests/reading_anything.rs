//! Whatever comes: any bytes end in a paper or a reason, in bounded time, with ids that are unique and stay.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/texts.rs"]
mod texts;

use std::collections::HashSet;
use std::path::PathBuf;

use gbdesk::model::Paper;
use gbdesk::reading::{self, Origin};
use proptest::prelude::*;
use texts::texts;

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading").join(name);
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn read(name: &str) -> Paper {
    reading::read(&fixture(name), &Origin::file("paper")).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

fn sound(paper: &Paper) {
    let mut ids = HashSet::new();
    for block in &paper.blocks {
        assert!(!block.id().is_empty());
        assert!(ids.insert(block.id().to_owned()), "{} comes twice", block.id());
    }
    for text in texts(paper) {
        assert!(!text.chars().any(gbdesk::text::sanitise::is_hostile), "{text:?}");
    }
    for paragraph in paper.paragraphs() {
        assert_eq!(paragraph.footnotes.len(), paragraph.marks_at.len());
        let length = paragraph.text.chars().count();
        assert!(paragraph.marks_at.iter().all(|at| *at <= length), "{paragraph:?}");
    }
    for draft in &paper.decisions {
        assert!(paper.block(&draft.id).is_some(), "a decision without its paragraph");
    }
}

#[test]
fn nothing_is_too_deep_or_too_long() {
    let deep = [
        "- ".repeat(100_000),
        (0..20_000).map(|depth| format!("{}- x", " ".repeat(depth % 400))).collect::<Vec<_>>().join("\n"),
        "**_".repeat(100_000),
        "[".repeat(100_000),
        "<b>".repeat(100_000),
        "# a\n<sup>1</sup> ".repeat(30_000),
        "(a) (i) (1) ".repeat(30_000),
        (1..30_000).map(|number| format!("{number}. x")).collect::<Vec<_>>().join("\n\n"),
        "a\t".repeat(100_000),
        "a\t\n".repeat(10_000) + &"a\tb\tc\n".repeat(10_000),
        "\u{c}".repeat(100_000),
        "1 A\n\n".repeat(20_000),
        "a-\n".repeat(50_000),
    ];
    for text in deep {
        let part = std::time::Instant::now();
        for bytes in [text.clone().into_bytes(), format!("# x\n**y**\n{text}").into_bytes()] {
            if let Ok(paper) = reading::read(&bytes, &Origin::default()) {
                sound(&paper);
            }
        }
        let (head, took) = (text.chars().take(12).collect::<String>(), part.elapsed());
        // generous, for slow machines without optimisation: what is not linear takes a minute
        assert!(took.as_secs() < 25, "{head:?} took {took:?}");
    }
}

#[test]
fn reading_again_gives_the_same_ids() {
    for name in ["modern.md", "lost.txt", "older.txt", "press.txt"] {
        let ids = |paper: &Paper| paper.blocks.iter().map(|block| block.id().to_owned()).collect::<Vec<_>>();
        assert_eq!(ids(&read(name)), ids(&read(name)));
    }
    // a sentence added before it does not move a paragraph's id
    let text = String::from_utf8(fixture("lost.txt")).unwrap();
    let longer = text.replacen(" The work has begun. ", " Something else is said before. \n\n The work has begun. ", 1);
    let id = |text: &str| {
        let paper = reading::read(text.as_bytes(), &Origin::default()).unwrap();
        paper
            .paragraphs()
            .find(|paragraph| paragraph.text == "The work has begun.")
            .map(|paragraph| paragraph.id.clone())
    };
    assert!(id(&text).is_some());
    assert_eq!(id(&text), id(&longer));
}

/// Lines in the forms that papers are made of, in any order.
fn scrap() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![
            (1u32..40).prop_map(|number| format!("{number}. The Office reported.")),
            (1u32..6).prop_map(|number| format!("{number} GB.346/INS/{number}.")),
            Just("(a) one;".to_owned()),
            Just("- two".to_owned()),
            Just("  - (i) three".to_owned()),
            Just(String::new()),
            Just("## ▶ Draft decision".to_owned()),
            Just("**The Governing Body:**".to_owned()),
            Just("**Date:** 17 October 2022".to_owned()),
            Just("Governing Body".to_owned()),
            Just("346th Session, Geneva".to_owned()),
            Just("Purpose of the document".to_owned()),
            Just("a\tb\tc".to_owned()),
            Just("text<sup>1</sup> goes on 1 and-".to_owned()),
            Just("<sup>1</sup> note".to_owned()),
            Just("!".to_owned()),
            Just("\u{c}GB.346/INS/5 7".to_owned()),
            ".{0,40}",
        ],
        0..60,
    )
    .prop_map(|lines| lines.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_bytes_end_in_a_paper_or_a_reason(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        match reading::read(&bytes, &Origin::default()) {
            Ok(paper) => sound(&paper),
            Err(fault) => prop_assert!(!fault.to_string().is_empty()),
        }
    }

    #[test]
    fn any_mixture_of_forms_is_read_soundly_and_always_alike(text in scrap()) {
        if let Ok(paper) = reading::read(text.as_bytes(), &Origin::default()) {
            sound(&paper);
            let again = reading::read(text.as_bytes(), &Origin::default()).unwrap();
            prop_assert_eq!(&paper, &again);
            let json = serde_json::to_string(&paper).unwrap();
            prop_assert!(serde_json::from_str::<Paper>(&json).is_ok());
        }
    }

    #[test]
    fn words_of_numbered_paragraphs_are_never_lost(words in prop::collection::vec("[a-z]{3,9}", 1..120)) {
        let mut text = String::new();
        for (at, word) in words.iter().enumerate() {
            text.push_str(&format!("{}. The {word} is here.\n\n", at + 1));
        }
        let paper = reading::read(text.as_bytes(), &Origin::default()).unwrap();
        prop_assert_eq!(paper.paragraphs().count(), words.len());
        for (at, word) in words.iter().enumerate() {
            let found = paper.numbered(&(at + 1).to_string()).map(|paragraph| paragraph.text.clone());
            prop_assert_eq!(found, Some(format!("The {word} is here.")));
        }
    }
}
