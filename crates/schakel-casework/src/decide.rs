//! From a command to events: who may do it, and what follows. Handing over lives in `hand_over`, what time does in
//! `time`, doubles in `join`.

use std::collections::BTreeSet;

use schakel_time::Date;

use crate::apply::apply;
use crate::case::{Case, CaseAction, CaseState, Outcome};
use crate::code::{Code, ConsentNumber, OrganisationId, ReferralNumber};
use crate::command::{Command, Question, Refusal};
use crate::consent::{Consent, Purpose};
use crate::contact::ContactMoment;
use crate::draft::{Decision, Draft, Moment, Step, standing};
use crate::event::{Actor, Change, Event, Format, Opening, Why};
use crate::hand_over;
use crate::kernel::Role;
use crate::referral::ReferralOutcome;
use crate::time;

/// Opens a case. The front door of the firm's municipality becomes responsible, whichever door it came in by.
///
/// # Errors
///
/// [`Refusal::AskedInFuture`].
pub fn open(question: &Question, by: Actor, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    if question.asked_at > moment.now {
        return Err(Refusal::AskedInFuture);
    }
    let opening = Opening {
        firm: question.firm,
        question: question.text,
        origin: question.origin.clone(),
        asked_at: question.asked_at,
        promised_by: moment.policy.promised_by(question.asked_at),
        need: question.need.clone(),
        door: moment.directory.front_door(question.need.municipality.as_ref()),
        visibility: question.visibility,
        due: moment.policy.answer_by(question.asked_at, moment.now.date()),
    };
    let event = Event {
        format: Format::default(),
        case: question.case,
        number: 1,
        at: moment.now,
        by,
        change: Change::Opened(Box::new(opening)),
    };
    let case = apply(None, &event).ok_or(Refusal::NotAllowed { by: Vec::new() })?;
    Ok(Decision { case, events: vec![event] })
}

/// Decides about a command. What time had to do before is done first, so that the answer does not depend on when
/// somebody last looked.
///
/// # Errors
///
/// A [`Refusal`] that says what to do instead; nothing has changed then.
pub fn decide(case: &Case, command: &Command, by: Actor, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut draft = Draft::new(case.clone(), Actor::Time, moment);
    time::pass(&mut draft)?;
    draft.by = by;
    match command {
        Command::Refer { to, summary } => hand_over::refer(&mut draft, to, *summary)?,
        Command::Accept { referral, person } => hand_over::accept(&mut draft, *referral, *person)?,
        Command::Refuse { referral, reason, propose } => {
            hand_over::refuse(&mut draft, *referral, *reason, propose.as_ref())?;
        }
        Command::Close { referral, result } => hand_over::close(&mut draft, *referral, *result)?,
        Command::Contact(moment) => contact(&mut draft, *moment)?,
        Command::Plan(date) => plan(&mut draft, *date)?,
        Command::Escalate => {
            let role = draft.role_for(CaseAction::Escalate)?;
            hand_over::escalate(&mut draft, Step { action: CaseAction::Escalate, role, why: Why::Escalated })?;
        }
        Command::End(outcome) => end(&mut draft, *outcome)?,
        Command::Reopen => reopen(&mut draft)?,
        Command::Consent { receiver, purpose, facts } => consent(&mut draft, receiver, *purpose, facts)?,
        Command::Withdraw(number) => withdraw(&mut draft, *number)?,
        Command::Show { purpose, facts } => show(&mut draft, *purpose, facts)?,
        Command::Rate { useful } => {
            entrepreneur_only(&draft)?;
            draft.emit(Change::Rated { useful: *useful });
        }
        Command::Clarify(_)
        | Command::RecordSituation(_)
        | Command::RecordSegment(_)
        | Command::ReachPhase { .. }
        | Command::Support { .. } => record(&mut draft, command)?,
    }
    Ok(draft.finish())
}

/// What time does to a case: silent referrals go on, passed dates are followed by a reminder and then by the process
/// director. Afterwards every date of the case lies today or later.
///
/// # Errors
///
/// None for a case that came from [`open`] and [`decide`]; a [`Refusal`] for one whose events did not fit.
pub fn pass_time(case: &Case, moment: &Moment<'_>) -> Result<Decision, Refusal> {
    let mut draft = Draft::new(case.clone(), Actor::Time, moment);
    time::pass(&mut draft)?;
    Ok(draft.finish())
}

fn contact(draft: &mut Draft<'_>, contact: ContactMoment) -> Result<(), Refusal> {
    let role = draft.role_for(CaseAction::Contact)?;
    let Actor::Organisation { organisation, person } = draft.by.clone() else {
        return Err(Refusal::NotAllowed { by: vec![Role::Responsible, Role::Receiver] });
    };
    let accepted = draft.case.referrals.iter().find(|it| it.receiver == organisation && it.is_accepted());
    let accepted: Option<ReferralNumber> = accepted.map(|it| it.number);
    if role == Role::Receiver && accepted.is_none() {
        return Err(Refusal::NotAllowed { by: vec![Role::Responsible] });
    }
    draft.emit(Change::Contacted { organisation: organisation.clone(), person, moment: contact });
    let policy = draft.moment.policy;
    let wait = if contact.effect.is_reached() { policy.follow_up_working_days } else { policy.reminder_working_days };
    let due = draft.in_days(wait.get());
    if let Some(referral) = accepted {
        draft.emit(Change::ReferralDue { referral, due, reminders: 0 });
    }
    if role != Role::Responsible {
        return Ok(());
    }
    let open = draft.open()?;
    let state = match open.state {
        CaseState::Referred => return Ok(()),
        CaseState::InHand => CaseState::InHand,
        CaseState::Asked | CaseState::Escalated if contact.effect.is_reached() => CaseState::InHand,
        waiting => waiting,
    };
    draft.stand(Step { action: CaseAction::Contact, role, why: Why::Contact }, standing(state, open.responsible, due))
}

fn plan(draft: &mut Draft<'_>, date: Date) -> Result<(), Refusal> {
    let role = draft.role_for(CaseAction::Plan)?;
    let latest = draft.in_days(draft.moment.policy.plan_ahead_working_days_max.get());
    if date <= draft.today() || date > latest {
        return Err(Refusal::DateOutOfReach { latest });
    }
    let open = draft.open()?;
    let own = draft.case.referrals.iter().find(|it| it.receiver == open.responsible && it.is_accepted());
    if let Some(referral) = own.map(|it| it.number) {
        draft.emit(Change::ReferralDue { referral, due: date, reminders: 0 });
    }
    draft
        .stand(Step { action: CaseAction::Plan, role, why: Why::Planned }, standing(open.state, open.responsible, date))
}

fn end(draft: &mut Draft<'_>, outcome: Outcome) -> Result<(), Refusal> {
    let role = draft.role_for(CaseAction::End)?;
    let yours = match outcome {
        Outcome::Helped => true,
        Outcome::TakenBack => role == Role::Entrepreneur,
        Outcome::NotHelped(_) | Outcome::NotReachable => role == Role::Responsible,
    };
    if !yours {
        return Err(Refusal::OutcomeNotYours);
    }
    if role == Role::Responsible {
        must_have_spoken(&draft.case, outcome == Outcome::NotReachable)?;
    }
    finish(draft, outcome);
    Ok(())
}

/// Ends the case and what is still open in it.
pub(crate) fn finish(draft: &mut Draft<'_>, outcome: Outcome) {
    let open: Vec<_> = draft.case.referrals.iter().filter(|it| it.course.standing().is_some()).cloned().collect();
    for referral in open {
        let result = match (referral.is_accepted(), outcome) {
            (true, Outcome::Helped) => ReferralOutcome::Helped,
            (true, Outcome::NotHelped(_)) => ReferralOutcome::NotHelped,
            (true, Outcome::NotReachable) => ReferralOutcome::NotReachable,
            (false, _) | (true, Outcome::TakenBack) => ReferralOutcome::Recalled,
        };
        draft.emit(Change::ReferralEnded { referral: referral.number, outcome: result });
    }
    draft.emit(Change::Ended(outcome));
}

/// An outcome says something about the entrepreneur, so somebody must have spoken with the entrepreneur, or tried to.
pub(crate) fn must_have_spoken(case: &Case, an_attempt_is_enough: bool) -> Result<(), Refusal> {
    let spoken = if an_attempt_is_enough { !case.contacts.is_empty() } else { case.first_answer_at().is_some() };
    spoken.then_some(()).ok_or(Refusal::NoContactYet)
}

fn reopen(draft: &mut Draft<'_>) -> Result<(), Refusal> {
    let role = draft.role_for(CaseAction::Reopen)?;
    draft.emit(Change::Reopened);
    let due = draft.in_days(draft.moment.policy.referral_answer_working_days.get());
    let door = draft.case.door.organisation.clone();
    draft.stand(Step { action: CaseAction::Reopen, role, why: Why::Reopened }, standing(CaseState::Asked, door, due))
}

fn consent(
    draft: &mut Draft<'_>,
    receiver: &OrganisationId,
    purpose: Purpose,
    facts: &BTreeSet<Code>,
) -> Result<(), Refusal> {
    entrepreneur_only(draft)?;
    let last = draft.case.consent.consents.last().map_or(0, |it| it.number.0);
    draft.emit(Change::Consented {
        consent: ConsentNumber(last.saturating_add(1)),
        receiver: receiver.clone(),
        purpose,
        facts: facts.clone(),
    });
    Ok(())
}

fn withdraw(draft: &mut Draft<'_>, number: ConsentNumber) -> Result<(), Refusal> {
    entrepreneur_only(draft)?;
    let stands = |it: &Consent| it.number == number && it.withdrawn_at.is_none();
    if !draft.case.consent.consents.iter().any(stands) {
        return Err(Refusal::NoSuchConsent(number));
    }
    draft.emit(Change::Withdrawn(number));
    Ok(())
}

/// Shows facts to the organisation that asks, if a standing consent covers each of them, and remembers it.
fn show(draft: &mut Draft<'_>, purpose: Purpose, facts: &BTreeSet<Code>) -> Result<(), Refusal> {
    let Actor::Organisation { organisation, person } = draft.by.clone() else {
        return Err(Refusal::NotAllowed { by: vec![Role::Responsible, Role::Receiver] });
    };
    let consents = draft.case.consent.cover(&organisation, purpose, facts).map_err(Refusal::NoConsent)?;
    draft.emit(Change::Shown {
        receiver: organisation,
        person,
        purpose,
        consents,
        facts: facts.clone(),
        // Whether there is a case says nothing of what is asked.
        summary: draft.case.summary.filter(|_| purpose != Purpose::Coordination),
    });
    Ok(())
}

/// What the helping organisation writes down.
fn record(draft: &mut Draft<'_>, command: &Command) -> Result<(), Refusal> {
    let Actor::Organisation { organisation, .. } = &draft.by else {
        return Err(Refusal::NotAllowed { by: vec![Role::Responsible, Role::Receiver] });
    };
    let responsible = draft.case.open().is_some_and(|it| it.responsible == *organisation);
    let helps = |it: &crate::referral::Referral| it.receiver == *organisation && it.accepted_at.is_some();
    if !responsible && draft.case.door.organisation != *organisation && !draft.case.referrals.iter().any(helps) {
        return Err(Refusal::NotAllowed { by: vec![Role::Responsible, Role::Receiver] });
    }
    draft.emit(match command.clone() {
        Command::Clarify(need) => Change::NeedChanged(need),
        Command::RecordSituation(situation) => Change::SituationRecorded(situation),
        Command::RecordSegment(segment) => Change::SegmentRecorded(segment),
        Command::ReachPhase { phase, support } => Change::PhaseReached { phase, support },
        Command::Support { support, kind, cents } => Change::Supported { support, kind, cents },
        _ => return Err(Refusal::NotAllowed { by: Vec::new() }),
    });
    Ok(())
}

fn entrepreneur_only(draft: &Draft<'_>) -> Result<(), Refusal> {
    let is_entrepreneur = draft.by == Actor::Entrepreneur(draft.case.firm);
    is_entrepreneur.then_some(()).ok_or(Refusal::NotAllowed { by: vec![Role::Entrepreneur] })
}
