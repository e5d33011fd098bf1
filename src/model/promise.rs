//! What the Governing Body asked of somebody, and by when.

use serde::{Deserialize, Serialize};

use super::{Language, Symbol};

/// One request of a draft decision or of an adopted text. What is not said is `None`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promise {
    /// The paper whose decision it is, with its version.
    pub paper: Symbol,
    /// The paragraph of the decision.
    pub paragraph: Option<String>,
    /// The lettered part, `(b)`, `(b)(ii)`.
    pub part: Option<String>,
    /// Of whom it was asked, as printed: "Director-General", "Bureau". When the Governing Body set itself a date, itself.
    pub asked_of: String,
    /// The words that ask: "requested the Director-General to", before a list "requested the Office to submit to its 401st
    /// Session:". Empty when the Governing Body set itself a date, in words that are no list.
    #[serde(default)]
    pub lead: String,
    /// What was asked, in the words of the decision.
    pub action: String,
    /// The session at which it is due.
    pub due_session: Option<u16>,
    /// The day, month or year by which it is due, ISO 8601 as far as it is said: `2023-03`, `2030`.
    pub due_date: Option<String>,
    /// The words it comes from.
    pub quote: String,
    /// Where `quote` stands: character offsets into the text of the paragraph or part, or into the adopted text.
    pub at: [usize; 2],
}

impl Promise {
    /// What asks and what is asked, as one reads them: "requested the Office to report", and of a later point of a list
    /// "requested the Office to … report".
    #[must_use]
    pub fn sentence(&self) -> String {
        let point = self.part.as_deref().filter(|_| self.quote.trim() == self.action);
        Self::joined(&self.lead, point, &self.action)
    }

    /// The words before a list and those of its point `part`; "…" for the points between them.
    #[must_use]
    pub fn joined(lead: &str, part: Option<&str>, action: &str) -> String {
        let later = part.is_some_and(|part| !["(a)", "(i)", "(1)"].iter().any(|first| part.ends_with(first)));
        let gap = if lead.is_empty() || lead.ends_with(['\'', '’']) { "" } else { " " };
        let left_out = if later && !lead.is_empty() { "… " } else { "" };
        format!("{lead}{gap}{left_out}{action}")
    }
}

/// How far a promise is, seen from one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Due at this session.
    Due,
    /// Due before, and no paper held answers it.
    Open,
    /// A paper held answers it.
    Answered,
    /// Due later, or no session was named.
    Later,
}

/// A promise with what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// What was asked.
    #[serde(flatten)]
    pub promise: Promise,
    /// The words are those adopted; otherwise those of the draft.
    pub adopted: bool,
    /// They were adopted "as amended by the Governing Body".
    #[serde(default)]
    pub amended: bool,
    /// The language of the words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Who pasted the adopted words, when they come from no official text; empty for the delegate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pasted_by: Option<String>,
    /// The id of the block of the draft.
    pub id: String,
    /// How far it is.
    pub standing: Standing,
    /// Papers of the session it is due at (of any later session when none was named) that cite the paper it comes from.
    pub answered_by: Vec<String>,
}
