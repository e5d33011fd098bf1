//! Bech32 (BIP 173), the form in which age writes its keys.

const LETTERS: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";

fn checksum(prefix: &str, values: &[u8], end: &[u8]) -> u32 {
    let high = prefix.bytes().map(|c| c >> 5);
    let low = prefix.bytes().map(|c| c & 31);
    let all = high.chain([0]).chain(low).chain(values.iter().copied()).chain(end.iter().copied());
    all.fold(1, |sum: u32, value| {
        let top = sum >> 25;
        let sum = ((sum & 0x01ff_ffff) << 5) ^ u32::from(value);
        [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
            .iter()
            .enumerate()
            .filter(|(bit, _)| top >> bit & 1 == 1)
            .fold(sum, |sum, (_, term)| sum ^ term)
    })
}

/// Groups of bits in groups of another width; `pad`: what is left is filled with zeros, else it must be zeros.
fn regroup(data: &[u8], from: u32, to: u32, pad: bool) -> Option<Vec<u8>> {
    let (mut bits, mut count) = (0_u32, 0);
    let mut out = Vec::with_capacity(data.len() * from as usize / to as usize + 1);
    for value in data {
        bits = (bits << from | u32::from(*value)) & 0xffff;
        count += from;
        while count >= to {
            count -= to;
            out.push((bits >> count & ((1 << to) - 1)) as u8);
        }
    }
    let rest = bits & ((1 << count) - 1);
    if pad && count > 0 {
        out.push((rest << (to - count)) as u8);
    } else if !pad && (count >= from || rest != 0) {
        return None;
    }
    Some(out)
}

/// The key as text, lower case; `prefix` in lower case.
pub fn encode(prefix: &str, data: &[u8]) -> String {
    let values = regroup(data, 8, 5, true).unwrap_or_default();
    let sum = checksum(prefix, &values, &[0; 6]) ^ 1;
    let end = (0..6).map(|at| (sum >> (5 * (5 - at)) & 31) as u8);
    let letters = values.iter().copied().chain(end);
    let letters = letters.filter_map(|value| LETTERS.get(usize::from(value)).copied().map(char::from));
    format!("{prefix}1{}", letters.collect::<String>())
}

/// The data of a text with this prefix; `None` when it is none, or mistyped.
pub fn decode(prefix: &str, text: &str) -> Option<Vec<u8>> {
    let lower = text.to_ascii_lowercase();
    if text != lower && text != text.to_ascii_uppercase() {
        return None;
    }
    let letters = lower.strip_prefix(prefix)?.strip_prefix('1')?;
    let value = |c: u8| LETTERS.iter().position(|known| *known == c).map(|at| at as u8);
    let values: Vec<u8> = letters.bytes().map(value).collect::<Option<_>>()?;
    if checksum(prefix, &values, &[]) != 1 {
        return None;
    }
    regroup(values.get(..values.len().checked_sub(6)?)?, 5, 8, false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_wrong_letter_is_noticed() {
        let text = encode("age", &[7; 32]);
        assert_eq!(decode("age", &text), Some(vec![7; 32]));
        for at in 4..text.len() {
            let mut wrong = text.clone().into_bytes();
            wrong[at] = if wrong[at] == b'q' { b'p' } else { b'q' };
            assert_eq!(decode("age", &String::from_utf8(wrong).unwrap()), None, "{at}");
        }
    }

    #[test]
    fn the_vectors_of_the_specification_hold() {
        for good in
            ["A12UEL5L", "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs"]
        {
            let (prefix, _) = good.rsplit_once('1').unwrap();
            assert!(decode(&prefix.to_lowercase(), good).is_some(), "{good}");
        }
        assert_eq!(decode("a", "A12uEL5L"), None, "mixed case");
        assert_eq!(decode("a", "a12uel5x"), None);
    }

    proptest! {
        #[test]
        fn any_data_comes_back(data in prop::collection::vec(any::<u8>(), 0..60)) {
            prop_assert_eq!(decode("age-secret-key-", &encode("age-secret-key-", &data).to_uppercase()), Some(data));
        }

        #[test]
        fn any_text_is_taken_or_refused(text in ".{0,60}") {
            let _ = decode("age", &text);
        }
    }
}
