//! Carries out what is asked of an application: looks whether the process allows it, and makes the events. What objection
//! and appeal ask is in `objecting`; what the grant asks is in `after`.

use std::collections::BTreeSet;

use schakel_casework::{Actor, CaseId, FirmRef, Place, Role, Standing};
use schakel_register::Cents;
use schakel_time::{Date, DateTime, add_working_days, subtract_days};

use super::apply::take_in;
use super::command::{ApplicationCommand, ApplicationRefusal};
use super::content::{Content, Missing};
use super::event::{ApplicationChange, ApplicationEvent, ApplicationFormat};
use super::receipt::Receipt;
use super::rules::ApplicationRules;
use super::verdict::{GrantTerms, Verdict};
use super::{APPLICATION, Application, ApplicationAction, ApplicationOutcome, ApplicationState, Partnership};
use crate::after::{self, GrantChange};
use crate::number::ApplicationNumber;
use crate::terms::{Length, NOT_DEALING, OBJECTION, Suspension, SuspensionGround, TermBasis, next_day};

/// After how many working days somebody is reminded of a date that passed.
const REMINDER_WORKING_DAYS: u32 = 5;

/// What was done: the events for the journal, and the application after them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplicationStep {
    /// The application after the events.
    pub application: Application,
    /// In order; empty when nothing had to happen.
    pub events: Vec<ApplicationEvent>,
}

/// Begins an application; it can be filled in before the round opens, and handed in only while it is open.
///
/// # Errors
///
/// [`ApplicationRefusal::OutsideWindow`] when the round is over.
pub fn start_application(
    number: ApplicationNumber,
    applicant: FirmRef,
    case: Option<CaseId>,
    now: DateTime,
    rules: &ApplicationRules,
) -> Result<ApplicationStep, ApplicationRefusal> {
    if now >= rules.closes_at {
        return Err(outside(rules));
    }
    let event = ApplicationEvent {
        format: ApplicationFormat::default(),
        application: number,
        number: 1,
        at: now,
        by: Actor::Entrepreneur(applicant),
        change: ApplicationChange::Begun {
            round: rules.round.clone(),
            executor: rules.executor.clone(),
            applicant,
            case,
            due: rules.last_day(),
        },
    };
    let begun = super::apply_application(None, &event);
    let application = begun.ok_or(ApplicationRefusal::NotAllowed { by: Vec::new() })?;
    Ok(ApplicationStep { application, events: vec![event] })
}

/// Does what is asked. What passed dates ask for is done first.
///
/// # Errors
///
/// [`ApplicationRefusal`] when the process does not allow it, or the command does not fit; nothing changed.
pub fn decide_application(
    application: &Application,
    command: &ApplicationCommand,
    by: &Actor,
    now: DateTime,
    rules: &ApplicationRules,
) -> Result<ApplicationStep, ApplicationRefusal> {
    let mut work = Work::new(application, now, rules)?;
    work.pass_time();
    work.by = by.clone();
    match command.action() {
        Some(action) => {
            work.role_for(action)?;
            work.carry_out(command)?;
        }
        None => work.grant(command)?,
    }
    Ok(work.finish())
}

/// Does only what passed dates ask for: call it daily for each application whose date has passed.
///
/// # Errors
///
/// [`ApplicationRefusal::ClockBackwards`] and [`ApplicationRefusal::OtherRound`].
pub fn pass_application_time(
    application: &Application,
    now: DateTime,
    rules: &ApplicationRules,
) -> Result<ApplicationStep, ApplicationRefusal> {
    let mut work = Work::new(application, now, rules)?;
    work.pass_time();
    Ok(work.finish())
}

/// An application in the making: each change is taken in at once, so that the next thought sees it.
pub(super) struct Work<'a> {
    pub(super) application: Application,
    pub(super) rules: &'a ApplicationRules,
    now: DateTime,
    by: Actor,
    events: Vec<ApplicationEvent>,
}

impl<'a> Work<'a> {
    fn new(application: &Application, now: DateTime, rules: &'a ApplicationRules) -> Result<Self, ApplicationRefusal> {
        if application.round != rules.round {
            return Err(ApplicationRefusal::OtherRound);
        }
        if now < application.last_at {
            return Err(ApplicationRefusal::ClockBackwards { last_at: application.last_at });
        }
        Ok(Self { application: application.clone(), rules, now, by: Actor::Time, events: Vec::new() })
    }

    fn finish(self) -> ApplicationStep {
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
    fn due(&self, state: ApplicationState) -> Date {
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

    fn roles(&self) -> Vec<Role> {
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

    fn role_for(&self, action: ApplicationAction) -> Result<Role, ApplicationRefusal> {
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
    fn pass_time(&mut self) {
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

    fn carry_out(&mut self, command: &ApplicationCommand) -> Result<(), ApplicationRefusal> {
        match command {
            ApplicationCommand::Save(content) => self.save(content),
            ApplicationCommand::InvitePartner(firm) => self.invite(*firm),
            ApplicationCommand::AnswerPartner { consents } => self.answer(*consents),
            ApplicationCommand::Submit => self.submit(),
            ApplicationCommand::AskToComplete { missing } => self.ask_to_complete(missing),
            ApplicationCommand::Supplement(content) => self.supplement(content),
            ApplicationCommand::FindComplete => self.find_complete(),
            ApplicationCommand::Assess(person) => {
                self.emit(ApplicationChange::Assigned(*person));
                self.stand(ApplicationState::InAssessment);
                Ok(())
            }
            ApplicationCommand::Suspend { ground, until } => self.suspend(*ground, *until),
            ApplicationCommand::Resume => self.resume(),
            ApplicationCommand::Extend => self.extend(),
            ApplicationCommand::NoticeDelay { until } => self.notice_delay(*until),
            ApplicationCommand::GiveDefault { received_on } => self.give_default(*received_on),
            ApplicationCommand::Decide(verdict) => {
                self.check_verdict(verdict)?;
                self.emit(ApplicationChange::Decided(verdict.clone()));
                self.open_grant(verdict);
                self.stand(ApplicationState::Decided);
                Ok(())
            }
            ApplicationCommand::Announce => {
                self.emit(ApplicationChange::Announced { objection_until: OBJECTION.last_day(self.today()) });
                self.stand(ApplicationState::Announced);
                Ok(())
            }
            ApplicationCommand::Withdraw => self.withdraw(),
            ApplicationCommand::Object { .. }
            | ApplicationCommand::Postpone { .. }
            | ApplicationCommand::DecideObjection { .. }
            | ApplicationCommand::Appeal { .. }
            | ApplicationCommand::Judge { .. } => self.object_or_appeal(command),
            ApplicationCommand::Grant(_) => self.grant(command),
        }
    }

    fn save(&mut self, content: &Content) -> Result<(), ApplicationRefusal> {
        self.check_content(content)?;
        self.emit(ApplicationChange::Saved(content.clone()));
        Ok(())
    }

    fn check_content(&self, content: &Content) -> Result<(), ApplicationRefusal> {
        let unusable: BTreeSet<Missing> =
            content.attachments.iter().filter_map(|it| self.rules.requirements.unusable(it)).collect();
        if !unusable.is_empty() {
            return Err(ApplicationRefusal::Unusable(unusable));
        }
        let takes_part = |firm: &&FirmRef| {
            **firm == self.application.applicant
                || self.application.partners.get(firm).is_some_and(|it| *it != Partnership::Declined)
        };
        match content.costs.keys().find(|firm| !takes_part(firm)) {
            Some(firm) => Err(ApplicationRefusal::NotParticipant(*firm)),
            None => Ok(()),
        }
    }

    fn check_amount(&self, content: &Content) -> Result<(), ApplicationRefusal> {
        let (min, max) = (self.rules.requested_min, self.rules.requested_max);
        let requested = content.requested;
        let above = max.is_some_and(|max| requested > max) || requested > content.costs_total();
        if above || requested <= Cents::ZERO || min.is_some_and(|min| requested < min) {
            return Err(ApplicationRefusal::AmountOutOfRange { min, max });
        }
        Ok(())
    }

    fn invite(&mut self, firm: FirmRef) -> Result<(), ApplicationRefusal> {
        let known = self.application.partners.get(&firm).is_some_and(|it| *it != Partnership::Declined);
        if known || firm == self.application.applicant {
            return Err(ApplicationRefusal::PartnerTwice(firm));
        }
        self.emit(ApplicationChange::PartnerInvited(firm));
        Ok(())
    }

    fn answer(&mut self, consents: bool) -> Result<(), ApplicationRefusal> {
        let Actor::Entrepreneur(partner) = self.by else {
            return Err(ApplicationRefusal::NotAllowed { by: vec![Role::Receiver] });
        };
        self.emit(ApplicationChange::PartnerAnswered { partner, consents });
        Ok(())
    }

    fn missing(&self, content: &Content) -> BTreeSet<Missing> {
        let partners = &self.application.partners;
        let waiting = partners.iter().filter(|(_, it)| **it == Partnership::Invited);
        let consented = partners.values().filter(|it| **it == Partnership::Consented).count();
        let too_few = u32::try_from(consented).is_ok_and(|it| it < self.rules.partners_min);
        let mut missing = self.rules.requirements.missing(content, self.application.participants());
        missing.extend(waiting.map(|(firm, _)| Missing::Consent(*firm)));
        missing.extend(too_few.then_some(Missing::Partners));
        missing
    }

    fn receipt(&self, content: &Content) -> Receipt {
        Receipt::new(self.rules.round.clone(), self.application.number, self.now, content.digest)
    }

    fn submit(&mut self) -> Result<(), ApplicationRefusal> {
        if self.now < self.rules.opens_at || self.now >= self.rules.closes_at {
            return Err(outside(self.rules));
        }
        let content = self.application.content.clone().ok_or(ApplicationRefusal::Empty)?;
        self.check_content(&content)?;
        self.check_amount(&content)?;
        let (missing, receipt) = (self.missing(&content), self.receipt(&content));
        self.emit(ApplicationChange::Submitted { receipt, missing, term: self.rules.term(self.now) });
        self.stand(ApplicationState::Submitted);
        Ok(())
    }

    fn ask_to_complete(&mut self, missing: &BTreeSet<Missing>) -> Result<(), ApplicationRefusal> {
        if missing.is_empty() {
            return Err(ApplicationRefusal::NothingMissing);
        }
        let until = Length::Days(self.rules.repair_days).last_day(self.today());
        let running = self.application.term.as_ref().is_some_and(|it| it.open_suspension().is_none());
        self.emit(ApplicationChange::AskedToComplete { missing: missing.clone(), until });
        if running {
            let first_day = next_day(self.today());
            let suspension = Suspension { ground: SuspensionGround::Repair, first_day, last_day: None };
            self.emit(ApplicationChange::TermSuspended(suspension));
        }
        self.stand(ApplicationState::Incomplete);
        Ok(())
    }

    fn supplement(&mut self, content: &Content) -> Result<(), ApplicationRefusal> {
        self.check_content(content)?;
        self.check_amount(content)?;
        let (missing, receipt) = (self.missing(content), self.receipt(content));
        self.emit(ApplicationChange::Supplemented { content: content.clone(), receipt, missing });
        if self.application.term.as_ref().is_some_and(|it| it.open_suspension().is_some()) {
            self.emit(ApplicationChange::TermResumed { last_day: subtract_days(self.today(), 1) });
        }
        self.stand(ApplicationState::Submitted);
        Ok(())
    }

    fn find_complete(&mut self) -> Result<(), ApplicationRefusal> {
        if !self.application.missing.is_empty() {
            return Err(ApplicationRefusal::StillMissing(self.application.missing.clone()));
        }
        let last = self.application.receipts.last().ok_or(ApplicationRefusal::Empty)?;
        self.emit(ApplicationChange::FoundComplete { complete_at: last.received_at });
        self.stand(ApplicationState::Complete);
        Ok(())
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
        let done = term.is_none_or(|it| it.extended_weeks > 0);
        let late = self.application.decision_due().is_some_and(|it| it < self.today());
        match self.rules.decision.extension_weeks {
            Some(weeks) if !done && !late => {
                self.emit(ApplicationChange::TermExtended { weeks });
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

    /// Whether this can be decided on this application now.
    fn check_verdict(&self, verdict: &Verdict) -> Result<(), ApplicationRefusal> {
        if *verdict != Verdict::NotDealtWith {
            return self.check_outcome(verdict);
        }
        let asked = self.application.repair_until.ok_or(ApplicationRefusal::NotAskedToComplete)?;
        let again = self.application.receipts.iter().skip(1).last().map(|it| it.received_at.date());
        let from = match self.state()? {
            ApplicationState::Unrepaired => asked,
            ApplicationState::Submitted => again.ok_or(ApplicationRefusal::NotAskedToComplete)?,
            _ => return Err(ApplicationRefusal::NotAskedToComplete),
        };
        let last_day = NOT_DEALING.last_day(from);
        if self.today() > last_day { Err(ApplicationRefusal::NotDealingTooLate { last_day }) } else { Ok(()) }
    }

    /// Whether a grant or refusal is sound in itself.
    pub(super) fn check_outcome(&self, verdict: &Verdict) -> Result<(), ApplicationRefusal> {
        match verdict {
            Verdict::NotDealtWith => Ok(()),
            Verdict::Refused(grounds) if grounds.is_empty() => Err(ApplicationRefusal::NoGround),
            Verdict::Refused(_) => Ok(()),
            Verdict::Granted(_) if self.application.complete_at.is_none() => Err(ApplicationRefusal::NotComplete),
            Verdict::Granted(terms) => self.check_grant(terms),
        }
    }

    fn check_grant(&self, terms: &GrantTerms) -> Result<(), ApplicationRefusal> {
        let requested = self.application.requested().unwrap_or(Cents::ZERO);
        if terms.amount <= Cents::ZERO || terms.amount > requested {
            return Err(ApplicationRefusal::GrantOutOfRange { requested });
        }
        after::check_commitments(&terms.commitments, terms.amount)?;
        Ok(())
    }

    pub(super) fn open_grant(&mut self, verdict: &Verdict) {
        if let Verdict::Granted(terms) = verdict {
            let executor = self.application.executor.clone();
            let opened = GrantChange::open(terms, executor, self.today(), &self.rules.grant);
            self.emit(ApplicationChange::Grant(opened));
        }
    }

    fn grant(&mut self, command: &ApplicationCommand) -> Result<(), ApplicationRefusal> {
        let (ApplicationCommand::Grant(command), Some(grant)) = (command, self.application.grant.as_ref()) else {
            return Err(ApplicationRefusal::NotAllowed { by: Vec::new() });
        };
        let changes = after::decide_grant(grant, command, &self.roles(), self.today(), &self.rules.grant)?;
        for change in changes {
            self.emit(ApplicationChange::Grant(change));
        }
        Ok(())
    }

    fn withdraw(&mut self) -> Result<(), ApplicationRefusal> {
        match self.state()? {
            ApplicationState::Objection | ApplicationState::Appeal => self.withdraw_objection(),
            _ => {
                self.emit(ApplicationChange::Ended(ApplicationOutcome::Withdrawn));
                Ok(())
            }
        }
    }
}

fn is_late(state: ApplicationState) -> bool {
    matches!(state, ApplicationState::Objection | ApplicationState::Appeal | ApplicationState::Unrepaired)
}

fn outside(rules: &ApplicationRules) -> ApplicationRefusal {
    ApplicationRefusal::OutsideWindow { opens_at: rules.opens_at, closes_at: rules.closes_at }
}
