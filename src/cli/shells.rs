//! Completions and the manual page.

use clap::CommandFactory;
use clap_complete::Shell as Kind;

use super::Outcome;
use super::args::{Args, Shell};
use super::output::{self, Failure};

/// Completions for a shell.
pub fn completions(shell: Shell) -> Outcome {
    let kind = match shell {
        Shell::Bash => Kind::Bash,
        Shell::Zsh => Kind::Zsh,
        Shell::Fish => Kind::Fish,
        Shell::PowerShell => Kind::PowerShell,
    };
    let mut out = Vec::new();
    clap_complete::generate(kind, &mut Args::command(), "gbdesk", &mut out);
    output::bytes(&out)
}

/// The manual page, with every command in it.
pub fn man() -> Outcome {
    let mut out = Vec::new();
    let mut command = Args::command();
    command.build();
    let page = |command: clap::Command, out: &mut Vec<u8>| {
        clap_mangen::Man::new(command)
            .render(out)
            .map_err(|fault| Failure::new(format!("the manual page could not be made ({fault})")))
    };
    page(command.clone(), &mut out)?;
    output::bytes(&out)
}
