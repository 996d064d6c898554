//! `schakel agreements`, `topics`, `recommendations`, `steering` and `report`: who promised what, how it stands, and what
//! changed. What follows from the pack on a day is decided in `schakel-account`.

mod changes;
mod lists;

use std::path::Path;

use schakel_account::{AgreementFilter, Proposal, admit, progress_report};
use schakel_criteria::Language;
use schakel_register::{AgreementState, Id, Pack, did_you_mean};
use schakel_time::{Date, parse_date};
use schakel_web::{agreement_list, recommendation_list, report_document, steering_document, topic_list};
use serde::Serialize;

use crate::arguments::{
    Agreements, Format, ListFormat, Recommendations, Report, ReportFormat, Steering, Topics as TopicArguments,
};
use crate::commands::page::write_new;
use crate::commands::{CommandError, Outcome, day_or_today, usable_pack};
use crate::printer::Printer;

/// Prints the agreements, or what changed in them.
pub fn run(arguments: &Agreements, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = kept(&arguments.pack, printer)?;
    let day = day_or_today(arguments.as_at.as_deref())?;
    let language = Language::from(arguments.lang);
    if let Some(party) = &arguments.party {
        known(party, "organisation", pack.organisations.keys())?;
    }
    if let Some(topic) = &arguments.topic {
        known(topic, "topic", pack.topics.keys())?;
    }
    if let Some(since) = &arguments.since {
        return changes::print(since, arguments, pack, day, printer);
    }
    let filter = AgreementFilter {
        party: arguments.party.as_deref(),
        topic: arguments.topic.as_deref(),
        state: arguments.state.as_deref().map(state).transpose()?,
        overdue: arguments.overdue,
    };
    let list = agreement_list(pack, day, &filter, language);
    match arguments.format {
        ListFormat::Json => print_json(&list, printer),
        ListFormat::Md => lists::agreements_markdown(&list, language).iter().for_each(|line| printer.line(line)),
        ListFormat::Text => lists::agreements_text(&list, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

/// Prints the topics, or tests a new one.
pub fn run_topics(arguments: &TopicArguments, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = kept(&arguments.pack, printer)?;
    let language = Language::from(arguments.lang);
    if let Some(subject) = &arguments.propose {
        let proposal = Proposal {
            subject: subject.clone(),
            result: arguments.result.clone(),
            interest: arguments.interest.clone(),
            state_does: arguments.state_does.clone(),
            provinces_do: arguments.provinces_do.clone(),
        };
        let admission = admit(&proposal, pack);
        lists::admission(&admission, pack, arguments.format, language).iter().for_each(|line| printer.line(line));
        return Ok(if admission.is_admitted() { Outcome::Good } else { Outcome::Findings });
    }
    if let Some(province) = &arguments.province {
        let provinces = pack.regions.iter().filter(|it| it.is_province()).map(|it| &it.id);
        known(province, "province", provinces)?;
    }
    let list = topic_list(pack, arguments.province.as_deref(), language);
    match arguments.format {
        Format::Json => print_json(&list, printer),
        Format::Text => lists::topics_text(&list, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

/// Prints the recommendations with the answers to them.
pub fn run_recommendations(arguments: &Recommendations, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = kept(&arguments.pack, printer)?;
    let language = Language::from(arguments.lang);
    let list = recommendation_list(pack, arguments.open, language);
    match arguments.format {
        ListFormat::Json => print_json(&list, printer),
        ListFormat::Md => lists::recommendations(&list, true, language).iter().for_each(|line| printer.line(line)),
        ListFormat::Text => lists::recommendations(&list, false, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

/// Prints how the agenda is steered.
pub fn run_steering(arguments: &Steering, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = kept(&arguments.pack, printer)?;
    let day = day_or_today(arguments.as_at.as_deref())?;
    let language = Language::from(arguments.lang);
    let held: Result<Vec<(Id, Date)>, CommandError> = arguments.held.iter().map(|it| meeting(it, pack)).collect();
    let steering = steering_document(pack, day, &held?, language);
    match arguments.format {
        Format::Json => print_json(&steering, printer),
        Format::Text => lists::steering_text(&steering, language).iter().for_each(|line| printer.line(line)),
    }
    Ok(Outcome::Good)
}

/// Makes the report on progress as at a day.
pub fn run_report(arguments: &Report, printer: &mut Printer) -> Result<Outcome, CommandError> {
    let pack = usable_pack(&arguments.pack, printer)?;
    let day = day_or_today(arguments.as_at.as_deref())?;
    let report = progress_report(&pack, day, Language::from(arguments.lang));
    let bytes = match arguments.format {
        ReportFormat::Md => report.to_markdown().into_bytes(),
        ReportFormat::Pdf => {
            let pdf = report_document(&report).to_pdf();
            pdf.map_err(|error| CommandError::refused(format!("the PDF cannot be made: {error}")))?
        }
    };
    match (&arguments.to, arguments.format) {
        (Some(file), _) => {
            write_new(file, &bytes)?;
            printer.line(&format!("{} written", file.display()));
        }
        (None, ReportFormat::Pdf) => {
            let error = CommandError::wrong_use("a PDF cannot be printed here");
            return Err(error.help("name a new file with `--to FILE`"));
        }
        (None, ReportFormat::Md) => printer.line(String::from_utf8_lossy(&bytes).trim_end()),
    }
    Ok(Outcome::Good)
}

/// The pack, for as long as the process lives: the documents refer to it.
fn kept(folder: &Path, printer: &Printer) -> Result<&'static Pack, CommandError> {
    Ok(Box::leak(Box::new(usable_pack(folder, printer)?)))
}

fn print_json(document: &impl Serialize, printer: &mut Printer) {
    // What is printed holds texts and numbers only, which always make JSON.
    printer.line(&serde_json::to_string_pretty(document).unwrap_or_default());
}

fn known<'a>(id: &str, what: &str, mut names: impl Iterator<Item = &'a Id> + Clone) -> Result<(), CommandError> {
    let all = names.clone();
    if names.any(|it| **it == *id) {
        return Ok(());
    }
    let error = CommandError::wrong_use(format!("there is no {what} `{id}` in this pack"));
    Err(error.help(did_you_mean(id, all.map(|it| &**it))))
}

fn state(name: &str) -> Result<AgreementState, CommandError> {
    AgreementState::named(name).ok_or_else(|| {
        let names = AgreementState::ALL.map(|(name, _)| name);
        CommandError::wrong_use(format!("there is no state `{name}`")).help(format!("known: {}", names.join(", ")))
    })
}

fn meeting(text: &str, pack: &Pack) -> Result<(Id, Date), CommandError> {
    let read = text.split_once('=').and_then(|(table, day)| Some((table, parse_date(day).ok()?)));
    let Some((table, day)) = read else {
        let error = CommandError::wrong_use(format!("`{text}` is not a meeting"));
        return Err(error.help("write a table and a day: directeurenoverleg=2016-02-01"));
    };
    known(table, "table", pack.governance.tables.iter().map(|it| &it.id))?;
    Ok((Id::from(table), day))
}
