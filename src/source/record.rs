//! Pages of decisions on the web: what is the page's and what is the decision's. The words and the source brackets
//! themselves are read by [`crate::text::record`].

use super::lexicon;
use crate::model::decision::Adopted;
use crate::model::{Language, Symbol};
use crate::text::record;

/// Lines of the head that may tell how a decision was taken.
const HEAD: usize = 3;

/// The decisions in the lines of a page. `symbol` is the record's own, for a page that names no source.
#[must_use]
pub fn decisions(lines: &[String], language: Option<Language>, symbol: Option<&Symbol>) -> Vec<Adopted> {
    let language = language.or_else(|| lexicon::language_of_text(&lines.join(" "))).unwrap_or(Language::EN);
    // what stands above a line of kind and date is the head of what stands below it
    let mut parts: Vec<(String, Option<String>, Vec<&str>)> = vec![(String::new(), None, Vec::new())];
    for line in lines.iter().filter(|line| !lexicon::is_label(line.trim())) {
        let Some((_, date, words)) = parts.last_mut() else { continue };
        if !is_kind_line(line) {
            words.push(line);
            continue;
        }
        let closes = |line: &&&str| !record::of_lines("", &[line], language, None).is_empty();
        let title: Vec<&str> = words.iter().rev().take(HEAD).take_while(|line| !closes(line)).copied().collect();
        let date = lexicon::date(line).or_else(|| date.clone());
        parts.push((title.join("\n"), date, Vec::new()));
    }
    let last = parts.len().saturating_sub(1);
    let mut found = Vec::new();
    for (at, (title, date, words)) in parts.iter().enumerate() {
        let own = symbol.filter(|_| at == last && found.is_empty());
        let mut here = record::of_lines(title, words, language, own);
        for one in &mut here {
            one.date.clone_from(date);
        }
        found.append(&mut here);
    }
    found
}

/// “Record of decisions | 27 March 2023”.
fn is_kind_line(line: &str) -> bool {
    line.chars().count() < 90
        && lexicon::date(line).is_some()
        && (line.contains('|') || lexicon::is_decision_title(line))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Outcome;

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
