//! Any bytes given to the pdf reader end in a script or a fault, and the script in a paper.
#![no_main]

use gbdesk::reading::{self, Origin, pdf};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = pdf::read(bytes);
    let _ = reading::read(bytes, &Origin::file("paper.pdf"));
});
