//! The system asks to end: SIGTERM, SIGHUP, SIGINT from outside. The program leaves as if the delegate had quit.

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
