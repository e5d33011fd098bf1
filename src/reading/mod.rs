//! Bytes → `Paper`. A format reader makes styled lines ([`line::Script`]), one structure recogniser makes the paper.

pub mod line;
