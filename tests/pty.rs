//! The real program in a real pseudo-terminal: it starts, takes keys, resizes, and gives the terminal back on every way
//! out.
#![cfg(unix)]
#![allow(
    clippy::pedantic,
    clippy::unwrap_used,
    clippy::match_wild_err_arm,
    clippy::expect_used,
    missing_docs,
    reason = "a test fails where something is missing"
)]

#[path = "support/server.rs"]
mod server;

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long something may take before the test gives up; machines of a CI can be slow.
const PATIENCE: Duration = Duration::from_secs(30);

struct Terminal {
    master: Box<dyn MasterPty>,
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    _folder: tempfile::TempDir,
}

impl Terminal {
    fn start(command: &str, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let pair = native_pty_system().openpty(size(80, 24)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let mut command = CommandBuilder::new(command);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_US.UTF-8");
        command.env("GBDESK_DATA_DIR", folder.path());
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (to, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if to.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let screen = vt100::Parser::new(cells(24), cells(80), 0);
        Self { master: pair.master, child, keys, bytes, screen, _folder: folder }
    }

    fn desk(arguments: &[&str]) -> Self {
        Self::start(env!("CARGO_BIN_EXE_gbdesk"), arguments, &[])
    }

    /// Reads until the screen shows the text.
    #[track_caller]
    fn expect(&mut self, text: &str) -> &mut Self {
        let begin = Instant::now();
        while !self.screen.screen().contents().contains(text) {
            match self.bytes.recv_timeout(PATIENCE.saturating_sub(begin.elapsed())) {
                Ok(bytes) => self.screen.process(&bytes),
                Err(_) => panic!("“{text}” did not come:\n{}", self.screen.screen().contents()),
            }
        }
        self
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
        self
    }

    /// Waits for the end and reads what was left to read; true when it ended well.
    fn end(&mut self) -> bool {
        let status = self.child.wait().unwrap();
        while let Ok(bytes) = self.bytes.recv_timeout(Duration::from_millis(500)) {
            self.screen.process(&bytes);
        }
        let screen = self.screen.screen();
        assert!(!screen.alternate_screen(), "the alternate screen was not left");
        assert!(!screen.hide_cursor(), "the cursor stayed hidden");
        assert!(!screen.bracketed_paste(), "pastes stayed bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse was kept");
        status.success()
    }
}

fn cells(count: u16) -> std::num::NonZero<u16> {
    std::num::NonZero::new(count).unwrap()
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

#[test]
fn the_sample_opens_takes_keys_resizes_and_quits() {
    let mut terminal = Terminal::desk(&["demo"]);
    terminal.expect("399th Session").press("\x1b[B\x1b[B\r").expect("GB.399/INS/2/1");
    terminal.master.resize(size(120, 36)).unwrap();
    terminal.screen.screen_mut().set_size(cells(36), cells(120));
    terminal.expect("399th Session").press("\x10").expect("Commands and help").press("\x1b\x11");
    assert!(terminal.end());
}

#[test]
fn the_mouse_is_taken_when_asked_for_and_given_back_at_once_and_at_the_end() {
    let mut terminal = Terminal::desk(&["demo"]);
    terminal.expect("399th Session");
    assert_eq!(terminal.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    terminal.press("\x10mouse\r").expect("hold Shift");
    assert_ne!(terminal.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    // a click on the sixth row of the screen, then the wheel
    terminal.press("\x1b[<0;12;6M\x1b[<0;12;6m\x1b[<0;12;6M\x1b[<0;12;6m").expect("GB.399/INS/2/1");
    terminal.press("\x1b[<65;30;10M").press("\x10mouse\r").expect("selects text");
    assert_eq!(terminal.screen.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    terminal.press("\x10mouse\r").expect("hold Shift").press("\x11");
    assert!(terminal.end());
}

#[test]
fn sigterm_gives_the_mouse_back() {
    let mut terminal = Terminal::desk(&["demo"]);
    terminal.expect("399th Session").press("\x10mouse\r").expect("hold Shift");
    let id = terminal.child.process_id().unwrap();
    let sent = std::process::Command::new("kill").args(["-TERM", &id.to_string()]).status().unwrap();
    assert!(sent.success());
    assert!(terminal.end());
}

#[test]
fn nothing_held_shows_the_first_screen() {
    let mut terminal = Terminal::desk(&[]);
    // F5: what to do is said in the words of the screens
    terminal.expect("Three ways to begin").press("\x1b[15~").expect("Write default_source = ").press("\x11");
    assert!(terminal.end());
}

#[test]
fn escape_stops_a_sync_whose_server_drips_at_once_and_nothing_is_half_done() {
    let server = server::Server::start();
    let paper = |name: &str| {
        format!(
            r#"{{"symbol": "GB.350/INS/{name}", "title": {{"en": "T"}}, "files": [{{"language": "en", "url": "{name}.txt"}}]}}"#
        )
    };
    let feed = format!(
        r#"{{"format": "gbdesk-session", "version": 1, "session": 350, "title": {{"en": "S"}}, "papers": [{}, {}]}}"#,
        paper("1"),
        paper("2")
    );
    server.put("/gb/session.json", feed);
    server.put("/gb/1.txt", "GB.350/INS/1\n\n1. It has arrived.\n");
    server.always("/gb/2.txt", server::Play::Drip);
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.toml");
    std::fs::write(&config, format!("default_source = \"{}\"\n", server.url("/gb/session.json"))).unwrap();
    let data = folder.path().to_string_lossy().into_owned();
    let mut terminal = Terminal::start(
        env!("CARGO_BIN_EXE_gbdesk"),
        &[],
        &[("GBDESK_CONFIG", &config.to_string_lossy()), ("GBDESK_DATA_DIR", &data), ("NO_PROXY", "127.0.0.1")],
    );
    terminal.expect("Three ways to begin").press("R").expect("Sync 1/2  GB.350/INS/1 en   Esc stop");
    let begin = Instant::now();
    terminal.press("\x1b").expect("The sync was stopped.");
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    // what had arrived is not asked for again; the server is well now
    server.calm();
    server.put("/gb/2.txt", "GB.350/INS/2\n\n1. This one too.\n");
    server.forget_requests();
    terminal.press("R").expect("350th Session").press("\x11");
    assert!(terminal.end());
    assert_eq!(server.bodies().iter().filter(|path| path.ends_with("1.txt")).count(), 0, "{:?}", server.bodies());
}

#[test]
fn sigterm_gives_the_terminal_back_and_saves_what_was_being_written() {
    let mut terminal = Terminal::desk(&["demo"]);
    terminal
        .expect("399th Session")
        .press("\x0e")
        .expect("Write here")
        .press("half a sentence")
        .expect("half a sentence");
    let id = terminal.child.process_id().unwrap();
    let sent = std::process::Command::new("kill").args(["-TERM", &id.to_string()]).status().unwrap();
    assert!(sent.success());
    assert!(terminal.end());
}

#[cfg(target_os = "linux")]
#[test]
fn what_another_program_brings_and_writes_is_shown_without_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy().into_owned();
    let other = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gbdesk"));
        let done = command.args(arguments).env("GBDESK_DATA_DIR", &data).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let notes = folder.path().join("data/notes/399");
    std::fs::create_dir_all(&notes).unwrap();
    std::fs::write(notes.join("mine.md"), "---\npaper: GB.399/INS/5\n---\n\na first thought\n").unwrap();
    let mut terminal = Terminal::start(env!("CARGO_BIN_EXE_gbdesk"), &[], &[("GBDESK_DATA_DIR", &data)]);
    terminal.expect("Three ways to begin");
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample/399/papers");
    other(&["import", sample]);
    terminal.expect("399th Session");
    terminal.press("m").expect("a first thought");
    other(&["note", "add", "399", "a second one from elsewhere"]);
    terminal.expect("a second one from elsewhere").press("\x11");
    assert!(terminal.end());
}

#[test]
fn a_source_that_is_written_into_the_configuration_meanwhile_is_the_one_that_f5_brings() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_string_lossy().into_owned();
    let mut terminal = Terminal::start(env!("CARGO_BIN_EXE_gbdesk"), &["--lang", "en"], &[("GBDESK_DATA_DIR", &data)]);
    terminal.expect("Three ways to begin").press("\x1b[15~").expect("No source is set.");
    let config = folder.path().join("config");
    std::fs::create_dir_all(&config).unwrap();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample/399");
    std::fs::write(config.join("config.toml"), format!("default_source = '{sample}'\n")).unwrap();
    terminal.press("\x1b[15~").expect("399th Session").press("\x11");
    assert!(terminal.end());
}

#[test]
fn a_panic_gives_the_terminal_back_before_its_message() {
    let own = std::env::current_exe().unwrap();
    let arguments = ["--exact", "panics_in_a_child", "--ignored", "--nocapture", "--test-threads=1"];
    let mut terminal = Terminal::start(&own.to_string_lossy(), &arguments, &[]);
    terminal.expect("as asked for");
    assert!(!terminal.end());
}

#[test]
#[ignore = "a child of the test above, in a terminal of its own"]
fn panics_in_a_child() {
    gbdesk::runtime::take_and_panic();
}

#[test]
fn without_a_terminal_the_screens_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_gbdesk"))
        .env("GBDESK_DATA_DIR", folder.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("need a terminal"));
}
