//! Brings a session over, then only what changed, and says exactly what changed.
//!
//! A source lists; [`plan`] compares with what is held; a few threads fetch; what arrives is kept at once under its
//! content ([`arrived`]) and read; everything is published with one swap. Whatever happens half-way leaves the previous
//! state whole, and the next sync carries on from what had arrived.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::library::{self, Added, Incoming, Library, Publication, ReadFn};
use crate::model::session::Held;
use crate::model::{Kind, Language, Session, Symbol};
use crate::source::{Body, Control, Fault, FaultKind, Fetched, Listing, Source, programme, record};

pub mod arrived;
pub mod bundle;
pub mod plan;
pub mod report;

pub use report::{News, PaperNews, SyncReport};

use arrived::Arrived;
use plan::{Job, Need};

/// Threads that fetch. The client itself lets no more than four through to one host.
const FETCHERS: usize = 6;
/// Bodies that wait to be read; more would only fill the memory.
const WAITING: usize = 4;
/// How often a stop is looked for while nothing else happens.
const LOOK: Duration = Duration::from_millis(40);
/// After so many connections to one host that failed in a row, the rest of its files are left for the next sync.
const PATIENCE: usize = 3;

/// How to sync.
#[derive(Clone, Debug, Default)]
pub struct SyncOptions {
    /// The session of texts that do not say it.
    pub session: Option<u16>,
    /// Languages to bring; empty means all there are.
    pub languages: Vec<Language>,
}

/// How far a sync is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Files done.
    pub done: usize,
    /// Of how many; 0 while it is not known.
    pub total: usize,
    /// The paper's symbol, or the page at hand.
    pub what: String,
    /// Bytes that came over so far.
    pub bytes: u64,
}

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// The source is being asked what there is.
    #[default]
    Listing,
    /// Files are being fetched and read.
    Fetching,
    /// The new state is being put in place.
    Publishing,
}

/// Brings over what is new. A paper that fails stands in the report with its reason; what was held of it stays.
pub fn run(
    library: &Library,
    source: &Arc<dyn Source>,
    options: &SyncOptions,
    read: &ReadFn,
    cancel: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<SyncReport, Fault> {
    let control = Control::new();
    let result = Run { library, source, options, control: control.clone(), cancel }.carry_out(read, progress);
    // whoever still fetches has nobody to fetch for
    control.stop();
    result
}

struct Run<'a> {
    library: &'a Library,
    source: &'a Arc<dyn Source>,
    options: &'a SyncOptions,
    control: Control,
    cancel: &'a AtomicBool,
}

/// Hosts that do not answer: how often in a row, and the last fault.
type Silent = HashMap<String, (usize, Option<Fault>)>;

/// What a fetcher sends: which job, and what came of it.
type Came = (usize, Result<Fetched, Fault>);

impl Run<'_> {
    fn carry_out(&self, read: &ReadFn, progress: &mut dyn FnMut(Progress)) -> Result<SyncReport, Fault> {
        let listing = self.list(progress)?;
        self.check()?;
        let mut publication = self.library.begin().map_err(|fault| of_library(&fault))?;
        let number = listing.session.or(self.options.session);
        let before: Option<Arc<Session>> = number.and_then(|number| self.library.session(number).ok());
        let arrived = Arrived::beside(self.library.cache());
        let jobs = plan::plan(&listing, before.as_deref(), self.source.as_ref(), &self.options.languages, &|held| {
            self.library.original_path(held).is_file()
        });
        let mut report = SyncReport { session: number, source: self.source.name(), ..SyncReport::default() };
        report.remarks.clone_from(&listing.remarks);
        let added = self.bring(&jobs, &arrived, &mut publication, read, &mut report, progress)?;
        self.check()?;
        progress(Progress {
            stage: Stage::Publishing,
            done: jobs.len(),
            total: jobs.len(),
            bytes: report.bytes,
            ..Progress::default()
        });
        let part = self.part(&listing, &jobs, &added, before.as_deref(), &mut publication, &report);
        publication.describe(part).map_err(|fault| of_library(&fault))?;
        let mut failed: Vec<Symbol> = Vec::new();
        for one in report.papers.iter().filter(|one| matches!(one.what, News::Failed { .. })) {
            failed.extend(one.symbol.as_ref().and_then(|symbol| symbol.parse::<Symbol>().ok()));
        }
        for symbol in &failed {
            publication.failed(symbol).map_err(|fault| of_library(&fault))?;
        }
        // what failed last time and did not now is no longer failed
        let failed: BTreeSet<String> = failed.iter().map(|symbol| symbol.paper().to_string()).collect();
        let listed: BTreeSet<String> =
            jobs.iter().filter_map(|job| Some(job.symbol.as_ref()?.paper().to_string())).collect();
        for (key, number) in listed.difference(&failed).filter_map(|key| Some((key, number?))) {
            publication.recovered(key, number).map_err(|fault| of_library(&fault))?;
        }
        self.check()?;
        let published = publication.commit(&mut |_| {}).map_err(|fault| of_library(&fault))?;
        arrived.clear();
        report.complete(self.library, before.as_deref(), &published, &added);
        Ok(report)
    }

    /// A fault once the delegate asked to stop.
    fn check(&self) -> Result<(), Fault> {
        if self.cancel.load(Ordering::Relaxed) {
            self.control.stop();
        }
        self.control.check()
    }

    /// Asks the source what there is, on a thread of its own, so that a stop is heard at once.
    fn list(&self, progress: &mut dyn FnMut(Progress)) -> Result<Listing, Fault> {
        let (sender, receiver) = channel();
        let (source, control) = (Arc::clone(self.source), self.control.clone());
        thread::Builder::new()
            .name("list".to_owned())
            .spawn(move || {
                let _ = sender.send(source.list(&control));
            })
            .map_err(|error| no_thread(&error))?;
        let mut said = None;
        loop {
            self.check()?;
            let doing = self.control.doing();
            if said.as_ref() != Some(&doing) {
                progress(Progress { what: doing.clone(), ..Progress::default() });
                said = Some(doing);
            }
            match receiver.recv_timeout(LOOK) {
                Ok(listing) => return listing,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(broken_off()),
            }
        }
    }

    /// Fetches and takes in. Gives what was added, by job.
    fn bring(
        &self,
        jobs: &[Job],
        arrived: &Arrived,
        publication: &mut Publication<'_>,
        read: &ReadFn,
        report: &mut SyncReport,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<(usize, Added)>, Fault> {
        let total = jobs.len();
        let mut added = Vec::new();
        let mut done = 0;
        let mut to_fetch = VecDeque::new();
        for (at, job) in jobs.iter().enumerate() {
            match &job.need {
                Need::Nothing => {
                    report.unchanged += 1;
                    done += 1;
                }
                Need::Again(held) => {
                    // the copy on this disk serves: another version of the symbol, or a better reader
                    self.check()?;
                    let bytes = self.library.original(held).map_err(|fault| of_library(&fault))?;
                    let body = Body {
                        bytes,
                        name: held.file_name.clone(),
                        etag: held.etag.clone(),
                        last_modified: held.last_modified.clone(),
                        ..Body::default()
                    };
                    take_in(publication, job, at, body, read, &mut added, report)?;
                    done += 1;
                }
                Need::Fetch(known) => {
                    let mut job = job.clone();
                    let (known, kept) = arrived.known(known, &job);
                    job.need = Need::Fetch(known);
                    if let Some(kept) = kept.filter(|kept| kept.serves(&job)) {
                        take_in(publication, &job, at, kept.body(), read, &mut added, report)?;
                        report.resumed += 1;
                        done += 1;
                    } else {
                        to_fetch.push_back((at, job));
                    }
                }
            }
        }
        progress(Progress { stage: Stage::Fetching, done, total, ..Progress::default() });
        let receiver = self.fetch(to_fetch.clone())?;
        let mut waiting: HashMap<usize, Job> = to_fetch.into_iter().collect();
        while !waiting.is_empty() {
            self.check()?;
            let (at, came) = match receiver.recv_timeout(LOOK) {
                Ok(came) => came,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Err(broken_off()),
            };
            let Some(job) = waiting.remove(&at) else { continue };
            match came {
                Ok(Fetched::Unchanged) => {
                    if let Some(kept) = arrived.of(&job) {
                        // it had arrived before, in a sync that did not come to its end
                        take_in(publication, &job, at, kept.body(), read, &mut added, report)?;
                        report.resumed += 1;
                    } else {
                        report.unchanged += 1;
                    }
                }
                Ok(Fetched::File(body)) => {
                    report.bodies += 1;
                    report.bytes += body.bytes.len() as u64;
                    arrived.keep(&job, &body)?;
                    take_in(publication, &job, at, body, read, &mut added, report)?;
                }
                Err(fault) if matches!(fault.kind, FaultKind::Cancelled | FaultKind::Disk) => return Err(fault),
                Err(fault) => report.papers.push(report::failed(&job, &fault)),
            }
            done += 1;
            progress(Progress { stage: Stage::Fetching, done, total, what: job.label(), bytes: report.bytes });
        }
        Ok(added)
    }

    /// Starts the fetchers. They are not waited for: after a stop each ends at its next step, and what it still brings
    /// goes nowhere.
    fn fetch(&self, jobs: VecDeque<(usize, Job)>) -> Result<Receiver<Came>, Fault> {
        let (sender, receiver): (SyncSender<Came>, Receiver<Came>) = sync_channel(WAITING);
        let fetchers = FETCHERS.min(jobs.len());
        let queue = Arc::new(Mutex::new(jobs));
        let silent: Arc<Mutex<Silent>> = Arc::default();
        for _ in 0..fetchers {
            let (sender, queue, silent) = (sender.clone(), Arc::clone(&queue), Arc::clone(&silent));
            let (source, control) = (Arc::clone(self.source), self.control.clone());
            let fetcher = move || {
                loop {
                    let next = queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some((at, job)) = next else { return };
                    let came = one(&source, &job, &control, &silent);
                    if control.stopped() || sender.send((at, came)).is_err() {
                        return;
                    }
                }
            };
            thread::Builder::new().name("fetch".to_owned()).spawn(fetcher).map_err(|error| no_thread(&error))?;
        }
        Ok(receiver)
    }

    /// What the source says of the session, for the library.
    fn part(
        &self,
        listing: &Listing,
        jobs: &[Job],
        added: &[(usize, Added)],
        before: Option<&Session>,
        publication: &mut Publication<'_>,
        report: &SyncReport,
    ) -> library::SessionPart {
        let mut part = plan::part(listing, &self.source.name());
        let Some(number) = listing.session else {
            return library::SessionPart::default();
        };
        // what the papers themselves told: symbols that the list did not give, decisions, the order of business
        for (at, one) in added {
            let Some(job) = jobs.get(*at) else { continue };
            if one.session != number {
                continue;
            }
            match &one.symbol {
                Some(symbol) if job.symbol.is_none() => part.papers.push(plan::note(listing, job, symbol.clone())),
                None => part.texts.push(plan::text_note(listing, job, &one.key)),
                Some(_) => {}
            }
            let held = publication.session(number).ok().and_then(|session| held_of(session, one));
            let Some(paper) = held.and_then(|held| self.library.paper(&held).ok()) else { continue };
            let symbol = one.symbol.as_ref();
            if paper.kind == Kind::Decision || symbol.is_some_and(Symbol::is_product) {
                part.adopted.extend(record::of_paper(&paper, symbol));
            }
            if paper.kind == Kind::Programme && part.sittings.is_none() {
                let lines: Vec<String> = paper
                    .paragraphs()
                    .flat_map(|paragraph| paragraph.full_text().lines().map(str::to_owned).collect::<Vec<_>>())
                    .collect();
                let year = paper.date.as_deref().and_then(|date| date.get(..4)).map(str::to_owned);
                let sittings = programme::sittings(&lines, year.as_deref(), paper.language);
                part.sittings = Some(sittings).filter(|sittings| !sittings.is_empty());
            }
        }
        // what is held of a nameless offer that did not change, or could not be asked for, is still on the list
        for job in jobs.iter().filter(|job| job.symbol.is_none()) {
            for entry in before.map(|session| session.papers.as_slice()).unwrap_or_default() {
                if entry.held.iter().any(|held| held.url.as_deref() == Some(job.place.as_str())) {
                    match &entry.symbol {
                        Some(symbol) => part.papers.push(plan::note(listing, job, symbol.clone())),
                        None => part.texts.push(plan::text_note(listing, job, &entry.key)),
                    }
                }
            }
        }
        // a list of another source, or one with holes, does not say what was taken off
        let same_source = before.is_none_or(|session| session.source.as_deref() == Some(self.source.name().as_str()));
        let nameless_failed =
            report.papers.iter().any(|one| one.symbol.is_none() && matches!(one.what, News::Failed { .. }));
        part.complete = listing.whole && same_source && !nameless_failed;
        part
    }
}

/// Fetches one file, unless its host has stopped answering.
fn one(source: &Arc<dyn Source>, job: &Job, control: &Control, silent: &Mutex<Silent>) -> Result<Fetched, Fault> {
    let host = source.host(&job.file);
    {
        let silent = silent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((count, Some(fault))) = silent.get(&host)
            && *count >= PATIENCE
        {
            return Err(fault.clone());
        }
    }
    let Need::Fetch(known) = &job.need else { return Ok(Fetched::Unchanged) };
    let came = source.fetch(&job.file, known, control);
    let mut silent = silent.lock().unwrap_or_else(PoisonError::into_inner);
    let state = silent.entry(host).or_default();
    match &came {
        Err(fault) if fault.kind == FaultKind::Unreachable => {
            state.0 += 1;
            state.1 = Some(fault.clone());
        }
        _ => *state = (0, None),
    }
    came
}

/// Hands a file to the library. One that cannot be read is reported; a disk that refuses ends the sync.
fn take_in(
    publication: &mut Publication<'_>,
    job: &Job,
    at: usize,
    body: Body,
    read: &ReadFn,
    added: &mut Vec<(usize, Added)>,
    report: &mut SyncReport,
) -> Result<(), Fault> {
    let incoming = Incoming {
        bytes: body.bytes,
        file_name: body.name,
        media_type: body.media_type.or_else(|| job.file.media_type.clone()),
        language: job.file.language,
        symbol: job.symbol.clone(),
        session: job.session,
        url: job.url.clone(),
        etag: body.etag,
        last_modified: body.last_modified,
    };
    match publication.add(&incoming, read) {
        Ok(one) => added.push((at, one)),
        Err(library::Fault::Refused(reason)) => {
            let advice = "The original is kept; what was held of the paper stays.";
            let fault = Fault::new(FaultKind::Wrong, sentence(&reason), advice);
            report.papers.push(report::failed(job, &fault));
        }
        Err(fault) => return Err(of_library(&fault)),
    }
    Ok(())
}

/// The text that an added file became.
fn held_of(session: &Session, one: &Added) -> Option<Held> {
    let entry = session.papers.iter().find(|entry| entry.key == one.key)?;
    entry
        .held
        .iter()
        .rev()
        .find(|held| held.symbol == one.symbol && held.language == one.language && held.replaced.is_none())
        .cloned()
}

/// With a capital and a full stop.
fn sentence(text: &str) -> String {
    let mut letters = text.trim().chars();
    let first: String = letters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let text = format!("{first}{}", letters.as_str());
    if text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
}

/// A fault of the library as one of a sync.
fn of_library(fault: &library::Fault) -> Fault {
    let kind = match fault {
        library::Fault::Cancelled => FaultKind::Cancelled,
        _ => FaultKind::Disk,
    };
    Fault { kind, what: fault.to_string(), advice: String::new() }
}

fn no_thread(error: &std::io::Error) -> Fault {
    Fault::new(
        FaultKind::Disk,
        format!("The system gives no thread for the sync ({error})."),
        "Close other programs and try again; what was held stays.",
    )
}

fn broken_off() -> Fault {
    Fault::new(
        FaultKind::Wrong,
        "The sync broke off inside the program.",
        "What was held stays; run it again, and report it if it happens twice.",
    )
}
