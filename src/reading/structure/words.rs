//! The words that covers are made of, in English, French and Spanish: fields, months, ordinals, languages.

use crate::model::Language;
use crate::text::fold::fold;
use crate::text::months::MONTHS;

/// A field of the cover box.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Purpose,
    Objective,
    Outcome,
    Policy,
    Legal,
    Financial,
    FollowUp,
    Author,
    Related,
    Date,
    Original,
}

const FIELDS: &[(&str, Field)] = &[
    ("purpose of the document", Field::Purpose),
    ("purpose of this document", Field::Purpose),
    ("objet du document", Field::Purpose),
    ("objet du present document", Field::Purpose),
    ("finalidad del documento", Field::Purpose),
    ("objeto del documento", Field::Purpose),
    ("relevant strategic objective", Field::Objective),
    ("relevant strategic objectives", Field::Objective),
    ("strategic objective", Field::Objective),
    ("objectif strategique pertinent", Field::Objective),
    ("objectifs strategiques pertinents", Field::Objective),
    ("objetivo estrategico pertinente", Field::Objective),
    ("objetivos estrategicos pertinentes", Field::Objective),
    ("main relevant outcome", Field::Outcome),
    ("main relevant outcomes", Field::Outcome),
    ("relevant outcome", Field::Outcome),
    ("principal resultat pertinent", Field::Outcome),
    ("principaux resultats pertinents", Field::Outcome),
    ("resultat principal pertinent", Field::Outcome),
    ("resultat pertinent", Field::Outcome),
    ("resultado principal pertinente", Field::Outcome),
    ("resultados principales pertinentes", Field::Outcome),
    ("principal resultado pertinente", Field::Outcome),
    ("resultado pertinente", Field::Outcome),
    ("policy implications", Field::Policy),
    ("incidences sur le plan des politiques", Field::Policy),
    ("incidences en termes de politiques", Field::Policy),
    ("repercusiones en materia de politicas", Field::Policy),
    ("repercusiones en materia de politica", Field::Policy),
    ("legal implications", Field::Legal),
    ("incidences juridiques", Field::Legal),
    ("repercusiones juridicas", Field::Legal),
    ("financial implications", Field::Financial),
    ("incidences financieres", Field::Financial),
    ("repercusiones financieras", Field::Financial),
    ("follow-up action required", Field::FollowUp),
    ("follow-up required", Field::FollowUp),
    ("suivi necessaire", Field::FollowUp),
    ("suivi requis", Field::FollowUp),
    ("mesures de suivi demandees", Field::FollowUp),
    ("suite a donner", Field::FollowUp),
    ("seguimiento requerido", Field::FollowUp),
    ("seguimiento necesario", Field::FollowUp),
    ("author unit", Field::Author),
    ("author units", Field::Author),
    ("unite auteur", Field::Author),
    ("unites auteurs", Field::Author),
    ("unite responsable", Field::Author),
    ("unidad autora", Field::Author),
    ("unidades autoras", Field::Author),
    ("related documents", Field::Related),
    ("related document", Field::Related),
    ("documents connexes", Field::Related),
    ("document connexe", Field::Related),
    ("documentos conexos", Field::Related),
    ("documento conexo", Field::Related),
    ("date", Field::Date),
    ("fecha", Field::Date),
    ("original", Field::Original),
];

/// The field a text begins with, and where its value begins (bytes).
pub(super) fn field(text: &str) -> Option<(Field, usize)> {
    let head_end = text.char_indices().nth(64).map_or(text.len(), |(at, _)| at);
    let head = text.get(..head_end)?;
    let (name, value) = match head.find(':') {
        Some(at) => (head.get(..at)?, at + 1),
        None if text.len() == head_end => (head, text.len()),
        None => return None,
    };
    let folded = fold(name.trim());
    let (_, field) = FIELDS.iter().find(|(name, _)| *name == folded.trim())?;
    let colon = value <= text.len() && text.get(..value).is_some_and(|text| text.ends_with(':'));
    // a date or a language needs its colon: "Original" alone is a word
    (colon || !matches!(field, Field::Date | Field::Original)).then_some((*field, value))
}

const LINES: &[&str] = &[
    "governing body",
    "conseil d'administration",
    "consejo de administracion",
    "international labour office",
    "bureau international du travail",
    "oficina internacional del trabajo",
    "international labour organization",
    "organisation internationale du travail",
    "organizacion internacional del trabajo",
    "ilo",
    "oit",
    "institutional section",
    "section institutionnelle",
    "seccion institucional",
    "policy development section",
    "section de l'elaboration des politiques",
    "seccion de formulacion de politicas",
    "high-level section",
    "section de haut niveau",
    "seccion de alto nivel",
    "legal issues and international labour standards section",
    "section des questions juridiques et des normes internationales du travail",
    "seccion de cuestiones juridicas y normas internacionales del trabajo",
    "programme, financial and administrative section",
    "section du programme, du budget et de l'administration",
    "seccion de programa, presupuesto y administracion",
    "programme, financial and administrative committee",
    "commission du programme, du budget et de l'administration",
    "comision de programa, presupuesto y administracion",
    "committee on legal issues and international labour standards",
    "commission des questions juridiques et des normes internationales du travail",
    "comision de cuestiones juridicas y normas internacionales del trabajo",
    "committee on employment and social policy",
    "commission de l'emploi et de la politique sociale",
    "comision de empleo y politica social",
    "committee on technical cooperation",
    "commission de la cooperation technique",
    "comision de cooperacion tecnica",
    "committee on sectoral and technical meetings and related issues",
    "working party on the social dimension of globalization",
    "working party on the social dimensions of the liberalization of international trade",
    "subcommittee on multinational enterprises",
    "for decision",
    "for debate and guidance",
    "for information",
    "for discussion",
    "for guidance",
    "for decision/information",
    "pour decision",
    "pour discussion et orientation",
    "pour information",
    "para decision",
    "para debate y orientacion",
    "para informacion",
    "para discusion y orientacion",
    "ins",
    "pol",
    "lils",
    "pfa",
    "hl",
    "wp/gbc",
    "institutional section (ins)",
    "draft minutes",
];

/// A line that only a cover has, the fields of its box apart.
pub(super) fn is_line(text: &str) -> bool {
    if text.is_empty() || text.len() > 160 {
        return false;
    }
    let folded = fold(text);
    let folded = folded.trim().trim_end_matches(['.', ',']);
    LINES.contains(&folded)
        || item(text).is_some()
        || session_line(folded)
        || is_symbol_line(text)
        || place_and_month(folded)
        || folded.ends_with(" segment") && folded.split(' ').count() <= 5
}

/// The whole line is a symbol.
pub(super) fn is_symbol_line(text: &str) -> bool {
    let text = text.trim();
    text.starts_with("GB.")
        && text.len() < 40
        && !text.contains(", ")
        && !text.ends_with('.') | text.ends_with(".)")
        && text.as_bytes().get(3).is_some_and(u8::is_ascii_digit)
}

/// `346th Session, Geneva, October–November 2022`.
fn session_line(folded: &str) -> bool {
    folded.starts_with(|c: char| c.is_ascii_digit()) && folded.len() < 110 && session_in(folded) == Some(0)
}

/// Where in a folded text the number of a session stands: `346th session`, `347e session`, `340.a reunion`.
fn session_in(folded: &str) -> Option<usize> {
    for word in ["session", "reunion"] {
        for (at, _) in folded.match_indices(word) {
            let before = folded.get(..at).unwrap_or_default().trim_end().trim_end_matches("(special)").trim_end();
            let before = before.trim_end_matches(|c: char| !c.is_ascii_digit());
            let tail = folded.get(before.len()..at).unwrap_or_default();
            let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            if before.len() - start == 3 && tail.len() <= 10 && !tail.trim().is_empty() {
                return Some(start);
            }
        }
    }
    None
}

/// The session that a text names.
pub(super) fn session(text: &str) -> Option<u16> {
    let folded = fold(text);
    let at = session_in(&folded)?;
    folded.get(at..at + 3)?.parse().ok()
}

/// `Geneva, November 1998` and nothing else.
fn place_and_month(folded: &str) -> bool {
    let rest = ["geneva", "geneve", "ginebra"].iter().find_map(|place| folded.strip_prefix(place));
    rest.is_some_and(|rest| {
        rest.len() < 40
            && rest.starts_with([',', ' ', ';'])
            && rest.split(|c: char| !c.is_ascii_digit()).any(|part| part.len() == 4)
            && rest.split(|c: char| !c.is_alphanumeric()).all(|part| {
                part.is_empty()
                    || part.bytes().all(|byte| byte.is_ascii_digit())
                    || month(part).is_some()
                    || part == "de"
            })
    })
}

fn month(folded: &str) -> Option<usize> {
    MONTHS.iter().position(|names| names.contains(&folded)).map(|at| at + 1)
}

/// The first whole date in a text, ISO 8601: `17 October 2022`, `1er mars 2015`, `6 de octubre de 2020`,
/// `October 17, 2022`, `2022-10-17`.
pub(super) fn date(text: &str) -> Option<String> {
    let folded = fold(text);
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !matches!(*word, "de" | "del" | "of" | "the" | "le" | "el"))
        .take(400)
        .collect();
    let day = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
        digits.parse::<u32>().ok().filter(|day| (1..=31).contains(day) && word.len() <= 4)
    };
    let year = |word: &str| word.parse::<u32>().ok().filter(|year| (1919..=2100).contains(year));
    for three in words.windows(3) {
        let [a, b, c] = three else { continue };
        let found = match (month(b), month(a)) {
            (Some(month), _) => day(a).zip(year(c)).map(|(day, year)| (year, month, day)),
            (None, Some(month)) => day(b).zip(year(c)).map(|(day, year)| (year, month, day)),
            (None, None) => match (year(a), b.parse::<usize>(), day(c)) {
                (Some(year), Ok(month), Some(day)) if (1..=12).contains(&month) && b.len() == 2 => {
                    Some((year, month, day))
                }
                _ => None,
            },
        };
        if let Some((year, month, day)) = found {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
    }
    None
}

/// The language that a cover names: `English`, `anglais`, `inglés`.
pub(super) fn language(text: &str) -> Option<Language> {
    let folded = fold(text);
    let word = folded.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    let code = match word {
        "english" | "anglais" | "ingles" => "en",
        "french" | "francais" | "frances" => "fr",
        "spanish" | "espagnol" | "espanol" => "es",
        "german" | "allemand" | "aleman" => "de",
        "arabic" | "arabe" => "ar",
        "chinese" | "chinois" | "chino" => "zh",
        "russian" | "russe" | "ruso" => "ru",
        "portuguese" | "portugais" | "portugues" => "pt",
        _ => return None,
    };
    code.parse().ok()
}

/// `Seventeenth item on the agenda`: 17; `Some(0)` when the ordinal is in no list.
pub(super) fn item(text: &str) -> Option<u32> {
    if text.len() > 120 {
        return None;
    }
    let folded = fold(text);
    let folded = folded.trim().trim_end_matches(':');
    let ordinal =
        ["item on the agenda", "question a l'ordre du jour", "point a l'ordre du jour", "punto del orden del dia"]
            .iter()
            .find_map(|ending| folded.strip_suffix(ending))?;
    Some(self::ordinal(ordinal.trim()).unwrap_or(0))
}

const ENGLISH: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];
const FRENCH: &[&str] = &[
    "premiere",
    "deuxieme",
    "troisieme",
    "quatrieme",
    "cinquieme",
    "sixieme",
    "septieme",
    "huitieme",
    "neuvieme",
    "dixieme",
    "onzieme",
    "douzieme",
    "treizieme",
    "quatorzieme",
    "quinzieme",
    "seizieme",
    "dix-septieme",
    "dix-huitieme",
    "dix-neuvieme",
    "vingtieme",
];
const SPANISH: &[&str] = &[
    "primer",
    "segundo",
    "tercer",
    "cuarto",
    "quinto",
    "sexto",
    "septimo",
    "octavo",
    "noveno",
    "decimo",
    "undecimo",
    "duodecimo",
    "decimotercer",
    "decimocuarto",
    "decimoquinto",
    "decimosexto",
    "decimoseptimo",
    "decimoctavo",
    "decimonoveno",
    "vigesimo",
];

fn ordinal(folded: &str) -> Option<u32> {
    let digits: String = folded.chars().take_while(char::is_ascii_digit).collect();
    if let Ok(value) = digits.parse() {
        return Some(value);
    }
    if let Some(rest) = folded.strip_prefix("twenty-").or_else(|| folded.strip_prefix("vigesimo ")) {
        return ordinal(rest).filter(|value| *value < 10).map(|value| value + 20);
    }
    if let Some(rest) = folded.strip_prefix("vingt et ").or_else(|| folded.strip_prefix("vingt-")) {
        return if rest == "unieme" {
            Some(21)
        } else {
            ordinal(rest).filter(|value| *value < 10).map(|value| value + 20)
        };
    }
    let plain = folded.trim_end_matches("punto").trim();
    [ENGLISH, FRENCH, SPANISH]
        .iter()
        .find_map(|names| names.iter().position(|name| *name == plain))
        .or(match plain {
            "seconde" => Some(1),
            "primero" => Some(0),
            "tercero" => Some(2),
            "decimo tercer" | "decimotercero" => Some(12),
            "decimo cuarto" => Some(13),
            "decimo quinto" => Some(14),
            "decimo sexto" => Some(15),
            "decimo septimo" => Some(16),
            _ => None,
        })
        .map(|at| at as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_three_languages() {
        assert_eq!(date("17 October 2022").as_deref(), Some("2022-10-17"));
        assert_eq!(date("1er mars 2015").as_deref(), Some("2015-03-01"));
        assert_eq!(date("6 de octubre de 2020").as_deref(), Some("2020-10-06"));
        assert_eq!(date("October–November 2022"), None);
    }

    #[test]
    fn fields_are_told_in_three_languages() {
        assert_eq!(field("Financial implications: None.").map(|found| found.0), Some(Field::Financial));
        assert_eq!(field("Unité auteur: WORKQUALITY").map(|found| found.0), Some(Field::Author));
        assert_eq!(field("Finalidad del documento").map(|found| found.0), Some(Field::Purpose));
        assert_eq!(field("Original"), None);
        assert_eq!(field("The purpose of the document is"), None);
    }

    #[test]
    fn sessions_and_items_are_counted() {
        assert_eq!(session("346th Session, Geneva, October–November 2022"), Some(346));
        assert_eq!(session("340.ª reunión, Ginebra"), Some(340));
        assert_eq!(session("347e session, Genève"), Some(347));
        assert_eq!(session("the 2004 session"), None);
        assert_eq!(item("Seventeenth item on the agenda"), Some(17));
        assert_eq!(item("DEUXIÈME QUESTION À L'ORDRE DU JOUR"), Some(2));
        assert_eq!(item("Undécimo punto del orden del día"), Some(11));
        assert_eq!(item("Twenty-first item on the agenda"), Some(21));
    }

    #[test]
    fn lines_of_a_cover_are_known() {
        for line in ["Governing Body", "INS", "GB.346/INS/17/1", "FOR DECISION", "Geneva, November 1998"] {
            assert!(is_line(line), "{line}");
        }
        assert!(!is_line("The Governing Body"));
        assert!(!is_line("Geneva, 17 November 2004, and so on"));
    }
}
