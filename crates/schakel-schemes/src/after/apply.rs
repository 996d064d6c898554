//! Makes a grant from its changes; total: what does not fit is told to the caller, and changes nothing.

use schakel_casework::Course;
use schakel_time::DateTime;

use super::{Grant, GrantChange};

impl GrantChange {
    /// The grant after the change; `None`: it does not fit.
    pub(crate) fn applied_to(&self, grant: Option<&Grant>, at: DateTime) -> Option<Grant> {
        let grant = match (self, grant) {
            (GrantChange::Opened(opened), None) => return Some(Grant::clone(opened)),
            (GrantChange::Opened(_), Some(_)) | (_, None) => return None,
            (_, Some(grant)) => grant,
        };
        let mut after = grant.clone();
        match self {
            GrantChange::Opened(_) => return None,
            GrantChange::Stands(standing) => after.course = Course::Open(standing.clone()),
            GrantChange::Ended(outcome) => after.course = Course::Ended { outcome: *outcome, at },
            GrantChange::Paid(amount) => after.paid += *amount,
            GrantChange::PaymentsHeld(until) => after.payments_held_until = *until,
            GrantChange::Met { obligation, on } => {
                let index = usize::try_from(*obligation).ok()?;
                after.terms.obligations.get_mut(index)?.met_on = Some(*on);
            }
            GrantChange::TermsChanged(terms) => after.terms = terms.clone(),
            GrantChange::SettlementRequested { costs } => after.costs_shown = Some(*costs),
            GrantChange::Settled { amount, on, lowered } => {
                after.settled = Some((*amount, *on));
                after.lowered = lowered.clone();
            }
            GrantChange::ReceivedBack(amount) => after.received_back += *amount,
            GrantChange::LetGo(amount) => after.let_go += *amount,
        }
        Some(after)
    }
}
