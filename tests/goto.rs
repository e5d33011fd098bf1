//! The go-to line: what it offers while one types, what Tab makes of it, and what is said of what is not there.
#![allow(clippy::unwrap_used, missing_docs, clippy::pedantic, clippy::expect_used)]

mod desk;

use std::sync::Arc;

use desk::Desk;
use desk::sample::Real;
use gbdesk::model::Language;

fn open() -> Desk {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter").expect("GB.399/INS/5(Rev.1)");
    desk
}

#[test]
fn tab_writes_the_choice_out_and_typing_goes_on_from_there() {
    let mut desk = open();
    desk.press("Ctrl+G").typed("2").expect("GB.399/INS/5(Rev.1), para. 2");
    desk.press("Tab");
    assert_eq!(desk.app.picker.as_ref().unwrap().input.text(), "2");
    desk.typed("b").expect("GB.399/INS/5(Rev.1), para. 2(b)").press("Tab");
    assert_eq!(desk.app.picker.as_ref().unwrap().input.text(), "2(b)");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2(b)");
}

#[test]
fn a_paragraph_that_is_not_there_is_said_and_not_replaced_by_one_that_begins_like_it() {
    let mut desk = Desk::new(100, 30);
    let mut skills = (*desk.papers["k-en"]).clone();
    skills.blocks.retain(|block| block.id() != "para_3");
    desk.papers.insert("k-en".to_owned(), Arc::new(skills));
    desk.press("Down Down Enter").expect("GB.399/POL/1");
    desk.press("Ctrl+G").typed("1").expect("GB.399/POL/1, para. 1").expect("GB.399/POL/1, para. 10").press("Esc");
    desk.press("Ctrl+G").typed("3").expect("There is no paragraph 3").expect("GB.399/POL/1, para. 30");
    desk.press("Enter").expect("GB.399/POL/1 has none with this number");
    desk.press("Down Enter").expect_at("GB.399/POL/1 § 30");
}

#[test]
fn a_part_or_a_decision_that_is_not_there_is_said_before_anything_else_is_offered() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    desk.press("Ctrl+G").typed("ins/5 2").press("Enter").expect_at("GB.399/INS/5 § 2");
    desk.press("Ctrl+G")
        .typed("2z")
        .expect("There is no paragraph 2(z)")
        .expect("GB.399/INS/5, para. 2")
        .press("Enter");
    desk.expect("GB.399/INS/5 has none with this number").press("Down Enter").expect_at("GB.399/INS/5 § 2");
    desk.press("Ctrl+G").typed("decision 77").expect("There is no “decision 77” here").press("Enter");
    desk.expect_at("GB.399/INS/5 § 2").expect("GB.399/INS/5 has no such place").press("Esc");
    // where one looks for words, places are no matter
    desk.press("F4").typed("decision 77").expect_not("There is no");
}

#[test]
fn with_no_paper_open_a_number_is_of_the_paper_under_the_cursor() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Ctrl+G").typed("2").expect("GB.399/INS/5(Rev.1), para. 2").expect("chosen in the agenda");
    desk.press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2");
    let mut desk = Desk::new(100, 30);
    desk.press("Down").typed("99").expect("There is no paragraph 99 (GB.399/INS/5(Rev.1))").press("Enter");
    desk.expect("99 of which paper? Type the paper before it: ");
    // nor is it asked for where the cursor is on none
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    let session = desk.app.current().unwrap().clone();
    let rows = gbdesk::app::agenda::rows(&session);
    desk.app.agenda.at = rows.iter().position(|row| row.paper(&session).is_none()).unwrap();
    desk.press("Ctrl+G").typed("7").expect("7 of which paper? Type the paper before it: ins/1 7");
}

#[test]
fn a_place_that_the_paper_named_does_not_have_is_said_and_not_offered() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    for (typed, said) in [
        ("ins/5 app IV", "Appendix IV: not in GB.399/INS/5"),
        ("ins/5 999", "para. 999: not in GB.399/INS/5"),
        ("ins/5 20-22", "paras 20–22: not in GB.399/INS/5"),
        ("ins/5 fn 99", "footnote 99: not in GB.399/INS/5"),
        ("ins/5 decision 2", "draft decision, para. 2: not in GB.399/INS/5"),
    ] {
        desk.press("Ctrl+G").typed(typed).expect(said).press("Enter");
        assert!(desk.app.reader.is_none(), "{typed}");
        desk.press("Esc");
    }
    desk.press("Ctrl+G").typed("ins/5 20").expect_not("not in GB").press("Enter").expect_at("GB.399/INS/5 § 20");
}

#[test]
fn p29_is_page_29_of_the_open_paper_and_the_protocol_below_it() {
    let mut desk = Desk::new(100, 30);
    let mut skills = (*desk.papers["k-en"]).clone();
    for block in &mut skills.blocks {
        if let gbdesk::model::Block::Paragraph(paragraph) = block {
            paragraph.page = Some(29);
        }
    }
    desk.papers.insert("k-en".to_owned(), Arc::new(skills));
    let labels = |desk: &Desk| -> Vec<String> {
        desk.app.picker.as_ref().unwrap().shown.iter().map(|choice| choice.label.clone()).collect()
    };
    desk.press("Ctrl+G").typed("p29").expect("Protocol");
    desk.press("Esc Down Down Enter").expect("GB.399/POL/1").press("Ctrl+G").typed("p29");
    let shown = labels(&desk);
    assert!(shown[0].contains("p. 29") && shown[1].contains("Protocol"), "{shown:?}");
    desk.press("Esc Ctrl+G").typed("P029");
    assert!(labels(&desk)[0].contains("Protocol"), "{:?}", labels(&desk));
    // where there is no such page, the Protocol comes first
    desk.press("Esc Ctrl+G").typed("p155");
    assert!(labels(&desk)[0].contains("Protocol"), "{:?}", labels(&desk));
}

#[test]
fn before_anything_is_typed_the_draft_decisions_of_the_paper_are_offered() {
    let mut desk = open();
    desk.press("Ctrl+G").expect("draft decision").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 4");
}

#[test]
fn a_paper_that_is_not_held_is_named_with_its_session() {
    let mut desk = open();
    desk.press("Ctrl+G").typed("GB.344/PV 247-282").expect("GB.344/PV is not held. It belongs to the 344th Session");
}

#[test]
fn papers_and_their_places_are_completed_as_they_are_typed() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    let input = |desk: &Desk| desk.app.picker.as_ref().unwrap().input.text().to_owned();
    desk.press("Ctrl+G").typed("ins/1");
    let shown = &desk.app.picker.as_ref().unwrap().shown;
    let paper = shown.iter().position(|choice| choice.typed == "INS/1 ").unwrap();
    desk.press(&"Down ".repeat(paper)).press("Tab");
    let begun = input(&desk);
    assert!(begun.starts_with("INS/1") && begun.ends_with(' '), "{begun}");
    desk.typed("2");
    let shown = &desk.app.picker.as_ref().unwrap().shown;
    assert!(shown[0].label.contains(", para. 2"), "{:?}", shown[0].label);
    let first = shown[0].label.split("  ").next().unwrap().to_owned();
    let (paper, _) = first.split_once(", ").unwrap();
    desk.press("Enter").expect_at(&format!("{paper} § 2"));
}

#[test]
fn a_page_is_gone_to_by_its_number_and_shown_in_the_place() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter Ctrl+G").typed("p 3").expect("GB.399/POL/1, p. 3").press("Enter");
    desk.expect_at("GB.399/POL/1 § 13").expect("§ 13 of 31 · p. 3");
    // paragraph 3 is offered too
    desk.press("Ctrl+G").typed("p. 3").expect("GB.399/POL/1, para. 3");
    // a text without pages says nothing of them
    desk.press("Esc Home Esc Up Enter Down").expect("§ 1 of 4 ").expect_not("p. 1");
}

#[test]
fn a_heading_found_in_one_language_is_reached_in_the_text_that_is_read() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 100, 30, Language::ES);
    desk.app.languages = vec![Language::ES, Language::EN];
    desk.press("Ctrl+G").typed("ins5 deficits").press("Enter").expect("GB.399/INS/5").expect_not("h-");
    let reader = desk.app.reader.as_ref().unwrap();
    assert_eq!(reader.held.language, Language::ES);
    assert!(matches!(reader.block(), Some(gbdesk::model::Block::Heading(heading)) if heading.text == "Déficits"));
}

#[test]
fn the_way_back_and_forward_has_no_end() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    let places = ["INS/5 2", "POL/1 3", "PFA/1 4", "POL/1 9", "INS/5 12"];
    let way: Vec<&str> = places.into_iter().cycle().take(26).collect();
    let here = |desk: &Desk| {
        let reader = desk.app.reader.as_ref().unwrap();
        format!("{} {}", reader.key.trim_start_matches("GB.399/"), reader.number().unwrap())
    };
    for place in &way {
        desk.press("Ctrl+G").typed(place).press("Enter");
        assert_eq!(here(&desk), *place);
    }
    for place in way.iter().rev().skip(1) {
        desk.press("Backspace");
        assert_eq!(here(&desk), *place);
    }
    desk.expect_at("GB.399/INS/5 § 2");
    for place in way.iter().skip(1) {
        desk.press("Ctrl+Right");
        assert_eq!(here(&desk), *place);
    }
}

#[test]
fn a_draft_decision_of_an_addendum_opens_the_addendum() {
    let folder = tempfile::tempdir().unwrap();
    let paper = |symbol: &str, body: &str| {
        let name = symbol.replace(['/', '(', ')'], "-");
        let head = "**Governing Body**\n\n399th Session, Geneva, March 2037\n\n# Sectoral meetings\n\n";
        std::fs::write(folder.path().join(format!("{name}.md")), format!("{symbol}\n\n{head}{body}\n")).unwrap();
    };
    let draft = |words: &str| format!("## Draft decision\n\n2. **The Governing Body {words}.**\n\n3. More words.\n");
    paper("GB.399/INS/1", &format!("1. Meetings were held.\n\n{}", draft("took note of the ferries")));
    paper("GB.399/INS/1(Add.3)", &format!("1. Costs are given.\n\n{}", draft("approved the cost of the lighthouses")));
    let real = Real::of(folder.path());
    for keys in ["Ctrl+G", "F4"] {
        let mut desk = Desk::on(&real, 140, 36, Language::EN);
        desk.press(keys).typed("approved lighthouses");
        let picker = desk.app.picker.as_mut().unwrap();
        picker.at = picker.shown.iter().position(|one| one.right.contains("draft decision")).unwrap();
        assert!(picker.shown[picker.at].label.starts_with("INS/1(Add.3) § 2"), "{:?}", picker.shown[picker.at].label);
        desk.expect("GB.399/INS/1(Add.3)  ").press("Enter").expect_at("GB.399/INS/1(Add.3) § 2");
    }
}

#[test]
fn an_appendix_or_a_page_that_is_not_there_is_said_and_nothing_else_is_chosen() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Down Enter").expect("GB.399/POL/1");
    for (typed, said, why) in [
        ("app II", "There is no appendix II in GB.399/POL/1", "GB.399/POL/1 has no such place"),
        ("p 9", "There is no page 9", "The last page known of GB.399/POL/1 is p. "),
    ] {
        desk.press("Ctrl+G").typed(typed).expect(said).press("Enter").expect(why).expect_at("GB.399/POL/1 cover");
        desk.press("Esc");
        desk.press("F4").typed(typed).expect_not(said).press("Esc");
    }
    // of a text without pages it is not known
    desk.press("Esc Up Enter").expect_at("GB.399/INS/5(Rev.1) cover").press("Ctrl+G").typed("p 2");
    desk.expect("Page 2").expect("The pages of GB.399/INS/5(Rev.1) are not known.").press("Enter");
    desk.expect_at("GB.399/INS/5(Rev.1) cover").press("Down Enter").expect_at("GB.399/INS/5(Rev.1) § 2");
}

#[test]
fn a_place_is_found_in_the_words_in_which_the_chair_says_it() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::FR);
    desk.press("Ctrl+G").typed("ins/2/1 7").press("Enter").expect_at("GB.399/INS/2/1 § 7");
    for said in [
        "paragraphe 16 b) du POL/3",
        "alinéa b) du paragraphe 16, POL/3",
        "la présidente a dit par. 16 b du document GB.399/POL/3",
        "POL/3, párrafo 16, apartado b)",
        "paragraph 16(b) of POL/3",
    ] {
        desk.press("Ctrl+G").typed(said).press("Enter").expect_at("GB.399/POL/3(Rev.1) § 16(b)");
        desk.press("Backspace").expect_at("GB.399/INS/2/1 § 7");
    }
    desk.press("Ctrl+G").typed("apartado a) del párrafo 10").press("Enter").expect_at("GB.399/INS/2/1 § 10(a)");
    desk.press("Ctrl+G").typed("paragraphe 26 c) du POL/3").expect("GB.399/POL/3").press("Enter");
    desk.expect_at("GB.399/INS/2/1 § 10(a)");
}

#[test]
fn a_footnote_of_a_paper_and_a_paragraph_after_a_stroke_are_found() {
    let real = Real::sample();
    let mut desk = Desk::on(&real, 120, 36, Language::EN);
    for said in ["footnote 1 of ins/5", "nota 1 INS/5", "note 1 de l’INS/5", "nota al pie 1 del INS/5"] {
        desk.press("Ctrl+G").typed(said).expect("GB.399/INS/5, footnote 1").press("Esc");
    }
    desk.press("Ctrl+G").typed("ins/5/12").press("Enter").expect_at("GB.399/INS/5 § 12");
    desk.press("Ctrl+G").typed("par. 10 ins 2 1").press("Enter").expect_at("GB.399/INS/2/1 § 10");
    // a paper of that name comes first
    desk.press("Ctrl+G").typed("ins/2/1").press("Enter").expect_at("GB.399/INS/2/1 § 10");
}

#[test]
fn a_part_that_is_not_there_is_called_as_one_writes_it() {
    for (language, name) in [(Language::EN, "2(z)"), (Language::FR, "2 z)"), (Language::ES, "2, z)")] {
        let mut desk = Desk::in_language(100, 30, language);
        desk.press("Down Enter Ctrl+G").typed("2z").expect(name).press("Esc");
    }
}

#[test]
fn the_key_that_opened_the_line_empties_it_before_it_closes_it() {
    let mut desk = open();
    desk.press("Ctrl+G").typed("77").press("Ctrl+G");
    assert_eq!(desk.app.picker.as_ref().map(|picker| picker.input.text().to_owned()), Some(String::new()));
    desk.typed("2b").press("Enter").expect_at("GB.399/INS/5(Rev.1) § 2(b)").press("Ctrl+G Ctrl+G");
    assert!(desk.app.picker.is_none());
}
