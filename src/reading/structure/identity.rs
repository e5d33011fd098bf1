//! What the text is: its symbol, session, section, language, kind.

use std::collections::HashMap;

use crate::model::{Block, Kind, Language, Symbol};
use crate::reading::Origin;
use crate::text::fold::fold;

use super::assemble::Built;
use super::cover::Found;

/// The symbol of the text, with what made it doubtful.
///
/// In order: a line of the cover; a running head; what the publisher said; a symbol of the text that is of the cover's
/// session, section and item; the name of the file, when the cover does not contradict it.
pub(super) fn symbol(
    found: &Found,
    furniture: &[String],
    origin: &Origin,
    built: &[Built],
    warnings: &mut Vec<String>,
) -> Option<Symbol> {
    if let Some(symbol) = found.symbol.as_deref().and_then(first) {
        return Some(symbol);
    }
    let mut heads: HashMap<Symbol, usize> = HashMap::new();
    for line in furniture {
        if let Some(symbol) = first(line) {
            *heads.entry(symbol).or_default() += 1;
        }
    }
    if let Some(symbol) =
        heads.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0))).map(|(symbol, _)| symbol)
    {
        return Some(symbol);
    }
    let fits = |symbol: &Symbol| {
        found.session.is_none_or(|session| session == symbol.session())
            && found.section.as_deref().is_none_or(|section| symbol.body() == Some(section))
            && found.item.is_none_or(|item| item == 0 || symbol.agenda_item().map(u32::from) == Some(item))
    };
    if let Some(symbol) = &origin.symbol {
        if fits(symbol) {
            return Some(symbol.clone());
        }
        warnings.push(format!("The paper came as {symbol}, but its cover speaks of another session, section or item."));
        return Some(symbol.clone());
    }
    let named = origin.file_name.as_deref().and_then(Symbol::from_file_name);
    if let Some(symbol) = named.filter(|symbol| fits(symbol) && (found.official || mentions(built, symbol))) {
        return Some(symbol);
    }
    // the cover names session, section and item, and the text names exactly one such paper
    if found.session.is_some() && found.item.is_some_and(|item| item > 0) {
        let mut own: Vec<Symbol> = Vec::new();
        for symbol in built.iter().flat_map(|block| Symbol::find_all(text(block))) {
            let symbol = symbol.1.unrevised();
            if fits(&symbol) && !own.contains(&symbol) {
                own.push(symbol);
            }
        }
        for symbol in
            built.iter().flat_map(|block| items(block)).flat_map(|text| Symbol::find_all(text).collect::<Vec<_>>())
        {
            let symbol = symbol.1.unrevised();
            if fits(&symbol) && !own.contains(&symbol) {
                own.push(symbol);
            }
        }
        if let [symbol] = own.as_slice() {
            return Some(symbol.clone());
        }
    }
    None
}

/// "Record of decisions", alone or with the day.
pub(super) fn records_decisions(text: &str) -> bool {
    text.len() < 90
        && ["record of decisions", "record of decision", "releve des decisions", "repertorio de decisiones"]
            .iter()
            .any(|name| fold(text).strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphabetic)))
        && !text.contains('(')
}

fn first(text: &str) -> Option<Symbol> {
    Symbol::find_all(text).next().map(|found| found.1)
}

fn text(built: &Built) -> &str {
    match &built.block {
        Block::Heading(heading) => &heading.text,
        Block::Paragraph(paragraph) => &paragraph.text,
        Block::Table(_) => "",
    }
}

fn items(built: &Built) -> Vec<&str> {
    match &built.block {
        Block::Paragraph(paragraph) => paragraph.items.iter().map(|item| item.text.as_str()).collect(),
        _ => Vec::new(),
    }
}

fn mentions(built: &[Built], symbol: &Symbol) -> bool {
    let paper = symbol.paper();
    built.iter().any(|block| {
        std::iter::once(text(block))
            .chain(items(block))
            .any(|text| Symbol::find_all(text).any(|found| found.1.paper() == paper))
    })
}

/// The language of a text by its commonest words; `None` when they decide nothing.
pub(super) fn language<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Language> {
    const WORDS: [(&str, &[&str]); 3] = [
        ("en", &["the", "of", "and", "to", "for", "that", "with", "was", "which", "by", "on", "is", "its"]),
        ("fr", &["le", "les", "des", "du", "et", "une", "dans", "pour", "aux", "est", "sur", "qui", "au"]),
        ("es", &["el", "los", "las", "del", "y", "una", "para", "con", "por", "se", "al", "su", "lo"]),
    ];
    let mut counts = [0_usize; 3];
    let mut left = 4000;
    for text in texts {
        for word in text.split(|c: char| !c.is_alphabetic()) {
            if left == 0 {
                break;
            }
            let word = word.to_lowercase();
            for (count, (_, words)) in counts.iter_mut().zip(WORDS) {
                if words.contains(&word.as_str()) {
                    *count += 1;
                    left -= 1;
                }
            }
        }
    }
    let (at, best) = counts.iter().copied().enumerate().max_by_key(|(_, count)| *count)?;
    let total: usize = counts.iter().sum();
    (best >= 3 && best * 2 > total).then(|| WORDS.get(at).and_then(|(code, _)| code.parse().ok())).flatten()
}

/// What kind of text this is.
pub(super) fn kind(symbol: Option<&Symbol>, found: &Found, title: Option<&str>, built: &[Built]) -> Kind {
    use crate::model::symbol::Companion;
    if let Some(symbol) = symbol {
        if symbol.is_product() || symbol.is_record_of_decisions() {
            return Kind::Decision;
        }
        match symbol.companion() {
            Some(Companion::Addendum(_)) => return Kind::Addendum,
            Some(Companion::Corrigendum(_)) => return Kind::Corrigendum,
            None => {}
        }
        if symbol.is_information() {
            return Kind::Information;
        }
        if symbol.is_minutes() {
            return Kind::Minutes;
        }
        if symbol.is_agenda() {
            return Kind::Agenda;
        }
        if symbol.is_programme() {
            return Kind::Programme;
        }
    }
    // "Record of decisions | 27 March 2023" at the head of the page
    if symbol.is_none_or(|symbol| symbol.agenda_item().is_none())
        && (found.lines.iter().any(|line| records_decisions(line))
            || built.iter().take(6).any(|block| records_decisions(text(block))))
    {
        return Kind::Decision;
    }
    let official = symbol.is_some() || found.official;
    let title = title.map(fold).unwrap_or_default();
    let starts = |names: &[&str]| names.iter().any(|name| title.starts_with(name));
    if official {
        if starts(&["addendum", "adenda", "additif"]) {
            return Kind::Addendum;
        }
        if starts(&["corrigendum", "rectificatif", "corrigenda", "correccion"]) {
            return Kind::Corrigendum;
        }
        // "Agenda of the International Labour Conference" is an item of the Governing Body's agenda, and the symbol of an
        // item says that the paper is no agenda, programme or minutes whatever its title
        let item =
            symbol.is_some_and(|symbol| symbol.agenda_item().is_some()) || found.item.is_some_and(|item| item > 0);
        let conference = ["conference", "conferencia"].iter().any(|word| title.contains(word));
        if !item
            && !conference
            && (starts(&["agenda of the", "agenda for the", "ordre du jour de la", "orden del dia de la"])
                || title == "agenda")
        {
            return Kind::Agenda;
        }
        let orders = ["tentative order of business", "programme of", "order of business", "ordre des travaux"];
        if !item && !conference && (starts(&orders) || starts(&["programme de la", "orden de los trabajos"])) {
            return Kind::Programme;
        }
        let warned = built.iter().take(12).any(|block| {
            let text = text(block);
            text.len() < 2000 && fold(text).contains("this document is a draft and may contain omissions")
        });
        let minutes = ["draft minutes", "minutes of the", "proces-verbaux", "proces-verbal", "actas de la"];
        if warned || !item && starts(&minutes) {
            return Kind::Minutes;
        }
        if starts(&["record of decisions", "releve des decisions", "repertorio de decisiones"]) {
            return Kind::Decision;
        }
        let informs = ["for information", "pour information", "para informacion"];
        if found.lines.iter().any(|line| informs.contains(&line.as_str())) {
            return Kind::Information;
        }
        return Kind::Paper;
    }
    // an oral report has no cover, but the numbered paragraphs of a paper
    let numbered = built
        .iter()
        .filter(|block| matches!(&block.block, Block::Paragraph(paragraph) if paragraph.number.is_some()))
        .count();
    if numbered >= 3 { Kind::Paper } else { Kind::Text }
}
