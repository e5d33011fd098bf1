//! Brings a session over, then only what changed, and says exactly what changed.
//!
//! A source lists; [`plan`] compares with what is held; a few threads fetch, two read what came; what arrives is kept at
//! once under its content ([`arrived`]); everything is published with one swap, and only for that is the right to write
//! taken. Whatever happens half-way leaves the previous state whole, and the next sync carries on from what had arrived.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::library::{self, Added, Change, Library, Prepared, Publication, ReadFn};
use crate::model::session::Held;
use crate::model::{Kind, Language, Session, Symbol};
use crate::source::{Control, Fault, FaultKind, Listing, Source, programme};
use crate::strings::{Saying, system_reason};

pub mod arrived;
mod bring;
pub mod bundle;
pub mod plan;
pub mod report;

pub use report::{News, PaperNews, SyncReport};

use arrived::Arrived;
use bring::{Crew, Road, What};
use plan::{Job, Need};

/// How often a stop is looked for while nothing else happens.
const LOOK: Duration = Duration::from_millis(40);

/// How to sync.
#[derive(Clone, Debug, Default)]
pub struct SyncOptions {
    /// The session of texts that do not say it.
    pub session: Option<u16>,
    /// Languages to bring; empty means all there are.
    pub languages: Vec<Language>,
    /// How long to wait for another instance that is writing. What was fetched is kept in any case.
    pub patience: Duration,
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
    /// Everything is there; another instance is writing, and is waited for.
    Waiting,
    /// The new state is being put in place.
    Publishing,
}

/// Brings over what is new. A paper that fails stands in the report with its reason; what was held of it stays. The right
/// to write is taken only to publish, when everything is there and read.
pub fn run(
    library: &Arc<Library>,
    source: &Arc<dyn Source>,
    options: &SyncOptions,
    read: &Arc<ReadFn<'static>>,
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
    library: &'a Arc<Library>,
    source: &'a Arc<dyn Source>,
    options: &'a SyncOptions,
    control: Control,
    cancel: &'a AtomicBool,
}

impl Run<'_> {
    fn carry_out(&self, read: &Arc<ReadFn<'static>>, progress: &mut dyn FnMut(Progress)) -> Result<SyncReport, Fault> {
        let listing = self.list(progress)?;
        self.check()?;
        if let Some((asked, came)) = self.options.session.zip(listing.session).filter(|(asked, came)| asked != came) {
            // nothing of it is stored: the delegate asked for another session
            let what = Saying::new("sync.other_session", &[("asked", &asked.to_string()), ("n", &came.to_string())]);
            return Err(Fault::of(FaultKind::Wrong, what, Saying::new("advice.none", &[])));
        }
        self.library.refresh().map_err(|fault| of_library(&fault))?;
        let number = listing.session.or(self.options.session);
        let held = || number.and_then(|number| self.library.session(number).ok());
        let arrived = Arrived::beside(self.library.cache());
        let jobs = plan::plan(&listing, held().as_deref(), self.source.as_ref(), &self.options.languages, &|held| {
            self.library.original_path(held).is_file()
        });
        let mut report = SyncReport { session: number, source: self.source.name(), ..SyncReport::default() };
        report.remarks.clone_from(&listing.remarks);
        let mut ready = self.bring(&jobs, &arrived, read, &mut report, progress)?;
        self.check()?;
        let mut publication = self.begin(jobs.len(), progress)?;
        // what another instance published meanwhile counts as held
        let before = held();
        progress(Progress {
            stage: Stage::Publishing,
            done: jobs.len(),
            total: jobs.len(),
            bytes: report.bytes,
            ..Progress::default()
        });
        publication.unless(|| self.cancel.load(Ordering::Relaxed));
        ready.sort_by_key(|(at, _)| *at);
        let mut added = Vec::with_capacity(ready.len());
        for (at, prepared) in &ready {
            let one = publication.admit(prepared).map_err(|fault| of_library(&fault))?;
            // a server without conditions sends again what is held
            report.unchanged += usize::from(one.change == Change::Unchanged);
            added.push((*at, one));
        }
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
        arrived.forget(jobs.iter());
        report.complete(self.library, before.as_deref(), &published, &added);
        Ok(report)
    }

    /// Takes the right to write; waits for another instance that has it.
    fn begin(&self, total: usize, progress: &mut dyn FnMut(Progress)) -> Result<Publication<'_>, Fault> {
        let since = Instant::now();
        loop {
            match self.library.begin() {
                Err(library::Fault::Busy(_)) if since.elapsed() < self.options.patience => {
                    progress(Progress { stage: Stage::Waiting, done: total, total, ..Progress::default() });
                    self.check()?;
                    self.control.wait(LOOK)?;
                }
                begun => return begun.map_err(|fault| of_library(&fault)),
            }
        }
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

    /// Fetches and reads. Gives what is ready to be published, by job.
    fn bring(
        &self,
        jobs: &[Job],
        arrived: &Arrived,
        read: &Arc<ReadFn<'static>>,
        report: &mut SyncReport,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<(usize, Prepared)>, Fault> {
        let total = jobs.len();
        let wanted = |(_, job): &(usize, &Job)| job.need != Need::Nothing;
        let queue: VecDeque<(usize, Job)> =
            jobs.iter().enumerate().filter(wanted).map(|(at, job)| (at, job.clone())).collect();
        let mut left = queue.len();
        let mut done = total - left;
        report.unchanged = done;
        progress(Progress { stage: Stage::Fetching, done, total, ..Progress::default() });
        let crew = Crew {
            library: Arc::clone(self.library),
            source: Arc::clone(self.source),
            control: self.control.clone(),
            arrived: arrived.clone(),
            read: Arc::clone(read),
        };
        let answers = crew.start(queue)?;
        let mut ready = Vec::new();
        while left > 0 {
            self.check()?;
            let (at, what) = match answers.recv_timeout(LOOK) {
                Ok(came) => came,
                Err(RecvTimeoutError::Timeout) => continue,
                Err(RecvTimeoutError::Disconnected) => return Err(broken_off()),
            };
            let Some(job) = jobs.get(at) else { continue };
            match what {
                What::Unchanged => report.unchanged += 1,
                What::Ready(prepared, road) => {
                    match road {
                        Road::Travelled(bytes) => {
                            report.bodies += 1;
                            report.bytes += bytes;
                        }
                        Road::Resumed => report.resumed += 1,
                        Road::Held => {}
                    }
                    ready.push((at, *prepared));
                }
                What::Failed(fault) if report::is_own(&fault) => return Err(fault),
                What::Failed(fault) => report.papers.push(report::failed(job, &fault)),
            }
            left -= 1;
            done += 1;
            progress(Progress { stage: Stage::Fetching, done, total, what: job.label(), bytes: report.bytes });
        }
        Ok(ready)
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
        if listing.papers.is_empty() && before.is_some_and(|session| session.source.is_some()) {
            // the page of a decision is not where the session comes from
            part.source = None;
        }
        let Some(number) = listing.session else {
            return library::SessionPart::default();
        };
        // what the papers themselves told: symbols that the list did not give, the order of business; what records say of
        // decisions the library takes in itself
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
        part.offered = jobs.iter().map(|job| (job.symbol.clone(), job.place.clone())).collect();
        part.complete = listing.whole && same_source && !nameless_failed;
        part
    }
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

/// A fault of the library as one of a sync.
fn of_library(fault: &library::Fault) -> Fault {
    let kind = match fault {
        library::Fault::Cancelled => FaultKind::Cancelled,
        _ => FaultKind::Disk,
    };
    Fault::of(kind, fault.saying(), Saying::new("advice.none", &[]))
}

fn no_thread(error: &std::io::Error) -> Fault {
    let what = Saying::new("fault.no_thread", &[]).with("why", system_reason(error));
    Fault::of(FaultKind::Disk, what, Saying::new("advice.close_programs", &[]))
}

fn broken_off() -> Fault {
    Fault::said(FaultKind::Wrong, "fault.broke_off", &[], "advice.report")
}
