//! Pure functions on text. No IO, no clock, no randomness.

pub mod diff;
pub mod fold;
pub mod fuzzy;
pub mod names;
pub mod sanitise;
pub mod similar;
pub mod units;
