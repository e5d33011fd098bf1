//! Lines of a list taken apart: number, title, status, change note, labels of downloads, language of a link.

use reqwest::Url;

use crate::model::Language;
use crate::source::lexicon;
use crate::source::pages::{Line, Link};

/// Addresses that pages of papers have had.
pub(super) fn looks_like_paper(url: &Url) -> bool {
    let path = url.path().to_ascii_lowercase();
    path.contains("wcms_") || path.contains("/resource/") || path.contains("/relm/gb/docs/")
}

/// Words enough for a title.
pub(in crate::source) fn is_title(text: &str) -> bool {
    !lexicon::is_label(text)
        && !lexicon::is_status(text)
        && !lexicon::is_next(text)
        && lexicon::section(text).is_none()
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 6
}

/// A sentence of running text, not a title with its symbol.
pub(super) fn is_sentence(text: &str) -> bool {
    let words = text.split_whitespace().count();
    words > 14 && text.trim_end().ends_with(['.', ')']) && text.contains(". ") || words > 45
}

/// A text without the part `at`, and without the bracket around it.
pub(super) fn without(text: &str, at: &std::ops::Range<usize>) -> String {
    let before = text.get(..at.start).unwrap_or_default().trim_end();
    let after = text.get(at.end..).unwrap_or_default().trim_start();
    let (before, after) = match (before.strip_suffix('('), after.strip_prefix(')')) {
        (Some(before), Some(after)) => (before.trim_end(), after.trim_start()),
        _ => (before, after),
    };
    format!("{before} {after}").trim_matches(|c: char| c.is_whitespace() || "–—-|:".contains(c)).to_owned()
}

/// A line without the labels of downloads at its end: “Title [FR]”.
pub(super) fn without_labels<'a>(text: &'a str, line: &Line) -> &'a str {
    let mut rest = text;
    for link in line.links.iter().rev().filter(|link| lexicon::is_label(&link.text)) {
        let bare = rest.trim_end_matches(|c: char| c.is_whitespace() || ")]|,;–-".contains(c));
        let Some(before) = bare.strip_suffix(link.text.as_str()) else { break };
        rest = before.trim_end_matches(|c: char| c.is_whitespace() || "([|,;–-".contains(c));
    }
    rest
}

/// “Programme PDF – 200 KB” → “Programme”.
pub(super) fn without_size(text: &str) -> &str {
    let lower = text.to_ascii_lowercase();
    let tail = lower.rfind("pdf").or_else(|| lower.rfind("docx"));
    match tail.and_then(|at| Some((text.get(..at)?, text.get(at..)?))) {
        Some((before, tail))
            if lexicon::is_label(tail) && before.ends_with(|c: char| !c.is_alphanumeric()) && !before.contains('|') =>
        {
            before.trim_end_matches(|c: char| c.is_whitespace() || "([–-,:".contains(c))
        }
        _ => text,
    }
}

/// “2.1. Title” → number and title.
pub(super) fn split_number(text: &str) -> (Option<&str>, &str) {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '/')).unwrap_or(0);
    let (number, rest) = text.split_at(end);
    let number = number.trim_end_matches(['.', '/']);
    let good = (1..=6).contains(&number.len()) && number.split(['.', '/']).all(|part| (1..=2).contains(&part.len()));
    if good && rest.starts_with([' ', ')', '\t']) {
        (Some(number), rest.trim_start_matches([')', ' ']))
    } else {
        (None, text)
    }
}

/// “Title (No document)” → title and status.
pub(super) fn split_status(text: &str) -> (&str, Option<&str>) {
    if let Some(at) = text.rfind('(')
        && let (Some(before), Some(inside)) = (text.get(..at), text.get(at + 1..))
        && lexicon::is_status(inside.trim_end_matches(')'))
        && !before.trim().is_empty()
    {
        return (before.trim(), Some(inside.trim_end().trim_end_matches(')')));
    }
    for dash in [" – ", " — ", " - "] {
        if let Some((before, after)) = text.rsplit_once(dash)
            && lexicon::is_status(after)
            && !before.trim().is_empty()
        {
            return (before.trim(), Some(after.trim()));
        }
    }
    // beside the title in another type, with nothing between them
    for (at, _) in text.match_indices(' ') {
        if let (before, Some(after)) = (text.get(..at).unwrap_or_default(), text.get(at + 1..))
            && after.starts_with(char::is_uppercase)
            && lexicon::is_status(after)
            && lexicon::is_put_off(after)
        {
            return (before.trim(), Some(after.trim()));
        }
    }
    (text, None)
}

/// A change note inside a summary: from there to its end.
pub(super) fn change_note_in(text: &str) -> Option<&str> {
    let starts = std::iter::once(0).chain(text.match_indices(". ").map(|(at, _)| at + 2));
    starts.filter_map(|at| text.get(at..)).find(|rest| lexicon::is_change_note(rest))
}

/// The language named right before or behind a link: “English: [PDF]”, “[PDF] (FR)”.
pub(super) fn beside(link: &Link, line: &Line) -> Option<Language> {
    let text = line.text.as_str();
    let from =
        line.links.iter().map(|other| other.at + other.text.len()).filter(|end| *end <= link.at).max().unwrap_or(0);
    let end = link.at + link.text.len();
    let to = line.links.iter().map(|other| other.at).filter(|start| *start >= end).min().unwrap_or(text.len());
    let before = text.get(from..link.at).unwrap_or_default();
    let after = text.get(end..to).unwrap_or_default();
    let short = |words: &str| words.chars().count() <= 24;
    lexicon::language_in(before)
        .filter(|_| short(before))
        .or_else(|| lexicon::language_in(after).filter(|_| short(after) && after.trim_start().starts_with(['(', '['])))
        // “PDF English” as the only link of a line
        .or_else(|| lexicon::language_in(after).filter(|_| line.links.len() == 1 && short(after)))
}
