//! How fast the library is found in: `cargo bench --bench search`, on an invented library of 4,000 and 100,000 paragraphs
//! (`GBDESK_BENCH_PARAGRAPHS=1000000` for another size). Words by Zipf's law, fixed seed. Searching is measured in a
//! process of its own that only opens the library, so that its memory is that of searching; each key three times, of
//! which the least counts, so that other programs do not. `GBDESK_BENCH_KEEP=folder` keeps the library there, and
//! `GBDESK_BENCH_OPEN=folder` searches it again without building it. Beside it, when they are
//! installed: `rg` over the same words and `fzf --filter` over the same names, and how many times ahead of them one is.
#![allow(clippy::pedantic, missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod generated;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use gbdesk::library::{Library, SearchOptions};
use gbdesk::text::names::{Name, NameIndex};
use gbdesk::text::query::Query;
use generated::{Dice, PARAGRAPHS, Vocabulary, WORDS, median, spread, timed};

/// The least of three times.
fn least<T>(act: impl Fn() -> T) -> Duration {
    (0..3).map(|_| timed(&act).0).min().unwrap_or_default()
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
    if let Some(cache) = std::env::var_os(OPEN) {
        search(&Vocabulary::new(), Path::new(&cache));
        return;
    }
    for size in generated::sizes(&[4_000, 100_000]) {
        measure(size);
    }
}

fn measure(size: usize) {
    let temporary = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("GBDESK_BENCH_KEEP").map(|folder| PathBuf::from(folder).join(size.to_string()));
    let home = kept.as_deref().unwrap_or(temporary.path());
    println!("\n{size} paragraphs of {WORDS} words, {} papers", size.div_ceil(PARAGRAPHS));
    let (library, took) = generated::build(home, size);
    println!("  import, published       {:8.1} s", took.as_secs_f64());
    let (took, ()) = timed(|| library.reindex(&mut |_| {}).unwrap());
    println!(
        "  index built             {:8.1} s  {:.0} paragraphs a second",
        took.as_secs_f64(),
        size as f64 / took.as_secs_f64()
    );
    drop(library);
    let run = Command::new(std::env::current_exe().unwrap()).env(OPEN, home.join("cache")).status().unwrap();
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
