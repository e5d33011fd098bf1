//! Where the delegate's notes stand in the newest texts held, for the command line.

use super::desk::Desk;
use super::output;
use super::{Done, Outcome, key};
use crate::app::cite;
use crate::app::seats::{How, Placed, Seat};
use crate::library::Library;
use crate::model::Note;
use crate::model::session::Held;
use crate::notes::{Notes, sealed};
use crate::runtime::seating;

/// The places of notes in the newest text held of each paper.
#[derive(Default)]
pub struct Seats(Vec<Placed>);

impl Seats {
    /// Of all notes.
    #[must_use]
    pub fn of(desk: &Desk, library: &Library, notes: &Notes) -> Self {
        let all: Vec<&Note> = notes.all().iter().map(|stored| &stored.note).collect();
        Self(seating::place(library, &desk.config.languages, &all, None, None))
    }

    /// The text and the place of a note; `None` when its paper is not held.
    #[must_use]
    pub fn seat(&self, note: &Note) -> Option<(&Held, &Seat)> {
        self.0.iter().find_map(|placed| Some((&placed.held, placed.seats.get(&note.id)?)))
    }

    /// The block it stands at now; `None` when that is not known.
    #[must_use]
    pub fn block(&self, note: &Note) -> Option<&str> {
        self.seat(note).and_then(|(_, seat)| seat.block.as_deref())
    }

    /// How it came there, and where that is; `None` for a note that stands where it was written.
    #[must_use]
    pub fn words(&self, desk: &Desk, note: &Note) -> Option<String> {
        let (held, seat) = self.seat(note).filter(|(_, seat)| seat.how != How::Exact)?;
        let how = desk.strings.get(seat.how.key());
        let paper = held.symbol.as_ref().map_or_else(|| held.paper.clone(), ToString::to_string);
        let here = |id: &str| cite::of_place(&paper, Some(id), desk.strings.language);
        let all: Vec<String> = seat.block.iter().chain(&seat.candidates).map(|id| here(id)).collect();
        Some(if all.is_empty() { format!("{how} ({paper})") } else { format!("{how}: {}", all.join("; ")) })
    }
}

/// After papers came: names the notes that have no sure place in the newest text. For that alone no passphrase is asked.
pub fn report(desk: &Desk, library: &Library) -> Outcome {
    let folder = desk.folders.notes();
    if !folder.is_dir() {
        return Ok(Done::Whole);
    }
    if sealed::is_sealed(&folder) {
        return output::print(desk.strings.get("note.sealed"));
    }
    // a fault of the notes is told where they are asked for; the papers are in
    let Ok(notes) = key::notes(desk, false) else { return Ok(Done::Whole) };
    let seats = Seats::of(desk, library, &notes);
    let asks = |note: &&Note| seats.seat(note).is_some_and(|(_, seat)| seat.asks);
    let lost: Vec<&Note> = notes.all().iter().map(|stored| &stored.note).filter(asks).collect();
    if lost.is_empty() {
        return Ok(Done::Whole);
    }
    let mut text = format!("{}\n", desk.strings.count("seat.lost", lost.len()));
    for note in lost {
        let place = cite::of_place(&note.paper, note.paragraph.as_deref(), desk.strings.language);
        text.push_str(&format!("  {place} · {}\n", seats.words(desk, note).unwrap_or_default()));
    }
    output::print(text.trim_end())
}
