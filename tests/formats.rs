//! PDF, DOCX and web pages are read truly, and no file does harm: each ends in a paper or in a sentence.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/files.rs"]
mod files;
#[path = "support/score.rs"]
mod score;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use files::{bomb_docx, docx, docx_with, pdf, pdf_of};
use gbdesk::model::{Block, Paper};
use gbdesk::reading::guard::{Limits, read_guarded};
use gbdesk::reading::{self, Fault, Format, Origin};
use proptest::prelude::*;

fn exe() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_gbdesk"))
}

fn guarded(bytes: &[u8], name: &str) -> Result<Paper, Fault> {
    let began = Instant::now();
    let result = read_guarded(exe(), bytes, &Origin::file(name), Limits::default());
    assert!(began.elapsed() < Duration::from_secs(20), "{name} took {:?}", began.elapsed());
    if let Err(fault) = &result {
        let sentence = fault.to_string();
        assert!(sentence.len() > 20, "{name}: {sentence}");
    }
    result
}

fn read(bytes: &[u8], name: &str) -> Paper {
    reading::read(bytes, &Origin::file(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
}

fn numbers(paper: &Paper) -> Vec<&str> {
    paper.paragraphs().filter_map(|paragraph| paragraph.number.as_deref()).collect()
}

fn headings(paper: &Paper) -> Vec<&str> {
    paper
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Heading(heading) => Some(heading.text.as_str()),
            _ => None,
        })
        .collect()
}

const PARAGRAPHS: &[&str] = &[
    "The Office has prepared the present report at the request of the Governing Body.",
    "It sets out the measures that were taken in the period under review.",
    "The Governing Body may wish to give further guidance to the Office.",
];

// --- DOCX ---------------------------------------------------------------------------------------------------------

#[test]
fn word_numbers_that_stand_in_no_text_are_computed() {
    let body = PARAGRAPHS.iter().map(|text| files::numbered(text, 1, 0)).collect::<String>()
        + &files::numbered("first part;", 2, 0)
        + &files::numbered("of the second level; and", 2, 1)
        + &files::numbered("second part.", 2, 0)
        + &files::numbered("The list above does not end the count of the paragraphs.", 1, 0);
    let paper = read(&docx(&body), "a.docx");
    assert_eq!(numbers(&paper), ["1", "2", "3", "4"]);
    let third = paper.numbered("3").unwrap();
    assert_eq!(third.items.iter().map(|item| item.marker.as_str()).collect::<Vec<_>>(), ["(a)", "(b)"]);
    assert_eq!(third.items[0].items[0].marker, "(i)");
}

#[test]
fn a_start_override_restarts_a_list_that_would_go_on() {
    let body = files::numbered(PARAGRAPHS[0], 1, 0)
        + &files::numbered("first part;", 2, 0)
        + &files::numbered("second part.", 2, 0)
        + &files::numbered(PARAGRAPHS[1], 1, 0)
        + &files::numbered("another first part;", 3, 0)
        + &files::numbered("another second part.", 3, 0);
    let paper = read(&docx(&body), "a.docx");
    let markers = |number: &str| -> Vec<String> {
        paper.numbered(number).unwrap().items.iter().map(|item| item.marker.clone()).collect()
    };
    assert_eq!(markers("1"), ["(a)", "(b)"]);
    assert_eq!(markers("2"), ["(a)", "(b)"]);
}

#[test]
fn deleted_hidden_and_repeated_text_is_left_out_and_insertions_are_read() {
    let run = |text: &str| format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
    let body = format!(
        "<w:p>{}<w:del w:id=\"1\"><w:r><w:delText>never </w:delText></w:r></w:del><w:ins w:id=\"2\">{}</w:ins>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>\
         <mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:p>",
        run("The Office "),
        run("now "),
        run("submits its report."),
        run("submits its report."),
    );
    let paper = read(&docx(&body), "a.docx");
    let text: Vec<&str> = paper.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
    assert_eq!(text, ["The Office now submits its report."]);
    assert!(paper.warnings.iter().any(|warning| warning.contains("tracked changes")), "{:?}", paper.warnings);
}

#[test]
fn word_footnotes_hang_on_their_marks() {
    let body = "<w:p><w:r><w:t>See the earlier report</w:t></w:r><w:r><w:footnoteReference w:id=\"5\"/></w:r>\
                <w:r><w:t xml:space=\"preserve\"> of the Office.</w:t></w:r></w:p>";
    let notes = "<w:footnote w:id=\"0\" w:type=\"separator\"><w:p/></w:footnote><w:footnote w:id=\"5\"><w:p><w:r>\
                 <w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> GB.398/INS/7, para. 4.</w:t></w:r></w:p></w:footnote>";
    let paper = read(&docx_with(body, notes), "a.docx");
    let paragraph = paper.paragraphs().next().unwrap();
    assert_eq!(paragraph.text, "See the earlier report of the Office.");
    assert_eq!(paragraph.footnotes, ["1"]);
    assert_eq!(paper.footnote("1").unwrap().text, "GB.398/INS/7, para. 4.");
}

#[test]
fn merged_cells_keep_their_columns() {
    let cell = |extra: &str, text: &str| {
        format!("<w:tc><w:tcPr>{extra}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let body = format!(
        "<w:p><w:r><w:t>The table shows the resources.</w:t></w:r></w:p><w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}{}</w:tr><w:tr>{}{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
        cell("", "Item"),
        cell("", "2024"),
        cell("", "2025"),
        cell("<w:vMerge w:val=\"restart\"/>", "Staff"),
        cell("", "10"),
        cell("", "12"),
        cell("<w:vMerge/>", "unseen"),
        cell("<w:gridSpan w:val=\"2\"/>", "in both years"),
    );
    let paper = read(&docx(&body), "a.docx");
    let table = paper.blocks.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let table = table.unwrap();
    assert_eq!(table.header_rows, 1);
    assert!(table.rows.iter().all(|row| row.len() == 3), "{:?}", table.rows);
    assert_eq!(table.rows[2][0], "");
    assert_eq!(table.rows[2][1], "in both years");
}

#[test]
fn a_zip_bomb_an_entity_bomb_and_endless_depth_end_in_a_sentence() {
    assert!(matches!(guarded(&bomb_docx(200 << 20), "bomb.docx"), Err(Fault::TooLarge(_) | Fault::Damaged(..))));
    let laughs =
        "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><w:document>&b;</w:document>";
    assert!(matches!(guarded(&files::zip(&[("word/document.xml", laughs)]), "x.docx"), Err(Fault::Damaged(..))));
    let deep = format!("{}<w:p/>{}", "<w:sdt><w:sdtContent>".repeat(50_000), "</w:sdtContent></w:sdt>".repeat(50_000));
    let _ = guarded(&docx(&deep), "deep.docx");
    let tables = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(30_000), "</w:tc></w:tr></w:tbl>".repeat(30_000));
    let _ = guarded(&docx(&tables), "tables.docx");
    assert!(matches!(
        guarded(&files::zip(&[("mimetype", "application/epub+zip")]), "book.docx"),
        Err(Fault::Unsupported(Format::Docx))
    ));
}

// --- HTML ---------------------------------------------------------------------------------------------------------

#[test]
fn a_page_of_the_nineties_is_read_in_its_own_letters_and_without_closing_tags() {
    let page: Vec<u8> = b"<HTML><HEAD><TITLE>GB.267/1</TITLE></HEAD><BODY BGCOLOR=#FFFFFF><H2>D\xE9cisions</H2>\
        <P>1. Le Conseil d\x92administration a d\xE9cid\xE9 de poursuivre l\x92examen.<SUP>1</SUP>\
        <P>2. Il a pri\xE9 le Bureau de lui faire rapport:<UL><LI>en mars;<LI>en novembre.</UL>\
        <P>3. La s\xE9ance est lev\xE9e.<HR><P><SUP>1</SUP> Document GB.267/2.</BODY>"
        .to_vec();
    let paper = read(&page, "gb-1.htm");
    assert_eq!(numbers(&paper), ["1", "2", "3"]);
    assert!(paper.numbered("1").unwrap().text.contains("d’administration a décidé"));
    assert_eq!(paper.numbered("2").unwrap().items.len(), 2);
    assert_eq!(headings(&paper), ["Décisions"]);
}

#[test]
fn lists_count_as_the_page_says() {
    let page = "<html><body><ol><li>The Office submitted its report to the session.</li><li>The report \
                covers two years of work.<ol type=a start=2><li>first;</li><li>second.</li></ol></li></ol></body></html>";
    let paper = read(page.as_bytes(), "a.html");
    assert_eq!(numbers(&paper), ["1", "2"]);
    let markers: Vec<&str> = paper.numbered("2").unwrap().items.iter().map(|item| item.marker.as_str()).collect();
    assert_eq!(markers, ["(b)", "(c)"]);
}

#[test]
fn menus_scripts_and_hidden_text_are_no_part_of_the_paper() {
    let page = "<html><body><nav><a href=/>Home</a></nav><script>var a = '<p>no</p>';</script><div style='display: none'>\
                <div>never</div>nor this</div><p>The Governing Body met in Geneva.</p><footer>Contact</footer></body></html>";
    let paper = read(page.as_bytes(), "a.html");
    let text: Vec<&str> = paper.paragraphs().map(|paragraph| paragraph.text.as_str()).collect();
    assert_eq!(text, ["The Governing Body met in Geneva."]);
}

#[test]
fn linked_notes_become_footnotes() {
    let page = "<html><body><p>The report<sup><a href='#_ftn1' id='_ftnref1'>1</a></sup> was adopted.</p><hr>\
                <div id='_ftn1'><p><a href='#_ftnref1'><sup>1</sup></a> GB.398/PV.</p></div></body></html>";
    let paper = read(page.as_bytes(), "a.html");
    let paragraph = paper.paragraphs().next().unwrap();
    assert_eq!((paragraph.text.as_str(), &paragraph.footnotes[..]), ("The report was adopted.", &["1".to_owned()][..]));
    assert_eq!(paper.footnote("1").unwrap().text, "GB.398/PV.");
}

#[test]
fn a_table_that_only_places_text_is_opened() {
    let page = "<html><body><table><tr><td><h2>Introduction</h2><p>1. The Office reports on its work.</p></td><td>\
                <p>Side</p></td></tr></table></body></html>";
    let paper = read(page.as_bytes(), "a.html");
    assert_eq!(numbers(&paper), ["1"]);
    assert!(!paper.blocks.iter().any(|block| matches!(block, Block::Table(_))));
}

#[test]
fn pages_of_endless_depth_end_in_a_paper_or_a_sentence() {
    for tag in
        ["div", "table><tr><td", "ul><li", "b", "font size=2", "blockquote", "span style='font-weight:bold'", "p"]
    {
        let page = format!("<html><body><p>Before.</p>{}deep", format!("<{tag}>").repeat(100_000));
        let _ = guarded(page.as_bytes(), "deep.html");
    }
}

// --- PDF ----------------------------------------------------------------------------------------------------------

#[test]
fn lines_of_a_pdf_become_paragraphs_and_running_heads_go() {
    let page = |number: usize, first: usize| {
        let mut lines = vec![(72.0, 40.0, 8.0, format!("GB.398/INS/7 {number}"))];
        for (index, text) in PARAGRAPHS.iter().enumerate() {
            let y = 120.0 + index as f32 * 60.0;
            lines.push((72.0, y, 10.0, format!("{}. {text}", first + index)));
            lines.push((100.0, y + 12.0, 10.0, "It continues on a second line of the same paragraph.".to_owned()));
        }
        lines
    };
    let paper = read(&pdf(&[page(1, 1), page(2, 4), page(3, 7)]), "a.pdf");
    assert_eq!(numbers(&paper), ["1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    let second = paper.numbered("5").unwrap();
    assert!(second.text.ends_with("a second line of the same paragraph."), "{}", second.text);
    assert_eq!(second.page, Some(2));
    assert!(!paper.paragraphs().any(|paragraph| paragraph.text.contains("GB.398/INS/7")));
}

#[test]
fn columns_are_read_one_after_the_other() {
    let mut lines = Vec::new();
    for index in 0..12 {
        let y = 120.0 + index as f32 * 14.0;
        lines.push((60.0, y, 9.0, format!("left line {index} of the column that is read first.")));
        lines.push((320.0, y, 9.0, format!("right line {index} of the column that is read next.")));
    }
    let paper = read(&pdf(&[lines]), "a.pdf");
    let text = paper.paragraphs().map(|paragraph| paragraph.text.clone()).collect::<Vec<_>>().join(" ");
    assert!(text.find("left line 11").unwrap() < text.find("right line 0").unwrap(), "{text}");
}

#[test]
fn a_ruled_table_of_a_pdf_keeps_its_cells() {
    let mut drawing = String::new();
    for x in [72.0, 200.0, 300.0, 400.0] {
        drawing += &format!("{x} 500 m {x} 560 l S ");
    }
    for y in [500.0, 520.0, 540.0, 560.0] {
        drawing += &format!("72 {y} m 400 {y} l S ");
    }
    let mut text = String::new();
    for (row, cells) in [["Item", "2024", "2025"], ["Staff", "10", "12"], ["Travel", "3", "4"]].iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let x = [80.0, 210.0, 310.0][column];
            text += &format!("BT /F1 10 Tf {x} {} Td ({cell}) Tj ET ", 546 - row * 20);
        }
    }
    text += "BT /F1 10 Tf 72 700 Td (1. The table below shows the resources of two years.) Tj ET ";
    let paper = read(&pdf_of(&format!("{drawing}{text}")), "a.pdf");
    let table = paper.blocks.iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    assert_eq!(table.unwrap().rows, [["Item", "2024", "2025"], ["Staff", "10", "12"], ["Travel", "3", "4"]]);
}

#[test]
fn a_pdf_without_text_says_so() {
    assert!(matches!(guarded(&pdf_of("0 0 100 100 re f"), "scan.pdf"), Err(Fault::NoText(Format::Pdf))));
}

#[test]
fn truncated_and_bit_flipped_files_end_in_a_paper_or_a_sentence() {
    let lines: Vec<_> = PARAGRAPHS
        .iter()
        .enumerate()
        .map(|(index, text)| (72.0, 100.0 + index as f32 * 30.0, 10.0, format!("{}. {text}", index + 1)))
        .collect();
    let samples = [
        (pdf(&[lines]), "a.pdf"),
        (docx(&PARAGRAPHS.iter().map(|text| files::numbered(text, 1, 0)).collect::<String>()), "a.docx"),
    ];
    let mut seed = 0x2545_F491_4F6C_DD1Du64;
    for (bytes, name) in samples {
        for part in 1..8 {
            let _ = guarded(&bytes[..bytes.len() * part / 8], name);
        }
        for _ in 0..40 {
            let mut flipped = bytes.clone();
            for _ in 0..4 {
                seed ^= seed << 13;
                seed ^= seed >> 7;
                seed ^= seed << 17;
                let place = usize::try_from(seed % flipped.len() as u64).unwrap();
                flipped[place] ^= 1 << (seed >> 61);
            }
            let _ = guarded(&flipped, name);
        }
    }
}

#[test]
fn hostile_pdfs_end_in_a_sentence_within_their_limits() {
    for (name, bytes) in files::hostile_pdfs() {
        let _ = guarded(&bytes, name);
    }
}

#[test]
fn a_locked_pdf_says_that_it_is_locked() {
    let fault = guarded(&files::locked_pdf(), "locked.pdf").unwrap_err();
    assert!(matches!(fault, Fault::Encrypted(Format::Pdf) | Fault::Damaged(Format::Pdf, _)), "{fault:?}");
}

// --- any bytes ----------------------------------------------------------------------------------------------------

#[test]
fn what_is_no_paper_says_so() {
    for (bytes, name) in [
        (&b""[..], "empty.pdf"),
        (&b"   \n\n"[..], "blank.txt"),
        (&b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"[..], "picture.pdf"),
        (&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00\x00"[..], "old.doc"),
        (&b"%PDF-1.7\n"[..], "head.pdf"),
        (&b"PK\x03\x04"[..], "head.docx"),
        (&b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"[..], "nothing.docx"),
    ] {
        assert!(guarded(bytes, name).is_err(), "{name}");
    }
}

#[test]
fn large_texts_are_read_in_their_time() {
    let lines = (1..40_000).map(|n| format!("{n}. Paragraph of a long report.\n\n")).collect::<String>();
    let _ = guarded(lines.as_bytes(), "long.txt");
    let restarts = (1..60_000).map(|n| format!("{}. Part\n", n % 7 + 1)).collect::<String>();
    let _ = guarded(restarts.as_bytes(), "restarts.txt");
    let _ = guarded("a".repeat(4 << 20).as_bytes(), "one-word.txt");
    let _ = guarded("(".repeat(1 << 20).as_bytes(), "brackets.md");
    let _ = guarded("*_".repeat(500_000).as_bytes(), "stars.md");
    let _ = guarded("> ".repeat(500_000).as_bytes(), "quotes.md");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_end_in_a_paper_or_an_error(
        head in prop::sample::select(vec!["", "%PDF-1.7\n", "PK\u{3}\u{4}", "<html><body>", "# Paper\n\n", "1. First\n\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        let mut file = head.as_bytes().to_vec();
        file.extend(bytes);
        let _ = reading::read(&file, &Origin::default());
    }

    #[test]
    fn any_tags_end_in_a_paper(parts in prop::collection::vec(
        prop::sample::select(vec![
            "<p>", "</p>", "<table>", "</table>", "<tr>", "<td>", "</td>", "<ul>", "<li>", "</ul>", "<ol start=9>", "<h2>",
            "</h2>", "<sup>", "</sup>", "<a href='#n1'>", "<a name=n1>", "</a>", "1. Text", "(a) part", "<br>", "<hr>",
            "<b>", "<div hidden>", "</div>", "<td rowspan=9 colspan=9>", "<main>", "</main>", "<pre>", "1",
        ]), 0..120)) {
        let page = format!("<html><body>{}", parts.concat());
        prop_assert!(!matches!(reading::read(page.as_bytes(), &Origin::default()), Err(Fault::Damaged(..))));
    }
}

// --- the shared papers, where present -------------------------------------------------------------------------------

fn shared() -> Option<PathBuf> {
    let named = std::env::var_os("GBDESK_SHARED").map(PathBuf::from);
    named
        .into_iter()
        .chain([Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared")])
        .find(|folder| folder.join("lookalikes").is_dir())
}

#[test]
fn every_numbered_paragraph_of_the_look_alikes_carries_its_number() {
    let Some(shared) = shared() else {
        println!("skipped: no ../shared/lookalikes here");
        return;
    };
    let squash = |text: &str| -> String {
        text.chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}'))
            .take(40)
            .collect()
    };
    let mut checked = 0;
    for folder in ["lookalikes", "un-papers"] {
        for entry in std::fs::read_dir(shared.join(folder)).unwrap().flatten() {
            let path = entry.path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(kind) = path.extension().and_then(|kind| kind.to_str()) else { continue };
            if !["pdf", "docx", "html"].contains(&kind) {
                continue;
            }
            let stem = name.split('.').next().unwrap();
            let truth = std::fs::read_to_string(path.with_file_name(format!("{stem}.truth.json"))).unwrap();
            let truth: serde_json::Value = serde_json::from_str(&truth).unwrap();
            let paper = guarded(&std::fs::read(&path).unwrap(), &name).unwrap();
            for block in truth["blocks"].as_array().unwrap().iter().filter(|block| block["type"] == "para") {
                let number = block["label"].as_str().unwrap().trim_end_matches('.');
                let found = paper.numbered(number).unwrap_or_else(|| panic!("{name}: no paragraph {number}"));
                let wanted = squash(block["text"].as_str().unwrap());
                assert_eq!(squash(&found.text), wanted, "{name}, paragraph {number}");
                checked += 1;
            }
        }
    }
    assert!(checked > 500, "{checked}");
}

#[test]
fn papers_are_read_as_truly_when_their_tags_are_ignored() {
    let Some(shared) = shared().filter(|shared| shared.join("un-papers").is_dir()) else {
        println!("skipped: no ../shared/un-papers here");
        return;
    };
    let mut score = score::Score::default();
    for entry in std::fs::read_dir(shared.join("un-papers")).unwrap().flatten() {
        let path = entry.path();
        if path.extension().is_none_or(|kind| kind != "pdf") {
            continue;
        }
        let truth: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path.with_extension("truth.json")).unwrap()).unwrap();
        let paper = reading::read_untagged(&std::fs::read(&path).unwrap(), &Origin::default()).unwrap();
        score.paper(&paper, &truth);
    }
    for (name, least) in [
        ("number", 0.998),
        ("start", 0.98),
        ("exact", 0.98),
        ("heading", 0.95),
        ("fnmark", 0.99),
        ("fntext", 0.99),
        ("cell", 0.92),
    ] {
        assert!(score.of(name) >= least, "{name} is {:.3}, not {least}: {score:?}", score.of(name));
    }
}
