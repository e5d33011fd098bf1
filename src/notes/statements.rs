//! Statements on disk: one Markdown file each in `notes/statements/<session>/`, kept by the same machinery as the notes, so
//! that they survive the same crashes and the same other programs.
//!
//! The title is the first heading. A part begins with a comment that Markdown does not show; a quote is a block quote, and
//! a quote and a note end with their citation in brackets. Text without such comments is the delegate's own words, so that
//! a statement can be written in any editor.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::{Value, json};

use super::codec::{Codec, Plain};
use super::{Fault, How, Notes};
use crate::model::statement::{Source, StatementPart};
use crate::model::{Note, Statement};
use crate::text::sanitise;

/// The name of their folder in that of the notes.
pub const FOLDER: &str = "statements";
const QUOTE: &str = "<!-- gbdesk-quote ";
const NOTE: &str = "<!-- gbdesk-of-note ";
const WORDS: &str = "<!-- gbdesk-words -->";
/// What all comments of ours begin with.
const OURS: &str = "<!-- gbdesk-";

/// The statements of the delegate.
pub struct Statements {
    root: PathBuf,
    codec: Arc<dyn Codec>,
    /// `None` until there is one: a folder is not made for nothing.
    files: Option<Notes>,
}

impl Statements {
    /// Reads the statements beside the notes in `notes`, the notes' folder. Nothing is created.
    pub fn open(notes: &Path) -> Result<Self, Fault> {
        Self::open_with(notes, Arc::new(Plain))
    }

    /// The same, with another codec.
    pub fn open_with(notes: &Path, codec: Arc<dyn Codec>) -> Result<Self, Fault> {
        super::refuse_plain(notes, &*codec)?;
        let mut statements = Self { root: notes.join(FOLDER), codec, files: None };
        if statements.root.is_dir() {
            statements.files()?;
        }
        Ok(statements)
    }

    fn files(&mut self) -> Result<&mut Notes, Fault> {
        let files = match self.files.take() {
            Some(files) => files,
            None => Notes::open_with(&self.root, Arc::clone(&self.codec), None)?,
        };
        Ok(self.files.insert(files))
    }

    /// All, newest first.
    #[must_use]
    pub fn all(&self) -> Vec<Statement> {
        let stored = self.files.as_ref().map(Notes::all).unwrap_or_default();
        let mut all: Vec<Statement> = stored.iter().map(|stored| of_note(&stored.note)).collect();
        all.sort_by(|a, b| (&b.modified, &b.id).cmp(&(&a.modified, &a.id)));
        all
    }

    /// Files that look like statements and cannot be read. They are never written.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.files.as_ref().map(Notes::faults).unwrap_or_default()
    }

    /// True when another program changed something since.
    pub fn changes(&mut self) -> Result<bool, Fault> {
        if self.files.is_none() && !self.root.is_dir() {
            return Ok(false);
        }
        let fresh = self.files.is_none();
        Ok(!self.files()?.changes()?.is_empty() || fresh)
    }

    /// Saves one; on disk and flushed when this returns. One without id gets one. As it is on disk now, and true when
    /// another program changed it in the meantime and both were kept.
    pub fn save(&mut self, statement: &Statement) -> Result<(Statement, bool), Fault> {
        let files = self.files()?;
        let mut note = to_note(statement);
        if !note.id.is_empty()
            && files.get(&note.id).is_none()
            && let Ok(back) = files.restore(&note.id)
        {
            // it was in the trash
            note.revision = back.note.revision;
        }
        let saved = files.save(&note)?;
        Ok((of_note(&saved.note), matches!(saved.how, How::KeptBoth(_))))
    }

    /// Moves one into the trash; saving it again brings it back.
    pub fn delete(&mut self, id: &str) -> Result<(), Fault> {
        self.files()?.delete(id)
    }
}

/// The file of a statement, in the form of a note on no paper.
#[must_use]
pub fn to_note(statement: &Statement) -> Note {
    Note {
        id: statement.id.clone(),
        session: statement.session,
        created: statement.created.clone(),
        modified: statement.modified.clone(),
        revision: statement.revision.clone(),
        text: write(statement),
        ..Note::default()
    }
}

/// The statement in a file.
#[must_use]
pub fn of_note(note: &Note) -> Statement {
    let (title, parts) = read(&note.text);
    Statement {
        id: note.id.clone(),
        session: note.session,
        title,
        parts,
        created: note.created.clone(),
        modified: note.modified.clone(),
        revision: note.revision.clone(),
    }
}

fn write(statement: &Statement) -> String {
    let mut out = format!("# {}", sanitise::line(&statement.title)).trim_end().to_owned();
    let mut first = true;
    for part in &statement.parts {
        let text = clean(&part.text);
        if text.is_empty() {
            continue;
        }
        out.push_str("\n\n");
        match &part.source {
            None if first => out.push_str(&guard(&text)),
            None => out.push_str(&format!("{WORDS}\n{}", guard(&text))),
            Some(source) => {
                let sign = if source.quoted { QUOTE } else { NOTE };
                out.push_str(&format!("{sign}{} -->\n", mark(source)));
                if source.quoted {
                    let lines: Vec<String> =
                        text.split('\n').map(|line| format!("> {line}").trim_end().to_owned()).collect();
                    out.push_str(&lines.join("\n"));
                } else {
                    out.push_str(&guard(&text));
                }
                let citation = sanitise::line(&source.citation);
                if !citation.is_empty() {
                    out.push_str(&format!("\n\n({citation})"));
                }
            }
        }
        first = false;
    }
    out
}

/// The words as a file gives them back: without blank ends of lines and blank lines around them.
fn clean(text: &str) -> String {
    // twice: a sign that is taken out may bring together two that compose
    let text = sanitise::lines(&sanitise::lines(text)).into_owned();
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// What the comment before a part carries; inside a comment neither `--` nor `>` may stand.
fn mark(source: &Source) -> String {
    let value = json!({
        "paper": source.paper, "language": source.language.map(|language| language.code().to_owned()),
        "paragraph": source.paragraph, "citation": source.citation, "hash": source.hash,
    });
    value.to_string().replace('-', "\\u002d").replace('<', "\\u003c").replace('>', "\\u003e")
}

/// A line that looks like one of our comments gets a backslash.
fn guard(text: &str) -> String {
    let ours = |line: &str| line.trim_start_matches('\\').starts_with(OURS);
    let lines: Vec<String> =
        text.split('\n').map(|line| if ours(line) { format!("\\{line}") } else { line.to_owned() }).collect();
    lines.join("\n")
}

fn unguard(line: &str) -> &str {
    line.strip_prefix('\\').filter(|rest| rest.trim_start_matches('\\').starts_with(OURS)).unwrap_or(line)
}

/// Title and parts of a file's text.
fn read(text: &str) -> (String, Vec<StatementPart>) {
    let mut lines: Vec<&str> = text.lines().collect();
    let mut title = String::new();
    if let Some(at) = lines.iter().position(|line| !line.trim().is_empty())
        && let Some(rest) = lines.get(at).and_then(|line| line.strip_prefix('#'))
        && (rest.is_empty() || rest.starts_with(' '))
    {
        title = sanitise::line(rest);
        lines.drain(..=at);
    }
    let mut parts = Vec::new();
    let mut source = None;
    let mut body: Vec<&str> = Vec::new();
    for line in lines {
        match begins(line) {
            Some(next) => {
                close(source.take(), &body, &mut parts);
                body.clear();
                source = match next {
                    Begin::Words => None,
                    Begin::From(next) => Some(next),
                };
            }
            None => body.push(line),
        }
    }
    close(source, &body, &mut parts);
    (title, parts)
}

/// What a part that begins is.
enum Begin {
    /// The delegate's own words.
    Words,
    /// A quote or a note, from here.
    From(Source),
}

/// A comment that begins a part.
fn begins(line: &str) -> Option<Begin> {
    let line = line.trim_end();
    if line == WORDS {
        return Some(Begin::Words);
    }
    let (quoted, rest) = match (line.strip_prefix(QUOTE), line.strip_prefix(NOTE)) {
        (Some(rest), _) => (true, rest),
        (None, Some(rest)) => (false, rest),
        (None, None) => return None,
    };
    let value: Value = serde_json::from_str(rest.strip_suffix("-->")?.trim()).ok()?;
    let word = |key: &str| sanitise::line(value.get(key).and_then(Value::as_str).unwrap_or_default());
    Some(Begin::From(Source {
        quoted,
        paper: word("paper"),
        language: value.get("language").and_then(Value::as_str).and_then(|code| code.parse().ok()),
        paragraph: Some(word("paragraph")).filter(|id| !id.is_empty()),
        citation: word("citation"),
        hash: word("hash"),
    }))
}

/// Ends a part. What stands behind a quote and its citation is the delegate's own.
fn close(source: Option<Source>, body: &[&str], parts: &mut Vec<StatementPart>) {
    let mut add = |text: String, source: Option<Source>| {
        if !text.is_empty() {
            parts.push(StatementPart { text, source });
        }
    };
    let own = |lines: &[&str]| clean(&lines.iter().map(|line| unguard(line)).collect::<Vec<_>>().join("\n"));
    let Some(mut source) = source else {
        add(own(body), None);
        return;
    };
    if !source.quoted {
        let citation = format!("({})", source.citation);
        let last = body.iter().rposition(|line| !line.trim().is_empty());
        let last = last.filter(|at| body.get(*at).is_some_and(|line| line.trim() == citation));
        add(own(body.get(..last.unwrap_or(body.len())).unwrap_or_default()), Some(source));
        return;
    }
    let from = body.iter().position(|line| !line.trim().is_empty()).unwrap_or(body.len());
    let rest = body.get(from..).unwrap_or_default();
    let count = rest.iter().take_while(|line| line.starts_with('>')).count();
    let (quote, rest) = rest.split_at(count);
    let strip = |line: &&str| line.strip_prefix("> ").or_else(|| line.strip_prefix('>')).unwrap_or(line).to_owned();
    let quote = clean(&quote.iter().map(strip).collect::<Vec<String>>().join("\n"));
    let next = rest.iter().position(|line| !line.trim().is_empty()).unwrap_or(rest.len());
    let cited = rest.get(next).and_then(|line| line.trim().strip_prefix('(')?.strip_suffix(')'));
    let rest = match cited {
        Some(citation) => {
            // it may have been put right in an editor
            source.citation = sanitise::line(citation);
            rest.get(next + 1..).unwrap_or_default()
        }
        None => rest,
    };
    add(quote, Some(source));
    add(own(rest), None);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn source(quoted: bool) -> Source {
        Source {
            quoted,
            paper: "GB.399/INS/5(Rev.1)".into(),
            language: Some(crate::model::Language::EN),
            paragraph: Some("para_4".into()),
            citation: "GB.399/INS/5(Rev.1), para. 4".into(),
            hash: "0a1b".into(),
        }
    }

    #[test]
    fn a_statement_reads_like_one_in_any_editor() {
        let statement = Statement {
            title: "On harbours".into(),
            parts: vec![
                StatementPart { text: "Thank you, Chair.".into(), source: None },
                StatementPart { text: "The Governing Body:\n(a) took note".into(), source: Some(source(true)) },
                StatementPart { text: "Ask for dates.".into(), source: Some(source(false)) },
                StatementPart { text: "We support it.".into(), source: None },
            ],
            ..Statement::default()
        };
        let text = write(&statement);
        let shown: Vec<&str> = text.lines().filter(|line| !line.starts_with("<!--")).collect();
        assert_eq!(
            shown.join("\n"),
            "# On harbours\n\nThank you, Chair.\n\n> The Governing Body:\n> (a) took note\n\n(GB.399/INS/5(Rev.1), para. 4)\n\n\
             Ask for dates.\n\n(GB.399/INS/5(Rev.1), para. 4)\n\nWe support it."
        );
        assert_eq!(read(&text), (statement.title, statement.parts));
    }

    #[test]
    fn what_an_editor_adds_behind_a_quote_is_the_delegates_own() {
        let statement = Statement {
            title: "T".into(),
            parts: vec![StatementPart { text: "words".into(), source: Some(source(true)) }],
            ..Statement::default()
        };
        let text = write(&statement) + "\n\nAnd we thank the Office.\n";
        let (_, parts) = read(&text);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts.first(), statement.parts.first());
        assert_eq!(
            parts.last().map(|part| (part.text.as_str(), part.source.is_none())),
            Some(("And we thank the Office.", true))
        );
    }

    #[test]
    fn a_text_written_elsewhere_is_one_part() {
        let (title, parts) = read("Chair,\n\n# we begin\n");
        assert_eq!((title.as_str(), parts.len()), ("", 1));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            title in "[ -~é]{0,20}",
            parts in prop::collection::vec(("[#>(\\\\<!a-z \\-\n)é]{1,40}|<!-- gbdesk-words -->|\\\\<!-- gbdesk-quote x", 0u8..3), 0..6),
        ) {
            let part = |(text, kind): (String, u8)| StatementPart {
                text: clean(&text),
                source: (kind > 0).then(|| source(kind == 1)),
            };
            let title = sanitise::line(&title);
            let mut statement = Statement { title: title.clone(), ..Statement::default() };
            statement.parts = parts.into_iter().map(part).filter(|part| !part.text.is_empty()).collect();
            let (again, parts) = read(&write(&statement));
            prop_assert_eq!(again, title);
            prop_assert_eq!(parts, statement.parts);
        }

        #[test]
        fn any_text_is_read(text in "(?s).{0,200}") {
            let (title, parts) = read(&text);
            let statement = Statement { title, parts, ..Statement::default() };
            let (title, parts) = read(&write(&statement));
            prop_assert_eq!((title, parts), (statement.title, statement.parts));
        }
    }
}
