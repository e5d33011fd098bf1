//! When each session was last compared with its source. A sync that finds nothing new publishes no generation, but the
//! delegate wants to know that the source was asked: one small file beside `current` holds the time.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use super::Library;
use super::generation::{Generation, read_json, to_json};
use crate::model::Session;

/// The session and the moment, ISO 8601 in UTC.
pub(super) type Checked = BTreeMap<u16, String>;

impl Library {
    /// What the file says; nothing when there is none, or none that can be read: then the time of the last change counts.
    pub(super) fn read_checked(cache: &std::path::Path) -> Checked {
        read_json(&cache.join("checked.json")).unwrap_or_default()
    }

    /// Notes that these sessions were compared with their source at this moment. Only for the holder of the write lock.
    pub(super) fn mark_checked(&self, sessions: &[u16], now: &str) {
        if sessions.is_empty() {
            return;
        }
        let path = self.cache.join("checked.json");
        let mut checked = Self::read_checked(&self.cache);
        checked.extend(sessions.iter().map(|number| (*number, now.to_owned())));
        // a disk that is full leaves an older time, which is no lie about what is held
        let _ = to_json(&checked, &path).and_then(|json| self.disk.whole(&path, &json));
        *self.checked.write().unwrap_or_else(PoisonError::into_inner) = checked;
    }

    /// The session with the later of the two times: of its last change, of its last comparison.
    pub(super) fn with_time(&self, generation: &Generation, session: Arc<Session>) -> Arc<Session> {
        let checked = self.checked.read().unwrap_or_else(PoisonError::into_inner);
        match checked.get(&session.session) {
            Some(at) if session.synced_at.as_ref().is_none_or(|known| known < at) => {
                let later = Session { synced_at: Some(at.clone()), ..(*session).clone() };
                generation.keep(later)
            }
            _ => session,
        }
    }
}
