//! Plain text: what was typed, or what another program took out of a PDF. Pages, running heads and footnotes are told
//! by the little that is left of them.

use std::collections::HashMap;

use super::line::{Hint, Line, Piece, RawCell, RawTable, Script};

/// Bytes as text: UTF-8, UTF-16 with its mark, else Windows-1252, which every byte fits.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, skip)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default()).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Reads plain text into lines. Never fails.
pub(super) fn read(text: &str) -> Script {
    let lines = split(text);
    let repeated = repeated(&lines);
    let paged = lines.iter().any(|line| line.page);
    let mut reader = Reader { page: 1, paged, ..Reader::default() };
    for at in 0..lines.len() {
        reader.line(&lines, at, &repeated);
    }
    reader.close();
    reader.script
}

struct Raw<'a> {
    text: &'a str,
    indent: u16,
    /// A form feed stands before it.
    page: bool,
}

fn split(text: &str) -> Vec<Raw<'_>> {
    let mut out = Vec::new();
    for line in text.lines() {
        let mut first = true;
        for part in line.split('\u{c}') {
            let indent = part.chars().take_while(|c| *c == ' ' || *c == '\u{a0}' || *c == '\t').count();
            let text = part.trim();
            let mut page = !first;
            first = false;
            // the head of an older paper stands in columns: "INTERNATIONAL LABOUR OFFICE        GB.273/PFA/4"
            if out.len() < 40
                && let Some((left, right)) = text.split_once("     ").filter(|(left, _)| !left.contains('\t'))
                && left.len() + right.len() < 160
            {
                out.push(Raw { text: left.trim(), indent: indent.min(200) as u16, page });
                page = false;
                out.push(Raw { text: right.trim(), indent: indent.min(200) as u16, page });
                continue;
            }
            out.push(Raw { text, indent: indent.min(200) as u16, page });
        }
    }
    out
}

/// The line with every digit the same, to tell running heads.
fn masked(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// Lines at page edges that come again and again, digits apart.
fn repeated(lines: &[Raw<'_>]) -> HashMap<String, usize> {
    let mut count = HashMap::new();
    if !lines.iter().any(|line| line.page) {
        return count;
    }
    for (at, line) in lines.iter().enumerate() {
        if edge(lines, at) && !line.text.is_empty() && line.text.len() < 120 {
            *count.entry(masked(line.text)).or_default() += 1;
        }
    }
    count.retain(|_, times| *times >= 2);
    count
}

/// One of the two lines with text nearest to a form feed.
fn edge(lines: &[Raw<'_>], at: usize) -> bool {
    let before = || {
        let mut texts = 0;
        for line in lines.get(..=at).unwrap_or_default().iter().rev().take(6) {
            if !line.text.is_empty() {
                texts += 1;
            }
            if line.page {
                return texts <= 2;
            }
        }
        false
    };
    let after = || {
        let mut texts = 1;
        for line in lines.get(at + 1..).unwrap_or_default().iter().take(6) {
            if line.page {
                return texts <= 2;
            }
            if !line.text.is_empty() {
                texts += 1;
            }
        }
        false
    };
    before() || after()
}

/// `GB.340/PFA/2 53`, `53 GB.340/PFA/2`: a running head, or its symbol and page number in one.
fn is_running_symbol(text: &str) -> bool {
    if !text.contains("GB") || text.len() > 60 {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let symbol = |word: &str| {
        word.starts_with("GB.")
            && word.contains('/')
            && word.as_bytes().get(3).is_some_and(u8::is_ascii_digit)
            && !word.ends_with(['.', ',', ';', ')']) | word.ends_with(".)")
    };
    match words.as_slice() {
        [first, rest @ ..] if symbol(first) => rest.len() == 1 && rest.iter().all(|word| number(word)),
        [first, rest @ ..] if number(first) => rest.len() == 1 && rest.iter().all(|word| symbol(word)),
        _ => false,
    }
}

fn is_address(text: &str) -> bool {
    (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www."))
        && !text.contains(char::is_whitespace)
}

/// `3 GB.340/INS/18/6.`: the mark and the text of a footnote.
fn note(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) {
        return None;
    }
    let (mark, rest) = text.split_at_checked(digits)?;
    let body = rest.strip_prefix([' ', '\t', '\u{a0}'])?.trim_start();
    let first = body.chars().next()?;
    (first.is_uppercase() || matches!(first, '“' | '"' | '«' | '‘' | '(')).then_some((mark.parse().ok()?, body))
}

// each flag is a fact of its own about the place in the text
#[allow(clippy::struct_excessive_bools)]
#[derive(Default)]
struct Reader {
    script: Script,
    page: u32,
    gap: bool,
    /// An own-line bullet waits for its text.
    bullet: bool,
    /// The last footnote, and whether its zone is open.
    last_note: u32,
    in_notes: bool,
    /// Index of the piece after the last footnote zone.
    since_notes: usize,
    table: Option<RawTable>,
    /// The text has form feeds.
    paged: bool,
}

impl Reader {
    fn line(&mut self, lines: &[Raw<'_>], at: usize, repeated: &HashMap<String, usize>) {
        let Some(raw) = lines.get(at) else { return };
        if raw.page {
            self.close();
            self.turn_page();
        }
        let text = raw.text;
        if text.is_empty() {
            if self.in_notes {
                self.close();
            }
            self.gap = true;
            return;
        }
        let page_number = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()) && edge(lines, at);
        if is_running_symbol(text) || page_number || repeated.contains_key(&masked(text)) && edge(lines, at) {
            self.close();
            self.push(raw, Hint::Furniture, text);
            if !self.paged {
                self.turn_page();
            }
            return;
        }
        if is_address(text) && (self.in_notes || self.last_note > 0 || self.gap) {
            self.close();
            self.push(raw, Hint::Furniture, text);
            return;
        }
        if let Some((mark, body)) = note(text)
            && (self.in_notes || self.gap)
            && (mark == self.last_note + 1 || mark == 1 && self.last_note == 0)
            && (self.in_notes || self.is_marked(mark))
        {
            self.flush_table();
            if !self.in_notes {
                self.script.pieces.push(Piece::FootnoteZone(true));
                self.in_notes = true;
            }
            self.last_note = mark;
            let line = Line { gap_before: true, page: Some(self.page), ..Line::plain(format!("{mark} {body}")) };
            self.script.pieces.push(Piece::Line(line));
            self.gap = false;
            return;
        }
        if !self.in_notes && self.table_row(lines, at) {
            return;
        }
        if matches!(text, "!" | "•" | "▪" | "\u{f0b7}" | "\u{f0a7}" | "■" | "–" | "-" | "o") {
            self.close();
            self.bullet = true;
            return;
        }
        let hint = match (self.bullet, text.strip_prefix("! ")) {
            (true, _) | (false, Some(_)) => Hint::Labelled { label: "•".to_owned(), level: 0 },
            _ => Hint::None,
        };
        let text = text.strip_prefix("! ").unwrap_or(text);
        self.bullet = false;
        self.flush_table();
        self.push(raw, hint, text);
    }

    fn push(&mut self, raw: &Raw<'_>, hint: Hint, text: &str) {
        let furniture = hint == Hint::Furniture;
        let line = Line { hint, indent: raw.indent, gap_before: self.gap, page: Some(self.page), ..Line::plain(text) };
        self.script.pieces.push(Piece::Line(line));
        self.gap = furniture && self.gap;
    }

    /// A bare number after a word, since the last footnotes, that could be the mark.
    fn is_marked(&self, mark: u32) -> bool {
        let digits = mark.to_string();
        self.script.pieces.get(self.since_notes..).unwrap_or_default().iter().rev().take(120).any(|piece| {
            let Piece::Line(line) = piece else { return false };
            let text = line.text();
            text.match_indices(&digits).any(|(at, found)| {
                let before = text.get(..at).unwrap_or_default();
                let after = text.get(at + found.len()..).unwrap_or_default();
                !before.trim().is_empty()
                    && !before.ends_with(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '–'))
                    && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '-' | '–'))
            })
        })
    }

    /// Two lines or more with as many tabs are a table.
    fn table_row(&mut self, lines: &[Raw<'_>], at: usize) -> bool {
        let tabs = |raw: &Raw<'_>| raw.text.matches('\t').count();
        let Some(raw) = lines.get(at) else { return false };
        let here = tabs(raw);
        let next = lines.get(at + 1..).unwrap_or_default().iter().find(|raw| !raw.text.is_empty()).map_or(0, tabs);
        if here >= 2 && (self.table.is_some() || next == here) {
            let cells =
                raw.text.split('\t').map(|text| RawCell { lines: vec![Line::plain(text.trim())], span: 1 }).collect();
            let page = Some(self.page);
            self.table.get_or_insert_with(|| RawTable { page, ..RawTable::default() }).rows.push(cells);
            self.gap = false;
            return true;
        }
        false
    }

    fn flush_table(&mut self) {
        if let Some(table) = self.table.take() {
            self.script.pieces.push(Piece::Table(table));
        }
    }

    fn close(&mut self) {
        self.flush_table();
        if self.in_notes {
            self.in_notes = false;
            self.script.pieces.push(Piece::FootnoteZone(false));
            self.since_notes = self.script.pieces.len();
        }
    }

    fn turn_page(&mut self) {
        self.page += 1;
        self.script.pieces.push(Piece::PageBreak(self.page));
    }
}
