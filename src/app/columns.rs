//! A comparison with the two texts as they stand, beside each other: the older at the left, the newer at the right, what
//! is the same too.

use crate::strings::Strings;
use crate::text::diff::{Change, Comparison, Piece, Row, Side};

use super::compare::{begin, head, is_heading, pieces};
use super::page::{Page, Prose, Tone};
use super::sheet::Writer;

/// Lays a comparison out in two columns.
pub fn lay_out(result: &Comparison, note: &str, columns: u16, strings: &Strings) -> Page {
    let mut out = Writer::new(columns);
    let middle = out.width() / 2 + 1;
    begin(&mut out, result, note, strings);
    for row in &result.rows {
        let Some(side) = row.side() else { continue };
        out.blank();
        match &row.change {
            Change::Same => out.aside(),
            Change::Renumbered { .. } if is_heading(row) => out.aside(),
            _ => head(&mut out, row, side, strings),
        }
        let (old, new) = both(row);
        out.pair(old, new, 0, middle);
    }
    out.finish()
}

/// The words of a row in the older and in the newer text; what went and what came bears its signs.
fn both(row: &Row) -> (Option<Prose>, Option<Prose>) {
    let (old, new) = match &row.change {
        Change::Reworded { words } | Change::Moved { words: Some(words) } => {
            let went = pieces(words.iter().filter(|piece| !matches!(piece, Piece::Added(_))));
            let came = pieces(words.iter().filter(|piece| !matches!(piece, Piece::Removed(_))));
            (Some(went), Some(came))
        }
        change => {
            let tone = match change {
                Change::Added => Tone::Added,
                Change::Removed => Tone::Removed,
                _ if is_heading(row) => Tone::Heading,
                _ => Tone::Text,
            };
            let prose = |side: &Side| Prose { text: side.text.clone(), tone: Some(tone), ..Prose::default() };
            (row.old.as_ref().map(prose), row.new.as_ref().map(prose))
        }
    };
    (old.map(|prose| numbered(prose, row.old.as_ref())), new.map(|prose| numbered(prose, row.new.as_ref())))
}

/// The number of a block before its words.
fn numbered(mut prose: Prose, side: Option<&Side>) -> Prose {
    let Some(number) = side.and_then(|side| side.number.as_deref()) else { return prose };
    prose.lead(&format!("{number}. "));
    prose
}
