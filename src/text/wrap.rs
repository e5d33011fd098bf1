//! Text broken into lines of a given width, measured in terminal cells, by grapheme.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// What is shown for a tab: a terminal's own would move the cursor to where nobody measured.
pub const TAB: &str = "    ";

/// The width of `text` in terminal cells.
#[must_use]
pub fn width(text: &str) -> usize {
    if text.contains('\t') {
        return text.split('\t').map(UnicodeWidthStr::width).sum::<usize>() + text.matches('\t').count() * TAB.len();
    }
    UnicodeWidthStr::width(text)
}

/// The lines of `text` at `width` cells, as byte ranges. Breaks at blanks, at hyphens between letters, after dashes and
/// between wide characters; at a blank that binds (`« mot »`, `20 %`, `paragr. 29`) only where the line has no other place;
/// a word longer than the line is cut between graphemes. What no range covers is the blanks and line ends at the breaks.
/// Always at least one range.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut lines = Vec::with_capacity(text.len() / width + 1);
    let mut from = 0;
    for line in text.split('\n') {
        wrap_line(line, from, width, &mut lines);
        from += line.len() + 1;
    }
    lines
}

/// Breaks one line that begins at `offset` of the whole.
fn wrap_line(text: &str, offset: usize, width: usize, lines: &mut Vec<Range<usize>>) {
    let mut start = 0; // where the line being filled begins
    let mut filled = 0; // its cells so far
    let mut chance: Option<(usize, usize)> = None; // where it may end, and where the next would begin
    let mut last: Option<(usize, usize)> = None; // the same at a blank that binds: where there is no other
    let mut before = ""; // the grapheme before
    for (at, grapheme) in text.grapheme_indices(true) {
        let cells = self::width(grapheme);
        if grapheme == " " || grapheme == "\t" {
            let binds = before != " " && binds(text, at);
            match if binds { &mut last } else { &mut chance } {
                Some((_, next)) if *next == at && before == " " => *next = at + grapheme.len(),
                place => *place = Some((at, at + grapheme.len())),
            }
        } else if at > start && may_break(before, grapheme) && !text.get(..at).is_some_and(|head| head.ends_with("--"))
        {
            chance = Some((at, at));
        }
        filled += cells;
        if filled > width && at > start && grapheme != " " && grapheme != "\t" {
            let fits = |(end, next): &(usize, usize)| *next > start && (*end > start || *next <= at);
            let place = chance.filter(fits).or(last.filter(fits));
            let (end, next) = place.map_or((at, at), |(end, next)| (end.max(start), next));
            lines.push(offset + start..offset + end);
            start = next;
            chance = None;
            last = last.filter(|(end, _)| *end > start);
            filled = text.get(start..at + grapheme.len()).map_or(0, self::width);
        }
        before = grapheme;
    }
    let rest = text.get(start..).unwrap_or_default();
    let end = start + rest.trim_end_matches([' ', '\t']).len();
    lines.push(offset + start..offset + end);
}

/// True when the blank at `at` holds together what stands around it, as printers have it: the French marks and quotation
/// marks, the sign of per cent, a number with the word that says of what, and the figures of a number in groups.
fn binds(text: &str, at: usize) -> bool {
    let (Some(head), Some(tail)) = (text.get(..at), text.get(at + 1..)) else { return false };
    match tail.bytes().next() {
        Some(b';' | b':' | b'!' | b'?' | b'%') => true,
        Some(digit) if digit.is_ascii_digit() => {
            let from = head.rfind([' ', '(', '[', ',', '\u{a0}']).map_or(0, |at| at + 1);
            let word = head.get(from..).unwrap_or_default();
            // three figures of a number in groups: `4 000`
            let figures = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
            let group = (1..=3).contains(&word.len()) && figures(word) == word.len() && figures(tail) == 3;
            group || NUMBERED.iter().any(|known| word.eq_ignore_ascii_case(known))
        }
        _ if head.ends_with('«') || tail.starts_with('»') => true,
        // the letter of a part: `29 b)`, `29, b)`
        _ => {
            let close = tail.bytes().take(6).position(|byte| !byte.is_ascii_lowercase());
            close.is_some_and(|at| at > 0 && tail.as_bytes().get(at) == Some(&b')'))
                && head.trim_end_matches(',').ends_with(|c: char| c.is_ascii_digit())
        }
    }
}

/// Words that a number follows, in the three languages.
const NUMBERED: [&str; 21] = [
    "§", "§§", "para.", "paras", "paragr.", "párr.", "párrs.", "art.", "arts.", "no", "no.", "nos", "nos.", "n°", "nº",
    "n.º", "núm.", "núms.", "p.", "pp.", "pág.",
];

/// True when a line may end between these two graphemes that no blank divides.
fn may_break(before: &str, after: &str) -> bool {
    let (Some(last), Some(next)) = (before.chars().next_back(), after.chars().next()) else { return false };
    match last {
        '-' | '\u{2010}' => next.is_alphabetic(),
        '\u{2014}' => true,
        // what went and what came in its place: `-[shall]+[may]`
        ']' => next == '+',
        _ => {
            let wide = |text: &str| text != "\t" && self::width(text) > 1;
            (wide(before) || wide(after)) && !")]}»”’.,;:!?、。，；：？！）」』】".contains(next)
        }
    }
}

/// As much of `text` as fits into `width` cells, with `…` when something was left off.
#[must_use]
pub fn clip(text: &str, width: usize) -> std::borrow::Cow<'_, str> {
    if self::width(text) <= width {
        return text.into();
    }
    let mut out = String::new();
    let mut filled = 1;
    for grapheme in text.graphemes(true) {
        filled += self::width(grapheme);
        if filled > width {
            break;
        }
        out.push_str(grapheme);
    }
    if width > 0 {
        out.truncate(out.trim_end().len());
        out.push('…');
    }
    out.into()
}

/// The begin and the end of `text`, with `…` between them when it does not fit into `width` cells; and how many characters
/// stand before the `…`. For names that begin alike.
#[must_use]
pub fn clip_middle(text: &str, width: usize) -> (std::borrow::Cow<'_, str>, usize) {
    if self::width(text) <= width || width < NARROW {
        return (clip(text, width), usize::MAX);
    }
    let mut left = width - 1;
    let mut fits = |room: usize, grapheme: &&str| {
        let cells = self::width(grapheme);
        let fits = left >= room + cells;
        left -= if fits { cells } else { 0 };
        fits
    };
    let head: String = text.graphemes(true).take_while(|grapheme| fits(width * 2 / 5, grapheme)).collect();
    let mut tail: Vec<&str> = text.graphemes(true).rev().take_while(|grapheme| fits(0, grapheme)).collect();
    tail.reverse();
    let (head, tail) = (head.trim_end(), tail.concat());
    (format!("{head}…{}", tail.trim_start()).into(), head.chars().count())
}

/// Below this many cells the begin of a name alone is shown.
const NARROW: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width).into_iter().map(|range| text.get(range).unwrap_or("?")).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(lines("The Governing Body took note", 13), ["The Governing", "Body took", "note"]);
        assert_eq!(lines("", 5), [""]);
        assert_eq!(lines("a\n\nb", 5), ["a", "", "b"]);
    }

    #[test]
    fn names_that_begin_alike_are_told_by_their_ends() {
        assert_eq!(clip_middle("Statement on the harbour", 30).0, "Statement on the harbour");
        let (shown, head) = clip_middle("Statement on the state of the northern harbour", 24);
        assert_eq!((shown.as_ref(), head), ("Statement on t…n harbour", 14));
        assert_eq!(clip_middle("Statement on the harbour", 10).0, clip("Statement on the harbour", 10));
    }

    proptest! {
        #[test]
        fn both_ends_fit_into_the_width(text in ".{0,60}", columns in 0_usize..40) {
            let (shown, head) = clip_middle(&text, columns);
            prop_assert!(width(&shown) <= columns.max(1) || columns == 0, "{shown:?}");
            let first = shown.chars().nth(head.min(shown.chars().count()));
            prop_assert!(head == usize::MAX || first == Some('…'));
        }
    }

    #[test]
    fn symbols_and_ranges_are_not_torn_at_their_dashes() {
        assert_eq!(lines("see GB.344/PV, 247-282", 10), ["see", "GB.344/PV,", "247-282"]);
        assert_eq!(lines("follow-up action", 8), ["follow-", "up", "action"]);
    }

    #[test]
    fn a_word_longer_than_the_line_is_cut_between_graphemes() {
        assert_eq!(lines("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(lines("理事会文件", 4), ["理事", "会文", "件"]);
    }

    #[test]
    fn marks_and_numbers_stay_with_what_they_belong_to() {
        assert_eq!(lines("dit « la mine » ici", 7), ["dit", "« la", "mine »", "ici"]);
        assert_eq!(lines("quoi de plus ? Rien ; ou", 12), ["quoi de", "plus ?", "Rien ; ou"]);
        assert_eq!(lines("soit 20 % du tout", 7), ["soit", "20 % du", "tout"]);
        assert_eq!(lines("voir GB.1/2, paragr. 29 b) et art. 7", 20), ["voir GB.1/2,", "paragr. 29 b) et", "art. 7"]);
        assert_eq!(lines("au paragr. 29 b)", 13), ["au", "paragr. 29 b)"]);
        assert_eq!(lines("en el párr. 29, b)", 15), ["en el", "párr. 29, b)"]);
        assert_eq!(lines("soit 4 000 000 francs", 14), ["soit 4 000 000", "francs"]);
        assert_eq!(lines("coûte 3 620 et", 9), ["coûte", "3 620 et"]);
        assert_eq!(lines("See No. 87 (para. 4)", 9), ["See", "No. 87", "(para. 4)"]);
        // where the line has no other place, the blank gives way before a word is cut
        assert_eq!(lines("paragr. 247-282", 10), ["paragr.", "247-282"]);
        assert_eq!(lines("« mot »", 4), ["«", "mot", "»"]);
        assert_eq!(lines("a  ; b", 3), ["a", "; b"]);
    }

    #[test]
    fn clipping_says_that_something_is_missing() {
        assert_eq!(clip("Governing Body", 9), "Governin…");
        assert_eq!(clip("Body", 4), "Body");
        assert_eq!(clip("Body", 0), "");
    }

    proptest! {
        #[test]
        fn no_text_loses_a_character(text in "(?s).{0,120}|[a-z \\-]{0,200}|[理事会 a]{0,60}", columns in 0usize..40) {
            let mut at = 0;
            for range in wrap(&text, columns) {
                prop_assert!(range.start >= at && range.end >= range.start);
                prop_assert!(text[at..range.start].chars().all(|c| " \t\n".contains(c)), "lost before {range:?}");
                let line = &text[range.clone()];
                prop_assert!(width(line) <= columns.max(1) || line.graphemes(true).count() <= 1
                    || line.graphemes(true).map(width).sum::<usize>() != width(line)
                    || line.trim_end_matches([' ', '\t']).len() < line.len(), "{line:?} is wider than {columns}");
                at = range.end;
            }
            prop_assert!(text[at..].chars().all(|c| " \t\n".contains(c)));
        }
    }
}
