//! A long PDF read and structured, beside `pdftotext`, which only extracts its text. The first should need at most 1.5 times
//! the second. Needs the shared papers and poppler-utils; says so when one is missing.
#![allow(clippy::pedantic, clippy::unwrap_used, missing_docs, clippy::expect_used)]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use gbdesk::reading::{self, Origin};

const ROUNDS: usize = 11;

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
