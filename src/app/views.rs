//! The views that are sheets: what they show, where Enter leads, what stands in their title.

use super::goal::Goal;
use super::msg::Effect;
use super::sheet::Sheet;
use super::{App, Focus, View};

impl View {
    /// The key of its name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Start | Self::Reader => "start.title",
            Self::Board => "board.title",
            Self::Notes => "notes.title",
            Self::Compare => "compare.title",
        }
    }
}

impl App {
    /// The sheet of the view shown, when it is one.
    #[must_use]
    pub fn sheet(&self) -> Option<&Sheet> {
        match self.view {
            View::Compare => Some(&self.compare.sheet),
            _ => None,
        }
    }

    /// The same, to move in.
    pub(super) fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        match self.view {
            View::Compare => Some(&mut self.compare.sheet),
            _ => None,
        }
    }

    pub(super) fn sheet_step(&mut self, by: isize) {
        if let Some(sheet) = self.sheet_mut()
            && !sheet.step(by)
        {
            self.say("when.no_further");
        }
        self.aside = 0;
    }

    /// The panes that Tab goes through.
    #[must_use]
    pub fn panes(&self) -> Vec<Focus> {
        let mut out = Vec::new();
        if self.current().is_some() {
            out.push(Focus::Agenda);
        }
        if self.view != View::Start {
            out.push(Focus::Main);
            if self.focus == Focus::Aside || !self.aside_entries().is_empty() {
                out.push(Focus::Aside);
            }
        }
        out
    }

    /// Tab: the next pane.
    pub(super) fn turn(&mut self, down: bool) -> Vec<Effect> {
        let panes = self.panes();
        let count = panes.len().max(1);
        let at = panes.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let next = if down { (at + 1) % count } else { (at + count - 1) % count };
        if let Some(focus) = panes.get(next) {
            self.focus = *focus;
            if *focus == Focus::Aside {
                self.aside = self.aside_entries().iter().position(super::aside::Entry::selectable).unwrap_or(0);
            }
        }
        Vec::new()
    }

    /// A sheet on a narrow screen takes the room of the aside.
    pub(super) fn needs_room(&self) -> bool {
        self.sheet().is_some() && self.size.0 < 100 && self.focus != Focus::Aside
    }

    /// Lays the sheet shown out for its pane.
    pub(super) fn lay_sheet(&mut self, columns: u16, rows: u16) {
        if self.view == View::Compare {
            self.lay_compare(columns, rows);
        }
    }

    /// Where Enter leads in the sheet shown.
    #[must_use]
    pub fn sheet_goal(&self) -> Option<Goal> {
        match self.view {
            View::Compare => self.changed_place(),
            _ => None,
        }
    }

    /// The words under the cursor of the sheet shown, and how they are cited.
    #[must_use]
    pub fn sheet_words(&self) -> Option<(String, String)> {
        match self.view {
            View::Compare => self.changed_words(),
            _ => None,
        }
    }

    pub(super) fn open_sheet_row(&mut self) -> Vec<Effect> {
        match self.sheet_goal() {
            Some(goal) => self.go(goal, true),
            None => Vec::new(),
        }
    }

    /// What stands in the title of the sheet shown, and at its right edge.
    #[must_use]
    pub fn sheet_title(&self) -> (String, String) {
        let (at, total) = self.sheet().map_or((0, 0), Sheet::count);
        let count = self.strings.fill("find.count", &[("at", &at.to_string()), ("total", &total.to_string())]);
        let count = if total == 0 { String::new() } else { count };
        match self.view {
            View::Compare if !self.compare.name.is_empty() => (self.compare.name.clone(), count),
            view => (self.strings.get(view.title()).to_owned(), count),
        }
    }

    /// What the sheet shown says while it is empty.
    #[must_use]
    pub fn sheet_empty(&self) -> &'static str {
        match self.view {
            View::Compare if self.compare.waiting.is_some() => "compare.waiting",
            _ => "compare.nothing",
        }
    }
}
