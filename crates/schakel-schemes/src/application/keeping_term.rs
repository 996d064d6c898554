//! The term for the decision: stopped, run again, extended, told to take longer, and notice of default. How the days are
//! counted is in `terms`.

use schakel_time::{Date, subtract_days};

use super::command::{ApplicationCommand, ApplicationRefusal};
use super::event::ApplicationChange;
use super::work::Work;
use crate::terms::{Suspension, SuspensionGround, TermBasis, next_day};

impl Work<'_> {
    pub(super) fn keep_term(&mut self, command: &ApplicationCommand) -> Result<(), ApplicationRefusal> {
        match command {
            ApplicationCommand::Suspend { ground, until } => self.suspend(*ground, *until),
            ApplicationCommand::Resume => self.resume(),
            ApplicationCommand::Extend => self.extend(),
            ApplicationCommand::NoticeDelay { until } => self.notice_delay(*until),
            ApplicationCommand::GiveDefault { received_on } => self.give_default(*received_on),
            _ => Err(ApplicationRefusal::NotAllowed { by: Vec::new() }),
        }
    }

    fn suspend(&mut self, ground: SuspensionGround, until: Date) -> Result<(), ApplicationRefusal> {
        let state = self.state()?;
        let first_day = next_day(self.today());
        if self.application.term.as_ref().is_none_or(|it| it.is_suspended_on(first_day)) {
            return Err(ApplicationRefusal::TermState { runs: false });
        }
        if until < first_day {
            return Err(ApplicationRefusal::DateTooEarly { after: self.today() });
        }
        let last_day = (ground == SuspensionGround::Agreed).then_some(until);
        self.emit(ApplicationChange::TermSuspended(Suspension { ground, first_day, last_day }));
        let due = if last_day.is_some() { self.due(state) } else { until };
        self.stand_until(state, due, 0);
        Ok(())
    }

    fn resume(&mut self) -> Result<(), ApplicationRefusal> {
        let state = self.state()?;
        if self.application.term.as_ref().is_none_or(|it| !it.is_suspended_on(self.today())) {
            return Err(ApplicationRefusal::TermState { runs: true });
        }
        self.emit(ApplicationChange::TermResumed { last_day: subtract_days(self.today(), 1) });
        self.stand(state);
        Ok(())
    }

    fn extend(&mut self) -> Result<(), ApplicationRefusal> {
        let state = self.state()?;
        let term = self.application.term.as_ref();
        let done = term.is_none_or(|it| it.extended_by.is_some());
        let late = self.application.decision_due().is_some_and(|it| it < self.today());
        match self.rules.decision.extend_by {
            Some(by) if !done && !late => {
                self.emit(ApplicationChange::TermExtended { by });
                self.stand(state);
                Ok(())
            }
            _ => Err(ApplicationRefusal::NoExtension),
        }
    }

    fn notice_delay(&mut self, until: Date) -> Result<(), ApplicationRefusal> {
        let state = self.state()?;
        if until <= self.today() {
            return Err(ApplicationRefusal::DateTooEarly { after: self.today() });
        }
        // On a reasonable term it works only within that term (Awb 4:14(3)); on a statutory one it only tells.
        let reasonable = self.application.term.as_ref().is_some_and(|it| it.basis == TermBasis::Reasonable);
        if let Some(latest) = self.application.decision_due().filter(|it| reasonable && *it < self.today()) {
            return Err(ApplicationRefusal::DateTooLate { latest });
        }
        self.emit(ApplicationChange::DelayNoticed { until });
        self.stand(state);
        Ok(())
    }

    fn give_default(&mut self, received_on: Date) -> Result<(), ApplicationRefusal> {
        let last_day = self.application.decision_due();
        if last_day.is_none_or(|it| received_on <= it) {
            return Err(ApplicationRefusal::NotInDefault { last_day });
        }
        if received_on > self.today() {
            return Err(ApplicationRefusal::DateTooLate { latest: self.today() });
        }
        self.emit(ApplicationChange::DefaultNoticed { received_on });
        Ok(())
    }
}
