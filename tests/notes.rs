//! Notes on disk: nothing written is lost, nothing of others is touched.

use std::fs;
use std::path::Path;

use gbdesk::model::{Language, Note, Stance};
use gbdesk::notes::{ChangeKind, FaultKind, How, Notes};
use proptest::prelude::*;

fn note(text: &str) -> Note {
    Note {
        session: 350,
        paper: "GB.350/POL/3(Rev.1)".into(),
        language: Some(Language::EN),
        paragraph: Some("para_22".into()),
        quote: "took note of the “report”: 50 % \\ done".into(),
        paragraph_hash: "0123456789abcdef".into(),
        stance: Stance::Amend,
        tags: vec!["africa".into(), "yes".into(), "a \"b\"".into()],
        created: "2024-03-04T10:11:12Z".into(),
        modified: "2024-03-04T10:11:12Z".into(),
        text: text.into(),
        ..Note::default()
    }
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn open(folder: &Path) -> Notes {
    Notes::open(&folder.join("notes")).unwrap()
}

#[test]
fn a_saved_note_is_there_when_the_folder_is_opened_again() {
    let home = folder();
    let saved = open(home.path()).save(&note("First.\n\n- second: yes")).unwrap();
    assert_eq!(saved.how, How::Created);
    let notes = open(home.path());
    assert_eq!(notes.all().len(), 1);
    assert_eq!(notes.all()[0].note, saved.note);
    assert_eq!(notes.of_paper("GB.350/POL/3").len(), 1);
    assert_eq!(notes.of_paper("GB.350/POL/3(Rev.2)").len(), 1);
    assert_eq!(notes.of_paper("GB.350/POL/4").len(), 0);
    let text = fs::read_to_string(&saved.path).unwrap();
    assert!(text.starts_with("---\nid: \"20240304101112-"), "{text}");
    assert!(text.contains("\nstance: amend\ntags: [\"africa\", \"yes\", \"a \\\"b\\\"\"]\n"), "{text}");
    assert!(text.ends_with("---\n\nFirst.\n\n- second: yes\n"), "{text}");
}

#[test]
fn a_note_can_be_edited_again_and_again() {
    let home = folder();
    let mut notes = open(home.path());
    let first = notes.save(&note("one")).unwrap().note;
    let second = notes.save(&Note { text: "two".into(), ..first.clone() }).unwrap();
    assert_eq!(second.how, How::Replaced);
    // a caller that kept the copy from before its own save is no stranger
    let third = notes.save(&Note { text: "three".into(), ..first }).unwrap();
    assert_eq!(third.how, How::Replaced);
    assert_eq!(notes.save(&third.note).unwrap().how, How::Unchanged);
    assert_eq!(open(home.path()).all()[0].note.text, "three");
}

#[test]
fn what_another_program_wrote_meanwhile_is_kept_as_a_second_note() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("mine")).unwrap();
    let outside = fs::read_to_string(&saved.path).unwrap().replace("mine", "theirs");
    fs::write(&saved.path, &outside).unwrap();
    let again = notes.save(&Note { text: "mine, longer".into(), ..saved.note.clone() }).unwrap();
    assert_eq!(again.how, How::KeptBoth(saved.note.id.clone()));
    assert!(again.remark().unwrap().contains(&saved.note.id));
    assert_eq!(fs::read_to_string(&saved.path).unwrap(), outside);
    let mut texts: Vec<String> = open(home.path()).all().iter().map(|stored| stored.note.text.clone()).collect();
    texts.sort();
    assert_eq!(texts, ["mine, longer", "theirs"]);
}

#[test]
fn two_instances_do_not_lose_one_anothers_notes() {
    let home = folder();
    let (mut a, mut b) = (open(home.path()), open(home.path()));
    let first = a.save(&note("start")).unwrap().note;
    assert_eq!(b.changes().unwrap()[0].kind, ChangeKind::Added);
    a.save(&Note { text: "from a".into(), ..first.clone() }).unwrap();
    let saved = b.save(&Note { text: "from b".into(), ..first }).unwrap();
    assert!(matches!(saved.how, How::KeptBoth(_)));
    a.changes().unwrap();
    let mut texts: Vec<String> = a.all().iter().map(|stored| stored.note.text.clone()).collect();
    texts.sort();
    assert_eq!(texts, ["from a", "from b"]);
}

#[test]
fn a_change_from_outside_is_picked_up() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("mine")).unwrap();
    assert_eq!(notes.changes().unwrap(), []);
    let outside = fs::read_to_string(&saved.path).unwrap().replace("mine", "ours");
    fs::write(&saved.path, &outside).unwrap();
    let changes = notes.changes().unwrap();
    assert_eq!((changes.len(), changes[0].kind), (1, ChangeKind::Changed));
    assert_eq!(notes.get(&saved.note.id).unwrap().note.text, "ours");
    fs::remove_file(&saved.path).unwrap();
    assert_eq!(notes.changes().unwrap()[0].kind, ChangeKind::Removed);
    assert!(notes.all().is_empty());
}

#[test]
fn a_deleted_note_comes_back() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("mine")).unwrap();
    notes.delete(&saved.note.id).unwrap();
    assert!(notes.all().is_empty());
    assert_eq!(open(home.path()).deleted().unwrap()[0].note.text, "mine");
    let back = notes.restore(&saved.note.id).unwrap();
    assert_eq!(back.note, saved.note);
    assert!(notes.deleted().unwrap().is_empty());
    assert_eq!(notes.delete("no-such").unwrap_err().kind, FaultKind::Unknown);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_note_comes_back_as_it_was(text in any::<String>(), quote in any::<String>(), tag in any::<String>(), paper in ".*") {
        let clean = gbdesk::notes::file::clean(&Note { id: "n-1".into(), text, quote: quote.clone(), before: quote, tags: vec![tag], paper, ..note("") });
        let file = gbdesk::notes::file::compose(None, &clean).expect("every note can be written");
        let back = gbdesk::notes::file::parse(Path::new("x.md"), &file, 350).unwrap().unwrap();
        prop_assert_eq!(back.note, clean);
    }
}
