//! Text made comparable: case, accents, dashes, apostrophes, no-break spaces and ligatures do not matter.
//! Folded text keeps its way back to the original.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A folded text with the way back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// For each byte of `text`, the byte offset in the original of the character it came from; one more entry at the
    /// end: the length of the original.
    pub back: Vec<usize>,
}

impl Folded {
    /// The byte range in the original that a byte range of the folded text came from.
    #[must_use]
    pub fn original(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let end = self.back.len().saturating_sub(1);
        let start = self.back.get(range.start.min(end)).copied().unwrap_or(0);
        if range.end <= range.start {
            return start..start;
        }
        // the first folded byte after the range that came from a later character
        let last = self.back.get((range.end - 1).min(end)).copied().unwrap_or(0);
        let stop = self.back[range.end.min(end)..].iter().copied().find(|at| *at > last).unwrap_or(last);
        start..stop
    }
}

/// What one character becomes; several letters for ligatures, nothing for accents and soft hyphens.
fn fold_char(c: char, mut push: impl FnMut(char)) {
    match c {
        'a'..='z' | '0'..='9' | ' ' => push(c),
        'A'..='Z' => push(c.to_ascii_lowercase()),
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' => {}
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => push('-'),
        '\u{2018}'..='\u{201B}' | '\u{2032}' | '\u{02BC}' | '\u{FF07}' | '`' | '\u{B4}' => push('\''),
        '\u{201C}'..='\u{201F}' | '\u{AB}' | '\u{BB}' | '\u{2033}' => push('"'),
        'œ' | 'Œ' => {
            push('o');
            push('e');
        }
        'æ' | 'Æ' => {
            push('a');
            push('e');
        }
        'ß' => {
            push('s');
            push('s');
        }
        'ø' | 'Ø' => push('o'),
        'đ' | 'Đ' => push('d'),
        'ł' | 'Ł' => push('l'),
        'ı' => push('i'),
        _ if c.is_whitespace() => push(' '),
        _ if c.is_ascii() => push(c),
        _ => {
            for part in std::iter::once(c).nfkd().filter(|part| !is_combining_mark(*part)) {
                for lower in part.to_lowercase().filter(|part| !is_combining_mark(*part)) {
                    push(if lower.is_whitespace() { ' ' } else { lower });
                }
            }
        }
    }
}

/// The folded text alone.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, |folded| out.push(folded));
    }
    out
}

/// The folded text with the way back to the original.
#[must_use]
pub fn fold_with_map(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), back: Vec::with_capacity(text.len() + 1) };
    for (at, c) in text.char_indices() {
        let Folded { text: out, back } = &mut folded;
        fold_char(c, |part| {
            out.push(part);
            back.resize(out.len(), at);
        });
    }
    folded.back.push(text.len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_a_delegate_types_is_what_the_paper_prints() {
        assert_eq!(fold("Décision nº 87 – l’œuvre"), fold("decision no 87 - l'oeuvre"));
        assert_eq!(fold("PÁRRAFO\u{a0}3"), "parrafo 3");
    }

    #[test]
    fn the_way_back_covers_the_accent() {
        let folded = fold_with_map("a de\u{301}cent œuvre");
        let at = folded.text.find("decent").unwrap_or_default();
        assert_eq!(&"a de\u{301}cent œuvre"[folded.original(at..at + 6)], "de\u{301}cent");
        let at = folded.text.find("oe").unwrap_or_default();
        assert_eq!(&"a de\u{301}cent œuvre"[folded.original(at..at + 2)], "œ");
    }

    proptest! {
        #[test]
        fn offsets_always_point_at_characters(text in ".{0,60}", a in 0usize..80, b in 0usize..80) {
            let folded = fold_with_map(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            let range = folded.original(a.min(b)..a.max(b));
            prop_assert!(text.get(range).is_some());
        }
    }
}
