//! A bundle: one file for a colleague. A ZIP with a session feed, the originals it names, the papers as they were read, and a
//! manifest with the SHA-256 of each. Nothing is ever unpacked to a path that the file chooses.

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::folder::unreadable;
use super::{Body, Control, Fault, FaultKind, Fetched, Known, Listing, OfferedFile, Source, address, clean, feed};
use crate::strings::Saying;

/// The value of `format` in every manifest.
pub const FORMAT: &str = "gbdesk-bundle";
/// The version of the form.
pub const VERSION: u32 = 1;
const MANIFEST: &str = "manifest.json";
const FEED: &str = "session.json";
/// More entries than any session needs.
const MOST_ENTRIES: usize = 60_000;
/// The largest entry, in bytes.
const LARGEST: u64 = 200 << 20;
/// All entries together, in bytes.
const LARGEST_ALL: u64 = 8 << 30;
/// Above this many bytes, what packs better than [`MOST_RATIO`] to one is a bomb and no paper.
const RATIO_FROM: u64 = 8 << 20;
const MOST_RATIO: u64 = 400;

/// What a bundle says it carries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always [`FORMAT`].
    pub format: String,
    /// Always [`VERSION`].
    pub version: u32,
    /// The session.
    pub session: u16,
    /// True when the delegate asked for notes to go along.
    #[serde(default)]
    pub notes: bool,
    /// Every entry except this one, by its name.
    pub files: BTreeMap<String, Sum>,
}

/// Size and checksum of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Lower-case hexadecimal.
    pub sha256: String,
    /// In bytes.
    pub size: u64,
}

/// A bundle file, opened and looked through.
#[derive(Debug)]
pub struct Bundle {
    path: PathBuf,
    manifest: Manifest,
    archive: Mutex<ZipArchive<File>>,
}

/// A fault of a bundle; the key says what it is.
fn wrong(path: &Path, what: &'static str, values: &[(&'static str, &str)]) -> Fault {
    let path = clean(&path.display().to_string());
    let whole = Saying::new("fault.bundle", &[("path", &path)]).with("what", Saying::new(what, values));
    Fault::of(FaultKind::Wrong, whole, Saying::new("advice.bundle", &[]))
}

/// A fault of an entry of a bundle.
fn wrong_entry(path: &Path, what: &'static str, name: &str) -> Fault {
    wrong(path, what, &[("name", &clean(name))])
}

/// An entry that is larger than any paper.
fn too_large(path: &Path, name: &str, size: u64) -> Fault {
    wrong(path, "fault.bundle_bomb", &[("name", &clean(name)), ("size", &(size >> 20).to_string())])
}

/// True when a file begins as a ZIP and has a manifest of a bundle.
#[must_use]
pub fn is_bundle(path: &Path) -> bool {
    let looks = || -> Option<bool> {
        let mut file = File::open(path).ok()?;
        let mut head = [0; 4];
        file.read_exact(&mut head).ok()?;
        file.seek(SeekFrom::Start(0)).ok()?;
        Some(head.starts_with(b"PK") && ZipArchive::new(file).ok()?.index_for_name(MANIFEST).is_some())
    };
    looks().unwrap_or(false) || is_cut_short(path)
}

/// True for the begin of a bundle whose end, where its table of contents is, did not arrive.
fn is_cut_short(path: &Path) -> bool {
    // the name of the first entry stands 30 bytes into a ZIP
    let mut head = [0; 30 + MANIFEST.len()];
    let begins = File::open(path).and_then(|mut file| file.read_exact(&mut head)).is_ok()
        && head.starts_with(b"PK\x03\x04")
        && head.ends_with(MANIFEST.as_bytes());
    begins && File::open(path).is_ok_and(|file| ZipArchive::new(file).is_err())
}

impl Bundle {
    /// Opens a bundle and checks its table of contents, before anything is unpacked.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let file = File::open(path).map_err(|error| unreadable(path, &error))?;
        let mut archive = ZipArchive::new(file).map_err(|_| {
            if is_cut_short(path) {
                return wrong(path, "fault.bundle_cut", &[]);
            }
            let path = clean(&path.display().to_string());
            Fault::said(FaultKind::Wrong, "fault.no_bundle", &[("path", &path)], "advice.bundle_made")
        })?;
        look_through(&mut archive, path)?;
        let manifest = unpack(&mut archive, MANIFEST, 64 << 20, path)?;
        let manifest: Manifest = serde_json::from_slice(&manifest)
            .map_err(|error| wrong(path, "fault.bundle_unclear", &[("why", &clean(&error.to_string()))]))?;
        if manifest.format != FORMAT || manifest.version != VERSION {
            let (form, wanted) =
                (format!("{} {}", clean(&manifest.format), manifest.version), format!("{FORMAT} {VERSION}"));
            return Err(wrong(path, "fault.bundle_form", &[("form", &form), ("wanted", &wanted)]));
        }
        let missing = manifest.files.keys().find(|name| archive.index_for_name(name).is_none());
        if let Some(name) = missing {
            return Err(wrong_entry(path, "fault.bundle_lacks", name));
        }
        Ok(Self { path: path.to_owned(), manifest, archive: Mutex::new(archive) })
    }

    /// What it says it carries.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// An entry, checked against the manifest.
    pub fn entry(&self, name: &str) -> Result<Vec<u8>, Fault> {
        let Some(sum) = self.manifest.files.get(name) else {
            return Err(wrong_entry(&self.path, "fault.bundle_unnamed", name));
        };
        let bytes =
            unpack(&mut self.archive.lock().unwrap_or_else(PoisonError::into_inner), name, LARGEST, &self.path)?;
        if bytes.len() as u64 != sum.size || feed::sha256(&bytes) != sum.sha256 {
            return Err(wrong_entry(&self.path, "fault.bundle_other", name));
        }
        Ok(bytes)
    }

    /// The notes it carries: file names (without folders) and texts. Empty unless they were asked for when it was made.
    pub fn notes(&self) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let names = self.manifest.files.keys().filter_map(|name| {
            let short = name.strip_prefix("notes/")?;
            (!short.contains('/') && Path::new(short).extension().is_some_and(|ending| ending == "md"))
                .then_some((short, name))
        });
        names.map(|(short, name)| Ok((short.to_owned(), self.entry(name)?))).collect()
    }
}

/// Looks at names, kinds and sizes of all entries without unpacking any.
fn look_through(archive: &mut ZipArchive<File>, path: &Path) -> Result<(), Fault> {
    if archive.len() > MOST_ENTRIES {
        return Err(wrong(path, "fault.bundle_many", &[("n", &MOST_ENTRIES.to_string())]));
    }
    let mut all = 0_u64;
    let mut names = HashSet::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| wrong(path, "fault.bundle_contents", &[]))?;
        let name = entry.name().map_err(|_| wrong(path, "fault.bundle_contents", &[]))?.into_owned();
        if entry.is_dir() || entry.is_symlink() || entry.encrypted() {
            return Err(wrong_entry(path, "fault.bundle_no_plain", &name));
        }
        let parts_good = address::inside_folder(&name).is_ok_and(|parts| parts.join("/") == name);
        if !parts_good || name.contains('%') || !names.insert(name.to_lowercase()) {
            return Err(wrong_entry(path, "fault.bundle_unsafe", &name));
        }
        let (size, packed) = (entry.size(), entry.compressed_size());
        all = all.saturating_add(size);
        if size > LARGEST || all > LARGEST_ALL || (size > RATIO_FROM && size / packed.max(1) > MOST_RATIO) {
            return Err(too_large(path, &name, size));
        }
    }
    Ok(())
}

/// Unpacks one entry into memory, never more than it promised.
fn unpack(archive: &mut ZipArchive<File>, name: &str, most: u64, path: &Path) -> Result<Vec<u8>, Fault> {
    let damaged = || wrong_entry(path, "fault.bundle_damaged", name);
    let entry = archive.by_name(name).map_err(|_| match name {
        MANIFEST => wrong(path, "fault.bundle_no_manifest", &[]),
        _ => damaged(),
    })?;
    let size = entry.size();
    if size > most {
        return Err(too_large(path, name, size));
    }
    let mut bytes = Vec::with_capacity(size.min(4 << 20) as usize);
    entry.take(size + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
    if bytes.len() as u64 != size {
        return Err(wrong_entry(path, "fault.bundle_lies", name));
    }
    Ok(bytes)
}

impl Source for Bundle {
    fn name(&self) -> String {
        clean(&self.path.display().to_string())
    }

    fn list(&self, control: &Control) -> Result<Listing, Fault> {
        control.check()?;
        let feed = feed::parse_shelf(&self.entry(FEED)?, &self.path.display().to_string())?;
        Ok(feed::listing(feed))
    }

    fn fetch(&self, file: &OfferedFile, known: &Known, control: &Control) -> Result<Fetched, Fault> {
        control.check()?;
        if known.sha256.is_some() && file.sha256 == known.sha256 {
            return Ok(Fetched::Unchanged);
        }
        let name = address::inside_folder(&file.address)?.join("/");
        let bytes = self.entry(&name)?;
        let short = name.rsplit('/').next().unwrap_or_default().to_owned();
        let body = Body { bytes, name: short, media_type: file.media_type.clone(), ..Body::default() };
        feed::verify(file, &body)?;
        Ok(Fetched::File(body))
    }

    fn host(&self, _: &OfferedFile) -> String {
        "disk".to_owned()
    }

    fn place(&self, file: &OfferedFile) -> String {
        format!("{}/{}", self.name(), file.address)
    }
}

/// Writes the entries as a bundle to `out`: sorted, without times, so that the same content gives the same bytes.
/// `entries` must not hold the manifest: it is made here.
pub fn write(
    out: impl Write + Seek,
    session: u16,
    notes: bool,
    entries: &BTreeMap<String, Vec<u8>>,
) -> std::io::Result<()> {
    let files = entries
        .iter()
        .map(|(name, bytes)| (name.clone(), Sum { sha256: feed::sha256(bytes), size: bytes.len() as u64 }))
        .collect();
    let manifest = Manifest { format: FORMAT.to_owned(), version: VERSION, session, notes, files };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(std::io::Error::other)?;
    let mut zip = ZipWriter::new(out);
    let plain = SimpleFileOptions::default().last_modified_time(DateTime::DEFAULT).unix_permissions(0o644);
    let mut put = |name: &str, bytes: &[u8]| -> std::io::Result<()> {
        // papers as PDF or DOCX are packed already
        let packed = [".pdf", ".docx"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        let method = if packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(name, plain.compression_method(method).large_file(bytes.len() as u64 > (3 << 30)))?;
        zip.write_all(bytes)
    };
    put(MANIFEST, &manifest)?;
    for (name, bytes) in entries {
        put(name, bytes)?;
    }
    zip.finish()?;
    Ok(())
}
