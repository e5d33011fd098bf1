//! The agenda: sections, items, papers.

use crate::app::agenda::{Row, rows};
use crate::app::frame::Pane;
use crate::app::pointer::Hit;
use crate::app::{App, Focus, words};
use crate::model::session::State;
use crate::model::symbol::Companion;
use crate::model::{PaperEntry, Session};
use crate::text::wrap::width;

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let focus = app.focus == Focus::Agenda;
    let Some(session) = app.current() else {
        pen.title(pane, app.strings.get("agenda.title"), "", focus);
        pen.wrapped(pane.body, pane.body.y, app.strings.get("start.reading"), pen.theme.dim);
        return;
    };
    let days = session.dates.as_ref().map_or(String::new(), |[from, to]| words::days(app.strings, from, to));
    let news = app.news().len();
    let mut name = words::session(app.strings, session.session);
    if app.sample {
        name = format!("{name} · {}", app.strings.get("agenda.sample"));
    }
    let mut right = if news > 0 { app.strings.count("inbox.count", news) } else { String::new() };
    if !days.is_empty() && width(&name) + width(&right) + width(&days) + 8 <= usize::from(pane.title.w) {
        right = if right.is_empty() { days } else { format!("{right} · {days}") };
    }
    pen.title(pane, &name, &right, focus);
    let all = rows(session);
    for (offset, row) in all.iter().skip(app.agenda.top).take(usize::from(pane.body.h)).enumerate() {
        let y = pane.body.y + offset as u16;
        if row.selectable() {
            placed.row(pane.body, y, Hit::Agenda(app.agenda.top + offset));
        }
        let chosen = app.agenda.top + offset == app.agenda.at && row.selectable();
        if chosen {
            if focus {
                pen.tint(pane.body, y, pen.theme.chosen);
                placed.cursor = placed.cursor.or(Some((pane.body.x, y)));
            }
            let style = if focus { pen.theme.accent } else { pen.theme.dim };
            pen.text(pane.body.x, y, 1, "▌", style);
        }
        draw_row(app, pen, pane, y, session, row, chosen);
    }
}

fn draw_row(app: &App, pen: &mut Pen<'_>, pane: Pane, y: u16, session: &Session, row: &Row, chosen: bool) {
    let area = pane.body;
    let room = area.w.saturating_sub(2);
    let strong = if chosen { pen.theme.heading } else { pen.theme.text };
    match row {
        Row::Section(code) => {
            pen.clipped(area.x + 1, y, room, &words::section(app.strings, code), pen.theme.accent);
        }
        Row::Others => {
            let key = if session.items.is_empty() { "agenda.papers" } else { "agenda.others" };
            pen.clipped(area.x + 1, y, room, app.strings.get(key), pen.theme.accent);
        }
        Row::Item(at, paper) => {
            let Some(item) = session.items.get(*at) else { return };
            let entry = paper.and_then(|at| session.papers.get(at));
            let title =
                item.title.best(&app.languages).or_else(|| entry.and_then(|entry| entry.title.best(&app.languages)));
            let (marks, style) = match entry {
                Some(entry) => (marks(app, session, entry), strong),
                None if item.papers.is_empty() => {
                    let above = format!("{}/", item.number);
                    let heads = session
                        .items
                        .iter()
                        .any(|other| other.section == item.section && other.number.starts_with(&above));
                    let word = match item.note.best(&app.languages) {
                        // the whole remark stands in the aside
                        Some(note) if area.w < 48 && width(note) > usize::from(area.w / 3).saturating_sub(1) => {
                            "…".to_owned()
                        }
                        Some(note) => note.to_owned(),
                        None if heads => String::new(),
                        None if area.w < 48 => "–".to_owned(),
                        None => app.strings.get("agenda.no_document").to_owned(),
                    };
                    let notes = if app.discreet { 0 } else { app.notes_on_item(session.session, item).count() };
                    let word = match notes {
                        0 => word,
                        // where both do not fit, the delegate's own comes first
                        _ if area.w < 60 => format!("*{notes}"),
                        _ => format!("*{notes} {word}").trim_end().to_owned(),
                    };
                    (word, if heads { pen.theme.text } else { pen.theme.dim })
                }
                None => (String::new(), strong),
            };
            let number = &item.number;
            // a title that is not known is not made up
            let symbol = entry.and_then(|entry| entry.symbol.as_ref()).map(ToString::to_string);
            line(pen, pane, y, 2, number, title.or(symbol.as_deref()).unwrap_or_default(), &marks, style);
        }
        Row::Companion(_, symbol) => {
            let whole = symbol.to_string();
            let name = whole.find('(').and_then(|at| whole.get(at..)).unwrap_or(&whole);
            let word = match symbol.companion() {
                Some(Companion::Addendum(_)) => app.strings.get("agenda.addendum"),
                Some(Companion::Corrigendum(_)) => app.strings.get("agenda.corrigendum"),
                _ => "",
            };
            line(pen, pane, y, 4, name, word, "", strong);
        }
        Row::Paper(at) => {
            let Some(entry) = session.papers.get(*at) else { return };
            let name = entry.symbol.as_ref().map_or(String::new(), |symbol| {
                let short = words::short(symbol);
                match symbol.body() {
                    Some(body) => short.trim_start_matches(body).trim_start_matches('/').to_owned(),
                    None => short,
                }
            });
            let title = entry.title.best(&app.languages).unwrap_or_default();
            line(
                pen,
                pane,
                y,
                // below its item, or among those that no item names
                if session
                    .items
                    .iter()
                    .flat_map(|item| &item.papers)
                    .any(|paper| paper.paper().to_string() == entry.key)
                {
                    4
                } else {
                    2
                },
                &name,
                title,
                &marks(app, session, entry),
                strong,
            );
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a row is made of these parts and drawn in one place")]
fn line(
    pen: &mut Pen<'_>,
    pane: Pane,
    y: u16,
    indent: u16,
    number: &str,
    title: &str,
    marks: &str,
    style: ratatui::style::Style,
) {
    let area = pane.body;
    let taken = if marks.is_empty() {
        0
    } else {
        let most = if area.w < 60 { area.w / 3 } else { area.w / 2 };
        let half = crate::app::frame::Area { x: area.x + area.w - most, w: most.saturating_sub(1), ..area };
        pen.right(half, y, marks, pen.theme.dim) + 1
    };
    let columns = if number.is_empty() { 0 } else { 5_u16 }.max(width(number) as u16);
    let from = area.x + indent;
    let number_room = columns.min(area.w.saturating_sub(indent + taken + 1));
    pen.text(from, y, number_room, number, style);
    let x = from + columns + u16::from(columns > 0);
    let room = (area.x + area.w).saturating_sub(x + taken + 1);
    pen.clipped(x, y, room, title, style);
}

/// `¶2 *1 changed`: draft decisions, notes, what the last sync did.
fn marks(app: &App, session: &Session, entry: &PaperEntry) -> String {
    let mut out: Vec<String> = Vec::new();
    if entry.held.is_empty() {
        out.push(app.strings.get("agenda.not_held").to_owned());
    }
    if entry.gone {
        out.push(app.strings.get("agenda.vanished").to_owned());
    }
    match entry.state {
        // when everything is new, the word says nothing
        State::New if session.papers.iter().any(|other| other.state != State::New) => {
            out.push(app.strings.get("agenda.new").to_owned());
        }
        State::Changed => out.push(app.strings.get("agenda.changed").to_owned()),
        State::Failed => out.push(app.strings.get("agenda.failed").to_owned()),
        _ => {}
    }
    let notes = if app.discreet { 0 } else { app.notes_on(&entry.key).count() };
    if notes > 0 {
        out.push(format!("*{notes}"));
    }
    if !entry.decisions.is_empty() {
        out.push(format!("¶{}", entry.decisions.len()));
    }
    out.join(" ")
}
