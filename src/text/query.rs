//! The query language: words (all required, the last one as the beginning of a word), `"a phrase"`, `-not`, `in:decision`
//! `in:footnote` `in:table` `in:notes`, `paper:` (with `*`), `session:340..346`, `section:ins`, `lang:fr`, `cites:GB.344/PV`,
//! `outcome:deferred`, `stance:oppose`. Field names and scopes are understood in English, French and Spanish.
//!
//! What is a word is decided here, once, for the index, for queries and for marking: letters and digits of the folded text,
//! so that case, accents, dashes, apostrophes and no-break spaces never matter. `C87`, and `No. 87`, `nº 87`, `núm. 87`
//! after the word Convention, are one more word, `c87`, at the same place.

use std::ops::Range;

use super::fold::fold_with_map;
use crate::model::note::{Note, Stance};
use crate::model::search::{Hit, HitKind};
use crate::model::{Language, Outcome};

pub use super::words::{Token, tokens};
use super::words::{is_number_sign, number};

/// The longest query that is looked at, in characters.
const LONGEST: usize = 500;
/// The most clauses of a query.
const MOST_CLAUSES: usize = 32;

/// A query, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Query {
    /// As typed.
    pub typed: String,
    /// All must hold.
    pub clauses: Vec<Clause>,
}

/// What could not be understood of a query: the key of the sentence that says so, and what fills its blanks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The key.
    pub key: &'static str,
    /// The blanks.
    pub values: Vec<(&'static str, String)>,
}

impl Remark {
    fn new(key: &'static str) -> Self {
        Self { key, values: Vec::new() }
    }

    fn of(key: &'static str, name: &'static str, value: &str) -> Self {
        Self { key, values: vec![(name, value.to_owned())] }
    }
}

/// The fields by which a search is narrowed, as they are suggested where one is mistyped.
const FIELDS: [&str; 8] = ["paper", "session", "section", "lang", "cites", "outcome", "stance", "in"];

/// One condition.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// It must not hold.
    pub not: bool,
    /// What is asked.
    pub ask: Ask,
}

/// What a clause asks.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// A word, folded.
    Word {
        /// The word.
        text: String,
        /// Words that begin so count too.
        prefix: bool,
    },
    /// Words one after another, folded.
    Phrase {
        /// At least two.
        words: Vec<String>,
        /// The last may be the beginning of a word.
        prefix: bool,
    },
    /// Any of these.
    Any(Vec<Ask>),
    /// A kind of place.
    In(Scope),
    /// A pattern of a symbol, `*` for anything: compared by letters and digits.
    Paper(String),
    /// Sessions from … to.
    Session(u16, u16),
    /// A section, upper case.
    Section(String),
    /// A language.
    Language(Language),
    /// What is cited, as typed, with `*` for anything.
    Cites(String),
    /// The outcome of the draft decision; the caller knows the outcomes.
    Outcome(Outcome),
    /// The stance the delegate's notes take there; the caller knows the notes.
    Stance(Stance),
}

/// A kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Draft decisions.
    Decision,
    /// Footnotes.
    Footnote,
    /// Tables.
    Table,
    /// Headings.
    Heading,
    /// The delegate's notes.
    Notes,
}

impl Query {
    /// Understands what was typed. What could not be understood is explained, a sentence each; the rest of the query
    /// stands. Never fails.
    #[must_use]
    pub fn parse(typed: &str) -> (Self, Vec<Remark>) {
        let mut remarks = Vec::new();
        let short: String = typed.chars().take(LONGEST).collect();
        if short.len() < typed.len() {
            remarks.push(Remark::of("query.long", "n", &LONGEST.to_string()));
        }
        let folded = super::fold::fold(&short);
        let mut query = Self { typed: typed.to_owned(), clauses: Vec::new() };
        let pieces = split(&folded, &mut remarks);
        let open = !folded.ends_with(char::is_whitespace);
        let last = pieces.len().saturating_sub(1);
        let mut words: Vec<(String, bool)> = Vec::new();
        for (at, piece) in pieces.into_iter().enumerate() {
            if query.clauses.len() >= MOST_CLAUSES {
                remarks.push(Remark::of("query.many", "n", &MOST_CLAUSES.to_string()));
                break;
            }
            let prefix = open && at == last && !piece.quoted;
            let clause = match (&piece.field, piece.quoted || piece.not) {
                (Some(field), _) => match Ask::field(field, &piece.text, prefix) {
                    Ok(ask) => Some(Clause { not: piece.not, ask }),
                    Err(remark) => {
                        remarks.push(remark);
                        None
                    }
                },
                (None, true) => {
                    let words: Vec<String> = tokens(&piece.text).into_iter().map(|token| token.text).collect();
                    let ask = ask_of(words, false);
                    if ask.is_none() && piece.not {
                        remarks.push(Remark::new("query.minus"));
                    }
                    ask.map(|ask| Clause { not: piece.not, ask })
                }
                // plain words are kept together until a clause of another kind comes: `Convention No. 87` is one thing
                (None, false) => {
                    words.push((piece.text, prefix));
                    continue;
                }
            };
            query.clauses.extend(flush(&mut words));
            query.clauses.extend(clause);
        }
        query.clauses.extend(flush(&mut words));
        query.clauses.truncate(MOST_CLAUSES);
        if !query.clauses.is_empty() && query.clauses.iter().all(|clause| clause.not) {
            remarks.push(Remark::new("query.only_not"));
        }
        (query, remarks)
    }

    /// True when nothing is asked.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// True when the query asks for notes.
    #[must_use]
    pub fn in_notes(&self) -> bool {
        self.clauses.iter().any(|clause| !clause.not && clause.ask == Ask::In(Scope::Notes))
    }

    /// True when the notes decide which paragraphs are found: `stance:oppose`.
    #[must_use]
    pub fn asks_for_stances(&self) -> bool {
        self.clauses.iter().any(|clause| matches!(clause.ask, Ask::Stance(_)))
    }

    /// The words and phrases that must be there.
    pub fn required(&self) -> impl Iterator<Item = &Ask> {
        self.clauses
            .iter()
            .filter(|clause| !clause.not)
            .map(|clause| &clause.ask)
            .filter(|ask| matches!(ask, Ask::Word { .. } | Ask::Phrase { .. } | Ask::Any(_)))
    }

    /// Where the words of the query stand in a text: byte ranges, rising, not touching one another's insides.
    #[must_use]
    pub fn marks(&self, text: &str) -> Vec<Range<usize>> {
        let folded = fold_with_map(text);
        let tokens = tokens(&folded.text);
        let mut marks: Vec<Range<usize>> =
            self.required().flat_map(|ask| ask.places(&tokens)).map(|range| folded.original(range)).collect();
        marks.sort_by_key(|range| (range.start, range.end));
        let mut out: Vec<Range<usize>> = Vec::with_capacity(marks.len());
        for mark in marks {
            match out.last_mut() {
                Some(last) if mark.start < last.end => last.end = last.end.max(mark.end),
                _ => out.push(mark),
            }
        }
        out
    }

    /// True when the words asked for are in the text and the words excluded are not. Fields are not looked at.
    #[must_use]
    pub fn matches_words(&self, text: &str) -> bool {
        let folded = super::fold::fold(text);
        let tokens = tokens(&folded);
        self.clauses.iter().all(|clause| match &clause.ask {
            Ask::Word { .. } | Ask::Phrase { .. } | Ask::Any(_) => clause.ask.places(&tokens).is_empty() == clause.not,
            _ => true,
        })
    }
}

impl Ask {
    /// The condition of a field, or what is wrong with it.
    fn field(name: &str, value: &str, prefix: bool) -> Result<Self, Remark> {
        let value = value.trim();
        if value.is_empty() {
            return Err(Remark::of("query.no_value", "name", name));
        }
        match name {
            "in" | "dans" | "en" => {
                Scope::of(value).map(Self::In).ok_or_else(|| Remark::of("query.scope", "value", value))
            }
            "paper" | "document" | "documento" => Ok(Self::Paper(value.to_owned())),
            "session" | "sesion" | "reunion" => range(value)
                .map(|(from, to)| Self::Session(from, to))
                .ok_or_else(|| Remark::of("query.session", "value", value)),
            "section" | "seccion" => Ok(Self::Section(value.to_ascii_uppercase())),
            "lang" | "language" | "langue" | "lengua" | "idioma" => {
                value.parse().map(Self::Language).map_err(|_| Remark::of("query.language", "value", value))
            }
            "cites" | "cite" | "cita" => Ok(Self::Cites(value.to_owned())),
            "outcome" | "issue" | "resultado" => {
                outcome(value).map(Self::Outcome).ok_or_else(|| Remark::of("query.outcome", "value", value))
            }
            "stance" | "position" | "postura" | "posicion" => {
                value.parse().map(Self::Stance).map_err(|_| Remark::of("query.stance", "value", value))
            }
            // no field, but nearly one
            _ if FIELDS.iter().any(|field| strsim::damerau_levenshtein(field, name) == 1) => {
                let meant = FIELDS.iter().find(|field| strsim::damerau_levenshtein(field, name) == 1).unwrap_or(&"");
                Err(Remark {
                    key: "query.meant",
                    values: vec![("name", name.to_owned()), ("meant", (*meant).to_owned())],
                })
            }
            // no field: a word that has a colon in it
            _ => {
                let words = tokens(&format!("{name}:{value}")).into_iter().map(|token| token.text).collect();
                ask_of(words, prefix).ok_or_else(|| Remark::of("query.field", "name", name))
            }
        }
    }

    /// Where this stands among tokens: byte ranges of the folded text.
    fn places(&self, tokens: &[Token]) -> Vec<Range<usize>> {
        match self {
            Self::Word { text, prefix } => {
                tokens.iter().filter(|token| fits(&token.text, text, *prefix)).map(|token| token.at.clone()).collect()
            }
            Self::Phrase { words, prefix } => phrase_places(words, *prefix, tokens),
            Self::Any(asks) => asks.iter().flat_map(|ask| ask.places(tokens)).collect(),
            _ => Vec::new(),
        }
    }
}

fn fits(token: &str, wanted: &str, prefix: bool) -> bool {
    if prefix { token.starts_with(wanted) } else { token == wanted }
}

/// A phrase runs over positions, because two tokens may share one.
fn phrase_places(words: &[String], prefix: bool, tokens: &[Token]) -> Vec<Range<usize>> {
    let Some((first, rest)) = words.split_first() else { return Vec::new() };
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate().filter(|(_, token)| token.text == *first) {
        let mut end = token.at.end;
        let whole = rest.iter().enumerate().all(|(step, word)| {
            let position = token.position + step + 1;
            let last = prefix && step + 1 == rest.len();
            tokens
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|next| next.position <= position)
                .find(|next| next.position == position && fits(&next.text, word, last))
                .map(|next| end = end.max(next.at.end))
                .is_some()
        });
        if whole {
            found.push(token.at.start..end);
        }
    }
    found
}

impl Scope {
    fn of(value: &str) -> Option<Self> {
        Some(match value {
            "decision" | "decisions" | "decisiones" => Self::Decision,
            "footnote" | "footnotes" | "note de bas de page" | "nota al pie" | "pie" | "bas" => Self::Footnote,
            "table" | "tables" | "tableau" | "tableaux" | "tabla" | "tablas" | "cuadro" | "cuadros" => Self::Table,
            "heading" | "headings" | "title" | "titre" | "titulo" => Self::Heading,
            "notes" | "note" | "notas" | "nota" => Self::Notes,
            _ => return None,
        })
    }
}

fn outcome(value: &str) -> Option<Outcome> {
    Some(match value.replace('-', "_").as_str() {
        "pending" => Outcome::Pending,
        "as_drafted" | "adopted" | "drafted" => Outcome::AsDrafted,
        "as_amended" | "amended" => Outcome::AsAmended,
        "deferred" => Outcome::Deferred,
        "not_adopted" => Outcome::NotAdopted,
        "by_correspondence" | "correspondence" => Outcome::ByCorrespondence,
        "guidance_only" | "guidance" => Outcome::GuidanceOnly,
        _ => return None,
    })
}

/// `346`, `340..346`, `340-346`, `..346`, `340..`.
fn range(value: &str) -> Option<(u16, u16)> {
    let part = |text: &str, open| if text.is_empty() { Some(open) } else { text.parse().ok() };
    let (from, to) = match value.split_once("..").or_else(|| value.split_once('-')) {
        Some((from, to)) => (part(from, 0)?, part(to, u16::MAX)?),
        None => (value.parse().ok()?, value.parse().ok()?),
    };
    Some((from.min(to), from.max(to)))
}

/// A piece of a query, folded.
struct Piece {
    not: bool,
    quoted: bool,
    field: Option<String>,
    text: String,
}

/// Cuts a folded query at blanks, keeps quoted pieces together.
fn split(folded: &str, remarks: &mut Vec<Remark>) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = folded.trim_start();
    while !rest.is_empty() {
        let mut piece = Piece { not: false, quoted: false, field: None, text: String::new() };
        if let Some(after) = rest.strip_prefix('-')
            && after.starts_with(|c: char| c.is_alphanumeric() || c == '"')
        {
            piece.not = true;
            rest = after;
        }
        let name = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        if name > 0
            && let Some(value) = rest[name..].strip_prefix(':')
        {
            piece.field = Some(rest[..name].to_owned());
            rest = value;
        }
        if let Some(after) = rest.strip_prefix('"') {
            piece.quoted = true;
            let end = after.find('"').unwrap_or_else(|| {
                remarks.push(Remark::new("query.quote"));
                after.len()
            });
            after[..end].clone_into(&mut piece.text);
            rest = after.get(end + 1..).unwrap_or_default();
        } else {
            let end = rest.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(rest.len());
            rest[..end].clone_into(&mut piece.text);
            rest = &rest[end..];
        }
        pieces.push(piece);
        rest = rest.trim_start();
    }
    pieces
}

/// The clauses of plain words that stand together. A number after the word Convention is the Convention, in whatever
/// language; a bare `No. 87` may be one too.
fn flush(words: &mut Vec<(String, bool)>) -> Vec<Clause> {
    let prefix = words.last().is_some_and(|(_, prefix)| *prefix);
    let mut clauses = Vec::new();
    let joined = words.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join(" ");
    let all = tokens(&joined);
    let last = all.iter().map(|token| token.position).max().unwrap_or(0);
    let bare = numbered(&all);
    let numbered: Vec<(String, String)> = bare.iter().map(|(_, sign, figure)| (sign.clone(), figure.clone())).collect();
    let mut start = 0;
    for (text, _) in words.drain(..) {
        let end = start + text.len();
        let inside: Vec<&Token> = all.iter().filter(|token| token.at.start >= start && token.at.end <= end).collect();
        start = end + 1;
        let plain: Vec<&&Token> = inside.iter().filter(|token| !token.synthetic).collect();
        // words that an instrument's number takes up stand for nothing of their own
        let taken = |token: &Token| {
            all.iter().any(|other| other.synthetic && other.covers.contains(&token.position))
                || bare.iter().any(|(at, ..)| token.position == *at || token.position == at + 1)
        };
        let left: Vec<String> = plain.iter().filter(|token| !taken(token)).map(|token| token.text.clone()).collect();
        let reaches_end = plain.last().is_some_and(|token| token.position == last);
        clauses.extend(ask_of(left, prefix && reaches_end).map(|ask| Clause { not: false, ask }));
    }
    for token in all.iter().filter(|token| token.synthetic) {
        let open = prefix && token.covers.end > last;
        clauses.push(Clause { not: false, ask: Ask::Word { text: token.text.clone(), prefix: open } });
    }
    for (sign, figure) in &numbered {
        let word = |kind: char| Ask::Word { text: format!("{kind}{figure}"), prefix: false };
        let mut any: Vec<Ask> = ['c', 'r', 'p'].into_iter().map(word).collect();
        let signs = if sign.ends_with('s') { ["nos", "nums", "numeros", "n"] } else { ["no", "num", "numero", "n"] };
        any.extend(signs.map(|sign| Ask::Phrase { words: vec![sign.to_owned(), figure.clone()], prefix: false }));
        clauses.push(Clause { not: false, ask: Ask::Any(any) });
    }
    clauses
}

/// Numbers with their sign that belong to no instrument: `No. 87` alone; the position of the sign, the sign, the number.
fn numbered(all: &[Token]) -> Vec<(usize, String, String)> {
    let plain: Vec<&Token> = all.iter().filter(|token| !token.synthetic).collect();
    let covered = |token: &Token| all.iter().any(|one| one.synthetic && one.covers.contains(&token.position));
    plain
        .windows(2)
        .filter_map(|pair| match pair {
            [sign, figure]
                if is_number_sign(&sign.text)
                    && number(&figure.text).is_some()
                    && !covered(sign)
                    && !covered(figure) =>
            {
                Some((sign.position, sign.text.clone(), figure.text.clone()))
            }
            _ => None,
        })
        .collect()
}

/// One word, or several one after another (`follow-up`, `GB.346/INS/5`).
fn ask_of(mut words: Vec<String>, prefix: bool) -> Option<Ask> {
    match words.len() {
        0 => None,
        1 => words.pop().map(|text| Ask::Word { text, prefix }),
        _ => Some(Ask::Phrase { words, prefix }),
    }
}

/// Notes that answer a query, newest first. `matches` are character offsets into the snippet.
#[must_use]
pub fn search_notes(notes: &[Note], query: &Query) -> Vec<Hit> {
    let mut found: Vec<&Note> = notes.iter().filter(|note| note_fits(note, query)).collect();
    found.sort_by(|a, b| b.modified.cmp(&a.modified));
    found
        .into_iter()
        .map(|note| {
            let whole = format!("{} — {}", note.text, note.quote);
            let whole = if note.quote.is_empty() { note.text.as_str() } else { whole.as_str() };
            let (snippet, matches) = super::snippet::cut(&super::sanitise::line(whole), query);
            Hit {
                paper: note.paper.clone(),
                key: note.paper.clone(),
                paragraph: note.paragraph.clone(),
                id: note.id.clone(),
                language: note.language,
                title: note.tags.join(", "),
                snippet,
                matches,
                score: 1.0,
                session: note.session,
                kind: HitKind::Note,
            }
        })
        .collect()
}

fn note_fits(note: &Note, query: &Query) -> bool {
    let text = format!("{} {} {}", note.text, note.quote, note.tags.join(" "));
    let fields = query.clauses.iter().all(|clause| {
        let holds = match &clause.ask {
            Ask::In(scope) => *scope == Scope::Notes,
            Ask::Paper(pattern) => paper_fits(pattern, &note.paper),
            Ask::Session(from, to) => (*from..=*to).contains(&note.session),
            Ask::Section(section) => note.paper.split('/').any(|part| part == section),
            Ask::Language(language) => note.language == Some(*language),
            Ask::Stance(stance) => note.stance == *stance,
            Ask::Cites(_) | Ask::Outcome(_) => false,
            Ask::Word { .. } | Ask::Phrase { .. } | Ask::Any(_) => return true,
        };
        holds != clause.not
    });
    fields && query.matches_words(&text)
}

/// True when a symbol fits a pattern: by letters and digits, `*` for anything; without `*` the pattern is the paper or a
/// beginning of its path (`346/INS/17` fits `GB.346/INS/17/1`, not `GB.346/INS/171`).
#[must_use]
pub fn paper_fits(pattern: &str, symbol: &str) -> bool {
    let folded = super::fold::fold(symbol);
    let pieces = |text: &str| -> Vec<String> { tokens(text).into_iter().map(|token| token.text).collect() };
    let mut parts = pieces(&folded);
    if pattern.contains('*') {
        let clean = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric() || *c == '*').collect() };
        let (pattern, whole) = (clean(pattern), clean(&folded));
        return glob(&pattern, &whole) || whole.strip_prefix("gb").is_some_and(|rest| glob(&pattern, rest));
    }
    let mut wanted = pieces(pattern);
    // `ins17/1`, `gb346`: letters and digits typed together are two pieces
    let cut = |all: Vec<String>| -> Vec<String> { all.iter().flat_map(|part| alternate(part)).collect() };
    wanted = cut(wanted);
    parts = cut(parts);
    (0..=parts.len().min(2)).any(|skip| parts.get(skip..).is_some_and(|tail| tail.starts_with(&wanted)))
}

/// `ins17` → `ins`, `17`.
fn alternate(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut digits = None;
    for c in text.chars() {
        if digits != Some(c.is_ascii_digit()) {
            out.push(String::new());
            digits = Some(c.is_ascii_digit());
        }
        if let Some(last) = out.last_mut() {
            last.push(c);
        }
    }
    out
}

/// `*` for anything, linear in the length of both.
#[must_use]
pub fn glob(pattern: &str, text: &str) -> bool {
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
#[path = "query_tests.rs"]
mod tests;
