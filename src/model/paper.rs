//! A paper as it was read: cover, blocks, footnotes, draft decisions, references, and what is uncertain.
//!
//! The JSON form is the one that `gbdesk parse --json` and `show --json` promise. What is unknown is `None`.

use serde::{Deserialize, Serialize};

use super::{DraftDecision, Language, Reference, Symbol};

/// A paper in one language and one version.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paper {
    /// The symbol as the paper carries it, with its version; `None` when the text has none.
    pub symbol: Option<Symbol>,
    /// The session, from the symbol or the cover ("346th Session").
    pub session: Option<u16>,
    /// The section or committee code: `INS`, `POL`, `LILS`, `PFA`, `HL`, `WP/GBC` …
    pub section: Option<String>,
    /// The language the text is in.
    pub language: Option<Language>,
    /// The title, subtitles joined with a full stop and a space or as printed.
    pub title: Option<String>,
    /// The date on the cover, ISO 8601 (`2022-10-17`).
    pub date: Option<String>,
    /// The language the paper was written in ("Original: English").
    pub original_language: Option<Language>,
    /// What kind of paper this is.
    pub kind: Kind,
    /// The fields of the cover box.
    pub cover: Cover,
    /// Headings, paragraphs and tables in reading order.
    pub blocks: Vec<Block>,
    /// Footnotes in order of their marks.
    pub footnotes: Vec<Footnote>,
    /// The draft decisions, in order.
    pub decisions: Vec<DraftDecision>,
    /// Citations, in order of where they stand.
    pub references: Vec<Reference>,
    /// What the reader of the paper should know about how it was read, one sentence each.
    pub warnings: Vec<String>,
}

/// What a paper is; `domain.md` §3.4.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A paper submitted to the Governing Body.
    #[default]
    Paper,
    /// An information paper (INF).
    Information,
    /// The agenda of a session.
    Agenda,
    /// Programme, or tentative order of business.
    Programme,
    /// Minutes, draft or final.
    Minutes,
    /// A record of one or all decisions.
    Decision,
    /// An addendum.
    Addendum,
    /// A corrigendum.
    Corrigendum,
    /// A text that is no Governing Body paper, a press release for example.
    Text,
}

/// The cover box of a modern paper (`domain.md` §3.1). Values as printed, without the field name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Cover {
    /// Purpose of the document.
    pub purpose: Option<String>,
    /// Relevant strategic objective.
    pub strategic_objective: Option<String>,
    /// Main relevant outcome.
    pub main_outcome: Option<String>,
    /// Policy implications.
    pub policy_implications: Option<String>,
    /// Legal implications.
    pub legal_implications: Option<String>,
    /// Financial implications.
    pub financial_implications: Option<String>,
    /// Follow-up action required.
    pub follow_up: Option<String>,
    /// Author unit.
    pub author_unit: Option<String>,
    /// Related documents, one entry each, as printed.
    pub related_documents: Vec<String>,
}

impl Cover {
    /// The fields that hold one text, with their names in JSON, in the order in which they are printed.
    pub fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let all = [
            ("purpose", &self.purpose),
            ("strategic_objective", &self.strategic_objective),
            ("main_outcome", &self.main_outcome),
            ("policy_implications", &self.policy_implications),
            ("legal_implications", &self.legal_implications),
            ("financial_implications", &self.financial_implications),
            ("follow_up", &self.follow_up),
            ("author_unit", &self.author_unit),
        ];
        all.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)))
    }
}

/// One block of a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// A heading.
    Heading(Heading),
    /// A paragraph with the lists inside it.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

/// A heading.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Heading {
    /// An id that survives: derived from the heading's words, unique in the paper.
    pub id: String,
    /// 1 is the highest level inside the body.
    pub level: u8,
    /// The words, with their own number when printed ("Output 1.1: …").
    pub text: String,
    /// Footnote marks in it, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<String>,
    /// Where each of `footnotes` stood: character offsets into `text`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks_at: Vec<usize>,
    /// The page of the original, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// How sure the reading is, 0 to 1; absent means certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Paragraph {
    /// `para_29` when the paper numbers it (`para_29-2` for a second 29), else `p-` and a hash of its words.
    pub id: String,
    /// The paper's own number; `None` when the paper gives none or it was lost.
    pub number: Option<String>,
    /// A number that was inferred, never printed: shown as `≈ 14` and never cited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inferred: Option<String>,
    /// The words before the list, without footnote marks.
    pub text: String,
    /// Footnote marks in it, in order.
    pub footnotes: Vec<String>,
    /// Where each of `footnotes` stood: character offsets into `text`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks_at: Vec<usize>,
    /// The list inside the paragraph.
    pub items: Vec<Item>,
    /// The page of the original, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// How sure the reading is, 0 to 1; absent means certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// One part of a list: bulleted, lettered or numbered.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Item {
    /// As printed: `•`, `(a)`, `(ii)`, `a)`.
    pub marker: String,
    /// The words of the part.
    pub text: String,
    /// Footnote marks in it, in order.
    pub footnotes: Vec<String>,
    /// Where each of `footnotes` stood: character offsets into `text`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks_at: Vec<usize>,
    /// Lists inside it.
    pub items: Vec<Item>,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Table {
    /// An id that survives: `t-` and a hash of its words.
    pub id: String,
    /// How many rows at the top are headers. Headers repeated further down were taken out.
    pub header_rows: usize,
    /// Cells row by row; every row has the same length, a cell without text is empty.
    pub rows: Vec<Vec<String>>,
    /// Indexes into `rows` of full-width rows that head the group below them (text in the first cell).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group_rows: Vec<usize>,
    /// True when the columns were guessed from the layout; `raw` then has the text as it stood.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub guessed: bool,
    /// The lines as they stood, when `guessed`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raw: Vec<String>,
    /// The page of the original, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// How sure the reading is, 0 to 1; absent means certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f32>,
}

/// A footnote.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Footnote {
    /// The mark, as printed: `1`, `*`.
    pub mark: String,
    /// The words.
    pub text: String,
}

impl Block {
    /// The id of the block.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Heading(heading) => &heading.id,
            Self::Paragraph(paragraph) => &paragraph.id,
            Self::Table(table) => &table.id,
        }
    }

    /// The page of the original it begins on, from 1.
    #[must_use]
    pub fn page(&self) -> Option<u32> {
        match self {
            Self::Heading(heading) => heading.page,
            Self::Paragraph(paragraph) => paragraph.page,
            Self::Table(table) => table.page,
        }
    }
}

impl Paper {
    /// The block with this id, with its place in `blocks`.
    #[must_use]
    pub fn block(&self, id: &str) -> Option<(usize, &Block)> {
        self.blocks.iter().enumerate().find(|(_, block)| block.id() == id)
    }

    /// The last page of the original that something begins on; `None` where the original has no pages, or only one.
    #[must_use]
    pub fn pages(&self) -> Option<u32> {
        self.blocks.iter().filter_map(Block::page).max().filter(|last| *last > 1)
    }

    /// The paragraphs in order.
    pub fn paragraphs(&self) -> impl Iterator<Item = &Paragraph> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph),
            _ => None,
        })
    }

    /// The first paragraph that the paper numbers so.
    #[must_use]
    pub fn numbered(&self, number: &str) -> Option<&Paragraph> {
        self.paragraphs().find(|paragraph| paragraph.number.as_deref() == Some(number))
    }

    /// The footnote with this mark.
    #[must_use]
    pub fn footnote(&self, mark: &str) -> Option<&Footnote> {
        self.footnotes.iter().find(|footnote| footnote.mark == mark)
    }
}

impl Paragraph {
    /// The whole text with its list parts, each part on a line of its own with its marker.
    #[must_use]
    pub fn full_text(&self) -> String {
        let mut out = self.text.clone();
        push_items(&mut out, &self.items, 0);
        out
    }
}

/// Appends list parts to `out`, one line each, indented by two blanks a level.
pub fn push_items(out: &mut String, items: &[Item], depth: usize) {
    for item in items {
        if !out.is_empty() {
            out.push('\n');
        }
        for _ in 0..depth {
            out.push_str("  ");
        }
        // a paragraph of an embedded text has no marker
        if !item.marker.is_empty() {
            out.push_str(&item.marker);
            out.push(' ');
        }
        out.push_str(&item.text);
        push_items(out, &item.items, depth + 1);
    }
}
