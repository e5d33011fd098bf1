//! The system asks to end: SIGTERM, SIGHUP, SIGINT from outside. The program leaves as if the delegate had quit.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::Sender;

use super::In;

#[cfg(unix)]
pub fn watch(to: &Sender<In>) -> Result<(), String> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT])
        .map_err(|fault| format!("the signals of the system cannot be watched ({fault})"))?;
    let to = to.clone();
    std::thread::spawn(move || {
        for _ in signals.forever() {
            if to.send(In::Stop).is_err() {
                return;
            }
        }
    });
    Ok(())
}

#[cfg(not(unix))]
pub fn watch(_to: &Sender<In>) -> Result<(), String> {
    Ok(())
}

/// Raises a flag when the delegate presses Ctrl+C in a command that can stop in an orderly way; a second time ends it.
#[cfg(unix)]
#[must_use]
pub fn interrupts() -> Arc<AtomicBool> {
    use signal_hook::{consts::SIGINT, flag};
    let flag = Arc::new(AtomicBool::new(false));
    // without the flag the system ends the program at once, which harms nothing either
    let _ = flag::register_conditional_default(SIGINT, Arc::clone(&flag));
    let _ = flag::register(SIGINT, Arc::clone(&flag));
    flag
}

/// Where the system has no such signal the flag is never raised: Ctrl+C ends the program, which harms nothing.
#[cfg(not(unix))]
#[must_use]
pub fn interrupts() -> Arc<AtomicBool> {
    Arc::default()
}
