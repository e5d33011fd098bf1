//! Small words in the language of the interface: dates, ordinals, names of languages and sections.

use crate::model::symbol::Companion;
use crate::model::{Language, Outcome, PaperEntry, Stance, Symbol, Texts};
use crate::strings::Strings;
use crate::text::fold::fold;
use crate::text::wrap::clip;

/// `2022-10-17` as `17 October 2022`, `2022-10` as `October 2022`; what is no date is given back as it stands.
#[must_use]
pub fn date(strings: &Strings, iso: &str) -> String {
    let day = iso.get(..10).unwrap_or(iso);
    let mut parts = day.split('-');
    let (Some(year), Some(month), number, None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return iso.to_owned();
    };
    let Ok(month @ 1..=12) = month.parse::<u8>() else { return iso.to_owned() };
    let name = MONTHS.get(usize::from(month) - 1).map_or("", |key| strings.get(key));
    match number.map(str::parse::<u8>) {
        None => strings.fill("date.month", &[("month", name), ("year", year)]),
        Some(Ok(number @ 1..=31)) => {
            strings.fill("date.long", &[("day", &day_of_month(strings, number)), ("month", name), ("year", year)])
        }
        Some(_) => iso.to_owned(),
    }
}

/// `1` is `1er` in French.
fn day_of_month(strings: &Strings, day: u8) -> String {
    if day == 1 && strings.language == Language::FR { "1er".to_owned() } else { day.to_string() }
}

/// `4–14 March 2024` when both days are in one month, else both in full.
#[must_use]
pub fn days(strings: &Strings, from: &str, to: &str) -> String {
    let last = date(strings, to);
    if from == to {
        return last;
    }
    match from.get(8..10).and_then(|day| day.parse::<u8>().ok()) {
        Some(day) if from.get(..7) == to.get(..7) => format!("{}–{last}", day_of_month(strings, day)),
        _ => format!("{} – {last}", date(strings, from)),
    }
}

const MONTHS: [&str; 12] = [
    "date.m1", "date.m2", "date.m3", "date.m4", "date.m5", "date.m6", "date.m7", "date.m8", "date.m9", "date.m10",
    "date.m11", "date.m12",
];

/// `346th Session`, `346e session`, `346.ª reunión`.
#[must_use]
pub fn session(strings: &Strings, number: u16) -> String {
    if number == 0 {
        return strings.get("session.none").to_owned();
    }
    strings.fill("session.name", &[("n", &ordinal(strings, number))])
}

/// `352nd` in English; the bare number where the sentence has the ending.
#[must_use]
pub fn ordinal(strings: &Strings, number: u16) -> String {
    if strings.language == Language::EN {
        let suffix = match (number % 100, number % 10) {
            (11..=13, _) => "th",
            (_, 1) => "st",
            (_, 2) => "nd",
            (_, 3) => "rd",
            _ => "th",
        };
        format!("{number}{suffix}")
    } else {
        number.to_string()
    }
}

/// The name of a language; its code when it has no name here.
#[must_use]
pub fn language(strings: &Strings, language: Language) -> String {
    let key = format!("language.{language}");
    let name = strings.get(&key);
    if name == key { language.code().to_uppercase() } else { name.to_owned() }
}

/// The name of a section or committee; its code when it has no name here.
#[must_use]
pub fn section(strings: &Strings, code: &str) -> String {
    let key = format!("section.{code}");
    let name = strings.get(&key);
    if name == key { code.to_owned() } else { format!("{code}  {name}") }
}

/// The key of the label of a cover field.
#[must_use]
pub fn cover_key(field: &str) -> &'static str {
    match field {
        "purpose" => "cover.purpose",
        "strategic_objective" => "cover.strategic_objective",
        "main_outcome" => "cover.main_outcome",
        "policy_implications" => "cover.policy_implications",
        "legal_implications" => "cover.legal_implications",
        "financial_implications" => "cover.financial_implications",
        "follow_up" => "cover.follow_up",
        "author_unit" => "cover.author_unit",
        _ => "cover.related_documents",
    }
}

/// The key of the word for a stance.
#[must_use]
pub fn stance(stance: Stance) -> &'static str {
    match stance {
        Stance::None => "stance.none",
        Stance::Support => "stance.support",
        Stance::Oppose => "stance.oppose",
        Stance::Amend => "stance.amend",
        Stance::Abstain => "stance.abstain",
        Stance::Question => "stance.question",
    }
}

/// The key of the words for an outcome.
#[must_use]
pub fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Pending => "outcome.pending",
        Outcome::AsDrafted => "outcome.as_drafted",
        Outcome::AsAmended => "outcome.as_amended",
        Outcome::Deferred => "outcome.deferred",
        Outcome::NotAdopted => "outcome.not_adopted",
        Outcome::ByCorrespondence => "outcome.by_correspondence",
        Outcome::GuidanceOnly => "outcome.guidance_only",
    }
}

/// The words for the status of an item; what is no code of a feed is the source's own words.
#[must_use]
pub fn status(strings: &Strings, status: &str) -> String {
    let key = format!("status.{status}");
    let words = strings.get(&key);
    if words == key { status.to_owned() } else { words.to_owned() }
}

/// True when a heading says "Draft decision" in one of the three languages.
#[must_use]
pub fn is_decision_heading(text: &str) -> bool {
    let text = fold(text);
    ["draft decision", "projet de decision", "proyecto de decision", "point for decision", "points for decision"]
        .iter()
        .any(|words| text.contains(words))
}

/// `INS/17/1` of `GB.346/INS/17/1`: enough where the session is known.
#[must_use]
pub fn short(symbol: &Symbol) -> String {
    let whole = symbol.to_string();
    whole.split_once('/').map_or(whole.clone(), |(_, rest)| rest.to_owned())
}

/// A paper as it is called where the papers of `session` are at hand: the session is named when it is another.
#[must_use]
pub fn beside(symbol: &Symbol, session: u16) -> String {
    if symbol.session() == session { short(symbol) } else { symbol.to_string() }
}

/// The same for a key of the library, which may be no symbol.
#[must_use]
pub fn short_key(key: &str) -> &str {
    if key.starts_with("GB.") { key.split_once('/').map_or(key, |(_, rest)| rest) } else { key }
}

/// What a paper is called by its key: nothing when it has no symbol.
#[must_use]
pub fn paper_name(key: &str) -> &str {
    if key.starts_with("text-") { "" } else { short_key(key) }
}

/// The title of an item or a paper by these: in the first language of `languages` that one of them has, the first of them
/// before the others; else in any language.
#[must_use]
pub fn title<'a>(all: &[Option<&'a Texts>], languages: &[Language]) -> Option<&'a str> {
    let known = || all.iter().flatten().copied();
    let preferred = languages.iter().find_map(|language| known().find_map(|texts| texts.0.get(language)));
    preferred.map(String::as_str).or_else(|| known().find_map(|texts| texts.best(languages)))
}

/// How a paper is called in a row: its symbol without the session; a text without symbol by its title, or else its file.
#[must_use]
pub fn entry_name(entry: &PaperEntry, languages: &[Language]) -> String {
    if entry.symbol.is_some() {
        return short_key(&entry.key).to_owned();
    }
    let file = entry.held.first().map(|held| held.file_name.as_str());
    let name = entry.title.best(languages).or(file).unwrap_or(&entry.key);
    clip(name, 40).into_owned()
}

/// `398 PV` for what belongs to another session than the one shown.
#[must_use]
pub fn in_session(name: String, session: u16, shown: u16) -> String {
    if session == shown || session == 0 { name } else { format!("{session} {name}") }
}

/// The key of the word for an addendum or a corrigendum.
#[must_use]
pub fn companion(symbol: &Symbol) -> Option<&'static str> {
    Some(match symbol.companion()? {
        Companion::Addendum(_) => "agenda.addendum",
        Companion::Corrigendum(_) => "agenda.corrigendum",
    })
}

/// A paragraph with the letters of its part, as the Governing Body writes them in the language of the interface: `§ 29(b)`,
/// `§ 29 b)`, `§ 29, b)`. The sign stands for "para.", for which there is no room in a row.
#[must_use]
pub fn paragraph(strings: &Strings, number: &str) -> String {
    format!("§ {}", crate::text::cite::number(number, strings.language))
}

/// How the place of a citation is called: `§ 29`, `§ 29(b)`, `[4]`; nothing for what has no number.
#[must_use]
pub fn place_id(strings: &Strings, id: &str) -> String {
    if let Some(number) = crate::text::resolve::number_of(id) {
        return paragraph(strings, &number);
    }
    id.strip_prefix("fn_").map_or(String::new(), |mark| format!("[{mark}]"))
}
