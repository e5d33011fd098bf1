//! Where papers come from: a session feed, the public web pages, a folder, a bundle. One file a source.
//!
//! A source lists what a session has ([`Source::list`]) and brings one file at a time ([`Source::fetch`]). It knows nothing
//! of what is held; `sync` compares. Everything a source says is text from outside: it is sanitised before it leaves here.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::model::decision::Adopted;
use crate::model::feed::FeedItem;
use crate::model::{Language, Sitting, Texts};
use crate::strings::{Saying, Strings, system_reason};

pub mod address;
pub mod bundle;
pub mod feed;
pub mod folder;
pub mod http;
pub mod ilo;
pub mod lexicon;
pub mod list;
pub mod pages;
pub mod programme;
pub mod record;

/// What went wrong, as a sentence for the delegate, with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The kind, for programs.
    pub kind: FaultKind,
    /// What happened, and to what: one sentence.
    pub what: String,
    /// What to do next: one sentence.
    pub advice: String,
    /// Both, in no language yet.
    pub saying: Box<[Saying; 2]>,
}

/// The kinds of [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FaultKind {
    /// No connection, name not found, certificate not trusted, proxy.
    Unreachable,
    /// Too slow: silence, a drip, a wait that is too long.
    Slow,
    /// 401, 403, a login, a consent page.
    Refused,
    /// 404, 410, no such file.
    Missing,
    /// A body cut short.
    CutShort,
    /// Not what it should be: HTML for a PDF, wrong JSON, wrong hash, wrong size, an address out of bounds.
    Wrong,
    /// Larger than allowed.
    TooLarge,
    /// The delegate asked to stop.
    Cancelled,
    /// This disk: full, read-only, locked by another instance.
    Disk,
}

impl Fault {
    /// A fault by the keys of its sentences: what happened, with its blanks filled, and what to do.
    #[must_use]
    pub fn said(kind: FaultKind, what: &'static str, values: &[(&'static str, &str)], advice: &'static str) -> Self {
        Self::of(kind, Saying::new(what, values), Saying::new(advice, &[]))
    }

    /// A fault of two sayings.
    #[must_use]
    pub fn of(kind: FaultKind, what: Saying, advice: Saying) -> Self {
        Self { kind, what: what.to_string(), advice: advice.to_string(), saying: Box::new([what, advice]) }
    }

    /// What happened and what to do, in the language of the delegate where there are words for it.
    #[must_use]
    pub fn told(&self, strings: &Strings) -> String {
        let [what, advice] = &*self.saying;
        format!("{} {}", what.text(strings), advice.text(strings)).trim_end().to_owned()
    }

    /// The delegate asked to stop.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::said(FaultKind::Cancelled, "fault.stopped", &[], "advice.carries_on")
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.told(Strings::of(Language::EN)))
    }
}

/// As it is displayed.
impl serde::Serialize for Fault {
    fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl std::error::Error for Fault {}

/// What a session has, as its source says today.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    /// The number of the session, when the source knows it.
    pub session: Option<u16>,
    /// The title.
    pub title: Texts,
    /// First and last day, ISO 8601.
    pub dates: Option<[String; 2]>,
    /// Where it meets.
    pub place: Option<String>,
    /// The agenda.
    pub items: Vec<FeedItem>,
    /// The papers, a version an entry.
    pub papers: Vec<Offer>,
    /// The order of business.
    pub sittings: Vec<Sitting>,
    /// What became of draft decisions.
    pub decisions: Vec<Adopted>,
    /// True when a paper that is not listed has been taken off the list (and not just not looked for).
    pub whole: bool,
    /// What could not be listed, and why. The papers are brought all the same.
    pub remarks: Vec<Fault>,
}

/// A paper in one version, as a source offers it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offer {
    /// The symbol with its version, as the source writes it; `None` when the list gives none: then the paper itself tells.
    pub symbol: Option<String>,
    /// The title.
    pub title: Texts,
    /// ISO 8601.
    pub date: Option<String>,
    /// `for_decision`, `for_information` …
    pub kind: Option<String>,
    /// One or two sentences.
    pub summary: Texts,
    /// "In version Rev.1 of 29 February …"
    pub change_note: Texts,
    /// A status line: "No document", "Publication expected by 14 June".
    pub status: Option<String>,
    /// The files.
    pub files: Vec<OfferedFile>,
}

/// A file of an offer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OfferedFile {
    /// The language, when the source tells it.
    pub language: Option<Language>,
    /// What [`Source::fetch`] takes; also the address under which the text is remembered.
    pub address: String,
    /// `application/pdf` …
    pub media_type: Option<String>,
    /// Lower-case hexadecimal.
    pub sha256: Option<String>,
    /// In bytes.
    pub size: Option<u64>,
}

/// What is already known of a file, to be asked for only if it changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// ETag of the copy held.
    pub etag: Option<String>,
    /// Last-Modified of the copy held.
    pub last_modified: Option<String>,
    /// SHA-256 of the copy held, lower-case hexadecimal.
    pub sha256: Option<String>,
}

/// What came of asking for a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Fetched {
    /// The copy held is the current one. No body travelled.
    Unchanged,
    /// The file.
    File(Body),
}

/// A file that came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Body {
    /// As it came.
    pub bytes: Vec<u8>,
    /// The name it came under, without folders.
    pub name: String,
    /// For the next conditional request.
    pub etag: Option<String>,
    /// For the next conditional request.
    pub last_modified: Option<String>,
    /// As the server says, without parameters.
    pub media_type: Option<String>,
    /// The character set the server says.
    pub charset: Option<String>,
}

/// Where papers come from.
pub trait Source: Send + Sync {
    /// How the source is called in the session: an address, a path.
    fn name(&self) -> String;

    /// What the session has.
    fn list(&self, control: &Control) -> Result<Listing, Fault>;

    /// Brings one file, unless what is `known` is still current.
    fn fetch(&self, file: &OfferedFile, known: &Known, control: &Control) -> Result<Fetched, Fault>;

    /// The server or disk that `file` lies on: when it does not answer, the others that lie there need not be tried.
    fn host(&self, file: &OfferedFile) -> String;

    /// The name under which `file` is remembered between syncs: its whole address.
    fn place(&self, file: &OfferedFile) -> String;
}

/// Stops a source from outside, and is how it waits. Clones share one state.
#[derive(Clone, Debug, Default)]
pub struct Control {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    /// Do not wait, only write down how long it would have been.
    instant: bool,
}

#[derive(Debug, Default)]
struct State {
    stopped: bool,
    waited: Vec<Duration>,
    doing: String,
}

impl Control {
    /// One that runs until told to stop.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One whose waits take no time and are written down.
    #[must_use]
    pub fn instant() -> Self {
        Self { shared: Arc::new(Shared { instant: true, ..Shared::default() }) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.shared.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Stops whoever works under this control, at the next step; a wait ends at once.
    pub fn stop(&self) {
        self.state().stopped = true;
        self.shared.changed.notify_all();
    }

    /// True after [`Self::stop`].
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.state().stopped
    }

    /// A fault once stopped.
    pub fn check(&self) -> Result<(), Fault> {
        if self.stopped() { Err(Fault::cancelled()) } else { Ok(()) }
    }

    /// Waits, or until stopped: then it is a fault.
    pub fn wait(&self, time: Duration) -> Result<(), Fault> {
        let mut state = self.state();
        state.waited.push(time);
        if !self.shared.instant {
            let until = Instant::now() + time;
            while !state.stopped {
                let left = until.saturating_duration_since(Instant::now());
                if left.is_zero() {
                    break;
                }
                state = self.shared.changed.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
            }
        }
        if state.stopped { Err(Fault::cancelled()) } else { Ok(()) }
    }

    /// The waits there were, for tests.
    #[must_use]
    pub fn waited(&self) -> Vec<Duration> {
        self.state().waited.clone()
    }

    /// Says what the source is busy with: a short line for the status line.
    pub fn say(&self, doing: impl Into<String>) {
        self.state().doing = doing.into();
    }

    /// What the source is busy with.
    #[must_use]
    pub fn doing(&self) -> String {
        self.state().doing.clone()
    }
}

/// Through which proxy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Proxy {
    /// As the environment says (`HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY`, `NO_PROXY`), or the system.
    #[default]
    System,
    /// This one, except for what `NO_PROXY` names.
    Through(String),
    /// None.
    Direct,
}

/// How to ask. The defaults suit a conference network.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceConfig {
    /// The session wanted, when the source has several.
    pub session: Option<u16>,
    /// The delegate's languages, in order; empty means every language there is.
    pub languages: Vec<Language>,
    /// Between two requests to the same host, on web pages (feeds are made for being fetched).
    pub pause: Duration,
    /// For a connection to be made.
    pub connect_timeout: Duration,
    /// For an answer to begin, and between two pieces of it.
    pub silence: Duration,
    /// A body slower than this many bytes a second, measured over `rate_window`, is given up.
    pub slowest: u64,
    /// Over which time the rate is measured.
    pub rate_window: Duration,
    /// The largest file taken, in bytes.
    pub largest: u64,
    /// The most web pages read for one session.
    pub most_pages: usize,
    /// A server that asks to wait longer than this is left alone until the next sync.
    pub longest_wait: Duration,
    /// How often a request is tried when the fault may pass.
    pub tries: u32,
    /// The proxy.
    pub proxy: Proxy,
    /// A file of certificates to trust besides the system's and the built-in ones.
    pub ca_certificates: Option<PathBuf>,
    /// Other hosts (`host` or `host:port`) that a redirect or a link may lead to.
    pub allowed_hosts: Vec<String>,
    /// Who runs this, for the server's log: an address of the delegate's own choice.
    pub contact: Option<String>,
    /// Where pages are kept between syncs, so that they are asked for only if they changed.
    pub page_cache: Option<PathBuf>,
}

impl Default for SourceConfig {
    fn default() -> Self {
        Self {
            session: None,
            languages: vec![Language::EN, Language::FR, Language::ES],
            pause: Duration::from_millis(300),
            connect_timeout: Duration::from_secs(10),
            silence: Duration::from_secs(20),
            slowest: 200,
            rate_window: Duration::from_secs(30),
            largest: 200 << 20,
            most_pages: 600,
            longest_wait: Duration::from_mins(1),
            tries: 3,
            proxy: Proxy::System,
            ca_certificates: None,
            allowed_hosts: Vec::new(),
            contact: None,
            page_cache: None,
        }
    }
}

/// Opens the source that `spec` names: an `http(s)://…/session.json` address (a feed), any other `http(s)://` address
/// (public web pages), a folder, a bundle file.
pub fn open(spec: &str, config: &SourceConfig) -> Result<Arc<dyn Source>, Fault> {
    let spec = spec.trim();
    let lower = spec.to_ascii_lowercase();
    if lower.starts_with("http://") || lower.starts_with("https://") {
        let url = address::parse(spec)?;
        let names_feed = url
            .path_segments()
            .and_then(|mut parts| parts.next_back())
            .is_some_and(|name| Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")));
        return if names_feed {
            Ok(Arc::new(feed::HttpFeed::new(url, config)?))
        } else {
            Ok(Arc::new(ilo::WebPages::new(url, config)?))
        };
    }
    if let Some((scheme, _)) = spec.split_once("://") {
        let values = [("source", clean(spec)), ("scheme", clean(scheme))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        return Err(Fault::said(FaultKind::Wrong, "fault.no_scheme", &values, "advice.kinds_of_source"));
    }
    let path = Path::new(spec);
    match std::fs::metadata(path) {
        Ok(found) if found.is_dir() => Ok(Arc::new(folder::Folder::new(path)?)),
        Ok(_) if path.file_name().is_some_and(|name| name == "session.json") => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            Ok(Arc::new(folder::Folder::new(parent)?))
        }
        Ok(_) => Ok(Arc::new(bundle::Bundle::open(path)?)),
        Err(error) => {
            let what = Saying::new("fault.no_source", &[("source", &clean(spec))]);
            let what = what.with("why", system_reason(&error));
            Err(Fault::of(FaultKind::Missing, what, Saying::new("advice.name_a_source", &[])))
        }
    }
}

/// Text from outside for a sentence: one harmless line, not too long.
pub(crate) fn clean(text: &str) -> String {
    shortened(text, 200)
}

/// Text from outside as one harmless line of at most `most` characters.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    // cut before sanitising too: the cost must not depend on what a server sends
    let cut: String = text.chars().take(most.saturating_mul(4)).collect();
    let line = crate::text::sanitise::line(&cut);
    if line.chars().count() <= most {
        return line;
    }
    let mut short: String = line.chars().take(most.saturating_sub(1)).collect();
    short.push('…');
    short
}
