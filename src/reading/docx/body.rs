//! The body of a document: paragraphs, tables, notes, in reading order.

use roxmltree::Node;

use super::numbering::{Numbering, formatted};
use super::styles::{LocalName, Looks, Styles};
use super::{NoteLines, attr, child, number, on};
use crate::reading::line::{Hint, Line, Piece, RawCell, RawTable, Run};

/// How deep elements may be nested; Word itself stays below thirty.
const DEEPEST: usize = 160;
/// The most columns a cell may claim; Word allows 63.
const MOST_COLUMNS: i64 = 64;

/// Footnotes and endnotes: their texts, and how their marks are counted.
#[derive(Default)]
pub(super) struct Notes {
    lines: NoteLines,
    formats: [Option<String>; 2],
    counts: [i64; 2],
}

impl Notes {
    /// Reads the number formats that `settings.xml` gives for the whole document.
    pub(super) fn settings(&mut self, root: Node<'_, '_>) {
        for (slot, name) in self.formats.iter_mut().zip(["footnotePr", "endnotePr"]) {
            let properties = child(root, name);
            let format = properties.and_then(|node| child(node, "numFmt")).and_then(|node| attr(node, "val"));
            if let Some(format) = format {
                *slot = Some(format.to_owned());
            }
        }
    }

    /// Reads the formats of the last section, which speak for the document.
    pub(super) fn section(&mut self, body: Node<'_, '_>) {
        if let Some(section) = child(body, "sectPr") {
            self.settings(section);
        }
    }

    fn next_mark(&mut self, end: bool) -> String {
        let index = usize::from(end);
        let usual = if end { "lowerRoman" } else { "decimal" };
        let format = self.formats.get(index).cloned().flatten().unwrap_or_else(|| usual.to_owned());
        let Some(count) = self.counts.get_mut(index) else { return String::new() };
        *count += 1;
        formatted(*count, &format)
    }
}

/// Walks a body.
pub(super) struct Body<'s> {
    styles: &'s Styles,
    numbering: Numbering,
    pub(super) notes: Notes,
    /// Runs of a paragraph whose end mark was deleted under revision: they belong to the next one.
    pending: Vec<Run>,
    tracked: bool,
    too_deep: bool,
}

/// What stands in a paragraph.
#[derive(Default)]
struct Inside<'a, 'i> {
    runs: Vec<Run>,
    notes: Vec<(String, Vec<Line>)>,
    boxes: Vec<Node<'a, 'i>>,
}

impl<'s> Body<'s> {
    pub(super) fn new(styles: &'s Styles, numbering: Numbering, notes: Notes) -> Self {
        Self { styles, numbering, notes, pending: Vec::new(), tracked: false, too_deep: false }
    }

    /// Takes the notes of `footnotes.xml` or `endnotes.xml`.
    pub(super) fn notes_part(&mut self, root: Node<'_, '_>, end: bool) {
        for note in root.children().filter(Node::is_element) {
            // Separators carry a type; notes carry none, or `normal`.
            if attr(note, "type").is_some_and(|kind| kind != "normal") {
                continue;
            }
            let Some(id) = number(note, "id") else { continue };
            let lines = self.plain_lines(note);
            self.notes.lines.insert((end, id), lines);
        }
    }

    /// The paragraphs below a node as lines: notes, headers. Tables are read cell by cell.
    pub(super) fn plain_lines(&mut self, node: Node<'_, '_>) -> Vec<Line> {
        let mut pieces = Vec::new();
        self.blocks(node, &mut pieces, 0);
        lines_of(pieces)
    }

    /// Reads the whole body.
    pub(super) fn read(mut self, body: Node<'_, '_>) -> (Vec<Piece>, Vec<String>) {
        let mut pieces = Vec::new();
        self.blocks(body, &mut pieces, 0);
        if !self.pending.is_empty() {
            let line = Line { runs: std::mem::take(&mut self.pending), hint: Hint::Paragraph, ..Line::default() };
            pieces.push(Piece::Line(line));
        }
        let mut warnings = Vec::new();
        if self.tracked {
            warnings.push(
                "The file has tracked changes: insertions were read as text, deletions were left out.".to_owned(),
            );
        }
        if self.too_deep {
            warnings.push("Parts of the file are nested too deeply and were not read.".to_owned());
        }
        (pieces, warnings)
    }

    fn blocks(&mut self, parent: Node<'_, '_>, out: &mut Vec<Piece>, depth: usize) {
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "p" => self.paragraph(node, out, depth + 1),
                "tbl" => self.table(node, out, depth + 1),
                "del" | "moveFrom" => self.tracked = true,
                "ins" | "moveTo" => {
                    self.tracked = true;
                    self.blocks(node, out, depth + 1);
                }
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.blocks(content, out, depth + 1);
                    }
                }
                "customXml" | "smartTag" | "txbxContent" | "sdtContent" => self.blocks(node, out, depth + 1),
                "AlternateContent" => {
                    if let Some(choice) = child(node, "Choice") {
                        self.blocks(choice, out, depth + 1);
                    }
                }
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, node: Node<'_, '_>, out: &mut Vec<Piece>, depth: usize) {
        let properties = child(node, "pPr");
        let style = properties.and_then(|p| child(p, "pStyle")).and_then(|s| attr(s, "val"));
        let looks = self.styles.looks(style);
        let mut inside = Inside { runs: std::mem::take(&mut self.pending), ..Inside::default() };
        self.runs(node, &looks, &mut inside, depth);
        let mark = properties.and_then(|p| child(p, "rPr"));
        if mark.is_some_and(|mark| child(mark, "del").is_some() || child(mark, "moveFrom").is_some()) {
            // The end of this paragraph was deleted: it runs on into the next one.
            self.tracked = true;
            self.pending = inside.runs;
            self.after(inside.notes, inside.boxes, out, depth);
            return;
        }
        let mut line = Line { runs: inside.runs, hint: Hint::Paragraph, ..Line::default() };
        let blank = line.text().trim().is_empty();
        // An empty numbered paragraph is not printed with text, but Word counts it all the same.
        let label = self.label(properties, style);
        let outline = properties
            .and_then(|p| child(p, "outlineLvl"))
            .and_then(|level| number(level, "val"))
            .map(|level| u8::try_from(level + 1).ok().filter(|level| (1..=9).contains(level)));
        let heading = outline.unwrap_or_else(|| self.styles.heading(style));
        if self.styles.is_contents(style) {
            line.hint = Hint::Furniture;
        } else if let Some(level) = heading {
            line.hint = Hint::Heading(level);
            if let Some(label) = label.filter(|label| !label.bullet) {
                let first = line.runs.first().cloned().unwrap_or_default();
                line.runs.insert(0, Run { text: format!("{} ", label.text), note: None, raised: false, ..first });
            }
        } else if let Some(label) = label {
            line.hint = Hint::Labelled { label: label.text, level: label.level };
        }
        if !blank {
            out.push(Piece::Line(line));
        }
        self.after(inside.notes, inside.boxes, out, depth);
    }

    /// Notes and text boxes come after the paragraph that they are anchored in.
    fn after(&mut self, notes: Vec<(String, Vec<Line>)>, boxes: Vec<Node<'_, '_>>, out: &mut Vec<Piece>, depth: usize) {
        out.extend(notes.into_iter().map(|(mark, lines)| Piece::Footnote { mark, lines }));
        let pending = std::mem::take(&mut self.pending);
        for content in boxes {
            self.blocks(content, out, depth + 1);
        }
        self.pending = pending;
    }

    fn label(&mut self, properties: Option<Node<'_, '_>>, style: Option<&str>) -> Option<super::numbering::Label> {
        let own = properties.and_then(|p| child(p, "numPr"));
        let inherited = self.styles.numbering(style);
        let num_id = own.and_then(|n| child(n, "numId")).and_then(|n| number(n, "val")).or(inherited.map(|n| n.0))?;
        let own_level = own.and_then(|n| child(n, "ilvl")).and_then(|n| number(n, "val"));
        let level = own_level
            .or_else(|| style.and_then(|style| self.numbering.level_of_style(num_id, style, self.styles)))
            .or(inherited.map(|n| n.1))
            .unwrap_or(0);
        self.numbering.next(num_id, level, self.styles)
    }

    fn runs<'a, 'i>(&mut self, parent: Node<'a, 'i>, looks: &Looks, inside: &mut Inside<'a, 'i>, depth: usize) {
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        for node in parent.children().filter(Node::is_element) {
            match node.tag_name().name() {
                "r" => self.run(node, looks, inside, depth + 1),
                "del" | "moveFrom" => self.tracked = true,
                "ins" | "moveTo" => {
                    self.tracked = true;
                    self.runs(node, looks, inside, depth + 1);
                }
                "hyperlink" | "smartTag" | "sdtContent" | "fldSimple" | "customXml" | "dir" | "bdo" | "oMath"
                | "oMathPara" => self.runs(node, looks, inside, depth + 1),
                "sdt" => {
                    if let Some(content) = child(node, "sdtContent") {
                        self.runs(content, looks, inside, depth + 1);
                    }
                }
                "AlternateContent" => {
                    if let Some(choice) = child(node, "Choice") {
                        self.runs(choice, looks, inside, depth + 1);
                    }
                }
                "drawing" | "pict" => boxes(node, inside, depth),
                _ => {}
            }
        }
    }

    fn run<'a, 'i>(&mut self, node: Node<'a, 'i>, paragraph: &Looks, inside: &mut Inside<'a, 'i>, depth: usize) {
        let properties = child(node, "rPr");
        let style = properties.and_then(|p| child(p, "rStyle")).and_then(|s| attr(s, "val"));
        let character = style.map(|style| self.styles.looks(Some(style))).unwrap_or_default();
        let looks = Looks::of(properties).over(&character).over(paragraph).over(self.styles.defaults());
        if looks.hidden == Some(true) {
            return;
        }
        let template = Run {
            text: String::new(),
            size: looks.size.unwrap_or(10.0),
            bold: looks.bold == Some(true),
            italic: looks.italic == Some(true),
            raised: looks.raised == Some(true),
            note: None,
        };
        let mut custom: Option<(bool, i64)> = None;
        for part in node.children().filter(Node::is_element) {
            let name = part.tag_name().name();
            let text = match name {
                "t" => part.text().unwrap_or_default().to_owned(),
                "tab" | "ptab" => "\t".to_owned(),
                "br" | "cr" => match attr(part, "type") {
                    Some("page" | "column") => String::new(),
                    _ => " ".to_owned(),
                },
                "noBreakHyphen" => "\u{2011}".to_owned(),
                "sym" => symbol(part),
                "footnoteReference" | "endnoteReference" => {
                    let end = name == "endnoteReference";
                    let Some(id) = number(part, "id") else { continue };
                    if on_attribute(part, "customMarkFollows") {
                        custom = Some((end, id));
                    } else {
                        let mark = self.notes.next_mark(end);
                        self.note(end, id, &mark, &template, inside);
                    }
                    String::new()
                }
                "drawing" | "pict" | "object" => {
                    boxes(part, inside, depth);
                    String::new()
                }
                "AlternateContent" => {
                    if let Some(choice) = child(part, "Choice") {
                        boxes(choice, inside, depth);
                    }
                    String::new()
                }
                _ => String::new(),
            };
            if text.is_empty() {
                continue;
            }
            if let Some((end, id)) = custom.take() {
                self.note(end, id, text.trim(), &template, inside);
                continue;
            }
            push(&mut inside.runs, Run { text, ..template.clone() });
        }
    }

    fn note(&mut self, end: bool, id: i64, mark: &str, template: &Run, inside: &mut Inside<'_, '_>) {
        let Some(mut lines) = self.notes.lines.get(&(end, id)).cloned() else { return };
        strip_mark(&mut lines, mark);
        let run = Run { text: mark.to_owned(), raised: true, note: Some(mark.to_owned()), ..template.clone() };
        inside.runs.push(run);
        inside.notes.push((mark.to_owned(), lines));
    }

    fn table(&mut self, node: Node<'_, '_>, out: &mut Vec<Piece>, depth: usize) {
        if depth > DEEPEST {
            self.too_deep = true;
            return;
        }
        let mut table = RawTable::default();
        let mut contents: Vec<Vec<Piece>> = Vec::new();
        let mut heads = true;
        let mut widest = 0;
        for row in rows(node) {
            let properties = child(row, "trPr");
            if properties.is_some_and(|p| child(p, "del").is_some()) {
                self.tracked = true;
                continue;
            }
            if properties.is_some_and(|p| on(p, "hidden") == Some(true)) {
                continue;
            }
            heads = heads && properties.is_some_and(|p| on(p, "tblHeader") == Some(true));
            if heads {
                table.header_rows += 1;
            }
            let skipped = |name: &str| {
                let count = properties.and_then(|p| child(p, name)).and_then(|n| number(n, "val")).unwrap_or(0);
                u16::try_from(count.clamp(0, MOST_COLUMNS)).unwrap_or(0)
            };
            let mut cells = Vec::new();
            if skipped("gridBefore") > 0 {
                cells.push(RawCell { lines: Vec::new(), span: skipped("gridBefore") });
            }
            for cell in cells_of(row) {
                let properties = child(cell, "tcPr");
                let span = properties.and_then(|p| child(p, "gridSpan")).and_then(|s| number(s, "val")).unwrap_or(1);
                let merged = properties.and_then(|p| child(p, "vMerge"));
                let continues = merged.is_some_and(|merge| attr(merge, "val") != Some("restart"));
                let mut pieces = Vec::new();
                if !continues {
                    self.blocks(cell, &mut pieces, depth + 1);
                }
                contents.push(pieces.clone());
                let span = u16::try_from(span.clamp(1, MOST_COLUMNS)).unwrap_or(1);
                let (notes, pieces): (Vec<_>, Vec<_>) =
                    pieces.into_iter().partition(|piece| matches!(piece, Piece::Footnote { .. }));
                cells.push(RawCell { lines: lines_of(pieces), span });
                out.extend(notes);
            }
            widest = widest.max(cells.len());
            table.rows.push(cells);
        }
        if widest <= 1 {
            // A frame around text, not a table.
            for pieces in contents {
                out.extend(pieces.into_iter().filter(|piece| !matches!(piece, Piece::Footnote { .. })));
            }
        } else {
            out.push(Piece::Table(table));
        }
    }
}

/// The rows of a table, through the wrappers that content controls put around them.
fn rows<'a, 'i>(table: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    wrapped(table, "tr", 0)
}

fn cells_of<'a, 'i>(row: Node<'a, 'i>) -> Vec<Node<'a, 'i>> {
    wrapped(row, "tc", 0)
}

fn wrapped<'a, 'i>(parent: Node<'a, 'i>, name: &str, depth: usize) -> Vec<Node<'a, 'i>> {
    let mut found = Vec::new();
    for node in parent.children().filter(Node::is_element) {
        if node.tag_name().name() == name {
            found.push(node);
        } else if depth < 8 && matches!(node.tag_name().name(), "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo") {
            found.extend(wrapped(node, name, depth + 1));
        }
    }
    found
}

/// The text boxes of a drawing; fallbacks repeat them and are left out.
fn boxes<'a, 'i>(drawing: Node<'a, 'i>, inside: &mut Inside<'a, 'i>, depth: usize) {
    let mut stack = vec![(drawing, depth)];
    while let Some((node, depth)) = stack.pop() {
        if node.has_tag_name_local("txbxContent") {
            inside.boxes.push(node);
        } else if depth <= DEEPEST && !node.has_tag_name_local("Fallback") {
            stack.extend(node.children().rev().filter(Node::is_element).map(|child| (child, depth + 1)));
        }
    }
}

/// Pieces flattened to lines; a label that Word computed is written into the text.
fn lines_of(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Line(mut line) => {
                if let Hint::Labelled { label, .. } = &line.hint {
                    let first = line.runs.first().cloned().unwrap_or_default();
                    line.runs.insert(0, Run { text: format!("{label} "), note: None, raised: false, ..first });
                    line.hint = Hint::Paragraph;
                }
                lines.push(line);
            }
            Piece::Table(table) => {
                lines.extend(table.rows.into_iter().flatten().flat_map(|cell| cell.lines));
            }
            _ => {}
        }
    }
    lines
}

/// Takes the mark off the front of a note's text, where a custom mark is typed there.
fn strip_mark(lines: &mut [Line], mark: &str) {
    let Some(run) = lines.first_mut().and_then(|line| line.runs.iter_mut().find(|run| !run.text.trim().is_empty()))
    else {
        return;
    };
    let text = run.text.trim_start();
    if !mark.is_empty()
        && !mark.chars().all(char::is_alphanumeric)
        && let Some(rest) = text.strip_prefix(mark)
    {
        run.text = rest.trim_start().to_owned();
        return;
    }
    run.text = text.to_owned();
}

/// Appends a run, joining runs that look alike.
fn push(runs: &mut Vec<Run>, run: Run) {
    if let Some(last) = runs.last_mut() {
        let alike = last.bold == run.bold
            && last.italic == run.italic
            && last.raised == run.raised
            && last.note.is_none()
            && run.note.is_none()
            && (last.size - run.size).abs() < 0.01;
        if alike {
            last.text.push_str(&run.text);
            return;
        }
    }
    runs.push(run);
}

/// A sign of a symbol font.
fn symbol(node: Node<'_, '_>) -> String {
    let code = attr(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok()).unwrap_or(0);
    match code & 0xFF {
        0xB7 | 0x6C | 0xA8 => "•".to_owned(),
        0xA7 | 0x6E => "▪".to_owned(),
        0xFC => "✓".to_owned(),
        0x2D => "–".to_owned(),
        _ => char::from_u32(code)
            .filter(|sign| !matches!(sign, '\u{E000}'..='\u{F8FF}') && !sign.is_control())
            .map(String::from)
            .unwrap_or_default(),
    }
}

fn on_attribute(node: Node<'_, '_>, name: &str) -> bool {
    attr(node, name).is_some_and(|value| !matches!(value, "0" | "false" | "off"))
}
