//! The line that finds and the list below it.

use ratatui::style::Modifier;

use crate::app::frame::Area;
use crate::app::picker::{Choice, Kind, Picker};
use crate::app::pointer::Hit;
use crate::app::{App, View};
use crate::text::query::Query;
use crate::text::wrap::{clip, clip_middle, width, wrap};

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, placed: &mut Placed) {
    let Some(picker) = &app.picker else { return };
    let (columns, rows) = app.size;
    // what is there to be read is shown whole
    let reads = matches!(picker.kind, Kind::Warnings | Kind::Faults | Kind::Encrypted);
    let wide = columns.saturating_sub(6).min(126);
    let rows_of =
        |choice: &Choice| choice.rows() + if reads { details(choice, wide).len().saturating_sub(1) } else { 0 };
    let remark = if reads && !picker.remark.is_empty() {
        wrap(&picker.remark, usize::from(wide.max(1))).len().min(2)
    } else {
        0
    };
    let wanted: usize = picker.shown.iter().map(rows_of).sum::<usize>().max(1) + 3 + remark;
    let most = usize::from(rows.saturating_sub(1)).min(usize::from(rows) * 3 / 4).max(6);
    let finds = matches!(picker.kind, Kind::Everything | Kind::GoTo | Kind::Commands);
    // the lists that change while one types keep their height, so that nothing jumps
    let examples = picker.kind == Kind::GoTo && picker.shown.is_empty() && picker.input.text().is_empty();
    let hints: Vec<&str> = app.strings.get("picker.goto_hint").split(" · ").collect();
    let h = match (examples, finds) {
        (true, _) => (hints.len() + 3).min(most),
        (_, true) => most,
        _ => wanted.min(most),
    } as u16;
    let area = Area { x: 0, y: 0, w: columns, h: h.min(rows.saturating_sub(1)) };
    pen.clear(area);
    placed.spots.clear();
    // a row longer than this is not read at a glance
    let edge = if area.w < 24 { 1 } else { 2 };
    let inner = Area { x: area.x + edge, w: area.w.saturating_sub(edge * 2).min(128), ..area };
    let typed = width(picker.input.text()) as u16 + 1;
    let used = pen.label(inner.x, area.y, app.strings.get(title(app, picker.kind)), inner.w, typed);
    let room = inner.w.saturating_sub(used);
    let count = count(app, picker);
    let taken = if room > 24 { pen.right(inner, area.y, &count, pen.theme.dim) } else { 0 };
    let room = room.saturating_sub(taken + 1);
    if picker.input.text().is_empty() {
        let hint = match picker.kind {
            Kind::GoTo if !examples => app.strings.get("picker.goto_hint"),
            Kind::Everything => app.strings.get("picker.everything_hint"),
            _ => "",
        };
        pen.clipped(inner.x + used, area.y, room, hint, pen.theme.dim);
    }
    placed.cursor = Some((pen.field(inner.x + used, area.y, room, &picker.input, pen.theme.heading), area.y));
    pen.line(area.x, area.y + 1, area.w);
    pen.line(area.x, area.y + area.h.saturating_sub(1), area.w);
    let mut list = Area { x: inner.x - 1, y: area.y + 2, w: inner.w + 2, h: area.h.saturating_sub(3) };
    if let Some((title, text)) = app.preview() {
        let whole = area.w;
        list.w = whole / 2 - 1;
        preview(pen, picker, Area { x: whole / 2 + 2, w: whole - whole / 2 - 4, ..list }, &title, &text);
        pen.wall(whole / 2, list.y, list.h);
    }
    if !picker.remark.is_empty() && !picker.shown.is_empty() && list.h > 4 {
        let rows = pen.wrapped(
            Area { x: list.x + 1, w: list.w.saturating_sub(2), h: 2, ..list },
            list.y,
            &picker.remark,
            pen.theme.dim,
        );
        list.y += rows;
        list.h -= rows;
    }
    if picker.shown.is_empty() {
        if examples {
            for (hint, y) in hints.iter().zip(list.y..list.y + list.h) {
                pen.clipped(list.x + 1, y, list.w.saturating_sub(2), hint, pen.theme.dim);
            }
        }
        if picker.kind == Kind::Outline && picker.input.text().is_empty() {
            pen.wrapped(inner, list.y, app.strings.get("find.no_headings"), pen.theme.dim);
        }
        if !picker.busy && !picker.input.text().is_empty() {
            let text = if picker.remark.is_empty() { app.strings.get("find.nothing") } else { &picker.remark };
            pen.wrapped(Area { x: list.x + 1, w: list.w.saturating_sub(2), ..list }, list.y, text, pen.theme.dim);
        }
        return;
    }
    // the first choice in view, so that the current one is in view whole
    let height = usize::from(list.h);
    let mut top = picker.at;
    let mut filled = picker.choice().map_or(1, rows_of);
    while top > 0 {
        let above = picker.shown.get(top - 1).map_or(1, rows_of);
        if filled + above > height {
            break;
        }
        filled += above;
        top -= 1;
    }
    let mut y = list.y;
    let mut shown = 0;
    let signed = picker.all.iter().any(|choice| choice.current);
    for (at, choice) in picker.shown.iter().enumerate().skip(top) {
        if y >= list.y + list.h {
            break;
        }
        let rows = rows_of(choice) as u16;
        let h = rows.min(list.y + list.h - y);
        placed.spots.push((Area { y, h, ..list }, Hit::Choice(at)));
        row(
            pen,
            list,
            y,
            choice,
            (at == picker.at, signed),
            if reads { details(choice, wide).first().copied() } else { None },
        );
        let tail = if reads { details(choice, wide).split_off(1.min(choice.detail.len())) } else { Vec::new() };
        for (offset, line) in (rows - tail.len() as u16..h).zip(tail) {
            let style = pen.theme.accent;
            pen.text(list.x, y + offset, u16::from(at == picker.at), "▌", style);
            pen.text(list.x + 3, y + offset, wide, line, pen.theme.dim);
        }
        y += rows;
        if y <= list.y + list.h {
            shown = at + 1;
        }
    }
    let below = picker.shown.len().saturating_sub(shown);
    if below > 0 {
        pen.right(inner, area.y + area.h.saturating_sub(1), &format!(" ↓ {below} "), pen.theme.dim);
    }
}

/// The second row of a choice and those after it, when all of it is to be read.
fn details(choice: &Choice, columns: u16) -> Vec<&str> {
    let lines = wrap(&choice.detail, usize::from(columns.max(1)));
    lines.into_iter().filter_map(|line| choice.detail.get(line)).collect()
}

/// The words at the place of the current choice, with what was typed marked in them.
fn preview(pen: &mut Pen<'_>, picker: &Picker, area: Area, title: &str, text: &str) {
    pen.clipped(area.x, area.y, area.w, title, pen.theme.dim);
    let marks = Query::parse(picker.input.text()).0.marks(text);
    let columns = usize::from(area.w.clamp(8, 76));
    let lines = wrap(text, columns);
    let rows = usize::from(area.h.saturating_sub(2));
    // what was looked for is in view
    let found = marks.iter().map(|mark| mark.start).min();
    let found = found.and_then(|from| lines.iter().position(|line| line.end > from)).unwrap_or(0);
    let top = if found < rows { 0 } else { (found - rows / 2).min(lines.len().saturating_sub(rows)) };
    let body = Area { y: area.y + 2, h: rows as u16, ..area };
    pen.more(body, top > 0, rows > 0 && top + rows < lines.len());
    for (range, y) in lines.iter().skip(top).take(rows).zip(body.y..) {
        let words = text.get(range.clone()).unwrap_or_default();
        pen.text(area.x, y, area.w, words, pen.theme.text);
        for mark in marks.iter().filter(|mark| mark.start < range.end && mark.end > range.start) {
            let (from, to) = (mark.start.max(range.start), mark.end.min(range.end));
            let before = text.get(range.start..from).map_or(0, width) as u16;
            let style = pen.theme.text.add_modifier(Modifier::BOLD | Modifier::UNDERLINED);
            let found = text.get(from..to).unwrap_or_default();
            pen.text(area.x + before, y, area.w.saturating_sub(before), found, style);
        }
    }
}

/// A choice; `detail` instead of its own second row.
fn row(pen: &mut Pen<'_>, list: Area, y: u16, choice: &Choice, (chosen, signed): (bool, bool), detail: Option<&str>) {
    let mut y = y;
    if !choice.group.is_empty() {
        let room = list.w.saturating_sub(2);
        let used = pen.clipped(list.x + 1, y, room, &choice.group, pen.theme.dim) + 1;
        pen.line(list.x + 1 + used, y, room.saturating_sub(used));
        y += 1;
        if y >= list.y + list.h {
            return;
        }
    }
    let base = if choice.off { pen.theme.dim } else { pen.theme.text };
    let base = if chosen { base.patch(pen.theme.heading) } else { base };
    if chosen {
        pen.text(list.x, y, 1, "▌", pen.theme.accent);
        if !choice.detail.is_empty() && y + 1 < list.y + list.h {
            pen.text(list.x, y + 1, 1, "▌", pen.theme.accent);
        }
    }
    let inner = Area { x: list.x + 1, w: list.w.saturating_sub(2), ..list };
    let half = Area { x: inner.x + inner.w / 3, w: inner.w - inner.w / 3, ..inner };
    // on the narrowest screens a name comes before what stands at the right
    let crowded = inner.w < 30 && width(&choice.label) + width(&choice.right) + 2 > usize::from(inner.w);
    let taken =
        if choice.right.is_empty() || crowded { 0 } else { pen.right(half, y, &choice.right, pen.theme.dim) + 2 };
    // in a list with one in force, all begin behind the room for its sign
    let sign = if choice.current { "• " } else { "  " };
    let used = if signed { pen.text(inner.x, y, 2, sign, pen.theme.accent) } else { 0 };
    let room = inner.w.saturating_sub(taken + used);
    let (label, head) = if choice.both_ends {
        clip_middle(&choice.label, usize::from(room))
    } else {
        (clip(&choice.label, usize::from(room)), usize::MAX)
    };
    let cut = choice.label.chars().count().saturating_sub(label.chars().count());
    let mut x = inner.x + used;
    for (at, c) in label.chars().enumerate() {
        let style = if at != head && choice.marks.contains(&if at > head { at + cut } else { at }) {
            base.add_modifier(Modifier::UNDERLINED | Modifier::BOLD)
        } else {
            base
        };
        x += pen.text(x, y, (inner.x + inner.w).saturating_sub(x), c.encode_utf8(&mut [0; 4]), style);
    }
    if !choice.detail.is_empty() && y + 1 < list.y + list.h {
        let mut x = inner.x + used + 2;
        let end = inner.x + inner.w;
        let detail = clip(detail.unwrap_or(&choice.detail), usize::from(end.saturating_sub(x)));
        for (at, c) in detail.chars().enumerate() {
            let marked = choice.detail_marks.iter().any(|[from, to]| (*from..*to).contains(&at));
            let style =
                if marked { pen.theme.text.add_modifier(Modifier::BOLD | Modifier::UNDERLINED) } else { pen.theme.dim };
            let c = if c == '\n' { ' ' } else { c };
            x += pen.text(x, y + 1, end.saturating_sub(x), c.encode_utf8(&mut [0; 4]), style);
        }
    }
}

fn title(app: &App, kind: Kind) -> &'static str {
    match kind {
        Kind::Commands => "picker.commands",
        Kind::GoTo => "picker.goto",
        Kind::Everything => "picker.everything",
        Kind::InPaper => "picker.in_paper",
        Kind::Outline => "picker.outline",
        Kind::Follow => "picker.follow",
        Kind::Language => "picker.language",
        Kind::Version => "picker.version",
        Kind::Compared => "picker.compared",
        Kind::Wanted => "picker.wanted",
        Kind::Marks => "picker.marks",
        Kind::CopyAs => "picker.copy_as",
        Kind::Statements => "picker.statements",
        Kind::Export => "picker.export",
        Kind::Encrypted => "picker.encrypted",
        Kind::Stance => "picker.stance",
        Kind::Sessions => "picker.sessions",
        Kind::Theme => "picker.theme",
        Kind::Interface => "picker.interface",
        Kind::Filter => "picker.filter",
        Kind::Warnings if app.view == View::Notes => "picker.unreadable",
        Kind::Warnings => "picker.warnings",
        Kind::Web => "picker.web",
        Kind::Faults => "picker.faults",
    }
}

fn count(app: &App, picker: &Picker) -> String {
    if picker.input.text().is_empty() {
        return String::new();
    }
    match picker.total {
        Some(total) if Query::parse(picker.input.text()).0.in_notes() => app.strings.count("find.notes", total),
        Some(total) => app.strings.count("find.total", total),
        None if picker.shown.is_empty() => String::new(),
        None => {
            let at = (picker.at + 1).to_string();
            app.strings.fill("find.count", &[("at", &at), ("total", &picker.shown.len().to_string())])
        }
    }
}
