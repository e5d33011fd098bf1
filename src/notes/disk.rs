//! Writing a file so that a crash, a full disk or another program at any moment leaves the old file or the new one, and
//! what another program wrote in between is never lost.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::codec::Codec;
use super::file::revision;

/// What is about to happen on disk; tests make any of them fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// A temporary file is created beside the target.
    Create,
    /// The first half of its bytes is written.
    WriteHalf,
    /// The rest is written.
    WriteRest,
    /// Its bytes are forced to the disk.
    SyncFile,
    /// It takes its name.
    Publish,
    /// What it displaced is removed.
    RemoveOld,
    /// The folder is forced to the disk.
    SyncFolder,
    /// A file moves into the trash or out of it.
    Move,
}

/// Called before each step; an error stops the work there as the system would.
pub type Probe = Arc<dyn Fn(Step) -> io::Result<()> + Send + Sync>;

/// The writer.
#[derive(Clone)]
pub struct Disk {
    pub(super) codec: Arc<dyn Codec>,
    pub(super) probe: Option<Probe>,
}

/// Temporary files begin so; Obsidian and most sync tools leave files with a leading dot alone.
const TEMPORARY: &str = ".gbdesk-";
static COUNTER: AtomicU64 = AtomicU64::new(0);

/// True for the name of a temporary file of this program.
pub(super) fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY).is_some_and(|rest| rest.strip_suffix(".tmp").is_some())
}

impl Disk {
    fn step(&self, step: Step) -> io::Result<()> {
        self.probe.as_ref().map_or(Ok(()), |probe| probe(step))
    }

    /// Makes a folder and those above it, for the owner alone.
    pub(super) fn folder(path: &Path) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    /// Writes `bytes` to a temporary file beside `path`, on the disk when this returns.
    fn temporary(&self, path: &Path, bytes: &[u8]) -> io::Result<PathBuf> {
        let parent = path.parent().unwrap_or_else(|| Path::new("."));
        Self::folder(parent)?;
        let count = COUNTER.fetch_add(1, Ordering::Relaxed);
        let temporary = parent.join(format!("{TEMPORARY}{}-{count}.tmp", std::process::id()));
        self.step(Step::Create)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&temporary)?;
        let (first, rest) = bytes.split_at(bytes.len() / 2);
        self.step(Step::WriteHalf)
            .and_then(|()| file.write_all(first))
            .and_then(|()| self.step(Step::WriteRest))
            .and_then(|()| file.write_all(rest))
            .and_then(|()| self.step(Step::SyncFile))
            .and_then(|()| file.sync_all())
            .inspect_err(|_| _ = fs::remove_file(&temporary))?;
        Ok(temporary)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Step::SyncFolder)?;
        #[cfg(unix)]
        if let Some(parent) = path.parent() {
            File::open(parent)?.sync_all()?;
        }
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    /// Writes a file that must not be there yet; `AlreadyExists` when it is.
    pub(super) fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let temporary = self.temporary(path, bytes)?;
        self.step(Step::Publish)
            .and_then(|()| move_to_free(&temporary, path))
            .inspect_err(|_| _ = fs::remove_file(&temporary))?;
        self.sync_folder(path)
    }

    /// Replaces a file whose content had the revision `expected`. When another program wrote it at the last moment, what
    /// it wrote is not lost: the answer is the temporary file that has it.
    pub(super) fn replace(&self, path: &Path, bytes: &[u8], expected: &str) -> io::Result<Option<PathBuf>> {
        let temporary = self.temporary(path, bytes)?;
        self.step(Step::Publish)
            .and_then(|()| swap(&temporary, path))
            .inspect_err(|_| _ = fs::remove_file(&temporary))?;
        // from here on the temporary file is what was there before
        match fs::read(&temporary) {
            Ok(old) if revision(&old) == expected => {
                self.step(Step::RemoveOld)?;
                fs::remove_file(&temporary)?;
                self.sync_folder(path)?;
                Ok(None)
            }
            Ok(_) => {
                self.sync_folder(path)?;
                Ok(Some(temporary))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.sync_folder(path)?;
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Moves a file to a name that is free; the name taken is the answer (`stem~2.md` when `to` was not free).
    pub(super) fn shift(&self, from: &Path, to: &Path) -> io::Result<PathBuf> {
        if let Some(parent) = to.parent() {
            Self::folder(parent)?;
        }
        self.step(Step::Move)?;
        let mut target = to.to_owned();
        for count in 2.. {
            match move_to_free(from, &target) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => target = numbered(to, count),
                Err(error) => return Err(error),
                Ok(()) => break,
            }
        }
        self.sync_folder(&target)?;
        self.sync_folder(from)?;
        Ok(target)
    }

    /// Removes a file for good.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        match fs::remove_file(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
            Ok(()) => self.sync_folder(path),
        }
    }
}

/// `name~2.md` for `name.md`.
pub(super) fn numbered(path: &Path, count: u64) -> PathBuf {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let end = path.extension().map(|end| format!(".{}", end.to_string_lossy())).unwrap_or_default();
    path.with_file_name(format!("{stem}~{count}{end}"))
}

/// Gives a file a name that no file has: `AlreadyExists` when one has it.
fn move_to_free(from: &Path, to: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(()),
            // file systems without it (NFS, old FUSE) take the way below
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Err(error),
        // a file system without hard links (FAT): the look and the rename are two steps there
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

/// Exchanges two files, so that whatever stood at `path` at that moment is afterwards at `temporary`.
fn swap(temporary: &Path, path: &Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, temporary, CWD, path, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {}
            Err(error) => return Err(error.into()),
        }
    }
    // elsewhere: keep what is there under a second name, then put the new one in its place
    let aside = temporary.with_extension("old.tmp");
    match fs::hard_link(path, &aside) {
        Ok(()) => {}
        Err(_) => _ = fs::copy(path, &aside)?,
    }
    fs::rename(temporary, path)?;
    fs::rename(&aside, temporary)
}

/// Holds the lock of the notes folder; other instances of this program wait for it.
pub(super) struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Lock {
    /// Waits at most about a second: a save never depends on it, [`Disk::replace`] is safe without.
    pub(super) fn take(root: &Path) -> Option<Self> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(root.join(".lock")).ok()?;
        for _ in 0..100 {
            match file.try_lock() {
                Ok(()) => return Some(Self(file)),
                Err(std::fs::TryLockError::WouldBlock) => {
                    std::thread::sleep(std::time::Duration::from_millis(10));
                }
                Err(std::fs::TryLockError::Error(_)) => return None,
            }
        }
        None
    }
}
