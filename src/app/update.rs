//! One message in, the program changed, what is to be done outside out.

use super::key::{Code, Key};
use super::msg::{Effect, Msg};
use super::noting::Writes;
use super::picker::Kind;
use super::typing::write;
use super::{App, Focus, commands};

/// Keys that are kept at most while the program begins.
const EARLY: usize = 200;

/// Takes a message.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let spoke = app.reads_aloud();
    let mut effects = match msg {
        Msg::Key(_) | Msg::Click(_) | Msg::Wheel(..) if app.woken() => Vec::new(),
        Msg::Click(hit) => {
            app.begun = None;
            app.forget_leap();
            app.click(hit)
        }
        Msg::Wheel(hit, down) => app.wheel(hit, down),
        Msg::Key(key) if app.waits(key) => {
            app.early.push(key);
            Vec::new()
        }
        Msg::Key(key) => app.key(key),
        Msg::Paste(text) => app.paste(&text),
        Msg::Resize(columns, rows) => {
            app.size = (columns, rows);
            app.fit_pair()
        }
        Msg::Tick(now) => {
            app.now = now;
            let mut effects = app.blank_when_due();
            effects.extend(app.save_draft(false));
            app.ask_when_at_rest();
            effects
        }
        Msg::Ledger(session, entries) => {
            app.ledger_read(session, entries);
            Vec::new()
        }
        Msg::Clock(clock) => {
            app.clock = Some(clock);
            Vec::new()
        }
        Msg::Sessions(held) => app.sessions_known(held),
        Msg::Session(number, answer) => app.session_read(number, answer),
        Msg::Paper(name, answer) => {
            app.asked.remove(&name);
            match answer {
                Ok(paper) => {
                    app.papers.insert(name, paper);
                    let mut effects = app.go_on();
                    effects.extend(app.place_has_come());
                    effects
                }
                Err(fault) => {
                    app.pending = None;
                    app.fault(fault);
                    Vec::new()
                }
            }
        }
        Msg::CitedBy(key, list) => {
            app.cited_by.insert(key, list);
            Vec::new()
        }
        Msg::Resolved(paper, answers) => {
            app.leads_known(paper, answers);
            Vec::new()
        }
        Msg::Compared(asked, answer) => {
            app.compared(&asked, answer);
            Vec::new()
        }
        Msg::Found(generation, found) => {
            app.found(generation, *found);
            let mut effects = app.catch_up();
            effects.extend(app.need_for_preview());
            effects
        }
        Msg::Notes(notes) => {
            app.notes = notes;
            app.ask_places(None).into_iter().chain(app.ask_ledger_again()).collect()
        }
        Msg::Placed(placed) => {
            app.places_known(*placed);
            app.ask_ledger_again().into_iter().collect()
        }
        Msg::NoteSaved(ticket, answer) => {
            let mut key = None;
            match &answer {
                Ok(note) => {
                    app.settle_change(ticket, note);
                    key = Some(App::key_of(&note.paper));
                }
                Err(_) => app.drop_change(ticket),
            }
            let saved = answer.is_ok();
            let mut effects = app.note_saved(ticket, answer);
            effects.extend(key.and_then(|key| app.ask_places(Some(&key))));
            effects.extend(app.go_on_leaving(saved));
            effects
        }
        Msg::NoteFaults(faults) => {
            app.note_faults_known(faults);
            Vec::new()
        }
        Msg::Locked => {
            app.notes_locked();
            Vec::new()
        }
        Msg::Unlocked(answer) => app.notes_unlocked(answer),
        Msg::Encrypted(answer) => app.notes_encrypted(answer),
        Msg::Statements(all) => {
            app.statements_read(all);
            Vec::new()
        }
        Msg::StatementSaved(ticket, answer) => {
            let saved = answer.is_ok();
            let mut effects = app.statement_saved(ticket, answer);
            effects.extend(app.go_on_leaving(saved));
            effects
        }
        Msg::Exported(Ok(file)) => {
            let key = if app.sealed { "statement.exported_clear" } else { "statement.exported" };
            app.tell(key, &[("file", &file)]);
            Vec::new()
        }
        Msg::NoteDeleted(_, Ok(())) | Msg::Copied(Ok(())) => Vec::new(),
        Msg::NoteDeleted(_, Err(fault)) | Msg::Copied(Err(fault)) | Msg::Exported(Err(fault)) | Msg::Fault(fault) => {
            app.fault(fault);
            Vec::new()
        }
        Msg::NoBrowser(address) => {
            let text = app.strings.fill("web.failed", &[("address", &address)]);
            app.fault(text);
            Vec::new()
        }
        Msg::Tell(text) => {
            app.message = Some(super::Message { text, fault: false });
            Vec::new()
        }
        Msg::Say(key) => {
            app.say(key);
            Vec::new()
        }
        Msg::Work(text) => {
            app.work = text;
            Vec::new()
        }
        Msg::Wanted(wanted) => app.wanted_known(wanted),
        Msg::Syncing(going) => {
            app.sync_goes_on(going);
            Vec::new()
        }
    };
    app.fit();
    effects.extend(app.seek_place());
    let held_up = |app: &App| {
        let answer = app.picker.as_ref().is_some_and(|picker| picker.hurried);
        answer || app.starting() || app.is_making_note() || app.pending.is_some()
    };
    while !app.early.is_empty() && !held_up(app) {
        let key = app.early.remove(0);
        effects.extend(app.key(key));
        app.fit();
    }
    app.hold();
    app.mind_the_watch(spoke);
    effects
}

impl App {
    fn sessions_known(&mut self, held: Vec<u16>) -> Vec<Effect> {
        let newest = held.first().copied();
        self.held = Some(held);
        // what was read may have changed: read it again
        self.asked.retain(|what| !["session ", "cited ", "lead "].iter().any(|kind| what.starts_with(kind)));
        self.cited_by.clear();
        self.resolved.clear();
        let wanted = [self.session, self.saved.session]
            .into_iter()
            .find(|number| *number != 0 && self.held.as_ref().is_some_and(|held| held.contains(number)));
        match wanted.or(newest) {
            Some(number) => {
                self.session = number;
                let mut effects = self.ask_session(number);
                effects.extend(self.prepare());
                effects.extend(self.ask_places(None));
                effects
            }
            None => Vec::new(),
        }
    }

    fn session_read(
        &mut self,
        number: u16,
        answer: Result<std::sync::Arc<crate::model::Session>, String>,
    ) -> Vec<Effect> {
        let session = match answer {
            Ok(session) => session,
            Err(fault) => {
                self.asked.remove(&format!("session {number}"));
                self.pending = None;
                self.fault(fault);
                return Vec::new();
            }
        };
        let first = self.sessions.is_empty();
        let before = self.sessions.insert(number, session.clone());
        self.official_arrived(before.as_deref(), &session);
        let known = before.is_some();
        // rows that came in above must not put another paper under the bar
        if number == self.session
            && let Some(at) = before.and_then(|before| super::agenda::again(&before, &session, self.agenda.at))
        {
            self.agenda.top = (self.agenda.top + at).saturating_sub(self.agenda.at);
            self.agenda.at = at;
        }
        self.know_items(number);
        self.refresh_sessions();
        let mut effects = Vec::new();
        if number == self.session && !known {
            effects.extend(self.show_session(number));
            if first {
                effects.extend(self.resume());
            }
        }
        effects.extend(self.go_on());
        effects
    }

    fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.secret.is_some() {
            self.paste_secret(text);
            return Vec::new();
        }
        if let Some(picker) = &mut self.picker {
            picker.input.paste(text, true);
            return self.typed();
        }
        let now = self.now;
        if let Some(editor) = &mut self.editor {
            let unsaved = editor.unsaved();
            if editor.in_tags {
                editor.tags.paste(text, true);
            } else {
                editor.text.paste(text, editor.writes == Writes::Title);
            }
            editor.touch(now, unsaved);
            return Vec::new();
        }
        self.pasted_on_board(text)
    }

    /// A key is kept until what it was meant for is read; a passphrase is typed at once, and one may always leave.
    fn waits(&self, key: Key) -> bool {
        let made = self.is_making_note() && self.editor.is_none() && self.picker.is_none();
        let made = made && ["note", "stance"].iter().any(|id| self.keys.runs(id, key));
        let kept = self.starting() || made || !self.early.is_empty();
        kept && self.secret.is_none() && !self.keys.runs("quit", key) && self.early.len() < EARLY
    }

    fn key(&mut self, key: Key) -> Vec<Effect> {
        let told = self.message.take().is_some();
        self.forget_leap();
        self.sought = None;
        if self.secret.is_some() {
            return self.key_in_secret(key);
        }
        if self.picker.is_some() {
            let mut effects = self.key_in_picker(key);
            effects.extend(self.need_for_preview());
            return effects;
        }
        let begun = self.begun.take();
        if begun.is_some() && key == Key::from(Code::Esc) {
            return Vec::new();
        }
        if begun.is_none()
            && self.editor.is_some()
            && let Some(effects) = self.key_in_editor(key)
        {
            return effects;
        }
        if self.letters {
            self.letters = false;
            return key.latin().writes().map_or(Vec::new(), |letter| self.follow_letter(letter));
        }
        // a digit begins a place: "29" is what the chair says
        if self.editor.is_none()
            && begun.is_none()
            && let Some(digit) = key.writes().filter(char::is_ascii_digit)
            && self.current().is_some()
        {
            let mut effects = self.ask(Kind::GoTo);
            if let Some(picker) = &mut self.picker {
                picker.input.write(digit);
            }
            effects.extend(self.typed());
            return effects;
        }
        if told && self.keys.runs("close", key) && self.only_leaves() {
            // there was the sentence to put away
            return Vec::new();
        }
        let peeking = self.peek;
        let mut off: Option<&'static str> = None;
        for command in commands::COMMANDS {
            let strokes = self.keys.of(command.id);
            if begun.is_none()
                && let Some(stroke) = strokes.iter().find(|stroke| stroke.begins(key))
            {
                self.begun = Some(stroke.key);
                return Vec::new();
            }
            if strokes.iter().any(|stroke| stroke.is(begun, key)) {
                match (command.when)(self) {
                    Ok(()) => {
                        let scrolls = peeking && self.peek_scrolls(command.id);
                        let effects = command.carry_out(self);
                        if peeking && command.id != "peek" && !scrolls {
                            self.peek = false;
                        }
                        return effects;
                    }
                    Err(reason) => {
                        let better = |said| super::when::fits(self, reason) > super::when::fits(self, said);
                        if off.is_none_or(better) {
                            off = Some(reason);
                        }
                    }
                }
            }
        }
        if let Some(reason) = off {
            self.say(reason);
            // elsewhere Ctrl+C ends a program
            if key.ctrl && key.code == Code::Char('c') && self.keys.runs("copy", key) {
                let quit = self.keys.first("quit", self.strings);
                let said = self.strings.fill("copy.quit", &[("key", &quit)]);
                if let Some(message) = &mut self.message {
                    message.text = format!("{} {said}", message.text);
                }
            }
        } else if let Some(first) = begun {
            let both = format!("{} {}", first.shown(self.strings), key.shown(self.strings));
            self.tell("keys.nothing", &[("keys", &both)]);
        }
        Vec::new()
    }

    fn key_in_picker(&mut self, key: Key) -> Vec<Effect> {
        if self.keys.runs("quit", key) {
            return commands::run(self, "quit");
        }
        let page = isize::from(i16::try_from(self.size.1 / 2).unwrap_or(10)).max(1);
        let Some(picker) = &mut self.picker else { return Vec::new() };
        if picker.kind == Kind::Stance
            && let Some(letter) = key.latin().writes()
            && let Some(at) = picker.shown.iter().position(|choice| choice.right.chars().eq([letter]))
        {
            picker.at = at;
            return self.choose();
        }
        match key.code {
            Code::Esc => {
                let in_paper = picker.kind == Kind::InPaper;
                self.keep_words();
                self.picker = None;
                self.tell_kept_words();
                self.generation += 1;
                if in_paper {
                    self.focus = Focus::Main;
                }
                Vec::new()
            }
            Code::Enter => self.choose(),
            Code::Tab if !key.shift && picker.kind == Kind::GoTo => self.complete(),
            Code::Down | Code::Tab if !key.shift => {
                if picker.kind == Kind::InPaper {
                    return self.match_step(true);
                }
                picker.step(1);
                Vec::new()
            }
            Code::Up | Code::Tab => {
                if picker.kind == Kind::InPaper {
                    return self.match_step(false);
                }
                if picker.kind == Kind::Everything
                    && picker.input.text().is_empty()
                    && let Some(query) = self.saved.queries.first()
                {
                    picker.input.set(query.clone());
                    return self.typed();
                }
                picker.step(-1);
                Vec::new()
            }
            Code::PageDown => {
                picker.step(page);
                Vec::new()
            }
            Code::PageUp => {
                picker.step(-page);
                Vec::new()
            }
            _ => {
                let before = picker.input.text().to_owned();
                let taken = write(&mut picker.input, key, true);
                if taken && picker.input.text() != before {
                    return self.typed();
                }
                // the key that opened it empties the line, and closes it when it is empty
                let own = match picker.kind {
                    Kind::Commands => "commands",
                    Kind::GoTo => "go_to",
                    Kind::Everything => "find_everything",
                    Kind::InPaper => "find",
                    _ => "close",
                };
                if !taken && self.keys.runs("discreet", key) {
                    // the list may show notes
                    self.keep_words();
                    self.picker = None;
                    return commands::run(self, "discreet");
                }
                if !taken && self.locked && self.keys.runs("unlock", key) {
                    self.picker = None;
                    return commands::run(self, "unlock");
                }
                if !taken && self.keys.runs(own, key) {
                    // who presses it once more wants to type anew
                    if !picker.input.text().is_empty() && picker.kind != Kind::InPaper {
                        picker.input.set(String::new());
                        return self.typed();
                    }
                    self.picker = None;
                } else if !taken {
                    for (id, kind) in
                        [("commands", Kind::Commands), ("go_to", Kind::GoTo), ("find_everything", Kind::Everything)]
                    {
                        if self.keys.runs(id, key) {
                            self.keep_words();
                            self.picker = None;
                            return self.ask(kind);
                        }
                    }
                }
                Vec::new()
            }
        }
    }

    fn match_step(&mut self, down: bool) -> Vec<Effect> {
        if let Some(reader) = &mut self.reader {
            reader.next_match(down);
        }
        Vec::new()
    }

    /// The papers a peek shows words of.
    pub(super) fn need_for_peek(&mut self) -> Vec<Effect> {
        let goals: Vec<_> = self.aside_entries().into_iter().filter_map(|entry| entry.goal).collect();
        let mut effects = Vec::new();
        for goal in goals {
            let held = self.entry(goal.session, &goal.key).and_then(|entry| self.pick(entry, &goal)).cloned();
            if let Some(held) = held.filter(|held| !self.papers.contains_key(&held.paper)) {
                effects.extend(self.ask_paper(&held));
            }
        }
        effects
    }
}
