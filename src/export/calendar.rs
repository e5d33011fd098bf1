//! The sittings of a session as iCalendar (RFC 5545).

use crate::model::{Language, Session, Sitting};

/// The time zone of Geneva since 1996: the rules of the European Union.
const GENEVA: &[&str] = &[
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Zurich",
    "BEGIN:STANDARD",
    "DTSTART:19961027T030000",
    "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200",
    "TZOFFSETTO:+0100",
    "TZNAME:CET",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:19960331T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100",
    "TZOFFSETTO:+0200",
    "TZNAME:CEST",
    "END:DAYLIGHT",
    "END:VTIMEZONE",
];

/// One event a sitting, with its items in the description. `stamp` is the moment of the export, ISO 8601 in UTC
/// (`2024-03-01T12:00:00Z`). Times are those of Geneva when the session meets there or the place is unknown; elsewhere they
/// float, as the source gives no time zone. A sitting without a readable date is left out.
#[must_use]
pub fn write(session: &Session, languages: &[Language], stamp: &str) -> String {
    let in_geneva = session.place.as_deref().is_none_or(|place| {
        let place = crate::text::fold::fold(place);
        ["geneva", "geneve", "ginebra"].iter().any(|name| place.contains(name))
    });
    let stamp: String = stamp.chars().filter(char::is_ascii_digit).take(14).collect();
    let stamp = if stamp.len() == 14 { stamp } else { "19700101000000".to_owned() };
    let stamp = format!("{}T{}Z", stamp.get(..8).unwrap_or_default(), stamp.get(8..).unwrap_or_default());
    let mut out = Folding::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    out.line("PRODID:-//gbdesk//gbdesk//EN");
    out.line("CALSCALE:GREGORIAN");
    if in_geneva {
        for line in GENEVA {
            out.line(line);
        }
    }
    for (at, sitting) in session.sittings.iter().enumerate() {
        event(&mut out, session, sitting, at, languages, &stamp, in_geneva);
    }
    out.line("END:VCALENDAR");
    out.text
}

fn event(
    out: &mut Folding,
    session: &Session,
    sitting: &Sitting,
    at: usize,
    languages: &[Language],
    stamp: &str,
    in_geneva: bool,
) {
    let Some(day) = day(&sitting.date) else { return };
    let zone = if in_geneva { ";TZID=Europe/Zurich" } else { "" };
    out.line("BEGIN:VEVENT");
    // the place in the list keeps two sittings of one hour apart; the same export again updates the same events
    let begins = sitting.begins.as_deref().and_then(time);
    let hour = begins.as_deref().unwrap_or("day");
    let twin =
        session.sittings.iter().take(at).filter(|other| other.date == sitting.date && other.begins == sitting.begins);
    out.line(&format!("UID:gb{}-{day}-{hour}-{}@gbdesk", session.session, twin.count() + 1));
    out.line(&format!("DTSTAMP:{stamp}"));
    match &begins {
        Some(begins) => {
            out.line(&format!("DTSTART{zone}:{day}T{begins}"));
            if let Some(ends) = sitting.ends.as_deref().and_then(time).filter(|ends| ends > begins) {
                out.line(&format!("DTEND{zone}:{day}T{ends}"));
            }
        }
        None => out.line(&format!("DTSTART;VALUE=DATE:{day}")),
    }
    let items: Vec<&str> =
        sitting.entries.iter().map(|entry| entry.item.as_str()).filter(|item| !item.is_empty()).collect();
    let what = if items.is_empty() { String::new() } else { format!(": {}", items.join(", ")) };
    out.line(&format!("SUMMARY:{}", escape(&format!("GB {}{what}", session.session))));
    let lines: Vec<String> = sitting
        .entries
        .iter()
        .map(|entry| {
            let title = session
                .items
                .iter()
                .find(|item| format!("{}/{}", item.section, item.number) == entry.item)
                .and_then(|item| item.title.best(languages));
            let mut line = entry.item.clone();
            if let Some(title) = title {
                line.push(' ');
                line.push_str(title);
            }
            if let Some(note) = entry.note.best(languages) {
                line.push_str(&format!(" ({note})"));
            }
            line
        })
        .collect();
    if !lines.is_empty() {
        out.line(&format!("DESCRIPTION:{}", escape(&lines.join("\n"))));
    }
    if let Some(place) = &session.place {
        out.line(&format!("LOCATION:{}", escape(place)));
    }
    out.line("END:VEVENT");
}

/// `2024-03-04` as `20240304`.
fn day(date: &str) -> Option<String> {
    let date: jiff::civil::Date = date.parse().ok()?;
    Some(format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()))
}

/// `15:30` as `153000`.
fn time(clock: &str) -> Option<String> {
    let (hour, minute) = clock.trim().split_once([':', '.'])?;
    let (hour, minute): (u8, u8) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    (hour < 24 && minute < 60).then(|| format!("{hour:02}{minute:02}00"))
}

/// A TEXT value (RFC 5545 §3.3.11).
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(c);
            }
            '\n' | '\r' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Lines of at most 75 octets, ended by CRLF (RFC 5545 §3.1); a character is never cut.
#[derive(Default)]
struct Folding {
    text: String,
}

impl Folding {
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for c in line.chars() {
            if length + c.len_utf8() > 75 {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(c);
            length += c.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}
