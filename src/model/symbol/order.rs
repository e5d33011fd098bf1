//! The order of an agenda: session, sections, items by number, then versions.

use std::cmp::Ordering;

use super::{MarkKind, SECTIONS, Symbol};

impl Symbol {
    /// Sections in the order of the agenda, then everything else.
    fn section_place(&self) -> usize {
        SECTIONS.iter().position(|section| *section == self.body).unwrap_or(SECTIONS.len())
    }

    /// The paper before its companions, a version before the next.
    fn version_place(&self) -> (usize, Option<(MarkKind, u16)>, u16) {
        let companions = || self.marks.iter().filter(|mark| mark.kind != MarkKind::Rev && !mark.merged);
        let first = companions().next().map(|mark| (mark.kind, mark.number.unwrap_or(0)));
        (companions().count(), first, self.revision().unwrap_or(0))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.session, self.special)
            .cmp(&(other.session, other.special))
            .then_with(|| self.section_place().cmp(&other.section_place()))
            .then_with(|| self.body.cmp(other.body))
            .then_with(|| self.item.cmp(&other.item))
            .then_with(|| self.version_place().cmp(&other.version_place()))
            .then_with(|| self.marks.cmp(&other.marks))
            .then_with(|| self.product.cmp(&other.product))
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
