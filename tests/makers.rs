//! PDFs as various programs make them, without tags and often without rules: web pages that were printed, typesetters,
//! word processors.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/files.rs"]
mod files;

use files::{assemble, pdf, pdf_of, stream};
use gbdesk::model::{Block, Paper, Paragraph, Table};
use gbdesk::reading::{self, Origin};
use proptest::prelude::*;

type Line = (f32, f32, f32, String);

fn read(bytes: &[u8]) -> Paper {
    reading::read(bytes, &Origin::file("paper.pdf")).unwrap()
}

fn line(x: f32, y: f32, text: &str) -> Line {
    (x, y, 11.0, text.to_owned())
}

/// How wide the font of the fixtures sets a text, in points.
fn width(text: &str, size: f32) -> f32 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' => 222,
        ' ' | '.' | ',' | ':' | ';' | 't' | 'f' | '/' => 278,
        'r' | '(' | ')' | '-' => 333,
        'c' | 'k' | 's' | 'v' | 'x' | 'y' | 'z' => 500,
        'm' => 833,
        'w' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 722,
        'G' | 'O' => 778,
        'A' | 'B' | 'E' | 'K' | 'P' | 'S' | 'V' => 667,
        'T' | 'F' => 611,
        _ => 556,
    };
    text.chars().map(of).sum::<u32>() as f32 * size / 1000.0
}

/// A line and a raised mark right behind it.
fn marked(x: f32, y: f32, text: &str, mark: &str) -> [Line; 2] {
    [line(x, y, text), (x + width(text, 11.0) + 0.3, y - 4.0, 7.0, mark.to_owned())]
}

/// A note: its raised mark, and its words.
fn note(y: f32, mark: &str, text: &str) -> [Line; 2] {
    [(72.0, y - 4.0, 7.0, mark.to_owned()), line(78.0, y, text)]
}

fn numbered<'a>(paper: &'a Paper, number: &str) -> &'a Paragraph {
    paper.numbered(number).unwrap_or_else(|| panic!("{number}: {:#?}", paper.blocks))
}

fn tables(paper: &Paper) -> Vec<&Table> {
    paper.blocks.iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

/// Paragraphs of two lines each, numbered from `first`, from `y` down.
fn prose(first: u32, count: u32, mut y: f32) -> Vec<Line> {
    let mut out = Vec::new();
    for number in first..first + count {
        let what = ["wages", "skills", "safety", "mines", "ports", "health", "youth", "farms"][number as usize % 8];
        out.push(line(
            72.0,
            y,
            &format!("{number}. The Office has prepared a report on {what} at the request of the Governing Body and"),
        ));
        out.push(line(72.0, y + 14.0, &format!("sets out in it what was done on {what} in the period under review.")));
        y += 40.0;
    }
    out
}

#[test]
fn notes_behind_the_text_of_a_printed_web_page_are_footnotes() {
    let mut first = prose(1, 8, 80.0);
    first.extend(marked(72.0, 420.0, "9. The Conference adopted the conclusions in June.", "1"));
    first.extend(marked(72.0, 450.0, "10. The costs are met from the regular budget.", "2"));
    first.extend(note(500.0, "1", "Report of the Committee, second part, page four."));
    let second = note(80.0, "2", "Programme and budget for the biennium.");
    let paper = read(&pdf(&[first, second.to_vec()]));
    let notes: Vec<(&str, &str)> = paper.footnotes.iter().map(|n| (n.mark.as_str(), n.text.as_str())).collect();
    assert_eq!(
        notes,
        [("1", "Report of the Committee, second part, page four."), ("2", "Programme and budget for the biennium.")]
    );
    assert_eq!(numbered(&paper, "9").footnotes, ["1"]);
    assert_eq!(numbered(&paper, "9").text, "The Conference adopted the conclusions in June.");
    assert_eq!(numbered(&paper, "10").footnotes, ["2"]);
}

#[test]
fn text_on_the_page_after_notes_at_the_foot_stays_text() {
    let mut first = prose(1, 4, 80.0);
    first.extend(marked(72.0, 300.0, "5. The Conference adopted the conclusions in June.", "1"));
    first.extend(note(760.0, "1", "Report of the Committee, second part, page four."));
    let paper = read(&pdf(&[first, prose(6, 3, 80.0)]));
    assert_eq!(paper.paragraphs().filter(|paragraph| paragraph.number.is_some()).count(), 8);
    assert!(numbered(&paper, "8").text.ends_with("in the period under review."));
}

#[test]
fn a_mark_that_is_not_raised_is_found_when_its_note_stands_under_a_rule() {
    let mut content = String::from("72 130 120 0.5 re f ");
    let mut write = |x: f32, y: f32, size: f32, text: &str| {
        content += &format!("BT /F1 {size} Tf {x} {} Td ({text}) Tj ET ", 842.0 - y);
    };
    for (at, (_, _, _, text)) in prose(1, 3, 0.0).iter().enumerate() {
        write(72.0, 80.0 + at as f32 * 14.0 + (at / 2) as f32 * 12.0, 11.0, text);
    }
    write(72.0, 300.0, 11.0, "4. The paper was submitted to the same session.1 Another sentence follows it here.");
    write(72.0, 726.0, 11.0, "1 Report of the Committee, second part.");
    let paper = read(&pdf_of(&content));
    let cited = numbered(&paper, "4");
    assert_eq!(cited.text, "The paper was submitted to the same session. Another sentence follows it here.");
    assert_eq!(cited.footnotes, ["1"]);
    assert_eq!(paper.footnotes[0].text, "Report of the Committee, second part.");
}

/// A table of three columns whose cells run over lines: the lines of a cell stand `leading` apart, rows 5 points more.
fn table(mut y: f32, rows: &[[&[&str]; 3]]) -> (Vec<Line>, f32) {
    let mut out = Vec::new();
    for row in rows {
        let deep = row.iter().map(|cell| cell.len()).max().unwrap_or(1);
        for (x, cell) in [72.0, 250.0, 400.0].into_iter().zip(row) {
            out.extend(cell.iter().enumerate().map(|(at, text)| line(x, y + at as f32 * 13.0, text)));
        }
        y += deep as f32 * 13.0 + 5.0;
    }
    (out, y)
}

#[test]
fn a_table_with_neither_rules_nor_tags_keeps_its_rows_and_says_that_they_were_guessed() {
    let mut lines = prose(1, 3, 80.0);
    let (cells, end) = table(
        220.0,
        &[
            [&["Measure"], &["Output"], &["Time frame"]],
            [
                &["Support constituents in", "the design of policies", "for employment"],
                &["3.1 and 3.5"],
                &["2022-23,", "2024-25"],
            ],
            [&["Strengthen the capacity", "of social partners"], &["1.1, 1.2 and", "1.4"], &["2024-25"]],
            [&["Raise awareness of the", "guidance adopted"], &["4.3"], &["2022-23"]],
        ],
    );
    lines.extend(cells);
    lines.extend(prose(4, 2, end + 40.0));
    let paper = read(&pdf(&[lines]));
    let found = tables(&paper);
    assert_eq!(found.len(), 1, "{:#?}", paper.blocks);
    assert_eq!(
        found[0].rows,
        [
            ["Measure", "Output", "Time frame"],
            ["Support constituents in the design of policies for employment", "3.1 and 3.5", "2022-23, 2024-25"],
            ["Strengthen the capacity of social partners", "1.1, 1.2 and 1.4", "2024-25"],
            ["Raise awareness of the guidance adopted", "4.3", "2022-23"],
        ]
    );
    assert!(found[0].guessed && found[0].raw.len() > 5);
    assert!(paper.warnings.iter().any(|warning| warning.contains("guessed")));
    assert!(numbered(&paper, "3").text.ends_with("in the period under review."));
    assert!(numbered(&paper, "4").text.starts_with("The Office has prepared a report on ports at the request"));
}

#[test]
fn numbers_and_letters_that_hang_before_their_text_are_no_table() {
    let mut lines = Vec::new();
    for number in 1..6 {
        let y = 80.0 + number as f32 * 80.0;
        lines.push(line(72.0, y, &format!("{number}.")));
        lines.push(line(110.0, y, "The Governing Body requested the Office to report on"));
        lines.push(line(110.0, y + 13.0, "the measures taken:"));
        lines.push(line(110.0, y + 30.0, "(a)"));
        lines.push(line(140.0, y + 30.0, "in the regions, and in the field offices of all regions"));
        lines.push(line(110.0, y + 46.0, "(b)"));
        lines.push(line(140.0, y + 46.0, "at headquarters."));
    }
    let paper = read(&pdf(&[lines]));
    assert!(tables(&paper).is_empty(), "{:#?}", paper.blocks);
    assert_eq!(numbered(&paper, "5").items.len(), 2);
}

#[test]
fn a_number_on_a_line_of_its_own_belongs_to_the_text_below() {
    let mut lines = prose(98, 2, 80.0);
    for number in 100..103 {
        let y = 170.0 + (number - 100) as f32 * 50.0;
        lines.push(line(72.0, y, &format!("{number}.")));
        lines.push(line(94.0, y + 14.0, "The Office will close the account in the course of the year."));
    }
    let paper = read(&pdf(&[lines]));
    for number in ["100", "101", "102"] {
        assert_eq!(numbered(&paper, number).text, "The Office will close the account in the course of the year.");
    }
}

#[test]
fn letters_drawn_as_type_3_are_read() {
    let word = "The Office has prepared this report for the Governing Body.";
    let map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap 1 begincodespacerange <00> <FF> \
               endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange endcmap end end";
    let names: Vec<String> = (32..127).map(|code| format!("/g{code}")).collect();
    let widths = "500 ".repeat(95);
    let procs: String = names.iter().map(|name| format!("{name} 6 0 R ")).collect();
    let font = format!(
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 32 /LastChar 126 \
         /Widths [{widths}] /Encoding << /Type /Encoding /Differences [32 {}] >> /CharProcs << {procs} >> /ToUnicode 7 0 R >>",
        names.join(" ")
    );
    let content = format!("BT /F1 11 Tf 72 700 Td (1. {word}) Tj ET");
    let file = assemble(&[
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>".to_vec(),
        font.into_bytes(),
        stream("", content.as_bytes()),
        stream("", b"500 0 0 0 500 700 d1 0 0 400 700 re f"),
        stream("", map.as_bytes()),
    ]);
    assert_eq!(numbered(&read(&file), "1").text, word);
}

#[test]
fn two_columns_are_read_one_after_the_other_whatever_their_base_lines() {
    let mut lines = Vec::new();
    let mut column = |x: f32, top: f32, first: u32| {
        for number in first..first + 4 {
            let y = top + (number - first) as f32 * 60.0;
            lines.push(line(x, y, &format!("{number}. The Office has prepared a report on the")));
            lines.push(line(x, y + 13.0, "work that was done in the period under review"));
            lines.push(line(x, y + 26.0, "and submits it to the Governing Body for its"));
            lines.push(line(x, y + 39.0, "information and for any guidance it may give."));
        }
    };
    column(50.0, 80.0, 1);
    column(310.0, 85.0, 5);
    let paper = read(&pdf(&[lines]));
    let found: Vec<&str> = paper.paragraphs().filter_map(|paragraph| paragraph.number.as_deref()).collect();
    assert_eq!(found, ["1", "2", "3", "4", "5", "6", "7", "8"]);
    for number in found {
        assert!(numbered(&paper, number).text.ends_with("for any guidance it may give."), "{number}");
    }
}

#[test]
fn a_table_without_rules_goes_on_over_the_page_in_the_middle_of_a_row() {
    let (mut first, y) = table(
        600.0,
        &[
            [&["Measure"], &["Output"], &["Time frame"]],
            [
                &["Support constituents in", "the design of policies", "for employment"],
                &["3.1 and 3.5"],
                &["2022-23,", "2024-25"],
            ],
        ],
    );
    first.extend(prose(1, 2, 480.0));
    // the page has room for the first two lines of the next row
    for (at, text) in ["Strengthen the capacity", "of social partners in"].into_iter().enumerate() {
        first.push(line(72.0, y + at as f32 * 13.0, text));
    }
    first.push(line(250.0, y, "1.1, 1.2 and"));
    first.push(line(250.0, y + 13.0, "1.4"));
    first.push(line(400.0, y, "2024-25"));
    let mut second = vec![line(72.0, 80.0, "the collection of data."), line(72.0, 98.0, "Raise awareness of the")];
    second.push(line(72.0, 111.0, "guidance adopted"));
    second.push(line(250.0, 98.0, "4.3 and"));
    second.push(line(250.0, 111.0, "4.4"));
    second.push(line(400.0, 98.0, "2022-23"));
    second.extend(prose(3, 2, 180.0));
    let paper = read(&pdf(&[first, second]));
    let found = tables(&paper);
    assert_eq!(found.len(), 1, "{:#?}", paper.blocks);
    assert_eq!(
        found[0].rows[2..],
        [
            ["Strengthen the capacity of social partners in the collection of data.", "1.1, 1.2 and 1.4", "2024-25"],
            ["Raise awareness of the guidance adopted", "4.3 and 4.4", "2022-23"],
        ]
    );
}

#[test]
fn heads_above_the_first_of_many_rules_belong_to_the_table() {
    let mut content = String::new();
    let mut write = |x: f32, y: f32, text: &str| {
        content += &format!("BT /F1 10 Tf {x} {} Td ({text}) Tj ET ", 842.0 - y);
    };
    for (at, (_, _, _, text)) in prose(1, 2, 0.0).iter().enumerate() {
        write(72.0, 80.0 + at as f32 * 14.0 + (at / 2) as f32 * 12.0, text);
    }
    let rows =
        [["Axis", "2022", "2023"], ["Employment", "450", "500"], ["Wages", "320", "280"], ["Skills", "10", "15"]];
    for (at, row) in rows.iter().enumerate() {
        for (x, cell) in [72.0, 300.0, 420.0].into_iter().zip(row) {
            write(x, 200.0 + at as f32 * 20.0, cell);
        }
    }
    for at in 0..rows.len() {
        content += &format!("72 {} 440 0.5 re f ", 842.0 - 205.0 - at as f32 * 20.0);
    }
    let paper = read(&pdf_of(&content));
    let found = tables(&paper);
    assert_eq!(found.len(), 1, "{:#?}", paper.blocks);
    assert_eq!(found[0].rows, rows);
    assert_eq!(found[0].header_rows, 1);
}

#[test]
fn numbers_and_letters_too_wide_for_their_place_are_labels_all_the_same() {
    let mut lines = prose(1, 1, 80.0);
    for number in 2..4 {
        let y = 80.0 + number as f32 * 40.0;
        let label = format!("{number}.");
        lines.push(line(72.0, y, &label));
        lines.push(line(72.0 + width(&label, 11.0) + 0.4, y, "The Governing Body requested the Office to report:"));
    }
    lines.push(line(90.0, 215.0, "(a)at each of its sessions; and"));
    lines.push(line(90.0, 233.0, "(b)in writing."));
    let paper = read(&pdf(&[lines]));
    assert_eq!(numbered(&paper, "2").text, "The Governing Body requested the Office to report:");
    let items: Vec<(&str, &str)> =
        numbered(&paper, "3").items.iter().map(|item| (item.marker.as_str(), item.text.as_str())).collect();
    assert_eq!(items, [("(a)", "at each of its sessions; and"), ("(b)", "in writing.")]);
}

#[test]
fn the_only_numbered_paragraph_of_an_addendum_keeps_its_number() {
    let text = |number: &str| {
        vec![
            line(72.0, 80.0, "Replace the paragraph by the following text."),
            line(
                72.0,
                110.0,
                &format!("{number} The Office has prepared a report on wages at the request of the Governing Body"),
            ),
            line(72.0, 124.0, "and sets out in it what was done in the period under review."),
            line(72.0, 160.0, "The rest of the paper is unchanged."),
        ]
    };
    assert!(numbered(&read(&pdf(&[text("14.")])), "14").text.ends_with("in the period under review."));
    // a year is no number of a paragraph
    let paper = read(&pdf(&[text("2014.")]));
    assert!(paper.paragraphs().all(|paragraph| paragraph.number.is_none()), "{:#?}", paper.blocks);
}

#[test]
fn a_symbol_alone_at_the_head_of_the_second_page_is_no_text() {
    let mut first = prose(1, 12, 300.0);
    first.push(line(72.0, 780.0, "13. The Office has prepared a report on wages, and it has sent it to all who are"));
    let mut second = vec![line(400.0, 40.0, "GB.398/INS/7")];
    second.push(line(72.0, 80.0, "concerned by it, for their information."));
    second.extend(prose(14, 3, 110.0));
    let paper = read(&pdf(&[first, second]));
    assert!(numbered(&paper, "13").text.ends_with("to all who are concerned by it, for their information."));
}

#[test]
fn parts_of_a_web_list_keep_their_labels_around_paragraphs() {
    let page = "<html><body><ol start=4><li><p>The Office has prepared a report.</p><li><p>It sets out what was done.</p></ol>\
                <ul><li><p>in the regions;</p></li><li><p>at headquarters.</p></li></ul>\
                <p>6. The last paragraph speaks of all that has been done in the whole period under review.<br>\
                <b>Draft decision</b><br>7. The Governing Body took note of it.</p></body></html>";
    let paper = reading::read(page.as_bytes(), &Origin::file("paper.html")).unwrap();
    assert_eq!(numbered(&paper, "4").text, "The Office has prepared a report.");
    assert_eq!(numbered(&paper, "5").items.len(), 2);
    assert!(numbered(&paper, "6").text.ends_with("period under review."));
    assert_eq!(numbered(&paper, "7").text, "The Governing Body took note of it.");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever stands where on a page, no word is lost and none comes twice.
    #[test]
    fn words_anywhere_on_a_page_are_all_read_once(places in prop::collection::vec((72u16..480, 60u16..700), 1..40)) {
        let mut seen = std::collections::HashSet::new();
        // what lies on another word is no page that anybody makes
        let apart: Vec<_> = places.into_iter().filter(|(x, y)| seen.insert((x / 60, y / 16))).collect();
        let lines = apart.iter().enumerate()
            .map(|(at, (x, y))| line(f32::from(x / 60 * 60) + 12.0, f32::from(y / 16 * 16) + 8.0, &format!("word{at:02}q")))
            .collect();
        let (paper, how) = reading::explain(&pdf(&[lines]), &Origin::default()).unwrap();
        let mut all = how.furniture.join(" ");
        for block in &paper.blocks {
            match block {
                Block::Heading(heading) => all += &heading.text,
                Block::Paragraph(paragraph) => all += &paragraph.full_text(),
                Block::Table(table) => all += &table.rows.concat().join(" "),
            }
            all += " ";
        }
        all += paper.title.as_deref().unwrap_or_default();
        for at in 0..apart.len() {
            let word = format!("word{at:02}q");
            prop_assert!(all.matches(&word).count() >= 1, "{} is lost in {:?}", word, all);
        }
    }
}
