//! From the lines of a page to the entries of a list, by what is stable: symbols in or near links, links to files,
//! names of languages, dates, status lines, change notes. Works on lists, tables and cards alike, and on the page of one paper.

use std::collections::{HashMap, HashSet};

use reqwest::Url;

use super::lexicon;
use super::pages::{Event, Line, Link, Page};
use crate::model::{Language, Symbol};

mod parts;

pub(super) use parts::is_title;
use parts::{
    beside, change_note_in, is_sentence, looks_like_paper, split_number, split_status, without, without_labels,
    without_size,
};

/// The longest summary kept, in characters.
const LONGEST_SUMMARY: usize = 1500;

/// One thing on a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// As it stands beside or in the links.
    pub symbol: Option<Symbol>,
    /// The number on the agenda, as printed before the title: `2.1`.
    pub number: Option<String>,
    /// The section that the list stands under.
    pub section: Option<String>,
    /// The title.
    pub title: String,
    /// "No document" and the like.
    pub status: Option<String>,
    /// ISO 8601.
    pub date: Option<String>,
    /// What stands under the title.
    pub summary: String,
    /// What a revision changed.
    pub change_note: Option<String>,
    /// The page of the paper.
    pub page: Option<Url>,
    /// Where the record of the decision stands: a page or a file.
    pub record: Option<Url>,
    /// The files with their languages, as far as the list tells.
    pub files: Vec<(Option<Language>, Url)>,
    /// It is itself the record of a decision.
    pub is_decision: bool,
}

impl Entry {
    /// Nothing to bring and nothing to tell.
    fn is_empty(&self) -> bool {
        self.files.is_empty()
            && self.record.is_none()
            && self.symbol.is_none()
            && self.page.is_none()
            && (self.title.is_empty() || (self.status.is_none() && (self.number.is_none() || self.section.is_none())))
    }
}

/// The entries of a page.
#[must_use]
pub fn entries(page: &Page) -> Vec<Entry> {
    let mut reader = Reader { kinds: kinds(page), ..Reader::default() };
    let mut related_from = None;
    for (at, event) in page.events.iter().enumerate() {
        match event {
            // only what holds papers is a box; its parts belong together and to nothing else
            Event::Open | Event::Close => {
                reader.end();
                reader.single = *event == Event::Open && holds_one(page.events.get(at + 1..).unwrap_or_default());
            }
            Event::Line(line) if line.chrome => {}
            Event::Line(line) => {
                if line.heading && related_from.is_none() && lexicon::is_related(&line.text) {
                    reader.end();
                    related_from = Some(reader.entries.len());
                }
                reader.line(line, page);
            }
        }
    }
    reader.end();
    let mut entries = reader.entries;
    share(&mut entries);
    // of what stands under “Related documents” only the companions of the papers above belong to the list
    let related = entries.split_off(related_from.unwrap_or(entries.len()).min(entries.len()));
    let paper = |entry: &Entry| entry.symbol.as_ref().map(Symbol::paper);
    let above: Vec<Symbol> = entries.iter().filter_map(paper).collect();
    entries.extend(related.into_iter().filter(|entry| paper(entry).is_some_and(|symbol| above.contains(&symbol))));
    entries
}

/// Where a row names a paper and its addendum and then the files of both, the first of two in one language is the paper's.
fn share(entries: &mut [Entry]) {
    for at in 1..entries.len() {
        let Some([paper, companion]) = entries.get_mut(at - 1..=at) else { continue };
        let (Some(one), Some(other)) = (&paper.symbol, &companion.symbol) else { continue };
        let empty = paper.files.is_empty() && paper.page.is_none() && paper.status.is_none();
        if !empty || one.companion().is_some() || other.companion().is_none() || one.paper() != other.paper() {
            continue;
        }
        let all = std::mem::take(&mut companion.files);
        for (place, file) in all.iter().enumerate() {
            let again = all.iter().skip(place + 1).any(|(language, _)| *language == file.0);
            if again { paper.files.push(file.clone()) } else { companion.files.push(file.clone()) }
        }
    }
}

/// Lines that a page repeats beside different papers.
fn kinds(page: &Page) -> HashSet<String> {
    let mut seen: HashMap<&str, (usize, HashSet<&Url>)> = HashMap::new();
    for event in &page.events {
        let Event::Line(line) = event else { continue };
        if !line.chrome && line.text.chars().count() < 80 {
            let (count, places) = seen.entry(&line.text).or_default();
            *count += 1;
            places.extend(line.links.iter().map(|link| &link.url));
        }
    }
    let repeated =
        |(_, (count, places)): &(&str, (usize, HashSet<&Url>))| *count > 2 && (places.is_empty() || places.len() > 2);
    seen.into_iter().filter(repeated).map(|(text, _)| text.to_owned()).collect()
}

/// True when a box, of which these are the events from its beginning on, holds one paper at most.
fn holds_one(events: &[Event]) -> bool {
    let inside = events.iter().take_while(|event| matches!(event, Event::Line(_)));
    let mut symbols = inside.flat_map(|event| match event {
        Event::Line(line) => lexicon::symbols(&line.text),
        _ => Vec::new(),
    });
    let Some((_, first)) = symbols.next() else { return true };
    symbols.all(|(_, other)| other.paper() == first.paper())
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    at: Entry,
    section: Option<String>,
    /// In the box at hand the files stand before the title.
    files_first: bool,
    /// The box at hand holds one paper.
    single: bool,
    /// The title at hand stood in a line that is no heading: a heading in the same box is the title.
    plain: bool,
    /// The entry at hand is a paper of another body.
    foreign: bool,
    /// Addenda named by their mark alone beside the paper at hand.
    companions: Vec<Entry>,
    /// Lines that stand beside many papers: what kind of paper it is, and no title.
    kinds: HashSet<String>,
}

impl Reader {
    /// True when what comes next belongs to another entry.
    fn has_ended(&self) -> bool {
        self.at.status.is_some() || (!self.at.files.is_empty() && !self.files_first)
    }

    fn end(&mut self) {
        self.files_first = false;
        let entry = std::mem::take(&mut self.at);
        self.at.section.clone_from(&self.section);
        let foreign = std::mem::take(&mut self.foreign) && entry.symbol.is_none();
        if !entry.is_empty() && !foreign {
            self.entries.push(entry);
        }
        self.entries.append(&mut self.companions);
    }

    fn begin(&mut self) {
        self.end();
    }

    fn line(&mut self, line: &Line, page: &Page) {
        let text = line.text.as_str();
        let symbols = lexicon::symbols(text);
        if symbols.is_empty() && lexicon::is_other_series(text) {
            if !self.single && !self.at.title.is_empty() {
                self.end();
            }
            self.foreign = true;
            return;
        }
        if symbols.is_empty()
            && let Some(section) =
                lexicon::section(text).filter(|_| line.heading || line.links.is_empty() || text.len() < 90)
            && !line.links.iter().any(Link::is_file)
            && !text.contains('|')
        {
            self.end();
            self.section = Some(section.to_owned());
            self.at.section.clone_from(&self.section);
            return;
        }
        // a number on the agenda before the title begins another item
        if let (Some(_), rest) = split_number(text)
            && (!line.links.is_empty() || !symbols.is_empty())
            && (!self.at.title.is_empty() || self.has_ended())
            && is_title(rest)
            && lexicon::date(text).is_none()
            && !is_sentence(text)
        {
            self.end();
        }
        let own: Vec<&(std::ops::Range<usize>, Symbol)> =
            symbols.iter().filter(|(at, _)| self.is_own(line, at, &symbols)).collect();
        if own.len() > 1 && line.links.len() > 1 {
            self.several(line, &own, page);
            return;
        }
        if let Some((at, symbol)) = own.first() {
            self.symbol(symbol, text, at);
            let rest = without(text, at);
            self.words(&rest, line);
        } else {
            self.words(text, line);
        }
        self.links(line, page);
    }

    /// True when a symbol says what the line is about, and is not merely mentioned in a sentence.
    fn is_own(&self, line: &Line, at: &std::ops::Range<usize>, all: &[(std::ops::Range<usize>, Symbol)]) -> bool {
        let text = line.text.as_str();
        let before = text.get(..at.start).unwrap_or_default().trim();
        let after = text.get(at.end..).unwrap_or_default().trim();
        let begins = before.chars().all(|c| !c.is_alphabetic());
        let ends = before.ends_with('(') && after.trim_start_matches(')').chars().all(|c| !c.is_alphabetic());
        let in_link = line.links.iter().any(|link| {
            let words = link.at..link.at + link.text.len();
            words.start <= at.start && at.end <= words.end && !is_sentence(text)
        });
        let labels_after = before.ends_with('(') && lexicon::is_label(after);
        // “Addendum: GB.344/INS/4(Add.1)”
        let named = lexicon::is_extra(before) && before.chars().count() < 40;
        let other_symbols = all
            .iter()
            .any(|(_, other)| other.paper() != all.first().map_or_else(|| other.paper(), |(_, first)| first.paper()));
        let short = text.chars().count() < 160 && !other_symbols && !is_sentence(text);
        let has_one = self.at.symbol.is_some() && !self.at.title.is_empty();
        named
            || (begins && (!is_sentence(text) || after.len() < 8))
            || ends
            || labels_after
            || in_link
            || (short && !has_one)
    }

    fn symbol(&mut self, symbol: &Symbol, text: &str, at: &std::ops::Range<usize>) {
        let same = self.at.symbol.as_ref() == Some(symbol);
        // “Title”, and below it the symbol
        let waits = self.at.symbol.is_none() && !self.at.title.is_empty() && !self.has_ended();
        let alone = without(text, at).chars().filter(|c| c.is_alphabetic()).count() < 8;
        if same
            || (waits && (alone || (self.single && self.at.page.is_some())))
            || (self.at.symbol.is_none() && self.at.title.is_empty() && !self.has_ended())
        {
            self.at.symbol = Some(symbol.clone());
        } else {
            self.begin();
            self.at.symbol = Some(symbol.clone());
        }
        self.at.is_decision |= symbol.is_product();
    }

    /// A line with several papers in it, each in or beside a link of its own; a paper with its companions is one entry and
    /// what hangs on it.
    fn several(&mut self, line: &Line, own: &[&(std::ops::Range<usize>, Symbol)], page: &Page) {
        let paper = own.first().map(|(_, symbol)| symbol.paper());
        let hangs = |symbol: &Symbol| symbol.companion().is_some() && Some(symbol.paper()) == paper;
        let family = own.iter().skip(1).all(|(_, symbol)| hangs(symbol));
        for (place, (at, symbol)) in own.iter().enumerate() {
            let titled = self.at.symbol.is_none() && !self.at.title.is_empty() && !self.has_ended();
            let mut first = None;
            if family && place > 0 {
                first = Some(std::mem::take(&mut self.at));
                self.at.section.clone_from(&self.section);
            } else if !titled {
                self.begin();
            }
            self.at.symbol = Some(symbol.clone());
            self.at.is_decision = symbol.is_product();
            let until = own.get(place + 1).map_or(line.text.len(), |next| next.0.start);
            let from = if place == 0 { 0 } else { at.start };
            for link in &line.links {
                let end = link.at + link.text.len();
                if link.at <= at.start && at.end <= end || (link.at >= from && link.at < until && link.at >= at.start) {
                    self.link(link, line, page);
                }
            }
            if let Some(first) = first {
                let companion = std::mem::replace(&mut self.at, first);
                self.companions.push(companion);
            }
        }
        if !family {
            self.end();
        }
    }

    /// What a line says, apart from its symbol.
    fn words(&mut self, text: &str, line: &Line) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || "–—-|:·•".contains(c));
        let text = self.without_note(text);
        let mut text = without_size(without_labels(text, line));
        if text.is_empty() {
            return;
        }
        // “INS/4: Report of …”, where the list does not write whole symbols
        if let Some((section, number, rest)) = lexicon::item_code(text) {
            if self.at.symbol.is_none() && (!self.at.title.is_empty() || self.has_ended()) {
                self.begin();
            }
            if self.at.symbol.is_none() {
                self.at.section = Some(section);
                self.at.number = Some(number);
            }
            text = rest;
        }
        // a cell of its own for the number on the agenda
        if let (Some(number), "") = split_number(&format!("{text} ")) {
            if line.links.is_empty() {
                self.begin();
                self.at.number = Some(number.to_owned());
            }
            return;
        }
        if lexicon::is_label(text) {
            return;
        }
        let has_file = line.links.iter().any(Link::is_file);
        if lexicon::is_change_note(text) {
            self.at.change_note.get_or_insert_with(|| text.to_owned());
            return;
        }
        if lexicon::is_status(text) && !lexicon::is_extra(text) {
            if self.at.title.is_empty() && self.at.symbol.is_none() {
                return;
            }
            let known = self.at.status.as_deref().is_some_and(lexicon::is_no_paper);
            if !known {
                let inner = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
                self.at.status = Some(inner.unwrap_or(text).to_owned());
            }
            return;
        }
        if let Some(date) = lexicon::date(text)
            && (text.contains('|') || text.chars().count() < 60)
            && !has_file
            && !is_sentence(text)
        {
            self.at.date.get_or_insert(date);
            return;
        }
        let to_page = line.links.iter().any(|link| is_title(&link.text) && !link.is_file());
        let to_file = line.links.iter().any(|link| is_title(&link.text) && link.is_file());
        let titled = line.heading || to_page || to_file || lexicon::is_extra(text);
        let (number, title) = split_number(text);
        if self.kinds.contains(&line.text) && number.is_none() && self.at.number.is_none() {
            return;
        }
        // “2.1. Title (No document)”
        let (title, status) = split_status(title);
        let numbered = self.at.number.is_some() && self.at.title.is_empty() && self.at.symbol.is_none();
        if titled || ((number.is_some() || numbered) && is_title(title)) {
            let free = self.at.title.is_empty() && !self.has_ended();
            let instead = line.heading && self.single && self.plain && !self.has_ended();
            if !free && !instead && self.at.title != title {
                let decision = lexicon::is_decision_title(title);
                let symbol = decision.then(|| self.at.symbol.clone()).flatten();
                self.begin();
                // a decision under an item is a decision on its paper
                self.at.symbol = symbol.filter(Symbol::is_product);
            }
            title.clone_into(&mut self.at.title);
            self.plain = !line.heading;
            self.at.number = number.map(str::to_owned).or(self.at.number.take());
            self.at.is_decision |= lexicon::is_decision_title(title);
            self.at.status = status.map(str::to_owned).or(self.at.status.take());
        } else if self.at.title.is_empty() && self.at.symbol.is_some() && is_title(title) && !has_file {
            title.clone_into(&mut self.at.title);
            self.at.status = status.map(str::to_owned).or(self.at.status.take());
        } else if (!self.at.title.is_empty() || self.at.symbol.is_some())
            && self.at.summary.chars().count() < LONGEST_SUMMARY
        {
            if let Some(at) = change_note_in(text) {
                self.at.change_note.get_or_insert_with(|| at.to_owned());
            }
            if !self.at.summary.is_empty() {
                self.at.summary.push(' ');
            }
            self.at.summary.push_str(text);
        }
    }

    /// A change note behind the title in the same line is kept; gives what stands before it.
    fn without_note<'a>(&mut self, text: &'a str) -> &'a str {
        let cut = text.match_indices(' ').filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?))).find(
            |(_, note)| note.starts_with(char::is_uppercase) && note.contains("Rev") && lexicon::is_change_note(note),
        );
        // behind a sentence it is part of a summary
        let Some((title, note)) = cut.filter(|(title, _)| !split_number(title).1.contains(". ")) else { return text };
        self.at.change_note.get_or_insert_with(|| note.to_owned());
        title.trim_end()
    }

    fn links(&mut self, line: &Line, page: &Page) {
        for link in &line.links {
            match self.companion(link) {
                Some(entry) => {
                    // “GB.276/2 and Add.1” is not one text here
                    self.at.symbol = self.at.symbol.take().map(|one| match one.revision() {
                        None => one.paper(),
                        Some(_) => one,
                    });
                    self.companions.push(entry);
                }
                None => self.link(link, line, page),
            }
        }
    }

    /// “GB.276/2 and Add.1”: the second link leads to a companion of the paper at hand.
    fn companion(&self, link: &Link) -> Option<Entry> {
        let mark = link.text.trim_matches(|c: char| "()[]&, ".contains(c));
        let is_mark = mark.len() < 9 && (mark.starts_with("Add.") || mark.starts_with("Corr."));
        let paper = self.at.symbol.as_ref().filter(|_| is_mark)?.paper();
        let symbol = format!("{paper}({mark})").parse().ok();
        let mut entry = Entry { symbol, section: self.section.clone(), ..Entry::default() };
        if link.is_file() {
            entry.files.push((link.language, link.url.clone()));
        } else {
            entry.page = Some(link.url.clone());
        }
        entry.symbol.is_some().then_some(entry)
    }

    fn link(&mut self, link: &Link, line: &Line, page: &Page) {
        let decision =
            (lexicon::is_decision_title(&link.text) || lexicon::is_decision_title(&link.label)) && !self.at.is_decision;
        if decision && !link.is_file() || decision && self.at.symbol.is_some() && lexicon::is_status(&link.text) {
            self.at.record.get_or_insert_with(|| link.url.clone());
            if lexicon::is_status(&link.text) {
                self.at.status.get_or_insert_with(|| link.text.clone());
            }
            return;
        }
        if link.is_file() {
            let language = link
                .language
                .or_else(|| lexicon::language_in(&link.text))
                .or_else(|| lexicon::language_in(&link.label))
                .or_else(|| beside(link, line))
                .or(line.column)
                .or_else(|| lexicon::language_of_address(link.url.path()));
            if self.at.title.is_empty() && self.at.symbol.is_none() && is_title(&link.text) {
                self.at.title.clone_from(&link.text);
            }
            self.files_first |= self.at.files.is_empty() && self.at.title.is_empty() && self.at.symbol.is_none();
            if !self.at.files.iter().any(|(_, url)| *url == link.url) {
                self.at.files.push((language, link.url.clone()));
            }
        } else if self.at.page.is_none()
            && (self.at.symbol.is_some() || self.at.is_decision || looks_like_paper(&link.url))
            && super::address::same_host(&page.url, &link.url)
            && link.url != page.url
            && !lexicon::is_next(&link.text)
            && (is_title(&link.text) || !lexicon::symbols(&link.text).is_empty() || looks_like_paper(&link.url))
        {
            self.at.page = Some(link.url.clone());
        }
    }
}

#[cfg(test)]
mod tests;
