//! The invented session of the flows.

use std::collections::HashMap;
use std::sync::Arc;

use gbdesk::model::decision::BoardEntry;
use gbdesk::model::session::Held;
use gbdesk::model::{
    AgendaItem, Block, DraftDecision, Footnote, Heading, Item, Language, Locator, Outcome, Paper, PaperEntry,
    Paragraph, Reference, Session, Symbol, Table, Target, Texts,
};

fn paragraph(number: &str, text: &str) -> Paragraph {
    Paragraph {
        id: format!("para_{number}"),
        number: Some(number.to_owned()),
        text: text.to_owned(),
        ..Paragraph::default()
    }
}

fn item(marker: &str, text: &str) -> Item {
    Item { marker: marker.to_owned(), text: text.to_owned(), ..Item::default() }
}

fn heading(text: &str, level: u8) -> Block {
    Block::Heading(Heading {
        id: format!("h-{}", text.to_lowercase().replace(' ', "-")),
        level,
        text: text.to_owned(),
        ..Heading::default()
    })
}

fn reference(place: &str, whole: &str, text: &str, target: Target) -> Reference {
    let at = whole.find(text).map_or(0, |at| whole[..at].chars().count());
    Reference {
        place: place.to_owned(),
        text: text.to_owned(),
        target,
        path: Vec::new(),
        field: None,
        at: [at, at + text.chars().count()],
    }
}

fn symbol(text: &str) -> Symbol {
    text.parse().unwrap()
}

/// Number 3 is missing from it, and it has a table, footnotes, list parts and a draft decision.
fn strategy(language: Language, version: &str) -> Paper {
    let french = language == Language::FR;
    let two = if french {
        "La stratégie repose sur le document GB.399/POL/1, paragr. 2, et sur la convention nº 122."
    } else {
        "The strategy builds on GB.399/POL/1, para. 2, and on the Employment Policy Convention, 1964 (No. 122)."
    };
    let mut second = paragraph("2", two);
    second.footnotes = vec!["1".to_owned()];
    second.marks_at = vec![12];
    second.items = if french {
        vec![item("a)", "des données par branche;"), item("b)", "une inspection pendant la saison.")]
    } else {
        vec![item("(a)", "figures for each branch;"), item("(b)", "inspection during the season.")]
    };
    let draft = if french { "Le Conseil d’administration:" } else { "The Governing Body:" };
    let items = if french {
        vec![item("a)", "prend note de la stratégie;"), item("b)", "prie le Directeur général de faire rapport.")]
    } else {
        vec![item("(a)", "took note of the strategy;"), item("(b)", "requested the Director-General to report.")]
    };
    let mut fourth = paragraph("4", draft);
    fourth.items.clone_from(&items);
    let (cited, convention) = if french {
        ("GB.399/POL/1, paragr. 2", "convention nº 122")
    } else {
        ("GB.399/POL/1, para. 2", "Employment Policy Convention, 1964 (No. 122)")
    };
    let note = "GB.341/INS/5, para. 18.";
    Paper {
        symbol: Some(symbol(version)),
        session: Some(399),
        section: Some("INS".to_owned()),
        language: Some(language),
        title: Some(
            if french { "Stratégie pour le travail saisonnier" } else { "Strategy for seasonal work" }.to_owned(),
        ),
        date: Some("2037-02-01".to_owned()),
        blocks: vec![
            heading(if french { "Contexte" } else { "Background" }, 1),
            Block::Paragraph(paragraph(
                "1",
                if french {
                    "Le travail saisonnier concerne l’agriculture, le tourisme et la construction."
                } else {
                    "Seasonal work is found in agriculture, tourism and construction; many of those who do it come from other countries."
                },
            )),
            heading(if french { "Mesures" } else { "Action" }, 1),
            Block::Paragraph(second),
            Block::Table(Table {
                id: "t-1".to_owned(),
                header_rows: 1,
                rows: vec![
                    vec!["Stage".to_owned(), "Work".to_owned(), "Time".to_owned()],
                    vec![
                        "First".to_owned(),
                        "Country studies in eight seasonal economies".to_owned(),
                        "2037".to_owned(),
                    ],
                    vec!["Second".to_owned(), "Guidelines".to_owned(), "2038".to_owned()],
                ],
                ..Table::default()
            }),
            heading(if french { "Projet de décision" } else { "Draft decision" }, 1),
            Block::Paragraph(fourth),
        ],
        footnotes: vec![Footnote { mark: "1".to_owned(), text: note.to_owned() }],
        decisions: vec![DraftDecision {
            paragraph: Some("4".to_owned()),
            id: "para_4".to_owned(),
            text: draft.to_owned(),
            items,
        }],
        references: vec![
            reference(
                "para_2",
                two,
                cited,
                Target::Paper(
                    symbol("GB.399/POL/1"),
                    Some(Locator::Paragraphs(vec![gbdesk::model::reference::Span::one("2")])),
                ),
            ),
            reference("para_2", two, convention, Target::Instrument("C122".to_owned())),
            reference(
                "fn_1",
                note,
                "GB.341/INS/5, para. 18",
                Target::Paper(
                    symbol("GB.341/INS/5"),
                    Some(Locator::Paragraphs(vec![gbdesk::model::reference::Span::one("18")])),
                ),
            ),
        ],
        warnings: vec!["Paragraph 3 was not found; the numbers of the others are the paper’s own.".to_owned()],
        ..Paper::default()
    }
}

fn skills() -> Paper {
    let mut blocks = vec![heading("Skills", 1)];
    for number in 1..=30 {
        let text = format!(
            "Paragraph {number} speaks of skills that are learned at work, of how they are recognized across borders, and of what the Office was asked to do about it in earlier sessions."
        );
        // as read from a PDF: six paragraphs a page
        let page = Some(1 + (number - 1) / 6);
        blocks.push(Block::Paragraph(Paragraph { page, ..paragraph(&number.to_string(), &text) }));
    }
    let one = "It answers GB.399/INS/5, para. 2, in part.";
    blocks.push(Block::Paragraph(paragraph("31", one)));
    Paper {
        symbol: Some(symbol("GB.399/POL/1")),
        session: Some(399),
        section: Some("POL".to_owned()),
        language: Some(Language::EN),
        title: Some("Recognition of skills".to_owned()),
        date: Some("2037-02-08".to_owned()),
        blocks,
        references: vec![reference(
            "para_31",
            one,
            "GB.399/INS/5, para. 2",
            Target::Paper(
                symbol("GB.399/INS/5"),
                Some(Locator::Paragraphs(vec![gbdesk::model::reference::Span::one("2")])),
            ),
        )],
        ..Paper::default()
    }
}

// through JSON, so that a field added to the model later does not break the tests
fn held(paper: &Paper, name: &str) -> Held {
    serde_json::from_value(serde_json::json!({
        "symbol": paper.symbol, "language": paper.language, "original": name, "paper": name, "format": "md", "size": 1,
        "file_name": format!("{name}.md"),
    }))
    .unwrap()
}

fn entry(title: &str, texts: &[(&str, &Paper)]) -> PaperEntry {
    let newest = texts[0].1;
    let held: Vec<Held> = texts.iter().map(|(name, paper)| held(paper, name)).collect();
    let decisions: Vec<_> = newest.decisions.iter().filter_map(|draft| draft.paragraph.clone()).collect();
    serde_json::from_value(serde_json::json!({
        "symbol": newest.symbol, "key": newest.symbol.as_ref().map(|symbol| symbol.paper().to_string()),
        "title": Texts::one(Language::EN, title), "date": newest.date, "kind": "for_decision",
        "change_note": Texts::default(), "held": held, "state": "unchanged", "decisions": decisions,
    }))
    .unwrap()
}

/// The invented session of the tests.
pub fn session() -> (Session, HashMap<String, Arc<Paper>>) {
    let strategy_en = strategy(Language::EN, "GB.399/INS/5(Rev.1)");
    let strategy_fr = strategy(Language::FR, "GB.399/INS/5(Rev.1)");
    let mut before = strategy(Language::EN, "GB.399/INS/5");
    before.title = Some("Strategy for seasonal work (first version)".to_owned());
    let skills = skills();
    let board = BoardEntry {
        paper: symbol("GB.399/INS/5(Rev.1)"),
        paragraph: Some("4".to_owned()),
        id: "para_4".to_owned(),
        language: Some(Language::EN),
        title: strategy_en.title.clone(),
        text: "The Governing Body:".to_owned(),
        items: strategy_en.decisions[0].items.clone(),
        outcome: Outcome::AsAmended,
        adopted_text: Some("The Governing Body took note of the strategy as amended.".to_owned()),
        decided_on: Some("2037-03-09".to_owned()),
    };
    let other = BoardEntry {
        paper: symbol("GB.399/POL/1"),
        paragraph: Some("30".to_owned()),
        id: "para_30".to_owned(),
        title: Some("Recognition of skills".to_owned()),
        text: "The Governing Body decides to continue.".to_owned(),
        items: Vec::new(),
        outcome: Outcome::Pending,
        adopted_text: None,
        decided_on: None,
        ..board.clone()
    };
    let agenda = |section: &str, number: &str, title: &str, papers: &[&str], note: &str| AgendaItem {
        section: section.to_owned(),
        number: number.to_owned(),
        title: Texts::one(Language::EN, title),
        note: if note.is_empty() { Texts::default() } else { Texts::one(Language::EN, note) },
        papers: papers.iter().map(|paper| symbol(paper)).collect(),
        ..AgendaItem::default()
    };
    let session = Session {
        session: 399,
        title: Texts::one(Language::EN, "399th Session"),
        dates: Some(["2037-03-02".to_owned(), "2037-03-12".to_owned()]),
        items: vec![
            agenda("INS", "3", "Opening remarks", &[], "No document"),
            agenda("INS", "5", "Strategy for seasonal work", &["GB.399/INS/5"], ""),
            agenda("POL", "1", "Recognition of skills", &["GB.399/POL/1"], ""),
        ],
        papers: vec![
            entry("Strategy for seasonal work", &[("s-en", &strategy_en), ("s-fr", &strategy_fr), ("s-old", &before)]),
            entry("Recognition of skills", &[("k-en", &skills)]),
        ],
        board: vec![board, other],
        ..Session::default()
    };
    let papers = [("s-en", strategy_en), ("s-fr", strategy_fr), ("s-old", before), ("k-en", skills)]
        .into_iter()
        .map(|(name, paper)| (name.to_owned(), Arc::new(paper)))
        .collect();
    (session, papers)
}
