//! Every way in which a server can fail a delegate: each is told in a sentence, and what was held stays.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/server.rs"]
mod server;

use std::time::Duration;

use desk::{Desk, feed, paper, pdf, plain, quick, summed};
use gbdesk::source::{self, Control, Fault, FaultKind, Fetched, Known, OfferedFile, Proxy, SourceConfig};
use gbdesk::sync::News;
use serde_json::{Value, json};
use server::{Play, Server, status, with_header};

const FEED: &str = "/gb/session.json";
const PAPER: &str = "/gb/a.pdf";

/// A desk that holds one paper, which has been revised on the server since.
fn held() -> (Server, Desk) {
    let (server, desk) = (Server::start(), Desk::new());
    server.put(PAPER, pdf("GB.350/INS/1", &["As it was."]));
    server.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]).to_string());
    desk.sync(&server.url(FEED)).unwrap();
    server.put(PAPER, pdf("GB.350/INS/1", &["As it is now."]));
    (server, desk)
}

/// Syncs while the paper plays this: what is held stays, the failure is told, and the next sync brings the paper.
fn fails(play: &Play, said: &str) {
    let (server, desk) = held();
    let before = desk.library().session(350).unwrap().papers[0].held.clone();
    server.always(PAPER, play.clone());
    let report = desk.sync(&server.url(FEED)).unwrap();
    let failure = report.failures().next().unwrap_or_else(|| panic!("{play:?} did not fail: {report:#?}"));
    let News::Failed { reason, advice, .. } = &failure.what else { panic!() };
    assert!(reason.contains(said), "{play:?}: “{reason}” does not say “{said}”");
    assert_eq!(failure.symbol.as_deref(), Some("GB.350/INS/1"));
    assert!(!advice.is_empty());
    assert_eq!(desk.library().session(350).unwrap().papers[0].held, before);
    server.calm();
    assert_eq!(desk.sync(&server.url(FEED)).unwrap().papers.len(), 1, "after {play:?}");
}

#[test]
fn a_body_cut_short_is_not_taken() {
    fails(&Play::CutShort(pdf("GB.350/INS/1", &["Half"])), "cut short");
}

#[test]
fn a_body_without_length_that_lacks_its_end_is_not_taken() {
    fails(&Play::Old(b"%PDF-1.4\nsymbol GB.350/INS/1\n1. Half of".to_vec()), "cut short");
}

#[test]
fn silence_is_given_up() {
    fails(&Play::Silence, "says nothing for 300 ms");
    fails(&Play::SilentBody, "fell silent");
}

#[test]
fn a_drip_is_given_up() {
    fails(&Play::Drip, "drips");
}

#[test]
fn a_line_that_is_cut_is_told() {
    fails(&Play::HangUp, "cannot be reached");
}

#[test]
fn statuses_are_told_with_what_they_mean() {
    fails(&status(404), "nothing at");
    fails(&status(403), "refuses");
    fails(&status(500), "not able to answer");
    fails(&status(418), "status 418");
}

#[test]
fn a_web_page_where_the_paper_should_be_is_not_taken() {
    fails(
        &server::page("<!DOCTYPE html><html><title>Sign in</title><body>Password?</body></html>"),
        "web page came where the paper should be",
    );
}

#[test]
fn a_wait_that_is_too_long_is_told() {
    fails(&with_header(429, "Retry-After", "600"), "asks to wait 10 min");
    fails(&with_header(503, "Retry-After", "7200"), "asks to wait 2 h");
}

#[test]
fn a_redirect_to_another_host_is_not_followed() {
    let elsewhere = Server::start();
    elsewhere.put("/a.pdf", pdf("GB.350/INS/1", &["Planted."]));
    fails(&with_header(302, "Location", &elsewhere.url("/a.pdf")), "redirects to another host");
    assert!(elsewhere.requests().is_empty());
    fails(&with_header(302, "Location", "file:///etc/passwd"), "not secure");
    fails(&with_header(302, "Location", PAPER), "in a circle");
    fails(&status(302), "without saying where to");
}

#[test]
fn a_redirect_to_a_host_allowed_is_followed() {
    let (server, desk) = held();
    let elsewhere = Server::start();
    elsewhere.put("/a.pdf", pdf("GB.350/INS/1", &["Moved."]));
    server.always(PAPER, with_header(302, "Location", &elsewhere.url("/a.pdf")));
    let config = SourceConfig { allowed_hosts: vec![elsewhere.authority()], ..quick() };
    assert_eq!(desk.sync_with(&server.url(FEED), &config).unwrap().papers.len(), 1);
}

#[test]
fn not_modified_without_a_copy_is_asked_for_again_and_then_told() {
    // a cache on the way answers 304 although nothing was held
    let (server, desk) = (Server::start(), Desk::new());
    server.put(PAPER, pdf("GB.350/INS/1", &["There."]));
    server.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]).to_string());
    server.script(PAPER, [status(304)]);
    assert_eq!(desk.sync(&server.url(FEED)).unwrap_or_else(|fault| panic!("{fault}")).papers.len(), 1);
    let (server, desk) = (Server::start(), Desk::new());
    server.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]).to_string());
    server.always(PAPER, status(304));
    let report = desk.sync(&server.url(FEED)).unwrap();
    let News::Failed { reason, .. } = &report.papers[0].what else { panic!("{report:#?}") };
    assert!(reason.contains("not modified"), "{reason}");
}

#[test]
fn an_original_that_was_deleted_is_fetched_again() {
    let (server, desk) = (Server::start(), Desk::new());
    server.put(PAPER, pdf("GB.350/INS/1", &["There."]));
    server.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]).to_string());
    desk.sync(&server.url(FEED)).unwrap();
    let library = desk.library();
    let held = library.session(350).unwrap().papers[0].held[0].clone();
    std::fs::remove_file(library.original_path(&held)).unwrap();
    assert_eq!(desk.sync(&server.url(FEED)).unwrap().bodies, 1);
    assert!(library.original(&held).is_ok());
}

#[test]
fn a_wait_that_a_server_asks_for_is_kept() {
    let server = Server::start();
    server.put(PAPER, pdf("GB.350/INS/1", &["There."]));
    server.script(PAPER, [with_header(429, "Retry-After", "7"), with_header(503, "Retry-After", "3")]);
    let config = SourceConfig { tries: 3, longest_wait: Duration::from_mins(1), ..quick() };
    let source = source::open(&server.url(FEED), &config).unwrap();
    let control = Control::instant();
    let file = OfferedFile { address: "a.pdf".to_owned(), ..OfferedFile::default() };
    let came = source.fetch(&file, &Known::default(), &control).unwrap();
    assert!(matches!(came, Fetched::File(_)));
    let waited = control.waited();
    assert!(waited.contains(&Duration::from_secs(7)) && waited.contains(&Duration::from_secs(3)), "{waited:?}");
}

#[test]
fn a_pause_is_kept_between_two_requests() {
    let server = Server::start();
    server.put("/list.htm", "<p>GB.350/INS/1 A title of it <a href=a.pdf>PDF</a></p>");
    let config = SourceConfig { pause: Duration::from_secs(5), ..quick() };
    let source = source::open(&server.url("/list.htm"), &config).unwrap();
    let control = Control::instant();
    source.list(&control).unwrap();
    let file = OfferedFile { address: server.url("/a.pdf"), ..OfferedFile::default() };
    let _ = source.fetch(&file, &Known::default(), &control);
    assert!(control.waited().iter().any(|wait| *wait > Duration::from_secs(4)), "{:?}", control.waited());
}

fn refused(spec: &str) -> Fault {
    Desk::new().sync(spec).unwrap_err()
}

#[test]
fn a_server_that_is_not_there_is_told_apart_from_a_name_that_is_not_known() {
    // a port that was free a moment ago
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let fault = refused(&format!("http://127.0.0.1:{port}/session.json"));
    assert_eq!(fault.kind, FaultKind::Unreachable);
    assert!(fault.what.contains("refuses the connection"), "{fault}");
    let fault = refused("http://no-such-host.invalid/session.json");
    assert!(fault.what.contains("name no-such-host.invalid is not found"), "{fault}");
}

#[test]
fn a_network_that_is_gone_is_not_asked_seventy_times() {
    let (server, desk) = (Server::start(), Desk::new());
    let mut papers = Vec::new();
    for number in 1..=30 {
        papers.push(paper(&format!("GB.350/INS/{number}"), "A title", &json!([plain(&format!("{number}.pdf"))])));
    }
    server.put(FEED, feed(&papers).to_string());
    // gone after the list: the papers lie where a redirect leads, and nobody is there
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for number in 1..=30 {
        server.always(
            &format!("/gb/{number}.pdf"),
            with_header(302, "Location", &format!("http://127.0.0.1:{port}/x.pdf")),
        );
    }
    let config = SourceConfig { allowed_hosts: vec![format!("127.0.0.1:{port}")], ..quick() };
    let report = desk.sync_with(&server.url(FEED), &config).unwrap();
    assert_eq!(report.failures().count(), 30);
    assert!(server.requests().len() < 15, "{} requests", server.requests().len());
}

#[test]
fn a_feed_that_is_wrong_is_refused_with_the_reason_and_what_was_held_stays() {
    let good = || feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]);
    let change = |path: &str, value: Value| {
        let mut feed = good();
        *feed.pointer_mut(path).unwrap() = value;
        feed.to_string()
    };
    let without = |path: &str, name: &str| {
        let mut feed = good();
        feed.pointer_mut(path).unwrap().as_object_mut().unwrap().remove(name);
        feed.to_string()
    };
    for (text, said) in [
        (change("/version", json!(2)), "has version 2; this program reads version 1"),
        (change("/version", json!("1")), "has version"),
        (change("/format", json!("something")), "not “gbdesk-session”"),
        (without("", "format"), "has no “format”"),
        (without("", "version"), "has no “version”"),
        (without("", "session"), "has no “session”"),
        (without("", "papers"), "has no “papers”"),
        (without("/papers/0", "symbol"), "has no “symbol” in entry 1 of “papers”"),
        (without("/papers/0/files/0", "url"), "file of GB.350/INS/1 without “url”"),
        (without("/papers/0/files/0", "language"), "without “language”"),
        (change("/papers/0/symbol", json!("GB.what/ever")), "no symbol"),
        (change("/papers/0/files/0/url", json!("../../etc/passwd")), "leaves the folder"),
        (change("/papers/0/files/0/url", json!("/gb/a.pdf")), "leaves the folder"),
        (change("/papers/0/files/0/url", json!("%2e%2e/a.pdf")), "leaves the folder"),
        (change("/papers/0/files/0/url", json!("ftp://127.0.0.1/gb/a.pdf")), "another scheme"),
        (change("/papers/0/files/0/url", json!("https://elsewhere.example/a.pdf")), "another scheme"),
        (change("/papers/0/files/0/url", json!("http://elsewhere.example/a.pdf")), "leaves the folder"),
        (change("/papers/0/date", json!("29 February")), "a date is written"),
        (change("/papers", json!({})), "no list"),
        ("{\"format\": \"gbdesk-session\",".to_owned(), "ends too early"),
        ("[1, 2".to_owned(), "ends too early"),
        ("nothing".to_owned(), "not valid JSON"),
        ("<!doctype html><title>Log in</title>".to_owned(), "is a web page"),
    ] {
        let (server, desk) = held();
        let before = desk.library().session(350).unwrap();
        server.put(FEED, text.clone());
        let fault = desk.sync(&server.url(FEED)).unwrap_err();
        assert!(fault.to_string().contains(said), "{text}\n“{fault}” does not say “{said}”");
        assert_eq!(*desk.library().session(350).unwrap(), *before);
    }
}

#[test]
fn a_file_that_is_not_what_the_feed_promises_is_not_taken() {
    let (server, desk) = held();
    let wrong_sum = summed("a.pdf", b"something else of another size");
    let mut wrong_size = summed("a.pdf", &pdf("GB.350/INS/1", &["As it is now."]));
    wrong_size["size"] = json!(3);
    for (file, said) in [(wrong_sum, "bytes, the list says"), (wrong_size, "the list says 3")] {
        server.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([file]))]).to_string());
        let report = desk.sync(&server.url(FEED)).unwrap();
        let News::Failed { reason, .. } = &report.papers[0].what else { panic!("{report:#?}") };
        assert!(reason.contains(said), "{reason}");
    }
    let mut wrong_sum = summed("a.pdf", &pdf("GB.350/INS/1", &["As it is NOW."]));
    wrong_sum.as_object_mut().unwrap().remove("size");
    server.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([wrong_sum]))]).to_string());
    let report = desk.sync(&server.url(FEED)).unwrap();
    let News::Failed { reason, .. } = &report.papers[0].what else { panic!("{report:#?}") };
    assert!(reason.contains("checksum is another"), "{reason}");
    let library = desk.library();
    let session = library.session(350).unwrap();
    assert_eq!(session.papers[0].held.len(), 1);
}

#[test]
fn a_file_that_is_too_large_is_not_taken() {
    let (server, desk) = held();
    server.put(PAPER, [pdf("GB.350/INS/1", &["Long."]), vec![b' '; 5000]].concat());
    let config = SourceConfig { largest: 2000, ..quick() };
    let report = desk.sync_with(&server.url(FEED), &config).unwrap();
    let News::Failed { reason, .. } = &report.papers[0].what else { panic!("{report:#?}") };
    assert!(reason.contains("larger than"), "{reason}");
}

#[test]
fn a_proxy_is_asked_when_one_is_set() {
    let (proxy, desk) = (Server::start(), Desk::new());
    proxy.put(FEED, feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]).to_string());
    proxy.put(PAPER, pdf("GB.350/INS/1", &["By proxy."]));
    let config = SourceConfig { proxy: Proxy::Through(proxy.url("")), ..quick() };
    let report = desk.sync_with("http://papers.invalid/gb/session.json", &config).unwrap();
    assert_eq!(report.papers.len(), 1);
    assert!(
        proxy.requests().iter().all(|request| request.path.starts_with("http://papers.invalid/")),
        "{:?}",
        proxy.requests()
    );
}

#[test]
fn the_program_says_who_it_is() {
    let (server, _desk) = held();
    let agents: Vec<String> =
        server.requests().iter().filter_map(|request| request.headers.get("user-agent").cloned()).collect();
    assert!(!agents.is_empty() && agents.iter().all(|agent| agent.starts_with("gbdesk/")), "{agents:?}");
}

#[test]
fn a_source_that_is_none_is_told() {
    assert!(refused("ftp://x.example/session.json").what.contains("scheme"));
    assert!(refused("/no/such/folder").what.contains("There is no source"));
    assert!(refused("https://name:secret@x.example/session.json").what.contains("password"));
    assert!(!refused("https://name:secret@x.example/session.json").to_string().contains("secret"));
}
