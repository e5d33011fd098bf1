//! Golden screens: what views look like, kept as text in `tests/screens/`, in three languages and four sizes.
//! `GBDESK_BLESS=1` writes them anew; look at the difference before committing it.

use std::path::{Path, PathBuf};

use gbdesk::model::Language;

use super::Desk;

pub const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 36), (200, 50)];
pub const LANGUAGES: [Language; 3] = [Language::EN, Language::FR, Language::ES];

/// The folder of the golden screens.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

/// Whether what is kept is what is; kept anew when asked to.
pub fn is_kept(file: &Path, now: &str) -> bool {
    if std::env::var_os("GBDESK_BLESS").is_some() {
        std::fs::write(file, now).unwrap();
    }
    std::fs::read_to_string(file).unwrap_or_default() == now
}

/// Holds the screens of these views (a name, the keys that lead there) against those kept under `prefix`.
#[track_caller]
pub fn hold(prefix: &str, views: &[(&str, &str)], desk: impl Fn(u16, u16, Language) -> Desk) {
    let mut other = Vec::new();
    for language in LANGUAGES {
        for (columns, rows) in SIZES {
            let mut all = String::new();
            for (name, keys) in views {
                let mut desk = desk(columns, rows, language);
                desk.press(keys);
                all.push_str(&format!("== {name}\n{}", desk.screen()));
            }
            let file = folder().join(format!("{prefix}{language}-{columns}x{rows}.txt"));
            if !is_kept(&file, &all) {
                other.push(format!("{}:\n{all}", file.display()));
            }
        }
    }
    assert!(other.is_empty(), "these screens changed; GBDESK_BLESS=1 writes them anew\n{}", other.join("\n"));
}
