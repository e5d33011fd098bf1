//! Handing an address to the system's browser. Only on the delegate's request, and never over SSH, where the system is
//! another one than the delegate's: there the address is copied only.

use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;

use super::{In, send};
use crate::app::Msg;

/// Opens an address; tells when that is not possible. The address is one of `text::cite::address`, never a text from a
/// paper.
pub fn open(address: String, to: &Sender<In>) {
    if std::env::var_os("SSH_CONNECTION").is_some() {
        return;
    }
    let to = to.clone();
    std::thread::spawn(move || {
        let done = command(&address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !done.is_ok_and(|status| status.success()) {
            send(&to, Msg::NoBrowser(address));
        }
    });
}

#[cfg(target_os = "macos")]
fn command(address: &str) -> Command {
    let mut command = Command::new("open");
    command.arg(address);
    command
}

#[cfg(windows)]
fn command(address: &str) -> Command {
    let mut command = Command::new("rundll32");
    command.args(["url.dll,FileProtocolHandler", address]);
    command
}

#[cfg(not(any(target_os = "macos", windows)))]
fn command(address: &str) -> Command {
    let mut command = Command::new("xdg-open");
    command.arg(address);
    command
}
