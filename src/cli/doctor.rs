//! `doctor`: what the program sees, and what is wrong with it, in words.

use std::env;
use std::io::IsTerminal;
use std::path::Path;

use serde::Serialize;

use super::desk::Desk;
use super::output;
use super::{Done, Outcome};
use crate::app::keymap::KeyMap;
use crate::model::Language;
use crate::source::http::{built_in, certificates};
use crate::strings::{Saying, Strings, system_reason};

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// What was looked at: the key of its words, then the words.
    what: &'static str,
    /// What is there.
    seen: String,
    /// What to do; nothing when it is well.
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

fn well(what: &'static str, seen: impl Into<String>) -> Finding {
    Finding { what, seen: seen.into(), advice: None }
}

/// Looks at everything and prints it; exit status 3 when something needs doing. For other programs it is told in English.
pub fn run(desk: &Desk, json: bool) -> Outcome {
    let english = desk.in_language(Strings::of(Language::EN));
    let desk = if json { &english } else { desk };
    let strings = desk.strings;
    let mut findings = vec![well("doctor.version", env!("CARGO_PKG_VERSION"))];
    configuration(desk, &mut findings);
    findings.push(folder(strings, "doctor.data", &desk.folders.data));
    findings.push(folder(strings, "doctor.cache", &desk.folders.cache));
    findings.push(index(desk));
    terminal(strings, &mut findings);
    network(desk, &mut findings);
    clock(strings, &mut findings);
    for finding in &mut findings {
        finding.what = strings.get(finding.what);
    }
    let done = if findings.iter().any(|finding| finding.advice.is_some()) { Done::InPart } else { Done::Whole };
    if json {
        output::json(&findings)?;
    } else {
        let width = findings.iter().map(|finding| finding.what.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for Finding { what, seen, advice } in &findings {
            let sign = if advice.is_some() { '!' } else { ' ' };
            text.push_str(&format!("{sign} {what:width$}  {seen}\n"));
            if let Some(advice) = advice {
                text.push_str(&format!("  {:width$}  → {advice}\n", ""));
            }
        }
        output::print(&text)?;
    }
    Ok(done)
}

fn configuration(desk: &Desk, findings: &mut Vec<Finding>) {
    let file = desk.folders.config_file.display().to_string();
    let seen = if desk.folders.config_file.exists() {
        file.clone()
    } else {
        desk.strings.fill("doctor.defaults", &[("path", &file)])
    };
    findings.push(well("doctor.configuration", seen));
    let mut faults: Vec<(usize, String)> =
        desk.faults.iter().map(|fault| (fault.line, fault.what.text(desk.strings))).collect();
    let rows = desk.config.keys.iter().map(|entry| (entry.command.as_str(), entry.keys.as_slice()));
    let line = |at: usize| desk.config.keys.get(at).map_or(0, |entry| entry.line);
    faults.extend(KeyMap::with(rows).1.into_iter().map(|(at, fault)| (line(at), fault.sentence(desk.strings))));
    faults.sort_by_key(|(line, _)| *line);
    for (line, advice) in faults {
        let seen = match line {
            0 => file.clone(),
            line => desk.strings.fill("config.line", &[("line", &line.to_string())]),
        };
        findings.push(Finding { what: "doctor.configuration", seen, advice: Some(advice) });
    }
    findings.push(well("doctor.language", desk.strings.language.code()));
    let codes: Vec<_> = desk.languages(None).iter().map(ToString::to_string).collect();
    findings.push(well("doctor.languages", codes.join(", ")));
}

/// Whether a folder is there and can be written, without leaving anything in it.
fn folder(strings: &Strings, what: &'static str, path: &Path) -> Finding {
    let seen = path.display().to_string();
    let Some(existing) = path.ancestors().find(|folder| folder.exists()) else {
        return Finding { what, seen, advice: Some(strings.get("doctor.no_path").to_owned()) };
    };
    match tempfile::tempfile_in(existing) {
        Ok(_) if existing == path => well(what, seen),
        Ok(_) => well(what, strings.fill("doctor.when_needed", &[("path", &seen)])),
        Err(fault) => {
            let advice = Saying::new("doctor.no_writing", &[]).with("why", system_reason(&fault));
            Finding { what, seen, advice: Some(advice.text(strings)) }
        }
    }
}

/// What is held, and whether it can be searched.
fn index(desk: &Desk) -> Finding {
    let what = "doctor.index";
    let library = match desk.library() {
        Ok(library) => library,
        Err(failure) => return Finding { what, seen: String::new(), advice: Some(failure.sentence) },
    };
    let n = library.sessions().len();
    if n == 0 {
        return well(what, desk.strings.get("doctor.nothing_held"));
    }
    let seen = desk.strings.count("doctor.held", n);
    let fault = library.index_fault().map(|why| Saying::new("fault.index", &[("why", &why)]).text(desk.strings));
    Finding { what, seen, advice: fault }
}

fn terminal(strings: &Strings, findings: &mut Vec<Finding>) {
    let term = env::var("TERM").unwrap_or_else(|_| strings.get("doctor.not_set").to_owned());
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    let mut finding = well("doctor.terminal", format!("TERM={term}"));
    if term == "dumb" {
        finding.advice = Some(strings.get("doctor.dumb").to_owned());
    } else if !(input && output) {
        finding.seen = format!("{}, {}", finding.seen, strings.get("doctor.redirected"));
    }
    findings.push(finding);
    let colours = match (env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()), env::var("COLORTERM")) {
        (true, _) => strings.get("doctor.no_colours"),
        (_, Ok(kind)) if kind.contains("truecolor") || kind.contains("24bit") => strings.get("doctor.all_colours"),
        _ if term.contains("256") => "256",
        _ => "16",
    };
    findings.push(well("doctor.colours", colours));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    let mut finding =
        well("doctor.characters", if locale.is_empty() { strings.get("doctor.not_set") } else { &locale });
    let utf8 = locale.to_lowercase().replace('-', "").contains("utf8");
    if cfg!(unix) && !utf8 {
        finding.advice = Some(strings.get("doctor.no_utf8").to_owned());
    }
    findings.push(finding);
}

fn network(desk: &Desk, findings: &mut Vec<Finding>) {
    let strings = desk.strings;
    let from_environment = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"].iter().find_map(|name| {
        env::var(name).ok().filter(|value| !value.is_empty()).map(|_| strings.fill("doctor.from", &[("name", name)]))
    });
    let proxy = match &desk.config.proxy {
        // an address may carry a password: only where it comes from is said
        Some(_) => strings.fill("doctor.from", &[("name", "network.proxy")]),
        None => from_environment.unwrap_or_else(|| strings.get("doctor.none").to_owned()),
    };
    findings.push(well("doctor.proxy", proxy));
    let own = strings.fill("doctor.roots", &[("n", &built_in().to_string())]);
    let Some(file) = desk.folders.ca_certificates(&desk.config) else {
        findings.push(well("doctor.certificates", own));
        return;
    };
    let shown = file.display().to_string();
    findings.push(match certificates(&file) {
        Ok(found) => {
            let more = strings.fill("doctor.more_roots", &[("n", &found.len().to_string()), ("path", &shown)]);
            well("doctor.certificates", format!("{own}; {more}"))
        }
        Err(fault) => {
            let seen = format!("{own}; network.ca_certificates: {shown}");
            Finding { what: "doctor.certificates", seen, advice: Some(fault.told(strings)) }
        }
    });
}

fn clock(strings: &Strings, findings: &mut Vec<Finding>) {
    let now = jiff::Timestamp::now();
    let mut finding = well("doctor.clock", now.strftime("%Y-%m-%d %H:%M UTC").to_string());
    if now.strftime("%Y").to_string().parse().is_ok_and(|year: i32| !(2026..2100).contains(&year)) {
        finding.advice = Some(strings.get("doctor.wrong_clock").to_owned());
    }
    findings.push(finding);
}
