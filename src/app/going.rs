//! Going somewhere: opening papers, following citations, the way back and forward.

use std::sync::Arc;

use crate::model::session::Held;
use crate::model::{Language, PaperEntry, Target};
use crate::text::cite;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::reader::Reader;
use super::{App, Focus, Station, View, words};

impl App {
    /// Which of the texts held answers a goal: the version wanted, else the newest; the language wanted, else the best.
    #[must_use]
    pub fn pick<'a>(&self, entry: &'a PaperEntry, goal: &Goal) -> Option<&'a Held> {
        let version = |held: &&Held| match &goal.version {
            Some(wanted) => held.symbol.as_ref() == Some(wanted),
            None => held.symbol == entry.symbol,
        };
        // a text that another one replaced under the same symbol is the last that is wanted
        let current = |held: &&Held| held.replaced.is_none();
        let mut texts: Vec<&Held> = entry.held.iter().filter(version).filter(current).collect();
        if texts.is_empty() {
            texts = entry.held.iter().filter(|held| held.symbol == entry.symbol).filter(current).collect();
        }
        if texts.is_empty() {
            texts = entry.held.iter().collect();
        }
        let rank = |language: Language| {
            if Some(language) == goal.language {
                return 0;
            }
            // what another paper was read in, because it had nothing else, is no choice
            let sticky = self.saved.chosen.filter(|_| goal.language.is_none());
            if Some(language) == sticky {
                return 1;
            }
            2 + self.languages.iter().position(|known| *known == language).unwrap_or(self.languages.len())
        };
        texts.into_iter().min_by_key(|held| rank(held.language))
    }

    /// The language that papers are read in where they are held in it.
    #[must_use]
    pub fn own_language(&self) -> Option<Language> {
        self.saved.chosen.or(self.languages.first().copied())
    }

    /// A language was chosen among these: papers held in it open in it from now on. Where the own language was not to be had,
    /// it is no such choice.
    pub(super) fn choose_language(&mut self, language: Language, among: &[Language]) {
        if self.own_language().is_none_or(|own| among.contains(&own)) {
            self.saved.chosen = Some(language);
        }
    }

    /// Reads the open paper in another language, and others that are held in it.
    pub(super) fn read_in(&mut self, goal: Goal) -> Vec<Effect> {
        if let Some(language) = goal.language {
            self.choose_language(language, &self.languages_held());
        }
        self.go(goal, true)
    }

    /// The languages that the open version is held in.
    pub(super) fn languages_held(&self) -> Vec<Language> {
        let own = self.reader.iter().map(|reader| reader.held.language);
        own.chain(self.other_languages().iter().map(|held| held.language)).collect()
    }

    /// Where the delegate is now.
    #[must_use]
    pub fn station(&self) -> Option<Station> {
        match self.view {
            View::Start => None,
            View::Reader | View::Parallel => {
                let reader = self.reader.as_ref()?;
                let mut name = words::paper_name(&reader.key).to_owned();
                if name.is_empty() {
                    let title = reader.paper.title.as_deref().unwrap_or(&reader.held.file_name);
                    name = crate::text::wrap::clip(title, 24).into_owned();
                }
                let paired = self.paired_place().filter(|_| self.view == View::Parallel);
                let number = match &paired {
                    Some(Goal { want: Want::Id(id, _), .. }) => crate::text::resolve::number_of(id),
                    _ => reader.number(),
                };
                if let Some(number) = number {
                    name = format!("{name} {}", words::paragraph(self.strings, &number));
                }
                let goal = paired.unwrap_or_else(|| reader.goal(reader.want()));
                let other = self.parallel.other.as_ref().filter(|_| self.view == View::Parallel);
                let beside = other.map(|held| held.language);
                Some(Station { view: self.view, focus: self.focus, goal: Some(goal), beside, name })
            }
            view => {
                let name = self.strings.get(view.title()).to_owned();
                Some(Station { view, focus: Focus::Main, goal: None, beside: None, name })
            }
        }
    }

    /// Goes to a goal; `keep`: back leads here again.
    pub fn go(&mut self, goal: Goal, keep: bool) -> Vec<Effect> {
        self.pending = None;
        self.letters = false;
        self.peek = false;
        if !self.sessions.contains_key(&goal.session) {
            let session = goal.session;
            self.pending = Some((goal, keep));
            return self.ask_session(session);
        }
        let Some(entry) = self.entry(goal.session, &goal.key) else {
            self.tell("go.paper_not_held", &[("paper", &goal.key)]);
            return Vec::new();
        };
        let Some(held) = self.pick(entry, &goal).cloned() else {
            self.tell("go.no_text", &[("paper", &goal.key)]);
            return Vec::new();
        };
        let same = self.reader.as_ref().is_some_and(|reader| reader.held.paper == held.paper && reader.key == goal.key);
        if !same && !self.papers.contains_key(&held.paper) {
            self.pending = Some((goal, keep));
            return self.ask_paper(&held);
        }
        let from_agenda = self.focus == Focus::Agenda;
        if let (Some(spot), Some(reader)) = (self.leap.take(), &mut self.reader) {
            // back leads to the paragraph of the citation
            reader.spot = spot;
        }
        if keep && let Some(here) = self.station() {
            self.trail.push(here);
            self.ahead.clear();
        }
        if from_agenda {
            self.way = self.trail.len();
        }
        self.keep_place();
        let arrival = self.arrival.take().filter(|(to, _)| *to == goal).map(|(_, say)| say);
        let other = goal.version.as_ref().is_some_and(|wanted| held.symbol.as_ref() != Some(wanted));
        if !same {
            let Some(paper) = self.papers.get(&held.paper).cloned() else { return Vec::new() };
            self.reader = Some(Reader::new(goal.session, goal.key.clone(), held.clone(), paper));
        }
        self.view = View::Reader;
        self.focus = Focus::Main;
        self.aside = 0;
        // the agenda is that of the paper
        if goal.session != self.session {
            self.show_session(goal.session);
        }
        self.fit();
        let remembered = self.saved.places.get(&goal.key).cloned();
        // a heading found in another language stands at the same place in this one
        let twin = match &goal.want {
            Want::Id(id, _) => self.entry(goal.session, &goal.key).and_then(|entry| entry.heading_place(id)),
            _ => None,
        };
        let Some(reader) = &mut self.reader else { return Vec::new() };
        let found = match (&goal.want, remembered) {
            (Want::Remembered, Some((id, path))) if !same => {
                reader.go(&Want::Id(id, path));
                true
            }
            (want, _) => reader.go(want) || twin.is_some_and(|(at, total)| reader.go_to_heading(at, total)),
        };
        if !found {
            let place = place_name(&goal.want, self.strings.language);
            let name = held.symbol.as_ref().map_or(goal.key.clone(), ToString::to_string);
            // what has no number has no name either
            let said = if place.is_empty() { "go.no_such_place" } else { "go.place_not_found" };
            self.tell(said, &[("place", &place), ("paper", &name)]);
        } else if let Some(say) = arrival {
            self.message = Some(super::Message { text: say, fault: false });
        } else if other {
            let wanted = goal.version.as_ref().map_or(String::new(), ToString::to_string);
            let shown = held.symbol.as_ref().map_or(goal.key.clone(), ToString::to_string);
            self.tell("go.other_version", &[("wanted", &wanted), ("shown", &shown)]);
        }
        self.saved.language = Some(held.language);
        self.see(goal.session, &goal.key);
        self.show_in_agenda();
        let mut effects = self.remember();
        effects.extend(self.prepare());
        effects
    }

    /// Asks for what the references of the open paper need.
    pub(super) fn prepare(&mut self) -> Vec<Effect> {
        let Some(reader) = &self.reader else { return Vec::new() };
        let (key, reader_name) = (reader.key.clone(), reader.held.paper.clone());
        let held = self.held.clone().unwrap_or_default();
        let mut sessions: Vec<u16> = reader
            .paper
            .references
            .iter()
            .filter_map(|reference| match &reference.target {
                Target::Paper(symbol, _) => Some(symbol.session()),
                _ => None,
            })
            .filter(|session| held.contains(session) && !self.sessions.contains_key(session))
            .collect();
        sessions.sort_unstable();
        sessions.dedup();
        let mut effects: Vec<Effect> = sessions.into_iter().flat_map(|session| self.ask_session(session)).collect();
        if !self.cited_by.contains_key(&key) && self.asked.insert(format!("cited {key}")) {
            effects.push(Effect::CitedBy(key.clone()));
        }
        effects.extend(self.ask_leads());
        if !self.seats.contains_key(&reader_name) {
            effects.extend(self.ask_places(Some(&key)));
        }
        effects
    }

    /// Asks for a session once.
    pub fn ask_session(&mut self, session: u16) -> Vec<Effect> {
        if self.asked.insert(format!("session {session}")) { vec![Effect::OpenSession(session)] } else { Vec::new() }
    }

    /// Asks for a paper once.
    pub fn ask_paper(&mut self, held: &Held) -> Vec<Effect> {
        if self.asked.insert(held.paper.clone()) { vec![Effect::Read(Box::new(held.clone()))] } else { Vec::new() }
    }

    /// Something that was asked for came: goes on with what waited for it.
    pub fn go_on(&mut self) -> Vec<Effect> {
        match self.pending.take() {
            Some((goal, keep)) => self.go(goal, keep),
            None => Vec::new(),
        }
    }

    /// One step back on the way.
    pub fn back(&mut self) -> Vec<Effect> {
        let Some(station) = self.trail.pop() else { return Vec::new() };
        self.way = self.way.min(self.trail.len());
        if let Some(here) = self.station() {
            self.ahead.push(here);
        }
        self.return_to(station)
    }

    /// One step forward again.
    pub fn forward(&mut self) -> Vec<Effect> {
        let Some(station) = self.ahead.pop() else { return Vec::new() };
        if let Some(here) = self.station() {
            self.trail.push(here);
        }
        self.return_to(station)
    }

    fn return_to(&mut self, station: Station) -> Vec<Effect> {
        match station.goal {
            Some(goal) => {
                let effects = self.go(goal, false);
                if station.beside.is_some() {
                    // the paper is to be read first
                    self.seek_pair(station.beside);
                }
                effects
            }
            None => {
                self.view = station.view;
                self.focus = station.focus;
                self.remember()
            }
        }
    }

    /// The paper that was read before the view shown, to which Esc leads back.
    pub(super) fn view_before(&self) -> Option<&Station> {
        if matches!(self.view, View::Start | View::Reader) || self.focus != Focus::Main {
            return None;
        }
        self.trail.iter().rfind(|station| station.goal.is_some())
    }

    /// Leaves a view for the paper that one was reading before; `None` when there was none.
    pub(super) fn leave_view(&mut self) -> Option<Vec<Effect>> {
        self.view_before()?;
        let at = self.trail.iter().rposition(|station| station.goal.is_some())?;
        self.trail.truncate(at + 1);
        let from_agenda = self.trail.last().is_some_and(|station| station.focus == Focus::Agenda);
        let effects = self.back();
        if from_agenda {
            self.focus = Focus::Agenda;
        }
        Some(effects)
    }

    /// Shows a view, from which back leads here.
    pub fn show(&mut self, view: View) -> Vec<Effect> {
        if self.view != view {
            if let Some(here) = self.station() {
                self.trail.push(here);
                self.ahead.clear();
            }
            self.keep_place();
            if view == View::Board && self.view == View::Reader {
                self.find_on_board();
            }
            self.view = view;
        }
        self.focus = Focus::Main;
        self.aside = 0;
        self.letters = false;
        self.remember()
    }

    /// Puts the board's cursor on the draft decision that is read, or on the first of the paper.
    pub(super) fn find_on_board(&mut self) {
        let Some(reader) = &self.reader else { return };
        let rows = self.board_rows();
        let own = |row: &&crate::model::decision::BoardEntry| row.paper.paper().to_string() == reader.key;
        let here = rows.iter().position(|row| own(row) && self.draft_id(row) == reader.id());
        if let Some(at) = here.or_else(|| rows.iter().position(own)) {
            self.board.at = at;
        }
    }

    /// Puts the agenda's cursor on the paper open.
    pub(super) fn show_in_agenda(&mut self) {
        let (Some(session), Some(reader)) = (self.current(), &self.reader) else { return };
        if reader.session == self.session {
            let rows = super::agenda::rows(session);
            let key = &reader.key;
            if let Some(at) = rows.iter().position(|row| row.paper(session).is_some_and(|entry| entry.key == *key)) {
                self.agenda.at = at;
            }
        }
    }

    /// Takes a session as the one shown.
    pub fn show_session(&mut self, number: u16) -> Vec<Effect> {
        if !self.sessions.contains_key(&number) {
            self.asked.remove(&format!("session {number}"));
            self.session = number;
            return self.ask_session(number);
        }
        self.session = number;
        self.board = super::board::Board::default();
        self.agenda = super::agenda::Agenda::default();
        if let Some(session) = self.current() {
            let rows = super::agenda::rows(&Arc::clone(session));
            self.agenda.at = rows.iter().position(super::agenda::Row::selectable).unwrap_or(0);
        }
        Vec::new()
    }

    /// Opens the row of the agenda under the cursor.
    pub fn open_row(&mut self) -> Vec<Effect> {
        let Some(session) = self.current().cloned() else { return Vec::new() };
        let rows = super::agenda::rows(&session);
        let row = rows.get(self.agenda.at);
        let version = match row {
            Some(super::agenda::Row::Companion(_, symbol)) => Some(symbol.clone()),
            _ => None,
        };
        match row.and_then(|row| row.paper(&session)) {
            Some(entry) => {
                let goal = Goal {
                    session: session.session,
                    key: entry.key.clone(),
                    version,
                    language: None,
                    want: Want::Remembered,
                };
                let keep = match self.view {
                    View::Start => false,
                    View::Reader => self.reader.as_ref().is_some_and(|reader| reader.key != entry.key),
                    _ => true,
                };
                self.go(goal, keep)
            }
            None => {
                self.say("agenda.no_paper");
                Vec::new()
            }
        }
    }

    /// Lays the open paper out for its pane.
    pub fn fit(&mut self) {
        let frame = self.frame();
        let Some(pane) = frame.main else { return };
        if self.view == View::Reader {
            let outcomes = self.reader.as_ref().map(|reader| self.outcomes_of(reader));
            if let (Some(outcomes), Some(reader)) = (outcomes, &mut self.reader) {
                reader.take_outcomes(outcomes);
                reader.fit(pane.body.w, pane.body.h, self.text_width, self.strings);
            }
            if let (Some(pane), Some(beside)) = (frame.beside, &mut self.beside) {
                beside.reader.fit(pane.body.w, pane.body.h, self.text_width, self.strings);
            }
        }
        self.lay_sheet(pane.body.w.saturating_sub(super::sheet::MARGIN + 1), pane.body.h);
    }
}

/// How a place is called in a sentence.
fn place_name(want: &Want, language: Language) -> String {
    match want {
        Want::Remembered => String::new(),
        Want::Id(id, _) => id.strip_prefix("para_").unwrap_or_default().to_owned(),
        Want::Number(number) | Want::Decision(number) => cite::number(number, language),
        Want::Place(place) => {
            let text = place.to_string();
            cite::number(text.trim_start_matches("paras ").trim_start_matches("para "), language)
        }
    }
}
