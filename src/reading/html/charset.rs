//! Which letters the bytes stand for: byte order mark, the page's own word, and what the bytes themselves say.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// How far into the page its own word on the encoding is looked for.
const HEAD: usize = 4096;

/// The text of a page. Latin-1 is read as Windows-1252, which is what pages of the 1990s meant by it.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if Encoding::for_bom(bytes).is_some() {
        return UTF_8.decode(bytes).0;
    }
    // Bytes beyond ASCII that happen to be valid UTF-8 are UTF-8, whatever the page says: Latin-1 never looks like that.
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8.decode_without_bom_handling(bytes).0;
    }
    let declared = declared(bytes).filter(|encoding| *encoding != UTF_8 && encoding.is_ascii_compatible());
    match declared {
        Some(encoding) => encoding.decode_without_bom_handling(bytes).0,
        None if mostly_utf8(bytes) => UTF_8.decode_without_bom_handling(bytes).0,
        None => WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// What `<meta charset>` or `<meta http-equiv>` says.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(HEAD))?.to_ascii_lowercase();
    let place = head.windows(8).position(|window| window == b"charset=")?;
    let rest = head.get(place + 8..)?;
    let label: Vec<u8> = rest
        .iter()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
        .copied()
        .collect();
    Encoding::for_label(&label)
}

/// A few broken bytes in a UTF-8 page do not make it another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > bad * 4
}
