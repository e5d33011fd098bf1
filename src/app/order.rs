//! How the rows of a list are ordered: one mechanism for what is new, the board, the sittings, the notes and the promises.

use crate::model::Session;

use super::agenda::Row;
use super::msg::Effect;
use super::picker::{Action, Choice};
use super::{App, View};

/// An order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// What was revised before what is new, and so on.
    Importance,
    /// By paper, and by place in it.
    Paper,
    /// What was changed last comes first.
    Newest,
    /// As the agenda has the items.
    Agenda,
    /// By the sitting that takes the item.
    Sitting,
    /// By what became of it; what is not decided comes first.
    State,
    /// By the delegate's stance.
    Stance,
    /// What is due first comes first.
    Due,
    /// By who is asked.
    Asked,
    /// By day and hour.
    Time,
}

impl Order {
    /// The key of its words: `by paper`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Importance => "order.importance",
            Self::Paper => "order.paper",
            Self::Newest => "order.newest",
            Self::Agenda => "order.agenda",
            Self::Sitting => "order.sitting",
            Self::State => "order.state",
            Self::Stance => "order.stance",
            Self::Due => "order.due",
            Self::Asked => "order.asked",
            Self::Time => "order.time",
        }
    }
}

impl View {
    /// The orders that its rows can have, the usual one first; none for what is no list.
    #[must_use]
    pub fn orders(self) -> &'static [Order] {
        match self {
            Self::Inbox => &[Order::Importance, Order::Paper, Order::Newest],
            Self::Board => &[Order::Agenda, Order::Sitting, Order::State],
            Self::Sittings => &[Order::Time, Order::Agenda],
            Self::Notes => &[Order::Paper, Order::Newest, Order::Stance],
            Self::Promises => &[Order::Due, Order::Paper, Order::Asked],
            _ => &[],
        }
    }
}

/// The numbers from 0 up to `count`, in the order of their keys; where keys are the same, as they were.
#[must_use]
pub fn sorted(count: usize, key: &dyn Fn(usize) -> String) -> Vec<usize> {
    let mut keyed: Vec<(String, usize)> = (0..count).map(|at| (key(at), at)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, at)| at).collect()
}

/// A key that makes the last day the first; no day comes after all.
pub(super) fn latest(day: &str) -> String {
    if day.is_empty() { "~".to_owned() } else { day.bytes().map(|byte| char::from(126 - byte.min(126))).collect() }
}

/// A key in which numbers stand by their value: `INS/5` before `INS/17`.
pub(super) fn natural(name: &str) -> String {
    let mut out = String::new();
    let mut rest = name;
    while let Some(from) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, after) = rest.split_at(from);
        let (number, left) = after.split_at(after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len()));
        out.push_str(&format!("{before}{number:0>6}"));
        rest = left;
    }
    out + rest
}

/// A key in which the papers of a session stand as the agenda has its sections, and each in the order of the numbers.
pub(super) fn of_paper(key: &str) -> String {
    // what is of no paper comes before all
    if key.is_empty() {
        return String::new();
    }
    format!("{}{}", super::agenda::order(key.split('/').nth(1)).0, natural(key))
}

/// Where the rows of the agenda have a paper by its key, or an item (`INS/5`) by its name; after all others when they have it
/// not.
pub(super) fn in_agenda(session: &Session, rows: &[Row], name: &str) -> usize {
    let here = rows.iter().position(|row| match row {
        Row::Item(at, paper) => {
            let own = session.items.get(*at).is_some_and(|item| format!("{}/{}", item.section, item.number) == name);
            own || paper.and_then(|at| session.papers.get(at)).is_some_and(|entry| entry.key == name)
        }
        row => row.paper(session).is_some_and(|entry| entry.key == name),
    });
    here.unwrap_or(rows.len())
}

impl App {
    /// The orders that would make a difference in the view shown.
    fn orders(&self) -> Vec<Order> {
        let taken = self.current().is_some_and(|session| !session.sittings.is_empty());
        let all = self.view.orders().iter().copied();
        all.filter(|order| *order != Order::Sitting || taken).collect()
    }

    /// The order in force in a view: the one that was chosen, else the usual one; `None` for what is no list.
    #[must_use]
    pub fn order_in(&self, view: View) -> Option<Order> {
        let chosen = self.saved.orders.get(super::resume::name_of(view));
        let all = view.orders();
        let found = chosen.and_then(|key| all.iter().find(|order| order.key() == key));
        found.or_else(|| all.first()).copied()
    }

    /// The next order in the round.
    pub(super) fn next_order(&mut self) -> Vec<Effect> {
        let all = self.orders();
        let here = self.order_in(self.view);
        let at = all.iter().position(|order| Some(*order) == here).map_or(0, |at| at + 1);
        all.get(at).or(all.first()).map_or(Vec::new(), |order| self.take_order(*order))
    }

    /// Orders the rows of the view shown; the cursor stays with its row.
    pub(super) fn take_order(&mut self, order: Order) -> Vec<Effect> {
        let row = self.cursor_id();
        self.saved.orders.insert(super::resume::name_of(self.view).to_owned(), order.key().to_owned());
        self.fit();
        self.seek_row(&row);
        self.tell("order.now", &[("order", self.strings.get(order.key()))]);
        self.remember()
    }

    /// The orders of the view shown, as choices.
    pub(super) fn order_choices(&self) -> Vec<Choice> {
        let here = self.order_in(self.view);
        let mut out: Vec<Choice> = Vec::new();
        for order in self.orders() {
            let mut choice = Choice::new(self.strings.get(order.key()), Action::Order(order));
            if out.is_empty() {
                self.strings.get("order.title").clone_into(&mut choice.group);
            }
            choice.current = Some(order) == here;
            out.push(choice);
        }
        out
    }

    /// The head of a list: its name, what is shown of it and in which order, and at the right which of how many rows the
    /// cursor stands on. Where there is no room the order is left out.
    #[must_use]
    pub fn list_head(&self, filter: &str, (at, total): (usize, usize), columns: u16) -> (String, String) {
        let count = self.strings.fill("find.count", &[("at", &at.to_string()), ("total", &total.to_string())]);
        let count = if total == 0 { String::new() } else { count };
        let mut name = self.strings.get(self.view.title()).to_owned();
        if !filter.is_empty() {
            name = format!("{name} · {filter}");
        }
        let order = self.order_in(self.view).filter(|_| total > 0);
        if let Some(order) = order.map(|order| format!("{name} · {}", self.strings.get(order.key())))
            && crate::text::wrap::width(&order) + crate::text::wrap::width(&count) + 4 <= usize::from(columns)
        {
            name = order;
        }
        (name, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_by_their_value_and_the_last_day_first() {
        let names = ["GB.350/INS/17/1", "GB.350/INS/5", "GB.344/POL/2", "GB.350/INS/5(Rev.1)"];
        let by = |key: &dyn Fn(&str) -> String| -> Vec<&str> {
            sorted(names.len(), &|at| key(names[at])).into_iter().map(|at| names[at]).collect()
        };
        assert_eq!(by(&natural), ["GB.344/POL/2", "GB.350/INS/5", "GB.350/INS/5(Rev.1)", "GB.350/INS/17/1"]);
        assert_eq!(by(&|_| String::new()), names, "what is the same stays as it was");
        let papers = ["text-0a", "GB.350/PFA/1", "GB.350/INS/17/1", "GB.350/POL/2", "GB.350/INS/5"];
        let order: Vec<_> = sorted(papers.len(), &|at| of_paper(papers[at])).into_iter().map(|at| papers[at]).collect();
        assert_eq!(order, ["GB.350/INS/5", "GB.350/INS/17/1", "GB.350/POL/2", "GB.350/PFA/1", "text-0a"]);
        let days = ["", "2037-03-02", "2036-12-24", "2037-03-02T10:00"];
        let order: Vec<_> = sorted(days.len(), &|at| latest(days[at])).into_iter().map(|at| days[at]).collect();
        assert_eq!(order[2..], ["2036-12-24", ""]);
        assert!(order[0].starts_with("2037") && order[1].starts_with("2037"));
    }
}
