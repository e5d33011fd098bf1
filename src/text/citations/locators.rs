//! Places: `paragraphs 25–35 of document …`, `see the draft decision in paragraph 29`, `Appendix I to document …`.

use super::words::{self, Head};
use super::{Next, Scan, numbers, numbers::Manner};
use crate::model::reference::Span;
use crate::model::{Language, Locator, Symbol, Target};

/// How many words may stand between a locator and the symbol of its paper.
const MOST_WORDS_BETWEEN: usize = 14;

/// One or more locators that belong together, before it is known of what.
#[derive(Debug)]
pub(super) struct Group {
    pub parts: Vec<Place>,
    /// The token it begins at, with "draft decision in" when that stands before it.
    pub start: usize,
    pub next: Next,
    /// How deep it is nested: "paragraph 5 of Part II of Appendix I of …" ends somewhere.
    depth: u8,
}

/// One locator as it stands.
#[derive(Debug)]
pub(super) struct Place {
    head: Head,
    locators: Vec<Locator>,
    next: Next,
    /// Joined to the one before by nothing but a comma: it narrows it down.
    narrows: bool,
}

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

impl Group {
    /// Leaves only the first locator.
    pub fn keep_first(&mut self) {
        self.parts.truncate(1);
        if let Some(first) = self.parts.first() {
            self.next = first.next;
        }
    }

    /// The locators, without those that another one narrows down: of "Part I, paragraph 5" the paragraph, of "Appendix I,
    /// paragraph 5" the appendix (whose paragraphs are not those of the paper).
    pub fn locators(&self) -> Vec<Locator> {
        let mut kept: Vec<&Place> = Vec::new();
        for part in &self.parts {
            match kept.last() {
                Some(last) if part.narrows && last.head != part.head => {
                    let whole = matches!(
                        (last.head, part.head),
                        (Head::Appendix, _) | (Head::Paragraph, Head::Part | Head::Section)
                    );
                    if !whole {
                        kept.pop();
                        kept.push(part);
                    }
                }
                _ => kept.push(part),
            }
        }
        kept.iter().flat_map(|part| part.locators.iter().cloned()).collect()
    }

    fn is(&self, head: Head) -> bool {
        self.parts.iter().any(|part| part.head == head)
    }
}

impl Scan<'_> {
    /// The head at `at`, which may also be a sign or several words, and the token after it.
    fn head(&self, at: usize) -> Option<(Head, bool, Next)> {
        if self.tokens.is_sign(at, '\u{A7}') || self.tokens.is_sign(at, '\u{B6}') {
            let next = if self.tokens.is_sign(at + 1, '\u{A7}') { at + 2 } else { at + 1 };
            return Some((Head::Paragraph, true, next));
        }
        let word = self.tokens.word(at);
        let three = [self.tokens.word(at + 1), self.tokens.word(at + 2), self.tokens.word(at + 3)];
        match (word, three) {
            ("note" | "notes", ["de", "bas", "de"]) if self.tokens.word(at + 4) == "page" => {
                return Some((Head::Footnote, true, at + 5));
            }
            ("nota" | "notas", ["a", "pie", "de"]) if self.tokens.word(at + 4) == "pagina" => {
                return Some((Head::Footnote, true, at + 5));
            }
            ("nota" | "notas", ["al", "pie", after]) => {
                let whole = after == "de" && self.tokens.word(at + 4) == "pagina";
                return Some((Head::Footnote, true, if whole { at + 5 } else { at + 3 }));
            }
            ("sub", _) if self.tokens.is_sign(at + 1, '-') => {
                let (head, plural) = words::head(self.tokens.word(at + 2))?;
                return (head == Head::Paragraph).then_some((Head::Subparagraph, plural, at + 3));
            }
            _ => {}
        }
        let (head, plural) = words::head(word)?;
        // in Spanish "para" means "for" unless a full stop makes it an abbreviation
        if word == "para" && self.context.language == Some(Language::ES) && !self.tokens.is_sign(at + 1, '.') {
            return None;
        }
        let mut next = at + 1;
        if self.tokens.is_sign(next, '.') && words::is_abbreviation(word) {
            next += 1;
        }
        Some((head, plural, next))
    }

    pub(super) fn heads_locator(&self, at: usize) -> bool {
        self.head(at).is_some()
    }

    /// One locator at `at`.
    fn place(&self, at: usize) -> Option<Place> {
        let (head, plural, mut next) = self.head(at)?;
        if words::is_number_marker(self.tokens.word(next)) {
            next += 1;
            next += usize::from(self.tokens.is_sign(next, '.') || self.tokens.is_sign(next, '\u{B0}'));
        }
        let manner = if plural { Manner::Plural } else { Manner::Singular };
        let (locators, next) = match head {
            Head::Article => return None,
            Head::Paragraph | Head::Point => {
                let (mut spans, next) = numbers::list(&self.tokens, next, manner)?;
                let next = self.subparagraph_after(next, &mut spans);
                (vec![Locator::Paragraphs(spans)], next)
            }
            Head::Subparagraph => {
                if let Some((subs, after)) = numbers::subs(&self.tokens, next, manner, true) {
                    // "subparagraph (b) of paragraph 29"
                    let of = words::is_of(self.tokens.word(after));
                    let (inner, plural, number) = self.head(after + usize::from(of))?;
                    let manner = if plural { Manner::Plural } else { Manner::Singular };
                    let (mut spans, next) = numbers::list(&self.tokens, number, manner)?;
                    if !of || !matches!(inner, Head::Paragraph | Head::Point) {
                        return None;
                    }
                    if let Some(last) = spans.last_mut() {
                        for sub in subs {
                            last.from = format!("{}({sub})", last.from);
                        }
                    }
                    (vec![Locator::Paragraphs(spans)], next)
                } else {
                    let (spans, next) = numbers::list(&self.tokens, next, manner)?;
                    (vec![Locator::Paragraphs(spans)], next)
                }
            }
            Head::Part | Head::Section => {
                let (numerals, next) = numbers::numerals(&self.tokens, next, plural)?;
                let make = if head == Head::Part { Locator::Part } else { Locator::Section };
                (numerals.into_iter().map(make).collect(), next)
            }
            Head::Appendix => match numbers::numerals(&self.tokens, next, plural) {
                Some((numerals, next)) => {
                    (numerals.into_iter().map(|numeral| Locator::Appendix(Some(numeral))).collect(), next)
                }
                None => (vec![Locator::Appendix(None)], next),
            },
            Head::Footnote => {
                let (spans, next) = numbers::list(&self.tokens, next, manner)?;
                (spans.into_iter().map(|span| Locator::Footnote(span.from)).collect(), next)
            }
        };
        Some(Place { head, locators, next, narrows: false })
    }

    /// `paragraph 29, subparagraph (b)`: takes the letters into the last span.
    fn subparagraph_after(&self, at: usize, spans: &mut [Span]) -> Next {
        let comma = at + usize::from(self.tokens.is_sign(at, ','));
        let Some((Head::Subparagraph, _, letters)) = self.head(comma) else { return at };
        let Some((subs, next)) = numbers::subs(&self.tokens, letters, Manner::Plural, true) else { return at };
        match spans.last_mut() {
            Some(last) if last.to.is_none() => {
                for sub in subs {
                    last.from = format!("{}({sub})", last.from);
                }
                next
            }
            _ => at,
        }
    }

    /// Locators joined by commas and "and", beginning at `at`.
    pub(super) fn group(&self, at: usize) -> Option<Group> {
        let first = self.place(at)?;
        let mut next = first.next;
        let mut parts = vec![first];
        while parts.len() < 12 {
            let after = numbers::separator(&self.tokens, next);
            if after == next {
                break;
            }
            let narrows = !words::is_and(self.tokens.word(after - 1)) && !self.tokens.is_sign(after - 1, ';');
            let mut head = after;
            while words::is_determiner(self.tokens.word(head)) && head < after + 2 {
                head += 1;
            }
            if matches!(self.tokens.word(head), "au" | "aux" | "in" | "en" | "a") {
                head += 1;
            }
            match self.place(head) {
                // an unnumbered appendix further on is a word of the sentence
                Some(place) if place.locators != [Locator::Appendix(None)] => {
                    next = place.next;
                    parts.push(Place { narrows, ..place });
                }
                _ => break,
            }
        }
        Some(Group { parts, start: at, next, depth: 0 })
    }

    /// Locators at `at` that no symbol stands before.
    pub(super) fn locators(&mut self, at: usize) -> Option<Next> {
        if let Some(next) = self.listed_changes(at).or_else(|| self.chinese(at)) {
            return Some(next);
        }
        let mut group = self.group(at)?;
        let cue = self.decision_cue(at);
        if cue.is_some() {
            group.keep_first();
        }
        let mut place = self.complement(group.next, &group);
        // "paragraph 7 of GB.…, and paragraph 21 of …": only the last of a group has a complement of its own
        if let Where::Paper(symbol) = place
            && let Some(symbol_value) = self.tokens.symbol(symbol).cloned()
        {
            let start = if cue.is_some() { cue.unwrap_or(at) } else { group.start };
            for locator in self.located(&group, symbol, &symbol_value) {
                self.push(start, symbol + 1, locator);
            }
            return Some(symbol + 1);
        }
        if place == Where::Bare && self.is_excluded(at) {
            place = Where::Nothing;
        }
        let only_points = group.parts.iter().all(|part| part.head == Head::Point);
        let start = cue.unwrap_or(group.start);
        match place {
            Where::External if group.is(Head::Paragraph) || group.is(Head::Point) || group.is(Head::Subparagraph) => {
                for locator in group.locators() {
                    if matches!(locator, Locator::Paragraphs(_)) {
                        self.push(start, group.next, Target::External(locator));
                    }
                }
            }
            Where::StandingOrders(of, next) => {
                for locator in group.locators() {
                    if let Locator::Paragraphs(spans) = locator {
                        for span in spans {
                            let article = span.to_string();
                            self.push(start, next, Target::StandingOrders { of: of.to_owned(), article });
                        }
                    }
                }
                return Some(next);
            }
            Where::Bare | Where::This if !(only_points && cue.is_none() && place == Where::Bare) => {
                let stated = place == Where::This || self.points_here(at, &group);
                for locator in group.locators() {
                    let own = match locator {
                        Locator::Paragraphs(spans) if cue.is_some() => Some(Locator::Decisions(spans)),
                        Locator::Appendix(None) | Locator::Part(_) | Locator::Section(_) if !stated => None,
                        Locator::Appendix(_) if self.context.heading && at == 0 => None,
                        other => Some(other),
                    };
                    if let Some(own) = own {
                        self.push(start, group.next, Target::Own(own));
                    }
                }
            }
            _ => {}
        }
        Some(group.next)
    }

    /// The targets of a group in the paper at token `symbol`.
    fn located(&self, group: &Group, symbol: usize, paper: &Symbol) -> Vec<Target> {
        // "paragraph 24 of Appendix I to document …" is a place in the appendix
        let inside = (group.next..symbol.min(group.next + 4)).find_map(|at| self.place(at));
        let locators = match inside {
            Some(place) if place.head == Head::Appendix => place.locators,
            _ => group.locators(),
        };
        locators.into_iter().map(|place| Target::Paper(paper.clone(), Some(place))).collect()
    }

    /// `第4段`, after "draft decision" when that stands before it.
    fn chinese(&mut self, at: usize) -> Option<Next> {
        let number = self.tokens.word(at).strip_prefix('第')?.strip_suffix('段')?.to_owned();
        if number.is_empty()
            || number.len() > 4
            || !number.bytes().all(|c| c.is_ascii_digit())
            || number.starts_with('0')
        {
            return None;
        }
        let before = (at.saturating_sub(2)..at).find(|before| self.tokens.word(*before).contains("决定草案"));
        let spans = vec![Span::one(number)];
        let place = if before.is_some() { Locator::Decisions(spans) } else { Locator::Paragraphs(spans) };
        self.push(before.unwrap_or(at), at + 1, Target::Own(place));
        Some(at + 1)
    }

    /// "the following paragraphs were inserted: 6, 7 and 26(c)".
    fn listed_changes(&mut self, at: usize) -> Option<Next> {
        let (Head::Paragraph, _, mut next) = self.head(at)? else { return None };
        let mut words = 0;
        while words < 6 && !self.tokens.word(next).is_empty() {
            next += 1;
            words += 1;
        }
        if words == 0 || !self.tokens.is_sign(next, ':') {
            return None;
        }
        let (spans, end) = numbers::list(&self.tokens, next + 1, Manner::Plural)?;
        self.push(at, end, Target::Own(Locator::Paragraphs(spans)));
        Some(end)
    }

    /// Where "draft decision in" begins before the locator at `at`: "draft decision(s) in", "points for decision in",
    /// "possible outcome in", "projet de décision au", "proyecto de decisión en el".
    fn decision_cue(&self, at: usize) -> Option<usize> {
        let mut back = at;
        for _ in 0..5 {
            let before = back.checked_sub(1)?;
            let skip = matches!(
                self.tokens.word(before),
                "in" | "at"
                    | "au"
                    | "aux"
                    | "en"
                    | "el"
                    | "los"
                    | "dans"
                    | "le"
                    | "les"
                    | "under"
                    | "of"
                    | "the"
                    | "set"
                    | "out"
                    | "contained"
                    | "proposed"
                    | "appearing"
                    | "figurant"
                    | "que"
                    | "figura"
                    | "figuran"
                    | "contenido"
                    | "contenidos"
                    | "presented"
                    | "enonce"
                    | "presente"
                    | "в"
                    | "في"
                    | "qui"
                    | "figure"
                    | "recogido"
                    | "formulado"
                    | "formule"
            ) || [',', ':', '('].iter().any(|sign| self.tokens.is_sign(before, *sign));
            if !skip {
                break;
            }
            back = before;
        }
        let mut last = back.checked_sub(1)?;
        if words::head(self.tokens.word(last)).is_some_and(|(head, _)| head == Head::Point) {
            last = last.checked_sub(1)?;
        }
        let word = self.tokens.word(last);
        if word == "beschlussentwurf" || word == "beschlussentwurfe" {
            return Some(last);
        }
        let decision =
            matches!(word, "decision" | "decisions" | "decisiones" | "решение" | "решения" | "решении" | "القرار");
        let outcome = matches!(word, "outcome" | "outcomes");
        if !decision && !outcome {
            return None;
        }
        let wanted: &[&str] = if outcome {
            &["possible", "proposed", "draft"]
        } else {
            &[
                "draft",
                "drafts",
                "proposed",
                "possible",
                "revised",
                "point",
                "points",
                "projet",
                "projets",
                "proyecto",
                "proyectos",
                "punto",
                "puntos",
                "предлагаемое",
                "предлагаемые",
                "проект",
                "проекты",
                "проекта",
                "مشروع",
            ]
        };
        let from = last.saturating_sub(4);
        (from..last).find(|at| wanted.contains(&self.tokens.word(*at))).or_else(|| {
            // "decision points in paragraphs 7 and 9"
            (last + 1 < back).then_some(last)
        })
    }

    /// "with the exception of paragraph 21", "stating in paragraph 151 that": the paper is one that was named earlier.
    fn is_excluded(&self, at: usize) -> bool {
        let word = |back: usize| at.checked_sub(back).map_or("", |at| self.tokens.word(at));
        let exception = |word: &str| {
            matches!(word, "exception" | "except" | "excluding" | "excepcion" | "excepto" | "salvo" | "sauf")
        };
        if (1..=3).any(|back| exception(word(back))) {
            return true;
        }
        if self.is_in_numbered_report(at) {
            return true;
        }
        matches!(word(1), "in" | "at")
            && matches!(
                word(2),
                "stating" | "stated" | "states" | "observed" | "observing" | "stipulates" | "stipulating"
            )
    }

    /// `404th Report, March 2034, paragraph 5`, `[véase 404.º informe, párrafo 5]`: numbered reports are those of the
    /// Committee on Freedom of Association.
    fn is_in_numbered_report(&self, at: usize) -> bool {
        let Some(mut back) = at.checked_sub(1) else { return false };
        if ![',', '(', ':'].iter().any(|sign| self.tokens.is_sign(back, *sign)) {
            return false;
        }
        for _ in 0..14 {
            let Some(before) = back.checked_sub(1) else { return false };
            back = before;
            if self.tokens.is_sign(back, ';') || (self.tokens.is_sign(back, '.') && !self.tokens.is_joined(back + 1)) {
                return false;
            }
            if words::is_report(self.tokens.word(back)) {
                return (back.saturating_sub(3)..back).any(|at| !self.tokens.number(at).is_empty());
            }
        }
        false
    }

    /// True when the words around an unnumbered appendix, a part or a section say that it is in this paper: "see the
    /// appendix", "section II below".
    fn points_here(&self, at: usize, group: &Group) -> bool {
        if matches!(self.tokens.word(group.next), "below" | "above" | "supra" | "infra" | "hereto") {
            return true;
        }
        let mut back = at;
        while back > 0 && words::is_determiner(self.tokens.word(back - 1)) {
            back -= 1;
        }
        let word = |steps: usize| back.checked_sub(steps).map_or("", |at| self.tokens.word(at));
        let see = |word: &str| matches!(word, "see" | "voir" | "vease" | "veanse" | "cf");
        let appendix = group.is(Head::Appendix) && matches!(word(1), "in" | "en" | "dans" | "under" | "l");
        see(word(1)) || appendix || (see(word(2)) && matches!(word(1), "in" | "also" | "en" | "aussi"))
    }

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
        (words::is_anaphoric(word)).then_some(Where::Nothing)
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
