//! Script → rows: lines with clean text, their style measured and what stood around them.

use std::collections::{HashMap, HashSet};

use crate::model::Footnote;
use crate::reading::line::{Hint, Line, Piece, RawTable, Script};

use super::label::{self, Label};
use super::marked::{self, Marked};

/// A line with its evidence.
// each flag is a piece of evidence of its own
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub text: Marked,
    /// In points; 0 when unknown.
    pub size: f32,
    pub bold: bool,
    /// The words after the label begin bold.
    pub bold_lead: bool,
    /// It begins with a raised sign.
    pub raised_lead: bool,
    pub italic: bool,
    /// Left edge: points with a frame, blanks without.
    pub left: f32,
    /// Right edge: points with a frame, characters without.
    pub right: f32,
    pub framed: bool,
    pub page: Option<u32>,
    pub gap: bool,
    /// The first line of its page.
    pub top: bool,
    /// Footnotes were taken out just before it.
    pub after_notes: bool,
    pub hint: Hint,
    pub label: Option<Label>,
    /// The number is on the paper's chain.
    pub chained: bool,
}

/// A row or a table.
#[derive(Clone, Debug)]
pub(super) enum Flow {
    Row(Row),
    Table(RawTable),
}

/// What the rows were made of.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub flow: Vec<Flow>,
    /// Running heads and feet, in order: a symbol may stand there.
    pub furniture: Vec<String>,
    pub notes: Vec<Footnote>,
    /// For each note, the index in `flow` before which it was found.
    pub note_at: Vec<usize>,
    /// No line has a frame.
    pub unframed: bool,
}

/// Cleans the script: furniture and footnotes come out of the flow.
pub(super) fn collect(script: Script) -> Rows {
    let mut rows = Rows { unframed: true, ..Rows::default() };
    let mut zone: Option<Zone> = None;
    let (mut top, mut after_notes, mut page) = (false, false, None);
    let marks = Marks::of(&script);
    let mut highest = 0;
    for piece in script.pieces {
        match piece {
            Piece::FootnoteZone(true) => zone = Some(Zone::default()),
            Piece::FootnoteZone(false) => {
                if let Some(zone) = zone.take() {
                    zone.close(&mut rows);
                    after_notes = true;
                }
            }
            Piece::PageBreak(number) => {
                if let Some(zone) = zone.take() {
                    zone.close(&mut rows);
                }
                page = Some(number);
                top = true;
            }
            Piece::Footnote { mark, lines } => {
                let mut text = Marked::default();
                for line in &lines {
                    join(&mut text, &marked::of_line(line, &|_, _| false), None);
                }
                let mark = crate::text::sanitise::line(&mark);
                rows.note_at.push(rows.flow.len());
                rows.notes.push(Footnote { mark, text: text.text });
                after_notes = true;
            }
            Piece::Table(table) => {
                rows.flow.push(Flow::Table(table));
                (top, after_notes) = (false, false);
            }
            Piece::Line(line) => {
                if line.hint == Hint::Furniture {
                    rows.furniture.push(marked::of_line(&line, &|_, _| false).text);
                    continue;
                }
                if let Some(zone) = &mut zone {
                    zone.line(&line);
                    continue;
                }
                let number = line.page.or(page);
                if number != page && page.is_some() {
                    top = true;
                }
                page = number.or(page);
                let mut row = measure(line, &|mark, before| marks.may_be(mark, before, highest));
                for (_, mark) in &row.text.marks {
                    highest = mark.parse().map_or(highest, |value: u32| highest.max(value));
                }
                if row.text.is_empty() {
                    continue;
                }
                rows.unframed &= !row.framed;
                row.page = number;
                row.top = std::mem::take(&mut top);
                row.after_notes = std::mem::take(&mut after_notes);
                rows.flow.push(Flow::Row(row));
            }
        }
    }
    if let Some(zone) = zone.take() {
        zone.close(&mut rows);
    }
    rows
}

/// Signs behind which a raised figure is no power and no unit.
const STOPS: &[char] = &['.', ',', ';', ':', ')', '”', '»', '’'];

/// The marks that footnotes begin with, wherever they stand.
struct Marks {
    /// How many footnotes begin with it.
    notes: HashMap<String, usize>,
    /// Marks that the format links to their footnotes: no other raised figure is one.
    linked: HashSet<String>,
}

impl Marks {
    fn of(script: &Script) -> Self {
        let lines = script.pieces.iter().filter_map(|piece| match piece {
            Piece::Line(line) => Some(line),
            _ => None,
        });
        let linked = lines.flat_map(|line| &line.runs).filter_map(|run| run.note.clone()).collect();
        Self { notes: known_marks(script), linked }
    }

    /// A raised sign is a mark when its footnote is there and its turn has come. `before` is the word it is raised
    /// behind: a square metre is no footnote.
    fn may_be(&self, mark: &str, before: &str, highest: u32) -> bool {
        let figure = mark.bytes().all(|byte| byte.is_ascii_digit());
        let Some(times) = self.notes.get(mark) else {
            // raised behind a stop it is a mark all the same: its footnote is missing
            return figure && self.linked.is_empty() && !self.notes.is_empty() && before.ends_with(STOPS);
        };
        let before = before.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        if self.linked.contains(mark) || ["m", "km", "cm", "mm", "CO", "ft", "10"].contains(&before) {
            return false;
        }
        mark.parse::<u32>().map_or(true, |value| value >= highest || *times > 1)
    }
}

fn known_marks(script: &Script) -> HashMap<String, usize> {
    let mut marks = HashMap::new();
    let mut zone = false;
    for piece in &script.pieces {
        match piece {
            Piece::Footnote { mark, .. } => {
                *marks.entry(crate::text::sanitise::line(mark)).or_insert(0) += 1;
            }
            Piece::FootnoteZone(on) => zone = *on,
            Piece::Line(line) if zone => {
                if let Some((mark, _)) = note_mark(line) {
                    *marks.entry(mark).or_insert(0) += 1;
                }
            }
            _ => {}
        }
    }
    marks
}

/// The mark that a line of a footnote zone begins with, and the rest of it.
fn note_mark(line: &Line) -> Option<(String, String)> {
    let text = crate::text::sanitise::line(&line.text());
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '*' | '†' | '‡'))).unwrap_or(text.len());
    let end = if end == 0 { usize::from(text.starts_with(|c: char| c.is_ascii_lowercase())) } else { end };
    let (mark, rest) = text.split_at_checked(end)?;
    let raised = line.runs.iter().find(|run| !run.text.trim().is_empty()).is_some_and(|run| run.raised);
    let parted = rest.starts_with(' ') || rest.starts_with('.') && mark.bytes().all(|byte| byte.is_ascii_digit());
    let letter = mark.bytes().all(|byte| byte.is_ascii_lowercase());
    let fine = marked::is_mark(mark) && (raised || parted && !letter) && !rest.trim().is_empty();
    let rest = rest.trim_start_matches(['.', ' ']);
    fine.then(|| (mark.to_owned(), rest.to_owned()))
}

/// Footnotes at the foot of a page.
#[derive(Default)]
struct Zone {
    notes: Vec<(String, Marked)>,
    /// Lines before the first mark: the rest of a footnote of the page before.
    rest: Marked,
}

impl Zone {
    fn line(&mut self, line: &Line) {
        let next = |mark: &str| match (self.notes.last(), mark.parse::<u32>()) {
            (Some((last, _)), Ok(mark)) => last.parse::<u32>().is_ok_and(|last| mark == last + 1),
            _ => true,
        };
        let raised = line.runs.iter().find(|run| !run.text.trim().is_empty()).is_some_and(|run| run.raised);
        if let Some((mark, rest)) = note_mark(line).filter(|(mark, _)| raised || next(mark)) {
            self.notes.push((mark, Marked::new(rest)));
            return;
        }
        let text = marked::of_line(line, &|_, _| false);
        join(self.notes.last_mut().map_or(&mut self.rest, |(_, text)| text), &text, None);
    }

    fn close(self, rows: &mut Rows) {
        if !self.rest.is_empty()
            && let Some(last) = rows.notes.last_mut()
        {
            let mut text = Marked::new(std::mem::take(&mut last.text));
            join(&mut text, &self.rest, None);
            last.text = text.text;
        }
        for (mark, text) in self.notes {
            rows.note_at.push(rows.flow.len());
            rows.notes.push(Footnote { mark, text: text.text });
        }
    }
}

fn measure(line: Line, known: &dyn Fn(&str, &str) -> bool) -> Row {
    let mut text = marked::of_line(&line, known);
    let (mut most, mut size) = (0, 0.0);
    for run in line.runs.iter().filter(|run| !run.raised) {
        let count = run.text.chars().filter(|c| !c.is_whitespace()).count();
        if count > most {
            (most, size) = (count, run.size);
        }
    }
    let lettered = |run: &&crate::reading::line::Run| run.text.chars().any(char::is_alphabetic) && !run.raised;
    let italic =
        line.runs.iter().filter(lettered).count() > 0 && line.runs.iter().filter(lettered).all(|run| run.italic);
    let bold = line.is_bold();
    let wordy = |run: &&crate::reading::line::Run| run.text.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let bold_lead = line.runs.iter().find(wordy).is_some_and(|run| run.bold);
    let raised_lead = line.runs.iter().find(|run| !run.text.trim().is_empty()).is_some_and(|run| run.raised);
    let label = match &line.hint {
        Hint::Labelled { label, .. } => {
            let clean = crate::text::sanitise::line(label);
            // a second label inside the first: "- (a)"
            let inner = label::parse(&text.text).filter(|label| label.kind == label::Kind::Letter);
            match label::parse(&format!("{clean} ")) {
                Some(outer) if outer.kind == label::Kind::Bullet && inner.is_some() => {
                    let inner = inner.unwrap_or(outer);
                    text = text.after(inner.length);
                    Some(inner)
                }
                Some(outer) => Some(outer),
                None => Some(Label { kind: label::Kind::Bullet, printed: clean, value: 0, roman: None, length: 0 }),
            }
        }
        _ => label::parse(&text.text),
    };
    let (left, right, framed) = match line.frame {
        Some(frame) => (frame.left, frame.right, true),
        None => (f32::from(line.indent), f32::from(line.indent) + text.text.chars().count() as f32, false),
    };
    Row {
        text,
        size,
        bold,
        bold_lead,
        raised_lead,
        italic,
        left,
        right,
        framed,
        page: line.page,
        gap: line.gap_before,
        hint: line.hint,
        label,
        ..Row::default()
    }
}

/// What the paper's own words say about a hyphen at a line end.
pub(super) struct Words(HashMap<String, u32>);

impl Words {
    /// All words of the rows, those cut by a line end apart.
    pub fn of(flow: &[Flow]) -> Self {
        let mut words = HashMap::new();
        for item in flow {
            let Flow::Row(row) = item else { continue };
            for word in row.text.text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '\u{2010}')) {
                if !word.is_empty() && !word.ends_with('-') {
                    *words.entry(word.to_lowercase()).or_insert(0) += 1;
                    if word.contains('-') {
                        for part in word.split('-').filter(|part| !part.is_empty()) {
                            *words.entry(part.to_lowercase()).or_insert(0) += 1;
                        }
                    }
                }
            }
        }
        Self(words)
    }

    fn count(&self, word: &str) -> u32 {
        self.0.get(&word.to_lowercase()).copied().unwrap_or(0)
    }

    /// True when `first-` and `second`, parted by a line end, are one word without hyphen.
    fn is_cut(&self, first: &str, second: &str) -> bool {
        let whole = self.count(&format!("{first}{second}"));
        let hyphenated = self.count(&format!("{first}-{second}"));
        if whole != hyphenated {
            return whole > hyphenated;
        }
        // no word of the paper is like it: what is no word of its own was cut
        second.chars().all(char::is_lowercase) && self.count(second) == 0 && second.chars().count() > 1
    }
}

/// Joins the next line to a text. A hyphen at the end is kept unless the paper's own words say otherwise.
pub(super) fn join(text: &mut Marked, next: &Marked, words: Option<&Words>) {
    let hyphen = text.text.ends_with(['-', '\u{2010}', '\u{2011}']);
    let before = text.text.trim_end_matches(['-', '\u{2010}', '\u{2011}']);
    if hyphen && before.ends_with(char::is_alphanumeric) && next.text.starts_with(char::is_alphanumeric) {
        let first: String = word_end(before);
        let second: String = next.text.chars().take(40).take_while(|c| c.is_alphanumeric()).collect();
        if words.is_some_and(|words| words.is_cut(&first, &second)) {
            text.pop();
        }
        text.append(next, true);
        return;
    }
    // an address or a symbol that a line end cut goes on without a blank
    let glue = text.text.ends_with('/') && !text.text.ends_with(" /") && next.text.starts_with(char::is_alphanumeric);
    text.append(next, glue);
}

fn word_end(text: &str) -> String {
    let mut letters: Vec<char> = text.chars().rev().take(40).take_while(|c| c.is_alphanumeric()).collect();
    letters.reverse();
    letters.into_iter().collect()
}
