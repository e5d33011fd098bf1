//! Where to go: a paper held, and a place in it.

use crate::model::{Language, Locator, Paper, Symbol};
use crate::text::fold::fold;

use super::page::Page;

/// A paper of a session, and a place in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The session.
    pub session: u16,
    /// The key of the paper.
    pub key: String,
    /// The version wanted; the newest held when `None`.
    pub version: Option<Symbol>,
    /// The language wanted; else the delegate's preference.
    pub language: Option<Language>,
    /// The place in it.
    pub want: Want,
}

/// A place in a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Want {
    /// Where it was left, or the top.
    Remembered,
    /// A block by its id, with the way to a list part.
    Id(String, Vec<usize>),
    /// A paragraph by its number: `29`, `26(c)`.
    Number(String),
    /// The draft decision of a paragraph.
    Decision(String),
    /// A place named by a citation.
    Place(Locator),
}

/// Where the cursor stands in a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// Index of the stop.
    pub stop: usize,
    /// Index of the list part.
    pub part: Option<usize>,
}

/// The spot of a place; `Err` with the nearest spot when the place is not there.
pub fn find(paper: &Paper, page: &Page, want: &Want) -> Result<Spot, Spot> {
    let stop = |stop| Spot { stop, part: None };
    match want {
        Want::Remembered => Ok(Spot::default()),
        Want::Id(id, path) => {
            let base = id.split("__").next().unwrap_or(id);
            let at = page.stop(id).or_else(|| page.stop(base)).ok_or_else(Spot::default)?;
            let parts = page.stops.get(at).map_or(&[][..], |stop| &stop.parts);
            let part = parts.iter().position(|part| !path.is_empty() && part.path == *path);
            Ok(Spot { stop: at, part })
        }
        Want::Number(number) => numbered(page, number),
        Want::Decision(number) => {
            let draft = paper.decisions.iter().find(|draft| draft.paragraph.as_deref() == Some(number));
            match draft.and_then(|draft| page.stop(&draft.id)) {
                Some(at) => Ok(stop(at)),
                None if number.is_empty() => {
                    page.stops.iter().position(|stop| stop.decision).map(stop).ok_or_else(Spot::default)
                }
                None => numbered(page, number),
            }
        }
        Want::Place(place) => match place {
            Locator::Paragraphs(spans) => numbered(page, spans.first().map_or("", |span| &span.from)),
            Locator::Decisions(spans) => {
                find(paper, page, &Want::Decision(spans.first().map_or(String::new(), |span| span.from.clone())))
            }
            Locator::Footnote(mark) => page.stop(&format!("fn_{mark}")).map(stop).ok_or_else(Spot::default),
            Locator::Part(name) => heading(paper, page, &["part", "partie", "parte"], Some(name)),
            Locator::Section(name) => heading(paper, page, &["section", "seccion"], Some(name)),
            Locator::Appendix(name) => heading(paper, page, &["appendix", "annex", "annexe", "anexo"], name.as_deref()),
        },
    }
}

/// A paragraph by its number, and the list part by its letters.
fn numbered(page: &Page, number: &str) -> Result<Spot, Spot> {
    let digits = number.chars().take_while(char::is_ascii_digit).count();
    let (whole, letters) = number.split_at(digits);
    let Some(at) = page.stops.iter().position(|stop| stop.number.as_deref() == Some(whole)) else {
        let wanted: u32 = whole.parse().unwrap_or(0);
        let near = page
            .stops
            .iter()
            .enumerate()
            .filter_map(|(at, stop)| Some((at, stop.number.as_deref()?.parse::<u32>().ok()?)))
            .min_by_key(|(_, number)| number.abs_diff(wanted));
        return Err(Spot { stop: near.map_or(0, |(at, _)| at), part: None });
    };
    let mut part: Option<usize> = None;
    let parts = page.stops.get(at).map_or(&[][..], |stop| &stop.parts);
    for letter in letters.split(|c: char| !c.is_alphanumeric()).filter(|letter| !letter.is_empty()) {
        let depth = part.and_then(|part| parts.get(part)).map_or(0, |part| part.path.len());
        let parent = part.and_then(|part| parts.get(part)).map_or(&[][..], |part| &part.path);
        let found = parts.iter().position(|part| {
            part.path.len() == depth + 1 && part.path.starts_with(parent) && marker_is(&part.marker, letter)
        });
        match found {
            Some(found) => part = Some(found),
            None => return Err(Spot { stop: at, part }),
        }
    }
    Ok(Spot { stop: at, part })
}

fn marker_is(marker: &str, letter: &str) -> bool {
    marker.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(letter)
}

/// A heading that begins with one of the words and the name, or with the name alone ("I. …").
fn heading(paper: &Paper, page: &Page, words: &[&str], name: Option<&str>) -> Result<Spot, Spot> {
    let name = name.map(fold);
    let found = page.stops.iter().position(|stop| {
        let Some(crate::model::Block::Heading(heading)) = stop.block.and_then(|at| paper.blocks.get(at)) else {
            return false;
        };
        let text = fold(&heading.text);
        let mut tokens = text.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty());
        let first = tokens.next().unwrap_or_default();
        match &name {
            Some(name) if words.contains(&first) => tokens.next() == Some(name.as_str()),
            Some(name) => first == name,
            None => words.contains(&first),
        }
    });
    found.map(|stop| Spot { stop, part: None }).ok_or_else(Spot::default)
}
