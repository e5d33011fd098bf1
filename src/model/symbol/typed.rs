//! Symbols as people type them, and as files are named.

use super::scan::{Cursor, is_blank, special};
use super::{BODIES, LAST_COMMITTEE_SESSION, Mark, MarkKind, Part, Special, Symbol};

pub(super) fn typed(text: &str, here: Option<u16>) -> Option<(Symbol, usize)> {
    let mut cursor = Cursor::new(text, 0);
    cursor.blanks();
    let named = cursor.word("gb", false);
    if named {
        separators(&mut cursor);
    }
    let (session, special) = match cursor.attempt(session) {
        Some(found) => found,
        None if named => return None,
        None => (here?, Special::None),
    };
    let body = BODIES.iter().copied().find(|body| cursor.attempt(|cursor| body_word(cursor, body)).is_some());
    let item = item(&mut cursor, body.is_some(), session, named)?;
    let mut symbol = Symbol { session, special, body: body.unwrap_or(""), item, marks: Vec::new(), product: false };
    while symbol.marks.len() < 4 {
        match cursor.attempt(mark) {
            Some(mark) => symbol.marks.push(mark),
            None => break,
        }
    }
    let decision = cursor.attempt(|cursor| {
        cursor.blanks();
        (cursor.take(|c| c == '/') && cursor.word("decision", false) && cursor.ends()).then_some(())
    });
    symbol.product = decision.is_some();
    Some((symbol, cursor.at))
}

fn separators(cursor: &mut Cursor<'_>) {
    for _ in 0..6 {
        if !cursor.take(|c| is_blank(c) || matches!(c, '.' | '/' | '-' | '_')) {
            break;
        }
    }
}

/// Three digits that a section, a session-level word or a slash follows: 346 in `346 ins 17/1`.
fn session(cursor: &mut Cursor<'_>) -> Option<(u16, Special)> {
    let session = cursor.number(3).filter(|session| *session >= 100)?;
    let special = special(cursor);
    let before = cursor.at;
    separators(cursor);
    let slash = cursor.at > before;
    match cursor.peek() {
        Some(c) if c.is_ascii_alphabetic() => Some((session, special)),
        Some(c) if c.is_ascii_digit() && slash => {
            // `301/1` is a paper; `247-282` and `247 250` are places
            let gap = cursor.at - before;
            (gap == 1 && special == Special::None && previous_is_slash(cursor)).then_some((session, special))
        }
        _ => None,
    }
}

fn previous_is_slash(cursor: &Cursor<'_>) -> bool {
    let mut back = *cursor;
    back.at = back.at.saturating_sub(1);
    back.peek() == Some('/')
}

fn body_word(cursor: &mut Cursor<'_>, body: &str) -> Option<()> {
    for (at, word) in body.split('/').enumerate() {
        if at > 0 {
            separators(cursor);
        }
        if !cursor.word(word, false) || cursor.peek().is_some_and(char::is_alphabetic) {
            return None;
        }
    }
    separators(cursor);
    Some(())
}

fn item(cursor: &mut Cursor<'_>, in_body: bool, session: u16, named: bool) -> Option<Vec<Part>> {
    let words = [
        ("agenda", Part::Agenda),
        ("programme", Part::Programme),
        ("tob", Part::Tob),
        ("inf", Part::Inf),
        ("pv", Part::Pv),
    ];
    for (word, part) in words {
        let before = cursor.at;
        if !cursor.word(word, false) || cursor.peek().is_some_and(char::is_alphabetic) {
            cursor.at = before;
            continue;
        }
        let mut parts = vec![part];
        match part {
            Part::Inf => {
                separators(cursor);
                parts.push(Part::Number(cursor.number(3)?));
            }
            Part::Pv => {
                let draft = cursor.attempt(|cursor| {
                    separators(cursor);
                    (cursor.word("draft", false) && cursor.ends()).then_some(())
                });
                parts.extend(draft.map(|()| Part::Draft));
            }
            _ if in_body => return None,
            _ => {}
        }
        return Some(parts);
    }
    let mut parts = vec![Part::Number(positive(cursor)?)];
    for _ in 0..3 {
        let next = cursor.attempt(|cursor| {
            if !cursor.take(|c| c == '/') && !cursor.take(|c| c == '.') {
                return None;
            }
            positive(cursor)
        });
        match next {
            Some(next) => parts.push(Part::Number(next)),
            None => break,
        }
    }
    // a bare number is a paragraph, not a paper, unless the session's papers had no sections
    let plausible = in_body || parts.len() > 1 || (named && session <= LAST_COMMITTEE_SESSION);
    // `pol1r1`, `ins3add1`: a mark may follow at once
    (plausible && (cursor.ends() || mark(&mut cursor.clone()).is_some())).then_some(parts)
}

fn positive(cursor: &mut Cursor<'_>) -> Option<u16> {
    cursor.number(3).filter(|number| *number > 0)
}

/// ` rev1`, `(Rev.1)`, ` r1`, ` add`, `corr 2`
fn mark(cursor: &mut Cursor<'_>) -> Option<Mark> {
    cursor.blanks();
    let bracket = cursor.take(|c| c == '(');
    cursor.blanks();
    let words = [("rev", MarkKind::Rev), ("add", MarkKind::Add), ("corr", MarkKind::Corr), ("r", MarkKind::Rev)];
    let (word, kind) = words.into_iter().find(|(word, _)| cursor.word(word, false))?;
    cursor.take(|c| c == '.');
    let number = cursor.attempt(|cursor| {
        if word.len() > 1 {
            cursor.blanks();
        }
        cursor.number(if word.len() > 1 && !bracket { 1 } else { 2 }).filter(|_| cursor.ends())
    });
    if !cursor.ends() || (word == "r" && number.is_none()) {
        return None;
    }
    if bracket {
        cursor.blanks();
        cursor.take(|c| c == ')');
    }
    Some(Mark { kind, number, joined: false, merged: false, date: None })
}

pub(super) fn from_file_name(name: &str) -> Option<Symbol> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut cursor = Cursor::new(stem, 0);
    if !cursor.word("gb", false) {
        return None;
    }
    separators(&mut cursor);
    let session = cursor.number(3).filter(|session| *session >= 100)?;
    let special = special(&mut cursor);
    let before = cursor.at;
    separators(&mut cursor);
    if cursor.at == before {
        return None;
    }
    let body = BODIES.iter().copied().find(|body| cursor.attempt(|cursor| body_word(cursor, body)).is_some());
    let numbered = cursor.peek().is_some_and(|c| c.is_ascii_digit());
    let item = if numbered {
        let mut parts = vec![Part::Number(positive(&mut cursor).filter(|_| file_end(&cursor))?)];
        for _ in 0..2 {
            let next = cursor.attempt(|cursor| {
                if !cursor.take(|c| matches!(c, '-' | '/')) {
                    return None;
                }
                // a longer number is a date or a job number of the Office's printing service
                positive(cursor).filter(|_| file_end(cursor))
            });
            match next {
                Some(next) => parts.push(Part::Number(next)),
                None => break,
            }
        }
        parts
    } else {
        item(&mut cursor, body.is_some(), session, true)?
    };
    let mut symbol = Symbol { session, special, body: body.unwrap_or(""), item, marks: Vec::new(), product: false };
    while symbol.marks.len() < 3 {
        let next = cursor.attempt(|cursor| {
            separators(cursor);
            mark(cursor)
        });
        match next {
            Some(next) => symbol.marks.push(next),
            None => break,
        }
    }
    Some(symbol)
}

fn file_end(cursor: &Cursor<'_>) -> bool {
    !cursor.peek().is_some_and(|c| c.is_alphanumeric() && c != '_')
}
