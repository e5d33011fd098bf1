use proptest::prelude::*;

use super::*;

/// Pieces that citations are made of, in an order that no writer would choose.
const PIECES: [&str; 64] = [
    "paragraph",
    "paras",
    "para.",
    "paragraphes",
    "párrafos",
    "§",
    "12",
    "12 bis",
    "29(b)",
    "304 (a)-(b)",
    "17–23",
    "1964",
    ",",
    ";",
    ".",
    "(",
    ")",
    "and",
    "et",
    "y",
    "to",
    "of",
    "du",
    "de la",
    "the",
    "document",
    "GB.346/INS/17/1",
    "GB.344/PV",
    "GB.350/POL/3(Rev.1",
    "ILC.109/Record No. 7A",
    "Convention",
    "convenio",
    "recommandation",
    "No.",
    "nº",
    "(núm. 87)",
    "C87",
    "MLC",
    "Protocol of 2014",
    "article",
    "Constitution",
    "Standing Orders",
    "Conference",
    "Governing Body",
    "SDG",
    "outcome",
    "output",
    "A.1",
    "3.1",
    "appendix",
    "annexe II",
    "Part III",
    "section",
    "draft decision in",
    "points for decision in",
    "resolution",
    "that",
    "this",
    "see",
    "–",
    "e)",
    "\u{301}",
    "第4段",
    "\n",
];

fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(PIECES.to_vec()), prop::sample::select(vec![" ", "", "\u{a0}"])), 0..40)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, blank)| [piece, blank]).collect())
}

fn check(text: &str, context: &Context) -> Result<(), TestCaseError> {
    let mut last = 0..0;
    for citation in find(text, context) {
        prop_assert!(text.get(citation.span.clone()).is_some_and(|words| !words.is_empty()));
        prop_assert!(citation.span == last || citation.span.start >= last.end, "{:?} after {:?}", citation.span, last);
        last = citation.span;
        let target = citation.target.to_string();
        prop_assert_eq!(target.parse::<Target>(), Ok(citation.target), "{}", target);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_soup_of_pieces_is_read_in_order_and_every_target_reads_back(text in soup(), heading: bool) {
        check(&text, &Context { heading, own: "GB.346/INS/17/1".parse().ok(), ..Context::default() })?;
        check(&text, &Context { column: Some(Column::Outputs), ..Context::default() })?;
        check(&text, &Context { column: Some(Column::Sdgs), ..Context::default() })?;
    }

    #[test]
    fn any_text_is_read_without_harm(text in ".{0,200}") {
        check(&text, &Context::default())?;
    }
}

/// How often tokens are looked at must grow with the text, whatever the text repeats.
#[test]
fn the_time_is_linear_in_the_length_of_the_text() {
    let context = Context::default();
    let looks = |text: &str| {
        let mut scan = Scan::new(text, &context);
        scan.pass();
        scan.tokens.looks()
    };
    let mut hard: Vec<String> = PIECES.iter().map(|piece| format!("{piece} ")).collect();
    hard.extend(
        [
            "paragraph 1 of ",
            "paragraph 1 and ",
            "1, ",
            "paras 1, 2 and ",
            "article 3, paragraph ",
            "articles 1 and articles ",
            "Convention on the ",
            "(No. ",
            "Protocol of 1995 to ",
            "Appendix I to ",
            "Part I of ",
            "paragraph 2 of article 3 of ",
            "subparagraph (b) of ",
            "GB.346/INS/5, ",
            "GB.346/INS/5 and /",
            "see the draft decision in ",
            "paragraph 3 of the ",
            "the ",
            "(a)",
            "C87 and ",
            "SDG 1, ",
            "of the Standing Orders of the ",
            "paragraph of the the the ",
            "paras 1, 2, 3, ",
            "(a)(b)(c)",
            "1(a)(b)(c), ",
            "GB.GB.GB.",
            "GB.346/",
            "GB.346/INS/5, /",
            "Case No. 1 (para. ",
            "para. 1, (para. 2), ",
            "Goals (SDG) ",
        ]
        .map(str::to_owned),
    );
    for piece in hard {
        let (short, long) = (looks(&piece.repeat(500)), looks(&piece.repeat(4000)));
        assert!(long < short.max(2000) * 12, "“{piece}”: {short} looks for 500, {long} for 4000");
        let tokens = lexer::Tokens::new(&piece.repeat(4000)).len();
        assert!(long < (tokens + 10) * 1200, "“{piece}”: {long} looks at {tokens} tokens");
    }
}
