//! Full text.

use crate::library::Library;
use crate::model::search::Results;

/// Paragraphs that match, best first.
#[must_use]
pub fn full_text(_library: &Library, query: &str) -> Results {
    Results { query: query.to_owned(), ..Results::default() }
}
