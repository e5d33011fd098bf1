//! What a choice does.

use super::picker::Action;
use super::{App, Effect, board, notes_list};

impl App {
    /// Does what a choice stands for.
    pub(super) fn act(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::None | Action::Query(_) => Vec::new(),
            Action::Run(id) => super::commands::run(self, id),
            Action::Go(goal) => self.go(goal, true),
            Action::Follow(goal, say) => self.arrive(goal, say),
            Action::Browse(address) => self.browse(address),
            Action::Copy(text) => self.copy_text(text),
            Action::Stop(stop) => {
                self.leave_trace();
                if let Some(reader) = &mut self.reader {
                    reader.spot = super::goal::Spot { stop, part: None };
                    reader.top = reader.rows().start;
                    reader.reveal();
                }
                self.focus = super::Focus::Main;
                Vec::new()
            }
            Action::Order(order) => self.take_order(order),
            Action::Sittings(kind) => {
                self.sittings_kind = kind;
                Vec::new()
            }
            Action::Compare(goal) => self.compare_with(&goal),
            Action::ReadIn(goal) => self.read_in(goal),
            Action::CompareIn(language) => self.compare_in(language),
            Action::Beside(language) => self.pair_with(language),
            Action::Pair(goal) => self.pair_version(goal),
            Action::Statement(id) => self.open_statement(id.as_deref()),
            Action::Export(form) => self.export_statement(form),
            Action::CopyStatement => self.copy_statement(),
            Action::Stance(stance) => self.take_stance(stance),
            Action::Encrypted(sealed, then) => self.encryption_chosen(sealed, then),
            Action::Say(text) => {
                self.message = Some(super::Message { text, fault: false });
                Vec::new()
            }
            Action::Session(number) => {
                self.focus = super::Focus::Agenda;
                let mut effects = self.show_session(number);
                effects.extend(self.remember());
                effects
            }
            Action::Sync(number) => match super::when::syncable(self) {
                Ok(()) => vec![Effect::Sync(number)],
                Err(reason) => {
                    self.say(reason);
                    Vec::new()
                }
            },
            Action::Theme(name) => {
                name.clone_into(&mut self.theme);
                self.saved.theme = Some(name.to_owned());
                self.remember()
            }
            Action::Interface(language) => {
                self.take_interface(language);
                self.saved.interface = Some(language);
                if !self.languages_set {
                    // papers follow
                    self.saved.chosen = None;
                }
                if let Some(reader) = &mut self.reader {
                    reader.measure = None;
                    let spot = reader.spot;
                    let top = reader.top;
                    self.fit();
                    if let Some(reader) = &mut self.reader {
                        reader.spot = spot;
                        reader.top = top;
                    }
                }
                self.remember()
            }
            Action::Board(filter) => {
                self.board = board::Board { filter, ..board::Board::default() };
                Vec::new()
            }
            Action::News(kind) => {
                self.news_kind = kind;
                Vec::new()
            }
            Action::Asked(standing) => {
                self.promises.filter = standing;
                Vec::new()
            }
            Action::Notes(filter) => {
                self.notes_list = notes_list::NotesList { filter, ..notes_list::NotesList::default() };
                Vec::new()
            }
        }
    }
}
