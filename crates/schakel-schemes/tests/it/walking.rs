//! Anybody does anything at any time: what is allowed keeps to the process, a replay gives the same, and never more comes
//! back than was paid.

use proptest::prelude::*;
use schakel_casework::{Actor, FirmRef};
use schakel_register::Cents;
use schakel_schemes::{
    APPLICATION, ApplicationCommand, ApplicationEvent, Arrangement, GRANT, GrantCommand, Judgment, LoweringGround,
    MissingItem, Ruling, SuspensionGround, Verdict, decide_application, replay_application,
};
use schakel_time::{DateTime, add_days};

use crate::small_round::{
    APPLICANT, ASSESSOR, Counter, PARTNER, by_executor, code, content, euros, granted, refused, terms, without_budget,
};

fn any_verdict() -> impl Strategy<Value = Verdict> {
    prop_oneof![
        3 => (1_i64..210_000).prop_map(|amount| granted(euros(amount))),
        1 => Just(refused()),
        1 => Just(Verdict::NotDealtWith),
    ]
}

fn any_grant_command() -> impl Strategy<Value = GrantCommand> {
    let lowered = || prop_oneof![Just(vec![]), Just(vec![LoweringGround::LowerCosts])];
    let amount = || (-1_i64..210_000).prop_map(euros);
    prop_oneof![
        3 => amount().prop_map(GrantCommand::PayAdvance),
        1 => Just(GrantCommand::HoldPayments),
        1 => Just(GrantCommand::ReleasePayments),
        1 => amount().prop_map(|it| GrantCommand::Change(terms(it))),
        1 => Just(GrantCommand::Revoke([LoweringGround::WrongData].into())),
        3 => amount().prop_map(|costs| {
            GrantCommand::RequestSettlement { costs, documents: Arrangement::Costs.documents() }
        }),
        3 => (amount(), lowered()).prop_map(|(amount, lowered)| {
            GrantCommand::Settle { amount, lowered: lowered.into_iter().collect() }
        }),
        2 => (amount(), lowered()).prop_map(|(amount, lowered)| {
            GrantCommand::SettleExOfficio { amount, lowered: lowered.into_iter().collect() }
        }),
        2 => Just(GrantCommand::PayRest),
        3 => amount().prop_map(GrantCommand::ReceiveBack),
        1 => Just(GrantCommand::LetGo),
        2 => (amount(), lowered()).prop_map(|(amount, lowered)| {
            GrantCommand::LowerSettlement { amount, lowered: lowered.into_iter().collect() }
        }),
    ]
}

/// Days are counted from the beginning of the walk.
fn any_command(today: DateTime) -> impl Strategy<Value = ApplicationCommand> {
    let here = today.date();
    let soon = move |days| add_days(here, days);
    let early = prop_oneof![
        Just(ApplicationCommand::Save(content(euros(200_000)))),
        Just(ApplicationCommand::Save(without_budget(euros(20_000)))),
        Just(ApplicationCommand::InvitePartner(PARTNER)),
        any::<bool>().prop_map(|consents| ApplicationCommand::AnswerPartner { consents }),
        Just(ApplicationCommand::Submit),
        Just(ApplicationCommand::AskToComplete { missing: [MissingItem::Document(code("budget"))].into() }),
        Just(ApplicationCommand::Supplement(content(euros(150_000)))),
        Just(ApplicationCommand::FindComplete),
        Just(ApplicationCommand::Assess(ASSESSOR)),
    ];
    let term = prop_oneof![
        (0_u32..30).prop_map(move |days| ApplicationCommand::Suspend {
            ground: if days % 2 == 0 { SuspensionGround::Agreed } else { SuspensionGround::ForceMajeure },
            until: soon(days),
        }),
        Just(ApplicationCommand::Resume),
        Just(ApplicationCommand::Extend),
        (0_u32..60).prop_map(move |days| ApplicationCommand::NoticeDelay { until: soon(days) }),
        Just(ApplicationCommand::GiveDefault { received_on: here }),
    ];
    let late = prop_oneof![
        3 => any_verdict().prop_map(ApplicationCommand::Decide),
        3 => Just(ApplicationCommand::Announce),
        1 => Just(ApplicationCommand::Object { received_on: here, posted_on: None }),
        1 => (0_u32..8).prop_map(|weeks| ApplicationCommand::Postpone { weeks }),
        2 => (prop::option::of(any_verdict()), any::<bool>()).prop_map(|(verdict, excused)| {
            let ruling = if verdict.is_some() { Ruling::Founded } else { Ruling::Unfounded };
            ApplicationCommand::DecideObjection { ruling, verdict, excused }
        }),
        1 => Just(ApplicationCommand::Appeal { received_on: here }),
        1 => Just(ApplicationCommand::Judge { judgment: Judgment::Dismissed, verdict: None, decide_by: None }),
        1 => Just(ApplicationCommand::Judge {
            judgment: Judgment::DecideAgain,
            verdict: None,
            decide_by: Some(soon(30)),
        }),
        1 => Just(ApplicationCommand::Withdraw),
    ];
    prop_oneof![3 => early, 1 => term, 2 => late, 4 => any_grant_command().prop_map(ApplicationCommand::Grant)]
}

/// Who acts, how many days later, and what.
fn any_step() -> impl Strategy<Value = (u8, u32, u64)> {
    (0_u8..8, 0_u32..12, any::<u64>())
}

/// The command that belongs to a number; taken anew each time, because it knows the day.
fn command(seed: u64, now: DateTime) -> ApplicationCommand {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    any_command(now).new_tree(&mut runner).unwrap().current()
}

/// What must hold after every step.
fn check(counter: &Counter) {
    let application = &counter.application;
    assert_eq!(application.misfits, 0);
    assert_eq!(usize::try_from(application.events).unwrap(), counter.journal.len());
    let Some(grant) = &application.grant else { return };
    assert!(Cents::ZERO <= grant.received_back && grant.received_back <= grant.paid, "{grant:?}");
    assert!(grant.to_recover() <= grant.paid && grant.to_recover() >= Cents::ZERO, "{grant:?}");
    assert!(grant.let_go + grant.received_back <= grant.paid, "{grant:?}");
    let together: Cents = grant.terms.commitments.iter().map(|it| it.amount).sum();
    assert_eq!(together, grant.terms.amount, "the years are the total");
    assert!(application.requested().is_some_and(|it| grant.terms.amount <= it), "never more than was asked for");
}

fn walk(steps: &[(u8, u32, u64)], from: Counter) -> Counter {
    let mut counter = from;
    let mut now = counter.application.last_at;
    for (who, days, seed) in steps {
        now = add_days(now.date(), *days).at(12, 0, 0, 0);
        let by = match who {
            0..=3 => by_executor(),
            4..=5 => Actor::Entrepreneur(APPLICANT),
            6 => Actor::Entrepreneur(PARTNER),
            _ => Actor::Entrepreneur(FirmRef(99)),
        };
        let before = counter.application.clone();
        let command = command(*seed, now);
        if let Ok(step) = decide_application(&before, &command, &by, now, &counter.rules) {
            let (from, to) = (before.course.place(), step.application.course.place());
            assert!(from == to || reaches(&before, &step.application), "{from:?} to {to:?} by {command:?}");
            counter.application = step.application;
            counter.journal.extend(step.events);
        }
        check(&counter);
    }
    counter
}

/// Whether the process has a way of one or two rules (a date that passed first) from the one to the other.
fn reaches(before: &schakel_schemes::Application, after: &schakel_schemes::Application) -> bool {
    let (from, to) = (before.course.place(), after.course.place());
    let middle = APPLICATION.rules.iter().flat_map(|it| it.to).copied();
    APPLICATION.connects(from, to)
        || middle.into_iter().any(|it| APPLICATION.connects(from, it) && APPLICATION.connects(it, to))
}

fn check_replay(counter: &Counter) {
    let written = serde_json::to_string(&counter.journal).unwrap();
    let read: Vec<ApplicationEvent> = serde_json::from_str(&written).unwrap();
    assert_eq!(replay_application(&read).as_ref(), Some(&counter.application));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(80))]

    #[test]
    fn from_a_draft(steps in proptest::collection::vec(any_step(), 0..80)) {
        check_replay(&walk(&steps, Counter::begin("2017-01-09")));
    }

    #[test]
    fn from_a_grant(steps in proptest::collection::vec(any_step(), 0..120)) {
        let counter = walk(&steps, Counter::decided(granted(euros(130_000)), "2017-01-09", "2017-03-01"));
        check_replay(&counter);
        let grant = counter.application.grant.unwrap();
        prop_assert!(GRANT.states.iter().any(|it| grant.course.standing().is_none_or(|at| at.state == *it)));
    }
}
