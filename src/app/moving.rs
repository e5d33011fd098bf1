//! Moving in the pane that has the keys; keeping every cursor in view.

use super::msg::Effect;
use super::{App, Focus, View};

impl App {
    /// A row down or up in the pane that has the keys.
    pub(super) fn step(&mut self, by: isize) -> Vec<Effect> {
        if self.scroll_peek(by) {
            return Vec::new();
        }
        match (self.focus, self.view) {
            (Focus::Agenda, _) => self.agenda_step(by),
            (Focus::Aside, _) => {
                let entries = self.aside_entries();
                let mut at = self.aside as isize + by;
                while let Some(entry) = usize::try_from(at).ok().and_then(|at| entries.get(at)) {
                    if entry.selectable() {
                        self.aside = at as usize;
                        break;
                    }
                    at += by.signum();
                }
            }
            (_, View::Reader) => {
                if let Some(reader) = &mut self.reader {
                    if by > 0 { reader.down() } else { reader.up() }
                }
                self.aside = 0;
            }
            (_, View::Board) => self.board.at = self.board.at.saturating_add_signed(by),
            (_, View::Notes) => self.notes_list.at = self.notes_list.at.saturating_add_signed(by),
            (_, View::Start) => {}
            _ => self.sheet_step(by),
        }
        Vec::new()
    }

    fn agenda_step(&mut self, by: isize) {
        let Some(session) = self.current() else { return };
        let rows = super::agenda::rows(session);
        let selectable =
            |at: isize| usize::try_from(at).ok().and_then(|at| rows.get(at)).map(super::agenda::Row::selectable);
        let mut at = (self.agenda.at as isize + by).clamp(0, rows.len() as isize - 1);
        while selectable(at) == Some(false) {
            at += by.signum();
        }
        if selectable(at) != Some(true) {
            // beyond the last: the nearest on this side
            at = (self.agenda.at as isize + by).clamp(0, rows.len() as isize - 1);
            while selectable(at) == Some(false) {
                at -= by.signum();
            }
        }
        if selectable(at) == Some(true) {
            self.agenda.at = at as usize;
        }
    }

    /// A page down or up.
    pub(super) fn leaf(&mut self, down: bool) -> Vec<Effect> {
        let frame = self.frame();
        let height =
            |pane: Option<super::frame::Pane>| pane.map_or(10, |pane| isize::try_from(pane.body.h).unwrap_or(10));
        let by = (height(frame.main) - 2).max(1) * if down { 1 } else { -1 };
        if self.scroll_peek(by / 2) {
            return Vec::new();
        }
        match (self.focus, self.view) {
            (Focus::Agenda, _) => self.agenda_step((height(frame.agenda) - 2).max(1) * by.signum()),
            (Focus::Main, View::Reader) => {
                if let Some(reader) = &mut self.reader {
                    reader.leaf(down);
                }
            }
            (Focus::Main, View::Board) => self.board.at = self.board.at.saturating_add_signed(by / 2),
            (Focus::Main, View::Notes) => self.notes_list.at = self.notes_list.at.saturating_add_signed(by / 2),
            (Focus::Main, _) => {
                if let Some(sheet) = self.sheet_mut() {
                    sheet.leaf(down);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    /// To the first or the last.
    pub(super) fn edge(&mut self, end: bool) -> Vec<Effect> {
        let far: isize = if end { 100_000 } else { -100_000 };
        if self.scroll_peek(far) {
            return Vec::new();
        }
        match (self.focus, self.view) {
            (Focus::Agenda, _) => self.agenda_step(far),
            (Focus::Main, View::Reader) => {
                self.leave_trace();
                if let Some(reader) = &mut self.reader {
                    reader.edge(end);
                }
            }
            (Focus::Main, View::Board) => self.board.at = self.board.at.saturating_add_signed(far),
            (Focus::Main, View::Notes) => self.notes_list.at = self.notes_list.at.saturating_add_signed(far),
            (Focus::Main, _) => {
                if let Some(sheet) = self.sheet_mut() {
                    sheet.edge(end);
                }
            }
            (Focus::Aside, _) => {
                let entries = self.aside_entries();
                let mut all = entries.iter().enumerate().filter(|(_, entry)| entry.selectable());
                let found = if end { all.next_back() } else { all.next() };
                self.aside = found.map_or(0, |(at, _)| at);
            }
        }
        Vec::new()
    }

    /// Keeps every cursor within what there is, and in view.
    pub(super) fn hold(&mut self) {
        let frame = self.frame();
        let height = |pane: Option<super::frame::Pane>| pane.map_or(1, |pane| usize::from(pane.body.h)).max(1);
        let board = self.board_rows().len();
        self.board.at = self.board.at.min(board.saturating_sub(1));
        let notes = self.notes_rows().len();
        self.notes_list.at = self.notes_list.at.min(notes.saturating_sub(1));
        let fit = |at: usize, top: &mut usize, rows: usize| {
            *top = (*top).min(at).max((at + 1).saturating_sub(rows));
        };
        fit(self.board.at, &mut self.board.top, (height(frame.main) / 3).max(1));
        fit(self.notes_list.at, &mut self.notes_list.top, (height(frame.main) / 3).max(1));
        let rows = height(frame.agenda.or(frame.main));
        // the section above the first item stays in view
        let at = self.agenda.at;
        fit(at, &mut self.agenda.top, rows);
        if at <= self.agenda.top + 1 {
            self.agenda.top = self.agenda.top.min(at.saturating_sub(1));
        }
        if self.focus == Focus::Agenda && self.current().is_none() {
            self.focus = Focus::Main;
        }
        if self.focus == Focus::Main && self.view == View::Start && self.current().is_some() {
            self.focus = Focus::Agenda;
        }
        let entries = self.aside_entries().len();
        self.aside = self.aside.min(entries.saturating_sub(1));
    }
}
