//! The command line as a script sees it: results on standard output, sentences on standard error, exit status as promised.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A desk of its own, with the sample session in it.
struct Desk {
    folder: TempDir,
}

struct Answer {
    code: i32,
    out: String,
    err: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("no JSON ({fault}): {}\n{}", self.out, self.err))
    }
}

impl Desk {
    fn empty() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn with_sample() -> Self {
        let desk = Self::empty();
        let answer = desk.run(&["import", &sample("399"), &sample("398")]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        desk
    }

    fn run(&self, arguments: &[&str]) -> Answer {
        self.run_in("en", arguments)
    }

    fn run_in(&self, language: &str, arguments: &[&str]) -> Answer {
        let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_gbdesk"))
            .args(["--lang", language])
            .args(arguments)
            .env("GBDESK_DATA_DIR", self.folder.path())
            .env_remove("GBDESK_CONFIG")
            .output()
            .unwrap();
        Answer {
            code: status.code().unwrap_or(-1),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    fn file(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }
}

fn sample(session: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(session).to_string_lossy().into_owned()
}

#[test]
fn an_import_says_what_is_new_and_the_second_one_that_nothing_is() {
    let desk = Desk::with_sample();
    let again = desk.run(&["import", &sample("399")]);
    assert_eq!(again.code, 0);
    assert!(again.out.contains("0 new, 0 changed"), "{}", again.out);
    assert!(again.out.contains("nothing was changed"), "{}", again.out);
}

#[test]
fn a_file_that_cannot_be_read_is_named_the_others_are_imported_and_the_status_is_3() {
    let desk = Desk::empty();
    let good = desk.file(
        "in/gb.md",
        "# Governing Body\n\n## A title\n\nGB.380/POL/2\n\n1. One sentence.\n\n2. Another sentence.\n",
    );
    desk.file("in/broken.pdf", "%PDF-1.7 and nothing after it");
    let answer = desk.run(&["import", good.parent().unwrap().to_str().unwrap()]);
    assert_eq!(answer.code, 3, "{}{}", answer.out, answer.err);
    assert!(answer.err.contains("broken.pdf"), "{}", answer.err);
    assert!(answer.out.contains("GB.380/POL/2"), "{}", answer.out);
}

#[test]
fn nothing_outside_the_three_folders_is_written() {
    let desk = Desk::empty();
    let texts = desk.file("in/gb.md", "# Governing Body\n\nGB.380/POL/2\n\n1. One sentence.\n");
    desk.run(&["import", texts.parent().unwrap().to_str().unwrap()]);
    desk.run(&["note", "add", "GB.380/POL/2 1", "a thought"]);
    let mut names: Vec<_> = fs::read_dir(desk.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["cache", "data", "in"]);
    assert_eq!(fs::read_dir(desk.folder.path().join("in")).unwrap().count(), 1);
}

#[test]
fn the_agenda_has_the_form_that_was_promised() {
    let list = Desk::with_sample().run(&["list", "399", "--json"]).json();
    assert_eq!(list["session"], 399);
    assert_eq!(list["dates"][0], "2037-03-02");
    let paper = list["papers"].as_array().unwrap().iter().find(|paper| paper["key"] == "GB.399/POL/3").unwrap();
    assert_eq!(paper["symbol"], "GB.399/POL/3(Rev.1)");
    assert_eq!(paper["versions"], serde_json::json!(["GB.399/POL/3", "GB.399/POL/3(Rev.1)"]));
    assert_eq!(paper["decisions"], serde_json::json!(["16"]));
    assert_eq!(paper["withdrawn"], serde_json::json!([]));
    assert!(paper["change_note"].as_str().unwrap().contains("Rev.1"));
    for key in ["title", "date", "kind", "languages", "state"] {
        assert!(!paper[key].is_null(), "{key}: {paper}");
    }
}

#[test]
fn a_paragraph_is_shown_by_whatever_way_it_is_typed() {
    let desk = Desk::with_sample();
    let wanted = desk.run(&["show", "GB.399/INS/5 20(b)"]).out;
    assert!(wanted.contains("20.") && wanted.contains("(b)") && !wanted.contains("(c)"), "{wanted}");
    let addendum = desk.run(&["show", "GB.399/INS/5(Add.1)"]);
    assert_eq!(addendum.code, 0, "{}", addendum.err);
    assert_eq!(desk.run(&["show", "ins5add1"]).out, addendum.out);
    for typed in ["399 ins 5 20b", "ins5 20(b)", "INS/5 20 b"] {
        assert_eq!(desk.run(&["show", typed]).out, wanted, "{typed}");
    }
    let spanish = desk.run(&["show", "ins5 20", "--language", "es"]).out;
    assert!(spanish.contains("El Consejo de Administración"), "{spanish}");
}

#[test]
fn a_place_that_is_not_there_is_one_sentence_and_status_1() {
    let desk = Desk::with_sample();
    let answer = desk.run(&["show", "ins5 99"]);
    assert_eq!((answer.code, answer.out.as_str()), (1, ""));
    assert!(answer.err.contains("Its paragraphs are 1 to 20"), "{}", answer.err);
    assert_eq!(answer.err.lines().count(), 1);
    let elsewhere = desk.run(&["show", "GB.350/INS/1"]);
    assert_eq!(elsewhere.code, 1);
    assert!(elsewhere.err.contains("not held"), "{}", elsewhere.err);
    assert_eq!(desk.run(&["show", "hello"]).code, 2);
    assert_eq!(desk.run(&["shew"]).code, 2);
}

#[test]
fn what_is_not_there_is_said_in_the_language_of_the_interface() {
    let desk = Desk::with_sample();
    let said = |language: &str, arguments: &[&str]| {
        let answer = desk.run_in(language, arguments);
        assert_eq!(answer.err.lines().count(), 1, "{arguments:?}: {}", answer.err);
        answer.err
    };
    for (language, arguments, wanted) in [
        (
            "en",
            &["show", "ins5", "20z"][..],
            "para. 20(z): not in GB.399/INS/5. Its paragraph 20 has the parts (a), (b)",
        ),
        ("en", &["show", "ins5", "2z"], "Its paragraph 2 has no lettered parts."),
        ("fr", &["show", "ins5", "99"], "paragr. 99: n’est pas dans GB.399/INS/5. Ses paragraphes vont de 1 à 20."),
        ("fr", &["show", "zzz"], "ne désigne aucun endroit"),
        ("es", &["show", "C122"], "C122 no es un documento del Consejo de Administración"),
        ("fr", &["list", "999"], "(sessions disponibles: 399, 398)"),
        ("fr", &["note", "restore", "x1"], "Il n’y a pas de note «x1» dans la corbeille"),
        ("es", &["refs", "ins5", "99"], "párr. 99: no está en GB.399/INS/5"),
        ("fr", &["search", "in:foo"], "«foo» n’est pas un endroit où chercher"),
        ("es", &["refs", "--missing", "x"], "«x» no es una reunión"),
        ("fr", &["note", "add", "ins5", " "], "La note est vide"),
        ("en", &["search", "work", "--limit", "0"], "give a number from 1"),
    ] {
        let said = said(language, arguments);
        assert!(said.contains(wanted), "{arguments:?}: {said}");
    }
    assert_eq!(desk.run(&["search", "work", "--limit", "0"]).code, 2);
    let doctor = desk.run_in("fr", &["doctor"]).out;
    for words in ["index de recherche", "2 sessions disponibles", "racines intégrées", "langue de l’interface"] {
        assert!(doctor.contains(words), "{words}\n{doctor}");
    }
    // for other programs it is told in one language
    let found = desk.run_in("fr", &["doctor", "--json"]).json();
    assert!(found.as_array().unwrap().iter().any(|one| one["what"] == "search index"), "{found}");
}

#[test]
fn a_search_for_a_symbol_finds_the_paper_first() {
    let desk = Desk::with_sample();
    for (typed, paragraph) in [("ins5", Value::Null), ("INS/5", Value::Null), ("ins5 20", "20".into())] {
        let found = desk.run(&["search", typed, "--json"]).json();
        let first = &found["hits"][0];
        assert_eq!((&first["paper"], &first["paragraph"]), (&"GB.399/INS/5".into(), &paragraph), "{typed}");
        assert!(found["total"].as_u64().unwrap() > 0);
        let keys: Vec<&String> = first.as_object().unwrap().keys().collect();
        for key in ["paper", "paragraph", "id", "language", "title", "snippet", "matches", "score"] {
            assert!(keys.iter().any(|known| *known == key), "{key}: {keys:?}");
        }
    }
    let plain = desk.run(&["search", "ins5"]).out;
    assert!(plain.starts_with("GB.399/INS/5 en") && plain.contains("1 found"), "{plain}");
}

#[test]
fn a_data_folder_that_cannot_be_made_is_one_clear_sentence() {
    let desk = Desk::empty();
    let file = desk.file("a file", "").join("below");
    for arguments in [&["import", &sample("398")][..], &["note", "add", "399", "words"]] {
        let answer = desk.run(&[&["--data-dir", &file.to_string_lossy()], arguments].concat());
        assert_eq!((answer.code, answer.err.lines().count()), (1, 1), "{arguments:?}: {}", answer.err);
    }
    if cfg!(target_os = "linux") {
        let answer = desk.run(&["--data-dir", "/proc/x", "import", &sample("398")]);
        assert!(answer.err.contains("cannot be made there") && answer.err.contains("--data-dir"), "{}", answer.err);
    }
}

#[test]
fn decisions_come_with_their_outcome_and_adopted_text() {
    let rows = Desk::with_sample().run(&["decisions", "399", "--json"]).json();
    let row = |paper: &str| rows.as_array().unwrap().iter().find(|row| row["paper"] == paper).unwrap().clone();
    let amended = row("GB.399/INS/5");
    assert_eq!(amended["outcome"], "as_amended");
    assert!(amended["adopted_text"].as_str().unwrap().contains("Governing Body"));
    assert!(!amended["decided_on"].is_null());
    assert_eq!(row("GB.399/POL/1")["outcome"], "pending");
    assert_eq!(row("GB.399/POL/1")["adopted_text"], Value::Null);
    assert_eq!(amended["items"][0]["marker"], "(a)");
}

#[test]
fn references_run_both_ways() {
    let desk = Desk::with_sample();
    let refs = desk.run(&["refs", "GB.399/INS/5 20", "--json"]).json();
    assert!(refs["cited_by"].as_array().unwrap().iter().any(|citing| citing["paper"] == "GB.399/INS/2/1"), "{refs}");
    let whole = desk.run(&["refs", "GB.399/INS/5", "--json"]).json();
    let states: Vec<_> =
        whole["cites"].as_array().unwrap().iter().map(|cite| cite["state"].as_str().unwrap()).collect();
    assert!(
        states.contains(&"held") && states.contains(&"outside") && states.contains(&"paper_not_held"),
        "{states:?}"
    );
    // a paper that is not held is still asked about
    let missing = whole["cites"].as_array().unwrap().iter().find(|cite| cite["state"] == "paper_not_held").unwrap();
    let asked = desk.run(&["refs", missing["target"].as_str().unwrap(), "--json"]).json();
    assert_eq!(asked["cites"].as_array().unwrap().len(), 0, "{asked}");
    assert!(asked["cited_by"].as_array().unwrap().iter().any(|citing| citing["text"] == missing["text"]), "{asked}");
}

#[test]
fn a_search_finds_words_a_phrase_and_decisions_and_marks_the_right_characters() {
    let desk = Desk::with_sample();
    let found = desk.run(&["search", "seasonal occup", "--json"]).json();
    assert!(found["total"].as_u64().unwrap() > 3, "{found}");
    let hit = &found["hits"][0];
    let snippet: Vec<char> = hit["snippet"].as_str().unwrap().chars().collect();
    let [from, to] = [0, 1].map(|end| usize::try_from(hit["matches"][0][end].as_u64().unwrap()).unwrap());
    let marked: String = snippet[from..to].iter().collect::<String>().to_lowercase();
    assert!(marked.starts_with("seasonal") || marked.starts_with("occup"), "{marked}");
    let decisions = desk.run(&["search", "in:decision seasonal", "--json"]).json();
    assert!(decisions["hits"].as_array().unwrap().iter().any(|hit| hit["paper"] == "GB.399/INS/5"), "{decisions}");
}

#[test]
fn what_changed_between_two_versions_is_told_by_content_not_by_number() {
    let answer = Desk::with_sample().run(&["diff", "GB.399/POL/3"]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.out.starts_with("GB.399/POL/3 → GB.399/POL/3(Rev.1)"), "{}", answer.out);
    assert!(answer.out.contains("1 added (6)"), "{}", answer.out);
    assert!(answer.out.contains("+ 6"), "{}", answer.out);
}

#[test]
fn of_two_versions_named_each_is_the_one_typed_and_a_text_is_not_compared_with_itself() {
    let desk = Desk::with_sample();
    let one = desk.run(&["diff", "GB.399/POL/3", "GB.399/POL/3(Rev.1)"]);
    assert_eq!((one.code, one.out.lines().next()), (0, Some("GB.399/POL/3 → GB.399/POL/3(Rev.1)")), "{}", one.err);
    assert!(one.out.contains("1 added (6)"), "{}", one.out);
    let back = desk.run(&["diff", "399 pol 3(Rev.1)", "399 pol 3"]);
    assert_eq!(back.out.lines().next(), Some("GB.399/POL/3(Rev.1) → GB.399/POL/3"), "{}", back.err);
    for same in ["GB.399/POL/3", "GB.399/POL/3(Rev.1)"] {
        let answer = desk.run(&["diff", same, same]);
        assert_eq!((answer.code, answer.out.as_str()), (1, ""));
        assert!(answer.err.contains(&format!("the same text of {same};")), "{}", answer.err);
    }
    let none = desk.run(&["diff", "GB.399/POL/3(Rev.2)", "GB.399/POL/3"]);
    assert_eq!(none.code, 1);
    assert!(none.err.contains("held are GB.399/POL/3, GB.399/POL/3(Rev.1)"), "{}", none.err);
}

#[test]
fn a_note_is_a_file_that_search_and_list_find_and_that_survives_the_way_out_and_in() {
    let desk = Desk::with_sample();
    let note = desk
        .run(&["note", "add", "ins5 20b", "ask for dates", "--stance", "amend", "--tags", "dates", "--json"])
        .json();
    let file = fs::read_to_string(note["file"].as_str().unwrap()).unwrap();
    for line in ["paper: ", "GB.399/INS/5", "paragraph: ", "para_20__b", "stance: ", "amend", "ask for dates"] {
        assert!(file.contains(line), "{line}: {file}");
    }
    assert_eq!(desk.run(&["note", "list", "ins5 20", "--json"]).json().as_array().unwrap().len(), 1);
    assert_eq!(desk.run(&["note", "list", "ins5 19", "--json"]).json().as_array().unwrap().len(), 0);
    assert_eq!(desk.run(&["search", "in:notes dates", "--json"]).json()["total"], 1);
    let out = desk.run(&["note", "export", "--format", "json"]);
    let export = desk.file("out.json", &out.out);
    let other = Desk::empty();
    let taken = other.run(&["note", "import", export.to_str().unwrap(), "--json"]).json();
    assert_eq!(taken[0]["added"].as_array().unwrap().len(), 1, "{taken}");
    let again = other.run(&["note", "import", export.to_str().unwrap(), "--json"]).json();
    assert_eq!(again[0]["already"], 1, "{again}");
}

#[test]
fn a_note_may_hang_on_a_few_words_of_its_place_and_only_on_words_that_stand_there() {
    let desk = Desk::with_sample();
    let cites = desk.run(&["refs", "ins5 20", "--json"]).json();
    let words = cites["cites"][0]["text"].as_str().unwrap_or_else(|| panic!("{cites}"));
    let note = desk.run(&["note", "add", "ins5 20", "see there", "--quote", words, "--json"]).json();
    let file = fs::read_to_string(note["file"].as_str().unwrap()).unwrap();
    assert!(file.contains(words), "{file}");
    let answer = desk.run(&["note", "add", "ins5 20", "see there", "--quote", "words of another paper"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("These words are not in"), "{}", answer.err);
    assert_eq!(desk.run(&["note", "list", "--json"]).json().as_array().unwrap().len(), 1);
    assert_eq!(desk.run(&["note", "add", "ins5 18-20", "on three at once"]).code, 2);
    assert_eq!(desk.run(&["note", "list", "399", "--json"]).json()[0]["state"], "exact");
    // what is deleted comes back by its id
    let notes = Path::new(note["file"].as_str().unwrap()).parent().unwrap();
    let trash = notes.parent().unwrap().join(".trash/399");
    fs::create_dir_all(&trash).unwrap();
    let name = Path::new(note["file"].as_str().unwrap()).file_name().unwrap();
    fs::rename(note["file"].as_str().unwrap(), trash.join(name)).unwrap();
    let id = note["id"].as_str().unwrap();
    assert!(desk.run(&["note", "list", "--deleted"]).out.contains(id));
    assert!(desk.run(&["note", "restore", id]).out.contains(id));
    assert_eq!(desk.run(&["note", "list", "399", "--json"]).json()[0]["id"], id);
}

#[test]
fn an_exported_statement_says_that_a_newer_version_of_what_it_quotes_is_held() {
    use gbdesk::model::statement::{Source, StatementPart};
    use gbdesk::model::{Language, Statement};
    let desk = Desk::with_sample();
    let mut statements = gbdesk::notes::statements::Statements::open(&desk.folder.path().join("data/notes")).unwrap();
    let part = |paper: &str| StatementPart {
        text: "The ports.".to_owned(),
        source: Some(Source {
            quoted: true,
            paper: paper.to_owned(),
            language: Some(Language::EN),
            citation: format!("{paper}, para. 2"),
            ..Source::default()
        }),
    };
    let parts = vec![part("GB.399/POL/3"), part("GB.399/INS/1")];
    let title = "Ports".to_owned();
    statements.save(&Statement { session: 399, title, parts, ..Statement::default() }).unwrap();
    let markdown = desk.run(&["statement", "export", "--format", "md"]).out;
    assert!(markdown.contains("para. 2; newer version: GB.399/POL/3(Rev.1)"), "{markdown}");
    assert!(markdown.contains("(GB.399/INS/1, para. 2)"), "{markdown}");
    assert_eq!(markdown.matches("newer").count(), 1, "{markdown}");
    // who reads it reads a date, not a time stamp
    let head = markdown.lines().nth(2).unwrap_or_default();
    let months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"];
    let months = [&months[..], &["November", "December"]].concat();
    assert!(months.iter().any(|month| head.contains(month)) && !head.contains('T'), "{head}");
}

#[test]
fn parse_needs_no_library_and_prints_the_form_that_was_promised() {
    let desk = Desk::empty();
    let file = Path::new(&sample("399")).join("papers/gb399-ins-5.en.md");
    let paper = desk.run(&["parse", file.to_str().unwrap(), "--json"]).json();
    for key in [
        "symbol",
        "session",
        "section",
        "language",
        "title",
        "date",
        "original_language",
        "kind",
        "cover",
        "blocks",
        "footnotes",
        "decisions",
        "references",
        "warnings",
    ] {
        assert!(paper.get(key).is_some(), "{key}");
    }
    assert_eq!(paper["cover"].as_object().unwrap().len(), 9);
    assert_eq!(paper["kind"], "paper");
    assert!(!desk.folder.path().join("cache").exists());
    let explained = desk.run(&["parse", file.to_str().unwrap(), "--explain"]).out;
    assert!(explained.contains("#20"), "{explained}");
}

#[test]
fn a_broken_configuration_is_told_and_the_defaults_stay_in_force() {
    let desk = Desk::with_sample();
    desk.file("config/config.toml", "them = \"dark\"\n");
    let answer = desk.run(&["list", "399"]);
    assert_eq!(answer.code, 0);
    assert!(answer.err.contains("config.toml, line 1") && answer.err.contains("theme"), "{}", answer.err);
}

#[test]
fn a_configuration_file_that_is_named_and_not_there_is_said() {
    for command in [&["list"][..], &["doctor"], &[]] {
        let answer = Desk::empty().run(&[&["--config", "nowhere.toml"], command].concat());
        assert_eq!(answer.code, 2, "{}", answer.err);
        assert!(answer.err.contains("no configuration file nowhere.toml"), "{}", answer.err);
        assert_eq!(answer.err.lines().count(), 1);
    }
}

#[test]
fn the_desk_without_a_terminal_says_so() {
    let answer = Desk::empty().run(&["demo"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("terminal"), "{}", answer.err);
}

#[test]
fn completions_and_manual_are_made_for_every_shell() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        assert!(desk.run(&["completions", shell]).out.contains("gbdesk"), "{shell}");
    }
    assert!(desk.run(&["man"]).out.contains(".TH gbdesk"));
}

#[test]
fn doctor_says_what_is_wrong_in_the_settings_and_in_the_keys() {
    let desk = Desk::empty();
    let config = desk.folder.path().join("config");
    fs::create_dir_all(&config).unwrap();
    fs::write(
        config.join("config.toml"),
        "text_widht = 70\n[keys]\ngo-to = [\"F4\"]\nfind = [\"Ctrl+I\"]\nquit = []\ncopy = [\"F8\"]\nmark = [\"F8\"]\n",
    )
    .unwrap();
    let answer = desk.run(&["doctor"]);
    assert_eq!(answer.code, 3, "{}", answer.out);
    for words in
        ["Line 1", "the nearest is “text_width”", "Line 3", "the nearest is “go_to”", "Line 4", "sends Ctrl+I as Tab"]
    {
        assert!(answer.out.contains(words), "{words}\n{}", answer.out);
    }
    for words in ["“quit” is a way out and needs a key; it keeps: Ctrl+Q.", "F8 is given to “copy” in this file too"]
    {
        assert!(answer.out.contains(words), "{words}\n{}", answer.out);
    }
    let lines: Vec<&str> = answer.out.lines().filter_map(|line| line.split("Line ").nth(1)).collect();
    assert_eq!(lines, ["1", "3", "4", "5", "7"], "in the order of the file");
}
