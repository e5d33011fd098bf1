//! What the README says of keys and commands is what the program does.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::app::commands::COMMANDS;
use gbdesk::model::Language;
use gbdesk::strings::Strings;

const BEGIN: &str = "<!-- keys: made from the table of commands by GBDESK_BLESS=1 cargo test --test readme -->\n";
const END: &str = "<!-- end of keys -->\n";

fn readme() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")
}

/// The key table: every command with its keys and its sentence.
fn table() -> String {
    let strings = Strings::of(Language::EN);
    let mut out = String::from("| keys | what they do | id in `config.toml` |\n|---|---|---|\n");
    for command in COMMANDS {
        let keys: Vec<_> =
            command.keys.iter().chain(command.vim).map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
        let sentence = strings.get(&format!("command.{}", command.id)).to_owned();
        out.push_str(&format!("| {} | {sentence} | `{}` |\n", keys.join(" "), command.id));
    }
    out
}

#[test]
fn the_key_table_is_the_table_of_commands() {
    let text = fs::read_to_string(readme()).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the README has the beginning of the key table");
    let (found, after) = rest.split_once(END).expect("the README has the end of the key table");
    if std::env::var_os("GBDESK_BLESS").is_some() {
        fs::write(readme(), format!("{before}{BEGIN}{}{END}{after}", table())).unwrap();
        return;
    }
    assert_eq!(found, table(), "run GBDESK_BLESS=1 cargo test --test readme and look at what changed");
}

#[test]
fn every_picture_and_file_that_the_readme_names_is_there() {
    let text = fs::read_to_string(readme()).unwrap();
    for link in text.split("](").skip(1).filter_map(|part| part.split_once(')')).map(|(link, _)| link) {
        if !link.starts_with("http") {
            assert!(readme().with_file_name(link).exists(), "{link} is not there");
        }
    }
}
