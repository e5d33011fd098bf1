//! How commands read papers: the reader of `reading`, behind the limits that keep a hostile file from doing harm.

use crate::model::Paper;
use crate::reading::{self, Fault, Origin};

/// Reads papers.
#[derive(Clone, Debug, Default)]
pub struct Reader {}

impl Reader {
    /// The reader of this process.
    #[must_use]
    pub fn here() -> Self {
        Self {}
    }

    /// Reads one paper.
    pub fn read(&self, bytes: &[u8], origin: &Origin) -> Result<Paper, Fault> {
        reading::read(bytes, origin)
    }
}
