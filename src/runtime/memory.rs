//! Where the delegate left, kept in the data folder.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::app::saved::Saved;

fn file(folder: &Path) -> PathBuf {
    folder.join("desk.json")
}

/// What was remembered; nothing when there is nothing or it cannot be read: it is a convenience.
#[must_use]
pub fn load(folder: &Path) -> Saved {
    fs::read(file(folder)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).unwrap_or_default()
}

/// Keeps it: a whole new file, renamed over the former.
pub fn store(folder: &Path, saved: &Saved) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(&serde_json::to_vec(saved)?)?;
    fresh.persist(file(folder)).map(drop).map_err(|fault| fault.error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_left_is_found_again_and_a_broken_file_does_no_harm() {
        let folder = tempfile::tempdir().unwrap();
        let mut saved = Saved { session: 399, ..Saved::default() };
        saved.places.insert("GB.399/INS/5".to_owned(), ("para_4".to_owned(), vec![1]));
        store(folder.path(), &saved).unwrap();
        assert_eq!(load(folder.path()), saved);
        fs::write(file(folder.path()), b"{\"session\": 399, \"later\": true}").unwrap();
        assert_eq!(load(folder.path()).session, 399);
        fs::write(file(folder.path()), b"{\"sess").unwrap();
        assert_eq!(load(folder.path()), Saved::default());
    }
}
