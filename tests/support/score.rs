//! How truly a paper was read, against what is known of it: the figures of the shared measure, each between 0 and 1.
#![allow(clippy::cast_precision_loss)]

use std::collections::HashMap;

use gbdesk::model::{Block, Item, Paper};
use serde_json::Value;

/// Hits and all, by what is measured; summed over papers.
#[derive(Default, Debug)]
pub struct Score(HashMap<&'static str, (usize, usize)>);

impl Score {
    /// The share of hits.
    pub fn of(&self, name: &str) -> f64 {
        let (hits, all) = self.0.get(name).copied().unwrap_or_default();
        hits as f64 / all.max(1) as f64
    }

    fn add(&mut self, name: &'static str, hits: usize, all: usize) {
        let entry = self.0.entry(name).or_default();
        (entry.0, entry.1) = (entry.0 + hits, entry.1 + all);
    }

    fn overlap(&mut self, name: &'static str, truth: &[String], found: &[String]) {
        let mut left: HashMap<&str, usize> = HashMap::new();
        truth.iter().for_each(|text| *left.entry(text).or_default() += 1);
        let hits = found
            .iter()
            .filter(|text| left.get_mut(text.as_str()).filter(|left| **left > 0).map(|left| *left -= 1).is_some())
            .count();
        self.add(name, 2 * hits, truth.len() + found.len());
    }

    /// Adds a paper; `truth` is in the form of the shared papers.
    pub fn paper(&mut self, paper: &Paper, truth: &Value) {
        let blocks = truth["blocks"].as_array().expect("blocks");
        let of = |kinds: &[&str]| -> Vec<&Value> {
            blocks.iter().filter(|block| block["box"].is_null() && kinds.contains(&text(&block["type"]))).collect()
        };
        let prose = of(&["para", "sub", "bullet", "text", "quote"]);
        let first = blocks.iter().find(|block| block["type"] != "table").map(|block| begin(text(&block["text"])));
        // what stands before the first block that is known is the cover
        let from = paper.blocks.iter().position(|block| Some(begin(&block_text(block))) == first).unwrap_or(0);
        let body = paper.blocks.get(from..).unwrap_or_default();
        let aside: Vec<String> = of(&["tablenote"]).iter().map(|block| begin(text(&block["text"]))).collect();
        let mut found: Vec<(String, Option<&str>, &[String])> = Vec::new();
        for block in body {
            if let Block::Paragraph(paragraph) = block {
                found.push((squash(&paragraph.text), paragraph.number.as_deref(), &paragraph.footnotes));
                parts(&paragraph.items, &mut found);
            }
        }
        found.retain(|(text, ..)| !text.is_empty() && !aside.contains(&begin(text)));
        let whole: Vec<String> = prose.iter().map(|block| squash(text(&block["text"]))).collect();
        let ours: Vec<String> = found.iter().map(|(text, ..)| text.clone()).collect();
        self.overlap("exact", &whole, &ours);
        let starts = |texts: &[String]| texts.iter().map(|text| begin(text)).collect::<Vec<_>>();
        self.overlap("start", &starts(&whole), &starts(&ours));
        for block in &prose {
            let wanted = squash(text(&block["text"]));
            let same = found.iter().find(|(known, ..)| *known == wanted);
            let same = same.or_else(|| found.iter().find(|(known, ..)| begin(known) == begin(&wanted)));
            if block["type"] == "para" {
                let number = text(&block["label"]).trim_end_matches('.');
                self.add("number", usize::from(same.is_some_and(|(_, known, _)| *known == Some(number))), 1);
            }
            for mark in block["fns"].as_array().into_iter().flatten() {
                let mark = mark[1].to_string().trim_matches('"').to_owned();
                self.add("fnmark", usize::from(same.is_some_and(|(.., marks)| marks.contains(&mark))), 1);
            }
        }
        let heading = |text: &str| squash(text).to_lowercase();
        let unnumbered = |text: &str| {
            let text = heading(text);
            text.split_once('.').filter(|(head, _)| head.len() < 5).map_or(text.clone(), |(_, rest)| rest.to_owned())
        };
        let heads: Vec<String> = of(&["heading"]).iter().map(|block| unnumbered(text(&block["text"]))).collect();
        let ours = body.iter().filter(|block| matches!(block, Block::Heading(_)));
        let ours: Vec<String> = ours.map(|block| unnumbered(&block_text(block))).collect();
        self.overlap("heading", &heads, &ours);
        for (mark, note) in truth["footnotes"].as_object().into_iter().flatten() {
            let same = paper.footnote(mark).is_some_and(|known| squash(&known.text) == squash(text(note)));
            self.add("fntext", usize::from(same), 1);
        }
        let cells: Vec<String> = of(&["table"])
            .iter()
            .flat_map(|block| block["rows"].as_array().into_iter().flatten())
            .flat_map(|row| row["cells"].as_array().into_iter().flatten())
            .map(|cell| squash(text(cell)))
            .filter(|cell| !cell.is_empty())
            .collect();
        let ours: Vec<String> = body
            .iter()
            .filter_map(|block| if let Block::Table(table) = block { Some(&table.rows) } else { None })
            .flatten()
            .flatten()
            .map(|cell| squash(cell))
            .filter(|cell| !cell.is_empty())
            .collect();
        if !cells.is_empty() {
            self.overlap("cell", &cells, &ours);
        }
    }
}

fn parts<'a>(items: &'a [Item], found: &mut Vec<(String, Option<&'a str>, &'a [String])>) {
    for item in items {
        found.push((squash(&item.text), None, &item.footnotes));
        parts(&item.items, found);
    }
}

fn block_text(block: &Block) -> String {
    match block {
        Block::Heading(heading) => heading.text.clone(),
        Block::Paragraph(paragraph) => paragraph.text.clone(),
        Block::Table(_) => String::new(),
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The text without blanks and hyphens.
pub fn squash(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{AD}' | '\u{2010}' | '\u{2011}' | '*'))
        .collect()
}

fn begin(text: &str) -> String {
    squash(text).chars().take(40).collect()
}
