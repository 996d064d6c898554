//! A decision in the making: each change is taken in at once, so that the next thought sees it. Only `decide` and its
//! parts use it.

use schakel_time::{Date, DateTime, add_working_days};

use crate::apply::take_in;
use crate::case::{CASE, Case, CaseAction, CaseState};
use crate::code::OrganisationId;
use crate::command::Refusal;
use crate::directory::{Director, Directory};
use crate::event::{Actor, Change, Event, Format, Why};
use crate::kernel::{Place, Role, Standing};
use crate::policy::Policy;
use crate::referral::Referral;
use crate::staffing::Staffing;

/// Everything a decision looks at besides the case.
#[derive(Clone, Copy, Debug)]
pub struct Moment<'a> {
    /// The present moment, Dutch time.
    pub now: DateTime,
    /// What the region promises.
    pub policy: &'a Policy,
    /// Who there is.
    pub directory: &'a Directory,
    /// Who is away or busy.
    pub staffing: &'a Staffing,
}

/// What was decided: the events for the journal, and the case after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The case after the events.
    pub case: Case,
    /// In order; empty when nothing had to happen.
    pub events: Vec<Event>,
}

pub(crate) struct Draft<'a> {
    pub(crate) case: Case,
    pub(crate) moment: &'a Moment<'a>,
    pub(crate) by: Actor,
    events: Vec<Event>,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(case: Case, by: Actor, moment: &'a Moment<'a>) -> Self {
        Self { case, moment, by, events: Vec::new() }
    }

    pub(crate) fn finish(self) -> Decision {
        Decision { case: self.case, events: self.events }
    }

    pub(crate) fn emit(&mut self, change: Change) {
        let number = self.case.events.saturating_add(1);
        let event = Event {
            format: Format::default(),
            case: self.case.id,
            number,
            at: self.moment.now,
            by: self.by.clone(),
            change,
        };
        take_in(&mut self.case, &event);
        self.events.push(event);
    }

    pub(crate) fn today(&self) -> Date {
        self.moment.now.date()
    }

    /// The working day so many after today.
    pub(crate) fn in_days(&self, working_days: u32) -> Date {
        add_working_days(self.today(), working_days)
    }

    /// State, owner and date of a case that is open and on its own.
    pub(crate) fn open(&self) -> Result<Standing<CaseState>, Refusal> {
        if let Some(lead) = self.case.lead() {
            return Err(Refusal::IsJoined(lead));
        }
        self.case.open().cloned().ok_or(Refusal::NotAllowed { by: Vec::new() })
    }

    pub(crate) fn place(&self) -> Result<Place<CaseState>, Refusal> {
        match (self.case.lead(), self.case.course()) {
            (_, Some(course)) => Ok(course.place()),
            (Some(lead), None) => Err(Refusal::IsJoined(lead)),
            (None, None) => Err(Refusal::NotAllowed { by: Vec::new() }),
        }
    }

    /// The role in which the actor may do this now.
    pub(crate) fn role_for(&self, action: CaseAction) -> Result<Role, Refusal> {
        let place = self.place()?;
        let roles = self.roles();
        let role = roles.into_iter().find(|role| CASE.allows(place, action, *role));
        role.ok_or_else(|| {
            let rules = CASE.rules.iter().filter(|it| it.from == place && it.action == action);
            Refusal::NotAllowed { by: rules.flat_map(|it| it.by.iter().copied()).collect() }
        })
    }

    /// In what capacities the actor stands to the case; the strongest first.
    pub(crate) fn roles(&self) -> Vec<Role> {
        match &self.by {
            Actor::Time => vec![Role::Time],
            Actor::Entrepreneur(firm) if *firm == self.case.firm => vec![Role::Entrepreneur],
            Actor::Entrepreneur(_) => Vec::new(),
            Actor::Organisation { organisation, .. } => {
                let mut roles = Vec::new();
                if self.case.open().is_some_and(|it| it.responsible == *organisation) {
                    roles.push(Role::Responsible);
                }
                let can_act = |it: &Referral| it.course.standing().is_some() || it.is_silent();
                if self.case.referrals.iter().any(|it| it.receiver == *organisation && can_act(it)) {
                    roles.push(Role::Receiver);
                }
                if self.director() == Director::One(organisation.clone()) {
                    roles.push(Role::Director);
                }
                roles
            }
        }
    }

    pub(crate) fn director(&self) -> Director {
        self.moment.directory.director(self.case.need.municipality.as_ref())
    }

    /// Moves the case, if a rule of the process says so.
    pub(crate) fn stand(&mut self, step: Step, to: Standing<CaseState>) -> Result<(), Refusal> {
        let from = self.place()?;
        if !CASE.leads(from, step.action, step.role, Place::Open(to.state)) {
            return Err(Refusal::NotAllowed { by: Vec::new() });
        }
        self.emit(Change::Stands { standing: to, why: step.why });
        Ok(())
    }
}

/// By which rule, in which role and why a case moves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) action: CaseAction,
    pub(crate) role: Role,
    pub(crate) why: Why,
}

/// A standing without reminders.
pub(crate) fn standing(state: CaseState, responsible: OrganisationId, due: Date) -> Standing<CaseState> {
    Standing { state, responsible, due, reminders: 0 }
}
