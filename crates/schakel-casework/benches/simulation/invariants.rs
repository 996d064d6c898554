//! What must hold after every step, checked without the help of the code that makes it hold.

use std::collections::{BTreeMap, BTreeSet};

use schakel_casework::{
    CASE, CHAIN_MAX, Case, CaseStanding, Change, Code, Command, ConsentNumber, Event, OrganisationId, Place, Purpose,
    RECEIVERS_AT_ONCE_MAX, REFERRAL, ReferralState, Why,
};
use schakel_time::Date;

/// What the entrepreneurs of all cases really consented to, kept apart from the cases.
#[derive(Default)]
pub struct Ledger(BTreeMap<ConsentNumber, (OrganisationId, Purpose, BTreeSet<Code>)>);

impl Ledger {
    /// What was shown in these events must be covered by what stands now.
    pub fn check(&self, events: &[Event]) -> Result<(), String> {
        for event in events {
            let Change::Shown { receiver, purpose, facts, .. } = &event.change else { continue };
            let standing = || self.0.values().filter(|(who, what_for, _)| who == receiver && what_for == purpose);
            let covered: BTreeSet<&Code> = standing().flat_map(|(_, _, facts)| facts).collect();
            if standing().next().is_none() || !facts.iter().all(|fact| covered.contains(fact)) {
                return Err(format!("{receiver} was shown {facts:?} without consent"));
            }
        }
        Ok(())
    }

    /// Notes a consent or its withdrawal, after it was accepted.
    pub fn note(&mut self, command: &Command, events: &[Event]) {
        match command {
            Command::Consent { receiver, purpose, facts } => {
                let number = events.iter().find_map(|it| match it.change {
                    Change::Consented { consent, .. } => Some(consent),
                    _ => None,
                });
                self.0.insert(number.unwrap(), (receiver.clone(), *purpose, facts.clone()));
            }
            Command::Withdraw(number) => {
                self.0.remove(number);
            }
            _ => {}
        }
    }
}

/// The case itself, as it stands after a step on this day.
pub fn check_case(case: &Case, today: Date, known: &[OrganisationId]) -> Result<(), String> {
    match &case.standing {
        CaseStanding::Own(course) => match course.standing() {
            Some(standing) if !known.contains(&standing.responsible) => {
                return Err(format!("{} is responsible and does not exist", standing.responsible));
            }
            Some(standing) if standing.due < today => return Err(format!("the next date {} has passed", standing.due)),
            _ => {}
        },
        CaseStanding::Joined { lead, .. } if *lead == case.id => return Err("it follows itself".to_owned()),
        CaseStanding::Joined { .. } => {}
    }
    if let Some(next) = case.next_date().filter(|next| *next < today) {
        return Err(format!("the date {next} of a referral has passed"));
    }
    if case.course().is_none_or(|it| it.standing().is_none())
        && case.referrals.iter().any(|it| it.course.standing().is_some())
    {
        return Err("a referral is open in a case that is not".to_owned());
    }
    let mut asked = BTreeSet::new();
    if let Some(twice) = case.referrals.iter().find(|it| !asked.insert(&it.receiver)) {
        return Err(format!("{} was asked twice", twice.receiver));
    }
    if let Some(long) = case.referrals.iter().find(|it| it.step > CHAIN_MAX) {
        return Err(format!("referral {} is step {} of a chain", long.number, long.step));
    }
    if case.referrals.iter().filter(|it| it.is_waiting()).count() > RECEIVERS_AT_ONCE_MAX {
        return Err("too many organisations are asked at once".to_owned());
    }
    if case.misfits > 0 { Err(format!("{} events did not fit", case.misfits)) } else { Ok(()) }
}

/// Each move of a referral must be one that its process allows.
pub fn check_referrals(before: &Case, events: &[Event]) -> Result<(), String> {
    let mut places: BTreeMap<_, _> = before.referrals.iter().map(|it| (it.number, it.course.place())).collect();
    for event in events {
        let (number, next) = match &event.change {
            Change::Referred { referral, .. } => {
                places.insert(*referral, Place::Open(REFERRAL.first));
                continue;
            }
            Change::Accepted { referral, .. } => (referral, Place::Open(ReferralState::Accepted)),
            Change::ReferralEnded { referral, .. } => (referral, Place::Ended),
            _ => continue,
        };
        if !places.get(number).is_some_and(|from| REFERRAL.connects(*from, next)) {
            return Err(format!("no rule leads referral {number} to {next:?}"));
        }
        places.insert(*number, next);
    }
    Ok(())
}

/// Each move of the case must be one that the process allows.
pub fn check_moves(before: &Case, events: &[Event]) -> Result<(), String> {
    let mut place = before.course().map(|it| it.place());
    for event in events {
        let next = match &event.change {
            Change::Stands { why: Why::Separated, standing } => {
                place = Some(Place::Open(standing.state));
                continue;
            }
            Change::Stands { standing, .. } => Place::Open(standing.state),
            Change::Ended(_) => Place::Ended,
            _ => continue,
        };
        if !place.is_some_and(|from| CASE.connects(from, next)) {
            return Err(format!("no rule leads from {place:?} to {next:?}"));
        }
        place = Some(next);
    }
    Ok(())
}
