//! Any bytes given as a feed end in a feed or a fault.
#![no_main]

use gbdesk::source::feed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = feed::parse(bytes, "https://papers.example/feed.json");
});
