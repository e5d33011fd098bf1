//! The words of the index are the words of [`crate::text::words`], so that what is found is what is marked.
//!
//! Cutting a text into words takes as long as putting the words in, so it is done by other threads: they write the words
//! down ([`written`]), and what tantivy takes for a tokenizer reads them off again.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::fold::fold;
use crate::text::words::tokens;

/// Longer words are left out of the index, in bytes.
pub(super) const LONGEST: usize = 64;
/// Ends a word that has a position of its own; folded words contain neither.
const WORD: char = '\u{1}';
/// Ends a word that shares the position of the word before it.
const BESIDE: char = '\u{2}';

/// The words of a text, written down for [`Words`].
pub(super) fn written(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for token in tokens(&fold(text)) {
        if token.text.len() <= LONGEST {
            out.push_str(&token.text);
        }
        // a word left out keeps its position: the words around it are no phrase
        out.push(if token.synthetic { BESIDE } else { WORD });
    }
    out
}

#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    token: Token,
}

pub(super) struct Stream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        self.token.reset();
        Stream { rest: text, token: &mut self.token }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some((at, end)) = self.rest.char_indices().find(|(_, c)| matches!(*c, WORD | BESIDE)) {
            let word = &self.rest[..at];
            self.rest = &self.rest[at + end.len_utf8()..];
            if end == WORD {
                // before the first word the position is `usize::MAX`
                self.token.position = self.token.position.wrapping_add(1);
            }
            if !word.is_empty() {
                // offsets are not used: matches are marked in the text itself
                self.token.text.clear();
                self.token.text.push_str(word);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_down_is_read_off(text in "([A-Zé]?[a-z]{0,9}[ -]|Convention No. 87 |[0-9]{1,80} ){0,12}") {
            let mut words = Words::default();
            let written = written(&text);
            let mut stream = words.token_stream(&written);
            let mut read = Vec::new();
            while stream.advance() {
                read.push((stream.token().text.clone(), stream.token().position));
            }
            let wanted: Vec<_> = tokens(&fold(&text))
                .into_iter()
                .filter(|token| token.text.len() <= LONGEST)
                .map(|token| (token.text, token.position))
                .collect();
            prop_assert_eq!(read, wanted);
        }
    }
}
