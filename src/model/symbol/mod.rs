//! Symbols of Governing Body papers: `GB.346/INS/17/1`, `GB.350/POL/3(Rev.1)`; grammar in `domain.md` §1.
//!
//! A *paper* is session + body + numbers. `(Rev.1)` makes it a *version*, `(Add.1)` and `(Corr.)` a *companion*,
//! `/Decision` a *product*. The symbol is the same in every language.

mod order;
mod scan;
#[cfg(test)]
mod tests;
mod typed;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use scan::FindAll;

/// A symbol in canonical form.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Symbol {
    session: u16,
    special: Special,
    body: &'static str,
    item: Vec<Part>,
    marks: Vec<Mark>,
    product: bool,
}

/// Whether the session is a special one, "349th bis"; how this enters a symbol was not seen, `GB.349bis/…` is assumed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Special {
    #[default]
    None,
    Bis,
    Ter,
}

/// One part of what follows section or committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Part {
    /// An agenda number, or a number below it.
    Number(u16),
    /// The agenda.
    Agenda,
    /// The programme.
    Programme,
    /// The tentative order of business.
    Tob,
    /// Information papers.
    Inf,
    /// Minutes.
    Pv,
    /// Draft minutes.
    Draft,
}

/// What a bracket after the path says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Mark {
    kind: MarkKind,
    /// `None` when printed without a number: `(Rev.)`.
    number: Option<u16>,
    /// In one bracket with the mark before it: `(Add.&Corr.)`.
    joined: bool,
    /// An index entry for the paper together with its companion: `(&Add.)`, `(and Corr.)`, `et Corr.`.
    merged: bool,
    /// A date that stands for a number: `(Rev. - 23/10/2020)`.
    date: Option<String>,
}

/// The three marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum MarkKind {
    Rev,
    Add,
    Corr,
}

/// A paper that belongs to another: its number when it has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Companion {
    /// `(Add.)`, `(Add.1)`.
    Addendum(Option<u16>),
    /// `(Corr.)`, `(Corr.2)`.
    Corrigendum(Option<u16>),
}

/// The sections since the 312th Session, in the order of the agenda.
pub const SECTIONS: [&str; 5] = ["INS", "POL", "LILS", "PFA", "HL"];

/// Committees and working parties of earlier sessions (`domain.md` §1.1), and sections; longest first, for matching.
const BODIES: [&str; 16] = [
    "LILS/WP/PRS",
    "PFA/ICTS",
    "WP/SDG",
    "WP/SDL",
    "WP/GBC",
    "PFA/BS",
    "PFA/TC",
    "LILS",
    "INS",
    "POL",
    "PFA",
    "ESP",
    "STM",
    "MNE",
    "TC",
    "HL",
];

impl Symbol {
    /// The session, 346 for the 346th.
    #[must_use]
    pub fn session(&self) -> u16 {
        self.session
    }

    /// The section or committee: `INS`, `PFA/BS`; `None` for plenary and session-level papers.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        (!self.body.is_empty()).then_some(self.body)
    }

    /// What follows the section: `17/1`, `INF/10`, `PV/Draft`, `Agenda`.
    #[must_use]
    pub fn item(&self) -> Option<String> {
        let parts: Vec<String> = self.item.iter().map(Part::to_string).collect();
        (!parts.is_empty()).then(|| parts.join("/"))
    }

    /// The number of the agenda item, 17 for `INS/17/1`; `None` for information papers, minutes and the like.
    #[must_use]
    pub fn agenda_item(&self) -> Option<u16> {
        match self.item.first() {
            Some(Part::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// The paper itself, without version, companion or product: its identity.
    #[must_use]
    pub fn paper(&self) -> Self {
        Self { marks: Vec::new(), product: false, ..self.clone() }
    }

    /// The same paper or companion without its revision: `GB.329/INS/5(Add.)` of `GB.329/INS/5(Add.)(Rev.)`. Two symbols
    /// with the same answer are versions of one text.
    #[must_use]
    pub fn unrevised(&self) -> Self {
        let mut marks: Vec<Mark> = self.marks.iter().filter(|mark| mark.kind != MarkKind::Rev).cloned().collect();
        if let Some(first) = marks.first_mut() {
            first.joined = false;
        }
        Self { marks, product: false, ..self.clone() }
    }

    /// The number of the revision; `(Rev.)` without a number counts as 1, as does one that carries a date instead.
    #[must_use]
    pub fn revision(&self) -> Option<u16> {
        self.marks.iter().rev().find(|mark| mark.kind == MarkKind::Rev).map(|mark| mark.number.unwrap_or(1))
    }

    /// Which companion of the paper this is, if it is one.
    #[must_use]
    pub fn companion(&self) -> Option<Companion> {
        self.marks.iter().find_map(|mark| match mark.kind {
            _ if mark.merged => None,
            MarkKind::Add => Some(Companion::Addendum(mark.number)),
            MarkKind::Corr => Some(Companion::Corrigendum(mark.number)),
            MarkKind::Rev => None,
        })
    }

    /// True for `/Decision`: the decision taken on the paper.
    #[must_use]
    pub fn is_product(&self) -> bool {
        self.product
    }

    /// True for an information paper, `INF`.
    #[must_use]
    pub fn is_information(&self) -> bool {
        self.item.first() == Some(&Part::Inf)
    }

    /// True for minutes, draft or final.
    #[must_use]
    pub fn is_minutes(&self) -> bool {
        self.item.first() == Some(&Part::Pv)
    }

    /// True for the agenda of a session.
    #[must_use]
    pub fn is_agenda(&self) -> bool {
        self.item.first() == Some(&Part::Agenda)
    }

    /// True for the programme or the tentative order of business of a session.
    #[must_use]
    pub fn is_programme(&self) -> bool {
        matches!(self.item.first(), Some(Part::Programme | Part::Tob))
    }

    /// True for the record of decisions that earlier sessions kept as paper 205.
    #[must_use]
    pub fn is_record_of_decisions(&self) -> bool {
        self.body.is_empty() && self.item.first() == Some(&Part::Number(205))
    }

    /// True for session "349 bis" and the like.
    #[must_use]
    pub fn is_special_session(&self) -> bool {
        self.special != Special::None
    }

    /// A name for a file, safe on every system: `gb346-ins-17-1-rev1`.
    #[must_use]
    pub fn file_stem(&self) -> String {
        let mut stem = String::new();
        for c in self.to_string().to_ascii_lowercase().chars() {
            match c {
                'a'..='z' | '0'..='9' => stem.push(c),
                '.' => {}
                _ if !stem.ends_with('-') => stem.push('-'),
                _ => {}
            }
        }
        stem.trim_end_matches('-').to_owned()
    }

    /// The same symbol with each section put in, for one that should have a section and has none
    /// (`GB.320/14/2` → `GB.320/INS/14/2` …); empty for every other.
    #[must_use]
    pub fn candidates_with_section(&self) -> Vec<Self> {
        if self.body.is_empty() && self.agenda_item().is_some() && self.session > LAST_COMMITTEE_SESSION {
            SECTIONS.iter().map(|section| Self { body: section, ..self.clone() }).collect()
        } else {
            Vec::new()
        }
    }

    /// Every symbol in running text with the byte range it stands at; linear in the length of the text. What only looks
    /// like one (`ILC.109/I/C`, `Report III(A)`) is not found.
    #[must_use]
    pub fn find_all(text: &str) -> FindAll<'_> {
        FindAll::new(text)
    }

    /// A symbol as somebody types it at the beginning of `text`, with how many bytes it took: `346 ins 17/1`, `ins17/1` and
    /// `pol3` with the session one is in (`here`), `GB346/INS/17/1 rev1`, `350 pol 3 r1`; any case, any blanks.
    #[must_use]
    pub fn typed(text: &str, here: Option<u16>) -> Option<(Self, usize)> {
        typed::typed(text, here)
    }

    /// A symbol from the name of a file, where the Office's names carry one: `GB331_PV_[RELME-180118-1]-En.docx`,
    /// `GB311_7-1_….docx`, `gb-346-ins-17-1.md`.
    #[must_use]
    pub fn from_file_name(name: &str) -> Option<Self> {
        typed::from_file_name(name)
    }

    /// The same paper one number further down or beside: `/2` after `GB.344/INS/15/1` is `GB.344/INS/15/2`.
    #[must_use]
    pub fn sibling(&self, number: u16) -> Option<Self> {
        let mut item = self.item.clone();
        match item.last_mut() {
            Some(Part::Number(last)) => *last = number,
            _ => return None,
        }
        Some(Self { item, marks: Vec::new(), product: false, ..self.clone() })
    }
}

/// The 311th (June 2011) was the last session of committees; later papers always name a section.
const LAST_COMMITTEE_SESSION: u16 = 311;

impl FromStr for Symbol {
    type Err = String;

    /// Takes every printed form (`domain.md` §1.2); blanks, dashes, case and a missing closing bracket do not matter.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        scan::whole(text).ok_or_else(|| format!("“{}” is not a Governing Body symbol", text.trim()))
    }
}

impl TryFrom<String> for Symbol {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Symbol> for String {
    fn from(symbol: Symbol) -> Self {
        symbol.to_string()
    }
}

impl Serialize for Symbol {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Symbol {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(out, "{number}"),
            Self::Agenda => out.write_str("Agenda"),
            Self::Programme => out.write_str("Programme"),
            Self::Tob => out.write_str("TOB"),
            Self::Inf => out.write_str("INF"),
            Self::Pv => out.write_str("PV"),
            Self::Draft => out.write_str("Draft"),
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "GB.{}", self.session)?;
        out.write_str(match self.special {
            Special::None => "",
            Special::Bis => "bis",
            Special::Ter => "ter",
        })?;
        if !self.body.is_empty() {
            write!(out, "/{}", self.body)?;
        }
        for part in &self.item {
            write!(out, "/{part}")?;
        }
        for (at, mark) in self.marks.iter().enumerate() {
            out.write_str(if mark.joined { "&" } else { "(" })?;
            if mark.merged && !mark.joined {
                out.write_str("&")?;
            }
            out.write_str(match mark.kind {
                MarkKind::Rev => "Rev.",
                MarkKind::Add => "Add.",
                MarkKind::Corr => "Corr.",
            })?;
            if let Some(number) = mark.number {
                write!(out, "{number}")?;
            }
            if let Some(date) = &mark.date {
                write!(out, "-{date}")?;
            }
            if !self.marks.get(at + 1).is_some_and(|next| next.joined) {
                out.write_str(")")?;
            }
        }
        if self.product { out.write_str("/Decision") } else { Ok(()) }
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
