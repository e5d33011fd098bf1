//! How commands read papers: the reader of `reading`, behind the limits that keep a hostile file from doing harm.

use std::path::PathBuf;

use crate::model::Paper;
use crate::reading::guard::{self, Limits};
use crate::reading::{Explanation, Fault, Origin};

/// Reads papers.
#[derive(Clone, Debug)]
pub struct Reader {
    /// This program, or why it could not be found.
    exe: Result<PathBuf, String>,
}

impl Reader {
    /// The reader of this process.
    #[must_use]
    pub fn here() -> Self {
        Self { exe: std::env::current_exe().map_err(|fault| fault.to_string()) }
    }

    /// Reads one paper.
    pub fn read(&self, bytes: &[u8], origin: &Origin) -> Result<Paper, Fault> {
        let exe = self.exe.as_ref().map_err(|fault| Fault::Alone(fault.clone()))?;
        guard::read_guarded(exe, bytes, origin, Limits::default())
    }

    /// Reads one paper and tells how.
    pub fn explain(&self, bytes: &[u8], origin: &Origin) -> Result<(Paper, Explanation), Fault> {
        let exe = self.exe.as_ref().map_err(|fault| Fault::Alone(fault.clone()))?;
        guard::explain_guarded(exe, bytes, origin, Limits::default())
    }
}
