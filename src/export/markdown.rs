//! Notes as one Markdown document that a colleague can read anywhere and import again.
//!
//! Each note's own words stand between two comments, of which the first carries what the words hang on. Readers of Markdown
//! do not show comments.

use serde_json::{Value, json};

use super::document::{About, Document, Part};
use crate::model::{Language, Note};
use crate::text::diff::Piece;
use crate::text::sanitise;

const BEGIN: &str = "<!-- gbdesk-note ";
/// Ends a note's words.
pub(super) const END: &str = "<!-- /gbdesk-note -->";

/// The document as Markdown.
#[must_use]
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    let mut block = |text: &str| {
        out.push_str(text);
        out.push_str("\n\n");
    };
    if !document.title.is_empty() {
        block(&format!("# {}", plain(&document.title)));
    }
    let made: Vec<&str> =
        [document.author.as_str(), document.day.as_str()].into_iter().filter(|s| !s.is_empty()).collect();
    if !made.is_empty() {
        block(&format!("*{}*", plain(&made.join(", "))));
    }
    for part in &document.parts {
        match part {
            Part::Heading(level, text) => {
                block(&format!("{} {}", "#".repeat(usize::from(*level).clamp(1, 5) + 1), plain(text)));
            }
            Part::Text(text) => block(&plain(text)),
            Part::Quote(text) => {
                let lines: Vec<String> = text.lines().map(|line| format!("> {}", plain(line))).collect();
                block(&lines.join("\n>\n"));
            }
            Part::Remark(text) => block(&format!("*{}*", plain(text))),
            Part::Markdown(text) => block(&guard(text)),
            Part::Changes(pieces) => block(&pieces.iter().map(change).collect::<String>()),
            Part::Mark(text) => block(text),
        }
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

/// Words of a paper or a title: signs that Markdown would take for its own are escaped.
fn plain(text: &str) -> String {
    crate::text::quote::escape(text)
}

fn change(piece: &Piece) -> String {
    let wrapped = |text: &str, sign: &str| {
        let core = text.trim();
        if core.is_empty() {
            return text.to_owned();
        }
        let (head, tail) = text.split_at(text.find(core).unwrap_or(0));
        let tail = tail.get(core.len()..).unwrap_or_default();
        format!("{head}{sign}{}{sign}{tail}", plain(core))
    };
    match piece {
        Piece::Same(text) => plain(text),
        Piece::Added(text) => wrapped(text, "**"),
        Piece::Removed(text) => wrapped(text, "~~"),
    }
}

/// A line of a note that looks like one of our comments gets a backslash, so that it is not taken for it.
fn guard(text: &str) -> String {
    let is_ours = |line: &str| {
        let line = line.trim_start_matches('\\');
        line.starts_with(END) || line.starts_with(BEGIN)
    };
    let lines: Vec<String> =
        text.split('\n').map(|line| if is_ours(line) { format!("\\{line}") } else { line.to_owned() }).collect();
    lines.join("\n")
}

fn unguard(line: &str) -> &str {
    match line.strip_prefix('\\') {
        Some(rest)
            if rest.trim_start_matches('\\').starts_with(END) || rest.trim_start_matches('\\').starts_with(BEGIN) =>
        {
            rest
        }
        _ => line,
    }
}

/// The comment before a note's words.
pub(super) fn mark(note: &Note, about: &About) -> String {
    let author = if note.author.is_empty() { &about.author } else { &note.author };
    let mut value = json!({
        "id": note.id, "session": note.session, "paper": note.paper,
        "language": note.language.map(|language| language.code().to_owned()),
        "paragraph": note.paragraph, "quote": note.quote, "before": note.before, "after": note.after,
        "paragraph_hash": note.paragraph_hash, "stance": note.stance.word(), "tags": note.tags,
        "created": note.created, "modified": note.modified, "author": author,
    });
    if let Some(fields) = value.as_object_mut().filter(|_| note.adopted) {
        fields.insert("adopted".to_owned(), true.into());
    }
    // inside a comment neither `--` nor `>` may stand; in JSON both can be written otherwise
    let value = value.to_string().replace('-', "\\u002d").replace('<', "\\u003c").replace('>', "\\u003e");
    format!("{BEGIN}{value} -->")
}

/// True when the text has notes of ours.
#[must_use]
pub fn has_notes(text: &str) -> bool {
    text.lines().any(|line| line.starts_with(BEGIN))
}

/// The notes in a document that [`write()`] made. Their words may have been edited in the meantime.
pub fn read(text: &str) -> Result<Vec<Note>, String> {
    let mut notes = Vec::new();
    let mut lines = text.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        let Some(rest) = line.strip_prefix(BEGIN) else { continue };
        let at = at + 1;
        let value = rest.trim_end().strip_suffix("-->").map(str::trim);
        let value = value.and_then(|value| serde_json::from_str::<Value>(value).ok());
        let value = value.ok_or_else(|| format!("the comment at line {at} that begins a note was damaged"))?;
        let mut words: Vec<&str> = Vec::new();
        loop {
            match lines.next() {
                Some((_, line)) if line.trim_end() == END => break,
                Some((_, line)) => words.push(unguard(line)),
                None => return Err(format!("the note that begins at line {at} has no end")),
            }
        }
        // one empty line on each side belongs to the document
        if words.first().is_some_and(|line| line.is_empty()) {
            words.remove(0);
        }
        if words.last().is_some_and(|line| line.is_empty()) {
            words.pop();
        }
        notes.push(note(&value, &words.join("\n")));
    }
    Ok(notes)
}

fn note(value: &Value, text: &str) -> Note {
    let string = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
    let line = |key: &str| sanitise::line(string(key));
    let lines = |key: &str| sanitise::lines(string(key)).into_owned();
    Note {
        id: line("id"),
        session: value.get("session").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok()).unwrap_or(0),
        paper: line("paper"),
        language: string("language").parse::<Language>().ok(),
        paragraph: Some(line("paragraph")).filter(|id| !id.is_empty()),
        quote: lines("quote"),
        before: lines("before"),
        after: lines("after"),
        paragraph_hash: line("paragraph_hash"),
        stance: string("stance").parse().unwrap_or_default(),
        tags: value
            .get("tags")
            .and_then(Value::as_array)
            .map(|tags| tags.iter().filter_map(Value::as_str).map(sanitise::line).collect())
            .unwrap_or_default(),
        created: line("created"),
        modified: line("modified"),
        author: line("author"),
        adopted: value.get("adopted").and_then(Value::as_bool).unwrap_or(false),
        text: sanitise::lines(text).into_owned(),
        ..Note::default()
    }
}
