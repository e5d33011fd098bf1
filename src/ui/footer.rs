//! The lowest row: a message, or what the keys do now.

use crate::app::commands::COMMANDS;
use crate::app::frame::Area;
use crate::app::noting::Writes;
use crate::app::picker::Kind;
use crate::app::pointer::Hit;
use crate::app::{App, Focus, View};
use crate::text::wrap::width;

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, area: Area, placed: &mut Placed) {
    let inner = Area { x: area.x + 1, w: area.w.saturating_sub(2), ..area };
    if let Some(picker) = app.picker.as_ref().filter(|picker| picker.kind == Kind::InPaper) {
        let label = format!("{}  ", app.strings.get("picker.in_paper"));
        let used = pen.text(inner.x, area.y, inner.w, &label, pen.theme.accent);
        let room = inner.w.saturating_sub(used);
        let typed = pen.text(inner.x + used, area.y, room, picker.input.text(), pen.theme.text);
        let before = picker.input.text().get(..picker.input.cursor()).map_or(0, width) as u16;
        placed.cursor = Some((inner.x + used + before.min(room.saturating_sub(1)), area.y));
        let find = app.reader.as_ref().and_then(|reader| reader.find.as_ref());
        let mut count = String::new();
        if let Some(find) = find {
            count = if find.hits.is_empty() {
                app.strings.get("find.none").to_owned()
            } else {
                let (at, total) = ((find.at + 1).to_string(), find.hits.len().to_string());
                app.strings.fill("find.count", &[("at", &at), ("total", &total)])
            };
        }
        let rest = Area { x: inner.x + used + typed + 2, w: room.saturating_sub(typed + 2), ..inner };
        let hints = format!("{count}   {}", app.strings.get("footer.in_paper"));
        let right = as_many(hints.trim_start(), usize::from(rest.w));
        pen.right(rest, area.y, &right, pen.theme.dim);
        return;
    }
    if let Some(message) = &app.message {
        let style = if message.fault { pen.theme.warning } else { pen.theme.text };
        let text = if message.fault { format!("! {}", message.text) } else { message.text.clone() };
        pen.clipped(inner.x, area.y, inner.w, &text, style);
        return;
    }
    if let Some(begun) = app.begun {
        let text = app.strings.fill("footer.begun", &[("key", &begun.shown(app.strings))]);
        pen.clipped(inner.x, area.y, inner.w, &text, pen.theme.accent);
        return;
    }
    if app.secret.is_some() {
        return whole(pen, inner, app.strings.get("footer.secret"));
    }
    if app.picker.is_some() {
        return whole(pen, inner, app.strings.get("footer.picker"));
    }
    if let Some(editor) = &app.editor {
        let key = if editor.writes == Writes::Note { "footer.editor" } else { "footer.part" };
        return whole(pen, inner, app.strings.get(key));
    }
    if app.letters {
        pen.clipped(inner.x, area.y, inner.w, app.strings.get("footer.letters"), pen.theme.accent);
        return;
    }
    // where there is no room for both, help comes first
    let last: &[&'static str] = if usize::from(inner.w) >= width(&hint(app, "commands")) + width(&hint(app, "quit")) + 3
    {
        &["commands", "quit"]
    } else {
        &["commands"]
    };
    let mut right = last.iter().map(|id| hint(app, id)).collect::<Vec<_>>().join("   ");
    if let Some(line) = app.sync_line(usize::from(inner.w)) {
        let both = format!("{line}   {right}");
        right = if width(&both) <= usize::from(inner.w) { both } else { line };
    } else if !app.work.is_empty() {
        right = format!("{}   {right}", app.work);
    } else if app.sample && area.w >= 100 {
        right = format!("{}   {right}", app.strings.get("footer.sample"));
    }
    let taken = pen.right(inner, area.y, &right, pen.theme.dim);
    let mut end = inner.x + inner.w;
    for id in last.iter().rev().filter(|_| right.ends_with(&hint(app, last.last().copied().unwrap_or_default()))) {
        let cells = (width(&hint(app, id)) as u16).min(end.saturating_sub(inner.x));
        placed.spots.push((Area { x: end - cells, w: cells, ..area }, Hit::Hint(id)));
        end = end.saturating_sub(cells + 3).max(inner.x);
    }
    let mut room = inner.w.saturating_sub(taken + 3);
    let mut x = inner.x;
    let mut rows: Vec<_> = COMMANDS.iter().filter(|command| (1..10).contains(&command.hint)).collect();
    rows.sort_by_key(|command| command.hint);
    for command in rows {
        if (command.when)(app).is_err() || !fits(app, command.id) {
            continue;
        }
        let text = hint(app, command.id);
        let cells = width(&text) as u16;
        if cells > room {
            continue;
        }
        pen.text(x, area.y, cells, &text, pen.theme.dim);
        placed.spots.push((Area { x, w: cells, ..area }, Hit::Hint(command.id)));
        x += cells + 3;
        room = room.saturating_sub(cells + 3);
    }
}

/// Hints that are written as one sentence: as many as there is room for, whole.
fn whole(pen: &mut Pen<'_>, area: Area, text: &str) {
    pen.clipped(area.x, area.y, area.w, &as_many(text, usize::from(area.w)), pen.theme.dim);
}

/// As many hints as there is room for, but the first in any case.
fn as_many(text: &str, room: usize) -> String {
    let mut shown = String::new();
    for hint in text.split("   ") {
        let next = if shown.is_empty() { hint.to_owned() } else { format!("{shown}   {hint}") };
        if width(&next) > room && !shown.is_empty() {
            break;
        }
        shown = next;
    }
    shown
}

/// A hint is worth its room here.
fn fits(app: &App, id: &str) -> bool {
    match id {
        "sync" => app.focus == Focus::Agenda || app.view == View::Start,
        // where Backspace leads back, Esc need not be named too
        "close" => app.focus != Focus::Agenda && app.view != View::Start && app.trail.is_empty(),
        // with no paper before one, it is what F4 is for
        "find" | "references" => app.focus != Focus::Agenda && (id != "find" || app.view == View::Reader),
        _ => true,
    }
}

/// `Enter open`: the plainest key of a command and what it does.
fn hint(app: &App, id: &str) -> String {
    let name = match id {
        "open" if app.view == View::Statement && app.focus == Focus::Main => "hint.edit".to_owned(),
        "open" if app.view == View::Reader && app.focus == Focus::Main => "hint.follow".to_owned(),
        "close" if app.focus == Focus::Aside => "hint.back".to_owned(),
        _ => format!("hint.{id}"),
    };
    format!("{} {}", app.keys.first(id, app.strings), app.strings.get(&name))
}
