//! Places: `paragraphs 25–35 of document …`, `see the draft decision in paragraph 29`, `Appendix I to document …`.

use super::complements::Where;
use super::numbers::{Letters, Manner};
use super::words::{self, Head};
use super::{Next, Scan, numbers};
use crate::model::reference::Span;
use crate::model::{Language, Locator, Symbol, Target};

/// One or more locators that belong together, before it is known of what.
#[derive(Debug)]
pub(super) struct Group {
    pub parts: Vec<Place>,
    /// The token it begins at, with "draft decision in" when that stands before it.
    pub start: usize,
    pub next: Next,
    /// How deep it is nested: "paragraph 5 of Part II of Appendix I of …" ends somewhere.
    pub depth: u8,
}

/// One locator as it stands.
#[derive(Debug)]
pub(super) struct Place {
    pub head: Head,
    pub locators: Vec<Locator>,
    pub next: Next,
    /// Joined to the one before by nothing but a comma: it narrows it down.
    narrows: bool,
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

    pub fn is(&self, head: Head) -> bool {
        self.parts.iter().any(|part| part.head == head)
    }
}

impl Scan<'_> {
    /// The head at `at`, which may also be a sign or several words, and the token after it.
    pub(super) fn head(&self, at: usize) -> Option<(Head, bool, Next)> {
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
            // "par" is French for "by" unless a full stop and a number make it an abbreviation
            ("par" | "pars", _) if self.tokens.is_sign(at + 1, '.') && !self.tokens.number(at + 2).is_empty() => {
                return Some((Head::Paragraph, true, at + 2));
            }
            // "al" is Spanish for "to the" unless a full stop makes it the abbreviation of alinéa
            ("al" | "als", _) if self.tokens.is_sign(at + 1, '.') => return Some((Head::Subparagraph, true, at + 2)),
            ("fn" | "fns", _) => {
                let number = at + 1 + usize::from(self.tokens.is_sign(at + 1, '.'));
                return (!self.tokens.number(number).is_empty()).then_some((Head::Footnote, true, number));
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
    pub(super) fn place(&self, at: usize) -> Option<Place> {
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
                if let Some((letters, after)) = numbers::sub_list(&self.tokens, next) {
                    // "subparagraphs (a) and (b) of paragraph 29"
                    let (spans, next) = self.of_paragraph(after, letters, 0)?;
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
                (spans.iter().flat_map(numbers::each).map(Locator::Footnote).collect(), next)
            }
        };
        Some(Place { head, locators, next, narrows: false })
    }

    /// The paragraph that lettered parts before token `at` are parts of: `of paragraph 29`, and through a part of it,
    /// "los incisos i) y ii) del apartado a) del párrafo 29".
    fn of_paragraph(&self, at: usize, letters: Vec<Letters>, depth: u8) -> Option<(Vec<Span>, Next)> {
        if !words::is_of(self.tokens.word(at)) {
            return None;
        }
        let mut inner = at + 1;
        while words::is_determiner(self.tokens.word(inner)) && inner < at + 3 {
            inner += 1;
        }
        let (head, plural, number) = self.head(inner)?;
        match head {
            Head::Paragraph | Head::Point => {
                let manner = if plural { Manner::Plural } else { Manner::Singular };
                let (mut spans, next) = numbers::list(&self.tokens, number, manner)?;
                with_letters(&mut spans, &letters);
                Some((spans, next))
            }
            Head::Subparagraph if depth < 2 => {
                let (outer, next) = numbers::sub_list(&self.tokens, number)?;
                let [Letters { from: outer, to: None }] = outer.as_slice() else { return None };
                let letters = letters.into_iter().map(|part| part.within(outer)).collect();
                self.of_paragraph(next, letters, depth + 1)
            }
            _ => None,
        }
    }

    /// `paragraph 29, subparagraph (b)`: takes the letters into the last span.
    pub(super) fn subparagraph_after(&self, at: usize, spans: &mut Vec<Span>) -> Next {
        let comma = at + usize::from(self.tokens.is_sign(at, ','));
        let Some((Head::Subparagraph, _, letters)) = self.head(comma) else { return at };
        let Some((letters, next)) = numbers::sub_list(&self.tokens, letters) else { return at };
        if with_letters(spans, &letters) { next } else { at }
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
        if cue.is_none()
            && let Some(ibid) = self.ibid(at)
        {
            if let Some(paper) = self.last_paper() {
                for place in group.locators() {
                    self.push(ibid, group.next, Target::Paper(paper.clone(), Some(place)));
                }
            }
            return Some(group.next);
        }
        if let Some(next) = self.respectively(&group) {
            return Some(next);
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
        if place == Where::Bare && cue.is_none() && (self.is_in_named_text(at) || self.is_in_other_symbol(at, &group)) {
            place = Where::External;
        }
        if place == Where::Bare && self.is_excluded(at, &group) {
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

    /// `paragraphs 17 and 18, respectively, of documents A and B`: each place in the paper of its rank. Without as many
    /// papers as places nothing is known, and nothing is taken for a place in this paper.
    fn respectively(&mut self, group: &Group) -> Option<Next> {
        let mut next = group.next + usize::from(self.tokens.is_sign(group.next, ','));
        if !matches!(self.tokens.word(next), "respectively" | "respectivement" | "respectivamente") {
            return None;
        }
        next += 1;
        next += usize::from(self.tokens.is_sign(next, ','));
        if !words::is_link(self.tokens.word(next)) {
            return None;
        }
        let first = (next..next + 8)
            .take_while(|at| !self.tokens.ends_sentence(*at))
            .find(|at| self.tokens.symbol(*at).is_some())?;
        let mut papers = vec![first];
        while papers.len() < 12 {
            let last = papers.last().copied().unwrap_or(first);
            let mut after = numbers::separator(&self.tokens, last + 1);
            if after == last + 1 {
                break;
            }
            while self.tokens.symbol(after).is_none()
                && (words::is_determiner(self.tokens.word(after))
                    || words::is_document(self.tokens.word(after))
                    || words::is_of(self.tokens.word(after)))
            {
                after += 1;
            }
            if self.tokens.symbol(after).is_none() {
                break;
            }
            papers.push(after);
        }
        let places: Vec<Locator> = group
            .locators()
            .into_iter()
            .flat_map(|place| match place {
                Locator::Paragraphs(spans) => {
                    spans.into_iter().map(|span| Locator::Paragraphs(vec![span])).collect::<Vec<_>>()
                }
                other => vec![other],
            })
            .collect();
        // the papers are found by themselves when their places cannot be told
        if places.len() != papers.len() {
            return Some(group.next);
        }
        let end = papers.last().copied().unwrap_or(first) + 1;
        for (place, paper) in places.into_iter().zip(papers) {
            if let Some(symbol) = self.tokens.symbol(paper).cloned() {
                self.push(group.start, end, Target::Paper(symbol, Some(place)));
            }
        }
        Some(end)
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
}

/// Makes paragraph 29 into 29(a) and 29(b); false when the last of `spans` is a range.
fn with_letters(spans: &mut Vec<Span>, letters: &[Letters]) -> bool {
    let Some(last) = spans.pop_if(|last| last.to.is_none()) else { return false };
    let part = |letters: &[String]| format!("{}({})", last.from, letters.join(")("));
    spans.extend(letters.iter().map(|letters| match &letters.to {
        Some(to) => Span::range(part(&letters.from), part(to)),
        None => Span::one(part(&letters.from)),
    }));
    true
}
