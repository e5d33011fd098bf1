//! Wakes the program when another one changed notes or the library: a file sync, an editor, a second instance, an import.
//!
//! On Linux the system tells it, and nothing runs until then. Elsewhere the folders are looked at once in a few seconds.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use super::In;

/// Changes come in bursts (a temporary file, a rename, a lock): they are told together, after this many milliseconds.
const BURST: u64 = 200;

/// The folders that are watched: the notes with the folders of their sessions, and the library's own.
fn folders(notes: &Path, cache: &Path) -> Vec<PathBuf> {
    let statements = notes.join(crate::notes::statements::FOLDER);
    let below =
        [notes, &statements].into_iter().filter_map(|folder| std::fs::read_dir(folder).ok()).flatten().flatten();
    let below = below.map(|entry| entry.path()).filter(|path| path.is_dir());
    [notes.to_owned(), statements.clone(), cache.to_owned()].into_iter().chain(below).collect()
}

/// Starts watching; ends when nobody listens any more.
pub fn start(notes: PathBuf, cache: PathBuf, to: Sender<In>) {
    std::thread::spawn(move || {
        // without it changes are seen when the terminal gets the focus, or at a key
        let _ = wait(&notes, &cache, &to);
    });
}

#[cfg(target_os = "linux")]
fn wait(notes: &Path, cache: &Path, to: &Sender<In>) -> std::io::Result<()> {
    use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
    let watch = inotify::init(CreateFlags::CLOEXEC)?;
    let mut buffer = [std::mem::MaybeUninit::uninit(); 4096];
    let what = WatchFlags::CLOSE_WRITE | WatchFlags::MOVE | WatchFlags::CREATE | WatchFlags::DELETE;
    let mut events = inotify::Reader::new(&watch, &mut buffer);
    loop {
        for folder in folders(notes, cache) {
            // one that is not there yet is watched once it is
            let _ = inotify::add_watch(&watch, folder, what);
        }
        events.next()?;
        std::thread::sleep(std::time::Duration::from_millis(BURST));
        while !events.is_buffer_empty() {
            events.next()?;
        }
        if to.send(In::Focus).is_err() {
            return Ok(());
        }
    }
}

#[cfg(not(target_os = "linux"))]
fn wait(notes: &Path, cache: &Path, to: &Sender<In>) -> std::io::Result<()> {
    let look = || {
        let entries = folders(notes, cache).into_iter().filter_map(|folder| std::fs::read_dir(folder).ok());
        let mut all: Vec<_> = entries
            .flatten()
            .flatten()
            .map(|entry| (entry.path(), entry.metadata().and_then(|data| data.modified()).ok()))
            .collect();
        all.sort_unstable();
        all
    };
    let mut before = look();
    loop {
        std::thread::sleep(std::time::Duration::from_millis(25 * BURST));
        let now = look();
        if now != before {
            before = now;
            if to.send(In::Focus).is_err() {
                return Ok(());
            }
        }
    }
}
