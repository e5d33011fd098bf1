//! Keys as the program knows them, whatever terminal they came from.

use std::fmt;
use std::str::FromStr;

use crate::strings::Strings;

/// A key press.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// Held down with it.
    pub ctrl: bool,
    /// Held down with it; never needed by a default.
    pub alt: bool,
    /// Held down with a key that is no character.
    pub shift: bool,
}

/// Which key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    /// A character, as typed: `G` is the letter with Shift.
    Char(char),
    /// A function key, from 1.
    F(u8),
    /// Return.
    Enter,
    /// Escape.
    Esc,
    /// Tabulator; with `shift` the way back.
    Tab,
    /// Deletes to the left.
    Backspace,
    /// Deletes to the right.
    Delete,
    /// Insert.
    Insert,
    /// Arrow.
    Up,
    /// Arrow.
    Down,
    /// Arrow.
    Left,
    /// Arrow.
    Right,
    /// A page up.
    PageUp,
    /// A page down.
    PageDown,
    /// To the beginning.
    Home,
    /// To the end.
    End,
}

impl From<Code> for Key {
    fn from(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }
}

impl Key {
    /// The character, when it is one that writes.
    #[must_use]
    pub fn writes(self) -> Option<char> {
        match self.code {
            Code::Char(c) if !self.ctrl && !self.alt => Some(c),
            _ => None,
        }
    }

    /// The key as the delegate's keyboard names it: `Ctrl+G`, `Entrée`, `↓`.
    #[must_use]
    pub fn shown(self, strings: &Strings) -> String {
        let name = match self.code {
            Code::Enter => "key.enter",
            Code::Esc => "key.esc",
            Code::Backspace => "key.backspace",
            Code::Delete => "key.delete",
            Code::Up => "key.up",
            Code::Down => "key.down",
            Code::Left => "key.left",
            Code::Right => "key.right",
            Code::PageUp => "key.page_up",
            Code::PageDown => "key.page_down",
            Code::Tab => "key.tab",
            Code::Insert => "key.insert",
            Code::Home => "key.home",
            Code::End => "key.end",
            Code::Char(' ') => "key.space",
            Code::Char('+') if !self.ctrl && !self.alt => return "+".to_owned(),
            _ => return self.to_string(),
        };
        let held = [(self.ctrl, "Ctrl+"), (self.alt, "Alt+"), (self.shift, strings.get("key.shift"))];
        let held: String = held.into_iter().filter(|(held, _)| *held).map(|(_, name)| name).collect();
        format!("{held}{}", strings.get(name))
    }

    /// The same key on a Latin layout: a Cyrillic or Greek letter becomes the letter at its place on the keyboard, so
    /// that command letters work whatever the delegate writes in.
    #[must_use]
    pub fn latin(self) -> Self {
        let Code::Char(c) = self.code else { return self };
        if c.is_ascii() {
            return self;
        }
        let lower = c.to_lowercase().next().unwrap_or(c);
        let place = LAYOUTS.iter().find_map(|(layout, latin)| {
            let at = layout.chars().position(|letter| letter == lower)?;
            latin.chars().nth(at)
        });
        match place {
            Some(latin) if c == lower => Self { code: Code::Char(latin), ..self },
            Some(latin) => Self { code: Code::Char(latin.to_ascii_uppercase()), ..self },
            None => self,
        }
    }
}

/// Letters of other layouts, with the Latin letters at the same places of the keyboard.
const LAYOUTS: [(&str, &str); 2] = [
    ("йцукенгшщзхъфывапролджэячсмитьбюіїєґ", "qwertyuiop[]asdfghjkl;'zxcvbnm,.s]'\\"),
    ("ςερτυθιοπασδφγηξκλζχψωβνμάέήίόύώ", "wertyuiopasdfghjklzxcvbnmaehiovv"),
];

impl FromStr for Key {
    type Err = String;

    /// Takes `Ctrl+P`, `F1`, `Shift+Tab`, `Enter`, `g`, `?`, `Space`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("“{text}” is not a key; write it like F4, Ctrl+T, Shift+Tab, Enter or g");
        let mut key = Self::from(Code::Esc);
        let mut rest = text.trim();
        while let Some((modifier, tail)) = rest.split_once('+').filter(|(_, tail)| !tail.is_empty()) {
            match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "control" => key.ctrl = true,
                "alt" => key.alt = true,
                "shift" => key.shift = true,
                _ => return Err(fault()),
            }
            rest = tail;
        }
        let mut letters = rest.chars();
        key.code = match (letters.next(), letters.next()) {
            (Some(c), None) => {
                let c = if key.ctrl { c.to_ascii_lowercase() } else { c };
                Code::Char(c)
            }
            _ => NAMES
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(rest))
                .map(|(_, code)| *code)
                .or_else(|| {
                    let number: u8 = rest.strip_prefix(['F', 'f'])?.parse().ok()?;
                    (1..=24).contains(&number).then_some(Code::F(number))
                })
                .ok_or_else(fault)?,
        };
        Ok(key)
    }
}

/// Names of the keys that are no character.
pub(super) const NAMES: [(&str, Code); 16] = [
    ("Enter", Code::Enter),
    ("Esc", Code::Esc),
    ("Tab", Code::Tab),
    ("Backspace", Code::Backspace),
    ("Delete", Code::Delete),
    ("Insert", Code::Insert),
    ("Up", Code::Up),
    ("Down", Code::Down),
    ("Left", Code::Left),
    ("Right", Code::Right),
    ("PageUp", Code::PageUp),
    ("PageDown", Code::PageDown),
    ("Home", Code::Home),
    ("End", Code::End),
    ("Space", Code::Char(' ')),
    ("Plus", Code::Char('+')),
];

impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            out.write_str("Ctrl+")?;
        }
        if self.alt {
            out.write_str("Alt+")?;
        }
        if self.shift {
            out.write_str("Shift+")?;
        }
        if let Some((name, _)) = NAMES.iter().find(|(_, code)| *code == self.code) {
            return out.write_str(name);
        }
        match self.code {
            Code::Char(c) if self.ctrl => write!(out, "{}", c.to_uppercase()),
            Code::Char(c) => write!(out, "{c}"),
            Code::F(number) => write!(out, "F{number}"),
            other => write!(out, "{other:?}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_as_they_are_written() {
        for name in ["Ctrl+P", "F12", "Shift+Tab", "Enter", "g", "G", "?", "Space", "Ctrl+Home", "+"] {
            let key: Key = name.parse().unwrap();
            let again: Key = key.to_string().parse().unwrap();
            assert_eq!(again, key, "{name}");
        }
        assert!("Hyper+x".parse::<Key>().is_err());
        assert!("F99".parse::<Key>().is_err());
        assert!("".parse::<Key>().is_err());
    }

    #[test]
    fn command_letters_work_on_cyrillic_and_greek_layouts() {
        let latin = |c| match Key::from(Code::Char(c)).latin().code {
            Code::Char(c) => c,
            _ => '?',
        };
        assert_eq!(latin('о'), 'j');
        assert_eq!(latin('л'), 'k');
        assert_eq!(latin('П'), 'G');
        assert_eq!(latin('ξ'), 'j');
        assert_eq!(latin('κ'), 'k');
        assert_eq!(latin('é'), 'é');
    }

    #[test]
    fn every_layout_names_a_latin_letter_for_each_of_its_own() {
        for (layout, latin) in LAYOUTS {
            assert_eq!(layout.chars().count(), latin.chars().count());
        }
    }
}
