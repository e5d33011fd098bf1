//! Syncing a session from a feed: what changed is found, everything else is left where it is.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/server.rs"]
mod server;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use desk::{Desk, feed, paper, pdf, plain, quick, run, summed};
use gbdesk::library::Library;
use gbdesk::model::Outcome;
use gbdesk::source::{self, Fault, FaultKind};
use gbdesk::sync::News;
use serde_json::{Value, json};
use server::Server;

const FEED: &str = "/gb/session.json";

fn put_feed(server: &Server, papers: &[Value]) {
    server.put(FEED, feed(papers).to_string());
}

/// A session of `count` papers; with or without checksums in the feed.
fn session_of(server: &Server, count: usize, sums: bool) {
    let mut papers = Vec::new();
    for number in 1..=count {
        let symbol = format!("GB.350/INS/{number}");
        let bytes = pdf(&symbol, &[&format!("This is paper {number}."), "Decide something."]);
        let url = format!("papers/{number}.pdf");
        server.put(&format!("/gb/{url}"), bytes.clone());
        papers.push(paper(&symbol, "A title", &json!([if sums { summed(&url, &bytes) } else { plain(&url) }])));
    }
    put_feed(server, &papers);
}

fn told(report: &gbdesk::sync::SyncReport) -> Vec<String> {
    let news = |one: &gbdesk::sync::PaperNews| {
        let what = match &one.what {
            News::New => "new".to_owned(),
            News::Revised { summary, .. } => format!("revised: {}", summary.clone().unwrap_or_default()),
            News::Companion => "companion".to_owned(),
            News::Translation => "translation".to_owned(),
            News::Returned => "listed again".to_owned(),
            News::Vanished => "vanished".to_owned(),
            News::Failed { reason, .. } => format!("failed: {reason}"),
        };
        format!("{} {what}", one.symbol.clone().unwrap_or_default())
    };
    let mut told: Vec<String> = report.papers.iter().map(news).collect();
    told.sort();
    told
}

#[test]
fn a_second_sync_of_seventy_unchanged_papers_transfers_no_body() {
    for sums in [true, false] {
        let (server, desk) = (Server::start(), Desk::new());
        session_of(&server, 70, sums);
        let report = desk.sync(&server.url(FEED)).unwrap();
        assert_eq!((report.papers.len(), report.bodies), (70, 70));
        assert_eq!(desk.library().session(350).unwrap().papers.len(), 70);
        server.forget_requests();
        let report = desk.sync(&server.url(FEED)).unwrap();
        assert!(report.is_quiet(), "{report:#?}");
        assert_eq!((report.unchanged, report.bodies, report.bytes), (70, 0, 0));
        assert_eq!(server.bodies(), [FEED], "only the list itself may travel");
    }
}

#[test]
fn no_more_than_four_requests_are_inside_one_host() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 24, true);
    server.gather(5);
    let patient = source::SourceConfig { silence: Duration::from_secs(20), ..quick() };
    desk.sync_with(&server.url(FEED), &patient).unwrap();
    assert!((2..=4).contains(&server.most_inside()), "{} at once", server.most_inside());
}

#[test]
fn a_paper_revised_at_the_same_address_keeps_its_former_text() {
    let (server, desk) = (Server::start(), Desk::new());
    server.put("/gb/a.pdf", pdf("GB.350/POL/3", &["The first.", "The second.", "The third."]));
    put_feed(&server, &[paper("GB.350/POL/3", "Ports", &json!([plain("a.pdf")]))]);
    desk.sync(&server.url(FEED)).unwrap();
    server.put(
        "/gb/a.pdf",
        pdf(
            "GB.350/POL/3(Rev.1)",
            &["The first.", "A new one altogether, inserted here.", "The second.", "The third."],
        ),
    );
    let mut revised = paper("GB.350/POL/3(Rev.1)", "Ports", &json!([plain("a.pdf")]));
    revised["change_note"] = json!({"en": "In version Rev.1, a paragraph was inserted."});
    put_feed(&server, &[revised]);
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(told(&report), ["GB.350/POL/3(Rev.1) revised: 1 added (2), 2 renumbered"]);
    let News::Revised { change_note: Some(note), .. } = &report.papers[0].what else { panic!("{report:#?}") };
    assert!(note.contains("inserted"));
    let library = desk.library();
    let session = library.session(350).unwrap();
    let versions: Vec<String> =
        session.papers[0].held.iter().map(|held| held.symbol.as_ref().unwrap().to_string()).collect();
    assert_eq!(versions, ["GB.350/POL/3", "GB.350/POL/3(Rev.1)"]);
    assert!(session.papers[0].held.iter().all(|held| library.original(held).is_ok() && library.paper(held).is_ok()));
}

#[test]
fn other_words_under_the_same_symbol_are_a_revision_too() {
    let (server, desk) = (Server::start(), Desk::new());
    server.put("/gb/a.pdf", pdf("GB.350/POL/3", &["The first of all.", "Decide to wait for a while."]));
    put_feed(&server, &[paper("GB.350/POL/3", "Ports", &json!([plain("a.pdf")]))]);
    desk.sync(&server.url(FEED)).unwrap();
    server.put("/gb/a.pdf", pdf("GB.350/POL/3", &["The first of all.", "Decide to wait for a moment."]));
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(told(&report), ["GB.350/POL/3 revised: 1 reworded (2)"]);
    let session = desk.library().session(350).unwrap();
    assert_eq!(session.papers[0].held.iter().filter(|held| held.replaced.is_some()).count(), 1);
}

#[test]
fn companions_vanished_papers_decisions_and_statuses_are_told() {
    let (server, desk) = (Server::start(), Desk::new());
    let one = pdf("GB.350/INS/1", &["A paper.", "Decide so."]);
    let two = pdf("GB.350/INS/2", &["Another."]);
    server.put("/gb/1.pdf", one.clone());
    server.put("/gb/2.pdf", two.clone());
    let mut first = feed(&[
        paper("GB.350/INS/1", "One", &json!([summed("1.pdf", &one)])),
        paper("GB.350/INS/2", "Two", &json!([summed("2.pdf", &two)])),
    ]);
    first["items"] = json!([{"section": "INS", "number": "4", "title": {"en": "Four"}, "status": "Publication expected by 14 June", "papers": []}]);
    server.put(FEED, first.to_string());
    desk.sync(&server.url(FEED)).unwrap();
    let addendum = pdf("GB.350/INS/1(Add.1)", &["More."]);
    server.put("/gb/1a.pdf", addendum.clone());
    let mut second = feed(&[
        paper("GB.350/INS/1", "One", &json!([summed("1.pdf", &one)])),
        paper("GB.350/INS/1(Add.1)", "One more", &json!([summed("1a.pdf", &addendum)])),
    ]);
    second["items"] = json!([{"section": "INS", "number": "4", "title": {"en": "Four"}, "status": "Deferred to the 351st Session", "papers": []}]);
    second["decisions"] = json!([{"paper": "GB.350/INS/1", "paragraph": "2", "outcome": "as_amended", "date": "2024-03-11", "text": {"en": "Decided."}}]);
    server.put(FEED, second.to_string());
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(told(&report), ["GB.350/INS/1(Add.1) companion", "GB.350/INS/2 vanished"]);
    assert_eq!(report.decisions[0].outcome, Outcome::AsAmended);
    assert_eq!(
        (report.statuses[0].item.as_str(), report.statuses[0].now.as_deref()),
        ("INS/4", Some("Deferred to the 351st Session"))
    );
    let session = desk.library().session(350).unwrap();
    let gone: Vec<(&str, bool)> = session.papers.iter().map(|entry| (entry.key.as_str(), entry.gone)).collect();
    assert_eq!(gone, [("GB.350/INS/1", false), ("GB.350/INS/2", true)]);
    assert_eq!(session.board[0].outcome, Outcome::AsAmended);
    // what is listed again is said to be
    first["items"] = second["items"].clone();
    first["papers"].as_array_mut().unwrap().push(second["papers"][1].clone());
    server.put(FEED, first.to_string());
    assert_eq!(told(&desk.sync(&server.url(FEED)).unwrap()), ["GB.350/INS/2 listed again"]);
    assert!(desk.sync(&server.url(FEED)).unwrap().papers.is_empty());
}

#[test]
fn a_companion_or_a_version_taken_off_the_list_is_told_and_marked_and_a_former_version_is_not() {
    let (server, desk) = (Server::start(), Desk::new());
    let texts = [
        ("GB.350/INS/1", "1.pdf"),
        ("GB.350/INS/1(Add.1)", "1a.pdf"),
        ("GB.350/POL/1", "p.pdf"),
        ("GB.350/POL/1(Rev.1)", "p1.pdf"),
        ("GB.350/POL/1(Rev.2)", "p2.pdf"),
    ];
    for (symbol, name) in texts {
        server.put(&format!("/gb/{name}"), pdf(symbol, &["A paper.", &format!("This is {name}.")]));
    }
    let list = |names: &[&str]| {
        let listed = texts.iter().filter(|(_, name)| names.contains(name));
        put_feed(&server, &listed.map(|(symbol, name)| paper(symbol, name, &json!([plain(name)]))).collect::<Vec<_>>());
    };
    let off = |key: &str| -> Vec<String> {
        let session = desk.library().session(350).unwrap();
        let entry = session.papers.iter().find(|entry| entry.key == key).unwrap();
        entry.withdrawn.iter().map(ToString::to_string).collect()
    };
    for names in [&["1.pdf", "1a.pdf", "p.pdf"][..], &["1.pdf", "1a.pdf", "p1.pdf"], &["1.pdf", "1a.pdf", "p2.pdf"]] {
        list(names);
        let report = desk.sync(&server.url(FEED)).unwrap();
        assert!(!told(&report).iter().any(|line| line.contains("vanished")), "{names:?}: {:?}", told(&report));
    }
    list(&["1.pdf", "p1.pdf"]);
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(told(&report), ["GB.350/INS/1(Add.1) vanished", "GB.350/POL/1(Rev.2) vanished"]);
    assert_eq!(
        (off("GB.350/INS/1"), off("GB.350/POL/1")),
        (vec!["GB.350/INS/1(Add.1)".to_owned()], vec!["GB.350/POL/1(Rev.2)".to_owned()])
    );
    assert!(desk.sync(&server.url(FEED)).unwrap().is_quiet(), "it is told once");
    list(&["1.pdf", "1a.pdf", "p2.pdf"]);
    desk.sync(&server.url(FEED)).unwrap();
    assert_eq!((off("GB.350/INS/1"), off("GB.350/POL/1")), (Vec::new(), Vec::new()));
}

#[test]
fn a_paper_that_fails_is_named_and_the_others_are_there() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 3, true);
    server.remove("/gb/papers/2.pdf");
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(report.failures().count(), 1);
    assert!(report.is_partial());
    let News::Failed { reason, advice, .. } = &report.failures().next().unwrap().what else { panic!() };
    assert!(reason.contains("papers/2.pdf") && reason.contains("404"), "{reason}");
    assert!(advice.contains("stays"), "{advice}");
    assert_eq!(desk.library().session(350).unwrap().papers.iter().filter(|entry| !entry.held.is_empty()).count(), 2);
    // it comes back: brought alone, and no longer marked as failed
    let bytes = pdf("GB.350/INS/2", &["This is paper 2.", "Decide something."]);
    server.put("/gb/papers/2.pdf", bytes);
    server.forget_requests();
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(told(&report), ["GB.350/INS/2 new"]);
    assert_eq!(server.bodies(), [FEED, "/gb/papers/2.pdf"]);
}

#[test]
fn what_failed_once_is_not_failed_for_ever() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 2, false);
    desk.sync(&server.url(FEED)).unwrap();
    server.always("/gb/papers/1.pdf", server::status(403));
    assert_eq!(desk.sync(&server.url(FEED)).unwrap().failures().count(), 1);
    let state = || desk.library().session(350).unwrap().papers[0].state;
    assert_eq!(state(), gbdesk::model::session::State::Failed);
    server.calm();
    assert!(desk.sync(&server.url(FEED)).unwrap().is_quiet());
    assert_eq!(state(), gbdesk::model::session::State::Unchanged);
}

#[test]
fn a_file_that_cannot_be_read_is_one_failure() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 2, false);
    server.put("/gb/papers/1.pdf", b"%PDF unreadable".to_vec());
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(report.failures().count(), 1);
    assert_eq!(told(&report)[0], "GB.350/INS/1 failed: The file is empty; fetch it again from where it came.");
    assert!(told(&report).contains(&"GB.350/INS/2 new".to_owned()));
}

/// A sync that is stopped as soon as its progress is such.
fn stopped_when(desk: &Desk, server: &Server, when: impl Fn(&gbdesk::sync::Progress) -> bool) -> Fault {
    let cancel = AtomicBool::new(false);
    gbdesk::sync::run(
        &desk.library(),
        &source::open(&server.url(FEED), &quick()).unwrap(),
        &gbdesk::sync::SyncOptions::default(),
        &desk::reader(),
        &cancel,
        &mut |progress| cancel.store(cancel.load(Ordering::SeqCst) || when(&progress), Ordering::SeqCst),
    )
    .unwrap_err()
}

#[test]
fn a_stop_ends_at_once_with_nothing_half_done_and_the_next_sync_carries_on() {
    for sums in [true, false] {
        let (server, desk) = (Server::start(), Desk::new());
        session_of(&server, 12, sums);
        server.always("/gb/papers/9.pdf", server::Play::Silence);
        // stopped from the progress, as the F5 view does, once some papers are in
        let fault = stopped_when(&desk, &server, |progress| progress.done >= 4);
        assert_eq!(fault.kind, FaultKind::Cancelled);
        assert!(desk.library().sessions().is_empty(), "nothing may be seen of a sync that was stopped");
        server.calm();
        let report =
            run(&desk.library(), &source::open(&server.url(FEED), &quick()).unwrap(), &AtomicBool::new(false)).unwrap();
        assert_eq!(report.papers.len(), 12);
        assert!(report.resumed >= 4, "only {} carried on", report.resumed);
        // not counted at the server: a request of the stopped sync may still be on its way
        assert_eq!(report.bodies, 12 - report.resumed);
    }
}

#[test]
fn a_disk_that_is_full_at_any_write_leaves_the_state_before() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 2, true);
    desk.sync(&server.url(FEED)).unwrap();
    let before = desk.library().session(350).unwrap();
    session_of(&server, 4, true);
    let cache = desk.folder.path().join("cache");
    let source = source::open(&server.url(FEED), &quick()).unwrap();
    let mut failures = 0;
    for steps in 0..400 {
        let library = Arc::new(Library::open_failing_after(&cache, steps).unwrap());
        let result = run(&library, &source, &AtomicBool::new(false));
        drop(library);
        let reopened = desk.library();
        let now = reopened.session(350).unwrap();
        for held in now.papers.iter().flat_map(|entry| &entry.held) {
            assert!(reopened.paper(held).is_ok() && reopened.original(held).is_ok(), "after {steps} writes");
        }
        match result {
            Err(fault) => {
                failures += 1;
                assert_eq!(fault.kind, FaultKind::Disk, "{fault}");
                assert!(fault.to_string().contains("free some space"), "{fault}");
                // before the swap the old state, from the swap on the new one; never anything else
                assert!(*now == *before || now.papers.len() == 4, "after {steps} writes");
            }
            Ok(_) => {
                assert_eq!(now.papers.len(), 4);
                assert!(failures > 5, "the disk was never full");
                return;
            }
        }
    }
    panic!("the sync never came to its end");
}

#[test]
fn a_second_instance_is_told_that_another_one_writes() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 1, true);
    let other = desk.library();
    let writing = other.begin().unwrap();
    let fault = desk.sync(&server.url(FEED)).unwrap_err();
    assert!(fault.to_string().contains("Another gbdesk is writing"), "{fault}");
    drop(writing);
    assert_eq!(desk.sync(&server.url(FEED)).unwrap().papers.len(), 1);
}

#[test]
fn what_a_server_without_conditions_sends_again_counts_as_unchanged() {
    let (server, desk) = (Server::start(), Desk::new());
    server.without_validators();
    session_of(&server, 3, false);
    desk.sync(&server.url(FEED)).unwrap();
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert!(report.is_quiet(), "{report:#?}");
    assert_eq!((report.unchanged, report.bodies), (3, 3));
}

#[test]
fn the_right_to_write_is_free_while_files_are_fetched_and_read() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 3, true);
    let (tell, told) = std::sync::mpsc::channel();
    let other = desk.library();
    server.on_request(move |path| {
        // what another instance publishes meanwhile is not lost
        if path.ends_with("2.pdf") {
            let mut publication = other.begin().unwrap();
            let incoming = gbdesk::library::Incoming {
                bytes: pdf("GB.350/POL/7", &["From elsewhere."]),
                file_name: "7.pdf".to_owned(),
                ..gbdesk::library::Incoming::default()
            };
            publication.add(&incoming, &desk::read).unwrap();
            publication.commit(&mut |_| {}).unwrap();
            tell.send(()).unwrap();
        }
    });
    let report = desk.sync(&server.url(FEED)).unwrap();
    told.try_recv().unwrap();
    assert_eq!(report.papers.len(), 3, "{report:#?}");
    let keys: Vec<String> = desk.library().session(350).unwrap().papers.iter().map(|one| one.key.clone()).collect();
    assert_eq!(keys, ["GB.350/INS/1", "GB.350/INS/2", "GB.350/INS/3", "GB.350/POL/7"]);
}

#[test]
fn a_stop_while_the_index_is_made_publishes_nothing() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 6, true);
    let fault = stopped_when(&desk, &server, |progress| progress.stage == gbdesk::sync::Stage::Publishing);
    assert_eq!(fault.kind, FaultKind::Cancelled);
    assert!(desk.library().sessions().is_empty());
    server.forget_requests();
    assert_eq!(desk.sync(&server.url(FEED)).unwrap().resumed, 6);
    assert_eq!(server.bodies(), [FEED], "everything had arrived");
}

#[test]
fn two_syncs_at_once_end_in_one_whole_library() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 8, true);
    let results: Vec<bool> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..2).map(|_| scope.spawn(|| desk.sync(&server.url(FEED)).is_ok())).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    assert!(results.contains(&true));
    let library = desk.library();
    let session = library.session(350).unwrap();
    assert_eq!(session.papers.len(), 8);
    assert!(session.papers.iter().flat_map(|entry| &entry.held).all(|held| library.paper(held).is_ok()));
}

#[test]
fn only_the_languages_asked_for_travel() {
    let (server, desk) = (Server::start(), Desk::new());
    let (en, ru) = (pdf("GB.350/INS/1", &["One."]), pdf("GB.350/INS/1", &["Odin."]));
    server.put("/gb/en.pdf", en.clone());
    server.put("/gb/ru.pdf", ru.clone());
    let mut russian = summed("ru.pdf", &ru);
    russian["language"] = json!("ru");
    put_feed(&server, &[paper("GB.350/INS/1", "One", &json!([summed("en.pdf", &en), russian]))]);
    desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(server.bodies(), [FEED, "/gb/en.pdf"]);
}

#[test]
fn a_later_translation_is_told_as_one() {
    let (server, desk) = (Server::start(), Desk::new());
    let (en, fr) = (pdf("GB.350/INS/1", &["One."]), pdf("GB.350/INS/1", &["Un."]));
    server.put("/gb/en.pdf", en.clone());
    server.put("/gb/fr.pdf", fr.clone());
    put_feed(&server, &[paper("GB.350/INS/1", "One", &json!([summed("en.pdf", &en)]))]);
    desk.sync(&server.url(FEED)).unwrap();
    let mut french = summed("fr.pdf", &fr);
    french["language"] = json!("fr");
    put_feed(&server, &[paper("GB.350/INS/1", "One", &json!([summed("en.pdf", &en), french]))]);
    assert_eq!(told(&desk.sync(&server.url(FEED)).unwrap()), ["GB.350/INS/1 translation"]);
}

#[test]
fn a_record_of_a_decision_becomes_the_outcome_of_its_paper() {
    let (server, desk) = (Server::start(), Desk::new());
    let one = pdf("GB.350/INS/5", &["A paper.", "Decide so."]);
    let record = b"%PDF-1.4\nrecord\nThe Governing Body decided otherwise.\n(Document GB.350/INS/5, paragraph 2, as amended by the Governing Body.)\n%%EOF".to_vec();
    server.put("/gb/5.pdf", one.clone());
    server.put("/gb/d.pdf", record.clone());
    put_feed(
        &server,
        &[
            paper("GB.350/INS/5", "Five", &json!([summed("5.pdf", &one)])),
            paper("GB.350/INS/5/Decision", "Decision on five", &json!([summed("d.pdf", &record)])),
        ],
    );
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(report.decisions.len(), 1, "{report:#?}");
    let session = desk.library().session(350).unwrap();
    assert_eq!(session.board[0].outcome, Outcome::AsAmended);
    assert_eq!(session.board[0].adopted_text.as_deref(), Some("The Governing Body decided otherwise."));
}

#[test]
fn a_sync_that_finds_nothing_new_says_when_it_looked_and_writes_no_generation() {
    let (server, desk) = (Server::start(), Desk::new());
    session_of(&server, 2, true);
    // the second still has something to write: what was new is not new any more
    desk.sync(&server.url(FEED)).unwrap();
    desk.sync(&server.url(FEED)).unwrap();
    let cache = desk.folder.path().join("cache");
    let current = || std::fs::read(cache.join("current")).unwrap();
    let (generation, before) = (current(), desk.library().session(350).unwrap());
    // as if it had been yesterday
    let list = cache.join("generations/2/sessions/350.json");
    let old = std::fs::read_to_string(&list).unwrap();
    std::fs::write(&list, old.replace(before.synced_at.as_ref().unwrap(), "2024-03-03T08:00:00Z")).unwrap();
    let open = desk.library();
    assert_eq!(open.session(350).unwrap().synced_at.as_deref(), Some("2024-03-03T08:00:00Z"));
    assert!(desk.sync(&server.url(FEED)).unwrap().is_quiet());
    assert_eq!(current(), generation, "nothing is published anew");
    assert!(!open.refresh().unwrap());
    for library in [open, desk.library()] {
        let after = library.session(350).unwrap();
        assert!(after.synced_at >= before.synced_at, "{:?}", after.synced_at);
        assert_eq!(after.papers, before.papers);
    }
    // a sync that fails looked at nothing
    std::fs::remove_file(cache.join("checked.json")).unwrap();
    server.put(FEED, "{}");
    desk.sync(&server.url(FEED)).unwrap_err();
    assert_eq!(desk.library().session(350).unwrap().synced_at.as_deref(), Some("2024-03-03T08:00:00Z"));
}
