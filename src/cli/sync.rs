//! `sync`: brings a session over, or what changed of it; names what failed.

use std::io::{IsTerminal, Write, stderr};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::args::SyncArgs;
use super::desk::Desk;
use super::output::{self, Failure, say};
use super::reader::Reader;
use super::{Done, Outcome};
use crate::app::syncing::{Going, Step};
use crate::app::words;
use crate::library::{Library, ReadFn};
use crate::source::{self, FaultKind, Proxy, Source, SourceConfig};
use crate::strings::Strings;
use crate::sync::{self, News, Progress, Stage, SyncOptions, SyncReport};

/// Sessions named after a sync whose papers are cited and not held.
const NAMED: usize = 3;

/// How long a sync waits for another instance that is writing: longer than a publication takes.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Syncs from the source named, the configured one, or the one that the session came from.
pub fn run(desk: &Desk, command: &SyncArgs) -> Outcome {
    let library = Arc::new(desk.library()?);
    let named = named(desk, &library, command).ok_or_else(|| Failure::new(desk.strings.get("sync.no_source")))?;
    let (spec, allowed) = addressed(desk, named);
    let mut config = config(desk, command.session);
    config.allowed_hosts = allowed;
    if !command.languages.is_empty() {
        config.languages.clone_from(&command.languages);
    }
    let source = source::open(&spec, &config).map_err(|fault| Failure::new(fault.told(desk.strings)))?;
    let options = SyncOptions { session: command.session, languages: config.languages.clone(), patience: PATIENCE };
    let report = bring(desk, &library, &source, &options)?;
    let done = tell(desk.strings, &report, command.json)?;
    if !command.json && !report.is_quiet() {
        output::print(&missing(desk.strings, &library, report.session))?;
        super::seats::report(desk, &library)?;
    }
    Ok(done)
}

/// What the papers held cite of other sessions and is not held: the commands that would bring it. Nothing is fetched for
/// it. Empty when there is nothing.
fn missing(strings: &Strings, library: &Library, session: Option<u16>) -> String {
    let mut sessions: Vec<(u16, usize)> = Vec::new();
    for one in library.missing(None).iter().filter(|one| Some(one.session) != session) {
        match sessions.last_mut().filter(|(number, _)| *number == one.session) {
            Some((_, count)) => *count += 1,
            None => sessions.push((one.session, 1)),
        }
    }
    if sessions.is_empty() {
        return String::new();
    }
    let total = sessions.iter().map(|(_, count)| count).sum();
    let mut named: Vec<String> =
        sessions.iter().take(NAMED).map(|(number, count)| format!("gbdesk sync {number} ({count})")).collect();
    if sessions.len() > NAMED {
        named.push("… gbdesk refs --missing".to_owned());
    }
    strings.count("sync.missing", total).replace("{sessions}", &named.join(", ")) + "\n"
}

/// Syncs with a bar on standard error.
pub fn bring(
    desk: &Desk,
    library: &Arc<Library>,
    source: &Arc<dyn Source>,
    options: &SyncOptions,
) -> Result<SyncReport, Failure> {
    let reader = Reader::here();
    let mut bar = Bar::new(desk.strings);
    let stop = crate::runtime::interrupts();
    let read: Arc<ReadFn> = Arc::new(move |bytes, origin| reader.read(bytes, origin));
    let report = sync::run(library, source, options, &read, &stop, &mut |progress| bar.show(&progress));
    bar.clear();
    report.map_err(|fault| Failure::new(fault.told(desk.strings)))
}

/// Syncs for the screens until told to `stop`: says how far it is through `say`, gives back one sentence.
pub fn quietly(desk: &Desk, session: Option<u16>, stop: &AtomicBool, say: &dyn Fn(Going)) -> Result<String, String> {
    let command = SyncArgs { session, from: None, languages: Vec::new(), json: false };
    let sentence = |failure: Failure| failure.sentence;
    let library = Arc::new(desk.library().map_err(sentence)?);
    let Some(named) = named(desk, &library, &command) else {
        // in the words of one who sees the screens, not a command line
        let file = desk.folders.config_file.display().to_string();
        return Err(desk.strings.fill("syncing.no_source", &[("file", &file)]));
    };
    let (spec, allowed) = addressed(desk, named);
    let config = SourceConfig { allowed_hosts: allowed, ..config(desk, session) };
    let source = source::open(&spec, &config).map_err(|fault| fault.told(desk.strings))?;
    let options = SyncOptions { session, languages: config.languages.clone(), patience: PATIENCE };
    let reader = Reader::here();
    let read: Arc<ReadFn> = Arc::new(move |bytes, origin| reader.read(bytes, origin));
    let told = &mut |progress: Progress| {
        let step = match progress.stage {
            Stage::Listing => Step::Listing,
            Stage::Fetching => Step::Fetching,
            Stage::Waiting => Step::Waiting,
            Stage::Publishing => Step::Publishing,
        };
        say(Going { step, done: progress.done, total: progress.total, what: progress.what });
    };
    let report = match sync::run(&library, &source, &options, &read, stop, told) {
        Err(fault) if fault.kind == FaultKind::Cancelled => return Ok(desk.strings.get("syncing.stopped").to_owned()),
        report => report.map_err(|fault| fault.told(desk.strings))?,
    };
    let told = text(desk.strings, &report);
    let summary = told.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default().to_owned();
    let failed: Vec<&str> = report.failures().filter_map(|one| one.symbol.as_deref()).collect();
    Ok(if failed.is_empty() { summary } else { format!("{summary} ({})", failed.join(", ")) })
}

/// How to ask, as the configuration says.
#[must_use]
pub fn config(desk: &Desk, session: Option<u16>) -> SourceConfig {
    SourceConfig {
        session,
        languages: desk.config.languages.clone(),
        pause: desk.config.pause,
        connect_timeout: desk.config.connect_timeout,
        silence: desk.config.silence_timeout,
        proxy: desk.config.proxy.clone().map_or(Proxy::System, Proxy::Through),
        ca_certificates: desk.folders.ca_certificates(&desk.config),
        page_cache: Some(desk.folders.cache.join("pages")),
        ..SourceConfig::default()
    }
}

/// The source that is meant: the one asked for, the configured one, or the one that the session came from.
fn named(desk: &Desk, library: &Library, command: &SyncArgs) -> Option<String> {
    let held = || {
        let number = command.session.or_else(|| library.sessions().first().copied())?;
        let source = library.session(number).ok()?.source.clone()?;
        // "import" and the like are no place to go back to
        (source.contains("://") || Path::new(&source).exists()).then_some(source)
    };
    command.from.clone().or_else(|| desk.config.default_source.clone()).or_else(held)
}

/// The source with the other hosts that it may lead to: by the name in the configuration, or as typed.
fn addressed(desk: &Desk, named: String) -> (String, Vec<String>) {
    match desk.config.sources.get(&named) {
        Some(entry) => (entry.from.clone(), entry.allowed_hosts.clone()),
        // a source known by its address keeps the hosts it was allowed
        None => {
            let known = desk.config.sources.values().find(|entry| entry.from == named);
            (named, known.map(|entry| entry.allowed_hosts.clone()).unwrap_or_default())
        }
    }
}

/// What the sync did, and the exit status.
pub fn tell(strings: &Strings, report: &SyncReport, as_json: bool) -> Outcome {
    for one in report.failures() {
        if let News::Failed { fault, .. } = &one.what {
            let what = one.symbol.as_deref().or(one.title.as_deref()).unwrap_or_default();
            let language = one.language.map(|language| format!(" {language}")).unwrap_or_default();
            say(&format!("gbdesk: {what}{language}: {}", fault.told(strings)));
        }
    }
    for remark in &report.remarks {
        say(&format!("gbdesk: {}", remark.told(strings)));
    }
    if as_json {
        output::json(report)?;
    } else {
        output::print(&text(strings, report))?;
    }
    Ok(if report.is_partial() { Done::InPart } else { Done::Whole })
}

/// The report as plain lines.
#[must_use]
pub fn text(strings: &Strings, report: &SyncReport) -> String {
    let mut out = String::new();
    let mut line = |word: &str, what: &str, rest: &str| {
        out.push_str(format!("{:<12} {what:<26} {rest}", strings.get(word)).trim_end());
        out.push('\n');
    };
    for one in &report.papers {
        let what = one.symbol.as_deref().unwrap_or("–");
        let language = one.language.map(|language| format!("{language}  ")).unwrap_or_default();
        let title = one.title.as_deref().unwrap_or_default();
        match &one.what {
            News::New => line("sync.new", what, &format!("{language}{title}")),
            News::Revised { counts, change_note, .. } => {
                let counts = counts.as_ref().map(|counts| crate::app::compare::sentence(counts, strings));
                line("sync.revised", what, &format!("{language}{}", counts.as_deref().unwrap_or(title)));
                if let Some(note) = change_note {
                    line("", "", &format!("“{note}”"));
                }
            }
            News::Companion => line("sync.companion", what, &format!("{language}{title}")),
            News::Translation => line("sync.translation", what, &format!("{language}{title}")),
            News::Vanished => line("sync.vanished", what, title),
            News::Returned => line("sync.returned", what, title),
            News::Failed { .. } => {}
        }
        if let Some(remark) = &one.remark {
            line("", "", &format!("! {}", remark.text(strings)));
        }
    }
    for one in &report.decisions {
        let place = one.paragraph.as_ref().map(|number| format!(" § {number}")).unwrap_or_default();
        let outcome = outcome_word(strings, one.outcome);
        line(
            "sync.decision",
            &format!("{}{place}", one.paper),
            &format!("{outcome} {}", one.date.as_deref().map_or(String::new(), |day| words::date(strings, day))),
        );
    }
    for one in &report.statuses {
        let word = |status: &Option<String>| {
            status.as_deref().map_or("–".to_owned(), |status| words::status(strings, status))
        };
        let change = format!("{} → {}", word(&one.before), word(&one.now));
        line("sync.status", &one.item, &change);
    }
    let count = |wanted: fn(&News) -> bool| report.papers.iter().filter(|one| wanted(&one.what)).count().to_string();
    let counts = [
        ("new", count(|what| matches!(what, News::New))),
        ("revised", count(|what| matches!(what, News::Revised { .. }))),
        ("other", count(|what| matches!(what, News::Companion | News::Translation | News::Vanished | News::Returned))),
        ("unchanged", report.unchanged.to_string()),
        ("failed", report.failures().count().to_string()),
        ("size", size(report.bytes)),
    ];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    out.push_str(&strings.fill("sync.summary", &counts));
    out.push('\n');
    if report.is_quiet() {
        out.push_str(strings.get("sync.nothing_changed"));
        out.push('\n');
    }
    out
}

fn outcome_word(strings: &Strings, outcome: crate::model::Outcome) -> String {
    let name =
        serde_json::to_value(outcome).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default();
    strings.get(&format!("outcome.{name}")).to_owned()
}

/// `1.2 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Progress on standard error: a bar that is written over when it is a terminal, a line every tenth of the way when not.
#[derive(Debug)]
struct Bar {
    strings: &'static Strings,
    terminal: bool,
    shown: bool,
    said: usize,
}

impl Bar {
    fn new(strings: &'static Strings) -> Self {
        Self { strings, terminal: stderr().is_terminal(), shown: false, said: 0 }
    }

    fn show(&mut self, progress: &Progress) {
        let stage = self.strings.get(match progress.stage {
            Stage::Listing => "sync.listing",
            Stage::Fetching => "sync.fetching",
            Stage::Waiting => "sync.waiting",
            Stage::Publishing => "sync.publishing",
        });
        let what: String = progress.what.chars().take(40).collect();
        if !self.terminal {
            let tenth = (progress.done * 10).checked_div(progress.total).unwrap_or(0);
            if progress.stage == Stage::Fetching && tenth > self.said {
                self.said = tenth;
                say(&format!("{stage} {}/{} {what}", progress.done, progress.total));
            }
            return;
        }
        let line = if progress.total > 0 {
            let full = (progress.done * 20).checked_div(progress.total).unwrap_or(0).min(20);
            let bar = format!("{}{}", "#".repeat(full), "·".repeat(20 - full));
            format!("{bar} {}/{}  {}  {what}", progress.done, progress.total, size(progress.bytes))
        } else {
            format!("{stage} {what}")
        };
        let _ = write!(stderr(), "\r\x1b[K{line}");
        let _ = stderr().flush();
        self.shown = true;
    }

    fn clear(&mut self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
            self.shown = false;
        }
    }
}
