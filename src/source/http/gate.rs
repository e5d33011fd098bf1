//! No more than a few requests to one host at a time, with a pause between their beginnings.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::super::{Control, Fault};
use super::PER_HOST;

/// Lets [`PER_HOST`] requests through to a host at a time, with a pause between their beginnings.
#[derive(Debug, Default)]
pub(super) struct Gate {
    hosts: Mutex<HashMap<String, Queue>>,
    left: Condvar,
}

#[derive(Debug, Default)]
struct Queue {
    inside: usize,
    not_before: Option<Instant>,
}

/// A place inside the gate; leaving is dropping it.
pub(super) struct Permit<'a> {
    gate: &'a Gate,
    host: String,
}

impl Gate {
    pub(super) fn enter(&self, host: &str, pause: Duration, control: &Control) -> Result<Permit<'_>, Fault> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let delay = loop {
            control.check()?;
            let queue = hosts.entry(host.to_owned()).or_default();
            if queue.inside < PER_HOST {
                queue.inside += 1;
                let now = Instant::now();
                let start = queue.not_before.map_or(now, |at| at.max(now));
                queue.not_before = Some(start + pause);
                break start.saturating_duration_since(now);
            }
            // woken when somebody leaves; the short limit only serves to notice a stop
            hosts = self.left.wait_timeout(hosts, Duration::from_millis(100)).unwrap_or_else(PoisonError::into_inner).0;
        };
        drop(hosts);
        let permit = Permit { gate: self, host: host.to_owned() };
        if !delay.is_zero() {
            control.wait(delay)?;
        }
        Ok(permit)
    }

    /// Nobody begins with this host before `wait` is over: it asked for it.
    pub(super) fn hold_back(&self, host: &str, wait: Duration) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = hosts.entry(host.to_owned()).or_default();
        let until = Instant::now() + wait;
        queue.not_before = Some(queue.not_before.map_or(until, |at| at.max(until)));
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut hosts = self.gate.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = hosts.get_mut(&self.host) {
            queue.inside = queue.inside.saturating_sub(1);
        }
        self.gate.left.notify_all();
    }
}
