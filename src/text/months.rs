//! The names of the months.

/// January to December in English, French and Spanish, folded.
pub const MONTHS: [&[&str]; 12] = [
    &["january", "janvier", "enero"],
    &["february", "fevrier", "febrero"],
    &["march", "mars", "marzo"],
    &["april", "avril", "abril"],
    &["may", "mai", "mayo"],
    &["june", "juin", "junio"],
    &["july", "juillet", "julio"],
    &["august", "aout", "agosto"],
    &["september", "septembre", "septiembre", "setiembre"],
    &["october", "octobre", "octubre"],
    &["november", "novembre", "noviembre"],
    &["december", "decembre", "diciembre"],
];
