//! Where notes land on seeded revisions of invented papers, and how long placing takes.
#![allow(clippy::pedantic, missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/support/revision.rs"]
mod revision;

use criterion::{Criterion, criterion_group, criterion_main};
use gbdesk::notes::anchor::Places;

fn anchors(bench: &mut Criterion) {
    for with_former in [false, true] {
        let tally = revision::tally(1..400, with_former);
        let share = |count: usize| 100.0 * count as f64 / tally.notes as f64;
        println!(
            "former version {}: {} notes, {:.2} % right, {:.2} % asked, {:.2} % wrong with a mark, {} wrong without",
            if with_former { "held" } else { "not held" },
            tally.notes,
            share(tally.right),
            share(tally.asked),
            share(tally.wrong_marked),
            tally.wrong_silent
        );
    }
    let case = revision::case(7);
    bench.bench_function("place every note of a revised paper", |bench| {
        bench.iter(|| {
            let places = Places::new(&case.new);
            case.notes.iter().map(|(note, _)| places.place(note)).filter(|placement| placement.is_marked()).count()
        });
    });
}

criterion_group!(benches, anchors);
criterion_main!(benches);
