//! The desk: the store with the region it serves. What it does is in the modules beside this one.

use std::sync::Arc;

use schakel_casework::{Case, CaseId, Decision, Event, Moment, OrganisationId, notices};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::{self, outbox::NewMessage, outbox::Reader};
use schakel_store::{Statements, Store, StoreError};
use schakel_time::DateTime;

use crate::error::DeskError;
use crate::region::Region;
use crate::told::Told;

/// The code under which name, telephone number and address of the entrepreneur, and the question in their own words, are
/// consented to and shown. It stands beside the facts of the pack.
pub const CONTACT: &str = "contact";

/// The counter of a region. Cloning is cheap.
#[derive(Clone, Debug)]
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) region: Arc<Region>,
}

impl Desk {
    /// The desk of a region over a store.
    pub fn new(store: Store, region: Region) -> Self {
        Desk { store, region: Arc::new(region) }
    }

    /// The store.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The region.
    pub fn region(&self) -> &Region {
        &self.region
    }
}

/// Takes a decision of the kernel in: the case, its history, and who has to be told, in one transaction.
pub(crate) fn take_in(statements: &mut dyn Statements, decision: &Decision, now: DateTime) -> Result<(), DeskError> {
    if decision.events.is_empty() {
        return Ok(());
    }
    tables::cases::keep(statements, &decision.case)?;
    let entries: Vec<Entry> = decision.events.iter().map(|event| Entry::Case(Box::new(event.clone()))).collect();
    append(statements, now, &entries)?;
    for event in &decision.events {
        tell(statements, event, &decision.case, now)?;
    }
    Ok(())
}

fn tell(statements: &mut dyn Statements, event: &Event, case: &Case, now: DateTime) -> Result<(), StoreError> {
    for (place, notice) in notices(event, case).into_iter().enumerate() {
        let reader = match notice.to {
            schakel_casework::Recipient::Firm(firm) => Reader::Firm(firm),
            schakel_casework::Recipient::Organisation(organisation) => Reader::Organisation(organisation),
        };
        let message = Told::Case(notice.message);
        let new = NewMessage {
            once: format!("case-{}-{}-{place}", event.case, event.number),
            case: Some(event.case),
            reader,
            message: &message,
            try_after: now,
        };
        tables::outbox::add(statements, &new, now)?;
    }
    Ok(())
}

/// The case of a number.
pub(crate) fn case(statements: &mut dyn Statements, id: CaseId) -> Result<Case, DeskError> {
    tables::cases::read(statements, id)?.ok_or(DeskError::NotFound)
}

/// Decides with everything that a decision looks at.
pub(crate) fn with_moment<T>(
    statements: &mut dyn Statements,
    region: &Region,
    now: DateTime,
    decide: impl FnOnce(&Moment<'_>) -> Result<T, schakel_casework::Refusal>,
) -> Result<T, DeskError> {
    let directory = region.directory(statements)?;
    let staffing = tables::absences::staffing(statements, now.date())?;
    let moment = Moment { now, policy: &region.policy, directory: &directory, staffing: &staffing };
    Ok(decide(&moment)?)
}

/// Whether an organisation may open a case today.
pub(crate) fn may_open(
    statements: &mut dyn Statements,
    region: &Region,
    case: &Case,
    organisation: &OrganisationId,
) -> Result<bool, StoreError> {
    let director = region.directory(statements)?.director(case.need.municipality.as_ref());
    Ok(case.may_open(organisation, &director))
}
