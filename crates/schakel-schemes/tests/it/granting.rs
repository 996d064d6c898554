//! What follows a grant: advances, obligations, settlement in three arrangements, recovery; and what is out of order.

use std::collections::BTreeSet;

use schakel_casework::Actor;
use schakel_register::Cents;
use schakel_schemes::{
    ApplicationCommand, ApplicationRefusal, Arrangement, Grant, GrantCommand, GrantOutcome, GrantRefusal, GrantState,
    GrantTerms, LoweringGround, Obligation, SettlementDocument, Verdict, YearCommitment, count_applications,
};

use crate::small_round::{APPLICANT, Counter, by_executor, code, day, euros, granted, refused, rules, terms};

const LOWER: LoweringGround = LoweringGround::LowerCosts;

/// Granted on 1 March 2017, with activities until Friday 29 June 2018.
fn grant(amount: Cents) -> Counter {
    Counter::decided(granted(amount), "2017-01-09", "2017-03-01")
}

impl Counter {
    fn grant(&self) -> &Grant {
        self.application.grant.as_ref().unwrap()
    }

    fn grant_state(&self) -> Option<GrantState> {
        self.grant().course.standing().map(|it| it.state)
    }

    fn executor(&mut self, at: &str, command: GrantCommand) -> Result<BTreeSet<u32>, ApplicationRefusal> {
        self.ask(at, ApplicationCommand::Grant(command), by_executor())
    }

    fn recipient(&mut self, at: &str, command: GrantCommand) -> Result<BTreeSet<u32>, ApplicationRefusal> {
        self.ask(at, ApplicationCommand::Grant(command), Actor::Entrepreneur(APPLICANT))
    }
}

fn refusal(refusal: GrantRefusal) -> Result<BTreeSet<u32>, ApplicationRefusal> {
    Err(ApplicationRefusal::Grant(refusal))
}

fn request(documents: BTreeSet<SettlementDocument>) -> GrantCommand {
    GrantCommand::RequestSettlement { costs: euros(100_000), documents }
}

fn settle(amount: Cents, lowered: &[LoweringGround]) -> GrantCommand {
    GrantCommand::Settle { amount, lowered: lowered.iter().copied().collect() }
}

#[test]
fn the_amount_decides_what_has_to_be_accounted_for() {
    let check = |amount, expected| assert_eq!(rules().grant.arrangement(amount), expected, "{amount:?}");
    check(Cents::new(2_499_999), Arrangement::ExOfficio);
    check(euros(25_000), Arrangement::Performance);
    check(Cents::new(12_499_999), Arrangement::Performance);
    check(euros(125_000), Arrangement::Costs);
}

#[test]
fn a_small_grant_is_settled_without_a_request() {
    let mut counter = grant(euros(20_000));
    counter.executor("2017-03-10", GrantCommand::PayAdvance(euros(18_000))).unwrap();
    let above = counter.executor("2017-03-10", GrantCommand::PayAdvance(Cents::new(1)));
    assert_eq!(above, refusal(GrantRefusal::AmountOutOfRange { max: Cents::ZERO }), "90 % is paid");
    let settle = || GrantCommand::SettleExOfficio { amount: euros(20_000), lowered: BTreeSet::new() };
    let until = day("2018-06-29");
    assert_eq!(counter.executor("2018-06-29", settle()), refusal(GrantRefusal::TooEarly { until }));
    counter.executor("2018-07-02", settle()).unwrap();
    assert_eq!((counter.grant_state(), counter.grant().to_pay()), (Some(GrantState::Settled), euros(2_000)));
    counter.executor("2018-07-10", GrantCommand::PayRest).unwrap();
    assert_eq!(counter.grant().course.outcome(), Some(&GrantOutcome::Paid));
    assert_eq!(counter.grant().paid, euros(20_000));
}

#[test]
fn a_larger_grant_needs_the_documents_of_its_arrangement() {
    let documents = |amount| rules().grant.arrangement(amount).documents();
    let mut middle = grant(euros(100_000));
    // Thirteen weeks from Friday 29 June 2018: Friday 28 September.
    assert_eq!(middle.grant().course.standing().map(|it| it.due), Some(day("2018-09-28")));
    let missing = documents(euros(100_000));
    assert_eq!(middle.recipient("2018-07-02", request([].into())), refusal(GrantRefusal::DocumentsMissing(missing)));
    middle.recipient("2018-07-02", request(documents(euros(100_000)))).unwrap();
    // Thirteen weeks from Monday 2 July 2018: Monday 1 October.
    assert_eq!(middle.grant().course.standing().map(|it| it.due), Some(day("2018-10-01")));

    let mut large = grant(euros(150_000));
    let missing = [SettlementDocument::AuditStatement].into();
    let without = large.recipient("2018-07-02", request(documents(euros(100_000))));
    assert_eq!(without, refusal(GrantRefusal::DocumentsMissing(missing)));
    large.recipient("2018-07-02", request(documents(euros(150_000)))).unwrap();
    let early = large.executor("2018-07-03", settle(euros(120_000), &[]));
    assert_eq!(early, refusal(GrantRefusal::GroundNeeded { needed: true }));
    let above = large.executor("2018-07-03", settle(euros(150_001), &[]));
    assert_eq!(above, refusal(GrantRefusal::AmountOutOfRange { max: euros(150_000) }));
}

#[test]
fn what_was_paid_too_much_comes_back_and_never_more() {
    let mut counter = grant(euros(100_000));
    counter.executor("2017-03-10", GrantCommand::PayAdvance(euros(60_000))).unwrap();
    counter.recipient("2018-07-02", request(Arrangement::Performance.documents())).unwrap();
    counter.executor("2018-08-01", settle(euros(45_000), &[LOWER])).unwrap();
    assert_eq!((counter.grant_state(), counter.grant().to_recover()), (Some(GrantState::Recovering), euros(15_000)));
    // Six weeks from Wednesday 1 August 2018: Wednesday 12 September.
    assert_eq!(counter.grant().course.standing().map(|it| it.due), Some(day("2018-09-12")));
    let above = counter.executor("2018-08-10", GrantCommand::ReceiveBack(euros(15_001)));
    assert_eq!(above, refusal(GrantRefusal::AmountOutOfRange { max: euros(15_000) }));
    counter.executor("2018-08-10", GrantCommand::ReceiveBack(euros(5_000))).unwrap();
    counter.pass("2018-09-13");
    assert_eq!(counter.grant().course.standing().map(|it| it.reminders), Some(1));
    counter.executor("2018-09-14", GrantCommand::ReceiveBack(euros(10_000))).unwrap();
    assert_eq!(counter.grant().course.outcome(), Some(&GrantOutcome::Recovered));
    assert_eq!(counter.grant().kept(), euros(45_000));

    // Lowered afterwards, within five years from 1 August 2018, and no later (Awb 4:49(3)).
    let lower = |amount| GrantCommand::LowerSettlement { amount, lowered: [LoweringGround::NewFacts].into() };
    let last_day = day("2023-08-01");
    assert_eq!(counter.executor("2023-08-02", lower(euros(1))), refusal(GrantRefusal::TooLate { last_day }));
    counter.executor("2023-08-01", lower(euros(40_000))).unwrap();
    assert_eq!(counter.grant().to_recover(), euros(5_000));
    counter.executor("2023-08-01", GrantCommand::LetGo).unwrap();
    assert_eq!(counter.grant().course.outcome(), Some(&GrantOutcome::LetGo));
    assert_eq!(counter.grant().to_recover(), Cents::ZERO);
}

#[test]
fn what_is_out_of_order_is_refused() {
    let mut counter = grant(euros(100_000));
    let nobody = || refusal(GrantRefusal::NotAllowed { by: Vec::new() });
    assert!(counter.executor("2017-04-01", settle(euros(100_000), &[])).is_err(), "nothing was asked for");
    assert!(counter.executor("2017-04-01", GrantCommand::PayRest).is_err());
    assert!(counter.executor("2017-04-01", GrantCommand::ReceiveBack(euros(1))).is_err());
    assert!(counter.recipient("2017-04-01", GrantCommand::PayAdvance(euros(1))).is_err(), "not by the recipient");
    counter.recipient("2018-07-02", request(Arrangement::Performance.documents())).unwrap();
    assert_eq!(counter.executor("2018-07-03", GrantCommand::PayAdvance(euros(1))), nobody());
    assert_eq!(counter.recipient("2018-07-03", request(Arrangement::Performance.documents())), nobody());
    let mut refused = Counter::decided(refused(), "2017-01-09", "2017-03-01");
    let no_grant = refused.executor("2017-04-01", GrantCommand::PayAdvance(euros(1)));
    assert_eq!(no_grant, Err(ApplicationRefusal::NotAllowed { by: Vec::new() }));
}

#[test]
fn payments_are_held_for_thirteen_weeks_at_most() {
    let mut counter = grant(euros(100_000));
    // Wednesday 5 April 2017 and 91 days: Wednesday 5 July (Awb 4:56).
    counter.executor("2017-04-05", GrantCommand::HoldPayments).unwrap();
    let until = day("2017-07-05");
    let held = counter.executor("2017-07-05", GrantCommand::PayAdvance(euros(1)));
    assert_eq!(held, refusal(GrantRefusal::PaymentsHeld { until }));
    counter.executor("2017-07-06", GrantCommand::PayAdvance(euros(1))).unwrap();
    counter.executor("2017-07-06", GrantCommand::Revoke([LoweringGround::ActivitiesNotDone].into())).unwrap();
    assert_eq!(counter.grant().to_recover(), euros(1));
    assert!(counter.application.is_revoked());
}

#[test]
fn obligations_are_met_before_the_account() {
    let obligation = Obligation { kind: code("progress"), due: day("2018-03-01"), met_on: None };
    let verdict = Verdict::Granted(GrantTerms { obligations: vec![obligation], ..terms(euros(100_000)) });
    let mut counter = Counter::decided(verdict, "2017-01-09", "2017-03-01");
    assert_eq!(counter.grant().course.standing().map(|it| it.due), Some(day("2018-03-01")));
    let open = counter.recipient("2018-07-02", request(Arrangement::Performance.documents()));
    assert_eq!(open, refusal(GrantRefusal::ObligationsOpen { due: day("2018-03-01") }));
    counter.recipient("2018-07-03", GrantCommand::Report { obligation: 0 }).unwrap();
    let twice = counter.recipient("2018-07-03", GrantCommand::Report { obligation: 0 });
    assert_eq!(twice, refusal(GrantRefusal::NoSuchObligation));
    counter.recipient("2018-07-04", request(Arrangement::Performance.documents())).unwrap();
}

#[test]
fn sys_b21_the_years_of_a_grant_are_its_total() {
    let years = |parts: &[(i16, i64)]| {
        let commitments =
            parts.iter().map(|(year, part)| YearCommitment { year: *year, amount: euros(*part) }).collect();
        Verdict::Granted(GrantTerms { commitments, ..terms(euros(150_000)) })
    };
    let decide = |verdict| {
        let mut counter = Counter::in_assessment(euros(150_000), "2017-01-09");
        counter.ask("2017-02-01", ApplicationCommand::Decide(verdict), by_executor())
    };
    let differ =
        |together| refusal(GrantRefusal::CommitmentsDiffer { together: euros(together), amount: euros(150_000) });
    assert_eq!(decide(years(&[(2017, 50_000), (2018, 50_000)])), differ(100_000));
    assert_eq!(decide(years(&[(2017, 75_000), (2017, 75_000)])), differ(150_000), "a year twice");
    assert_eq!(decide(years(&[(2017, 150_000), (2018, 0)])), differ(150_000), "a year with nothing");
    assert!(decide(years(&[(2017, 50_000), (2018, 50_000), (2019, 50_000)])).is_ok());

    // A change spreads it again, and again it has to be the total.
    let mut counter = Counter::decided(years(&[(2017, 50_000), (2018, 100_000)]), "2017-01-09", "2017-03-01");
    let less = |parts| GrantTerms { commitments: parts, ..terms(euros(120_000)) };
    let wrong = less(vec![YearCommitment { year: 2018, amount: euros(100_000) }]);
    assert!(counter.executor("2017-05-01", GrantCommand::Change(wrong)).is_err());
    let right = less(vec![YearCommitment { year: 2018, amount: euros(120_000) }]);
    counter.executor("2017-05-01", GrantCommand::Change(right)).unwrap();
    assert_eq!(counter.grant().terms.amount, euros(120_000));
    assert_eq!(counter.grant().arrangement, Arrangement::Costs, "as it was granted");
}

#[test]
fn sys_b15_and_sys_b20_grants_and_firms_are_counted_from_the_records() {
    let one = Counter::decided(granted(euros(20_000)), "2017-01-09", "2017-03-01").application;
    let other = Counter::decided(granted(euros(30_000)), "2017-01-09", "2017-03-01").application;
    let refused = Counter::decided(refused(), "2017-01-09", "2017-03-01").application;
    let mut withdrawn = Counter::in_assessment(euros(20_000), "2017-01-09");
    withdrawn.apply("2017-02-01", ApplicationCommand::Withdraw);
    let open = Counter::submitted(euros(20_000), "2017-01-09").application;
    let draft = Counter::begin("2017-01-09").application;
    let count = count_applications([&one, &other, &refused, &withdrawn.application, &open, &draft]);
    assert_eq!((count.received, count.granted, count.amount), (5, 2, euros(50_000)));
    assert_eq!((count.refused, count.withdrawn, count.undecided, count.not_dealt_with), (1, 1, 1, 0));
    assert_eq!(count.firms, 1, "one firm with two grants counts once");
}
