//! Labels at line starts: paragraph numbers, letters, roman numerals, bullets.

/// What a label counts with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// `12.`: a paragraph of the paper, if the chain of numbers says so.
    Number,
    /// `(a)`, `a)`.
    Letter,
    /// `(ii)`, `ii)`; a single letter may be either.
    Roman,
    /// `•`, `–`.
    Bullet,
}

/// A label as printed, with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    pub kind: Kind,
    /// As printed: `12.`, `(a)`, `•`.
    pub printed: String,
    /// 12; 1 for `(a)`; 0 for bullets.
    pub value: u32,
    /// For a letter that can be read as roman too (`i`, `v`, `x`, `c`, `d`): the roman value.
    pub roman: Option<u32>,
    /// Bytes of the text that the label covers, blanks after it included.
    pub length: usize,
}

const BULLETS: &[char] = &['•', '●', '▪', '■', '◦', '‣', '·', '–', '—', '-', '*', '○', '►', '▶', '➢', '✓', '\u{f0b7}'];

/// The label at the start of a clean text.
pub(super) fn parse(text: &str) -> Option<Label> {
    let first = text.chars().next()?;
    if first.is_ascii_digit() {
        return number(text);
    }
    if BULLETS.contains(&first) && !matches!(first, '►' | '▶') {
        let rest = text.get(first.len_utf8()..)?;
        let body = rest.trim_start();
        if rest.len() == body.len() && !matches!(first, '•' | '●' | '▪' | '■') {
            return None;
        }
        // the round bullet of a font of signs may come as the letter that stands in its place
        let printed = match first {
            '·' | '●' | '\u{f0b7}' => '•',
            '○' => '◦',
            sign => sign,
        };
        let printed = printed.to_string();
        return Some(Label { kind: Kind::Bullet, printed, value: 0, roman: None, length: text.len() - body.len() });
    }
    letter(text)
}

fn number(text: &str) -> Option<Label> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 4 {
        return None;
    }
    let (figure, rest) = text.split_at_checked(digits)?;
    let after = rest.strip_prefix(['.', ')'])?;
    let body = after.trim_start();
    // a number too wide for its place leaves no blank before the first word: "10.Building"
    let crowded = digits <= 3 && rest.starts_with('.') && begins_word(body, char::is_alphabetic);
    if body.len() == after.len() && !after.is_empty() && !crowded {
        return None;
    }
    let value = figure.parse().ok()?;
    let printed = text.get(..=digits)?.to_owned();
    Some(Label { kind: Kind::Number, printed, value, roman: None, length: text.len() - body.len() })
}

/// A word, not a code or a name in capitals: "Building", "A clear", not "PFA/1".
fn begins_word(text: &str, first: impl Fn(char) -> bool) -> bool {
    let mut signs = text.trim_start_matches(['“', '"', '«', '‘']).chars();
    signs.next().is_some_and(first) && signs.next().is_some_and(|c| c.is_lowercase() || matches!(c, ' ' | '’' | '\''))
}

/// `(a) `, `a) `, `(iv) `; never `a. ` alone, which is the end of a sentence as often as a label.
fn letter(text: &str) -> Option<Label> {
    let open = text.starts_with('(');
    let inner = text.strip_prefix('(').unwrap_or(text);
    let end = inner.find(')')?;
    let name = inner.get(..end)?;
    if name.is_empty() || name.len() > 6 || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let after = inner.get(end + 1..)?;
    let body = after.trim_start();
    // too wide for its place, as with numbers; what opens a list or follows in it is told from "(s)he" later
    let crowded = open && begins_word(body, char::is_alphabetic);
    if body.len() == after.len() && !after.is_empty() && !crowded {
        return None;
    }
    let printed = text.get(..usize::from(open) + end + 1)?.to_owned();
    let length = text.len() - body.len();
    let of = |kind, value, roman| Some(Label { kind, printed: printed.clone(), value, roman, length });
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return if open && name.len() <= 2 { of(Kind::Letter, name.parse().ok()?, None) } else { None };
    }
    let lower = name.to_ascii_lowercase();
    let roman = roman(&lower);
    if let [byte] = lower.as_bytes() {
        return of(Kind::Letter, u32::from(byte - b'a') + 1, roman);
    }
    if let Some(value) = roman
        && name == lower
    {
        return of(Kind::Roman, value, Some(value));
    }
    // (aa), (bb) after (z)
    match lower.as_bytes() {
        [a, b] if a == b => of(Kind::Letter, 26 + u32::from(a - b'a') + 1, None),
        _ => None,
    }
}

/// The value of a roman numeral in lower case; `None` for what is none (`iiii` is none).
pub(super) fn roman(text: &str) -> Option<u32> {
    let value = |byte| match byte {
        b'i' => Some(1),
        b'v' => Some(5),
        b'x' => Some(10),
        b'l' => Some(50),
        b'c' => Some(100),
        _ => None,
    };
    if text.is_empty() || text.len() > 8 {
        return None;
    }
    let values: Vec<i64> = text.bytes().map(value).collect::<Option<_>>()?;
    let mut total = 0;
    for (at, this) in values.iter().enumerate() {
        let next = values.get(at + 1).copied().unwrap_or(0);
        total += if *this < next { -this } else { *this };
    }
    let total = u32::try_from(total).ok()?;
    (to_roman(total) == text).then_some(total)
}

fn to_roman(mut value: u32) -> String {
    const STEPS: [(u32, &str); 9] =
        [(100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")];
    let mut out = String::new();
    for (step, sign) in STEPS {
        while value >= step && out.len() < 20 {
            out.push_str(sign);
            value -= step;
        }
    }
    out
}

/// A letter in brackets at the start of a text, as printed, and what follows it.
pub(in crate::reading) fn lettered(text: &str) -> Option<(String, &str)> {
    let label = letter(text)?;
    Some((label.printed, text.get(label.length..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Option<(Kind, u32)> {
        parse(text).map(|label| (label.kind, label.value))
    }

    #[test]
    fn labels_are_told_from_words() {
        assert_eq!(kind("29. The Governing Body:"), Some((Kind::Number, 29)));
        assert_eq!(kind("(c) requested"), Some((Kind::Letter, 3)));
        assert_eq!(kind("b) de lui soumettre"), Some((Kind::Letter, 2)));
        assert_eq!(kind("(iii) the third"), Some((Kind::Roman, 3)));
        assert_eq!(kind("• be embedded"), Some((Kind::Bullet, 0)));
        assert_eq!(parse("· be embedded").map(|label| label.printed), Some("•".to_owned()));
        assert_eq!(kind("3.1 and 4.3"), None);
        assert_eq!(kind("(No. 122), and"), None);
        assert_eq!(kind("2030 Agenda"), None);
        assert_eq!(kind("-based"), None);
        assert_eq!(kind("(SDGs) of the"), None);
    }

    #[test]
    fn a_roman_numeral_is_written_as_it_should_be() {
        assert_eq!(roman("xiv"), Some(14));
        assert_eq!(roman("iiii"), None);
        assert_eq!(roman("mix"), None);
    }
}
