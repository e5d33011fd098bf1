//! The references beside the text and `gbdesk refs` say the same: every paragraph and lettered part of every paper is walked
//! in the screens and asked for on the command line.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::path::{Path, PathBuf};
use std::process::Command;

use desk::Desk;
use desk::sample::Real;
use gbdesk::app::Focus;
use gbdesk::app::goal::{Goal, Want};
use gbdesk::model::Language;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The real papers, when they are beside the project.
fn real_papers() -> Option<PathBuf> {
    let shared = std::env::var_os("GBDESK_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    Some(shared.join("papers")).filter(|papers| papers.is_dir())
}

fn refs(real: &Real, place: &str) -> Value {
    let program = env!("CARGO_BIN_EXE_gbdesk");
    let answer =
        Command::new(program).arg("--data-dir").arg(real.folder()).args(["refs", place, "--json"]).output().unwrap();
    assert!(answer.status.success(), "{place}: {}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).unwrap()
}

fn field(row: &Value, name: &str) -> String {
    row[name].as_str().unwrap_or_default().to_owned()
}

/// What the pane says at the cursor and what `refs` says of the place; each citation as a line.
fn compare(desk: &Desk, place: &str, answer: &Value) {
    let reader = desk.app.reader.as_ref().unwrap();
    let known = &desk.app.resolved;
    let state = |target: &gbdesk::model::Target| {
        let answer = known.get(&reader.held.paper).and_then(|known| known.get(target));
        answer.map_or("not asked", |answer| answer.resolution.state())
    };
    let pane: Vec<String> = reader
        .citations()
        .into_iter()
        .map(|(_, one)| format!("{} {} → {} {}", one.place, one.text, one.target, state(&one.target)))
        .collect();
    let line = |row: &Value| {
        format!("{} {} → {} {}", field(row, "in"), field(row, "text"), field(row, "target"), field(row, "state"))
    };
    let told: Vec<String> = answer["cites"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(pane, told, "what {place} cites");
    let pane: Vec<String> = desk
        .app
        .cited_here()
        .into_iter()
        .map(|one| format!("{} {} {} → {}", one.paper, one.place, one.text, one.target))
        .collect();
    let line = |row: &Value| {
        format!("{} {} {} → {}", field(row, "paper"), field(row, "in"), field(row, "text"), field(row, "target"))
    };
    let told: Vec<String> = answer["cited_by"].as_array().unwrap().iter().map(line).collect();
    assert_eq!(pane, told, "who cites {place}");
    // the rows drawn come from the same lists
    let entries = desk.app.aside_entries();
    for row in answer["cites"].as_array().unwrap() {
        let text = field(row, "text");
        assert!(entries.iter().any(|entry| entry.lead == text), "{place}: “{text}” is not beside the text");
    }
}

/// Walks all papers of a library; gives how many places were compared, and how many citations there were.
fn walk(real: &std::sync::Arc<Real>) -> (usize, usize) {
    let mut desk = Desk::on(real, 160, 48, Language::EN);
    let (mut places, mut citations) = (0, 0);
    let sessions: Vec<_> = desk.sessions.values().cloned().collect();
    for session in sessions {
        for entry in &session.papers {
            let Some(symbol) = entry.symbol.clone() else { continue };
            let goal = Goal {
                session: session.session,
                key: entry.key.clone(),
                version: None,
                language: Some(Language::EN),
                want: Want::Id("cover".to_owned(), Vec::new()),
            };
            desk.go(goal);
            desk.app.focus = Focus::Main;
            let whole = refs(real, &symbol.to_string());
            let told = whole["cited_by"].as_array().unwrap().len();
            assert_eq!(desk.app.cited_here().len(), told, "who cites {symbol}");
            let reader = desk.app.reader.as_ref().unwrap();
            let mut stops: Vec<(String, Vec<usize>)> = Vec::new();
            for stop in &reader.page.stops {
                stops.push((stop.id.clone(), Vec::new()));
                stops.extend(stop.parts.iter().map(|part| (stop.id.clone(), part.path.clone())));
            }
            for (id, path) in stops {
                desk.app.reader.as_mut().unwrap().go(&Want::Id(id, path));
                let reader = desk.app.reader.as_ref().unwrap();
                let mark = reader.id().strip_prefix("fn_").map(|mark| format!("footnote {mark}"));
                // a bullet has no name of its own
                let whole = reader.number().filter(|number| reader.path().len() == number.matches('(').count());
                let Some(place) = whole.or(mark) else { continue };
                let place = format!("{symbol} {place}");
                let answer = refs(real, &place);
                citations += answer["cites"].as_array().unwrap().len() + answer["cited_by"].as_array().unwrap().len();
                compare(&desk, &place, &answer);
                places += 1;
            }
        }
    }
    (places, citations)
}

#[test]
fn the_references_beside_the_text_and_the_command_agree_on_every_place_of_the_sample() {
    let (places, citations) = walk(&Real::sample());
    assert!(places > 300 && citations > 300, "{places} places and {citations} citations are too few to tell anything");
}

#[test]
fn the_references_beside_the_text_and_the_command_agree_on_every_place_of_real_papers() {
    let Some(papers) = real_papers() else {
        println!("skipped: the real papers are not beside the project");
        return;
    };
    let (places, citations) = walk(&Real::of(&papers));
    assert!(places > 50 && citations > 30, "{places} places and {citations} citations are too few to tell anything");
}

#[test]
fn a_paragraph_that_only_the_first_version_had_is_found_there_and_nearest_in_the_revised_one() {
    let folder = tempfile::tempdir().unwrap();
    let paper = |symbol: &str, body: &str| {
        let name = symbol.replace(['/', '(', ')'], "-");
        let head = "**Governing Body**\n\n399th Session, Geneva, March 2037\n\n# Sectoral meetings\n\n";
        std::fs::write(folder.path().join(format!("{name}.md")), format!("{symbol}\n\n{head}{body}\n")).unwrap();
    };
    let hotels = "The hotel sector asked for a tripartite meeting on tourism in the islands";
    paper("GB.399/POL/3", &format!("1. Meetings were held.\n\n2. See paragraph 3.\n\n3. {hotels} in 2037."));
    paper("GB.399/POL/3(Rev.1)", &format!("1. {hotels} in 2037 or 2038.\n\n2. Meetings were held."));
    paper(
        "GB.399/POL/4",
        "1. See GB.399/POL/3, para. 3, and GB.399/POL/3(Rev.2), para. 1.\n\n2. See GB.399/POL/3, para. 9.",
    );
    let real = Real::of(folder.path());
    let shelf = real.shelf();
    let held = |target: &str, own: &str| {
        let own: gbdesk::model::Symbol = own.parse().unwrap();
        let resolution = gbdesk::text::resolve::resolve(&target.parse().unwrap(), Some(&own), &shelf);
        (resolution.clone(), shelf.nearest(&resolution).map(|(block, _)| block))
    };
    use gbdesk::text::resolve::Resolution;
    let (resolution, nearest) = held("GB.399/POL/3 para 3", "GB.399/POL/4");
    let Resolution::ParagraphNotFound { symbol, elsewhere: Some((former, block)), .. } = resolution else {
        panic!("{resolution:?}");
    };
    assert_eq!((symbol.to_string(), former.to_string()), ("GB.399/POL/3(Rev.1)".into(), "GB.399/POL/3".into()));
    assert_eq!((block.as_str(), nearest.as_deref()), ("para_3", Some("para_1")));
    // in its own text a first version means itself
    let (resolution, _) = held("self para 3", "GB.399/POL/3");
    let Resolution::Held { symbol, block, .. } = resolution else { panic!("{resolution:?}") };
    assert_eq!((symbol.to_string(), block.as_deref()), ("GB.399/POL/3".into(), Some("para_3")));
    let answer = refs(&real, "GB.399/POL/4 1");
    assert_eq!(
        (&answer["cites"][0]["nearest"][1], field(&answer["cites"][1], "state")),
        (&"para_1".into(), "held".into())
    );
    let answer = refs(&real, "GB.399/POL/4 2");
    assert_eq!(field(&answer["cites"][0], "state"), "paragraph_not_found");
}
