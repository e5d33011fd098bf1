//! The full-text index: derived from the papers and disposable. The only place that names tantivy.
//!
//! One index over all sessions. Texts are not stored in it: each session has a flat file `texts-<session>-<n>.tsv`, one
//! line a place (kind, id, number, words), and the index keeps where the line stands, so that fifty snippets cost fifty
//! small reads. Papers are put in newest session first and a changed session is put in anew as a whole: its documents
//! leave the old segments and lie together in a new one. So a search walks the segments from the newest session down and
//! may stop when it has enough. Segment files never change; a new generation links them.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use serde::{Deserialize, Serialize};
use tantivy::columnar::Column;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{DocSet, ReloadPolicy, Searcher, SegmentReader, TERMINATED};

use crate::model::Language;

mod ask;
mod files;
mod places;
mod search;
mod typing;
mod write;

pub use search::SearchOptions;
pub(super) use search::Sieve;
pub(super) use write::{Source, update};

/// The version of schema, words and text files: an index of another version is rebuilt.
const VERSION: u32 = 2;
/// The name under which the way of cutting words is registered.
const WORDS: &str = "gbdesk";

use files::{Files, Look, Pieces};

/// Written last: what the index consists of. Without it, or when a file looks otherwise, the index is not used.
#[derive(Debug, Default, Serialize, Deserialize)]
struct State {
    version: u32,
    /// The text file of each session.
    texts: BTreeMap<u16, String>,
    /// How every file looks.
    files: BTreeMap<String, Look>,
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
    // only the words weigh; how long the value of a filter is says nothing
    let exact = TextFieldIndexing::default()
        .set_tokenizer("raw")
        .set_fieldnorms(false)
        .set_index_option(IndexRecordOption::Basic);
    let exact = TextOptions::default().set_indexing_options(exact);
    let fields = Fields {
        text: builder.add_text_field("text", TextOptions::default().set_indexing_options(words)),
        scope: builder.add_text_field("scope", exact.clone()),
        session: builder.add_u64_field("session", INDEXED | FAST),
        section: builder.add_text_field("section", exact.clone()),
        language: builder.add_text_field("language", exact.clone()),
        paper: builder.add_text_field("paper", exact.clone()),
        key: builder.add_text_field("key", exact.clone()),
        cites: builder.add_text_field("cites", exact.clone()),
        at: builder.add_u64_field("at", FAST),
        length: builder.add_u64_field("length", FAST),
        head: builder.add_u64_field("head", FAST),
    };
    (builder.build(), fields)
}

/// An index open for searching.
pub(super) struct Index {
    searcher: Searcher,
    fields: Fields,
    folder: PathBuf,
    files: Files,
    texts: BTreeMap<u16, String>,
    looks: BTreeMap<String, Look>,
    /// Text files open, the last used last.
    open: Mutex<Vec<(u16, Arc<Pieces>)>>,
    segments: Vec<Segment>,
    /// Which segments to walk, newest session first.
    order: Vec<usize>,
}

/// What is known of every place without its words: in memory.
struct Segment {
    session: Column<u64>,
    at: Column<u64>,
    length: Column<u64>,
    head: Column<u64>,
    /// The newest session in it.
    newest: u64,
    /// The language of every place.
    languages: Vec<Language>,
}

impl Segment {
    fn of(reader: &SegmentReader, language: Field) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let session = fast.u64("session")?;
        let newest = session.max_value();
        let languages = languages(reader, language)?;
        Ok(Self {
            session,
            newest,
            languages,
            at: fast.u64("at")?,
            length: fast.u64("length")?,
            head: fast.u64("head")?,
        })
    }
}

/// The language of every place of a segment, so that sorting matches by it costs nothing.
fn languages(reader: &SegmentReader, field: Field) -> tantivy::Result<Vec<Language>> {
    let mut all = vec![Language::EN; reader.max_doc() as usize];
    let inverted = reader.inverted_index(field)?;
    let mut terms = inverted.terms().stream()?;
    while terms.advance() {
        let Some(language) = std::str::from_utf8(terms.key()).ok().and_then(|code| code.parse().ok()) else { continue };
        let mut places = inverted.read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
        while places.doc() != TERMINATED {
            if let Some(place) = all.get_mut(places.doc() as usize) {
                *place = language;
            }
            places.advance();
        }
    }
    Ok(all)
}

impl std::fmt::Debug for Index {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Index").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// The index of another program version, missing or damaged files: the reason in a few words.
fn check(folder: &Path) -> Result<State, String> {
    let bytes = std::fs::read(folder.join("state.json")).map_err(|_| "it is missing".to_owned())?;
    let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(|_| "its list is damaged".to_owned())?;
    if value.get("version").and_then(serde_json::Value::as_u64) != Some(u64::from(VERSION)) {
        return Err("it is of another version".to_owned());
    }
    let state: State = serde_json::from_value(value).map_err(|_| "its list is damaged".to_owned())?;
    for (name, look) in &state.files {
        if std::fs::metadata(folder.join(name)).map(|about| Look::of(&about)).ok() != Some(*look) {
            return Err(format!("{name} is missing or damaged"));
        }
    }
    Ok(state)
}

impl Index {
    /// Opens the index in a folder; the error says in a few words why it cannot be used.
    pub(super) fn open(folder: &Path) -> Result<Self, String> {
        Self::open_within(folder, files::IN_MEMORY)
    }

    fn open_within(folder: &Path, in_memory: u64) -> Result<Self, String> {
        let state = check(folder)?;
        let files = Files::open(folder, &state.files, in_memory).map_err(|why| why.to_string())?;
        let (schema, fields) = schema();
        let open = || -> tantivy::Result<(tantivy::Index, Searcher, Vec<Segment>)> {
            let index = tantivy::Index::open(files.clone())?;
            for path in files.whole().filter(|path| path.extension().is_some_and(|end| end != "json")) {
                if !index.directory().validate_checksum(path)? {
                    let why = format!("{} is damaged", path.display());
                    return Err(tantivy::TantivyError::InternalError(why));
                }
            }
            index.tokenizers().register(WORDS, typing::Words::default());
            let reader: tantivy::IndexReader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
            let searcher = reader.searcher();
            let segment = |reader: &SegmentReader| Segment::of(reader, fields.language);
            let segments = searcher.segment_readers().iter().map(segment).collect::<tantivy::Result<_>>()?;
            Ok((index, searcher, segments))
        };
        let (index, searcher, segments) = open().map_err(|why| why.to_string())?;
        if index.schema() != schema {
            return Err("it is of another version".to_owned());
        }
        let mut order: Vec<usize> = (0..segments.len()).collect();
        order.sort_by_key(|at| (Reverse(segments.get(*at).map(|segment| segment.newest)), *at));
        Ok(Self {
            searcher,
            fields,
            folder: folder.to_path_buf(),
            files,
            texts: state.texts,
            looks: state.files,
            open: Mutex::default(),
            segments,
            order,
        })
    }
}

#[cfg(test)]
mod tests {
    use std::fs::{self, File};

    use super::*;
    use crate::library::{Batch, Incoming, Library};
    use crate::model::{Block, Paper, Paragraph};
    use crate::text::query::Query;

    /// The index of one invented paper.
    fn folder(home: &Path) -> PathBuf {
        let library = Library::open(home).unwrap();
        let read = |_: &[u8], _: &crate::reading::Origin| {
            let block = |number: usize| {
                let text = format!("The quick zebra of paragraph {number} runs.");
                Block::Paragraph(Paragraph { id: format!("para_{number}"), text, ..Paragraph::default() })
            };
            let blocks = (1..400).map(block).collect();
            Ok(Paper { symbol: "GB.350/INS/1".parse().ok(), blocks, ..Paper::default() })
        };
        let incoming = vec![Incoming { bytes: b"x".to_vec(), file_name: "x.txt".into(), ..Incoming::default() }];
        library.publish(Batch { incoming, ..Batch::default() }, &read, &mut |_| {}).unwrap();
        home.join("generations/1/index")
    }

    fn found(index: &Index, typed: &str) -> Result<usize, String> {
        let options = SearchOptions { exact: true, ..SearchOptions::default() };
        index.search(&Query::parse(typed).0, &options, None).map(|results| results.total)
    }

    #[test]
    fn a_large_index_is_read_piece_by_piece_and_finds_the_same() {
        let home = tempfile::tempdir().unwrap();
        let folder = folder(home.path());
        let (whole, pieces) = (Index::open(&folder).unwrap(), Index::open_within(&folder, 0).unwrap());
        for typed in ["zebra", "\"quick zebra\"", "para", "zebra 17 ", "-zebra runs", "xylophone"] {
            assert_eq!(found(&whole, typed), found(&pieces, typed), "{typed}");
        }
        assert_eq!(found(&pieces, "zebra"), Ok(399));
    }

    #[test]
    fn a_large_index_that_is_cut_short_or_overwritten_under_the_running_program_is_an_error() {
        for cut in [true, false] {
            let home = tempfile::tempdir().unwrap();
            let folder = folder(home.path());
            let index = Index::open_within(&folder, 0).unwrap();
            let postings = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path());
            for path in postings.filter(|path| path.extension().is_some_and(|end| end == "idx")) {
                let length = fs::metadata(&path).unwrap().len();
                if cut {
                    File::options().write(true).open(&path).unwrap().set_len(3).unwrap();
                } else {
                    let noise: Vec<u8> = (0..length).map(|at| (at * 31) as u8).collect();
                    fs::write(&path, noise).unwrap();
                    // a disk may count time coarsely: another minute is another look anywhere
                    let file = File::options().write(true).open(&path).unwrap();
                    file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_mins(1)).unwrap();
                }
            }
            assert!(found(&index, "zebra").is_err_and(|why| why.contains("another program")));
            assert!(Index::open_within(&folder, 0).is_err());
        }
    }
}
