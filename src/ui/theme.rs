//! Themes: what each kind of text looks like. One file each in `assets/themes/`.

use ratatui::style::{Color, Modifier, Style};

use crate::app::page::Tone;

const FILES: [(&str, &str); 5] = [
    ("terminal", include_str!("../../assets/themes/terminal.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("contrast", include_str!("../../assets/themes/contrast.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
];

/// How many colours the terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// None: `NO_COLOR` or a terminal without.
    None,
    /// The sixteen of every terminal.
    Sixteen,
    /// The 256 of xterm.
    Indexed,
    /// All.
    #[default]
    Full,
}

/// What each kind of text looks like.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// The ground.
    pub base: Style,
    /// Running text.
    pub text: Style,
    /// Beside the point.
    pub dim: Style,
    /// Headings, titles.
    pub heading: Style,
    /// Draft decisions.
    pub decision: Style,
    /// Citations.
    pub link: Style,
    /// Footnote marks.
    pub mark: Style,
    /// What is uncertain.
    pub warning: Style,
    /// What was searched.
    pub matched: Style,
    /// Added words.
    pub added: Style,
    /// Removed words.
    pub removed: Style,
    /// What is current.
    pub accent: Style,
    /// Lines between panes.
    pub hairline: Style,
    /// The row chosen.
    pub chosen: Style,
    /// The title of the pane that has the keys.
    pub focus: Style,
    /// The title of the others.
    pub faded: Style,
}

impl Theme {
    /// The theme of this name for a terminal of this depth; the terminal's own colours when there is none of the name.
    #[must_use]
    pub fn named(name: &str, depth: Depth) -> Self {
        let name = match depth {
            Depth::None => "mono",
            Depth::Sixteen if name != "mono" => "terminal",
            _ => name,
        };
        let source = FILES.iter().find(|(known, _)| *known == name).unwrap_or(&FILES[0]).1;
        let table: toml::Table = source.parse().unwrap_or_default();
        let style = |key: &str| {
            let style = table.get(key).and_then(toml::Value::as_str).map_or(Style::new(), parse);
            if depth == Depth::Indexed { indexed(style) } else { style }
        };
        Self {
            base: style("base"),
            text: style("text"),
            dim: style("dim"),
            heading: style("heading"),
            decision: style("decision"),
            link: style("link"),
            mark: style("mark"),
            warning: style("warning"),
            matched: style("match"),
            added: style("added"),
            removed: style("removed"),
            accent: style("accent"),
            hairline: style("hairline"),
            chosen: style("chosen"),
            focus: style("focus"),
            faded: style("faded"),
        }
    }

    /// The style of a tone.
    #[must_use]
    pub fn of(&self, tone: Tone) -> Style {
        match tone {
            Tone::Text => self.text,
            Tone::Dim => self.dim,
            Tone::Heading => self.heading,
            Tone::Decision => self.decision,
            Tone::Link => self.link,
            Tone::Mark => self.mark,
            Tone::Warning => self.warning,
            Tone::Match => self.matched,
            Tone::Added => self.added,
            Tone::Removed => self.removed,
            Tone::Accent => self.accent,
        }
    }
}

/// `fg=#7cc4e8 bold` as a style. What is not understood is left out; a test reads every file.
fn parse(text: &str) -> Style {
    let mut style = Style::new();
    for word in text.split_whitespace() {
        style = match word.split_once('=') {
            Some(("fg", colour)) => colour.parse().map_or(style, |colour: Color| style.fg(colour)),
            Some(("bg", colour)) => colour.parse().map_or(style, |colour: Color| style.bg(colour)),
            _ => match modifier(word) {
                Some(modifier) => style.add_modifier(modifier),
                None => style,
            },
        };
    }
    style
}

fn modifier(word: &str) -> Option<Modifier> {
    Some(match word {
        "bold" => Modifier::BOLD,
        "dim" => Modifier::DIM,
        "underline" => Modifier::UNDERLINED,
        "reverse" => Modifier::REVERSED,
        "crossed" => Modifier::CROSSED_OUT,
        "italic" => Modifier::ITALIC,
        _ => return None,
    })
}

/// The colours of a style as the nearest of xterm's 256.
fn indexed(style: Style) -> Style {
    let nearest = |colour: Color| match colour {
        Color::Rgb(r, g, b) => {
            let step = |value: u8| (0..6_u8).min_by_key(|at| LEVELS[usize::from(*at)].abs_diff(value)).unwrap_or(0);
            let cube = (step(r), step(g), step(b));
            let distance = |other: (u8, u8, u8)| {
                let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
                square(r, other.0) + square(g, other.1) + square(b, other.2)
            };
            let level = |at: u8| LEVELS[usize::from(at)];
            let in_cube = distance((level(cube.0), level(cube.1), level(cube.2)));
            let grey = ((u16::from(r) + u16::from(g) + u16::from(b)) / 3).saturating_sub(3) / 10;
            let grey = grey.min(23) as u8;
            let shade = 8 + 10 * grey;
            if distance((shade, shade, shade)) < in_cube {
                Color::Indexed(232 + grey)
            } else {
                Color::Indexed(16 + 36 * cube.0 + 6 * cube.1 + cube.2)
            }
        }
        other => other,
    };
    Style { fg: style.fg.map(nearest), bg: style.bg.map(nearest), ..style }
}

const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

#[cfg(test)]
mod tests {
    use super::*;

    fn light(colour: Color) -> Option<f64> {
        let Color::Rgb(r, g, b) = colour else { return None };
        let channel = |value: u8| {
            let part = f64::from(value) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        Some(0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b))
    }

    #[test]
    fn every_pair_of_colours_can_be_read() {
        for (name, least) in [("light", 4.5), ("dark", 4.5), ("contrast", 7.0)] {
            let theme = Theme::named(name, Depth::Full);
            let ground = theme.base.bg.and_then(light).unwrap();
            let styles = [
                theme.base,
                theme.text,
                theme.dim,
                theme.heading,
                theme.decision,
                theme.link,
                theme.mark,
                theme.warning,
                theme.matched,
                theme.added,
                theme.removed,
                theme.accent,
                theme.hairline,
                theme.chosen,
                theme.focus,
                theme.faded,
            ];
            for (at, style) in styles.iter().enumerate() {
                let (fore, back) = (style.fg.and_then(light).unwrap(), style.bg.and_then(light).unwrap_or(ground));
                let ratio = (fore.max(back) + 0.05) / (fore.min(back) + 0.05);
                assert!(ratio >= least, "{name}, style {at}: {ratio:.2}");
                // the row chosen has a ground of its own, and any text may stand on it
                let chosen = theme.chosen.bg.and_then(light).unwrap();
                if style.bg.is_none() {
                    let ratio = (fore.max(chosen) + 0.05) / (fore.min(chosen) + 0.05);
                    assert!(ratio >= least, "{name}, style {at} on the row chosen: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn every_word_of_every_theme_is_understood() {
        for (name, source) in FILES {
            let table: toml::Table = source.parse().unwrap();
            assert_eq!(table.len(), 16, "{name}");
            for (key, value) in table {
                for word in value.as_str().unwrap().split_whitespace() {
                    let known = match word.split_once('=') {
                        Some((_, colour)) => colour.parse::<Color>().is_ok(),
                        None => modifier(word).is_some(),
                    };
                    assert!(known, "{name}: {key}: {word}");
                }
            }
        }
    }

    #[test]
    fn without_colours_no_colour_is_used() {
        let theme = Theme::named("dark", Depth::None);
        for style in [theme.base, theme.accent, theme.warning, theme.matched, theme.decision] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert_eq!(Theme::named("dark", Depth::Sixteen), Theme::named("terminal", Depth::Sixteen));
        assert_ne!(Theme::named("dark", Depth::Indexed), Theme::named("dark", Depth::Full));
    }
}
