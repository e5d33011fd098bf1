//! The aside: what belongs to the current paragraph, draft decision, note or row of the agenda.

use crate::model::decision::BoardEntry;
use crate::model::reference::Span;
use crate::model::search::CitedBy;
use crate::model::{Locator, Note, Outcome, PaperEntry, Session, Stance, Symbol, Target};
use crate::text::{cite, citing};

use super::goal::{Goal, Want};
use super::leads::Lead;
use super::notes_list::Filter;
use super::page::Tone;
use super::{App, Focus, View, words};

/// A line of text in the aside, wrapped by the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// A heading above it, when it is the first of its kind.
    pub group: Option<String>,
    /// Small words before it: the citation, the paper, the stance.
    pub lead: String,
    /// The words.
    pub text: String,
    /// What the words are.
    pub tone: Option<Tone>,
    /// Where Enter leads.
    pub goal: Option<Goal>,
    /// The note it shows.
    pub note: Option<String>,
    /// A remark after it: "not held".
    pub remark: String,
    /// A sentence: said on arrival, or instead of going.
    pub say: String,
    /// The notes that Enter lists.
    pub list: Option<Filter>,
    /// Citations in the words, by their bytes.
    pub links: Vec<std::ops::Range<usize>>,
    /// It is a citation typed in a note.
    pub typed: bool,
}

impl Entry {
    /// The cursor can stand on it.
    #[must_use]
    pub fn selectable(&self) -> bool {
        self.goal.is_some() || self.note.is_some() || self.list.is_some() || !self.say.is_empty()
    }
}

impl App {
    /// What the aside shows now.
    #[must_use]
    pub fn aside_entries(&self) -> Vec<Entry> {
        if self.focus == Focus::Agenda { self.about_row() } else { self.beside_main() }
    }

    /// What it shows when the agenda has not the keys.
    pub(super) fn beside_main(&self) -> Vec<Entry> {
        match self.view {
            View::Reader => self.about_paragraph(),
            View::Board => self.about_draft(),
            View::Notes => self.about_note(),
            View::Compare | View::Inbox | View::Sittings | View::Parallel | View::Promises => self.about_place(),
            View::Start | View::Statement | View::Speech => Vec::new(),
        }
    }

    /// The notes on the place that a row of a sheet leads to.
    fn about_place(&self) -> Vec<Entry> {
        let mut out = Vec::new();
        if let Some(goal) = self.sheet_goal() {
            let session = self.sessions.get(&goal.session);
            if let (View::Inbox | View::Sittings, Some(session)) = (self.view, session)
                && let Some(entry) = self.entry(goal.session, &goal.key)
            {
                return self.about_paper(session, entry);
            }
            match &goal.want {
                Want::Id(id, _) => self.note_entries(self.notes_at(&goal.key, id), &mut out),
                _ => self.note_entries(self.notes_on(&goal.key), &mut out),
            }
            // the pane has the name of the group
            for entry in &mut out {
                entry.group = None;
            }
        }
        out
    }

    fn note_entries<'a>(&self, notes: impl Iterator<Item = &'a Note>, out: &mut Vec<Entry>) {
        let mut group = Some(self.strings.get("aside.notes").to_owned());
        for note in notes {
            let stance = if note.stance == Stance::None {
                String::new()
            } else {
                self.strings.get(words::stance(note.stance)).to_owned()
            };
            let tags: String = note.tags.iter().map(|tag| format!("#{tag} ")).collect();
            if self.discreet {
                let group = group.take();
                out.push(Entry { group, text: "···".to_owned(), tone: Some(Tone::Dim), ..Entry::default() });
                return;
            }
            let kind = if note.adopted { self.strings.get("adopted.title").to_owned() } else { stance };
            let lead: Vec<String> = [self.part_of(note), kind].into_iter().filter(|word| !word.is_empty()).collect();
            let (lead, sign) = match lead.join(" ").as_str() {
                "" => (String::new(), "* "),
                lead => (format!("* {lead}"), ""),
            };
            let leads = self.note_leads(note);
            out.push(Entry {
                group: group.take(),
                lead,
                text: format!("{sign}{}", note.text),
                links: leads.iter().map(|(at, _)| at.start + sign.len()..at.end + sign.len()).collect(),
                note: Some(note.id.clone()),
                remark: [note.author.clone(), self.seat_words(note), tags.trim_end().to_owned()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(" · "),
                ..Entry::default()
            });
            Self::lead_entries(note, leads, out);
        }
    }

    /// The citations typed in a note, each once, to be followed.
    fn lead_entries(note: &Note, leads: Vec<(std::ops::Range<usize>, Lead)>, out: &mut Vec<Entry>) {
        let first = out.len();
        for (at, Lead { goal, remark, say, .. }) in leads {
            let lead = note.text.get(at).unwrap_or_default().to_owned();
            if out.iter().skip(first).all(|known| known.lead != lead || known.goal != goal) {
                out.push(Entry { lead, tone: Some(Tone::Link), goal, remark, say, typed: true, ..Entry::default() });
            }
        }
    }

    /// The notes that the open text has no sure place for: one; or how many, and each of them where they can be chosen.
    fn unplaced_entries(&self, out: &mut Vec<Entry>) {
        let notes = if self.discreet { Vec::new() } else { self.unplaced() };
        let mut group = Some(self.strings.get("seat.title").to_owned());
        if notes.len() > 1 {
            let list = self.reader.as_ref().map(|reader| Filter::ToPlace(reader.key.clone()));
            let lead = self.strings.count("seat.to_place", notes.len());
            out.push(Entry { lead, list, ..Entry::default() });
            if self.focus != Focus::Aside {
                return;
            }
            group = None;
        }
        for note in notes {
            let text = note.text.lines().next().unwrap_or_default();
            out.push(Entry {
                group: group.take(),
                lead: format!(
                    "± {}",
                    self.strings.get(self.seat_of(note).map_or("seat.orphan", |(_, seat)| seat.how.key()))
                ),
                text: crate::text::wrap::clip(text, 100).into_owned(),
                note: Some(note.id.clone()),
                remark: match self.seat_of(note) {
                    Some((_, seat)) if !seat.candidates.is_empty() => self.seat_words(note),
                    _ => format!("{}  “{}”", self.place_of(note), crate::text::wrap::clip(&note.quote, 80)),
                },
                ..Entry::default()
            });
        }
    }

    pub(super) fn about_paragraph(&self) -> Vec<Entry> {
        let Some(reader) = &self.reader else { return Vec::new() };
        let mut out = Vec::new();
        out.extend(self.draft_here().and_then(|draft| self.outcome_entry(draft)));
        let id = reader.id();
        if id == "cover" {
            self.note_entries(self.notes_on(&reader.key).filter(|note| note.paragraph.is_none()), &mut out);
        } else {
            // on a row of a table: the notes of that row, and those of the whole table
            let row = reader.path().first().filter(|_| matches!(reader.block(), Some(crate::model::Block::Table(_))));
            let here = |note: &&Note| row.is_none_or(|row| self.row_of(reader, note).is_none_or(|other| other == *row));
            self.note_entries(self.notes_here(reader, id).filter(here), &mut out);
        }
        self.unplaced_entries(&mut out);
        let mut group = Some(self.strings.get("aside.footnotes").to_owned());
        for mark in reader.footnotes() {
            let footnote = reader.paper.footnote(mark);
            let text = footnote.map_or(self.strings.get("reader.no_footnote").to_owned(), |note| note.text.clone());
            let goal = Goal {
                session: reader.session,
                key: reader.key.clone(),
                version: reader.held.symbol.clone(),
                language: Some(reader.held.language),
                want: Want::Id(format!("fn_{mark}"), Vec::new()),
            };
            out.push(Entry {
                group: group.take(),
                lead: format!("[{mark}]"),
                text,
                goal: footnote.map(|_| goal),
                ..Entry::default()
            });
        }
        let mut group = Some(self.strings.get("aside.cites").to_owned());
        for (_, reference) in reader.citations() {
            let Lead { goal, remark, say, .. } = self.lead(&reference.text, &reference.target);
            let tone = if goal.is_some() { Tone::Link } else { Tone::Dim };
            let text = goal.as_ref().and_then(|goal| self.entry(goal.session, &goal.key)).and_then(|entry| {
                if goal.as_ref().is_some_and(|goal| goal.key == reader.key) {
                    return None;
                }
                entry.title.best(&self.languages).map(str::to_owned)
            });
            // one citation of several articles is shown once
            if let Some(last) = out.last_mut().filter(|last: &&mut Entry| {
                last.lead == reference.text && last.goal.is_none() && goal.is_none() && !last.remark.is_empty()
            }) {
                if last.remark != remark {
                    last.remark = format!("{}; {remark}", last.remark);
                }
                continue;
            }
            let remark = if remark.eq_ignore_ascii_case(&reference.text) { String::new() } else { remark };
            out.push(Entry {
                group: group.take(),
                lead: reference.text.clone(),
                text: text.unwrap_or_default(),
                tone: Some(tone),
                goal,
                remark,
                say,
                ..Entry::default()
            });
        }
        self.cited_by_entries(&mut out);
        out
    }

    /// What is known of the paper in the agenda's row.
    fn about_row(&self) -> Vec<Entry> {
        let Some(session) = self.current() else { return Vec::new() };
        let rows = super::agenda::rows(session);
        let Some(row) = rows.get(self.agenda.at) else { return Vec::new() };
        let item = match row {
            super::agenda::Row::Item(at, _) => session.items.get(*at),
            _ => None,
        };
        let Some(entry) = row.paper(session) else {
            let title = item.and_then(|item| item.title.best(&self.languages)).unwrap_or_default().to_owned();
            let remark = item.and_then(|item| item.note.best(&self.languages)).unwrap_or_default().to_owned();
            let mut out = vec![Entry { text: title, remark, ..Entry::default() }];
            if let Some(item) = item {
                self.note_entries(self.notes_on_item(session.session, item), &mut out);
            }
            return out;
        };
        self.about_paper(session, entry)
    }

    /// What is known of a paper: its versions and languages, its draft decisions, the notes on it.
    fn about_paper(&self, session: &Session, entry: &PaperEntry) -> Vec<Entry> {
        let name = entry.symbol.as_ref().map_or(String::new(), ToString::to_string);
        let title = entry.title.best(&self.languages).unwrap_or_default().to_owned();
        let day = entry.date.as_deref().map(|day| words::date(self.strings, day)).unwrap_or_default();
        let mut languages: Vec<String> = Vec::new();
        let mut versions: Vec<String> = Vec::new();
        for held in &entry.held {
            // a text that was replaced under the same symbol is no other language
            if held.symbol == entry.symbol && held.replaced.is_none() {
                let language = words::language(self.strings, held.language);
                if !languages.contains(&language) {
                    languages.push(language);
                }
            }
            let version = held.symbol.as_ref().map(ToString::to_string);
            versions.extend(version.filter(|version| !versions.contains(version)));
        }
        let mut facts: Vec<String> = [day, languages.join(", ")].into_iter().filter(|fact| !fact.is_empty()).collect();
        if versions.len() > 1 {
            facts.push(versions.join(", "));
        }
        let mut out = vec![Entry { lead: name, text: title, remark: facts.join(" · "), ..Entry::default() }];
        if let Some(note) = entry.change_note.best(&self.languages) {
            out.push(Entry { text: note.to_owned(), tone: Some(Tone::Dim), ..Entry::default() });
        }
        let mut group = Some(self.strings.get("board.title").to_owned());
        for draft in super::board::drafts(session, &self.languages) {
            if draft.paper.paper().to_string() != entry.key {
                continue;
            }
            let number = draft.paragraph.as_ref().map_or(String::new(), |number| format!("§ {number}"));
            let text = draft.words();
            let goal = Goal {
                session: session.session,
                key: entry.key.clone(),
                version: super::board::version(draft),
                language: None,
                want: Want::Id(self.draft_id(draft), Vec::new()),
            };
            out.push(Entry { group: group.take(), lead: number, text, goal: Some(goal), ..Entry::default() });
        }
        self.note_entries(self.notes_on(&entry.key), &mut out);
        out
    }

    /// Who cites what the cursor stands on, as `refs` answers it; on the cover who cites the paper, with the places named.
    #[must_use]
    pub fn cited_here(&self) -> Vec<CitedBy> {
        let Some(reader) = &self.reader else { return Vec::new() };
        let all = self.cited_by.get(&reader.key).map_or(&[][..], Vec::as_slice);
        let paper = &reader.paper;
        let block = reader.page.stops.get(reader.spot.stop).and_then(|stop| stop.block);
        let asked = match (reader.number(), reader.id().strip_prefix("fn_")) {
            (Some(number), _) => Locator::Paragraphs(vec![Span::one(number)]),
            (None, Some(mark)) => Locator::Footnote(mark.to_owned()),
            (None, None) if reader.id() == "cover" => return all.to_vec(),
            (None, None) => {
                return citing::cited_by(paper, all, |cited| block.is_some_and(|at| citing::holds(paper, cited, at)));
            }
        };
        citing::cited_by(paper, all, |cited| citing::meets(paper, cited, &asked))
    }

    fn cited_by_entries(&self, out: &mut Vec<Entry>) {
        let Some(reader) = &self.reader else { return };
        let cover = reader.id() == "cover";
        let mut group = Some(self.strings.get("aside.cited_by").to_owned());
        for cited in self.cited_here() {
            // a text without symbol is shown by its title and gone to by its key
            let symbol: Option<Symbol> = cited.paper.parse().ok();
            let goal = Goal {
                session: symbol.as_ref().map_or(cited.session, Symbol::session),
                key: match &symbol {
                    Some(symbol) if cited.key.is_empty() => symbol.paper().to_string(),
                    _ => cited.key.clone(),
                },
                version: symbol.clone(),
                language: (cited.key == reader.key).then_some(reader.held.language),
                want: Want::Id(cited.place.clone(), Vec::new()),
            };
            let place_cited = match cited.target.parse() {
                Ok(Target::Paper(_, Some(place))) if cover => cite::locator(&place, self.strings.language),
                _ => String::new(),
            };
            // the title of the paper that is open says nothing; its words do
            let own = goal.key == reader.key;
            let entry = self.entry(goal.session, &goal.key).filter(|_| !own);
            let title = entry.and_then(|entry| entry.title.best(&self.languages));
            let title = title.or(own.then_some(cited.text.as_str()));
            let place = words::place_id(self.strings, &cited.place);
            out.push(Entry {
                group: group.take(),
                lead: symbol
                    .as_ref()
                    .map_or_else(
                        || cited.paper.clone(),
                        |symbol| format!("{} {place}", words::beside(symbol, reader.session)),
                    )
                    .trim_end()
                    .to_owned(),
                text: title.unwrap_or_default().to_owned(),
                tone: Some(Tone::Link),
                goal: Some(goal),
                remark: place_cited,
                ..Entry::default()
            });
        }
    }

    /// What became of a draft decision, with the text that was adopted.
    fn outcome_entry(&self, draft: &BoardEntry) -> Option<Entry> {
        if draft.outcome == Outcome::Pending && draft.adopted_text.is_none() {
            return None;
        }
        let day = draft.decided_on.as_deref().map(|day| format!(", {}", words::date(self.strings, day)));
        Some(Entry {
            group: Some(self.strings.get("board.adopted").to_owned()),
            lead: format!("{}{}", self.strings.get(words::outcome(draft.outcome)), day.unwrap_or_default()),
            text: crate::text::quote::lettered(draft.adopted_text.as_deref().unwrap_or_default()),
            ..Entry::default()
        })
    }

    fn about_draft(&self) -> Vec<Entry> {
        let Some(draft) = self.board_row() else { return Vec::new() };
        let mut out = Vec::new();
        let key = draft.paper.paper().to_string();
        let goal = Goal {
            session: self.session,
            key: key.clone(),
            version: Some(draft.paper.clone()),
            language: draft.language,
            want: Want::Id(self.draft_id(draft), Vec::new()),
        };
        let text = draft.words();
        let number = draft.paragraph.as_ref().map_or(String::new(), |number| format!(" § {number}"));
        out.extend(self.outcome_entry(draft));
        out.push(Entry {
            group: Some(self.strings.get("reader.draft_decision").to_owned()),
            lead: format!("{}{number}", draft.paper),
            text,
            goal: Some(goal),
            ..Entry::default()
        });
        if let Some(note) = self.pasted(draft) {
            let replaced = draft.adopted_text.is_some();
            let mut shown = Vec::new();
            self.note_entries(std::iter::once(note), &mut shown);
            if let Some(first) = shown.first_mut() {
                let key = if replaced { "replaced" } else { "pasted" };
                first.group = Some(self.pasted_words(key, &note.author));
            }
            out.extend(shown);
        }
        self.note_entries(self.notes_on_draft(draft).filter(|note| !note.adopted), &mut out);
        out
    }

    fn about_note(&self) -> Vec<Entry> {
        let rows = self.notes_rows();
        let Some(note) = rows.get(self.notes_list.at).copied() else { return Vec::new() };
        if self.discreet {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut shown = Vec::new();
        self.note_entries(std::iter::once(note), &mut shown);
        if let Some(first) = shown.first_mut() {
            first.group = Some(self.place_of(note));
        }
        out.extend(shown);
        if !note.quote.is_empty() {
            out.push(Entry {
                group: Some(self.strings.get("noting.quote").to_owned()),
                text: note.quote.clone(),
                tone: Some(Tone::Dim),
                goal: self.goal_of(note),
                say: self.misplaced(note),
                ..Entry::default()
            });
        }
        out
    }

    /// Where a note leads.
    #[must_use]
    pub fn goal_of(&self, note: &Note) -> Option<Goal> {
        if note.paper.is_empty() {
            return None;
        }
        let seat = self.seat_of(note).map(|(_, seat)| seat);
        let likely = seat.and_then(|seat| seat.candidates.first().cloned());
        let seat = seat.and_then(|seat| seat.block.clone());
        let id = seat.or(likely).or_else(|| note.paragraph.clone()).unwrap_or_else(|| "cover".to_owned());
        let base = id.split("__").next().unwrap_or_default();
        let want = match crate::text::resolve::number_of(&id) {
            Some(number) if base != id => Want::Number(number),
            _ => Want::Id(base.to_owned(), Vec::new()),
        };
        Some(Goal {
            session: note.session,
            key: Self::key_of(&note.paper),
            version: None,
            language: note.language,
            want,
        })
    }
}
