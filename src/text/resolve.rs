//! What a reference leads to among the papers that are held. Pure: what is held is asked of a trait.

use crate::model::reference::Span;
use crate::model::{Locator, Paper, Symbol, Target};
use crate::text::similar::{self, Dictionary};

/// What a library can say about the papers it holds.
pub trait Holdings {
    /// The versions held of a paper, newest first; `paper` is without version. Companions (`(Add.1)`) are asked for by
    /// their own symbol without revision.
    fn versions(&self, paper: &Symbol) -> Vec<Symbol>;

    /// The id of the block that carries this place in this version: of `Paragraphs` and `Decisions` the first number given
    /// (`29`, `29(b)`); for `Footnote` `fn_4`. `None` when this version has no such place.
    fn block(&self, version: &Symbol, place: &Locator) -> Option<String>;
}

/// Where a reference leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// Held, as named or in the newest version when none was named.
    Held {
        /// The version.
        symbol: Symbol,
        /// The block; `None` when no place in it was named.
        block: Option<String>,
        /// The section that was put in because the reference left it out (`GB.320/14/2` → `GB.320/INS/14/2`).
        section_added: bool,
    },
    /// Another version than the one named is held; show it and say so.
    HeldOtherVersion {
        /// The version named.
        named: Symbol,
        /// The version held.
        symbol: Symbol,
        /// The block.
        block: Option<String>,
    },
    /// The paper is not held.
    PaperNotHeld {
        /// The paper.
        symbol: Symbol,
        /// The session it belongs to, to be synced.
        session: u16,
    },
    /// The paper is held, but this version has no such place.
    ParagraphNotFound {
        /// The version looked at.
        symbol: Symbol,
        /// The place that is missing.
        place: Locator,
        /// Another version that has it, with its block.
        elsewhere: Option<(Symbol, String)>,
    },
    /// Not a paper of the Governing Body: an instrument, an article, a goal.
    Outside,
}

impl Resolution {
    /// The word for it in `refs --json`: `held`, `paper_not_held`, `paragraph_not_found`, `outside`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match self {
            Self::Held { .. } | Self::HeldOtherVersion { .. } => "held",
            Self::PaperNotHeld { .. } => "paper_not_held",
            Self::ParagraphNotFound { .. } => "paragraph_not_found",
            Self::Outside => "outside",
        }
    }
}

/// Resolves `target` as it stands in the paper `own`, against what is held.
#[must_use]
pub fn resolve(target: &Target, own: Option<&Symbol>, holdings: &dyn Holdings) -> Resolution {
    match target {
        Target::Paper(symbol, place) => paper(symbol, place.as_ref(), holdings, false),
        Target::Own(place) => match own {
            Some(own) => paper(own, Some(place), holdings, true),
            None => Resolution::Outside,
        },
        _ => Resolution::Outside,
    }
}

/// `own`: the reference stands in `symbol` itself, so that a symbol without revision means the first version and no other.
fn paper(symbol: &Symbol, place: Option<&Locator>, holdings: &dyn Holdings, own: bool) -> Resolution {
    let mut paper = symbol.unrevised();
    let mut versions = holdings.versions(&paper);
    let mut section_added = false;
    if versions.is_empty() {
        for candidate in symbol.candidates_with_section() {
            versions = holdings.versions(&candidate.unrevised());
            if !versions.is_empty() {
                paper = candidate.unrevised();
                section_added = true;
                break;
            }
        }
    }
    let Some(newest) = versions.first().cloned() else {
        return Resolution::PaperNotHeld { symbol: symbol.clone(), session: symbol.session() };
    };
    // no revision named: the newest; a revision named: that one, or the newest with a word about it
    let named = if section_added { paper } else { symbol.clone() };
    let (version, other) = match symbol.revision() {
        None if own && versions.contains(symbol) => (symbol.clone(), false),
        None => (newest, false),
        Some(wanted) => match versions.iter().find(|version| version.revision() == Some(wanted)) {
            Some(version) => (version.clone(), false),
            None => (newest, true),
        },
    };
    let block = match place {
        None => None,
        Some(place) => match holdings.block(&version, place) {
            Some(block) => Some(block),
            None => {
                let mut others = versions.iter().filter(|other| **other != version);
                let elsewhere = others.find_map(|other| Some((other.clone(), holdings.block(other, place)?)));
                return Resolution::ParagraphNotFound { symbol: version, place: place.clone(), elsewhere };
            }
        },
    };
    if other {
        Resolution::HeldOtherVersion { named, symbol: version, block }
    } else {
        Resolution::Held { symbol: version, block, section_added }
    }
}

/// The paragraph of `new` whose words are nearest to those of a block of `old`, with how alike they are, 0 to 1: where a
/// paragraph went that a later version renumbered. `None` when nothing there is at least half the same.
#[must_use]
pub fn nearest(old: &Paper, block: &str, new: &Paper) -> Option<(String, f32)> {
    // of a lettered part the whole paragraph is looked for
    let id = block.split("__").next().unwrap_or(block);
    let text = old.paragraphs().find(|paragraph| paragraph.id == id)?.full_text();
    let mut words = Dictionary::default();
    let wanted = words.learn(&text);
    let mut best: Option<(&str, f32)> = None;
    for paragraph in new.paragraphs() {
        let other = words.learn(&paragraph.full_text());
        let most = best.map_or(0.5, |(_, score)| score);
        if similar::alike_at_most(&wanted, &other) <= most {
            continue;
        }
        let score = similar::alike(&wanted, &other);
        if score > most {
            best = Some((&paragraph.id, score));
        }
    }
    best.map(|(id, score)| (id.to_owned(), score))
}

/// The id of the block that a numbered paragraph has: `para_29` for `29`, `para_29__b` for `29(b)`.
#[must_use]
pub fn paragraph_id(number: &str) -> String {
    let (base, parts) = parts(number);
    let mut id = format!("para_{base}");
    for part in parts {
        id.push_str("__");
        id.push_str(part);
    }
    id
}

/// The number of a block as one writes it, the other way round: `29(b)` for `para_29__b`; `None` for what has no number.
#[must_use]
pub fn number_of(id: &str) -> Option<String> {
    let mut pieces = id.strip_prefix("para_")?.split("__");
    let base = pieces.next()?.to_owned();
    Some(pieces.fold(base, |number, letter| format!("{number}({letter})")))
}

/// The first number that a locator names: `17` of `paras 17-23,52-57`; `None` for places that are no paragraphs.
#[must_use]
pub fn first_number(place: &Locator) -> Option<&str> {
    match place {
        Locator::Paragraphs(spans) | Locator::Decisions(spans) => spans.first().map(|span| span.from.as_str()),
        _ => None,
    }
}

/// True when `place` names the paragraph `number` (`18`, `29(b)`): itself, inside a range, a part of it, or the whole that it
/// is a part of.
#[must_use]
pub fn covers(place: &Locator, number: &str) -> bool {
    match place {
        Locator::Paragraphs(spans) | Locator::Decisions(spans) => spans.iter().any(|span| span_covers(span, number)),
        _ => false,
    }
}

/// Number and letters of `29(b)(ii)`.
fn parts(number: &str) -> (&str, Vec<&str>) {
    let mut pieces = number.split(['(', ')']).filter(|piece| !piece.is_empty());
    (pieces.next().unwrap_or(""), pieces.collect())
}

/// Numbers in their order: `12` < `12bis` < `13`, `15.2` < `15.10`.
fn order(base: &str) -> Vec<(u32, &str)> {
    base.split('.')
        .map(|piece| {
            let digits = piece.bytes().take_while(u8::is_ascii_digit).count();
            let (digits, tail) = piece.split_at(digits);
            (digits.parse().unwrap_or(0), tail)
        })
        .collect()
}

fn span_covers(span: &Span, number: &str) -> bool {
    let (wanted, wanted_parts) = parts(number);
    let (from, from_parts) = parts(&span.from);
    let Some(to) = &span.to else {
        return from == wanted && from_parts.iter().zip(&wanted_parts).all(|(a, b)| a == b);
    };
    let (to, to_parts) = parts(to);
    let (low, high, at) = (order(from), order(to), order(wanted));
    if at < low || at > high {
        return false;
    }
    // at an end of the range its letters count, when letters are asked for
    let after_start = at > low || wanted_parts.is_empty() || from_parts.is_empty() || wanted_parts >= from_parts;
    let before_end = at < high
        || wanted_parts.is_empty()
        || to_parts.is_empty()
        || wanted_parts.iter().take(to_parts.len()).le(to_parts.iter());
    after_start && before_end
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    /// Versions, each with the paragraph numbers it has.
    struct Shelf(BTreeMap<Symbol, Vec<&'static str>>);

    impl Holdings for Shelf {
        fn versions(&self, paper: &Symbol) -> Vec<Symbol> {
            self.0.keys().rev().filter(|held| held.unrevised() == *paper).cloned().collect()
        }

        fn block(&self, version: &Symbol, place: &Locator) -> Option<String> {
            let number = first_number(place)?;
            self.0.get(version)?.contains(&number).then(|| paragraph_id(number))
        }
    }

    fn shelf() -> Shelf {
        let papers: [(&str, Vec<&'static str>); 4] = [
            ("GB.346/INS/5", vec!["18", "19"]),
            ("GB.350/POL/3", vec!["6", "22"]),
            ("GB.350/POL/3(Rev.2)", vec!["22", "24"]),
            ("GB.320/INS/14/2", vec!["11"]),
        ];
        Shelf(papers.into_iter().map(|(symbol, numbers)| (symbol.parse().unwrap(), numbers)).collect())
    }

    fn shown(target: &str) -> String {
        let own = "GB.346/INS/5".parse().unwrap();
        let block = |block: Option<String>| block.unwrap_or_else(|| "whole".into());
        match resolve(&target.parse().unwrap(), Some(&own), &shelf()) {
            Resolution::Held { symbol, block: at, section_added } => {
                format!("{symbol} {}{}", block(at), if section_added { " section added" } else { "" })
            }
            Resolution::HeldOtherVersion { named, symbol, block: at } => format!("{named} as {symbol} {}", block(at)),
            Resolution::PaperNotHeld { session, .. } => format!("session {session}"),
            Resolution::ParagraphNotFound { symbol, place, elsewhere } => {
                format!(
                    "{symbol} lacks {place}{}",
                    elsewhere.map_or_else(String::new, |(other, at)| format!(", {other} {at}"))
                )
            }
            Resolution::Outside => "outside".into(),
        }
    }

    #[test]
    fn every_reference_leads_somewhere_and_says_where() {
        for (target, wanted) in [
            ("GB.346/INS/5 para 18", "GB.346/INS/5 para_18"),
            ("GB.346/INS/5", "GB.346/INS/5 whole"),
            ("self para 19", "GB.346/INS/5 para_19"),
            ("GB.350/POL/3 para 24", "GB.350/POL/3(Rev.2) para_24"),
            ("GB.350/POL/3(Rev.1) para 22", "GB.350/POL/3(Rev.1) as GB.350/POL/3(Rev.2) para_22"),
            ("GB.350/POL/3(Rev.2) para 22", "GB.350/POL/3(Rev.2) para_22"),
            ("GB.350/POL/3 para 6", "GB.350/POL/3(Rev.2) lacks para 6, GB.350/POL/3 para_6"),
            ("GB.350/POL/3 para 99", "GB.350/POL/3(Rev.2) lacks para 99"),
            ("GB.320/14/2 para 11", "GB.320/INS/14/2 para_11 section added"),
            ("GB.320/15/2 para 11", "session 320"),
            ("GB.344/PV paras 247-282", "session 344"),
            ("C122", "outside"),
            ("external para 2(b)", "outside"),
        ] {
            assert_eq!(shown(target), wanted, "{target}");
        }
    }

    #[test]
    fn a_paper_that_was_revised_still_means_itself_by_its_own_paragraphs() {
        let own: Symbol = "GB.350/POL/3".parse().unwrap();
        let held = |target: &str| match resolve(&target.parse().unwrap(), Some(&own), &shelf()) {
            Resolution::Held { symbol, block, .. } => format!("{symbol} {}", block.unwrap_or_default()),
            other => format!("{other:?}"),
        };
        assert_eq!(held("self para 22"), "GB.350/POL/3 para_22");
        assert_eq!(held("self para 6"), "GB.350/POL/3 para_6");
        assert_eq!(held("GB.350/POL/3 para 22"), "GB.350/POL/3(Rev.2) para_22");
        // a version that is not held itself is served by the newest
        let gone: Symbol = "GB.350/POL/3(Rev.1)".parse().unwrap();
        let resolution = resolve(&"self para 24".parse().unwrap(), Some(&gone), &shelf());
        assert!(matches!(resolution, Resolution::HeldOtherVersion { .. }), "{resolution:?}");
    }

    #[test]
    fn a_range_covers_the_paragraphs_inside_it() {
        for (place, inside, outside) in [
            ("paras 247-282", vec!["247", "250", "282", "260(a)"], vec!["246", "283", "25"]),
            ("paras 8,9,11,12", vec!["8", "12", "11(b)"], vec!["10", "13"]),
            ("para 26(c)", vec!["26", "26(c)", "26(c)(i)"], vec!["26(b)", "27"]),
            ("para 304(a)-304(b)", vec!["304", "304(a)", "304(b)", "304(b)(i)"], vec!["304(c)", "305"]),
            ("paras 12-13", vec!["12bis", "12", "13"], vec!["13bis"]),
            ("decision 15", vec!["15", "15(a)"], vec!["16"]),
            ("appendix II", vec![], vec!["2"]),
        ] {
            let place: Locator = place.parse().unwrap();
            for number in inside {
                assert!(covers(&place, number), "{place} covers {number}");
            }
            for number in outside {
                assert!(!covers(&place, number), "{place} does not cover {number}");
            }
        }
    }

    #[test]
    fn a_paragraph_that_was_renumbered_is_found_by_its_words() {
        use crate::model::{Block, Paragraph};
        let paper = |texts: &[(&str, &str)]| Paper {
            blocks: texts
                .iter()
                .map(|(number, text)| {
                    Block::Paragraph(Paragraph {
                        id: paragraph_id(number),
                        number: Some((*number).into()),
                        text: (*text).into(),
                        ..Paragraph::default()
                    })
                })
                .collect(),
            ..Paper::default()
        };
        let old = paper(&[("6", "Harbours are to be dredged every year at low tide"), ("7", "Fishing goes on")]);
        let new = paper(&[
            ("6", "The Office was asked to study ports"),
            ("9", "Harbours are to be dredged every second year at low tide"),
        ]);
        assert_eq!(nearest(&old, "para_6", &new).map(|(id, _)| id).as_deref(), Some("para_9"));
        assert_eq!(nearest(&old, "para_7", &new), None);
        assert_eq!(nearest(&old, "para_99", &new), None);
    }

    #[test]
    fn ids_follow_the_numbers() {
        assert_eq!(paragraph_id("29"), "para_29");
        assert_eq!(paragraph_id("29(b)(ii)"), "para_29__b__ii");
    }

    proptest! {
        #[test]
        fn a_range_covers_exactly_the_numbers_between(from in 1u32..400, length in 0u32..50, at in 1u32..500) {
            let place = Locator::Paragraphs(vec![Span::range(from.to_string(), (from + length).to_string())]);
            prop_assert_eq!(covers(&place, &at.to_string()), (from..=from + length).contains(&at));
        }
    }
}
