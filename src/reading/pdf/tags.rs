//! The tag tree of a PDF: which marked content is a heading, a paragraph, a cell, a note. Evidence, where present.

use std::collections::HashMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object};

/// The most elements that are followed; a long report has about 20,000.
const MOST_ELEMENTS: usize = 200_000;
/// The deepest nesting that is followed.
const DEEPEST: usize = 200;

/// What an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// A heading; level 1 is the highest.
    Heading(u8),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    Row,
    Head,
    Cell,
    Note,
    Caption,
    Contents,
    Artifact,
    /// Anything else, with no meaning for the lines in it.
    Other,
}

/// An element of the tree.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) role: Role,
    pub(super) parent: Option<usize>,
    /// How many columns a cell spans.
    pub(super) span: u16,
    /// How many rows a cell spans.
    pub(super) down: u16,
}

/// The tag tree, by page (from 0) and marked content id.
#[derive(Clone, Debug, Default)]
pub(super) struct Tags {
    pub(super) elements: Vec<Element>,
    content: HashMap<(usize, i32), usize>,
}

impl Tags {
    /// The element that a piece of marked content belongs to.
    pub(super) fn element(&self, page: usize, id: i32) -> Option<usize> {
        self.content.get(&(page, id)).copied()
    }

    /// The nearest element from `from` upwards that `wanted` takes.
    pub(super) fn up(&self, from: usize, wanted: impl Fn(Role) -> bool) -> Option<usize> {
        let mut here = Some(from);
        for _ in 0..DEEPEST {
            let element = self.elements.get(here?)?;
            if wanted(element.role) {
                return here;
            }
            here = element.parent;
        }
        None
    }

    pub(super) fn role(&self, element: usize) -> Role {
        self.elements.get(element).map_or(Role::Other, |element| element.role)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    /// Reads the tree; empty when the file has none.
    pub(super) fn of(pdf: &Pdf) -> Self {
        let mut tags = Self::default();
        let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return tags };
        let Some(tree) = root.get::<Dict<'_>>("StructTreeRoot") else { return tags };
        let roles = tree.get::<Dict<'_>>("RoleMap");
        let mut pages = HashMap::new();
        for (index, page) in pdf.pages().iter().enumerate() {
            if let Some(id) = page.raw().obj_id() {
                pages.insert((id.obj_number, id.gen_number), index);
            }
        }
        // Children are pushed in reverse, so that elements are numbered in reading order.
        let mut stack: Vec<(Object<'_>, Option<usize>, Option<usize>, usize)> = Vec::new();
        push_children(&tree, None, None, 0, &mut stack);
        let mut seen: std::collections::HashSet<(u32, i32)> = std::collections::HashSet::new();
        while let Some((object, parent, page, depth)) = stack.pop() {
            if tags.elements.len() >= MOST_ELEMENTS || depth > DEEPEST {
                break;
            }
            match object {
                Object::Number(number) => {
                    if let (Some(parent), Some(page)) = (parent, page) {
                        tags.content.insert((page, number.as_f64() as i32), parent);
                    }
                }
                Object::Dict(dict) => {
                    let own = dict.get_ref("Pg").and_then(|id| pages.get(&(id.obj_number, id.gen_number)).copied());
                    let page = own.or(page);
                    let kind = dict.get::<Name<'_>>("Type");
                    if kind.as_deref() == Some(b"MCR") {
                        let id = dict.get::<i32>("MCID");
                        if let (Some(parent), Some(page), Some(id)) = (parent, page, id)
                            && !dict.contains_key("Stm")
                        {
                            tags.content.insert((page, id), parent);
                        }
                        continue;
                    }
                    if kind.as_deref() == Some(b"OBJR") {
                        continue;
                    }
                    if let Some(id) = dict.obj_id()
                        && !seen.insert((id.obj_number, id.gen_number))
                    {
                        continue;
                    }
                    let name = dict.get::<Name<'_>>("S");
                    let role = name.map_or(Role::Other, |name| role_of(&name, roles.as_ref()));
                    let (span, down) = spans(&dict);
                    tags.elements.push(Element { role, parent, span, down });
                    push_children(&dict, Some(tags.elements.len() - 1), page, depth + 1, &mut stack);
                }
                _ => {}
            }
        }
        tags
    }
}

type Open<'a> = (Object<'a>, Option<usize>, Option<usize>, usize);

fn push_children<'a>(
    dict: &Dict<'a>,
    element: Option<usize>,
    page: Option<usize>,
    depth: usize,
    stack: &mut Vec<Open<'a>>,
) {
    if let Some(children) = dict.get::<Array<'a>>("K") {
        let at = stack.len();
        for child in children.iter::<Object<'a>>().take(MOST_ELEMENTS) {
            stack.push((child, element, page, depth));
        }
        if let Some(fresh) = stack.get_mut(at..) {
            fresh.reverse();
        }
    } else if let Some(child) = dict.get::<Object<'a>>("K") {
        stack.push((child, element, page, depth));
    }
}

/// The standard role behind a name, through the role map.
fn role_of(name: &Name<'_>, roles: Option<&Dict<'_>>) -> Role {
    let mut name: Vec<u8> = name.to_vec();
    for _ in 0..8 {
        if let Some(role) = standard(&name) {
            return role;
        }
        match roles.and_then(|roles| roles.get::<Name<'_>>(&name[..])) {
            Some(next) => name = next.to_vec(),
            None => break,
        }
    }
    Role::Other
}

fn standard(name: &[u8]) -> Option<Role> {
    Some(match name {
        b"H" | b"H1" | b"Title" => Role::Heading(1),
        b"H2" => Role::Heading(2),
        b"H3" => Role::Heading(3),
        b"H4" => Role::Heading(4),
        b"H5" => Role::Heading(5),
        b"H6" => Role::Heading(6),
        b"P" | b"BlockQuote" | b"BibEntry" => Role::Paragraph,
        b"L" => Role::List,
        b"LI" => Role::ListItem,
        b"Lbl" => Role::Label,
        b"LBody" => Role::ListBody,
        b"Table" => Role::Table,
        b"TR" => Role::Row,
        b"TH" => Role::Head,
        b"TD" => Role::Cell,
        b"Note" | b"FENote" => Role::Note,
        b"Caption" => Role::Caption,
        b"TOC" | b"TOCI" => Role::Contents,
        b"Artifact" => Role::Artifact,
        _ => return None,
    })
}

/// `ColSpan` and `RowSpan` of a cell, from its attributes.
fn spans(dict: &Dict<'_>) -> (u16, u16) {
    let mut spans = (1, 1);
    let mut take = |attributes: &Dict<'_>| {
        if let Some(span) = attributes.get::<i32>("ColSpan") {
            spans.0 = u16::try_from(span.clamp(1, 64)).unwrap_or(1);
        }
        if let Some(span) = attributes.get::<i32>("RowSpan") {
            spans.1 = u16::try_from(span.clamp(1, 1000)).unwrap_or(1);
        }
    };
    if let Some(attributes) = dict.get::<Dict<'_>>("A") {
        take(&attributes);
    } else if let Some(list) = dict.get::<Array<'_>>("A") {
        for attributes in list.iter::<Object<'_>>().take(16).filter_map(Object::into_dict) {
            take(&attributes);
        }
    }
    spans
}
