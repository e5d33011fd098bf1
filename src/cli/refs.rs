//! `refs`: what a place cites, and what cites it.

use serde_json::json;

use super::Outcome;
use super::desk::Desk;
use super::output::{self, Failure};
use super::place::{self, Place};
use super::show::not_there;
use crate::app::leads::{self, Answer};
use crate::library::{Library, Shelf};
use crate::model::search::CitedBy;
use crate::model::{Paper, Reference};
use crate::text::citing;
use crate::text::resolve::{self, Resolution};

/// Prints what the place cites and what cites it.
pub fn run(desk: &Desk, typed: &[String], as_json: bool) -> Outcome {
    let library = desk.library()?;
    let place = match place::find(desk, &library, &typed.join(" "), None) {
        Ok(place) => place,
        Err(failure) => return not_held(desk, &library, &typed.join(" "), as_json).unwrap_or(Err(failure)),
    };
    let languages = desk.languages(None);
    let shelf = Shelf::new(&library, &languages);
    let cites: Vec<(Reference, Resolution)> = cites(desk, &place)?
        .into_iter()
        .map(|reference| {
            let resolution = resolve::resolve(&reference.target, place.paper.symbol.as_ref(), &shelf);
            (reference, resolution)
        })
        .collect();
    let cited_by = cited_by(&library, &place);
    let of = place.locator.as_ref().map_or_else(|| place.name(), |locator| format!("{} {locator}", place.name()));
    if as_json {
        let cites: Vec<_> = cites
            .iter()
            .map(|(reference, resolution)| {
                json!({
                    "in": reference.place, "text": reference.text, "target": reference.target,
                    "state": resolution.state(), "nearest": nearest(&shelf, resolution),
                })
            })
            .collect();
        let cited_by: Vec<_> = cited_by.iter().map(as_cited_by).collect();
        return output::json(&json!({"of": of, "cites": cites, "cited_by": cited_by}));
    }
    let mut text = format!("{of}\n\n{}\n", desk.strings.get("refs.cites"));
    if cites.is_empty() {
        text.push_str(&format!("  {}\n", desk.strings.get("refs.nothing")));
    }
    for (reference, resolution) in &cites {
        // the words of the screens, so that both say the same
        let answer = Answer { target: reference.target.clone(), resolution: resolution.clone(), nearest: None };
        let mut state = leads::remark(desk.strings, &answer);
        if state.is_empty() {
            desk.strings.get("refs.held").clone_into(&mut state);
        }
        text.push_str(&format!("  {:<10} {}  ({state})  “{}”\n", reference.place, reference.target, reference.text));
        if let Some((symbol, block)) = nearest(&shelf, resolution) {
            let words = [("symbol", symbol.as_str()), ("block", block.as_str())];
            text.push_str(&format!("  {:<10} {}\n", "", desk.strings.fill("refs.nearest", &words)));
        }
    }
    list_citing(desk, &cited_by, &mut text);
    output::print(&text)
}

fn list_citing(desk: &Desk, cited_by: &[CitedBy], text: &mut String) {
    text.push_str(&format!("\n{}\n", desk.strings.get("refs.cited_by")));
    if cited_by.is_empty() {
        text.push_str(&format!("  {}\n", desk.strings.get("refs.nobody")));
    }
    for citing in cited_by {
        text.push_str(&format!("  {} {}  “{}”\n", citing.paper, citing.place, citing.text));
    }
}

/// What cites a paper that is not held itself; `None` when nothing does, or when no paper was named.
fn not_held(desk: &Desk, library: &Library, typed: &str, as_json: bool) -> Option<Outcome> {
    let (Some(symbol), locator) = place::parse(desk, library, typed).ok()? else { return None };
    let mut all = library.cited_by(&symbol.paper().to_string());
    if let Some(locator) = &locator {
        let nothing = Paper::default();
        all = citing::cited_by(&nothing, &all, |cited| citing::meets(&nothing, cited, locator));
    }
    if all.is_empty() {
        return None;
    }
    let of = locator.map_or_else(|| symbol.to_string(), |locator| format!("{symbol} {locator}"));
    let said = desk.strings.fill("cli.cited_only", &[("paper", &symbol.to_string())]);
    output::say(&format!("gbdesk: {said}"));
    if as_json {
        let all: Vec<_> = all.iter().map(as_cited_by).collect();
        return Some(output::json(&json!({"of": of, "cites": [], "cited_by": all})));
    }
    let mut text = format!("{of}\n");
    list_citing(desk, &all, &mut text);
    Some(output::print(&text))
}

fn as_cited_by(citing: &CitedBy) -> serde_json::Value {
    json!({"paper": citing.paper, "in": citing.place, "text": citing.text, "target": citing.target})
}

/// The citations in the paper, or in the place named, its footnotes included.
fn cites(desk: &Desk, place: &Place) -> Result<Vec<Reference>, Failure> {
    match &place.locator {
        None => Ok(place.paper.references.clone()),
        Some(locator) => citing::cited_at(&place.paper, locator)
            .map(|all| all.into_iter().cloned().collect())
            .ok_or_else(|| not_there(desk, place, locator)),
    }
}

/// The version and block nearest by its words to a paragraph that only an older version had.
fn nearest(shelf: &Shelf<'_>, resolution: &Resolution) -> Option<(String, String)> {
    let Resolution::ParagraphNotFound { symbol, .. } = resolution else { return None };
    Some((symbol.to_string(), shelf.nearest(resolution)?.0))
}

/// Who cites the paper, or the place in it: citations whose range holds it, those in the paper itself among them.
fn cited_by(library: &Library, place: &Place) -> Vec<CitedBy> {
    let all = library.cited_by(&place.found.entry.key);
    match &place.locator {
        None => all,
        Some(asked) => citing::cited_by(&place.paper, &all, |cited| citing::meets(&place.paper, cited, asked)),
    }
}

/// Prints the papers that are cited and not held.
pub fn missing(desk: &Desk, typed: &[String], as_json: bool) -> Outcome {
    let library = desk.library()?;
    let session = match typed {
        [] => None,
        [one] => Some(
            one.parse::<u16>()
                .map_err(|_| Failure::usage(desk.strings.fill("cli.session_number", &[("typed", one)])))?,
        ),
        _ => return Err(Failure::usage(desk.strings.fill("cli.session_number", &[("typed", &typed.join(" "))]))),
    };
    let missing = library.missing(session);
    if as_json {
        return output::json(&missing);
    }
    if missing.is_empty() {
        return output::print(desk.strings.get("refs.none_missing"));
    }
    let mut text = String::new();
    let mut last = 0;
    for one in &missing {
        if one.session != last {
            last = one.session;
            text.push_str(&format!(
                "{}\n",
                desk.strings.fill("list.session", &[("n", &crate::app::words::ordinal(desk.strings, last))])
            ));
        }
        text.push_str(&format!("  {:<24} {:>3} ×  {}\n", one.symbol.to_string(), one.times, one.cited_by.join(", ")));
    }
    output::print(&text)
}
