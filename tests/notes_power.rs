//! Power loss, full disks and other programs at every moment of a save.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/killed.rs"]
mod killed;

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use gbdesk::model::Note;
use gbdesk::notes::{How, Notes, Probe, Step, codec};

fn note(text: &str) -> Note {
    Note {
        session: 350,
        paper: "GB.350/POL/3".into(),
        created: "2024-03-04T10:11:12Z".into(),
        modified: "2024-03-04T10:11:12Z".into(),
        text: text.into(),
        ..Note::default()
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn texts(notes: &Notes) -> Vec<String> {
    let mut texts: Vec<String> = notes.all().iter().map(|stored| stored.note.text.clone()).collect();
    texts.sort();
    texts
}

fn open_with(folder: &Path, probe: Probe) -> Notes {
    Notes::open_with(folder, Arc::new(codec::Plain), Some(probe)).unwrap()
}

/// A folder with one note saved, and a note of another session that nobody touches.
fn prepared(folder: &Path) -> Note {
    let mut notes = Notes::open(folder).unwrap();
    notes.save(&Note { session: 349, ..note("bystander") }).unwrap();
    notes.save(&note("old words")).unwrap().note
}

#[test]
fn whatever_step_the_power_fails_at_the_old_note_or_the_new_one_is_there() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("notes");
    let saved = prepared(&folder);
    let snapshots: Arc<Mutex<Vec<(Step, std::path::PathBuf)>>> = Arc::default();
    let probe: Probe = {
        let (snapshots, folder, home) = (snapshots.clone(), folder.clone(), home.path().to_owned());
        Arc::new(move |step| {
            let mut snapshots = snapshots.lock().unwrap();
            let target = home.join(format!("snapshot-{}", snapshots.len()));
            copy(&folder, &target);
            snapshots.push((step, target));
            Ok(())
        })
    };
    let mut notes = open_with(&folder, probe);
    notes.save(&Note { text: "new words, longer than the old".into(), ..saved.clone() }).unwrap();
    notes.delete(&saved.id).unwrap();
    notes.restore(&saved.id).unwrap();
    let snapshots = snapshots.lock().unwrap().clone();
    let steps: HashSet<Step> = snapshots.iter().map(|(step, _)| *step).collect();
    assert_eq!(steps.len(), 8, "every kind of step happened: {steps:?}");
    for (step, snapshot) in snapshots {
        let mut notes = Notes::open(&snapshot).unwrap();
        assert!(notes.faults().is_empty(), "{step:?}: {:?}", notes.faults());
        if notes.get(&saved.id).is_none() {
            notes.restore(&saved.id).unwrap_or_else(|fault| panic!("{step:?}: {fault}"));
        }
        let texts = texts(&notes);
        assert!(
            texts == ["bystander", "old words"] || texts == ["bystander", "new words, longer than the old"],
            "{step:?}: {texts:?}"
        );
        // nothing half-written stays behind, and the folder can be written again
        assert!(notes.save(&note("after the crash")).is_ok());
        let left = fs::read_dir(snapshot.join("350")).unwrap().flatten();
        assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with(".tmp")), "{step:?}");
    }
}

#[test]
fn an_error_at_any_step_is_told_and_loses_nothing() {
    for failing in 0.. {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("notes");
        let saved = prepared(&folder);
        let count = Arc::new(AtomicUsize::new(0));
        let failed = Arc::new(AtomicUsize::new(0));
        let probe: Probe = {
            let (count, failed) = (count.clone(), failed.clone());
            Arc::new(move |_| {
                if count.fetch_add(1, Ordering::SeqCst) == failing {
                    failed.fetch_add(1, Ordering::SeqCst);
                    return Err(io::Error::from_raw_os_error(28));
                }
                Ok(())
            })
        };
        let mut notes = open_with(&folder, probe);
        let edited = Note { text: "new words".into(), ..saved.clone() };
        let first = notes.save(&edited);
        let second = notes.save(&note("another"));
        if failed.load(Ordering::SeqCst) == 0 {
            assert!(failing > 6, "there were only {failing} steps");
            break;
        }
        let told = first.as_ref().err().or(second.as_ref().err()).map(ToString::to_string).unwrap_or_default();
        assert!(cfg!(not(unix)) || told.contains("the disk is full"), "step {failing}: {told}");
        // trying again, as the delegate would, ends with both notes and no duplicate of either
        assert_ne!(notes.save(&edited).map(|saved| saved.how), Ok(How::KeptBoth(saved.id.clone())));
        if second.is_err() && !texts(&notes).contains(&"another".to_owned()) {
            notes.save(&note("another")).unwrap();
        }
        assert_eq!(texts(&Notes::open(&folder).unwrap()), ["another", "bystander", "new words"], "step {failing}");
    }
}

#[test]
fn another_program_that_writes_in_the_last_moment_loses_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("notes");
    let saved = prepared(&folder);
    let path = folder.join(format!("350/{}.md", saved.id));
    let probe: Probe = {
        let path = path.clone();
        Arc::new(move |step| {
            if step == Step::Publish {
                // a file sync that replaces the file between the look and the save
                let outside = fs::read_to_string(&path)?.replace("old words", "outside words");
                fs::write(path.with_extension("sync"), outside)?;
                fs::rename(path.with_extension("sync"), &path)?;
            }
            Ok(())
        })
    };
    let mut notes = open_with(&folder, probe);
    let done = notes.save(&Note { text: "my words".into(), ..saved }).unwrap();
    assert!(matches!(done.how, How::KeptBoth(_)), "{done:?}");
    assert_eq!(texts(&Notes::open(&folder).unwrap()), ["bystander", "my words", "outside words"]);
}

#[test]
fn instances_that_save_the_same_note_at_once_lose_nothing() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("notes");
    let saved = prepared(&folder);
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (folder, saved) = (folder.clone(), saved.clone());
            std::thread::spawn(move || {
                let mut notes = Notes::open(&folder).unwrap();
                for round in 0..8 {
                    notes.save(&Note { text: format!("writer {writer} round {round}"), ..saved.clone() }).unwrap();
                    notes.save(&note(&format!("own {writer} {round}"))).unwrap();
                }
            })
        })
        .collect();
    writers.into_iter().for_each(|writer| writer.join().unwrap());
    let texts = texts(&Notes::open(&folder).unwrap());
    for writer in 0..4 {
        assert!(texts.contains(&format!("writer {writer} round 7")), "{texts:?}");
        assert!((0..8).all(|round| texts.contains(&format!("own {writer} {round}"))), "{texts:?}");
    }
    assert!(texts.contains(&"bystander".to_owned()));
}

#[test]
fn words_of_a_note_stay_inside_the_notes_folder() {
    let home = tempfile::tempdir().unwrap();
    let canary = "zanzibar-position-7719";
    let folder = home.path().join("data/notes");
    let mut notes = Notes::open(&folder).unwrap();
    notes.save(&Note { quote: canary.into(), tags: vec![canary.into()], ..note(canary) }).unwrap();
    fs::write(folder.join("350/broken.md"), format!("---\npaper: \"{canary}\n---\n{canary}")).unwrap();
    fs::write(folder.join("350/other.md"), format!("---\npaper: [{canary}]\nstance: {{{canary}: 1}}\n---\n")).unwrap();
    notes.reload().unwrap();
    assert_eq!(notes.faults().len(), 2);
    assert!(notes.faults().iter().all(|fault| !format!("{fault} {fault:?}").contains(canary)), "{:?}", notes.faults());
    fn names(path: &Path, out: &mut Vec<String>) {
        for entry in fs::read_dir(path).unwrap().flatten() {
            out.push(entry.path().display().to_string());
            if entry.path().is_dir() {
                names(&entry.path(), out);
            }
        }
    }
    let mut all = Vec::new();
    names(home.path(), &mut all);
    assert!(all.iter().all(|name| !name.contains(canary)), "{all:?}");
    assert!(all.iter().all(|name| name.ends_with("/data") || name.contains("/data/notes")), "{all:?}");
}

/// Not a test of its own: the program that the next one kills. It says after each save what is safe.
#[test]
#[ignore = "run by a_killed_program_loses_no_saved_note"]
fn writer_to_be_killed() {
    use std::io::Write;
    let Some(folder) = std::env::var_os("GBDESK_TEST_NOTES") else { return };
    let mut notes = Notes::open(Path::new(&folder)).unwrap();
    let mut held = notes.all().iter().find(|stored| stored.note.session == 350).unwrap().note.clone();
    let start: u64 = held.text.rsplit(' ').next().and_then(|number| number.parse().ok()).unwrap_or(0);
    for count in start + 1.. {
        let text = format!("{} {count}", "words ".repeat(200));
        held = notes.save(&Note { text, ..held }).unwrap().note;
        let mut out = io::stderr().lock();
        if writeln!(out, "safe {count}").and_then(|()| out.flush()).is_err() {
            return;
        }
    }
}

#[test]
fn a_killed_program_loses_no_saved_note() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("notes");
    prepared(&folder);
    let kills = std::env::var("GBDESK_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(12);
    for kill in 0..kills {
        let safe = killed::writer(&folder, 1 + kill % 5);
        let notes = Notes::open(&folder).unwrap();
        assert!(notes.faults().is_empty(), "{:?}", notes.faults());
        let texts = texts(&notes);
        assert_eq!(texts.len(), 2, "{texts:?}");
        let found: u64 = texts[1].rsplit(' ').next().unwrap().parse().unwrap();
        assert!(found == safe || found == safe + 1, "safe was {safe}, found {found}");
    }
}
