//! What leaves the program comes back whole, and opens in other programs.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::{Cursor, Read};

use gbdesk::export::document::{About, Document, Part, of_notes, place_name};
use gbdesk::export::{annotations, calendar, docx, markdown, read};
use gbdesk::model::session::SittingEntry;
use gbdesk::model::{AgendaItem, Language, Note, Session, Sitting, Stance, Texts};
use gbdesk::text::diff::words;
use proptest::prelude::*;

fn note(id: &str, text: &str) -> Note {
    Note {
        id: id.into(),
        session: 350,
        paper: "GB.350/POL/3(Rev.1)".into(),
        language: Some(Language::EN),
        paragraph: Some("para_22__a".into()),
        quote: "requested the Office -- to <report>".into(),
        before: "The Governing Body: ".into(),
        after: " by March".into(),
        paragraph_hash: "0123456789abcdefx1of2".into(),
        stance: Stance::Amend,
        tags: vec!["cost".into(), "africa, south".into()],
        created: "2024-03-04T10:11:12Z".into(),
        modified: "2024-03-05T10:11:12Z".into(),
        text: text.into(),
        author: "A. Delegate".into(),
        ..Note::default()
    }
}

fn about() -> About {
    About {
        title: "Notes on the 350th Session".into(),
        made: "2024-03-06T08:00:00Z".into(),
        titles: [("GB.350/POL/3".to_owned(), "A paper & its title".to_owned())].into(),
        ..About::default()
    }
}

#[test]
fn the_markdown_document_says_which_version_and_comes_back_as_notes() {
    let notes = [note("n-1", "Ask for *less*.\n\n- one\n"), note("n-2", "")];
    let text = markdown::write(&of_notes(&notes, &about()));
    assert!(text.contains("## GB.350/POL/3(Rev.1): A paper & its title\n"), "{text}");
    assert!(text.contains("*Notes made on GB.350/POL/3(Rev.1) (EN).*"), "{text}");
    assert!(text.contains("### Paragraph 22(a) – amend – cost, africa, south – A. Delegate\n"), "{text}");
    assert!(text.contains("> requested the Office -- to \\<report\\>\n"), "{text}");
    assert_eq!(read(&text).unwrap().unwrap(), notes);
    let edited = text.replace("Ask for *less*.", "Ask for more.");
    assert_eq!(read(&edited).unwrap().unwrap()[0].text, "Ask for more.\n\n- one\n");
}

#[test]
fn a_note_that_writes_our_own_comments_is_no_trick() {
    let tricky = "<!-- /gbdesk-note -->\n\\<!-- /gbdesk-note -->\n<!-- gbdesk-note {\"id\": \"x\"} -->";
    let notes = [note("n-1", tricky)];
    assert_eq!(read(&markdown::write(&of_notes(&notes, &about()))).unwrap().unwrap(), notes);
}

#[test]
fn a_damaged_document_is_refused_with_the_line() {
    let text = markdown::write(&of_notes(&[note("n-1", "text")], &about()));
    let cut = text.replace("<!-- /gbdesk-note -->", "");
    assert!(read(&cut).unwrap().unwrap_err().contains("has no end"));
    let broken = text.replace("<!-- gbdesk-note {", "<!-- gbdesk-note ");
    assert!(read(&broken).unwrap().unwrap_err().contains("was damaged"));
    assert!(read("# A page of mine").is_none());
}

#[test]
fn annotations_follow_the_model_and_come_back_as_notes() {
    let notes = [note("n-1", "Ask for *less*."), note("n-2", "")];
    let text = annotations::write(&notes, &about());
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["@context"][0], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(value["type"], "AnnotationPage");
    let first = &value["items"][0];
    assert_eq!(first["type"], "Annotation");
    assert_eq!(first["target"]["source"], "urn:gbdesk:paper:GB.350/POL/3(Rev.1)");
    assert_eq!(first["target"]["selector"][1]["type"], "TextQuoteSelector");
    assert_eq!(first["creator"]["name"], "A. Delegate");
    assert_eq!(read(&text).unwrap().unwrap(), notes);
}

#[test]
fn annotations_of_other_programs_are_read_as_far_as_they_go() {
    let text = r##"{"@context": "http://www.w3.org/ns/anno.jsonld", "id": "http://example.org/1", "type": "Annotation",
        "bodyValue": "A remark", "creator": "http://example.org/me",
        "target": {"source": "https://example.org/paper.html", "selector": {"type": "TextQuoteSelector", "exact": "words"}}}"##;
    let notes = read(text).unwrap().unwrap();
    assert_eq!(notes.len(), 1);
    assert_eq!((notes[0].text.as_str(), notes[0].quote.as_str(), notes[0].id.as_str()), ("A remark", "words", ""));
    assert_eq!(notes[0].paper, "https://example.org/paper.html");
    assert!(read("{\"a\": ").unwrap().unwrap_err().starts_with("it is no JSON"));
    assert!(read("[{\"type\": \"Thing\"}]").unwrap().unwrap_err().contains("no annotation"));
}

fn entry(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn the_docx_is_well_formed_the_same_each_time_and_has_tracked_changes() {
    let mut document = of_notes(&[note("n-1", "Ask for **less & more**:\n\n- one\u{b}")], &about());
    document.parts.push(Part::Changes(words("took note of it", "endorsed it")));
    let bytes = docx::write(&document).unwrap();
    assert_eq!(bytes, docx::write(&document).unwrap());
    for name in [
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/document.xml",
        "word/styles.xml",
        "word/_rels/document.xml.rels",
    ] {
        let text = entry(&bytes, name);
        roxmltree::Document::parse(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    let text = entry(&bytes, "word/document.xml");
    assert!(text.contains("<w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">less &amp; more</w:t>"), "{text}");
    assert!(text.contains("<w:delText xml:space=\"preserve\">took note of</w:delText>"), "{text}");
    assert!(text.contains("w:author=\"gbdesk\" w:date=\"2024-03-06T08:00:00Z\""), "{text}");
    assert!(!text.contains("gbdesk-note"), "{text}");
}

#[test]
fn places_are_named_as_the_governing_body_names_them() {
    assert_eq!(place_name("para_29__a__ii"), "Paragraph 29(a)(ii)");
    assert_eq!(place_name("fn_3"), "Footnote 3");
    assert_eq!(place_name("p-7f3a"), "A paragraph without number");
}

fn session() -> Session {
    let sitting = |begins: Option<&str>, ends: Option<&str>| Sitting {
        date: "2024-03-04".into(),
        begins: begins.map(Into::into),
        ends: ends.map(Into::into),
        entries: vec![SittingEntry { item: "PFA/1".into(), note: Texts::one(Language::EN, "continued; part 2") }],
    };
    let title = "Programme and Budget proposals for 2026–27, with a title of more than seventy-five octets: ééé";
    Session {
        session: 350,
        place: Some("Geneva, Switzerland".into()),
        items: vec![AgendaItem {
            section: "PFA".into(),
            number: "1".into(),
            title: Texts::one(Language::EN, title),
            ..AgendaItem::default()
        }],
        sittings: vec![
            sitting(Some("15:30"), Some("18:00")),
            sitting(None, None),
            sitting(Some("15:30"), Some("10:00")),
        ],
        ..Session::default()
    }
}

#[test]
fn sittings_are_events_in_the_time_of_geneva() {
    let text = calendar::write(&session(), &[Language::EN], "2024-03-01T12:00:00Z");
    assert!(text.lines().all(|line| line.len() <= 75), "{text}");
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    let unfolded = text.replace("\r\n ", "");
    assert!(
        unfolded
            .contains("\r\nDTSTART;TZID=Europe/Zurich:20240304T153000\r\nDTEND;TZID=Europe/Zurich:20240304T180000\r\n")
    );
    assert!(unfolded.contains("\r\nDTSTART;VALUE=DATE:20240304\r\n"));
    assert!(unfolded.contains("of more than seventy-five octets: ééé (continued\\; part 2)\r\n"), "{unfolded}");
    assert!(unfolded.contains("LOCATION:Geneva\\, Switzerland\r\n"));
    assert_eq!(unfolded.matches("DTSTAMP:20240301T120000Z").count(), 3);
    let mut ids: Vec<&str> = unfolded.lines().filter(|line| line.starts_with("UID:")).collect();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    // 18:00 before 15:30 would be refused by calendars
    assert_eq!(unfolded.matches("DTEND").count(), 1);
}

#[test]
fn elsewhere_times_float() {
    let mut session = session();
    session.place = Some("Abidjan".into());
    let text = calendar::write(&session, &[], "");
    assert!(text.contains("\r\nDTSTART:20240304T153000\r\n") && !text.contains("VTIMEZONE"), "{text}");
}

proptest! {
    #[test]
    fn any_words_leave_and_come_back(text in "[ -~\n\\\\é<!>-]{0,80}", quote in "[ -~é]{0,40}") {
        let text = gbdesk::text::sanitise::lines(&text).into_owned();
        let notes = [Note { quote, ..note("n-1", &text) }];
        prop_assert_eq!(&read(&markdown::write(&of_notes(&notes, &about()))).unwrap().unwrap(), &notes);
        prop_assert_eq!(&read(&annotations::write(&notes, &about())).unwrap().unwrap(), &notes);
        let bytes = docx::write(&of_notes(&notes, &about())).unwrap();
        prop_assert!(roxmltree::Document::parse(&entry(&bytes, "word/document.xml")).is_ok());
    }

    #[test]
    fn any_text_is_refused_or_read_without_a_panic(text in any::<String>()) {
        _ = read(&text);
        _ = read(&format!("<!-- gbdesk-note {text}"));
        _ = read(&format!("{{\"type\": \"Annotation\", \"body\": {text:?}}}"));
        let document = Document { title: text.clone(), parts: vec![Part::Markdown(text)], ..Document::default() };
        let bytes = docx::write(&document).unwrap();
        prop_assert!(roxmltree::Document::parse(&entry(&bytes, "word/document.xml")).is_ok());
    }
}
