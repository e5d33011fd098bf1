//! What the README says of keys and commands is what the program does.
#![allow(clippy::pedantic, clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use gbdesk::app::commands::COMMANDS;
use gbdesk::app::keymap::KeyMap;
use gbdesk::config::Config;
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

/// `config.example.toml`: the settings, and below them every command with its keys.
fn example() -> String {
    let strings = Strings::of(Language::EN);
    let mut out = gbdesk::config::example();
    for command in COMMANDS {
        let keys: Vec<String> = command.keys.iter().chain(command.vim).map(|key| format!("{key:?}")).collect();
        let row = format!("# {} = [{}]", command.id, keys.join(", "));
        let sentence = strings.get(&format!("command.{}", command.id)).to_owned();
        out.push_str(&format!("{row:<48}  # {sentence}\n"));
    }
    out
}

#[test]
fn the_example_of_a_configuration_is_made_from_the_settings_and_the_table_of_commands() {
    let file = readme().with_file_name("config.example.toml");
    if std::env::var_os("GBDESK_BLESS").is_some() {
        fs::write(&file, example()).unwrap();
    }
    let found = fs::read_to_string(&file).unwrap();
    assert_eq!(found, example(), "run GBDESK_BLESS=1 cargo test --test readme and look at what changed");
}

/// The example with its keys in force, all of them or the rows that are wanted.
fn with_keys(wanted: impl Fn(&str) -> bool) -> (KeyMap, Vec<String>) {
    let text = example();
    let (settings, keys) = text.split_once("# [keys]\n").unwrap();
    let rows: Vec<&str> = keys.lines().filter(|row| wanted(row)).map(|row| row.trim_start_matches("# ")).collect();
    let (config, faults) = Config::parse(&format!("{settings}[keys]\n{}\n", rows.join("\n")), Path::new("config.toml"));
    let own: Vec<_> = config.keys.iter().map(|row| (row.command.as_str(), row.keys.as_slice())).collect();
    let (map, clashes) = KeyMap::with(own.into_iter());
    let strings = Strings::of(Language::EN);
    let told = faults.iter().map(ToString::to_string).chain(clashes.iter().map(|(_, fault)| fault.sentence(strings)));
    (map, told.collect())
}

#[test]
fn the_keys_of_the_example_are_the_defaults_all_at_once_and_each_alone() {
    assert_eq!(with_keys(|_| true), (KeyMap::default(), Vec::new()));
    for command in COMMANDS.iter().filter(|command| !command.keys.is_empty() || !command.vim.is_empty()) {
        let alone = with_keys(|row| row.starts_with(&format!("# {} = ", command.id)));
        assert_eq!(alone, (KeyMap::default(), Vec::new()), "{}", command.id);
    }
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
