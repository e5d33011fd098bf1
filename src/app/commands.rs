//! The one table of commands. Keys, palette, help and footer hints come from it.
//!
//! The sentence of a command is the string `command.<id>`, its short form in the footer `hint.<id>`.

use super::copying::Form;
use super::msg::Effect;
use super::picker::{Action, Choice, Kind, Picker};
use super::when::{self, When};
use super::{App, Focus, View};

/// A command.
pub struct Command {
    /// Its name in the configuration.
    pub id: &'static str,
    /// Keys that a delegate can guess.
    pub keys: &'static [&'static str],
    /// Keys for those who know vim; `z t` is two keys one after the other.
    pub vim: &'static [&'static str],
    /// Whether it is possible now; if not, the key of the sentence that says why.
    pub when: When,
    /// What it does.
    pub run: fn(&mut App) -> Vec<Effect>,
    /// Its place among the hints of the footer, 1 first; 0 for none.
    pub hint: u8,
    /// It writes something of the delegate's to the disk: before the first time, how such things are kept is asked.
    pub writes: bool,
}

const fn row(
    id: &'static str,
    keys: &'static [&'static str],
    vim: &'static [&'static str],
    hint: u8,
    when: When,
    run: fn(&mut App) -> Vec<Effect>,
) -> Command {
    Command { id, keys, vim, when, run, hint, writes: false }
}

const fn writes(mut command: Command) -> Command {
    command.writes = true;
    command
}

impl Command {
    /// Does it; how the delegate's own things are kept is asked before the first of them is written.
    pub(super) fn carry_out(&self, app: &mut App) -> Vec<Effect> {
        if self.writes && app.is_first_note() { app.offer_encryption(self.id) } else { (self.run)(app) }
    }
}

/// All commands, in the order of the help.
pub const COMMANDS: &[Command] = &[
    // moving
    row("down", &["Down"], &["j"], 0, when::always, |app| app.step(1)),
    row("up", &["Up"], &["k"], 0, when::always, |app| app.step(-1)),
    row("page_down", &["PageDown"], &[], 0, when::always, |app| app.leaf(true)),
    row("page_up", &["PageUp"], &[], 0, when::always, |app| app.leaf(false)),
    row("first", &["Home", "Ctrl+Home"], &["g"], 0, when::always, |app| app.edge(false)),
    row("last", &["End", "Ctrl+End"], &["G"], 0, when::always, |app| app.edge(true)),
    row("to_top", &[], &["z t"], 0, when::movable_view, |app| app.put_at(0)),
    row("to_middle", &[], &["z z"], 0, when::movable_view, |app| app.put_at(1)),
    row("to_bottom", &[], &["z b"], 0, when::movable_view, |app| app.put_at(2)),
    row("open", &["Enter"], &[], 1, when::openable, App::open_here),
    row("part_in", &["Right"], &["l"], 0, when::parts, App::enter_parts),
    row("part_out", &["Left"], &["h"], 0, when::out, App::out_of_parts),
    row("next_heading", &["Ctrl+Down"], &["}"], 0, when::headings, |app| app.seek_heading(true)),
    row("last_heading", &["Ctrl+Up"], &["{"], 0, when::headings, |app| app.seek_heading(false)),
    row("next_decision", &[], &[")"], 0, when::decisions, |app| app.seek(true, |stop| stop.decision)),
    row("last_decision", &[], &["("], 0, when::decisions, |app| app.seek(false, |stop| stop.decision)),
    row("next_pane", &["Tab"], &[], 8, when::panes, |app| app.turn(true)),
    row("last_pane", &["Shift+Tab"], &[], 0, when::panes, |app| app.turn(false)),
    row("back", &["Backspace"], &["["], 2, when::back, App::back),
    row("forward", &["Ctrl+Right"], &["]"], 0, when::forward, App::forward),
    row("close", &["Esc"], &[], 3, when::always, App::close),
    // finding
    row("go_to", &["Ctrl+G"], &[":"], 6, when::held, |app| app.ask(Kind::GoTo)),
    row("find_everything", &["F4", "Ctrl+T"], &[], 7, when::held, |app| app.ask(Kind::Everything)),
    row("find", &["Ctrl+F"], &["/"], 8, when::held, App::find_here),
    row("next_match", &[], &["n"], 0, when::found, |app| app.next_match(true)),
    row("last_match", &[], &["N"], 0, when::found, |app| app.next_match(false)),
    row("outline", &["Ctrl+E"], &["o"], 0, when::visible, |app| app.ask_of_paper(Kind::Outline)),
    row("links", &["F8"], &["f"], 0, when::links, App::show_letters),
    row("mark", &["B"], &[], 0, when::markable, App::turn_mark),
    row("marks", &["J"], &[], 0, when::marked, App::show_marks),
    row("peek", &["Space"], &["p"], 0, when::peekable, App::turn_peek),
    row("references", &["Ctrl+R"], &["r"], 9, when::aside, App::turn_to_aside),
    row("web", &["W"], &[], 0, when::web, App::open_address),
    // views
    row("agenda", &["F3", "Ctrl+A"], &["a"], 0, when::held, App::turn_to_agenda),
    row("board", &["F6", "Ctrl+D"], &["d"], 9, when::board, |app| app.show(View::Board)),
    row("notes", &["F9", "Ctrl+K"], &["m"], 9, when::held, |app| app.show(View::Notes)),
    row("compare", &["F7", "c"], &[], 3, when::compare, App::compare_here),
    row("compare_with", &[], &["C"], 0, when::compared, App::choose_compared),
    row("next_change", &["n"], &[], 2, when::changes, |app| app.step_change(1)),
    row("last_change", &[], &["N"], 0, when::changes, |app| app.step_change(-1)),
    row("inbox", &["F10", "b"], &[], 9, when::held, App::show_inbox),
    row("see", &["Space"], &[], 2, when::news, App::see_here),
    row("see_all", &["M"], &[], 2, when::news, App::see_all),
    row("promises", &["P"], &[], 0, when::held, App::show_promises),
    row("sittings", &["T"], &[], 0, when::sittings, App::show_sittings),
    row("parallel", &["="], &[], 0, when::parallel, App::pair_languages),
    row("split", &[], &["V"], 0, when::split, App::split),
    row("swap", &["e"], &[], 2, when::paired, App::swap_languages),
    row("sessions", &["Ctrl+O"], &["S"], 0, when::held, |app| app.ask(Kind::Sessions)),
    row("filter", &["Ctrl+W"], &["w"], 3, when::filter, |app| app.ask(Kind::Filter)),
    row("order", &["o"], &[], 2, when::filter, App::next_order),
    row("language", &["Ctrl+L"], &["L"], 0, when::languages, |app| app.ask_of_paper(Kind::Language)),
    row("version", &["Ctrl+V"], &["v"], 0, when::versions, |app| app.ask_of_paper(Kind::Version)),
    row("warnings", &["Ctrl+U"], &["!"], 0, when::warnings, |app| app.ask_of_paper(Kind::Warnings)),
    row("raw_table", &["Ctrl+X"], &["t"], 0, when::guessed, App::turn_tables),
    row("aside", &[], &["A"], 0, when::held, App::turn_aside),
    // the delegate's own
    row("unlock", &["F2", "Ctrl+N"], &["i"], 4, when::locked, App::ask_to_unlock),
    writes(row("note", &["F2", "Ctrl+N"], &["i"], 4, when::noting, App::write_note)),
    writes(row("note_more", &["Shift+F2"], &["E"], 0, when::noting_more, App::write_another)),
    writes(row("note_session", &[], &[], 0, when::session_noting, App::note_session)),
    writes(row("stance", &["Ctrl+S"], &["s"], 0, when::noting, App::ask_stance)),
    row("delete_note", &["Delete"], &["x"], 0, when::note, App::delete_here),
    row("accept_place", &["+"], &[], 3, when::acceptable, App::accept_place),
    row("move_note", &[">"], &[], 4, when::movable, App::move_note),
    row("keep_place", &["K"], &[], 5, when::placed_again, App::keep_note_place),
    writes(row("collect", &["Insert", "I"], &[], 0, when::collecting, App::collect_here)),
    row("statement", &["D"], &[], 0, when::stating, App::show_statement),
    writes(row("part_new", &["F2", "Ctrl+N"], &["i"], 2, when::statement, App::new_part)),
    row("part_up", &["Ctrl+Up"], &["{"], 0, when::part, |app| app.move_part(-1)),
    row("part_down", &["Ctrl+Down"], &["}"], 2, when::part, |app| app.move_part(1)),
    row("part_source", &["Right"], &["l"], 0, when::sourced, App::go_to_source),
    row("part_remove", &["Delete"], &["x"], 6, when::stated, App::remove_part),
    row("statements", &["Ctrl+W"], &["w"], 7, when::statement, App::choose_statement),
    row("speak", &["Space"], &[], 2, when::stated, App::read_aloud),
    row("clock", &["Space"], &[], 1, when::speech, App::turn_clock),
    row("clock_again", &["r"], &[], 2, when::speech, App::restart_clock),
    row("faster", &["+"], &[], 0, when::paced, |app| app.change_pace(5)),
    row("slower", &["-"], &[], 0, when::paced, |app| app.change_pace(-5)),
    row("interpreted", &["p"], &[], 3, when::paced, App::turn_interpretation),
    row("export", &["e"], &[], 2, when::stated, App::choose_form),
    writes(row("adopted", &["O"], &[], 0, when::adopting, App::paste_adopted)),
    row("copy", &["Ctrl+C"], &["y"], 5, when::copying, |app| app.copy(Form::Words)),
    row("copy_citation", &[], &["Y"], 0, when::copying, |app| app.copy(Form::Citation)),
    row("copy_as", &["\""], &[], 0, when::copying, |app| app.ask(Kind::CopyAs)),
    row("undo", &["Ctrl+Z"], &["u"], 0, when::undo, App::undo),
    row("redo", &["Ctrl+Y"], &[], 0, when::redo, App::redo),
    row("encrypt", &[], &[], 0, when::sealable, App::ask_to_encrypt),
    row("discreet", &["F12", "Ctrl+B"], &[], 0, when::always, App::turn_discreet),
    // the program
    row("sample", &[], &["s"], 1, when::empty, |_| vec![Effect::Sample]),
    row("sync", &["F5"], &["R"], 2, when::syncable, |app| vec![Effect::Sync(app.session)]),
    row("wanted", &["F"], &[], 0, when::fetching, |_| vec![Effect::Wanted]),
    row("stop_sync", &["X"], &[], 0, when::syncing, App::stop_sync),
    row("mouse", &[], &["z m"], 0, when::always, App::turn_mouse),
    row("theme", &[], &["z c"], 0, when::always, |app| app.ask(Kind::Theme)),
    row("interface", &[], &["z l"], 0, when::always, |app| app.ask(Kind::Interface)),
    row("commands", &["F1", "Ctrl+P"], &["?"], 10, when::always, |app| app.ask(Kind::Commands)),
    row("quit", &["Ctrl+Q"], &[], 11, when::always, App::leave),
];

/// Runs a command by its id; says why when it is not possible.
pub fn run(app: &mut App, id: &str) -> Vec<Effect> {
    let Some(command) = COMMANDS.iter().find(|command| command.id == id) else { return Vec::new() };
    match (command.when)(app) {
        Ok(()) => command.carry_out(app),
        Err(reason) => {
            app.say(reason);
            Vec::new()
        }
    }
}

impl App {
    /// Enter: opens what the cursor stands on, follows the citation.
    fn open_here(&mut self) -> Vec<Effect> {
        match (self.focus, self.view) {
            (Focus::Agenda, _) => self.open_row(),
            (Focus::Aside, _) => {
                let entry = self.aside_entries().into_iter().nth(self.aside);
                entry.map_or(Vec::new(), |entry| self.open_entry_of_aside(entry))
            }
            (_, View::Board) => {
                let goal = self.about_board_row();
                goal.map_or(Vec::new(), |goal| self.go(goal, true))
            }
            (_, View::Notes) => {
                // what hangs on no paper is opened itself
                let note = self.chosen_note();
                match note.and_then(|note| Some((self.goal_of(note)?, self.misplaced(note)))) {
                    Some((goal, say)) => self.arrive(goal, say),
                    None => self.write_note(),
                }
            }
            (_, View::Reader) => self.follow(),
            (_, View::Start) => Vec::new(),
            _ => self.open_sheet_row(),
        }
    }

    /// Goes where an entry of the aside leads, lists what it counts, says what it says; a note is opened.
    pub(super) fn open_entry_of_aside(&mut self, entry: super::aside::Entry) -> Vec<Effect> {
        match entry {
            super::aside::Entry { goal: Some(goal), say, .. } => self.arrive(goal, say),
            super::aside::Entry { list: Some(filter), .. } => {
                self.notes_list = super::notes_list::NotesList { filter, ..super::notes_list::NotesList::default() };
                self.show(View::Notes)
            }
            super::aside::Entry { note: None, say, .. } if !say.is_empty() => self.act(Action::Say(say)),
            _ => run(self, "note"),
        }
    }

    fn about_board_row(&self) -> Option<super::goal::Goal> {
        self.aside_entries().into_iter().find_map(|entry| entry.goal)
    }

    /// Follows the citation of the paragraph, with a choice if there are several.
    fn follow(&mut self) -> Vec<Effect> {
        let choices = self.citation_choices();
        match choices.as_slice() {
            [] => {
                self.say("when.no_citation");
                Vec::new()
            }
            [one] => self.act(one.action.clone()),
            _ => {
                self.pick_from(Picker::new(Kind::Follow, choices));
                Vec::new()
            }
        }
    }

    /// The citations of the paragraph as choices.
    fn citation_choices(&self) -> Vec<Choice> {
        let all = self.reader.iter().flat_map(|reader| reader.citations());
        self.choices_of(all.map(|(_, reference)| reference))
    }

    /// Citations as choices, each place once.
    pub(super) fn choices_of<'a>(&self, all: impl Iterator<Item = &'a crate::model::Reference>) -> Vec<Choice> {
        let mut out: Vec<Choice> = Vec::new();
        for reference in all {
            let choice = self.lead_choice(reference);
            if !out.iter().any(|known| known.action == choice.action && known.label == choice.label) {
                out.push(choice);
            }
        }
        out
    }

    /// What following a citation would do, as a choice.
    pub(super) fn lead_choice(&self, reference: &crate::model::Reference) -> Choice {
        let lead = self.lead(&reference.text, &reference.target);
        let mut choice = Choice::new(reference.text.clone(), Action::None);
        let Some(goal) = lead.goal else {
            if !lead.remark.eq_ignore_ascii_case(&reference.text) {
                choice.right = lead.remark;
            }
            choice.action = Action::Say(lead.say);
            return choice;
        };
        choice.right = lead.remark;
        if self.reader.as_ref().is_some_and(|reader| reader.key == goal.key) {
            if choice.right.is_empty() {
                self.strings.get("find.this_paper").clone_into(&mut choice.right);
            }
        } else if let Some(entry) = self.entry(goal.session, &goal.key) {
            entry.title.best(&self.languages).unwrap_or_default().clone_into(&mut choice.detail);
        }
        choice.action = if lead.say.is_empty() { Action::Go(goal) } else { Action::Follow(goal, lead.say) };
        choice
    }

    /// Opens a picker about the paper that is open: the paper comes into view and has the keys.
    fn ask_of_paper(&mut self, kind: Kind) -> Vec<Effect> {
        self.focus = Focus::Main;
        self.ask(kind)
    }

    /// Words in the paper that is open; of two languages beside each other in the main one. Where no paper is open the words
    /// are looked for in all papers, so that what is typed next never runs as commands.
    fn find_here(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if self.view == View::Parallel
            && let Some(goal) = self.paired_place()
        {
            effects = self.go(goal, true);
        }
        if self.view != View::Reader || self.reader.is_none() {
            effects.extend(self.ask(Kind::Everything));
            return effects;
        }
        // laid out anew when it was beside another text
        self.fit();
        effects.extend(self.ask_of_paper(Kind::InPaper));
        if let Some(reader) = &mut self.reader {
            reader.before_find = Some((reader.spot, reader.top));
        }
        effects
    }

    fn enter_parts(&mut self) -> Vec<Effect> {
        if let Some(reader) = &mut self.reader {
            reader.enter_parts();
        }
        Vec::new()
    }

    fn out_of_parts(&mut self) -> Vec<Effect> {
        if let Some(reader) = &mut self.reader {
            reader.out_of_parts();
        }
        Vec::new()
    }

    /// To the next heading, or the one before: of the paper, or of a list.
    fn seek_heading(&mut self, down: bool) -> Vec<Effect> {
        let Some(sheet) = self.sheet_mut() else { return self.seek(down, |stop| stop.heading.is_some()) };
        if !sheet.step_head(down) {
            self.say("when.no_further");
        }
        Vec::new()
    }

    fn seek(&mut self, down: bool, is: fn(&super::page::Stop) -> bool) -> Vec<Effect> {
        if let Some(reader) = &mut self.reader
            && !reader.seek(down, is)
        {
            self.say("when.no_more");
        }
        Vec::new()
    }

    fn next_match(&mut self, down: bool) -> Vec<Effect> {
        self.focus = Focus::Main;
        if let Some(reader) = &mut self.reader {
            reader.next_match(down);
        }
        Vec::new()
    }

    fn show_letters(&mut self) -> Vec<Effect> {
        if self.view == View::Notes {
            return self.choose_typed();
        }
        if self.focus != Focus::Aside || self.typed_links().is_empty() {
            self.focus = Focus::Main;
        }
        self.letters = !self.letters;
        Vec::new()
    }

    /// Moves the view, and not the cursor: it comes to the top (0), the middle (1) or the bottom (2).
    fn put_at(&mut self, halves: usize) -> Vec<Effect> {
        if let Some(sheet) = self.sheet_mut() {
            sheet.put(halves);
        } else if let Some(reader) = &mut self.reader {
            let rows = reader.rows();
            let room = reader.height.saturating_sub(rows.len());
            reader.top = rows.start.saturating_sub(room * halves / 2);
        }
        Vec::new()
    }

    fn turn_tables(&mut self) -> Vec<Effect> {
        if let Some(reader) = &mut self.reader {
            reader.raw_tables = !reader.raw_tables;
        }
        Vec::new()
    }

    fn turn_aside(&mut self) -> Vec<Effect> {
        self.no_aside = !self.no_aside;
        if self.focus == Focus::Aside {
            self.focus = Focus::Main;
        }
        Vec::new()
    }

    fn turn_to_aside(&mut self) -> Vec<Effect> {
        if self.focus == Focus::Aside {
            self.focus = Focus::Main;
        } else {
            self.focus = Focus::Aside;
            self.aside = self.aside_entries().iter().position(super::aside::Entry::selectable).unwrap_or(0);
        }
        Vec::new()
    }

    fn turn_to_agenda(&mut self) -> Vec<Effect> {
        self.focus = Focus::Agenda;
        self.remember()
    }

    fn turn_discreet(&mut self) -> Vec<Effect> {
        self.discreet = !self.discreet;
        self.say(if self.discreet { "discreet.on" } else { "discreet.off" });
        self.ask_ledger_again().into_iter().collect()
    }

    fn delete_here(&mut self) -> Vec<Effect> {
        let Some(note) = self.chosen_note().cloned() else { return Vec::new() };
        self.delete_note(&note)
    }
}
