//! How a statement looks: its parts while it is built, and the reading view, in large spacing with a running clock.

use crate::text::speech;
use crate::text::wrap::width;

use super::msg::Effect;
use super::page::Tone;
use super::sheet::Writer;
use super::statement::{PACES, is_cut};
use super::{App, Focus, View};

/// Columns of the text in the reading view: the eye finds the next line.
const NARROW: u16 = 60;

/// A stopwatch in the milliseconds of the ticks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stopwatch {
    /// When it was set going, while it goes.
    pub since: Option<u64>,
    /// What it counted before that.
    pub before: u64,
    /// It went when the view was left, and waits.
    pub waits: bool,
}

impl Stopwatch {
    /// What it shows, in milliseconds.
    #[must_use]
    pub fn shows(&self, now: u64) -> u64 {
        self.before + self.since.map_or(0, |since| now.saturating_sub(since))
    }

    /// Sets it going, or stops it.
    pub fn turn(&mut self, now: u64) {
        *self = match self.since {
            Some(_) => Self { since: None, before: self.shows(now), ..*self },
            None => Self { since: Some(now), waits: false, ..*self },
        };
    }
}

impl App {
    /// The clock of the reading view runs and is on the screen.
    #[must_use]
    pub fn speaking(&self) -> bool {
        self.view == View::Speech && self.statements.watch.since.is_some()
    }

    /// Milliseconds until the clock on the screen shows another second; `None` when none runs, so that nothing wakes up.
    #[must_use]
    pub fn next_second(&self, now: u64) -> Option<u64> {
        self.speaking().then(|| 1000 - self.statements.watch.shows(now) % 1000)
    }

    /// The clock does not run on where nobody sees it: it stops when the reading view is left, which is said on coming back.
    pub(super) fn mind_the_watch(&mut self, spoke: bool) {
        let speaks = self.reads_aloud();
        let watch = &mut self.statements.watch;
        if spoke && !speaks && watch.since.is_some() {
            watch.turn(self.now);
            watch.waits = true;
        } else if speaks && !spoke && std::mem::take(&mut watch.waits) {
            let gone = speech::clock(watch.shows(self.now) / 1000);
            let key = self.keys.first("clock", self.strings);
            self.tell("speech.waited", &[("gone", &gone), ("key", &key)]);
        }
    }

    /// The reading view is shown and has the keys.
    pub(super) fn reads_aloud(&self) -> bool {
        self.view == View::Speech && self.focus == Focus::Main
    }

    /// Opens the reading view.
    pub(super) fn read_aloud(&mut self) -> Vec<Effect> {
        self.statements.speech = super::sheet::Sheet::default();
        self.show(View::Speech)
    }

    /// Starts or stops the clock.
    pub(super) fn turn_clock(&mut self) -> Vec<Effect> {
        self.statements.watch.turn(self.now);
        Vec::new()
    }

    /// The clock begins anew, and so does the text.
    pub(super) fn restart_clock(&mut self) -> Vec<Effect> {
        let watch = &mut self.statements.watch;
        watch.before = 0;
        watch.since = watch.since.map(|_| self.now);
        self.statements.speech.edge(false);
        Vec::new()
    }

    /// A faster or slower pace.
    pub(super) fn change_pace(&mut self, by: i32) -> Vec<Effect> {
        let interpreted = self.statements.interpreted;
        let pace = if interpreted { &mut self.statements.slow_pace } else { &mut self.statements.pace };
        *pace = pace.saturating_add_signed(by).clamp(*PACES.start(), *PACES.end());
        self.say_pace();
        Vec::new()
    }

    /// The pace for interpretation, or the usual one.
    pub(super) fn turn_interpretation(&mut self) -> Vec<Effect> {
        self.statements.interpreted = !self.statements.interpreted;
        self.say_pace();
        Vec::new()
    }

    fn say_pace(&mut self) {
        let pace = self.statements.pace().to_string();
        let (_, seconds) = self.statements.length();
        let key = if self.statements.interpreted { "statement.pace_interpreted" } else { "statement.pace" };
        self.tell(key, &[("pace", &pace), ("time", &speech::clock(seconds))]);
    }

    /// What stands at the right edge of the builder's title.
    pub(super) fn statement_length(&self) -> String {
        if self.statements.open.is_none() || self.discreet {
            return String::new();
        }
        let (words, seconds) = self.statements.length();
        let words = self.strings.count("statement.words", words);
        let pace = self.statements.pace().to_string();
        self.strings.fill("statement.length", &[("words", &words), ("time", &speech::clock(seconds)), ("pace", &pace)])
    }

    /// The title of the reading view in `columns` cells: the clock first, then, where there is room, that it stands, at what
    /// time the line under the cursor should be reached, and at the right edge what this is.
    pub(super) fn speech_title(&self, columns: usize) -> (String, String) {
        let name = self.strings.get(View::Speech.title()).to_owned();
        if self.discreet {
            return (name, String::new());
        }
        let gone = speech::clock(self.statements.watch.shows(self.now) / 1000);
        let (_, planned) = self.statements.length();
        let at = self.statements.speech.id().split('.').next().and_then(|at| at.parse::<usize>().ok()).unwrap_or(0);
        let said = self.statements.open.iter().flat_map(|open| open.parts.iter().take(at));
        let here = speech::seconds(said.map(|part| speech::words(&part.text)).sum(), self.statements.pace());
        let mut title = self.strings.fill("speech.clock", &[("gone", &gone), ("planned", &speech::clock(planned))]);
        let stands = self.statements.watch.since.is_none().then(|| self.strings.get("speech.stopped").to_owned());
        let here = self.strings.fill("speech.here", &[("here", &speech::clock(here))]);
        for words in stands.into_iter().chain([here]) {
            if width(&title) + width(&words) + 3 <= columns {
                title = format!("{title} · {words}");
            }
        }
        let right = if width(&title) + width(&name) + 2 <= columns { name } else { String::new() };
        (title, right)
    }

    /// Lays the builder out: the title, then each part with where it comes from and how long it is.
    pub(super) fn lay_statement(&mut self, columns: u16, rows: u16) {
        let strings = self.strings;
        let mut out = Writer::new(columns.min(self.text_width + 12));
        if let Some(open) = self.statements.open.as_ref().filter(|_| !self.discreet) {
            out.stop("title");
            out.line(&[(&open.title, Tone::Heading)], "");
            for (at, part) in open.parts.iter().enumerate() {
                out.blank();
                out.stop(&at.to_string());
                let count = speech::words(&part.text);
                let time = speech::clock(speech::seconds(count, self.statements.pace()));
                let right = format!("{}  {time}", strings.count("statement.words", count));
                let own = strings.get("statement.own");
                match &part.source {
                    None => out.line(&[(own, Tone::Dim)], &right),
                    Some(source) => {
                        let key = if source.quoted { "statement.quote" } else { "statement.note" };
                        let mut kind = format!("{}  ", strings.get(key));
                        if is_cut(part) {
                            kind = format!("{}, {}  ", kind.trim_end(), strings.get("statement.cut"));
                        }
                        let newer = self.superseding(source).map_or(String::new(), |newer| {
                            strings.fill("statement.newer", &[("paper", &super::words::short(newer))])
                        });
                        let cells = [(kind.as_str(), Tone::Dim), (&source.citation, Tone::Link)];
                        out.line(&cells, &right);
                        if !newer.is_empty() {
                            out.plain(&newer, Tone::Warning, 2, 1);
                        }
                    }
                }
                out.listed(&part.text, Tone::Text, 2);
            }
        }
        self.statements.sheet.take(out.finish(), usize::from(rows));
    }

    /// Lays the reading view out: a line, a free row, a line; quotes are set in.
    pub(super) fn lay_speech(&mut self, columns: u16, rows: u16) {
        let mut out = Writer::new(columns.min(NARROW));
        if let Some(open) = self.statements.open.as_ref().filter(|_| !self.discreet) {
            for (at, part) in open.parts.iter().enumerate() {
                for (line, text) in part.text.lines().filter(|text| !text.trim().is_empty()).enumerate() {
                    out.gap();
                    out.stop(&format!("{at}.{line}"));
                    let source = part.source.as_ref().filter(|source| line == 0 && !source.citation.is_empty());
                    if let Some(source) = source {
                        out.line(&[(&source.citation, Tone::Dim)], "");
                    }
                    let quoted = part.source.as_ref().is_some_and(|source| source.quoted);
                    out.spaced(text, if quoted { 4 } else { 0 });
                }
            }
        }
        self.statements.speech.take(out.finish(), usize::from(rows));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_watch_keeps_what_it_counted() {
        let mut watch = Stopwatch::default();
        watch.turn(1000);
        assert_eq!(watch.shows(4500), 3500);
        watch.turn(5000);
        assert_eq!(watch.shows(9000), 4000);
        watch.turn(10_000);
        assert_eq!(watch.shows(11_000), 5000);
    }
}
