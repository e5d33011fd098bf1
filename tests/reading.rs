//! What a delegate must be able to trust: which words stand in which paragraph, and what the reading does not know.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/texts.rs"]
mod texts;

use std::collections::HashSet;
use std::path::PathBuf;

use gbdesk::model::{Block, Item, Kind, Language, Paper, Paragraph, Table};
use gbdesk::reading::{self, Fault, Format, Origin};
use texts::texts;

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/reading").join(name);
    std::fs::read(&path).unwrap_or_else(|fault| panic!("{}: {fault}", path.display()))
}

fn read(name: &str) -> Paper {
    reading::read(&fixture(name), &Origin::file("paper")).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

/// A real paper, when the folder with the real papers is there.
fn real(name: &str) -> Option<Paper> {
    let folder = std::env::var_os("GBDESK_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = folder.join("papers").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: {} is not there, so {name} was not read", path.display());
        return None;
    };
    Some(reading::read(&bytes, &Origin::file(name)).unwrap_or_else(|fault| panic!("{name}: {fault}")))
}

fn paragraph<'a>(paper: &'a Paper, number: &str) -> &'a Paragraph {
    paper.numbered(number).unwrap_or_else(|| panic!("paragraph {number} was not found"))
}

fn numbers(paper: &Paper) -> Vec<&str> {
    paper.paragraphs().filter_map(|paragraph| paragraph.number.as_deref()).collect()
}

fn headings(paper: &Paper) -> Vec<(u8, &str)> {
    paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some((heading.level, heading.text.as_str())),
            _ => None,
        })
        .collect()
}

fn tables(paper: &Paper) -> Vec<&Table> {
    paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

fn markers(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.marker.as_str()).collect()
}

// ---- an invented paper in every form ----

#[test]
fn a_modern_cover_gives_its_nine_fields_and_no_block() {
    let paper = read("modern.md");
    assert_eq!(paper.symbol.as_ref().map(ToString::to_string).as_deref(), Some("GB.399/POL/3"));
    assert_eq!((paper.session, paper.section.as_deref()), (Some(399), Some("POL")));
    assert_eq!(
        paper.title.as_deref(),
        Some("Lighthouses and the people who keep them. Follow-up to the meeting of experts")
    );
    assert_eq!(paper.date.as_deref(), Some("2040-02-09"));
    assert_eq!(paper.original_language, Some(Language::FR));
    assert_eq!(paper.language, Some(Language::EN));
    assert_eq!(paper.kind, Kind::Paper);
    let cover = &paper.cover;
    assert!(cover.purpose.as_deref().is_some_and(|text| text.ends_with("(see the draft decision in paragraph 9).")));
    assert_eq!(cover.strategic_objective.as_deref(), Some("Social protection."));
    assert_eq!(cover.main_outcome.as_deref(), Some("Outcome 4: Safe coasts."));
    assert_eq!(cover.policy_implications.as_deref(), Some("Yes."));
    assert_eq!(cover.legal_implications.as_deref(), Some("None."));
    assert_eq!(cover.financial_implications.as_deref(), Some("See paragraph 8."));
    assert_eq!(cover.follow_up.as_deref(), Some("As decided."));
    assert_eq!(cover.author_unit.as_deref(), Some("Coastal Department (COAST)."));
    assert_eq!(
        cover.related_documents,
        ["GB.398/POL/2", "Resolution on lamps (adopted in 2039; amended)", "GB.397/PV"]
    );
    assert_eq!(headings(&paper).first(), Some(&(1, "Introduction")));
}

#[test]
fn a_missing_number_is_a_warning_and_no_renumbering() {
    let paper = read("modern.md");
    assert_eq!(numbers(&paper), ["1", "2", "3", "4", "6", "7", "8", "9", "1", "2"]);
    assert!(paper.warnings.iter().any(|warning| warning.contains("[5 not found]")), "{:?}", paper.warnings);
}

#[test]
fn a_second_paragraph_1_has_an_id_of_its_own() {
    let paper = read("modern.md");
    let ids: Vec<&str> = paper.paragraphs().map(|paragraph| paragraph.id.as_str()).collect();
    assert!(ids.contains(&"para_1") && ids.contains(&"para_1-2"), "{ids:?}");
}

#[test]
fn a_footnote_mark_leaves_its_sentence_and_keeps_its_place() {
    let paper = read("modern.md");
    let first = paragraph(&paper, "1");
    assert_eq!(first.text, "Lighthouses are kept by few. Their keepers, as the report Light and Labour, shows, are");
    assert_eq!(
        (first.footnotes.as_slice(), first.marks_at.as_slice()),
        (["1".to_owned(), "2".to_owned()].as_slice(), [28, 75].as_slice())
    );
    assert_eq!(paper.footnote("1").map(|note| note.text.as_str()), Some("GB.398/POL/2, para. 4."));
    // a square metre is no footnote
    assert!(paragraph(&paper, "4").text.starts_with("The lamp burns 2 m2 of wick."));
    assert!(paragraph(&paper, "4").footnotes.is_empty());
}

#[test]
fn a_sentence_that_a_footnote_cut_is_whole() {
    let paper = read("modern.md");
    assert!(
        paragraph(&paper, "4")
            .text
            .ends_with("between the keepers and the harbour masters that it shall burn at night."),
        "{}",
        paragraph(&paper, "4").text
    );
}

#[test]
fn a_mark_without_its_footnote_is_told() {
    let paper = read("modern.md");
    assert_eq!(paragraph(&paper, "8").text, "Financial questions remain.");
    assert!(paper.warnings.iter().any(|warning| warning.contains("not found: 7.")), "{:?}", paper.warnings);
}

#[test]
fn a_list_goes_on_after_a_page_break() {
    let paper = read("modern.md");
    let list = &paragraph(&paper, "3").items;
    assert_eq!(markers(list), ["•", "•", "•", "•"]);
    assert_eq!(list.last().map(|item| item.text.as_str()), Some("a successor."));
}

#[test]
fn numbers_of_a_list_are_no_paragraphs() {
    let paper = read("modern.md");
    assert_eq!(markers(&paragraph(&paper, "7").items), ["1.", "2.", "3."]);
}

#[test]
fn a_table_knows_its_header_its_groups_and_drops_the_header_that_comes_again() {
    let paper = read("modern.md");
    let [table] = tables(&paper)[..] else { panic!("one table, not {}", tables(&paper).len()) };
    assert_eq!(table.header_rows, 1);
    assert_eq!(table.group_rows, [1]);
    assert_eq!(table.rows.len(), 5, "{:?}", table.rows);
    assert!(table.rows.iter().all(|row| row.len() == 3));
    assert_eq!(table.rows.iter().filter(|row| row.first().is_some_and(|cell| cell == "Item")).count(), 1);
}

#[test]
fn a_draft_decision_has_its_parts_and_their_parts() {
    let paper = read("modern.md");
    let [decision] = &paper.decisions[..] else { panic!("{:?}", paper.decisions) };
    assert_eq!(decision.paragraph.as_deref(), Some("9"));
    assert_eq!(decision.id, "para_9");
    assert_eq!(markers(&decision.items), ["(a)", "(b)"]);
    assert_eq!(decision.items.last().map(|item| markers(&item.items)), Some(vec!["(i)", "(ii)"]));
}

#[test]
fn a_french_paper_is_read_like_an_english_one() {
    let paper = read("fr.md");
    assert_eq!(paper.language, Some(Language::FR));
    assert_eq!(paper.original_language, Some(Language::ES));
    assert_eq!(paper.date.as_deref(), Some("2040-02-01"));
    assert_eq!((paper.session, paper.section.as_deref()), (Some(399), Some("INS")));
    let cover = &paper.cover;
    for field in [
        &cover.purpose,
        &cover.strategic_objective,
        &cover.main_outcome,
        &cover.policy_implications,
        &cover.legal_implications,
        &cover.financial_implications,
        &cover.follow_up,
        &cover.author_unit,
    ] {
        assert!(field.is_some(), "{cover:?}");
    }
    assert_eq!(cover.related_documents, ["GB.398/POL/2", "GB.397/PV"]);
    assert_eq!(markers(&paragraph(&paper, "2").items), ["a)", "b)"]);
    assert_eq!(paper.decisions.len(), 1);
    assert_eq!(paper.decisions.first().and_then(|draft| draft.paragraph.as_deref()), Some("3"));
    assert_eq!(paper.symbol, None, "no symbol is printed on it");
}

#[test]
fn a_spanish_paper_is_read_like_an_english_one() {
    let paper = read("es.md");
    assert_eq!(paper.language, Some(Language::ES));
    assert_eq!(paper.original_language, Some(Language::EN));
    assert_eq!(paper.date.as_deref(), Some("2040-02-06"));
    assert_eq!(paper.cover.author_unit.as_deref(), Some("Departamento de Costas (COSTAS)."));
    assert_eq!(paper.cover.follow_up.as_deref(), Some("Sí."));
    assert_eq!(paper.decisions.first().and_then(|draft| draft.paragraph.as_deref()), Some("2"));
    assert!(paper.warnings.is_empty(), "{:?}", paper.warnings);
}

#[test]
fn an_older_committee_paper_is_decided_where_it_may_wish_to() {
    let paper = read("older.txt");
    assert_eq!(paper.symbol.as_ref().map(ToString::to_string).as_deref(), Some("GB.199/PFA/4"));
    assert_eq!(paper.title.as_deref(), Some("The roof of the lamp store"));
    assert_eq!(paper.date.as_deref(), Some("1975-10-04"));
    assert_eq!(numbers(&paper), ["1", "2", "3", "4"]);
    assert!(
        paragraph(&paper, "1").text.contains("to the Committee at its last session"),
        "{:?}",
        paragraph(&paper, "1")
    );
    assert_eq!(markers(&paragraph(&paper, "2").items), ["(a)", "(b)"]);
    // paragraph 3 tells of a decision in the past tense and is none
    let drafts: Vec<Option<&str>> = paper.decisions.iter().map(|draft| draft.paragraph.as_deref()).collect();
    assert_eq!(drafts, [Some("4")]);
}

#[test]
fn text_that_lost_its_numbers_says_so_and_keeps_everything_else() {
    let paper = read("lost.txt");
    assert_eq!(paper.symbol.as_ref().map(ToString::to_string).as_deref(), Some("GB.399/PFA/7"));
    assert!(numbers(&paper).is_empty());
    assert!(paper.warnings.iter().any(|warning| warning.contains("numbers") && warning.contains("lost")));
    assert_eq!(
        headings(&paper),
        [
            (1, "Introduction"),
            (1, "Outcome 1: Lamps that burn by night and by day"),
            (2, "Persisting challenges"),
            (2, "Output 1.1. Brighter lamps for the keepers of the coast, and their boats"),
            (1, "Draft decision"),
        ]
    );
    let all = texts(&paper).join("\n");
    assert!(!all.contains("GB.399/PFA/7") && !all.contains("https://"), "{all}");
    assert!(all.contains("vision of the keepers. It is far-reaching and touches decent work for all"), "{all}");
    assert!(all.contains("cleaning glass for the lamp house;"), "{all}");
    let marks: Vec<&String> = paper.paragraphs().flat_map(|paragraph| &paragraph.footnotes).collect();
    assert_eq!(marks, ["1", "2"], "outcome 2 is no footnote");
    let lists: Vec<usize> =
        paper.paragraphs().map(|paragraph| paragraph.items.len()).filter(|count| *count > 0).collect();
    assert_eq!(lists, [3]);
    assert_eq!(paper.decisions.len(), 1);
    assert_eq!(
        paper.decisions.first().map(|draft| draft.paragraph.is_none() && draft.id.starts_with("p-")),
        Some(true)
    );
}

#[test]
fn a_press_release_is_a_text_of_its_session_and_no_paper() {
    let paper = read("press.txt");
    assert_eq!((paper.kind, paper.session), (Kind::Text, Some(399)));
    assert_eq!(paper.symbol, None);
    assert_eq!(paper.title.as_deref(), Some("Governing Body concludes its 399th Session"));
    assert!(paper.decisions.is_empty());
}

#[test]
fn minutes_record_decisions_and_propose_none() {
    let paper = read("minutes.txt");
    assert_eq!(paper.kind, Kind::Minutes);
    assert_eq!(numbers(&paper), ["1", "2"]);
    assert!(paper.decisions.is_empty(), "{:?}", paper.decisions);
}

#[test]
fn a_pointer_to_a_decision_that_is_not_there_is_told() {
    let text = String::from_utf8(fixture("es.md")).unwrap().replace("párrafo 2", "párrafo 7");
    let paper = reading::read(text.as_bytes(), &Origin::default()).unwrap();
    assert!(paper.warnings.iter().any(|warning| warning.contains("paragraph 7")), "{:?}", paper.warnings);
}

#[test]
fn a_name_that_contradicts_the_cover_gives_no_symbol() {
    let paper = reading::read(&fixture("es.md"), &Origin::file("gb-398-ins-11.md")).unwrap();
    assert_eq!(paper.symbol, None);
    let paper = reading::read(&fixture("es.md"), &Origin::file("gb-399-ins-11.md")).unwrap();
    assert_eq!(paper.symbol.map(|symbol| symbol.to_string()).as_deref(), Some("GB.399/INS/11"));
}

#[test]
fn an_agenda_and_an_information_paper_are_known_as_such() {
    let agenda = "Governing Body\n399th Session, Geneva, March 2040\n\nGB.399/Agenda\n\nAgenda of the 399th Session\n\nInstitutional Section\n";
    assert_eq!(reading::read(agenda.as_bytes(), &Origin::default()).unwrap().kind, Kind::Agenda);
    let info = "Governing Body\n399th Session, Geneva, March 2040\n\nGB.399/POL/INF/1\n\nFOR INFORMATION\n\nLamps of the world\n\n1. They burn.\n";
    let paper = reading::read(info.as_bytes(), &Origin::default()).unwrap();
    assert_eq!((paper.kind, paper.title.as_deref()), (Kind::Information, Some("Lamps of the world")));
    let addendum = "GB.399/POL/2(Add.1)\n\n399th Session\n\nRevised draft decision\n\n1. The Governing Body took note of the lamps.\n";
    let paper = reading::read(addendum.as_bytes(), &Origin::default()).unwrap();
    assert_eq!((paper.kind, paper.decisions.len()), (Kind::Addendum, 1));
}

#[test]
fn a_format_is_told_by_content() {
    assert_eq!(reading::detect(b"%PDF-1.7\n", Some("a.txt")), Some(Format::Pdf));
    assert_eq!(reading::detect(b"PK\x03\x04 and so on", Some("a.md")), Some(Format::Docx));
    assert_eq!(reading::detect(b"\n <!DOCTYPE html><p>", None), Some(Format::Html));
    assert_eq!(reading::detect(b"<p>no page", None), Some(Format::Plain));
    assert_eq!(reading::detect(&fixture("modern.md"), Some("modern.txt")), Some(Format::Markdown));
    assert_eq!(reading::detect(&fixture("lost.txt"), None), Some(Format::Plain));
    assert_eq!(reading::detect(&[0, 1, 2, 3, 0, 0, 0, 1], None), None);
    assert_eq!(reading::read(b" \n", &Origin::default()), Err(Fault::Empty));
}

#[test]
fn text_of_the_nineties_keeps_its_accents() {
    let paper =
        reading::read(b"1. La d\xe9cision du Conseil est prise.\n\n2. Elle est prise.\n", &Origin::default()).unwrap();
    assert_eq!(paragraph(&paper, "1").text, "La décision du Conseil est prise.");
}

#[test]
fn an_explanation_names_the_chain_and_what_was_rejected() {
    let (_, told) = reading::explain(&fixture("modern.md"), &Origin::default()).unwrap();
    let chain: Vec<u32> = told.chain.iter().map(|step| step.number).collect();
    assert_eq!(chain, [1, 2, 3, 4, 6, 7, 8, 9, 1, 2]);
    let rejected: Vec<u32> = told.rejected.iter().map(|step| step.number).collect();
    assert_eq!(rejected, [1, 2, 3]);
    assert!(told.lines.iter().any(|line| line.begins.is_some()));
}

// ---- real papers, when they are there ----

#[test]
fn the_report_of_the_director_general_is_read_whole() {
    let Some(paper) = real("gb-346-ins-17-1.md") else { return };
    assert_eq!(paper.symbol.as_ref().map(ToString::to_string).as_deref(), Some("GB.346/INS/17/1"));
    assert_eq!(paper.date.as_deref(), Some("2022-10-17"));
    assert_eq!(
        paper.title.as_deref(),
        Some("Report of the Director-General. First Supplementary Report: A Global Coalition for Social Justice")
    );
    assert_eq!(headings(&paper).len(), 6);
    assert!(headings(&paper).iter().all(|(level, _)| *level == 1));
    let expected: Vec<String> = (1..=29).map(|number| number.to_string()).collect();
    assert_eq!(numbers(&paper), expected);
    assert_eq!(paper.paragraphs().count(), 29);
    assert_eq!(markers(&paragraph(&paper, "20").items).len(), 5);
    assert_eq!(markers(&paragraph(&paper, "23").items).len(), 4);
    assert_eq!(markers(&paragraph(&paper, "28").items).len(), 4);
    let marks: Vec<&str> = paper.paragraphs().flat_map(|paragraph| &paragraph.footnotes).map(String::as_str).collect();
    assert_eq!(marks, ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(paper.footnotes.len(), 6);
    assert!(paragraph(&paper, "8").text.contains("international commitments and concrete achievements has"));
    assert!(paragraph(&paper, "25").text.contains("(March 2022), as well as to UN system"));
    assert_eq!(paper.cover.related_documents.len(), 5);
    assert_eq!(paper.decisions.len(), 1);
    assert_eq!(paper.decisions.first().map(|draft| markers(&draft.items)), Some(vec!["(a)", "(b)", "(c)"]));
    assert!(paper.warnings.is_empty(), "{:?}", paper.warnings);
}

#[test]
fn the_plan_of_action_keeps_its_table() {
    let Some(paper) = real("gb-344-ins-8.md") else { return };
    let expected: Vec<String> = (1..=15).map(|number| number.to_string()).collect();
    assert_eq!(numbers(&paper), expected);
    assert_eq!(paper.paragraphs().count(), 15);
    assert_eq!(paper.decisions.first().and_then(|draft| draft.paragraph.as_deref()), Some("15"));
    assert_eq!(paper.decisions.first().map(|draft| markers(&draft.items)), Some(vec!["(a)", "(b)", "(c)"]));
    assert!(paper.cover.related_documents.len() > 8, "{:?}", paper.cover.related_documents);
    let [table] = tables(&paper)[..] else { panic!("one table, not {}", tables(&paper).len()) };
    assert!(table.rows.iter().all(|row| row.len() == 5));
    assert_eq!(table.header_rows, 1);
    assert!(table.group_rows.len() >= 18, "{}", table.group_rows.len());
    let headers = table.rows.iter().filter(|row| row.last().is_some_and(|cell| cell == "Time frames")).count();
    assert_eq!(headers, 1);
    for text in texts(&paper) {
        assert!(!text.contains(['<', '>', '\t']) && !text.contains("**"), "{text}");
    }
}

#[test]
fn the_preview_of_the_programme_has_its_whole_outline() {
    let Some(paper) = real("gb-340-pfa-2.txt") else { return };
    assert_eq!(paper.symbol.as_ref().map(ToString::to_string).as_deref(), Some("GB.340/PFA/2"));
    let of = |word: &str| {
        headings(&paper)
            .into_iter()
            .filter(|(_, text)| text.starts_with(word))
            .map(|(level, text)| {
                let name = text.split_whitespace().nth(1).unwrap_or_default();
                (level, name.trim_end_matches([':', '.']).to_owned())
            })
            .collect::<Vec<(u8, String)>>()
    };
    let outcomes = of("Outcome ");
    let names: Vec<&str> = outcomes.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["1", "2", "3", "4", "5", "6", "7", "8", "A", "B", "C"]);
    let outputs = of("Output ");
    let mut expected = Vec::new();
    for (outcome, count) in
        [("1", 4), ("2", 4), ("3", 5), ("4", 4), ("5", 4), ("6", 4), ("7", 5), ("8", 3), ("A", 4), ("B", 3), ("C", 4)]
    {
        expected.extend((1..=count).map(|output| format!("{outcome}.{output}")));
    }
    let names: Vec<&str> = outputs.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, expected);
    let levels: HashSet<u8> = outcomes.iter().map(|(level, _)| *level).collect();
    let below: HashSet<u8> = outputs.iter().map(|(level, _)| *level).collect();
    assert_eq!((levels, below), (HashSet::from([2]), HashSet::from([3])));
    for (_, text) in headings(&paper) {
        assert!(!text.ends_with([',', '-']), "a heading was cut: {text}");
    }
    assert!(numbers(&paper).is_empty());
    assert!(paper.paragraphs().all(|paragraph| paragraph.id.starts_with("p-")));
    assert!(paper.warnings.iter().any(|warning| warning.contains("lost")), "{:?}", paper.warnings);
    assert_eq!(paper.decisions.len(), 1);
    assert!(paper.decisions.first().is_some_and(|draft| draft.text.ends_with("(March 2021) of the Governing Body.")));
    let marks: Vec<&str> = paper.paragraphs().flat_map(|paragraph| &paragraph.footnotes).map(String::as_str).collect();
    assert_eq!(marks, ["1", "2", "3"]);
    assert_eq!(paper.footnotes.len(), 3);
    let all = texts(&paper).join("\n");
    assert!(!all.contains("GB.340/PFA/2") && !all.contains("wcms_"), "furniture stands in a sentence");
    assert!(all.contains("human-centred approach embedded") && all.contains("special attention will be paid"));
}

#[test]
fn the_oral_report_has_five_paragraphs_and_no_symbol() {
    let Some(paper) = real("working-party-report-2004.txt") else { return };
    assert_eq!(numbers(&paper), ["1", "2", "3", "4", "5"]);
    assert_eq!(paper.symbol, None);
    assert_eq!(paper.session, None);
    assert_eq!(paragraph(&paper, "3").items.len(), 10);
    assert_eq!(paragraph(&paper, "4").items.len(), 7);
    assert!(texts(&paper).iter().all(|text| !text.contains('!')));
    assert_eq!(paper.date.as_deref(), Some("2004-11-17"));
}

#[test]
fn the_press_release_is_of_session_352() {
    let Some(paper) = real("press-release-352nd-session.txt") else { return };
    assert_eq!((paper.kind, paper.session), (Kind::Text, Some(352)));
    assert_eq!(paper.symbol, None);
    assert!(paper.paragraphs().count() >= 9);
    assert!(paper.decisions.is_empty());
}
