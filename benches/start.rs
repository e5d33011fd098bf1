//! The whole program in a pseudo-terminal, on an invented library: from its start to the first frame and to the agenda,
//! warm and (where the system's cache may be emptied) cold; its memory; what it costs while nobody does anything.
//! `cargo bench --bench start`; `GBDESK_BENCH_PARAGRAPHS=4000,100000,1000000` for other sizes, `GBDESK_BENCH_KEEP=folder`
//! keeps the libraries there and takes them up again; `GBDESK_BENCH_PROGRAM=file` measures another build of the program.
//! Beside it, in the same run: `gbdesk --version`, which is what starting it costs without a library and a screen.
#![allow(clippy::pedantic, missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[cfg(unix)]
mod generated;

#[cfg(unix)]
mod program {
    use std::io::{Read, Write};
    use std::path::{Path, PathBuf};
    use std::process::{Command, Stdio};
    use std::sync::mpsc::{Receiver, channel};
    use std::time::{Duration, Instant};

    use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

    use super::generated::{build, median, sizes, spread, timed};

    const PATIENCE: Duration = Duration::from_secs(60);
    const QUIET: Duration = Duration::from_secs(5);

    fn program() -> String {
        std::env::var("GBDESK_BENCH_PROGRAM").unwrap_or_else(|_| env!("CARGO_BIN_EXE_gbdesk").to_owned())
    }

    /// The program on a screen of 120×36.
    struct Desk {
        began: Instant,
        _master: Box<dyn MasterPty + Send>,
        child: Box<dyn Child + Send + Sync>,
        keys: Box<dyn Write + Send>,
        bytes: Receiver<Vec<u8>>,
        screen: vt100::Parser,
        written: usize,
    }

    impl Desk {
        fn open(home: &Path) -> Self {
            let pair =
                native_pty_system().openpty(PtySize { rows: 36, cols: 120, pixel_width: 0, pixel_height: 0 }).unwrap();
            let mut reader = pair.master.try_clone_reader().unwrap();
            let keys = pair.master.take_writer().unwrap();
            let (to, bytes) = channel();
            std::thread::spawn(move || {
                let mut buffer = [0; 65_536];
                while let Ok(count @ 1..) = reader.read(&mut buffer) {
                    if to.send(buffer[..count].to_vec()).is_err() {
                        return;
                    }
                }
            });
            let mut command = CommandBuilder::new(program());
            command.args(["--data-dir", home.to_str().unwrap(), "--lang", "en"]);
            command.env("TERM", "xterm-256color");
            let began = Instant::now();
            let child = pair.slave.spawn_command(command).unwrap();
            drop(pair.slave);
            let screen = vt100::Parser::new(36.try_into().unwrap(), 120.try_into().unwrap(), 0);
            Self { began, _master: pair.master, child, keys, bytes, screen, written: 0 }
        }

        /// Since the start, until the screen is as wished.
        fn until(&mut self, wished: impl Fn(&str) -> bool) -> Duration {
            let begin = Instant::now();
            while !wished(&self.screen.screen().contents()) {
                match self.bytes.recv_timeout(PATIENCE.saturating_sub(begin.elapsed())) {
                    Ok(bytes) => {
                        self.written += bytes.len();
                        self.screen.process(&bytes);
                    }
                    Err(_) => panic!("it did not come:\n{}", self.screen.screen().contents()),
                }
            }
            self.began.elapsed()
        }

        fn press(&mut self, keys: &str) {
            self.keys.write_all(keys.as_bytes()).unwrap();
            self.keys.flush().unwrap();
        }

        fn status(&self, field: &str) -> u64 {
            let id = self.child.process_id().unwrap();
            let tasks = std::fs::read_dir(format!("/proc/{id}/task")).into_iter().flatten().flatten();
            tasks.map(|task| number_of(&task.path().join("status"), field)).sum()
        }

        fn anonymous(&self) -> f64 {
            let id = self.child.process_id().unwrap();
            number_of(&PathBuf::from(format!("/proc/{id}/status")), "RssAnon:") as f64 / 1024.0
        }

        /// Takes what is still written for a while; gives how many bytes.
        fn rest(&mut self, quiet: Duration) -> usize {
            let (begin, before) = (Instant::now(), self.written);
            while let Ok(bytes) = self.bytes.recv_timeout(quiet.saturating_sub(begin.elapsed())) {
                self.written += bytes.len();
                self.screen.process(&bytes);
            }
            self.written - before
        }
    }

    impl Drop for Desk {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    fn number_of(file: &Path, field: &str) -> u64 {
        let text = std::fs::read_to_string(file).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
        line.split_whitespace().next().and_then(|number| number.parse().ok()).unwrap_or(0)
    }

    /// From the start to the first frame and to the agenda.
    fn start(home: &Path) -> (Duration, Duration) {
        let mut desk = Desk::open(home);
        let frame = desk.until(|screen| !screen.trim().is_empty());
        let agenda = desk.until(|screen| screen.contains("INS/1"));
        (frame, agenda)
    }

    /// Asks the system to forget the files it has read; false where it will not.
    fn forget() -> bool {
        let _ = Command::new("sync").status();
        std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
    }

    fn several(times: usize, home: &Path, before: impl Fn()) -> (Vec<Duration>, Vec<Duration>) {
        (0..times)
            .map(|_| {
                before();
                start(home)
            })
            .unzip()
    }

    pub fn measure(size: usize) {
        let temporary = tempfile::tempdir().unwrap();
        let kept = std::env::var_os("GBDESK_BENCH_KEEP").map(|folder| PathBuf::from(folder).join(size.to_string()));
        let home = kept.as_deref().unwrap_or(temporary.path());
        if !home.join("cache").exists() {
            build(home, size);
        }
        println!("\n{size} paragraphs");
        let bare = (0..20).map(|_| {
            let mut version = Command::new(program());
            timed(|| version.arg("--version").stdout(Stdio::null()).status().unwrap()).0
        });
        let bare: Vec<Duration> = bare.collect();
        println!("  gbdesk --version        {}", spread(bare.clone()));
        let (frames, agendas) = several(20, home, || {});
        let middle = median(&frames);
        println!("  first frame, warm       {}", spread(frames));
        println!("  agenda, warm            {}", spread(agendas));
        println!("  first frame: {:.1} times gbdesk --version", middle.as_secs_f64() / median(&bare).as_secs_f64());
        if forget() {
            let (frames, agendas) = several(5, home, || {
                forget();
            });
            println!("  first frame, cold       {}", spread(frames));
            println!("  agenda, cold            {}", spread(agendas));
        } else {
            println!("  cold: the system's cache of files cannot be emptied by this user: not measured");
        }
        let mut desk = Desk::open(home);
        desk.until(|screen| screen.contains("INS/1"));
        desk.rest(Duration::from_secs(2));
        let wakes = || desk.status("voluntary_ctxt_switches:");
        let (before, memory) = (wakes(), desk.anonymous());
        let written = desk.rest(QUIET);
        let woken = desk.status("voluntary_ctxt_switches:") - before;
        println!("  idle for {} s            {written} bytes written, woken {woken} times", QUIET.as_secs());
        println!("  anonymous memory        {memory:.0} MB with the agenda open");
        // full text, letter by letter
        desk.press("\u{14}");
        for letter in "social justice".chars() {
            desk.press(&letter.to_string());
            desk.rest(Duration::from_millis(60));
        }
        desk.rest(Duration::from_secs(1));
        assert!(desk.screen.screen().contents().contains("justice"));
        println!("  anonymous memory        {:.0} MB after a search while typing", desk.anonymous());
    }

    pub fn main() {
        for size in sizes(&[4_000, 100_000]) {
            measure(size);
        }
    }
}

fn main() {
    #[cfg(unix)]
    program::main();
    #[cfg(not(unix))]
    println!("measured in a pseudo-terminal of Unix only");
}
