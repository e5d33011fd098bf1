//! `parse`: reads one file and prints what was understood; needs no library.

use super::args::ParseArgs;
use super::desk::Desk;
use super::output::{self, Failure};
use super::reader::Reader;
use super::{Outcome, plain};
use crate::reading::{self, Explanation, Origin};

/// Reads the file and prints the paper.
pub fn run(desk: &Desk, command: &ParseArgs) -> Outcome {
    let name = command.file.display();
    let bytes = std::fs::read(&command.file)
        .map_err(|fault| Failure::new(format!("{name} cannot be opened ({fault}); check the name and try again")))?;
    let origin = Origin {
        file_name: command.file.file_name().map(|name| name.to_string_lossy().into_owned()),
        language: command.language,
        ..Origin::default()
    };
    let because = |fault: reading::Fault| Failure::new(format!("{name}: {}", fault.saying().text(desk.strings)));
    if command.explain {
        let (_, explanation) = Reader::here().explain(&bytes, &origin).map_err(because)?;
        return output::print(&explained(&explanation));
    }
    let paper = Reader::here().read(&bytes, &origin).map_err(because)?;
    if command.json { output::json(&paper) } else { output::print(&plain::paper(&paper, desk.strings)) }
}

/// How a paper was read, line by line: what begins a block and why, the chain of numbers, what was rejected.
fn explained(explanation: &Explanation) -> String {
    let mut out = String::new();
    for (at, line) in explanation.lines.iter().enumerate() {
        let page = line.page.map_or(String::new(), |page| format!("p{page}"));
        let why = line.begins.as_deref().unwrap_or("");
        let step = explanation.chain.iter().find(|step| step.line == at);
        let step = step.map_or(String::new(), |step| format!("#{} ({:.2})", step.number, step.weight));
        out.push_str(&format!("{:>5} {page:<4} {why:<14} {step:<11} {}\n", at + 1, line.text));
    }
    out.push_str("\nNumbers at line starts that are no paragraph's:\n");
    for step in &explanation.rejected {
        let text = explanation.lines.get(step.line).map_or("", |line| line.text.as_str());
        out.push_str(&format!("{:>5} {} ({:.2})  {text}\n", step.line + 1, step.number, step.weight));
    }
    out.push_str("\nRunning heads and feet taken out:\n");
    for line in &explanation.furniture {
        out.push_str(&format!("      {line}\n"));
    }
    out
}
