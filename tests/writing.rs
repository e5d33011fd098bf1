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

#[test]
fn the_note_key_opens_the_note_that_is_there() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down s").typed("a");
    assert_eq!(desk.disk.len(), 1);
    let stance = desk.disk[0].stance;
    desk.press("F2").typed("ask for dates").press("Esc");
    assert_eq!((desk.disk.len(), desk.disk[0].stance), (1, stance), "one note, with its stance");
    desk.press("F2").expect("ask for dates").typed(" in May").press("Esc");
    assert_eq!((desk.disk.len(), desk.disk[0].text.as_str()), (1, "ask for dates in May"));
    // another one is written when it is asked for, and the one written last is the one that opens
    desk.press("Shift+F2").typed("thank the Office").press("Esc");
    assert_eq!(desk.disk.len(), 2);
    // every one opens from what stands beside the paper
    desk.press("Ctrl+R");
    let rows = desk.app.aside_entries();
    let at = rows.iter().position(|row| row.note.as_deref() == Some("n1")).unwrap();
    desk.app.aside = at;
    desk.press("F2").expect("ask for dates in May").press("Esc Esc");
    // a part of the paragraph, a row of a table and the next paragraph have notes of their own
    desk.press("Right F2").typed("of the part").press("Esc Left Down Down F2").typed("of another").press("Esc");
    assert_eq!(desk.disk.len(), 4);
    // a note of a colleague is not written into
    for note in &mut desk.disk {
        note.author = "A. Colleague".to_owned();
    }
    let notes = desk.disk.clone();
    desk.send(Msg::Notes(notes)).press("F2").typed("my own").press("Esc s").typed("a");
    assert_eq!(desk.disk.len(), 5);
    let own = desk.disk.last().unwrap();
    assert_eq!((own.text.as_str(), own.author.as_str()), ("my own", ""));
}

#[test]
fn notes_on_two_rows_of_a_table_and_on_two_citations_are_two_each() {
    let mut desk = Desk::new(160, 40);
    desk.press("Down Enter Down Down Ctrl+R");
    for (citation, text) in [("GB.399/POL/1", "on the first"), ("1964", "on the second"), ("1964", " again")] {
        let rows = desk.app.aside_entries();
        desk.app.aside = rows.iter().position(|row| row.lead.contains(citation) && row.note.is_none()).unwrap();
        desk.press("F2").typed(text).press("Esc");
    }
    assert_eq!(desk.disk.last().unwrap().text, "on the second again");
    assert_eq!(desk.disk.len(), 2, "{:?}", desk.disk);
    desk.press("Esc Esc F2").typed("on the paragraph").press("Esc");
    assert_eq!(desk.disk.len(), 3);
    desk.press("Down Right F2").typed("on the first row").press("Esc Down F2").typed("on the second row").press("Esc");
    assert_eq!(desk.disk.len(), 5, "{:?}", desk.disk);
}

#[test]
fn a_note_that_is_not_on_the_disk_yet_is_waited_for() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down s");
    let key = Key::from(Code::Char('a'));
    let saving = gbdesk::app::update(&mut desk.app, Msg::Key(key));
    desk.press("F2").typed("ask");
    assert!(desk.app.editor.is_none());
    desk.carry_on(saving).press("Esc");
    assert_eq!((desk.disk.len(), desk.disk[0].text.as_str()), (1, "ask"));
}

/// The desk of one who never wrote anything.
fn fresh() -> Desk {
    let mut desk = Desk::new(100, 40);
    desk.app.offers = true;
    desk.press("Down Enter Down Down");
    desk
}

#[test]
fn what_is_typed_before_it_is_answered_how_notes_are_kept_waits_at_its_own_place() {
    let mut desk = Desk::new(80, 24);
    desk.app.offers = true;
    desk.press("Down Enter Down Down F2").typed("kept words").press("Esc").expect("What you typed is kept");
    desk.press("Down F2").expect("Words typed for INS/5(Rev.1) § 2 wait").press("Enter");
    assert_eq!(desk.app.editor.as_ref().unwrap().text.text(), "");
    desk.expect("Words typed for INS/5(Rev.1) § 2 wait").typed("other words").press("Esc");
    desk.press("Up F2").expect("kept words").press("Esc");
    let all: Vec<_> = desk.disk.iter().map(|note| (note.paragraph.as_deref(), note.text.as_str())).collect();
    assert!(all.contains(&(Some("para_2"), "kept words")), "{all:?}");
    assert!(!all.contains(&(Some("para_2"), "other words")) && all.len() == 2, "{all:?}");
    assert!(desk.app.kept_words.is_empty());
}

#[test]
fn leaving_with_words_that_no_note_has_yet_asks_once() {
    for close in ["", "Esc"] {
        let mut desk = Desk::new(80, 24);
        desk.app.offers = true;
        desk.press("Down Enter Down Down F2").typed("kept words").press(close).press("Ctrl+Q");
        assert!(!desk.left, "the words are lost");
        desk.expect("Words typed for INS/5(Rev.1) § 2 are not kept anywhere; Ctrl+Q again leaves.").press("Ctrl+Q");
        assert!(desk.left);
    }
    // brought into their note they are saved like any other
    let mut desk = Desk::new(80, 24);
    desk.app.offers = true;
    desk.press("Down Enter Down Down F2").typed("kept words").press("Ctrl+Q F2 Enter Ctrl+Q");
    assert!(desk.left);
    assert_eq!(desk.disk[0].text, "kept words");
}

#[test]
fn what_is_typed_before_it_is_answered_how_notes_are_kept_goes_into_the_note() {
    let mut desk = fresh();
    desk.press("F2").expect("How shall your notes be kept?").typed("ask for dates");
    desk.expect("As Markdown files").expect("Encrypted with a passphrase").expect("What you type goes into the note.");
    // Esc does not lose it
    desk.press("Esc").expect("What you typed is kept: F2 asks again.").press("F2").typed(" in May");
    desk.press("Enter").expect("ask for dates in May").expect_not("is kept").press("Esc");
    assert_eq!(desk.disk.last().unwrap().text, "ask for dates in May");
    // with a passphrase, too, also when one hesitates
    let mut desk = fresh();
    desk.press("F2").typed("ask").press("Down Enter").typed("long").press("Esc").expect("What you typed is kept");
    desk.press("F2 Down Enter").typed("long enough it is").press("Enter").typed("long enough it is").press("Enter");
    desk.expect("Tags").press("Esc");
    assert_eq!(desk.disk.last().unwrap().text, "ask");
    // where no note is written next, it is said that the question comes first
    let mut desk = fresh();
    desk.press("s").typed("x").expect("This is asked first").expect("Encrypted with a passphrase");
    desk.press("Enter").expect("My stance");
}

#[test]
fn a_text_pasted_on_the_board_before_it_is_answered_is_not_lost() {
    let mut desk = fresh();
    desk.press("d Home");
    for _ in 0..6 {
        desk.send(Msg::Paste("The Governing Body\ndecided.".to_owned()));
        if desk.app.picker.is_some() {
            break;
        }
        desk.press("Down");
    }
    desk.press("Enter Esc");
    assert_eq!(desk.disk.last().unwrap().text, "The Governing Body\ndecided.");
}

#[test]
fn nothing_of_ones_own_is_taken_back_unseen() {
    let mut desk = Desk::new(100, 40);
    desk.press("Down Enter Down Down F2").typed("ask").press("Esc F12");
    desk.press("Ctrl+Z").expect("F12");
    assert_eq!(desk.disk.len(), 1);
    // a mark is no secret
    desk.press("B u");
    assert!(desk.app.saved.marks.values().all(Vec::is_empty));
    desk.press("F12 u");
    assert!(desk.disk.is_empty());
    desk.press("F12 Ctrl+Y");
    assert!(desk.disk.is_empty());
    desk.press("F12 Ctrl+Y");
    assert_eq!(desk.disk.len(), 1);
}
