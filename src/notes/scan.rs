//! Reading the folder again: what other programs changed is picked up, what did not change is not read twice.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::codec::Codec;
use super::disk::{Lock, is_temporary};
use super::fault::{Fault, FaultKind};
use super::file::{self, NoteFile};
use super::{LARGEST, Notes, Stored, revision_of};

/// What changed on disk since the folder was last read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The note.
    pub id: String,
    /// What happened to it.
    pub kind: ChangeKind,
}

/// What happened to a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// It has other content.
    Changed,
    /// It is gone.
    Removed,
}

/// A file that was looked at.
#[derive(Clone)]
pub(super) struct Seen {
    stamp: Stamp,
    content: Result<Option<NoteFile>, Fault>,
    revision: String,
}

/// What tells that a file is still the one that was read.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
    /// Inode and time of the last change of it, where the system has them.
    identity: (u64, i64, i64),
}

impl Stamp {
    fn of(data: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            (data.ino(), data.ctime(), data.ctime_nsec())
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        Self { modified: data.modified().ok(), size: data.len(), identity }
    }
}

/// A file's content.
pub(super) struct Current {
    /// As a note; `None` when it is none.
    pub file: Option<NoteFile>,
    pub text: String,
    pub revision: String,
}

/// Reads the file at `path`: `Ok(None)` when there is none.
pub(super) fn read(path: &Path, session: u16, codec: &dyn Codec) -> Result<Option<Current>, Fault> {
    let disk = |error: io::Error| Fault::disk(path, &error);
    let data = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        other => other.map_err(disk)?,
    };
    if !data.is_file() {
        // opening a pipe would wait for ever
        return Err(Fault::new(path, FaultKind::NotText, ""));
    }
    if data.len() > LARGEST {
        return Err(too_large(path, data.len()));
    }
    let mut bytes = Vec::with_capacity(data.len() as usize);
    match fs::File::open(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        // it may have grown since
        opened => opened.map_err(disk)?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(disk)?,
    };
    if bytes.len() as u64 > LARGEST {
        return Err(too_large(path, bytes.len() as u64));
    }
    let text = codec.open(&bytes).ok_or_else(|| Fault::new(path, codec.unreadable(), ""))?;
    let file = file::parse(path, &text, session)?;
    if file.is_none() && path.file_stem().is_some_and(|stem| is_own_name(&stem.to_string_lossy())) {
        // any other file without a front matter belongs to somebody else
        return Err(Fault::new(path, FaultKind::FrontMatter, "it is empty, or its front matter is gone"));
    }
    Ok(Some(Current { file, text, revision: revision_of(&bytes) }))
}

/// A name that this program gives a note: the time, a dash, six letters.
fn is_own_name(stem: &str) -> bool {
    stem.split_once('-')
        .is_some_and(|(time, tail)| time.len() == 14 && time.bytes().all(|c| c.is_ascii_digit()) && tail.len() == 6)
}

fn too_large(path: &Path, size: u64) -> Fault {
    Fault::new(path, FaultKind::TooLarge, format!("it has {} KiB, a note has at most 1024", size.div_ceil(1024)))
}

/// The note files in the session folders under `root`, with the number of the session.
pub(super) fn files(root: &Path, extension: &str) -> io::Result<Vec<(PathBuf, u16)>> {
    let mut found = Vec::new();
    for folder in fs::read_dir(root)? {
        let folder = folder?;
        let name = folder.file_name();
        // any other folder belongs to somebody else (`.obsidian`, `.git`)
        let Some(session) = name.to_str().filter(|name| name.bytes().all(|c| c.is_ascii_digit())) else { continue };
        let Ok(session) = session.parse::<u16>() else { continue };
        let Ok(entries) = fs::read_dir(folder.path()) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name();
            let hidden = name.to_string_lossy().starts_with('.');
            if !hidden && path.extension().is_some_and(|end| end.eq_ignore_ascii_case(extension)) {
                found.push((path, session));
            }
        }
    }
    found.sort();
    Ok(found)
}

impl Notes {
    /// Looks at the folder and reads the files that changed since; cheap when none did. Call it now and then while the
    /// program runs.
    pub fn changes(&mut self) -> Result<Vec<Change>, Fault> {
        self.look(false)
    }

    /// Reads every file again.
    pub fn reload(&mut self) -> Result<Vec<Change>, Fault> {
        self.look(true)
    }

    /// Follows the disk after a write; a folder that cannot be read now is looked at again next time.
    pub(super) fn refresh(&mut self) {
        _ = self.look(false);
    }

    fn look(&mut self, every: bool) -> Result<Vec<Change>, Fault> {
        let codec = self.disk.codec.clone();
        let found = files(&self.root, codec.extension()).map_err(|error| Fault::disk(&self.root, &error))?;
        let mut seen = BTreeMap::new();
        for (path, session) in found {
            let Ok(data) = fs::metadata(&path) else { continue };
            let stamp = Stamp::of(&data);
            if data.is_dir() {
                continue;
            }
            if !every && let Some(known) = self.seen.remove(&path).filter(|known| known.stamp == stamp) {
                seen.insert(path, known);
                continue;
            }
            let (content, revision) = match read(&path, session, &*codec) {
                Ok(None) => continue,
                Ok(Some(current)) => (Ok(current.file), current.revision),
                Err(fault) => (Err(fault), String::new()),
            };
            seen.insert(path, Seen { stamp, content, revision });
        }
        self.seen = seen;
        let before: HashMap<String, String> =
            self.stored.drain(..).map(|stored| (stored.note.id, stored.note.revision)).collect();
        self.arrange();
        Ok(difference(before, &self.stored))
    }

    /// Gives every note an id of its own and sorts.
    fn arrange(&mut self) {
        self.faults = self.seen.values().filter_map(|seen| seen.content.as_ref().err().cloned()).collect();
        let mut notes: Vec<(&PathBuf, &Seen, &NoteFile)> = self
            .seen
            .iter()
            .filter_map(|(path, seen)| Some((path, seen, seen.content.as_ref().ok()?.as_ref()?)))
            .collect();
        // the file whose name is the id has the first right to it
        notes.sort_by_key(|(path, _, file)| (stem(path) != file.note.id, *path));
        let mut taken: HashSet<String> = HashSet::new();
        let mut stored: Vec<Stored> = Vec::with_capacity(notes.len());
        for (path, seen, file) in notes {
            let mut note = file.note.clone();
            note.revision.clone_from(&seen.revision);
            let mut twin_of = None;
            if taken.contains(&note.id) {
                twin_of = Some(note.id.clone());
                let stem = crate::text::sanitise::line(&stem(path));
                note.id.clone_from(&stem);
                let mut count = 2;
                while taken.contains(&note.id) {
                    note.id = format!("{stem}~{count}");
                    count += 1;
                }
            }
            taken.insert(note.id.clone());
            stored.push(Stored { note, path: path.clone(), twin_of });
        }
        stored.sort_by(|a, b| a.note.id.cmp(&b.note.id));
        self.stored = stored;
    }

    /// What a crash left behind: a temporary file with words that no note has goes into the trash, the others go.
    pub(super) fn tidy(&mut self) {
        let Some(_lock) = Lock::take(&self.root) else { return };
        let Ok(folders) = fs::read_dir(&self.root) else { return };
        for folder in folders.flatten() {
            let Some(session) = folder.file_name().to_str().and_then(|name| name.parse::<u16>().ok()) else { continue };
            let Ok(entries) = fs::read_dir(folder.path()) else { continue };
            for entry in entries.flatten() {
                if entry.file_name().to_str().is_some_and(is_temporary) {
                    self.tidy_one(&entry.path(), session);
                }
            }
        }
    }

    fn tidy_one(&self, path: &Path, session: u16) {
        let left = match read(path, session, &*self.disk.codec) {
            Ok(Some(Current { file: Some(file), .. })) => Some(file.note),
            _ => None,
        };
        let is_known = left.as_ref().is_none_or(|left| {
            self.stored.iter().any(|stored| {
                let same = stored.note.id == left.id;
                // cut short or an older state: the saved note has it all
                same && (stored.note.text.starts_with(&left.text) || stored.note.modified > left.modified)
            })
        });
        let done = if is_known {
            fs::remove_file(path)
        } else {
            let stem = left.map_or_else(|| "unfinished".to_owned(), |note| note.id);
            let stem = if super::is_name(&stem) { stem } else { "unfinished".to_owned() };
            let name = format!("{stem}.{}", self.disk.codec.extension());
            self.disk.shift(path, &self.trash_folder(session).join(name)).map(|_| ())
        };
        // a file that cannot be tidied now is tidied next time
        _ = done;
    }
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn difference(mut before: HashMap<String, String>, now: &[Stored]) -> Vec<Change> {
    let mut changes = Vec::new();
    for stored in now {
        let id = stored.note.id.clone();
        match before.remove(&id) {
            None => changes.push(Change { id, kind: ChangeKind::Added }),
            Some(revision) if revision != stored.note.revision => {
                changes.push(Change { id, kind: ChangeKind::Changed });
            }
            Some(_) => {}
        }
    }
    let mut gone: Vec<String> = before.into_keys().collect();
    gone.sort();
    changes.extend(gone.into_iter().map(|id| Change { id, kind: ChangeKind::Removed }));
    changes
}
