//! The views that are sheets: what they show, where Enter leads, what stands in their title.

use crate::text::wrap::width;

use super::goal::Goal;
use super::msg::Effect;
use super::sheet::Sheet;
use super::{App, Focus, View};

impl View {
    /// The key of its name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Start | Self::Reader => "start.title",
            Self::Board => "board.title",
            Self::Notes => "notes.title",
            Self::Compare => "compare.title",
            Self::Inbox => "inbox.title",
            Self::Sittings => "sittings.title",
            Self::Parallel => "parallel.title",
            Self::Promises => "promises.title",
            Self::Statement => "statement.title",
            Self::Speech => "speech.title",
        }
    }
}

impl App {
    /// The sheet of the view shown, when it is one.
    #[must_use]
    pub fn sheet(&self) -> Option<&Sheet> {
        match self.view {
            View::Compare => Some(&self.compare.sheet),
            View::Inbox => Some(&self.inbox),
            View::Sittings => Some(&self.sittings),
            View::Parallel => Some(&self.parallel.sheet),
            View::Promises => Some(&self.promises.sheet),
            View::Statement => Some(&self.statements.sheet),
            View::Speech => Some(&self.statements.speech),
            _ => None,
        }
    }

    /// The same, to move in.
    pub(super) fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        match self.view {
            View::Compare => Some(&mut self.compare.sheet),
            View::Inbox => Some(&mut self.inbox),
            View::Sittings => Some(&mut self.sittings),
            View::Parallel => Some(&mut self.parallel.sheet),
            View::Promises => Some(&mut self.promises.sheet),
            View::Statement => Some(&mut self.statements.sheet),
            View::Speech => Some(&mut self.statements.speech),
            _ => None,
        }
    }

    pub(super) fn sheet_step(&mut self, by: isize) {
        if let Some(sheet) = self.sheet_mut()
            && !sheet.step(by)
        {
            self.say("when.no_further");
        }
        self.aside = 0;
    }

    /// The panes that Tab goes through.
    #[must_use]
    pub fn panes(&self) -> Vec<Focus> {
        let mut out = Vec::new();
        if self.current().is_some() {
            out.push(Focus::Agenda);
        }
        if self.view != View::Start {
            out.push(Focus::Main);
            if self.focus == Focus::Aside || !self.aside_entries().is_empty() {
                out.push(Focus::Aside);
            }
        }
        out
    }

    /// Tab: the next pane.
    pub(super) fn turn(&mut self, down: bool) -> Vec<Effect> {
        if self.frame().beside.is_some() {
            return self.turn_in_split(down);
        }
        let panes = self.panes();
        let count = panes.len().max(1);
        let at = panes.iter().position(|focus| *focus == self.focus).unwrap_or(0);
        let next = if down { (at + 1) % count } else { (at + count - 1) % count };
        if let Some(focus) = panes.get(next) {
            self.enter_pane(*focus);
        }
        Vec::new()
    }

    /// The keys go to a pane.
    pub(super) fn enter_pane(&mut self, focus: Focus) {
        self.focus = focus;
        if focus == Focus::Aside {
            self.aside = self.aside_entries().iter().position(super::aside::Entry::selectable).unwrap_or(0);
        }
    }

    /// A sheet on a narrow screen takes the room of the aside.
    pub(super) fn needs_room(&self) -> bool {
        self.sheet().is_some() && self.size.0 < 100 && self.focus != Focus::Aside
    }

    /// Lays the sheet shown out for its pane.
    pub(super) fn lay_sheet(&mut self, columns: u16, rows: u16) {
        match self.view {
            View::Compare => self.lay_compare(columns, rows),
            View::Inbox => self.lay_inbox(columns, rows),
            View::Sittings => self.lay_sittings(columns, rows),
            View::Parallel => self.lay_parallel(columns, rows),
            View::Promises => self.lay_promises(columns, rows),
            View::Statement => self.lay_statement(columns, rows),
            View::Speech => self.lay_speech(columns, rows),
            View::Start | View::Reader | View::Board | View::Notes => {}
        }
    }

    /// Where Enter leads in the sheet shown.
    #[must_use]
    pub fn sheet_goal(&self) -> Option<Goal> {
        match self.view {
            View::Compare => self.changed_place(),
            View::Inbox => self.news_goal(),
            View::Sittings => self.sitting_goal(),
            View::Parallel => self.paired_place(),
            View::Promises => self.promised_place(),
            _ => None,
        }
    }

    /// The words under the cursor of the sheet shown, and how they are cited.
    #[must_use]
    pub fn sheet_words(&self) -> Option<(String, String)> {
        match self.view {
            // a draft against what was adopted: the adopted words are what is quoted
            View::Compare if self.compares_adopted() => self.adopted_quote(self.compared_draft()?),
            View::Compare => self.changed_words(),
            View::Promises => self.promised_words(),
            View::Statement => self.part_words(),
            View::Parallel => {
                let goal = self.paired_place()?;
                let words = self.words_of(&goal)?;
                let paper = goal.version.map_or(goal.key, |version| version.to_string());
                let number = match &goal.want {
                    super::goal::Want::Id(id, _) => id.strip_prefix("para_"),
                    _ => None,
                };
                let language = goal.language.unwrap_or(crate::model::Language::EN);
                Some((words, super::cite::place(&paper, number, None, language)))
            }
            _ => None,
        }
    }

    /// Shows what is new.
    pub(super) fn show_inbox(&mut self) -> Vec<Effect> {
        self.show(View::Inbox)
    }

    /// Shows the order of business, at what is on now.
    pub(super) fn show_sittings(&mut self) -> Vec<Effect> {
        let effects = self.show(View::Sittings);
        self.fit();
        self.find_now();
        effects
    }

    /// A new note on the paper or paragraph that the row leads to.
    pub(super) fn note_on_row(&self) -> Option<crate::model::Note> {
        let goal = self.sheet_goal()?;
        let entry = self.entry(goal.session, &goal.key)?;
        let version = goal.version.as_ref().or(entry.symbol.as_ref());
        let paragraph = match &goal.want {
            super::goal::Want::Id(id, _) => Some(id.clone()),
            _ => None,
        };
        Some(crate::model::Note {
            session: goal.session,
            paper: version.map_or_else(|| goal.key.clone(), ToString::to_string),
            language: goal.language,
            quote: self.words_of(&goal).unwrap_or_default(),
            paragraph,
            ..crate::model::Note::default()
        })
    }

    pub(super) fn open_sheet_row(&mut self) -> Vec<Effect> {
        if self.view == View::Statement {
            return self.open_part();
        }
        match self.sheet_goal() {
            _ if self.view == View::Inbox => self.open_news(),
            Some(goal) => self.go(goal, true),
            None => {
                self.say("agenda.no_paper");
                Vec::new()
            }
        }
    }

    /// What stands in the title of the sheet shown, and at its right edge.
    #[must_use]
    pub fn sheet_title(&self, columns: u16) -> (String, String) {
        let (at, total) = self.sheet().map_or((0, 0), Sheet::count);
        let count = self.strings.fill("find.count", &[("at", &at.to_string()), ("total", &total.to_string())]);
        let count = if total == 0 { String::new() } else { count };
        match self.view {
            View::Compare if !self.compare.name.is_empty() => {
                let place = self.strings.fill("compare.at", &[("at", &at.to_string()), ("total", &total.to_string())]);
                // what is compared comes before the word for where one is in it
                let room = usize::from(columns).saturating_sub(width(&self.compare.name) + 2);
                let place = if width(&place) > room { count } else { place };
                (self.compare.name.clone(), if total == 0 { String::new() } else { place })
            }
            View::Sittings => {
                let clock = self.sittings_clock();
                let filter = self.sittings_kind.as_deref().map_or(String::new(), |kind| self.sittings_name(kind));
                let (name, count) = self.list_head(&filter, (at, total), columns.saturating_sub(width(&clock) as u16));
                let count_alone = count.clone();
                let right = [clock, count].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("  ");
                // where one is comes before how late it is
                let fits = width(&name) + width(&right) + 2 <= usize::from(columns);
                (name, if fits { right } else { count_alone })
            }
            View::Statement => (self.strings.get(View::Statement.title()).to_owned(), self.statement_length()),
            View::Speech => self.speech_title(usize::from(columns)),
            View::Parallel => {
                let (missing, shifted) = self.parallel.apart;
                let mut facts = Vec::new();
                let place = self.paired_place().and_then(|goal| match goal.want {
                    super::goal::Want::Id(id, _) => id.strip_prefix("para_").map(|number| format!("§ {number}")),
                    _ => None,
                });
                if missing > 0 {
                    facts.push(self.strings.count("parallel.apart", missing));
                }
                if shifted > 0 {
                    facts.push(self.strings.count("parallel.shifted", shifted));
                }
                facts.extend(place);
                let name = self.reader.as_ref().and_then(|reader| reader.held.symbol.as_ref());
                let mut name =
                    name.map_or_else(|| self.strings.get(View::Parallel.title()).to_owned(), ToString::to_string);
                if let (Some(reader), Some(other)) = (&self.reader, &self.parallel.other) {
                    let both = [&reader.held, other].map(|held| super::words::language(self.strings, held.language));
                    name = format!("{name}  {}", both.join(" · "));
                }
                // under which heading one is
                let page = &self.parallel.sheet.page;
                let above = page.stops.get(..self.parallel.sheet.at).unwrap_or_default();
                let head = above.iter().rfind(|stop| stop.heading.is_some() && !stop.rows.is_empty());
                let cell = head.and_then(|stop| page.rows.get(stop.rows.start)).and_then(|row| row.cells.first());
                if let Some(prose) = cell.and_then(|cell| page.texts.get(cell.text)) {
                    name = format!("{name}  {}", prose.text);
                }
                (name, facts.join("  "))
            }
            view => {
                let filter = match view {
                    View::Inbox => self.news_kind.map(super::inbox::kind),
                    View::Promises => self.promises.filter.map(super::promises::group),
                    _ => None,
                };
                self.list_head(filter.map_or("", |key| self.strings.get(key)), (at, total), columns)
            }
        }
    }

    /// What the sheet shown says while it is empty.
    #[must_use]
    pub fn sheet_empty(&self) -> &'static str {
        match self.view {
            View::Compare if self.compare.waiting.is_some() => "compare.waiting",
            View::Statement | View::Speech if self.locked => "when.locked",
            View::Statement | View::Speech if self.discreet => "noting.hidden",
            View::Statement | View::Speech => "statement.empty",
            View::Inbox => "inbox.empty",
            View::Sittings => "sittings.empty",
            View::Promises if self.promises.session.is_some() => "promises.none",
            View::Parallel | View::Promises => "start.reading",
            _ => "compare.nothing",
        }
    }
}
