//! Where the parts of a statement come from: the words as they are said, the versions they quote, and how the whole leaves.

use crate::model::statement::{Form, Source};
use crate::model::{Block, Note, PaperEntry, Statement, Symbol};
use crate::strings::Strings;

use super::App;
use super::goal::Goal;
use super::msg::Effect;
use super::reader::Reader;

/// The words under the cursor as they are said: the cells of a table one after the other, without those that are empty.
pub(super) fn spoken(reader: &Reader) -> String {
    let Some(Block::Table(table)) = reader.block() else { return reader.words() };
    let row = |cells: &Vec<String>| {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
        cells.join("; ")
    };
    match reader.path().first() {
        Some(at) => table.rows.get(*at).map_or(String::new(), row),
        None => table.rows.iter().map(row).collect::<Vec<_>>().join("\n"),
    }
}

/// The version newer than the one that a part was taken from, of the paper it is of.
#[must_use]
pub fn newer_in<'a>(entry: &'a PaperEntry, taken: &Symbol) -> Option<&'a Symbol> {
    let newest = entry.symbol.as_ref()?;
    (newest.companion() == taken.companion() && newest.revision() > taken.revision()).then_some(newest)
}

/// A statement as it leaves: where a part quotes a version that was superseded, as `newer` tells, its citation says so.
#[must_use]
pub fn with_newer(mut statement: Statement, strings: &Strings, newer: &dyn Fn(&Source) -> Option<String>) -> Statement {
    for source in statement.parts.iter_mut().filter_map(|part| part.source.as_mut()) {
        if let Some(newer) = newer(source) {
            let newer = strings.fill("statement.newer", &[("paper", &newer)]);
            source.citation = [source.citation.as_str(), &newer].join("; ").trim_start_matches("; ").to_owned();
        }
    }
    statement
}

impl App {
    /// The newer version held of the paper that a part was taken from.
    #[must_use]
    pub fn superseding(&self, source: &Source) -> Option<&Symbol> {
        let symbol: Symbol = source.paper.parse().ok()?;
        newer_in(self.entry(symbol.session(), &symbol.paper().to_string())?, &symbol)
    }

    /// The sessions whose papers the open statement quotes, when they were not read yet.
    pub(super) fn ask_sources(&mut self) -> Vec<Effect> {
        let parts = self.statements.open.iter().flat_map(|open| &open.parts);
        let symbols = parts.filter_map(|part| part.source.as_ref()?.paper.parse::<Symbol>().ok());
        let held = |session: &u16| self.held.as_ref().is_some_and(|held| held.contains(session));
        let sessions: Vec<u16> = symbols.map(|symbol| symbol.session()).filter(held).collect();
        let unread = sessions.into_iter().filter(|session| !self.sessions.contains_key(session)).collect::<Vec<_>>();
        unread.into_iter().flat_map(|session| self.ask_session(session)).collect()
    }

    /// The open statement as it leaves: where a part quotes a version that was superseded, its citation says so.
    fn leaving(&self) -> Option<Statement> {
        let newer = |source: &Source| self.superseding(source).map(ToString::to_string);
        Some(with_newer(self.statements.open.clone()?, self.strings, &newer))
    }

    /// Gives the statement to be written as a file of its own.
    pub(super) fn export_statement(&mut self, form: Form) -> Vec<Effect> {
        let Some(open) = self.leaving() else { return Vec::new() };
        let day = super::words::date(self.strings, &open.modified);
        vec![Effect::ExportStatement(Box::new(open), form, day)]
    }

    /// The whole statement as plain text for the clipboard, citations included.
    pub(super) fn copy_statement(&mut self) -> Vec<Effect> {
        let Some(text) = self.leaving().map(|open| open.plain()) else { return Vec::new() };
        self.say("statement.copied");
        vec![Effect::Copy(text)]
    }

    fn source_here(&self) -> Option<&Source> {
        self.statements.open.as_ref()?.parts.get(self.statements.at()?)?.source.as_ref()
    }

    /// Where the words of the part under the cursor come from.
    pub(super) fn part_goal(&self) -> Option<Goal> {
        let source = self.source_here()?;
        let version = source.paper.parse::<Symbol>().ok();
        let note = Note {
            session: version.as_ref().map_or(self.session, Symbol::session),
            paper: source.paper.clone(),
            language: source.language,
            paragraph: source.paragraph.clone(),
            ..Note::default()
        };
        // the words stand in the version they were taken from
        self.goal_of(&note).map(|goal| Goal { version, ..goal })
    }

    /// Goes to where the words of the part come from, and says when there is a newer version.
    pub(super) fn go_to_source(&mut self) -> Vec<Effect> {
        let Some(goal) = self.part_goal() else { return Vec::new() };
        let newer = self.source_here().and_then(|source| Some((source.paper.as_str(), self.superseding(source)?)));
        let say = newer.map_or(String::new(), |(quoted, newer)| {
            self.strings.fill("statement.superseded", &[("paper", quoted), ("newer", &newer.to_string())])
        });
        self.arrive(goal, say)
    }
}
