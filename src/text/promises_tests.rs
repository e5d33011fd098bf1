//! What is asked, in three languages and in every form of a list.

use super::*;
use crate::model::Outcome;

fn entry(text: &str, items: &[&str]) -> BoardEntry {
    let item = |text: &&str| {
        let (marker, text) = text.split_once(' ').unwrap_or(("", text));
        Item { marker: marker.to_owned(), text: text.to_owned(), ..Item::default() }
    };
    BoardEntry {
        paper: "GB.346/INS/5".parse().unwrap(),
        paragraph: Some("29".into()),
        id: "para_29".into(),
        language: None,
        title: None,
        text: text.to_owned(),
        items: items.iter().map(item).collect(),
        outcome: Outcome::Pending,
        adopted_text: None,
        decided_on: None,
    }
}

fn told(entry: &BoardEntry) -> Vec<String> {
    of_entry(entry)
        .into_iter()
        .map(|one| {
            format!(
                "{}[{}] {} | {} | {}",
                one.part.unwrap_or_default(),
                one.asked_of,
                one.action,
                one.due_session.map_or("-".to_owned(), |session| session.to_string()),
                one.due_date.unwrap_or("-".to_owned())
            )
        })
        .collect()
}

#[test]
fn the_next_session_is_the_one_after_that_of_the_paper() {
    let due = |text: &str| of_entry(&entry(text, &[])).into_iter().map(|one| one.due_session).collect::<Vec<_>>();
    assert_eq!(due("The Governing Body requested the Office to report at its next session."), [Some(347)]);
    assert_eq!(due("Le Conseil d’administration prie le Bureau de faire rapport à sa prochaine session."), [Some(347)]);
    assert_eq!(due("El Consejo de Administración pide a la Oficina que informe en su próxima reunión."), [Some(347)]);
    assert_eq!(
        due(
            "The Governing Body requested the Office to report to the Conference at its next session of the Conference."
        ),
        [None]
    );
}

#[test]
fn requests_name_who_what_and_when() {
    let draft = entry(
        "The Governing Body:",
        &[
            "(a) took note of the report; and",
            "(b) requested the Director-General to present an updated report to its 347th Session (March 2023);",
            "(c) requested the Office to take its guidance into account, and to submit a plan for consideration at the 349th Session (October–November 2023); and",
            "(d) invited the Governments of member States to reply by 31 December 2023.",
            "(e) decided to consider the matter again at its 350th Session (March 2024).",
            "(f) recalled its decision at its 344th Session (March 2022).",
        ],
    );
    assert_eq!(
        told(&draft),
        [
            "(b)[Director-General] present an updated report to its 347th Session (March 2023) | 347 | 2023-03",
            "(c)[Office] take its guidance into account, and to submit a plan for consideration at the 349th Session (October–November 2023) | 349 | 2023-11",
            "(d)[Governments of member States] reply by 31 December 2023 | - | 2023-12-31",
            "(e)[Governing Body] decided to consider the matter again at its 350th Session (March 2024) | 350 | 2024-03",
        ]
    );
}

#[test]
fn a_request_before_a_list_holds_for_each_of_its_parts() {
    let draft = entry(
        "The Governing Body requested the Director-General to:",
        &["(a) submit a report to its 348th Session (June 2023); and", "(b) find the money."],
    );
    assert_eq!(
        told(&draft),
        [
            "(a)[Director-General] submit a report to its 348th Session (June 2023) | 348 | 2023-06",
            "(b)[Director-General] find the money | - | -",
        ]
    );
}

#[test]
fn french_and_spanish() {
    for (text, wanted) in [
        (
            "Le Conseil d’administration a demandé au Directeur général de lui présenter un rapport à sa 347e session (mars 2023).",
            "[Directeur général] lui présenter un rapport à sa 347e session (mars 2023) | 347 | 2023-03",
        ),
        (
            "Le Conseil d’administration prie le Bureau de soumettre une stratégie d’ici à la fin de 2023.",
            "[Bureau] soumettre une stratégie d’ici à la fin de 2023 | - | 2023",
        ),
        (
            "El Consejo de Administración pidió al Director General que le presentara un informe en su 347.ª reunión (marzo de 2023).",
            "[Director General] le presentara un informe en su 347.ª reunión (marzo de 2023) | 347 | 2023-03",
        ),
        (
            "El Consejo de Administración solicita a la Oficina que prepare un plan a más tardar el 5 de marzo de 2023.",
            "[Oficina] prepare un plan a más tardar el 5 de marzo de 2023 | - | 2023-03-05",
        ),
        (
            "El Consejo de Administración decidió examinar la cuestión en su 350.ª reunión (marzo de 2024).",
            "[Consejo de Administración] decidió examinar la cuestión en su 350.ª reunión (marzo de 2024) | 350 | 2024-03",
        ),
    ] {
        assert_eq!(told(&entry(text, &[])), [wanted]);
    }
}

#[test]
fn the_adopted_text_goes_before_the_draft_and_the_words_can_be_found() {
    let mut decided = entry("The Governing Body requested the Office to wait until its 360th Session.", &[]);
    decided.adopted_text = Some(
            "The Governing Body:\n(a) took note; and\n(b) requested the Office to report to its 347th Session (March 2023).".into(),
        );
    let found = of_entry(&decided);
    assert_eq!(found.len(), 1, "{found:?}");
    let one = &found[0];
    assert_eq!((one.part.as_deref(), one.due_session), (Some("(b)"), Some(347)));
    assert_eq!(one.quote, "requested the Office to report to its 347th Session (March 2023)");
}

#[test]
fn an_adopted_text_in_one_line_tells_its_parts() {
    let mut decided = entry("The Governing Body:", &[]);
    decided.adopted_text = Some(
        "The Governing Body: (a) took note of it; (b) requested the Office to report to its 347th Session; and \
             (c) invited Members to reply."
            .into(),
    );
    let parts: Vec<_> = of_entry(&decided).into_iter().map(|one| (one.part, one.due_session)).collect();
    assert_eq!(parts, [(Some("(b)".into()), Some(347)), (Some("(c)".into()), None)]);
}

#[test]
fn parts_of_an_adopted_text_in_one_line_keep_their_letter_and_the_verb_in_every_language() {
    let told = |text: &str| -> Vec<String> {
        let mut decided = entry("", &[]);
        decided.adopted_text = Some(text.to_owned());
        let all = of_entry(&decided).into_iter();
        all.map(|one| format!("{} {} | {}", one.part.unwrap_or_default(), one.lead, one.action)).collect()
    };
    assert_eq!(
        told(
            "The Governing Body: (a) took note and requested the Director-General to begin; (b) invited Members to \
                 reply: (i) in writing; and (ii) soon; and (c) decided nothing."
        ),
        ["(a) requested the Director-General to | begin", "(b) invited Members to | reply: (i) in writing",]
    );
    assert_eq!(
        told(
            "Le Conseil d'administration: a) a pris note et a prié le Bureau d’en tenir compte; b) a invité le Bureau à: i) finir; c) a décidé."
        ),
        ["(a) a prié le Bureau d’ | en tenir compte", "(b)(i) a invité le Bureau à | finir"]
    );
    assert_eq!(
        told("El Consejo de Administración pidió a la Oficina que: a) empezara, y b) terminara en su 347.ª reunión."),
        ["(a) pidió a la Oficina que | empezara", "(b) pidió a la Oficina que | terminara en su 347.ª reunión"]
    );
    assert_eq!(
        told("The Governing Body requested the Office to: (a) report; and (b) pay."),
        ["(a) requested the Office to | report", "(b) requested the Office to | pay"]
    );
}

#[test]
fn what_was_asked_before_or_by_others_is_no_promise() {
    for text in [
        "The Governing Body took note of the report, as requested at its 340th Session.",
        "The Governing Body adopted the agenda of the 112th Session (2024) of the Conference.",
        "Le Conseil d’administration prend note du rapport.",
        "El Consejo de Administración toma nota del informe.",
    ] {
        assert!(told(&entry(text, &[])).is_empty(), "{text}: {:?}", told(&entry(text, &[])));
    }
}

#[test]
fn an_authorization_is_no_request_and_ends_the_one_before_it() {
    for text in [
        "The Governing Body authorized the Director-General to use up to 7.9 million by 31 December 2023.",
        "Le Conseil d’administration a autorisé le Directeur général à utiliser ces ressources en 2023.",
        "Le Conseil d’administration autorise le Bureau à publier le rapport.",
        "El Consejo de Administración autorizó al Director General a que utilizara los recursos.",
        "El Consejo de Administración autoriza a la Oficina a publicar el informe.",
    ] {
        assert!(told(&entry(text, &[])).is_empty(), "{text}: {:?}", told(&entry(text, &[])));
    }
    let both = "The Governing Body requested the Office to report to its 347th Session and authorized the \
                    Director-General to sign the agreement.";
    assert_eq!(told(&entry(both, &[])), ["[Office] report to its 347th Session | 347 | -"]);
    let mut decided = entry("", &[]);
    decided.adopted_text = Some(
            "The Governing Body:\n(a) requested the Office to:\n(i) report;\n(b) authorized the Director-General to:\n(i) sign.".into(),
        );
    assert_eq!(told(&decided), ["(a)(i)[Office] report | - | -"]);
    let list = entry("The Governing Body authorized the Director-General to:", &["(a) sign; and", "(b) pay."]);
    assert!(told(&list).is_empty(), "{:?}", told(&list));
}

proptest::proptest! {
    #[test]
    fn no_text_does_harm(text in "((requested|the|Office|to|347th|Session|\\(|\\)|March|2023|;|\\.|de|pide|a|la|que|,|:| ){1,3}){0,40}", any in ".{0,80}") {
        let adopted = |text: &String| BoardEntry { adopted_text: Some(text.clone()), ..entry("", &[]) };
        for (text, read) in [(&text, entry(&text, &[])), (&any, entry(&any, &[])), (&text, adopted(&text))] {
            for one in of_entry(&read) {
                let words: String = text.chars().skip(one.at[0]).take(one.at[1] - one.at[0]).collect();
                proptest::prop_assert_eq!(words, one.quote);
            }
        }
    }
}
