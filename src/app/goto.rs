//! Going to a place as it is typed: what the line may become in the open paper, what Tab makes of it, and what is said when
//! nothing is there.

use crate::text::completing::{self, Candidate, What};
use crate::text::place::{self, Here, Place};
use crate::text::wrap::clip;

use super::goal::{Goal, Spot, Want};
use super::picker::{Action, Choice, Kind};
use super::{App, Effect, Name};

/// Places of one paper that are offered at most.
pub const MOST: usize = 8;

/// The kind of a name that is a place in a paper.
pub const PLACE: &str = "kind.place";

impl App {
    /// Places in the open paper that what is typed names or begins to name: `29`, `29b`, `decision 15`, `app II`, `fn 3`. What it
    /// names exactly comes first.
    #[must_use]
    pub fn own_places(&self, query: &str) -> Vec<Choice> {
        let Some(reader) = &self.reader else { return Vec::new() };
        // one letter may begin anything
        if query.chars().count() < 2 && !query.contains(|c: char| c.is_ascii_digit()) {
            return Vec::new();
        }
        let choice = |one: Candidate| {
            let stop = reader.page.stop(&one.id)?;
            let parts = reader.page.stops.get(stop).map_or(&[][..], |stop| &stop.parts);
            let part = parts.iter().position(|part| !one.path.is_empty() && part.path == one.path);
            let there = reader.clone_at(Spot { stop, part });
            let goal = Goal {
                session: reader.session,
                key: reader.key.clone(),
                version: reader.held.symbol.clone(),
                language: Some(reader.held.language),
                want: Want::Id(one.id, one.path),
            };
            let label = match one.what {
                What::Heading => one.words.clone(),
                What::Page => format!("{}, {}", self.open_name(), one.typed),
                _ => super::cite::citation(&there),
            };
            let mut choice = Choice::new(label, Action::Go(goal));
            if one.what != What::Heading {
                choice.detail = clip(&one.words, 160).into_owned();
            }
            choice.typed = one.typed;
            let right = if one.what == What::Decision { "kind.decision" } else { "find.this_paper" };
            self.strings.get(right).clone_into(&mut choice.right);
            Some(choice)
        };
        let found = completing::in_paper(&reader.paper, query, MOST);
        // Enter in a hurry must not open paragraph 30 for a 3 that is not there, nor a heading for a decision that is none
        let here = Here { session: Some(reader.session).filter(|number| *number > 0), paper: None };
        let place = matches!(place::parse(query, &here), Some(Place::In { symbol: None, locator: Some(_) }));
        let going = self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::GoTo);
        let missing = match found.first() {
            Some(first) => {
                let numbered = query.contains(|c: char| c.is_ascii_digit());
                numbered && !first.exact && matches!(first.what, What::Paragraph | What::Decision | What::Footnote)
            }
            None => place && going && query.contains(|c: char| c.is_ascii_digit()),
        };
        let nothing = if going { self.nothing_there(query, &found) } else { None };
        let mut out: Vec<Choice> = found.into_iter().filter_map(choice).collect();
        if let Some(none) = nothing {
            out.insert(0, none);
        } else if missing {
            let bare = query.trim().starts_with(|c: char| c.is_ascii_digit());
            let what = if bare { "goto.no_paragraph" } else { "goto.no_place" };
            let why = if out.is_empty() { "goto.no_place_why" } else { "goto.no_paragraph_why" };
            let mut none = Choice::new(self.strings.fill(what, &[("typed", query.trim())]), Action::None);
            none.detail = self.strings.fill(why, &[("paper", &self.open_name())]);
            none.off = true;
            out.insert(0, none);
        }
        out
    }

    /// What is said of an appendix or a page that the open paper does not have.
    fn nothing_there(&self, query: &str, found: &[Candidate]) -> Option<Choice> {
        let paper = self.open_name();
        let (label, why) = if let Some(typed) = completing::page_typed(query) {
            if found.iter().any(|one| one.what == What::Page) {
                return None;
            }
            let last = self.reader.as_ref().and_then(|reader| reader.paper.pages());
            let n = last.map_or(String::new(), |last| last.to_string());
            let (label, why) =
                if last.is_some() { ("goto.no_page", "goto.last_page") } else { ("goto.page", "goto.no_pages") };
            (self.strings.fill(label, &[("typed", &typed)]), self.strings.fill(why, &[("paper", &paper), ("n", &n)]))
        } else {
            let typed = completing::appendix_typed(query)?;
            if found.first().is_some_and(|first| first.exact) {
                return None;
            }
            let why = if found.is_empty() { "goto.no_place_why" } else { "goto.no_paragraph_why" };
            let label = self.strings.fill("goto.no_appendix", &[("typed", &typed), ("paper", &paper)]);
            (label, self.strings.fill(why, &[("paper", &paper)]))
        };
        let mut none = Choice::new(label, Action::None);
        none.detail = why;
        none.off = true;
        Some(none)
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
            goal if goal.session == self.session => super::words::short_key(&goal.key).to_owned(),
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
        let right =
            [session.as_str(), kind].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
        let mut choice = Choice::new(name.label, Action::Go(name.goal));
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
        let session = super::words::session(self.strings, symbol.session());
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
