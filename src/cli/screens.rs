//! No command, and `demo`: the screens.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use flate2::read::ZlibDecoder;

use super::args::Args;
use super::desk::Desk;
use super::output::Failure;
use super::reader::Reader;
use super::{Done, Outcome};
use crate::library::{ImportOptions, Library};
use crate::runtime::{self, Exit, Setup, Syncing};

/// The sample session, invented in the form of the real thing, as `build.rs` packs it: for each file its name and its length,
/// a line each, and its bytes, all compressed.
static SAMPLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/sample.z"));

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
        super::sync::quietly(&desk.anew(strings), wanted, stop, say)
    })
}

fn lay_out(folder: &Path) -> std::io::Result<()> {
    let mut packed = BufReader::new(ZlibDecoder::new(SAMPLE));
    let mut line = String::new();
    while packed.read_line(&mut line)? > 0 {
        let file = folder.join(line.trim_end());
        line.clear();
        packed.read_line(&mut line)?;
        let mut bytes = vec![0; line.trim_end().parse().map_err(std::io::Error::other)?];
        line.clear();
        packed.read_exact(&mut bytes)?;
        std::fs::create_dir_all(file.parent().unwrap_or(folder))?;
        std::fs::write(file, bytes)?;
    }
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_laid_out_as_it_stands_in_the_repository() {
        let out = tempfile::tempdir().unwrap();
        lay_out(out.path()).unwrap();
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
        let mut open = vec![sample.clone()];
        let mut files = 0;
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    let twin = out.path().join(path.strip_prefix(&sample).unwrap());
                    assert_eq!(std::fs::read(twin).unwrap(), std::fs::read(&path).unwrap(), "{}", path.display());
                    files += 1;
                }
            }
        }
        assert!(files > 12, "{files}");
    }
}
