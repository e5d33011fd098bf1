//! Words that are typed, saved and closed: notes, tags, stances, adopted texts, titles and words of statements.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod desk;

use std::sync::{Arc, OnceLock};

use desk::{Desk, Rooms};
use gbdesk::app::Msg;
use gbdesk::app::key::{Code, Key};
use gbdesk::app::secret::Passphrase;
use gbdesk::notes::codec::{Codec, Plain};
use gbdesk::notes::statements::Statements;
use gbdesk::notes::{Notes, sealed};
use proptest::prelude::*;

/// A desk on paragraph 2 whose notes lie in a folder, in the clear or encrypted.
fn desk(folder: &std::path::Path, codec: Arc<dyn Codec>) -> Desk {
    let mut desk = Desk::new(100, 40);
    let notes = Notes::open_with(folder, Arc::clone(&codec), None).unwrap();
    let statements = Statements::open_with(folder, codec).unwrap();
    desk.rooms = Some(Rooms { notes, statements });
    desk.press("Down Enter Down Down");
    desk
}

/// A folder of encrypted notes and its key: making one is slow on purpose, so there is one for all.
fn encrypted() -> &'static (tempfile::TempDir, Arc<sealed::Sealed>) {
    static KEPT: OnceLock<(tempfile::TempDir, Arc<sealed::Sealed>)> = OnceLock::new();
    KEPT.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        let (key, _) = sealed::encrypt(&home.path().join("notes"), &Passphrase::from("open sesame")).unwrap();
        (home, key)
    })
}

/// Types it, line ends too.
fn write(desk: &mut Desk, text: &str) {
    for c in text.chars() {
        desk.send(Msg::Key(Key::from(if c == '\n' { Code::Enter } else { Code::Char(c) })));
    }
}

/// Time goes by and the editor is closed: saved once, perhaps once more, and then no more.
fn rests(desk: &mut Desk, what: &str) {
    let before = desk.saves;
    desk.wait(1000);
    let saved = desk.saves;
    assert!(saved <= before + 1, "{what}: {} saves", saved - before);
    assert!(!desk.app.ticking(), "{what}: nothing is left to be saved");
    desk.wait(1000).wait(1000);
    assert_eq!(desk.saves, saved, "{what}: saved again although nothing was typed");
    desk.press("Esc");
    assert!(desk.app.editor.is_none(), "{what}: the editor stays open");
    assert!(desk.saves <= saved + 1 && !desk.app.saving(), "{what}: {} saves more", desk.saves - saved);
    let closed = desk.saves;
    desk.wait(1000);
    assert_eq!(desk.saves, closed, "{what}: saved after it was closed");
}

/// Everything that words can be typed into.
fn everywhere(desk: &mut Desk, text: &str, other: &str) {
    desk.press("F2");
    write(desk, text);
    rests(desk, "a note");
    // without a pause
    desk.press("F2");
    write(desk, other);
    desk.press("Tab");
    write(desk, &text.replace('\n', " "));
    desk.press("Tab Ctrl+R Enter Esc");
    assert!(desk.app.editor.is_none(), "a note with tags");
    desk.press("F2 Tab");
    write(desk, &other.replace('\n', " "));
    rests(desk, "tags");
    desk.press("s").typed("a");
    desk.press("F2");
    write(desk, text);
    rests(desk, "a stance");
    desk.press("D F2");
    write(desk, text);
    rests(desk, "words of a statement");
    desk.press("Home Enter");
    write(desk, &other.replace('\n', " "));
    rests(desk, "the title of a statement");
    desk.press("d");
    for _ in 0..6 {
        desk.press("O");
        if desk.app.editor.is_some() {
            break;
        }
        desk.press("Down");
    }
    assert!(desk.app.editor.is_some(), "{}", desk.screen());
    write(desk, text);
    rests(desk, "an adopted text");
}

/// Letters that compose or are singletons, blanks of every kind, marks of direction, control signs, and anything else.
fn words() -> impl Strategy<Value = String> {
    let sign = prop_oneof![
        Just("e\u{301}".to_owned()),
        Just("\u{212B}".to_owned()),
        Just("\u{627}\u{653}".to_owned()),
        Just("ê\u{323}".to_owned()),
        Just("\u{301}".to_owned()),
        Just("a\u{200B}\u{301}".to_owned()),
        Just("\u{202E}".to_owned()),
        Just("\u{7}".to_owned()),
        Just("\u{A0}".to_owned()),
        Just("\u{AD}".to_owned()),
        Just("\n".to_owned()),
        Just("  ".to_owned()),
        Just("---\n".to_owned()),
        Just("<!-- gbdesk-words -->\n".to_owned()),
        any::<char>().prop_map(String::from),
        "[a-z#,>]{1,3}",
    ];
    prop::collection::vec(sign, 0..6).prop_map(|signs| signs.concat())
}

#[test]
fn a_letter_typed_in_two_parts_does_not_keep_the_editor_open() {
    for text in ["cafe\u{301}", "\u{212B}", "\u{627}\u{653}", "ê\u{323}", "blank  \n", "\u{301}"] {
        let home = tempfile::tempdir().unwrap();
        let mut desk = desk(&home.path().join("notes"), Arc::new(Plain));
        everywhere(&mut desk, text, "x");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_is_saved_once_and_closes(text in words(), other in words()) {
        let home = tempfile::tempdir().unwrap();
        everywhere(&mut desk(&home.path().join("notes"), Arc::new(Plain)), &text, &other);
    }

    #[test]
    fn whatever_is_typed_is_saved_once_and_closes_when_it_is_encrypted(text in words(), other in words()) {
        let (home, key) = encrypted();
        everywhere(&mut desk(&home.path().join("notes"), Arc::clone(key) as Arc<dyn Codec>), &text, &other);
    }
}

#[test]
fn ctrl_s_saves_and_stays_and_says_so() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down F2 Ctrl+S").expect("Nothing is written here yet.");
    desk.typed("ask for dates").press("Ctrl+S").expect("Saved: note on INS/5(Rev.1) § 2");
    assert_eq!(desk.disk.last().unwrap().text, "ask for dates");
    // what is typed next goes into the note
    desk.typed(" in May").press("Ctrl+S").expect("ask for dates in May");
    assert_eq!((desk.disk.len(), desk.disk.last().unwrap().text.as_str()), (1, "ask for dates in May"));
    desk.press("Ctrl+S").expect("Saved: note on INS/5(Rev.1) § 2").press("Esc");
    assert!(desk.app.editor.is_none());
    // a statement too
    desk.press("D F2").typed("Thank you").press("Ctrl+S").expect("Saved: the statement");
    assert_eq!(desk.statements.first().unwrap().parts[0].text, "Thank you");
    desk.typed(", Chair.").press("Esc");
    assert_eq!(desk.statements.first().unwrap().parts[0].text, "Thank you, Chair.");
    // when the disk is full it is not said
    desk.press("F2").typed("more");
    desk.disk_full = true;
    desk.press("Ctrl+S").expect("the disk is full").expect("more");
}

#[test]
fn a_note_emptied_while_it_is_being_saved_is_not_left_behind() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down F2").typed("x");
    desk.clock += 1000;
    let now = desk.clock;
    let saving = gbdesk::app::update(&mut desk.app, Msg::Tick(now));
    desk.press("Backspace Esc");
    desk.carry_on(saving);
    assert!(desk.app.editor.is_none() && desk.disk.is_empty() && desk.app.notes.is_empty(), "{:?}", desk.disk);
}
