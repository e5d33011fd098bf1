//! A sync that goes on while the delegate reads: what the lowest row says of it, and how it is stopped.

use crate::text::wrap::{clip, width};

use super::msg::Effect;
use super::{App, Focus, View};

/// How far a sync is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Going {
    /// What is being done.
    pub step: Step,
    /// Files done.
    pub done: usize,
    /// Of how many; 0 while it is not known.
    pub total: usize,
    /// The paper's symbol, or the page at hand.
    pub what: String,
}

/// What a sync is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Step {
    /// The source is being asked what there is.
    #[default]
    Listing,
    /// Files are being fetched and read.
    Fetching,
    /// Another instance is writing, and is waited for.
    Waiting,
    /// The new state is being put in place.
    Publishing,
    /// The delegate asked to stop.
    Stopping,
}

impl App {
    /// Takes in how far the sync is; `None` when it is over.
    pub(super) fn sync_goes_on(&mut self, going: Option<Going>) {
        let stopping = self.syncing.as_ref().is_some_and(|known| known.step == Step::Stopping);
        self.syncing = going.map(|going| Going { step: if stopping { Step::Stopping } else { going.step }, ..going });
    }

    /// Stops the sync.
    pub(super) fn stop_sync(&mut self) -> Vec<Effect> {
        let Some(going) = &mut self.syncing else { return Vec::new() };
        going.step = Step::Stopping;
        vec![Effect::StopSync]
    }

    /// True when Esc has nothing to close and stops the sync.
    #[must_use]
    pub fn escape_stops(&self) -> bool {
        let stoppable = self.syncing.as_ref().is_some_and(|going| going.step != Step::Stopping);
        stoppable && !self.peek && !self.letters && (self.focus == Focus::Agenda || self.view == View::Start)
    }

    /// What the lowest row says of the sync, in at most `room` cells, and how it is stopped.
    #[must_use]
    pub fn sync_line(&self, room: usize) -> Option<String> {
        let going = self.syncing.as_ref()?;
        let strings = self.strings;
        let count = if going.total > 0 { format!("{}/{}", going.done, going.total) } else { String::new() };
        let key = if self.escape_stops() { "close" } else { "stop_sync" };
        let stop = format!("{} {}", self.keys.first(key, strings), strings.get("hint.stop_sync"));
        let fill = |what: &str| {
            let key = match going.step {
                Step::Listing => "syncing.listing",
                Step::Fetching => "syncing.fetching",
                Step::Waiting => "syncing.waiting",
                Step::Publishing => "syncing.publishing",
                Step::Stopping => return strings.get("syncing.stopping").to_owned(),
            };
            let said = strings.fill(key, &[("count", &count), ("what", what)]);
            format!("{}   {stop}", said.trim_end())
        };
        let whole = fill(&going.what);
        if width(&whole) <= room {
            return Some(whole);
        }
        // the symbol is what can be shortened; the count and the key that stops are not
        let bare = width(&fill(""));
        if bare > room && going.step != Step::Stopping {
            return Some(format!("{count}  {stop}").trim_start().to_owned());
        }
        Some(fill(&clip(&going.what, room.saturating_sub(bare + 2).min(going.what.len()))))
    }
}
