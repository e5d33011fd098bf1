//! `note`: the delegate's own words from the command line.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{NoteAction, NoteFormat};
use super::desk::Desk;
use super::output::{self, Failure, say};
use super::place;
use super::seats::Seats;
use super::{Done, Outcome, key};
use crate::app::cite;
use crate::export;
use crate::model::{Locator, Note, Stance};
use crate::notes::{Notes, Stored, anchor, now};
use crate::source::bundle;
use crate::text::{cut, resolve};

/// Carries out a note command.
pub fn run(desk: &Desk, action: &NoteAction) -> Outcome {
    match action {
        NoteAction::Encrypt => return key::encrypt(desk),
        NoteAction::Decrypt => return key::decrypt(desk),
        _ => {}
    }
    let reads = matches!(action, NoteAction::Add { text, .. } if text.as_deref().is_none_or(|text| text == "-"));
    let mut notes = key::notes(desk, reads)?;
    for fault in notes.faults() {
        say(&format!("gbdesk: {}", desk.of_notes(fault)));
    }
    match action {
        NoteAction::Add { place, text, quote, stance, tags, json } => {
            let text = words(desk, text.as_deref())?;
            let stance = stance.parse().map_err(Failure::usage)?;
            let note = Note { text, quote: quote.clone(), stance, tags: tags.clone(), ..Note::default() };
            add(desk, &mut notes, place, note, *json)
        }
        NoteAction::List { place, deleted, json } => list(desk, &notes, &place.join(" "), *deleted, *json),
        NoteAction::Restore { id } => {
            let back = notes.restore(id).map_err(|fault| desk.of_notes(&fault))?;
            let file = back.path.display().to_string();
            output::print(&desk.strings.fill("note.restored", &[("id", &back.note.id), ("file", &file)]))
        }
        NoteAction::Export { format, output, session } => {
            let chosen: Vec<Note> = notes
                .all()
                .iter()
                .map(|stored| stored.note.clone())
                .filter(|note| session.is_none_or(|number| note.session == number))
                .collect();
            export(desk, &chosen, *format, output.as_deref())
        }
        NoteAction::Import { files, json } => import(desk, &mut notes, files, *json),
        NoteAction::Encrypt | NoteAction::Decrypt => Ok(Done::Whole),
    }
}

/// The text of a note: from the command line, or from standard input.
fn words(desk: &Desk, given: Option<&str>) -> Result<String, Failure> {
    let text = match given {
        Some(text) if text != "-" => text.to_owned(),
        _ => {
            let mut text = String::new();
            let limit = crate::notes::LARGEST;
            std::io::stdin()
                .take(limit + 1)
                .read_to_string(&mut text)
                .map_err(|fault| Failure::new(desk.strings.fill("note.unread", &[("why", &fault.to_string())])))?;
            if text.len() as u64 > limit {
                return Err(Failure::new(desk.strings.get("note.long")));
            }
            text
        }
    };
    if text.trim().is_empty() {
        return Err(Failure::usage(desk.strings.get("note.empty")));
    }
    Ok(text)
}

fn add(desk: &Desk, notes: &mut Notes, typed: &str, mut note: Note, as_json: bool) -> Outcome {
    let library = desk.library()?;
    let not_there = |name: &str| Err(Failure::new(desk.strings.fill("note.not_these_words", &[("place", name)])));
    if let Some((session, item)) = place::outside_papers(desk, &library, typed) {
        if !note.quote.is_empty() {
            return not_there(typed);
        }
        note.session = session;
        note.paragraph = item.map(|item| Note::place_of_item(&item.section, &item.number));
        return keep(desk, notes, note, as_json);
    }
    let place = place::find(desk, &library, typed, None)?;
    note.session = place.found.session.session;
    note.paper = place.name();
    note.language = Some(place.found.held.language);
    if let Some(locator) = &place.locator {
        if let Locator::Paragraphs(spans) | Locator::Decisions(spans) = locator
            && (spans.len() > 1 || spans.iter().any(|span| span.to.is_some()))
        {
            return Err(Failure::usage(desk.strings.get("note.one_place")));
        }
        let id = cut::block_id(&place.paper, locator).ok_or_else(|| super::show::not_there(desk, &place, locator))?;
        if let Some(anchor) = anchor::make(&place.paper, &id, &note.quote) {
            if !anchor::holds(&place.paper, &id, &note.quote) {
                return not_there(typed);
            }
            anchor.apply(&mut note);
        }
        note.paragraph = Some(id);
    } else if !note.quote.is_empty() {
        return not_there(typed);
    }
    keep(desk, notes, note, as_json)
}

/// Saves a new note and says where it is.
fn keep(desk: &Desk, notes: &mut Notes, mut note: Note, as_json: bool) -> Outcome {
    note.created = now();
    let saved = notes.save(&note).map_err(|fault| desk.of_notes(&fault))?;
    if let Some(remark) = saved.remark() {
        say(&format!("gbdesk: {remark}"));
    }
    if as_json {
        return output::json(&value(&saved.note, &saved.path));
    }
    output::print(
        &desk.strings.fill("note.saved", &[("id", &saved.note.id), ("file", &saved.path.display().to_string())]),
    )
}

fn list(desk: &Desk, notes: &Notes, typed: &str, deleted: bool, as_json: bool) -> Outcome {
    let trash;
    // what is in the trash stands nowhere
    let seats = match deleted {
        true => None,
        false if notes.all().is_empty() => Some(Seats::default()),
        false => Some(Seats::of(desk, &desk.library()?, notes)),
    };
    let mut chosen: Vec<&Stored> = if deleted {
        trash = notes.deleted().map_err(|fault| desk.of_notes(&fault))?;
        trash.iter().collect()
    } else {
        notes.all().iter().collect()
    };
    if let Ok(session) = typed.trim().parse::<u16>() {
        chosen.retain(|stored| stored.note.session == session);
    } else if !typed.trim().is_empty() {
        let library = desk.library()?;
        if let Some((session, item)) = place::outside_papers(desk, &library, typed) {
            let item = item.map(|item| Note::place_of_item(&item.section, &item.number));
            chosen.retain(|stored| {
                let note = &stored.note;
                note.session == session && (item.is_none() || note.paragraph == item && note.paper.is_empty())
            });
            return show(desk, &chosen, seats.as_ref(), as_json);
        }
        let (symbol, locator) = place::parse(desk, &library, typed)?;
        let key = symbol.map(|symbol| symbol.paper().to_string());
        let number = locator.as_ref().and_then(resolve::first_number).map(str::to_owned);
        chosen.retain(|stored| key.as_ref().is_none_or(|key| stored.note.paper_key() == *key));
        if let Some(number) = number {
            // the notes on para_29 and on its parts
            let wanted = resolve::paragraph_id(&number);
            chosen.retain(|stored| {
                let now = seats.as_ref().and_then(|seats| seats.block(&stored.note));
                let at = now.or(stored.note.paragraph.as_deref()).unwrap_or("");
                at == wanted || at.strip_prefix(&wanted).is_some_and(|rest| rest.starts_with("__"))
            });
        }
    }
    show(desk, &chosen, seats.as_ref(), as_json)?;
    if deleted && !as_json && !chosen.is_empty() {
        output::print(desk.strings.get("note.can_restore"))
    } else {
        Ok(Done::Whole)
    }
}

fn show(desk: &Desk, chosen: &[&Stored], seats: Option<&Seats>, as_json: bool) -> Outcome {
    if as_json {
        let placed = |stored: &&Stored| {
            let mut out = value(&stored.note, &stored.path);
            if let (Some((held, seat)), Some(out)) =
                (seats.and_then(|seats| seats.seat(&stored.note)), out.as_object_mut())
            {
                out.insert("state".to_owned(), json!(seat.how.word()));
                out.insert("now".to_owned(), json!({"paper": held.symbol, "paragraph": seat.block}));
            }
            out
        };
        return output::json(&chosen.iter().map(placed).collect::<Vec<_>>());
    }
    let mut text = String::new();
    for stored in chosen {
        let note = &stored.note;
        let place = match (note.paper.is_empty(), note.item(), note.paragraph.as_deref()) {
            (true, Some(item), _) => format!("{} {item}", note.session),
            (true, None, _) => note.session.to_string(),
            (false, _, Some(id)) => cite::of_place(&note.paper, Some(id), desk.strings.language),
            (false, _, None) => note.paper.clone(),
        };
        let stance = desk.strings.get(crate::app::words::stance(note.stance));
        let stance = if note.stance == Stance::None { String::new() } else { format!(" · {stance}") };
        let tags: String = note.tags.iter().map(|tag| format!(" #{tag}")).collect();
        let author = if note.author.is_empty() { String::new() } else { format!(" · {}", note.author) };
        let id = if seats.is_none() { format!("{}  ", note.id) } else { String::new() };
        text.push_str(&format!("{id}{place}{stance}{tags}{author} · {}\n", note.modified));
        if let Some(words) = seats.and_then(|seats| seats.words(desk, note)) {
            text.push_str(&format!("    ± {words}\n"));
        }
        for line in note.text.trim().lines() {
            text.push_str(&format!("    {line}\n"));
        }
        text.push('\n');
    }
    if chosen.is_empty() {
        text = format!("{}\n", desk.strings.get("note.none"));
    }
    output::print(text.trim_end())
}

fn value(note: &Note, path: &Path) -> Value {
    json!({
        "id": note.id, "session": note.session, "paper": note.paper, "language": note.language,
        "paragraph": note.paragraph, "quote": note.quote, "stance": note.stance, "tags": note.tags,
        "author": note.author, "created": note.created, "modified": note.modified, "text": note.text, "file": path,
    })
}

fn export(desk: &Desk, notes: &[Note], format: NoteFormat, file: Option<&Path>) -> Outcome {
    let about = about(desk, notes);
    let content = match format {
        NoteFormat::Md => export::markdown::write(&export::document::of_notes(notes, &about)).into_bytes(),
        NoteFormat::Json => export::annotations::write(notes, &about).into_bytes(),
        NoteFormat::Docx => export::docx::write(&export::document::of_notes(notes, &about))
            .map_err(|fault| Failure::new(desk.strings.fill("note.no_document", &[("why", &fault.to_string())])))?,
    };
    put(&content, file, format == NoteFormat::Docx)
}

/// Writes a document to a file, whole or not at all, or to standard output.
pub(super) fn put(content: &[u8], file: Option<&Path>, is_word: bool) -> Outcome {
    let Some(file) = file else {
        if is_word && std::io::IsTerminal::is_terminal(&std::io::stdout()) {
            return Err(Failure::usage("a Word file is not for a terminal; name a file with -o FILE"));
        }
        return output::bytes(content);
    };
    let because = |fault: std::io::Error| Failure::new(format!("{} could not be written ({fault})", file.display()));
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut temporary = tempfile::NamedTempFile::new_in(folder).map_err(because)?;
    std::io::Write::write_all(&mut temporary, content).map_err(because)?;
    temporary.as_file().sync_all().map_err(because)?;
    temporary.persist(file).map_err(|fault| because(fault.error))?;
    Ok(Done::Whole)
}

/// What the export says about itself: whose notes, when, and the titles of the papers where they are held.
fn about(desk: &Desk, notes: &[Note]) -> export::document::About {
    let mut about = export::document::About {
        title: desk.strings.get("note.title").to_owned(),
        author: desk.config.author.clone().unwrap_or_default(),
        day: crate::app::words::date(desk.strings, &now()),
        made: now(),
        ..Default::default()
    };
    let Ok(library) = desk.library() else { return about };
    for note in notes {
        if let Some(found) = library.find_key(&note.paper_key(), &desk.languages(note.language))
            && let Some(title) = found.entry.title.best(&desk.languages(note.language))
        {
            about.titles.insert(note.paper.clone(), title.to_owned());
        }
    }
    about
}

fn import(desk: &Desk, notes: &mut Notes, files: &[PathBuf], as_json: bool) -> Outcome {
    let mut results = Vec::new();
    let mut failed = false;
    for file in files {
        match take_in(notes, file) {
            Ok(done) => {
                let counts = [done.added.len(), done.updated.len(), done.already].map(|count| count.to_string());
                if !as_json {
                    output::print(&desk.strings.fill(
                        "note.imported",
                        &[
                            ("file", &file.display().to_string()),
                            ("added", &counts[0]),
                            ("updated", &counts[1]),
                            ("already", &counts[2]),
                        ],
                    ))?;
                }
                results
                    .push(json!({"file": file, "added": done.added, "updated": done.updated, "already": done.already}));
            }
            Err(reason) => {
                failed = true;
                say(&format!("gbdesk: {}: {reason}", file.display()));
                results.push(json!({"file": file, "failed": reason}));
            }
        }
    }
    if as_json {
        output::json(&results)?;
    }
    Ok(if failed { Done::InPart } else { Done::Whole })
}

/// The notes that a colleague put into a bundle. All of them are read before the first is taken in.
fn take_in_bundle(notes: &mut Notes, path: &Path, author: &str) -> Result<crate::notes::Imported, String> {
    let carried = bundle::Bundle::open(path).and_then(|bundle| bundle.notes()).map_err(|fault| fault.to_string())?;
    if carried.is_empty() {
        return Err("is a bundle without notes; its papers go in with `gbdesk import`".to_owned());
    }
    let mut files = Vec::new();
    for (name, bytes) in &carried {
        let text = String::from_utf8_lossy(bytes);
        files.extend(crate::notes::file::parse(Path::new(name), &text, 0).map_err(|fault| fault.to_string())?);
    }
    let mut all = crate::notes::Imported::default();
    for file in &files {
        let one = notes.import_file(file, author).map_err(|fault| fault.to_string())?;
        all.added.extend(one.added);
        all.updated.extend(one.updated);
        all.already += one.already;
    }
    Ok(all)
}

/// The notes of one file: an export of this program, a bundle, Web Annotations, or one note's own Markdown file.
fn take_in(notes: &mut Notes, file: &Path) -> Result<crate::notes::Imported, String> {
    let size = std::fs::metadata(file).map_err(|fault| format!("cannot be opened ({fault})"))?.len();
    if size > export::LARGEST as u64 {
        return Err("is larger than 32 MiB, which no export of notes is; nothing of it was taken in".to_owned());
    }
    let author = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    if bundle::is_bundle(file) {
        return take_in_bundle(notes, file, &author);
    }
    let bytes = std::fs::read(file).map_err(|fault| format!("cannot be read ({fault})"))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        "is no text, and holds no notes that can be taken in. What can: a JSON or Markdown file of `gbdesk note export`, Web \
         Annotations, one note's own .md file, or a bundle made with --with-notes; a paper (DOCX, PDF) goes in with \
         `gbdesk import`"
    })?;
    let done = match export::read(&text) {
        Some(found) => notes.import(&found?, &author),
        None => match crate::notes::file::parse(file, &text, 0).map_err(|fault| fault.to_string())? {
            Some(single) => notes.import_file(&single, &author),
            None => return Err("holds no notes: it is no export, no Web Annotations and no note file".to_owned()),
        },
    };
    done.map_err(|fault| fault.to_string())
}
