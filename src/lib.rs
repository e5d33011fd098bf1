//! `gbdesk`: a terminal desk for delegates of the ILO Governing Body. The rooms and who may know whom are in
//! `ARCHITECTURE.md`.
#![forbid(unsafe_code)]

pub mod config;
pub mod model;
pub mod reading;
pub mod strings;
pub mod text;
