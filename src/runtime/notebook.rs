//! The thread that writes notes: in order, and a note is told to be saved only when it is on the disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::tongue::Tongue;
use super::{In, exporting, seating, send};
use crate::app::Msg;
use crate::app::secret::Passphrase;
use crate::library::Library;
use crate::model::session::Held;
use crate::model::statement::Form;
use crate::model::{Language, Note, Statement, Symbol};
use crate::notes::codec::Plain;
use crate::notes::sealed::{self, Sealed};
use crate::notes::statements::Statements;
use crate::notes::{self, Codec, Fault, FaultKind, Notes};

/// What to do.
pub enum Order {
    /// Open the encrypted notes.
    Unlock(Passphrase),
    /// Encrypt the notes from now on.
    Encrypt(Passphrase),
    /// Read what other programs changed.
    Look,
    /// Save a note, under a number.
    Save(u64, Box<Note>),
    /// Find where the notes of a paper, or all, stand in the newest texts, and in the text open.
    Place(Option<String>, Option<Box<Held>>),
    /// Hang a note on a block of a text, or keep it as it is; saved under a number.
    Rehang(u64, Box<Note>, Box<Held>, Option<String>),
    /// Move a note to the trash.
    Delete(String),
    /// Save a statement, under a number.
    SaveStatement(u64, Box<Statement>),
    /// Move a statement to the trash.
    DeleteStatement(String),
    /// Write a statement as a file of its own.
    Export(Box<Statement>, Form, String),
}

/// Where notes are, and what they need to know.
pub struct Place {
    /// The notes' folder.
    pub folder: PathBuf,
    /// Where exported statements go.
    pub exports: PathBuf,
    /// The delegate's name or group.
    pub author: String,
    /// Languages of papers in order of preference.
    pub languages: Vec<Language>,
    /// The language of the screens.
    pub tongue: Tongue,
}

/// Starts the thread. It ends when the sender is dropped, everything done.
pub fn start(place: Place, library: Arc<Library>, to: Sender<In>) -> (Sender<Order>, JoinHandle<()>) {
    let (orders, from) = channel();
    let thread = std::thread::spawn(move || keep(&place, &library, &to, &from));
    (orders, thread)
}

fn keep(place: &Place, library: &Library, to: &Sender<In>, from: &Receiver<Order>) {
    let mut key = None;
    let mut book = if sealed::is_sealed(&place.folder) {
        send(to, Msg::Locked);
        Err(Fault::new(&place.folder, FaultKind::Locked, "").to_string())
    } else {
        Book::open(place, library, to, None)
    };
    for order in from {
        // another instance may have encrypted the notes, or written them in the clear again
        match (sealed::is_sealed(&place.folder), key.is_some()) {
            (true, false) if book.is_ok() => {
                book = Err(Fault::new(&place.folder, FaultKind::Locked, "").to_string());
                send(to, Msg::Locked);
            }
            (false, true) => {
                key = None;
                book = Book::open(place, library, to, None);
                send(to, Msg::Unlocked(Ok(false)));
            }
            _ => {}
        }
        match order {
            Order::Unlock(passphrase) => match sealed::unlock(&place.folder, &passphrase) {
                Ok(opened) => {
                    book = Book::open(place, library, to, Some(&opened));
                    key = Some(opened);
                    send(to, Msg::Unlocked(Ok(true)));
                }
                Err(fault) if fault.kind == FaultKind::WrongPassphrase => send(to, Msg::Unlocked(Err(None))),
                Err(fault) => send(to, Msg::Unlocked(Err(Some(place.tongue.of_notes(&fault))))),
            },
            Order::Encrypt(passphrase) => {
                let done = sealed::encrypt(&place.folder, &passphrase);
                match done {
                    Ok((opened, count)) => {
                        book = Book::open(place, library, to, Some(&opened));
                        key = Some(opened);
                        send(to, Msg::Encrypted(Ok(count)));
                    }
                    Err(fault) => send(to, Msg::Encrypted(Err(place.tongue.of_notes(&fault)))),
                }
            }
            order => match &mut book {
                Ok(book) => book.carry_out(order),
                Err(reason) => refuse(&order, reason, to),
            },
        }
    }
}

/// Nothing is lost in silence: what was given to be saved is answered.
fn refuse(order: &Order, reason: &str, to: &Sender<In>) {
    match order {
        Order::Save(ticket, _) | Order::Rehang(ticket, ..) => send(to, Msg::NoteSaved(*ticket, Err(reason.to_owned()))),
        Order::SaveStatement(ticket, _) => send(to, Msg::StatementSaved(*ticket, Err(reason.to_owned()))),
        _ => {}
    }
}

/// The notes and statements, open.
struct Book<'a> {
    place: &'a Place,
    library: &'a Library,
    to: &'a Sender<In>,
    notes: Notes,
    statements: Statements,
}

impl<'a> Book<'a> {
    /// Opens them and tells what there is; `Err` holds the sentence that was told.
    fn open(
        place: &'a Place,
        library: &'a Library,
        to: &'a Sender<In>,
        key: Option<&Arc<Sealed>>,
    ) -> Result<Self, String> {
        let codec = key.map_or_else(|| Arc::new(Plain) as Arc<dyn Codec>, |key| Arc::clone(key) as Arc<dyn Codec>);
        let opened = Notes::open_with(&place.folder, Arc::clone(&codec), None)
            .and_then(|notes| Ok((notes, Statements::open_with(&place.folder, codec)?)));
        match opened {
            Ok((notes, statements)) => {
                let book = Self { place, library, to, notes, statements };
                book.tell();
                send(to, Msg::Statements(book.statements.all()));
                send(to, Msg::NoteFaults(book.faults()));
                Ok(book)
            }
            Err(fault) => {
                send(to, Msg::Fault(place.tongue.of_notes(&fault)));
                Err(place.tongue.of_notes(&fault))
            }
        }
    }

    /// What is wrong with files that cannot be read.
    fn faults(&self) -> Vec<String> {
        let all = self.notes.faults().iter().chain(self.statements.faults());
        all.map(|fault| self.place.tongue.of_notes(fault)).collect()
    }

    fn say(&self, msg: Msg) {
        send(self.to, msg);
    }

    fn tell(&self) {
        self.say(Msg::Notes(self.notes.all().iter().map(|stored| stored.note.clone()).collect()));
    }

    fn carry_out(&mut self, order: Order) {
        match order {
            Order::Unlock(_) | Order::Encrypt(_) => {}
            Order::Look => {
                let known = self.faults();
                match self.notes.changes() {
                    Ok(changes) if changes.is_empty() => {}
                    Ok(_) => self.tell(),
                    Err(fault) => self.say(Msg::Fault(self.place.tongue.of_notes(&fault))),
                }
                match self.statements.changes() {
                    Ok(false) => {}
                    Ok(true) => self.say(Msg::Statements(self.statements.all())),
                    Err(fault) => self.say(Msg::Fault(self.place.tongue.of_notes(&fault))),
                }
                let faults = self.faults();
                if faults != known {
                    self.say(Msg::NoteFaults(faults));
                }
            }
            Order::SaveStatement(ticket, mut statement) => {
                statement.modified = notes::now();
                match self.statements.save(&statement) {
                    Ok((saved, both)) => {
                        self.say(Msg::StatementSaved(ticket, Ok(Box::new(saved))));
                        if both {
                            self.say(Msg::Statements(self.statements.all()));
                            self.say(Msg::Say("statement.both"));
                        }
                    }
                    Err(fault) => self.say(Msg::StatementSaved(ticket, Err(self.place.tongue.of_notes(&fault)))),
                }
            }
            Order::DeleteStatement(id) => {
                if let Err(fault) = self.statements.delete(&id) {
                    self.say(Msg::Fault(self.place.tongue.of_notes(&fault)));
                }
                self.say(Msg::Statements(self.statements.all()));
            }
            Order::Export(statement, form, day) => {
                let written = exporting::file(&self.place.exports, &statement, form, &self.place.author, &day);
                let answer = written.map(|file| file.display().to_string());
                let folder = self.place.exports.display();
                let answer =
                    answer.map_err(|fault| format!("the statement could not be written to {folder} ({fault})"));
                self.say(Msg::Exported(answer));
            }
            Order::Save(ticket, note) => match save(&mut self.notes, self.library, *note) {
                Ok(saved) => {
                    let both = matches!(saved.how, notes::How::KeptBoth(_));
                    self.say(Msg::NoteSaved(ticket, Ok(Box::new(saved.note))));
                    if both {
                        self.tell();
                        self.say(Msg::Say("noting.both"));
                    }
                }
                Err(fault) => self.say(Msg::NoteSaved(ticket, Err(self.place.tongue.of_notes(&fault)))),
            },
            Order::Place(key, open) => {
                let all: Vec<&Note> = self.notes.all().iter().map(|stored| &stored.note).collect();
                let (key, open) = (key.as_deref(), open.as_deref());
                for placed in seating::place(self.library, &self.place.languages, &all, key, open) {
                    self.say(Msg::Placed(Box::new(placed)));
                }
            }
            Order::Rehang(ticket, note, held, place) => {
                let answer = seating::rehang(self.library, &note, &held, place.as_deref());
                let answer =
                    answer.and_then(|note| self.notes.save(&note).map_err(|fault| self.place.tongue.of_notes(&fault)));
                self.say(Msg::NoteSaved(ticket, answer.map(|saved| Box::new(saved.note))));
            }
            Order::Delete(id) => {
                let answer = self.notes.delete(&id).map_err(|fault| self.place.tongue.of_notes(&fault));
                self.say(Msg::NoteDeleted(id, answer));
            }
        }
    }
}

fn save(notes: &mut Notes, library: &Library, mut note: Note) -> Result<notes::Saved, notes::Fault> {
    note.modified = notes::now();
    if note.id.is_empty() {
        anchor(library, &mut note);
    } else if notes.get(&note.id).is_none()
        && let Ok(back) = notes.restore(&note.id)
    {
        // it was in the trash
        note.revision = back.note.revision;
    }
    notes.save(&note)
}

/// Hangs a new note on its words.
fn anchor(library: &Library, note: &mut Note) {
    let preferred: Vec<Language> = note.language.into_iter().collect();
    let found = match note.paper.parse::<Symbol>() {
        Ok(symbol) => library.find(&symbol, &preferred),
        Err(_) => library.find_key(&note.paper, &preferred),
    };
    let Some(place) = note.paragraph.clone() else { return };
    if let Some(paper) = found.and_then(|found| library.paper(&found.held).ok())
        && let Some(anchor) = notes::anchor::make(&paper, &place, quoted(&paper, &place, &note.quote))
    {
        anchor.apply(note);
    }
}

/// The words of a note made on a row of a table or on a citation; empty for every other place, which is taken whole.
fn quoted<'a>(paper: &crate::model::Paper, place: &str, quote: &'a str) -> &'a str {
    let is_row = paper.blocks.iter().any(|block| match block {
        crate::model::Block::Table(table) => table.id == place && table.rows.iter().any(|row| row.join(" | ") == quote),
        _ => false,
    });
    let base = |place: &str| place.split("__").next().unwrap_or_default().to_owned();
    let is_citation = paper.references.iter().any(|one| base(&one.place) == base(place) && one.text == quote);
    if is_row || is_citation { quote } else { "" }
}
