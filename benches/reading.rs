//! A long PDF read and structured, beside `pdftotext`, which only extracts its text. The first should need at most 1.5 times
//! the second. And 70 papers imported, which should need less than 15 seconds and no more memory than a few of them. Needs
//! the shared papers and poppler-utils; says so when one is missing.
#![allow(clippy::pedantic, clippy::unwrap_used, missing_docs, clippy::expect_used)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use gbdesk::library::{ImportOptions, Library};
use gbdesk::reading::guard::{Limits, read_guarded};
use gbdesk::reading::{self, Origin};

const ROUNDS: usize = 11;
/// A session has about so many papers.
const PAPERS: usize = 70;

fn main() {
    let shared = std::env::var_os("GBDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    for name in ["gb004.lo-tagged.pdf", "gb004.typst.pdf"] {
        let path = shared.join("lookalikes").join(name);
        let Ok(bytes) = std::fs::read(&path) else {
            println!("skipped: {} is not here", path.display());
            continue;
        };
        let ours = median(|| {
            let paper = reading::read(black_box(&bytes), &Origin::file(name)).unwrap();
            black_box(serde_json::to_vec(&paper).unwrap());
        });
        let exe = Path::new(env!("CARGO_BIN_EXE_gbdesk"));
        let whole = median(|| {
            let done = Command::new(exe).arg("parse").arg(&path).arg("--json").output().unwrap();
            assert!(done.status.success());
        });
        println!("{name}: read and structured in {ours:.1?}; as a process of its own, with its child, {whole:.1?}");
        if Command::new("pdftotext").arg("-v").output().is_err() {
            println!("{name}: not compared, pdftotext (poppler-utils) is not installed");
            continue;
        }
        let theirs = median(|| {
            let done = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().unwrap();
            assert!(done.status.success());
        });
        let ratio = |time: Duration| time.as_secs_f64() / theirs.as_secs_f64();
        println!("{name}: pdftotext {theirs:.1?}; ratio {:.2}, with processes {:.2}", ratio(ours), ratio(whole));
    }
    import(&shared);
}

/// Imports many papers, each read by a child as the program does it: how long it takes, and what this process needed at most
/// after a few and after all.
fn import(shared: &Path) {
    let sources: Vec<Vec<u8>> = ["gb001", "gb002", "gb004"]
        .iter()
        .filter_map(|name| std::fs::read(shared.join("lookalikes").join(format!("{name}.lo-tagged.pdf"))).ok())
        .collect();
    if sources.is_empty() {
        println!("skipped: there are no papers to import");
        return;
    }
    let home = tempfile::tempdir().unwrap();
    let papers: Vec<PathBuf> = (0..PAPERS)
        .map(|at| {
            let mut bytes = sources[at % sources.len()].clone();
            // another content for the library, the same paper for the reader
            bytes.extend(format!("\n% copy {at}\n").bytes());
            let path = home.path().join(format!("paper-{at:02}.pdf"));
            std::fs::write(&path, bytes).unwrap();
            path
        })
        .collect();
    let exe = Path::new(env!("CARGO_BIN_EXE_gbdesk"));
    let take = |papers: &[PathBuf], name: &str| {
        let library = Library::open(&home.path().join(name)).unwrap();
        let read = |bytes: &[u8], origin: &Origin| read_guarded(exe, bytes, origin, Limits::default());
        let began = Instant::now();
        let report = library.import(papers, &ImportOptions::default(), &read, &mut |_| {}).unwrap();
        assert_eq!(report.failed().count(), 0, "{report:?}");
        began.elapsed()
    };
    let few = take(&papers[..7], "few");
    let after_few = most_memory();
    let all = take(&papers, "all");
    let memory = after_few.zip(most_memory()).map_or_else(
        || "memory not known here".to_owned(),
        |(few, all)| format!("at most {few} MB after 7, {all} MB after {PAPERS}"),
    );
    println!("import: 7 papers in {few:.1?}, {PAPERS} in {all:.1?}; {memory}");
}

/// The most memory this process had, in megabytes, where the system tells it.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? / 1024)
}

fn median(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            work();
            began.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}
