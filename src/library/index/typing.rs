//! The words of the index are the words of [`crate::text::words`], so that what is found is what is marked.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::text::fold::fold;
use crate::text::words::tokens;

/// Longer words are left out of the index, in bytes.
pub(super) const LONGEST: usize = 64;

#[derive(Clone, Debug, Default)]
pub(super) struct Words;

pub(super) struct Stream {
    words: std::vec::IntoIter<crate::text::words::Token>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        Stream { words: tokens(&fold(text)).into_iter(), token: Token::default() }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        for word in self.words.by_ref() {
            if word.text.len() > LONGEST {
                continue;
            }
            // offsets are not used: matches are marked in the text itself
            self.token = Token {
                offset_from: word.at.start,
                offset_to: word.at.end,
                position: word.position,
                text: word.text,
                position_length: 1,
            };
            return true;
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
