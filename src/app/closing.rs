//! Esc: what it closes, and the word for it in the lowest row.

use super::msg::Effect;
use super::{App, Focus, View};

/// What Esc does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closing {
    /// The card over the paper goes, or the letters.
    Card,
    /// The keys go back to the main pane.
    Pane,
    /// The statement is no longer read aloud.
    Speech,
    /// The marks of what was looked for in the paper go.
    Matches,
    /// The sync is stopped.
    Sync,
    /// One of two papers beside each other goes.
    Side,
    /// The paper that was read before comes back.
    View,
    /// The agenda has the keys.
    Agenda,
    /// There is nothing to close.
    Nothing,
}

impl Closing {
    /// The key of the word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "hint.shut",
            Self::Matches => "hint.end_search",
            Self::Sync => "hint.stop_sync",
            Self::Side => "hint.close_side",
            Self::Pane | Self::Speech | Self::View => "hint.back",
            Self::Agenda | Self::Nothing => "hint.close",
        }
    }

    /// True where Esc closes something that lies on what is shown.
    #[must_use]
    pub fn is_on_top(self) -> bool {
        matches!(self, Self::Card | Self::Matches | Self::Side)
    }
}

impl App {
    /// What Esc does now, where neither a note is written nor something is found.
    #[must_use]
    pub fn closing(&self) -> Closing {
        let finds = || self.reader.as_ref().is_some_and(|reader| reader.find.is_some());
        match (self.focus, self.view) {
            _ if self.peek || self.letters => Closing::Card,
            (Focus::Aside, _) => Closing::Pane,
            (Focus::Main, View::Speech) => Closing::Speech,
            (Focus::Main, View::Reader) if finds() => Closing::Matches,
            _ if self.escape_stops() => Closing::Sync,
            _ if self.is_split() => Closing::Side,
            _ => match self.view_before() {
                Some(station) if station.focus != Focus::Agenda => Closing::View,
                None if self.current().is_none() || self.focus == Focus::Agenda => Closing::Nothing,
                _ => Closing::Agenda,
            },
        }
    }

    /// Esc: closes what is on top.
    pub(super) fn close(&mut self) -> Vec<Effect> {
        match self.closing() {
            Closing::Card => {
                self.peek = false;
                self.letters = false;
            }
            Closing::Pane => self.focus = Focus::Main,
            Closing::Speech => return self.show(View::Statement),
            Closing::Matches => {
                if let Some(reader) = &mut self.reader {
                    reader.find = None;
                }
            }
            Closing::Sync => return self.stop_sync(),
            Closing::Side => return self.close_side(),
            Closing::View | Closing::Agenda => match self.leave_view() {
                Some(effects) => return effects,
                None => self.focus = Focus::Agenda,
            },
            Closing::Nothing => {}
        }
        Vec::new()
    }

    /// Esc has nothing to close but the view itself.
    pub(super) fn only_leaves(&self) -> bool {
        let closes = matches!(self.closing(), Closing::Card | Closing::Matches | Closing::Sync | Closing::Side);
        !closes && self.editor.is_none()
    }
}
