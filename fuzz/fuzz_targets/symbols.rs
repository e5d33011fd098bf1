//! A symbol that was read prints as one that reads the same.
#![no_main]

use gbdesk::model::Symbol;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(symbol) = text.parse::<Symbol>() {
        let again = symbol.to_string().parse::<Symbol>();
        assert_eq!(again.ok(), Some(symbol));
    }
});
