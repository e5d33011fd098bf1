//! How fast the library is found in: `cargo bench --bench search`, on an invented library of 4,000 and 100,000 paragraphs
//! (`GBDESK_BENCH_PARAGRAPHS=1000000` for another size). Words by Zipf's law, fixed seed. Searching is measured in a
//! process of its own that only opens the library, so that its memory is that of searching; each key three times, of
//! which the least counts, so that other programs do not. `GBDESK_BENCH_KEEP=folder` keeps the library there, and
//! `GBDESK_BENCH_OPEN=folder` searches it again without building it. Beside it, when they are
//! installed: `rg` over the same words and `fzf --filter` over the same names, and how many times ahead of them one is.
#![allow(clippy::pedantic, missing_docs, clippy::unwrap_used, clippy::expect_used)]

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

/// The least of three times.
fn least<T>(act: impl Fn() -> T) -> Duration {
    (0..3).map(|_| timed(&act).0).min().unwrap_or_default()
}

fn timed<T>(act: impl FnOnce() -> T) -> (Duration, T) {
    let begin = Instant::now();
    let value = act();
    (begin.elapsed(), value)
}

/// Anonymous memory in MB, where the system tells it; else 0.
fn anonymous() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().unwrap_or(0.0);
    kilobytes / 1024.0
}

/// Names the cache folder of a library to the process that searches it.
const OPEN: &str = "GBDESK_BENCH_OPEN";

fn main() {
    let vocabulary = Vocabulary::new();
    if let Some(cache) = std::env::var_os(OPEN) {
        search(&vocabulary, Path::new(&cache));
        return;
    }
    let sizes: Vec<usize> = match std::env::var("GBDESK_BENCH_PARAGRAPHS") {
        Ok(sizes) => sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect(),
        Err(_) => vec![4_000, 100_000],
    };
    for size in sizes {
        measure(&vocabulary, size);
    }
}

fn measure(vocabulary: &Vocabulary, size: usize) {
    let temporary = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("GBDESK_BENCH_KEEP").map(|folder| PathBuf::from(folder).join(size.to_string()));
    let home = kept.as_deref().unwrap_or(temporary.path());
    let cache = home.join("cache");
    let papers = home.join("papers");
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
    let run = Command::new(std::env::current_exe().unwrap()).env(OPEN, &cache).status().unwrap();
    assert!(run.success());
}

fn search(vocabulary: &Vocabulary, cache: &Path) {
    let before = anonymous();
    if std::env::var_os("GBDESK_BENCH_REINDEX").is_some() {
        let library = Library::open(cache).unwrap();
        let (took, ()) = timed(|| library.reindex(&mut |_| {}).unwrap());
        println!("  index built             {:8.1} s", took.as_secs_f64());
    }
    let (took, library) = timed(|| Library::open(cache).unwrap());
    println!("  library opened          {:8.2} ms", took.as_secs_f64() * 1000.0);
    let (took, fault) = timed(|| library.index_fault());
    assert!(fault.is_none());
    println!("  index opened            {:8.2} ms", took.as_secs_f64() * 1000.0);
    let index = texts(cache).unwrap();
    let sizes =
        std::fs::read_dir(&index).unwrap().flatten().filter_map(|one| Some((one.file_name(), one.metadata().ok()?)));
    let (mut own, mut words, mut segments) = (0, 0, 0);
    for (name, about) in sizes {
        let name = name.to_string_lossy().into_owned();
        let sum = if name.starts_with("texts-") { &mut words } else { &mut own };
        *sum += about.len();
        segments += usize::from(name.ends_with(".idx"));
    }
    println!(
        "  {:.1} MB of text, index {:.1} MB in {segments} segments ({:.2} of the text)",
        words as f64 / 1e6,
        own as f64 / 1e6,
        own as f64 / words as f64
    );

    let typing = SearchOptions { session_here: library.sessions().first().copied(), ..SearchOptions::default() };
    let exact = SearchOptions { exact: true, ..SearchOptions::default() };
    let mut queries: Vec<String> = [
        "social justice",
        "governing body decision",
        "the work of",
        "justice -social in:decision",
        "\"social justice\"",
        "\"of the\" decision",
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
    let mut worst = (Duration::ZERO, String::new());
    for query in &queries {
        for (end, _) in query.char_indices().skip(1).chain([(query.len(), ' ')]) {
            let took = least(|| library.search(&Query::parse(&query[..end]).0, &typing));
            if end <= 3 {
                short.push(took)
            } else {
                keys.push(took)
            }
            if took > worst.0 {
                worst = (took, query[..end].to_owned());
            }
        }
        let parsed = Query::parse(query).0;
        whole.push(least(|| library.search(&parsed, &exact)));
    }
    for letter in 'a'..='z' {
        short.push(least(|| library.search(&Query::parse(&letter.to_string()).0, &typing)));
    }
    let key = median(&keys);
    println!("  a letter, 50 results    {}   longest: {:?}", spread(keys), worst.1);
    println!("  one to three letters    {}", spread(short));
    println!("  whole, ranked, counted  {}", spread(whole));
    let parsed = Query::parse("scoial jsutice").0;
    let slips = (0..5).map(|_| timed(|| library.search(&parsed, &typing)).0).collect();
    println!("  a slip corrected        {}", spread(slips));
    println!("  anonymous memory        {:.0} MB ({before:.0} MB before the library was opened)", anonymous());
    beside(&index, key);
    let home = tempfile::tempdir().unwrap();
    names(&library, vocabulary, home.path());
}

fn median(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort();
    times[times.len() / 2]
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
    let before = anonymous();
    let (took, index) = timed(|| NameIndex::build(all.iter().map(|(text, symbol)| Name { text, symbol })));
    println!(
        "  {} names, built in {:.0} ms, {:.0} MB",
        index.len(),
        took.as_secs_f64() * 1000.0,
        (anonymous() - before).max(0.0)
    );
    let mut queries: Vec<String> =
        ["350 ins 17", "soc just", "gb.352/ins/5", "governing body"].map(str::to_owned).into();
    let mut dice = Dice(11);
    // words as they are, and with a letter wrong
    for _ in 0..30 {
        let query = vocabulary.sentence(&mut dice, 3);
        queries.push(query.replacen('o', "u", 1));
        queries.push(query);
    }
    let mut times = Vec::new();
    let mut worst = (Duration::ZERO, String::new());
    for query in &queries {
        for (end, _) in query.char_indices().skip(1).chain([(query.len(), ' ')]) {
            let took = least(|| index.search(&query[..end], 50));
            times.push(took);
            if took > worst.0 {
                worst = (took, query[..end].to_owned());
            }
        }
    }
    let key = median(&times);
    println!("  a letter, names         {}   longest: {:?}", spread(times), worst.1);
    let list = home.join("names");
    std::fs::write(&list, all.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("\n")).unwrap();
    let mut fzf = Command::new("fzf");
    fzf.args(["--filter", "soc just"]);
    against("fzf --filter", fzf, Some(&list), key);
}

/// ripgrep over the text files of the index: the same words.
fn beside(index: &Path, key: Duration) {
    let mut rg = Command::new("rg");
    rg.args(["-i", "-c", "social"]).arg(index);
    against("rg -i -c", rg, None, key);
}

/// The middle of five runs of another program, and how many times as long as ours it takes.
fn against(name: &str, mut command: Command, input: Option<&Path>, ours: Duration) {
    let mut run = || {
        let input = input.map_or_else(Stdio::null, |path| std::fs::File::open(path).unwrap().into());
        timed(|| command.stdin(input).stdout(Stdio::null()).status().ok())
    };
    let runs: Vec<_> = (0..5).map(|_| run()).collect();
    if runs.iter().any(|(_, status)| status.is_none()) {
        println!("  {name} is not installed: not compared");
        return;
    }
    let theirs = median(&runs.into_iter().map(|(took, _)| took).collect::<Vec<_>>());
    println!(
        "  {name:<23} {:8.1} ms, {:.0} times the middle of ours ({:.2} ms)",
        theirs.as_secs_f64() * 1000.0,
        theirs.as_secs_f64() / ours.as_secs_f64(),
        ours.as_secs_f64() * 1000.0
    );
}

fn texts(cache: &Path) -> Option<PathBuf> {
    let newest = std::fs::read_dir(cache.join("generations"))
        .ok()?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u64>().ok())
        .max()?;
    Some(cache.join("generations").join(newest.to_string()).join("index"))
}
