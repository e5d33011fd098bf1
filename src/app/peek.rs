//! The card over the paper that shows footnotes and cited words without leaving it.

use crate::model::Locator;
use crate::text::wrap::wrap;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::{App, View};

/// The widest the words of the card are set.
const WIDEST: u16 = 76;

/// The card laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Its lines; true for the name of what is shown.
    pub lines: Vec<(String, bool)>,
    /// The first line in view.
    pub top: usize,
    /// Lines in view.
    pub rows: usize,
}

impl Card {
    /// There is more than is in view.
    #[must_use]
    pub fn scrolls(&self) -> bool {
        self.lines.len() > self.rows
    }
}

impl App {
    pub(super) fn turn_peek(&mut self) -> Vec<Effect> {
        self.peek = !self.peek;
        self.peek_top = 0;
        if self.peek { self.need_for_peek() } else { Vec::new() }
    }

    /// The card over the main pane, when it is shown and has something to show.
    #[must_use]
    pub fn peek_card(&self) -> Option<Card> {
        let body = self.frame().main.filter(|_| self.peek && self.view == View::Reader)?.body;
        let columns = usize::from(body.w.saturating_sub(4).clamp(8, WIDEST));
        let mut lines: Vec<(String, bool)> = Vec::new();
        for (lead, text) in self.peek_texts() {
            if !lines.is_empty() {
                lines.push(Default::default());
            }
            for (words, is_lead) in [(&lead, true), (&text, false)] {
                lines.extend(
                    wrap(words, columns).into_iter().map(|at| (words.get(at).unwrap_or_default().to_owned(), is_lead)),
                );
            }
        }
        let most = usize::from(body.h * 2 / 3).max(3).min(usize::from(body.h)).saturating_sub(1);
        let rows = lines.len().min(most);
        let top = self.peek_top.min(lines.len() - rows);
        (rows > 0).then_some(Card { lines, top, rows })
    }

    /// A command that moves in the card, where it shows more than fits.
    pub(super) fn peek_scrolls(&self, id: &str) -> bool {
        matches!(id, "down" | "up" | "page_down" | "page_up" | "first" | "last")
            && self.peek_card().is_some_and(|card| card.scrolls())
    }

    /// Moves in the card by lines; false when there is nothing to move in.
    pub(super) fn scroll_peek(&mut self, by: isize) -> bool {
        let Some(card) = self.peek_card().filter(Card::scrolls) else { return false };
        self.peek_top = card.top.saturating_add_signed(by).min(card.lines.len() - card.rows);
        if self.peek_top == card.top {
            self.say("when.no_further");
        }
        true
    }

    /// What a peek shows: footnotes, and the words of the paragraphs cited, as far as they are read.
    #[must_use]
    pub fn peek_texts(&self) -> Vec<(String, String)> {
        let mut out = Vec::new();
        for entry in self.about_paragraph().into_iter().filter(|entry| entry.note.is_none()) {
            if entry.lead.starts_with('[') {
                out.push((entry.lead, entry.text));
                continue;
            }
            let Some(goal) = entry.goal else {
                out.push((entry.lead, if entry.remark.is_empty() { entry.text } else { entry.remark }));
                continue;
            };
            let words = self.words_of(&goal);
            out.push((entry.lead, words.unwrap_or(entry.text)));
        }
        out
    }

    /// The words at a goal, when its paper is read.
    #[must_use]
    pub fn words_of(&self, goal: &Goal) -> Option<String> {
        let entry = self.entry(goal.session, &goal.key)?;
        let held = self.pick(entry, goal)?;
        let paper = self.papers.get(&held.paper)?;
        let number = match &goal.want {
            Want::Number(number) | Want::Decision(number) => number.clone(),
            Want::Id(id, _) => {
                if let Some(mark) = id.strip_prefix("fn_") {
                    return paper.footnote(mark).map(|note| note.text.clone());
                }
                return match paper.block(id)?.1 {
                    crate::model::Block::Paragraph(paragraph) => Some(paragraph.full_text()),
                    crate::model::Block::Heading(heading) => Some(heading.text.clone()),
                    crate::model::Block::Table(_) => None,
                };
            }
            Want::Place(Locator::Paragraphs(spans) | Locator::Decisions(spans)) => spans.first()?.from.clone(),
            Want::Place(Locator::Footnote(mark)) => return paper.footnote(mark).map(|note| note.text.clone()),
            _ => return None,
        };
        let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
        paper.numbered(&digits).map(crate::model::Paragraph::full_text)
    }
}
