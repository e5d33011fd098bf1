//! Taking in notes of colleagues, without duplicates.

use super::file::{self, NoteFile};
use super::{Fault, Notes};
use crate::model::Note;

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Ids of notes that were not there before.
    pub added: Vec<String>,
    /// Ids of a colleague's notes of which a newer state came; the former state is in the trash.
    pub updated: Vec<String>,
    /// How many were there already.
    pub already: usize,
}

impl Notes {
    /// Adds notes that came from outside. A note that is there already is left alone; a newer state of a colleague's note
    /// replaces the former one; a note whose id a different note has gets a new id. `author` names the writer of those that
    /// name none.
    pub fn import(&mut self, notes: &[Note], author: &str) -> Result<Imported, Fault> {
        let mut done = Imported::default();
        for note in notes {
            self.take_in(note, None, author, &mut done)?;
        }
        Ok(done)
    }

    /// Adds the note of a colleague's own file, as [`Notes::import`]; what other programs wrote into its front matter stays.
    pub fn import_file(&mut self, file: &NoteFile, author: &str) -> Result<Imported, Fault> {
        let mut done = Imported::default();
        self.take_in(&file.note, Some(file), author, &mut done)?;
        Ok(done)
    }

    fn take_in(
        &mut self,
        note: &Note,
        like: Option<&NoteFile>,
        author: &str,
        done: &mut Imported,
    ) -> Result<(), Fault> {
        let mut note = file::clean(note);
        note.revision.clear();
        note.kept.clear();
        if note.author.is_empty() {
            author.clone_into(&mut note.author);
        }
        if note.session == 0
            && let Ok(symbol) = note.paper.parse::<crate::model::Symbol>()
        {
            note.session = symbol.session();
        }
        if self.all().iter().any(|stored| says_the_same(&stored.note, &note)) {
            done.already += 1;
            return Ok(());
        }
        let held = self.get(&note.id).map(|stored| stored.note.clone());
        match held {
            Some(held) if !held.author.is_empty() && held.author == note.author => {
                if held.modified >= note.modified {
                    done.already += 1;
                    return Ok(());
                }
                self.delete(&held.id)?;
                done.updated.push(self.save_like(&note, like)?.note.id);
            }
            held => {
                if held.is_some() || !super::is_name(&note.id) {
                    note.id.clear();
                }
                done.added.push(self.save_like(&note, like)?.note.id);
            }
        }
        Ok(())
    }
}

/// The same words on the same place, whoever is named as their author.
fn says_the_same(a: &Note, b: &Note) -> bool {
    let about = |note: &Note| (note.paper.clone(), note.language, note.paragraph.clone(), note.quote.clone());
    a.text.trim() == b.text.trim() && a.stance == b.stance && a.tags == b.tags && about(a) == about(b)
}
