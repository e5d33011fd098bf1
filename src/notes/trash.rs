//! Deleted notes lie in the trash until they are purged.

use std::path::{Path, PathBuf};

use super::disk::Lock;
use super::fault::{Fault, FaultKind};
use super::{Notes, Stored, scan};

impl Notes {
    pub(super) fn trash_folder(&self, session: u16) -> PathBuf {
        self.root.join(".trash").join(session.to_string())
    }

    fn unknown(&self, id: &str) -> Fault {
        Fault::new(&self.root, FaultKind::Unknown, id)
    }

    /// Moves a note into the trash, as it is on disk. [`Notes::restore`] brings it back.
    pub fn delete(&mut self, id: &str) -> Result<(), Fault> {
        let stored = self.get(id).cloned().ok_or_else(|| self.unknown(id))?;
        let lock = Lock::take(&self.root);
        let target = self.trash_folder(stored.note.session).join(stored.path.file_name().unwrap_or_default());
        let done = self.disk.shift(&stored.path, &target);
        drop(lock);
        self.refresh();
        done.map(|_| ()).map_err(|error| Fault::disk(&stored.path, &error))
    }

    /// The notes in the trash, oldest id first. One id may stand there more than once.
    pub fn deleted(&self) -> Result<Vec<Stored>, Fault> {
        let folder = self.root.join(".trash");
        let found = match scan::files(&folder, self.disk.codec.extension()) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
            found => found.map_err(|error| Fault::disk(&folder, &error))?,
        };
        let mut deleted: Vec<Stored> = found
            .into_iter()
            .filter_map(|(path, session)| {
                let current = scan::read(&path, session, &*self.disk.codec).ok()??;
                let mut note = current.file?.note;
                note.revision = current.revision;
                Some(Stored { note, path, twin_of: None })
            })
            .collect();
        deleted.sort_by(|a, b| (&a.note.id, &a.note.modified).cmp(&(&b.note.id, &b.note.modified)));
        Ok(deleted)
    }

    /// The newest with this id in the trash.
    fn in_trash(&self, id: &str) -> Result<Stored, Fault> {
        let stem = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let deleted = self.deleted()?;
        let by_id = deleted.iter().rev().find(|stored| stored.note.id == id);
        by_id
            .or_else(|| deleted.iter().rev().find(|stored| stem(&stored.path) == id))
            .cloned()
            .ok_or_else(|| Fault::new(&self.root, FaultKind::NotInTrash, id))
    }

    /// Brings a note back from the trash; the answer is the note with the id it has now.
    pub fn restore(&mut self, id: &str) -> Result<Stored, Fault> {
        let stored = self.in_trash(id)?;
        let folder = self.root.join(stored.note.session.to_string());
        let lock = Lock::take(&self.root);
        let done = self.disk.shift(&stored.path, &folder.join(stored.path.file_name().unwrap_or_default()));
        drop(lock);
        self.refresh();
        let path = done.map_err(|error| Fault::disk(&stored.path, &error))?;
        self.stored.iter().find(|stored| stored.path == path).cloned().ok_or_else(|| self.unknown(id))
    }

    /// Removes a note in the trash for good.
    pub fn purge(&mut self, id: &str) -> Result<(), Fault> {
        let stored = self.in_trash(id)?;
        self.disk.remove(&stored.path).map_err(|error| Fault::disk(&stored.path, &error))
    }
}
