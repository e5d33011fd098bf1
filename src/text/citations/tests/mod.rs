mod collection;
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
