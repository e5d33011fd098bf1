//! The library on a real disk, in temporary folders: importing, reopening, crashes at every step of writing, two
//! instances.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::library::{Added, Change, Fault, ImportOptions, ImportReport, Incoming, Library, PaperNote, SessionPart};
use gbdesk::model::decision::Adopted;
use gbdesk::model::session::State;
use gbdesk::model::{Language, Outcome, Texts};

mod library_desk;
use library_desk::{Desk, import, import_files, read, symbol, write};

/// Every file under a folder with its content, except the lock: what a publication may change.
fn everything(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("lock") {
                all.push((path.clone(), fs::read(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn an_empty_library_opens_and_writes_nothing() {
    let desk = Desk::new();
    let library = desk.library();
    assert!(library.sessions().is_empty());
    assert!(!desk.cache().exists());
    let fault = library.session(350).unwrap_err().to_string();
    assert!(fault.contains("350") && fault.contains("import"), "{fault}");
}

#[test]
fn papers_go_to_the_session_of_their_symbol() {
    let desk = Desk::new();
    let library = desk.library();
    let report = import(&library, &desk.papers()).unwrap();
    assert_eq!(report.counts(), [4, 0, 0]);
    assert_eq!(library.sessions(), [350, 346]);
    let session = library.session(350).unwrap();
    let keys: Vec<&str> = session.papers.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["GB.350/INS/2", "GB.350/INS/17", "GB.350/POL/3"]);
    let found = library.find(&symbol("GB.350/POL/3"), &[]).unwrap();
    assert_eq!(library.paper(&found.held).unwrap().title.as_deref(), Some("Platform work"));
    assert_eq!(library.original(&found.held).unwrap(), fs::read(desk.papers().join("a/pol3.txt")).unwrap());
    assert_eq!(found.entry.headings.len(), 1);
    assert_eq!(session.items.iter().map(|item| item.number.as_str()).collect::<Vec<_>>(), ["2", "17", "3"]);
}

#[test]
fn importing_again_changes_nothing_and_says_so() {
    let desk = Desk::new();
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    let before = everything(&desk.cache());
    let report = import(&library, &desk.papers()).unwrap();
    assert_eq!(report.counts(), [0, 0, 4]);
    assert!(report.sessions.is_empty());
    assert!(before == everything(&desk.cache()));
}

#[test]
fn a_library_opened_again_holds_what_was_imported() {
    let desk = Desk::new();
    import(&desk.library(), &desk.papers()).unwrap();
    let library = desk.library();
    assert_eq!(library.sessions(), [350, 346]);
    assert!(library.find(&symbol("GB.346/INS/5"), &[]).is_some());
    let citing: Vec<String> = library.cited_by("GB.346/INS/5").into_iter().map(|one| one.key).collect();
    assert_eq!(citing, ["GB.350/INS/17"]);
}

#[test]
fn a_file_that_cannot_be_read_is_named_and_the_others_are_imported() {
    let desk = Desk::new();
    write(&desk.papers(), "broken.txt", "UNREADABLE");
    let report = import(&desk.library(), &desk.papers()).unwrap();
    let failed: Vec<(String, String)> = report
        .failed()
        .map(|(path, why)| (path.file_name().unwrap().to_string_lossy().into_owned(), why.to_string()))
        .collect();
    assert_eq!(failed.len(), 1);
    assert!(failed[0].0 == "broken.txt" && failed[0].1.contains("says so itself"));
    assert_eq!(report.counts()[0], 4);
}

#[test]
fn a_text_without_symbol_goes_to_the_session_it_names_or_the_delegate_names() {
    let desk = Desk::new();
    let library = desk.library();
    let release = write(desk.home.path(), "release.txt", "Session: 352\nTitle: Closing\nThe session ended.");
    let words = write(desk.home.path(), "words.txt", "Only words.");
    import_files(&library, &[release]);
    let options = ImportOptions { session: Some(291), ..ImportOptions::default() };
    library.import(&[words], &options, &read, &mut |_| {}).unwrap();
    assert_eq!(library.sessions(), [352, 291]);
    let entry = library.session(352).unwrap().papers[0].clone();
    assert!(entry.symbol.is_none() && entry.key.starts_with("text-"));
    assert!(library.find_key(&entry.key, &[]).is_some());
    assert!(!library.session(291).unwrap().papers[0].title.is_empty());
}

/// What the report says of the only file.
fn only(report: &ImportReport) -> Added {
    match &report.files[0].outcome {
        gbdesk::library::Outcome::Imported(added) => added.clone(),
        gbdesk::library::Outcome::Failed(why) => panic!("{why}"),
    }
}

#[test]
fn a_text_that_names_no_session_stands_on_a_shelf_of_its_own_until_it_is_given_one() {
    let desk = Desk::new();
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    let lost = write(desk.home.path(), "lost.txt", "Title: Oral report\nZebras, see [cites GB.346/INS/5]");
    let added = only(&import_files(&library, std::slice::from_ref(&lost)));
    assert_eq!((added.session, added.change), (0, Change::New));
    let remark = added.remark.unwrap().to_string();
    assert!(remark.contains("--session") && remark.contains("no symbol"));
    // never the newest, but listed, read, searched and seen to cite
    assert_eq!(library.sessions(), [350, 346, 0]);
    assert_eq!(library.session(0).unwrap().title.best(&[Language::EN]), Some("Texts without a session"));
    let found = library.find_key(&added.key, &[]).unwrap();
    assert_eq!(library.paper(&found.held).unwrap().title.as_deref(), Some("Oral report"));
    let zebras = |library: &Library| {
        let query = gbdesk::text::query::Query::parse("zebras").0;
        library.search(&query, &gbdesk::library::SearchOptions { exact: true, ..Default::default() }).hits
    };
    assert_eq!(zebras(&library)[0].key, added.key);
    let cited_by = library.cited_by("GB.346/INS/5");
    let citing: Vec<(&str, u16)> = cited_by.iter().map(|one| (one.paper.as_str(), one.session)).collect();
    assert_eq!(citing, [("GB.350/INS/17", 350), ("Oral report", 0)]);
    // a second time changes nothing
    assert_eq!(only(&import_files(&library, std::slice::from_ref(&lost))).change, Change::Unchanged);
    // given a session it moves there, and stays when it comes again without one
    let options = ImportOptions { session: Some(291), ..ImportOptions::default() };
    library.import(std::slice::from_ref(&lost), &options, &read, &mut |_| {}).unwrap();
    assert_eq!(library.sessions(), [350, 346, 291]);
    assert_eq!(zebras(&library).len(), 1);
    assert_eq!(library.cited_by("GB.346/INS/5").len(), 2);
    assert_eq!(only(&import_files(&library, &[lost])).session, 291);
    assert_eq!(library.sessions(), [350, 346, 291]);
}

#[test]
fn a_revised_paper_keeps_the_former_version_beside_it() {
    let desk = Desk::new();
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    let rev = "Symbol: GB.350/POL/3(Rev.1)\nTitle: Platform work, revised\n1. New.\n3. Draft decision: Anew:";
    let rev = write(desk.home.path(), "rev.txt", rev);
    let add = write(desk.home.path(), "add.txt", "Symbol: GB.350/POL/3(Add.1)\nTitle: More\n1. More words.");
    import_files(&library, &[rev, add]);
    let found = library.find(&symbol("GB.350/POL/3"), &[]).unwrap();
    assert_eq!(found.held.symbol, Some(symbol("GB.350/POL/3(Rev.1)")));
    assert_eq!((found.entry.held.len(), found.entry.state), (3, State::Changed));
    assert_eq!(found.entry.decisions, ["3"]);
    assert_eq!(found.entry.title.best(&[]), Some("Platform work, revised"));
    let add = library.find(&symbol("GB.350/POL/3(Add.1)"), &[]).unwrap();
    assert_eq!((add.held.symbol, add.other_version), (Some(symbol("GB.350/POL/3(Add.1)")), false));
    // a version that is not held is served by the newest, and that is said
    assert!(library.find(&symbol("GB.350/POL/3(Rev.4)"), &[]).unwrap().other_version);
    // only the newest version has a row on the board
    let board = &library.session(350).unwrap().board;
    assert_eq!(board.iter().map(|row| row.paragraph.as_deref()).collect::<Vec<_>>(), [Some("3")]);
}

#[test]
fn the_language_preferred_is_given_within_the_newest_version() {
    let desk = Desk::new();
    let library = desk.library();
    let text = "Symbol: GB.350/POL/3\nLanguage: fr\nTitle: Travail sur plateforme\n1. Mots.";
    write(&desk.papers(), "fr.txt", text);
    import(&library, &desk.papers()).unwrap();
    let found = library.find(&symbol("GB.350/POL/3"), &[Language::ES, Language::FR]).unwrap();
    assert_eq!((found.held.language, found.held.file_name.as_str()), (Language::FR, "fr.txt"));
    assert_eq!(found.entry.title.best(&[Language::FR]), Some("Travail sur plateforme"));
}

#[test]
fn other_words_under_the_same_symbol_replace_and_keep_the_former() {
    let desk = Desk::new();
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    write(&desk.papers(), "a/pol3.txt", "Symbol: GB.350/POL/3\nTitle: Platform work, corrected\n1. Other words.");
    assert_eq!(import(&library, &desk.papers()).unwrap().counts(), [0, 1, 3]);
    let found = library.find(&symbol("GB.350/POL/3"), &[]).unwrap();
    assert_eq!(library.paper(&found.held).unwrap().title.as_deref(), Some("Platform work, corrected"));
    assert_eq!(found.entry.held.iter().filter(|held| held.replaced.is_some()).count(), 1);
}

#[test]
fn a_full_disk_at_any_step_leaves_the_state_before_whole() {
    // the steps are shared out: every disk is another one
    let workers: Vec<_> = (0..4).map(|first| std::thread::spawn(move || fail_at(first))).collect();
    for worker in workers {
        worker.join().unwrap();
    }
}

/// Fails at this step, and at every fourth after it, until the import gets to its end.
fn fail_at(first: usize) {
    for steps in (first..400).step_by(4) {
        let desk = Desk::new();
        import(&desk.library(), &desk.papers().join("b")).unwrap();
        let before = desk.library().session(350).unwrap();
        let failing = Library::open_failing_after(&desk.cache(), steps).unwrap();
        let done = import(&failing, &desk.papers());
        drop(failing);
        // reopened, the library is one of the two states, whole
        let library = desk.library();
        let after = library.session(350).unwrap();
        if after.papers.len() == 1 {
            assert_eq!(*after, *before, "at step {steps}");
        } else {
            assert_eq!(after.papers.len(), 3, "at step {steps}");
        }
        for number in library.sessions() {
            for held in library.session(number).unwrap().papers.iter().flat_map(|entry| &entry.held) {
                library.paper(held).unwrap();
                library.original(held).unwrap();
            }
        }
        // and the next import carries on
        import(&library, &desk.papers()).unwrap();
        assert_eq!(library.session(350).unwrap().papers.len(), 3);
        assert_eq!(library.cited_by("GB.346/INS/5").len(), 1);
        if done.is_ok() {
            assert!(steps > 20, "the steps are counted");
            return;
        }
    }
    panic!("the import never came to its end");
}

#[test]
fn what_an_interrupted_writer_left_is_removed_by_the_next() {
    let desk = Desk::new();
    let staging = |(path, _): &(PathBuf, Vec<u8>)| path.to_string_lossy().contains(".staging");
    let left_something = (0..60).any(|steps| {
        let failed = import(&Library::open_failing_after(&desk.cache(), steps).unwrap(), &desk.papers()).is_err();
        failed && everything(&desk.cache()).iter().any(staging)
    });
    assert!(left_something);
    // another instance may be writing originals and papers at this moment: only what has lain for long is removed
    for (path, _) in everything(&desk.cache()).iter().filter(|file| staging(file)) {
        let file = fs::File::options().append(true).open(desk.cache().join(path)).unwrap();
        file.set_modified(std::time::SystemTime::now() - std::time::Duration::from_hours(3)).unwrap();
    }
    import(&desk.library(), &desk.papers()).unwrap();
    write(&desk.papers(), "more.txt", "Symbol: GB.350/PFA/1\nTitle: More\n1. Words.");
    import(&desk.library(), &desk.papers()).unwrap();
    assert!(!everything(&desk.cache()).iter().any(staging));
}

#[test]
fn a_second_instance_reads_on_and_takes_the_new_state_when_it_likes() {
    let desk = Desk::new();
    import(&desk.library(), &desk.papers().join("b")).unwrap();
    let reader = desk.library();
    let writer = desk.library();
    for round in 1..=5 {
        write(&desk.papers(), "more.txt", &format!("Symbol: GB.350/PFA/{round}\nTitle: More\n1. Words."));
        import(&writer, &desk.papers()).unwrap();
    }
    // five generations later the reader still has its own
    assert_eq!(reader.session(346).unwrap().papers.len(), 1);
    assert_eq!(reader.session(350).unwrap().papers.len(), 1);
    assert!(reader.refresh().unwrap());
    assert!(!reader.refresh().unwrap());
    assert_eq!(reader.session(350).unwrap().papers.len(), 3 + 5);
    // and generations that nobody reads are gone: the current one and the one before are left
    drop(reader);
    write(&desk.papers(), "more.txt", "Symbol: GB.350/PFA/9\nTitle: More\n1. Words.");
    import(&writer, &desk.papers()).unwrap();
    assert_eq!(fs::read_dir(desk.cache().join("generations")).unwrap().count(), 2);
}

#[test]
fn a_second_writer_is_told_that_another_writes() {
    let desk = Desk::new();
    let (first, second) = (desk.library(), desk.library());
    let publication = first.begin().unwrap();
    let fault = import(&second, &desk.papers()).unwrap_err();
    assert!(fault.to_string().contains("Another gbdesk"), "{fault}");
    drop(publication);
    import(&second, &desk.papers()).unwrap();
}

#[test]
fn a_publication_that_is_dropped_publishes_nothing() {
    let desk = Desk::new();
    let library = desk.library();
    let mut publication = library.begin().unwrap();
    let title = Texts::one(Language::EN, "Title");
    publication.describe(SessionPart { session: 350, title, ..SessionPart::default() }).unwrap();
    drop(publication);
    library.refresh().unwrap();
    assert!(library.sessions().is_empty());
}

#[test]
fn a_damaged_current_file_is_no_loss() {
    let desk = Desk::new();
    import(&desk.library(), &desk.papers()).unwrap();
    fs::write(desk.cache().join("current"), b"\0\0\0").unwrap();
    assert_eq!(desk.library().sessions(), [350, 346]);
    fs::write(desk.cache().join("current"), br#"{"version":99,"generation":1}"#).unwrap();
    assert!(matches!(Library::open(&desk.cache()), Err(Fault::Newer(_))));
}

#[test]
fn a_feed_beside_the_papers_gives_agenda_titles_and_outcomes() {
    let desk = Desk::new();
    let folder = desk.papers().join("a");
    let feed = serde_json::json!({
        "format": "gbdesk-session", "version": 1, "session": 350, "title": {"en": "350th Session"},
        "items": [{"section": "POL", "number": "3", "title": {"en": "Platform economy"}, "papers": ["GB.350/POL/3"]}],
        "papers": [{"symbol": "GB.350/POL/3", "title": {"en": "Platform economy"},
                    "files": [{"language": "en", "url": "pol3.txt"}]}],
        "decisions": [{"paper": "GB.350/POL/3", "paragraph": "2", "outcome": "as_amended", "date": "2024-03-11",
                       "text": {"en": "The Governing Body decided."}}]
    });
    write(&folder, "session.json", &feed.to_string());
    let library = desk.library();
    import(&library, &folder).unwrap();
    let session = library.session(350).unwrap();
    assert_eq!(session.title.best(&[]), Some("350th Session"));
    assert_eq!(session.items[0].title.best(&[]), Some("Platform economy"));
    assert!(!session.items[0].derived && session.items[1].derived);
    let row = session.board.iter().find(|row| row.paper == symbol("GB.350/POL/3")).unwrap();
    assert_eq!(row.outcome, Outcome::AsAmended);
    assert_eq!(row.adopted_text.as_deref(), Some("The Governing Body decided."));
    assert_eq!(import(&library, &folder).unwrap().sessions, Vec::<u16>::new());
}

#[test]
fn a_feed_that_leaves_its_folder_or_has_a_wrong_checksum_is_refused() {
    for (url, sha, wanted) in [("../b/ins2.txt", None, "leaves the folder"), ("pol3.txt", Some("00"), "checksum")] {
        let desk = Desk::new();
        let folder = desk.papers().join("a");
        let mut file = serde_json::json!({"language": "en", "url": url});
        if let Some(sha) = sha {
            file["sha256"] = sha.into();
        }
        let feed = serde_json::json!({"format": "gbdesk-session", "version": 1, "session": 350,
            "papers": [{"symbol": "GB.350/POL/3", "files": [file]}]});
        write(&folder, "session.json", &feed.to_string());
        let report = import(&desk.library(), &folder).unwrap();
        assert!(report.failed().any(|(_, why)| why.to_string().contains(wanted)), "{url}");
        let held = desk.library().find(&symbol("GB.350/POL/3"), &[]);
        assert!(held.is_none());
    }
}

#[test]
fn a_paper_that_vanished_from_the_list_stays_marked() {
    let desk = Desk::new();
    let library = desk.library();
    let mut publication = library.begin().unwrap();
    for item in [1, 2] {
        let incoming = Incoming {
            bytes: format!("Symbol: GB.350/INS/{item}\n1. Words.").into_bytes(),
            file_name: format!("{item}.txt"),
            url: Some(format!("https://example.org/{item}")),
            ..Incoming::default()
        };
        assert_eq!(publication.add(&incoming, &read).unwrap().change, Change::New);
    }
    publication.commit(&mut |_| {}).unwrap();
    let mut publication = library.begin().unwrap();
    let note = PaperNote {
        symbol: symbol("GB.350/INS/1"),
        title: Texts::default(),
        date: None,
        kind: None,
        change_note: Texts::default(),
    };
    let part = SessionPart { session: 350, papers: vec![note], complete: true, ..SessionPart::default() };
    publication.describe(part).unwrap();
    assert_eq!(publication.commit(&mut |_| {}).unwrap().gone, ["GB.350/INS/2"]);
    let gone: Vec<bool> = library.session(350).unwrap().papers.iter().map(|entry| entry.gone).collect();
    assert_eq!(gone, [false, true]);
    assert!(library.find(&symbol("GB.350/INS/2"), &[]).is_some());
}

#[test]
fn an_outcome_without_paragraph_holds_only_where_it_cannot_be_mistaken() {
    let desk = Desk::new();
    let library = desk.library();
    let two = "Symbol: GB.350/INS/9\n7. Draft decision: One:\n9. Draft decision: Two:";
    write(&desk.papers(), "two.txt", two);
    import(&library, &desk.papers()).unwrap();
    let adopted = |paper: &str| Adopted { paper: paper.to_owned(), outcome: Outcome::AsDrafted, ..Adopted::default() };
    let mut publication = library.begin().unwrap();
    let adopted = vec![adopted("GB.350/INS/9"), adopted("GB.350/POL/3")];
    publication.describe(SessionPart { session: 350, adopted, ..SessionPart::default() }).unwrap();
    publication.commit(&mut |_| {}).unwrap();
    let outcomes: Vec<_> = library.session(350).unwrap().board.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes, [Outcome::Pending, Outcome::Pending, Outcome::AsDrafted]);
}

#[test]
fn an_original_read_by_an_earlier_reader_is_read_again() {
    let desk = Desk::new();
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    assert_eq!(library.reread(&read, &mut |_| {}).unwrap(), 0);
    drop(library);
    // the state of an earlier program: its readings bear another version
    let outdated = |folder: &Path, from: &str, to: &str| {
        for entry in fs::read_dir(folder).unwrap().flatten() {
            let text = fs::read_to_string(entry.path()).unwrap().replace(from, to);
            fs::remove_file(entry.path()).unwrap();
            fs::write(entry.path(), text).unwrap();
        }
    };
    let version = gbdesk::reading::READER_VERSION;
    let newest = fs::read_dir(desk.cache().join("generations")).unwrap().flatten().last().unwrap().path();
    outdated(&newest.join("sessions"), &format!("\"reader\":{version}"), "\"reader\":0");
    outdated(&desk.cache().join("readings"), &format!("\"reader\":{version}"), "\"reader\":0");
    fs::write(desk.cache().join("reader"), "0").unwrap();
    let library = desk.library();
    let better = |bytes: &[u8], origin: &gbdesk::reading::Origin| {
        read(bytes, origin).map(|paper| gbdesk::model::Paper { title: Some("Better".to_owned()), ..paper })
    };
    assert_eq!(library.reread(&better, &mut |_| {}).unwrap(), 4);
    let found = library.find(&symbol("GB.350/POL/3"), &[]).unwrap();
    assert_eq!((found.entry.title.best(&[]), found.entry.held.len()), (Some("Better"), 1));
    assert_eq!(library.reread(&better, &mut |_| {}).unwrap(), 0);
}

#[test]
fn a_damaged_paper_is_mended_by_importing_it_again() {
    let desk = Desk::new();
    let library = desk.library();
    import(&library, &desk.papers()).unwrap();
    let held = library.find(&symbol("GB.350/POL/3"), &[]).unwrap().held;
    drop(library);
    fs::write(desk.cache().join("papers").join(format!("{}.json", held.paper)), b"{").unwrap();
    let library = desk.library();
    assert!(matches!(library.paper(&held), Err(Fault::Damaged { .. })));
    import(&library, &desk.papers()).unwrap();
    library.paper(&held).unwrap();
}

#[test]
fn real_papers_are_imported_listed_and_found() {
    let shared = std::env::var_os("GBDESK_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    if !shared.join("papers").is_dir() {
        println!("skipped: the real papers are not there");
        return;
    }
    let desk = Desk::new();
    let library = desk.library();
    let read = |bytes: &[u8], origin: &gbdesk::reading::Origin| gbdesk::reading::read(bytes, origin);
    let folder = [shared.join("papers")];
    let report = library.import(&folder, &ImportOptions::default(), &read, &mut |_| {}).unwrap();
    assert_eq!(report.counts(), [5, 0, 0], "{report:?}");
    // the oral report of 2004 carries neither symbol nor session: none is guessed
    assert_eq!(report.failed().count(), 0);
    assert_eq!(library.sessions(), [352, 346, 344, 340, 0]);
    let query = gbdesk::text::query::Query::parse("global coalition social justice in:decision").0;
    let results = library.search(&query, &gbdesk::library::SearchOptions { exact: true, ..Default::default() });
    assert_eq!(results.hits[0].paper, "GB.346/INS/17/1");
    assert_eq!(results.hits[0].paragraph.as_deref(), Some("29"));
    assert_eq!(library.import(&folder, &ImportOptions::default(), &read, &mut |_| {}).unwrap().counts(), [0, 0, 5]);
}
