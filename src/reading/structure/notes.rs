//! Footnotes: bare digits that are marks, marks without notes, notes without marks.

use std::collections::{HashMap, HashSet};

use crate::model::{Block, Footnote, Item};
use crate::text::months::MONTHS;

use super::assemble::Built;
use super::rows::{Flow, Rows};

/// Lines that are looked at for one mark.
const MOST_PLACES: usize = 400;

/// Words after which a number belongs to the sentence, folded: "outcome 5".
const COUNTED: &[&str] = &[
    "outcome",
    "outcomes",
    "output",
    "outputs",
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "article",
    "articles",
    "no",
    "nos",
    "part",
    "section",
    "chapter",
    "table",
    "figure",
    "appendix",
    "annex",
    "point",
    "points",
    "item",
    "sdg",
    "sdgs",
    "goal",
    "goals",
    "target",
    "page",
    "pages",
    "and",
    "or",
    "to",
    "of",
    "by",
    "than",
    "least",
    "about",
    "over",
    "some",
    "session",
    "convention",
    "recommendation",
    "protocol",
    "report",
    "volume",
    "number",
    "component",
    "phase",
    "group",
    "paragraphe",
    "paragraphes",
    "partie",
    "tableau",
    "annexe",
    "resultat",
    "produit",
    "et",
    "ou",
    "a",
    "de",
    "les",
    "des",
    "parrafo",
    "parrafos",
    "articulo",
    "parte",
    "cuadro",
    "anexo",
    "resultado",
    "producto",
    "y",
    "o",
    "los",
    "las",
    "en",
    "the",
    "in",
    "on",
    "at",
    "from",
    "with",
    "for",
    "these",
    "all",
    "covid",
    "covid-19",
    "objective",
    "step",
    "option",
    "scenario",
    "category",
    "level",
    "covers",
    "between",
    "only",
    "another",
    "first",
    "last",
    "next",
    "c",
    "r",
    "p",
];

/// Words before which a number counts something, folded: "3 per cent".
const UNITS: &[&str] = &[
    "per",
    "pour",
    "por",
    "million",
    "millions",
    "billion",
    "millones",
    "percent",
    "years",
    "months",
    "days",
    "weeks",
    "members",
    "countries",
    "sessions",
    "and",
    "or",
    "to",
    "of",
    "et",
    "y",
    "de",
];

/// Finds the marks of footnotes that stand as bare digits in text without styles: in order, each before its note. Where
/// there is a layout, only when it raises no mark at all, and only digits that stand right behind a word.
pub(super) fn bare(rows: &mut Rows) {
    let marked: HashSet<String> = rows
        .flow
        .iter()
        .filter_map(|item| match item {
            Flow::Row(row) => Some(row.text.marks.iter().map(|(_, mark)| mark.clone())),
            Flow::Table(_) => None,
        })
        .flatten()
        .collect();
    let glued = !rows.unframed;
    if glued && !marked.is_empty() {
        return;
    }
    let mut index: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, item) in rows.flow.iter().enumerate() {
        let Flow::Row(row) = item else { continue };
        for figure in
            row.text.text.split(|c: char| !c.is_ascii_digit()).filter(|figure| (1..=3).contains(&figure.len()))
        {
            let places = index.entry(figure.to_owned()).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    let mut from = 0;
    let mut from_byte = 0;
    for which in 0..rows.notes.len() {
        let (Some(note), Some(end)) = (rows.notes.get(which), rows.note_at.get(which).copied()) else { break };
        if marked.contains(&note.mark) || !note.mark.bytes().all(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let mark = note.mark.clone();
        // notes of one page stand together: the next mark is found after this one
        let mut best: Option<(f32, usize, std::ops::Range<usize>)> = None;
        let places = index.get(&mark).map(Vec::as_slice).unwrap_or_default();
        let first = places.partition_point(|at| *at < from);
        for at in places.iter().copied().skip(first).take_while(|at| *at < end).take(MOST_PLACES) {
            let Some(Flow::Row(row)) = rows.flow.get(at) else { continue };
            let start = if at == from { from_byte } else { 0 };
            for (range, score) in candidates(&row.text.text, &mark, start) {
                if glued && row.text.text.get(..range.start).is_none_or(|before| before.ends_with(' ')) {
                    continue;
                }
                if best.as_ref().is_none_or(|(known, ..)| score > *known + 0.05) {
                    best = Some((score, at, range));
                }
            }
        }
        if let Some((_, at, range)) = best
            && let Some(Flow::Row(row)) = rows.flow.get_mut(at)
        {
            (from, from_byte) = (at, range.start);
            row.text.take_out(range, mark);
        }
    }
}

/// A folded word that is the name of a month: a day or a year stands beside it.
fn is_month(word: &str) -> bool {
    MONTHS.iter().any(|names| names.contains(&word))
}

/// Places where `mark` stands as a bare number behind a word, and how much each looks like a mark.
fn candidates(text: &str, mark: &str, start: usize) -> Vec<(std::ops::Range<usize>, f32)> {
    let mut out = Vec::new();
    for (at, _) in text.match_indices(mark) {
        if at < start || out.len() > 40 {
            continue;
        }
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(at + mark.len()..).unwrap_or_default();
        let word = before.trim_end();
        let parted = word.len() < before.len();
        let previous = word.chars().next_back();
        let follows = after.chars().next();
        if word.is_empty()
            || follows.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '-' | '–' | '%'))
            || after.starts_with('.') && after.chars().nth(1).is_some_and(char::is_alphanumeric)
        {
            continue;
        }
        let Some(previous) = previous else { continue };
        let stop = matches!(previous, '.' | ',' | ';' | '”' | '"' | ')' | '»');
        if !parted && !previous.is_alphabetic() && !stop {
            continue;
        }
        if !parted
            && before.ends_with('.')
            && word.trim_end_matches('.').ends_with(|c: char| c.is_ascii_digit())
            && word.len() > 1
            && !(after.is_empty() || after.starts_with(' '))
        {
            continue;
        }
        let folded = crate::text::fold::fold(word.rsplit([' ', '(']).next().unwrap_or_default());
        let folded = folded.trim_matches(|c: char| !c.is_alphanumeric() && c != '-');
        let unit = crate::text::fold::fold(after.trim_start().split([' ', ',', '.', ';']).next().unwrap_or_default());
        let mut score: f32 = 0.5;
        if matches!(previous, '.' | ',' | ';' | ':' | '”' | '"' | ')' | '»') {
            score += 0.4;
        } else if COUNTED.contains(&folded) || is_month(folded) || previous.is_ascii_digit() {
            continue;
        }
        if parted && (UNITS.contains(&unit.as_str()) || is_month(&unit)) && !matches!(previous, '.' | '”') {
            score -= 0.4;
        }
        if follows.is_none_or(|c| matches!(c, '.' | ',' | ';')) {
            score += 0.1;
        }
        if score > 0.2 {
            out.push((at..at + mark.len(), score));
        }
    }
    out
}

/// Checks that marks and notes match; gives the sentences for the paper's warnings.
pub(super) fn check(built: &[Built], notes: &[Footnote]) -> Vec<String> {
    let mut marks: Vec<&str> = Vec::new();
    for block in built {
        match &block.block {
            Block::Heading(heading) => marks.extend(heading.footnotes.iter().map(String::as_str)),
            Block::Paragraph(paragraph) => {
                marks.extend(paragraph.footnotes.iter().map(String::as_str));
                of_items(&paragraph.items, &mut marks);
            }
            Block::Table(_) => {}
        }
    }
    let known: HashSet<&str> = notes.iter().map(|note| note.mark.as_str()).collect();
    let used: HashSet<&str> = marks.iter().copied().collect();
    let mut missing: Vec<&str> = Vec::new();
    for mark in marks {
        if !known.contains(mark) && !missing.contains(&mark) && missing.len() < 40 {
            missing.push(mark);
        }
    }
    let mut unused: Vec<&str> = Vec::new();
    for note in notes {
        if !used.contains(note.mark.as_str()) && !unused.contains(&note.mark.as_str()) && unused.len() < 40 {
            unused.push(&note.mark);
        }
    }
    let mut out = Vec::new();
    if !missing.is_empty() {
        out.push(format!("The text has footnote marks whose footnote was not found: {}.", missing.join(", ")));
    }
    if !unused.is_empty() {
        out.push(format!("Footnotes whose mark was not found in the text: {}.", unused.join(", ")));
    }
    out
}

fn of_items<'a>(items: &'a [Item], marks: &mut Vec<&'a str>) {
    for item in items {
        marks.extend(item.footnotes.iter().map(String::as_str));
        of_items(&item.items, marks);
    }
}
