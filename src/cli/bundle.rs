//! `bundle`: one file of a session for a colleague. Notes stay at home unless they are asked for.

use std::path::Path;

use super::desk::Desk;
use super::output::{self, Failure, say};
use super::sync::size;
use super::{Done, Outcome, key};
use crate::model::Note;
use crate::notes::{file, sealed};
use crate::strings::{Saying, system_reason};
use crate::sync::bundle;

/// Writes the bundle.
pub fn run(desk: &Desk, session: u16, file: &Path, with_notes: bool) -> Outcome {
    let library = desk.library()?;
    let notes = match with_notes {
        true if sealed::is_sealed(&desk.folders.notes()) => opened(desk, session)?,
        true => notes(desk, &desk.folders.notes().join(session.to_string()))?,
        false => Vec::new(),
    };
    let texts =
        bundle::write(&library, session, file, &notes).map_err(|fault| Failure::new(fault.told(desk.strings)))?;
    let bytes = std::fs::metadata(file).map(|found| found.len()).unwrap_or_default();
    let values = [
        ("file", file.display().to_string()),
        ("texts", texts.to_string()),
        ("size", size(bytes)),
        ("notes", notes.len().to_string()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if with_notes && notes.is_empty() {
        say(&format!("gbdesk: {}", desk.strings.get("bundle.no_notes")));
    }
    let key = if notes.is_empty() { "bundle.written" } else { "bundle.written_with_notes" };
    output::print(&desk.strings.fill(key, &values))?;
    Ok(Done::Whole)
}

/// The notes of the session, which are encrypted here: a colleague has another key, so they travel as they read.
fn opened(desk: &Desk, session: u16) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let notes = key::notes(desk, false)?;
    let of_session = notes.all().iter().filter(|stored| stored.note.session == session);
    let text = |note: &Note| file::compose(None, note).map(|text| (format!("{}.md", note.id), text.into_bytes()));
    Ok(of_session.filter_map(|stored| text(&stored.note)).collect())
}

/// The notes of the session, as they lie in its folder.
fn notes(desk: &Desk, folder: &Path) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let unreadable = |fault: std::io::Error| {
        let path = folder.display().to_string();
        desk.failure(&Saying::new("bundle.unread_notes", &[("path", &path)]).with("why", system_reason(&fault)))
    };
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(fault) => return Err(unreadable(fault)),
    };
    let mut notes = Vec::new();
    for entry in entries {
        let entry = entry.map_err(unreadable)?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_note = path.extension().is_some_and(|ending| ending == "md") && !name.starts_with('.');
        if is_note && entry.file_type().map_err(unreadable)?.is_file() {
            notes.push((name, std::fs::read(&path).map_err(unreadable)?));
        }
    }
    notes.sort();
    Ok(notes)
}
