//! The chain of paragraph numbers: which of all the numbers at line starts are the paper's own.
//!
//! One run over all candidates finds the chain of the greatest weight: a step of one costs nothing, starting again (an
//! appendix, an embedded text) costs little, a gap costs much. A greedy counter would follow the first list it meets.

/// A number at a line start.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Candidate {
    /// Where it stands: index of the row.
    pub row: usize,
    /// Its value.
    pub value: u32,
    /// How much it looks like a paragraph's number: 0 to 1 and a little more.
    pub weight: f32,
    /// What starting again at this place would cost: little after the heading of an appendix.
    pub restart: f32,
}

/// Highest number that is taken for a paragraph's.
const MOST: usize = 2000;
/// Longest run of missing numbers that a chain steps over.
const WIDEST: usize = 12;
const GAP: f32 = 1.4;
const GAP_MORE: f32 = 0.35;
const LATE_START: f32 = 2.2;
const TWICE: f32 = 1.6;

/// Indexes into `candidates` of those on the best chain. Linear in their number.
pub(super) fn best(candidates: &[Candidate]) -> Vec<usize> {
    // the best chain that ends with a value: its weight and its last candidate
    let mut ending: Vec<Option<(f32, usize)>> = vec![None; MOST + 1];
    let mut back: Vec<Option<usize>> = vec![None; candidates.len()];
    let mut overall: Option<(f32, usize)> = None;
    for (index, candidate) in candidates.iter().enumerate() {
        let value = candidate.value as usize;
        if value == 0 || value > MOST {
            continue;
        }
        let first = if value == 1 { 0.0 } else { LATE_START };
        let mut score = -first;
        let mut from = None;
        let mut offer = |offered: f32, at: usize| {
            if offered > score {
                score = offered;
                from = Some(at);
            }
        };
        for missing in 0..=WIDEST {
            let Some(before) = (value - 1).checked_sub(missing).filter(|before| *before > 0) else { break };
            if let Some((weight, at)) = ending.get(before).copied().flatten() {
                let cost = if missing == 0 { 0.0 } else { GAP + GAP_MORE * (missing - 1) as f32 };
                offer(weight - cost, at);
            }
        }
        if let Some((weight, at)) = ending.get(value).copied().flatten() {
            offer(weight - TWICE, at);
        }
        if value == 1
            && let Some((weight, at)) = overall
        {
            offer(weight - candidate.restart, at);
        }
        let score = score + candidate.weight;
        if let Some(slot) = back.get_mut(index) {
            *slot = from;
        }
        if let Some(slot) = ending.get_mut(value)
            && slot.is_none_or(|(weight, _)| score >= weight)
        {
            *slot = Some((score, index));
        }
        if score > 0.0 && overall.is_none_or(|(weight, _)| score >= weight) {
            overall = Some((score, index));
        }
    }
    let mut chain = Vec::new();
    let mut at = overall.map(|(_, index)| index);
    while let Some(index) = at {
        chain.push(index);
        at = back.get(index).copied().flatten();
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(numbers: &[(u32, f32)]) -> Vec<u32> {
        let candidates: Vec<Candidate> = numbers
            .iter()
            .enumerate()
            .map(|(row, (value, weight))| Candidate { row, value: *value, weight: *weight, restart: 2.5 })
            .collect();
        best(&candidates).into_iter().filter_map(|at| candidates.get(at).map(|candidate| candidate.value)).collect()
    }

    #[test]
    fn a_list_inside_a_paragraph_is_stepped_over() {
        let numbers = [1, 2, 3, 4, 1, 2, 3, 5, 6, 7].map(|value| (value, 1.0));
        assert_eq!(values(&numbers), [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn a_missing_number_is_a_gap_and_no_end() {
        let numbers = [1, 2, 3, 5, 6, 7].map(|value| (value, 1.0));
        assert_eq!(values(&numbers), [1, 2, 3, 5, 6, 7]);
    }

    #[test]
    fn a_year_at_a_line_start_is_no_paragraph() {
        assert_eq!(values(&[(1, 1.0), (2, 1.0), (1998, 1.0), (3, 1.0)]), [1, 2, 3]);
        assert!(values(&[(1998, 1.0)]).is_empty());
    }

    #[test]
    fn an_appendix_with_numbers_of_its_own_starts_again() {
        let numbers = [1, 2, 3, 4, 1, 2, 3, 4, 5].map(|value| (value, 1.0));
        assert_eq!(values(&numbers), [1, 2, 3, 4, 1, 2, 3, 4, 5]);
    }
}
