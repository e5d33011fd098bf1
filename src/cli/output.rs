//! Results on standard output, everything else on standard error.

use std::fmt;
use std::io::{self, Write};

use serde::Serialize;

use super::{Done, Outcome};

/// One sentence that says what, where and what to do, and the exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The sentence.
    pub sentence: String,
    /// The exit status: 1 failed, 2 the command line was wrong.
    pub code: u8,
}

impl Failure {
    /// Failed: exit status 1.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 1 }
    }

    /// The command line was wrong: exit status 2.
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), code: 2 }
    }

    /// Says it on standard error.
    pub fn print(&self) {
        say(&format!("gbdesk: {}", self.sentence));
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.sentence)
    }
}

impl From<io::Error> for Failure {
    fn from(fault: io::Error) -> Self {
        Self::new(fault.to_string())
    }
}

/// A line on standard error: progress, warnings. A closed standard error is no reason to stop.
pub fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// One JSON value on standard output.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Outcome {
    let text = serde_json::to_string_pretty(value)
        .map_err(|fault| Failure::new(format!("the result could not be written as JSON ({fault})")))?;
    print(&text)
}

/// Text on standard output, with a line end. A reader that has gone away (`gbdesk list | head`) ends it quietly.
pub fn print(text: &str) -> Outcome {
    let mut out = io::stdout().lock();
    let end = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    match write!(out, "{text}{end}").and_then(|()| out.flush()) {
        Err(fault) if fault.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output could not be written ({fault})")))
        }
        _ => Ok(Done::Whole),
    }
}

/// Bytes on standard output.
pub fn bytes(content: &[u8]) -> Outcome {
    let mut out = io::stdout().lock();
    match out.write_all(content).and_then(|()| out.flush()) {
        Err(fault) if fault.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output could not be written ({fault})")))
        }
        _ => Ok(Done::Whole),
    }
}
