//! Lists of papers in every layout that was seen or can be thought of.

use super::*;
use crate::source::{Body, pages};
use proptest::prelude::*;

fn read(html: &str) -> Vec<Entry> {
    let url = Url::parse("https://www.office.example/gb/list.htm").unwrap();
    entries(&pages::read(&url, &Body { bytes: html.as_bytes().to_vec(), ..Body::default() }))
}

fn told(entry: &Entry) -> String {
    let files = entry
        .files
        .iter()
        .map(|(language, url)| format!("{}={}", language.map_or_else(|| "?".to_owned(), String::from), url.path()));
    format!(
        "{} | {} | {} | {}",
        entry.symbol.as_ref().map(ToString::to_string).unwrap_or_default(),
        entry.title,
        entry.status.clone().unwrap_or_default(),
        files.collect::<Vec<_>>().join(" ")
    )
}

#[test]
fn cards_with_and_without_symbols_keep_their_own_files() {
    let html = r#"<main><div class="row">
      <div class="card"><h3><a href="/resource/a">Agenda of the Conference</a></h3><p>GB.353/INS/2/1(Rev.1)</p><a href="/media/11/download">English</a> <a href="/media/12/download">Français</a></div>
      <div class="card"><h3>Minutes of the session before</h3><a href="/media/13/download">English</a></div>
      <div class="card"><p>GB.353/INS/4 - Review of annual reports</p><p>No document</p></div>
    </div></main>"#;
    assert_eq!(
        read(html).iter().map(told).collect::<Vec<_>>(),
        [
            "GB.353/INS/2/1(Rev.1) | Agenda of the Conference |  | en=/media/11/download fr=/media/12/download",
            " | Minutes of the session before |  | en=/media/13/download",
            "GB.353/INS/4 | Review of annual reports | No document | ",
        ]
    );
}

#[test]
fn a_card_of_one_paper_keeps_its_link_whatever_stands_beside_the_symbol() {
    let html = r#"<main>
      <div class="c"><h3><a href="/resource/gb/minutes">Approval of the minutes</a></h3><p>GB.401/INS/1 - First item on the agenda</p></div>
      <div class="c"><h3><a href="/resource/gb/agenda">Agenda of the Conference</a></h3><p>GB.401/INS/2/1(Rev.1) - In version Rev.1 of 24 October, paragraph 3 has been corrected.</p></div>
      <div class="c"><h3><a href="/resource/gb/ports">Ports of small islands</a></h3><p>17 October 2024</p></div></main>"#;
    let entries = read(html);
    let told: Vec<String> =
        entries.iter().map(|one| format!("{} {}", told(one), one.page.as_ref().unwrap().path())).collect();
    assert_eq!(
        told,
        [
            "GB.401/INS/1 | Approval of the minutes |  |  /resource/gb/minutes",
            "GB.401/INS/2/1(Rev.1) | Agenda of the Conference |  |  /resource/gb/agenda",
            " | Ports of small islands |  |  /resource/gb/ports",
        ]
    );
    assert!(entries[1].change_note.is_some());
}

#[test]
fn what_stands_under_related_documents_is_not_on_the_list() {
    for related in ["Related documents", "See also", "Documents connexes", "Véase también"] {
        let html = format!(
            r#"<h1>Ports of small islands</h1><p>GB.401/INS/3</p><a href="1.pdf">English</a>
            <h2>{related}</h2><ul><li><a href="/resource/a">GB.400/INS/9 – An older paper</a> <a href="9.pdf">PDF</a></li>
            <li><a href="/resource/b">GB.401/INS/3(Add.1) – An addendum</a> <a href="3a.pdf">PDF</a></li></ul>"#
        );
        assert_eq!(
            read(&html).iter().map(told).collect::<Vec<_>>(),
            [
                "GB.401/INS/3 | Ports of small islands |  | en=/gb/1.pdf",
                "GB.401/INS/3(Add.1) | An addendum |  | ?=/gb/3a.pdf"
            ]
        );
    }
}

#[test]
fn a_flat_list_is_cut_at_its_symbols() {
    let html = r#"<p>1. Approval of the minutes (GB.347/INS/1)<br><a href="x1.pdf">PDF</a></p>
        <p>2. Agenda of the Conference</p><p>2.1. Sessions of 2024 (GB.347/INS/2/1)</p><p><a href="x2.pdf">English</a> | <a href="x3.pdf">Español</a></p>
        <p>Decision</p><p>3. Matters arising (No document)</p>"#;
    assert_eq!(
        read(html).iter().map(told).collect::<Vec<_>>(),
        [
            "GB.347/INS/1 | Approval of the minutes |  | ?=/gb/x1.pdf",
            "GB.347/INS/2/1 | Sessions of 2024 | Decision | en=/gb/x2.pdf es=/gb/x3.pdf",
            " | Matters arising | No document | ",
        ]
    );
}

#[test]
fn a_table_names_its_languages_once() {
    let html = r#"<table><tr><th>Symbol</th><th>Title</th><th>EN</th><th>FR</th></tr>
        <tr><td>GB.344/POL/1</td><td>Better work in the ports</td><td><a href="1.pdf">PDF</a></td><td><a href="2.pdf">PDF</a></td></tr>
        <tr><td>GB.344/POL/2 (Rev.1)</td><td>Skills for everybody</td><td><a href="3.pdf">PDF</a></td><td></td></tr></table>"#;
    assert_eq!(
        read(html).iter().map(told).collect::<Vec<_>>(),
        [
            "GB.344/POL/1 | Better work in the ports |  | en=/gb/1.pdf fr=/gb/2.pdf",
            "GB.344/POL/2(Rev.1) | Skills for everybody |  | en=/gb/3.pdf"
        ]
    );
}

#[test]
fn a_symbol_mentioned_in_a_summary_is_not_the_paper() {
    let html = r#"<ul><li><a href="/resource/x">GB.344/INS/7 - A title of some length</a><p>The paper reviews the progress made. The content of the document is the same as GB.338/INS/7 with a few changes. See the draft decision in paragraph 9.</p><a href="7.pdf">PDF</a></li>
        <li><a href="/resource/y">GB.344/INS/8 - Another one here</a><p>In version "Rev.1" of 3 March, footnote 2 has been corrected</p><a href="8.pdf">PDF</a></li></ul>"#;
    let entries = read(html);
    assert_eq!(entries.len(), 2, "{entries:#?}");
    assert_eq!(told(&entries[0]), "GB.344/INS/7 | A title of some length |  | ?=/gb/7.pdf");
    assert!(entries[1].change_note.as_deref().is_some_and(|note| note.contains("footnote 2")));
}

#[test]
fn what_kind_of_paper_a_card_holds_is_not_its_title() {
    let card = |kind: &str, page: &str, title: &str, symbol: &str| {
        format!(
            "<div class=row><a href='/resource/{page}'><p>{kind}</p><h3>{title}</h3><time>20 February 2025</time><p>{symbol}</p></a></div>"
        )
    };
    for kind in ["Governing Body document", "Document du Conseil d’administration", "Paper of the house"] {
        let html = [
            card(kind, "a", "Report on the tides", "GB.353/INS/1"),
            card(kind, "b", "Report on the winds", "GB.353/INS/2"),
            card(kind, "c", "Report on the ports", ""),
        ];
        let told: Vec<String> = read(&html.concat()).iter().map(told).collect();
        assert_eq!(
            told,
            [
                "GB.353/INS/1 | Report on the tides |  | ",
                "GB.353/INS/2 | Report on the winds |  | ",
                " | Report on the ports |  | "
            ],
            "{kind}"
        );
    }
}

#[test]
fn a_paper_and_its_addendum_in_one_row_keep_their_files() {
    let html = r#"<table><tr><td>4.</td><td>Matters of the pilots (GB.344/INS/4)<br>Addendum: GB.344/INS/4(Add.1)</td><td><a href="1.pdf">E</a><br><a href="2.pdf">E</a></td></tr>
        <tr><td>5.</td><td>Report on the ferries (GB.344/INS/5)</td><td><a href="3.pdf">E</a></td></tr></table>
        <ul><li><a href="/resource/b">GB.344/INS/6</a> and <a href="/resource/c">Add.1</a> Effect of the tides</li></ul>"#;
    assert_eq!(
        read(html).iter().map(told).collect::<Vec<_>>(),
        [
            "GB.344/INS/4 | Matters of the pilots |  | en=/gb/1.pdf",
            "GB.344/INS/4(Add.1) | Addendum |  | en=/gb/2.pdf",
            "GB.344/INS/5 | Report on the ferries |  | en=/gb/3.pdf",
            "GB.344/INS/6 | Effect of the tides |  | ",
            "GB.344/INS/6(Add.1) |  |  | ",
        ]
    );
}

#[test]
fn a_number_before_a_link_begins_an_item_and_a_size_is_no_title() {
    let html = r#"<p>6. <a href="/resource/x">Report of the Director</a> GB.351/INS/6(Rev.1)<br>
        6.1 <a href="/media/61/download">First report: an obituary</a> GB.351/INS/6/1<br>6.2 Second report (to be considered in a private sitting)</p>
        <ul><li><a href="/media/62/download">Programme of the session</a> <span>PDF - 200 KB</span></li><li>Le travail sur les bacs <em>Examen reporté à la 352e session</em></li></ul>"#;
    assert_eq!(
        read(html).iter().map(told).collect::<Vec<_>>(),
        [
            "GB.351/INS/6(Rev.1) | Report of the Director |  | ",
            "GB.351/INS/6/1 | First report: an obituary |  | ?=/media/61/download",
            " | Second report | to be considered in a private sitting | ",
            " | Programme of the session |  | ?=/media/62/download",
        ]
    );
}

#[test]
fn a_paper_and_its_addendum_in_one_line_keep_title_and_change_note() {
    let html = r#"<div class=i><p>3</p><p>Report of the tides committee</p><p><a href="/media/3/download">GB.351/INS/3(Rev.1)</a> <a href="/media/4/download">GB.351/INS/3(Add.1)</a></p><p>In version "Rev.1" of 10 June, the draft decision has been corrected.</p></div>
        <ul><li>2. Les compétences des pilotes GB.352/POL/2(Rev.1) [<a href="/media/5/download">F</a>] Dans la version Rev.1 du 20 octobre, la note 3 a été corrigée</li></ul>"#;
    let entries = read(html);
    assert_eq!(
        entries.iter().map(told).collect::<Vec<_>>(),
        [
            "GB.351/INS/3(Rev.1) | Report of the tides committee |  | ?=/media/3/download",
            "GB.351/INS/3(Add.1) |  |  | ?=/media/4/download",
            "GB.352/POL/2(Rev.1) | Les compétences des pilotes |  | fr=/media/5/download",
        ]
    );
    assert!(entries[0].change_note.as_deref().is_some_and(|note| note.contains("10 June")));
    assert!(entries[2].change_note.as_deref().is_some_and(|note| note.ends_with("corrigée")));
}

#[test]
fn papers_of_other_bodies_are_not_on_the_list_and_decisions_may_lie_anywhere() {
    let html = r#"<div class=r><p>ILC.107/Report III</p><h4><a href="/resource/x">Report of the experts</a></h4></div>
        <div class=r><p>Meeting document</p><h4><a href="/resource/y">Report on the ferries</a></h4></div>
        <div class=r><h4><a href="/d/1">Decision on the ferries</a></h4></div>"#;
    let told: Vec<_> = read(html).into_iter().map(|one| (one.title, one.is_decision, one.page.is_some())).collect();
    assert_eq!(
        told,
        [("Report on the ferries".to_owned(), false, true), ("Decision on the ferries".to_owned(), true, true)]
    );
}

#[test]
fn several_papers_in_one_line_are_several() {
    let html = r#"<p><a href="1.pdf">GB.347/PFA/1</a>, <a href="2.pdf">GB.347/PFA/2</a></p>"#;
    assert_eq!(
        read(html).iter().map(told).collect::<Vec<_>>(),
        ["GB.347/PFA/1 |  |  | ?=/gb/1.pdf", "GB.347/PFA/2 |  |  | ?=/gb/2.pdf"]
    );
}

#[test]
fn other_ways_to_lay_out_the_same_are_read_the_same() {
    let wanted = [
        "GB.353/INS/1 | Report on the tides |  | en=/gb/1.pdf fr=/gb/2.pdf",
        "GB.353/INS/2 | Report on the winds |  | en=/gb/3.pdf fr=/gb/4.pdf",
    ];
    for html in [
        // list items with parts
        r#"<ul><li><div class="t"><a href="/resource/a">Report on the tides</a></div><div>(GB.353/INS/1)</div><div><a href="1.pdf">English</a> <a href="2.pdf">French</a></div></li>
           <li><div class="t"><a href="/resource/b">Report on the winds</a></div><div>(GB.353/INS/2)</div><div><a href="3.pdf">English</a> <a href="4.pdf">French</a></div></li></ul>"#,
        // the languages named before the links
        r#"<p><b>GB.353/INS/1</b> Report on the tides</p><p>English: <a href="1.pdf">PDF</a> French: <a href="2.pdf">PDF</a></p>
           <p><b>GB.353/INS/2</b> Report on the winds</p><p>English: <a href="3.pdf">PDF</a> French: <a href="4.pdf">PDF</a></p>"#,
        // letters for languages
        r#"<div><h4>GB.353/INS/1 - Report on the tides</h4><a href="1.pdf">E</a> | <a href="2.pdf">F</a></div><div><h4>GB.353/INS/2 - Report on the winds</h4><a href="3.pdf">E</a> | <a href="4.pdf">F</a></div>"#,
        // the title is the link
        r#"<p><a href="1.pdf" hreflang="en">GB.353/INS/1 - Report on the tides</a> [<a href="2.pdf">FR</a>]</p><p><a href="3.pdf" hreflang="en">GB.353/INS/2 - Report on the winds</a> [<a href="4.pdf">FR</a>]</p>"#,
        // terms and definitions
        r#"<dl><dt>GB.353/INS/1</dt><dd>Report on the tides</dd><dd><a href="1.pdf" title="English version">PDF</a> <a href="2.pdf" title="Version française - Français">PDF</a></dd>
           <dt>GB.353/INS/2</dt><dd>Report on the winds</dd><dd><a href="3.pdf" title="English">PDF</a> <a href="4.pdf" title="Français">PDF</a></dd></dl>"#,
        // a table without heads
        r#"<table><tr><td>GB.353/INS/1</td><td>Report on the tides</td><td><a href="1.pdf">EN</a></td><td><a href="2.pdf">FR</a></td></tr>
           <tr><td>GB.353/INS/2</td><td>Report on the winds</td><td><a href="3.pdf">EN</a></td><td><a href="4.pdf">FR</a></td></tr></table>"#,
        // a choice of languages
        r#"<section><article><h3>Report on the tides</h3><span>GB.353/INS/1</span><select><option value="1.pdf">English</option><option value="2.pdf">Français</option></select></article>
           <article><h3>Report on the winds</h3><span>GB.353/INS/2</span><select><option value="3.pdf">English</option><option value="4.pdf">Français</option></select></article></section>"#,
        // the download stands before the title
        r#"<ul><li><a href="1.pdf">English</a> <a href="2.pdf">French</a><h3>Report on the tides</h3><p>GB.353/INS/1</p></li><li><a href="3.pdf">English</a> <a href="4.pdf">French</a><h3>Report on the winds</h3><p>GB.353/INS/2</p></li></ul>"#,
    ] {
        let entries = read(html);
        assert_eq!(entries.iter().map(told).collect::<Vec<_>>(), wanted, "{html}");
    }
}

#[test]
fn a_june_page_tells_what_is_not_yet_there() {
    let html = r#"<h3>Institutional Section</h3><ul>
        <li>INS/1: <a href="1.pdf">Officers of the house</a></li>
        <li>INS/2: Report of the Committee – Publication expected by 14 June</li>
        <li>INS/3: Questions arising (No document)</li>
        <li>INS/4: <a href="/resource/x">Report of the Director</a> (if necessary)</li></ul>"#;
    let told: Vec<String> = read(html)
        .iter()
        .map(|entry| {
            format!(
                "{}/{} {} | {}",
                entry.section.clone().unwrap_or_default(),
                entry.number.clone().unwrap_or_default(),
                entry.title,
                entry.status.clone().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "INS/1 Officers of the house | ",
            "INS/2 Report of the Committee | Publication expected by 14 June",
            "INS/3 Questions arising | No document",
            "INS/4 Report of the Director | if necessary",
        ]
    );
}

proptest! {
    #[test]
    fn any_page_ends_in_a_list(parts in prop::collection::vec(prop::sample::select(vec![
        "<div>", "</div>", "<a href='/x.pdf'>", "</a>", "GB.344/INS/1", "<li>", "</li>", "<tr><td>", "</td></tr>", "Title of it", "<table>", "<br>",
        "No document", "<h3>", "</h3>", "English", "<a href='http://[x'>", "é\u{301}", "<p>", "<script>", "1. ", "(", ")",
    ]), 0..60)) {
        let _ = read(&parts.concat());
    }
}
