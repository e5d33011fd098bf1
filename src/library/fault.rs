//! What can go wrong, as sentences for a delegate.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

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
    Refused(String),
    /// The caller asked to stop; nothing was published.
    Cancelled,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk { doing, path, why } => write!(
                out,
                "Could not {doing} {}: {}. What the library held before is untouched; {}.",
                path.display(),
                plain(why),
                advice(why)
            ),
            Self::Busy(path) => write!(
                out,
                "Another gbdesk is writing to the library in {}. Reading goes on; try again when it has finished.",
                path.display()
            ),
            Self::NoSession(session) => {
                write!(out, "Session {session} is not in the library. Sync it, or import its papers.")
            }
            Self::NoPaper(paper) => {
                write!(out, "{paper} is not in the library. Sync its session, or import the paper.")
            }
            Self::Damaged { path, why } => write!(
                out,
                "{} is damaged ({why}). The other papers are not affected; import or sync this one again.",
                path.display()
            ),
            Self::Newer(path) => write!(
                out,
                "The library in {} was written by a later version of gbdesk. Use that version, or another folder with \
                 --data-dir.",
                path.display()
            ),
            Self::Index(why) => write!(
                out,
                "The search index cannot be used ({why}). The papers are not affected; the index will be rebuilt from \
                 them."
            ),
            Self::Refused(sentence) => out.write_str(sentence),
            Self::Cancelled => out.write_str("Stopped as asked. What the library held before is untouched."),
        }
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

/// What the system said without its number in brackets.
fn plain(why: &io::Error) -> String {
    let text = why.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_owned()
}

fn advice(why: &io::Error) -> &'static str {
    match why.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => "free some space and try again",
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            "check who may write there, or choose another folder with --data-dir"
        }
        io::ErrorKind::NotFound => "check that it is still there",
        _ => "try again",
    }
}
