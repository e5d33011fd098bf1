//! What a citation leads to: held, in another version, in none, elsewhere.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use gbdesk::model::{Block, Language, Paragraph, Reference};

/// A desk whose second paper says `text` in paragraph 31 and cites `target` with it; opened there.
fn citing(text: &str, target: &str) -> Desk {
    citing_in(Language::EN, text, target)
}

fn citing_in(language: Language, text: &str, target: &str) -> Desk {
    let mut desk = Desk::in_language(160, 40, language);
    let mut skills = (*desk.papers["k-en"]).clone();
    let Some(Block::Paragraph(last)) = skills.blocks.last_mut() else { panic!("the last block is a paragraph") };
    last.text = format!("It follows {text}.");
    let end = 11 + text.chars().count();
    skills.references = vec![Reference {
        place: "para_31".to_owned(),
        text: text.to_owned(),
        target: target.parse().unwrap(),
        path: Vec::new(),
        field: None,
        at: [11, end],
    }];
    desk.papers.insert("k-en".to_owned(), Arc::new(skills));
    desk.press("Down Down Enter End").expect_at("GB.399/POL/1 § 31");
    desk
}

#[test]
fn a_version_that_is_not_held_is_answered_by_the_one_that_is_and_the_screen_says_which() {
    let mut desk = citing("GB.399/INS/5(Rev.2), para. 2", "GB.399/INS/5(Rev.2) para 2");
    desk.expect("GB.399/INS/5(Rev.1) is held").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2");
    desk.expect("GB.399/INS/5(Rev.2) is not held; this is GB.399/INS/5(Rev.1).");
}

#[test]
fn a_section_that_the_citation_left_out_is_tried_and_said() {
    let mut desk = citing("GB.399/5, para. 2", "GB.399/5 para 2");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2");
    desk.expect("GB.399/5, para. 2 is kept as GB.399/INS/5(Rev.1): the section was left out.");
}

#[test]
fn a_paragraph_that_only_the_former_version_had_leads_to_the_one_nearest_in_words() {
    let mut desk = citing("GB.399/INS/5, para. 3", "GB.399/INS/5 para 3");
    let mut former = (*desk.papers["s-old"]).clone();
    former.blocks.push(Block::Paragraph(Paragraph {
        id: "para_3".to_owned(),
        number: Some("3".to_owned()),
        text: "The strategy builds on GB.399/POL/1, para. 2, and on the Employment Policy Convention.".to_owned(),
        ..Paragraph::default()
    }));
    desk.papers.insert("s-old".to_owned(), Arc::new(former));
    // what is held changed
    desk.send(gbdesk::app::Msg::Sessions(vec![399]));
    desk.expect("not in GB.399/INS/5(Rev.1)").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2");
    desk.expect("GB.399/INS/5(Rev.1) has no para. 3; GB.399/INS/5 had it.");
}

#[test]
fn a_paragraph_that_no_version_has_leads_near_it_and_says_so() {
    let mut desk = citing("GB.399/INS/5, para. 77", "GB.399/INS/5 para 77");
    desk.expect("no such place in GB.399/INS/5(Rev.1)").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
    desk.expect("“77” was not found in GB.399/INS/5(Rev.1)");
}

#[test]
fn a_paper_that_is_not_held_names_its_session_and_what_brings_it() {
    let mut desk = citing("GB.344/PV, paras 247–282", "GB.344/PV paras 247-282");
    desk.expect("not held · 344th Session").press("Enter").expect_at("GB.399/POL/1 § 31");
    desk.expect("It belongs to the 344th Session: gbdesk sync 344 brings it.");
}

#[test]
fn a_convention_is_named_and_its_address_opened_only_on_request() {
    let mut desk = citing("Convention No. 122", "C122");
    desk.press("Enter").expect("Convention No. 122 (W opens it): https://normlex");
    assert!(desk.browsed.is_empty());
    desk.press("W");
    assert_eq!(desk.browsed.len(), 1);
    assert!(desk.browsed[0].ends_with("C122"), "{}", desk.browsed[0]);
    citing_in(Language::FR, "la convention no 122", "C122").expect("convention nº 122");
}

#[test]
fn a_citation_that_leads_nowhere_can_be_asked_about_in_the_references() {
    let mut desk = citing("GB.344/PV, paras 247–282", "GB.344/PV paras 247-282");
    desk.press("Ctrl+R Enter").expect("gbdesk sync 344 brings it.").expect_at("GB.399/POL/1 § 31");
}

#[test]
fn a_range_is_cited_by_the_paragraphs_inside_it() {
    let mut desk = citing("GB.399/INS/5, paras 1–4", "GB.399/INS/5 paras 1-4");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 1").press("Down").expect("Cited by").expect("POL/1 § 31");
}
