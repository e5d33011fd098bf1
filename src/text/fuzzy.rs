//! Letters of a needle found in order in a haystack, scored and marked. The one place that names the fuzzy matcher, so
//! that it can be exchanged by changing this file.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use super::fold::fold;

/// Longest haystack, in characters, that is handed to the matcher: its cost grows with the product of both lengths.
const LONGEST: usize = 400;
/// Longest needle, in characters.
const LONGEST_NEEDLE: usize = 64;

thread_local! {
    // the matcher keeps its tables between calls, a thread of its own each
    static MATCHER: SkimMatcherV2 = SkimMatcherV2::default().ignore_case();
}

/// How well `needle` fits into `haystack` and which characters of `haystack` it takes (indexes of characters, rising);
/// `None` when not all letters are there in order. Case and accents do not matter. Higher is better.
#[must_use]
pub fn score(haystack: &str, needle: &str) -> Option<(i64, Vec<usize>)> {
    let needle: String = fold(needle).chars().filter(|c| !c.is_whitespace()).take(LONGEST_NEEDLE).collect();
    if needle.is_empty() {
        return Some((0, Vec::new()));
    }
    // folded character by character, so that the way back is a table
    let mut folded = String::with_capacity(haystack.len());
    let mut back = Vec::with_capacity(haystack.len());
    let mut buffer = [0; 4];
    for (at, c) in haystack.chars().take(LONGEST).enumerate() {
        if c.is_ascii() {
            // case is kept: the matcher gives a bonus for capitals that begin a word
            folded.push(c);
            back.push(at);
        } else {
            for part in fold(c.encode_utf8(&mut buffer)).chars() {
                folded.push(part);
                back.push(at);
            }
        }
    }
    let (score, indices) = MATCHER.with(|matcher| matcher.fuzzy_indices(&folded, &needle))?;
    let mut marks: Vec<usize> = indices.iter().filter_map(|at| back.get(*at).copied()).collect();
    marks.dedup();
    Some((score, marks))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_in_order_are_found_and_marked() {
        let (_, marks) = score("Décision du Conseil", "decc").unwrap();
        assert_eq!(marks.first(), Some(&0));
        assert_eq!(marks.len(), 4);
        assert!(score("Decision", "xq").is_none());
    }

    #[test]
    fn the_begin_of_a_word_is_worth_more() {
        let begin = score("Global Coalition", "coal").unwrap().0;
        let inside = score("the charcoal", "coal").unwrap().0;
        assert!(begin > inside);
    }

    proptest! {
        #[test]
        fn marks_point_into_the_haystack(haystack in ".{0,80}", needle in ".{0,8}") {
            if let Some((_, marks)) = score(&haystack, &needle) {
                let count = haystack.chars().count();
                prop_assert!(marks.iter().all(|at| *at < count));
                prop_assert!(marks.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }
}
