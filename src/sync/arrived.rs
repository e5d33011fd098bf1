//! What arrived in a sync that has not come to its end: kept file by file, so that the next sync need not fetch it again.
//! Emptied when a sync is published.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::plan::{Job, Need};
use crate::library::sha256;
use crate::source::{Body, Fault, FaultKind, Known};

/// For how long a file without validator and checksum is taken to be what the source still has.
const FRESH: Duration = Duration::from_hours(1);

/// The folder of what arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    folder: PathBuf,
}

/// A file that arrived.
#[derive(Clone, Debug)]
pub struct Kept {
    about: About,
    bytes: Vec<u8>,
    fresh: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct About {
    place: String,
    name: String,
    sha256: String,
    etag: Option<String>,
    last_modified: Option<String>,
    media_type: Option<String>,
}

impl Kept {
    /// True when it can be used without asking the source.
    #[must_use]
    pub fn serves(&self, job: &Job) -> bool {
        match &job.file.sha256 {
            Some(sum) => *sum == self.about.sha256,
            None => self.fresh && self.about.etag.is_none() && self.about.last_modified.is_none(),
        }
    }

    /// As it came.
    #[must_use]
    pub fn body(self) -> Body {
        let About { name, etag, last_modified, media_type, .. } = self.about;
        Body { bytes: self.bytes, name, etag, last_modified, media_type, charset: None }
    }
}

impl Arrived {
    /// The folder in a cache folder.
    #[must_use]
    pub fn beside(cache: &Path) -> Self {
        Self { folder: cache.join("arrived") }
    }

    fn path(&self, job: &Job) -> PathBuf {
        self.folder.join(sha256(job.place.as_bytes()))
    }

    /// Keeps a file. A full disk is a fault: the library could not take it either.
    pub fn keep(&self, job: &Job, body: &Body) -> Result<(), Fault> {
        let about = About {
            place: job.place.clone(),
            name: body.name.clone(),
            sha256: sha256(&body.bytes),
            etag: body.etag.clone(),
            last_modified: body.last_modified.clone(),
            media_type: body.media_type.clone(),
        };
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            let mut staged = tempfile::NamedTempFile::new_in(&self.folder)?;
            // one file: a line about it, then the bytes
            let mut head = serde_json::to_vec(&about)?;
            head.push(b'\n');
            staged.write_all(&head)?;
            staged.write_all(&body.bytes)?;
            staged.persist(self.path(job))?;
            Ok(())
        };
        write().map_err(|error| {
            Fault::new(
                FaultKind::Disk,
                format!("{} could not be written to {} ({error}).", job.label(), self.folder.display()),
                "What was held is untouched; free some space and run the sync again: it carries on from what had arrived.",
            )
        })
    }

    /// What arrived for a job, if it is whole.
    #[must_use]
    pub fn of(&self, job: &Job) -> Option<Kept> {
        let path = self.path(job);
        let age = fs::metadata(&path).ok()?.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        let mut bytes = fs::read(&path).ok()?;
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let about: About = serde_json::from_slice(bytes.get(..end)?).ok()?;
        bytes.drain(..=end);
        let whole = about.place == job.place && about.sha256 == sha256(&bytes);
        whole.then(|| Kept { about, bytes, fresh: age.is_some_and(|age| age < FRESH) })
    }

    /// What to ask with: what arrived is newer than what is held.
    #[must_use]
    pub fn known(&self, held: &Known, job: &Job) -> (Known, Option<Kept>) {
        match self.of(job) {
            Some(kept) if matches!(job.need, Need::Fetch(_)) => {
                let known = Known {
                    etag: kept.about.etag.clone(),
                    last_modified: kept.about.last_modified.clone(),
                    sha256: Some(kept.about.sha256.clone()),
                };
                (known, Some(kept))
            }
            _ => (held.clone(), None),
        }
    }

    /// Forgets everything: it is in the library now.
    pub fn clear(&self) {
        // what cannot be removed is checked by its checksum before it is ever used
        let _ = fs::remove_dir_all(&self.folder);
    }
}
