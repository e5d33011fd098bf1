//! The places of a paper that can be found, and the line each has in the text file.

use std::collections::BTreeMap;

use crate::model::search::HitKind;
use crate::model::{Block, Item, Paper};

/// A place to be found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) kind: HitKind,
    pub(super) decision: bool,
    pub(super) id: String,
    pub(super) number: Option<String>,
    pub(super) text: String,
    /// What is cited there: `gb.346/ins/5`, `c87`, the whole target; folded.
    pub(super) cites: Vec<String>,
}

/// Every place of a paper in reading order: title and cover, blocks, footnotes; draft decisions that are no block of
/// their own.
pub(super) fn of_paper(paper: &Paper) -> Vec<Place> {
    let mut cites = citations(paper);
    let mut places = Vec::with_capacity(paper.blocks.len() + paper.footnotes.len() + 2);
    let mut push = |kind, decision, id: &str, number: Option<&String>, text: String| {
        if !text.trim().is_empty() {
            let cites = cites.remove(id).unwrap_or_default();
            places.push(Place { kind, decision, id: id.to_owned(), number: number.cloned(), text, cites });
        }
    };
    let cover = &paper.cover;
    let fields = [
        &cover.purpose,
        &cover.strategic_objective,
        &cover.main_outcome,
        &cover.policy_implications,
        &cover.legal_implications,
        &cover.financial_implications,
        &cover.follow_up,
        &cover.author_unit,
    ];
    let mut words: Vec<&str> = fields.iter().filter_map(|field| field.as_deref()).collect();
    words.extend(cover.related_documents.iter().map(String::as_str));
    push(HitKind::Paragraph, false, "cover", None, words.join(" · "));
    if let Some(title) = &paper.title {
        push(HitKind::Heading, false, "", None, title.clone());
    }
    let decided = |id: &str, number: Option<&String>| {
        paper.decisions.iter().any(|decision| {
            decision.id == id || (decision.id.is_empty() && number.is_some() && decision.paragraph.as_ref() == number)
        })
    };
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => push(HitKind::Heading, false, &heading.id, None, heading.text.clone()),
            Block::Paragraph(paragraph) => {
                let mut text = paragraph.text.clone();
                flatten(&mut text, &paragraph.items);
                let number = paragraph.number.as_ref();
                push(HitKind::Paragraph, decided(&paragraph.id, number), &paragraph.id, number, text);
            }
            Block::Table(table) => {
                let rows: Vec<String> = table.rows.iter().map(|row| row.join(" · ")).collect();
                push(HitKind::Table, false, &table.id, None, rows.join(" · "));
            }
        }
    }
    for footnote in &paper.footnotes {
        push(HitKind::Footnote, false, &format!("fn_{}", footnote.mark), None, footnote.text.clone());
    }
    for decision in &paper.decisions {
        let block = paper.blocks.iter().any(|block| {
            block.id() == decision.id
                || matches!(block, Block::Paragraph(one) if decision.id.is_empty() && one.number == decision.paragraph)
        });
        if !block {
            let mut text = decision.text.clone();
            flatten(&mut text, &decision.items);
            push(HitKind::Paragraph, true, &decision.id, decision.paragraph.as_ref(), text);
        }
    }
    places
}

/// List parts after their paragraph, in one line.
fn flatten(text: &mut String, items: &[Item]) {
    for item in items {
        text.push(' ');
        text.push_str(&item.marker);
        text.push(' ');
        text.push_str(&item.text);
        flatten(text, &item.items);
    }
}

/// The terms of what is cited, by the id of the place.
fn citations(paper: &Paper) -> BTreeMap<String, Vec<String>> {
    let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for reference in &paper.references {
        let mut terms = vec![crate::text::fold::fold(&reference.target.to_string())];
        if let crate::model::Target::Paper(symbol, _) = &reference.target {
            terms.push(crate::text::fold::fold(&symbol.to_string()));
            terms.push(crate::text::fold::fold(&symbol.paper().to_string()));
        }
        terms.retain(|term| term.len() <= 200);
        let all = out.entry(reference.place.clone()).or_default();
        for term in terms {
            if !all.contains(&term) {
                all.push(term);
            }
        }
    }
    out
}

/// The line of a place: kind, id, number, words. None of them holds a tab or a line end.
pub(super) fn line(place: &Place) -> String {
    let kind = match (place.kind, place.decision) {
        (_, true) => "d",
        (HitKind::Heading, _) => "h",
        (HitKind::Footnote, _) => "f",
        (HitKind::Table, _) => "t",
        _ => "p",
    };
    format!(
        "{kind}\t{}\t{}\t{}\n",
        clean(&place.id),
        clean(place.number.as_deref().unwrap_or_default()),
        clean(&place.text)
    )
}

/// The kind, id, number and words of a line; `None` when it is none.
pub(super) fn parse(line: &str) -> Option<(HitKind, &str, Option<&str>, &str)> {
    let mut parts = line.trim_end_matches('\n').splitn(4, '\t');
    let kind = match parts.next()? {
        "h" => HitKind::Heading,
        "f" => HitKind::Footnote,
        "t" => HitKind::Table,
        "p" | "d" => HitKind::Paragraph,
        _ => return None,
    };
    let (id, number, text) = (parts.next()?, parts.next()?, parts.next()?);
    Some((kind, id, Some(number).filter(|number| !number.is_empty()), text))
}

/// Without tabs and line ends.
pub(super) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
