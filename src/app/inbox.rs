//! What changed: papers, decisions and statuses that the delegate has not looked at yet.

use serde::{Deserialize, Serialize};

use crate::model::session::Held;
use crate::model::{AgendaItem, Language, Outcome, PaperEntry, Session, Symbol};
use crate::text::wrap::width;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::order::{self, Order};
use super::page::Tone;
use super::picker::{Action, Choice};
use super::sheet::Writer;
use super::undo::Change;
use super::{App, words};

/// What there was of a paper, or of an item of the agenda, when the delegate last looked. It is taken from what is held,
/// so that a sync, an import and a bundle are all noticed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// Each text: its symbol with the version, its language, the beginning of its hash.
    pub texts: Vec<(String, Language, String)>,
    /// Each draft decision that was decided, by its paragraph.
    pub outcomes: Vec<(String, Outcome)>,
    /// Status and remark of an item.
    pub status: String,
    /// The source no longer listed it.
    pub gone: bool,
    /// Versions and companions that the source no longer listed.
    pub withdrawn: Vec<Symbol>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Another version, or another text under the same symbol.
    Revised,
    /// Never looked at.
    New,
    /// An addendum, a corrigendum or a record that hangs on a paper.
    Companion(Symbol),
    /// A draft was decided.
    Decided(Vec<(String, Outcome)>),
    /// The status of an item is another one.
    Status,
    /// A paper looked at already, in another language.
    Translation(Vec<Language>),
    /// The source no longer lists it, or this version or companion of it.
    Gone(Option<Symbol>),
}

impl What {
    const GROUPS: [&'static str; 7] = [
        "inbox.revised",
        "inbox.new",
        "inbox.companions",
        "inbox.decided",
        "inbox.status",
        "inbox.translations",
        "inbox.gone",
    ];

    /// Its place among the groups.
    fn group(&self) -> usize {
        match self {
            Self::Revised => 0,
            Self::New => 1,
            Self::Companion(_) => 2,
            Self::Decided(_) => 3,
            Self::Status => 4,
            Self::Translation(_) => 5,
            Self::Gone(_) => 6,
        }
    }
}

/// Something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The key of the paper; of an item `350 INS/4`.
    pub key: String,
    /// What happened.
    pub what: What,
}

impl News {
    fn id(&self) -> String {
        match &self.what {
            What::Companion(symbol) | What::Gone(Some(symbol)) => {
                format!("{} {symbol} {}", self.what.group(), self.key)
            }
            what => format!("{} {}", what.group(), self.key),
        }
    }
}

/// The key of the name of a kind, by its place among the groups.
pub(super) fn kind(at: usize) -> &'static str {
    What::GROUPS.get(at).copied().unwrap_or_default()
}

fn is_main(symbol: Option<&Symbol>) -> bool {
    symbol.is_none_or(|symbol| symbol.companion().is_none() && !symbol.is_product())
}

fn text(held: &Held) -> (String, Language, String) {
    let symbol = held.symbol.as_ref().map_or(String::new(), ToString::to_string);
    (symbol, held.language, held.original.chars().take(16).collect())
}

/// What there is of a paper now.
#[must_use]
pub fn of_paper(session: &Session, entry: &PaperEntry) -> Seen {
    let mut texts: Vec<_> = entry.held.iter().filter(|held| held.replaced.is_none()).map(text).collect();
    texts.sort();
    let mut outcomes: Vec<(String, Outcome)> = session
        .board
        .iter()
        .filter(|draft| draft.outcome != Outcome::Pending && draft.paper.paper().to_string() == entry.key)
        .map(|draft| (draft.paragraph.clone().unwrap_or_default(), draft.outcome))
        .collect();
    outcomes.sort();
    outcomes.dedup();
    Seen { texts, outcomes, status: String::new(), gone: entry.gone, withdrawn: entry.withdrawn.clone() }
}

fn item_key(session: &Session, item: &AgendaItem) -> String {
    format!("{} {}/{}", session.session, item.section, item.number)
}

fn of_item(item: &AgendaItem) -> Seen {
    let mut status = item.status.clone().unwrap_or_default();
    for note in item.note.0.values() {
        status.push('|');
        status.push_str(note);
    }
    Seen { status, ..Seen::default() }
}

/// What is new about a paper against what was seen of it.
fn of_entry(entry: &PaperEntry, now: &Seen, seen: Option<&Seen>, out: &mut Vec<News>) {
    let mut add = |what| out.push(News { key: entry.key.clone(), what });
    let Some(seen) = seen else {
        if !now.texts.is_empty() {
            add(What::New);
        }
        return;
    };
    let fresh: Vec<_> = now.texts.iter().filter(|text| !seen.texts.contains(text)).collect();
    let (mut revised, mut languages) = (false, Vec::new());
    for (name, language, _) in fresh {
        let symbol: Option<Symbol> = name.parse().ok();
        if let Some(symbol) = symbol.filter(|symbol| !is_main(Some(symbol))) {
            add(What::Companion(symbol));
        } else if seen.texts.iter().any(|(known, same, _)| same == language && is_main(known.parse().ok().as_ref())) {
            revised = true;
        } else if !languages.contains(language) {
            languages.push(*language);
        }
    }
    if revised {
        add(What::Revised);
    } else if !languages.is_empty() {
        add(What::Translation(languages));
    }
    let decided: Vec<_> = now.outcomes.iter().filter(|one| !seen.outcomes.contains(one)).cloned().collect();
    if !decided.is_empty() {
        add(What::Decided(decided));
    }
    if now.gone && !seen.gone {
        add(What::Gone(None));
    } else {
        let off = now.withdrawn.iter().filter(|symbol| !seen.withdrawn.contains(symbol));
        off.for_each(|symbol| add(What::Gone(Some(symbol.clone()))));
    }
}

impl App {
    /// What is new in the session shown: first what was revised, each group in the order of the session.
    #[must_use]
    pub fn news(&self) -> Vec<News> {
        let Some(session) = self.current() else { return Vec::new() };
        let mut out = Vec::new();
        for entry in &session.papers {
            of_entry(entry, &of_paper(session, entry), self.saved.seen.get(&entry.key), &mut out);
        }
        for item in session.items.iter().filter(|item| !item.derived) {
            let key = item_key(session, item);
            if self.saved.seen.get(&key).is_some_and(|seen| *seen != of_item(item)) {
                out.push(News { key, what: What::Status });
            }
        }
        out.sort_by_key(|news| news.what.group());
        out
    }

    /// What the filter lets through of it, in the order chosen.
    fn shown_news(&self) -> Vec<News> {
        let mut out = self.news();
        out.retain(|news| self.news_kind.is_none_or(|kind| news.what.group() == kind));
        let (order, Some(session)) = (self.order_in(super::View::Inbox), self.current()) else { return out };
        let rows = if order == Some(Order::Paper) { super::agenda::rows(session) } else { Vec::new() };
        let sorted = order::sorted(out.len(), &|at| match (order, out.get(at)) {
            (Some(Order::Paper), Some(news)) => {
                let item = news.key.split_once(' ').map_or(news.key.as_str(), |(_, item)| item);
                format!("{:05}", order::in_agenda(session, &rows, item))
            }
            (Some(Order::Newest), Some(news)) => order::latest(day_of(session, news).unwrap_or_default()),
            _ => String::new(),
        });
        sorted.into_iter().filter_map(|at| out.get(at).cloned()).collect()
    }

    /// How what is new can be filtered, with how much there is of each kind.
    pub(super) fn news_filters(&self) -> Vec<Choice> {
        let news = self.news();
        let mut out = Vec::new();
        for at in [None].into_iter().chain((0..What::GROUPS.len()).map(Some)) {
            let count = news.iter().filter(|news| at.is_none_or(|at| news.what.group() == at)).count();
            let mut choice = Choice::new(self.strings.get(at.map_or("filter.all", kind)), Action::News(at));
            choice.right = count.to_string();
            choice.current = at == self.news_kind;
            if count > 0 || at.is_none() {
                out.push(choice);
            }
        }
        out
    }

    /// What is there now for a key.
    fn as_of_now(&self, key: &str) -> Option<Seen> {
        let session = self.current()?;
        if let Some(entry) = session.papers.iter().find(|entry| entry.key == key) {
            return Some(of_paper(session, entry));
        }
        session.items.iter().find(|item| item_key(session, item) == key).map(of_item)
    }

    /// The delegate looked at a paper.
    pub(super) fn see(&mut self, session: u16, key: &str) {
        let seen = self.sessions.get(&session).and_then(|session| {
            let entry = session.papers.iter().find(|entry| entry.key == key)?;
            Some(of_paper(session, entry))
        });
        if let Some(seen) = seen {
            self.saved.seen.insert(key.to_owned(), seen);
        }
    }

    /// A status is news only against one that was known: keeps those of a session seen for the first time.
    pub(super) fn know_items(&mut self, number: u16) {
        let Some(session) = self.sessions.get(&number).cloned() else { return };
        for item in session.items.iter().filter(|item| !item.derived) {
            self.saved.seen.entry(item_key(&session, item)).or_insert_with(|| of_item(item));
        }
    }

    /// Marks these as seen, so that it can be taken back.
    fn mark_seen(&mut self, keys: &[String]) -> Vec<Effect> {
        let now: Vec<_> = keys.iter().map(|key| (key.clone(), self.as_of_now(key))).collect();
        let before = keys.iter().map(|key| (key.clone(), self.saved.seen.get(key).cloned())).collect();
        self.record(Change::Seen { before, after: now.clone() });
        self.set_seen(&now)
    }

    /// Takes these marks.
    pub(super) fn set_seen(&mut self, marks: &[(String, Option<Seen>)]) -> Vec<Effect> {
        for (key, seen) in marks {
            match seen {
                Some(seen) => self.saved.seen.insert(key.clone(), seen.clone()),
                None => self.saved.seen.remove(key),
            };
        }
        self.remember()
    }

    /// Marks what the cursor stands on as seen.
    pub(super) fn see_here(&mut self) -> Vec<Effect> {
        let Some(news) = self.chosen_news() else { return Vec::new() };
        self.tell("inbox.marked_one", &[("paper", &self.paper_name(self.session, &news.key))]);
        self.mark_seen(&[news.key])
    }

    /// Marks everything as seen.
    pub(super) fn see_all(&mut self) -> Vec<Effect> {
        let mut keys: Vec<String> = self.shown_news().into_iter().map(|news| news.key).collect();
        keys.dedup();
        keys.sort();
        keys.dedup();
        self.tell("inbox.marked", &[("n", &keys.len().to_string())]);
        self.mark_seen(&keys)
    }

    /// What the cursor stands on.
    #[must_use]
    pub fn chosen_news(&self) -> Option<News> {
        let id = self.inbox.id();
        self.news().into_iter().find(|news| news.id() == id)
    }

    /// Where the news under the cursor leads; `None` for an item without paper.
    pub(super) fn news_goal(&self) -> Option<Goal> {
        let news = self.chosen_news()?;
        let session = self.current()?;
        let (version, want) = match &news.what {
            What::Companion(symbol) | What::Gone(Some(symbol)) => (Some(symbol.clone()), Want::Remembered),
            What::Decided(list) => {
                let number = list.first().map_or(String::new(), |(number, _)| number.clone());
                (None, if number.is_empty() { Want::Remembered } else { Want::Number(number) })
            }
            _ => (None, Want::Remembered),
        };
        let key = match news.what {
            What::Status => {
                let item = session.items.iter().find(|item| item_key(session, item) == news.key)?;
                item.papers.first()?.paper().to_string()
            }
            _ => news.key,
        };
        self.entry(session.session, &key)?;
        Some(Goal { session: session.session, key, version, language: None, want })
    }

    /// Enter: the paper; of a revised one what changed. It counts as seen from then on.
    pub(super) fn open_news(&mut self) -> Vec<Effect> {
        let Some(news) = self.chosen_news() else { return Vec::new() };
        let goal = self.news_goal();
        let mut effects = match (&news.what, goal) {
            (What::Revised, Some(goal)) => {
                let compared = self.compare_paper(&news.key);
                compared.unwrap_or_else(|| self.go(goal, true))
            }
            (_, Some(goal)) => self.go(goal, true),
            (_, None) => {
                self.say("agenda.no_paper");
                Vec::new()
            }
        };
        effects.extend(match self.as_of_now(&news.key) {
            Some(now) => self.set_seen(&[(news.key, Some(now))]),
            None => Vec::new(),
        });
        effects
    }

    pub(super) fn lay_inbox(&mut self, columns: u16, rows: u16) {
        let mut out = Writer::new(columns.min(self.text_width + 32));
        let mut group = None;
        if self.shown_news().is_empty() {
            // the last of its kind was seen
            self.news_kind = None;
        }
        if let Some(session) = self.current() {
            let all = self.shown_news();
            let names = all.iter().map(|news| width(&news_name(session, news)));
            // titles stand below one another, but for a name that is longer than names are
            let column = names.filter(|cells| *cells <= 16).max().unwrap_or(0);
            // what is all of one kind is said once
            let one_kind =
                all.iter().all(|news| all.first().is_some_and(|first| first.what.group() == news.what.group()));
            let grouped = one_kind || self.order_in(super::View::Inbox) == Some(Order::Importance);
            for news in all {
                let here = news.what.group();
                if grouped && group != Some(here) {
                    group = Some(here);
                    out.head(self.strings.get(What::GROUPS.get(here).copied().unwrap_or_default()));
                }
                self.lay_news(session, &news, column, grouped, &mut out);
            }
        }
        self.inbox.take(out.finish(), usize::from(rows));
    }

    /// `grouped`: what it is stands above it.
    fn lay_news(&self, session: &Session, news: &News, column: usize, grouped: bool, out: &mut Writer) {
        let strings = self.strings;
        out.stop(&news.id());
        let entry = session.papers.iter().find(|entry| entry.key == news.key);
        let item = session.items.iter().find(|item| item_key(session, item) == news.key);
        let name = news_name(session, news);
        let gap = " ".repeat(column.saturating_sub(width(&name)) + 2);
        let title = match entry {
            Some(entry) => self.title_of(session, &entry.key),
            None => item.and_then(|item| item.title.best(&self.languages)),
        };
        let title = title.unwrap_or_default();
        let day = day_of(session, news).map(|day| words::date(strings, day)).unwrap_or_default();
        out.line(&[(&name, Tone::Heading), (&gap, Tone::Text), (title, Tone::Text)], &day);
        let more = match &news.what {
            What::Revised => entry.and_then(|entry| entry.change_note.best(&self.languages)).map(str::to_owned),
            What::Decided(list) => {
                let each = list.iter().map(|(number, outcome)| {
                    let place = if number.is_empty() { String::new() } else { format!("§ {number} ") };
                    format!("{place}{}", strings.get(words::outcome(*outcome)))
                });
                Some(each.collect::<Vec<_>>().join(" · "))
            }
            What::Status => {
                let note = item.and_then(|item| item.note.best(&self.languages).map(str::to_owned));
                note.or_else(|| Some(words::status(strings, item?.status.as_deref()?)))
            }
            What::Translation(list) => {
                Some(list.iter().map(|language| words::language(strings, *language)).collect::<Vec<_>>().join(", "))
            }
            What::New | What::Companion(_) | What::Gone(_) => None,
        };
        let mut more = more.unwrap_or_default();
        if !grouped {
            let what = strings.get(kind(news.what.group()));
            more = if more.is_empty() { what.to_owned() } else { format!("{what}: {more}") };
        }
        if !more.is_empty() {
            out.plain(&more, Tone::Dim, 2, 2);
        }
    }
}

/// The day of what happened: that of the decision, or that of the paper.
fn day_of<'a>(session: &'a Session, news: &News) -> Option<&'a str> {
    let entry = session.papers.iter().find(|entry| entry.key == news.key)?;
    let decided = matches!(news.what, What::Decided(_));
    let of_paper = |draft: &&crate::model::decision::BoardEntry| draft.paper.paper().to_string() == entry.key;
    let days =
        session.board.iter().filter(|_| decided).filter(of_paper).filter_map(|draft| draft.decided_on.as_deref());
    days.max().or(entry.date.as_deref())
}

/// What something new is called: the symbol of the paper, the number of the item.
fn news_name(session: &Session, news: &News) -> String {
    if let What::Companion(symbol) | What::Gone(Some(symbol)) = &news.what {
        return words::short(symbol);
    }
    if let Some(item) = session.items.iter().find(|item| item_key(session, item) == news.key) {
        return format!("{}/{}", item.section, item.number);
    }
    let entry = session.papers.iter().find(|entry| entry.key == news.key);
    match entry {
        // its title stands beside it
        Some(entry) if entry.symbol.is_none() && !entry.title.0.is_empty() => String::new(),
        Some(entry) => words::entry_name(entry, &[]),
        None => news.key.clone(),
    }
}
