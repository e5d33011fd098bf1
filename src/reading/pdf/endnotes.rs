//! Notes that stand together behind the text, as a printed web page has them, and not at the foot of each page.

use super::glyphs::Sheet;
use super::layout::{first_mark, is_drawn_rule, raised_marks};
use super::rows::Row;

/// The most lines that one note has, and the most before the first note of a page that goes on with them.
const LONGEST: usize = 12;
const RUN_OVER: usize = 4;

/// A row of the text that a note may begin with.
struct Start {
    number: u32,
    page: usize,
    /// Among the rows of the text of its page.
    index: usize,
    /// Among all rows.
    count: usize,
}

/// Where they begin: the page, and the row among those of its text. `None` when the paper does not end in notes.
///
/// A note begins with its raised number, one after the other from 1 to the end of the paper, nothing else stands between
/// them, and nearly every number is raised in the text before and none after.
pub(super) fn begin(sheets: &[Sheet], pages: &[Vec<Row>], furniture: &[Vec<bool>]) -> Option<(usize, usize)> {
    let mut marks: Vec<(u32, usize)> = Vec::new();
    let mut starts: Vec<Start> = Vec::new();
    let mut lengths = Vec::new();
    let mut count = 0;
    for (page, (sheet, rows)) in sheets.iter().zip(pages).enumerate() {
        let marked = furniture.get(page).map(Vec::as_slice).unwrap_or_default();
        let text = rows.iter().zip(marked).filter(|(row, furniture)| !**furniture && !is_drawn_rule(&row.text));
        let before = count;
        for (index, (row, _)) in text.enumerate() {
            let lead = first_mark(sheet, row).filter(|(_, raised)| *raised);
            let lead = lead.and_then(|(mark, _)| mark.parse().ok());
            if let Some(number) = lead {
                starts.push(Start { number, page, index, count });
            }
            let raised = raised_marks(sheet, row).into_iter().filter_map(|mark| mark.parse::<u32>().ok());
            marks.extend(raised.skip(usize::from(lead.is_some())).map(|mark| (mark, count)));
            count += 1;
        }
        lengths.push((before, count));
    }
    let last = starts.last()?.number;
    let size = usize::try_from(last).ok().filter(|size| *size > 0)?;
    let tail = starts.get(starts.len().checked_sub(size)?..)?;
    let first = tail.first()?;
    let in_turn = tail.iter().zip(1..).all(|(start, turn)| start.number == turn);
    let ends = tail.iter().skip(1).map(|start| start.count).chain([count]);
    let close = tail.iter().zip(ends).all(|(start, end)| end - start.count <= LONGEST);
    // a page of the text after the notes of the page before has no note where it begins
    let goes_on = lengths.iter().skip(first.page + 1).filter(|(from, to)| to > from).all(|(from, to)| {
        let next = tail.iter().map(|start| start.count).find(|at| at >= from).unwrap_or(*to);
        next.min(*to) - from <= RUN_OVER
    });
    let known = |number: u32| marks.iter().any(|(mark, at)| *mark == number && *at < first.count);
    let after = marks.iter().any(|(mark, at)| *at > first.count && *mark <= last);
    let numbered = (1..=last).filter(|number| known(*number)).count();
    (in_turn && close && goes_on && !after && first.count > 0 && numbered * 5 >= size * 4)
        .then_some((first.page, first.index))
}
