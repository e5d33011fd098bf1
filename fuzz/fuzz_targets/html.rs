//! Any bytes given to the html reader end in a script or a fault, and the script in a paper.
#![no_main]

use gbdesk::reading::{self, Origin, html};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = html::read(bytes);
    let _ = reading::read(bytes, &Origin::file("paper.html"));
});
