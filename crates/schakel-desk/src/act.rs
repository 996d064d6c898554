//! What people do with a case, and what time does to it.

use schakel_casework::{
    Actor, Case, CaseId, Code, Command, OrganisationId, PersonRef, Receivers, decide, join, pass_time, separate,
};
use schakel_store::journal::{Entry, append};
use schakel_store::{Statements, tables};
use schakel_time::DateTime;

use crate::desk::{Desk, case, may_open, take_in, with_moment};
use crate::error::DeskError;

/// Cases that are looked at in one go when time passes; each is a transaction of its own.
const PASS_TIME_MOST: u32 = 1_000;

impl Desk {
    /// Carries out what somebody asks of a case. An organisation that may not open the case is told that it is not there,
    /// and the journal shows the attempt. A form key makes sending the same form twice do it once.
    ///
    /// # Errors
    /// [`DeskError`]; nothing changed.
    pub fn act(
        &self,
        id: CaseId,
        command: Command,
        by: Actor,
        now: DateTime,
        form_key: Option<String>,
    ) -> Result<Case, DeskError> {
        self.act_with(id, by, now, form_key, move |_| Ok(command))
    }

    /// Asks organisations to take a case, with a summary in words that is kept only when they are asked.
    ///
    /// # Errors
    /// [`DeskError`]; nothing changed.
    pub fn refer(
        &self,
        id: CaseId,
        to: Receivers,
        summary: Option<String>,
        by: Actor,
        now: DateTime,
        form_key: Option<String>,
    ) -> Result<Case, DeskError> {
        let erase_after = self.region.keep_until(now.date());
        self.act_with(id, by, now, form_key, move |statements| {
            let keep = |words: String| tables::words::keep(statements, Some(id), "summary", &words, now, erase_after);
            Ok(Command::Refer { to, summary: summary.map(keep).transpose()? })
        })
    }

    /// Carries out a command that is made in the same transaction, once whoever acts may open the case.
    fn act_with(
        &self,
        id: CaseId,
        by: Actor,
        now: DateTime,
        form_key: Option<String>,
        command: impl FnOnce(&mut dyn Statements) -> Result<Command, DeskError> + Send + 'static,
    ) -> Result<Case, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        let attempt = self.attempt(id, &by, "act");
        let done = self.store.write(move |statements| {
            if let Some(key) = &form_key {
                if let Some(answer) = tables::forms::answer(statements, key)? {
                    return Err(DeskError::SentBefore(answer));
                }
                tables::forms::remember(statements, key, now, &format!("case-{id}"))?;
            }
            let before = case(statements, id)?;
            for_actor(statements, &region, &before, &by)?;
            let command = command(statements)?;
            let decision = with_moment(statements, &region, now, |moment| decide(&before, &command, by, moment))?;
            take_in(statements, &decision, now)?;
            Ok(decision.case)
        });
        self.note_attempt(done, attempt, now)
    }

    /// Joins a double to a leading case, or separates it again.
    ///
    /// # Errors
    /// [`DeskError`]; nothing changed.
    pub fn join(
        &self,
        double: CaseId,
        lead: CaseId,
        together: bool,
        by: Actor,
        now: DateTime,
    ) -> Result<(), DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        let attempt = self.attempt(double, &by, "join");
        let done = self.store.write(move |statements| {
            let (double, lead) = (case(statements, double)?, case(statements, lead)?);
            for_actor(statements, &region, &double, &by)?;
            let both = with_moment(statements, &region, now, |moment| {
                if together { join(&double, &lead, &by, moment) } else { separate(&double, &lead, &by, moment) }
            })?;
            take_in(statements, &both.lead, now)?;
            take_in(statements, &both.double, now)
        });
        self.note_attempt(done, attempt, now)
    }

    /// Does what passed dates ask for, in every case and lead. Answers how many cases moved. A case that cannot move holds up no
    /// other.
    ///
    /// # Errors
    /// When the database fails, or a case could not move; all others have moved.
    pub fn pass_time(&self, now: DateTime) -> Result<u64, DeskError> {
        self.pass_time_of_leads(now)?;
        let mut moved = 0u64;
        loop {
            let due: Vec<CaseId> =
                self.store.read(|statements| tables::cases::overdue(statements, now.date(), PASS_TIME_MOST))?;
            let (mut moved_now, mut stuck) = (0u64, None);
            for id in due {
                match self.pass_time_of(id, now) {
                    Ok(true) => moved_now = moved_now.saturating_add(1),
                    Ok(false) => {}
                    Err(DeskError::Store(error)) => return Err(error.into()),
                    Err(refused) => stuck = Some(refused),
                }
            }
            moved = moved.saturating_add(moved_now);
            if moved_now == 0 {
                return stuck.map_or(Ok(moved), Err);
            }
        }
    }

    /// Answers whether it moved.
    fn pass_time_of(&self, id: CaseId, now: DateTime) -> Result<bool, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| {
            let before = case(statements, id)?;
            let decision = with_moment(statements, &region, now, |moment| pass_time(&before, moment))?;
            take_in(statements, &decision, now)?;
            Ok(!decision.events.is_empty())
        })
    }

    /// Writes down that somebody asked for what is not theirs. Every route that answers "not found" to an organisation
    /// calls it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn record_attempt(
        &self,
        id: Option<CaseId>,
        by: Option<PersonRef>,
        route: &Code,
        now: DateTime,
    ) -> Result<(), DeskError> {
        let entry = Entry::Attempt { case: id, by, organisation: None, route: route.clone() };
        Ok(self.store.write(move |statements| append(statements, now, &[entry]))?)
    }

    /// What the journal will say when this turns out not to be for whoever asks.
    pub(crate) fn attempt(&self, id: CaseId, by: &Actor, route: &str) -> Option<Entry> {
        let Actor::Organisation { person, .. } = by else { return None };
        Some(Entry::Attempt { case: Some(id), by: *person, organisation: None, route: Code::new(route).ok()? })
    }

    pub(crate) fn note_attempt<T>(
        &self,
        done: Result<T, DeskError>,
        attempt: Option<Entry>,
        now: DateTime,
    ) -> Result<T, DeskError> {
        if let (Err(DeskError::NotFound), Some(entry)) = (&done, attempt) {
            self.store.write(move |statements| append(statements, now, &[entry]))?;
        }
        done
    }
}

/// Whether the case is there for whoever acts.
fn for_actor(
    statements: &mut dyn Statements,
    region: &crate::region::Region,
    case: &Case,
    by: &Actor,
) -> Result<(), DeskError> {
    let theirs = match by {
        Actor::Entrepreneur(firm) => case.firm == *firm,
        Actor::Organisation { organisation, .. } => {
            may_open(statements, region, case, organisation)? || was_asked(case, organisation)
        }
        Actor::Time => true,
    };
    if theirs { Ok(()) } else { Err(DeskError::NotFound) }
}

/// Whoever was asked may answer, also late: a yes is welcome as long as nobody helps.
fn was_asked(case: &Case, organisation: &OrganisationId) -> bool {
    case.referrals.iter().any(|it| it.receiver == *organisation)
}
