//! A paper as plain lines, for a terminal, a pipe or a screen reader. What is uncertain is said in words.

use crate::model::paper::{Footnote, Item, Table};
use crate::model::{Block, Cover, Paper, Paragraph};
use crate::strings::Strings;

/// The whole paper: head, cover, body, footnotes, warnings.
#[must_use]
pub fn paper(paper: &Paper, strings: &Strings) -> String {
    let mut out = head(paper, strings);
    cover(&paper.cover, strings, &mut out);
    for block in &paper.blocks {
        out.push('\n');
        self::block(block, strings, &mut out);
    }
    if !paper.footnotes.is_empty() {
        out.push('\n');
        for footnote in &paper.footnotes {
            self::footnote(footnote, &mut out);
        }
    }
    if !paper.warnings.is_empty() {
        out.push('\n');
        for warning in &paper.warnings {
            out.push_str(&format!("! {warning}\n"));
        }
    }
    out
}

/// Symbol, title, date: what stands above everything that is shown of a paper.
#[must_use]
pub fn head(paper: &Paper, strings: &Strings) -> String {
    let mut out = String::new();
    let symbol = paper.symbol.as_ref().map_or_else(|| strings.get("plain.no_symbol").to_owned(), ToString::to_string);
    let language = paper.language.map_or(String::new(), |language| format!(" · {language}"));
    let date =
        paper.date.as_ref().map_or(String::new(), |date| format!(" · {}", crate::app::words::date(strings, date)));
    out.push_str(&format!("{symbol}{language}{date}\n"));
    if let Some(title) = &paper.title {
        out.push_str(&format!("{title}\n"));
    }
    out
}

fn cover(cover: &Cover, strings: &Strings, out: &mut String) {
    let related = cover.related_documents.join("; ");
    let listed = Some(("related_documents", related.as_str())).filter(|(_, list)| !list.is_empty());
    let mut known = cover.fields().chain(listed).peekable();
    if known.peek().is_some() {
        out.push('\n');
    }
    for (name, value) in known {
        out.push_str(&format!("{}: {value}\n", strings.get(&format!("cover.{name}"))));
    }
}

/// One block, with a line end.
pub fn block(block: &Block, strings: &Strings, out: &mut String) {
    match block {
        Block::Heading(heading) => {
            let sign = "#".repeat(usize::from(heading.level.clamp(1, 6)));
            out.push_str(&format!("{sign} {}\n", marked(&heading.text, &heading.footnotes, &heading.marks_at)));
        }
        Block::Paragraph(paragraph) => self::paragraph(paragraph, out),
        Block::Table(table) => self::table(table, strings, out),
    }
}

/// A paragraph with its number and its list; an inferred number is marked as such.
pub fn paragraph(paragraph: &Paragraph, out: &mut String) {
    match (&paragraph.number, &paragraph.inferred) {
        (Some(number), _) => out.push_str(&format!("{number}. ")),
        (None, Some(inferred)) => out.push_str(&format!("≈ {inferred}. ")),
        (None, None) => {}
    }
    out.push_str(&marked(&paragraph.text, &paragraph.footnotes, &paragraph.marks_at));
    out.push('\n');
    items(&paragraph.items, 1, out);
}

/// List parts, indented by level.
pub fn items(list: &[Item], depth: usize, out: &mut String) {
    for item in list {
        let indent = "   ".repeat(depth);
        out.push_str(&format!("{indent}{} {}\n", item.marker, marked(&item.text, &item.footnotes, &item.marks_at)));
        // a depth that no paper has must not eat the stack: the reading bounds it, and so does this
        if depth < 16 {
            items(&item.items, depth + 1, out);
        }
    }
}

/// A table as records: each row's cells under the names of their columns.
fn table(table: &Table, strings: &Strings, out: &mut String) {
    if table.guessed {
        out.push_str(&format!("! {}\n", strings.get("plain.guessed_table")));
    }
    let names: Vec<String> = (0..table.rows.first().map_or(0, Vec::len))
        .map(|column| {
            let head = table.rows.iter().take(table.header_rows).filter_map(|row| row.get(column));
            head.filter(|cell| !cell.is_empty()).cloned().collect::<Vec<_>>().join(" / ")
        })
        .collect();
    for (at, row) in table.rows.iter().enumerate().skip(table.header_rows) {
        if table.group_rows.contains(&at) {
            out.push_str(&format!("== {}\n", row.first().map_or("", String::as_str)));
            continue;
        }
        let mut sign = "- ";
        for (cell, name) in row.iter().zip(&names).filter(|(cell, _)| !cell.is_empty()) {
            let name = if name.is_empty() { String::new() } else { format!("{name}: ") };
            out.push_str(&format!("{sign}{name}{cell}\n"));
            sign = "  ";
        }
    }
}

/// A footnote.
pub fn footnote(footnote: &Footnote, out: &mut String) {
    out.push_str(&format!("[{}] {}\n", footnote.mark, footnote.text));
}

/// Text with its footnote marks back in brackets, at the characters where they stood; at the end where that is unknown.
#[must_use]
pub fn marked(text: &str, marks: &[String], at: &[usize]) -> String {
    if marks.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + marks.len() * 5);
    let end = text.chars().count();
    let mut due = marks.iter().enumerate().map(|(n, mark)| (at.get(n).copied().unwrap_or(end), mark)).peekable();
    for (position, c) in text.chars().enumerate() {
        while let Some((_, mark)) = due.next_if(|(place, _)| *place <= position) {
            out.push_str(&format!("[{mark}]"));
        }
        out.push(c);
    }
    for (_, mark) in due {
        out.push_str(&format!("[{mark}]"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    #[test]
    fn marks_stand_where_they_stood() {
        assert_eq!(marked("où va, déjà", &["1".into(), "2".into()], &[2, 11]), "où[1] va, déjà[2]");
        assert_eq!(marked("x", &["9".into()], &[]), "x[9]");
    }

    #[test]
    fn a_paragraph_shows_its_own_number_and_an_inferred_one_as_inferred() {
        let mut out = String::new();
        paragraph(
            &Paragraph { number: Some("29".into()), text: "The Governing Body:".into(), ..Default::default() },
            &mut out,
        );
        paragraph(&Paragraph { inferred: Some("30".into()), text: "Then".into(), ..Default::default() }, &mut out);
        assert_eq!(out, "29. The Governing Body:\n≈ 30. Then\n");
    }

    #[test]
    fn a_table_is_read_row_by_row_under_its_column_names() {
        let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
        let rows = vec![row(["Point", "Time"]), row(["Group", ""]), row(["22", "2022–23"])];
        let table = Table { rows, header_rows: 1, group_rows: vec![1], ..Default::default() };
        let mut out = String::new();
        block(&Block::Table(table), Strings::of(Language::EN), &mut out);
        assert_eq!(out, "== Group\n- Point: 22\n  Time: 2022–23\n");
    }
}
