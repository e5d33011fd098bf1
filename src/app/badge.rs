//! What the delegate should know about the language shown: that the one preferred was not issued, or is behind.

use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Paper};
use crate::strings::Strings;

/// "ES not issued; EN of 2024-02-29", or "ES is of the version before; EN has GB.350/POL/3(Rev.1)". `None` when the
/// newest version is shown in the language preferred.
#[must_use]
pub fn badge(
    entry: &PaperEntry,
    held: &Held,
    paper: &Paper,
    preferred: Option<Language>,
    strings: &Strings,
) -> Option<String> {
    let code = |language: Language| language.code().to_uppercase();
    let revision = |held: &Held| held.symbol.as_ref().and_then(crate::model::Symbol::revision);
    let companion = |held: &Held| held.symbol.as_ref().and_then(crate::model::Symbol::companion);
    let alike = |other: &&Held| companion(other) == companion(held) && other.replaced.is_none();
    let newer = entry
        .held
        .iter()
        .filter(alike)
        .filter(|other| other.language != held.language && revision(other) > revision(held))
        .max_by_key(|other| revision(other));
    // a later version in the language shown is a choice of the delegate's, not a lack
    let own_newer = entry
        .held
        .iter()
        .filter(alike)
        .any(|other| other.language == held.language && revision(other) > revision(held));
    if let (Some(newer), false) = (newer, own_newer) {
        let symbol = newer.symbol.as_ref().map(ToString::to_string).unwrap_or_default();
        return Some(strings.fill(
            "reader.behind",
            &[("shown", &code(held.language)), ("other", &code(newer.language)), ("symbol", &symbol)],
        ));
    }
    let wanted = preferred.filter(|wanted| *wanted != held.language)?;
    if entry.held.iter().filter(alike).any(|other| other.language == wanted && other.symbol == held.symbol) {
        return None;
    }
    let date = paper.date.as_deref().or(entry.date.as_deref()).unwrap_or("–");
    Some(
        strings
            .fill("reader.not_issued", &[("wanted", &code(wanted)), ("shown", &code(held.language)), ("date", date)]),
    )
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
        };
        badge(&entry, &entry.held[shown], &Paper::default(), Some(preferred), Strings::of(Language::EN))
    }

    #[test]
    fn a_translation_that_was_not_issued_is_told_with_the_date_of_what_is_shown() {
        let only = [("GB.350/POL/3", Language::EN)];
        assert_eq!(told(&only, 0, Language::ES).as_deref(), Some("ES not issued; EN of 2024-02-29"));
        assert_eq!(told(&only, 0, Language::EN), None);
    }

    #[test]
    fn a_translation_that_is_behind_is_told_with_the_newer_version() {
        let texts = [("GB.350/POL/3", Language::ES), ("GB.350/POL/3(Rev.1)", Language::EN)];
        assert_eq!(told(&texts, 0, Language::ES).as_deref(), Some("ES is behind: EN has GB.350/POL/3(Rev.1)"));
        assert_eq!(told(&texts, 1, Language::ES).as_deref(), Some("ES not issued; EN of 2024-02-29"));
    }

    #[test]
    fn an_older_version_chosen_on_purpose_is_no_lack() {
        let texts = [("GB.350/POL/3", Language::EN), ("GB.350/POL/3(Rev.1)", Language::EN)];
        assert_eq!(told(&texts, 0, Language::EN), None);
    }
}
