//! Notes on disk: nothing written is lost, nothing of others is touched.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs, clippy::cloned_ref_to_slice_refs)]

use std::fs;
use std::path::{Path, PathBuf};

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

#[cfg(unix)]
#[test]
fn everything_written_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("one")).unwrap().note;
    notes.save(&Note { text: "two".into(), ..saved.clone() }).unwrap();
    notes.delete(&saved.id).unwrap();
    notes.save(&note("three")).unwrap();
    let mut seen = 0;
    for (path, is_folder) in everything(&home.path().join("notes")) {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, if is_folder { 0o700 } else { 0o600 }, "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 6, "{seen}");
}

/// Every file and folder below a folder, with the folder itself.
fn everything(path: &Path) -> Vec<(PathBuf, bool)> {
    let mut found = vec![(path.to_owned(), true)];
    for entry in fs::read_dir(path).unwrap().flatten() {
        if entry.path().is_dir() {
            found.extend(everything(&entry.path()));
        } else {
            found.push((entry.path(), false));
        }
    }
    found
}

const FOREIGN: &str = "---\n# mine\naliases:\n  - one\n  - two\nid: \"n-1\"\ntitle: 'Keep: me'   # why\npaper: GB.350/POL/3\n\
stance: amend # my own remark\ncss: {a: 1,\n  b: 2}\ntags: [x]\n- \n---\nBody, no blank line before\n\n";

#[test]
fn what_other_programs_put_into_the_front_matter_survives() {
    let home = folder();
    let mut notes = open(home.path());
    let path = home.path().join("notes/350/n-1.md");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let foreign = FOREIGN.replace("- \n---", "---");
    for (mark, end) in [("", "\n"), ("\u{FEFF}", "\n"), ("", "\r\n"), ("\u{FEFF}", "\r\n")] {
        let original = format!("{mark}{}", foreign.replace('\n', end));
        fs::write(&path, &original).unwrap();
        notes.changes().unwrap();
        assert!(notes.faults().is_empty(), "{:?}", notes.faults());
        let held = notes.get("n-1").unwrap().note.clone();
        assert_eq!((held.stance, held.text.as_str()), (Stance::Amend, "Body, no blank line before\n"));
        // nothing changed: not a byte is written
        assert_eq!(notes.save(&held).unwrap().how, How::Unchanged);
        assert_eq!(fs::read_to_string(&path).unwrap(), original);
        let more = Note { tags: vec!["x".into(), "y".into()], quote: "q".into(), ..held };
        assert_eq!(notes.save(&more).unwrap().how, How::Replaced);
        let expected = foreign.replace("tags: [x]\n---", "tags: [\"x\", \"y\"]\nquote: \"q\"\n---").replace('\n', end);
        assert_eq!(fs::read_to_string(&path).unwrap(), format!("{mark}{expected}"));
    }
}

#[test]
fn a_front_matter_that_cannot_be_changed_without_loss_is_left_and_a_second_note_written() {
    let home = folder();
    let mut notes = open(home.path());
    let path = home.path().join("notes/350/n-1.md");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    // the value of an unknown key hangs on the line of a known one
    let original = "---\nid: n-1\npaper: &p GB.350/POL/3\nother: *p\n---\n\nmine\n";
    fs::write(&path, original).unwrap();
    notes.changes().unwrap();
    let held = notes.get("n-1").unwrap().note.clone();
    let saved = notes.save(&Note { paper: "GB.350/POL/4".into(), ..held }).unwrap();
    assert_eq!(saved.how, How::KeptBoth("n-1".into()));
    assert_eq!(fs::read_to_string(&path).unwrap(), original);
    assert_eq!(notes.all().len(), 2);
}

#[test]
fn broken_files_are_named_and_never_written() {
    let home = folder();
    let folder = home.path().join("notes/350");
    fs::create_dir_all(&folder).unwrap();
    let mut bomb = String::from("---\npaper: x\na0: &a0 [x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let before = format!("*a{}", level - 1);
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", [before.as_str(); 8].join(",")));
    }
    bomb.push_str("tags: *a11\n---\n\nboom\n");
    let deep = format!("---\npaper: x\ntags: {}\n---\n", "[".repeat(20_000));
    let large = format!("---\npaper: x\n---\n\n{}", "x".repeat(1024 * 1024));
    let broken: [(&str, Vec<u8>, FaultKind); 7] = [
        ("bomb", bomb.into_bytes(), FaultKind::FrontMatter),
        ("deep", deep.into_bytes(), FaultKind::FrontMatter),
        ("large", large.into_bytes(), FaultKind::TooLarge),
        ("latin", b"---\npaper: \xE9\n---\n".to_vec(), FaultKind::NotText),
        ("open", b"---\nid: a\npaper: b\nno end\n".to_vec(), FaultKind::FrontMatter),
        ("quote", b"---\npaper: \"GB.350/POL/3\nid: secret words\n---\n".to_vec(), FaultKind::FrontMatter),
        ("twice", b"---\npaper: a\npaper: b\n---\n".to_vec(), FaultKind::FrontMatter),
    ];
    for (name, bytes, _) in &broken {
        fs::write(folder.join(format!("{name}.md")), bytes).unwrap();
    }
    let mut notes = open(home.path());
    assert!(notes.all().is_empty());
    let kinds: Vec<FaultKind> = notes.faults().iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, broken.iter().map(|(.., kind)| *kind).collect::<Vec<_>>());
    // a fault may end in a log: it has no words of a note
    assert!(notes.faults().iter().all(|fault| !fault.to_string().contains("secret")), "{:?}", notes.faults());
    for (name, bytes, _) in &broken {
        let saved = notes.save(&Note { id: (*name).into(), ..note("mine") }).unwrap();
        assert!(matches!(saved.how, How::KeptBoth(_)), "{name}");
        assert_eq!(&fs::read(folder.join(format!("{name}.md"))).unwrap(), bytes, "{name}");
    }
    assert_eq!(notes.all().len(), broken.len());
}

#[test]
fn what_is_no_note_is_left_alone() {
    let home = folder();
    let folder = home.path().join("notes/350");
    fs::create_dir_all(folder.join("pictures.md")).unwrap();
    fs::create_dir_all(home.path().join("notes/.obsidian")).unwrap();
    for name in ["README.md", "../.obsidian/app.md", "picture.png", "daily.md", "../loose.md", "empty.md"] {
        let text = if name == "empty.md" { "" } else { "---\ntags: [a]\n---\nNo note.\n" };
        fs::write(folder.join(name), text).unwrap();
    }
    let before: Vec<_> = everything(home.path());
    let mut notes = open(home.path());
    assert!(notes.all().is_empty() && notes.faults().is_empty(), "{:?}", notes.faults());
    let saved = notes.save(&note("mine")).unwrap().note;
    notes.delete(&saved.id).unwrap();
    let after = everything(home.path());
    assert!(before.iter().all(|path| after.contains(path)));
}

#[test]
fn an_id_that_leaves_the_folder_is_refused() {
    let home = folder();
    let mut notes = open(home.path());
    for id in ["../../evil", "a/b", ".hidden", "con\u{202e}", "a\\b"] {
        let fault = notes.save(&Note { id: id.into(), ..note("x") }).unwrap_err();
        assert_eq!(fault.kind, FaultKind::BadId, "{id}");
    }
    // a file may claim such an id; it stays where it is
    let path = home.path().join("notes/350/x.md");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "---\nid: ../../evil\npaper: GB.350/POL/3\n---\n\nhello\n").unwrap();
    notes.changes().unwrap();
    let held = notes.get("../../evil").unwrap().note.clone();
    let saved = notes.save(&Note { text: "changed".into(), ..held }).unwrap();
    assert_eq!((saved.how, saved.path), (How::Replaced, path));
    assert!(
        everything(home.path())
            .iter()
            .all(|(path, _)| path.starts_with(home.path().join("notes")) || path == home.path())
    );
}

#[test]
fn a_copy_made_by_a_file_sync_is_a_note_of_its_own() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("mine")).unwrap();
    let copy = saved.path.with_file_name("a copy (conflict).md");
    fs::write(&copy, fs::read_to_string(&saved.path).unwrap().replace("mine", "theirs")).unwrap();
    notes.changes().unwrap();
    assert_eq!(notes.all().len(), 2);
    assert_eq!(notes.get(&saved.note.id).unwrap().note.text, "mine");
    let twin = notes.get("a copy (conflict)").unwrap().clone();
    assert_eq!(twin.twin_of.as_deref(), Some(saved.note.id.as_str()));
    notes.save(&Note { text: "theirs, edited".into(), ..twin.note }).unwrap();
    assert_eq!(notes.get("a copy (conflict)").unwrap().twin_of, None);
    assert_eq!(notes.get(&saved.note.id).unwrap().note.text, "mine");
}

#[test]
fn a_note_restored_beside_a_new_one_of_its_name_overwrites_nothing() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("first")).unwrap();
    notes.delete(&saved.note.id).unwrap();
    notes.save(&Note { revision: String::new(), text: "second".into(), ..saved.note.clone() }).unwrap();
    notes.delete(&saved.note.id).unwrap();
    notes.save(&Note { revision: String::new(), text: "third".into(), ..saved.note.clone() }).unwrap();
    assert_eq!(notes.deleted().unwrap().len(), 2);
    notes.restore(&saved.note.id).unwrap();
    notes.restore(&saved.note.id).unwrap();
    let mut texts: Vec<&str> = notes.all().iter().map(|stored| stored.note.text.as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["first", "second", "third"]);
    notes.delete(&saved.note.id).unwrap();
    notes.purge(&saved.note.id).unwrap();
    assert!(notes.deleted().unwrap().is_empty());
}

#[test]
fn a_colleagues_notes_come_in_once() {
    let home = folder();
    let mut notes = open(home.path());
    let mine = notes.save(&note("mine")).unwrap().note;
    let theirs = Note { id: "20240304101112-abcdef".into(), author: "B. Colleague".into(), ..note("theirs") };
    let taken = Note { id: mine.id.clone(), ..note("another text under my id") };
    let list = [theirs.clone(), taken, mine.clone()];
    let done = notes.import(&list, "B. Colleague").unwrap();
    assert_eq!((done.added.len(), done.updated.len(), done.already), (2, 0, 1));
    assert_eq!(notes.import(&list, "B. Colleague").unwrap().already, 3);
    assert_eq!(notes.get(&mine.id).unwrap().note.text, "mine");
    assert_eq!(notes.get(&theirs.id).unwrap().note.author, "B. Colleague");
    let newer = Note { text: "theirs, later".into(), modified: "2024-03-09T00:00:00Z".into(), ..theirs.clone() };
    assert_eq!(notes.import(&[newer], "").unwrap().updated, [theirs.id.clone()]);
    assert_eq!(notes.get(&theirs.id).unwrap().note.text, "theirs, later");
    assert_eq!(notes.deleted().unwrap()[0].note.text, "theirs");
    assert_eq!(notes.all().len(), 3);
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

#[test]
fn an_adopted_text_says_in_its_file_what_it_is_and_a_note_does_not() {
    let home = tempfile::tempdir().unwrap();
    let mut notes = gbdesk::notes::Notes::open(home.path()).unwrap();
    let note = |adopted| gbdesk::model::Note {
        session: 399,
        paper: "GB.399/INS/5".to_owned(),
        text: "The Governing Body took note.".to_owned(),
        adopted,
        ..Default::default()
    };
    let saved = notes.save(&note(true)).unwrap().note;
    let plain = notes.save(&note(false)).unwrap().note;
    let file = |id: &str| std::fs::read_to_string(home.path().join(format!("399/{id}.md"))).unwrap();
    assert!(file(&saved.id).contains("\nkind: adopted\n"), "{}", file(&saved.id));
    assert!(!file(&plain.id).contains("kind:"));
    let again = gbdesk::notes::Notes::open(home.path()).unwrap();
    let kinds: Vec<bool> = [saved.id, plain.id]
        .iter()
        .map(|id| again.all().iter().find(|stored| stored.note.id == *id).unwrap().note.adopted)
        .collect();
    assert_eq!(kinds, [true, false]);
}

#[test]
fn both_sides_of_a_conflict_and_a_colleagues_file_keep_what_other_programs_wrote_there() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("one")).unwrap().note;
    let path = notes.get(&saved.id).unwrap().path.clone();
    let outside = fs::read_to_string(&path).unwrap().replace("---\n\none", "aliases: [x]\n---\n\ntheirs");
    fs::write(&path, &outside).unwrap();
    let both = notes.save(&Note { text: "mine".into(), ..saved }).unwrap();
    assert!(matches!(both.how, How::KeptBoth(_)));
    assert!(fs::read_to_string(&both.path).unwrap().contains("aliases: [x]"));
    let other = folder();
    let mut other = open(other.path());
    let single = gbdesk::notes::file::parse(&path, &outside, 350).unwrap().unwrap();
    let id = other.import_file(&single, "A colleague").unwrap().added.remove(0);
    assert!(fs::read_to_string(&other.get(&id).unwrap().path).unwrap().contains("aliases: [x]"));
    assert_eq!(other.import_file(&single, "A colleague").unwrap().already, 1);
}

#[test]
fn a_note_file_that_was_emptied_is_told_and_other_files_are_left_alone() {
    let home = folder();
    let mut notes = open(home.path());
    let saved = notes.save(&note("one")).unwrap();
    for content in ["", "---\n", "garbage: ["] {
        fs::write(&saved.path, content).unwrap();
        fs::write(saved.path.with_file_name("readme.md"), content).unwrap();
        notes.reload().unwrap();
        assert_eq!(notes.faults().len(), 1, "{content:?}: {:?}", notes.faults());
        assert!(notes.faults()[0].to_string().contains(&saved.note.id));
    }
}

#[test]
fn a_number_alone_is_a_place() {
    let home = folder();
    let mut notes = open(home.path());
    fs::create_dir_all(home.path().join("notes/350")).unwrap();
    for (at, number) in ["29", "\"29(b)\"", "29."].iter().enumerate() {
        let text = format!("---\npaper: GB.350/POL/3\nparagraph: {number}\n---\n\nhello\n");
        fs::write(home.path().join(format!("notes/350/c{at}.md")), text).unwrap();
    }
    notes.changes().unwrap();
    let mut all: Vec<_> = notes.all().iter().map(|stored| stored.note.paragraph.clone().unwrap()).collect();
    all.sort();
    assert_eq!(all, ["para_29", "para_29", "para_29__b"]);
}
