//! What a place that is still being typed may become: paragraphs, draft decisions, appendices and footnotes of one paper.

use super::fold::fold;
use crate::model::reference::Span;
use crate::model::{Block, Item, Locator, Paper};

/// A place in a paper that what is typed may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is.
    pub what: What,
    /// The id of the block, `fn_3` for a footnote.
    pub id: String,
    /// The way to the list part.
    pub path: Vec<usize>,
    /// What completes the typing: `29(b)`, `decision 15`, `app II`.
    pub typed: String,
    /// The first words there.
    pub words: String,
    /// It is what is typed, not something longer.
    pub exact: bool,
}

impl Candidate {
    /// The place as a citation names it; `None` for a heading and a page.
    #[must_use]
    pub fn locator(&self) -> Option<Locator> {
        let span = |number: &str| vec![Span::one(number.to_owned())];
        Some(match self.what {
            What::Paragraph => Locator::Paragraphs(span(&self.typed)),
            What::Decision => match self.typed.trim_start_matches("decision").trim() {
                "" => Locator::Decisions(Vec::new()),
                number => Locator::Decisions(span(number)),
            },
            What::Footnote => Locator::Footnote(self.typed.trim_start_matches("fn ").to_owned()),
            What::Heading | What::Page => return None,
        })
    }
}

/// What a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A paragraph or a lettered part of one.
    Paragraph,
    /// A draft decision.
    Decision,
    /// The heading of an appendix, a part or a section.
    Heading,
    /// A footnote.
    Footnote,
    /// A page of the file that the paper was read from.
    Page,
}

/// First words are cut to so many characters.
const WORDS: usize = 160;
const DECISION: [&str; 6] = ["decision", "draft decision", "projet de decision", "proyecto de decision", "draft", "dd"];
const APPENDIX: [&str; 5] = ["appendix", "annexe", "annex", "anexo", "appendice"];
const PARAGRAPH: [&str; 8] = ["paragraph", "paragraphe", "parrafo", "paragr", "parr", "para", "point", "punto"];
const FOOTNOTE: [&str; 4] = ["footnote", "fn", "note", "nota"];
const PAGE: [&str; 6] = ["p", "pp", "pg", "pag", "page", "pagina"];
const PART: [&str; 6] = ["part", "partie", "parte", "section", "seccion", "sect"];

/// The places in `paper` that begin with what is typed, those that are it exactly first, at most `most`. With nothing typed:
/// its draft decisions and appendices.
#[must_use]
pub fn in_paper(paper: &Paper, typed: &str, most: usize) -> Vec<Candidate> {
    let typed = Typed::new(typed);
    let mut out = Vec::new();
    // "p. 7" is page 7 where the pages are known, and may be meant for paragraph 7
    if PAGE.contains(&typed.word.as_str()) && !typed.number.starts_with('0') {
        out.extend(page(paper, &typed.number));
    }
    if typed.means(&DECISION) || typed.is_empty() {
        decisions(paper, &typed, &mut out);
    }
    if typed.means(&APPENDIX) || typed.is_empty() {
        headings(paper, &typed, &APPENDIX, "app", &mut out);
    }
    if typed.means(&PART) {
        for word in ["part", "section"] {
            let names: &[&str] = if word == "part" { &PART[..3] } else { &PART[3..] };
            headings(paper, &typed, names, word, &mut out);
        }
    }
    if typed.means(&FOOTNOTE) {
        let notes = paper.footnotes.iter().filter(|note| note.mark.starts_with(&typed.number));
        out.extend(notes.map(|note| Candidate {
            what: What::Footnote,
            id: format!("fn_{}", note.mark),
            path: Vec::new(),
            typed: format!("fn {}", note.mark),
            words: cut(&note.text),
            exact: false,
        }));
    }
    let bare = typed.word.is_empty() && !typed.number.is_empty();
    if bare || (typed.means(&PARAGRAPH) && !typed.word.is_empty()) {
        paragraphs(paper, &typed, most, &mut out);
    }
    for one in &mut out {
        one.exact = one.typed.rsplit(' ').next().is_some_and(|last| fold(last) == typed.whole());
    }
    out.sort_by_key(|one| !one.exact);
    out.truncate(most);
    out
}

/// The number of the page that is typed, when a page is.
#[must_use]
pub fn page_typed(typed: &str) -> Option<String> {
    let typed = Typed::new(typed);
    // `P029` is the Protocol
    let page = PAGE.contains(&typed.word.as_str()) && !typed.number.starts_with('0');
    (page && !typed.number.is_empty() && typed.letters.is_empty()).then_some(typed.number)
}

/// The numeral of the appendix that is typed, when one with a numeral is: `II`, `3`, `A`.
#[must_use]
pub fn appendix_typed(typed: &str) -> Option<String> {
    let typed = Typed::new(typed);
    let named = typed.word.len() > 2 && typed.means(&APPENDIX);
    (named && !typed.number.is_empty() && typed.letters.is_empty()).then(|| typed.number.to_uppercase())
}

/// What is typed of a place: a word, a number and letters.
struct Typed {
    word: String,
    number: String,
    letters: Vec<String>,
}

impl Typed {
    fn new(text: &str) -> Self {
        let text = fold(text);
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.'));
        let text = text.trim_start_matches(['\u{a7}', '\u{b6}', ' ']);
        let digit = text.find(|c: char| c.is_ascii_digit());
        // "app ii": a numeral after the word
        let (word, rest) = match digit {
            Some(at) => text.split_at(at),
            None => text.rsplit_once(' ').filter(|(_, last)| is_numeral(last)).unwrap_or((text, "")),
        };
        let digits =
            rest.chars().take_while(|c| c.is_ascii_digit() || (digit.is_none() && c.is_alphanumeric())).count();
        let (number, rest) = rest.split_at(digits);
        let letters = rest.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).map(str::to_owned);
        Self {
            word: word.trim().trim_end_matches('.').to_owned(),
            number: number.to_owned(),
            letters: letters.collect(),
        }
    }

    fn is_empty(&self) -> bool {
        self.word.is_empty() && self.number.is_empty()
    }

    fn means(&self, names: &[&str]) -> bool {
        !self.word.is_empty() && names.iter().any(|name| name.starts_with(&self.word))
    }

    fn whole(&self) -> String {
        self.letters.iter().fold(self.number.clone(), |whole, letter| format!("{whole}({letter})"))
    }
}

fn is_numeral(text: &str) -> bool {
    let roman = text.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    !text.is_empty() && (roman || (text.len() == 1 && text.bytes().all(|c| c.is_ascii_lowercase())))
}

fn decisions(paper: &Paper, typed: &Typed, out: &mut Vec<Candidate>) {
    for draft in &paper.decisions {
        let number = draft.paragraph.clone().unwrap_or_default();
        if !number.starts_with(&typed.number) {
            continue;
        }
        let mut words = draft.text.clone();
        crate::model::paper::push_items(&mut words, &draft.items, 0);
        out.push(Candidate {
            what: What::Decision,
            id: draft.id.clone(),
            path: Vec::new(),
            typed: format!("decision {number}").trim_end().to_owned(),
            words: cut(&words),
            exact: false,
        });
    }
}

fn headings(paper: &Paper, typed: &Typed, names: &[&str], short: &str, out: &mut Vec<Candidate>) {
    for block in &paper.blocks {
        let Block::Heading(heading) = block else { continue };
        let folded = fold(&heading.text);
        let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let first = words.next().unwrap_or_default();
        let numeral = words.next().filter(|word| is_numeral(word) || word.bytes().all(|c| c.is_ascii_digit()));
        let numeral = numeral.unwrap_or_default();
        if names.contains(&first) && numeral.starts_with(&typed.number) {
            out.push(Candidate {
                what: What::Heading,
                id: heading.id.clone(),
                path: Vec::new(),
                typed: format!("{short} {}", numeral.to_uppercase()).trim_end().to_owned(),
                words: cut(&heading.text),
                exact: false,
            });
        }
    }
}

fn paragraphs(paper: &Paper, typed: &Typed, most: usize, out: &mut Vec<Candidate>) {
    let mut exact = Vec::new();
    let mut longer = Vec::new();
    for paragraph in paper.paragraphs() {
        let Some(number) = paragraph.number.as_deref().filter(|number| number.starts_with(&typed.number)) else {
            continue;
        };
        let base = Candidate {
            what: What::Paragraph,
            id: paragraph.id.clone(),
            path: Vec::new(),
            typed: number.to_owned(),
            words: cut(&paragraph.text),
            exact: false,
        };
        if typed.letters.is_empty() {
            if number == typed.number { &mut exact } else { &mut longer }.push(base);
        } else if number == typed.number {
            parts(&paragraph.items, &typed.letters, &base, &mut exact);
            // a part that is not there: the paragraph is
            if exact.is_empty() {
                longer.push(base);
            }
        }
        if exact.len() + longer.len() > most.saturating_mul(2) {
            break;
        }
    }
    exact.append(&mut longer);
    out.append(&mut exact);
}

/// The list parts whose letters begin as typed.
fn parts(items: &[Item], letters: &[String], parent: &Candidate, out: &mut Vec<Candidate>) {
    let Some((letter, rest)) = letters.split_first() else { return };
    for (at, item) in items.iter().enumerate() {
        let marker = fold(item.marker.trim_matches(|c: char| !c.is_alphanumeric()));
        let path = parent.path.iter().copied().chain([at]).collect();
        let typed = format!("{}({marker})", parent.typed);
        let here = Candidate { path, typed, words: cut(&item.text), ..parent.clone() };
        if marker.is_empty() {
            continue;
        }
        if rest.is_empty() && marker.starts_with(letter.as_str()) {
            out.push(here);
        } else if marker == *letter {
            parts(&item.items, rest, &here, out);
        }
    }
}

/// Where a page begins: its first block, or the one that goes on from the page before.
fn page(paper: &Paper, number: &str) -> Option<Candidate> {
    let wanted: u32 = number.parse().ok()?;
    let last = paper.pages()?;
    let from = |block: &&Block| block.page() == Some(wanted);
    let before = |block: &&Block| block.page().is_some_and(|page| page < wanted);
    let block = paper.blocks.iter().find(from).or_else(|| paper.blocks.iter().rfind(before))?;
    let words = match block {
        Block::Heading(heading) => &heading.text,
        Block::Paragraph(paragraph) => &paragraph.text,
        Block::Table(table) => table.rows.first().and_then(|row| row.first())?,
    };
    (1..=last).contains(&wanted).then(|| Candidate {
        what: What::Page,
        id: block.id().to_owned(),
        path: Vec::new(),
        typed: format!("p. {wanted}"),
        words: cut(words),
        exact: false,
    })
}

fn cut(text: &str) -> String {
    let line: String = text.chars().map(|c| if c == '\n' { ' ' } else { c }).take(WORDS).collect();
    line.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{DraftDecision, Footnote, Heading, Paragraph};

    fn paper() -> Paper {
        let item = |marker: &str, items| Item { marker: marker.into(), text: "part".into(), items, ..Item::default() };
        let paragraph = |number: u32| {
            Block::Paragraph(Paragraph {
                id: format!("para_{number}"),
                number: Some(number.to_string()),
                text: format!("Words of {number}."),
                items: if number == 29 {
                    vec![item("(a)", vec![]), item("(b)", vec![item("(i)", vec![]), item("(ii)", vec![])])]
                } else {
                    vec![]
                },
                ..Paragraph::default()
            })
        };
        let heading =
            |text: &str| Block::Heading(Heading { id: text.to_lowercase(), text: text.into(), ..Heading::default() });
        let mut blocks: Vec<Block> = vec![heading("Part I. Ports")];
        blocks.extend((1..=30).map(paragraph));
        blocks.extend([heading("Appendix I"), heading("Appendix II: Costs")]);
        Paper {
            blocks,
            decisions: vec![DraftDecision { paragraph: Some("29".into()), id: "para_29".into(), ..Default::default() }],
            footnotes: vec![Footnote { mark: "3".into(), text: "Note.".into() }],
            ..Paper::default()
        }
    }

    fn told(typed: &str) -> Vec<String> {
        in_paper(&paper(), typed, 4).into_iter().map(|one| one.typed).collect()
    }

    #[test]
    fn what_is_typed_exactly_comes_before_what_it_may_become() {
        assert_eq!(told("2"), ["2", "20", "21", "22"]);
        assert_eq!(told("29"), ["29"]);
        assert_eq!(told("para 3"), ["3", "30"]);
        assert_eq!(told("§ 12"), ["12"]);
        assert_eq!(told("99"), [] as [&str; 0]);
    }

    #[test]
    fn letters_lead_to_the_parts() {
        assert_eq!(told("29b"), ["29(b)"]);
        assert_eq!(told("29 (b)(i"), ["29(b)(i)", "29(b)(ii)"]);
        // a part that is not there: the paragraph is offered, and is not what was typed
        assert_eq!(told("29z"), ["29"]);
        assert!(!in_paper(&paper(), "29z", 4)[0].exact);
        assert_eq!(told("99b"), [] as [&str; 0]);
    }

    #[test]
    fn words_lead_to_decisions_appendices_parts_and_footnotes() {
        assert_eq!(told(""), ["decision 29", "app I", "app II"]);
        assert_eq!(told("dec"), ["decision 29"]);
        assert_eq!(told("decision 2"), ["decision 29"]);
        assert_eq!(told("decision 3"), [] as [&str; 0]);
        assert_eq!(told("app"), ["app I", "app II"]);
        assert_eq!(told("app ii"), ["app II"]);
        assert_eq!(told("annexe i"), ["app I", "app II"]);
        assert_eq!(told("part i"), ["part I"]);
        assert_eq!(told("fn 3"), ["fn 3"]);
    }

    #[test]
    fn a_page_leads_to_what_stands_first_on_it() {
        let mut paper = paper();
        assert_eq!(told("p 2").first().map(String::as_str), Some("2"), "without pages it may be a paragraph");
        for (at, block) in paper.blocks.iter_mut().enumerate() {
            let page = Some([1, 1, 2, 2, 5][at.min(4)]);
            match block {
                Block::Heading(heading) => heading.page = page,
                Block::Paragraph(paragraph) => paragraph.page = page,
                Block::Table(_) => {}
            }
        }
        let first = |typed: &str| {
            in_paper(&paper, typed, 4).into_iter().find(|one| one.what == What::Page).map(|one| (one.typed, one.id))
        };
        for typed in ["p 2", "p. 2", "p2", "page 2", "pág. 2", "página 2"] {
            assert_eq!(first(typed), Some(("p. 2".to_owned(), "para_2".to_owned())), "{typed}");
        }
        assert_eq!(
            first("p. 4").map(|(_, id)| id).as_deref(),
            Some("para_3"),
            "paragraph 3 goes on over pages 3 and 4"
        );
        assert_eq!((first("p. 6"), first("p. 0"), first("para 2")), (None, None, None));
        assert_eq!(in_paper(&paper, "p. 2", 4).first().map(|one| one.what), Some(What::Page));
    }

    proptest::proptest! {
        #[test]
        fn no_typing_does_harm(typed in ".{0,40}", place in "[a-z §(),.0-9]{0,20}") {
            let paper = paper();
            proptest::prop_assert!(in_paper(&paper, &typed, 5).len() <= 5);
            proptest::prop_assert!(in_paper(&paper, &place, 5).len() <= 5);
        }
    }
}
