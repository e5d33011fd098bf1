//! Where a note hangs, and where it belongs when the paper is revised or read in another language.
//!
//! A note knows its block's id, the words it was made on, some words around them and a hash of the whole block. Placing it
//! again goes from the certain to the likely, and always says which: the same text ([`Placement::Exact`],
//! [`Placement::Moved`]), a text that is alike ([`Placement::TextChanged`]), several that are ([`Placement::Ambiguous`]),
//! none ([`Placement::Orphan`]). A look-alike is never taken for the place itself.

use std::collections::HashMap;

use crate::model::{Note, Paper};
use crate::text::fold;
use crate::text::similar::{Dictionary, Numbered, alike, alike_at_most, contained, hash};
use crate::text::units::{Unit, UnitKind, parts, units};

/// From here on a text is the same one changed, when nothing else comes near.
pub const ALIKE: f32 = 0.60;
/// Below this nothing is left of a text.
pub const LOST: f32 = 0.55;
/// The best candidate must be ahead of the next by this much.
const MARGIN: f32 = 0.10;
/// Without any support from its id or its neighbours, a text must be this alike.
const UNSUPPORTED: f32 = 0.75;
/// Neighbours fit when this share of the words around the note stands in them …
const FITTING: f32 = 0.45;
/// … and that much more than in the neighbours of the next best place.
const FITTING_MARGIN: f32 = 0.25;
/// Characters of context kept on each side.
const CONTEXT: usize = 80;
/// A longer quote is cut at a word, in characters.
const LONGEST_QUOTE: usize = 4000;

/// How a note was placed.
#[derive(Clone, Debug, PartialEq)]
pub enum Placement {
    /// The same text in the same place; no id for a note on a whole paper or session.
    Exact {
        /// The block.
        id: Option<String>,
    },
    /// The same text under another number.
    Moved {
        /// The block it was made on.
        from: String,
        /// The block that has the text now.
        to: String,
    },
    /// A text that is alike, with a clear margin to the next.
    TextChanged {
        /// The block.
        id: String,
        /// In words, 0 to 1.
        similarity: f32,
    },
    /// The paragraph of the same number in another language; its words cannot be compared.
    Translated {
        /// The block.
        id: String,
    },
    /// Several places are possible, or one that is not sure enough; best first.
    Ambiguous {
        /// The blocks.
        candidates: Vec<Candidate>,
    },
    /// No place is left.
    Orphan,
}

/// A block where a note may belong.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The block.
    pub id: String,
    /// In words, 0 to 1; 0 when the words could not be compared.
    pub similarity: f32,
}

impl Placement {
    /// The block to show the note at; `None` when the delegate must say, and for notes on a whole paper.
    #[must_use]
    pub fn block(&self) -> Option<&str> {
        match self {
            Self::Exact { id } => id.as_deref(),
            Self::Moved { to: id, .. } | Self::TextChanged { id, .. } | Self::Translated { id } => Some(id),
            Self::Ambiguous { .. } | Self::Orphan => None,
        }
    }

    /// True when the delegate should say where the note belongs.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Ambiguous { .. } | Self::Orphan)
    }

    /// True when the note's place is not simply the one it was made on: the screen shows a mark.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        !matches!(self, Self::Exact { .. })
    }

    /// The word for it in lists and JSON.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Exact { .. } => "exact",
            Self::Moved { .. } => "moved",
            Self::TextChanged { .. } => "text_changed",
            Self::Translated { .. } => "translated",
            Self::Ambiguous { .. } => "ambiguous",
            Self::Orphan => "orphan",
        }
    }
}

/// What a note keeps of its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The words it is made on.
    pub quote: String,
    /// Up to 80 characters before them; of the block before when they begin their block.
    pub before: String,
    /// Up to 80 characters after them; of the block after when they end their block.
    pub after: String,
    /// The hash of the whole block, and `x2of3` when it is the second of three blocks with this text.
    pub paragraph_hash: String,
}

impl Anchor {
    /// Hangs a note here.
    pub fn apply(self, note: &mut Note) {
        note.quote = self.quote;
        note.before = self.before;
        note.after = self.after;
        note.paragraph_hash = self.paragraph_hash;
    }
}

/// The anchor for `quote` in the block, list part or footnote `id`; an empty quote stands for the whole text. `None` when
/// the paper has no such place.
#[must_use]
pub fn make(paper: &Paper, id: &str, quote: &str) -> Option<Anchor> {
    let list = list(paper, id);
    let at = list.iter().position(|unit| unit.id == id)?;
    let text = &list.get(at)?.text;
    let range = if quote.trim().is_empty() { Some(0..text.len()) } else { find(text, quote) };
    let digest = hash(text);
    let equal: Vec<usize> =
        (0..list.len()).filter(|at| list.get(*at).is_some_and(|unit| hash(&unit.text) == digest)).collect();
    let neighbour = |at: Option<usize>| at.and_then(|at| list.get(at)).map_or("", |unit| unit.text.as_str());
    let (mut before, mut after) = (String::new(), String::new());
    let mut words = quote.to_owned();
    if let Some(range) = range {
        let (head, tail) = (text.get(..range.start).unwrap_or(""), text.get(range.end..).unwrap_or(""));
        before = last_of(if head.trim().is_empty() { neighbour(at.checked_sub(1)) } else { head });
        after = first_of(if tail.trim().is_empty() { neighbour(Some(at + 1)) } else { tail });
        text.get(range).unwrap_or(quote).clone_into(&mut words);
    }
    if let Some((cut, _)) = words.char_indices().nth(LONGEST_QUOTE) {
        words.truncate(words.get(..cut).and_then(|head| head.rfind(' ')).unwrap_or(cut));
    }
    let rank = equal.iter().take_while(|place| **place <= at).count();
    let paragraph_hash = if equal.len() > 1 { format!("{digest}x{rank}of{}", equal.len()) } else { digest };
    Some(Anchor { quote: words, before, after, paragraph_hash })
}

/// True when these words stand in the place `id`, whatever their case, accents, dashes and blanks; no words stand everywhere.
#[must_use]
pub fn holds(paper: &Paper, id: &str, quote: &str) -> bool {
    let there = |unit: &Unit| unit.id == id && (quote.trim().is_empty() || find(&unit.text, quote).is_some());
    list(paper, id).iter().any(there)
}

/// Where `quote` stands in `text`, whatever its case, accents, dashes and blanks.
fn find(text: &str, quote: &str) -> Option<std::ops::Range<usize>> {
    let quote = quote.trim();
    if let Some(at) = text.find(quote) {
        return Some(at..at + quote.len());
    }
    let folded = fold::fold_with_map(text);
    let wanted = fold::fold(quote);
    let at = folded.text.find(&wanted).filter(|_| !wanted.is_empty())?;
    Some(folded.original(at..at + wanted.len()))
}

fn last_of(text: &str) -> String {
    let skip = text.chars().count().saturating_sub(CONTEXT);
    text.chars().skip(skip).collect()
}

fn first_of(text: &str) -> String {
    text.chars().take(CONTEXT).collect()
}

/// The places of the kind that `id` names: list parts, footnotes or blocks.
fn list(paper: &Paper, id: &str) -> Vec<Unit> {
    if id.starts_with("fn_") {
        let footnote = |footnote: &crate::model::Footnote| Unit {
            id: format!("fn_{}", footnote.mark),
            number: None,
            kind: UnitKind::Paragraph,
            text: footnote.text.clone(),
        };
        paper.footnotes.iter().map(footnote).collect()
    } else if id.contains("__") {
        parts(paper)
    } else {
        units(paper)
    }
}

/// Places one note; for many notes on one paper make [`Places`] once.
#[must_use]
pub fn place(note: &Note, paper: &Paper) -> Placement {
    Places::new(paper).place(note)
}

/// The places of a paper, ready for placing notes.
pub struct Places {
    symbol: Option<String>,
    language: Option<crate::model::Language>,
    blocks: Group,
    parts: Group,
    footnotes: Group,
    /// The texts of the version that the notes were made on, by their hash.
    former: Option<HashMap<String, String>>,
}

/// Places of one kind.
struct Group {
    units: Vec<Unit>,
    words: Vec<Numbered>,
    hashes: Vec<String>,
    by_hash: HashMap<String, Vec<usize>>,
    dictionary: Dictionary,
}

impl Group {
    fn new(units: Vec<Unit>) -> Self {
        let mut dictionary = Dictionary::default();
        let words = units.iter().map(|unit| dictionary.learn(&unit.text)).collect();
        let hashes: Vec<String> = units.iter().map(|unit| hash(&unit.text)).collect();
        let mut by_hash: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, hash) in hashes.iter().enumerate() {
            by_hash.entry(hash.clone()).or_default().push(at);
        }
        Self { units, words, hashes, by_hash, dictionary }
    }

    fn id(&self, at: usize) -> String {
        self.units.get(at).map(|unit| unit.id.clone()).unwrap_or_default()
    }
}

/// What a note remembers, in words.
struct Memory {
    quote: Numbered,
    before: Numbered,
    after: Numbered,
    /// The quote is the whole text of the block.
    whole: bool,
    /// Other blocks of the paper had the very same text.
    is_twin: bool,
}

impl Places {
    /// The places of `paper`.
    #[must_use]
    pub fn new(paper: &Paper) -> Self {
        Self {
            symbol: paper.symbol.as_ref().map(ToString::to_string),
            language: paper.language,
            blocks: Group::new(units(paper)),
            parts: Group::new(parts(paper)),
            footnotes: Group::new(list(paper, "fn_")),
            former: None,
        }
    }

    /// The same, knowing the version that the notes were made on: a text that stood there already beside the note's own is
    /// no candidate. More notes find their place, and no look-alike is taken.
    #[must_use]
    pub fn with_former(paper: &Paper, former: &Paper) -> Self {
        let all = ["fn_", "__", ""].into_iter().flat_map(|id| list(former, id));
        Self { former: Some(all.map(|unit| (hash(&unit.text), unit.text)).collect()), ..Self::new(paper) }
    }

    fn group(&self, id: &str) -> &Group {
        if id.starts_with("fn_") {
            &self.footnotes
        } else if id.contains("__") {
            &self.parts
        } else {
            &self.blocks
        }
    }

    /// Places a note on this paper.
    #[must_use]
    pub fn place(&self, note: &Note) -> Placement {
        let Some(id) = note.paragraph.as_deref() else { return Placement::Exact { id: None } };
        let same_version = self.symbol.as_deref() == Some(note.paper.as_str());
        let group = self.group(id);
        if let (Some(of_note), Some(of_paper)) = (note.language, self.language)
            && of_note != of_paper
        {
            let numbered = id.starts_with("para_") || id.starts_with("fn_");
            if !numbered || !group.units.iter().any(|unit| unit.id == id) {
                return Placement::Orphan;
            }
            let id = id.to_owned();
            return if same_version {
                Placement::Translated { id }
            } else {
                // numbers may have shifted, and the words cannot tell
                Placement::Ambiguous { candidates: vec![Candidate { id, similarity: 0.0 }] }
            };
        }
        if note.quote.trim().is_empty() && note.paragraph_hash.is_empty() {
            // written by hand with a number and no words: the number is all there is
            let found = group.units.iter().any(|unit| unit.id == id).then(|| id.to_owned());
            return match found {
                Some(id) if same_version || self.symbol.is_none() => Placement::Exact { id: Some(id) },
                Some(id) => Placement::Ambiguous { candidates: vec![Candidate { id, similarity: 0.0 }] },
                None => Placement::Orphan,
            };
        }
        let (digest, twins) = match note.paragraph_hash.split_once('x') {
            Some((digest, twins)) => (digest, twins.split_once("of").unwrap_or((twins, ""))),
            None => (note.paragraph_hash.as_str(), ("1", "1")),
        };
        let twins = (twins.0.parse().unwrap_or(0), twins.1.parse().unwrap_or(0));
        // hung on other words by the delegate: those are what is looked for, the quote only tells what it was made on
        let hung = self.former.as_ref().and_then(|former| former.get(digest));
        let quote = hung.filter(|text| find(text, &note.quote).is_none()).unwrap_or(&note.quote);
        let memory = Memory {
            quote: group.dictionary.look_up(quote),
            before: group.dictionary.look_up(&note.before),
            after: group.dictionary.look_up(&note.after),
            whole: hash(quote) == digest,
            is_twin: twins != (1, 1),
        };
        let found = |at: usize| {
            let to = group.id(at);
            if to == id { Placement::Exact { id: Some(to) } } else { Placement::Moved { from: id.to_owned(), to } }
        };
        if let Some(equal) = group.by_hash.get(digest) {
            let own = equal.iter().copied().find(|at| group.units.get(*at).is_some_and(|unit| unit.id == id));
            return match (equal.as_slice(), own) {
                (_, Some(own)) if same_version => found(own),
                ([only], _) if !memory.is_twin => found(*only),
                (equal, _) => match memory.among_twins(group, equal, twins) {
                    Some(at) if equal.contains(&at) => found(at),
                    Some(at) => Placement::TextChanged { id: group.id(at), similarity: memory.likeness(group, at) },
                    None => all_of(group, equal),
                },
            };
        }
        let former = self.former.as_ref().map(|former| (former, digest));
        let placed = memory.by_words(group, id, former);
        if placed != Placement::Orphan {
            return placed;
        }
        // a part may have become a paragraph, and a paragraph a part
        let other = if id.contains("__") { &self.blocks } else { &self.parts };
        let memory = Memory {
            quote: other.dictionary.look_up(quote),
            before: Numbered::default(),
            after: Numbered::default(),
            whole: memory.whole,
            is_twin: memory.is_twin,
        };
        match memory.by_words(other, id, former) {
            Placement::TextChanged { id, similarity } if similarity >= UNSUPPORTED => {
                Placement::TextChanged { id, similarity }
            }
            _ => Placement::Orphan,
        }
    }
}

fn all_of(group: &Group, all: &[usize]) -> Placement {
    Placement::Ambiguous { candidates: all.iter().map(|at| Candidate { id: group.id(*at), similarity: 1.0 }).collect() }
}

impl Memory {
    /// How well the words around the quote fit at `at`: in the neighbours, and in the block itself where the quote is only
    /// a part of it; `None` without context.
    fn around(&self, group: &Group, at: usize) -> Option<f32> {
        let is_all = self.whole && group.words.get(at).is_none_or(|text| text.len() <= self.quote.len() + 3);
        let there = |words: &Numbered, at: Option<usize>| {
            at.and_then(|at| group.words.get(at)).map_or(0.0, |text| contained(words, text))
        };
        let side = |words: &Numbered, neighbour: Option<usize>| {
            (!words.is_empty()).then(|| there(words, neighbour).max(if is_all { 0.0 } else { there(words, Some(at)) }))
        };
        let sides = [side(&self.before, at.checked_sub(1)), side(&self.after, Some(at + 1))];
        let known: Vec<f32> = sides.into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.iter().sum::<f32>() / known.len() as f32)
    }

    /// The one of several places whose neighbours are the note's, when that is clear.
    fn by_neighbours(&self, group: &Group, places: impl Iterator<Item = usize>) -> Option<usize> {
        let mut fits: Vec<(f32, usize)> = places.map(|at| (self.around(group, at).unwrap_or(0.0), at)).collect();
        fits.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let (best, at) = fits.first().copied()?;
        let next = fits.get(1).map_or(0.0, |(next, _)| *next);
        (best >= FITTING && best - next >= FITTING_MARGIN).then_some(at)
    }

    /// For a text that stood more than once: the block whose neighbours are the note's, else the same one in order when
    /// there are still as many. `twins`: which of how many the note's was, from 1.
    fn among_twins(&self, group: &Group, equal: &[usize], twins: (usize, usize)) -> Option<usize> {
        let likely = (0..group.units.len()).filter(|at| equal.contains(at) || self.likeness(group, *at) >= ALIKE);
        if let Some(at) = self.by_neighbours(group, likely) {
            return Some(at);
        }
        let same = equal.get(twins.0.checked_sub(1)?).copied().filter(|_| equal.len() == twins.1)?;
        let fit = |at: usize| self.around(group, at).unwrap_or(0.0);
        let rivals = equal.iter().filter(|at| **at != same).map(|at| fit(*at)).fold(0.0, f32::max);
        (fit(same) >= FITTING && fit(same) >= rivals).then_some(same)
    }

    /// How alike the block at `at` is to what the note remembers.
    fn likeness(&self, group: &Group, at: usize) -> f32 {
        let Some(text) = group.words.get(at) else { return 0.0 };
        let within = |words: &Numbered, text: &Numbered| if words.is_empty() { 0.0 } else { contained(words, text) };
        if self.whole {
            // a paragraph merged into a longer one stands there in one stretch
            let merged =
                if self.quote.len() >= 6 && text.len() > self.quote.len() { within(&self.quote, text) } else { 0.0 };
            let merged = if merged >= 0.75 { merged * 0.95 } else { 0.0 };
            let bound = alike_at_most(&self.quote, text);
            return if bound < merged.max(0.3) { merged } else { alike(&self.quote, text).max(merged) };
        }
        let beside = |words: &Numbered, neighbour: Option<usize>| {
            let there = neighbour.and_then(|at| group.words.get(at)).map_or(0.0, |text| within(words, text));
            within(words, text).max(there)
        };
        let sides = [
            (2 * self.quote.len(), within(&self.quote, text)),
            (self.before.len(), beside(&self.before, at.checked_sub(1))),
            (self.after.len(), beside(&self.after, Some(at + 1))),
        ];
        let all: usize = sides.iter().map(|(weight, _)| weight).sum();
        sides.iter().map(|(weight, fit)| *weight as f32 * fit).sum::<f32>() / all.max(1) as f32
    }

    /// The first of two neighbours that together are the text of the note: a paragraph that was split.
    fn split(&self, group: &Group, left_out: impl Fn(usize) -> bool) -> Option<(f32, usize)> {
        if self.quote.len() < 8 || self.is_twin {
            return None;
        }
        let whole = self.whole;
        let piece = |at: usize| {
            group
                .words
                .get(at)
                .filter(|text| text.len() >= 3 && !left_out(at) && !(whole && text.len() >= self.quote.len()))
        };
        (0..group.words.len())
            .filter_map(|at| {
                let (first, second) = (piece(at)?, piece(at + 1)?);
                let shared = self.quote.shared(first) + self.quote.shared(second);
                if (shared as f32) < UNSUPPORTED * self.quote.len() as f32 {
                    return None;
                }
                let both = first.joined(second);
                if whole {
                    let is_piece = |text: &Numbered| contained(text, &self.quote) >= UNSUPPORTED;
                    let is_split =
                        alike_at_most(&self.quote, &both) >= UNSUPPORTED && is_piece(first) && is_piece(second);
                    return is_split.then(|| (alike(&self.quote, &both), at));
                }
                // the cut went through the quote: nearly all of it stands across the two, in neither of them alone
                let share = |text: &Numbered| contained(&self.quote, text);
                let across = share(&both);
                let (head, tail) = (share(first), share(second));
                let is_split = across >= 0.9 && head.max(tail) < 0.9 && head + tail >= 0.9;
                is_split.then_some((across, if head >= tail { at } else { at + 1 }))
            })
            .filter(|(likeness, _)| *likeness >= UNSUPPORTED)
            .max_by(|a, b| a.0.total_cmp(&b.0))
    }

    /// Placing by likeness of words.
    fn by_words(&self, group: &Group, id: &str, former: Option<(&HashMap<String, String>, &str)>) -> Placement {
        if self.quote.is_empty() {
            return Placement::Orphan;
        }
        // a text that stood in the former version too, and is not the note's own, is the place of other notes
        let left_out = |at: usize| {
            let stood = |(former, own): (&HashMap<String, String>, &str)| {
                group.hashes.get(at).is_some_and(|hash| hash != own && former.contains_key(hash))
            };
            former.is_some_and(stood)
        };
        let mut found: Vec<(f32, usize)> = (0..group.units.len())
            .filter(|at| !left_out(*at))
            .map(|at| (self.likeness(group, at), at))
            .filter(|(likeness, _)| *likeness >= LOST - MARGIN)
            .collect();
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let best = found.first().map_or(0.0, |(best, _)| *best);
        if let Some((likeness, at)) = self.split(group, left_out)
            && likeness > best + 0.05
        {
            return Placement::TextChanged { id: group.id(at), similarity: likeness };
        }
        let Some((best, at)) = found.first().copied().filter(|(best, _)| *best >= LOST) else {
            return Placement::Orphan;
        };
        let next = found.get(1).map_or(0.0, |(next, _)| *next);
        let fits = self.around(group, at).is_some_and(|fit| fit >= FITTING);
        let supported = fits || !self.is_twin && (best >= UNSUPPORTED || group.id(at) == id);
        if best >= ALIKE && best - next >= MARGIN && supported {
            return Placement::TextChanged { id: group.id(at), similarity: best };
        }
        let rivals = found.iter().filter(|(likeness, _)| *likeness >= ALIKE).map(|(_, at)| *at);
        if best >= ALIKE
            && let Some(at) = self.by_neighbours(group, rivals)
        {
            return Placement::TextChanged { id: group.id(at), similarity: self.likeness(group, at) };
        }
        let near = found.iter().take_while(|(likeness, _)| *likeness > best - MARGIN && *likeness >= LOST - MARGIN);
        let candidates = near.take(9).map(|(similarity, at)| Candidate { id: group.id(*at), similarity: *similarity });
        Placement::Ambiguous { candidates: candidates.collect() }
    }
}

/// The note hung on `id` of this paper, as the delegate decided. The words it was made on stay as they were. `None` when the
/// paper has no such place.
#[must_use]
pub fn accept(note: &Note, paper: &Paper, id: &str) -> Option<Note> {
    let quote = note.quote.clone();
    let anchor = make(paper, id, &quote).filter(|_| !quote.is_empty()).or_else(|| make(paper, id, ""))?;
    let mut note = note.clone();
    anchor.apply(&mut note);
    if !quote.is_empty() {
        note.quote = quote;
    }
    note.paragraph = Some(id.to_owned());
    if let Some(symbol) = &paper.symbol {
        note.paper = symbol.to_string();
    }
    note.language = paper.language.or(note.language);
    note.kept.clear();
    Some(note)
}

/// The note as it is, not to be asked about again for this version of the paper.
#[must_use]
pub fn keep(note: &Note, paper: &Paper) -> Note {
    let kept = paper.symbol.as_ref().map(ToString::to_string).unwrap_or_default();
    Note { kept, ..note.clone() }
}

/// True when the delegate should be asked where the note belongs in this version, and was not yet.
#[must_use]
pub fn asks(note: &Note, paper: &Paper, placement: &Placement) -> bool {
    let symbol = paper.symbol.as_ref().map(ToString::to_string);
    placement.is_open() && symbol.is_none_or(|symbol| symbol != note.kept)
}
