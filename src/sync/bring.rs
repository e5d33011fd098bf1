//! Fetching and reading at once: a few threads fetch, two read what came, and the sync only gathers what is ready. Nothing
//! here needs the right to write: what arrives is kept under its content, whoever publishes it.

use std::collections::{HashMap, VecDeque};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::arrived::Arrived;
use super::of_library;
use super::plan::{Job, Need};
use crate::library::{self, Incoming, Library, Prepared, ReadFn};
use crate::source::{Body, Control, Fault, FaultKind, Fetched, Source};
use crate::strings::Saying;

/// Threads that fetch. The client itself lets no more than four through to one host.
const FETCHERS: usize = 6;
/// Threads that read. Each may have a process of its own at work, and the delegate reads on meanwhile.
const READERS: usize = 2;
/// Bodies that wait to be read; more would only fill the memory.
const WAITING: usize = 4;
/// After so many connections to one host that failed in a row, the rest of its files are left for the next sync.
const PATIENCE: usize = 3;

/// Hosts that do not answer: how often in a row, and the last fault.
type Silent = HashMap<String, (usize, Option<Fault>)>;

/// What came of a job.
pub(super) enum What {
    /// What is held is what the source has.
    Unchanged,
    /// It is read and can be published.
    Ready(Box<Prepared>, Road),
    /// It could not be fetched or read.
    Failed(Fault),
}

/// How a file came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Road {
    /// From the source: so many bytes.
    Travelled(u64),
    /// It had arrived in a sync that did not come to its end.
    Resumed,
    /// It was on this disk.
    Held,
}

/// What a job came to, by its place in the plan.
pub(super) type Came = (usize, What);

/// What fetchers and readers work with.
pub(super) struct Crew {
    pub(super) library: Arc<Library>,
    pub(super) source: Arc<dyn Source>,
    pub(super) control: Control,
    pub(super) arrived: Arrived,
    pub(super) read: Arc<ReadFn<'static>>,
}

/// A file on its way to a reader.
struct Load {
    at: usize,
    job: Job,
    body: Body,
    road: Road,
}

impl Crew {
    /// Starts the threads on these jobs; what they come to arrives in any order. They are not waited for: after a stop each
    /// ends at its next step, and what it still brings is kept for the next sync.
    pub(super) fn start(self, jobs: VecDeque<(usize, Job)>) -> Result<Receiver<Came>, Fault> {
        let (fetchers, readers) = (FETCHERS.min(jobs.len()), READERS.min(jobs.len()));
        let (answer, answers) = channel::<Came>();
        let (load, loads) = sync_channel::<Load>(WAITING);
        let crew = Arc::new(self);
        let queue = Arc::new(Mutex::new(jobs));
        let silent: Arc<Mutex<Silent>> = Arc::default();
        for _ in 0..fetchers {
            let (crew, queue, silent) = (Arc::clone(&crew), Arc::clone(&queue), Arc::clone(&silent));
            let (answer, load) = (answer.clone(), load.clone());
            spawn("fetch", move || crew.fetch(&queue, &silent, &load, &answer))?;
        }
        let loads = Arc::new(Mutex::new(loads));
        for _ in 0..readers {
            let (crew, loads, answer) = (Arc::clone(&crew), Arc::clone(&loads), answer.clone());
            spawn("read", move || crew.read_on(&loads, &answer))?;
        }
        Ok(answers)
    }

    fn fetch(
        &self,
        queue: &Mutex<VecDeque<(usize, Job)>>,
        silent: &Mutex<Silent>,
        load: &SyncSender<Load>,
        answer: &Sender<Came>,
    ) {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
            let Some((at, job)) = next else { return };
            if self.control.stopped() {
                return;
            }
            let sent = match self.body(&job, silent) {
                Ok(Some((body, road))) => load.send(Load { at, job, body, road }).is_ok(),
                Ok(None) => answer.send((at, What::Unchanged)).is_ok(),
                Err(fault) => answer.send((at, What::Failed(fault))).is_ok(),
            };
            if !sent {
                return;
            }
        }
    }

    /// The file of a job, from this disk or from the source; `None` when what is held is current.
    fn body(&self, job: &Job, silent: &Mutex<Silent>) -> Result<Option<(Body, Road)>, Fault> {
        let known = match &job.need {
            Need::Nothing => return Ok(None),
            Need::Again(held) => {
                // the copy on this disk serves: another version of the symbol, or a better reader
                let body = Body {
                    bytes: self.library.original(held).map_err(|fault| of_library(&fault))?,
                    name: held.file_name.clone(),
                    etag: held.etag.clone(),
                    last_modified: held.last_modified.clone(),
                    ..Body::default()
                };
                return Ok(Some((body, Road::Held)));
            }
            Need::Fetch(known) => known,
        };
        // what arrived but is no longer whole is as if it had not come
        let kept = self.arrived.of(job).and_then(|kept| Some((kept.body(&self.library)?, kept)));
        if let Some((body, _)) = kept.as_ref().filter(|(_, kept)| kept.serves(job)) {
            return Ok(Some((body.clone(), Road::Resumed)));
        }
        let known = kept.as_ref().map_or_else(|| known.clone(), |(_, kept)| kept.known());
        let host = self.source.host(&job.file);
        if let Some((count, Some(fault))) = silent.lock().unwrap_or_else(PoisonError::into_inner).get(&host)
            && *count >= PATIENCE
        {
            return Err(fault.clone());
        }
        let came = self.source.fetch(&job.file, &known, &self.control);
        {
            let mut silent = silent.lock().unwrap_or_else(PoisonError::into_inner);
            let state = silent.entry(host).or_default();
            match &came {
                Err(fault) if fault.kind == FaultKind::Unreachable => *state = (state.0 + 1, Some(fault.clone())),
                _ => *state = (0, None),
            }
        }
        match came? {
            // it had arrived before, in a sync that did not come to its end
            Fetched::Unchanged => Ok(kept.map(|(body, _)| (body, Road::Resumed))),
            Fetched::File(body) => {
                // kept before it is read: whatever happens from here on, it need not travel again
                self.arrived.keep(&self.library, job, &body)?;
                let size = body.bytes.len() as u64;
                Ok(Some((body, Road::Travelled(size))))
            }
        }
    }

    fn read_on(&self, loads: &Mutex<Receiver<Load>>, answer: &Sender<Came>) {
        loop {
            let next = loads.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Load { at, job, body, road }) = next else { return };
            if self.control.stopped() {
                return;
            }
            let what = match self.library.prepare(incoming(&job, body), &*self.read) {
                Ok(ready) => What::Ready(Box::new(ready), road),
                Err(library::Fault::Refused(reason)) => {
                    What::Failed(Fault::of(FaultKind::Wrong, reason, Saying::new("advice.original_kept", &[])))
                }
                Err(fault) => What::Failed(of_library(&fault)),
            };
            if answer.send((at, what)).is_err() {
                return;
            }
        }
    }
}

fn incoming(job: &Job, body: Body) -> Incoming {
    Incoming {
        bytes: body.bytes,
        file_name: body.name,
        media_type: body.media_type.or_else(|| job.file.media_type.clone()),
        language: job.file.language,
        symbol: job.symbol.clone(),
        session: job.session,
        url: job.url.clone(),
        etag: body.etag,
        last_modified: body.last_modified,
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<(), Fault> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map(drop).map_err(|error| super::no_thread(&error))
}
