//! What is a word: for the index, for queries and for marking, the same.

use std::ops::Range;

/// How many words after "Convention" its number may come: "Convention, 1948 (No. 87)", and a list of numbers.
const REACH: usize = 8;

/// A word of a folded text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The word, folded.
    pub text: String,
    /// Where it stands: bytes of the folded text.
    pub at: Range<usize>,
    /// The how-manieth word it is, from 0.
    pub position: usize,
    /// Added: `c87` where the text says "Convention No. 87".
    pub synthetic: bool,
    /// Of an added word: the positions it stands for.
    pub covers: Range<usize>,
}

/// The words of a folded text: runs of letters and digits; of Chinese, Japanese and Korean signs each one alone.
#[must_use]
pub fn tokens(folded: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::with_capacity(folded.len() / 6 + 1);
    let mut run: Option<usize> = None;
    let mut position = 0;
    let mut instrument = Instrument::default();
    let mut push = |range: Range<usize>, out: &mut Vec<Token>| {
        let text = &folded[range.clone()];
        out.push(Token {
            text: text.to_owned(),
            at: range,
            position,
            synthetic: false,
            covers: position..position + 1,
        });
        instrument.look(out);
        position += 1;
    };
    for (at, c) in folded.char_indices() {
        let ideograph = matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}');
        if c.is_alphanumeric() && !ideograph {
            run.get_or_insert(at);
            continue;
        }
        if let Some(start) = run.take() {
            push(start..at, &mut out);
        }
        if ideograph && c.is_alphanumeric() {
            push(at..at + c.len_utf8(), &mut out);
        }
    }
    if let Some(start) = run {
        push(start..folded.len(), &mut out);
    }
    out
}

/// Follows "Convention … No. 87 and 98" through the words.
#[derive(Default)]
struct Instrument {
    /// `c`, `r` or `p`, and the position of the word that said so.
    kind: Option<(char, usize)>,
    /// The position of the last number of a list.
    listed: Option<usize>,
}

impl Instrument {
    /// Looks at the word just added; adds `c87` behind it when it is the number of an instrument.
    fn look(&mut self, out: &mut Vec<Token>) {
        let Some(token) = out.last() else { return };
        let (text, position, at) = (token.text.as_str(), token.position, token.at.clone());
        // `c087` is `c87`
        if let Some(rest) = text.strip_prefix(['c', 'r', 'p'])
            && rest.starts_with('0')
            && let Some(number) = number(rest)
        {
            let synthetic = format!("{}{number}", &text[..1]);
            out.push(Token { text: synthetic, at, position, synthetic: true, covers: position..position + 1 });
            return;
        }
        if let Some(kind) = kind(text) {
            self.kind = Some((kind, position));
            self.listed = None;
            return;
        }
        let Some((kind, said)) = self.kind else { return };
        let Some(number) = number(text) else { return };
        let words: Vec<(usize, &str, usize)> = out
            .iter()
            .rev()
            .filter(|token| !token.synthetic)
            .skip(1)
            .take(3)
            .map(|token| (token.position, token.text.as_str(), token.at.start))
            .collect();
        let before = words.first().copied();
        let marked = before.is_some_and(|(_, word, _)| is_number_sign(word));
        let direct = said + 1 == position;
        let listed = self.listed.is_some_and(|last| {
            last + 1 == position
                || (last + 2 == position
                    && before.is_some_and(|(_, word, _)| matches!(word, "and" | "et" | "y" | "e" | "to" | "a")))
        });
        if position - said > REACH && self.listed.is_none() {
            self.kind = None;
            return;
        }
        if !(marked || direct || listed) {
            return;
        }
        self.listed = Some(position);
        let mut first = position;
        let mut start = at.start;
        if let Some((place, word, from)) = before.filter(|_| marked || (listed && !direct))
            && (marked || self::number(word).is_none())
        {
            first = place;
            start = if marked { from } else { at.start };
        }
        // "Convention No. 87": the word itself is part of the name
        if said + 1 == first {
            first = said;
        }
        out.push(Token {
            text: format!("{kind}{number}"),
            at: start..at.end,
            position,
            synthetic: true,
            covers: first..position + 1,
        });
    }
}

/// `no`, `nos`, `n` (of `n°`), `num`, `nums` (of `núm.`), `numero`.
#[must_use]
pub fn is_number_sign(word: &str) -> bool {
    matches!(word, "no" | "nos" | "n" | "num" | "nums" | "numero" | "numeros")
}

fn kind(word: &str) -> Option<char> {
    Some(match word {
        "convention" | "conventions" | "convenio" | "convenios" => 'c',
        "recommendation" | "recommendations" | "recommandation" | "recommandations" | "recomendacion"
        | "recomendaciones" => 'r',
        "protocol" | "protocols" | "protocole" | "protocoles" | "protocolo" | "protocolos" => 'p',
        _ => return None,
    })
}

/// A number of up to three digits, without leading zeros.
#[must_use]
pub fn number(word: &str) -> Option<u16> {
    (word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit())).then(|| word.parse().ok()).flatten()
}
