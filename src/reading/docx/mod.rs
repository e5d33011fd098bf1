//! DOCX → [`Script`]: a short reader of our own over `zip` and `roxmltree`.
//!
//! Automatic numbers are computed from `numbering.xml`, footnotes come from `footnotes.xml`. Deleted and moved-away text,
//! hidden text and the fallbacks of drawings are left out; insertions under revision are part of the text.

mod body;
mod numbering;
mod package;
mod styles;

use std::collections::HashMap;

use roxmltree::Node;

use self::body::{Body, Notes};
use self::numbering::Numbering;
use self::package::{Package, xml};
use self::styles::{LocalName, Styles};
use super::line::{Hint, Line, Piece, Script};
use super::{Fault, Format};

/// How many headers and footers are looked at for a symbol.
const MOST_HEADERS: usize = 12;

/// Reads a DOCX.
pub fn read(bytes: &[u8]) -> Result<Script, Fault> {
    let mut package = Package::open(bytes)?;
    let relations = package.part("_rels/.rels")?;
    let main = match relations {
        Some(text) => main_part(&text)?.unwrap_or_else(|| "word/document.xml".to_owned()),
        None => "word/document.xml".to_owned(),
    };
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let Some(document) = package.part(&main)? else {
        return Err(Fault::Unsupported(Format::Docx));
    };
    let name = main.rsplit_once('/').map_or(main.as_str(), |(_, name)| name);
    let related = match package.part(&format!("{folder}_rels/{name}.rels"))? {
        Some(text) => related_parts(&text)?,
        None => Vec::new(),
    };
    let find = |kind: &str, usual: &str| {
        let target = related.iter().find(|(found, _)| found == kind).map_or(usual, |(_, target)| target.as_str());
        resolve(&folder, target)
    };

    let mut script = Script::default();
    let styles = match package.part(&find("styles", "styles.xml"))? {
        Some(text) => Styles::of(xml("styles.xml", &text)?.root_element()),
        None => Styles::default(),
    };
    script.declared_language.clone_from(&styles.language);
    let numbering = match package.part(&find("numbering", "numbering.xml"))? {
        Some(text) => Numbering::of(xml("numbering.xml", &text)?.root_element()),
        None => Numbering::default(),
    };
    if let Some(text) = package.part("docProps/core.xml")? {
        let core = xml("core.xml", &text)?;
        let title = core.root_element().children().find(|node| node.has_tag_name_local("title"));
        script.declared_title = title.and_then(|node| node.text()).map(str::to_owned).filter(|t| !t.trim().is_empty());
    }

    let mut notes = Notes::default();
    if let Some(text) = package.part(&find("settings", "settings.xml"))? {
        notes.settings(xml("settings.xml", &text)?.root_element());
    }
    // The numbering moves from part to part, because a list in a note counts by the same definitions.
    let mut body = Body::new(&styles, numbering, notes);
    for (kind, usual) in [("footnotes", "footnotes.xml"), ("endnotes", "endnotes.xml")] {
        if let Some(text) = package.part(&find(kind, usual))? {
            body.notes_part(xml(usual, &text)?.root_element(), kind == "endnotes");
        }
    }
    let heads: Vec<&(String, String)> =
        related.iter().filter(|(kind, _)| kind == "header" || kind == "footer").take(MOST_HEADERS).collect();
    let mut furniture: Vec<Line> = Vec::new();
    for (_, target) in heads {
        let Some(text) = package.part(&resolve(&folder, target))? else { continue };
        // A broken header is no reason to lose the paper.
        let Ok(part) = xml("header.xml", &text) else { continue };
        for mut line in body.plain_lines(part.root_element()) {
            line.hint = Hint::Furniture;
            if !furniture.iter().any(|known| known.text() == line.text()) {
                furniture.push(line);
            }
        }
    }
    script.pieces.extend(furniture.into_iter().map(Piece::Line));
    let document = xml("document.xml", &document)?;
    let Some(content) = child(document.root_element(), "body") else {
        return Err(Fault::Damaged(Format::Docx, "the document has no body".to_owned()));
    };
    body.notes.section(content);
    let (pieces, warnings) = body.read(content);
    script.pieces.extend(pieces);
    script.warnings.extend(warnings);
    Ok(script)
}

/// The main part of the package, from `_rels/.rels`.
fn main_part(text: &str) -> Result<Option<String>, Fault> {
    let document = xml(".rels", text)?;
    let found = document
        .root_element()
        .children()
        .find(|node| node.is_element() && attr(*node, "Type").is_some_and(|kind| kind.ends_with("/officeDocument")));
    Ok(found.and_then(|node| attr(node, "Target")).map(|target| target.trim_start_matches('/').to_owned()))
}

/// Kind and target of the parts that a part relates to inside the package.
fn related_parts(text: &str) -> Result<Vec<(String, String)>, Fault> {
    let document = xml("document.xml.rels", text)?;
    Ok(document
        .root_element()
        .children()
        .filter(|node| node.is_element() && attr(*node, "TargetMode") != Some("External"))
        .filter_map(|node| {
            let kind = attr(node, "Type")?.rsplit('/').next()?.to_owned();
            Some((kind, attr(node, "Target")?.to_owned()))
        })
        .collect())
}

fn resolve(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{target}"),
    }
}

/// The first child with this local name.
fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    node.children().find(|found| found.has_tag_name_local(name))
}

/// An attribute by its local name.
fn attr<'a>(node: Node<'a, '_>, name: &str) -> Option<&'a str> {
    node.attributes().find(|found| found.name() == name).map(|found| found.value())
}

/// A whole number in an attribute.
fn number(node: Node<'_, '_>, name: &str) -> Option<i64> {
    attr(node, name)?.trim().parse().ok()
}

/// A switch such as `w:b`: present is on, unless its value says off.
fn on(node: Node<'_, '_>, name: &str) -> Option<bool> {
    child(node, name).map(|switch| !matches!(attr(switch, "val"), Some("0" | "false" | "off" | "none")))
}

/// Notes by (endnote, id).
type NoteLines = HashMap<(bool, i64), Vec<Line>>;

/// A count as letters, Roman or plain digits; the names of the formats are those of DOCX.
pub(crate) fn counted(value: i64, format: &str) -> String {
    numbering::formatted(value, format)
}
