//! Pages → pieces: columns, notes, tables and lines in reading order, with what the tags say.

use std::cmp::Ordering;
use std::collections::HashMap;

use super::bare;
use super::columns;
use super::endnotes;
use super::furniture;
use super::glyphs::{Glyph, Rule, Sheet};
use super::loose;
use super::rows::{Row, has_blanks, rows};
use super::tables::{self, Found};
use super::tags::{Role, Tags};
use crate::reading::line::{Hint, Piece, Script};

/// A step from line to line that is larger than the usual one by this much is a gap.
const GAP: f32 = 1.3;

/// Lays out all pages.
pub(super) fn script(sheets: &[Sheet], tags: &Tags) -> Script {
    let mut script = Script::default();
    let mut taken: Vec<Vec<bool>> = sheets.iter().map(|sheet| vec![false; sheet.glyphs.len()]).collect();
    let usual = usual_size(sheets);
    let mut tables = tables::tagged(sheets, tags, &mut taken);
    let mut free: Vec<Vec<Row>> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let number = u32::try_from(page + 1).unwrap_or(u32::MAX);
        if let (Some(taken), Some(tables)) = (taken.get_mut(page), tables.get_mut(page)) {
            tables.extend(tables::ruled(sheet, number, taken));
            free.push(loose::free_rows(sheet, has_blanks(sheet), taken));
        }
    }
    // Tables without rules are sought where nothing else tells them, and over all pages at once.
    let mut bare: Vec<bare::Page<'_>> = Vec::new();
    if tags.is_empty() {
        for ((sheet, rows), taken) in sheets.iter().zip(&free).zip(&taken) {
            // two columns of running text leave a gap free as well
            let rows = if columns::gutter(sheet, rows, None).is_some() { &[] } else { rows.as_slice() };
            bare.push(bare::seek(sheet, rows, has_blanks(sheet), taken));
        }
        bare::agree(&mut bare);
    }
    for (page, sheet) in sheets.iter().enumerate() {
        if let (Some(taken), Some(tables), Some(rows)) = (taken.get_mut(page), tables.get_mut(page), free.get(page)) {
            let found = loose::between_rules(sheet, page, tags, has_blanks(sheet), usual, rows, bare.get(page), taken);
            tables.extend(found);
            tables.sort_by(|a, b| a.top.total_cmp(&b.top));
        }
    }
    let mut pages: Vec<Vec<Row>> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let free = |index: &usize| !taken.get(page).and_then(|taken| taken.get(*index)).copied().unwrap_or(false);
        pages.push(rows(sheet, (0..sheet.glyphs.len()).filter(free), has_blanks(sheet)));
    }
    let mut furniture = furniture::find(sheets, &pages);
    let mut texts: Vec<(&Sheet, Vec<Row>)> = Vec::with_capacity(sheets.len());
    for ((rows, marked), sheet) in pages.iter_mut().zip(&mut furniture).zip(sheets) {
        let mut marks = std::mem::take(marked).into_iter();
        let (heads, text): (Vec<Row>, Vec<Row>) =
            std::mem::take(rows).into_iter().partition(|_| marks.next().unwrap_or(false));
        *marked = std::iter::repeat_n(true, heads.len()).collect();
        *rows = heads;
        texts.push((sheet, text));
    }
    let own: Vec<_> = texts.iter().map(|(sheet, text)| columns::gutter(sheet, text, None)).collect();
    for (page, (sheet, text)) in texts.into_iter().enumerate() {
        // the cover and the last page show less of their columns than the pages beside them
        let near = |at: Option<usize>| at.and_then(|at| own.get(at).copied().flatten());
        let known = near(Some(page)).or_else(|| {
            let other = near(page.checked_sub(1)).or_else(|| near(Some(page + 1)))?;
            columns::gutter(sheet, &text, Some(other))
        });
        let text = columns::in_order(sheet, text, has_blanks(sheet), known);
        if let (Some(rows), Some(marked)) = (pages.get_mut(page), furniture.get_mut(page)) {
            marked.extend(std::iter::repeat_n(false, text.len()));
            rows.extend(text);
        }
    }
    let body = body_size(&pages);
    let trusted = trusted(sheets, &pages, tags);
    let (end_page, end_row) = endnotes::begin(sheets, &pages, &furniture).unwrap_or((usize::MAX, 0));
    let mut last_block: Option<usize> = None;
    let mut edges: Option<Vec<f32>> = None;
    let mut expected = 1_u32;
    for (page, sheet) in sheets.iter().enumerate() {
        let number = u32::try_from(page + 1).unwrap_or(u32::MAX);
        if page > 0 {
            script.pieces.push(Piece::PageBreak(number));
        }
        let found = tables.get_mut(page).map(std::mem::take).unwrap_or_default();
        warn(sheet, number, found.is_empty(), &mut script.warnings);
        let all = pages.get(page).map(Vec::as_slice).unwrap_or_default();
        let marked = furniture.get(page).map(Vec::as_slice).unwrap_or_default();
        let spaced = has_blanks(sheet);
        let mut text: Vec<&Row> = Vec::new();
        let drawn: Vec<&Row> = all.iter().filter(|row| is_drawn_rule(&row.text)).collect();
        for (row, furniture) in all.iter().zip(marked) {
            if *furniture || is_drawn_rule(&row.text) {
                let mut line = row.line(sheet, spaced, number);
                line.hint = Hint::Furniture;
                script.pieces.push(Piece::Line(line));
            } else {
                text.push(row);
            }
        }
        let leading = furniture::typical_leading(all);
        let mut found = found.into_iter().peekable();
        // a page of one column is one stretch from top to bottom
        let mut begins: Vec<usize> = vec![0];
        begins.extend((1..text.len()).filter(|at| match (text.get(at - 1), text.get(*at)) {
            (Some(above), Some(below)) => below.y < above.y - 1.0,
            _ => false,
        }));
        let ends = begins.iter().skip(1).copied().chain([text.len()]).collect::<Vec<_>>();
        let many = begins.len() > 1;
        for (from, to) in begins.into_iter().zip(ends) {
            let column = text.get(from..to).unwrap_or_default();
            let others: Vec<&Row> = text.iter().enumerate().filter(|(at, _)| *at >= to).map(|(_, row)| *row).collect();
            let earlier = text.get(..from).unwrap_or_default();
            let foot = notes_from(sheet, column, &[earlier, &others].concat(), &drawn, body, expected);
            let foot = if trusted {
                tagged_notes(sheet, page, column, tags).map_or(foot, |from| from.min(foot))
            } else {
                foot
            };
            let foot = match page.cmp(&end_page) {
                Ordering::Less => foot,
                Ordering::Equal => foot.min(end_row.saturating_sub(from)),
                Ordering::Greater => 0,
            };
            let (above, below) = column.split_at(foot.min(column.len()));
            for (mark, _) in below.iter().filter_map(|row| first_mark(sheet, row)) {
                expected += u32::from(mark.parse() == Ok(expected));
            }
            let right = column.iter().map(|row| row.right).fold(0.0, f32::max);
            let mut last: Option<&Row> = None;
            if from > 0 {
                // a column ends as a page does
                script.pieces.push(Piece::PageBreak(number));
            }
            for row in above.iter().copied() {
                let own = |table: &Found| {
                    table.top < row.y && (!many || to == text.len() || table.edges.first().is_none_or(|x| *x < right))
                };
                while let Some(table) = found.next_if(own) {
                    push_table(&mut script, table, &mut edges, last.is_none());
                    (last, last_block) = (None, None);
                }
                let mut line = row.line(sheet, spaced, number);
                line.gap_before =
                    last.is_some_and(|last| row.y - last.y > leading.max(last.size.max(row.size) * 1.05) * GAP);
                line.hint = hint(sheet, page, row, tags, trusted, &mut last_block);
                if is_contents(&row.text) {
                    line.hint = Hint::Furniture;
                }
                edges = None;
                last = Some(row);
                script.pieces.push(Piece::Line(line));
            }
            if to == text.len() {
                for table in found.by_ref() {
                    push_table(&mut script, table, &mut edges, last.is_none());
                    (last, last_block) = (None, None);
                }
            }
            if !below.is_empty() {
                script.pieces.push(Piece::FootnoteZone(true));
                for row in below {
                    script.pieces.push(Piece::Line(row.line(sheet, spaced, number)));
                }
                script.pieces.push(Piece::FootnoteZone(false));
            }
        }
    }
    script
}

fn push_table(script: &mut Script, found: Found, edges: &mut Option<Vec<f32>>, first: bool) {
    let mut table = found.table;
    let same = |known: &Vec<f32>| {
        !known.is_empty()
            && known.len() == found.edges.len()
            && known.iter().zip(&found.edges).all(|(a, b)| (a - b).abs() < 4.0)
    };
    table.continues = first && (table.continues || edges.as_ref().is_some_and(same));
    *edges = Some(found.edges);
    script.pieces.push(Piece::Table(table));
}

/// Says what a page does not give.
fn warn(sheet: &Sheet, number: u32, no_table: bool, warnings: &mut Vec<String>) {
    let readable = sheet.glyphs.iter().filter(|glyph| !glyph.text.is_blank()).count().saturating_sub(sheet.unreadable);
    if readable == 0 && no_table && (sheet.pictures > 0 || sheet.unreadable > 0) {
        warnings.push(format!("Page {number} has no readable text."));
    } else if sheet.unreadable > 0 && sheet.unreadable * 20 > readable {
        warnings.push(format!("On page {number} the file does not tell which letters some signs stand for."));
    } else if sheet.sideways > readable && sheet.sideways > 50 {
        warnings.push(format!("Most of the text on page {number} stands sideways and was left out."));
    }
}

/// The size of most glyphs, those of tables among them.
fn usual_size(sheets: &[Sheet]) -> f32 {
    let mut sizes: HashMap<i32, (usize, f32)> = HashMap::new();
    let same = |a: &Glyph, b: &Glyph| a.size.to_bits() == b.size.to_bits();
    for alike in sheets.iter().flat_map(|sheet| sheet.glyphs.chunk_by(same)) {
        let Some(glyph) = alike.first() else { continue };
        sizes.entry((glyph.size * 4.0).round() as i32).or_insert((0, glyph.size)).0 += alike.len();
    }
    sizes.into_values().max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map_or(10.0, |(_, size)| size)
}

/// The size that most characters of the text have.
pub(super) fn body_size(pages: &[Vec<Row>]) -> f32 {
    let mut sizes: HashMap<i32, (usize, f32)> = HashMap::new();
    for row in pages.iter().flatten() {
        let entry = sizes.entry((row.size * 4.0).round() as i32).or_insert((0, row.size));
        entry.0 += row.text.len();
    }
    sizes.into_values().max_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))).map_or(10.0, |(_, size)| size)
}

/// Where the notes at the foot of a page or column begin: an index into `text`, its length when there are none. `others` are
/// the rows of the page's other columns.
fn notes_from(sheet: &Sheet, text: &[&Row], others: &[&Row], drawn: &[&Row], body: f32, expected: u32) -> usize {
    let raised_above: Vec<(usize, String)> = text
        .iter()
        .enumerate()
        .flat_map(|(index, row)| raised_marks(sheet, row).into_iter().map(move |mark| (index, mark)))
        .collect();
    let beside: Vec<String> =
        others.iter().filter(|row| first_mark(sheet, row).is_none()).flat_map(|row| raised_marks(sheet, row)).collect();
    let left = text.iter().map(|row| row.left).fold(f32::INFINITY, f32::min);
    let mut best = text.len();
    for (index, row) in text.iter().enumerate() {
        if row.y < sheet.height * 0.2 {
            continue;
        }
        let rest = text.get(index..).unwrap_or_default();
        let small = rest.iter().all(|row| row.size <= body * 0.96);
        let smaller = rest.iter().all(|row| row.size <= body * 1.02);
        let before = index.checked_sub(1).and_then(|before| text.get(before));
        let above = before.map(|row| row.y);
        let ruled = sheet.rules.iter().any(|rule| is_note_rule(rule, sheet, left, above, row))
            || drawn.iter().any(|rule| is_note_rule(&underline(rule), sheet, left, above, row));
        let mark = first_mark(sheet, row);
        let known = mark.as_ref().is_some_and(|(mark, _)| {
            beside.contains(mark) || raised_above.iter().any(|(at, known)| *at < index && known == mark)
        });
        let raised = mark.as_ref().is_some_and(|(_, raised)| *raised);
        // A note that found no room below its mark stands on the next page, in its turn: a rule of any length parts it,
        // or nothing but its size.
        let turn = mark.as_ref().is_some_and(|(mark, _)| {
            mark.parse() == Ok(expected) && !row.text.trim_start().strip_prefix(mark.as_str()).is_none_or(is_counted)
        });
        let lined = small && turn && rest.len() < 20 && !rest.iter().any(|row| row.text.contains('\t')) && {
            let parted = sheet.rules.iter().any(|rule| is_line_above(rule, sheet, left, above, row));
            let foot = rest.last().is_some_and(|last| last.y > sheet.height * 0.8);
            let sized = before.is_some_and(|before| before.size > row.size * 1.1);
            parted && !rules_below(sheet, row) || foot && sized
        };
        let opens = match (small, ruled, known) {
            _ if lined => true,
            // Without a mark it is the rest of a note from the page before: one rule, a few lines, nothing below.
            (true, true, _) => {
                mark.is_some()
                    || (rest.len() < 14 && !rules_below(sheet, row) && !rest.iter().any(|row| row.text.contains('\t')))
            }
            (true, false, true) => raised || before.is_some_and(|before| row.y - before.y > body * 1.3),
            (false, true, true) => smaller && (raised || rest.len() < 12),
            (false, true, false) => smaller && turn && rest.len() < 12 && !rules_below(sheet, row),
            _ => false,
        };
        if opens {
            best = index;
            break;
        }
    }
    best
}

/// Where the rows begin that the tags call notes, down to the foot of the page.
fn tagged_notes(sheet: &Sheet, page: usize, text: &[&Row], tags: &Tags) -> Option<usize> {
    let is_note = |row: &&&Row| {
        block_of(sheet, page, row, tags).is_some_and(|block| tags.up(block, |role| role == Role::Note).is_some())
    };
    let count = text.iter().rev().take_while(is_note).count();
    (count > 0).then(|| text.len() - count)
}

/// True when more rules stand below a row: it belongs to a table, not to notes.
fn rules_below(sheet: &Sheet, row: &Row) -> bool {
    sheet.rules.iter().any(|rule| rule.is_horizontal() && rule.top > row.y + row.size && rule.top < sheet.height * 0.9)
}

/// A short rule at the left, between the text and the notes.
fn is_note_rule(rule: &Rule, sheet: &Sheet, left: f32, above: Option<f32>, row: &Row) -> bool {
    rule.right - rule.left < sheet.width * 0.5 && is_line_above(rule, sheet, left, above, row)
}

/// A rule that begins at the left, between a row and the one above it.
fn is_line_above(rule: &Rule, sheet: &Sheet, left: f32, above: Option<f32>, row: &Row) -> bool {
    rule.is_horizontal()
        && rule.right - rule.left > 20.0
        && rule.left < left + sheet.width * 0.12
        && rule.bottom <= row.y - row.size * 0.4
        && row.y - rule.bottom < row.size * 3.5
        && above.is_none_or(|above| rule.top > above - 1.0)
}

/// What follows a number makes it that of a paragraph or a part, not of a note.
fn is_counted(rest: &str) -> bool {
    rest.starts_with(['.', ')'])
}

/// A rule made of signs: "__________".
pub(super) fn is_drawn_rule(text: &str) -> bool {
    let text = text.trim();
    text.chars().count() > 4 && ['_', '-', '–', '—', '―', '─'].iter().any(|sign| text.chars().all(|c| c == *sign))
}

/// The rule that a row of such signs draws.
fn underline(row: &Row) -> Rule {
    Rule { left: row.left, right: row.right, top: row.y, bottom: row.y + 0.5 }
}

/// The raised signs of a row that look like marks of notes.
pub(super) fn raised_marks(sheet: &Sheet, row: &Row) -> Vec<String> {
    let mut marks = Vec::new();
    let mut mark = String::new();
    for sign in &row.signs {
        let Some(glyph) = sheet.glyphs.get(sign.index) else { continue };
        if sign.raised {
            glyph.text.push_to(&mut mark);
        } else if !mark.is_empty() {
            marks.extend(mark.split([',', ' ']).map(|part| part.trim().to_owned()));
            mark.clear();
        }
    }
    marks.extend(mark.split([',', ' ']).map(|part| part.trim().to_owned()));
    marks.retain(|mark| is_mark(mark));
    marks
}

fn is_mark(mark: &str) -> bool {
    let signs = mark.chars().count();
    (1..=3).contains(&signs)
        && (mark.chars().all(|c| c.is_ascii_digit())
            || mark.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§'))
            || signs == 1 && mark.chars().all(|c| c.is_ascii_lowercase()))
}

/// The mark a row begins with, and whether it is raised.
pub(super) fn first_mark(sheet: &Sheet, row: &Row) -> Option<(String, bool)> {
    let first =
        row.signs.iter().find(|sign| sheet.glyphs.get(sign.index).is_some_and(|glyph| !glyph.text.is_blank()))?;
    if first.raised {
        let mut mark = String::new();
        for sign in row.signs.iter().take_while(|sign| sign.raised) {
            sheet.glyphs.get(sign.index)?.text.push_to(&mut mark);
        }
        let mark = mark.trim().to_owned();
        return is_mark(&mark).then_some((mark, true));
    }
    let text = row.text.trim_start();
    let word = text.split_whitespace().next()?;
    let bare = word.trim_end_matches(['.', ')', ']']).trim_start_matches(['(', '[']);
    let fits = is_mark(bare) && !bare.chars().all(|c| c.is_ascii_lowercase());
    fits.then(|| (bare.to_owned(), false))
}

/// Lines of a table of contents: they repeat the headings.
pub(super) fn is_contents(text: &str) -> bool {
    let text = text.trim_end();
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, 'i' | 'v' | 'x')).trim_end();
    if bare.len() == text.len() && !text.ends_with('.') {
        return false;
    }
    let dots =
        bare.chars().rev().take_while(|c| matches!(c, '.' | ' ' | '\t' | '…' | '_')).filter(|c| !c.is_whitespace());
    dots.count() >= 5
}

/// The block-level element that most glyphs of a row belong to.
fn block_of(sheet: &Sheet, page: usize, row: &Row, tags: &Tags) -> Option<usize> {
    let mut counts: Vec<(usize, usize)> = Vec::new();
    // the glyphs of one marked content stand together: its element is looked up once
    let mut last: Option<(u32, usize)> = None;
    for sign in &row.signs {
        let Some(glyph) = sheet.glyphs.get(sign.index).filter(|glyph| !glyph.text.is_blank()) else { continue };
        if let Some((mark, at)) = last
            && mark == glyph.mark
            && let Some(found) = counts.get_mut(at)
        {
            found.1 += 1;
            continue;
        }
        let Some(id) = sheet.marks.get(glyph.mark as usize).and_then(|mark| mark.id) else { continue };
        let Some(element) = tags.element(page, id) else { continue };
        let at = counts.iter().position(|(known, _)| *known == element).unwrap_or(counts.len());
        match counts.get_mut(at) {
            Some(found) => found.1 += 1,
            None => counts.push((element, 1)),
        }
        last = Some((glyph.mark, at));
    }
    let (element, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    tags.up(element, |role| {
        matches!(
            role,
            Role::Heading(_)
                | Role::Paragraph
                | Role::ListItem
                | Role::ListBody
                | Role::Cell
                | Role::Head
                | Role::Note
                | Role::Caption
                | Role::Contents
        )
    })
}

/// True when the tags part the lines where sentences end. Some makers tag every line as a paragraph.
fn trusted(sheets: &[Sheet], pages: &[Vec<Row>], tags: &Tags) -> bool {
    if tags.is_empty() {
        return false;
    }
    let (mut wrong, mut all, mut tagged, mut last): (usize, usize, usize, Option<(usize, bool)>) = (0, 0, 0, None);
    for (page, (sheet, rows)) in sheets.iter().zip(pages).enumerate() {
        for row in rows {
            all += 1;
            let block = block_of(sheet, page, row, tags);
            if let Some(block) = block {
                tagged += 1;
                let text = row.text.trim();
                let goes_on = text.starts_with(|c: char| c.is_lowercase())
                    && !text.starts_with(|c: char| c == 'o' && text.len() < 3);
                if last.is_some_and(|(known, open)| known != block && open && goes_on) {
                    wrong += 1;
                }
                last = Some((block, text.ends_with(|c: char| c.is_lowercase() || c == ',')));
            }
        }
    }
    tagged * 3 > all && wrong * 8 < tagged
}

fn hint(sheet: &Sheet, page: usize, row: &Row, tags: &Tags, trusted: bool, last: &mut Option<usize>) -> Hint {
    if !trusted {
        return Hint::None;
    }
    let Some(block) = block_of(sheet, page, row, tags) else {
        *last = None;
        return Hint::None;
    };
    let same = *last == Some(block);
    *last = Some(block);
    match tags.role(block) {
        _ if same => Hint::Continues,
        Role::Heading(level) => Hint::Heading(level),
        Role::Contents => Hint::Furniture,
        _ => Hint::Paragraph,
    }
}

#[cfg(test)]
mod tests {
    use super::is_drawn_rule;

    #[test]
    fn a_rule_may_be_made_of_signs() {
        assert!(is_drawn_rule(" __________________ "));
        assert!(is_drawn_rule("--------"));
        assert!(!is_drawn_rule("____") && !is_drawn_rule("Name: ________") && !is_drawn_rule("– 3 –"));
    }
}
