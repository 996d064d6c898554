//! What an applicant does: begin, fill in, add files, hand in and complete. The moment of receipt is given out here, in the
//! transaction that keeps it, so that the order of receipt is total and the receipts say it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schakel_casework::{Actor, CaseId, Code, FirmRef, TextRef};
use schakel_register::Cents;
use schakel_schemes::{
    Application, ApplicationCommand, ApplicationNumber, ApplicationRefusal, ApplicationState, Attachment, Content,
    Digest, MissingItem, Receipt, RoundRules, decide_application, missing_in, start_application,
};
use schakel_store::tables::applications::ApplicationRow;
use schakel_store::tables::rounds::RoundBook;
use schakel_store::{Statements, tables};
use schakel_time::{DateTime, add_days, add_microseconds, add_minutes};

use super::error::{FileFlaw, GrantingError};
use super::file_kind::file_kind;
use super::{GrantDesk, application, for_actor, keep, new_row, take_in};
use crate::retention::APPLICATION_DAYS;

/// What was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewForm {
    /// The answers: a JSON object with a field of the round for each; an empty text is no answer.
    pub answers: String,
    /// The costs of each participant that count.
    pub costs: BTreeMap<FirmRef, Cents>,
    /// What is asked for in all.
    pub requested: Cents,
}

/// A file to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Which document of the round it is.
    pub document: Code,
    /// Its name.
    pub name: String,
    /// What it holds.
    pub content: Vec<u8>,
}

/// The most files with one application: our choice.
pub const FILES_MAX: usize = 40;

/// How far the clocks of two servers may lie apart, minutes, before nothing is received: our choice.
const CLOCKS_APART_MINUTES: i64 = 1;

impl GrantDesk {
    /// Begins an application. A form key makes sending the same form twice begin one.
    ///
    /// # Errors
    /// [`GrantingError::UnknownRound`]; [`GrantingError::Refused`] when the round is over; [`GrantingError::SentBefore`]
    /// with the number.
    pub fn start(
        &self,
        round: &Code,
        applicant: FirmRef,
        case: Option<CaseId>,
        now: DateTime,
        form_key: Option<String>,
    ) -> Result<Application, GrantingError> {
        let (rounds, round) = (Arc::clone(&self.rounds), round.clone());
        self.store.write(move |statements| {
            let rules = rounds.get(&round).ok_or(GrantingError::UnknownRound(round))?;
            once(statements, form_key.as_deref())?;
            start(statements, rules, applicant, case, now, form_key.as_deref())
        })
    }

    /// Keeps what was filled in, of an application that was not handed in yet.
    ///
    /// # Errors
    /// [`GrantingError`]; nothing changed.
    pub fn save(
        &self,
        number: ApplicationNumber,
        form: NewForm,
        by: Actor,
        now: DateTime,
    ) -> Result<Application, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            for_actor(&before, &by)?;
            let content = content(statements, &before, &form, now)?;
            let command = ApplicationCommand::Save(content);
            let step = decide_application(&before.application, &command, &by, now, &rules.application)?;
            Ok(take_in(statements, before, step, rules)?.application)
        })
    }

    /// Hands an application in. The receipt says exactly when: no two of a round have the same moment, and who has the
    /// earlier one was first. Handing in twice gives the first receipt again.
    ///
    /// # Errors
    /// [`GrantingError`]; nothing was received.
    pub fn submit(&self, number: ApplicationNumber, by: Actor, now: DateTime) -> Result<Receipt, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (mut before, rules) = application(statements, &rounds, number)?;
            for_actor(&before, &by)?;
            if let Some(first) = before.application.receipts.first() {
                return Ok(first.clone());
            }
            let mut book = tables::rounds::book(statements, &before.application.round)?;
            let now = moment_of_receipt(&book, now)?;
            let command = ApplicationCommand::Submit;
            let step = decide_application(&before.application, &command, &by, now, &rules.application)?;
            // Who got aid has to be known for as long as its papers are kept.
            for firm in before.application.participants() {
                tables::firms::keep_until(statements, firm, add_days(now.date(), APPLICATION_DAYS))?;
            }
            book.received = book.received.saturating_add(1);
            before.turn = Some(book.received);
            received(statements, before, step, rules, book)
        })
    }

    /// Completes an application that the applicant was asked to complete; the moment of the new receipt counts once it is
    /// found complete (Kaderbesluit 27(1)).
    ///
    /// # Errors
    /// [`GrantingError`]; nothing was received.
    pub fn supplement(
        &self,
        number: ApplicationNumber,
        form: NewForm,
        by: Actor,
        now: DateTime,
    ) -> Result<Receipt, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            for_actor(&before, &by)?;
            let book = tables::rounds::book(statements, &before.application.round)?;
            let now = moment_of_receipt(&book, now)?;
            let command = ApplicationCommand::Supplement(content(statements, &before, &form, now)?);
            let step = decide_application(&before.application, &command, &by, now, &rules.application)?;
            received(statements, before, step, rules, book)
        })
    }

    /// Adds a file to an application that is filled in or completed. What it is, is found in its first bytes.
    ///
    /// # Errors
    /// [`GrantingError::File`] and [`GrantingError::Refused`] for a file that cannot be used; nothing was kept.
    pub fn attach(
        &self,
        number: ApplicationNumber,
        file: NewFile,
        by: Actor,
        now: DateTime,
    ) -> Result<Attachment, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        if file.content.is_empty() {
            return Err(GrantingError::File(FileFlaw::Empty));
        }
        let kind = file_kind(&file.content).ok_or(GrantingError::File(FileFlaw::UnknownKind))?;
        let attachment = Attachment {
            document: file.document.clone(),
            digest: Digest::of(&file.content),
            bytes: u64::try_from(file.content.len()).unwrap_or(u64::MAX),
            kind,
        };
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            takes_files(&before, &by)?;
            if let Some(flaw) = rules.application.completeness.unusable(&attachment) {
                return Err(ApplicationRefusal::Unusable(BTreeSet::from([flaw])).into());
            }
            if tables::application_papers::files_of(statements, number)?.len() >= FILES_MAX {
                return Err(GrantingError::File(FileFlaw::TooMany { most: FILES_MAX }));
            }
            let name = &file.name;
            tables::application_papers::add_file(statements, number, &attachment, name, &file.content, now)?;
            save_files(statements, before, &by, now, rules)?;
            Ok(attachment)
        })
    }

    /// Takes a file away again, before it is handed in.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is no such file, or it was handed in.
    pub fn detach(&self, number: ApplicationNumber, file: u64, by: Actor, now: DateTime) -> Result<(), GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            takes_files(&before, &by)?;
            let files = tables::application_papers::files_of(statements, number)?;
            let handed_in = before.application.receipts.last().map(|it| it.received_at);
            let found = files.iter().find(|it| it.id == file);
            found.filter(|it| handed_in.is_none_or(|at| it.made_at > at)).ok_or(GrantingError::NotFound)?;
            tables::application_papers::remove_file(statements, number, file)?;
            save_files(statements, before, &by, now, rules)
        })
    }

    /// What is missing as the form stands now, for showing while it is filled in.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`].
    pub fn missing(&self, number: ApplicationNumber, by: &Actor) -> Result<BTreeSet<MissingItem>, GrantingError> {
        let row = self.application(number, by)?;
        let rules = self.rules(&row.application.round)?;
        Ok(missing_in(&row.application, row.application.content.as_ref(), &rules.application))
    }
}

/// Refuses a form that was sent before.
pub(super) fn once(statements: &mut dyn Statements, form_key: Option<&str>) -> Result<(), GrantingError> {
    let Some(key) = form_key else { return Ok(()) };
    tables::forms::answer(statements, key)?.map_or(Ok(()), |answer| Err(GrantingError::SentBefore(answer)))
}

/// Begins an application in the transaction of the caller.
pub(super) fn start(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    applicant: FirmRef,
    case: Option<CaseId>,
    now: DateTime,
    form_key: Option<&str>,
) -> Result<Application, GrantingError> {
    let number = tables::applications::next_application(statements)?;
    let step = start_application(number, applicant, case, now, &rules.application)?;
    if let Some(key) = form_key {
        tables::forms::remember(statements, key, now, &number.to_string())?;
    }
    Ok(keep(statements, new_row(&step), step.events)?.application)
}

/// The moment on which something is received: now, or just after what was received last. So the order in which receipts are
/// given out is the order of their moments, whatever the clocks of several servers say and however long one waited.
fn moment_of_receipt(book: &RoundBook, now: DateTime) -> Result<DateTime, GrantingError> {
    let Some(last_at) = book.last_received_at else { return Ok(now) };
    if last_at > add_minutes(now, CLOCKS_APART_MINUTES) {
        return Err(GrantingError::ClockBackwards { last_at });
    }
    Ok(now.max(add_microseconds(last_at, 1)))
}

fn received(
    statements: &mut dyn Statements,
    before: ApplicationRow,
    step: schakel_schemes::ApplicationStep,
    rules: &RoundRules,
    mut book: RoundBook,
) -> Result<Receipt, GrantingError> {
    let after = take_in(statements, before, step, rules)?;
    let receipt = after.application.receipts.last().cloned().ok_or(GrantingError::NotFound)?;
    book.last_received_at = Some(receipt.received_at);
    tables::rounds::keep_book(statements, &receipt.round, &book)?;
    Ok(receipt)
}

/// Whether whoever acts may add or remove files now.
fn takes_files(row: &ApplicationRow, by: &Actor) -> Result<(), GrantingError> {
    for_actor(row, by)?;
    let state = row.application.course.standing().map(|it| it.state);
    let takes =
        matches!(state, Some(ApplicationState::Draft | ApplicationState::Incomplete | ApplicationState::Unrepaired));
    let is_applicant = *by == Actor::Entrepreneur(row.application.applicant);
    if takes && is_applicant {
        return Ok(());
    }
    Err(ApplicationRefusal::NotAllowed {
        by: if takes { vec![schakel_casework::Role::Entrepreneur] } else { Vec::new() },
    }
    .into())
}

/// Takes the files over into a draft that was kept before; what completes an application takes them when it is handed in.
fn save_files(
    statements: &mut dyn Statements,
    before: ApplicationRow,
    by: &Actor,
    now: DateTime,
    rules: &RoundRules,
) -> Result<(), GrantingError> {
    let is_draft = before.application.course.standing().is_some_and(|it| it.state == ApplicationState::Draft);
    let Some(kept) = before.application.content.clone().filter(|_| is_draft) else { return Ok(()) };
    let answers = tables::application_papers::form(statements, kept.form)?.unwrap_or_default();
    let attachments = attachments(statements, before.application.number)?;
    let digest = digest(&answers, &kept.costs, kept.requested, &attachments);
    let command = ApplicationCommand::Save(Content { digest, attachments, ..kept });
    let step = decide_application(&before.application, &command, by, now, &rules.application)?;
    take_in(statements, before, step, rules)?;
    Ok(())
}

/// Keeps the answers and makes of them what the application holds. Those of a draft come in the place of the earlier ones;
/// what was received stays.
fn content(
    statements: &mut dyn Statements,
    before: &ApplicationRow,
    form: &NewForm,
    now: DateTime,
) -> Result<Content, GrantingError> {
    let answers: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&form.answers).map_err(|_| GrantingError::Answers)?;
    let number = before.application.number;
    let draft = before.application.content.as_ref().filter(|_| before.application.receipts.is_empty());
    let text = match draft {
        Some(kept) => {
            tables::application_papers::change_form(statements, kept.form, &form.answers, now)?;
            TextRef(kept.form.0)
        }
        None => tables::application_papers::keep_form(statements, number, &form.answers, now)?,
    };
    let is_answered =
        |value: &serde_json::Value| !(value.is_null() || value.as_str().is_some_and(|it| it.trim().is_empty()));
    let fields = answers.iter().filter(|(_, value)| is_answered(value)).filter_map(|(field, _)| Code::new(field).ok());
    let attachments = attachments(statements, number)?;
    Ok(Content {
        form: text,
        digest: digest(&form.answers, &form.costs, form.requested, &attachments),
        fields: fields.collect(),
        costs: form.costs.clone(),
        requested: form.requested,
        attachments,
    })
}

fn attachments(statements: &mut dyn Statements, number: ApplicationNumber) -> Result<Vec<Attachment>, GrantingError> {
    let files = tables::application_papers::files_of(statements, number)?;
    Ok(files.into_iter().map(|it| it.attachment).collect())
}

/// The digest of the lines `schakel-content-1`, what is asked, a line for the costs of each participant, a line for each
/// file with its document and digest, each ended by a line feed, and then the answers as they were kept.
fn digest(answers: &str, costs: &BTreeMap<FirmRef, Cents>, requested: Cents, attachments: &[Attachment]) -> Digest {
    let mut text = format!("schakel-content-1\n{}\n", requested.count());
    for (firm, amount) in costs {
        text.push_str(&format!("costs {firm} {}\n", amount.count()));
    }
    for file in attachments {
        text.push_str(&format!("file {} {}\n", file.document, file.digest));
    }
    text.push_str(answers);
    Digest::of(text.as_bytes())
}
