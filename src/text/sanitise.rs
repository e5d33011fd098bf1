//! Text that came from outside, made harmless: no control characters, no terminal escapes, no bidi overrides.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The longest run of combining marks kept on one letter; more only serves to overflow a line.
const MOST_MARKS: usize = 8;

/// True for characters that may reorder, hide or control text on a screen: C0, C1, bidi controls, zero-width signs other
/// than the joiners that scripts need, tags, private use and the byte order mark.
#[must_use]
pub fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' | '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{10FFFF}' | '\u{061C}' | '\u{180E}')
}

/// One line of text for storing and showing: NFC, hostile characters removed, soft hyphens removed, tabs and line ends
/// made blanks, runs of blanks made one, ends trimmed. No-break spaces become blanks.
#[must_use]
pub fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.nfc() {
        if c.is_whitespace() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}') {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            marks = 0;
        } else if is_hostile(c) || c == '\u{AD}' {
            // dropped
        } else if unicode_normalization::char::is_combining_mark(c) {
            marks += 1;
            if marks <= MOST_MARKS {
                out.push(c);
            }
        } else {
            marks = 0;
            out.push(c);
        }
    }
    while out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Text of several lines (a note, a source file): hostile characters removed, `\r\n` and `\r` made `\n`, tabs kept.
#[must_use]
pub fn lines(text: &str) -> Cow<'_, str> {
    let clean = |c: char| c == '\n' || c == '\t' || !is_hostile(c);
    if is_nfc(text) && text.chars().all(clean) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    Cow::Owned(text.nfc().filter(|c| clean(*c)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_sequence_loses_its_teeth() {
        assert_eq!(line("a\u{1b}[2Jb\u{202e}c\u{9b}31m"), "a[2Jbc31m");
    }

    #[test]
    fn blanks_are_one_and_soft_hyphens_go() {
        assert_eq!(line("  Sus\u{ad}tain\u{a0}\t able \r\n"), "Sustain able");
    }

    #[test]
    fn a_letter_keeps_no_tower_of_marks() {
        let tower = format!("a{}", "\u{0301}".repeat(5000));
        assert!(line(&tower).chars().count() <= MOST_MARKS + 2);
    }

    #[test]
    fn lines_keep_their_ends() {
        assert_eq!(lines("a\r\nb\rc\td\u{7}"), "a\nb\nc\td");
    }
}
