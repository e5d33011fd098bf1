//! What is on this disk: originals, papers as JSON, session lists, citations, full-text index.
//!
//! ```text
//! originals/<sha256>.<ext>       files as they came; never changed, never removed
//! papers/<sha256>.json           papers as read; named by their own content, never changed
//! readings/<sha256>.json         which paper the reader made of an original, and which version of the reader
//! generations/<n>/sessions/      one list a session          ┐
//!                 citations/     who cites the papers of it  │ a whole state, immutable once in place; what did not
//!                 index/         full-text index             │ change is the same file as in the generation before
//!                 in-use         locked by whoever reads it  ┘
//! current                        the generation in force: replacing this file is the one swap
//! checked.json                   when each session was last compared with its source
//! lock                           held by whoever publishes
//! reader                         the version of the reader that every original is known to have been read by
//! ```
//!
//! Every write is a whole file, flushed and renamed. A crash, `kill -9`, a full disk or a power cut at any step leaves
//! the state before in force; what was left lying bears the suffix `.staging` and is removed by the next writer.
//! A second instance reads freely, keeps the generation it began with ([`Library::refresh`] takes the new one), fetches and
//! reads files while another does, and is told when it wants to publish at the same moment. Everything here can be rebuilt from the originals.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use crate::model::search::CitedBy;
use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Paper, Session, Symbol};

mod asked;
mod checked;
mod citations;
mod disk;
mod fault;
mod generation;
mod import;
mod index;
mod merge;
mod order;
mod products;
mod publish;
mod searching;
mod shelf;
mod taking;
mod withdrawn;

pub use crate::model::search::Stand;
pub use asked::Missing;
pub use disk::sha256;
pub use fault::Fault;
pub use import::{FileReport, ImportOptions, ImportReport, Outcome};
pub use index::SearchOptions;
pub use publish::{
    Added, Batch, Change, Incoming, Offered, PaperNote, Publication, Published, ReadFn, SessionPart, TextNote,
};
pub use searching::is_guarded;
pub use shelf::Shelf;
pub use taking::{Original, Prepared};

use disk::Disk;
use generation::{Generation, group, read_json};

/// The version of the layout on disk.
pub(crate) const VERSION: u32 = 1;
/// The number under which texts are kept that belong to no session: a report of a working party, a press release that
/// names none. Always the last of [`Library::sessions`].
pub const NO_SESSION: u16 = 0;
/// Papers kept in memory after they were read.
const PAPERS_KEPT: usize = 24;

/// How far something is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// How many are done.
    pub done: usize,
    /// Of how many; 0 when not known.
    pub total: usize,
    /// The file or paper at hand.
    pub what: String,
}

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Files are being read.
    #[default]
    Reading,
    /// The index is being built.
    Indexing,
}

/// A paper found by its symbol.
#[derive(Clone, Debug)]
pub struct Found {
    /// The session that lists it.
    pub session: Arc<Session>,
    /// Everything held of the paper.
    pub entry: PaperEntry,
    /// The text that fits best: the version asked for, else the newest; in the first language preferred that there is.
    pub held: Held,
    /// True when another version than the one asked for is given, because that one is not held.
    pub other_version: bool,
}

/// The library of a delegate. May be shared between threads.
#[derive(Debug)]
pub struct Library {
    cache: PathBuf,
    disk: Disk,
    generation: RwLock<Option<Arc<Generation>>>,
    papers: Mutex<Vec<(String, Arc<Paper>)>>,
    checked: RwLock<checked::Checked>,
}

impl Library {
    /// Opens the library in a cache folder; the folder need not be there yet, and nothing is written. Instant: only the
    /// name of the generation and the list of its sessions are read.
    pub fn open(cache: &Path) -> Result<Self, Fault> {
        Self::open_on(cache, Disk::default())
    }

    /// The same on a disk that is full after so many steps of writing: for tests of crashes.
    #[doc(hidden)]
    pub fn open_failing_after(cache: &Path, steps: usize) -> Result<Self, Fault> {
        Self::open_on(cache, Disk::failing_after(steps))
    }

    fn open_on(cache: &Path, disk: Disk) -> Result<Self, Fault> {
        let generation = RwLock::new(Generation::current(cache)?);
        let checked = RwLock::new(Self::read_checked(cache));
        Ok(Self { cache: cache.to_path_buf(), disk, generation, papers: Mutex::default(), checked })
    }

    /// The cache folder.
    #[must_use]
    pub fn cache(&self) -> &Path {
        &self.cache
    }

    fn generation(&self) -> Option<Arc<Generation>> {
        self.generation.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Takes the newest state, when another instance (or this one) published it. True when there was something new.
    pub fn refresh(&self) -> Result<bool, Fault> {
        *self.checked.write().unwrap_or_else(PoisonError::into_inner) = Self::read_checked(&self.cache);
        let id = self.generation().map(|generation| generation.id);
        if generation::current_id(&self.cache)? == id {
            return Ok(false);
        }
        let newest = Generation::current(&self.cache)?;
        *self.generation.write().unwrap_or_else(PoisonError::into_inner) = newest;
        Ok(true)
    }

    /// The sessions held, newest first.
    #[must_use]
    pub fn sessions(&self) -> Vec<u16> {
        self.generation().map(|generation| generation.sessions.clone()).unwrap_or_default()
    }

    /// A session held.
    pub fn session(&self, number: u16) -> Result<Arc<Session>, Fault> {
        let generation = self.generation().ok_or(Fault::NoSession(number))?;
        Ok(self.with_time(&generation, generation.session(number)?))
    }

    /// The same for whoever goes through all sessions: what was not in memory does not stay there. Ten years of lists
    /// take more than the search itself.
    pub fn session_once(&self, number: u16) -> Result<Arc<Session>, Fault> {
        self.generation().ok_or(Fault::NoSession(number))?.session_once(number)
    }

    /// The paper that was read from a text held. The last ones stay in memory.
    pub fn paper(&self, held: &Held) -> Result<Arc<Paper>, Fault> {
        self.paper_by_hash(&held.paper)
    }

    fn paper_by_hash(&self, hash: &str) -> Result<Arc<Paper>, Fault> {
        {
            let mut kept = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(at) = kept.iter().position(|(name, _)| name == hash) {
                let found = kept.remove(at);
                let paper = Arc::clone(&found.1);
                kept.push(found);
                return Ok(paper);
            }
        }
        let paper: Arc<Paper> = Arc::new(read_json(&self.paper_path(hash))?);
        let mut kept = self.papers.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= PAPERS_KEPT {
            kept.remove(0);
        }
        kept.push((hash.to_owned(), Arc::clone(&paper)));
        Ok(paper)
    }

    /// A paper read for once, not kept in memory.
    fn paper_once(&self, held: &Held) -> Result<Arc<Paper>, Fault> {
        read_json(&self.paper_path(&held.paper)).map(Arc::new)
    }

    fn paper_path(&self, hash: &str) -> PathBuf {
        self.cache.join("papers").join(format!("{hash}.json"))
    }

    /// Where the original of a text held lies.
    #[must_use]
    pub fn original_path(&self, held: &Held) -> PathBuf {
        self.cache.join("originals").join(format!("{}.{}", held.original, held.format))
    }

    /// The original itself.
    pub fn original(&self, held: &Held) -> Result<Vec<u8>, Fault> {
        let path = self.original_path(held);
        fs::read(&path).map_err(Fault::disk("read", &path))
    }

    /// The paper with this symbol. Without a revision in the symbol it is the newest version held; with one that is not
    /// held, a later one serves, and `other_version` says so.
    #[must_use]
    pub fn find(&self, symbol: &Symbol, preferred: &[Language]) -> Option<Found> {
        let session = self.session(symbol.session()).ok()?;
        let key = symbol.paper().to_string();
        let entry = session.papers.iter().find(|entry| entry.key == key)?.clone();
        let (held, other_version) = order::choose(&entry, Some(symbol), preferred)?;
        let held = held.clone();
        Some(Found { session, entry, held, other_version })
    }

    /// The paper with this key: a symbol without version, or `text-…`; the newest version in the first language
    /// preferred that there is.
    #[must_use]
    pub fn find_key(&self, key: &str, preferred: &[Language]) -> Option<Found> {
        if let Ok(symbol) = key.parse::<Symbol>() {
            return self.find(&symbol, preferred);
        }
        self.sessions().into_iter().find_map(|number| {
            let session = self.session(number).ok()?;
            let entry = session.papers.iter().find(|entry| entry.key == key)?.clone();
            let held = order::choose(&entry, None, preferred)?.0.clone();
            Some(Found { session, entry, held, other_version: false })
        })
    }

    /// Who cites this: the key of a paper (`GB.346/INS/5`), or an instrument, article or goal as `target` writes it
    /// (`C87`). In the order of sessions, newest first.
    #[must_use]
    pub fn cited_by(&self, key: &str) -> Vec<CitedBy> {
        let Some(generation) = self.generation() else { return Vec::new() };
        generation.citations(&group(key)).ok().and_then(|citations| citations.get(key).cloned()).unwrap_or_default()
    }
}

/// The text of an entry that fits best, as [`Library::find`] chooses it.
#[must_use]
pub fn best_held<'a>(entry: &'a PaperEntry, preferred: &[Language]) -> Option<&'a Held> {
    order::choose(entry, None, preferred).map(|(held, _)| held)
}

/// The text of one version and no other: of a symbol without revision the first, not the newest.
#[must_use]
pub fn exactly_held<'a>(entry: &'a PaperEntry, version: &Symbol, preferred: &[Language]) -> Option<&'a Held> {
    order::exactly(entry, version, preferred)
}
