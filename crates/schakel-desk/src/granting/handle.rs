//! What is done with an application once it was received, and what time does to it.

use std::sync::Arc;

use schakel_casework::Actor;
use schakel_schemes::{
    Application, ApplicationCommand, ApplicationNumber, Merits, RoundChange, decide_application, pass_application_time,
};
use schakel_store::tables;
use schakel_time::DateTime;

use super::divide::record;
use super::error::GrantingError;
use super::{GrantDesk, application, for_actor, for_executor, limits, take_in};

/// Applications that are looked at in one go when time passes; each is a transaction of its own.
const PASS_TIME_MOST: u32 = 1_000;

impl GrantDesk {
    /// Carries out what somebody asks of an application: asking to complete it, finding it complete, the term, the decision,
    /// announcing it, objection and appeal, and everything after the grant. A grant that does not fit under the ceilings is
    /// refused: the room is read and written in the same transaction. For saving, handing in and completing there are
    /// functions of their own, which keep the answers and give out the moment of receipt.
    ///
    /// # Errors
    /// [`GrantingError`]; nothing changed.
    pub fn handle(
        &self,
        number: ApplicationNumber,
        command: ApplicationCommand,
        by: Actor,
        now: DateTime,
    ) -> Result<Application, GrantingError> {
        match command {
            ApplicationCommand::Submit => {
                self.submit(number, by.clone(), now)?;
                return Ok(self.application(number, &by)?.application);
            }
            // Answers come with what they hold: nobody else may say which text that is.
            ApplicationCommand::Save(_) | ApplicationCommand::Supplement(_) => return Err(GrantingError::Answers),
            _ => {}
        }
        let (rounds, pack) = (Arc::clone(&self.rounds), self.pack);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            for_actor(&before, &by)?;
            limits::check_command(statements, (&before.application, rules), &command, pack, now.date())?;
            let step = decide_application(&before.application, &command, &by, now, &rules.application)?;
            Ok(take_in(statements, before, step, rules)?.application)
        })
    }

    /// Writes down what an application counts with in a division: its parts of the round, its points and the advice.
    ///
    /// # Errors
    /// [`GrantingError::DecidedOn`] once it was decided on; [`GrantingError`] otherwise.
    pub fn assess(
        &self,
        number: ApplicationNumber,
        merits: Merits,
        by: Actor,
        now: DateTime,
    ) -> Result<(), GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (mut row, rules) = application(statements, &rounds, number)?;
            for_actor(&row, &by)?;
            for_executor(rules, &by)?;
            if row.application.decided.is_some() {
                return Err(GrantingError::DecidedOn);
            }
            row.merits.clone_from(&merits);
            tables::applications::keep(statements, &row)?;
            let change = RoundChange::Assessed { application: number, merits };
            record(statements, &row.application.round, by, now, change)
        })
    }

    /// Does what passed dates ask for, in every application, grant and voucher. Answers how many moved. One that cannot
    /// move holds up no other.
    ///
    /// # Errors
    /// When the database fails, or something could not move; all others have moved.
    pub fn pass_time(&self, now: DateTime) -> Result<u64, GrantingError> {
        let mut moved = self.pass_time_of_vouchers(now)?;
        loop {
            let due: Vec<ApplicationNumber> =
                self.store.read(|statements| tables::applications::overdue(statements, now.date(), PASS_TIME_MOST))?;
            let (mut moved_now, mut stuck) = (0u64, None);
            for number in due {
                match self.pass_time_of(number, now) {
                    Ok(true) => moved_now = moved_now.saturating_add(1),
                    // Of a round that is not executed here any more nothing is asked.
                    Ok(false) | Err(GrantingError::UnknownRound(_)) => {}
                    Err(GrantingError::Store(error)) => return Err(error.into()),
                    Err(refused) => stuck = Some(refused),
                }
            }
            moved = moved.saturating_add(moved_now);
            if moved_now == 0 {
                return stuck.map_or(Ok(moved), Err);
            }
        }
    }

    fn pass_time_of(&self, number: ApplicationNumber, now: DateTime) -> Result<bool, GrantingError> {
        let rounds = Arc::clone(&self.rounds);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            let step = pass_application_time(&before.application, now, &rules.application)?;
            let moved = !step.events.is_empty();
            take_in(statements, before, step, rules)?;
            Ok(moved)
        })
    }
}
