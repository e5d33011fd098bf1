//! The parts of a DOCX: a ZIP archive with limits on every part, so that a bomb ends in a sentence.

use std::io::{Cursor, Read};

use roxmltree::{Document, ParsingOptions};
use zip::ZipArchive;

use crate::reading::{Fault, Format};

/// The most that one part may unpack to.
const MOST_PART: u64 = 48 << 20;
/// The most that all parts that are read may unpack to.
const MOST_TOTAL: u64 = 96 << 20;
/// The most entries an archive may list; Word writes a few dozen.
const MOST_ENTRIES: usize = 20_000;
/// The most XML nodes in one part; roxmltree keeps about 60 bytes for each.
const MOST_NODES: u32 = 4_000_000;

/// An opened DOCX.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens the archive.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Fault> {
        let archive = ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| Fault::Damaged(Format::Docx, "its archive cannot be opened".to_owned()))?;
        if archive.len() > MOST_ENTRIES {
            return Err(Fault::TooLarge(format!("the archive lists {} parts", archive.len())));
        }
        Ok(Self { archive, left: MOST_TOTAL })
    }

    /// The text of a part; `None` when the archive has no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<String>, Fault> {
        let mut bytes = Vec::new();
        let most = MOST_PART.min(self.left);
        match self.archive.by_name(name.trim_start_matches('/')) {
            Ok(file) => {
                // The size that the archive declares is not believed: what comes out is counted.
                file.take(most + 1)
                    .read_to_end(&mut bytes)
                    .map_err(|_| Fault::Damaged(Format::Docx, format!("its part {name} cannot be unpacked")))?;
            }
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(_) => return Err(Fault::Damaged(Format::Docx, format!("its part {name} cannot be opened"))),
        }
        if bytes.len() as u64 > most {
            return Err(Fault::TooLarge(format!("its part {name} unpacks to more than {} MB", most >> 20)));
        }
        self.left -= bytes.len() as u64;
        // XML is UTF-8 or, with a byte order mark, UTF-16.
        let (text, _, _) = encoding_rs::UTF_8.decode(&bytes);
        Ok(Some(text.into_owned()))
    }
}

/// Parses a part. Document types and entities are refused: OOXML has none, and they are how XML bombs are made.
pub(super) fn xml<'t>(name: &str, text: &'t str) -> Result<Document<'t>, Fault> {
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|fault| match fault {
        roxmltree::Error::NodesLimitReached => Fault::TooLarge(format!("its part {name} has too many elements")),
        roxmltree::Error::DtdDetected => {
            Fault::Damaged(Format::Docx, format!("its part {name} declares entities, which a DOCX never does"))
        }
        _ => Fault::Damaged(Format::Docx, format!("its part {name} is not valid XML")),
    })
}
