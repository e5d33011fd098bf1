//! The note being written.

use crate::app::App;
use crate::app::frame::{Area, Pane};
use crate::app::noting::Writes;
use crate::app::words;
use crate::model::Stance;
use crate::text::wrap::{width, wrap};

use super::Placed;
use super::paint::Pen;

/// What stands over the note in `room` cells, and what at the right edge: that it is saved, and the stance, are said before the
/// place. Where there is no room for the word, `*` says that it is not saved yet.
fn head(app: &App, kind: &str, place: &str, stance: &str, unsaved: Option<bool>, room: usize) -> (String, String) {
    let state = |short: bool| match unsaved {
        Some(true) if short => "*",
        Some(true) => app.strings.get("noting.unsafe"),
        Some(false) => app.strings.get("noting.safe"),
        None => "",
    };
    let whole = format!("{kind}: {place}");
    let right =
        |state: &str| [stance, state].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join("  ");
    let wide = right(state(false));
    let short = right(state(true));
    // the place may be cut, but not to nothing
    let least = width(kind) + 8;
    for (left, right) in [(&whole, &wide), (&whole, &short)] {
        if least.min(width(left)) + width(right) + 2 <= room {
            return (left.clone(), right.clone());
        }
    }
    match unsaved {
        _ if width(kind) + width(&short) + 2 <= room => (kind.to_owned(), short),
        Some(true) => (format!("{kind} *"), stance.to_owned()),
        _ => (kind.to_owned(), stance.to_owned()),
    }
}

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let Some(editor) = &app.editor else { return };
    let is_note = editor.writes == Writes::Note;
    let adopted = is_note && editor.note.adopted;
    let kind = match (is_note, adopted) {
        (true, true) => "adopted.title",
        (true, false) => "noting.title",
        (false, _) => "statement.title",
    };
    let place = if app.discreet { "···" } else { &editor.place };
    let unsaved = editor.unsaved() || (!is_note && app.statements.unsaved());
    let stance = if app.discreet { Stance::None } else { editor.note.stance };
    let stance = if stance == Stance::None { "" } else { app.strings.get(words::stance(stance)) };
    let room = usize::from(pane.title.w.saturating_sub(2));
    let (title, right) = head(app, app.strings.get(kind), place, stance, (!editor.is_blank()).then_some(unsaved), room);
    pen.title(pane, &title, &right, true);
    let area = Area { x: pane.body.x + 1, w: pane.body.w.saturating_sub(2), ..pane.body };
    if area.h == 0 || app.discreet {
        return;
    }
    // the tags of a note stand in the lowest row
    let tags_row = area.y + area.h - 1;
    let tagged = is_note && !adopted;
    let rows = area.h.saturating_sub(u16::from(tagged));
    let columns = usize::from(area.w).max(1);
    let lines = wrap(editor.text.text(), columns);
    let (row, column) = editor.text.shown(columns);
    let top = (row + 1).saturating_sub(usize::from(rows));
    for (offset, range) in lines.iter().skip(top).take(usize::from(rows)).enumerate() {
        let words = editor.text.text().get(range.clone()).unwrap_or_default();
        pen.text(area.x, area.y + offset as u16, area.w, words, pen.theme.text);
    }
    if editor.text.text().is_empty() && rows > 0 {
        let hint = if adopted { "adopted.paste_here" } else { "noting.write_here" };
        pen.clipped(area.x, area.y, area.w, app.strings.get(hint), pen.theme.dim);
    }
    let x = area.x + (column as u16).min(area.w.saturating_sub(1));
    let here = (x, area.y + (row.saturating_sub(top) as u16).min(rows.saturating_sub(1)));
    if !tagged {
        placed.cursor = Some(here);
        return;
    }
    let label = format!("{}  ", app.strings.get("noting.tags"));
    let used = pen.text(area.x, tags_row, area.w, &label, pen.theme.dim);
    let room = area.w.saturating_sub(used);
    if editor.tags.text().is_empty() {
        pen.clipped(area.x + used, tags_row, room, app.strings.get("noting.tags_hint"), pen.theme.dim);
    } else {
        pen.clipped(area.x + used, tags_row, room, editor.tags.text(), pen.theme.text);
    }
    placed.cursor = Some(if editor.in_tags {
        let before = editor.tags.text().get(..editor.tags.cursor()).map_or(0, width) as u16;
        (area.x + used + before.min(room.saturating_sub(1)), tags_row)
    } else {
        here
    });
}
