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
        // a draft in one block reads as an adopted text does
        None if entry.items.is_empty() => found.adopted(&entry.text),
        None => {
            let asked = found.piece(&entry.text, None, None, true);
            found.items(&entry.items, "", asked.as_ref());
        }
    }
    found.out
}

const ROMAN: [&str; 15] =
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv"];
const NUMBERS: [&str; 15] = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15"];

/// `a` of `(a)` or `a)` before the words of a line of an adopted text.
fn marker(line: &str) -> Option<&str> {
    let (label, _) = line.trim_start().split_once(')')?;
    let label = label.strip_prefix('(').unwrap_or(label);
    let lettered = (1..=4).contains(&label.len()) && label.chars().all(|c| c.is_ascii_lowercase());
    (lettered || NUMBERS.contains(&label)).then_some(label)
}

/// A point that has no label.
fn bullet(line: &str) -> bool {
    line.trim_start().starts_with(['•', '–', '—', '▪'])
}

/// A line with the points numbered in it, "requested the Office to submit: (i) …; (ii) …", on lines of their own.
fn numbered(line: &str) -> String {
    let begins = |marks: [&str; 2]| marks.iter().any(|mark| line.contains(mark));
    match () {
        () if begins([": (i) ", ": i) "]) => super::quote::parted(line, &ROMAN),
        () if begins([": (1) ", ": 1) "]) => super::quote::parted(line, &NUMBERS),
        () => line.to_owned(),
    }
}

/// True when the part `label` comes after the part `last`: (b) after (a), (ii) after (i).
fn follows(last: &str, label: &str) -> bool {
    let next = |labels: &[&str]| {
        let at = labels.iter().position(|one| *one == last);
        at.and_then(|at| labels.get(at + 1)).is_some_and(|next| *next == label)
    };
    let letter = |label: &str| label.bytes().next().filter(|_| label.len() == 1);
    next(&ROMAN) || next(&NUMBERS) || letter(last).is_some_and(|last| letter(label) == last.checked_add(1))
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
    /// When it is due, as far as the words say.
    due: Due,
    /// The Governing Body set itself what follows: it counts where a session is named.
    itself: bool,
}

/// The session at which something is due, and the date.
type Due = (Option<u16>, Option<String>);

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
        let (mut outer, mut inner, mut head, mut above) = (String::new(), String::new(), None, None);
        let mut lines = lines.iter().flat_map(|line| line.split('\n')).peekable();
        while let Some(line) = lines.next() {
            let label = marker(line);
            let below = lines.peek().is_some_and(|next| {
                let first = matches!(marker(next), Some("a" | "i" | "1"));
                first && label.is_none_or(|label| marker(next).is_some_and(|next| !follows(label, next)))
                    || bullet(next) && !bullet(line)
            });
            // (i) after (h) is a letter, after (b) it is a part of (b)
            let nested = label.filter(|label| {
                let begins =
                    ["a", "i", "1"].contains(label) || ROMAN.contains(label) && !ROMAN.contains(&outer.as_str());
                !outer.is_empty() && !follows(&outer, label) && (follows(&inner, label) || begins)
            });
            let part = match (label, nested) {
                (Some(label), Some(_)) => {
                    label.clone_into(&mut inner);
                    Some(format!("({outer})({label})"))
                }
                (Some(label), None) => {
                    label.clone_into(&mut outer);
                    inner.clear();
                    Some(format!("({label})"))
                }
                (None, _) => None,
            };
            // what the words before the list ask is asked in each of its parts
            let inherited: Option<Asked> = match (&part, nested) {
                (None, _) if bullet(line) => above.clone(),
                (None, _) => None,
                (Some(_), Some(_)) => above.clone(),
                (Some(_), None) => head.clone(),
            };
            let next = self.piece(line, part.as_deref(), inherited.as_ref(), below);
            if part.is_none() && !bullet(line) {
                (head, above) = (next.clone(), next);
                outer.clear();
                inner.clear();
            } else if part.is_some() && nested.is_none() {
                above = next.or(inherited);
            }
            self.before += line.chars().count() + 1;
        }
    }

    fn items(&mut self, items: &[Item], above: &str, asked: Option<&Asked>) {
        for item in items {
            let part = format!("{above}{}", named(&item.marker));
            let own = self.piece(&item.text, Some(&part), asked, !item.items.is_empty());
            self.items(&item.items, &part, own.as_ref().or(asked));
        }
    }

    /// The promises of one piece of text, with points `below` it or none. Gives of whom the points below it ask, when it
    /// ends with that ("requested the Office to:", "requested the Office to submit to its 401st Session:").
    fn piece(&mut self, text: &str, part: Option<&str>, inherited: Option<&Asked>, below: bool) -> Option<Asked> {
        let tokens = Tokens::new(text);
        let mut starts: Vec<Request> = requests(&tokens);
        let begin = marker_tokens(&tokens);
        let inherited = inherited.filter(|asked| !asked.whom.is_empty());
        // "to: (i) prepare a form and request the Governments to use it": asked of the Office too
        if inherited.is_some() && starts.first().is_some_and(|one| one.verb > begin || tokens.word(one.at) == "request")
        {
            starts.clear();
        }
        let mut passed_on = None;
        for (rank, request) in starts.iter().enumerate() {
            let next = starts.get(rank + 1);
            let last = next.map_or(tokens.len(), |next| next.verb);
            let end = clause_end(&tokens, request.action, last, below && next.is_none());
            if !request.asks {
                // what it may do is nothing that it was asked for: it ends the request before it, and its parts ask of nobody
                passed_on = Some(Asked::default());
                continue;
            }
            // up to what is asked: "le Bureau d’" of "d’en tenir compte"
            let words = tokens.bytes(request.verb, request.verb + 1).start
                ..tokens.bytes(request.action, request.action + 1).start;
            let words = tokens.source.get(words).unwrap_or_default().trim().to_owned();
            let asked = Asked { whom: request.asked_of.clone(), words, ..Asked::default() };
            if end <= request.action || end <= request.action + 1 && tokens.is_sign(request.action, ':') {
                passed_on = Some(asked);
                continue;
            }
            if below && end == tokens.len() {
                let words = tokens.source.get(tokens.bytes(request.verb, end)).unwrap_or_default().to_owned();
                passed_on = Some(Asked { words, due: self.due(&tokens, request.action, end), ..asked });
                continue;
            }
            passed_on = below.then(Asked::default);
            self.push(&tokens, request.verb, request.action, end, &asked, part);
        }
        if let Some(asked) = inherited.filter(|_| starts.is_empty()) {
            let end = clause_end(&tokens, begin, tokens.len(), true);
            let own = self.due(&tokens, begin, end);
            let due = if own == Due::default() { asked.due.clone() } else { own };
            if below && end == tokens.len() {
                let action = tokens.source.get(tokens.bytes(begin, end)).unwrap_or_default();
                let words = Promise::joined(&asked.words, part, action);
                passed_on = Some(Asked { words, due, ..asked.clone() });
            } else if end > begin && (!asked.itself || due.0.is_some()) {
                self.push(&tokens, begin, begin, end, asked, part);
            }
        } else if starts.iter().all(|one| !one.asks)
            && let Some((at, whom)) = resolves(&tokens)
        {
            // the Governing Body set itself a date
            let at = verb_start(&tokens, at);
            let next = starts.first();
            let end = clause_end(&tokens, at, next.map_or(tokens.len(), |next| next.verb), below && next.is_none());
            let due = self.due(&tokens, at, end);
            if below && end == tokens.len() {
                let words = tokens.source.get(tokens.bytes(at, end)).unwrap_or_default().to_owned();
                passed_on = Some(Asked { whom: whom.to_owned(), words, due, itself: true });
            } else if due.0.is_some() {
                self.push(&tokens, at, at, end, &Asked { whom: whom.to_owned(), ..Asked::default() }, part);
            }
        }
        passed_on
    }

    fn due(&self, tokens: &Tokens<'_>, from: usize, end: usize) -> Due {
        let session = due_session(tokens, from, end, self.paper.session());
        (session.map(|(session, _)| session), due_date(tokens, from, end, session.map(|(_, at)| at)))
    }

    fn push(&mut self, tokens: &Tokens<'_>, from: usize, action: usize, end: usize, asked: &Asked, part: Option<&str>) {
        let source = tokens.source;
        let quote = tokens.bytes(from, end);
        let words = tokens.bytes(action, end);
        let before = self.before;
        let characters = |byte: usize| before + source.get(..byte).map_or(0, |before| before.chars().count());
        let own = self.due(tokens, action, end);
        let (due_session, due_date) = if own == Due::default() { asked.due.clone() } else { own };
        self.out.push(Promise {
            paper: self.paper.clone(),
            paragraph: self.paragraph.map(str::to_owned),
            part: part.map(str::to_owned).or_else(|| inline_part(tokens, from)),
            asked_of: asked.whom.clone(),
            lead: asked.words.clone(),
            action: source.get(words).unwrap_or_default().trim().to_owned(),
            due_date,
            due_session,
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
        () if ['•', '-', '▪'].iter().any(|sign| tokens.is_sign(0, *sign)) => 1,
        () => 0,
    }
}

struct Request {
    /// The token of "requested".
    at: usize,
    /// Where the verb begins: "a également" of "a également prié".
    verb: usize,
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
    if matches!(
        before,
        "as" | "by" | "the" | "la" | "le" | "comme" | "que" | "se" | "been" | "was" | "were" | "no" | "pas"
    ) {
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
    Some(Request { at, verb: verb_start(tokens, at), asked_of, action: begins, asks: !allowed })
}

/// Where a verb begins that has its main word at `at`: with its auxiliary, "a prié", "est en outre convenu".
fn verb_start(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut from = at;
    while from > 0
        && at - from < 4
        && matches!(
            tokens.word(from - 1),
            "egalement" | "aussi" | "en" | "outre" | "par" | "ailleurs" | "ensuite" | "enfin"
        )
    {
        from -= 1;
    }
    let helps = from > 0 && matches!(tokens.word(from - 1), "a" | "ont" | "est" | "has" | "have");
    if helps { from - 1 } else { at }
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

/// Where the clause that begins at `from` ends: the end of the sentence, a semicolon after which something else is decided,
/// or `last`. A `whole` point of a list goes on through its sentences.
fn clause_end(tokens: &Tokens<'_>, from: usize, last: usize, whole: bool) -> usize {
    let end = (from..last)
        .find(|at| {
            let sentence = tokens.is_sign(*at, '.') && tokens.ends_sentence(*at) && !tokens.is_joined(at + 1);
            // the sign that ends a piece is no word of it
            sentence && (!whole || at + 1 >= last || turns(tokens, at + 1))
                || tokens.is_sign(*at, ';') && (at + 1 >= last || turns(tokens, at + 1))
                || tokens.is_sign(*at, '\n')
        })
        .unwrap_or(last);
    // "…, and" before the next request
    let mut end = end;
    while end > from
        && (matches!(tokens.word(end - 1), "and" | "et" | "y" | "further" | "also")
            || [',', ';'].iter().any(|sign| tokens.is_sign(end - 1, *sign)))
    {
        end -= 1;
    }
    end
}

/// True when the words at `at`, after a semicolon or a sentence, are another act of the Governing Body.
fn turns(tokens: &Tokens<'_>, at: usize) -> bool {
    let passed = |at: usize| {
        matches!(
            tokens.word(at),
            "and"
                | "et"
                | "y"
                | "it"
                | "il"
                | "a"
                | "s"
                | "est"
                | "the"
                | "le"
                | "el"
                | "has"
                | "further"
                | "also"
                | "egalement"
        ) || ['(', ')'].iter().any(|sign| tokens.is_sign(at, *sign))
            || tokens.is_sign(at + 1, ')')
    };
    let Some(at) = (at..at + 8).find(|at| !passed(*at)) else { return false };
    let another = matches!(tokens.word(at), "governing" | "conseil" | "consejo");
    let another = another || matches!(tokens.word(at), "decided" | "decides" | "took" | "takes" | "noted" | "notes");
    let words = [
        "adopted",
        "adopts",
        "approved",
        "approves",
        "endorsed",
        "endorses",
        "agreed",
        "agrees",
        "deferred",
        "defers",
        "recalled",
        "recalls",
        "welcomed",
        "welcomes",
        "postponed",
        "postpones",
        "recommended",
        "recommends",
        "decide",
        "pris",
        "prend",
        "adopte",
        "approuve",
        "rappele",
        "rappelle",
        "reporte",
        "convenu",
        "convient",
        "recommande",
        "decidio",
        "toma",
        "tomo",
        "adopta",
        "adopto",
        "aprueba",
        "aprobo",
        "acuerda",
        "acordo",
        "aplaza",
        "aplazo",
        "recuerda",
        "recordo",
        "recomienda",
        "recomendo",
    ];
    another || words.contains(&tokens.word(at))
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
