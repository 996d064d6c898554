//! Carries out what is asked of an application: looks whether the process allows it, and makes the events. What objection
//! and appeal ask is in `objecting`; what the grant asks is in `after`.

use std::collections::BTreeSet;

use schakel_casework::{Actor, CaseId, FirmRef, Role};
use schakel_register::Cents;
use schakel_time::{DateTime, subtract_days};

use super::command::{ApplicationCommand, ApplicationRefusal};
use super::content::{Content, MissingItem};
use super::event::{ApplicationChange, ApplicationEvent, ApplicationFormat};
use super::receipt::Receipt;
use super::rules::ApplicationRules;
use super::verdict::{GrantTerms, Verdict};
use super::work::Work;
use super::{Application, ApplicationOutcome, ApplicationState, Partnership};
use crate::after::{self, GrantChange};
use crate::number::ApplicationNumber;
use crate::terms::{NOT_DEALING, OBJECTION, Suspension, SuspensionGround, next_day};

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
    // Whoever comes too late hears of the window, not that the draft lapsed with it.
    let is_first = *command == ApplicationCommand::Submit && application.receipts.is_empty();
    if is_first && (now < rules.opens_at || now >= rules.closes_at) {
        return Err(outside(rules));
    }
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

/// What is missing in an application with this content, or with nothing filled in yet: for showing while it is filled in,
/// and written down when it is handed in.
pub fn missing_in(
    application: &Application,
    content: Option<&Content>,
    rules: &ApplicationRules,
) -> BTreeSet<MissingItem> {
    let partners = &application.partners;
    let waiting = partners.iter().filter(|(_, it)| **it == Partnership::Invited);
    let consented = partners.values().filter(|it| **it == Partnership::Consented).count();
    let too_few = u32::try_from(consented).is_ok_and(|it| it < rules.partners_min);
    let mut missing = match content {
        Some(content) => rules.completeness.missing(content, application.participants()),
        None => rules.completeness.missing_in_nothing(application.participants()),
    };
    missing.extend(waiting.map(|(firm, _)| MissingItem::Consent(*firm)));
    missing.extend(too_few.then_some(MissingItem::Partners));
    missing
}

impl Work<'_> {
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
            ApplicationCommand::Suspend { .. }
            | ApplicationCommand::Resume
            | ApplicationCommand::Extend
            | ApplicationCommand::NoticeDelay { .. }
            | ApplicationCommand::GiveDefault { .. } => self.keep_term(command),
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
        let unusable: BTreeSet<MissingItem> =
            content.attachments.iter().filter_map(|it| self.rules.completeness.unusable(it)).collect();
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

    fn missing(&self, content: &Content) -> BTreeSet<MissingItem> {
        missing_in(&self.application, Some(content), self.rules)
    }

    fn receipt(&self, content: &Content) -> Receipt {
        Receipt::new(self.rules.round.clone(), self.application.number, self.now, content.digest)
    }

    fn submit(&mut self) -> Result<(), ApplicationRefusal> {
        let content = self.application.content.clone().ok_or(ApplicationRefusal::Empty)?;
        self.check_content(&content)?;
        self.check_amount(&content)?;
        let (missing, receipt) = (self.missing(&content), self.receipt(&content));
        self.emit(ApplicationChange::Submitted { receipt, missing, term: self.rules.term(self.now) });
        self.stand(ApplicationState::Submitted);
        Ok(())
    }

    fn ask_to_complete(&mut self, missing: &BTreeSet<MissingItem>) -> Result<(), ApplicationRefusal> {
        if missing.is_empty() {
            return Err(ApplicationRefusal::NothingMissing);
        }
        let until = self.rules.repair_within.last_day(self.today());
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

fn outside(rules: &ApplicationRules) -> ApplicationRefusal {
    ApplicationRefusal::OutsideWindow { opens_at: rules.opens_at, closes_at: rules.closes_at }
}
