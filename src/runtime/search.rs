//! Full text.

use crate::library::{Library, SearchOptions};
use crate::model::Language;
use crate::model::search::{Results, Stand};
use crate::text::query::Query;

/// Hits shown at most.
const HITS: usize = 60;

/// Paragraphs that match, those of where the delegate is first.
#[must_use]
pub fn full_text(
    library: &Library,
    query: &str,
    here: &(u16, Option<String>),
    stances: &[Stand],
    languages: &[Language],
) -> Results {
    let (query, _) = Query::parse(query);
    let options = SearchOptions {
        limit: HITS,
        session_here: Some(here.0).filter(|number| *number > 0),
        paper_here: here.1.clone(),
        languages: languages.to_vec(),
        stances: stances.to_vec(),
        ..SearchOptions::default()
    };
    library.search(&query, &options)
}
