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
    let mut found = Finder { paper: &entry.paper, paragraph: entry.paragraph.as_deref(), out: Vec::new() };
    match &entry.adopted_text {
        Some(text) => {
            let mut asked = None;
            for line in text.lines() {
                let (part, _) = marker(line);
                let next = found.piece(line, part, asked.as_deref());
                // what the words before the list ask is asked in each of its parts
                asked = next.or(asked.filter(|_| part.is_some()));
            }
        }
        None => {
            let asked = found.piece(&entry.text, None, None);
            found.items(&entry.items, "", asked.as_deref());
        }
    }
    found.out
}

/// `(a)` before the words of a line of an adopted text.
fn marker(line: &str) -> (Option<&str>, &str) {
    let trimmed = line.trim_start();
    let end = trimmed.char_indices().take(8).find(|(_, c)| *c == ')').map(|(at, _)| at + 1);
    match end.and_then(|end| trimmed.split_at_checked(end)) {
        Some((label, rest))
            if label.trim_matches(['(', ')']).chars().all(|c| c.is_ascii_lowercase()) && label.len() <= 6 =>
        {
            (Some(label), rest)
        }
        _ => (None, line),
    }
}

struct Finder<'a> {
    paper: &'a Symbol,
    paragraph: Option<&'a str>,
    out: Vec<Promise>,
}

impl Finder<'_> {
    fn items(&mut self, items: &[Item], above: &str, asked: Option<&str>) {
        for item in items {
            let part = format!("{above}{}", item.marker.trim());
            let own = self.piece(&item.text, Some(&part), asked);
            self.items(&item.items, &part, own.as_deref().or(asked));
        }
    }

    /// The promises of one piece of text. Gives of whom the pieces below it ask, when it ends with that ("requested the
    /// Office to:").
    fn piece(&mut self, text: &str, part: Option<&str>, inherited: Option<&str>) -> Option<String> {
        let tokens = Tokens::new(text);
        let starts: Vec<Request> = requests(&tokens);
        let mut passed_on = None;
        for (rank, request) in starts.iter().enumerate() {
            let last = starts.get(rank + 1).map_or(tokens.len(), |next| next.at);
            let end = clause_end(&tokens, request.action, last);
            if !request.asks {
                // what it may do is nothing that it was asked for: it ends the request before it, and its parts ask of nobody
                passed_on = Some(String::new());
                continue;
            }
            if end <= request.action || end <= request.action + 1 && tokens.is_sign(request.action, ':') {
                passed_on = Some(request.asked_of.clone());
                continue;
            }
            self.push(&tokens, request.at, request.action, end, &request.asked_of, part);
        }
        if let Some(asked) = inherited.filter(|asked| starts.is_empty() && !asked.is_empty()) {
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
                self.push(&tokens, at, at, end, whom, part);
            }
        }
        passed_on
    }

    fn push(
        &mut self,
        tokens: &Tokens<'_>,
        from: usize,
        action: usize,
        end: usize,
        asked_of: &str,
        part: Option<&str>,
    ) {
        let source = tokens.source;
        let quote = tokens.bytes(from, end);
        let words = tokens.bytes(action, end);
        let characters = |byte: usize| source.get(..byte).map_or(0, |before| before.chars().count());
        let due_session = due_session(tokens, action, end, self.paper.session());
        self.out.push(Promise {
            paper: self.paper.clone(),
            paragraph: self.paragraph.map(str::to_owned),
            part: part.map(str::to_owned).or_else(|| inline_part(tokens, from)),
            asked_of: asked_of.to_owned(),
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
    if tokens.is_sign(0, '(') && tokens.is_sign(2, ')') { 3 } else { 0 }
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
mod tests {
    use super::*;
    use crate::model::Outcome;

    fn entry(text: &str, items: &[&str]) -> BoardEntry {
        let item = |text: &&str| {
            let (marker, text) = text.split_once(' ').unwrap_or(("", text));
            Item { marker: marker.to_owned(), text: text.to_owned(), ..Item::default() }
        };
        BoardEntry {
            paper: "GB.346/INS/5".parse().unwrap(),
            paragraph: Some("29".into()),
            id: "para_29".into(),
            language: None,
            title: None,
            text: text.to_owned(),
            items: items.iter().map(item).collect(),
            outcome: Outcome::Pending,
            adopted_text: None,
            decided_on: None,
        }
    }

    fn told(entry: &BoardEntry) -> Vec<String> {
        of_entry(entry)
            .into_iter()
            .map(|one| {
                format!(
                    "{}[{}] {} | {} | {}",
                    one.part.unwrap_or_default(),
                    one.asked_of,
                    one.action,
                    one.due_session.map_or("-".to_owned(), |session| session.to_string()),
                    one.due_date.unwrap_or("-".to_owned())
                )
            })
            .collect()
    }

    #[test]
    fn the_next_session_is_the_one_after_that_of_the_paper() {
        let due = |text: &str| of_entry(&entry(text, &[])).into_iter().map(|one| one.due_session).collect::<Vec<_>>();
        assert_eq!(due("The Governing Body requested the Office to report at its next session."), [Some(347)]);
        assert_eq!(
            due("Le Conseil d’administration prie le Bureau de faire rapport à sa prochaine session."),
            [Some(347)]
        );
        assert_eq!(
            due("El Consejo de Administración pide a la Oficina que informe en su próxima reunión."),
            [Some(347)]
        );
        assert_eq!(
            due(
                "The Governing Body requested the Office to report to the Conference at its next session of the Conference."
            ),
            [None]
        );
    }

    #[test]
    fn requests_name_who_what_and_when() {
        let draft = entry(
            "The Governing Body:",
            &[
                "(a) took note of the report; and",
                "(b) requested the Director-General to present an updated report to its 347th Session (March 2023);",
                "(c) requested the Office to take its guidance into account, and to submit a plan for consideration at the 349th Session (October–November 2023); and",
                "(d) invited the Governments of member States to reply by 31 December 2023.",
                "(e) decided to consider the matter again at its 350th Session (March 2024).",
                "(f) recalled its decision at its 344th Session (March 2022).",
            ],
        );
        assert_eq!(
            told(&draft),
            [
                "(b)[Director-General] present an updated report to its 347th Session (March 2023) | 347 | 2023-03",
                "(c)[Office] take its guidance into account, and to submit a plan for consideration at the 349th Session (October–November 2023) | 349 | 2023-11",
                "(d)[Governments of member States] reply by 31 December 2023 | - | 2023-12-31",
                "(e)[Governing Body] decided to consider the matter again at its 350th Session (March 2024) | 350 | 2024-03",
            ]
        );
    }

    #[test]
    fn a_request_before_a_list_holds_for_each_of_its_parts() {
        let draft = entry(
            "The Governing Body requested the Director-General to:",
            &["(a) submit a report to its 348th Session (June 2023); and", "(b) find the money."],
        );
        assert_eq!(
            told(&draft),
            [
                "(a)[Director-General] submit a report to its 348th Session (June 2023) | 348 | 2023-06",
                "(b)[Director-General] find the money | - | -",
            ]
        );
    }

    #[test]
    fn french_and_spanish() {
        for (text, wanted) in [
            (
                "Le Conseil d’administration a demandé au Directeur général de lui présenter un rapport à sa 347e session (mars 2023).",
                "[Directeur général] lui présenter un rapport à sa 347e session (mars 2023) | 347 | 2023-03",
            ),
            (
                "Le Conseil d’administration prie le Bureau de soumettre une stratégie d’ici à la fin de 2023.",
                "[Bureau] soumettre une stratégie d’ici à la fin de 2023 | - | 2023",
            ),
            (
                "El Consejo de Administración pidió al Director General que le presentara un informe en su 347.ª reunión (marzo de 2023).",
                "[Director General] le presentara un informe en su 347.ª reunión (marzo de 2023) | 347 | 2023-03",
            ),
            (
                "El Consejo de Administración solicita a la Oficina que prepare un plan a más tardar el 5 de marzo de 2023.",
                "[Oficina] prepare un plan a más tardar el 5 de marzo de 2023 | - | 2023-03-05",
            ),
            (
                "El Consejo de Administración decidió examinar la cuestión en su 350.ª reunión (marzo de 2024).",
                "[Consejo de Administración] decidió examinar la cuestión en su 350.ª reunión (marzo de 2024) | 350 | 2024-03",
            ),
        ] {
            assert_eq!(told(&entry(text, &[])), [wanted]);
        }
    }

    #[test]
    fn the_adopted_text_goes_before_the_draft_and_the_words_can_be_found() {
        let mut decided = entry("The Governing Body requested the Office to wait until its 360th Session.", &[]);
        decided.adopted_text = Some(
            "The Governing Body:\n(a) took note; and\n(b) requested the Office to report to its 347th Session (March 2023).".into(),
        );
        let found = of_entry(&decided);
        assert_eq!(found.len(), 1, "{found:?}");
        let one = &found[0];
        assert_eq!((one.part.as_deref(), one.due_session), (Some("(b)"), Some(347)));
        assert_eq!(one.quote, "requested the Office to report to its 347th Session (March 2023)");
    }

    #[test]
    fn an_adopted_text_in_one_line_tells_its_parts() {
        let mut decided = entry("The Governing Body:", &[]);
        decided.adopted_text = Some(
            "The Governing Body: (a) took note of it; (b) requested the Office to report to its 347th Session; and \
             (c) invited Members to reply."
                .into(),
        );
        let parts: Vec<_> = of_entry(&decided).into_iter().map(|one| (one.part, one.due_session)).collect();
        assert_eq!(parts, [(Some("(b)".into()), Some(347)), (Some("(c)".into()), None)]);
    }

    #[test]
    fn what_was_asked_before_or_by_others_is_no_promise() {
        for text in [
            "The Governing Body took note of the report, as requested at its 340th Session.",
            "The Governing Body adopted the agenda of the 112th Session (2024) of the Conference.",
            "Le Conseil d’administration prend note du rapport.",
            "El Consejo de Administración toma nota del informe.",
        ] {
            assert!(told(&entry(text, &[])).is_empty(), "{text}: {:?}", told(&entry(text, &[])));
        }
    }

    #[test]
    fn an_authorization_is_no_request_and_ends_the_one_before_it() {
        for text in [
            "The Governing Body authorized the Director-General to use up to 7.9 million by 31 December 2023.",
            "Le Conseil d’administration a autorisé le Directeur général à utiliser ces ressources en 2023.",
            "Le Conseil d’administration autorise le Bureau à publier le rapport.",
            "El Consejo de Administración autorizó al Director General a que utilizara los recursos.",
            "El Consejo de Administración autoriza a la Oficina a publicar el informe.",
        ] {
            assert!(told(&entry(text, &[])).is_empty(), "{text}: {:?}", told(&entry(text, &[])));
        }
        let both = "The Governing Body requested the Office to report to its 347th Session and authorized the \
                    Director-General to sign the agreement.";
        assert_eq!(told(&entry(both, &[])), ["[Office] report to its 347th Session | 347 | -"]);
        let mut decided = entry("", &[]);
        decided.adopted_text = Some(
            "The Governing Body:\n(a) requested the Office to:\n(i) report;\n(b) authorized the Director-General to:\n(i) sign.".into(),
        );
        assert_eq!(told(&decided), ["(i)[Office] report | - | -"]);
        let list = entry("The Governing Body authorized the Director-General to:", &["(a) sign; and", "(b) pay."]);
        assert!(told(&list).is_empty(), "{:?}", told(&list));
    }

    proptest::proptest! {
        #[test]
        fn no_text_does_harm(text in "((requested|the|Office|to|347th|Session|\\(|\\)|March|2023|;|\\.|de|pide|a|la|que|,|:| ){1,3}){0,40}", any in ".{0,80}") {
            for text in [text, any] {
                for one in of_entry(&entry(&text, &[])) {
                    let words: String = text.chars().skip(one.at[0]).take(one.at[1] - one.at[0]).collect();
                    proptest::prop_assert_eq!(words, one.quote);
                }
            }
        }
    }
}
