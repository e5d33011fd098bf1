//! Drafts: what is being written, kept so that a crash loses at most what was typed since the last one.

use std::path::PathBuf;

use super::disk::Disk;
use super::fault::{Fault, FaultKind};
use super::{Notes, file, is_name, revision_of, scan};
use crate::model::Note;

/// A draft that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The note as it was being written; its `revision` is that of the saved note it began from.
    pub note: Note,
    /// Where it lies.
    pub path: PathBuf,
}

impl Notes {
    fn drafts_folder(&self) -> PathBuf {
        self.root.join(".drafts")
    }

    fn draft_path(&self, session: u16, id: &str) -> PathBuf {
        // a file of another program may give a note an id that cannot name a file
        let stem = if is_name(id) { id.to_owned() } else { format!("draft-{}", revision_of(id.as_bytes())) };
        self.drafts_folder().join(session.to_string()).join(format!("{stem}.{}", self.disk.codec.extension()))
    }

    /// Keeps what is being written under the id of its note ([`Notes::new_id`] for a note not saved yet).
    pub fn save_draft(&self, id: &str, note: &Note) -> Result<(), Fault> {
        if id.is_empty() {
            return Err(Fault::new(&self.root, FaultKind::BadId, id));
        }
        super::refuse_plain(&self.root, &*self.disk.codec)?;
        let path = self.draft_path(note.session, id);
        let fault = |error: std::io::Error| Fault::disk(&path, &error);
        for folder in [Some(self.drafts_folder().as_path()), path.parent()].into_iter().flatten() {
            Disk::folder(folder).map_err(fault)?;
        }
        let text = file::compose_draft(&Note { id: id.to_owned(), ..note.clone() });
        let bytes = self.disk.codec.seal(&text).map_err(fault)?;
        self.disk.overwrite(&path, &bytes).map_err(fault)
    }

    /// The drafts that were not saved or discarded, oldest id first.
    pub fn drafts(&self) -> Result<Vec<Draft>, Fault> {
        let folder = self.drafts_folder();
        let found = match scan::files(&folder, self.disk.codec.extension()) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            found => found.map_err(|error| Fault::disk(&folder, &error))?,
        };
        Ok(found
            .into_iter()
            .filter_map(|(path, session)| {
                let current = scan::read(&path, session, &*self.disk.codec).ok()??;
                Some(Draft { note: current.file?.note, path })
            })
            .collect())
    }

    /// Forgets the draft of this id; nothing happens when there is none.
    pub fn discard_draft(&self, id: &str) -> Result<(), Fault> {
        for draft in self.drafts()?.into_iter().filter(|draft| draft.note.id == id) {
            self.disk.remove(&draft.path).map_err(|error| Fault::disk(&draft.path, &error))?;
        }
        Ok(())
    }
}
