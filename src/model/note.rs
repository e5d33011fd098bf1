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
    /// The id of the block: `para_29`, `para_29__a`; `None` for the whole paper. On no paper: `item_INS/3`, an item of the
    /// agenda.
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
    /// Who wrote it, when it came from a colleague; empty for the delegate's own.
    pub author: String,
    /// The version of the paper at which the delegate said "keep it as it is"; empty when never said.
    pub kept: String,
    /// It is the adopted text of the draft decision it hangs on, as the delegate pasted it. In the file: `kind: adopted`.
    pub adopted: bool,
    /// A hash of the file it was read from, empty for a note not yet on disk. Not written: it is how a save knows that
    /// another program changed the file in the meantime. Edit a copy of the note and leave this as it is.
    pub revision: String,
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

impl Stance {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 6] = [Self::None, Self::Support, Self::Oppose, Self::Amend, Self::Abstain, Self::Question];

    /// The word in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Support => "support",
            Self::Oppose => "oppose",
            Self::Amend => "amend",
            Self::Abstain => "abstain",
            Self::Question => "question",
        }
    }
}

impl std::str::FromStr for Stance {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|stance| stance.word().eq_ignore_ascii_case(text))
            .ok_or_else(|| format!("“{text}” is no stance; use support, oppose, amend, abstain, question or none"))
    }
}

/// What the place of a note on an item of the agenda begins with.
const ITEM: &str = "item_";

impl Note {
    /// The place of a note on an item of the agenda: `INS` and `3`.
    #[must_use]
    pub fn place_of_item(section: &str, number: &str) -> String {
        format!("{ITEM}{section}/{number}")
    }

    /// The item of the agenda that it is on, `INS/3`; `None` for every other note.
    #[must_use]
    pub fn item(&self) -> Option<&str> {
        self.paragraph.as_deref().filter(|_| self.paper.is_empty())?.strip_prefix(ITEM)
    }

    /// Of several adopted texts kept for one draft the delegate's own comes before a colleague's, then the newest.
    #[must_use]
    pub fn precedence(&self) -> (bool, &str) {
        (self.author.is_empty(), &self.modified)
    }

    /// The key of its paper in the library: the symbol without its version, or the paper as written when it is no symbol.
    #[must_use]
    pub fn paper_key(&self) -> String {
        self.paper.parse::<super::Symbol>().map_or_else(|_| self.paper.clone(), |symbol| symbol.paper().to_string())
    }
}
