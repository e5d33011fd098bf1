//! Two languages side by side: one paper, two texts, both moving as one.

use std::sync::Arc;

use crate::model::session::Held;
use crate::model::{Block, Item, Language, Paper};
use crate::text::beside::{Piece, PieceKind, beside};
use crate::text::citing;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::page::{Prose, Stop, Tone, decorate};
use super::picker::{Action, Choice};
use super::reader::Reader;
use super::sheet::{Sheet, Writer};
use super::split::LEAST;
use super::{App, Focus, View, words};

/// Two texts beside each other.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parallel {
    /// The text at the right; the left one is the reader's.
    pub other: Option<Held>,
    /// Where to begin, until both are laid out.
    begin: Option<Begin>,
    /// What is shown when there is room again: the text that is read, and the language at its right.
    put_away: Option<(String, Language)>,
    /// Both laid out.
    pub sheet: Sheet,
    laid: Option<(u16, Language, String, String)>,
    /// How many pieces only one of them has, and how many stand elsewhere.
    pub apart: (usize, usize),
}

/// Where to begin among the pieces of two texts.
#[derive(Clone, Debug, Default, PartialEq)]
struct Begin {
    /// The place, then those nearest to it.
    ids: Vec<String>,
    /// How far down in it: so many of so many parts.
    within: (usize, usize),
}

impl Begin {
    /// Where the cursor of the reader stands.
    fn of(reader: &Reader) -> Self {
        let stops = &reader.page.stops;
        let here = reader.spot.stop;
        let (before, after) = stops.split_at(here.min(stops.len()));
        let id = |stop: &Stop| format!("{} 0", stop.id);
        // a footnote stands with the paragraph that has its mark
        let mark = reader.id().strip_prefix("fn_");
        let has = |block: &Block| mark.is_some_and(|mark| citing::footnotes(block, &[]).contains(&mark));
        let marked = reader.paper.blocks.iter().filter(|block| has(block)).map(|block| format!("{} 0", block.id()));
        let mut ids: Vec<String> = marked.collect();
        if stops.get(here).is_some_and(|stop| stop.heading.is_some()) {
            // what stands below a heading belongs to it
            ids.extend(after.iter().chain(before.iter().rev()).map(id));
        } else {
            ids.extend(after.iter().take(1).map(id));
            ids.extend(before.iter().rev().chain(after).map(id));
        }
        let within = (reader.spot.part.unwrap_or(0), stops.get(here).map_or(0, |stop| stop.parts.len()));
        Self { ids, within }
    }
}

impl App {
    /// The other languages that the open version is held in, the preferred first.
    pub(super) fn other_languages(&self) -> Vec<Held> {
        let (Some(reader), Some(entry)) = (&self.reader, self.open_entry()) else { return Vec::new() };
        let mut out: Vec<Held> = Vec::new();
        for held in &entry.held {
            let same = held.symbol == reader.held.symbol && held.replaced.is_none();
            let known =
                held.language == reader.held.language || out.iter().any(|other| other.language == held.language);
            if same && !known {
                out.push(held.clone());
            }
        }
        let rank = |held: &Held| self.languages.iter().position(|language| *language == held.language);
        out.sort_by_key(|held| rank(held).unwrap_or(usize::MAX));
        out
    }

    /// Two languages can be shown.
    pub(super) fn may_pair(&self) -> Result<(), &'static str> {
        if self.view == View::Compare && self.focus == Focus::Main && self.compare.result.is_some() {
            return if self.size.0 < LEAST { Err("when.too_narrow") } else { Ok(()) };
        }
        if self.reader.is_none() || !matches!(self.view, View::Reader | View::Parallel) {
            return Err(super::when::unread(self));
        }
        if self.other_languages().is_empty() {
            return Err("when.one_language");
        }
        if self.size.0 < LEAST { Err("when.too_narrow") } else { Ok(()) }
    }

    /// Shows the paper in two languages; where it is shown already, with the next language. A comparison shows its two texts
    /// beside each other, or again as one.
    pub(super) fn pair_languages(&mut self) -> Vec<Effect> {
        if self.view == View::Compare {
            self.compare.beside = !self.compare.beside;
            return self.remember();
        }
        let others = self.other_languages();
        let at = match (&self.parallel.other, self.view) {
            (Some(shown), View::Parallel) => {
                others.iter().position(|held| held.language == shown.language).map_or(0, |at| at + 1)
            }
            _ => 0,
        };
        others.get(at).or(others.first()).cloned().map_or_else(Vec::new, |other| self.pair(&other))
    }

    /// Shows this language at the right.
    pub(super) fn pair_with(&mut self, language: Language) -> Vec<Effect> {
        if let Err(reason) = self.may_pair() {
            // the terminal became too narrow while one chose
            self.say(reason);
            return Vec::new();
        }
        let other = self.other_languages().into_iter().find(|held| held.language == language);
        other.map_or_else(Vec::new, |other| self.pair(&other))
    }

    /// Shows another version in the same two languages; in the one that is read where the other is not held of it.
    pub(super) fn pair_version(&mut self, goal: Goal) -> Vec<Effect> {
        let beside = self.parallel.other.as_ref().map(|held| held.language);
        let effects = self.go(goal, false);
        self.seek_pair(beside);
        effects
    }

    /// The languages that can stand at the right.
    pub(super) fn languages_beside(&self) -> Vec<Choice> {
        let shown = self.parallel.other.as_ref().map(|held| held.language);
        let choice = |held: Held| self.language_choice(held.language, shown, Action::Beside(held.language));
        self.other_languages().into_iter().map(choice).collect()
    }

    /// Shows this language at the right again, or the first there is, where that is where one was, not where one goes.
    pub(super) fn pair_again(&mut self, language: Language) -> Vec<Effect> {
        let others = self.other_languages();
        let other = others.iter().find(|held| held.language == language).or(others.first());
        let Some(other) = other else { return Vec::new() };
        let effects = self.put_beside(other);
        self.view = View::Parallel;
        self.focus = Focus::Main;
        effects.into_iter().chain(self.remember()).collect()
    }

    fn pair(&mut self, other: &Held) -> Vec<Effect> {
        let effects = self.put_beside(other);
        self.show(View::Parallel).into_iter().chain(effects).collect()
    }

    fn put_beside(&mut self, other: &Held) -> Vec<Effect> {
        let begin = match (self.view, &self.reader) {
            (View::Parallel, _) => Begin { ids: vec![self.parallel.sheet.id().to_owned()], within: (0, 0) },
            (_, reader) => reader.as_ref().map(Begin::of).unwrap_or_default(),
        };
        let mut effects = Vec::new();
        self.parallel = Parallel { other: Some(other.clone()), begin: Some(begin), ..Parallel::default() };
        if !self.papers.contains_key(&other.paper) {
            effects.extend(self.ask_paper(other));
        }
        effects
    }

    /// Where the terminal became too narrow for two languages, the one that is read stays, at the same paragraph; when there is
    /// room again the other comes back beside it.
    pub(super) fn fit_pair(&mut self) -> Vec<Effect> {
        let narrow = self.strings.get("when.too_narrow");
        if self.size.0 >= LEAST {
            // what is no longer true is not said
            self.message.take_if(|message| message.text == narrow);
            let back = self.parallel.put_away.take();
            let reader = self.reader.as_ref().filter(|_| self.view == View::Reader && self.focus == Focus::Main);
            return match (back, reader) {
                (Some((paper, language)), Some(reader)) if reader.held.paper == paper => self.pair_again(language),
                _ => Vec::new(),
            };
        }
        let (Some(goal), true) = (self.paired_place(), self.view == View::Parallel) else { return Vec::new() };
        let other = self.parallel.other.as_ref().map(|held| held.language);
        self.parallel.put_away = self.reader.as_ref().map(|reader| reader.held.paper.clone()).zip(other);
        let effects = self.go(goal, false);
        self.say("when.too_narrow");
        effects
    }

    /// The column between two texts in the sheet shown, and what heads them; `None` when it has one column.
    #[must_use]
    pub fn sheet_columns(&self) -> Option<(u16, [String; 2])> {
        match self.view {
            View::Parallel => {
                let (reader, other) = (self.reader.as_ref()?, self.parallel.other.as_ref()?);
                let names = [&reader.held, other].map(|held| words::language(self.strings, held.language));
                Some((self.parallel.sheet.middle(), names))
            }
            View::Compare if self.compare.in_columns() => {
                Some((self.compare.sheet.middle(), self.compare.heads.clone()))
            }
            _ => None,
        }
    }

    /// The two languages change places: the right one becomes the one that is read.
    pub(super) fn swap_languages(&mut self) -> Vec<Effect> {
        let Some(other) = self.parallel.other.clone() else { return Vec::new() };
        let Some(paper) = self.papers.get(&other.paper).cloned() else { return Vec::new() };
        let place = self.parallel.sheet.at;
        let top = self.parallel.sheet.top;
        let Some(reader) = &self.reader else { return Vec::new() };
        let (session, key, held) = (reader.session, reader.key.clone(), reader.held.clone());
        self.papers.insert(held.paper.clone(), Arc::clone(&reader.paper));
        self.choose_language(other.language, &self.languages_held());
        self.saved.language = Some(other.language);
        self.reader = Some(super::reader::Reader::new(session, key, other, paper));
        self.parallel.other = Some(held);
        self.fit();
        // the rows are the same on both sides, in the order of the one that is read
        let stops = self.parallel.sheet.page.stops.len();
        self.parallel.sheet.at = place.min(stops.saturating_sub(1));
        self.parallel.sheet.top = top;
        self.parallel.sheet.reveal();
        self.remember()
    }

    /// The paragraph under the cursor, in the text that is read.
    pub(super) fn paired_place(&self) -> Option<Goal> {
        let reader = self.reader.as_ref()?;
        let (id, _) = self.parallel.sheet.id().rsplit_once(' ')?;
        Some(reader.goal(Want::Id(id.to_owned(), Vec::new())))
    }

    pub(super) fn lay_parallel(&mut self, columns: u16, rows: u16) {
        let (Some(reader), Some(other)) = (&self.reader, &self.parallel.other) else { return };
        let Some(paper) = self.papers.get(&other.paper).cloned() else { return };
        let measure = (columns, self.strings.language, reader.held.paper.clone(), other.paper.clone());
        if self.parallel.laid.as_ref() != Some(&measure) {
            let names = [reader.held.language, other.language].map(|language| words::language(self.strings, language));
            let columns = columns.min(2 * self.text_width + 12);
            let (page, apart) = self.lay_pair(&reader.paper, &paper, columns, &names);
            self.parallel.sheet.take(page, usize::from(rows));
            self.parallel.apart = apart;
            self.parallel.laid = Some(measure);
            if let Some(begin) = self.parallel.begin.take() {
                let known = begin.ids.iter().find(|id| self.parallel.sheet.page.stop(id).is_some());
                self.parallel.sheet.go_within(known.map_or("", String::as_str), begin.within);
            }
        }
        self.parallel.sheet.resize(usize::from(rows));
    }

    fn lay_pair(
        &self,
        left: &Paper,
        right: &Paper,
        columns: u16,
        names: &[String; 2],
    ) -> (super::page::Page, (usize, usize)) {
        let strings = self.strings;
        let mut out = Writer::new(columns);
        let middle = out.width() / 2 + 1;
        let both = beside(left, right);
        let prose = |text: &str, tone| Prose { text: text.to_owned(), tone: Some(tone), ..Prose::default() };
        let [one, two] = names;
        out.aside();
        if both.unnumbered {
            out.plain(strings.get("parallel.by_structure"), Tone::Warning, 0, 3);
        }
        let mut apart = (0, 0);
        let mut stops = 0;
        let mut open = String::new();
        for pair in &both.pairs {
            let Some(first) = pair.left.as_ref().or(pair.right.as_ref()) else { continue };
            if matches!(first.kind, PieceKind::Part | PieceKind::Row) && first.id == open {
                // a list part and the rows of a table stand with what they belong to
            } else {
                out.blank();
                open.clone_from(&first.id);
                if first.kind == PieceKind::Heading {
                    out.aside();
                } else {
                    stops += 1;
                    let twin = if pair.left.is_none() { stops } else { 0 };
                    out.stop(&format!("{} {twin}", first.id));
                }
            }
            let say = |piece: &Option<Piece>, paper: &Paper, name: &String| match piece {
                Some(piece) => Some(piece_prose(piece, paper, pair.shifted.then(|| strings.get("parallel.elsewhere")))),
                None => {
                    let text = strings.fill("parallel.missing", &[("language", name)]);
                    Some(prose(&text, Tone::Warning))
                }
            };
            apart.0 += usize::from(pair.left.is_none() || pair.right.is_none());
            apart.1 += usize::from(pair.shifted);
            let indent = u16::from(first.depth.min(4)) * 2;
            out.pair(say(&pair.left, left, one), say(&pair.right, right, two), indent, middle);
        }
        (out.finish(), apart)
    }
}

/// A row of a table as a record: its first cell, and below it each other one with the head of its column.
fn record(piece: &Piece, paper: &Paper) -> Option<Prose> {
    let Block::Table(table) = paper.block(&piece.id)?.1 else { return None };
    if piece.row < table.header_rows || table.group_rows.contains(&piece.row) {
        return Some(Prose { text: piece.text.clone(), tone: Some(Tone::Heading), ..Prose::default() });
    }
    let mut prose = Prose::default();
    for (column, cell) in table.rows.get(piece.row)?.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        if !prose.text.is_empty() {
            prose.text.push_str("\n  ");
            let heads = table.rows.iter().take(table.header_rows).filter_map(|row| row.get(column));
            let mut heads: Vec<&str> = heads.map(String::as_str).filter(|head| !head.is_empty()).collect();
            heads.dedup();
            let from = prose.text.len();
            prose.text.push_str(&heads.join(" "));
            prose.marks.push((from..prose.text.len(), Tone::Dim, None));
            if !heads.is_empty() {
                prose.text.push_str("  ");
            }
        }
        prose.text.push_str(cell);
    }
    Some(prose)
}

/// The words of a piece with the footnote marks that stand in them.
fn noted(piece: &Piece, paper: &Paper) -> Option<Prose> {
    fn part<'a>(items: &'a [Item], text: &str) -> Option<&'a Item> {
        items.iter().find_map(|item| if item.text == text { Some(item) } else { part(&item.items, text) })
    }
    let (footnotes, marks_at) = match paper.block(&piece.id)?.1 {
        Block::Heading(heading) if heading.text == piece.text => (&heading.footnotes, &heading.marks_at),
        Block::Paragraph(paragraph) if paragraph.text == piece.text => (&paragraph.footnotes, &paragraph.marks_at),
        Block::Paragraph(paragraph) => {
            let item = part(&paragraph.items, &piece.text)?;
            (&item.footnotes, &item.marks_at)
        }
        _ => return None,
    };
    Some(decorate(&piece.text, footnotes, marks_at, std::iter::empty()))
}

fn piece_prose(piece: &Piece, paper: &Paper, remark: Option<&str>) -> Prose {
    let plain = || Prose { text: piece.text.clone(), ..Prose::default() };
    let listed = if piece.kind == PieceKind::Row { record(piece, paper) } else { noted(piece, paper) };
    let mut prose = listed.unwrap_or_else(plain);
    if piece.kind == PieceKind::Heading {
        prose.tone = Some(Tone::Heading);
    }
    if !piece.label.is_empty() {
        prose.lead(&format!("{} ", piece.label));
        prose.marks.insert(0, (0..piece.label.len(), Tone::Dim, None));
    }
    if let Some(remark) = remark {
        let from = prose.text.len();
        prose.text.push_str(&format!(" [{remark}]"));
        prose.marks.push((from..prose.text.len(), Tone::Warning, None));
    }
    prose
}
