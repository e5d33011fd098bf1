//! The file format of `age`, version 1 (<https://c2sp.org/age>), as far as notes need it: files encrypted to one key, and
//! the file of that key encrypted with a passphrase. What is written here opens with the standard `age` tool, and the
//! other way round.
//!
//! Only the form of the file stands here; the cryptography is that of `ring` (ChaCha20-Poly1305, HKDF, HMAC, random
//! numbers), `x25519-dalek` and `scrypt`.

mod bech32;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use ring::rand::{SecureRandom, SystemRandom};
use ring::{hkdf, hmac};
use zeroize::Zeroizing;

const VERSION: &str = "age-encryption.org/v1";
/// Bytes of a chunk of the payload.
const CHUNK: usize = 64 * 1024;
/// Bytes that authenticate a chunk.
const TAG: usize = 16;
const X25519: &str = "X25519";
const SCRYPT: &str = "scrypt";

/// 32 secret bytes, overwritten in memory when they go.
type Secret = Zeroizing<[u8; 32]>;
/// The key of one file.
type FileKey = Zeroizing<[u8; 16]>;

/// Why a file could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no file of this format, or damaged.
    Damaged,
    /// It is meant for another key or passphrase.
    OtherKey,
    /// To try the passphrase would take too long.
    TooMuchWork,
}

/// A private key.
pub struct Identity(Secret);

/// What a file is encrypted to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Recipient([u8; 32]);

impl Identity {
    /// A new key; `None` when the system has no random numbers.
    pub fn generate() -> Option<Self> {
        Some(Self(random()?))
    }

    /// The key in a line of text, `AGE-SECRET-KEY-1…`.
    pub fn parse(line: &str) -> Option<Self> {
        let bytes = Zeroizing::new(bech32::decode("age-secret-key-", line.trim())?);
        Some(Self(Zeroizing::new(bytes.as_slice().try_into().ok()?)))
    }

    /// The key as a line of text.
    pub fn text(&self) -> Zeroizing<String> {
        let lower = Zeroizing::new(bech32::encode("age-secret-key-", &*self.0));
        Zeroizing::new(lower.to_ascii_uppercase())
    }

    /// What files are to be encrypted to, so that this key opens them.
    pub fn recipient(&self) -> Recipient {
        Recipient(x25519_dalek::x25519(*self.0, x25519_dalek::X25519_BASEPOINT_BYTES))
    }
}

impl Recipient {
    /// The public key as text, `age1…`.
    pub fn text(&self) -> String {
        bech32::encode("age", &self.0)
    }
}

fn random<const N: usize>() -> Option<Zeroizing<[u8; N]>> {
    let mut bytes = Zeroizing::new([0; N]);
    SystemRandom::new().fill(&mut *bytes).ok()?;
    Some(bytes)
}

fn derive(secret: &[u8], salt: &[u8], info: &str) -> Option<Secret> {
    let mut out = Zeroizing::new([0; 32]);
    let info = [info.as_bytes()];
    let strong = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(secret);
    strong.expand(&info, hkdf::HKDF_SHA256).ok()?.fill(&mut *out).ok()?;
    Some(out)
}

fn cipher(key: &Secret) -> Option<LessSafeKey> {
    Some(LessSafeKey::new(UnboundKey::new(&CHACHA20_POLY1305, &**key).ok()?))
}

/// Encrypts a file key with a key used for nothing else, which is why the nonce may be zero.
fn wrap(key: &Secret, file_key: &FileKey) -> Option<Vec<u8>> {
    let mut body = file_key.to_vec();
    let nonce = Nonce::assume_unique_for_key([0; 12]);
    cipher(key)?.seal_in_place_append_tag(nonce, Aad::empty(), &mut body).ok()?;
    Some(body)
}

fn unwrap(key: &Secret, body: &[u8]) -> Option<FileKey> {
    let mut body = Zeroizing::new(body.to_vec());
    let nonce = Nonce::assume_unique_for_key([0; 12]);
    let opened = cipher(key)?.open_in_place(nonce, Aad::empty(), &mut body).ok()?;
    Some(Zeroizing::new((&*opened).try_into().ok()?))
}

/// The key that a recipient's stanza is encrypted with, from the shared secret; `None` for a share that gives away nothing.
fn agreed(shared: &Secret, share: &[u8; 32], recipient: &Recipient) -> Option<Secret> {
    if shared.iter().all(|byte| *byte == 0) {
        return None;
    }
    derive(&**shared, &[*share, recipient.0].concat(), "age-encryption.org/v1/X25519")
}

fn stretched(passphrase: &str, salt: &[u8], work: u8) -> Option<Secret> {
    let mut out = Zeroizing::new([0; 32]);
    let params = scrypt::Params::new(work, 8, 1).ok()?;
    let salt = [b"age-encryption.org/v1/scrypt", salt].concat();
    scrypt::scrypt(passphrase.as_bytes(), &salt, &params, &mut *out).ok()?;
    Some(out)
}

/// Encrypts to a key. `None` when the system has no random numbers.
pub fn encrypt(recipient: &Recipient, plain: &[u8]) -> Option<Vec<u8>> {
    let file_key: FileKey = random()?;
    let own: Secret = random()?;
    let share = x25519_dalek::x25519(*own, x25519_dalek::X25519_BASEPOINT_BYTES);
    let shared = Zeroizing::new(x25519_dalek::x25519(*own, recipient.0));
    let body = wrap(&agreed(&shared, &share, recipient)?, &file_key)?;
    seal(&format!("{X25519} {}", BASE64.encode(share)), &body, &file_key, plain)
}

/// Encrypts with a passphrase; `work` is the exponent of two of what a guess costs.
pub fn encrypt_with_passphrase(passphrase: &str, work: u8, plain: &[u8]) -> Option<Vec<u8>> {
    let file_key: FileKey = random()?;
    let salt = random::<16>()?;
    let body = wrap(&stretched(passphrase, &*salt, work)?, &file_key)?;
    seal(&format!("{SCRYPT} {} {work}", BASE64.encode(*salt)), &body, &file_key, plain)
}

/// Opens a file that is encrypted to this key.
pub fn decrypt(identity: &Identity, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let (header, payload) = Header::read(file).ok_or(Refused::Damaged)?;
    let recipient = identity.recipient();
    let open = |stanza: &Stanza<'_>| {
        let [X25519, share] = stanza.args.as_slice() else { return None };
        let share: [u8; 32] = BASE64.decode(share).ok()?.try_into().ok()?;
        let shared = Zeroizing::new(x25519_dalek::x25519(*identity.0, share));
        unwrap(&agreed(&shared, &share, &recipient)?, &stanza.body)
    };
    // a passphrase is for one alone
    if header.stanzas.iter().any(|stanza| stanza.args.first() == Some(&SCRYPT)) {
        return Err(Refused::OtherKey);
    }
    let key = header.stanzas.iter().find_map(open).ok_or(Refused::OtherKey)?;
    header.check(&key).and_then(|()| payload_of(&key, payload)).ok_or(Refused::Damaged)
}

/// Opens a file that is encrypted with a passphrase, unless a guess at it costs more than `most`.
pub fn decrypt_with_passphrase(passphrase: &str, most: u8, file: &[u8]) -> Result<Zeroizing<Vec<u8>>, Refused> {
    let (header, payload) = Header::read(file).ok_or(Refused::Damaged)?;
    let [stanza] = header.stanzas.as_slice() else { return Err(Refused::Damaged) };
    let [SCRYPT, salt, work] = stanza.args.as_slice() else { return Err(Refused::OtherKey) };
    let salt = BASE64.decode(salt).ok().filter(|salt| salt.len() == 16).ok_or(Refused::Damaged)?;
    let is_plain = work.bytes().all(|c| c.is_ascii_digit()) && !work.starts_with('0') && work.len() < 3;
    let work: u8 = Some(work).filter(|_| is_plain).and_then(|work| work.parse().ok()).ok_or(Refused::Damaged)?;
    if work > most {
        return Err(Refused::TooMuchWork);
    }
    let key = stretched(passphrase, &salt, work).ok_or(Refused::Damaged)?;
    let key = unwrap(&key, &stanza.body).ok_or(Refused::OtherKey)?;
    header.check(&key).and_then(|()| payload_of(&key, payload)).ok_or(Refused::Damaged)
}

fn mac_key(file_key: &FileKey) -> Option<hmac::Key> {
    Some(hmac::Key::new(hmac::HMAC_SHA256, &*derive(&**file_key, &[], "header")?))
}

/// The whole file: header with one stanza, and the payload.
fn seal(stanza: &str, body: &[u8], file_key: &FileKey, plain: &[u8]) -> Option<Vec<u8>> {
    // 32 bytes make one line of less than 64 characters, which is the last
    let header = format!("{VERSION}\n-> {stanza}\n{}\n---", BASE64.encode(body));
    let mac = hmac::sign(&mac_key(file_key)?, header.as_bytes());
    let nonce = random::<16>()?;
    let mut out = format!("{header} {}\n", BASE64.encode(mac)).into_bytes();
    out.extend_from_slice(&*nonce);
    let cipher = cipher(&derive(&**file_key, &*nonce, "payload")?)?;
    let last = plain.len().div_ceil(CHUNK).max(1) - 1;
    for at in 0..=last {
        let from = at * CHUNK;
        let mut chunk = plain.get(from..plain.len().min(from + CHUNK))?.to_vec();
        cipher.seal_in_place_append_tag(place(at, at == last), Aad::empty(), &mut chunk).ok()?;
        out.append(&mut chunk);
    }
    Some(out)
}

/// The nonce of a chunk: its number, and whether it is the last, so that none can be left out or put elsewhere.
fn place(at: usize, last: bool) -> Nonce {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&(at as u64).to_be_bytes());
    nonce[11] = u8::from(last);
    Nonce::assume_unique_for_key(nonce)
}

fn payload_of(file_key: &FileKey, payload: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, chunks) = payload.split_at_checked(16)?;
    let cipher = cipher(&derive(&**file_key, nonce, "payload")?)?;
    let count = chunks.len().div_ceil(CHUNK + TAG);
    // room beforehand, so that no copy is left behind when it grows
    let mut out = Zeroizing::new(Vec::with_capacity(chunks.len()));
    for (at, chunk) in chunks.chunks(CHUNK + TAG).enumerate() {
        let last = at + 1 == count;
        let mut chunk = Zeroizing::new(chunk.to_vec());
        let plain = cipher.open_in_place(place(at, last), Aad::empty(), &mut chunk).ok()?;
        // an empty chunk is only allowed where there is nothing at all
        if plain.is_empty() && at > 0 {
            return None;
        }
        out.extend_from_slice(plain);
    }
    (count > 0).then_some(out)
}

/// What stands before the payload.
struct Header<'a> {
    stanzas: Vec<Stanza<'a>>,
    /// The bytes that the code at its end authenticates.
    signed: &'a [u8],
    mac: Vec<u8>,
}

/// Who can open the file, and how.
struct Stanza<'a> {
    args: Vec<&'a str>,
    body: Vec<u8>,
}

impl<'a> Header<'a> {
    fn read(file: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let mut at = 0;
        let mut line = || {
            let rest = file.get(at..)?;
            let end = rest.iter().position(|byte| *byte == b'\n')?;
            let from = at;
            at += end + 1;
            Some((from, std::str::from_utf8(rest.get(..end)?).ok()?))
        };
        if line()?.1 != VERSION {
            return None;
        }
        let mut stanzas = Vec::new();
        loop {
            let (from, text) = line()?;
            if let Some(mac) = text.strip_prefix("--- ") {
                let signed = file.get(..from + 3)?;
                let mac = BASE64.decode(mac).ok()?;
                return Some((Self { stanzas, signed, mac }, file.get(at..)?));
            }
            let args: Vec<&str> = text.strip_prefix("-> ")?.split(' ').collect();
            if args.iter().any(|arg| arg.is_empty() || !arg.bytes().all(|c| c.is_ascii_graphic())) {
                return None;
            }
            let mut body = String::new();
            loop {
                let (_, text) = line()?;
                body.push_str(text);
                match text.len() {
                    64 => {}
                    0..64 => break,
                    _ => return None,
                }
            }
            stanzas.push(Stanza { args, body: BASE64.decode(body).ok()? });
        }
    }

    fn check(&self, file_key: &FileKey) -> Option<()> {
        hmac::verify(&mac_key(file_key)?, self.signed, &self.mac).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn opened(identity: &Identity, file: &[u8]) -> Option<Vec<u8>> {
        decrypt(identity, file).ok().map(|plain| plain.to_vec())
    }

    #[test]
    fn the_sizes_around_a_chunk_come_back() {
        let identity = Identity::generate().unwrap();
        for size in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK] {
            let plain = vec![b'x'; size];
            let file = encrypt(&identity.recipient(), &plain).unwrap();
            assert_eq!(opened(&identity, &file), Some(plain), "{size}");
        }
    }

    #[test]
    fn a_key_is_written_and_read() {
        let identity = Identity::generate().unwrap();
        let again = Identity::parse(&identity.text()).unwrap();
        assert!(again.recipient() == identity.recipient());
        assert!(identity.text().starts_with("AGE-SECRET-KEY-1") && identity.recipient().text().starts_with("age1"));
        assert!(Identity::parse("AGE-SECRET-KEY-1QQQQ").is_none());
    }

    #[test]
    fn whatever_is_changed_cut_or_swapped_is_refused() {
        let identity = Identity::generate().unwrap();
        let file = encrypt(&identity.recipient(), &vec![b'x'; CHUNK + 10]).unwrap();
        for at in (0..300).chain([CHUNK, file.len() - 1]) {
            let mut wrong = file.clone();
            wrong[at] ^= 1;
            assert_eq!(opened(&identity, &wrong), None, "byte {at}");
        }
        for length in [0, 10, 100, file.len() - 1, file.len() - 26, file.len() - 27] {
            assert_eq!(opened(&identity, &file[..length]), None, "{length} bytes");
        }
        let other = Identity::generate().unwrap();
        assert_eq!(decrypt(&other, &file).err(), Some(Refused::OtherKey));
    }

    #[test]
    fn a_passphrase_opens_its_file_and_no_other() {
        let file = encrypt_with_passphrase("one two", 2, b"words").unwrap();
        assert_eq!(decrypt_with_passphrase("one two", 10, &file).unwrap().as_slice(), b"words");
        assert_eq!(decrypt_with_passphrase("one tow", 10, &file).err(), Some(Refused::OtherKey));
        assert_eq!(decrypt_with_passphrase("one two", 1, &file).err(), Some(Refused::TooMuchWork));
        assert_eq!(decrypt(&Identity::generate().unwrap(), &file).err(), Some(Refused::OtherKey));
    }

    #[test]
    fn what_the_standard_tool_wrote_is_opened() {
        // made with age 1.1.1: `age-keygen`, `age -r`, `age -p`
        let key = "AGE-SECRET-KEY-15JNKXYJ6YUFDMUX0VH3DK756DCLNZSX2M9PFKRJM782Q70PFDA2S7Q3F3G";
        let to_key = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSBmUDdsbmJFeFZmVC9URHB5QkdWd3NOMzdreVBtYjNLMURTMnhxSVkxM0Ew\
             CnJ5NkVBdHErODlDbEtXa3gvN2E5OTllbDA1ZXIyeUxOLzBlTGRJRGwzY1UKLS0tIFpuOFVTUG1xNmMxelVKNG1pdEJjOGo5Q0tn\
             Qml3NUJoVCtNZ1JvWUplOTQK09I3/EkGkZd24JPJcbiqKC7TsE0U4M9PPu30F/WgP+Py6MNxVHPDpAOT2x0l8ucYxyv54A==";
        let with_passphrase = "YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IHNjcnlwdCBEZUozYS9zRnlOK1A1bWJZNjNOWTh3IDE4CnhSZ0FKRmFjWDAvYVFYR3ZB\
             c1RjQmdVMWVCcEhYVldlZm1kT2ZMREh4Um8KLS0tIHlrNkl3UUJ0NGN2cFlrb1JGcVdQUWNaMmVUc2RuNEZMYnBNVUxseGs3MWcK\
             dbpa0/NiA7o5Y5HoGV/2RJl6oH6gYF9OG2AzYUJWc090GpLpg3BGeghtl7b8zJrM05I=";
        let bytes = |text: &str| base64::engine::general_purpose::STANDARD.decode(text).unwrap();
        let identity = Identity::parse(key).unwrap();
        assert_eq!(identity.recipient().text(), "age184kkyqgqus470apde028238ulzk2rtgdu6am6wm6wfkcx367pduqzh6uh2");
        assert_eq!(identity.text().as_str(), key);
        assert_eq!(opened(&identity, &bytes(to_key)).unwrap(), b"written by the tool\n");
        let plain = decrypt_with_passphrase("one two three", 18, &bytes(with_passphrase)).unwrap();
        assert_eq!(plain.as_slice(), b"with a passphrase\n");
    }

    proptest! {
        #[test]
        fn any_bytes_are_opened_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300), head in any::<bool>()) {
            let mut file = if head { format!("{VERSION}\n-> X25519 ").into_bytes() } else { Vec::new() };
            file.extend(bytes);
            let identity = Identity(Zeroizing::new([7; 32]));
            prop_assert!(decrypt(&identity, &file).is_err());
            prop_assert!(decrypt_with_passphrase("x", 4, &file).is_err());
        }
    }
}
