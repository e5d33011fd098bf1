//! Every citation found stands where it says: inside the text, on character boundaries.
#![no_main]

use gbdesk::text::citations::{Context, find};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = find(text, &Context::default());
});
