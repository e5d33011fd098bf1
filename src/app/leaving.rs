//! Leaving the program: not before what was written is on the disk, unless the delegate says so.

use super::App;
use super::msg::Effect;

/// How far the delegate is in leaving.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Leaving {
    /// Not leaving.
    #[default]
    No,
    /// The program ends as soon as the last words are saved.
    Waits,
    /// The last words could not be saved: asked once more, the program ends without them.
    Refused,
}

impl App {
    /// Leaves, when everything written is on the disk; else saves it first. Asked for a second time it leaves in any case.
    pub(super) fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.close_editor();
        effects.extend(self.save_the_rest());
        if self.warns_of_kept_words() {
            return effects;
        }
        if self.leaving == Leaving::No && self.saving() {
            self.leaving = Leaving::Waits;
            return effects;
        }
        effects.extend(self.end());
        effects
    }

    fn end(&mut self) -> Vec<Effect> {
        let mut effects = self.remember();
        effects.push(Effect::Quit);
        effects
    }

    /// The answer to something given to be saved: what follows from it for one who is leaving. Says whether it was saved.
    pub(super) fn go_on_leaving(&mut self, saved: bool) -> Vec<Effect> {
        match (self.leaving, saved) {
            (Leaving::Waits, true) if !self.saving() => self.end(),
            (Leaving::Waits, false) => {
                self.leaving = Leaving::Refused;
                let fault = self.message.take().map_or(String::new(), |message| message.text);
                let quit = self.keys.first("quit", self.strings);
                let text = self.strings.fill("noting.not_left", &[("fault", &fault), ("key", &quit)]);
                self.fault(text);
                Vec::new()
            }
            (Leaving::Refused, true) => {
                self.leaving = Leaving::No;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
