//! Golden screens: what every view looks like, words and style, kept as pictures in `tests/screens/`, in three languages and
//! four sizes. `GBDESK_BLESS=1` makes them anew; look at the difference before committing it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use gbdesk::model::Language;
use gbdesk::ui::theme::{Depth, Theme};

use super::{Desk, svg};

pub const SIZES: [(u16, u16); 4] = [(60, 20), (80, 24), (120, 36), (200, 50)];
pub const LANGUAGES: [Language; 3] = [Language::EN, Language::FR, Language::ES];

/// The folder of the golden screens.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens")
}

/// The picture of what a desk shows.
pub fn picture(desk: &Desk, depth: Depth) -> String {
    let (buffer, cursor) = desk.drawn_in(depth);
    svg::picture(&buffer, cursor, Theme::named(&desk.app.theme, depth).base)
}

/// Pictures being held against those kept.
#[derive(Default)]
pub struct Album {
    seen: BTreeSet<PathBuf>,
    other: Vec<String>,
}

impl Album {
    /// Holds a picture against the one kept under `name`; keeps it when asked to.
    pub fn hold(&mut self, name: &str, now: &str) {
        let file = folder().join(format!("{name}.svg"));
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        if kept != now {
            if std::env::var_os("GBDESK_BLESS").is_some() {
                std::fs::create_dir_all(file.parent().unwrap()).unwrap();
                std::fs::write(&file, now).unwrap();
            } else {
                self.other.push(difference(name, &kept, now));
            }
        }
        self.seen.insert(file);
    }

    /// Fails when a picture changed, or when one is kept under `part` that no view has any more.
    #[track_caller]
    pub fn close(mut self, part: &str) {
        for file in kept(&folder().join(part)) {
            if !self.seen.contains(&file) {
                if std::env::var_os("GBDESK_BLESS").is_some() {
                    std::fs::remove_file(&file).unwrap();
                } else {
                    self.other.push(format!("{} is of no view any more", file.display()));
                }
            }
        }
        assert!(
            self.other.is_empty(),
            "these screens changed; GBDESK_BLESS=1 makes them anew\n{}",
            self.other.join("\n")
        );
    }
}

/// The pictures kept in a folder.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|kind| kind == "svg")).collect()
}

/// Which rows say something else; that only the style is another one.
fn difference(name: &str, kept: &str, now: &str) -> String {
    let (before, after) = (svg::words(kept), svg::words(now));
    if before == after {
        return format!("{name}: another style");
    }
    let mut out = format!("{name}:");
    for (at, row) in after.lines().enumerate() {
        let was = before.lines().nth(at).unwrap_or_default();
        if was != row {
            out.push_str(&format!("\n- {was}\n+ {row}"));
        }
    }
    out
}
