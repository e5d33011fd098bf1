//! Copying: in the paper's language, in every form, and the paper rather than the record of its decision.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use gbdesk::model::{Block, Language, Paper, Paragraph, Reference};

#[test]
fn a_french_paper_is_cited_in_french_wherever_it_is_copied() {
    let mut desk = Desk::in_language(100, 40, Language::FR);
    desk.app.languages = vec![Language::FR, Language::EN];
    desk.press("Down Enter Down Down Right y");
    assert_eq!(desk.copied[0], "des données par branche;\n(GB.399/INS/5(Rev.1), paragr. 2 a))");
    let mut session = (*desk.app.sessions[&399]).clone();
    session.board[0].language = Some(Language::FR);
    desk.app.sessions.insert(399, Arc::new(session));
    desk.press("d Y");
    assert_eq!(desk.copied[1], "GB.399/INS/5(Rev.1), paragr. 4, tel que modifié par le Conseil d’administration");
}

#[test]
fn one_list_offers_every_form_and_shows_what_will_be_copied() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down \"").expect("Text with its citation, as Markdown");
    desk.expect("Citation only").press("Down Down Enter").expect("Copied: > The strategy");
    let markdown = &desk.copied[0];
    assert!(markdown.starts_with("> The strategy builds on GB.399/POL/1"), "{markdown}");
    assert!(markdown.contains("\n>\n> - (a) figures for each branch;\n"), "{markdown}");
    assert!(markdown.ends_with("\n>\n> (GB.399/INS/5(Rev.1), para. 2)"), "{markdown}");
    desk.press("\" Down Enter");
    assert_eq!(desk.copied[1], "GB.399/INS/5(Rev.1), para. 2");
}

#[test]
fn a_table_is_copied_with_its_columns() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down Down \" Down Down Enter");
    assert!(desk.copied[0].starts_with("> | Stage | Work | Time |\n> | --- | --- | --- |\n"), "{}", desk.copied[0]);
}

#[test]
fn a_table_is_cited_by_the_number_of_its_own_caption_and_by_nothing_else() {
    let cited = |captions: &[(usize, &str)]| {
        let mut desk = Desk::new(100, 40);
        let mut paper = Paper::clone(&desk.papers["s-en"]);
        for (at, text) in captions {
            let caption = Paragraph { id: format!("p-{at}"), text: (*text).to_owned(), ..Paragraph::default() };
            paper.blocks.insert(*at, Block::Paragraph(caption));
        }
        desk.papers.insert("s-en".to_owned(), Arc::new(paper));
        desk.press("Down Enter");
        let reader = desk.app.reader.as_mut().unwrap();
        reader.spot.stop = reader.page.stop("t-1").unwrap();
        desk.press("Y");
        desk.copied.remove(0)
    };
    assert_eq!(cited(&[(4, "Table 2. Stages of the strategy")]), "GB.399/INS/5(Rev.1), table 2");
    assert_eq!(cited(&[(4, "▶ Tableau 1: Étapes")]), "GB.399/INS/5(Rev.1), tableau 1");
    // no caption; one that is not its own; one that two tables have
    assert_eq!(cited(&[]), "GB.399/INS/5(Rev.1)");
    assert_eq!(cited(&[(1, "Table 2. Stages")]), "GB.399/INS/5(Rev.1)");
    assert_eq!(cited(&[(4, "Table 2. Stages"), (1, "Table 2. Costs")]), "GB.399/INS/5(Rev.1)");
    assert_eq!(cited(&[(4, "Table of contents")]), "GB.399/INS/5(Rev.1)");
}

#[test]
fn the_paper_is_cited_and_not_the_record_of_its_decision() {
    let mut desk = Desk::new(100, 40);
    let paper = (*desk.papers["k-en"]).clone();
    let source = "(GB.399/POL/1, paragraph 31, as amended.)";
    let text = format!("The Governing Body took note of the report. {source}");
    let reference = Reference {
        place: "p-1".to_owned(),
        text: "GB.399/POL/1, paragraph 31".to_owned(),
        target: "GB.399/POL/1 para 31".parse().unwrap(),
        path: Vec::new(),
        field: None,
        at: [45, 71],
    };
    let paragraph = Paragraph { id: "p-1".to_owned(), text, ..Paragraph::default() };
    let decision = Paper { blocks: vec![Block::Paragraph(paragraph)], references: vec![reference], ..paper };
    desk.papers.insert("k-en".to_owned(), Arc::new(decision));
    let symbol = "GB.399/POL/1/Decision".parse().unwrap();
    desk.press("Down Down Enter End");
    let reader = desk.app.reader.as_mut().unwrap();
    reader.held.symbol = Some(symbol);
    desk.press("Y");
    assert_eq!(desk.copied, ["GB.399/POL/1, para. 31"]);
}

const ADOPTED: &str = "The Governing Body took note of the strategy as amended.\n\
                       (GB.399/INS/5(Rev.1), para. 4, as amended by the Governing Body)";

#[test]
fn on_the_board_the_adopted_words_are_copied_and_the_draft_when_it_is_asked_for() {
    let mut desk = Desk::new(120, 40);
    desk.press("d y").expect("Copied as adopted, with GB.399/INS/5(Rev.1), para. 4, as amended by the Governing Body");
    assert_eq!(desk.copied[0], ADOPTED);
    desk.press("\"").expect("The draft with its citation").press("Down Down Down Down Enter");
    assert!(desk.copied[1].ends_with("(GB.399/INS/5(Rev.1), para. 4)"), "{}", desk.copied[1]);
    assert!(desk.copied[1].contains("The Governing Body:\n(a)"), "{}", desk.copied[1]);
    // beside each other, too, it is the adopted words that are quoted
    desk.press("F7 y");
    assert_eq!(desk.copied.last().map(String::as_str), Some(ADOPTED));
    desk.copied.pop();
    desk.press("F6");
    // what is not decided is copied as it was proposed
    desk.press("Down y").expect_not("as adopted").press("\"").expect_not("The draft with");
    assert_eq!(desk.copied[2], "The Governing Body decides to continue.\n(GB.399/POL/1, para. 30)");
}

#[test]
fn in_the_paper_the_draft_stays_the_draft_and_what_became_of_it_is_said() {
    let mut desk = Desk::new(120, 40);
    desk.press("Down Enter End").press("( y").expect("This is the draft (adopted as amended, 9 March 2037)");
    desk.expect("F6 has the adopted text. Copied with GB.399/INS/5(Rev.1)");
    assert!(desk.copied[0].ends_with("(GB.399/INS/5(Rev.1), para. 4)"), "{}", desk.copied[0]);
    desk.press("I").expect("This is the draft (adopted as amended");
}

#[test]
fn what_was_adopted_as_amended_and_is_not_held_is_not_taken_for_the_draft() {
    let mut desk = Desk::new(120, 40);
    let mut session = (*desk.app.sessions[&399]).clone();
    session.board[0].adopted_text = None;
    desk.app.sessions.insert(399, Arc::new(session));
    desk.press("d y").expect("This is the draft (adopted as amended, 9 March 2037); the adopted text is not held.");
}

#[test]
fn what_was_decided_in_place_of_the_draft_is_not_called_the_draft_adopted() {
    let mut desk = Desk::new(120, 40);
    let mut session = (*desk.app.sessions[&399]).clone();
    session.board[0].outcome = gbdesk::model::Outcome::Deferred;
    session.board[0].adopted_text = Some("The Governing Body deferred the item.".to_owned());
    desk.app.sessions.insert(399, Arc::new(session));
    desk.press("d y").expect("Copied what was decided, with GB.399/INS/5(Rev.1), para. 4: The Governing Body deferred");
}

#[test]
fn a_statement_collects_what_was_adopted() {
    let mut desk = Desk::new(120, 40);
    desk.press("d I").expect("para. 4, as amended by the Governing Body");
    let part = &desk.app.statements.open.as_ref().unwrap().parts[0];
    assert_eq!(part.text, "The Governing Body took note of the strategy as amended.");
    assert!(!gbdesk::app::statement::is_cut(part));
}

#[test]
fn a_pasted_adopted_text_is_copied_but_not_while_notes_are_hidden() {
    let mut desk = Desk::new(140, 40);
    desk.press("d Down").send(gbdesk::app::Msg::Paste("The Governing Body decided to stop.".to_owned())).press("Esc y");
    let amended = "(GB.399/POL/1, para. 30, as amended by the Governing Body)";
    assert_eq!(desk.copied[0], format!("The Governing Body decided to stop.\n{amended}"));
    desk.press("F12 y");
    assert_eq!(desk.copied[1], "The Governing Body decides to continue.\n(GB.399/POL/1, para. 30)");
}
