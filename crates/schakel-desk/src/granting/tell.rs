//! Who has to be told what of an application: a message in the outbox, in the transaction of what it is about.

use schakel_casework::FirmRef;
use schakel_schemes::{Application, ApplicationChange, ApplicationEvent, GrantChange};
use schakel_store::tables::outbox::{self, NewMessage, Reader};
use schakel_store::{Statements, StoreError};
use schakel_time::DateTime;

use crate::told::{ApplicationNews, Told};

/// Tells what these events ask for.
pub(super) fn tell(
    statements: &mut dyn Statements,
    application: &Application,
    events: &[ApplicationEvent],
) -> Result<(), StoreError> {
    for event in events {
        for (firm, news) in readers(application, &event.change) {
            let once = format!("application-{}-{}-{firm}", event.application, event.number);
            message(statements, application, firm, news, once, event.at)?;
        }
    }
    Ok(())
}

/// Makes one message, unless the same was made before.
pub(super) fn message(
    statements: &mut dyn Statements,
    application: &Application,
    firm: FirmRef,
    news: ApplicationNews,
    once: String,
    at: DateTime,
) -> Result<(), StoreError> {
    let message = Told::Application { application: application.number, news };
    let new = NewMessage { once, case: None, reader: Reader::Firm(firm), message: &message, try_after: at };
    outbox::add(statements, &new, at)?;
    Ok(())
}

/// Who hears of a change, and as what.
fn readers(application: &Application, change: &ApplicationChange) -> Vec<(FirmRef, ApplicationNews)> {
    use ApplicationNews::{
        Complete, Decided, Delayed, Incomplete, Invited, ObjectionDecided, PartnerAnswered, Received, Settled,
    };
    let applicant = |news| vec![(application.applicant, news)];
    let everybody = |news| application.participants().map(|firm| (firm, news)).collect();
    match change {
        ApplicationChange::PartnerInvited(firm) => vec![(*firm, Invited)],
        ApplicationChange::PartnerAnswered { .. } => applicant(PartnerAnswered),
        ApplicationChange::Submitted { .. } | ApplicationChange::Supplemented { .. } => applicant(Received),
        ApplicationChange::AskedToComplete { .. } => applicant(Incomplete),
        ApplicationChange::FoundComplete { .. } => applicant(Complete),
        ApplicationChange::TermExtended { .. } | ApplicationChange::DelayNoticed { .. } => applicant(Delayed),
        ApplicationChange::Announced { .. } => everybody(Decided),
        ApplicationChange::ObjectionDecided { .. } => everybody(ObjectionDecided),
        ApplicationChange::Grant(GrantChange::Settled { .. }) => applicant(Settled),
        _ => Vec::new(),
    }
}
