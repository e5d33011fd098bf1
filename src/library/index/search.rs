//! Searching: while typing, newest first and stopped when there is enough; exactly, ranked over everything held.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{BooleanQuery, EnableScoring, Occur, Query as IndexQuery};
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use super::Index;
use super::ask::{Asker, constant, filter, session};
use super::places::parse;
use crate::model::Language;
use crate::model::search::{Hit, Results};
use crate::text::query::Query;
use crate::text::snippet;

/// While typing, the walk from the newest session down ends after so many matches.
const ENOUGH: usize = 2_000;
/// While typing, a walk that finds little ends after this time; what was found is shown.
const PATIENCE: Duration = Duration::from_millis(8);
/// How many documents are looked at between two looks at the clock.
const STRIDE: usize = 256;
/// Up to this many places, every completion of the last word is taken into account.
const SMALL: u64 = 20_000;

/// How to search.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchOptions {
    /// How many hits are wanted; 0 counts as 50.
    pub limit: usize,
    /// Only texts in these languages; empty for all. A `lang:` in the query goes before it.
    pub languages: Vec<Language>,
    /// The session one is in: its hits come before others while typing.
    pub session_here: Option<u16>,
    /// The key of the paper one is in: its hits come first while typing.
    pub paper_here: Option<String>,
    /// Rank and count over everything held, best first; otherwise the newest sessions come first, and the search stops
    /// when it has enough: then `total` is what was counted so far.
    pub exact: bool,
}

/// Whether a hit of a session may be shown.
pub(in crate::library) type Keep<'a> = dyn Fn(&Hit, u16) -> bool + 'a;

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
}

impl Index {
    /// The answer to a query; `keep` may reject hits by what only the caller knows. The error says in a few words why
    /// the index cannot be used.
    pub(in crate::library) fn search(
        &self,
        query: &Query,
        options: &SearchOptions,
        keep: Option<&Keep>,
    ) -> Result<Results, String> {
        let searcher = self.reader.searcher();
        let small = searcher.num_docs() <= SMALL;
        let asker = Asker {
            searcher: &searcher,
            fields: self.fields,
            sessions: self.texts.keys().copied().collect(),
            completions: match (small, options.exact) {
                (true, _) => 400,
                (false, true) => 64,
                (false, false) => 32,
            },
        };
        let mut results = self.run(&asker, query, query, options, keep)?;
        if results.hits.is_empty()
            && let Some((corrected, changes)) = asker.corrected(query)
        {
            let again = self.run(&asker, query, &corrected, options, keep)?;
            if !again.hits.is_empty() {
                results = again;
                let said: Vec<String> =
                    changes.iter().map(|(typed, shown)| format!("“{typed}”; showing “{shown}”")).collect();
                results.remark = Some(format!("Nothing was found for {}.", said.join(", for ")));
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
        keep: Option<&Keep>,
    ) -> Result<Results, String> {
        let fault = |why: tantivy::TantivyError| why.to_string();
        let mut results = Results { query: typed.typed.clone(), ..Results::default() };
        let Some(base) = asker.query(query).map_err(fault)? else { return Ok(results) };
        let named = query.clauses.iter().any(|clause| matches!(clause.ask, crate::text::query::Ask::Language(_)));
        let base = if options.languages.is_empty() || named {
            base
        } else {
            let codes: Vec<&str> = options.languages.iter().map(Language::code).collect();
            both(base, filter(self.fields.language, codes))
        };
        let wanted = options.wanted();
        let (matches, total) = if options.exact {
            // what the caller rejects is looked for beyond the limit
            let many = if keep.is_some() { wanted.saturating_mul(40).min(20_000) } else { wanted };
            Self::ranked(asker.searcher, &*base, many).map_err(fault)?
        } else {
            self.newest(asker.searcher, &*base, options).map_err(fault)?
        };
        results.total = total;
        let mut rejected = 0;
        for one in matches {
            if results.hits.len() >= wanted {
                break;
            }
            let hit = self.hit(asker.searcher, &one, query)?;
            if keep.is_none_or(|keep| keep(&hit, one.session)) {
                results.hits.push(hit);
            } else {
                rejected += 1;
            }
        }
        results.total = results.total.saturating_sub(rejected);
        Ok(results)
    }

    /// The best over everything, and how many there are.
    fn ranked(searcher: &Searcher, query: &dyn IndexQuery, many: usize) -> tantivy::Result<(Vec<Match>, usize)> {
        let (best, total) = searcher.search(query, &(TopDocs::with_limit(many).order_by_score(), Count))?;
        let mut matches = Vec::with_capacity(best.len());
        for (score, address) in best {
            let sessions = searcher.segment_reader(address.segment_ord).fast_fields().u64("session")?;
            let session = sessions.first(address.doc_id).and_then(|number| u16::try_from(number).ok()).unwrap_or(0);
            matches.push(Match { address, score, tier: 2, session });
        }
        // of equals the newer first
        matches.sort_by(|a, b| b.score.total_cmp(&a.score).then(b.session.cmp(&a.session)));
        Ok((matches, total))
    }

    /// Matches in the paper one is in, then in the session, then from the newest session down until there are enough.
    fn newest(
        &self,
        searcher: &Searcher,
        base: &dyn IndexQuery,
        options: &SearchOptions,
    ) -> tantivy::Result<(Vec<Match>, usize)> {
        let begin = Instant::now();
        let mut seen: BTreeSet<DocAddress> = BTreeSet::new();
        let mut matches = Vec::new();
        if let Some(key) = &options.paper_here {
            let here = both(base.box_clone(), filter(self.fields.key, [key]));
            self.walk(searcher, &*here, 0, options.wanted(), begin, &mut seen, &mut matches)?;
        }
        if let Some(number) = options.session_here {
            let here = both(base.box_clone(), constant(session(self.fields.session, number)));
            self.walk(searcher, &*here, 1, ENOUGH / 4, begin, &mut seen, &mut matches)?;
        }
        self.walk(searcher, base, 2, ENOUGH, begin, &mut seen, &mut matches)?;
        let total = matches.len();
        matches.sort_by(|a, b| {
            a.tier
                .cmp(&b.tier)
                .then(b.session.cmp(&a.session))
                .then(b.score.total_cmp(&a.score))
                .then(a.address.cmp(&b.address))
        });
        Ok((matches, total))
    }

    #[allow(clippy::too_many_arguments, reason = "one walk of three, with what they share")]
    fn walk(
        &self,
        searcher: &Searcher,
        query: &dyn IndexQuery,
        tier: u8,
        most: usize,
        begin: Instant,
        seen: &mut BTreeSet<DocAddress>,
        matches: &mut Vec<Match>,
    ) -> tantivy::Result<()> {
        let weight = query.weight(EnableScoring::enabled_from_searcher(searcher))?;
        let mut found = 0;
        for ordinal in &self.order {
            let Some(segment) = searcher.segment_readers().get(*ordinal) else { continue };
            let segment_ord = u32::try_from(*ordinal).unwrap_or(u32::MAX);
            let sessions = segment.fast_fields().u64("session")?;
            let mut scorer = weight.scorer(segment, 1.0)?;
            let mut doc = scorer.doc();
            let mut steps = 0;
            while doc != TERMINATED {
                steps += 1;
                let address = DocAddress::new(segment_ord, doc);
                if !segment.is_deleted(doc) && (tier == 0 || seen.is_empty() || !seen.contains(&address)) {
                    let session = sessions.first(doc).and_then(|number| u16::try_from(number).ok()).unwrap_or(0);
                    matches.push(Match { address, score: scorer.score(), tier, session });
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
    fn hit(&self, searcher: &Searcher, one: &Match, query: &Query) -> Result<Hit, String> {
        let fast = searcher.segment_reader(one.address.segment_ord).fast_fields();
        let value = |field: &str| {
            fast.u64(field)
                .ok()
                .and_then(|column| column.first(one.address.doc_id))
                .ok_or_else(|| "a place has no address".to_owned())
        };
        let (at, length, head) = (value("at")?, value("length")?, value("head")?);
        let line = self.read(one.session, at, usize::try_from(length).unwrap_or(0))?;
        let head = self.read_line(one.session, head)?;
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
        })
    }

    /// Some bytes of the text file of a session.
    fn read(&self, session: u16, at: u64, length: usize) -> Result<String, String> {
        let mut bytes = vec![0; length];
        self.with_text(session, |file| {
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(&mut bytes)
        })?;
        String::from_utf8(bytes).map_err(|_| format!("the text file of session {session} is damaged"))
    }

    /// The line that begins there; lines of papers are short.
    fn read_line(&self, session: u16, at: u64) -> Result<String, String> {
        let mut bytes = vec![0; 4096];
        let mut length = 0;
        self.with_text(session, |file| {
            file.seek(SeekFrom::Start(at))?;
            length = file.read(&mut bytes)?;
            Ok(())
        })?;
        bytes.truncate(length);
        let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(length);
        bytes.truncate(end);
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }

    fn with_text(&self, session: u16, act: impl FnOnce(&mut File) -> std::io::Result<()>) -> Result<(), String> {
        let broken = |why: &dyn std::fmt::Display| format!("the text file of session {session} cannot be read: {why}");
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let open: &mut BTreeMap<u16, File> = &mut open;
        let file = match open.entry(session) {
            Entry::Occupied(there) => there.into_mut(),
            Entry::Vacant(free) => {
                let name = self.texts.get(&session).ok_or_else(|| broken(&"it is not listed"))?;
                free.insert(File::open(self.folder.join(name)).map_err(|why| broken(&why))?)
            }
        };
        act(file).map_err(|why| broken(&why))
    }
}

/// Both must hold.
fn both(query: Box<dyn IndexQuery>, condition: Box<dyn IndexQuery>) -> Box<dyn IndexQuery> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::Must, condition)]))
}
