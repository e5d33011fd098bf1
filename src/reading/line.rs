//! What every format gives: pieces in reading order, made of styled lines. The structure recogniser takes it from here.

/// A document as a format reader understood it, before its structure is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Script {
    /// Lines, tables and footnotes in reading order.
    pub pieces: Vec<Piece>,
    /// What the format reader could not do, one sentence each; they become the paper's warnings.
    pub warnings: Vec<String>,
    /// The title that the file itself declares, if any: weak evidence.
    pub declared_title: Option<String>,
    /// The language that the file itself declares, if any: weak evidence.
    pub declared_language: Option<String>,
}

/// One piece of a script.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A line of a layout, or a whole paragraph where the format knows paragraphs.
    Line(Line),
    /// A table whose cells the format knows or that ruling lines showed.
    Table(RawTable),
    /// A footnote that the format knows as one (DOCX, tagged PDF, HTML), out of the running text.
    Footnote {
        /// As printed: `1`, `*`.
        mark: String,
        /// Its text.
        lines: Vec<Line>,
    },
    /// Here the footnotes of the page begin (a short rule or small type at the foot), or end again.
    FootnoteZone(bool),
    /// A page ends here; the number of the next one.
    PageBreak(u32),
}

/// A line: one line of a layout (PDF, plain text), or a whole paragraph (DOCX, HTML).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Runs of one style, in reading order; blanks between words are in the text.
    pub runs: Vec<Run>,
    /// Where it stands on the page, when the format has a layout.
    pub frame: Option<Frame>,
    /// The page, from 1.
    pub page: Option<u32>,
    /// A visible gap (or an empty line) stands before it.
    pub gap_before: bool,
    /// What the format itself says about it.
    pub hint: Hint,
    /// How many blanks of indent it has, where there is no frame (plain text, Markdown).
    pub indent: u16,
}

/// Where a line stands, in points; the origin is the upper left corner of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

/// A run of characters of one style.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Run {
    /// The characters, sanitised by the recogniser, not here.
    pub text: String,
    /// In points; 0 where the format has no sizes.
    pub size: f32,
    /// Heavier than the text around it.
    pub bold: bool,
    /// Italic or oblique.
    pub italic: bool,
    /// Raised and small: a footnote mark, an ordinal, a power.
    pub raised: bool,
    /// The mark of a footnote that the format links to its text: certain, not inferred.
    pub note: Option<String>,
}

/// What the format itself says about a line. Evidence, never the only source.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Hint {
    /// Nothing: a line of a layout.
    #[default]
    None,
    /// The format says: a whole paragraph (DOCX, HTML), or the first line of one (tagged PDF).
    Paragraph,
    /// The format says: goes on from the line before.
    Continues,
    /// A heading of this level, 1 is the highest.
    Heading(u8),
    /// A list part or a numbered paragraph whose label the format computed: `29.`, `(a)`, `•`; level from 0.
    Labelled {
        /// As it would be printed.
        label: String,
        /// Nesting, from 0.
        level: u8,
    },
    /// Running head or foot, page number: not part of the text, but a symbol may stand in it.
    Furniture,
}

/// A table before its headers are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTable {
    /// Rows of cells. A cell that spans columns stands once, with `span` > 1.
    pub rows: Vec<Vec<RawCell>>,
    /// How many rows the format declares as headers.
    pub header_rows: usize,
    /// The columns were inferred from the layout.
    pub guessed: bool,
    /// The lines as they stood, when `guessed`.
    pub raw: Vec<String>,
    /// The page it begins on, from 1.
    pub page: Option<u32>,
    /// It goes on from a table that the page break cut.
    pub continues: bool,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawCell {
    /// Its lines.
    pub lines: Vec<Line>,
    /// How many columns it spans; at least 1.
    pub span: u16,
}

impl Line {
    /// The characters of all runs.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// A line of one run without style, as plain text gives it.
    #[must_use]
    pub fn plain(text: impl Into<String>) -> Self {
        Self { runs: vec![Run { text: text.into(), ..Run::default() }], ..Self::default() }
    }

    /// True when every run that has letters is bold.
    #[must_use]
    pub fn is_bold(&self) -> bool {
        let mut lettered = self.runs.iter().filter(|run| run.text.chars().any(char::is_alphanumeric)).peekable();
        lettered.peek().is_some() && lettered.all(|run| run.bold)
    }
}
