//! A session on a USB stick: folders and bundles, and what a hostile one tries.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use desk::{Desk, feed, paper, pdf, plain, summed};
use gbdesk::source::{self, bundle};
use gbdesk::sync::{News, bundle as make};
use serde_json::json;
use server::Server;
use zip::write::SimpleFileOptions;

const FEED: &str = "/gb/session.json";

/// A desk that holds a session with versions, an addendum, a text without symbol, items and a decision.
fn held() -> (Server, Desk) {
    let (server, desk) = (Server::start(), Desk::new());
    let mut papers = Vec::new();
    for (symbol, file) in [
        ("GB.350/INS/1", "1.pdf"),
        ("GB.350/INS/1(Add.1)", "1a.pdf"),
        ("GB.350/POL/3", "3.pdf"),
        ("GB.350/POL/3(Rev.1)", "3r.pdf"),
    ] {
        let bytes = pdf(symbol, &[&format!("This is {file}."), "Decide so."]);
        server.put(&format!("/gb/{file}"), bytes.clone());
        papers.push(paper(symbol, "A title", &json!([summed(file, &bytes)])));
    }
    let list = pdf("", &["Members and their deputies."]);
    server.put("/gb/list.pdf", list.clone());
    papers.push(paper("Composition", "Composition of the Governing Body", &json!([summed("list.pdf", &list)])));
    let mut whole = feed(&papers);
    whole["items"] = json!([{"section": "INS", "number": "1", "title": {"en": "One"}, "status": "for_decision", "papers": ["GB.350/INS/1"]}]);
    whole["decisions"] = json!([{"paper": "GB.350/INS/1", "paragraph": "2", "outcome": "as_drafted", "date": "2024-03-11", "text": {"en": "Decided."}}]);
    whole["sittings"] = json!([{"date": "2024-03-04", "begins": "15:30", "ends": "18:00", "entries": [{"item": "INS/1", "note": {"en": "continued"}}]}]);
    server.put(FEED, whole.to_string());
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!(report.failures().count(), 0, "{report:#?}");
    (server, desk)
}

fn texts(desk: &Desk) -> Vec<String> {
    let session = desk.library().session(350).unwrap();
    let all = session.papers.iter().flat_map(|entry| {
        entry.held.iter().map(|held| format!("{} {:?} {} {}", entry.key, held.symbol, held.language, held.original))
    });
    let mut all: Vec<String> = all.collect();
    all.sort();
    all
}

#[test]
fn a_bundle_carries_a_session_to_an_empty_desk() {
    let (_server, desk) = held();
    let file = desk.folder.path().join("session.gbdesk");
    let count = make::write(&desk.library(), 350, &file, &[]).unwrap();
    assert_eq!(count, 5);
    let colleague = Desk::new();
    let report = colleague.sync(file.to_str().unwrap()).unwrap();
    assert_eq!(report.failures().count(), 0, "{report:#?}");
    assert_eq!(texts(&colleague), texts(&desk));
    let (ours, theirs) = (desk.library().session(350).unwrap(), colleague.library().session(350).unwrap());
    assert_eq!(
        (&ours.items, &ours.sittings, &ours.adopted, &ours.board),
        (&theirs.items, &theirs.sittings, &theirs.adopted, &theirs.board)
    );
    // once more changes nothing
    assert!(colleague.sync(file.to_str().unwrap()).unwrap().is_quiet());
}

#[test]
fn a_bundle_of_texts_without_a_session_comes_back_as_such() {
    let text = "Speaking notes\n\n1. The lamps are to be lit.\n\n2. The boats are to be painted.\n";
    let ours = tempfile::tempdir().unwrap();
    let (paper, file) = (ours.path().join("notes.txt"), ours.path().join("shelf.gbdesk"));
    std::fs::write(&paper, text).unwrap();
    let run = |folder: &Path, arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gbdesk"));
        let output = command.arg("--data-dir").arg(folder).args(["--lang", "en"]).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    run(ours.path(), &["import", paper.to_str().unwrap()]);
    run(ours.path(), &["bundle", "0", "-o", file.to_str().unwrap()]);
    let theirs = tempfile::tempdir().unwrap();
    run(theirs.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(run(theirs.path(), &["list", "0"]), run(ours.path(), &["list", "0"]));
    assert!(run(theirs.path(), &["import", file.to_str().unwrap()]).contains("Everything is as it was"));
}

#[test]
fn a_bundle_that_breaks_off_is_told_as_one() {
    let (_server, desk) = held();
    let file = desk.folder.path().join("session.gbdesk");
    make::write(&desk.library(), 350, &file, &[]).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let cut = desk.folder.path().join("cut.zip");
    for part in [2, 3, 10] {
        std::fs::write(&cut, &whole[..whole.len() - whole.len() / part]).unwrap();
        assert!(bundle::is_bundle(&cut), "one {part}th is missing");
        let fault = bundle::Bundle::open(&cut).unwrap_err();
        assert!(fault.what.contains("is not whole") && fault.advice.contains("Ask for it again"), "{fault:?}");
    }
}

#[test]
fn the_same_content_makes_the_same_bytes_wherever_it_is_made() {
    let (_server, desk) = held();
    let first = desk.folder.path().join("a");
    make::write(&desk.library(), 350, &first, &[]).unwrap();
    let colleague = Desk::new();
    colleague.sync(first.to_str().unwrap()).unwrap();
    let second = colleague.folder.path().join("b");
    make::write(&colleague.library(), 350, &second, &[]).unwrap();
    let lists = [&first, &second].map(|file| bundle::Bundle::open(file).unwrap().entry("session.json").unwrap());
    assert_eq!(String::from_utf8_lossy(&lists[0]), String::from_utf8_lossy(&lists[1]));
    assert!(std::fs::read(&first).unwrap() == std::fs::read(&second).unwrap(), "other bytes");
}

#[test]
fn notes_go_along_only_when_asked() {
    let (_server, desk) = held();
    let file = desk.folder.path().join("session.gbdesk");
    make::write(&desk.library(), 350, &file, &[]).unwrap();
    let without = bundle::Bundle::open(&file).unwrap();
    assert!(!without.manifest().notes && without.notes().unwrap().is_empty());
    make::write(&desk.library(), 350, &file, &[("n1.md".to_owned(), b"mine".to_vec())]).unwrap();
    let with = bundle::Bundle::open(&file).unwrap();
    assert_eq!(with.notes().unwrap(), [("n1.md".to_owned(), b"mine".to_vec())]);
}

#[test]
fn every_entry_has_its_checksum_in_the_manifest() {
    let (_server, desk) = held();
    let file = desk.folder.path().join("session.gbdesk");
    make::write(&desk.library(), 350, &file, &[]).unwrap();
    let opened = bundle::Bundle::open(&file).unwrap();
    let names: Vec<String> = opened.manifest().files.keys().cloned().collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("originals/")).count(), 5);
    assert_eq!(names.iter().filter(|name| name.starts_with("papers/")).count(), 5);
    assert!(names.contains(&"session.json".to_owned()));
    assert!(names.iter().all(|name| opened.entry(name).is_ok()));
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_one_before() {
    let (_server, desk) = held();
    let fault = make::write(&desk.library(), 350, Path::new("/no/such/folder/x"), &[]).unwrap_err();
    assert!(fault.to_string().contains("could not be written"), "{fault}");
    let fault = make::write(&desk.library(), 999, &desk.folder.path().join("x"), &[]).unwrap_err();
    assert!(fault.to_string().contains("999"), "{fault}");
}

#[test]
fn what_came_from_the_web_and_then_on_a_stick_is_still_asked_for_on_the_web() {
    let (server, desk) = held();
    let file = desk.folder.path().join("session.gbdesk");
    make::write(&desk.library(), 350, &file, &[]).unwrap();
    desk.sync(file.to_str().unwrap()).unwrap();
    server.forget_requests();
    let report = desk.sync(&server.url(FEED)).unwrap();
    assert_eq!((report.bodies, server.bodies()), (0, vec![FEED.to_owned()]));
    assert!(report.papers.is_empty(), "{report:#?}");
    assert!(desk.library().session(350).unwrap().papers.iter().all(|entry| !entry.gone));
}

/// A bundle of these entries, with a manifest that is right for them.
fn forged(folder: &Path, entries: &[(&str, Vec<u8>)]) -> PathBuf {
    let file = folder.join("forged");
    let entries: BTreeMap<String, Vec<u8>> =
        entries.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.clone())).collect();
    bundle::write(std::fs::File::create(&file).unwrap(), 350, false, &entries).unwrap();
    file
}

fn refused(path: &Path, said: &str) {
    let desk = Desk::new();
    let fault = desk.sync(path.to_str().unwrap()).unwrap_err();
    assert!(fault.to_string().contains(said), "“{fault}” does not say “{said}”");
    assert!(desk.library().sessions().is_empty());
}

#[test]
fn names_that_leave_the_bundle_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["../evil", "/etc/evil", "a/../../evil", "C:\\evil", "a\\evil", "./evil", "a//evil", "%2e%2e/evil"] {
        refused(
            &forged(folder.path(), &[("session.json", feed(&[]).to_string().into_bytes()), (name, b"x".to_vec())]),
            "not safe",
        );
    }
    let leads_out = feed(&[paper("GB.350/INS/1", "One", &json!([plain("../../etc/passwd")]))]);
    refused(&forged(folder.path(), &[("session.json", leads_out.to_string().into_bytes())]), "leaves the folder");
}

/// A ZIP written entry by entry.
fn zipped(folder: &Path, fill: impl FnOnce(&mut zip::ZipWriter<Cursor<Vec<u8>>>)) -> PathBuf {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    fill(&mut zip);
    let file = folder.join("zipped");
    std::fs::write(&file, zip.finish().unwrap().into_inner()).unwrap();
    file
}

#[test]
fn links_folders_and_strangers_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let plain = SimpleFileOptions::default();
    refused(
        &zipped(folder.path(), |zip| zip.add_symlink("originals/a.pdf", "/etc/passwd", plain).unwrap()),
        "no plain file",
    );
    refused(&zipped(folder.path(), |zip| zip.add_directory("originals", plain).unwrap()), "no plain file");
    refused(&zipped(folder.path(), |zip| zip.start_file("word/document.xml", plain).unwrap()), "has no manifest");
    let file = folder.path().join("text");
    std::fs::write(&file, "just text").unwrap();
    refused(&file, "is no bundle");
    let whole = std::fs::read(forged(folder.path(), &[("session.json", feed(&[]).to_string().into_bytes())])).unwrap();
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    refused(&file, "is not whole");
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let file = zipped(folder.path(), |zip| {
        zip.start_file("originals/bomb", SimpleFileOptions::default()).unwrap();
        zip.write_all(&vec![0; 30 << 20]).unwrap();
    });
    assert!(std::fs::metadata(&file).unwrap().len() < 1 << 20);
    refused(&file, "would unpack");
}

#[test]
fn lies_about_sizes_and_contents_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let one = pdf("GB.350/INS/1", &["One."]);
    let list =
        feed(&[paper("GB.350/INS/1", "One", &json!([summed("originals/a.pdf", &one)]))]).to_string().into_bytes();
    let good =
        std::fs::read(forged(folder.path(), &[("session.json", list.clone()), ("originals/a.pdf", one.clone())]))
            .unwrap();
    // every size field of the table of contents made larger, smaller, and absurd; every byte of a paper changed
    let file = folder.path().join("lied");
    let table: Vec<usize> =
        good.windows(4).enumerate().filter(|(_, four)| four == b"PK\x01\x02").map(|(at, _)| at).collect();
    assert_eq!(table.len(), 3);
    for at in table {
        for size in [0_u32, 1, 1 << 20, u32::MAX - 1] {
            let mut lied = good.clone();
            lied[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
            std::fs::write(&file, &lied).unwrap();
            let desk = Desk::new();
            match desk.sync(file.to_str().unwrap()) {
                Err(_) => assert!(desk.library().sessions().is_empty()),
                Ok(report) => assert!(report.is_partial(), "size {size} was believed: {report:#?}"),
            }
        }
    }
    let at = good.windows(5).position(|five| five == b"%PDF-").unwrap();
    let mut changed = good.clone();
    changed[at + 7] ^= 1;
    std::fs::write(&file, &changed).unwrap();
    let report = Desk::new().sync(file.to_str().unwrap()).unwrap();
    assert!(matches!(report.papers[0].what, News::Failed { .. }), "{report:#?}");
}

#[test]
fn a_folder_with_a_feed_is_a_session() {
    let (folder, desk) = (tempfile::tempdir().unwrap(), Desk::new());
    let bytes = pdf("GB.350/INS/1", &["One."]);
    std::fs::create_dir(folder.path().join("papers")).unwrap();
    std::fs::write(folder.path().join("papers/a b.pdf"), &bytes).unwrap();
    std::fs::write(
        folder.path().join("session.json"),
        feed(&[paper("GB.350/INS/1", "One", &json!([summed("papers/a%20b.pdf", &bytes)]))]).to_string(),
    )
    .unwrap();
    let report = desk.sync(folder.path().to_str().unwrap()).unwrap();
    assert_eq!(report.papers.len(), 1, "{report:#?}");
    assert!(desk.sync(folder.path().to_str().unwrap()).unwrap().is_quiet());
    // taken off the list: it stays, marked
    std::fs::write(folder.path().join("session.json"), feed(&[]).to_string()).unwrap();
    let report = desk.sync(folder.path().to_str().unwrap()).unwrap();
    assert!(matches!(report.papers[0].what, News::Vanished), "{report:#?}");
    let session = desk.library().session(350).unwrap();
    assert!(session.papers[0].gone && session.papers[0].held.len() == 1);
}

#[test]
fn a_folder_of_files_is_papers_that_say_themselves_what_they_are() {
    let (folder, desk) = (tempfile::tempdir().unwrap(), Desk::new());
    std::fs::create_dir(folder.path().join("more")).unwrap();
    std::fs::write(folder.path().join("one, 100%.pdf"), pdf("GB.350/INS/1", &["One."])).unwrap();
    std::fs::write(folder.path().join("more/two.pdf"), pdf("GB.349/INS/2", &["Two."])).unwrap();
    std::fs::write(folder.path().join("picture.png"), b"no paper").unwrap();
    let report = desk.sync(folder.path().to_str().unwrap()).unwrap();
    assert_eq!(report.papers.len(), 2, "{report:#?}");
    assert_eq!(desk.library().sessions(), [350, 349]);
    let empty = tempfile::tempdir().unwrap();
    assert!(desk.sync(empty.path().to_str().unwrap()).unwrap_err().what.contains("no session.json and no papers"));
}

#[cfg(unix)]
#[test]
fn a_link_that_leaves_the_folder_is_not_read() {
    let (folder, secret, desk) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), Desk::new());
    std::fs::write(secret.path().join("secret.pdf"), pdf("GB.350/INS/1", &["Secret."])).unwrap();
    std::os::unix::fs::symlink(secret.path().join("secret.pdf"), folder.path().join("a.pdf")).unwrap();
    std::fs::write(
        folder.path().join("session.json"),
        feed(&[paper("GB.350/INS/1", "One", &json!([plain("a.pdf")]))]).to_string(),
    )
    .unwrap();
    let report = desk.sync(folder.path().to_str().unwrap()).unwrap();
    let News::Failed { reason, .. } = &report.papers[0].what else { panic!("{report:#?}") };
    assert!(reason.contains("link that leaves the folder"), "{reason}");
}

#[test]
fn what_is_no_source_is_told_apart() {
    assert!(source::open("/no/such/thing", &desk::quick()).is_err());
    let file = tempfile::NamedTempFile::new().unwrap();
    assert!(source::open(file.path().to_str().unwrap(), &desk::quick()).is_err());
}
