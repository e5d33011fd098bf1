//! Between a note's text and its bytes on disk: the one place where notes can be encrypted.

use super::fault::FaultKind;

/// Turns the text of a note file into the bytes on disk and back.
pub trait Codec: Send + Sync {
    /// The end of the file names it reads and writes, without the leading dot.
    fn extension(&self) -> &'static str;

    /// The bytes to write.
    fn seal(&self, text: &str) -> std::io::Result<Vec<u8>>;

    /// The text that was sealed; `None` when the bytes are no text.
    fn open(&self, bytes: &[u8]) -> Option<String>;

    /// What is wrong with a file that cannot be opened.
    fn unreadable(&self) -> FaultKind {
        FaultKind::NotText
    }
}

/// Plain UTF-8, readable in every editor.
#[derive(Clone, Copy, Debug, Default)]
pub struct Plain;

impl Codec for Plain {
    fn extension(&self) -> &'static str {
        "md"
    }

    fn seal(&self, text: &str) -> std::io::Result<Vec<u8>> {
        Ok(text.as_bytes().to_vec())
    }

    fn open(&self, bytes: &[u8]) -> Option<String> {
        String::from_utf8(bytes.to_vec()).ok()
    }
}
