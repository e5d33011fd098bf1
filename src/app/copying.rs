//! Copying what the cursor stands on: with its text or without, plain or as Markdown. What was copied is also shown.

use crate::model::Block;
use crate::text::quote;
use crate::text::wrap::{clip, width};

use super::msg::Effect;
use super::picker::{Action, Choice};
use super::{App, View, cite};

/// Words and how they are cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quoted {
    /// The words.
    pub words: String,
    /// Their citation as the Governing Body writes it.
    pub citation: String,
    /// The words as Markdown, where lines do not say it: a table.
    table: Option<String>,
}

impl Quoted {
    /// Words that are no table.
    #[must_use]
    pub fn new(words: String, citation: String) -> Self {
        Self { words, citation, table: None }
    }

    fn in_form(&self, form: Form) -> String {
        match (form, &self.table) {
            (Form::Citation, _) => self.citation.clone(),
            (Form::MarkdownCitation, _) => quote::escape(&self.citation),
            // a note of one's own is no quotation
            (Form::Words | Form::Markdown, _) if self.citation.is_empty() => self.words.clone(),
            (Form::Words, _) => quote::plain(&self.words, &self.citation),
            (Form::Markdown, Some(table)) => format!("{table}>\n> ({})", quote::escape(&self.citation)),
            (Form::Markdown, None) => quote::markdown(&self.words, &self.citation),
        }
    }
}

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The words with their citation.
    Words,
    /// The citation.
    Citation,
    /// The words with their citation, as Markdown.
    Markdown,
    /// The citation, as Markdown.
    MarkdownCitation,
}

impl App {
    /// What the cursor stands on, with its citation.
    #[must_use]
    pub fn quoted(&self) -> Option<Quoted> {
        match (self.view, &self.reader) {
            // what was adopted goes before what was proposed
            (View::Board, _) => self.board_row().map(|draft| {
                let adopted = self.adopted_quote(draft).map(|(words, citation)| Quoted::new(words, citation));
                adopted.unwrap_or_else(|| Quoted::new(draft.words(), Self::cite_draft(draft)))
            }),
            // the words of a note are the delegate's own
            (View::Notes, _) => self.chosen_note().map(|note| Quoted::new(note.text.clone(), String::new())),
            (View::Reader, Some(reader)) => {
                let table = match reader.block() {
                    Some(Block::Table(table)) => Some(quote::table(&table.rows, table.header_rows)),
                    _ => None,
                };
                Some(Quoted { table, ..Quoted::new(reader.words(), cite::citation(reader)) })
            }
            _ => self.sheet_words().map(|(words, citation)| Quoted::new(words, citation)),
        }
    }

    /// Copies what the cursor stands on.
    pub(super) fn copy(&mut self, form: Form) -> Vec<Effect> {
        let Some(quoted) = self.quoted() else { return Vec::new() };
        // a note alone has no citation to copy
        let form = if quoted.citation.is_empty() { Form::Words } else { form };
        let text = quoted.in_form(form);
        let cites = matches!(form, Form::Words | Form::Markdown) && !quoted.citation.is_empty();
        let row = self.board_row().filter(|row| self.view == View::Board && self.adopted_quote(row).is_some());
        let became = row.map(|row| row.outcome);
        let effects = self.copy_text(text);
        if cites {
            // what it is cited as comes first: the words are on the screen
            use crate::model::Outcome::{Deferred, GuidanceOnly, NotAdopted};
            let key = match became {
                // what was decided is no form of the draft
                Some(Deferred | GuidanceOnly | NotAdopted) => "copy.decided",
                Some(_) => "copy.adopted",
                None => "copy.cited",
            };
            let bare = self.strings.fill(key, &[("citation", &quoted.citation), ("text", "")]);
            let room = usize::from(self.size.0).saturating_sub(width(&bare) + 2);
            let words = quoted.words.replace('\n', " ");
            let words = clip(&words, if room < 12 { 40 } else { room.min(60) });
            self.tell(key, &[("citation", &quoted.citation), ("text", &words)]);
        }
        self.say_draft();
        let reader = self.reader.as_ref().filter(|_| self.view == View::Reader);
        let entry = reader.and_then(|reader| self.entry(reader.session, &reader.key));
        if let (Some(reader), Some(entry)) = (reader, entry)
            && let Some(newest) = super::badge::newest(entry, &reader.held)
        {
            let newest = super::words::short(newest);
            self.tell("copy.older", &[("newest", &newest), ("text", &quoted.citation)]);
        }
        effects
    }

    /// Says of the words of a draft that were taken what became of it, after what is said already.
    pub(super) fn say_draft(&mut self) {
        let draft = self.draft_here().filter(|row| self.view == View::Reader || self.adopted_quote(row).is_none());
        let remark = draft.and_then(|draft| self.draft_remark(draft));
        if let (Some(remark), Some(message)) = (remark, &mut self.message) {
            message.text = format!("{remark} {}", message.text);
        }
    }

    /// Hands a text to the clipboard, and shows how it begins.
    pub(super) fn copy_text(&mut self, text: String) -> Vec<Effect> {
        let shown = clip(&text.replace('\n', " "), 60).into_owned();
        self.tell("copy.done", &[("text", &shown)]);
        vec![Effect::Copy(text)]
    }

    /// The forms a copy can have, each with what would be copied.
    pub(super) fn copy_choices(&self) -> Vec<Choice> {
        let Some(quoted) = self.quoted() else { return Vec::new() };
        let forms: &[(Form, &str)] = if quoted.citation.is_empty() {
            &[(Form::Words, "copy.words")]
        } else {
            &[
                (Form::Words, "copy.words"),
                (Form::Citation, "copy.citation"),
                (Form::Markdown, "copy.markdown"),
                (Form::MarkdownCitation, "copy.markdown_citation"),
            ]
        };
        let choice = |quoted: &Quoted, form: Form, key: &str| {
            let text = quoted.in_form(form);
            let mut choice = Choice::new(self.strings.get(key), Action::None);
            choice.detail = clip(&text.replace('\n', " "), 160).into_owned();
            choice.action = Action::Copy(text);
            choice
        };
        let mut out: Vec<Choice> = forms.iter().map(|(form, key)| choice(&quoted, *form, key)).collect();
        // what was adopted is copied; what had been proposed is there for who asks for it
        let row = self.board_row().filter(|_| self.view == View::Board);
        if let Some(row) = row.filter(|row| self.adopted_quote(row).is_some()) {
            let draft = Quoted::new(row.words(), Self::cite_draft(row));
            out.push(choice(&draft, Form::Words, "copy.draft_words"));
        }
        out
    }
}
