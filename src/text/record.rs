//! Records of decisions: the adopted words, and the drafts that their source brackets name.
//!
//! “(Document GB.329/PFA/3(Add.), paragraph 6, as amended by the Governing Body.)” closes a decision; “(First sitting;
//! GB.273/2, para. 308)” did in the 1990s. A record may hold one decision or all of a session (`domain.md` §2, §3.4).

use crate::model::decision::Adopted;
use crate::model::{Block, Language, Locator, Outcome, Paper, Symbol, Target, Texts};
use crate::text::citations::{self, Context};
use crate::text::fold::fold;

/// The longest text kept of a decision, in bytes.
const LONGEST: usize = 60_000;
/// A range of paragraphs in a source bracket is at most this long.
const LONGEST_RANGE: u32 = 40;

/// The decisions in a paper that is a record of decisions. `symbol` is what the record is held under: a record that names
/// no source belongs to the paper of its own symbol (`GB.344/INS/13(Rev.1)/Decision`).
#[must_use]
pub fn of_paper(paper: &Paper, symbol: Option<&Symbol>) -> Vec<Adopted> {
    let head = paper.title.clone().unwrap_or_default();
    let mut reading = Reading::under(&head, paper.language.unwrap_or(Language::EN));
    for block in &paper.blocks {
        match block {
            Block::Heading(heading) => {
                // what stood above a new heading and was never closed by a bracket is no decision
                reading.words.clear();
                reading.title = format!("{head}\n{}", heading.text);
            }
            Block::Paragraph(paragraph) => {
                for line in paragraph.full_text().lines() {
                    reading.line(line);
                }
            }
            Block::Table(_) => {}
        }
    }
    reading.end(symbol.filter(|symbol| symbol.is_product()));
    for one in &mut reading.found {
        one.date.clone_from(&paper.date);
    }
    reading.found
}

/// The decisions in the lines of a page that stand under a title. `own` is the paper that they belong to when no bracket
/// names one.
#[must_use]
pub fn of_lines(title: &str, lines: &[&str], language: Language, own: Option<&Symbol>) -> Vec<Adopted> {
    let mut reading = Reading::under(title, language);
    for line in lines {
        reading.line(line);
    }
    reading.end(own);
    reading.found
}

struct Reading {
    found: Vec<Adopted>,
    words: Vec<String>,
    length: usize,
    title: String,
    language: Language,
}

impl Reading {
    fn under(title: &str, language: Language) -> Self {
        Self { found: Vec::new(), words: Vec::new(), length: 0, title: title.to_owned(), language }
    }

    /// Words that no bracket closed belong to the record's own paper.
    fn end(&mut self, own: Option<&Symbol>) {
        if self.found.is_empty()
            && let Some(symbol) = own
            && !self.words.is_empty()
        {
            self.close(&symbol.paper(), vec![None], None);
        }
    }

    fn line(&mut self, line: &str) {
        if let Some(source) = source(line) {
            let before = line.get(..source.begins).unwrap_or_default().trim();
            if !before.is_empty() {
                self.words.push(before.to_owned());
            }
            for (symbol, paragraphs) in source.papers {
                self.close(&symbol, paragraphs, source.outcome);
            }
            self.words.clear();
            self.length = 0;
            return;
        }
        // what editors left behind is no decision: "C:\Users\…\Decision item 3.docx"
        if line.trim().get(1..3) == Some(":\\") {
            return;
        }
        self.length += line.len();
        if self.length < LONGEST {
            self.words.push(line.trim().to_owned());
        }
    }

    /// Notes the words gathered as what was decided on these paragraphs.
    fn close(&mut self, symbol: &Symbol, paragraphs: Vec<Option<String>>, said: Option<Outcome>) {
        // the head of the page stands before the decision
        let begins = self.words.iter().position(|line| begins_decision(line)).unwrap_or(0);
        let text = self.words.get(begins..).unwrap_or_default().join("\n");
        let outcome = said
            .or_else(|| outcome(&self.title))
            .or_else(|| outcome(self.words.get(..begins).unwrap_or_default().join("\n").as_str()))
            .or_else(|| outcome(&text).filter(|said| *said == Outcome::NotAdopted))
            .unwrap_or(Outcome::AsDrafted);
        for paragraph in paragraphs {
            self.found.push(Adopted {
                paper: symbol.unrevised().to_string(),
                paragraph,
                outcome,
                date: None,
                text: if text.is_empty() { Texts::default() } else { Texts::one(self.language, text.clone()) },
            });
        }
    }
}

/// What a source bracket says.
struct Source {
    begins: usize,
    papers: Vec<(Symbol, Vec<Option<String>>)>,
    outcome: Option<Outcome>,
}

/// The bracket at the end of a line that names the papers of the decision.
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
    let range = Symbol::find_all(inside).next()?.0;
    // a bracket that only mentions a paper in passing: "(see GB.329/INS/4, para. 3)"
    let before = fold(inside.get(..range.start)?);
    let lead = before.trim_matches(|c: char| !c.is_alphanumeric());
    let known = lead.is_empty()
        || ["document", "documents", "documento", "documentos", "doc", "docs", "sitting", "seance", "sesion"]
            .iter()
            .any(|word| lead.ends_with(word));
    if !known {
        return None;
    }
    let mut papers: Vec<(Symbol, Vec<Option<String>>)> = Vec::new();
    for citation in citations::find(inside, &Context::default()) {
        let Target::Paper(symbol, place) = citation.target else { continue };
        let numbers = match place {
            Some(Locator::Paragraphs(spans) | Locator::Decisions(spans)) => spans
                .iter()
                .flat_map(|span| match (span.from.parse::<u32>(), span.to.as_deref().map(str::parse::<u32>)) {
                    (Ok(from), Some(Ok(to))) => {
                        (from..=to).take(LONGEST_RANGE as usize).map(|number| number.to_string()).collect()
                    }
                    _ => vec![span.from.clone()],
                })
                .map(Some)
                .collect(),
            _ => vec![None],
        };
        match papers.iter_mut().find(|(known, _)| *known == symbol) {
            Some((_, known)) => known.extend(numbers),
            None => papers.push((symbol, numbers)),
        }
    }
    let after = inside.get(range.end..)?;
    (!papers.is_empty()).then(|| Source { begins, papers, outcome: outcome(after) })
}

/// What a text says about how a decision was taken; `None` when it says nothing.
#[must_use]
pub fn outcome(text: &str) -> Option<Outcome> {
    const SIGNS: [(Outcome, &[&str]); 5] = [
        (
            Outcome::NotAdopted,
            &[
                "did not adopt",
                "did not approve",
                "not adopted",
                "not approved",
                "n'a pas adopte",
                "n'a pas approuve",
                "non adopte",
                "no adopto",
                "no aprobo",
                "no adoptad",
            ],
        ),
        (
            Outcome::Deferred,
            &[
                "deferred to",
                "discussion deferred",
                "reporte a la",
                "reportee a la",
                "renvoye a la",
                "renvoyee a la",
                "postponed to",
                "aplazado",
                "aplazada",
                "pospuesto",
                "pospuesta",
                "deferral",
            ],
        ),
        (
            Outcome::AsAmended,
            &[
                "as amended",
                "as subamended",
                "as revised by the governing body",
                "tel que modifie",
                "telle que modifiee",
                "tels que modifies",
                "tel qu'amende",
                "et amendement",
                "en su version enmendada",
                "en su forma enmendada",
                "tal y como fue modificad",
                "tal como fue modificad",
                "tal y como fue enmendad",
                "tal como fue enmendad",
                "en su version modificada",
            ],
        ),
        (Outcome::ByCorrespondence, &["by correspondence", "par correspondance", "por correspondencia"]),
        (
            Outcome::GuidanceOnly,
            &["outcome of the discussion", "resultat de la discussion", "resultado de la discusion"],
        ),
    ];
    let text = fold(text);
    SIGNS.iter().find(|(_, signs)| signs.iter().any(|sign| text.contains(sign))).map(|(outcome, _)| *outcome)
}

/// Where the words of a decision begin.
fn begins_decision(line: &str) -> bool {
    let folded = fold(line);
    [
        "the governing body",
        "le conseil d'administration",
        "el consejo de administracion",
        "on the recommendation",
        "sur la recommandation",
        "sur recommandation",
        "por recomendacion",
    ]
    .iter()
    .any(|lead| folded.starts_with(lead))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Heading, Paragraph};

    fn record(lines: &[&str]) -> Paper {
        let block = |line: &&str| match line.strip_prefix("# ") {
            Some(text) => Block::Heading(Heading { text: text.to_owned(), ..Heading::default() }),
            None => Block::Paragraph(Paragraph { text: (*line).to_owned(), ..Paragraph::default() }),
        };
        Paper {
            language: Some(Language::EN),
            date: Some("2023-03-27".into()),
            blocks: lines.iter().map(block).collect(),
            ..Paper::default()
        }
    }

    fn told(lines: &[&str]) -> Vec<String> {
        let show = |one: Adopted| {
            let text = one.text.best(&[]).unwrap_or("").to_owned();
            format!("{} {} {:?} “{text}”", one.paper, one.paragraph.unwrap_or_default(), one.outcome)
        };
        of_paper(&record(lines), None).into_iter().map(show).collect()
    }

    #[test]
    fn a_record_of_a_session_gives_every_decision_with_its_draft() {
        let found = told(&[
            "# Ports",
            "The Governing Body took note of the report.",
            "(Document GB.399/PFA/3(Add.), paragraph 6, as amended by the Governing Body.)",
            "# Seats",
            "The Governing Body:",
            "(a) appointed Ms A; and",
            "(b) thanked Mr B. (GB.399/INS/9, paragraphs 7, 9, 12 and 13)",
            "# Fishing",
            "Some words of the page that lead nowhere.",
            "# Harbours",
            "The Governing Body approved it. (Documents GB.399/POL/1, paragraph 4, and GB.399/POL/1(Add.1), paragraph 2.)",
            "# Nothing",
            "(There was no document under this item.)",
        ]);
        assert_eq!(
            found,
            [
                "GB.399/PFA/3(Add.) 6 AsAmended “The Governing Body took note of the report.”",
                "GB.399/INS/9 7 AsDrafted “The Governing Body:\n(a) appointed Ms A; and\n(b) thanked Mr B.”",
                "GB.399/INS/9 9 AsDrafted “The Governing Body:\n(a) appointed Ms A; and\n(b) thanked Mr B.”",
                "GB.399/INS/9 12 AsDrafted “The Governing Body:\n(a) appointed Ms A; and\n(b) thanked Mr B.”",
                "GB.399/INS/9 13 AsDrafted “The Governing Body:\n(a) appointed Ms A; and\n(b) thanked Mr B.”",
                "GB.399/POL/1 4 AsDrafted “The Governing Body approved it.”",
                "GB.399/POL/1(Add.1) 2 AsDrafted “The Governing Body approved it.”",
            ]
        );
    }

    #[test]
    fn brackets_of_other_years_and_languages() {
        let of = |line: &str| told(&["The Governing Body decided so.", line]).into_iter().next().unwrap_or_default();
        for (line, wanted) in [
            ("(GB.301/1; paragraph 3 and Government group statement.)", "GB.301/1 3 AsDrafted"),
            ("(First sitting; GB.273/2, para. 308)", "GB.273/2 308 AsDrafted"),
            (
                "(Document GB.332/INS/2, paragraphe 16, tel que modifié par le Conseil d'administration)",
                "GB.332/INS/2 16 AsAmended",
            ),
            ("(Document GB.332/INS/2, paragraphe 16, et amendement du groupe africain)", "GB.332/INS/2 16 AsAmended"),
            (
                "(Documento GB.341/INS/9, párrafo 24, en su versión enmendada por el Consejo de Administración.)",
                "GB.341/INS/9 24 AsAmended",
            ),
            ("(Document GB.325/PFA/1.)", "GB.325/PFA/1  AsDrafted"),
            ("(GB.341/INS/3/1(Rev.1), paragraph 5, by correspondence)", "GB.341/INS/3/1 5 ByCorrespondence"),
            ("(Document GB.335/LILS/1, paragraph 9: not adopted)", "GB.335/LILS/1 9 NotAdopted"),
            ("(Document GB.335/LILS/1, paragraph 9, deferred to the 336th Session)", "GB.335/LILS/1 9 Deferred"),
            ("(Document GB.335/LILS/1, paragraph 9, postponed to the 336th Session)", "GB.335/LILS/1 9 Deferred"),
        ] {
            assert_eq!(of(line), format!("{wanted} “The Governing Body decided so.”"), "{line}");
        }
        assert_eq!(of("(see GB.341/INS/9, paragraph 2)"), "");
    }

    #[test]
    fn the_title_tells_guidance_and_correspondence() {
        let found =
            told(&["# Outcome of the discussion on ports", "Members spoke. (Document GB.399/HL/1, paragraph 8)"]);
        assert_eq!(found, ["GB.399/HL/1 8 GuidanceOnly “Members spoke.”"]);
        let found =
            told(&["# Decision made by correspondence", "The Governing Body agreed. (GB.399/HL/1, paragraph 8)"]);
        assert_eq!(found, ["GB.399/HL/1 8 ByCorrespondence “The Governing Body agreed.”"]);
    }

    #[test]
    fn a_record_that_names_no_source_belongs_to_the_paper_of_its_symbol() {
        let symbol: Symbol = "GB.344/INS/13(Rev.1)/Decision".parse().unwrap();
        let found = of_paper(&record(&["The Governing Body took note."]), Some(&symbol));
        let one = found.first().map(|one| (one.paper.as_str(), one.paragraph.as_deref(), one.date.as_deref()));
        assert_eq!(one, Some(("GB.344/INS/13", None, Some("2023-03-27"))));
    }

    proptest::proptest! {
        #[test]
        fn no_line_does_harm(line in ".{0,120}", tail in "[()\\[\\]., GB/0-9a-z]{0,60}") {
            let _ = told(&[&line, &format!("{line} ({tail})")]);
        }
    }
}
