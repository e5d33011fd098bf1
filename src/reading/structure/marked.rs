//! A text with the footnote marks taken out of it, each with the place where it stood.

use crate::reading::line::{Line, Run};
use crate::text::sanitise;

/// Text without marks; `marks` are character offsets into it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Marked {
    pub text: String,
    pub marks: Vec<(usize, String)>,
    /// Characters in `text`.
    chars: usize,
}

impl Marked {
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { chars: text.chars().count(), text, marks: Vec::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.text.is_empty() && self.marks.is_empty()
    }

    /// Adds text that is already clean.
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.chars += text.chars().count();
    }

    pub fn mark(&mut self, mark: String) {
        self.marks.push((self.chars, mark));
    }

    /// Adds another text behind a blank; `glue` joins without one.
    pub fn append(&mut self, other: &Self, glue: bool) {
        if !glue && !self.text.is_empty() && !self.text.ends_with(' ') && !other.text.is_empty() {
            self.push(" ");
        }
        let start = self.chars;
        self.push(&other.text);
        self.marks.extend(other.marks.iter().map(|(at, mark)| (at + start, mark.clone())));
    }

    /// Takes the last character away (a hyphen at a line end).
    pub fn pop(&mut self) {
        if self.text.pop().is_some() {
            self.chars -= 1;
            for (at, _) in self.marks.iter_mut().rev() {
                if *at <= self.chars {
                    break;
                }
                *at = self.chars;
            }
        }
    }

    /// The text from byte `at` on, blanks at its start apart; marks before it are kept at its start.
    pub fn after(&self, at: usize) -> Self {
        let tail = self.text.get(at..).unwrap_or_default();
        let trimmed = tail.trim_start();
        let cut = self.text.len() - trimmed.len();
        let skipped = self.text.get(..cut).unwrap_or_default().chars().count();
        Self {
            text: trimmed.to_owned(),
            chars: self.chars.saturating_sub(skipped),
            marks: self.marks.iter().map(|(place, mark)| (place.saturating_sub(skipped), mark.clone())).collect(),
        }
    }

    /// Takes `bytes` out of the text and sets `mark` in their place. Blanks before a sign that closes go too.
    pub fn take_out(&mut self, bytes: std::ops::Range<usize>, mark: String) {
        let (Some(before), Some(after)) = (self.text.get(..bytes.start), self.text.get(bytes.end..)) else { return };
        let before = before.trim_end().to_owned();
        let after = after.trim_start().to_owned();
        let blank = !(after.is_empty() || after.starts_with([',', '.', ';', ':', ')', '?', '!', '»', '”']));
        let place = before.chars().count();
        let old = self.chars;
        let mut text = before;
        if blank && !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&after);
        self.chars = text.chars().count();
        self.text = text;
        let shift = old.saturating_sub(self.chars);
        for (at, _) in &mut self.marks {
            if *at > place {
                *at = at.saturating_sub(shift).max(place);
            }
        }
        let index = self.marks.iter().position(|(at, _)| *at > place).unwrap_or(self.marks.len());
        self.marks.insert(index, (place, mark));
    }

    /// The marks without and with their places, as a paper's blocks hold them.
    pub fn split_marks(&self) -> (Vec<String>, Vec<usize>) {
        self.marks.iter().map(|(at, mark)| (mark.clone(), (*at).min(self.chars))).unzip()
    }
}

/// True for what a footnote mark may look like.
pub(super) fn is_mark(text: &str) -> bool {
    let text = text.trim();
    (1..=3).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        || !text.is_empty() && text.chars().count() <= 3 && text.chars().all(|c| matches!(c, '*' | '†' | '‡'))
        || text.len() == 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The clean text of a line. A raised mark counts when `known` knows its footnote, a linked one always.
pub(super) fn of_line(line: &Line, known: &dyn Fn(&str, &str) -> bool) -> Marked {
    let mut out = Marked::default();
    let mut raw = String::new();
    let mut after_mark = false;
    for run in &line.runs {
        match marks_of(run, &|mark| known(mark, raw.trim_end())) {
            Some(marks) => {
                flush(&mut out, &mut raw, after_mark);
                for mark in marks {
                    out.mark(mark);
                }
                after_mark = true;
                // a blank that was part of the raised run still parts two words
                if run.text.ends_with(char::is_whitespace) {
                    raw.push(' ');
                }
            }
            None => raw.push_str(&run.text),
        }
    }
    flush(&mut out, &mut raw, after_mark);
    while out.text.ends_with(' ') {
        out.pop();
    }
    out
}

/// The marks that a run consists of: one, or several like `1, 2`.
fn marks_of(run: &Run, known: &dyn Fn(&str) -> bool) -> Option<Vec<String>> {
    if let Some(note) = &run.note {
        let note = sanitise::line(note);
        return (!note.is_empty()).then(|| vec![note]);
    }
    if !run.raised || run.text.len() > 24 {
        return None;
    }
    let parts: Vec<String> = run
        .text
        .split([',', ' ', '\u{a0}'])
        .map(|part| part.trim_matches(['(', ')']).trim().to_owned())
        .filter(|part| !part.is_empty())
        .collect();
    (!parts.is_empty() && parts.iter().all(|part| is_mark(part) && known(part))).then_some(parts)
}

fn flush(out: &mut Marked, raw: &mut String, after_mark: bool) {
    if raw.is_empty() {
        return;
    }
    let clean = sanitise::line(raw);
    let lead = raw.starts_with(char::is_whitespace);
    let trail = raw.ends_with(char::is_whitespace);
    let closes = clean.starts_with([',', '.', ';', ':', ')', '?', '!']);
    let joins = clean.is_empty() || after_mark && closes;
    if lead && !out.text.is_empty() && !out.text.ends_with(' ') && !joins {
        out.push(" ");
    }
    if after_mark && closes && out.text.ends_with(' ') {
        let marks = std::mem::take(&mut out.marks);
        out.pop();
        let end = out.chars;
        out.marks = marks.into_iter().map(|(at, mark)| (at.min(end), mark)).collect();
    }
    out.push(&clean);
    if trail && !out.text.is_empty() && !out.text.ends_with(' ') {
        out.push(" ");
    }
    raw.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_leaves_the_sentence_whole() {
        let line = Line {
            runs: vec![
                Run { text: "In ".into(), ..Run::default() },
                Run { text: "Our Agenda,".into(), italic: true, ..Run::default() },
                Run { text: "2".into(), raised: true, ..Run::default() },
                Run { text: " he said".into(), ..Run::default() },
            ],
            ..Line::default()
        };
        let marked = of_line(&line, &|mark, _| mark == "2");
        assert_eq!(marked.text, "In Our Agenda, he said");
        assert_eq!(marked.marks, vec![(14, "2".to_owned())]);
        assert_eq!(of_line(&line, &|_, _| false).text, "In Our Agenda,2 he said");
    }

    #[test]
    fn a_bare_mark_is_taken_out_with_its_blank() {
        let mut marked = Marked::new("decent work 2 for all, and work 3.");
        marked.take_out(12..13, "2".into());
        assert_eq!(marked.text, "decent work for all, and work 3.");
        assert_eq!(marked.marks, vec![(11, "2".to_owned())]);
        marked.take_out(30..31, "3".into());
        assert_eq!(marked.text, "decent work for all, and work.");
        assert_eq!(marked.marks, vec![(11, "2".to_owned()), (29, "3".to_owned())]);
    }
}
