//! The one client for the web. Certificates are always verified, against the system's store and built-in roots; there is
//! no switch to turn that off. Redirects stay on the host (or the hosts allowed) and never fall back to `http`.

mod gate;
mod say;

use std::io::{self, Read};
use std::time::{Duration, Instant};

use reqwest::blocking::Response;
use reqwest::header::{self, HeaderMap};
use reqwest::{StatusCode, Url};

use super::address::{authority, file_name, is_allowed, same_host};
use gate::Gate;
use say::{chain, disposition_name, ends_as_pdf, innermost, io_kind, page_title, place, spoken, without_password};
pub use say::{is_html, is_pdf};

use super::{Body, Control, Fault, FaultKind, Fetched, Known, Proxy, SourceConfig, clean};

/// Never more connections than this to one host.
pub const PER_HOST: usize = 4;
/// Redirects followed for one request.
const MOST_REDIRECTS: usize = 8;
/// The road that always works.
pub const OTHER_ROAD: &str = "Save the PDFs with a browser and run `gbdesk import FOLDER`; what was held stays.";

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
                    Fault::new(
                        FaultKind::Unreachable,
                        format!("The proxy “{}” is no address ({}).", without_password(address), innermost(&error)),
                        "Correct `proxy` in config.toml.",
                    )
                })?;
                builder = builder.proxy(proxy.no_proxy(reqwest::NoProxy::from_env()));
            }
        }
        let inner = builder.build().map_err(|error| {
            Fault::new(
                FaultKind::Unreachable,
                format!("No secure connection can be prepared ({}).", innermost(&error)),
                "Look at `gbdesk doctor` for the certificates and the proxy.",
            )
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
                    let what = format!("{} answers “not modified” although no copy was named.", place(url));
                    let advice =
                        "What was held stays; try again later, or save the file and run `gbdesk import FOLDER`.";
                    (Fault::new(FaultKind::Wrong, what, advice), None)
                }
                Err(Trouble::Passing(fault, asked)) => (fault, asked),
                Err(Trouble::Final(fault)) => return Err(fault),
            };
            if left == 0 {
                return Err(fault);
            }
            if let Some(asked) = asked.filter(|asked| *asked > self.config.longest_wait) {
                return Err(Fault::new(
                    FaultKind::Slow,
                    format!("{} asks to wait {} before the next request.", place(url), spoken(asked)),
                    "What was held stays; run the sync again after that time.",
                ));
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
                    Trouble::Final(Fault::new(
                        FaultKind::Wrong,
                        format!("{} redirects without saying where to ({status}).", place(&at)),
                        OTHER_ROAD,
                    ))
                })?;
                self.may_follow(url, &at, &to, allowed)?;
                drop(permit);
                at = to;
                continue;
            }
            return self.take(&at, status, conditional, want, response, control);
        }
        Err(Trouble::Final(Fault::new(
            FaultKind::Wrong,
            format!("{} redirects in a circle.", place(url)),
            "What was held stays; check the address in a browser.",
        )))
    }

    /// A redirect may lead to the same host or one allowed, and never from `https` to `http`.
    fn may_follow(&self, first: &Url, from: &Url, to: &Url, allowed: &[String]) -> Result<(), Trouble> {
        let refuse = |why: String, advice: &str| Err(Trouble::Final(Fault::new(FaultKind::Wrong, why, advice)));
        if !matches!(to.scheme(), "http" | "https") || (from.scheme() == "https" && to.scheme() == "http") {
            return refuse(
                format!("{} redirects to {}, which is not secure.", place(from), place(to)),
                "It was not followed, so that nobody on the way can change the papers; what was held stays.",
            );
        }
        if same_host(first, to) || is_allowed(to, allowed) || is_allowed(to, &self.config.allowed_hosts) {
            return Ok(());
        }
        refuse(
            format!("{} redirects to another host, {}.", place(from), clean(&authority(to))),
            "It was not followed; if you trust that host, add it to `allowed_hosts` of the source in config.toml.",
        )
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
                let who = if status.as_u16() == 407 { "The proxy" } else { "The server" };
                let what = format!("{who} refuses {} ({}).", place(url), status.as_u16());
                Err(Trouble::Final(Fault::new(FaultKind::Refused, what, OTHER_ROAD)))
            }
            404 | 410 => Err(Trouble::Final(Fault::new(
                FaultKind::Missing,
                format!("There is nothing at {} ({}).", place(url), status.as_u16()),
                "What was held stays; check the address, or wait for the list to be corrected.",
            ))),
            429 | 500 | 502 | 503 | 504 | 408 => {
                let wait = retry_after(response.headers(), jiff::Timestamp::now());
                let why = if status.as_u16() == 429 { "has too many requests" } else { "is not able to answer" };
                let fault = Fault::new(
                    FaultKind::Slow,
                    format!("{} {why} ({}).", place(url), status.as_u16()),
                    "What was held stays; run the sync again in a few minutes.",
                );
                Err(Trouble::Passing(fault, wait))
            }
            other => Err(Trouble::Final(Fault::new(
                FaultKind::Wrong,
                format!("{} answers with the status {other}.", place(url)),
                "What was held stays; check the address in a browser.",
            ))),
        }
    }

    /// Reads a body: not too large, not too slow, whole, and of the right kind.
    fn body(&self, url: &Url, want: Want, mut response: Response, control: &Control) -> Result<Body, Trouble> {
        let headers = response.headers().clone();
        let declared = response.content_length();
        let most = self.config.largest;
        let too_large = || {
            Trouble::Final(Fault::new(
                FaultKind::TooLarge,
                format!("{} is larger than {} MB.", place(url), most >> 20),
                "It was not taken; what was held stays. Save it with a browser and run `gbdesk import` if it is right.",
            ))
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
                    return Err(Trouble::Final(Fault::new(
                        FaultKind::Slow,
                        format!("{} drips: {} bytes in {}.", place(url), window.1, spoken(elapsed)),
                        "It was given up; what was held stays. Try again when the network is better.",
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
            return Err(Trouble::Final(Fault::new(
                FaultKind::Wrong,
                format!("A web page came where the paper should be: {}{}.", place(url), page_title(&bytes)),
                format!("It is often a login or a consent page. {OTHER_ROAD}"),
            )));
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

    /// Why no answer came.
    fn connection_fault(&self, url: &Url, error: &reqwest::Error) -> Trouble {
        let chain = chain(error);
        let proxied = chain.contains("proxy") || chain.contains("tunnel");
        let unreachable = |what: String, advice: &str| Trouble::Final(Fault::new(FaultKind::Unreachable, what, advice));
        let host = clean(url.host_str().unwrap_or_default());
        if error.is_timeout() || chain.contains("timed out") {
            let what = if error.is_connect() {
                format!("No connection to {host} within {}.", spoken(self.config.connect_timeout))
            } else {
                format!("{} says nothing for {}.", place(url), spoken(self.config.silence))
            };
            let advice = "What was held stays; check the network, then run the sync again.";
            return Trouble::Final(Fault::new(FaultKind::Slow, what, advice));
        }
        if chain.contains("certificate") || chain.contains("unknownissuer") {
            return unreachable(
                format!("{host} does not prove who it is ({}).", innermost(error)),
                "Nothing was taken from it. If a proxy of your organization stands between, have its certificate installed \
                 in the system's store; also check the clock.",
            );
        }
        if chain.contains("dns") || chain.contains("lookup") {
            return unreachable(
                format!("The name {host} is not found."),
                "What was held stays; check the address and the network.",
            );
        }
        if proxied {
            return unreachable(
                format!("The proxy does not let through to {host} ({}).", innermost(error)),
                "Check `proxy` in config.toml or HTTPS_PROXY; `gbdesk doctor` shows what is used.",
            );
        }
        if io_kind(error) == Some(io::ErrorKind::ConnectionRefused) {
            return unreachable(
                format!("{} refuses the connection.", clean(&authority(url))),
                "What was held stays; check the address, or try again later.",
            );
        }
        let fault = Fault::new(
            FaultKind::Unreachable,
            format!("{} cannot be reached ({}).", place(url), innermost(error)),
            "What was held stays; check the network, then run the sync again.",
        );
        if error.is_connect() { Trouble::Final(fault) } else { Trouble::Passing(fault, None) }
    }

    /// Why a body did not come to its end.
    fn body_fault(&self, url: &Url, error: &io::Error, had: usize) -> Trouble {
        let text = error
            .get_ref()
            .map_or_else(|| error.to_string(), |inner| chain(inner as &dyn std::error::Error))
            .to_lowercase();
        if error.kind() == io::ErrorKind::TimedOut || text.contains("timed out") {
            return Trouble::Final(Fault::new(
                FaultKind::Slow,
                format!("{} fell silent for {} after {had} bytes.", place(url), spoken(self.config.silence)),
                "What was held stays; check the network, then run the sync again.",
            ));
        }
        Trouble::Passing(cut_short(url, had, None), None)
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
    let of = declared.map(|length| format!(" of {length}")).unwrap_or_default();
    Fault::new(
        FaultKind::CutShort,
        format!("{} was cut short: {had}{of} bytes came.", place(url)),
        "It was not taken; what was held stays. Run the sync again.",
    )
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
