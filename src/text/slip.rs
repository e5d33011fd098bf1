//! One slip of the finger in a word: a letter left out, put in, exchanged, or two swapped.

use std::collections::BTreeSet;

/// A word of at least so many letters may be corrected; in shorter ones a slip makes another word too easily.
pub const SHORTEST: usize = 5;
/// Longer words are not corrected, in letters.
const LONGEST: usize = 64;

/// Every folded word that one slip makes of this one; nothing for words too short or too long.
#[must_use]
pub fn one_off(word: &str) -> BTreeSet<String> {
    const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    let letters: Vec<char> = word.chars().take(LONGEST + 1).collect();
    let mut out = BTreeSet::new();
    if !(SHORTEST..=LONGEST).contains(&letters.len()) {
        return out;
    }
    let join = |parts: [&[char]; 3]| parts.concat().into_iter().collect::<String>();
    for at in 0..=letters.len() {
        let (head, tail) = letters.split_at(at);
        for letter in LETTERS.chars() {
            out.insert(join([head, &[letter], tail]));
        }
        if let Some((first, rest)) = tail.split_first() {
            out.insert(join([head, &[], rest]));
            for letter in LETTERS.chars() {
                out.insert(join([head, &[letter], rest]));
            }
            if let Some((second, rest)) = rest.split_first() {
                out.insert(join([head, &[*second, *first], rest]));
            }
        }
    }
    out.remove(word);
    out
}

#[cfg(test)]
mod tests {
    use super::one_off;

    #[test]
    fn one_slip_of_each_kind_is_undone() {
        for slip in ["decison", "decisiion", "desision", "deicsion"] {
            assert!(one_off(slip).contains("decision"), "{slip}");
        }
        assert!(!one_off("decision").contains("decision"));
        assert!(!one_off("dicssion").contains("decision"));
    }

    #[test]
    fn short_words_are_left_alone() {
        assert!(one_off("work").is_empty());
    }
}
