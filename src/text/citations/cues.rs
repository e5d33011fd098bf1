//! Words before a locator that say what it is: "draft decision in", "with the exception of", "see the", "ibid.".

use super::Scan;
use super::locators::Group;
use super::words::{self, Head};
use crate::model::{Symbol, Target};

impl Scan<'_> {
    /// Where "draft decision in" begins before the locator at `at`: "draft decision(s) in", "points for decision in",
    /// "possible outcome in", "projet de décision au", "proyecto de decisión en el".
    pub(super) fn decision_cue(&self, at: usize) -> Option<usize> {
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
                    | "du"
                    | "des"
                    | "del"
                    | "de"
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
                    | "reproduced"
                    | "reproduit"
                    | "reproduits"
                    | "reproducido"
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

    /// "the 1998 Declaration, paragraph 2": a text named by its title right before the comma has paragraphs of its own.
    pub(super) fn is_in_named_text(&self, at: usize) -> bool {
        let Some(noun) = at.checked_sub(2).filter(|_| self.tokens.is_sign(at - 1, ',')) else { return false };
        // "the Committee’s report, paragraph 14": the apostrophe is no token
        let owned = noun.checked_sub(1).is_some_and(|owner| self.tokens.word(owner) == "s");
        let named = (self.tokens.is_capital(noun) || owned) && words::is_external(self.tokens.word(noun));
        // the first word of a sentence has its capital from there
        let begins = noun == 0 || self.tokens.is_sign(noun - 1, '.');
        named && !begins && !self.points_back(noun) && !self.is_in_numbered_report(at)
    }

    /// `A/80/596, para. 28`, `resolution 79/310, paragraphs 2 and 5`: places in papers of other houses, which have symbols too.
    /// Only chapters, annexes and other places may stand between.
    pub(super) fn is_in_other_symbol(&self, at: usize, group: &Group) -> bool {
        if matches!(self.tokens.word(group.next), "above" | "below" | "supra" | "infra") {
            return false;
        }
        let mut back = at;
        while let Some(before) = back.checked_sub(1).filter(|before| at - before < 30) {
            if let Some(first) = self.other_symbol(before) {
                return first < before;
            }
            let word = self.tokens.word(before);
            let place = words::head(word).is_some()
                || words::is_and(word)
                || matches!(
                    word,
                    "chap" | "chapter" | "chapitre" | "capitulo" | "vol" | "summary" | "table" | "tables"
                )
                || (!word.is_empty() && word.len() < 5 && word.chars().all(|c| matches!(c, 'i' | 'v' | 'x')));
            let sign = [',', '.', '-', '(', ')'].iter().any(|sign| self.tokens.is_sign(before, *sign));
            if !(place || sign || !self.tokens.number(before).is_empty()) {
                return false;
            }
            back = before;
        }
        false
    }

    /// The first token of another house's symbol that ends with the token `last`: `A/RES/70/1`, `79/310` after "resolution".
    fn other_symbol(&self, last: usize) -> Option<usize> {
        let mut first = last;
        while first > 0 && last - first < 14 && self.tokens.is_joined(first) {
            first -= 1;
        }
        while first < last && self.tokens.is_sign(first, '(') {
            first += 1;
        }
        let slashes = (first..last).filter(|at| self.tokens.is_sign(*at, '/')).count();
        let numbered = (first..=last).any(|at| !self.tokens.number(at).is_empty());
        let letters = self.tokens.is_capital(first) && (slashes > 1 || self.tokens.printed(first).len() == 1);
        let resolution = !self.tokens.number(first).is_empty()
            && first.checked_sub(1).is_some_and(|noun| {
                matches!(self.tokens.word(noun), "resolution" | "resolucion" | "decision" | "resolutions")
            });
        (slashes > 0 && numbered && (letters || resolution)).then_some(first)
    }

    /// "that decision", "the latter", "the aforementioned report": the noun at token `noun` was named earlier.
    fn points_back(&self, noun: usize) -> bool {
        (noun.saturating_sub(2)..noun).any(|at| {
            let word = self.tokens.word(at);
            (words::is_anaphoric(word) && !matches!(word, "it" | "them" | "ce")) || words::is_mentioned(word)
        })
    }

    /// "with the exception of paragraph 21", "stating in paragraph 151 that", "op. cit., para. 3", "the latter’s paragraph 9",
    /// "in its paragraph 9", "that decision, paragraph 4": the text is one that was named earlier.
    pub(super) fn is_excluded(&self, at: usize, group: &Group) -> bool {
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
        let paragraphs = group.is(Head::Paragraph) || group.is(Head::Point);
        // the apostrophe of "latter’s" is no token
        if paragraphs && matches!(word(1), "s" | "its" | "their" | "his" | "her" | "su" | "sus" | "son" | "ses") {
            return true;
        }
        let comma = at.checked_sub(1).filter(|comma| self.tokens.is_sign(*comma, ','));
        if let Some(comma) = comma
            && (self.is_work_cited(comma) || (words::is_thing(word(2)) && self.points_back(comma - 1)))
        {
            return true;
        }
        matches!(word(1), "in" | "at")
            && matches!(
                word(2),
                "stating" | "stated" | "states" | "observed" | "observing" | "stipulates" | "stipulating"
            )
            && matches!(self.tokens.word(group.next), "that" | "how" | "which")
    }

    /// "op. cit.," and "loc. cit.," before the comma at token `comma`.
    fn is_work_cited(&self, comma: usize) -> bool {
        let stop = comma.checked_sub(1).filter(|stop| self.tokens.is_sign(*stop, '.'));
        stop.unwrap_or(comma).checked_sub(1).is_some_and(|cit| self.tokens.word(cit) == "cit")
    }

    /// `404th Report, March 2034, paragraph 5`, `[véase 404.º informe, párrafo 5]`: numbered reports are those of the
    /// Committee on Freedom of Association, and so are cases, `Case No. 3999 (Country), para. 136`. Of what begins like a
    /// symbol and is none, `GB.384/Record of decisions, para. 12`, nothing is known either.
    fn is_in_numbered_report(&self, at: usize) -> bool {
        let Some(mut back) = at.checked_sub(1) else { return false };
        if ![',', '(', ':'].iter().any(|sign| self.tokens.is_sign(back, *sign)) {
            return false;
        }
        for _ in 0..14 {
            let Some(before) = back.checked_sub(1) else { return false };
            back = before;
            let stop = self.tokens.is_sign(back, '.') && !self.tokens.is_joined(back + 1);
            if self.tokens.is_sign(back, ';') || (stop && self.tokens.ends_sentence(back)) {
                return false;
            }
            let word = self.tokens.word(back);
            let case = matches!(word, "case" | "cas" | "caso") && words::is_number_marker(self.tokens.word(back + 1));
            if case || (word == "gb" && !self.tokens.number(back + 2).is_empty()) {
                return true;
            }
            if words::is_report(self.tokens.word(back)) {
                return (back.saturating_sub(3)..back).any(|at| !self.tokens.number(at).is_empty());
            }
        }
        false
    }

    /// True when the words around an unnumbered appendix, a part or a section say that it is in this paper: "see the
    /// appendix", "section II below".
    pub(super) fn points_here(&self, at: usize, group: &Group) -> bool {
        if matches!(self.tokens.word(group.next), "below" | "above" | "supra" | "infra" | "hereto") {
            return true;
        }
        let mut back = at;
        while back > 0 && words::is_determiner(self.tokens.word(back - 1)) {
            back -= 1;
        }
        let word = |steps: usize| back.checked_sub(steps).map_or("", |at| self.tokens.word(at));
        let see = |word: &str| matches!(word, "see" | "voir" | "vease" | "veanse" | "cf");
        // "The appendix shows …" as well as "in the appendix"; after another paper in the same sentence it may be that one's
        let determined = back < at && matches!(self.tokens.word(at - 1), "the" | "l" | "el" | "la");
        let appendix = group.is(Head::Appendix)
            && (matches!(word(1), "in" | "en" | "dans" | "under" | "l") || determined && !self.follows_paper(back));
        see(word(1)) || appendix || (see(word(2)) && matches!(word(1), "in" | "also" | "en" | "aussi"))
    }

    /// True when a paper was cited earlier in the sentence that goes on at token `at`.
    fn follows_paper(&self, at: usize) -> bool {
        let Some(last) = self.found.iter().rev().find(|citation| matches!(citation.target, Target::Paper(..))) else {
            return false;
        };
        let start = self.tokens.bytes(at, at + 1).start;
        let between = self.tokens.source.get(last.span.end..start).unwrap_or("");
        between.len() < 400 && ![". ", ".\u{a0}", "; ", "\n"].iter().any(|end| between.contains(end))
    }

    /// Where "ibid.," stands before the locator at `at`.
    pub(super) fn ibid(&self, at: usize) -> Option<usize> {
        let mut back = at.checked_sub(1)?;
        for _ in 0..2 {
            if self.tokens.is_sign(back, ',') || self.tokens.is_sign(back, '.') {
                back = back.checked_sub(1)?;
            }
        }
        matches!(self.tokens.word(back), "ibid" | "ibidem" | "idem" | "id").then_some(back)
    }

    /// The paper cited last, here or in the footnote before.
    pub(super) fn last_paper(&self) -> Option<Symbol> {
        let here = self.found.iter().rev().find_map(|citation| match &citation.target {
            Target::Paper(symbol, _) => Some(Some(symbol.clone())),
            Target::External(_) | Target::Conference(_) => Some(None),
            _ => None,
        });
        here.unwrap_or_else(|| self.context.previous.clone())
    }
}
