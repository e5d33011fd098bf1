//! The sample sessions in `assets/sample`: what the feeds promise is what the files hold.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::model::feed::{FORMAT, Feed, FeedFile, VERSION};
use gbdesk::model::{Block, Paper};
use gbdesk::reading::{Origin, read};
use sha2::{Digest, Sha256};

fn folder(session: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(session)
}

fn feed(session: &str) -> Feed {
    let text = fs::read_to_string(folder(session).join("session.json")).expect("the feed is there");
    serde_json::from_str(&text).expect("the feed has the promised form")
}

fn both() -> [(&'static str, Feed); 2] {
    [("398", feed("398")), ("399", feed("399"))]
}

fn paper(session: &str, file: &FeedFile) -> Paper {
    let bytes = fs::read(folder(session).join(&file.url)).expect("the paper is there");
    read(&bytes, &Origin::default()).unwrap_or_else(|fault| panic!("{}: {fault}", file.url))
}

#[test]
fn the_feeds_say_what_they_are() {
    for (session, feed) in both() {
        assert_eq!(feed.format, FORMAT);
        assert_eq!(feed.version, VERSION);
        assert_eq!(feed.session.to_string(), session);
        for (language, title) in &feed.title.0 {
            assert!(title.contains("gbdesk"), "the {language:?} title does not say that the session is a sample");
        }
    }
}

#[test]
fn every_file_has_the_size_and_the_checksum_of_the_feed_and_none_is_left_over() {
    for (session, feed) in both() {
        let mut listed = BTreeSet::new();
        for paper in &feed.papers {
            assert!(!paper.files.is_empty(), "{} has no file", paper.symbol);
            for file in &paper.files {
                let path = folder(session).join(&file.url);
                let bytes = fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()));
                let sum: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
                assert_eq!(file.size, Some(bytes.len() as u64), "size of {}", file.url);
                assert_eq!(file.sha256.as_deref(), Some(sum.as_str()), "checksum of {}", file.url);
                assert!(
                    feed.languages.contains(&file.language),
                    "{} is in a language the feed does not name",
                    file.url
                );
                listed.insert(path);
            }
        }
        let there: BTreeSet<PathBuf> = fs::read_dir(folder(session).join("papers"))
            .expect("papers")
            .map(|entry| entry.expect("entry").path())
            .collect();
        assert_eq!(listed, there);
    }
}

#[test]
fn agenda_sittings_and_decisions_name_only_what_the_feed_has() {
    for (session, feed) in both() {
        let papers: BTreeSet<&str> = feed.papers.iter().map(|paper| paper.symbol.as_str()).collect();
        assert_eq!(papers.len(), feed.papers.len(), "a symbol stands twice");
        let items: BTreeSet<String> =
            feed.items.iter().map(|item| format!("{}/{}", item.section, item.number)).collect();
        for symbol in feed.items.iter().flat_map(|item| &item.papers) {
            assert!(papers.contains(symbol.as_str()), "{symbol} is on the agenda without a paper");
        }
        for entry in feed.sittings.iter().flat_map(|sitting| &sitting.entries) {
            assert!(items.contains(&entry.item), "{} is taken in a sitting and not on the agenda", entry.item);
        }
        let [first, last] = feed.dates.clone().expect("dates");
        for sitting in &feed.sittings {
            assert!(first <= sitting.date && sitting.date <= last, "a sitting on {} of the {session}", sitting.date);
        }
        for adopted in &feed.decisions {
            let paper = feed.papers.iter().find(|paper| paper.symbol == adopted.paper).expect("the decided paper");
            let number = adopted.paragraph.as_deref().expect("the paragraph of the draft");
            for file in &paper.files {
                let read = self::paper(session, file);
                let drafts: Vec<_> = read.decisions.iter().filter_map(|draft| draft.paragraph.as_deref()).collect();
                assert!(
                    drafts.contains(&number),
                    "{} has its draft decisions in {drafts:?}, not in {number}",
                    file.url
                );
            }
        }
    }
}

#[test]
fn every_paper_reads_without_a_doubt_and_is_what_the_feed_says() {
    for (session, feed) in both() {
        for listed in &feed.papers {
            for file in &listed.files {
                let read = paper(session, file);
                assert_eq!(read.warnings, Vec::<String>::new(), "{}", file.url);
                let symbol = read.symbol.as_ref().map(ToString::to_string);
                assert_eq!(symbol.as_deref(), Some(listed.symbol.as_str()), "{}", file.url);
                assert_eq!(read.language, Some(file.language), "{}", file.url);
                assert_eq!(read.date, listed.date, "{}", file.url);
                let numbers: Vec<usize> =
                    read.paragraphs().filter_map(|paragraph| paragraph.number.as_deref()?.parse().ok()).collect();
                assert_eq!(numbers, (1..=numbers.len()).collect::<Vec<_>>(), "{}", file.url);
            }
        }
    }
}

#[test]
fn the_languages_of_a_paper_have_the_same_shape() {
    let shape = |paper: &Paper| -> Vec<String> {
        paper
            .blocks
            .iter()
            .map(|block| match block {
                Block::Heading(heading) => format!("heading {}", heading.level),
                Block::Paragraph(paragraph) => {
                    format!("{:?} {} {:?}", paragraph.number, paragraph.items.len(), paragraph.footnotes)
                }
                Block::Table(table) => format!("table {} {:?}", table.rows.len(), table.group_rows),
            })
            .collect()
    };
    let mut several = 0;
    for listed in feed("399").papers.iter().filter(|paper| paper.files.len() > 1) {
        several += 1;
        let shapes: Vec<_> = listed.files.iter().map(|file| shape(&paper("399", file))).collect();
        for other in &shapes {
            assert_eq!(shapes.first(), Some(other), "{}", listed.symbol);
        }
    }
    assert!(several >= 2, "the sample has papers in several languages");
}
