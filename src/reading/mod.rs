//! Bytes → `Paper`. A format reader makes styled lines ([`line::Script`]), one structure recogniser makes the paper.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::model::{Language, Paper, Symbol};
use crate::strings::Saying;

pub mod docx;
pub mod guard;
pub mod html;
pub mod line;
mod markdown;
pub mod pdf;
mod plain;
mod structure;

pub use structure::{ChainStep, ExplainedLine, Explanation};

/// Goes up with every change that reads some paper otherwise than before: a library re-reads its originals then.
pub const READER_VERSION: u32 = 6;

/// What is known of a text from outside: where it came from, never more than a hint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The name of the file, without folders.
    pub file_name: Option<String>,
    /// The language it was published under.
    pub language: Option<Language>,
    /// The session it was imported into.
    pub session: Option<u16>,
    /// The symbol it was published under.
    pub symbol: Option<Symbol>,
}

impl Origin {
    /// An origin of which only the file's name is known.
    #[must_use]
    pub fn file(name: impl Into<String>) -> Self {
        Self { file_name: Some(name.into()), ..Self::default() }
    }
}

/// The formats papers come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML of a word processor.
    Docx,
    /// A web page.
    Html,
    /// Markdown.
    #[serde(rename = "md")]
    Markdown,
    /// Text without markup.
    #[serde(rename = "txt")]
    Plain,
}

impl Format {
    /// The usual ending of a file's name, which is also the name in manifests: `pdf`, `docx`, `html`, `md`, `txt`.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Plain => "txt",
        }
    }

    /// The format's name in a sentence.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pdf => "PDF",
            Self::Docx => "DOCX",
            Self::Html => "HTML",
            Self::Markdown => "Markdown",
            Self::Plain => "text",
        }
    }
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nothing in it.
    Empty,
    /// No format that papers come in.
    Unknown,
    /// A format that this reader does not take, or not in this form.
    Unsupported(Format),
    /// Locked with a password.
    Encrypted(Format),
    /// Broken; the reason in a few words.
    Damaged(Format, String),
    /// More than the reader's limits allow; what of it, in a few words.
    TooLarge(String),
    /// Reading took longer than allowed, in seconds.
    TooSlow(u32),
    /// There is no text in it: pictures of pages.
    NoText(Format),
    /// No process of its own could be started for it; the reason in a few words.
    Alone(String),
}

impl Fault {
    /// What happened and what to do, in no language yet.
    #[must_use]
    pub fn saying(&self) -> Saying {
        let of = |key, format: &Format| Saying::new(key, &[("format", format.name())]);
        match self {
            Self::Empty => Saying::new("fault.read_empty", &[]),
            Self::Unknown => Saying::new("fault.read_unknown", &[]),
            Self::Unsupported(format) => of("fault.read_unsupported", format),
            Self::Encrypted(format) => of("fault.read_encrypted", format),
            Self::Damaged(format, why) => {
                Saying::new("fault.read_damaged", &[("format", format.name()), ("why", &short(why))])
            }
            Self::TooLarge(what) => Saying::new("fault.read_large", &[("why", &short(what))]),
            Self::TooSlow(seconds) => Saying::new("fault.read_slow", &[("seconds", &seconds.to_string())]),
            Self::Alone(why) => Saying::new("fault.read_alone", &[("why", &short(why))]),
            Self::NoText(format) => of("fault.read_no_text", format),
        }
    }
}

/// A reason that a file may have had a hand in, as one harmless line.
fn short(why: &str) -> String {
    let cut: String = why.chars().take(300).collect();
    crate::text::sanitise::line(&cut)
}

/// In English, for logs and for other programs.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.saying().fmt(out)
    }
}

impl std::error::Error for Fault {}

/// Which format these bytes are in, told by their content; the name only decides between Markdown and plain text where
/// the content leaves it open. `None` when it is no text at all.
#[must_use]
pub fn detect(bytes: &[u8], name: Option<&str>) -> Option<Format> {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let start = head.get(..head.len().min(1024)).unwrap_or_default();
    if start.windows(5).any(|window| window == b"%PDF-") {
        return Some(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Some(Format::Docx);
    }
    if head.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return None; // the old word processor's own format
    }
    if is_utf16(head) {
        return Some(text_format(&plain::decode(bytes), name));
    }
    let wild = head.iter().filter(|byte| **byte < 9 || (14..32).contains(*byte) && **byte != 0x1B).count();
    if wild * 50 > head.len() {
        return None;
    }
    let lower = head.to_ascii_lowercase();
    let lower = lower.trim_ascii_start();
    let lower = lower.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(lower).trim_ascii_start();
    let has = |needle: &[u8]| lower.windows(needle.len()).any(|window| window == needle);
    if lower.starts_with(b"<!doctype html")
        || lower.starts_with(b"<html")
        || (lower.starts_with(b"<") && (has(b"<html") || has(b"<body") || has(b"<head") || has(b"<title")))
        || (lower.starts_with(b"<?xml") && has(b"<html"))
    {
        return Some(Format::Html);
    }
    Some(text_format(&plain::decode(bytes), name))
}

fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF])
}

/// Markdown or plain text, by the signs of markup on line starts.
fn text_format(text: &str, name: Option<&str>) -> Format {
    let mut strong = 0;
    let mut weak = 0;
    for line in text.lines().take(400) {
        let line = line.trim_start();
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&hashes) && line.as_bytes().get(hashes) == Some(&b' ') {
            strong += 1;
        }
        if line.contains("**") || line.contains("](") || line.contains("<sup>") {
            weak += 1;
        }
        if line.starts_with("- ") || line.starts_with("* ") || line.starts_with("---") {
            weak += 1;
        }
    }
    let named = name.is_some_and(|name| {
        let ending = name.rsplit('.').next().unwrap_or_default();
        ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
    });
    if strong >= 1 && (strong + weak >= 2 || named) || weak >= 4 || named && weak >= 1 {
        Format::Markdown
    } else {
        Format::Plain
    }
}

/// Reads a paper.
///
/// Takes the bytes of the file as it came and what is known of where it came from; gives the paper with everything that
/// is uncertain in its warnings, or the reason why there is none.
pub fn read(bytes: &[u8], origin: &Origin) -> Result<Paper, Fault> {
    explain(bytes, origin).map(|(paper, _)| paper)
}

/// Reads a paper and tells how: the lines, the chain of numbers and the candidates that were rejected.
pub fn explain(bytes: &[u8], origin: &Origin) -> Result<(Paper, Explanation), Fault> {
    let (format, script) = script(bytes, origin)?;
    guard::caught(format, || Ok(structure::build(script, format, origin)))
}

/// Reads a PDF as if it had no tags, as the older ones have none: the same paper must come of it.
#[doc(hidden)]
pub fn read_untagged(bytes: &[u8], origin: &Origin) -> Result<Paper, Fault> {
    guard::caught(Format::Pdf, || Ok(structure::build(pdf::read_with(bytes, false)?, Format::Pdf, origin).0))
}

/// The styled lines of a file, before structure.
pub fn script(bytes: &[u8], origin: &Origin) -> Result<(Format, line::Script), Fault> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::Empty);
    }
    let format = detect(bytes, origin.file_name.as_deref()).ok_or(Fault::Unknown)?;
    let script = guard::caught(format, || match format {
        Format::Pdf => pdf::read(bytes),
        Format::Docx => docx::read(bytes),
        Format::Html => html::read(bytes),
        Format::Markdown => Ok(markdown::read(&plain::decode(bytes))),
        Format::Plain => Ok(plain::read(&plain::decode(bytes))),
    })?;
    Ok((format, script))
}
