//! An application in the making: its events so far, who acts in which role, where it goes and what passed dates ask for.
//! Which command does what is in `decide`, `keeping_term` and `objecting`.

use schakel_casework::{Actor, Place, Role, Standing};
use schakel_time::{Date, DateTime, add_working_days};

use super::apply::take_in;
use super::command::ApplicationRefusal;
use super::event::{ApplicationChange, ApplicationEvent, ApplicationFormat};
use super::rules::ApplicationRules;
use super::verdict::Verdict;
use super::{APPLICATION, Application, ApplicationAction, ApplicationOutcome, ApplicationState, ApplicationStep};
use crate::after;
use crate::terms::{NOT_DEALING, OBJECTION};

/// After how many working days somebody is reminded of a date that passed.
const REMINDER_WORKING_DAYS: u32 = 5;

/// An application in the making: each change is taken in at once, so that the next thought sees it.
pub(super) struct Work<'a> {
    pub(super) application: Application,
    pub(super) rules: &'a ApplicationRules,
    pub(super) now: DateTime,
    pub(super) by: Actor,
    events: Vec<ApplicationEvent>,
}

impl<'a> Work<'a> {
    pub(super) fn new(
        application: &Application,
        now: DateTime,
        rules: &'a ApplicationRules,
    ) -> Result<Self, ApplicationRefusal> {
        if application.round != rules.round {
            return Err(ApplicationRefusal::OtherRound);
        }
        if now < application.last_at {
            return Err(ApplicationRefusal::ClockBackwards { last_at: application.last_at });
        }
        Ok(Self { application: application.clone(), rules, now, by: Actor::Time, events: Vec::new() })
    }

    pub(super) fn finish(self) -> ApplicationStep {
        ApplicationStep { application: self.application, events: self.events }
    }

    pub(super) fn today(&self) -> Date {
        self.now.date()
    }

    pub(super) fn emit(&mut self, change: ApplicationChange) {
        let event = ApplicationEvent {
            format: ApplicationFormat::default(),
            application: self.application.number,
            number: self.application.events.saturating_add(1),
            at: self.now,
            by: self.by.clone(),
            change,
        };
        take_in(&mut self.application, &event);
        self.events.push(event);
    }

    /// Goes to a state; its date follows from the application.
    pub(super) fn stand(&mut self, state: ApplicationState) {
        self.stand_until(state, self.due(state), 0);
    }

    pub(super) fn stand_until(&mut self, state: ApplicationState, due: Date, reminders: u32) {
        let responsible = self.application.executor.clone();
        self.emit(ApplicationChange::Stands(Standing { state, responsible, due, reminders }));
    }

    /// The date of a state; at least today, so that an overdue one is reminded of from today.
    pub(super) fn due(&self, state: ApplicationState) -> Date {
        let application = &self.application;
        let repaired_by = || application.repair_until.map(|it| NOT_DEALING.last_day(it));
        let due = match state {
            ApplicationState::Draft => Some(self.rules.last_day()),
            ApplicationState::Incomplete => application.repair_until,
            ApplicationState::Unrepaired => repaired_by(),
            ApplicationState::Announced => application.objection_until,
            ApplicationState::Objection => self.objection_due(),
            ApplicationState::ObjectionDecided => Some(OBJECTION.last_day(self.today())),
            ApplicationState::Appeal => None,
            ApplicationState::Submitted
            | ApplicationState::Complete
            | ApplicationState::InAssessment
            | ApplicationState::Decided => application.decision_due(),
        };
        due.unwrap_or_else(|| self.reminder()).max(self.today())
    }

    fn reminder(&self) -> Date {
        add_working_days(self.today(), REMINDER_WORKING_DAYS)
    }

    pub(super) fn roles(&self) -> Vec<Role> {
        let application = &self.application;
        match &self.by {
            Actor::Time => vec![Role::Time],
            Actor::Entrepreneur(firm) if *firm == application.applicant => vec![Role::Entrepreneur],
            Actor::Entrepreneur(firm) if application.partners.contains_key(firm) => vec![Role::Receiver],
            Actor::Organisation { organisation, .. } if *organisation == application.executor => {
                vec![Role::Responsible]
            }
            Actor::Entrepreneur(_) | Actor::Organisation { .. } => Vec::new(),
        }
    }

    pub(super) fn role_for(&self, action: ApplicationAction) -> Result<Role, ApplicationRefusal> {
        let place = self.application.course.place();
        let role = self.roles().into_iter().find(|role| APPLICATION.allows(place, action, *role));
        role.ok_or_else(|| {
            let rules = APPLICATION.rules.iter().filter(|it| it.from == place && it.action == action);
            ApplicationRefusal::NotAllowed { by: rules.flat_map(|it| it.by.iter().copied()).collect() }
        })
    }

    /// The state of an open application; the process let it come here only when it is open.
    pub(super) fn state(&self) -> Result<ApplicationState, ApplicationRefusal> {
        match self.application.course.place() {
            Place::Open(state) => Ok(state),
            Place::Ended => Err(ApplicationRefusal::NotAllowed { by: Vec::new() }),
        }
    }

    /// What passed dates ask for; each date passes once.
    pub(super) fn pass_time(&mut self) {
        if self.application.course.is_overdue(self.today())
            && let Some(standing) = self.application.course.standing().cloned()
        {
            match standing.state {
                ApplicationState::Draft => self.emit(ApplicationChange::Ended(ApplicationOutcome::NeverSubmitted)),
                ApplicationState::Incomplete => {
                    self.emit(ApplicationChange::TermResumed { last_day: standing.due });
                    self.stand(ApplicationState::Unrepaired);
                }
                ApplicationState::Announced | ApplicationState::ObjectionDecided => self.end_with_verdict(),
                state => {
                    // A suspension that was agreed for so long is over by itself.
                    let reminders = standing.reminders.saturating_add(1);
                    let due = self.application.decision_due().filter(|it| *it >= self.today() && !is_late(state));
                    self.stand_until(state, due.unwrap_or_else(|| self.reminder()), reminders);
                }
            }
        }
        if let Some(grant) = &self.application.grant
            && let Some(change) = after::pass_grant_time(grant, self.today(), self.reminder())
        {
            self.emit(ApplicationChange::Grant(change));
        }
    }

    pub(super) fn end_with_verdict(&mut self) {
        let outcome = match self.application.decided.as_ref().map(|it| &it.verdict) {
            Some(Verdict::Granted(_)) => ApplicationOutcome::Granted,
            Some(Verdict::Refused(_)) => ApplicationOutcome::Refused,
            Some(Verdict::NotDealtWith) => ApplicationOutcome::NotDealtWith,
            None => ApplicationOutcome::Withdrawn,
        };
        self.emit(ApplicationChange::Ended(outcome));
    }
}

fn is_late(state: ApplicationState) -> bool {
    matches!(state, ApplicationState::Objection | ApplicationState::Appeal | ApplicationState::Unrepaired)
}
