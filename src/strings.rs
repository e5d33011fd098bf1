//! Every sentence the user reads, by key, in English, French and Spanish. The tables are `assets/strings/*.toml`; a key
//! is `table.name`. Blanks to fill are written `{name}`.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use crate::model::Language;

const TABLES: [(Language, &str); 3] = [
    (Language::EN, include_str!("../assets/strings/en.toml")),
    (Language::FR, include_str!("../assets/strings/fr.toml")),
    (Language::ES, include_str!("../assets/strings/es.toml")),
];

/// The sentences of one language.
#[derive(Debug)]
pub struct Strings {
    /// The language they are in.
    pub language: Language,
    table: HashMap<String, String>,
}

impl Strings {
    /// The sentences in this language; in English when it is none of the three.
    #[must_use]
    pub fn of(language: Language) -> &'static Self {
        static ALL: [OnceLock<Strings>; 3] = [const { OnceLock::new() }; 3];
        let at = TABLES.iter().position(|(code, _)| *code == language).unwrap_or(0);
        ALL[at].get_or_init(|| Self { language: TABLES[at].0, table: read(TABLES[at].1) })
    }

    /// The sentence. A key that is in no table gives the key itself, so that a fault shows and harms nothing.
    #[must_use]
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.table.get(key).map_or(key, String::as_str)
    }

    /// The sentence with its blanks filled: `{name}` becomes the value given for `name`.
    #[must_use]
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let mut rest = self.get(key);
        let mut out = String::with_capacity(rest.len() + 32);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, tail)) = after.split_once('}') else {
                out.push('{');
                rest = after;
                continue;
            };
            match values.iter().find(|(known, _)| *known == name) {
                Some((_, value)) => out.push_str(value),
                None => {
                    out.push('{');
                    out.push_str(name);
                    out.push('}');
                }
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// The sentence for a count: the key with `.one` when it is 1, with `.none` when there is none and the sentence
    /// has such a form, else with `.many`; `{n}` is the count.
    #[must_use]
    pub fn count(&self, key: &str, n: usize) -> String {
        let none = format!("{key}.none");
        if n == 0 && self.table.contains_key(&none) {
            return self.get(&none).to_owned();
        }
        let form = if n == 1 { "one" } else { "many" };
        self.fill(&format!("{key}.{form}"), &[("n", &n.to_string())])
    }

    /// All keys, for tests and for the tables of the README.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.table.keys().map(String::as_str)
    }
}

/// A sentence that is in no language yet: its key and what fills its blanks. What goes wrong in a room that knows no
/// delegate is said with this, and put into words where the language is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    key: &'static str,
    values: Vec<(&'static str, String)>,
    within: Vec<(&'static str, Saying)>,
}

impl Saying {
    /// The sentence with this key.
    #[must_use]
    pub fn new(key: &'static str, values: &[(&'static str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        Self { key, values, within: Vec::new() }
    }

    /// The same, with a blank that another saying fills.
    #[must_use]
    pub fn with(mut self, name: &'static str, inner: Self) -> Self {
        self.within.push((name, inner));
        self
    }

    /// In these words.
    #[must_use]
    pub fn text(&self, strings: &Strings) -> String {
        let inner: Vec<(&str, String)> = self.within.iter().map(|(name, one)| (*name, one.text(strings))).collect();
        let values: Vec<(&str, &str)> =
            self.values.iter().chain(&inner).map(|(name, value)| (*name, value.as_str())).collect();
        strings.fill(self.key, &values)
    }
}

/// What the system said of a file or a connection, where there are words for it; else in the system's own.
#[must_use]
pub fn system_reason(error: &std::io::Error) -> Saying {
    use std::io::ErrorKind as Kind;
    let key = match error.kind() {
        Kind::NotFound => "fault.why_gone",
        Kind::PermissionDenied => "fault.why_rights",
        Kind::StorageFull | Kind::QuotaExceeded => "fault.why_full",
        Kind::ReadOnlyFilesystem => "fault.why_read_only",
        Kind::IsADirectory => "fault.why_folder",
        Kind::NotADirectory => "fault.why_no_folder",
        _ => return Saying::new("fault.why", &[("why", without_number(&error.to_string()))]),
    };
    Saying::new(key, &[])
}

/// What the system said, without its number in brackets.
#[must_use]
pub fn without_number(text: &str) -> &str {
    text.split(" (os error").next().unwrap_or(text)
}

/// In English, as it is displayed.
impl serde::Serialize for Saying {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

/// In English, for logs and for other programs.
impl fmt::Display for Saying {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text(Strings::of(Language::EN)))
    }
}

/// A table flattened: `[reader] title = "…"` gives `reader.title`.
fn read(source: &str) -> HashMap<String, String> {
    let mut out = HashMap::new();
    if let Ok(table) = source.parse::<toml::Table>() {
        flatten("", table, &mut out);
    }
    out
}

fn flatten(prefix: &str, table: toml::Table, out: &mut HashMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
        match value {
            toml::Value::String(text) => {
                out.insert(key, text);
            }
            toml::Value::Table(inner) => flatten(&key, inner, out),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The blanks of a sentence, `{name}` by `{name}`.
    fn blanks(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_table_can_be_read() {
        for (language, source) in TABLES {
            if let Err(fault) = source.parse::<toml::Table>() {
                panic!("assets/strings/{language}.toml: {fault}");
            }
        }
    }

    #[test]
    fn what_is_not_there_is_not_counted_as_nought() {
        let english = Strings::of(Language::EN);
        assert!(english.count("secret.encrypted", 0).starts_with("There was nothing to encrypt yet."));
        assert!(english.count("secret.encrypted", 1).starts_with("1 file"));
        assert_eq!(english.count("notes.unreadable_here", 0), "0 files cannot be read: Ctrl+U says why");
    }

    #[test]
    fn every_sentence_is_there_in_three_languages_with_the_same_blanks() {
        let english = Strings::of(Language::EN);
        for language in [Language::FR, Language::ES] {
            let other = Strings::of(language);
            let there: BTreeSet<_> = other.keys().collect();
            let wanted: BTreeSet<_> = english.keys().collect();
            let missing: Vec<_> = wanted.symmetric_difference(&there).collect();
            assert!(missing.is_empty(), "{language}: not in both tables: {missing:?}");
            for key in wanted {
                assert_eq!(blanks(english.get(key)), blanks(other.get(key)), "{language}: {key}");
            }
        }
    }

    #[test]
    fn blanks_are_filled_and_braces_of_a_value_are_left_alone() {
        let strings = Strings { language: Language::EN, table: read("a = 'of {n}: {what}{'") };
        assert_eq!(strings.fill("a", &[("n", "{what}"), ("what", "x")]), "of {what}: x{");
        assert_eq!(strings.get("nowhere"), "nowhere");
    }
}
