//! The words of the public pages in English, French and Spanish: languages, months, sections, status lines, labels.
//! Everything here works on folded text (no case, no accents), so that markup and spelling matter little.

use std::sync::LazyLock;

use regex::Regex;

use crate::model::{Language, Symbol};
use crate::text::fold::fold;
use crate::text::months::MONTHS;

/// Names and codes of languages as links give them, folded.
const LANGUAGES: &[(&str, &[&str])] = &[
    ("en", &["english", "anglais", "ingles", "englisch", "en", "eng", "e"]),
    ("fr", &["francais", "french", "frances", "franzosisch", "fr", "fre", "fra", "f"]),
    ("es", &["espanol", "spanish", "espagnol", "spanisch", "es", "esp", "spa", "sp", "s"]),
    ("ar", &["العربية", "عربي", "arabic", "arabe", "ar", "ara", "a"]),
    ("zh", &["中文", "chinese", "chinois", "chino", "zh", "chi", "ch", "c"]),
    ("de", &["deutsch", "german", "allemand", "aleman", "de", "ger"]),
    ("ru", &["русскии", "русский", "russian", "russe", "ruso", "ru", "rus", "r"]),
];

/// Words of a link that name a format, a size or an action and no title, folded.
const LABELS: &[&str] = &[
    "pdf",
    "docx",
    "doc",
    "word",
    "html",
    "htm",
    "download",
    "downloads",
    "telecharger",
    "descargar",
    "document",
    "documento",
    "file",
    "fichier",
    "archivo",
    "kb",
    "mb",
    "ko",
    "mo",
    "in",
    "en",
    "version",
    "versions",
    "available",
    "also",
    "languages",
    "langues",
    "idiomas",
    "open",
    "full",
    "text",
    "texte",
    "texto",
    "the",
    "le",
    "el",
    "and",
    "et",
    "y",
    "or",
    "view",
    "read",
    "more",
    "other",
    "autres",
    "otros",
    "select",
    "selected",
    "size",
    "format",
    "k",
    "m",
];

/// Sections by words of their names, folded.
const SECTIONS: &[(&str, &[&str])] = &[
    ("INS", &["institutional section", "section institutionnelle", "seccion institucional"]),
    (
        "POL",
        &[
            "policy development section",
            "section de l'elaboration des politiques",
            "seccion de formulacion de politicas",
        ],
    ),
    (
        "LILS",
        &[
            "legal issues and international labour standards",
            "section des questions juridiques et des normes",
            "questions juridiques et normes",
            "seccion de cuestiones juridicas",
        ],
    ),
    (
        "PFA",
        &[
            "programme, financial and administrative",
            "section du programme, du budget et de l'administration",
            "programme, budget et administration",
            "seccion de programa, presupuesto y administracion",
        ],
    ),
    ("HL", &["high-level section", "section de haut niveau", "seccion de alto nivel"]),
];

/// A regular expression of this file; a mistake in one would show in the first test that names it.
macro_rules! regex {
    ($name:ident, $text:expr) => {
        static $name: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new($text).ok());
    };
}

regex!(
    DATE,
    r"(?:^|[^0-9])([0-3]?[0-9])(?:st|nd|rd|th|er|re|º|o)?\.?\s+(?:de\s+)?([a-z]{3,10})\.?,?\s+(?:de\s+|del\s+)?((?:19|20)[0-9]{2})"
);
regex!(DATE_US, r"([a-z]{3,10})\.?\s+([0-3]?[0-9])(?:st|nd|rd|th)?,\s+((?:19|20)[0-9]{2})");
regex!(DATE_NUMBERS, r"(?:^|[^0-9])([0-3][0-9])[/.]([01][0-9])[/.]((?:19|20)[0-9]{2})(?:[^0-9]|$)");
regex!(DATE_ISO, r"(?:^|[^0-9])((?:19|20)[0-9]{2})-([01][0-9])-([0-3][0-9])(?:[^0-9]|$)");
regex!(ITEM_CODE, r"^(INS|POL|LILS|PFA|HL)/([0-9]{1,2}(?:/[0-9]{1,2})?)(?:\s*[:.–—-]\s*|\s+)");
regex!(
    SESSION,
    r"\b([1-9][0-9]{2})(?:st|nd|rd|th|e|eme|\.?a|\.?o)?\s+(bis\s+|ter\s+)?(?:\(special\)\s+)?(?:sessions?\b|reunion\b)"
);
regex!(
    STATUS,
    concat!(
        r"^\(?(?:no document|pas de document|sans document|no hay documento|sin documento|ningun documento",
        r"|publication expected|parution prevue|publication prevue|publicacion prevista|to be published|to be issued|a paraitre|document a venir",
        r"|deferred to|discussion deferred|reporte a|renvoye a|discussion reportee|aplazado|aplazada|se aplaza|discusion aplazada",
        r"|(?:examen|question|point|decision) (?:reportee?|differee?|renvoyee?) a|postponed to|(?:examen|discusion|punto|decision) (?:aplazad[oa]|pospuest[oa]) |pospuest[oa] ",
        r"|for information|pour information|para informacion|for decision\b|pour decision\b|para decision\b|for debate|for discussion",
        r"|if necessary|le cas echeant|si necessaire|si procede|if any",
        r"|to be considered in a private|examine en seance privee|withdrawn|retire\b|retirado|retirada|cancelled",
        r"|decision made by correspondence|decision adoptee par correspondance|decision tomada por correspondencia|decision adoptada por correspondencia",
        r"|(?:decision|record of decisions?|releve des decisions|repertorio de decisiones|decision and related comments?)\.?\)?$)"
    )
);
regex!(
    NO_PAPER,
    r"(?:no|pas de|sans|no hay|sin|ningun) documento?|publication expected|parution prevue|publication prevue|publicacion prevista|to be published|to be issued"
);
regex!(
    PUT_OFF,
    r"^\(?(?:deferred|discussion deferred|postponed|(?:(?:discussion|examen|question|point|decision) )?(?:reporte|differe|renvoye)|(?:se )?aplaz|(?:discusion|examen|punto|decision) (?:aplaz|pospuest)|pospuest)"
);
regex!(
    KIND,
    r"^(?:governing body|meeting|conference|conseil d'administration|consejo de administracion) (?:document|paper)s?$|^documents? (?:de reunion|de la reunion|du conseil d'administration|de seance|for the governing body)$|^documentos? (?:de reunion|de la reunion|del consejo de administracion|de sesion)$"
);
regex!(OTHER_SERIES, r"^(?:[A-FH-Z]|G[AC-Z])[A-Z]{1,7}\.[0-9]{1,3}/[A-Z0-9]");
regex!(
    CHANGE,
    r#"^(?:in (?:the )?version|in "?rev|version "?rev|dans la version|la version "?rev|en la version|la version "?rev|revised on|revise le|revisado el|revisada el|in this version)"#
);
regex!(
    DECISION_TITLE,
    r"^(?:decision\b(?:$|s?\s+(?:concerning|on|regarding|relating|concernant|relative|relativa|relativo|sobre|acerca|of|made|adopt|tomada|and related))|record of decisions?\b|releve des decisions\b|repertorio de decisiones\b|outcome of the discussion\b|resultat de la discussion\b|resultado de la discusion\b)"
);
regex!(
    EXTRA,
    r"^(?:additional information|informations? complementaires?|informacion adicional|compilation of|compilation des|recopilacion de|addendum|corrigendum)\b"
);
regex!(
    ORDER,
    r"order of business|ordre des travaux|programme des travaux|orden de los trabajos|calendario de los trabajos|programme and tentative|tentative programme"
);
regex!(
    NEXT,
    // folding makes quotation marks of « and »
    r#"^(?:next(?: page)?|suivante?|page suivante|siguiente|pagina siguiente|older|more documents)?\s*(?:[›">]+|next(?: page)?|(?:page )?suivante?|(?:pagina )?siguiente)\s*[›">]*$"#
);
regex!(SIZE, r"^[0-9]+(?:[.,][0-9]+)?(?:kb|mb|ko|mo|k|m|pp?)?$");
regex!(URL_LANGUAGE, r"(?:lang--|[/_-])(en|fr|es|sp|ar|zh|de|ru)(?:[/._-]|$)");

fn found<'a>(regex: &LazyLock<Option<Regex>>, text: &'a str) -> Option<regex::Match<'a>> {
    regex.as_ref().and_then(|regex| regex.find(text))
}

fn captured(regex: &LazyLock<Option<Regex>>, text: &str) -> Option<[String; 3]> {
    let captures = regex.as_ref()?.captures(text)?;
    let part = |at: usize| captures.get(at).map_or_else(String::new, |part| part.as_str().to_owned());
    Some([part(1), part(2), part(3)])
}

/// Symbols in a text with their byte ranges.
#[must_use]
pub fn symbols(text: &str) -> Vec<(std::ops::Range<usize>, Symbol)> {
    Symbol::find_all(text).collect()
}

/// The language that a word names: “English”, “FR”, “español”.
#[must_use]
pub fn language(word: &str) -> Option<Language> {
    let word = fold(word);
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    LANGUAGES.iter().find(|(_, names)| names.contains(&word)).and_then(|(code, _)| code.parse().ok())
}

/// The one language that a short text names as a whole word of more than two letters, or as its only word.
#[must_use]
pub fn language_in(text: &str) -> Option<Language> {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut named: Vec<Language> = words
        .iter()
        .filter(|word| words.len() == 1 || word.chars().count() > 2 || is_code(word))
        .filter_map(|word| language(word))
        .collect();
    named.dedup();
    if let [one] = named.as_slice() { Some(*one) } else { None }
}

/// “EN”, “FR”: a code as it is printed beside a link; lower case would be a word (“en”, “es”, “de”).
fn is_code(word: &str) -> bool {
    word.len() == 2 && word.chars().all(|c| c.is_ascii_uppercase())
}

/// The language that an address promises; weak evidence.
#[must_use]
pub fn language_of_address(path: &str) -> Option<Language> {
    let [code, ..] = captured(&URL_LANGUAGE, &path.to_ascii_lowercase())?;
    if code == "sp" { Some(Language::ES) } else { code.parse().ok() }
}

/// The language that a longer text is written in, by its small words; `None` when it is too short to tell.
#[must_use]
pub fn language_of_text(text: &str) -> Option<Language> {
    const SMALL: [(Language, &[&str]); 3] = [
        (Language::EN, &["the", "of", "and", "in", "to", "on", "for", "by", "with", "session"]),
        (Language::FR, &["le", "la", "les", "des", "du", "et", "dans", "au", "aux", "pour", "une", "conseil"]),
        (Language::ES, &["el", "los", "las", "del", "y", "para", "una", "por", "con", "consejo", "reunion"]),
    ];
    let folded = fold(text);
    let mut counts: Vec<(usize, Language)> = SMALL
        .iter()
        .map(|(language, small)| {
            (folded.split(|c: char| !c.is_alphanumeric()).filter(|word| small.contains(word)).count(), *language)
        })
        .collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(most, language), (second, _), ..] if *most >= 6 && *most > second * 2 => Some(*language),
        _ => None,
    }
}

/// True when a text only names languages, formats, sizes and kinds (“Meeting document”): a label and no title.
#[must_use]
pub fn is_label(text: &str) -> bool {
    let folded = fold(text);
    if found(&KIND, folded.trim()).is_some() {
        return true;
    }
    folded
        .split(|c: char| !(c.is_alphanumeric() || c == '.' || c == ','))
        .map(|word| word.trim_matches(['.', ',']))
        .filter(|word| !word.is_empty())
        .all(|word| {
            LABELS.contains(&word)
                || found(&SIZE, word).is_some()
                || LANGUAGES.iter().any(|(_, names)| names.contains(&word))
        })
}

/// The section that a line or link names: `INS` for “Institutional Section”, also as a bare code.
#[must_use]
pub fn section(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    let folded = folded.trim();
    if folded.chars().count() > 120 {
        return None;
    }
    SECTIONS
        .iter()
        .find(|(code, names)| folded.eq_ignore_ascii_case(code) || names.iter().any(|name| folded.contains(name)))
        .map(|(code, _)| *code)
}

/// “INS/4: Report of …” → section, number and the rest.
#[must_use]
pub fn item_code(text: &str) -> Option<(String, String, &str)> {
    let captures = ITEM_CODE.as_ref()?.captures(text)?;
    let rest = text.get(captures.get(0)?.end()..)?;
    Some((captures.get(1)?.as_str().to_owned(), captures.get(2)?.as_str().to_owned(), rest))
}

/// A date in words or figures, ISO 8601.
#[must_use]
pub fn date(text: &str) -> Option<String> {
    let folded = fold(text);
    let month = |name: &str| {
        let at = MONTHS.iter().position(|names| names.iter().any(|full| full.starts_with(name) && name.len() >= 3))?;
        Some(at + 1)
    };
    let iso = |year: &str, month: usize, day: &str| {
        let day: i8 = day.parse().ok()?;
        jiff::civil::Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day).ok().map(|date| date.to_string())
    };
    if let Some(iso_date) =
        captured(&DATE_ISO, &folded).and_then(|[year, month, day]| iso(&year, month.parse().ok()?, &day))
    {
        return Some(iso_date);
    }
    captured(&DATE, &folded)
        .and_then(|[day, name, year]| iso(&year, month(&name)?, &day))
        .or_else(|| captured(&DATE_US, &folded).and_then(|[name, day, year]| iso(&year, month(&name)?, &day)))
        .or_else(|| {
            captured(&DATE_NUMBERS, &folded).and_then(|[day, month, year]| iso(&year, month.parse().ok()?, &day))
        })
}

/// The number of the session that a text names: 350 for “350th Session”. A bis or ter session is another one.
#[must_use]
pub fn session(text: &str) -> Option<u16> {
    let folded = fold(text);
    let captures = SESSION.as_ref()?.captures(&folded)?;
    if captures.get(2).is_some() { None } else { captures.get(1)?.as_str().parse().ok() }
}

/// True for a status line under an item.
#[must_use]
pub fn is_status(text: &str) -> bool {
    text.chars().count() < 160 && found(&STATUS, fold(text).trim()).is_some()
}

/// True for a status that says that there is no file yet, or never.
#[must_use]
pub fn is_no_paper(status: &str) -> bool {
    found(&NO_PAPER, &fold(status)).is_some()
}

/// True for a status that says that an item was put off, or has no paper yet.
#[must_use]
pub fn is_put_off(status: &str) -> bool {
    is_no_paper(status) || found(&PUT_OFF, fold(status).trim()).is_some()
}

/// True for a line that says what a revision changed.
#[must_use]
pub fn is_change_note(text: &str) -> bool {
    found(&CHANGE, fold(text).trim()).is_some()
}

/// True for the title of a record of a decision.
#[must_use]
pub fn is_decision_title(text: &str) -> bool {
    found(&DECISION_TITLE, fold(text).trim()).is_some()
}

/// True for a file that hangs under an item without being its paper.
#[must_use]
pub fn is_extra(text: &str) -> bool {
    found(&EXTRA, fold(text).trim()).is_some()
}

/// True for a short line that begins with the symbol of another body's paper: “ILC.109/III(A)”, “AFRM.14/D.4”.
#[must_use]
pub fn is_other_series(text: &str) -> bool {
    text.chars().count() < 40 && found(&OTHER_SERIES, text.trim()).is_some()
}

/// True for a link to the programme or order of business.
#[must_use]
pub fn is_order_of_business(text: &str) -> bool {
    found(&ORDER, &fold(text)).is_some()
}

/// True for the heading of what is related to a paper and not the paper: “Related documents”.
#[must_use]
pub fn is_related(text: &str) -> bool {
    const HEADS: [&str; 12] = [
        "related",
        "see also",
        "more on this",
        "you may also",
        "documents connexes",
        "contenus connexes",
        "contenu connexe",
        "voir aussi",
        "documentos conexos",
        "contenido relacionado",
        "documentos relacionados",
        "vease tambien",
    ];
    let text = fold(text);
    let text = text.trim();
    text.chars().count() < 40 && HEADS.iter().any(|head| text.starts_with(head))
}

/// True for a link to the next page of a list.
#[must_use]
pub fn is_next(text: &str) -> bool {
    found(&NEXT, fold(text).trim()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn languages_are_known_by_name_and_code_in_any_language() {
        for (text, code) in [
            ("English", "en"),
            ("[FR]", "fr"),
            ("español", "es"),
            ("Français (PDF)", "fr"),
            ("العربية", "ar"),
            ("中文", "zh"),
            ("Русский", "ru"),
        ] {
            assert_eq!(language_in(text).map(String::from).as_deref(), Some(code), "{text}");
        }
        assert_eq!(language_in("Agenda of the Conference"), None);
        assert_eq!(language_of_address("/gb/GBSessions/GB340/lang--fr/index.htm"), Some(Language::FR));
        assert_eq!(language_of_address("/x/GB331-INS_PV-En.docx"), Some(Language::EN));
    }

    #[test]
    fn dates_are_read_in_three_languages() {
        for text in [
            "24 February 2022",
            "Meeting document | 24 February 2022",
            "24 février 2022",
            "24 de febrero de 2022",
            "(24/02/2022)",
            "2022-02-24",
            "February 24, 2022",
        ] {
            assert_eq!(date(text).as_deref(), Some("2022-02-24"), "{text}");
        }
        assert_eq!(date("1er mars 2024").as_deref(), Some("2024-03-01"));
        assert_eq!(date("31 February 2022"), None);
    }

    #[test]
    fn symbols_are_found_in_their_spellings() {
        let one = |text: &str| symbols(text).first().map(|(_, symbol)| symbol.to_string());
        assert_eq!(one("Title (GB.347/INS/1)").as_deref(), Some("GB.347/INS/1"));
        assert_eq!(one("GB.350/POL/3(Rev.1) - The title").as_deref(), Some("GB.350/POL/3(Rev.1)"));
        assert_eq!(symbols("GB.344/PFA/1 and GB.344/PFA/2").len(), 2);
        assert!(symbols("the GB and the Conference").is_empty());
    }

    #[test]
    fn status_lines_are_told_from_titles() {
        for text in [
            "No document",
            "(No document)",
            "Publication expected by 14 June",
            "Deferred to the 341st Session (March 2021)",
            "Decision",
            "Pas de document",
            "For information only",
        ] {
            assert!(is_status(text), "{text}");
        }
        for text in [
            "Decision-making in the plenary: a review",
            "Programme and Budget",
            "Documents for discussion and decision",
        ] {
            assert!(!is_status(text), "{text}");
        }
        assert!(is_change_note("In version \"Rev.1\" of 29 February, some footnotes have been updated"));
        assert!(is_decision_title("Decision concerning the review of annual reports"));
        assert!(is_decision_title("Décision concernant l’examen"));
        assert!(is_next("Siguiente »") && is_next("Page suivante »") && is_next("»") && is_next("Next page ››"));
        assert!(is_other_series("ILC.107/Report III") && is_other_series("AFRM.14/D.4 (Rev.)"));
        assert!(!is_other_series("GB.331/INS/2") && !is_other_series("PFA/2"));
        assert!(is_next("Next ›") && is_next("››") && is_next("Suivant") && !is_next("Next steps"));
    }

    #[test]
    fn labels_are_no_titles() {
        assert!(is_label("PDF - 1.2 MB") && is_label("English | Français | Español") && is_label("Download"));
        assert!(!is_label("Agenda of the Conference"));
    }

    #[test]
    fn a_session_is_known_by_its_number() {
        assert_eq!(session("353rd Session of the Governing Body"), Some(353));
        assert_eq!(session("340.ª reunión, Ginebra"), Some(340));
        assert_eq!(session("323e session"), Some(323));
        assert_eq!(session("350th bis Session (3 June 2024)"), None);
    }

    proptest! {
        #[test]
        fn nothing_panics_on_any_text(text in "\\PC{0,80}") {
            let _ = (symbols(&text), language_in(&text), date(&text), session(&text), section(&text), is_label(&text), is_status(&text));
        }
    }
}
