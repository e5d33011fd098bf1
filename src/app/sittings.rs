//! The order of business: day by day and sitting by sitting, what is on now and what comes next.

use crate::model::{AgendaItem, Session, Sitting};

use super::goal::{Goal, Want};
use super::page::Tone;
use super::sheet::Writer;
use super::{App, words};

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

    pub(super) fn lay_sittings(&mut self, columns: u16, rows: u16) {
        let mut out = Writer::new(columns.min(self.text_width + 32));
        if let Some(session) = self.current() {
            let (now, next) = self.clock_there().map_or((None, None), |clock| now_and_next(&session.sittings, clock));
            let mut day = "";
            let mut met: Vec<&str> = Vec::new();
            for (at, sitting) in session.sittings.iter().enumerate() {
                if sitting.date != day {
                    day = &sitting.date;
                    out.head(&words::date(self.strings, day));
                } else {
                    out.blank();
                }
                let when = match (&sitting.begins, &sitting.ends) {
                    (Some(from), Some(to)) => format!("{from}–{to}"),
                    (Some(from), None) => from.clone(),
                    _ => self.strings.get("sittings.no_time").to_owned(),
                };
                let word = match () {
                    () if now == Some(at) => self.strings.get("sittings.now"),
                    () if next == Some(at) => self.strings.get("sittings.next"),
                    () => "",
                };
                let sign = if now == Some(at) { "» " } else { "  " };
                out.aside();
                out.line(&[(sign, Tone::Accent), (&when, Tone::Heading), ("  ", Tone::Text), (word, Tone::Accent)], "");
                for (nth, entry) in sitting.entries.iter().enumerate() {
                    out.stop(&format!("{at} {nth}"));
                    let known = item(session, &entry.item);
                    let title = known.and_then(|item| item.title.best(&self.languages)).unwrap_or_default();
                    let note = entry.note.best(&self.languages).map(str::to_owned);
                    let again = met.contains(&entry.item.as_str());
                    let bare = known.is_some_and(|item| item.papers.is_empty())
                        && !session
                            .papers
                            .iter()
                            .any(|paper| paper.key.starts_with(&format!("GB.{}/{}/", session.session, entry.item)));
                    let right = note.unwrap_or_else(|| match () {
                        () if again => self.strings.get("sittings.continued").to_owned(),
                        () if bare => {
                            let remark = known.and_then(|item| item.note.best(&self.languages));
                            remark.unwrap_or(self.strings.get("agenda.no_document")).to_owned()
                        }
                        () => String::new(),
                    });
                    let name = format!("{:<9} ", entry.item);
                    out.line(&[("  ", Tone::Text), (&name, Tone::Text), (title, Tone::Text)], &right);
                    if !entry.item.is_empty() {
                        met.push(&entry.item);
                    }
                }
            }
        }
        self.sittings.take(out.finish(), usize::from(rows));
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
