//! The structure recogniser: styled lines of any format → a paper.
//!
//! Running heads and footnotes come out of the flow; one chain of paragraph numbers is found over the whole paper; lines
//! become blocks, blocks become the cover, headings, paragraphs with their lists, tables; then footnotes, decisions, ids
//! and everything that is uncertain.

use serde::{Deserialize, Serialize};

use super::line::Script;
use super::{Format, Origin};
use crate::model::{Block, Kind, Paper};
use crate::text::{citations, sanitise};

mod assemble;
mod blocks;
mod chain;
mod cover;
mod decisions;
mod heads;
mod identity;
mod ids;
mod label;
mod marked;
mod notes;
mod rows;
mod tables;
mod words;

pub(super) use label::lettered;

/// How a paper was read, for `parse --explain`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The lines in order, with what became of each.
    pub lines: Vec<ExplainedLine>,
    /// The chain of paragraph numbers.
    pub chain: Vec<ChainStep>,
    /// Numbers at line starts that are no paragraph's.
    pub rejected: Vec<ChainStep>,
    /// Running heads and feet that were taken out.
    pub furniture: Vec<String>,
}

/// A line and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExplainedLine {
    /// The page, from 1.
    pub page: Option<u32>,
    /// The line, footnote marks taken out.
    pub text: String,
    /// Why a block begins here; `None` when the line goes on with the block before.
    pub begins: Option<String>,
}

/// A number at a line start.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ChainStep {
    /// Index into `lines`.
    pub line: usize,
    /// Its value.
    pub number: u32,
    /// How much it looks like a paragraph's number, 0 to 1.
    pub weight: f32,
}

/// Makes a paper of a script, and tells how.
pub(super) fn build(mut script: Script, format: Format, origin: &Origin) -> (Paper, Explanation) {
    let mut warnings: Vec<String> = script.warnings.iter().map(|text| sanitise::line(text)).collect();
    let declared_title = script.declared_title.take().map(|text| sanitise::line(&text)).filter(|text| !text.is_empty());
    let declared_language = script.declared_language.take();
    cover::unbox(&mut script);
    let mut rows = rows::collect(script);
    notes::bare(&mut rows);
    let manner = blocks::manner(&rows.flow);
    let (candidates, chosen) = blocks::chain(&mut rows.flow, &manner);
    let mut explanation = explain(&rows, &candidates, &chosen);
    let rows::Rows { flow, furniture, notes, .. } = rows;
    let mut bits = blocks::group(flow, &manner);
    for bit in &bits {
        if let Some(line) = explanation.lines.get_mut(bit.first) {
            line.begins = Some(bit.why.to_owned());
        }
    }
    let mut found = cover::take(&mut bits);
    heads::mark(&mut bits, &manner);
    if !found.official && found.title.is_none() {
        found.title = title_of_text(&bits);
    }
    let lost = format == Format::Plain;
    let mut built = assemble::build(bits, lost);
    ids::give(&mut built);

    let symbol = identity::symbol(&found, &furniture, origin, &built, &mut warnings);
    let title = found.title.clone().or(declared_title);
    let kind = identity::kind(symbol.as_ref(), &found, title.as_deref(), &built);
    let texts = || {
        built.iter().map(|block| match &block.block {
            Block::Heading(heading) => heading.text.as_str(),
            Block::Paragraph(paragraph) => paragraph.text.as_str(),
            Block::Table(_) => "",
        })
    };
    let language = origin
        .language
        .or_else(|| identity::language(texts().chain(found.cover.purpose.as_deref())))
        .or_else(|| declared_language.and_then(|code| code.parse().ok()));
    let session = symbol
        .as_ref()
        .map(crate::model::Symbol::session)
        .or(found.session)
        .or_else(|| kind_session(kind, title.as_deref(), &built))
        .or(origin.session);
    let section = symbol.as_ref().and_then(|symbol| symbol.body().map(str::to_owned)).or(found.section.clone());
    let date = found.date.clone().or_else(|| signed(&built)).or_else(|| dated(&built));
    let mut pointed = found.cover.purpose.as_deref().map(decisions::pointers).unwrap_or_default();
    for text in texts() {
        for number in decisions::pointer_line(text) {
            if !pointed.contains(&number) {
                pointed.push(number);
            }
        }
    }
    let drafts = decisions::find(&built, kind, &pointed);

    let official =
        matches!(kind, Kind::Paper | Kind::Addendum | Kind::Information) && (symbol.is_some() || found.official);
    warn_numbers(&built, official, &mut warnings);
    for number in &pointed {
        if !drafts.iter().any(|draft| draft.paragraph.as_ref() == Some(number)) {
            warnings.push(format!(
                "The paper names a draft decision in paragraph {number}, but none was recognised there."
            ));
        }
    }
    warnings.extend(notes::check(&built, &notes));
    let guessed = built.iter().filter(|block| matches!(&block.block, Block::Table(table) if table.guessed)).count();
    if guessed > 0 {
        warnings.push(format!("The columns of {guessed} table(s) were guessed from the layout."));
    }
    let mut paper = Paper {
        symbol,
        session,
        section,
        language,
        title,
        date,
        original_language: found.original,
        kind,
        cover: found.cover,
        blocks: built.into_iter().map(|block| block.block).collect(),
        footnotes: notes,
        decisions: drafts,
        references: Vec::new(),
        warnings,
    };
    paper.references = citations::of_paper(&paper);
    if paper.blocks.is_empty() {
        paper.warnings.push("No text was found in this file.".to_owned());
    }
    explanation.furniture = furniture;
    (paper, explanation)
}

/// The date of the place and day that an older paper is signed with: "Geneva, 17 November 2004."
fn signed(built: &[assemble::Built]) -> Option<String> {
    built.iter().rev().take(40).find_map(|block| {
        let text = match &block.block {
            Block::Paragraph(paragraph) => &paragraph.text,
            Block::Heading(heading) => &heading.text,
            Block::Table(_) => return None,
        };
        let place = ["Geneva", "Genève", "Ginebra"].iter().any(|place| text.starts_with(place));
        (place && text.len() < 60).then(|| words::date(text)).flatten()
    })
}

/// A line near the beginning that is a date and nothing else.
fn dated(built: &[assemble::Built]) -> Option<String> {
    built.iter().take(12).find_map(|block| match &block.block {
        Block::Paragraph(paragraph)
            if paragraph.number.is_none()
                && (paragraph.text.len() < 30 || identity::records_decisions(&paragraph.text)) =>
        {
            words::date(&paragraph.text)
        }
        Block::Heading(heading) if identity::records_decisions(&heading.text) => words::date(&heading.text),
        _ => None,
    })
}

/// A text without a cover: the first heading that comes twice, else the first.
fn title_of_text(bits: &[blocks::Bit]) -> Option<String> {
    let heads: Vec<usize> =
        bits.iter().enumerate().take(12).filter(|(_, bit)| bit.heading.is_some()).map(|(at, _)| at).collect();
    let text = |at: usize| bits.get(at).map(|bit| bit.text.text.clone()).unwrap_or_default();
    let twice = heads.iter().find(|at| heads.iter().any(|other| other != *at && text(*other) == text(**at)));
    let first = heads.first().filter(|at| **at == 0);
    let title = text(*twice.or(first)?);
    (!heads::opens(&title)).then_some(title)
}

/// A text about a session of the Governing Body: the session that its title or its first lines name.
fn kind_session(kind: Kind, title: Option<&str>, built: &[assemble::Built]) -> Option<u16> {
    if kind == Kind::Decision {
        // a record without a symbol belongs to the session of the papers that were decided
        return built.iter().rev().find_map(|block| match &block.block {
            Block::Paragraph(paragraph) => {
                crate::model::Symbol::find_all(&paragraph.full_text()).last().map(|(_, symbol)| symbol.session())
            }
            _ => None,
        });
    }
    if kind != Kind::Text {
        return None;
    }
    let bodies =
        ["Governing Body", "Conseil d’administration", "Conseil d'administration", "Consejo de Administración"];
    let texts = built.iter().take(12).filter_map(|block| match &block.block {
        Block::Heading(heading) => Some(heading.text.as_str()),
        Block::Paragraph(paragraph) => Some(paragraph.text.as_str()),
        Block::Table(_) => None,
    });
    title.into_iter().chain(texts).filter(|text| bodies.iter().any(|body| text.contains(body))).find_map(words::session)
}

/// Gaps in the numbers, and numbers that are gone altogether.
fn warn_numbers(built: &[assemble::Built], official: bool, warnings: &mut Vec<String>) {
    let mut numbers: Vec<u32> = Vec::new();
    let mut unnumbered = 0;
    for block in built {
        let Block::Paragraph(paragraph) = &block.block else { continue };
        match paragraph.number.as_deref().and_then(|number| number.parse().ok()) {
            Some(number) => numbers.push(number),
            None => unnumbered += 1,
        }
    }
    if numbers.is_empty() {
        if official && unnumbered >= 3 {
            warnings.push(
                "The numbers of this paper's paragraphs were lost before it came here: its paragraphs can be read and \
                 found by their words, but not by number."
                    .to_owned(),
            );
        }
        return;
    }
    let mut before = 0;
    for number in numbers {
        if number > before + 1 && number - before < 40 {
            let missing: Vec<String> = (before + 1..number).map(|number| number.to_string()).collect();
            let after = if before == 0 { "at the beginning".to_owned() } else { format!("after paragraph {before}") };
            warnings.push(format!(
                "[{} not found] {after}; the other paragraphs keep their own numbers.",
                missing.join(", ")
            ));
        }
        before = number;
    }
}

fn explain(rows: &rows::Rows, candidates: &[chain::Candidate], chosen: &[usize]) -> Explanation {
    let lines = rows
        .flow
        .iter()
        .map(|item| match item {
            rows::Flow::Row(row) => ExplainedLine { page: row.page, text: row.text.text.clone(), begins: None },
            rows::Flow::Table(table) => ExplainedLine {
                page: table.page,
                text: format!("(a table of {} rows)", table.rows.len()),
                begins: None,
            },
        })
        .collect();
    let mut on_chain = vec![false; candidates.len()];
    for index in chosen {
        if let Some(slot) = on_chain.get_mut(*index) {
            *slot = true;
        }
    }
    let (mut chain, mut rejected) = (Vec::new(), Vec::new());
    for (candidate, chosen) in candidates.iter().zip(on_chain) {
        let step = ChainStep { line: candidate.row, number: candidate.value, weight: candidate.weight };
        if chosen { chain.push(step) } else { rejected.push(step) }
    }
    Explanation { lines, chain, rejected, furniture: Vec::new() }
}
