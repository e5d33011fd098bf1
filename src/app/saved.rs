//! What is remembered from one time to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::Language;

/// Where the delegate left. Unknown keys and missing ones do no harm.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Saved {
    /// The session that was open.
    pub session: u16,
    /// The paper that was open, by its key.
    pub paper: Option<String>,
    /// The language it was read in.
    pub language: Option<Language>,
    /// What was there when the delegate last looked: of each paper by its key, of each item by session and number.
    pub seen: BTreeMap<String, super::inbox::Seen>,
    /// The view: `agenda`, `reader`, `board`, `notes`, `inbox`, `sittings`.
    pub view: String,
    /// For each paper the block where it was left, with the way to the list part.
    pub places: BTreeMap<String, (String, Vec<usize>)>,
    /// For each paper the number of its furthest block that was in view, and of all its blocks.
    pub read: BTreeMap<String, (usize, usize)>,
    /// The last queries, newest first.
    pub queries: Vec<String>,
    /// The theme, when chosen on the spot.
    pub theme: Option<String>,
    /// The language of the interface, when chosen on the spot.
    pub interface: Option<Language>,
}
