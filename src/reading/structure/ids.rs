//! Ids that survive: numbers where the paper has them, else a hash of the words.

use std::collections::HashMap;

use crate::model::Block;
use crate::model::paper::push_items;
use crate::text::fold::fold;

use super::assemble::Built;

/// Gives every block its id. The same words give the same id, whatever stands before them.
pub(super) fn give(built: &mut [Built]) {
    let mut seen: HashMap<String, usize> = HashMap::new();
    for block in built {
        let id = match &block.block {
            Block::Heading(heading) => format!("h-{}", hash(&heading.text)),
            Block::Paragraph(paragraph) => match &paragraph.number {
                Some(number) => format!("para_{number}"),
                None => {
                    let mut text = paragraph.text.clone();
                    if text.chars().count() < 200 {
                        push_items(&mut text, &paragraph.items, 0);
                    }
                    format!("p-{}", hash(&text))
                }
            },
            Block::Table(table) => {
                let text: Vec<&str> = table.rows.iter().flatten().map(String::as_str).take(200).collect();
                format!("t-{}", hash(&text.join(" ")))
            }
        };
        let times = seen.entry(id.clone()).or_insert(0);
        *times += 1;
        let id = if *times == 1 { id } else { format!("{id}-{times}") };
        match &mut block.block {
            Block::Heading(heading) => heading.id = id,
            Block::Paragraph(paragraph) => paragraph.id = id,
            Block::Table(table) => table.id = id,
        }
    }
}

/// Twelve hexadecimal digits of the letters and figures of a text, folded (FNV-1a, 64 bits): blanks, dashes, accents and
/// signs do not count, so that another format of the same paper gives the same id.
fn hash(text: &str) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for c in fold(text).chars().filter(|c| c.is_alphanumeric()) {
        let mut bytes = [0; 4];
        for byte in c.encode_utf8(&mut bytes).bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    format!("{:012x}", hash >> 16)
}
