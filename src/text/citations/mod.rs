//! Citations in running text, in English, French and Spanish: where they stand and what they name.
//!
//! The text is cut into tokens once; then one pass from left to right asks at each token a few small grammars, each of which
//! looks only a bounded way ahead beyond what it takes. So the time is linear in the length of the text. The rules of what is a
//! citation and what is not (anaphora, page furniture, other bodies' reports) are those of the `target` table in the
//! project's interface description; shapes and examples are in `domain.md` §2.

mod complements;
mod cues;
mod instruments;
pub(crate) mod lexer;
mod locators;
pub(crate) mod numbers;
mod papers;
mod programme;
mod rules;
mod walk;
pub(crate) mod words;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::model::{Language, Symbol, Target};
use lexer::Tokens;

pub use walk::of_paper;

/// A citation in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Where it stands: bytes of the text.
    pub span: Range<usize>,
    /// What it names.
    pub target: Target,
}

/// What is known of the text a citation is looked for in.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// Its language; all three working languages are always understood, this only settles what is ambiguous.
    pub language: Option<Language>,
    /// The symbol of the paper it stands in.
    pub own: Option<Symbol>,
    /// True for a heading, whose own "Appendix II" is a title and no reference.
    pub heading: bool,
    /// The paper that the footnote before this one cites last: what "ibid." means.
    pub previous: Option<Symbol>,
    /// What the header of the table column says its bare numbers are.
    pub column: Option<Column>,
}

/// What bare numbers in a column of a table are, when the header says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Programme and budget outputs.
    Outputs,
    /// Programme and budget outcomes.
    Outcomes,
    /// Sustainable Development Goals, targets or indicators.
    Sdgs,
}

impl Column {
    /// What a header says: "Programme and budget outputs (2022–23)", "Main SDG targets".
    #[must_use]
    pub fn of_header(header: &str) -> Option<Self> {
        let folded = crate::text::fold::fold(header);
        let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).collect();
        let has = |wanted: &[&str]| words.iter().any(|word| wanted.contains(word));
        if has(&["sdg", "sdgs", "odd", "ods"])
            || (has(&["sustainable", "durable", "sostenible"]) && has(&["goals", "goal", "objectifs", "objetivos"]))
        {
            Some(Self::Sdgs)
        } else if has(&["output", "outputs", "produits", "produit", "productos", "producto"]) {
            Some(Self::Outputs)
        } else if has(&["outcome", "outcomes"])
            || (has(&["resultats", "resultados"]) && has(&["strategiques", "programme", "programa", "politicas"]))
        {
            Some(Self::Outcomes)
        } else {
            None
        }
    }
}

/// Every citation in `text`, in order. Spans do not overlap, but one citation of several papers or instruments gives one
/// entry each with the same span.
#[must_use]
pub fn find(text: &str, context: &Context) -> Vec<Citation> {
    Scan::new(text, context).run()
}

/// One pass over one text.
pub(crate) struct Scan<'a> {
    pub tokens: Tokens<'a>,
    pub context: &'a Context,
    found: Vec<Citation>,
}

/// What a grammar answers: the token to go on from.
type Next = usize;

impl<'a> Scan<'a> {
    fn new(text: &'a str, context: &'a Context) -> Self {
        Self { tokens: Tokens::new(text), context, found: Vec::new() }
    }

    fn run(mut self) -> Vec<Citation> {
        self.pass();
        self.found
    }

    fn pass(&mut self) {
        let mut at = 0;
        if let Some(column) = self.context.column {
            at = self.column(column);
        }
        while at < self.tokens.len() {
            let next = self.step(at);
            at = next.unwrap_or(at + 1).max(at + 1);
        }
    }

    fn step(&mut self, at: usize) -> Option<Next> {
        if self.tokens.symbol(at).is_some() {
            return Some(self.paper(at));
        }
        if self.tokens.word(at).is_empty() && !self.tokens.is_sign(at, '\u{A7}') && !self.tokens.is_sign(at, '\u{B6}') {
            return None;
        }
        self.conference(at)
            .or_else(|| self.articles(at))
            .or_else(|| self.locators(at))
            .or_else(|| self.instruments(at))
            .or_else(|| self.programme(at))
    }

    /// Takes the closing bracket into `GB.344/PV (paragraph 282)`.
    fn with_closing_bracket(&self, first: usize, next: Next) -> Next {
        // a bracket opened further back is the sentence's own
        if next.saturating_sub(first) > 60 || !self.tokens.is_sign(next, ')') {
            return next;
        }
        let count = |sign| (first..next).filter(|at| self.tokens.is_sign(*at, sign)).count();
        let letters = (first..next)
            .filter(|at| self.tokens.is_sign(*at, ')') && !self.tokens.is_sign(at.wrapping_sub(2), '('))
            .count();
        if count('(') > count(')').saturating_sub(letters) { next + 1 } else { next }
    }

    /// Notes one target for the tokens from `first` to before `next`.
    fn push(&mut self, first: usize, next: usize, target: Target) {
        let next = self.with_closing_bracket(first, next);
        let span = self.tokens.bytes(first, next);
        // what was taken stays taken: a citation never reaches back into the one before
        let start = match self.found.last() {
            Some(last) if last.span != span && last.span.end > span.start => last.span.end,
            _ => span.start,
        };
        if start < span.end {
            self.found.push(Citation { span: start..span.end, target });
        }
    }
}
