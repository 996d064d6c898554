//! `schakel draw` and `schakel verify-draw`: a draw that everybody can check. How lots are drawn lives in
//! `schakel-schemes`.

use std::fs::OpenOptions;
use std::io::Write;
#[cfg(unix)]
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use schakel_schemes::{ApplicationNumber, Draw, DrawFlaw, PublishedDraw, Seed};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::arguments::{Draw as Arguments, DrawAction, DrawCommit, DrawMake, Format, VerifyDraw};
use crate::commands::{CommandError, Outcome};
use crate::files::read_draw_file;
use crate::printer::Printer;

/// Publishes before closing, or draws after it.
pub fn run(arguments: &Arguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    match &arguments.action {
        DrawAction::Commit(commit) => run_commit(commit, printer),
        DrawAction::Make(make) => run_make(make, printer),
    }
}

/// Checks what was published; exit 1 when something is wrong.
pub fn run_verify(arguments: &VerifyDraw, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let shown = arguments.file.display();
    let published = PublishedDraw::from_json(&read_draw_file(&arguments.file)?)
        .map_err(|error| CommandError::wrong_use(format!("`{shown}` is not a published draw: {error}")))?;
    let mut wrong: Vec<String> = match published.check() {
        Ok(_) => Vec::new(),
        Err(flaws) => flaws.iter().map(DrawFlaw::to_string).collect(),
    };
    let before = arguments.commitment.as_deref().map(|it| it.trim().to_ascii_lowercase());
    if let Some(before) = before.as_ref().filter(|it| **it != published.commitment) {
        wrong
            .push(format!("the commitment is `{}`, but before closing was published `{before}`", published.commitment));
    }
    match arguments.format {
        Format::Json => printer.line(&format!("{:#}", json!({ "right": wrong.is_empty(), "wrong": wrong }))),
        Format::Text if wrong.is_empty() => printer.line(&right(&published, before.is_some())),
        Format::Text => {
            printer.line("The draw is wrong:");
            wrong.iter().for_each(|it| printer.line(&format!("- {it}")));
        }
    }
    Ok(if wrong.is_empty() { Outcome::Good } else { Outcome::Findings })
}

/// What is kept secret until the list is fixed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Secret {
    round: String,
    commitment: String,
    seed: String,
}

fn run_commit(arguments: &DrawCommit, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let seed = random_seed()?;
    let commitment = seed.commitment();
    let secret =
        Secret { round: arguments.round.clone(), commitment: commitment.clone(), seed: seed.as_str().to_owned() };
    let text = serde_json::to_string_pretty(&secret).map_err(|error| CommandError::refused(error.to_string()))?;
    write_new(&arguments.to, &text, true)?;
    match arguments.format {
        Format::Json => printer.line(&format!("{:#}", json!({ "round": arguments.round, "commitment": commitment }))),
        Format::Text => printer.line(&format!(
            "{commitment}\n\nPublish this now, before the round closes. Keep {} where nobody can read it: whoever has \
             the seed can compute the order.",
            arguments.to.display()
        )),
    }
    Ok(Outcome::Good)
}

fn run_make(arguments: &DrawMake, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let shown = arguments.seed.display();
    let secret: Secret = serde_json::from_str(&read_draw_file(&arguments.seed)?).map_err(|error| {
        CommandError::wrong_use(format!("`{shown}` is not a file of `schakel draw commit`: {error}"))
    })?;
    let seed = Seed::new(&secret.seed).map_err(|error| CommandError::refused(format!("`{shown}`: {error}")))?;
    if seed.commitment() != secret.commitment {
        let message = format!("`{shown}` was changed: the commitment in it is not that of the seed in it");
        return Err(CommandError::refused(message).help("find the file as `schakel draw commit` made it"));
    }
    let applications = applications_of(&arguments.applications)?;
    let draw = Draw::make(&secret.round, seed, &applications)
        .map_err(|error| CommandError::refused(format!("`{}`: {error}", arguments.applications.display())))?;
    let text = draw.published().to_json();
    match &arguments.to {
        None => printer.line(&text),
        Some(file) => {
            write_new(file, &text, false)?;
            let shown = file.display();
            let drawn = applications.len();
            printer.line(&format!(
                "Drawn: {drawn} applications. Publish {shown}; `schakel verify-draw {shown}` checks it."
            ));
        }
    }
    Ok(Outcome::Good)
}

fn right(published: &PublishedDraw, compared: bool) -> String {
    let mut text = format!(
        "The draw is right: round {}, {} applications; the order follows from the seed.",
        published.round,
        published.applications.len()
    );
    if !compared {
        text.push_str(&format!(
            "\nCompare the commitment with the one that was published before closing: {}",
            published.commitment
        ));
    }
    text
}

/// 256 random bits of the operating system, in 64 hexadecimal digits.
fn random_seed() -> Result<Seed, CommandError> {
    let cannot = |error: &dyn std::fmt::Display| CommandError::refused(format!("no random seed can be made: {error}"));
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| cannot(&error))?;
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    Seed::new(&digits).map_err(|error| cannot(&error))
}

/// The numbers of a list, with spaces, line ends or commas between them.
fn applications_of(file: &Path) -> Result<Vec<ApplicationNumber>, CommandError> {
    let text = read_draw_file(file)?;
    let mut applications = Vec::new();
    for (index, line) in text.lines().enumerate() {
        for word in line.split(|it: char| it.is_whitespace() || it == ',').filter(|it| !it.is_empty()) {
            let number = word.parse().map_err(|_| {
                let message =
                    format!("`{}` line {}: `{word}` is not the number of an application", file.display(), index + 1);
                CommandError::wrong_use(message).help("write whole numbers, one a line")
            })?;
            applications.push(ApplicationNumber(number));
        }
    }
    Ok(applications)
}

/// Writes a file that must not be there yet.
fn write_new(file: &Path, text: &str, secret: bool) -> Result<(), CommandError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    options.mode(if secret { 0o600 } else { 0o644 });
    let written = options.open(file).and_then(|mut it| {
        writeln!(it, "{text}")?;
        it.sync_all()
    });
    written.map_err(|error| {
        CommandError::refused(format!("`{}` cannot be written: {error}", file.display()))
            .help("name a new file with `--to FILE`")
    })
}
