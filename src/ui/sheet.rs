//! A sheet: visible rows of a list or a comparison.

use crate::app::frame::{Area, Pane};
use crate::app::pointer::Hit;
use crate::app::sheet::MARGIN;
use crate::app::{App, Focus};

use super::Placed;
use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let Some(sheet) = app.sheet() else { return };
    let focus = app.focus == Focus::Main && app.editor.is_none();
    let (title, right) = app.sheet_title(pane.title.w.saturating_sub(2));
    pen.title(pane, &title, &right, focus);
    let area = pane.body;
    let inner = Area { x: area.x + MARGIN, w: area.w.saturating_sub(MARGIN + 1), ..area };
    if sheet.page.rows.is_empty() {
        pen.wrapped(inner, area.y, app.strings.get(app.sheet_empty()), pen.theme.dim);
        return;
    }
    if let Some((wall, names)) = app.sheet_columns() {
        let wall = inner.x + wall;
        pen.wall(wall, area.y, area.h);
        // each column has its name above it, wherever one is in the text
        if pane.line.h == 1 {
            for (x, name) in [inner.x, wall + 2].into_iter().zip(&names) {
                pen.clipped(x, pane.line.y, (wall - inner.x).saturating_sub(2), &format!("{name} "), pen.theme.accent);
            }
            pen.text(wall, pane.line.y, 1, "┬", pen.theme.hairline);
        }
    }
    pen.more(area, sheet.top > 0, sheet.top + usize::from(area.h) < sheet.page.rows.len());
    let cursor = sheet.rows();
    if cursor.is_empty() && focus {
        placed.cursor = placed.cursor.or(Some((area.x, area.y)));
    }
    for (offset, row) in sheet.page.rows.iter().skip(sheet.top).take(usize::from(area.h)).enumerate() {
        let at = sheet.top + offset;
        let y = area.y + offset as u16;
        if let Some(stop) = row.stop.filter(|stop| sheet.page.stops.get(*stop).is_some_and(|s| s.heading.is_none())) {
            placed.row(area, y, Hit::Sheet(stop));
        }
        if cursor.contains(&at) {
            let style = if focus { pen.theme.accent } else { pen.theme.dim };
            pen.text(area.x, y, 1, "▌", style);
            if focus && at == cursor.start.max(sheet.top) {
                placed.cursor = placed.cursor.or(Some((area.x, y)));
            }
        }
        for cell in &row.cells {
            let Some(prose) = sheet.page.texts.get(cell.text) else { continue };
            let area = Area { x: inner.x + cell.x, y, w: inner.w.saturating_sub(cell.x), h: 1 };
            super::reader::piece(pen, area, prose, cell.range.clone(), |_| None);
        }
    }
}
