//! Draws the program into a buffer. Reads [`App`], writes cells, gives back where the cursor stands; nothing else.

mod agenda;
mod aside;
mod chord;
mod editor;
mod footer;
mod lists;
mod paint;
mod picker;
mod reader;
mod secret;
mod sheet;
mod start;
pub mod theme;

use ratatui::buffer::Buffer;

use crate::app::frame::Area;
use crate::app::picker::Kind;
use crate::app::pointer::Hit;
use crate::app::{App, Focus, View};

use paint::Pen;
use theme::Theme;

/// Where things are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The terminal's cursor: column and row.
    pub cursor: Option<(u16, u16)>,
    /// What can be clicked on; what comes later lies on top.
    pub spots: Vec<(Area, Hit)>,
}

impl Placed {
    /// What stands in a cell.
    #[must_use]
    pub fn hit(&self, x: u16, y: u16) -> Option<Hit> {
        let inside = |area: &Area| (area.x..area.x + area.w).contains(&x) && (area.y..area.y + area.h).contains(&y);
        self.spots.iter().rev().find(|(area, _)| inside(area)).map(|(_, hit)| *hit)
    }

    /// This row of a pane is this.
    fn row(&mut self, pane: Area, y: u16, hit: Hit) {
        self.spots.push((Area { y, h: 1, ..pane }, hit));
    }
}

/// Draws a frame. The buffer has the size the program knows ([`App::size`]); a smaller one cuts it off.
pub fn draw(app: &App, buffer: &mut Buffer, theme: &Theme) -> Placed {
    let mut placed = Placed::default();
    let area = *buffer.area();
    buffer.set_style(area, theme.base);
    let mut pen = Pen { buffer, theme };
    let frame = app.frame();
    if frame.small {
        let area = Area { x: 0, y: 0, w: app.size.0, h: app.size.1 };
        let style = pen.theme.text;
        pen.wrapped(area, 0, app.strings.get("start.small"), style);
        return placed;
    }
    if app.blanked {
        let area = Area { x: 2, y: app.size.1 / 3, w: app.size.0.saturating_sub(4), h: 4 };
        let style = pen.theme.dim;
        pen.wrapped(area, area.y, app.strings.get("discreet.blanked"), style);
        return placed;
    }
    for wall in frame.walls.into_iter().flatten() {
        pen.wall(wall.0, wall.1, wall.2);
    }
    for (pane, focus) in [(frame.agenda, Focus::Agenda), (frame.main, Focus::Main), (frame.aside, Focus::Aside)] {
        if let Some(pane) = pane {
            let h = pane.title.h + pane.line.h + pane.body.h;
            placed.spots.push((Area { h, ..pane.title }, Hit::Pane(focus)));
        }
    }
    if let Some(pane) = frame.editor {
        editor::draw(app, &mut pen, pane, &mut placed);
    }
    if let Some(pane) = frame.agenda {
        agenda::draw(app, &mut pen, pane, &mut placed);
    }
    if let Some(pane) = frame.aside {
        aside::draw(app, &mut pen, pane, &mut placed);
    }
    if let Some(pane) = frame.beside {
        reader::beside(app, &mut pen, pane, &mut placed);
    }
    if let Some(pane) = frame.main {
        match app.view {
            View::Start => start::draw(app, &mut pen, pane, &mut placed),
            View::Reader => reader::draw(app, &mut pen, pane, &mut placed),
            View::Board => lists::board(app, &mut pen, pane, &mut placed),
            View::Notes => lists::notes(app, &mut pen, pane, &mut placed),
            _ => sheet::draw(app, &mut pen, pane, &mut placed),
        }
        if app.peek {
            aside::peek(app, &mut pen, pane);
        }
    }
    footer::draw(app, &mut pen, frame.footer, &mut placed);
    chord::draw(app, &mut pen, frame.footer);
    if app.picker.as_ref().is_some_and(|picker| picker.kind != Kind::InPaper) {
        picker::draw(app, &mut pen, &mut placed);
    }
    secret::draw(app, &mut pen, &mut placed);
    placed
}
