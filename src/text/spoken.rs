//! A place as the chair says it, put as a delegate would type it: “paragraphe 5 b) du POL/3” is `POL/3 5(b)`, “apartado b) del
//! párrafo 20” is `20(b)`.

use super::fold::fold;
use crate::model::Symbol;

/// Words that say nothing of where.
const FILLERS: [&str; 47] = [
    "the",
    "of",
    "in",
    "to",
    "at",
    "on",
    "see",
    "go",
    "please",
    "chair",
    "said",
    "says",
    "document",
    "documents",
    "paper",
    "doc",
    "gb",
    "le",
    "la",
    "les",
    "de",
    "du",
    "des",
    "au",
    "aux",
    "dans",
    "voir",
    "dit",
    "president",
    "presidente",
    "presidence",
    "el",
    "los",
    "las",
    "del",
    "al",
    "en",
    "ver",
    "vease",
    "presidenta",
    "dijo",
    "ha",
    "dicho",
    "documento",
    "documentos",
    "say",
    "that",
];
/// Words before the number of a paragraph.
const PARAGRAPH: [&str; 15] = [
    "par",
    "para",
    "paras",
    "paragraph",
    "paragraphs",
    "paragraphe",
    "paragraphes",
    "paragr",
    "parr",
    "parrs",
    "parrafo",
    "parrafos",
    "point",
    "punto",
    "§",
];
/// Words before the letter of a part.
const PART: [&str; 14] = [
    "alinea",
    "sous-alinea",
    "subparagraph",
    "sub-paragraph",
    "subpara",
    "apartado",
    "subapartado",
    "inciso",
    "letra",
    "lettre",
    "letter",
    "item",
    "clause",
    "subclause",
];
/// Words before the number of a table.
const TABLE: [&str; 4] = ["table", "tableau", "cuadro", "tabla"];
/// Words before the mark of a footnote, and those that may follow them: “nota al pie 3”, “note de bas de page 3”.
const FOOTNOTE: [&str; 5] = ["footnote", "note", "nota", "fn", "footnotes"];
const OF_FOOTNOTE: [&str; 4] = ["pie", "bas", "page", "pagina"];
/// Words for a draft decision.
const DECISION: [&str; 6] = ["decision", "draft", "projet", "proyecto", "dec", "dd"];

/// What is said, as it would be typed; `None` when it is typed so already, or is no place.
#[must_use]
pub fn plain(input: &str, session: Option<u16>) -> Option<String> {
    if input.len() > 200 {
        return None;
    }
    let (symbol, before, after) = symbol(input, session);
    // “par. 10 ins 2 1”: the paragraph was said already, and the last number is one of the symbol
    let last = after.trim();
    let of_symbol = !symbol.is_empty()
        && (1..=2).contains(&last.len())
        && last.bytes().all(|c| c.is_ascii_digit())
        && before.contains(|c: char| c.is_ascii_digit());
    let longer = format!("{symbol}/{last}");
    let (symbol, after) = if of_symbol { (longer.as_str(), "") } else { (symbol, after) };
    let mut place = Place::default();
    for part in [before, after] {
        let folded = fold(part).replace(")(", ") (").replace('’', "'");
        let folded = ["l'", "d'"].iter().fold(folded, |text, article| text.replace(article, " "));
        let words =
            folded.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '\'' | '’' | '"' | '«' | '»'));
        let words: Vec<&str> = words.map(|word| word.trim_end_matches('.')).filter(|word| !word.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            place.take(word, words.get(at + 1).copied())?;
        }
    }
    // typed in the usual order and without a word too many: nothing is to be done
    let usual = (symbol.is_empty() || before.trim().is_empty()) && !place.said;
    let place = place.typed()?;
    let whole = [symbol, place.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    (!usual && !whole.is_empty()).then_some(whole)
}

/// The symbol in the words, with what stands before and after it; it begins and ends with a word.
fn symbol(input: &str, session: Option<u16>) -> (&str, &str, &str) {
    let mut open = true;
    for (at, c) in input.char_indices() {
        if open
            && c.is_alphanumeric()
            && let Some((symbol, used)) = input.get(at..).and_then(|rest| Symbol::typed(rest, session))
            && (symbol.body().is_some() || c.is_ascii_digit())
            && let (Some(before), Some(name), Some(after)) =
                (input.get(..at), input.get(at..at + used), input.get(at + used..))
            && !after.starts_with(char::is_alphanumeric)
        {
            return (name.trim(), before, after);
        }
        open = c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | '\'' | '’');
    }
    ("", input, "")
}

/// What was said of the place in the paper.
#[derive(Default)]
struct Place {
    number: String,
    letters: Vec<String>,
    /// A draft decision, a table.
    kind: &'static str,
    /// The next letter is that of a part.
    part: bool,
    /// There was a word that is not typed in the usual way.
    said: bool,
}

impl Place {
    /// Takes a word; `None` when it cannot belong to a place.
    fn take(&mut self, word: &str, next: Option<&str>) -> Option<()> {
        let bare = word.trim_matches(['(', ')']);
        if PARAGRAPH.contains(&bare) && self.number.is_empty() {
            self.part = false;
        } else if PART.contains(&bare) {
            (self.part, self.said) = (true, true);
        } else if TABLE.contains(&bare) && self.kind.is_empty() {
            (self.kind, self.said) = ("table", self.said || bare != "table");
        } else if FOOTNOTE.contains(&bare) && self.kind.is_empty() {
            (self.kind, self.said) = ("fn", self.said || bare != "fn");
        } else if self.kind == "fn" && OF_FOOTNOTE.contains(&bare) {
            self.said = true;
        } else if DECISION.contains(&bare) {
            self.kind = "decision";
        } else if let Some(letter) = self.letter(word, bare, next) {
            self.letters.push(letter);
            self.part = false;
        } else if bare.starts_with(|c: char| c.is_ascii_digit()) && self.number.is_empty() {
            self.numbered(word)?;
        } else if bare.is_empty() || FILLERS.contains(&bare) || bare == "a" {
            self.said = true;
        } else {
            return None;
        }
        Some(())
    }

    /// A letter of a part: after the word for one, with its bracket, or after the number.
    fn letter(&self, word: &str, bare: &str, next: Option<&str>) -> Option<String> {
        let short = (1..=4).contains(&bare.len()) && bare.bytes().all(|c| c.is_ascii_lowercase());
        let roman = bare.bytes().all(|c| matches!(c, b'i' | b'v' | b'x'));
        let fits = short && (bare.len() == 1 || roman);
        // “a dit”, “à la”
        let spoken = bare == "a" && next.is_some_and(|next| FILLERS.contains(&next));
        let meant = self.part || word.ends_with(')') || (!self.number.is_empty() && !spoken);
        (fits && meant).then(|| bare.to_owned())
    }

    /// `16`, `16b`, `16(b)(ii)`, `20-22`.
    fn numbered(&mut self, word: &str) -> Option<()> {
        let digits = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (number, rest) = word.split_at(digits);
        let range =
            rest.strip_prefix(['-', '–']).is_some_and(|to| !to.is_empty() && to.bytes().all(|c| c.is_ascii_digit()));
        if range || matches!(rest, "bis" | "ter") {
            word.clone_into(&mut self.number);
            return Some(());
        }
        number.clone_into(&mut self.number);
        let mut letters = Vec::new();
        for letter in rest.split(['(', ')']).filter(|letter| !letter.is_empty()) {
            let fits = letter.len() <= 4 && letter.bytes().all(|c| c.is_ascii_lowercase());
            letters.push(fits.then(|| letter.to_owned())?);
        }
        // a letter said before the number is that of its part
        self.letters.splice(0..0, letters);
        Some(())
    }

    fn typed(&self) -> Option<String> {
        let footnote = self.kind == "fn";
        if self.number.is_empty() && !(self.letters.is_empty() && self.kind != "table" && !footnote) {
            return None;
        }
        // a footnote has no parts
        if footnote && !self.letters.is_empty() {
            return None;
        }
        let letters: String = self.letters.iter().map(|letter| format!("({letter})")).collect();
        Some(format!("{} {}{letters}", self.kind, self.number).trim().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::plain;

    #[test]
    fn what_the_chair_says_is_put_as_it_would_be_typed() {
        for (said, typed) in [
            ("paragraphe 5 b) du POL/3", "POL/3 5(b)"),
            ("párrafo 16 b) del POL/3", "POL/3 16(b)"),
            ("point 16 b) INS/2/1", "INS/2/1 16(b)"),
            ("alinéa b) du paragraphe 16, POL/3", "POL/3 16(b)"),
            ("apartado b) del párrafo 20", "20(b)"),
            ("INS/5 párrafo 20, apartado b)", "INS/5 20(b)"),
            ("la présidente a dit par. 4 c du document GB.399/INS/17", "GB.399/INS/17 4(c)"),
            ("paragraph 26(c) of INS/17/1", "INS/17/1 26(c)"),
            ("subparagraph (b) of paragraph 29", "29(b)"),
            ("paragraph 29, subparagraph (b)(ii)", "29(b)(ii)"),
            ("párrafo 20 b) ii) del documento INS/5", "INS/5 20(b)(ii)"),
            ("au paragraphe 20 a) de l’INS/5", "INS/5 20(a)"),
            ("POL/3 tableau 1", "POL/3 table 1"),
            ("cuadro 2 del PFA/2", "PFA/2 table 2"),
            ("projet de décision du POL/3", "POL/3 decision"),
            ("le document POL/3", "POL/3"),
            ("footnote 3 of POL/3", "POL/3 fn 3"),
            ("nota 3 POL/3", "POL/3 fn 3"),
            ("note 3 du POL/3", "POL/3 fn 3"),
            ("nota al pie 3 del POL/3", "POL/3 fn 3"),
            ("note de bas de page 3 du POL/3", "POL/3 fn 3"),
            ("par. 10 ins 2 1", "ins 2/1 10"),
        ] {
            assert_eq!(plain(said, Some(399)).as_deref(), Some(typed), "{said}");
        }
    }

    #[test]
    fn what_is_typed_already_and_what_is_no_place_stays_as_it_is() {
        for said in [
            "29",
            "29b",
            "pol/3 16b",
            "ins17/1 29",
            "para 5",
            "social protection",
            "decision about wages",
            "the chair said",
            "insurance 5",
            "a",
            "",
            "b)",
            "article 26 of the Constitution",
            "Convention No. 87",
            "app II",
            "policy",
            "2022",
        ] {
            assert_eq!(plain(said, Some(399)), None, "{said}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_said_does_no_harm(said in "[a-zé0-9 ./()’–§-]{0,40}|.{0,40}") {
            if let Some(typed) = plain(&said, Some(399)) {
                prop_assert_eq!(plain(&typed, Some(399)), None);
            }
        }
    }
}
