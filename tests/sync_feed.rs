//! The feed and its schema say the same; the plan of a sync asks for what changed and nothing else.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/schema.rs"]
mod schema;

use std::collections::BTreeSet;
use std::path::Path;

use gbdesk::library::sha256;
use gbdesk::model::feed::Feed;
use gbdesk::model::session::{Held, PaperEntry, State};
use gbdesk::model::{Language, Session, Texts};
use gbdesk::reading::READER_VERSION;
use gbdesk::source::{Body, Control, Fault, Fetched, Known, Listing, Offer, OfferedFile, Source, feed};
use gbdesk::sync::plan::{self, Need};
use proptest::prelude::*;
use serde_json::{Value, json};

fn schema_of_feed() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/session.schema.json");
    serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap()
}

fn example() -> Value {
    json!({
        "format": "gbdesk-session", "version": 1, "session": 350, "title": {"en": "350th Session"}, "dates": ["2024-03-04", "2024-03-14"],
        "place": "Geneva", "updated": "2024-03-01T12:00:00Z", "languages": ["en", "fr", "es"],
        "items": [{"section": "INS", "number": "17", "title": {"en": "Report"}, "status": "for_decision", "note": {"en": "No document"}, "papers": ["GB.350/INS/17"]}],
        "papers": [{"symbol": "GB.350/POL/3(Rev.1)", "title": {"en": "Ports"}, "date": "2024-02-29", "kind": "for_decision", "summary": {"en": "Short."},
                    "change_note": {"en": "In version Rev.1 of 29 February, footnote 2 has been corrected."},
                    "files": [{"language": "en", "url": "papers/gb350-pol-3-rev1.en.pdf", "media_type": "application/pdf", "sha256": "ab".repeat(32), "size": 123_456}]}],
        "sittings": [{"date": "2024-03-04", "begins": "15:30", "ends": "18:00", "entries": [{"item": "PFA/1", "note": {"en": "continued"}}]}],
        "decisions": [{"paper": "GB.350/INS/5", "paragraph": "23", "outcome": "as_amended", "date": "2024-03-11", "text": {"en": "The Governing Body: (a) …"}}]
    })
}

fn parsed(value: &Value) -> Result<Feed, Fault> {
    feed::parse(value.to_string().as_bytes(), "session.json")
}

#[test]
fn the_example_is_a_feed_by_the_schema_and_by_the_program() {
    assert_eq!(schema::faults(&schema_of_feed(), &example()), Vec::<String>::new());
    parsed(&example()).unwrap();
}

#[test]
fn the_feeds_of_the_sample_follow_the_schema() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let Ok(bytes) = std::fs::read(entry.path().join("session.json")) else { continue };
        seen += 1;
        assert_eq!(schema::faults(&schema_of_feed(), &serde_json::from_slice(&bytes).unwrap()), Vec::<String>::new());
        feed::parse(&bytes, "sample").unwrap();
    }
    assert!(seen > 0, "there is no sample session");
}

#[test]
fn what_the_program_writes_follows_the_schema() {
    let feed = parsed(&example()).unwrap();
    assert_eq!(schema::faults(&schema_of_feed(), &serde_json::to_value(&feed).unwrap()), Vec::<String>::new());
    let empty = parsed(&json!({"format": "gbdesk-session", "version": 1, "session": 350, "papers": []})).unwrap();
    assert_eq!(schema::faults(&schema_of_feed(), &serde_json::to_value(&empty).unwrap()), Vec::<String>::new());
}

#[test]
fn what_the_schema_refuses_the_program_refuses_with_a_sentence() {
    let schema = schema_of_feed();
    let change = |path: &str, value: Value| {
        let mut feed = example();
        *feed.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        feed
    };
    for (path, value) in [
        ("/format", json!("atom")),
        ("/version", json!(2)),
        ("/session", json!("350")),
        ("/session", json!(0)),
        ("/papers", json!(null)),
        ("/papers/0/symbol", json!(null)),
        ("/papers/0/symbol", json!("")),
        ("/papers/0/date", json!("29.2.2024")),
        ("/papers/0/title", json!("Ports")),
        ("/papers/0/files/0/url", json!("/etc/passwd")),
        ("/papers/0/files/0/url", json!("a.pdf?x=1")),
        ("/papers/0/files/0/language", json!("English")),
        ("/papers/0/files/0/sha256", json!("abc")),
        ("/papers/0/files/0/size", json!(-1)),
        ("/dates", json!(["2024-03-04"])),
        ("/items/0/number", json!(null)),
        ("/sittings/0/begins", json!("half past three")),
        ("/sittings/0/date", json!("Monday")),
        ("/decisions/0/outcome", json!("maybe")),
        ("/title", json!({"English": "x"})),
    ] {
        let wrong = change(path, value.clone());
        assert!(!schema::faults(&schema, &wrong).is_empty(), "the schema takes {value} at {path}");
        let fault = parsed(&wrong).expect_err(&format!("the program takes {value} at {path}"));
        assert!(fault.what.contains("feed") && fault.to_string().contains("Nothing was changed"), "{fault}");
    }
}

#[test]
fn text_of_a_feed_is_made_harmless() {
    let mut hostile = example();
    hostile["papers"][0]["title"]["en"] = json!("Ports\u{1b}[2J\u{202e}strop");
    hostile["items"][0]["title"]["en"] = json!("a".repeat(1_000_000));
    let feed = parsed(&hostile).unwrap();
    assert_eq!(feed.papers[0].title.best(&[]), Some("Ports[2Jstrop"));
    assert!(feed.items[0].title.best(&[]).unwrap().len() < 300_000);
}

proptest! {
    #[test]
    fn any_bytes_end_in_a_feed_or_a_sentence(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Err(fault) = feed::parse(&bytes, "x") {
            prop_assert!(!fault.what.is_empty() && !fault.advice.is_empty());
        }
    }

    #[test]
    fn a_feed_with_a_value_exchanged_never_leads_out_of_its_folder(at in 0usize..12, value in "[./%a-z:\\\\25]{0,12}") {
        const PLACES: [&str; 12] = ["/format", "/session", "/title", "/dates", "/place", "/items/0/papers", "/papers/0/symbol", "/papers/0/files/0/url",
            "/papers/0/files/0/language", "/papers/0/files/0/sha256", "/sittings/0/date", "/decisions/0/paper"];
        let mut feed = example();
        *feed.pointer_mut(PLACES[at]).unwrap() = json!(value);
        if let Ok(feed) = parsed(&feed) {
            for file in feed.papers.iter().flat_map(|paper| &paper.files) {
                let inside = gbdesk::source::address::inside_folder(&file.url);
                prop_assert!(inside.is_err() || inside.unwrap().iter().all(|part| part != ".."));
            }
        }
    }
}

/// A source that only names places.
struct Named;

impl Source for Named {
    fn name(&self) -> String {
        "http://x.example/session.json".to_owned()
    }

    fn list(&self, _: &Control) -> Result<Listing, Fault> {
        Ok(Listing::default())
    }

    fn fetch(&self, _: &OfferedFile, _: &Known, _: &Control) -> Result<Fetched, Fault> {
        Ok(Fetched::File(Body::default()))
    }

    fn host(&self, _: &OfferedFile) -> String {
        String::new()
    }

    fn place(&self, file: &OfferedFile) -> String {
        format!("http://x.example/{}", file.address)
    }
}

/// Papers by number, each with a content.
fn listing(papers: &[(u8, u8)], sums: bool) -> Listing {
    let offer = |(number, content): &(u8, u8)| Offer {
        symbol: Some(format!("GB.350/INS/{}", u16::from(*number) + 1)),
        files: vec![OfferedFile {
            language: Some(Language::EN),
            address: format!("{number}.pdf"),
            sha256: sums.then(|| sha256(&[*number, *content])),
            ..OfferedFile::default()
        }],
        ..Offer::default()
    };
    Listing { session: Some(350), papers: papers.iter().map(offer).collect(), whole: true, ..Listing::default() }
}

fn session(papers: &[(u8, u8)]) -> Session {
    let entry = |(number, content): &(u8, u8)| {
        let symbol = format!("GB.350/INS/{}", u16::from(*number) + 1).parse().ok();
        PaperEntry {
            symbol: symbol.clone(),
            key: format!("GB.350/INS/{}", u16::from(*number) + 1),
            title: Texts::default(),
            date: None,
            kind: String::new(),
            change_note: Texts::default(),
            beside: Vec::new(),
            held: vec![Held {
                symbol,
                language: Language::EN,
                original: sha256(&[*number, *content]),
                paper: String::new(),
                alone: None,
                format: "pdf".to_owned(),
                size: 2,
                file_name: String::new(),
                url: Some(format!("http://x.example/{number}.pdf")),
                etag: Some(format!("\"{content}\"")),
                last_modified: None,
                replaced: None,
                reader: READER_VERSION,
            }],
            state: State::Unchanged,
            decisions: Vec::new(),
            headings: Vec::new(),
            gone: false,
            withdrawn: Vec::new(),
        }
    };
    Session { session: 350, papers: papers.iter().map(entry).collect(), ..Session::default() }
}

fn distinct(papers: Vec<(u8, u8)>) -> Vec<(u8, u8)> {
    let mut seen = BTreeSet::new();
    papers.into_iter().filter(|(number, _)| seen.insert(*number)).collect()
}

proptest! {
    #[test]
    fn a_plan_fetches_exactly_what_differs(before in prop::collection::vec((0u8..40, 0u8..3), 0..30), now in prop::collection::vec((0u8..40, 0u8..3), 0..30)) {
        let (before, now) = (distinct(before), distinct(now));
        let held = session(&before);
        let jobs = plan::plan(&listing(&now, true), Some(&held), &Named, &[], &|_| true);
        prop_assert_eq!(jobs.len(), now.len());
        for (job, paper) in jobs.iter().zip(&now) {
            let same = before.contains(paper);
            prop_assert_eq!(matches!(job.need, Need::Nothing), same, "{:?}", job);
            prop_assert_eq!(matches!(job.need, Need::Fetch(_)), !same);
        }
        // without checksums everything is asked for, with a condition where a copy is held
        for (job, paper) in plan::plan(&listing(&now, false), Some(&held), &Named, &[], &|_| true).iter().zip(&now) {
            let Need::Fetch(known) = &job.need else { return Err(TestCaseError::fail("not asked for")) };
            prop_assert_eq!(known.etag.is_some(), before.iter().any(|(number, _)| *number == paper.0));
        }
    }

    #[test]
    fn a_plan_does_not_depend_on_the_order_of_the_list(papers in prop::collection::vec((0u8..40, 0u8..3), 0..20), seed in any::<u64>()) {
        let papers = distinct(papers);
        let mut shuffled = papers.clone();
        shuffled.sort_by_key(|(number, _)| u64::from(*number).wrapping_mul(seed | 1));
        let held = session(&papers[..papers.len() / 2]);
        let needs = |list: &[(u8, u8)]| {
            let jobs = plan::plan(&listing(list, true), Some(&held), &Named, &[], &|_| true);
            let mut needs: Vec<String> = jobs.iter().map(|job| format!("{} {:?}", job.place, job.need)).collect();
            needs.sort();
            needs
        };
        prop_assert_eq!(needs(&papers), needs(&shuffled));
    }

    #[test]
    fn what_is_no_longer_on_the_disk_is_fetched(papers in prop::collection::vec((0u8..40, 0u8..3), 1..20)) {
        let papers = distinct(papers);
        let jobs = plan::plan(&listing(&papers, true), Some(&session(&papers)), &Named, &[], &|_| false);
        prop_assert!(jobs.iter().all(|job| job.need == Need::Fetch(Known::default())));
    }
}
