//! A screen as a picture that is also a text: one line a row, runs of one style as `<tspan>`s, what they look like in one
//! style block. So a picture is looked at, compared line by line and read without its tags.

use std::collections::BTreeSet;

use gbdesk::text::wrap::width;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier, Style};

/// Width and height of a cell, and the edge around the screen.
const CELL: (f32, f32) = (8.4, 18.0);
const EDGE: f32 = 8.0;
const PAPER: &str = "#fcfcfa";
const INK: &str = "#24292f";

/// A colour as the class of a run, and as it is painted; the ground of a terminal is `paper`, its ink has no name.
fn colour(colour: Option<Color>, fallback: (&str, &str)) -> (String, String) {
    let (name, value) = match colour.unwrap_or_default() {
        Color::Reset => fallback,
        Color::Rgb(r, g, b) => return (format!("c{r:02x}{g:02x}{b:02x}"), format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Black => ("black", INK),
        Color::Red | Color::LightRed => ("red", "#b02a2a"),
        Color::Green | Color::LightGreen => ("green", "#1f7a3d"),
        Color::Yellow | Color::LightYellow => ("yellow", "#8a6100"),
        Color::Blue | Color::LightBlue => ("blue", "#0b57a4"),
        Color::Magenta | Color::LightMagenta => ("magenta", "#8b3a8b"),
        Color::Cyan | Color::LightCyan => ("cyan", "#0b6e7c"),
        Color::White | Color::Gray => ("grey", "#57606a"),
        Color::DarkGray => ("dark", "#6e7781"),
        Color::Indexed(at) => {
            let (r, g, b) = of_xterm(at);
            return (format!("i{at}"), format!("#{r:02x}{g:02x}{b:02x}"));
        }
    };
    (name.to_owned(), value.to_owned())
}

/// One of xterm's 256 colours above the sixteen: a cube of six levels each, then 24 greys.
fn of_xterm(at: u8) -> (u8, u8, u8) {
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match at {
        232.. => (8 + 10 * (at - 232), 8 + 10 * (at - 232), 8 + 10 * (at - 232)),
        16.. => (level((at - 16) / 36), level((at - 16) / 6 % 6), level((at - 16) % 6)),
        _ => (0x44, 0x4c, 0x56),
    }
}

/// What weight and sign a style has, by class.
const SIGNS: [(Modifier, &str, &str); 5] = [
    (Modifier::BOLD, "b", "font-weight:bold"),
    (Modifier::ITALIC, "i", "font-style:italic"),
    (Modifier::UNDERLINED, "u", "text-decoration:underline"),
    (Modifier::CROSSED_OUT, "x", "text-decoration:line-through"),
    (Modifier::DIM, "d", "opacity:.7"),
];

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The classes of a screen, as they come up.
struct Classes {
    base: Style,
    ink: (String, String),
    paper: (String, String),
    used: BTreeSet<(String, String)>,
}

impl Classes {
    fn new(base: Style) -> Self {
        let (ink, paper) = (colour(base.fg, ("", INK)), colour(base.bg, ("paper", PAPER)));
        Self { base, ink, paper, used: BTreeSet::new() }
    }

    /// The classes of a cell's words, and that of its ground when it is another than the screen's.
    fn of(&mut self, cell: &Cell) -> (String, Option<String>) {
        let shown = |own: Color, base: Option<Color>| if own == Color::Reset { base } else { Some(own) };
        let mut ink = colour(shown(cell.fg, self.base.fg), (&self.ink.0, &self.ink.1));
        let mut paper = colour(shown(cell.bg, self.base.bg), (&self.paper.0, &self.paper.1));
        if cell.modifier.contains(Modifier::REVERSED) {
            std::mem::swap(&mut ink, &mut paper);
            // the plain ink has no class of its own, its ground needs one
            if paper.0.is_empty() {
                "ink".clone_into(&mut paper.0);
            }
        }
        let mut names: Vec<&str> = Vec::new();
        for (sign, name, value) in SIGNS {
            if cell.modifier.contains(sign) {
                names.push(name);
                self.used.insert((name.to_owned(), value.to_owned()));
            }
        }
        if ink != self.ink {
            names.push(&ink.0);
            self.used.insert((ink.0.clone(), format!("fill:{}", ink.1)));
        }
        let ground = (paper != self.paper).then(|| {
            self.used.insert((paper.0.clone(), format!("fill:{}", paper.1)));
            paper.0
        });
        (names.join(" "), ground)
    }
}

/// The picture of a frame on the ground of its theme.
pub fn picture(buffer: &Buffer, cursor: Option<(u16, u16)>, base: Style) -> String {
    let area = buffer.area;
    let mut classes = Classes::new(base);
    let mut rows = String::new();
    for y in 0..area.height {
        rows.push_str(&row(buffer, y, &mut classes));
    }
    if let Some((x, y)) = cursor {
        let (left, top) = (f32::from(x) * CELL.0 + EDGE, f32::from(y) * CELL.1 + EDGE);
        rows.push_str(&format!(
            "<rect x=\"{left:.1}\" y=\"{top}\" width=\"{}\" height=\"{}\" fill=\"{}\" opacity=\".3\"/>\n",
            CELL.0, CELL.1, classes.ink.1
        ));
    }
    let (w, h) = (f32::from(area.width) * CELL.0 + 2.0 * EDGE, f32::from(area.height) * CELL.1 + 2.0 * EDGE);
    let mut style = format!(
        "text{{font:14px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;white-space:pre;fill:{}}}",
        classes.ink.1
    );
    for (name, value) in &classes.used {
        style.push_str(&format!(" .{name}{{{value}}}"));
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {w:.0} {h:.0}\" xml:space=\"preserve\">\n<style>{style}</style>\n<rect width=\"100%\" height=\"100%\" rx=\"6\" fill=\"{}\"/>\n{rows}</svg>\n",
        classes.paper.1
    )
}

/// A row: grounds, then words.
fn row(buffer: &Buffer, y: u16, classes: &mut Classes) -> String {
    let (mut words, mut grounds) = (String::new(), String::new());
    let top = f32::from(y) * CELL.1 + EDGE;
    let mut columns = 0;
    let mut x = 0;
    // blanks at the end of a row are no words
    let shows = |x: u16| !buffer[(x, y)].symbol().trim().is_empty();
    let end = (0..buffer.area.width).rev().find(|x| shows(*x)).map_or(0, |x| x + 1);
    while x < buffer.area.width {
        let from = x;
        let class = classes.of(&buffer[(x, y)]);
        let mut run = String::new();
        while x < buffer.area.width && classes.of(&buffer[(x, y)]) == class {
            let symbol = buffer[(x, y)].symbol();
            if x < end {
                run.push_str(symbol);
            }
            x += (width(symbol) as u16).max(1);
        }
        columns += width(&run);
        let run = escaped(&run);
        match class.0.as_str() {
            "" => words.push_str(&run),
            // blanks have no weight
            _ if run.trim().is_empty() && !class.0.contains(['u', 'x']) => words.push_str(&run),
            name => words.push_str(&format!("<tspan class=\"{name}\">{run}</tspan>")),
        }
        if let Some(ground) = class.1 {
            let (left, w) = (f32::from(from) * CELL.0 + EDGE, f32::from(x - from) * CELL.0);
            grounds.push_str(&format!("<path class=\"{ground}\" d=\"M{left:.1} {top}h{w:.1}v{}h-{w:.1}z\"/>", CELL.1));
        }
    }
    let length = match columns {
        0 => String::new(),
        _ => format!(" textLength=\"{:.1}\"", columns as f32 * CELL.0),
    };
    format!("{grounds}<text x=\"{EDGE}\" y=\"{}\"{length}>{words}</text>\n", top + 13.5)
}

/// The words of a picture, row by row.
pub fn words(picture: &str) -> String {
    let mut out = String::new();
    for line in picture.lines().filter(|line| line.contains("<text ")) {
        let mut inside = false;
        for c in line.chars() {
            match c {
                '<' => inside = true,
                '>' => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        out.push('\n');
    }
    out.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
