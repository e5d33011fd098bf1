//! Pure functions on text. No IO, no clock, no randomness.

mod align;
pub mod beside;
pub mod citations;
pub mod cite;
pub mod cut;
pub mod diff;
pub mod fold;
pub mod fuzzy;
pub mod months;
pub mod names;
mod ops;
pub mod place;
pub mod products;
pub mod promises;
pub mod query;
pub mod quote;
pub mod record;
pub mod resolve;
pub mod sanitise;
pub mod similar;
pub mod slip;
pub mod snippet;
pub mod speech;
pub mod stem;
pub mod units;
pub mod words;
pub mod wrap;
