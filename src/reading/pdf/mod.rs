//! PDF → [`Script`]: glyphs → words → lines, in reading order. `hayro` is named in this folder alone.
// The key of a glyph hashes its font by content; the caches inside a font do not take part.
#![allow(clippy::mutable_key_type)]

mod bare;
mod columns;
mod cut;
mod edges;
mod endnotes;
mod furniture;
mod glyphs;
mod layout;
mod loose;
mod rows;
mod tables;
mod tags;

use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, InterpreterCache, InterpreterSettings, RenderContent, interpret, interpret_page};
use hayro_syntax::content::TypedIter;
use hayro_syntax::object::{Dict, Name};
use hayro_syntax::page::{Page, Resources};
use hayro_syntax::{LoadPdfError, Pdf};

use self::glyphs::{Collector, Face, Faces, Probe, Sheet, affine, face_by_name, text_string};
use self::tags::Tags;
use super::line::Script;
use super::{Fault, Format};

/// The most pages that are read; the longest report has about 400.
const MOST_PAGES: usize = 3000;

/// What the file holds before it is laid out.
pub(crate) struct Raw {
    sheets: Vec<Sheet>,
    tags: Tags,
}

/// Reads a PDF.
///
/// Runs the interpreter on bytes from outside: outside of tests it belongs into a process of its own (`guard`).
pub fn read(bytes: &[u8]) -> Result<Script, Fault> {
    read_with(bytes, true)
}

/// Reads a PDF; without `tagged` as if its maker had put in neither tags nor marks of artifacts.
pub(super) fn read_with(bytes: &[u8], tagged: bool) -> Result<Script, Fault> {
    let pdf = Pdf::new(bytes.to_vec()).map_err(|fault| match fault {
        LoadPdfError::Decryption(_) => Fault::Encrypted(Format::Pdf),
        LoadPdfError::Invalid => Fault::Damaged(Format::Pdf, "its table of objects cannot be read".to_owned()),
    })?;
    let mut raw = raw(&pdf);
    if !tagged {
        raw.tags = Tags::default();
        raw.sheets.iter_mut().for_each(|sheet| sheet.marks.clear());
    }
    if raw.sheets.iter().all(|s| s.glyphs.is_empty()) {
        return Err(Fault::NoText(Format::Pdf));
    }
    let mut script = layout::script(&raw.sheets, &raw.tags);
    script.declared_title = pdf.metadata().title.as_deref().map(text_string).filter(|title| !title.trim().is_empty());
    Ok(script)
}

fn raw(pdf: &Pdf) -> Raw {
    let cache = InterpreterCache::new();
    let settings = InterpreterSettings { render_content: RenderContent::PAGE, ..InterpreterSettings::default() };
    let mut faces = Faces::default();
    let mut known = std::collections::HashSet::new();
    let mut sheets = Vec::new();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        probe(pdf, page, &cache, &settings, &mut known, &mut faces);
        let (width, height) = page.render_dimensions();
        let transform: Affine = affine(page.initial_transform(true).as_coeffs());
        let area = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let mut context = Context::new(transform, area, &cache, pdf.xref(), settings.clone());
        let mut collector = Collector::new(width, height, &mut faces);
        interpret_page(page, &mut context, &mut collector);
        sheets.push(collector.finish());
    }
    Raw { sheets, tags: Tags::of(pdf) }
}

/// Learns the looks of simple fonts, of which a glyph does not tell the name: each code is drawn once.
fn probe<'a>(
    pdf: &'a Pdf,
    page: &Page<'a>,
    cache: &InterpreterCache<'a>,
    settings: &InterpreterSettings,
    known: &mut std::collections::HashSet<(u32, i32)>,
    faces: &mut Faces,
) {
    let resources: &Resources<'a> = page.resources();
    for name in resources.fonts.keys().take(200).collect::<Vec<_>>() {
        let Some(font) = resources.fonts.get::<Dict<'_>>(&*name) else { continue };
        if let Some(id) = font.obj_id()
            && !known.insert((id.obj_number, id.gen_number))
        {
            continue;
        }
        let kind = font.get::<Name<'_>>("Subtype");
        if !matches!(kind.as_deref(), Some(b"Type1" | b"MMType1" | b"TrueType")) {
            continue;
        }
        let descriptor = font.get::<Dict<'_>>("FontDescriptor");
        if descriptor.as_ref().is_some_and(|descriptor| descriptor.contains_key("FontFile2")) {
            continue;
        }
        let base = font.get::<Name<'_>>("BaseFont").map(|name| String::from_utf8_lossy(&name).into_owned());
        let mut face: Face = base.as_deref().map(face_by_name).unwrap_or_default();
        if let Some(descriptor) = descriptor {
            let flags = descriptor.get::<i32>("Flags").unwrap_or(0);
            face.bold |= flags & (1 << 18) != 0 || descriptor.get::<f32>("FontWeight").is_some_and(|w| w >= 600.0);
            face.italic |=
                flags & (1 << 6) != 0 || descriptor.get::<f32>("ItalicAngle").is_some_and(|angle| angle < -2.0);
        }
        if !face.bold && !face.italic {
            continue;
        }
        let mut program = b"BT /".to_vec();
        program.extend(name.iter().flat_map(|byte| {
            // Anything but letters and digits is written as a number sign and two hexadecimal digits.
            if byte.is_ascii_alphanumeric() { vec![*byte] } else { format!("#{byte:02X}").into_bytes() }
        }));
        program.extend(b" 1 Tf <");
        program.extend((0..=255u8).flat_map(|code| format!("{code:02X}").into_bytes()));
        program.extend(b"> Tj ET");
        let area = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, area, cache, pdf.xref(), settings.clone());
        interpret(TypedIter::new(&program), resources, &mut context, &mut Probe { face, faces });
    }
}
