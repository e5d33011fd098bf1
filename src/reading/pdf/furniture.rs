//! Running heads and feet: near the edge, apart from the text, and repeated on other pages once digits are masked.

use std::collections::HashMap;

use super::glyphs::Sheet;
use super::rows::Row;

/// The part of a page's height at its upper and lower end in which heads and feet stand.
const EDGE: f32 = 0.13;
/// How many rows from the edge inwards may be furniture.
const MOST_ROWS: usize = 4;

/// For each page and row: true when it is furniture.
pub(super) fn find(sheets: &[Sheet], pages: &[Vec<Row>]) -> Vec<Vec<bool>> {
    let mut marked: Vec<Vec<bool>> = pages.iter().map(|rows| vec![false; rows.len()]).collect();
    let mut seen: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    let mut candidates: Vec<(usize, usize, bool, String)> = Vec::new();
    for (page, (sheet, rows)) in sheets.iter().zip(pages).enumerate() {
        for (row, upper) in edge_rows(sheet, rows) {
            let Some(text) = rows.get(row).map(|row| masked(&row.text)) else { continue };
            let pages = seen.entry((upper, text.clone())).or_default();
            // two columns may begin alike
            if pages.last() != Some(&page) {
                pages.push(page);
            }
            candidates.push((page, row, upper, text));
        }
    }
    let mark = |marked: &mut Vec<Vec<bool>>, page: usize, row: usize| {
        if let Some(slot) = marked.get_mut(page).and_then(|page| page.get_mut(row)) {
            *slot = true;
        }
    };
    // On a few pages twice is often; on many, a share of them: a sentence may begin two pages of a long report.
    let enough = (sheets.len() / 5).max(2);
    for (page, row, upper, text) in &candidates {
        let repeated = seen.get(&(*upper, text.clone())).is_some_and(|pages| pages.len() >= enough);
        let number = pages.get(*page).and_then(|rows| rows.get(*row)).is_some_and(|row| {
            let symbol = *page > 0 && is_symbol(row.text.trim());
            symbol || is_page_number(&row.text) || carries_page(&row.text, page + 1)
        });
        if repeated || number {
            mark(&mut marked, *page, *row);
        }
    }
    // What the maker itself calls an artifact is one, when it stands at the edge.
    for (page, (sheet, rows)) in sheets.iter().zip(pages).enumerate() {
        for (index, row) in rows.iter().enumerate() {
            let signs = row.signs.len();
            let artifacts = row
                .signs
                .iter()
                .filter_map(|sign| sheet.glyphs.get(sign.index))
                .filter(|glyph| sheet.marks.get(glyph.mark as usize).is_some_and(|mark| mark.artifact))
                .count();
            if artifacts * 2 > signs {
                mark(&mut marked, page, index);
            }
        }
    }
    marked
}

/// The rows at the upper and the lower edge that stand apart from the text.
fn edge_rows(sheet: &Sheet, rows: &[Row]) -> Vec<(usize, bool)> {
    let mut out = Vec::new();
    let leading = typical_leading(rows);
    for upper in [true, false] {
        let order: Vec<usize> = if upper { (0..rows.len()).collect() } else { (0..rows.len()).rev().collect() };
        let near: Vec<usize> = order
            .iter()
            .copied()
            .take(MOST_ROWS)
            .take_while(|index| {
                rows.get(*index).is_some_and(|row| {
                    if upper { row.y < sheet.height * EDGE } else { row.y > sheet.height * (1.0 - EDGE) }
                })
            })
            .collect();
        // The furthest row inwards that is parted from the next by more than the lines of the text are.
        let mut apart = None;
        for (count, index) in near.iter().enumerate() {
            let next = order.get(count + 1).and_then(|next| rows.get(*next));
            let Some(row) = rows.get(*index) else { continue };
            let far = next.is_none_or(|next| (next.y - row.y).abs() > leading * 1.25 + 1.0);
            if far {
                apart = Some(count);
            }
        }
        if let Some(last) = apart {
            out.extend(near.iter().take(last + 1).map(|index| (*index, upper)));
        }
    }
    out
}

/// The usual distance of two base lines on a page.
pub(super) fn typical_leading(rows: &[Row]) -> f32 {
    let mut steps: Vec<f32> = rows
        .windows(2)
        .filter_map(|pair| match pair {
            [a, b] if b.y - a.y > 4.0 && b.y - a.y < 40.0 => Some(b.y - a.y),
            _ => None,
        })
        .collect();
    steps.sort_by(f32::total_cmp);
    // The lower third: gaps between paragraphs must not count as leading.
    // With only a few lines any of them may be such a gap.
    steps.get(if steps.len() < 6 { 0 } else { steps.len() / 3 }).copied().unwrap_or(13.0)
}

/// Digits made alike, so that page numbers do not part what repeats.
fn masked(text: &str) -> String {
    let mut out = String::new();
    for sign in text.trim().chars() {
        if sign.is_ascii_digit() {
            if !out.ends_with('#') {
                out.push('#');
            }
        } else if !sign.is_whitespace() {
            out.push(sign);
        }
    }
    // Left and right pages have the same parts in another order.
    if out.starts_with('#') {
        out = format!("{}#", out.trim_start_matches('#'));
    }
    out
}

/// The number of its own page at one end, the rest far from it or a symbol: "GB.398/INS/7 2", "3      Report".
fn carries_page(text: &str, page: usize) -> bool {
    let (text, page) = (text.trim().trim_start_matches(['▶', '►']).trim_start(), page.to_string());
    let rest = text.strip_suffix(&page).or_else(|| text.strip_prefix(&page));
    rest.is_some_and(|rest| {
        let far = rest.ends_with('\t') || rest.starts_with('\t');
        let apart = far || rest.ends_with(' ') || rest.starts_with(' ');
        let symbol = rest.split_whitespace().count() == 1 && rest.contains('/');
        rest.len() < 120 && (far || apart && symbol)
    })
}

/// A symbol alone. At the edge of a page after the first it is the running head, even where there is only one such page.
fn is_symbol(text: &str) -> bool {
    let number = text.strip_prefix("GB.").unwrap_or_default();
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.contains('/')
        && text.len() < 40
        && !text.contains(char::is_whitespace)
        && !text.ends_with(['.', ',', ';', ':'])
}

/// A page number alone: `3`, `- 3 -`, `iv`, `3/12`, `Page 3 of 12`.
fn is_page_number(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    let bare = text.trim_matches(|c: char| matches!(c, '-' | '–' | '—' | '|' | '[' | ']' | ' '));
    let words: Vec<&str> = bare.split_whitespace().collect();
    let number = |word: &str| !word.is_empty() && word.len() <= 4 && word.chars().all(|c| c.is_ascii_digit());
    let roman =
        |word: &str| !word.is_empty() && word.len() <= 6 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x' | 'l'));
    match words.as_slice() {
        [one] => number(one) || roman(one) || one.split_once('/').is_some_and(|(a, b)| number(a) && number(b)),
        ["page" | "página" | "p.", one] => number(one),
        ["page" | "página", one, "of" | "sur" | "de", two] => number(one) && number(two),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::carries_page;

    #[test]
    fn a_head_that_carries_the_number_of_its_page_is_furniture_even_once() {
        assert!(carries_page("▶ GB.398/INS/7 2", 2));
        assert!(carries_page("3\tReport of the Office", 3));
        assert!(!carries_page("GB.398/INS/7 2", 3), "the number of another page");
        assert!(!carries_page("the members of group 2", 2), "the end of a sentence");
    }
}
