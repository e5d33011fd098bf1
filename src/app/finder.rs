//! What the finder adds to a list: groups by where one is, notes, a preview, what cites a Convention that was typed.

use crate::model::search::{Hit, HitKind, Results, Stand};
use crate::model::{Block, Language, Note, Stance, Symbol, Target};
use crate::strings::Strings;
use crate::text::place::{self, Here, Place};
use crate::text::query::{self, Query, Remark};
use crate::text::stands;
use crate::text::wrap::width;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::picker::{Action, Choice, Kind};
use super::{App, words};

/// From this width on a preview stands beside the list.
pub const PREVIEW_FROM: u16 = 120;

/// What can be typed to find something, each with the key of what it means.
const EXAMPLES: [(&str, &str); 6] = [
    ("\"freedom of association\"", "find.ex_phrase"),
    ("budget -travel", "find.ex_not"),
    ("in:decision", "find.ex_decision"),
    ("in:notes", "find.ex_notes"),
    ("section:pol", "find.ex_section"),
    ("cites:C122", "find.ex_cites"),
];

/// What could not be understood of a query, in words.
#[must_use]
pub fn said(strings: &Strings, remarks: &[Remark]) -> String {
    let one = |remark: &Remark| {
        let values: Vec<(&str, &str)> = remark.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        strings.fill(remark.key, &values)
    };
    remarks.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// What a search did besides finding: words that it corrected, an index that it could not use.
#[must_use]
pub fn besides(strings: &Strings, results: &Results) -> Option<String> {
    if results.changes.is_empty() {
        return results.remark.clone();
    }
    let changes: Vec<String> = results.changes.iter().map(|(typed, shown)| format!("{typed} → {shown}")).collect();
    Some(strings.fill("find.corrected", &[("changes", &changes.join(", "))]))
}

impl App {
    /// What a line that finds shows while nothing is typed: where one has been, or what was searched and can be searched.
    pub(super) fn before_typing(&self) -> Vec<Choice> {
        match self.picker.as_ref().map(|picker| picker.kind) {
            Some(Kind::GoTo) => self.places_to_begin().into_iter().chain(self.mark_choices()).collect(),
            Some(Kind::Everything) => {
                let mut group = Some(self.strings.get("find.former").to_owned());
                let mut out: Vec<Choice> = Vec::new();
                for query in self.saved.queries.iter().take(8) {
                    let mut choice = Choice::new(query.clone(), Action::Query(query.clone()));
                    choice.group = group.take().unwrap_or_default();
                    out.push(choice);
                }
                let mut group = Some(self.strings.get("find.examples").to_owned());
                for (query, meaning) in EXAMPLES {
                    let mut choice = Choice::new(query, Action::Query(query.to_owned()));
                    choice.group = group.take().unwrap_or_default();
                    self.strings.get(meaning).clone_into(&mut choice.right);
                    out.push(choice);
                }
                out
            }
            _ => Vec::new(),
        }
    }

    /// What the delegate's words cannot be understood as, in a frame of the interface's language; empty when all is well.
    #[must_use]
    pub fn query_remark(&self, query: &str) -> String {
        let (query, remarks) = Query::parse(query);
        if query.in_notes() && (self.locked || self.discreet) {
            self.strings.get(if self.locked { "when.locked" } else { "noting.hidden" }).to_owned()
        } else if remarks.is_empty() {
            String::new()
        } else {
            self.strings.fill("find.remark", &[("what", &said(self.strings, &remarks))])
        }
    }

    /// The notes that answer a query: all of them when it asks for notes, else the first few.
    pub(super) fn notes_found(&self, typed: &str) -> Vec<Choice> {
        let (query, _) = Query::parse(typed);
        if self.discreet || query.is_empty() {
            return Vec::new();
        }
        let most = if query.in_notes() { usize::MAX } else { 5 };
        let hits = query::search_notes(&self.notes, &query);
        hits.into_iter().take(most).filter_map(|hit| self.note_choice(hit)).collect()
    }

    /// Where the notes take a stance, in the newest texts held, when a query asks for it; nothing while notes are hidden.
    #[must_use]
    pub fn stances_for(&self, query: &str) -> Vec<Stand> {
        if self.discreet || !Query::parse(query).0.asks_for_stances() {
            return Vec::new();
        }
        let placed = |note: &Note| {
            let block = self.newest_block(note).map(str::to_owned);
            Note { paragraph: block.or_else(|| note.paragraph.clone()), ..note.clone() }
        };
        let notes: Vec<Note> = self.notes.iter().filter(|note| note.stance != Stance::None).map(placed).collect();
        stands::of(notes.iter())
    }

    /// The delegate's languages: the one that is read in first.
    #[must_use]
    pub fn reading_languages(&self) -> Vec<Language> {
        let mut languages = self.languages.clone();
        if let Some(own) = self.saved.chosen {
            languages.retain(|language| *language != own);
            languages.insert(0, own);
        }
        languages
    }

    /// The code of a language that is not the one that is read in, as a row says it; else nothing.
    pub(super) fn foreign(&self, language: Option<Language>) -> String {
        let own = self.own_language();
        let other = language.filter(|language| own.is_some_and(|own| own != *language));
        other.map_or(String::new(), |language| language.code().to_uppercase())
    }

    /// The language in which a place will be read; `None` while its session is not read.
    pub(super) fn language_of(&self, goal: &Goal) -> Option<Language> {
        let entry = self.entry(goal.session, &goal.key)?;
        self.pick(entry, goal).map(|held| held.language)
    }

    /// Takes a language for the interface; where the order of the papers' languages is not set, it leads them too.
    pub fn take_interface(&mut self, language: Language) {
        self.strings = crate::strings::Strings::of(language);
        if !self.languages_set {
            self.languages.retain(|other| *other != language);
            self.languages.insert(0, language);
        }
    }

    fn note_choice(&self, hit: Hit) -> Option<Choice> {
        debug_assert_eq!(hit.kind, HitKind::Note);
        let note = self.notes.iter().find(|note| note.id == hit.id)?;
        let (goal, say) = (self.goal_of(note)?, self.misplaced(note));
        let action = if say.is_empty() { Action::Go(goal) } else { Action::Follow(goal, say) };
        let mut choice = Choice::new(format!("* {}", self.place_of(note)), action);
        self.strings.get("kind.note").clone_into(&mut choice.right);
        choice.detail = hit.snippet;
        choice.detail_marks = hit.matches;
        Some(choice)
    }

    /// The Convention, article or goal that was typed: what it is, with its address.
    pub(super) fn outside_typed(&self, typed: &str) -> Option<Choice> {
        let here = Here { session: Some(self.session).filter(|number| *number > 0), paper: None };
        let Some(Place::Outside(target @ Target::Instrument(_))) = place::parse(typed, &here) else { return None };
        let lead = self.lead_outside(typed, &target);
        let mut choice = Choice::new(lead.remark, Action::Say(lead.say));
        if self.picker.as_ref().is_some_and(|picker| picker.kind == Kind::Everything) {
            self.strings.get("find.cited_below").clone_into(&mut choice.right);
        }
        Some(choice)
    }

    /// Paragraphs found, as rows grouped by where one is.
    pub(super) fn hit_choices(&self, found: Vec<Hit>) -> Vec<Choice> {
        let here = self.session;
        let (mut hits, mut titles): (Vec<Choice>, Vec<String>) = Default::default();
        for hit in found {
            let symbol = hit.paper.parse::<Symbol>().ok();
            let session = symbol.as_ref().map_or(hit.session, Symbol::session);
            // a text without symbol is named by its title, which follows
            let name = symbol.as_ref().map_or(String::new(), |symbol| words::beside(symbol, here));
            let place = match &hit.paragraph {
                Some(number) => format!(" § {number}"),
                None => format!(" {}", words::place_id(self.strings, &hit.id)).trim_end().to_owned(),
            };
            let nameless = symbol.is_none();
            let goal = Goal {
                session,
                key: if hit.key.is_empty() { App::key_of(&hit.paper) } else { hit.key },
                version: symbol,
                language: hit.language,
                want: Want::Id(hit.id, Vec::new()),
            };
            let mut choice = Choice::new(format!("{name}{place}").trim_start(), Action::Go(goal));
            choice.detail = hit.snippet;
            choice.detail_marks = hit.matches;
            choice.right = self.foreign(hit.language);
            choice.both_ends = nameless;
            hits.push(choice);
            titles.push(if hit.title.is_empty() { hit.paper } else { hit.title });
        }
        // titles stand below one another, but for a name that is longer than names are
        let column = if self.size.0 < 60 { 0 } else { 14 };
        let column = hits.iter().map(|hit| width(&hit.label)).filter(|cells| *cells <= column).max().unwrap_or(0);
        for (hit, title) in hits.iter_mut().zip(titles) {
            let gap = if hit.label.is_empty() { 0 } else { column.saturating_sub(width(&hit.label)) + 2 };
            hit.label = format!("{}{}{title}", hit.label, " ".repeat(gap));
        }
        self.group(hits)
    }

    /// Puts paragraphs found in the order of where one is, with a heading over each group.
    fn group(&self, hits: Vec<Choice>) -> Vec<Choice> {
        // a paper left open while another session is shown is not where one is
        let reader = self.reader.as_ref().filter(|reader| reader.session == self.session);
        let paper = reader.map(|reader| reader.key.as_str());
        let rank = |choice: &Choice| match &choice.action {
            Action::Go(goal) if Some(goal.key.as_str()) == paper => 0,
            Action::Go(goal) if goal.session == self.session => 1,
            _ => 2,
        };
        let mut hits: Vec<(usize, Choice)> = hits.into_iter().map(|hit| (rank(&hit), hit)).collect();
        hits.sort_by_key(|(rank, _)| *rank);
        let mut last = None;
        for (rank, choice) in &mut hits {
            if last != Some(*rank) {
                last = Some(*rank);
                let key =
                    ["find.in_paper", "find.in_session", "find.in_others"].get(*rank).copied().unwrap_or_default();
                self.strings.get(key).clone_into(&mut choice.group);
            }
        }
        hits.into_iter().map(|(_, choice)| choice).collect()
    }

    /// The place that the current choice leads to, when there is room to show it.
    fn previewed(&self) -> Option<&Goal> {
        let picker = self.picker.as_ref().filter(|_| self.size.0 >= PREVIEW_FROM)?;
        if !matches!(picker.kind, Kind::Everything | Kind::GoTo | Kind::Follow) {
            return None;
        }
        match &picker.choice()?.action {
            Action::Go(goal) | Action::Follow(goal, _) => Some(goal),
            _ => None,
        }
    }

    /// Asks for what the preview needs.
    pub(super) fn need_for_preview(&mut self) -> Vec<Effect> {
        let Some(goal) = self.previewed().cloned() else { return Vec::new() };
        if !self.sessions.contains_key(&goal.session) {
            return self.ask_session(goal.session);
        }
        let held = self.entry(goal.session, &goal.key).and_then(|entry| self.pick(entry, &goal)).cloned();
        let unread = held.filter(|held| !self.papers.contains_key(&held.paper));
        unread.map_or(Vec::new(), |held| self.ask_paper(&held))
    }

    /// A title and the words at the place of the current choice; `None` without room, place, or paper read.
    #[must_use]
    pub fn preview(&self) -> Option<(String, String)> {
        let goal = self.previewed()?;
        let entry = self.entry(goal.session, &goal.key)?;
        let held = self.pick(entry, goal)?;
        let paper = self.papers.get(&held.paper)?;
        let symbol = held.symbol.as_ref().map_or_else(|| held.file_name.clone(), ToString::to_string);
        let title = format!("{symbol}  {}", paper.title.clone().unwrap_or_default());
        let text = |from: usize| {
            let blocks = paper.blocks.iter().skip(from).take(12);
            let texts = blocks.filter_map(|block| match block {
                Block::Paragraph(paragraph) => {
                    let number = paragraph.number.as_ref().map_or(String::new(), |number| format!("{number}.  "));
                    Some(format!("{number}{}", paragraph.full_text()))
                }
                Block::Heading(heading) => Some(heading.text.clone()),
                Block::Table(_) => None,
            });
            texts.collect::<Vec<_>>().join("\n\n")
        };
        let at = match &goal.want {
            Want::Remembered => Some(0),
            Want::Id(id, _) => paper.blocks.iter().position(|block| block.id() == id.split("__").next().unwrap_or(id)),
            _ => None,
        };
        let words = at.map(text).or_else(|| self.words_of(goal))?;
        let place = match &goal.want {
            Want::Id(id, _) => words::place_id(self.strings, id),
            _ => String::new(),
        };
        Some((format!("{title}  {place}").trim_end().to_owned(), words))
    }
}
