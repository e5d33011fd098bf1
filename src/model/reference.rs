//! Citations: where they stand and what they name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Symbol;

/// A citation in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Where it stands: a block id, `fn_4`, or `cover`.
    #[serde(rename = "in")]
    pub place: String,
    /// The words of the citation as printed.
    pub text: String,
    /// What it names.
    pub target: Target,
    /// Inside the block: the way to the list part (`[0, 2]` is the third part of the first part), or row and column of
    /// a table; empty for the block's own text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<usize>,
    /// In a cover: the name of the field, as in the JSON of the cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where `text` stands: character offsets, begin and end, into the text of that place.
    #[serde(default)]
    pub at: [usize; 2],
}

/// What a citation names. Written as one string, the `target` of `interface.md`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// A paper, and a place in it.
    Paper(Symbol, Option<Locator>),
    /// A place in the paper itself.
    Own(Locator),
    /// A Convention, Recommendation or Protocol: `C122`, `R204`, `P029`; or `MLC`.
    Instrument(String),
    /// An article of the Constitution: `26`, `13(4)`.
    Constitution(String),
    /// An article of the Standing Orders of the Governing Body (`GB`) or the Conference (`ILC`).
    StandingOrders {
        /// `GB` or `ILC`.
        of: String,
        /// `22(3)`.
        article: String,
    },
    /// A Sustainable Development Goal, target or indicator: `8`, `8.8.2`.
    Sdg(String),
    /// A programme outcome: `7`, `A`.
    Outcome(String),
    /// A programme output: `3.1`, `A.1`.
    Output(String),
    /// A Conference paper: `ILC.110/Resolution II`.
    Conference(String),
    /// Something named that is no Governing Body paper.
    External(Locator),
}

/// A place in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Locator {
    /// Paragraphs.
    Paragraphs(Vec<Span>),
    /// Draft decisions, by the paragraphs they stand in.
    Decisions(Vec<Span>),
    /// `part I`.
    Part(String),
    /// `appendix II`, `appendix`.
    Appendix(Option<String>),
    /// `section II`.
    Section(String),
    /// `footnote 5`.
    Footnote(String),
}

/// One paragraph, or a range of them: `18`, `26(c)`, `247-282`, `304(a)-304(b)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first.
    pub from: String,
    /// The last, when it is a range.
    pub to: Option<String>,
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.to {
            Some(to) => write!(out, "{}-{to}", self.from),
            None => out.write_str(&self.from),
        }
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

impl TryFrom<String> for Target {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(|symbol| Self::Paper(symbol, None))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paper(symbol, _) => write!(out, "{symbol}"),
            other => write!(out, "{other:?}"),
        }
    }
}
