//! What every command that needs the delegate's own things begins with: folders, configuration, sentences.

use super::args::Args;
use super::folders::Folders;
use super::output::{Failure, say};
use crate::config::{Config, ConfigFault};
use crate::library::Library;
use crate::model::Language;
use crate::strings::{Saying, Strings};

/// Folders, configuration and the sentences in the delegate's language.
#[derive(Clone, Debug)]
pub struct Desk {
    /// Where things live.
    pub folders: Folders,
    /// What is set.
    pub config: Config,
    /// What is wrong in the configuration file; the terminal shows it, commands say it on standard error.
    pub faults: Vec<ConfigFault>,
    /// The interface.
    pub strings: &'static Strings,
}

impl Desk {
    /// Finds folders and reads the configuration. Nothing is created.
    pub fn open(args: &Args) -> Result<Self, Failure> {
        let folders = Folders::find(args.data_dir.as_deref(), args.config.as_deref())?;
        let (config, faults) = Config::load(&folders.config_file);
        let language = args.lang.unwrap_or_else(|| config.interface_language());
        let strings = Strings::of(language);
        if let Some(file) = args.config.as_ref().filter(|file| !file.exists()) {
            return Err(Failure::usage(strings.fill("config.missing", &[("path", &file.display().to_string())])));
        }
        Ok(Self { folders, config, faults, strings })
    }

    /// Says on standard error what is wrong in the configuration file.
    pub fn say_faults(&self) {
        for fault in &self.faults {
            say(&format!("gbdesk: {}", fault.sentence(self.strings)));
        }
    }

    /// The library. Opening writes nothing.
    pub fn library(&self) -> Result<Library, Failure> {
        Library::open(&self.folders.cache).map_err(|fault| self.failure(&fault.saying()))
    }

    /// A fault in the delegate's language.
    #[must_use]
    pub fn failure(&self, saying: &Saying) -> Failure {
        Failure::new(saying.text(self.strings))
    }

    /// A fault of the notes in the delegate's language.
    #[must_use]
    pub fn of_notes(&self, fault: &crate::notes::Fault) -> Failure {
        Failure::new(crate::runtime::tongue::of_notes(self.strings, fault))
    }

    /// The same desk in another language.
    #[must_use]
    pub fn in_language(&self, strings: &'static Strings) -> Self {
        Self { strings, ..self.clone() }
    }

    /// The same desk in the language that was chosen on the spot, with the configuration as the file has it now.
    #[must_use]
    pub fn anew(&self, strings: &'static Strings) -> Self {
        let (config, faults) = Config::load(&self.folders.config_file);
        Self { folders: self.folders.clone(), config, faults, strings }
    }

    /// Languages of papers: the one asked for first, else in the order that is set, else the interface's first.
    #[must_use]
    pub fn languages(&self, first: Option<Language>) -> Vec<Language> {
        let first = first.or((!self.config.languages_set).then_some(self.strings.language));
        let rest = self.config.languages.iter().copied().filter(|language| Some(*language) != first);
        first.into_iter().chain(rest).collect()
    }
}
