//! The blocks of a paper as plain texts, for comparing and for anchoring.

use crate::model::{Block, Item, Paper};

/// What a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum UnitKind {
    /// A heading.
    Heading,
    /// A paragraph with its lists.
    Paragraph,
    /// A table, row by row, cells parted by ` | `.
    Table,
}

/// One block as plain text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The id of the block.
    pub id: String,
    /// The paper's own number.
    pub number: Option<String>,
    /// What it is.
    pub kind: UnitKind,
    /// Its whole text.
    pub text: String,
}

/// The blocks of a paper in order; `units(paper)[n]` is `paper.blocks[n]`.
#[must_use]
pub fn units(paper: &Paper) -> Vec<Unit> {
    paper
        .blocks
        .iter()
        .map(|block| {
            let (kind, number, text) = match block {
                Block::Heading(heading) => (UnitKind::Heading, None, heading.text.clone()),
                Block::Paragraph(paragraph) => (UnitKind::Paragraph, paragraph.number.clone(), paragraph.full_text()),
                Block::Table(table) => {
                    let rows: Vec<String> = table.rows.iter().map(|row| row.join(" | ")).collect();
                    (UnitKind::Table, None, rows.join("\n"))
                }
            };
            Unit { id: block.id().to_owned(), number, kind, text }
        })
        .collect()
}

/// A list part by the id that notes and citations use: `para_29__a`, `para_29__a__ii`. The id of a part is that of its
/// block and the letters and digits of each marker on the way; a bullet counts by its place, `para_29__2`.
#[must_use]
pub fn parts(paper: &Paper) -> Vec<Unit> {
    let mut out = Vec::new();
    for paragraph in paper.paragraphs() {
        push_parts(&mut out, &paragraph.id, &paragraph.items, paragraph.number.as_deref());
    }
    out
}

fn push_parts(out: &mut Vec<Unit>, id: &str, items: &[Item], number: Option<&str>) {
    for (at, item) in items.iter().enumerate() {
        let label: String = item.marker.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        let id = format!("{id}__{}", if label.is_empty() { (at + 1).to_string() } else { label });
        let mut text = item.text.clone();
        crate::model::paper::push_items(&mut text, &item.items, 0);
        let number = number.map(str::to_owned);
        out.push(Unit { id: id.clone(), number: number.clone(), kind: UnitKind::Paragraph, text });
        push_parts(out, &id, &item.items, number.as_deref());
    }
}

/// The text of a block (`para_29`), a list part (`para_29__a`) or a footnote (`fn_3`).
#[must_use]
pub fn text_at(paper: &Paper, id: &str) -> Option<String> {
    if let Some(mark) = id.strip_prefix("fn_") {
        return paper.footnote(mark).map(|footnote| footnote.text.clone());
    }
    let list = if id.contains("__") { parts(paper) } else { units(paper) };
    list.into_iter().find(|unit| unit.id == id).map(|unit| unit.text)
}
