//! Taking in files and folders from this computer.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::time::{Duration, Instant};

use super::{Added, Change, Fault, Incoming, Library, PaperNote, Prepared, Progress, ReadFn, SessionPart, sha256};
use crate::model::feed::{FORMAT, Feed, FeedFile, VERSION};
use crate::model::{AgendaItem, Language, Symbol};
use crate::strings::Saying;

/// How deep folders are followed.
const DEEPEST: usize = 16;
/// How many files one import takes.
const MOST_FILES: usize = 50_000;
/// How long another instance that is writing is waited for: longer than a publication takes.
const PATIENCE: Duration = Duration::from_secs(5);
/// The largest file, in bytes.
const LARGEST: u64 = 200 * 1024 * 1024;
/// What is read inside folders; a file named by the delegate is tried whatever its name.
const EXTENSIONS: [&str; 8] = ["pdf", "docx", "html", "htm", "md", "markdown", "txt", "text"];
/// Files that lie beside papers and are none.
const BESIDE: [&str; 6] = ["readme", "license", "licence", "changelog", "contributing", "index"];

/// What the delegate says about an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// The session of texts that do not say it.
    pub session: Option<u16>,
    /// The delegate's languages in order of preference: the first is assumed where a text leaves it open.
    pub languages: Vec<Language>,
}

/// What an import did, file by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// In the order in which they were read.
    pub files: Vec<FileReport>,
    /// Sessions that are different now, newest first.
    pub sessions: Vec<u16>,
}

/// One file of an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileReport {
    /// Where it lies.
    pub path: PathBuf,
    /// What became of it.
    pub outcome: Outcome,
}

/// What became of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is in the library.
    Imported(Added),
    /// It is not, and why.
    Failed(Saying),
}

impl ImportReport {
    /// The files that could not be taken in, with the reason.
    pub fn failed(&self) -> impl Iterator<Item = (&Path, &Saying)> {
        self.files.iter().filter_map(|file| match &file.outcome {
            Outcome::Failed(reason) => Some((file.path.as_path(), reason)),
            Outcome::Imported(_) => None,
        })
    }

    /// How many files were new, changed, unchanged.
    #[must_use]
    pub fn counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for file in &self.files {
            if let Outcome::Imported(added) = &file.outcome {
                counts[match added.change {
                    Change::New => 0,
                    Change::Changed => 1,
                    Change::Unchanged => 2,
                }] += 1;
            }
        }
        counts
    }
}

/// What is to be read: a file, and what a feed beside it says of it.
struct Job {
    path: PathBuf,
    symbol: Option<Symbol>,
    file: Option<FeedFile>,
}

impl Library {
    /// Takes in files and folders. Papers go to the session of their symbol; a text without one goes to the session in
    /// `options`, or to the one it names. A `session.json` in a folder gives the agenda, titles, sittings and outcomes.
    /// Importing the same again changes nothing, and the report says so. One file is in memory at a time.
    pub fn import(
        &self,
        paths: &[PathBuf],
        options: &ImportOptions,
        read: &ReadFn,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<ImportReport, Fault> {
        let mut report = ImportReport::default();
        let mut jobs = Vec::new();
        let mut parts = Vec::new();
        for path in paths {
            collect(path, &mut jobs, &mut parts, &mut report);
        }
        let total = jobs.len();
        let mut ready = Vec::new();
        for (done, job) in jobs.into_iter().enumerate() {
            let what = job.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            progress(Progress { done, total, what, ..Progress::default() });
            match take(self, &job, options, read) {
                Ok(prepared) => ready.push((job.path, Ok(prepared))),
                Err(Fault::Refused(reason)) => ready.push((job.path, Err(reason))),
                // the original could not be read: this file fails, the others go on
                Err(fault @ Fault::Disk { doing: "read", .. }) => ready.push((job.path, Err(fault.saying()))),
                Err(fault) => return Err(fault),
            }
        }
        // only now: another instance may write while files are read
        let since = Instant::now();
        let mut publication = self.begin_when_free(&mut || since.elapsed() < PATIENCE)?;
        if let Some(language) = options.languages.first() {
            publication.assume(*language);
        }
        for (path, prepared) in ready {
            let outcome = match prepared {
                Ok(prepared) => Outcome::Imported(publication.admit(&prepared)?),
                Err(reason) => Outcome::Failed(reason),
            };
            report.files.push(FileReport { path, outcome });
        }
        for part in parts {
            publication.describe(part)?;
        }
        report.sessions = publication.commit(progress)?.sessions;
        Ok(report)
    }
}

impl Library {
    /// Reads again every original whose paper an earlier version of the reader made, and publishes what is better now.
    /// Gives how many were read; one that cannot be read any more keeps its paper. Looks through the sessions once for
    /// each version of the reader, and remembers in a file that it did.
    pub fn reread(&self, read: &ReadFn, progress: &mut dyn FnMut(Progress)) -> Result<usize, Fault> {
        let done = self.cache.join("reader");
        let version = crate::reading::READER_VERSION.to_string();
        if self.sessions().is_empty() || fs::read_to_string(&done).is_ok_and(|known| known == version) {
            return Ok(0);
        }
        let mut outdated = Vec::new();
        for number in self.sessions() {
            let session = self.session_once(number)?;
            let texts = session.papers.iter().flat_map(|entry| entry.held.iter().chain(&entry.beside));
            let old = texts.filter(|held| held.reader < crate::reading::READER_VERSION && held.replaced.is_none());
            outdated.extend(old.map(|held| (number, held.clone())));
        }
        if outdated.is_empty() {
            self.disk.whole(&done, version.as_bytes())?;
            return Ok(0);
        }
        let mut publication = self.begin()?;
        let (total, mut count) = (outdated.len(), 0);
        for (done, (number, held)) in outdated.into_iter().enumerate() {
            progress(Progress { done, total, what: held.file_name.clone(), ..Progress::default() });
            let Ok(bytes) = self.original(&held) else { continue };
            let incoming = Incoming {
                bytes,
                file_name: held.file_name,
                media_type: None,
                language: Some(held.language),
                symbol: held.symbol,
                session: Some(number),
                url: held.url,
                etag: held.etag,
                last_modified: held.last_modified,
            };
            match publication.add(&incoming, read) {
                Ok(_) => count += 1,
                Err(Fault::Refused(_)) => {}
                Err(fault) => return Err(fault),
            }
        }
        publication.commit(progress)?;
        self.disk.whole(&done, version.as_bytes())?;
        Ok(count)
    }
}

fn take(library: &Library, job: &Job, options: &ImportOptions, read: &ReadFn) -> Result<Prepared, Fault> {
    let path = &job.path;
    let size = fs::metadata(path).map_err(Fault::disk("read", path))?.len();
    if size > LARGEST {
        let size = (LARGEST >> 20).to_string();
        return Err(Fault::Refused(Saying::new("fault.import_large", &[("size", &size)])));
    }
    if size == 0 {
        return Err(Fault::Refused(Saying::new("fault.read_empty", &[])));
    }
    let bytes = fs::read(path).map_err(Fault::disk("read", path))?;
    if let Some(wanted) = job.file.as_ref().and_then(|file| file.sha256.as_ref())
        && *wanted != sha256(&bytes)
    {
        return Err(Fault::Refused(Saying::new("fault.import_sum", &[])));
    }
    let incoming = Incoming {
        bytes,
        file_name: path
            .file_name()
            .map(|name| crate::text::sanitise::line(&name.to_string_lossy()))
            .unwrap_or_default(),
        media_type: job.file.as_ref().and_then(|file| file.media_type.clone()),
        language: job.file.as_ref().map(|file| file.language),
        symbol: job.symbol.clone(),
        session: options.session,
        ..Incoming::default()
    };
    library.prepare(incoming, read)
}

/// Files to read under a path, and what feeds say.
fn collect(path: &Path, jobs: &mut Vec<Job>, parts: &mut Vec<SessionPart>, report: &mut ImportReport) {
    let mut failed = |path: &Path, reason: Saying| {
        report.files.push(FileReport { path: path.to_path_buf(), outcome: Outcome::Failed(reason) });
    };
    if path.is_file() {
        if path.file_name().is_some_and(|name| name == "session.json") {
            match feed(path) {
                Ok((part, mut listed)) => {
                    parts.push(part);
                    jobs.append(&mut listed);
                }
                Err(reason) => failed(path, reason),
            }
        } else {
            jobs.push(Job { path: path.to_path_buf(), symbol: None, file: None });
        }
        return;
    }
    if !path.is_dir() {
        failed(path, Saying::new("fault.import_none", &[]));
        return;
    }
    let mut folders = vec![(path.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else {
            failed(&folder, Saying::new("fault.import_folder", &[]));
            continue;
        };
        let mut names: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        names.sort();
        let mut listed = BTreeMap::new();
        let manifest = folder.join("session.json");
        if manifest.is_file() {
            match feed(&manifest) {
                Ok((part, jobs)) => {
                    parts.push(part);
                    listed = jobs.into_iter().map(|job| (job.path.clone(), job)).collect();
                }
                Err(reason) => {
                    // a folder whose list cannot be trusted is refused whole
                    failed(&manifest, reason);
                    continue;
                }
            }
        }
        for name in names {
            // links are not followed out of the folder that was named
            let Ok(about) = fs::symlink_metadata(&name) else { continue };
            if is_hidden(&name) {
                continue;
            }
            if about.is_dir() {
                if depth < DEEPEST {
                    folders.push((name, depth + 1));
                }
            } else if about.is_file() && is_paper(&name) && !listed.contains_key(&name) {
                if jobs.len() >= MOST_FILES {
                    failed(&folder, Saying::new("fault.import_many", &[("n", &MOST_FILES.to_string())]));
                    return;
                }
                jobs.push(Job { path: name, symbol: None, file: None });
            }
        }
        if !listed.is_empty() {
            // files of the feed may lie in folders below: they are not to be read twice
            jobs.retain(|job| job.symbol.is_some() || !listed.contains_key(&job.path));
            jobs.extend(listed.into_values());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    let feeds: std::collections::BTreeSet<PathBuf> =
        jobs.iter().filter(|job| job.file.is_some()).map(|job| job.path.clone()).collect();
    jobs.retain(|job| {
        (job.file.is_some() || !feeds.contains(&job.path)) && seen.insert((job.path.clone(), job.symbol.clone()))
    });
}

fn is_hidden(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(['.', '~']))
}

fn is_paper(path: &Path) -> bool {
    let extension = path.extension().map(|text| text.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let stem = path.file_stem().map(|text| text.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    EXTENSIONS.contains(&extension.as_str()) && !BESIDE.contains(&stem.as_str())
}

/// A feed beside its files. The error is the sentence with which it is refused.
fn feed(path: &Path) -> Result<(SessionPart, Vec<Job>), Saying> {
    let wrong = |why: &dyn std::fmt::Display| {
        let why: String = crate::text::sanitise::line(&why.to_string()).chars().take(200).collect();
        Saying::new("fault.import_feed", &[("why", &why)])
    };
    let bytes = fs::read(path).map_err(|why| Fault::disk("read", path)(why).saying())?;
    let feed: Feed = serde_json::from_slice(&bytes).map_err(|why| wrong(&why))?;
    if feed.format != FORMAT || feed.version != VERSION {
        return Err(wrong(&format!("{} {} ≠ {FORMAT} {VERSION}", feed.format, feed.version)));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut jobs = Vec::new();
    let mut papers = Vec::new();
    for paper in feed.papers {
        let symbol: Symbol = paper.symbol.parse().map_err(|why| wrong(&why))?;
        for file in paper.files {
            let relative = Path::new(&file.url);
            if file.url.contains("://")
                || file.url.contains('\\')
                || !relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
            {
                let address = crate::text::sanitise::line(&file.url);
                return Err(Saying::new("fault.outside", &[("address", &address)])
                    .with("what", Saying::new("fault.outside_leaves", &[])));
            }
            jobs.push(Job { path: folder.join(relative), symbol: Some(symbol.clone()), file: Some(file) });
        }
        papers.push(PaperNote {
            symbol,
            title: paper.title,
            date: paper.date,
            kind: paper.kind,
            change_note: paper.change_note,
        });
    }
    let items = feed
        .items
        .into_iter()
        .map(|item| AgendaItem {
            section: item.section,
            number: item.number,
            title: item.title,
            status: item.status,
            note: item.note,
            papers: item.papers.iter().filter_map(|text| text.parse::<Symbol>().ok()).map(|one| one.paper()).collect(),
            derived: false,
        })
        .collect();
    let part = SessionPart {
        session: feed.session,
        source: Some(folder.display().to_string()),
        title: feed.title,
        dates: feed.dates,
        place: feed.place,
        items: Some(items),
        sittings: Some(feed.sittings),
        adopted: feed.decisions,
        papers,
        texts: Vec::new(),
        complete: false,
        offered: Vec::new(),
    };
    Ok((part, jobs))
}
