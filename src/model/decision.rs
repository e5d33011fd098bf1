//! Draft decisions and what became of them.

use serde::{Deserialize, Serialize};

use super::{Item, Language, Note, Symbol, Texts};

/// A draft decision as the paper proposes it (`domain.md` §3.3).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DraftDecision {
    /// The number of its paragraph; `None` when the paper's numbers were lost.
    pub paragraph: Option<String>,
    /// The id of the block it begins with.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The words before the lettered parts.
    pub text: String,
    /// The lettered parts.
    pub items: Vec<Item>,
}

/// What became of a draft decision.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// Not decided, or nothing known.
    #[default]
    Pending,
    /// Adopted as drafted.
    AsDrafted,
    /// Adopted "as amended by the Governing Body".
    AsAmended,
    /// Deferred to a later session.
    Deferred,
    /// Not adopted.
    NotAdopted,
    /// Decided by correspondence.
    ByCorrespondence,
    /// "Outcome of the discussion": guidance, no decision.
    GuidanceOnly,
}

/// A draft decision with its paper and its outcome: a row of the board and of `decisions --json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardEntry {
    /// The paper, with its version.
    pub paper: Symbol,
    /// The number of the paragraph.
    pub paragraph: Option<String>,
    /// The id of the block in the paper.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
    /// The language of the text.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<Language>,
    /// The title of the paper.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// The words before the lettered parts.
    pub text: String,
    /// The lettered parts.
    pub items: Vec<Item>,
    /// What became of it.
    pub outcome: Outcome,
    /// The adopted words, when known.
    pub adopted_text: Option<String>,
    /// The day of the decision, ISO 8601.
    pub decided_on: Option<String>,
}

impl BoardEntry {
    /// The id of the block the draft stands in; empty when the paper's numbers were lost and it has no id.
    #[must_use]
    pub fn block(&self) -> String {
        match &self.paragraph {
            Some(number) if self.id.is_empty() => format!("para_{number}"),
            _ => self.id.clone(),
        }
    }

    /// The words of the draft with its lettered parts, each on a line of its own.
    #[must_use]
    pub fn words(&self) -> String {
        let mut out = self.text.clone();
        super::paper::push_items(&mut out, &self.items, 0);
        out
    }

    /// True when these adopted words are cited "as amended by the Governing Body": the outcome says so, or no outcome is
    /// known (the words were pasted) and they are other words than those of the draft.
    #[must_use]
    pub fn is_amended(&self, adopted: &str) -> bool {
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        match self.outcome {
            Outcome::AsAmended => true,
            Outcome::Pending => bare(adopted) != bare(&self.words()),
            _ => false,
        }
    }

    /// True when a note was made on the paper of this draft, in whichever version, and not on an addendum to it.
    #[must_use]
    pub fn is_paper_of(&self, note: &Note) -> bool {
        note.paper.parse::<Symbol>().is_ok_and(|symbol| symbol.unrevised() == self.paper.unrevised())
    }

    /// The adopted text that was pasted for this draft.
    #[must_use]
    pub fn pasted<'a>(&self, all: &'a [Pasted]) -> Option<&'a Note> {
        let block = self.block();
        let here = all.iter().filter(|one| one.block == block && self.is_paper_of(&one.note));
        here.map(|one| &one.note).max_by(|a, b| a.precedence().cmp(&b.precedence()))
    }
}

/// The adopted text of a draft decision that a delegate pasted, with the place where it stands in the newest text held.
#[derive(Clone, Debug, PartialEq)]
pub struct Pasted {
    /// The note that keeps it.
    pub note: Note,
    /// The id of the block of the draft.
    pub block: String,
}

impl Pasted {
    /// What a note keeps: `None` for one that keeps no adopted text. `block`: where it stands in the newest text held; where
    /// it was written when that is not known.
    #[must_use]
    pub fn of(note: &Note, block: Option<&str>) -> Option<Self> {
        let place = block.or(note.paragraph.as_deref())?;
        let block = place.split("__").next().unwrap_or(place).to_owned();
        (note.adopted && !note.text.trim().is_empty()).then(|| Self { note: note.clone(), block })
    }
}

/// What became of a draft decision, as a feed or a record of decisions tells it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Adopted {
    /// The paper whose draft was decided; as printed in the source when it is no symbol.
    pub paper: String,
    /// The paragraph of the draft.
    #[serde(default)]
    pub paragraph: Option<String>,
    /// What became of it.
    #[serde(default)]
    pub outcome: Outcome,
    /// The day, ISO 8601.
    #[serde(default)]
    pub date: Option<String>,
    /// The adopted words, by language.
    #[serde(default)]
    pub text: Texts,
}
