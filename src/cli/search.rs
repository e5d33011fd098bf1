//! `search`: paragraphs that match, best first.

use super::args;
use super::desk::Desk;
use super::import::Bar;
use super::output::{self, Failure, say};
use super::{Outcome, key};
use crate::library::SearchOptions;
use crate::model::search::{Hit, Results};
use crate::text::query::{Query, search_notes};
use crate::text::resolve::number_of;
use crate::text::stands;

/// Searches what is held, and the delegate's own notes where the query asks for them.
pub fn run(desk: &Desk, words: &[String], limit: usize, as_json: bool) -> Outcome {
    let typed = args::typed(words);
    let (query, faults) = Query::parse(&typed);
    for fault in &faults {
        say(&format!("gbdesk: {fault}"));
    }
    let library = desk.library()?;
    let results = if query.in_notes() {
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
            rebuilt.map_err(|fault| Failure::new(fault.to_string()))?;
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
    if as_json {
        return output::json(&results);
    }
    if let Some(remark) = &results.remark {
        say(&format!("gbdesk: {remark}"));
    }
    let mut text = String::new();
    for hit in &results.hits {
        line(hit, &mut text);
    }
    text.push_str(&desk.strings.fill("search.total", &[("n", &results.total.to_string())]));
    output::print(&text)
}

fn line(hit: &Hit, out: &mut String) {
    // a note has the id of its block where a paragraph has its number
    let number = |place: &String| number_of(place).unwrap_or_else(|| place.clone());
    let place = hit.paragraph.as_ref().map_or_else(String::new, |place| format!(" ¶{}", number(place)));
    let language = hit.language.map_or(String::new(), |language| format!(" {language}"));
    out.push_str(&format!("{}{place}{language}  {}\n", hit.paper, hit.title));
    let mut due = hit.matches.iter().peekable();
    let mut open = None;
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
