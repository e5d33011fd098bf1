//! Stances, and the delegate's own note that they belong to.

use crate::model::{Note, Stance};
use crate::text::fold::fold;

use super::msg::Effect;
use super::noting::{Editor, Writes};
use super::picker::{Action, Choice, Kind};
use super::undo::Change;
use super::{App, Focus, View};

/// All stances, in the order in which they are offered.
const STANCES: [Stance; 6] =
    [Stance::None, Stance::Support, Stance::Oppose, Stance::Amend, Stance::Abstain, Stance::Question];

impl App {
    /// The note that a stance here belongs to: the chosen one, the one of this place, or a new one.
    fn stance_note(&self) -> Option<Note> {
        if let Some(note) = self.chosen_note() {
            return Some(note.clone());
        }
        let blank = self.blank_note()?;
        Some(self.own_note(&blank).cloned().unwrap_or(blank))
    }

    /// The delegate's own note on the very place of this one, the last written when there are several: on the same paragraph, row
    /// of a table or citation.
    pub(super) fn own_note(&self, blank: &Note) -> Option<&Note> {
        let key = Self::key_of(&blank.paper);
        let reader = self.reader.as_ref().filter(|_| self.view == View::Reader && self.focus != Focus::Agenda);
        let place = |note: &Note| match reader {
            Some(_) => self.shown_at(note).map(str::to_owned),
            None => note.paragraph.clone(),
        };
        let cited = |note: &Note| {
            let mut all = reader.iter().flat_map(|reader| &reader.paper.references);
            all.any(|reference| reference.text == note.quote).then(|| note.quote.clone())
        };
        let piece = |note: &Note| (reader.and_then(|reader| self.row_of(reader, note)), cited(note));
        let here = piece(blank);
        let same = |note: &&Note| {
            let of_session = note.session == blank.session || !blank.paper.is_empty();
            let own = note.author.is_empty() && !note.adopted && of_session;
            own && Self::key_of(&note.paper) == key && place(note) == blank.paragraph && piece(note) == here
        };
        self.notes.iter().filter(same).max_by(|a, b| a.modified.cmp(&b.modified))
    }

    /// A note without name is on its way to the disk: what would be written on its place waits for it.
    #[must_use]
    pub fn is_making_note(&self) -> bool {
        matches!(self.past.last(), Some(Change::Waiting { before: None, .. }))
    }

    /// Shows the stances, the one taken here marked.
    pub(super) fn ask_stance(&mut self) -> Vec<Effect> {
        self.ask(Kind::Stance)
    }

    /// The stances, each with the letter that chooses it: the first of its word that no other has.
    pub(super) fn stance_choices(&self) -> Vec<Choice> {
        let here = match self.written_note() {
            Some(editor) => editor.note.stance,
            None => self.stance_note().map_or(Stance::None, |note| note.stance),
        };
        let mut taken = String::new();
        let mut out = Vec::new();
        for stance in STANCES {
            let word = self.strings.get(super::words::stance(stance));
            let letter = fold(word).chars().find(|letter| letter.is_alphabetic() && !taken.contains(*letter));
            taken.extend(letter);
            let mut choice = Choice::new(word, Action::Stance(stance));
            choice.right = letter.map_or_else(String::new, String::from);
            choice.current = stance == here;
            out.push(choice);
        }
        out
    }

    /// The note that is being written, where one can take a stance in it.
    fn written_note(&self) -> Option<&Editor> {
        self.editor.as_ref().filter(|editor| editor.writes == Writes::Note && !editor.note.adopted)
    }

    /// Takes a stance in the note being written, or on the note of this place; a note without words is made when there is none.
    pub(super) fn take_stance(&mut self, stance: Stance) -> Vec<Effect> {
        if self.written_note().is_some() {
            let now = self.now;
            if let Some(editor) = &mut self.editor {
                let unsaved = editor.unsaved();
                editor.note.stance = stance;
                editor.touch(now, unsaved);
            }
            return Vec::new();
        }
        let Some(mut note) = self.stance_note() else {
            self.say("noting.nowhere");
            return Vec::new();
        };
        let before = (!note.id.is_empty()).then(|| note.clone());
        let place = self.place_of(&note);
        let word = self.strings.get(super::words::stance(stance)).to_owned();
        self.tell_own("noting.stance", &[("place", &place), ("stance", &word)]);
        if note.stance == stance {
            return Vec::new();
        }
        note.stance = stance;
        if stance == Stance::None && note.text.trim().is_empty() && note.tags.is_empty() {
            return before.map_or(Vec::new(), |before| self.delete_note(&before));
        }
        self.ticket += 1;
        self.pending_change(self.ticket, before);
        vec![Effect::SaveNote(self.ticket, Box::new(note))]
    }
}
