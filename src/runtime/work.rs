//! Carrying out effects: one thread reads the library, one searches, one writes notes.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use super::notebook::{self, Order};
use super::tongue::Tongue;
use super::{In, Setup, Syncing, finding, memory, send};
use crate::app::fetching::Wanted;
use crate::app::leads::Answer;
use crate::app::saved::Saved;
use crate::app::syncing::Going;
use crate::app::{Effect, Msg};
use crate::library::{Fault, Library, Progress, Shelf};
use crate::model::decision::Pasted;
use crate::model::search::Stand;
use crate::model::session::Held;
use crate::model::{Language, Target};
use crate::reading::Origin;
use crate::reading::guard::{self, Limits};
use crate::strings::Strings;
use crate::text::diff;
use crate::text::resolve;

/// What the reading thread is asked for.
enum Ask {
    Sessions,
    /// Whether another program, or a sync, published something.
    Look,
    Session(u16),
    Paper(Box<Held>),
    CitedBy(String),
    Resolve(Box<Held>, Vec<Target>),
    Compare(Box<Held>, Box<Held>),
    Ledger(u16, Vec<Language>, Vec<Pasted>),
    Wanted,
    Remember(Box<Saved>),
}

/// A question for the searching thread.
struct Question {
    generation: u64,
    query: String,
    here: (u16, Option<String>),
    places: bool,
    stances: Vec<Stand>,
    languages: Vec<Language>,
}

/// How often it is looked whether the index is whole again, while it is being rebuilt.
const MENDING: Duration = Duration::from_millis(100);

/// The threads.
pub struct Desk {
    asks: Option<Sender<Ask>>,
    questions: Option<Sender<Question>>,
    orders: Option<Sender<Order>>,
    threads: Vec<JoinHandle<()>>,
    clipboard: Option<Sender<String>>,
    sync: Option<Syncing>,
    /// Tells the sync that goes on to stop.
    stop: Arc<AtomicBool>,
    tongue: Tongue,
    to: Sender<In>,
}

impl Desk {
    /// Starts the threads.
    pub fn new(library: Arc<Library>, setup: &Setup, tongue: Tongue, to: Sender<In>) -> Self {
        let (asks, from) = channel();
        let epoch = Arc::new(AtomicU64::new(0));
        let data = (!setup.sample).then(|| setup.data.clone());
        let reading = {
            let (library, to, epoch) = (Arc::clone(&library), to.clone(), Arc::clone(&epoch));
            let (languages, tongue) = (setup.languages.clone(), tongue.clone());
            spawn(move || read(&library, &epoch, &languages, &tongue, data.as_ref(), &to, &from))
        };
        let (questions, from) = channel();
        let strings = tongue.strings();
        {
            // not waited for at the end: an answer that nobody reads is worth nothing
            let (library, to) = (Arc::clone(&library), to.clone());
            spawn(move || search(&library, &epoch, strings, &to, &from));
        }
        if !setup.sample {
            let (library, asks, to) = (Arc::clone(&library), asks.clone(), to.clone());
            spawn(move || reread(&library, strings, &asks, &to));
        }
        let place = notebook::Place {
            folder: setup.notes.clone(),
            exports: setup.exports.clone(),
            author: setup.author.clone(),
            languages: setup.languages.clone(),
            tongue: tongue.clone(),
        };
        let (orders, notebook) = notebook::start(place, library, to.clone());
        Self {
            asks: Some(asks),
            questions: Some(questions),
            orders: Some(orders),
            threads: vec![reading, notebook],
            clipboard: None,
            sync: setup.sync.clone(),
            stop: Arc::default(),
            tongue,
            to,
        }
    }

    fn ask(&self, ask: Ask) {
        if let Some(asks) = &self.asks {
            let _ = asks.send(ask);
        }
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            let _ = orders.send(order);
        }
    }

    /// Asks for what the first frame needs.
    pub fn begin(&self) {
        self.ask(Ask::Sessions);
    }

    /// Looks whether something changed on the disk.
    pub fn look_again(&self) {
        self.order(Order::Look);
        self.ask(Ask::Look);
    }

    /// Carries out an effect.
    pub fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::OpenSession(number) => self.ask(Ask::Session(number)),
            Effect::Read(held) => self.ask(Ask::Paper(held)),
            Effect::CitedBy(key) => self.ask(Ask::CitedBy(key)),
            Effect::Resolve { held, targets } => self.ask(Ask::Resolve(held, targets)),
            Effect::Browse(address) => {
                self.copy(address.clone(), false);
                super::opener::open(address, &self.to);
            }
            Effect::Compare(old, new) => self.ask(Ask::Compare(old, new)),
            Effect::Ledger(session, wanted, pasted) => self.ask(Ask::Ledger(session, wanted, pasted)),
            Effect::Remember(saved) => self.ask(Ask::Remember(saved)),
            Effect::Find { generation, query, here, places, stances, languages } => {
                if let Some(questions) = &self.questions {
                    let _ = questions.send(Question { generation, query, here, places, stances, languages });
                }
            }
            Effect::SaveNote(ticket, note) => self.order(Order::Save(ticket, note)),
            Effect::PlaceNotes { key, open } => self.order(Order::Place(key, open)),
            Effect::Rehang { ticket, note, held, to } => self.order(Order::Rehang(ticket, note, held, to)),
            Effect::Unlock(passphrase) => self.order(Order::Unlock(passphrase)),
            Effect::Encrypt(passphrase) => self.order(Order::Encrypt(passphrase)),
            Effect::DeleteNote(id) => self.order(Order::Delete(id)),
            Effect::SaveStatement(ticket, statement) => self.order(Order::SaveStatement(ticket, statement)),
            Effect::DeleteStatement(id) => self.order(Order::DeleteStatement(id)),
            Effect::ExportStatement(statement, form, day) => self.order(Order::Export(statement, form, day)),
            Effect::Sync(number) => self.bring_over(number),
            Effect::Wanted => self.ask(Ask::Wanted),
            Effect::StopSync => self.stop.store(true, Ordering::Relaxed),
            Effect::Copy(text) => self.copy(text, false),
            Effect::Sample | Effect::Quit => {}
        }
    }

    /// Hands text to the system's clipboard. `sent`: the terminal has it already. Not over SSH, where the system is
    /// another one than the delegate's.
    pub fn copy(&mut self, text: String, sent: bool) {
        if std::env::var_os("SSH_CONNECTION").is_some() {
            return;
        }
        let to = self.to.clone();
        let clipboard = self.clipboard.get_or_insert_with(|| {
            let (texts, from) = channel::<String>();
            spawn(move || {
                // the clipboard of X11 lives as long as its owner, so the thread keeps it
                let mut board = arboard::Clipboard::new();
                for text in from {
                    let done = match &mut board {
                        Ok(board) => board.set_text(text).map_err(|fault| fault.to_string()),
                        Err(fault) => Err(fault.to_string()),
                    };
                    if let Err(fault) = done
                        && !sent
                    {
                        send(&to, Msg::Copied(Err(fault)));
                    }
                }
            });
            texts
        });
        let _ = clipboard.send(text);
    }

    fn bring_over(&mut self, number: u16) {
        let to = self.to.clone();
        let Some(sync) = self.sync.clone() else {
            send(&to, Msg::Fault(self.tongue.strings().get("sync.no_source").to_owned()));
            return;
        };
        let asks = self.asks.clone();
        // one for each sync: what stopped the last does not stop the next
        self.stop = Arc::default();
        let (stop, strings) = (Arc::clone(&self.stop), self.tongue.strings());
        send(&to, Msg::Syncing(Some(Going::default())));
        spawn(move || {
            let answer = sync(number, strings, &stop, &|going| send(&to, Msg::Syncing(Some(going))));
            send(&to, Msg::Syncing(None));
            match answer {
                Ok(text) => send(&to, Msg::Tell(text)),
                Err(fault) => send(&to, Msg::Fault(fault)),
            }
            if let Some(asks) = asks {
                let _ = asks.send(Ask::Sessions);
            }
        });
    }

    /// Waits until everything given to be written is on the disk.
    pub fn finish(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.asks = None;
        self.questions = None;
        self.orders = None;
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

fn read(
    library: &Library,
    epoch: &AtomicU64,
    languages: &[Language],
    tongue: &Tongue,
    data: Option<&PathBuf>,
    to: &Sender<In>,
    from: &Receiver<Ask>,
) {
    let mut waiting: Option<Box<Saved>> = None;
    let keep = |saved: Box<Saved>| {
        if let Some(data) = data
            && let Err(fault) = memory::store(data, &saved)
        {
            let values = [("path", data.display().to_string()), ("why", fault.to_string())];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            send(to, Msg::Fault(tongue.strings().fill("fault.not_remembered", &values)));
        }
    };
    while let Ok(ask) = from.recv() {
        let mut next = Some(ask);
        while let Some(ask) = next {
            match ask {
                Ask::Sessions | Ask::Look => {
                    let fresh = library.refresh().unwrap_or_else(|fault| {
                        send(to, Msg::Fault(tongue.words(&fault)));
                        false
                    });
                    if fresh {
                        epoch.fetch_add(1, Ordering::Relaxed);
                    }
                    if fresh || matches!(ask, Ask::Sessions) {
                        send(to, Msg::Sessions(library.sessions()));
                    }
                }
                Ask::Session(number) => {
                    send(to, Msg::Session(number, library.session(number).map_err(|fault| tongue.words(&fault))));
                }
                Ask::Paper(held) => {
                    let answer = library.paper(&held).map_err(|fault| tongue.words(&fault));
                    send(to, Msg::Paper(held.paper, answer));
                }
                Ask::CitedBy(key) => {
                    let list = library.cited_by(&key);
                    send(to, Msg::CitedBy(key, list));
                }
                Ask::Resolve(held, targets) => {
                    let answers = resolve(library, languages, &held, targets);
                    send(to, Msg::Resolved(held.paper, answers));
                }
                Ask::Ledger(session, wanted, pasted) => {
                    let entries = library.ledger(session, &wanted, &pasted);
                    send(to, Msg::Ledger(session, entries));
                }
                Ask::Wanted => send(to, Msg::Wanted(wanted(library))),
                Ask::Compare(old, new) => {
                    let answer = library.paper(&old).and_then(|former| Ok((former, library.paper(&new)?)));
                    let answer = answer.map(|(former, newest)| Arc::new(diff::compare(&former, &newest)));
                    send(to, Msg::Compared((old.paper, new.paper), answer.map_err(|fault| tongue.words(&fault))));
                }
                // only the last state matters
                Ask::Remember(saved) => waiting = Some(saved),
            }
            next = from.try_recv().ok();
        }
        if let Some(saved) = waiting.take() {
            keep(saved);
        }
    }
}

/// The papers that are cited and not held, by session.
fn wanted(library: &Library) -> Vec<Wanted> {
    let mut out: Vec<Wanted> = Vec::new();
    for one in library.missing(None) {
        match out.last_mut().filter(|last| last.session == one.session) {
            Some(last) => last.papers.push(one.symbol.to_string()),
            None => out.push(Wanted { session: one.session, papers: vec![one.symbol.to_string()] }),
        }
    }
    out
}

/// What the citations in a text lead to, in its own language first.
fn resolve(library: &Library, languages: &[Language], held: &Held, targets: Vec<Target>) -> Vec<Answer> {
    let mut languages = languages.to_vec();
    languages.insert(0, held.language);
    let shelf = Shelf::new(library, &languages);
    targets
        .into_iter()
        .map(|target| {
            let resolution = resolve::resolve(&target, held.symbol.as_ref(), &shelf);
            let nearest = shelf.nearest(&resolution).map(|(block, _)| block);
            Answer { target, resolution, nearest }
        })
        .collect()
}

fn search(
    library: &Arc<Library>,
    epoch: &AtomicU64,
    strings: &'static Strings,
    to: &Sender<In>,
    from: &Receiver<Question>,
) {
    let mut names = None;
    let mut mending: Option<JoinHandle<()>> = None;
    let mut made_at = 0;
    // asked again when the index is whole, unless something else was asked since
    let mut last: Option<Question> = None;
    loop {
        let asked = match &mending {
            Some(_) => from.recv_timeout(MENDING),
            None => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let mended = mending.take_if(|thread| thread.is_finished()).is_some();
        let mut question = match (asked, last.take()) {
            (Ok(question), _) => question,
            (Err(RecvTimeoutError::Timeout), Some(question)) if mended => question,
            (Err(RecvTimeoutError::Timeout), question) => {
                last = question;
                continue;
            }
            (Err(RecvTimeoutError::Disconnected), _) => return,
        };
        // only the newest question is worth an answer
        while let Ok(newer) = from.try_recv() {
            question = newer;
        }
        let now = epoch.load(Ordering::Relaxed);
        if now != made_at {
            // something was published: the names are of before
            names = None;
            made_at = now;
        }
        let found = finding::answer(
            library,
            &mut names,
            &question.query,
            &question.here,
            question.places,
            &question.stances,
            &question.languages,
        );
        let broken = found.results.remark.is_some() && library.index_fault().is_some();
        send(to, Msg::Found(question.generation, Box::new(found)));
        if broken {
            last = Some(question);
            if mending.is_none() && !mended {
                let (library, to) = (Arc::clone(library), to.clone());
                mending = Some(spawn(move || mend(&library, strings, &to)));
            }
        }
    }
}

/// Builds the index anew beside the one that was deleted or damaged; reading and finding by name go on meanwhile.
fn mend(library: &Library, strings: &Strings, to: &Sender<In>) {
    let rebuilt = library.reindex(&mut |progress| say_progress(strings, "work.reindexing", &progress, to));
    send(to, Msg::Work(String::new()));
    if let Err(fault) = rebuilt {
        send(to, Msg::Fault(fault.to_string()));
    }
}

/// Reads the originals again that an earlier version of the program read, and shows what is better now. Never in the
/// way: a library that another instance is writing to is left for the next start.
fn reread(library: &Library, strings: &Strings, asks: &Sender<Ask>, to: &Sender<In>) {
    let Ok(exe) = std::env::current_exe() else { return };
    let read = |bytes: &[u8], origin: &Origin| guard::read_guarded(&exe, bytes, origin, Limits::default());
    let done = library.reread(&read, &mut |progress| say_progress(strings, "work.rereading", &progress, to));
    match done {
        Ok(0) | Err(Fault::Busy(_)) => {}
        Ok(_) => {
            send(to, Msg::Work(String::new()));
            let _ = asks.send(Ask::Sessions);
        }
        Err(fault) => send(to, Msg::Fault(fault.to_string())),
    }
}

fn say_progress(strings: &Strings, key: &str, progress: &Progress, to: &Sender<In>) {
    let (done, total) = (progress.done.to_string(), progress.total.to_string());
    send(to, Msg::Work(strings.fill(key, &[("done", &done), ("total", &total)])));
}
