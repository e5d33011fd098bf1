//! The screen is blanked when no key was pressed for a while, and comes back with the first key.

use super::App;
use super::msg::Effect;

impl App {
    /// When the screen is to be blanked, in the milliseconds of the ticks; `None` when never, or when it is.
    #[must_use]
    pub fn blanks_at(&self) -> Option<u64> {
        // not in the middle of a speech
        (self.blank_after > 0 && !self.blanked && !self.speaking())
            .then(|| self.touched.saturating_add(self.blank_after))
    }

    /// Time went by: what is written is saved, then the screen is blanked.
    pub(super) fn blank_when_due(&mut self) -> Vec<Effect> {
        if self.blanks_at().is_none_or(|at| self.now < at) {
            return Vec::new();
        }
        self.blanked = true;
        self.peek = false;
        self.message = None;
        self.save_draft(true).into_iter().collect()
    }

    /// A key was pressed; true when it was only to bring the screen back.
    pub(super) fn woken(&mut self) -> bool {
        self.touched = self.now;
        std::mem::take(&mut self.blanked)
    }
}
