//! What can go wrong, as sentences for a delegate.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::strings::{Saying, system_reason};

/// Why the library could not do what was asked.
#[derive(Debug)]
pub enum Fault {
    /// The disk refused: full, read-only, taken away.
    Disk {
        /// What was being done: "write", "read", "list".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        why: io::Error,
    },
    /// Another instance is writing.
    Busy(PathBuf),
    /// The session is not held.
    NoSession(u16),
    /// The paper is not held.
    NoPaper(String),
    /// A file of the library is not what was written.
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The library was written by a later version of the program.
    Newer(PathBuf),
    /// The search index cannot be used; it can be rebuilt.
    Index(String),
    /// What was given cannot be taken in; the sentence says why.
    Refused(Saying),
    /// The caller asked to stop; nothing was published.
    Cancelled,
}

impl Fault {
    /// What happened and what to do, in no language yet.
    #[must_use]
    pub fn saying(&self) -> Saying {
        match self {
            Self::Disk { doing, path, why } => {
                let key = match (advice(why), *doing) {
                    (Advice::Space, _) => "fault.disk_space",
                    (Advice::Rights, "read" | "list" | "open") => "fault.disk_unreadable",
                    (Advice::Rights, _) => "fault.disk_rights",
                    (Advice::Gone, "make the folder") | (Advice::Other, _) => "fault.disk_unmade",
                    (Advice::Gone, _) => "fault.disk_gone",
                    (Advice::Again, _) => "fault.disk",
                };
                // names of their own content mean nothing to anybody: the folder is where there is room, or not
                let staged = path.extension().is_some_and(|ending| ending == "staging");
                let path = path.parent().filter(|_| staged).unwrap_or(path);
                Saying::new(key, &[("path", &path.display().to_string())]).with("why", system_reason(why))
            }
            Self::Busy(path) => Saying::new("fault.busy", &[("path", &path.display().to_string())]),
            Self::NoSession(session) => Saying::new("fault.no_session", &[("n", &session.to_string())]),
            Self::NoPaper(paper) => Saying::new("fault.no_paper", &[("paper", paper)]),
            Self::Damaged { path, why } => {
                Saying::new("fault.damaged", &[("path", &path.display().to_string()), ("why", why)])
            }
            Self::Newer(path) => Saying::new("fault.newer", &[("path", &path.display().to_string())]),
            Self::Index(why) => Saying::new("fault.index", &[("why", why)]),
            Self::Refused(sentence) => sentence.clone(),
            Self::Cancelled => Saying::new("fault.cancelled", &[]),
        }
    }
}

/// In English, for logs and for other programs.
impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.saying().fmt(out)
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Disk { why, .. } => Some(why),
            _ => None,
        }
    }
}

impl Fault {
    /// A fault of the disk, ready for `map_err`.
    pub fn disk(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |why| Self::Disk { doing, path, why }
    }
}

/// What a fault of the disk asks for.
enum Advice {
    Space,
    Rights,
    Gone,
    Other,
    Again,
}

fn advice(why: &io::Error) -> Advice {
    match why.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Advice::Space,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Advice::Rights,
        io::ErrorKind::NotFound => Advice::Gone,
        io::ErrorKind::NotADirectory => Advice::Other,
        _ => Advice::Again,
    }
}
