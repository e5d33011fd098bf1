//! What a citation of the open paper leads to, as the library answers it: the paper and place, or why there is none.

use std::ops::Range;

use crate::model::{Locator, Note, Symbol, Target};
use crate::strings::Strings;
use crate::text::citations::{self, Context};
use crate::text::cite;
use crate::text::resolve::Resolution;

use super::goal::{Goal, Want};
use super::msg::Effect;
use super::{App, words};

/// What the library says about one target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What the citation names.
    pub target: Target,
    /// What that is among the papers held.
    pub resolution: Resolution,
    /// When another version had the place: the block of the version shown that is nearest to it in words.
    pub nearest: Option<String>,
}

/// Where a citation leads, and the words about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lead {
    /// The place; `None` when there is nothing to go to.
    pub goal: Option<Goal>,
    /// A few words beside the citation: "not held", "(Rev.2) is held".
    pub remark: String,
    /// A sentence: said on arrival, or instead of going.
    pub say: String,
    /// The address on the web of what is no paper.
    pub address: Option<String>,
}

/// A few words on what an answer means; empty for a place that is simply held.
#[must_use]
pub fn remark(strings: &Strings, answer: &Answer) -> String {
    match &answer.resolution {
        Resolution::Held { symbol, section_added: true, .. } => {
            strings.fill("leads.section_added", &[("paper", &symbol.to_string())])
        }
        Resolution::Held { .. } => String::new(),
        Resolution::HeldOtherVersion { symbol, .. } => {
            strings.fill("leads.other_version", &[("paper", &symbol.to_string())])
        }
        Resolution::PaperNotHeld { session, .. } => {
            strings.fill("leads.not_held", &[("session", &words::session(strings, *session))])
        }
        Resolution::ParagraphNotFound { symbol, elsewhere: Some((former, _)), .. } => {
            let values = [("paper", symbol.to_string()), ("former", former.to_string())];
            strings.fill("leads.only_in", &[("paper", &values[0].1), ("former", &values[1].1)])
        }
        Resolution::ParagraphNotFound { symbol, .. } => {
            strings.fill("leads.no_place", &[("paper", &symbol.to_string())])
        }
        Resolution::Outside => outside(strings, &answer.target),
    }
}

/// What a target outside the Governing Body's papers is.
#[must_use]
pub fn outside(strings: &Strings, target: &Target) -> String {
    match target {
        Target::Conference(_) => strings.get("leads.conference").to_owned(),
        other => cite::name(other, strings.language).unwrap_or_else(|| strings.get("leads.outside").to_owned()),
    }
}

impl App {
    /// Asks once what the citations of the open paper lead to.
    pub(super) fn ask_leads(&mut self) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let name = &reader.held.paper;
        if self.resolved.contains_key(name) || reader.paper.references.is_empty() {
            return None;
        }
        let mut targets: Vec<Target> = Vec::new();
        let mut seen = std::collections::HashSet::new();
        let own = reader.held.symbol.is_some();
        for reference in
            reader.paper.references.iter().filter(|reference| own || !matches!(reference.target, Target::Own(_)))
        {
            if seen.insert(&reference.target) {
                targets.push(reference.target.clone());
            }
        }
        let held = Box::new(reader.held.clone());
        self.asked.insert(format!("lead {name}")).then_some(Effect::Resolve { held, targets })
    }

    /// The answer came.
    pub(super) fn leads_known(&mut self, paper: String, answers: Vec<Answer>) {
        self.asked.remove(&format!("lead {paper}"));
        self.resolved.insert(paper, answers.into_iter().map(|answer| (answer.target.clone(), answer)).collect());
    }

    /// Where a citation in the open paper leads.
    #[must_use]
    pub fn lead(&self, text: &str, target: &Target) -> Lead {
        let Some(reader) = &self.reader else { return Lead::default() };
        let (named, place) = match target {
            Target::Paper(symbol, place) => (Some(symbol.clone()), place.clone()),
            Target::Own(place) => (reader.held.symbol.clone(), Some(place.clone())),
            _ => return self.lead_outside(text, target),
        };
        let own = matches!(target, Target::Own(_));
        let goal = |version: Option<&Symbol>, want: Want| Goal {
            session: if own { reader.session } else { version.map_or(reader.session, Symbol::session) },
            key: if own {
                reader.key.clone()
            } else {
                version.map_or(String::new(), |symbol| symbol.paper().to_string())
            },
            version: version.cloned(),
            language: own.then_some(reader.held.language),
            want,
        };
        let Some(answer) = self.resolved.get(&reader.held.paper).and_then(|known| known.get(target)) else {
            // not answered yet, or a text without symbol that names its own paragraph: going there tells
            let version = if own { named } else { named.filter(|symbol| *symbol != symbol.paper()) };
            let Target::Paper(symbol, _) = target else {
                return Lead { goal: place.map(|place| goal(version.as_ref(), Want::Place(place))), ..Lead::default() };
            };
            let mut goal = goal(Some(symbol), place.map_or(Want::Remembered, Want::Place));
            goal.version = version;
            return Lead { goal: Some(goal), ..Lead::default() };
        };
        let remark = remark(self.strings, answer);
        let there = |symbol: &Symbol, block: Option<&String>| goal(Some(symbol), want(place.as_ref(), block));
        match &answer.resolution {
            Resolution::Held { symbol, block, .. } => {
                let say = if remark.is_empty() {
                    String::new()
                } else {
                    self.strings.fill("go.section_added", &[("text", text), ("shown", &symbol.to_string())])
                };
                Lead { goal: Some(there(symbol, block.as_ref())), remark, say, address: None }
            }
            Resolution::HeldOtherVersion { named, symbol, block } => {
                let values = [("wanted", named.to_string()), ("shown", symbol.to_string())];
                let say = self.fill("go.other_version", &values);
                Lead { goal: Some(there(symbol, block.as_ref())), remark, say, address: None }
            }
            Resolution::PaperNotHeld { symbol, session } => {
                let name = words::session(self.strings, *session);
                let values = [("paper", symbol.to_string()), ("session", name), ("n", session.to_string())];
                Lead { goal: None, remark, say: self.fill("go.not_held", &values), address: None }
            }
            Resolution::ParagraphNotFound { symbol, place, elsewhere } => {
                let place_name = cite::locator(place, self.strings.language);
                let mut values = vec![("place", place_name), ("paper", symbol.to_string())];
                let Some((former, block)) = elsewhere else {
                    // the page goes to what is nearest by number, and says so
                    return Lead { goal: Some(there(symbol, None)), remark, ..Lead::default() };
                };
                values.push(("former", former.to_string()));
                match &answer.nearest {
                    Some(nearest) => {
                        let goal = goal(Some(symbol), Want::Id(nearest.clone(), Vec::new()));
                        Lead { goal: Some(goal), remark, say: self.fill("go.nearest", &values), address: None }
                    }
                    None => {
                        let goal = there(former, Some(block));
                        Lead { goal: Some(goal), remark, say: self.fill("go.only_in", &values), address: None }
                    }
                }
            }
            Resolution::Outside => self.lead_outside(text, target),
        }
    }

    /// The citations typed in a note: where they stand in its words, and where they lead. "para. 12" is of the note's paper.
    #[must_use]
    pub fn note_leads(&self, note: &Note) -> Vec<(Range<usize>, Lead)> {
        let own = note.paper.parse().ok();
        let context = Context { language: note.language, own, ..Context::default() };
        let mut out = Vec::new();
        for found in citations::find(&note.text, &context) {
            let text = note.text.get(found.span.clone()).unwrap_or_default();
            let lead = match found.target {
                Target::Paper(symbol, place) => self.lead_to(&symbol, place),
                Target::Own(_) if note.paper.is_empty() => continue,
                Target::Own(place) => {
                    let goal = Goal {
                        session: note.session,
                        key: Self::key_of(&note.paper),
                        version: None,
                        language: note.language,
                        want: Want::Place(place),
                    };
                    Lead { goal: Some(goal), ..Lead::default() }
                }
                other => self.lead_outside(text, &other),
            };
            out.push((found.span, lead));
        }
        out
    }

    /// Where a paper that a note names is, and a place in it.
    fn lead_to(&self, symbol: &Symbol, place: Option<Locator>) -> Lead {
        let (session, key) = (symbol.session(), symbol.paper().to_string());
        let read = self.sessions.contains_key(&session);
        let unknown = !read && self.held.as_ref().is_none_or(|held| held.contains(&session));
        if unknown || self.entry(session, &key).is_some() {
            let version = Some(symbol.clone()).filter(|symbol| *symbol != symbol.paper());
            let want = place.map_or(Want::Remembered, Want::Place);
            return Lead { goal: Some(Goal { session, key, version, language: None, want }), ..Lead::default() };
        }
        let name = words::session(self.strings, session);
        let remark = self.strings.fill("leads.not_held", &[("session", &name)]);
        let values = [("paper", symbol.to_string()), ("session", name), ("n", session.to_string())];
        Lead { say: self.fill("go.not_held", &values), remark, ..Lead::default() }
    }

    pub(super) fn lead_outside(&self, text: &str, target: &Target) -> Lead {
        let what = outside(self.strings, target);
        let address = cite::address(target, self.strings.language);
        let mut values = vec![("text", text.to_owned()), ("what", what.clone())];
        let key = match &address {
            Some(address) => {
                values.push(("address", address.clone()));
                values.push(("key", self.keys.first("web", self.strings)));
                "go.outside_web"
            }
            None => "go.outside",
        };
        Lead { goal: None, say: self.fill(key, &values), remark: what, address }
    }

    fn fill(&self, key: &str, values: &[(&str, String)]) -> String {
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.strings.fill(key, &values)
    }

    /// Goes to a place, and says something on arrival.
    pub(super) fn arrive(&mut self, goal: Goal, say: String) -> Vec<Effect> {
        self.arrival = (!say.is_empty()).then(|| (goal.clone(), say));
        self.go(goal, true)
    }

    /// The addresses of what the current paragraph cites and is no paper: how it is called, and the address.
    #[must_use]
    pub fn addresses(&self) -> Vec<(String, String)> {
        let mut out: Vec<(String, String)> = Vec::new();
        for (_, reference) in self.reader.iter().flat_map(super::reader::Reader::citations) {
            let lead = self.lead(&reference.text, &reference.target);
            if let Some(address) = lead.address
                && !out.iter().any(|(_, known)| *known == address)
            {
                out.push((lead.remark, address));
            }
        }
        // where nothing leads out, the paper itself, as it was published
        let own = self.reader.as_ref().and_then(|reader| Some((reader, reader.held.url.as_ref()?)));
        if let Some((reader, url)) = own.filter(|(_, url)| out.is_empty() && url.starts_with("http")) {
            out.push((reader.held.file_name.clone(), url.clone()));
        }
        out
    }

    /// Opens the address of what the paragraph cites, with a choice if there are several.
    pub(super) fn open_address(&mut self) -> Vec<Effect> {
        use super::picker::{Action, Choice, Kind, Picker};
        let addresses = self.addresses();
        if let [(_, address)] = addresses.as_slice() {
            return self.browse(address.clone());
        }
        let choices = addresses.into_iter().map(|(name, address)| {
            let mut choice = Choice::new(name, Action::Browse(address.clone()));
            choice.detail = address;
            choice
        });
        let choices = choices.collect();
        self.pick_from(Picker::new(Kind::Web, choices));
        Vec::new()
    }

    /// Hands an address to the system, and shows it.
    pub(super) fn browse(&mut self, address: String) -> Vec<Effect> {
        self.tell("web.opened", &[("address", &address)]);
        vec![Effect::Browse(address)]
    }
}

/// The place as the page finds it: numbers with their letters, footnotes; for the rest the block that was found.
fn want(place: Option<&Locator>, block: Option<&String>) -> Want {
    match (place, block) {
        (None, _) => Want::Remembered,
        (Some(Locator::Part(_) | Locator::Appendix(_) | Locator::Section(_)), Some(block)) => {
            Want::Id(block.clone(), Vec::new())
        }
        (Some(place), _) => Want::Place(place.clone()),
    }
}
