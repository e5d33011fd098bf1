//! What can go wrong with notes, as sentences. A fault never carries words of a note: it may end in a log.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a note could not be read or written. The file named is as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file or folder.
    pub path: PathBuf,
    /// What kind of fault.
    pub kind: FaultKind,
    /// What exactly, without words of the note.
    pub detail: String,
    /// What the system said, where it was the system.
    pub why: Option<io::ErrorKind>,
}

/// The kinds of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The disk or the system refused.
    Disk,
    /// The file is larger than a note may be.
    TooLarge,
    /// The file is not UTF-8 text.
    NotText,
    /// The front matter cannot be understood.
    FrontMatter,
    /// There is no such note.
    Unknown,
    /// There is no such note in the trash.
    NotInTrash,
    /// The id cannot be the name of a file.
    BadId,
    /// The file to import is no note, no export of notes and no annotation.
    NotNotes,
    /// The notes are encrypted and the key was not opened.
    Locked,
    /// The passphrase does not open the key.
    WrongPassphrase,
    /// The file with the key cannot be used.
    KeyFile,
    /// The notes are encrypted already.
    SealedAlready,
    /// The file is encrypted to another key.
    OtherKey,
}

impl Fault {
    /// A fault of this kind.
    #[must_use]
    pub fn new(path: &Path, kind: FaultKind, detail: impl Into<String>) -> Self {
        Self { path: path.to_owned(), kind, detail: detail.into(), why: None }
    }

    /// A fault of the disk.
    #[must_use]
    pub fn disk(path: &Path, error: &std::io::Error) -> Self {
        let detail = match error.raw_os_error() {
            // ENOSPC on every Unix, ERROR_DISK_FULL on Windows
            Some(28) if cfg!(unix) => "the disk is full; make room and save again".to_owned(),
            Some(112) if cfg!(windows) => "the disk is full; make room and save again".to_owned(),
            _ => error.to_string(),
        };
        Self { why: Some(error.kind()), ..Self::new(path, FaultKind::Disk, detail) }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        let detail = &self.detail;
        match self.kind {
            FaultKind::Disk => {
                write!(out, "{path}: {detail}. Notes saved before are safe; nothing was overwritten.")
            }
            FaultKind::TooLarge => {
                write!(
                    out,
                    "{path} is no note that can be read: {detail}. It is left as it is; make it smaller or move it away."
                )
            }
            FaultKind::NotText => write!(
                out,
                "{path} cannot be read as a note: it is not UTF-8 text. It is left as it is; save it as UTF-8 in an editor."
            ),
            FaultKind::FrontMatter => write!(
                out,
                "{path} cannot be read as a note: {detail}. It is left as it is; mend the lines between the --- signs in an editor."
            ),
            FaultKind::NotInTrash => {
                write!(out, "There is no note “{detail}” in the trash; `gbdesk note list --deleted` shows what is.")
            }
            FaultKind::Unknown => write!(out, "There is no note “{detail}”; `gbdesk note list` shows all."),
            FaultKind::BadId => {
                write!(out, "“{detail}” cannot name a note: use letters, digits, - and _. Nothing was written.")
            }
            FaultKind::Locked => write!(
                out,
                "The notes in {path} are encrypted and locked; nothing was written. Open them with your passphrase."
            ),
            FaultKind::WrongPassphrase => {
                write!(out, "That is not the passphrase of your notes. Nothing was changed; try again.")
            }
            FaultKind::KeyFile => write!(
                out,
                "{path}, the key of your notes, cannot be used: it is damaged or no key. Nothing was changed; bring the file \
                 back from a copy, without it the notes cannot be opened."
            ),
            FaultKind::SealedAlready => {
                write!(out, "The notes are encrypted already ({path} is their key). Nothing was changed.")
            }
            FaultKind::OtherKey => write!(
                out,
                "{path} cannot be opened with the key in {}: it is damaged or encrypted to another key. It is left as it is.",
                super::sealed::KEY_FILE
            ),
            FaultKind::NotNotes => write!(out, "{path}: {detail}. Nothing was imported from it."),
        }
    }
}

impl std::error::Error for Fault {}
