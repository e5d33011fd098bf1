//! A statement as a document, for Markdown and DOCX.

use super::document::{Document, Part};
use crate::model::Statement;

/// The statement as a document, for Markdown and DOCX. Quotes carry their citation, with the version of the paper. `day`: when
/// it was last changed, in words.
#[must_use]
pub fn document(statement: &Statement, author: &str, day: &str) -> Document {
    let mut parts = Vec::new();
    for part in &statement.parts {
        match &part.source {
            None => parts.push(Part::Markdown(part.text.clone())),
            Some(source) => {
                if source.quoted {
                    parts.push(Part::Quote(part.text.clone()));
                } else {
                    parts.push(Part::Markdown(part.text.clone()));
                }
                if !source.citation.is_empty() {
                    parts.push(Part::Remark(format!("({})", source.citation)));
                }
            }
        }
    }
    Document {
        title: statement.title.clone(),
        author: author.to_owned(),
        made: statement.modified.clone(),
        day: day.to_owned(),
        language: language(statement),
        parts,
    }
}

/// The language most of its quotes are in; `en` when it has none.
fn language(statement: &Statement) -> String {
    let mut count: std::collections::BTreeMap<&str, usize> = std::collections::BTreeMap::new();
    let languages = statement.parts.iter().filter_map(|part| part.source.as_ref()?.language.as_ref());
    for language in languages {
        *count.entry(language.code()).or_default() += 1;
    }
    let most = count.into_iter().max_by_key(|(_, times)| *times);
    most.map_or("en", |(code, _)| code).to_owned()
}

/// The bytes of a statement in a form. An error of the system is only possible for a Word file.
pub fn write(
    statement: &Statement,
    form: crate::model::statement::Form,
    author: &str,
    day: &str,
) -> std::io::Result<Vec<u8>> {
    use crate::model::statement::Form;
    Ok(match form {
        Form::Text => statement.plain().into_bytes(),
        Form::Markdown => super::markdown::write(&document(statement, author, day)).into_bytes(),
        Form::Docx => super::docx::write(&document(statement, author, day))?,
    })
}
