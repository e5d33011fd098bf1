//! Taking in papers and what a source says of a session, and publishing both with one swap.
//!
//! Originals, readings and papers are kept as they arrive, under names made of their content: a publication that is
//! dropped, cancelled or killed leaves them for the next one, which then need not fetch or read them again. Nothing of
//! it is seen before [`Publication::commit`].

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use super::disk::WriteLock;
use super::generation::{Citations, Generation, Staged, file_names};
use super::products::Products;
use super::{Fault, Library, NO_SESSION, Prepared, Progress, citations, index, merge, order, withdrawn};
use crate::model::decision::Adopted;
use crate::model::session::{Held, PaperEntry, State};
use crate::model::{AgendaItem, Language, Paper, Session, Sitting, Symbol, Texts};
use crate::reading::{self, Origin, READER_VERSION};
use crate::strings::Saying;

/// How often it is looked whether another instance has finished writing.
const MOMENT: Duration = Duration::from_millis(40);

/// Reads a file into a paper: [`crate::reading::read`], or the same behind a guard.
pub type ReadFn<'a> = dyn Fn(&[u8], &Origin) -> Result<Paper, reading::Fault> + Send + Sync + 'a;

/// A file that arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incoming {
    /// The file itself.
    pub bytes: Vec<u8>,
    /// The name it came under.
    pub file_name: String,
    /// `application/pdf` …, when the source said so.
    pub media_type: Option<String>,
    /// The language, when the source said so.
    pub language: Option<Language>,
    /// The symbol with its version, when the source said so.
    pub symbol: Option<Symbol>,
    /// The session, for a text that does not say it itself.
    pub session: Option<u16>,
    /// Where it was fetched.
    pub url: Option<String>,
    /// ETag of the response.
    pub etag: Option<String>,
    /// Last-Modified of the response.
    pub last_modified: Option<String>,
}

/// What a source says of a session, besides the files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SessionPart {
    /// The session.
    pub session: u16,
    /// Where this comes from: an address, a folder, `import`.
    pub source: Option<String>,
    /// The title; empty when the source has none.
    pub title: Texts,
    /// First and last day.
    pub dates: Option<[String; 2]>,
    /// Where it meets.
    pub place: Option<String>,
    /// The agenda; `None` when the source has none, and the one held stays.
    pub items: Option<Vec<AgendaItem>>,
    /// The order of business; `None` when the source has none.
    pub sittings: Option<Vec<Sitting>>,
    /// What became of draft decisions; replaces what was known of the same paragraphs.
    pub adopted: Vec<Adopted>,
    /// What the source says of papers.
    pub papers: Vec<PaperNote>,
    /// What the source says of texts without symbol.
    pub texts: Vec<TextNote>,
    /// The list of papers is the whole list of the source: fetched papers that are not in it are marked as gone.
    pub complete: bool,
    /// The files that the source offers.
    pub offered: Vec<Offered>,
}

/// A file that a source offers: the symbol that it gives it, and its address.
pub type Offered = (Option<Symbol>, String);

/// What a source says of a paper in one version.
#[derive(Clone, Debug, PartialEq)]
pub struct PaperNote {
    /// With its version.
    pub symbol: Symbol,
    /// The title.
    pub title: Texts,
    /// ISO 8601.
    pub date: Option<String>,
    /// `for_decision` …
    pub kind: Option<String>,
    /// "In version Rev.1 …"
    pub change_note: Texts,
}

/// What a source says of a text without symbol.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextNote {
    /// Its key in the library.
    pub key: String,
    /// The title.
    pub title: Texts,
    /// ISO 8601.
    pub date: Option<String>,
    /// `for_information` …
    pub kind: Option<String>,
}

/// Everything of one publication, where it fits into memory at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// What the source says.
    pub part: SessionPart,
    /// The files.
    pub incoming: Vec<Incoming>,
}

/// What a file was against what was held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// A paper not held before.
    New,
    /// Another version, language or content of a paper held.
    Changed,
    /// Held already, byte by byte.
    Unchanged,
}

/// A file taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The session it went to.
    pub session: u16,
    /// The key of its paper.
    pub key: String,
    /// Its symbol with the version.
    pub symbol: Option<Symbol>,
    /// The language of the text.
    pub language: Language,
    /// The title, when it has one.
    pub title: Option<String>,
    /// What it was against what was held.
    pub change: Change,
    /// What is uncertain about it, as a sentence.
    pub remark: Option<Saying>,
}

/// What a publication changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// The sessions that are different now, newest first; empty when nothing changed and nothing was written.
    pub sessions: Vec<u16>,
    /// Keys of papers not held before.
    pub new: Vec<String>,
    /// Keys of papers with another version, language or content.
    pub changed: Vec<String>,
    /// Keys of papers that the source no longer lists.
    pub gone: Vec<String>,
    /// Versions and companions that the source no longer lists, of papers that it does list, with the key of the paper.
    pub withdrawn: Vec<(String, Symbol)>,
}

/// A session while it is being changed.
struct Draft {
    session: Session,
    /// Something is different from what is in force.
    changed: bool,
    /// Keys whose papers changed, and how.
    touched: BTreeMap<String, Change>,
    /// Originals added in this publication: where two formats of one paper arrive together, the better one is shown.
    arrived: BTreeSet<String>,
    gone: Vec<String>,
    withdrawn: Vec<(String, Symbol)>,
    /// What the source said of papers in this publication.
    notes: Vec<PaperNote>,
    /// What was said of texts without symbol.
    texts: Vec<TextNote>,
    /// The source was looked through whole: what was new at the last look is no longer.
    settled: bool,
    /// A source said something of the session.
    described: bool,
}

/// A change of the library in the making. Holds the right to write; dropping it publishes nothing.
pub struct Publication<'a> {
    library: &'a Library,
    _lock: WriteLock,
    before: Option<Arc<Generation>>,
    now: String,
    assumed: Language,
    drafts: BTreeMap<u16, Draft>,
    /// Asked while the new state is being made: true ends it with [`Fault::Cancelled`], and nothing is published.
    stop: Box<dyn Fn() -> bool + Send + Sync + 'a>,
}

impl std::fmt::Debug for Publication<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Publication").field("sessions", &self.drafts.keys()).finish_non_exhaustive()
    }
}

impl Library {
    /// Begins a change: takes the right to write, or says that another instance has it.
    pub fn begin(&self) -> Result<Publication<'_>, Fault> {
        let lock = WriteLock::take(&self.cache, &self.disk)?;
        self.refresh()?;
        for part in ["originals", "papers", "readings", "generations"] {
            self.disk.folder(&self.cache.join(part))?;
        }
        let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Ok(Publication {
            library: self,
            _lock: lock,
            before: self.generation(),
            now,
            assumed: Language::EN,
            drafts: BTreeMap::new(),
            stop: Box::new(|| false),
        })
    }

    /// The same, but waits for an instance that is writing for as long as `wait` says so.
    pub fn begin_when_free(&self, wait: &mut dyn FnMut() -> bool) -> Result<Publication<'_>, Fault> {
        loop {
            match self.begin() {
                Err(Fault::Busy(_)) if wait() => std::thread::sleep(MOMENT),
                begun => return begun,
            }
        }
    }

    /// Takes in files and what a source says of their session, and publishes it with one swap. A file that cannot be
    /// read stands in the answer with the reason; the others are published.
    pub fn publish(
        &self,
        batch: Batch,
        read: &ReadFn,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(Published, Vec<Result<Added, Saying>>), Fault> {
        let mut publication = self.begin()?;
        let total = batch.incoming.len();
        let mut added = Vec::with_capacity(total);
        for (done, incoming) in batch.incoming.into_iter().enumerate() {
            progress(Progress { done, total, what: incoming.file_name.clone(), ..Progress::default() });
            match publication.add(&incoming, read) {
                Ok(one) => added.push(Ok(one)),
                Err(Fault::Refused(reason)) => added.push(Err(reason)),
                Err(fault) => return Err(fault),
            }
        }
        publication.describe(batch.part)?;
        Ok((publication.commit(progress)?, added))
    }
}

impl<'a> Publication<'a> {
    /// Assumes this language where neither text nor source says one; English otherwise.
    pub fn assume(&mut self, language: Language) {
        self.assumed = language;
    }

    /// Asks this while the new state is being made; true ends it with [`Fault::Cancelled`], and nothing is published.
    pub fn unless(&mut self, stop: impl Fn() -> bool + Send + Sync + 'a) {
        self.stop = Box::new(stop);
    }

    /// A session as it will be, for a look at what is held.
    pub fn session(&mut self, number: u16) -> Result<&Session, Fault> {
        self.draft(number).map(|draft| &draft.session)
    }

    fn draft(&mut self, number: u16) -> Result<&mut Draft, Fault> {
        if !self.drafts.contains_key(&number) {
            let session = match self.before.as_ref().map(|before| before.session(number)) {
                // a damaged list is made anew from what comes; the originals are there
                None | Some(Err(Fault::NoSession(_) | Fault::Damaged { .. })) => merge::empty(number),
                Some(session) => (*session?).clone(),
            };
            let draft = Draft {
                session,
                changed: false,
                touched: BTreeMap::new(),
                arrived: BTreeSet::new(),
                gone: Vec::new(),
                withdrawn: Vec::new(),
                notes: Vec::new(),
                texts: Vec::new(),
                settled: false,
                described: false,
            };
            self.drafts.insert(number, draft);
        }
        self.drafts.get_mut(&number).ok_or(Fault::NoSession(number))
    }

    /// Takes in a file. A file that cannot be read or placed gives [`Fault::Refused`] with the reason, and the
    /// publication goes on; any other fault ends it.
    pub fn add(&mut self, incoming: &Incoming, read: &ReadFn) -> Result<Added, Fault> {
        let prepared = self.library.prepare(incoming.clone(), read)?;
        self.admit(&prepared)
    }

    /// Takes in a file that is kept and read already.
    pub fn admit(&mut self, prepared: &Prepared) -> Result<Added, Fault> {
        let Prepared { incoming, original, .. } = prepared;
        let (symbol, remark) = merge::symbol_of(incoming.symbol.as_ref(), prepared.symbol.as_ref());
        let key = symbol
            .as_ref()
            .map_or_else(|| format!("text-{}", original.get(..12).unwrap_or(original)), |s| s.paper().to_string());
        let named = symbol.as_ref().map(Symbol::session).or(incoming.session).or(prepared.session);
        // a text that says nothing stays where the delegate put it before
        let session = named.or_else(|| self.shelf_of(&key)).unwrap_or(NO_SESSION);
        let remark = remark.or_else(|| (session == NO_SESSION).then(|| Saying::new("fault.no_shelf", &[])));
        if symbol.is_none() && session != NO_SESSION {
            self.off_the_shelf(&key)?;
        }
        // a list may say another language than the text is in: the text is believed
        let language = prepared.language.or(incoming.language).unwrap_or(self.assumed);
        let held = Held {
            symbol: symbol.clone(),
            language,
            original: original.clone(),
            paper: prepared.paper.clone(),
            alone: None,
            format: prepared.format.to_owned(),
            size: prepared.size,
            file_name: incoming.file_name.clone(),
            url: incoming.url.clone(),
            etag: incoming.etag.clone(),
            last_modified: incoming.last_modified.clone(),
            replaced: None,
            reader: READER_VERSION,
        };
        let now = self.now.clone();
        let products = Products::new(self.library);
        let draft = self.draft(session)?;
        let taken = merge::absorb(&mut draft.session, &key, held, &draft.arrived, &now, &products);
        draft.arrived.insert(original.clone());
        draft.changed |= taken.different;
        if taken.reread || taken.change != Change::Unchanged {
            let touched = draft.touched.entry(key.clone()).or_insert(taken.touches);
            if *touched == Change::Unchanged {
                *touched = taken.touches;
            }
        }
        Ok(Added { session, key, symbol, language, title: prepared.title.clone(), change: taken.change, remark })
    }

    /// The session in which a text without symbol is held.
    fn shelf_of(&self, key: &str) -> Option<u16> {
        let before = self.before.as_ref()?;
        let holds = |number: &u16| {
            before.session(*number).is_ok_and(|session| session.papers.iter().any(|entry| entry.key == key))
        };
        before.sessions.iter().copied().find(holds)
    }

    /// A text that belongs to a session after all leaves the texts without one.
    fn off_the_shelf(&mut self, key: &str) -> Result<(), Fault> {
        let held = self.drafts.contains_key(&NO_SESSION)
            || self.before.as_ref().is_some_and(|before| before.sessions.contains(&NO_SESSION));
        if !held {
            return Ok(());
        }
        let shelf = self.draft(NO_SESSION)?;
        let before = shelf.session.papers.len();
        shelf.session.papers.retain(|entry| entry.key != key);
        if shelf.session.papers.len() != before {
            shelf.changed = true;
            shelf.touched.insert(key.to_owned(), Change::Changed);
        }
        Ok(())
    }

    /// Takes in what the source says of a session.
    pub fn describe(&mut self, mut part: SessionPart) -> Result<(), Fault> {
        if part.session == NO_SESSION {
            return Ok(());
        }
        let draft = self.draft(part.session)?;
        let before = draft.session.clone();
        draft.settled |= part.complete;
        draft.described = true;
        draft.notes.extend(part.papers.iter().cloned());
        draft.texts.extend(part.texts.iter().cloned());
        let offered = part.complete.then(|| std::mem::take(&mut part.offered));
        draft.gone = merge::describe(&mut draft.session, part);
        if let Some(offered) = offered {
            draft.withdrawn = withdrawn::mark(&mut draft.session, &draft.notes, &offered);
        }
        draft.changed |= draft.session != before;
        Ok(())
    }

    /// Notes that a paper could not be fetched or read; what is held of it stays.
    pub fn failed(&mut self, symbol: &Symbol) -> Result<(), Fault> {
        let draft = self.draft(symbol.session())?;
        let entry = merge::entry(&mut draft.session, &symbol.paper().to_string());
        draft.changed |= entry.state != State::Failed;
        entry.state = State::Failed;
        if entry.symbol.is_none() {
            entry.symbol = Some(symbol.clone());
        }
        Ok(())
    }

    /// Notes that a paper that had failed was asked for again without a fault.
    pub fn recovered(&mut self, key: &str, session: u16) -> Result<(), Fault> {
        let draft = self.draft(session)?;
        if let Some(entry) =
            draft.session.papers.iter_mut().find(|entry| entry.key == key && entry.state == State::Failed)
        {
            entry.state = State::Unchanged;
            draft.changed = true;
        }
        Ok(())
    }

    /// Publishes with one swap. When nothing changed nothing is written but the time.
    pub fn commit(mut self, progress: &mut dyn FnMut(Progress)) -> Result<Published, Fault> {
        let mut published = Published::default();
        let described: Vec<u16> =
            self.drafts.iter().filter(|(_, draft)| draft.described).map(|(number, _)| *number).collect();
        self.drafts.retain(|_, draft| {
            let news = |entry: &PaperEntry| {
                matches!(entry.state, State::New | State::Changed) && !draft.touched.contains_key(&entry.key)
            };
            draft.changed || (draft.settled && draft.session.papers.iter().any(news))
        });
        if self.drafts.is_empty() {
            self.library.mark_checked(&described, &self.now);
            return Ok(published);
        }
        let library = self.library;
        for (number, draft) in &mut self.drafts {
            published.sessions.push(*number);
            published.gone.append(&mut draft.gone);
            published.withdrawn.append(&mut draft.withdrawn);
            for entry in &mut draft.session.papers {
                match draft.touched.get(&entry.key) {
                    Some(Change::New) => {
                        entry.state = State::New;
                        published.new.push(entry.key.clone());
                    }
                    Some(Change::Changed) => {
                        entry.state = State::Changed;
                        published.changed.push(entry.key.clone());
                    }
                    _ if entry.state != State::Failed => entry.state = State::Unchanged,
                    _ => {}
                }
            }
            draft.session.synced_at = Some(self.now.clone());
            for entry in draft.session.papers.iter_mut().filter(|entry| draft.touched.contains_key(&entry.key)) {
                Products::new(library).put_pages(entry)?;
            }
            merge::complete(&mut draft.session, draft.touched.keys(), &draft.notes, &|held| library.paper(held).ok());
            merge::name_texts(&mut draft.session, &draft.texts);
        }
        published.sessions.reverse();
        let (citation_files, changed_groups) = self.citations();
        let staged =
            Staged::begin(&library.cache, self.before.as_deref(), &published.sessions, &changed_groups, &library.disk)?;
        // a shelf that was emptied is no longer listed
        let listed = |number: u16| {
            number != NO_SESSION || self.drafts.get(&number).is_none_or(|draft| !draft.session.papers.is_empty())
        };
        for draft in self.drafts.values().filter(|draft| listed(draft.session.session)) {
            staged.write_session(&draft.session)?;
        }
        for group in &changed_groups {
            if let Some(citations) = citation_files.get(group) {
                staged.write_citations(group, citations)?;
            }
        }
        let numbers: Vec<u16> = {
            let mut numbers: BTreeSet<u16> = self.drafts.keys().copied().collect();
            numbers.extend(self.before.iter().flat_map(|before| before.sessions.iter().copied()));
            numbers.into_iter().rev().filter(|number| listed(*number)).collect()
        };
        // what is only said of a session is not searched: its papers need not be put in anew
        let touched: Vec<u16> =
            self.drafts.iter().filter(|(_, draft)| !draft.touched.is_empty()).map(|(number, _)| *number).collect();
        let source = index::Source {
            sessions: &numbers,
            changed: &touched,
            session: &|number| match (self.drafts.get(&number), &self.before) {
                (Some(draft), _) => Ok(Arc::new(draft.session.clone())),
                (None, Some(before)) => before.session(number),
                (None, None) => Err(Fault::NoSession(number)),
            },
            paper: &|held| library.paper_once(held),
            stop: &*self.stop,
        };
        let before = self.before.as_ref().map(|before| before.folder.join("index"));
        index::update(&staged.folder.join("index"), before.as_deref(), staged.id, &source, &library.disk, progress)?;
        if (self.stop)() {
            return Err(Fault::Cancelled);
        }
        staged.publish()?;
        library.refresh()?;
        Ok(published)
    }

    /// All citation files with the citations of the changed papers put anew, and which of them are different now.
    fn citations(&self) -> (BTreeMap<String, Citations>, Vec<String>) {
        let touched: BTreeSet<&str> =
            self.drafts.values().flat_map(|draft| draft.touched.keys().map(String::as_str)).collect();
        let mut files: BTreeMap<String, Citations> = BTreeMap::new();
        let mut changed = BTreeSet::new();
        if let Some(before) = &self.before {
            for name in file_names(&before.folder.join("citations")) {
                let group = name.trim_end_matches(".json").to_owned();
                // a damaged file is made anew as far as the papers at hand go
                let mut citations = before.citations(&group).map(|citations| (*citations).clone()).unwrap_or_default();
                if citations::forget(&mut citations, &touched) {
                    changed.insert(group.clone());
                }
                files.insert(group, citations);
            }
        }
        for (number, draft) in &self.drafts {
            for entry in draft.session.papers.iter().filter(|entry| draft.touched.contains_key(&entry.key)) {
                for (group, more) in self.cited_from(*number, entry) {
                    citations::add(files.entry(group.clone()).or_default(), more);
                    changed.insert(group);
                }
            }
        }
        for group in &changed {
            if let Some(citations) = files.get_mut(group) {
                citations::sort(citations);
            }
        }
        (files, changed.into_iter().collect())
    }

    /// What a paper cites: its newest version and its companions, each in one language.
    fn cited_from(&self, session: u16, entry: &PaperEntry) -> BTreeMap<String, Citations> {
        let mut out: BTreeMap<String, Citations> = BTreeMap::new();
        for held in order::one_language(order::in_force(entry)) {
            let Ok(paper) = self.library.paper(held) else { continue };
            let shown = held.symbol.as_ref().map(ToString::to_string);
            let shown = shown.or_else(|| paper.title.clone()).unwrap_or_else(|| held.file_name.clone());
            for (group, more) in citations::of_paper(&shown, session, &entry.key, &paper) {
                citations::add(out.entry(group).or_default(), more);
            }
        }
        out
    }

    /// The file an original lies in.
    #[must_use]
    pub fn original_path(&self, held: &Held) -> PathBuf {
        self.library.original_path(held)
    }
}
