//! An invented library of any size, the same every time: words by Zipf's law, fixed seed.
#![allow(dead_code, reason = "each bench uses a part of it")]

use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use gbdesk::library::{ImportOptions, Library};
use gbdesk::model::{Block, DraftDecision, Heading, Language, Paper, Paragraph};
use gbdesk::reading::{Fault, Origin};

/// Paragraphs of a paper; `domain.md` §7 gives a mean of about 30.
pub const PARAGRAPHS: usize = 30;
/// Papers of a session.
const PAPERS: usize = 65;
/// Words of a paragraph.
pub const WORDS: usize = 100;
/// Words there are.
const VOCABULARY: usize = 40_000;

/// Numbers that look random and are the same every time (xorshift).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Words, the frequent first, with the sums of their frequencies.
pub struct Vocabulary {
    words: Vec<String>,
    sums: Vec<f64>,
}

impl Vocabulary {
    pub fn new() -> Self {
        const BEGINS: [&str; 24] = [
            "de", "con", "pro", "re", "so", "ju", "la", "em", "pla", "go", "ve", "ni", "ta", "mo", "in", "sta", "par",
            "ca", "fo", "li", "wo", "tri", "se", "bu",
        ];
        const MIDDLES: [&str; 16] =
            ["ci", "ti", "ver", "lo", "men", "sti", "ra", "ce", "du", "per", "na", "gi", "la", "mi", "ro", "té"];
        const ENDS: [&str; 12] = ["sion", "ment", "ing", "ed", "al", "ity", "or", "ance", "s", "ive", "tion", "er"];
        let mut words: Vec<String> =
            ["the", "of", "and", "to", "in", "a", "for", "social", "justice", "decision", "governing", "body", "work"]
                .iter()
                .map(|word| (*word).to_owned())
                .collect();
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        while words.len() < VOCABULARY {
            let mut word = BEGINS[(dice.roll() * 24.0) as usize].to_owned();
            for _ in 0..1 + (dice.roll() * 3.0) as usize {
                word.push_str(MIDDLES[(dice.roll() * 16.0) as usize]);
            }
            word.push_str(ENDS[(dice.roll() * 12.0) as usize]);
            words.push(word);
        }
        let mut sum = 0.0;
        let sums = (1..=words.len())
            .map(|rank| {
                sum += 1.0 / rank as f64;
                sum
            })
            .collect();
        Self { words, sums }
    }

    pub fn word(&self, dice: &mut Dice) -> &str {
        let at = dice.roll() * self.sums.last().copied().unwrap_or(1.0);
        &self.words[self.sums.partition_point(|sum| *sum < at).min(self.words.len() - 1)]
    }

    pub fn sentence(&self, dice: &mut Dice, words: usize) -> String {
        let mut text = String::with_capacity(words * 8);
        for _ in 0..words {
            let _ = write!(text, "{} ", self.word(dice));
        }
        text.trim_end().to_owned()
    }

    /// The paper that a number stands for.
    pub fn paper(&self, bytes: &[u8]) -> Paper {
        let number: usize = std::str::from_utf8(bytes).unwrap().parse().unwrap();
        let mut dice = Dice(0xD1B5_4A32_D192_ED03 ^ ((number as u64 + 1) << 20));
        let symbol = format!("GB.{}/INS/{}", 353 - number / PAPERS, number % PAPERS + 1);
        let mut paper = Paper {
            symbol: symbol.parse().ok(),
            language: Some(Language::EN),
            title: Some(self.sentence(&mut dice, 9)),
            ..Paper::default()
        };
        for count in 1..=PARAGRAPHS {
            if count % 6 == 1 {
                let (id, text) = (format!("h-{count}"), self.sentence(&mut dice, 4));
                paper.blocks.push(Block::Heading(Heading { id, level: 1, text, ..Heading::default() }));
            }
            let (id, number) = (format!("para_{count}"), Some(count.to_string()));
            let text = self.sentence(&mut dice, WORDS);
            if count == PARAGRAPHS {
                let decision = DraftDecision { paragraph: number.clone(), id: id.clone(), ..DraftDecision::default() };
                paper.decisions.push(DraftDecision { text: text.clone(), ..decision });
            }
            paper.blocks.push(Block::Paragraph(Paragraph { id, number, text, ..Paragraph::default() }));
        }
        paper
    }
}

/// How many paragraphs to invent: `GBDESK_BENCH_PARAGRAPHS=4000,1000000`, or these.
pub fn sizes(usual: &[usize]) -> Vec<usize> {
    match std::env::var("GBDESK_BENCH_PARAGRAPHS") {
        Ok(sizes) => sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        Err(_) => usual.to_vec(),
    }
}

/// Imports so many paragraphs into `home/cache`; gives the library and how long it took.
pub fn build(home: &Path, size: usize) -> (Library, Duration) {
    let vocabulary = Vocabulary::new();
    let papers = home.join("papers");
    std::fs::create_dir_all(&papers).unwrap();
    for number in 0..size.div_ceil(PARAGRAPHS) {
        std::fs::write(papers.join(format!("{number:06}.txt")), number.to_string()).unwrap();
    }
    let library = Library::open(&home.join("cache")).unwrap();
    let read = |bytes: &[u8], _: &Origin| -> Result<Paper, Fault> { Ok(vocabulary.paper(bytes)) };
    let (took, report) = timed(|| library.import(&[papers], &ImportOptions::default(), &read, &mut |_| {}).unwrap());
    assert!(report.failed().next().is_none());
    (library, took)
}

/// Middle, 95th of a hundred, and most, in milliseconds.
pub fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    format!("p50 {:7.2}  p95 {:7.2}  max {:7.2} ms  ({} times)", at(0.5), at(0.95), at(1.0), times.len())
}

pub fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let value = act();
    (begin.elapsed(), value)
}

pub fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
}
