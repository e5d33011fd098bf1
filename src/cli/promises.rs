//! `decisions --promises`: what was asked of whom and by when, over the sessions held.

use super::desk::Desk;
use super::output::Failure;
use super::{Outcome, key, list, output};
use crate::app::{promises, words};
use crate::library::Library;
use crate::model::decision::Pasted;
use crate::model::promise::{LedgerEntry, Standing};
use crate::model::{Language, Note};
use crate::notes::sealed;
use crate::runtime::seating;

/// Prints the promises that concern a session.
pub fn run(desk: &Desk, number: Option<u16>, as_json: bool) -> Outcome {
    let library = desk.library()?;
    let session = list::session(desk, &library, number)?;
    let languages = desk.languages(None);
    let pasted = pasted(desk, &library, &languages)?;
    let entries = library.ledger(session.session, &languages, &pasted);
    if as_json {
        return output::json(&entries);
    }
    if entries.is_empty() {
        return output::print(desk.strings.get("promises.none"));
    }
    let mut text = String::new();
    let mut last = None;
    for entry in &entries {
        if last != Some(entry.standing) {
            last = Some(entry.standing);
            let key = match entry.standing {
                Standing::Due => "promises.due",
                Standing::Open => "promises.open",
                Standing::Answered => "promises.answered",
                Standing::Later => "promises.later",
            };
            let gap = if text.is_empty() { "" } else { "\n" };
            text.push_str(&format!("{gap}{}\n\n", desk.strings.get(key)));
        }
        text.push_str(&shown(desk, entry));
    }
    output::print(&text)
}

/// The adopted texts that were pasted in the screens. For those alone no passphrase is asked.
fn pasted(desk: &Desk, library: &Library, languages: &[Language]) -> Result<Vec<Pasted>, Failure> {
    let folder = desk.folders.notes();
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    if sealed::is_sealed(&folder) {
        output::say(&format!("gbdesk: {}", desk.strings.get("promises.sealed")));
        return Ok(Vec::new());
    }
    let notes = key::notes(desk, false)?;
    let all: Vec<&Note> = notes.all().iter().map(|stored| &stored.note).collect();
    Ok(seating::pasted(library, languages, &all))
}

fn shown(desk: &Desk, entry: &LedgerEntry) -> String {
    let promise = &entry.promise;
    let paragraph = promise.paragraph.as_deref().unwrap_or("?");
    let part = promise.part.as_deref().unwrap_or("");
    let draft = match &entry.pasted_by {
        Some(author) if author.is_empty() => format!(" · {}", desk.strings.get("adopted.by_you")),
        Some(author) => format!(" · {}", desk.strings.fill("adopted.by_you_author", &[("author", author)])),
        None => format!(" · {}", desk.strings.get(promises::origin(entry))),
    };
    let when = match (promise.due_session, &promise.due_date) {
        (Some(session), Some(date)) => Some(format!("{session} ({})", words::date(desk.strings, date))),
        (Some(session), None) => Some(session.to_string()),
        (None, Some(date)) => Some(words::date(desk.strings, date)),
        (None, None) => None,
    };
    let when = when.map_or_else(
        || desk.strings.get("promises.no_date").to_owned(),
        |when| desk.strings.fill("promises.by", &[("when", &when)]),
    );
    let mut text = format!(
        "{}  ¶ {paragraph}{part} · {} · {when}{draft}\n   {}\n",
        promise.paper,
        promise.asked_of,
        promise.sentence()
    );
    if !entry.answered_by.is_empty() {
        let papers = entry.answered_by.join(", ");
        text.push_str(&format!("   {}\n", desk.strings.fill("promises.answered_by", &[("papers", &papers)])));
    }
    text
}
