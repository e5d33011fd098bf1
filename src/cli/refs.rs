//! `refs`: what a place cites, and what cites it.

use serde_json::json;

use super::Outcome;
use super::desk::Desk;
use super::output::{self, Failure};
use super::place::{self, Place};
use crate::library::{Library, Shelf};
use crate::model::search::CitedBy;
use crate::model::{Locator, Reference, Target};
use crate::text::cut;
use crate::text::resolve::{self, Resolution};

/// Prints what the place cites and what cites it.
pub fn run(desk: &Desk, typed: &[String], as_json: bool) -> Outcome {
    let library = desk.library()?;
    let place = place::find(desk, &library, &typed.join(" "), None)?;
    let languages = desk.languages(None);
    let shelf = Shelf::new(&library, &languages);
    let cites: Vec<(Reference, Resolution)> = cites(&place)?
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
                    "state": resolution.state(),
                })
            })
            .collect();
        let cited_by: Vec<_> = cited_by
            .iter()
            .map(|citing| json!({"paper": citing.paper, "in": citing.place, "text": citing.text, "target": citing.target}))
            .collect();
        return output::json(&json!({"of": of, "cites": cites, "cited_by": cited_by}));
    }
    let mut text = format!("{of}\n\n{}\n", desk.strings.get("refs.cites"));
    if cites.is_empty() {
        text.push_str(&format!("  {}\n", desk.strings.get("refs.nothing")));
    }
    for (reference, resolution) in &cites {
        let state = desk.strings.get(&format!("refs.{}", resolution.state())).to_owned();
        text.push_str(&format!("  {:<10} {}  ({state})  “{}”\n", reference.place, reference.target, reference.text));
    }
    text.push_str(&format!("\n{}\n", desk.strings.get("refs.cited_by")));
    if cited_by.is_empty() {
        text.push_str(&format!("  {}\n", desk.strings.get("refs.nobody")));
    }
    for citing in &cited_by {
        text.push_str(&format!("  {} {}  “{}”\n", citing.paper, citing.place, citing.text));
    }
    output::print(&text)
}

/// The citations in the paper, or in the place named, its footnotes included.
fn cites(place: &Place) -> Result<Vec<Reference>, Failure> {
    match &place.locator {
        None => Ok(place.paper.references.clone()),
        Some(locator) => cut::cut(&place.paper, locator)
            .map(|part| part.references)
            .ok_or_else(|| Failure::new(format!("that place is not in {}; see `gbdesk show {0}`", place.name()))),
    }
}

/// Who cites the paper, or the place in it: citations whose range holds it.
fn cited_by(library: &Library, place: &Place) -> Vec<CitedBy> {
    let mut all = library.cited_by(&place.found.entry.key);
    let Some(locator) = &place.locator else { return all };
    all.retain(|citing| match citing.target.parse() {
        Ok(Target::Paper(_, Some(cited)) | Target::Own(cited)) => meets(&cited, locator),
        _ => false,
    });
    all
}

/// True when a citation names the place that was asked for.
fn meets(cited: &Locator, asked: &Locator) -> bool {
    match asked {
        Locator::Paragraphs(spans) | Locator::Decisions(spans) => {
            spans.iter().any(|span| resolve::covers(cited, &span.from))
        }
        _ => cited == asked,
    }
}
