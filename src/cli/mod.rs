//! The command line: one file a command. What a command prints and its exit status are a promise.

pub mod args;
pub mod bundle;
pub mod desk;
pub mod doctor;
pub mod folders;
pub mod import;
pub mod key;
mod list;
pub mod note;
pub mod output;
pub mod parse;
pub mod place;
pub mod plain;
pub mod promises;
pub mod reader;
pub mod refs;
pub mod screens;
pub mod search;
mod seats;
pub mod shells;
pub mod show;
pub mod statement;
mod sync;

use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use output::Failure;

/// How a command ended when it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// All of it: exit status 0.
    Whole,
    /// Part of it: exit status 3; what failed was named.
    InPart,
}

impl Done {
    /// Whole only when both are.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        if self == Self::Whole { other } else { self }
    }
}

/// What a command does: done, or one sentence.
pub type Outcome = Result<Done, Failure>;

/// Parses the command line and carries it out.
#[must_use]
pub fn run() -> ExitCode {
    // the child that reads a file behind limits: nobody types this, so it is no command of the command line
    if std::env::args_os().nth(1).is_some_and(|first| first == crate::reading::guard::CHILD) {
        return crate::reading::guard::child();
    }
    let args = match Args::try_parse_from(args::guarded(std::env::args_os())) {
        Ok(args) => args,
        Err(fault) => {
            // clap prints help and version to standard output with status 0, faults to standard error with status 2
            let code = fault.exit_code();
            let _ = fault.print();
            return ExitCode::from(u8::try_from(code).unwrap_or(2));
        }
    };
    match carry_out(&args) {
        Ok(Done::Whole) => ExitCode::SUCCESS,
        Ok(Done::InPart) => ExitCode::from(3),
        Err(failure) => {
            failure.print();
            ExitCode::from(failure.code)
        }
    }
}

fn carry_out(args: &Args) -> Outcome {
    // what needs neither folders nor configuration comes first: it must work on a broken set-up
    match &args.command {
        Some(Command::Completions { shell }) => return shells::completions(*shell),
        Some(Command::Man) => return shells::man(),
        _ => {}
    }
    let desk = desk::Desk::open(args)?;
    if !matches!(args.command, Some(Command::Doctor { .. } | Command::Demo) | None) {
        desk.say_faults();
    }
    match &args.command {
        Some(Command::Doctor { json }) => doctor::run(&desk, *json),
        Some(Command::Parse(command)) => parse::run(&desk, command),
        Some(Command::Import(command)) => import::run(&desk, command),
        Some(Command::List { session, ical: true, output, .. }) => list::calendar(&desk, *session, output.as_deref()),
        Some(Command::List { session, json, .. }) => list::run(&desk, *session, *json),
        Some(Command::Decisions { session, promises: true, json }) => promises::run(&desk, *session, *json),
        Some(Command::Decisions { session, promises: false, json }) => list::decisions(&desk, *session, *json),
        Some(Command::Show { place, language, json }) => show::run(&desk, place, *language, *json),
        Some(Command::Refs { place, missing: true, json }) => refs::missing(&desk, place, *json),
        Some(Command::Refs { place, missing: false, json }) => refs::run(&desk, place, *json),
        Some(Command::Diff { first, second, language, json }) => {
            show::diff(&desk, first, second.as_deref(), *language, *json)
        }
        Some(Command::Search { query, limit, json }) => search::run(&desk, query, *limit, *json),
        Some(Command::Note { action }) => note::run(&desk, action),
        Some(Command::Statement { action }) => statement::run(&desk, action),
        Some(Command::Sync(command)) => sync::run(&desk, command),
        Some(Command::Bundle { session, output, with_notes }) => bundle::run(&desk, *session, output, *with_notes),
        None => screens::open(&desk, args),
        Some(Command::Demo) => screens::demo(&desk, args),
        Some(_) => Err(Failure::new("this command line is not understood")),
    }
}
