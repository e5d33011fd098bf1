//! One thread reads the terminal. Only presses count; `AltGr` is folded; pastes come whole.

use std::sync::mpsc::Sender;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind, read};

use super::{In, Pointer};
use crate::app::Msg;
use crate::app::key::{Code, Key};

/// Where the one input thread sends to. It lives as long as the process, because a blocked read cannot be ended.
static LISTENER: OnceLock<Mutex<Sender<In>>> = OnceLock::new();

/// Sends what the terminal says to `to`, from now on.
pub fn listen(to: Sender<In>) {
    if let Some(listener) = LISTENER.get() {
        *listener.lock().unwrap_or_else(PoisonError::into_inner) = to;
        return;
    }
    let listener = LISTENER.get_or_init(|| Mutex::new(to));
    thread::spawn(move || {
        loop {
            let coming = match read() {
                Ok(event) => message(event),
                // the terminal is gone
                Err(_) => Some(In::Stop),
            };
            let gone = matches!(coming, Some(In::Stop));
            if let Some(coming) = coming {
                let _ = listener.lock().unwrap_or_else(PoisonError::into_inner).send(coming);
            }
            if gone {
                return;
            }
        }
    });
}

fn message(event: Event) -> Option<In> {
    match event {
        Event::Key(key) => self::key(key).map(|key| In::Msg(Msg::Key(key))),
        Event::Paste(text) => Some(In::Msg(Msg::Paste(text))),
        Event::Resize(columns, rows) => Some(In::Msg(Msg::Resize(columns, rows))),
        Event::FocusGained => Some(In::Focus),
        Event::Mouse(mouse) => {
            let what = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Pointer::Click,
                MouseEventKind::ScrollDown => Pointer::Wheel(true),
                MouseEventKind::ScrollUp => Pointer::Wheel(false),
                _ => return None,
            };
            Some(In::Mouse(mouse.column, mouse.row, what))
        }
        Event::FocusLost => None,
    }
}

/// A key of crossterm as the program knows it; `None` for releases and keys that it has no use for.
fn key(event: KeyEvent) -> Option<Key> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let mut key = Key::from(match event.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::F(number) => Code::F(number),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab | KeyCode::BackTab => Code::Tab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        _ => return None,
    });
    key.ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
    key.alt = event.modifiers.contains(KeyModifiers::ALT);
    let typed = matches!(key.code, Code::Char(_));
    key.shift = (!typed && event.modifiers.contains(KeyModifiers::SHIFT)) || event.code == KeyCode::BackTab;
    if let Code::Char(c) = key.code {
        // AltGr comes as Ctrl+Alt: the character is what was meant; with a plain letter it was Esc and a command key
        if key.ctrl && key.alt {
            key.ctrl = c.is_ascii_alphabetic();
            key.alt = false;
        }
        if key.ctrl {
            key.code = Code::Char(c.to_ascii_lowercase());
        }
        // Enter, as a terminal sends it that was not raw yet: pressed while the program begins
        if key.ctrl && key.code == Code::Char('j') {
            (key.code, key.ctrl) = (Code::Enter, false);
        }
    }
    Some(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(code: KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn a_character_typed_with_altgr_is_that_character() {
        let altgr = KeyModifiers::CONTROL | KeyModifiers::ALT;
        assert_eq!(press(KeyCode::Char('@'), altgr).as_deref(), Some("@"));
        assert_eq!(press(KeyCode::Char('ą'), altgr).as_deref(), Some("ą"));
        assert_eq!(press(KeyCode::Char('q'), altgr).as_deref(), Some("Ctrl+Q"));
    }

    #[test]
    fn enter_that_was_pressed_before_the_terminal_was_taken_is_enter() {
        assert_eq!(press(KeyCode::Char('j'), KeyModifiers::CONTROL).as_deref(), Some("Enter"));
        assert_eq!(press(KeyCode::Char('j'), KeyModifiers::NONE).as_deref(), Some("j"));
    }

    #[test]
    fn releases_are_no_presses() {
        let event = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(key(event), None);
    }

    #[test]
    fn shift_counts_with_keys_that_write_nothing() {
        assert_eq!(press(KeyCode::BackTab, KeyModifiers::SHIFT).as_deref(), Some("Shift+Tab"));
        assert_eq!(press(KeyCode::Char('G'), KeyModifiers::SHIFT).as_deref(), Some("G"));
        assert_eq!(press(KeyCode::Char('P'), KeyModifiers::CONTROL).as_deref(), Some("Ctrl+P"));
    }
}
