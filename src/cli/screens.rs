//! No command, and `demo`: the screens.

use std::path::Path;
use std::sync::Arc;

use include_dir::{Dir, include_dir};

use super::args::Args;
use super::desk::Desk;
use super::output::Failure;
use super::reader::Reader;
use super::{Done, Outcome};
use crate::library::{ImportOptions, Library};
use crate::runtime::{self, Exit, Setup, Syncing};

/// The sample session: invented, in the form of the real thing.
static SAMPLE: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/sample");

/// The screens on the delegate's own library.
pub fn open(desk: &Desk, args: &Args) -> Outcome {
    match runtime::run(&setup(desk, args)).map_err(Failure::new)? {
        Exit::Quit => Ok(Done::Whole),
        Exit::Sample => demo(desk, args),
    }
}

/// The screens on the sample session, in a folder that goes when the program ends.
pub fn demo(desk: &Desk, args: &Args) -> Outcome {
    let folder = tempfile::tempdir().map_err(|fault| unwritable(&fault))?;
    let papers = folder.path().join("sample");
    lay_out(&papers).map_err(|fault| unwritable(&fault))?;
    let cache = folder.path().join("cache");
    let library = Library::open(&cache).map_err(|fault| Failure::new(fault.to_string()))?;
    let reader = Reader::here();
    let options = ImportOptions { session: None, languages: desk.config.languages.clone() };
    library
        .import(&[papers], &options, &|bytes, origin| reader.read(bytes, origin), &mut |_| {})
        .map_err(|fault| Failure::new(fault.to_string()))?;
    drop(library);
    let setup = Setup {
        cache,
        notes: folder.path().join("notes"),
        data: folder.path().join("data"),
        exports: folder.path().join("exports"),
        sample: true,
        sync: None,
        ..setup(desk, args)
    };
    runtime::run(&setup).map_err(Failure::new)?;
    Ok(Done::Whole)
}

/// F5: the session is brought up to date from where it came.
fn syncing(desk: &Desk) -> Syncing {
    let desk = desk.clone();
    Arc::new(move |number, strings, stop, say| {
        let wanted = Some(number).filter(|number| *number > 0);
        super::sync::quietly(&desk.in_language(strings), wanted, stop, say)
    })
}

fn lay_out(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    SAMPLE.extract(folder)
}

fn unwritable(fault: &std::io::Error) -> Failure {
    Failure::new(format!("the sample session needs a temporary folder, and none can be written ({fault})"))
}

fn setup(desk: &Desk, args: &Args) -> Setup {
    Setup {
        cache: desk.folders.cache.clone(),
        notes: desk.folders.notes(),
        data: desk.folders.data.clone(),
        language: desk.strings.language,
        language_asked: args.lang.is_some(),
        languages: desk.languages(args.lang),
        languages_set: desk.config.languages_set,
        theme: desk.config.theme.clone(),
        text_width: desk.config.text_width,
        keys: desk.config.keys.clone(),
        config_file: desk.folders.config_file.clone(),
        mouse: desk.config.mouse,
        paces: (desk.config.pace, desk.config.pace_interpreted),
        author: desk.config.author.clone().unwrap_or_default(),
        exports: desk.folders.exports.clone(),
        blank_after: desk.config.blank_after,
        faults: desk.faults.iter().map(|fault| (fault.line, fault.what.clone())).collect(),
        sample: false,
        sync: Some(syncing(desk)),
    }
}
