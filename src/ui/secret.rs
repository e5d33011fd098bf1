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
    let text = app.strings.get(what);
    let wide = columns.saturating_sub(4).clamp(1, 72);
    let remark = if asking.busy { app.strings.get("secret.busy") } else { &asking.remark };
    let lines = |text: &str| wrap(text, usize::from(wide)).len() as u16;
    let h = (lines(text) + lines(remark) + 6).min(rows.saturating_sub(1));
    let area = Area { x: 0, y: 0, w: columns, h };
    pen.clear(area);
    placed.spots.clear();
    let inner = Area { x: 2, w: wide, ..area };
    let label = format!("{}  ", app.strings.get(title));
    let used = pen.text(inner.x, 0, inner.w, &label, pen.theme.accent);
    let dots = "•".repeat(asking.typed.chars().count().min(usize::from(inner.w.saturating_sub(used + 1))));
    pen.text(inner.x + used, 0, inner.w.saturating_sub(used), &dots, pen.theme.heading);
    let after = used + width(&dots) as u16;
    placed.cursor = Some((inner.x + after.min(inner.w.saturating_sub(1)), 0));
    pen.line(0, 1, columns);
    let mut y = 2;
    if !remark.is_empty() {
        let style = if asking.busy { pen.theme.dim } else { pen.theme.warning };
        y += pen.wrapped(inner, y, remark, style) + 1;
    }
    pen.wrapped(inner, y, text, pen.theme.text);
    pen.line(0, h.saturating_sub(1), columns);
}
