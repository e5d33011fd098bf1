//! The only way this room writes: whole files, flushed, put in place by one rename, or not at all.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use sha2::{Digest, Sha256};

use super::Fault;

/// The suffix of everything that is not in place yet. What bears it may be removed by the next writer.
pub(super) const STAGING: &str = ".staging";

/// Files of content are written without the right to write, in an instant each: one that lies half-written for so long
/// belongs to a process that was killed.
const ABANDONED: Duration = Duration::from_hours(1);

/// How many files this process has begun to write.
static WRITTEN: AtomicUsize = AtomicUsize::new(0);

/// Writes, with a counter of steps at which a test lets the disk fail. A failing step leaves everything lying where it
/// is, as a crash would.
#[derive(Clone, Debug, Default)]
pub(super) struct Disk {
    /// Steps left before every further step fails; `None` on a real disk.
    left: Option<Arc<AtomicUsize>>,
}

impl Disk {
    /// A disk that takes `steps` writes and then is full.
    pub(super) fn failing_after(steps: usize) -> Self {
        Self { left: Some(Arc::new(AtomicUsize::new(steps))) }
    }

    /// Counts one step; fails when a test wants it.
    pub(super) fn step(&self, path: &Path) -> Result<(), Fault> {
        let Some(left) = &self.left else { return Ok(()) };
        left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
            .map(|_| ())
            .map_err(|_| Fault::disk("write", path)(io::Error::from(io::ErrorKind::StorageFull)))
    }

    /// Makes a folder and those above it.
    pub(super) fn folder(&self, path: &Path) -> Result<(), Fault> {
        if path.is_dir() {
            return Ok(());
        }
        self.step(path)?;
        fs::create_dir_all(path).map_err(Fault::disk("make the folder", path))
    }

    /// Writes a whole file: beside its place, flushed to the disk, then renamed. After it returns the file survives a
    /// power cut; before, the former file is as it was.
    pub(super) fn whole(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        // two threads or instances that write the same content do not write into each other's file
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let beside = with_suffix(path, &format!(".{}-{number}{STAGING}", std::process::id()));
        self.step(&beside)?;
        self.flushed(&beside, bytes)?;
        self.rename(&beside, path)
    }

    /// Writes a file inside a folder that is itself not in place yet: flushed, not renamed.
    pub(super) fn flushed(&self, path: &Path, bytes: &[u8]) -> Result<(), Fault> {
        self.step(path)?;
        let write = || {
            let mut file = File::create(path)?;
            file.write_all(bytes)?;
            file.sync_all()
        };
        write().map_err(Fault::disk("write", path))
    }

    /// Renames and flushes the folder, so that the name too survives a power cut.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), Fault> {
        self.step(to)?;
        fs::rename(from, to).map_err(Fault::disk("write", to))?;
        if let Some(folder) = to.parent() {
            sync_folder(folder);
        }
        Ok(())
    }

    /// The same file under a second name: a hard link, or a copy where the disk knows none.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Result<(), Fault> {
        self.step(to)?;
        if fs::hard_link(from, to).is_ok() {
            return Ok(());
        }
        let copy = || {
            fs::copy(from, to)?;
            File::open(to)?.sync_all()
        };
        copy().map_err(Fault::disk("copy to", to))
    }

    /// Removes a file or folder that is no longer needed. That it could not be removed is no fault: the next writer
    /// tries again.
    pub(super) fn remove(&self, path: &Path) {
        if self.step(path).is_err() {
            return;
        }
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
}

/// True for a file that was not written to for so long that nobody is still writing it.
pub(super) fn abandoned(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|about| about.modified());
    modified.is_ok_and(|at| at.elapsed().is_ok_and(|age| age > ABANDONED))
}

/// Flushes a folder's list of names; where the system has no such thing (Windows) it is not needed.
pub(super) fn sync_folder(folder: &Path) {
    if let Ok(handle) = File::open(folder) {
        let _ = handle.sync_all();
    }
}

/// `a/b.json` → `a/b.json.staging`.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// SHA-256, lower-case hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// The right to write into a library, for as long as the value lives. The system gives it back when the process ends,
/// however it ends.
#[derive(Debug)]
pub(super) struct WriteLock(#[allow(dead_code, reason = "held, not read")] File);

impl WriteLock {
    /// Takes the right, or says that another instance has it.
    pub(super) fn take(cache: &Path, disk: &Disk) -> Result<Self, Fault> {
        disk.folder(cache)?;
        let path = cache.join("lock");
        let file =
            File::options().create(true).truncate(false).write(true).open(&path).map_err(Fault::disk("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(Fault::Busy(cache.to_path_buf())),
            // a disk without locks (some network folders): one writer at a time is then the delegate's own care
            Err(TryLockError::Error(why)) if why.kind() == io::ErrorKind::Unsupported => Ok(Self(file)),
            Err(TryLockError::Error(why)) => Err(Fault::disk("lock", &path)(why)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_leaves_the_former_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("current");
        Disk::default().whole(&path, b"before").unwrap();
        for steps in 0..3 {
            let fault = Disk::failing_after(steps).whole(&path, b"after").unwrap_err();
            assert!(fault.to_string().contains("free some space"), "{fault}");
            assert_eq!(fs::read(&path).unwrap(), b"before");
        }
        Disk::failing_after(3).whole(&path, b"after").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"after");
    }

    #[test]
    fn a_second_writer_is_told_so() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriteLock::take(folder.path(), &Disk::default()).unwrap();
        assert!(matches!(WriteLock::take(folder.path(), &Disk::default()), Err(Fault::Busy(_))));
        drop(first);
        WriteLock::take(folder.path(), &Disk::default()).unwrap();
    }

    #[test]
    fn the_hash_is_the_one_everybody_computes() {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
