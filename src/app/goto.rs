//! Going to a place as it is typed: what the line may become in the open paper, what Tab makes of it, and what is said when
//! nothing is there.

use std::sync::Arc;

use crate::model::session::Held;
use crate::model::{Locator, Paper, PaperEntry};
use crate::strings::Strings;
use crate::text::cite;
use crate::text::completing::{self, Candidate, What};
use crate::text::place::{self, Here, Place};
use crate::text::wrap::clip;

use super::goal::{Goal, Spot, Want};
use super::picker::{Action, Choice, Kind};
use super::reader::Reader;
use super::{App, Effect, Name, words};

/// Places of one paper that are offered at most.
pub const MOST: usize = 8;

/// The kind of a name that is a place in a paper.
pub const PLACE: &str = "kind.place";

/// A row that says that a place is not there.
fn absent(label: String, why: String) -> Choice {
    let mut none = Choice::new(label, Action::None);
    none.detail = why;
    none.off = true;
    none
}

/// What is said of an appendix or a page that the paper does not have.
fn nothing_there(strings: &Strings, hand: &AtHand, query: &str, found: &[Candidate]) -> Option<Choice> {
    let paper = hand.name.as_str();
    if let Some(typed) = completing::page_typed(query) {
        if found.iter().any(|one| one.what == What::Page) {
            return None;
        }
        let last = hand.paper.pages();
        let n = last.map_or(String::new(), |last| last.to_string());
        let (label, why) =
            if last.is_some() { ("goto.no_page", "goto.last_page") } else { ("goto.page", "goto.no_pages") };
        return Some(absent(
            strings.fill(label, &[("typed", &typed)]),
            strings.fill(why, &[("paper", paper), ("n", &n)]),
        ));
    }
    let typed = completing::appendix_typed(query)?;
    if found.first().is_some_and(|first| first.exact) {
        return None;
    }
    let why = if found.is_empty() { "goto.no_place_why" } else { "goto.no_paragraph_why" };
    let label = strings.fill("goto.no_appendix", &[("typed", &typed), ("paper", paper)]);
    Some(absent(label, strings.fill(why, &[("paper", paper)])))
}

/// The paper that a bare number is of.
struct AtHand<'a> {
    session: u16,
    key: &'a str,
    held: &'a Held,
    paper: Arc<Paper>,
    /// What it is called.
    name: String,
    /// Where it is open.
    reader: Option<&'a Reader>,
}

impl App {
    /// Places in the open paper that what is typed names or begins to name: `29`, `29b`, `decision 15`, `app II`, `fn 3`. What it
    /// names exactly comes first. While no paper is open, places in the one that the cursor of the agenda is on.
    #[must_use]
    pub fn own_places(&self, query: &str) -> Vec<Choice> {
        let going = self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::GoTo);
        let Some(hand) = self.at_hand().filter(|hand| hand.reader.is_some() || going) else { return Vec::new() };
        // one letter may begin anything
        if query.chars().count() < 2 && !query.contains(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let found = completing::in_paper(&hand.paper, query, MOST);
        // Enter in a hurry must not open paragraph 30 for a 3 that is not there, nor a heading for a decision that is none
        let here = Here { session: Some(hand.session).filter(|number| *number > 0), paper: None };
        let place = matches!(place::parse(query, &here), Some(Place::In { symbol: None, locator: Some(_) }));
        let missing = match found.first() {
            Some(first) => {
                let numbered = query.contains(|c: char| c.is_ascii_digit());
                numbered && !first.exact && matches!(first.what, What::Paragraph | What::Decision | What::Footnote)
            }
            None => place && going && query.contains(|c: char| c.is_ascii_digit()),
        };
        let nothing = if going { nothing_there(self.strings, &hand, query, &found) } else { None };
        let mut out: Vec<Choice> = found.into_iter().filter_map(|one| self.place_choice(&hand, one)).collect();
        if let Some(none) = nothing {
            out.insert(0, none);
        } else if missing {
            let bare = query.trim().starts_with(|c: char| c.is_ascii_digit());
            let what = if bare { "goto.no_paragraph" } else { "goto.no_place" };
            let why = if out.is_empty() { "goto.no_place_why" } else { "goto.no_paragraph_why" };
            let typed = match place::parse(query, &here) {
                Some(Place::In { symbol: None, locator: Some(Locator::Paragraphs(spans)) }) if bare => match &spans[..]
                {
                    [span] if span.to.is_none() => cite::number(&span.from, self.strings.language),
                    _ => query.trim().to_owned(),
                },
                _ => query.trim().to_owned(),
            };
            let label = self.strings.fill(what, &[("typed", &typed)]);
            let none = match self.which_paper(query.trim(), hand.key).filter(|_| hand.reader.is_none()) {
                Some(which) => absent(format!("{label} ({})", hand.name), which),
                None => absent(label, self.strings.fill(why, &[("paper", &hand.name)])),
            };
            out.insert(0, none);
        }
        out
    }

    fn place_choice(&self, hand: &AtHand, one: Candidate) -> Option<Choice> {
        let label = match (one.what, one.locator()) {
            (What::Heading, _) if hand.reader.is_some() => one.words.clone(),
            (What::Heading | What::Page, _) => format!("{}, {}", hand.name, one.typed),
            (_, place) => match (hand.reader, &hand.held.symbol, place) {
                (Some(reader), ..) => {
                    let stop = reader.page.stop(&one.id)?;
                    let parts = reader.page.stops.get(stop).map_or(&[][..], |stop| &stop.parts);
                    let part = parts.iter().position(|part| !one.path.is_empty() && part.path == one.path);
                    super::cite::citation(&reader.clone_at(Spot { stop, part }))
                }
                (None, Some(symbol), place) => cite::citation(symbol, place.as_ref(), hand.held.language),
                (None, None, Some(place)) => format!("{}, {}", hand.name, cite::locator(&place, hand.held.language)),
                (None, None, None) => hand.name.clone(),
            },
        };
        let goal = Goal {
            session: hand.session,
            key: hand.key.to_owned(),
            version: hand.held.symbol.clone(),
            language: Some(hand.held.language),
            want: Want::Id(one.id, one.path),
        };
        let mut choice = Choice::new(label, Action::Go(goal));
        if one.what != What::Heading || hand.reader.is_none() {
            choice.detail = clip(&one.words, 160).into_owned();
        }
        choice.typed = one.typed;
        let right = match (one.what, hand.reader) {
            (What::Decision, _) => "kind.decision",
            (_, Some(_)) => "find.this_paper",
            (_, None) => "find.in_agenda",
        };
        self.strings.get(right).clone_into(&mut choice.right);
        Some(choice)
    }

    /// The paper that a bare `29` is of: the one open; while none is, the one that the cursor of the agenda is on.
    fn at_hand(&self) -> Option<AtHand<'_>> {
        if let Some(reader) = &self.reader {
            let (held, paper) = (&reader.held, Arc::clone(&reader.paper));
            return Some(AtHand {
                session: reader.session,
                key: &reader.key,
                held,
                paper,
                name: self.open_name(),
                reader: Some(reader),
            });
        }
        let (entry, held) = self.under_cursor()?;
        let paper = Arc::clone(self.papers.get(&held.paper)?);
        let name = held.symbol.as_ref().map_or_else(|| words::entry_name(entry, &self.languages), ToString::to_string);
        Some(AtHand { session: self.session, key: &entry.key, held, paper, name, reader: None })
    }

    fn under_cursor(&self) -> Option<(&PaperEntry, &Held)> {
        let session = self.current()?;
        let rows = super::agenda::rows(session);
        let entry = rows.get(self.agenda.at)?.paper(session)?;
        let goal = Goal {
            session: self.session,
            key: entry.key.clone(),
            version: None,
            language: None,
            want: Want::Remembered,
        };
        Some((entry, self.pick(entry, &goal)?))
    }

    /// Asks for the paper that a bare number is of while none is open.
    pub(super) fn need_for_place(&mut self) -> Vec<Effect> {
        if self.reader.is_some() {
            return Vec::new();
        }
        let held = self.under_cursor().map(|(_, held)| held.clone());
        held.filter(|held| !self.papers.contains_key(&held.paper)).map_or(Vec::new(), |held| self.ask_paper(&held))
    }

    /// A paper was read while a place is typed and none is open: it may be the one whose places are offered.
    pub(super) fn place_has_come(&mut self) -> Vec<Effect> {
        let going = self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::GoTo);
        if going && self.reader.is_none() && self.at_hand().is_some() { self.typed() } else { Vec::new() }
    }

    /// What is asked when a place is typed without a paper and none is at hand.
    pub(super) fn which_paper_remark(&self, typed: &str) -> Option<String> {
        let going = self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::GoTo);
        let bare = matches!(place::parse(typed, &Here::default()), Some(Place::In { symbol: None, locator: Some(_) }));
        if going && bare && self.at_hand().is_none() { self.which_paper(typed, "") } else { None }
    }

    /// Of which paper a place is, with another paper than this one as example.
    fn which_paper(&self, typed: &str, but: &str) -> Option<String> {
        let paper = self.current()?.papers.iter().find(|entry| entry.symbol.is_some() && entry.key != but)?;
        let example = words::short_key(&paper.key).to_lowercase();
        Some(self.strings.fill("goto.which_paper", &[("typed", typed), ("paper", &example)]))
    }

    /// A place that the paper typed before it does not have; `more`: something else is offered below.
    pub(super) fn missing_choice(&self, missing: &super::Missing, more: bool) -> Choice {
        let place = cite::locator(&missing.place, self.strings.language);
        let label = self.strings.fill("goto.not_in", &[("paper", &missing.paper), ("place", &place)]);
        let why = self.strings.fill("goto.no_place_why", &[("paper", &missing.paper)]);
        absent(label, if more { why } else { String::new() })
    }

    /// `ins/5/12` where there is no such paper, and INS/5 is held: its paragraph, `ins/5 12`.
    pub(super) fn last_as_paragraph(&self, typed: &str) -> Option<String> {
        let (paper, number) = typed.rsplit_once('/')?;
        let digits = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
        let here = Here { session: Some(self.session).filter(|number| *number > 0), paper: None };
        let held = |typed: &str| match place::parse(typed, &here) {
            Some(Place::In { symbol: Some(symbol), locator: None }) => {
                let key = symbol.paper().to_string();
                let below = format!("{key}/");
                let all = &self.sessions.get(&symbol.session())?.papers;
                // a paper of which more is typed still is no paragraph of another
                let more = all.iter().any(|entry| entry.key.starts_with(&below));
                Some((all.iter().any(|entry| entry.key == key), more))
            }
            _ => None,
        };
        let whole = number.get(..digits).filter(|digits| !digits.is_empty())?;
        let missing = held(&format!("{paper}/{whole}")) == Some((false, false));
        (missing && held(paper)?.0).then(|| format!("{paper} {number}"))
    }

    /// What the go-to line offers before anything is typed: the draft decisions and appendices of the open paper.
    pub(super) fn places_to_begin(&self) -> Vec<Choice> {
        // two blanks: nothing, and yet longer than one letter
        self.own_places("  ")
    }

    fn open_name(&self) -> String {
        self.reader.as_ref().map_or_else(String::new, |reader| {
            reader.held.symbol.as_ref().map_or_else(|| reader.held.file_name.clone(), ToString::to_string)
        })
    }

    /// Something found by its name, as a row of the list.
    pub(super) fn named_choice(&self, name: Name) -> Choice {
        let short = match &name.goal {
            goal if goal.session == self.session => words::short_key(&goal.key).to_owned(),
            goal => goal.key.clone(),
        };
        let typed = match name.kind {
            "kind.paper" => format!("{short} "),
            _ if name.goal.want == Want::Remembered => format!("{short} "),
            _ if name.typed.is_empty() => String::new(),
            _ => format!("{short} {}", name.typed),
        };
        // the paper of another session may have the same name
        let session = match name.goal.session {
            0 => String::new(),
            number if number == self.session => String::new(),
            number => number.to_string(),
        };
        // what a place is need not be said
        let kind = if name.kind == PLACE { "" } else { self.strings.get(name.kind) };
        let language = self.foreign(self.language_of(&name.goal));
        let right = [session.as_str(), kind, &language]
            .into_iter()
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" · ");
        let nameless = name.goal.key.starts_with("text-");
        let mut choice = Choice::new(name.label, Action::Go(name.goal));
        choice.both_ends = nameless;
        choice.marks = name.matches;
        choice.typed = typed;
        choice.right = right;
        choice
    }

    /// Tab in the go-to line: writes the current choice out, so that one can type on; where there is nothing to write, the
    /// next choice.
    pub(super) fn complete(&mut self) -> Vec<Effect> {
        let Some(picker) = &mut self.picker else { return Vec::new() };
        let typed = picker.choice().map(|choice| choice.typed.clone()).unwrap_or_default();
        if picker.kind != Kind::GoTo || typed.is_empty() || typed == picker.input.text() {
            picker.step(1);
            return Vec::new();
        }
        picker.input.set(typed);
        self.typed()
    }

    /// What is said when nothing answers the go-to line: that the paper it names is not held.
    pub(super) fn not_held_remark(&self, typed: &str) -> Option<String> {
        let here = Here { session: Some(self.session).filter(|number| *number > 0), paper: None };
        let Some(Place::In { symbol: Some(symbol), .. }) = place::parse(typed, &here) else { return None };
        let session = words::session(self.strings, symbol.session());
        let number = symbol.session().to_string();
        // of a session that is held and not read yet nothing is known
        let unread = !self.sessions.contains_key(&symbol.session());
        let unknown = unread && self.held.as_ref().is_none_or(|held| held.contains(&symbol.session()));
        let held = unknown || self.entry(symbol.session(), &symbol.paper().to_string()).is_some();
        let values = [("paper", symbol.to_string()), ("session", session), ("n", number)];
        let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        (!held).then(|| self.strings.fill("go.not_held", &values))
    }
}
