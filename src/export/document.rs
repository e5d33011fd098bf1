//! A document before it is Markdown or DOCX: headings, quotes, paragraphs, notes.

use std::collections::BTreeMap;

use crate::model::Note;
use crate::text::diff::Piece;
use crate::text::resolve::number_of;

/// A document to export.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// Who wrote it; may be empty.
    pub author: String,
    /// When it was made, ISO 8601.
    pub made: String,
    /// The same day in words, for who reads it: "21 November 2026".
    pub day: String,
    /// The language, a code such as `en`.
    pub language: String,
    /// What it consists of.
    pub parts: Vec<Part>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A heading; 1 is the highest below the title.
    Heading(u8, String),
    /// A paragraph.
    Text(String),
    /// Words quoted from a paper.
    Quote(String),
    /// A remark in small type: where the quote stands, as of which version.
    Remark(String),
    /// What the delegate wrote, Markdown.
    Markdown(String),
    /// A text with its changes shown: tracked changes in DOCX, `~~old~~ **new**` in Markdown.
    Changes(Vec<Piece>),
    /// For machines only: a comment in Markdown, nothing elsewhere.
    Mark(String),
}

/// What an export of notes says about itself.
#[derive(Clone, Debug, Default)]
pub struct About {
    /// The title of the document.
    pub title: String,
    /// The delegate, as colleagues should see the name; may be empty.
    pub author: String,
    /// When it is made, ISO 8601.
    pub made: String,
    /// The same day in words.
    pub day: String,
    /// Titles of papers, by symbol or key as the notes have it.
    pub titles: BTreeMap<String, String>,
}

/// Notes as one document, by paper and place. Each paper is named with the version that the notes were made on.
#[must_use]
pub fn of_notes(notes: &[Note], about: &About) -> Document {
    let mut sorted: Vec<&Note> = notes.iter().collect();
    sorted
        .sort_by_cached_key(|note| (note.session, note.paper.clone(), note.language, place_key(note), note.id.clone()));
    let mut parts = Vec::new();
    let mut before: Option<(&str, Option<crate::model::Language>)> = None;
    for note in sorted {
        let here = (note.paper.as_str(), note.language);
        if before != Some(here) {
            before = Some(here);
            let name = if note.paper.is_empty() { format!("Session {}", note.session) } else { note.paper.clone() };
            let title = about.titles.get(&note.paper).or_else(|| about.titles.get(&note.paper_key()));
            parts.push(Part::Heading(1, title.map_or_else(|| name.clone(), |title| format!("{name}: {title}"))));
            if !note.paper.is_empty() {
                let language = note.language.map(|language| format!(" ({})", language.code().to_uppercase()));
                parts.push(Part::Remark(format!("Notes made on {name}{}.", language.unwrap_or_default())));
            }
        }
        parts.push(Part::Heading(2, heading(note)));
        if !note.quote.is_empty() {
            parts.push(Part::Quote(note.quote.clone()));
        }
        parts.push(Part::Mark(super::markdown::mark(note, about)));
        parts.push(Part::Markdown(note.text.clone()));
        parts.push(Part::Mark(super::markdown::END.to_owned()));
    }
    Document {
        title: about.title.clone(),
        author: about.author.clone(),
        made: about.made.clone(),
        day: about.day.clone(),
        language: "en".into(),
        parts,
    }
}

/// `Paragraph 29(a) – support – africa, budget`.
fn heading(note: &Note) -> String {
    let mut out = note.paragraph.as_deref().map_or_else(|| "The paper as a whole".to_owned(), place_name);
    if note.paper.is_empty() {
        out = note.item().map_or_else(|| "The session as a whole".to_owned(), |item| format!("Item {item}"));
    }
    if note.stance != crate::model::Stance::None {
        out.push_str(" – ");
        out.push_str(note.stance.word());
    }
    if !note.tags.is_empty() {
        out.push_str(" – ");
        out.push_str(&note.tags.join(", "));
    }
    if !note.author.is_empty() {
        out.push_str(" – ");
        out.push_str(&note.author);
    }
    out
}

/// `para_29__a__ii` as `Paragraph 29(a)(ii)`; an id that names no number stays without one.
#[must_use]
pub fn place_name(id: &str) -> String {
    if let Some(mark) = id.strip_prefix("fn_") {
        return format!("Footnote {mark}");
    }
    if let Some(number) = number_of(id) {
        return format!("Paragraph {number}");
    }
    let mut parts = id.split("__");
    let block = parts.next().unwrap_or_default();
    let tail = parts.fold(String::new(), |out, part| out + "(" + part + ")");
    match block {
        block if block.starts_with("p-") => format!("A paragraph without number{tail}"),
        block if block.starts_with("t-") => "A table".to_owned(),
        _ => "A heading".to_owned(),
    }
}

/// Paragraphs in the order of their numbers.
fn place_key(note: &Note) -> (u32, String) {
    let id = note.paragraph.clone().unwrap_or_default();
    let digits: String = id.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let number = if id.starts_with("para_") { digits.parse().unwrap_or(u32::MAX) } else { 0 };
    (number, id)
}
