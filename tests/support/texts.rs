//! What of a paper a delegate may see.

use gbdesk::model::{Block, Item, Paper};

/// Every text of a paper that may reach a screen.
pub fn texts(paper: &Paper) -> Vec<String> {
    let mut out = Vec::new();
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => out.push(heading.text.clone()),
            Block::Paragraph(paragraph) => {
                out.push(paragraph.text.clone());
                push_items(&paragraph.items, &mut out);
            }
            Block::Table(table) => {
                out.extend(table.rows.iter().flatten().cloned());
                out.extend(table.raw.iter().cloned());
            }
        }
    }
    out.extend(paper.footnotes.iter().flat_map(|note| [note.mark.clone(), note.text.clone()]));
    out.extend(paper.title.clone());
    out.extend(paper.cover.purpose.clone());
    out.extend(paper.cover.related_documents.iter().cloned());
    out.extend(paper.warnings.iter().cloned());
    out
}

fn push_items(items: &[Item], out: &mut Vec<String>) {
    for item in items {
        out.push(item.marker.clone());
        out.push(item.text.clone());
        push_items(&item.items, out);
    }
}
