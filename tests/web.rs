//! The public web pages in both layouts, as pages of the project's own making on a server on loopback.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/server.rs"]
mod server;

use std::path::Path;

use desk::{Desk, pdf, quick};
use gbdesk::model::{Language, Outcome, Symbol};
use gbdesk::source::{self, Control, FaultKind, Listing, Offer, SourceConfig};
use server::{Server, page, status};

fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/web").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn old_site() -> Server {
    let server = Server::start();
    for (path, name) in [
        ("/gb/lang--en/index.htm", "landing"),
        ("/gb/GBSessions/GB397/lang--en/index.htm", "session"),
        ("/gb/GBSessions/GB397/lang--fr/index.htm", "session-fr"),
        ("/gb/GBSessions/GB397/ins/lang--en/index.htm", "ins"),
        ("/gb/GBSessions/GB397/ins/lang--en/nextRow--10/index.htm", "ins-next"),
        ("/gb/GBSessions/GB397/ins/lang--fr/index.htm", "ins-fr"),
        ("/gb/GBSessions/GB397/pol/lang--en/index.htm", "pol"),
        ("/gb/GBSessions/GB397/ins/WCMS_900001/lang--en/index.htm", "wcms_900001"),
        ("/gb/GBSessions/GB397/ins/WCMS_900001/lang--fr/index.htm", "wcms_900001-fr"),
        ("/gb/GBSessions/GB397/ins/WCMS_900002/lang--en/index.htm", "wcms_900002"),
        ("/gb/GBSessions/GB397/ins/WCMS_900004/lang--en/index.htm", "wcms_900004"),
        ("/gb/GBSessions/GB397/ins/WCMS_900005/lang--en/index.htm", "wcms_900005"),
        ("/gb/GBSessions/GB397/ins/WCMS_900101/lang--en/index.htm", "wcms_900101"),
        ("/TOB/WebDisplay.htm", "tob"),
    ] {
        server.put(path, fixture(&format!("old/{name}.htm")));
    }
    for (number, symbol) in [
        (900_001, "GB.397/INS/1"),
        (900_021, "GB.397/INS/1"),
        (900_002, "GB.397/INS/2/1(Rev.1)"),
        (900_004, "GB.397/INS/4"),
        (900_005, "GB.397/INS/5"),
        (900_011, "GB.397/POL/1"),
        (900_012, "GB.397/POL/2"),
    ] {
        let path = format!("/wcmsp5/groups/public/---ed_norm/---relconf/documents/meetingdocument/wcms_{number}.pdf");
        server.put(&path, pdf(symbol, &["Text.", &format!("Decide on {number}.")]));
    }
    server.put("/x/wcms_800002.pdf", pdf("GB.396/INS/2", &["Of another session."]));
    server
}

fn new_site() -> Server {
    let server = Server::start();
    let section = "/meetings-and-events/ilo-governing-body/398th-session-governing-body";
    for (path, name) in [
        ("/ilo-governing-body".to_owned(), "landing"),
        ("/meetings-and-events/398th-session-governing-body".to_owned(), "session"),
        ("/fr/meetings-and-events/398e-session".to_owned(), "session-fr"),
        (format!("{section}/institutional-section-398th-session"), "ins"),
        (format!("{section}/institutional-section-398th-session?page=1"), "ins-next"),
        (format!("{section}/high-level-section-398th-session"), "hl"),
        ("/resource/gb/appointment".to_owned(), "appointment"),
        ("/resource/record-decisions/decision-tides".to_owned(), "decision"),
    ] {
        server.put(&path, fixture(&format!("new/{name}.html")));
    }
    for (number, symbol) in [
        (31_001, "GB.398/INS/1"),
        (31_002, "GB.398/INS/1"),
        (31_003, "GB.398/INS/1"),
        (31_004, "GB.398/INS/2/1(Rev.1)"),
        (31_005, "GB.398/INS/5(Add.1)"),
        (31_006, "GB.398/INS/7"),
    ] {
        server.put(&format!("/media/{number}/download"), pdf(symbol, &["Text.", &format!("Decide on {number}.")]));
    }
    server
}

fn list(server: &Server, path: &str, session: Option<u16>) -> Listing {
    let config = SourceConfig { session, languages: vec![Language::EN, Language::FR], ..quick() };
    source::open(&server.url(path), &config).unwrap().list(&Control::new()).unwrap()
}

fn told(offer: &Offer) -> String {
    let files = offer.files.iter().map(|file| {
        let name = file.address.split('/').skip(3).collect::<Vec<_>>().join("/");
        let name = name.rsplit("meetingdocument/").next().unwrap_or_default().to_owned();
        format!("{}={name}", file.language.map_or_else(|| "?".to_owned(), String::from))
    });
    let title = offer.title.best(&[Language::EN]).unwrap_or_default();
    format!("{} | {title} | {}", offer.symbol.clone().unwrap_or_default(), files.collect::<Vec<_>>().join(" "))
}

#[test]
fn the_old_layout_is_listed_from_the_landing_page_on() {
    let server = old_site();
    let listing = list(&server, "/gb/lang--en/index.htm", Some(397));
    assert_eq!(listing.session, Some(397));
    assert_eq!(listing.dates, Some(["2023-03-06".to_owned(), "2023-03-16".to_owned()]));
    let mut papers: Vec<String> = listing.papers.iter().map(told).collect();
    papers.sort();
    assert_eq!(
        papers,
        [
            " | Decent work on the ferries | en=wcms_900011.pdf",
            " | Skills for bridge builders | en=wcms_900012.pdf",
            "GB.397/INS/1 | Approval of the minutes of the 396th Session | en=wcms_900001.pdf fr=wcms_900021.pdf",
            "GB.397/INS/2/1(Rev.1) | Sessions of 2025 and 2026 | en=wcms_900002.pdf",
            "GB.397/INS/4 | Review of the lighthouse keepers’ instruments | en=wcms_900004.pdf",
            "GB.397/INS/5 | Report of the working party on tides | en=wcms_900005.pdf",
        ]
    );
    let revised = listing.papers.iter().find(|offer| offer.symbol.as_deref() == Some("GB.397/INS/2/1(Rev.1)")).unwrap();
    assert!(revised.change_note.best(&[]).unwrap().contains("6, 7 and 26(c)"));
    assert_eq!(revised.date.as_deref(), Some("2023-02-24"));
    // the page of INS/6 is not there: said, and the list is known to have a hole
    assert!(listing.remarks.iter().any(|remark| remark.what.contains("WCMS_900006")), "{:?}", listing.remarks);
    assert!(!listing.whole);
}

#[test]
fn the_old_layout_tells_agenda_decisions_and_sittings() {
    let server = old_site();
    let listing = list(&server, "/gb/GBSessions/GB397/lang--en/index.htm", None);
    let items: Vec<String> = listing
        .items
        .iter()
        .map(|item| {
            format!("{}/{} {}", item.section, item.number, item.status.clone().unwrap_or_default()).trim().to_owned()
        })
        .collect();
    for wanted in
        ["INS/1 Decision", "INS/2/1", "INS/3 No document", "INS/4 Deferred to the 398th Session (June 2023)", "INS/5"]
    {
        assert!(
            items.iter().any(|item| item == wanted || item.starts_with(&format!("{wanted} "))),
            "{wanted} is not in {items:?}"
        );
    }
    let adopted: Vec<(&str, Option<&str>, Outcome)> =
        listing.decisions.iter().map(|one| (one.paper.as_str(), one.paragraph.as_deref(), one.outcome)).collect();
    assert!(adopted.contains(&("GB.397/INS/1", Some("2"), Outcome::AsAmended)), "{adopted:?}");
    assert!(adopted.contains(&("GB.397/INS/4", None, Outcome::Deferred)), "{adopted:?}");
    let decision = listing.decisions.iter().find(|one| one.paper == "GB.397/INS/1").unwrap();
    assert_eq!(
        decision.text.best(&[]),
        Some("The Governing Body approved the minutes of its 396th Session, as corrected.")
    );
    assert_eq!(decision.date.as_deref(), Some("2023-03-07"));
    let sittings: Vec<String> = listing
        .sittings
        .iter()
        .map(|sitting| {
            let entries: Vec<&str> = sitting.entries.iter().map(|entry| entry.item.as_str()).collect();
            format!("{} {} {}", sitting.date, sitting.begins.clone().unwrap_or_default(), entries.join(" "))
        })
        .collect();
    assert_eq!(sittings, ["2023-03-06 10:30 INS/1 INS/2/1", "2023-03-06 15:30 INS/3 POL/1", "2023-03-07 10:30 POL/1"]);
}

#[test]
fn the_new_layout_is_listed_from_the_landing_page_on() {
    let server = new_site();
    let listing = list(&server, "/ilo-governing-body", None);
    assert_eq!(listing.session, Some(398));
    let papers: Vec<String> = listing.papers.iter().map(told).collect();
    assert_eq!(
        papers,
        [
            "GB.398/INS/1 | Report on the tides | en=media/31001/download fr=media/31002/download",
            "GB.398/INS/2/1(Rev.1) | Agenda of the meeting of lighthouse keepers | en=media/31004/download",
            " | Composition of the committee of pilots | en=media/31006/download",
            "GB.398/INS/5(Add.1) | Addendum: figures of the harbour fund | en=media/31005/download",
        ],
        "{:#?}",
        listing.remarks
    );
    assert!(listing.papers[1].change_note.best(&[]).unwrap().contains("footnote 5"));
    let waiting = listing.items.iter().find(|item| item.number == "4").unwrap();
    assert_eq!(waiting.status.as_deref(), Some("Publication expected by 14 June"));
    assert_eq!(
        (listing.decisions[0].paper.as_str(), listing.decisions[0].paragraph.as_deref()),
        ("GB.398/INS/1", Some("9"))
    );
    assert_eq!(
        listing.decisions[0].text.best(&[]),
        Some("The Governing Body:\n(a) took note of the report; and\n(b) asked for another one.")
    );
    // the page behind a proof of being human is said, with the other road
    assert!(
        listing
            .remarks
            .iter()
            .any(|remark| remark.what.contains("proof of being human") && remark.advice.contains("gbdesk import")),
        "{:?}",
        listing.remarks
    );
}

#[test]
fn the_address_of_one_decision_gives_the_decision_and_nothing_else() {
    let server = new_site();
    let listing = list(&server, "/resource/record-decisions/decision-tides", None);
    let one = &listing.decisions[0];
    assert_eq!(
        (listing.decisions.len(), one.paper.as_str(), one.paragraph.as_deref(), one.date.as_deref()),
        (1, "GB.398/INS/1", Some("9"), Some("2023-06-12"))
    );
    assert_eq!(
        one.text.best(&[]),
        Some("The Governing Body:\n(a) took note of the report; and\n(b) asked for another one.")
    );
    assert_eq!((listing.items.len(), listing.papers.len(), listing.session), (0, 0, Some(398)));
    assert!(!listing.whole, "what else the session has is not told there");
    let server = old_site();
    let listing = list(&server, "/gb/GBSessions/GB397/ins/WCMS_900101/lang--en/index.htm", None);
    assert_eq!((listing.items.len(), listing.decisions.len(), listing.session), (0, 1, Some(397)), "{listing:#?}");
    assert!(listing.decisions[0].text.best(&[]).is_some());
    // it adds to a session that is held, whose agenda, papers and source stay
    let desk = Desk::new();
    desk.sync_with(&server.url("/gb/lang--en/index.htm"), &SourceConfig { session: Some(397), ..quick() }).unwrap();
    let before = desk.library().session(397).unwrap();
    let one = server.url("/gb/GBSessions/GB397/ins/WCMS_900101/lang--en/index.htm");
    desk.sync_with(&one, &quick()).unwrap();
    let after = desk.library().session(397).unwrap();
    assert_eq!((&after.source, &after.items, after.papers.len()), (&before.source, &before.items, before.papers.len()));
    assert!(before.source.is_some() && after.papers.iter().all(|entry| entry.withdrawn.is_empty()));
}

#[test]
fn papers_without_a_symbol_on_the_list_tell_it_themselves() {
    let (server, desk) = (old_site(), Desk::new());
    let config = SourceConfig { session: Some(397), ..quick() };
    let report = desk.sync_with(&server.url("/gb/lang--en/index.htm"), &config).unwrap();
    assert!(report.failures().next().is_none(), "{report:#?}");
    let session = desk.library().session(397).unwrap();
    let keys: Vec<&str> =
        session.papers.iter().map(|entry| entry.key.as_str()).filter(|key| key.contains("POL")).collect();
    assert_eq!(keys, ["GB.397/POL/1", "GB.397/POL/2"]);
    let entry = session.papers.iter().find(|entry| entry.key == "GB.397/POL/1").unwrap();
    assert_eq!(entry.title.best(&[]), Some("Decent work on the ferries"));
    let row = session.board.iter().find(|row| row.paper == "GB.397/INS/1".parse::<Symbol>().unwrap()).unwrap();
    assert_eq!(row.outcome, Outcome::AsAmended);
}

#[test]
fn a_second_look_at_unchanged_pages_transfers_no_body() {
    let (server, desk) = (old_site(), Desk::new());
    let cache = desk.folder.path().join("cache/pages");
    let config = SourceConfig { session: Some(397), page_cache: Some(cache), ..quick() };
    desk.sync_with(&server.url("/gb/lang--en/index.htm"), &config).unwrap();
    let first = desk.library().session(397).unwrap();
    server.forget_requests();
    let report = desk.sync_with(&server.url("/gb/lang--en/index.htm"), &config).unwrap();
    assert_eq!((server.bodies(), report.bodies), (Vec::<String>::new(), 0));
    assert!(report.papers.is_empty() && report.decisions.is_empty(), "{report:#?}");
    let keys = |session: &gbdesk::model::Session| {
        session.papers.iter().map(|entry| (entry.key.clone(), entry.gone)).collect::<Vec<_>>()
    };
    assert_eq!(keys(&first), keys(&desk.library().session(397).unwrap()));
}

#[test]
fn a_refusal_names_the_other_road() {
    for (play, said) in [
        (status(403), "refuses"),
        (page(&fixture("new/hl.html")), "proof of being human"),
        (page("<html><title>Log in</title><form><input type=password></form></html>"), "asks for a login"),
        (page("<html><title>Welcome</title><p>Nothing of note here.</p></html>"), "No papers were recognised"),
    ] {
        let (server, desk) = (Server::start(), Desk::new());
        server.always("/gb", play);
        let fault = desk.sync(&server.url("/gb")).unwrap_err();
        assert!(fault.what.contains(said), "{fault}");
        assert!(matches!(fault.kind, FaultKind::Refused | FaultKind::Missing));
        assert!(fault.advice.contains("gbdesk import FOLDER"), "{fault}");
    }
}

#[test]
fn links_to_other_hosts_are_not_followed() {
    let (server, elsewhere) = (Server::start(), Server::start());
    elsewhere.put("/b.pdf", pdf("GB.398/INS/2", &["Planted."]));
    let html = format!(
        "<p>GB.398/INS/1 A title of it <a href=/a.pdf>PDF</a></p><p>GB.398/INS/2 Another title <a href={}>PDF</a></p>",
        elsewhere.url("/b.pdf")
    );
    server.put("/gb.htm", html);
    let listing = list(&server, "/gb.htm", None);
    assert_eq!(listing.papers.len(), 1, "{listing:#?}");
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn the_number_of_pages_is_limited() {
    let server = Server::start();
    for number in 0..50 {
        server.put(&format!("/gb.htm?page={number}"), format!("<p>GB.398/INS/{} A title of it <a href=/a{number}.pdf>PDF</a></p><a rel=next href='/gb.htm?page={}'>Next</a>", number + 1, number + 1));
    }
    let config = SourceConfig { most_pages: 10, ..quick() };
    let listing = source::open(&server.url("/gb.htm?page=0"), &config).unwrap().list(&Control::new()).unwrap();
    assert_eq!(server.requests().len(), 10);
    assert_eq!(listing.papers.len(), 10);
    assert!(listing.remarks.iter().any(|remark| remark.what.contains("limit is 10 pages")) && !listing.whole);
}

#[test]
fn pages_of_the_nineties_are_read_in_their_character_set() {
    let server = Server::start();
    let html = b"<html><title>Session</title><ul><li><a href=\"a.pdf\">Proc\xe8s-verbaux de la r\xe9union</a> (GB.276/14/1)</ul></html>".to_vec();
    server
        .always("/gb.htm", server::Play::Answer(200, vec![("Content-Type".to_owned(), "text/html".to_owned())], html));
    let listing = list(&server, "/gb.htm", None);
    assert_eq!(told(&listing.papers[0]).split(" | ").nth(1), Some("Procès-verbaux de la réunion"));
}

#[test]
fn a_session_of_one_day_keeps_one_item_for_a_paper_that_tells_its_symbol_itself_and_goes_on_to_the_next_page() {
    let (server, desk) = (Server::start(), Desk::new());
    let page = |rest: &str| {
        format!(
            "<html lang=en><head><title>351st Session</title></head><body><main><h1>351st Session of the Governing Body</h1>
             <p>15 June 2024</p><h2>High-Level Section</h2>{rest}</main></body></html>"
        )
    };
    let first = "<p>HL/1: <a href='/media/81/download'>The contract of the seas</a> (<a href='/media/82/download'>FR</a>)<br>
         HL/2: The tides of the rivers <em>Postponed to the 352nd Session</em></p><p><a href='/gb/351-2.html'>Page suivante »</a></p>";
    server.put("/gb/351.html", page(first));
    server.put("/gb/351-2.html", page("<p>HL/3: <a href='/media/83/download'>The winds</a> PDF – 20 KB</p>"));
    server.put("/media/81/download", pdf("GB.351/HL/1", &["The contract."]));
    server.put("/media/82/download", pdf("GB.351/HL/1", &["Le contrat."]));
    server.put("/media/83/download", pdf("GB.351/HL/3", &["The winds."]));
    let report = desk.sync(&server.url("/gb/351.html")).unwrap();
    assert_eq!(report.failures().count(), 0, "{report:#?}");
    let session = desk.library().session(351).unwrap();
    assert_eq!(session.dates, Some(["2024-06-15".to_owned(), "2024-06-15".to_owned()]));
    let items: Vec<String> = session
        .items
        .iter()
        .map(|item| {
            let papers: Vec<String> = item.papers.iter().map(ToString::to_string).collect();
            let title = item.title.best(&[]).unwrap_or_default();
            format!(
                "{}/{} {title} | {} | {}",
                item.section,
                item.number,
                item.status.clone().unwrap_or_default(),
                papers.join(" ")
            )
        })
        .collect();
    assert_eq!(
        items,
        [
            "HL/1 The contract of the seas |  | GB.351/HL/1",
            "HL/2 The tides of the rivers | Postponed to the 352nd Session | ",
            "HL/3 The winds |  | GB.351/HL/3",
        ]
    );
}
