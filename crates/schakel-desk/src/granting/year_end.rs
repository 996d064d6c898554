//! The end of a year over the store: who still waits, what room is left, and taking that room along. Posting it in the
//! books is not done here: the events say it.

use std::sync::Arc;

use schakel_casework::{Actor, Code};
use schakel_register::Cents;
use schakel_schemes::{Application, RoundRules, YearEnd, YearEndEvent, year_end};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::applications::RoundList;
use schakel_store::{Statements, tables};
use schakel_time::DateTime;

use super::error::GrantingError;
use super::{GrantDesk, divide, for_executor};

impl GrantDesk {
    /// A round at the end of a year: the applications without a decision, what they ask and the free room.
    ///
    /// # Errors
    /// [`GrantingError::UnknownRound`]; when the database fails.
    pub fn year_end(&self, round: &Code, year: i16) -> Result<YearEnd, GrantingError> {
        let rules = self.rules(round)?;
        self.store.read(|statements| at_year_end(statements, rules, year))
    }

    /// Proposes to take the free room along for those who wait. Nothing when nobody waits or no room is left.
    ///
    /// # Errors
    /// [`GrantingError`]; nothing changed.
    pub fn propose_carry_over(
        &self,
        round: &Code,
        year: i16,
        by: Actor,
        now: DateTime,
    ) -> Result<Option<YearEndEvent>, GrantingError> {
        let (rounds, round) = (Arc::clone(&self.rounds), round.clone());
        self.store.write(move |statements| {
            let rules = rounds.get(&round).ok_or(GrantingError::UnknownRound(round))?;
            for_executor(rules, &by)?;
            let proposed = at_year_end(statements, rules, year)?.propose(by, now);
            let entries: Vec<Entry> = proposed.iter().map(|it| Entry::YearEnd(Box::new(it.clone()))).collect();
            append(statements, now, &entries)?;
            Ok(proposed)
        })
    }

    /// Takes so much of the free room along through a reserve; the rest falls free.
    ///
    /// # Errors
    /// [`GrantingError::CarryOver`] for more than can go over; nothing changed.
    pub fn carry_over(
        &self,
        (round, year): (&Code, i16),
        amount: Cents,
        reserve: Code,
        by: Actor,
        now: DateTime,
    ) -> Result<Vec<YearEndEvent>, GrantingError> {
        let (rounds, round) = (Arc::clone(&self.rounds), round.clone());
        self.store.write(move |statements| {
            let rules = rounds.get(&round).ok_or(GrantingError::UnknownRound(round))?;
            for_executor(rules, &by)?;
            let end = at_year_end(statements, rules, year)?;
            let settled = end.settle(amount, &reserve, &by, now);
            let events = settled.ok_or(GrantingError::CarryOver { max: end.carry_over() })?;
            let entries: Vec<Entry> = events.iter().map(|it| Entry::YearEnd(Box::new(it.clone()))).collect();
            append(statements, now, &entries)?;
            Ok(events)
        })
    }
}

fn at_year_end(statements: &mut dyn Statements, rules: &RoundRules, year: i16) -> Result<YearEnd, GrantingError> {
    let round = &rules.application.round;
    let ceiling = divide::balances(statements, rules)?.all().next().map_or(Cents::ZERO, |it| it.amount);
    let rows = tables::applications::of_round(statements, round, RoundList::Received, 0, u32::MAX)?;
    let applications: Vec<Application> = rows.into_iter().map(|it| it.application).collect();
    Ok(year_end(round, year, ceiling, &applications))
}
