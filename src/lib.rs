//! `gbdesk`: a terminal desk for delegates of the ILO Governing Body. The rooms and who may know whom are in
//! `ARCHITECTURE.md`.

pub mod app;
pub mod cli;
pub mod config;
pub mod export;
pub mod library;
pub mod model;
pub mod notes;
pub mod reading;
pub mod runtime;
pub mod source;
pub mod strings;
pub mod sync;
pub mod text;
pub mod ui;

pub use cli::run;
