//! What may follow the first of two keys: a card above the lowest row.

use crate::app::App;
use crate::app::frame::Area;
use crate::text::wrap::width;

use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, footer: Area) {
    let Some(begun) = app.begun else { return };
    let follows = app.keys.after(begun).filter(|(_, command)| (command.when)(app).is_ok());
    let sentence = |id: &str| app.strings.get(&format!("command.{id}")).to_owned();
    let rows: Vec<(String, String)> =
        follows.map(|(key, command)| (key.shown(app.strings), sentence(command.id))).collect();
    let h = (rows.len() as u16 + 1).min(footer.y);
    let area = Area { x: footer.x, y: footer.y - h, w: footer.w, h };
    pen.clear(area);
    pen.line(area.x, area.y, area.w);
    let column = rows.iter().map(|(key, _)| width(key)).max().unwrap_or(0) as u16;
    for (y, (key, sentence)) in (area.y + 1..footer.y).zip(rows) {
        pen.text(area.x + 1, y, column, &key, pen.theme.accent);
        let x = area.x + column + 4;
        pen.clipped(x, y, area.w.saturating_sub(column + 5), &sentence, pen.theme.text);
    }
}
