//! Writing the index of a generation that is being made.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

use tantivy::directory::MmapDirectory;
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexSettings, IndexWriter, TantivyDocument, Term};

use super::files::Look;
use super::places::{Place, clean, line, of_paper};
use super::{Fields, State, VERSION, WORDS, check, schema, typing};
use crate::library::disk::{Disk, sync_folder};
use crate::library::generation::file_names;
use crate::library::{Fault, Progress, Stage, order};
use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Paper, Session};

/// Memory of the writer, in bytes, for each session that is put in, and the bounds of it. More makes fewer segments.
const ARENA: usize = 8 * 1024 * 1024;
const ARENA_LEAST: usize = 32 * 1024 * 1024;
const ARENA_MOST: usize = 256 * 1024 * 1024;
/// Threads that read papers and cut them into words, at most.
const MOST_HANDS: usize = 4;
/// Papers that each of them may be ahead.
const AHEAD: usize = 4;

/// Where sessions and papers come from while the index is written.
pub(in crate::library) struct Source<'a> {
    /// The sessions of the new generation, newest first.
    pub(in crate::library) sessions: &'a [u16],
    /// Those whose papers changed.
    pub(in crate::library) changed: &'a [u16],
    /// A session of the new generation.
    pub(in crate::library) session: &'a (dyn Fn(u16) -> Result<Arc<Session>, Fault> + Sync),
    /// A paper. One that is damaged is left out of the index.
    pub(in crate::library) paper: &'a (dyn Fn(&Held) -> Result<Arc<Paper>, Fault> + Sync),
    /// True when it is not wanted any more.
    pub(in crate::library) stop: &'a (dyn Fn() -> bool + Sync),
}

/// Writes the index into `folder` (empty): what did not change is linked from `before`, when that can be used, the rest
/// is put in anew.
pub(in crate::library) fn update(
    folder: &Path,
    before: Option<&Path>,
    generation: u64,
    source: &Source,
    disk: &Disk,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Fault> {
    let usable = before.and_then(|before| check(before).ok().map(|state| (before, state)));
    if usable.is_some() {
        match write(folder, usable, generation, source, disk, progress) {
            // damaged in a way that sizes do not show: build it from the papers
            Err(Fault::Index(_)) => {
                for name in file_names(folder) {
                    disk.remove(&folder.join(name));
                }
            }
            done => return done,
        }
    }
    write(folder, None, generation, source, disk, progress)
}

fn write(
    folder: &Path,
    usable: Option<(&Path, State)>,
    generation: u64,
    source: &Source,
    disk: &Disk,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Fault> {
    let (mut state, sessions, fresh) = match usable {
        Some((before, state)) => {
            // what the old index does not know is put in too
            let anew = |number: &u16| source.changed.contains(number) || !state.texts.contains_key(number);
            let sessions: Vec<u16> = source.sessions.iter().copied().filter(|number| anew(number)).collect();
            link(before, folder, &state, &sessions, disk)?;
            (state, sessions, false)
        }
        None => (State::default(), source.sessions.to_vec(), true),
    };
    let fault = |why: tantivy::TantivyError| unwritten(folder, &why);
    disk.step(folder)?;
    let (schema, fields) = schema();
    let index = if fresh {
        let directory = MmapDirectory::open(folder).map_err(|why| unwritten(folder, &why))?;
        tantivy::Index::create(directory, schema, IndexSettings::default()).map_err(fault)?
    } else {
        tantivy::Index::open_in_dir(folder).map_err(fault)?
    };
    index.tokenizers().register(WORDS, typing::Words::default());
    let arena = ARENA.saturating_mul(sessions.len()).clamp(ARENA_LEAST, ARENA_MOST);
    let mut writer: IndexWriter = index.writer_with_num_threads(1, arena).map_err(fault)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    if !fresh {
        let dropped = state.texts.keys().filter(|number| !source.sessions.contains(number));
        for number in sessions.iter().chain(dropped) {
            writer.delete_term(Term::from_field_u64(fields.session, u64::from(*number)));
        }
    }
    let total = sessions.len();
    for (done, number) in sessions.iter().enumerate() {
        progress(Progress { stage: Stage::Indexing, done, total, what: number.to_string() });
        let session = (source.session)(*number)?;
        let name = format!("texts-{number}-{generation}.tsv");
        put_in(&mut writer, fields, &session, &folder.join(&name), source, disk)?;
        state.texts.insert(*number, name);
    }
    disk.step(folder)?;
    writer.commit().map_err(fault)?;
    // files of segments that the new sessions emptied are only links here: the generation before keeps them
    writer.garbage_collect_files().wait().map_err(fault)?;
    writer.wait_merging_threads().map_err(fault)?;
    state.texts.retain(|number, _| source.sessions.contains(number));
    state.version = VERSION;
    state.files = looks(folder);
    let path = folder.join("state.json");
    let json = serde_json::to_vec(&state).map_err(|why| Fault::Index(why.to_string()))?;
    disk.flushed(&path, &json)?;
    sync_folder(folder);
    Ok(())
}

/// How every file of the index looks; locks and the list itself left out.
fn looks(folder: &Path) -> BTreeMap<String, Look> {
    file_names(folder)
        .into_iter()
        .filter(|name| !name.starts_with(".tantivy-") && name != "state.json" && name != ".managed.json")
        .filter_map(|name| std::fs::metadata(folder.join(&name)).ok().map(|about| (name, Look::of(&about))))
        .collect()
}

/// Links the files of an index. The two lists that tantivy replaces are copied, though it would replace them by rename.
fn link(before: &Path, folder: &Path, state: &State, sessions: &[u16], disk: &Disk) -> Result<(), Fault> {
    let outdated: Vec<&String> = sessions.iter().filter_map(|number| state.texts.get(number)).collect();
    for name in state.files.keys().filter(|name| !outdated.contains(name)) {
        if name == "meta.json" {
            continue;
        }
        disk.link(&before.join(name), &folder.join(name))?;
    }
    for name in ["meta.json", ".managed.json"] {
        let bytes = std::fs::read(before.join(name)).map_err(Fault::disk("read", &before.join(name)))?;
        disk.flushed(&folder.join(name), &bytes)?;
    }
    Ok(())
}

/// Puts the papers of a session in and writes its text file. Papers are read and cut into words by several threads and
/// put in by one, in their order.
fn put_in(
    writer: &mut IndexWriter,
    fields: Fields,
    session: &Session,
    path: &Path,
    source: &Source,
    disk: &Disk,
) -> Result<(), Fault> {
    disk.step(path)?;
    let file = File::create(path).map_err(Fault::disk("write", path))?;
    let mut texts = BufWriter::new(file);
    let jobs: Vec<(&PaperEntry, &Held)> = session
        .papers
        .iter()
        .flat_map(|entry| order::in_force(entry).into_iter().map(move |held| (entry, held)))
        .collect();
    let hands = std::thread::available_parallelism().map_or(1, usize::from).clamp(1, MOST_HANDS).min(jobs.len().max(1));
    let written = std::thread::scope(|scope| {
        // each hand takes every so-manieth paper, so that asking them in turn gives the papers in their order
        let mut turns = Vec::with_capacity(hands);
        for hand in 0..hands {
            let (give, take) = sync_channel(AHEAD);
            turns.push(take);
            let jobs = &jobs;
            scope.spawn(move || {
                for (entry, held) in jobs.iter().skip(hand).step_by(hands) {
                    let ready = (source.paper)(held).ok().map(|paper| Ready::of(&paper, entry, held));
                    if give.send(ready).is_err() {
                        return;
                    }
                }
            });
        }
        let mut at = 0_u64;
        for turn in (0..jobs.len()).filter_map(|job| turns.get(job % hands)) {
            // a hand that stumbled over a paper (nothing comes any more) leaves the others' papers in
            let Ok(Some(ready)) = turn.recv() else { continue };
            if (source.stop)() {
                return Err(Fault::Cancelled);
            }
            put(writer, fields, session.session, &ready, &mut texts, &mut at).map_err(|why| why.at(path))?;
        }
        Ok(())
    });
    written?;
    texts
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)
        .and_then(|file| file.sync_all())
        .map_err(Fault::disk("write", path))
}

/// Why the index could not be written: a full disk is told as such, and nothing is built anew on it.
fn unwritten(path: &Path, why: &dyn std::fmt::Display) -> Fault {
    // the error itself is wrapped in ways that differ from step to step; its number is always said
    const FULL: [&str; 3] = ["(os error 28)", "(os error 112)", "(os error 122)"];
    let why = why.to_string();
    if FULL.iter().any(|number| why.contains(number)) {
        return Fault::disk("write", path)(std::io::ErrorKind::StorageFull.into());
    }
    Fault::Index(why)
}

/// Why a paper could not be put in.
enum Refusal {
    Disk(std::io::Error),
    Index(tantivy::TantivyError),
}

impl Refusal {
    fn at(self, path: &Path) -> Fault {
        match self {
            Self::Disk(why) => Fault::disk("write", path)(why),
            Self::Index(why) => unwritten(path, &why),
        }
    }
}

fn put(
    writer: &mut IndexWriter,
    fields: Fields,
    session: u16,
    ready: &Ready,
    texts: &mut impl Write,
    at: &mut u64,
) -> Result<(), Refusal> {
    let mut write = |text: &str| -> Result<u64, Refusal> {
        texts.write_all(text.as_bytes()).map_err(Refusal::Disk)?;
        let begin = *at;
        *at += text.len() as u64;
        Ok(begin)
    };
    let head = write(&ready.head)?;
    for (place, line, words) in &ready.places {
        let begin = write(line)?;
        let mut document = TantivyDocument::default();
        document.add_text(fields.text, words);
        document.add_text(fields.scope, place.scope());
        if place.decision {
            document.add_text(fields.scope, "decision");
        }
        document.add_u64(fields.session, u64::from(session));
        if let Some(section) = &ready.section {
            document.add_text(fields.section, section);
        }
        document.add_text(fields.language, ready.language.code());
        document.add_text(fields.paper, &ready.paper);
        document.add_text(fields.key, &ready.key);
        for cited in &place.cites {
            document.add_text(fields.cites, cited);
        }
        document.add_u64(fields.at, begin);
        document.add_u64(fields.length, line.len() as u64);
        document.add_u64(fields.head, head);
        writer.add_document(document).map_err(Refusal::Index)?;
    }
    Ok(())
}

/// A paper ready to be put in.
struct Ready {
    head: String,
    /// Each place, its line in the text file, its words as [`typing::Words`] takes them.
    places: Vec<(Place, String, String)>,
    section: Option<String>,
    language: Language,
    paper: String,
    key: String,
}

impl Ready {
    fn of(paper: &Paper, entry: &PaperEntry, held: &Held) -> Self {
        let symbol = held.symbol.as_ref().map(ToString::to_string);
        let title = paper.title.as_deref().or_else(|| entry.title.best(&[held.language])).unwrap_or_default();
        let shown = symbol.as_deref().unwrap_or(title);
        let places = of_paper(paper).into_iter().map(|place| {
            let (line, words) = (line(&place), typing::written(&place.text));
            (place, line, words)
        });
        Self {
            head: format!("P\t{}\t{}\t{}\t{}\n", clean(&entry.key), clean(shown), held.language, clean(title)),
            places: places.collect(),
            section: paper
                .section
                .clone()
                .or_else(|| held.symbol.as_ref().and_then(|symbol| symbol.body().map(str::to_owned))),
            language: held.language,
            paper: symbol.unwrap_or_else(|| entry.key.clone()),
            key: entry.key.clone(),
        }
    }
}

impl super::places::Place {
    fn scope(&self) -> &'static str {
        use crate::model::search::HitKind;
        match self.kind {
            HitKind::Heading => "heading",
            HitKind::Footnote => "footnote",
            HitKind::Table => "table",
            HitKind::Paragraph | HitKind::Note => "paragraph",
        }
    }
}
