//! What was asked of whom and by when: the promises that concern the session, those due at it first.

use crate::model::promise::{LedgerEntry, Standing};
use crate::text::fold::fold;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::order::{self, Order};
use super::page::{Prose, Tone};
use super::picker::{Action, Choice};
use super::sheet::{Sheet, Writer};
use super::{App, View, words};

/// The promises shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Promises {
    /// The session they concern; `None` until known.
    pub session: Option<u16>,
    /// They, in the order of their standing.
    pub entries: Vec<LedgerEntry>,
    /// What is shown of them; `None` for all.
    pub filter: Option<Standing>,
    /// The list.
    pub sheet: Sheet,
}

/// The key of the words for a standing.
pub(super) fn group(standing: Standing) -> &'static str {
    match standing {
        Standing::Due => "promises.due",
        Standing::Open => "promises.open",
        Standing::Answered => "promises.answered",
        Standing::Later => "promises.later",
    }
}

/// The key of the words for where a promise was read.
#[must_use]
pub fn origin(entry: &LedgerEntry) -> &'static str {
    match entry {
        LedgerEntry { amended: true, .. } => "outcome.as_amended",
        LedgerEntry { adopted: true, .. } => "promises.adopted",
        _ => "promises.draft",
    }
}

/// Where a promise comes in an order.
fn rank(order: Option<Order>, entry: &LedgerEntry) -> String {
    let promise = &entry.promise;
    let due = promise.due_session.map_or("~".to_owned(), |session| format!("{session:05}"));
    let due = format!("{} {due} {}", entry.standing as u8, promise.due_date.as_deref().unwrap_or("~"));
    let part = promise.part.as_deref().unwrap_or_default();
    let place = format!("{} {} {part}", promise.paper, promise.paragraph.as_deref().unwrap_or_default());
    let place = order::of_paper(&place);
    match order {
        // the newest session first
        Some(Order::Paper) => format!("{:05} {place}", u16::MAX - promise.paper.session()),
        Some(Order::Asked) => format!("{} {due} {place}", fold(&promise.asked_of)),
        _ => due,
    }
}

impl App {
    /// Shows what was asked; the library is read for it.
    pub(super) fn show_promises(&mut self) -> Vec<Effect> {
        let mut effects = self.show(View::Promises);
        if self.promises.session != Some(self.session) {
            self.promises = Promises::default();
        }
        effects.push(self.ask_ledger());
        effects
    }

    /// Asks for the promises; with the adopted texts that were pasted.
    pub(super) fn ask_ledger(&self) -> Effect {
        Effect::Ledger(self.session, self.languages.clone(), self.all_pasted())
    }

    /// Asks again when what was pasted, or where it stands, came to be known or changed.
    pub(super) fn ask_ledger_again(&self) -> Option<Effect> {
        let shown = self.view == View::Promises;
        let before = self.promises.entries.iter().any(|entry| entry.pasted_by.is_some());
        let any = before || self.notes.iter().any(|note| note.adopted);
        (shown && any).then(|| self.ask_ledger())
    }

    /// The promises came.
    pub(super) fn ledger_read(&mut self, session: u16, entries: Vec<LedgerEntry>) {
        if session == self.session {
            self.promises.session = Some(session);
            self.promises.entries = entries;
        }
    }

    /// How the promises can be filtered, with how many each; only what would show something.
    pub(super) fn promise_filters(&self) -> Vec<Choice> {
        let entries = &self.promises.entries;
        let every = [Standing::Due, Standing::Open, Standing::Answered, Standing::Later];
        let mut out = Vec::new();
        for standing in [None].into_iter().chain(every.map(Some)) {
            let count = entries.iter().filter(|entry| standing.is_none_or(|one| entry.standing == one)).count();
            let mut choice =
                Choice::new(self.strings.get(standing.map_or("filter.all", group)), Action::Asked(standing));
            choice.right = count.to_string();
            choice.current = standing == self.promises.filter;
            if count > 0 || standing.is_none() {
                out.push(choice);
            }
        }
        out
    }

    /// The words that ask: the paragraph of the decision.
    pub(super) fn promised_place(&self) -> Option<Goal> {
        let entry = self.promises.entries.get(self.promises.sheet.id().parse::<usize>().ok()?)?;
        let paper = &entry.promise.paper;
        let want = match (&entry.promise.paragraph, entry.id.is_empty()) {
            (_, false) => Want::Id(entry.id.clone(), Vec::new()),
            (Some(number), true) => Want::Number(number.clone()),
            (None, true) => Want::Remembered,
        };
        let version = Some(paper.clone());
        Some(Goal { session: paper.session(), key: paper.paper().to_string(), version, language: None, want })
    }

    /// The words of the promise under the cursor and how they are cited.
    pub(super) fn promised_words(&self) -> Option<(String, String)> {
        let entry = self.promises.entries.get(self.promises.sheet.id().parse::<usize>().ok()?)?;
        let promise = &entry.promise;
        let (number, part) = (promise.paragraph.as_deref(), promise.part.as_deref());
        let goal = self.promised_place()?;
        let held = self.entry(goal.session, &goal.key).and_then(|entry| self.pick(entry, &goal));
        let language = entry.language.or(held.map(|held| held.language)).unwrap_or(crate::model::Language::EN);
        let citation = super::cite::place(&promise.paper.to_string(), number, part, language);
        let citation = if entry.amended { crate::text::cite::amended(&citation, language) } else { citation };
        // what a list asks in each of its parts is said before it
        let words = if promise.quote.trim() == promise.action { promise.sentence() } else { promise.quote.clone() };
        Some((words, citation))
    }

    pub(super) fn lay_promises(&mut self, columns: u16, rows: u16) {
        let mut out = Writer::new(columns.min(self.text_width + 32));
        let (mut filter, order) = (self.promises.filter, self.order_in(View::Promises));
        let entries = &self.promises.entries;
        if !entries.iter().any(|entry| Some(entry.standing) == filter) {
            // the last of its kind was answered
            filter = None;
        }
        let mut last = String::new();
        for at in order::sorted(entries.len(), &|at| entries.get(at).map_or(String::new(), |entry| rank(order, entry)))
        {
            let Some(entry) = entries.get(at).filter(|entry| filter.is_none_or(|one| one == entry.standing)) else {
                continue;
            };
            let head = match order {
                Some(Order::Paper) => words::session(self.strings, entry.promise.paper.session()),
                Some(Order::Asked) => entry.promise.asked_of.clone(),
                _ => self.strings.get(group(entry.standing)).to_owned(),
            };
            if last == head {
                out.blank();
            } else {
                out.head(&head);
                last = head;
            }
            out.stop(&at.to_string());
            self.lay_promise(entry, order == Some(Order::Due), &mut out);
        }
        self.promises.filter = filter;
        self.promises.sheet.take(out.finish(), usize::from(rows));
    }

    /// `grouped`: how far it is stands above it.
    fn lay_promise(&self, entry: &LedgerEntry, grouped: bool, out: &mut Writer) {
        let strings = self.strings;
        let promise = &entry.promise;
        let month = |date: &str| words::date(strings, date);
        let when = match (promise.due_session, &promise.due_date) {
            (Some(session), Some(date)) => Some(format!("{} ({})", words::session(strings, session), month(date))),
            (Some(session), None) => Some(words::session(strings, session)),
            (None, Some(date)) => Some(month(date)),
            (None, None) => None,
        };
        let right = when.map_or_else(
            || strings.get("promises.no_date").to_owned(),
            |when| strings.fill("promises.by", &[("when", &when)]),
        );
        let paper = words::beside(&promise.paper, self.session);
        let part = promise.part.as_deref().unwrap_or_default();
        let number = promise.paragraph.as_ref().map(|number| words::paragraph(strings, &format!("{number}{part}")));
        let place = format!("{paper} {}", number.as_deref().unwrap_or(part));
        // what the Governing Body set itself is in no other words than its own
        let whom = if promise.lead.is_empty() { promise.asked_of.as_str() } else { "" };
        let gap = if whom.is_empty() { "" } else { "  " };
        out.line(&[(&place, Tone::Heading), (gap, Tone::Text), (whom, Tone::Accent)], &right);
        // it reads as it was said: "requested the Office to …"
        let text = promise.sentence();
        let marks = vec![(0..promise.lead.len(), Tone::Accent, None)];
        out.prose(Prose { text, tone: Some(Tone::Text), marks, ..Prose::default() }, 2, 5);
        let words = match &entry.pasted_by {
            Some(author) => self.pasted_words("by_you", author),
            None => strings.get(origin(entry)).to_owned(),
        };
        let mut facts = vec![words];
        if !entry.answered_by.is_empty() {
            let papers = entry.answered_by.join(", ");
            facts.push(strings.fill("promises.answered_by", &[("papers", &papers)]));
        } else if !grouped && entry.standing == Standing::Open {
            facts.push(strings.get("promises.still_open").to_owned());
        }
        out.plain(&facts.join(" · "), Tone::Dim, 2, 2);
    }
}
