//! Searching: places as typed, names, full text. One thread; only the newest question is answered.

use std::sync::Arc;

use crate::app::goal::{Goal, Want};
use crate::app::goto::MOST;
use crate::app::goto::PLACE;
use crate::app::{Found, Name, words};
use crate::library::Library;
use crate::model::reference::Span;
use crate::model::search::Stand;
use crate::model::{Language, Locator, Symbol, Target};
use crate::text::cite;
use crate::text::completing::{self, What};
use crate::text::names::{self, NameIndex};
use crate::text::place::{self, Here, Place};

/// Names shown at most.
const NAMES: usize = 40;
/// Other sessions that are looked into at most for a paper that the one shown does not have.
const OTHERS: usize = 20;

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
            let Ok(session) = library.session_once(*number) else { continue };
            let mut push = |kind, key: &str, symbol: Option<&Symbol>, version, label: String, want| {
                let goal = Goal { session: *number, key: key.to_owned(), version, language: None, want };
                goals.push((kind, goal));
                texts.push((label, symbol.map_or(String::new(), ToString::to_string)));
            };
            for entry in &session.papers {
                let name = words::entry_name(entry, languages);
                let title = entry.title.best(languages).filter(|_| entry.symbol.is_some()).unwrap_or_default();
                let label = format!("{name}  {title}").trim_end().to_owned();
                push("kind.paper", &entry.key, entry.symbol.as_ref(), None, label, Want::Remembered);
            }
            for entry in &session.papers {
                let name = words::entry_name(entry, languages);
                for heading in entry.headings_in(languages) {
                    let want = Want::Id(heading.id.clone(), Vec::new());
                    let label = format!("{name}  {}", heading.text);
                    push("kind.heading", &entry.key, entry.symbol.as_ref(), None, label, want);
                }
            }
            for draft in crate::app::board::drafts(&session, languages) {
                let key = draft.paper.paper().to_string();
                let number = draft.paragraph.as_ref().map_or(String::new(), |number| format!(" § {number}"));
                let mut text = draft.text.clone();
                crate::model::paper::push_items(&mut text, &draft.items, 0);
                let text: String = text.replace('\n', " ").chars().take(240).collect();
                let label = format!("{}{number}  {text}", words::short(&draft.paper));
                // an addendum has paragraphs of its own under the key of its paper
                let version = crate::app::board::version(draft);
                let want = Want::Id(draft.id.clone(), Vec::new());
                push("kind.decision", &key, Some(&draft.paper), version, label, want);
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
        let mut out = places_typed(library, query, here, languages, true);
        for hit in self.index.search(query, NAMES) {
            let Some((kind, goal)) = self.goals.get(hit.entry) else { continue };
            if out.iter().any(|other| other.goal == *goal) {
                continue;
            }
            let label = self.index.text(hit.entry).to_owned();
            let typed = match (*kind, &goal.want) {
                ("kind.decision", Want::Id(id, _)) => {
                    id.strip_prefix("para_").map_or(String::new(), |number| format!("decision {number}"))
                }
                _ => String::new(),
            };
            out.push(Name { label, matches: hit.marks, kind, goal: goal.clone(), typed });
        }
        // what was typed as a place comes first, then the session one is in, whatever else matches
        let places = out.iter().take_while(|name| name.kind == PLACE).count();
        if let Some(named) = out.get_mut(places..) {
            named.sort_by_key(|name| name.goal.session != here.0);
        }
        out
    }
}

/// The place that a query names in a paper held, and those in that paper that it begins to name: `ins17/1 2` may be
/// paragraph 2 or become 20.
fn places_typed(
    library: &Library,
    query: &str,
    here: &(u16, Option<String>),
    languages: &[Language],
    elsewhere: bool,
) -> Vec<Name> {
    let session = Some(here.0).filter(|number| *number > 0);
    let open = here.1.as_ref().and_then(|key| key.parse::<Symbol>().ok());
    let typed = place::parse(query, &Here { session, paper: open });
    let (symbol, locator) = match typed {
        Some(Place::In { symbol: Some(symbol), locator }) => (Some(symbol), locator),
        _ => (None, None),
    };
    let begun = Symbol::typed(query.trim(), session);
    let rest = begun.as_ref().and_then(|(_, used)| query.trim().get(*used..)).unwrap_or_default();
    let whole = symbol.is_some();
    let Some(symbol) = symbol.or_else(|| begun.as_ref().map(|(symbol, _)| symbol.clone())) else { return Vec::new() };
    let Some(found) = library.find(&symbol, languages) else {
        return if whole && elsewhere {
            in_other_sessions(library, query, symbol.session(), languages)
        } else {
            Vec::new()
        };
    };
    let title = found.entry.title.best(languages).unwrap_or_default();
    let shown = found.held.symbol.as_ref().unwrap_or(&symbol).clone();
    let goal = |want| Goal {
        session: symbol.session(),
        key: found.entry.key.clone(),
        version: (symbol != symbol.paper()).then(|| symbol.clone()),
        language: None,
        want,
    };
    let paper = library.paper(&found.held).ok();
    let numbered = |number: &str| {
        let base: String = number.chars().take_while(char::is_ascii_digit).collect();
        paper.as_ref().is_none_or(|paper| paper.paragraphs().any(|one| one.number.as_deref() == Some(base.as_str())))
    };
    let there = match &locator {
        Some(Locator::Paragraphs(spans)) => spans.first().is_some_and(|span| numbered(&span.from)),
        _ => whole,
    };
    let mut out = Vec::new();
    if there {
        let place = locator
            .as_ref()
            .map_or(String::new(), |place| format!(", {}", crate::text::cite::locator(place, found.held.language)));
        let goal = goal(locator.clone().map_or(Want::Remembered, Want::Place));
        let label = format!("{shown}{place}  {title}");
        out.push(Name { label, matches: Vec::new(), kind: PLACE, goal, typed: String::new() });
    }
    let Some(paper) = paper else { return out };
    for one in completing::in_paper(&paper, rest, MOST) {
        if there && one.exact && locator.is_some() {
            continue;
        }
        let language = found.held.language;
        let label = match one.what {
            What::Heading => format!("{shown}  {}", one.words),
            What::Page => format!("{shown}, {}  {}", one.typed, one.words),
            What::Paragraph => {
                let place = Locator::Paragraphs(vec![Span::one(one.typed.clone())]);
                format!("{}  {}", cite::citation(&shown, Some(&place), language), one.words)
            }
            What::Decision => {
                let number = one.typed.trim_start_matches("decision").trim();
                let spans = if number.is_empty() { Vec::new() } else { vec![Span::one(number.to_owned())] };
                format!("{}  {}", cite::citation(&shown, Some(&Locator::Decisions(spans)), language), one.words)
            }
            What::Footnote => {
                let mark = Locator::Footnote(one.typed.trim_start_matches("fn ").to_owned());
                format!("{}  {}", cite::citation(&shown, Some(&mark), language), one.words)
            }
        };
        let goal = goal(Want::Id(one.id, one.path));
        out.push(Name { label, matches: Vec::new(), kind: PLACE, goal, typed: one.typed });
    }
    out
}

/// The same place in the papers of other sessions, newest first, when the session that is meant does not have it.
fn in_other_sessions(library: &Library, query: &str, session: u16, languages: &[Language]) -> Vec<Name> {
    let mut out = Vec::new();
    for other in library.sessions().into_iter().filter(|other| *other != session).take(OTHERS) {
        out.extend(places_typed(library, query, &(other, None), languages, false).into_iter().next());
        if out.len() == 3 {
            break;
        }
    }
    out
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
