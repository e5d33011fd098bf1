//! The reader: visible rows of a page laid out.

use std::ops::Range;

use ratatui::style::{Modifier, Style};

use crate::app::badge::badge;
use crate::app::frame::{Area, Pane};
use crate::app::letters::Lettered;
use crate::app::page::{Part, Prose, Tone};
use crate::app::pointer::Hit;
use crate::app::reader::{self, Reader};
use crate::app::{App, Focus, Station, words};
use crate::model::Block;
use crate::text::wrap::width;

use super::Placed;
use super::paint::Pen;

/// The paper open.
pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let Some(reader) = &app.reader else { return };
    let focus = app.focus == Focus::Main && app.editor.is_none();
    let way = app.trail.get(app.way..).unwrap_or_default();
    title(app, reader, way, pen, pane, focus);
    let letters = if app.letters { app.links_in_view() } else { Vec::new() };
    text(app, reader, &letters, pen, pane, focus, Some(placed));
}

/// The paper beside it, which has no keys: a click gives them to it.
pub fn beside(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let Some(beside) = &app.beside else { return };
    title(app, &beside.reader, &[], pen, pane, false);
    text(app, &beside.reader, &[], pen, pane, false, None);
    let h = pane.title.h + pane.line.h + pane.body.h;
    placed.spots.push((Area { h, ..pane.title }, Hit::Beside));
}

/// The visible rows; `placed` where they can be clicked on and the cursor stands.
fn text(
    app: &App,
    reader: &Reader,
    letters: &[Lettered],
    pen: &mut Pen<'_>,
    pane: Pane,
    focus: bool,
    mut placed: Option<&mut Placed>,
) {
    let cursor = reader.rows();
    let gutter = reader::gutter(pane.body.w);
    let area = pane.body;
    for (offset, row) in reader.page.rows.iter().skip(reader.top).take(usize::from(area.h)).enumerate() {
        let at = reader.top + offset;
        let y = area.y + offset as u16;
        if let Some(placed) = &mut placed
            && let Some(stop) =
                row.stop.filter(|stop| reader.page.stops.get(*stop).is_some_and(|s| s.heading.is_none()))
        {
            placed.row(area, y, Hit::Stop(stop, row.part));
        }
        let current = cursor.contains(&at);
        if current {
            let style = if focus { pen.theme.accent } else { pen.theme.dim };
            pen.text(area.x, y, 1, "▌", style);
            if at == cursor.start.max(reader.top)
                && let Some(placed) = &mut placed
            {
                placed.cursor = placed.cursor.or(Some((area.x, y)));
            }
        }
        if let Some((label, tone)) = &row.label {
            let columns = gutter - 3;
            let style = if current && *tone == Tone::Dim { pen.theme.heading } else { pen.theme.of(*tone) };
            let cells = crate::text::wrap::width(label).min(usize::from(columns)) as u16;
            pen.text(area.x + 1 + columns - cells, y, columns, label, style);
        }
        for (by, sign) in signs(app, reader, at).into_iter().enumerate() {
            pen.text(area.x + gutter - 2 + by as u16, y, 1, sign, pen.theme.accent);
        }
        let left = area.x + gutter;
        let room = area.w.saturating_sub(gutter);
        if row.decision {
            pen.text(left, y, 1, "│", pen.theme.decision.remove_modifier(Modifier::BOLD));
        }
        if row.line > 0 {
            pen.line(left, y, row.line.min(room));
        }
        for (nth, cell) in row.cells.iter().enumerate() {
            let Some(prose) = reader.page.texts.get(cell.text) else { continue };
            // a cell of a table leaves a column free before the next
            let end = row.cells.get(nth + 1).map_or(room, |next| room.min(next.x.saturating_sub(1)));
            let mut area = Area { x: left + cell.x, y, w: end.saturating_sub(cell.x), h: 1 };
            let here = |byte: &usize| cell.range.contains(byte);
            let lettered = letters.iter().filter(|one| one.text == cell.text && here(&one.byte)).count();
            if lettered > 0 {
                // the row makes way for the letters: to the left where nothing stands, else what follows is cut
                let words = prose.text.get(cell.range.clone()).map_or(0, width);
                let lacks = (words + lettered * 3).saturating_sub(usize::from(area.w)) as u16;
                let free = row.label.is_none() && !row.decision && nth == 0 && signs(app, reader, at).is_empty();
                let by = if free { lacks.min(gutter - 1) } else { 0 };
                area = Area { x: area.x - by, w: area.w + by, ..area };
                let wide = by == lacks;
                piece(pen, area, prose, cell.range.clone(), |byte| {
                    let one = letters.iter().find(|one| (one.text, one.byte) == (cell.text, byte))?;
                    // the mark of a footnote has brackets of its own
                    let stands_for = !wide && one.footnote.is_some();
                    let bracketed = wide || stands_for;
                    Some((if bracketed { format!("[{}]", one.letter) } else { format!("{} ", one.letter) }, stands_for))
                });
                continue;
            }
            piece(pen, area, prose, cell.range.clone(), |_| None);
            if let Some(find) = &reader.find {
                for (nth, (_, range)) in find.hits.iter().enumerate().filter(|(_, (text, _))| *text == cell.text) {
                    let style = if nth == find.at {
                        pen.theme.matched.add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
                    } else {
                        pen.theme.matched
                    };
                    mark(pen, area, prose, &cell.range, range, style);
                }
            }
        }
    }
}

/// The signs before a row: of a note and of a mark that begin there.
fn signs(app: &App, reader: &Reader, at: usize) -> Vec<&'static str> {
    let mut out = Vec::new();
    let Some(row) = reader.page.rows.get(at) else { return out };
    let Some((index, stop)) = row.stop.and_then(|stop| Some((stop, reader.page.stops.get(stop)?))) else { return out };
    let part = stop.parts.iter().find(|part| part.rows.start == at);
    let first = stop.rows.start == at;
    if !first && part.is_none() {
        return out;
    }
    let path = part.map_or(&[][..], |part| &part.path);
    let here = |note: &&crate::model::Note| match app.row_of(reader, note) {
        Some(row) => path.first() == Some(&row),
        None => {
            let place = app.shown_in(reader, note).unwrap_or_default();
            let is_place = |part: &Part| reader.place_at(index, &part.path) == place;
            // on a lettered part: there; where there is no such part any more, at the paragraph
            let lettered = place.contains("__") && stop.parts.iter().any(is_place);
            if lettered { part.is_some_and(is_place) } else { first }
        }
    };
    if !app.discreet
        && let Some(note) = app.notes_here(reader, &stop.id).find(here)
    {
        // a note that was not written on these very words has another sign
        out.push(if app.is_exact(reader, note) { "*" } else { "±" });
    }
    let marked = |mark: &crate::app::saved::Mark| {
        mark.place.block == stop.id && (mark.place.path == path || (first && mark.place.path.is_empty()))
    };
    if app.marks_of(reader).iter().any(marked) {
        out.push("•");
    }
    out
}

fn title(app: &App, reader: &Reader, trail: &[Station], pen: &mut Pen<'_>, pane: Pane, focus: bool) {
    let small = pane.title.w < 40;
    let symbol =
        reader.held.symbol.as_ref().map(|symbol| if small { words::short(symbol) } else { symbol.to_string() });
    let name = symbol.or_else(|| reader.paper.title.clone()).unwrap_or_else(|| reader.held.file_name.clone());
    let last = reader.page.stops.iter().rev().find_map(|stop| stop.number.clone());
    let here = reader.page.stops.get(reader.spot.stop).and_then(|stop| stop.number.clone());
    let place = match (here, last) {
        _ if reader.id() == "cover" => app.strings.get("reader.cover").to_owned(),
        (Some(_), Some(total)) => {
            let at = reader.number().unwrap_or_default();
            if small {
                words::paragraph(app.strings, &at)
            } else {
                let at = words::paragraph(app.strings, &at);
                app.strings.fill("reader.of", &[("at", &at), ("total", &total)])
            }
        }
        _ => {
            let total = reader.page.rows.len().max(1);
            format!("{} %", ((reader.top + reader.height).min(total) * 100) / total)
        }
    };
    let page = reader.page_here().filter(|_| !small);
    let place = match page.map(|page| app.strings.fill("reader.page", &[("page", &page.to_string())])) {
        Some(page) => format!("{place} · {page}"),
        None => place,
    };
    let code = reader.held.language.code().to_uppercase();
    let badge = app
        .entry(reader.session, &reader.key)
        .and_then(|entry| badge(entry, &reader.held, &reader.paper, app.languages.first().copied(), app.strings));
    // where there is no room for all, the symbol stays, and what must be known of this text comes before the place in it
    let fits = |right: &String| usize::from(pane.title.w) >= width(&name) + width(right) + 6;
    // that a language is not held is said in signs before the place is left out
    let signs =
        app.languages.first().filter(|_| !small).map(|wanted| format!("{code} ({} –)", wanted.code().to_uppercase()));
    let told = badge.map(|badge| match signs.filter(|_| badge.is_of_language) {
        Some(signs) => vec![format!("{place}  {}", badge.text), format!("{place}  {signs}"), badge.text],
        None => vec![format!("{place}  {}", badge.text), badge.text],
    });
    let told = told.into_iter().flatten().find(fits);
    let right = told.unwrap_or(if small { place } else { format!("{place}  {code}") });
    let mut way = String::new();
    // where one is comes before how one came there
    let mut room = usize::from(pane.title.w).saturating_sub(width(&name) + width(&right) + 6);
    let mut newer = reader.key.as_str();
    for station in trail.iter().rev() {
        // leaps within a paper are no step of the way to it
        let key = station.goal.as_ref().map_or(station.name.as_str(), |goal| goal.key.as_str());
        if key == newer {
            continue;
        }
        newer = key;
        // a step from another session names it
        let elsewhere = station.goal.as_ref().filter(|goal| goal.session != reader.session);
        let after = elsewhere.and_then(|goal| station.name.strip_prefix(words::paper_name(&goal.key)));
        let step = match (elsewhere, after) {
            (Some(goal), Some(after)) if after.len() < station.name.len() => format!("{}{after} › ", goal.key),
            _ => format!("{} › ", station.name),
        };
        match room.checked_sub(width(&step)) {
            Some(rest) if way.matches('›').count() < 3 => room = rest,
            _ => break,
        }
        way.insert_str(0, &step);
    }
    let area = pane.title;
    let left = pen.title(pane, &format!("{way}{name}"), &right, focus);
    // under which heading one is, when there is room to say it
    let beyond = left + width(&right) as u16 + 6;
    if let Some(heading) = heading(reader).filter(|_| area.w > beyond + 12) {
        pen.clipped(area.x + left + 3, area.y, area.w - beyond, &heading, pen.theme.dim);
    }
}

/// The heading under the cursor, or the one above it.
fn heading(reader: &Reader) -> Option<String> {
    let stops = reader.page.stops.get(..=reader.spot.stop)?;
    let stop = stops.iter().rfind(|stop| stop.heading.is_some())?;
    match stop.block.and_then(|at| reader.paper.blocks.get(at))? {
        Block::Heading(heading) => Some(heading.text.clone()),
        _ => None,
    }
}

/// Draws a piece of a text with the styles of its marks, and before a mark, or instead of it, the letter that leads there; `…`
/// where it is cut.
pub fn piece(
    pen: &mut Pen<'_>,
    area: Area,
    prose: &Prose,
    range: Range<usize>,
    letter: impl Fn(usize) -> Option<(String, bool)>,
) {
    let base = pen.theme.of(prose.tone.unwrap_or(Tone::Text));
    let mut x = area.x;
    let mut cells = 0;
    let end = area.x + area.w;
    let mut at = range.start;
    let sign = pen.theme.matched.add_modifier(Modifier::BOLD);
    let mut put = |pen: &mut Pen<'_>, words: &str, style: Style| {
        x += pen.text(x, area.y, end.saturating_sub(x), words, style);
        cells += width(words);
    };
    let words = |range: Range<usize>| prose.text.get(range).unwrap_or_default();
    for (marked, tone, _) in &prose.marks {
        let from = marked.start.clamp(at, range.end);
        let to = marked.end.clamp(from, range.end);
        if from > at {
            put(pen, words(at..from), base);
        }
        if to > from {
            let letter = letter(from).filter(|_| from == marked.start);
            let stands_for = letter.as_ref().is_some_and(|(_, stands_for)| *stands_for);
            if let Some((letter, _)) = letter {
                put(pen, &letter, sign);
            }
            if !stands_for {
                put(pen, words(from..to), base.patch(pen.theme.of(*tone)));
            }
        }
        at = at.max(to);
    }
    if at < range.end {
        put(pen, words(at..range.end), base);
    }
    if cells > usize::from(area.w) && area.w > 0 {
        pen.text(end - 1, area.y, 1, "…", base);
    }
}

/// Styles the cells of a byte range of a text, where the row shows it.
fn mark(pen: &mut Pen<'_>, area: Area, prose: &Prose, shown: &Range<usize>, range: &Range<usize>, style: Style) {
    let from = range.start.max(shown.start);
    let to = range.end.min(shown.end);
    if from >= to {
        return;
    }
    let before = prose.text.get(shown.start..from).map_or(0, crate::text::wrap::width) as u16;
    let words = prose.text.get(from..to).unwrap_or_default();
    if before < area.w {
        pen.text(area.x + before, area.y, area.w - before, words, style);
    }
}
