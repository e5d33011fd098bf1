//! Which words of one text are which words of another: by stretches of words that both have once, longest first.

use std::collections::HashMap;
use std::ops::Range;

use super::beside::{Anchor, in_order};

/// Lengths of the stretches that are looked for, in words. What stands between two found ones is looked through with the
/// next length.
const STRETCHES: [usize; 3] = [6, 3, 1];

/// For each word of `left` its place in `right`, in order; `None` where there is no such word. Takes time in proportion to
/// the words, whatever they are.
pub(super) fn align(left: &[u32], right: &[u32]) -> Vec<Option<usize>> {
    let mut found = vec![None; left.len()];
    between(left, right, 0..left.len(), 0..right.len(), &STRETCHES, &mut found);
    found
}

fn between(
    left: &[u32],
    right: &[u32],
    mut from: Range<usize>,
    mut to: Range<usize>,
    stretches: &[usize],
    found: &mut [Option<usize>],
) {
    // what is equal at both ends needs no looking for
    while !from.is_empty() && !to.is_empty() && left.get(from.start) == right.get(to.start) {
        set(found, from.start, to.start);
        from.start += 1;
        to.start += 1;
    }
    while !from.is_empty() && !to.is_empty() && left.get(from.end - 1) == right.get(to.end - 1) {
        from.end -= 1;
        to.end -= 1;
        set(found, from.end, to.end);
    }
    let Some((length, shorter)) = stretches.split_first() else { return };
    if from.is_empty() || to.is_empty() {
        return;
    }
    let anchors = once_in_both(left, right, &from, &to, *length);
    let (mut at, mut other) = (from.start, to.start);
    for (next, beyond) in in_order(&anchors).0.into_iter().chain([(from.end, to.end)]) {
        // a stretch that the one before reached over already
        if next < at || beyond < other {
            continue;
        }
        between(left, right, at..next, other..beyond, shorter, found);
        (at, other) = (next, beyond);
        while at < from.end && other < to.end && left.get(at) == right.get(other) {
            set(found, at, other);
            at += 1;
            other += 1;
        }
    }
}

fn set(found: &mut [Option<usize>], at: usize, other: usize) {
    if let Some(found) = found.get_mut(at) {
        *found = Some(other);
    }
}

/// Where stretches begin that stand once in either part.
fn once_in_both(left: &[u32], right: &[u32], from: &Range<usize>, to: &Range<usize>, length: usize) -> Vec<Anchor> {
    let once = |words: &'_ [u32], part: &Range<usize>| -> HashMap<Vec<u32>, Option<usize>> {
        let mut places: HashMap<Vec<u32>, Option<usize>> = HashMap::new();
        for (by, stretch) in words.get(part.clone()).unwrap_or_default().windows(length).enumerate() {
            places.entry(stretch.to_vec()).and_modify(|place| *place = None).or_insert(Some(part.start + by));
        }
        places
    };
    let (mine, theirs) = (once(left, from), once(right, to));
    let mut anchors: Vec<Anchor> =
        mine.iter().filter_map(|(stretch, at)| Some(((*at)?, theirs.get(stretch).copied().flatten()?))).collect();
    anchors.sort_unstable();
    anchors
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_put_in_is_passed_over() {
        let left: Vec<u32> = (0..20).collect();
        let mut right: Vec<u32> = (0..20).collect();
        right.splice(10..10, [77, 78]);
        let found = align(&left, &right);
        assert_eq!(found[9], Some(9));
        assert_eq!(found[10], Some(12));
        assert_eq!(align(&[1, 1, 1], &[2, 2]), vec![None; 3]);
    }

    proptest! {
        #[test]
        fn every_pair_is_of_equal_words_and_in_order(
            left in prop::collection::vec(0u32..6, 0..60),
            right in prop::collection::vec(0u32..6, 0..60),
        ) {
            let found = align(&left, &right);
            let pairs: Vec<(usize, usize)> = found.iter().enumerate().filter_map(|(at, other)| Some((at, (*other)?))).collect();
            for (at, other) in &pairs {
                prop_assert_eq!(left[*at], right[*other]);
            }
            prop_assert!(pairs.windows(2).all(|two| two[0].1 < two[1].1));
        }

        #[test]
        fn a_text_is_wholly_in_itself(words in prop::collection::vec(0u32..6, 0..60)) {
            prop_assert_eq!(align(&words, &words), (0..words.len()).map(Some).collect::<Vec<_>>());
        }
    }
}
