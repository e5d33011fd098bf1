//! Generations: each a whole state of the library (session lists, citations, index), immutable once in place. The file
//! `current` names the one in force; replacing it is the one swap.
//!
//! A reader holds a shared lock on the file `in-use` of its generation; a writer removes only generations whose lock it
//! gets for itself, and never the current one nor the one before. So no running instance loses what it reads, however
//! long it runs, and a killed one leaves nothing locked.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};

use super::disk::{Disk, STAGING, abandoned, sync_folder, with_suffix};
use super::index::Index;
use super::{Fault, VERSION};
use crate::model::search::CitedBy;
use crate::model::{Session, Symbol};

/// Who cites the papers of one session: by the key of the paper cited.
pub(super) type Citations = BTreeMap<String, Vec<CitedBy>>;

/// The content of `current`.
#[derive(Serialize, Deserialize)]
struct Current {
    version: u32,
    generation: u64,
}

/// A whole state of the library.
#[derive(Debug)]
pub(super) struct Generation {
    pub(super) id: u64,
    pub(super) folder: PathBuf,
    /// Newest first.
    pub(super) sessions: Vec<u16>,
    held: Mutex<HashMap<u16, Arc<Session>>>,
    citations: Mutex<HashMap<String, Arc<Citations>>>,
    /// Opened when first searched; or why it cannot be used.
    index: OnceLock<Result<Index, String>>,
    /// Why the index cannot be used any more.
    broken: Mutex<Option<String>>,
    /// Shared lock: this generation is read.
    _in_use: Option<File>,
}

impl Generation {
    /// The generation in force, or `None` in an empty folder.
    pub(super) fn current(cache: &Path) -> Result<Option<Arc<Self>>, Fault> {
        // another instance may swap and clean up between reading the name and opening the folder: look again then
        for _ in 0..8 {
            let Some(id) = current_id(cache)? else { return Ok(None) };
            let folder = folder(cache, id);
            let in_use = File::open(folder.join("in-use")).ok();
            if let Some(file) = &in_use
                && matches!(file.try_lock_shared(), Err(fs::TryLockError::WouldBlock))
            {
                continue;
            }
            if current_id(cache)? != Some(id) {
                continue;
            }
            let sessions = list_sessions(&folder)?;
            return Ok(Some(Arc::new(Self {
                id,
                folder,
                sessions,
                held: Mutex::default(),
                citations: Mutex::default(),
                index: OnceLock::new(),
                broken: Mutex::default(),
                _in_use: in_use,
            })));
        }
        Err(Fault::Busy(cache.to_path_buf()))
    }

    /// The index, opened when first asked for; or in a few words why it cannot be used.
    pub(super) fn index(&self) -> Result<&Index, String> {
        if let Some(why) = self.broken.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Err(why);
        }
        self.index.get_or_init(|| Index::open(&self.folder.join("index"))).as_ref().map_err(Clone::clone)
    }

    /// Notes that the index, though it could be opened, turned out damaged.
    pub(super) fn index_broke(&self, why: &str) {
        *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = Some(why.to_owned());
    }

    /// The list of a session, read once.
    pub(super) fn session(&self, number: u16) -> Result<Arc<Session>, Fault> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(session) = held.get(&number) {
            return Ok(Arc::clone(session));
        }
        if !self.sessions.contains(&number) {
            return Err(Fault::NoSession(number));
        }
        let session: Arc<Session> = Arc::new(read_json(&session_path(&self.folder, number))?);
        held.insert(number, Arc::clone(&session));
        Ok(session)
    }

    /// The same, but not kept in memory when it was not there yet: for whoever goes through all of them.
    pub(super) fn session_once(&self, number: u16) -> Result<Arc<Session>, Fault> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).get(&number).map(Arc::clone);
        match held {
            Some(session) => Ok(session),
            None if self.sessions.contains(&number) => Ok(Arc::new(read_json(&session_path(&self.folder, number))?)),
            None => Err(Fault::NoSession(number)),
        }
    }

    /// Puts a session in the place of the one read, and gives it back: only what is not published may differ.
    pub(super) fn keep(&self, session: Session) -> Arc<Session> {
        let session = Arc::new(session);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(session.session, Arc::clone(&session));
        session
    }

    /// Who cites the papers of a group (see [`group`]); empty when nobody does.
    pub(super) fn citations(&self, group: &str) -> Result<Arc<Citations>, Fault> {
        let mut held = self.citations.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(citations) = held.get(group) {
            return Ok(Arc::clone(citations));
        }
        let path = self.folder.join("citations").join(format!("{group}.json"));
        let citations: Arc<Citations> = Arc::new(if path.exists() { read_json(&path)? } else { Citations::new() });
        held.insert(group.to_owned(), Arc::clone(&citations));
        Ok(citations)
    }
}

/// The file in which citations of a key are kept: the session of a symbol, `outside` for everything else.
pub(super) fn group(key: &str) -> String {
    key.parse::<Symbol>().map_or_else(|_| "outside".to_owned(), |symbol| symbol.session().to_string())
}

pub(super) fn folder(cache: &Path, id: u64) -> PathBuf {
    cache.join("generations").join(id.to_string())
}

pub(super) fn session_path(generation: &Path, number: u16) -> PathBuf {
    generation.join("sessions").join(format!("{number}.json"))
}

/// Which generation is in force. A damaged `current` is no loss: every folder without the mark of staging is whole, the
/// newest of them is taken.
pub(super) fn current_id(cache: &Path) -> Result<Option<u64>, Fault> {
    let path = cache.join("current");
    match fs::read(&path) {
        Ok(bytes) => match serde_json::from_slice::<Current>(&bytes) {
            Ok(current) if current.version > VERSION => return Err(Fault::Newer(cache.to_path_buf())),
            Ok(current) if folder(cache, current.generation).is_dir() => return Ok(Some(current.generation)),
            _ => {}
        },
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => {}
        Err(why) => return Err(Fault::disk("read", &path)(why)),
    }
    Ok(ids(cache).into_iter().max())
}

/// All generations in place.
fn ids(cache: &Path) -> Vec<u64> {
    let Ok(entries) = fs::read_dir(cache.join("generations")) else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

fn list_sessions(generation: &Path) -> Result<Vec<u16>, Fault> {
    let folder = generation.join("sessions");
    let entries = fs::read_dir(&folder).map_err(Fault::disk("list", &folder))?;
    let mut sessions: Vec<u16> =
        entries.flatten().filter_map(|entry| entry.file_name().to_str()?.strip_suffix(".json")?.parse().ok()).collect();
    sessions.sort_unstable_by(|a, b| b.cmp(a));
    Ok(sessions)
}

pub(super) fn read_json<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, Fault> {
    let bytes = fs::read(path).map_err(Fault::disk("read", path))?;
    serde_json::from_slice(&bytes).map_err(|why| Fault::Damaged { path: path.to_path_buf(), why: why.to_string() })
}

pub(super) fn to_json<T: Serialize>(value: &T, path: &Path) -> Result<Vec<u8>, Fault> {
    serde_json::to_vec(value).map_err(|why| Fault::Damaged { path: path.to_path_buf(), why: why.to_string() })
}

/// A generation being made.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) id: u64,
    cache: PathBuf,
    /// Where it lies until it is in place.
    pub(super) folder: PathBuf,
    before: Option<u64>,
    disk: Disk,
}

impl Staged {
    /// Begins a generation after `before`, with every session list and citation file of it except those in `changed`.
    pub(super) fn begin(
        cache: &Path,
        before: Option<&Generation>,
        changed_sessions: &[u16],
        changed_citations: &[String],
        disk: &Disk,
    ) -> Result<Self, Fault> {
        let id = ids(cache).into_iter().max().unwrap_or(0) + 1;
        let folder = with_suffix(&folder(cache, id), STAGING);
        if folder.exists() {
            disk.remove(&folder);
        }
        for part in ["sessions", "citations", "index"] {
            disk.folder(&folder.join(part))?;
        }
        disk.flushed(&folder.join("in-use"), b"")?;
        if let Some(before) = before {
            for number in before.sessions.iter().filter(|number| !changed_sessions.contains(number)) {
                disk.link(&session_path(&before.folder, *number), &session_path(&folder, *number))?;
            }
            for name in file_names(&before.folder.join("citations")) {
                let stem = name.trim_end_matches(".json");
                if !changed_citations.iter().any(|changed| changed == stem) {
                    disk.link(&before.folder.join("citations").join(&name), &folder.join("citations").join(&name))?;
                }
            }
        }
        Ok(Self { id, cache: cache.to_path_buf(), folder, before: before.map(|before| before.id), disk: disk.clone() })
    }

    pub(super) fn write_session(&self, session: &Session) -> Result<(), Fault> {
        let path = session_path(&self.folder, session.session);
        self.disk.flushed(&path, &to_json(session, &path)?)
    }

    pub(super) fn write_citations(&self, group: &str, citations: &Citations) -> Result<(), Fault> {
        if citations.is_empty() {
            return Ok(());
        }
        let path = self.folder.join("citations").join(format!("{group}.json"));
        self.disk.flushed(&path, &to_json(citations, &path)?)
    }

    /// The swap. Before the last rename the former state is in force, after it the new one; nothing in between.
    pub(super) fn publish(self) -> Result<(), Fault> {
        for part in ["sessions", "citations", "index", ""] {
            sync_folder(&self.folder.join(part));
        }
        self.disk.rename(&self.folder, &folder(&self.cache, self.id))?;
        let path = self.cache.join("current");
        let current = Current { version: VERSION, generation: self.id };
        self.disk.whole(&path, &to_json(&current, &path)?)?;
        clean(&self.cache, self.id, self.before, &self.disk);
        Ok(())
    }
}

/// The names of the files in a folder; none when it is not there.
pub(super) fn file_names(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

/// Removes what interrupted writers left, and generations that nobody reads, except the current one and the one before.
/// Only for the holder of the write lock.
pub(super) fn clean(cache: &Path, current: u64, before: Option<u64>, disk: &Disk) {
    for (part, shared) in
        [("", false), ("generations", false), ("originals", true), ("papers", true), ("readings", true)]
    {
        let folder = cache.join(part);
        for name in file_names(&folder).iter().filter(|name| name.ends_with(STAGING)) {
            let path = folder.join(name);
            // originals and papers are also written by those who do not hold the lock
            if !shared || abandoned(&path) {
                disk.remove(&path);
            }
        }
    }
    for id in ids(cache) {
        if id == current || Some(id) == before {
            continue;
        }
        let path = folder(cache, id);
        if let Ok(file) = File::open(path.join("in-use"))
            && file.try_lock().is_err()
        {
            // somebody reads it, or the disk knows no locks: better a folder too many
            continue;
        }
        disk.remove(&path);
    }
}
