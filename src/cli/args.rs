//! What may stand on the command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use crate::model::Language;

/// A terminal desk for delegates of the ILO Governing Body: papers by paragraph, draft decisions, references, private
/// notes and search, without a network.
#[derive(Debug, Parser)]
#[command(name = "gbdesk", version, about, disable_help_subcommand = true)]
pub struct Args {
    /// Put everything under DIR: DIR/config, DIR/data, DIR/cache
    #[arg(long, value_name = "DIR", env = "GBDESK_DATA_DIR", global = true)]
    pub data_dir: Option<PathBuf>,
    /// Configuration file
    #[arg(long, value_name = "FILE", env = "GBDESK_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// Language of the interface: en, fr or es
    #[arg(long, value_name = "LANG", global = true, value_parser = working_language)]
    pub lang: Option<Language>,
    /// Without a command: the terminal desk on the newest session held
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the sample session that is built in; nothing is written for good
    Demo,
    /// Bring a session over, or what changed of it
    Sync(SyncArgs),
    /// Take in files or folders of PDF, DOCX, HTML, Markdown, text, or a bundle
    Import(ImportArgs),
    /// Agenda and papers of a session
    List {
        /// The session; the newest held when left out
        session: Option<u16>,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
        /// The sittings as iCalendar instead, for the calendar of a phone or a mail program
        #[arg(long, conflicts_with = "json")]
        ical: bool,
        /// The file to write the calendar to, instead of standard output
        #[arg(short, long, value_name = "FILE", requires = "ical")]
        output: Option<PathBuf>,
    },
    /// One paper, paragraph or range: "GB.346/INS/17/1", "346 ins 17/1 29", "ins17/1 29b"
    Show {
        /// The place; its words may stand apart
        #[arg(required = true, value_name = "REF")]
        place: Vec<String>,
        /// Language of the text
        #[arg(long, value_name = "L")]
        language: Option<Language>,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// Every draft decision of a session with its outcome
    Decisions {
        /// The session; the newest held when left out
        session: Option<u16>,
        /// What was asked of whom by when, and what became of it
        #[arg(long)]
        promises: bool,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// What a place cites, and what cites it
    Refs {
        /// The place; its words may stand apart
        #[arg(required_unless_present = "missing", value_name = "REF")]
        place: Vec<String>,
        /// Papers that are cited and not held instead, of all sessions or of one
        #[arg(long)]
        missing: bool,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// Paragraphs that match, best first
    Search {
        /// Words, "a phrase", -not, in:decision, paper:, session:340..346, section:, lang:, cites:
        #[arg(required = true)]
        query: Vec<String>,
        /// At most so many
        #[arg(long, default_value_t = 20, value_name = "N")]
        limit: usize,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// What changed between two versions of a paper
    Diff {
        /// A version, or a paper: its newest version against the one before
        first: String,
        /// The other version
        second: Option<String>,
        /// Language of the texts
        #[arg(long, value_name = "L")]
        language: Option<Language>,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// Your own notes
    Note {
        /// What to do with them
        #[command(subcommand)]
        action: NoteAction,
    },
    /// Your statements, built in the screens (D)
    Statement {
        /// What to do with them
        #[command(subcommand)]
        action: StatementAction,
    },
    /// One file of a session for a colleague; never notes unless asked
    Bundle {
        /// The session
        session: u16,
        /// The file to write
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Put your own notes in as well
        #[arg(long)]
        with_notes: bool,
    },
    /// Read one file and print what was understood; needs no library
    Parse(ParseArgs),
    /// What the program sees: folders, index, terminal, proxy, certificates, clock
    Doctor {
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// Completions for a shell, on standard output
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: Shell,
    },
    /// The manual page, on standard output
    Man,
    /// Read one file from standard input under limits (used by the program itself)
    #[command(hide = true)]
    ReadChild,
}

/// `sync`.
#[derive(Debug, ClapArgs)]
pub struct SyncArgs {
    /// The session; what the source offers when left out
    pub session: Option<u16>,
    /// An address, a folder, a bundle, or a name from config.toml
    #[arg(long, value_name = "SOURCE")]
    pub from: Option<String>,
    /// Languages to fetch, such as en,fr
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub languages: Vec<Language>,
    /// One JSON value on standard output
    #[arg(long)]
    pub json: bool,
}

/// `import`.
#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// Files or folders
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The session of texts that name none
    #[arg(long, value_name = "N")]
    pub session: Option<u16>,
    /// One JSON value on standard output
    #[arg(long)]
    pub json: bool,
}

/// `parse`.
#[derive(Debug, ClapArgs)]
pub struct ParseArgs {
    /// The file
    pub file: PathBuf,
    /// Language of the text, when the program should not find out
    #[arg(long, value_name = "L")]
    pub language: Option<Language>,
    /// One JSON value on standard output
    #[arg(long)]
    pub json: bool,
    /// Show how it was read: lines, numbers, what was rejected
    #[arg(long, conflicts_with = "json")]
    pub explain: bool,
}

/// `note …`.
#[derive(Debug, Subcommand)]
pub enum NoteAction {
    /// Write a note on a place; the text may come from standard input with -
    Add {
        /// The place, in quotation marks when it has blanks
        #[arg(value_name = "REF")]
        place: String,
        /// The note; - or nothing: from standard input
        #[arg(allow_hyphen_values = true)]
        text: Option<String>,
        /// Only on these words of the place: a citation, a phrase
        #[arg(long, value_name = "WORDS", default_value = "")]
        quote: String,
        /// support, oppose, amend, abstain, question or none
        #[arg(long, default_value = "none")]
        stance: String,
        /// Tags, such as funding,urgent
        #[arg(long, value_delimiter = ',')]
        tags: Vec<String>,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// Bring a note back from the trash
    Restore {
        /// Its id, as `note list --deleted` shows it
        id: String,
    },
    /// The notes, all or on a place
    List {
        /// The place; its words may stand apart
        #[arg(value_name = "REF")]
        place: Vec<String>,
        /// Those in the trash
        #[arg(long)]
        deleted: bool,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// All notes as one document on standard output
    Export {
        /// The form
        #[arg(long, value_enum, default_value = "md")]
        format: NoteFormat,
        /// The file to write instead
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
        /// One session only
        #[arg(long, value_name = "N")]
        session: Option<u16>,
    },
    /// Encrypt notes and statements with a passphrase from now on (the age format)
    Encrypt,
    /// Write encrypted notes in the clear again
    Decrypt,
    /// Take in notes: exports of this program, Web Annotation JSON, Markdown files
    Import {
        /// The files
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
}

/// `statement …`.
#[derive(Debug, Subcommand)]
pub enum StatementAction {
    /// All statements with their length, newest first
    List {
        /// One session only
        #[arg(long, value_name = "N")]
        session: Option<u16>,
        /// One JSON value on standard output
        #[arg(long)]
        json: bool,
    },
    /// One statement as a document on standard output
    Export {
        /// Its id, as `list` shows it; the newest when left out
        id: Option<String>,
        /// The form
        #[arg(long, value_enum, default_value = "md")]
        format: StatementFormat,
        /// The file to write instead
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Forms that a statement leaves in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StatementFormat {
    /// Plain text
    Text,
    /// Markdown
    Md,
    /// Word
    Docx,
}

/// Forms that notes leave in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum NoteFormat {
    /// Markdown
    Md,
    /// Web Annotation JSON-LD
    Json,
    /// Word
    Docx,
}

/// Shells with completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// `PowerShell`
    #[value(name = "powershell")]
    PowerShell,
}

/// What stands in for the `-` of `-word` in a query while the command line is parsed: no shell or delegate types it.
const MINUS: char = '\u{2212}';

/// The command line with the `-word` of a query made safe: to clap it would be an option.
pub fn guarded(line: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut searching = false;
    line.map(|word| {
        let text = word.to_string_lossy();
        searching |= text == "search";
        match text.strip_prefix('-') {
            Some(rest) if searching && rest.chars().count() > 1 && !rest.starts_with('-') => {
                OsString::from(format!("{MINUS}{rest}"))
            }
            _ => word,
        }
    })
    .collect()
}

/// The words of a query as they were typed.
#[must_use]
pub fn typed(words: &[String]) -> String {
    let word = |word: &String| word.strip_prefix(MINUS).map_or_else(|| word.clone(), |rest| format!("-{rest}"));
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

fn working_language(text: &str) -> Result<Language, String> {
    let language: Language = text.parse()?;
    Some(language)
        .filter(|language| language.is_working())
        .ok_or_else(|| format!("the interface speaks en, fr and es, not “{text}”"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_word_to_leave_out_is_no_option() {
        let line = guarded(["gbdesk", "search", "a", "-not", "--json"].into_iter().map(OsString::from));
        let Ok(Args { command: Some(Command::Search { query, json, .. }), .. }) = Args::try_parse_from(line) else {
            panic!("a search");
        };
        assert_eq!((typed(&query).as_str(), json), ("a -not", true));
    }

    #[test]
    fn every_promised_form_is_taken() {
        for line in [
            "gbdesk",
            "gbdesk demo",
            "gbdesk --data-dir d --lang fr list 350 --json",
            "gbdesk sync 350 --from https://example.org/session.json --languages en,fr,es",
            "gbdesk import a b --session 352",
            "gbdesk list 352 --ical -o sittings.ics",
            "gbdesk show 346 ins 17/1 29",
            "gbdesk decisions 346 --promises --json",
            "gbdesk refs --missing 346",
            "gbdesk search yy -xx --limit 3 --json",
            "gbdesk diff GB.350/POL/3",
            "gbdesk note add GB.346/INS/17/1 -",
            "gbdesk note export --format docx",
            "gbdesk statement list --session 350 --json",
            "gbdesk statement export --format docx -o x.docx",
            "gbdesk bundle 350 -o x --with-notes",
            "gbdesk parse f --language fr --json",
            "gbdesk completions powershell",
        ] {
            if let Err(fault) = Args::try_parse_from(guarded(line.split(' ').map(OsString::from))) {
                panic!("{line}: {fault}");
            }
        }
    }
}
