//! The mouse, when the delegate wants one: a click chooses, a click on what is chosen opens, the wheel moves.

use super::goal::Spot;
use super::msg::Effect;
use super::picker::Kind;
use super::{App, Focus, View, commands};

/// What stands at a place of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A row of the agenda.
    Agenda(usize),
    /// A paragraph of the paper, or a part of it.
    Stop(usize, Option<usize>),
    /// A row of the board or of the list of notes.
    Row(usize),
    /// An entry of the sheet shown.
    Sheet(usize),
    /// An entry of the aside.
    Aside(usize),
    /// A choice of the list on top.
    Choice(usize),
    /// A hint of the footer: the command it is for.
    Hint(&'static str),
    /// The paper beside the one that has the keys.
    Beside,
    /// A pane, beside everything that can be chosen in it.
    Pane(Focus),
}

impl Hit {
    /// The pane it stands in.
    fn focus(self) -> Option<Focus> {
        match self {
            Self::Agenda(_) => Some(Focus::Agenda),
            Self::Stop(..) | Self::Row(_) | Self::Sheet(_) => Some(Focus::Main),
            Self::Aside(_) => Some(Focus::Aside),
            Self::Pane(focus) => Some(focus),
            Self::Choice(_) | Self::Hint(_) | Self::Beside => None,
        }
    }
}

impl App {
    /// The delegate clicked on something.
    pub(super) fn click(&mut self, hit: Hit) -> Vec<Effect> {
        self.message = None;
        self.sought = None;
        if let Hit::Hint(id) = hit {
            return commands::run(self, id);
        }
        if let Some(picker) = &mut self.picker {
            let Hit::Choice(at) = hit else { return Vec::new() };
            if picker.kind == Kind::InPaper || at >= picker.shown.len() {
                return Vec::new();
            }
            if picker.at == at {
                return self.choose();
            }
            picker.at = at;
            return self.need_for_preview();
        }
        if self.editor.is_some() {
            return Vec::new();
        }
        if hit == Hit::Beside {
            self.focus = Focus::Main;
            return self.change_sides();
        }
        let again = self.is_chosen(hit);
        if let Some(focus) = hit.focus() {
            self.focus = focus;
        }
        if again {
            return commands::run(self, "open");
        }
        match hit {
            Hit::Agenda(at) => self.agenda.at = at,
            Hit::Stop(stop, part) => {
                if let Some(reader) = &mut self.reader {
                    reader.spot = Spot { stop, part };
                    self.aside = 0;
                }
            }
            Hit::Row(at) if self.view == View::Board => self.board.at = at,
            Hit::Row(at) => self.notes_list.at = at,
            Hit::Sheet(at) => {
                if let Some(sheet) = self.sheet_mut() {
                    sheet.at = at;
                }
            }
            Hit::Aside(at) => self.aside = at,
            Hit::Choice(_) | Hit::Hint(_) | Hit::Beside | Hit::Pane(_) => {}
        }
        Vec::new()
    }

    /// The click is on what the cursor stands on already.
    fn is_chosen(&self, hit: Hit) -> bool {
        if hit.focus() != Some(self.focus) {
            return false;
        }
        match hit {
            Hit::Agenda(at) => self.agenda.at == at,
            Hit::Stop(stop, part) => self.reader.as_ref().is_some_and(|reader| reader.spot == Spot { stop, part }),
            Hit::Row(at) if self.view == View::Board => self.board.at == at,
            Hit::Row(at) => self.notes_list.at == at,
            Hit::Sheet(at) => self.sheet().is_some_and(|sheet| sheet.at == at),
            Hit::Aside(at) => self.aside == at,
            Hit::Choice(_) | Hit::Hint(_) | Hit::Beside | Hit::Pane(_) => false,
        }
    }

    /// The wheel was turned over something.
    pub(super) fn wheel(&mut self, hit: Option<Hit>, down: bool) -> Vec<Effect> {
        let by = if down { 1 } else { -1 };
        if let Some(picker) = &mut self.picker {
            picker.step(by);
            return self.need_for_preview();
        }
        if let (Some(Hit::Beside), Some(beside)) = (hit, &mut self.beside) {
            beside.reader.scroll(3 * by);
            return Vec::new();
        }
        let Some(focus) = hit.and_then(Hit::focus).filter(|_| self.editor.is_none()) else { return Vec::new() };
        if focus == Focus::Main && self.scroll_peek(by) {
            self.message = None;
            return Vec::new();
        }
        if focus == Focus::Main
            && self.view == View::Reader
            && let Some(reader) = &mut self.reader
        {
            reader.scroll(3 * by);
            self.aside = 0;
            return Vec::new();
        }
        // the wheel moves what is under it; the keys stay where they are
        let before = std::mem::replace(&mut self.focus, focus);
        let effects = self.step(by);
        self.focus = before;
        self.message = None;
        effects
    }

    /// Takes the mouse from the terminal, or gives it back.
    pub(super) fn turn_mouse(&mut self) -> Vec<Effect> {
        self.mouse = !self.mouse;
        self.saved.mouse = Some(self.mouse);
        self.say(if self.mouse { "mouse.on" } else { "mouse.off" });
        self.remember()
    }
}
