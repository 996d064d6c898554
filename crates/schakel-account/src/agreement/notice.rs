//! What changed in the agreements, for each party: between two days, or between two versions of the pack.

use std::collections::{BTreeMap, BTreeSet};

use schakel_register::{Agreement, AgreementState, Due, Id, Pack};
use schakel_time::Date;

use crate::agreement::{AgreementFilter, Standing, agreement_on, agreements_on, parties};

/// What one party must hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeNotice {
    /// The party.
    pub party: Id,
    /// The agreement.
    pub agreement: Id,
    /// What changed, in a fixed order.
    pub changes: Vec<Change>,
}

/// A change of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is new.
    New,
    /// It is no longer there.
    Gone,
    /// Its state changed.
    State {
        /// What it was.
        from: AgreementState,
        /// What it is.
        to: AgreementState,
    },
    /// Its term changed.
    Term {
        /// What it was.
        from: Option<Due>,
        /// What it is.
        to: Option<Due>,
    },
    /// Its term passed.
    Passed {
        /// Since when it is late.
        since: Date,
    },
    /// Who takes part changed.
    Parties {
        /// Who came.
        joined: Vec<Id>,
        /// Who left.
        left: Vec<Id>,
    },
    /// What is agreed, or what somebody does, changed.
    Content,
}

/// What changed from one day to a later one, as far as the pack knows.
pub fn notices_between_days(pack: &Pack, from: Date, to: Date) -> Vec<ChangeNotice> {
    let known = agreements_on(pack, to, &AgreementFilter::default());
    let changes = known.into_iter().map(|now| {
        let changes = match agreement_on(now.agreement, from) {
            None => vec![Change::New],
            Some(before) => {
                let (old, new) = (before.progress.state, now.progress.state);
                let state = (old != new).then_some(Change::State { from: old, to: new });
                let passed = match (before.standing, now.standing) {
                    (Standing::Overdue { .. }, _) => None,
                    (_, Standing::Overdue { since }) => Some(Change::Passed { since }),
                    _ => None,
                };
                state.into_iter().chain(passed).collect()
            }
        };
        (now.agreement, parties(now.agreement).collect(), changes)
    });
    to_parties(changes)
}

/// What changed from one version of the pack to another, on one day.
pub fn notices_between_packs(old: &Pack, new: &Pack, day: Date) -> Vec<ChangeNotice> {
    let ids: BTreeSet<&Id> = old.agreements.keys().chain(new.agreements.keys()).collect();
    let changes = ids.into_iter().filter_map(|id| {
        let (before, after) = (old.agreements.get(id), new.agreements.get(id));
        let changes = match (before, after) {
            (None, None) => return None,
            (None, Some(_)) => vec![Change::New],
            (Some(_), None) => vec![Change::Gone],
            (Some(before), Some(after)) => differences(before, after, day),
        };
        let both: BTreeSet<&Id> = before.into_iter().chain(after).flat_map(parties).collect();
        Some((after.or(before)?, both, changes))
    });
    to_parties(changes)
}

fn differences(before: &Agreement, after: &Agreement, day: Date) -> Vec<Change> {
    let state = |it| agreement_on(it, day).map(|it| it.progress.state);
    let mut changes = Vec::new();
    if let (Some(from), Some(to)) = (state(before), state(after)) {
        changes.extend((from != to).then_some(Change::State { from, to }));
    }
    if before.due != after.due {
        changes.push(Change::Term { from: before.due.clone(), to: after.due.clone() });
    }
    let (old, new): (BTreeSet<&Id>, BTreeSet<&Id>) = (parties(before).collect(), parties(after).collect());
    if old != new {
        let list = |ids: Vec<&&Id>| ids.into_iter().map(|it| (*it).clone()).collect();
        let (joined, left) = (list(new.difference(&old).collect()), list(old.difference(&new).collect()));
        changes.push(Change::Parties { joined, left });
    }
    if before.summary != after.summary || before.tasks != after.tasks {
        changes.push(Change::Content);
    }
    changes
}

fn to_parties<'a>(changes: impl Iterator<Item = (&'a Agreement, BTreeSet<&'a Id>, Vec<Change>)>) -> Vec<ChangeNotice> {
    let mut notices: BTreeMap<(Id, Id), Vec<Change>> = BTreeMap::new();
    for (agreement, parties, changes) in changes.filter(|(_, _, changes)| !changes.is_empty()) {
        for party in parties {
            notices.insert((party.clone(), agreement.id.clone()), changes.clone());
        }
    }
    let notice = |((party, agreement), changes)| ChangeNotice { party, agreement, changes };
    notices.into_iter().map(notice).collect()
}
