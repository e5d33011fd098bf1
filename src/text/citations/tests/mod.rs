mod attack;
mod collection;
mod forms;
mod invented;
mod kept_aside;
mod papers;
mod properties;

use super::*;

/// A file of the shared collection; `None`, and a line that says so, when it is not there.
fn shared(path: &str) -> Option<String> {
    let root = std::env::var_os("GBDESK_SHARED")
        .map_or_else(|| std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), Into::into);
    let text = std::fs::read_to_string(root.join(path)).ok();
    if text.is_none() {
        eprintln!("skipped: {path} is not beside the project");
    }
    text
}

fn named(text: &str, context: &Context) -> String {
    let found = find(text, context);
    let targets: Vec<String> = found.iter().map(|citation| citation.target.to_string()).collect();
    targets.join(";")
}

#[test]
fn a_citation_never_begins_in_the_one_before() {
    let text =
        "Article 26 of the Constitution, Convention No. 87, SDG 8 and the Forced Labour Convention, 1930 (No. 29)";
    let found = find(text, &Context::default());
    let words: Vec<&str> = found.iter().map(|citation| &text[citation.span.clone()]).collect();
    let wanted =
        ["Article 26 of the Constitution", "Convention No. 87", "SDG 8", "Forced Labour Convention, 1930 (No. 29)"];
    assert_eq!(words, wanted);
}

/// Runs a table of sentences; all that is wrong is told at once.
fn check(language: Language, sentences: &[(&str, &str)]) {
    let context = Context { language: Some(language), ..Context::default() };
    check_in(&context, sentences);
}

fn check_in(context: &Context, sentences: &[(&str, &str)]) {
    let wrong: Vec<String> = sentences
        .iter()
        .filter(|(text, wanted)| named(text, context) != *wanted)
        .map(|(text, wanted)| format!("{text}\n    wanted {wanted}\n    found  {}", named(text, context)))
        .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), sentences.len(), wrong.join("\n"));
}
