//! From a query as typed to a query of the index.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query as IndexQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::Fields;
use crate::model::{Language, Symbol};
use crate::text::query::{Ask, Query, Scope, glob, paper_fits};
use crate::text::slip::one_off;
use crate::text::stem::{related, root};

/// Completions of one segment that are weighed against those of the others.
const FROM_SEGMENT: usize = 96;
/// Other forms of a word that help to rank, at most, and what they weigh against the word itself.
const MOST_FORMS: usize = 6;
const FORMS_WEIGH: f32 = 0.3;
/// Shorter words have no other forms, in bytes.
const SHORTEST_INFLECTED: usize = 5;
/// The languages of which the endings are known.
const LANGUAGES: [Language; 3] = [Language::EN, Language::FR, Language::ES];

/// What it takes to turn a query into one of the index.
pub(super) struct Asker<'a> {
    pub(super) searcher: &'a Searcher,
    pub(super) fields: Fields,
    /// The sessions in the index.
    pub(super) sessions: Vec<u16>,
    /// How many completions of the last word are taken, the most frequent first.
    pub(super) completions: usize,
    /// Everything is looked at, however long it takes: every completion counts, and other forms of a word help to rank.
    pub(super) exact: bool,
}

impl Asker<'_> {
    /// The whole query; `None` when nothing is asked that could be found.
    pub(super) fn query(&self, query: &Query) -> tantivy::Result<Option<Box<dyn IndexQuery>>> {
        let mut parts: Vec<(Occur, Box<dyn IndexQuery>)> = Vec::new();
        for clause in &query.clauses {
            // outcome and stance, asked for or excluded, are of drafts alone; which they are is told by the caller
            let excluded = clause.not && !matches!(clause.ask, Ask::Outcome(_) | Ask::Stance(_));
            let occur = if excluded { Occur::MustNot } else { Occur::Must };
            parts.push((occur, self.ask(&clause.ask)?));
            if self.exact
                && !clause.not
                && let Ask::Word { text, .. } = &clause.ask
            {
                let forms = self.forms(text)?;
                if !forms.is_empty() {
                    let forms = any(forms.iter().map(|one| word(self.fields.text, one)));
                    parts.push((Occur::Should, Box::new(BoostQuery::new(forms, FORMS_WEIGH))));
                }
            }
        }
        if parts.is_empty() || query.clauses.iter().all(|clause| clause.not) {
            return Ok(None);
        }
        let filters_only = query
            .clauses
            .iter()
            .all(|clause| clause.not || !matches!(clause.ask, Ask::Word { .. } | Ask::Phrase { .. } | Ask::Any(_)));
        if filters_only {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        Ok(Some(Box::new(BooleanQuery::new(parts))))
    }

    fn ask(&self, ask: &Ask) -> tantivy::Result<Box<dyn IndexQuery>> {
        let fields = self.fields;
        Ok(match ask {
            Ask::Word { text, prefix: false } => word(fields.text, text),
            Ask::Word { text, prefix: true } => {
                let completions = self.completions(text)?;
                let all = self.exact && completions.len() >= self.completions;
                let mut parts: Vec<_> = completions.iter().map(|one| word(fields.text, one)).collect();
                if all {
                    // the rarer completions are found too, without weight
                    let begins = FuzzyTermQuery::new_prefix(Term::from_field_text(fields.text, text), 0, false);
                    parts.push(constant(Box::new(begins)));
                }
                any(parts.into_iter())
            }
            Ask::Phrase { words, prefix } => {
                let last = words.last().map(String::as_str).unwrap_or_default();
                let lasts = if *prefix { self.completions(last)? } else { vec![last.to_owned()] };
                let firsts = words.get(..words.len().saturating_sub(1)).unwrap_or_default();
                any(lasts.iter().map(|last| phrase(fields.text, firsts, last)))
            }
            Ask::Any(asks) => {
                let all = asks.iter().map(|ask| self.ask(ask)).collect::<tantivy::Result<Vec<_>>>()?;
                any(all.into_iter())
            }
            Ask::In(Scope::Notes) => Box::new(EmptyQuery),
            Ask::In(scope) => filter(fields.scope, [scope_term(*scope)]),
            Ask::Outcome(_) | Ask::Stance(_) => filter(fields.scope, ["decision"]),
            Ask::Section(section) => filter(fields.section, [section.as_str()]),
            Ask::Language(language) => filter(fields.language, [language.code()]),
            Ask::Session(from, to) => {
                let held = self.sessions.iter().filter(|number| (*from..=*to).contains(number));
                constant(any(held.map(|number| session(fields.session, *number))))
            }
            Ask::Paper(pattern) => filter(fields.paper, self.terms(fields.paper, |term| paper_fits(pattern, term))?),
            Ask::Cites(typed) => self.cites(typed)?,
        })
    }

    /// `cites:GB.344/PV`, `cites:C87`, `cites:GB.344/*`.
    fn cites(&self, typed: &str) -> tantivy::Result<Box<dyn IndexQuery>> {
        let field = self.fields.cites;
        if typed.contains('*') {
            return Ok(filter(field, self.terms(field, |term| glob(typed, term))?));
        }
        let symbol = Symbol::typed(typed, None)
            .filter(|(_, length)| *length >= typed.trim_end().len())
            .map(|(symbol, _)| crate::text::fold::fold(&symbol.to_string()));
        Ok(filter(field, [symbol.as_deref().unwrap_or(typed)]))
    }

    /// All terms of a field that fit; for fields with few of them (symbols).
    fn terms(&self, field: Field, fits: impl Fn(&str) -> bool) -> tantivy::Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream = inverted.terms().stream()?;
            while stream.advance() {
                if let Ok(term) = std::str::from_utf8(stream.key())
                    && fits(term)
                {
                    found.insert(term.to_owned());
                }
            }
        }
        Ok(found)
    }

    /// Words of the index that begin so, the most frequent first, the word itself before all others.
    pub(super) fn completions(&self, prefix: &str) -> tantivy::Result<Vec<String>> {
        let mut all: BTreeMap<String, u64> = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.text)?;
            let mut stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream()?;
            // only the most frequent of each segment are copied out of it
            let mut best: BinaryHeap<Reverse<(u32, String)>> = BinaryHeap::with_capacity(FROM_SEGMENT + 1);
            let most = FROM_SEGMENT.max(self.completions);
            while stream.advance() {
                if !stream.key().starts_with(prefix.as_bytes()) {
                    break;
                }
                let frequency = stream.value().doc_freq;
                let whole = stream.key().len() == prefix.len();
                if !whole && best.len() >= most && best.peek().is_some_and(|least| least.0.0 >= frequency) {
                    continue;
                }
                if let Ok(term) = std::str::from_utf8(stream.key()) {
                    best.push(Reverse((if whole { u32::MAX } else { frequency }, term.to_owned())));
                    if best.len() > most {
                        best.pop();
                    }
                }
            }
            for Reverse((frequency, term)) in best {
                *all.entry(term).or_default() += u64::from(frequency);
            }
        }
        let mut all: Vec<(String, u64)> = all.into_iter().collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all.truncate(self.completions);
        Ok(all.into_iter().map(|(term, _)| term).collect())
    }

    /// Other forms of a word that stand in the index, the most frequent first.
    fn forms(&self, typed: &str) -> tantivy::Result<Vec<String>> {
        let mut forms: BTreeMap<String, u64> = BTreeMap::new();
        let mut roots: Vec<&str> = LANGUAGES.iter().map(|language| root(typed, *language)).collect();
        roots.sort_unstable();
        // what begins with the longer of two roots begins with the shorter
        roots.dedup_by(|longer, shorter| longer.starts_with(*shorter));
        if typed.len() < SHORTEST_INFLECTED {
            return Ok(Vec::new());
        }
        for begin in roots {
            for segment in self.searcher.segment_readers() {
                let inverted = segment.inverted_index(self.fields.text)?;
                let mut stream = inverted.terms().range().ge(begin.as_bytes()).into_stream()?;
                while stream.advance() && stream.key().starts_with(begin.as_bytes()) {
                    let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
                    if term != typed && LANGUAGES.iter().any(|language| related(term, typed, *language)) {
                        *forms.entry(term.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let mut forms: Vec<(String, u64)> = forms.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        forms.truncate(MOST_FORMS);
        Ok(forms.into_iter().map(|(form, _)| form).collect())
    }

    /// In how many places a word stands.
    fn frequency(&self, word: &str) -> u64 {
        self.searcher.doc_freq(&Term::from_field_text(self.fields.text, word)).unwrap_or(0)
    }

    /// The query with its words of five letters or more corrected, one letter each, by the index's own dictionary; and
    /// what was changed. `None` when there is nothing to correct.
    pub(super) fn corrected(&self, query: &Query) -> Option<(Query, Vec<(String, String)>)> {
        let mut corrected = query.clone();
        let mut changes = Vec::new();
        for clause in corrected.clauses.iter_mut().filter(|clause| !clause.not) {
            let words: Vec<&mut String> = match &mut clause.ask {
                Ask::Word { text, .. } => vec![text],
                Ask::Phrase { words, .. } => words.iter_mut().collect(),
                _ => continue,
            };
            for word in words {
                let known = self.frequency(word) > 0;
                let beginning = matches!(self.completions(word), Ok(found) if !found.is_empty());
                if known || beginning {
                    continue;
                }
                let best = one_off(word)
                    .into_iter()
                    .map(|candidate| (self.frequency(&candidate), candidate))
                    .filter(|(frequency, _)| *frequency > 0)
                    .max();
                if let Some((_, better)) = best {
                    changes.push((word.clone(), better.clone()));
                    *word = better;
                }
            }
        }
        (!changes.is_empty()).then_some((corrected, changes))
    }
}

fn scope_term(scope: Scope) -> &'static str {
    match scope {
        Scope::Decision => "decision",
        Scope::Footnote => "footnote",
        Scope::Table => "table",
        Scope::Heading => "heading",
        Scope::Notes => "notes",
    }
}

fn word(field: Field, text: &str) -> Box<dyn IndexQuery> {
    Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs))
}

pub(super) fn session(field: Field, number: u16) -> Box<dyn IndexQuery> {
    Box::new(TermQuery::new(Term::from_field_u64(field, u64::from(number)), IndexRecordOption::Basic))
}

fn phrase(field: Field, firsts: &[String], last: &str) -> Box<dyn IndexQuery> {
    let mut terms: Vec<Term> = firsts.iter().map(|word| Term::from_field_text(field, word)).collect();
    terms.push(Term::from_field_text(field, last));
    match terms.len() {
        1 => word(field, last),
        _ => Box::new(PhraseQuery::new(terms)),
    }
}

/// One of these; nothing when there are none.
fn any(parts: impl Iterator<Item = Box<dyn IndexQuery>>) -> Box<dyn IndexQuery> {
    let mut parts: Vec<Box<dyn IndexQuery>> = parts.collect();
    match parts.len() {
        0 => Box::new(EmptyQuery),
        1 => parts.remove(0),
        _ => Box::new(BooleanQuery::union(parts)),
    }
}

/// A condition that does not weigh.
pub(super) fn constant(query: Box<dyn IndexQuery>) -> Box<dyn IndexQuery> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

/// One of these exact terms, without weight.
pub(super) fn filter(field: Field, terms: impl IntoIterator<Item = impl AsRef<str>>) -> Box<dyn IndexQuery> {
    let term = |text: &str| -> Box<dyn IndexQuery> {
        Box::new(TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::Basic))
    };
    constant(any(terms.into_iter().map(|text| term(text.as_ref()))))
}
