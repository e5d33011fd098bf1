//! The words of the Governing Body as plain data. No IO, no clock, no randomness.

pub mod decision;
pub mod feed;
pub mod language;
pub mod note;
pub mod paper;
pub mod promise;
pub mod reference;
pub mod search;
pub mod session;
pub mod statement;
pub mod symbol;

pub use decision::{DraftDecision, Outcome};
pub use language::{Language, Texts};
pub use note::{Note, Stance};
pub use paper::{Block, Cover, Footnote, Heading, Item, Kind, Paper, Paragraph, Table};
pub use reference::{Locator, Reference, Target};
pub use session::{AgendaItem, PaperEntry, Session, Sitting};
pub use statement::Statement;
pub use symbol::Symbol;
