//! The library as the resolution of references sees it.

use std::sync::Arc;

use super::{Library, order};
use crate::model::{Language, Locator, Paper, Symbol};
use crate::text::cut;
use crate::text::resolve::{self, Holdings, Resolution};

/// What is held, seen in the delegate's languages.
#[derive(Clone, Copy, Debug)]
pub struct Shelf<'a> {
    library: &'a Library,
    languages: &'a [Language],
}

impl<'a> Shelf<'a> {
    /// The papers of a library in these languages, the first preferred.
    #[must_use]
    pub fn new(library: &'a Library, languages: &'a [Language]) -> Self {
        Self { library, languages }
    }

    /// Where a paragraph that a version lacks is to be found in it by its words, when an older version had it: the block,
    /// and how alike the two are, 0 to 1.
    #[must_use]
    pub fn nearest(&self, resolution: &Resolution) -> Option<(String, f32)> {
        let Resolution::ParagraphNotFound { symbol, elsewhere: Some((other, block)), .. } = resolution else {
            return None;
        };
        resolve::nearest(&*self.paper(other)?, block, &*self.paper(symbol)?)
    }

    fn paper(&self, version: &Symbol) -> Option<Arc<Paper>> {
        let found = self.library.find(version, self.languages)?;
        // without a revision it is the first version that is meant here, not the newest
        let held = order::exactly(&found.entry, version, self.languages)?;
        self.library.paper(held).ok()
    }
}

impl Holdings for Shelf<'_> {
    fn versions(&self, paper: &Symbol) -> Vec<Symbol> {
        let Some(found) = self.library.find(paper, self.languages) else { return Vec::new() };
        let mut versions: Vec<Symbol> = found
            .entry
            .held
            .into_iter()
            .filter_map(|held| held.symbol)
            .filter(|symbol| symbol.companion() == paper.companion())
            .collect();
        versions.sort();
        versions.dedup();
        versions.reverse();
        versions
    }

    fn block(&self, version: &Symbol, place: &Locator) -> Option<String> {
        cut::block_id(&*self.paper(version)?, place)
    }
}
