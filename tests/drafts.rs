//! Draft decisions are found whatever the year and the language, and what only looks like one is left alone.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs, clippy::needless_borrowed_reference)]

use gbdesk::model::{Block, Kind, Paper};
use gbdesk::reading::{self, Origin};

fn cover(symbol: &str, title: &str, purpose: &str) -> String {
    format!(
        "GB.399/{symbol}\n\n**Governing Body**\n\n399th Session, Geneva, March 2037\n\n\
         **Date:** 3 March 2037\n\n**Original:** English\n\n**Third item on the agenda**\n\n# {title}\n\n\
         **Purpose of the document**\n\n{purpose}\n\n**Author unit:** Department of Harbours (HARBOURS).\n\n"
    )
}

fn read(text: &str) -> Paper {
    reading::read(text.as_bytes(), &Origin::file("paper.md")).unwrap_or_else(|fault| panic!("{fault}"))
}

fn drafts(paper: &Paper) -> Vec<&str> {
    paper.decisions.iter().filter_map(|draft| draft.paragraph.as_deref()).collect()
}

fn headings(paper: &Paper) -> Vec<(u8, &str)> {
    let heading = |block| match block {
        &Block::Heading(ref heading) => Some((heading.level, heading.text.as_str())),
        _ => None,
    };
    paper.blocks.iter().filter_map(heading).collect()
}

#[test]
fn a_paper_about_the_agenda_of_the_conference_is_a_paper_and_keeps_its_draft() {
    let text = cover(
        "INS/2",
        "Agenda of the International Labour Conference",
        "To propose items (see the draft decision in paragraph 3).",
    ) + "## ▶ Introduction\n\n1. The Conference meets in June.\n\n2. Two items are proposed.\n\n## ▶ Draft decision\n\n\
         3. **The Governing Body placed on the agenda of the 127th Session of the Conference an item on harbours.**\n";
    let paper = read(&text);
    assert_eq!(paper.kind, Kind::Paper);
    assert_eq!(drafts(&paper), ["3"]);
    assert!(paper.warnings.iter().all(|warning| !warning.contains("draft decision")), "{:?}", paper.warnings);
}

#[test]
fn the_agenda_of_the_session_is_an_agenda() {
    let text = "GB.399/Agenda\n\n**Governing Body**\n\n399th Session, Geneva, March 2037\n\n# Agenda\n\n\
                1. Approval of the minutes of the 398th Session\n\n2. Agenda of the International Labour Conference\n";
    assert_eq!(read(text).kind, Kind::Agenda);
}

#[test]
fn questions_for_debate_are_no_draft_decision() {
    let text = cover("POL/3", "Work in harbours", "To seek guidance (see the draft decision in paragraph 4).")
        + "1. Harbours grow.\n\n2. The Governing Body may wish to consider the following questions:\n\n\
         - (a) What should be done first?\n- (b) By whom?\n\n\
         3. The Governing Body may wish to recall that it spoke of this before.\n\n## Draft decision\n\n\
         4. **The Governing Body requested the Director-General to take its guidance into account.**\n";
    assert_eq!(drafts(&read(&text)), ["4"]);
}

#[test]
fn several_drafts_of_one_paper_are_found_each_under_its_heading() {
    let text = cover("INS/3", "Composition of bodies", "See the draft decisions in paragraphs 2, 4, 5 and 7.")
        + "## First body\n\n1. One seat is vacant.\n\n### Draft decision\n\n2. **The Governing Body appointed Ms A.**\n\n\
           ## Second body\n\n3. Two seats are vacant.\n\n### Draft decision\n\n\
           4. **The Governing Body, on the recommendation of its Officers, renewed the mandate of Mr B.**\n\n\
           5. **The Governing Body expressed its thanks to Ms C.**\n\n## Third body\n\n6. It was dissolved.\n\n\
           ### Draft decision\n\n7. **The Governing Body:**\n\n- (a) took note of the report; and\n- (b) closed the body.\n";
    let paper = read(&text);
    assert_eq!(drafts(&paper), ["2", "4", "5", "7"]);
    assert_eq!(paper.decisions.last().map(|draft| draft.items.len()), Some(2));
}

#[test]
fn older_wordings_are_found_in_three_languages() {
    for (symbol, sentence) in [
        ("GB.273/16", "The Governing Body may wish to authorize the Director-General to renew the contract."),
        (
            "GB.270/STM/3",
            "The Committee on Sectoral and Technical Meetings may wish to recommend that the Governing Body authorize the meeting.",
        ),
        (
            "GB.300/12",
            "In the light of the above, the Committee may wish to recommend to the Governing Body that it approve the plan.",
        ),
        (
            "GB.273/16",
            "Le Conseil d’administration souhaitera sans doute autoriser le Directeur général à renouveler le contrat.",
        ),
        (
            "GB.300/12",
            "La commission souhaitera peut-être recommander au Conseil d’administration d’approuver le plan.",
        ),
        (
            "GB.273/16",
            "El Consejo de Administración tal vez estime oportuno autorizar al Director General a renovar el contrato.",
        ),
        (
            "GB.300/12",
            "La Comisión tal vez considere oportuno recomendar al Consejo de Administración que apruebe el plan.",
        ),
    ] {
        let text = format!(
            "{symbol}\n\n# Harbours\n\n1. The Office has studied the matter at length, as was asked.\n\n2. {sentence}\n"
        );
        assert_eq!(drafts(&read(&text)), ["2"], "{sentence}");
    }
}

#[test]
fn a_point_for_decision_is_a_draft() {
    let text = cover("PFA/4", "Buildings", "(see the points for decision in paragraphs 2 and 4)")
        + "1. The roof leaks.\n\n### Point for decision\n\n2. The Governing Body authorizes the repair.\n\n\
           3. So does the cellar.\n\n### Point for decision\n\n4. The Governing Body authorizes that repair as well.\n";
    assert_eq!(drafts(&read(&text)), ["2", "4"]);
}

#[test]
fn a_draft_that_embeds_a_resolution_is_one_draft() {
    let text = cover("INS/14", "Draft resolution", "(see the draft decision in paragraph 2)")
        + "1. A resolution is proposed.\n\n## Draft decision\n\n\
           2. **The Governing Body adopted the following resolution:**\n\n\
           The Governing Body of the International Labour Office,\n\nRecalling the Constitution,\n\n\
           Requests the Director-General to report.\n";
    let paper = read(&text);
    assert_eq!(drafts(&paper), ["2"]);
    assert_eq!(paper.decisions.len(), 1, "{:?}", paper.decisions);
}

#[test]
fn an_addendum_that_is_only_a_revised_draft_decision_is_a_draft() {
    let text = "GB.399/INS/2(Add.1)\n\n**Governing Body**\n\n399th Session, Geneva, March 2037\n\n**Second item on the agenda**\n\n\
                # Agenda of the International Labour Conference\n\n## Addendum\n\n## Revised draft decision\n\n\
                **The Governing Body:**\n\n- (a) took note of the document; and\n- (b) deferred the item to its 401st Session (November 2037).\n";
    let paper = read(text);
    assert_eq!(paper.kind, Kind::Addendum);
    assert_eq!(paper.decisions.len(), 1, "{:?}", paper.blocks);
    assert_eq!(paper.decisions.first().map(|draft| draft.items.len()), Some(2));
}

#[test]
fn a_pointer_to_a_paragraph_without_a_draft_is_a_warning() {
    let text = cover("POL/3", "Work in harbours", "(see the draft decision in paragraph 9)")
        + "1. Harbours grow.\n\n## Draft decision\n\n2. **The Governing Body took note of the report.**\n";
    let paper = read(&text);
    assert_eq!(drafts(&paper), ["2"]);
    assert!(paper.warnings.iter().any(|warning| warning.contains("paragraph 9")), "{:?}", paper.warnings);
}

#[test]
fn the_caption_of_a_table_is_no_heading_and_marked_headings_keep_their_depth() {
    let text = cover("PFA/2", "Preview", "For guidance.")
        + "## ▶ Policy outcomes\n\n### Outcome 1: Strong harbours\n\n1. Harbours grow.\n\n**Table 1. What they cost**\n\n\
           | Year | Cost |\n|---|---|\n| 2036 | 12 |\n\n#### Output 1.1. More harbours\n\n2. More are built.\n";
    let paper = read(&text);
    assert_eq!(
        headings(&paper),
        [(1, "Policy outcomes"), (2, "Outcome 1: Strong harbours"), (3, "Output 1.1. More harbours")]
    );
    assert!(paper.paragraphs().any(|paragraph| paragraph.text == "Table 1. What they cost"), "{:?}", paper.blocks);
}
