//! The DOCX and the PDF of one paper: the structure from the one, the pages from the other, in whichever order they come.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::library::{ImportOptions, ImportReport, Library};
use gbdesk::model::session::State;
use gbdesk::model::{Block, Heading, Paper};
use gbdesk::reading::{self, Origin};

mod library_desk;
use library_desk::{Empty as Desk, paragraph, symbol};

/// An invented paper in an invented form of both formats: the signature, then a line for each block, and a line `===` in
/// the PDF where a page ends.
fn read(bytes: &[u8], _: &Origin) -> Result<Paper, reading::Fault> {
    let text = String::from_utf8_lossy(bytes);
    let paged = text.starts_with("%PDF-");
    let mut paper = Paper { symbol: Some(symbol("GB.350/POL/3")), session: Some(350), ..Paper::default() };
    let mut page = 1;
    for line in text.lines().skip(1) {
        if line == "===" {
            page += 1;
        } else if let Some(words) = line.strip_prefix("# ") {
            let heading = Heading { id: format!("h-{words}"), level: 1, text: words.to_owned(), ..Heading::default() };
            paper.blocks.push(Block::Heading(heading));
        } else {
            paragraph(&mut paper, line);
        }
        if let (true, Some(Block::Paragraph(paragraph))) = (paged, paper.blocks.last_mut()) {
            paragraph.page.get_or_insert(page);
        } else if let (true, Some(Block::Heading(heading))) = (paged, paper.blocks.last_mut()) {
            heading.page.get_or_insert(page);
        }
    }
    Ok(paper)
}

const WORDS: &str = "# Context\n1. Platforms grow in every region and reach ever more workers.\n===\n# Costs\n2. The costs \
                     would be met from savings in the budget of the current biennium.\n===\n3. Draft decision: The \
                     Governing Body requested the Office to report to it in a year.\n";

fn docx(words: &str) -> Vec<u8> {
    format!("PK\u{3}\u{4}\n{}", words.replace("===\n", "")).into_bytes()
}

fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{words}").into_bytes()
}

trait Shows {
    fn import(&self, files: &[(&str, Vec<u8>)]) -> ImportReport;
    fn shown(&self) -> (String, Paper);
}

impl Shows for Desk {
    fn import(&self, files: &[(&str, Vec<u8>)]) -> ImportReport {
        let report = self.take(files, &read);
        assert_eq!(report.failed().count(), 0, "{report:?}");
        report
    }

    fn shown(&self) -> (String, Paper) {
        let found = self.library.find(&symbol("GB.350/POL/3"), &[]).unwrap();
        (found.held.format.clone(), (*self.library.paper(&found.held).unwrap()).clone())
    }
}

fn pages(paper: &Paper) -> BTreeMap<String, Option<u32>> {
    paper.blocks.iter().map(|block| (block.id().to_owned(), block.page())).collect()
}

#[test]
fn whichever_comes_first_the_docx_is_shown_with_the_pages_of_the_pdf() {
    let both = [("p.docx", docx(WORDS)), ("p.pdf", pdf(WORDS))];
    let orders: [Vec<Vec<usize>>; 4] =
        [vec![vec![0], vec![1]], vec![vec![1], vec![0]], vec![vec![0, 1]], vec![vec![1, 0]]];
    let mut results = Vec::new();
    for order in orders {
        let desk = Desk::new();
        for step in order {
            desk.import(&step.iter().map(|at| both[*at].clone()).collect::<Vec<_>>());
        }
        let (format, paper) = desk.shown();
        assert_eq!(format, "docx");
        assert_eq!(pages(&paper).into_values().collect::<Vec<_>>(), [Some(1), Some(2), Some(1), Some(2), Some(3)]);
        assert!(paper.warnings.is_empty(), "{:?}", paper.warnings);
        let entry = desk.library.find(&symbol("GB.350/POL/3"), &[]).unwrap().entry;
        assert_eq!((entry.held.len(), entry.beside.len()), (1, 1));
        // both originals are there as they came
        assert_eq!(desk.library.original(&entry.held[0]).unwrap(), docx(WORDS));
        assert_eq!(desk.library.original(&entry.beside[0]).unwrap(), pdf(WORDS));
        results.push(serde_json::to_string(&paper).unwrap());
    }
    results.dedup();
    assert_eq!(results.len(), 1, "the same paper in whichever order");
}

#[test]
fn the_ids_stay_when_the_pages_come_and_the_paper_is_not_called_changed() {
    let desk = Desk::new();
    desk.import(&[("p.docx", docx(WORDS))]);
    let before: Vec<String> = desk.shown().1.blocks.iter().map(|block| block.id().to_owned()).collect();
    desk.import(&[("p.pdf", pdf(WORDS))]);
    let after: Vec<String> = desk.shown().1.blocks.iter().map(|block| block.id().to_owned()).collect();
    assert_eq!(before, after);
    assert_eq!(desk.library.session(350).unwrap().papers[0].state, State::Unchanged);
}

#[test]
fn importing_both_again_changes_nothing() {
    let desk = Desk::new();
    let both = [("p.docx", docx(WORDS)), ("p.pdf", pdf(WORDS))];
    desk.import(&both);
    let before = serde_json::to_string(&*desk.library.session(350).unwrap()).unwrap();
    for again in [vec![0, 1], vec![1, 0], vec![1], vec![0]] {
        let report = desk.import(&again.iter().map(|at| both[*at].clone()).collect::<Vec<_>>());
        assert!(report.sessions.is_empty(), "{report:?}");
        assert_eq!(report.counts()[2], again.len());
    }
    assert_eq!(serde_json::to_string(&*desk.library.session(350).unwrap()).unwrap(), before);
}

#[test]
fn where_the_two_differ_the_paper_says_so_and_keeps_the_words_of_the_docx() {
    let desk = Desk::new();
    desk.import(&[("p.docx", docx(WORDS)), ("p.pdf", pdf(&WORDS.replace("savings", "reserves")))]);
    let (_, paper) = desk.shown();
    assert!(paper.numbered("2").unwrap().text.contains("savings"));
    assert_eq!(paper.numbered("2").unwrap().page, Some(2));
    assert_eq!(paper.warnings.len(), 1);
    assert!(paper.warnings[0].contains("PDF") && paper.warnings[0].contains("paragraph(s) 2:"), "{:?}", paper.warnings);
}

#[test]
fn a_new_docx_replaces_the_old_one_and_keeps_the_pages() {
    let desk = Desk::new();
    desk.import(&[("p.docx", docx(WORDS)), ("p.pdf", pdf(WORDS))]);
    let newer = WORDS.replace("savings", "reserves");
    desk.import(&[("q.docx", docx(&newer))]);
    let (format, paper) = desk.shown();
    assert_eq!(format, "docx");
    assert!(paper.numbered("2").unwrap().text.contains("reserves"));
    assert_eq!(paper.numbered("3").unwrap().page, Some(3));
    assert_eq!(desk.library.session(350).unwrap().papers[0].state, State::Changed);
    assert_eq!(paper.warnings.len(), 1, "the PDF still has the old words");
    desk.import(&[("q.pdf", pdf(&newer))]);
    assert!(desk.shown().1.warnings.is_empty());
    let entry = desk.library.find(&symbol("GB.350/POL/3"), &[]).unwrap().entry;
    assert_eq!(entry.held.iter().filter(|held| held.replaced.is_none()).count(), 1);
    assert_eq!(entry.beside.iter().filter(|held| held.replaced.is_none()).count(), 1);
}

#[test]
fn another_text_under_the_same_symbol_replaces_the_former_as_ever() {
    let desk = Desk::new();
    desk.import(&[("p.docx", docx(WORDS))]);
    desk.import(&[("p.pdf", pdf("1. Nothing of what was said in the spring holds any longer after this.\n"))]);
    let (format, paper) = desk.shown();
    assert_eq!((format.as_str(), paper.blocks.len()), ("pdf", 1));
}

#[test]
fn a_docx_that_lost_its_numbers_does_not_hide_a_pdf_that_has_them() {
    let desk = Desk::new();
    let bare = WORDS.replace("1. ", "").replace("2. ", "").replace("3. Draft decision: ", "");
    for names in [["p.docx", "p.pdf"], ["p.pdf", "p.docx"]] {
        let files: Vec<(&str, Vec<u8>)> =
            names.iter().map(|name| (*name, if name.ends_with("pdf") { pdf(WORDS) } else { docx(&bare) })).collect();
        for file in files {
            desk.import(&[file]);
        }
        assert_eq!(desk.shown().0, "pdf");
        assert!(desk.shown().1.numbered("2").is_some());
    }
}

#[test]
fn real_look_alikes_get_a_page_for_nearly_every_block() {
    let shared = std::env::var_os("GBDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let folder = shared.join("lookalikes");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    }
    for stem in ["gb001", "gb002", "gb004", "gb005-fr"] {
        let home = tempfile::tempdir().unwrap();
        let library = Library::open(&home.path().join("cache")).unwrap();
        let paths = [format!("{stem}.docx"), format!("{stem}.lo-tagged.pdf")].map(|name| folder.join(name));
        let report = library.import(&paths, &ImportOptions::default(), &reading::read, &mut |_| {}).unwrap();
        assert_eq!(report.failed().count(), 0, "{report:?}");
        let session = library.session(report.sessions[0]).unwrap();
        let entry = &session.papers[0];
        assert_eq!((entry.held[0].format.as_str(), entry.beside.len()), ("docx", 1), "{stem}");
        let paper = library.paper(&entry.held[0]).unwrap();
        let paged = paper.blocks.iter().filter(|block| block.page().is_some()).count();
        assert!(paged * 100 >= paper.blocks.len() * 97, "{stem}: {paged} of {}", paper.blocks.len());
        let pdf = reading::read(&fs::read(&paths[1]).unwrap(), &Origin::default()).unwrap();
        for paragraph in paper.paragraphs().filter(|paragraph| paragraph.number.is_some()) {
            let there = pdf.numbered(paragraph.number.as_deref().unwrap()).and_then(|there| there.page);
            assert_eq!(paragraph.page, there, "{stem} paragraph {:?}", paragraph.number);
        }
        let about = |warning: &&String| warning.contains("of this paper");
        assert_eq!(paper.warnings.iter().find(about), None, "{stem}");
    }
}
