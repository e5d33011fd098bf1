//! A passphrase asked for on the terminal before or without the screens: nothing of it is shown.

use std::io::{self, BufRead, IsTerminal, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};

use crate::app::secret::Passphrase;

/// The longest passphrase read from a pipe, in bytes.
const LONGEST: u64 = 4096;

/// Asks on the terminal; `None` when it was given up. Without a terminal the first line of standard input is taken, when
/// `piped` allows it.
pub fn ask(prompt: &str, piped: bool) -> io::Result<Option<Passphrase>> {
    if piped && !io::stdin().is_terminal() {
        let mut line = Passphrase::default();
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(256));
        io::Read::take(&mut io::stdin().lock(), LONGEST).read_until(b'\n', &mut bytes)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        line.paste(text);
        return Ok((!line.is_empty()).then_some(line));
    }
    enable_raw_mode()?;
    let mut out = io::stderr();
    let _ = write!(out, "{prompt}").and_then(|()| out.flush());
    let typed = typed();
    let restored = disable_raw_mode();
    let _ = writeln!(out);
    restored?;
    typed
}

fn typed() -> io::Result<Option<Passphrase>> {
    let mut typed = Passphrase::default();
    loop {
        match read()? {
            Event::Key(key) if key.kind == KeyEventKind::Release => {}
            Event::Key(key) => match key.code {
                KeyCode::Enter => return Ok((!typed.is_empty()).then_some(typed)),
                KeyCode::Esc => return Ok(None),
                KeyCode::Char('c' | 'd') if key.modifiers == KeyModifiers::CONTROL => return Ok(None),
                KeyCode::Char('u') if key.modifiers == KeyModifiers::CONTROL => typed = Passphrase::default(),
                KeyCode::Backspace => typed.pop(),
                // AltGr arrives as Ctrl+Alt on some systems
                KeyCode::Char(c)
                    if !key.modifiers.contains(KeyModifiers::CONTROL) || key.modifiers.contains(KeyModifiers::ALT) =>
                {
                    typed.push(c);
                }
                _ => {}
            },
            Event::Paste(text) => typed.paste(&text),
            _ => {}
        }
    }
}
