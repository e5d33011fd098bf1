//! `gbdesk sync` and `gbdesk bundle` as a delegate types them: what is printed, exit statuses, and `kill -9` at any moment.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/server.rs"]
mod server;

use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::mpsc::channel;
use std::time::Duration;

use gbdesk::library::Library;
use serde_json::{Value, json};
use server::{Play, Server};

const FEED: &str = "/gb/session.json";

fn gbdesk(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gbdesk"));
    command.arg("--data-dir").arg(folder);
    if arguments.first() != Some(&"--lang") {
        command.args(["--lang", "en"]);
    }
    command.args(arguments);
    for name in [
        "HTTP_PROXY",
        "http_proxy",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "GBDESK_CONFIG",
        "GBDESK_DATA_DIR",
    ] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    gbdesk(folder, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A session of papers in Markdown, which the program's own reader reads.
fn session_of(server: &Server, count: usize) {
    let mut papers = Vec::new();
    for number in 1..=count {
        let words = format!(
            "GB.350/INS/{number}\n\n# The state of harbour number {number}\n\n1. The harbour of the town was visited in spring.\n\n2. It was found in good order.\n\n\
             ## Draft decision\n\n3. **The Governing Body took note of the state of the harbour.**\n"
        );
        let url = format!("papers/{number}.md");
        server.put(&format!("/gb/{url}"), words.clone());
        let file = json!({"language": "en", "url": url, "media_type": "text/markdown", "sha256": gbdesk::library::sha256(words.as_bytes()), "size": words.len()});
        papers.push(desk::paper(&format!("GB.350/INS/{number}"), "A harbour", &json!([file])));
    }
    server.put(FEED, desk::feed(&papers).to_string());
}

#[test]
fn a_sync_says_what_is_new_and_the_next_one_that_nothing_is() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 3);
    let output = run(folder.path(), &["sync", "--from", &server.url(FEED)]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("GB.350/INS/2") && said.contains("3 new, 0 revised"), "{said}");
    // without --from: from where the session came
    let output = run(folder.path(), &["sync"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("Everything is as it was"), "{}", text(&output.stdout));
    let output = run(folder.path(), &["sync", "--json"]);
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&report["session"], &report["unchanged"], &report["bodies"]), (&json!(350), &json!(3), &json!(0)));
}

#[test]
fn a_source_of_another_session_than_the_one_asked_for_is_refused_before_anything_is_stored() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 2);
    let output = run(folder.path(), &["sync", "351", "--from", &server.url(FEED)]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0));
    let said = text(&output.stderr);
    assert!(said.contains("has session 350, not session 351") && said.contains("nothing was changed"), "{said}");
    assert!(!text(&run(folder.path(), &["list"]).stdout).contains("GB.350"));
    assert_eq!(run(folder.path(), &["sync", "350", "--from", &server.url(FEED)]).status.code(), Some(0));
}

#[test]
fn a_sync_in_part_ends_with_three_and_names_what_failed() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 3);
    server.always("/gb/papers/2.md", server::status(403));
    let output = run(folder.path(), &["sync", "--from", &server.url(FEED), "--json"]);
    assert_eq!(output.status.code(), Some(3));
    let errors = text(&output.stderr);
    assert!(errors.contains("GB.350/INS/2 en") && errors.contains("gbdesk import FOLDER"), "{errors}");
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    let failed: Vec<&Value> =
        report["papers"].as_array().unwrap().iter().filter(|one| one["news"] == "failed").collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["symbol"], "GB.350/INS/2");
}

#[test]
fn a_sync_that_fails_ends_with_one_and_one_sentence() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    server.put(FEED, "{}");
    let output = run(folder.path(), &["sync", "--from", &server.url(FEED)]);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
    assert!(text(&output.stderr).contains("has no “format”"), "{}", text(&output.stderr));
    let output = run(folder.path(), &["sync"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("--from"), "{}", text(&output.stderr));
    assert_eq!(run(folder.path(), &["sync", "--nonsense"]).status.code(), Some(2));
}

#[test]
fn what_went_wrong_is_told_in_the_language_of_the_delegate() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 2);
    server.always("/gb/papers/2.md", server::status(403));
    for (language, whole, part) in [
        ("fr", "Il n’y a rien à", "Le serveur refuse"),
        ("es", "No hay nada en", "El servidor rechaza"),
        ("en", "There is nothing at", "The server refuses"),
    ] {
        let output = run(folder.path(), &["--lang", language, "sync", "--from", &server.url("/nowhere/session.json")]);
        assert!(text(&output.stderr).contains(whole), "{}", text(&output.stderr));
        let output = run(folder.path(), &["--lang", language, "sync", "--from", &server.url(FEED), "--json"]);
        assert!(text(&output.stderr).contains(part), "{}", text(&output.stderr));
        // for programs it is always the same
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        let failed = report["papers"].as_array().unwrap().iter().find(|one| one["news"] == "failed").unwrap();
        assert!(failed["reason"].as_str().unwrap().starts_with("The server refuses"), "{failed}");
    }
}

#[test]
fn feeds_bundles_files_and_settings_are_faulted_in_the_language_of_the_delegate() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    server.put(FEED, json!({"format": "gbdesk-session", "version": 2, "session": 350, "papers": []}).to_string());
    let bundle = folder.path().join("cut.gbdesk");
    std::fs::write(&bundle, b"PK\x03\x04 and no more").unwrap();
    let empty = folder.path().join("empty.pdf");
    std::fs::write(&empty, b" ").unwrap();
    std::fs::create_dir(folder.path().join("config")).unwrap();
    std::fs::write(folder.path().join("config/config.toml"), "mouse = 3\n").unwrap();
    let (feed, bundle, empty) = (server.url(FEED), bundle.to_str().unwrap(), empty.to_str().unwrap());
    for (language, said) in [
        (
            "fr",
            [
                "a la version 2",
                "n’est pas un fichier de partage",
                "Le fichier est vide",
                "mouse doit être l’une des valeurs suivantes",
            ],
        ),
        (
            "es",
            ["tiene la versión 2", "no es un paquete", "El archivo está vacío", "mouse debe ser uno de estos valores"],
        ),
        ("en", ["has version 2", "is no bundle", "The file is empty", "mouse must be one of"]),
    ] {
        for (arguments, wanted) in [
            (&["--lang", language, "sync", "--from", &feed][..], said[0]),
            (&["--lang", language, "sync", "--from", bundle], said[1]),
            (&["--lang", language, "import", empty], said[2]),
            (&["--lang", language, "parse", empty], said[2]),
            (&["--lang", language, "list"], said[3]),
        ] {
            let output = run(folder.path(), arguments);
            assert!(text(&output.stderr).contains(wanted), "{arguments:?}: {}", text(&output.stderr));
        }
    }
}

#[test]
fn a_proxy_that_is_not_there_is_named_and_not_the_server() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 1);
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let proxy = format!("http://name:secret@127.0.0.1:{port}");
    let mut command = gbdesk(folder.path(), &["sync", "--from", &server.url(FEED)]);
    let output = command.env("HTTP_PROXY", &proxy).env("NO_PROXY", "").output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains(&format!("127.0.0.1:{port}")) && said.contains("The proxy"), "{said}");
    assert!(!said.contains("secret"), "{said}");
    let mut command = gbdesk(folder.path(), &["sync", "--from", &server.url(FEED)]);
    let output = command.env("HTTP_PROXY", &proxy).env("NO_PROXY", "127.0.0.1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn what_a_revision_changed_and_a_status_are_told_in_the_language_of_the_interface() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    let put = |words: &str, status: &str| {
        let text = format!("GB.350/INS/1\n\n# The state of the harbour\n\n1. The harbour was visited.\n\n{words}");
        server.put("/gb/papers/1.md", text.clone());
        let file = json!({"language": "en", "url": "papers/1.md", "media_type": "text/markdown", "sha256": gbdesk::library::sha256(text.as_bytes()), "size": text.len()});
        let mut feed = desk::feed(&[desk::paper("GB.350/INS/1", "A harbour", &json!([file]))]);
        feed["items"] = json!([{"section": "INS", "number": "1", "title": {"en": "One"}, "status": status, "papers": ["GB.350/INS/1"]}]);
        server.put(FEED, feed.to_string());
    };
    for (language, added, before, after) in [
        ("fr", "1 ajouté (2)", "pour décision", "pour information"),
        ("es", "1 añadido (2)", "para decisión", "para información"),
    ] {
        let folder = folder.path().join(language);
        put("", "for_decision");
        let run = |words: &[&str]| text(&run(&folder, &[&["--lang", language], words].concat()).stdout);
        run(&["sync", "--from", &server.url(FEED)]);
        put("2. It was found in good order.\n", "for_information");
        let said = run(&["sync"]);
        assert!(said.contains(added) && said.contains(&format!("{before} → {after}")), "{said}");
        assert!(!said.contains("added") && !said.contains("for_"), "{said}");
    }
}

#[test]
fn a_source_has_a_name_in_the_configuration() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 1);
    std::fs::create_dir(folder.path().join("config")).unwrap();
    let config = format!("default_source = \"group\"\n[sources.group]\nfrom = \"{}\"\n", server.url(FEED));
    std::fs::write(folder.path().join("config/config.toml"), config).unwrap();
    for arguments in [&["sync", "--from", "group"][..], &["sync"][..]] {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
}

#[test]
fn a_bundle_goes_to_a_colleague_without_notes() {
    let (server, folder, colleague) = (Server::start(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    session_of(&server, 2);
    run(folder.path(), &["sync", "--from", &server.url(FEED)]);
    run(folder.path(), &["note", "add", "GB.350/INS/1 2", "A secret thought of mine"]);
    let file = folder.path().join("350.gbdesk");
    let output = run(folder.path(), &["bundle", "350", "-o", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let opened = gbdesk::source::bundle::Bundle::open(&file).unwrap();
    assert!(!opened.manifest().notes && opened.manifest().files.keys().all(|name| !name.contains("notes")));
    assert!(!text(&std::fs::read(&file).unwrap()).contains("secret"));
    let output = run(colleague.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let cache = |folder: &Path| Library::open(&folder.join("cache")).unwrap().session(350).unwrap().papers.len();
    assert_eq!(cache(colleague.path()), 2);
    run(folder.path(), &["bundle", "350", "-o", file.to_str().unwrap(), "--with-notes"]);
    let opened = gbdesk::source::bundle::Bundle::open(&file).unwrap();
    assert!(text(&opened.notes().unwrap()[0].1).contains("secret"));
    // the papers come in without the notes, which is said, and the notes when they are asked for
    let output = run(colleague.path(), &["import", file.to_str().unwrap()]);
    assert!(text(&output.stderr).contains("carries notes (1)"), "{}", text(&output.stderr));
    assert!(!text(&run(colleague.path(), &["note", "list"]).stdout).contains("secret"));
    for wanted in ["1 added, 0 updated, 0 held", "0 added, 0 updated, 1 held"] {
        let output = run(colleague.path(), &["note", "import", file.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert!(text(&output.stdout).contains(wanted), "{}", text(&output.stdout));
    }
    assert!(text(&run(colleague.path(), &["note", "list"]).stdout).contains("secret"));
    let other = folder.path().join("n.docx");
    std::fs::write(&other, b"PK\x03\x04\xff\xfe").unwrap();
    let output = run(colleague.path(), &["note", "import", other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("is no text, and holds no notes"), "{}", text(&output.stderr));
}

#[test]
fn killed_at_any_request_the_library_is_whole_and_the_next_sync_finishes() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 2);
    assert_eq!(run(folder.path(), &["sync", "--from", &server.url(FEED)]).status.code(), Some(0));
    let cache = folder.path().join("cache");
    session_of(&server, 10);
    for stop_at in 2..=10 {
        let (sender, receiver) = channel();
        let seen = std::sync::atomic::AtomicUsize::new(0);
        server.on_request(move |_| {
            if seen.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1 == stop_at {
                let _ = sender.send(());
            }
        });
        // one paper never comes, so that the sync does not end by itself before it is killed
        server.always("/gb/papers/10.md", Play::Silence);
        let mut child = gbdesk(folder.path(), &["sync", "--from", &server.url(FEED)]).spawn().unwrap();
        let _ = receiver.recv_timeout(Duration::from_secs(5));
        child.kill().unwrap();
        child.wait().unwrap();
        let library = Library::open(&cache).unwrap();
        let session = library.session(350).unwrap();
        assert_eq!(session.papers.len(), 2, "killed at request {stop_at}");
        assert!(session.papers.iter().flat_map(|entry| &entry.held).all(|held| library.paper(held).is_ok()));
    }
    server.calm();
    server.on_request(|_| ());
    server.forget_requests();
    let output = run(folder.path(), &["sync", "--from", &server.url(FEED), "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(report["resumed"].as_u64().unwrap() > 0, "nothing was carried on: {report}");
    assert_eq!(Library::open(&cache).unwrap().session(350).unwrap().papers.len(), 10);
}

#[test]
fn papers_of_other_sessions_that_are_cited_are_named_after_a_sync_and_never_fetched_unasked() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    let words =
        "GB.350/INS/1\n\n# A harbour\n\n1. See GB.346/INS/5, paragraph 18, and GB.346/PFA/1 and GB.341/INS/5.\n";
    server.put("/gb/1.md", words);
    let file = json!({"language": "en", "url": "1.md"});
    server.put(FEED, desk::feed(&[desk::paper("GB.350/INS/1", "A harbour", &json!([file]))]).to_string());
    let output = run(folder.path(), &["sync", "--from", &server.url(FEED)]);
    let said = text(&output.stdout);
    let wanted = "3 papers of other sessions are cited and not held: gbdesk sync 346 (2), gbdesk sync 341 (1)";
    assert!(said.contains(wanted), "{said}");
    assert_eq!(server.requests().len(), 2, "{:?}", server.requests());
    // said when something new came, not every time
    assert!(!text(&run(folder.path(), &["sync"]).stdout).contains("cited and not held"));
}

#[test]
fn two_instances_at_once_bring_two_sessions_and_the_same_one_twice_and_nothing_is_lost() {
    let (first, second) = (Server::start(), Server::start());
    session_of(&first, 12);
    let text_of = |number: usize| format!("GB.351/POL/{number}\n\n# A quay\n\n1. Another one, number {number}.\n");
    let mut papers = Vec::new();
    for number in 1..=12 {
        second.put(&format!("/gb/{number}.md"), text_of(number));
        let file = json!({"language": "en", "url": format!("{number}.md")});
        papers.push(desk::paper(&format!("GB.351/POL/{number}"), "A quay", &json!([file])));
    }
    let mut other = desk::feed(&papers);
    other["session"] = json!(351);
    second.put(FEED, other.to_string());
    let folder = tempfile::tempdir().unwrap();
    let running: Vec<_> = [&first, &second, &first]
        .iter()
        .map(|server| gbdesk(folder.path(), &["sync", "--from", &server.url(FEED)]).spawn().unwrap())
        .collect();
    for child in running {
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let library = Library::open(&folder.path().join("cache")).unwrap();
    assert_eq!(library.sessions(), [351, 350]);
    for number in library.sessions() {
        let session = library.session(number).unwrap();
        assert_eq!(session.papers.len(), 12);
        assert!(session.papers.iter().flat_map(|one| &one.held).all(|held| library.paper(held).is_ok()));
    }
    let found = run(folder.path(), &["search", "another quay OR number", "--json"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stderr));
}

#[cfg(unix)]
#[test]
fn control_c_stops_in_an_orderly_way_and_what_had_arrived_is_kept() {
    let (server, folder) = (Server::start(), tempfile::tempdir().unwrap());
    session_of(&server, 2);
    server.always("/gb/papers/2.md", Play::Silence);
    let (tell, asked) = channel();
    server.on_request(move |path| {
        let _ = tell.send(path.to_owned());
    });
    let child = gbdesk(folder.path(), &["sync", "--from", &server.url(FEED)]).spawn().unwrap();
    // the first has arrived once its copy lies on the disk
    while !asked.recv_timeout(Duration::from_secs(20)).unwrap().ends_with("2.md") {}
    let arrived = folder.path().join("cache/arrived");
    while !std::fs::read_dir(&arrived).is_ok_and(|mut files| files.any(|file| file.is_ok())) {
        std::thread::yield_now();
    }
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("The sync was stopped."), "{}", text(&output.stderr));
    assert!(Library::open(&folder.path().join("cache")).unwrap().sessions().is_empty());
    server.calm();
    server.forget_requests();
    assert_eq!(run(folder.path(), &["sync", "--from", &server.url(FEED)]).status.code(), Some(0));
    assert!(!server.bodies().contains(&"/gb/papers/1.md".to_owned()), "{:?}", server.bodies());
}
