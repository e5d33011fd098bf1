use super::*;

#[test]
fn a_symbol_with_its_locator_is_one_citation() {
    let text = "(see GB.372/PV, paras 12–19.)";
    let found = find(text, &Context::default());
    assert_eq!(named(text, &Context::default()), "GB.372/PV paras 12-19");
    assert_eq!(found.first().and_then(|citation| text.get(citation.span.clone())), Some("GB.372/PV, paras 12–19"));
}
