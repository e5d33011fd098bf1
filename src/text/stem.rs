//! Forms of the same word: `decision`, `decisions`; `négociation`, `négociations`, `négocier`. A help for ranking alone:
//! what is found is always the word typed. Light on purpose, a few endings a language, on folded words.

use crate::model::Language;

/// A root is at least this long, in bytes.
const SHORTEST: usize = 4;

/// The endings of a language, the longer of two that fit first.
fn endings(language: Language) -> &'static [&'static str] {
    match language {
        Language::FR => &[
            "issements",
            "issement",
            "ements",
            "ations",
            "ement",
            "ation",
            "euses",
            "aient",
            "ateur",
            "eurs",
            "euse",
            "ives",
            "ions",
            "ales",
            "elle",
            "ees",
            "eux",
            "eur",
            "ion",
            "ive",
            "ifs",
            "aux",
            "ale",
            "ant",
            "ait",
            "ent",
            "er",
            "ir",
            "es",
            "ee",
            "if",
            "al",
            "e",
            "s",
            "x",
        ],
        Language::ES => &[
            "aciones", "amientos", "imientos", "amiento", "imiento", "acion", "adores", "mente", "iones", "ador",
            "ados", "idos", "adas", "idas", "ando", "iendo", "ivos", "ivas", "ales", "ion", "ado", "ido", "ada", "ida",
            "ivo", "iva", "ar", "er", "ir", "al", "es", "os", "as", "o", "a", "e", "s",
        ],
        _ => &[
            "ations", "ation", "ments", "ingly", "ities", "ings", "ment", "edly", "ions", "able", "ity", "ing", "ies",
            "ion", "ers", "ive", "al", "er", "es", "ed", "ly", "s", "e", "y",
        ],
    }
}

/// The root of a folded word in a language; the word itself when no ending fits.
#[must_use]
pub fn root(word: &str, language: Language) -> &str {
    endings(language)
        .iter()
        .filter_map(|ending| word.strip_suffix(ending))
        .find(|root| root.len() >= SHORTEST)
        .unwrap_or(word)
}

/// True when two folded words are forms of one word in a language.
#[must_use]
pub fn related(a: &str, b: &str, language: Language) -> bool {
    root(a, language) == root(b, language)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_word_share_their_root() {
        for (language, a, b) in [
            (Language::EN, "decision", "decisions"),
            (Language::EN, "implemented", "implementation"),
            (Language::EN, "policies", "policy"),
            (Language::FR, "negociations", "negocier"),
            (Language::FR, "saisonniere", "saisonnieres"),
            (Language::FR, "travailleurs", "travailleuse"),
            (Language::ES, "reuniones", "reunion"),
            (Language::ES, "trabajadores", "trabajador"),
        ] {
            assert!(related(a, b, language), "{a} {b}: {} {}", root(a, language), root(b, language));
        }
    }

    #[test]
    fn short_words_and_other_words_stay_apart() {
        assert_eq!(root("work", Language::EN), "work");
        assert!(!related("justice", "justify", Language::EN));
        assert!(!related("convenio", "convencion", Language::ES));
    }

    proptest! {
        #[test]
        fn a_root_is_the_begin_of_its_word(word in "[a-z]{0,14}|.{0,8}") {
            for language in [Language::EN, Language::FR, Language::ES] {
                prop_assert!(word.starts_with(root(&word, language)));
            }
        }
    }
}
