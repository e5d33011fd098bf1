//! What a delegate is going to say: own words, quotes from papers and notes, in an order.

use super::Language;

/// A statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement {
    /// Unique and stable; also the stem of the file name. Empty for one not yet on disk.
    pub id: String,
    /// The session whose folder it lies in.
    pub session: u16,
    /// What it is called.
    pub title: String,
    /// What is said, in this order.
    pub parts: Vec<StatementPart>,
    /// ISO 8601 in UTC.
    pub created: String,
    /// ISO 8601 in UTC.
    pub modified: String,
    /// A hash of the file it was read from; see [`super::Note::revision`].
    pub revision: String,
}

/// One part of a statement.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatementPart {
    /// The words to be said.
    pub text: String,
    /// Where they come from; `None` for words written here.
    pub source: Option<Source>,
}

/// Where the words of a part come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// They are quoted from the paper; false: they are a note of the delegate's on that place.
    pub quoted: bool,
    /// The paper with its version, or the library's key of a text.
    pub paper: String,
    /// The language they were read in.
    pub language: Option<Language>,
    /// The id of the block: `para_29`, `para_29__a`; `None` for the whole paper.
    pub paragraph: Option<String>,
    /// The citation as the Governing Body writes it: `GB.399/INS/5(Rev.1), para. 4`.
    pub citation: String,
    /// A hash of the words as they were collected, so that a quote that was shortened is known to be.
    pub hash: String,
}

/// Forms in which a statement leaves the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// A Word file.
    Docx,
}

impl Form {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Docx, Self::Markdown, Self::Text];

    /// The end of the file's name, without the dot.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Markdown => "md",
            Self::Docx => "docx",
        }
    }
}

impl Statement {
    /// The statement as plain text: paragraphs with blank lines between, quotes in quotation marks, citations in brackets.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut out = self.title.clone();
        for part in &self.parts {
            out.push_str("\n\n");
            match &part.source {
                Some(source) if source.quoted => out.push_str(&format!("“{}”", part.text)),
                _ => out.push_str(&part.text),
            }
            if let Some(source) = part.source.as_ref().filter(|source| !source.citation.is_empty()) {
                out.push_str(&format!("\n({})", source.citation));
            }
        }
        out.push('\n');
        out
    }
}
