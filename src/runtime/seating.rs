//! Placing notes in the texts held: the newest of each paper, and the one that is open.

use std::collections::HashMap;

use crate::app::seats::{How, Placed, Seat};
use crate::library::Library;
use crate::model::decision::Pasted;
use crate::model::session::Held;
use crate::model::{Language, Note, Paper, Symbol};
use crate::notes::anchor::{self, Placement, Places};

/// Places the notes of one paper, or all: each in the newest text held of its paper in its language, and those of the paper
/// open in the text open.
pub fn place(
    library: &Library,
    languages: &[Language],
    notes: &[&Note],
    key: Option<&str>,
    open: Option<&Held>,
) -> Vec<Placed> {
    let mut groups: HashMap<String, (Held, Vec<&Note>)> = HashMap::new();
    for note in notes.iter().filter(|note| key.is_none_or(|key| note.paper_key() == key)) {
        let Some(held) = newest(library, note, languages) else { continue };
        groups.entry(held.paper.clone()).or_insert_with(|| (held, Vec::new())).1.push(note);
    }
    let mut out: Vec<Placed> = Vec::new();
    for (held, group) in groups.into_values() {
        let newest = group.iter().map(|note| note.id.clone()).collect();
        out.extend(on_text(library, &held, &group, newest));
    }
    if let Some(held) = open {
        let key = held.symbol.as_ref().map(|symbol| symbol.paper().to_string());
        let of_paper = |note: &&&Note| match &key {
            Some(key) => note.paper_key() == *key,
            None => library.find_key(&note.paper, &[held.language]).is_some_and(|found| found.held.paper == held.paper),
        };
        let group: Vec<&Note> = notes.iter().filter(of_paper).copied().collect();
        out.extend(on_text(library, held, &group, Vec::new()));
    }
    out
}

/// The adopted texts that were pasted, each where it stands in the newest text held.
pub fn pasted(library: &Library, languages: &[Language], notes: &[&Note]) -> Vec<Pasted> {
    let adopted: Vec<&Note> = notes.iter().filter(|note| note.adopted).copied().collect();
    let placed = place(library, languages, &adopted, None, None);
    let block = |note: &Note| placed.iter().find_map(|text| text.seats.get(&note.id)?.block.as_deref());
    adopted.iter().filter_map(|note| Pasted::of(note, block(note))).collect()
}

/// The newest text held of the paper of a note, or of the companion it was made on.
fn newest(library: &Library, note: &Note, languages: &[Language]) -> Option<Held> {
    let mut preferred: Vec<Language> = note.language.into_iter().collect();
    preferred.extend(languages);
    let found = match note.paper.parse::<Symbol>() {
        Ok(symbol) => library.find(&symbol.unrevised(), &preferred),
        Err(_) => library.find_key(&note.paper, &preferred),
    };
    found.map(|found| found.held)
}

fn on_text(library: &Library, held: &Held, notes: &[&Note], newest: Vec<String>) -> Option<Placed> {
    if notes.is_empty() {
        return None;
    }
    let paper = library.paper(held).ok()?;
    let mut places: HashMap<Option<String>, Places> = HashMap::new();
    let mut seats = HashMap::new();
    for note in notes {
        let symbol: Option<Symbol> = note.paper.parse().ok();
        let companion = |symbol: &Option<Symbol>| symbol.as_ref().and_then(Symbol::companion);
        if companion(&symbol) != companion(&held.symbol) {
            // written on an addendum, not on the paper, or the other way round
            seats.insert(note.id.clone(), Seat { how: How::Orphan, ..Seat::default() });
            continue;
        }
        let former = former(library, note, held);
        let known = places.entry(former.as_ref().map(|former| former.paper.clone())).or_insert_with(|| {
            let former = former.as_ref().and_then(|former| library.paper(former).ok());
            former.map_or_else(|| Places::new(&paper), |former| Places::with_former(&paper, &former))
        });
        let placement = known.place(note);
        seats.insert(note.id.clone(), seat(note, &paper, placement));
    }
    Some(Placed { held: held.clone(), seats, newest })
}

/// The text a note was made on, when it is held and another than this one.
fn former(library: &Library, note: &Note, held: &Held) -> Option<Held> {
    let symbol: Symbol = note.paper.parse().ok()?;
    let entry = library.find(&symbol, &[held.language])?.entry;
    let text = |other: &&Held| {
        other.symbol.as_ref() == Some(&symbol) && other.language == held.language && other.paper != held.paper
    };
    // under the same symbol only a text that was replaced is another one
    entry.held.iter().filter(text).find(|other| held.symbol != other.symbol || other.replaced.is_some()).cloned()
}

fn seat(note: &Note, paper: &Paper, placement: Placement) -> Seat {
    let asks = anchor::asks(note, paper, &placement);
    let block = placement.block().map(str::to_owned);
    let (how, candidates) = match placement {
        Placement::Exact { .. } => (How::Exact, Vec::new()),
        Placement::Moved { .. } => (How::Moved, Vec::new()),
        Placement::TextChanged { .. } => (How::Changed, Vec::new()),
        Placement::Translated { .. } => (How::Translated, Vec::new()),
        Placement::Ambiguous { candidates } => {
            (How::Ambiguous, candidates.into_iter().map(|candidate| candidate.id).collect())
        }
        Placement::Orphan => (How::Orphan, Vec::new()),
    };
    Seat { block, how, candidates, asks }
}

/// The note hung on a block of a text, or kept as it is (`None`). `Err` holds a sentence; the note stays as it was.
pub fn rehang(library: &Library, note: &Note, held: &Held, to: Option<&str>) -> Result<Note, String> {
    let paper = library.paper(held).map_err(|fault| fault.to_string())?;
    let mut note = match to {
        None => anchor::keep(note, &paper),
        Some(id) => anchor::accept(note, &paper, id)
            .ok_or_else(|| format!("{} has no place {id}; the note stays as it was", held.file_name))?,
    };
    note.modified = crate::notes::now();
    Ok(note)
}
