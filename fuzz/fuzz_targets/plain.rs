//! Any text ends in a paper.
#![no_main]

use gbdesk::reading::{self, Origin};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = reading::read(bytes, &Origin::file("paper.txt"));
});
