//! The citation of the place under the cursor, as the Governing Body writes it, in the paper's language.

use crate::model::reference::{Reference, Span};
use crate::model::{Block, Language, Locator, Symbol, Target};
use crate::text::cite;
use crate::text::resolve::number_of;

use super::reader::Reader;

/// `GB.346/INS/17/1, para. 29(b)`; the title when the text has no symbol. A number that was only inferred is left out.
#[must_use]
pub fn citation(reader: &Reader) -> String {
    let place = match (reader.number(), reader.id().strip_prefix("fn_")) {
        (Some(number), _) => Some(Locator::Paragraphs(vec![Span::one(number)])),
        (None, Some(mark)) => Some(Locator::Footnote(mark.to_owned())),
        (None, None) => None,
    };
    let language = reader.held.language;
    if let Some((paper, place)) = source(reader) {
        return cite::citation(&paper, Some(&place), language);
    }
    let title = || reader.paper.title.clone().unwrap_or_else(|| reader.held.file_name.clone());
    let paper = reader.held.symbol.as_ref().map_or_else(|| format!("“{}”", title()), ToString::to_string);
    match place.map(|place| cite::locator(&place, language)).or_else(|| table(reader)) {
        Some(place) => format!("{paper}, {place}"),
        None => paper,
    }
}

/// `table 2`: the table under the cursor by the number in its own caption, which stands right above it. Without a caption,
/// or when the paper has another of this number, nothing more can be said of it than its paper.
fn table(reader: &Reader) -> Option<String> {
    let Some(Block::Table(_)) = reader.block() else { return None };
    let at = reader.page.stops.get(reader.spot.stop)?.block?.checked_sub(1)?;
    let blocks = &reader.paper.blocks;
    let name = caption(blocks.get(at)?)?;
    (blocks.iter().filter(|block| caption(block).as_ref() == Some(&name)).count() == 1).then_some(name)
}

/// `table 2` of “Table 2. Costs”.
fn caption(block: &Block) -> Option<String> {
    let text = match block {
        Block::Heading(heading) => &heading.text,
        Block::Paragraph(paragraph) if paragraph.number.is_none() => &paragraph.text,
        _ => return None,
    };
    let mut words = text.split_whitespace().skip_while(|word| !word.starts_with(char::is_alphanumeric));
    let word = words.next()?.to_lowercase();
    let number = words.next()?.trim_end_matches(['.', ':', '–', '-', ',']);
    let known = ["table", "tableau", "cuadro"].contains(&word.as_str());
    let numeral = number.len() < 6 && number.contains(|c: char| c.is_ascii_digit());
    (known && numeral).then(|| format!("{word} {number}"))
}

/// The citation of a paragraph of a paper that is not open: `GB.346/INS/17/1, para. 29(b)`. A text without symbol is cited by
/// the name it has.
#[must_use]
pub fn place(paper: &str, number: Option<&str>, part: Option<&str>, language: Language) -> String {
    match (paper.parse::<Symbol>(), number) {
        (Ok(symbol), Some(number)) => cite::paragraph(&symbol, number, part, language),
        (Ok(symbol), None) => symbol.to_string(),
        (Err(_), _) => paper.to_owned(),
    }
}

/// The paper and paragraph that a text of a decision says it comes from, in the bracket at its end: what is cited instead of
/// the record of decisions.
fn source(reader: &Reader) -> Option<(Symbol, Locator)> {
    let symbol = reader.held.symbol.as_ref().filter(|symbol| symbol.is_product() || symbol.is_record_of_decisions())?;
    let from = |reference: &&Reference| match &reference.target {
        Target::Paper(paper, Some(Locator::Paragraphs(_))) => !symbol.is_product() || paper.paper() == symbol.paper(),
        _ => false,
    };
    let all = &reader.paper.references;
    let base = reader.id().split("__").next().unwrap_or_default();
    let here = all.iter().rev().filter(|reference| reference.place == base).find(from);
    // one decision has one bracket, at its end
    let anywhere = || all.iter().rev().filter(|_| symbol.is_product()).find(from);
    match &here.or_else(anywhere)?.target {
        Target::Paper(paper, Some(place)) => Some((paper.clone(), place.clone())),
        _ => None,
    }
}

/// The citation of a place by the id of its block: `para_29__b` of a paper is `GB.346/INS/17/1, para. 29(b)`. The paper
/// alone when the block has no number.
#[must_use]
pub fn of_place(paper: &str, id: Option<&str>, language: crate::model::Language) -> String {
    let place = id.and_then(|id| {
        if let Some(mark) = id.strip_prefix("fn_") {
            return Some(Locator::Footnote(mark.to_owned()));
        }
        Some(Locator::Paragraphs(vec![Span::one(number_of(id)?)]))
    });
    match (paper.parse::<crate::model::Symbol>(), place) {
        (Ok(symbol), place) => cite::citation(&symbol, place.as_ref(), language),
        (Err(_), Some(place)) if !paper.is_empty() => format!("{paper}, {}", cite::locator(&place, language)),
        (Err(_), _) => paper.to_owned(),
    }
}
