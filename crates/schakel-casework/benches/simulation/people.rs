//! What the people of a simulated region do next: the owner of a case, a receiver, the entrepreneur.

use std::collections::BTreeSet;

use schakel_casework::{
    Case, CaseState, Channel, Closing, Code, Command, ContactMoment, Effect, Mode, NotHelped, OrganisationId, Outcome,
    Purpose, Receivers, Referral, RefusalReason, Segment, Service, Situation, SupportKind, TextRef,
};
use schakel_time::add_working_days;

use super::random::Random;
use super::world::{Habit, World, code};
use schakel_time::Date;

/// After how many days an organisation does something; never, for some.
pub fn delay_days(habit: Habit, random: &mut Random) -> Option<usize> {
    match habit {
        Habit::Prompt | Habit::Refuses | Habit::Disappears(_) => Some(random.below(2)),
        Habit::Late => Some(1 + random.below(9)),
        Habit::Silent => None,
    }
}

/// What the owner of a case does.
pub fn owner(case: &Case, state: CaseState, world: &World, today: Date, random: &mut Random) -> Option<Command> {
    let own = case
        .referrals
        .iter()
        .find(|it| it.is_accepted() && case.open().is_some_and(|open| open.responsible == it.receiver));
    match (state, random.below(100)) {
        (CaseState::Asked, 0..60) => Some(refer(Receivers::Best(1 + random.below(3)), random)),
        (CaseState::Asked, 60..75) => Some(named(world, random)),
        (CaseState::Asked, 75..90) => Some(contact(random)),
        (CaseState::Asked, 90..93) => Some(Command::Escalate),
        (CaseState::Referred, 0..15) => Some(contact(random)),
        (CaseState::Referred, 15..20) => Some(named(world, random)),
        (CaseState::Referred, _) => None,
        (CaseState::InHand, 0..40) if case.first_answer_at().is_some() => Some(conclude(own, random)),
        (CaseState::InHand, 0..70) => Some(contact(random)),
        (CaseState::InHand, 70..80) => Some(Command::Plan(add_working_days(today, 1 + random.below(30) as u32))),
        (CaseState::InHand, 80..88) => Some(refer(Receivers::Best(1), random)),
        (CaseState::InHand, 88..93) => Some(written_down(random)),
        (CaseState::Escalated, 0..50) => Some(contact(random)),
        (CaseState::Escalated, 50..70) => Some(refer(Receivers::Best(1), random)),
        (CaseState::Escalated, 70..80) => Some(Command::Plan(add_working_days(today, 3))),
        _ => None,
    }
}

/// What an organisation that was asked answers, or does after it accepted.
pub fn receiver(case: &Case, referral: &Referral, world: &World, random: &mut Random) -> Command {
    if referral.is_accepted() {
        return if case.first_answer_at().is_some() { conclude(Some(referral), random) } else { contact(random) };
    }
    let refuses = if world.habit(&referral.receiver) == Habit::Refuses { 90 } else { 20 };
    if random.chance(refuses) {
        let propose = random.chance(30).then(|| random.one_of(&world.organisations).clone());
        Command::Refuse { referral: referral.number, reason: RefusalReason::NoCapacity, propose }
    } else {
        Command::Accept { referral: referral.number, person: None }
    }
}

/// What an entrepreneur does in between.
pub fn entrepreneur(case: &Case, world: &World, random: &mut Random) -> Command {
    let ended = case.course().is_some_and(|it| it.outcome().is_some());
    let standing: Vec<_> = case.consent.consents.iter().filter(|it| it.withdrawn_at.is_none()).collect();
    match random.below(100) {
        0..15 if ended => Command::Reopen,
        0..50 if ended => Command::Rate { useful: random.chance(70) },
        0..35 if !standing.is_empty() => Command::Withdraw(random.one_of(&standing).number),
        0..40 => Command::End(if random.chance(50) { Outcome::TakenBack } else { Outcome::Helped }),
        _ => consent(pick(case, world, random), random),
    }
}

/// Consent to somebody for something.
pub fn consent(receiver: OrganisationId, random: &mut Random) -> Command {
    let purpose = if random.chance(85) { Purpose::Help } else { Purpose::Coordination };
    Command::Consent { receiver, purpose, facts: some_facts(random) }
}

/// Somebody looks at facts, permitted or not.
pub fn show(random: &mut Random) -> Command {
    Command::Show { purpose: Purpose::Help, facts: some_facts(random) }
}

fn some_facts(random: &mut Random) -> BTreeSet<Code> {
    ["employees", "turnover", "sbi"].iter().filter(|_| random.chance(50)).map(|it| code(it)).collect()
}

/// Mostly somebody who has to do with the case.
fn pick(case: &Case, world: &World, random: &mut Random) -> OrganisationId {
    let involved: Vec<_> = case.referrals.iter().map(|it| &it.receiver).collect();
    if involved.is_empty() || random.chance(40) {
        random.one_of(&world.organisations).clone()
    } else {
        (*random.one_of(&involved)).clone()
    }
}

fn named(world: &World, random: &mut Random) -> Command {
    let one = random.one_of(&world.organisations).clone();
    refer(Receivers::Named(BTreeSet::from([one])), random)
}

fn refer(to: Receivers, random: &mut Random) -> Command {
    Command::Refer { to, summary: random.chance(70).then_some(TextRef(1)) }
}

fn contact(random: &mut Random) -> Command {
    let effect =
        *random.one_of(&[Effect::NotReached, Effect::Reached, Effect::Reached, Effect::Guided, Effect::Declined]);
    let service = *random.one_of(&[Service::Helpdesk, Service::Information(Mode::Individual)]);
    let channel = *random.one_of(&[Channel::Telephone, Channel::Digital, Channel::Personal]);
    Command::Contact(ContactMoment { service, channel, effect })
}

fn conclude(own: Option<&Referral>, random: &mut Random) -> Command {
    let good = random.chance(75);
    match own {
        Some(own) => {
            let bad = if random.chance(70) { Closing::NotHelped } else { Closing::NotReachable };
            Command::Close { referral: own.number, result: if good { Closing::Helped } else { bad } }
        }
        None if good => Command::End(Outcome::Helped),
        None if random.chance(40) => Command::End(Outcome::NotReachable),
        None => Command::End(Outcome::NotHelped(NotHelped::NoSupportExists)),
    }
}

fn written_down(random: &mut Random) -> Command {
    match random.below(3) {
        0 => {
            Command::RecordSituation(*random.one_of(&[Situation::NotAware, Situation::NotWilling, Situation::NotAble]))
        }
        1 => Command::RecordSegment(Segment::Follower),
        _ => Command::Support { support: code("voucher"), kind: SupportKind::Financial, cents: Some(500_000) },
    }
}
