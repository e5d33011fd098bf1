//! Conventions, Recommendations and Protocols. The number follows title and year in English and Spanish
//! (`Employment Policy Convention, 1964 (No. 122)`, `Convenio …, 1948 (núm. 87)`), the word itself in French
//! (`convention (nº 29) sur …`), and stands alone in short forms (`Conventions Nos 81 and 129`, `C87 and 29`).

use super::{Next, Scan, numbers, words};
use crate::model::Target;

/// How many tokens a title between the word Convention and its number may take.
const LONGEST_TITLE: usize = 45;

/// Protocols by the year they are cited with: the Convention they belong to, and words of its title in the three languages
/// (NORMLEX numbers them P029, P081 …).
const PROTOCOLS: [(&str, u16, &[&str]); 6] = [
    ("1982", 110, &["plantations", "plantaciones"]),
    ("1990", 89, &["night", "nuit", "nocturno"]),
    ("1995", 81, &["inspection", "inspeccion"]),
    ("1996", 147, &["merchant", "marine", "mercante"]),
    ("2002", 155, &["safety", "securite", "seguridad"]),
    ("2014", 29, &["forced", "force", "forzoso"]),
];

/// Highest numbers that can be meant, with room for what is yet to be adopted.
const LAST_CONVENTION: u16 = 199;
const LAST_RECOMMENDATION: u16 = 219;

fn kind_of(word: &str) -> Option<char> {
    match word {
        "convention" | "conventions" | "convenio" | "convenios" => Some('C'),
        "recommendation" | "recommendations" | "recommandation" | "recommandations" | "recomendacion"
        | "recomendaciones" => Some('R'),
        _ => None,
    }
}

/// What the Office calls groups of Conventions, where the number comes after it.
fn is_adjective(word: &str) -> bool {
    matches!(
        word,
        "fondamentale"
            | "fondamentales"
            | "technique"
            | "techniques"
            | "prioritaire"
            | "prioritaires"
            | "gouvernance"
            | "fundamental"
            | "fundamentales"
            | "tecnico"
            | "tecnicos"
            | "prioritario"
            | "prioritarios"
            | "gobernanza"
    )
}

/// The instrument in its one form, when there can be one with that number.
fn code(kind: char, number: &str) -> Option<String> {
    let number: u16 = number.parse().ok()?;
    let known = match kind {
        'C' => (1..=LAST_CONVENTION).contains(&number),
        'R' => (1..=LAST_RECOMMENDATION).contains(&number),
        _ => PROTOCOLS.iter().any(|(_, parent, _)| *parent == number),
    };
    known.then(|| if kind == 'P' { format!("P{number:03}") } else { format!("{kind}{number}") })
}

impl Scan<'_> {
    /// Instruments at `at`.
    pub(super) fn instruments(&mut self, at: usize) -> Option<Next> {
        let (codes, next) = self
            .maritime(at)
            .or_else(|| self.protocol(at))
            .or_else(|| self.short_codes(at))
            .or_else(|| self.named_instrument(at))?;
        if self.of_the_council_of_europe(next) {
            return Some(next);
        }
        let first = self.title_before(at, codes.len());
        for code in codes {
            self.push(first, next, Target::Instrument(code));
        }
        Some(next)
    }

    /// "Convention No. 108 of the Council of Europe": another house numbers its conventions too.
    fn of_the_council_of_europe(&self, at: usize) -> bool {
        let council = (at + 1..at + 4).find(|at| matches!(self.tokens.word(*at), "council" | "conseil" | "consejo"));
        words::is_of(self.tokens.word(at))
            && council.is_some_and(|at| (at + 2..at + 4).any(|at| matches!(self.tokens.word(at), "europe" | "europa")))
    }

    /// Where the English title that ends in the word at `at` begins: "Employment Policy Convention". Capitals, and small
    /// words between capitals.
    fn title_before(&self, at: usize, instruments: usize) -> usize {
        let mut first = at;
        if instruments != 1 || kind_of(self.tokens.word(at)).is_none() || !self.tokens.is_capital(at) {
            return first;
        }
        // what was cited before is no part of it
        let taken = self.found.last().map_or(0, |last| last.span.end);
        let mut back = at;
        let mut pending = 0;
        // "Based on Recommendation No. 204"
        let small = |word: &str| matches!(word, "and" | "of" | "on" | "in" | "for" | "to" | "at");
        if at.checked_sub(1).is_some_and(|before| small(self.tokens.word(before))) {
            return first;
        }
        while let Some(before) = back.checked_sub(1).filter(|at| self.tokens.bytes(*at, at + 1).start >= taken) {
            let word = self.tokens.word(before);
            // "Protection of the Right to Organise", "from the Informal to the Formal Economy"
            let earlier =
                [before.checked_sub(2), before.checked_sub(1)].map(|at| at.map_or("", |at| self.tokens.word(at)));
            let inside = word == "the" && matches!(earlier, ["protection", "of"] | ["informal", "to"] | [_, "from"]);
            let small = small(word) || inside || word == "from";
            let sign = [',', '(', ')', '-'].iter().any(|sign| self.tokens.is_sign(before, *sign));
            if kind_of(word).is_some() || (word == "the" && !inside) || word == "ilo" || at - before > 16 {
                break;
            }
            if !word.is_empty() && self.tokens.is_capital(before) {
                first = before;
                pending = 0;
            } else if (small || sign) && pending < 3 {
                pending += 1;
            } else {
                break;
            }
            back = before;
        }
        // a title never begins with the bracket or comma of the sentence
        let open = (first..at).filter(|at| self.tokens.is_sign(*at, '(')).count();
        let close = (first..at).filter(|at| self.tokens.is_sign(*at, ')')).count();
        if open == close { first } else { at }
    }

    /// True when an instrument is cited at `at`.
    pub(super) fn names_instrument(&self, at: usize) -> bool {
        let begins = matches!(self.tokens.word(at), "mlc" | "protocol" | "protocole" | "protocolo" | "maritime")
            || kind_of(self.tokens.word(at)).is_some()
            || self.short_codes(at).is_some();
        begins
            && (self.maritime(at).is_some()
                || self.protocol(at).is_some()
                || self.short_codes(at).is_some()
                || self.named_instrument(at).is_some())
    }

    /// The Maritime Labour Convention, which has no number.
    fn maritime(&self, at: usize) -> Option<(Vec<String>, Next)> {
        let word = |ahead: usize| self.tokens.word(at + ahead);
        let mut next = match (word(0), word(1), word(2)) {
            ("maritime", "labour", "convention") | ("convention", "maritime", "labour") => at + 3,
            ("convention", "du", "travail") if word(3) == "maritime" => at + 4,
            ("convenio", "sobre", "el") if word(3) == "trabajo" && word(4) == "maritimo" => at + 5,
            ("mlc", ..) if self.tokens.printed(at) == "MLC" => at + 1,
            _ => return None,
        };
        if self.tokens.is_sign(next, ',') && self.tokens.number(next + 1) == "2006" {
            next += 2;
        }
        // ", as amended (MLC, 2006)"
        let open = (next..next + 6).find(|at| self.tokens.is_sign(*at, '('));
        if let Some(open) = open
            && matches!(self.tokens.word(open + 1), "mlc" | "ctm")
            && let Some(close) = (open..open + 6).find(|at| self.tokens.is_sign(*at, ')'))
        {
            next = close + 1;
        }
        Some((vec!["MLC".to_owned()], next))
    }

    /// `Protocol of 2014 to the Forced Labour Convention, 1930`, `the 2014 Protocol …`, `P029`.
    fn protocol(&self, at: usize) -> Option<(Vec<String>, Next)> {
        let before = at.checked_sub(1).map_or("", |at| self.tokens.number(at));
        if !matches!(self.tokens.word(at), "protocol" | "protocole" | "protocolo") {
            return None;
        }
        let mut next = at + 1;
        let year = if words::is_of(self.tokens.word(next)) && self.tokens.number(next + 1).len() == 4 {
            next += 2;
            self.tokens.number(next - 1)
        } else {
            before
        };
        let marked = words::is_number_marker(self.tokens.word(next));
        if year.is_empty() && marked {
            let number = next + 1 + usize::from(self.tokens.is_sign(next + 1, '.'));
            return code('P', self.tokens.number(number)).map(|code| (vec![code], number + 1));
        }
        let until = self.sentence_end(next, 22);
        if let Some((parent, next)) = self.protocol_of_numbered(next, until, year) {
            return code('P', &parent.to_string()).map(|code| (vec![code], next));
        }
        let (_, parent, title) = if year.is_empty() {
            self.protocol_by_title(next, until)?
        } else {
            PROTOCOLS.iter().find(|(known, _, _)| *known == year)?
        };
        // the title of its Convention follows, or was named a little before
        let named = |range: std::ops::Range<usize>| range.into_iter().find(|at| title.contains(&self.tokens.word(*at)));
        let after = named(next..until);
        if after.is_none() && named(at.saturating_sub(40)..at).is_none() {
            return None;
        }
        // the number in the name of the parent belongs to this citation
        if let Some(named) = after {
            next = named + 1;
            let convention = (next.saturating_sub(6)..until).find(|at| kind_of(self.tokens.word(*at)) == Some('C'));
            if let Some(convention) = convention {
                next = next.max(convention + 1);
                let year = (next..(next + 8).min(until)).find(|at| self.tokens.number(*at).len() == 4);
                next = year.map_or(next, |year| year + 1);
                if let Some((_, close)) = self.bracketed_numbers(next) {
                    next = close;
                }
            }
        }
        code('P', &parent.to_string()).map(|code| (vec![code], next))
    }

    /// `Protocol of 2014 to Convention No. 29`, `Protocolo de 2014 relativo al Convenio núm. 29`: the number of its Convention
    /// and the token after it.
    fn protocol_of_numbered(&self, at: usize, until: usize, year: &str) -> Option<(u16, Next)> {
        let convention = (at..(at + 5).min(until)).find(|at| kind_of(self.tokens.word(*at)) == Some('C'))?;
        let number = self.after_marker(convention + 1);
        let parent: u16 = self.tokens.number(number).parse().ok()?;
        let known = PROTOCOLS.iter().any(|(known, of, _)| *of == parent && (year.is_empty() || *known == year));
        (known && number > convention + 1).then_some((parent, number + 1))
    }

    /// `Protocol to the Forced Labour Convention`, of which no year is named: there is one for each of these Conventions.
    fn protocol_by_title(
        &self,
        at: usize,
        until: usize,
    ) -> Option<&'static (&'static str, u16, &'static [&'static str])> {
        let tied = words::is_of(self.tokens.word(at))
            || matches!(self.tokens.word(at), "relating" | "relatif" | "relativo" | "supplementing");
        let convention = (at..until).find(|at| kind_of(self.tokens.word(*at)) == Some('C'))?;
        let mut named = (at..(convention + 8).min(until))
            .filter_map(|at| PROTOCOLS.iter().find(|(_, _, title)| title.contains(&self.tokens.word(at))));
        named.next().filter(|_| tied)
    }

    fn sentence_end(&self, from: usize, most: usize) -> usize {
        (from..from + most).find(|at| self.tokens.ends_sentence(*at)).unwrap_or(from + most)
    }

    /// `C87`, `C.190`, `R204`, `P029`; `C87 and 29`, `C87 and C98` give the letter once or each time.
    fn short_codes(&self, at: usize) -> Option<(Vec<String>, Next)> {
        let (kind, number, mut next) = self.short_code(at)?;
        let mut codes = vec![code(kind, &number)?];
        loop {
            let after = numbers::separator(&self.tokens, next);
            let number = self.tokens.number(after);
            let plain = !number.is_empty() && number.len() <= 3 && number.bytes().all(|c| c.is_ascii_digit());
            let ends = self.tokens.word(after + 1).is_empty() || words::may_follow_number(self.tokens.word(after + 1));
            if after == next || !plain || !ends || self.tokens.is_sign(after + 1, '%') {
                break;
            }
            let Some(code) = code(kind, number) else { break };
            codes.push(code);
            next = after + 1;
        }
        Some((codes, next))
    }

    fn short_code(&self, at: usize) -> Option<(char, String, Next)> {
        let printed = self.tokens.printed(at);
        let kind = printed.chars().next().filter(|c| matches!(c, 'C' | 'R' | 'P'))?;
        let (digits, next) = if printed.len() == 1 {
            let dotted =
                self.tokens.is_sign(at + 1, '.') && self.tokens.is_joined(at + 1) && self.tokens.is_joined(at + 2);
            (if dotted { self.tokens.number(at + 2) } else { "" }, at + 3)
        } else {
            (printed.get(1..)?, at + 1)
        };
        // one digit alone is more often a label of something else ("C.1" is a programme output)
        let plausible = (2..=3).contains(&digits.len()) && digits.bytes().all(|c| c.is_ascii_digit());
        plausible.then(|| (kind, digits.to_owned(), next))
    }

    /// `Convention No. 122`, `Conventions Nos 81 and 129`, and the word with title, year and number in brackets.
    fn named_instrument(&self, at: usize) -> Option<(Vec<String>, Next)> {
        // "Conv. No. 87", "Rec. No. 198"
        let short = match self.tokens.word(at) {
            "conv" => Some('C'),
            "rec" => Some('R'),
            _ => None,
        };
        if let Some(kind) = short {
            let marked = self.tokens.is_sign(at + 1, '.') && words::is_number_marker(self.tokens.word(at + 2));
            return if marked { self.bare_numbers(at + 2, kind) } else { None };
        }
        let kind = kind_of(self.tokens.word(at))?;
        if let Some(found) = self.bare_numbers(at + 1, kind) {
            return Some(found);
        }
        // "les conventions fondamentales nos 155 et 187", "los convenios de gobernanza núms. 81 y 129"
        let adjective = at + 1 + usize::from(words::is_of(self.tokens.word(at + 1)));
        if is_adjective(self.tokens.word(adjective))
            && words::is_number_marker(self.tokens.word(adjective + 1))
            && let Some(found) = self.bare_numbers(adjective + 1, kind)
        {
            return Some(found);
        }
        // "Convention C190"
        if let Some((short, number, next)) = self.short_code(at + 1)
            && short == kind
        {
            return code(kind, &number).map(|code| (vec![code], next));
        }
        for next in at + 1..=at + LONGEST_TITLE {
            if let Some((numbers, end)) = self.bracketed_numbers(next) {
                let codes: Vec<String> = numbers.iter().filter_map(|number| code(kind, number)).collect();
                return (!codes.is_empty()).then(|| (codes, self.title_year(end)));
            }
            let other = kind_of(self.tokens.word(next)).is_some()
                || matches!(self.tokens.word(next), "protocol" | "protocole" | "protocolo");
            if other || self.tokens.ends_sentence(next) || self.tokens.symbol(next).is_some() {
                return None;
            }
        }
        None
    }

    /// `Convention No. 158 …, 1982` and `Recommendation (No. 206), 2019`: the year belongs to it.
    fn title_year(&self, at: usize) -> Next {
        let year = self.tokens.number(at + 1);
        if self.tokens.is_sign(at, ',') && year.len() == 4 && matches!(year.parse(), Ok(1919..2100u16)) {
            at + 2
        } else {
            at
        }
    }

    /// `No. 122`, `Nos 81 and 129`, `núms. 87 y 98`, `190` right after the word.
    fn bare_numbers(&self, at: usize, kind: char) -> Option<(Vec<String>, Next)> {
        let number = self.after_marker(at);
        let marked = number > at;
        if !marked && self.tokens.number(at).len() < 2 {
            return None;
        }
        let (numbers, next) = self.instrument_numbers(number, kind)?;
        Some((numbers.iter().filter_map(|number| code(kind, number)).collect(), self.title_year(next)))
    }

    /// `(No. 122)`, `(núms. 87 y 98)`, `(no 87)`.
    fn bracketed_numbers(&self, at: usize) -> Option<(Vec<String>, Next)> {
        if !self.tokens.is_sign(at, '(') {
            return None;
        }
        let number = self.after_marker(at + 1);
        if number == at + 1 {
            return None;
        }
        let (numbers, next) = self.instrument_numbers(number, 'C').or_else(|| self.instrument_numbers(number, 'R'))?;
        self.tokens.is_sign(next, ')').then_some((numbers, next + 1))
    }

    /// The token after `No.`, `nos`, `n°`, `núm.`, `N.º`; `at` itself when none stands there.
    fn after_marker(&self, at: usize) -> Next {
        if !words::is_number_marker(self.tokens.word(at)) {
            return at;
        }
        let mut next = at + 1;
        for _ in 0..3 {
            let sign = self.tokens.is_sign(next, '.') || self.tokens.is_sign(next, '\u{B0}');
            let small = matches!(self.tokens.word(next), "o" | "os" | "s") && self.tokens.word(at).starts_with('n');
            if !(sign || small) {
                break;
            }
            next += 1;
        }
        next
    }

    fn instrument_numbers(&self, at: usize, kind: char) -> Option<(Vec<String>, Next)> {
        let plain = |at: usize| {
            let number = self.tokens.number(at);
            (code(kind, number).is_some() && number.len() <= 3).then(|| number.to_owned())
        };
        let mut all = vec![plain(at)?];
        let mut next = at + 1;
        loop {
            let mut after = numbers::separator(&self.tokens, next);
            if after == next {
                break;
            }
            after = self.after_marker(after);
            let Some(number) = plain(after) else { break };
            let follows = self.tokens.word(after + 1);
            if !follows.is_empty()
                && !words::may_follow_number(follows)
                && words::is_and(self.tokens.word(after - 1))
                && all.len() == 1
                && number.len() < 2
            {
                break;
            }
            all.push(number);
            next = after + 1;
        }
        Some((all, next))
    }
}
