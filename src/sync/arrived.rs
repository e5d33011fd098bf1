//! What arrived in a sync that has not come to its end: which original stands for which address, so that the next sync need
//! not fetch it again. The bytes themselves lie among the originals of the library. What a sync published is forgotten.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use super::plan::{Job, Need};
use crate::library::{Library, Original, sha256};
use crate::source::{Body, Fault, FaultKind, Known};
use crate::strings::{Saying, system_reason};

/// For how long a file without validator and checksum is taken to be what the source still has.
const FRESH: Duration = Duration::from_hours(1);
/// After so long nobody carries on a sync that was broken off.
const FORGOTTEN: Duration = Duration::from_hours(24 * 30);

/// The folder of what arrived.
#[derive(Clone, Debug)]
pub struct Arrived {
    folder: PathBuf,
}

/// A file that arrived.
#[derive(Clone, Debug)]
pub struct Kept {
    about: About,
    fresh: bool,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct About {
    place: String,
    name: String,
    original: Original,
    etag: Option<String>,
    last_modified: Option<String>,
    media_type: Option<String>,
}

impl Kept {
    /// True when it can be used without asking the source.
    #[must_use]
    pub fn serves(&self, job: &Job) -> bool {
        match &job.file.sha256 {
            Some(sum) => *sum == self.about.original.sha256,
            None => self.fresh && self.about.etag.is_none() && self.about.last_modified.is_none(),
        }
    }

    /// What to ask with: what arrived is newer than what is held.
    #[must_use]
    pub fn known(&self) -> Known {
        Known {
            etag: self.about.etag.clone(),
            last_modified: self.about.last_modified.clone(),
            sha256: Some(self.about.original.sha256.clone()),
        }
    }

    /// As it came, if it is still whole.
    #[must_use]
    pub fn body(&self, library: &Library) -> Option<Body> {
        let About { name, etag, last_modified, media_type, original, .. } = self.about.clone();
        Some(Body { bytes: library.kept(&original)?, name, etag, last_modified, media_type, charset: None })
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
    pub fn keep(&self, library: &Library, job: &Job, body: &Body) -> Result<(), Fault> {
        let media_type = body.media_type.as_deref().or(job.file.media_type.as_deref());
        let original = library.keep(&body.bytes, &body.name, media_type).map_err(|fault| super::of_library(&fault))?;
        let about = About {
            place: job.place.clone(),
            name: body.name.clone(),
            original,
            etag: body.etag.clone(),
            last_modified: body.last_modified.clone(),
            media_type: body.media_type.clone(),
        };
        let write = || -> std::io::Result<()> {
            fs::create_dir_all(&self.folder)?;
            let mut staged = tempfile::NamedTempFile::new_in(&self.folder)?;
            staged.write_all(&serde_json::to_vec(&about)?)?;
            staged.persist(self.path(job))?;
            Ok(())
        };
        write().map_err(|error| {
            let (paper, path) = (job.label(), self.folder.display().to_string());
            let what = Saying::new("fault.not_kept", &[("paper", &paper), ("path", &path)]);
            let what = what.with("why", system_reason(&error));
            Fault::of(FaultKind::Disk, what, Saying::new("advice.free_space", &[]))
        })
    }

    /// What arrived for a job.
    #[must_use]
    pub fn of(&self, job: &Job) -> Option<Kept> {
        if !matches!(job.need, Need::Fetch(_)) {
            return None;
        }
        let path = self.path(job);
        let age = fs::metadata(&path).ok()?.modified().ok().and_then(|at| SystemTime::now().duration_since(at).ok());
        let about: About = serde_json::from_slice(&fs::read(&path).ok()?).ok()?;
        (about.place == job.place).then(|| Kept { about, fresh: age.is_some_and(|age| age < FRESH) })
    }

    /// Forgets what came for these jobs: it is in the library now. What another sync brought stays.
    pub fn forget<'a>(&self, jobs: impl Iterator<Item = &'a Job>) {
        // what cannot be removed is checked by its checksum before it is ever used
        for job in jobs {
            let _ = fs::remove_file(self.path(job));
        }
        for file in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let age = file.metadata().and_then(|about| about.modified()).ok().and_then(|at| at.elapsed().ok());
            if age.is_some_and(|age| age > FORGOTTEN) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}
