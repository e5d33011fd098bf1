//! `show` and `diff`: one paper or a place in it, and what changed between two versions.

use serde_json::json;

use super::desk::Desk;
use super::output::{self, Failure};
use super::place::{self, Place};
use super::{Outcome, plain};
use crate::library::Library;
use crate::model::session::Held;
use crate::model::{Language, Locator, Symbol};
use crate::text::cite;
use crate::text::cut;
use crate::text::diff::{self, Change, Piece, Row};
use crate::text::resolve::first_number;

/// Prints a paper, a paragraph or a range.
pub fn run(desk: &Desk, typed: &[String], language: Option<Language>, as_json: bool) -> Outcome {
    let library = desk.library()?;
    let place = place::find(desk, &library, &typed.join(" "), language)?;
    if place.found.other_version {
        output::say(&format!("gbdesk: {}", desk.strings.fill("show.other_version", &[("symbol", &place.name())])));
    }
    let held = place.found.held.language;
    if let Some(wanted) = language.filter(|wanted| *wanted != held) {
        let values =
            [("wanted", wanted.code().to_uppercase()), ("symbol", place.name()), ("held", held.code().to_uppercase())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        output::say(&format!("gbdesk: {}", desk.strings.fill("show.other_language", &values)));
    }
    let Some(locator) = &place.locator else {
        return if as_json {
            output::json(&*place.paper)
        } else {
            output::print(&plain::paper(&place.paper, desk.strings))
        };
    };
    let part = cut::cut(&place.paper, locator).ok_or_else(|| not_there(desk, &place, locator))?;
    if as_json {
        return output::json(&part);
    }
    let mut text = plain::head(&place.paper, desk.strings);
    for block in &part.blocks {
        text.push('\n');
        plain::block(block, desk.strings, &mut text);
    }
    if !part.footnotes.is_empty() {
        text.push('\n');
        for footnote in &part.footnotes {
            plain::footnote(footnote, &mut text);
        }
    }
    output::print(&text)
}

/// Says that a place is not there, and what is: the parts of its paragraph, or the paragraphs.
pub(super) fn not_there(desk: &Desk, place: &Place, locator: &Locator) -> Failure {
    let strings = desk.strings;
    let of = cite::locator(locator, strings.language);
    let numbers: Vec<_> = place.paper.paragraphs().filter_map(|paragraph| paragraph.number.as_deref()).collect();
    let has = match (parts(place, locator), numbers.first(), numbers.last()) {
        (Some((number, parts)), ..) if parts.is_empty() => strings.fill("cli.no_parts", &[("number", number)]),
        (Some((number, parts)), ..) => strings.fill("cli.parts", &[("number", number), ("parts", &parts.join(", "))]),
        (None, Some(first), Some(last)) => strings.fill("cli.paragraphs", &[("first", first), ("last", last)]),
        _ => strings.get("cli.no_numbers").to_owned(),
    };
    let not_in = strings.fill("goto.not_in", &[("paper", &place.name()), ("place", &of)]);
    Failure::new(format!("{not_in}. {has}"))
}

/// The paragraph that is there when only its part is not, with the letters of those it has.
fn parts<'a>(place: &'a Place, locator: &Locator) -> Option<(&'a str, Vec<&'a str>)> {
    let number = first_number(locator)?;
    let whole = number.split('(').next().filter(|whole| *whole != number)?.trim();
    let paragraph = place.paper.paragraphs().find(|paragraph| paragraph.number.as_deref() == Some(whole))?;
    Some((paragraph.number.as_deref()?, paragraph.items.iter().map(|item| item.marker.as_str()).collect()))
}

/// Compares two versions.
pub fn diff(desk: &Desk, first: &str, second: Option<&str>, language: Option<Language>, as_json: bool) -> Outcome {
    let library = desk.library()?;
    let one = place::find(desk, &library, first, language)?;
    let (old, new) = match second {
        Some(second) => {
            let two = place::find(desk, &library, second, language)?;
            if one.found.entry.key == two.found.entry.key {
                // of two versions of one paper each is the one typed: without revision the first, not the newest
                let languages = desk.languages(language);
                let typed = |place, text| exactly(desk, &library, place, text, &languages);
                (typed(&one, first)?, typed(&two, second)?)
            } else {
                (one.found.held, two.found.held)
            }
        }
        None => before(desk, &one)?,
    };
    if old.original == new.original {
        return Err(Failure::new(desk.strings.fill("cli.same_text", &[("paper", &name_of(&new))])));
    }
    let read = |library: &Library, held: &Held| library.paper(held).map_err(|fault| desk.failure(&fault.saying()));
    let comparison = diff::compare(&*read(&library, &old)?, &*read(&library, &new)?);
    if as_json {
        let rows: Vec<_> = comparison.rows.iter().filter(|row| row.change != Change::Same).map(row_json).collect();
        return output::json(&json!({
            "old": name_of(&old), "new": name_of(&new), "summary": comparison.summary.sentence(), "rows": rows,
        }));
    }
    let mut text = format!(
        "{} → {}\n{}\n",
        name_of(&old),
        name_of(&new),
        crate::app::compare::sentence(&comparison.summary, desk.strings)
    );
    for row in &comparison.rows {
        row_text(row, &mut text);
    }
    output::print(&text)
}

fn name_of(held: &Held) -> String {
    held.symbol.as_ref().map_or_else(|| held.file_name.clone(), ToString::to_string)
}

/// The text of the very version that was typed.
fn exactly(
    desk: &Desk,
    library: &Library,
    place: &Place,
    typed: &str,
    languages: &[Language],
) -> Result<Held, Failure> {
    let own = |symbol: &Symbol| symbol.paper().to_string() == place.found.entry.key;
    // a text without symbol has no versions to choose from, and a symbol without its section is not its full name
    let Some(version) = place::parse(desk, library, typed).ok().and_then(|(symbol, _)| symbol).filter(own) else {
        return Ok(place.found.held.clone());
    };
    crate::library::exactly_held(&place.found.entry, &version, languages).cloned().ok_or_else(|| {
        let mut held: Vec<_> = place.found.entry.held.iter().filter_map(|held| held.symbol.clone()).collect();
        held.sort();
        held.dedup();
        let held: Vec<_> = held.iter().map(ToString::to_string).collect();
        let values = [("version", version.to_string()), ("held", held.join(", "))];
        Failure::new(
            desk.strings.fill("cli.not_that_version", &values.each_ref().map(|(name, value)| (*name, value.as_str()))),
        )
    })
}

/// The newest version against the one before, in the language shown.
fn before(desk: &Desk, place: &Place) -> Result<(Held, Held), Failure> {
    let new = place.found.held.clone();
    let order = |held: &Held| (held.symbol.clone(), held.replaced.is_none(), held.replaced.clone());
    let mut versions: Vec<_> = place
        .found
        .entry
        .held
        .iter()
        .filter(|held| held.language == new.language && order(held) < order(&new))
        .cloned()
        .collect();
    versions.sort_by_key(order);
    let old = versions.pop().ok_or_else(|| {
        let values = [("paper", place.name()), ("language", new.language.code().to_uppercase())];
        Failure::new(
            desk.strings.fill("cli.one_version", &values.each_ref().map(|(name, value)| (*name, value.as_str()))),
        )
    })?;
    Ok((old, new))
}

fn number(side: Option<&diff::Side>) -> String {
    side.and_then(|side| side.number.clone()).unwrap_or_default()
}

fn row_json(row: &Row) -> serde_json::Value {
    let (kind, words) = match &row.change {
        Change::Same => ("same", None),
        Change::Renumbered { .. } => ("renumbered", None),
        Change::Added => ("added", None),
        Change::Removed => ("removed", None),
        Change::Moved { words } => ("moved", words.as_ref()),
        Change::Reworded { words } => ("reworded", Some(words)),
    };
    let pieces = words.map(|words| {
        let piece = |piece: &Piece| match piece {
            Piece::Same(text) => json!(["same", text]),
            Piece::Added(text) => json!(["added", text]),
            Piece::Removed(text) => json!(["removed", text]),
        };
        words.iter().map(piece).collect::<Vec<_>>()
    });
    json!({
        "change": kind,
        "old": row.old.as_ref().map(|side| json!({"id": side.id, "number": side.number, "text": side.text})),
        "new": row.new.as_ref().map(|side| json!({"id": side.id, "number": side.number, "text": side.text})),
        "words": pieces,
    })
}

fn row_text(row: &Row, out: &mut String) {
    let (old, new) = (number(row.old.as_ref()), number(row.new.as_ref()));
    let text = row.side().map_or("", |side| side.text.as_str());
    match &row.change {
        Change::Same => {}
        Change::Renumbered { .. } => out.push_str(&format!("\n= {old} → {new}\n")),
        Change::Added => out.push_str(&format!("\n+ {new}  {text}\n")),
        Change::Removed => out.push_str(&format!("\n- {old}  {text}\n")),
        Change::Moved { words } => {
            out.push_str(&format!("\n↕ {old} → {new}  "));
            match words {
                Some(words) => pieces(words, out),
                None => out.push_str(text),
            }
            out.push('\n');
        }
        Change::Reworded { words } => {
            let renumbered = if old == new { old } else { format!("{old} → {new}") };
            out.push_str(&format!("\n~ {renumbered}  "));
            pieces(words, out);
            out.push('\n');
        }
    }
}

/// Words as text that needs no colour: `{+added+}`, `[-removed-]`.
fn pieces(words: &[Piece], out: &mut String) {
    for piece in words {
        match piece {
            Piece::Same(text) => out.push_str(text),
            Piece::Added(text) => out.push_str(&format!("{{+{text}+}}")),
            Piece::Removed(text) => out.push_str(&format!("[-{text}-]")),
        }
    }
}
