//! Papers of an invented session and their seeded revisions, for measuring where notes land. Nothing here is random: a
//! seed gives the same papers everywhere.
#![allow(missing_docs, dead_code)]

use gbdesk::model::{Block, Heading, Language, Note, Paper, Paragraph};
use gbdesk::notes::anchor;

/// A small generator of numbers (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

const COMMON: &str = "the of and to in for that on with by as be is was are were this its which at from or an it had has \
    would should not also their they been all may these";
const TOPICS: &str = "social dialogue labour standards ratification convention recommendation members employers workers \
    governments office field structure budget biennium programme outcome output indicator evaluation audit risk gender equality \
    migration child forced wage employment skills youth transition informal economy enterprise supply chains protection health \
    safety inspection tripartite constituents capacity technical cooperation partners resources staff regional country decent \
    work strategy review report proposal discussion amendment session agenda conference committee mechanism supervisory \
    complaint representation freedom association collective bargaining discrimination maternity pension insurance coverage \
    climate recovery resilience crisis digital platform statistics research policy coherence multilateral mandate governance \
    reform implementation monitoring progress results baseline target funding voluntary contribution reserve building renovation \
    security travel procurement information technology communication publication language interpretation";
const REGIONS: [&str; 5] =
    ["Africa", "the Americas", "the Arab States", "Asia and the Pacific", "Europe and Central Asia"];

fn words(dice: &mut Dice, count: usize) -> Vec<String> {
    let common: Vec<&str> = COMMON.split_whitespace().collect();
    let topics: Vec<&str> = TOPICS.split_whitespace().collect();
    (0..count).map(|_| if dice.chance(42) { dice.pick(&common) } else { dice.pick(&topics) }.to_owned()).collect()
}

fn sentence(words: &[String]) -> String {
    let mut text = words.join(" ");
    if let Some(first) = text.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    text.push('.');
    text
}

fn text(dice: &mut Dice) -> String {
    let sentences = 1 + dice.below(4);
    (0..sentences)
        .map(|_| {
            let count = 9 + dice.below(22);
            sentence(&words(dice, count))
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// Paragraphs as texts: mostly their own, some from one mould, some boilerplate that stands twice.
fn texts(dice: &mut Dice) -> Vec<String> {
    let count = 25 + dice.below(40);
    let mut texts: Vec<String> = (0..count).map(|_| text(dice)).collect();
    for region in REGIONS {
        let number = 10 + dice.below(80);
        let at = dice.below(texts.len());
        let tail = words(dice, 6).join(" ");
        texts.insert(at, format!(
            "In {region}, technical cooperation supported {number} country programmes with the participation of constituents, with results in {tail}."
        ));
    }
    for _ in 0..2 {
        let at = dice.below(texts.len());
        texts.insert(at, "The Governing Body took note of the information provided by the Office.".to_owned());
    }
    texts
}

pub fn paper(symbol: &str, texts: &[String]) -> Paper {
    let mut blocks = vec![Block::Heading(Heading {
        id: "h-intro".into(),
        level: 1,
        text: "Introduction".into(),
        ..Heading::default()
    })];
    for (at, text) in texts.iter().enumerate() {
        let number = (at + 1).to_string();
        let paragraph = Paragraph {
            id: format!("para_{number}"),
            number: Some(number),
            text: text.clone(),
            ..Paragraph::default()
        };
        blocks.push(Block::Paragraph(paragraph));
    }
    Paper { symbol: symbol.parse().ok(), language: Some(Language::EN), blocks, ..Paper::default() }
}

/// A paper, its revision, notes on the paper and the blocks of the revision where each may land (none: it was deleted).
pub struct Case {
    pub old: Paper,
    pub new: Paper,
    pub notes: Vec<(Note, Vec<String>)>,
}

pub fn case(seed: u64) -> Case {
    let mut dice = Dice::new(seed);
    let before = texts(&mut dice);
    revise(&mut dice, before)
}

/// A revision of these paragraphs.
pub fn case_of(before: Vec<String>, seed: u64) -> Case {
    revise(&mut Dice::new(seed), before)
}

fn revise(dice: &mut Dice, before: Vec<String>) -> Case {
    // each new text with the old paragraphs that it came from
    let mut after: Vec<(String, Vec<usize>)> = Vec::new();
    let mut at = 0;
    while let Some(text) = before.get(at) {
        let mut text = text.clone();
        let mut from = vec![at];
        match dice.below(100) {
            0..4 => from.clear(),
            4..14 => {
                after.push((self::text(dice), Vec::new()));
            }
            14..34 => text = reworded(dice, &text),
            34..38 => {
                let list: Vec<&str> = text.split(' ').collect();
                if list.len() > 14 {
                    let middle = list.len() / 3 + dice.below(list.len() / 3);
                    after.push((list[..middle].join(" "), vec![at]));
                    text = list[middle..].join(" ");
                }
            }
            38..42 => {
                if let Some(next) = before.get(at + 1) {
                    text = format!("{text} {next}");
                    from.push(at + 1);
                    at += 1;
                }
            }
            _ => {}
        }
        if !from.is_empty() {
            after.push((text, from));
        }
        at += 1;
    }
    if dice.chance(40) {
        let moved = after.remove(dice.below(after.len()));
        after.insert(dice.below(after.len()), moved);
    }
    let old = paper("GB.360/POL/2", &before);
    let new = paper("GB.360/POL/2(Rev.1)", &after.iter().map(|(text, _)| text.clone()).collect::<Vec<_>>());
    let mut notes = Vec::new();
    for (at, text) in before.iter().enumerate() {
        let id = format!("para_{}", at + 1);
        let list: Vec<&str> = text.split(' ').collect();
        // half of the notes are on some words only
        let quote = if dice.chance(50) && list.len() > 16 {
            let length = 8 + dice.below(8);
            let from = dice.below(list.len() - length);
            list[from..from + length].join(" ")
        } else {
            String::new()
        };
        let mut note = Note {
            paper: "GB.360/POL/2".into(),
            session: 360,
            language: Some(Language::EN),
            paragraph: Some(id.clone()),
            ..Note::default()
        };
        anchor::make(&old, &id, &quote).expect("the block is there").apply(&mut note);
        let right = after
            .iter()
            .enumerate()
            .filter(|(_, (_, from))| from.contains(&at))
            .map(|(place, _)| format!("para_{}", place + 1))
            .collect();
        notes.push((note, right));
    }
    Case { old, new, notes }
}

/// One word in five is another.
fn reworded(dice: &mut Dice, text: &str) -> String {
    let mut list: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let count = list.len().div_ceil(5);
    for _ in 0..count {
        let at = dice.below(list.len());
        list[at] = words(dice, 1).concat();
    }
    list.join(" ")
}

/// Where the notes of many revisions landed.
#[derive(Debug, Default)]
pub struct Tally {
    pub notes: usize,
    /// On their text, or, when it was deleted, open.
    pub right: usize,
    /// Open although their text is there: the delegate is asked.
    pub asked: usize,
    /// On another text, with the mark "text changed".
    pub wrong_marked: usize,
    /// On another text as if it were the same.
    pub wrong_silent: usize,
}

pub fn tally(seeds: std::ops::Range<u64>, with_former: bool) -> Tally {
    count(seeds.map(case), with_former)
}

pub fn count(cases: impl Iterator<Item = Case>, with_former: bool) -> Tally {
    let mut tally = Tally::default();
    for case in cases {
        let places = if with_former {
            anchor::Places::with_former(&case.new, &case.old)
        } else {
            anchor::Places::new(&case.new)
        };
        for (note, right) in &case.notes {
            tally.notes += 1;
            let placement = places.place(note);
            match placement.block() {
                None if right.is_empty() => tally.right += 1,
                None => tally.asked += 1,
                Some(block) if right.iter().any(|id| id == block) => tally.right += 1,
                Some(_) if matches!(placement, anchor::Placement::TextChanged { .. }) => tally.wrong_marked += 1,
                Some(_) => tally.wrong_silent += 1,
            }
        }
    }
    tally
}
