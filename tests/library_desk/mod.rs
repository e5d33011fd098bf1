//! A desk with a few invented papers in a temporary folder, and a reader for them.
#![allow(dead_code, clippy::unwrap_used, reason = "for tests; not every test needs all of it")]

use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::library::{Fault, ImportOptions, ImportReport, Library, ReadFn};
use gbdesk::model::{Block, DraftDecision, Heading, Item, Language, Paper, Paragraph, Reference, Symbol, Target};
use gbdesk::reading::{self, Origin};

/// A reader for small invented papers: `Symbol:`, `Session:`, `Language:`, `Title:` lines, `# heading`, `12. words`,
/// `[cites X]` in the words, `12. Draft decision: words`. Everything else is a paragraph without number.
pub fn read(bytes: &[u8], _: &Origin) -> Result<Paper, reading::Fault> {
    let broken = |why: &str| reading::Fault::Damaged(reading::Format::Plain, why.to_owned());
    let text = std::str::from_utf8(bytes).map_err(|_| broken("no text"))?;
    if text.contains("UNREADABLE") {
        return Err(broken("it says so itself"));
    }
    let mut paper = Paper { language: Some(Language::EN), ..Paper::default() };
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        if let Some(symbol) = line.strip_prefix("Symbol: ") {
            let symbol: Symbol = symbol.parse().map_err(|_| broken("symbol"))?;
            paper.session = Some(symbol.session());
            paper.symbol = Some(symbol);
        } else if let Some(session) = line.strip_prefix("Session: ") {
            paper.session = session.parse().ok();
        } else if let Some(language) = line.strip_prefix("Language: ") {
            paper.language = language.parse().ok();
        } else if let Some(title) = line.strip_prefix("Title: ") {
            paper.title = Some(title.to_owned());
        } else if let Some(text) = line.strip_prefix("# ") {
            let id = format!("h-{}", text.replace(' ', "-"));
            paper.blocks.push(Block::Heading(Heading { id, level: 1, text: text.to_owned(), ..Heading::default() }));
        } else {
            paragraph(&mut paper, line);
        }
    }
    Ok(paper)
}

pub fn paragraph(paper: &mut Paper, line: &str) {
    let (number, text) = match line.split_once(". ") {
        Some((number, text)) if number.bytes().all(|byte| byte.is_ascii_digit()) => (Some(number.to_owned()), text),
        _ => (None, line),
    };
    let id = number.as_ref().map_or_else(|| format!("p-{}", paper.blocks.len()), |number| format!("para_{number}"));
    let (text, cites) = match text.split_once("[cites ") {
        Some((text, cites)) => (text.trim(), Some(cites.trim_end_matches(']'))),
        None => (text, None),
    };
    if let Some(symbol) = cites.and_then(|cites| cites.parse::<Symbol>().ok()) {
        paper.references.push(Reference {
            place: id.clone(),
            text: symbol.to_string(),
            target: Target::Paper(symbol, None),
            path: Vec::new(),
            field: None,
            at: [0, 1],
        });
    }
    if let Some(text) = text.strip_prefix("Draft decision: ") {
        paper.decisions.push(DraftDecision {
            paragraph: number.clone(),
            id: id.clone(),
            text: text.to_owned(),
            items: vec![Item { marker: "(a)".to_owned(), text: "took note".to_owned(), ..Item::default() }],
        });
    }
    paper.blocks.push(Block::Paragraph(Paragraph { id, number, text: text.to_owned(), ..Paragraph::default() }));
}

pub fn write(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    path
}

pub fn import_files(library: &Library, paths: &[PathBuf]) -> ImportReport {
    library.import(paths, &ImportOptions::default(), &read, &mut |_| {}).unwrap()
}

pub fn import(library: &Library, folder: &Path) -> Result<ImportReport, Fault> {
    library.import(&[folder.to_path_buf()], &ImportOptions::default(), &read, &mut |_| {})
}

pub fn symbol(text: &str) -> Symbol {
    text.parse().unwrap()
}

/// An empty library, and a folder for what is brought in.
pub struct Empty {
    pub home: tempfile::TempDir,
    pub library: Library,
}

impl Empty {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let library = Library::open(&home.path().join("cache")).unwrap();
        Self { home, library }
    }

    /// Writes files and imports them with a reader.
    pub fn take(&self, files: &[(&str, impl AsRef<[u8]>)], read: &ReadFn<'_>) -> ImportReport {
        let paths: Vec<PathBuf> = files
            .iter()
            .map(|(name, bytes)| {
                let path = self.home.path().join(name);
                fs::write(&path, bytes).unwrap();
                path
            })
            .collect();
        self.library.import(&paths, &ImportOptions::default(), read, &mut |_| {}).unwrap()
    }
}

/// A desk with three papers of session 350 and one of 346 lying in a folder, and nothing imported.
pub struct Desk {
    pub home: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        let desk = Self { home: tempfile::tempdir().unwrap() };
        for (name, text) in [
            (
                "a/pol3.txt",
                "Symbol: GB.350/POL/3\nTitle: Platform work\n# Context\n1. Platforms grow.\n2. Draft decision: The Governing Body:",
            ),
            ("a/ins17.txt", "Symbol: GB.350/INS/17\nTitle: Report\n1. As said before, see [cites GB.346/INS/5]"),
            ("b/ins2.txt", "Symbol: GB.350/INS/2\nTitle: Agenda of the Conference\n1. The Conference meets in June."),
            ("b/ins5.txt", "Symbol: GB.346/INS/5\nTitle: Update\n1. An older paper about the follow-up."),
        ] {
            write(&desk.papers(), name, text);
        }
        desk
    }

    pub fn papers(&self) -> PathBuf {
        self.home.path().join("papers")
    }

    pub fn cache(&self) -> PathBuf {
        self.home.path().join("cache")
    }

    pub fn library(&self) -> Library {
        Library::open(&self.cache()).unwrap()
    }
}
