//! The agenda: sections, items and their papers as rows.

use crate::model::{AgendaItem, PaperEntry, Session, Symbol};

/// The cursor in the agenda.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Agenda {
    /// Index of the row.
    pub at: usize,
    /// First row of the screen in view.
    pub top: usize,
}

/// A row of the agenda.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    /// A section by its code.
    Section(String),
    /// An item, by its index, with the one paper it has, by its index.
    Item(usize, Option<usize>),
    /// A paper below its item, or without one.
    Paper(usize),
    /// A companion (an addendum, a corrigendum) of a paper.
    Companion(usize, Symbol),
    /// Papers that no item names.
    Others,
}

/// Section and number of an item.
type OfItem<'a> = Option<(&'a str, &'a str)>;
/// Key of a paper, and the companion of it.
type OfPaper<'a> = Option<(&'a str, Option<&'a Symbol>)>;

impl Row {
    /// The paper of the row.
    #[must_use]
    pub fn paper<'a>(&self, session: &'a Session) -> Option<&'a PaperEntry> {
        match self {
            Self::Item(_, Some(at)) | Self::Paper(at) | Self::Companion(at, _) => session.papers.get(*at),
            _ => None,
        }
    }

    /// What it stays known by when the session is read again: section and number of its item, key of its paper with the
    /// companion.
    fn names<'a>(&'a self, session: &'a Session) -> (OfItem<'a>, OfPaper<'a>) {
        let item = match self {
            Self::Item(at, _) => session.items.get(*at).map(|item| (item.section.as_str(), item.number.as_str())),
            _ => None,
        };
        let companion = match self {
            Self::Companion(_, symbol) => Some(symbol),
            _ => None,
        };
        (item, self.paper(session).map(|entry| (entry.key.as_str(), companion)))
    }

    /// The cursor can stand on it.
    #[must_use]
    pub fn selectable(&self) -> bool {
        matches!(self, Self::Item(..) | Self::Paper(_) | Self::Companion(..))
    }
}

/// The rows of a session.
#[must_use]
pub fn rows(session: &Session) -> Vec<Row> {
    let mut rows = Vec::with_capacity(session.items.len() + session.papers.len());
    let mut shown = vec![false; session.papers.len()];
    let mut section: Option<&str> = None;
    for (at, item) in session.items.iter().enumerate() {
        if section != Some(&item.section) {
            section = Some(&item.section);
            rows.push(Row::Section(item.section.clone()));
        }
        let mut papers: Vec<usize> = Vec::new();
        for symbol in &item.papers {
            let key = symbol.paper().to_string();
            let found = session.papers.iter().position(|entry| entry.key == key);
            // an addendum has the key of its paper: one row for the paper, one for each companion held
            papers.extend(found.filter(|found| !papers.contains(found)));
        }
        for paper in &papers {
            if let Some(shown) = shown.get_mut(*paper) {
                *shown = true;
            }
        }
        if let [one] = papers[..] {
            rows.push(Row::Item(at, Some(one)));
            companions(session, one, &mut rows);
        } else {
            rows.push(Row::Item(at, None));
            for paper in papers {
                rows.push(Row::Paper(paper));
                companions(session, paper, &mut rows);
            }
        }
    }
    let mut rest: Vec<usize> =
        (0..session.papers.len()).filter(|at| !shown.get(*at).copied().unwrap_or(true)).collect();
    if session.items.is_empty() {
        // no agenda known: by section, as the symbols say
        let body = |at: &usize| {
            let entry = session.papers.get(*at)?;
            entry.symbol.as_ref()?.body().map(str::to_owned)
        };
        rest.sort_by_key(|at| order(body(at).as_deref()));
        let mut last: Option<Option<String>> = None;
        for at in rest {
            let here = body(&at);
            if last.as_ref() != Some(&here) {
                rows.push(here.clone().map_or(Row::Others, Row::Section));
                last = Some(here);
            }
            rows.push(Row::Paper(at));
            companions(session, at, &mut rows);
        }
    } else if !rest.is_empty() {
        rows.push(Row::Others);
        rows.extend(rest.into_iter().map(Row::Paper));
    }
    rows
}

/// The item that has this paper, by its key, and no other.
#[must_use]
pub fn item_of<'a>(session: &'a Session, key: &str) -> Option<&'a AgendaItem> {
    let own = |item: &&AgendaItem| {
        !item.papers.is_empty() && item.papers.iter().all(|symbol| symbol.paper().to_string() == key)
    };
    session.items.iter().find(own)
}

/// Where the row `at` of a session as it was is in the session as it is now: the same paper, else the same item.
#[must_use]
pub fn again(before: &Session, now: &Session, at: usize) -> Option<usize> {
    let former = rows(before);
    let former = former.get(at)?;
    let rows = rows(now);
    let (item, paper) = former.names(before);
    let same = |is: &dyn Fn(OfItem<'_>, OfPaper<'_>) -> bool| {
        rows.iter().position(|row| {
            let (item, paper) = row.names(now);
            row.selectable() && is(item, paper)
        })
    };
    same(&|other, its| other == item && its == paper)
        .or_else(|| same(&|_, its| paper.is_some() && its == paper))
        .or_else(|| same(&|other, _| item.is_some() && other == item))
}

/// The companions held of a paper, a row each.
fn companions(session: &Session, at: usize, rows: &mut Vec<Row>) {
    let Some(entry) = session.papers.get(at) else { return };
    let mut known: Vec<Symbol> = Vec::new();
    for symbol in entry.held.iter().filter_map(|held| held.symbol.as_ref()) {
        let other = entry.symbol.as_ref().is_none_or(|newest| newest.unrevised() != symbol.unrevised());
        if other && symbol.companion().is_some() && !known.contains(symbol) {
            known.push(symbol.clone());
            rows.push(Row::Companion(at, symbol.clone()));
        }
    }
}

/// The usual order of the sections.
pub(super) fn order(body: Option<&str>) -> (usize, String) {
    const ORDER: [&str; 5] = ["INS", "POL", "LILS", "PFA", "HL"];
    let body = body.unwrap_or("~");
    (ORDER.iter().position(|code| *code == body).unwrap_or(ORDER.len()), body.to_owned())
}
