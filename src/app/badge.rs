//! What the delegate should know about the text shown: that it is an older version, that the language preferred is not held,
//! or is behind.

use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Paper, Symbol};
use crate::strings::Strings;

use super::words;

/// What must be known of a text beside its symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Badge {
    /// A few words.
    pub text: String,
    /// They say only that the text is not held in the language one prefers.
    pub is_of_language: bool,
}

/// "older version; newest: POL/3(Rev.1)", "ES not held; EN of 29 February 2024", or "ES is behind: EN has
/// GB.350/POL/3(Rev.1)". `None` when the newest version is shown in the language preferred.
#[must_use]
pub fn badge(
    entry: &PaperEntry,
    held: &Held,
    paper: &Paper,
    preferred: Option<Language>,
    strings: &Strings,
) -> Option<Badge> {
    let code = |language: Language| language.code().to_uppercase();
    if let Some(newest) = newest(entry, held) {
        let text = strings.fill("reader.older", &[("newest", &words::short(newest))]);
        return Some(Badge { text, is_of_language: false });
    }
    let alike = |other: &&Held| alike(held, other);
    let newer = entry
        .held
        .iter()
        .filter(alike)
        .filter(|other| other.language != held.language && revision(other) > revision(held))
        .max_by_key(|other| revision(other));
    if let Some(newer) = newer {
        let symbol = newer.symbol.as_ref().map(ToString::to_string).unwrap_or_default();
        let values = [("shown", code(held.language)), ("other", code(newer.language)), ("symbol", symbol)];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        return Some(Badge { text: strings.fill("reader.behind", &values), is_of_language: false });
    }
    let wanted = preferred.filter(|wanted| *wanted != held.language)?;
    if entry.held.iter().filter(alike).any(|other| other.language == wanted && other.symbol == held.symbol) {
        return None;
    }
    let date = paper.date.as_deref().or(entry.date.as_deref());
    let key = if date.is_some() { "reader.not_in" } else { "reader.not_in_undated" };
    let date = date.map_or(String::new(), |day| words::date(strings, day));
    // whether it was never issued or was not fetched is not known
    let values = [("wanted", code(wanted)), ("shown", code(held.language)), ("date", date)];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    Some(Badge { text: strings.fill(key, &values), is_of_language: true })
}

fn revision(held: &Held) -> Option<u16> {
    held.symbol.as_ref().and_then(Symbol::revision)
}

/// Two texts of the paper itself, or two of the same companion.
fn alike(held: &Held, other: &Held) -> bool {
    let companion = |held: &Held| held.symbol.as_ref().and_then(Symbol::companion);
    companion(other) == companion(held) && other.replaced.is_none()
}

/// The newest version in the language of the text shown, when that is an older one.
#[must_use]
pub fn newest<'a>(entry: &'a PaperEntry, held: &Held) -> Option<&'a Symbol> {
    let newer =
        |other: &&Held| other.language == held.language && alike(held, other) && revision(other) > revision(held);
    entry.held.iter().filter(newer).max_by_key(|other| revision(other))?.symbol.as_ref()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::session::State;

    fn held(symbol: &str, language: Language) -> Held {
        Held {
            symbol: symbol.parse().ok(),
            language,
            original: String::new(),
            paper: String::new(),
            alone: None,
            format: "pdf".into(),
            size: 1,
            file_name: "a.pdf".into(),
            url: None,
            etag: None,
            last_modified: None,
            replaced: None,
            reader: 1,
        }
    }

    fn told(held_texts: &[(&str, Language)], shown: usize, preferred: Language) -> Option<String> {
        let entry = PaperEntry {
            symbol: None,
            key: "GB.350/POL/3".into(),
            title: crate::model::Texts::default(),
            date: Some("2024-02-29".into()),
            kind: String::new(),
            change_note: crate::model::Texts::default(),
            beside: Vec::new(),
            held: held_texts.iter().map(|(symbol, language)| held(symbol, *language)).collect(),
            state: State::default(),
            decisions: Vec::new(),
            headings: Vec::new(),
            gone: false,
            withdrawn: Vec::new(),
        };
        badge(&entry, &entry.held[shown], &Paper::default(), Some(preferred), Strings::of(Language::EN))
            .map(|badge| badge.text)
    }

    #[test]
    fn a_translation_that_is_not_held_is_told_with_the_date_of_what_is_shown() {
        let only = [("GB.350/POL/3", Language::EN)];
        assert_eq!(told(&only, 0, Language::ES).as_deref(), Some("ES not held; EN of 29 February 2024"));
        assert_eq!(told(&only, 0, Language::EN), None);
    }

    #[test]
    fn a_translation_that_is_behind_is_told_with_the_newer_version() {
        let texts = [("GB.350/POL/3", Language::ES), ("GB.350/POL/3(Rev.1)", Language::EN)];
        assert_eq!(told(&texts, 0, Language::ES).as_deref(), Some("ES is behind: EN has GB.350/POL/3(Rev.1)"));
        assert_eq!(told(&texts, 1, Language::ES).as_deref(), Some("ES not held; EN of 29 February 2024"));
    }

    #[test]
    fn an_older_version_chosen_on_purpose_is_named_with_the_newest() {
        let texts = [("GB.350/POL/3", Language::EN), ("GB.350/POL/3(Rev.1)", Language::EN)];
        assert_eq!(told(&texts, 0, Language::EN).as_deref(), Some("older version; newest: POL/3(Rev.1)"));
        assert_eq!(told(&texts, 1, Language::EN), None);
    }
}
