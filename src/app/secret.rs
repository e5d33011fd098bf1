//! The passphrase of encrypted notes: asked for without showing it, and the choice to encrypt at all.

use std::fmt;
use std::ops::Deref;

use zeroize::Zeroizing;

use crate::model::Note;

use super::App;
use super::key::{Code, Key};
use super::msg::Effect;
use super::picker::{Action, Choice, Kind, Picker};

/// The fewest characters of a new passphrase.
pub const SHORTEST: usize = 8;
/// How long no key is pressed before the passphrase is asked for in the middle of writing, in milliseconds.
pub const REST: u64 = 1500;

/// A passphrase: never shown, and overwritten in memory when it goes.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Passphrase(Zeroizing<String>);

impl fmt::Debug for Passphrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Passphrase(···)")
    }
}

impl Deref for Passphrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Passphrase {
    /// A pasted or piped text; a line end at its end does not belong to it.
    pub fn paste(&mut self, text: &str) {
        text.trim_end_matches(['\r', '\n']).chars().filter(|c| !c.is_control()).for_each(|c| self.push(c));
    }

    /// Takes the last character away.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// Adds a character.
    pub fn push(&mut self, c: char) {
        // room beforehand, so that no copy is left behind when it grows
        if self.0.capacity() < self.0.len() + c.len_utf8() {
            let mut larger = Zeroizing::new(String::with_capacity((self.0.len() + 64) * 2));
            larger.push_str(&self.0);
            self.0 = larger;
        }
        self.0.push(c);
    }
}

impl From<&str> for Passphrase {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}

/// What the passphrase is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum For {
    /// To open the notes.
    Unlock,
    /// To encrypt them from now on, and then to run this command.
    Encrypt(&'static str),
    /// The same again: what was typed the first time.
    Again(Passphrase, &'static str),
}

/// A passphrase being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// What for.
    pub what: For,
    /// What is typed.
    pub typed: Passphrase,
    /// What was wrong with the last one.
    pub remark: String,
    /// It is being tried.
    pub busy: bool,
    /// What was typed meanwhile: it belongs into the note that is written next.
    pub ahead: Vec<Key>,
}

impl Asking {
    fn new(what: For) -> Self {
        Self { what, typed: Passphrase::default(), remark: String::new(), busy: false, ahead: Vec::new() }
    }
}

/// Words typed before it was answered how notes are kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    /// A new note on the place that they were typed for; that of a part of a statement has no session.
    place: Note,
    words: String,
    /// Leaving, one was told that they are on no disk.
    asked: bool,
}

impl Kept {
    fn is_for(&self, note: &Note) -> bool {
        let place = |note: &'_ Note| (note.session, note.paper.clone(), note.paragraph.clone(), note.adopted);
        place(&self.place) == place(note)
    }
}

/// The command opens the editor: what is typed next belongs into it.
fn opens_editor(command: &str) -> bool {
    matches!(command, "note" | "note_more" | "note_session" | "adopted" | "part_new")
}

impl App {
    /// The notes are encrypted and closed: what was shown of them goes, and the passphrase is asked for. Words that are
    /// just being written stay on the screen.
    pub(super) fn notes_locked(&mut self) {
        self.locked = true;
        self.sealed = true;
        self.notes.clear();
        self.seats.clear();
        self.past.clear();
        self.future.clear();
        if self.editor.is_none() {
            self.statements = super::statement::Statements {
                pace: self.statements.pace,
                slow_pace: self.statements.slow_pace,
                ..super::statement::Statements::default()
            };
        }
        // whoever is typing would type the words into the passphrase
        self.asks_late = self.editor.is_some() || self.picker.is_some();
        if self.asks_late {
            self.fault(self.strings.get("secret.closed_meanwhile").to_owned());
        } else {
            self.secret = Some(Asking::new(For::Unlock));
        }
    }

    /// The keys rest after the notes were closed: now the passphrase is asked for.
    pub(super) fn ask_when_at_rest(&mut self) {
        if self.asks_late && self.now.saturating_sub(self.touched) >= REST {
            self.ask_to_unlock();
        }
    }

    /// What is typed while a passphrase is tried is kept, because a note is being written or will be.
    #[must_use]
    pub fn keeps_keys(&self) -> bool {
        let next = |asking: &Asking| asking.busy && matches!(asking.what, For::Encrypt(then) if opens_editor(then));
        self.editor.is_some() || self.secret.as_ref().is_some_and(next)
    }

    fn type_ahead(&mut self, keys: Vec<Key>) -> Vec<Effect> {
        keys.into_iter().filter_map(|key| self.key_in_editor(key)).flatten().collect()
    }

    /// The notes were opened; true: with a passphrase. Or why they were not.
    pub(super) fn notes_unlocked(&mut self, answer: Result<bool, Option<String>>) -> Vec<Effect> {
        match answer {
            Ok(sealed) => {
                self.locked = false;
                self.sealed = sealed;
                self.asks_late = false;
                let ahead = self.secret.take().map_or(Vec::new(), |asking| asking.ahead);
                let mut effects = self.type_ahead(ahead);
                self.say(if sealed { "secret.opened" } else { "secret.plain" });
                // what could not be saved while they were closed
                effects.extend(self.save_draft(true));
                effects.extend(self.save_the_rest());
                effects
            }
            Err(fault) => {
                self.wrong(fault.unwrap_or_else(|| self.strings.get("secret.wrong").to_owned()));
                Vec::new()
            }
        }
    }

    /// The notes were encrypted: how many files. Or why they were not.
    pub(super) fn notes_encrypted(&mut self, answer: Result<usize, String>) -> Vec<Effect> {
        match answer {
            Ok(count) => {
                self.sealed = true;
                let (then, ahead) = match self.secret.take() {
                    Some(Asking { what: For::Encrypt(then), ahead, .. }) => (then, ahead),
                    _ => ("", Vec::new()),
                };
                let text = self.strings.count("secret.encrypted", count);
                self.message = Some(super::Message { text, fault: false });
                let mut effects = self.remember();
                effects.extend(super::commands::run(self, then));
                effects.extend(self.type_ahead(ahead));
                effects
            }
            Err(fault) => {
                self.wrong(fault);
                Vec::new()
            }
        }
    }

    fn wrong(&mut self, fault: String) {
        match &mut self.secret {
            Some(asking) => {
                asking.busy = false;
                asking.ahead.clear();
                asking.typed = Passphrase::default();
                asking.remark = fault;
            }
            None => self.fault(fault),
        }
    }

    /// Asks for the passphrase of the notes.
    pub(super) fn ask_to_unlock(&mut self) -> Vec<Effect> {
        self.asks_late = false;
        self.secret = Some(Asking::new(For::Unlock));
        Vec::new()
    }

    /// Asks for a passphrase to encrypt with; what is being written is saved first.
    pub(super) fn ask_to_encrypt(&mut self) -> Vec<Effect> {
        let effects = self.close_editor();
        self.secret = Some(Asking::new(For::Encrypt("")));
        effects
    }

    /// Nothing was written yet: whether notes are to be encrypted is asked once, before whatever is written first.
    #[must_use]
    pub(super) fn is_first_note(&self) -> bool {
        let none = self.notes.is_empty() && self.statements.all.is_empty();
        self.offers && none && !self.sealed && !self.saved.plain_notes
    }

    /// Asks whether notes are to be encrypted, before this command runs.
    pub(super) fn offer_encryption(&mut self, then: &'static str) -> Vec<Effect> {
        let strings = self.strings;
        let mut plain = Choice::new(strings.get("secret.keep_plain"), Action::Encrypted(false, then));
        strings.get("secret.keep_plain_detail").clone_into(&mut plain.detail);
        let mut sealed = Choice::new(strings.get("secret.keep_sealed"), Action::Encrypted(true, then));
        strings.get("secret.keep_sealed_detail").clone_into(&mut sealed.detail);
        self.pick_from(Picker::new(Kind::Encrypted, vec![plain, sealed]));
        self.type_before_answer();
        Vec::new()
    }

    /// Something was typed where it is asked how notes are kept. There are two answers and nothing to be found among them: it is
    /// kept for the note, or refused when none is written next.
    pub(super) fn type_before_answer(&mut self) {
        let place = self.asked_for();
        let here = |kept: &&Kept| place.as_ref().is_some_and(|place| kept.is_for(place));
        let held = self.kept_words.iter().any(|kept| here(&kept));
        let elsewhere = self.kept_words.iter().find(|kept| !here(kept)).map(|kept| self.words_wait(kept));
        let strings = self.strings;
        let Some(picker) = &mut self.picker else { return };
        let typed = !picker.input.text().is_empty();
        picker.remark = match (place.is_some(), typed || held) {
            (_, false) => elsewhere.unwrap_or_default(),
            (true, true) => strings.get("secret.keeps_words").to_owned(),
            (false, true) => strings.get("secret.answer_first").to_owned(),
        };
        if place.is_none() {
            picker.input = super::buffer::Buffer::default();
        }
    }

    /// The place of the note that is written next, while it is asked how notes are kept.
    fn asked_for(&self) -> Option<Note> {
        let picker = self.picker.as_ref().filter(|picker| picker.kind == Kind::Encrypted)?;
        match picker.all.first()?.action {
            Action::Encrypted(_, then) if opens_editor(then) => self.place_for(then),
            _ => None,
        }
    }

    fn place_for(&self, command: &str) -> Option<Note> {
        match command {
            "adopted" => self.adopted_note(),
            "note_session" => Some(Note { session: self.session, ..Note::default() }),
            "part_new" => Some(Note::default()),
            _ => self.blank_note(),
        }
    }

    /// What was typed before it was answered how notes are kept is not lost with the question.
    pub(super) fn keep_words(&mut self) {
        let Some(place) = self.asked_for() else { return };
        let words = self.picker.as_mut().map(|picker| std::mem::take(&mut picker.input)).unwrap_or_default();
        if !words.text().is_empty() {
            self.keep(place, words.text());
        }
    }

    fn keep(&mut self, place: Note, words: &str) {
        match self.kept_words.iter_mut().find(|kept| kept.is_for(&place)) {
            Some(kept) => {
                kept.words.push_str(words);
                kept.asked = false;
            }
            None => self.kept_words.push(Kept { place, words: words.to_owned(), asked: false }),
        }
    }

    /// Keeps an adopted text that was pasted, in place of one pasted before.
    pub(super) fn keep_pasted(&mut self, text: &str) {
        if let Some(place) = self.adopted_note() {
            self.kept_words.retain(|kept| !kept.is_for(&place));
            self.keep(place, text);
        }
    }

    /// Says so, when the question goes without an answer.
    pub(super) fn tell_kept_words(&mut self) {
        if !self.kept_words.is_empty() {
            let key = self.keys.first("note", self.strings);
            self.tell("secret.words_kept", &[("key", &key)]);
        }
    }

    /// It goes into the note on its place, when that is written now; of what was typed for another place it is said that it waits.
    pub(super) fn put_kept_words(&mut self) {
        let now = self.now;
        let Some(editor) = &mut self.editor else { return };
        let title = editor.writes == super::noting::Writes::Title;
        let at = self.kept_words.iter().position(|kept| !title && kept.is_for(&editor.note));
        if let Some(at) = at {
            editor.text.paste(&self.kept_words.remove(at).words, false);
            editor.touched = now;
        } else if let Some(said) = self.kept_words.last().map(|kept| self.words_wait(kept)) {
            self.message = Some(super::Message { text: said, fault: false });
        }
    }

    fn words_wait(&self, kept: &Kept) -> String {
        self.strings.fill(
            "secret.words_wait",
            &[("place", &self.kept_place(kept)), ("key", &self.keys.first("note", self.strings))],
        )
    }

    fn kept_place(&self, kept: &Kept) -> String {
        if kept.place == Note::default() {
            return self.strings.get("statement.own").to_owned();
        }
        self.place_of(&kept.place)
    }

    /// Says once to who leaves that words are kept that are on no disk; true when it was said now.
    pub(super) fn warns_of_kept_words(&mut self) -> bool {
        self.keep_words();
        let Some(kept) = self.kept_words.iter().find(|kept| !kept.asked) else { return false };
        let (place, quit) = (self.kept_place(kept), self.keys.first("quit", self.strings));
        let text = self.strings.fill("secret.words_not_left", &[("place", &place), ("key", &quit)]);
        self.kept_words.iter_mut().for_each(|kept| kept.asked = true);
        self.picker = None;
        self.fault(text);
        true
    }

    /// What was chosen at the first note.
    pub(super) fn encryption_chosen(&mut self, sealed: bool, then: &'static str) -> Vec<Effect> {
        if sealed {
            self.secret = Some(Asking::new(For::Encrypt(then)));
            return Vec::new();
        }
        self.saved.plain_notes = true;
        let mut effects = self.remember();
        effects.extend(super::commands::run(self, then));
        effects
    }

    /// A key while a passphrase is typed.
    pub(super) fn key_in_secret(&mut self, key: Key) -> Vec<Effect> {
        if self.keys.runs("quit", key) {
            self.secret = None;
            return super::commands::run(self, "quit");
        }
        let Some(asking) = &mut self.secret else { return Vec::new() };
        if asking.busy {
            if key.code != Code::Esc {
                asking.ahead.push(key);
            }
            return Vec::new();
        }
        match key.code {
            Code::Esc => {
                self.secret = None;
                self.say(if self.locked { "secret.stays_locked" } else { "secret.stays_plain" });
                self.tell_kept_words();
            }
            Code::Enter => return self.take_passphrase(),
            Code::Char('u') if key.ctrl => asking.typed = Passphrase::default(),
            Code::Backspace => asking.typed.pop(),
            Code::Char(c) if !key.ctrl && !key.alt => asking.typed.push(c),
            _ => {}
        }
        Vec::new()
    }

    /// A passphrase that was pasted.
    pub(super) fn paste_secret(&mut self, text: &str) {
        let Some(asking) = &mut self.secret else { return };
        if asking.busy {
            let key = |c| Key::from(if c == '\n' { Code::Enter } else { Code::Char(c) });
            asking.ahead.extend(text.chars().filter(|c| *c == '\n' || !c.is_control()).map(key));
        } else {
            asking.typed.paste(text);
        }
    }

    fn take_passphrase(&mut self) -> Vec<Effect> {
        let strings = self.strings;
        let Some(asking) = &mut self.secret else { return Vec::new() };
        let typed = std::mem::take(&mut asking.typed);
        asking.remark.clear();
        if typed.is_empty() {
            return Vec::new();
        }
        match std::mem::replace(&mut asking.what, For::Unlock) {
            For::Unlock => {
                asking.busy = true;
                vec![Effect::Unlock(typed)]
            }
            For::Encrypt(then) => {
                if typed.chars().count() < SHORTEST {
                    asking.what = For::Encrypt(then);
                    strings.get("secret.short").clone_into(&mut asking.remark);
                } else {
                    asking.what = For::Again(typed, then);
                }
                Vec::new()
            }
            For::Again(first, then) if first == typed => {
                asking.what = For::Encrypt(then);
                asking.busy = true;
                vec![Effect::Encrypt(typed)]
            }
            For::Again(_, then) => {
                asking.what = For::Encrypt(then);
                strings.get("secret.differs").clone_into(&mut asking.remark);
                Vec::new()
            }
        }
    }
}
