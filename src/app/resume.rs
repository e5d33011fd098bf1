//! What is remembered of where the delegate left, and how the program opens there again.

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::reader::Reader;
use super::saved::Left;
use super::split::{Beside, Side};
use super::{App, Focus, Station, View};

/// Places of the way back that are remembered.
const TRAIL: usize = 30;

/// What is still to be reached after a start: it waits for a paper, the notes or the order of business to be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The paper is to be shown in two languages, this one at the right.
    pair: Option<crate::model::Language>,
    /// Another paper stands beside it on this side; this is the one that has the keys.
    split: Option<(Goal, Side)>,
    /// What the cursor of the view is to stand on.
    cursor: String,
    /// The agenda had the keys.
    in_agenda: bool,
}

/// How a view is called in what is remembered.
const NAMES: [(View, &str); 11] = [
    (View::Start, "agenda"),
    (View::Reader, "reader"),
    (View::Board, "board"),
    (View::Notes, "notes"),
    (View::Compare, "compare"),
    (View::Inbox, "inbox"),
    (View::Sittings, "sittings"),
    (View::Parallel, "parallel"),
    (View::Promises, "promises"),
    (View::Statement, "statement"),
    // a clock is not left running
    (View::Speech, "statement"),
];

/// The name of a view in what is remembered.
pub(super) fn name_of(view: View) -> &'static str {
    NAMES.iter().find(|(known, _)| *known == view).map_or("agenda", |(_, name)| *name)
}

impl App {
    /// Keeps where the open paper was left.
    pub fn keep_place(&mut self) {
        if let Some(reader) = &self.reader
            && reader.measure.is_some()
        {
            let place = (reader.id().to_owned(), reader.path().to_vec());
            self.saved.places.insert(reader.key.clone(), place);
            let total = reader.page.stops.len();
            let seen = reader.page.stops.iter().take_while(|stop| stop.rows.end <= reader.top + reader.height).count();
            let read = self.saved.read.entry(reader.key.clone()).or_insert((0, total));
            *read = (read.0.max(seen).min(total), total);
        }
    }

    /// What is to be remembered for the next time.
    pub fn remember(&mut self) -> Vec<Effect> {
        self.keep_place();
        self.saved.session = self.session;
        self.saved.paper = self.reader.as_ref().map(|reader| reader.key.clone());
        self.saved.in_agenda = self.focus == Focus::Agenda;
        name_of(self.view).clone_into(&mut self.saved.view);
        self.saved.cursor = self.cursor_id();
        self.saved.compared = match (&self.compare.old, &self.compare.new) {
            (Some(old), Some(new)) if self.view == View::Compare => {
                Some((Left::of(old, String::new()), Left::of(new, String::new())))
            }
            _ => None,
        };
        self.saved.columns = self.compare.beside;
        let other = self.parallel.other.as_ref().filter(|_| self.view == View::Parallel);
        self.saved.beside = other.map(|held| held.language);
        let place = |reader: &Reader| Left::of(&reader.goal(reader.want()), String::new());
        let own = self.reader.as_ref().map(place);
        let waits = self.beside.as_ref().map(|Beside { reader, side, .. }| (place(reader), *side == Side::Left));
        self.saved.sides = waits.zip(own).map(|((waits, at_left), own)| (waits, own, at_left));
        let skip = self.trail.len().saturating_sub(TRAIL);
        let left = |station: &Station| Some(Left::of(station.goal.as_ref()?, station.name.clone()));
        self.saved.trail = self.trail.iter().skip(skip).filter_map(left).collect();
        let mut saved = self.saved.clone();
        if self.sealed {
            // what is looked for tells what is written
            saved.queries.clear();
        }
        vec![Effect::Remember(Box::new(saved))]
    }

    /// What the cursor of the view stands on, as it is called from one start to the next.
    pub(super) fn cursor_id(&self) -> String {
        match self.view {
            View::Start | View::Reader => String::new(),
            View::Board => {
                self.board_row().map_or(String::new(), |row| format!("{} {}", row.paper, self.draft_id(row)))
            }
            View::Notes => self.notes_rows().get(self.notes_list.at).map_or(String::new(), |note| note.id.clone()),
            // the draft that is compared with what was adopted
            View::Compare if self.compare.old == self.compare.new => {
                self.board_row().map_or(String::new(), |row| format!("{} {}", row.paper, self.draft_id(row)))
            }
            _ => self.sheet().map_or(String::new(), |sheet| sheet.id().to_owned()),
        }
    }

    /// Opens what was open the last time.
    pub(super) fn resume(&mut self) -> Vec<Effect> {
        let saved = self.saved.clone();
        self.trail = saved
            .trail
            .iter()
            .map(|left| Station {
                view: View::Reader,
                focus: Focus::Main,
                goal: Some(left.goal()),
                beside: None,
                name: left.name.clone(),
            })
            .collect();
        self.compare.beside = saved.columns;
        let view = NAMES.iter().find(|(_, name)| *name == saved.view).map_or(View::Start, |(view, _)| *view);
        let mut sought = Sought { in_agenda: saved.in_agenda, cursor: saved.cursor, ..Sought::default() };
        let effects = match view {
            View::Start => Vec::new(),
            View::Reader | View::Parallel => {
                let goal = saved.paper.filter(|key| self.entry(self.session, key).is_some()).map(|key| Goal {
                    session: self.session,
                    key,
                    version: None,
                    language: saved.language,
                    want: Want::Remembered,
                });
                if view == View::Parallel {
                    sought.pair = saved.beside;
                }
                match saved.sides.filter(|_| view == View::Reader && goal.is_some()) {
                    Some((waits, own, at_left)) => {
                        // first the one that waits, then the other beside it
                        sought.split = Some((own.goal(), if at_left { Side::Left } else { Side::Right }));
                        self.go(waits.goal(), false)
                    }
                    None => goal.map_or(Vec::new(), |goal| self.go(goal, false)),
                }
            }
            View::Compare => self.compare_again(saved.compared, &sought.cursor),
            view => {
                self.view = view;
                self.focus = Focus::Main;
                match view {
                    View::Promises => vec![self.ask_ledger()],
                    View::Statement => {
                        // the statements may have been read before the session was known
                        self.open_newest();
                        Vec::new()
                    }
                    _ => Vec::new(),
                }
            }
        };
        self.sought = Some(sought);
        effects
    }

    fn compare_again(&mut self, compared: Option<(Left, Left)>, cursor: &str) -> Vec<Effect> {
        let Some((old, new)) = compared else { return Vec::new() };
        if old == new {
            // a draft against what was adopted
            self.seek_on_board(cursor);
            (self.view, self.focus) = (View::Board, Focus::Main);
            return self.compare_adopted();
        }
        let text = |app: &Self, left: &Left| {
            let goal = left.goal();
            let held = app.pick(app.entry(goal.session, &goal.key)?, &goal)?.clone();
            Some(Self::text_of(goal.session, &goal.key, &held))
        };
        match (text(self, &old), text(self, &new)) {
            (Some(former), Some(newest)) if former.0.paper != newest.0.paper => self.compare(former, newest),
            // a text that replaced another one under the same symbol
            (Some(_), Some(_)) => self.compare_paper(&new.key).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    fn seek_on_board(&mut self, cursor: &str) -> bool {
        let rows = self.board_rows();
        let at = rows.iter().position(|row| format!("{} {}", row.paper, self.draft_id(row)) == cursor);
        if let Some(at) = at {
            self.board.at = at;
        }
        at.is_some()
    }

    /// The paper that is being opened is to be shown with this language beside it.
    pub(super) fn seek_pair(&mut self, beside: Option<crate::model::Language>) {
        self.sought = Some(Sought { pair: beside, ..Sought::default() });
    }

    /// Puts the cursor of the view on the row of this id; false when it has none.
    pub(super) fn seek_row(&mut self, id: &str) -> bool {
        match self.view {
            View::Board => self.seek_on_board(id),
            View::Notes => {
                let at = self.notes_rows().iter().position(|note| note.id == id);
                self.notes_list.at = at.unwrap_or(self.notes_list.at);
                at.is_some()
            }
            _ => {
                let known = self.sheet().is_some_and(|sheet| sheet.page.stop(id).is_some());
                if known && let Some(sheet) = self.sheet_mut() {
                    sheet.go(id);
                }
                known
            }
        }
    }

    /// Goes on with what was left open by the last time, as far as it is read by now.
    pub(super) fn seek_place(&mut self) -> Vec<Effect> {
        let Some(mut sought) = self.sought.take() else { return Vec::new() };
        let mut effects = Vec::new();
        if self.pending.is_some() {
            self.sought = Some(sought);
            return effects;
        }
        match sought.split.take() {
            Some((goal, side)) if self.view == View::Reader => effects.extend(self.split_again(goal, side)),
            // the one that waited is not there any more
            Some((goal, _)) => effects.extend(self.go(goal, false)),
            None => {}
        }
        if let Some(language) = sought.pair
            && self.view == View::Reader
            && self.may_pair().is_ok()
        {
            sought.pair = None;
            effects.extend(self.pair_again(language));
            self.fit();
        }
        let found = sought.cursor.is_empty() || self.seek_row(&sought.cursor);
        if sought.in_agenda && self.current().is_some() {
            self.focus = Focus::Agenda;
        }
        if !found || sought.pair.is_some() {
            self.sought = Some(sought);
        }
        effects
    }

    /// The way back is longer by the place where one is, unless it was the last one already.
    pub(super) fn leave_trace(&mut self) {
        if let Some(here) = self.station()
            && self.trail.last().is_none_or(|last| last.goal != here.goal || last.view != here.view)
        {
            self.trail.push(here);
            self.ahead.clear();
        }
    }

    /// The first words of what the cursor stands on, for a list.
    pub(super) fn first_words(&self) -> String {
        let Some(reader) = &self.reader else { return String::new() };
        let words = reader.words().replace('\n', " ");
        crate::text::wrap::clip(&words, 120).into_owned()
    }
}
