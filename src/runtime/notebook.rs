//! The thread that writes notes: in order, and a note is told to be saved only when it is on the disk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::{In, exporting, seating, send};
use crate::app::Msg;
use crate::library::Library;
use crate::model::session::Held;
use crate::model::statement::Form;
use crate::model::{Language, Note, Statement, Symbol};
use crate::notes::statements::Statements;
use crate::notes::{self, Notes};

/// What to do.
pub enum Order {
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
    Export(Box<Statement>, Form),
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
}

/// Starts the thread. It ends when the sender is dropped, everything done.
pub fn start(place: Place, library: Arc<Library>, to: Sender<In>) -> (Sender<Order>, JoinHandle<()>) {
    let (orders, from) = channel();
    let thread = std::thread::spawn(move || keep(&place, &library, &to, &from));
    (orders, thread)
}

fn keep(place: &Place, library: &Library, to: &Sender<In>, from: &Receiver<Order>) {
    let opened = Notes::open(&place.folder).and_then(|notes| Ok((notes, Statements::open(&place.folder)?)));
    let (mut notes, mut statements) = match opened {
        Ok(opened) => opened,
        Err(fault) => {
            send(to, Msg::Fault(fault.to_string()));
            for order in from {
                match order {
                    Order::Save(ticket, _) | Order::Rehang(ticket, ..) => {
                        send(to, Msg::NoteSaved(ticket, Err(fault.to_string())));
                    }
                    Order::SaveStatement(ticket, _) => send(to, Msg::StatementSaved(ticket, Err(fault.to_string()))),
                    _ => {}
                }
            }
            return;
        }
    };
    tell(&notes, to);
    send(to, Msg::Statements(statements.all()));
    if let Some(fault) = notes.faults().iter().chain(statements.faults()).next() {
        send(to, Msg::Fault(fault.to_string()));
    }
    let languages = &place.languages;
    for order in from {
        match order {
            Order::Look => {
                match notes.changes() {
                    Ok(changes) if changes.is_empty() => {}
                    Ok(_) => tell(&notes, to),
                    Err(fault) => send(to, Msg::Fault(fault.to_string())),
                }
                match statements.changes() {
                    Ok(false) => {}
                    Ok(true) => send(to, Msg::Statements(statements.all())),
                    Err(fault) => send(to, Msg::Fault(fault.to_string())),
                }
            }
            Order::SaveStatement(ticket, mut statement) => {
                statement.modified = notes::now();
                match statements.save(&statement) {
                    Ok((saved, both)) => {
                        send(to, Msg::StatementSaved(ticket, Ok(Box::new(saved))));
                        if both {
                            send(to, Msg::Statements(statements.all()));
                            let text = "Another program changed this statement while you wrote. Both are kept.";
                            send(to, Msg::Tell(text.to_owned()));
                        }
                    }
                    Err(fault) => send(to, Msg::StatementSaved(ticket, Err(fault.to_string()))),
                }
            }
            Order::DeleteStatement(id) => {
                if let Err(fault) = statements.delete(&id) {
                    send(to, Msg::Fault(fault.to_string()));
                }
                send(to, Msg::Statements(statements.all()));
            }
            Order::Export(statement, form) => {
                let written = exporting::file(&place.exports, &statement, form, &place.author);
                let answer = written.map(|file| file.display().to_string());
                let folder = place.exports.display();
                let answer =
                    answer.map_err(|fault| format!("the statement could not be written to {folder} ({fault})"));
                send(to, Msg::Exported(answer));
            }
            Order::Save(ticket, note) => {
                let answer = save(&mut notes, library, *note);
                match answer {
                    Ok(saved) => {
                        let remark = saved.remark();
                        send(to, Msg::NoteSaved(ticket, Ok(Box::new(saved.note))));
                        if let Some(remark) = remark {
                            tell(&notes, to);
                            send(to, Msg::Tell(remark));
                        }
                    }
                    Err(fault) => send(to, Msg::NoteSaved(ticket, Err(fault.to_string()))),
                }
            }
            Order::Place(key, open) => {
                let all: Vec<&Note> = notes.all().iter().map(|stored| &stored.note).collect();
                for placed in seating::place(library, languages, &all, key.as_deref(), open.as_deref()) {
                    send(to, Msg::Placed(Box::new(placed)));
                }
            }
            Order::Rehang(ticket, note, held, place) => {
                let answer = seating::rehang(library, &note, &held, place.as_deref());
                let answer = answer.and_then(|note| notes.save(&note).map_err(|fault| fault.to_string()));
                send(to, Msg::NoteSaved(ticket, answer.map(|saved| Box::new(saved.note))));
            }
            Order::Delete(id) => {
                let answer = notes.delete(&id).map_err(|fault| fault.to_string());
                send(to, Msg::NoteDeleted(id, answer));
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
        && let Some(anchor) = notes::anchor::make(&paper, &place, row_of_table(&paper, &place, &note.quote))
    {
        anchor.apply(note);
    }
}

/// The words of a note made on a row of a table; empty for every other place, which is taken whole.
fn row_of_table<'a>(paper: &crate::model::Paper, place: &str, quote: &'a str) -> &'a str {
    let is_row = paper.blocks.iter().any(|block| match block {
        crate::model::Block::Table(table) => table.id == place && table.rows.iter().any(|row| row.join(" | ") == quote),
        _ => false,
    });
    if is_row { quote } else { "" }
}

fn tell(notes: &Notes, to: &Sender<In>) {
    send(to, Msg::Notes(notes.all().iter().map(|stored| stored.note.clone()).collect()));
}
