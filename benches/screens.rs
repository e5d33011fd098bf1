//! What a screen costs: a frame of the reader at two sizes, of papers of 30 to 5,000 paragraphs; opening a paper of 56
//! pages; resizing; one key. `cargo bench --bench screens`. A frame must cost the same whatever the length of the paper,
//! so the ratio of the longest to the shortest is printed beside the times.
#![allow(clippy::pedantic, missing_docs, clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/desk/mod.rs"]
mod desk;
mod generated;

use std::sync::Arc;
use std::time::Duration;

use desk::Desk;
use gbdesk::model::{Block, Paper, Paragraph};
use generated::{Dice, Vocabulary, WORDS, median, spread, timed};

/// Paragraphs of a paper of 56 pages: 160 KB of text.
const LONG: usize = 230;

fn paper(vocabulary: &Vocabulary, like: &Paper, paragraphs: usize) -> Paper {
    let mut dice = Dice(paragraphs as u64 + 1);
    let paragraph = |count: usize, dice: &mut Dice| {
        let (id, number) = (format!("para_{count}"), Some(count.to_string()));
        Block::Paragraph(Paragraph { id, number, text: vocabulary.sentence(dice, WORDS), ..Paragraph::default() })
    };
    let blocks = (1..=paragraphs).map(|count| paragraph(count, &mut dice)).collect();
    Paper { blocks, references: Vec::new(), decisions: Vec::new(), footnotes: Vec::new(), ..like.clone() }
}

/// The desk with every paper as long as asked for.
fn holding(vocabulary: &Vocabulary, size: (u16, u16), paragraphs: usize) -> Desk {
    let mut desk = Desk::new(size.0, size.1);
    for held in desk.papers.values_mut() {
        *held = Arc::new(paper(vocabulary, held, paragraphs));
    }
    desk
}

fn times(count: usize, mut act: impl FnMut() -> Duration) -> Vec<Duration> {
    (0..count).map(|_| act()).collect()
}

fn main() {
    let vocabulary = Vocabulary::new();
    for size in [(80, 24), (200, 50)] {
        println!("\n{}×{}", size.0, size.1);
        let mut middles = Vec::new();
        for paragraphs in [30, LONG, 5_000] {
            let mut desk = holding(&vocabulary, size, paragraphs);
            desk.press("Down");
            let opened = times(1, || timed(|| (desk.press("Enter"), ()).1).0);
            assert!(desk.app.reader.is_some(), "{}", desk.screen());
            desk.press("End");
            let frames = times(200, || timed(|| desk.drawn()).0);
            middles.push(median(&frames));
            println!("  {paragraphs:>5} paragraphs: frame   {}", spread(frames));
            let keys = times(100, || timed(|| (desk.press("Up"), ()).1).0);
            println!("  {paragraphs:>5} paragraphs: a key   {}", spread(keys));
            println!("  {paragraphs:>5} paragraphs: opening {}", spread(opened));
            let mut wide = false;
            let resized = times(20, || {
                wide = !wide;
                let to = (if wide { 60 } else { size.0 }, size.1);
                timed(|| {
                    desk.send(gbdesk::app::Msg::Resize(to.0, to.1));
                    desk.drawn()
                })
                .0
            });
            println!("  {paragraphs:>5} paragraphs: resized {}", spread(resized));
        }
        let (least, most) = (middles[0], middles[2]);
        println!("  the frame of the longest paper costs {:.2} times that of the shortest", ratio(most, least));
    }
}

fn ratio(one: Duration, other: Duration) -> f64 {
    one.as_secs_f64() / other.as_secs_f64()
}
