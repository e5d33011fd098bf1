//! What a text is compared with, and in which language: the choices, and what follows from them.

use crate::model::decision::BoardEntry;
use crate::model::session::Held;
use crate::model::{Language, Symbol};

use super::compare::{Text, name_of};
use super::goal::{Goal, Want};
use super::msg::Effect;
use super::picker::{Action, Choice, Kind, Picker};
use super::{App, View, words};

impl App {
    /// The text that others are compared with: the newer one of the comparison shown, else the one that is open.
    pub(super) fn base_text(&self) -> Option<Text> {
        if self.view == View::Compare {
            let goal = self.compare.new.as_ref()?;
            let held = self.pick(self.entry(goal.session, &goal.key)?, goal)?;
            return Some(Self::text_of(goal.session, &goal.key, held));
        }
        let reader = self.reader.as_ref()?;
        Some(Self::text_of(reader.session, &reader.key, &reader.held))
    }

    /// The comparison shown is that of a draft decision with what was adopted.
    pub(super) fn compares_adopted(&self) -> bool {
        self.compare.old == self.compare.new
    }

    /// The other texts held of a paper in the language of this one.
    fn own_versions(&self, (base, goal): &Text) -> Vec<Choice> {
        let mut out = Vec::new();
        let entry = self.entry(goal.session, &goal.key);
        for held in entry.iter().flat_map(|entry| &entry.held).filter(|held| held.language == base.language) {
            if held.paper != base.paper {
                let other = Self::text_of(goal.session, &goal.key, held).1;
                let shown = self.view == View::Compare && self.compare.old.as_ref() == Some(&other);
                let mut choice = Choice::new(name_of(held), Action::Compare(other));
                choice.current = shown;
                let companion = held.symbol.as_ref().and_then(words::companion);
                self.strings.get(companion.unwrap_or("compare.version")).clone_into(&mut choice.right);
                if held.replaced.is_some() {
                    self.strings.get("compare.replaced").clone_into(&mut choice.right);
                }
                out.push(choice);
            }
        }
        out
    }

    /// A choice of what a text is compared with: the other versions of its paper, then the other papers of the session.
    pub(super) fn choose_compared(&mut self) -> Vec<Effect> {
        let (Some(base), Some(session)) = (self.base_text(), self.current()) else { return Vec::new() };
        let mut choices = self.own_versions(&base);
        for entry in session.papers.iter().filter(|entry| entry.key != base.1.key) {
            let goal = Goal {
                session: session.session,
                key: entry.key.clone(),
                version: None,
                language: Some(base.0.language),
                want: Want::Remembered,
            };
            if let Some(held) = self.pick(entry, &goal) {
                let title = entry.title.best(&self.languages).unwrap_or_default();
                choices.push(Choice::new(format!("{}  {title}", name_of(held)), Action::Compare(goal)));
            }
        }
        if choices.is_empty() {
            self.say("compare.nothing_else");
            return Vec::new();
        }
        self.pick_from(Picker::new(Kind::Compared, choices));
        Vec::new()
    }

    /// Compares with the text chosen; an older version of the same paper is the older text.
    pub(super) fn compare_with(&mut self, goal: &Goal) -> Vec<Effect> {
        let Some(here) = self.base_text() else { return Vec::new() };
        let Some(entry) = self.entry(goal.session, &goal.key) else { return Vec::new() };
        let Some(held) = self.pick(entry, goal) else { return Vec::new() };
        let there = Self::text_of(goal.session, &goal.key, held);
        let revision = |text: &Text| text.0.symbol.as_ref().and_then(Symbol::revision).unwrap_or(0);
        let later = here.1.key == there.1.key && revision(&there) > revision(&here);
        if later { self.compare(here, there) } else { self.compare(there, here) }
    }

    /// The versions that the newer text of the comparison shown can be compared with.
    pub(super) fn compared_versions(&self) -> Vec<Choice> {
        self.base_text().map_or_else(Vec::new, |base| self.own_versions(&base))
    }

    /// The texts of the comparison shown in every language in which both are held, the older one first.
    fn compared_texts(&self) -> Vec<(Held, Held)> {
        let (Some(old), Some(new)) = (&self.compare.old, &self.compare.new) else { return Vec::new() };
        if old == new {
            return Vec::new();
        }
        let text = |goal: &Goal, language: Language, former: bool| {
            let entry = self.entry(goal.session, &goal.key)?;
            let is = |held: &&Held| held.language == language && held.replaced.is_some() == former;
            entry.held.iter().filter(is).find(|held| held.symbol == goal.version).cloned()
        };
        let former = old.key == new.key && old.version == new.version;
        let mut out: Vec<(Held, Held)> = Vec::new();
        for held in self.entry(new.session, &new.key).iter().flat_map(|entry| &entry.held) {
            let both = text(old, held.language, former).zip(text(new, held.language, false));
            out.extend(both.filter(|(_, newer)| out.iter().all(|(_, known)| known.language != newer.language)));
        }
        out
    }

    /// The draft decision that is compared with what was adopted.
    pub(super) fn compared_draft(&self) -> Option<&BoardEntry> {
        let goal = self.compare.new.as_ref().filter(|_| self.compares_adopted())?;
        let side = self.compare.result.as_ref()?.rows.first()?.new.as_ref()?;
        let is = |entry: &&BoardEntry| {
            Some(&entry.paper) == goal.version.as_ref()
                && entry.language == goal.language
                && self.draft_id(entry) == side.id
        };
        self.sessions.get(&goal.session)?.board.iter().find(is)
    }

    /// The draft decision compared, in every language in which what was adopted is known too.
    fn compared_drafts(&self) -> Vec<&BoardEntry> {
        let Some(shown) = self.compared_draft() else { return Vec::new() };
        let Some(session) = self.sessions.get(&shown.paper.session()) else { return Vec::new() };
        let same = |entry: &&BoardEntry| {
            let place = if shown.paragraph.is_some() {
                entry.paragraph == shown.paragraph
            } else {
                self.draft_id(entry) == self.draft_id(shown)
            };
            entry.paper == shown.paper && place
        };
        // what was pasted is in one language
        let known = |entry: &&BoardEntry| {
            entry.adopted_text.is_some() || self.pasted(entry).is_some_and(|note| note.language == entry.language)
        };
        let others = session.board.iter().filter(same);
        others.filter(|entry| entry.language == shown.language || known(entry)).collect()
    }

    /// Why there is no other language for the comparison shown: the draft, or what was adopted, is held in one only.
    pub(super) fn one_compared_language(&self) -> &'static str {
        if self.compares_adopted() { "when.adopted_language" } else { "when.compared_language" }
    }

    /// The languages in which the texts compared can be shown.
    pub(super) fn compared_languages(&self) -> Vec<Choice> {
        let shown = self.compare.new.as_ref().and_then(|goal| goal.language);
        if self.compares_adopted() {
            let languages = self.compared_drafts().into_iter().filter_map(|entry| entry.language);
            return languages.map(|one| self.language_choice(one, shown, Action::CompareIn(one))).collect();
        }
        let choice = |held: Held| self.language_choice(held.language, shown, Action::CompareIn(held.language));
        self.compared_texts().into_iter().map(|(_, held)| choice(held)).collect()
    }

    /// The same comparison in another language, at the same change.
    pub(super) fn compare_in(&mut self, language: Language) -> Vec<Effect> {
        let drafts = self.compared_drafts();
        if let Some(draft) = drafts.iter().find(|entry| entry.language == Some(language)).map(|entry| (*entry).clone())
        {
            let among: Vec<Language> = drafts.iter().filter_map(|entry| entry.language).collect();
            self.choose_language(language, &among);
            return self.compare_draft(&draft);
        }
        let texts = self.compared_texts();
        let among: Vec<Language> = texts.iter().map(|(_, held)| held.language).collect();
        let found = texts.into_iter().find(|(_, held)| held.language == language);
        let (Some((older, newer)), Some(old), Some(new)) = (found, &self.compare.old, &self.compare.new) else {
            return Vec::new();
        };
        let old = Self::text_of(old.session, &old.key, &older);
        let new = Self::text_of(new.session, &new.key, &newer);
        let begin = self.compare.sheet.id().to_owned();
        self.choose_language(language, &among);
        let effects = self.compare(old, new);
        self.compare.begin = begin;
        effects
    }
}
