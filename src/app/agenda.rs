//! The agenda: sections, items and their papers as rows.

use crate::model::{PaperEntry, Session};

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
    /// Papers that no item names.
    Others,
}

impl Row {
    /// The paper of the row.
    #[must_use]
    pub fn paper<'a>(&self, session: &'a Session) -> Option<&'a PaperEntry> {
        match self {
            Self::Item(_, Some(at)) | Self::Paper(at) => session.papers.get(*at),
            _ => None,
        }
    }

    /// The cursor can stand on it.
    #[must_use]
    pub fn selectable(&self) -> bool {
        matches!(self, Self::Item(..) | Self::Paper(_))
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
        let papers: Vec<usize> = item
            .papers
            .iter()
            .filter_map(|symbol| {
                let key = symbol.paper().to_string();
                session.papers.iter().position(|entry| entry.key == key)
            })
            .collect();
        for paper in &papers {
            if let Some(shown) = shown.get_mut(*paper) {
                *shown = true;
            }
        }
        if let [one] = papers[..] {
            rows.push(Row::Item(at, Some(one)));
        } else {
            rows.push(Row::Item(at, None));
            rows.extend(papers.into_iter().map(Row::Paper));
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
        }
    } else if !rest.is_empty() {
        rows.push(Row::Others);
        rows.extend(rest.into_iter().map(Row::Paper));
    }
    rows
}

/// The usual order of the sections.
fn order(body: Option<&str>) -> (usize, String) {
    const ORDER: [&str; 5] = ["INS", "POL", "LILS", "PFA", "HL"];
    let body = body.unwrap_or("~");
    (ORDER.iter().position(|code| *code == body).unwrap_or(ORDER.len()), body.to_owned())
}
