//! Searching: places as typed, names, full text. One thread; only the newest question is answered.

use std::collections::HashSet;
use std::sync::Arc;

use crate::app::goal::{Goal, Want};
use crate::app::goto::MOST;
use crate::app::goto::PLACE;
use crate::app::{Found, Missing, Name, words};
use crate::library::Library;
use crate::model::search::Stand;
use crate::model::{Language, Locator, Paper, PaperEntry, Symbol, Target};
use crate::text::cite;
use crate::text::completing::{self, What};
use crate::text::cut;
use crate::text::names::{self, NameIndex};
use crate::text::place::{self, Here, Place};

/// Names shown at most.
const NAMES: usize = 40;
/// Other sessions that are looked into at most for a paper that the one shown does not have.
const OTHERS: usize = 20;

/// The names of a library, made searchable.
pub struct Names {
    index: NameIndex,
    /// What each is, where it leads, and whether it is held in another language than the delegate's.
    goals: Vec<(&'static str, Goal, bool)>,
    /// The language that they are in where it is held.
    first: Option<Language>,
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
            let mut push =
                |kind, key: &str, symbol: Option<&Symbol>, version, language, foreign, label: String, want| {
                    let goal = Goal { session: *number, key: key.to_owned(), version, language, want };
                    goals.push((kind, goal, foreign));
                    texts.push((label, symbol.map_or(String::new(), ToString::to_string)));
                };
            for entry in &session.papers {
                let name = words::entry_name(entry, languages);
                let title = entry.title.best(languages).unwrap_or_default();
                let label = if entry.symbol.is_none() && !title.is_empty() {
                    title.to_owned()
                } else {
                    format!("{name}  {title}").trim_end().to_owned()
                };
                let foreign = is_foreign(entry, languages);
                push("kind.paper", &entry.key, entry.symbol.as_ref(), None, None, foreign, label, Want::Remembered);
                // a title that is known in another language leads to the text in that language
                let held = |code: Language| entry.held.iter().any(|one| one.language == code);
                for (code, other) in entry.title.0.iter().filter(|(code, other)| **other != title && held(**code)) {
                    let symbol = entry.symbol.as_ref();
                    let label = if symbol.is_some() { format!("{name}  {other}") } else { other.clone() };
                    push("kind.paper", &entry.key, symbol, None, Some(*code), true, label, Want::Remembered);
                }
            }
            for entry in &session.papers {
                let name = words::entry_name(entry, languages);
                let foreign = is_foreign(entry, languages);
                for heading in entry.headings_in(languages) {
                    let want = Want::Id(heading.id.clone(), Vec::new());
                    // the headings of one long title differ in their own words
                    let label = match &entry.symbol {
                        Some(_) => format!("{name}  {}", heading.text),
                        None => format!("{}  {}", heading.text, entry.title.best(languages).unwrap_or(&name)),
                    };
                    push("kind.heading", &entry.key, entry.symbol.as_ref(), None, None, foreign, label, want);
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
                let foreign = draft.language != languages.first().copied();
                push("kind.decision", &key, Some(&draft.paper), version, None, foreign, label, want);
            }
        }
        let index = NameIndex::build(texts.iter().map(|(text, symbol)| names::Name { text, symbol }));
        Self { index, goals, first: languages.first().copied() }
    }

    /// What a query finds by place and by name, and the place that it names in vain.
    #[must_use]
    pub fn find(&self, library: &Library, query: &str, here: &(u16, Option<String>), languages: &[Language]) -> Found {
        let (mut out, missing) = places_typed(library, query, here, languages, true);
        let mut others: Vec<&Goal> = Vec::new();
        for hit in self.index.search(query, NAMES * 2) {
            let Some((kind, goal, foreign)) = self.goals.get(hit.entry) else { continue };
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
            if *foreign {
                others.push(goal);
            }
        }
        // what was typed as a place comes first, then the session one is in, whatever else matches
        let places = out.iter().take_while(|name| name.kind == PLACE).count();
        if let Some(named) = out.get_mut(places..) {
            // and in it what is read in the delegate's own language, which needs no name in another
            named.sort_by_key(|name| (name.goal.session != here.0, others.contains(&&name.goal)));
        }
        let own = |name: &Name| (name.goal.session, name.goal.key.clone());
        let papers: HashSet<(u16, String)> = out.iter().filter(|name| is_own_paper(name)).map(own).collect();
        out.retain(|name| name.goal.language.is_none() || !papers.contains(&own(name)));
        // a number is no word whose letters may stand apart
        if let Some(Place::In { symbol: None, locator: Some(Locator::Paragraphs(spans)) }) =
            place::parse(query, &Here::default())
            && let Some(span) = spans.first()
        {
            out.retain(|name| name.kind == PLACE || name.label.contains(base(&span.from)));
        }
        out.truncate(places + NAMES);
        Found { names: out, missing, ..Found::default() }
    }
}

/// A paper that is not held in the delegate's own language.
fn is_foreign(entry: &PaperEntry, languages: &[Language]) -> bool {
    languages.first().is_some_and(|own| !entry.held.iter().any(|held| held.language == *own))
}

/// A paper as it is called in the delegate's own language.
fn is_own_paper(name: &Name) -> bool {
    name.goal.language.is_none() && name.goal.want == Want::Remembered
}

/// Whether a paper has a place; of several paragraphs the first and the last of each range.
fn is_there(paper: &Paper, place: &Locator) -> bool {
    match place {
        Locator::Decisions(spans) => match spans.first() {
            Some(first) => paper.decisions.iter().any(|draft| draft.paragraph.as_deref() == Some(base(&first.from))),
            None => !paper.decisions.is_empty(),
        },
        Locator::Paragraphs(spans) if spans.len() > 1 || spans.iter().any(|span| span.to.is_some()) => {
            let there = |number: &str| paper.paragraphs().any(|one| one.number.as_deref() == Some(base(number)));
            spans.iter().all(|span| there(&span.from) && span.to.as_deref().is_none_or(there))
        }
        _ => cut::ranges(paper, place).is_some(),
    }
}

/// `29` of `29(b)`.
fn base(number: &str) -> &str {
    number.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
}

/// The place that a query names in a paper held, and those in that paper that it begins to name: `ins17/1 2` may be
/// paragraph 2 or become 20.
fn places_typed(
    library: &Library,
    query: &str,
    here: &(u16, Option<String>),
    languages: &[Language],
    elsewhere: bool,
) -> (Vec<Name>, Option<Missing>) {
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
    let Some(symbol) = symbol.or_else(|| begun.as_ref().map(|(symbol, _)| symbol.clone())) else {
        return (Vec::new(), None);
    };
    let Some(found) = library.find(&symbol, languages) else {
        let other = whole && elsewhere;
        return (if other { in_other_sessions(library, query, symbol.session(), languages) } else { Vec::new() }, None);
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
    let there = whole && paper.as_ref().is_none_or(|paper| locator.as_ref().is_none_or(|place| is_there(paper, place)));
    let mut out = Vec::new();
    if there {
        let place = locator
            .as_ref()
            .map_or(String::new(), |place| format!(", {}", crate::text::cite::locator(place, found.held.language)));
        let goal = goal(locator.clone().map_or(Want::Remembered, Want::Place));
        let label = format!("{shown}{place}  {title}");
        out.push(Name { label, matches: Vec::new(), kind: PLACE, goal, typed: String::new() });
    }
    let missing = locator.as_ref().filter(|_| whole && !there);
    let missing = missing.map(|place| Missing { paper: shown.to_string(), place: place.clone() });
    let Some(paper) = paper else { return (out, missing) };
    for one in completing::in_paper(&paper, rest, MOST) {
        if there && one.exact && locator.is_some() {
            continue;
        }
        let label = match (one.locator(), one.what) {
            (Some(place), _) => {
                format!("{}  {}", cite::citation(&shown, Some(&place), found.held.language), one.words)
            }
            (None, What::Page) => format!("{shown}, {}  {}", one.typed, one.words),
            (None, _) => format!("{shown}  {}", one.words),
        };
        let goal = goal(Want::Id(one.id, one.path));
        out.push(Name { label, matches: Vec::new(), kind: PLACE, goal, typed: one.typed });
    }
    (out, missing)
}

/// The same place in the papers of other sessions, newest first, when the session that is meant does not have it.
fn in_other_sessions(library: &Library, query: &str, session: u16, languages: &[Language]) -> Vec<Name> {
    let mut out = Vec::new();
    for other in library.sessions().into_iter().filter(|other| *other != session).take(OTHERS) {
        out.extend(places_typed(library, query, &(other, None), languages, false).0.into_iter().next());
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
    if names.as_ref().is_some_and(|names| names.first != languages.first().copied()) {
        *names = None;
    }
    let names = names.get_or_insert_with(|| Names::of(library, languages));
    let mut found = names.find(library, query, here, languages);
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
