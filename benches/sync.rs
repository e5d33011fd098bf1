//! First and second sync of 10, 70 and 700 papers from a server on loopback: how the time grows with the papers, and what
//! a sync costs that finds nothing new. The papers are read by a reader that costs next to nothing, so that what is
//! measured is listing, fetching, comparing and publishing.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../tests/support/desk.rs"]
mod desk;
#[path = "../tests/support/server.rs"]
mod server;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use desk::{Desk, feed, paper, pdf, summed};
use serde_json::json;
use server::Server;

const FEED: &str = "/gb/session.json";

/// A session of so many papers of about 35 kB, the size of a real one's text.
fn session_of(server: &Server, count: usize) {
    let sentence = "The Office would continue to support constituents in the ports of the region. ".repeat(14);
    let mut papers = Vec::new();
    for number in 1..=count {
        let symbol = format!("GB.350/INS/{}/{}", number / 50 + 1, number % 50 + 1);
        let bytes = pdf(&symbol, &vec![sentence.as_str(); 32]);
        let url = format!("papers/{number}.pdf");
        server.put(&format!("/gb/{url}"), bytes.clone());
        papers.push(paper(&symbol, "A title", &json!([summed(&url, &bytes)])));
    }
    server.put(FEED, feed(&papers).to_string());
}

fn syncs(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("sync");
    group.sample_size(10);
    for count in [10, 70, 700] {
        let server = Server::start();
        session_of(&server, count);
        let from = server.url(FEED);
        group.bench_function(BenchmarkId::new("first", count), |bencher| {
            bencher.iter_batched_ref(
                Desk::new,
                |desk| assert_eq!(desk.sync(&from).unwrap().papers.len(), count),
                BatchSize::PerIteration,
            );
        });
        let held = Desk::new();
        held.sync(&from).unwrap();
        group.bench_function(BenchmarkId::new("second", count), |bencher| {
            bencher.iter(|| assert_eq!(held.sync(&from).unwrap().unchanged, count));
        });
    }
    group.finish();
}

criterion_group!(benches, syncs);
criterion_main!(benches);
