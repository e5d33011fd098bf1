//! What a search brings back, and what cites what.

use serde::{Deserialize, Serialize};

use super::{Language, Reference};

/// The answer to a query.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// As typed.
    pub query: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// How many paragraphs match, over all that is held.
    pub total: usize,
    /// Best first.
    pub hits: Vec<Hit>,
    /// What was wrong with the query, or done on top of it ("nothing found for …; showing …").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    /// The words that were corrected because nothing was found: as typed, and as searched.
    #[serde(skip)]
    pub changes: Vec<(String, String)>,
}

/// A place that matches.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// The symbol with its version, or the title of a text without one.
    pub paper: String,
    /// The key of the paper in the library.
    #[serde(default)]
    pub key: String,
    /// The paper's own number of the paragraph.
    pub paragraph: Option<String>,
    /// The id of the block, or `fn_3`, or the id of the note.
    pub id: String,
    /// Of the text.
    pub language: Option<Language>,
    /// Of the paper.
    pub title: String,
    /// Some words around the match.
    pub snippet: String,
    /// Where the match stands: character offsets into `snippet`.
    pub matches: Vec<[usize; 2]>,
    /// Higher is better.
    pub score: f32,
    /// What it is.
    #[serde(default)]
    pub kind: HitKind,
    /// The session that lists the paper; 0 for a text that belongs to none.
    #[serde(skip)]
    pub session: u16,
}

/// What a hit is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HitKind {
    /// A paragraph.
    #[default]
    Paragraph,
    /// A heading.
    Heading,
    /// A footnote.
    Footnote,
    /// A table.
    Table,
    /// A note of the delegate.
    Note,
}

/// One citation seen from the place it names: who cites it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitedBy {
    /// The paper that cites: its symbol with the version, or the title of a text without one.
    pub paper: String,
    /// The session that lists it; 0 when it belongs to none.
    #[serde(default)]
    pub session: u16,
    /// Its key in the library.
    #[serde(default)]
    pub key: String,
    /// The block or footnote it stands in.
    #[serde(rename = "in")]
    pub place: String,
    /// The words of the citation.
    pub text: String,
    /// What it names, in the `target` form.
    #[serde(default)]
    pub target: String,
}

impl CitedBy {
    /// A citation of the paper that is shown as `paper` and has this key in the library.
    #[must_use]
    pub fn new(paper: &str, session: u16, key: &str, reference: &Reference) -> Self {
        Self {
            paper: paper.to_owned(),
            session,
            key: key.to_owned(),
            place: reference.place.clone(),
            text: reference.text.clone(),
            target: reference.target.to_string(),
        }
    }
}

/// The stance a note takes on a paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// The key of the paper.
    pub key: String,
    /// The number of the paragraph.
    pub paragraph: Option<String>,
    /// The id of its block, where the paragraph has no number.
    pub id: String,
    /// What is thought of it.
    pub stance: super::note::Stance,
}
