//! The delegate's own words: one Markdown file a note, anchored to the words of a paper, durable.
//!
//! ```text
//! notes/<session>/<id>.md            a note; any editor, Obsidian, git or a file sync may work on it
//! notes/.trash/<session>/<id>.md     deleted notes, until purged
//! notes/statements/<session>/<id>.md  a statement, in the same form, with a trash of its own
//! notes/.lock                        held by an instance while it saves
//! notes/identity.age                 the key, when the notes are encrypted: then every file above is `<id>.age`
//! ```
//! Nothing is overwritten in place and nothing that another program wrote is overwritten at all: where two wrote the same
//! note, both are kept as two notes.

mod age;
pub mod anchor;
pub mod codec;
mod disk;
mod fault;
pub mod file;
mod import;
mod scan;
pub mod sealed;
pub mod statements;
mod trash;

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use codec::Codec;
use disk::{Disk, Lock};
pub use disk::{Probe, Step};
pub use fault::{Fault, FaultKind};
use file::{NoteFile, revision};
pub use import::Imported;
pub use scan::{Change, ChangeKind};

use crate::model::Note;

/// A larger file is named in the faults and not read, in bytes.
pub const LARGEST: u64 = 1024 * 1024;

/// A note as it lies on disk.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// The note. Its `id` is unique in the folder, whatever the files say.
    pub note: Note,
    /// Where it lies.
    pub path: PathBuf,
    /// The id that its file claims, when another file has that id: a sync tool's copy, or the other side of a conflict.
    pub twin_of: Option<String>,
}

/// What a save did.
#[derive(Clone, Debug, PartialEq)]
pub struct Saved {
    /// The note as it is on disk now. Go on editing a copy of this one.
    pub note: Note,
    /// Where it lies.
    pub path: PathBuf,
    /// What was done.
    pub how: How,
}

/// What a save did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum How {
    /// A new file.
    Created,
    /// The former content was replaced.
    Replaced,
    /// The file had this content already.
    Unchanged,
    /// Another program changed the note in the meantime: both are kept, this one under a new id. The id of the other.
    KeptBoth(String),
}

impl Saved {
    /// What the delegate should be told beyond "saved".
    #[must_use]
    pub fn remark(&self) -> Option<String> {
        match &self.how {
            How::KeptBoth(other) => Some(format!(
                "Another program changed this note while you wrote. Both are kept: yours as {}, the other as {other}.",
                self.note.id
            )),
            _ => None,
        }
    }
}

/// The notes folder, as last read.
pub struct Notes {
    root: PathBuf,
    disk: Disk,
    stored: Vec<Stored>,
    faults: Vec<Fault>,
    /// Every file looked at, by path.
    seen: BTreeMap<PathBuf, scan::Seen>,
    /// The revision that this instance itself wrote last, by id.
    wrote: HashMap<String, String>,
}

impl Notes {
    /// Opens `folder` (made when it is not there, for its owner alone) and reads every note.
    pub fn open(folder: &Path) -> Result<Self, Fault> {
        Self::open_with(folder, Arc::new(codec::Plain), None)
    }

    /// As [`Notes::open`], with another codec, and with a probe that is called before each step on disk (for tests).
    pub fn open_with(folder: &Path, codec: Arc<dyn Codec>, probe: Option<Probe>) -> Result<Self, Fault> {
        refuse_plain(folder, &*codec)?;
        Disk::folder(folder).map_err(|error| Fault::disk(folder, &error))?;
        let mut notes = Self {
            root: folder.to_owned(),
            disk: Disk { codec, probe },
            stored: Vec::new(),
            faults: Vec::new(),
            seen: BTreeMap::new(),
            wrote: HashMap::new(),
        };
        notes.reload()?;
        notes.tidy();
        Ok(notes)
    }

    /// The folder.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.root
    }

    /// All notes, in the order of their ids, which is the order in which they were made.
    #[must_use]
    pub fn all(&self) -> &[Stored] {
        &self.stored
    }

    /// The notes on a paper in any version and language; `key` is its symbol with or without version, or the library's key
    /// of a text.
    #[must_use]
    pub fn of_paper(&self, key: &str) -> Vec<&Stored> {
        let wanted = Note { paper: key.to_owned(), ..Note::default() }.paper_key();
        self.stored.iter().filter(|stored| stored.note.paper_key() == wanted).collect()
    }

    /// The note with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Stored> {
        self.stored.iter().find(|stored| stored.note.id == id)
    }

    /// Files that look like notes and cannot be read. They are never written.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// An id that no note has: sortable by time, unique also between machines that share the folder.
    #[must_use]
    pub fn new_id(&self, session: u16, created: &str) -> String {
        use std::hash::{BuildHasher, Hasher};
        let time: String = created.chars().filter(char::is_ascii_digit).take(14).collect();
        let time = if time.len() == 14 { time } else { now().chars().filter(char::is_ascii_digit).take(14).collect() };
        loop {
            // the standard library's hash keys are random for each process and differ for each state
            let mut number = std::hash::RandomState::new().build_hasher().finish();
            let tail: String = (0..6)
                .map(|_| {
                    let letter = b"0123456789abcdefghjkmnpqrstvwxyz"[(number % 32) as usize];
                    number /= 32;
                    char::from(letter)
                })
                .collect();
            let id = format!("{time}-{tail}");
            if self.get(&id).is_none() && !self.path_of(session, &id).exists() {
                return id;
            }
        }
    }

    /// Saves a note; on disk and flushed when this returns. A note without id gets one. The file of a note that another
    /// program changed since it was read is not overwritten: both are kept ([`How::KeptBoth`]).
    pub fn save(&mut self, note: &Note) -> Result<Saved, Fault> {
        self.save_like(note, None)
    }

    /// Saves a note; a new file keeps what the file `like` says that is not ours.
    fn save_like(&mut self, note: &Note, like: Option<&NoteFile>) -> Result<Saved, Fault> {
        let mut note = file::clean(note);
        if note.id.is_empty() {
            note.id = self.new_id(note.session, &note.created);
        }
        // a file that another program wrote without times stays without
        if note.revision.is_empty() && note.created.is_empty() {
            note.created = now();
        }
        if note.revision.is_empty() && note.modified.is_empty() {
            note.modified.clone_from(&note.created);
        }
        refuse_plain(&self.root, &*self.disk.codec)?;
        let known = self.get(&note.id).map(|stored| stored.path.clone());
        if known.is_none() && !is_name(&note.id) {
            return Err(Fault::new(&self.root, FaultKind::BadId, &note.id));
        }
        let path = known.unwrap_or_else(|| self.path_of(note.session, &note.id));
        let lock = Lock::take(&self.root);
        let done = self.put(&path, &note, like);
        drop(lock);
        // whatever happened, the memory follows the disk
        self.refresh();
        let (written, how) = done?;
        let at = self.stored.iter().find(|stored| stored.path == written);
        let saved = at.map(|stored| Saved { note: stored.note.clone(), path: written.clone(), how: how.clone() });
        let saved = saved.unwrap_or(Saved { note: note.clone(), path: written, how });
        self.wrote.insert(saved.note.id.clone(), saved.note.revision.clone());
        Ok(saved)
    }

    fn put(&mut self, path: &Path, note: &Note, like: Option<&NoteFile>) -> Result<(PathBuf, How), Fault> {
        let fault = |error: &io::Error| Fault::disk(path, error);
        let Ok(current) = scan::read(path, note.session, &*self.disk.codec) else {
            // broken or too large: it stays, the note gets a file of its own
            return self.put_beside(path, note, like);
        };
        let Some(current) = current else {
            let text = file::compose(like, note).or_else(|| file::compose(None, note));
            let text = text.ok_or_else(|| not_writable(path))?;
            let bytes = self.disk.codec.seal(&text).map_err(|error| fault(&error))?;
            return match self.disk.create(path, &bytes) {
                Ok(()) => Ok((path.to_owned(), How::Created)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => self.put_beside(path, note, like),
                Err(error) => Err(fault(&error)),
            };
        };
        let Some(old) = current.file else { return self.put_beside(path, note, like) };
        let Some(text) = file::compose(Some(&old), note) else { return self.put_beside(path, note, Some(&old)) };
        if text == current.text {
            return Ok((path.to_owned(), How::Unchanged));
        }
        let ours = self.wrote.get(&note.id).is_some_and(|wrote| *wrote == current.revision);
        if current.revision != note.revision && !ours {
            return self.put_beside(path, note, Some(&old));
        }
        let bytes = self.disk.codec.seal(&text).map_err(|error| fault(&error))?;
        match self.disk.replace(path, &bytes, &current.revision) {
            Ok(None) => Ok((path.to_owned(), How::Replaced)),
            Ok(Some(displaced)) => {
                // another program wrote in the last millisecond: what it wrote becomes a note of its own
                let other = self.new_id(note.session, &note.modified);
                let target = path.with_file_name(format!("{other}.{}", self.disk.codec.extension()));
                self.disk.shift(&displaced, &target).map_err(|error| fault(&error))?;
                Ok((path.to_owned(), How::KeptBoth(other)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                self.disk.create(path, &bytes).map_err(|error| fault(&error))?;
                Ok((path.to_owned(), How::Created))
            }
            Err(error) => Err(fault(&error)),
        }
    }

    /// Saves under a new id; the file at `path` stays as it is.
    /// `like`: a file whose unknown keys the new one keeps.
    fn put_beside(&self, path: &Path, note: &Note, like: Option<&NoteFile>) -> Result<(PathBuf, How), Fault> {
        let id = self.new_id(note.session, &note.created);
        let beside = self.path_of(note.session, &id);
        let note = Note { id, ..note.clone() };
        let text = file::compose(like, &note).or_else(|| file::compose(None, &note));
        let text = text.ok_or_else(|| not_writable(path))?;
        let bytes = self.disk.codec.seal(&text).map_err(|error| Fault::disk(path, &error))?;
        self.disk.create(&beside, &bytes).map_err(|error| Fault::disk(&beside, &error))?;
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let other = self.stored.iter().find(|stored| stored.path == path).map_or(stem, |stored| stored.note.id.clone());
        Ok((beside, How::KeptBoth(other)))
    }

    fn path_of(&self, session: u16, id: &str) -> PathBuf {
        self.root.join(session.to_string()).join(format!("{id}.{}", self.disk.codec.extension()))
    }
}

/// Where notes are encrypted nothing is written in the clear, whichever instance encrypted them in the meantime.
fn refuse_plain(root: &Path, codec: &dyn Codec) -> Result<(), Fault> {
    let sealed = || [Some(root), root.parent()].into_iter().flatten().any(sealed::is_sealed);
    if codec.extension() == codec::Plain.extension() && sealed() {
        return Err(Fault::new(root, FaultKind::Locked, ""));
    }
    Ok(())
}

fn not_writable(path: &Path) -> Fault {
    Fault::new(path, FaultKind::FrontMatter, "its fields cannot be written as a front matter")
}

/// The present moment, ISO 8601 in UTC to the second: for `created` and `modified`.
#[must_use]
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

/// True for an id that can name a file on every system.
fn is_name(id: &str) -> bool {
    let stem = id.split('.').next().unwrap_or_default().to_ascii_lowercase();
    // Windows keeps these names for devices
    let is_device = matches!(stem.as_str(), "con" | "prn" | "aux" | "nul")
        || (stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")));
    !is_device
        && (1..=100).contains(&id.len())
        && id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '~' | '.'))
        && !id.starts_with('.')
        && !id.ends_with('.')
}

/// The hash of bytes as [`Note::revision`] has it.
fn revision_of(bytes: &[u8]) -> String {
    revision(bytes)
}
