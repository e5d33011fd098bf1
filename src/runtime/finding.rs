//! Searching: places as typed, names, full text. One thread; only the newest question is answered.

use std::sync::Arc;

use crate::app::goal::{Goal, Want};
use crate::app::{Found, Name, words};
use crate::library::Library;
use crate::model::search::Stand;
use crate::model::{Language, Symbol, Target};
use crate::text::names::{self, NameIndex};
use crate::text::place::{self, Here, Place};

/// Names shown at most.
const NAMES: usize = 40;

/// The names of a library, made searchable.
pub struct Names {
    index: NameIndex,
    goals: Vec<(&'static str, Goal)>,
}

impl Names {
    /// Papers, headings and draft decisions of every session held, newest first.
    #[must_use]
    pub fn of(library: &Library, languages: &[Language]) -> Self {
        let sessions = library.sessions();
        let mut texts: Vec<(String, String)> = Vec::new();
        let mut goals = Vec::new();
        for number in &sessions {
            let Ok(session) = library.session(*number) else { continue };
            let mut push = |kind, key: &str, symbol: Option<&Symbol>, label: String, want| {
                let goal = Goal { session: *number, key: key.to_owned(), version: None, language: None, want };
                goals.push((kind, goal));
                texts.push((label, symbol.map_or(String::new(), ToString::to_string)));
            };
            for entry in &session.papers {
                let name = words::short_key(&entry.key);
                let title = entry.title.best(languages).unwrap_or_default();
                push("kind.paper", &entry.key, entry.symbol.as_ref(), format!("{name}  {title}"), Want::Remembered);
            }
            for entry in &session.papers {
                let name = words::short_key(&entry.key);
                for heading in &entry.headings {
                    let want = Want::Id(heading.id.clone(), Vec::new());
                    let label = format!("{name}  {}", heading.text);
                    push("kind.heading", &entry.key, entry.symbol.as_ref(), label, want);
                }
            }
            for draft in crate::app::board::drafts(&session, languages) {
                let key = draft.paper.paper().to_string();
                let number = draft.paragraph.as_ref().map_or(String::new(), |number| format!(" § {number}"));
                let mut text = draft.text.clone();
                crate::model::paper::push_items(&mut text, &draft.items, 0);
                let text: String = text.replace('\n', " ").chars().take(240).collect();
                let label = format!("{}{number}  {text}", words::short(&draft.paper));
                push("kind.decision", &key, Some(&draft.paper), label, Want::Id(draft.id.clone(), Vec::new()));
            }
        }
        let index = NameIndex::build(texts.iter().map(|(text, symbol)| names::Name { text, symbol }));
        Self { index, goals }
    }

    /// What a query finds by place and by name.
    #[must_use]
    pub fn find(
        &self,
        library: &Library,
        query: &str,
        here: &(u16, Option<String>),
        languages: &[Language],
    ) -> Vec<Name> {
        let paper = here.1.as_ref().and_then(|key| key.parse::<Symbol>().ok());
        let typed = place::parse(query, &Here { session: Some(here.0).filter(|number| *number > 0), paper });
        let mut out = Vec::new();
        if let Some(Place::In { symbol: Some(symbol), locator }) = typed
            && let Some(found) = library.find(&symbol, languages)
        {
            let title = found.entry.title.best(languages).unwrap_or_default();
            let place = locator
                .as_ref()
                .map_or(String::new(), |place| format!(", {}", crate::text::cite::locator(place, found.held.language)));
            let shown = found.held.symbol.as_ref().unwrap_or(&symbol);
            let goal = Goal {
                session: symbol.session(),
                key: found.entry.key.clone(),
                version: (symbol != symbol.paper()).then(|| symbol.clone()),
                language: None,
                want: locator.map_or(Want::Remembered, Want::Place),
            };
            out.push(Name { label: format!("{shown}{place}  {title}"), matches: Vec::new(), kind: "kind.place", goal });
        }
        for hit in self.index.search(query, NAMES) {
            let Some((kind, goal)) = self.goals.get(hit.entry) else { continue };
            if out.iter().any(|other| other.goal == *goal) {
                continue;
            }
            let label = self.index.text(hit.entry).to_owned();
            out.push(Name { label, matches: hit.marks, kind, goal: goal.clone() });
        }
        // the session one is in comes first, whatever else matches
        out.sort_by_key(|name| (name.kind != "kind.place", name.goal.session != here.0));
        out
    }
}

/// Answers one question.
#[must_use]
pub fn answer(
    library: &Arc<Library>,
    names: &mut Option<Names>,
    query: &str,
    here: &(u16, Option<String>),
    places: bool,
    stances: &[Stand],
    languages: &[Language],
) -> Found {
    let names = names.get_or_insert_with(|| Names::of(library, languages));
    let mut found = Found { names: names.find(library, query, here, languages), ..Found::default() };
    if !places {
        found.names.truncate(8);
        let outside = place::parse(query, &Here { session: Some(here.0).filter(|number| *number > 0), paper: None });
        found.results = match outside {
            // a Convention is asked for by who cites it
            Some(Place::Outside(target @ Target::Instrument(_))) => {
                super::search::full_text(library, &format!("cites:{target}"), here, &[], languages)
            }
            _ => super::search::full_text(library, query, here, stances, languages),
        };
    }
    found
}
