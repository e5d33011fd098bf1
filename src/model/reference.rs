//! Citations: where they stand and what they name.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Symbol;

/// A citation in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    /// Where it stands: a block id, `fn_4`, or `cover`.
    #[serde(rename = "in")]
    pub place: String,
    /// The words of the citation as printed.
    pub text: String,
    /// What it names.
    pub target: Target,
    /// Inside the block: the way to the list part (`[0, 2]` is the third part of the first part), or row and column of
    /// a table; empty for the block's own text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<usize>,
    /// In a cover: the name of the field, as in the JSON of the cover.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where `text` stands: character offsets, begin and end, into the text of that place.
    #[serde(default)]
    pub at: [usize; 2],
}

/// What a citation names. Written as one string, the `target` of `interface.md`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Target {
    /// A paper, and a place in it.
    Paper(Symbol, Option<Locator>),
    /// A place in the paper itself.
    Own(Locator),
    /// A Convention, Recommendation or Protocol: `C122`, `R204`, `P029`; or `MLC`.
    Instrument(String),
    /// An article of the Constitution: `26`, `13(4)`.
    Constitution(String),
    /// An article of the Standing Orders of the Governing Body (`GB`) or the Conference (`ILC`).
    StandingOrders {
        /// `GB` or `ILC`.
        of: String,
        /// `22(3)`.
        article: String,
    },
    /// A Sustainable Development Goal, target or indicator: `8`, `8.8.2`.
    Sdg(String),
    /// A programme outcome: `7`, `A`.
    Outcome(String),
    /// A programme output: `3.1`, `A.1`.
    Output(String),
    /// A Conference paper: `ILC.110/Resolution II`.
    Conference(String),
    /// Something named that is no Governing Body paper.
    External(Locator),
}

/// A place in a paper.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Locator {
    /// Paragraphs.
    Paragraphs(Vec<Span>),
    /// Draft decisions, by the paragraphs they stand in; without any, the paper's draft decisions whichever they are.
    Decisions(Vec<Span>),
    /// `part I`.
    Part(String),
    /// `appendix II`, `appendix`.
    Appendix(Option<String>),
    /// `section II`.
    Section(String),
    /// `footnote 5`.
    Footnote(String),
}

/// One paragraph, or a range of them: `18`, `26(c)`, `247-282`, `304(a)-304(b)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first.
    pub from: String,
    /// The last, when it is a range.
    pub to: Option<String>,
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.to {
            Some(to) => write!(out, "{}-{to}", self.from),
            None => out.write_str(&self.from),
        }
    }
}

impl Span {
    /// One paragraph.
    #[must_use]
    pub fn one(number: impl Into<String>) -> Self {
        Self { from: number.into(), to: None }
    }

    /// A range of paragraphs.
    #[must_use]
    pub fn range(from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { from: from.into(), to: Some(to.into()) }
    }

    /// True when the span stays within one numbered paragraph: `29`, `26(c)`, `304(a)-304(b)`.
    fn is_within_one(&self) -> bool {
        self.to.as_ref().is_none_or(|to| head(to) == head(&self.from))
    }
}

/// The number without its lettered part: `304` of `304(a)`.
fn head(number: &str) -> &str {
    number.split('(').next().unwrap_or(number)
}

/// `paras` for several paragraphs, `para` for one.
fn plural(spans: &[Span]) -> &'static str {
    if let [one] = spans
        && one.is_within_one()
    {
        return "";
    }
    "s"
}

fn write_spans(out: &mut fmt::Formatter<'_>, spans: &[Span]) -> fmt::Result {
    for (at, span) in spans.iter().enumerate() {
        if at > 0 {
            out.write_str(",")?;
        }
        write!(out, "{span}")?;
    }
    Ok(())
}

impl fmt::Display for Locator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paragraphs(spans) => {
                write!(out, "para{} ", plural(spans))?;
                write_spans(out, spans)
            }
            Self::Decisions(spans) if spans.is_empty() => out.write_str("decision"),
            Self::Decisions(spans) => {
                write!(out, "decision{} ", plural(spans))?;
                write_spans(out, spans)
            }
            Self::Part(part) => write!(out, "part {part}"),
            Self::Appendix(None) => out.write_str("appendix"),
            Self::Appendix(Some(numeral)) => write!(out, "appendix {numeral}"),
            Self::Section(section) => write!(out, "section {section}"),
            Self::Footnote(mark) => write!(out, "footnote {mark}"),
        }
    }
}

/// True for what may stand as a number: letters, digits, full stops and brackets, no blanks.
fn is_number(text: &str) -> bool {
    !text.is_empty()
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '(' | ')'))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn spans(text: &str) -> Option<Vec<Span>> {
    text.split(',')
        .map(|part| {
            let span = match part.split_once('-') {
                Some((from, to)) => Span::range(from, to),
                None => Span::one(part),
            };
            (is_number(&span.from) && span.to.as_deref().is_none_or(is_number)).then_some(span)
        })
        .collect()
}

impl std::str::FromStr for Locator {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let name = || is_number(rest).then(|| rest.to_owned());
        match word {
            "para" | "paras" => spans(rest).map(Self::Paragraphs),
            "decision" if rest.is_empty() => Some(Self::Decisions(Vec::new())),
            "decision" | "decisions" => spans(rest).map(Self::Decisions),
            "part" => name().map(Self::Part),
            "appendix" if rest.is_empty() => Some(Self::Appendix(None)),
            "appendix" => name().map(|numeral| Self::Appendix(Some(numeral))),
            "section" => name().map(Self::Section),
            "footnote" => {
                let mark = !rest.is_empty() && !rest.chars().any(char::is_whitespace);
                mark.then(|| Self::Footnote(rest.to_owned()))
            }
            _ => None,
        }
        .ok_or_else(|| format!("“{text}” names no place in a paper"))
    }
}

impl From<Target> for String {
    fn from(target: Target) -> Self {
        target.to_string()
    }
}

impl TryFrom<String> for Target {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

/// The instrument in its one form: `C87`, `R204`, `P029`, `MLC`.
fn instrument(text: &str) -> Option<String> {
    if text == "MLC" {
        return Some(text.to_owned());
    }
    let number = text.strip_prefix(['C', 'R', 'P'])?;
    let digits = (1..=3).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
    digits.then(|| text.to_owned())
}

fn rule(text: &str) -> Option<String> {
    let article = text.strip_prefix("art ")?;
    let whole = article.split('-').all(is_number) && article.split('-').count() <= 2;
    whole.then(|| article.to_owned())
}

impl std::str::FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let fault = || format!("“{text}” is no target of a reference");
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let name = || rest.split('-').all(is_number).then(|| rest.to_owned()).ok_or_else(fault);
        match word {
            "self" => rest.parse().map(Self::Own),
            "external" => rest.parse().map(Self::External),
            "constitution" => rule(rest).map(Self::Constitution).ok_or_else(fault),
            "standing-orders:GB" | "standing-orders:ILC" => {
                let of = word.rsplit(':').next().unwrap_or("GB").to_owned();
                rule(rest).map(|article| Self::StandingOrders { of, article }).ok_or_else(fault)
            }
            "SDG" => name().map(Self::Sdg),
            "outcome" => name().map(Self::Outcome),
            "output" => name().map(Self::Output),
            _ if text.starts_with("ILC.") && text.len() > 4 => Ok(Self::Conference(text.to_owned())),
            _ if word.starts_with("GB") => {
                // no symbol in canonical form holds a blank
                let symbol = word.parse().map_err(|_| fault())?;
                let place = if rest.is_empty() { None } else { Some(rest.parse()?) };
                Ok(Self::Paper(symbol, place))
            }
            _ => instrument(text).map(Self::Instrument).ok_or_else(fault),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Paper(symbol, None) => write!(out, "{symbol}"),
            Self::Paper(symbol, Some(place)) => write!(out, "{symbol} {place}"),
            Self::Own(place) => write!(out, "self {place}"),
            Self::Instrument(code) => out.write_str(code),
            Self::Constitution(article) => write!(out, "constitution art {article}"),
            Self::StandingOrders { of, article } => write!(out, "standing-orders:{of} art {article}"),
            Self::Sdg(goal) => write!(out, "SDG {goal}"),
            Self::Outcome(outcome) => write!(out, "outcome {outcome}"),
            Self::Output(output) => write!(out, "output {output}"),
            Self::Conference(paper) => out.write_str(paper),
            Self::External(place) => write!(out, "external {place}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_form_of_the_table_round_trips() {
        for text in [
            "GB.346/INS/5",
            "GB.350/POL/3(Rev.1)",
            "GB.346/INS/5 para 18",
            "GB.344/PV paras 247-282",
            "GB.336/INS/7 paras 8,9,11,12",
            "GB.331/PFA/9 paras 17-23,52-57",
            "GB.335/INS/PV para 304(a)-304(b)",
            "GB.334/POL/3 part I",
            "GB.334/POL/3 appendix II",
            "GB.334/POL/3 appendix",
            "GB.334/POL/3 section II",
            "GB.334/POL/3 footnote 5",
            "self para 29",
            "self paras 16-22",
            "self decision 15",
            "self decisions 10,17",
            "self appendix II",
            "self footnote 5",
            "C122",
            "R204",
            "P029",
            "MLC",
            "constitution art 26",
            "constitution art 13(4)",
            "standing-orders:GB art 22(3)",
            "standing-orders:ILC art 17(2)",
            "SDG 8",
            "outcome 7",
            "output 3.1",
            "ILC.109/Record No. 7A",
            "ILC.110/Resolution II",
            "external para 2(b)",
        ] {
            let target: Target = text.parse().unwrap_or_else(|fault| panic!("{fault}"));
            assert_eq!(target.to_string(), text);
            let json = serde_json::to_string(&target).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<Target>(&json).unwrap(), target);
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for text in
            ["", "self", "self para", "GB.346/INS/5 page 3", "C", "C1234", "article 3", "outcome", "external para 2 b"]
        {
            assert!(text.parse::<Target>().is_err(), "{text}");
        }
    }

    fn number() -> impl Strategy<Value = String> {
        "[1-9][0-9]{0,2}(bis|\\.[1-9])?(\\([a-z]\\))?"
    }

    fn span() -> impl Strategy<Value = Span> {
        (number(), proptest::option::of(number())).prop_map(|(from, to)| Span { from, to })
    }

    fn locator() -> impl Strategy<Value = Locator> {
        prop_oneof![
            proptest::collection::vec(span(), 1..4).prop_map(Locator::Paragraphs),
            proptest::collection::vec(span(), 1..4).prop_map(Locator::Decisions),
            "[IVX]{1,3}".prop_map(Locator::Part),
            proptest::option::of("[IVX]{1,3}").prop_map(Locator::Appendix),
            "[IVX]{1,3}|[1-9]\\.[1-9]".prop_map(Locator::Section),
            "[1-9][0-9]?|\\*".prop_map(Locator::Footnote),
        ]
    }

    proptest! {
        #[test]
        fn a_target_reads_back_what_it_writes(place in locator(), article in number(), shape in 0usize..9) {
            let target = match shape {
                0 => Target::Own(place),
                1 => Target::External(place),
                2 => Target::Paper("GB.346/INS/17/1(Rev.1)".parse().unwrap(), Some(place)),
                3 => Target::Constitution(article),
                4 => Target::StandingOrders { of: "ILC".into(), article },
                5 => Target::Sdg(article),
                6 => Target::Outcome(article),
                7 => Target::Output(article),
                _ => Target::Conference(format!("ILC.110/Record No. {article}")),
            };
            let text = target.to_string();
            prop_assert_eq!(text.parse::<Target>(), Ok(target));
        }

        #[test]
        fn no_text_does_harm(text in ".{0,40}") {
            if let Ok(target) = text.parse::<Target>() {
                prop_assert_eq!(target.to_string().parse::<Target>(), Ok(target));
            }
        }
    }
}
