//! The first screen: what this is, and three ways to begin.

use crate::app::App;
use crate::app::frame::{Area, Pane};

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let columns = pane.body.w.saturating_sub(4).min(68);
    let area = Area { x: pane.body.x + 2, w: columns, ..pane.body };
    if !app.empty() {
        pen.title(pane, "", "", false);
        let key = if app.current().is_some() { "agenda.choose" } else { "start.reading" };
        pen.wrapped(area, area.y, app.strings.get(key), pen.theme.dim);
        return;
    }
    pen.title(pane, app.strings.get("start.title"), "", true);
    let mut y = area.y;
    let end = area.y + area.h;
    let gap = u16::from(area.h > 14);
    placed.cursor = Some((area.x, y));
    for (key, style, after) in [
        ("start.what", pen.theme.text, gap),
        ("start.none", pen.theme.heading, gap),
        ("start.sample", pen.theme.accent, gap),
        ("start.sync", pen.theme.text, gap),
        ("start.import", pen.theme.text, gap),
        ("start.private", pen.theme.dim, 0),
    ] {
        if y >= end {
            break;
        }
        y += pen.wrapped(area, y, app.strings.get(key), style) + after;
    }
}
