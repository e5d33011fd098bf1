//! Markdown, line by line. Inline markup is taken off; lists are never left to `CommonMark`, which renumbers them.

use super::line::{Hint, Line, Piece, RawCell, RawTable, Run, Script};

/// Reads Markdown into styled lines. Never fails: what is no markup is text.
pub(super) fn read(text: &str) -> Script {
    let mut reader = Reader::default();
    for raw in text.lines() {
        reader.line(raw);
    }
    reader.flush_table();
    reader.flush();
    reader.script
}

#[derive(Default)]
struct Reader {
    script: Script,
    /// The paragraph or note that is open.
    open: Option<(Line, String)>,
    /// The mark of the footnote that is open.
    note: Option<String>,
    table: Option<RawTable>,
    gap: bool,
    rule: bool,
    page: u32,
}

impl Reader {
    fn line(&mut self, raw: &str) {
        if raw.contains('\u{c}') {
            self.flush_table();
            self.flush();
            self.page += 1;
            self.script.pieces.push(Piece::PageBreak(self.page + 1));
        }
        let raw = raw.trim_matches('\u{c}').trim_end_matches([' ', '\r']);
        let text = raw.trim_start();
        if text.is_empty() {
            self.flush();
            self.gap = true;
            return;
        }
        if is_rule(text) {
            self.flush();
            self.flush_table();
            self.rule = true;
            return;
        }
        if self.table_row(raw) {
            return;
        }
        let indent = raw.chars().take_while(|c| c.is_whitespace()).map(|c| if c == '\t' { 4 } else { 1 }).sum::<u16>();
        if let Some((mark, rest)) = note_start(text) {
            self.flush();
            self.flush_table();
            self.note = Some(mark);
            self.open = Some((Line::default(), rest.to_owned()));
            self.gap = false;
            return;
        }
        if let Some((level, rest)) = heading(text) {
            self.flush();
            self.begin(Hint::Heading(level), indent, rest);
            self.flush();
            return;
        }
        if let Some((label, rest)) = list_start(text) {
            self.flush();
            let level = (indent / 2).min(12) as u8;
            self.begin(Hint::Labelled { label, level }, indent, &rest);
            return;
        }
        if let Some((_, body)) = &mut self.open {
            body.push(' ');
            body.push_str(text);
        } else {
            self.begin(Hint::Paragraph, indent, text);
        }
        // two blanks or a backslash at the end of the line: the line ends there
        if raw.ends_with('\\') {
            self.flush();
        }
    }

    fn begin(&mut self, hint: Hint, indent: u16, text: &str) {
        self.flush_table();
        let line = Line { hint, indent, gap_before: self.gap || self.rule, page: None, ..Line::default() };
        self.open = Some((line, text.to_owned()));
        self.gap = false;
        self.rule = false;
    }

    fn flush(&mut self) {
        let Some((mut line, text)) = self.open.take() else { return };
        line.runs = inline(&text);
        match self.note.take() {
            Some(mark) => self.script.pieces.push(Piece::Footnote { mark, lines: vec![line] }),
            None => self.script.pieces.push(Piece::Line(line)),
        }
    }

    /// A row of a table by tabs or pipes; a bold line between two rows heads the group below it.
    fn table_row(&mut self, raw: &str) -> bool {
        let tabs = raw.trim_start_matches([' ']).matches('\t').count();
        let pipes = raw.trim().starts_with('|') && raw.trim().len() > 1;
        if tabs >= 1 && !raw.starts_with('\t') && (tabs >= 2 || self.table.is_some()) {
            self.flush();
            let cells = raw.split('\t').map(cell).collect();
            self.table.get_or_insert_default().rows.push(cells);
            self.gap = false;
            return true;
        }
        if pipes {
            self.flush();
            let inner = raw.trim().trim_start_matches('|').trim_end_matches('|');
            if inner.chars().all(|c| matches!(c, '-' | ':' | '|' | ' ')) {
                if let Some(table) = &mut self.table {
                    table.header_rows = table.rows.len();
                }
                return true;
            }
            let cells = inner.split('|').map(cell).collect();
            self.table.get_or_insert_default().rows.push(cells);
            self.gap = false;
            return true;
        }
        let text = raw.trim();
        if let Some(table) = &mut self.table {
            let bold = text.len() > 4 && text.starts_with("**") && text.ends_with("**");
            if bold {
                let span = table.rows.first().map_or(1, Vec::len) as u16;
                table.rows.push(vec![RawCell { span, ..cell(text) }]);
                return true;
            }
            self.flush_table();
        }
        false
    }

    fn flush_table(&mut self) {
        let Some(table) = self.table.take() else { return };
        self.script.pieces.push(Piece::Table(table));
    }
}

fn cell(text: &str) -> RawCell {
    RawCell { lines: vec![Line { runs: inline(text.trim()), ..Line::default() }], span: 1 }
}

fn is_rule(text: &str) -> bool {
    let signs: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    signs.len() >= 3 && ['-', '*', '_'].iter().any(|sign| signs.chars().all(|c| c == *sign))
}

/// `<sup>4</sup> The five…` or `[^4]: The five…` at a line start begins a footnote.
fn note_start(text: &str) -> Option<(String, &str)> {
    let (mark, rest) = if let Some(rest) = text.strip_prefix("<sup>") {
        rest.split_once("</sup>")?
    } else {
        text.strip_prefix("[^")?.split_once("]:")?
    };
    let mark = mark.trim();
    let fine = !mark.is_empty()
        && mark.len() <= 4
        && (mark.chars().all(|c| c.is_ascii_digit()) || mark.chars().all(|c| matches!(c, '*' | '†' | '‡')));
    (fine && !rest.trim().is_empty()).then(|| (mark.to_owned(), rest.trim_start()))
}

fn heading(text: &str) -> Option<(u8, &str)> {
    let hashes = text.bytes().take_while(|byte| *byte == b'#').count();
    if (1..=6).contains(&hashes) {
        let rest = text.get(hashes..)?;
        if rest.starts_with([' ', '\t']) {
            return Some((hashes as u8, rest.trim().trim_end_matches('#').trim_end()));
        }
    }
    None
}

/// `12. `, `- `, `* `, `• `, and a letter behind a dash: `- (a) `.
fn list_start(text: &str) -> Option<(String, String)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits) {
        let rest = text.get(digits..)?;
        let after = rest.strip_prefix(['.', ')'])?;
        if after.starts_with([' ', '\t']) || after.is_empty() {
            return Some((text.get(..=digits)?.to_owned(), after.trim_start().to_owned()));
        }
        return None;
    }
    for sign in ["- ", "* ", "+ ", "• ", "– ", "-\t", "*\t", "•\t"] {
        if let Some(rest) = text.strip_prefix(sign) {
            let rest = rest.trim_start();
            return Some(lettered(rest).unwrap_or_else(|| ("•".to_owned(), rest.to_owned())));
        }
    }
    None
}

/// `(a) …` or `**(a)** …`; bold that began before the letter goes on after it.
fn lettered(text: &str) -> Option<(String, String)> {
    let bare = text.trim_start_matches('*');
    let stars = text.get(..text.len() - bare.len())?;
    let (label, rest) = match bare.split_once(')') {
        // the bold ends with the letter
        Some((open, after)) if !stars.is_empty() && after.starts_with(stars) => {
            let label = super::structure::lettered(&format!("{open}) "))?.0;
            return Some((label, after.trim_start_matches('*').trim_start().to_owned()));
        }
        _ => super::structure::lettered(bare)?,
    };
    Some((label, format!("{stars}{rest}")))
}

/// Takes inline markup off: bold, italic, raised, links, code, HTML tags, entities, escapes. One pass, no nesting of
/// calls, so that no text is too deep.
pub(super) fn inline(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut style = Run::default();
    let mut rest = text;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        let tail = rest.get(c.len_utf8()..).unwrap_or_default();
        let next = tail.chars().next().unwrap_or(' ');
        match c {
            '\\' if next.is_ascii_punctuation() => {
                push(&mut runs, &style, next);
                rest = tail.get(1..).unwrap_or_default();
                before = next;
                continue;
            }
            '*' | '_' => {
                let count = rest.chars().take_while(|sign| *sign == c).count();
                let after = rest.get(count..).and_then(|text| text.chars().next()).unwrap_or(' ');
                let inside = before.is_alphanumeric() && after.is_alphanumeric();
                let markup = if c == '_' { !inside } else { !(before == ' ' && after == ' ') };
                if markup && count <= 3 {
                    if count >= 2 {
                        style.bold = !style.bold;
                    }
                    if count != 2 {
                        style.italic = !style.italic;
                    }
                } else {
                    for _ in 0..count {
                        push(&mut runs, &style, c);
                    }
                }
                rest = rest.get(count..).unwrap_or_default();
                continue;
            }
            '<' => {
                if let Some((tag, after)) = tag(rest) {
                    apply(tag, &mut style, &mut runs);
                    rest = after;
                    continue;
                }
            }
            '&' => {
                if let Some((decoded, after)) = entity(rest) {
                    push(&mut runs, &style, decoded);
                    rest = after;
                    before = decoded;
                    continue;
                }
            }
            '!' if next == '[' => {
                rest = tail;
                continue;
            }
            '[' => {
                if let Some((mark, after)) = tail.strip_prefix('^').and_then(|text| text.split_once(']'))
                    && mark.len() <= 4
                {
                    let run = Run { text: mark.to_owned(), raised: true, ..style.clone() };
                    runs.push(run);
                    rest = after;
                    continue;
                }
                if link_follows(tail) {
                    rest = tail;
                    continue;
                }
            }
            ']' if next == '(' => {
                if let Some(end) = tail.char_indices().take(2000).find(|(_, c)| *c == ')').map(|(at, _)| at) {
                    rest = tail.get(end + 1..).unwrap_or_default();
                    continue;
                }
            }
            '`' => {
                rest = tail;
                continue;
            }
            _ => {}
        }
        push(&mut runs, &style, c);
        before = c;
        rest = tail;
    }
    runs
}

/// True when a `](` comes before the next opening bracket: this one is a link's.
fn link_follows(tail: &str) -> bool {
    tail.char_indices()
        .take(400)
        .find(|(_, c)| matches!(c, '[' | ']'))
        .is_some_and(|(at, c)| c == ']' && tail.get(at + 1..).is_some_and(|rest| rest.starts_with('(')))
}

fn push(runs: &mut Vec<Run>, style: &Run, c: char) {
    if let Some(last) = runs.last_mut()
        && (last.bold, last.italic, last.raised) == (style.bold, style.italic, style.raised)
        && last.note.is_none()
    {
        last.text.push(c);
        return;
    }
    runs.push(Run { text: c.to_string(), ..style.clone() });
}

/// The inside of a tag at the start of `rest` and what follows it.
fn tag(rest: &str) -> Option<(&str, &str)> {
    let end = rest.char_indices().take(300).find(|(_, c)| *c == '>').map(|(at, _)| at)?;
    let inside = rest.get(1..end)?;
    let first = inside.trim_start_matches('/').chars().next()?;
    (first.is_ascii_alphabetic() || first == '!').then(|| (inside, rest.get(end + 1..).unwrap_or_default()))
}

fn apply(tag: &str, style: &mut Run, runs: &mut Vec<Run>) {
    let close = tag.starts_with('/');
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    match name.to_ascii_lowercase().as_str() {
        "b" | "strong" => style.bold = !close,
        "i" | "em" => style.italic = !close,
        "sup" => style.raised = !close,
        "br" | "p" | "div" | "li" | "td" => push(runs, style, ' '),
        _ => {}
    }
}

fn entity(rest: &str) -> Option<(char, &str)> {
    let end = rest.char_indices().take(12).find(|(_, c)| *c == ';').map(|(at, _)| at)?;
    let name = rest.get(1..end)?;
    let after = rest.get(end + 1..)?;
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "ndash" => '–',
        "mdash" => '—',
        "rsquo" => '’',
        "lsquo" => '‘',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((c, after))
}
