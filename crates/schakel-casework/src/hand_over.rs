//! Handing a case over: asking organisations, their answers, going on to the next by itself, and the process director
//! after the last. Part of `decide`.

use std::collections::BTreeSet;

use schakel_time::Date;

use crate::case::{CaseAction, CaseState, Outcome};
use crate::choose::{Exclusion, Field, choose, consider};
use crate::code::{OrganisationId, PersonRef, ReferralNumber, TextRef};
use crate::command::{Closing, Receivers, Refusal};
use crate::consent::Purpose;
use crate::decide::{finish, must_have_spoken};
use crate::directory::{Director, Participation};
use crate::draft::{Draft, Step, standing};
use crate::event::{Actor, Change, Why};
use crate::kernel::{Role, Standing};
use crate::policy::{CHAIN_AUTOMATIC_MAX, CHAIN_MAX, RECEIVERS_AT_ONCE_MAX};
use crate::referral::{Asked, Handover, REFERRAL, Referral, ReferralAction, ReferralOutcome, RefusalReason};

/// Asks organisations to take the case.
pub(crate) fn refer(draft: &mut Draft<'_>, to: &Receivers, summary: Option<TextRef>) -> Result<(), Refusal> {
    let role = draft.role_for(CaseAction::Refer)?;
    let open = draft.open()?;
    let step = draft.case.chain_length().saturating_add(1);
    let longest = if open.state == CaseState::Escalated { CHAIN_MAX } else { CHAIN_AUTOMATIC_MAX };
    if step > longest {
        return Err(Refusal::ChainTooLong);
    }
    let receivers = receivers(draft, to)?;
    if let Some(text) = summary {
        draft.emit(Change::Summarised(text));
    }
    for (receiver, asked) in receivers {
        send(draft, receiver, asked, step);
    }
    wait_for_answers(draft, Step { action: CaseAction::Refer, role, why: Why::Referred }, open.responsible)
}

/// The receiver takes the case. The first one to take it becomes responsible; who takes it later helps as well. An
/// answer after the date is welcome as long as nobody helps.
pub(crate) fn accept(draft: &mut Draft<'_>, number: ReferralNumber, person: Option<PersonRef>) -> Result<(), Refusal> {
    let silent = draft.case.referral(number).is_some_and(Referral::is_silent);
    let action = if silent { ReferralAction::AcceptLate } else { ReferralAction::Accept };
    let referral = own_referral(draft, number, action)?;
    let role = draft.role_for(CaseAction::Accept)?;
    let open = draft.open()?;
    if silent && (open.state == CaseState::InHand || number <= draft.case.chain_from) {
        return Err(Refusal::ReferralOver(number));
    }
    let due = first_contact_by(draft);
    draft.emit(Change::Accepted { referral: number, person, due });
    if open.state == CaseState::InHand {
        return Ok(());
    }
    let handed_on = draft.case.referrals.iter().find(|it| it.receiver == open.responsible && it.is_accepted());
    if let Some(referral) = handed_on.map(|it| it.number) {
        draft.emit(Change::ReferralEnded { referral, outcome: ReferralOutcome::HandedOn });
    }
    draft.stand(
        Step { action: CaseAction::Accept, role, why: Why::Accepted },
        standing(CaseState::InHand, referral.receiver, due),
    )
}

/// The receiver does not take the case; it goes on, first to whom the receiver proposes.
pub(crate) fn refuse(
    draft: &mut Draft<'_>,
    number: ReferralNumber,
    reason: RefusalReason,
    propose: Option<&OrganisationId>,
) -> Result<(), Refusal> {
    let referral = own_referral(draft, number, ReferralAction::Refuse)?;
    let role = draft.role_for(CaseAction::Refuse)?;
    let outcome = ReferralOutcome::Refused { reason, proposed: propose.cloned() };
    draft.emit(Change::ReferralEnded { referral: number, outcome });
    let step = Step { action: CaseAction::Refuse, role, why: Why::Refused };
    go_on_if_nobody_helps(draft, &referral, propose, step)
}

/// The receiver says how its help ended.
pub(crate) fn close(draft: &mut Draft<'_>, number: ReferralNumber, result: Closing) -> Result<(), Refusal> {
    let referral = own_referral(draft, number, ReferralAction::Close)?;
    must_have_spoken(&draft.case, result == Closing::NotReachable)?;
    let outcome = match result {
        Closing::Helped => ReferralOutcome::Helped,
        Closing::NotHelped => ReferralOutcome::NotHelped,
        Closing::NotReachable => ReferralOutcome::NotReachable,
    };
    draft.emit(Change::ReferralEnded { referral: number, outcome });
    if draft.open()?.responsible != referral.receiver {
        return Ok(());
    }
    let step = Step { action: CaseAction::Close, role: Role::Receiver, why: Why::Closed };
    if draft.open()?.state == CaseState::InHand && !other_helper_takes_over(draft, step)? {
        return match result {
            Closing::Helped => {
                finish(draft, Outcome::Helped);
                Ok(())
            }
            Closing::NotHelped => leave(draft, &referral, step),
            Closing::NotReachable => {
                recall_waiting(draft);
                let due = draft.in_days(draft.moment.policy.reminder_working_days.get());
                let door = draft.case.door.organisation.clone();
                draft.stand(step, standing(CaseState::Asked, door, due))
            }
        };
    }
    if draft.open()?.state == CaseState::Referred { leave(draft, &referral, step) } else { Ok(()) }
}

/// The responsible receiver is gone. Another that accepted takes over, or else the front door answers for the case again
/// while it goes on to the next organisation.
pub(crate) fn leave(draft: &mut Draft<'_>, gone: &Referral, step: Step) -> Result<(), Refusal> {
    if draft.open()?.state == CaseState::InHand && other_helper_takes_over(draft, step)? {
        return Ok(());
    }
    if !draft.case.referrals.iter().any(Referral::is_waiting) {
        ask_next(draft, gone, None);
    }
    let door = draft.case.door.organisation.clone();
    wait_for_answers(draft, step, door)
}

/// A referral came to nothing. While nobody helps, another organisation is asked in its place.
pub(crate) fn go_on_if_nobody_helps(
    draft: &mut Draft<'_>,
    after: &Referral,
    proposed: Option<&OrganisationId>,
    step: Step,
) -> Result<(), Refusal> {
    let open = draft.open()?;
    if open.state != CaseState::Referred {
        return Ok(());
    }
    ask_next(draft, after, proposed);
    wait_for_answers(draft, step, open.responsible)
}

/// Gives the case to the process director; to the front door, if the pack names none or several.
pub(crate) fn escalate(draft: &mut Draft<'_>, step: Step) -> Result<(), Refusal> {
    recall_waiting(draft);
    let director = draft.director();
    let to = match &director {
        Director::One(director) => director.clone(),
        Director::NoneNamed | Director::SeveralNamed => draft.case.door.organisation.clone(),
    };
    draft.emit(Change::Escalated(director));
    let due = draft.in_days(draft.moment.policy.director_working_days.get());
    draft.stand(step, standing(CaseState::Escalated, to, due))
}

/// The case waits for the answers that are out; without any, nobody is left and it goes to the process director.
fn wait_for_answers(draft: &mut Draft<'_>, step: Step, responsible: OrganisationId) -> Result<(), Refusal> {
    let waiting = draft.case.referrals.iter().filter(|it| it.is_waiting());
    match waiting.filter_map(Referral::due).min() {
        Some(due) => draft.stand(step, standing(CaseState::Referred, responsible, due)),
        None => escalate(draft, step),
    }
}

/// Asks one more organisation in the place of a referral that came to nothing, if the chain is not at its end.
fn ask_next(draft: &mut Draft<'_>, after: &Referral, proposed: Option<&OrganisationId>) {
    let step = after.step.saturating_add(1);
    if step > CHAIN_AUTOMATIC_MAX || after.number <= draft.case.chain_from {
        return;
    }
    if let Some(proposed) = proposed.filter(|it| can_take_proposal(draft, it)) {
        send(draft, proposed.clone(), Asked::Proposed { after: after.number }, step);
    } else if let Some((receiver, asked)) = best(draft, 1, Some(after.number)).pop() {
        send(draft, receiver, asked, step);
    }
}

/// A colleague knows better than the directory what another organisation does, but not whether it had the case before
/// or is away.
fn can_take_proposal(draft: &Draft<'_>, proposed: &OrganisationId) -> bool {
    let asked = draft.case.already_asked();
    with_field(draft, &asked, |field| {
        let profile = field.directory.profile(proposed);
        let answer = profile.map(|profile| consider(&draft.case.need, profile, &field));
        let present = field.staffing.present_from(proposed, field.on).is_some_and(|day| day <= field.answer_by);
        present
            && answer.is_some_and(|it| match it {
                Err(Exclusion::AlreadyAsked | Exclusion::NotTakingPart | Exclusion::SucceededBy(_)) => false,
                Ok(_) | Err(_) => true,
            })
    })
}

fn receivers(draft: &Draft<'_>, to: &Receivers) -> Result<Vec<(OrganisationId, Asked)>, Refusal> {
    let waiting = draft.case.referrals.iter().filter(|it| it.is_waiting()).count();
    let room = RECEIVERS_AT_ONCE_MAX.saturating_sub(waiting);
    let wanted = match to {
        Receivers::Named(named) => named.len(),
        Receivers::Best(count) => *count,
    };
    if wanted == 0 || wanted > room {
        return Err(Refusal::WrongNumberOfReceivers);
    }
    let Receivers::Named(named) = to else {
        let best = best(draft, wanted, None);
        return if best.is_empty() { Err(Refusal::NobodyToAsk) } else { Ok(best) };
    };
    let asked = draft.case.already_asked();
    if let Some(again) = named.iter().find(|it| asked.contains(it)) {
        return Err(Refusal::AlreadyAsked(again.clone()));
    }
    for one in named {
        let profile = draft.moment.directory.profile(one);
        let profile = profile.ok_or_else(|| Refusal::UnknownOrganisation(one.clone()))?;
        if profile.participation != Participation::TakesPart {
            return Err(Refusal::NotTakingPart(one.clone()));
        }
    }
    Ok(named.iter().map(|it| (it.clone(), Asked::ByName)).collect())
}

/// The best of the choice, each with what spoke for it.
fn best(draft: &Draft<'_>, count: usize, after: Option<ReferralNumber>) -> Vec<(OrganisationId, Asked)> {
    let asked = draft.case.already_asked();
    let choice = with_field(draft, &asked, |field| choose(&draft.case.need, &field));
    let others = u32::try_from(choice.ranked.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let chosen = choice.ranked.into_iter().take(count);
    chosen.map(|(receiver, grounds)| (receiver, Asked::Chosen { grounds, others, after })).collect()
}

fn with_field<T>(draft: &Draft<'_>, already_asked: &BTreeSet<OrganisationId>, look: impl FnOnce(Field<'_>) -> T) -> T {
    look(Field {
        directory: draft.moment.directory,
        staffing: draft.moment.staffing,
        already_asked,
        on: draft.today(),
        answer_by: answer_by(draft),
        capacity_of_adviser: draft.moment.policy.firms_per_adviser_month,
    })
}

fn send(draft: &mut Draft<'_>, receiver: OrganisationId, asked: Asked, step: u32) {
    let last = draft.case.referrals.last().map_or(0, |it| it.number.0);
    let consents: Vec<_> = draft.case.consent.standing(&receiver, Purpose::Help).map(|it| it.number).collect();
    let facts = draft.case.consent.permitted(&receiver, Purpose::Help).unwrap_or_default();
    let handover = match draft.case.summary {
        Some(summary) if !consents.is_empty() => Handover::Warm { summary, consents: consents.clone() },
        _ => Handover::CodesOnly,
    };
    let shown = match &handover {
        Handover::Warm { summary, .. } => Some(*summary),
        Handover::CodesOnly => None,
    };
    draft.emit(Change::Referred {
        referral: ReferralNumber(last.saturating_add(1)),
        receiver: receiver.clone(),
        asked,
        step,
        handover,
        due: answer_by(draft),
    });
    if shown.is_some() {
        draft.emit(Change::Shown {
            receiver,
            person: None,
            purpose: Purpose::Help,
            consents: consents.into_iter().collect(),
            facts,
            summary: shown,
        });
    }
}

fn answer_by(draft: &Draft<'_>) -> Date {
    draft.moment.policy.answer_by(draft.case.attempt_from(), draft.today())
}

/// Until the promise of this attempt ends, if nobody has spoken with the entrepreneur in it yet; otherwise the ordinary
/// term.
fn first_contact_by(draft: &Draft<'_>) -> Date {
    let policy = draft.moment.policy;
    let follow_up = draft.in_days(policy.follow_up_working_days.get());
    let attempt_from = draft.case.attempt_from();
    let mut contacts = draft.case.contacts.iter();
    if contacts.any(|it| it.at >= attempt_from && it.moment.effect.is_reached()) {
        return follow_up;
    }
    policy.promised_by(attempt_from).max(draft.in_days(1)).min(follow_up)
}

/// The referral, if it is the actor's own and a rule of its process lets the actor do this now.
fn own_referral(draft: &Draft<'_>, number: ReferralNumber, action: ReferralAction) -> Result<Referral, Refusal> {
    draft.open()?;
    let referral = draft.case.referral(number).ok_or(Refusal::ReferralOver(number))?;
    let own = matches!(&draft.by, Actor::Organisation { organisation, .. } if *organisation == referral.receiver);
    if !own {
        return Err(Refusal::NotAllowed { by: vec![Role::Receiver] });
    }
    let allowed = REFERRAL.allows(referral.course.place(), action, Role::Receiver);
    if allowed { Ok(referral.clone()) } else { Err(Refusal::ReferralOver(number)) }
}

fn other_helper_takes_over(draft: &mut Draft<'_>, step: Step) -> Result<bool, Refusal> {
    let Some(helper) = draft.case.referrals.iter().find(|it| it.is_accepted()).cloned() else { return Ok(false) };
    let Some(own) = helper.course.standing() else { return Ok(false) };
    let to = Standing {
        state: CaseState::InHand,
        responsible: helper.receiver.clone(),
        due: own.due,
        reminders: own.reminders,
    };
    draft.stand(step, to)?;
    Ok(true)
}

fn recall_waiting(draft: &mut Draft<'_>) {
    let waiting: Vec<_> = draft.case.referrals.iter().filter(|it| it.is_waiting()).map(|it| it.number).collect();
    for referral in waiting {
        draft.emit(Change::ReferralEnded { referral, outcome: ReferralOutcome::Recalled });
    }
}
