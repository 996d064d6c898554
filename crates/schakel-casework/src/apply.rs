//! From events to state. Total: every event on every state gives a state, and the same events always give the same one.
//! An event that does not fit changes nothing but the count of misfits.

use crate::case::{Case, CaseStanding, CaseState, Escalation, Join, Milestone, Outcome, Rating, SupportGiven};
use crate::code::ReferralNumber;
use crate::consent::{Consent, ConsentBook, Disclosure};
use crate::contact::Contact;
use crate::event::{Change, Event, Opening};
use crate::kernel::{Course, Standing};
use crate::referral::{Referral, ReferralState};

/// The state after an event. Nothing is there before [`Change::Opened`]; other events on nothing give nothing.
pub fn apply(state: Option<Case>, event: &Event) -> Option<Case> {
    match (state, &event.change) {
        (None, Change::Opened(opening)) => Some(opened(event, opening)),
        (None, _) => None,
        (Some(mut case), _) => {
            take_in(&mut case, event);
            Some(case)
        }
    }
}

/// The state after all events, in order.
pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Case> {
    events.into_iter().fold(None, apply)
}

/// Changes the case by an event, or counts it as a misfit.
pub(crate) fn take_in(case: &mut Case, event: &Event) {
    let in_order = event.case == case.id && Some(event.number) == case.events.checked_add(1);
    if in_order && change(case, event).is_some() {
        case.events = event.number;
    } else {
        case.misfits = case.misfits.saturating_add(1);
    }
}

fn opened(event: &Event, opening: &Opening) -> Case {
    let standing = Standing {
        state: CaseState::Asked,
        responsible: opening.door.organisation.clone(),
        due: opening.due,
        reminders: 0,
    };
    Case {
        id: event.case,
        firm: opening.firm,
        question: opening.question,
        origin: opening.origin.clone(),
        asked_at: opening.asked_at,
        promised_by: opening.promised_by,
        need: opening.need.clone(),
        summary: None,
        door: opening.door.clone(),
        visibility: opening.visibility,
        standing: CaseStanding::Own(Course::Open(standing)),
        referrals: Vec::new(),
        chain_from: ReferralNumber(0),
        contacts: Vec::new(),
        consent: ConsentBook::default(),
        joins: Vec::new(),
        escalations: Vec::new(),
        situation: None,
        segment: None,
        journey: Vec::new(),
        supported: Vec::new(),
        ratings: Vec::new(),
        reopened_at: Vec::new(),
        events: event.number,
        misfits: 0,
    }
}

/// Makes the change; nothing, and no change, when it does not fit.
fn change(case: &mut Case, event: &Event) -> Option<()> {
    let at = event.at;
    match &event.change {
        Change::Opened(_) => return None,
        Change::Stands { standing, .. } => set_course(case, Course::Open(standing.clone()))?,
        Change::Ended(outcome) => set_course(case, Course::Ended { outcome: *outcome, at })?,
        Change::Reopened => {
            case.chain_from = case.referrals.last().map_or(ReferralNumber(0), |it| it.number);
            case.reopened_at.push(at);
        }
        Change::Escalated(director) => case.escalations.push(Escalation { at, director: director.clone() }),
        Change::Contacted { organisation, person, moment } => {
            case.contacts.push(Contact { at, organisation: organisation.clone(), person: *person, moment: *moment })
        }
        Change::Summarised(text) => case.summary = Some(*text),
        Change::NeedChanged(need) => case.need = need.clone(),
        Change::SituationRecorded(situation) => case.situation = Some(*situation),
        Change::SegmentRecorded(segment) => case.segment = Some(*segment),
        Change::PhaseReached { phase, support } => {
            case.journey.push(Milestone { at, phase: phase.clone(), support: support.clone() });
        }
        Change::Supported { support, kind, cents } => {
            case.supported.push(SupportGiven { at, support: support.clone(), kind: *kind, cents: *cents });
        }
        Change::Rated { useful } => case.ratings.push(Rating { at, useful: *useful }),
        Change::Referred { .. }
        | Change::Accepted { .. }
        | Change::ReferralDue { .. }
        | Change::ReferralEnded { .. } => change_referral(case, event)?,
        Change::Consented { .. } | Change::Withdrawn(_) | Change::Shown { .. } => change_consent(case, event)?,
        Change::Joined(join) => joined(case, join)?,
        Change::Separated { other } => {
            let join = case.joins.iter_mut().find(|it| it.other == *other && it.until.is_none())?;
            join.until = Some(at);
            if let CaseStanding::Joined { lead, parked } = &case.standing
                && lead == other
            {
                case.standing = CaseStanding::Own(Course::Open(parked.clone()));
            }
        }
    }
    Some(())
}

fn change_referral(case: &mut Case, event: &Event) -> Option<()> {
    let find = |case: &mut Case, number| {
        let place = case.referrals.iter().position(|it: &Referral| it.number == number);
        place.and_then(move |place| case.referrals.get(place).cloned().map(|it| (place, it)))
    };
    let (place, referral) = match &event.change {
        Change::Referred { referral, receiver, asked, step, handover, due } => {
            if case.referral(*referral).is_some() {
                return None;
            }
            case.referrals.push(Referral {
                number: *referral,
                receiver: receiver.clone(),
                asked: asked.clone(),
                step: *step,
                handover: handover.clone(),
                sent_at: event.at,
                accepted_at: None,
                person: None,
                course: Course::Open(Standing {
                    state: ReferralState::Waiting,
                    responsible: receiver.clone(),
                    due: *due,
                    reminders: 0,
                }),
            });
            return Some(());
        }
        Change::Accepted { referral, person, due } => {
            let (place, mut it) = find(case, *referral)?;
            if it.course.standing().is_none() && !it.is_silent() {
                return None;
            }
            let standing =
                Standing { state: ReferralState::Accepted, responsible: it.receiver.clone(), due: *due, reminders: 0 };
            (it.accepted_at, it.person, it.course) = (Some(event.at), *person, Course::Open(standing));
            (place, it)
        }
        Change::ReferralDue { referral, due, reminders } => {
            let (place, mut it) = find(case, *referral)?;
            let standing = it.course.standing()?.clone();
            it.course = Course::Open(Standing { due: *due, reminders: *reminders, ..standing });
            (place, it)
        }
        Change::ReferralEnded { referral, outcome } => {
            let (place, mut it) = find(case, *referral)?;
            it.course.standing()?;
            it.course = Course::Ended { outcome: outcome.clone(), at: event.at };
            (place, it)
        }
        _ => return None,
    };
    *case.referrals.get_mut(place)? = referral;
    Some(())
}

fn change_consent(case: &mut Case, event: &Event) -> Option<()> {
    match &event.change {
        Change::Consented { consent, receiver, purpose, facts } => {
            let known = case.consent.consents.iter().any(|it| it.number == *consent);
            (!known).then_some(())?;
            case.consent.consents.push(Consent {
                number: *consent,
                receiver: receiver.clone(),
                purpose: *purpose,
                facts: facts.clone(),
                given_at: event.at,
                withdrawn_at: None,
            });
        }
        Change::Withdrawn(number) => {
            let standing = |it: &&mut Consent| it.number == *number && it.withdrawn_at.is_none();
            case.consent.consents.iter_mut().find(standing)?.withdrawn_at = Some(event.at);
        }
        Change::Shown { receiver, person, purpose, consents, facts, summary } => {
            case.consent.disclosures.push(Disclosure {
                at: event.at,
                receiver: receiver.clone(),
                person: *person,
                purpose: *purpose,
                consents: consents.clone(),
                facts: facts.clone(),
                summary: *summary,
            });
        }
        _ => return None,
    }
    Some(())
}

fn joined(case: &mut Case, join: &Join) -> Option<()> {
    let already = case.joins.iter().any(|it| it.other == join.other && it.until.is_none());
    (!already).then_some(())?;
    if !join.leads {
        let parked = case.open()?.clone();
        case.standing = CaseStanding::Joined { lead: join.other, parked };
    }
    case.joins.push(join.clone());
    Some(())
}

/// A joined case has no course of its own to change.
fn set_course(case: &mut Case, course: Course<CaseState, Outcome>) -> Option<()> {
    match &mut case.standing {
        CaseStanding::Own(own) => {
            *own = course;
            Some(())
        }
        CaseStanding::Joined { .. } => None,
    }
}
