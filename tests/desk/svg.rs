//! A screen as a picture: rows of text with their styles, for the README and for looking at what changed.

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Width and height of a cell.
const CELL: (f32, f32) = (8.4, 18.0);
const PAPER: &str = "#fcfcfa";
const INK: &str = "#24292f";

/// The colours of a cell: ink and ground.
fn colours(cell: &Cell) -> (String, String) {
    let ink = named(cell.fg).unwrap_or_else(|| INK.to_owned());
    let ground = named(cell.bg).unwrap_or_else(|| PAPER.to_owned());
    if cell.modifier.contains(Modifier::REVERSED) { (ground, ink) } else { (ink, ground) }
}

fn named(colour: Color) -> Option<String> {
    let name = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Black => "#24292f",
        Color::Red | Color::LightRed => "#b02a2a",
        Color::Green | Color::LightGreen => "#1f7a3d",
        Color::Yellow | Color::LightYellow => "#8a6100",
        Color::Blue | Color::LightBlue => "#0b57a4",
        Color::Magenta | Color::LightMagenta => "#8b3a8b",
        Color::Cyan | Color::LightCyan => "#0b6e7c",
        Color::White | Color::Gray => "#57606a",
        Color::DarkGray => "#6e7781",
        Color::Indexed(_) => "#444c56",
    };
    Some(name.to_owned())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The picture of a frame.
pub fn picture(buffer: &Buffer, cursor: Option<(u16, u16)>) -> String {
    let area = buffer.area;
    let (w, h) = (f32::from(area.width) * CELL.0 + 16.0, f32::from(area.height) * CELL.1 + 16.0);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{PAPER}\"/>\n"
    );
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            // one run of cells of one style
            let from = x;
            let style = |x: u16| (colours(&buffer[(x, y)]), buffer[(x, y)].modifier);
            let first = style(x);
            let mut text = String::new();
            while x < area.width && style(x) == first {
                let symbol = buffer[(x, y)].symbol();
                text.push_str(symbol);
                x += (gbdesk::text::wrap::width(symbol) as u16).max(1);
            }
            let ((ink, ground), modifier) = first;
            let left = f32::from(from) * CELL.0 + 8.0;
            let columns = f32::from(x - from) * CELL.0;
            let top = f32::from(y) * CELL.1 + 8.0;
            if ground != PAPER {
                let high = CELL.1;
                out.push_str(&format!("<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{columns:.1}\" height=\"{high}\" fill=\"{ground}\"/>\n"));
            }
            let shown = text.trim_end();
            if shown.is_empty() {
                continue;
            }
            let blank = shown.len() - shown.trim_start().len();
            let left = left + blank as f32 * CELL.0;
            let shown = shown.trim_start();
            let length = gbdesk::text::wrap::width(shown) as f32 * CELL.0;
            let mut marks = String::new();
            if ink != INK {
                marks.push_str(&format!(" fill=\"{ink}\""));
            }
            for (sign, mark) in [
                (Modifier::BOLD, " font-weight=\"bold\""),
                (Modifier::ITALIC, " font-style=\"italic\""),
                (Modifier::UNDERLINED, " text-decoration=\"underline\""),
                (Modifier::DIM, " opacity=\"0.65\""),
            ] {
                if modifier.contains(sign) {
                    marks.push_str(mark);
                }
            }
            out.push_str(&format!(
                "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{length:.1}\" xml:space=\"preserve\"{marks}>{}</text>\n",
                top + 13.5,
                escaped(shown)
            ));
        }
    }
    if let Some((x, y)) = cursor {
        let (left, top) = (f32::from(x) * CELL.0 + 8.0, f32::from(y) * CELL.1 + 8.0);
        let (w, h) = CELL;
        out.push_str(&format!(
            "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{w}\" height=\"{h}\" fill=\"{INK}\" opacity=\"0.2\"/>\n"
        ));
    }
    out.push_str("</svg>\n");
    out
}
