//! Symbols of Governing Body papers: `GB.346/INS/17/1`, `GB.350/POL/3(Rev.1)`; grammar in `domain.md` §1.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A symbol. A *paper* is session + body + place; marks make it a *version* (Rev.) or a *companion* (Add., Corr.),
/// `/Decision` makes it a *product*.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Symbol {
    session: u16,
    body: String,
    path: Vec<String>,
    marks: String,
}

impl Symbol {
    /// The session, 346 for the 346th.
    #[must_use]
    pub fn session(&self) -> u16 {
        self.session
    }

    /// The section or committee: `INS`, `PFA/BS`; `None` for plenary and session-level papers.
    #[must_use]
    pub fn body(&self) -> Option<&str> {
        (!self.body.is_empty()).then_some(self.body.as_str())
    }

    /// The paper itself, without version, companion or product.
    #[must_use]
    pub fn paper(&self) -> Self {
        Self { marks: String::new(), ..self.clone() }
    }
}

impl FromStr for Symbol {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fault = || format!("“{text}” is not a Governing Body symbol");
        let (main, marks) = text.split_at(text.find('(').unwrap_or(text.len()));
        let mut parts = main.trim().strip_prefix("GB.").ok_or_else(fault)?.split('/');
        let session = parts.next().and_then(|part| part.parse().ok()).ok_or_else(fault)?;
        let mut path: Vec<String> = parts.map(str::to_owned).collect();
        if path.is_empty() {
            return Err(fault());
        }
        let body = if path.len() > 1 { path.remove(0) } else { String::new() };
        Ok(Self { session, body, path, marks: marks.to_owned() })
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

impl fmt::Display for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "GB.{}", self.session)?;
        if !self.body.is_empty() {
            write!(out, "/{}", self.body)?;
        }
        for part in &self.path {
            write!(out, "/{part}")?;
        }
        out.write_str(&self.marks)
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}
