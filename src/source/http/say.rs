//! What is said of addresses, errors and bodies, and what bodies are.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use reqwest::Url;

use super::super::{clean, shortened};
use crate::strings::without_number;

/// An address for a sentence.
pub(super) fn place(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    shortened(url.as_str(), 160)
}

pub(super) fn without_password(address: &str) -> String {
    match Url::parse(address) {
        Ok(mut url) => {
            let _ = url.set_password(None);
            clean(url.as_str())
        }
        Err(_) => "…".to_owned(),
    }
}

/// A time for a sentence, in signs that every language shares.
pub(super) fn spoken(time: Duration) -> String {
    match time.as_secs() {
        0 => format!("{} ms", time.as_millis()),
        seconds @ 1..120 => format!("{seconds} s"),
        seconds @ 120..7200 => format!("{} min", seconds.div_ceil(60)),
        seconds => format!("{} h", seconds.div_ceil(3600)),
    }
}

/// The proxy that the environment names for an address.
pub(super) fn proxy_of_environment(url: &Url) -> Option<String> {
    let own = if url.scheme() == "https" { ["HTTPS_PROXY", "https_proxy"] } else { ["HTTP_PROXY", "http_proxy"] };
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.trim().is_empty());
    let named = own.iter().chain(&["ALL_PROXY", "all_proxy"]).find_map(set)?;
    (!is_excepted(url)).then_some(named)
}

/// True when `NO_PROXY` names the host of an address.
pub(super) fn is_excepted(url: &Url) -> bool {
    let list = ["NO_PROXY", "no_proxy"].iter().find_map(|name| std::env::var(name).ok()).unwrap_or_default();
    excepts(&list, url.host_str().unwrap_or_default())
}

fn excepts(list: &str, host: &str) -> bool {
    let names = list.split(',').map(|name| name.trim().trim_start_matches('.')).filter(|name| !name.is_empty());
    names.into_iter().any(|name| name == "*" || host == name || host.ends_with(&format!(".{name}")))
}

/// All the messages of an error and what caused it, lower case.
pub(super) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        next = cause.source();
    }
    text.to_lowercase()
}

/// The message that names the cause.
pub(super) fn innermost(error: &reqwest::Error) -> String {
    let mut last = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        last = cause.to_string();
        next = cause.source();
    }
    clean(without_number(&last))
}

pub(super) fn io_kind(error: &reqwest::Error) -> Option<io::ErrorKind> {
    let mut next = error.source();
    while let Some(cause) = next {
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        next = cause.source();
    }
    None
}

/// True when the bytes are a PDF: the mark may stand a little later.
#[must_use]
pub fn is_pdf(bytes: &[u8]) -> bool {
    bytes.get(..bytes.len().min(1024)).is_some_and(|head| head.windows(5).any(|five| five == b"%PDF-"))
}

pub(super) fn ends_as_pdf(bytes: &[u8]) -> bool {
    bytes.get(bytes.len().saturating_sub(4096)..).is_some_and(|tail| tail.windows(5).any(|five| five == b"%%EOF"))
}

/// True when the bytes are a web page.
#[must_use]
pub fn is_html(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<!doctype html") || head.starts_with("<html") || (head.starts_with('<') && head.contains("<html"))
}

/// “: Sign in”, for a sentence.
pub(super) fn page_title(bytes: &[u8]) -> String {
    let head = String::from_utf8_lossy(bytes.get(..bytes.len().min(8192)).unwrap_or_default()).into_owned();
    let lower = head.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let from = at + head.get(at..)?.find('>')? + 1;
        let to = from + lower.get(from..)?.find("</title")?;
        head.get(from..to)
    });
    title
        .map(|title| shortened(title, 60))
        .filter(|title| !title.is_empty())
        .map(|title| format!(" (“{title}”)"))
        .unwrap_or_default()
}

/// The file name of a `Content-Disposition`.
pub(super) fn disposition_name(value: &str) -> Option<String> {
    let part = value.split(';').map(str::trim).find(|part| part.to_ascii_lowercase().starts_with("filename="))?;
    let name = part.split_once('=')?.1.trim().trim_matches('"');
    let name = name.rsplit(['/', '\\']).next()?;
    let name = clean(name);
    (!name.is_empty() && name != "." && name != "..").then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_exceptions_names_hosts_and_domains() {
        assert!(excepts("localhost, .office.example", "papers.office.example"));
        assert!(excepts("office.example", "office.example") && excepts("*", "x"));
        assert!(!excepts("office.example", "notoffice.example") && !excepts("", "x"));
    }

    #[test]
    fn a_time_is_short() {
        let spoken = |seconds| super::spoken(Duration::from_secs(seconds));
        assert_eq!((spoken(20), spoken(3600), spoken(86_400)), ("20 s".into(), "60 min".into(), "24 h".into()));
    }
}
