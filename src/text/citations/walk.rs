//! The citations of a whole paper: cover, headings, paragraphs with their lists, tables cell by cell, footnotes.

use super::{Column, Context, find};
use crate::model::{Block, Item, Paper, Reference, Table, Target};

/// Every citation in `paper`, in the order of where they stand. `Paper::references` is not looked at.
#[must_use]
pub fn of_paper(paper: &Paper) -> Vec<Reference> {
    let mut walk = Walk {
        context: Context { language: paper.language, own: paper.symbol.clone(), ..Context::default() },
        found: Vec::new(),
    };
    walk.cover(paper);
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => {
                walk.context.heading = true;
                walk.text(&heading.id, &[], None, &heading.text);
                walk.context.heading = false;
            }
            Block::Paragraph(paragraph) => {
                walk.text(&paragraph.id, &[], None, &paragraph.text);
                walk.items(&paragraph.id, &mut Vec::new(), &paragraph.items);
            }
            Block::Table(table) => walk.table(table),
        }
    }
    for footnote in &paper.footnotes {
        let before = walk.found.len();
        walk.text(&format!("fn_{}", footnote.mark), &[], None, &footnote.text);
        let cited = walk.found.iter().skip(before).rev().find_map(|reference| match &reference.target {
            Target::Paper(symbol, _) => Some(symbol.clone()),
            _ => None,
        });
        walk.context.previous = cited.or(walk.context.previous);
    }
    walk.found
}

struct Walk {
    context: Context,
    found: Vec<Reference>,
}

impl Walk {
    fn text(&mut self, place: &str, path: &[usize], field: Option<&str>, text: &str) {
        let mut chars = Characters::new(text);
        let mut last = (0..0, [0, 0]);
        for citation in find(text, &self.context) {
            if last.0 != citation.span {
                let at = [chars.offset(citation.span.start), chars.offset(citation.span.end)];
                last = (citation.span.clone(), at);
            }
            self.found.push(Reference {
                place: place.to_owned(),
                text: text.get(citation.span.clone()).unwrap_or("").to_owned(),
                target: citation.target,
                path: path.to_vec(),
                field: field.map(str::to_owned),
                at: last.1,
            });
        }
    }

    fn cover(&mut self, paper: &Paper) {
        for (name, text) in paper.cover.fields() {
            self.text("cover", &[], Some(name), text);
        }
        for (at, text) in paper.cover.related_documents.iter().enumerate() {
            self.text("cover", &[at], Some("related_documents"), text);
        }
    }

    fn items(&mut self, place: &str, path: &mut Vec<usize>, items: &[Item]) {
        for (at, item) in items.iter().enumerate() {
            path.push(at);
            self.text(place, path, None, &item.text);
            self.items(place, path, &item.items);
            path.pop();
        }
    }

    fn table(&mut self, table: &Table) {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let columns: Vec<Option<Column>> = (0..width)
            .map(|column| {
                let headers = table.rows.iter().take(table.header_rows);
                headers.filter_map(|row| row.get(column)).find_map(|header| Column::of_header(header))
            })
            .collect();
        for (at, row) in table.rows.iter().enumerate() {
            let whole = table.group_rows.contains(&at);
            let header = at < table.header_rows;
            for (column, cell) in row.iter().enumerate() {
                self.context.column = columns.get(column).copied().flatten().filter(|_| !whole && !header);
                self.text(&table.id, &[at, column], None, cell);
            }
        }
        self.context.column = None;
    }
}

/// Byte offsets turned into character offsets, going forward only.
struct Characters<'a> {
    text: &'a str,
    byte: usize,
    character: usize,
}

impl<'a> Characters<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, byte: 0, character: 0 }
    }

    fn offset(&mut self, byte: usize) -> usize {
        self.character += self.text.get(self.byte..byte).map_or(0, |between| between.chars().count());
        self.byte = byte;
        self.character
    }
}
