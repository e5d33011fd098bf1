//! Citations as the Governing Body writes them, in the language of the paper; and the names and addresses of what is no
//! paper.
//!
//! Forms (`domain.md` §2): English `GB.346/INS/17/1, para. 29(b)`, `paras 247–282` ("para." has a full stop, "paras" has
//! none, ranges take the en dash); French `paragr. 29 b)`, letters with one bracket; Spanish `párr. 29, b)`, plural
//! `párrs.`. The symbol is the same in every language.

use crate::model::reference::Span;
use crate::model::{Language, Locator, Symbol, Target};

/// The citation of a place in a paper: `GB.346/INS/17/1, para. 29(b)`.
#[must_use]
pub fn citation(symbol: &Symbol, place: Option<&Locator>, language: Language) -> String {
    match place.map(|place| locator(place, language)) {
        Some(place) => format!("{symbol}, {place}"),
        None => symbol.to_string(),
    }
}

/// The citation of one numbered paragraph, with the letter of the part when it is one: `29` and `b`.
#[must_use]
pub fn paragraph(symbol: &Symbol, number: &str, part: Option<&str>, language: Language) -> String {
    let letter = part.map(|part| part.trim_matches(['(', ')', '.', ' '])).filter(|part| !part.is_empty());
    let number = letter.map_or_else(|| number.to_owned(), |letter| format!("{number}({letter})"));
    citation(symbol, Some(&Locator::Paragraphs(vec![Span::one(number)])), language)
}

/// A citation of what was adopted in other words than those of the draft, as the source brackets of decisions have it
/// (`domain.md` §2).
#[must_use]
pub fn amended(citation: &str, language: Language) -> String {
    let words = if language == Language::FR {
        "tel que modifié par le Conseil d’administration"
    } else if language == Language::ES {
        "en su versión enmendada por el Consejo de Administración"
    } else {
        "as amended by the Governing Body"
    };
    format!("{citation}, {words}")
}

/// The citation of a range of paragraphs.
#[must_use]
pub fn range(symbol: &Symbol, from: &str, to: &str, language: Language) -> String {
    citation(symbol, Some(&Locator::Paragraphs(vec![Span::range(from, to)])), language)
}

/// A place in words: `para. 18`, `paras 8, 9 and 11`, `Appendix II`.
#[must_use]
pub fn locator(place: &Locator, language: Language) -> String {
    let words = Words::of(language);
    match place {
        Locator::Paragraphs(all) => format!("{} {}", words.paragraph(all), spans(all, language)),
        Locator::Decisions(all) if all.is_empty() => words.decision.0.to_owned(),
        Locator::Decisions(all) => {
            format!(
                "{}, {} {}",
                if all.len() > 1 { words.decision.1 } else { words.decision.0 },
                words.paragraph(all),
                spans(all, language)
            )
        }
        Locator::Part(numeral) => format!("{} {numeral}", words.part),
        Locator::Appendix(None) => words.appendix.to_owned(),
        Locator::Appendix(Some(numeral)) => format!("{} {numeral}", words.appendix),
        Locator::Section(numeral) => format!("{} {numeral}", words.section),
        Locator::Footnote(mark) => format!("{} {mark}", words.footnote),
    }
}

/// The words of one language.
struct Words {
    one: &'static str,
    several: &'static str,
    and: &'static str,
    decision: (&'static str, &'static str),
    part: &'static str,
    appendix: &'static str,
    section: &'static str,
    footnote: &'static str,
}

const ENGLISH: Words = Words {
    one: "para.",
    several: "paras",
    and: "and",
    decision: ("draft decision", "draft decisions"),
    part: "Part",
    appendix: "Appendix",
    section: "section",
    footnote: "footnote",
};

const FRENCH: Words = Words {
    one: "paragr.",
    several: "paragr.",
    and: "et",
    decision: ("projet de décision", "projets de décision"),
    part: "partie",
    appendix: "annexe",
    section: "section",
    footnote: "note de bas de page",
};

const SPANISH: Words = Words {
    one: "párr.",
    several: "párrs.",
    and: "y",
    decision: ("proyecto de decisión", "proyectos de decisión"),
    part: "parte",
    appendix: "anexo",
    section: "sección",
    footnote: "nota a pie de página",
};

impl Words {
    /// French and Spanish have their own words; every other language is cited in English.
    fn of(language: Language) -> &'static Self {
        if language == Language::FR {
            &FRENCH
        } else if language == Language::ES {
            &SPANISH
        } else {
            &ENGLISH
        }
    }

    fn paragraph(&self, spans: &[Span]) -> &'static str {
        let single = matches!(spans, [one] if one.to.as_ref().is_none_or(|to| base(to) == base(&one.from)));
        if single { self.one } else { self.several }
    }
}

fn base(number: &str) -> &str {
    number.split('(').next().unwrap_or(number)
}

fn spans(all: &[Span], language: Language) -> String {
    let mut out = String::new();
    for (at, span) in all.iter().enumerate() {
        if at > 0 {
            out.push_str(&if at + 1 == all.len() { format!(" {} ", Words::of(language).and) } else { ", ".to_owned() });
        }
        out.push_str(&number(&span.from, language));
        if let Some(to) = &span.to {
            out.push('–');
            let same = base(to) == base(&span.from);
            let letters = to.get(base(to).len()..).filter(|letters| same && !letters.is_empty());
            out.push_str(&letters.map_or_else(|| number(to, language), |letters| lettered("", letters, language)));
        }
    }
    out
}

/// `29(b)` in English, `29 b)` in French, `29, b)` in Spanish.
#[must_use]
pub fn number(number: &str, language: Language) -> String {
    let base = base(number);
    lettered(base, number.get(base.len()..).unwrap_or(""), language)
}

fn lettered(base: &str, letters: &str, language: Language) -> String {
    if letters.is_empty() || !(language == Language::FR || language == Language::ES) {
        return format!("{base}{letters}");
    }
    let letters: Vec<String> =
        letters.split(['(', ')']).filter(|part| !part.is_empty()).map(|part| format!("{part})")).collect();
    let join = match (base.is_empty(), language == Language::ES) {
        (true, _) => "",
        (false, true) => ", ",
        (false, false) => " ",
    };
    format!("{base}{join}{}", letters.join(" "))
}

/// What a target is, in words: "Convention No. 122", "article 13(4) of the Constitution". `None` for places in papers, which
/// [`citation`] and [`locator`] write.
#[must_use]
pub fn name(target: &Target, language: Language) -> Option<String> {
    let pick = |english: String, french: String, spanish: String| {
        Some(if language == Language::FR {
            french
        } else if language == Language::ES {
            spanish
        } else {
            english
        })
    };
    match target {
        Target::Instrument(code) if code == "MLC" => pick(
            "Maritime Labour Convention, 2006".into(),
            "convention du travail maritime, 2006".into(),
            "Convenio sobre el trabajo marítimo, 2006".into(),
        ),
        Target::Instrument(code) => {
            let (kind, number) = code.split_at_checked(1)?;
            let number = number.trim_start_matches('0');
            match kind {
                "C" => pick(
                    format!("Convention No. {number}"),
                    format!("convention nº {number}"),
                    format!("Convenio núm. {number}"),
                ),
                "R" => pick(
                    format!("Recommendation No. {number}"),
                    format!("recommandation nº {number}"),
                    format!("Recomendación núm. {number}"),
                ),
                _ => pick(
                    format!("Protocol to Convention No. {number}"),
                    format!("protocole relatif à la convention nº {number}"),
                    format!("Protocolo relativo al Convenio núm. {number}"),
                ),
            }
        }
        Target::Constitution(article) => pick(
            format!("article {article} of the Constitution"),
            format!("article {article} de la Constitution"),
            format!("artículo {article} de la Constitución"),
        ),
        Target::StandingOrders { of, article } if of == "ILC" => pick(
            format!("article {article} of the Standing Orders of the Conference"),
            format!("article {article} du Règlement de la Conférence"),
            format!("artículo {article} del Reglamento de la Conferencia"),
        ),
        Target::StandingOrders { article, .. } => pick(
            format!("article {article} of the Standing Orders of the Governing Body"),
            format!("article {article} du Règlement du Conseil d’administration"),
            format!("artículo {article} del Reglamento del Consejo de Administración"),
        ),
        Target::Sdg(goal) if goal.contains('.') => pick(
            format!("Sustainable Development Goals, target {goal}"),
            format!("objectifs de développement durable, cible {goal}"),
            format!("Objetivos de Desarrollo Sostenible, meta {goal}"),
        ),
        Target::Sdg(goal) => pick(
            format!("Sustainable Development Goal {goal}"),
            format!("objectif de développement durable {goal}"),
            format!("Objetivo de Desarrollo Sostenible {goal}"),
        ),
        Target::Outcome(label) => pick(
            format!("programme outcome {label}"),
            format!("résultat {label} du programme"),
            format!("resultado {label} del programa"),
        ),
        Target::Output(label) => pick(
            format!("programme output {label}"),
            format!("produit {label} du programme"),
            format!("producto {label} del programa"),
        ),
        Target::Conference(paper) => Some(paper.clone()),
        Target::Paper(..) | Target::Own(_) | Target::External(_) => None,
    }
}

/// Where a target stands on the web; only for what has a lasting address: instruments and the Constitution in NORMLEX, which
/// takes the code of an instrument (`C122`), and the goals at the United Nations. Opened only when the delegate asks.
#[must_use]
pub fn address(target: &Target, language: Language) -> Option<String> {
    let speech = if language == Language::FR || language == Language::ES { language.code() } else { "en" };
    let normlex = |code: &str| {
        format!("https://normlex.ilo.org/dyn/nrmlx_{speech}/f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:{code}")
    };
    match target {
        Target::Instrument(code) if code == "MLC" => Some(normlex("C186")),
        Target::Instrument(code) => {
            let (kind, number) = code.split_at_checked(1)?;
            let number: u16 = number.parse().ok()?;
            Some(normlex(&format!("{kind}{number:03}")))
        }
        Target::Constitution(_) => Some(format!(
            "https://normlex.ilo.org/dyn/nrmlx_{speech}/f?p=1000:62:0::NO:62:P62_LIST_ENTRIE_ID:2453907:NO"
        )),
        Target::Sdg(goal) => {
            let goal: u16 = goal.split(['.', '-']).next()?.parse().ok()?;
            (1..=17).contains(&goal).then(|| format!("https://sdgs.un.org/goals/goal{goal}"))
        }
        // no rule leads from a Conference paper to its page; the catalogue of the Office's library finds it
        Target::Conference(paper) => {
            let query: String =
                paper.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '+' }).collect();
            Some(format!(
                "https://labordoc.ilo.org/discovery/search?vid=41ILO_INST:41ILO_V2&query=any,contains,{query}"
            ))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::citations::{Context, find};

    fn cited(target: &str, language: Language) -> String {
        match target.parse().unwrap() {
            Target::Paper(symbol, place) => citation(&symbol, place.as_ref(), language),
            other => name(&other, language).unwrap_or_default(),
        }
    }

    #[test]
    fn citations_are_written_as_the_governing_body_writes_them() {
        for (target, english, french, spanish) in [
            ("GB.346/INS/5 para 18", "GB.346/INS/5, para. 18", "GB.346/INS/5, paragr. 18", "GB.346/INS/5, párr. 18"),
            (
                "GB.346/INS/5 para 29(b)",
                "GB.346/INS/5, para. 29(b)",
                "GB.346/INS/5, paragr. 29 b)",
                "GB.346/INS/5, párr. 29, b)",
            ),
            (
                "GB.344/PV paras 247-282",
                "GB.344/PV, paras 247–282",
                "GB.344/PV, paragr. 247–282",
                "GB.344/PV, párrs. 247–282",
            ),
            (
                "GB.336/INS/7 paras 8,9,11",
                "GB.336/INS/7, paras 8, 9 and 11",
                "GB.336/INS/7, paragr. 8, 9 et 11",
                "GB.336/INS/7, párrs. 8, 9 y 11",
            ),
            (
                "GB.334/POL/3 appendix II",
                "GB.334/POL/3, Appendix II",
                "GB.334/POL/3, annexe II",
                "GB.334/POL/3, anexo II",
            ),
            ("C122", "Convention No. 122", "convention nº 122", "Convenio núm. 122"),
        ] {
            assert_eq!(cited(target, Language::EN), english);
            assert_eq!(cited(target, Language::FR), french);
            assert_eq!(cited(target, Language::ES), spanish);
        }
    }

    #[test]
    fn what_is_cited_is_understood_when_read_again() {
        for target in [
            "GB.346/INS/5",
            "GB.346/INS/5 para 29(b)",
            "GB.344/PV paras 247-282",
            "GB.335/INS/PV para 304(a)-304(b)",
            "GB.331/PFA/9 paras 17-23,52-57",
            "GB.334/POL/3 appendix II",
            "GB.334/POL/3 part I",
            "GB.334/POL/3 section II",
            "GB.334/POL/3 footnote 5",
            "C122",
            "R204",
            "MLC",
            "constitution art 13(4)",
            "standing-orders:ILC art 17(2)",
            "standing-orders:GB art 5",
            "SDG 8",
        ] {
            for language in [Language::EN, Language::FR, Language::ES] {
                let text = cited(target, language);
                let context = Context { language: Some(language), ..Context::default() };
                let found: Vec<String> = find(&text, &context).iter().map(|found| found.target.to_string()).collect();
                assert_eq!(found, [target], "{text}");
            }
        }
    }

    #[test]
    fn a_part_of_a_paragraph_keeps_its_letter() {
        let symbol = "GB.346/INS/17/1".parse().unwrap();
        assert_eq!(paragraph(&symbol, "29", Some("(b)"), Language::EN), "GB.346/INS/17/1, para. 29(b)");
        assert_eq!(paragraph(&symbol, "29", None, Language::ES), "GB.346/INS/17/1, párr. 29");
        assert_eq!(range(&symbol, "2", "4", Language::FR), "GB.346/INS/17/1, paragr. 2–4");
    }

    #[test]
    fn instruments_have_an_address_and_papers_none() {
        let at = |target: &str| address(&target.parse().unwrap(), Language::EN).unwrap_or_default();
        assert!(at("C87").ends_with("P12100_ILO_CODE:C087"));
        assert!(at("P029").ends_with(":P029"));
        assert!(at("SDG 8.7").ends_with("goal8"));
        assert!(at("ILC.109/Record No. 7A").ends_with("any,contains,ILC.109+Record+No.+7A"));
        assert_eq!(at("GB.346/INS/5"), "");
    }
}
