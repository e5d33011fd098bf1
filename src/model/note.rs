//! The delegate's own words about a place in a paper.

use serde::{Deserialize, Serialize};

use super::Language;

/// A note, hung on a paper, a paragraph, the words quoted and their context.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Note {
    /// Unique and stable; also the stem of the file name.
    pub id: String,
    /// The session whose folder it lies in.
    pub session: u16,
    /// The paper with its version, `GB.350/POL/3(Rev.1)`; or the library's key of a text; empty for a note on the session.
    pub paper: String,
    /// The language it was made on.
    pub language: Option<Language>,
    /// The id of the block: `para_29`, `para_29__a`; `None` for the whole paper.
    pub paragraph: Option<String>,
    /// The words it was made on.
    pub quote: String,
    /// Up to 80 characters before them.
    pub before: String,
    /// Up to 80 characters after them.
    pub after: String,
    /// A hash of the whole paragraph as it was then.
    pub paragraph_hash: String,
    /// The position taken.
    pub stance: Stance,
    /// Free words to group by.
    pub tags: Vec<String>,
    /// ISO 8601 in UTC.
    pub created: String,
    /// ISO 8601 in UTC.
    pub modified: String,
    /// The note itself, Markdown.
    pub text: String,
}

/// The position a note takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// None taken.
    #[default]
    None,
    /// In favour.
    Support,
    /// Against.
    Oppose,
    /// In favour if amended.
    Amend,
    /// Abstains.
    Abstain,
    /// To be asked.
    Question,
}
