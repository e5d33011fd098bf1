//! What comes in and what goes out.

use std::sync::Arc;

use crate::model::decision::Pasted;
use crate::model::promise::LedgerEntry;
use crate::model::search::{CitedBy, Results, Stand};
use crate::model::session::Held;
use crate::model::statement::Form;
use crate::model::{Language, Locator, Note, Paper, Session, Statement, Target};
use crate::text::diff::Comparison;

use super::fetching::Wanted;
use super::goal::Goal;
use super::key::Key;
use super::leads::Answer;
use super::saved::Saved;
use super::seats::Placed;
use super::secret::Passphrase;
use super::syncing::Going;

/// Something happened.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// The mouse clicked on this.
    Click(super::pointer::Hit),
    /// The wheel was turned over this; true: down.
    Wheel(Option<super::pointer::Hit>, bool),
    /// Text was pasted.
    Paste(String),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// Time went by: milliseconds since some fixed moment. Only comes while [`super::App::ticking`].
    Tick(u64),
    /// Day and hour in Geneva, `2024-03-04T15:31`.
    Clock(String),
    /// Which sessions are held, newest first.
    Sessions(Vec<u16>),
    /// A session was read.
    Session(u16, Result<Arc<Session>, String>),
    /// A paper was read; the name of its JSON on disk.
    Paper(String, Result<Arc<Paper>, String>),
    /// Who cites a paper, by its key.
    CitedBy(String, Vec<CitedBy>),
    /// What the citations of a paper lead to; the name of its JSON on disk.
    Resolved(String, Vec<Answer>),
    /// What was asked that concerns a session.
    Ledger(u16, Vec<LedgerEntry>),
    /// Two papers were compared: the names of their JSON on disk.
    Compared((String, String), Result<Arc<Comparison>, String>),
    /// The answer to a search, with the number it was asked under.
    Found(u64, Box<Found>),
    /// All notes.
    Notes(Vec<Note>),
    /// Where the notes of a text stand in it.
    Placed(Box<Placed>),
    /// A note was written and flushed to the disk, or not; with the number it was given under.
    NoteSaved(u64, Result<Box<Note>, String>),
    /// A note was moved to the trash, or not.
    NoteDeleted(String, Result<(), String>),
    /// The notes are encrypted and closed.
    Locked,
    /// The files of notes and statements that cannot be read, a sentence each.
    NoteFaults(Vec<String>),
    /// The notes were opened; true: with a passphrase. Or why they were not, `None`: it was not their passphrase.
    Unlocked(Result<bool, Option<String>>),
    /// The notes were encrypted: how many files. Or why they were not.
    Encrypted(Result<usize, String>),
    /// All statements, newest first.
    Statements(Vec<Statement>),
    /// A statement was written and flushed to the disk, or not; with the number it was given under.
    StatementSaved(u64, Result<Box<Statement>, String>),
    /// A statement was written as a file of its own: where, or why not.
    Exported(Result<String, String>),
    /// Text was handed to the clipboard, or not.
    Copied(Result<(), String>),
    /// This address could not be opened in a browser.
    NoBrowser(String),
    /// Something to tell: a sentence.
    Tell(String),
    /// Something to tell: the key of its sentence in the strings.
    Say(&'static str),
    /// A fault: a sentence.
    Fault(String),
    /// Something goes on in the background; empty when it is over.
    Work(String),
    /// Which papers are cited and not held, newest session first.
    Wanted(Vec<Wanted>),
    /// How far the sync is; `None` when it is over.
    Syncing(Option<Going>),
}

/// Something to do outside.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Read a session.
    OpenSession(u16),
    /// Read a paper.
    Read(Box<Held>),
    /// Read what was asked that concerns a session, in the first of these languages that it is held in; with the adopted
    /// texts that were pasted.
    Ledger(u16, Vec<Language>, Vec<Pasted>),
    /// Compare two papers, the older first.
    Compare(Box<Held>, Box<Held>),
    /// Find who cites a paper, by its key.
    CitedBy(String),
    /// Find what the citations in a paper lead to.
    Resolve {
        /// The text they stand in.
        held: Box<Held>,
        /// What they name.
        targets: Vec<Target>,
    },
    /// Open an address in the system's browser.
    Browse(String),
    /// Search names and texts. An answer that comes after a newer question is thrown away.
    Find {
        /// The number of the question.
        generation: u64,
        /// As typed.
        query: String,
        /// The session and paper the delegate is in.
        here: (u16, Option<String>),
        /// Places only (papers, headings, paragraphs), no full text.
        places: bool,
        /// Where the notes take a stance, when the query asks for it.
        stances: Vec<Stand>,
        /// The delegate's languages, the one that is read in first.
        languages: Vec<Language>,
    },
    /// Write a note to the disk.
    SaveNote(u64, Box<Note>),
    /// Find where the notes stand in the newest texts held: those of one paper by its key, or all; and in the text open.
    PlaceNotes {
        /// The key of the paper.
        key: Option<String>,
        /// The text open.
        open: Option<Box<Held>>,
    },
    /// Hang a note on a block of a text, or keep it as it is (`None`); written to the disk under this number.
    Rehang {
        /// The number.
        ticket: u64,
        /// The note.
        note: Box<Note>,
        /// The text.
        held: Box<Held>,
        /// The block or list part.
        to: Option<String>,
    },
    /// Move a note to the trash.
    DeleteNote(String),
    /// Open the encrypted notes.
    Unlock(Passphrase),
    /// Encrypt the notes from now on.
    Encrypt(Passphrase),
    /// Write a statement to the disk.
    SaveStatement(u64, Box<Statement>),
    /// Move a statement to the trash.
    DeleteStatement(String),
    /// Write a statement as a file of its own for others.
    ExportStatement(Box<Statement>, Form, String),
    /// Hand text to the clipboard.
    Copy(String),
    /// Remember where the delegate is.
    Remember(Box<Saved>),
    /// Bring a session over (0: the newest).
    Sync(u16),
    /// Find which papers are cited and not held.
    Wanted,
    /// Stop the sync that goes on.
    StopSync,
    /// Open the sample session.
    Sample,
    /// Leave.
    Quit,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// A place that was typed, first; then papers, headings and decisions by name.
    pub names: Vec<Name>,
    /// Paragraphs by their words.
    pub results: Results,
    /// A place that was typed and is not in the paper that it names.
    pub missing: Option<Missing>,
}

/// A place that a paper does not have.
#[derive(Clone, Debug, PartialEq)]
pub struct Missing {
    /// The paper as it is shown: `GB.346/INS/5`.
    pub paper: String,
    /// The place.
    pub place: Locator,
}

/// Something found by its name.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// `INS/17/1  Title`.
    pub label: String,
    /// Characters of the label that match, by index.
    pub matches: Vec<usize>,
    /// What it is: a key of the strings, `kind.paper`, `kind.heading` …
    pub kind: &'static str,
    /// Where it is.
    pub goal: Goal,
    /// How the place in the paper is typed: `29(b)`, `decision 15`; empty for a paper.
    pub typed: String,
}
