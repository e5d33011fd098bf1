//! Taking a file in before anything is published: the original is kept, the paper is read and kept, both under names made
//! of their content. Several threads and several instances may do this at once; the right to write is needed only to
//! publish what came of it ([`super::Publication::admit`]).

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::generation::{read_json, to_json};
use super::{Fault, Incoming, Library, ReadFn, merge, sha256};
use crate::model::{Language, Paper, Symbol};
use crate::reading::{Origin, READER_VERSION};

/// Which paper the reader made of an original.
#[derive(Serialize, Deserialize)]
struct Reading {
    reader: u32,
    paper: String,
}

/// A file that is kept and read, ready to be published.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// What the source said of it; without the bytes.
    pub(super) incoming: Incoming,
    pub(super) size: u64,
    pub(super) original: String,
    pub(super) format: &'static str,
    /// The name of the paper made of it, and what that says of itself.
    pub(super) paper: String,
    pub(super) symbol: Option<Symbol>,
    pub(super) session: Option<u16>,
    pub(super) language: Option<Language>,
    pub(super) title: Option<String>,
}

/// An original that is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// The ending of its file.
    pub format: String,
}

impl Library {
    /// Keeps a file as it came, under the name of its content.
    pub fn keep(&self, bytes: &[u8], file_name: &str, media_type: Option<&str>) -> Result<Original, Fault> {
        let format = merge::format_of(file_name, media_type, bytes);
        Ok(Original { sha256: self.keep_original(bytes, format)?, format: format.to_owned() })
    }

    /// The bytes of an original that was kept, if they are still what they were.
    #[must_use]
    pub fn kept(&self, original: &Original) -> Option<Vec<u8>> {
        let named = original.sha256.len() == 64 && original.sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
        let plain = original.format.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !named || !plain {
            return None;
        }
        let name = format!("{}.{}", original.sha256, original.format);
        let bytes = std::fs::read(self.cache.join("originals").join(name)).ok()?;
        (sha256(&bytes) == original.sha256).then_some(bytes)
    }

    fn keep_original(&self, bytes: &[u8], format: &str) -> Result<String, Fault> {
        let hash = sha256(bytes);
        let folder = self.cache.join("originals");
        let path = folder.join(format!("{hash}.{format}"));
        if std::fs::metadata(&path).is_ok_and(|there| there.len() == bytes.len() as u64) {
            return Ok(hash);
        }
        self.disk.folder(&folder)?;
        self.disk.whole(&path, bytes)?;
        Ok(hash)
    }

    /// Keeps a file and reads it. A file that cannot be read gives [`Fault::Refused`] with the reason; its original is
    /// kept all the same.
    pub fn prepare(&self, mut incoming: Incoming, read: &ReadFn) -> Result<Prepared, Fault> {
        let format = merge::format_of(&incoming.file_name, incoming.media_type.as_deref(), &incoming.bytes);
        let original = self.keep_original(&incoming.bytes, format)?;
        let (name, paper) = self.read(&original, &incoming, read)?;
        let size = incoming.bytes.len() as u64;
        incoming.bytes = Vec::new();
        Ok(Prepared {
            incoming,
            size,
            original,
            format,
            paper: name,
            symbol: paper.symbol.clone(),
            session: paper.session,
            language: paper.language,
            title: paper.title.clone(),
        })
    }

    /// The paper of an original: from the reading kept, when this version of the reader made it, else read now.
    fn read(&self, original: &str, incoming: &Incoming, read: &ReadFn) -> Result<(String, Arc<Paper>), Fault> {
        let folder = self.cache.join("readings");
        let path = folder.join(format!("{original}.json"));
        if let Ok(kept) = read_json::<Reading>(&path)
            && kept.reader == READER_VERSION
            && let Ok(paper) = self.paper_by_hash(&kept.paper)
        {
            return Ok((kept.paper, paper));
        }
        let origin = Origin {
            file_name: Some(incoming.file_name.clone()),
            language: incoming.language,
            session: incoming.session,
            symbol: incoming.symbol.clone(),
        };
        let paper = read(&incoming.bytes, &origin).map_err(|reason| Fault::Refused(reason.saying()))?;
        let json = to_json(&paper, &path)?;
        let hash = sha256(&json);
        let place = self.paper_path(&hash);
        self.disk.folder(&self.cache.join("papers"))?;
        // also when it is there: it may be damaged, and this is how it is mended
        self.disk.whole(&place, &json)?;
        let reading = Reading { reader: READER_VERSION, paper: hash.clone() };
        self.disk.folder(&folder)?;
        self.disk.whole(&path, &to_json(&reading, &path)?)?;
        Ok((hash, Arc::new(paper)))
    }
}
