//! A folder: with a `session.json` it is a feed on a disk or USB stick; without one it is papers, which tell by themselves
//! what they are.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::{
    Body, Control, Fault, FaultKind, Fetched, Known, Listing, Offer, OfferedFile, Source, address, clean, feed,
};
use crate::strings::{Saying, system_reason};

/// The largest file read, in bytes.
const LARGEST: u64 = 200 << 20;
/// Folders below folders are looked into this deep.
const DEEPEST: usize = 8;
/// The most files taken from a folder.
const MOST_FILES: usize = 20_000;

/// A folder.
#[derive(Debug)]
pub struct Folder {
    shown: PathBuf,
    root: PathBuf,
}

impl Folder {
    /// The folder at `path`.
    pub fn new(path: &Path) -> Result<Self, Fault> {
        let root = path.canonicalize().map_err(|error| unreadable(path, &error))?;
        Ok(Self { shown: path.to_owned(), root })
    }

    /// The file that a relative address names; links that lead out of the folder are not followed.
    fn path(&self, relative: &str) -> Result<PathBuf, Fault> {
        let mut path = self.root.clone();
        path.extend(address::inside_folder(relative)?);
        let real = path.canonicalize().map_err(|error| unreadable(&path, &error))?;
        if !real.starts_with(&self.root) {
            let values = [("path", &*clean(relative))];
            return Err(Fault::said(FaultKind::Wrong, "fault.link_out", &values, "advice.file_itself"));
        }
        Ok(real)
    }
}

pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Fault {
    let kind = if error.kind() == std::io::ErrorKind::NotFound { FaultKind::Missing } else { FaultKind::Refused };
    let what = Saying::new("fault.unreadable_file", &[("path", &clean(&path.display().to_string()))]);
    Fault::of(kind, what.with("why", system_reason(error)), Saying::new("advice.stick", &[]))
}

/// Reads a regular file of at most `most` bytes.
pub(super) fn read(path: &Path, most: u64) -> Result<Vec<u8>, Fault> {
    let found = fs::metadata(path).map_err(|error| unreadable(path, &error))?;
    if !found.is_file() {
        let path = clean(&path.display().to_string());
        return Err(Fault::said(FaultKind::Wrong, "fault.no_file", &[("path", &path)], "advice.left_alone"));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if bytes.len() as u64 > most {
        let (place, size) = (clean(&path.display().to_string()), (most >> 20).to_string());
        let values = [("place", place.as_str()), ("size", size.as_str())];
        return Err(Fault::said(FaultKind::TooLarge, "fault.too_large", &values, "advice.left_alone"));
    }
    Ok(bytes)
}

/// The media type that a name promises, for the kinds of file that hold papers.
pub(super) fn media_type(name: &str) -> Option<&'static str> {
    let ending = name.rsplit_once('.')?.1.to_ascii_lowercase();
    Some(match ending.as_str() {
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "html" | "htm" | "xhtml" => "text/html",
        "md" | "markdown" => "text/markdown",
        "txt" => "text/plain",
        _ => return None,
    })
}

impl Source for Folder {
    fn name(&self) -> String {
        clean(&self.shown.display().to_string())
    }

    fn list(&self, control: &Control) -> Result<Listing, Fault> {
        let manifest = self.root.join("session.json");
        if manifest.exists() {
            let feed = feed::parse(&read(&self.path("session.json")?, 64 << 20)?, &manifest.display().to_string())?;
            for file in feed.papers.iter().flat_map(|paper| &paper.files) {
                address::inside_folder(&file.url)?;
            }
            return Ok(feed::listing(feed));
        }
        let mut files = Vec::new();
        gather(&self.root, "", 0, &mut files, control)?;
        if files.is_empty() {
            let name = self.name();
            return Err(Fault::said(FaultKind::Missing, "fault.empty_folder", &[("path", &name)], "advice.folder"));
        }
        files.sort();
        let papers = files
            .into_iter()
            .map(|address| Offer {
                files: vec![OfferedFile {
                    media_type: media_type(&address).map(str::to_owned),
                    address,
                    ..OfferedFile::default()
                }],
                ..Offer::default()
            })
            .collect();
        // a folder of files says nothing about what was taken off a list
        Ok(Listing { papers, ..Listing::default() })
    }

    fn fetch(&self, file: &OfferedFile, known: &Known, control: &Control) -> Result<Fetched, Fault> {
        control.check()?;
        let path = self.path(&file.address)?;
        let bytes = read(&path, LARGEST)?;
        let sum = feed::sha256(&bytes);
        let name = path.file_name().map(|name| clean(&name.to_string_lossy())).unwrap_or_default();
        let body = Body { bytes, name, media_type: file.media_type.clone(), ..Body::default() };
        feed::verify(file, &body)?;
        if known.sha256.as_deref() == Some(sum.as_str()) {
            return Ok(Fetched::Unchanged);
        }
        Ok(Fetched::File(body))
    }

    fn host(&self, _: &OfferedFile) -> String {
        "disk".to_owned()
    }

    fn place(&self, file: &OfferedFile) -> String {
        format!("{}/{}", self.name(), file.address)
    }
}

/// A file name as a part of a relative address.
pub(super) fn escaped(name: &str) -> String {
    name.replace('%', "%25").replace('?', "%3F").replace('#', "%23").replace(':', "%3A")
}

/// The papers below `folder`, as relative addresses with percent signs written out.
fn gather(folder: &Path, prefix: &str, depth: usize, files: &mut Vec<String>, control: &Control) -> Result<(), Fault> {
    control.check()?;
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let kind = entry.file_type().map_err(|error| unreadable(&entry.path(), &error))?;
        let name = entry.file_name();
        // names that are no Unicode cannot be addressed; hidden files are not papers (`.~lock`, `._x` of other systems)
        let Some(name) = name.to_str().filter(|name| !name.starts_with(['.', '~'])) else { continue };
        let address = format!("{prefix}{}", escaped(name));
        if kind.is_dir() && depth < DEEPEST {
            gather(&entry.path(), &format!("{address}/"), depth + 1, files, control)?;
        } else if kind.is_file() && media_type(name).is_some() && files.len() < MOST_FILES {
            files.push(address);
        }
    }
    Ok(())
}
