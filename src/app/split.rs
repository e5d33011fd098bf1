//! Two papers beside each other, or two places or versions of one: each has its own cursor, and the keys go to one of them.

use super::goal::Goal;
use super::msg::Effect;
use super::reader::Reader;
use super::{App, Focus, Station, View};

/// The narrowest terminal in which two texts stand beside each other.
pub const LEAST: u16 = 80;

/// A side of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    Right,
}

impl Side {
    fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }
}

/// The paper that waits beside the one that has the keys.
#[derive(Clone, Debug, PartialEq)]
pub struct Beside {
    /// It, where it was left.
    pub reader: Reader,
    /// Where it stands.
    pub side: Side,
    /// Its own way back.
    pub trail: Vec<Station>,
    /// How much of it lies before the paper was opened from the agenda.
    pub way: usize,
    /// Its own way forward.
    pub ahead: Vec<Station>,
}

impl App {
    /// Where the paper that has the keys stands, when another is to stand beside it.
    pub(super) fn own_side(&self) -> Option<Side> {
        self.beside.as_ref().filter(|_| self.view == View::Reader).map(|beside| beside.side.other())
    }

    /// Two papers are on the screen, and one of them has the keys.
    #[must_use]
    pub fn is_split(&self) -> bool {
        self.focus == Focus::Main && self.frame().beside.is_some()
    }

    /// Shows the paper twice, so that one of the two can become another paper; or puts the other one away.
    pub(super) fn split(&mut self) -> Vec<Effect> {
        self.focus = Focus::Main;
        if self.beside.take().is_some() {
            self.say("split.ended");
        } else {
            // the way back belongs to the side on which one came
            self.beside = self.reader.clone().map(|reader| Beside {
                reader,
                side: Side::Left,
                trail: std::mem::take(&mut self.trail),
                way: std::mem::take(&mut self.way),
                ahead: std::mem::take(&mut self.ahead),
            });
            let [goto, find, agenda, turn, close] = ["go_to", "find_everything", "agenda", "next_pane", "close"]
                .map(|id| self.keys.first(id, self.strings));
            self.tell(
                "split.begun",
                &[("goto", &goto), ("find", &find), ("agenda", &agenda), ("turn", &turn), ("close", &close)],
            );
        }
        self.remember()
    }

    /// The keys go to the other paper.
    pub(super) fn change_sides(&mut self) -> Vec<Effect> {
        self.keep_place();
        self.exchange();
        self.arrive_on_side()
    }

    /// The two papers change places in the program, each with its own way.
    fn exchange(&mut self) {
        let (Some(beside), Some(reader)) = (&mut self.beside, &mut self.reader) else { return };
        std::mem::swap(&mut beside.reader, reader);
        std::mem::swap(&mut beside.trail, &mut self.trail);
        std::mem::swap(&mut beside.way, &mut self.way);
        std::mem::swap(&mut beside.ahead, &mut self.ahead);
        beside.side = beside.side.other();
    }

    /// What follows when another paper has the keys.
    fn arrive_on_side(&mut self) -> Vec<Effect> {
        let Some(reader) = &self.reader else { return Vec::new() };
        let (session, language) = (reader.session, reader.held.language);
        self.saved.language = Some(language);
        self.letters = false;
        self.peek = false;
        self.aside = 0;
        let mut effects = if session == self.session { Vec::new() } else { self.show_session(session) };
        self.fit();
        self.show_in_agenda();
        effects.extend(self.remember());
        effects.extend(self.prepare());
        effects
    }

    /// Puts the paper that has the keys away; the other one stays.
    pub(super) fn close_side(&mut self) -> Vec<Effect> {
        self.keep_place();
        self.exchange();
        self.beside = None;
        self.arrive_on_side()
    }

    /// Tab among two papers and what stands beside them.
    pub(super) fn turn_in_split(&mut self, down: bool) -> Vec<Effect> {
        let Some(own) = self.own_side() else { return Vec::new() };
        let mut stands = vec![(Focus::Main, Some(Side::Left)), (Focus::Main, Some(Side::Right))];
        if self.frame().aside.is_some() && self.aside_entries().iter().any(super::aside::Entry::selectable) {
            stands.push((Focus::Aside, None));
        }
        let here = stands.iter().position(|(focus, side)| *focus == self.focus && side.is_none_or(|side| side == own));
        let by = if down { 1 } else { stands.len() - 1 };
        let Some((focus, side)) = stands.get((here.unwrap_or(0) + by) % stands.len()).copied() else {
            return Vec::new();
        };
        if side.is_some_and(|side| side != own) {
            self.focus = focus;
            return self.change_sides();
        }
        self.enter_pane(focus);
        Vec::new()
    }

    /// The paper that was left comes back beside the one that had the keys, which is opened again.
    pub(super) fn split_again(&mut self, goal: Goal, side: Side) -> Vec<Effect> {
        self.beside =
            self.reader.clone().map(|reader| Beside { reader, side, trail: Vec::new(), way: 0, ahead: Vec::new() });
        self.go(goal, false)
    }
}
