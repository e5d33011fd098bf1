//! The decision board of papers and records that came as files: what was adopted stands beside what was drafted.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;

use gbdesk::library::ImportOptions;
use gbdesk::model::decision::{BoardEntry, Pasted};
use gbdesk::model::{Note, Outcome, Session};
use gbdesk::reading;

mod library_desk;
use library_desk::Empty as Desk;

trait Decides {
    fn import(&self, files: &[(&str, &str)]);
    fn board(&self) -> Vec<String>;
    fn session(&self) -> Session;
}

impl Decides for Desk {
    fn import(&self, files: &[(&str, &str)]) {
        let report = self.take(files, &reading::read);
        let [new, changed, _] = report.counts();
        assert_eq!(new + changed, files.len(), "{report:?}");
        self.library.refresh().unwrap();
    }

    fn board(&self) -> Vec<String> {
        self.session().board.iter().map(shown).collect()
    }

    fn session(&self) -> Session {
        (*self.library.session(399).unwrap()).clone()
    }
}

fn shown(row: &BoardEntry) -> String {
    format!(
        "{} {} {:?} {} {}",
        row.paper,
        row.paragraph.as_deref().unwrap_or("-"),
        row.outcome,
        row.decided_on.as_deref().unwrap_or("-"),
        row.adopted_text.as_deref().unwrap_or("-").replace('\n', " / ")
    )
}

const HEAD: &str = "**Governing Body**\n\n399th Session, Geneva, March 2037\n\n";

fn seats() -> String {
    format!(
        "GB.399/INS/9\n\n{HEAD}**Date:** 3 March 2037\n\n**Ninth item on the agenda**\n\n# Composition of bodies\n\n\
         **Purpose of the document:** To fill seats (see the draft decisions in paragraphs 2 and 4).\n\n\
         ## First body\n\n1. One seat is vacant.\n\n### Draft decision\n\n2. **The Governing Body appointed Ms A.**\n\n\
         ## Second body\n\n3. Two seats are vacant.\n\n### Draft decision\n\n4. **The Governing Body renewed the mandate of Mr B.**\n"
    )
}

#[test]
fn a_record_of_a_paper_tells_what_became_of_each_of_its_drafts() {
    let desk = Desk::new();
    desk.import(&[("seats.md", &seats())]);
    assert_eq!(desk.board(), ["GB.399/INS/9 2 Pending - -", "GB.399/INS/9 4 Pending - -"]);
    let record = format!(
        "GB.399/INS/9/Decision\n\n{HEAD}# Decision concerning the composition of bodies\n\nRecord of decisions | 14 March 2037\n\n\
         ## First body\n\nThe Governing Body appointed Ms A.\n\n(Document GB.399/INS/9, paragraph 2.)\n\n\
         ## Second body\n\nThe Governing Body renewed the mandate of Mr B until 2040.\n\n\
         (Document GB.399/INS/9, paragraph 4, as amended by the Governing Body.)\n"
    );
    desk.import(&[("record.md", &record)]);
    assert_eq!(
        desk.board(),
        [
            "GB.399/INS/9 2 AsDrafted 2037-03-14 The Governing Body appointed Ms A.",
            "GB.399/INS/9 4 AsAmended 2037-03-14 The Governing Body renewed the mandate of Mr B until 2040.",
        ]
    );
}

#[test]
fn a_record_without_a_symbol_finds_its_session_and_its_draft_whichever_came_first() {
    let desk = Desk::new();
    let record = "Decision concerning the composition of bodies\n\nRecord of decisions | 14 March 2037\n\n\
                  The Governing Body appointed Ms A.\n\n(Document GB.399/INS/9, paragraph 2, as amended by the Governing Body.)\n";
    desk.import(&[("page.md", record)]);
    desk.import(&[("seats.md", &seats())]);
    let board = desk.board();
    assert_eq!(
        board.first().map(String::as_str),
        Some("GB.399/INS/9 2 AsAmended 2037-03-14 The Governing Body appointed Ms A.")
    );
    assert_eq!(board.last().map(String::as_str), Some("GB.399/INS/9 4 Pending - -"));
}

#[test]
fn a_revised_record_takes_the_place_of_the_first_and_both_are_kept() {
    let desk = Desk::new();
    let record = |words: &str, how: &str| {
        format!(
            "GB.399/INS/9/Decision\n\n{HEAD}# Decision concerning bodies\n\nRecord of decisions | 14 March 2037\n\n\
             The Governing Body {words}.\n\n(Document GB.399/INS/9, paragraph 2{how})\n"
        )
    };
    desk.import(&[("seats.md", &seats()), ("first.md", &record("appointed Ms A", "."))]);
    assert_eq!(desk.session().board[0].outcome, Outcome::AsDrafted);
    let path = desk.home.path().join("second.md");
    fs::write(&path, record("appointed Ms A and Ms C", ", as amended by the Governing Body.")).unwrap();
    desk.library.import(&[path], &ImportOptions::default(), &reading::read, &mut |_| {}).unwrap();
    desk.library.refresh().unwrap();
    let session = desk.session();
    assert_eq!(
        shown(&session.board[0]),
        "GB.399/INS/9 2 AsAmended 2037-03-14 The Governing Body appointed Ms A and Ms C."
    );
    let entry = session.papers.iter().find(|entry| entry.key == "GB.399/INS/9").unwrap();
    let records: Vec<bool> = entry
        .held
        .iter()
        .filter(|held| held.symbol.as_ref().is_some_and(gbdesk::model::Symbol::is_product))
        .map(|held| held.replaced.is_some())
        .collect();
    assert_eq!(records, [true, false]);
}

#[test]
fn a_draft_of_an_addendum_is_decided_apart_from_that_of_its_paper() {
    let desk = Desk::new();
    let addendum = format!(
        "GB.399/INS/9(Add.1)\n\n{HEAD}**Ninth item on the agenda**\n\n# Composition of bodies\n\n## Addendum\n\n\
         ## Revised draft decision\n\n2. **The Governing Body appointed Ms D.**\n"
    );
    let record = format!(
        "GB.399/INS/9/Decision\n\n{HEAD}# Decision\n\nRecord of decisions | 14 March 2037\n\n\
         The Governing Body appointed Ms D.\n\n(Document GB.399/INS/9(Add.1), paragraph 2.)\n"
    );
    desk.import(&[("seats.md", &seats())]);
    desk.import(&[("addendum.md", &addendum)]);
    desk.import(&[("record.md", &record)]);
    assert_eq!(
        desk.board(),
        [
            "GB.399/INS/9 2 Pending - -",
            "GB.399/INS/9 4 Pending - -",
            "GB.399/INS/9(Add.1) - AsDrafted 2037-03-14 The Governing Body appointed Ms D.",
        ]
    );
}

#[test]
fn the_draft_of_a_paper_is_adopted_in_the_form_of_its_revised_draft_decision() {
    let desk = Desk::new();
    let paper = format!(
        "GB.399/POL/2\n\n{HEAD}# Skills\n\n1. Skills matter.\n\n## Draft decision\n\n2. **The Governing Body took note.**\n"
    );
    let addendum = format!(
        "GB.399/POL/2(Add.1)\n\n{HEAD}# Skills\n\n## Revised draft decision\n\n\
         **The Governing Body took note, and requested a report.**\n"
    );
    let record = format!(
        "GB.399/POL/2/Decision\n\n{HEAD}# Decision\n\nRecord of decisions | 14 March 2037\n\n\
         The Governing Body took note, and requested a report.\n\n(Document GB.399/POL/2(Add.1), paragraph 2.)\n"
    );
    desk.import(&[("paper.md", &paper), ("addendum.md", &addendum)]);
    assert!(desk.board().iter().all(|row| row.contains("Pending")), "{:?}", desk.board());
    desk.import(&[("record.md", &record)]);
    assert_eq!(
        desk.board(),
        [
            "GB.399/POL/2 2 AsAmended 2037-03-14 The Governing Body took note, and requested a report.",
            "GB.399/POL/2(Add.1) - AsDrafted 2037-03-14 The Governing Body took note, and requested a report.",
        ]
    );
}

#[test]
fn a_draft_resolution_inside_a_draft_decision_is_found_with_its_text() {
    let desk = Desk::new();
    let paper = format!(
        "GB.399/INS/14\n\n{HEAD}# Ports\n\n1. Ports grow.\n\n## Draft decision\n\n2. **The Governing Body:**\n\n\
         (a) took note of the report;\n\n(b) adopted the following resolution:\n\n\
         Resolution concerning ports\n\nThe Governing Body of the International Labour Office,\n\n\
         Decides to convene a meeting in 2038; and\n\n(c) requested the Office to report.\n\n\
         ## Mines\n\n3. **Point for decision:** The Governing Body requests the Office to convene a committee.\n"
    );
    desk.import(&[("paper.md", &paper)]);
    let board = desk.session().board;
    let mut text = board[0].text.clone();
    gbdesk::model::paper::push_items(&mut text, &board[0].items, 0);
    let found = ["Resolution concerning ports", "Decides to convene a meeting in 2038", "\n(c) requested the Office"];
    assert!(found.iter().all(|words| text.contains(words)), "{text}");
    let numbers: Vec<_> = board.iter().map(|row| row.paragraph.as_deref()).collect();
    assert_eq!(numbers, [Some("2"), Some("3")]);
}

#[test]
fn the_ledger_tells_what_is_due_what_answers_it_and_what_is_open() {
    let desk = Desk::new();
    let paper = |session: u16, item: u16, body: &str| {
        format!(
            "GB.{session}/INS/{item}\n\n**Governing Body**\n\n{session}th Session, Geneva\n\n# Harbours {item}\n\n{body}\n"
        )
    };
    let asks = paper(
        396,
        5,
        "1. Harbours grow.\n\n## Draft decision\n\n2. **The Governing Body:**\n\n\
         - (a) requested the Director-General to present a strategy to its 399th Session (March 2037);\n\
         - (b) requested the Office to report to its 398th Session (November 2036); and\n\
         - (c) requested the Office to submit a review to its 405th Session (March 2039).\n",
    );
    let answers =
        paper(399, 4, "1. This is the strategy that was asked for in GB.396/INS/5, paragraph 2, and see GB.395/PV.\n");
    desk.import(&[("asks.md", &asks), ("answers.md", &answers)]);
    let told = |session| -> Vec<String> {
        desk.library
            .ledger(session, &[], &[])
            .into_iter()
            .map(|entry| {
                let promise = entry.promise;
                format!(
                    "{} {}{} {} {:?} {:?} {}",
                    promise.paper,
                    promise.paragraph.unwrap_or_default(),
                    promise.part.unwrap_or_default(),
                    promise.asked_of,
                    promise.due_session,
                    entry.standing,
                    entry.answered_by.join(",")
                )
            })
            .collect()
    };
    assert_eq!(
        told(399),
        ["GB.396/INS/5 2(a) Director-General Some(399) Due GB.399/INS/4", "GB.396/INS/5 2(b) Office Some(398) Open ",]
    );
    assert_eq!(
        told(396),
        [
            "GB.396/INS/5 2(a) Director-General Some(399) Answered GB.399/INS/4",
            "GB.396/INS/5 2(b) Office Some(398) Later ",
            "GB.396/INS/5 2(c) Office Some(405) Later ",
        ]
    );
    // what is cited and not held
    let missing: Vec<String> = desk
        .library
        .missing(None)
        .into_iter()
        .map(|one| format!("{} {} {:?}", one.symbol, one.times, one.cited_by))
        .collect();
    assert_eq!(missing, ["GB.395/PV 1 [\"GB.399/INS/4\"]"]);
    assert!(desk.library.missing(Some(396)).is_empty());
}

#[test]
fn an_adopted_text_that_was_pasted_is_read_for_what_it_asks_and_says_whose_it_is() {
    let desk = Desk::new();
    let paper = format!(
        "GB.399/INS/7\n\n{HEAD}# Ports\n\n1. Words.\n\n## Draft decision\n\n2. **The Governing Body requested the \
         Office to report to its 401st Session (November 2037).**\n"
    );
    desk.import(&[("ports.md", &paper)]);
    let pasted = |author: &str, session: u16, paper: &str, modified: &str| {
        let note = Note {
            paper: paper.to_owned(),
            paragraph: Some("para_2".to_owned()),
            text: format!("The Governing Body\n(a) requested the Office to report to its {session}rd Session."),
            author: author.to_owned(),
            modified: modified.to_owned(),
            adopted: true,
            ..Note::default()
        };
        Pasted::of(&note, None).unwrap()
    };
    let told = |pasted: &[Pasted]| -> Vec<_> {
        let entries = desk.library.ledger(399, &[], pasted).into_iter();
        entries.map(|entry| (entry.promise.due_session, entry.adopted, entry.pasted_by)).collect()
    };
    assert_eq!(told(&[]), [(Some(401), false, None)]);
    let colleague = pasted("Ms A", 403, "GB.399/INS/7", "2037-04-02");
    assert_eq!(told(std::slice::from_ref(&colleague)), [(Some(403), true, Some("Ms A".to_owned()))]);
    // the delegate's own comes first, though older; what hangs on an addendum is of another draft
    let own = pasted("", 413, "GB.399/INS/7", "2037-04-01");
    let addendum = pasted("", 423, "GB.399/INS/7(Add.1)", "2037-04-03");
    assert_eq!(told(&[colleague, own, addendum]), [(Some(413), true, Some(String::new()))]);
    // a note that is no adopted text is none
    assert!(Pasted::of(&Note { paragraph: Some("para_2".to_owned()), ..Note::default() }, None).is_none());
}

#[test]
fn what_cites_another_part_of_a_decision_does_not_answer_this_one() {
    let desk = Desk::new();
    let asks = format!(
        "GB.396/INS/5\n\n{HEAD}# Skills\n\n1. Words.\n\n## Draft decision\n\n2. **The Governing Body:**\n\n\
         - (a) requested the Director-General to present a strategy to its 399th Session (March 2037); and\n\
         - (b) invited the Director-General to report annually.\n"
    )
    .replace("399th Session, Geneva, March 2037", "396th Session, Geneva, March 2036");
    let answers =
        format!("GB.399/INS/6\n\n{HEAD}# Skills: strategy\n\n1. It was requested in GB.396/INS/5, para. 2(a).\n");
    desk.import(&[("asks.md", &asks), ("answers.md", &answers)]);
    let told: Vec<(Option<String>, Vec<String>)> =
        desk.library.ledger(396, &[], &[]).into_iter().map(|entry| (entry.promise.part, entry.answered_by)).collect();
    assert_eq!(told, [(Some("(a)".to_owned()), vec!["GB.399/INS/6".to_owned()]), (Some("(b)".to_owned()), Vec::new())]);
}

#[test]
fn the_sample_sessions_keep_their_promises_to_the_word() {
    let desk = Desk::new();
    let sample = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    let folders = [sample.join("398"), sample.join("399")];
    desk.library.import(&folders, &ImportOptions::default(), &reading::read, &mut |_| {}).unwrap();
    desk.library.refresh().unwrap();
    let ledger = desk.library.ledger(399, &[], &[]);
    assert!(!ledger.is_empty());
    let session = |number| (*desk.library.session(number).unwrap()).clone();
    let boards = [session(398), session(399)];
    for entry in &ledger {
        let promise = &entry.promise;
        println!(
            "{:?} {} {:?}{:?} [{}] {} | {:?} {:?} <- {:?}",
            entry.standing,
            promise.paper,
            promise.paragraph,
            promise.part,
            promise.asked_of,
            promise.action,
            promise.due_session,
            promise.due_date,
            entry.answered_by
        );
        // every entry points to words that stand in the draft or in the adopted text
        let row = boards
            .iter()
            .flat_map(|session| &session.board)
            .find(|row| row.id == entry.id && row.paper == promise.paper);
        let row = row.unwrap_or_else(|| panic!("{} {}", promise.paper, entry.id));
        let mut whole = row.text.clone();
        gbdesk::model::paper::push_items(&mut whole, &row.items, 0);
        whole.push_str(row.adopted_text.as_deref().unwrap_or(""));
        assert!(whole.contains(&promise.quote), "“{}” in “{whole}”", promise.quote);
    }
    for one in desk.library.missing(None) {
        println!("missing {} {} {:?}", one.symbol, one.times, one.cited_by);
        assert!(desk.library.find(&one.symbol, &[]).is_none());
    }
}
