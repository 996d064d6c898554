//! Taking the decisions that follow from a division: so many in one transaction, so that others can write in between. A
//! program that stops halfway goes on where it was; another server that does the same finds them taken.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use schakel_casework::{Actor, Code};
use schakel_register::Pack;
use schakel_schemes::{
    ApplicationCommand, ApplicationNumber, ApplicationRefusal, Divided, GrantTerms, LimitFinding, NewGrant, Obligation,
    ReviewReason, RoundChange, RoundRules, Verdict, YearCommitment, decide_application,
};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::applications::ApplicationRow;
use schakel_store::{Statements, tables};
use schakel_time::{Date, DateTime};

use super::divide::record;
use super::error::GrantingError;
use super::{GrantDesk, for_executor, limits, take_in_unwritten};

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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DecidedRound {
    /// Grants.
    pub granted: u64,
    /// Refusals.
    pub refused: u64,
    /// Left alone: decided on before, taken back, or to be completed again since the division.
    pub passed_over: u64,
    /// Grants that wait until somebody has looked at them, each with why.
    pub held_up: BTreeMap<ApplicationNumber, BTreeSet<ReviewReason>>,
}

/// Decisions in one transaction.
const DECIDE_MOST: usize = 500;

impl GrantDesk {
    /// Takes the decisions that follow from the last division of a round. None of them goes above a ceiling: the room is
    /// read and written with each. A grant that does not meet what the round or the rules on public aid ask falls out
    /// first, for that reason, and its money goes to who comes next; one that somebody has to look at waits, with its
    /// money.
    ///
    /// # Errors
    /// [`GrantingError::NoDivision`]; [`GrantingError::CeilingReached`] when something was granted meanwhile, so that the
    /// money has to be divided again; [`GrantingError::Division`] when lots have to be drawn again because something fell
    /// out. What was decided before stands.
    pub fn decide_round(
        &self,
        round: &Code,
        terms: &RoundTermsOfGrant,
        by: &Actor,
        now: DateTime,
    ) -> Result<DecidedRound, GrantingError> {
        for_executor(self.rules(round)?, by)?;
        let mut done = DecidedRound::default();
        loop {
            done.held_up = self.weed(round, terms, by, now, &mut done.refused)?;
            let divided = self.store.read(|statements| tables::rounds::division(statements, round))?;
            let divided = divided.ok_or(GrantingError::NoDivision)?;
            let mut is_late = false;
            done.passed_over = 0;
            for some in divided.chunks(DECIDE_MOST) {
                let (rounds, round, some) = (Arc::clone(&self.rounds), round.clone(), some.to_vec());
                let (terms, by, pack) = (terms.clone(), by.clone(), self.pack);
                let decided = self.store.write(move |statements| {
                    let rules = rounds.get(&round).ok_or(GrantingError::UnknownRound(round))?;
                    Decider { rules, terms: &terms, by: &by, pack, now }.decide(statements, &some)
                })?;
                done.granted = done.granted.saturating_add(decided.granted);
                done.refused = done.refused.saturating_add(decided.refused);
                done.passed_over = done.passed_over.saturating_add(decided.passed_over);
                is_late |= decided.is_late;
            }
            if !is_late {
                return Ok(done);
            }
        }
    }

    /// Lets fall out what cannot be granted, and divides the money again until nothing falls out any more. Answers what
    /// has to be looked at.
    fn weed(
        &self,
        round: &Code,
        terms: &RoundTermsOfGrant,
        by: &Actor,
        now: DateTime,
        refused: &mut u64,
    ) -> Result<BTreeMap<ApplicationNumber, BTreeSet<ReviewReason>>, GrantingError> {
        loop {
            let (rounds, code) = (Arc::clone(&self.rounds), round.clone());
            let (terms, actor, pack) = (terms.clone(), by.clone(), self.pack);
            let (fallen, held_up) = self.store.write(move |statements| {
                let rules = rounds.get(&code).ok_or(GrantingError::UnknownRound(code))?;
                Decider { rules, terms: &terms, by: &actor, pack, now }.weed(statements)
            })?;
            if fallen == 0 {
                return Ok(held_up);
            }
            *refused = refused.saturating_add(fallen);
            self.divide(round, by.clone(), now)?;
        }
    }
}

/// Who decides on what, when.
struct Decider<'a> {
    rules: &'a RoundRules,
    terms: &'a RoundTermsOfGrant,
    by: &'a Actor,
    pack: &'a Pack,
    now: DateTime,
}

/// What was decided in one transaction.
#[derive(Default)]
struct DecidedSome {
    granted: u64,
    refused: u64,
    passed_over: u64,
    /// Whether something has to fall out since it was looked at: another server granted meanwhile.
    is_late: bool,
}

impl Decider<'_> {
    /// Refuses what falls out, in the order of the list: what comes first counts for who comes later. Answers how many
    /// fell out, and what has to be looked at.
    fn weed(
        &self,
        statements: &mut dyn Statements,
    ) -> Result<(u64, BTreeMap<ApplicationNumber, BTreeSet<ReviewReason>>), GrantingError> {
        let mut held_up = BTreeMap::new();
        if !limits::is_limited(statements, self.rules, self.terms.de_minimis)? {
            return Ok((0, held_up));
        }
        let round = &self.rules.application.round;
        let divided = tables::rounds::division(statements, round)?.ok_or(GrantingError::NoDivision)?;
        let granted: Vec<ApplicationNumber> = limits::granted(&divided).into_iter().collect();
        let mut found = tables::applications::read_all(statements, &granted)?;
        let mut known = limits::known(statements, self.rules, None, self.terms.de_minimis)?;
        let mut fallen = 0u64;
        let mut written = Vec::new();
        for divided in &divided {
            let Verdict::Granted(terms) = verdict(divided, self.terms) else { continue };
            let Some(before) = found.remove(&divided.application) else { continue };
            if !waits(&before) {
                continue;
            }
            let number = divided.application;
            let grant = NewGrant { application: &before.application, terms: &terms, day: self.now.date() };
            match known.check(grant, &self.rules.limits, self.pack) {
                LimitFinding::Free => known.give(grant),
                LimitFinding::FallsOut(grounds) => {
                    let change = RoundChange::FellOut { application: number, grounds: grounds.clone() };
                    record(statements, round, self.by.clone(), self.now, change)?;
                    written.extend(self.take(statements, before, Verdict::Refused(grounds))?);
                    fallen = fallen.saturating_add(1);
                }
                LimitFinding::Review(reasons) => {
                    let change = RoundChange::HeldUp { application: number, reasons: reasons.clone() };
                    record(statements, round, self.by.clone(), self.now, change)?;
                    held_up.insert(number, reasons);
                }
            }
        }
        append(statements, self.now, &written)?;
        Ok((fallen, held_up))
    }

    fn decide(&self, statements: &mut dyn Statements, some: &[Divided]) -> Result<DecidedSome, GrantingError> {
        let mut done = DecidedSome::default();
        let mut written = Vec::new();
        let numbers: Vec<ApplicationNumber> = some.iter().map(|it| it.application).collect();
        let mut found = tables::applications::read_all(statements, &numbers)?;
        let is_limited = limits::is_limited(statements, self.rules, self.terms.de_minimis)?;
        let mut known = match is_limited {
            true => Some(limits::known(statements, self.rules, None, self.terms.de_minimis)?),
            false => None,
        };
        for divided in some {
            let Some(before) = found.remove(&divided.application) else { continue };
            if !waits(&before) {
                done.passed_over = done.passed_over.saturating_add(1);
                continue;
            }
            let verdict = verdict(divided, self.terms);
            if let (Verdict::Granted(terms), Some(known)) = (&verdict, &mut known) {
                let grant = NewGrant { application: &before.application, terms, day: self.now.date() };
                let finding = known.check(grant, &self.rules.limits, self.pack);
                if finding != LimitFinding::Free {
                    done.is_late |= matches!(finding, LimitFinding::FallsOut(_));
                    continue;
                }
                known.give(grant);
            }
            match self.take(statements, before, verdict) {
                Ok(entries) => {
                    written.extend(entries);
                    let heap = if divided.grounds.is_empty() { &mut done.granted } else { &mut done.refused };
                    *heap = heap.saturating_add(1);
                }
                // Taken back since the division.
                Err(GrantingError::Refused(ApplicationRefusal::NotAllowed { .. })) => {
                    done.passed_over = done.passed_over.saturating_add(1);
                }
                Err(refused) => return Err(refused),
            }
        }
        append(statements, self.now, &written)?;
        Ok(done)
    }

    /// Takes one decision, and answers what has to be written in the journal.
    fn take(
        &self,
        statements: &mut dyn Statements,
        before: ApplicationRow,
        verdict: Verdict,
    ) -> Result<Vec<Entry>, GrantingError> {
        let command = ApplicationCommand::Decide(verdict);
        let step = decide_application(&before.application, &command, self.by, self.now, &self.rules.application)?;
        Ok(take_in_unwritten(statements, before, step, self.rules)?.1)
    }
}

/// Whether an application still waits for its decision.
fn waits(row: &ApplicationRow) -> bool {
    row.application.decided.is_none() && row.application.complete_at.is_some()
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
