//! The languages papers come in.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language by its ISO 639-1 code. English, French and Spanish are the Governing Body's working languages;
/// Arabic, Chinese, German and Russian exist for selected papers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Language([u8; 2]);

impl Language {
    /// English.
    pub const EN: Self = Self(*b"en");
    /// French.
    pub const FR: Self = Self(*b"fr");
    /// Spanish.
    pub const ES: Self = Self(*b"es");

    /// The two-letter code, lower case.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("en")
    }

    /// One of the three working languages, in which the program itself speaks.
    #[must_use]
    pub fn is_working(self) -> bool {
        [Self::EN, Self::FR, Self::ES].contains(&self)
    }
}

impl FromStr for Language {
    type Err = String;

    /// Takes `en`, `EN`, `fr-CH`, `es_ES.UTF-8`: the first two letters count.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut letters = text.trim().bytes();
        match (letters.next(), letters.next(), letters.next()) {
            (Some(a), Some(b), rest)
                if a.is_ascii_alphabetic()
                    && b.is_ascii_alphabetic()
                    && rest.is_none_or(|c| !c.is_ascii_alphanumeric()) =>
            {
                Ok(Self([a.to_ascii_lowercase(), b.to_ascii_lowercase()]))
            }
            _ => Err(format!("“{text}” is not a language code; use en, fr or es")),
        }
    }
}

impl TryFrom<String> for Language {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.code().to_owned()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

/// The same sentence in several languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Texts(pub BTreeMap<Language, String>);

impl Texts {
    /// The text in the first of `preferred` that there is, else in any language there is.
    #[must_use]
    pub fn best(&self, preferred: &[Language]) -> Option<&str> {
        preferred
            .iter()
            .find_map(|language| self.0.get(language))
            .or_else(|| self.0.values().next())
            .map(String::as_str)
    }

    /// One text in one language.
    #[must_use]
    pub fn one(language: Language, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(language, text.into())]))
    }

    /// True when there is no text in any language.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
