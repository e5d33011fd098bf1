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
        [
            "(a) requested the Director-General to | begin",
            "(b)(i) invited Members to reply: | in writing",
            "(b)(ii) invited Members to reply: | soon",
        ]
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

/// A row: its part, its words, its dates.
fn rows(entry: &BoardEntry) -> Vec<String> {
    let due = |one: &Promise| format!("{:?} {:?}", one.due_session, one.due_date);
    of_entry(entry)
        .iter()
        .map(|one| format!("{} {} | {}", one.part.as_deref().unwrap_or_default(), one.sentence(), due(one)))
        .collect()
}

fn adopted(text: &str) -> BoardEntry {
    BoardEntry { adopted_text: Some(text.to_owned()), ..entry("", &[]) }
}

/// `(b)` with what is numbered in it.
fn nested(head: &str, part: &str, points: &[&str]) -> BoardEntry {
    let mut draft = entry(head, &[part]);
    draft.items[0].items = entry("", points).items;
    draft
}

#[test]
fn every_numbered_point_is_a_row_in_one_block_in_lines_and_in_a_list_alike() {
    let due = "Some(347) Some(\"2023-03\")";
    for (head, part, points, words) in [
        (
            "The Governing Body:",
            "(a) requested the Director-General to submit to its 347th Session (March 2023):",
            ["(i) the plan of the harbours, including one map; and", "(ii) a list of the lighthouses."],
            [
                "requested the Director-General to submit to its 347th Session (March 2023): the plan of the harbours, including one map",
                "requested the Director-General to submit to its 347th Session (March 2023): … a list of the lighthouses",
            ],
        ),
        (
            "Le Conseil d'administration:",
            "a) a également prié le Directeur général de lui soumettre à sa 347e session (mars 2023):",
            ["i) le plan des ports, dont une carte;", "ii) une liste des phares."],
            [
                "a également prié le Directeur général de lui soumettre à sa 347e session (mars 2023): le plan des ports, dont une carte",
                "a également prié le Directeur général de lui soumettre à sa 347e session (mars 2023): … une liste des phares",
            ],
        ),
        (
            "El Consejo de Administración:",
            "a) pidió al Director General que presentara a su 347.ª reunión (marzo de 2023):",
            ["i) el plan de los puertos, con un mapa, y", "ii) una lista de los faros."],
            [
                "pidió al Director General que presentara a su 347.ª reunión (marzo de 2023): el plan de los puertos, con un mapa",
                "pidió al Director General que presentara a su 347.ª reunión (marzo de 2023): … una lista de los faros",
            ],
        ),
    ] {
        let wanted = [format!("(a)(i) {} | {due}", words[0]), format!("(a)(ii) {} | {due}", words[1])];
        let all = [head, part, points[0], points[1]];
        assert_eq!(rows(&adopted(&all.join(" "))), wanted);
        assert_eq!(rows(&adopted(&all.join("\n"))), wanted);
        assert_eq!(rows(&entry(&all.join(" "), &[])), wanted);
        assert_eq!(rows(&nested(head, part, &points)), wanted);
    }
}

#[test]
fn points_without_a_letter_above_them_keep_their_own_number_and_date() {
    let wanted = [
        "(i) requested the Office to report to its 348th Session | Some(348) None",
        "(ii) requested the Office to … pay; payment shall be in coin | None None",
        "(iii) requested the Office to … rest | None None",
    ];
    let points = ["(i) report to its 348th Session;", "(ii) pay; payment shall be in coin; and", "(iii) rest."];
    let text = format!("The Governing Body requested the Office to: {}", points.join(" "));
    assert_eq!(rows(&adopted(&text)), wanted);
    assert_eq!(rows(&adopted(&text.replace(" (i", "\n(i"))), wanted);
    assert_eq!(rows(&entry("The Governing Body requested the Office to:", &points)), wanted);
    let wanted = ["(1) a prié le Bureau de publier | None None", "(2) a prié le Bureau de … payer | None None"];
    assert_eq!(rows(&adopted("Le Conseil d’administration a prié le Bureau de: 1) publier; 2) payer.")), wanted);
}

#[test]
fn points_below_a_point_and_points_of_what_the_governing_body_set_itself_are_whole() {
    let text = "The Governing Body: (a) requested the Office to report on: (i) ports; and (ii) mines. The mines come \
                first; (b) decided to review at its 350th Session: (i) the cost; and (ii) the yield; and (c) took note.";
    assert_eq!(
        rows(&adopted(text)),
        [
            "(a)(i) requested the Office to report on: ports | None None",
            "(a)(ii) requested the Office to report on: … mines. The mines come first | None None",
            "(b)(i) decided to review at its 350th Session: the cost | Some(350) None",
            "(b)(ii) decided to review at its 350th Session: … the yield | Some(350) None",
        ]
    );
    let text =
        "The Governing Body requested the Office to:\n(a) report on:\n(i) ports; and\n(ii) mines; and\n(b) rest.";
    assert_eq!(
        rows(&adopted(text)),
        [
            "(a)(i) requested the Office to report on: ports | None None",
            "(a)(ii) requested the Office to report on: … mines | None None",
            "(b) requested the Office to … rest | None None",
        ]
    );
}

#[test]
fn a_request_is_whole_beyond_a_semicolon_and_begins_with_its_verb() {
    assert_eq!(
        rows(&adopted(
            "The Governing Body requested the Office to report, as in paragraph 5 (a) of the paper; and to pay; and \
             took note of the rest."
        )),
        ["(a) requested the Office to report, as in paragraph 5 (a) of the paper; and to pay | None None"]
            .map(|row| row.replacen("(a) ", " ", 1))
    );
    let decided = of_entry(&adopted("Le Conseil d’administration a décidé d’examiner ce point à sa 350e session."));
    assert_eq!(decided[0].quote, "a décidé d’examiner ce point à sa 350e session");
    let asked =
        of_entry(&adopted("Le Conseil d’administration: a) a pris note et a en outre prié le Bureau de finir."));
    assert_eq!(asked[0].quote, "a en outre prié le Bureau de finir");
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
    fn every_word_of_a_request_and_of_its_points_is_in_a_row(
        points in proptest::collection::vec("[b-z]{3,8}( [b-z]{3,8}|, [b-z]{3,8}|; [b-z]{3,8} [b-z]{3,8}){0,5}", 1..9),
        task in "( [b-z]{3,8}){0,4}", which in 0..3usize, lettered in proptest::bool::ANY, lines in proptest::bool::ANY,
    ) {
        let (asks, mark) = [
            ("requested the Office to", "("), ("a prié le Bureau de", ""), ("pidió a la Oficina que", ""),
        ][which];
        let gap = if lines { "\n" } else { " " };
        let listed: Vec<String> = points.iter().zip(ROMAN).map(|(point, label)| format!("{gap}{mark}{label}) {point}")).collect();
        let before = if lettered { format!("{gap}{mark}a) ") } else { " ".to_owned() };
        let request = format!("{asks}{task}:{}", listed.join(";"));
        let end = if lettered { format!(";{gap}{mark}b) took note.") } else { ".".to_owned() };
        let read = adopted(&format!("The Governing Body:{before}{request}{end}"));
        let found = of_entry(&read);
        proptest::prop_assert_eq!(found.len(), points.len());
        for (one, point) in found.iter().zip(&points) {
            proptest::prop_assert_eq!(&one.action, point);
            let lead = format!("{asks}{task}{}", if task.is_empty() { "" } else { ":" });
            proptest::prop_assert_eq!(&one.lead, &lead);
        }
        let rows: String = found.iter().map(|one| format!(" {} ", one.sentence().replace([',', ';', ':', '.'], " "))).collect();
        for word in request.split([' ', '\n', ';', ',', ':']).filter(|word| !word.contains(')')) {
            let word = word.trim();
            proptest::prop_assert!(word.is_empty() || rows.split(' ').any(|one| one == word), "{} in {}", word, rows);
        }
    }

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
