//! `schakel check`: the policy author's compiler.

use std::sync::Arc;

use schakel_account::{SystemFinding, account_findings, system_findings};
use schakel_guide::{DeadEnd, DeadEndKind, Matcher, dead_ends};
use schakel_ledger::ledger_findings;
use schakel_register::{Diagnostic, Id, Loaded, Pack, PackFiles, Severity, load, render};
use schakel_schemes::round_findings;
use serde_json::json;

use crate::arguments::{Check, Format};
use crate::commands::{CommandError, Outcome, now};
use crate::files::read_pack;
use crate::printer::Printer;

/// Checks a pack and prints every mistake and finding.
pub fn run(check: &Check, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let files = read_pack(&check.pack)?;
    let mut loaded = load(&files);
    if !loaded.has_errors() {
        let found = dead_end_findings(&loaded.pack).into_iter().chain(round_findings(&loaded.pack));
        let found = found.chain(account_findings(&loaded.pack, now().date()));
        let found = found.chain(ledger_findings(&loaded.pack));
        let found: Vec<Diagnostic> = found.collect();
        loaded.diagnostics.extend(found);
        loaded.diagnostics.sort_by(Diagnostic::order);
    }
    let system = if loaded.has_errors() { Vec::new() } else { system_findings(&loaded.pack, now().date(), &[]) };
    match check.format {
        Format::Text => {
            print_system(&system, printer);
            print_text(&loaded, &files, printer);
        }
        Format::Json => print_json(&loaded, &system, &files, printer),
    }
    Ok(if loaded.has_mistakes() { Outcome::Findings } else { Outcome::Good })
}

/// What is wrong in the system itself, rule by rule, in a section of its own: no mistake of the pack.
fn print_system(found: &[SystemFinding<'_>], printer: &mut Printer) {
    let mut rule = None;
    for it in found {
        if rule != Some(&it.rule.id) {
            let count = found.iter().filter(|other| other.rule.id == it.rule.id).count();
            printer.line(&format!(
                "system: {} ({}, rule `{}`)",
                it.rule.text.en,
                counted(count, "finding"),
                it.rule.id
            ));
            rule = Some(&it.rule.id);
        }
        printer.line(&format!("  {}: {}", it.file, it.title.en));
    }
    if !found.is_empty() {
        printer.line("");
        printer.line(&format!(
            "{} of the system itself; they are no mistakes of the pack",
            counted(found.len(), "finding")
        ));
        printer.line("");
    }
}

/// Starting situations from which a roadmap leads nowhere: one finding for each way in which it does, with an example.
fn dead_end_findings(pack: &Pack) -> Vec<Diagnostic> {
    let found = dead_ends(&Matcher::new(pack, now()));
    let (alone, nobody): (Vec<DeadEnd>, Vec<DeadEnd>) =
        found.into_iter().partition(|it| matches!(it.kind, DeadEndKind::StepWithoutContact(_)));
    let finding = |dead_ends: &[DeadEnd], what: &str| {
        let first = dead_ends.first()?;
        let title = format!("{} {what}, for example {}", situations(dead_ends.len()), in_words(first));
        let help = "give an organisation in that area one of the roles in `contact_roles` of `[roadmap]` in pack.toml";
        Some(Diagnostic::finding(&Arc::from("pack.toml"), title).help(help))
    };
    let nobody = finding(&nobody, "lead to a roadmap in which there is nobody to call");
    let alone = finding(&alone, "lead to a step for which there is nobody to call");
    nobody.into_iter().chain(alone).collect()
}

fn situations(count: usize) -> String {
    counted(count, "starting situation")
}

fn in_words(it: &DeadEnd) -> String {
    let part = |name: &str, code: &Option<Id>| match code {
        Some(code) => format!("{name} `{code}`"),
        None => format!("{name} not known"),
    };
    let parts = [part("plan", &it.plan), part("phase", &it.phase), part("place", &it.place)];
    parts.join(", ")
}

fn print_text(loaded: &Loaded, files: &PackFiles, printer: &mut Printer) {
    for diagnostic in &loaded.diagnostics {
        let text = render(diagnostic, files, printer.colour);
        printer.line(&text);
        printer.line("");
    }
    let pack = &loaded.pack;
    let count = |severity| loaded.diagnostics.iter().filter(|it| it.severity == severity).count();
    printer.line(&format!(
        "{}: {} files, {} pieces of support, {} organisations, {} rounds, {} other records, {} facts",
        pack.settings.name,
        files.len(),
        pack.support.len(),
        pack.organisations.len(),
        pack.rounds.len(),
        pack.records.len() + pack.strategies.len(),
        pack.vocabulary.facts().len(),
    ));
    printer.line(&format!(
        "{}, {}, {} about the support system",
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Finding), "finding"),
    ));
}

/// "1 error", "2 errors".
fn counted(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

fn print_json(loaded: &Loaded, system: &[SystemFinding<'_>], files: &PackFiles, printer: &mut Printer) {
    let rows: Vec<_> = loaded.diagnostics.iter().map(|it| as_json(it, files)).collect();
    let system: Vec<_> = system
        .iter()
        .map(|it| json!({ "rule": &*it.rule.id, "subject": &*it.subject, "file": &*it.file, "title": it.title.en }))
        .collect();
    let document = json!({ "pack": loaded.pack.settings.name, "diagnostics": rows, "system": system });
    printer.line(&format!("{document:#}"));
}

fn as_json(diagnostic: &Diagnostic, files: &PackFiles) -> serde_json::Value {
    let text = files.get(&diagnostic.file).map_or("", String::as_str);
    let (line, column) = diagnostic.line_and_column(text);
    let severity = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Finding => "finding",
    };
    json!({
        "severity": severity,
        "file": &*diagnostic.file,
        "line": line,
        "column": column,
        "title": diagnostic.title,
        "help": diagnostic.help,
    })
}
