//! The terminal's life: taken once, given back on every way out.

use std::io::{self, BufWriter, IsTerminal, Stdout, Write};
use std::panic;
use std::sync::Once;

use crossterm::cursor::Show;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::style::ResetColor;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, SetTitle,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use crate::app::pointer::Hit;
use crate::app::{App, update};
use crate::ui;
use crate::ui::theme::{Depth, Theme};

/// The terminal, taken. Gives it back when dropped.
pub struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
    depth: Depth,
    theme: (String, Theme),
    mouse: bool,
    placed: ui::Placed,
}

/// Gives the terminal back. Every step is tried even when one fails; twice does no harm.
pub fn restore() {
    let mut out = io::stdout();
    let _ = execute!(out, EndSynchronizedUpdate);
    let _ = execute!(out, DisableMouseCapture);
    let _ = execute!(out, DisableBracketedPaste, DisableFocusChange);
    let _ = execute!(out, ResetColor, Show);
    let _ = execute!(out, LeaveAlternateScreen);
    let _ = disable_raw_mode();
    let _ = out.flush();
}

impl Screen {
    /// Takes the terminal. A sentence when there is none.
    pub fn take() -> Result<Self, String> {
        if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
            return Err("the screens need a terminal; the commands (`gbdesk --help`) work without one".to_owned());
        }
        give_back_on_panic();
        let fault = |fault: io::Error| {
            restore();
            format!("the terminal does not let itself be used ({fault}); the commands (`gbdesk --help`) work without")
        };
        enable_raw_mode().map_err(fault)?;
        let mut out = BufWriter::with_capacity(1 << 16, io::stdout());
        execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, SetTitle("gbdesk"))
            .map_err(fault)?;
        let terminal = Terminal::new(CrosstermBackend::new(out)).map_err(fault)?;
        let theme = (String::new(), Theme::default());
        Ok(Self { terminal, depth: depth(), theme, mouse: false, placed: ui::Placed::default() })
    }

    /// Columns and rows.
    #[must_use]
    pub fn size(&self) -> (u16, u16) {
        self.terminal.size().map_or((80, 24), |size| (size.width, size.height))
    }

    /// Draws the program once.
    pub fn draw(&mut self, app: &mut App) -> io::Result<()> {
        if self.theme.0 != app.theme {
            self.theme = (app.theme.clone(), Theme::named(&app.theme, self.depth));
        }
        let size = self.size();
        if size != app.size {
            // the size changed and its message is still on the way
            update(app, crate::app::Msg::Resize(size.0, size.1));
        }
        if app.mouse != self.mouse {
            self.mouse = app.mouse;
            let out = self.terminal.backend_mut();
            if app.mouse { queue!(out, EnableMouseCapture)? } else { queue!(out, DisableMouseCapture)? }
        }
        let theme = &self.theme.1;
        let drawn = &mut self.placed;
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let placed = ui::draw(app, frame.buffer_mut(), theme);
            if let Some(position) = placed.cursor {
                frame.set_cursor_position(position);
            }
            *drawn = placed;
        })?;
        execute!(self.terminal.backend_mut(), EndSynchronizedUpdate)
    }

    /// What stands in a cell of the frame shown.
    #[must_use]
    pub fn hit(&self, x: u16, y: u16) -> Option<Hit> {
        self.placed.hit(x, y)
    }

    /// Hands text to the terminal's own clipboard (OSC 52), which also works through SSH.
    pub fn clipboard(&mut self, text: &str) -> io::Result<()> {
        use base64::Engine;
        let encoded = base64::engine::general_purpose::STANDARD.encode(text);
        let out = self.terminal.backend_mut();
        write!(out, "\x1b]52;c;{encoded}\x07")?;
        out.flush()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.terminal.backend_mut().flush();
        restore();
    }
}

/// A panic gives the terminal back before its message is printed.
fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // caught where it happens: the screens go on
            if crate::library::is_guarded() {
                return;
            }
            restore();
            before(info);
        }));
    });
}

/// How many colours there are, by the environment alone: no question to the terminal that it might not answer.
fn depth() -> Depth {
    let var = |name: &str| std::env::var(name).unwrap_or_default();
    if !var("NO_COLOR").is_empty() || var("TERM") == "dumb" {
        return Depth::None;
    }
    let colours = var("COLORTERM");
    if colours == "truecolor" || colours == "24bit" || !var("WT_SESSION").is_empty() {
        Depth::Full
    } else if var("TERM").contains("256") || var("TERM").contains("kitty") || var("TERM").contains("direct") {
        Depth::Indexed
    } else {
        Depth::Sixteen
    }
}
