//! `numbering.xml`: the numbers that Word computes and never writes into the text.

use std::collections::HashMap;

use roxmltree::Node;

use super::styles::{LocalName, Styles};
use super::{attr, child, number};

/// Word knows nine levels.
const LEVELS: usize = 9;

#[derive(Clone, Debug)]
struct Level {
    start: i64,
    format: String,
    text: String,
    /// The level after which it restarts; `Some(0)` never.
    restart: Option<i64>,
    legal: bool,
    style: Option<String>,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".into(), text: String::new(), restart: None, legal: false, style: None }
    }
}

#[derive(Clone, Debug, Default)]
struct Abstract {
    levels: Vec<Option<Level>>,
    /// The levels stand in the abstract numbering that this style leads to.
    style_link: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Num {
    base: i64,
    starts: HashMap<usize, i64>,
    levels: HashMap<usize, Level>,
}

/// The numbering of a document, with its running counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<i64, Abstract>,
    nums: HashMap<i64, Num>,
    /// Counters by abstract numbering: lists that share one count on together.
    counters: HashMap<i64, [Option<i64>; LEVELS]>,
    /// Which `(number id, level)` have already applied their own start.
    started: std::collections::HashSet<(i64, usize)>,
}

/// A computed label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// As printed: `29.`, `(a)`, `•`.
    pub(super) text: String,
    /// From 0.
    pub(super) level: u8,
    /// True for a bullet, which counts nothing.
    pub(super) bullet: bool,
}

impl Numbering {
    /// Reads the root of `numbering.xml`.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut out = Self::default();
        for node in root.children() {
            if node.has_tag_name_local("abstractNum") {
                let Some(id) = number(node, "abstractNumId") else { continue };
                let mut one = Abstract { levels: vec![None; LEVELS], ..Abstract::default() };
                one.style_link = child(node, "numStyleLink").and_then(|link| attr(link, "val")).map(str::to_owned);
                for lvl in node.children().filter(|lvl| lvl.has_tag_name_local("lvl")) {
                    if let Some(slot) = index(lvl).and_then(|index| one.levels.get_mut(index)) {
                        *slot = Some(level_of(lvl));
                    }
                }
                out.abstracts.insert(id, one);
            } else if node.has_tag_name_local("num") {
                let Some(id) = number(node, "numId") else { continue };
                let Some(base) = child(node, "abstractNumId").and_then(|base| number(base, "val")) else { continue };
                let mut num = Num { base, ..Num::default() };
                for change in node.children().filter(|change| change.has_tag_name_local("lvlOverride")) {
                    let Some(index) = index(change).filter(|index| *index < LEVELS) else { continue };
                    if let Some(start) = child(change, "startOverride").and_then(|start| number(start, "val")) {
                        num.starts.insert(index, start);
                    }
                    if let Some(lvl) = child(change, "lvl") {
                        num.levels.insert(index, level_of(lvl));
                    }
                }
                out.nums.insert(id, num);
            }
        }
        out
    }

    /// The abstract numbering of a number id, following a style link once.
    fn base(&self, num_id: i64, styles: &Styles) -> Option<i64> {
        let base = self.nums.get(&num_id)?.base;
        let linked = self.abstracts.get(&base)?.style_link.as_deref();
        let other = linked.and_then(|style| styles.numbering(Some(style))).and_then(|(id, _)| self.nums.get(&id));
        Some(other.map_or(base, |num| num.base))
    }

    /// The level that a style stands for in a numbering, where the style itself names none.
    pub(super) fn level_of_style(&self, num_id: i64, style: &str, styles: &Styles) -> Option<i64> {
        let base = self.base(num_id, styles)?;
        let levels = &self.abstracts.get(&base)?.levels;
        let place =
            levels.iter().position(|level| level.as_ref().is_some_and(|l| l.style.as_deref() == Some(style)))?;
        i64::try_from(place).ok()
    }

    fn level(&self, num_id: i64, base: i64, index: usize) -> Option<&Level> {
        let own = self.nums.get(&num_id).and_then(|num| num.levels.get(&index));
        own.or_else(|| self.abstracts.get(&base).and_then(|one| one.levels.get(index)).and_then(Option::as_ref))
    }

    /// Counts one paragraph on and gives its label; `None` when the numbering is off, unknown or prints nothing.
    pub(super) fn next(&mut self, num_id: i64, level: i64, styles: &Styles) -> Option<Label> {
        if num_id == 0 {
            return None;
        }
        let index = usize::try_from(level).ok().filter(|index| *index < LEVELS)?;
        let base = self.base(num_id, styles)?;
        let own = self.level(num_id, base, index)?.clone();
        let start_override = self.nums.get(&num_id).and_then(|num| num.starts.get(&index)).copied();
        let first = start_override.unwrap_or(own.start);
        let restarts = start_override.is_some() && self.started.insert((num_id, index));
        let restart_limits: Vec<Option<i64>> =
            (0..LEVELS).map(|deeper| self.level(num_id, base, deeper).and_then(|level| level.restart)).collect();
        let starts: Vec<i64> =
            (0..LEVELS).map(|above| self.level(num_id, base, above).map_or(1, |level| level.start)).collect();
        let counters = self.counters.entry(base).or_default();
        // A level above that was never used counts as having started.
        for (counter, start) in counters.iter_mut().zip(&starts).take(index) {
            counter.get_or_insert(*start);
        }
        if let Some(counter) = counters.get_mut(index) {
            *counter = Some(match *counter {
                Some(value) if !restarts => value.saturating_add(1),
                _ => first,
            });
        }
        for (deeper, counter) in counters.iter_mut().enumerate().skip(index + 1) {
            let kept = match restart_limits.get(deeper).copied().flatten() {
                Some(0) => true,
                // `lvlRestart` N: only a paragraph of level N (from 1) or higher restarts it.
                Some(limit) => i64::try_from(index + 1).is_ok_and(|this| this > limit),
                None => false,
            };
            if !kept {
                *counter = None;
            }
        }
        let counters = *counters;
        let bullet = own.format == "bullet";
        let text = if bullet { bullet_sign(&own.text) } else { self.fill(&own, num_id, base, &counters) };
        let text = text.trim().to_owned();
        (!text.is_empty()).then(|| Label { text, level: u8::try_from(index).unwrap_or(0), bullet })
    }

    fn fill(&self, own: &Level, num_id: i64, base: i64, counters: &[Option<i64>; LEVELS]) -> String {
        let mut out = String::new();
        let mut signs = own.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let place = if sign == '%' { signs.peek().and_then(|c| c.to_digit(10)) } else { None };
            let Some(place) = place.filter(|place| (1..=9).contains(place)) else {
                out.push(sign);
                continue;
            };
            signs.next();
            let index = place as usize - 1;
            let value = counters.get(index).copied().flatten().unwrap_or(1);
            let format = if own.legal {
                "decimal"
            } else {
                self.level(num_id, base, index).map_or("decimal", |level| level.format.as_str())
            };
            out.push_str(&formatted(value, format));
        }
        out
    }
}

fn index(node: Node<'_, '_>) -> Option<usize> {
    number(node, "ilvl").and_then(|level| usize::try_from(level).ok())
}

fn level_of(node: Node<'_, '_>) -> Level {
    let value = |name: &str| child(node, name).and_then(|found| attr(found, "val"));
    Level {
        start: child(node, "start").and_then(|start| number(start, "val")).unwrap_or(1),
        format: value("numFmt").unwrap_or("decimal").to_owned(),
        text: value("lvlText").unwrap_or_default().to_owned(),
        restart: child(node, "lvlRestart").and_then(|restart| number(restart, "val")),
        legal: super::on(node, "isLgl").unwrap_or(false),
        style: value("pStyle").map(str::to_owned),
    }
}

/// The bullet as a sign that every font has: Word keeps Symbol and Wingdings codes in the private use area.
fn bullet_sign(text: &str) -> String {
    text.chars()
        .map(|sign| match sign {
            '\u{F0A7}' | '\u{F06E}' => '▪',
            '\u{F0D8}' | '\u{F075}' => '▶',
            '\u{F0FC}' => '✓',
            '\u{F02D}' => '–',
            // the round bullet, and whatever else of the private use area nobody can name
            '\u{B7}' | '\u{E000}'..='\u{F8FF}' => '•',
            other => other,
        })
        .collect()
}

/// A count in one of Word's formats.
pub(super) fn formatted(value: i64, format: &str) -> String {
    match format {
        "lowerLetter" => letters(value, b'a'),
        "upperLetter" => letters(value, b'A'),
        "lowerRoman" => roman(value).to_lowercase(),
        "upperRoman" => roman(value),
        "decimalZero" => format!("{value:02}"),
        "none" => String::new(),
        "chicago" => {
            // *, †, ‡, § and doubled after these.
            let signs = ['*', '†', '‡', '§'];
            let place = usize::try_from(value - 1).unwrap_or(0);
            let sign = signs.get(place % signs.len()).copied().unwrap_or('*');
            std::iter::repeat_n(sign, (place / signs.len() + 1).min(8)).collect()
        }
        _ => value.to_string(),
    }
}

/// a … z, aa, bb …: Word repeats the letter.
fn letters(value: i64, first: u8) -> String {
    let Some(place) = value.checked_sub(1).and_then(|place| usize::try_from(place).ok()) else {
        return value.to_string();
    };
    let letter = char::from(first + u8::try_from(place % 26).unwrap_or(0));
    std::iter::repeat_n(letter, (place / 26 + 1).min(16)).collect()
}

fn roman(value: i64) -> String {
    if !(1..=3999).contains(&value) {
        return value.to_string();
    }
    let mut left = value;
    let mut out = String::new();
    for (worth, sign) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while left >= worth {
            out.push_str(sign);
            left -= worth;
        }
    }
    out
}
