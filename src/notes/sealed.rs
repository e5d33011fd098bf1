//! Notes encrypted on the disk, in the age format, so that the standard `age` tool opens them.
//!
//! `notes/identity.age` holds the key (an age identity), itself encrypted with the delegate's passphrase; that is slow on
//! purpose and done once. Every note, statement and deleted note is encrypted to that key and is called
//! `<id>.age`: `age -d -i identity.age 399/<id>.age` shows it. While the key file is there, nothing is ever written in the
//! clear: a store opened without the key refuses to write.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::age::{self, Identity, Recipient, Refused};
use super::codec::{Codec, Plain};
use super::disk::Disk;
use super::fault::{Fault, FaultKind};
use super::{Notes, file, statements};

/// The file that holds the key.
pub const KEY_FILE: &str = "identity.age";
/// The work that a guess at the passphrase costs, as the exponent of two that age uses itself: about a second.
const WORK: u8 = 18;
/// A key file that asks for more work than this is not tried: it would keep the computer busy for minutes.
const MOST_WORK: u8 = 22;

/// The key is in memory.
pub struct Sealed {
    identity: Identity,
    recipient: Recipient,
}

impl Codec for Sealed {
    fn extension(&self) -> &'static str {
        "age"
    }

    fn seal(&self, text: &str) -> std::io::Result<Vec<u8>> {
        age::encrypt(&self.recipient, text.as_bytes())
            .ok_or_else(|| std::io::Error::other("it could not be encrypted: the system gives no random numbers"))
    }

    fn open(&self, bytes: &[u8]) -> Option<String> {
        std::str::from_utf8(&age::decrypt(&self.identity, bytes).ok()?).ok().map(str::to_owned)
    }

    fn unreadable(&self) -> FaultKind {
        FaultKind::OtherKey
    }
}

/// True when the notes in this folder are encrypted.
#[must_use]
pub fn is_sealed(notes: &Path) -> bool {
    notes.join(KEY_FILE).exists()
}

fn seal_key(identity: &Identity, passphrase: &str, work: u8) -> Option<Vec<u8>> {
    let (made, public, secret) = (super::now(), identity.recipient().text(), identity.text());
    let text = Zeroizing::new(format!("# created: {made}\n# public key: {public}\n{}\n", secret.as_str()));
    age::encrypt_with_passphrase(passphrase, work, text.as_bytes())
}

fn open_key(bytes: &[u8], passphrase: &str) -> Result<Identity, FaultKind> {
    let text = age::decrypt_with_passphrase(passphrase, MOST_WORK, bytes).map_err(|refused| match refused {
        Refused::OtherKey => FaultKind::WrongPassphrase,
        Refused::Damaged | Refused::TooMuchWork => FaultKind::KeyFile,
    })?;
    let text = std::str::from_utf8(&text).map_err(|_| FaultKind::KeyFile)?;
    text.lines().find_map(Identity::parse).ok_or(FaultKind::KeyFile)
}

/// Opens the key with the passphrase. What lies in the clear although the notes are encrypted (from an encryption that was
/// interrupted, or a file put there by another program) is encrypted now.
pub fn unlock(notes: &Path, passphrase: &str) -> Result<Arc<Sealed>, Fault> {
    let path = notes.join(KEY_FILE);
    let bytes = fs::read(&path).map_err(|error| Fault::disk(&path, &error))?;
    let identity = open_key(&bytes, passphrase).map_err(|kind| Fault::new(&path, kind, ""))?;
    let sealed = Arc::new(Sealed { recipient: identity.recipient(), identity });
    convert(notes, &Plain, &*sealed)?;
    Ok(sealed)
}

/// Encrypts the notes in this folder, and everything that belongs to them, from now on. The key and how many files were
/// encrypted. When it is interrupted, the next [`unlock`] goes on.
pub fn encrypt(notes: &Path, passphrase: &str) -> Result<(Arc<Sealed>, usize), Fault> {
    encrypt_with(notes, passphrase, WORK)
}

/// The same, with less work for a guess: for tests.
#[doc(hidden)]
pub fn encrypt_with(notes: &Path, passphrase: &str, work: u8) -> Result<(Arc<Sealed>, usize), Fault> {
    let path = notes.join(KEY_FILE);
    if is_sealed(notes) {
        return Err(Fault::new(&path, FaultKind::SealedAlready, ""));
    }
    // what a crash left behind is put in order while it can be read
    drop(Notes::open(notes)?);
    drop(statements::Statements::open(notes)?);
    let failed = || Fault::new(&path, FaultKind::Disk, "no key could be made: the system gives no random numbers");
    let identity = Identity::generate().ok_or_else(failed)?;
    let bytes = seal_key(&identity, passphrase, work).ok_or_else(failed)?;
    // no note is touched before the key is known to open with these words
    let again = open_key(&bytes, passphrase).map_err(|kind| Fault::new(&path, kind, ""))?;
    if again.recipient() != identity.recipient() {
        return Err(Fault::new(&path, FaultKind::KeyFile, ""));
    }
    writer().create(&path, &bytes).map_err(|error| Fault::disk(&path, &error))?;
    let sealed = Arc::new(Sealed { recipient: identity.recipient(), identity });
    let count = convert(notes, &Plain, &*sealed)?;
    Ok((sealed, count))
}

/// Writes everything in the clear again and removes the key. How many files. When it is interrupted, the key is still
/// there and the next [`unlock`] encrypts again what was not.
pub fn decrypt(notes: &Path, sealed: &Sealed) -> Result<usize, Fault> {
    let path = notes.join(KEY_FILE);
    let count = convert(notes, sealed, &Plain)?;
    let foreign = files(notes, sealed.extension());
    if let Some(other) = foreign.first() {
        // a file that this key does not open would be lost with the key file's name
        return Err(Fault::new(other, FaultKind::OtherKey, ""));
    }
    writer().remove(&path).map_err(|error| Fault::disk(&path, &error))?;
    Ok(count)
}

/// Writes bytes as they are.
fn writer() -> Disk {
    Disk { codec: Arc::new(Plain), probe: None }
}

/// Every file of the notes with this extension: notes, statements, what is deleted and what is being written.
fn files(notes: &Path, extension: &str) -> Vec<PathBuf> {
    let below = |root: &Path| [root.to_owned(), root.join(".trash")];
    let roots = below(notes).into_iter().chain(below(&notes.join(statements::FOLDER)));
    let found = roots.filter_map(|root| super::scan::files(&root, extension).ok()).flatten();
    found.map(|(path, _)| path).collect()
}

/// Writes every file anew in the other form, then removes the former. A file in the clear that is no note is left alone;
/// one whose form is broken is a note that is broken, and is taken along.
fn convert(notes: &Path, from: &dyn Codec, to: &dyn Codec) -> Result<usize, Fault> {
    let writer = writer();
    let _lock = super::disk::Lock::take(notes);
    let mut count = 0;
    for path in files(notes, from.extension()) {
        let fault = |error: &std::io::Error| Fault::disk(&path, error);
        if fs::metadata(&path).is_ok_and(|data| data.len() > super::LARGEST || !data.is_file()) {
            continue;
        }
        let bytes = fs::read(&path).map_err(|error| fault(&error))?;
        let Some(text) = from.open(&bytes).map(Zeroizing::new) else { continue };
        if from.extension() == Plain.extension() && matches!(file::parse(&path, &text, 0), Ok(None)) {
            continue;
        }
        let bytes = to.seal(&text).map_err(|error| fault(&error))?;
        let mut target = path.with_extension(to.extension());
        let mut number = 2;
        loop {
            match writer.create(&target, &bytes) {
                Ok(()) => break,
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
                    // from an interruption before the former was removed, or a file of another program
                    let there = fs::read(&target).ok().and_then(|bytes| to.open(&bytes));
                    if there.as_deref() == Some(text.as_str()) {
                        break;
                    }
                    target = super::disk::numbered(&path.with_extension(to.extension()), number);
                    number += 1;
                }
                Err(error) => return Err(fault(&error)),
            }
        }
        writer.remove(&path).map_err(|error| fault(&error))?;
        count += 1;
    }
    Ok(count)
}
