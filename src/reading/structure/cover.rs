//! The cover: what stands before the first paragraph, its lines and the fields of its box.

use crate::model::{Cover, Language};
use crate::reading::line::{Hint, Piece, Script};

use super::blocks::{self, Bit};
use super::heads;
use super::words::{self, Field};

/// What a cover says.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    pub cover: Cover,
    pub title: Option<String>,
    pub session: Option<u16>,
    /// The section's code.
    pub section: Option<String>,
    pub date: Option<String>,
    pub original: Option<Language>,
    /// The number of the agenda item; 0 when its ordinal was not understood.
    pub item: Option<u32>,
    /// A symbol that stands alone on a line.
    pub symbol: Option<String>,
    /// The cover has the words of one: this is a paper of the Governing Body.
    pub official: bool,
    /// Words of the cover: `FOR INFORMATION` and the like, folded.
    pub lines: Vec<String>,
}

/// A line that only a cover has.
pub(super) fn is_cover_line(text: &str) -> bool {
    words::field(text).is_some() || words::is_line(text)
}

/// Boxes that a format gives as a table become lines again.
pub(super) fn unbox(script: &mut Script) {
    let boxed = |piece: &Piece| {
        let Piece::Table(table) = piece else { return false };
        table
            .rows
            .iter()
            .flatten()
            .flat_map(|cell| cell.lines.iter())
            .take(60)
            .filter(|line| words::field(&crate::text::sanitise::line(&line.text())).is_some())
            .count()
            >= 2
    };
    let Some(at) = script.pieces.iter().take(60).position(boxed) else { return };
    let Piece::Table(table) = script.pieces.remove(at) else { return };
    let mut lines = Vec::new();
    for row in table.rows {
        // a name in one cell and its value in the next are one line
        let named = row.first().is_some_and(|cell| {
            cell.lines.len() == 1
                && cell.lines.first().is_some_and(|line| {
                    let text = crate::text::sanitise::line(&line.text());
                    words::field(&text)
                        .is_some_and(|(_, value)| text.get(value..).is_some_and(|rest| rest.trim().is_empty()))
                })
        });
        if named && row.len() == 2 {
            let mut cells = row.into_iter();
            let mut name = cells.next().and_then(|cell| cell.lines.into_iter().next()).unwrap_or_default();
            if !crate::text::sanitise::line(&name.text()).ends_with(':') {
                name.runs.push(crate::reading::line::Run { text: ":".to_owned(), ..Default::default() });
            }
            for line in cells.flat_map(|cell| cell.lines) {
                name.runs.push(crate::reading::line::Run { text: " ".to_owned(), ..Default::default() });
                name.runs.extend(line.runs);
            }
            name.hint = Hint::Paragraph;
            lines.push(Piece::Line(name));
        } else {
            lines.extend(row.into_iter().flat_map(|cell| cell.lines).map(Piece::Line));
        }
    }
    script.pieces.splice(at..at, lines);
}

/// Most blocks that a cover may have.
const LONGEST: usize = 60;

/// Takes the cover off the blocks.
pub(super) fn take(bits: &mut Vec<Bit>) -> Found {
    let mut found = Found::default();
    let end = bits.iter().position(|bit| bit.numbered || bit.table.is_some()).unwrap_or(bits.len()).min(LONGEST);
    let head = bits.get(..end).unwrap_or_default();
    let is_field = |bit: &Bit| bit.label.is_none() && words::field(&bit.text.text).is_some();
    let is_line = |bit: &Bit| bit.label.is_none() && words::is_line(&bit.text.text);
    let first_field = head.iter().position(|bit| {
        bit.label.is_none()
            && words::field(&bit.text.text).is_some_and(|(field, _)| !matches!(field, Field::Date | Field::Original))
    });
    let Some(last) = head.iter().rposition(|bit| is_field(bit) || is_line(bit)) else { return found };
    // one line alone is no cover: the words "Governing Body" may stand anywhere
    let evidence = head.iter().filter(|bit| is_field(bit) || is_line(bit)).count();
    if evidence < 2 && !head.first().is_some_and(|bit| words::is_symbol_line(&bit.text.text)) {
        return found;
    }
    found.official = evidence >= 2;
    let mut field: Option<(Field, String)> = None;
    let mut title: Vec<String> = Vec::new();
    let mut used = 0;
    let mut after_item = false;
    for (at, bit) in head.iter().enumerate() {
        let text = bit.text.text.trim_start_matches(['▶', '►']).trim();
        if let Some((name, value)) = words::field(text).filter(|_| bit.label.is_none()) {
            close(&mut found, field.take());
            field = Some((name, text.get(value..).unwrap_or_default().trim().to_owned()));
            used = at + 1;
        } else if is_line(bit) && first_field.is_none_or(|first| at < first) {
            close(&mut found, field.take());
            line(&mut found, text);
            if words::item(text).is_some() {
                after_item = true;
                title.clear();
            }
            used = at + 1;
        } else if first_field.is_some_and(|first| at < first) {
            // between the lines and the box: the title, if the item on the agenda has been named
            close(&mut found, field.take());
            if text.chars().count() < 400 {
                title.push(text.to_owned());
            }
            used = at + 1;
        } else if let Some((_, value)) = field.as_mut().filter(|(_, value)| value.is_empty() || at < last)
            && first_field.is_some()
            && (bit.heading.is_none() || value.is_empty())
        {
            if !value.is_empty() {
                value.push(' ');
            }
            value.push_str(text);
            used = at + 1;
        } else if at > last {
            break;
        } else if first_field.is_none() {
            close(&mut found, field.take());
            title.push(text.to_owned());
            used = at + 1;
        }
    }
    close(&mut found, field.take());
    if first_field.is_none() {
        used = older_title(&mut found, head, last, used, after_item, &mut title);
    }
    let title: Vec<String> = title.into_iter().filter(|part| !part.is_empty()).collect();
    found.title = join_title(&title).or(found.title);
    bits.drain(..used.min(bits.len()));
    found
}

/// A cover without a box: the title is what stands between the last line of the cover and the text.
fn older_title(
    found: &mut Found,
    head: &[Bit],
    last: usize,
    used: usize,
    after_item: bool,
    title: &mut Vec<String>,
) -> usize {
    let _ = found;
    if after_item && !title.is_empty() {
        return used; // it stood between the item and "FOR DECISION"
    }
    let kept: Vec<String> = std::mem::take(title);
    let mut used = used.max(last + 1);
    let mut style: Option<(f32, Option<u8>)> = None;
    for bit in head.iter().skip(used) {
        let text = bit.text.text.trim_start_matches(['▶', '►']).trim();
        let long = text.chars().count() > 260 || blocks::ends_sentence(text) && text.chars().count() > 120;
        if bit.label.is_some() || long || heads::opens(text) || heads::is_appendix(text) {
            break;
        }
        // a second part of a title has the size or rank of the first
        let own = (bit.size, bit.heading);
        let alike = style.is_none_or(|first| first.0 > 0.0 && (first.0 - own.0).abs() < 0.3 && bit.framed);
        if !alike || title.len() >= 3 {
            break;
        }
        style = style.or(Some(own));
        title.push(text.to_owned());
        used += 1;
    }
    if title.is_empty() {
        *title = kept.into_iter().filter(|part| part.chars().count() > 12).collect();
    }
    used
}

/// Parts of a title as one line: "Report of the Director-General. First Supplementary Report: …".
pub(super) fn join_title(parts: &[String]) -> Option<String> {
    let mut out = String::new();
    for part in parts {
        if !out.is_empty() {
            out.push_str(if out.ends_with([':', '.', '–', '—', ';', ',', '?']) { " " } else { ". " });
        }
        out.push_str(part);
    }
    (!out.is_empty()).then_some(out)
}

fn line(found: &mut Found, text: &str) {
    let folded = crate::text::fold::fold(text);
    if words::is_symbol_line(text) {
        found.symbol.get_or_insert_with(|| text.to_owned());
    } else if let Some(item) = words::item(text) {
        found.item = Some(item);
    } else if let Some(session) = words::session(text) {
        found.session.get_or_insert(session);
    }
    if ["INS", "POL", "LILS", "PFA", "HL", "WP/GBC"].contains(&text) {
        found.section = Some(text.to_owned());
    }
    found.lines.push(folded);
}

fn close(found: &mut Found, field: Option<(Field, String)>) {
    let Some((field, value)) = field else { return };
    let some = |value: String| (!value.is_empty()).then_some(value);
    let cover = &mut found.cover;
    match field {
        Field::Purpose => cover.purpose = some(value),
        Field::Objective => cover.strategic_objective = some(value),
        Field::Outcome => cover.main_outcome = some(value),
        Field::Policy => cover.policy_implications = some(value),
        Field::Legal => cover.legal_implications = some(value),
        Field::Financial => cover.financial_implications = some(value),
        Field::FollowUp => cover.follow_up = some(value),
        Field::Author => cover.author_unit = some(value),
        Field::Related => cover.related_documents = related(&value),
        Field::Date => found.date = words::date(&value),
        Field::Original => found.original = words::language(&value),
    }
}

/// The entries of "Related documents", parted by semicolons that stand outside brackets; by commas when there is none
/// and every entry is a symbol.
fn related(value: &str) -> Vec<String> {
    let split = |sign: char| {
        let (mut out, mut depth, mut part) = (Vec::new(), 0_i32, String::new());
        for c in value.chars() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if c == sign && depth <= 0 {
                out.push(std::mem::take(&mut part));
            } else {
                part.push(c);
            }
        }
        out.push(part);
        out.into_iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<String>>()
    };
    let mut out = split(';');
    if out.len() == 1 {
        let by_comma = split(',');
        if by_comma.len() > 1 && by_comma.iter().all(|part| part.starts_with("GB.")) {
            out = by_comma;
        }
    }
    let none = |text: &str| {
        ["none", "aucun", "aucune", "ninguno", "ninguna"].contains(&crate::text::fold::fold(text).trim_end_matches('.'))
    };
    if let Some(last) = out.last_mut()
        && last.ends_with('.')
        && !last.ends_with("etc.")
    {
        last.pop();
    }
    out.retain(|part| !none(part) && !part.is_empty());
    out
}
