//! The statement being built: what is collected, its order, its words; kept on the disk after every change.

use crate::model::statement::{Form, Source, StatementPart};
use crate::model::{Statement, Symbol};
use crate::text::similar::hash;
use crate::text::speech;

use super::msg::Effect;
use super::noting::{Editor, PAUSE, Writes};
use super::picker::{Action, Choice, Kind, Picker};
use super::sheet::Sheet;
use super::speech::Stopwatch;
use super::undo::Change;
use super::{App, Focus, View, cite};

/// The paces that can be set, in words a minute.
pub const PACES: std::ops::RangeInclusive<u32> = 60..=220;

/// The statements, and the one on the screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Statements {
    /// All that are on the disk, newest first.
    pub all: Vec<Statement>,
    /// The one being built.
    pub open: Option<Statement>,
    /// Its parts, to move in.
    pub sheet: Sheet,
    /// The reading view.
    pub speech: Sheet,
    /// The clock of the reading view.
    pub watch: Stopwatch,
    /// Words a minute.
    pub pace: u32,
    /// Words a minute when it is interpreted.
    pub slow_pace: u32,
    /// The slower pace is in force.
    pub interpreted: bool,
    /// The number under which it was last given to be saved, until the answer comes.
    pub waiting: Option<u64>,
    /// It was changed since it was last given to be saved.
    pub dirty: bool,
}

impl Default for Statements {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            open: None,
            sheet: Sheet::default(),
            speech: Sheet::default(),
            watch: Stopwatch::default(),
            pace: 130,
            slow_pace: 100,
            interpreted: false,
            waiting: None,
            dirty: false,
        }
    }
}

impl Statements {
    /// The pace in force, in words a minute.
    #[must_use]
    pub fn pace(&self) -> u32 {
        if self.interpreted { self.slow_pace } else { self.pace }
    }

    /// The part under the cursor.
    #[must_use]
    pub fn at(&self) -> Option<usize> {
        self.sheet.id().parse().ok()
    }

    /// The words to be said, and how long they take, in seconds.
    #[must_use]
    pub fn length(&self) -> (usize, u64) {
        let parts = self.open.iter().flat_map(|open| &open.parts);
        let words = parts.map(|part| speech::words(&part.text)).sum();
        (words, speech::seconds(words, self.pace()))
    }

    /// There is something that is not on the disk yet.
    #[must_use]
    pub fn unsaved(&self) -> bool {
        self.dirty || self.waiting.is_some()
    }
}

/// True when a quote is not word for word what was collected.
#[must_use]
pub fn is_cut(part: &StatementPart) -> bool {
    part.source.as_ref().is_some_and(|source| source.quoted && source.hash != hash(&part.text))
}

impl App {
    /// The statements of the session shown, newest first, and the one that is open.
    #[must_use]
    pub fn own_statements(&self) -> Vec<&Statement> {
        let open = self.statements.open.as_ref().map(|open| open.id.as_str());
        let own = |one: &&Statement| one.session == self.session || Some(one.id.as_str()) == open;
        self.statements.all.iter().filter(own).collect()
    }

    /// The statements came from the disk; the one on the screen stays as it is while it is not saved.
    pub(super) fn statements_read(&mut self, all: Vec<Statement>) {
        let busy =
            self.statements.unsaved() || self.editor.as_ref().is_some_and(|editor| editor.writes != Writes::Note);
        self.statements.all = all;
        if let Some(open) = self.statements.open.as_ref().filter(|open| !busy && !open.id.is_empty()) {
            let id = open.id.clone();
            self.statements.open = self.statements.all.iter().find(|one| one.id == id).cloned();
        }
        if self.view == View::Statement {
            self.open_newest();
        }
    }

    /// Shows the statement being built: the one open, else the newest of the session.
    pub(super) fn show_statement(&mut self) -> Vec<Effect> {
        let effects = self.close_editor();
        self.open_newest();
        let sessions = self.ask_sources();
        [effects, sessions, self.show(View::Statement)].concat()
    }

    /// Sees to it that a statement of the session is open, when there is one.
    pub(super) fn open_newest(&mut self) {
        // one that quotes papers of several sessions belongs to each of them
        let quotes = |part: &StatementPart| {
            let symbol = part.source.as_ref().and_then(|source| source.paper.parse::<Symbol>().ok());
            symbol.is_some_and(|symbol| symbol.session() == self.session)
        };
        let open = self.statements.open.as_ref();
        let here = open.is_some_and(|open| open.session == self.session || open.parts.iter().any(quotes));
        if !here && !self.statements.unsaved() {
            let newest = self.statements.all.iter().find(|one| one.session == self.session).cloned();
            self.statements.open = newest;
            self.statements.watch = Stopwatch::default();
        }
    }

    /// What is under the cursor, to be put into a statement.
    #[must_use]
    pub fn collectable(&self) -> Option<StatementPart> {
        let part = |text: String, source: Source| {
            let source = Source { hash: hash(&text), ..source };
            (!text.trim().is_empty()).then_some(StatementPart { text, source: Some(source) })
        };
        if let Some(note) = self.chosen_note() {
            let language = note.language.unwrap_or(self.strings.language);
            let citation = cite::of_place(&note.paper, note.paragraph.as_deref(), language);
            let (paper, paragraph) = (note.paper.clone(), note.paragraph.clone());
            let source = Source { paper, language: note.language, paragraph, citation, ..Source::default() };
            return part(note.text.trim().to_owned(), source);
        }
        let quoted = Source { quoted: true, ..Source::default() };
        match (self.focus, self.view) {
            (Focus::Agenda, _) | (_, View::Start | View::Notes | View::Statement | View::Speech) => None,
            (_, View::Reader) => {
                let reader = self.reader.as_ref()?;
                let paper = reader.held.symbol.as_ref().map_or_else(|| reader.key.clone(), ToString::to_string);
                let source = Source {
                    paper,
                    language: Some(reader.held.language),
                    paragraph: Some(reader.place_id()).filter(|id| id != "cover"),
                    citation: cite::citation(reader),
                    ..quoted
                };
                part(super::sources::spoken(reader), source)
            }
            (_, View::Board) => {
                let draft = self.board_row()?;
                let adopted = self.adopted_quote(draft);
                let (text, citation) = adopted.unwrap_or_else(|| (draft.words(), Self::cite_draft(draft)));
                let source = Source {
                    paper: draft.paper.to_string(),
                    language: draft.language,
                    paragraph: Some(self.draft_id(draft)).filter(|id| !id.is_empty()),
                    citation,
                    ..quoted
                };
                part(text, source)
            }
            _ => {
                let (text, citation) = self.sheet_words()?;
                let goal = self.sheet_goal();
                let paper = goal
                    .as_ref()
                    .map(|goal| goal.version.as_ref().map_or_else(|| goal.key.clone(), ToString::to_string));
                let paragraph = goal.as_ref().and_then(|goal| match &goal.want {
                    super::goal::Want::Id(id, _) => Some(id.clone()),
                    _ => None,
                });
                let language = goal.and_then(|goal| goal.language);
                part(text, Source { paper: paper.unwrap_or_default(), language, paragraph, citation, ..quoted })
            }
        }
    }

    /// Puts what is under the cursor at the end of the statement; begins one when there is none.
    pub(super) fn collect_here(&mut self) -> Vec<Effect> {
        let Some(part) = self.collectable() else {
            self.say("when.nothing_to_collect");
            return Vec::new();
        };
        if self.statements.open.is_none() {
            self.open_newest();
        }
        let place = part.source.as_ref().map_or(String::new(), |source| source.citation.clone());
        let effects = if self.statements.open.is_some() {
            self.change_statement(|open| open.parts.push(part))
        } else {
            let name = part.source.as_ref().map_or("", |source| super::words::short_key(&source.paper)).to_owned();
            self.begin_statement(&name, vec![part])
        };
        let title = self.statements.open.as_ref().map_or(String::new(), |open| open.title.clone());
        let (words, seconds) = self.statements.length();
        self.tell(
            "statement.collected",
            &[("place", &place), ("title", &title), ("words", &words.to_string()), ("time", &speech::clock(seconds))],
        );
        self.say_draft();
        effects
    }

    /// Begins a statement of the session; `about` is for its title.
    fn begin_statement(&mut self, about: &str, parts: Vec<StatementPart>) -> Vec<Effect> {
        if self.statements.unsaved() {
            self.say("statement.saving");
            return Vec::new();
        }
        let key = if about.is_empty() { "statement.untitled" } else { "statement.about" };
        let title = self.strings.fill(key, &[("paper", about)]);
        let fresh = Statement { session: self.session, title, parts, ..Statement::default() };
        self.statements.open = Some(fresh.clone());
        self.statements.sheet = Sheet::default();
        self.statements.watch = Stopwatch::default();
        self.record(Change::Statement { before: None, after: Some(Box::new(fresh)) });
        self.keep_statement()
    }

    /// A new, empty statement, with its first words to be written.
    pub(super) fn new_statement(&mut self) -> Vec<Effect> {
        let mut effects = self.begin_statement("", Vec::new());
        if self.statements.open.as_ref().is_some_and(|open| open.parts.is_empty()) {
            effects.extend(self.show(View::Statement));
        }
        effects
    }

    /// Changes the statement; it can be taken back, and is given to be saved.
    fn change_statement(&mut self, change: impl FnOnce(&mut Statement)) -> Vec<Effect> {
        let Some(open) = &mut self.statements.open else { return Vec::new() };
        let before = open.clone();
        change(open);
        if *open == before {
            return Vec::new();
        }
        let after = Some(Box::new(open.clone()));
        self.record(Change::Statement { before: Some(Box::new(before)), after });
        self.keep_statement()
    }

    /// Gives the statement to be saved; when one is being saved, as soon as that is done.
    pub(super) fn keep_statement(&mut self) -> Vec<Effect> {
        let Some(open) = self.statements.open.clone() else { return Vec::new() };
        if self.statements.waiting.is_some() {
            self.statements.dirty = true;
            return Vec::new();
        }
        self.ticket += 1;
        self.statements.waiting = Some(self.ticket);
        self.statements.dirty = false;
        vec![Effect::SaveStatement(self.ticket, Box::new(open))]
    }

    /// What is not on the disk although nothing is being written: a save that failed is tried again before the end.
    pub fn save_the_rest(&mut self) -> Vec<Effect> {
        if self.statements.dirty { self.keep_statement() } else { Vec::new() }
    }

    /// Something was given to be saved and the answer did not come yet.
    #[must_use]
    pub fn saving(&self) -> bool {
        self.statements.waiting.is_some() || self.editor.as_ref().is_some_and(|editor| editor.ticket.is_some())
    }

    /// The answer to a statement given to be saved.
    pub(super) fn statement_saved(&mut self, ticket: u64, answer: Result<Box<Statement>, String>) -> Vec<Effect> {
        let mine = self.statements.waiting == Some(ticket);
        if mine {
            self.statements.waiting = None;
        }
        let saved = match answer {
            Ok(saved) => *saved,
            Err(fault) => {
                self.statements.dirty |= mine;
                if let Some(editor) = self.editor.as_mut().filter(|editor| editor.ticket == Some(ticket)) {
                    editor.answered(false);
                }
                self.fault(fault);
                return Vec::new();
            }
        };
        self.statements.all.retain(|known| known.id != saved.id);
        self.statements.all.insert(0, saved.clone());
        if mine && let Some(open) = &mut self.statements.open {
            for part in [&mut self.past, &mut self.future].into_iter().flatten() {
                part.name_statement(&open.id, &saved.id);
            }
            open.id.clone_from(&saved.id);
            open.created.clone_from(&saved.created);
            open.modified.clone_from(&saved.modified);
            open.revision.clone_from(&saved.revision);
        }
        let mut effects = Vec::new();
        if let Some(editor) = self.editor.as_mut().filter(|editor| editor.ticket == Some(ticket)) {
            editor.answered(true);
        }
        if self.statements.dirty {
            effects.extend(self.keep_statement());
        } else if self.editor.as_ref().is_some_and(|editor| editor.says && editor.writes != Writes::Note) {
            effects.extend(self.save_and_stay());
        }
        effects
    }

    /// Takes a statement as it was or is again; `None`: there was none.
    pub(super) fn put_statement(&mut self, wanted: Option<&Statement>, other: Option<&Statement>) -> Vec<Effect> {
        let Some(id) = wanted.or(other).map(|statement| statement.id.clone()) else { return Vec::new() };
        match wanted {
            None => {
                self.statements.all.retain(|known| known.id != id);
                self.statements.open = None;
                self.statements.dirty = false;
                vec![Effect::DeleteStatement(id)]
            }
            Some(wanted) => {
                // the words of before, on the file of now
                let open = self.statements.open.iter().find(|open| open.id == id);
                let known = open.or_else(|| self.statements.all.iter().find(|known| known.id == id));
                let revision = known.map_or(String::new(), |known| known.revision.clone());
                self.statements.open = Some(Statement { revision, ..wanted.clone() });
                self.keep_statement()
            }
        }
    }

    /// The part under the cursor goes up or down.
    pub(super) fn move_part(&mut self, by: isize) -> Vec<Effect> {
        let Some(at) = self.statements.at() else { return Vec::new() };
        let count = self.statements.open.as_ref().map_or(0, |open| open.parts.len());
        let Some(to) = at.checked_add_signed(by).filter(|to| *to < count) else {
            self.say("when.no_further");
            return Vec::new();
        };
        let effects = self.change_statement(|open| {
            let part = open.parts.remove(at);
            open.parts.insert(to, part);
        });
        self.fit();
        self.statements.sheet.go(&to.to_string());
        effects
    }

    /// Removes the part under the cursor; on the title the whole statement.
    pub(super) fn remove_part(&mut self) -> Vec<Effect> {
        let Some(at) = self.statements.at() else {
            let Some(open) = self.statements.open.clone() else { return Vec::new() };
            if open.id.is_empty() {
                self.say("statement.saving");
                return Vec::new();
            }
            self.tell("statement.deleted", &[("title", &open.title)]);
            self.record(Change::Statement { before: Some(Box::new(open.clone())), after: None });
            return self.put_statement(None, Some(&open));
        };
        let effects = self.change_statement(|open| {
            if at < open.parts.len() {
                open.parts.remove(at);
            }
        });
        self.say("statement.removed");
        effects
    }

    /// Own words after the part under the cursor.
    pub(super) fn new_part(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.statements.open.is_none() {
            effects = self.begin_statement("", Vec::new());
        }
        let before = self.statements.open.clone();
        let Some(open) = &mut self.statements.open else { return effects };
        let at = self.statements.sheet.id().parse::<usize>().map_or(0, |at| at + 1).min(open.parts.len());
        open.parts.insert(at, StatementPart::default());
        self.fit();
        self.statements.sheet.go(&at.to_string());
        self.edit_part(Writes::Part(at), before);
        effects
    }

    /// Enter: the words under the cursor are edited.
    pub(super) fn open_part(&mut self) -> Vec<Effect> {
        let before = self.statements.open.clone();
        let writes = self.statements.at().map_or(Writes::Title, Writes::Part);
        if before.is_none() {
            return self.new_part();
        }
        self.edit_part(writes, before);
        Vec::new()
    }

    fn edit_part(&mut self, writes: Writes, before: Option<Statement>) {
        let Some(open) = &self.statements.open else { return };
        let (text, place) = match writes {
            Writes::Part(at) => {
                let part = open.parts.get(at).cloned().unwrap_or_default();
                let own = self.strings.get("statement.own").to_owned();
                (part.text, part.source.map_or(own, |source| source.citation))
            }
            Writes::Title | Writes::Note => (open.title.clone(), self.strings.get("statement.its_title").to_owned()),
        };
        let note = crate::model::Note { text, ..crate::model::Note::default() };
        let mut editor = Editor::new(note.clone(), Some(note), place, self.now);
        editor.before = None;
        editor.writes = writes;
        editor.statement = before.map(Box::new);
        self.editor = Some(editor);
        self.put_kept_words();
    }

    /// Puts what is written into the statement; false when nothing changed.
    fn take_words(&mut self) -> bool {
        let (Some(editor), Some(open)) = (&mut self.editor, &mut self.statements.open) else { return false };
        if !editor.unsaved() {
            return false;
        }
        let text = editor.text.text().to_owned();
        match editor.writes {
            Writes::Part(at) => {
                if let Some(part) = open.parts.get_mut(at) {
                    part.text.clone_from(&text);
                }
            }
            Writes::Title => {
                // one line, and never empty
                let title = crate::text::sanitise::line(&text);
                if !title.is_empty() {
                    open.title = title;
                }
            }
            Writes::Note => {}
        }
        editor.taken();
        true
    }

    /// Saves the words being written, once a while, or now.
    pub(super) fn save_part(&mut self, now: bool) -> Option<Effect> {
        let editor = self.editor.as_ref()?;
        let early = !now && self.now.saturating_sub(editor.touched) < PAUSE;
        if editor.ticket.is_some() || early || self.statements.waiting.is_some() || !self.take_words() {
            return None;
        }
        let effect = self.keep_statement().pop();
        let ticket = self.statements.waiting;
        if let (Some(editor), Some(ticket)) = (&mut self.editor, ticket) {
            editor.give(ticket);
        }
        effect
    }

    /// Closes the editor of a part. Emptied words go; all that was done in it is one step of undo.
    pub(super) fn close_part(&mut self) -> Vec<Effect> {
        let changed = self.take_words();
        let Some(editor) = self.editor.take() else { return Vec::new() };
        let Some(open) = &mut self.statements.open else { return Vec::new() };
        if let Writes::Part(at) = editor.writes
            && open.parts.get(at).is_some_and(|part| part.text.trim().is_empty())
        {
            open.parts.remove(at);
        }
        let after = open.clone();
        let Some(before) = editor.statement else { return Vec::new() };
        if before.parts == after.parts && before.title == after.title {
            return if changed { self.keep_statement() } else { Vec::new() };
        }
        // the file it was written to may have got its name in the meantime
        let before = Box::new(Statement { id: after.id.clone(), ..*before });
        self.record(Change::Statement { before: Some(before), after: Some(Box::new(after)) });
        self.keep_statement()
    }

    /// Which statement is to be built.
    pub(super) fn choose_statement(&mut self) -> Vec<Effect> {
        let mut choices: Vec<Choice> = Vec::new();
        for statement in self.own_statements() {
            let mut choice = Choice::new(statement.title.clone(), Action::Statement(Some(statement.id.clone())));
            let words = statement.parts.iter().map(|part| speech::words(&part.text)).sum();
            choice.right = speech::clock(speech::seconds(words, self.statements.pace()));
            choice.detail = statement.parts.first().map_or(String::new(), |part| part.text.replace('\n', " "));
            choice.current = self.statements.open.as_ref().is_some_and(|open| open.id == statement.id);
            choices.push(choice);
        }
        choices.push(Choice::new(self.strings.get("statement.new"), Action::Statement(None)));
        self.pick_from(Picker::new(Kind::Statements, choices));
        Vec::new()
    }

    /// Opens another statement, or a new one.
    pub(super) fn open_statement(&mut self, id: Option<&str>) -> Vec<Effect> {
        let Some(id) = id else { return self.new_statement() };
        if self.statements.unsaved() {
            self.say("statement.saving");
            return Vec::new();
        }
        self.statements.open = self.statements.all.iter().find(|known| known.id == id).cloned();
        self.statements.sheet = Sheet::default();
        self.statements.watch = Stopwatch::default();
        self.show(View::Statement)
    }

    /// In which form the statement is to leave.
    pub(super) fn choose_form(&mut self) -> Vec<Effect> {
        let mut choices: Vec<Choice> = Form::ALL
            .into_iter()
            .map(|form| {
                let key = format!("statement.form_{}", form.extension());
                Choice::new(self.strings.get(&key), Action::Export(form))
            })
            .collect();
        choices.push(Choice::new(self.strings.get("statement.copy_all"), Action::CopyStatement));
        self.pick_from(Picker::new(Kind::Export, choices));
        Vec::new()
    }

    /// The words of the part under the cursor and their citation.
    pub(super) fn part_words(&self) -> Option<(String, String)> {
        let part = self.statements.open.as_ref()?.parts.get(self.statements.at()?)?;
        Some((part.text.clone(), part.source.as_ref().map_or(String::new(), |source| source.citation.clone())))
    }
}
