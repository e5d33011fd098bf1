//! Tags → passages: which tag ends a paragraph, opens a list or a table, makes letters bold.

use super::meaning::{font_size, fragment, has_own_label, is_block, is_hidden, is_void, label, points, property};
use super::tables::{Cell, Grid, MOST_COLUMNS};
use super::tokens::Page;
use super::{Part, Passage};
use crate::reading::line::{Hint, Run};

/// Tables, lists and inline tags nested deeper than this are read without their own meaning.
const DEEPEST: usize = 48;
/// The most inline tags that are kept open at once; pages that never close `<font>` reach hundreds.
const MOST_INLINE: usize = 256;

/// Looks up an attribute of a tag.
pub(super) type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

#[derive(Clone, Debug, Default)]
struct Inline {
    tag: String,
    bold: Option<bool>,
    italic: Option<bool>,
    raised: bool,
    size: Option<f32>,
    link: Option<String>,
}

#[derive(Clone, Debug)]
struct List {
    ordered: bool,
    kind: String,
    next: i64,
    step: i64,
    plain: bool,
}

#[derive(Clone, Debug)]
struct OpenTable {
    grid: Grid,
    row: Option<Vec<Cell>>,
    cell: Option<Cell>,
    /// Lists open outside do not reach in.
    lists: Vec<List>,
    in_head: bool,
}

/// Builds the parts of a page from its tags.
#[derive(Default)]
pub(super) struct Blocks {
    parts: Vec<Part>,
    title: Option<String>,
    language: Option<String>,
    current: Passage,
    hint: Hint,
    /// A blank is due before the next word.
    blank: bool,
    /// How many line ends stand one after the other.
    breaks: usize,
    gap: bool,
    inline: Vec<Inline>,
    lists: Vec<List>,
    tables: Vec<OpenTable>,
    /// The element whose content is skipped, and how deep it is nested in its like.
    skipping: Option<(String, usize)>,
    in_title: bool,
    in_pre: bool,
    /// Elements with an id: tag name, number, and how many of the same tag are open inside.
    containers: Vec<(String, usize, usize)>,
    named: usize,
    pending_names: Vec<String>,
    main: Option<usize>,
    main_parts: Vec<Part>,
    main_depth: usize,
    overfull: bool,
    sizes: bool,
}

impl Blocks {
    /// A start tag.
    pub(super) fn start(&mut self, tag: &str, attribute: Attributes<'_>, self_closing: bool) {
        if let Some((skipped, depth)) = &mut self.skipping {
            if skipped == tag && !self_closing && !is_void(tag) {
                *depth += 1;
            }
            return;
        }
        if tag == "title" {
            self.in_title = self.title.is_none();
            return;
        }
        if tag == "html" || tag == "body" {
            if self.language.is_none() {
                self.language = attribute("lang").or_else(|| attribute("xml:lang"));
            }
            return;
        }
        if is_hidden(tag, attribute) && !self_closing && !is_void(tag) {
            if is_block(tag) {
                self.flush();
            }
            self.skipping = Some((tag.to_owned(), 0));
            return;
        }
        if let Some(open) = self.containers.iter_mut().rev().find(|open| open.0 == tag) {
            open.2 += 1;
        }
        if is_block(tag) {
            self.flush();
        }
        if let Some(name) = attribute("id").or_else(|| attribute("name").filter(|_| tag == "a")) {
            self.name(tag, name);
        }
        match tag {
            "br" => self.line_end(),
            "hr" => self.put(Part::Rule),
            // the first paragraph of a list's part carries its label
            "p" | "dt" | "dd" | "address" | "figcaption" | "caption" | "blockquote" | "summary"
                if !matches!(self.hint, Hint::Labelled { .. }) =>
            {
                self.hint = Hint::Paragraph;
            }
            "main" => {
                self.main_depth += 1;
                if self.main.is_none() && self.tables.is_empty() {
                    self.main = Some(self.parts.len());
                }
            }
            "pre" | "listing" => self.in_pre = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = tag.get(1..).and_then(|digit| digit.parse().ok()).unwrap_or(1);
                self.hint = Hint::Heading(level);
            }
            "ol" | "ul" | "menu" | "dir" => self.open_list(tag, attribute),
            "li" => self.open_part(attribute),
            "table" => self.open_table(attribute),
            "thead" | "tbody" | "tfoot" => {
                self.end_row();
                if let Some(table) = self.tables.last_mut() {
                    table.in_head = tag == "thead";
                }
            }
            "tr" => {
                self.end_row();
                if let Some(table) = self.tables.last_mut() {
                    table.row = Some(Vec::new());
                }
            }
            "td" | "th" => self.open_cell(tag, attribute),
            "img" => {
                if let Some(text) = attribute("alt").filter(|text| matches!(text.trim(), "•" | "*" | "o" | "bullet"))
                {
                    self.text(if text.trim() == "bullet" { "• " } else { &text });
                }
            }
            _ => {}
        }
        self.open_inline(tag, attribute, self_closing);
    }

    /// An end tag.
    pub(super) fn end(&mut self, tag: &str) {
        if let Some((skipped, depth)) = &mut self.skipping {
            if skipped == tag {
                if *depth == 0 {
                    self.skipping = None;
                } else {
                    *depth -= 1;
                }
            }
            return;
        }
        if tag == "title" {
            self.in_title = false;
            return;
        }
        if is_block(tag) {
            self.flush();
        }
        if let Some(place) = self.containers.iter().rposition(|open| open.0 == tag) {
            match self.containers.get_mut(place) {
                Some(open) if open.2 > 0 => open.2 -= 1,
                _ => self.containers.truncate(place),
            }
        }
        match tag {
            "pre" | "listing" => self.in_pre = false,
            "ol" | "ul" | "menu" | "dir" => {
                self.lists.pop();
            }
            "table" => self.end_table(),
            "tr" | "thead" | "tbody" | "tfoot" => self.end_row(),
            "td" | "th" => self.end_cell(),
            "main" => {
                self.main_depth = self.main_depth.saturating_sub(1);
                if self.main_depth == 0
                    && self.tables.is_empty()
                    && let Some(from) = self.main.take()
                {
                    self.main_parts = self.parts.get(from..).unwrap_or_default().to_vec();
                }
            }
            _ => {}
        }
        if let Some(place) = self.inline.iter().rposition(|open| open.tag == tag) {
            self.inline.remove(place);
        }
    }

    /// Characters between tags.
    pub(super) fn text(&mut self, text: &str) {
        if self.in_title {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        if self.skipping.is_some() {
            return;
        }
        if self.in_pre {
            for (index, line) in text.split('\n').enumerate() {
                if index > 0 {
                    self.flush();
                }
                self.words(line, true);
            }
            return;
        }
        self.words(text, false);
    }

    fn words(&mut self, text: &str, keep_blanks: bool) {
        let mut out = String::with_capacity(text.len());
        for sign in text.chars() {
            // A no-break space is a blank that stands where it is, at the start of a line too; the rest folds.
            if keep_blanks && sign != '\r' {
                out.push(sign);
            } else if matches!(sign, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                self.blank = self.blank || !out.is_empty() || !self.current.line.runs.is_empty();
                if self.blank && !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                    self.blank = false;
                }
            } else {
                if self.blank {
                    if !out.ends_with(' ') && !self.ends_blank(&out) {
                        out.push(' ');
                    }
                    self.blank = false;
                }
                out.push(sign);
            }
        }
        if out.is_empty() {
            return;
        }
        if out.trim().is_empty() && self.current.line.runs.is_empty() {
            return;
        }
        if self.breaks > 0 && !out.trim().is_empty() {
            self.after_break(&out);
        }
        let run = self.run(out);
        let link = self.inline.iter().rev().find_map(|open| open.link.clone());
        if let Some(target) = link {
            self.current.links.push((self.current.line.runs.len(), target));
            self.current.line.runs.push(run);
        } else {
            push(&mut self.current.line.runs, &self.current.links, run);
        }
        self.current.names.append(&mut self.pending_names);
    }

    fn ends_blank(&self, out: &str) -> bool {
        out.is_empty()
            && self.current.line.runs.last().is_none_or(|run| run.text.ends_with([' ', '\u{A0}', '\t', '\n']))
    }

    fn run(&self, text: String) -> Run {
        let mut run = Run { text, ..Run::default() };
        for open in &self.inline {
            run.bold = open.bold.unwrap_or(run.bold);
            run.italic = open.italic.unwrap_or(run.italic);
            run.raised |= open.raised;
            run.size = open.size.unwrap_or(run.size);
        }
        run
    }

    /// One line end is a blank, or begins a new line where what follows or precedes says so; two end the paragraph.
    fn line_end(&mut self) {
        if self.in_pre {
            self.flush();
            return;
        }
        if !self.current.line.runs.is_empty() {
            self.breaks += 1;
        }
        self.blank = true;
    }

    fn after_break(&mut self, next: &str) {
        let breaks = std::mem::take(&mut self.breaks);
        if matches!(self.current.line.hint, Hint::Heading(_)) || matches!(self.hint, Hint::Heading(_)) {
            return;
        }
        let so_far: usize = self.current.line.runs.iter().map(|run| run.text.len()).sum();
        let next = next.trim_start();
        let labelled = next.starts_with(['•', '–', '▪', '(']) && next.len() > 2
            || next.split_whitespace().next().is_some_and(|word| {
                word.ends_with(['.', ')']) && word.len() <= 5 && word.starts_with(|c: char| c.is_ascii_digit())
            });
        // a heading in bold letters, and a note's raised mark, begin a line of their own
        let run = self.run(String::new());
        let lettered = |run: &&Run| run.text.contains(char::is_alphanumeric);
        let bold = self.current.line.runs.iter().filter(lettered).all(|run| run.bold);
        let closed = self.current.line.runs.iter().rev().find(|run| !run.text.trim().is_empty()).is_some_and(|run| {
            run.text.trim_end().trim_end_matches(['”', '"', '»', ')', ']']).ends_with(['.', ':', ';', '?', '!'])
        });
        let restyled = run.bold != bold && (bold || closed) || run.raised;
        if breaks > 1 || labelled || restyled || so_far < 70 {
            let names = std::mem::take(&mut self.pending_names);
            let hint = self.hint.clone();
            self.flush();
            self.gap = breaks > 1;
            self.pending_names = names;
            if matches!(hint, Hint::Paragraph) {
                self.hint = Hint::Paragraph;
            }
        }
    }

    /// Ends the passage that is being written.
    fn flush(&mut self) {
        self.blank = false;
        self.breaks = 0;
        let hint = std::mem::take(&mut self.hint);
        if self.current.is_blank() {
            // A label whose text comes in a paragraph of its own keeps waiting for it.
            if matches!(hint, Hint::Labelled { .. }) {
                self.hint = hint;
            }
            self.pending_names.append(&mut self.current.names);
            self.current = Passage::default();
            return;
        }
        let mut passage = std::mem::take(&mut self.current);
        passage.container = self.containers.last().map(|open| open.1);
        let pre = self.in_pre;
        passage.line.hint = match hint {
            Hint::None if pre => Hint::None,
            Hint::None => Hint::Paragraph,
            hint => hint,
        };
        if let Hint::Labelled { .. } = passage.line.hint
            && has_own_label(&passage.line)
        {
            passage.line.hint = Hint::Paragraph;
        }
        if pre {
            let text = passage.line.text();
            passage.line.indent = u16::try_from(text.len() - text.trim_start().len()).unwrap_or(u16::MAX);
        }
        passage.line.gap_before = std::mem::take(&mut self.gap);
        self.put(Part::Passage(passage));
    }

    fn put(&mut self, part: Part) {
        match self.tables.last_mut() {
            Some(OpenTable { cell: Some(cell), .. }) => cell.parts.push(part),
            Some(table) => {
                // Text between the cells of a broken table stands before it in browsers; here it keeps its place.
                let mut cell = Cell { span: 1, down: 1, ..Cell::default() };
                cell.parts.push(part);
                table.row.get_or_insert_default().push(cell);
            }
            None => self.parts.push(part),
        }
    }

    fn name(&mut self, tag: &str, name: String) {
        self.pending_names.push(name);
        if matches!(tag, "div" | "li" | "aside" | "section" | "dd" | "td") && self.containers.len() < MOST_INLINE {
            self.named += 1;
            self.containers.push((tag.to_owned(), self.named, 0));
        }
    }

    fn open_inline(&mut self, tag: &str, attribute: Attributes<'_>, self_closing: bool) {
        if self_closing || is_void(tag) || self.inline.len() >= MOST_INLINE {
            return;
        }
        let style = attribute("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default();
        let mut open = Inline { tag: tag.to_owned(), ..Inline::default() };
        match tag {
            "b" | "strong" => open.bold = Some(true),
            "i" | "em" | "cite" | "dfn" | "var" => open.italic = Some(true),
            "sup" => open.raised = true,
            "big" => open.size = Some(14.0),
            "small" => open.size = Some(9.0),
            "font" => {
                open.size = attribute("size").as_deref().and_then(font_size);
            }
            "a" => open.link = attribute("href").and_then(|href| fragment(&href)),
            _ => {}
        }
        if let Some(weight) = property(&style, "font-weight") {
            open.bold = Some(matches!(weight, "bold" | "bolder" | "600" | "700" | "800" | "900"));
        }
        if let Some(slant) = property(&style, "font-style") {
            open.italic = Some(matches!(slant, "italic" | "oblique"));
        }
        if property(&style, "vertical-align") == Some("super") {
            open.raised = true;
        }
        if let Some(size) = property(&style, "font-size").and_then(points) {
            open.size = Some(size);
        }
        let block = is_block(tag);
        self.sizes |= open.size.is_some();
        let speaks = open.bold.is_some() || open.italic.is_some() || open.raised || open.size.is_some();
        if block && matches!(tag, "p" | "li" | "td" | "th") {
            // Their end tags are often missing: the next one of the kind ends them.
            self.inline.retain(|old| old.tag != tag);
        }
        if speaks || open.link.is_some() || (!block && matches!(tag, "a" | "span")) {
            if tag == "a" {
                self.inline.retain(|old| old.tag != "a");
            }
            self.inline.push(open);
        }
    }

    fn open_list(&mut self, tag: &str, attribute: Attributes<'_>) {
        if self.lists.len() >= DEEPEST {
            self.overfull = true;
            return;
        }
        let ordered = tag == "ol";
        let style = attribute("style").map(|style| style.to_ascii_lowercase().replace(' ', "")).unwrap_or_default();
        let named = property(&style, "list-style-type").or_else(|| property(&style, "list-style")).unwrap_or("");
        let kind = match named {
            "lower-alpha" | "lower-latin" => "a".to_owned(),
            "upper-alpha" | "upper-latin" => "A".to_owned(),
            "lower-roman" => "i".to_owned(),
            "upper-roman" => "I".to_owned(),
            _ => attribute("type").unwrap_or_default(),
        };
        let start = attribute("start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let step = if attribute("reversed").is_some() { -1 } else { 1 };
        self.lists.push(List { ordered, kind, next: start, step, plain: named == "none" });
    }

    fn open_part(&mut self, attribute: Attributes<'_>) {
        let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX);
        let Some(list) = self.lists.last_mut() else {
            self.hint = Hint::Labelled { label: "•".to_owned(), level: 0 };
            return;
        };
        if let Some(value) = attribute("value").and_then(|value| value.trim().parse().ok()) {
            list.next = value;
        }
        let count = list.next;
        list.next = list.next.saturating_add(list.step);
        self.hint = if list.plain {
            Hint::Paragraph
        } else {
            let label = if list.ordered { label(count, &list.kind) } else { "•".to_owned() };
            Hint::Labelled { label, level }
        };
    }

    fn open_table(&mut self, attribute: Attributes<'_>) {
        if self.tables.len() >= DEEPEST {
            self.overfull = true;
            return;
        }
        let presentation = attribute("role").is_some_and(|role| matches!(role.trim(), "presentation" | "none"));
        let lists = std::mem::take(&mut self.lists);
        let grid = Grid { presentation, ..Grid::default() };
        self.tables.push(OpenTable { grid, row: None, cell: None, lists, in_head: false });
    }

    fn open_cell(&mut self, tag: &str, attribute: Attributes<'_>) {
        self.end_cell();
        let number = |name: &str| {
            let value = attribute(name).and_then(|value| value.trim().parse::<u16>().ok()).unwrap_or(1);
            value.clamp(1, if name == "colspan" { MOST_COLUMNS } else { 1000 })
        };
        if let Some(table) = self.tables.last_mut() {
            table.row.get_or_insert_default();
            let (span, down) = (number("colspan"), number("rowspan"));
            table.cell = Some(Cell { span, down, head: tag == "th", ..Cell::default() });
        }
    }

    fn end_cell(&mut self) {
        self.flush();
        self.hint = Hint::None;
        if let Some(table) = self.tables.last_mut()
            && let Some(cell) = table.cell.take()
        {
            self.lists.clear();
            table.row.get_or_insert_default().push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        if let Some(table) = self.tables.last_mut()
            && let Some(row) = table.row.take().filter(|row| !row.is_empty())
        {
            if table.in_head && table.grid.head_rows == table.grid.rows.len() {
                table.grid.head_rows += 1;
            }
            table.grid.rows.push(row);
        }
    }

    fn end_table(&mut self) {
        self.end_row();
        if let Some(table) = self.tables.pop() {
            self.lists = table.lists;
            if !table.grid.rows.is_empty() {
                self.put(Part::Table(table.grid));
            }
        }
    }

    /// Ends the page.
    pub(super) fn finish(mut self) -> Page {
        self.flush();
        while !self.tables.is_empty() {
            self.end_table();
        }
        let length = |parts: &[Part]| parts.len();
        let main = std::mem::take(&mut self.main_parts);
        // `<main>` leaves out the menus around it, unless the page put its text elsewhere.
        let mut parts = if length(&main) * 3 > length(&self.parts) { main } else { std::mem::take(&mut self.parts) };
        if !self.sizes {
            return Page { parts, title: self.title, language: self.language, overfull: self.overfull };
        }
        for part in &mut parts {
            if let Part::Passage(passage) = part {
                for run in passage.line.runs.iter_mut().filter(|run| run.size == 0.0) {
                    run.size = 11.0;
                }
            }
        }
        Page { parts, title: self.title, language: self.language, overfull: self.overfull }
    }
}

/// Appends a run, joining runs that look alike; linked runs stay apart.
fn push(runs: &mut Vec<Run>, links: &[(usize, String)], run: Run) {
    let last_linked = links.last().is_some_and(|(index, _)| index + 1 == runs.len());
    if let Some(last) = runs.last_mut().filter(|_| !last_linked) {
        let alike = last.bold == run.bold && last.italic == run.italic && last.raised == run.raised;
        if alike && (last.size - run.size).abs() < 0.01 {
            last.text.push_str(&run.text);
            return;
        }
    }
    runs.push(run);
}
