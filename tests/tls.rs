//! Syncing over TLS, from a server on loopback: a certificate that nobody vouches for is refused in words and changes
//! nothing, one that the system trusts is taken, and nothing leads from `https` back to `http`.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/desk.rs"]
mod desk;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, Mutex};

use base64::Engine as _;
use gbdesk::library::Library;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::json;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/tls").join(name)
}

/// The one block of a PEM file.
fn der(name: &str) -> Vec<u8> {
    let text = std::fs::read_to_string(fixture(name)).unwrap();
    let inside: String = text.lines().filter(|line| !line.starts_with("-----")).collect();
    base64::engine::general_purpose::STANDARD.decode(inside).unwrap()
}

/// Answers by path: a body, or a place to go to.
#[derive(Clone)]
enum Answer {
    Body(Vec<u8>),
    Redirect(String),
}

type Answers = Arc<Mutex<BTreeMap<String, Answer>>>;

/// A server with the certificate of the tests. It ends with the process.
fn server() -> (SocketAddr, Answers) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der("server.key")));
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(der("server.pem"))], key)
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let answers = Answers::default();
    let shared = Arc::clone(&answers);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let (config, answers) = (Arc::clone(&config), Arc::clone(&shared));
            std::thread::spawn(move || {
                let mut connection = rustls::ServerConnection::new(config).unwrap();
                let mut secure = rustls::Stream::new(&mut connection, &mut stream);
                let mut reader = BufReader::new(&mut secure);
                let mut first = String::new();
                let mut line = String::new();
                if reader.read_line(&mut first).is_err() {
                    return;
                }
                while reader.read_line(&mut line).is_ok_and(|read| read > 2) {
                    line.clear();
                }
                let path = first.split_whitespace().nth(1).unwrap_or_default();
                let answer = answers.lock().unwrap().get(path).cloned();
                let (head, body) = match answer {
                    Some(Answer::Body(body)) => ("200 OK\r\n".to_owned(), body),
                    Some(Answer::Redirect(to)) => (format!("302 Found\r\nLocation: {to}\r\n"), Vec::new()),
                    None => ("404 Not Found\r\n".to_owned(), Vec::new()),
                };
                let head = format!("HTTP/1.1 {head}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
                let _ = secure.write_all(head.as_bytes()).and_then(|()| secure.write_all(&body));
                connection.send_close_notify();
                let _ = connection.complete_io(&mut stream);
            });
        }
    });
    (address, answers)
}

fn put(answers: &Answers, path: &str, answer: Answer) {
    answers.lock().unwrap().insert(path.to_owned(), answer);
}

/// A session of one paper.
fn session(answers: &Answers) {
    let file = json!({"language": "en", "url": "1.md"});
    let feed = desk::feed(&[desk::paper("GB.350/INS/1", "A harbour", &json!([file]))]);
    put(answers, "/gb/session.json", Answer::Body(feed.to_string().into_bytes()));
    put(answers, "/gb/1.md", Answer::Body(b"GB.350/INS/1\n\n# A harbour\n\n1. It was visited.\n".to_vec()));
}

/// `gbdesk sync`; `trusted` puts the authority of the tests into the system's store, as far as this process sees it.
fn sync(folder: &Path, from: &str, trusted: bool) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gbdesk"));
    command.arg("--data-dir").arg(folder).args(["--lang", "en", "sync", "--from", from]);
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        command.env_remove(name);
    }
    if trusted {
        command.env("SSL_CERT_FILE", fixture("ca.pem"));
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn held(folder: &Path) -> Vec<u16> {
    Library::open(&folder.join("cache")).unwrap().sessions()
}

// which store the system has is its own matter; on Linux a variable names it
#[cfg(target_os = "linux")]
#[test]
fn a_certificate_that_the_system_trusts_is_taken() {
    let (address, answers) = server();
    session(&answers);
    let folder = tempfile::tempdir().unwrap();
    let output = sync(folder.path(), &format!("https://{address}/gb/session.json"), true);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(held(folder.path()), [350]);
    // and the next time from where the session came, still over TLS
    put(&answers, "/gb/1.md", Answer::Body(b"GB.350/INS/1\n\n# A harbour\n\n1. It was visited twice.\n".to_vec()));
    let again = sync(folder.path(), &format!("https://localhost:{}/gb/session.json", address.port()), true);
    assert!(text(&again.stdout).contains("1 reworded (1)"), "{}{}", text(&again.stdout), text(&again.stderr));
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_refused_in_words_and_nothing_changes() {
    let (address, answers) = server();
    session(&answers);
    let folder = tempfile::tempdir().unwrap();
    let output = sync(folder.path(), &format!("https://{address}/gb/session.json"), false);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("127.0.0.1 does not prove who it is") && said.contains("Nothing was taken"), "{said}");
    assert!(held(folder.path()).is_empty());
}

/// Names a file of certificates in the configuration.
fn configure(folder: &Path, certificates: &Path) {
    std::fs::create_dir_all(folder.join("config")).unwrap();
    let line = format!("[network]\nca_certificates = {:?}\n", certificates.to_str().unwrap());
    std::fs::write(folder.join("config/config.toml"), line).unwrap();
}

#[test]
fn a_certificate_that_the_configuration_names_is_taken_and_only_for_its_name() {
    let (address, answers) = server();
    session(&answers);
    let folder = tempfile::tempdir().unwrap();
    configure(folder.path(), &fixture("ca.pem"));
    // another name is refused all the same
    let output = sync(folder.path(), &format!("https://127.0.0.2:{}/gb/session.json", address.port()), false);
    assert_eq!(output.status.code(), Some(1));
    assert!(held(folder.path()).is_empty());
    let output = sync(folder.path(), &format!("https://{address}/gb/session.json"), false);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(held(folder.path()), [350]);
}

#[test]
fn a_file_that_holds_no_certificate_is_named_and_nothing_is_asked_without_it() {
    let (address, answers) = server();
    session(&answers);
    let folder = tempfile::tempdir().unwrap();
    for (file, said) in [("server.key", "holds no certificate"), ("nowhere.pem", "cannot be read")] {
        configure(folder.path(), &fixture(file));
        let output = sync(folder.path(), &format!("https://{address}/gb/session.json"), true);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(said) && text(&output.stderr).contains(file), "{}", text(&output.stderr));
        let doctor = Command::new(env!("CARGO_BIN_EXE_gbdesk"))
            .args(["--lang", "en", "--data-dir", folder.path().to_str().unwrap(), "doctor"])
            .output()
            .unwrap();
        assert!(text(&doctor.stdout).contains(said), "{}", text(&doctor.stdout));
    }
    assert!(held(folder.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_certificate_for_another_name_is_refused() {
    let (address, answers) = server();
    session(&answers);
    let folder = tempfile::tempdir().unwrap();
    let output = sync(folder.path(), &format!("https://127.0.0.2:{}/gb/session.json", address.port()), true);
    assert_eq!(output.status.code(), Some(1));
    assert!(held(folder.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_leads_from_https_back_to_http() {
    let (address, answers) = server();
    session(&answers);
    let folder = tempfile::tempdir().unwrap();
    // the list itself
    let plain = format!("http://{address}/gb/session.json");
    put(&answers, "/gb/moved.json", Answer::Redirect(plain));
    let output = sync(folder.path(), &format!("https://{address}/gb/moved.json"), true);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("which is not secure"), "{}", text(&output.stderr));
    assert!(held(folder.path()).is_empty());
    // a paper
    put(&answers, "/gb/1.md", Answer::Redirect(format!("http://{address}/gb/2.md")));
    let output = sync(folder.path(), &format!("https://{address}/gb/session.json"), true);
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("which is not secure"), "{}", text(&output.stderr));
}

#[test]
fn a_server_that_does_not_speak_tls_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let output = sync(folder.path(), &format!("https://{address}/gb/session.json"), false);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("secure way that https asks for"), "{}", text(&output.stderr));
}
