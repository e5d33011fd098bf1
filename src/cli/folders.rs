//! The three folders: configuration, data (precious), cache (can be rebuilt).

use std::path::{Path, PathBuf};

use directories::{ProjectDirs, UserDirs};

use super::output::Failure;
use crate::config::Config;

/// Where things live.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// The configuration file.
    pub config_file: PathBuf,
    /// Notes, reading marks, amendments.
    pub data: PathBuf,
    /// Originals, papers as JSON, index.
    pub cache: PathBuf,
    /// Where a statement that leaves the screens is written: the delegate's documents.
    pub exports: PathBuf,
}

impl Folders {
    /// Everything under one folder, or the platform's own folders. Nothing is created.
    pub fn find(data_dir: Option<&Path>, config: Option<&Path>) -> Result<Self, Failure> {
        let mut folders = match data_dir {
            Some(dir) => Self {
                config_file: dir.join("config").join("config.toml"),
                data: dir.join("data"),
                cache: dir.join("cache"),
                exports: dir.join("exports"),
            },
            None => {
                let dirs = ProjectDirs::from("", "", "gbdesk").ok_or_else(|| {
                    Failure::new("no home folder was found for this user; name a folder with --data-dir DIR")
                })?;
                let user = UserDirs::new();
                let documents = user.as_ref().map(|user| user.document_dir().unwrap_or(user.home_dir()).to_owned());
                Self {
                    exports: documents.unwrap_or_else(|| dirs.data_dir().join("exports")),
                    config_file: dirs.config_dir().join("config.toml"),
                    data: dirs.data_dir().to_owned(),
                    cache: dirs.cache_dir().to_owned(),
                }
            }
        };
        // on some platforms the two are one folder; the cache may be thrown away, notes never
        if folders.data == folders.cache {
            folders.data = folders.data.join("data");
            folders.cache = folders.cache.join("cache");
        }
        if let Some(file) = config {
            folders.config_file = file.to_owned();
        }
        Ok(folders)
    }

    /// The file of certificates that the configuration names; a relative path begins at the configuration file.
    #[must_use]
    pub fn ca_certificates(&self, config: &Config) -> Option<PathBuf> {
        let path = config.ca_certificates.as_ref()?;
        Some(self.config_file.parent().unwrap_or(Path::new("")).join(path))
    }

    /// Where the notes are.
    #[must_use]
    pub fn notes(&self) -> PathBuf {
        self.data.join("notes")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_folder_holds_all_three() {
        let folders = Folders::find(Some(Path::new("d")), None).unwrap();
        assert_eq!(folders.config_file, Path::new("d/config/config.toml"));
        assert_eq!((folders.data, folders.cache), ("d/data".into(), "d/cache".into()));
    }

    #[test]
    fn the_configuration_may_lie_elsewhere() {
        let folders = Folders::find(Some(Path::new("d")), Some(Path::new("/etc/g.toml"))).unwrap();
        assert_eq!(folders.config_file, Path::new("/etc/g.toml"));
    }
}
