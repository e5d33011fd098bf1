//! `search`: paragraphs that match, best first.

use super::args;
use super::desk::Desk;
use super::import::Bar;
use super::output::{self, Failure, say};
use super::place;
use super::{Outcome, key};
use crate::app::finder::{besides, said};
use crate::library::{Library, SearchOptions};
use crate::model::search::{Hit, Results};
use crate::model::{Block, Locator};
use crate::text::cut;
use crate::text::query::{Query, search_notes};
use crate::text::resolve::{first_number, number_of};
use crate::text::stands;
use crate::text::wrap::clip;

/// Columns of the words of a place that was named.
const SNIPPET: usize = 160;

/// Searches what is held, and the delegate's own notes where the query asks for them.
pub fn run(desk: &Desk, words: &[String], limit: usize, as_json: bool) -> Outcome {
    let typed = args::typed(words);
    if limit == 0 {
        return Err(Failure::usage(desk.strings.get("cli.limit")));
    }
    let (query, remarks) = Query::parse(&typed);
    if !remarks.is_empty() {
        say(&format!("gbdesk: {}", said(desk.strings, &remarks)));
    }
    let library = desk.library()?;
    let mut results = if query.in_notes() {
        let notes = key::notes(desk, false)?;
        let notes: Vec<_> = notes.all().iter().map(|stored| stored.note.clone()).collect();
        let mut hits = search_notes(&notes, &query);
        let total = hits.len();
        hits.truncate(limit);
        Results { query: typed, total, hits, ..Results::default() }
    } else {
        if library.index_fault().is_some() && !library.sessions().is_empty() {
            // the index is derived: whatever became of it, the papers give it back
            let mut bar = Bar::new();
            let rebuilt = library.reindex(&mut |progress| bar.show(&progress));
            bar.clear();
            rebuilt.map_err(|fault| desk.failure(&fault.saying()))?;
        }
        let mut options =
            SearchOptions { limit, languages: desk.languages(None), exact: true, ..SearchOptions::default() };
        if query.asks_for_stances() {
            let notes = key::notes(desk, false)?;
            let notes: Vec<_> = notes.all().iter().map(|stored| stored.note.clone()).collect();
            options.stances = stands::of(notes.iter());
        }
        library.search(&query, &options)
    };
    // a paper or a place that is named is found before who names it, as on the screens
    if let Some(hit) = named(desk, &library, &query.typed) {
        results.total += usize::from(!results.hits.iter().any(|other| same(other, &hit)));
        results.hits.retain(|other| !same(other, &hit));
        results.hits.insert(0, hit);
        results.hits.truncate(limit);
    }
    if as_json {
        return output::json(&results);
    }
    if let Some(remark) = besides(desk.strings, &results) {
        say(&format!("gbdesk: {remark}"));
    }
    let mut text = String::new();
    for hit in &results.hits {
        line(hit, &mut text);
    }
    text.push_str(&desk.strings.fill("search.total", &[("n", &results.total.to_string())]));
    output::print(&text)
}

/// The paper or the place in it that the query names, when it is held.
fn named(desk: &Desk, library: &Library, typed: &str) -> Option<Hit> {
    let place = place::find(desk, library, typed, None).ok()?;
    let locator = place.locator.clone().unwrap_or(Locator::Paragraphs(Vec::new()));
    let id = match &place.locator {
        Some(locator) => cut::block_id(&place.paper, locator)?,
        None => String::new(),
    };
    let title = place.paper.title.clone().unwrap_or_else(|| place.found.held.file_name.clone());
    let block = place.paper.block(id.split("__").next().unwrap_or_default());
    let words = block.map_or_else(String::new, |(_, block)| match block {
        Block::Paragraph(paragraph) => paragraph.full_text(),
        Block::Heading(heading) => heading.text.clone(),
        Block::Table(_) => String::new(),
    });
    Some(Hit {
        paper: place.name(),
        key: place.found.entry.key.clone(),
        paragraph: first_number(&locator).map(str::to_owned),
        id,
        language: Some(place.found.held.language),
        snippet: clip(&words.replace('\n', " "), SNIPPET).into_owned(),
        title,
        ..Hit::default()
    })
}

/// The same place, in whatever language.
fn same(one: &Hit, other: &Hit) -> bool {
    (&one.key, &one.id) == (&other.key, &other.id)
}

fn line(hit: &Hit, out: &mut String) {
    // a note has the id of its block where a paragraph has its number
    let number = |place: &String| number_of(place).unwrap_or_else(|| place.clone());
    let place = hit.paragraph.as_ref().map_or_else(String::new, |place| format!(" ¶{}", number(place)));
    let language = hit.language.map_or(String::new(), |language| format!(" {language}"));
    out.push_str(&format!("{}{place}{language}  {}\n", hit.paper, hit.title));
    let mut due = hit.matches.iter().peekable();
    let mut open = None;
    if hit.snippet.is_empty() {
        out.push('\n');
        return;
    }
    out.push_str("    ");
    for (at, c) in hit.snippet.chars().enumerate() {
        if open == Some(at) {
            out.push('»');
            open = None;
        }
        if let Some([_, end]) = due.next_if(|[begin, _]| *begin == at) {
            out.push('«');
            open = Some(*end);
        }
        out.push(c);
    }
    if open.is_some() {
        out.push('»');
    }
    out.push_str("\n\n");
}
