//! The only room with threads and a terminal: carries out effects, sends messages.

mod clock;
mod exporting;
#[doc(hidden)]
pub mod finding;
mod input;
mod memory;
mod notebook;
mod opener;
pub mod passphrase;
mod search;
pub(crate) mod seating;
mod signals;
mod terminal;
pub(crate) mod tongue;
mod watch;
mod work;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crate::app::keymap::KeyMap;
use crate::app::syncing::Going;
use crate::app::{App, Effect, Msg, update};
use crate::config::KeyEntry;
use crate::library::Library;
use crate::model::Language;
use crate::strings::{Saying, Strings};

pub use signals::interrupts;
use terminal::Screen;
use tongue::Tongue;

/// Brings a session over: its number (0: the newest), the language of the screens, what tells it to stop, and how to say
/// how far it is. Gives back a sentence.
pub type Syncing =
    Arc<dyn Fn(u16, &'static Strings, &AtomicBool, &dyn Fn(Going)) -> Result<String, String> + Send + Sync>;

/// What the screens need to know.
pub struct Setup {
    /// The library's folder.
    pub cache: PathBuf,
    /// The notes' folder.
    pub notes: PathBuf,
    /// Where it is kept where the delegate left.
    pub data: PathBuf,
    /// The language of the interface.
    pub language: Language,
    /// The language was asked for on the command line: it counts more than what was chosen on the spot.
    pub language_asked: bool,
    /// Languages of papers in order of preference.
    pub languages: Vec<Language>,
    /// The configuration sets their order; else the language of the interface comes first.
    pub languages_set: bool,
    /// The name of the theme.
    pub theme: String,
    /// Width of the text column.
    pub text_width: u16,
    /// The delegate's own keys.
    pub keys: Vec<KeyEntry>,
    /// The configuration file, to be named where one of them is wrong.
    pub config_file: PathBuf,
    /// The mouse is taken from the terminal.
    pub mouse: bool,
    /// Words a minute for statements, and when they are interpreted.
    pub paces: (u32, u32),
    /// The delegate's name or group, for what is exported.
    pub author: String,
    /// Where exported statements go.
    pub exports: PathBuf,
    /// Minutes without a key after which the screen is blanked; 0 for never.
    pub blank_after: u32,
    /// What is wrong in the configuration, one sentence each.
    pub faults: Vec<(usize, Saying)>,
    /// This is the sample session.
    pub sample: bool,
    /// How a session is brought over, when that is possible.
    pub sync: Option<Syncing>,
}

/// How long after the last look at the disk a key makes the program look again. Nothing wakes up for it.
const LOOK: Duration = Duration::from_secs(5);

/// How the screens were left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The delegate quit, or the system asked to.
    Quit,
    /// The delegate wants to see the sample session.
    Sample,
}

/// Something that comes in.
pub(crate) enum In {
    /// For the program.
    Msg(Msg),
    /// The mouse: the cell, and what was done with it.
    Mouse(u16, u16, Pointer),
    /// The terminal has the focus again: look whether something changed on the disk.
    Focus,
    /// The system asks to end, or the terminal is gone.
    Stop,
}

/// What was done with the mouse.
#[derive(Clone, Copy)]
pub(crate) enum Pointer {
    Click,
    Wheel(bool),
}

/// Runs the screens until the delegate leaves. `Err` holds a sentence; the terminal is given back in every case.
pub fn run(setup: &Setup) -> Result<Exit, String> {
    let library =
        Arc::new(Library::open(&setup.cache).map_err(|fault| fault.saying().text(Strings::of(setup.language)))?);
    let mut screen = Screen::take()?;
    let (to, from) = channel();
    signals::watch(&to)?;
    let mut app = App::new(setup.language, setup.languages.clone());
    app.theme.clone_from(&setup.theme);
    app.text_width = setup.text_width;
    app.mouse = setup.mouse;
    app.sample = setup.sample;
    app.offers = !setup.sample;
    app.languages_set = setup.languages_set;
    app.size = screen.size();
    let rows = setup.keys.iter().map(|entry| (entry.command.as_str(), entry.keys.as_slice()));
    let (keys, key_faults) = KeyMap::with(rows);
    app.keys = keys;
    if !setup.sample {
        app.saved = memory::load(&setup.data);
        app.mouse = app.saved.mouse.unwrap_or(app.mouse);
        if let Some(theme) = app.saved.theme.clone() {
            app.theme = theme;
        }
        if let Some(language) = app.saved.interface.filter(|_| !setup.language_asked) {
            app.take_interface(language);
        }
    }
    let mut faults: Vec<_> = setup.faults.iter().map(|(line, what)| (*line, what.text(app.strings))).collect();
    let line = |at: usize| setup.keys.get(at).map_or(0, |entry| entry.line);
    faults.extend(key_faults.into_iter().map(|(at, fault)| (line(at), fault.sentence(app.strings))));
    faults.sort_by_key(|(line, _)| *line);
    app.blank_after = u64::from(setup.blank_after) * 60_000;
    (app.statements.pace, app.statements.slow_pace) = setup.paces;
    app.show_faults(&setup.config_file.display().to_string(), &faults);
    let tongue = Tongue::new(app.strings);
    let mut desk = work::Desk::new(library, setup, tongue.clone(), to.clone());
    watch::start(setup.notes.clone(), setup.cache.clone(), to.clone());
    input::listen(to);
    desk.begin();
    let exit = turn(&mut app, &mut screen, &mut desk, &tongue, &from);
    settle(&mut app, &mut desk, &from);
    for effect in app.remember() {
        desk.carry_out(effect);
    }
    desk.finish();
    drop(screen);
    exit
}

/// What is being written is saved before the program ends, whatever ended it; an answer under way is waited for, so that
/// the last words go into the same file. A disk that does not answer is not waited for longer than a few seconds.
fn settle(app: &mut App, desk: &mut work::Desk, from: &Receiver<In>) {
    let until = Instant::now() + Duration::from_secs(3);
    let mut effects = app.close_editor();
    effects.extend(app.save_the_rest());
    loop {
        for effect in effects {
            desk.carry_out(effect);
        }
        if !app.saving() {
            return;
        }
        match from.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(In::Msg(msg @ (Msg::NoteSaved(..) | Msg::StatementSaved(..)))) => effects = update(app, msg),
            Ok(_) => effects = Vec::new(),
            Err(_) => return,
        }
    }
}

/// Takes messages until it is time to leave.
fn turn(
    app: &mut App,
    screen: &mut Screen,
    desk: &mut work::Desk,
    tongue: &Tongue,
    from: &Receiver<In>,
) -> Result<Exit, String> {
    let began = Instant::now();
    let mut looked = began;
    let now = || u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
    loop {
        tongue.set(app.strings);
        screen.draw(app).map_err(|fault| format!("the terminal cannot be written to ({fault})"))?;
        let pause = match (app.ticking(), app.minds_the_clock()) {
            (true, _) => Some(Duration::from_millis(250)),
            (false, true) => Some(clock::until_next_minute()),
            (false, false) => None,
        };
        let second = app.next_second(now()).map(Duration::from_millis);
        let blank = app.blanks_at().map(|at| Duration::from_millis(at.saturating_sub(now())));
        let pause = pause.into_iter().chain(blank).chain(second).min();
        let first = match pause {
            Some(pause) => match from.recv_timeout(pause) {
                Ok(coming) => coming,
                Err(RecvTimeoutError::Timeout) => In::Msg(Msg::Tick(now())),
                Err(RecvTimeoutError::Disconnected) => return Ok(Exit::Quit),
            },
            None => match from.recv() {
                Ok(coming) => coming,
                Err(_) => return Ok(Exit::Quit),
            },
        };
        let clock = clock::in_geneva();
        if app.clock.as_ref() != Some(&clock) {
            update(app, Msg::Clock(clock));
        }
        // everything that has come is taken before the screen is drawn once
        let mut next = Some(first);
        while let Some(coming) = next {
            let coming = match coming {
                In::Mouse(x, y, what) => In::Msg(match (what, screen.hit(x, y)) {
                    (Pointer::Click, Some(hit)) => Msg::Click(hit),
                    (Pointer::Click, None) => Msg::Tick(now()),
                    (Pointer::Wheel(down), hit) => Msg::Wheel(hit, down),
                }),
                other => other,
            };
            match coming {
                In::Mouse(..) => {}
                In::Stop => return Ok(Exit::Quit),
                In::Focus => desk.look_again(),
                In::Msg(msg) => {
                    let mut effects = Vec::new();
                    if matches!(msg, Msg::Key(_) | Msg::Paste(_) | Msg::Click(_) | Msg::Wheel(..)) {
                        effects.extend(update(app, Msg::Tick(now())));
                        // a file sync may work while the terminal keeps the focus
                        if looked.elapsed() > LOOK {
                            desk.look_again();
                            looked = Instant::now();
                        }
                    }
                    effects.extend(update(app, msg));
                    for effect in effects {
                        match effect {
                            Effect::Quit => return Ok(Exit::Quit),
                            Effect::Sample => return Ok(Exit::Sample),
                            Effect::Copy(text) => {
                                let sent = screen.clipboard(&text);
                                desk.copy(text, sent.is_ok());
                            }
                            Effect::Browse(address) => {
                                let _ = screen.clipboard(&address);
                                desk.carry_out(Effect::Browse(address));
                            }
                            other => desk.carry_out(other),
                        }
                    }
                }
            }
            next = from.try_recv().ok();
        }
    }
}

/// Sends a message; when nobody listens any more the program is ending.
fn send(to: &Sender<In>, msg: Msg) {
    let _ = to.send(In::Msg(msg));
}

/// Takes the terminal and panics: a test looks at what is left of it.
#[doc(hidden)]
pub fn take_and_panic() {
    let taken = Screen::take();
    assert!(taken.is_err(), "as asked for");
}
