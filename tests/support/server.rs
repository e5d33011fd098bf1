//! A real HTTP server on loopback that plays what it is told: answers, conditions, and every failure.
#![allow(dead_code, clippy::case_sensitive_file_extension_comparisons)]

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// A request as it came.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    pub headers: BTreeMap<String, String>,
    /// The status of the answer; 0 when none was sent.
    pub status: u16,
}

/// How an answer is played.
#[derive(Clone, Debug)]
pub enum Play {
    /// A status with headers and a body.
    Answer(u16, Vec<(String, String)>, Vec<u8>),
    /// The body is announced longer than it is, then the line is cut.
    CutShort(Vec<u8>),
    /// Nothing is ever said.
    Silence,
    /// A head, one byte, then nothing.
    SilentBody,
    /// Byte by byte, slowly.
    Drip,
    /// The line is cut before any answer.
    HangUp,
    /// A body without length and without end mark, as of 1996.
    Old(Vec<u8>),
}

/// A status without a body.
pub fn status(code: u16) -> Play {
    Play::Answer(code, Vec::new(), Vec::new())
}

/// A status with one header.
pub fn with_header(code: u16, name: &str, value: &str) -> Play {
    Play::Answer(code, vec![(name.to_owned(), value.to_owned())], Vec::new())
}

/// A page.
pub fn page(html: &str) -> Play {
    Play::Answer(
        200,
        vec![("Content-Type".to_owned(), "text/html; charset=utf-8".to_owned())],
        html.as_bytes().to_vec(),
    )
}

type Hook = Box<dyn Fn(&str) + Send>;

#[derive(Default)]
struct State {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    scripts: Mutex<HashMap<String, VecDeque<Play>>>,
    always: Mutex<HashMap<String, Play>>,
    requests: Mutex<Vec<Request>>,
    validators: AtomicBool,
    inside: AtomicUsize,
    most_inside: AtomicUsize,
    /// Answers wait until so many are inside at once.
    gather: AtomicUsize,
    gathered: (Mutex<usize>, Condvar),
    on_request: Mutex<Option<Hook>>,
    closed: AtomicBool,
}

/// The server. Ends with its value.
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
}

impl Server {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port on loopback");
        let address = listener.local_addr().expect("an address");
        let state = Arc::new(State { validators: AtomicBool::new(true), ..State::default() });
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if shared.closed.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&shared);
                thread::spawn(move || {
                    let _ = serve(stream, &shared);
                });
            }
        });
        Self { address, state }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// Puts a file in place, served with an ETag made of its content.
    pub fn put(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.state.files.lock().unwrap().insert(path.to_owned(), bytes.into());
    }

    pub fn remove(&self, path: &str) {
        self.state.files.lock().unwrap().remove(path);
    }

    /// Plays these, one a request, before anything else.
    pub fn script(&self, path: &str, plays: impl IntoIterator<Item = Play>) {
        self.state.scripts.lock().unwrap().entry(path.to_owned()).or_default().extend(plays);
    }

    /// Plays this at every request.
    pub fn always(&self, path: &str, play: Play) {
        self.state.always.lock().unwrap().insert(path.to_owned(), play);
    }

    pub fn calm(&self) {
        self.state.always.lock().unwrap().clear();
        self.state.scripts.lock().unwrap().clear();
    }

    /// No ETag, no conditions.
    pub fn without_validators(&self) {
        self.state.validators.store(false, Ordering::SeqCst);
    }

    /// Lets answers wait until so many requests are inside at once.
    pub fn gather(&self, count: usize) {
        self.state.gather.store(count, Ordering::SeqCst);
    }

    pub fn most_inside(&self) -> usize {
        self.state.most_inside.load(Ordering::SeqCst)
    }

    pub fn on_request(&self, hook: impl Fn(&str) + Send + 'static) {
        *self.state.on_request.lock().unwrap() = Some(Box::new(hook));
    }

    pub fn requests(&self) -> Vec<Request> {
        self.state.requests.lock().unwrap().clone()
    }

    pub fn forget_requests(&self) {
        self.state.requests.lock().unwrap().clear();
    }

    /// Requests that were answered with a body, by path.
    pub fn bodies(&self) -> Vec<String> {
        self.requests().iter().filter(|request| request.status == 200).map(|request| request.path.clone()).collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.closed.store(true, Ordering::SeqCst);
        // wakes the listener
        let _ = TcpStream::connect(self.address);
    }
}

fn etag(bytes: &[u8]) -> String {
    // FNV-1a: enough to tell contents apart
    let hash = bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    format!("\"{hash:016x}\"")
}

fn serve(stream: TcpStream, state: &State) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let path = first.split_whitespace().nth(1).unwrap_or_default().to_owned();
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            headers.insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
        }
    }
    if path.is_empty() {
        return Ok(());
    }
    let inside = state.inside.fetch_add(1, Ordering::SeqCst) + 1;
    state.most_inside.fetch_max(inside, Ordering::SeqCst);
    if let Some(hook) = &*state.on_request.lock().unwrap() {
        hook(&path);
    }
    if path.to_ascii_lowercase().ends_with(".pdf") {
        wait_for_others(state);
    }
    let play = choose(&path, &headers, state);
    let code = match &play {
        Play::Answer(code, ..) => *code,
        Play::Silence | Play::HangUp => 0,
        _ => 200,
    };
    state.requests.lock().unwrap().push(Request { path, headers, status: code });
    // whoever sees the answer sees the request as finished
    state.inside.fetch_sub(1, Ordering::SeqCst);
    play_out(stream, play)
}

/// Holds the answer until enough others have come, or a second has passed.
fn wait_for_others(state: &State) {
    let wanted = state.gather.load(Ordering::SeqCst);
    if wanted == 0 {
        return;
    }
    let (count, changed) = &state.gathered;
    let mut count = count.lock().unwrap();
    *count += 1;
    changed.notify_all();
    let _ = changed.wait_timeout_while(count, Duration::from_secs(1), |count| *count < wanted).unwrap();
}

fn choose(path: &str, headers: &BTreeMap<String, String>, state: &State) -> Play {
    if let Some(play) = state.scripts.lock().unwrap().get_mut(path).and_then(VecDeque::pop_front) {
        return play;
    }
    if let Some(play) = state.always.lock().unwrap().get(path) {
        return play.clone();
    }
    let files = state.files.lock().unwrap();
    // a proxy is asked with the whole address
    let short = path.strip_prefix("http://").and_then(|rest| rest.find('/').map(|at| &rest[at..])).unwrap_or(path);
    let Some(bytes) = files.get(short) else { return status(404) };
    let kind = match short.rsplit('.').next() {
        Some("json") => "application/json",
        Some("pdf") => "application/pdf",
        Some("htm" | "html") => "text/html; charset=utf-8",
        Some("md") => "text/markdown",
        _ if bytes.starts_with(b"<") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    };
    let mut reply = vec![("Content-Type".to_owned(), kind.to_owned())];
    if state.validators.load(Ordering::SeqCst) {
        let tag = etag(bytes);
        if headers.get("if-none-match") == Some(&tag) {
            return status(304);
        }
        reply.push(("ETag".to_owned(), tag));
    }
    Play::Answer(200, reply, bytes.clone())
}

fn play_out(mut stream: TcpStream, play: Play) -> std::io::Result<()> {
    match play {
        Play::Answer(code, headers, body) => {
            let mut head = format!("HTTP/1.1 {code} Played\r\nConnection: close\r\n");
            for (name, value) in headers {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
            if code != 304 {
                head.push_str(&format!("Content-Length: {}\r\n", body.len()));
            }
            stream.write_all(head.as_bytes())?;
            stream.write_all(b"\r\n")?;
            stream.write_all(&body)
        }
        Play::CutShort(body) => {
            let head =
                format!("HTTP/1.1 200 Played\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", body.len() + 1000);
            stream.write_all(head.as_bytes())?;
            stream.write_all(&body)
        }
        Play::Old(body) => {
            stream.write_all(b"HTTP/1.0 200 Played\r\n\r\n")?;
            stream.write_all(&body)
        }
        Play::Silence => until_gone(&mut stream),
        Play::SilentBody => {
            stream.write_all(b"HTTP/1.1 200 Played\r\nContent-Length: 100000\r\n\r\n%")?;
            until_gone(&mut stream)
        }
        Play::Drip => {
            stream.write_all(b"HTTP/1.1 200 Played\r\nContent-Length: 100000\r\n\r\n")?;
            stream.set_read_timeout(Some(Duration::from_millis(5)))?;
            let mut byte = [0; 1];
            for _ in 0..100_000 {
                stream.write_all(b"x")?;
                // waits for the other side to go away, for a moment
                match stream.read(&mut byte) {
                    Ok(0) => return Ok(()),
                    Err(error)
                        if !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) =>
                    {
                        return Ok(());
                    }
                    _ => {}
                }
            }
            Ok(())
        }
        Play::HangUp => Ok(()),
    }
}

/// Waits until the other side has gone.
fn until_gone(stream: &mut TcpStream) -> std::io::Result<()> {
    let mut byte = [0; 1];
    while stream.read(&mut byte)? > 0 {}
    Ok(())
}
