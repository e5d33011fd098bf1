//! A place named on the command line, found in the library.

use std::sync::Arc;

use super::desk::Desk;
use super::output::Failure;
use crate::library::{Found, Library};
use crate::model::{AgendaItem, Language, Locator, Paper, Symbol};
use crate::text::place::{self, Here};

/// A paper held, and the place in it.
#[derive(Debug)]
pub struct Place {
    /// The paper as the library has it.
    pub found: Found,
    /// Its text.
    pub paper: Arc<Paper>,
    /// The place in it; `None` for the whole paper.
    pub locator: Option<Locator>,
}

impl Place {
    /// The symbol with its version, or the key of a text without one.
    #[must_use]
    pub fn name(&self) -> String {
        self.found.held.symbol.as_ref().map_or_else(|| self.found.entry.key.clone(), ToString::to_string)
    }
}

/// What was typed, as a symbol and a locator; without looking whether it is held. `GB.350/POL/3`, `346 ins 17/1 29`.
pub fn parse(desk: &Desk, library: &Library, typed: &str) -> Result<(Option<Symbol>, Option<Locator>), Failure> {
    // a session left out is the newest one held that has the paper: "ins17/1 29b"
    let held = library.sessions();
    let within = |session: Option<&u16>| place::parse(typed, &Here { session: session.copied(), ..Here::default() });
    let has = |symbol: &Symbol| library.find(symbol, &[]).is_some();
    let in_held = held.iter().find_map(|session| {
        within(Some(session))
            .filter(|place| matches!(place, place::Place::In { symbol: Some(symbol), .. } if has(symbol)))
    });
    match in_held.or_else(|| within(held.first())) {
        Some(place::Place::In { symbol, locator }) => Ok((symbol, locator)),
        Some(place::Place::Outside(target)) => Err(usage(desk, "cli.no_paper", &[("what", &target.to_string())])),
        None => Err(usage(desk, "cli.no_place", &[("typed", typed)])),
    }
}

/// What is typed where no paper is meant: a session held (`399`), or an item of its agenda that no paper is held of
/// (`399 INS/3`, `GB.399/INS/3`).
#[must_use]
pub fn outside_papers(desk: &Desk, library: &Library, typed: &str) -> Option<(u16, Option<AgendaItem>)> {
    let typed = typed.trim();
    if let Some(session) = typed.parse().ok().filter(|session| library.sessions().contains(session)) {
        return Some((session, None));
    }
    let (Some(symbol), None) = parse(desk, library, typed).ok()? else { return None };
    if library.find(&symbol, &[]).is_some() {
        return None;
    }
    let session = library.session(symbol.session()).ok()?;
    let name = symbol.to_string();
    let is_meant = |item: &&AgendaItem| name == format!("GB.{}/{}/{}", session.session, item.section, item.number);
    let item = session.items.iter().find(is_meant)?.clone();
    Some((session.session, Some(item)))
}

/// Finds the place that was typed. A paper without symbol is named by the key that `list --json` gives.
pub fn find(desk: &Desk, library: &Library, typed: &str, language: Option<Language>) -> Result<Place, Failure> {
    let languages = desk.languages(language);
    if typed.starts_with("text-") {
        let (key, rest) = typed.split_once(' ').unwrap_or((typed, ""));
        let found = library.find_key(key, &languages).ok_or_else(|| not_held(desk, library, key))?;
        let locator = if rest.trim().is_empty() { None } else { parse(desk, library, rest)?.1 };
        return load(desk, library, found, locator);
    }
    let (symbol, locator) = parse(desk, library, typed)?;
    let symbol = symbol.ok_or_else(|| usage(desk, "cli.which_paper", &[("typed", typed)]))?;
    let found = library.find(&symbol, &languages).or_else(|| {
        // a section left out: tried with each, as the sources themselves slip
        symbol.candidates_with_section().iter().find_map(|candidate| library.find(candidate, &languages))
    });
    let found = found.ok_or_else(|| not_held(desk, library, &symbol.to_string()))?;
    load(desk, library, found, locator)
}

fn load(desk: &Desk, library: &Library, found: Found, locator: Option<Locator>) -> Result<Place, Failure> {
    let paper = library.paper(&found.held).map_err(|fault| desk.failure(&fault.saying()))?;
    Ok(Place { found, paper, locator })
}

/// A mistake in what was typed, in the delegate's words.
fn usage(desk: &Desk, key: &'static str, values: &[(&str, &str)]) -> Failure {
    Failure::usage(desk.strings.fill(key, values))
}

fn not_held(desk: &Desk, library: &Library, name: &str) -> Failure {
    let sessions: Vec<_> = library.sessions().iter().map(ToString::to_string).collect();
    let key = if sessions.is_empty() { "cli.nothing_held" } else { "cli.not_held" };
    Failure::new(desk.strings.fill(key, &[("paper", name), ("sessions", &sessions.join(", "))]))
}
