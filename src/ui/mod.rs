//! Draws the program into a buffer. Reads [`App`], writes cells, gives back where the cursor stands; nothing else.

mod agenda;
mod aside;
mod editor;
mod footer;
mod lists;
mod paint;
mod picker;
mod reader;
mod sheet;
mod start;
pub mod theme;

use ratatui::buffer::Buffer;

use crate::app::picker::Kind;
use crate::app::{App, View};

use paint::Pen;
use theme::Theme;

/// Where things are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Placed {
    /// The terminal's cursor: column and row.
    pub cursor: Option<(u16, u16)>,
}

/// Draws a frame. The buffer has the size the program knows ([`App::size`]); a smaller one cuts it off.
pub fn draw(app: &App, buffer: &mut Buffer, theme: &Theme) -> Placed {
    let mut placed = Placed::default();
    let area = *buffer.area();
    buffer.set_style(area, theme.base);
    let mut pen = Pen { buffer, theme };
    let frame = app.frame();
    if frame.small {
        let area = crate::app::frame::Area { x: 0, y: 0, w: app.size.0, h: app.size.1 };
        let style = pen.theme.text;
        pen.wrapped(area, 0, app.strings.get("start.small"), style);
        return placed;
    }
    if app.blanked {
        let area = crate::app::frame::Area { x: 2, y: app.size.1 / 2, w: app.size.0.saturating_sub(4), h: 3 };
        let style = pen.theme.dim;
        pen.wrapped(area, area.y, app.strings.get("discreet.blanked"), style);
        return placed;
    }
    for wall in frame.walls.into_iter().flatten() {
        pen.wall(wall.0, wall.1, wall.2);
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
    if app.picker.as_ref().is_some_and(|picker| picker.kind != Kind::InPaper) {
        picker::draw(app, &mut pen, &mut placed);
    }
    placed
}
