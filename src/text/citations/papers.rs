//! A symbol, and the locator that follows it: `GB.344/PV, paras 247–282`.

use super::{Next, Scan, complements::Where, numbers, words};
use crate::model::{Symbol, Target};

impl Scan<'_> {
    /// The paper named at token `at`.
    pub(super) fn paper(&mut self, at: usize) -> Next {
        let Some(symbol) = self.tokens.symbol(at).cloned() else { return at + 1 };
        if self.is_furniture(at, &symbol) {
            return at + 2;
        }
        if let Some(next) = self.paper_with_locator(at, &symbol) {
            return next;
        }
        self.push(at, at + 1, Target::Paper(symbol.clone(), None));
        if let Some(next) = self.its_appendix(at + 1, &symbol) {
            return next;
        }
        self.siblings(at + 1, symbol)
    }

    /// `GB.371/INS/4 and its Appendix II`: a second reference, to the appendix of that paper.
    fn its_appendix(&mut self, at: usize, symbol: &Symbol) -> Option<Next> {
        let and = at + usize::from(self.tokens.is_sign(at, ','));
        let own = matches!(self.tokens.word(and + 1), "its" | "son" | "sa" | "ses" | "su" | "sus");
        if !words::is_and(self.tokens.word(and)) || !own {
            return None;
        }
        let place = self.place(and + 2).filter(|place| place.head == words::Head::Appendix)?;
        for locator in place.locators {
            self.push(and + 2, place.next, Target::Paper(symbol.clone(), Some(locator)));
        }
        Some(place.next)
    }

    /// A running header or footer: the symbol and a page number alone on a line, or the paper's own symbol with a page number
    /// inside a sentence that a page break cut.
    fn is_furniture(&self, at: usize, symbol: &Symbol) -> bool {
        let page = self.tokens.number(at + 1);
        let plain = !page.is_empty() && page.len() <= 4 && page.bytes().all(|c| c.is_ascii_digit());
        if !plain || !self.tokens.get(at + 1).is_some_and(|token| token.apart) {
            return false;
        }
        let own = self.context.own.as_ref().is_some_and(|own| own.paper() == symbol.paper());
        let range = self.tokens.bytes(at, at + 2);
        let source = self.tokens.source;
        let before = source.get(..range.start).unwrap_or("").trim_end_matches([' ', '\t', '\u{a0}']);
        let after = source.get(range.end..).unwrap_or("").trim_start_matches([' ', '\t', '\u{a0}']);
        let alone =
            (before.is_empty() || before.ends_with('\n')) && (after.is_empty() || after.starts_with(['\n', '\r']));
        alone || (own && !words::is_document(self.tokens.word(at.wrapping_sub(1))))
    }

    /// A locator right after the symbol, across a comma, a bracket or a few words ("in particular").
    fn paper_with_locator(&mut self, at: usize, symbol: &Symbol) -> Option<Next> {
        // a title in quotation marks may end in the symbol
        let quoted = ['\u{201D}', '\u{BB}', '"'].iter().any(|mark| self.tokens.is_sign(at + 1, *mark));
        let mut head = at + 1 + usize::from(quoted);
        let sign = [',', ';', ':', '('].iter().any(|sign| self.tokens.is_sign(head, *sign));
        head += usize::from(sign);
        if sign && self.tokens.is_sign(head, '(') {
            head += 1;
        }
        if let Some(after) = self.pages(head) {
            head = after;
        }
        for _ in 0..5 {
            if !may_stand_between(self.tokens.word(head)) || self.heads_locator(head) {
                break;
            }
            head += 1;
        }
        // "GB.346/INS/5 paragraph 18" and "… in its appendix" need no sign; a bare "annex" does
        let mut group = self.group(head)?;
        match self.complement(group.next, &group) {
            Where::Bare => {}
            Where::Paper(_) if group.parts.len() > 1 => group.keep_first(),
            _ => return None,
        }
        let targets: Vec<Target> =
            group.locators().into_iter().map(|place| Target::Paper(symbol.clone(), Some(place))).collect();
        for target in targets {
            self.push(at, group.next, target);
        }
        Some(self.its_appendix(group.next, symbol).unwrap_or(group.next))
    }

    /// `p. 4,` and `pages 3–5,` between a symbol and its locator: the token after it.
    fn pages(&self, at: usize) -> Option<Next> {
        if !matches!(self.tokens.word(at), "p" | "pp" | "page" | "pages" | "pag" | "pags" | "pagina" | "paginas") {
            return None;
        }
        let number = at + 1 + usize::from(self.tokens.is_sign(at + 1, '.'));
        let (_, next) = numbers::list(&self.tokens, number, numbers::Manner::Plural)?;
        self.tokens.is_sign(next, ',').then_some(next + 1)
    }

    /// `GB.344/INS/15/1 and /2`, `GB.344/INS/7 and INS/8`: papers of which only the end is written.
    fn siblings(&mut self, from: usize, mut last: Symbol) -> Next {
        let mut next = from;
        loop {
            let after = numbers::separator(&self.tokens, next);
            if after == next {
                return next;
            }
            let section = crate::model::symbol::SECTIONS.iter().find(|section| self.tokens.printed(after) == **section);
            // "GB.371/INS/15/1 and 15/2"
            let item = self.tokens.number(after).parse::<u16>().ok();
            let same_item = item.is_some()
                && item == last.agenda_item()
                && self.tokens.is_sign(after + 1, '/')
                && self.tokens.is_joined(after + 1)
                && self.tokens.is_joined(after + 2);
            // ", /2": the slash is no separator
            let joined = self.tokens.is_sign(after - 1, '/') && self.tokens.is_joined(after);
            let bare = usize::from(joined && after > next + 1);
            let slash = after + usize::from(section.is_some() || same_item) - bare;
            if !self.tokens.is_sign(slash, '/') {
                return next;
            }
            let number = self.tokens.number(slash + 1);
            let Some(number) = number.parse::<u16>().ok().filter(|number| (1..1000).contains(number)) else {
                return next;
            };
            let mut end = slash + 2;
            let sibling = if let Some(section) = section {
                let mut text = format!("GB.{}/{section}/{number}", last.session());
                while self.tokens.is_sign(end, '/') && !self.tokens.number(end + 1).is_empty() {
                    text = format!("{text}/{}", self.tokens.number(end + 1));
                    end += 2;
                }
                text.parse().ok()
            } else {
                last.sibling(number)
            };
            let Some(sibling) = sibling else { return next };
            self.push(after, end, Target::Paper(sibling.clone(), None));
            last = sibling;
            next = end;
        }
    }
}

/// Words between a symbol and its locator that leave the locator with the symbol.
fn may_stand_between(word: &str) -> bool {
    matches!(
        word,
        "in" | "particular"
            | "especially"
            | "notably"
            | "at"
            | "see"
            | "en"
            | "particulier"
            | "notamment"
            | "especialmente"
            | "voir"
            | "vease"
            | "veanse"
            | "au"
            | "aux"
            | "el"
            | "los"
            | "la"
            | "le"
            | "l"
            | "les"
            | "the"
            | "its"
            | "su"
            | "sus"
            | "ses"
            | "son"
            | "concretamente"
            | "specifically"
            | "from"
            | "desde"
            | "under"
    )
}
