//! The full-text index: derived from the papers, disposable, mapped into memory. The only place that names tantivy.
//!
//! One index over all sessions. Texts are not stored in it: each session has a flat file `texts-<session>-<n>.tsv`, one
//! line a place (kind, id, number, words), and the index keeps where the line stands, so that fifty snippets cost fifty
//! small reads. Papers are put in newest session first and a changed session is put in anew as a whole: its documents
//! leave the old segments and lie together in a new one. So a search walks the segments from the newest session down and
//! may stop when it has enough. Segment files never change; a new generation links them.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde::{Deserialize, Serialize};
use tantivy::directory::{Directory, RamDirectory};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};
use tantivy::{IndexReader, ReloadPolicy};

mod ask;
mod places;
mod search;
mod typing;
mod write;

pub(super) use search::Keep;
pub use search::SearchOptions;
pub(super) use write::{Source, update};

/// The version of schema, words and text files: an index of another version is rebuilt.
const VERSION: u32 = 1;
/// Up to this size, in bytes, the index is read into memory; a larger one is mapped.
const IN_MEMORY: u64 = 16 * 1024 * 1024;
/// The name under which the way of cutting words is registered.
const WORDS: &str = "gbdesk";

/// Written last: what the index consists of. Without it, or when a file has another size, the index is not used.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    version: u32,
    /// The text file of each session.
    texts: BTreeMap<u16, String>,
    /// The size of every file, in bytes.
    sizes: BTreeMap<String, u64>,
}

/// The fields of the index.
#[derive(Clone, Copy, Debug)]
struct Fields {
    /// The words.
    text: Field,
    /// `paragraph`, `heading`, `footnote`, `table`, `decision`.
    scope: Field,
    session: Field,
    section: Field,
    language: Field,
    /// The symbol with its version, or the key of a text.
    paper: Field,
    /// The key of the paper.
    key: Field,
    /// What is cited there, folded.
    cites: Field,
    /// Where the line of the place stands in the text file, and its length.
    at: Field,
    length: Field,
    /// Where the line of its paper stands.
    head: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words =
        TextFieldIndexing::default().set_tokenizer(WORDS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let fields = Fields {
        text: builder.add_text_field("text", TextOptions::default().set_indexing_options(words)),
        scope: builder.add_text_field("scope", STRING),
        session: builder.add_u64_field("session", INDEXED | FAST),
        section: builder.add_text_field("section", STRING),
        language: builder.add_text_field("language", STRING),
        paper: builder.add_text_field("paper", STRING),
        key: builder.add_text_field("key", STRING),
        cites: builder.add_text_field("cites", STRING),
        at: builder.add_u64_field("at", FAST),
        length: builder.add_u64_field("length", FAST),
        head: builder.add_u64_field("head", FAST),
    };
    (builder.build(), fields)
}

/// An index open for searching.
pub(super) struct Index {
    reader: IndexReader,
    fields: Fields,
    folder: PathBuf,
    texts: BTreeMap<u16, String>,
    open: Mutex<BTreeMap<u16, File>>,
    /// Which segments to walk, newest session first: ordinal of the segment.
    order: Vec<usize>,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Index").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The index of another program version, missing or damaged files: the reason in a few words.
fn check(folder: &Path) -> Result<State, String> {
    let bytes = std::fs::read(folder.join("state.json")).map_err(|_| "it is missing".to_owned())?;
    let state: State = serde_json::from_slice(&bytes).map_err(|_| "its list is damaged".to_owned())?;
    if state.version != VERSION {
        return Err("it is of another version".to_owned());
    }
    for (name, size) in &state.sizes {
        if std::fs::metadata(folder.join(name)).map(|about| about.len()).ok() != Some(*size) {
            return Err(format!("{name} is missing or damaged"));
        }
    }
    Ok(state)
}

/// A small index, read into memory and checked byte by byte: whatever happens to its files while the program runs, the
/// program does not notice. (A mapped file that another program cuts short would end the program.)
fn in_memory(folder: &Path, state: &State) -> tantivy::Result<tantivy::Index> {
    let memory = RamDirectory::create();
    for name in state.sizes.keys().filter(|name| !name.starts_with("texts-")) {
        memory.atomic_write(Path::new(name), &std::fs::read(folder.join(name))?)?;
    }
    let index = tantivy::Index::open(memory)?;
    match index.validate_checksum()?.into_iter().next() {
        Some(name) => Err(tantivy::TantivyError::InternalError(format!("{} is damaged", name.display()))),
        None => Ok(index),
    }
}

impl Index {
    /// Opens the index in a folder; the error says in a few words why it cannot be used.
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        let state = check(folder)?;
        let open = || -> tantivy::Result<(tantivy::Index, IndexReader)> {
            let index = if state.sizes.values().sum::<u64>() <= IN_MEMORY {
                in_memory(folder, &state)?
            } else {
                tantivy::Index::open_in_dir(folder)?
            };
            index.tokenizers().register(WORDS, typing::Words);
            let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            Ok((index, reader))
        };
        let (index, reader) = open().map_err(|why| why.to_string())?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err("it is of another version".to_owned());
        }
        let searcher = reader.searcher();
        let mut order: Vec<(usize, u64)> = Vec::new();
        for (at, segment) in searcher.segment_readers().iter().enumerate() {
            let newest = segment.fast_fields().u64("session").map_err(|why| why.to_string())?.max_value();
            order.push((at, newest));
        }
        order.sort_by_key(|(at, newest)| (std::cmp::Reverse(*newest), *at));
        Ok(Self {
            reader,
            fields,
            folder: folder.to_path_buf(),
            texts: state.texts,
            open: Mutex::default(),
            order: order.into_iter().map(|(at, _)| at).collect(),
        })
    }
}
