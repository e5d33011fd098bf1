//! What tags and attributes mean: blocks, hidden parts, sizes, labels.

use super::blocks::Attributes;
use crate::reading::line::Line;

pub(super) fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
            | "basefont"
            | "frame"
            | "bgsound"
            | "spacer"
    )
}

/// Tags that begin or end a line of their own.
pub(super) fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "aside"
            | "header"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "ul"
            | "ol"
            | "menu"
            | "dir"
            | "li"
            | "dl"
            | "dt"
            | "dd"
            | "table"
            | "caption"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "blockquote"
            | "pre"
            | "listing"
            | "hr"
            | "center"
            | "address"
            | "figure"
            | "figcaption"
            | "form"
            | "fieldset"
            | "details"
            | "summary"
            | "body"
            | "html"
            | "nav"
            | "footer"
            | "hgroup"
    )
}

/// Elements that are not part of the text: scripts, menus, what is hidden.
pub(super) fn is_hidden(tag: &str, attribute: Attributes<'_>) -> bool {
    if matches!(
        tag,
        "script"
            | "style"
            | "nav"
            | "noscript"
            | "template"
            | "select"
            | "button"
            | "svg"
            | "math"
            | "object"
            | "applet"
            | "footer"
            | "del"
            | "textarea"
            | "iframe"
            | "audio"
            | "video"
            | "canvas"
            | "noframes"
            | "map"
            | "dialog"
    ) {
        return true;
    }
    if attribute("hidden").is_some() || attribute("aria-hidden").is_some_and(|value| value == "true") {
        return true;
    }
    if attribute("role").is_some_and(|role| matches!(role.as_str(), "navigation" | "search" | "contentinfo" | "menu")) {
        return true;
    }
    attribute("style").is_some_and(|style| {
        let style = style.to_ascii_lowercase().replace(' ', "");
        style.contains("display:none") || style.contains("visibility:hidden")
    })
}

pub(super) fn property<'s>(style: &'s str, name: &str) -> Option<&'s str> {
    style.split(';').find_map(|rule| rule.split_once(':').filter(|(key, _)| *key == name).map(|(_, value)| value))
}

pub(super) fn points(value: &str) -> Option<f32> {
    let (number, factor) = if let Some(number) = value.strip_suffix("pt") {
        (number, 1.0)
    } else if let Some(number) = value.strip_suffix("px") {
        (number, 0.75)
    } else if let Some(number) = value.strip_suffix("rem").or_else(|| value.strip_suffix("em")) {
        (number, 11.0)
    } else {
        (value.strip_suffix('%')?, 0.11)
    };
    number.parse::<f32>().ok().map(|size| size * factor).filter(|size| (1.0..200.0).contains(size))
}

/// `<font size>`: 1 to 7, or relative to 3.
pub(super) fn font_size(value: &str) -> Option<f32> {
    let value = value.trim();
    let number: i32 = value.parse().ok()?;
    let step = if value.starts_with(['+', '-']) { 3 + number } else { number };
    [7.5, 9.0, 11.0, 13.5, 18.0, 24.0, 36.0].get(usize::try_from(step.clamp(1, 7) - 1).ok()?).copied()
}

/// The name of a place in the same page.
pub(super) fn fragment(href: &str) -> Option<String> {
    let name = href.trim().strip_prefix('#')?;
    (!name.is_empty() && name.len() < 200).then(|| name.to_owned())
}

pub(super) fn label(count: i64, kind: &str) -> String {
    let format = match kind {
        "a" => "lowerLetter",
        "A" => "upperLetter",
        "i" => "lowerRoman",
        "I" => "upperRoman",
        _ => "decimal",
    };
    // Pages print `a.`; the papers' own form for a lettered part is `(a)`.
    match kind {
        "a" | "i" | "A" => format!("({})", crate::reading::docx::counted(count, format)),
        _ => format!("{}.", crate::reading::docx::counted(count, format)),
    }
}

/// True when the text of a list part begins with a label of its own.
pub(super) fn has_own_label(line: &Line) -> bool {
    let text = line.text();
    let Some(word) = text.split_whitespace().next() else { return false };
    let inner = word.trim_start_matches('(').trim_end_matches([')', '.']);
    let closed = word.ends_with(')') || word.ends_with('.') && word.len() <= 4;
    matches!(word, "•" | "–" | "▪")
        || closed
            && (inner.chars().all(|c| c.is_ascii_digit()) && !inner.is_empty()
                || inner.chars().count() == 1 && word.starts_with('(')
                || (1..=4).contains(&inner.len()) && inner.chars().all(|c| matches!(c, 'i' | 'v' | 'x')))
}
