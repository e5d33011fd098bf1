//! What a page draws: glyphs with their place and look, and ruling lines.
// The key of a glyph hashes its font by content; the caches inside a font do not take part.
#![allow(clippy::mutable_key_type)]

use hayro_interpret::font::{Glyph as Drawn, GlyphIdentifier, GlyphRun, OutlineFontData};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect as Area, Shape as _};
use hayro_interpret::{BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask};
use hayro_syntax::object::{Dict, String as PdfString};

/// The most glyphs that are kept of one page; the densest page of a paper has about 8,000.
const MOST_GLYPHS: usize = 200_000;
/// The most ruling lines that are kept of one page.
const MOST_RULES: usize = 20_000;
/// Lines thicker than this are areas, not rules.
const THICKEST_RULE: f64 = 3.0;

/// A glyph on a page. Points, origin in the upper left corner, `y` is the base line.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub(super) text: Text,
    pub(super) x: f32,
    pub(super) y: f32,
    /// Where the next glyph would stand.
    pub(super) end: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// The marked content it belongs to, as an index into `Sheet::marks`; 0 is none.
    pub(super) mark: u32,
}

/// The characters of a glyph: nearly always one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Text {
    Char(char),
    More(Box<str>),
}

impl Text {
    pub(super) fn push_to(&self, out: &mut String) {
        match self {
            Self::Char(sign) => out.push(*sign),
            Self::More(text) => out.push_str(text),
        }
    }

    pub(super) fn is_blank(&self) -> bool {
        match self {
            // nearly all signs: told at once
            Self::Char('!'..='~') => false,
            Self::Char(sign) => sign.is_whitespace() || matches!(sign, '\u{200B}' | '\u{FEFF}' | '\0'),
            Self::More(text) => text.trim().is_empty(),
        }
    }
}

/// A straight line, horizontal or vertical, as a thin box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Rule {
    pub(super) fn is_horizontal(&self) -> bool {
        self.right - self.left >= self.bottom - self.top
    }
}

/// What marked content says of the glyphs in it.
#[derive(Clone, Debug, Default)]
pub(super) struct Mark {
    /// Running heads, page numbers, decoration.
    pub(super) artifact: bool,
    /// The number that the tag tree knows it by.
    pub(super) id: Option<i32>,
}

/// A page as it is drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Sheet {
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) rules: Vec<Rule>,
    pub(super) marks: Vec<Mark>,
    /// Pictures that cover a good part of the page.
    pub(super) pictures: usize,
    /// Glyphs whose characters the file does not tell.
    pub(super) unreadable: usize,
    /// Glyphs that are not written from left to right; they are left out.
    pub(super) sideways: usize,
}

/// How a font looks, by what it says of itself.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Face {
    pub(super) bold: bool,
    pub(super) italic: bool,
}

/// Looks of the fonts: of those of which a glyph does not tell, found by drawing each once. Asked for each glyph of a paper.
pub(super) type Faces = rustc_hash::FxHashMap<GlyphIdentifier, Face>;

/// Collects what a page draws.
pub(super) struct Collector<'f> {
    sheet: Sheet,
    open: Vec<u32>,
    /// The replacement text of open marked content: depth and text.
    actual: Vec<(usize, String, usize)>,
    /// Faces by the glyph, so that names are read once.
    faces: &'f mut Faces,
    last_run: Option<(usize, usize, Point)>,
}

impl<'f> Collector<'f> {
    pub(super) fn new(width: f32, height: f32, faces: &'f mut Faces) -> Self {
        let sheet = Sheet { width, height, marks: vec![Mark::default()], ..Sheet::default() };
        Self { sheet, open: Vec::new(), actual: Vec::new(), faces, last_run: None }
    }

    pub(super) fn finish(mut self) -> Sheet {
        while !self.open.is_empty() {
            self.close();
        }
        self.sheet
    }

    fn mark(&self) -> u32 {
        self.open.last().copied().unwrap_or(0)
    }

    fn close(&mut self) {
        self.open.pop();
        if self.actual.last().is_some_and(|(depth, _, _)| *depth > self.open.len()) {
            let Some((_, text, from)) = self.actual.pop() else { return };
            let Some(glyphs) = self.sheet.glyphs.get_mut(from..) else { return };
            let mut text = Some(text);
            let last = glyphs.last().map_or(0.0, |glyph| glyph.end);
            for glyph in glyphs.iter_mut() {
                glyph.text = match text.take() {
                    Some(text) => {
                        glyph.end = last.max(glyph.end);
                        Text::More(text.into_boxed_str())
                    }
                    None => Text::More("".into()),
                };
            }
        }
    }

    fn face(&mut self, glyph: &Drawn<'_>) -> Face {
        let Drawn::Outline(outline) = glyph else { return Face::default() };
        let key = outline.identifier();
        *self.faces.entry(key).or_insert_with(|| outline.font_data().as_ref().map(face_of).unwrap_or_default())
    }

    fn rule(&mut self, from: Point, to: Point, thick: f64) {
        let area = Area::from_points(from, to);
        if !area.is_finite() || self.sheet.rules.len() >= MOST_RULES {
            return;
        }
        let (width, height) = (area.width(), area.height());
        let thick = thick.min(THICKEST_RULE);
        let grown = if height <= width && height <= THICKEST_RULE {
            Area::new(area.x0, area.y0 - thick / 2.0, area.x1, area.y1 + thick / 2.0)
        } else if width <= THICKEST_RULE {
            Area::new(area.x0 - thick / 2.0, area.y0, area.x1 + thick / 2.0, area.y1)
        } else {
            return;
        };
        if width.max(height) < 4.0 {
            return;
        }
        self.sheet.rules.push(Rule {
            left: grown.x0 as f32,
            top: grown.y0 as f32,
            right: grown.x1 as f32,
            bottom: grown.y1 as f32,
        });
    }

    fn strokes(&mut self, path: &BezPath, thick: f64) {
        let (mut start, mut here) = (Point::ZERO, Point::ZERO);
        for element in path.elements() {
            match *element {
                PathEl::MoveTo(to) => (start, here) = (to, to),
                PathEl::LineTo(to) => {
                    self.rule(here, to, thick);
                    here = to;
                }
                PathEl::ClosePath => {
                    self.rule(here, start, thick);
                    here = start;
                }
                PathEl::QuadTo(_, to) | PathEl::CurveTo(_, _, to) => here = to,
            }
        }
    }

    fn fills(&mut self, path: &BezPath) {
        // Each closed part of a path is an area of its own: makers put all lines of a table into one path.
        let mut part = BezPath::new();
        let mut areas: Vec<Area> = Vec::new();
        for element in path.elements() {
            if matches!(element, PathEl::MoveTo(_)) && part.elements().len() > 1 {
                areas.push(part.bounding_box());
                part = BezPath::new();
            }
            if matches!(element, PathEl::MoveTo(_)) {
                part = BezPath::new();
            }
            if part.elements().is_empty() && !matches!(element, PathEl::MoveTo(_)) {
                continue;
            }
            part.push(*element);
        }
        if part.elements().len() > 1 {
            areas.push(part.bounding_box());
        }
        for area in areas {
            if area.height() <= THICKEST_RULE || area.width() <= THICKEST_RULE {
                self.rule(Point::new(area.x0, area.y0), Point::new(area.x1, area.y1), 0.0);
            }
        }
    }
}

impl<'a> Device<'a> for Collector<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if self.sheet.rules.len() >= MOST_RULES || path.elements().len() > 20_000 || is_white(&props.paint) {
            return;
        }
        let path = props.transform * path;
        match mode {
            DrawMode::Fill(_) => self.fills(&path),
            DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) => {
                let scale = props.transform.determinant().abs().sqrt();
                self.strokes(&path, f64::from(stroke.line_width) * scale);
            }
            DrawMode::Invisible => {}
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        let from = self.sheet.glyphs.len();
        let first = run.glyphs().first().map(|glyph| props.transform * glyph.transform() * Point::ZERO);
        if let (DrawMode::Stroke(_), Some((begin, count, at)), Some(first)) = (mode, self.last_run, first) {
            // Filled and stroked in one go: letters made bold by their outline.
            if at.distance(first) < 0.01 && count == run.glyphs().len() {
                if let Some(glyphs) = self.sheet.glyphs.get_mut(begin..) {
                    for glyph in glyphs.iter_mut() {
                        glyph.bold = true;
                    }
                }
                return;
            }
        }
        let mark = self.mark();
        for positioned in run.glyphs() {
            if self.sheet.glyphs.len() >= MOST_GLYPHS {
                break;
            }
            let glyph: &Drawn<'_> = positioned;
            let transform = props.transform * positioned.transform();
            let [a, b, c, d, x, y] = transform.as_coeffs();
            let (advance, unit): (f32, f64) = match glyph {
                Drawn::Outline(outline) => (outline.advance_width().unwrap_or(500.0), 1000.0),
                Drawn::Type3(type3) => (type3.advance_width().unwrap_or(500.0), 1000.0),
            };
            let size = (c.hypot(d) * unit) as f32;
            let placed = x.is_finite() && y.is_finite();
            if !placed || !(0.5..=2000.0).contains(&size) {
                continue;
            }
            let text = match glyph.as_unicode() {
                Some(BfString::Char(sign)) => Text::Char(sign),
                Some(BfString::String(text)) => Text::More(text.as_str().into()),
                None => {
                    self.sheet.unreadable += 1;
                    Text::Char('\u{FFFD}')
                }
            };
            let face = self.face(glyph);
            // Slanted by its matrix rather than by its font.
            let sheared = b.abs() < 1e-9 && c.abs() > d.abs() * 0.15;
            // What runs up or down the page is a stamp in the margin or the label of a chart.
            if b.abs() > a.abs() * 0.05 || a <= 0.0 {
                self.sheet.sideways += 1;
                continue;
            }
            self.sheet.glyphs.push(Glyph {
                text,
                x: x as f32,
                y: y as f32,
                end: (x + a * f64::from(advance)) as f32,
                size,
                bold: face.bold,
                italic: face.italic || sheared,
                mark,
            });
        }
        self.last_run = first.map(|first| (from, run.glyphs().len(), first));
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let area = props.transform.transform_rect_bbox(Area::new(
            0.0,
            0.0,
            f64::from(image.width()),
            f64::from(image.height()),
        ));
        if area.area() > f64::from(self.sheet.width * self.sheet.height) * 0.25 {
            self.sheet.pictures += 1;
        }
    }

    fn pop_clip(&mut self) {}

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, tag: &[u8], properties: Option<&Dict<'_>>) {
        let outer = self.sheet.marks.get(self.mark() as usize).cloned().unwrap_or_default();
        let id = properties.and_then(|dict| dict.get::<i32>("MCID"));
        let artifact = outer.artifact || tag == b"Artifact";
        if self.open.len() > 10_000 {
            return;
        }
        if id.is_none() && artifact == outer.artifact {
            let same = self.mark();
            self.open.push(same);
        } else {
            self.sheet.marks.push(Mark { artifact, id: id.or(outer.id) });
            self.open.push(u32::try_from(self.sheet.marks.len() - 1).unwrap_or(0));
        }
        if let Some(text) = properties.and_then(|dict| dict.get::<PdfString<'_>>("ActualText")) {
            self.actual.push((self.open.len(), text_string(text.as_ref()), self.sheet.glyphs.len()));
        }
    }

    fn end_marked_content(&mut self) {
        self.close();
    }
}

fn is_white(paint: &Paint<'_>) -> bool {
    match paint {
        Paint::Color(color) => {
            let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
            alpha < 16 || red.min(green).min(blue) > 250
        }
        Paint::Pattern(_) => false,
    }
}

fn face_of(data: &OutlineFontData) -> Face {
    let named = data.postscript_name.as_deref().map(face_by_name).unwrap_or_default();
    Face { bold: named.bold || data.weight.is_some_and(|weight| weight >= 600), italic: named.italic || data.is_italic }
}

/// What the name of a font tells: `ABCDEF+TimesNewRomanPS-BoldItalicMT`.
pub(super) fn face_by_name(name: &str) -> Face {
    let name = name.rsplit('+').next().unwrap_or(name).to_ascii_lowercase();
    // LaTeX's fonts: cmbx10, cmssbx10, cmti10; `F` and `B` alone prove nothing.
    let tex_bold =
        name.starts_with("cmbx") || name.starts_with("cmssbx") || name.starts_with("sfbx") || name.starts_with("cmb1");
    let tex_italic = name.starts_with("cmti") || name.starts_with("sfti") || name.starts_with("cmbxti");
    let bold = ["bold", "black", "heavy", "semibold", "demi", "-medi", "extrabd", "-bd"];
    let bold = tex_bold || bold.iter().any(|word| name.contains(word)) && !name.contains("demilight");
    let italic = tex_italic
        || name.contains("italic")
        || name.contains("oblique")
        || name.ends_with("-it")
        || name.ends_with("-ita");
    Face { bold, italic }
}

/// A text string of a PDF: UTF-16 or UTF-8 with its mark, else Latin letters.
pub(super) fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => encoding_rs::UTF_16BE.decode_without_bom_handling(rest).0.into_owned(),
        [0xFF, 0xFE, rest @ ..] => encoding_rs::UTF_16LE.decode_without_bom_handling(rest).0.into_owned(),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

/// Draws every code of a font once, to learn which glyphs are its own.
pub(super) struct Probe<'f> {
    pub(super) face: Face,
    pub(super) faces: &'f mut Faces,
}

impl<'a> Device<'a> for Probe<'_> {
    fn draw_path(&mut self, _: &BezPath, _: DrawProps<'a>, _: &DrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, _: DrawProps<'a>, _: &DrawMode) {
        for positioned in run.glyphs() {
            let glyph: &Drawn<'_> = positioned;
            if let Drawn::Outline(outline) = glyph {
                self.faces.entry(outline.identifier()).or_insert(self.face);
            }
        }
    }
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The transform of a page whose origin is its upper left corner.
pub(super) fn affine(coefficients: [f64; 6]) -> Affine {
    Affine::new(coefficients)
}
