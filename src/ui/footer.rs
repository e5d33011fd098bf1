//! The lowest row: a message, or what the keys do now.

use ratatui::style::{Modifier, Style};

use crate::app::buffer::Buffer;
use crate::app::closing::Closing;
use crate::app::commands::COMMANDS;
use crate::app::frame::Area;
use crate::app::noting::Writes;
use crate::app::picker::Kind;
use crate::app::pointer::Hit;
use crate::app::{App, Focus, View};
use crate::text::wrap::{width, wrap};

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, area: Area, placed: &mut Placed) {
    let edge = u16::from(area.w >= 24);
    let inner = Area { x: area.x + edge, w: area.w.saturating_sub(edge * 2), ..area };
    if app.secret.is_some() {
        return whole(pen, inner, app.strings.get("footer.secret"));
    }
    if let Some(picker) = app.picker.as_ref().filter(|picker| picker.kind == Kind::InPaper) {
        return in_paper(app, pen, inner, &picker.input, placed);
    }
    if let Some(message) = &app.message {
        let style = if message.fault { pen.theme.warning } else { pen.theme.text };
        let text = if message.fault { format!("! {}", message.text) } else { message.text.clone() };
        return said(pen, inner, &text, style);
    }
    if let Some(begun) = app.begun {
        let mut text = app.strings.fill("footer.begun", &[("key", &begun.shown(app.strings))]);
        if width(&text) > usize::from(inner.w)
            && let (Some((begun, _)), Some((_, end))) = (text.split_once("   "), text.rsplit_once("   "))
        {
            text = format!("{begun} {end}");
        }
        pen.clipped(inner.x, area.y, inner.w, &text, pen.theme.accent);
        return;
    }
    if let Some(picker) = &app.picker {
        let idle = picker.kind == Kind::Faults || picker.shown.is_empty();
        return whole(pen, inner, app.strings.get(if idle { "footer.shut" } else { "footer.picker" }));
    }
    if let Some(editor) = &app.editor {
        let is_note = editor.writes == Writes::Note && !editor.note.adopted;
        let mut hints: Vec<Hint> =
            parted(app.strings.get(if is_note { "footer.editor" } else { "footer.part" })).collect();
        if is_note && cells(hints.get(..2).unwrap_or_default(), 2) > inner.w {
            hints = parted(app.strings.get("footer.editor_short")).collect();
        }
        if !is_note && cells(hints.get(..2).unwrap_or_default(), 2) > inner.w {
            hints.truncate(1);
        }
        // nothing is saved of what is empty: a note that had words goes to the trash
        if let Some((_, word)) = hints.first_mut().filter(|_| is_note && editor.is_blank()) {
            let gone = editor.before.is_some() || editor.ticket.is_some() || !editor.note.id.is_empty();
            app.strings.get(if gone { "hint.delete_note" } else { "hint.shut" }).clone_into(word);
        }
        return list(pen, inner, hints);
    }
    if app.letters {
        // in one row: the letters stand in the text above
        let sentence = app.strings.get("footer.letters");
        if width(sentence) <= usize::from(inner.w) {
            pen.clipped(inner.x, area.y, inner.w, sentence, pen.theme.accent);
            return;
        }
        return whole(pen, inner, app.strings.get("footer.letters_short"));
    }
    let able = |id: &str| COMMANDS.iter().any(|command| command.id == id && (command.when)(app).is_ok());
    let way = if able("back") && !app.closing().is_on_top() { "back" } else { "close" };
    let first = ["sample", "clock", "open", way];
    let turn = app.is_split().then_some("next_pane");
    let first = first.into_iter().chain(turn).filter(|id| able(id) && fits(app, id));
    let needed: Vec<&'static str> = first.chain(["commands", "quit"]).collect();
    let hints: Vec<Hint> = needed.iter().map(|id| hint(app, id)).collect();
    let busy = app.sync_line(usize::from(inner.w)).or_else(|| Some(app.work.clone()).filter(|work| !work.is_empty()));
    let right = hints.get(hints.len().saturating_sub(2)..).unwrap_or_default();
    let left = hints.get(..hints.len().saturating_sub(2)).unwrap_or_default();
    let said = busy.as_deref().map_or(0, |busy| width(busy) as u16 + GAP);
    let rest = cells(left, GAP) + u16::from(!left.is_empty()) * GAP;
    if said + rest + cells(right, GAP) > inner.w {
        // no room to spread: what is going on, or what is needed, as short as need be
        if let Some(busy) = busy {
            pen.right(inner, area.y, &busy, pen.theme.dim);
            return;
        }
        let (mut shown, mut ids) = (hints, needed);
        // Esc is the shorter way out
        let closes = app.closing() != Closing::Nothing;
        if let Some(at) = ids.iter().position(|id| *id == "back").filter(|_| closes && cells(&shown, 2) > inner.w) {
            ids.splice(at..=at, ["close"]);
            shown.splice(at..=at, [hint(app, "close")]);
        }
        let gap = shorten(&mut shown, inner.w);
        put(pen, inner, &shown, &ids, gap, placed);
        return;
    }
    let end = inner.x + inner.w - cells(right, GAP);
    let corner = Area { x: end, w: cells(right, GAP), ..inner };
    put(pen, corner, right, &["commands", "quit"], GAP, placed);
    if let Some(busy) = &busy {
        pen.right(Area { w: end.saturating_sub(inner.x + GAP), ..inner }, area.y, busy, pen.theme.dim);
    }
    let mut room = (end - inner.x).saturating_sub(said + rest);
    let mut rows: Vec<_> = COMMANDS.iter().filter(|command| (1..10).contains(&command.hint)).collect();
    rows.sort_by_key(|command| command.hint);
    let mut ids = Vec::new();
    let mut shown = Vec::new();
    for command in rows {
        let text = hint(app, command.id);
        if !needed.contains(&command.id) {
            let cells = cells(std::slice::from_ref(&text), GAP) + GAP;
            if (command.when)(app).is_err() || !fits(app, command.id) || cells > room {
                continue;
            }
            room -= cells;
        }
        ids.push(command.id);
        shown.push(text);
    }
    put(pen, inner, &shown, &ids, GAP, placed);
}

/// Cells between two hints where there is room.
const GAP: u16 = 3;

/// A key, and the word for what it does.
type Hint = (String, String);

fn cells(hints: &[Hint], gap: u16) -> u16 {
    let one = |(key, word): &Hint| (width(key) + width(word)) as u16 + u16::from(!word.is_empty());
    hints.iter().map(one).sum::<u16>() + gap * (hints.len().saturating_sub(1) as u16)
}

/// Makes hints fit: less room between them, then the words left off from the last one on, then `^Q` for `Ctrl+Q`. What
/// still does not fit goes, the last first. The cells between two of them.
fn shorten(hints: &mut Vec<Hint>, room: u16) -> u16 {
    if cells(hints, GAP) <= room {
        return GAP;
    }
    for at in (0..hints.len()).rev() {
        if cells(hints, 2) <= room {
            return 2;
        }
        if let Some((_, word)) = hints.get_mut(at) {
            word.clear();
        }
    }
    if cells(hints, 1) > room {
        for (key, _) in hints.iter_mut() {
            *key = key.replace("Ctrl+", "^");
        }
    }
    while cells(hints, 1) > room && hints.len() > 1 {
        hints.pop();
    }
    1
}

/// Writes hints, the keys stronger than their words.
fn put(pen: &mut Pen<'_>, area: Area, hints: &[Hint], ids: &[&'static str], gap: u16, placed: &mut Placed) {
    let mut x = area.x;
    for (at, (key, word)) in hints.iter().enumerate() {
        let from = x;
        let room = |x: u16| (area.x + area.w).saturating_sub(x);
        x += pen.clipped(x, area.y, room(x), key, pen.theme.text.add_modifier(Modifier::BOLD));
        if !word.is_empty() {
            x += 1 + pen.clipped(x + 1, area.y, room(x + 1), word, pen.theme.dim);
        }
        if let Some(id) = ids.get(at) {
            placed.spots.push((Area { x: from, w: x - from, ..area }, Hit::Hint(id)));
        }
        x += gap;
    }
}

/// A sentence in the lowest row, in more rows where it does not fit into one.
fn said(pen: &mut Pen<'_>, area: Area, text: &str, style: Style) {
    let lines = wrap(text, usize::from(area.w.max(1)));
    let most = area.y.saturating_sub(2).max(1);
    let rows = (lines.len() as u16).min(most);
    let above = Area { x: 0, y: area.y + 1 - rows, w: area.w + area.x * 2, h: rows };
    if rows > 1 {
        pen.clear(above);
        if above.y > 8 {
            pen.clear(Area { y: above.y - 1, h: 1, ..above });
            pen.line(0, above.y - 1, above.w);
        }
    }
    for (row, range) in lines.iter().take(usize::from(rows)).enumerate() {
        let last = row + 1 == usize::from(rows);
        let end = if last { text.len() } else { range.end };
        let words = text.get(range.start..end).unwrap_or_default();
        pen.clipped(area.x, above.y + row as u16, area.w, words, style);
    }
}

/// The line that finds in the paper: what is typed, which match of how many, the keys.
fn in_paper(app: &App, pen: &mut Pen<'_>, area: Area, input: &Buffer, placed: &mut Placed) {
    let typed = width(input.text()) as u16 + 1;
    let count = app.reader.as_ref().and_then(|reader| reader.find.as_ref()).map_or(String::new(), |find| {
        if find.hits.is_empty() {
            return app.strings.get("find.none").to_owned();
        }
        let (at, total) = ((find.at + 1).to_string(), find.hits.len().to_string());
        app.strings.fill("find.count", &[("at", &at), ("total", &total)])
    });
    let least = if count.is_empty() { 0 } else { width(&count) as u16 + 2 };
    let used = pen.label(area.x, area.y, app.strings.get("picker.in_paper"), area.w.saturating_sub(least), typed);
    let field = area.w.saturating_sub(used + least.min(area.w / 2));
    placed.cursor = Some((pen.field(area.x + used, area.y, field, input, pen.theme.text), area.y));
    let after = used + typed.min(field) + 1;
    let rest = Area { x: area.x + after, w: area.w.saturating_sub(after), ..area };
    let mut hints = vec![(count, String::new())];
    hints.extend(parted(app.strings.get("footer.in_paper")));
    hints.retain(|(key, _)| !key.is_empty());
    while cells(&hints, GAP) > rest.w && hints.len() > 1 {
        hints.pop();
    }
    let w = cells(&hints, GAP).min(rest.w);
    put(pen, Area { x: area.x + area.w - w, w, ..area }, &hints, &[], GAP, placed);
}

/// `Enter choose   Esc close` as hints.
fn parted(text: &str) -> impl Iterator<Item = Hint> + '_ {
    text.split("   ").map(|hint| {
        let (key, word) = hint.split_once(' ').unwrap_or((hint, ""));
        (key.to_owned(), word.to_owned())
    })
}

/// Hints that are written as one sentence: the first two always, the others where there is room.
fn whole(pen: &mut Pen<'_>, area: Area, text: &str) {
    list(pen, area, parted(text).collect());
}

/// The same, taken apart.
fn list(pen: &mut Pen<'_>, area: Area, mut hints: Vec<Hint>) {
    while hints.len() > 2 && cells(&hints, GAP) > area.w {
        hints.pop();
    }
    let gap = shorten(&mut hints, area.w);
    put(pen, area, &hints, &[], gap, &mut Placed::default());
}

/// A hint is worth its room here.
fn fits(app: &App, id: &str) -> bool {
    match id {
        "sync" => app.focus == Focus::Agenda || app.view == View::Start,
        // where Backspace leads back, Esc need not be named too
        "close" => match app.closing() {
            Closing::Nothing | Closing::Sync => false,
            Closing::View | Closing::Agenda => app.trail.is_empty(),
            _ => true,
        },
        "clock_again" => app.statements.watch.shows(app.now) > 0 || app.statements.speech.at > 0,
        "compare" => !matches!(app.view, View::Notes | View::Sittings | View::Promises) || app.focus == Focus::Agenda,
        "notes" => !app.notes.is_empty(),
        // with no paper before one, it is what F4 is for
        "find" | "references" => app.focus != Focus::Agenda && (id != "find" || app.view == View::Reader),
        _ => true,
    }
}

/// `Enter open`: the plainest key of a command and what it does.
fn hint(app: &App, id: &str) -> Hint {
    let name = match id {
        "open" if app.view == View::Statement && app.focus == Focus::Main => "hint.edit".to_owned(),
        "open" if app.view == View::Reader && app.focus == Focus::Main => "hint.follow".to_owned(),
        "close" => app.closing().word().to_owned(),
        "next_pane" if app.is_split() => "hint.other_side".to_owned(),
        _ => format!("hint.{id}"),
    };
    (app.keys.first(id, app.strings), app.strings.get(&name).to_owned())
}
