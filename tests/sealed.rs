//! Encrypted notes: nothing in the clear on the disk, nothing lost, files that the standard tool opens.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;
#[path = "support/killed.rs"]
mod killed;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use desk::Desk;
use gbdesk::app::commands::{COMMANDS, run};
use gbdesk::app::{Effect, Msg, update};
use gbdesk::model::statement::StatementPart;
use gbdesk::model::{Note, Statement};
use gbdesk::notes::sealed::{self, Sealed};
use gbdesk::notes::statements::Statements;
use gbdesk::notes::{Codec, FaultKind, Notes};

/// Words that are on no disk, unless something leaks.
const CANARY: &str = "zibeline-quinquina-7431";
const PASSPHRASE: &str = "correct horse battery";
/// Little work for a guess: the tests encrypt many times.
const WORK: u8 = 2;

fn note(text: &str) -> Note {
    Note {
        session: 399,
        paper: "GB.399/INS/5".into(),
        paragraph: Some("para_4".into()),
        text: text.into(),
        tags: vec![text.split(' ').next().unwrap().into()],
        ..Note::default()
    }
}

fn statement() -> Statement {
    let part = StatementPart { text: format!("We say {CANARY}."), source: None };
    Statement { session: 399, title: format!("On {CANARY}"), parts: vec![part], ..Statement::default() }
}

fn open(folder: &Path, key: &Arc<Sealed>) -> Notes {
    Notes::open_with(folder, Arc::clone(key) as Arc<dyn Codec>, None).unwrap()
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        if entry.path().is_dir() {
            files(&entry.path(), out);
        } else {
            out.push(entry.path());
        }
    }
}

/// The files that hold the canary in their name or their bytes.
fn leaks(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    files(folder, &mut all);
    let holds = |path: &PathBuf| {
        let bytes = fs::read(path).unwrap();
        path.to_string_lossy().contains(CANARY) || bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes())
    };
    all.into_iter().filter(holds).collect()
}

/// A folder with a note, a deleted one and a statement.
fn filled(folder: &Path) {
    let mut notes = Notes::open(folder).unwrap();
    notes.save(&note(&format!("{CANARY} saved"))).unwrap();
    let gone = notes.save(&note(&format!("{CANARY} deleted"))).unwrap().note.id;
    notes.delete(&gone).unwrap();
    Statements::open(folder).unwrap().save(&statement()).unwrap();
}

#[test]
fn everything_that_was_written_is_encrypted_and_opens_again() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    assert_eq!(leaks(folder.path()).len(), 3, "the canary can be found");
    let (_, count) = sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    assert_eq!(count, 3);
    assert_eq!(leaks(folder.path()), Vec::<PathBuf>::new());
    let key = sealed::unlock(folder.path(), PASSPHRASE).unwrap();
    let notes = open(folder.path(), &key);
    assert_eq!(notes.all()[0].note.text, format!("{CANARY} saved"));
    assert_eq!(notes.deleted().unwrap()[0].note.text, format!("{CANARY} deleted"));
    let statements = Statements::open_with(folder.path(), Arc::clone(&key) as Arc<dyn Codec>).unwrap();
    assert_eq!(statements.all()[0].parts, statement().parts);
}

#[test]
fn nothing_that_is_written_afterwards_is_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let (key, _) = sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    let mut notes = open(folder.path(), &key);
    let mut saved = notes.save(&note(&format!("{CANARY} one"))).unwrap().note;
    saved.text = format!("{CANARY} two");
    notes.save(&saved).unwrap();
    notes.delete(&saved.id).unwrap();
    notes.restore(&saved.id).unwrap();
    let mut statements = Statements::open_with(folder.path(), Arc::clone(&key) as Arc<dyn Codec>).unwrap();
    statements.save(&statement()).unwrap();
    assert_eq!(leaks(folder.path()), Vec::<PathBuf>::new());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mut all = Vec::new();
        files(folder.path(), &mut all);
        for path in all {
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
        }
    }
}

#[test]
fn at_any_step_of_a_save_nothing_is_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let (key, _) = sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    let root = folder.path().to_owned();
    let probe: gbdesk::notes::Probe = Arc::new(move |step| {
        assert_eq!(leaks(&root), Vec::<PathBuf>::new(), "{step:?}");
        Ok(())
    });
    let mut notes = Notes::open_with(folder.path(), Arc::clone(&key) as Arc<dyn Codec>, Some(probe)).unwrap();
    let mut saved = notes.save(&note(&format!("{CANARY} one"))).unwrap().note;
    saved.text = format!("{CANARY} two");
    notes.save(&saved).unwrap();
    notes.delete(&saved.id).unwrap();
}

#[test]
fn a_wrong_passphrase_is_a_sentence_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    let fault = sealed::unlock(folder.path(), "correct horse").err().unwrap();
    assert_eq!(fault.kind, FaultKind::WrongPassphrase);
    assert!(fault.to_string().contains("not the passphrase"), "{fault}");
    fs::write(folder.path().join(sealed::KEY_FILE), b"age-encryption.org/v1\nnonsense").unwrap();
    assert_eq!(sealed::unlock(folder.path(), PASSPHRASE).err().unwrap().kind, FaultKind::KeyFile);
}

#[test]
fn without_the_key_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    // another instance that had the notes open before they were encrypted
    let mut other = Notes::open(folder.path()).unwrap();
    sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    assert_eq!(other.save(&note(CANARY)).err().unwrap().kind, FaultKind::Locked);
    assert_eq!(Notes::open(folder.path()).err().unwrap().kind, FaultKind::Locked);
    assert_eq!(Statements::open(folder.path()).err().unwrap().kind, FaultKind::Locked);
    assert_eq!(leaks(folder.path()), Vec::<PathBuf>::new());
    assert_eq!(sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).err().unwrap().kind, FaultKind::SealedAlready);
}

#[test]
fn an_interrupted_encryption_is_finished_when_the_notes_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let (key, _) = sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    let id = open(folder.path(), &key).all()[0].note.id.clone();
    let sealed_file = folder.path().join("399").join(format!("{id}.age"));
    // as after a crash: both files are there; and a sync tool brings one in the clear
    let text = key.open(&fs::read(&sealed_file).unwrap()).unwrap();
    fs::write(sealed_file.with_extension("md"), &text).unwrap();
    fs::write(folder.path().join("399/brought.md"), text.replace("saved", "brought").replace(&id, "brought")).unwrap();
    fs::write(folder.path().join("399/README.md"), "no note").unwrap();
    let key = sealed::unlock(folder.path(), PASSPHRASE).unwrap();
    assert_eq!(leaks(folder.path()), Vec::<PathBuf>::new());
    let notes = open(folder.path(), &key);
    let texts: Vec<_> = notes.all().iter().map(|stored| stored.note.text.as_str()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts.iter().any(|text| text.ends_with("brought")), "{texts:?}");
    assert!(folder.path().join("399/README.md").exists(), "what is no note is left alone");
}

#[test]
fn the_way_back_gives_the_very_files() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path());
    let mut before = Vec::new();
    files(folder.path(), &mut before);
    let before: Vec<_> = before.into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    let (key, _) = sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    assert_eq!(sealed::decrypt(folder.path(), &key).unwrap(), 3);
    for (bytes, path) in before {
        assert_eq!(fs::read(&path).unwrap(), bytes, "{}", path.display());
    }
    assert!(!sealed::is_sealed(folder.path()));
}

#[test]
fn a_file_of_another_key_is_named_and_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let other = tempfile::tempdir().unwrap();
    let (key, _) = sealed::encrypt_with(folder.path(), PASSPHRASE, WORK).unwrap();
    let (foreign, _) = sealed::encrypt_with(other.path(), PASSPHRASE, WORK).unwrap();
    open(folder.path(), &key).save(&note("mine")).unwrap();
    let stray = folder.path().join("399/stray.age");
    fs::write(&stray, foreign.seal("theirs").unwrap()).unwrap();
    let notes = open(folder.path(), &key);
    assert_eq!((notes.all().len(), notes.faults()[0].kind), (1, FaultKind::OtherKey));
    assert_eq!(sealed::decrypt(folder.path(), &key).err().unwrap().kind, FaultKind::OtherKey);
    assert!(sealed::is_sealed(folder.path()) && stray.exists());
}

#[test]
fn the_screens_ask_for_the_passphrase_and_show_nothing_of_it() {
    let mut desk = Desk::new(100, 30);
    desk.send(Msg::Locked).expect("Passphrase").expect("Your notes are encrypted.");
    desk.typed("sesame").expect("••••••").expect_not("sesame").press("Enter").expect("not the passphrase");
    desk.press("Esc").expect("Your notes stay closed").press("Down Enter Down F2").expect("Passphrase");
    let effects = update(&mut desk.app, Msg::Paste("open sesame\n".into()));
    assert!(effects.is_empty());
    let effects = update(&mut desk.app, Msg::Key("Enter".parse().unwrap()));
    let [Effect::Unlock(typed)] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(&**typed, "open sesame");
    assert!(!format!("{effects:?} {:?}", desk.app.secret).contains("sesame"), "nor in a crash report");
    desk.send(Msg::Unlocked(Ok(true))).expect("Your notes are open.").press("F2").expect("Note: INS/5(Rev.1) § 1");
}

#[test]
fn a_new_passphrase_is_typed_twice_and_the_loss_is_told_before() {
    let mut desk = Desk::new(100, 30);
    desk.press("F1").typed("encrypt my").press("Enter").expect("New passphrase");
    desk.expect("A lost passphrase is lost").typed("short").press("Enter").expect("At least 8 characters");
    desk.typed("open sesame").press("Enter").expect("The same again").typed("open sesamE").press("Enter");
    desk.expect("The two are not the same").typed("open sesame").press("Enter").typed("open sesame").press("Enter");
    desk.expect("From now on nothing is written in the clear.");
    desk.press("F1").typed("encrypt my").press("Enter").expect("Your notes are encrypted already");
}

#[test]
fn the_first_note_ever_asks_once_how_notes_are_kept() {
    let mut desk = Desk::new(100, 30);
    desk.app.offers = true;
    desk.press("Down Enter Down F2").expect("How shall your notes be kept?").expect("A lost passphrase is lost");
    desk.press("Enter").expect("Note: INS/5(Rev.1) § 1").press("Esc F2").expect("Note: INS/5(Rev.1) § 1");
}

#[test]
fn nothing_of_the_delegates_is_written_before_it_is_said_how() {
    let mut asked = Vec::new();
    for command in COMMANDS {
        for way in ["Down", "Down Enter Down", "F6 Down", "D", "Down Down Down Enter Down Down Ctrl+R"] {
            let mut desk = Desk::new(100, 30);
            desk.press(way);
            desk.app.offers = true;
            let before = (desk.disk.clone(), desk.statements.clone());
            let effects = run(&mut desk.app, command.id);
            let writes = |effect: &Effect| matches!(effect, Effect::SaveNote(..) | Effect::SaveStatement(..));
            assert!(!effects.iter().any(writes), "{} after {way}", command.id);
            assert!(desk.app.editor.is_none(), "{} after {way}", command.id);
            if desk.screen().contains("How shall your notes be kept?") && !asked.contains(&command.id) {
                asked.push(command.id);
            }
            assert_eq!((&desk.disk, &desk.statements), (&before.0, &before.1));
        }
    }
    assert_eq!(asked, ["note", "note_more", "note_session", "stance", "collect", "part_new", "adopted"]);
}

#[test]
fn what_was_meant_is_done_after_the_choice() {
    let mut desk = Desk::new(100, 30);
    desk.app.offers = true;
    desk.press("Down Enter Down I").expect("How shall your notes be kept?").press("Esc");
    assert!(desk.statements.is_empty());
    desk.press("I Enter");
    assert_eq!(desk.statements.len(), 1);
    let mut desk = Desk::new(100, 30);
    desk.app.offers = true;
    desk.press("Down Enter Down F2 Down Enter").expect("New passphrase").typed("open sesame").press("Enter");
    desk.typed("open sesame").press("Enter").expect("Note: INS/5(Rev.1) § 1").press("Esc F2");
}

#[test]
fn words_being_written_stay_when_another_instance_encrypts() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down F2").typed("prec").send(Msg::Locked).expect("Another program encrypted your notes.");
    // whoever goes on typing does not type into the passphrase
    desk.wait(700).typed("io").wait(900).typed("us").expect("precious").expect_not("Passphrase");
    assert!(desk.disk.is_empty(), "nothing is given to be saved meanwhile");
    desk.wait(1600).expect("Passphrase").typed("open sesame").press("Enter").expect("precious").press("Esc");
    assert_eq!(desk.disk[0].text, "precious");
    // or at once, with the key that saves
    desk.press("Down F2").typed("more words").send(Msg::Locked).press("Esc").expect("Passphrase");
    desk.press("Esc").wait(5000).expect("more words").expect_not("Passphrase").press("F2").expect("Passphrase");
    desk.typed("open sesame").press("Enter Esc");
    assert_eq!(desk.disk[1].text, "more words");
}

#[test]
fn what_is_typed_while_notes_are_being_encrypted_goes_into_the_note() {
    let mut desk = Desk::new(100, 30);
    desk.app.offers = true;
    desk.press("Down Enter Down F2").expect("Encrypted with a passphrase").press("Down Enter");
    desk.typed("open sesame").press("Enter").typed("open sesame");
    let effects = update(&mut desk.app, Msg::Key("Enter".parse().unwrap()));
    assert!(matches!(effects.as_slice(), [Effect::Encrypt(_)]), "{effects:?}");
    desk.expect("What you type goes into the note.").typed("ask for dates").send(Msg::Encrypted(Ok(0)));
    desk.expect("ask for dates").expect("Note: INS/5(Rev.1) § 1").press("Esc");
    assert_eq!(desk.disk[0].text, "ask for dates");
    // where no note follows, it is said that keys are not taken
    let mut desk = Desk::new(100, 30);
    desk.send(Msg::Locked).typed("open sesame");
    update(&mut desk.app, Msg::Key("Enter".parse().unwrap()));
    desk.expect("Keys are taken again afterwards.")
        .typed("q")
        .send(Msg::Unlocked(Ok(true)))
        .expect("Your notes are open.");
}

#[test]
fn the_question_how_notes_are_kept_is_readable_whole_on_a_small_screen() {
    use gbdesk::model::Language;
    for language in [Language::EN, Language::FR, Language::ES] {
        let strings = gbdesk::strings::Strings::of(language);
        for (columns, rows) in [(80, 24), (60, 20)] {
            let mut desk = Desk::in_language(columns, rows, language);
            desk.app.offers = true;
            desk.press("Down Enter Down F2");
            for key in ["keep_plain", "keep_plain_detail", "keep_sealed", "keep_sealed_detail"] {
                desk.expect(strings.get(&format!("secret.{key}")));
            }
        }
    }
}

/// Not a test of its own: the program that the next one kills.
#[test]
#[ignore = "run by a_program_killed_in_the_middle_of_a_sentence_leaves_nothing_in_the_clear"]
fn writer_to_be_killed() {
    let Some(folder) = std::env::var_os("GBDESK_TEST_NOTES").map(PathBuf::from) else { return };
    let key = sealed::unlock(&folder, PASSPHRASE).unwrap();
    let mut notes = open(&folder, &key);
    let mut statements = Statements::open_with(&folder, Arc::clone(&key) as Arc<dyn Codec>).unwrap();
    let mut held = notes.save(&note(&format!("{CANARY} begins"))).unwrap().note;
    let mut spoken = statements.save(&statement()).unwrap().0;
    for count in 1.. {
        held.text = format!("{} {CANARY} {count}", "words ".repeat(100));
        held = notes.save(&held).unwrap().note;
        spoken.title = format!("{CANARY} {count}");
        spoken = statements.save(&spoken).unwrap().0;
        if count % 7 == 0 {
            notes.delete(&held.id).unwrap();
            held = notes.restore(&held.id).unwrap().note;
        }
        eprintln!("safe {count}");
    }
}

#[test]
fn a_program_killed_in_the_middle_of_a_sentence_leaves_nothing_in_the_clear() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("notes");
    sealed::encrypt_with(&folder, PASSPHRASE, WORK).unwrap();
    for kill in 0..12 {
        killed::writer(&folder, 1 + kill % 4);
        assert_eq!(leaks(home.path()), Vec::<PathBuf>::new());
        let key = sealed::unlock(&folder, PASSPHRASE).unwrap();
        assert!(open(&folder, &key).faults().is_empty());
    }
    let key = sealed::unlock(&folder, PASSPHRASE).unwrap();
    assert_eq!(open(&folder, &key).all().len(), 12);
}

#[test]
fn words_that_cannot_be_saved_are_not_left_without_a_question() {
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down F2").typed("precious");
    desk.disk_full = true;
    desk.press("Ctrl+Q").expect("Not left, because it is not saved").expect("the disk is full").expect("precious");
    assert!(!desk.left);
    desk.disk_full = false;
    desk.press("Esc").press("Ctrl+Q");
    assert!(desk.left);
    assert_eq!(desk.disk[0].text, "precious");
    let mut desk = Desk::new(100, 30);
    desk.press("Down Enter Down F2").typed("lost on purpose");
    desk.disk_full = true;
    desk.press("Ctrl+Q").press("Ctrl+Q");
    assert!(desk.left);
}

#[test]
fn nothing_that_was_looked_for_is_remembered_of_encrypted_notes() {
    let mut desk = Desk::new(100, 30);
    desk.app.sealed = true;
    desk.app.saved.queries = vec![CANARY.to_owned()];
    let effects = run(&mut desk.app, "quit");
    let remembered = effects.iter().find_map(|effect| match effect {
        Effect::Remember(saved) => Some(saved.queries.clone()),
        _ => None,
    });
    assert_eq!(remembered, Some(Vec::new()));
}
