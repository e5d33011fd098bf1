//! Notes that stand together behind the text, as a printed web page has them, and not at the foot of each page.

use super::glyphs::Sheet;
use super::layout::{first_mark, is_drawn_rule, raised_marks};
use super::rows::Row;

/// Where they begin: the page, and the row among those of its text. `None` when the paper does not end in notes.
///
/// A note begins with its raised number, one after the other from 1 to the end of the paper, and nearly every number is
/// raised in the text before.
pub(super) fn begin(sheets: &[Sheet], pages: &[Vec<Row>], furniture: &[Vec<bool>]) -> Option<(usize, usize)> {
    let mut marks: Vec<u32> = Vec::new();
    let mut starts: Vec<(u32, usize, usize, usize)> = Vec::new();
    let mut count = 0;
    for (page, (sheet, rows)) in sheets.iter().zip(pages).enumerate() {
        let marked = furniture.get(page).map(Vec::as_slice).unwrap_or_default();
        let text = rows.iter().zip(marked).filter(|(row, furniture)| !**furniture && !is_drawn_rule(&row.text));
        for (index, (row, _)) in text.enumerate() {
            count += 1;
            let lead = first_mark(sheet, row).filter(|(_, raised)| *raised);
            let lead = lead.and_then(|(mark, _)| mark.parse().ok());
            if let Some(number) = lead {
                starts.push((number, page, index, count));
            }
            let raised = raised_marks(sheet, row).into_iter().filter_map(|mark| mark.parse::<u32>().ok());
            marks.extend(raised.skip(usize::from(lead.is_some())));
        }
    }
    let (last, ..) = starts.last().copied()?;
    let size = usize::try_from(last).ok().filter(|size| *size > 0)?;
    let tail = starts.get(starts.len().checked_sub(size)?..)?;
    let in_turn = tail.iter().zip(1..).all(|((number, ..), turn)| *number == turn);
    let (_, page, index, first) = *tail.first()?;
    // notes are short: what follows the first is not the body of the paper
    let lines = count + 1 - first;
    let known = (1..=last).filter(|number| marks.contains(number)).count();
    (in_turn && first > 1 && lines <= size * 12 && known * 5 >= size * 4).then_some((page, index))
}
