//! Papers that are cited and not held: which sessions they belong to, and a sync for one of those. Nothing is fetched before
//! the delegate asks for it, and only from the source that is configured.

use super::msg::Effect;
use super::picker::{Action, Choice, Kind, Picker};
use super::{App, words};

/// Papers in a row of the list; the rest is a count.
const NAMED: usize = 12;

/// The papers of one session that are cited and not held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The session.
    pub session: u16,
    /// Their symbols.
    pub papers: Vec<String>,
}

impl App {
    /// Shows what is cited and not held, newest session first.
    pub(super) fn wanted_known(&mut self, wanted: Vec<Wanted>) -> Vec<Effect> {
        if wanted.is_empty() {
            self.say("refs.none_missing");
            return Vec::new();
        }
        let choices = wanted.into_iter().map(|one| {
            let mut choice = Choice::new(words::session(self.strings, one.session), Action::Sync(one.session));
            choice.right = self.strings.count("wanted.papers", one.papers.len());
            // the session stands in the row above: the symbols go without it
            let prefix = format!("GB.{}/", one.session);
            let short: Vec<&str> =
                one.papers.iter().take(NAMED).map(|paper| paper.strip_prefix(&prefix).unwrap_or(paper)).collect();
            choice.detail = short.join(", ");
            if one.papers.len() > NAMED {
                choice.detail.push_str(" …");
            }
            choice
        });
        let choices = choices.collect();
        self.pick_from(Picker::new(Kind::Wanted, choices));
        Vec::new()
    }
}
