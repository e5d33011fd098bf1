//! A desk for tests: the program as a value, its effects carried out in memory until none is left.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "each test file uses a part of it"
)]

pub mod golden;
pub mod invented;
pub mod sample;
pub mod scenes;
pub mod svg;

use std::collections::HashMap;
use std::sync::Arc;

use gbdesk::app::goal::{Goal, Want};
use gbdesk::app::leads::Answer;
use gbdesk::app::seats::{How, Placed, Seat};
use gbdesk::app::{App, Effect, Found, Msg, Name, update};
use gbdesk::model::search::{CitedBy, Hit, Results};
use gbdesk::model::session::Held;
use gbdesk::model::statement::Form;
use gbdesk::model::{Language, Locator, Note, Paper, Session, Statement, Symbol, Target};
use gbdesk::notes::anchor::{self, Placement};
use gbdesk::text::cut::block_id;
use gbdesk::text::resolve::{self, Holdings, Resolution};
use gbdesk::ui::theme::{Depth, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The program and the world around it.
pub struct Desk {
    pub app: App,
    pub sessions: HashMap<u16, Arc<Session>>,
    pub papers: HashMap<String, Arc<Paper>>,
    pub disk: Vec<Note>,
    pub statements: Vec<Statement>,
    pub exported: Vec<(Statement, Form)>,
    pub copied: Vec<String>,
    pub browsed: Vec<String>,
    pub left: bool,
    pub stopped: usize,
    pub synced: Vec<u16>,
    pub wanted: Vec<gbdesk::app::fetching::Wanted>,
    pub disk_full: bool,
    pub waiting: Vec<Effect>,
    pub slow_search: bool,
    pub clock: u64,
    pub asked: Vec<gbdesk::model::promise::LedgerEntry>,
    pub real: Option<Arc<sample::Real>>,
    pub rooms: Option<Rooms>,
    pub saves: usize,
}

/// Notes and statements in a folder, as the program keeps them.
pub struct Rooms {
    pub notes: gbdesk::notes::Notes,
    pub statements: gbdesk::notes::statements::Statements,
}

impl Desk {
    /// A desk with the session of the tests at this size.
    pub fn new(columns: u16, rows: u16) -> Self {
        Self::in_language(columns, rows, Language::EN)
    }

    pub fn in_language(columns: u16, rows: u16, language: Language) -> Self {
        let (session, papers) = invented::session();
        let mut desk = Self::empty(columns, rows, language);
        desk.sessions.insert(399, Arc::new(session));
        desk.papers = papers;
        desk.send(Msg::Sessions(vec![399]));
        desk
    }

    /// A desk that holds nothing; not even that is known to the program yet.
    pub fn empty(columns: u16, rows: u16, language: Language) -> Self {
        let mut app = App::new(language, vec![Language::EN, Language::FR]);
        app.size = (columns, rows);
        Self {
            app,
            sessions: HashMap::new(),
            papers: HashMap::new(),
            disk: Vec::new(),
            statements: Vec::new(),
            exported: Vec::new(),
            copied: Vec::new(),
            browsed: Vec::new(),
            left: false,
            stopped: 0,
            synced: Vec::new(),
            wanted: Vec::new(),
            disk_full: false,
            waiting: Vec::new(),
            slow_search: false,
            clock: 0,
            asked: Vec::new(),
            real: None,
            rooms: None,
            saves: 0,
        }
    }

    /// Sends a message and carries out what follows until nothing is left.
    pub fn send(&mut self, msg: Msg) -> &mut Self {
        let effects = update(&mut self.app, msg);
        self.settle(effects)
    }

    /// Goes to a place.
    pub fn go(&mut self, goal: gbdesk::app::goal::Goal) -> &mut Self {
        let effects = self.app.go(goal, false);
        self.settle(effects)
    }

    /// Carries out effects that were held back.
    pub fn carry_on(&mut self, effects: Vec<Effect>) -> &mut Self {
        self.settle(effects)
    }

    fn settle(&mut self, mut effects: Vec<Effect>) -> &mut Self {
        let before = self.saves;
        while !effects.is_empty() {
            let effect = effects.remove(0);
            self.saves += usize::from(matches!(effect, Effect::SaveNote(..) | Effect::SaveStatement(..)));
            assert!(self.saves < before + 20, "a save asks for the next one without end");
            if let Some(answer) = self.carry_out(effect) {
                effects.extend(update(&mut self.app, answer));
            }
        }
        self
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Msg> {
        if let Some(answer) = self.real.as_ref().filter(|_| !self.slow_search).and_then(|real| real.answer(&effect)) {
            return Some(answer);
        }
        match effect {
            Effect::OpenSession(number) => {
                let session = self.sessions.get(&number).cloned().ok_or_else(|| "not held".to_owned());
                Some(Msg::Session(number, session))
            }
            Effect::Read(held) => {
                let paper = self.papers.get(&held.paper).cloned().ok_or_else(|| "the file is gone".to_owned());
                Some(Msg::Paper(held.paper, paper))
            }
            Effect::Compare(old, new) => {
                let paper =
                    |held: &Held| self.papers.get(&held.paper).cloned().ok_or_else(|| "the file is gone".to_owned());
                let both = paper(&old).and_then(|old| Ok((old, paper(&new)?)));
                let answer = both.map(|(old, new)| Arc::new(gbdesk::text::diff::compare(&old, &new)));
                Some(Msg::Compared((old.paper, new.paper), answer))
            }
            Effect::Ledger(session, ..) => Some(Msg::Ledger(session, self.asked.clone())),
            Effect::CitedBy(key) => {
                let list = self.cited_by(&key);
                Some(Msg::CitedBy(key, list))
            }
            Effect::Resolve { held, targets } => {
                let answers = targets.into_iter().map(|target| {
                    let resolution = resolve::resolve(&target, held.symbol.as_ref(), &Shelf(&self.papers));
                    let nearest = Shelf(&self.papers).nearest(&resolution);
                    Answer { target, resolution, nearest }
                });
                Some(Msg::Resolved(held.paper, answers.collect()))
            }
            Effect::Browse(address) => {
                self.browsed.push(address);
                None
            }
            Effect::Find { generation, ref query, places, .. } => {
                if self.slow_search {
                    self.waiting.push(effect);
                    return None;
                }
                Some(Msg::Found(generation, Box::new(self.find(query, places))))
            }
            Effect::SaveNote(ticket, note) => {
                if self.disk_full {
                    return Some(Msg::NoteSaved(ticket, Err("The note was not saved: the disk is full.".to_owned())));
                }
                if let Some(rooms) = &mut self.rooms {
                    let saved = rooms.notes.save(&note).unwrap().note;
                    return Some(Msg::NoteSaved(ticket, Ok(Box::new(saved))));
                }
                // what the disk gives back
                let mut note = gbdesk::notes::file::clean(&note);
                if note.id.is_empty() {
                    note.id = format!("n{}", self.disk.len() + 1);
                    if let (Some(paper), Some(place)) = (self.text(&note.paper, note.language), &note.paragraph)
                        && let Some(anchor) = anchor::make(
                            &paper.1,
                            place,
                            if place.starts_with("t-") { &note.quote } else { cited(&paper.1, &note.quote) },
                        )
                    {
                        anchor.apply(&mut note);
                    }
                }
                self.disk.retain(|known| known.id != note.id);
                self.disk.push(note.clone());
                Some(Msg::NoteSaved(ticket, Ok(Box::new(note))))
            }
            Effect::PlaceNotes { open, .. } => {
                for placed in self.place(open.as_deref()) {
                    let effects = update(&mut self.app, Msg::Placed(Box::new(placed)));
                    assert!(effects.is_empty());
                }
                None
            }
            Effect::Rehang { ticket, note, held, to } => {
                let paper = self.papers.get(&held.paper).unwrap();
                let note = match to {
                    Some(to) => anchor::accept(&note, paper, &to).unwrap(),
                    None => anchor::keep(&note, paper),
                };
                self.carry_out(Effect::SaveNote(ticket, Box::new(note)))
            }
            Effect::DeleteNote(id) => {
                if let Some(rooms) = &mut self.rooms {
                    return Some(Msg::NoteDeleted(
                        id.clone(),
                        rooms.notes.delete(&id).map_err(|fault| fault.to_string()),
                    ));
                }
                self.disk.retain(|known| known.id != id);
                Some(Msg::NoteDeleted(id, Ok(())))
            }
            Effect::Unlock(passphrase) => {
                Some(Msg::Unlocked(if &*passphrase == "open sesame" { Ok(true) } else { Err(None) }))
            }
            Effect::Encrypt(_) => Some(Msg::Encrypted(Ok(self.disk.len()))),
            Effect::SaveStatement(ticket, statement) => {
                if self.disk_full {
                    return Some(Msg::StatementSaved(ticket, Err("Not saved: the disk is full.".to_owned())));
                }
                if let Some(rooms) = &mut self.rooms {
                    let saved = rooms.statements.save(&statement).unwrap().0;
                    return Some(Msg::StatementSaved(ticket, Ok(Box::new(saved))));
                }
                let mut statement = *statement;
                if statement.id.is_empty() {
                    statement.id = format!("s{}", self.statements.len() + 1);
                }
                statement.parts.retain(|part| !part.text.is_empty());
                self.statements.retain(|known| known.id != statement.id);
                self.statements.insert(0, statement.clone());
                Some(Msg::StatementSaved(ticket, Ok(Box::new(statement))))
            }
            Effect::DeleteStatement(id) => {
                self.statements.retain(|known| known.id != id);
                Some(Msg::Statements(self.statements.clone()))
            }
            Effect::ExportStatement(statement, form, _) => {
                self.exported.push((*statement, form));
                Some(Msg::Exported(Ok(format!("/exports/statement.{}", form.extension()))))
            }
            Effect::Copy(text) => {
                self.copied.push(text);
                None
            }
            Effect::Quit => {
                self.left = true;
                None
            }
            Effect::StopSync => {
                self.stopped += 1;
                None
            }
            Effect::Wanted => Some(Msg::Wanted(self.wanted.clone())),
            Effect::Sync(number) => {
                self.synced.push(number);
                None
            }
            Effect::Remember(_) | Effect::Sample => None,
        }
    }

    /// The text of a version in a language; of any language when there is none.
    fn text(&self, symbol: &str, language: Option<Language>) -> Option<(Held, Arc<Paper>)> {
        let entries = self.sessions.values().flat_map(|session| &session.papers);
        let mut texts: Vec<&Held> = entries.flat_map(|entry| &entry.held).collect();
        texts.retain(|held| held.symbol.as_ref().is_some_and(|held| held.to_string() == symbol));
        let found = texts.iter().find(|held| Some(held.language) == language).or_else(|| texts.first())?;
        Some(((*found).clone(), self.papers.get(&found.paper)?.clone()))
    }

    /// The notes on the disk, placed in the newest texts and in the one that is open.
    fn place(&self, open: Option<&Held>) -> Vec<Placed> {
        let mut out = Vec::new();
        for note in self.disk.iter().filter(|note| !note.paper.is_empty()) {
            let mut texts = Vec::new();
            let entries: Vec<_> = self.sessions.values().flat_map(|session| &session.papers).collect();
            let entry = entries.iter().find(|entry| entry.key == App::key_of(&note.paper)).unwrap();
            let Some(newest) = entry.symbol.as_ref().map(ToString::to_string) else { continue };
            texts.extend(self.text(&newest, note.language).map(|(held, _)| (held, true)));
            let opened = open.filter(|held| entry.held.iter().any(|other| other.paper == held.paper));
            texts.extend(opened.map(|held| (held.clone(), false)));
            for (held, is_newest) in texts {
                let paper = &self.papers[&held.paper];
                let former = self.text(&note.paper, Some(held.language));
                let places = match former.filter(|(former, _)| former.paper != held.paper) {
                    Some((_, former)) => anchor::Places::with_former(paper, &former),
                    None => anchor::Places::new(paper),
                };
                let placement = places.place(note);
                let how = match &placement {
                    Placement::Exact { .. } => How::Exact,
                    Placement::Moved { .. } => How::Moved,
                    Placement::TextChanged { .. } => How::Changed,
                    Placement::Translated { .. } => How::Translated,
                    Placement::Ambiguous { .. } => How::Ambiguous,
                    Placement::Orphan => How::Orphan,
                };
                let candidates = match &placement {
                    Placement::Ambiguous { candidates } => candidates.iter().map(|one| one.id.clone()).collect(),
                    _ => Vec::new(),
                };
                let asks = anchor::asks(note, paper, &placement);
                let seat = Seat { block: placement.block().map(str::to_owned), how, candidates, asks };
                let newest = if is_newest { vec![note.id.clone()] } else { Vec::new() };
                out.push(Placed { held, seats: [(note.id.clone(), seat)].into(), newest });
            }
        }
        out
    }

    fn cited_by(&self, key: &str) -> Vec<CitedBy> {
        let mut out = Vec::new();
        // in one order each time, so that the pictures do not change
        let mut names: Vec<&String> = self.papers.keys().collect();
        names.sort_unstable();
        for paper in names.into_iter().filter_map(|name| self.papers.get(name)) {
            let Some(symbol) = &paper.symbol else { continue };
            for reference in &paper.references {
                if let Target::Paper(cited, _) = &reference.target
                    && cited.paper().to_string() == key
                {
                    let (shown, key) = (symbol.to_string(), symbol.paper().to_string());
                    out.push(CitedBy::new(&shown, symbol.session(), &key, reference));
                }
            }
        }
        out
    }

    /// A plain search, so that the flows can be driven; the real one has tests of its own.
    pub fn find(&self, query: &str, places: bool) -> Found {
        let mut found = Found::default();
        for session in self.sessions.values() {
            for entry in &session.papers {
                let label = format!("{}  {}", entry.key, entry.title.best(&[Language::EN]).unwrap_or_default());
                if label.to_lowercase().contains(&query.to_lowercase()) {
                    let goal = Goal {
                        session: session.session,
                        key: entry.key.clone(),
                        version: None,
                        language: None,
                        want: Want::Remembered,
                    };
                    let typed = String::new();
                    found.names.push(Name { label, matches: Vec::new(), kind: "kind.paper", goal, typed });
                }
                let paper = entry.held.first().and_then(|held| self.papers.get(&held.paper));
                for paragraph in paper.iter().flat_map(|paper| paper.paragraphs()) {
                    let Some(at) = paragraph.text.find(query) else { continue };
                    if places {
                        continue;
                    }
                    let from = paragraph.text[..at].chars().count();
                    found.results.total += 1;
                    found.results.hits.push(Hit {
                        paper: entry.symbol.as_ref().map_or(String::new(), ToString::to_string),
                        key: entry.key.clone(),
                        paragraph: paragraph.number.clone(),
                        id: paragraph.id.clone(),
                        language: Some(Language::EN),
                        title: entry.title.best(&[Language::EN]).unwrap_or_default().to_owned(),
                        snippet: paragraph.text.clone(),
                        matches: vec![[from, from + query.chars().count()]],
                        ..Hit::default()
                    });
                }
            }
        }
        found.results = Results { query: query.to_owned(), ..found.results };
        found
    }

    /// Presses keys by their names, blanks between.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for name in keys.split_whitespace() {
            let key = name.parse().unwrap_or_else(|fault| panic!("{fault}"));
            self.send(Msg::Key(key));
        }
        self
    }

    /// Presses keys, and types what stands in `` ` ``; the number of keys pressed.
    pub fn play(&mut self, script: &str) -> usize {
        let mut keys = 0;
        for (at, piece) in script.split('`').enumerate() {
            if at % 2 == 1 {
                self.typed(piece);
            } else {
                keys += piece.split_whitespace().count();
                self.press(piece);
            }
        }
        keys
    }

    /// Types text, letter by letter.
    pub fn typed(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            let key = gbdesk::app::key::Key::from(gbdesk::app::key::Code::Char(c));
            self.send(Msg::Key(key));
        }
        self
    }

    /// Time goes by, in milliseconds; ticks come only while the program wants them.
    pub fn wait(&mut self, milliseconds: u64) -> &mut Self {
        self.clock += milliseconds;
        let now = self.clock;
        if self.app.ticking() || self.app.speaking() {
            self.send(Msg::Tick(now));
        }
        self
    }

    /// The screen as text, trailing blanks removed.
    pub fn screen(&self) -> String {
        let (buffer, _) = self.drawn();
        let area = buffer.area;
        let mut out = String::new();
        for y in 0..area.height {
            let mut line = String::new();
            let mut x = 0;
            while x < area.width {
                let symbol = buffer[(x, y)].symbol();
                line.push_str(symbol);
                x += (gbdesk::text::wrap::width(symbol) as u16).max(1);
            }
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// The frame, and where its cursor stands.
    pub fn drawn(&self) -> (Buffer, Option<(u16, u16)>) {
        self.drawn_in(Depth::Full)
    }

    /// The same on a terminal of so many colours.
    pub fn drawn_in(&self, depth: Depth) -> (Buffer, Option<(u16, u16)>) {
        let theme = Theme::named(&self.app.theme, depth);
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        let placed = gbdesk::ui::draw(&self.app, &mut buffer, &theme);
        (buffer, placed.cursor)
    }

    /// What can be clicked on.
    pub fn spots(&self) -> Vec<gbdesk::app::pointer::Hit> {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        let placed = gbdesk::ui::draw(&self.app, &mut buffer, &Theme::default());
        placed.spots.into_iter().map(|(_, hit)| hit).collect()
    }

    /// What stands where this text begins on the screen.
    #[track_caller]
    pub fn under(&self, text: &str) -> Option<gbdesk::app::pointer::Hit> {
        let theme = Theme::named(&self.app.theme, Depth::Full);
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.0, self.app.size.1));
        let placed = gbdesk::ui::draw(&self.app, &mut buffer, &theme);
        let screen = self.screen();
        let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains(text)).unwrap_or_else(|| {
            panic!("“{text}” is not on the screen:\n{screen}");
        });
        let x = gbdesk::text::wrap::width(&line[..line.find(text).unwrap()]);
        placed.hit(x as u16, y as u16)
    }

    /// Clicks where this text begins on the screen.
    #[track_caller]
    pub fn click(&mut self, text: &str) -> &mut Self {
        let hit = self.under(text).expect("something stands there");
        self.send(Msg::Click(hit))
    }

    /// Turns the wheel there.
    #[track_caller]
    pub fn wheel(&mut self, text: &str, down: bool) -> &mut Self {
        let hit = self.under(text);
        self.send(Msg::Wheel(hit, down))
    }

    #[track_caller]
    pub fn expect(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "“{text}” is not on the screen:\n{screen}");
        self
    }

    #[track_caller]
    pub fn expect_not(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "“{text}” is on the screen:\n{screen}");
        self
    }

    /// The paper and paragraph the reader stands on: `GB.399/INS/5 § 2(a)`.
    #[track_caller]
    pub fn expect_at(&mut self, place: &str) -> &mut Self {
        let reader = self.app.reader.as_ref().expect("a paper is open");
        let symbol = reader.held.symbol.as_ref().map_or(reader.key.clone(), ToString::to_string);
        let number = reader.number().map_or(reader.id().to_owned(), |number| format!("§ {number}"));
        assert_eq!(format!("{symbol} {number}"), place, "{}", self.screen());
        self
    }
}

/// The words of a citation are kept; every other note is made on the whole of its place.
fn cited<'a>(paper: &Paper, quote: &'a str) -> &'a str {
    if paper.references.iter().any(|reference| reference.text == quote) { quote } else { "" }
}

/// The papers of a desk as the resolution of references sees them; a text as printed in English.
struct Shelf<'a>(&'a HashMap<String, Arc<Paper>>);

impl Shelf<'_> {
    fn of(&self, version: &Symbol) -> Option<&Paper> {
        let mut texts = self.0.values().filter(|paper| paper.language == Some(Language::EN));
        texts.find(|paper| paper.symbol.as_ref() == Some(version)).map(|paper| &**paper)
    }

    fn nearest(&self, resolution: &Resolution) -> Option<String> {
        let Resolution::ParagraphNotFound { symbol, elsewhere: Some((former, block)), .. } = resolution else {
            return None;
        };
        Some(resolve::nearest(self.of(former)?, block, self.of(symbol)?)?.0)
    }
}

impl Holdings for Shelf<'_> {
    fn versions(&self, paper: &Symbol) -> Vec<Symbol> {
        let held = self.0.values().filter_map(|held| held.symbol.clone());
        let mut versions: Vec<Symbol> = held.filter(|symbol| symbol.unrevised() == *paper).collect();
        versions.sort();
        versions.dedup();
        versions.reverse();
        versions
    }

    fn block(&self, version: &Symbol, place: &Locator) -> Option<String> {
        block_id(self.of(version)?, place)
    }
}
