//! What the commands do, one module each.

pub mod access;
pub mod agreements;
pub mod ask;
pub mod check;
pub mod coverage;
pub mod diff;
pub mod doors;
pub mod draw;
pub mod figures;
pub mod index;
pub mod interview;
pub mod key;
pub mod ledger;
pub mod matching;
pub mod page;
pub mod plan;
pub mod roadmap;
pub mod round;
pub mod serve;
pub mod staff;
pub mod themes;
pub mod vault;

use std::path::Path;
use std::process::ExitCode;

use schakel_casework::OrganisationId;
use schakel_criteria::{FactSet, Language};
use schakel_register::{Loaded, Pack, Severity, Support, did_you_mean, facts_from_json, load, render};
use schakel_time::{Date, DateTime, dutch_date, english_date, parse_date};

use crate::files::{read_facts, read_pack};
use crate::printer::Printer;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Good.
    Good,
    /// Mistakes were found, or something was refused.
    Findings,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Good => ExitCode::SUCCESS,
            Outcome::Findings => ExitCode::from(1),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
pub struct CommandError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// 1: refused; 2: wrong use.
    pub exit: u8,
}

impl CommandError {
    /// The command was used in a wrong way.
    pub fn wrong_use(message: impl Into<String>) -> Self {
        CommandError { message: message.into(), help: None, exit: 2 }
    }

    /// The command was right, but what it asks cannot be done.
    pub fn refused(message: impl Into<String>) -> Self {
        CommandError { message: message.into(), help: None, exit: 1 }
    }

    /// The same with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Loads a pack that must be free of errors to be used.
fn usable_pack(folder: &Path, printer: &Printer) -> Result<Pack, CommandError> {
    let files = read_pack(folder)?;
    let Loaded { pack, diagnostics } = load(&files);
    let errors: Vec<_> = diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    let Some(first) = errors.first() else { return Ok(pack) };
    let shown = render(first, &files, printer.colour);
    let folder = folder.display();
    let message = match errors.len() {
        1 => format!("the pack `{folder}` has an error:\n{shown}"),
        more => format!("the pack `{folder}` has {more} errors; the first:\n{shown}"),
    };
    Err(CommandError::refused(message).help(format!("`schakel check {folder}` shows all there is to repair")))
}

/// The instrument or facility with this identifier.
fn support_named<'a>(id: &str, pack: &'a Pack) -> Result<&'a Support, CommandError> {
    pack.support.get(id).ok_or_else(|| {
        let message = format!("there is no instrument or facility `{id}` in this pack");
        CommandError::wrong_use(message).help(did_you_mean(id, pack.support.keys().map(|it| &**it)))
    })
}

/// The organisation with this identifier.
fn organisation(id: &str, pack: &Pack) -> Result<OrganisationId, CommandError> {
    let found = OrganisationId::new(id).ok().filter(|it| pack.organisations.contains_key(it.0.as_str()));
    found.ok_or_else(|| {
        let message = format!("there is no organisation `{id}` in this pack");
        CommandError::wrong_use(message).help(did_you_mean(id, pack.organisations.keys().map(|it| &**it)))
    })
}

/// The day that was given, or today in the Netherlands.
fn day_or_today(given: Option<&str>) -> Result<Date, CommandError> {
    match given {
        None => Ok(now().date()),
        Some(text) => parse_date(text).map_err(|error| {
            CommandError::wrong_use(format!("`{text}` is not a day: {error}")).help("write a day as 2017-06-01")
        }),
    }
}

/// This moment in the Netherlands: the only place where the command line reads the clock.
#[expect(clippy::disallowed_methods, reason = "the command line is the edge where the clock is read")]
fn now() -> DateTime {
    let now = jiff::Zoned::now();
    now.in_tz("Europe/Amsterdam").map_or(now.datetime(), |it| it.datetime())
}

/// This moment as the protocols of signing in count it, also when the portal shows another day.
#[expect(clippy::disallowed_methods, reason = "the edge: the one place that reads the clock")]
fn unix_now() -> schakel_identity::UnixSeconds {
    schakel_identity::UnixSeconds(jiff::Timestamp::now().as_second())
}

/// Noon of a day: a moment that lies inside every window of that day that opens in the morning.
fn noon(day: Date) -> DateTime {
    day.at(12, 0, 0, 0)
}

/// The moment to look at on a day: now when it is today, so that a window that opens this afternoon is not open yet.
fn moment_of(day: Date) -> DateTime {
    if day == now().date() { now() } else { noon(day) }
}

/// The facts of a firm from a file.
fn facts_of_file(file: &Path, pack: &Pack, day: Date, language: Language) -> Result<FactSet, CommandError> {
    let json = read_facts(file)?;
    facts_from_json(&json, pack, day).map_err(|errors| {
        let lines: Vec<String> = errors.iter().map(|error| format!("- {}", error.message(language))).collect();
        let heading = match language {
            Language::Dutch => "kan zo niet gebruikt worden",
            Language::English => "cannot be used like this",
        };
        CommandError::wrong_use(format!("`{}` {heading}:\n{}", file.display(), lines.join("\n")))
    })
}

/// A date as people read it.
fn written_date(day: Date, language: Language) -> String {
    match language {
        Language::Dutch => dutch_date(day),
        Language::English => english_date(day),
    }
}

/// The last day of something that ends just before a moment: a moment at midnight ends the day before.
fn last_day(end: DateTime) -> Date {
    let at_midnight = end.date().at(0, 0, 0, 0) == end;
    if at_midnight { end.date().yesterday().unwrap_or(end.date()) } else { end.date() }
}
