//! Text cut into words, numbers, signs and symbols, each with the bytes it stands at. One pass, linear.

use std::cell::Cell;

use unicode_normalization::char::is_combining_mark;

use crate::model::Symbol;
use crate::text::fold::fold;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Begins with a letter; `text` is folded.
    Word,
    /// Begins with a digit: `29`, `26ter`, `7a`.
    Number,
    /// One sign; dashes of every kind are `-`.
    Sign(char),
    /// A Governing Body symbol.
    Symbol(Symbol),
}

/// A token.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub kind: Kind,
    /// Folded.
    pub text: String,
    /// Byte offsets in the original.
    pub start: usize,
    pub end: usize,
    /// Something stands between this token and the one before.
    pub apart: bool,
}

/// The tokens of a text, with a count of how often they were looked at (the tests hold it to be linear).
pub(crate) struct Tokens<'a> {
    pub source: &'a str,
    list: Vec<Token>,
    looks: Cell<usize>,
}

impl<'a> Tokens<'a> {
    pub fn new(source: &'a str) -> Self {
        let mut list = Vec::with_capacity(source.len() / 5);
        let mut at = 0;
        for (range, symbol) in Symbol::find_all(source) {
            cut(source, at, range.start, &mut list);
            let apart = list.last().is_some_and(|last: &Token| last.end < range.start);
            let text = String::new();
            list.push(Token { kind: Kind::Symbol(symbol), text, start: range.start, end: range.end, apart });
            at = range.end;
        }
        cut(source, at, source.len(), &mut list);
        Self { source, list, looks: Cell::new(0) }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    #[cfg(test)]
    pub fn looks(&self) -> usize {
        self.looks.get()
    }

    pub fn get(&self, at: usize) -> Option<&Token> {
        self.looks.set(self.looks.get() + 1);
        self.list.get(at)
    }

    /// The folded word at `at`; empty for everything that is no word.
    pub fn word(&self, at: usize) -> &str {
        match self.get(at) {
            Some(token) if token.kind == Kind::Word => &token.text,
            _ => "",
        }
    }

    /// The number at `at`; empty for everything that is none.
    pub fn number(&self, at: usize) -> &str {
        match self.get(at) {
            Some(token) if token.kind == Kind::Number => &token.text,
            _ => "",
        }
    }

    pub fn is_sign(&self, at: usize, sign: char) -> bool {
        self.get(at).is_some_and(|token| token.kind == Kind::Sign(sign))
    }

    pub fn symbol(&self, at: usize) -> Option<&Symbol> {
        match self.get(at) {
            Some(Token { kind: Kind::Symbol(symbol), .. }) => Some(symbol),
            _ => None,
        }
    }

    /// True when nothing stands between the token and the one before it.
    pub fn is_joined(&self, at: usize) -> bool {
        at > 0 && self.get(at).is_some_and(|token| !token.apart)
    }

    /// The words as printed.
    pub fn printed(&self, at: usize) -> &'a str {
        self.get(at).and_then(|token| self.source.get(token.start..token.end)).unwrap_or("")
    }

    /// True for a word that is printed with a capital.
    pub fn is_capital(&self, at: usize) -> bool {
        self.printed(at).starts_with(char::is_uppercase)
    }

    /// The bytes from the token `first` to the token before `next`.
    pub fn bytes(&self, first: usize, next: usize) -> std::ops::Range<usize> {
        let start = self.list.get(first).map_or(self.source.len(), |token| token.start);
        let end = self.list.get(next.max(first + 1) - 1).map_or(start, |token| token.end);
        start..end.max(start)
    }

    /// True when a sentence ends at `at`: the end, a line's end, or a full stop that closes no abbreviation.
    pub fn ends_sentence(&self, at: usize) -> bool {
        match self.get(at).map(|token| &token.kind) {
            None | Some(Kind::Sign('?' | '!' | ';')) => true,
            Some(Kind::Sign('.')) => {
                let before = if at > 0 { self.word(at - 1) } else { "" };
                !super::words::is_abbreviation(before)
            }
            _ => false,
        }
    }
}

fn is_inside(c: char) -> bool {
    (c.is_alphanumeric() && !is_superscript(c))
        || is_combining_mark(c)
        || matches!(c, '\u{AD}' | '\u{200C}' | '\u{200D}')
}

/// Footnote marks that stand on a number are no part of it.
fn is_superscript(c: char) -> bool {
    matches!(c, '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}'..='\u{2079}')
}

fn cut(source: &str, from: usize, to: usize, list: &mut Vec<Token>) {
    let Some(part) = source.get(from..to) else { return };
    let mut chars = part.char_indices().peekable();
    let mut last_end = list.last().map_or(from, |token| token.end);
    while let Some((at, c)) = chars.next() {
        let start = from + at;
        if c.is_whitespace() || is_superscript(c) || matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{2BC}') {
            continue;
        }
        let mut end = start + c.len_utf8();
        let (kind, text) = if is_inside(c) {
            while let Some((next, inside)) = chars.peek().copied() {
                if !is_inside(inside) {
                    break;
                }
                end = from + next + inside.len_utf8();
                chars.next();
            }
            let text = fold(source.get(start..end).unwrap_or(""));
            // "SDG8" is a word and a number
            let goal = ["sdg", "odd", "ods"].iter().any(|goal| text.starts_with(goal));
            let digits = goal && text.len() < 6 && text.len() > 3 && text.bytes().skip(3).all(|c| c.is_ascii_digit());
            if digits && end - start == text.len() {
                let (word, number) = text.split_at(3);
                list.push(Token {
                    kind: Kind::Word,
                    text: word.to_owned(),
                    start,
                    end: start + 3,
                    apart: start > last_end,
                });
                list.push(Token { kind: Kind::Number, text: number.to_owned(), start: start + 3, end, apart: false });
                last_end = end;
                continue;
            }
            (if text.starts_with(|c: char| c.is_ascii_digit()) { Kind::Number } else { Kind::Word }, text)
        } else {
            let sign = match c {
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                '\u{FF1A}' => ':',
                '\u{FF08}' | '[' => '(',
                '\u{FF09}' | ']' => ')',
                other => other,
            };
            (Kind::Sign(sign), String::new())
        };
        list.push(Token { kind, text, start, end, apart: start > last_end });
        last_end = end;
    }
}
