//! Letters over the citations and footnote marks in view: typed, they lead there.

use super::aside::Entry;
use super::goal::{Goal, Spot, Want};
use super::msg::Effect;
use super::page::Tone;
use super::picker::{Action, Choice, Kind, Picker};
use super::{App, View};
use crate::model::Reference;

/// The letters, the easiest to reach first.
pub const LETTERS: &str = "asdfghjklqwertyuiopzxcvbnm";

/// A letter, where it stands, and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lettered {
    /// The letter.
    pub letter: char,
    /// Index into the texts of the page.
    pub text: usize,
    /// The byte of that text before which it stands.
    pub byte: usize,
    /// The citations that stand there, by their index into the references of the paper; none at a footnote mark.
    pub citations: Vec<usize>,
    /// The footnote, at its mark.
    pub footnote: Option<String>,
    spot: Spot,
}

impl App {
    /// The citations and footnote marks in view with their letters.
    #[must_use]
    pub fn links_in_view(&self) -> Vec<Lettered> {
        let Some(reader) = self.reader.as_ref().filter(|_| self.view == View::Reader) else { return Vec::new() };
        let mut out: Vec<Lettered> = Vec::new();
        let mut letters = LETTERS.chars();
        for row in reader.page.rows.iter().skip(reader.top).take(reader.height) {
            let Some(stop) = row.stop else { continue };
            for cell in &row.cells {
                let Some(prose) = reader.page.texts.get(cell.text) else { continue };
                for (range, tone, link) in &prose.marks {
                    let mark = prose.text.get(range.clone()).unwrap_or_default().trim_matches(['[', ']']);
                    let footnote = (*tone == Tone::Mark && link.is_none()).then(|| mark.to_owned());
                    if !cell.range.contains(&range.start) || (link.is_none() && footnote.is_none()) {
                        continue;
                    }
                    // one citation of several papers has one letter
                    if let Some(same) = out.iter_mut().find(|one| (one.text, one.byte) == (cell.text, range.start)) {
                        same.citations.extend(link);
                        continue;
                    }
                    let known = |one: &Lettered| match &footnote {
                        Some(_) => one.footnote == footnote,
                        None => link.is_some_and(|link| one.citations.contains(&link)),
                    };
                    if out.iter().any(known) {
                        continue;
                    }
                    let Some(letter) = letters.next() else { return out };
                    let spot = Spot { stop, part: row.part };
                    let citations = link.iter().copied().collect();
                    out.push(Lettered { letter, text: cell.text, byte: range.start, citations, footnote, spot });
                }
            }
        }
        out
    }

    /// The citations typed in the notes beside the text, by their place in the aside, with the letters that are left.
    #[must_use]
    pub fn typed_links(&self) -> Vec<(usize, char)> {
        if self.frame().aside.is_none() && self.view != View::Notes {
            return Vec::new();
        }
        let left = LETTERS.chars().skip(self.links_in_view().len());
        let entries = self.aside_entries().into_iter().enumerate();
        entries.filter(|(_, entry)| entry.typed).map(|(at, _)| at).zip(left).collect()
    }

    /// Follows the citation typed in a note, with a choice where there are several: on a screen without room for letters.
    pub(super) fn choose_typed(&mut self) -> Vec<Effect> {
        let mut entries: Vec<Entry> = self.aside_entries().into_iter().filter(|entry| entry.typed).collect();
        if entries.len() == 1 {
            return entries.pop().map_or(Vec::new(), |entry| self.open_entry_of_aside(entry));
        }
        let choices = entries.into_iter().map(|entry| {
            let action = match entry.goal {
                Some(goal) => Action::Follow(goal, entry.say),
                None => Action::Say(entry.say),
            };
            Choice { right: entry.remark, ..Choice::new(entry.lead, action) }
        });
        let choices = choices.collect();
        self.pick_from(Picker::new(Kind::Follow, choices));
        Vec::new()
    }

    /// Nothing leads away any more.
    pub(super) fn forget_leap(&mut self) {
        if self.picker.is_none() && self.pending.is_none() {
            self.leap = None;
        }
    }

    /// Follows the citation with a letter; with a choice where there are several. Through a footnote what it cites; the
    /// footnote itself when it cites nothing.
    pub(super) fn follow_letter(&mut self, letter: char) -> Vec<Effect> {
        if let Some((at, _)) = self.typed_links().into_iter().find(|(_, known)| *known == letter) {
            let entry = self.aside_entries().into_iter().nth(at);
            return entry.map_or(Vec::new(), |entry| self.open_entry_of_aside(entry));
        }
        let Some(chosen) = self.links_in_view().into_iter().find(|one| one.letter == letter) else {
            self.say("when.no_such_letter");
            return Vec::new();
        };
        // the cursor stays where it is, unless the citation leads away
        self.leap = Some(chosen.spot);
        let Some(reader) = &self.reader else { return Vec::new() };
        let place = chosen.footnote.map(|mark| format!("fn_{mark}"));
        let meant = |(at, reference): &(usize, &Reference)| match &place {
            Some(place) => reference.place == *place,
            None => chosen.citations.contains(at),
        };
        let meant: Vec<&Reference> =
            reader.paper.references.iter().enumerate().filter(meant).map(|(_, reference)| reference).collect();
        let choices = self.choices_of(meant.into_iter());
        match (choices.as_slice(), place) {
            ([], Some(place)) => {
                let goal = Goal {
                    session: reader.session,
                    key: reader.key.clone(),
                    version: reader.held.symbol.clone(),
                    language: Some(reader.held.language),
                    want: Want::Id(place, Vec::new()),
                };
                self.go(goal, true)
            }
            ([one], _) => self.act(one.action.clone()),
            _ => {
                self.pick_from(Picker::new(Kind::Follow, choices));
                Vec::new()
            }
        }
    }
}
