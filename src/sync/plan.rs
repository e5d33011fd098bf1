//! What a list asks for against what is held. No IO: the list, the session, and whether an original is still on the disk.

use crate::library::{PaperNote, SessionPart, TextNote};
use crate::model::session::Held;
use crate::model::{AgendaItem, Language, Session, Symbol};
use crate::source::{Known, Listing, OfferedFile, Source};

/// A file of the list, and what it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// The place of its paper in the list.
    pub offer: usize,
    /// The symbol that the list gives.
    pub symbol: Option<Symbol>,
    /// The file.
    pub file: OfferedFile,
    /// The session of a text that does not say it.
    pub session: Option<u16>,
    /// Its whole address.
    pub place: String,
    /// The address to remember it by; `None` when a better one is remembered already (the file came from the web, and now
    /// comes once more on a stick).
    pub url: Option<String>,
    /// The title, for the status line.
    pub title: String,
    /// What is to be done.
    pub need: Need,
}

/// What is to be done for a file.
#[derive(Clone, Debug, PartialEq)]
pub enum Need {
    /// It is held, and the list proves it by its checksum.
    Nothing,
    /// It is held, but under another symbol or from an older reader: the copy on this disk is taken in again.
    Again(Box<Held>),
    /// The source must be asked, if possible only for what changed.
    Fetch(Known),
}

impl Job {
    /// What the status line shows.
    #[must_use]
    pub fn label(&self) -> String {
        let language = self.file.language.map(|language| format!(" {language}")).unwrap_or_default();
        match &self.symbol {
            Some(symbol) => format!("{symbol}{language}"),
            None if self.title.is_empty() => self.file.address.clone(),
            None => format!("{}{language}", self.title),
        }
    }
}

/// The jobs of a list, in its order. `on_disk` says whether the original of a text is still there.
#[must_use]
pub fn plan(
    listing: &Listing,
    before: Option<&Session>,
    source: &dyn Source,
    languages: &[Language],
    on_disk: &dyn Fn(&Held) -> bool,
) -> Vec<Job> {
    let wanted =
        |file: &OfferedFile| languages.is_empty() || file.language.is_none_or(|language| languages.contains(&language));
    let held: Vec<&Held> = before
        .into_iter()
        .flat_map(|session| &session.papers)
        .flat_map(|entry| entry.held.iter().chain(&entry.beside))
        .filter(|held| on_disk(held))
        .collect();
    let mut jobs = Vec::new();
    for (at, offer) in listing.papers.iter().enumerate() {
        let symbol: Option<Symbol> = offer.symbol.as_ref().and_then(|symbol| symbol.parse().ok());
        for file in offer.files.iter().filter(|file| wanted(file)) {
            let place = source.place(file);
            let need = need(&held, symbol.as_ref(), file, &place);
            let on_web = |held: &&&Held| {
                held.url.as_deref().is_some_and(|url| url.starts_with("http"))
                    && Some(&held.original) == file.sha256.as_ref()
            };
            let remembered = !place.starts_with("http") && held.iter().any(|held| on_web(&held));
            jobs.push(Job {
                offer: at,
                symbol: symbol.clone(),
                file: file.clone(),
                session: listing.session,
                url: (!remembered).then(|| place.clone()),
                place,
                title: offer.title.best(languages).unwrap_or_default().to_owned(),
                need,
            });
        }
    }
    jobs
}

/// What one file needs.
fn need(held: &[&Held], symbol: Option<&Symbol>, file: &OfferedFile, place: &str) -> Need {
    // by content: the checksum of the list is that of a text held, whatever its address
    if let Some(sum) = &file.sha256 {
        let mut same = held.iter().filter(|held| held.original == *sum);
        let fits = |held: &&&Held| is_version(held.symbol.as_ref(), symbol) && held.replaced.is_none();
        if let Some(found) = same.clone().find(fits) {
            return if found.reader == crate::reading::READER_VERSION {
                Need::Nothing
            } else {
                Need::Again(Box::new((*found).clone()))
            };
        }
        return same
            .next()
            .map_or_else(|| Need::Fetch(Known::default()), |found| Need::Again(Box::new((**found).clone())));
    }
    // by address: only a condition, never a proof. A file may hang on several papers; the one of this symbol counts
    let here = |held: &&&Held| held.url.as_deref() == Some(place) && held.replaced.is_none();
    let found = held.iter().filter(here).find(|held| is_version(held.symbol.as_ref(), symbol));
    match found {
        Some(found) if found.reader == crate::reading::READER_VERSION => Need::Fetch(Known {
            etag: found.etag.clone(),
            last_modified: found.last_modified.clone(),
            sha256: Some(found.original.clone()),
        }),
        _ => Need::Fetch(Known::default()),
    }
}

/// True when a text held under `held` is what a list calls `offered`: the text itself may know its version better.
fn is_version(held: Option<&Symbol>, offered: Option<&Symbol>) -> bool {
    match (held, offered) {
        (_, None) => true,
        (None, Some(_)) => false,
        (Some(held), Some(offered)) => {
            held == offered || (offered.revision().is_none() && held.unrevised() == *offered)
        }
    }
}

/// What a list says of its session, without what the papers themselves tell.
#[must_use]
pub fn part(listing: &Listing, source: &str) -> SessionPart {
    let items = listing.items.iter().map(|item| AgendaItem {
        section: item.section.clone(),
        number: item.number.clone(),
        title: item.title.clone(),
        status: item.status.clone(),
        note: item.note.clone(),
        papers: item
            .papers
            .iter()
            .filter_map(|text| text.parse::<Symbol>().ok())
            .map(|symbol| symbol.paper())
            .collect(),
        derived: false,
    });
    let papers = listing.papers.iter().filter_map(|offer| {
        Some(PaperNote {
            symbol: offer.symbol.as_ref()?.parse().ok()?,
            title: offer.title.clone(),
            date: offer.date.clone(),
            kind: offer.kind.clone(),
            change_note: offer.change_note.clone(),
        })
    });
    SessionPart {
        session: listing.session.unwrap_or_default(),
        source: Some(source.to_owned()),
        title: listing.title.clone(),
        dates: listing.dates.clone(),
        place: listing.place.clone(),
        items: (!listing.items.is_empty()).then(|| items.collect()),
        sittings: (!listing.sittings.is_empty()).then(|| listing.sittings.clone()),
        adopted: listing.decisions.clone(),
        papers: papers.collect(),
        texts: Vec::new(),
        complete: false,
        offered: Vec::new(),
    }
}

/// What a list says of a paper whose symbol only the paper itself told.
#[must_use]
pub fn note(listing: &Listing, job: &Job, symbol: Symbol) -> PaperNote {
    let offer = listing.papers.get(job.offer).cloned().unwrap_or_default();
    PaperNote { symbol, title: offer.title, date: offer.date, kind: offer.kind, change_note: offer.change_note }
}

/// What a list says of a text without symbol.
#[must_use]
pub fn text_note(listing: &Listing, job: &Job, key: &str) -> TextNote {
    let offer = listing.papers.get(job.offer).cloned().unwrap_or_default();
    TextNote { key: key.to_owned(), title: offer.title, date: offer.date, kind: offer.kind }
}
