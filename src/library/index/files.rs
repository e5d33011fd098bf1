//! The files of an index as they are read: small ones whole and checked, the two large ones (postings and positions)
//! piece by piece. Nothing is mapped: a mapped file that another program cuts short would end this one, a piece that
//! cannot be read is only an error.

use std::collections::BTreeMap;
use std::fs::{File, Metadata};
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};
use tantivy::HasLen;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, OwnedBytes, WatchCallback, WatchHandle, WritePtr,
};

/// Up to this size, in bytes, an index is read into memory whole.
pub(super) const IN_MEMORY: u64 = 16 * 1024 * 1024;
/// What is read piece by piece when the index is larger.
const LARGE: [&str; 2] = ["idx", "pos"];

/// How a file looked when it was written: its length, and when it was last changed, in nanoseconds since 1970. A file
/// that another program writes into looks otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Look {
    pub(super) size: u64,
    time: u64,
}

impl Look {
    pub(super) fn of(about: &Metadata) -> Self {
        let time = about.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let time = time.and_then(|time| u64::try_from(time.as_nanos()).ok()).unwrap_or(0);
        Self { size: about.len(), time }
    }
}

/// A file read piece by piece, from any thread.
#[derive(Debug)]
pub(super) struct Pieces {
    file: File,
    look: Look,
}

impl Pieces {
    /// Opens a file that must look like that.
    pub(super) fn open(path: &Path, look: Look) -> io::Result<Self> {
        let pieces = Self { file: File::open(path)?, look };
        pieces.intact().then_some(pieces).ok_or_else(changed)
    }

    /// Nobody wrote into it since.
    pub(super) fn intact(&self) -> bool {
        self.file.metadata().is_ok_and(|about| Look::of(&about) == self.look)
    }

    /// Some bytes, all of them or an error.
    pub(super) fn read(&self, at: u64, bytes: &mut [u8]) -> io::Result<()> {
        #[cfg(unix)]
        {
            std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, at)
        }
        #[cfg(windows)]
        {
            let mut done = 0;
            while let Some(rest) = bytes.get_mut(done..).filter(|rest| !rest.is_empty()) {
                match std::os::windows::fs::FileExt::seek_read(&self.file, rest, at + done as u64)? {
                    0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                    read => done += read,
                }
            }
            Ok(())
        }
    }

    /// As many bytes as there are, at most `length`.
    pub(super) fn read_up_to(&self, at: u64, length: usize) -> io::Result<Vec<u8>> {
        let left = usize::try_from(self.look.size.saturating_sub(at)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length.min(left)];
        self.read(at, &mut bytes)?;
        Ok(bytes)
    }
}

fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "it was changed by another program")
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        usize::try_from(self.look.size).unwrap_or(usize::MAX)
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.read(range.start as u64, &mut bytes)?;
        Ok(OwnedBytes::new(bytes))
    }
}

/// The files of an index, for reading alone.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    whole: BTreeMap<PathBuf, OwnedBytes>,
    pieces: BTreeMap<PathBuf, Arc<Pieces>>,
}

impl Files {
    /// Opens the files of this list that are in the folder; those that the caller reads himself are left out. Up to
    /// `in_memory` bytes in all, everything is read whole.
    pub(super) fn open(folder: &Path, looks: &BTreeMap<String, Look>, in_memory: u64) -> io::Result<Self> {
        let mut files = Self::default();
        let ours = || looks.iter().filter(|(name, _)| !name.starts_with("texts-"));
        let small = ours().map(|(_, look)| look.size).sum::<u64>() <= in_memory;
        for (name, look) in ours() {
            let path = folder.join(name);
            let large = Path::new(name).extension().is_some_and(|end| LARGE.iter().any(|one| end == *one));
            if large && !small {
                files.pieces.insert(PathBuf::from(name), Arc::new(Pieces::open(&path, *look)?));
            } else {
                files.whole.insert(PathBuf::from(name), OwnedBytes::new(std::fs::read(&path)?));
            }
        }
        Ok(files)
    }

    /// What was read whole: its sums are worth checking.
    pub(super) fn whole(&self) -> impl Iterator<Item = &Path> {
        self.whole.keys().map(PathBuf::as_path)
    }

    /// Nobody wrote into the files that are read piece by piece.
    pub(super) fn intact(&self) -> bool {
        self.pieces.values().all(|pieces| pieces.intact())
    }
}

fn read_only() -> io::Error {
    io::ErrorKind::PermissionDenied.into()
}

impl Directory for Files {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        if let Some(bytes) = self.whole.get(path) {
            return Ok(Arc::new(bytes.clone()));
        }
        match self.pieces.get(path) {
            Some(pieces) => Ok(pieces.clone()),
            None => Err(OpenReadError::FileDoesNotExist(path.to_path_buf())),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.whole.contains_key(path) || self.pieces.contains_key(path))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let bytes = self.whole.get(path).ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_path_buf()))?;
        Ok(bytes.as_slice().to_vec())
    }

    /// What is only read needs no lock: the files of a generation never change.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError { io_error: Arc::new(read_only()), filepath: path.to_path_buf() })
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(read_only(), path.to_path_buf()))
    }

    fn atomic_write(&self, _: &Path, _: &[u8]) -> io::Result<()> {
        Err(read_only())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_another_program_cuts_short_is_an_error_and_no_more() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.idx");
        std::fs::write(&path, b"postings").unwrap();
        let look = Look::of(&std::fs::metadata(&path).unwrap());
        let pieces = Pieces::open(&path, look).unwrap();
        assert_eq!(pieces.read_bytes(4..8).unwrap().as_slice(), b"ings");
        assert!(pieces.intact());
        File::options().write(true).open(&path).unwrap().set_len(5).unwrap();
        assert!(pieces.read_bytes(4..8).is_err() && !pieces.intact());
        assert!(Pieces::open(&path, look).is_err());
    }
}
