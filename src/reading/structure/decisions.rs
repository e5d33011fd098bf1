//! Draft decisions: under their heading, or a bold paragraph of the Governing Body, or the older "may wish to". Never by
//! tense: English drafts are in the past, French and Spanish ones in either (`domain.md` §3.3).

use crate::model::{Block, DraftDecision, Item, Kind, Paragraph};
use crate::text::fold::fold;

use super::assemble::Built;
use super::heads;

/// Who decides, folded.
const DECIDERS: &[&str] = &["the governing body", "le conseil d'administration", "el consejo de administracion"];

/// Invitations to decide, folded, as older papers word them.
const INVITATIONS: &[&str] = &[
    "may wish to",
    "may wish, ",
    "may therefore wish to",
    "may accordingly wish to",
    "might wish to",
    "is invited to",
    "souhaitera sans doute",
    "souhaitera peut-etre",
    "souhaitera eventuellement",
    "voudra sans doute",
    "voudra peut-etre",
    "jugera sans doute utile",
    "jugera peut-etre opportun",
    "est invite a",
    "est invitee a",
    "tal vez estime",
    "tal vez considere",
    "tal vez juzgue",
    "quizas estime",
    "podria considerar",
    "tal vez desee",
    "quiza desee",
];

/// Finds the draft decisions among the blocks; `pointed` are the paragraphs that the paper itself names.
pub(super) fn find(built: &[Built], kind: Kind, pointed: &[String]) -> Vec<DraftDecision> {
    if matches!(kind, Kind::Text | Kind::Agenda | Kind::Programme | Kind::Decision) {
        return Vec::new();
    }
    let mut out: Vec<DraftDecision> = Vec::new();
    let mut under: Option<bool> = None;
    // the last draft ends in a colon: what follows without a number is the text that it embeds
    let mut open = false;
    for (at, block) in built.iter().enumerate() {
        match &block.block {
            Block::Heading(heading) => {
                under = heads::of_decision(&heading.text).then_some(false);
                let title = fold(&heading.text);
                open &= ["resolution", "resolucion"].iter().any(|word| title.starts_with(word));
                if let Some(last) = out.last_mut().filter(|_| open) {
                    embed(last, &heading.text, &[]);
                }
            }
            Block::Table(_) => open = false,
            Block::Paragraph(paragraph) => {
                open &= paragraph.number.is_none();
                if let Some(last) = out.last_mut().filter(|_| open) {
                    open = embed(last, &paragraph.text, &paragraph.items);
                    continue;
                }
                let folded = fold(paragraph.text.get(..clip(&paragraph.text)).unwrap_or_default());
                let (folded, labelled) = unlabelled(&folded);
                // "The Governing Body of the International Labour Office," opens a resolution that a draft embeds
                let by = DECIDERS
                    .iter()
                    .find_map(|who| folded.strip_prefix(who))
                    .filter(|_| !paragraph.text.ends_with(',') || paragraph.number.is_some());
                let named = paragraph.number.as_ref().is_some_and(|number| pointed.contains(number));
                let decides = match under {
                    // the first under its heading, and every other that speaks for the Governing Body
                    Some(taken) => by.is_some() || !taken && (first_of_section(built, at) || named),
                    None => false,
                };
                let bold = by.is_some()
                    && block.bold
                    && (paragraph.number.is_some() || block.bold_lead)
                    && kind != Kind::Minutes;
                let colon =
                    by.is_some_and(|rest| rest.trim() == ":") && !paragraph.items.is_empty() && kind != Kind::Minutes;
                // where the cover points to another paragraph, an invitation is a question to the Governing Body
                let invited =
                    kind != Kind::Minutes && pointed.is_empty() && invites(folded) && !asks(folded, &paragraph.items);
                let said = labelled && by.is_some() && kind != Kind::Minutes;
                if decides || bold || colon || invited || named || said {
                    if let Some(taken) = &mut under {
                        *taken = true;
                    }
                    out.push(draft(paragraph));
                    open = ends_open(paragraph.items.last(), &paragraph.text);
                }
            }
        }
    }
    out
}

/// "Point for decision: The Governing Body …": the words after the label, and whether there was one.
fn unlabelled(folded: &str) -> (&str, bool) {
    const LABELS: [&str; 8] = [
        "point for decision",
        "points for decision",
        "draft decision",
        "proposed decision",
        "point appelant une decision",
        "projet de decision",
        "punto que requiere decision",
        "proyecto de decision",
    ];
    let rest = LABELS.iter().find_map(|label| folded.strip_prefix(label));
    let rest = rest.and_then(|rest| rest.trim_start().strip_prefix([':', '.']));
    rest.map_or((folded, false), |rest| (rest.trim_start(), true))
}

/// True when the last words of a list part, or of the text when there is none, end in a colon.
fn ends_open(last: Option<&Item>, text: &str) -> bool {
    match last {
        Some(item) => ends_open(item.items.last(), &item.text),
        None => text.trim_end().ends_with(':'),
    }
}

/// Puts a paragraph of the text that a draft embeds ("adopted the following resolution:") into the draft, and the parts of the
/// draft that go on after it. False when the embedded text is over.
fn embed(draft: &mut DraftDecision, text: &str, items: &[Item]) -> bool {
    let letter = |item: &Item| {
        let mut letters = item.marker.chars().filter(char::is_ascii_alphabetic);
        letters.next().filter(|_| letters.next().is_none())
    };
    let after = draft.items.last().and_then(letter);
    let goes_on = |item: &Item| matches!((after, letter(item)), (Some(a), Some(b)) if a as u32 + 1 == b as u32);
    let split = items.iter().position(goes_on).unwrap_or(items.len());
    let (inner, outer) = items.split_at(split);
    let paragraph = Item { text: text.to_owned(), items: inner.to_vec(), ..Item::default() };
    match draft.items.last_mut() {
        Some(last) if !last.marker.is_empty() => last.items.push(paragraph),
        _ => draft.items.push(paragraph),
    }
    draft.items.extend(outer.iter().cloned());
    outer.is_empty() || ends_open(outer.last(), text)
}

fn clip(text: &str) -> usize {
    text.char_indices().nth(600).map_or(text.len(), |(at, _)| at)
}

/// The first paragraph after its heading.
fn first_of_section(built: &[Built], at: usize) -> bool {
    at.checked_sub(1)
        .and_then(|before| built.get(before))
        .is_some_and(|before| matches!(before.block, Block::Heading(_)))
}

/// "The Committee may wish to recommend that …": the subject at the beginning, the invitation soon after it.
fn invites(folded: &str) -> bool {
    let bodies = [
        "the governing body",
        "the committee",
        "the working party",
        "the subcommittee",
        "the officers",
        "le conseil d'administration",
        "la commission",
        "le groupe de travail",
        "el consejo de administracion",
        "la comision",
        "el grupo de trabajo",
    ];
    // a clause may stand before the subject: "In the light of the above, the Committee may wish to"
    let head = folded.get(..folded.char_indices().nth(260).map_or(folded.len(), |(at, _)| at)).unwrap_or_default();
    INVITATIONS.iter().any(|invitation| {
        head.find(invitation).is_some_and(|at| {
            let before = head.get(..at).unwrap_or_default();
            let clause = before.rsplit(". ").next().unwrap_or(before);
            before.len() == clause.len()
                && bodies.iter().any(|body| clause.starts_with(body) || clause.contains(&format!(", {body}")))
        })
    })
}

/// "The Governing Body may wish to consider the following questions:" is for debate, and nothing to adopt.
fn asks(folded: &str, items: &[Item]) -> bool {
    const QUESTIONS: [&str; 14] = [
        "following question",
        "questions below",
        "points for discussion",
        "following points",
        "guidance on the following",
        "questions suivantes",
        "questions ci-apres",
        "points suivants",
        "siguientes cuestiones",
        "siguientes preguntas",
        "cuestiones siguientes",
        "preguntas siguientes",
        "siguientes puntos",
        "puntos siguientes",
    ];
    let questions = items.iter().filter(|item| item.text.trim_end().ends_with('?')).count();
    QUESTIONS.iter().any(|words| folded.contains(words)) || questions > 0 && questions * 2 >= items.len()
}

fn draft(paragraph: &Paragraph) -> DraftDecision {
    DraftDecision {
        paragraph: paragraph.number.clone(),
        id: paragraph.id.clone(),
        text: paragraph.text.clone(),
        items: paragraph.items.clone(),
    }
}

/// The paragraphs that the paper itself names as its draft decisions: "(see the draft decisions in paragraphs 10 and
/// 17)", "(voir le projet de décision au paragraphe 16)", "Véase el proyecto de decisión en el párrafo 24".
pub(super) fn pointers(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut out = Vec::new();
    for name in [
        "draft decision",
        "point for decision",
        "points for decision",
        "projet de decision",
        "projets de decision",
        "proyecto de decision",
        "proyectos de decision",
    ] {
        for (at, _) in folded.match_indices(name) {
            let before = folded.get(..at).unwrap_or_default();
            let start = before.len().saturating_sub(40);
            let before = (start..=before.len()).find_map(|from| before.get(from..)).unwrap_or_default();
            let rest = folded.get(at + name.len()..).unwrap_or_default().trim_start_matches('s');
            let Some(rest) = [
                "in paragraph",
                "at paragraph",
                "au paragraphe",
                "aux paragraphe",
                "en el parrafo",
                "en los parrafo",
                "under paragraph",
                "contained in paragraph",
                "figurant au paragraphe",
                "que figura en el parrafo",
            ]
            .iter()
            .find_map(|link| rest.trim_start().strip_prefix(link)) else {
                continue;
            };
            if !["see", "voir", "vease", "veanse", "(", ","].iter().any(|word| before.contains(word)) && at > 0 {
                continue;
            }
            numbers(rest.trim_start_matches('s'), &mut out);
        }
    }
    out
}

/// "Point for decision: Paragraph 4." at the end of an older paper.
pub(super) fn pointer_line(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    if text.len() < 200 {
        let folded = fold(text);
        let named = [
            "point for decision",
            "points for decision",
            "point appelant une decision",
            "points appelant une decision",
            "punto que requiere decision",
            "puntos que requieren decision",
        ]
        .iter()
        .find_map(|name| folded.strip_prefix(name));
        let numbered = named.map(|rest| rest.trim_start_matches([':', ' ', '(']));
        let rest = numbered
            .and_then(|rest| ["paragraph", "paragraphe", "parrafo"].iter().find_map(|word| rest.strip_prefix(word)));
        if let Some(rest) = rest {
            numbers(rest.trim_start_matches(['e', 's']), &mut out);
        }
    }
    out
}

/// The numbers at the start of a text: "10 and 17", "8, 9, 11 and 12", "7-9".
fn numbers(text: &str, out: &mut Vec<String>) {
    let mut rest = text.trim_start();
    let mut range = false;
    while let Some(digits) =
        rest.get(..rest.bytes().take_while(u8::is_ascii_digit).count()).filter(|digits| !digits.is_empty())
    {
        let from = out.last().and_then(|last| last.parse::<u32>().ok());
        if let (true, Some(from), Ok(to)) = (range, from, digits.parse::<u32>()) {
            for number in (from + 1..to).take(60) {
                out.push(number.to_string());
            }
        }
        if !out.iter().any(|known| known == digits) {
            out.push(digits.to_owned());
        }
        rest = rest.get(digits.len()..).unwrap_or_default().trim_start();
        range = rest.starts_with('-') || rest.starts_with("to ");
        let Some(after) =
            [", and ", ", ", "and ", "et ", "y ", "-", "to ", "& "].iter().find_map(|link| rest.strip_prefix(link))
        else {
            break;
        };
        rest = after.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_papers_own_pointer_is_read_in_three_languages() {
        assert_eq!(pointers("… (see the draft decision in paragraph 29)."), ["29"]);
        assert_eq!(pointers("(see the draft decisions in paragraphs 10 and 17)"), ["10", "17"]);
        assert_eq!(pointers("(voir le projet de décision au paragraphe 16)"), ["16"]);
        assert_eq!(pointers("Véase el proyecto de decisión en el párrafo 24"), ["24"]);
        assert!(pointers("the draft decision was adopted").is_empty());
    }

    #[test]
    fn a_label_before_the_decision_is_no_part_of_it() {
        assert_eq!(
            unlabelled("point for decision: the governing body took note"),
            ("the governing body took note", true)
        );
        assert_eq!(unlabelled("draft decisions are listed below"), ("draft decisions are listed below", false));
    }

    #[test]
    fn the_text_that_a_draft_embeds_is_found_with_it() {
        let item = |marker: &str, text: &str| Item { marker: marker.into(), text: text.into(), ..Item::default() };
        let mut draft = DraftDecision {
            items: vec![item("(a)", "took note;"), item("(b)", "adopted the following resolution:")],
            ..DraftDecision::default()
        };
        assert!(ends_open(draft.items.last(), ""));
        assert!(embed(&mut draft, "Recalling the Declaration,", &[]));
        assert!(!embed(&mut draft, "Decides to meet; and", &[item("(c)", "requested a report.")]));
        let mut text = String::new();
        crate::model::paper::push_items(&mut text, &draft.items, 0);
        assert_eq!(
            text,
            "(a) took note;\n(b) adopted the following resolution:\n  Recalling the Declaration,\n  Decides to meet; and\n(c) requested a report."
        );
    }

    #[test]
    fn older_invitations_are_drafts_and_narrative_is_not() {
        assert!(invites("the committee on technical cooperation may wish to recommend that the governing body"));
        assert!(invites("in the light of the above, the governing body may wish to authorize"));
        assert!(!invites("the office has prepared proposals. members may wish to read them"));
        assert!(!invites("the governing body decided at its 270th session"));
    }

    #[test]
    fn questions_to_the_governing_body_are_no_decision() {
        let item = |text: &str| Item { marker: "(a)".into(), text: text.into(), ..Item::default() };
        assert!(asks("the governing body may wish to consider the following questions:", &[]));
        assert!(asks("le conseil d'administration souhaitera sans doute examiner les questions suivantes:", &[]));
        assert!(asks("the governing body may wish to say:", &[item("How soon should it begin?"), item("Who pays?")]));
        assert!(!asks("the governing body may wish to:", &[item("take note of the report; and"), item("agree.")]));
    }
}
