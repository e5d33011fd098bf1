//! Which runs of two sequences are the same. The crate that tells is named here alone, and is given numbers only, so that
//! the program carries it once and not once for each kind of sequence.

use std::collections::HashMap;
use std::hash::Hash;

use ::similar::algorithms::{Capture, Compact, Replace, myers, patience};
pub use ::similar::{DiffOp as Op, DiffTag as Tag};

/// The shortest list of changes: for words.
#[must_use]
pub fn shortest<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<Op> {
    let (old, new) = numbered(old, new);
    let mut ops = Compact::new(Replace::new(Capture::new()), &old[..], &new[..]);
    // capturing cannot fail
    let _ = myers::diff(&mut ops, &old[..], 0..old.len(), &new[..], 0..new.len());
    ops.into_inner().into_inner().into_ops()
}

/// What stands once on both sides is matched first: for paragraphs, where few are alike.
#[must_use]
pub fn by_the_unique<T: Eq + Hash>(old: &[T], new: &[T]) -> Vec<Op> {
    let (old, new) = numbered(old, new);
    let mut ops = Compact::new(Replace::new(Capture::new()), &old[..], &new[..]);
    let _ = patience::diff(&mut ops, &old[..], 0..old.len(), &new[..], 0..new.len());
    ops.into_inner().into_inner().into_ops()
}

fn numbered<T: Eq + Hash>(old: &[T], new: &[T]) -> (Vec<u32>, Vec<u32>) {
    let mut known: HashMap<&T, u32> = HashMap::new();
    let mut all: Vec<u32> = Vec::with_capacity(old.len() + new.len());
    for one in old.iter().chain(new) {
        let next = known.len() as u32;
        all.push(*known.entry(one).or_insert(next));
    }
    let new = all.split_off(old.len());
    (all, new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_same_is_found_by_either_way() {
        let (old, new) = (["a", "b", "c", "d"], ["a", "x", "c", "d", "e"]);
        for ops in [shortest(&old, &new), by_the_unique(&old, &new)] {
            let tags: Vec<Tag> = ops.into_iter().map(Op::tag).collect();
            assert_eq!(tags, [Tag::Equal, Tag::Replace, Tag::Equal, Tag::Insert]);
        }
    }
}
