//! `doctor`: what the program sees, and what is wrong with it, in words.

use std::env;
use std::io::IsTerminal;
use std::path::Path;

use serde::Serialize;

use super::desk::Desk;
use super::output;
use super::{Done, Outcome};
use crate::app::keymap::KeyMap;
use crate::source::http::certificates;

/// One thing looked at.
#[derive(Debug, Serialize)]
struct Finding {
    /// What was looked at.
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

/// Looks at everything and prints it; exit status 3 when something needs doing.
pub fn run(desk: &Desk, json: bool) -> Outcome {
    let mut findings = vec![well("version", env!("CARGO_PKG_VERSION"))];
    configuration(desk, &mut findings);
    findings.push(folder("data folder (notes)", &desk.folders.data));
    findings.push(folder("cache folder (papers)", &desk.folders.cache));
    terminal(&mut findings);
    network(desk, &mut findings);
    clock(&mut findings);
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
    let file = &desk.folders.config_file;
    let seen =
        if file.exists() { file.display().to_string() } else { format!("{} (not there: defaults)", file.display()) };
    findings.push(well("configuration", seen));
    let mut faults: Vec<(usize, String)> =
        desk.faults.iter().map(|fault| (fault.line, fault.what.text(desk.strings))).collect();
    let rows = desk.config.keys.iter().map(|entry| (entry.command.as_str(), entry.keys.as_slice()));
    let line = |at: usize| desk.config.keys.get(at).map_or(0, |entry| entry.line);
    faults.extend(KeyMap::with(rows).1.into_iter().map(|(at, fault)| (line(at), fault.sentence(desk.strings))));
    faults.sort_by_key(|(line, _)| *line);
    for (line, advice) in faults {
        let seen = match line {
            0 => file.display().to_string(),
            line => desk.strings.fill("config.line", &[("line", &line.to_string())]),
        };
        findings.push(Finding { what: "configuration", seen, advice: Some(advice) });
    }
    findings.push(well("interface language", desk.strings.language.code()));
    let codes: Vec<_> = desk.config.languages.iter().map(ToString::to_string).collect();
    findings.push(well("paper languages", codes.join(", ")));
}

/// Whether a folder is there and can be written, without leaving anything in it.
fn folder(what: &'static str, path: &Path) -> Finding {
    let seen = path.display().to_string();
    let Some(existing) = path.ancestors().find(|folder| folder.exists()) else {
        let advice = Some("no part of this path exists; name another with --data-dir DIR".to_owned());
        return Finding { what, seen, advice };
    };
    match tempfile::tempfile_in(existing) {
        Ok(_) if existing == path => well(what, seen),
        Ok(_) => well(what, format!("{seen} (made when needed)")),
        Err(fault) => {
            let advice = format!("cannot be written ({fault}); free it, or name another folder with --data-dir DIR");
            Finding { what, seen, advice: Some(advice) }
        }
    }
}

fn terminal(findings: &mut Vec<Finding>) {
    let term = env::var("TERM").unwrap_or_else(|_| "not set".to_owned());
    let (input, output) = (std::io::stdin().is_terminal(), std::io::stdout().is_terminal());
    let mut finding = well("terminal", format!("TERM={term}"));
    if term == "dumb" {
        finding.advice =
            Some("a dumb terminal cannot show the desk; the commands list, show and search work".to_owned());
    } else if !(input && output) {
        finding.seen.push_str(", input or output is redirected");
    }
    findings.push(finding);
    let colours = match (env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()), env::var("COLORTERM")) {
        (true, _) => "none (NO_COLOR is set)".to_owned(),
        (_, Ok(kind)) if kind.contains("truecolor") || kind.contains("24bit") => "full".to_owned(),
        _ if term.contains("256") => "256".to_owned(),
        _ => "16".to_owned(),
    };
    findings.push(well("colours", colours));
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    let mut finding = well("character set", if locale.is_empty() { "not set" } else { &locale });
    let utf8 = locale.to_lowercase().replace('-', "").contains("utf8");
    if cfg!(unix) && !utf8 {
        finding.advice =
            Some("accents may be shown wrong: set LANG to a UTF-8 locale, for example LANG=C.UTF-8".to_owned());
    }
    findings.push(finding);
}

fn network(desk: &Desk, findings: &mut Vec<Finding>) {
    let from_environment = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|value| !value.is_empty()).map(|_| format!("from {name}")));
    let proxy = match &desk.config.proxy {
        // an address may carry a password: only where it comes from is said
        Some(_) => "from the configuration".to_owned(),
        None => from_environment.unwrap_or_else(|| "none".to_owned()),
    };
    findings.push(well("proxy", proxy));
    if let Some(file) = desk.folders.ca_certificates(&desk.config) {
        let shown = file.display().to_string();
        findings.push(match certificates(&file) {
            Ok(found) => well("certificates", format!("{} from {shown}, besides the system's", found.len())),
            Err(fault) => Finding { what: "certificates", seen: shown, advice: Some(fault.told(desk.strings)) },
        });
    }
}

fn clock(findings: &mut Vec<Finding>) {
    let now = jiff::Timestamp::now();
    let mut finding = well("clock", now.strftime("%Y-%m-%d %H:%M UTC").to_string());
    if now.strftime("%Y").to_string().parse().is_ok_and(|year: i32| !(2026..2100).contains(&year)) {
        finding.advice = Some("the clock is wrong: certificates will be refused; set date and time".to_owned());
    }
    findings.push(finding);
}
