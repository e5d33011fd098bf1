//! Lists of numbers as citations write them: `8, 9, 11 and 12`, `17–23, 52–57`, `304 (a)-(b)`, `92 e), 103 c)`.

use super::lexer::Tokens;
use super::words;
use crate::model::reference::Span;

/// How a list is to be read.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// Paragraphs after a word in the plural or an abbreviation.
    Plural,
    /// Paragraphs after a word in the singular: a list goes on only where nothing else can be meant.
    Singular,
    /// Articles: `19(5)(e)`, `26ter`.
    Articles,
}

/// A number with its lettered part: `29`, `(b)`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Number {
    base: String,
    subs: Vec<String>,
}

impl Number {
    fn text(&self) -> String {
        let mut text = self.base.clone();
        for sub in &self.subs {
            text.push('(');
            text.push_str(sub);
            text.push(')');
        }
        text
    }

    /// The same number with other lettered parts: `19(6)(d)` after `19(5)(e)`, `29(a)(ii)` after `29(a)(i)`.
    fn with(&self, subs: Vec<String>) -> Self {
        let keep = match (self.subs.first(), subs.first()) {
            (Some(first), Some(new)) if shape(first) != shape(new) && self.subs.len() > 1 => {
                self.subs.len().saturating_sub(1)
            }
            (Some(_), Some(new)) if self.subs.len() > 1 && subs.len() == 1 && shape(new) == Shape::Roman => {
                self.subs.len() - 1
            }
            _ => 0,
        };
        let subs = self.subs.iter().take(keep).cloned().chain(subs).collect();
        Self { base: self.base.clone(), subs }
    }
}

#[derive(PartialEq, Eq)]
enum Shape {
    Digit,
    Roman,
    Letter,
}

fn shape(sub: &str) -> Shape {
    if sub.starts_with(|c: char| c.is_ascii_digit()) {
        Shape::Digit
    } else if sub.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) {
        Shape::Roman
    } else {
        Shape::Letter
    }
}

/// The lists of numbers that begins at token `at`, and the token after it.
pub(crate) fn list(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(Vec<Span>, usize)> {
    let (first, mut next) = number(tokens, at, manner)?;
    let mut last = first;
    let mut spans = vec![];
    next = range(tokens, next, manner, &mut last, &mut spans);
    loop {
        let after = separator(tokens, next);
        if after == next {
            break;
        }
        if let Some((subs, end)) = subs(tokens, after, manner, true) {
            last = last.with(subs);
            next = range(tokens, end, manner, &mut last, &mut spans);
        } else if let Some((number, end)) = number(tokens, after, manner) {
            let comma = !words::is_and(tokens.word(after.saturating_sub(1)));
            let mut ahead = vec![];
            let mut candidate = number;
            let end = range(tokens, end, manner, &mut candidate, &mut ahead);
            let strict = comma || manner == Manner::Singular;
            if strict && !may_end(tokens, end) {
                break;
            }
            last = candidate;
            spans.append(&mut ahead);
            next = end;
        } else {
            break;
        }
    }
    Some((spans, next))
}

/// True when a number may end before token `at`: a sign, the end, or a word that cannot be what is counted.
fn may_end(tokens: &Tokens<'_>, at: usize) -> bool {
    if tokens.is_sign(at, '%') || !tokens.number(at).is_empty() {
        return false;
    }
    let word = tokens.word(at);
    word.is_empty() || words::may_follow_number(word) || words::head(word).is_some()
}

/// Takes the second number of a range, if there is one, and pushes the span.
fn range(tokens: &Tokens<'_>, at: usize, manner: Manner, last: &mut Number, spans: &mut Vec<Span>) -> usize {
    let sign = tokens.is_sign(at, '-');
    let word = words::is_range(tokens.word(at));
    if sign || word {
        let mut after = at + 1;
        // "from paragraph 5 to paragraph 9"
        if word && words::head(tokens.word(after)).is_some() {
            after += 1;
        }
        if let Some((subs, end)) = subs(tokens, after, manner, true).filter(|_| !last.subs.is_empty()) {
            let to = last.with(subs);
            spans.push(Span::range(last.text(), to.text()));
            *last = to;
            return end;
        }
        if let Some((mut to, end)) = number(tokens, after, manner)
            && complete(last, &mut to)
        {
            spans.push(Span::range(last.text(), to.text()));
            *last = to;
            return end;
        }
    }
    spans.push(Span::one(last.text()));
    at
}

/// Makes `247–82` end at 282; false when the second number cannot end a range that begins with the first.
fn complete(from: &Number, to: &mut Number) -> bool {
    let (Ok(first), Ok(second)) = (from.base.parse::<u32>(), to.base.parse::<u32>()) else { return true };
    if second > first || (second == first && to.subs != from.subs) {
        return true;
    }
    let kept = from.base.len().saturating_sub(to.base.len());
    let whole = format!("{}{}", from.base.get(..kept).unwrap_or(""), to.base);
    let longer = whole.parse::<u32>().is_ok_and(|whole| whole > first) && kept > 0;
    if longer {
        to.base = whole;
    }
    longer
}

/// Skips what joins the parts of a list: `,` `;` `and` `, and` `as well as`; returns `at` when nothing does.
pub(crate) fn separator(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = at;
    if tokens.is_sign(next, ',') || tokens.is_sign(next, ';') {
        next += 1;
    }
    if words::is_and(tokens.word(next)) || tokens.is_sign(next, '&') || tokens.is_sign(next, '/') {
        return next + 1;
    }
    let three = [tokens.word(next), tokens.word(next + 1), tokens.word(next + 2)];
    if three == ["as", "well", "as"] {
        return next + 3;
    }
    if matches!(three, ["ainsi", "que", _] | ["asi", "como", _]) {
        return next + 2;
    }
    next
}

/// One number at `at`, with `bis` and lettered parts.
fn number(tokens: &Tokens<'_>, at: usize, manner: Manner) -> Option<(Number, usize)> {
    let text = tokens.number(at);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (base, tail) = text.split_at_checked(digits)?;
    if base.is_empty() || base.len() > 4 || base.starts_with('0') {
        return None;
    }
    // a year is no paragraph
    if base.len() == 4 && !matches!(base.parse(), Ok(1000..1900u32)) {
        return None;
    }
    let mut number = Number { base: base.to_owned(), subs: vec![] };
    let mut next = at + 1;
    match tail {
        "" => {}
        "bis" | "ter" | "quater" | "quinquies" => number.base.push_str(tail),
        _ if tail.len() == 1 && tail.bytes().all(|c| c.is_ascii_lowercase()) => number.subs.push(tail.to_owned()),
        _ => return None,
    }
    if tail.is_empty() {
        for _ in 0..3 {
            let dotted = tokens.is_sign(next, '.') && tokens.is_joined(next) && tokens.is_joined(next + 1);
            let part = tokens.number(next + 1);
            if !dotted || part.is_empty() || part.len() > 3 || !part.bytes().all(|c| c.is_ascii_digit()) {
                break;
            }
            number.base.push('.');
            number.base.push_str(part);
            next += 2;
        }
        let word = tokens.word(next);
        if matches!(word, "bis" | "ter" | "quater") && !number.base.contains('.') {
            number.base.push_str(word);
            next += 1;
        }
    }
    if let Some((subs, end)) = subs(tokens, next, manner, false) {
        number.subs.extend(subs);
        next = end;
    }
    Some((number, next))
}

/// Lettered parts at `at`: `(b)`, `(b)(ii)`, `b)`, `, b)`. With `alone` they stand without a number before them.
pub(crate) fn subs(tokens: &Tokens<'_>, at: usize, manner: Manner, alone: bool) -> Option<(Vec<String>, usize)> {
    let mut subs = vec![];
    let mut next = at;
    loop {
        let open = tokens.is_sign(next, '(');
        // Spanish writes "párrafo 29, b)"
        let comma = !open && !alone && subs.is_empty() && tokens.is_sign(next, ',');
        // "párrafo 29, a), ii)": a roman numeral below a letter
        let below = !open
            && subs.len() == 1
            && tokens.is_sign(next, ',')
            && subs.first().is_some_and(|sub: &String| shape(sub) == Shape::Letter && sub != "h")
            && shape(tokens.word(next + 1)) == Shape::Roman
            && !tokens.word(next + 1).is_empty()
            && tokens.word(next + 1) != "v"
            && tokens.word(next + 1) != "x";
        let letter = next + usize::from(open || comma || below);
        // in "(articles 5 and 6)" the bracket closes the list, not a part of the number
        let digits = open || (!alone && manner == Manner::Articles && !is_bracketed(tokens, at));
        let Some(sub) = sub(tokens, letter, digits) else { break };
        if !tokens.is_sign(letter + 1, ')') || subs.len() > 3 {
            break;
        }
        subs.push(sub);
        next = letter + 2;
    }
    (!subs.is_empty()).then_some((subs, next))
}

/// Lettered parts of one paragraph, or a range of them: `(b)(ii)`, `(b) to (d)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Letters {
    pub from: Vec<String>,
    pub to: Option<Vec<String>>,
}

impl Letters {
    /// The same parts inside the part `outer`: (i) inside (a) is (a)(i).
    pub fn within(self, outer: &[String]) -> Self {
        let inside = |inner: Vec<String>| outer.iter().cloned().chain(inner).collect();
        Self { from: inside(self.from), to: self.to.map(inside) }
    }
}

/// Lettered parts joined by commas and "and", and ranges of them: `(a) and (b)`, `a), b) y c)`, `(b) to (d)`.
pub(crate) fn sub_list(tokens: &Tokens<'_>, at: usize) -> Option<(Vec<Letters>, usize)> {
    let mut all = vec![];
    let mut start = at;
    while let Some((from, mut next)) = subs(tokens, start, Manner::Plural, true) {
        let range = tokens.is_sign(next, '-') || words::is_range(tokens.word(next));
        let to = if range { subs(tokens, next + 1, Manner::Plural, true) } else { None };
        let to = to.map(|(to, end)| {
            next = end;
            // "(a)(i) to (iii)"
            let below = from.len() > 1 && to.len() == 1 && to.first().is_some_and(|to| shape(to) == Shape::Roman);
            let kept = if below { from.len() - 1 } else { 0 };
            from.iter().take(kept).cloned().chain(to).collect()
        });
        all.push((Letters { from, to }, next));
        start = separator(tokens, next);
        if start == next {
            break;
        }
    }
    let next = all.last()?.1;
    Some((all.into_iter().map(|(letters, _)| letters).collect(), next))
}

/// Every number of a span by itself: a range of footnotes is those footnotes.
pub(crate) fn each(span: &Span) -> Vec<String> {
    let Some(to) = &span.to else { return vec![span.from.clone()] };
    let inside = between(&span.from, to);
    std::iter::once(span.from.clone()).chain(inside).chain(std::iter::once(to.clone())).collect()
}

/// True when a bracket stands open a little before token `at`.
fn is_bracketed(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = (at.saturating_sub(30)..at).rev();
    before
        .into_iter()
        .find(|at| tokens.is_sign(*at, '(') || tokens.is_sign(*at, ')'))
        .is_some_and(|at| tokens.is_sign(at, '('))
}

fn sub(tokens: &Tokens<'_>, at: usize, digits: bool) -> Option<String> {
    let word = tokens.word(at);
    if !word.is_empty() {
        let letters = word.is_ascii() && word.len() <= 4;
        let roman = word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
        let double = word.len() == 2 && word.as_bytes().first() == word.as_bytes().get(1);
        return (letters && (word.len() == 1 || roman || double)).then(|| word.to_owned());
    }
    let number = tokens.number(at);
    let short = (1..=2).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
    (short && digits).then(|| number.to_owned())
}

/// Numerals of parts, sections and appendices: `II`, `3.2`, `A`; lists and ranges of them.
pub(crate) fn numerals(tokens: &Tokens<'_>, at: usize, list: bool) -> Option<(Vec<String>, usize)> {
    let (first, mut next) = numeral(tokens, at)?;
    let mut all = vec![first];
    while all.len() < 40 {
        let range = tokens.is_sign(next, '-') || words::is_range(tokens.word(next));
        let after = if range { next + 1 } else { separator(tokens, next) };
        if after == next {
            break;
        }
        let Some((numeral, end)) = numeral(tokens, after) else { break };
        let single = !list && !range && numeral.len() > 3;
        if single || (!may_end(tokens, end)) {
            break;
        }
        if range && let Some(last) = all.last().cloned() {
            all.extend(between(&last, &numeral));
        }
        all.push(numeral);
        next = end;
    }
    Some((all, next))
}

fn numeral(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let printed = tokens.printed(at);
    if !tokens.number(at).is_empty() {
        let (number, next) = number(tokens, at, Manner::Articles)?;
        return (number.base.len() <= 6).then(|| (number.text(), next));
    }
    let roman =
        printed.len() <= 6 && !printed.is_empty() && printed.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'L'));
    let letter = printed.len() == 1 && printed.chars().all(|c| c.is_ascii_uppercase());
    if !(roman || letter) {
        return None;
    }
    let mut text = printed.to_owned();
    let mut next = at + 1;
    // "Part I(A)", "Appendix A.1"
    if tokens.is_sign(next, '(')
        && tokens.is_joined(next)
        && tokens.is_sign(next + 2, ')')
        && tokens.printed(next + 1).len() <= 2
        && plain(tokens.printed(next + 1))
    {
        text = format!("{text}({})", tokens.printed(next + 1));
        next += 3;
    } else if tokens.is_sign(next, '.') && tokens.is_joined(next) && tokens.is_joined(next + 1) {
        // "section IV.A"
        let below = tokens.printed(next + 1);
        let letter = below.len() == 1 && below.chars().all(|c| c.is_ascii_uppercase());
        if letter || (plain(below) && !tokens.number(next + 1).is_empty()) {
            text = format!("{text}.{below}");
            next += 2;
        }
    }
    Some((text, next))
}

/// Letters and digits that a target can be written with, and at least one.
fn plain(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The numerals strictly between two: II for I to III.
fn between(from: &str, to: &str) -> Vec<String> {
    const ROMAN: [&str; 20] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII",
        "XVIII", "XIX", "XX",
    ];
    let place = |text: &str| ROMAN.iter().position(|roman| *roman == text);
    if let (Some(first), Some(last)) = (place(from), place(to)) {
        return ROMAN.iter().take(last).skip(first + 1).map(|roman| (*roman).to_owned()).collect();
    }
    if let (Ok(first), Ok(last)) = (from.parse::<u32>(), to.parse::<u32>()) {
        return (first + 1..last.min(first + 40)).map(|number| number.to_string()).collect();
    }
    let letters = |text: &str| (text.len() == 1).then(|| text.bytes().next()).flatten();
    if let (Some(first), Some(last)) = (letters(from), letters(to)) {
        return (first.saturating_add(1)..last).map(|letter| char::from(letter).to_string()).collect();
    }
    Vec::new()
}
