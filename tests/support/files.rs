//! Files for the tests, made here: small PDF and DOCX, and hostile ones.
#![allow(dead_code)]

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

/// A ZIP archive of these parts.
pub fn zip(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const NAMES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\"";

const NUMBERING: &str = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt \
    w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId=\"1\"><w:lvl \
    w:ilvl=\"0\"><w:numFmt w:val=\"lowerLetter\"/><w:lvlText w:val=\"(%1)\"/></w:lvl><w:lvl w:ilvl=\"1\"><w:numFmt \
    w:val=\"lowerRoman\"/><w:lvlText w:val=\"(%2)\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId \
    w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId \
    w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>";

/// A paragraph with an automatic number.
pub fn numbered(text: &str, num: u8, level: u8) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{num}\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

/// A DOCX with this body: number 1 counts paragraphs, 2 letters, 3 letters anew.
pub fn docx(body: &str) -> Vec<u8> {
    docx_with(body, "")
}

/// The same with footnotes.
pub fn docx_with(body: &str, notes: &str) -> Vec<u8> {
    zip(&[
        ("word/document.xml", &format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>")),
        ("word/numbering.xml", &format!("<w:numbering {NAMES}>{NUMBERING}</w:numbering>")),
        ("word/footnotes.xml", &format!("<w:footnotes {NAMES}>{notes}</w:footnotes>")),
    ])
}

/// A DOCX whose main part unpacks to `size` bytes.
pub fn bomb_docx(size: usize) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let block = vec![b' '; 1 << 20];
    for _ in 0..size >> 20 {
        writer.write_all(&block).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A PDF of these objects, the first is the catalogue.
pub fn assemble(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", index + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        out.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    out.extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

/// A stream object.
pub fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let mut out = format!("<< {dict} /Length {} >>\nstream\n", data.len()).into_bytes();
    out.extend(data);
    out.extend(b"\nendstream");
    out
}

const FONT: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// Pages of lines: left edge, distance from the upper edge, size, text.
pub fn pdf(pages: &[Vec<(f32, f32, f32, String)>]) -> Vec<u8> {
    let contents: Vec<String> = pages
        .iter()
        .map(|lines| {
            lines
                .iter()
                .map(|(x, y, size, text)| format!("BT /F1 {size} Tf {x} {} Td ({text}) Tj ET\n", 842.0 - y))
                .collect()
        })
        .collect();
    pdf_pages(&contents)
}

/// One page with this content.
pub fn pdf_of(content: &str) -> Vec<u8> {
    pdf_pages(&[content.to_owned()])
}

fn pdf_pages(contents: &[String]) -> Vec<u8> {
    let kids: String = (0..contents.len()).map(|page| format!("{} 0 R ", 4 + page * 2)).collect();
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", contents.len()).into_bytes(),
        FONT.as_bytes().to_vec(),
    ];
    for (page, content) in contents.iter().enumerate() {
        objects.push(
            format!(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
                5 + page * 2
            )
            .into_bytes(),
        );
        objects.push(stream("", content.as_bytes()));
    }
    assemble(&objects)
}

/// The deflated form of `size` zero bytes, in zlib's wrapping.
fn deflated(size: usize) -> Vec<u8> {
    let packed = bomb_docx(size);
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
    let mut raw = Vec::new();
    archive.by_index_raw(0).unwrap().read_to_end(&mut raw).unwrap();
    let mut out = vec![0x78, 0x9C];
    out.extend(raw);
    out
}

fn with_objects(more: &[Vec<u8>], page: &str, content: Vec<u8>) -> Vec<u8> {
    let mut objects = vec![
        b"<< /Type /Catalog /Pages 2 0 R /StructTreeRoot 6 0 R >>".to_vec(),
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_vec(),
        format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {page} >>").into_bytes(),
        content,
        FONT.as_bytes().to_vec(),
    ];
    objects.extend_from_slice(more);
    assemble(&objects)
}

/// Files that want to hang, to fill the memory or to overflow the stack.
pub fn hostile_pdfs() -> Vec<(&'static str, Vec<u8>)> {
    let text = || stream("", b"BT /F1 10 Tf 72 700 Td (Text) Tj ET");
    let fonts = "/Resources << /Font << /F1 7 0 R >> /XObject << /X 7 0 R >> >>";
    let none = b"<< >>".to_vec();
    let wide = |widths: &str| {
        vec![
            none.clone(),
            format!(
                "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype \
                 /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [{widths}] >>] >>"
            )
            .into_bytes(),
        ]
    };
    let nested = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let tree = {
        let mut more = Vec::new();
        for index in 6..3006 {
            more.push(format!("<< /S /P /K [{} 0 R 6 0 R] >>", index + 1).into_bytes());
        }
        more
    };
    vec![
        ("widths.pdf", with_objects(&wide("0 2147483647 500"), fonts, text())),
        ("many-widths.pdf", with_objects(&wide(&"0 65535 500 ".repeat(50_000)), fonts, text())),
        ("flate-bomb.pdf", with_objects(std::slice::from_ref(&none), fonts, stream("/Filter /FlateDecode", &deflated(1 << 30)))),
        (
            "columns.pdf",
            with_objects(
                std::slice::from_ref(&none),
                fonts,
                stream(
                    "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>",
                    &deflated(1 << 16),
                ),
            ),
        ),
        (
            "form-loop.pdf",
            with_objects(
                &[
                    none.clone(),
                    stream(
                        "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >>",
                        &b"/X Do ".repeat(20),
                    ),
                ],
                fonts,
                stream("", b"/X Do"),
            ),
        ),
        (
            "image.pdf",
            with_objects(
                &[
                    none.clone(),
                    stream(
                        "/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 2000000000 >>",
                        b"\0\0\0\0",
                    ),
                ],
                fonts,
                stream("", b"/X Do"),
            ),
        ),
        ("nested-arrays.pdf", with_objects(&[nested.clone().into_bytes()], fonts, stream("", nested.as_bytes()))),
        ("nested-saves.pdf", with_objects(std::slice::from_ref(&none), fonts, stream("", &b"q ".repeat(1_000_000)))),
        ("nested-marks.pdf", with_objects(std::slice::from_ref(&none), fonts, stream("", &b"/P <</MCID 1>> BDC ".repeat(300_000)))),
        ("many-rules.pdf", with_objects(std::slice::from_ref(&none), fonts, stream("", &b"0 0 m 500 0 l S 9 0 m 9 500 l S ".repeat(60_000)))),
        ("tag-loop.pdf", with_objects(&tree, fonts, text())),
        (
            "page-loop.pdf",
            assemble(&[
                b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
                b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >>".to_vec(),
            ]),
        ),
        ("xref-loop.pdf", b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Prev 9 /Root 1 0 R >>\nstartxref\n9\n%%EOF".to_vec()),
    ]
}

/// A PDF that asks for a password.
pub fn locked_pdf() -> Vec<u8> {
    let file = pdf_of("BT /F1 10 Tf 72 700 Td (Text) Tj ET");
    let text = String::from_utf8(file).unwrap();
    let lock = "<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10> \
                /U <0102030405060708090a0b0c0d0e0f100102030405060708090a0b0c0d0e0f10> >>";
    text.replace("/Root 1 0 R", &format!("/Root 1 0 R /ID [<01> <01>] /Encrypt {lock}")).into_bytes()
}
