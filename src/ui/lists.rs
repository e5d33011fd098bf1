//! The board of draft decisions and the list of notes: three rows an entry.

use crate::app::frame::{Area, Pane};
use crate::app::pointer::Hit;
use crate::app::{App, Focus, board, notes_list, words};
use crate::model::Stance;
use crate::text::wrap::width;

use super::Placed;
use super::paint::Pen;

/// Rows of the screen an entry takes, the blank one included.
const ROWS: u16 = 3;
/// From this width on the day of a decision stands beside its outcome.
const WITH_DAY: u16 = 76;

pub fn board(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let rows = app.board_rows();
    let focus = app.focus == Focus::Main;
    let filter = match &app.board.filter {
        board::Filter::All => String::new(),
        board::Filter::Stance(_) if app.discreet => String::new(),
        board::Filter::Section(code) => code.clone(),
        board::Filter::Outcome(outcome) => app.strings.get(words::outcome(*outcome)).to_owned(),
        board::Filter::Stance(stance) => app.strings.get(words::stance(*stance)).to_owned(),
    };
    head(app, pen, pane, &filter, (app.board.at, rows.len()));
    if rows.is_empty() {
        let none = app.current().is_none_or(|session| session.board.is_empty());
        let key = if none { "board.none" } else { "board.empty" };
        pen.wrapped(inner(pane), pane.body.y, app.strings.get(key), pen.theme.dim);
        return;
    }
    pen.more(pane.body, app.board.top > 0, app.board.top + usize::from(pane.body.h / ROWS) < rows.len());
    let named = |draft: &crate::model::decision::BoardEntry| {
        let number = draft.paragraph.as_ref().map_or(String::new(), |number| format!(" § {number}"));
        format!("{}{number}", words::short(&draft.paper))
    };
    // titles stand below one another where there is room, but for a name that is longer than names are
    let column = if pane.body.w < 60 { 0 } else { 16 };
    let column = rows.iter().map(|draft| width(&named(draft))).filter(|cells| *cells <= column).max().unwrap_or(0);
    for (offset, draft) in rows.iter().skip(app.board.top).take(usize::from(pane.body.h / ROWS) + 1).enumerate() {
        let chosen = app.board.top + offset == app.board.at;
        let y = pane.body.y + offset as u16 * ROWS;
        spot(pane, y, app.board.top + offset, placed);
        let mut right = app.strings.get(words::outcome(draft.outcome)).to_owned();
        if let Some(day) = draft.decided_on.as_deref().filter(|_| pane.body.w >= WITH_DAY) {
            right = format!("{right} · {}", words::date(app.strings, day));
        }
        if !app.discreet {
            let stance = app.stance_on(draft);
            let notes = app.notes_on_draft(draft).filter(|note| !note.adopted).count();
            if let Some(note) = app.pasted(draft).filter(|_| draft.adopted_text.is_none()) {
                right = format!("{right} · {}", app.pasted_words("by_you", &note.author));
            }
            if notes > 0 {
                right = format!("*{notes}  {right}");
            }
            if stance != Stance::None {
                right = format!("{}  {right}", app.strings.get(words::stance(stance)));
            }
        }
        let text = draft.words();
        // an addendum has a title of its own
        let of_paper = app.current().filter(|_| board::version(draft).is_none());
        let title = of_paper.and_then(|session| app.title_of(session, &draft.paper.paper().to_string()));
        let title = title.or(draft.title.as_deref()).unwrap_or_default();
        let mut name = named(draft);
        name.push_str(&" ".repeat(column.saturating_sub(width(&name))));
        entry(pen, pane, y, chosen, focus, (&name, title, &right, &text), placed);
    }
}

pub fn notes(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let rows = app.notes_rows();
    let focus = app.focus == Focus::Main;
    let filter = match &app.notes_list.filter {
        _ if app.discreet => String::new(),
        notes_list::Filter::All => String::new(),
        notes_list::Filter::Paper(key) if key.is_empty() => app.strings.get("notes.on_session").to_owned(),
        notes_list::Filter::Paper(key) => key.clone(),
        notes_list::Filter::Stance(stance) => app.strings.get(words::stance(*stance)).to_owned(),
        notes_list::Filter::Tag(tag) => format!("#{tag}"),
        notes_list::Filter::State(how) => app.strings.get(how.key()).to_owned(),
        notes_list::Filter::ToPlace(_) => app.strings.get("seat.title").to_owned(),
    };
    head(app, pen, pane, &filter, (app.notes_list.at, if app.discreet { 0 } else { rows.len() }));
    let mut pane = pane;
    if !app.note_faults.is_empty() && pane.body.h > ROWS {
        pane.body.h -= 1;
        let area = inner(pane);
        let text = app.strings.count("notes.unreadable_here", app.note_faults.len());
        pen.clipped(area.x, pane.body.y + pane.body.h, area.w, &format!("! {text}"), pen.theme.warning);
    }
    if app.discreet || rows.is_empty() {
        let key = match () {
            () if app.locked => "when.locked",
            () if app.discreet => "noting.hidden",
            () if app.notes_list.filter != notes_list::Filter::All => "notes.none_such",
            () => "notes.empty",
        };
        pen.wrapped(inner(pane), pane.body.y, app.strings.get(key), pen.theme.dim);
        return;
    }
    pen.more(pane.body, app.notes_list.top > 0, app.notes_list.top + usize::from(pane.body.h / ROWS) < rows.len());
    for (offset, note) in rows.iter().skip(app.notes_list.top).take(usize::from(pane.body.h / ROWS) + 1).enumerate() {
        let chosen = app.notes_list.top + offset == app.notes_list.at;
        let y = pane.body.y + offset as u16 * ROWS;
        spot(pane, y, app.notes_list.top + offset, placed);
        let mut right: Vec<String> = note.tags.iter().map(|tag| format!("#{tag}")).collect();
        if note.stance != Stance::None {
            right.push(app.strings.get(words::stance(note.stance)).to_owned());
        }
        if note.adopted {
            right.insert(0, app.strings.get("adopted.title").to_owned());
        }
        if app.has_twin(note) {
            right.insert(0, format!("! {}", app.strings.get("notes.twin")));
        }
        let seat = app.seat_words(note);
        if !seat.is_empty() {
            right.insert(0, format!("± {seat}"));
        }
        let name = app.place_of(note);
        entry(pen, pane, y, chosen, focus, (&name, "", &right.join("  "), &note.text), placed);
    }
}

/// The title of a list; nothing is counted of what is hidden.
fn head(app: &App, pen: &mut Pen<'_>, pane: Pane, filter: &str, (at, total): (usize, usize)) {
    let (title, count) = app.list_head(filter, ((at + 1).min(total), total), pane.title.w.saturating_sub(2));
    pen.title(pane, &title, &count, app.focus == Focus::Main);
}

/// An entry can be clicked on.
fn spot(pane: Pane, y: u16, at: usize, placed: &mut Placed) {
    let end = pane.body.y + pane.body.h;
    placed.spots.push((Area { y, h: ROWS.min(end.saturating_sub(y)), ..pane.body }, Hit::Row(at)));
}

fn inner(pane: Pane) -> Area {
    Area { x: pane.body.x + 2, w: pane.body.w.saturating_sub(4), ..pane.body }
}

fn entry(
    pen: &mut Pen<'_>,
    pane: Pane,
    y: u16,
    chosen: bool,
    focus: bool,
    (name, title, right, text): (&str, &str, &str, &str),
    placed: &mut Placed,
) {
    let area = inner(pane);
    let end = pane.body.y + pane.body.h;
    if y >= end {
        return;
    }
    if chosen {
        let style = if focus { pen.theme.accent } else { pen.theme.dim };
        for row in 0..2 {
            if y + row < end {
                pen.text(pane.body.x, y + row, 1, "▌", style);
            }
        }
        if focus {
            placed.cursor = placed.cursor.or(Some((pane.body.x, y)));
        }
    }
    // an outcome and its day have their width, a title is cut
    let first = (width(name) as u16 + 2).min(area.w * 2 / 3);
    let beside = Area { x: area.x + first, w: area.w - first, ..area };
    let taken = if right.is_empty() { 0 } else { pen.right(beside, y, right, pen.theme.dim) + 2 };
    let room = area.w.saturating_sub(taken);
    let style = if chosen { pen.theme.heading } else { pen.theme.text };
    let used = pen.clipped(area.x, y, room, name, style);
    pen.clipped(area.x + used + 2, y, room.saturating_sub(used + 2), title, pen.theme.dim);
    if y + 1 < end {
        let text = text.replace('\n', " ");
        pen.clipped(area.x, y + 1, area.w, &text, pen.theme.text);
    }
}
