//! Notes that are encrypted: their passphrase on the command line, and the commands that encrypt and decrypt.

use std::sync::Arc;

use super::Outcome;
use super::desk::Desk;
use super::output::{self, Failure, say};
use crate::app::secret::Passphrase;
use crate::notes::codec::Plain;
use crate::notes::sealed::{self, Sealed};
use crate::notes::statements::Statements;
use crate::notes::{Codec, Fault, FaultKind, Notes};
use crate::runtime::passphrase;

/// How often a passphrase may be mistyped.
const TRIES: usize = 3;

/// Asks for a passphrase. `piped`: the first line of standard input may hold it, where there is no terminal.
fn ask(desk: &Desk, key: &str, piped: bool) -> Result<Passphrase, Failure> {
    let asked = passphrase::ask(desk.strings.get(key), piped);
    let unasked = "the passphrase cannot be asked for without a terminal; nothing was done";
    asked.map_err(|_| Failure::new(unasked))?.ok_or_else(|| Failure::new("no passphrase was given; nothing was done"))
}

/// The key of encrypted notes; `None` where they are in the clear.
fn key(desk: &Desk, piped: bool) -> Result<Option<Arc<Sealed>>, Failure> {
    let folder = desk.folders.notes();
    if !sealed::is_sealed(&folder) {
        return Ok(None);
    }
    let mut tries = 1;
    loop {
        let typed = ask(desk, "secret.ask", piped)?;
        match sealed::unlock(&folder, &typed) {
            Ok(key) => return Ok(Some(key)),
            Err(fault) if fault.kind == FaultKind::WrongPassphrase && tries < TRIES && !piped => {
                say(&format!("gbdesk: {}", desk.of_notes(&fault)));
                tries += 1;
            }
            Err(fault) => return Err(desk.of_notes(&fault)),
        }
    }
}

fn codec(desk: &Desk, piped: bool) -> Result<Arc<dyn Codec>, Failure> {
    Ok(key(desk, piped)?.map_or_else(|| Arc::new(Plain) as Arc<dyn Codec>, |key| key as Arc<dyn Codec>))
}

/// True where the passphrase may come from standard input: it is a pipe, and the command reads nothing else there.
fn is_piped() -> bool {
    !std::io::IsTerminal::is_terminal(&std::io::stdin())
}

/// The notes; their passphrase is asked for when they are encrypted. `reads`: the command itself reads standard input.
pub fn notes(desk: &Desk, reads: bool) -> Result<Notes, Failure> {
    let codec = codec(desk, is_piped() && !reads)?;
    Notes::open_with(&desk.folders.notes(), codec, None).map_err(|fault| desk.of_notes(&fault))
}

/// The statements, as [`notes`].
pub fn statements(desk: &Desk) -> Result<Statements, Failure> {
    let codec = codec(desk, is_piped())?;
    Statements::open_with(&desk.folders.notes(), codec).map_err(|fault| desk.of_notes(&fault))
}

/// `note encrypt`.
pub fn encrypt(desk: &Desk) -> Outcome {
    let folder = desk.folders.notes();
    if sealed::is_sealed(&folder) {
        return Err(desk.of_notes(&Fault::new(&folder.join(sealed::KEY_FILE), FaultKind::SealedAlready, "")));
    }
    say(desk.strings.get("secret.warning"));
    let piped = is_piped();
    let first = ask(desk, "secret.ask_new", piped)?;
    if first.chars().count() < crate::app::secret::SHORTEST {
        return Err(Failure::new(desk.strings.get("secret.short")));
    }
    if !piped && ask(desk, "secret.ask_again", false)? != first {
        return Err(Failure::new(desk.strings.get("secret.differs")));
    }
    let (_, count) = sealed::encrypt(&folder, &first).map_err(|fault| desk.of_notes(&fault))?;
    output::print(&desk.strings.count("secret.encrypted", count))
}

/// `note decrypt`.
pub fn decrypt(desk: &Desk) -> Outcome {
    let Some(key) = key(desk, is_piped())? else {
        return output::print(desk.strings.get("secret.plain"));
    };
    let count = sealed::decrypt(&desk.folders.notes(), &key).map_err(|fault| desk.of_notes(&fault))?;
    output::print(&desk.strings.count("secret.decrypted", count))
}
