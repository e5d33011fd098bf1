//! References and notes of the current paragraph; the detail of the current row; the peek card.

use std::ops::Range;

use ratatui::style::{Modifier, Style};

use crate::app::aside::Entry;
use crate::app::frame::{Area, Pane};
use crate::app::page::Tone;
use crate::app::pointer::Hit;
use crate::app::{App, Focus, View, words};
use crate::text::wrap::wrap;

use super::Placed;
use super::paint::Pen;

/// A row of the aside: indent, words, style; the entry it belongs to.
struct Line {
    entry: Option<usize>,
    indent: u16,
    pieces: Vec<(String, Style)>,
}

pub fn draw(app: &App, pen: &mut Pen<'_>, pane: Pane, placed: &mut Placed) {
    let focus = app.focus == Focus::Aside;
    let place = match (app.view, &app.reader) {
        (View::Reader, Some(reader)) => {
            reader.number().map_or(String::new(), |number| words::paragraph(app.strings, &number))
        }
        _ => String::new(),
    };
    let title = match (app.focus, app.view) {
        (Focus::Agenda, _) | (_, View::Inbox | View::Sittings) => "aside.paper",
        (_, View::Board) => "aside.decision",
        (_, View::Notes) => "aside.note",
        // beside a list stand the notes on the place of its row
        (_, View::Compare | View::Parallel | View::Promises) => "aside.notes",
        _ => "aside.title",
    };
    pen.title(pane, app.strings.get(title), &place, focus);
    let area = Area { x: pane.body.x + 1, w: pane.body.w.saturating_sub(2), ..pane.body };
    let entries = app.aside_entries();
    let lines = lines(app, pen, area.w);
    if lines.is_empty() {
        let key = if title == "aside.title" { "aside.nothing" } else { "aside.no_note" };
        pen.wrapped(area, area.y, app.strings.get(key), pen.theme.dim);
        return;
    }
    let chosen = |line: &Line| focus && line.entry == Some(app.aside);
    let last = lines.iter().rposition(chosen).unwrap_or(0);
    let first = lines.iter().position(chosen).unwrap_or(0);
    let rows = usize::from(area.h);
    let top = (last + 1).saturating_sub(rows).min(first);
    for (offset, line) in lines.iter().skip(top).take(rows).enumerate() {
        let y = area.y + offset as u16;
        if let Some(entry) = line.entry.filter(|at| entries.get(*at).is_some_and(Entry::selectable)) {
            placed.row(pane.body, y, Hit::Aside(entry));
        }
        if chosen(line) {
            pen.text(pane.body.x, y, 1, "▌", pen.theme.accent);
            placed.cursor = placed.cursor.or(Some((pane.body.x, y)));
        }
        let mut x = area.x + line.indent;
        for (words, style) in &line.pieces {
            let room = (area.x + area.w).saturating_sub(x);
            x += pen.text(x, y, room, words, *style);
        }
    }
    pen.more(pane.body, top > 0, top + rows < lines.len());
}

fn lines(app: &App, pen: &Pen<'_>, columns: u16) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::new();
    let letters = if app.letters { app.typed_links() } else { Vec::new() };
    for (at, entry) in app.aside_entries().into_iter().enumerate() {
        if let Some(group) = entry.group {
            if !out.is_empty() {
                out.push(Line { entry: None, indent: 0, pieces: Vec::new() });
            }
            out.push(Line { entry: None, indent: 0, pieces: vec![(group, pen.theme.dim)] });
        }
        let tone = pen.theme.of(entry.tone.unwrap_or(Tone::Text));
        let lead = if entry.tone == Some(Tone::Link) { pen.theme.link } else { pen.theme.accent };
        let lead = if entry.tone == Some(Tone::Dim) { pen.theme.text } else { lead };
        let body = if entry.tone == Some(Tone::Link) { pen.theme.dim } else { tone };
        let columns = usize::from(columns.saturating_sub(1).max(4));
        let mut push = |text: &str, style: Style, indent: u16, links: &[Range<usize>]| {
            for range in wrap(text, columns.saturating_sub(usize::from(indent)).max(4)) {
                let mut pieces = Vec::new();
                let mut from = range.start;
                for link in links.iter().filter(|link| link.start < range.end && link.end > range.start) {
                    let (begin, end) = (link.start.max(from), link.end.min(range.end));
                    pieces.push((text.get(from..begin).unwrap_or_default().to_owned(), style));
                    pieces.push((text.get(begin..end).unwrap_or_default().to_owned(), pen.theme.link));
                    from = end.max(from);
                }
                // no separator is left at the end of a row
                let last = text.get(from..range.end).unwrap_or_default().trim_end_matches(" ·");
                pieces.push((last.to_owned(), style));
                out.push(Line { entry: Some(at), indent: indent + 1, pieces });
            }
        };
        // a citation typed in a note stands below it, after a sign, or after its letter while letters are shown
        let under = u16::from(entry.typed) * 4;
        if !entry.lead.is_empty() {
            push(&entry.lead, lead, under, &[]);
        }
        if !entry.text.is_empty() {
            push(&entry.text, body, u16::from(!entry.lead.is_empty()) * 2, &entry.links);
        }
        if !entry.remark.is_empty() {
            push(&entry.remark, pen.theme.dim, 2 + under, &[]);
        }
        if entry.typed
            && let Some(line) = out.iter_mut().find(|line| line.entry == Some(at))
        {
            let letter = letters.iter().find(|(known, _)| *known == at).map(|(_, letter)| letter.to_string());
            let style = if letter.is_some() { pen.theme.matched.add_modifier(Modifier::BOLD) } else { pen.theme.dim };
            line.indent = under - 1;
            line.pieces.insert(0, (letter.unwrap_or_else(|| "›".to_owned()), style));
            line.pieces.insert(1, (" ".to_owned(), pen.theme.text));
        }
    }
    out
}

/// A card over the lower part of the reader: footnotes and the words of cited paragraphs.
pub fn peek(app: &App, pen: &mut Pen<'_>, pane: Pane) {
    let Some(card) = app.peek_card() else { return };
    let rows = card.rows as u16 + 1;
    let mut area = Area { y: pane.body.y + pane.body.h - rows, h: rows, ..pane.body };
    // what it explains stays in view: below it, or else above
    let above = app.reader.as_ref().is_some_and(|reader| {
        let from = reader.rows().start.saturating_sub(reader.top);
        from >= usize::from(pane.body.h - rows)
    });
    if above {
        area.y = pane.body.y;
    }
    pen.clear(area);
    pen.line(area.x, if above { area.y + rows - 1 } else { area.y }, area.w);
    let first = area.y + u16::from(!above);
    for ((words, lead), y) in card.lines.iter().skip(card.top).take(card.rows).zip(first..) {
        let style = if *lead { pen.theme.accent } else { pen.theme.text };
        pen.text(area.x + 2, y, area.w.saturating_sub(2), words, style);
    }
    let text = Area { y: first, h: rows - 1, ..area };
    pen.more(text, card.top > 0, card.top + card.rows < card.lines.len());
}
