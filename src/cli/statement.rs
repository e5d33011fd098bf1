//! `statement`: what was built in the screens, listed and given out.

use serde_json::json;

use super::args::{StatementAction, StatementFormat};
use super::desk::Desk;
use super::output::{self, Failure, say};
use super::{Outcome, key, note};
use crate::app::{sources, words};
use crate::export;
use crate::model::statement::{Form, Source};
use crate::model::{Statement, Symbol};
use crate::text::speech;

/// Carries out a statement command.
pub fn run(desk: &Desk, action: &StatementAction) -> Outcome {
    let statements = key::statements(desk)?;
    for fault in statements.faults() {
        say(&format!("gbdesk: {}", desk.of_notes(fault)));
    }
    let all = statements.all();
    match action {
        StatementAction::List { session, json } => {
            let chosen: Vec<&Statement> =
                all.iter().filter(|statement| session.is_none_or(|number| statement.session == number)).collect();
            list(desk, &chosen, *json)
        }
        StatementAction::Export { id, format, output } => {
            let wanted = |statement: &&Statement| id.as_ref().is_none_or(|id| statement.id == *id);
            let statement = all.iter().find(wanted).ok_or_else(|| {
                let what = id
                    .as_deref()
                    .map_or("There is no statement yet".to_owned(), |id| format!("There is no statement “{id}”"));
                Failure::new(format!("{what}; `gbdesk statement list` shows all, D in the screens builds one"))
            })?;
            let form = match format {
                StatementFormat::Text => Form::Text,
                StatementFormat::Md => Form::Markdown,
                StatementFormat::Docx => Form::Docx,
            };
            let author = desk.config.author.clone().unwrap_or_default();
            // a statement can be given out where no paper is held: then nothing is known to be newer
            let library = desk.library().ok();
            let newer = |source: &Source| {
                let taken: Symbol = source.paper.parse().ok()?;
                let found = library.as_ref()?.find(&taken.paper(), &[])?;
                sources::newer_in(&found.entry, &taken).map(ToString::to_string)
            };
            let statement = sources::with_newer(statement.clone(), desk.strings, &newer);
            let day = words::date(desk.strings, &statement.modified);
            let content = export::statement::write(&statement, form, &author, &day)
                .map_err(|fault| Failure::new(format!("the document could not be made ({fault})")))?;
            note::put(&content, output.as_deref(), form == Form::Docx)
        }
    }
}

fn length(statement: &Statement) -> usize {
    statement.parts.iter().map(|part| speech::words(&part.text)).sum()
}

fn list(desk: &Desk, all: &[&Statement], as_json: bool) -> Outcome {
    let seconds = |statement: &Statement| speech::seconds(length(statement), desk.config.pace);
    if as_json {
        let values: Vec<_> = all
            .iter()
            .map(|statement| {
                json!({
                    "id": statement.id, "session": statement.session, "title": statement.title,
                    "parts": statement.parts.len(), "words": length(statement), "seconds": seconds(statement),
                    "created": statement.created, "modified": statement.modified,
                })
            })
            .collect();
        return output::json(&values);
    }
    if all.is_empty() {
        return output::print(desk.strings.get("statement.none"));
    }
    let lines: Vec<String> = all
        .iter()
        .map(|statement| {
            let count = desk.strings.count("statement.words", length(statement));
            let time = speech::clock(seconds(statement));
            format!("{}  {} · {count} · {time} · {}", statement.id, statement.session, statement.title)
        })
        .collect();
    output::print(&lines.join("\n"))
}
