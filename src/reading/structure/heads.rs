//! Headings: what looks like one, and how deep it stands.

use crate::text::fold::fold;

use super::blocks::{self, Bit, Manner};
use super::label;

/// Names of headings that stand alone, folded, in English, French and Spanish.
const NAMED: &[&str] = &[
    "introduction",
    "introduccion",
    "context",
    "contexte",
    "contexto",
    "background",
    "antecedentes",
    "conclusion",
    "conclusions",
    "conclusiones",
    "draft decision",
    "draft decisions",
    "revised draft decision",
    "proposed draft decision",
    "draft resolution",
    "projet de decision",
    "projets de decision",
    "projet de decision revise",
    "projet de resolution",
    "proyecto de decision",
    "proyectos de decision",
    "proyecto de decision revisado",
    "proyecto de resolucion",
    "point for decision",
    "points for decision",
    "points appelant une decision",
    "point appelant une decision",
    "puntos que requieren decision",
    "punto que requiere decision",
    "contents",
    "table des matieres",
    "indice",
    "summary",
    "resume",
    "resumen",
    "follow-up",
    "next steps",
];

/// Headings under which a draft decision stands, folded.
const DECISIONS: &[&str] = &[
    "draft decision",
    "projet de decision",
    "projets de decision",
    "proyecto de decision",
    "proyectos de decision",
    "point for decision",
    "points for decision",
    "point appelant une decision",
    "points appelant une decision",
    "punto que requiere decision",
    "puntos que requieren decision",
    "punto para decision",
];

/// The text without the sign or number that a heading may begin with.
pub(super) fn bare(text: &str) -> &str {
    let text = text.trim_start_matches(['▶', '►', '>', '■']).trim();
    let Some((first, rest)) = text.split_once(' ') else { return text };
    let name = first.trim_end_matches(['.', ')']);
    let counted = first.len() > name.len()
        && (label::roman(&name.to_lowercase()).is_some()
            || name.len() == 1 && name.bytes().all(|byte| byte.is_ascii_uppercase())
            || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.'));
    if counted { rest.trim_start() } else { text }
}

/// A heading under which a draft decision stands.
pub(super) fn of_decision(text: &str) -> bool {
    if text.len() > 120 {
        return false;
    }
    let folded = fold(bare(text));
    let folded = folded.trim_end_matches([':', '.']);
    let stem =
        ["revised ", "proposed ", "amended "].iter().find_map(|word| folded.strip_prefix(word)).unwrap_or(folded);
    DECISIONS.iter().any(|name| {
        stem.strip_prefix(name).is_some_and(|rest| {
            rest.is_empty() || rest == "s" || rest.starts_with([' ', ':', '(', '-', ',']) || rest.starts_with("s ")
        })
    })
}

/// `Appendix`, `Annex II`, `Anexo`: also as a heading with words behind it.
pub(super) fn is_appendix(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let folded = fold(bare(text));
    ["appendix", "annex", "appendice", "annexe", "anexo", "apendice", "attachment"].iter().any(|name| {
        folded.strip_prefix(name).is_some_and(|rest| {
            let rest = rest.trim_start();
            rest.is_empty()
                || rest.starts_with([':', '.', '-'])
                || rest
                    .split([' ', '.', ':'])
                    .next()
                    .is_some_and(|word| label::roman(word).is_some() || word.len() <= 2 && !word.is_empty())
                    && rest.len() < 90
        })
    })
}

fn upper(text: &str) -> bool {
    text.chars().any(char::is_alphabetic) && !text.chars().any(char::is_lowercase)
}

/// `Outcome 3:`, `Output A.1.` and their like in French and Spanish: level below the part they stand in.
fn programme(text: &str) -> Option<u8> {
    let mut words = text.split_whitespace();
    let first = fold(words.next()?);
    let (first, number) = if matches!(first.as_str(), "enabling" | "policy") {
        (fold(words.next()?), words.next()?)
    } else {
        (first, words.next()?)
    };
    let level = match first.as_str() {
        "outcome" | "resultat" | "resultado" => 0,
        "output" | "produit" | "producto" => 1,
        _ => return None,
    };
    let name = number.trim_end_matches([':', '.', ',', ';']);
    let mut parts = name.split('.');
    let head = parts.next()?;
    let lettered = head.len() == 1 && head.bytes().all(|byte| byte.is_ascii_uppercase());
    let numbered = (1..=2).contains(&head.len()) && head.bytes().all(|byte| byte.is_ascii_digit());
    let tail = parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let closes = number.ends_with([':', '.']) || text.contains(&format!("{number} –"));
    ((lettered || numbered) && tail && closes).then_some(level)
}

/// A part's number: `I.` 1, `A.` 2, `1.2` 3 …
fn counted(text: &str) -> Option<u8> {
    let (first, rest) = text.split_once(' ')?;
    if !rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '“' | '"' | '«' | '¿')) {
        return None;
    }
    let name = first.strip_suffix(['.', ')'])?;
    if label::roman(&name.to_lowercase()).is_some() && upper(name) && name.len() < 7 {
        return Some(1);
    }
    if name.len() == 1 && upper(name) {
        return Some(2);
    }
    None
}

/// `1.2.` or `1.2.3` before words: the number of dots.
fn decimal(text: &str) -> Option<u8> {
    let (first, rest) = text.split_once(' ')?;
    let name = first.trim_end_matches('.');
    let parts: Vec<&str> = name.split('.').collect();
    let fine = (2..=4).contains(&parts.len())
        && parts.iter().all(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()));
    (fine && rest.starts_with(char::is_uppercase)).then_some(parts.len() as u8)
}

/// A line that opens a heading by its words alone.
pub(super) fn opens(text: &str) -> bool {
    if text.starts_with(['▶', '►']) {
        return true;
    }
    let count = text.chars().count();
    count < 260 && programme(text).is_some()
        || count < 160
            && (counted(text).is_some() && !blocks::ends_sentence(text)
                || NAMED.contains(&fold(bare(text)).trim_end_matches([':', '.']))
                || is_appendix(text) && !blocks::ends_sentence(text))
}

/// A text that may be a heading by its shape: short, begins with a capital, does not end like a sentence.
pub(super) fn looks_like(text: &str) -> bool {
    let long = if programme(text).is_some() { 260 } else { 110 };
    let count = text.chars().count();
    let first = text.trim_start_matches(['“', '"', '«', '¿', '‘']).chars().next();
    count > 1
        && count < long
        && first.is_some_and(|c| c.is_uppercase() || c.is_ascii_digit() || matches!(c, '▶' | '►'))
        && text.chars().filter(|c| c.is_alphabetic()).count() * 2 > count
        && (!blocks::ends_sentence(text) || opens(text))
        && (!text.ends_with([',', ';', ':', '–', '-']) || text.ends_with(',') && programme(text).is_some())
        && !text.contains("http")
}

/// `Table 1. Costs`, `Figure 3: …`, `Cuadro A.2`: the caption of what follows, and no heading.
fn caption(text: &str) -> bool {
    const THINGS: [&str; 13] = [
        "table",
        "figure",
        "box",
        "chart",
        "graph",
        "tableau",
        "graphique",
        "encadre",
        "cuadro",
        "grafico",
        "recuadro",
        "figura",
        "cuadros",
    ];
    let Some((first, rest)) = text.split_once(' ') else { return false };
    let number = rest.split([' ', '.', ':', '\u{a0}']).next().unwrap_or_default();
    let counted = number.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        || label::roman(&number.to_lowercase()).is_some()
        || number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_uppercase());
    // the bare "Table 1" of a report that sets its captions as headings of a list of tables stays what it looks like
    let words = rest.get(number.len()..).unwrap_or_default();
    THINGS.contains(&fold(first).as_str()) && counted && words.chars().any(char::is_alphabetic)
}

/// `Table 1` and nothing else: its title stands in a line of its own below.
pub(super) fn bare_caption(text: &str) -> bool {
    text.len() < 24 && !caption(text) && caption(&format!("{text} title"))
}

/// A title in bold over a table, however long, with a line about its units or none in between.
fn titles_table(bit: &Bit, rest: &[Bit]) -> bool {
    let text = &bit.text.text;
    let over = match rest {
        [next, ..] if next.table.is_some() => true,
        [next, after, ..] => next.text.text.starts_with('(') && next.text.text.ends_with(')') && after.table.is_some(),
        _ => false,
    };
    over && bit.bold
        && bit.framed
        && bit.label.is_none()
        && text.chars().count() < 300
        && text.starts_with(char::is_uppercase)
        && !text.ends_with(['.', ':', ';', ','])
        && !caption(text)
}

/// Decides which blocks are headings.
pub(super) fn mark(bits: &mut [Bit], manner: &Manner) {
    let styled = bits.iter().any(|bit| bit.declared && bit.heading.is_some());
    for at in 0..bits.len() {
        let Some(bit) = bits.get(at) else { break };
        if bit.heading.is_some() || bit.numbered || bit.table.is_some() || bit.text.text.is_empty() {
            continue;
        }
        let labelled = bit.label.as_ref().is_some_and(|label| label.kind != label::Kind::Number);
        if labelled {
            continue;
        }
        let text = printed(bit);
        let next = bits.get(at + 1);
        let shape = looks_like(&text) && !caption(&text);
        let large = bit.size > 0.0 && bit.size > manner.body + 0.7;
        let sure = opens(&text) && shape;
        let weighty = shape && (bit.bold || large || bit.italic && bit.framed || upper(&text) && text.len() > 3);
        let isolated = bit.gap || at == 0;
        // text without any style: short, alone, and followed by something longer or by its own list
        let alone = shape
            && !bit.framed
            && !bit.declared
            && isolated
            && next.is_some_and(|next| next.gap || next.label.is_some())
            && !text.ends_with(|c: char| c.is_ascii_digit() && text.len() < 12);
        let paragraph_like = bit.declared && !bit.bold && !large && (styled || !opens(&text));
        let (yes, confidence) = if paragraph_like {
            (false, None)
        } else if titles_table(bit, bits.get(at + 1..).unwrap_or_default())
            || bare_caption(&text) && bit.framed && next.is_some_and(|next| next.bold && looks_like(&next.text.text))
            || sure
            || weighty && (bit.framed || bit.declared || isolated)
        {
            (true, None)
        } else if alone {
            (true, Some(0.7))
        } else {
            (false, None)
        };
        if yes && let Some(bit) = bits.get_mut(at) {
            // a number that was no paragraph's belongs to the heading's words
            if let Some(label) = bit.label.take() {
                let mut whole = super::marked::Marked::new(label.printed);
                whole.append(&bit.text, false);
                bit.text = whole;
            }
            bit.heading = Some(0);
            bit.confidence = confidence;
        }
    }
    levels(bits);
}

fn printed(bit: &Bit) -> String {
    match &bit.label {
        Some(label) => format!("{} {}", label.printed, bit.text.text),
        None => bit.text.text.clone(),
    }
}

/// Gives every heading its level: by its number, by what the format says, by its size and weight.
fn levels(bits: &mut [Bit]) {
    let mut declared: Vec<u8> = bits.iter().filter_map(|bit| bit.heading.filter(|level| *level > 0)).collect();
    declared.sort_unstable();
    declared.dedup();
    let mut styles: Vec<(i32, bool)> = bits
        .iter()
        .filter(|bit| bit.heading == Some(0) && bit.size > 0.0)
        .map(|bit| ((bit.size * 2.0).round() as i32, bit.bold))
        .collect();
    styles.sort_unstable_by(|a, b| b.cmp(a));
    styles.dedup();
    let roman = bits.iter().any(|bit| bit.heading.is_some() && counted(&bit.text.text) == Some(1));
    let mut part = 0_u8;
    let mut outcome = None;
    for bit in bits.iter_mut() {
        let Some(level) = bit.heading else { continue };
        let text = bit.text.text.clone();
        let by_number = programme(&text).map(|below| 1 + u8::from(roman) + below);
        let level = if level > 0 {
            // what the format says goes before what the words suggest: "### Outcome 1" stands below "## Policy outcomes"
            declared.iter().position(|known| *known == level).map_or(1, |at| at as u8 + 1)
        } else if let Some(level) = by_number {
            level
        } else if bit.size > 0.0 {
            let style = ((bit.size * 2.0).round() as i32, bit.bold);
            styles.iter().position(|known| *known == style).map_or(1, |at| at as u8 + 1)
        } else if let Some(level) = counted(&text).or_else(|| decimal(&text)) {
            part = level;
            level
        } else if NAMED.contains(&fold(bare(&text)).as_str()) || is_appendix(&text) {
            (part, outcome) = (0, None);
            1
        } else {
            outcome.map_or(part, |level: u8| level) + 1
        };
        if programme(&text) == Some(0) {
            outcome = Some(level);
        } else if counted(&text) == Some(1) {
            outcome = None;
        }
        bit.heading = Some(level.clamp(1, 6));
    }
}
