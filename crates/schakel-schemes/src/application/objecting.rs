//! Objection and appeal (Awb chapters 6 to 8): in time or not, decided on, and what takes the place of the decision.

use schakel_time::Date;

use super::command::{ApplicationCommand, ApplicationRefusal};
use super::event::ApplicationChange;
use super::verdict::{Judgment, Ruling, Verdict};
use super::work::Work;
use super::{ApplicationState, Objection};
use crate::after::{GrantChange, replace_terms};
use crate::terms::{OBJECTION_POSTPONED_WEEKS_MAX, is_in_time, objection_decision};

impl Work<'_> {
    pub(super) fn object_or_appeal(&mut self, command: &ApplicationCommand) -> Result<(), ApplicationRefusal> {
        match command {
            ApplicationCommand::Object { received_on, posted_on } => self.object(*received_on, *posted_on),
            ApplicationCommand::Postpone { weeks } => self.postpone(*weeks),
            ApplicationCommand::DecideObjection { ruling, verdict, excused } => {
                self.decide_objection(*ruling, verdict.as_ref(), *excused)
            }
            ApplicationCommand::Appeal { received_on } => self.appeal(*received_on),
            ApplicationCommand::Judge { judgment, verdict, decide_by } => {
                self.judge(*judgment, verdict.as_ref(), *decide_by)
            }
            _ => Err(ApplicationRefusal::NotAllowed { by: Vec::new() }),
        }
    }

    /// The last day for the decision on the last objection.
    pub(super) fn objection_due(&self) -> Option<Date> {
        let postponed = self.application.objections.last().map_or(0, |it| it.postponed_weeks);
        let until = self.application.objection_until?;
        Some(objection_decision(until, self.rules.objection_committee, postponed))
    }

    fn object(&mut self, received_on: Date, posted_on: Option<Date>) -> Result<(), ApplicationRefusal> {
        let told = self.application.decided.as_ref().is_some_and(|it| it.announced_on.is_some());
        let last_day = self.application.objection_until.filter(|_| told);
        let last_day = last_day.ok_or(ApplicationRefusal::NothingToObjectTo)?;
        self.check_not_after_today(received_on)?;
        let in_time = is_in_time(last_day, received_on, posted_on);
        self.emit(ApplicationChange::Objected { received_on, in_time });
        self.stand(ApplicationState::Objection);
        Ok(())
    }

    fn postpone(&mut self, weeks: u32) -> Result<(), ApplicationRefusal> {
        let before = self.application.objections.last().map_or(0, |it| it.postponed_weeks);
        if weeks <= before || weeks > OBJECTION_POSTPONED_WEEKS_MAX {
            return Err(ApplicationRefusal::NoExtension);
        }
        self.emit(ApplicationChange::ObjectionPostponed { weeks });
        self.stand(ApplicationState::Objection);
        Ok(())
    }

    fn decide_objection(
        &mut self,
        ruling: Ruling,
        verdict: Option<&Verdict>,
        excused: bool,
    ) -> Result<(), ApplicationRefusal> {
        let late = self.application.objections.last().is_some_and(|it| !it.in_time);
        if late && !excused && ruling != Ruling::Inadmissible {
            return Err(ApplicationRefusal::ObjectionLate);
        }
        self.check_replacement(verdict, ruling == Ruling::Founded)?;
        self.emit(ApplicationChange::ObjectionDecided { ruling, verdict: verdict.cloned() });
        self.replace(verdict)?;
        self.stand(ApplicationState::ObjectionDecided);
        Ok(())
    }

    fn appeal(&mut self, received_on: Date) -> Result<(), ApplicationRefusal> {
        self.check_not_after_today(received_on)?;
        if self.application.objections.last().is_none_or(|it| it.ruling.is_none()) {
            return Err(ApplicationRefusal::NothingToObjectTo);
        }
        self.emit(ApplicationChange::Appealed { received_on });
        self.stand(ApplicationState::Appeal);
        Ok(())
    }

    fn judge(
        &mut self,
        judgment: Judgment,
        verdict: Option<&Verdict>,
        decide_by: Option<Date>,
    ) -> Result<(), ApplicationRefusal> {
        self.check_replacement(verdict, judgment == Judgment::Replaced)?;
        let again = judgment == Judgment::DecideAgain;
        if again != decide_by.is_some() {
            return Err(ApplicationRefusal::VerdictNeeded { needed: again });
        }
        self.emit(ApplicationChange::Judged { judgment, verdict: verdict.cloned() });
        self.replace(verdict)?;
        match decide_by {
            Some(due) => self.stand_until(ApplicationState::Objection, due.max(self.today()), 0),
            None => self.end_with_verdict(),
        }
        Ok(())
    }

    /// Taking back an objection leaves the decision as it was, and the term for objection as far as it still runs.
    pub(super) fn withdraw_objection(&mut self) -> Result<(), ApplicationRefusal> {
        let decided = self.application.objections.last().is_some_and(|it: &Objection| it.ruling.is_some());
        match self.application.objection_until.filter(|it| !decided && *it >= self.today()) {
            Some(_) => self.stand(ApplicationState::Announced),
            None => self.end_with_verdict(),
        }
        Ok(())
    }

    fn check_replacement(&self, verdict: Option<&Verdict>, needed: bool) -> Result<(), ApplicationRefusal> {
        match verdict {
            Some(verdict) if needed => self.check_outcome(verdict),
            None if !needed => Ok(()),
            _ => Err(ApplicationRefusal::VerdictNeeded { needed }),
        }
    }

    fn check_not_after_today(&self, day: Date) -> Result<(), ApplicationRefusal> {
        if day > self.today() { Err(ApplicationRefusal::DateTooLate { latest: self.today() }) } else { Ok(()) }
    }

    /// What a decision in place of the earlier one does to the grant: it begins, it changes, or it is withdrawn.
    fn replace(&mut self, verdict: Option<&Verdict>) -> Result<(), ApplicationRefusal> {
        let Some(verdict) = verdict else { return Ok(()) };
        let changes: Vec<GrantChange> = match &self.application.grant {
            None => {
                self.open_grant(verdict);
                return Ok(());
            }
            Some(grant) => replace_terms(grant, verdict, self.today(), &self.rules.grant)?,
        };
        for change in changes {
            self.emit(ApplicationChange::Grant(change));
        }
        Ok(())
    }
}
