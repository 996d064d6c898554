//! Leads between organisations, carried out over the store.

use schakel_casework::{Code, LeadCommand, LeadId, OrganisationId, Refusal, apply_lead, decide_lead, send_lead};
use schakel_store::journal::{Entry, append};
use schakel_store::{Statements, tables};
use schakel_time::DateTime;

use crate::desk::Desk;
use crate::error::DeskError;

/// A lead as it is sent.
#[derive(Clone, Debug)]
pub struct NewLead {
    /// Who sends it.
    pub sender: OrganisationId,
    /// Who has to answer.
    pub receiver: OrganisationId,
    /// What it is about: a theme, a project or an instrument of the pack.
    pub about: Code,
    /// What the receiver has to know.
    pub words: Option<String>,
    /// The key of the form: the same form twice is one lead.
    pub form_key: Option<String>,
}

impl Desk {
    /// Sends a lead to another organisation that can be reached here.
    ///
    /// # Errors
    /// [`DeskError::Refused`] when the receiver is the sender, or takes no part here.
    pub fn send_lead(&self, new: NewLead, now: DateTime) -> Result<LeadId, DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| {
            if let Some(key) = &new.form_key {
                if let Some(answer) = tables::forms::answer(statements, key)? {
                    return Err(DeskError::SentBefore(answer));
                }
                tables::forms::remember(statements, key, now, "/werk/leads")?;
            }
            let reachable = tables::absences::reachable(statements)?;
            if new.receiver == new.sender || !reachable.contains(&new.receiver) {
                return Err(Refusal::NotTakingPart(new.receiver).into());
            }
            let id = tables::leads::next_lead(statements)?;
            let event = send_lead(id, (&new.sender, &new.receiver), new.about, now, &region.policy);
            let lead = apply_lead(None, &event).ok_or(DeskError::NotFound)?;
            let erase_after = region.keep_until(now.date());
            let keep = |words: String| tables::words::keep(statements, None, "lead", &words, now, erase_after);
            let words = new.words.map(keep).transpose()?;
            tables::leads::keep(statements, &lead, words)?;
            append(statements, now, &[Entry::Lead(Box::new(event))])?;
            Ok(id)
        })
    }

    /// Answers a lead, or takes it back. For an organisation that neither sent nor got it, it is not there.
    ///
    /// # Errors
    /// [`DeskError`]; nothing changed.
    pub fn act_on_lead(
        &self,
        id: LeadId,
        command: LeadCommand,
        by: OrganisationId,
        now: DateTime,
    ) -> Result<(), DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| {
            let lead = tables::leads::read(statements, id)?.ok_or(DeskError::NotFound)?;
            if lead.sender != by && lead.receiver != by {
                return Err(DeskError::NotFound);
            }
            let event = decide_lead(&lead, command, Some(&by), now, &region.policy)?;
            keep(statements, lead, event, now)
        })
    }

    /// Gives the leads whose date has passed a new one, and counts the reminder.
    ///
    /// # Errors
    /// When the database fails.
    pub(crate) fn pass_time_of_leads(&self, now: DateTime) -> Result<(), DeskError> {
        let region = std::sync::Arc::clone(&self.region);
        self.store.write(move |statements| {
            for lead in tables::leads::overdue(statements, now.date())? {
                let event = decide_lead(&lead, LeadCommand::Overdue, None, now, &region.policy)?;
                keep(statements, lead, event, now)?;
            }
            Ok(())
        })
    }
}

fn keep(
    statements: &mut dyn Statements,
    lead: schakel_casework::Lead,
    event: schakel_casework::LeadEvent,
    now: DateTime,
) -> Result<(), DeskError> {
    let lead = apply_lead(Some(lead), &event).ok_or(DeskError::NotFound)?;
    tables::leads::keep(statements, &lead, None)?;
    append(statements, now, &[Entry::Lead(Box::new(event))])?;
    Ok(())
}
