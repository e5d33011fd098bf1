//! What leaves the program: notes as one Markdown document, as Web Annotations, as DOCX; statements; sittings as iCalendar. Functions
//! give text or bytes; nothing is written here.

pub mod annotations;
pub mod calendar;
pub mod document;
pub mod docx;
pub mod markdown;
pub mod statement;

use crate::model::Note;

/// No file of notes to import is larger, in bytes.
pub const LARGEST: usize = 32 * 1024 * 1024;

/// The notes in an exported document: Web Annotation JSON, or the Markdown document of [`markdown::write`]. `None` when the
/// text is neither (it may be a single note file). The error is a sentence without words of the notes.
#[must_use]
pub fn read(text: &str) -> Option<Result<Vec<Note>, String>> {
    if text.len() > LARGEST {
        return Some(Err("it is larger than 32 MiB, which no export of notes is".into()));
    }
    let start = text.trim_start_matches('\u{FEFF}').trim_start();
    if start.starts_with(['{', '[']) {
        return Some(annotations::read(start));
    }
    markdown::has_notes(text).then(|| markdown::read(text))
}
