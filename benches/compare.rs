//! A paper of 160 KB against an edited copy of itself, and against another paper.
#![allow(clippy::pedantic, missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/support/revision.rs"]
mod revision;

use criterion::{Criterion, criterion_group, criterion_main};
use gbdesk::model::Paper;
use gbdesk::text::diff::compare;

/// Cases put one after the other until the text has 160 KB, on both sides.
fn long(seed: u64) -> (Paper, Paper) {
    let (mut old, mut new) = (Paper::default(), Paper::default());
    let mut size = 0;
    for seed in seed.. {
        let case = revision::case(seed);
        size += gbdesk::text::units::units(&case.old).iter().map(|unit| unit.text.len()).sum::<usize>();
        old.blocks.extend(case.old.blocks);
        new.blocks.extend(case.new.blocks);
        if size >= 160_000 {
            break;
        }
    }
    (old, new)
}

fn comparing(bench: &mut Criterion) {
    let (old, new) = long(1);
    let (other, _) = long(100);
    println!("{} blocks: {}", old.blocks.len(), compare(&old, &new).summary.sentence());
    bench.bench_function("compare 160 KB with an edited copy", |bench| bench.iter(|| compare(&old, &new)));
    bench.bench_function("compare 160 KB with itself", |bench| bench.iter(|| compare(&old, &old)));
    bench.bench_function("compare 160 KB with another paper", |bench| bench.iter(|| compare(&old, &other)));
}

criterion_group!(benches, comparing);
criterion_main!(benches);
