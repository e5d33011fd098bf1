//! Pages of the last sync, so that they are asked for only if they changed; and what a status says of an item.

use reqwest::Url;
use serde::{Deserialize, Serialize};

use super::super::list::Entry;
use super::super::{Body, lexicon, pages};
use crate::model::{Language, Outcome, Texts};
use crate::text::record;

/// A page kept from the last time.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    pub(super) url: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    pub(super) charset: Option<String>,
    pub(super) text: String,
}

/// What stands beside an item on the agenda: that there is no document, that it was put off.
pub(super) fn note(entry: &Entry, titles: &Texts) -> Texts {
    let tells = |status: &&String| lexicon::is_no_paper(status) || record::outcome(status) == Some(Outcome::Deferred);
    let language = titles.0.keys().next().copied().unwrap_or(Language::EN);
    entry.status.as_ref().filter(tells).map_or_else(Texts::default, |status| Texts::one(language, status.clone()))
}

/// Keeps a page.
pub(super) fn keep(file: &std::path::Path, url: &Url, body: &Body) {
    let kept = Kept {
        url: url.to_string(),
        etag: body.etag.clone(),
        last_modified: body.last_modified.clone(),
        charset: body.charset.clone(),
        text: pages::decode(body),
    };
    // a page that cannot be kept is asked for again: nothing is lost
    let _ = (|| -> std::io::Result<()> {
        let folder = file.parent().ok_or(std::io::ErrorKind::NotFound)?;
        std::fs::create_dir_all(folder)?;
        let staged = tempfile::NamedTempFile::new_in(folder)?;
        serde_json::to_writer(&staged, &kept)?;
        staged.persist(file)?;
        Ok(())
    })();
}
