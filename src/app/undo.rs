//! Taking back what changed something of the delegate's.

use crate::model::{Note, Stance, Statement};

use super::App;
use super::msg::Effect;

/// Something that was done to the delegate's own things.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant, reason = "a list of a few changes; boxes would only hide what they are")]
pub enum Change {
    /// A note was made.
    Made {
        /// It.
        note: Note,
    },
    /// A note was changed.
    Changed {
        /// As it was.
        before: Note,
        /// As it is.
        after: Note,
    },
    /// A note was moved to the trash.
    Deleted {
        /// It.
        note: Note,
    },
    /// Papers were marked as seen.
    Seen {
        /// The marks before.
        before: Vec<(String, Option<super::inbox::Seen>)>,
        /// The marks since.
        after: Vec<(String, Option<super::inbox::Seen>)>,
    },
    /// A mark was set or taken away.
    Marked {
        /// The key of the paper.
        key: String,
        /// Its marks before.
        before: Vec<super::saved::Mark>,
        /// Its marks since.
        after: Vec<super::saved::Mark>,
        /// How the place is called.
        name: String,
    },
    /// A statement was begun, changed or deleted.
    Statement {
        /// As it was; `None` when it was begun.
        before: Option<Box<Statement>>,
        /// As it is; `None` when it was deleted.
        after: Option<Box<Statement>>,
    },
    /// A note is being saved under this number, without the editor; what it was before.
    Waiting {
        /// The number.
        ticket: u64,
        /// `None` for a new one.
        before: Option<Note>,
    },
}

impl Change {
    /// The stance that is left when a change of nothing but the stance is taken back, or done again.
    fn stance(&self, back: bool) -> Option<Stance> {
        let bare = |note: &Note| note.stance != Stance::None && note.text.trim().is_empty() && note.tags.is_empty();
        let (before, after) = match self {
            Self::Made { note } if bare(note) => (Stance::None, note.stance),
            Self::Deleted { note } if bare(note) => (note.stance, Stance::None),
            Self::Changed { before, after } if before.text == after.text && before.tags == after.tags => {
                (before.stance, after.stance)
            }
            _ => return None,
        };
        (before != after).then_some(if back { before } else { after })
    }

    /// A statement got another id when it was saved.
    pub(super) fn name_statement(&mut self, was: &str, id: &str) {
        if let Self::Statement { before, after } = self {
            for statement in [before, after].into_iter().flatten().filter(|statement| statement.id == was) {
                id.clone_into(&mut statement.id);
            }
        }
    }
}

impl App {
    fn tell_stance(&mut self, key: &str, place: &str, stance: Stance) {
        let word = self.strings.get(super::words::stance(stance));
        self.tell_own(key, &[("place", place), ("stance", word)]);
    }

    /// Says what was done with a note and where; while notes are hidden only what was done.
    pub(super) fn tell_own(&mut self, key: &str, values: &[(&str, &str)]) {
        let bare = match key {
            _ if !self.discreet => return self.tell(key, values),
            "undo.again" | "undo.stance_again" | "undo.mark_again" => "discreet.again",
            key if key.starts_with("undo.") => "discreet.undone",
            _ => "discreet.saved",
        };
        self.say(bare);
    }

    /// Remembers a change.
    pub fn record(&mut self, change: Change) {
        self.past.push(change);
        self.future.clear();
    }

    /// Remembers that a change is under way.
    pub(super) fn pending_change(&mut self, ticket: u64, before: Option<Note>) {
        self.record(Change::Waiting { ticket, before });
    }

    /// The change that was under way is done.
    pub(super) fn settle_change(&mut self, ticket: u64, note: &Note) {
        for change in self.past.iter_mut().chain(&mut self.future) {
            if let Change::Waiting { ticket: known, before } = change
                && *known == ticket
            {
                *change = match before.take() {
                    None => Change::Made { note: note.clone() },
                    Some(before) => Change::Changed { before, after: note.clone() },
                };
                return;
            }
        }
    }

    /// The change that was under way failed: there is nothing to take back.
    pub(super) fn drop_change(&mut self, ticket: u64) {
        let waits = |change: &Change| matches!(change, Change::Waiting { ticket: known, .. } if *known == ticket);
        self.past.retain(|change| !waits(change));
        self.future.retain(|change| !waits(change));
    }

    /// The last change is under way to the disk: what comes of it is not known yet, nor the name it can be found by.
    #[must_use]
    pub fn last_is_being_saved(&self) -> bool {
        match self.past.last() {
            Some(Change::Waiting { .. }) => true,
            Some(Change::Statement { .. }) => {
                self.statements.waiting.is_some() && self.statements.open.as_ref().is_some_and(|one| one.id.is_empty())
            }
            _ => false,
        }
    }

    /// The change is one of what is hidden: it is not taken back unseen.
    #[must_use]
    pub fn hides(&self, change: Option<&Change>) -> bool {
        self.discreet && !matches!(change, None | Some(Change::Seen { .. } | Change::Marked { .. }))
    }

    fn save(&mut self, note: &Note) -> Vec<Effect> {
        let mut note = note.clone();
        match self.notes.iter_mut().find(|known| known.id == note.id) {
            Some(known) => {
                // the words of before, on the file of now
                note.revision.clone_from(&known.revision);
                *known = note.clone();
            }
            None => self.notes.push(note.clone()),
        }
        self.ticket += 1;
        vec![Effect::SaveNote(self.ticket, Box::new(note))]
    }

    fn trash(&mut self, note: &Note) -> Vec<Effect> {
        self.notes.retain(|known| known.id != note.id);
        vec![Effect::DeleteNote(note.id.clone())]
    }

    /// Takes the last change back, and says which.
    pub fn undo(&mut self) -> Vec<Effect> {
        let Some(change) = self.past.pop() else { return Vec::new() };
        let (key, note, effects) = match &change {
            Change::Made { note } => ("undo.made", note.clone(), self.trash(note)),
            Change::Changed { before, .. } => ("undo.changed", before.clone(), self.save(before)),
            Change::Deleted { note } => ("undo.deleted", note.clone(), self.save(note)),
            Change::Waiting { .. } => {
                self.past.push(change);
                return Vec::new();
            }
            Change::Statement { before, after } => {
                let effects = self.put_statement(before.as_deref(), after.as_deref());
                self.say("undo.statement");
                self.future.push(change);
                return effects;
            }
            Change::Seen { before, .. } => {
                let effects = self.set_seen(before);
                self.say("undo.seen");
                self.future.push(change);
                return effects;
            }
            Change::Marked { key, before, after, name } => {
                let effects = self.set_marks(key, before.clone());
                let said = if before.len() < after.len() { "undo.marked" } else { "undo.unmarked" };
                self.tell_own(said, &[("place", name)]);
                self.future.push(change);
                return effects;
            }
        };
        let place = self.place_of(&note);
        match change.stance(true) {
            Some(stance) => self.tell_stance("undo.stance", &place, stance),
            None => self.tell_own(key, &[("place", &place)]),
        }
        self.future.push(change);
        effects
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> Vec<Effect> {
        let Some(change) = self.future.pop() else { return Vec::new() };
        let (note, effects) = match &change {
            Change::Made { note } => (note.clone(), self.save(note)),
            Change::Changed { after, .. } => (after.clone(), self.save(after)),
            Change::Deleted { note } => (note.clone(), self.trash(note)),
            Change::Waiting { .. } => return Vec::new(),
            Change::Statement { before, after } => {
                let effects = self.put_statement(after.as_deref(), before.as_deref());
                self.say("undo.statement_again");
                self.past.push(change);
                return effects;
            }
            Change::Seen { after, .. } => {
                let effects = self.set_seen(after);
                self.say("undo.seen_again");
                self.past.push(change);
                return effects;
            }
            Change::Marked { key, after, name, .. } => {
                let effects = self.set_marks(key, after.clone());
                self.tell_own("undo.mark_again", &[("place", name)]);
                self.past.push(change);
                return effects;
            }
        };
        let place = self.place_of(&note);
        match change.stance(false) {
            Some(stance) => self.tell_stance("undo.stance_again", &place, stance),
            None => self.tell_own("undo.again", &[("place", &place)]),
        }
        self.past.push(change);
        effects
    }
}
