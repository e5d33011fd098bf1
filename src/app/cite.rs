//! The citation of a place as the Governing Body writes it, in the paper's language.

use crate::model::Language;

use super::reader::Reader;

/// `GB.346/INS/17/1, para. 29(b)`; the title when the text has no symbol. A number that was only inferred is left out.
#[must_use]
pub fn citation(reader: &Reader) -> String {
    let mut out = match (&reader.held.symbol, &reader.paper.title) {
        (Some(symbol), _) => symbol.to_string(),
        (None, Some(title)) => format!("“{title}”"),
        (None, None) => reader.held.file_name.clone(),
    };
    if let Some(number) = reader.number() {
        let word = match reader.held.language {
            Language::FR => "paragr.",
            Language::ES => "párr.",
            _ => "para.",
        };
        out.push_str(&format!(", {word} {number}"));
    } else if let Some(mark) = reader.id().strip_prefix("fn_") {
        let word = match reader.held.language {
            Language::FR => "note",
            Language::ES => "nota",
            _ => "footnote",
        };
        out.push_str(&format!(", {word} {mark}"));
    }
    out
}

/// The words of the place with their citation.
#[must_use]
pub fn with_words(reader: &Reader) -> String {
    format!("{}\n({})", reader.words(), citation(reader))
}
