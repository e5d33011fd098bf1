//! Sentences invented in the form of the real ones, in three languages, each with everything it names.

use super::*;

#[test]
fn a_symbol_with_its_locator_is_one_citation() {
    let text = "(see GB.372/PV, paras 12–19.)";
    let found = find(text, &Context::default());
    assert_eq!(named(text, &Context::default()), "GB.372/PV paras 12-19");
    assert_eq!(found.first().and_then(|citation| text.get(citation.span.clone())), Some("GB.372/PV, paras 12–19"));
}

#[test]
fn english_papers_with_places() {
    check(
        Language::EN,
        &[
            ("See GB.372/INS/5, paras. 3 and 4.", "GB.372/INS/5 paras 3,4"),
            ("GB.372/INS/5, para 12 bis", "GB.372/INS/5 para 12bis"),
            ("GB.372/INS/5, § 14", "GB.372/INS/5 para 14"),
            ("GB.372/INS/5, §§ 14–17", "GB.372/INS/5 paras 14-17"),
            ("GB.372/INS/5 (paragraph 7(a) and (c))", "GB.372/INS/5 paras 7(a),7(c)"),
            ("GB.372/INS/5 paragraph 18", "GB.372/INS/5 para 18"),
            ("GB.372/INS/5, at paragraph 18", "GB.372/INS/5 para 18"),
            ("GB.372/INS/5, in particular paragraphs 18 to 22", "GB.372/INS/5 paras 18-22"),
            ("GB.372/PV, paras 247–82", "GB.372/PV paras 247-282"),
            ("GB.372/PV, paras 12, 15(b), 17–19 and 23.", "GB.372/PV paras 12,15(b),17-19,23"),
            ("GB.372/PV, paras 12 & 13", "GB.372/PV paras 12,13"),
            ("GB.372/PV, p. 4, para. 7", "GB.372/PV para 7"),
            ("GB.372/PV, pp. 4–7", "GB.372/PV"),
            ("GB.372/PV, para. 7, and ibid., para. 12", "GB.372/PV para 7;GB.372/PV para 12"),
            ("ibid., para. 12", ""),
            ("paragraph 29, subparagraphs (a) and (b), of document GB.372/INS/5", "GB.372/INS/5 paras 29(a),29(b)"),
            ("paragraph 7 thereof", ""),
            ("GB.372/PFA/3, Appendix I, and GB.372/PFA/4, appendix", "GB.372/PFA/3 appendix I;GB.372/PFA/4 appendix"),
            ("GB.372/PFA/3, Part II", "GB.372/PFA/3 part II"),
            ("GB.372/PFA/3, section 3.2", "GB.372/PFA/3 section 3.2"),
            ("GB.372/PFA/3, footnote 7", "GB.372/PFA/3 footnote 7"),
            ("GB.372/PFA/3, Part II, paragraph 9", "GB.372/PFA/3 para 9"),
            (
                "GB.372/POL/3(Rev.2), paras 5–6 and Appendix II",
                "GB.372/POL/3(Rev.2) paras 5-6;GB.372/POL/3(Rev.2) appendix II",
            ),
            ("GB.372/POL/3 (Rev. 2), para. 5", "GB.372/POL/3(Rev.2) para 5"),
            ("the minutes (GB.372/INS/PV, paragraphs 101 to 119)", "GB.372/INS/PV paras 101-119"),
            ("GB.372/INS/5. Paragraph 18 of the resolution applies.", "GB.372/INS/5;external para 18"),
            ("GB.372/INS/15/1 and /2", "GB.372/INS/15/1;GB.372/INS/15/2"),
            ("GB.372/INS/7 and POL/8", "GB.372/INS/7;GB.372/POL/8"),
            (
                "documents GB.372/INS/7, GB.372/INS/8 and GB.372/POL/1(Rev.1)",
                "GB.372/INS/7;GB.372/INS/8;GB.372/POL/1(Rev.1)",
            ),
            ("paragraph 24 of GB.372/INS/5", "GB.372/INS/5 para 24"),
            ("paragraphs 24 and 25 of document GB.372/INS/5", "GB.372/INS/5 paras 24,25"),
            ("subparagraph (b) of paragraph 24 of document GB.372/INS/5", "GB.372/INS/5 para 24(b)"),
            ("paragraph 24, subparagraph (b), of document GB.372/INS/5", "GB.372/INS/5 para 24(b)"),
            ("paragraph 24(b)(ii) of document GB.372/INS/5", "GB.372/INS/5 para 24(b)(ii)"),
            (
                "the recommendations contained in paragraph 24 of the report submitted in document GB.372/INS/5",
                "GB.372/INS/5 para 24",
            ),
            ("as set out in the appendix to document GB.372/INS/5", "GB.372/INS/5 appendix"),
            ("the Annex to GB.372/INS/5", "GB.372/INS/5 appendix"),
            (
                "Appendices I to III to document GB.372/INS/5",
                "GB.372/INS/5 appendix I;GB.372/INS/5 appendix II;GB.372/INS/5 appendix III",
            ),
            (
                "Appendix I to document GB.372/INS/5 and Appendix II to document GB.372/INS/6",
                "GB.372/INS/5 appendix I;GB.372/INS/6 appendix II",
            ),
            ("paragraph 7 and Appendix II of document GB.372/INS/5", "GB.372/INS/5 para 7;GB.372/INS/5 appendix II"),
            ("paragraph 4 of Appendix I to document GB.372/INS/5", "GB.372/INS/5 appendix I"),
            ("Parts I and II of document GB.372/INS/5", "GB.372/INS/5 part I;GB.372/INS/5 part II"),
            ("footnote 5 of document GB.372/INS/5", "GB.372/INS/5 footnote 5"),
            ("the draft decision in paragraph 29 of document GB.372/INS/5", "GB.372/INS/5 para 29"),
            ("paragraph 18 (GB.372/INS/5)", "GB.372/INS/5 para 18"),
            (
                "(Document GB.372/PFA/3(Add.), paragraph 6, as amended by the Governing Body.)",
                "GB.372/PFA/3(Add.) para 6",
            ),
            ("(First sitting; GB.273/4, para. 31)", "GB.273/4 para 31"),
            ("(GB.373/INS/9(Rev.1)/Decision)", "GB.373/INS/9(Rev.1)/Decision"),
            (
                "GB.372/INS/5, paras 3-5; GB.372/INS/6, para. 9; and GB.372/PV, paras 2, 4 and 6",
                "GB.372/INS/5 paras 3-5;GB.372/INS/6 para 9;GB.372/PV paras 2,4,6",
            ),
            ("In paragraph 12 of the resolution and in document GB.372/INS/5", "external para 12;GB.372/INS/5"),
        ],
    );
}

#[test]
fn english_places_in_the_paper_itself() {
    check(
        Language::EN,
        &[
            ("(see the draft decision in paragraph 31)", "self decision 31"),
            ("see draft decisions in paragraphs 10, 17 and 20", "self decisions 10,17,20"),
            ("(see the points for decision in paragraphs 17 and 18)", "self decisions 17,18"),
            ("(see the point for decision in paragraph 17)", "self decision 17"),
            ("(see the proposed decision in paragraph 17)", "self decision 17"),
            ("the revised draft decision contained in paragraph 17", "self decision 17"),
            ("(see draft decision, paragraph 12)", "self decision 12"),
            ("(see the draft decision in paras 12–14)", "self decisions 12-14"),
            ("See paragraph 14 below.", "self para 14"),
            ("See para. 14.", "self para 14"),
            ("See paragraphs 4, 6 and 9–12 above.", "self paras 4,6,9-12"),
            ("As noted in paragraph 7(b), the Office would report.", "self para 7(b)"),
            ("paragraph 7 of this document", "self para 7"),
            ("paragraph 7 of the present document", "self para 7"),
            ("the programme in Appendix II", "self appendix II"),
            ("set out in Appendices I and II", "self appendix I;self appendix II"),
            ("the table in the appendix", "self appendix"),
            ("footnote 5 has been corrected", "self footnote 5"),
            ("the following paragraphs were inserted: 6, 7 and 26(c)", "self paras 6,7,26(c)"),
            ("(see section II below)", "self section II"),
            ("paragraph 3, 12 countries took part", "self para 3"),
            ("In paragraph 5 and 12 members agreed", "self para 5"),
        ],
    );
}

#[test]
fn english_places_in_what_is_no_paper() {
    check(
        Language::EN,
        &[
            ("paragraph 3 of the resolution concerning decent work", "external para 3"),
            ("paragraphs 3(a) and 4 of the terms of reference", "external paras 3(a),4"),
            ("point 12 of the conclusions adopted in 2021", "external para 12"),
            ("paragraph 9 of its previous report", "external para 9"),
            ("point 12(b) of Part II of the conclusions", "external para 12(b)"),
            ("operative paragraph 4 of General Assembly resolution 72/279", "external para 4"),
            ("paragraph 9 of that resolution", ""),
            ("paragraph 9 of the document", ""),
            ("paragraph 9 of the said report", ""),
            ("point 12(b)", ""),
            ("with the exception of paragraph 9", ""),
            ("paragraph 9 of the 398th Report of the Committee on Freedom of Association", ""),
            ("404th Report, paras 12–15", ""),
            ("[see 404th Report of the Committee, March 2034, paragraph 5]", ""),
            ("pages 3 to 5 of the minutes", ""),
            ("at its 372nd Session (March 2031)", ""),
            ("component 3.2 of the plan", ""),
            ("article 9 of the Statute of the Tribunal", ""),
            ("article 16 of the Financial Regulations", ""),
            ("article 3, paragraph 2, of the United Nations Charter", ""),
            ("article 123 of the Constitution of Freedonia", ""),
            ("Report III(A), ILC.109/I/C and PR No. 2-2", "ILC.109/I/C"),
        ],
    );
}

#[test]
fn english_instruments() {
    check(
        Language::EN,
        &[
            ("Conventions Nos. 29, 87, 98, 100, 105, 111, 138 and 182", "C29;C87;C98;C100;C105;C111;C138;C182"),
            ("Conventions Nos 155 and 187", "C155;C187"),
            ("Convention No. 169, Convention No. 111, and Recommendation No. 111", "C169;C111;R111"),
            ("the Labour Clauses Convention, 1949 (No. 94)", "C94"),
            ("the Migration for Employment Convention (Revised), 1949 (No. 97)", "C97"),
            ("Convention (No. 190) and Recommendation (No. 206), 2019", "C190;R206"),
            ("Convention No. 158 and Recommendation No. 166, 1982", "C158;R166"),
            ("the fundamental Conventions (Nos 29 and 105)", "C29;C105"),
            ("ratification of C190", "C190"),
            ("C.87 and C.98", "C87;C98"),
            ("non-observance of C87, C98 and C144", "C87;C98;C144"),
            ("C87 and 98 by the Government", "C87;C98"),
            ("C029, C105 and P029", "C29;C105;P029"),
            ("Convention 190", "C190"),
            ("ILO Convention No 87", "C87"),
            ("Recommendations Nos 97 and 164", "R97;R164"),
            ("R204", "R204"),
            ("Protocol of 2014 to the Forced Labour Convention, 1930", "P029"),
            ("the Protocol of 2014 to the Forced Labour Convention, 1930 (No. 29)", "P029"),
            ("the 2002 Protocol to the Occupational Safety and Health Convention, 1981", "P155"),
            ("the Protocol of 1990 to the Night Work (Women) Convention (Revised), 1948", "P089"),
            ("the Forced Labour Convention, 1930 (No. 29), and its Protocol of 2014", "C29;P029"),
            ("Protocol of 1996 to the Merchant Shipping (Minimum Standards) Convention, 1976", "P147"),
            ("the Protocol of 1982 to the Plantations Convention, 1958", "P110"),
            ("the Protocol of 1949", ""),
            ("the Maritime Labour Convention, 2006 (MLC, 2006)", "MLC"),
            ("the MLC, 2006", "MLC"),
            ("amendments to the Maritime Labour Convention", "MLC"),
            ("article 3 of Convention No. 87", "C87"),
            ("Article 3, paragraph 2, of Convention No. 87", "C87"),
            ("paragraph 12 of Recommendation No. 204", "R204"),
            ("the Convention on the Rights of the Child", ""),
            ("the 2005 Convention", ""),
        ],
    );
}

#[test]
fn english_rules_goals_and_conference_papers() {
    check(
        Language::EN,
        &[
            ("article 22, paragraph 3, of the Standing Orders of the Governing Body", "standing-orders:GB art 22(3)"),
            ("articles 19(5)(e) and 35(6) of the Constitution", "constitution art 19(5)(e);constitution art 35(6)"),
            ("article 19(5)(e) and (6)(d) of the Constitution", "constitution art 19(5)(e);constitution art 19(6)(d)"),
            ("article 26 of the ILO Constitution", "constitution art 26"),
            ("article 26 of the Constitution of the International Labour Organisation", "constitution art 26"),
            ("articles 24 and 26 of the ILO’s Constitution", "constitution art 24;constitution art 26"),
            ("article 24 and article 26 of the Constitution", "constitution art 24;constitution art 26"),
            ("articles 19 to 22 of the Constitution", "constitution art 19-22"),
            ("art. 33 of the Constitution", "constitution art 33"),
            ("the Constitution, article 33", "constitution art 33"),
            (
                "Standing Orders of the Conference (articles 5 and 6)",
                "standing-orders:ILC art 5;standing-orders:ILC art 6",
            ),
            ("paragraph 2 of article 17 of the Standing Orders of the Conference", "standing-orders:ILC art 17(2)"),
            ("article 17(2) of the Conference Standing Orders", "standing-orders:ILC art 17(2)"),
            ("paragraph 3.2.1 of the Standing Orders of the Governing Body", "standing-orders:GB art 3.2.1"),
            ("the article 26 procedure", ""),
            ("articles 5 and 26ter of the Standing Orders", ""),
            ("SDGs 1, 8 and 10", "SDG 1;SDG 8;SDG 10"),
            ("SDG target 8.7", "SDG 8.7"),
            ("targets 8.5 and 8.8 of the Sustainable Development Goals", "SDG 8.5;SDG 8.8"),
            ("Sustainable Development Goal 5", "SDG 5"),
            ("Goal 8 of the 2030 Agenda", "SDG 8"),
            ("a target of 8 per cent, 12 indicators", ""),
            ("outcomes 1, 2 and 7", "outcome 1;outcome 2;outcome 7"),
            ("enabling outcomes A and B", "outcome A;outcome B"),
            ("Outputs 3.1, 4.3 and A.1", "output 3.1;output 4.3;output A.1"),
            ("under output 7.4.", "output 7.4"),
            ("the outcome of the 12 meetings, outcome 2.3", ""),
            ("ILC.109/Record No. 7A", "ILC.109/Record No. 7A"),
            ("ILC.110/Resolution II, paragraph 3", "ILC.110/Resolution II"),
        ],
    );
}

#[test]
fn french() {
    check(
        Language::FR,
        &[
            ("paragraphes 25 à 35 du document GB.372/INS/2/2", "GB.372/INS/2/2 paras 25-35"),
            ("au paragraphe 4 du document GB.372/INS/13/7", "GB.372/INS/13/7 para 4"),
            ("aux paragraphes 9, 12 b) et 13 c) du document GB.372/INS/13", "GB.372/INS/13 paras 9,12(b),13(c)"),
            ("à l’alinéa b) du paragraphe 29 du document GB.372/INS/13", "GB.372/INS/13 para 29(b)"),
            ("au paragraphe 29, alinéa b), du document GB.372/INS/13", "GB.372/INS/13 para 29(b)"),
            ("les alinéas a) et b) du paragraphe 29 du document GB.372/INS/13", "GB.372/INS/13 paras 29(a),29(b)"),
            ("au paragraphe 5 de l’annexe II du document GB.372/INS/13", "GB.372/INS/13 appendix II"),
            ("le paragraphe 3 de l’article 17 du Règlement de la Conférence", "standing-orders:ILC art 17(3)"),
            ("l’article 19 (5) e) de la Constitution", "constitution art 19(5)(e)"),
            ("conventions n°s 87 et 98", "C87;C98"),
            ("GB.372/INS/5, paragr. 18", "GB.372/INS/5 para 18"),
            ("GB.372/PV, paragr. 247-282", "GB.372/PV paras 247-282"),
            (
                "(Document GB.372/INS/5, paragraphe 10, tel que modifié par le Conseil d’administration)",
                "GB.372/INS/5 para 10",
            ),
            ("(document GB.372/INS/5, paragraphes 8, 9 et 11)", "GB.372/INS/5 paras 8,9,11"),
            ("la partie II du document GB.372/POL/3", "GB.372/POL/3 part II"),
            ("en annexe du document GB.372/POL/3", "GB.372/POL/3 appendix"),
            ("l’annexe II du document GB.372/POL/3", "GB.372/POL/3 appendix II"),
            (
                "les annexes I et II du document GB.372/POL/3(Rev.1)",
                "GB.372/POL/3(Rev.1) appendix I;GB.372/POL/3(Rev.1) appendix II",
            ),
            ("la section III du document GB.372/POL/3", "GB.372/POL/3 section III"),
            ("dans les documents GB.372/POL/3 et GB.372/POL/4", "GB.372/POL/3;GB.372/POL/4"),
            ("(voir le projet de décision au paragraphe 16)", "self decision 16"),
            ("(voir les projets de décision aux paragraphes 10 et 17)", "self decisions 10,17"),
            ("(voir le point appelant une décision au paragraphe 8)", "self decision 8"),
            ("Voir le paragraphe 14.", "self para 14"),
            ("Voir paragraphe 14.", "self para 14"),
            ("voir paragr. 3 et 4 ci-dessus", "self paras 3,4"),
            ("au paragraphe 7 du présent document", "self para 7"),
            ("au paragraphe 7 du document", ""),
            ("au paragraphe 7 de ladite résolution", ""),
            ("au paragraphe 7 de la résolution sur les inégalités", "external para 7"),
            ("au paragraphe 26 du mandat du groupe de travail", "external para 26"),
            ("(Voir 404e rapport, paragr. 5.)", ""),
            ("note de bas de page 4 du document GB.372/POL/3", "GB.372/POL/3 footnote 4"),
            ("la convention (nº 87) sur la liberté syndicale et la protection du droit syndical, 1948", "C87"),
            ("la convention n° 122", "C122"),
            ("les conventions nos 87 et 98", "C87;C98"),
            ("les conventions (nos 29 et 105)", "C29;C105"),
            (
                "la recommandation (no 204) sur la transition de l’économie informelle vers l’économie formelle, 2015",
                "R204",
            ),
            ("la recommandation nº 202", "R202"),
            ("la convention sur le travail forcé, 1930 (nº 29)", "C29"),
            ("le protocole de 2014 relatif à la convention sur le travail forcé, 1930", "P029"),
            ("la convention du travail maritime, 2006, telle qu’amendée (MLC, 2006)", "MLC"),
            ("l’article 26 de la Constitution de l’OIT", "constitution art 26"),
            (
                "les articles 19, 22 et 35 de la Constitution",
                "constitution art 19;constitution art 22;constitution art 35",
            ),
            ("l’article 19, paragraphe 5 e), de la Constitution", "constitution art 19(5)(e)"),
            ("l’article 17, paragraphe 2, du Règlement de la Conférence", "standing-orders:ILC art 17(2)"),
            ("l’article 18 du Règlement de la Conférence internationale du Travail", "standing-orders:ILC art 18"),
            ("l’article 22 du Règlement du Conseil d’administration", "standing-orders:GB art 22"),
            ("l’article 16 du Règlement financier", ""),
            ("les ODD 1, 8 et 10", "SDG 1;SDG 8;SDG 10"),
            ("l’objectif de développement durable 8", "SDG 8"),
            ("la cible 8.7 des ODD", "SDG 8.7"),
            ("le résultat 7 et le résultat facilitateur A", "outcome 7;outcome A"),
            ("le produit 3.1", "output 3.1"),
            ("les produits 3.1, 4.3 et A.1", "output 3.1;output 4.3;output A.1"),
            ("ILC.110/Résolution II", "ILC.110/Resolution II"),
        ],
    );
}

#[test]
fn spanish() {
    check(
        Language::ES,
        &[
            ("párrafos 25 a 35 del documento GB.372/INS/2/2", "GB.372/INS/2/2 paras 25-35"),
            ("los párrafos 25 al 35 del documento GB.372/INS/2/2", "GB.372/INS/2/2 paras 25-35"),
            ("el párrafo 4, b), del documento GB.372/INS/2", "GB.372/INS/2 para 4(b)"),
            ("el párrafo 4 b) del documento GB.372/INS/2", "GB.372/INS/2 para 4(b)"),
            ("el apartado b) del párrafo 4 del documento GB.372/INS/2", "GB.372/INS/2 para 4(b)"),
            ("los apartados a) y b) del párrafo 4 del documento GB.372/INS/2", "GB.372/INS/2 paras 4(a),4(b)"),
            ("Convenios n.os 87 y 98", "C87;C98"),
            ("el Convenio N.º 169", "C169"),
            ("GB.372/INS/5, párr. 18", "GB.372/INS/5 para 18"),
            ("GB.372/PV, párrs. 247-282", "GB.372/PV paras 247-282"),
            ("GB.372/PV, párrs. 3 y 4", "GB.372/PV paras 3,4"),
            ("GB.372/INS/18 (Rev. 1), párrafo 15", "GB.372/INS/18(Rev.1) para 15"),
            (
                "(Documento GB.372/INS/15/2, párrafo 10, en su versión enmendada por el Consejo de Administración)",
                "GB.372/INS/15/2 para 10",
            ),
            ("en el anexo II del documento GB.372/POL/3", "GB.372/POL/3 appendix II"),
            ("los anexos I y II del documento GB.372/POL/3", "GB.372/POL/3 appendix I;GB.372/POL/3 appendix II"),
            ("que figura en el anexo del documento GB.372/POL/3", "GB.372/POL/3 appendix"),
            ("la parte I del documento GB.372/POL/3", "GB.372/POL/3 part I"),
            ("la sección II del documento GB.372/POL/3", "GB.372/POL/3 section II"),
            ("los documentos GB.372/INS/15 y GB.372/INS/18 (Rev. 1)", "GB.372/INS/15;GB.372/INS/18(Rev.1)"),
            ("Véase el proyecto de decisión en el párrafo 24.", "self decision 24"),
            ("(véanse los proyectos de decisión en los párrafos 10 y 17)", "self decisions 10,17"),
            ("(véase el punto que requiere decisión en el párrafo 9)", "self decision 9"),
            ("(véase el proyecto de decisión que figura en el párrafo 9)", "self decision 9"),
            ("Véase el párrafo 14.", "self para 14"),
            ("véanse los párrs. 3 y 4 supra", "self paras 3,4"),
            ("el párrafo 7 del presente documento", "self para 7"),
            ("el párrafo 7 del documento", ""),
            ("el párrafo 7 de dicha resolución", ""),
            ("el párrafo 7 de la resolución relativa a las desigualdades", "external para 7"),
            ("los puntos 22 a 24 de las conclusiones", "external paras 22-24"),
            ("[véase 404.º informe, párrafo 362]", ""),
            ("el programa para 5 países", ""),
            (
                "el Convenio sobre la libertad sindical y la protección del derecho de sindicación, 1948 (núm. 87)",
                "C87",
            ),
            ("el Convenio sobre los trabajadores migrantes (revisado), 1949 (núm. 97)", "C97"),
            ("el Convenio núm. 122 y la Recomendación núm. 169", "C122;R169"),
            ("los Convenios núms. 87 y 98", "C87;C98"),
            ("los convenios núm. 29, 87 y 105", "C29;C87;C105"),
            (
                "la Recomendación sobre la transición de la economía informal a la economía formal, 2015 (núm. 204)",
                "R204",
            ),
            ("el Protocolo de 2014 relativo al Convenio sobre el trabajo forzoso, 1930", "P029"),
            ("el Convenio sobre el trabajo marítimo, 2006, en su versión enmendada (MLC, 2006)", "MLC"),
            ("el artículo 26 de la Constitución de la OIT", "constitution art 26"),
            (
                "los artículos 19, 22 y 35 de la Constitución",
                "constitution art 19;constitution art 22;constitution art 35",
            ),
            ("el artículo 13, 4), de la Constitución", "constitution art 13(4)"),
            ("el artículo 13, párrafo 4, de la Constitución", "constitution art 13(4)"),
            ("el artículo 17, párrafo 2, del Reglamento de la Conferencia", "standing-orders:ILC art 17(2)"),
            ("el artículo 18 del Reglamento de la Conferencia Internacional del Trabajo", "standing-orders:ILC art 18"),
            ("el artículo 22 del Reglamento del Consejo de Administración", "standing-orders:GB art 22"),
            ("los ODS 1, 8 y 10", "SDG 1;SDG 8;SDG 10"),
            ("la meta 8.7 de los ODS", "SDG 8.7"),
            ("el Objetivo de Desarrollo Sostenible 8", "SDG 8"),
            ("el resultado 7 y el resultado funcional A", "outcome 7;outcome A"),
            ("los productos 3.1 y A.1", "output 3.1;output A.1"),
            ("ILC.109/Actas núm. 7A", "ILC.109/Record No. 7A"),
        ],
    );
}

#[test]
fn the_decision_pointer_is_found_in_other_languages() {
    let context = Context::default();
    check_in(
        &context,
        &[
            ("(см. предлагаемое решение в пункте 31)", "self decision 31"),
            ("(انظر مشروع القرار في الفقرة 3)", "self decision 3"),
            ("(siehe Beschlussentwurf in Absatz 5)", "self decision 5"),
            ("(见决定草案:第4段)", "self decision 4"),
        ],
    );
}

#[test]
fn page_furniture_names_nothing() {
    let own = Context { own: "GB.372/PFA/2".parse().ok(), ..Context::default() };
    check_in(
        &own,
        &[
            ("GB.372/PFA/2 53", ""),
            (" GB.372/PFA/2 18 ", ""),
            ("of the Member GB.372/PFA/2 18 States concerned", ""),
            ("3 GB.372/INS/18/6.", "GB.372/INS/18/6"),
            ("contained in document GB.372/PFA/2, the Office", "GB.372/PFA/2"),
        ],
    );
}

#[test]
fn bare_numbers_mean_something_only_under_a_header_that_says_so() {
    assert_eq!(Column::of_header("Programme and budget outputs (2030–31)"), Some(Column::Outputs));
    assert_eq!(Column::of_header("Main SDG targets"), Some(Column::Sdgs));
    assert_eq!(Column::of_header("Metas de los ODS"), Some(Column::Sdgs));
    assert_eq!(Column::of_header("Produits du programme et budget"), Some(Column::Outputs));
    assert_eq!(Column::of_header("Time frames"), None);
    let column = |column| Context { column: Some(column), ..Context::default() };
    check(Language::EN, &[("3.1, 4.3 and 8.3", ""), ("1, 8, 10", "")]);
    check_in(
        &column(Column::Outputs),
        &[("3.1, 4.3; A.1", "output 3.1;output 4.3;output A.1"), ("2030–31", ""), ("See GB.372/INS/5", "GB.372/INS/5")],
    );
    check_in(
        &column(Column::Sdgs),
        &[("1, 8, 10", "SDG 1;SDG 8;SDG 10"), ("8.5 and 8.b", "SDG 8.5;SDG 8.b"), ("All", "")],
    );
}

#[test]
fn a_heading_is_no_reference_to_itself() {
    let heading = Context { heading: true, ..Context::default() };
    check_in(
        &heading,
        &[
            ("Appendix II", ""),
            ("Appendix", ""),
            ("Outcome 7: Decent work", "outcome 7"),
            ("Part I. Overview", ""),
            ("Follow-up to GB.372/INS/5", "GB.372/INS/5"),
        ],
    );
}

#[test]
fn a_citation_stands_where_its_words_stand() {
    let words = |text: &str| -> Vec<String> {
        let found = find(text, &Context::default());
        found.iter().map(|citation| text.get(citation.span.clone()).unwrap_or("?").to_owned()).collect()
    };
    assert_eq!(words("décision (GB.372/PV (paragraphe 282)) du"), ["GB.372/PV (paragraphe 282)"]);
    assert_eq!(words("(see the draft decision in paragraph 29)"), ["draft decision in paragraph 29"]);
    assert_eq!(
        words("with the Labour Inspection (Agriculture) Convention, 1969 (No. 129)."),
        ["Labour Inspection (Agriculture) Convention, 1969 (No. 129)"]
    );
    assert_eq!(
        words("en párrafos 25 a 35 del documento GB.372/INS/2 y"),
        ["párrafos 25 a 35 del documento GB.372/INS/2"]
    );
    assert_eq!(words("Conventions Nos 81 and 129 and"), ["Conventions Nos 81 and 129", "Conventions Nos 81 and 129"]);
}
