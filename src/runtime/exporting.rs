//! A statement as a file that others can open.

use std::path::{Path, PathBuf};

use crate::export;
use crate::model::Statement;
use crate::model::statement::Form;

/// Writes a statement into a folder, under its title; a file that is there already is left alone. `day`: when it
/// was last changed, in words. The file written.
pub fn file(folder: &Path, statement: &Statement, form: Form, author: &str, day: &str) -> std::io::Result<PathBuf> {
    let bytes = export::statement::write(statement, form, author, day)?;
    std::fs::create_dir_all(folder)?;
    let stem = name(&statement.title);
    for count in 1..10_000 {
        let number = if count > 1 { format!(" ({count})") } else { String::new() };
        let path = folder.join(format!("{stem}{number}.{}", form.extension()));
        let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
        std::io::Write::write_all(&mut temporary, &bytes)?;
        temporary.as_file().sync_all()?;
        match temporary.persist_noclobber(&path) {
            Ok(_) => return Ok(path),
            Err(fault) if fault.error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(fault) => return Err(fault.error),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

/// A title as the name of a file on every system.
fn name(title: &str) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '(' | ')') { c } else { '-' };
    let name: String = title.chars().map(kept).take(80).collect();
    let name = name.trim_matches([' ', '-', '.']).to_owned();
    if name.is_empty() { "statement".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_names_the_file_and_what_is_there_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let statement = Statement { title: "On INS/5: “harbours”?".into(), ..Statement::default() };
        let first = file(folder.path(), &statement, Form::Text, "", "").unwrap();
        let second = file(folder.path(), &statement, Form::Text, "", "").unwrap();
        assert_eq!(first.file_name().unwrap(), "On INS-5- -harbours.txt");
        assert_eq!(second.file_name().unwrap(), "On INS-5- -harbours (2).txt");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
