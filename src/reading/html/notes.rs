//! Footnotes of a page: a link to a place further down whose text is a mark, and the passage that stands there.

use std::collections::HashMap;

use super::{Part, Passage};
use crate::reading::line::{Hint, Line, Piece};

/// The longest mark.
const MOST_MARK: usize = 5;

/// Turns parts into pieces: passages that links with a mark lead to become footnotes.
pub(super) fn resolve(parts: Vec<Part>) -> Vec<Piece> {
    let mut flat = Vec::new();
    flatten(parts, &mut flat);
    let notes = find(&mut flat);
    let rules = rules_over_notes(&flat);
    // Which note a passage belongs to: itself, or the element that it stands in.
    let mut by_container: HashMap<usize, usize> = HashMap::new();
    let mut note_of: HashMap<usize, String> = HashMap::new();
    for (place, mark) in notes {
        if let Some(Part::Passage(passage)) = flat.get(place) {
            if let Some(container) = passage.container {
                by_container.insert(container, place);
            }
            note_of.insert(place, mark);
        }
    }
    let mut pieces: Vec<Piece> = Vec::new();
    let mut last_note: Option<(usize, usize)> = None;
    for (place, part) in flat.into_iter().enumerate() {
        match part {
            Part::Passage(mut passage) => {
                if let Some(mark) = note_of.get(&place) {
                    strip(&mut passage, mark);
                    last_note = Some((place, pieces.len()));
                    pieces.push(Piece::Footnote { mark: mark.clone(), lines: vec![passage.line] });
                    continue;
                }
                let owner = passage.container.and_then(|container| by_container.get(&container));
                if let (Some(owner), Some((note, piece))) = (owner, last_note)
                    && *owner == note
                    && let Some(Piece::Footnote { lines, .. }) = pieces.get_mut(piece)
                {
                    lines.push(passage.line);
                    continue;
                }
                pieces.push(Piece::Line(passage.line));
            }
            Part::Table(grid) => pieces.push(Piece::Table(grid.into_table(cell_lines))),
            Part::Rule if rules.contains(&place) => pieces.push(Piece::FootnoteZone(true)),
            Part::Rule => {}
        }
    }
    pieces
}

/// The rules below which notes stand that nothing links to: the passage after it begins with a mark that stands raised, or
/// in brackets, further up.
fn rules_over_notes(flat: &[Part]) -> Vec<usize> {
    let mut marks: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (place, part) in flat.iter().enumerate() {
        if let Part::Rule = part {
            let next = flat.get(place + 1..).unwrap_or_default().iter().find_map(|part| match part {
                Part::Passage(passage) => Some(passage.line.text()),
                _ => None,
            });
            let first = next.as_deref().and_then(|text| text.split_whitespace().next()).and_then(mark_of);
            if first.is_some_and(|mark| marks.contains(&mark)) {
                found.push(place);
            }
        }
        for run in passages_of(part).iter().flat_map(|passage| &passage.line.runs).filter(|run| run.note.is_none()) {
            if run.raised {
                marks.extend(mark_of(&run.text));
            } else {
                let bracketed = run.text.split_whitespace().filter(|word| word.contains('('));
                marks.extend(bracketed.filter_map(|word| mark_of(word.get(word.find('(')?..)?)));
            }
        }
    }
    found
}

fn flatten(parts: Vec<Part>, out: &mut Vec<Part>) {
    // Tables that only place text are opened; the stack keeps depth off the call stack.
    let mut stack: Vec<std::vec::IntoIter<Part>> = vec![parts.into_iter()];
    while let Some(top) = stack.last_mut() {
        match top.next() {
            Some(Part::Table(grid)) if grid.is_layout() => stack.push(grid.into_parts().into_iter()),
            Some(Part::Passage(passage)) if passage.is_blank() => {}
            Some(part) => out.push(part),
            None => {
                stack.pop();
            }
        }
    }
}

/// The lines of a cell; what is nested in it comes in reading order.
fn cell_lines(parts: Vec<Part>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut stack = vec![parts.into_iter()];
    while let Some(top) = stack.last_mut() {
        match top.next() {
            Some(Part::Passage(passage)) => {
                let mut line = passage.line;
                if let Hint::Labelled { label, .. } = &line.hint {
                    let first = line.runs.first().cloned().unwrap_or_default();
                    let run = crate::reading::line::Run { text: format!("{label} "), note: None, ..first };
                    line.runs.insert(0, run);
                    line.hint = Hint::Paragraph;
                }
                lines.push(line);
            }
            Some(Part::Table(grid)) => {
                stack.push(grid.rows.into_iter().flatten().flat_map(|cell| cell.parts).collect::<Vec<_>>().into_iter());
            }
            Some(Part::Rule) => {}
            None => {
                stack.pop();
            }
        }
    }
    lines
}

/// Finds the passages that are notes and marks the runs that lead to them.
fn find(flat: &mut [Part]) -> Vec<(usize, String)> {
    let mut places: HashMap<String, usize> = HashMap::new();
    for (place, part) in flat.iter().enumerate() {
        for passage in passages_of(part) {
            for name in &passage.names {
                places.entry(name.clone()).or_insert(place);
            }
        }
    }
    let mut notes: Vec<(usize, String)> = Vec::new();
    for (place, part) in flat.iter_mut().enumerate() {
        for passage in passages_of_mut(part) {
            for (run, target) in passage.links.clone() {
                let Some(there) = places.get(&target).copied().filter(|there| *there > place) else { continue };
                let Some(run) = passage.line.runs.get_mut(run) else { continue };
                let Some(mark) = mark_of(&run.text) else { continue };
                // A bare number in the line that leads somewhere may be a link to a paragraph: a mark is raised or bracketed,
                // or the place calls itself a note.
                let bracketed = run.text.trim().starts_with(['[', '(']);
                if !run.raised && !bracketed && !names_a_note(&target) {
                    continue;
                }
                run.note = Some(mark.clone());
                run.raised = true;
                run.text.clone_from(&mark);
                if !notes.iter().any(|(note, _)| *note == there) {
                    notes.push((there, mark));
                }
            }
        }
    }
    notes
}

/// True when the name of a place says that a note stands there.
fn names_a_note(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.contains("ftn") || name.contains("note") || name.starts_with("fn") || name.starts_with("_edn")
}

/// The mark in a link's text: `1`, `[1]`, `(1)`, `*`.
fn mark_of(text: &str) -> Option<String> {
    let inner = text.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')', '.']).trim();
    let signs = inner.chars().count();
    let ok = (1..=MOST_MARK).contains(&signs)
        && (inner.chars().all(|c| c.is_ascii_digit())
            || inner.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§'))
            || (signs <= 4 && inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
            || (signs == 1 && inner.chars().all(|c| c.is_ascii_lowercase())));
    ok.then(|| inner.to_owned())
}

/// Takes the mark off the front of a note and the way back off its end.
fn strip(passage: &mut Passage, mark: &str) {
    let backs: Vec<usize> = passage.links.iter().map(|(run, _)| *run).collect();
    for (index, run) in passage.line.runs.iter_mut().enumerate() {
        let text = run.text.trim();
        if backs.contains(&index) && (mark_of(text).as_deref() == Some(mark) || matches!(text, "↩" | "↩︎" | "^" | "↑"))
        {
            run.text.clear();
        }
    }
    // Then a mark that was typed rather than linked.
    if let Some(run) = passage.line.runs.iter_mut().find(|run| !run.text.trim().is_empty()) {
        let text = run.text.trim_start();
        let bare = text.trim_start_matches(['[', '(']);
        let rest = bare.strip_prefix(mark).map(|rest| rest.trim_start_matches([']', ')', '.']));
        let rest =
            rest.filter(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace) || bare.len() < text.len());
        run.text = rest.unwrap_or(text).trim_start().to_owned();
    }
    passage.line.runs.retain(|run| !run.text.is_empty());
    passage.line.hint = Hint::Paragraph;
}

fn passages_of(part: &Part) -> Vec<&Passage> {
    match part {
        Part::Passage(passage) => vec![passage],
        Part::Table(grid) => grid
            .rows
            .iter()
            .flatten()
            .flat_map(|cell| &cell.parts)
            .filter_map(|part| if let Part::Passage(passage) = part { Some(passage) } else { None })
            .collect(),
        Part::Rule => Vec::new(),
    }
}

fn passages_of_mut(part: &mut Part) -> Vec<&mut Passage> {
    match part {
        Part::Passage(passage) => vec![passage],
        Part::Table(grid) => grid
            .rows
            .iter_mut()
            .flatten()
            .flat_map(|cell| &mut cell.parts)
            .filter_map(|part| if let Part::Passage(passage) = part { Some(passage) } else { None })
            .collect(),
        Part::Rule => Vec::new(),
    }
}
