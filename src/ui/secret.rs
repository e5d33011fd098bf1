//! A passphrase being typed: how many characters it has is shown, nothing of them.

use crate::app::App;
use crate::app::frame::Area;
use crate::app::secret::For;
use crate::text::wrap::{width, wrap};

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, placed: &mut Placed) {
    let Some(asking) = &app.secret else { return };
    let (columns, rows) = app.size;
    let (title, what) = match asking.what {
        For::Unlock => ("secret.unlock", "secret.unlock_what"),
        For::Encrypt(_) => ("secret.encrypt", "secret.warning"),
        For::Again(..) => ("secret.again", "secret.warning"),
    };
    let edge = if columns < 24 { 1 } else { 2 };
    let wide = columns.saturating_sub(edge * 2).clamp(1, 72);
    let lines = |text: &str| if text.is_empty() { 0 } else { wrap(text, usize::from(wide)).len() as u16 };
    let label = format!("{}:", app.strings.get(title));
    // on a narrow screen what is typed stands below its name
    let below = width(&label) as u16 + 14 > wide;
    let busy = if app.keeps_keys() { "secret.busy_keeps" } else { "secret.busy" };
    let remark = if asking.busy { app.strings.get(busy) } else { &asking.remark };
    let remark_style = if asking.busy { pen.theme.dim } else { pen.theme.warning };
    // the loss comes before everything else there is to say, so that it is seen on every screen
    let lost = if asking.what == For::Unlock { "" } else { app.strings.get("secret.lost") };
    let parts = [(remark, remark_style), (lost, pen.theme.heading), (app.strings.get(what), pen.theme.text)];
    let wanted = parts.iter().map(|(text, _)| lines(text)).sum::<u16>() + u16::from(below) + 5;
    let gap = u16::from(wanted < rows);
    let h = (wanted + gap).min(rows.saturating_sub(1));
    let area = Area { x: 0, y: 0, w: columns, h };
    pen.clear(area);
    placed.spots.clear();
    let inner = Area { x: edge, w: wide, ..area };
    let used = pen.clipped(inner.x, 0, inner.w, &label, pen.theme.accent) + 1;
    let (x, y) = if below { (inner.x, 1) } else { (inner.x + used, 0) };
    let room = (inner.x + inner.w).saturating_sub(x);
    let dots = "•".repeat(asking.typed.chars().count().min(usize::from(room.saturating_sub(1))));
    let after = pen.text(x, y, room, &dots, pen.theme.heading);
    placed.cursor = Some((x + after, y));
    let mut y = y + 1;
    if rows > 10 {
        pen.line(0, y, columns);
        y += 1;
    }
    for (text, style) in parts.into_iter().filter(|(text, _)| !text.is_empty()) {
        y += pen.wrapped(inner, y, text, style) + gap;
    }
    if rows > 10 {
        pen.clear(Area { y: h.saturating_sub(1), h: 1, ..area });
        pen.line(0, h.saturating_sub(1), columns);
    }
}
