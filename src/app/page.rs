//! A paper laid out for a width: rows of cells that a screen shows a slice of. Built once a paper and width.

use std::ops::Range;

use crate::model::{Block, Item, Paper, Reference};
use crate::strings::Strings;
use crate::text::wrap::{width, wrap};

use super::words;

/// What a piece of text is, for the theme to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tone {
    /// Running text.
    Text,
    /// Beside the point: labels, hints.
    Dim,
    /// A heading, a title.
    Heading,
    /// A label of a draft decision.
    Decision,
    /// A citation that can be followed.
    Link,
    /// A footnote mark.
    Mark,
    /// Something uncertain or missing.
    Warning,
    /// A word that was searched.
    Match,
    /// Added words.
    Added,
    /// Removed words.
    Removed,
    /// The accent: what is current.
    Accent,
}

/// A text with its marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Prose {
    /// The words as shown, footnote marks included.
    pub text: String,
    /// The tone of what no mark covers.
    pub tone: Option<Tone>,
    /// Byte ranges of another tone; with the index of the citation into `Paper::references`.
    pub marks: Vec<(Range<usize>, Tone, Option<usize>)>,
    /// The stop it belongs to.
    pub stop: usize,
}

impl Prose {
    /// Puts words before these; the marks stay on theirs.
    pub(super) fn lead(&mut self, words: &str) {
        for (range, _, _) in &mut self.marks {
            *range = range.start + words.len()..range.end + words.len();
        }
        self.text.insert_str(0, words);
    }
}

/// A piece of a text on a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Columns from the left edge of the text column.
    pub x: u16,
    /// Index into [`Page::texts`].
    pub text: usize,
    /// The bytes of it.
    pub range: Range<usize>,
}

/// A row of the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The stop it belongs to; `None` for a blank row between stops.
    pub stop: Option<usize>,
    /// Index into the parts of the stop, for a row of a list part.
    pub part: Option<usize>,
    /// What stands in the gutter: a number, a footnote's mark.
    pub label: Option<(String, Tone)>,
    /// The pieces.
    pub cells: Vec<Cell>,
    /// A hairline of this many columns.
    pub line: u16,
    /// It belongs to a draft decision.
    pub decision: bool,
}

/// What the cursor can stand on.
#[derive(Clone, Debug, PartialEq)]
pub struct Stop {
    /// The id of the block; `cover`; `fn_3`.
    pub id: String,
    /// Index into `Paper::blocks`.
    pub block: Option<usize>,
    /// The paper's own number.
    pub number: Option<String>,
    /// It is a heading: the cursor passes over it.
    pub heading: Option<u8>,
    /// It holds a draft decision.
    pub decision: bool,
    /// Its rows.
    pub rows: Range<usize>,
    /// Its list parts, in reading order.
    pub parts: Vec<Part>,
}

/// A list part.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// The way to it: `[0, 2]` is the third part of the first.
    pub path: Vec<usize>,
    /// As printed.
    pub marker: String,
    /// Its rows, with those of the parts inside it.
    pub rows: Range<usize>,
}

/// A paper laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// The width of the text column that it was laid out for.
    pub width: u16,
    /// The texts.
    pub texts: Vec<Prose>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What the cursor can stand on.
    pub stops: Vec<Stop>,
}

/// How to lay out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// Columns for prose.
    pub prose: u16,
    /// Columns for tables.
    pub wide: u16,
    /// Guessed tables as the lines stood.
    pub raw_tables: bool,
}

/// Lays a paper out; `outcomes` has for the id of a draft decision what became of it, which stands below it.
#[must_use]
pub fn lay_out(paper: &Paper, measure: Measure, outcomes: &[(String, String)], strings: &Strings) -> Page {
    let mut page = Page { width: measure.prose.max(8), ..Page::default() };
    let mut builder = Builder { page: &mut page, paper, measure, outcomes, strings };
    builder.cover();
    builder.blocks();
    builder.footnotes();
    page
}

pub(super) struct Builder<'a> {
    pub page: &'a mut Page,
    pub paper: &'a Paper,
    pub measure: Measure,
    pub outcomes: &'a [(String, String)],
    pub strings: &'a Strings,
}

impl<'a> Builder<'a> {
    fn open(&mut self, id: &str, block: Option<usize>) -> usize {
        let from = self.page.rows.len();
        self.page.stops.push(Stop {
            id: id.to_owned(),
            block,
            number: None,
            heading: None,
            decision: false,
            rows: from..from,
            parts: Vec::new(),
        });
        self.page.stops.len() - 1
    }

    fn close(&mut self) {
        let end = self.page.rows.len();
        if let Some(stop) = self.page.stops.last_mut() {
            stop.rows.end = end;
        }
        self.page.rows.push(Row::default());
    }

    pub fn text(&mut self, mut prose: Prose) -> usize {
        prose.stop = self.page.stops.len().saturating_sub(1);
        self.page.texts.push(prose);
        self.page.texts.len() - 1
    }

    pub fn row(&mut self) -> Row {
        Row { stop: self.page.stops.len().checked_sub(1), ..Row::default() }
    }

    /// Puts a text down wrapped, `indent` columns from the left; the rows it took.
    fn put(&mut self, prose: Prose, indent: u16, part: Option<usize>, decision: bool) -> Range<usize> {
        let from = self.page.rows.len();
        let columns = usize::from(self.page.width.saturating_sub(indent).max(4));
        let lines = wrap(&prose.text, columns);
        let text = self.text(prose);
        for range in lines {
            let row = Row { part, decision, cells: vec![Cell { x: indent, text, range }], ..self.row() };
            self.page.rows.push(row);
        }
        from..self.page.rows.len()
    }

    fn plain(&mut self, text: impl Into<String>, tone: Tone) {
        self.put(Prose { text: text.into(), tone: Some(tone), ..Prose::default() }, 0, None, false);
    }

    fn blank(&mut self) {
        let row = self.row();
        self.page.rows.push(row);
    }

    /// A label and a text after it, hanging.
    fn field(&mut self, label: &str, text: &str, field: &str, index: Option<usize>) {
        let refs = self.paper.references.iter().enumerate().filter(|(_, reference)| {
            reference.place == "cover"
                && reference.field.as_deref() == Some(field)
                && (index.is_none() || reference.path.first().copied() == index || reference.path.is_empty())
        });
        let mut prose = decorate(text, &[], &[], refs);
        let lead = format!("{label}  ");
        prose.lead(&lead);
        prose.marks.insert(0, (0..label.len(), Tone::Dim, None));
        self.put(prose, 0, None, false);
    }

    fn cover(&mut self) {
        self.open("cover", None);
        let paper = self.paper;
        let mut facts = Vec::new();
        facts.extend(paper.symbol.as_ref().map(ToString::to_string));
        facts.extend(paper.date.as_deref().map(|date| words::date(self.strings, date)));
        if let Some(language) = paper.language {
            facts.push(words::language(self.strings, language));
        }
        if let Some(original) = paper.original_language {
            let name = words::language(self.strings, original);
            facts.push(self.strings.fill("reader.original", &[("language", &name)]));
        }
        // no separator is left at the end of a row
        let mut line = String::new();
        for fact in facts {
            let more = if line.is_empty() { fact.clone() } else { format!("{line} · {fact}") };
            if line.is_empty() || width(&more) <= usize::from(self.page.width) {
                line = more;
            } else {
                self.plain(std::mem::replace(&mut line, fact), Tone::Dim);
            }
        }
        if !line.is_empty() {
            self.plain(line, Tone::Dim);
        }
        if let Some(title) = &paper.title {
            self.plain(title.clone(), Tone::Heading);
        }
        let cover = &paper.cover;
        if cover.fields().next().is_some() || !cover.related_documents.is_empty() {
            self.blank();
        }
        for (name, value) in cover.fields() {
            let label = self.strings.get(words::cover_key(name)).to_owned();
            self.field(&label, value, name, None);
        }
        let related = self.strings.get(words::cover_key("related_documents"));
        let several = cover.related_documents.len() > 1;
        if several {
            self.plain(related, Tone::Dim);
        }
        for (at, entry) in cover.related_documents.iter().enumerate() {
            self.field(if several { "•" } else { related }, entry, "related_documents", Some(at));
        }
        if !paper.warnings.is_empty() {
            self.blank();
            self.plain(format!("! {}", self.strings.count("reader.warnings", paper.warnings.len())), Tone::Warning);
            for warning in &paper.warnings {
                let prose = Prose { text: warning.clone(), tone: Some(Tone::Dim), ..Prose::default() };
                self.put(prose, 2, None, false);
            }
        }
        self.close();
    }

    fn blocks(&mut self) {
        let mut last: Option<u32> = None;
        let mut said = false;
        let paper: &'a Paper = self.paper;
        // a section has a line below its heading where there are subsections, so that one is told from the other
        let levels = paper.blocks.iter().filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.level),
            _ => None,
        });
        let (highest, lowest) = (levels.clone().min(), levels.max());
        let ruled = highest.filter(|_| highest != lowest);
        for (at, block) in paper.blocks.iter().enumerate() {
            if let Block::Paragraph(paragraph) = block
                && let Some(number) = paragraph.number.as_deref().and_then(|number| number.parse::<u32>().ok())
            {
                if let Some(before) = last.filter(|before| number > before + 1 && number < before + 50) {
                    let missing = if number == before + 2 {
                        (before + 1).to_string()
                    } else {
                        format!("{}–{}", before + 1, number - 1)
                    };
                    let text = self.strings.fill("reader.gap", &[("numbers", &missing)]);
                    let from = self.page.rows.len();
                    self.plain(text, Tone::Warning);
                    for row in self.page.rows.iter_mut().skip(from) {
                        row.stop = None;
                    }
                    self.page.rows.push(Row::default());
                }
                last = Some(number);
            }
            let stop = self.open(block.id(), Some(at));
            match block {
                Block::Heading(heading) => {
                    said = words::is_decision_heading(&heading.text);
                    let refs = self.refs(&heading.id, &[]);
                    let mut prose = decorate(&heading.text, &heading.footnotes, &heading.marks_at, refs);
                    prose.tone = Some(Tone::Heading);
                    let words = width(&prose.text).min(usize::from(self.page.width)) as u16;
                    self.put(prose, u16::from(heading.level.saturating_sub(2).min(3)) * 2, None, false);
                    if ruled == Some(heading.level) {
                        let row = Row { line: words, ..self.row() };
                        self.page.rows.push(row);
                    }
                    self.page.stops[stop].heading = Some(heading.level);
                }
                Block::Paragraph(paragraph) => {
                    let decision = paper.decisions.iter().any(|draft| {
                        draft.id == paragraph.id
                            || (draft.id.is_empty() && draft.paragraph == paragraph.number && draft.paragraph.is_some())
                    });
                    let refs = self.refs(&paragraph.id, &[]);
                    let prose = decorate(&paragraph.text, &paragraph.footnotes, &paragraph.marks_at, refs);
                    if decision && !said {
                        self.plain(format!("¶ {}", self.strings.get("reader.draft_decision")), Tone::Decision);
                    }
                    said = false;
                    let indent = u16::from(decision) * 2;
                    let rows = self.put(prose, indent, None, decision);
                    if let Some(row) = self.page.rows.get_mut(rows.start) {
                        row.label = match (&paragraph.number, &paragraph.inferred) {
                            (Some(number), _) => Some((format!("{number}."), Tone::Dim)),
                            (None, Some(inferred)) => Some((format!("≈{inferred}"), Tone::Warning)),
                            (None, None) => None,
                        };
                    }
                    self.items(&paragraph.id, &paragraph.items, &mut Vec::new(), indent, decision);
                    let outcomes = self.outcomes;
                    if let Some((_, said)) = outcomes.iter().find(|(id, _)| *id == paragraph.id) {
                        let prose = Prose { text: said.clone(), tone: Some(Tone::Decision), ..Prose::default() };
                        self.put(prose, indent, None, true);
                    }
                    let held = &mut self.page.stops[stop];
                    held.number.clone_from(&paragraph.number);
                    held.decision = decision;
                }
                Block::Table(table) => self.table(table),
            }
            self.close();
        }
    }

    fn refs(&self, place: &str, path: &[usize]) -> impl Iterator<Item = (usize, &'a Reference)> + use<'a> {
        let place = place.to_owned();
        let path = path.to_vec();
        let paper: &'a Paper = self.paper;
        paper
            .references
            .iter()
            .enumerate()
            .filter(move |(_, reference)| reference.place == place && reference.path == path)
    }

    fn items(&mut self, id: &str, items: &[Item], path: &mut Vec<usize>, indent: u16, decision: bool) {
        for (at, item) in items.iter().enumerate() {
            path.push(at);
            let refs = self.refs(id, path);
            let prose = decorate(&item.text, &item.footnotes, &item.marks_at, refs);
            let hang = (width(&item.marker) as u16 + 1).clamp(2, 7);
            let from = self.page.rows.len();
            let index = {
                let Some(stop) = self.page.stops.last_mut() else { return };
                stop.parts.push(Part { path: path.clone(), marker: item.marker.clone(), rows: from..from });
                stop.parts.len() - 1
            };
            let rows = self.put(prose, indent + hang, Some(index), decision);
            let marker = Prose { text: item.marker.clone(), tone: Some(Tone::Dim), ..Prose::default() };
            let (text, range) = (self.text(marker), 0..item.marker.len());
            if let Some(row) = self.page.rows.get_mut(rows.start) {
                row.cells.insert(0, Cell { x: indent, text, range });
            }
            self.items(id, &item.items, path, (indent + hang).min(24), decision);
            let end = self.page.rows.len();
            if let Some(part) = self.page.stops.last_mut().and_then(|stop| stop.parts.get_mut(index)) {
                part.rows.end = end;
            }
            path.pop();
        }
    }

    fn footnotes(&mut self) {
        let paper: &'a Paper = self.paper;
        if paper.footnotes.is_empty() {
            return;
        }
        let line = Row { line: self.page.width.min(20), ..Row::default() };
        self.page.rows.push(line);
        for footnote in &paper.footnotes {
            let id = format!("fn_{}", footnote.mark);
            self.open(&id, None);
            let refs = self.refs(&id, &[]);
            let mut prose = decorate(&footnote.text, &[], &[], refs);
            prose.tone = Some(Tone::Text);
            let rows = self.put(prose, 0, None, false);
            if let Some(row) = self.page.rows.get_mut(rows.start) {
                row.label = Some((format!("[{}]", footnote.mark), Tone::Mark));
            }
            self.close();
        }
    }
}

/// A text with its footnote marks put in and its citations marked. `marks_at` and the references count characters.
pub(super) fn decorate<'a>(
    text: &str,
    footnotes: &[String],
    marks_at: &[usize],
    references: impl Iterator<Item = (usize, &'a Reference)>,
) -> Prose {
    let count = text.chars().count();
    let mut notes: Vec<(usize, &String)> = footnotes
        .iter()
        .enumerate()
        .map(|(at, mark)| (marks_at.get(at).copied().unwrap_or(count).min(count), mark))
        .collect();
    notes.sort_by_key(|(at, _)| *at);
    let mut links: Vec<(usize, usize, usize)> = references
        .filter(|(_, reference)| reference.at[0] < reference.at[1] && reference.at[1] <= count)
        .map(|(index, reference)| (reference.at[0], reference.at[1], index))
        .collect();
    links.sort_unstable();
    let mut prose = Prose::default();
    let mut open: Vec<(usize, usize, usize)> = Vec::new(); // end in characters, begin in bytes, index
    let mut notes = notes.into_iter().peekable();
    let mut links = links.into_iter().peekable();
    let mut chars = text.chars();
    for at in 0..=count {
        open.retain(|(end, from, index)| {
            if *end == at {
                prose.marks.push((*from..prose.text.len(), Tone::Link, Some(*index)));
            }
            *end != at
        });
        while let Some((_, mark)) = notes.next_if(|(place, _)| *place == at) {
            let from = prose.text.len();
            prose.text.push_str(&format!("[{mark}]"));
            prose.marks.push((from..prose.text.len(), Tone::Mark, None));
        }
        while let Some((_, end, index)) = links.next_if(|(begin, _, _)| *begin <= at) {
            open.push((end, prose.text.len(), index));
        }
        if let Some(c) = chars.next() {
            prose.text.push(c);
        }
    }
    prose.marks.sort_by_key(|(range, _, _)| range.start);
    prose
}

impl Page {
    /// The stop with this id.
    #[must_use]
    pub fn stop(&self, id: &str) -> Option<usize> {
        self.stops.iter().position(|stop| stop.id == id)
    }

    /// The rows of a stop, or of one of its parts.
    #[must_use]
    pub fn rows_of(&self, stop: usize, part: Option<usize>) -> Range<usize> {
        let Some(stop) = self.stops.get(stop) else { return 0..0 };
        part.and_then(|part| stop.parts.get(part)).map_or(stop.rows.clone(), |part| part.rows.clone())
    }

    /// The row that shows this byte of this text.
    #[must_use]
    pub fn row_of(&self, text: usize, byte: usize) -> Option<usize> {
        let stop = self.texts.get(text)?.stop;
        let rows = self.stops.get(stop)?.rows.clone();
        let shows = |row: &Row| {
            row.cells.iter().any(|cell| {
                cell.text == text && cell.range.start <= byte && byte < cell.range.end.max(cell.range.start + 1)
            })
        };
        let first = rows.start;
        self.rows.get(rows)?.iter().position(shows).map(|at| first + at)
    }
}
