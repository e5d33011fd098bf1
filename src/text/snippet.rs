//! Some words around the match.

use std::ops::Range;

use super::query::Query;

/// How long a snippet is, in characters, without the dots at its ends.
const LENGTH: usize = 180;
/// How many characters before the first match are shown.
const BEFORE: usize = 50;
/// A longer text, in bytes, is looked through piece by piece until something is found: a table of fifty pages costs
/// what its begin costs.
const PIECE: usize = 4096;
/// How much of the piece before is looked at again, in bytes: what is found may stand across the cut.
const OVERLAP: usize = 400;

/// A piece of the text around the first match, cut between words, and where the matches stand in it: character offsets,
/// begin and end. Text that fits is not cut.
#[must_use]
pub fn cut(text: &str, query: &Query) -> (String, Vec<[usize; 2]>) {
    let marks = first_marks(text, query);
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

/// What is marked in the first piece of the text in which anything is.
fn first_marks(text: &str, query: &Query) -> Vec<Range<usize>> {
    let mut start = 0;
    loop {
        let end = text.floor_char_boundary(start + PIECE);
        // not through a word
        let end = if end == text.len() {
            end
        } else {
            text[start..end].rfind(' ').filter(|at| *at > 0).map_or(end, |at| start + at)
        };
        let marks = query.marks(&text[start..end]);
        if !marks.is_empty() || end == text.len() {
            return marks.into_iter().map(|mark| start + mark.start..start + mark.end).collect();
        }
        let again = text.floor_char_boundary(end.saturating_sub(OVERLAP));
        let again = text[again..end].find(' ').map_or(end, |blank| again + blank);
        start = if again > start { again } else { end };
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_match_at_the_end_of_a_long_table_is_shown() {
        let text = format!("{}zebra crossing", "lorem é ipsum · ".repeat(3000));
        let (snippet, marks) = cut(&text, &Query::parse("zebra").0);
        let [from, to] = marks[0];
        assert_eq!(snippet.chars().skip(from).take(to - from).collect::<String>(), "zebra");
    }

    #[test]
    fn a_phrase_across_the_pieces_is_marked() {
        for lead in PIECE - 60..PIECE + 10 {
            let text = format!("{} zebra crossing {}", "x".repeat(lead), "y ".repeat(3000));
            let (snippet, marks) = cut(&text, &Query::parse("\"zebra crossing\"").0);
            assert!(snippet.contains("zebra crossing") && marks.len() == 1, "{lead}");
        }
    }

    proptest! {
        #[test]
        fn any_text_and_query_give_marks_inside_the_snippet(text in "(.{0,40}|[a-zé ]{3000,9000}){0,3}", query in ".{0,12}") {
            let (snippet, marks) = cut(&text, &Query::parse(&query).0);
            let count = snippet.chars().count();
            prop_assert!(marks.iter().all(|[from, to]| from < to && *to <= count));
        }
    }
}
