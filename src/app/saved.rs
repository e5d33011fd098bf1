//! What is remembered from one time to the next.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::goal::{Goal, Want};
use crate::model::{Language, Symbol};

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
    /// The language that the delegate chose to read papers in, when it is not the first of their order.
    pub chosen: Option<Language>,
    /// What was there when the delegate last looked: of each paper by its key, of each item by session and number.
    pub seen: BTreeMap<String, super::inbox::Seen>,
    /// The view: `agenda`, `reader`, `board`, `notes`, `compare`, `inbox`, `sittings`, `parallel`, `promises`.
    pub view: String,
    /// The agenda had the keys.
    pub in_agenda: bool,
    /// What the cursor of the view stood on.
    pub cursor: String,
    /// What was compared, the older first.
    pub compared: Option<(Left, Left)>,
    /// Two texts compared stand beside each other.
    pub columns: bool,
    /// The language that stood at the right of the paper.
    pub beside: Option<Language>,
    /// The paper that waited beside the one that had the keys, that one, and whether the first stood at the left.
    pub sides: Option<(Left, Left, bool)>,
    /// The way back, the last place last.
    pub trail: Vec<Left>,
    /// The delegate's marks, by the key of the paper, in the order of the paper.
    pub marks: BTreeMap<String, Vec<Mark>>,
    /// The orders chosen for the rows of lists, by the name of the view.
    pub orders: BTreeMap<String, String>,
    /// For each paper the block where it was left, with the way to the list part.
    pub places: BTreeMap<String, (String, Vec<usize>)>,
    /// For each paper the number of its furthest block that was in view, and of all its blocks.
    pub read: BTreeMap<String, (usize, usize)>,
    /// The last queries, newest first.
    pub queries: Vec<String>,
    /// Whether the mouse is taken, when chosen on the spot.
    pub mouse: Option<bool>,
    /// Notes are not to be encrypted: asked at the first one.
    pub plain_notes: bool,
    /// The theme, when chosen on the spot.
    pub theme: Option<String>,
    /// The language of the interface, when chosen on the spot.
    pub interface: Option<Language>,
}

/// A place in a paper, as it is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Left {
    /// The session.
    pub session: u16,
    /// The key of the paper.
    pub key: String,
    /// The version.
    pub version: Option<Symbol>,
    /// The language.
    pub language: Option<Language>,
    /// The block; empty for where it was left.
    pub block: String,
    /// The way to the list part, or the row of a table.
    pub path: Vec<usize>,
    /// How it is called: `INS/17/1 § 29`.
    pub name: String,
}

impl Left {
    /// The place of a goal.
    #[must_use]
    pub fn of(goal: &Goal, name: String) -> Self {
        let (block, path) = match &goal.want {
            Want::Id(block, path) => (block.clone(), path.clone()),
            _ => (String::new(), Vec::new()),
        };
        Self {
            session: goal.session,
            key: goal.key.clone(),
            version: goal.version.clone(),
            language: goal.language,
            block,
            path,
            name,
        }
    }

    /// The way there.
    #[must_use]
    pub fn goal(&self) -> Goal {
        let want =
            if self.block.is_empty() { Want::Remembered } else { Want::Id(self.block.clone(), self.path.clone()) };
        Goal {
            session: self.session,
            key: self.key.clone(),
            version: self.version.clone(),
            language: self.language,
            want,
        }
    }
}

/// A place that the delegate marked, with its first words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mark {
    /// The place, in the version it was marked in.
    pub place: Left,
    /// Its first words.
    pub words: String,
}
