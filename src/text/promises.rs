//! What drafts and adopted texts ask of whom, and by when: "requested the Director-General to present an updated report to
//! its 347th Session (March 2023)". Read from the words alone, in English, French and Spanish.

use crate::model::decision::BoardEntry;
use crate::model::promise::Promise;
use crate::model::{Item, Symbol};

use super::citations::lexer::Tokens;
use super::months::MONTHS;

/// How many tokens may stand between "requested" and what was asked.
const LONGEST_NAME: usize = 14;
/// Sessions that a decision may look ahead to.
const FARTHEST: u16 = 40;

/// The promises in a decision: in the adopted text when it is known, else in the draft.
#[must_use]
pub fn of_entry(entry: &BoardEntry) -> Vec<Promise> {
    let mut found = Finder { paper: &entry.paper, paragraph: entry.paragraph.as_deref(), before: 0, out: Vec::new() };
    match &entry.adopted_text {
        Some(text) => found.adopted(text),
        None => {
            let asked = found.piece(&entry.text, None, None);
            found.items(&entry.items, "", asked.as_ref());
        }
    }
    found.out
}

/// `a` of `(a)` or `a)` before the words of a line of an adopted text.
fn marker(line: &str) -> Option<&str> {
    let (label, _) = line.trim_start().split_once(')')?;
    let label = label.strip_prefix('(').unwrap_or(label);
    ((1..=4).contains(&label.len()) && label.chars().all(|c| c.is_ascii_lowercase())).then_some(label)
}

/// A line that asks for what is numbered in it, "requested the Office to: (i) …; (ii) …", with each part on a line of its own.
fn numbered(line: &str) -> String {
    const ROMAN: [&str; 10] = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
    let from = [": (i) ", ": i) "].iter().find_map(|mark| line.find(mark));
    let asks = |before: &str| [" to", " à", " de", " que", " a"].iter().any(|link| before.ends_with(link));
    match from.and_then(|from| line.get(..from)) {
        Some(before) if asks(before) => super::quote::parted(line, &ROMAN),
        _ => line.to_owned(),
    }
}

/// `(a)` for the marker `(a)`, and for `a)`: a part is named alike in every language.
fn named(marker: &str) -> String {
    let label = marker.trim_matches(['(', ')', '.', ' ']);
    let lettered = !label.is_empty() && label.chars().all(char::is_alphanumeric);
    if lettered { format!("({label})") } else { marker.trim().to_owned() }
}

/// Of whom something is asked, and in which words.
#[derive(Clone, Default)]
struct Asked {
    /// Empty for a permission: what its parts permit is asked of nobody.
    whom: String,
    words: String,
}

struct Finder<'a> {
    paper: &'a Symbol,
    paragraph: Option<&'a str>,
    /// Characters of the text before the piece that is read.
    before: usize,
    out: Vec<Promise>,
}

impl Finder<'_> {
    /// An adopted text: its parts stand on lines of their own, or all in one.
    fn adopted(&mut self, text: &str) {
        // a blank becomes the end of a line, nothing else is moved
        let lines: Vec<String> = text.split('\n').map(super::quote::lettered).collect();
        let lines: Vec<String> = lines.iter().flat_map(|line| line.split('\n')).map(numbered).collect();
        let (mut letter, mut head, mut above) = (String::new(), None, None);
        for line in lines.iter().flat_map(|line| line.split('\n')) {
            let label = marker(line);
            let follows = |label: &str| match letter.bytes().next() {
                Some(last) => label.bytes().next() == Some(last + 1),
                None => label == "a" || label == "i",
            };
            // (i) after (h) is a letter, after (b) it is a part of (b)
            let nested = label.filter(|label| {
                !letter.is_empty() && !follows(label) && label.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
            });
            let part = match (label, nested) {
                (Some(label), Some(_)) => Some(format!("({letter})({label})")),
                (Some(label), None) => {
                    label.clone_into(&mut letter);
                    Some(format!("({label})"))
                }
                (None, _) => None,
            };
            // what the words before the list ask is asked in each of its parts
            let inherited: Option<Asked> = match (&part, nested) {
                (None, _) => None,
                (Some(_), Some(_)) => above.clone(),
                (Some(_), None) => head.clone(),
            };
            let next = self.piece(line, part.as_deref(), inherited.as_ref());
            if part.is_none() {
                (head, above) = (next.clone(), next);
                letter.clear();
            } else if nested.is_none() {
                above = next.or(inherited);
            }
            self.before += line.chars().count() + 1;
        }
    }

    fn items(&mut self, items: &[Item], above: &str, asked: Option<&Asked>) {
        for item in items {
            let part = format!("{above}{}", named(&item.marker));
            let own = self.piece(&item.text, Some(&part), asked);
            self.items(&item.items, &part, own.as_ref().or(asked));
        }
    }

    /// The promises of one piece of text. Gives of whom the pieces below it ask, when it ends with that ("requested the
    /// Office to:").
    fn piece(&mut self, text: &str, part: Option<&str>, inherited: Option<&Asked>) -> Option<Asked> {
        let tokens = Tokens::new(text);
        let starts: Vec<Request> = requests(&tokens);
        let mut passed_on = None;
        for (rank, request) in starts.iter().enumerate() {
            let last = starts.get(rank + 1).map_or(tokens.len(), |next| next.at);
            let end = clause_end(&tokens, request.action, last);
            if !request.asks {
                // what it may do is nothing that it was asked for: it ends the request before it, and its parts ask of nobody
                passed_on = Some(Asked::default());
                continue;
            }
            // "a demandé": the verb with its auxiliary
            let verb = request.at - usize::from(request.at > 0 && matches!(tokens.word(request.at - 1), "a" | "ont"));
            // up to what is asked: "le Bureau d’" of "d’en tenir compte"
            let words = tokens.bytes(verb, verb + 1).start..tokens.bytes(request.action, request.action + 1).start;
            let words = tokens.source.get(words).unwrap_or_default().trim().to_owned();
            let asked = Asked { whom: request.asked_of.clone(), words };
            if end <= request.action || end <= request.action + 1 && tokens.is_sign(request.action, ':') {
                passed_on = Some(asked);
                continue;
            }
            self.push(&tokens, request.at, request.action, end, &asked, part);
        }
        if let Some(asked) = inherited.filter(|asked| starts.is_empty() && !asked.whom.is_empty()) {
            let begin = if part.is_some() { marker_tokens(&tokens) } else { 0 };
            let end = clause_end(&tokens, begin, tokens.len());
            if end > begin {
                self.push(&tokens, begin, begin, end, asked, part);
            }
        } else if starts.iter().all(|one| !one.asks)
            && let Some((at, whom)) = resolves(&tokens)
        {
            // the Governing Body set itself a date
            let end = clause_end(&tokens, at, starts.first().map_or(tokens.len(), |next| next.at));
            if due_session(&tokens, at, end, self.paper.session()).is_some() {
                self.push(&tokens, at, at, end, &Asked { whom: whom.to_owned(), words: String::new() }, part);
            }
        }
        passed_on
    }

    fn push(&mut self, tokens: &Tokens<'_>, from: usize, action: usize, end: usize, asked: &Asked, part: Option<&str>) {
        let source = tokens.source;
        let quote = tokens.bytes(from, end);
        let words = tokens.bytes(action, end);
        let before = self.before;
        let characters = |byte: usize| before + source.get(..byte).map_or(0, |before| before.chars().count());
        let due_session = due_session(tokens, action, end, self.paper.session());
        self.out.push(Promise {
            paper: self.paper.clone(),
            paragraph: self.paragraph.map(str::to_owned),
            part: part.map(str::to_owned).or_else(|| inline_part(tokens, from)),
            asked_of: asked.whom.clone(),
            lead: asked.words.clone(),
            action: source.get(words).unwrap_or_default().trim().to_owned(),
            due_date: due_date(tokens, action, end, due_session.map(|(_, at)| at)),
            due_session: due_session.map(|(session, _)| session),
            quote: source.get(quote.clone()).unwrap_or_default().to_owned(),
            at: [characters(quote.start), characters(quote.end)],
        });
    }
}

/// `(b)` before token `from` in a text that holds its parts in one line: "The Governing Body: (a) …; and (b) …".
fn inline_part(tokens: &Tokens<'_>, from: usize) -> Option<String> {
    let at = (1..from.saturating_sub(2)).rev().find(|at| {
        tokens.word(at + 1).len() == 1
            && tokens.is_sign(*at, '(')
            && tokens.is_sign(at + 2, ')')
            && ([':', ';', ','].iter().any(|sign| tokens.is_sign(at - 1, *sign))
                || matches!(tokens.word(at - 1), "and" | "et" | "y"))
    })?;
    Some(format!("({})", tokens.word(at + 1)))
}

/// `(b)` at the beginning of a line.
fn marker_tokens(tokens: &Tokens<'_>) -> usize {
    match () {
        () if tokens.is_sign(0, '(') && tokens.is_sign(2, ')') => 3,
        () if tokens.is_sign(1, ')') => 2,
        () => 0,
    }
}

struct Request {
    /// The token of "requested".
    at: usize,
    asked_of: String,
    /// The token at which the words of what is asked begin.
    action: usize,
    /// False for a permission: "authorized … to".
    asks: bool,
}

/// Every "requested … to", "a demandé au … de", "pidió al … que".
fn requests(tokens: &Tokens<'_>) -> Vec<Request> {
    let mut out: Vec<Request> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match request(tokens, at) {
            Some(request) => {
                at = request.action.max(at + 1);
                out.push(request);
            }
            None => at += 1,
        }
    }
    out
}

fn request(tokens: &Tokens<'_>, at: usize) -> Option<Request> {
    let before = at.checked_sub(1).map_or("", |at| tokens.word(at));
    if matches!(before, "as" | "by" | "the" | "la" | "le" | "comme" | "que" | "se" | "been" | "was" | "were" | "no") {
        return None;
    }
    let (links, signs): (&[&str], &[&str]) = match tokens.word(at) {
        "requested" | "requests" | "request" | "asked" | "asks" | "invited" | "invites" | "instructed"
        | "instructs" | "urged" | "urges" | "encouraged" | "encourages" | "directed" | "directs" | "authorized"
        | "authorizes" | "authorised" | "authorises" | "mandated" => (&["to"], &["the", "its", "all"]),
        "called" | "calls" if matches!(tokens.word(at + 1), "on" | "upon") => (&["to"], &["the", "on", "upon", "all"]),
        "demande" | "prie" | "invite" | "charge" | "encourage" | "autorise" => {
            (&["de", "d", "a"], &["au", "aux", "a", "le", "la", "les", "l", "son", "ses"])
        }
        "pide" | "pidio" | "solicita" | "solicito" | "encarga" | "encargo" | "invita" | "invito" | "insta"
        | "insto" | "alienta" | "alento" | "encomienda" | "encomendo" | "autoriza" | "autorizo" => {
            (&["que", "a"], &["al", "a", "la", "los", "las", "el", "su"])
        }
        _ => return None,
    };
    let mut from = at + 1;
    while signs.contains(&tokens.word(from)) && from < at + 4 {
        from += 1;
    }
    if from == at + 1 && !tokens.is_capital(from) {
        return None;
    }
    let action = (from + 1..from + LONGEST_NAME).find(|next| {
        links.contains(&tokens.word(*next)) && !is_name_link(tokens, *next)
            || tokens.is_sign(*next, ':')
            || tokens.is_sign(*next, ';')
            || tokens.ends_sentence(*next)
    })?;
    if !(links.contains(&tokens.word(action)) || tokens.is_sign(action, ':')) {
        return None;
    }
    let end = if tokens.is_sign(action - 1, ',') { action - 1 } else { action };
    let asked_of = tokens.source.get(tokens.bytes(from, end))?.trim().to_owned();
    let begins = if tokens.is_sign(action, ':') { action } else { action + 1 };
    let allowed = ["authori", "autoris", "autoriz"].iter().any(|stem| tokens.word(at).starts_with(stem));
    Some(Request { at, asked_of, action: begins, asks: !allowed })
}

/// "directeur général **du**", "gouvernements **de** …" inside a name: "de" and "a" before a capital or an article.
fn is_name_link(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.word(at), "de" | "d" | "a")
        && (tokens.is_capital(at + 1) || matches!(tokens.word(at + 1), "la" | "l"))
}

/// "decided to", "deferred", "a décidé de", "decidió": what the Governing Body resolves for itself.
fn resolves(tokens: &Tokens<'_>) -> Option<(usize, &'static str)> {
    (0..tokens.len()).find_map(|at| {
        let whom = match tokens.word(at) {
            "decided" | "decides" | "agreed" | "agrees" | "deferred" | "defers" | "postponed" => "Governing Body",
            "decide" | "reporte" | "convient" | "convenu" if french(tokens) => "Conseil d’administration",
            "decide" | "decidio" | "aplaza" | "aplazo" | "acuerda" | "acordo" => "Consejo de Administración",
            _ => return None,
        };
        Some((at, whom))
    })
}

fn french(tokens: &Tokens<'_>) -> bool {
    (0..tokens.len().min(60)).any(|at| matches!(tokens.word(at), "du" | "au" | "une" | "sa" | "conseil"))
}

/// Where the clause that begins at `from` ends: a semicolon, the end of the sentence, or `last`.
fn clause_end(tokens: &Tokens<'_>, from: usize, last: usize) -> usize {
    let end = (from..last)
        .find(|at| {
            tokens.is_sign(*at, ';')
                || tokens.is_sign(*at, '\n')
                || tokens.is_sign(*at, '.') && tokens.ends_sentence(*at) && !tokens.is_joined(at + 1)
        })
        .unwrap_or(last);
    // "…, and" before the next request
    let mut end = end;
    while end > from
        && (matches!(tokens.word(end - 1), "and" | "et" | "y" | "a" | "further" | "also")
            || tokens.is_sign(end - 1, ','))
    {
        end -= 1;
    }
    end
}

/// The session named in a clause, and its token: one that is still to come.
fn due_session(tokens: &Tokens<'_>, from: usize, end: usize, own: u16) -> Option<(u16, usize)> {
    let next = || next_session(tokens, from, end).map(|at| (own.saturating_add(1), at));
    numbered_session(tokens, from, end, own).or_else(next)
}

/// "at its next session", "à sa prochaine session", "en su próxima reunión": the Governing Body's own, not the Conference's.
fn next_session(tokens: &Tokens<'_>, from: usize, end: usize) -> Option<usize> {
    (from..end).find(|at| {
        let words = [tokens.word(*at), tokens.word(at + 1), tokens.word(at + 2)];
        matches!(
            words,
            ["its", "next" | "following", "session"]
                | ["sa", "prochaine", "session"]
                | ["sa", "session", "suivante"]
                | ["su", "proxima" | "siguiente", "reunion"]
        ) && !(at + 3..at + 7).any(|at| matches!(tokens.word(at), "conference" | "conferencia"))
    })
}

/// The session named by its number.
fn numbered_session(tokens: &Tokens<'_>, from: usize, end: usize, own: u16) -> Option<(u16, usize)> {
    (from..end).find_map(|at| {
        let text = tokens.number(at);
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let session: u16 = text.get(..digits).filter(|digits| digits.len() == 3)?.parse().ok()?;
        let names = |word: &str| matches!(word, "session" | "sessions" | "reunion" | "reuniones");
        let mut next = at + 1;
        // "347.ª reunión", "347th and 350th Sessions"
        let named = loop {
            if names(tokens.word(next)) {
                break true;
            }
            let joins = matches!(
                tokens.word(next),
                "a" | "e" | "th" | "st" | "nd" | "rd" | "and" | "et" | "y" | "or" | "ou" | "o"
            ) || [',', '.', '(', ')'].iter().any(|sign| tokens.is_sign(next, *sign))
                || !tokens.number(next).is_empty();
            if !joins || next > at + 8 {
                break false;
            }
            next += 1;
        };
        (named && session > own && session <= own.saturating_add(FARTHEST)).then_some((session, at))
    })
}

/// The date by which it is due: in brackets after the session, else after "by", "before", "d'ici", "a más tardar".
fn due_date(tokens: &Tokens<'_>, from: usize, end: usize, session: Option<usize>) -> Option<String> {
    if let Some(at) = session {
        let open = (at..(at + 8).min(end)).find(|at| tokens.is_sign(*at, '('))?;
        return (open + 1..(open + 5).min(end)).find_map(|at| month(tokens, at).or_else(|| year(tokens, at)));
    }
    (from..end).find_map(|at| {
        let limit = match tokens.word(at) {
            "by" | "before" | "avant" | "until" => true,
            "ici" => tokens.word(at.wrapping_sub(1)) == "d",
            "tardar" => tokens.word(at.wrapping_sub(1)) == "mas",
            "antes" => tokens.word(at + 1) == "de" || tokens.word(at + 1) == "del",
            _ => false,
        };
        if !limit {
            return None;
        }
        // "by the end of 2030", "d'ici à la fin de 2030", "a más tardar el 5 de marzo de 2031"
        (at + 1..(at + 8).min(end)).find_map(|at| month(tokens, at).or_else(|| year(tokens, at)))
    })
}

fn year(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    let text = tokens.number(at);
    (text.len() == 4 && matches!(text.parse(), Ok(1990..2100u16))).then(|| text.to_owned())
}

/// `March 2023`, `5 March 2023`, `marzo de 2023` at `at`.
fn month(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    let of = MONTHS.iter().position(|names| names.contains(&tokens.word(at)))? + 1;
    let ahead = at + 1 + usize::from(tokens.word(at + 1) == "de");
    let year = year(tokens, ahead)?;
    let mut back = at.checked_sub(1);
    if back.is_some_and(|at| tokens.word(at) == "de") {
        back = back.and_then(|at| at.checked_sub(1));
    }
    let day = back
        .and_then(|at| tokens.number(at).trim_end_matches("er").parse::<u8>().ok())
        .filter(|day| (1..=31).contains(day));
    Some(day.map_or_else(|| format!("{year}-{of:02}"), |day| format!("{year}-{of:02}-{day:02}")))
}

#[cfg(test)]
#[path = "promises_tests.rs"]
mod tests;
