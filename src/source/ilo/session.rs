//! What a page says of its session: number, days, heading, links to other sessions.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use reqwest::Url;

use super::super::pages::{Event, Link, Page};
use super::super::{Offer, lexicon, list, record, shortened};
use crate::model::Symbol;
use crate::model::decision::Adopted;

pub(super) fn page_lines(page: &Page) -> Vec<String> {
    let line = |event: &Event| match event {
        Event::Line(line) if !line.chrome => Some(line.text.clone()),
        _ => None,
    };
    page.events.iter().filter_map(line).collect()
}

pub(super) fn page_text(page: &Page) -> String {
    page_lines(page).join("\n")
}

/// The first heading outside the navigation.
pub(super) fn heading(page: &Page) -> Option<String> {
    page.events.iter().find_map(|event| match event {
        Event::Line(line) if line.heading && !line.chrome && list::is_title(&line.text) => {
            Some(shortened(&line.text, 600))
        }
        _ => None,
    })
}

/// The session that a page is about: its title, its heading, its address.
pub(super) fn session_of(page: &Page) -> Option<u16> {
    let by_words = heading(page).and_then(|text| lexicon::session(&text)).or_else(|| lexicon::session(&page.title));
    by_words.or_else(|| session_in_address(&page.url)).or_else(|| {
        // else the session of most symbols
        let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
        for (_, symbol) in lexicon::symbols(&page_text(page)) {
            *counts.entry(symbol.session()).or_default() += 1;
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(session, _)| session)
    })
}

pub(super) fn session_in_address(url: &Url) -> Option<u16> {
    let path = url.path().to_ascii_lowercase();
    let after = path.split("/gb").skip(1).find_map(|rest| {
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        (digits.len() == 3).then(|| digits.parse().ok()).flatten()
    });
    after.or_else(|| lexicon::session(&path.replace(['-', '/'], " ")))
}

/// A link may be followed when it names no session, or the one wanted.
pub(super) fn of_session(link: &Link, session: Option<u16>) -> bool {
    let named = lexicon::session(&link.text).or_else(|| session_in_address(&link.url));
    match (named, session) {
        (Some(named), Some(session)) => named == session,
        _ => true,
    }
}

/// `/gb/GBSessions/GB347/ins/lang--en/index.htm`.
pub(super) fn is_section_address(url: &Url, session: Option<u16>) -> bool {
    let path = url.path().to_ascii_lowercase();
    session_in_address(url).is_some()
        && session_in_address(url) == session.or(session_in_address(url))
        && ["/ins/", "/pol/", "/lils/", "/pfa/", "/hl/", "/wpgbc/"].iter().any(|section| path.contains(section))
        && !path.contains("wcms_")
}

/// On a page that lists sessions: the link to the one wanted, else to the newest.
pub(super) fn session_link(page: &Page, wanted: Option<u16>, on_site: impl Fn(&Url) -> bool) -> Option<(u16, Url)> {
    let mut links: BTreeMap<u16, Url> = BTreeMap::new();
    for event in &page.events {
        let Event::Line(line) = event else { continue };
        for link in line.links.iter().filter(|link| !link.is_file() && on_site(&link.url) && link.url != page.url) {
            if let Some(number) = lexicon::session(&link.text)
                .filter(|_| lexicon::section(&link.text).is_none() && lexicon::symbols(&link.text).is_empty())
            {
                links.entry(number).or_insert_with(|| link.url.clone());
            }
        }
    }
    let here = session_in_address(&page.url).or_else(|| heading(page).and_then(|text| lexicon::session(&text)));
    match wanted {
        Some(wanted) if here == Some(wanted) => None,
        Some(wanted) => links.remove_entry(&wanted),
        // one link is a mention, several are a list
        None if here.is_none() && links.len() > 1 => links.pop_last(),
        None => None,
    }
}

/// “15 au 27 mars”, “28 de octubre al 7 de noviembre”, “14 to 26 March”.
static FROM_TO: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([0-9]{1,2}(?:er)?(?: (?:de )?\p{L}{3,10})?) (?:au|al|to) ([0-9]{1,2}\b)").ok());

/// First and last day, from “350th Session (4–14 March 2024)” or “31 October–10 November 2022”.
pub(super) fn session_dates(page: &Page) -> Option<[String; 2]> {
    let lines = page_lines(page);
    let first = || std::iter::once(&page.title).chain(lines.iter().take(40));
    first().find_map(|line| days(line)).or_else(|| {
        // a session of one day: in its name, or on a line of its own below it
        let one = |line: &String| lexicon::date(line).map(|day| [day.clone(), day]);
        let named = |line: &&String| lexicon::session(line).is_some() && lexicon::section(line).is_none();
        let alone = |line: &&String| {
            line.chars().count() < 40 && line.starts_with(|c: char| c.is_ascii_digit()) && !line.contains('|')
        };
        let below = lines.iter().take(40).skip_while(|line| !named(line)).skip(1).take(2);
        first().filter(named).find_map(one).or_else(|| below.filter(alone).find_map(one))
    })
}

pub(super) fn days(line: &str) -> Option<[String; 2]> {
    let dashed = FROM_TO.as_ref()?.replace(line, "$1–$2");
    let line = dashed.as_ref();
    let last = lexicon::date(line)?;
    let (year, rest) = last.split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let dash = |c: char| matches!(c, '-' | '–' | '—');
    // what stands before the dash: a day, or a day and a month
    let at = line.find(|c: char| dash(c)).filter(|at| {
        line.get(..*at).is_some_and(|before| before.trim_end().ends_with(|c: char| c.is_alphanumeric()))
    })?;
    let before = line.get(..at)?;
    let first =
        if let Some(date) = lexicon::date(&format!("{} {year}", before.rsplit(['(', ',', ':', '|']).next()?.trim())) {
            date
        } else {
            let digits: String = before
                .trim_end()
                .chars()
                .rev()
                .take_while(char::is_ascii_digit)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let number: u8 = digits.parse().ok()?;
            format!("{year}-{month}-{number:02}")
        };
    let good = first.parse::<jiff::civil::Date>().is_ok() && first <= last && !day.is_empty();
    good.then_some([first, last])
}

/// What the page of a decision decides; nothing for a page of another kind.
pub(super) fn decided_on(page: &Page) -> Vec<Adopted> {
    let named = |title: Option<String>| title.is_some_and(|title| lexicon::is_decision_title(&title));
    let files = || list::entries(page).iter().any(|entry| !entry.files.is_empty());
    if !(named(heading(page)) || named(Some(page.title.clone()))) || files() {
        return Vec::new();
    }
    let mut found = record::decisions(&page_lines(page), page.language, None);
    found.retain(|one| !one.text.is_empty());
    found
}

/// The session of most offers.
pub(super) fn common_session(offers: &[Offer]) -> Option<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for symbol in offers.iter().filter_map(|offer| offer.symbol.as_ref()?.parse::<Symbol>().ok()) {
        *counts.entry(symbol.session()).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(_, count)| *count).map(|(session, _)| session)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_days_of_a_session_are_told_in_its_title() {
        let told = |line: &str| days(line).map(|[from, to]| format!("{from} {to}"));
        assert_eq!(told("350th Session (4–14 March 2024)").as_deref(), Some("2024-03-04 2024-03-14"));
        assert_eq!(told("346th Session, 31 October – 10 November 2022").as_deref(), Some("2022-10-31 2022-11-10"));
        assert_eq!(told("Du 15 au 27 mars 2021").as_deref(), Some("2021-03-15 2021-03-27"));
        assert_eq!(told("Del 28 de octubre al 7 de noviembre de 2024").as_deref(), Some("2024-10-28 2024-11-07"));
        assert_eq!(told("from 1 to 9 June 2024").as_deref(), Some("2024-06-01 2024-06-09"));
        assert_eq!(told("Meeting document | 24 February 2022"), None);
    }

    #[test]
    fn an_address_may_name_the_session() {
        let of = |text: &str| session_in_address(&Url::parse(text).unwrap());
        assert_eq!(of("https://x.example/gb/GBSessions/GB347/ins/lang--en/index.htm"), Some(347));
        assert_eq!(of("https://x.example/meetings/353rd-session-governing-body"), Some(353));
        assert_eq!(of("https://x.example/gb/lang--en/index.htm"), None);
    }
}
