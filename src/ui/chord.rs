//! What may follow the first of two keys: a card above the lowest row.

use crate::app::App;
use crate::app::frame::Area;
use crate::text::wrap::width;

use super::paint::Pen;

pub fn draw(app: &App, pen: &mut Pen<'_>, footer: Area) {
    let Some(begun) = app.begun else { return };
    let follows = app.keys.after(begun).filter(|(_, command)| (command.when)(app).is_ok());
    let keys: Vec<(String, &str)> = follows.map(|(key, command)| (key.shown(app.strings), command.id)).collect();
    let h = (keys.len() as u16 + 1).min(footer.y);
    let area = Area { x: footer.x, y: footer.y - h, w: footer.w, h };
    pen.clear(area);
    pen.line(area.x, area.y, area.w);
    let column = keys.iter().map(|(key, _)| width(key)).max().unwrap_or(0) as u16;
    let gap = if area.w < 40 { 2 } else { 4 };
    let x = area.x + 1 + column + gap;
    let room = (area.x + area.w).saturating_sub(x + 1);
    // where one of the sentences does not fit, all of them are as short as in the lowest row
    let words = |list: &str| -> Vec<String> {
        keys.iter().map(|(_, id)| app.strings.get(&format!("{list}.{id}")).to_owned()).collect()
    };
    let mut all = words("command");
    if all.iter().any(|sentence| width(sentence) > usize::from(room)) {
        all = words("hint");
    }
    for (y, ((key, _), sentence)) in (area.y + 1..footer.y).zip(keys.iter().zip(all)) {
        pen.text(area.x + 1, y, column, key, pen.theme.accent);
        pen.clipped(x, y, room, &sentence, pen.theme.text);
    }
    pen.more(Area { y: area.y + 1, h: h - 1, ..area }, false, keys.len() + 1 > usize::from(h));
}
