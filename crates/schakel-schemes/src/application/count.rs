//! Counts of applications, always from the records: received, and what became of each; grants and the firms behind them.

use std::collections::BTreeSet;

use schakel_casework::{Course, FirmRef};
use schakel_register::Cents;
use serde::{Deserialize, Serialize};

use super::{Application, ApplicationOutcome, Verdict};

/// What became of applications. Received is granted, refused, not dealt with, withdrawn and undecided together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ApplicationCount {
    /// Handed in.
    pub received: u64,
    /// Granted, as the decision stands now.
    pub granted: u64,
    /// Refused, as the decision stands now.
    pub refused: u64,
    /// Not dealt with, as the decision stands now.
    pub not_dealt_with: u64,
    /// Taken back before a decision.
    pub withdrawn: u64,
    /// Without a decision.
    pub undecided: u64,
    /// The grants together.
    pub amount: Cents,
    /// The firms that take part in grants, each once.
    pub firms: u64,
}

/// Counts applications of one round or of several; drafts are no applications yet.
pub fn count_applications<'a>(applications: impl IntoIterator<Item = &'a Application>) -> ApplicationCount {
    let mut count = ApplicationCount::default();
    let mut firms: BTreeSet<FirmRef> = BTreeSet::new();
    for application in applications.into_iter().filter(|it| it.received_at().is_some()) {
        count.received += 1;
        match application.decided.as_ref().map(|it| &it.verdict) {
            Some(Verdict::Granted(terms)) => {
                count.granted += 1;
                count.amount += terms.amount;
                firms.extend(application.participants());
            }
            Some(Verdict::Refused(_)) => count.refused += 1,
            Some(Verdict::NotDealtWith) => count.not_dealt_with += 1,
            None if matches!(application.course, Course::Ended { outcome: ApplicationOutcome::Withdrawn, .. }) => {
                count.withdrawn += 1;
            }
            None => count.undecided += 1,
        }
    }
    count.firms = u64::try_from(firms.len()).unwrap_or(u64::MAX);
    count
}
