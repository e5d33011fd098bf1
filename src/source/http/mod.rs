//! The one client for the web. Certificates are always verified, against the system's store and built-in roots; there is
//! no switch to turn that off. Redirects stay on the host (or the hosts allowed) and never fall back to `http`.

mod gate;
mod say;

use std::io::{self, Read};
use std::path::Path;
use std::time::{Duration, Instant};

use reqwest::blocking::Response;
use reqwest::header::{self, HeaderMap};
use reqwest::{StatusCode, Url};

use super::address::{authority, file_name, is_allowed, same_host};
use gate::Gate;
use say::{chain, disposition_name, ends_as_pdf, innermost, io_kind, page_title, place, spoken, without_password};
pub use say::{is_html, is_pdf};

use super::{Body, Control, Fault, FaultKind, Fetched, Known, Proxy, SourceConfig, clean};
use crate::strings::Saying;

/// Never more connections than this to one host.
pub const PER_HOST: usize = 4;
/// The largest file of certificates, in bytes; a whole system's store is below 1 MB.
const LARGEST_CERTIFICATES: u64 = 8 << 20;
/// Redirects followed for one request.
const MOST_REDIRECTS: usize = 8;

/// The client.
#[derive(Debug)]
pub struct Client {
    inner: reqwest::blocking::Client,
    config: SourceConfig,
    pause: Duration,
    gate: Gate,
}

/// What a request is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Want {
    /// A page or a feed: any text.
    #[default]
    Text,
    /// A paper whose kind the address or the feed tells: HTML in its place is wrong.
    Paper,
    /// A paper that may be a page.
    Anything,
}

impl Client {
    /// A client that waits `pause` between two requests to one host.
    pub fn new(config: &SourceConfig, pause: Duration) -> Result<Self, Fault> {
        // A provider of cryptography is chosen once a process; a second choice is refused and harmless.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let roots =
            webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().filter_map(|der| reqwest::Certificate::from_der(der).ok());
        let mut builder = reqwest::blocking::Client::builder()
            .user_agent(user_agent(config.contact.as_deref()))
            .connect_timeout(config.connect_timeout)
            // for the blocking client this bounds the wait for an answer, and each wait for a piece of the body
            .timeout(config.silence)
            .redirect(reqwest::redirect::Policy::none())
            .referer(false)
            .pool_max_idle_per_host(PER_HOST)
            .tls_certs_merge(roots);
        match &config.proxy {
            Proxy::System => {}
            Proxy::Direct => builder = builder.no_proxy(),
            Proxy::Through(address) => {
                let proxy = reqwest::Proxy::all(address.as_str()).map_err(|error| {
                    let (proxy, why) = (without_password(address), innermost(&error));
                    let values = [("proxy", proxy.as_str()), ("why", why.as_str())];
                    Fault::said(FaultKind::Unreachable, "fault.proxy_address", &values, "advice.proxy_address")
                })?;
                builder = builder.proxy(proxy.no_proxy(reqwest::NoProxy::from_env()));
            }
        }
        if let Some(path) = &config.ca_certificates {
            builder = builder.tls_certs_merge(certificates(path)?);
        }
        let inner = builder.build().map_err(|error| {
            let why = innermost(&error);
            Fault::said(FaultKind::Unreachable, "fault.no_tls", &[("why", &why)], "advice.doctor")
        })?;
        Ok(Self { inner, config: config.clone(), pause, gate: Gate::default() })
    }

    /// Brings what stands at `url`, unless what is `known` is still current.
    pub fn get(
        &self,
        url: &Url,
        known: &Known,
        want: Want,
        allowed: &[String],
        control: &Control,
    ) -> Result<Fetched, Fault> {
        let conditional = known.etag.is_some() || known.last_modified.is_some();
        let mut left = self.config.tries.max(1);
        loop {
            control.check()?;
            left -= 1;
            let (fault, asked) = match self.once(url, known, conditional, want, allowed, control) {
                Ok(fetched) => return Ok(fetched),
                // 304 for a request without condition: once more, past every cache
                Err(Trouble::NothingToKeep) => {
                    (here(FaultKind::Wrong, "fault.not_modified", url, "advice.later_or_save"), None)
                }
                Err(Trouble::Passing(fault, asked)) => (fault, asked),
                Err(Trouble::Final(fault)) => return Err(fault),
            };
            if left == 0 {
                return Err(fault);
            }
            if let Some(asked) = asked.filter(|asked| *asked > self.config.longest_wait) {
                let (place, time) = (place(url), spoken(asked));
                let values = [("place", place.as_str()), ("time", time.as_str())];
                return Err(Fault::said(FaultKind::Slow, "fault.asks_to_wait", &values, "advice.after_that_time"));
            }
            let wait = asked.unwrap_or_else(|| backoff(self.config.tries - left).min(self.config.longest_wait));
            self.gate.hold_back(&authority(url), wait);
            control.wait(wait)?;
        }
    }

    /// One request with its redirects.
    fn once(
        &self,
        url: &Url,
        known: &Known,
        conditional: bool,
        want: Want,
        allowed: &[String],
        control: &Control,
    ) -> Result<Fetched, Trouble> {
        let mut at = url.clone();
        for _ in 0..=MOST_REDIRECTS {
            let permit = self.gate.enter(&authority(&at), self.pause, control)?;
            let mut request = self.inner.get(at.clone());
            if conditional {
                if let Some(etag) = &known.etag {
                    request = request.header(header::IF_NONE_MATCH, etag);
                }
                if let Some(date) = &known.last_modified {
                    request = request.header(header::IF_MODIFIED_SINCE, date);
                }
            } else {
                request = request.header(header::CACHE_CONTROL, "no-cache");
            }
            let response = request.send().map_err(|error| self.connection_fault(&at, &error))?;
            let status = response.status();
            if status.is_redirection() && status != StatusCode::NOT_MODIFIED {
                let to = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
                let to = to.and_then(|to| at.join(to).ok()).ok_or_else(|| {
                    Trouble::Final(here(FaultKind::Wrong, "fault.redirects_nowhere", &at, "advice.other_road"))
                })?;
                self.may_follow(url, &at, &to, allowed)?;
                drop(permit);
                at = to;
                continue;
            }
            return self.take(&at, status, conditional, want, response, control);
        }
        Err(Trouble::Final(here(FaultKind::Wrong, "fault.redirects_in_circle", url, "advice.browser")))
    }

    /// A redirect may lead to the same host or one allowed, and never from `https` to `http`.
    fn may_follow(&self, first: &Url, from: &Url, to: &Url, allowed: &[String]) -> Result<(), Trouble> {
        let host = clean(&authority(to));
        let places = [("from", place(from)), ("to", place(to)), ("host", host)];
        let values = places.each_ref().map(|(name, value)| (*name, value.as_str()));
        let refuse = |why, advice| Err(Trouble::Final(Fault::said(FaultKind::Wrong, why, &values, advice)));
        if !matches!(to.scheme(), "http" | "https") || (from.scheme() == "https" && to.scheme() == "http") {
            return refuse("fault.redirects_insecurely", "advice.not_followed");
        }
        if same_host(first, to) || is_allowed(to, allowed) || is_allowed(to, &self.config.allowed_hosts) {
            return Ok(());
        }
        refuse("fault.redirects_elsewhere", "advice.allow_host")
    }

    /// What an answer means.
    fn take(
        &self,
        url: &Url,
        status: StatusCode,
        conditional: bool,
        want: Want,
        response: Response,
        control: &Control,
    ) -> Result<Fetched, Trouble> {
        match status.as_u16() {
            200 | 203 => self.body(url, want, response, control).map(Fetched::File),
            304 if conditional => Ok(Fetched::Unchanged),
            304 => Err(Trouble::NothingToKeep),
            401 | 403 | 407 | 451 => {
                let (key, advice) = match status.as_u16() {
                    407 => ("fault.proxy_refuses", "advice.proxy"),
                    _ => ("fault.server_refuses", "advice.other_road"),
                };
                Err(Trouble::Final(answered(FaultKind::Refused, key, url, status, advice)))
            }
            404 | 410 => {
                Err(Trouble::Final(answered(FaultKind::Missing, "fault.nothing_there", url, status, "advice.address")))
            }
            429 | 500 | 502 | 503 | 504 | 408 => {
                let wait = retry_after(response.headers(), jiff::Timestamp::now());
                let key = if status.as_u16() == 429 { "fault.too_many" } else { "fault.not_able" };
                Err(Trouble::Passing(answered(FaultKind::Slow, key, url, status, "advice.few_minutes"), wait))
            }
            _ => Err(Trouble::Final(answered(FaultKind::Wrong, "fault.odd_status", url, status, "advice.browser"))),
        }
    }

    /// Reads a body: not too large, not too slow, whole, and of the right kind.
    fn body(&self, url: &Url, want: Want, mut response: Response, control: &Control) -> Result<Body, Trouble> {
        let headers = response.headers().clone();
        let declared = response.content_length();
        let most = self.config.largest;
        let too_large = || {
            let (place, size) = (place(url), (most >> 20).to_string());
            let values = [("place", place.as_str()), ("size", size.as_str())];
            Trouble::Final(Fault::said(FaultKind::TooLarge, "fault.too_large", &values, "advice.too_large"))
        };
        if declared.is_some_and(|length| length > most) {
            return Err(too_large());
        }
        let mut bytes = Vec::with_capacity(declared.unwrap_or(0).min(4 << 20) as usize);
        let mut chunk = vec![0; 64 << 10];
        let mut window = (Instant::now(), 0_u64);
        loop {
            control.check()?;
            let read = match response.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.body_fault(url, &error, bytes.len())),
            };
            bytes.extend_from_slice(chunk.get(..read).unwrap_or_default());
            if bytes.len() as u64 > most {
                return Err(too_large());
            }
            window.1 += read as u64;
            let elapsed = window.0.elapsed();
            if elapsed >= self.config.rate_window {
                if (window.1 as f64) < self.config.slowest as f64 * elapsed.as_secs_f64() {
                    let told = [("place", place(url)), ("bytes", window.1.to_string()), ("time", spoken(elapsed))];
                    let values = told.each_ref().map(|(name, value)| (*name, value.as_str()));
                    return Err(Trouble::Final(Fault::said(
                        FaultKind::Slow,
                        "fault.drips",
                        &values,
                        "advice.better_network",
                    )));
                }
                window = (Instant::now(), 0);
            }
        }
        let text =
            |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok()).map(str::to_owned);
        let whole = declared.is_none_or(|length| length == bytes.len() as u64);
        // without a length and without chunks the end of a body cannot be told from a broken line: a PDF has an end mark
        let framed = declared.is_some()
            || headers.contains_key(header::TRANSFER_ENCODING)
            || response.version() > reqwest::Version::HTTP_11;
        if !whole || (!framed && is_pdf(&bytes) && !ends_as_pdf(&bytes)) {
            return Err(Trouble::Passing(cut_short(url, bytes.len(), declared), None));
        }
        let content_type = text(header::CONTENT_TYPE).unwrap_or_default();
        let media_type = content_type.split(';').next().map(|kind| kind.trim().to_ascii_lowercase());
        if want == Want::Paper && is_html(&bytes) {
            let (place, title) = (place(url), page_title(&bytes));
            let values = [("place", place.as_str()), ("title", title.as_str())];
            return Err(Trouble::Final(Fault::said(FaultKind::Wrong, "fault.web_page", &values, "advice.login")));
        }
        if want == Want::Paper && bytes.is_empty() {
            return Err(Trouble::Passing(cut_short(url, 0, declared), None));
        }
        let name = text(header::CONTENT_DISPOSITION)
            .and_then(|value| disposition_name(&value))
            .unwrap_or_else(|| file_name(url));
        let charset = content_type.split(';').skip(1).find_map(|part| {
            let (key, value) = part.split_once('=')?;
            key.trim().eq_ignore_ascii_case("charset").then(|| clean(value.trim().trim_matches('"')))
        });
        Ok(Body {
            bytes,
            name,
            etag: text(header::ETAG).filter(|value| value.len() <= 512),
            last_modified: text(header::LAST_MODIFIED).filter(|value| value.len() <= 64),
            media_type: media_type.filter(|kind| !kind.is_empty()).map(|kind| clean(&kind)),
            charset,
        })
    }

    /// The proxy through which an address is asked for, without a password in it.
    fn proxy_for(&self, url: &Url) -> Option<String> {
        match &self.config.proxy {
            Proxy::Direct => None,
            Proxy::Through(address) => (!say::is_excepted(url)).then(|| without_password(address)),
            Proxy::System => say::proxy_of_environment(url).map(|address| without_password(&address)),
        }
    }

    /// Why no answer came.
    fn connection_fault(&self, url: &Url, error: &reqwest::Error) -> Trouble {
        let chain = chain(error);
        let proxied = chain.contains("proxy") || chain.contains("tunnel");
        let host = clean(url.host_str().unwrap_or_default());
        let told = [
            ("place", place(url)),
            ("host", host),
            ("server", clean(&authority(url))),
            ("why", innermost(error)),
            ("proxy", self.proxy_for(url).unwrap_or_default()),
        ];
        let values = told.each_ref().map(|(name, value)| (*name, value.as_str()));
        let unreachable = |what, advice| Trouble::Final(Fault::said(FaultKind::Unreachable, what, &values, advice));
        if chain.contains("certificate") || chain.contains("unknownissuer") {
            return unreachable("fault.certificate", "advice.certificate");
        }
        if chain.contains("corrupt message") || chain.contains("invalidcontenttype") {
            return unreachable("fault.no_tls_there", "advice.https");
        }
        if proxied {
            return unreachable("fault.proxy_blocks", "advice.proxy");
        }
        // with a proxy it is the proxy that one connects to
        if error.is_connect() && self.proxy_for(url).is_some() {
            return unreachable("fault.proxy_unreachable", "advice.proxy");
        }
        if error.is_timeout() || chain.contains("timed out") {
            let (key, time) = if error.is_connect() {
                ("fault.no_connection", spoken(self.config.connect_timeout))
            } else {
                ("fault.silence", spoken(self.config.silence))
            };
            let values = [values[0], values[1], ("time", time.as_str())];
            return Trouble::Final(Fault::said(FaultKind::Slow, key, &values, "advice.network"));
        }
        if chain.contains("dns") || chain.contains("lookup") {
            return unreachable("fault.name", "advice.address_and_network");
        }
        if io_kind(error) == Some(io::ErrorKind::ConnectionRefused) {
            return unreachable("fault.connection_refused", "advice.address_or_later");
        }
        let fault = Fault::said(FaultKind::Unreachable, "fault.unreachable", &values, "advice.network");
        if error.is_connect() { Trouble::Final(fault) } else { Trouble::Passing(fault, None) }
    }

    /// Why a body did not come to its end.
    fn body_fault(&self, url: &Url, error: &io::Error, had: usize) -> Trouble {
        let text = error
            .get_ref()
            .map_or_else(|| error.to_string(), |inner| chain(inner as &dyn std::error::Error))
            .to_lowercase();
        if error.kind() == io::ErrorKind::TimedOut || text.contains("timed out") {
            let told = [("place", place(url)), ("time", spoken(self.config.silence)), ("bytes", had.to_string())];
            let values = told.each_ref().map(|(name, value)| (*name, value.as_str()));
            return Trouble::Final(Fault::said(FaultKind::Slow, "fault.fell_silent", &values, "advice.network"));
        }
        Trouble::Passing(cut_short(url, had, None), None)
    }
}

/// How many roots the program brings along, besides the system's.
#[must_use]
pub fn built_in() -> usize {
    webpki_root_certs::TLS_SERVER_ROOT_CERTS.len()
}

/// The certificates of a file, to be trusted besides the others.
pub fn certificates(path: &Path) -> Result<Vec<reqwest::Certificate>, Fault> {
    let advice = Saying::new("advice.ca_certificates", &[]);
    let bytes = super::folder::read(path, LARGEST_CERTIFICATES).map_err(|fault| {
        let [what, _] = *fault.saying;
        Fault::of(fault.kind, what, advice.clone())
    })?;
    match reqwest::Certificate::from_pem_bundle(&bytes) {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        _ => {
            let path = clean(&path.display().to_string());
            Err(Fault::of(FaultKind::Wrong, Saying::new("fault.no_certificates", &[("path", &path)]), advice))
        }
    }
}

/// A fault, and whether it may pass.
enum Trouble {
    /// Trying again now is of no use.
    Final(Fault),
    /// Trying again may help, after this time.
    Passing(Fault, Option<Duration>),
    /// 304, but there is no copy.
    NothingToKeep,
}

impl From<Fault> for Trouble {
    fn from(fault: Fault) -> Self {
        Self::Final(fault)
    }
}

/// Who asks: the program, its version, and whoever runs it if they said so. No address is made up.
#[must_use]
pub fn user_agent(contact: Option<&str>) -> String {
    let contact: String =
        contact.unwrap_or_default().chars().filter(|c| c.is_ascii_graphic() && !"()".contains(*c)).collect();
    let by = if contact.is_empty() { "a delegate's reader, on request".to_owned() } else { format!("+{contact}") };
    format!("gbdesk/{} ({by})", env!("CARGO_PKG_VERSION"))
}

/// The wait that a server asks for: seconds, or a date.
fn retry_after(headers: &HeaderMap, now: jiff::Timestamp) -> Option<Duration> {
    let text = headers.get(header::RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse::<u64>() {
        return Some(Duration::from_secs(seconds.min(7 * 86_400)));
    }
    let at = jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok()?;
    Some(Duration::from_secs(u64::try_from(at.as_second() - now.as_second()).unwrap_or(0).min(7 * 86_400)))
}

fn backoff(round: u32) -> Duration {
    Duration::from_millis(500 << round.min(6))
}

fn cut_short(url: &Url, had: usize, declared: Option<u64>) -> Fault {
    let of = declared.filter(|length| *length > 0).map(|length| format!("/{length}")).unwrap_or_default();
    let (place, bytes) = (place(url), format!("{had}{of}"));
    let values = [("place", place.as_str()), ("bytes", bytes.as_str())];
    Fault::said(FaultKind::CutShort, "fault.cut_short", &values, "advice.not_taken")
}

/// A fault at an address.
fn here(kind: FaultKind, key: &'static str, url: &Url, advice: &'static str) -> Fault {
    Fault::said(kind, key, &[("place", &place(url))], advice)
}

/// A fault told by a status.
fn answered(kind: FaultKind, key: &'static str, url: &Url, status: StatusCode, advice: &'static str) -> Fault {
    let (place, status) = (place(url), status.as_u16().to_string());
    Fault::said(kind, key, &[("place", place.as_str()), ("status", status.as_str())], advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_seconds_or_a_date() {
        let now: jiff::Timestamp = "1994-11-06T08:49:00Z".parse().unwrap();
        let wait = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::RETRY_AFTER, header::HeaderValue::from_static(value));
            retry_after(&headers, now)
        };
        assert_eq!(wait("7"), Some(Duration::from_secs(7)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:49:37 GMT"), Some(Duration::from_secs(37)));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(Duration::ZERO));
        assert_eq!(wait("soon"), None);
    }

    #[test]
    fn a_redirect_never_leaves_the_secure_road() {
        let config = SourceConfig { allowed_hosts: vec!["b.example".to_owned()], ..SourceConfig::default() };
        let client = Client::new(&config, Duration::ZERO).unwrap();
        let follows = |from: &str, to: &str| {
            let [from, to] = [from, to].map(|text| Url::parse(text).unwrap());
            client.may_follow(&from, &from, &to, &[]).is_ok()
        };
        assert!(follows("https://a.example/x", "https://a.example/y"));
        assert!(follows("http://a.example/x", "https://a.example/x"));
        assert!(follows("https://a.example/x", "https://b.example/x"));
        assert!(!follows("https://a.example/x", "http://a.example/x"));
        assert!(!follows("https://a.example/x", "http://b.example/x"));
        assert!(!follows("https://a.example/x", "https://c.example/x"));
        assert!(!follows("https://a.example/x", "https://a.example:8443/x"));
        assert!(!follows("https://a.example/x", "ftp://a.example/x"));
    }

    #[test]
    fn a_web_page_is_not_a_paper() {
        assert!(is_html(b"\n<!DOCTYPE html><title>x"));
        assert!(is_html(b"<?xml version='1.0'?><html xmlns='x'>"));
        assert!(!is_html(b"%PDF-1.7"));
        assert_eq!(page_title(b"<html><title>Sign\n in</title>"), " (“Sign in”)");
    }

    #[test]
    fn a_name_from_a_header_has_no_folders() {
        assert_eq!(disposition_name("attachment; filename=\"../../x.pdf\"").as_deref(), Some("x.pdf"));
        assert_eq!(disposition_name("inline"), None);
    }

    #[test]
    fn the_user_agent_names_the_program_and_no_made_up_address() {
        assert!(user_agent(None).starts_with("gbdesk/"));
        assert!(!user_agent(None).contains("http"));
        assert!(user_agent(Some("office@mission.example\r\nX: y")).ends_with("(+office@mission.exampleX:y)"));
    }
}
