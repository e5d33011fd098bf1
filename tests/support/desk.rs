//! A delegate's desk for tests of syncing: a library in a temporary folder, papers made up of lines, feeds made of papers.
#![allow(dead_code)]

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use gbdesk::library::{Library, ReadFn, sha256};
use gbdesk::model::paper::{Block, Kind, Paper, Paragraph};
use gbdesk::model::{DraftDecision, Language};
use gbdesk::reading::{Fault as ReadFault, Origin};
use gbdesk::source::{self, Fault, Proxy, Source, SourceConfig};
use gbdesk::sync::{self, SyncOptions, SyncReport};
use serde_json::{Value, json};

/// The bytes of a made-up PDF: a symbol (or none), and one numbered paragraph a line.
pub fn pdf(symbol: &str, paragraphs: &[&str]) -> Vec<u8> {
    let numbered: Vec<String> = paragraphs.iter().enumerate().map(|(at, text)| format!("{}. {text}", at + 1)).collect();
    format!("%PDF-1.4\nsymbol {symbol}\n{}\n%%EOF\n", numbered.join("\n")).into_bytes()
}

/// Reads what [`pdf`] makes. Bytes with “unreadable” in them are refused.
pub fn read(bytes: &[u8], origin: &Origin) -> Result<Paper, ReadFault> {
    let text = String::from_utf8_lossy(bytes);
    if text.contains("unreadable") {
        return Err(ReadFault::Empty);
    }
    let mut paper = Paper { language: origin.language, ..Paper::default() };
    for line in text.lines() {
        if let Some(symbol) = line.strip_prefix("symbol ") {
            paper.symbol = symbol.trim().parse().ok();
        } else if let Some((number, text)) = line.split_once(". ") {
            let id = format!("para_{number}");
            if text.starts_with("Decide") {
                paper.decisions.push(DraftDecision {
                    paragraph: Some(number.to_owned()),
                    id: id.clone(),
                    text: text.to_owned(),
                    items: Vec::new(),
                });
            }
            paper.blocks.push(Block::Paragraph(Paragraph {
                id,
                number: Some(number.to_owned()),
                text: text.to_owned(),
                ..Paragraph::default()
            }));
        } else if line == "record" {
            paper.kind = Kind::Decision;
        } else if line.starts_with('(') || line.starts_with("The ") {
            paper.blocks.push(Block::Paragraph(Paragraph {
                id: format!("p-{}", paper.blocks.len()),
                text: line.to_owned(),
                ..Paragraph::default()
            }));
        }
    }
    paper.session = paper.symbol.as_ref().map(gbdesk::model::Symbol::session);
    Ok(paper)
}

/// One paper of a feed.
pub fn paper(symbol: &str, title: &str, files: &Value) -> Value {
    json!({"symbol": symbol, "title": {"en": title}, "date": "2024-02-29", "kind": "for_decision", "files": files})
}

/// A file of a paper with its checksum.
pub fn summed(url: &str, bytes: &[u8]) -> Value {
    json!({"language": "en", "url": url, "media_type": "application/pdf", "sha256": sha256(bytes), "size": bytes.len()})
}

/// A file without checksum.
pub fn plain(url: &str) -> Value {
    json!({"language": "en", "url": url, "media_type": "application/pdf"})
}

/// A feed of these papers.
pub fn feed(papers: &[Value]) -> Value {
    json!({
        "format": "gbdesk-session", "version": 1, "session": 350, "title": {"en": "350th Session"}, "dates": ["2024-03-04", "2024-03-14"],
        "place": "Geneva", "languages": ["en"], "items": [], "papers": papers, "sittings": [], "decisions": []
    })
}

/// Limits small enough for a test.
pub fn quick() -> SourceConfig {
    SourceConfig {
        proxy: Proxy::Direct,
        pause: Duration::ZERO,
        connect_timeout: Duration::from_secs(2),
        silence: Duration::from_millis(300),
        rate_window: Duration::from_millis(60),
        slowest: 5_000,
        longest_wait: Duration::from_millis(5),
        tries: 2,
        ..SourceConfig::default()
    }
}

/// A library in a folder that goes away with it.
pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn library(&self) -> Arc<Library> {
        Arc::new(Library::open(&self.folder.path().join("cache")).expect("the library opens"))
    }

    pub fn sync(&self, spec: &str) -> Result<SyncReport, Fault> {
        self.sync_with(spec, &quick())
    }

    pub fn sync_with(&self, spec: &str, config: &SourceConfig) -> Result<SyncReport, Fault> {
        let source = source::open(spec, config)?;
        run(&self.library(), &source, &AtomicBool::new(false))
    }
}

/// One sync in English.
pub fn run(library: &Arc<Library>, source: &Arc<dyn Source>, cancel: &AtomicBool) -> Result<SyncReport, Fault> {
    let languages = vec![Language::EN, Language::FR, Language::ES];
    let options = SyncOptions { languages, patience: Duration::from_millis(200), ..SyncOptions::default() };
    sync::run(library, source, &options, &reader(), cancel, &mut |_| {})
}

/// [`read`], as a sync takes it.
pub fn reader() -> Arc<ReadFn<'static>> {
    Arc::new(read)
}
