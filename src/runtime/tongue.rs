//! The language of the screens, for the threads that put faults into words: it may be changed on the spot.

use std::sync::{Arc, Mutex, PoisonError};

use crate::library::Fault;
use crate::notes::sealed::KEY_FILE;
use crate::notes::{self, FaultKind};
use crate::strings::{Strings, system_reason};

/// The language in force now. Clones share it.
#[derive(Clone, Debug)]
pub struct Tongue(Arc<Mutex<&'static Strings>>);

/// A fault of the notes in words.
#[must_use]
pub fn of_notes(strings: &Strings, fault: &notes::Fault) -> String {
    let key = match fault.kind {
        FaultKind::Disk => "note_fault.disk",
        FaultKind::TooLarge => "note_fault.too_large",
        FaultKind::NotText => "note_fault.not_text",
        FaultKind::FrontMatter => "note_fault.front_matter",
        FaultKind::NotInTrash => "note_fault.not_in_trash",
        FaultKind::Unknown => "note_fault.unknown",
        FaultKind::BadId => "note_fault.bad_id",
        FaultKind::Locked => "note_fault.locked",
        FaultKind::WrongPassphrase => "note_fault.passphrase",
        FaultKind::KeyFile => "note_fault.key_file",
        FaultKind::SealedAlready => "note_fault.sealed",
        FaultKind::OtherKey => "note_fault.other_key",
        FaultKind::NotNotes => "note_fault.no_notes",
    };
    let told = fault.why.map(|kind| system_reason(&kind.into()).text(strings));
    let detail = told.unwrap_or_else(|| fault.detail.clone());
    strings.fill(key, &[("path", &fault.path.display().to_string()), ("detail", &detail), ("key", KEY_FILE)])
}

impl Tongue {
    pub fn new(strings: &'static Strings) -> Self {
        Self(Arc::new(Mutex::new(strings)))
    }

    pub fn strings(&self) -> &'static Strings {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn set(&self, strings: &'static Strings) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = strings;
    }

    /// A fault of the notes in words.
    pub fn of_notes(&self, fault: &notes::Fault) -> String {
        of_notes(self.strings(), fault)
    }

    /// A fault of the library in words.
    pub fn words(&self, fault: &Fault) -> String {
        fault.saying().text(self.strings())
    }
}
