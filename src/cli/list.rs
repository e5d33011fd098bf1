//! `list` and `decisions`: a session's agenda, papers and draft decisions.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::desk::Desk;
use super::output::{self, Failure};
use super::{Done, Outcome, plain};
use crate::app::words;
use crate::library::Library;
use crate::model::decision::BoardEntry;
use crate::model::{AgendaItem, Language, PaperEntry, Session, Symbol, Texts};
use crate::strings::{Saying, system_reason};

/// The session asked for, or the newest held.
pub(super) fn session(desk: &Desk, library: &Library, number: Option<u16>) -> Result<Arc<Session>, Failure> {
    let held = library.sessions();
    let Some(number) = number.or_else(|| held.first().copied()) else {
        return Err(Failure::new(desk.strings.get("cli.no_session")));
    };
    library.session(number).map_err(|fault| {
        let list: Vec<_> = held.iter().map(ToString::to_string).collect();
        let fault = fault.saying().text(desk.strings);
        if held.is_empty() {
            Failure::new(fault)
        } else {
            Failure::new(desk.strings.fill("cli.held", &[("what", &fault), ("sessions", &list.join(", "))]))
        }
    })
}

/// Prints agenda and papers.
pub fn run(desk: &Desk, number: Option<u16>, as_json: bool) -> Outcome {
    let library = desk.library()?;
    let session = session(desk, &library, number)?;
    let languages = desk.languages(None);
    if as_json {
        return output::json(&list_json(&session, &languages));
    }
    let mut text = heading(desk, &session, &languages);
    let mut section = "";
    let mut listed: Vec<&str> = Vec::new();
    for item in &session.items {
        if item.section != section {
            section = &item.section;
            text.push_str(&format!("\n{section}\n"));
        }
        agenda_line(item, &session, &languages, &mut listed, &mut text);
    }
    let rest: Vec<_> = session.papers.iter().filter(|entry| !listed.contains(&entry.key.as_str())).collect();
    if !rest.is_empty() {
        text.push_str(&format!("\n{}\n", desk.strings.get("list.other_texts")));
        for entry in rest {
            paper_line(entry, &languages, &mut text);
        }
    }
    output::print(&text)
}

/// The sittings as iCalendar, on standard output or in a file.
pub fn calendar(desk: &Desk, number: Option<u16>, file: Option<&Path>) -> Outcome {
    let library = desk.library()?;
    let session = session(desk, &library, number)?;
    if session.sittings.is_empty() {
        let number = session.session.to_string();
        return Err(Failure::new(desk.strings.fill("cli.no_sittings", &[("n", &number)])));
    }
    let stamp = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let text = crate::export::calendar::write(&session, &desk.languages(None), &stamp);
    let Some(file) = file else { return output::print(&text) };
    std::fs::write(file, text).map_err(|fault| {
        desk.failure(
            &Saying::new("fault.unwritten", &[("path", &file.display().to_string())])
                .with("why", system_reason(&fault)),
        )
    })?;
    eprintln!("{}", desk.strings.fill("list.calendar", &[("file", &file.display().to_string())]));
    Ok(Done::Whole)
}

fn heading(desk: &Desk, session: &Session, languages: &[Language]) -> String {
    let fallback = desk.strings.fill("list.session", &[("n", &words::ordinal(desk.strings, session.session))]);
    let title = session.title.best(languages).unwrap_or(&fallback);
    let days = |[first, last]: &[String; 2]| format!(" · {}", words::days(desk.strings, first, last));
    let dates = session.dates.as_ref().map_or(String::new(), days);
    let place = session.place.as_ref().map_or(String::new(), |place| format!(" · {place}"));
    format!("{} · {title}{dates}{place}\n", session.session)
}

fn agenda_line<'a>(
    item: &AgendaItem,
    session: &'a Session,
    languages: &[Language],
    listed: &mut Vec<&'a str>,
    out: &mut String,
) {
    let title = item.title.best(languages).unwrap_or("");
    let note = item.note.best(languages).map_or(String::new(), |note| format!("  ({note})"));
    out.push_str(&format!("  {:<6} {title}{note}\n", item.number));
    for symbol in &item.papers {
        let key = symbol.paper().to_string();
        match session.papers.iter().find(|entry| entry.key == key) {
            Some(entry) if listed.contains(&entry.key.as_str()) => {}
            Some(entry) => {
                listed.push(&entry.key);
                paper_line(entry, languages, out);
            }
            None => out.push_str(&format!("         {symbol} …\n")),
        }
    }
}

fn paper_line(entry: &PaperEntry, languages: &[Language], out: &mut String) {
    let title = entry.title.best(languages).unwrap_or("");
    let name = entry.symbol.as_ref().map_or_else(|| title.to_owned(), ToString::to_string);
    let held: Vec<_> = held_languages(entry).iter().map(ToString::to_string).collect();
    let decisions: Vec<_> = entry.decisions.iter().map(|number| format!("¶{number}")).collect();
    let off = |symbol: &Symbol| entry.gone || entry.withdrawn.contains(symbol);
    let gone = if entry.gone || entry.symbol.as_ref().is_some_and(off) { "  †" } else { "" };
    let line = format!("         {name}  {}  {}{gone}", held.join(" "), decisions.join(" "));
    out.push_str(line.trim_end());
    out.push('\n');
    for companion in companions(entry) {
        let gone = if off(companion) { "  †" } else { "" };
        out.push_str(&format!("         + {companion}{gone}\n"));
    }
}

/// Addenda and corrigenda held beside the paper.
fn companions(entry: &PaperEntry) -> Vec<&Symbol> {
    let mut companions: Vec<_> = entry
        .held
        .iter()
        .filter_map(|held| held.symbol.as_ref())
        .filter(|symbol| symbol.companion().is_some() && Some(*symbol) != entry.symbol.as_ref())
        .collect();
    companions.sort();
    companions.dedup();
    companions
}

/// Languages of the newest version.
fn held_languages(entry: &PaperEntry) -> Vec<Language> {
    let mut languages: Vec<_> =
        entry.held.iter().filter(|held| held.symbol == entry.symbol).map(|held| held.language).collect();
    languages.sort_unstable();
    languages.dedup();
    languages
}

fn text(texts: &Texts, languages: &[Language]) -> Value {
    texts.best(languages).map_or(Value::Null, Value::from)
}

/// The form that `interface.md` promises.
fn list_json(session: &Session, languages: &[Language]) -> Value {
    let items: Vec<_> = session
        .items
        .iter()
        .map(|item| {
            json!({
                "section": item.section, "number": item.number, "title": text(&item.title, languages),
                "status": item.status, "note": text(&item.note, languages), "papers": item.papers,
            })
        })
        .collect();
    let papers: Vec<_> = session
        .papers
        .iter()
        .map(|entry| {
            let mut versions: Vec<_> = entry.held.iter().filter_map(|held| held.symbol.clone()).collect();
            versions.sort();
            versions.dedup();
            json!({
                "symbol": entry.symbol, "key": entry.key, "title": text(&entry.title, languages), "date": entry.date,
                "kind": entry.kind, "languages": held_languages(entry), "versions": versions,
                "change_note": text(&entry.change_note, languages), "state": entry.state, "decisions": entry.decisions,
                "gone": entry.gone, "withdrawn": entry.withdrawn,
            })
        })
        .collect();
    json!({
        "session": session.session, "title": text(&session.title, languages), "dates": session.dates,
        "place": session.place, "synced_at": session.synced_at, "source": session.source, "items": items,
        "papers": papers, "sittings": session.sittings,
    })
}

/// Every draft decision once, in the first language preferred that it is held in.
#[must_use]
pub fn board<'a>(session: &'a Session, languages: &[Language]) -> Vec<&'a BoardEntry> {
    let rank = |entry: &BoardEntry| {
        entry.language.and_then(|code| languages.iter().position(|language| *language == code)).unwrap_or(usize::MAX)
    };
    let mut rows: Vec<&BoardEntry> = Vec::new();
    for entry in &session.board {
        match rows.iter_mut().find(|row| row.paper == entry.paper && same_place(row, entry)) {
            Some(row) if rank(entry) < rank(row) => *row = entry,
            Some(_) => {}
            None => rows.push(entry),
        }
    }
    rows
}

/// The same draft decision in two languages: by its paragraph, or by its id where the numbers were lost.
fn same_place(a: &BoardEntry, b: &BoardEntry) -> bool {
    match (&a.paragraph, &b.paragraph) {
        (Some(a), Some(b)) => a == b,
        _ => a.id == b.id,
    }
}

/// Prints the draft decisions.
pub fn decisions(desk: &Desk, number: Option<u16>, as_json: bool) -> Outcome {
    let library = desk.library()?;
    let session = session(desk, &library, number)?;
    let rows = board(&session, &desk.languages(None));
    if as_json {
        return output::json(&rows);
    }
    let mut text = String::new();
    for row in rows {
        let paragraph = row.paragraph.as_deref().map_or("¶ ?".to_owned(), |number| format!("¶ {number}"));
        let outcome = serde_json::to_value(row.outcome).ok().and_then(|word| word.as_str().map(str::to_owned));
        let outcome = desk.strings.get(&format!("outcome.{}", outcome.unwrap_or_default())).to_owned();
        let day = row.decided_on.as_ref().map_or(String::new(), |day| format!(" · {}", words::date(desk.strings, day)));
        text.push_str(&format!("{}  {paragraph} · {outcome}{day}\n", row.paper));
        if let Some(title) = &row.title {
            text.push_str(&format!("{title}\n"));
        }
        text.push_str(&format!("   {}\n", row.text));
        plain::items(&row.items, 1, &mut text);
        if let Some(adopted) = &row.adopted_text {
            text.push_str(&format!("   {}: {adopted}\n", desk.strings.get("decisions.adopted")));
        }
        text.push('\n');
    }
    if text.is_empty() {
        text = format!("{}\n", desk.strings.get("decisions.none"));
    }
    output::print(text.trim_end())
}
