//! Addresses: what may be followed, and what stays inside a feed's folder.

use reqwest::Url;

use super::{Fault, FaultKind, clean};
use crate::strings::Saying;

/// Takes an address typed or found; only `http` and `https`, with a host and without a password in it.
pub fn parse(text: &str) -> Result<Url, Fault> {
    let url = Url::parse(text.trim()).map_err(|error| {
        let (text, why) = (clean(text), error.to_string());
        let values = [("address", text.as_str()), ("why", why.as_str())];
        Fault::said(FaultKind::Wrong, "fault.no_address", &values, "advice.http")
    })?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(Fault::said(FaultKind::Wrong, "fault.not_on_web", &[("address", &clean(text))], "advice.http"));
    }
    if url.password().is_some() || !url.username().is_empty() {
        return Err(Fault::said(FaultKind::Wrong, "fault.password", &[], "advice.password"));
    }
    Ok(url)
}

/// Host and port, for limits and comparisons: `papers.example:443`.
#[must_use]
pub fn authority(url: &Url) -> String {
    format!("{}:{}", url.host_str().unwrap_or_default(), url.port_or_known_default().unwrap_or_default())
}

/// The same host and port; `http` on 80 and `https` on 443 of one host count as the same.
#[must_use]
pub fn same_host(a: &Url, b: &Url) -> bool {
    a.host_str() == b.host_str()
        && (a.port_or_known_default() == b.port_or_known_default() || (a.port().is_none() && b.port().is_none()))
}

/// True when `url` lies on a host of `allowed` (`host` or `host:port`).
#[must_use]
pub fn is_allowed(url: &Url, allowed: &[String]) -> bool {
    let host = url.host_str().unwrap_or_default();
    allowed.iter().any(|entry| entry.eq_ignore_ascii_case(host) || entry.eq_ignore_ascii_case(&authority(url)))
}

/// The name of a file as the address gives it, without folders and harmless.
#[must_use]
pub fn file_name(url: &Url) -> String {
    let mut parts =
        url.path_segments().map(|parts| parts.filter(|part| !part.is_empty()).collect()).unwrap_or_default();
    let last = Vec::pop(&mut parts).unwrap_or_default();
    // `/media/31156/download` says nothing with its last part alone
    let name = if last == "download" {
        parts.pop().map_or(last.to_owned(), |id| format!("media-{id}"))
    } else {
        last.to_owned()
    };
    let name = percent_decoded(&name).unwrap_or(name);
    let name: String =
        name.chars().map(|c| if matches!(c, '/' | '\\' | ':') || c.is_control() { '-' } else { c }).collect();
    clean(&name)
}

/// Percent signs undone once; `None` when what comes out is no UTF-8.
#[must_use]
pub fn percent_decoded(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            out.push(byte);
            continue;
        }
        let mut ahead = bytes.clone();
        let digit = |byte: Option<u8>| byte.and_then(|b| char::from(b).to_digit(16));
        if let (Some(high), Some(low)) = (digit(ahead.next()), digit(ahead.next())) {
            out.push((high * 16 + low) as u8);
            bytes = ahead;
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

/// Why an address of a feed may not be used; the key says what it does.
fn outside(address: &str, why: &'static str) -> Fault {
    let what = Saying::new("fault.outside", &[("address", &clean(address))]).with("what", Saying::new(why, &[]));
    Fault::of(FaultKind::Wrong, what, Saying::new("advice.feed_folder", &[]))
}

/// The parts of a relative address of a feed, decoded, safe to put after a folder. No scheme, no host, no way up, no
/// hidden separators, no absolute path, no device names' colon.
pub fn inside_folder(address: &str) -> Result<Vec<String>, Fault> {
    let text = address.trim();
    if text.is_empty() {
        return Err(outside(address, "fault.outside_empty"));
    }
    if text.contains("://") || text.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':')) {
        return Err(outside(address, "fault.outside_scheme"));
    }
    if text.starts_with('/') || text.contains('\\') {
        return Err(outside(address, "fault.outside_leaves"));
    }
    if text.contains(['?', '#']) {
        return Err(outside(address, "fault.outside_more"));
    }
    let mut parts = Vec::new();
    for part in text.split('/') {
        let decoded = percent_decoded(part).ok_or_else(|| outside(address, "fault.outside_none"))?;
        if decoded == "." || decoded.is_empty() {
            continue;
        }
        // a second layer of percent signs would be undone by some servers: it must be harmless too
        let twice = percent_decoded(&decoded).unwrap_or_default();
        let leaves = |name: &str| name == ".." || name.contains(['/', '\\']) || name.chars().any(char::is_control);
        if leaves(&decoded) || leaves(&twice) {
            return Err(outside(address, "fault.outside_leaves"));
        }
        parts.push(decoded);
    }
    if parts.is_empty() {
        return Err(outside(address, "fault.outside_none"));
    }
    Ok(parts)
}

/// The address of a feed's file on the web: relative, or absolute inside the folder of the feed.
pub fn of_feed(feed: &Url, address: &str) -> Result<Url, Fault> {
    let text = address.trim();
    let folder = feed.join(".").map_err(|_| outside(address, "fault.outside_none"))?;
    let relative = match Url::parse(text) {
        Ok(url) if url.scheme() != feed.scheme() => {
            return Err(outside(address, "fault.outside_scheme"));
        }
        Ok(url) => match url.as_str().strip_prefix(folder.as_str()) {
            Some(rest) => rest.to_owned(),
            None => return Err(outside(address, "fault.outside_leaves")),
        },
        Err(_) => text.to_owned(),
    };
    inside_folder(&relative)?;
    let url = folder.join(&relative).map_err(|_| outside(address, "fault.outside_none"))?;
    if url.as_str().starts_with(folder.as_str()) { Ok(url) } else { Err(outside(address, "fault.outside_leaves")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn feed() -> Url {
        Url::parse("https://papers.example/gb/350/session.json").unwrap()
    }

    #[test]
    fn a_file_beside_the_feed_is_found() {
        assert_eq!(
            of_feed(&feed(), "papers/a%20b.pdf").unwrap().as_str(),
            "https://papers.example/gb/350/papers/a%20b.pdf"
        );
        assert_eq!(of_feed(&feed(), "https://papers.example/gb/350/x.pdf").unwrap().path(), "/gb/350/x.pdf");
    }

    #[test]
    fn an_address_that_leaves_the_folder_is_refused() {
        for address in [
            "../x.pdf",
            "a/../../x.pdf",
            "/etc/passwd",
            "//evil.example/x",
            "https://evil.example/x.pdf",
            "file:///etc/passwd",
            "http://papers.example/gb/350/x.pdf",
            "%2e%2e/x.pdf",
            "%252e%252e/x.pdf",
            "a%2f..%2f..%2fx",
            "..\\x.pdf",
            "a\\b",
            "https://papers.example/gb/350/../x.pdf",
            "https://papers.example/gb/350x/x.pdf",
            "C:\\x.pdf",
            "c:x.pdf",
            "",
            "x.pdf?a=b",
            "https://papers.example@evil.example/gb/350/x.pdf",
        ] {
            assert!(of_feed(&feed(), address).is_err(), "{address} was taken");
            let Err(fault) = of_feed(&feed(), address) else { return };
            assert!(fault.to_string().contains("Nothing was changed"));
        }
    }

    #[test]
    fn a_file_is_called_what_the_address_says() {
        let name = |text: &str| file_name(&Url::parse(text).unwrap());
        assert_eq!(name("https://x.example/a/wcms_1.pdf"), "wcms_1.pdf");
        assert_eq!(name("https://x.example/media/31156/download"), "media-31156");
        assert_eq!(name("https://x.example/a/..%2f..%2fx"), "..-..-x");
    }

    proptest! {
        #[test]
        fn what_is_taken_stays_in_the_folder(address in "[a-z./%\\\\:25eE2f?#]{0,24}") {
            if let Ok(url) = of_feed(&feed(), &address) {
                prop_assert!(url.as_str().starts_with("https://papers.example/gb/350/"));
                prop_assert!(url.path().split('/').all(|part| part != ".."));
            }
            if let Ok(parts) = inside_folder(&address) {
                prop_assert!(parts.iter().all(|part| part != ".." && !part.contains(['/', '\\'])));
            }
        }
    }
}
