//! The form of a note file: a small YAML front matter between `---` lines, then the note in Markdown.
//!
//! Reading is lenient. Writing changes only the lines whose value changed: unknown keys, comments, the order of the keys
//! and the line ends of the file stay as another program or the delegate put them.

use std::path::Path;

use serde::Deserialize;

use super::fault::{Fault, FaultKind};
use crate::model::{Language, Note};
use crate::text::sanitise;
use crate::text::similar::hex;

/// The keys of the front matter in the order in which a new file has them.
const KEYS: [&str; 15] = [
    "id",
    "paper",
    "language",
    "paragraph",
    "quote",
    "before",
    "after",
    "paragraph_hash",
    "stance",
    "tags",
    "created",
    "modified",
    "author",
    "kept",
    "kind",
];
/// The `kind` of a file that is no note but an adopted text.
const ADOPTED: &str = "adopted";
/// Keys that a file has only when they say something.
const OPTIONAL: [&str; 3] = ["author", "kept", "kind"];
/// Keys about the place in a paper: what hangs on no paper (a note on the session, a statement) has none of them.
const OF_PLACE: [&str; 6] = ["language", "paragraph", "quote", "before", "after", "paragraph_hash"];

/// A note file as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct NoteFile {
    /// What it says.
    pub note: Note,
    /// The front matter in pieces that belong together.
    entries: Vec<Entry>,
    /// All after the closing line, as it stood.
    body: String,
    marked: bool,
    crlf: bool,
}

/// One top-level key with all its lines, or lines between keys.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    key: Option<String>,
    lines: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Front {
    id: Option<String>,
    paper: Option<String>,
    language: Option<String>,
    paragraph: Option<String>,
    quote: Option<String>,
    before: Option<String>,
    after: Option<String>,
    paragraph_hash: Option<String>,
    stance: Option<String>,
    tags: Option<Tags>,
    created: Option<String>,
    modified: Option<String>,
    author: Option<String>,
    kept: Option<String>,
    kind: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Tags {
    Many(Vec<Option<Word>>),
    One(Word),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Truth(bool),
    Whole(i64),
    Broken(f64),
}

impl Word {
    fn text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Truth(value) => value.to_string(),
            Self::Whole(value) => value.to_string(),
            Self::Broken(value) => value.to_string(),
        }
    }
}

/// A hash of a file's bytes: the revision of a note.
#[must_use]
pub fn revision(bytes: &[u8]) -> String {
    use sha2::Digest;
    hex(&sha2::Sha256::digest(bytes), 16)
}

/// Reads a note file. `Ok(None)`: a text file that is no note (it has no front matter with the key `paper`). A file that
/// has no `id` gets the stem of its name.
pub fn parse(path: &Path, text: &str, session: u16) -> Result<Option<NoteFile>, Fault> {
    let marked = text.starts_with('\u{FEFF}');
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let crlf = text.contains("\r\n");
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let fault = |detail: String| Fault::new(path, FaultKind::FrontMatter, detail);
    let mut lines = text.split_inclusive('\n');
    if lines.next().is_none_or(|line| line.trim_end() != "---") {
        return Ok(None);
    }
    let (mut entries, mut closed): (Vec<Entry>, bool) = (Vec::new(), false);
    let mut front_length = 0;
    for line in lines.by_ref() {
        if matches!(line.trim_end(), "---" | "...") {
            closed = true;
            break;
        }
        front_length += line.len();
        take(&mut entries, line);
    }
    if !entries.iter().any(|entry| entry.key.as_deref() == Some("paper")) {
        return Ok(None);
    }
    if !closed {
        return Err(fault("its front matter never ends; the closing --- line is missing".into()));
    }
    let body: String = lines.collect();
    let front: String = entries.iter().map(|entry| entry.lines.as_str()).collect();
    debug_assert_eq!(front.len(), front_length);
    let front: Front = serde_saphyr::from_str_with_options(&front, limits()).map_err(|error| {
        // the parser's own words may quote the note; only the place is told
        let place = error.location().map_or_else(String::new, |at| format!(" at line {}", at.line() + 1));
        fault(format!("its front matter is not in the form of a note{place}"))
    })?;
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let text = body.strip_prefix('\n').unwrap_or(&body);
    let text = text.strip_suffix('\n').unwrap_or(text);
    let line = |field: Option<String>| one_line(&field.unwrap_or_default());
    let lines = |field: Option<String>| many_lines(&field.unwrap_or_default());
    let note = Note {
        id: Some(line(front.id)).filter(|id| !id.is_empty()).unwrap_or_else(|| one_line(&stem)),
        session,
        paper: line(front.paper),
        language: front.language.and_then(|code| code.parse::<Language>().ok()),
        paragraph: Some(line(front.paragraph)).filter(|id| !id.is_empty()).map(place),
        quote: lines(front.quote),
        before: lines(front.before),
        after: lines(front.after),
        paragraph_hash: line(front.paragraph_hash),
        stance: front.stance.and_then(|word| word.parse().ok()).unwrap_or_default(),
        tags: match front.tags {
            None => Vec::new(),
            Some(Tags::Many(many)) => many.into_iter().flatten().map(Word::text).collect(),
            Some(Tags::One(one)) => one.text().split(',').map(str::to_owned).collect(),
        }
        .into_iter()
        .map(|tag: String| one_line(&tag))
        .filter(|tag| !tag.is_empty())
        .collect(),
        created: line(front.created),
        modified: line(front.modified),
        text: many_lines(text),
        author: line(front.author),
        kept: line(front.kept),
        adopted: front.kind.is_some_and(|kind| kind.trim() == ADOPTED),
        revision: String::new(),
    };
    Ok(Some(NoteFile { note, entries, body, marked, crlf }))
}

/// The place as files name it; a colleague may write the number alone, `29` or `29(b)`.
fn place(id: String) -> String {
    let number = id.trim_end_matches('.');
    let ends = |c: char| c.is_ascii_alphanumeric() || c == ')';
    if number.starts_with(|c: char| c.is_ascii_digit()) && number.ends_with(ends) && !number.contains("__") {
        return crate::text::resolve::paragraph_id(number);
    }
    id
}

/// Little is enough for a front matter; a bomb is refused before it grows.
fn limits() -> serde_saphyr::Options {
    let mut options = serde_saphyr::Options::default();
    if let Some(budget) = options.budget.as_mut() {
        budget.max_events = 20_000;
        budget.max_nodes = 10_000;
        budget.max_depth = 32;
        budget.max_aliases = 64;
        budget.max_anchors = 64;
        budget.max_documents = 1;
        budget.max_recorded_anchor_events = 2_000;
        budget.max_recorded_anchor_bytes = 64 * 1024;
        budget.max_total_scalar_bytes = 2 * 1024 * 1024;
        budget.max_merge_keys = 16;
    }
    options.alias_limits.max_total_replayed_events = 2_000;
    options.alias_limits.max_replay_stack_depth = 8;
    options.with_snippet = false;
    options
}

/// Adds a line to the entry it belongs to.
fn take(entries: &mut Vec<Entry>, line: &str) {
    let first = line.chars().next().unwrap_or('\n');
    if first == '#' {
        entries.push(Entry { key: None, lines: line.to_owned() });
        return;
    }
    let begins = !matches!(first, ' ' | '\t' | '\n' | '-' | ']' | '}' | ',');
    if begins
        && let Some((key, rest)) = line.split_once(':')
        && (rest.is_empty() || rest.starts_with([' ', '\t', '\n']))
    {
        let key = key.trim().trim_matches(['"', '\'']).to_owned();
        entries.push(Entry { key: Some(key), lines: line.to_owned() });
        return;
    }
    match entries.last_mut() {
        Some(last) => last.lines.push_str(line),
        None => entries.push(Entry { key: None, lines: line.to_owned() }),
    }
}

/// Sanitised twice: a sign that is taken out may bring together two that compose.
fn one_line(text: &str) -> String {
    sanitise::line(&sanitise::line(text))
}

fn many_lines(text: &str) -> String {
    sanitise::lines(&sanitise::lines(text)).into_owned()
}

/// The note with every field in the form in which a file gives it back.
#[must_use]
pub fn clean(note: &Note) -> Note {
    let (line, lines) = (one_line, many_lines);
    Note {
        id: line(&note.id),
        session: note.session,
        paper: line(&note.paper),
        language: note.language,
        paragraph: note.paragraph.as_deref().map(line).filter(|id| !id.is_empty()),
        quote: lines(&note.quote),
        before: lines(&note.before),
        after: lines(&note.after),
        paragraph_hash: line(&note.paragraph_hash),
        stance: note.stance,
        tags: note.tags.iter().map(|tag| line(tag)).filter(|tag| !tag.is_empty()).collect(),
        created: line(&note.created),
        modified: line(&note.modified),
        text: lines(&note.text),
        author: line(&note.author),
        kept: line(&note.kept),
        adopted: note.adopted,
        revision: note.revision.clone(),
    }
}

/// The text of the file for `note`: a new one, or `old` with what changed. `None` when `old` is written in a way that
/// cannot be changed without loss (for example its whole front matter on one line).
#[must_use]
pub fn compose(old: Option<&NoteFile>, note: &Note) -> Option<String> {
    let note = clean(note);
    let text = match old {
        None => fresh(&note),
        Some(old) => changed(old, &note),
    };
    let back = parse(Path::new("note.md"), &text, note.session).ok()??.note;
    (Note { revision: String::new(), ..back } == Note { revision: String::new(), ..note }).then_some(text)
}

fn fresh(note: &Note) -> String {
    let mut out = String::from("---\n");
    for key in KEYS {
        let optional = OPTIONAL.contains(&key) || (note.paper.is_empty() && OF_PLACE.contains(&key));
        if !(optional && says_nothing(note, key)) {
            out.push_str(&format!("{key}: {}\n", value(note, key)));
        }
    }
    out.push_str("---\n\n");
    out.push_str(&note.text);
    out.push('\n');
    out
}

fn changed(old: &NoteFile, note: &Note) -> String {
    let mut out = String::from("---\n");
    for entry in &old.entries {
        let known = entry.key.as_deref().filter(|key| KEYS.contains(key));
        match known {
            Some(key) if value(&old.note, key) != value(note, key) => {
                out.push_str(&format!("{key}: {}\n", value(note, key)));
            }
            _ => out.push_str(&entry.lines),
        }
    }
    for key in KEYS {
        let stands = old.entries.iter().any(|entry| entry.key.as_deref() == Some(key));
        if !stands && !says_nothing(note, key) {
            out.push_str(&format!("{key}: {}\n", value(note, key)));
        }
    }
    out.push_str("---\n");
    if note.text == old.note.text {
        out.push_str(&old.body);
    } else {
        out.push('\n');
        out.push_str(&note.text);
        out.push('\n');
    }
    if old.crlf {
        out = out.replace('\n', "\r\n");
    }
    if old.marked {
        out.insert(0, '\u{FEFF}');
    }
    out
}

fn says_nothing(note: &Note, key: &str) -> bool {
    value(note, key) == value(&Note::default(), key)
}

fn value(note: &Note, key: &str) -> String {
    match key {
        "id" => quoted(&note.id),
        "paper" => quoted(&note.paper),
        "language" => note.language.map_or_else(|| "null".to_owned(), |language| quoted(language.code())),
        "paragraph" => note.paragraph.as_deref().map_or_else(|| "null".to_owned(), quoted),
        "quote" => quoted(&note.quote),
        "before" => quoted(&note.before),
        "after" => quoted(&note.after),
        "paragraph_hash" => quoted(&note.paragraph_hash),
        "stance" => note.stance.word().to_owned(),
        "tags" => format!("[{}]", note.tags.iter().map(|tag| quoted(tag)).collect::<Vec<_>>().join(", ")),
        "created" => quoted(&note.created),
        "modified" => quoted(&note.modified),
        "author" => quoted(&note.author),
        "kept" => quoted(&note.kept),
        _ => if note.adopted { ADOPTED } else { "note" }.to_owned(),
    }
}

/// A YAML double-quoted string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            // what YAML calls not printable, and what it takes for a line end
            c if c.is_control()
                || matches!(c, '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
                || c.is_whitespace() && c != ' ' =>
            {
                let code = u32::from(c);
                if code <= 0xFFFF {
                    out.push_str(&format!("\\u{code:04X}"));
                } else {
                    out.push_str(&format!("\\U{code:08X}"));
                }
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
