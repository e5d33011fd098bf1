//! The language of the screens, for the threads that put faults into words: it may be changed on the spot.

use std::sync::{Arc, Mutex, PoisonError};

use crate::library::Fault;
use crate::strings::Strings;

/// The language in force now. Clones share it.
#[derive(Clone, Debug)]
pub struct Tongue(Arc<Mutex<&'static Strings>>);

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

    /// A fault of the library in words.
    pub fn words(&self, fault: &Fault) -> String {
        fault.saying().text(self.strings())
    }
}
