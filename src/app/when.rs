//! When a command is possible, and the sentence that says why not.

use super::{App, Focus, View};

/// `Err` holds the key of the sentence that says why not.
pub type When = fn(&App) -> Result<(), &'static str>;

fn need(yes: bool, why: &'static str) -> Result<(), &'static str> {
    if yes { Ok(()) } else { Err(why) }
}

/// How well a reason fits what is on the screen, where several commands share a key and none is possible: one that speaks of
/// the view shown, then one of what the cursor stands on, then one that asks for another view, and last that nothing is
/// locked.
#[must_use]
pub fn fits(app: &App, reason: &str) -> u8 {
    let of_view: &[&str] = match app.view {
        _ if app.focus != Focus::Main => &[],
        View::Statement | View::Speech => {
            &["when.no_statement", "when.no_statement_part", "when.not_aloud", "when.read_aloud"]
        }
        View::Inbox => &["when.no_news"],
        View::Parallel => &["when.not_paired"],
        View::Compare => &["when.no_comparison", "compare.no_change"],
        _ => &[],
    };
    match reason {
        reason if of_view.contains(&reason) => 3,
        "when.not_locked" => 0,
        "when.no_statement" | "when.not_paired" | "when.no_inbox" | "when.no_comparison" | "when.no_filter"
        | "when.no_paper" | "when.in_reader" | "when.in_paper_only" => 1,
        _ => 2,
    }
}

/// Always.
pub fn always(_: &App) -> Result<(), &'static str> {
    Ok(())
}

/// A session is held.
pub fn held(app: &App) -> Result<(), &'static str> {
    need(app.current().is_some(), "when.nothing_held")
}

/// Nothing is held.
pub fn empty(app: &App) -> Result<(), &'static str> {
    need(app.empty(), "when.not_empty")
}

/// A paper is on the screen and has the keys.
pub fn reading(app: &App) -> Result<(), &'static str> {
    visible(app)?;
    need(app.focus != Focus::Agenda, "when.in_agenda")
}

/// A paper is open, beside the agenda or behind it.
pub fn visible(app: &App) -> Result<(), &'static str> {
    need(app.view == View::Reader && app.reader.is_some(), unread(app))
}

/// Why something is not possible that is done in a paper that is read: a list or a comparison is shown instead, and leads to
/// one; or none is open.
pub(super) fn unread(app: &App) -> &'static str {
    match app.view {
        View::Start | View::Statement | View::Speech => "when.no_paper",
        _ if openable(app).is_ok() => "when.in_reader",
        View::Compare | View::Parallel => "when.in_paper_only",
        _ => "when.no_paper",
    }
}

/// The view is shown, and has the keys; `why` says that it is not shown.
fn here(app: &App, shown: bool, why: &'static str) -> Result<(), &'static str> {
    need(shown, why)?;
    match app.focus {
        Focus::Main => Ok(()),
        Focus::Agenda => Err("when.in_agenda"),
        Focus::Aside => Err("when.in_aside"),
    }
}

/// What the cursor stands on can be moved within the pane.
pub fn movable_view(app: &App) -> Result<(), &'static str> {
    match app.sheet() {
        Some(sheet) => here(app, true, "").and_then(|()| need(!sheet.rows().is_empty(), "when.no_row")),
        None => reading(app),
    }
}

/// There are headings to go to: of the paper, or of the list shown.
pub fn headings(app: &App) -> Result<(), &'static str> {
    match (app.view, app.sheet()) {
        (View::Compare | View::Statement | View::Speech, _) | (_, None) => reading(app),
        (_, Some(sheet)) => here(app, true, "").and_then(|()| need(sheet.has_heads(), "when.no_row")),
    }
}

/// There is something to open.
pub fn openable(app: &App) -> Result<(), &'static str> {
    match (app.focus, app.view) {
        (Focus::Agenda, _) => {
            let session = app.current().ok_or("when.nothing_held")?;
            let rows = super::agenda::rows(session);
            let paper = rows.get(app.agenda.at).and_then(|row| row.paper(session));
            need(paper.is_some(), "agenda.no_paper")
        }
        (Focus::Main, View::Reader) => {
            let citations = app.reader.as_ref().map_or(0, |reader| reader.citations().len());
            need(citations > 0, "when.no_citation")
        }
        (Focus::Main, View::Board) => need(app.board_row().is_some(), "when.no_row"),
        (Focus::Main, View::Notes) => note(app),
        (Focus::Main, View::Start) => Err("when.no_row"),
        (Focus::Main, View::Speech) => Err("when.read_aloud"),
        (Focus::Main, _) => need(app.sheet().is_some_and(|sheet| !sheet.id().is_empty()), "when.no_row"),
        (Focus::Aside, _) => {
            let entry = app.aside_entries().into_iter().nth(app.aside);
            need(entry.is_some_and(|entry| entry.selectable()), "when.no_row")
        }
    }
}

/// The paragraph has list parts.
pub fn parts(app: &App) -> Result<(), &'static str> {
    reading(app)?;
    let stop = app.reader.as_ref().and_then(|reader| reader.page.stops.get(reader.spot.stop));
    need(stop.is_some_and(|stop| !stop.parts.is_empty()), "when.no_parts")
}

/// The cursor is in a list part.
pub fn out(app: &App) -> Result<(), &'static str> {
    reading(app)?;
    need(app.reader.as_ref().is_some_and(|reader| reader.spot.part.is_some()), "when.no_part")
}

/// The open paper has draft decisions.
pub fn decisions(app: &App) -> Result<(), &'static str> {
    reading(app)?;
    let any = app.reader.as_ref().is_some_and(|reader| reader.page.stops.iter().any(|stop| stop.decision));
    need(any, "when.no_decision")
}

/// There is more than one pane.
pub fn panes(app: &App) -> Result<(), &'static str> {
    need(app.panes().len() > 1, "when.one_pane")
}

/// There is a way back.
pub fn back(app: &App) -> Result<(), &'static str> {
    need(!app.trail.is_empty(), "when.no_back")
}

/// There is a way forward.
pub fn forward(app: &App) -> Result<(), &'static str> {
    need(!app.ahead.is_empty(), "when.no_forward")
}

/// Something was found in the paper.
pub fn found(app: &App) -> Result<(), &'static str> {
    visible(app)?;
    let any = app.reader.as_ref().and_then(|reader| reader.find.as_ref()).is_some_and(|find| !find.hits.is_empty());
    need(any, "when.not_searched")
}

/// Citations are in view.
pub fn links(app: &App) -> Result<(), &'static str> {
    if app.typed_links().is_empty() {
        visible(app)?;
        need(!app.links_in_view().is_empty(), "when.no_citation_in_view")?;
    }
    Ok(())
}

/// The paragraph has a footnote or a citation to look at.
pub fn peekable(app: &App) -> Result<(), &'static str> {
    reading(app)?;
    let any =
        app.reader.as_ref().is_some_and(|reader| !reader.footnotes().is_empty() || !reader.citations().is_empty());
    need(any, "when.nothing_to_peek")
}

/// A place of a paper can be marked.
pub fn markable(app: &App) -> Result<(), &'static str> {
    reading(app)
}

/// There are marks, or places where one has been.
pub fn marked(app: &App) -> Result<(), &'static str> {
    need(!app.saved.marks.is_empty() || app.trail.iter().any(|station| station.goal.is_some()), "when.no_marks")
}

/// The paragraph cites something that has an address on the web.
pub fn web(app: &App) -> Result<(), &'static str> {
    visible(app)?;
    need(!app.addresses().is_empty(), "when.no_address")
}

/// There is an aside with something in it.
pub fn aside(app: &App) -> Result<(), &'static str> {
    need(app.view != View::Start, "when.no_paper")?;
    need(!app.beside_main().is_empty(), "when.no_aside")
}

/// The session has draft decisions.
pub fn board(app: &App) -> Result<(), &'static str> {
    held(app)?;
    need(app.current().is_some_and(|session| !session.board.is_empty()), "when.no_decisions_held")
}

/// A list is shown, of which less can be shown and in another order.
pub fn filter(app: &App) -> Result<(), &'static str> {
    need(!app.discreet || app.view != View::Notes, "when.discreet")?;
    need(!app.view.orders().is_empty(), "when.no_filter")?;
    need(app.focus != Focus::Agenda, "when.in_agenda")
}

/// What is open is held in several languages.
pub fn languages(app: &App) -> Result<(), &'static str> {
    match app.view {
        View::Compare => return need(app.compared_languages().len() > 1, app.one_compared_language()),
        View::Parallel => return need(app.other_languages().len() > 1, "when.both_languages"),
        _ => visible(app)?,
    }
    let version = app.reader.as_ref().map(|reader| reader.held.symbol.clone());
    let count = app
        .open_entry()
        .map_or(0, |entry| entry.held.iter().filter(|held| Some(&held.symbol) == version.as_ref()).count());
    need(count > 1, "when.one_language")
}

/// What is open is held in several versions.
pub fn versions(app: &App) -> Result<(), &'static str> {
    match app.view {
        View::Compare if app.compares_adopted() => return Err("when.adopted_version"),
        View::Compare => {
            let choices = app.compared_versions();
            need(!choices.is_empty(), "when.one_version")?;
            return need(choices.iter().any(|choice| !choice.current), "when.both_versions");
        }
        View::Parallel => {}
        _ => visible(app)?,
    }
    let mut symbols: Vec<_> =
        app.open_entry().map_or(Vec::new(), |entry| entry.held.iter().map(|h| &h.symbol).collect());
    symbols.sort();
    symbols.dedup();
    need(symbols.len() > 1, "when.one_version")
}

/// The reading of the paper left something uncertain.
pub fn warnings(app: &App) -> Result<(), &'static str> {
    if app.view == View::Notes && !app.note_faults.is_empty() {
        return Ok(());
    }
    if app.view != View::Parallel {
        visible(app)?;
    }
    need(app.reader.as_ref().is_some_and(|reader| !reader.paper.warnings.is_empty()), "when.no_warnings")
}

/// The paper has tables whose columns were guessed.
pub fn guessed(app: &App) -> Result<(), &'static str> {
    reading(app)?;
    let guessed = |block: &crate::model::Block| matches!(block, crate::model::Block::Table(table) if table.guessed);
    need(app.reader.as_ref().is_some_and(|reader| reader.paper.blocks.iter().any(guessed)), "when.no_guess")
}

/// There is something to write a note on.
pub fn noting(app: &App) -> Result<(), &'static str> {
    need(!app.discreet, "when.discreet")?;
    need(!app.locked, "when.locked")?;
    need(app.chosen_note().is_some() || app.blank_note().is_some(), "when.nothing_to_note")
}

/// There is something to write another note on.
pub fn noting_more(app: &App) -> Result<(), &'static str> {
    noting(app)?;
    need(app.view != View::Notes && app.blank_note().is_some(), "when.nothing_to_note")
}

/// A note is chosen.
pub fn note(app: &App) -> Result<(), &'static str> {
    need(!app.discreet, "when.discreet")?;
    need(app.chosen_note().is_some(), "when.no_note_chosen")
}

/// A note is chosen that does not stand where it was written.
pub fn placed_again(app: &App) -> Result<(), &'static str> {
    note(app)?;
    let marked = app.chosen_note().is_some_and(|note| !app.seat_words(note).is_empty());
    need(marked, "when.stands_well")
}

/// A note is chosen that does not stand where it was written, and a place was found for it.
pub fn acceptable(app: &App) -> Result<(), &'static str> {
    placed_again(app)?;
    let seat = app.chosen_note().and_then(|note| app.seat_of(note));
    let found = seat.is_some_and(|(_, seat)| seat.block.is_some() || !seat.candidates.is_empty());
    need(found, "when.no_place_found")
}

/// A note is chosen, and a paragraph of its paper to move it to.
pub fn movable(app: &App) -> Result<(), &'static str> {
    note(app)?;
    let key = app.chosen_note().map(|note| App::key_of(&note.paper));
    let reader = app.reader.as_ref().filter(|_| app.view == View::Reader && app.focus == Focus::Aside);
    let elsewhere =
        reader.filter(|reader| Some(&reader.key) == key.as_ref() && reader.id() != "cover").is_some_and(|reader| {
            app.chosen_note().and_then(|note| app.shown_at(note)) != Some(reader.place_id().as_str())
        });
    need(elsewhere, "when.not_movable")
}

/// There is something to copy.
pub fn copying(app: &App) -> Result<(), &'static str> {
    match (app.focus, app.view) {
        (_, View::Start) => Err("when.no_paper"),
        (Focus::Agenda, _) => Err("when.in_agenda"),
        (_, View::Speech) => Err("when.read_aloud"),
        (_, View::Board) => need(app.board_row().is_some(), "when.no_row"),
        (_, View::Notes) => note(app),
        (_, View::Reader) => need(app.reader.is_some(), "when.no_paper"),
        (_, View::Compare) if app.compare.result.as_ref().is_some_and(|result| result.summary.is_unchanged()) => {
            need(app.sheet_words().is_some(), "compare.nothing_copied")
        }
        (_, _) => need(app.sheet_words().is_some(), "when.no_row"),
    }
}

/// There is a draft whose adopted text is not held, or was pasted by the delegate.
pub fn adopting(app: &App) -> Result<(), &'static str> {
    let draft = app.draft_here().ok_or("when.no_draft")?;
    need(!app.discreet, "noting.hidden")?;
    need(draft.adopted_text.is_none() || app.own_pasted(draft).is_some(), "when.adopted_held")
}

/// Something can be compared.
pub fn compare(app: &App) -> Result<(), &'static str> {
    app.may_compare()
}

/// A text is shown that can be compared with another.
pub fn compared(app: &App) -> Result<(), &'static str> {
    let shown = matches!(app.view, View::Reader | View::Compare | View::Parallel);
    need(shown && app.base_text().is_some(), unread(app))
}

/// A comparison is shown.
pub fn changes(app: &App) -> Result<(), &'static str> {
    need(app.view == View::Compare, "when.no_comparison")?;
    need(app.compare.result.is_some(), app.sheet_empty())?;
    need(app.focus != Focus::Agenda, "when.in_agenda")?;
    need(!app.compare.sheet.rows().is_empty(), "compare.no_change")
}

/// Something new is chosen.
pub fn news(app: &App) -> Result<(), &'static str> {
    here(app, app.view == View::Inbox, "when.no_inbox")?;
    need(app.chosen_news().is_some(), "when.no_news")
}

/// The order of business is known.
pub fn sittings(app: &App) -> Result<(), &'static str> {
    held(app)
}

/// The paper can have another beside it, or has.
pub fn split(app: &App) -> Result<(), &'static str> {
    visible(app)?;
    need(app.beside.is_some() || app.size.0 >= super::split::LEAST, "when.too_narrow")
}

/// The paper can be shown in two languages.
pub fn parallel(app: &App) -> Result<(), &'static str> {
    app.may_pair()
}

/// Two languages are shown.
pub fn paired(app: &App) -> Result<(), &'static str> {
    here(app, app.view == View::Parallel, "when.not_paired")
}

/// Something can be taken back.
pub fn undo(app: &App) -> Result<(), &'static str> {
    need(!app.past.is_empty(), "when.no_undo")?;
    need(!app.hides(app.past.last()), "when.discreet")?;
    need(!app.last_is_being_saved(), "when.saving")
}

/// Something can be done again.
pub fn redo(app: &App) -> Result<(), &'static str> {
    need(!app.future.is_empty(), "when.no_redo")?;
    need(!app.hides(app.future.last()), "when.discreet")
}

/// A sync is possible.
pub fn syncable(app: &App) -> Result<(), &'static str> {
    need(!app.sample, "when.sample")?;
    need(app.syncing.is_none(), "when.working")
}

/// Papers of other sessions can be asked for.
pub fn fetching(app: &App) -> Result<(), &'static str> {
    held(app)?;
    need(!app.sample, "when.sample_wanted")?;
    syncable(app)
}

/// A sync goes on.
pub fn syncing(app: &App) -> Result<(), &'static str> {
    need(app.syncing.is_some(), "when.not_syncing")
}

/// There is something to put into a statement.
pub fn collecting(app: &App) -> Result<(), &'static str> {
    need(!app.discreet, "when.discreet")?;
    need(!app.locked, "when.locked")?;
    need(app.collectable().is_some(), "when.nothing_to_collect")
}

/// Statements can be built: a session is held.
pub fn stating(app: &App) -> Result<(), &'static str> {
    held(app)?;
    need(!app.locked, "when.locked")?;
    need(!matches!(app.view, View::Statement) || app.focus == Focus::Agenda, "when.stating")
}

/// A statement is being built.
pub fn statement(app: &App) -> Result<(), &'static str> {
    need(!app.discreet, "when.discreet")?;
    need(!app.locked, "when.locked")?;
    need(app.view != View::Speech, "when.read_aloud")?;
    here(app, app.view == View::Statement, "when.no_statement")
}

/// A statement is being built, and there is one.
pub fn stated(app: &App) -> Result<(), &'static str> {
    statement(app)?;
    need(app.statements.open.is_some(), "when.no_statement")
}

/// A part of a statement is chosen.
pub fn part(app: &App) -> Result<(), &'static str> {
    stated(app)?;
    need(app.statements.at().is_some(), "when.no_statement_part")
}

/// A part is chosen that comes from a paper.
pub fn sourced(app: &App) -> Result<(), &'static str> {
    part(app)?;
    need(app.part_goal().is_some(), "when.no_statement_part")
}

/// A statement is shown to be read aloud.
pub fn speech(app: &App) -> Result<(), &'static str> {
    let built = app.view == View::Statement && app.statements.open.is_some();
    here(app, app.view == View::Speech, if built { "when.not_aloud" } else { "when.no_statement" })
}

/// A statement is shown in one way or the other.
pub fn paced(app: &App) -> Result<(), &'static str> {
    need(!app.discreet, "when.discreet")?;
    here(app, matches!(app.view, View::Statement | View::Speech), "when.no_statement")?;
    need(app.statements.open.is_some(), "when.no_statement")
}

/// The notes are encrypted and closed.
pub fn locked(app: &App) -> Result<(), &'static str> {
    need(app.locked, "when.not_locked")
}

/// The notes can be encrypted.
pub fn sealable(app: &App) -> Result<(), &'static str> {
    need(!app.sample, "when.sample_notes")?;
    need(!app.sealed, "when.sealed")
}

/// A note on the session can be written.
pub fn session_noting(app: &App) -> Result<(), &'static str> {
    need(!app.discreet, "when.discreet")?;
    need(!app.locked, "when.locked")?;
    held(app)
}
