//! Reading printed symbols: a whole string, or wherever one stands in running text.

use std::ops::Range;

use super::{BODIES, Mark, MarkKind, Part, Special, Symbol};

/// How lenient the reading is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// A string that should be a symbol: blanks and case do not matter.
    Whole,
    /// Running text: only what is printed as a symbol.
    Running,
}

/// A cursor over text; only ever steps over whole characters.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    /// Byte offset of the next character.
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn take(&mut self, wanted: impl Fn(char) -> bool) -> bool {
        match self.peek() {
            Some(c) if wanted(c) => {
                self.at += c.len_utf8();
                true
            }
            _ => false,
        }
    }

    /// At most a few blanks: a symbol never holds more, and the look-ahead stays bounded.
    pub fn blanks(&mut self) {
        for _ in 0..4 {
            if !self.take(is_blank) {
                break;
            }
        }
    }

    /// ASCII letters as written, any case, ending where no further letter follows.
    pub fn word(&mut self, word: &str, exact_case: bool) -> bool {
        let Some(found) = self.rest().get(..word.len()) else { return false };
        let same = if exact_case { found == word } else { found.eq_ignore_ascii_case(word) };
        if same {
            self.at += word.len();
        }
        same
    }

    /// A number of one to `most` digits that no further digit follows.
    pub fn number(&mut self, most: usize) -> Option<u16> {
        let digits = self.rest().bytes().take(most + 1).take_while(u8::is_ascii_digit).count();
        if digits == 0 || digits > most {
            return None;
        }
        let value = self.rest().get(..digits)?.parse().ok()?;
        self.at += digits;
        Some(value)
    }

    /// True when no letter or digit follows.
    pub fn ends(&self) -> bool {
        !self.peek().is_some_and(char::is_alphanumeric)
    }

    /// Runs `step`; puts the cursor back when it finds nothing.
    pub fn attempt<T>(&mut self, step: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.at;
        let found = step(self);
        if found.is_none() {
            self.at = before;
        }
        found
    }
}

pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{2060}' || c == '\u{FEFF}'
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The whole string as a symbol.
pub(super) fn whole(text: &str) -> Option<Symbol> {
    let text = text.trim();
    let mut cursor = Cursor::new(text, 0);
    let symbol = symbol(&mut cursor, Manner::Whole)?;
    cursor.blanks();
    cursor.rest().is_empty().then_some(symbol)
}

/// A symbol at the cursor.
pub(super) fn symbol(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Symbol> {
    let exact = manner == Manner::Running;
    if !cursor.word("GB", exact) {
        return None;
    }
    cursor.blanks();
    if !cursor.take(|c| c == '.') {
        return None;
    }
    cursor.blanks();
    let session = cursor.number(3).filter(|session| *session >= 100)?;
    let special = special(cursor);
    let (body, item) = path(cursor, manner)?;
    let mut symbol = Symbol { session, special, body, item, marks: Vec::new(), product: false };
    suffixes(cursor, &mut symbol);
    product(cursor, &mut symbol);
    Some(symbol)
}

pub(super) fn special(cursor: &mut Cursor<'_>) -> Special {
    cursor
        .attempt(|cursor| {
            cursor.blanks();
            let special = if cursor.word("bis", false) {
                Special::Bis
            } else if cursor.word("ter", false) {
                Special::Ter
            } else {
                return None;
            };
            cursor.ends().then_some(special)
        })
        .unwrap_or_default()
}

/// A slash, with the blanks that a broken line or a typist leaves around it.
fn slash(cursor: &mut Cursor<'_>, manner: Manner) -> bool {
    cursor
        .attempt(|cursor| {
            if manner == Manner::Whole {
                cursor.blanks();
            }
            if !cursor.take(|c| c == '/') {
                return None;
            }
            let before = cursor.at;
            cursor.blanks();
            // in running text a blank after the slash is a broken line only when the symbol goes on
            let goes_on = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
            (manner == Manner::Whole || cursor.at == before || cursor.peek().is_some_and(goes_on)).then_some(())
        })
        .is_some()
}

fn path(cursor: &mut Cursor<'_>, manner: Manner) -> Option<(&'static str, Vec<Part>)> {
    if !slash(cursor, manner) {
        return None;
    }
    let exact = manner == Manner::Running;
    let body = BODIES.iter().copied().find(|body| {
        cursor
            .attempt(|cursor| {
                for (at, word) in body.split('/').enumerate() {
                    if (at > 0 && !slash(cursor, manner)) || !cursor.word(word, exact) || !cursor.ends() {
                        return None;
                    }
                }
                slash(cursor, manner).then_some(())
            })
            .is_some()
    });
    let item = item(cursor, manner, body.is_some())?;
    Some((body.unwrap_or(""), item))
}

const WORDS: [(&str, Part); 5] = [
    ("Agenda", Part::Agenda),
    ("Programme", Part::Programme),
    ("TOB", Part::Tob),
    ("INF", Part::Inf),
    ("PV", Part::Pv),
];

fn item(cursor: &mut Cursor<'_>, manner: Manner, in_body: bool) -> Option<Vec<Part>> {
    for (word, part) in WORDS {
        let whole_session = matches!(part, Part::Agenda | Part::Programme | Part::Tob);
        if in_body && whole_session {
            continue;
        }
        let found = cursor.attempt(|cursor| {
            if !cursor.word(word, false) || !(cursor.ends() || product_follows(cursor)) {
                return None;
            }
            let mut parts = vec![part];
            match part {
                Part::Inf => {
                    if !slash(cursor, manner) {
                        return None;
                    }
                    parts.extend(numbers(cursor, manner)?);
                }
                Part::Pv => {
                    let draft = cursor.attempt(|cursor| {
                        (slash(cursor, manner) && cursor.word("Draft", false) && cursor.ends()).then_some(())
                    });
                    parts.extend(draft.map(|()| Part::Draft));
                }
                _ => {}
            }
            Some(parts)
        });
        if found.is_some() {
            return found;
        }
    }
    numbers(cursor, manner)
}

/// Numbers joined by slashes; a full stop typed for a slash is repaired (`GB.343/INS/3.1`).
fn numbers(cursor: &mut Cursor<'_>, manner: Manner) -> Option<Vec<Part>> {
    let mut parts = vec![Part::Number(number(cursor)?)];
    for _ in 0..3 {
        let next = cursor.attempt(|cursor| {
            let dot = cursor.take(|c| c == '.');
            if !dot && !slash(cursor, manner) {
                return None;
            }
            number(cursor)
        });
        match next {
            Some(next) => parts.push(Part::Number(next)),
            None => break,
        }
    }
    Some(parts)
}

fn number(cursor: &mut Cursor<'_>) -> Option<u16> {
    cursor.attempt(|cursor| {
        let number = cursor.number(3)?;
        (number > 0 && (cursor.ends() || product_follows(cursor))).then_some(number)
    })
}

const PRODUCTS: [&str; 6] = ["Decisions", "Decision", "Décision", "Decisión", "De\u{301}cision", "Decisio\u{301}n"];

fn product_word(cursor: &mut Cursor<'_>) -> bool {
    PRODUCTS.iter().any(|word| {
        // the accents are no ASCII letters: compare characters, not bytes
        let mut ahead = *cursor;
        let same = word.chars().all(|wanted| ahead.take(|c| c.eq_ignore_ascii_case(&wanted) || c == wanted));
        if same && ahead.ends() {
            *cursor = ahead;
            return true;
        }
        false
    })
}

fn product_follows(cursor: &Cursor<'_>) -> bool {
    product_word(&mut cursor.clone())
}

/// What the pages of decisions made by correspondence add.
const TAILS: [&str; 5] = [
    " and related comments",
    " and related comment",
    " y comentarios al respecto",
    " et commentaires y relatifs",
    " et commentaires",
];

/// `/Decision`, and on the pages of decisions made by correspondence "and related comments".
fn product(cursor: &mut Cursor<'_>, symbol: &mut Symbol) {
    let found = cursor.attempt(|cursor| {
        let glued = *cursor;
        if !product_word(cursor) {
            *cursor = glued;
            cursor.blanks();
            if !cursor.take(|c| c == '/') {
                return None;
            }
            cursor.blanks();
            if !product_word(cursor) {
                return None;
            }
        }
        Some(())
    });
    if found.is_none() {
        return;
    }
    symbol.product = true;
    for tail in TAILS {
        let before = cursor.at;
        if cursor.word(tail, false) && cursor.ends() {
            return;
        }
        cursor.at = before;
    }
}

fn suffixes(cursor: &mut Cursor<'_>, symbol: &mut Symbol) {
    for _ in 0..4 {
        let found = cursor
            .attempt(bracket)
            .or_else(|| cursor.attempt(spelled_out))
            .or_else(|| if symbol.marks.is_empty() { cursor.attempt(joined_by_word) } else { None });
        match found {
            Some(marks) => symbol.marks.extend(marks),
            None => break,
        }
    }
}

/// `(Rev.1)`, `(Add.&Corr.)`, `(Rev. - 23/10/2020)`, `(and Corr.)`; the closing bracket may be missing.
fn bracket(cursor: &mut Cursor<'_>) -> Option<Vec<Mark>> {
    cursor.blanks();
    if !cursor.take(|c| c == '(') {
        return None;
    }
    cursor.blanks();
    let merged = conjunction(cursor);
    let mut marks = vec![Mark { merged, ..mark(cursor)? }];
    for _ in 0..3 {
        let next = cursor.attempt(|cursor| {
            cursor.blanks();
            if !cursor.take(|c| c == ',') && !conjunction(cursor) {
                return None;
            }
            cursor.blanks();
            mark(cursor)
        });
        match next {
            Some(next) => marks.push(Mark { joined: true, ..next }),
            None => break,
        }
    }
    if let (Some(date), Some(last)) = (cursor.attempt(date), marks.last_mut()) {
        last.date = Some(date);
    }
    let before = cursor.at;
    cursor.blanks();
    if !cursor.take(|c| c == ')') {
        // never closed: take the blanks back, they belong to the sentence
        cursor.at = before;
    }
    Some(marks)
}

fn conjunction(cursor: &mut Cursor<'_>) -> bool {
    cursor
        .attempt(|cursor| {
            if cursor.take(|c| c == '&') {
                cursor.blanks();
                return Some(());
            }
            let found = ["and", "et", "y"].iter().any(|word| cursor.word(word, false));
            let at = cursor.at;
            cursor.blanks();
            (found && cursor.at > at).then_some(())
        })
        .is_some()
}

fn mark(cursor: &mut Cursor<'_>) -> Option<Mark> {
    cursor.attempt(|cursor| {
        let kind = if cursor.word("Rev", false) {
            MarkKind::Rev
        } else if cursor.word("Add", false) {
            MarkKind::Add
        } else if cursor.word("Corr", false) {
            MarkKind::Corr
        } else {
            return None;
        };
        let dot = cursor.take(|c| c == '.');
        let number = cursor.attempt(|cursor| {
            cursor.blanks();
            cursor.number(2)
        });
        // "(Revised …)" and "(address …)" are words
        ((dot || number.is_some() || cursor.ends()) && (number.is_none() || cursor.ends())).then_some(Mark {
            kind,
            number,
            joined: false,
            merged: false,
            date: None,
        })
    })
}

/// ` - 23/10/2020`
fn date(cursor: &mut Cursor<'_>) -> Option<String> {
    cursor.blanks();
    if !cursor.take(is_dash) {
        return None;
    }
    cursor.blanks();
    let start = cursor.at;
    for most in [2, 2, 4] {
        cursor.number(most)?;
        if most < 4 && !cursor.take(|c| c == '/' || c == '.') {
            return None;
        }
    }
    cursor.text.get(start..cursor.at).map(str::to_owned)
}

/// `/Addendum`, `/Corrigendum`
fn spelled_out(cursor: &mut Cursor<'_>) -> Option<Vec<Mark>> {
    cursor.blanks();
    if !cursor.take(|c| c == '/') {
        return None;
    }
    let words = [
        ("Addendum", MarkKind::Add),
        ("Corrigendum", MarkKind::Corr),
        ("Additif", MarkKind::Add),
        ("Rectificatif", MarkKind::Corr),
        ("Adición", MarkKind::Add),
        ("Corrección", MarkKind::Corr),
        ("Add", MarkKind::Add),
        ("Corr", MarkKind::Corr),
        ("Rev", MarkKind::Rev),
    ];
    for (word, kind) in words {
        if cursor.word(word, false) {
            let short = word.len() < 5;
            let dot = short && cursor.take(|c| c == '.');
            let number = cursor.attempt(|cursor| {
                if !short {
                    cursor.blanks();
                }
                cursor.number(2).filter(|_| cursor.ends())
            });
            if short && !dot && number.is_none() && !cursor.ends() {
                return None;
            }
            return Some(vec![Mark { kind, number, joined: false, merged: false, date: None }]);
        }
    }
    None
}

/// ` et Corr.`, ` y Add.1`: an index entry for a paper with its companion.
fn joined_by_word(cursor: &mut Cursor<'_>) -> Option<Vec<Mark>> {
    let before = cursor.at;
    cursor.blanks();
    if cursor.at == before || !conjunction(cursor) {
        return None;
    }
    let start = cursor.at;
    let mark = mark(cursor)?;
    // a full stop or a number must show that this is the abbreviation and no word
    let shown = cursor.text.get(start..cursor.at).is_some_and(|text| text.contains(['.', '1', '2', '3']));
    (mark.kind != MarkKind::Rev && shown).then(|| vec![Mark { merged: true, ..mark }])
}

/// Symbols in running text, see [`Symbol::find_all`].
#[derive(Clone)]
pub struct FindAll<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> FindAll<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for FindAll<'_> {
    type Item = (Range<usize>, Symbol);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at + self.text.get(self.at..)?.find("GB")?;
            self.at = start + 2;
            let before = self.text.get(..start).and_then(|text| text.chars().next_back());
            if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '_')) {
                continue;
            }
            let mut cursor = Cursor::new(self.text, start);
            if let Some(symbol) = symbol(&mut cursor, Manner::Running) {
                self.at = cursor.at;
                return Some((start..cursor.at, symbol));
            }
        }
    }
}
