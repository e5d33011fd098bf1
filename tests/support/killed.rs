//! A program of the tests that writes notes until it is killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs this test program's `writer_to_be_killed` on a folder of notes and kills it after `lines` lines; what it said is safe,
/// the largest number last, whatever it still managed to say included.
pub fn writer(folder: &Path, lines: usize) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "writer_to_be_killed", "--ignored", "--nocapture"])
        .env("GBDESK_TEST_NOTES", folder)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let number = |line: String| line.strip_prefix("safe ").and_then(|count| count.parse().ok());
    let before = said.by_ref().take(lines).filter_map(number).last();
    child.kill().unwrap();
    child.wait().unwrap();
    let safe = said.filter_map(number).last().or(before).unwrap_or(0);
    assert!(safe > 0, "the writer wrote nothing");
    safe
}
