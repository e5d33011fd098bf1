//! A document as DOCX (Office Open XML, ECMA-376): the few parts that Word and LibreOffice need, nothing else.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::document::{Document, Part};
use crate::text::diff::Piece;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;
const DOCUMENT_RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;
const SPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// The bytes of the file. The same document gives the same bytes.
pub fn write(document: &Document) -> std::io::Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    // the default time of an entry is 1980-01-01, so nothing depends on the clock
    let options = SimpleFileOptions::default();
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONS.to_owned()),
        ("docProps/core.xml", core(document)),
        ("word/document.xml", body(document)),
        ("word/_rels/document.xml.rels", DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", styles(&document.language)),
    ];
    for (name, text) in parts {
        zip.start_file(name, options).map_err(std::io::Error::other)?;
        zip.write_all(HEAD.as_bytes())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish().map_err(std::io::Error::other)?.into_inner())
}

/// Text for XML 1.0: escaped, without the characters that it forbids.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}

fn core(document: &Document) -> String {
    // Word refuses a time that is not one
    let is_time = document.made.len() >= 19 && document.made.ends_with('Z');
    let made = if is_time {
        format!("<dcterms:created xsi:type=\"dcterms:W3CDTF\">{}</dcterms:created>", xml(&document.made))
    } else {
        String::new()
    };
    format!(
        "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>{made}\
         </cp:coreProperties>",
        xml(&document.title),
        xml(&document.author)
    )
}

fn body(document: &Document) -> String {
    let mut out = format!("<w:document xmlns:w=\"{SPACE}\"><w:body>");
    let mut revision = 0;
    paragraph(&mut out, "Title", &run(&document.title, ""));
    for part in &document.parts {
        match part {
            Part::Heading(level, text) => {
                paragraph(&mut out, &format!("Heading{}", (*level).clamp(1, 3)), &run(text, ""));
            }
            Part::Text(text) => lines(&mut out, "Normal", text),
            Part::Quote(text) => lines(&mut out, "Quote", text),
            Part::Remark(text) => lines(&mut out, "Remark", text),
            Part::Markdown(text) => markdown(&mut out, text),
            Part::Changes(pieces) => {
                let runs: String = pieces.iter().map(|piece| changed(document, piece, &mut revision)).collect();
                paragraph(&mut out, "Normal", &runs);
            }
            Part::Mark(_) => {}
        }
    }
    // A4 with margins of 25 mm, in twentieths of a point
    out.push_str(
        "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\" \
         w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>",
    );
    out
}

fn paragraph(out: &mut String, style: &str, runs: &str) {
    out.push_str(&format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>"));
}

fn run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(text))
}

fn lines(out: &mut String, style: &str, text: &str) {
    for line in text.lines() {
        paragraph(out, style, &run(line, ""));
    }
}

/// A tracked change, as the reviewer in Word accepts or rejects it.
fn changed(document: &Document, piece: &Piece, revision: &mut u32) -> String {
    *revision += 1;
    let author = if document.author.is_empty() { "gbdesk" } else { &document.author };
    let is_time = document.made.len() >= 19 && document.made.ends_with('Z');
    let date = if is_time { format!(" w:date=\"{}\"", xml(&document.made)) } else { String::new() };
    let by = format!("w:id=\"{revision}\" w:author=\"{}\"{date}", xml(author));
    match piece {
        Piece::Same(text) => run(text, ""),
        Piece::Added(text) => format!("<w:ins {by}>{}</w:ins>", run(text, "")),
        Piece::Removed(text) => {
            format!("<w:del {by}><w:r><w:delText xml:space=\"preserve\">{}</w:delText></w:r></w:del>", xml(text))
        }
    }
}

/// What delegates write in notes: paragraphs, lists, headings, bold and italic; all else stays as typed.
fn markdown(out: &mut String, text: &str) {
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let trimmed = line.trim_start();
        let hashes = trimmed.chars().take_while(|c| *c == '#').count();
        if let Some(item) = trimmed.strip_prefix("- ").or_else(|| trimmed.strip_prefix("* ")) {
            paragraph(out, "Bullet", &format!("{}{}", run("• ", ""), emphasis(item)));
        } else if let Some(quote) = trimmed.strip_prefix("> ") {
            paragraph(out, "Quote", &emphasis(quote));
        } else if (1..=6).contains(&hashes) && trimmed.get(hashes..).is_some_and(|rest| rest.starts_with(' ')) {
            paragraph(out, "Heading3", &emphasis(trimmed.get(hashes..).unwrap_or_default().trim()));
        } else {
            paragraph(out, "Normal", &emphasis(line));
        }
    }
}

/// `**bold**` and `*italic*`; a sign without its twin is a sign.
fn emphasis(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('*') {
        let (head, tail) = rest.split_at(at);
        let (sign, style) = if tail.starts_with("**") { ("**", "<w:b/>") } else { ("*", "<w:i/>") };
        let inner = tail.get(sign.len()..).unwrap_or_default();
        let closed = inner.find(sign).filter(|end| *end > 0 && !inner.starts_with(' '));
        let Some(end) = closed else {
            out.push_str(&run(&format!("{head}{sign}"), ""));
            rest = inner;
            continue;
        };
        if !head.is_empty() {
            out.push_str(&run(head, ""));
        }
        out.push_str(&run(inner.get(..end).unwrap_or_default(), style));
        rest = inner.get(end + sign.len()..).unwrap_or_default();
    }
    if !rest.is_empty() {
        out.push_str(&run(rest, ""));
    }
    out
}

fn styles(language: &str) -> String {
    let style = |id: &str, name: &str, paragraph: &str, run: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )
    };
    let heading = |level: u8, size: u8| {
        style(
            &format!("Heading{level}"),
            &format!("heading {level}"),
            &format!(
                "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"{}\"/>",
                level - 1
            ),
            &format!("<w:b/><w:sz w:val=\"{size}\"/>"),
        )
    };
    let language = if language.is_empty() { "en" } else { language };
    format!(
        "<w:styles xmlns:w=\"{SPACE}\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Calibri\" w:hAnsi=\"Calibri\" \
         w:cs=\"Calibri\"/><w:sz w:val=\"22\"/><w:lang w:val=\"{}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing \
         w:after=\"120\" w:line=\"276\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults><w:style \
         w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>{}{}{}{}{}{}{}\
         </w:styles>",
        xml(language),
        style("Title", "Title", "<w:spacing w:after=\"240\"/>", "<w:b/><w:sz w:val=\"36\"/>"),
        heading(1, 30),
        heading(2, 26),
        heading(3, 22),
        style("Quote", "Quote", "<w:ind w:left=\"567\" w:right=\"567\"/>", "<w:i/>"),
        style("Remark", "Remark", "", "<w:color w:val=\"595959\"/><w:sz w:val=\"18\"/>"),
        style("Bullet", "List Bullet", "<w:spacing w:after=\"60\"/><w:ind w:left=\"567\" w:hanging=\"283\"/>", ""),
    )
}
