//! Configuration: `config.toml`, environment and flags become one [`Config`]. A broken key is a sentence with file, line
//! and the nearest key; the default stays in force.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use toml::de::{DeTable, DeValue};

use crate::model::Language;
use crate::strings::{Saying, Strings};

/// Everything that can be set. Defaults are those of `config.example.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The language of the interface; `None`: the system's.
    pub language: Option<Language>,
    /// Languages of papers in order of preference.
    pub languages: Vec<Language>,
    /// The order was set; else the language of the interface comes first.
    pub languages_set: bool,
    /// The name of the theme.
    pub theme: String,
    /// Whether the mouse is taken from the terminal.
    pub mouse: bool,
    /// The delegate's name or group, written into exported notes.
    pub author: Option<String>,
    /// Width of the text column, in cells.
    pub text_width: u16,
    /// Minutes without a key after which notes are blanked; 0: never.
    pub blank_after: u32,
    /// Speaking pace in words a minute.
    pub pace: u32,
    /// Speaking pace when it is interpreted, in words a minute.
    pub pace_interpreted: u32,
    /// Proxy address; `None`: from the environment.
    pub proxy: Option<String>,
    /// A file of certificates to trust besides the system's and the built-in ones.
    pub ca_certificates: Option<PathBuf>,
    /// Pause between two requests to one host.
    pub pause: Duration,
    /// How long to wait for a connection.
    pub connect_timeout: Duration,
    /// How long a server may be silent.
    pub silence_timeout: Duration,
    /// Named sources.
    pub sources: BTreeMap<String, SourceEntry>,
    /// The source that `sync` uses when none is named.
    pub default_source: Option<String>,
    /// Keys for commands: the command's id, the keys, the line of the file.
    pub keys: Vec<KeyEntry>,
}

/// A named source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceEntry {
    /// What `--from` would take: an address, a folder, a bundle.
    pub from: String,
    /// Other hosts that a redirect may lead to.
    pub allowed_hosts: Vec<String>,
}

/// Keys set for one command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyEntry {
    /// The id of the command.
    pub command: String,
    /// Key names such as `ctrl+g`, `f4`.
    pub keys: Vec<String>,
    /// Where it stands in the file, from 1.
    pub line: usize,
}

/// Something wrong in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigFault {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1; 0 when the file as a whole is meant.
    pub line: usize,
    /// What is wrong and what to do.
    pub what: Saying,
}

impl ConfigFault {
    /// The sentence for it, with file and line.
    #[must_use]
    pub fn sentence(&self, strings: &Strings) -> String {
        let (file, what) = (self.file.display().to_string(), self.what.text(strings));
        match self.line {
            0 => format!("{file}: {what}"),
            line => strings.fill("keys.at", &[("file", &file), ("line", &line.to_string()), ("what", &what)]),
        }
    }
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence(Strings::of(Language::EN)))
    }
}

/// The keys of the file, each with the value it takes when absent (as TOML) and a sentence.
pub const KEYS: &[(&str, &str, &str)] = &[
    ("language", "\"auto\"", "Language of the interface: \"auto\" (the system's), \"en\", \"fr\" or \"es\"."),
    (
        "languages",
        "[]",
        "Languages of papers in order of preference; the best one held is shown. Empty: the interface's first, then en, fr, es.",
    ),
    (
        "theme",
        "\"terminal\"",
        "\"terminal\" (its own colours), \"light\", \"dark\", \"contrast\" or \"mono\". NO_COLOR is obeyed.",
    ),
    ("mouse", "false", "Take the mouse; then hold Shift to select text with it, as in every terminal program."),
    ("author", "\"\"", "Your name or group, written into notes that you export."),
    ("text_width", "68", "Width of the text column in cells, 40 to 100."),
    ("blank_after", "0", "Minutes without a key after which notes are blanked until a key is pressed; 0 is never."),
    ("pace", "130", "Speaking pace for statements, in words a minute, 60 to 220."),
    ("pace_interpreted", "100", "The slower pace that lets the interpreters follow, in words a minute, 60 to 220."),
    (
        "default_source",
        "\"\"",
        "The source that `sync` uses when `--from` is not given: a name below [sources], or an address.",
    ),
    ("network.proxy", "\"\"", "Proxy address; empty: from the environment (HTTPS_PROXY, NO_PROXY)."),
    (
        "network.ca_certificates",
        "\"\"",
        "A file of certificates (PEM) to trust besides the system's, such as that of your organization's proxy.",
    ),
    ("network.pause_ms", "250", "Pause between two requests to the same host, in milliseconds."),
    ("network.connect_timeout_s", "10", "How long to wait for a connection, in seconds."),
    ("network.silence_timeout_s", "30", "How long a server may say nothing, in seconds."),
];

impl Default for Config {
    fn default() -> Self {
        Self {
            language: None,
            languages: vec![Language::EN, Language::FR, Language::ES],
            languages_set: false,
            theme: "terminal".to_owned(),
            mouse: false,
            author: None,
            text_width: 68,
            blank_after: 0,
            pace: 130,
            pace_interpreted: 100,
            proxy: None,
            ca_certificates: None,
            pause: Duration::from_millis(250),
            connect_timeout: Duration::from_secs(10),
            silence_timeout: Duration::from_secs(30),
            sources: BTreeMap::new(),
            default_source: None,
            keys: Vec::new(),
        }
    }
}

impl Config {
    /// Reads the file. One that is not there gives the defaults; one that is broken gives the defaults for what is broken,
    /// with a fault for each.
    #[must_use]
    pub fn load(file: &Path) -> (Self, Vec<ConfigFault>) {
        match std::fs::read_to_string(file) {
            Ok(text) => Self::parse(&text, file),
            Err(fault) if matches!(fault.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                (Self::default(), Vec::new())
            }
            Err(fault) => {
                let what = Saying::new("config.unreadable", &[("why", &fault.to_string())]);
                (Self::default(), vec![ConfigFault { file: file.to_owned(), line: 0, what }])
            }
        }
    }

    /// Reads the text of a file; `file` is only for the faults.
    #[must_use]
    pub fn parse(text: &str, file: &Path) -> (Self, Vec<ConfigFault>) {
        let mut reader = Reader { text, file, config: Self::default(), faults: Vec::new() };
        match DeTable::parse(text) {
            Ok(table) => reader.table("", table.get_ref()),
            Err(fault) => {
                let at = fault.span().map_or(0, |span| span.start);
                reader.fault(at, Saying::new("config.no_toml", &[("why", fault.message())]));
            }
        }
        reader.config.keys.sort_by_key(|entry| entry.line);
        reader.faults.sort_by_key(|fault| fault.line);
        (reader.config, reader.faults)
    }

    /// The language of the interface: the one set, else the system's if it is one of the three, else English.
    #[must_use]
    pub fn interface_language(&self) -> Language {
        let system = || sys_locale::get_locale().and_then(|name| name.parse::<Language>().ok());
        self.language.or_else(system).filter(|language| language.is_working()).unwrap_or(Language::EN)
    }
}

struct Reader<'a> {
    text: &'a str,
    file: &'a Path,
    config: Config,
    faults: Vec<ConfigFault>,
}

impl Reader<'_> {
    fn line(&self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
    }

    fn fault(&mut self, at: usize, what: Saying) {
        let line = self.line(at);
        self.faults.push(ConfigFault { file: self.file.to_owned(), line, what });
    }

    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key =
                if prefix.is_empty() { name.get_ref().to_string() } else { format!("{prefix}.{}", name.get_ref()) };
            let at = name.span().start;
            match (key.as_str(), value.get_ref()) {
                ("network" | "sources" | "keys", DeValue::Table(inner)) => self.table(&key, inner),
                (_, DeValue::Table(inner)) if prefix == "sources" => self.source(name.get_ref(), inner),
                (_, value) if prefix == "keys" => self.key(name.get_ref(), value, at),
                (known, value) if KEYS.iter().any(|(name, _, _)| *name == known) => {
                    if let Err(what) = self.set(known, value) {
                        self.fault(at, what);
                    }
                }
                (unknown, _) => {
                    let nearest = nearest(unknown, KEYS.iter().map(|(name, _, _)| *name));
                    self.fault(
                        at,
                        match nearest {
                            Some(nearest) => Saying::new("config.nearest", &[("name", unknown), ("nearest", nearest)]),
                            None => Saying::new("config.unknown", &[("name", unknown)]),
                        },
                    );
                }
            }
        }
    }

    fn source(&mut self, name: &str, table: &DeTable<'_>) {
        let mut entry = SourceEntry::default();
        for (key, value) in table {
            match (key.get_ref().as_ref(), strings(value.get_ref())) {
                ("from", Some(one)) if one.len() == 1 => entry.from = one.concat(),
                ("allowed_hosts", Some(hosts)) => entry.allowed_hosts = hosts,
                (other, _) => {
                    let name = format!("sources.{name}.{other}");
                    self.fault(key.span().start, Saying::new("config.source", &[("name", &name)]));
                }
            }
        }
        self.config.sources.insert(name.to_owned(), entry);
    }

    fn key(&mut self, name: &str, value: &DeValue<'_>, at: usize) {
        match strings(value) {
            Some(keys) => {
                let line = self.line(at);
                self.config.keys.push(KeyEntry { command: name.to_owned(), keys, line });
            }
            None => self.fault(at, Saying::new("config.key", &[("name", &format!("keys.{name}"))])),
        }
    }

    fn set(&mut self, key: &str, value: &DeValue<'_>) -> Result<(), Saying> {
        let config = &mut self.config;
        match key {
            "language" => {
                let name = one(key, value)?;
                let language = name.parse().ok().filter(|language: &Language| language.is_working());
                if language.is_none() && name != "auto" {
                    return Err(one_of(key, "auto, en, fr, es"));
                }
                config.language = language;
            }
            "languages" => {
                let list = strings(value).and_then(|list| list.iter().map(|code| code.parse().ok()).collect());
                let list: Vec<Language> = list.ok_or_else(|| Saying::new("config.languages", &[("name", key)]))?;
                if !list.is_empty() {
                    (config.languages, config.languages_set) = (list, true);
                }
            }
            "theme" => {
                const THEMES: [&str; 5] = ["terminal", "light", "dark", "contrast", "mono"];
                let name = one(key, value)?;
                if !THEMES.contains(&name.as_str()) {
                    return Err(one_of(key, &THEMES.join(", ")));
                }
                config.theme = name;
            }
            "mouse" => config.mouse = value.as_bool().ok_or_else(|| one_of(key, "true, false"))?,
            "author" => config.author = Some(one(key, value)?).filter(|name| !name.is_empty()),
            "text_width" => config.text_width = number(key, value, 40, 100)? as u16,
            "blank_after" => config.blank_after = number(key, value, 0, 24 * 60)? as u32,
            "pace" => config.pace = number(key, value, 60, 220)? as u32,
            "pace_interpreted" => config.pace_interpreted = number(key, value, 60, 220)? as u32,
            "default_source" => config.default_source = Some(one(key, value)?).filter(|name| !name.is_empty()),
            "network.proxy" => config.proxy = Some(one(key, value)?).filter(|name| !name.is_empty()),
            "network.pause_ms" => config.pause = Duration::from_millis(number(key, value, 0, 60_000)?),
            "network.connect_timeout_s" => config.connect_timeout = Duration::from_secs(number(key, value, 1, 300)?),
            "network.silence_timeout_s" => config.silence_timeout = Duration::from_secs(number(key, value, 1, 600)?),
            "network.ca_certificates" => {
                config.ca_certificates = Some(one(key, value)?).filter(|path| !path.is_empty()).map(PathBuf::from);
            }
            _ => return Err(Saying::new("config.unknown", &[("name", key)])),
        }
        Ok(())
    }
}

fn one(key: &str, value: &DeValue<'_>) -> Result<String, Saying> {
    value.as_str().map(str::to_owned).ok_or_else(|| Saying::new("config.text", &[("name", key)]))
}

fn one_of(key: &str, list: &str) -> Saying {
    Saying::new("config.one_of", &[("name", key), ("list", list)])
}

fn strings(value: &DeValue<'_>) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.to_string()]),
        DeValue::Array(list) => list.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn number(key: &str, value: &DeValue<'_>, least: u64, most: u64) -> Result<u64, Saying> {
    value
        .as_integer()
        .and_then(|digits| u64::from_str_radix(digits.as_str(), digits.radix()).ok())
        .filter(|number| (least..=most).contains(number))
        .ok_or_else(|| {
            let (least, most) = (least.to_string(), most.to_string());
            Saying::new("config.number", &[("name", key), ("least", &least), ("most", &most)])
        })
}

/// The known name nearest to what was typed, when it is near enough to be meant.
#[must_use]
pub fn nearest<'a>(typed: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|name| (strsim::jaro_winkler(typed, name), name))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// The text of `config.example.toml` up to the keys of the commands: every setting with its default and a sentence.
#[must_use]
pub fn example() -> String {
    let mut out = String::from(
        "# gbdesk reads this file as config.toml in its configuration folder (`gbdesk doctor` shows where).\n\
         # Every key is optional; what stands here are the defaults.\n",
    );
    let mut table = "";
    for (key, default, sentence) in KEYS {
        let (within, name) = key.split_once('.').unwrap_or(("", key));
        if within != table {
            table = within;
            out.push_str(&format!("\n[{within}]\n"));
        } else {
            out.push('\n');
        }
        out.push_str(&format!("# {sentence}\n{name} = {default}\n"));
    }
    out.push_str(
        "\n# Places that papers come from, by name; `gbdesk sync --from NAME` uses one.\n\
         # `from` is the address of a session.json, a web address, a folder, or a bundle file;\n\
         # `allowed_hosts` are other hosts that it may send the program on to.\n\
         # [sources.group]\n\
         # from = \"https://example.org/gb/session.json\"\n\
         # allowed_hosts = []\n\
         \n# Keys of your own, by the command's id: one key, or a list of several; \"g g\" is two keys one after the other.\n\
         # What stands here are the defaults.\n\
         # [keys]\n",
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Config, Vec<String>) {
        let (config, faults) = Config::parse(text, Path::new("config.toml"));
        (config, faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn the_example_gives_the_defaults_and_names_every_key() {
        let (config, faults) = parse(&example());
        assert_eq!((config, faults), (Config::default(), vec![]));
        // the keys follow, from the table of commands
        assert!(
            include_str!("../config.example.toml").starts_with(&example()),
            "GBDESK_BLESS=1 cargo test --test readme"
        );
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line_and_the_nearest() {
        let (config, faults) = parse("theme = \"dark\"\n\n[network]\npause = 3\n");
        assert_eq!(config.theme, "dark");
        assert_eq!(
            faults,
            ["config.toml, line 4: “network.pause” is not a setting; the nearest is “network.pause_ms”."]
        );
    }

    #[test]
    fn a_wrong_value_leaves_the_default_in_force() {
        assert_eq!(parse("languages = 3").1.len(), 1);
        let (config, faults) = parse("text_width = 500\nlanguages = [\"xx1\"]\nmouse = true\n");
        assert_eq!((config.text_width, config.languages.len(), config.mouse), (68, 3, true));
        assert_eq!(faults.len(), 2);
        assert!(faults[0].contains("40 to 100"), "{faults:?}");
    }

    #[test]
    fn a_file_that_is_no_toml_is_one_fault() {
        let (config, faults) = parse("theme = \n");
        assert_eq!(config, Config::default());
        assert_eq!(faults.len(), 1);
        assert!(faults[0].starts_with("config.toml, line 1:"), "{faults:?}");
        // the words of the parser are not part of the sentence
        assert!(faults[0].contains("in force (detail: "), "{faults:?}");
    }

    #[test]
    fn sources_and_keys_are_read() {
        let (config, faults) = parse(
            "[sources.ilo]\nfrom = \"https://example.org/\"\n[keys]\ngo_to = \"ctrl+g\"\nfind = [\"f3\", \"/\"]\n",
        );
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(config.sources["ilo"].from, "https://example.org/");
        assert_eq!(config.keys[1].keys, ["f3", "/"]);
        assert_eq!(config.keys[0].line, 4);
    }
}
