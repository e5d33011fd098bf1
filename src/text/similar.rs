//! How alike two texts are, in words; and a hash of a text that does not mind case, accents, dashes and blanks.

use std::collections::HashMap;

use sha2::{Digest, Sha256};

use super::fold::fold;

/// No text counts beyond this many words: enough for the longest paragraph, little enough for a hostile one.
const MOST_WORDS: usize = 2000;

/// The words of a text: folded runs of letters and digits.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(str::to_owned)
        .collect()
}

/// A hash of the folded words: 16 hexadecimal digits of SHA-256. Equal texts up to case, accents, dashes, punctuation
/// and blanks have equal hashes.
#[must_use]
pub fn hash(text: &str) -> String {
    let mut digest = Sha256::new();
    for word in fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        digest.update(word.as_bytes());
        digest.update(b" ");
    }
    hex(&digest.finalize(), 8)
}

/// The first `bytes` bytes in lower-case hexadecimal.
#[must_use]
pub fn hex(digest: &[u8], bytes: usize) -> String {
    digest.iter().take(bytes).fold(String::new(), |mut out, byte| {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        out
    })
}

/// A smaller share of words than this is chance, in [`contained`].
const NOTHING: f32 = 0.3;

/// Words as small numbers, so that comparing is cheap. One dictionary for all texts that are compared.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    known: HashMap<String, u32>,
}

/// A text as the numbers of its words, with their counts for a quick upper bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Numbered {
    /// In order.
    pub words: Vec<u32>,
    /// Sorted.
    sorted: Vec<u32>,
}

impl Dictionary {
    /// The text as numbers; new words are learnt.
    pub fn learn(&mut self, text: &str) -> Numbered {
        let words = words(text)
            .into_iter()
            .map(|word| {
                let next = self.known.len() as u32;
                *self.known.entry(word).or_insert(next)
            })
            .collect();
        Numbered::new(words)
    }

    /// The text as numbers; words never learnt are all different from every word learnt, and equal to one another.
    #[must_use]
    pub fn look_up(&self, text: &str) -> Numbered {
        Numbered::new(words(text).iter().map(|word| self.known.get(word).copied().unwrap_or(u32::MAX)).collect())
    }
}

impl Numbered {
    fn new(words: Vec<u32>) -> Self {
        let mut sorted = words.clone();
        sorted.sort_unstable();
        Self { words, sorted }
    }

    /// One after the other.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        Self::new(self.words.iter().chain(&other.words).copied().collect())
    }

    /// How many words.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True without words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How many words the two share, whatever their order: never less than [`common`] finds.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        let (mut a, mut b) = (self.sorted.iter().peekable(), other.sorted.iter().peekable());
        let mut count = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    count += 1;
                    a.next();
                    b.next();
                }
            }
        }
        count
    }
}

/// The length of the longest common subsequence of words.
#[must_use]
pub fn common(a: &[u32], b: &[u32]) -> usize {
    let ahead = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(ahead..).unwrap_or_default(), b.get(ahead..).unwrap_or_default());
    let behind = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(..a.len() - behind).unwrap_or_default(), b.get(..b.len() - behind).unwrap_or_default());
    let mut row = vec![0u32; b.len()];
    for x in a {
        let (mut corner, mut left) = (0, 0);
        for (cell, y) in row.iter_mut().zip(b) {
            let above = *cell;
            *cell = if x == y { corner + 1 } else { above.max(left) };
            corner = above;
            left = *cell;
        }
    }
    ahead + behind + row.last().map_or(0, |last| *last as usize)
}

/// How alike two whole texts are, 0 to 1: twice the common words over all words. Two empty texts are alike.
#[must_use]
pub fn alike(a: &Numbered, b: &Numbered) -> f32 {
    let all = a.len() + b.len();
    if all == 0 {
        return 1.0;
    }
    2.0 * common(&a.words, &b.words) as f32 / all as f32
}

/// The most that [`alike`] can give, found quickly.
#[must_use]
pub fn alike_at_most(a: &Numbered, b: &Numbered) -> f32 {
    let all = a.len() + b.len();
    if all == 0 {
        return 1.0;
    }
    2.0 * a.shared(b) as f32 / all as f32
}

/// How much of `part` stands in one stretch of `whole`, 0 to 1: the common words of `part` and the best stretch of about
/// its length. An empty part stands nowhere, and less than three tenths of a part is chance and counts as nothing.
#[must_use]
pub fn contained(part: &Numbered, whole: &Numbered) -> f32 {
    let length = part.len();
    if length == 0 || whole.is_empty() {
        return 0.0;
    }
    if whole.len() <= length + length / 3 {
        return common(&part.words, &whole.words) as f32 / length as f32;
    }
    // the stretch that shares most words, by a sliding count
    let mut wanted: Vec<(u32, i32)> = Vec::with_capacity(length);
    for word in &part.sorted {
        match wanted.last_mut() {
            Some((last, count)) if last == word => *count += 1,
            _ => wanted.push((*word, 1)),
        }
    }
    let places: Vec<Option<usize>> =
        whole.words.iter().map(|word| wanted.binary_search_by_key(word, |(word, _)| *word).ok()).collect();
    let (mut have, mut best, mut best_at) = (0i32, -1i32, 0usize);
    for (at, place) in places.iter().enumerate() {
        if let Some((_, left)) = place.and_then(|place| wanted.get_mut(place)) {
            have += i32::from(*left > 0);
            *left -= 1;
        }
        let gone = at.checked_sub(length).and_then(|at| places.get(at).copied().flatten());
        if let Some((_, left)) = gone.and_then(|place| wanted.get_mut(place)) {
            *left += 1;
            have -= i32::from(*left > 0);
        }
        if have > best {
            best = have;
            best_at = at;
        }
    }
    if (best as f32) < NOTHING * length as f32 {
        return 0.0;
    }
    let slack = length / 4;
    let from = (best_at + 1).saturating_sub(length + slack);
    let to = (best_at + 1 + slack).min(whole.len());
    common(&part.words, whole.words.get(from..to).unwrap_or_default()) as f32 / length as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn both(a: &str, b: &str) -> (Numbered, Numbered) {
        let mut dictionary = Dictionary::default();
        (dictionary.learn(a), dictionary.learn(b))
    }

    #[test]
    fn a_hash_does_not_mind_how_a_text_is_set() {
        assert_eq!(hash("The Office’s re-port –  décision"), hash("the office's RE‑PORT - decision"));
        assert_ne!(hash("took note"), hash("took no note"));
    }

    #[test]
    fn one_word_in_five_changed_leaves_four_fifths() {
        let (a, b) = both("the body took note", "the body took no account");
        assert!((alike(&a, &b) - 6.0 / 9.0).abs() < 0.001);
    }

    #[test]
    fn a_sentence_is_found_inside_a_long_paragraph() {
        let long =
            format!("{} the Office will report in March {}", "filler words here ".repeat(40), "more of it ".repeat(40));
        let (part, whole) = both("the Office will report in March", &long);
        assert!(contained(&part, &whole) > 0.99);
        let (part, whole) = both("the Office shall recruit experts now", &long);
        assert!(contained(&part, &whole) < 0.6);
    }

    proptest! {
        #[test]
        fn likeness_is_symmetric_and_bounded(a in "[a-d ]{0,40}", b in "[a-d ]{0,40}") {
            let (x, y) = both(&a, &b);
            prop_assert!((alike(&x, &y) - alike(&y, &x)).abs() < 0.0001);
            prop_assert!(alike(&x, &y) <= alike_at_most(&x, &y) + 0.0001);
            prop_assert!((0.0..=1.0).contains(&contained(&x, &y)));
        }

        #[test]
        fn any_text_has_a_hash(text in ".{0,80}") {
            prop_assert_eq!(hash(&text).len(), 16);
        }
    }
}
