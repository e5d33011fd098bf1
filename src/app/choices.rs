//! The lists that a picker shows: commands, headings, languages, versions, sessions, filters.

use super::commands::COMMANDS;
use super::msg::Effect;
use super::picker::{Action, Choice, Kind, Picker};
use super::{App, View};
use crate::model::Language;
use crate::text::wrap::wrap;

/// What commands are for: the key of the words, and the first command of each in the table.
const GROUPS: [(&str, &str); 5] = [
    ("palette.moving", "down"),
    ("palette.finding", "go_to"),
    ("palette.views", "agenda"),
    ("palette.own", "note"),
    ("palette.program", "sample"),
];

impl App {
    /// The commands as choices: those that are possible now by what they are for, then the others with the reason.
    fn command_choices(&self) -> Vec<Choice> {
        let mut groups: Vec<Vec<Choice>> = vec![Vec::new(); GROUPS.len()];
        let mut off: Vec<Choice> = Vec::new();
        let mut group = 0;
        for command in COMMANDS {
            group = GROUPS.iter().position(|(_, first)| *first == command.id).unwrap_or(group);
            let mut choice = Choice::new(self.strings.get(&format!("command.{}", command.id)), Action::Run(command.id));
            // where there is little room, the sentence counts more than a second key
            choice.right = match self.size.0 {
                ..48 => self.keys.first(command.id, self.strings),
                _ => self.keys.shown(command.id, self.strings),
            };
            let key = format!("synonyms.{}", command.id);
            let words = self.strings.get(&key);
            // the word of the footer alone names it
            let hint = format!("hint.{}", command.id);
            let name = Some(self.strings.get(&hint)).filter(|name| **name != hint).unwrap_or_default();
            choice.words = if words == key { name.to_owned() } else { format!("{name}\n{words}") };
            match (command.when)(self) {
                Ok(()) => groups.get_mut(group).into_iter().for_each(|list| list.push(choice.clone())),
                Err(reason) => {
                    self.strings.get(reason).clone_into(&mut choice.detail);
                    choice.off = true;
                    off.push(choice);
                }
            }
        }
        // moving is what one tries first, and looks up last
        // and with nothing held, what brings something is first
        let first = if self.empty() { GROUPS.len() - 1 } else { 1 };
        groups.rotate_left(first);
        let names = GROUPS.iter().cycle().skip(first).map(|(name, _)| *name);
        let mut out = Vec::new();
        for (name, mut list) in names.zip(groups).chain([("palette.off", off)]) {
            if let Some(first) = list.first_mut() {
                self.strings.get(name).clone_into(&mut first.group);
            }
            out.append(&mut list);
        }
        out
    }

    /// Opens a picker of this kind.
    pub fn ask(&mut self, kind: Kind) -> Vec<Effect> {
        if kind == Kind::InPaper {
            // back leads to where one was before the words were looked for
            self.leave_trace();
        }
        let choices = match kind {
            Kind::Commands => self.command_choices(),
            Kind::GoTo
            | Kind::Everything
            | Kind::InPaper
            | Kind::Follow
            | Kind::Web
            | Kind::Faults
            | Kind::Compared
            | Kind::Wanted
            | Kind::Marks
            | Kind::Statements
            | Kind::Encrypted
            | Kind::Export => Vec::new(),
            Kind::Outline => self.outline(),
            Kind::CopyAs => self.copy_choices(),
            Kind::Language => self.language_choices(),
            Kind::Version => self.version_choices(),
            Kind::Sessions => self.session_choices(),
            Kind::Theme => super::THEMES
                .iter()
                .map(|name| {
                    let key = format!("theme.{name}");
                    let mut choice = Choice::new(self.strings.get(&key), Action::Theme(name));
                    choice.current = *name == self.theme;
                    choice
                })
                .collect(),
            Kind::Interface => [Language::EN, Language::FR, Language::ES]
                .into_iter()
                .map(|language| {
                    let own = crate::strings::Strings::of(language);
                    let mut choice = Choice::new(super::words::language(own, language), Action::Interface(language));
                    choice.current = language == self.strings.language;
                    choice
                })
                .collect(),
            Kind::Filter => self.filter_choices(),
            Kind::Stance => self.stance_choices(),
            Kind::Warnings => {
                let own = self.reader.as_ref().map_or(&[][..], |reader| &reader.paper.warnings);
                let list = if self.view == View::Notes { &self.note_faults } else { own };
                let columns = usize::from(self.size.0.saturating_sub(4).clamp(8, 128));
                let choice = |warning: &String| {
                    let first = wrap(warning, columns).first().map_or(0, |line| line.end);
                    let (label, rest) = warning.split_at_checked(first).unwrap_or((warning, ""));
                    let mut choice = Choice::new(label, Action::None);
                    rest.trim_start().clone_into(&mut choice.detail);
                    choice
                };
                list.iter().map(choice).collect()
            }
        };
        self.pick_from(Picker::new(kind, choices));
        match kind {
            Kind::GoTo => {
                let mut effects = self.need_for_place();
                effects.extend(self.typed());
                effects
            }
            Kind::Everything => self.typed(),
            // what is known of a session is in its own file
            Kind::Sessions => {
                let held = self.held.clone().unwrap_or_default();
                let unread = held.into_iter().filter(|number| !self.sessions.contains_key(number)).take(60);
                unread.collect::<Vec<_>>().into_iter().flat_map(|number| self.ask_session(number)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn outline(&self) -> Vec<Choice> {
        let Some(reader) = &self.reader else { return Vec::new() };
        let here = reader.spot.stop;
        let mut out: Vec<Choice> = Vec::new();
        for (at, stop) in reader.page.stops.iter().enumerate() {
            let Some(level) = stop.heading else { continue };
            let Some(crate::model::Block::Heading(heading)) = stop.block.and_then(|at| reader.paper.blocks.get(at))
            else {
                continue;
            };
            let indent = "  ".repeat(usize::from(level.saturating_sub(1).min(4)));
            let mut choice = Choice::new(format!("{indent}{}", heading.text), Action::Stop(at));
            let next = reader.page.stops.iter().skip(at + 1).find_map(|stop| stop.number.clone());
            choice.right = next.map_or(String::new(), |number| format!("§ {number}"));
            if at <= here {
                for other in &mut out {
                    other.current = false;
                }
                choice.current = true;
            }
            out.push(choice);
        }
        out
    }

    fn language_choices(&self) -> Vec<Choice> {
        match self.view {
            View::Compare => return self.compared_languages(),
            View::Parallel => return self.languages_beside(),
            _ => {}
        }
        let (Some(reader), Some(entry)) = (&self.reader, self.open_entry()) else { return Vec::new() };
        let texts = entry.held.iter().filter(|held| held.symbol == reader.held.symbol && held.replaced.is_none());
        let shown = Some(reader.held.language);
        texts.map(|held| self.language_choice(held.language, shown, Action::ReadIn(self.same_place(held)))).collect()
    }

    /// A language to choose, of which one is shown.
    pub(super) fn language_choice(&self, language: Language, shown: Option<Language>, action: Action) -> Choice {
        let mut choice = Choice::new(super::words::language(self.strings, language), action);
        language.code().clone_into(&mut choice.words);
        choice.current = Some(language) == shown;
        choice
    }

    fn version_choices(&self) -> Vec<Choice> {
        if self.view == View::Compare {
            return self.compared_versions();
        }
        let (Some(reader), Some(entry)) = (&self.reader, self.open_entry()) else { return Vec::new() };
        let mut out: Vec<Choice> = Vec::new();
        for held in entry.held.iter().filter(|held| held.language == reader.held.language) {
            let name = held.symbol.as_ref().map_or(held.file_name.clone(), ToString::to_string);
            let goal = self.same_place(held);
            let pairs = self.view == View::Parallel;
            let mut choice = Choice::new(name, if pairs { Action::Pair(goal) } else { Action::Go(goal) });
            choice.current = held.paper == reader.held.paper;
            if let Some(key) = held.symbol.as_ref().and_then(super::words::companion) {
                self.strings.get(key).clone_into(&mut choice.right);
            } else if held.symbol == entry.symbol {
                self.strings.get("version.newest").clone_into(&mut choice.right);
                entry.change_note.best(&self.languages).unwrap_or_default().clone_into(&mut choice.detail);
            }
            out.push(choice);
        }
        out
    }

    /// The same place in another text of the open paper.
    fn same_place(&self, held: &crate::model::session::Held) -> super::goal::Goal {
        let (session, key, want) = self.reader.as_ref().map_or_else(
            || (self.session, String::new(), super::goal::Want::Remembered),
            |reader| {
                if let Some(goal) = self.paired_place().filter(|_| self.view == View::Parallel) {
                    return (reader.session, reader.key.clone(), goal.want);
                }
                let want = match reader.number() {
                    Some(number) => super::goal::Want::Number(number),
                    None => reader.want(),
                };
                (reader.session, reader.key.clone(), want)
            },
        );
        super::goal::Goal { session, key, version: held.symbol.clone(), language: Some(held.language), want }
    }

    pub(super) fn session_choices(&self) -> Vec<Choice> {
        let held = self.held.clone().unwrap_or_default();
        held.into_iter()
            .map(|number| {
                let mut choice = Choice::new(super::words::session(self.strings, number), Action::Session(number));
                choice.current = number == self.session;
                if let Some(session) = self.sessions.get(&number) {
                    choice.right = self.strings.count("sessions.papers", session.papers.len());
                    let dates = session.dates.as_ref().map(|[from, to]| super::words::days(self.strings, from, to));
                    let checked = session.synced_at.as_ref().map(|at| {
                        let (day, hour) = (super::words::date(self.strings, at), at.get(11..16).unwrap_or_default());
                        self.strings.fill("sessions.checked", &[("day", &day), ("hour", hour)])
                    });
                    choice.detail = dates.into_iter().chain(checked).collect::<Vec<_>>().join(" · ");
                }
                choice
            })
            .collect()
    }

    /// What the list can show, and in which order.
    fn filter_choices(&self) -> Vec<Choice> {
        let mut out = self.kinds_to_show();
        out.extend(self.order_choices());
        out
    }

    fn kinds_to_show(&self) -> Vec<Choice> {
        let strings = self.strings;
        if self.view == View::Sittings {
            return self.sitting_filters();
        }
        if self.view == View::Inbox {
            return self.news_filters();
        }
        if self.view == View::Promises {
            return self.promise_filters();
        }
        if self.view == View::Board {
            let list = self.board_filters();
            return list
                .into_iter()
                .map(|(filter, count)| {
                    use super::board::Filter;
                    let name = match &filter {
                        Filter::All => strings.get("filter.all").to_owned(),
                        Filter::Section(code) => super::words::section(strings, code),
                        Filter::Outcome(outcome) => strings.get(super::words::outcome(*outcome)).to_owned(),
                        Filter::Stance(stance) => {
                            strings.fill("filter.stance", &[("stance", strings.get(super::words::stance(*stance)))])
                        }
                    };
                    let mut choice = Choice::new(name, Action::Board(filter.clone()));
                    choice.right = count.to_string();
                    choice.current = filter == self.board.filter;
                    choice
                })
                .collect();
        }
        let list = self.notes_filters();
        list.into_iter()
            .map(|(filter, count)| {
                use super::notes_list::Filter;
                let name = match &filter {
                    Filter::All => strings.get("filter.all").to_owned(),
                    Filter::Paper(key) if key.is_empty() => strings.get("notes.on_session").to_owned(),
                    Filter::Paper(key) if key.starts_with("GB.") => key.clone(),
                    Filter::Paper(key) => self.paper_name(self.session, key),
                    Filter::Stance(stance) => strings.get(super::words::stance(*stance)).to_owned(),
                    Filter::Tag(tag) => format!("#{tag}"),
                    Filter::State(how) => strings.get(how.key()).to_owned(),
                    Filter::ToPlace(_) => strings.get("seat.title").to_owned(),
                };
                let mut choice = Choice::new(name, Action::Notes(filter.clone()));
                choice.right = count.to_string();
                choice.current = filter == self.notes_list.filter;
                choice
            })
            .collect()
    }
}
