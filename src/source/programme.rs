//! The order of business: which item is taken in which sitting. From the lines of a page or of a programme paper.

use std::sync::LazyLock;

use regex::Regex;

use super::lexicon;
use crate::model::session::SittingEntry;
use crate::model::{Language, Sitting, Texts};
use crate::text::fold::fold;

static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^0-9.:])([01]?[0-9]|2[0-3])\s?[:.h]\s?([0-5][0-9])(?:\s*(a\.?m\.?|p\.?m\.?))?(?:\s*(?:-|to|a|until|au|hasta)\s*([01]?[0-9]|2[0-3])\s?[:.h]\s?([0-5][0-9])(?:\s*(a\.?m\.?|p\.?m\.?))?)?(?:[^0-9]|$)").ok()
});
static ITEM: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:GB\.[0-9]{3}/)?((?:INS|POL|LILS|PFA|HL|WP/GBC)/[0-9]{1,2}(?:/[0-9]{1,2})?)\b").ok()
});

/// The sittings that the lines tell, in order. `year` completes days that are written without one.
#[must_use]
pub fn sittings(lines: &[String], year: Option<&str>, language: Option<Language>) -> Vec<Sitting> {
    let language = language.unwrap_or(Language::EN);
    let mut found: Vec<Sitting> = Vec::new();
    let mut day: Option<String> = None;
    for line in lines {
        let line = line.trim();
        let folded = fold(line);
        // “may change; last updated on …” is no day of the session
        if ["updated", "mis a jour", "mise a jour", "actualiz", "actualis"].iter().any(|word| folded.contains(word)) {
            continue;
        }
        let items = items(line);
        if line.chars().count() < 100
            && items.is_empty()
            && let Some(date) = lexicon::date(line).or_else(|| {
                year.and_then(|year| lexicon::date(&format!("{line} {year}"))).filter(|_| names_day(&folded))
            })
        {
            day = Some(date);
        }
        let Some(date) = &day else { continue };
        let time = time(&folded);
        if let Some((begins, ends)) = &time
            && (items.is_empty() || line.find(|c: char| c.is_ascii_digit()) < line.find('/'))
            && !is_remark(&folded)
        {
            found.push(Sitting {
                date: date.clone(),
                begins: Some(begins.clone()),
                ends: ends.clone(),
                entries: Vec::new(),
            });
        }
        let Some(sitting) = found.last_mut().filter(|sitting| sitting.date == *date) else { continue };
        if items.is_empty() {
            if let Some((_, ends)) = &time
                && is_remark(&folded)
                && sitting.ends.is_none()
            {
                sitting.ends.clone_from(ends);
            }
            continue;
        }
        for (item, note) in items {
            let note = if note.is_empty() { Texts::default() } else { Texts::one(language, note) };
            sitting.entries.push(SittingEntry { item, note });
        }
    }
    found.retain(|sitting| !sitting.entries.is_empty());
    found
}

/// The items of a line with the remark in brackets behind each: “continued”, “No document”.
fn items(line: &str) -> Vec<(String, String)> {
    let Some(regex) = ITEM.as_ref() else { return Vec::new() };
    let hits: Vec<(usize, usize, String)> = regex
        .captures_iter(line)
        .filter_map(|hit| Some((hit.get(0)?.start(), hit.get(0)?.end(), hit.get(1)?.as_str().to_owned())))
        .collect();
    let mut out: Vec<(String, String)> = Vec::new();
    for (at, (_, end, item)) in hits.iter().enumerate() {
        let until = hits.get(at + 1).map_or(line.len(), |next| next.0);
        let after = line.get(*end..until).unwrap_or_default();
        // a mark of the symbol is no remark: “(Rev.1)”
        let remark = after.split('(').skip(1).filter_map(|part| part.split(')').next()).find(|part| {
            let folded = fold(part);
            !folded.starts_with("rev") && !folded.starts_with("add") && !folded.starts_with("corr")
        });
        let remark = remark.map(|part| super::shortened(part, 120)).unwrap_or_default();
        // an item named twice in a line is one entry: its code and its symbol
        if !out.iter().any(|(known, _)| known == item) {
            out.push((item.clone(), remark));
        }
    }
    out
}

/// `15:30`, and the end when it is told.
fn time(folded: &str) -> Option<(String, Option<String>)> {
    let captures = TIME.as_ref()?.captures(folded)?;
    let part = |at: usize| captures.get(at).map(|part| part.as_str());
    let clock = |hour: Option<&str>, minute: Option<&str>, half: Option<&str>| {
        let mut hour: u8 = hour?.parse().ok()?;
        match half.and_then(|half| half.chars().next()) {
            Some('p') if hour < 12 => hour += 12,
            Some('a') if hour == 12 => hour = 0,
            _ => {}
        }
        Some(format!("{hour:02}:{}", minute?))
    };
    Some((clock(part(1), part(2), part(3))?, clock(part(4), part(5), part(6))))
}

/// A line that only says how long a sitting may take.
fn is_remark(folded: &str) -> bool {
    [
        "extended",
        "until",
        "if necessary",
        "prolongee",
        "jusqu",
        "si necessaire",
        "prorrogad",
        "hasta las",
        "en caso necesario",
    ]
    .iter()
    .any(|word| folded.contains(word))
}

fn names_day(folded: &str) -> bool {
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
    ]
    .iter()
    .any(|day| folded.contains(day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn told(lines: &[&str]) -> Vec<String> {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        let entry = |entry: &SittingEntry| {
            format!("{} {}", entry.item, entry.note.best(&[]).unwrap_or_default()).trim().to_owned()
        };
        sittings(&lines, Some("2024"), None)
            .iter()
            .map(|sitting| {
                let entries: Vec<String> = sitting.entries.iter().map(entry).collect();
                format!(
                    "{} {}-{}: {}",
                    sitting.date,
                    sitting.begins.clone().unwrap_or_default(),
                    sitting.ends.clone().unwrap_or_default(),
                    entries.join(", ")
                )
            })
            .collect()
    }

    #[test]
    fn sittings_are_told_by_day_and_time() {
        assert_eq!(
            told(&[
                "Last updated on 19-04-2024 16:58",
                "Monday, 4 March 2024",
                "12:00",
                "INS/1 Approval of the minutes",
                "15:30–18:00",
                "PFA/1",
                "PFA/6 (GB.350/PFA/6(Rev.1))",
                "Tuesday, 5 March",
                "10.30 a.m.",
                "PFA/8 (No document)",
                "3.30 p.m.",
                "PFA/10 (continued)",
                "GB.350/INS/4 Title",
                "Extended sitting until 19:30, if necessary",
            ]),
            [
                "2024-03-04 12:00-: INS/1",
                "2024-03-04 15:30-18:00: PFA/1, PFA/6",
                "2024-03-05 10:30-: PFA/8 No document",
                "2024-03-05 15:30-: PFA/10 continued, INS/4",
            ]
        );
    }

    #[test]
    fn other_languages_are_read_alike() {
        assert_eq!(told(&["lundi 4 mars 2024", "15 h 30", "INS/2 (suite)"]), ["2024-03-04 15:30-: INS/2 suite"]);
    }

    proptest! {
        #[test]
        fn any_lines_end_in_sittings(lines in prop::collection::vec("[A-Z/0-9:. ()a-z]{0,30}", 0..12)) {
            let _ = sittings(&lines, None, None);
        }
    }
}
