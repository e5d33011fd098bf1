//! Comparing: two versions of a paper, two papers, or a draft decision and what was adopted. Paragraph by paragraph, the
//! words inside; what is the same is folded to one line.

use std::sync::Arc;

use crate::model::decision::BoardEntry;
use crate::model::session::Held;
use crate::model::{PaperEntry, Symbol};
use crate::strings::Strings;
use crate::text::diff::{self, Change, Comparison, Piece, Row, Side, Summary};
use crate::text::quote::lettered;
use crate::text::units::UnitKind;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::page::{Page, Prose, Tone};
use super::sheet::{Sheet, Writer};
use super::split::LEAST;
use super::{App, View, words};

/// A comparison open.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Compare {
    /// Where the older text is.
    pub old: Option<Goal>,
    /// Where the newer text is.
    pub new: Option<Goal>,
    /// What is compared with what, for the title.
    pub name: String,
    /// The two texts as they stand, beside each other, where there is room.
    pub beside: bool,
    /// What heads the two columns.
    pub heads: [String; 2],
    /// The names of both papers' JSON while the answer is out.
    pub waiting: Option<(String, String)>,
    /// What the newer version says it changed.
    pub change_note: String,
    /// The answer.
    pub result: Option<Arc<Comparison>>,
    /// It laid out.
    pub sheet: Sheet,
    /// The change to begin at, as soon as there is an answer.
    pub(super) begin: String,
    laid: Option<(u16, crate::model::Language, bool)>,
}

impl Compare {
    /// It is laid out with its two texts beside each other.
    pub(super) fn in_columns(&self) -> bool {
        self.laid.is_some_and(|(_, _, beside)| beside)
    }
}

/// A text held and the goal that leads to it.
pub(super) type Text = (Held, Goal);

impl App {
    pub(super) fn text_of(session: u16, key: &str, held: &Held) -> Text {
        let goal = Goal {
            session,
            key: key.to_owned(),
            version: held.symbol.clone(),
            language: Some(held.language),
            want: Want::Remembered,
        };
        (held.clone(), goal)
    }

    /// The newest version of a paper and the one before it, in the language that comes first among those both have.
    #[must_use]
    pub fn last_versions(&self, entry: &PaperEntry) -> Option<(Held, Held)> {
        let mut languages = self.languages.clone();
        languages.splice(0..0, self.saved.chosen);
        languages.extend(entry.held.iter().map(|held| held.language));
        for language in languages {
            let mut texts: Vec<&Held> =
                entry.held.iter().filter(|held| held.language == language && is_main(held)).collect();
            // the same symbol twice is a text that was replaced: the former one first, as it came first
            texts.sort_by_key(|held| {
                (held.symbol.as_ref().and_then(Symbol::revision).unwrap_or(0), held.replaced.is_none())
            });
            if let [.., old, new] = texts.as_slice() {
                return Some(((*old).clone(), (*new).clone()));
            }
        }
        None
    }

    /// Something can be compared here.
    pub(super) fn may_compare(&self) -> Result<(), &'static str> {
        if self.draft_here().is_some_and(|draft| self.adopted_words(draft).is_some()) {
            return Ok(());
        }
        match self.view {
            View::Board if self.focus != super::Focus::Agenda => Err("when.no_adopted"),
            View::Compare if self.focus != super::Focus::Agenda => Err("when.comparing"),
            View::Statement | View::Speech if self.focus != super::Focus::Agenda => Err("when.no_paper"),
            _ => {
                let none = || super::when::openable(self).err().unwrap_or("agenda.no_paper");
                let (_, entry) = self.compared_entry().ok_or_else(none)?;
                self.last_versions(entry).map(|_| ()).ok_or("when.one_version")
            }
        }
    }

    /// The paper in the reader, or the one of the row chosen.
    fn compared_entry(&self) -> Option<(u16, &PaperEntry)> {
        if self.focus == super::Focus::Agenda {
            let session = self.current()?;
            let rows = super::agenda::rows(session);
            return Some((session.session, rows.get(self.agenda.at)?.paper(session)?));
        }
        let goal = match self.view {
            View::Reader | View::Parallel => return Some((self.reader.as_ref()?.session, self.open_entry()?)),
            View::Notes => self.goal_of(self.chosen_note()?)?,
            _ => self.sheet_goal()?,
        };
        Some((goal.session, self.entry(goal.session, &goal.key)?))
    }

    /// Compares what is here: the newest version of the paper with the one before, or a draft with what was adopted.
    pub(super) fn compare_here(&mut self) -> Vec<Effect> {
        if self.draft_here().is_some_and(|draft| self.adopted_words(draft).is_some()) {
            return self.compare_adopted();
        }
        let Some((session, entry)) = self.compared_entry() else { return Vec::new() };
        let Some((old, new)) = self.last_versions(entry) else { return Vec::new() };
        let key = entry.key.clone();
        self.compare(Self::text_of(session, &key, &old), Self::text_of(session, &key, &new))
    }

    /// Shows the comparison of the last two versions of a paper.
    pub(super) fn compare_paper(&mut self, key: &str) -> Option<Vec<Effect>> {
        let session = self.session;
        let (old, new) = self.last_versions(self.entry(session, key)?)?;
        Some(self.compare(Self::text_of(session, key, &old), Self::text_of(session, key, &new)))
    }

    pub(super) fn compare(&mut self, old: Text, new: Text) -> Vec<Effect> {
        let mut first = name_of(&old.0);
        if old.0.symbol == new.0.symbol && old.0.symbol.is_some() {
            first = format!("{first} ({})", self.strings.get("compare.former"));
        }
        let name = format!("{first} → {}", short_name(&new.0));
        // what a version says it changed is said against the version before it, and of no other paper
        let same = old.1.key == new.1.key && is_main(&old.0) && is_main(&new.0);
        let entry = self.entry(new.1.session, &new.1.key).filter(|entry| same && entry.symbol == new.0.symbol);
        let note = entry.and_then(|entry| entry.change_note.best(&self.languages)).unwrap_or_default().to_owned();
        let waiting = (old.0.paper.clone(), new.0.paper.clone());
        let effects = self.show(View::Compare);
        self.compare = Compare {
            old: Some(old.1),
            new: Some(new.1),
            name,
            heads: [first, name_of(&new.0)],
            waiting: Some(waiting),
            change_note: note,
            beside: self.compare.beside,
            ..Compare::default()
        };
        effects.into_iter().chain([Effect::Compare(Box::new(old.0), Box::new(new.0))]).collect()
    }

    /// A draft decision against what was adopted, word by word.
    pub(super) fn compare_adopted(&mut self) -> Vec<Effect> {
        let Some(draft) = self.draft_here().cloned() else { return Vec::new() };
        if self.view == View::Reader {
            // the next start finds the comparison again by the row
            self.find_on_board();
        }
        self.compare_draft(&draft)
    }

    /// This draft decision against what was adopted.
    pub(super) fn compare_draft(&mut self, draft: &BoardEntry) -> Vec<Effect> {
        let Some((adopted, pasted_by)) = self.adopted_words(draft) else { return Vec::new() };
        let mut text = draft.text.clone();
        crate::model::paper::push_items(&mut text, &draft.items, 0);
        let one_space = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let (text, adopted) = (lettered(&one_space(&text)), lettered(&one_space(&adopted)));
        let id = self.draft_id(draft);
        let side = |text: &str| Side {
            index: 0,
            id: id.clone(),
            number: draft.paragraph.clone(),
            kind: UnitKind::Paragraph,
            text: text.to_owned(),
        };
        let change =
            if text == adopted { Change::Same } else { Change::Reworded { words: diff::words(&text, &adopted) } };
        let mut summary = Summary::default();
        match change {
            Change::Same => summary.same = 1,
            _ => summary.reworded.push(draft.paragraph.clone()),
        }
        let row = Row { old: Some(side(&text)), new: Some(side(&adopted)), change };
        let goal = Goal {
            session: draft.paper.session(),
            key: draft.paper.paper().to_string(),
            version: Some(draft.paper.clone()),
            language: draft.language,
            want: Want::Remembered,
        };
        let number = draft.paragraph.as_ref().map_or(String::new(), |number| format!(" § {number}"));
        let outcome = match pasted_by {
            Some(author) => self.pasted_words("pasted", &author),
            None => self.strings.get(words::outcome(draft.outcome)).to_owned(),
        };
        let effects = self.show(View::Compare);
        self.compare = Compare {
            old: Some(goal.clone()),
            new: Some(goal),
            name: format!("{}{number} → {outcome}", draft.paper),
            heads: [format!("{}{number}", draft.paper), outcome],
            beside: self.compare.beside,
            result: Some(Arc::new(Comparison { rows: vec![row], summary })),
            ..Compare::default()
        };
        effects
    }

    /// The answer to a comparison; one that nobody waits for any more is thrown away.
    pub(super) fn compared(&mut self, asked: &(String, String), answer: Result<Arc<Comparison>, String>) {
        if self.compare.waiting.as_ref() != Some(asked) {
            return;
        }
        self.compare.waiting = None;
        match answer {
            Ok(result) => self.compare.result = Some(result),
            Err(fault) => self.fault(fault),
        }
    }

    /// Where the change under the cursor stands: in the newer text, or in the older one when it went.
    #[must_use]
    pub fn changed_place(&self) -> Option<Goal> {
        let (side, id) = self.compare.sheet.id().split_once(' ')?;
        let goal = if side == "old" { self.compare.old.clone() } else { self.compare.new.clone() };
        goal.map(|goal| Goal { want: Want::Id(id.to_owned(), Vec::new()), ..goal })
    }

    /// To the next change, or the one before, whichever pane has the keys.
    pub(super) fn step_change(&mut self, by: isize) -> Vec<Effect> {
        self.focus = super::Focus::Main;
        self.sheet_step(by);
        Vec::new()
    }

    /// The side of the change under the cursor that Enter leads to.
    fn changed_side(&self) -> Option<&Side> {
        let (which, id) = self.compare.sheet.id().split_once(' ')?;
        let rows = &self.compare.result.as_ref()?.rows;
        rows.iter().find_map(|row| {
            if which == "old" { row.old.as_ref() } else { row.new.as_ref() }.filter(|side| side.id == id)
        })
    }

    /// The words of the change under the cursor, and how they are cited.
    pub(super) fn changed_words(&self) -> Option<(String, String)> {
        let side = self.changed_side()?;
        let goal = self.changed_place()?;
        let paper = goal.version.map_or(goal.key, |version| version.to_string());
        let language = goal.language.unwrap_or(crate::model::Language::EN);
        Some((side.text.clone(), super::cite::place(&paper, side.number.as_deref(), None, language)))
    }

    /// A new note on the change under the cursor.
    pub(super) fn note_on_change(&self) -> Option<crate::model::Note> {
        let side = self.changed_side()?;
        let goal = self.changed_place()?;
        Some(crate::model::Note {
            session: goal.session,
            paper: goal.version.map_or(goal.key, |version| version.to_string()),
            language: goal.language,
            paragraph: Some(side.id.clone()),
            quote: side.text.clone(),
            ..crate::model::Note::default()
        })
    }

    pub(super) fn lay_compare(&mut self, columns: u16, rows: u16) {
        let beside = self.compare.beside && self.size.0 >= LEAST;
        let measure = (columns, self.strings.language, beside);
        let height = usize::from(rows).max(1);
        let Some(result) = self.compare.result.clone() else {
            self.compare.sheet = Sheet::default();
            self.compare.laid = None;
            return;
        };
        if self.compare.laid != Some(measure) {
            let page = if beside {
                let columns = columns.min(2 * self.text_width + 12);
                super::columns::lay_out(&result, &self.compare.change_note, columns, self.strings)
            } else {
                lay_out(&result, &self.compare.change_note, columns.min(self.text_width + 12), self.strings)
            };
            self.compare.sheet.take(page, height);
            self.compare.laid = Some(measure);
            if !self.compare.begin.is_empty() {
                self.compare.sheet.go(&std::mem::take(&mut self.compare.begin));
            }
        }
        self.compare.sheet.resize(height);
    }
}

/// True for a text of the paper itself, not of an addendum to it.
fn is_main(held: &Held) -> bool {
    held.symbol.as_ref().is_none_or(|symbol| symbol.companion().is_none() && !symbol.is_product())
}

pub(super) fn name_of(held: &Held) -> String {
    held.symbol.as_ref().map_or(held.file_name.clone(), ToString::to_string)
}

fn short_name(held: &Held) -> String {
    held.symbol.as_ref().map_or(held.file_name.clone(), words::short)
}

/// `1 added (6), 24 renumbered, 2 reworded (8, 14)` in the language of the interface.
#[must_use]
pub fn sentence(summary: &Summary, strings: &Strings) -> String {
    if summary.is_unchanged() {
        return strings.get("compare.no_change").to_owned();
    }
    let mut parts = Vec::new();
    let mut part = |numbers: &[Option<String>], key: &str| {
        if numbers.is_empty() {
            return;
        }
        let mut known: Vec<&str> = numbers.iter().flatten().map(String::as_str).take(6).collect();
        if numbers.iter().flatten().count() > known.len() {
            known.push("…");
        }
        let list = if known.is_empty() { String::new() } else { format!(" ({})", known.join(", ")) };
        parts.push(format!("{}{list}", strings.count(key, numbers.len())));
    };
    part(&summary.added, "compare.added");
    part(&summary.removed, "compare.removed");
    part(&summary.moved, "compare.moved");
    part(&vec![None; summary.renumbered], "compare.renumbered");
    part(&summary.reworded, "compare.reworded");
    part(&vec![None; summary.headings], "compare.headings");
    parts.join(", ")
}

/// `§ 6`; for a heading or a table its name; for a paragraph without number nothing.
fn place(side: &Side, strings: &Strings) -> String {
    match (&side.number, side.kind) {
        (Some(number), _) => format!("§ {number}"),
        (None, UnitKind::Heading) => strings.get("kind.heading").to_owned(),
        (None, UnitKind::Table) => strings.get("kind.table").to_owned(),
        (None, UnitKind::Paragraph) => strings.get("kind.paragraph").to_owned(),
    }
}

fn number(row: &Row) -> Option<&str> {
    row.side().and_then(|side| side.number.as_deref())
}

pub(super) fn is_heading(row: &Row) -> bool {
    row.side().is_some_and(|side| side.kind == UnitKind::Heading)
}

fn lay_out(result: &Comparison, note: &str, columns: u16, strings: &Strings) -> Page {
    let mut out = Writer::new(columns);
    begin(&mut out, result, note, strings);
    let mut rows = result.rows.as_slice();
    while let [first, ..] = rows {
        out.blank();
        let same = |row: &&Row| matches!(row.change, Change::Same);
        let shifted = |row: &&Row| match row.change {
            Change::Renumbered { .. } => true,
            Change::Same => is_heading(row),
            _ => false,
        };
        let mut take = match first.change {
            Change::Same => rows.iter().take_while(same).count(),
            Change::Renumbered { .. } => rows.iter().take_while(shifted).count(),
            _ => 1,
        };
        // a heading that ends a stretch belongs to what follows
        let heads =
            |rows: &[Row], take: usize| take > 1 && take < rows.len() && rows.get(take - 1).is_some_and(is_heading);
        let mut heading = None;
        while heads(rows, take) {
            take -= 1;
            heading = rows.get(take).and_then(Row::side);
        }
        let (these, rest) = rows.split_at(take.max(1).min(rows.len()));
        rows = rest;
        match first.change {
            Change::Same => unchanged(&mut out, these, strings),
            Change::Renumbered { .. } => renumbered(&mut out, these, strings),
            _ => changed(&mut out, first, strings),
        }
        if let Some(heading) = heading {
            out.blank();
            out.aside();
            out.plain(&heading.text, Tone::Heading, 0, 2);
            // the headings between are said with it
            let skip = rows.iter().take_while(|row| same(row) && is_heading(row)).count();
            rows = rows.get(skip..).unwrap_or_default();
        }
    }
    out.finish()
}

/// What changed in all, and what the newer version says it changed.
pub(super) fn begin(out: &mut Writer, result: &Comparison, note: &str, strings: &Strings) {
    out.aside();
    out.plain(&sentence(&result.summary, strings), Tone::Heading, 0, usize::MAX);
    if !note.is_empty() {
        out.plain(&format!("{}: {note}", strings.get("compare.change_note")), Tone::Dim, 0, usize::MAX);
    }
}

/// One line for what is the same.
fn unchanged(out: &mut Writer, rows: &[Row], strings: &Strings) {
    out.aside();
    let paragraphs: Vec<&Row> = rows.iter().filter(|row| !is_heading(row)).collect();
    if paragraphs.is_empty() {
        let heading = rows.last().and_then(Row::side).map_or("", |side| &side.text);
        return out.plain(heading, Tone::Heading, 0, 2);
    }
    let numbers: Vec<&str> = paragraphs.iter().filter_map(|row| number(row)).collect();
    let span = span(&numbers).map_or(String::new(), |span| format!(" ({span})"));
    out.line(&[(&format!("… {}{span}", strings.count("compare.same", paragraphs.len())), Tone::Dim)], "");
}

/// `§ 3` or `§§ 3–14`.
fn span(numbers: &[&str]) -> Option<String> {
    match numbers {
        [] => None,
        [one] => Some(format!("§ {one}")),
        [first, .., last] => Some(format!("§ {first}–{last}")),
    }
}

/// One line for what kept its words and changed its number.
fn renumbered(out: &mut Writer, rows: &[Row], strings: &Strings) {
    let these: Vec<&Row> = rows.iter().filter(|row| !is_heading(row)).collect();
    let numbers = |side: fn(&Row) -> Option<&Side>| -> Vec<&str> {
        these.iter().filter_map(|row| side(row)?.number.as_deref()).collect()
    };
    let (old, new) = (numbers(|row| row.old.as_ref()), numbers(|row| row.new.as_ref()));
    let none = || strings.get("compare.no_number").to_owned();
    let arrow = format!("{} → {}", span(&old).unwrap_or_else(none), span(&new).unwrap_or_else(none));
    let id = rows.first().and_then(|row| row.new.as_ref()).map_or("", |side| &side.id);
    out.stop(&format!("new {id}"));
    let count = match these.len() {
        1 => strings.get("compare.is_renumbered").to_owned(),
        many => strings.count("compare.renumbered", many),
    };
    out.line(&[("» ", Tone::Accent), (&arrow, Tone::Accent), ("  ", Tone::Dim), (&count, Tone::Dim)], "");
    if let [one] = these.as_slice() {
        let text = one.side().map_or("", |side| &side.text);
        out.plain(text, Tone::Dim, 2, 1);
    }
}

/// A block that is new, gone, moved or reworded: a line that says so, and its words.
fn changed(out: &mut Writer, row: &Row, strings: &Strings) {
    let Some(side) = row.side() else { return };
    head(out, row, side, strings);
    match &row.change {
        Change::Added => out.plain(&side.text, Tone::Added, 2, usize::MAX),
        Change::Removed => out.plain(&side.text, Tone::Removed, 2, usize::MAX),
        Change::Reworded { words } | Change::Moved { words: Some(words) } => out.prose(pieces(words), 2, usize::MAX),
        _ => out.plain(&side.text, Tone::Text, 2, 3),
    }
}

/// A line that says what became of a block; the cursor can stand there.
pub(super) fn head(out: &mut Writer, row: &Row, side: &Side, strings: &Strings) {
    let which = if row.new.is_some() { "new" } else { "old" };
    out.stop(&format!("{which} {}", side.id));
    let here = place(side, strings);
    let from = row.old.as_ref().filter(|_| row.is_renumbered()).map(|old| place(old, strings));
    let arrow = from.map_or(here.clone(), |from| format!("{from} → {here}"));
    let (sign, key) = match row.change {
        Change::Added => ("+", "compare.is_added"),
        Change::Removed => ("-", "compare.is_removed"),
        Change::Moved { .. } => ("»", "compare.is_moved"),
        Change::Renumbered { .. } => ("»", "compare.is_renumbered"),
        _ => ("±", "compare.is_reworded"),
    };
    let what = format!("  {}", strings.get(key));
    out.line(&[(sign, Tone::Accent), (" ", Tone::Text), (&arrow, Tone::Accent), (&what, Tone::Dim)], "");
}

/// The words of both texts: `-[what went]` struck, `+[what came]` underlined. The signs stay readable without colour, in
/// a copy, and where a terminal cannot strike.
#[must_use]
pub fn pieces<'a>(words: impl IntoIterator<Item = &'a Piece>) -> Prose {
    let mut prose = Prose::default();
    for piece in words {
        let (open, close, tone) = match piece {
            Piece::Same(_) => ("", "", None),
            Piece::Added(_) => ("+[", "]", Some(Tone::Added)),
            Piece::Removed(_) => ("-[", "]", Some(Tone::Removed)),
        };
        // blanks at the ends stay outside the signs
        let text = piece.text();
        let words = text.trim();
        let (before, after) = match text.find(words) {
            Some(at) if !words.is_empty() => (text.get(..at), text.get(at + words.len()..)),
            _ => (Some(text), None),
        };
        prose.text.push_str(before.unwrap_or_default());
        if !words.is_empty() {
            let from = prose.text.len();
            prose.text.push_str(open);
            prose.text.push_str(words);
            prose.text.push_str(close);
            if let Some(tone) = tone {
                prose.marks.push((from..prose.text.len(), tone, None));
            }
        }
        prose.text.push_str(after.unwrap_or_default());
    }
    prose
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_that_went_and_came_keep_their_signs_and_blanks() {
        let words = diff::words("the Office shall report in May", "the Office may wish to report in May");
        let prose = pieces(&words);
        assert_eq!(prose.text, "the Office -[shall]+[may wish to] report in May");
        assert_eq!(prose.marks.len(), 2);
    }

    #[test]
    fn the_sentence_counts_in_three_languages() {
        let summary = Summary {
            added: vec![Some("6".to_owned())],
            reworded: vec![Some("8".to_owned()), None],
            renumbered: 24,
            ..Summary::default()
        };
        let say = |language| sentence(&summary, Strings::of(language));
        assert_eq!(say(crate::model::Language::EN), "1 added (6), 24 renumbered, 2 reworded (8)");
        assert!(say(crate::model::Language::FR).starts_with("1 ajouté (6), "));
        assert!(say(crate::model::Language::ES).starts_with("1 añadido (6), "));
    }

    proptest! {
        #[test]
        fn the_marks_of_any_words_stand_on_them(old in "[a-c éñ\n]{0,40}", new in "[a-c éñ\n]{0,40}") {
            let prose = pieces(&diff::words(&old, &new));
            for (range, tone, _) in &prose.marks {
                let text = prose.text.get(range.clone());
                let sign = if *tone == Tone::Added { "+[" } else { "-[" };
                prop_assert!(text.is_some_and(|text| text.starts_with(sign)), "{text:?}");
            }
        }
    }
}
