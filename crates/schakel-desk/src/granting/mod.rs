//! The counter of grants: `schakel-schemes` decides, `schakel-store` keeps; here the two come together in one transaction.
//! What an applicant does is in `apply`, what is done with an application in `handle`, what is done with a whole round in
//! `divide` and `decide`, what a grant has to meet besides room in `limits`; committees, objections, small aid, vouchers and
//! the end of a year have modules of their own.

use std::collections::BTreeMap;
use std::sync::Arc;

use schakel_casework::{Actor, Code};
use schakel_register::{Cents, Pack};
use schakel_schemes::{ApplicationEvent, ApplicationNumber, ApplicationStep, Merits, RoundRules};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::applications::{ApplicationRow, committed};
use schakel_store::{Statements, Store, tables};

mod apply;
mod committee;
mod decide;
mod divide;
mod drawing;
mod error;
mod file_kind;
mod handle;
mod limits;
mod objecting;
mod parties;
mod see;
mod small_aid;
mod tell;
mod voucher;
mod year_end;

pub use apply::{FILES_MAX, NewFile, NewForm};
pub use committee::Committee;
pub use decide::{DecidedRound, RoundTermsOfGrant};
pub use error::{FileFlaw, GrantingError};
pub use parties::{APPLICATION_LINK_DAYS, Begun, NewApplication};
pub use see::Papers;
pub use small_aid::SmallAidEntry;

/// The counter of grants: a store with the rounds that can be executed. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct GrantDesk {
    pub(crate) store: Store,
    rounds: Arc<BTreeMap<Code, RoundRules>>,
    pack: &'static Pack,
}

impl GrantDesk {
    /// The counter of these rounds over a store, with the rules on public aid of a pack. Of a round that is named twice,
    /// the last one holds.
    pub fn new(store: Store, rounds: impl IntoIterator<Item = RoundRules>, pack: &'static Pack) -> Self {
        let rounds = rounds.into_iter().map(|it| (it.application.round.clone(), it)).collect();
        GrantDesk { store, rounds: Arc::new(rounds), pack }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The rounds that can be executed, by code.
    pub fn rounds(&self) -> &BTreeMap<Code, RoundRules> {
        &self.rounds
    }

    /// The rules of a round.
    ///
    /// # Errors
    /// [`GrantingError::UnknownRound`] for one that cannot be executed here.
    pub fn rules(&self, round: &Code) -> Result<&RoundRules, GrantingError> {
        self.rounds.get(round).ok_or_else(|| GrantingError::UnknownRound(round.clone()))
    }
}

/// An application, and the rules of its round.
fn application<'a>(
    statements: &mut dyn Statements,
    rounds: &'a BTreeMap<Code, RoundRules>,
    number: ApplicationNumber,
) -> Result<(ApplicationRow, &'a RoundRules), GrantingError> {
    let row = tables::applications::read(statements, number)?.ok_or(GrantingError::NotFound)?;
    let round = &row.application.round;
    let rules = rounds.get(round).ok_or_else(|| GrantingError::UnknownRound(round.clone()))?;
    Ok((row, rules))
}

/// Whether an application is there for whoever asks: the applicant, those asked to take part, and the executor.
fn for_actor(row: &ApplicationRow, by: &Actor) -> Result<(), GrantingError> {
    let application = &row.application;
    let theirs = match by {
        Actor::Entrepreneur(firm) => application.applicant == *firm || application.partners.contains_key(firm),
        Actor::Organisation { organisation, .. } => application.executor == *organisation,
        Actor::Time => true,
    };
    if theirs { Ok(()) } else { Err(GrantingError::NotFound) }
}

/// Whether whoever acts carries out the round.
fn for_executor(rules: &RoundRules, by: &Actor) -> Result<(), GrantingError> {
    match by {
        Actor::Organisation { organisation, .. } if *organisation == rules.application.executor => Ok(()),
        _ => Err(GrantingError::NotExecutor),
    }
}

/// Takes in what was done with an application: the room under the ceilings, the application and its history, in the
/// transaction of the caller.
fn take_in(
    statements: &mut dyn Statements,
    before: ApplicationRow,
    step: ApplicationStep,
    rules: &RoundRules,
) -> Result<ApplicationRow, GrantingError> {
    let at = step.application.last_at;
    let (row, entries) = take_in_unwritten(statements, before, step, rules)?;
    append(statements, at, &entries)?;
    Ok(row)
}

/// Takes in what was done with an application, and leaves its history to be written by the caller, in the same transaction.
fn take_in_unwritten(
    statements: &mut dyn Statements,
    before: ApplicationRow,
    step: ApplicationStep,
    rules: &RoundRules,
) -> Result<(ApplicationRow, Vec<Entry>), GrantingError> {
    if step.events.is_empty() {
        return Ok((before, Vec::new()));
    }
    let more = committed(&step.application) - committed(&before.application);
    if more != Cents::ZERO {
        let (round, parts) = (&step.application.round, before.merits.parts());
        divide::set_first_ceilings(statements, rules, step.application.last_at)?;
        tables::rounds::commit(statements, round, more, &parts)?.map_err(GrantingError::CeilingReached)?;
        small_aid::book(statements, &step.application)?;
    }
    let row = ApplicationRow { application: step.application, ..before };
    tables::applications::keep(statements, &row)?;
    tell::tell(statements, &row.application, &step.events)?;
    Ok((row, entries(step.events)))
}

fn entries(events: Vec<ApplicationEvent>) -> Vec<Entry> {
    events.into_iter().map(|event| Entry::Application(Box::new(event))).collect()
}

/// Keeps an application with what happened to it.
fn keep(
    statements: &mut dyn Statements,
    row: ApplicationRow,
    events: Vec<ApplicationEvent>,
) -> Result<ApplicationRow, GrantingError> {
    tables::applications::keep(statements, &row)?;
    append(statements, row.application.last_at, &entries(events))?;
    Ok(row)
}

/// A new application, of which nothing is known yet.
fn new_row(step: &ApplicationStep) -> ApplicationRow {
    ApplicationRow { application: step.application.clone(), turn: None, merits: Merits::default() }
}
