//! Notes: the editor, stances, tags.

use crate::model::{Note, Stance, Statement};

use super::buffer::Buffer;
use super::msg::Effect;
use super::undo::Change;
use super::{App, Focus, View};

/// How long after the first key that is not saved the words are saved, in milliseconds: with the tick and the disk, less
/// than a second of typing can be lost.
pub const PAUSE: u64 = 600;

/// A note being written.
#[derive(Clone, Debug, PartialEq)]
pub struct Editor {
    /// The note; its text is what was saved last.
    pub note: Note,
    /// The note as it was before, `None` for a new one.
    pub before: Option<Note>,
    /// The words.
    pub text: Buffer,
    /// The tags, divided by blanks or commas.
    pub tags: Buffer,
    /// The keys go to the tags.
    pub in_tags: bool,
    /// When the last change was made.
    pub touched: u64,
    /// The number under which it was last given to be saved.
    pub ticket: Option<u64>,
    /// What was saved last, as it was written here: text, tags, stance. What the disk gives back may differ from it (it composes
    /// letters and leaves out what is dangerous), and must not look like something that is still to be saved.
    pub safe: Option<(String, String, Stance)>,
    /// The same of what was given to be saved, until the answer comes.
    given: Option<(String, String, Stance)>,
    /// It is being closed; closed when saved.
    pub closing: bool,
    /// Saving was asked for: that it is done is said.
    pub says: bool,
    /// Where it is, for the title.
    pub place: String,
    /// First row in view.
    pub top: usize,
    /// What is being written.
    pub writes: Writes,
    /// The statement as it was before, when it is a part of one.
    pub statement: Option<Box<Statement>>,
}

/// What the editor writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Writes {
    /// A note.
    #[default]
    Note,
    /// The title of the statement.
    Title,
    /// A part of the statement, by its index.
    Part(usize),
}

impl Editor {
    /// The editor of a note: as it was saved in `before`, or new.
    #[must_use]
    pub fn new(note: Note, before: Option<Note>, place: String, now: u64) -> Self {
        let (text, tags) = (Buffer::new(note.text.clone()), Buffer::new(written(&note.tags)));
        let mut editor = Self {
            note,
            before,
            text,
            tags,
            in_tags: false,
            touched: now,
            ticket: None,
            safe: None,
            given: None,
            closing: false,
            says: false,
            place,
            top: 0,
            writes: Writes::Note,
            statement: None,
        };
        editor.safe = editor.before.is_some().then(|| editor.state());
        editor
    }

    /// Something was typed: the clock runs from the first words that are on no disk.
    pub fn touch(&mut self, now: u64, was_unsaved: bool) {
        if !was_unsaved {
            self.touched = now;
        }
    }

    fn state(&self) -> (String, String, Stance) {
        (self.text.text().to_owned(), self.tags.text().to_owned(), self.note.stance)
    }

    /// It has words that are on no disk.
    #[must_use]
    pub fn unsaved(&self) -> bool {
        match &self.safe {
            Some(safe) => *safe != self.state(),
            None => !self.is_blank(),
        }
    }

    /// There is nothing in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text.text().trim().is_empty() && self.tags.text().trim().is_empty() && self.note.stance == Stance::None
    }

    /// What is in it is given to be saved, under a number.
    pub(super) fn give(&mut self, ticket: u64) {
        (self.ticket, self.given) = (Some(ticket), Some(self.state()));
    }

    /// The statement has what is in it.
    pub(super) fn taken(&mut self) {
        self.safe = Some(self.state());
    }

    /// The answer came; true: what was given is on the disk.
    pub(super) fn answered(&mut self, saved: bool) {
        self.ticket = None;
        let given = self.given.take().filter(|_| saved);
        self.says &= saved;
        if given.is_some() {
            self.safe = given;
        }
    }

    fn as_note(&self) -> Note {
        let mut note = self.note.clone();
        note.text = self.text.text().to_owned();
        note.tags = tags(self.tags.text());
        note
    }
}

/// Tags as they are typed: between blanks, and between commas when one has several words.
fn written(tags: &[String]) -> String {
    let spaced = tags.iter().any(|tag| tag.contains(' '));
    let end = if spaced && tags.len() == 1 { "," } else { "" };
    tags.join(if spaced { ", " } else { " " }) + end
}

/// Tags as typed: `#dates, budget` gives two.
#[must_use]
pub fn tags(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    // a tag of several words stands between commas
    let parted = text.contains(',');
    for tag in text.split(|c| c == ',' || c == ' ' && !parted).map(|tag| tag.trim().trim_start_matches('#').trim()) {
        if !tag.is_empty() && !out.iter().any(|known| known == tag) {
            out.push(tag.to_owned());
        }
    }
    out
}

/// The key of the sentence that says that something is saved.
fn saved_words(adopted: bool) -> &'static str {
    if adopted { "adopted.saved" } else { "noting.saved" }
}

impl App {
    /// Opens the editor: on the chosen note, on the own note of the place, or on a new one.
    pub fn write_note(&mut self) -> Vec<Effect> {
        let here = self.blank_note();
        let own = here.as_ref().and_then(|blank| self.own_note(blank));
        let existing = self.chosen_note().or(own).cloned();
        self.write_on(existing.clone().or(here), existing)
    }

    /// Opens the editor on a new note, although there may be one on the place.
    pub fn write_another(&mut self) -> Vec<Effect> {
        self.write_on(self.blank_note(), None)
    }

    fn write_on(&mut self, note: Option<Note>, existing: Option<Note>) -> Vec<Effect> {
        let mut effects = self.close_editor();
        match note {
            Some(note) => effects.extend(self.edit(note, existing)),
            None => self.say("noting.nowhere"),
        }
        effects
    }

    /// Opens the editor on a note.
    pub(super) fn edit(&mut self, note: Note, before: Option<Note>) -> Vec<Effect> {
        let place = self.place_of(&note);
        self.editor = Some(Editor::new(note, before, place, self.now));
        self.put_kept_words();
        Vec::new()
    }

    /// A new note on what the delegate looks at.
    #[must_use]
    pub fn blank_note(&self) -> Option<Note> {
        let session = self.session;
        if self.focus == Focus::Agenda || self.view == View::Start {
            let current = self.current()?;
            let rows = super::agenda::rows(current);
            let entry = rows.get(self.agenda.at).and_then(|row| row.paper(current));
            if let (None, Some(super::agenda::Row::Item(at, _))) = (entry, rows.get(self.agenda.at)) {
                // an item without paper: the note is on the item itself
                let item = current.items.get(*at)?;
                let paragraph = Some(Note::place_of_item(&item.section, &item.number));
                return Some(Note { session, paragraph, ..Note::default() });
            }
            let paper = entry.map_or(String::new(), |entry| {
                entry.symbol.as_ref().map_or_else(|| entry.key.clone(), ToString::to_string)
            });
            return Some(Note { session, paper, ..Note::default() });
        }
        match self.view {
            View::Board => {
                let entry = self.board_row()?;
                Some(Note {
                    session,
                    paper: entry.paper.to_string(),
                    language: entry.language,
                    paragraph: Some(self.draft_id(entry)).filter(|id| !id.is_empty()),
                    quote: entry.words(),
                    ..Note::default()
                })
            }
            View::Compare => self.note_on_change(),
            View::Inbox | View::Sittings | View::Parallel | View::Promises => self.note_on_row(),
            View::Statement | View::Speech => None,
            _ => {
                let reader = self.reader.as_ref()?;
                let id = reader.id();
                let place = reader.place_id();
                let paper = reader.held.symbol.as_ref().map_or_else(|| reader.key.clone(), ToString::to_string);
                let (before, after) = reader.around();
                Some(Note {
                    session: reader.session,
                    paper,
                    language: Some(reader.held.language),
                    paragraph: (id != "cover").then_some(place),
                    quote: self.chosen_citation().unwrap_or_else(|| reader.words()),
                    before,
                    after,
                    ..Note::default()
                })
            }
        }
    }

    /// Writes a note on the session itself.
    pub fn note_session(&mut self) -> Vec<Effect> {
        let mut effects = self.close_editor();
        effects.extend(self.edit(Note { session: self.session, ..Note::default() }, None));
        effects
    }

    /// The words of the citation under the cursor of the aside.
    fn chosen_citation(&self) -> Option<String> {
        let entry = self.aside_entries().into_iter().nth(self.aside).filter(|_| self.focus == Focus::Aside)?;
        let reader = self.reader.as_ref()?;
        reader.citations().into_iter().find(|(_, reference)| reference.text == entry.lead).map(|_| entry.lead)
    }

    /// Gives the note being written to be saved, when it has words that are not. `now` true: without waiting for a pause.
    pub fn save_draft(&mut self, now: bool) -> Option<Effect> {
        if self.locked && !now {
            return None;
        }
        let time = self.now;
        let ticket = self.ticket + 1;
        let editor = self.editor.as_mut()?;
        if editor.writes != Writes::Note {
            return self.save_part(now);
        }
        let waiting = editor.ticket.is_some();
        if waiting || !editor.unsaved() || (!now && time.saturating_sub(editor.touched) < PAUSE) {
            return None;
        }
        editor.give(ticket);
        let note = editor.as_note();
        self.ticket = ticket;
        Some(Effect::SaveNote(ticket, Box::new(note)))
    }

    /// Closes the editor; what is written is saved first. An emptied note goes to the trash.
    pub fn close_editor(&mut self) -> Vec<Effect> {
        let Some(editor) = &mut self.editor else { return Vec::new() };
        if editor.writes != Writes::Note {
            return self.close_part();
        }
        if editor.is_blank() {
            if editor.ticket.is_some() {
                // under which name it was saved is known with the answer
                editor.closing = true;
                return Vec::new();
            }
            let Some(editor) = self.editor.take() else { return Vec::new() };
            if editor.note.id.is_empty() {
                return Vec::new();
            }
            let note = editor.before.unwrap_or(editor.note);
            return self.delete_note(&note);
        }
        if editor.unsaved() || editor.ticket.is_some() {
            editor.closing = true;
            return self.save_draft(true).into_iter().collect();
        }
        self.finish_editor();
        Vec::new()
    }

    /// The note is safe: the editor goes, and what was done can be taken back.
    fn finish_editor(&mut self) {
        let Some(editor) = self.editor.take() else { return };
        let after = editor.note;
        let change = match editor.before {
            None => Change::Made { note: after },
            Some(before) if before == after => return,
            Some(before) => Change::Changed { before, after },
        };
        self.record(change);
    }

    /// The answer of the notes room to a note given to be saved.
    pub fn note_saved(&mut self, ticket: u64, answer: Result<Box<Note>, String>) -> Vec<Effect> {
        let note = match answer {
            Ok(note) => *note,
            Err(fault) => {
                if let Some(editor) = &mut self.editor
                    && editor.ticket == Some(ticket)
                {
                    editor.answered(false);
                    editor.closing = false;
                }
                self.fault(fault);
                return Vec::new();
            }
        };
        let (place, said) = (self.place_of(&note), saved_words(note.adopted));
        match self.notes.iter_mut().find(|known| known.id == note.id) {
            Some(known) => *known = note.clone(),
            None => self.notes.push(note.clone()),
        }
        let mut effects = Vec::new();
        if let Some(editor) = &mut self.editor
            && editor.ticket == Some(ticket)
        {
            editor.answered(true);
            let stance = editor.note.stance;
            editor.note = note;
            editor.note.stance = stance;
            if editor.closing {
                if editor.is_blank() {
                    effects.extend(self.close_editor());
                } else if editor.unsaved() {
                    effects.extend(self.save_draft(true));
                } else {
                    self.finish_editor();
                    self.tell_own(said, &[("place", &place)]);
                }
            } else if editor.says {
                effects.extend(self.save_and_stay());
            }
        }
        effects
    }

    /// Saves what is being written, and says so when it is on the disk; the editor stays open.
    pub(super) fn save_and_stay(&mut self) -> Vec<Effect> {
        let Some(editor) = &mut self.editor else { return Vec::new() };
        if editor.is_blank() && !editor.unsaved() {
            self.say("noting.nothing_to_save");
            return Vec::new();
        }
        let of_statement = editor.writes != Writes::Note;
        let busy = editor.unsaved() || editor.ticket.is_some();
        editor.says = busy || (of_statement && self.statements.unsaved());
        if busy {
            return self.save_draft(true).into_iter().collect();
        }
        if editor.says {
            return self.save_the_rest();
        }
        let (place, said) = (editor.place.clone(), saved_words(editor.note.adopted));
        if of_statement {
            self.say("statement.saved");
        } else {
            self.tell_own(said, &[("place", &place)]);
        }
        Vec::new()
    }

    /// Moves a note to the trash, and remembers how to bring it back.
    pub fn delete_note(&mut self, note: &Note) -> Vec<Effect> {
        self.notes.retain(|known| known.id != note.id);
        let place = self.place_of(note);
        self.record(Change::Deleted { note: note.clone() });
        self.tell_own("noting.deleted", &[("place", &place)]);
        vec![Effect::DeleteNote(note.id.clone())]
    }

    /// Files that cannot be read: all of them stay to be read, what is new among them is told.
    pub(super) fn note_faults_known(&mut self, faults: Vec<String>) {
        if faults.iter().any(|fault| !self.note_faults.contains(fault)) {
            self.fault(self.strings.count("notes.unreadable", faults.len()));
        }
        self.note_faults = faults;
    }
}
