//! `show` and `diff`: one paper or a place in it, and what changed between two versions.

use serde_json::json;

use super::desk::Desk;
use super::output::{self, Failure};
use super::place::{self, Place};
use super::{Outcome, plain};
use crate::library::Library;
use crate::model::session::Held;
use crate::model::{Language, Symbol};
use crate::text::cut;
use crate::text::diff::{self, Change, Piece, Row};

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
    let part = cut::cut(&place.paper, locator).ok_or_else(|| not_there(&place))?;
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

fn not_there(place: &Place) -> Failure {
    let numbers: Vec<_> = place.paper.paragraphs().filter_map(|paragraph| paragraph.number.as_deref()).collect();
    let has = match (numbers.first(), numbers.last()) {
        (Some(first), Some(last)) => format!("its paragraphs are {first} to {last}"),
        _ => "the numbers of its paragraphs were lost in the file; search for words instead".to_owned(),
    };
    Failure::new(format!("that place is not in {}; {has}", place.name()))
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
                let typed = |place, text| exactly(&library, place, text, &languages);
                (typed(&one, first)?, typed(&two, second)?)
            } else {
                (one.found.held, two.found.held)
            }
        }
        None => before(&one)?,
    };
    if old.original == new.original {
        return Err(Failure::new(format!(
            "both are the same text of {}; there is nothing to compare. Name two versions, as in “GB.350/POL/3” and \
             “GB.350/POL/3(Rev.1)”; `gbdesk list --json` names those held",
            name_of(&new)
        )));
    }
    let read = |library: &Library, held: &Held| library.paper(held).map_err(|fault| Failure::new(fault.to_string()));
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
fn exactly(library: &Library, place: &Place, typed: &str, languages: &[Language]) -> Result<Held, Failure> {
    let own = |symbol: &Symbol| symbol.paper().to_string() == place.found.entry.key;
    // a text without symbol has no versions to choose from, and a symbol without its section is not its full name
    let Some(version) = place::parse(library, typed).ok().and_then(|(symbol, _)| symbol).filter(own) else {
        return Ok(place.found.held.clone());
    };
    crate::library::exactly_held(&place.found.entry, &version, languages).cloned().ok_or_else(|| {
        let mut held: Vec<_> = place.found.entry.held.iter().filter_map(|held| held.symbol.clone()).collect();
        held.sort();
        held.dedup();
        let held: Vec<_> = held.iter().map(ToString::to_string).collect();
        Failure::new(format!("{version} is not held in that very version; held are {}", held.join(", ")))
    })
}

/// The newest version against the one before, in the language shown.
fn before(place: &Place) -> Result<(Held, Held), Failure> {
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
        Failure::new(format!(
            "only one version of {} is held in “{}”; there is nothing to compare",
            place.name(),
            new.language
        ))
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
