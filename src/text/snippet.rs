//! Some words around the match.

use std::ops::Range;

use super::query::Query;

/// How long a snippet is, in characters, without the dots at its ends.
const LENGTH: usize = 180;
/// How many characters before the first match are shown.
const BEFORE: usize = 50;

/// A piece of the text around the first match, cut between words, and where the matches stand in it: character offsets,
/// begin and end. Text that fits is not cut.
#[must_use]
pub fn cut(text: &str, query: &Query) -> (String, Vec<[usize; 2]>) {
    let marks = query.marks(text);
    let window = window(text, marks.first());
    let mut snippet = String::with_capacity(window.len() + 8);
    if window.start > 0 {
        snippet.push_str("… ");
    }
    let lead = snippet.chars().count();
    let body = text.get(window.clone()).unwrap_or_default();
    snippet.push_str(body);
    if window.end < text.len() {
        snippet.push_str(" …");
    }
    let mut offsets = Vec::with_capacity(marks.len());
    let (mut bytes, mut chars) = (window.start, lead);
    for mark in marks.iter().filter(|mark| mark.start >= window.start && mark.end <= window.end) {
        let count = |range: Range<usize>| text.get(range).map_or(0, |part| part.chars().count());
        chars += count(bytes..mark.start);
        let length = count(mark.clone());
        offsets.push([chars, chars + length]);
        chars += length;
        bytes = mark.end;
    }
    (snippet, offsets)
}

/// The bytes to show.
fn window(text: &str, first: Option<&Range<usize>>) -> Range<usize> {
    if text.len() <= LENGTH {
        return 0..text.len();
    }
    let at = first.map_or(0, |mark| mark.start);
    let match_end = first.map_or(0, |mark| mark.end);
    // back by characters, then forward to the begin of a word
    let mut start = text[..at].char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
    if start > 0 {
        start = text[start..at].find(' ').map_or(at, |blank| start + blank + 1);
    }
    let mut end = text[start..].char_indices().nth(LENGTH).map_or(text.len(), |(at, _)| start + at);
    if end < text.len() {
        end = text[start..end].rfind(' ').map_or(end, |blank| start + blank);
    }
    // a match longer than the snippet is shown whole rather than not at all
    start..end.max(match_end)
}
