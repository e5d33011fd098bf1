//! A session as the library holds it: agenda, papers with their versions, sittings, adopted decisions.

use serde::{Deserialize, Serialize};

use super::decision::{Adopted, BoardEntry};
use super::{Language, Symbol, Texts};

/// A session held. What is unknown is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Session {
    /// The number, 350 for the 350th.
    pub session: u16,
    /// The title.
    pub title: Texts,
    /// First and last day, ISO 8601.
    pub dates: Option<[String; 2]>,
    /// Where it meets.
    pub place: Option<String>,
    /// When it was last synced or imported into, ISO 8601 in UTC.
    pub synced_at: Option<String>,
    /// Where it came from: an address, a folder, `import`.
    pub source: Option<String>,
    /// The agenda in its own order.
    pub items: Vec<AgendaItem>,
    /// The papers, in the order of their symbols; one entry a paper, whatever its versions.
    pub papers: Vec<PaperEntry>,
    /// The order of business.
    pub sittings: Vec<Sitting>,
    /// What became of draft decisions.
    pub adopted: Vec<Adopted>,
    /// Every draft decision, newest version of each paper, in the order of the agenda, one entry a language held.
    pub board: Vec<BoardEntry>,
}

/// An item of the agenda.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AgendaItem {
    /// `INS`, `POL` …
    pub section: String,
    /// `17`, `2/1`.
    pub number: String,
    /// The title.
    pub title: Texts,
    /// As the source says.
    pub status: Option<String>,
    /// A remark such as "No document".
    pub note: Texts,
    /// Symbols (without version) of its papers.
    pub papers: Vec<Symbol>,
    /// No source named it: made from the symbol of a paper held.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub derived: bool,
}

/// A paper of a session with everything held of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PaperEntry {
    /// The newest version held: `GB.350/POL/3(Rev.1)`. For a text without symbol, `None`.
    pub symbol: Option<Symbol>,
    /// The key that names it everywhere in the library: the symbol without version, or `text-` and a hash.
    pub key: String,
    /// The title.
    pub title: Texts,
    /// ISO 8601, of the newest version.
    pub date: Option<String>,
    /// `for_decision`, `for_information` … as the source says, else what the reading found.
    pub kind: String,
    /// What the newest version says it changed.
    pub change_note: Texts,
    /// Every text held: a version in a language.
    pub held: Vec<Held>,
    /// Originals of texts in `held` in another format, kept beside them: the PDF of a DOCX, for its pages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Held>,
    /// What the last sync or import did.
    pub state: State,
    /// Paragraph numbers of the draft decisions of the newest version.
    pub decisions: Vec<String>,
    /// Headings of the newest version in each language held, for navigation.
    #[serde(default)]
    pub headings: Vec<HeadingEntry>,
    /// The source no longer lists it; what was held stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// Versions and companions held that the source no longer lists, while it lists the paper.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<Symbol>,
}

/// A heading, to jump to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingEntry {
    /// The id of the block.
    pub id: String,
    /// 1 is the highest.
    pub level: u8,
    /// The words.
    pub text: String,
    /// The language of the text that it stands in; `None` where it was not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

impl PaperEntry {
    /// The headings in the first of these languages that there are any in.
    pub fn headings_in(&self, languages: &[Language]) -> impl Iterator<Item = &HeadingEntry> {
        let has = |language: &&Language| self.headings.iter().any(|heading| heading.language == Some(**language));
        let first = languages.iter().find(has).copied();
        let first = first.or_else(|| self.headings.first().and_then(|heading| heading.language));
        self.headings.iter().filter(move |heading| heading.language == first)
    }

    /// Which of how many headings of its text this one is: the same place in another language that has as many.
    #[must_use]
    pub fn heading_place(&self, id: &str) -> Option<(usize, usize)> {
        let language = self.headings.iter().find(|heading| heading.id == id)?.language;
        let own = self.headings.iter().filter(|heading| heading.language == language);
        let at = own.clone().position(|heading| heading.id == id)?;
        Some((at, own.count()))
    }
}

/// A text held: one version of a paper in one language.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// With its version.
    pub symbol: Option<Symbol>,
    /// The language.
    pub language: Language,
    /// SHA-256 of the original, lower-case hexadecimal: the name of the original on disk.
    pub original: String,
    /// SHA-256 of the paper's JSON: its name on disk.
    pub paper: String,
    /// The same of the paper as this original alone gives it, when `paper` has the pages of another product of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alone: Option<String>,
    /// Format of the original: `pdf`, `docx`, `html`, `md`, `txt`.
    pub format: String,
    /// Size of the original in bytes.
    pub size: u64,
    /// The name it came under.
    pub file_name: String,
    /// Where it came from, when fetched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// ETag of the response it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// Last-Modified of the response it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// When another text came under the same symbol and language, ISO 8601: this one is kept as the former.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<String>,
    /// The version of the reader that made the paper from the original.
    #[serde(default)]
    pub reader: u32,
}

/// What the last sync or import did to a paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Not held before.
    New,
    /// A new version or other content.
    Changed,
    /// As it was.
    #[default]
    Unchanged,
    /// Could not be fetched or read.
    Failed,
}

/// A sitting in the order of business. Times are local to the place of the meeting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sitting {
    /// ISO 8601.
    pub date: String,
    /// `15:30`.
    pub begins: Option<String>,
    /// `18:00`.
    pub ends: Option<String>,
    /// What is taken, in order.
    pub entries: Vec<SittingEntry>,
}

/// One item in a sitting.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SittingEntry {
    /// `PFA/1`.
    pub item: String,
    /// "continued", "No document".
    pub note: Texts,
}
