//! What a session holds, and the keys that lead there: shown beside the agenda while no paper is open.

use super::{App, words};
use crate::model::Outcome;

/// A line of the overview: a key, and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The key as it is shown; empty for a line of text.
    pub key: String,
    /// The words.
    pub text: String,
    /// The command that the key runs.
    pub command: &'static str,
}

impl App {
    /// The title of the session shown, with days and place.
    #[must_use]
    pub fn overview_title(&self) -> (String, String) {
        let Some(session) = self.current() else { return (String::new(), String::new()) };
        let name = words::session(self.strings, session.session);
        let title = session.title.best(&self.languages).unwrap_or_default();
        let days = session.dates.as_ref().map(|[from, to]| words::days(self.strings, from, to));
        let place = session.place.clone().map(|place| {
            if super::sittings::in_geneva(session) { self.strings.get("overview.geneva").to_owned() } else { place }
        });
        let facts: Vec<String> = place.into_iter().chain(days).collect();
        (if title.is_empty() { name } else { title.to_owned() }, facts.join(", "))
    }

    /// What the session holds, one line each; what it does not hold has none.
    #[must_use]
    pub fn overview(&self) -> Vec<Line> {
        let Some(session) = self.current() else { return Vec::new() };
        let strings = self.strings;
        let mut out = Vec::new();
        let mut add = |command: &'static str, text: String| {
            out.push(Line { key: self.keys.first(command, strings), text, command });
        };
        add("open", strings.count("overview.open", session.papers.len()));
        let news = self.news().len();
        if news > 0 {
            add("inbox", strings.count("overview.news", news));
        }
        let drafts = super::board::drafts(session, &self.languages);
        if !drafts.is_empty() {
            let pending = drafts.iter().filter(|draft| draft.outcome == Outcome::Pending).count();
            let pending = strings.count("overview.pending", pending);
            add("board", format!("{}, {pending}", strings.count("overview.decisions", drafts.len())));
        }
        if !session.sittings.is_empty() {
            add("sittings", strings.count("overview.sittings", session.sittings.len()));
        }
        let notes = self.notes.iter().filter(|note| note.session == session.session).count();
        if notes > 0 && !self.discreet {
            add("notes", strings.count("overview.notes", notes));
        }
        if !drafts.is_empty() {
            add("promises", strings.get("overview.promises").to_owned());
        }
        add("find_everything", strings.get("overview.find").to_owned());
        add("go_to", strings.get("overview.go_to").to_owned());
        if self.held.as_ref().is_some_and(|held| held.len() > 1) {
            let held = self.held.as_ref().map_or(0, Vec::len);
            add("sessions", strings.count("overview.sessions", held));
        }
        add("commands", strings.get("overview.commands").to_owned());
        out
    }
}
