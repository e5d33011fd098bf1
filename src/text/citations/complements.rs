//! What stands after a locator and says what it is a place in: "of document …", "of this document", "of the resolution".

use super::locators::Group;
use super::words::{self, Head};
use super::{Next, Scan};

/// How many words may stand between a locator and the symbol of its paper.
const MOST_WORDS_BETWEEN: usize = 14;

/// What a locator is a place in.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Where {
    /// The symbol at this token.
    Paper(usize),
    /// "of this document".
    This,
    /// Something named that is no paper of the Governing Body.
    External,
    /// Standing Orders of `GB` or `ILC`, named up to this token.
    StandingOrders(&'static str, Next),
    /// Something that gives no target, or gives its own.
    Nothing,
    /// Nothing is said.
    Bare,
}

impl Scan<'_> {
    /// What the locators that end before token `at` are a place in.
    pub(super) fn complement(&self, at: usize, group: &Group) -> Where {
        let mut from = at;
        if let Some(here) = self.symbol_beside(from) {
            return here;
        }
        if self.tokens.is_sign(from, ',') && words::is_link(self.tokens.word(from + 1)) {
            from += 1;
        }
        let link = self.tokens.word(from);
        if matches!(link, "thereof" | "thereto" | "therein" | "dudit" | "desdits" | "desdites" | "audit") {
            return Where::Nothing;
        }
        if !words::is_link(link) {
            return Where::Bare;
        }
        // determiner words right after the link; "du" and "del" hold one
        let mut noun = from + 1;
        let mut determined = matches!(link, "du" | "des" | "del" | "au" | "aux" | "al");
        while noun < from + 4
            && (words::is_determiner(self.tokens.word(noun))
                || words::is_link(self.tokens.word(noun)) && !words::is_this(self.tokens.word(noun)))
        {
            determined |=
                words::is_determiner(self.tokens.word(noun)) || matches!(self.tokens.word(noun), "du" | "des" | "del");
            noun += 1;
        }
        if let Some(outside) = self.this(noun) {
            return outside;
        }
        if let Some((of, next)) = self.standing_orders(noun) {
            return if group.parts.iter().all(|part| part.head != Head::Appendix) {
                Where::StandingOrders(of, next)
            } else {
                Where::Nothing
            };
        }
        match self.paper_ahead(noun) {
            Ahead::Symbol(symbol) => return Where::Paper(symbol),
            Ahead::Other => return Where::Nothing,
            Ahead::None => {}
        }
        if !words::is_of(link) && !words::is_of(self.tokens.word(from + 1)) {
            return Where::Bare;
        }
        self.named(noun, determined, group.depth)
    }

    /// `paragraph 18 (GB.346/INS/5)`, `paragraph 7, document GB.…`: the symbol stands beside the locator and has no other.
    fn symbol_beside(&self, at: usize) -> Option<Where> {
        let sign = self.tokens.is_sign(at, '(') || self.tokens.is_sign(at, ',');
        let mut symbol = at + usize::from(sign);
        if words::is_document(self.tokens.word(symbol)) {
            symbol += 1;
        }
        self.tokens.symbol(symbol)?;
        let after =
            symbol + 1 + usize::from(self.tokens.is_sign(symbol + 1, ',') || self.tokens.is_sign(symbol + 1, ';'));
        if sign && self.place(after).is_some() {
            return None;
        }
        Some(Where::Paper(symbol))
    }

    /// "this document", "the present report".
    fn this(&self, noun: usize) -> Option<Where> {
        let word = self.tokens.word(noun);
        let (this, kind) = if words::is_this(word) {
            let present = words::is_this(self.tokens.word(noun + 1));
            (true, self.tokens.word(noun + 1 + usize::from(present)))
        } else {
            (false, "")
        };
        if this {
            return Some(if words::is_document(kind) || words::is_report(kind) { Where::This } else { Where::Nothing });
        }
        if !words::is_anaphoric(word) {
            return None;
        }
        // "paragraph 7 of that document (GB.…)" says which one
        let bracket = (noun + 1..noun + 4).find(|at| self.tokens.is_sign(*at, '('));
        let symbol = bracket.map(|bracket| bracket + 1).filter(|at| self.tokens.symbol(*at).is_some());
        Some(symbol.map_or(Where::Nothing, Where::Paper))
    }

    /// Looks for the symbol of the paper within the sentence.
    fn paper_ahead(&self, from: usize) -> Ahead {
        let mut words_seen = 0;
        let mut open = 0;
        let mut at = from;
        while words_seen <= MOST_WORDS_BETWEEN && at < from + 3 * MOST_WORDS_BETWEEN {
            if self.tokens.symbol(at).is_some() {
                return Ahead::Symbol(at);
            }
            if self.tokens.ends_sentence(at) || self.tokens.is_sign(at, ':') {
                break;
            }
            if self.tokens.is_sign(at, '(') {
                open += 1;
            }
            if self.tokens.is_sign(at, ')') {
                if open == 0 {
                    break;
                }
                open -= 1;
            }
            let word = self.tokens.word(at);
            if !word.is_empty() {
                words_seen += 1;
            }
            if words::is_and(word) && !self.joins_nouns(at) {
                break;
            }
            if self.head(at).is_some() {
                let place = self.place(at);
                let close = at <= from + 1;
                let nested = place
                    .as_ref()
                    .is_some_and(|place| matches!(place.head, Head::Appendix | Head::Part | Head::Section));
                if let Some(place) = place.filter(|_| close && nested) {
                    at = place.next;
                    continue;
                }
                let numbered = self.place(at).is_some() || !self.tokens.number(at + 1).is_empty();
                if numbered {
                    return if close && words::head(word).is_some_and(|(head, _)| head == Head::Article) {
                        Ahead::Other
                    } else {
                        Ahead::None
                    };
                }
            }
            if self.names_instrument(at) || self.starts_conference(at) {
                return Ahead::Other;
            }
            at += 1;
        }
        Ahead::None
    }

    /// "and" inside one name ("conclusions and recommendations in document"), not before another citation.
    fn joins_nouns(&self, and: usize) -> bool {
        let next = self.tokens.word(and + 1);
        !next.is_empty()
            && !words::is_link(next)
            && !words::is_determiner(next)
            && !words::is_document(next)
            && (2..=4).any(|ahead| self.tokens.symbol(and + ahead).is_some())
    }

    /// What is named when no symbol is: something outside, or a thing named earlier.
    fn named(&self, noun: usize, determined: bool, depth: u8) -> Where {
        let word = self.tokens.word(noun);
        if words::is_document(word) {
            return Where::Nothing;
        }
        if matches!(word, "draft" | "projet" | "proyecto")
            && matches!(self.tokens.word(noun + 1), "decision" | "decisions" | "de")
        {
            return Where::Bare;
        }
        // "of the above-mentioned report", "du rapport précité", "of the report mentioned above"
        let short = (noun..noun + 5).take_while(|at| !self.tokens.ends_sentence(*at) && !self.tokens.is_sign(*at, ','));
        if self.tokens.word(noun) == "above" || short.into_iter().any(|at| words::is_mentioned(self.tokens.word(at))) {
            return Where::Nothing;
        }
        let mut external = false;
        let mut report = false;
        for at in noun..noun + 12 {
            if self.tokens.ends_sentence(at) || self.tokens.is_sign(at, ',') {
                break;
            }
            let word = self.tokens.word(at);
            external |= at < noun + 7 && words::is_external(word);
            report |= words::is_report(word);
            let freedom = matches!(word, "freedom" | "liberte" | "libertad" | "cfa" | "cls");
            let ordinal =
                at <= noun + 1 && !self.tokens.number(at).is_empty() && words::is_report(self.tokens.word(at + 1));
            if (freedom && report) || ordinal {
                return Where::Nothing;
            }
        }
        if let Some(place) = self.place(noun).filter(|_| depth < 3) {
            // "paragraph 5 of the appendix", "points 22 to 24 of Part III of the conclusions"
            let nested = Group { next: place.next, start: noun, parts: vec![place], depth: depth + 1 };
            return match self.complement(nested.next, &nested) {
                Where::External => Where::External,
                _ => Where::Nothing,
            };
        }
        if external || (determined && !word.is_empty()) { Where::External } else { Where::Nothing }
    }
}

/// What stands ahead of a locator's "of".
enum Ahead {
    Symbol(usize),
    /// An article or an instrument, which is a target itself.
    Other,
    None,
}
