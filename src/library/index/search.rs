//! Searching: while typing, newest first and stopped when there is enough; exactly, ranked over everything held.

use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use tantivy::collector::{Count, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as IndexQuery};
use tantivy::{DocAddress, DocSet, HasLen, TERMINATED};

use super::ask::{Asker, constant, filter, session};
use super::files::Pieces;
use super::places::parse;
use super::{Index, Segment};
use crate::model::Language;
use crate::model::search::{Hit, HitKind, Results, Stand};
use crate::text::query::Query;
use crate::text::snippet;

/// While typing, the walk from the newest session down ends after so many matches.
const ENOUGH: usize = 2_000;
/// While typing, a walk that finds little ends after this time; what was found is shown.
const PATIENCE: Duration = Duration::from_millis(8);
/// How many documents are looked at between two looks at the clock.
const STRIDE: usize = 256;
/// Text files kept open.
const TEXTS_OPEN: usize = 64;
/// Up to this many places, more completions of the last word are weighed.
const SMALL: u64 = 20_000;

/// How to search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchOptions {
    /// How many hits are wanted; 0 counts as 50.
    pub limit: usize,
    /// The delegate's languages in order of preference. Every language is searched; of a paragraph that matches in
    /// several of them, the preferred one is shown; while typing, what is in the preferred one comes first. Empty: each is shown.
    pub languages: Vec<Language>,
    /// The session one is in: its hits come before others while typing.
    pub session_here: Option<u16>,
    /// The key of the paper one is in: its hits come first while typing.
    pub paper_here: Option<String>,
    /// Rank and count over everything held, best first; otherwise the newest sessions come first, and the search stops
    /// when it has enough: then `total` is what was counted so far.
    pub exact: bool,
    /// Where the delegate's notes take a stance, for `stance:` in the query.
    pub stances: Vec<Stand>,
}

/// What only the caller knows of hits.
pub(in crate::library) struct Sieve<'a> {
    /// Whether a hit of a session may be shown.
    pub(in crate::library) keep: &'a dyn Fn(&Hit, u16) -> bool,
    /// The keys of the only papers in which there is anything; `None` when there are many.
    pub(in crate::library) papers: Option<Vec<String>>,
}

impl SearchOptions {
    pub(super) fn wanted(&self) -> usize {
        if self.limit == 0 { 50 } else { self.limit.min(10_000) }
    }
}

/// A match before its words are fetched.
#[derive(Clone, Copy, Debug)]
struct Match {
    address: DocAddress,
    score: f32,
    /// 0 in the paper one is in, 1 in the session, 2 elsewhere.
    tier: u8,
    session: u16,
    /// The place of its language among the delegate's, their number for any other.
    foreign: u8,
}

impl Index {
    /// The answer to a query; `sieve` rejects hits by what only the caller knows. The error says in a few words why
    /// the index cannot be used.
    pub(in crate::library) fn search(
        &self,
        query: &Query,
        options: &SearchOptions,
        sieve: Option<&Sieve>,
    ) -> Result<Results, String> {
        let searcher = &self.searcher;
        if !self.files.intact() {
            return Err("it was changed by another program".to_owned());
        }
        let small = searcher.num_docs() <= SMALL;
        let asker = Asker {
            searcher,
            fields: self.fields,
            sessions: self.texts.keys().copied().collect(),
            completions: match (small, options.exact) {
                (true, true) => 400,
                (true, false) | (false, true) => 64,
                (false, false) => 32,
            },
            exact: options.exact,
        };
        let mut results = self.run(&asker, query, query, options, sieve)?;
        if results.hits.is_empty()
            && let Some((corrected, changes)) = asker.corrected(query)
        {
            let again = self.run(&asker, query, &corrected, options, sieve)?;
            if !again.hits.is_empty() {
                results = again;
                let said: Vec<String> =
                    changes.iter().map(|(typed, shown)| format!("“{typed}”; showing “{shown}”")).collect();
                results.remark = Some(format!("Nothing was found for {}.", said.join(", for ")));
                results.changes = changes;
            }
        }
        Ok(results)
    }

    fn run(
        &self,
        asker: &Asker,
        typed: &Query,
        query: &Query,
        options: &SearchOptions,
        sieve: Option<&Sieve>,
    ) -> Result<Results, String> {
        let fault = |why: tantivy::TantivyError| why.to_string();
        let mut results = Results { query: typed.typed.clone(), ..Results::default() };
        let Some(base) = asker.query(query).map_err(fault)? else { return Ok(results) };
        let base = match sieve.and_then(|sieve| sieve.papers.as_ref()) {
            Some(papers) => both(base, filter(self.fields.key, papers)),
            None => base,
        };
        let wanted = options.wanted();
        let (matches, total) = if options.exact {
            // what is rejected, and what is the same paragraph in another language, is looked for beyond the limit
            let many = match (sieve, options.languages.is_empty()) {
                (Some(_), _) => wanted.saturating_mul(40).min(20_000),
                (None, false) => wanted.saturating_mul(3),
                (None, true) => wanted,
            };
            self.ranked(&*base, many).map_err(fault)?
        } else {
            self.newest(&*base, options).map_err(fault)?
        };
        let preferred = |hit: &Hit| {
            let place = options.languages.iter().position(|language| hit.language == Some(*language));
            place.unwrap_or(options.languages.len())
        };
        let mut places: HashMap<(String, String, HitKind), usize> = HashMap::new();
        let mut left_out = 0;
        for one in matches {
            if results.hits.len() >= wanted {
                break;
            }
            let hit = self.hit(&one, query)?;
            if sieve.is_some_and(|sieve| !(sieve.keep)(&hit, one.session)) {
                left_out += 1;
                continue;
            }
            if let Some(number) = hit.paragraph.as_ref().filter(|_| !options.languages.is_empty()) {
                match places.entry((hit.paper.clone(), number.clone(), hit.kind)) {
                    Entry::Occupied(there) => {
                        left_out += 1;
                        if let Some(other) = results.hits.get_mut(*there.get())
                            && preferred(&hit) < preferred(other)
                        {
                            *other = Hit { score: other.score, ..hit };
                        }
                        continue;
                    }
                    Entry::Vacant(free) => free.insert(results.hits.len()),
                };
            }
            results.hits.push(hit);
        }
        results.total = total.saturating_sub(left_out);
        Ok(results)
    }

    /// The best over everything, and how many there are.
    fn ranked(&self, query: &dyn IndexQuery, many: usize) -> tantivy::Result<(Vec<Match>, usize)> {
        let (best, total) = self.searcher.search(query, &(TopDocs::with_limit(many).order_by_score(), Count))?;
        let mut matches: Vec<Match> = best
            .into_iter()
            .map(|(score, address)| Match { address, score, tier: 2, session: self.session_of(address), foreign: 0 })
            .collect();
        // of equals the newer first
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.session.cmp(&a.session)));
        Ok((matches, total))
    }

    fn session_of(&self, address: DocAddress) -> u16 {
        let segment = self.segments.get(address.segment_ord as usize);
        segment.and_then(|one| one.session.first(address.doc_id)).and_then(|one| u16::try_from(one).ok()).unwrap_or(0)
    }

    /// The place of a match's language among these.
    fn foreign(&self, address: DocAddress, languages: &[Language]) -> u8 {
        let segment = self.segments.get(address.segment_ord as usize);
        let language = segment.and_then(|segment| segment.languages.get(address.doc_id as usize)).copied();
        let place = languages.iter().position(|one| Some(*one) == language);
        u8::try_from(place.unwrap_or(languages.len())).unwrap_or(u8::MAX)
    }

    /// Matches in the paper one is in, then in the session, then from the newest session down until there are enough.
    fn newest(&self, base: &dyn IndexQuery, options: &SearchOptions) -> tantivy::Result<(Vec<Match>, usize)> {
        let begin = Instant::now();
        let mut seen: BTreeSet<DocAddress> = BTreeSet::new();
        let mut matches = Vec::new();
        if let Some(key) = &options.paper_here {
            let here = both(base.box_clone(), filter(self.fields.key, [key]));
            self.walk(&*here, 0, ENOUGH / 4, begin, &mut seen, &mut matches)?;
        }
        if let Some(number) = options.session_here {
            let here = both(base.box_clone(), constant(session(self.fields.session, number)));
            self.walk(&*here, 1, ENOUGH / 4, begin, &mut seen, &mut matches)?;
        }
        self.walk(base, 2, ENOUGH, begin, &mut seen, &mut matches)?;
        let total = matches.len();
        for one in &mut matches {
            one.foreign = self.foreign(one.address, &options.languages);
        }
        matches.sort_by(|a, b| {
            a.tier
                .cmp(&b.tier)
                .then(b.session.cmp(&a.session))
                .then(a.foreign.cmp(&b.foreign))
                .then(b.score.total_cmp(&a.score))
                .then(a.address.cmp(&b.address))
        });
        Ok((matches, total))
    }

    #[allow(clippy::too_many_arguments, reason = "one walk of three, with what they share")]
    fn walk(
        &self,
        query: &dyn IndexQuery,
        tier: u8,
        most: usize,
        begin: Instant,
        seen: &mut BTreeSet<DocAddress>,
        matches: &mut Vec<Match>,
    ) -> tantivy::Result<()> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(&self.searcher))?;
        let mut found = 0;
        for ordinal in &self.order {
            let Some(segment) = self.searcher.segment_readers().get(*ordinal) else { continue };
            let segment_ord = u32::try_from(*ordinal).unwrap_or(u32::MAX);
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut doc = scorer.doc();
            let mut steps = 0;
            while doc != TERMINATED {
                steps += 1;
                let address = DocAddress::new(segment_ord, doc);
                if !segment.is_deleted(doc) && (tier == 0 || seen.is_empty() || !seen.contains(&address)) {
                    let session = self.session_of(address);
                    matches.push(Match { address, score: scorer.score(), tier, session, foreign: 0 });
                    if tier < 2 {
                        seen.insert(address);
                    }
                    found += 1;
                }
                if found >= most || (steps % STRIDE == 0 && begin.elapsed() > PATIENCE) {
                    return Ok(());
                }
                doc = scorer.advance();
            }
            if begin.elapsed() > PATIENCE && found > 0 {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The words of a match, and around what they stand.
    fn hit(&self, one: &Match, query: &Query) -> Result<Hit, String> {
        let segment = self.segments.get(one.address.segment_ord as usize);
        let value = |column: fn(&Segment) -> &Column<u64>| {
            segment.and_then(|segment| column(segment).first(one.address.doc_id)).unwrap_or(0)
        };
        let (at, length, head) = (value(|of| &of.at), value(|of| &of.length), value(|of| &of.head));
        let texts = self.texts_of(one.session)?;
        let line = read(&texts, one.session, at, usize::try_from(length).unwrap_or(0))?;
        let head = read_line(&texts, one.session, head)?;
        let broken = || format!("the text file of session {} is damaged", one.session);
        let (kind, id, number, text) = parse(&line).ok_or_else(broken)?;
        let mut parts = head.trim_end_matches('\n').splitn(5, '\t');
        let (Some("P"), Some(key), Some(paper), Some(language), Some(title)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(broken());
        };
        let (snippet, matches) = snippet::cut(text, query);
        Ok(Hit {
            paper: paper.to_owned(),
            key: key.to_owned(),
            paragraph: number.map(str::to_owned),
            id: id.to_owned(),
            language: language.parse().ok(),
            title: title.to_owned(),
            snippet,
            matches,
            score: one.score,
            kind,
            session: one.session,
        })
    }

    /// The text file of a session, kept open.
    fn texts_of(&self, session: u16) -> Result<Arc<Pieces>, String> {
        let broken = |why: &dyn std::fmt::Display| format!("the text file of session {session} cannot be read: {why}");
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = open.iter().position(|(number, _)| *number == session) {
            let found = open.remove(at);
            if !found.1.intact() {
                return Err(broken(&"it was changed by another program"));
            }
            let pieces = Arc::clone(&found.1);
            open.push(found);
            return Ok(pieces);
        }
        let name = self.texts.get(&session).ok_or_else(|| broken(&"it is not listed"))?;
        let look = self.looks.get(name).copied().unwrap_or_default();
        let pieces = Arc::new(Pieces::open(&self.folder.join(name), look).map_err(|why| broken(&why))?);
        if open.len() >= TEXTS_OPEN {
            open.remove(0);
        }
        open.push((session, Arc::clone(&pieces)));
        Ok(pieces)
    }
}

/// Some bytes of the text file of a session.
fn read(texts: &Pieces, session: u16, at: u64, length: usize) -> Result<String, String> {
    let mut bytes = vec![0; length.min(texts.len())];
    texts.read(at, &mut bytes).map_err(|why| format!("the text file of session {session} cannot be read: {why}"))?;
    String::from_utf8(bytes).map_err(|_| format!("the text file of session {session} is damaged"))
}

/// The line that begins there; lines of papers are short.
fn read_line(texts: &Pieces, session: u16, at: u64) -> Result<String, String> {
    let mut bytes = texts
        .read_up_to(at, 4096)
        .map_err(|why| format!("the text file of session {session} cannot be read: {why}"))?;
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    bytes.truncate(end);
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Both must hold.
fn both(query: Box<dyn IndexQuery>, condition: Box<dyn IndexQuery>) -> Box<dyn IndexQuery> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, condition)]))
}
