//! How fast the library is found in: `cargo bench --bench search`, on an invented library of 4,000 and 100,000 paragraphs
//! (`GBDESK_BENCH_PARAGRAPHS=1000000` for another size). Words by Zipf's law, fixed seed. Beside it, when they are
//! installed: `rg` over the same words and `fzf --filter` over the same names.
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use gbdesk::library::{ImportOptions, Library, SearchOptions};
use gbdesk::model::{Block, DraftDecision, Heading, Language, Paper, Paragraph};
use gbdesk::reading::{Fault, Origin};
use gbdesk::text::names::{Name, NameIndex};
use gbdesk::text::query::Query;

/// Paragraphs of a paper; `domain.md` §7 gives a mean of about 30.
const PARAGRAPHS: usize = 30;
/// Papers of a session.
const PAPERS: usize = 65;
/// Words of a paragraph.
const WORDS: usize = 100;
/// Words there are.
const VOCABULARY: usize = 40_000;

/// Numbers that look random and are the same every time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Words, the frequent first, with the sums of their frequencies.
struct Vocabulary {
    words: Vec<String>,
    sums: Vec<f64>,
}

impl Vocabulary {
    fn new() -> Self {
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

    fn word(&self, dice: &mut Dice) -> &str {
        let at = dice.roll() * self.sums.last().copied().unwrap_or(1.0);
        &self.words[self.sums.partition_point(|sum| *sum < at).min(self.words.len() - 1)]
    }

    fn sentence(&self, dice: &mut Dice, words: usize) -> String {
        let mut text = String::with_capacity(words * 8);
        for _ in 0..words {
            let _ = write!(text, "{} ", self.word(dice));
        }
        text.trim_end().to_owned()
    }

    /// The paper that a number stands for.
    fn paper(&self, bytes: &[u8]) -> Paper {
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

/// Middle, 95th of a hundred, and most, in milliseconds.
fn spread(mut times: Vec<Duration>) -> String {
    times.sort();
    let at = |part: f64| times[((times.len() - 1) as f64 * part) as usize].as_secs_f64() * 1000.0;
    format!("p50 {:7.2}  p95 {:7.2}  max {:7.2} ms  ({} times)", at(0.5), at(0.95), at(1.0), times.len())
}

fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let value = act();
    (begin.elapsed(), value)
}

/// Anonymous memory in MB, where the system tells it.
fn anonymous() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0.0);
    format!("{:.0} MB", kilobytes / 1024.0)
}

fn main() {
    let sizes: Vec<usize> = match std::env::var("GBDESK_BENCH_PARAGRAPHS") {
        Ok(sizes) => sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        Err(_) => vec![4_000, 100_000],
    };
    let vocabulary = Vocabulary::new();
    for size in sizes {
        measure(&vocabulary, size);
    }
}

fn measure(vocabulary: &Vocabulary, size: usize) {
    let home = tempfile::tempdir().unwrap();
    let cache = home.path().join("cache");
    let papers = home.path().join("papers");
    std::fs::create_dir_all(&papers).unwrap();
    for number in 0..size.div_ceil(PARAGRAPHS) {
        std::fs::write(papers.join(format!("{number:06}.txt")), number.to_string()).unwrap();
    }
    println!("\n{size} paragraphs of {WORDS} words, {} papers", size.div_ceil(PARAGRAPHS));
    let library = Library::open(&cache).unwrap();
    let read = |bytes: &[u8], _: &Origin| -> Result<Paper, Fault> { Ok(vocabulary.paper(bytes)) };
    let import =
        || library.import(std::slice::from_ref(&papers), &ImportOptions::default(), &read, &mut |_| {}).unwrap();
    let (took, report) = timed(import);
    assert!(report.failed().next().is_none());
    println!("  import, published       {:8.1} s", took.as_secs_f64());
    let (took, ()) = timed(|| library.reindex(&mut |_| {}).unwrap());
    println!(
        "  index built             {:8.1} s  {:.0} paragraphs a second",
        took.as_secs_f64(),
        size as f64 / took.as_secs_f64()
    );
    drop(library);

    let (took, library) = timed(|| Library::open(&cache).unwrap());
    println!("  library opened          {:8.2} ms", took.as_secs_f64() * 1000.0);
    let (took, fault) = timed(|| library.index_fault());
    assert!(fault.is_none());
    println!("  index opened            {:8.2} ms", took.as_secs_f64() * 1000.0);

    let typing = SearchOptions { session_here: Some(353), ..SearchOptions::default() };
    let exact = SearchOptions { exact: true, ..SearchOptions::default() };
    let mut queries: Vec<String> = [
        "social justice",
        "governing body decision",
        "the work of",
        "justice -social in:decision",
        "\"social justice\"",
    ]
    .iter()
    .map(|query| (*query).to_owned())
    .collect();
    let mut dice = Dice(7);
    for _ in 0..40 {
        let words = 1 + (dice.roll() * 3.0) as usize;
        queries.push(vocabulary.sentence(&mut dice, words));
    }
    let (mut keys, mut short, mut whole) = (Vec::new(), Vec::new(), Vec::new());
    for query in &queries {
        for (end, _) in query.char_indices().skip(1).chain([(query.len(), ' ')]) {
            let parsed = Query::parse(&query[..end]).0;
            let (took, _) = timed(|| library.search(&parsed, &typing));
            if end <= 3 { short.push(took) } else { keys.push(took) }
        }
        let parsed = Query::parse(query).0;
        whole.push(timed(|| library.search(&parsed, &exact)).0);
    }
    println!("  a letter, 50 results    {}", spread(keys));
    println!("  one to three letters    {}", spread(short));
    println!("  whole, ranked, counted  {}", spread(whole));
    let parsed = Query::parse("scoial jsutice").0;
    println!(
        "  a slip corrected        {}",
        spread((0..5).map(|_| timed(|| library.search(&parsed, &typing)).0).collect())
    );
    println!("  anonymous memory        {}", anonymous());
    names(&library, vocabulary, home.path());
    beside(&cache);
}

/// Papers, headings and decisions as names.
fn names(library: &Library, vocabulary: &Vocabulary, home: &Path) {
    let mut all: Vec<(String, String)> = Vec::new();
    for number in library.sessions() {
        for entry in &library.session(number).unwrap().papers {
            let title = entry.title.best(&[]).unwrap_or_default();
            all.push((format!("{} {title}", entry.key), entry.key.clone()));
            all.extend(entry.headings.iter().map(|heading| (heading.text.clone(), entry.key.clone())));
            all.extend(entry.decisions.iter().map(|number| (format!("{} {number}", entry.key), entry.key.clone())));
        }
    }
    let (took, index) = timed(|| NameIndex::build(all.iter().map(|(text, symbol)| Name { text, symbol })));
    println!("  {} names, built in {:.0} ms", index.len(), took.as_secs_f64() * 1000.0);
    let mut times = Vec::new();
    let mut dice = Dice(11);
    for _ in 0..30 {
        let query = vocabulary.sentence(&mut dice, 3);
        for (end, _) in query.char_indices().skip(1) {
            times.push(timed(|| index.search(&query[..end], 50)).0);
        }
    }
    for end in 1.."350 ins 17".len() {
        times.push(timed(|| index.search(&"350 ins 17"[..end], 50)).0);
    }
    println!("  a letter, names         {}", spread(times));
    let list = home.join("names");
    std::fs::write(&list, all.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n")).unwrap();
    let run = || {
        Command::new("fzf")
            .args(["--filter", "soc just"])
            .stdin(std::fs::File::open(&list).ok()?)
            .stdout(Stdio::null())
            .status()
            .ok()
    };
    match timed(run) {
        (took, Some(_)) => println!("  fzf --filter            {:8.1} ms", took.as_secs_f64() * 1000.0),
        _ => println!("  fzf is not installed: not compared"),
    }
}

/// ripgrep over the text files of the index: the same words.
fn beside(cache: &Path) {
    let Some(index) = texts(cache) else { return };
    let run = || Command::new("rg").args(["-i", "-c", "social"]).arg(&index).stdout(Stdio::null()).status().ok();
    run();
    match timed(run) {
        (took, Some(_)) => println!("  rg -i -c                {:8.1} ms", took.as_secs_f64() * 1000.0),
        _ => println!("  rg is not installed: not compared"),
    }
}

fn texts(cache: &Path) -> Option<PathBuf> {
    let newest = std::fs::read_dir(cache.join("generations"))
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u64>().ok())
        .max()?;
    Some(cache.join("generations").join(newest.to_string()).join("index"))
}
