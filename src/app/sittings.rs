//! The order of business: day by day and sitting by sitting, what is on now and what comes next.

use crate::model::session::SittingEntry;
use crate::model::{AgendaItem, Session, Sitting};

use super::goal::{Goal, Want};
use super::order::{self, Order};
use super::page::Tone;
use super::picker::{Action, Choice};
use super::sheet::Writer;
use super::{App, View, words};

/// True when the session meets in Geneva, or nobody says where: then the clock of Geneva counts.
#[must_use]
pub fn in_geneva(session: &Session) -> bool {
    session.place.as_deref().is_none_or(|place| {
        let place = crate::text::fold::fold(place);
        ["geneva", "geneve", "ginebra"].iter().any(|name| place.contains(name))
    })
}

/// `9:30` and `09.30` as `09:30`, so that times compare as texts.
fn time(text: &str) -> Option<String> {
    let (hour, minute) = text.trim().split_once([':', '.'])?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}"))
}

/// The sitting that is on, and the next one, by their index; `clock` is local to the place: `2024-03-04T15:31`. A sitting
/// whose end nobody says is on until the next one of that day begins.
#[must_use]
pub fn now_and_next(sittings: &[Sitting], clock: &str) -> (Option<usize>, Option<usize>) {
    let Some((today, hour)) = clock.split_once('T') else { return (None, None) };
    let hour = hour.get(..5).unwrap_or(hour);
    let begins = |sitting: &Sitting| sitting.begins.as_deref().and_then(time);
    let later = |sitting: &Sitting| match sitting.date.as_str().cmp(today) {
        std::cmp::Ordering::Equal => begins(sitting).is_some_and(|begins| begins.as_str() > hour),
        order => order == std::cmp::Ordering::Greater,
    };
    let on = |sitting: &Sitting| {
        let begun = sitting.date == today && begins(sitting).is_some_and(|begins| begins.as_str() <= hour);
        begun && sitting.ends.as_deref().and_then(time).is_none_or(|ends| hour < ends.as_str())
    };
    let now = sittings.iter().rposition(on);
    let next = sittings.iter().enumerate().filter(|(_, sitting)| later(sitting));
    let next = next.min_by_key(|(at, sitting)| (sitting.date.clone(), begins(sitting), *at)).map(|(at, _)| at);
    (now, next)
}

/// The item of the agenda that an entry of the order of business names.
fn item<'a>(session: &'a Session, name: &str) -> Option<&'a AgendaItem> {
    session.items.iter().find(|item| format!("{}/{}", item.section, item.number) == name)
}

impl App {
    /// The clock of the place where the session meets, when it is known.
    fn clock_there(&self) -> Option<&str> {
        let session = self.current()?;
        self.clock.as_deref().filter(|_| in_geneva(session))
    }

    /// Where the entry under the cursor leads: its paper, or the first of several.
    pub(super) fn sitting_goal(&self) -> Option<Goal> {
        let session = self.current()?;
        let (sitting, entry) = self.sittings.id().split_once(' ')?;
        let sitting = session.sittings.get(sitting.parse::<usize>().ok()?)?;
        let name = &sitting.entries.get(entry.parse::<usize>().ok()?)?.item;
        let own = item(session, name).and_then(|item| item.papers.first()).map(|symbol| symbol.paper().to_string());
        // an item with parts has its papers under them: INS/3 under INS/3/1
        let whole = format!("GB.{}/{name}", session.session);
        let below = format!("{whole}/");
        let held = |key: &String| session.papers.iter().any(|entry| entry.key == *key);
        let key = own.filter(held).or_else(|| {
            let found = session.papers.iter().find(|entry| entry.key == whole || entry.key.starts_with(&below));
            found.map(|entry| entry.key.clone())
        })?;
        Some(Goal { session: session.session, key, version: None, language: None, want: Want::Remembered })
    }

    /// Puts the cursor on what is on now, else on what comes next.
    pub(super) fn find_now(&mut self) {
        let Some(session) = self.current() else { return };
        let (now, next) = self.clock_there().map_or((None, None), |clock| now_and_next(&session.sittings, clock));
        if let Some(at) = now.or(next) {
            self.sittings.go(&format!("{at} 0"));
        }
    }

    /// True when an entry of a sitting is of what is shown: of all, of one section (`INS`) or of one day (`2024-03-04`).
    fn is_shown(&self, sitting: &Sitting, entry: &SittingEntry) -> bool {
        let of = |kind: &str| sitting.date == kind || entry.item.split('/').next() == Some(kind);
        self.sittings_kind.as_deref().is_none_or(of)
    }

    /// A section or a day in words.
    pub(super) fn sittings_name(&self, kind: &str) -> String {
        if kind.starts_with(|c: char| c.is_ascii_digit()) { words::date(self.strings, kind) } else { kind.to_owned() }
    }

    /// What can be shown of the order of business, with how many entries each: all, each day, each section.
    pub(super) fn sitting_filters(&self) -> Vec<Choice> {
        let Some(session) = self.current() else { return Vec::new() };
        let mut kinds: Vec<(Option<String>, usize)> = vec![(None, 0)];
        let mut add = |kind: Option<&str>| match kinds.iter_mut().find(|(known, _)| known.as_deref() == kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((kind.map(str::to_owned), 1)),
        };
        for sitting in &session.sittings {
            sitting.entries.iter().for_each(|_| add(Some(&sitting.date)));
            sitting.entries.iter().for_each(|_| add(None));
        }
        let all = session.sittings.iter().flat_map(|sitting| &sitting.entries);
        for (section, _) in all.filter_map(|entry| entry.item.split_once('/')) {
            add(Some(section));
        }
        let choice = |(kind, count): (Option<String>, usize)| {
            let name = match kind.as_deref() {
                None => self.strings.get("filter.all").to_owned(),
                Some(section) if !section.starts_with(|c: char| c.is_ascii_digit()) => {
                    words::section(self.strings, section)
                }
                Some(day) => self.sittings_name(day),
            };
            let current = kind == self.sittings_kind;
            Choice { right: count.to_string(), current, ..Choice::new(name, Action::Sittings(kind)) }
        };
        kinds.into_iter().map(choice).collect()
    }

    pub(super) fn lay_sittings(&mut self, columns: u16, rows: u16) {
        let mut out = Writer::new(columns.min(self.text_width + 32));
        if let Some(session) = self.current().cloned() {
            let shown = |at: usize, sitting: &Sitting| {
                let all = sitting.entries.iter().enumerate();
                all.filter(|(_, entry)| self.is_shown(sitting, entry)).map(|(nth, _)| (at, nth)).collect::<Vec<_>>()
            };
            let all = session.sittings.iter().enumerate().flat_map(|(at, sitting)| shown(at, sitting));
            let all: Vec<(usize, usize)> = all.collect();
            if all.is_empty() {
                // a sync took the last of its kind away
                self.sittings_kind = None;
            }
            if self.order_in(View::Sittings) == Some(Order::Agenda) {
                self.lay_by_item(&session, &all, &mut out);
            } else {
                self.lay_by_time(&session, &all, &mut out);
            }
        }
        self.sittings.take(out.finish(), usize::from(rows));
    }

    /// Day by day and sitting by sitting.
    fn lay_by_time(&self, session: &Session, shown: &[(usize, usize)], out: &mut Writer) {
        let mut day = "";
        for (at, sitting) in session.sittings.iter().enumerate() {
            let mut entries = shown.iter().filter(|(of, _)| *of == at).peekable();
            if entries.peek().is_none() && self.sittings_kind.is_some() {
                continue;
            }
            if sitting.date != day {
                day = &sitting.date;
                out.head(&words::date(self.strings, day));
            } else {
                out.blank();
            }
            let (sign, word) = self.sitting_now(session, at);
            let when = self.hours(sitting);
            out.aside();
            out.line(&[(sign, Tone::Accent), (&when, Tone::Heading), ("  ", Tone::Text), (word, Tone::Accent)], "");
            for (_, nth) in entries {
                let Some(entry) = sitting.entries.get(*nth) else { continue };
                out.stop(&format!("{at} {nth}"));
                let title = item(session, &entry.item).and_then(|item| self.title_of_item(session, item));
                let name = format!("{:<9} ", entry.item);
                let right = self.remark_of(session, at, *nth);
                out.line(&[("  ", Tone::Text), (&name, Tone::Text), (title.unwrap_or_default(), Tone::Text)], &right);
            }
        }
    }

    /// Item by item as the agenda has them, with the sittings that take each.
    fn lay_by_item(&self, session: &Session, shown: &[(usize, usize)], out: &mut Writer) {
        let rows = super::agenda::rows(session);
        let entry = |at: usize| {
            let (sitting, nth) = shown.get(at)?;
            session.sittings.get(*sitting)?.entries.get(*nth)
        };
        let sorted = order::sorted(shown.len(), &|at| {
            let name = entry(at).map_or("", |entry| entry.item.as_str());
            format!("{:05} {}", order::in_agenda(session, &rows, name), order::natural(name))
        });
        let mut last = None;
        for row in sorted {
            let (Some((at, nth)), Some(entry)) = (shown.get(row), entry(row)) else { continue };
            let Some(sitting) = session.sittings.get(*at) else { continue };
            if last != Some(&entry.item) || entry.item.is_empty() {
                last = Some(&entry.item);
                let title = item(session, &entry.item).and_then(|item| self.title_of_item(session, item));
                let title = title.or_else(|| entry.note.best(&self.languages)).unwrap_or("–");
                out.head(format!("{}  {title}", entry.item).trim_start());
            }
            out.stop(&format!("{at} {nth}"));
            let (sign, word) = self.sitting_now(session, *at);
            let (day, when) = (words::date(self.strings, &sitting.date), self.hours(sitting));
            let right = self.remark_of(session, *at, *nth);
            let pieces =
                [(sign, Tone::Accent), (&day, Tone::Text), ("  ", Tone::Text), (&when, Tone::Text), ("  ", Tone::Text)];
            out.line(&[&pieces[..], &[(word, Tone::Accent)]].concat(), &right);
        }
    }

    /// `14:30–17:30`.
    fn hours(&self, sitting: &Sitting) -> String {
        match (&sitting.begins, &sitting.ends) {
            (Some(from), Some(to)) => format!("{from}–{to}"),
            (Some(from), None) => from.clone(),
            _ => self.strings.get("sittings.no_time").to_owned(),
        }
    }

    /// The sign before a sitting and the word after it: whether it is on, or the next.
    fn sitting_now(&self, session: &Session, at: usize) -> (&'static str, &'static str) {
        let (now, next) = self.clock_there().map_or((None, None), |clock| now_and_next(&session.sittings, clock));
        match () {
            () if now == Some(at) => ("» ", self.strings.get("sittings.now")),
            () if next == Some(at) => ("  ", self.strings.get("sittings.next")),
            () => ("  ", ""),
        }
    }

    /// What is to be said of an entry: its remark, that it is taken again, that it has no document.
    fn remark_of(&self, session: &Session, at: usize, nth: usize) -> String {
        let Some(entry) = session.sittings.get(at).and_then(|sitting| sitting.entries.get(nth)) else {
            return String::new();
        };
        if let Some(note) = entry.note.best(&self.languages) {
            return note.to_owned();
        }
        let before = session
            .sittings
            .iter()
            .enumerate()
            .take(at + 1)
            .flat_map(|(of, sitting)| sitting.entries.iter().take(if of == at { nth } else { usize::MAX }));
        if !entry.item.is_empty() && before.into_iter().any(|other| other.item == entry.item) {
            return self.strings.get("sittings.continued").to_owned();
        }
        let below = format!("GB.{}/{}/", session.session, entry.item);
        let known = item(session, &entry.item)
            .filter(|item| item.papers.is_empty() && !session.papers.iter().any(|paper| paper.key.starts_with(&below)));
        known.map_or(String::new(), |known| {
            let remark = known.note.best(&self.languages);
            remark.unwrap_or(self.strings.get("agenda.no_document")).to_owned()
        })
    }

    /// How late it is there, and for which place, for the title.
    pub(super) fn sittings_clock(&self) -> String {
        let Some(session) = self.current() else { return String::new() };
        match (self.clock_there(), &session.place) {
            (Some(clock), _) => {
                let hour = clock.split_once('T').map_or("", |(_, hour)| hour);
                self.strings.fill("sittings.clock", &[("time", hour)])
            }
            (None, Some(place)) => place.clone(),
            (None, None) => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sitting(date: &str, begins: &str, ends: &str) -> Sitting {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Sitting { date: date.to_owned(), begins: some(begins), ends: some(ends), entries: Vec::new() }
    }

    #[test]
    fn what_is_on_and_what_comes_next_follow_the_clock() {
        let list = [
            sitting("2037-03-02", "9:30", "13:00"),
            sitting("2037-03-02", "14:30", ""),
            sitting("2037-03-03", "10.30", "13:00"),
            sitting("2037-03-04", "", ""),
        ];
        let at = |clock| now_and_next(&list, clock);
        assert_eq!(at("2037-03-01T23:59"), (None, Some(0)));
        assert_eq!(at("2037-03-02T09:30"), (Some(0), Some(1)));
        assert_eq!(at("2037-03-02T13:00"), (None, Some(1)));
        assert_eq!(at("2037-03-02T18:00"), (Some(1), Some(2)));
        assert_eq!(at("2037-03-03T12:59"), (Some(2), Some(3)));
        assert_eq!(at("2037-03-05T08:00"), (None, None));
        assert_eq!(at("nonsense"), (None, None));
    }
}
