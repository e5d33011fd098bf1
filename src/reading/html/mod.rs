//! HTML → [`Script`]: pages of today and of the 1990s, which seldom close what they open.
//!
//! The tokens of `html5ever` are taken as they come, without building a tree: blocks open and end as the tags say, so that
//! neither depth nor wrong nesting costs more than the bytes of the file.

mod blocks;
mod charset;
mod meaning;
mod notes;
mod tables;
mod tokens;

use super::Fault;
use super::line::{Hint, Line, Script};

/// A paragraph, list part or heading with what links to notes need to know about it.
#[derive(Clone, Debug, Default)]
struct Passage {
    line: Line,
    /// Names and ids that stand at or in it, or on the element that it opens.
    names: Vec<String>,
    /// Links to places in the page: the run, and the name it leads to.
    links: Vec<(usize, String)>,
    /// The innermost element with an id that it stands in, by its number.
    container: Option<usize>,
}

/// What a page is made of, in order.
#[derive(Clone, Debug)]
enum Part {
    Passage(Passage),
    Table(tables::Grid),
    /// A rule across the page.
    Rule,
}

/// Reads an HTML page.
pub fn read(bytes: &[u8]) -> Result<Script, Fault> {
    let text = charset::decode(bytes);
    let page = tokens::read(&text);
    let mut script = Script {
        declared_title: page.title.filter(|title| !title.trim().is_empty()),
        declared_language: page.language,
        ..Script::default()
    };
    if page.overfull {
        script
            .warnings
            .push("The page is nested too deeply in places; text there stands without its list or table.".into());
    }
    script.pieces = notes::resolve(page.parts);
    Ok(script)
}

impl Passage {
    fn is_blank(&self) -> bool {
        self.line.runs.iter().all(|run| run.text.trim().is_empty())
    }

    fn is_heading(&self) -> bool {
        matches!(self.line.hint, Hint::Heading(_))
    }
}
