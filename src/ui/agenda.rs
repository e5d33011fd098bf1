//! The agenda: sections, items, papers.

use crate::app::agenda::{Row, rows};
use crate::app::frame::Pane;
use crate::app::pointer::Hit;
use crate::app::{App, Focus, words};
use crate::model::session::State;
use crate::model::{Outcome, PaperEntry, Session, Stance};
use crate::text::fold::fold;
use crate::text::record;
use crate::text::wrap::width;

use super::Placed;
use super::paint::Pen;

/// Below this width a title has all the room there is.
const NARROW: u16 = 30;

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let focus = app.focus == Focus::Agenda;
    let Some(session) = app.current() else {
        pen.title(pane, app.strings.get("agenda.title"), "", focus);
        pen.wrapped(pane.body, pane.body.y, app.strings.get("start.reading"), pen.theme.dim);
        return;
    };
    let days = session.dates.as_ref().map_or(String::new(), |[from, to]| words::days(app.strings, from, to));
    let all_news = app.news();
    let news = all_news.len();
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
    pen.more(pane.body, app.agenda.top > 0, app.agenda.top + usize::from(pane.body.h) < all.len());
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
        if row.paper(session).is_some_and(|entry| all_news.iter().any(|news| news.key == entry.key))
            && !matches!(row, Row::Companion(..))
        {
            pen.text(pane.body.x + 1, y, 1, "•", pen.theme.accent);
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
            let title = words::title(&[Some(&item.title), entry.map(|entry| &entry.title)], &app.languages);
            let (marks, style) = match entry {
                Some(entry) => (marks(app, session, entry, area.w), strong),
                None if item.papers.is_empty() => {
                    let above = format!("{}/", item.number);
                    let heads = session
                        .items
                        .iter()
                        .any(|other| other.section == item.section && other.number.starts_with(&above));
                    let word = match item.note.best(&app.languages) {
                        // on the narrowest screens the title comes first; the whole remark stands in the aside
                        Some(_) if area.w < NARROW => String::new(),
                        Some(note) => remark(app, note, area.w),
                        None if heads => String::new(),
                        None if width(app.strings.get("agenda.no_document")) + 2 > usize::from(area.w / 2) => {
                            "–".to_owned()
                        }
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
        Row::Companion(at, symbol) => {
            let off = session.papers.get(*at).is_some_and(|entry| entry.gone || entry.withdrawn.contains(symbol));
            let gone = if off { app.strings.get("agenda.vanished") } else { "" };
            let whole = symbol.to_string();
            let name = whole.find('(').and_then(|at| whole.get(at..)).unwrap_or(&whole);
            let word = words::companion(symbol).map_or("", |key| app.strings.get(key));
            line(pen, pane, y, 4, name, word, gone, strong);
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
            // a name that the title begins with says nothing more
            let name = if title.starts_with(&name) { String::new() } else { name };
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
                &marks(app, session, entry, area.w),
                strong,
            );
        }
    }
}

/// The cells that the words at the right of a row may take, with a blank.
fn most(columns: u16) -> u16 {
    columns * 11 / 20
}

/// What an item is said to be, for want of room: signs of it in three languages, without accents, and the key of its word.
const SHORT: [(&str, &[&str]); 3] = [
    ("agenda.information", &["for information", "pour information", "para informacion", "titulo informativo"]),
    (
        "agenda.expected",
        &[
            "publication expected",
            "be published",
            "publication prevue",
            "sera publie",
            "se publicara",
            "publicacion prevista",
        ],
    ),
    ("agenda.private", &["private sitting", "seance privee", "sesion privada"]),
];

/// What is said of an item; what it comes to where that has no room. The aside has the whole.
fn remark(app: &App, note: &str, columns: u16) -> String {
    if width(note) < usize::from(most(columns)) {
        return note.to_owned();
    }
    let folded = fold(note);
    let key = match record::outcome(note) {
        Some(Outcome::ByCorrespondence) => Some("agenda.by_correspondence"),
        Some(outcome) => Some(words::outcome(outcome)),
        None => SHORT.iter().find(|(_, signs)| signs.iter().any(|sign| folded.contains(sign))).map(|(key, _)| *key),
    };
    key.map_or(note, |key| app.strings.get(key)).to_owned()
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
        let most = most(area.w);
        let half = crate::app::frame::Area { x: area.x + area.w - most, w: most.saturating_sub(1), ..area };
        pen.right(half, y, marks, pen.theme.dim) + 1
    };
    let columns = (width(number) as u16).max(5);
    let from = area.x + indent;
    let number_room = columns.min(area.w.saturating_sub(indent + taken + 1));
    pen.text(from, y, number_room, number, style);
    let x = from + columns + 1;
    let room = (area.x + area.w).saturating_sub(x + taken + 1);
    pen.clipped(x, y, room, title, style);
}

/// `changed *1 2 dec.`: notes, draft decisions, what the last sync did.
fn marks(app: &App, session: &Session, entry: &PaperEntry, columns: u16) -> String {
    let mut out: Vec<String> = Vec::new();
    if entry.held.is_empty() {
        out.push(app.strings.get("agenda.not_held").to_owned());
    }
    if entry.gone || entry.symbol.as_ref().is_some_and(|symbol| entry.withdrawn.contains(symbol)) {
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
        // the word of the stance where there is room, when there is one stance on the paper
        let mut stances = app.notes_on(&entry.key).map(|note| note.stance).filter(|stance| *stance != Stance::None);
        if let Some(stance) = stances.next().filter(|one| columns >= 60 && stances.all(|other| other == *one)) {
            out.push(app.strings.get(words::stance(stance)).to_owned());
        }
    }
    if !entry.decisions.is_empty() {
        let mut count = app.strings.count("agenda.decisions", entry.decisions.len());
        if app.size.0 < NARROW {
            // `2d`: the number and the first letter of the word
            let letter = count.chars().find(|c| c.is_alphabetic());
            count = format!("{}{}", entry.decisions.len(), letter.unwrap_or_default());
        }
        out.push(count);
    }
    out.join(" ")
}
