//! The first screen: what this is, and three ways to begin.

use crate::app::App;
use crate::app::frame::{Area, Pane};
use crate::app::pointer::Hit;
use crate::text::wrap::{width, wrap};

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let columns = pane.body.w.saturating_sub(4).min(68);
    let area = Area { x: pane.body.x + 2, w: columns, ..pane.body };
    if app.current().is_some() {
        return overview(app, pen, pane, area, placed);
    }
    if !app.empty() {
        pen.title(pane, "", "", false);
        pen.wrapped(area, area.y, app.strings.get("start.reading"), pen.theme.dim);
        return;
    }
    pen.title(pane, app.strings.get("start.title"), "", true);
    let mut y = area.y;
    let end = area.y + area.h;
    placed.cursor = Some((area.x, y));
    let parts = [
        ("start.what", pen.theme.text),
        ("start.none", pen.theme.heading),
        ("start.sample", pen.theme.accent),
        ("start.sync", pen.theme.text),
        ("start.import", pen.theme.text),
        ("start.private", pen.theme.dim),
    ];
    let columns = usize::from(columns.max(1));
    let text: usize = parts.iter().map(|(key, _)| wrap(app.strings.get(key), columns).len()).sum();
    if text > usize::from(area.h) {
        return ways(app, pen, pane, placed);
    }
    // free rows as far as the last sentence stays in view with them, first where they part most
    let free = usize::from(area.h).saturating_sub(text);
    let gaps = [0, 4, 1, 2, 3].into_iter().take(free).fold([0_u16; 6], |mut gaps, at: usize| {
        gaps[at] = 1;
        gaps
    });
    for ((key, style), gap) in parts.into_iter().zip(gaps) {
        if y >= end {
            break;
        }
        y += pen.wrapped(area, y, app.strings.get(key), style) + gap;
    }
}

/// The three ways where there is no room for sentences: the key, and what is typed in the shell.
fn ways(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let area = Area { x: pane.body.x + 1, w: pane.body.w.saturating_sub(2), ..pane.body };
    placed.cursor = Some((area.x, area.y));
    let command = |key: &str| {
        let text = app.strings.get(key);
        text.split_once("  ").map_or(text, |(command, _)| command).to_owned()
    };
    let sample = format!("{}  {}", app.keys.first("sample", app.strings), app.strings.get("hint.sample"));
    let lines = [
        (sample, pen.theme.accent),
        (command("start.sync"), pen.theme.text),
        (command("start.import"), pen.theme.text),
    ];
    let rows = |text: &str| wrap(text, usize::from(area.w.max(1))).len() as u16;
    let spare = area.h.saturating_sub(lines.iter().map(|(line, _)| rows(line)).sum());
    let mut y = area.y;
    let none = app.strings.get("start.none");
    if rows(none) <= spare {
        y += pen.wrapped(area, y, none, pen.theme.heading);
    }
    for (line, style) in lines {
        y += pen.wrapped(area, y, &line, style);
    }
    let private = app.strings.get("start.private");
    if y + rows(private) < area.y + area.h {
        pen.wrapped(area, y + 1, private, pen.theme.dim);
    }
}

/// What the session holds, and the keys that lead there.
fn overview(app: &App, pen: &mut Pen<'_>, pane: Pane, area: Area, placed: &mut Placed) {
    pen.title(pane, "", "", false);
    let (title, facts) = app.overview_title();
    let mut y = area.y + u16::from(area.h > 14);
    y += pen.wrapped(area, y, &title, pen.theme.heading);
    y += pen.wrapped(area, y, &facts, pen.theme.dim) + 1;
    let lines = app.overview();
    let keys = lines.iter().map(|line| width(&line.key)).max().unwrap_or(0) as u16;
    for line in lines {
        if y >= area.y + area.h {
            break;
        }
        let x = area.x + keys - width(&line.key) as u16;
        pen.text(x, y, keys, &line.key, pen.theme.accent);
        let text = Area { x: area.x + keys + 3, w: area.w.saturating_sub(keys + 3), ..area };
        let rows = pen.wrapped(text, y, &line.text, pen.theme.text).max(1);
        if line.command != "open" {
            placed.spots.push((Area { y, h: rows, ..area }, Hit::Hint(line.command)));
        }
        y += rows;
    }
}
