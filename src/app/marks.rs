//! Marks in papers, and the list of them and of where one has been.

use super::msg::Effect;
use super::picker::{Action, Choice, Kind, Picker};
use super::reader::Reader;
use super::saved::{Left, Mark};
use super::undo::Change;
use super::{App, View, words};

impl App {
    /// The marks on the open paper.
    #[must_use]
    pub fn marks_of(&self, reader: &Reader) -> &[Mark] {
        self.saved.marks.get(&reader.key).map_or(&[], Vec::as_slice)
    }

    /// Sets a mark where one is, or takes it away.
    pub(super) fn turn_mark(&mut self) -> Vec<Effect> {
        let Some((goal, name)) = self.station().and_then(|here| Some((here.goal?, here.name))) else {
            return Vec::new();
        };
        let Some(reader) = &self.reader else { return Vec::new() };
        let key = reader.key.clone();
        let before = self.saved.marks.get(&key).cloned().unwrap_or_default();
        let mut after = before.clone();
        let here = Left::of(&goal, name.clone());
        let same = |mark: &Mark| mark.place.block == here.block && mark.place.path == here.path;
        if after.iter().any(same) {
            after.retain(|mark| !same(mark));
            self.tell("marks.gone", &[("place", &name)]);
        } else {
            let order = |mark: &Mark| {
                let stop = reader.page.stop(&mark.place.block).unwrap_or(usize::MAX);
                (stop, mark.place.path.clone())
            };
            after.push(Mark { place: here, words: self.first_words() });
            after.sort_by_key(order);
            let shown = self.keys.first("marks", self.strings);
            self.tell("marks.set", &[("place", &name), ("key", &shown)]);
        }
        self.record(Change::Marked { key: key.clone(), before, after: after.clone(), name });
        self.set_marks(&key, after)
    }

    /// Takes these marks for a paper.
    pub(super) fn set_marks(&mut self, key: &str, marks: Vec<Mark>) -> Vec<Effect> {
        if marks.is_empty() {
            self.saved.marks.remove(key);
        } else {
            self.saved.marks.insert(key.to_owned(), marks);
        }
        self.remember()
    }

    /// The marks of the open paper, those of the other papers, and where one has been, newest first.
    pub(super) fn mark_choices(&self) -> Vec<Choice> {
        let strings = self.strings;
        let mut out: Vec<Choice> = Vec::new();
        let open = self.reader.as_ref().filter(|_| self.view == View::Reader).map(|reader| reader.key.as_str());
        let own = open.and_then(|key| self.saved.marks.get(key)).into_iter().flatten();
        let others = self.saved.marks.iter().filter(|(key, _)| Some(key.as_str()) != open).flat_map(|(_, list)| list);
        for (group, list) in [("marks.here", own.collect::<Vec<_>>()), ("marks.elsewhere", others.collect())] {
            let mut group = Some(strings.get(group));
            for mark in list {
                let mut choice = Choice::new(format!("• {}", mark.place.name), Action::Go(mark.place.goal()));
                group.take().unwrap_or_default().clone_into(&mut choice.group);
                choice.detail.clone_from(&mark.words);
                if mark.place.session != self.session {
                    choice.right = words::session(strings, mark.place.session);
                }
                out.push(choice);
            }
        }
        let mut group = Some(strings.get("marks.been"));
        let mut seen: Vec<&super::goal::Goal> = Vec::new();
        for station in self.trail.iter().rev() {
            let Some(goal) = station.goal.as_ref().filter(|goal| !seen.contains(goal)) else { continue };
            seen.push(goal);
            let name = words::in_session(station.name.clone(), goal.session, self.session);
            let mut choice = Choice::new(name, Action::Go(goal.clone()));
            group.take().unwrap_or_default().clone_into(&mut choice.group);
            if let Some(title) = self.entry(goal.session, &goal.key).and_then(|entry| entry.title.best(&self.languages))
            {
                title.clone_into(&mut choice.right);
            }
            out.push(choice);
        }
        out
    }

    /// Shows the marks and where one has been.
    pub(super) fn show_marks(&mut self) -> Vec<Effect> {
        let choices = self.mark_choices();
        self.pick_from(Picker::new(Kind::Marks, choices));
        Vec::new()
    }
}
