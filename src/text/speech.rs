//! How long a text takes to say.

/// The words that are spoken: signs that stand alone (a bullet, a dash, Markdown's marks) are none.
#[must_use]
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// The seconds that so many words take at a pace in words a minute, rounded up.
#[must_use]
pub fn seconds(words: usize, pace: u32) -> u64 {
    (words as u64).saturating_mul(60).div_ceil(u64::from(pace.max(1)))
}

/// Minutes and seconds: `2:05`.
#[must_use]
pub fn clock(seconds: u64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn signs_are_not_spoken_and_a_paragraph_number_is() {
        assert_eq!(words("- We **support** paragraph 29(b) – with one change."), 7);
        assert_eq!(words(" \n — * "), 0);
    }

    #[test]
    fn the_time_follows_the_pace() {
        assert_eq!(clock(seconds(260, 130)), "2:00");
        assert_eq!(clock(seconds(260, 100)), "2:36");
        assert_eq!(clock(seconds(1, 130)), "0:01");
        assert_eq!(clock(seconds(0, 0)), "0:00");
    }

    proptest! {
        #[test]
        fn a_slower_pace_never_takes_less_time(count in 0usize..100_000, pace in 1u32..400, slower in 1u32..400) {
            let (slow, fast) = (pace.min(slower), pace.max(slower));
            prop_assert!(seconds(count, slow) >= seconds(count, fast));
        }
    }
}
