//! The adopted text of a draft decision as the delegate pasted it: kept like a note, so that it outlives every sync, until the
//! official text comes; then it stands below that one and is not lost.

use crate::model::decision::{BoardEntry, Pasted};
use crate::model::{Language, Note, Outcome, Session};
use crate::text::cite;
use crate::text::quote::lettered;

use super::msg::Effect;
use super::reader::Reader;
use super::{App, Focus, View, words};

impl App {
    /// The draft the delegate looks at: the row of the board, or the draft decision under the cursor of the reader.
    #[must_use]
    pub fn draft_here(&self) -> Option<&BoardEntry> {
        match (self.focus, self.view) {
            (Focus::Agenda, _) => None,
            (_, View::Board) => self.board_row(),
            (_, View::Reader) => {
                let reader = self.reader.as_ref()?;
                let session = self.sessions.get(&reader.session)?;
                let here = |entry: &&BoardEntry| {
                    Some(&entry.paper) == reader.held.symbol.as_ref() && self.draft_id(entry) == reader.id()
                };
                let own = |entry: &&BoardEntry| entry.language == Some(reader.held.language);
                session.board.iter().filter(here).find(own).or_else(|| session.board.iter().find(here))
            }
            _ => None,
        }
    }

    /// The adopted text that was pasted for a draft, by the delegate or by a colleague.
    #[must_use]
    pub fn pasted<'a>(&'a self, entry: &'a BoardEntry) -> Option<&'a Note> {
        let all = self.notes_on_draft(entry).filter(|note| note.adopted && !note.text.trim().is_empty());
        all.max_by(|a, b| a.precedence().cmp(&b.precedence()))
    }

    /// The one that the delegate pasted.
    #[must_use]
    pub fn own_pasted<'a>(&'a self, entry: &'a BoardEntry) -> Option<&'a Note> {
        self.pasted(entry).filter(|note| note.author.is_empty())
    }

    /// Every adopted text that was pasted, with its place.
    pub(super) fn all_pasted(&self) -> Vec<Pasted> {
        // what is the delegate's own is not shown to who looks over the shoulder
        let all = self.notes.iter().filter(|_| !self.discreet);
        all.filter_map(|note| Pasted::of(note, self.newest_block(note))).collect()
    }

    /// Who pasted an adopted text, in words: `by_you`, `pasted` and `replaced` of the table of sentences.
    #[must_use]
    pub fn pasted_words(&self, key: &str, author: &str) -> String {
        if author.is_empty() {
            return self.strings.get(&format!("adopted.{key}")).to_owned();
        }
        self.strings.fill(&format!("adopted.{key}_author"), &[("author", author)])
    }

    /// The block of the newest text held that a note stands at.
    pub(super) fn newest_block(&self, note: &Note) -> Option<&str> {
        let seats = self.newest.get(&note.id).and_then(|held| self.seats.get(&held.paper));
        seats.and_then(|seats| seats.get(&note.id)).and_then(|seat| seat.block.as_deref())
    }

    /// The notes on a draft: where they stand in the newest text held, or where they were written.
    pub fn notes_on_draft<'a>(&'a self, entry: &'a BoardEntry) -> impl Iterator<Item = &'a Note> {
        let id = self.draft_id(entry);
        self.notes.iter().filter(move |note| {
            let place = self.newest_block(note).or(note.paragraph.as_deref());
            entry.is_paper_of(note) && place.is_some_and(|place| place.split("__").next().unwrap_or(place) == id)
        })
    }

    /// The adopted words of a draft that are known, and who pasted them (empty: the delegate); `None` for official ones.
    #[must_use]
    pub fn adopted_words(&self, entry: &BoardEntry) -> Option<(String, Option<String>)> {
        match &entry.adopted_text {
            Some(text) => Some((text.clone(), None)),
            None => self.pasted(entry).map(|note| (note.text.clone(), Some(note.author.clone()))),
        }
    }

    /// The adopted words of a draft as they are quoted, with the citation that says whether they are those of the draft;
    /// `None` while they are not known. What was pasted is the delegate's own and is not given while notes are hidden.
    pub(super) fn adopted_quote(&self, draft: &BoardEntry) -> Option<(String, String)> {
        let (words, _) = self.adopted_words(draft).filter(|(_, pasted)| pasted.is_none() || !self.discreet)?;
        let citation = Self::cite_draft(draft);
        let language = draft.language.unwrap_or(Language::EN);
        let citation = if draft.is_amended(&words) { cite::amended(&citation, language) } else { citation };
        Some((lettered(words.trim()), citation))
    }

    /// How the paragraph of a draft is cited.
    pub(super) fn cite_draft(draft: &BoardEntry) -> String {
        let language = draft.language.unwrap_or(Language::EN);
        super::cite::place(&draft.paper.to_string(), draft.paragraph.as_deref(), None, language)
    }

    /// What is to be said when the words of a draft are taken that became something else: that they are the draft, what
    /// became of it, and where its adopted words are.
    pub(super) fn draft_remark(&self, draft: &BoardEntry) -> Option<String> {
        let outcome = self.outcome_words(draft).filter(|_| draft.outcome != Outcome::AsDrafted)?;
        let known = self.adopted_quote(draft).is_some();
        let key = match (known, draft.outcome) {
            (true, _) => "copy.draft_of",
            (false, Outcome::AsAmended) => "copy.draft_alone",
            (false, _) => "copy.draft",
        };
        Some(self.strings.fill(key, &[("outcome", &outcome)]))
    }

    /// What became of the draft decisions of a paper: the id of the block, and the words that stand below it.
    pub(super) fn outcomes_of(&self, reader: &Reader) -> Vec<(String, String)> {
        let board = self.sessions.get(&reader.session).map_or(&[][..], |session| &session.board);
        let own = board.iter().filter(|entry| Some(&entry.paper) == reader.held.symbol.as_ref());
        own.filter_map(|entry| Some((self.draft_id(entry), format!("» {}", self.outcome_words(entry)?)))).collect()
    }

    /// `adopted as amended, 5 March 2024`; that the delegate pasted an adopted text; `None` while nothing is known.
    fn outcome_words(&self, entry: &BoardEntry) -> Option<String> {
        if entry.outcome == Outcome::Pending {
            let note = self.pasted(entry).filter(|_| !self.discreet)?;
            return Some(self.pasted_words("pasted", &note.author));
        }
        let word = self.strings.get(words::outcome(entry.outcome));
        let day = entry.decided_on.as_deref().map(|day| format!(", {}", words::date(self.strings, day)));
        Some(format!("{word}{}", day.unwrap_or_default()))
    }

    /// Opens the editor for the adopted text of the draft here.
    pub(super) fn paste_adopted(&mut self) -> Vec<Effect> {
        let mut effects = self.close_editor();
        // what a colleague pasted is not written over
        let existing = self.draft_here().and_then(|entry| self.own_pasted(entry)).cloned();
        let Some(note) = existing.clone().or_else(|| self.adopted_note()) else { return effects };
        effects.extend(self.edit(note, existing));
        effects
    }

    /// A new note for the adopted text of the draft here.
    pub(super) fn adopted_note(&self) -> Option<Note> {
        let entry = self.draft_here()?;
        Some(Note {
            session: entry.paper.session(),
            paper: entry.paper.to_string(),
            language: entry.language,
            paragraph: Some(self.draft_id(entry)).filter(|id| !id.is_empty()),
            quote: entry.words(),
            adopted: true,
            ..Note::default()
        })
    }

    /// Text was pasted on the board: it is the adopted text of the row.
    pub(super) fn pasted_on_board(&mut self, text: &str) -> Vec<Effect> {
        if self.view != View::Board || self.focus == Focus::Agenda {
            return Vec::new();
        }
        match super::when::adopting(self) {
            Ok(()) if self.is_first_note() => {
                self.keep_pasted(text);
                self.offer_encryption("adopted")
            }
            Ok(()) => {
                let effects = self.paste_adopted();
                if let Some(editor) = &mut self.editor {
                    // what was pasted before is not mixed with what comes now: undo in the editor brings it back
                    editor.text.set(String::new());
                    editor.text.paste(text, false);
                    editor.touched = self.now;
                }
                effects
            }
            Err(reason) => {
                self.say(reason);
                Vec::new()
            }
        }
    }

    /// Says for which draft the official text has come that the delegate had pasted one for. `before` is the session as it was.
    pub(super) fn official_arrived(&mut self, before: Option<&Session>, now: &Session) {
        // that the delegate pasted one is not told while notes are hidden
        let Some(before) = before.filter(|_| !self.discreet) else { return };
        let arrived = now.board.iter().find(|entry| {
            let known = before.board.iter().any(|other| {
                other.paper.paper() == entry.paper.paper()
                    && self.draft_id(other) == self.draft_id(entry)
                    && other.language == entry.language
                    && other.adopted_text.is_some()
            });
            entry.adopted_text.is_some() && !known && self.own_pasted(entry).is_some()
        });
        if let Some(entry) = arrived {
            let number = entry.paragraph.as_ref().map_or(String::new(), |number| format!(" § {number}"));
            let place = format!("{}{number}", super::words::short(&entry.paper));
            self.tell("adopted.arrived", &[("place", &place)]);
        }
    }
}
