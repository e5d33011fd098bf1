//! The line that finds, and the list below it: commands, places, everything, and every choice. One look, one behaviour.

use crate::model::Language;
use crate::text::completing;
use crate::text::fold::fold;
use crate::text::place::{self, Here};
use crate::text::query::Query;

use super::board;
use super::buffer::Buffer;
use super::goal::Goal;
use super::notes_list;
use super::{App, Effect};

/// What is being found or chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Commands: the palette, which is the help.
    Commands,
    /// A place, as typed.
    GoTo,
    /// Places, names and full text.
    Everything,
    /// Words in the open paper.
    InPaper,
    /// Headings of the open paper.
    Outline,
    /// One of several citations.
    Follow,
    /// The language of the paper.
    Language,
    /// The version of the paper.
    Version,
    /// A session.
    Sessions,
    /// A theme.
    Theme,
    /// The language of the interface.
    Interface,
    /// What the board or the list of notes shows.
    Filter,
    /// What is uncertain about the reading of the paper.
    Warnings,
    /// One of several addresses.
    Web,
    /// What is wrong in the configuration.
    Faults,
    /// What the open paper is compared with.
    Compared,
    /// A session with papers that are cited and not held.
    Wanted,
    /// Marks, and where one has been.
    Marks,
    /// How what the cursor stands on is copied.
    CopyAs,
    /// A statement of the session.
    Statements,
    /// The form in which a statement leaves.
    Export,
    /// Whether notes are to be encrypted.
    Encrypted,
    /// The delegate's stance on what is here; a letter chooses.
    Stance,
}

/// What Enter does.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Nothing: a text to read.
    None,
    /// Runs a command, by its id.
    Run(&'static str),
    /// Goes to a place.
    Go(Goal),
    /// Goes to a place, and says something on arrival.
    Follow(Goal, String),
    /// Opens an address in the system's browser.
    Browse(String),
    /// Goes to a stop of the open page.
    Stop(usize),
    /// Says something: what a citation names that is not held.
    Say(String),
    /// Shows a session.
    Session(u16),
    /// Brings a session over.
    Sync(u16),
    /// Takes a theme.
    Theme(&'static str),
    /// Takes a language for the interface.
    Interface(Language),
    /// Filters the board.
    Board(board::Filter),
    /// Filters the notes.
    Notes(notes_list::Filter),
    /// Shows one kind of what is new, or all.
    News(Option<usize>),
    /// Shows what was asked that stands so, or all.
    Asked(Option<crate::model::promise::Standing>),
    /// Shows one section or one day of the order of business, or all.
    Sittings(Option<String>),
    /// Orders the rows of the list.
    Order(super::order::Order),
    /// Compares the open paper with this one.
    Compare(Goal),
    /// Reads the open paper in another language.
    ReadIn(Goal),
    /// Shows the comparison in this language.
    CompareIn(Language),
    /// Shows this language beside the one that is read.
    Beside(Language),
    /// Shows another version in the two languages that are shown.
    Pair(Goal),
    /// Types a former query.
    Query(String),
    /// Copies this text.
    Copy(String),
    /// Opens a statement by its id, or a new one.
    Statement(Option<String>),
    /// Writes the statement as a file.
    Export(crate::model::statement::Form),
    /// Copies the whole statement.
    CopyStatement,
    /// Notes are to be encrypted, or not.
    Encrypted(bool, &'static str),
    /// Takes this stance on what is here.
    Stance(crate::model::Stance),
}

/// A row to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// A heading above it, when it is the first of its group.
    pub group: String,
    /// The words.
    pub label: String,
    /// Characters of the label that match, by index.
    pub marks: Vec<usize>,
    /// A second row, dim: a snippet, a reason.
    pub detail: String,
    /// Character ranges of the detail that match.
    pub detail_marks: Vec<[usize; 2]>,
    /// At the right edge: a key, a kind.
    pub right: String,
    /// Where there is no room for all of the label its begin and its end are shown: a title may begin like others.
    pub both_ends: bool,
    /// Words that find it and are not shown; the first line alone names it.
    pub words: String,
    /// It cannot be done now; the detail says why.
    pub off: bool,
    /// It is the one in force.
    pub current: bool,
    /// What Tab writes in the go-to line; empty when there is nothing to write.
    pub typed: String,
    /// What Enter does.
    pub action: Action,
}

impl Choice {
    /// A row with a label only.
    #[must_use]
    pub fn new(label: impl Into<String>, action: Action) -> Self {
        Self {
            group: String::new(),
            label: label.into(),
            marks: Vec::new(),
            detail: String::new(),
            detail_marks: Vec::new(),
            right: String::new(),
            both_ends: false,
            words: String::new(),
            off: false,
            current: false,
            typed: String::new(),
            action,
        }
    }

    /// Rows of the screen it takes.
    #[must_use]
    pub fn rows(&self) -> usize {
        1 + usize::from(!self.detail.is_empty()) + usize::from(!self.group.is_empty())
    }
}

/// The line and the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Picker {
    /// What is being found.
    pub kind: Kind,
    /// What is typed.
    pub input: Buffer,
    /// All choices, for the kinds that have a fixed list.
    pub all: Vec<Choice>,
    /// The choices shown.
    pub shown: Vec<Choice>,
    /// The current one.
    pub at: usize,
    /// First choice in view.
    pub top: usize,
    /// The number of the question whose answer is shown.
    pub answered: u64,
    /// A question is out.
    pub busy: bool,
    /// Enter was pressed before the answer came: the first choice of the answer is taken.
    pub hurried: bool,
    /// The first choice is a place in the open paper, for which no answer is waited for.
    pub own: bool,
    /// How many paragraphs match in all.
    pub total: Option<usize>,
    /// A remark of the search: a mistake in the query, a typo put right.
    pub remark: String,
}

impl Picker {
    /// A picker with a fixed list.
    #[must_use]
    pub fn new(kind: Kind, all: Vec<Choice>) -> Self {
        let at = all.iter().position(|choice| choice.current).unwrap_or(0);
        Self {
            kind,
            input: Buffer::default(),
            shown: all.clone(),
            all,
            at,
            top: 0,
            answered: 0,
            busy: false,
            hurried: false,
            own: false,
            total: None,
            remark: String::new(),
        }
    }

    /// Shows the choices that contain every word typed; the marks say where.
    fn narrow(&mut self) {
        let query = fold(self.input.text());
        let words: Vec<&str> = query.split_whitespace().collect();
        let mut shown: Vec<(u8, Choice)> = Vec::new();
        for choice in &self.all {
            let label = fold(&choice.label);
            let both = format!("{label} {} {} {}", fold(&choice.right), fold(&choice.detail), fold(&choice.words));
            if words.iter().all(|word| both.contains(word)) {
                let mut choice = choice.clone();
                choice.marks = marks(&choice.label, &words);
                if !words.is_empty() {
                    choice.group.clear();
                }
                let named =
                    choice.words.lines().next().is_some_and(|name| !query.is_empty() && fold(name) == query.trim());
                let starts = words.first().is_none_or(|word| label.contains(word));
                shown.push((if named { 0 } else { 2 - u8::from(starts) }, choice));
            }
        }
        shown.sort_by_key(|(later, _)| *later);
        self.shown = shown.into_iter().map(|(_, choice)| choice).collect();
        self.at = if words.is_empty() { self.shown.iter().position(|choice| choice.current).unwrap_or(0) } else { 0 };
        self.top = 0;
    }

    /// The current choice.
    #[must_use]
    pub fn choice(&self) -> Option<&Choice> {
        self.shown.get(self.at)
    }

    /// Rows down, or up when negative.
    pub fn step(&mut self, by: isize) {
        let last = self.shown.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }
}

/// Characters of a label that match one of the words, by index.
fn marks(label: &str, words: &[&str]) -> Vec<usize> {
    let folded = crate::text::fold::fold_with_map(label);
    let mut out = Vec::new();
    for word in words {
        if let Some(from) = folded.text.find(word) {
            let range = folded.original(from..from + word.len());
            let first = label.get(..range.start).map_or(0, |head| head.chars().count());
            let count = label.get(range).map_or(0, |found| found.chars().count());
            out.extend(first..first + count);
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

impl App {
    /// Shows what is wrong in a configuration file, by line (0: the whole file), a card that Esc closes; the defaults stay
    /// in force.
    pub fn show_faults(&mut self, file: &str, faults: &[(usize, String)]) {
        let choices = faults.iter().map(|(line, what)| {
            if *line == 0 {
                return Choice::new(what.clone(), Action::None);
            }
            let line = self.strings.fill("config.line", &[("line", &line.to_string())]);
            Choice { detail: what.clone(), ..Choice::new(line, Action::None) }
        });
        let mut choices: Vec<Choice> = choices.collect();
        if let Some(first) = choices.first_mut() {
            file.clone_into(&mut first.group);
            let mut picker = Picker::new(Kind::Faults, choices);
            self.strings.get("config.defaults").clone_into(&mut picker.remark);
            self.pick_from(picker);
        }
    }

    /// Opens a picker.
    pub fn pick_from(&mut self, picker: Picker) {
        self.letters = false;
        self.peek = false;
        self.picker = Some(picker);
    }

    /// A session was read while the list of sessions is shown: it says more now.
    pub(super) fn refresh_sessions(&mut self) {
        let choices = self.session_choices();
        if let Some(picker) = self.picker.as_mut().filter(|picker| picker.kind == Kind::Sessions) {
            let at = picker.at;
            picker.all = choices;
            picker.narrow();
            picker.at = at.min(picker.shown.len().saturating_sub(1));
        }
    }

    /// What is typed changed: asks, or narrows the list.
    pub fn typed(&mut self) -> Vec<Effect> {
        let reader = self.reader.as_ref().filter(|reader| reader.session == self.session);
        let here = (self.session, reader.map(|reader| reader.key.clone()));
        let former = self.before_typing();
        let Some(picker) = &mut self.picker else { return Vec::new() };
        (picker.hurried, picker.own) = (false, false);
        match picker.kind {
            Kind::InPaper => {
                let query = picker.input.text().to_owned();
                if let Some(reader) = &mut self.reader {
                    // every letter is looked for from where one was: what is found nowhere leads nowhere
                    if let Some((spot, top)) = reader.before_find {
                        (reader.spot, reader.top) = (spot, top);
                    }
                    reader.search(&query);
                    reader.show_match();
                }
                Vec::new()
            }
            Kind::GoTo | Kind::Everything => {
                let places = picker.kind == Kind::GoTo;
                let query = self.line();
                let Some(picker) = &mut self.picker else { return Vec::new() };
                self.generation += 1;
                if query.is_empty() {
                    picker.answered = self.generation;
                    picker.busy = false;
                    picker.total = None;
                    picker.remark.clear();
                    picker.shown = former;
                    picker.at = 0;
                    picker.top = 0;
                    return Vec::new();
                }
                picker.busy = true;
                let generation = self.generation;
                let own = self.own_places(&query);
                if places && let Some(picker) = &mut self.picker {
                    picker.own = own.first().is_some_and(|first| !first.off);
                    // a place in the open paper needs no search
                    picker.shown.retain(|choice| !matches!(choice.action, Action::Stop(_) | Action::Query(_)));
                    picker.shown.splice(0..0, own);
                    picker.at = 0;
                }
                let (stances, languages) = (self.stances_for(&query), self.reading_languages());
                vec![Effect::Find { generation, query, here, places, stances, languages }]
            }
            Kind::Encrypted => {
                self.type_before_answer();
                Vec::new()
            }
            _ => {
                picker.narrow();
                Vec::new()
            }
        }
    }

    /// What is typed; where a place is, what the chair says as it would be typed.
    fn line(&self) -> String {
        let Some(picker) = &self.picker else { return String::new() };
        let typed = picker.input.text().trim();
        let here = Here { session: Some(self.session).filter(|number| *number > 0), paper: None };
        let place = Some(typed).filter(|_| picker.kind == Kind::GoTo);
        let said = place.and_then(|typed| self.last_as_paragraph(typed).or_else(|| place::as_typed(typed, &here)));
        said.unwrap_or_else(|| typed.to_owned())
    }

    /// The answer to a question; a stale one is thrown away.
    pub fn found(&mut self, generation: u64, found: super::Found) {
        let own = match &self.picker {
            Some(_) if generation == self.generation => self.own_places(&self.line()),
            _ => return,
        };
        let typed = self.line();
        let Some(picker_kind) = self.picker.as_ref().map(|picker| picker.kind) else { return };
        let notes = if picker_kind == Kind::Everything { self.notes_found(&typed) } else { Vec::new() };
        let in_notes = Query::parse(&typed).0.in_notes().then_some(notes.len());
        let remark = Some(self.query_remark(&typed)).filter(|remark| !remark.is_empty());
        let remark = remark.or_else(|| self.not_held_remark(&typed)).or_else(|| self.which_paper_remark(&typed));
        let remark = remark.unwrap_or_default();
        // `p29` is page 29 of the open paper, or else the Protocol of 1930
        let mut shown = own;
        let at = usize::from(shown.first().is_some_and(|first| !first.off && completing::page_typed(&typed).is_some()));
        shown.splice(at..at, self.outside_typed(&typed));
        let places = picker_kind == Kind::GoTo;
        shown.extend(
            found.missing.filter(|_| places).map(|missing| self.missing_choice(&missing, !found.names.is_empty())),
        );
        // who asks for notes asks for no names
        let names = if in_notes.is_some() { Vec::new() } else { found.names };
        for name in names {
            let choice = self.named_choice(name);
            if !shown.iter().any(|other| other.action == choice.action) {
                shown.push(choice);
            }
        }
        shown.extend(notes);
        let besides = super::finder::besides(self.strings, &found.results).unwrap_or_default();
        shown.extend(self.hit_choices(found.results.hits));
        let Some(picker) = &mut self.picker else { return };
        if !matches!(picker.kind, Kind::GoTo | Kind::Everything) {
            return;
        }
        picker.answered = generation;
        picker.busy = false;
        picker.shown = shown;
        picker.total = (picker.kind == Kind::Everything).then_some(in_notes.unwrap_or(found.results.total));
        // a mistake in the query is said by the query, a typing mistake put right by the search
        picker.remark = if remark.is_empty() { besides } else { remark };
        picker.at = 0;
        picker.top = 0;
    }

    /// Enter was pressed before the answer came, and now it is there.
    pub(super) fn catch_up(&mut self) -> Vec<Effect> {
        let hurried = self.picker.as_mut().is_some_and(|picker| !picker.busy && std::mem::take(&mut picker.hurried));
        if hurried { self.choose() } else { Vec::new() }
    }

    /// Does what the current choice is for.
    pub fn choose(&mut self) -> Vec<Effect> {
        let Some(picker) = &mut self.picker else { return Vec::new() };
        if picker.kind == Kind::InPaper {
            if let Some(reader) = &mut self.reader {
                reader.next_match(true);
            }
            return Vec::new();
        }
        // what is listed still answers what was typed before
        if picker.busy && !picker.own && picker.at == 0 {
            picker.hurried = true;
            return Vec::new();
        }
        let Some(choice) = picker.choice().cloned() else { return Vec::new() };
        if choice.off {
            self.fault(if choice.detail.is_empty() { choice.label } else { choice.detail });
            return Vec::new();
        }
        if let Action::Query(query) = choice.action {
            picker.input.set(query);
            return self.typed();
        }
        let query = picker.input.text().trim().to_owned();
        self.keep_words();
        let Some(picker) = &mut self.picker else { return Vec::new() };
        // what is looked for in the notes is not kept: it tells what is written there
        let in_notes = query.contains("in:notes") || choice.label.starts_with("* ");
        if picker.kind == Kind::Everything && !query.is_empty() && !in_notes {
            self.saved.queries.retain(|known| *known != query);
            self.saved.queries.insert(0, query);
            self.saved.queries.truncate(20);
        }
        if choice.action == Action::None {
            return Vec::new();
        }
        self.picker = None;
        self.act(choice.action)
    }
}
