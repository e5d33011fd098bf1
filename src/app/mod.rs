//! The program as a value: [`App`], [`Msg`], [`update`]. No terminal, no file, no thread, no clock.

mod acting;
pub mod adopted;
pub mod agenda;
pub mod aside;
pub mod badge;
pub mod blank;
pub mod board;
pub mod buffer;
mod choices;
pub mod cite;
pub mod closing;
mod columns;
pub mod commands;
pub mod compare;
mod comparing;
pub mod copying;
pub mod fetching;
pub mod finder;
pub mod frame;
pub mod goal;
pub mod going;
pub mod goto;
pub mod inbox;
pub mod key;
pub mod keycheck;
pub mod keymap;
pub mod leads;
pub mod leaving;
pub mod letters;
pub mod marks;
mod moving;
pub mod msg;
mod naming;
pub mod notes_list;
pub mod noting;
pub mod order;
pub mod overview;
pub mod page;
mod page_table;
pub mod parallel;
pub mod peek;
pub mod picker;
pub mod pointer;
pub mod promises;
pub mod reader;
pub mod resume;
pub mod saved;
pub mod seats;
pub mod secret;
pub mod sheet;
pub mod sittings;
pub mod sources;
pub mod speech;
pub mod split;
pub mod stances;
pub mod statement;
pub mod syncing;
mod typing;
pub mod undo;
mod update;
pub mod views;
pub mod when;
pub mod words;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use crate::model::search::CitedBy;
use crate::model::{Language, Note, Paper, PaperEntry, Session, Symbol, Target};
use crate::strings::Strings;

pub use msg::{Effect, Found, Missing, Msg, Name};
pub use update::update;

use frame::{Frame, Wish, frame};
use goal::Goal;
use reader::Reader;
use saved::Saved;

/// What the main pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// Nothing is open: the first screen, or a word on how to begin.
    #[default]
    Start,
    /// A paper.
    Reader,
    /// All draft decisions.
    Board,
    /// All notes.
    Notes,
    /// What changed between two texts.
    Compare,
    /// What is new since the delegate last looked.
    Inbox,
    /// The order of business.
    Sittings,
    /// A paper in two languages side by side.
    Parallel,
    /// What was asked of whom, and by when.
    Promises,
    /// A statement being built.
    Statement,
    /// A statement to be read aloud.
    Speech,
}

/// Which pane the keys go to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Focus {
    /// The agenda.
    #[default]
    Agenda,
    /// The main pane.
    Main,
    /// References and notes.
    Aside,
}

/// The themes there are; `assets/themes/` has one file each.
pub const THEMES: [&str; 5] = ["terminal", "light", "dark", "contrast", "mono"];

/// A sentence in the footer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The sentence.
    pub text: String,
    /// Something went wrong.
    pub fault: bool,
}

/// A place to come back to.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// What was shown.
    pub view: View,
    /// The pane that had the keys.
    pub focus: Focus,
    /// The paper and the place in it, when a paper was shown.
    pub goal: Option<Goal>,
    /// The language that stood at the right of the paper.
    pub beside: Option<Language>,
    /// How the header calls it.
    pub name: String,
}

/// The program.
#[derive(Clone, Debug)]
pub struct App {
    /// The sentences of the interface's language.
    pub strings: &'static Strings,
    /// Languages of papers in order of preference.
    pub languages: Vec<Language>,
    /// Their order was set; else the language of the interface comes first.
    pub languages_set: bool,
    /// The name of the theme.
    pub theme: String,
    /// Width of the text column.
    pub text_width: u16,
    /// Which keys run which command.
    pub keys: keymap::KeyMap,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The sessions held, newest first; `None` until known.
    pub held: Option<Vec<u16>>,
    /// The sessions read.
    pub sessions: BTreeMap<u16, Arc<Session>>,
    /// The session shown; 0 for none.
    pub session: u16,
    /// The papers read, by the name of their JSON.
    pub papers: HashMap<String, Arc<Paper>>,
    /// Who cites a paper, by its key.
    pub cited_by: HashMap<String, Vec<CitedBy>>,
    /// What the citations of a paper lead to, by the name of its JSON.
    pub resolved: HashMap<String, HashMap<Target, leads::Answer>>,
    /// What is to be said when a place is reached.
    pub arrival: Option<(Goal, String)>,
    /// Where the notes stand in a text, by the name of its JSON and the id of the note.
    pub seats: HashMap<String, HashMap<String, seats::Seat>>,
    /// The newest text held of the paper of a note, by the note's id.
    pub newest: HashMap<String, crate::model::session::Held>,
    /// What was asked for and did not come yet, so that it is asked once.
    pub asked: HashSet<String>,
    /// What the main pane shows.
    pub view: View,
    /// Which pane the keys go to.
    pub focus: Focus,
    /// The agenda's cursor.
    pub agenda: agenda::Agenda,
    /// The paper open.
    pub reader: Option<Reader>,
    /// The paper beside it.
    pub beside: Option<split::Beside>,
    /// The board's cursor and filter.
    pub board: board::Board,
    /// The cursor and filter in the list of notes.
    pub notes_list: notes_list::NotesList,
    /// The comparison shown.
    pub compare: compare::Compare,
    /// The list of what is new.
    pub inbox: sheet::Sheet,
    /// The kind of what is new that is shown, by its place among the groups; `None` for all.
    pub news_kind: Option<usize>,
    /// What is shown of the order of business, a section or a day; `None` for all.
    pub sittings_kind: Option<String>,
    /// The order of business.
    pub sittings: sheet::Sheet,
    /// The two languages shown.
    pub parallel: parallel::Parallel,
    /// What was asked of whom.
    pub promises: promises::Promises,
    /// What is to be said.
    pub statements: statement::Statements,
    /// A passphrase being typed.
    pub secret: Option<secret::Asking>,
    /// The notes are encrypted.
    pub sealed: bool,
    /// The notes are encrypted, and the key was not opened.
    pub locked: bool,
    /// The notes were closed while something was being typed: the passphrase is asked for when the keys rest.
    pub asks_late: bool,
    /// What is wrong with files of notes and statements that cannot be read, a sentence each.
    pub note_faults: Vec<String>,
    /// What was typed before it was answered how notes are kept: it goes into the note on its place.
    pub kept_words: Vec<secret::Kept>,
    /// Whether notes are to be encrypted may be asked at the first one.
    pub offers: bool,
    /// The delegate is leaving.
    pub leaving: leaving::Leaving,
    /// Day and hour in Geneva, `2024-03-04T15:31`; `None` until known.
    pub clock: Option<String>,
    /// The cursor in the aside.
    pub aside: usize,
    /// The aside was put away.
    pub no_aside: bool,
    /// All notes.
    pub notes: Vec<Note>,
    /// The note being written.
    pub editor: Option<noting::Editor>,
    /// The line that finds, and its list.
    pub picker: Option<picker::Picker>,
    /// A card over the reader: footnotes and cited words.
    pub peek: bool,
    /// The first row of the card in view.
    pub peek_top: usize,
    /// From where a citation followed by its letter leads away, once it does.
    pub leap: Option<goal::Spot>,
    /// Letters stand over the citations in view.
    pub letters: bool,
    /// Keys that were pressed before the session was read; they run in order as soon as it is.
    pub early: Vec<key::Key>,
    /// The first of two keys was pressed.
    pub begun: Option<key::Key>,
    /// Where the delegate was.
    pub trail: Vec<Station>,
    /// How many of them lie before the paper was opened from the agenda: they are no step of the way to it.
    pub way: usize,
    /// Where back came from.
    pub ahead: Vec<Station>,
    /// What is still to be reached after a start.
    pub sought: Option<resume::Sought>,
    /// Where the delegate wants to go, until what is needed is read; true when the way back is to be kept.
    pub pending: Option<(Goal, bool)>,
    /// What can be taken back.
    pub past: Vec<undo::Change>,
    /// What was taken back.
    pub future: Vec<undo::Change>,
    /// The sentence in the footer.
    pub message: Option<Message>,
    /// What is going on in the background.
    pub work: String,
    /// The sync that goes on.
    pub syncing: Option<syncing::Going>,
    /// Notes, stances and titles are blanked.
    pub discreet: bool,
    /// What is remembered.
    pub saved: Saved,
    /// The number of the last question asked.
    pub generation: u64,
    /// The number of the last note given to be saved.
    pub ticket: u64,
    /// Milliseconds, as of the last tick.
    pub now: u64,
    /// Milliseconds without a key after which the screen is blanked; 0 for never.
    pub blank_after: u64,
    /// When the last key was pressed, in the milliseconds of the ticks.
    pub touched: u64,
    /// The screen is blanked until a key is pressed.
    pub blanked: bool,
    /// The mouse is taken from the terminal.
    pub mouse: bool,
    /// The program shows the sample session.
    pub sample: bool,
}

impl App {
    /// A program that holds nothing yet.
    #[must_use]
    pub fn new(language: Language, languages: Vec<Language>) -> Self {
        Self {
            strings: Strings::of(language),
            languages,
            languages_set: false,
            theme: "terminal".to_owned(),
            text_width: 68,
            keys: keymap::KeyMap::default(),
            size: (80, 24),
            held: None,
            sessions: BTreeMap::new(),
            session: 0,
            papers: HashMap::new(),
            cited_by: HashMap::new(),
            resolved: HashMap::new(),
            arrival: None,
            seats: HashMap::new(),
            newest: HashMap::new(),
            asked: HashSet::new(),
            view: View::Start,
            focus: Focus::Agenda,
            agenda: agenda::Agenda::default(),
            reader: None,
            beside: None,
            board: board::Board::default(),
            notes_list: notes_list::NotesList::default(),
            compare: compare::Compare::default(),
            inbox: sheet::Sheet::default(),
            news_kind: None,
            sittings_kind: None,
            sittings: sheet::Sheet::default(),
            parallel: parallel::Parallel::default(),
            promises: promises::Promises::default(),
            statements: statement::Statements::default(),
            secret: None,
            sealed: false,
            locked: false,
            asks_late: false,
            note_faults: Vec::new(),
            kept_words: Vec::new(),
            offers: false,
            leaving: leaving::Leaving::No,
            clock: None,
            aside: 0,
            no_aside: false,
            notes: Vec::new(),
            editor: None,
            picker: None,
            peek: false,
            peek_top: 0,
            leap: None,
            letters: false,
            early: Vec::new(),
            begun: None,
            trail: Vec::new(),
            way: 0,
            ahead: Vec::new(),
            sought: None,
            pending: None,
            past: Vec::new(),
            future: Vec::new(),
            message: None,
            work: String::new(),
            syncing: None,
            discreet: false,
            saved: Saved::default(),
            generation: 0,
            ticket: 0,
            now: 0,
            blank_after: 0,
            touched: 0,
            blanked: false,
            mouse: false,
            sample: false,
        }
    }

    /// The session shown.
    #[must_use]
    pub fn current(&self) -> Option<&Arc<Session>> {
        self.sessions.get(&self.session)
    }

    /// What was open the last time is still being read: keys wait for it.
    #[must_use]
    pub(super) fn starting(&self) -> bool {
        let unread = self.current().is_none() && self.asked.contains(&format!("session {}", self.session));
        self.held.is_none() || unread || (self.sought.is_some() && self.pending.is_some())
    }

    /// Nothing is held at all, and that is known.
    #[must_use]
    pub fn empty(&self) -> bool {
        self.held.as_ref().is_some_and(Vec::is_empty) && self.sessions.is_empty()
    }

    /// A paper of a session by its key.
    #[must_use]
    pub fn entry(&self, session: u16, key: &str) -> Option<&PaperEntry> {
        self.sessions.get(&session)?.papers.iter().find(|entry| entry.key == key)
    }

    /// The entry of the paper open.
    #[must_use]
    pub fn open_entry(&self) -> Option<&PaperEntry> {
        let reader = self.reader.as_ref()?;
        self.entry(reader.session, &reader.key)
    }

    /// True while time matters: a note has words that are not saved.
    #[must_use]
    pub fn ticking(&self) -> bool {
        self.asks_late || self.editor.as_ref().is_some_and(noting::Editor::unsaved)
    }

    /// True while the hour matters: the order of business is shown.
    #[must_use]
    pub fn minds_the_clock(&self) -> bool {
        self.view == View::Sittings
    }

    /// Where the panes are.
    #[must_use]
    pub fn frame(&self) -> Frame {
        let wish = Wish {
            agenda_first: self.focus == Focus::Agenda && self.current().is_some() && !self.empty(),
            aside_first: self.focus == Focus::Aside,
            main: self.view != View::Start || self.current().is_none() || self.size.0 >= 100,
            editor: self.editor.is_some(),
            split: self.own_side(),
            alone: matches!(self.view, View::Parallel | View::Speech)
                || (self.view == View::Compare && self.compare.beside && self.size.0 < 190)
                || self.empty(),
            no_aside: self.no_aside
                || self.current().is_none()
                || self.needs_room()
                || matches!(self.view, View::Statement | View::Speech),
        };
        frame(self.size.0, self.size.1, wish)
    }

    /// Says something in the footer.
    pub fn say(&mut self, key: &str) {
        self.message = Some(Message { text: self.strings.get(key).to_owned(), fault: false });
    }

    /// Says something in the footer, with blanks filled.
    pub fn tell(&mut self, key: &str, values: &[(&str, &str)]) {
        self.message = Some(Message { text: self.strings.fill(key, values), fault: false });
    }

    /// Says that something went wrong.
    pub fn fault(&mut self, text: String) {
        self.message = Some(Message { text, fault: true });
    }

    /// The key of the paper that a note hangs on: its symbol without version.
    #[must_use]
    pub fn key_of(paper: &str) -> String {
        paper.parse::<Symbol>().map_or_else(|_| paper.to_owned(), |symbol| symbol.paper().to_string())
    }

    /// How a paper is called where it need not be of the session shown: `INS/5`, `398 PV`; a text without symbol by its title.
    #[must_use]
    pub fn paper_name(&self, session: u16, key: &str) -> String {
        let entry = self.entry(session, key).filter(|entry| entry.symbol.is_none());
        let name =
            entry.map_or_else(|| words::short_key(key).to_owned(), |entry| words::entry_name(entry, &self.languages));
        words::in_session(name, session, self.session)
    }

    /// The notes on a paper.
    pub fn notes_on<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().filter(move |note| Self::key_of(&note.paper) == key)
    }

    /// The notes on an item of the agenda that has no paper.
    pub fn notes_on_item<'a>(
        &'a self,
        session: u16,
        item: &'a crate::model::AgendaItem,
    ) -> impl Iterator<Item = &'a Note> {
        let name = format!("{}/{}", item.section, item.number);
        self.notes.iter().filter(move |note| note.session == session && note.item() == Some(name.as_str()))
    }

    /// The notes on a block of a paper, its list parts included.
    pub fn notes_at<'a>(&'a self, key: &'a str, block: &'a str) -> impl Iterator<Item = &'a Note> {
        self.notes_on(key).filter(move |note| {
            note.paragraph.as_deref().is_some_and(|place| place.split("__").next().unwrap_or(place) == block)
        })
    }
}
