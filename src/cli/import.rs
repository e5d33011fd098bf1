//! `import`: takes in files and folders, names what failed, says what is new.

use std::io::{IsTerminal, Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use super::args::ImportArgs;
use super::desk::Desk;
use super::output::{self, Failure, say};
use super::reader::Reader;
use super::{Done, Outcome, seats, sync};
use crate::library::{Change, ImportOptions, ImportReport, Library, Outcome as FileOutcome, Progress, Stage};
use crate::source::Source;
use crate::source::bundle::{Bundle, is_bundle};
use crate::sync::SyncOptions;

/// Takes in everything named on the command line.
pub fn run(desk: &Desk, command: &ImportArgs) -> Outcome {
    for path in &command.paths {
        if !path.exists() {
            let shown = path.display();
            let values = [("path", &*shown.to_string())];
            return Err(Failure::new(desk.strings.fill("import.not_there", &values)));
        }
    }
    let library = Arc::new(desk.library()?);
    let (bundles, files): (Vec<PathBuf>, Vec<PathBuf>) =
        command.paths.iter().cloned().partition(|path| is_bundle(path) || is_named_so(path));
    let mut done = Done::Whole;
    if !bundles.is_empty() {
        if command.json && (bundles.len() > 1 || !files.is_empty()) {
            return Err(Failure::usage("with --json name one bundle on its own, or no bundle; nothing was imported"));
        }
        for bundle in &bundles {
            done = done.and(take_bundle(desk, &library, bundle, command.json)?);
        }
        if files.is_empty() {
            return Ok(done);
        }
    }
    let options = ImportOptions { session: command.session, languages: desk.config.languages.clone() };
    let reader = Reader::here();
    let mut bar = Bar::new();
    let report = library
        .import(&files, &options, &|bytes, origin| reader.read(bytes, origin), &mut |progress| bar.show(&progress));
    bar.clear();
    let report = report.map_err(|fault| desk.failure(&fault.saying()))?;
    let done = done.and(tell(desk, &library, &report, command.json)?);
    if command.json { Ok(done) } else { Ok(done.and(seats::report(desk, &library)?)) }
}

/// A file that is called a bundle is told as one when it is broken.
fn is_named_so(path: &Path) -> bool {
    path.is_file() && path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gbdesk"))
}

/// Takes in a bundle: a session with everything that belongs to it, in every language it carries.
fn take_bundle(desk: &Desk, library: &Arc<Library>, path: &Path, as_json: bool) -> Outcome {
    let bundle = Bundle::open(path).map_err(|fault| Failure::new(fault.told(desk.strings)))?;
    let notes = bundle.notes().map_or(0, |notes| notes.len());
    let source: Arc<dyn Source> = Arc::new(bundle);
    let report =
        sync::bring(desk, library, &source, &SyncOptions { patience: sync::PATIENCE, ..SyncOptions::default() })?;
    let done = sync::tell(desk.strings, &report, as_json)?;
    if notes > 0 {
        // a colleague's notes come in only when they are asked for
        let values = [("n", notes.to_string()), ("path", path.display().to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        say(&format!("gbdesk: {}", desk.strings.fill("import.bundle_notes", &values)));
    }
    Ok(done)
}

fn tell(desk: &Desk, library: &Library, report: &ImportReport, as_json: bool) -> Outcome {
    let failed: Vec<_> = report.failed().collect();
    for (path, reason) in &failed {
        say(&format!("gbdesk: {}: {}", path.display(), reason.text(desk.strings)));
    }
    if as_json {
        let files: Vec<_> = report
            .files
            .iter()
            .map(|file| match &file.outcome {
                FileOutcome::Imported(added) => json!({
                    "path": file.path, "state": state(added.change), "session": added.session, "symbol": added.symbol,
                    "language": added.language, "title": added.title, "remark": added.remark,
                }),
                FileOutcome::Failed(reason) => json!({"path": file.path, "state": "failed", "reason": reason}),
            })
            .collect();
        output::json(&json!({"files": files, "sessions": report.sessions}))?;
    } else {
        let mut text = String::new();
        for file in &report.files {
            let FileOutcome::Imported(added) = &file.outcome else { continue };
            let what = added.symbol.as_ref().map_or_else(
                || desk.strings.fill("import.text_of_session", &[("session", &added.session.to_string())]),
                ToString::to_string,
            );
            let title = added.title.as_deref().unwrap_or("");
            let state = desk.strings.get(&format!("import.{}", state(added.change))).to_owned();
            text.push_str(&format!("{state:<10} {what:<24} {}  {title}\n", added.language));
            if let Some(remark) = &added.remark {
                text.push_str(&format!("{:<10} {}\n", "!", remark.text(desk.strings)));
            }
        }
        let [new, changed, unchanged] = report.counts();
        let counts = [("new", new), ("changed", changed), ("unchanged", unchanged), ("failed", failed.len())]
            .map(|(name, count)| (name, count.to_string()));
        let counts: Vec<_> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
        text.push_str(&desk.strings.fill("import.summary", &counts));
        text.push('\n');
        if new + changed == 0 && failed.is_empty() {
            text.push_str(desk.strings.get("import.nothing_changed"));
            text.push('\n');
        }
        output::print(&text)?;
    }
    let nothing = report.files.len() == failed.len();
    if nothing && !failed.is_empty() && library.sessions().is_empty() {
        return Err(Failure::new(desk.strings.get("import.all_failed")));
    }
    Ok(if failed.is_empty() { Done::Whole } else { Done::InPart })
}

/// The word for what a file was against what was held.
#[must_use]
pub fn state(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Changed => "changed",
        Change::Unchanged => "unchanged",
    }
}

/// Progress on standard error: one line that is written over when it is a terminal, nothing otherwise (what happened is
/// in the result).
#[derive(Debug)]
pub struct Bar {
    terminal: bool,
    shown: bool,
}

impl Bar {
    /// A bar, silent when standard error is no terminal.
    #[must_use]
    pub fn new() -> Self {
        Self { terminal: stderr().is_terminal(), shown: false }
    }

    /// Writes the line anew.
    pub fn show(&mut self, progress: &Progress) {
        if !self.terminal {
            return;
        }
        let sign = match progress.stage {
            Stage::Reading => "•",
            Stage::Indexing => "»",
        };
        let total = if progress.total > 0 { format!("/{}", progress.total) } else { String::new() };
        let what: String = progress.what.chars().take(48).collect();
        let _ = write!(stderr(), "\r\x1b[K{sign} {}{total}  {what}", progress.done);
        let _ = stderr().flush();
        self.shown = true;
    }

    /// Takes the line away.
    pub fn clear(&mut self) {
        if self.shown {
            let _ = write!(stderr(), "\r\x1b[K");
            self.shown = false;
        }
    }
}

impl Default for Bar {
    fn default() -> Self {
        Self::new()
    }
}
