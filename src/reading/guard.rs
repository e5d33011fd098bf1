//! Reading behind limits: a PDF, or anything large, is read by a process of its own, which ends when it takes too long or
//! too much memory. Whatever a file does, it does to that process.
//!
//! The child is this same program with the hidden command [`CHILD`]: the request on its standard input, the answer on its
//! standard output, an empty environment. On Unix it sets its own limits of memory and processor time before it looks at a
//! byte; on Windows only the time is limited. (macOS accepts the limit of memory but does not always hold to it.)

use std::io::{Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Explanation, Fault, Format, Origin, detect};
use crate::model::Paper;

/// The hidden command of the child.
pub const CHILD: &str = "read-child";

/// Files up to this size are read in the process itself, unless they are PDF.
pub const LARGE: usize = 1 << 20;
/// Files above this size are not read at all; the longest report is below 20 MB.
pub const LARGEST: usize = 200 << 20;
/// The most that a child may answer.
const MOST_ANSWER: u64 = 512 << 20;

/// What reading one file may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Seconds on the clock.
    pub seconds: u32,
    /// Bytes of memory.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { seconds: 18, memory: 1400 << 20 }
    }
}

/// What the child is asked for; the bytes of the file follow it.
#[derive(Debug, Serialize, Deserialize)]
struct Request {
    limits: Limits,
    origin: Origin,
    explain: bool,
}

/// What the child answers.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Paper(Box<Paper>),
    Explained(Box<(Paper, Explanation)>),
    Fault(Fault),
}

/// Reads a paper so that nothing the file does harms this process.
///
/// `exe` is this program itself. Small files other than PDF are read here: their readers need time and memory in
/// proportion to the file.
pub fn read_guarded(exe: &Path, bytes: &[u8], origin: &Origin, limits: Limits) -> Result<Paper, Fault> {
    if !needs_child(bytes, origin)? {
        return super::read(bytes, origin);
    }
    match ask(exe, bytes, origin, limits, false)? {
        Answer::Paper(paper) => Ok(*paper),
        Answer::Explained(both) => Ok(both.0),
        Answer::Fault(fault) => Err(fault),
    }
}

/// Like [`read_guarded`], and tells how the paper was read.
pub fn explain_guarded(
    exe: &Path,
    bytes: &[u8],
    origin: &Origin,
    limits: Limits,
) -> Result<(Paper, Explanation), Fault> {
    if !needs_child(bytes, origin)? {
        return super::explain(bytes, origin);
    }
    match ask(exe, bytes, origin, limits, true)? {
        Answer::Explained(both) => Ok(*both),
        Answer::Paper(paper) => Ok((*paper, Explanation::default())),
        Answer::Fault(fault) => Err(fault),
    }
}

fn needs_child(bytes: &[u8], origin: &Origin) -> Result<bool, Fault> {
    if bytes.len() > LARGEST {
        return Err(Fault::TooLarge(format!("it has {} MB", bytes.len() >> 20)));
    }
    let format = detect(bytes, origin.file_name.as_deref());
    Ok(bytes.len() > LARGE || format == Some(Format::Pdf))
}

/// Carries out `work`; a panic in it is a damaged file.
pub(super) fn caught<T>(format: Format, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, Fault> {
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(Fault::Damaged(format, "the reader could not make sense of it".to_owned())))
}

fn ask(exe: &Path, bytes: &[u8], origin: &Origin, limits: Limits, explain: bool) -> Result<Answer, Fault> {
    let format = detect(bytes, origin.file_name.as_deref()).ok_or(Fault::Unknown)?;
    let alone = |reason: &dyn std::fmt::Display| Fault::Alone(reason.to_string());
    let mut request =
        serde_json::to_vec(&Request { limits, origin: origin.clone(), explain }).map_err(|f| alone(&f))?;
    request.push(b'\n');
    request.extend_from_slice(bytes);
    let mut child = start(exe).map_err(|fault| alone(&fault))?;
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        end(&mut child);
        return Err(alone(&"no pipes"));
    };
    let (send, receive) = mpsc::channel();
    // Both pipes are served aside: a child that stops listening or never answers must not hold up the clock.
    std::thread::spawn(move || {
        let _ = input.write_all(&request);
    });
    std::thread::spawn(move || {
        let mut answer = Vec::new();
        let _ = output.take(MOST_ANSWER).read_to_end(&mut answer);
        let _ = send.send(answer);
    });
    let answer = receive.recv_timeout(Duration::from_secs(u64::from(limits.seconds)));
    let Ok(answer) = answer else {
        end(&mut child);
        return Err(Fault::TooSlow(limits.seconds));
    };
    if let Ok(answer) = serde_json::from_slice(&answer) {
        end(&mut child);
        return Ok(answer);
    }
    // It ended without an answer: the way it ended says why.
    let status = child.wait().ok();
    end(&mut child);
    Err(died(format, status, limits))
}

fn start(exe: &Path) -> std::io::Result<Child> {
    let mut command = Command::new(exe);
    command.arg(CHILD).env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    #[cfg(windows)]
    if let Some(root) = std::env::var_os("SystemRoot") {
        // Windows programs do not start without it.
        command.env("SystemRoot", root);
    }
    command.spawn()
}

fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(unix)]
fn died(format: Format, status: Option<ExitStatus>, limits: Limits) -> Fault {
    use std::os::unix::process::ExitStatusExt;
    // Signal numbers that Linux, macOS and the BSDs share.
    const ABORT: i32 = 6;
    const KILLED: i32 = 9;
    const PROCESSOR_TIME: i32 = 24;
    match status.and_then(|status| status.signal()) {
        Some(PROCESSOR_TIME) => Fault::TooSlow(limits.seconds),
        Some(ABORT | KILLED) => Fault::TooLarge(format!("reading it needs more than {} MB", limits.memory >> 20)),
        _ => Fault::Damaged(format, "reading it ended before its end".to_owned()),
    }
}

#[cfg(not(unix))]
fn died(format: Format, _: Option<ExitStatus>, _: Limits) -> Fault {
    Fault::Damaged(format, "reading it ended before its end".to_owned())
}

/// The child's whole life: reads the request, sets the limits, reads the file, answers.
#[must_use]
pub fn child() -> ExitCode {
    let mut input = std::io::stdin().lock();
    let mut head = Vec::new();
    let mut byte = [0u8; 1];
    // The head is one short line; it is read byte by byte so that nothing of the file is touched before the limits hold.
    while matches!(input.read(&mut byte), Ok(1)) && byte != [b'\n'] && head.len() < 1 << 16 {
        head.extend_from_slice(&byte);
    }
    let Ok(request) = serde_json::from_slice::<Request>(&head) else { return ExitCode::FAILURE };
    if limit(request.limits).is_err() {
        return ExitCode::FAILURE;
    }
    let mut bytes = Vec::new();
    if input.take(LARGEST as u64 + 1).read_to_end(&mut bytes).is_err() {
        return ExitCode::FAILURE;
    }
    let answer = if request.explain {
        super::explain(&bytes, &request.origin).map(|both| Answer::Explained(Box::new(both)))
    } else {
        super::read(&bytes, &request.origin).map(|paper| Answer::Paper(Box::new(paper)))
    };
    let answer = answer.unwrap_or_else(Answer::Fault);
    let mut output = std::io::BufWriter::new(std::io::stdout().lock());
    let written = serde_json::to_writer(&mut output, &answer).is_ok() && output.flush().is_ok();
    if written { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Binds this process to the limits.
#[cfg(unix)]
fn limit(limits: Limits) -> std::io::Result<()> {
    use rlimit::Resource;
    let memory = Resource::AS.set(limits.memory, limits.memory);
    // macOS refuses a limit of address space below what is mapped already: the clock of the parent still holds there.
    if !cfg!(target_os = "macos") {
        memory?;
    }
    let seconds = u64::from(limits.seconds) + 1;
    Resource::CPU.set(seconds, seconds)?;
    // No core of somebody's paper on the disk, and no file written at all.
    Resource::CORE.set(0, 0)?;
    Resource::FSIZE.set(0, 0)
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps)]
fn limit(_: Limits) -> std::io::Result<()> {
    Ok(())
}
