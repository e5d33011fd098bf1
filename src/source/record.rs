//! Records of decisions: the adopted words, and the paper and paragraph that their source bracket names.
//!
//! “(Document GB.329/PFA/3(Add.), paragraph 6, as amended by the Governing Body.)” closes a decision; “(First sitting;
//! GB.273/2, para. 308)” did in the 1990s. A page or paper may hold several.

use std::sync::LazyLock;

use regex::Regex;

use super::lexicon;
use crate::model::decision::Adopted;
use crate::model::{Language, Outcome, Paper, Symbol, Texts};
use crate::text::fold::fold;

/// The longest text kept of a decision, in characters.
const LONGEST: usize = 60_000;

static PARAGRAPH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:paragraphs?|paras?|paragr|paragraphes?|parrafos?|parrs?)\b\.?\s*([0-9]{1,3}(?:\s?\([a-z]+\))?)(?:\s*(?:-|to|and|,|et|y|a)\s*([0-9]{1,3}))?").ok()
});

/// The decisions in the lines of a record. `symbol` is the record's own, for a record that names no source.
#[must_use]
pub fn decisions(lines: &[String], language: Option<Language>, symbol: Option<&Symbol>) -> Vec<Adopted> {
    let language = language.or_else(|| lexicon::language_of_text(&lines.join(" "))).unwrap_or(Language::EN);
    let mut found = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut date = None;
    let mut length = 0;
    for line in lines {
        if let Some(source) = source(line) {
            let before = line.get(..source.begins).unwrap_or_default().trim();
            if !before.is_empty() {
                words.push(before);
            }
            found.push(adopted(&words, &source, date.as_deref(), language));
            words.clear();
            length = 0;
            continue;
        }
        if is_kind_line(line) {
            date = lexicon::date(line).or(date);
            // what stood above is the head of the page
            words.clear();
            continue;
        }
        if is_furniture(line) {
            continue;
        }
        length += line.len();
        if length < LONGEST {
            words.push(line);
        }
    }
    if found.is_empty()
        && let Some(symbol) = symbol
        && !words.is_empty()
    {
        let source = Source {
            begins: 0,
            symbol: symbol.paper(),
            paragraphs: vec![None],
            outcome: outcome(&words.join(" ")).unwrap_or(Outcome::AsDrafted),
        };
        found.push(adopted(&words, &source, date.as_deref(), language));
    }
    found.into_iter().flatten().collect()
}

/// The decisions in a paper that is a record of decisions.
#[must_use]
pub fn of_paper(paper: &Paper, symbol: Option<&Symbol>) -> Vec<Adopted> {
    let lines: Vec<String> = paper
        .paragraphs()
        .flat_map(|paragraph| paragraph.full_text().lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let mut found = decisions(&lines, paper.language, symbol);
    for one in &mut found {
        one.date = one.date.take().or_else(|| paper.date.clone());
    }
    found
}

/// What a source bracket says.
struct Source {
    begins: usize,
    symbol: Symbol,
    paragraphs: Vec<Option<String>>,
    outcome: Outcome,
}

/// The bracket at the end of a line that names the paper of the decision.
fn source(line: &str) -> Option<Source> {
    let trimmed = line.trim_end().trim_end_matches('.').trim_end();
    if !trimmed.ends_with(')') {
        return None;
    }
    // the bracket that the last one closes: symbols have brackets of their own
    let mut depth = 0_usize;
    let begins = trimmed.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let inside = trimmed.get(begins..)?;
    let (range, symbol) = Symbol::find_all(inside).next()?;
    // a bracket that only mentions a paper in passing: “(see GB.329/INS/4, para. 3)” is no source
    let before = fold(inside.get(..range.start)?);
    let lead = before.trim_matches(|c: char| !c.is_alphanumeric());
    let known = lead.is_empty()
        || ["document", "documents", "documento", "documentos", "doc", "sitting", "seance", "sesion"]
            .iter()
            .any(|word| lead.ends_with(word));
    if !known {
        return None;
    }
    let after = fold(inside.get(range.end..)?);
    let mut paragraphs: Vec<Option<String>> = Vec::new();
    if let Some(captures) = PARAGRAPH.as_ref().and_then(|regex| regex.captures(&after)) {
        let one = |at: usize| captures.get(at).map(|part| part.as_str().replace(' ', ""));
        paragraphs.push(one(1));
        if let Some(last) = one(2) {
            paragraphs.push(Some(last));
        }
    } else {
        paragraphs.push(None);
    }
    Some(Source { begins, symbol, paragraphs, outcome: outcome(&after).unwrap_or(Outcome::AsDrafted) })
}

/// What a text says about how a decision was taken.
#[must_use]
pub fn outcome(text: &str) -> Option<Outcome> {
    let text = fold(text);
    let any = |signs: &[&str]| signs.iter().any(|sign| text.contains(sign));
    if any(&[
        "did not adopt",
        "did not approve",
        "not adopted",
        "n'a pas adopte",
        "n'a pas approuve",
        "no adopto",
        "no aprobo",
        "rejected",
    ]) {
        Some(Outcome::NotAdopted)
    } else if any(&["deferred to", "discussion deferred", "reporte a la", "reportee a la", "aplazado", "aplazada"]) {
        Some(Outcome::Deferred)
    } else if any(&[
        "as amended",
        "tel que modifie",
        "telle que modifiee",
        "tels que modifies",
        "en su version enmendada",
        "tal y como fue modificad",
        "tal como fue enmendad",
        "et amendement",
        "as subamended",
    ]) {
        Some(Outcome::AsAmended)
    } else if any(&["by correspondence", "par correspondance", "por correspondencia"]) {
        Some(Outcome::ByCorrespondence)
    } else if any(&["outcome of the discussion", "resultat de la discussion", "resultado de la discusion"]) {
        Some(Outcome::GuidanceOnly)
    } else {
        None
    }
}

fn adopted(words: &[&str], source: &Source, date: Option<&str>, language: Language) -> Vec<Adopted> {
    // headings of the page and the marks of the list do not belong to the decision
    let text: Vec<&str> = words.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let begins = text.iter().position(|line| is_decision_text(line)).unwrap_or(0);
    let text = text.get(begins..).unwrap_or_default().join("\n");
    // the bracket knows best; where it says nothing, the words may
    let said = outcome(&words.join(" ")).filter(|said| {
        source.outcome == Outcome::AsDrafted && matches!(said, Outcome::GuidanceOnly | Outcome::ByCorrespondence)
    });
    let outcome = said.unwrap_or(source.outcome);
    let one = |paragraph: Option<String>| Adopted {
        paper: source.symbol.unrevised().to_string(),
        paragraph,
        outcome,
        date: date.map(str::to_owned),
        text: if text.is_empty() { Texts::default() } else { Texts::one(language, text.clone()) },
    };
    source.paragraphs.iter().cloned().map(one).collect()
}

/// Where the words of a decision begin.
fn is_decision_text(line: &str) -> bool {
    let folded = fold(line);
    [
        "the governing body",
        "le conseil d'administration",
        "el consejo de administracion",
        "on the recommendation",
        "sur la recommandation",
        "por recomendacion",
    ]
    .iter()
    .any(|lead| folded.starts_with(lead))
}

/// “Record of decisions | 27 March 2023”.
fn is_kind_line(line: &str) -> bool {
    line.chars().count() < 90
        && lexicon::date(line).is_some()
        && (line.contains('|') || lexicon::is_decision_title(line))
}

/// What editors left behind: paths of their disks, labels of downloads.
fn is_furniture(line: &str) -> bool {
    let trimmed = line.trim();
    trimmed.get(1..3) == Some(":\\") || lexicon::is_label(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(lines: &[&str]) -> Vec<Adopted> {
        decisions(&lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>(), None, None)
    }

    #[test]
    fn the_bracket_names_paper_paragraph_and_how() {
        let found = one(&[
            "Decision concerning the ports",
            "Record of decisions | 27 March 2023",
            "The Governing Body:",
            "(a) took note of the report (GB.347/INS/3); and",
            "(b) requested the Director-General to go on. ",
            "(Document GB.347/INS/4(Rev.1), paragraph 26, as amended by the Governing Body.)",
            "C:\\Users\\someone\\Decision item 4.docx",
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].paper.as_str(), found[0].paragraph.as_deref(), found[0].outcome),
            ("GB.347/INS/4", Some("26"), Outcome::AsAmended)
        );
        assert_eq!(found[0].date.as_deref(), Some("2023-03-27"));
        let text = found[0].text.best(&[]).unwrap();
        assert!(text.starts_with("The Governing Body:\n(a)") && text.ends_with("to go on."), "{text}");
    }

    #[test]
    fn brackets_of_other_years_and_languages() {
        let of = |line: &str| {
            let found = one(&["The Governing Body decided so.", line]);
            found.into_iter().map(|one| (one.paper, one.paragraph, one.outcome)).next()
        };
        let adopted = |paper: &str, paragraph: &str, how| Some((paper.to_owned(), Some(paragraph.to_owned()), how));
        assert_eq!(
            of("(GB.301/1; paragraph 3 and Government group statement.)"),
            adopted("GB.301/1", "3", Outcome::AsDrafted)
        );
        assert_eq!(of("(First sitting; GB.273/2, para. 308)"), adopted("GB.273/2", "308", Outcome::AsDrafted));
        assert_eq!(
            of("(Document GB.332/INS/2, paragraphe 16, tel que modifié par le Conseil d'administration)"),
            adopted("GB.332/INS/2", "16", Outcome::AsAmended)
        );
        assert_eq!(
            of("(Documento GB.341/INS/9, párrafo 24, en su versión enmendada por el Consejo de Administración.)"),
            adopted("GB.341/INS/9", "24", Outcome::AsAmended)
        );
        assert_eq!(of("(There was no document under this item.)"), None);
        assert_eq!(of("(see GB.341/INS/9, paragraph 2)"), None);
    }

    #[test]
    fn a_record_that_names_no_source_belongs_to_the_paper_of_its_symbol() {
        let symbol: Symbol = "GB.344/INS/13(Rev.1)/Decision".parse().unwrap();
        let found = decisions(&["The Governing Body took note.".to_owned()], None, Some(&symbol));
        assert_eq!((found[0].paper.as_str(), found[0].paragraph.as_deref()), ("GB.344/INS/13", None));
    }
}
