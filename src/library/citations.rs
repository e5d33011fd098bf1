//! Who cites what, kept by what is cited, so that one small file answers for a paper.

use std::collections::{BTreeMap, BTreeSet};

use super::generation::{Citations, group};
use crate::model::search::CitedBy;
use crate::model::{Paper, Target};

/// The key under which a target is kept: the paper without version, or the `target` form of everything else. Places in
/// the paper itself have none.
pub(super) fn key_of(target: &Target) -> Option<String> {
    match target {
        Target::Paper(symbol, _) => Some(symbol.paper().to_string()),
        Target::Own(_) | Target::External(_) => None,
        other => Some(other.to_string()),
    }
}

/// The citations of a paper, by group and by key; `shown` is its symbol, or the title of a text without one.
pub(super) fn of_paper(shown: &str, session: u16, key: &str, paper: &Paper) -> BTreeMap<String, Citations> {
    let mut out: BTreeMap<String, Citations> = BTreeMap::new();
    for reference in &paper.references {
        let Some(cited) = key_of(&reference.target).filter(|cited| cited != key) else { continue };
        let citing = CitedBy::new(shown, session, key, reference);
        out.entry(group(&cited)).or_default().entry(cited).or_default().push(citing);
    }
    out
}

/// Takes out what the papers with these keys cited.
pub(super) fn forget(citations: &mut Citations, keys: &BTreeSet<&str>) -> bool {
    let mut changed = false;
    citations.retain(|_, cited_by| {
        let before = cited_by.len();
        cited_by.retain(|one| !keys.contains(one.key.as_str()));
        changed |= cited_by.len() != before;
        !cited_by.is_empty()
    });
    changed
}

/// Puts citations beside those there are; [`sort`] brings them into order, once for all that were put.
pub(super) fn add(citations: &mut Citations, more: Citations) {
    for (key, mut cited_by) in more {
        citations.entry(key).or_default().append(&mut cited_by);
    }
}

/// Newest sessions first, then in the order of the papers that cite.
pub(super) fn sort(citations: &mut Citations) {
    for cited_by in citations.values_mut() {
        cited_by.sort_by(|a, b| b.session.cmp(&a.session).then_with(|| super::order::keys(&a.key, &b.key)));
    }
}
