//! Products of one text in several formats: which one is shown, and the pages it takes from another.

use super::generation::to_json;
use super::{Fault, Library, sha256};
use crate::model::Paper;
use crate::model::session::{Held, PaperEntry};
use crate::text::products::{is_same_text, lost_numbers, with_pages};

/// Formats, the one that keeps most of a paper's structure first.
const FORMATS: [&str; 5] = ["docx", "html", "md", "pdf", "txt"];
/// The format that has pages.
const PAGED: &str = "pdf";

/// The papers of a library, to be compared.
pub(super) struct Products<'a> {
    library: &'a Library,
}

/// The name of the paper as the original alone gives it.
pub(super) fn alone(held: &Held) -> &str {
    held.alone.as_deref().unwrap_or(&held.paper)
}

/// Puts a product beside the one that is shown; a former one in the same format is replaced by it.
pub(super) fn put_beside(entry: &mut PaperEntry, mut held: Held, now: &str) {
    if let Some(own) = held.alone.take() {
        held.paper = own;
    }
    let same = |one: &&mut Held| {
        one.symbol == held.symbol
            && one.language == held.language
            && one.format == held.format
            && one.replaced.is_none()
    };
    entry.beside.iter_mut().filter(same).for_each(|former| former.replaced = Some(now.to_owned()));
    entry.beside.push(held);
}

impl<'a> Products<'a> {
    pub(super) fn new(library: &'a Library) -> Self {
        Self { library }
    }

    fn paper(&self, held: &Held) -> Option<std::sync::Arc<Paper>> {
        self.library.paper_by_hash(alone(held)).ok()
    }

    /// True when two originals are products of one text.
    pub(super) fn are_of_one_text(&self, one: &Held, other: &Held) -> bool {
        self.paper(one).zip(self.paper(other)).is_some_and(|(one, other)| is_same_text(&one, &other))
    }

    /// True when `one` is to be shown rather than `other`: it has the numbers that the other lost, or keeps more of the
    /// structure.
    pub(super) fn is_first(&self, one: &Held, other: &Held) -> bool {
        if let Some((mine, theirs)) = self.paper(one).zip(self.paper(other)) {
            if lost_numbers(&theirs, &mine) {
                return true;
            }
            if lost_numbers(&mine, &theirs) {
                return false;
            }
        }
        let rank = |held: &Held| FORMATS.iter().position(|one| *one == held.format).unwrap_or(FORMATS.len());
        rank(one) < rank(other)
    }

    /// Gives every text shown the pages of the product beside it that has them, or takes them away where there is none.
    pub(super) fn put_pages(&self, entry: &mut PaperEntry) -> Result<(), Fault> {
        let beside = std::mem::take(&mut entry.beside);
        let mut done = Ok(());
        for held in entry.held.iter_mut().filter(|held| held.replaced.is_none()) {
            let paged = beside.iter().find(|other| {
                other.format == PAGED
                    && other.replaced.is_none()
                    && other.symbol == held.symbol
                    && other.language == held.language
            });
            let own = alone(held).to_owned();
            match self.joined(held, paged) {
                Ok(Some(joined)) => {
                    held.paper = joined;
                    held.alone = Some(own);
                }
                Ok(None) => {
                    held.paper = own;
                    held.alone = None;
                }
                Err(fault) => done = Err(fault),
            }
        }
        entry.beside = beside;
        done
    }

    /// The name of the paper that has the structure of `held` and the pages of `paged`; `None` when there is none.
    fn joined(&self, held: &Held, paged: Option<&Held>) -> Result<Option<String>, Fault> {
        let Some(paged) = paged.filter(|_| held.format != PAGED) else { return Ok(None) };
        let Some((own, other)) = self.paper(held).zip(self.paper(paged)) else { return Ok(None) };
        let Some(joined) = with_pages(&own, &other, &PAGED.to_uppercase()) else { return Ok(None) };
        let json = to_json(&joined, &self.library.paper_path(alone(held)))?;
        let name = sha256(&json);
        self.library.disk.whole(&self.library.paper_path(&name), &json)?;
        Ok(Some(name))
    }
}
