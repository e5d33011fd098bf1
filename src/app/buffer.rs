//! A text being written: graphemes, words, lines as shown, paste, undo and redo.

use unicode_segmentation::UnicodeSegmentation;

use crate::text::sanitise;
use crate::text::wrap::{width, wrap};

/// A text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buffer {
    text: String,
    cursor: usize,
    column: Option<usize>,
    past: Vec<(String, usize)>,
    future: Vec<(String, usize)>,
    typing: bool,
}

impl Buffer {
    /// A text with the cursor at its end.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, ..Self::default() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor, in bytes.
    #[must_use]
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.cursor..).unwrap_or_default()
    }

    fn remember(&mut self, typing: bool) {
        if !(typing && self.typing) {
            self.past.push((self.text.clone(), self.cursor));
        }
        self.future.clear();
        self.typing = typing;
        self.column = None;
    }

    /// Writes a character.
    pub fn write(&mut self, c: char) {
        if sanitise::is_hostile(c) && c != '\n' {
            return;
        }
        self.remember(!c.is_whitespace());
        self.text.insert(self.cursor, c);
        self.cursor += c.len_utf8();
    }

    /// Puts in a text from outside, made harmless; in one step of undo. On one line when `one_line`.
    pub fn paste(&mut self, text: &str, one_line: bool) {
        let clean = if one_line { sanitise::line(text) } else { sanitise::lines(text).into_owned() };
        if !clean.is_empty() {
            self.remember(false);
            self.text.insert_str(self.cursor, &clean);
            self.cursor += clean.len();
        }
    }

    /// Replaces everything, in one step of undo.
    pub fn set(&mut self, text: impl Into<String>) {
        self.remember(false);
        self.text = text.into();
        self.cursor = self.text.len();
    }

    fn cut(&mut self, from: usize, to: usize) {
        if from < to {
            self.remember(false);
            self.text.replace_range(from..to, "");
            self.cursor = from;
        }
    }

    fn grapheme_left(&self) -> usize {
        self.cursor - self.before().graphemes(true).next_back().map_or(0, str::len)
    }

    fn grapheme_right(&self) -> usize {
        self.cursor + self.after().graphemes(true).next().map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        let mut words = self.before().split_word_bound_indices();
        words.rfind(|(_, word)| word.chars().any(char::is_alphanumeric)).map_or(0, |(at, _)| at)
    }

    fn word_right(&self) -> usize {
        let mut words = self.after().split_word_bound_indices();
        let found = words.find(|(_, word)| word.chars().any(char::is_alphanumeric));
        found.map_or(self.text.len(), |(at, word)| self.cursor + at + word.len())
    }

    /// Deletes the character, or the word, to the left.
    pub fn backspace(&mut self, word: bool) {
        let from = if word { self.word_left() } else { self.grapheme_left() };
        let to = self.cursor;
        self.cut(from, to);
    }

    /// Deletes the character, or the word, to the right.
    pub fn delete(&mut self, word: bool) {
        let to = if word { self.word_right() } else { self.grapheme_right() };
        let from = self.cursor;
        self.cut(from, to);
    }

    fn place(&mut self, cursor: usize) {
        self.cursor = cursor;
        self.column = None;
        self.typing = false;
    }

    /// One character, or one word, to the left.
    pub fn left(&mut self, word: bool) {
        self.place(if word { self.word_left() } else { self.grapheme_left() });
    }

    /// One character, or one word, to the right.
    pub fn right(&mut self, word: bool) {
        self.place(if word { self.word_right() } else { self.grapheme_right() });
    }

    /// To the beginning of the line, or of the text.
    pub fn home(&mut self, all: bool) {
        let line = self.before().rfind('\n').map_or(0, |at| at + 1);
        self.place(if all { 0 } else { line });
    }

    /// To the end of the line, or of the text.
    pub fn end(&mut self, all: bool) {
        let line = self.after().find('\n').map_or(self.text.len(), |at| self.cursor + at);
        self.place(if all { self.text.len() } else { line });
    }

    /// Row and column of the cursor as shown at this width.
    #[must_use]
    pub fn shown(&self, columns: usize) -> (usize, usize) {
        let lines = wrap(&self.text, columns);
        let row = lines.iter().rposition(|line| line.start <= self.cursor).unwrap_or(0);
        let start = lines.get(row).map_or(0, |line| line.start);
        let column = self.text.get(start..self.cursor).map_or(0, width);
        (row, column.min(columns))
    }

    /// Rows up (negative) or down, as shown at this width.
    pub fn rows(&mut self, by: isize, columns: usize) {
        let lines = wrap(&self.text, columns);
        let (row, column) = self.shown(columns);
        let column = self.column.unwrap_or(column);
        let wanted = row as isize + by;
        let cursor = match usize::try_from(wanted) {
            Err(_) => 0,
            Ok(wanted) => match lines.get(wanted) {
                None => self.text.len(),
                Some(line) => {
                    let words = self.text.get(line.clone()).unwrap_or_default();
                    let mut at = line.start;
                    let mut cells = 0;
                    for grapheme in words.graphemes(true) {
                        cells += width(grapheme);
                        if cells > column {
                            break;
                        }
                        at += grapheme.len();
                    }
                    at
                }
            },
        };
        self.place(cursor);
        self.column = Some(column);
    }

    /// Takes the last change back. False when there is none.
    pub fn undo(&mut self) -> bool {
        let Some((text, cursor)) = self.past.pop() else { return false };
        self.future.push((std::mem::replace(&mut self.text, text), self.cursor));
        self.place(cursor);
        true
    }

    /// Does it again. False when there is nothing to do again.
    pub fn redo(&mut self) -> bool {
        let Some((text, cursor)) = self.future.pop() else { return false };
        self.past.push((std::mem::replace(&mut self.text, text), self.cursor));
        self.place(cursor);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> Buffer {
        let mut buffer = Buffer::default();
        text.chars().for_each(|c| buffer.write(c));
        buffer
    }

    #[test]
    fn an_accent_typed_apart_is_deleted_with_its_letter() {
        let mut buffer = typed("cafe\u{301}");
        buffer.backspace(false);
        assert_eq!(buffer.text(), "caf");
    }

    #[test]
    fn undo_takes_words_back_one_by_one_and_redo_brings_them_again() {
        let mut buffer = typed("ask for dates");
        assert!(buffer.undo());
        assert_eq!(buffer.text(), "ask for ");
        while buffer.undo() {}
        assert_eq!(buffer.text(), "");
        while buffer.redo() {}
        assert_eq!(buffer.text(), "ask for dates");
    }

    #[test]
    fn a_paste_is_one_step_and_brings_no_escapes() {
        let mut buffer = typed("a ");
        buffer.paste("b\u{1b}[2J\r\nc", false);
        assert_eq!(buffer.text(), "a b[2J\nc");
        buffer.undo();
        assert_eq!(buffer.text(), "a ");
    }

    #[test]
    fn up_and_down_keep_the_column_through_a_short_line() {
        let mut buffer = Buffer::new("abcdef\nab\nabcdef");
        buffer.home(true);
        for _ in 0..5 {
            buffer.right(false);
        }
        buffer.rows(1, 40);
        assert_eq!(buffer.shown(40), (1, 2));
        buffer.rows(1, 40);
        assert_eq!(buffer.shown(40), (2, 5));
    }

    #[test]
    fn words_are_stepped_over_as_a_whole() {
        let mut buffer = Buffer::new("paragraph 26(c), núm. 87");
        buffer.left(true);
        buffer.left(true);
        assert_eq!(buffer.after(), "núm. 87");
        buffer.backspace(true);
        assert_eq!(buffer.text(), "paragraph 26(núm. 87");
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_between_characters(steps in prop::collection::vec((0u8..13, any::<char>()), 0..80)) {
            let mut buffer = Buffer::default();
            for (step, c) in steps {
                match step {
                    0..=3 => buffer.write(c),
                    4 => buffer.paste(&format!("{c}\n{c}"), false),
                    5 => buffer.backspace(c.is_alphabetic()),
                    6 => buffer.delete(c.is_alphabetic()),
                    7 => buffer.left(c.is_alphabetic()),
                    8 => buffer.right(c.is_alphabetic()),
                    9 => buffer.rows(-1, 7),
                    10 => buffer.rows(1, 7),
                    11 => { buffer.undo(); }
                    _ => buffer.home(false),
                }
                prop_assert!(buffer.text().is_char_boundary(buffer.cursor()));
                let (_, column) = buffer.shown(7);
                prop_assert!(column <= 7);
            }
        }
    }
}
