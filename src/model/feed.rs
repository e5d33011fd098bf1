//! The session feed, `session.json` version 1: what a secretariat puts on a web server or a USB stick.
//! The shape is a promise; a JSON Schema of it ships in `assets/`.

use serde::{Deserialize, Serialize};

use super::decision::Adopted;
use super::{Language, Sitting, Texts};

/// The value of `format` in every feed.
pub const FORMAT: &str = "gbdesk-session";
/// The version of the form that this program reads and writes.
pub const VERSION: u32 = 1;

/// A session as a feed describes it. Addresses are relative to the feed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Feed {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// The number of the session.
    pub session: u16,
    /// The title of the session.
    #[serde(default)]
    pub title: Texts,
    /// First and last day, ISO 8601.
    #[serde(default)]
    pub dates: Option<[String; 2]>,
    /// Where it meets.
    #[serde(default)]
    pub place: Option<String>,
    /// When the feed was written, ISO 8601 with time.
    #[serde(default)]
    pub updated: Option<String>,
    /// The languages there are.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// The agenda.
    #[serde(default)]
    pub items: Vec<FeedItem>,
    /// The papers.
    pub papers: Vec<FeedPaper>,
    /// The order of business.
    #[serde(default)]
    pub sittings: Vec<Sitting>,
    /// What became of draft decisions.
    #[serde(default)]
    pub decisions: Vec<Adopted>,
}

/// An item of the agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedItem {
    /// `INS`, `POL` …
    pub section: String,
    /// `17`, `2/1`.
    pub number: String,
    /// The title.
    #[serde(default)]
    pub title: Texts,
    /// `for_decision`, `for_information` …, as the feed says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// A remark such as "No document".
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub note: Texts,
    /// Symbols of its papers.
    #[serde(default)]
    pub papers: Vec<String>,
}

/// A paper in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedPaper {
    /// The symbol with its version.
    pub symbol: String,
    /// The title.
    #[serde(default)]
    pub title: Texts,
    /// ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// `for_decision`, `for_information` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// One or two sentences.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub summary: Texts,
    /// "In version Rev.1 of 29 February …"
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub change_note: Texts,
    /// The files, one or more a language.
    #[serde(default)]
    pub files: Vec<FeedFile>,
}

/// A file of a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FeedFile {
    /// The language of the file.
    pub language: Language,
    /// Relative to the feed, inside its folder.
    pub url: String,
    /// `application/pdf` …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Lower-case hexadecimal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// In bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
}
