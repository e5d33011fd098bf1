//! The words that citations are made of, in English, French and Spanish together: a paper in one language quotes the
//! others, and no word means two different things here. All are folded (lower case, no accents).

/// What a head word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// Paragraphs of a paper.
    Paragraph,
    /// Points of conclusions and the like.
    Point,
    /// Lettered parts of a paragraph.
    Subparagraph,
    /// Articles of the Constitution, of Standing Orders, of anything.
    Article,
    Part,
    Section,
    Appendix,
    Footnote,
}

/// The head that a word is, and whether it is in the plural or an abbreviation (and so may head a list).
pub(crate) fn head(word: &str) -> Option<(Head, bool)> {
    Some(match word {
        "paragraph" | "paragraphe" | "parrafo" | "пункте" | "пункта" | "пункту" | "пункт" | "الفقرة" | "absatz" => {
            (Head::Paragraph, false)
        }
        "paragraphs" | "para" | "paras" | "paragraphes" | "paragr" | "paragrs" | "parrafos" | "parr" | "parrs"
        | "parrfs" | "пунктах" | "пунктов" | "пункты" | "الفقرات" | "الفقرتين" | "absatze" | "absatzen" => {
            (Head::Paragraph, true)
        }
        "point" | "punto" => (Head::Point, false),
        "points" | "puntos" => (Head::Point, true),
        "subparagraph" | "subparagraphs" | "subpara" | "subparas" | "alinea" | "alineas" | "apartado" | "apartados"
        | "inciso" | "incisos" | "subparrafo" | "subparrafos" | "subpoint" | "subpoints" => (Head::Subparagraph, true),
        "article" | "articulo" => (Head::Article, false),
        "articles" | "art" | "arts" | "articulos" => (Head::Article, true),
        "part" | "partie" | "parte" => (Head::Part, false),
        "parts" | "parties" | "partes" => (Head::Part, true),
        "section" | "seccion" | "sect" => (Head::Section, false),
        "sections" | "secciones" => (Head::Section, true),
        "appendix" | "annex" | "annexe" | "anexo" | "appendice" | "apendice" | "anejo" => (Head::Appendix, false),
        "appendices" | "appendixes" | "annexes" | "anexos" | "apendices" => (Head::Appendix, true),
        "footnote" => (Head::Footnote, false),
        "footnotes" => (Head::Footnote, true),
        _ => return None,
    })
}

/// Words that end with a full stop without ending a sentence.
pub(crate) fn is_abbreviation(word: &str) -> bool {
    matches!(
        word,
        "para"
            | "paras"
            | "par"
            | "pars"
            | "paragr"
            | "parr"
            | "parrs"
            | "art"
            | "arts"
            | "no"
            | "nos"
            | "num"
            | "nums"
            | "n"
            | "nr"
            | "rev"
            | "add"
            | "corr"
            | "doc"
            | "docs"
            | "cf"
            | "p"
            | "pp"
            | "pag"
            | "pags"
            | "sect"
            | "vol"
            | "app"
            | "fn"
            | "ch"
            | "e"
            | "g"
            | "i"
            | "ibid"
            | "op"
            | "cit"
            | "sr"
            | "mr"
            | "ms"
            | "mrs"
            | "dr"
            | "st"
    )
}

pub(crate) fn is_and(word: &str) -> bool {
    matches!(word, "and" | "et" | "y" | "e" | "or" | "ou" | "o" | "u" | "и" | "und")
}

pub(crate) fn is_range(word: &str) -> bool {
    matches!(word, "to" | "a" | "al" | "through" | "au" | "thru" | "hasta" | "bis")
}

/// Words that tie a locator to what it is a place in.
pub(crate) fn is_of(word: &str) -> bool {
    matches!(word, "of" | "du" | "de" | "des" | "d" | "del" | "to" | "a" | "au" | "aux" | "al" | "from")
}

pub(crate) fn is_link(word: &str) -> bool {
    is_of(word)
        || matches!(
            word,
            "in" | "en"
                | "dans"
                | "contained"
                | "set"
                | "reproduced"
                | "presented"
                | "appended"
                | "annexed"
                | "attached"
                | "figurant"
                | "contenu"
                | "contenue"
                | "contenus"
                | "contenues"
                | "contenido"
                | "contenidos"
                | "contenida"
                | "contenidas"
                | "que"
                | "qui"
                | "presente"
                | "presentes"
                | "reproduit"
                | "reproduits"
                | "recogido"
                | "recogidos"
        )
}

pub(crate) fn is_determiner(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "its"
            | "his"
            | "her"
            | "their"
            | "our"
            | "la"
            | "le"
            | "l"
            | "les"
            | "los"
            | "las"
            | "el"
            | "su"
            | "sus"
            | "son"
            | "sa"
            | "ses"
            | "leur"
            | "leurs"
            | "an"
    )
}

/// "that resolution", "ladite résolution": what was named earlier.
pub(crate) fn is_anaphoric(word: &str) -> bool {
    matches!(
        word,
        "that"
            | "those"
            | "such"
            | "said"
            | "same"
            | "these"
            | "latter"
            | "former"
            | "cette"
            | "cet"
            | "ces"
            | "ce"
            | "ledit"
            | "ladite"
            | "dudit"
            | "lesdits"
            | "meme"
            | "celui"
            | "celle"
            | "ese"
            | "esa"
            | "esos"
            | "esas"
            | "aquel"
            | "aquella"
            | "dicho"
            | "dicha"
            | "dichos"
            | "dichas"
            | "mismo"
            | "misma"
            | "citado"
            | "citada"
            | "mencionado"
            | "mencionada"
            | "esta"
            | "estas"
            | "estos"
            | "it"
            | "them"
    )
}

/// "above-mentioned", "précité", "antes citado": said of what was named earlier, before or after its noun.
pub(crate) fn is_mentioned(word: &str) -> bool {
    matches!(
        word,
        "mentioned"
            | "abovementioned"
            | "aforementioned"
            | "aforesaid"
            | "foregoing"
            | "latter"
            | "precite"
            | "precitee"
            | "precites"
            | "precitees"
            | "susmentionne"
            | "susmentionnee"
            | "susmentionnes"
            | "susmentionnees"
            | "susvise"
            | "susvisee"
            | "mentionne"
            | "mentionnee"
            | "citado"
            | "citada"
            | "citados"
            | "citadas"
            | "mencionado"
            | "mencionada"
            | "mencionados"
            | "mencionadas"
            | "antedicho"
            | "antedicha"
            | "susodicho"
            | "susodicha"
    )
}

/// What has paragraphs, whoever wrote it.
pub(crate) fn is_thing(word: &str) -> bool {
    is_document(word) || is_external(word)
}

pub(crate) fn is_this(word: &str) -> bool {
    matches!(word, "this" | "present" | "presente" | "este" | "presents")
}

/// Words for a Governing Body paper in general.
pub(crate) fn is_document(word: &str) -> bool {
    matches!(
        word,
        "document"
            | "documents"
            | "paper"
            | "papers"
            | "documento"
            | "documentos"
            | "doc"
            | "docs"
            | "text"
            | "texte"
            | "texto"
    )
}

pub(crate) fn is_report(word: &str) -> bool {
    matches!(word, "report" | "reports" | "rapport" | "rapports" | "informe" | "informes" | "note" | "nota")
}

/// What has paragraphs of its own and is no paper of the Governing Body.
pub(crate) fn is_external(word: &str) -> bool {
    matches!(
        word,
        "resolution"
            | "resolutions"
            | "conclusions"
            | "conclusion"
            | "conclusiones"
            | "declaration"
            | "declaracion"
            | "report"
            | "rapport"
            | "informe"
            | "reports"
            | "terms"
            | "mandate"
            | "mandat"
            | "mandato"
            | "note"
            | "nota"
            | "guidelines"
            | "directrices"
            | "directives"
            | "principles"
            | "principes"
            | "principios"
            | "plan"
            | "strategy"
            | "strategie"
            | "estrategia"
            | "agreement"
            | "accord"
            | "acuerdo"
            | "memorandum"
            | "introduction"
            | "preamble"
            | "preambule"
            | "preambulo"
            | "compendium"
            | "recueil"
            | "compendio"
            | "statement"
            | "minutes"
            | "actas"
            | "record"
            | "annex"
            | "framework"
            | "cadre"
            | "marco"
            | "decision"
            | "agenda"
            | "programme"
            | "programa"
            | "rules"
            | "resolucion"
            | "resoluciones"
            | "protocol"
            | "charter"
            | "charte"
            | "carta"
            | "letter"
            | "lettre"
            | "communication"
    )
}

/// Words after which a number that continued a list has really ended: `paras 3 and 5 of`, `paragraph 3, 12 countries`.
pub(crate) fn may_follow_number(word: &str) -> bool {
    is_and(word)
        || is_of(word)
        || is_link(word)
        || is_range(word)
        || matches!(
            word,
            "as" | "with"
                | "for"
                | "that"
                | "which"
                | "above"
                | "below"
                | "supra"
                | "infra"
                | "ci"
                | "is"
                | "are"
                | "was"
                | "were"
                | "by"
                | "par"
                | "por"
                | "on"
                | "sur"
                | "sobre"
                | "at"
                | "have"
                | "has"
                | "the"
                | "bis"
                | "ter"
                | "respectively"
                | "respectivement"
                | "respectivamente"
                | "concerning"
                | "should"
                | "would"
                | "will"
                | "shall"
                | "may"
                | "must"
                | "precedents"
                | "tel"
                | "telle"
                | "tels"
                | "tal"
                | "con"
                | "avec"
                | "pour"
                | "para"
                | "when"
                | "under"
                | "also"
                | "not"
                | "provide"
                | "describe"
                | "contain"
                | "refer"
                | "sont"
                | "est"
                | "son"
                | "es"
                | "supplemented"
                | "through"
                | "inclusive"
                | "including"
                | "only"
                | "ante"
        )
}

/// `No.`, `Nos`, `nº`, `núm.`: the marker that stands before numbers of instruments.
pub(crate) fn is_number_marker(word: &str) -> bool {
    matches!(
        word,
        "no" | "nos"
            | "num"
            | "nums"
            | "n"
            | "nr"
            | "number"
            | "numbers"
            | "numero"
            | "numeros"
            | "nros"
            | "nro"
            | "ns"
    )
}
