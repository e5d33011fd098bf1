//! What a delegate types to go somewhere: `29`, `29b`, `ins17/1 29`, `GB.344/PV 247-282`, `decision 15`, `app II`, `C190`.

use super::citations::lexer::Tokens;
use super::citations::numbers::{self, Manner};
use super::citations::{Context, find};
use super::fold::fold;
use super::spoken;
use crate::model::reference::Span;
use crate::model::{Locator, Symbol, Target};

/// Where the delegate is while typing.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// The session in view; `ins17/1` is then a paper of it.
    pub session: Option<u16>,
    /// The paper in view.
    pub paper: Option<Symbol>,
}

/// Where a typed place leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A paper, and a place in it; without a symbol, the paper in view.
    In {
        /// The paper, with its version when one was typed.
        symbol: Option<Symbol>,
        /// The place; `Decisions` without numbers are its draft decisions, whichever they are.
        locator: Option<Locator>,
    },
    /// An instrument, an article, a goal: something that is no paper.
    Outside(Target),
}

/// Understands `input`; `None` when it names no place (it may still be words to look for).
#[must_use]
pub fn parse(input: &str, here: &Here) -> Option<Place> {
    let input = input.trim();
    if input.is_empty() || input.len() > 300 {
        return None;
    }
    let typed = |input: &str| typed(input, here);
    typed(input).or_else(|| typed(&as_typed(input, here)?)).or_else(|| {
        // a citation as printed, pasted
        let context = Context { own: here.paper.clone(), ..Context::default() };
        match find(input, &context).as_slice() {
            [citation] => Some(of_target(citation.target.clone())),
            _ => None,
        }
    })
}

/// A place as the chair says it, as it would be typed; `None` when it is typed so already, or is none.
#[must_use]
pub fn as_typed(input: &str, here: &Here) -> Option<String> {
    spoken::plain(input, here.session.or_else(|| here.paper.as_ref().map(Symbol::session)))
}

fn typed(input: &str, here: &Here) -> Option<Place> {
    if let Ok(target) = input.parse::<Target>() {
        return Some(of_target(target));
    }
    let session = here.session.or_else(|| here.paper.as_ref().map(Symbol::session));
    if let Some((symbol, used)) = Symbol::typed(input, session) {
        let rest = input.get(used..)?.trim_start_matches([',', ';', ':', ' ', '\u{a0}', '(']);
        let locator = if rest.trim().is_empty() { None } else { Some(locator(rest)?) };
        return Some(Place::In { symbol: Some(symbol), locator });
    }
    if let Some(locator) = locator(input) {
        return Some(Place::In { symbol: None, locator: Some(locator) });
    }
    if let Some(place) = decision_of(input, session).or_else(|| locator_of(input, session)) {
        return Some(place);
    }
    short_instrument(input).map(|code| Place::Outside(Target::Instrument(code)))
}

fn of_target(target: Target) -> Place {
    match target {
        Target::Paper(symbol, locator) => Place::In { symbol: Some(symbol), locator },
        Target::Own(locator) => Place::In { symbol: None, locator: Some(locator) },
        other => Place::Outside(other),
    }
}

/// `decision pfa 2`, `decisión ins17/1`: the draft decision of a paper, wherever in it.
fn decision_of(input: &str, session: Option<u16>) -> Option<Place> {
    let (word, rest) = input.split_once([' ', '\u{a0}'])?;
    if !is_decision(&fold(word)) {
        return None;
    }
    let (symbol, used) = Symbol::typed(rest, session)?;
    let rest = input.get(input.len() - rest.len() + used..)?;
    let spans = if rest.trim().is_empty() { Vec::new() } else { spans(rest)? };
    Some(Place::In { symbol: Some(symbol), locator: Some(Locator::Decisions(spans)) })
}

/// `para 18 ins5`, `app II GB.346/INS/5`: the place before the paper.
fn locator_of(input: &str, session: Option<u16>) -> Option<Place> {
    let starts = input.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, c)| at + c.len_utf8());
    for start in starts.take(6) {
        let (before, after) = (input.get(..start)?, input.get(start..)?);
        if let Some((symbol, used)) = Symbol::typed(after, session)
            && after.get(used..).is_some_and(|rest| rest.trim().is_empty())
            && let Some(locator) = locator(without_of(before))
        {
            return Some(Place::In { symbol: Some(symbol), locator: Some(locator) });
        }
    }
    None
}

fn without_of(text: &str) -> &str {
    let text = text.trim();
    [" of", " in", " du", " de", " del", " to"].iter().find_map(|word| text.strip_suffix(word)).unwrap_or(text)
}

fn is_decision(word: &str) -> bool {
    matches!(word, "decision" | "decisions" | "decisiones" | "dec" | "draft" | "projet" | "proyecto" | "dd")
}

/// A place in a paper as typed: a number alone is a paragraph.
fn locator(text: &str) -> Option<Locator> {
    let text = text.trim().trim_end_matches(['.', ' ']);
    if let Some(spans) = spans(text) {
        return Some(Locator::Paragraphs(spans));
    }
    let split = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(split);
    let rest = rest.trim_start_matches(['.', ' ', '\u{a0}', ':', '#']);
    let rest = ["no. ", "no ", "n° ", "nº "].iter().find_map(|mark| rest.strip_prefix(mark)).unwrap_or(rest);
    let numeral = || {
        let numeral = rest.trim().to_uppercase();
        let fits = !numeral.is_empty()
            && numeral.len() <= 8
            && numeral.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.');
        fits.then_some(numeral)
    };
    match fold(word).as_str() {
        "" if text.starts_with(['§', '¶']) => spans(text.trim_start_matches(['§', '¶'])).map(Locator::Paragraphs),
        "par" | "para" | "paras" | "paragraph" | "paragraphs" | "paragraphe" | "paragraphes" | "paragr" | "parr"
        | "parrs" | "parrafo" | "parrafos" | "point" | "points" | "punto" | "puntos" => {
            spans(rest).map(Locator::Paragraphs)
        }
        word if is_decision(word) => {
            let rest = ["decision ", "de décision ", "de decision ", "de decisión "]
                .iter()
                .find_map(|more| rest.strip_prefix(more))
                .unwrap_or(rest);
            if rest.is_empty() || matches!(fold(rest).as_str(), "decision" | "de decision") {
                return Some(Locator::Decisions(Vec::new()));
            }
            spans(rest).map(Locator::Decisions)
        }
        "app" | "appendix" | "annex" | "annexe" | "anexo" | "ann" | "appendice" | "apendice" => {
            if rest.is_empty() {
                return Some(Locator::Appendix(None));
            }
            numeral().map(|numeral| Locator::Appendix(Some(numeral)))
        }
        "part" | "partie" | "parte" => numeral().map(Locator::Part),
        "section" | "sect" | "sec" | "seccion" => numeral().map(Locator::Section),
        "fn" | "footnote" | "note" | "nota" => {
            let mark = rest.trim();
            let fits = !mark.is_empty() && mark.len() <= 4 && !mark.contains(char::is_whitespace);
            fits.then(|| Locator::Footnote(mark.to_owned()))
        }
        _ => None,
    }
}

/// `29`, `29b`, `29 b`, `247-282`, `8, 9 and 11`; nothing else may follow.
fn spans(text: &str) -> Option<Vec<Span>> {
    let text = text.trim();
    let tokens = Tokens::new(text);
    let (mut spans, next) = numbers::list(&tokens, 0, Manner::Plural)?;
    let letter = tokens.word(next);
    if let Some(last) = spans.last_mut()
        && letter.len() == 1
        && letter.bytes().all(|c| c.is_ascii_lowercase())
        && next + 1 == tokens.len()
        && last.to.is_none()
        && !last.from.contains('(')
    {
        last.from = format!("{}({letter})", last.from);
        return Some(spans);
    }
    (next == tokens.len()).then_some(spans)
}

/// `c190`, `convention 190`, `r204`, `p29`, `mlc` in any case.
fn short_instrument(input: &str) -> Option<String> {
    let folded = fold(input);
    if matches!(folded.as_str(), "mlc" | "mlc 2006" | "mlc, 2006") {
        return Some("MLC".to_owned());
    }
    let at = folded.find(|c: char| c.is_ascii_digit())?;
    let (word, number) = folded.split_at(at);
    let number: u16 = number.parse().ok()?;
    let word: String = word.chars().filter(|c| c.is_alphabetic()).collect();
    let kind = match word.trim_end_matches("no").trim_end_matches("num") {
        "c" | "conv" | "convention" | "convenio" => 'C',
        "r" | "rec" | "recommendation" | "recommandation" | "recomendacion" => 'R',
        "p" | "protocol" | "protocole" | "protocolo" => 'P',
        _ => return None,
    };
    let text = if kind == 'P' { format!("P{number:03}") } else { format!("{kind}{number}") };
    matches!(find(&text, &Context::default()).as_slice(), [_]).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn here() -> Here {
        Here { session: Some(346), paper: "GB.346/INS/5".parse().ok() }
    }

    fn shown(input: &str) -> String {
        match parse(input, &here()) {
            None => "nothing".into(),
            Some(Place::Outside(target)) => format!("outside {target}"),
            Some(Place::In { symbol, locator }) => {
                let parts = [symbol.map(|symbol| symbol.to_string()), locator.map(|locator| locator.to_string())];
                parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn anything_a_delegate_types_finds_its_place() {
        for (input, wanted) in [
            ("29", "para 29"),
            ("29b", "para 29(b)"),
            ("29 b", "para 29(b)"),
            ("29(b)", "para 29(b)"),
            ("29 b)", "para 29(b)"),
            ("12 bis", "para 12bis"),
            ("247-282", "paras 247-282"),
            ("247–82", "paras 247-282"),
            ("8, 9 and 11", "paras 8,9,11"),
            ("§ 14", "para 14"),
            ("para. 14", "para 14"),
            ("párr. 14", "para 14"),
            ("paragraphes 3 et 4", "paras 3,4"),
            ("ins17/1 29", "GB.346/INS/17/1 para 29"),
            ("INS 17/1, para. 29(b)", "GB.346/INS/17/1 para 29(b)"),
            ("ins17/1", "GB.346/INS/17/1"),
            ("GB.344/PV 247-282", "GB.344/PV paras 247-282"),
            ("344 pv 247-282", "GB.344/PV paras 247-282"),
            ("350 pol 3 r1 22", "GB.350/POL/3(Rev.1) para 22"),
            ("decision 15", "decision 15"),
            ("projet de décision 16", "decision 16"),
            ("decision", "decision"),
            ("decision pfa 2", "GB.346/PFA/2 decision"),
            ("pol 3 decision", "GB.346/POL/3 decision"),
            ("app II", "appendix II"),
            ("appendix ii", "appendix II"),
            ("annexe", "appendix"),
            ("anexo I", "appendix I"),
            ("ins5 app I", "GB.346/INS/5 appendix I"),
            ("fn 4", "footnote 4"),
            ("footnote 3 of POL/3", "GB.346/POL/3 footnote 3"),
            ("nota 3 POL/3", "GB.346/POL/3 footnote 3"),
            ("note 3 du POL/3", "GB.346/POL/3 footnote 3"),
            ("par. 10 ins 2 1", "GB.346/INS/2/1 para 10"),
            ("part ii", "part II"),
            ("section 3", "section 3"),
            ("para 18 ins5", "GB.346/INS/5 para 18"),
            ("paragraph 18 of GB.344/INS/8", "GB.344/INS/8 para 18"),
            ("paragraphs 25–35 of document GB.335/INS/2/2", "GB.335/INS/2/2 paras 25-35"),
            ("c190", "outside C190"),
            ("C190", "outside C190"),
            ("convention 190", "outside C190"),
            ("Convention No. 87", "outside C87"),
            ("Convenio núm. 87", "outside C87"),
            ("r204", "outside R204"),
            ("p29", "outside P029"),
            ("mlc", "outside MLC"),
            ("SDG 8", "outside SDG 8"),
            ("article 26 of the Constitution", "outside constitution art 26"),
            ("self para 4", "para 4"),
        ] {
            assert_eq!(shown(input), wanted, "{input}");
        }
    }

    #[test]
    fn words_to_look_for_are_no_place() {
        for input in [
            "",
            "   ",
            "social protection",
            "decision about wages",
            "annexation",
            "insurance 5",
            "policy",
            "2022",
            "c400",
        ] {
            assert_eq!(shown(input), "nothing", "{input}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_does_no_harm(input in "[a-zA-Z0-9 ./()–é§-]{0,24}|.{0,24}") {
            let _ = parse(&input, &here());
        }
    }
}
