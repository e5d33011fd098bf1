//! Makes a bundle of a session held: one file for a colleague.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::Path;

use crate::library::{Library, sha256};
use crate::model::feed::{FORMAT, Feed, FeedFile, FeedItem, FeedPaper, VERSION};
use crate::model::session::{Held, PaperEntry};
use crate::model::{Language, Session};
use crate::source::{Fault, FaultKind, bundle};
use crate::strings::{Saying, system_reason};

/// Writes the session to `out`: originals, papers, feed, manifest. The same content gives the same bytes, whenever and
/// wherever it is made. `notes` are file names and texts; empty unless the delegate asked for them.
pub fn write(library: &Library, session: u16, out: &Path, notes: &[(String, Vec<u8>)]) -> Result<usize, Fault> {
    let held = library
        .session(session)
        .map_err(|fault| Fault::of(FaultKind::Missing, fault.saying(), Saying::new("advice.none", &[])))?;
    let mut entries: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    let mut papers = Vec::new();
    let mut texts = 0;
    for entry in &held.papers {
        papers.extend(feed_papers(library, entry, &mut entries, &mut texts)?);
    }
    papers.sort_by(|a, b| a.symbol.cmp(&b.symbol));
    let feed = feed(&held, papers);
    let json = serde_json::to_vec_pretty(&feed).map_err(|error| unwritten(out, &error.into()))?;
    entries.insert("session.json".to_owned(), json);
    for (name, text) in notes {
        entries.insert(format!("notes/{name}"), text.clone());
    }
    put(session, out, !notes.is_empty(), &entries).map_err(|error| unwritten(out, &error))?;
    Ok(texts)
}

fn unwritten(out: &Path, why: &std::io::Error) -> Fault {
    let what = Saying::new("fault.unwritten", &[("path", &out.display().to_string())]);
    Fault::of(FaultKind::Disk, what.with("why", system_reason(why)), Saying::new("advice.as_it_was", &[]))
}

/// Whole or not at all: beside its place, then renamed.
fn put(session: u16, out: &Path, notes: bool, entries: &BTreeMap<String, Vec<u8>>) -> std::io::Result<()> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let staged = tempfile::Builder::new().prefix(".gbdesk-bundle").tempfile_in(folder)?;
    let mut buffer = BufWriter::new(staged.as_file());
    bundle::write(&mut buffer, session, notes, entries)?;
    buffer.flush()?;
    drop(buffer);
    staged.as_file().sync_all()?;
    // a temporary file is for its owner alone; a bundle is for colleagues, unless notes are in it
    #[cfg(unix)]
    if !notes {
        use std::os::unix::fs::PermissionsExt;
        staged.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    staged.persist(out)?;
    Ok(())
}

/// The versions of a paper as a feed lists them, their originals and readings put into `entries`.
fn feed_papers(
    library: &Library,
    entry: &PaperEntry,
    entries: &mut BTreeMap<String, Vec<u8>>,
    texts: &mut usize,
) -> Result<Vec<FeedPaper>, Fault> {
    let mut versions: BTreeMap<String, FeedPaper> = BTreeMap::new();
    // a text that another replaced under the same symbol has no place of its own in a feed
    for held in entry.held.iter().chain(&entry.beside).filter(|held| held.replaced.is_none()) {
        let symbol = held.symbol.as_ref().map_or_else(|| entry.key.clone(), ToString::to_string);
        let newest = held.symbol == entry.symbol;
        let original = library.original(held).map_err(|fault| of(&fault))?;
        let name = format!("originals/{}", file_name(held, &symbol));
        let paper = library.paper(held).map_err(|fault| of(&fault))?;
        let reading = serde_json::to_vec_pretty(&*paper).map_err(|error| unwritten(Path::new(&name), &error.into()))?;
        let paper_name = format!("papers/{}.json", file_name(held, &symbol));
        let version = versions.entry(symbol.clone()).or_insert_with(|| FeedPaper {
            symbol,
            title: if newest { entry.title.clone() } else { crate::model::Texts::default() },
            date: if newest { entry.date.clone() } else { paper.date.clone() },
            kind: newest.then(|| entry.kind.clone()).filter(|kind| !kind.is_empty()),
            summary: crate::model::Texts::default(),
            change_note: if newest { entry.change_note.clone() } else { crate::model::Texts::default() },
            files: Vec::new(),
        });
        version.files.push(FeedFile {
            language: held.language,
            url: name.clone(),
            media_type: media_type(&held.format).map(str::to_owned),
            sha256: Some(sha256(&original)),
            size: Some(original.len() as u64),
        });
        *texts += 1;
        entries.insert(name, original);
        entries.insert(paper_name, reading);
    }
    let mut versions: Vec<FeedPaper> = versions.into_values().collect();
    for version in &mut versions {
        version.files.sort_by(|a, b| (a.language, &a.url).cmp(&(b.language, &b.url)));
    }
    Ok(versions)
}

fn of(fault: &crate::library::Fault) -> Fault {
    Fault::of(FaultKind::Disk, fault.saying(), Saying::new("advice.none", &[]))
}

/// `gb350-pol-3-rev1.en.1a2b3c4d.pdf`: readable, and different for different content.
fn file_name(held: &Held, symbol: &str) -> String {
    let stem = held.symbol.as_ref().map_or_else(
        || symbol.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect(),
        crate::model::Symbol::file_stem,
    );
    let sum = held.original.get(..8).unwrap_or("0");
    let format: String = held.format.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{stem}.{}.{sum}.{format}", held.language)
}

fn media_type(format: &str) -> Option<&'static str> {
    Some(match format {
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html" => "text/html",
        "md" => "text/markdown",
        "txt" => "text/plain",
        _ => return None,
    })
}

/// The session as a feed. No time of making and no source: they are nobody's content.
fn feed(session: &Session, papers: Vec<FeedPaper>) -> Feed {
    let mut languages: Vec<Language> =
        papers.iter().flat_map(|paper| paper.files.iter().map(|file| file.language)).collect();
    languages.sort_unstable();
    languages.dedup();
    let items = session.items.iter().filter(|item| !item.derived).map(|item| FeedItem {
        section: item.section.clone(),
        number: item.number.clone(),
        title: item.title.clone(),
        status: item.status.clone(),
        note: item.note.clone(),
        papers: item.papers.iter().map(ToString::to_string).collect(),
    });
    Feed {
        format: FORMAT.to_owned(),
        version: VERSION,
        session: session.session,
        title: session.title.clone(),
        dates: session.dates.clone(),
        place: session.place.clone(),
        updated: None,
        languages,
        items: items.collect(),
        papers,
        sittings: session.sittings.clone(),
        decisions: session.adopted.clone(),
    }
}
