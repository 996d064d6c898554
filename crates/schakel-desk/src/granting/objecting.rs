//! Objections in words. Their states and terms are those of the application; the words stand apart, so that they can be
//! erased.

use std::sync::Arc;

use schakel_casework::Actor;
use schakel_schemes::{Application, ApplicationCommand, ApplicationNumber, decide_application};
use schakel_store::tables;
use schakel_store::tables::objections::ObjectionWords;
use schakel_time::DateTime;

use super::error::GrantingError;
use super::{GrantDesk, application, for_actor, for_executor, limits, take_in};

impl GrantDesk {
    /// Objects with [`ApplicationCommand::Object`], or decides on an objection with [`ApplicationCommand::DecideObjection`],
    /// with the words of why.
    ///
    /// # Errors
    /// [`GrantingError::WordsNeeded`] without words; [`GrantingError`] otherwise. Nothing changed then.
    pub fn object(
        &self,
        number: ApplicationNumber,
        command: ApplicationCommand,
        words: &str,
        by: Actor,
        now: DateTime,
    ) -> Result<Application, GrantingError> {
        let words = words.trim().to_owned();
        if words.is_empty() {
            return Err(GrantingError::WordsNeeded);
        }
        let (rounds, pack) = (Arc::clone(&self.rounds), self.pack);
        self.store.write(move |statements| {
            let (before, rules) = application(statements, &rounds, number)?;
            for_actor(&before, &by)?;
            limits::check_command(statements, (&before.application, rules), &command, pack, now.date())?;
            let step = decide_application(&before.application, &command, &by, now, &rules.application)?;
            let after = take_in(statements, before, step, rules)?.application;
            let last = u32::try_from(after.objections.len()).unwrap_or(u32::MAX);
            match command {
                ApplicationCommand::Object { .. } => {
                    tables::objections::keep(statements, (number, last), &words, now)?;
                }
                ApplicationCommand::DecideObjection { .. } => {
                    for_executor(rules, &by)?;
                    tables::objections::decide(statements, (number, last), &words, now)?;
                }
                _ => {}
            }
            Ok(after)
        })
    }

    /// The words of the objections of an application, in order.
    ///
    /// # Errors
    /// [`GrantingError::NotFound`] when there is none, or it is not for whoever asks.
    pub fn objections(&self, number: ApplicationNumber, by: &Actor) -> Result<Vec<ObjectionWords>, GrantingError> {
        self.store.read(|statements| {
            let row = tables::applications::read(statements, number)?.ok_or(GrantingError::NotFound)?;
            for_actor(&row, by)?;
            Ok(tables::objections::of_application(statements, number)?)
        })
    }
}
