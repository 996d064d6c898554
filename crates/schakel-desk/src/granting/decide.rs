//! Taking the decisions that follow from a division: so many in one transaction, so that others can write in between. A
//! program that stops halfway goes on where it was; another server that does the same finds them taken.

use std::sync::Arc;

use schakel_casework::{Actor, Code};
use schakel_schemes::{
    ApplicationCommand, ApplicationNumber, Divided, GrantTerms, Obligation, RoundRules, Verdict, YearCommitment,
    decide_application,
};
use schakel_store::journal::append;
use schakel_store::{Statements, tables};
use schakel_time::{Date, DateTime};

use super::error::GrantingError;
use super::{GrantDesk, for_executor, take_in_unwritten};

/// What holds for every grant of a round that is decided on at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundTermsOfGrant {
    /// The last day of the activities.
    pub activities_until: Date,
    /// The year for which the grants are committed.
    pub year: i16,
    /// What has to be done for it, and by when.
    pub obligations: Vec<Obligation>,
    /// Whether it is de minimis aid.
    pub de_minimis: bool,
}

/// What was decided on a round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DecidedRound {
    /// Grants.
    pub granted: u64,
    /// Refusals.
    pub refused: u64,
    /// Left alone: decided on before, taken back, or to be completed again since the division.
    pub passed_over: u64,
}

/// Decisions in one transaction.
const DECIDE_MOST: usize = 500;

impl GrantDesk {
    /// Takes the decisions that follow from the last division of a round. None of them goes above a ceiling: the room is
    /// read and written with each.
    ///
    /// # Errors
    /// [`GrantingError::NoDivision`]; [`GrantingError::CeilingReached`] when something was granted meanwhile, so that the
    /// money has to be divided again; what was decided before stands.
    pub fn decide_round(
        &self,
        round: &Code,
        terms: &RoundTermsOfGrant,
        by: &Actor,
        now: DateTime,
    ) -> Result<DecidedRound, GrantingError> {
        for_executor(self.rules(round)?, by)?;
        let divided = self.store.read(|statements| tables::rounds::division(statements, round))?;
        let divided = divided.ok_or(GrantingError::NoDivision)?;
        let mut done = DecidedRound::default();
        for some in divided.chunks(DECIDE_MOST) {
            let (rounds, round, some) = (Arc::clone(&self.rounds), round.clone(), some.to_vec());
            let (terms, by) = (terms.clone(), by.clone());
            let decided = self.store.write(move |statements| {
                let rules = rounds.get(&round).ok_or(GrantingError::UnknownRound(round))?;
                decide_some(statements, rules, &some, &terms, &by, now)
            })?;
            done.granted = done.granted.saturating_add(decided.granted);
            done.refused = done.refused.saturating_add(decided.refused);
            done.passed_over = done.passed_over.saturating_add(decided.passed_over);
        }
        Ok(done)
    }
}

fn decide_some(
    statements: &mut dyn Statements,
    rules: &RoundRules,
    some: &[Divided],
    terms: &RoundTermsOfGrant,
    by: &Actor,
    now: DateTime,
) -> Result<DecidedRound, GrantingError> {
    let mut done = DecidedRound::default();
    let mut written = Vec::new();
    let numbers: Vec<ApplicationNumber> = some.iter().map(|it| it.application).collect();
    let mut found = tables::applications::read_all(statements, &numbers)?;
    for divided in some {
        let Some(before) = found.remove(&divided.application) else { continue };
        if before.application.decided.is_some() || before.application.complete_at.is_none() {
            done.passed_over = done.passed_over.saturating_add(1);
            continue;
        }
        let command = ApplicationCommand::Decide(verdict(divided, terms));
        match decide_application(&before.application, &command, by, now, &rules.application) {
            Ok(step) => {
                written.extend(take_in_unwritten(statements, before, step, rules)?.1);
                let heap = if divided.grounds.is_empty() { &mut done.granted } else { &mut done.refused };
                *heap = heap.saturating_add(1);
            }
            // Taken back since the division.
            Err(schakel_schemes::ApplicationRefusal::NotAllowed { .. }) => {
                done.passed_over = done.passed_over.saturating_add(1);
            }
            Err(refused) => return Err(refused.into()),
        }
    }
    append(statements, now, &written)?;
    Ok(done)
}

fn verdict(divided: &Divided, terms: &RoundTermsOfGrant) -> Verdict {
    if !divided.grounds.is_empty() {
        return Verdict::Refused(divided.grounds.clone());
    }
    Verdict::Granted(GrantTerms {
        amount: divided.granted,
        activities_until: terms.activities_until,
        commitments: vec![YearCommitment { year: terms.year, amount: divided.granted }],
        obligations: terms.obligations.clone(),
        de_minimis: terms.de_minimis,
    })
}
