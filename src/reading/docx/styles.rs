//! `styles.xml`: what a paragraph or a run inherits from its style.

use std::collections::HashMap;

use roxmltree::Node;

use super::{attr, child, number, on};

/// The longest chain of styles that is followed; a loop ends here.
const MOST_STEPS: usize = 24;

/// What a style, or the properties of a paragraph or run, set themselves.
#[derive(Clone, Debug, Default)]
pub(super) struct Looks {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) hidden: Option<bool>,
    pub(super) raised: Option<bool>,
    /// In points.
    pub(super) size: Option<f32>,
}

impl Looks {
    /// Reads `w:rPr`.
    pub(super) fn of(properties: Option<Node<'_, '_>>) -> Self {
        let Some(node) = properties else { return Self::default() };
        Self {
            bold: on(node, "b"),
            italic: on(node, "i"),
            // `webHidden` hides page numbers of a table of contents in a browser only, but they are furniture there too.
            hidden: on(node, "vanish").or_else(|| on(node, "webHidden")),
            raised: child(node, "vertAlign").and_then(|align| attr(align, "val")).map(|value| value == "superscript"),
            size: child(node, "sz").and_then(|size| number(size, "val")).map(|half| half as f32 / 2.0),
        }
    }

    /// Itself, and where it says nothing, `under`.
    pub(super) fn over(&self, under: &Self) -> Self {
        Self {
            bold: self.bold.or(under.bold),
            italic: self.italic.or(under.italic),
            hidden: self.hidden.or(under.hidden),
            raised: self.raised.or(under.raised),
            size: self.size.or(under.size),
        }
    }
}

/// A style.
#[derive(Clone, Debug, Default)]
pub(super) struct Style {
    pub(super) name: String,
    pub(super) based_on: Option<String>,
    pub(super) looks: Looks,
    pub(super) num_id: Option<i64>,
    pub(super) num_level: Option<i64>,
    pub(super) outline: Option<i64>,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    defaults: Looks,
    default_paragraph: Option<String>,
    /// The language that the document declares for its text.
    pub(super) language: Option<String>,
}

impl Styles {
    /// Reads the root of `styles.xml`.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut styles = Self::default();
        let run_defaults =
            child(root, "docDefaults").and_then(|node| child(node, "rPrDefault")).and_then(|node| child(node, "rPr"));
        styles.defaults = Looks::of(run_defaults);
        styles.language =
            run_defaults.and_then(|node| child(node, "lang")).and_then(|lang| attr(lang, "val")).map(str::to_owned);
        for node in root.children().filter(|node| node.has_tag_name_local("style")) {
            let Some(id) = attr(node, "styleId") else { continue };
            let paragraph = child(node, "pPr");
            let numbering = paragraph.and_then(|p| child(p, "numPr"));
            let style = Style {
                name: child(node, "name").and_then(|name| attr(name, "val")).unwrap_or_default().to_lowercase(),
                based_on: child(node, "basedOn").and_then(|base| attr(base, "val")).map(str::to_owned),
                looks: Looks::of(child(node, "rPr")),
                num_id: numbering.and_then(|n| child(n, "numId")).and_then(|n| number(n, "val")),
                num_level: numbering.and_then(|n| child(n, "ilvl")).and_then(|n| number(n, "val")),
                outline: paragraph.and_then(|p| child(p, "outlineLvl")).and_then(|n| number(n, "val")),
            };
            let default = attr(node, "default").is_some_and(|value| value != "0" && value != "false");
            if default && attr(node, "type") == Some("paragraph") {
                styles.default_paragraph = Some(id.to_owned());
            }
            styles.by_id.insert(id.to_owned(), style);
        }
        styles
    }

    /// The style and those it is based on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = &'s Style> {
        let mut next = id.or(self.default_paragraph.as_deref());
        let mut steps = 0;
        std::iter::from_fn(move || {
            let style = self.by_id.get(next?)?;
            steps += 1;
            next = if steps < MOST_STEPS { style.based_on.as_deref() } else { None };
            Some(style)
        })
    }

    /// How text of this style looks, without the defaults of the document.
    pub(super) fn looks(&self, id: Option<&str>) -> Looks {
        self.chain(id).fold(Looks::default(), |looks, style| looks.over(&style.looks))
    }

    /// The defaults of the document.
    pub(super) fn defaults(&self) -> &Looks {
        &self.defaults
    }

    /// The numbering a style brings: number id and level. `numId` 0 switches numbering off.
    pub(super) fn numbering(&self, id: Option<&str>) -> Option<(i64, i64)> {
        let style = self.chain(id).find(|style| style.num_id.is_some())?;
        let level = self.chain(id).find_map(|style| style.num_level).unwrap_or(0);
        style.num_id.map(|num| (num, level))
    }

    /// The heading level of a style, 1 is the highest.
    pub(super) fn heading(&self, id: Option<&str>) -> Option<u8> {
        let outline = self.chain(id).find_map(|style| style.outline).filter(|level| (0..9).contains(level));
        if let Some(level) = outline {
            return u8::try_from(level + 1).ok();
        }
        // Styles copied without their outline level still say what they are.
        self.chain(id).find_map(|style| {
            let digits = ["heading ", "titre ", "título ", "titulo ", "überschrift "]
                .iter()
                .find_map(|prefix| style.name.strip_prefix(prefix))?;
            digits.trim().parse::<u8>().ok().filter(|level| (1..=9).contains(level))
        })
    }
}

impl Styles {
    /// True for the lines of a table of contents: they repeat the headings.
    pub(super) fn is_contents(&self, id: Option<&str>) -> bool {
        self.chain(id).any(|style| {
            style.name.strip_prefix("toc ").is_some_and(|rest| rest.trim().parse::<u8>().is_ok())
                || style.name == "table of figures"
        })
    }
}

/// Names without their namespace: Word's strict and transitional forms differ in it.
pub(super) trait LocalName {
    /// True when the element has this local name.
    fn has_tag_name_local(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_local(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}
