//! Whole papers: where in a paper a citation stands.

use super::*;
use crate::model::{Block, Footnote, Heading, Item, Paper, Paragraph, Table};

fn item(marker: &str, text: &str, items: Vec<Item>) -> Item {
    Item { marker: marker.into(), text: text.into(), items, ..Item::default() }
}

fn paper() -> Paper {
    let mut paper = Paper { symbol: "GB.372/INS/17/1".parse().ok(), language: Some(Language::EN), ..Paper::default() };
    paper.cover.purpose = Some("It is proposed (see the draft decision in paragraph 2).".into());
    paper.cover.financial_implications = Some("See paragraph 1.".into());
    paper.cover.related_documents = vec!["Résumé, without symbol".into(), "GB.372/PFA/1".into()];
    paper.blocks = vec![
        Block::Heading(Heading { id: "h-1".into(), level: 1, text: "Appendix I".into(), ..Heading::default() }),
        Block::Paragraph(Paragraph {
            id: "para_2".into(),
            number: Some("2".into()),
            text: "The Governing Body, à propos of GB.372/INS/17/1:".into(),
            items: vec![item("(a)", "noted:", vec![item("(i)", "«é» GB.371/PV, para. 3", vec![])])],
            ..Paragraph::default()
        }),
        Block::Table(Table {
            id: "t-1".into(),
            header_rows: 1,
            rows: vec![
                vec!["Activity".into(), "Programme and budget outputs".into(), "SDG targets".into()],
                vec!["Under output 2.1 as a whole".into(), String::new(), String::new()],
                vec!["3.1 and 4.3".into(), "3.1, 4.3".into(), "8".into()],
            ],
            group_rows: vec![1],
            ..Table::default()
        }),
    ];
    paper.footnotes = vec![
        Footnote { mark: "1".into(), text: "GB.370/INS/5, para. 18.".into() },
        Footnote { mark: "2".into(), text: "ibid., paras 20–21.".into() },
    ];
    paper
}

#[test]
fn every_citation_of_a_paper_is_found_where_it_stands() {
    let found: Vec<String> = of_paper(&paper())
        .iter()
        .map(|reference| {
            let field = reference.field.as_deref().unwrap_or("");
            format!(
                "{} {field}{:?} {:?} {} = {}",
                reference.place, reference.path, reference.at, reference.text, reference.target
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "cover purpose[] [24, 53] draft decision in paragraph 2 = self decision 2",
            "cover financial_implications[] [4, 15] paragraph 1 = self para 1",
            "cover related_documents[1] [0, 12] GB.372/PFA/1 = GB.372/PFA/1",
            "para_2 [] [32, 47] GB.372/INS/17/1 = GB.372/INS/17/1",
            "para_2 [0, 0] [4, 22] GB.371/PV, para. 3 = GB.371/PV para 3",
            "t-1 [1, 0] [6, 16] output 2.1 = output 2.1",
            "t-1 [2, 1] [0, 3] 3.1 = output 3.1",
            "t-1 [2, 1] [5, 8] 4.3 = output 4.3",
            "t-1 [2, 2] [0, 1] 8 = SDG 8",
            "fn_1 [] [0, 22] GB.370/INS/5, para. 18 = GB.370/INS/5 para 18",
            "fn_2 [] [0, 18] ibid., paras 20–21 = GB.370/INS/5 paras 20-21",
        ]
    );
}
