//! The operations of public money, one by one: what each moves, and when it is refused.

use schakel_ledger::{
    Account, AmendBudget, AmendedLine, AppropriateResult, AssignBudget, Body, CarryOver, Cause, ChangeCommitment,
    CommitmentChange, CoverShortfall, Day, DecisionNumber, KeepForPending, Ledger, Operation, Pending, Prefinance,
    ProposeAppropriation, ReceiveStateMoney, SetTerm, SettlePrefinancing, StateBalance, StatedResult, Term,
};
use schakel_register::Cents;

use crate::books::{ceiling, check, commit, day, empty, euros, line, name, order, reserve, with_earmark};

fn balance(total: i64, results: &[(&str, i64, Cause)]) -> Operation {
    let result = |(programme, amount, cause): &(&str, i64, Cause)| StatedResult {
        programme: name(programme),
        result: euros(*amount),
        cause: cause.clone(),
    };
    Operation::StateBalance(StateBalance {
        performance: name("5.3.2"),
        year: 2017,
        balance: euros(total),
        results: results.iter().map(result).collect(),
    })
}

fn carry(amount: i64) -> CarryOver {
    CarryOver { reserve: name("kvo"), line: line("in"), from: 2017, to: 2018, amount: euros(amount) }
}

#[test]
fn mon_01_a_balance_is_composed_of_the_results_of_programmes() {
    let cause = || Cause::Given("meevallende kosten".to_owned());
    let parts = |first: i64| balance(145_000, &[("in", first, cause()), ("tranche", -101_000, Cause::NotInSource)]);
    let mut ledger = empty();
    check(
        &mut ledger,
        order("a", Body::Executive, parts(245_000)),
        "refused: the balance of performance 5.3.2 is stated as € 145,000, and its parts are together € 144,000 (`in` \
         € 245,000, `tranche` € -101,000), € -1,000 apart: look up which part is wrong",
    );
    check(&mut ledger, order("a", Body::Executive, parts(246_000)), "");
    let found = ledger.performance_balance(&name("5.3.2"), 2017).unwrap();
    assert_eq!(found.total, euros(145_000));
    assert_eq!(found.parts.iter().map(|it| it.result).sum::<Cents>(), found.total);
    let nameless = balance(5, &[("in", 5, Cause::Missing)]);
    check(
        &mut empty(),
        order("b", Body::Executive, nameless),
        "refused: programme `in` has a result of € 5 without a cause: from € 0 on, say why, or that the source does not",
    );
}

#[test]
fn mon_02_underspend_goes_to_the_next_year_through_the_reserve() {
    let mut ledger = with_earmark(Some(euros(300_000)));
    let carried = Operation::CarryOver(carry(246_000));
    check(
        &mut ledger,
        order("a", Body::Executive, carried.clone()),
        "reserve:kvo:5.3.2 -24600000\nbudget:2018:5.3.2:in 24600000",
    );
    check(
        &mut ledger,
        order("b", Body::Executive, carried.clone()),
        "refused: € 246,000 is more than reserve `kvo` keeps for performance 5.3.2: € 54,000",
    );
    check(
        &mut ledger,
        order("c", Body::State, carried.clone()),
        "refused: the State decided; this is for the executive to decide",
    );
    let back = Operation::CarryOver(CarryOver { to: 2017, ..carry(1) });
    check(
        &mut ledger,
        order("d", Body::Executive, back),
        "refused: money of 2017 cannot go to 2017: name a later year",
    );
    let mut unsaid = order("e", Body::Executive, carried);
    unsaid.reason = " ".to_owned();
    check(&mut ledger, unsaid, "refused: no reason is given: say why, in the words of the decision");
}

#[test]
fn mon_03_a_shortfall_is_covered_from_what_the_reserve_has_for_the_performance() {
    let cover = |amount| {
        let cover = CoverShortfall { reserve: name("kvo"), line: line("tranche"), year: 2017, amount: euros(amount) };
        Operation::CoverShortfall(cover)
    };
    let mut ledger = with_earmark(Some(euros(150_000)));
    let stated = balance(-101_000, &[("tranche", -101_000, Cause::NotInSource)]);
    check(&mut ledger, order("a", Body::Executive, stated), "");
    check(
        &mut ledger,
        order("b", Body::Executive, cover(102_000)),
        "refused: € 102,000 does not fit the result of programme `tranche`, € -101,000",
    );
    check(
        &mut ledger,
        order("c", Body::Executive, cover(101_000)),
        "reserve:kvo:5.3.2 -10100000\ncover:2017:5.3.2:tranche 10100000",
    );
    // The reserve stands outside income and spending: the balance is what it was.
    assert_eq!(ledger.performance_balance(&name("5.3.2"), 2017).unwrap().total, euros(-101_000));
    check(
        &mut empty(),
        order("d", Body::Executive, cover(1)),
        "refused: reserve `kvo` keeps nothing for performance 5.3.2: record its earmark first",
    );
}

fn prefinance(amount: i64) -> Operation {
    Operation::Prefinance(Prefinance {
        reserve: name("kvo"),
        performance: name("5.3.2"),
        scheme: name("mit"),
        amount: euros(amount),
        expected: euros(680_000),
    })
}

fn receive(amount: i64, settles: i64) -> Operation {
    Operation::ReceiveStateMoney(ReceiveStateMoney {
        scheme: name("mit"),
        year: 2017,
        amount: euros(amount),
        settles: euros(settles),
    })
}

fn propose() -> Operation {
    Operation::ProposeAppropriation(ProposeAppropriation {
        proposal: name("terug"),
        year: 2017,
        reserve: name("kvo"),
        performance: name("5.3.2"),
        amount: euros(680_000),
        scheme: Some(name("mit")),
        processed_in: Some("Kerntaak 20".to_owned()),
    })
}

fn prefinanced() -> Ledger {
    let mut ledger = with_earmark(Some(euros(700_000)));
    let moved = "reserve:kvo:5.3.2 -68000000\nprefinancing:mit 68000000";
    check(&mut ledger, order("ahead", Body::Executive, prefinance(680_000)), moved);
    ledger
}

#[test]
fn mon_04_a_reserve_pays_ahead_of_the_state() {
    let mut ledger = prefinanced();
    check(
        &mut ledger,
        order("b", Body::Executive, prefinance(1)),
        "refused: € 680,001 would be paid ahead for `mit`, and the State is expected to pay € 680,000",
    );
    assert_eq!(ledger.prefinancing()[&name("mit")].open(), euros(680_000));
}

#[test]
fn mon_05_money_of_the_state_is_income_and_settles_what_was_paid_ahead() {
    let mut ledger = prefinanced();
    check(
        &mut ledger,
        order("a", Body::State, receive(680_000, 700_000)),
        "refused: € 700,000 is more than is open of what was paid ahead for `mit`: € 680,000",
    );
    let moved = "bank 68000000\nprovinciefonds:2017:mit 68000000";
    check(&mut ledger, order("b", Body::State, receive(680_000, 680_000)), moved);
    assert_eq!(ledger.prefinancing()[&name("mit")].open(), Cents::ZERO);
    assert_eq!(ledger.balance_of(&reserve()), euros(20_000), "it does not go to the reserve by itself");
    let wrong = order("c", Body::Executive, receive(1, 0));
    check(&mut ledger, wrong, "refused: the executive decided; this is for the State to decide");
}

#[test]
fn mon_06_a_result_is_proposed_decided_and_then_posted_once() {
    let decide = || Operation::AppropriateResult(AppropriateResult { proposal: name("terug") });
    let mut ledger = prefinanced();
    check(
        &mut ledger,
        order("ps", Body::Council, decide()),
        "refused: there is no proposal `terug`: the executive proposes first, then the council decides",
    );
    check(&mut ledger, order("gs", Body::Executive, propose()), "");
    assert_eq!(ledger.balance_of(&reserve()), euros(20_000), "a proposal moves nothing");
    check(
        &mut ledger,
        order("gs-2", Body::Executive, decide()),
        "refused: the executive decided; this is for the council to decide",
    );
    check(&mut ledger, order("ps", Body::Council, decide()), "refused: € 680,000 is more than the result of 2017: € 0");
    ledger.post(order("rijk", Body::State, receive(680_000, 680_000))).unwrap();
    let moved = "result:2017 -68000000\nreserve:kvo:5.3.2 68000000";
    check(&mut ledger, order("ps", Body::Council, decide()), moved);
    check(&mut ledger, order("ps", Body::Council, decide()), "posted before");
    check(
        &mut ledger,
        order("ps-2", Body::Council, decide()),
        "refused: proposal `terug` was made or decided on before",
    );
}

#[test]
fn mon_07_what_was_paid_ahead_is_settled_when_it_is_back_in_the_reserve() {
    let settle = |amount| {
        let settle = SettlePrefinancing { scheme: name("mit"), year: 2017, line: line("mit"), amount: euros(amount) };
        Operation::SettlePrefinancing(settle)
    };
    let mut ledger = prefinanced();
    ledger.post(order("rijk", Body::State, receive(680_000, 680_000))).unwrap();
    check(
        &mut ledger,
        order("a", Body::Executive, settle(680_000)),
        "refused: € 680,000 is more than is open of what was paid ahead for `mit`: € 0",
    );
    ledger.post(order("gs", Body::Executive, propose())).unwrap();
    let decide = Operation::AppropriateResult(AppropriateResult { proposal: name("terug") });
    ledger.post(order("ps", Body::Council, decide)).unwrap();
    let moved = "prefinancing:mit -68000000\ncover:2017:5.3.2:mit 68000000";
    check(&mut ledger, order("a", Body::Executive, settle(680_000)), moved);
    assert_eq!(ledger.prefinancing()[&name("mit")].outside_reserve(), Cents::ZERO);
    assert_eq!(ledger.balance_of(&reserve()), euros(700_000), "all of it is back");
}

#[test]
fn mon_08_an_amendment_changes_lines_that_are_together_nought() {
    let budget = |year| Account::Budget { year, line: line("in") };
    let amend = |before: Option<i64>, out: i64, into: i64| {
        let lines = vec![
            AmendedLine { account: reserve(), before: before.map(euros), change: euros(-out) },
            AmendedLine { account: budget(2018), before: None, change: euros(into) },
        ];
        Operation::AmendBudget(AmendBudget { lines })
    };
    let mut ledger = with_earmark(Some(euros(500_000)));
    check(
        &mut ledger,
        order("a", Body::Executive, amend(None, 246_000, 245_000)),
        "refused: the changes of the amendment are together € -1,000, not nought: what one line gets another gives",
    );
    check(
        &mut ledger,
        order("b", Body::Executive, amend(Some(1), 246_000, 246_000)),
        "refused: the amendment says that `reserve:kvo:5.3.2` stood at € 1, and it stands at € 500,000",
    );
    let moved = "reserve:kvo:5.3.2 -24600000\nbudget:2018:5.3.2:in 24600000";
    check(&mut ledger, order("c", Body::Executive, amend(Some(500_000), 246_000, 246_000)), moved);
    let found = ledger.amendments(&name("5.3.2"), 2018);
    let lines: Vec<_> = found[0].lines.iter().map(|it| (it.before, it.change, it.after())).collect();
    let expected = [(Some(euros(500_000)), euros(-246_000), Some(euros(254_000))), (None, euros(246_000), None)];
    assert_eq!(lines, expected);
    let between = Operation::AmendBudget(AmendBudget {
        lines: vec![
            AmendedLine { account: budget(2018), before: None, change: euros(-5) },
            AmendedLine { account: budget(2019), before: None, change: euros(5) },
        ],
    });
    check(
        &mut ledger,
        order("d", Body::Executive, between),
        "refused: the executive decided; this is for the council to decide",
    );
}

#[test]
fn mon_09_room_at_the_end_of_a_year_is_kept_for_applications_that_wait() {
    let keep = |pending| {
        Operation::KeepForPending(KeepForPending {
            reserve: name("kvo"),
            line: line("in"),
            from: 2017,
            to: 2018,
            amount: euros(431_000),
            pending,
        })
    };
    let mut ledger = with_earmark(None);
    check(
        &mut ledger,
        order("a", Body::Executive, keep(Pending::Listed(Vec::new()))),
        "refused: no application waits for a decision: name those for which the money is kept",
    );
    let moved = "reserve:kvo:5.3.2 -43100000\nbudget:2018:5.3.2:in 43100000";
    check(&mut ledger, order("b", Body::Executive, keep(Pending::Listed(vec![name("1")]))), moved);
    let kept = ledger.earmark_balance(&name("kvo"), &name("5.3.2"), day("2018-12-31")).unwrap();
    assert_eq!((kept.withdrawals, kept.closing()), (euros(431_000), None), "nobody says what stood in it");
}

#[test]
fn mon_10_grants_stay_under_the_ceiling() {
    let mut ledger = empty();
    let grant = |id, amount| Operation::Commit(commit(id, euros(amount)));
    check(
        &mut ledger,
        order("a", Body::Executive, grant("1", 10)),
        "refused: round `mit` has no ceiling: set it first",
    );
    check(&mut ledger, order("c", Body::Executive, ceiling(euros(100))), "");
    let moved = "spending:2017:5.3.2:in 10000\ncommitment:mit 10000";
    check(&mut ledger, order("a", Body::Executive, grant("1", 100)), moved);
    assert!(ledger.rounds()[&name("mit")].is_exhausted());
    check(
        &mut ledger,
        order("b", Body::Executive, grant("2", 1)),
        "refused: € 1 is more than is left under the ceiling of round `mit`: € 0",
    );
    check(
        &mut ledger,
        order("d", Body::Executive, ceiling(euros(99))),
        "refused: the ceiling of round `mit` cannot be below the € 100 that was granted",
    );
}

#[test]
fn what_follows_a_grant_leaves_nothing_owed() {
    let mut ledger = empty();
    ledger.post(order("c", Body::Executive, ceiling(euros(100)))).unwrap();
    ledger.post(order("g", Body::Executive, Operation::Commit(commit("1", euros(100))))).unwrap();
    let change = |change| Operation::ChangeCommitment(ChangeCommitment { grant: name("1"), change });
    let mut step = |id: &str, it, expected: &str| check(&mut ledger, order(id, Body::Executive, change(it)), expected);
    step("1", CommitmentChange::Pay(euros(80)), "commitment:mit -8000\nbank -8000");
    step("2", CommitmentChange::Pay(euros(21)), "refused: € 21 is more than grant `1` allows now: € 20");
    step("3", CommitmentChange::ReceiveBack(euros(1)), "refused: grant `1` is not settled yet");
    step("4", CommitmentChange::Settle(euros(60)), "commitment:mit -4000\nspending:2017:5.3.2:in -4000");
    step("5", CommitmentChange::ReceiveBack(euros(15)), "bank 1500\ncommitment:mit 1500");
    step("6", CommitmentChange::LetGo(euros(5)), "spending:2017:5.3.2:in 500\ncommitment:mit 500");
    assert_eq!(ledger.grants()[&name("1")].owed(), Cents::ZERO);
    assert_eq!(ledger.balance_of(&Account::Commitment { round: name("mit") }), Cents::ZERO);
}

#[test]
fn mon_18_the_council_assigns_a_budget() {
    let assign = |amount: Option<i64>| {
        Operation::AssignBudget(AssignBudget { line: line("in"), year: 2016, amount: amount.map(euros) })
    };
    let mut ledger = empty();
    let moved = "means:2016 500\nbudget:2016:5.3.2:in 500";
    check(
        &mut ledger,
        order("a", Body::Executive, assign(Some(5))),
        "refused: the executive decided; this is for the council to decide",
    );
    check(&mut ledger, order("a", Body::Council, assign(Some(5))), moved);
    check(
        &mut ledger,
        order("b", Body::Council, assign(None)),
        "refused: the budget of 2016 for programme `in` was recorded before",
    );
    let mut unknown = empty();
    check(&mut unknown, order("a", Body::Council, assign(None)), "");
    assert_eq!(unknown.budget(2016, &line("in")), None, "the decision is known, the amount is not");
}

#[test]
fn mon_19_a_decision_that_is_printed_twice_is_posted_once() {
    let mut ledger = with_earmark(None);
    let carried = |amount| order("gs", Body::Executive, Operation::CarryOver(carry(amount)));
    check(&mut ledger, carried(246_000), "reserve:kvo:5.3.2 -24600000\nbudget:2018:5.3.2:in 24600000");
    check(&mut ledger, carried(246_000), "posted before");
    check(
        &mut ledger,
        carried(245_000),
        "refused: decision `gs` was posted before with something else in it: a decision is posted once; correct it \
         with a new decision",
    );
    assert_eq!(ledger.balance_of(&reserve()), euros(-246_000));
}

#[test]
fn mon_20_nothing_is_committed_after_a_programme_ended() {
    let mut ledger = empty();
    let term = SetTerm { programme: name("in"), term: Term::Until(day("2020-01-01")) };
    ledger.post(order("t", Body::Council, Operation::SetTerm(term))).unwrap();
    ledger.post(order("c", Body::Executive, ceiling(euros(100)))).unwrap();
    let grant = |id: &str, on: &str| {
        let mut given = order(id, Body::Executive, Operation::Commit(commit(id, euros(1))));
        given.decision.day = Day::On(day(on));
        given
    };
    check(&mut ledger, grant("1", "2019-12-31"), "spending:2017:5.3.2:in 100\ncommitment:mit 100");
    check(
        &mut ledger,
        grant("2", "2020-01-01"),
        "refused: programme `in` ended: from 2020-01-01 on nothing is committed",
    );
}

#[test]
fn a_closed_year_has_its_result_and_stays_as_it_is() {
    let mut ledger = with_earmark(None);
    let assigned = AssignBudget { line: line("in"), year: 2017, amount: Some(euros(500)) };
    ledger.post(order("b", Body::Council, Operation::AssignBudget(assigned))).unwrap();
    ledger.post(order("c", Body::Executive, ceiling(euros(400)))).unwrap();
    ledger.post(order("g", Body::Executive, Operation::Commit(commit("1", euros(400))))).unwrap();
    check(
        &mut ledger,
        order("close", Body::Executive, Operation::CloseYear { year: 2017 }),
        "budget:2017:5.3.2:in -50000\nspending:2017:5.3.2:in -40000\nresult:2017 10000",
    );
    let late = Operation::CloseYear { year: 2017 };
    let refused = "refused: 2017 was closed: what changes it belongs to a later year";
    check(&mut ledger, order("again", Body::Executive, late), refused);
    let settle = ChangeCommitment { grant: name("1"), change: CommitmentChange::Settle(euros(1)) };
    check(&mut ledger, order("s", Body::Executive, Operation::ChangeCommitment(settle)), refused);
}

#[test]
fn numbers_of_decisions_are_read_and_repaired() {
    let read = |text: &str| DecisionNumber::read(text).map(|it| (it.number.to_string(), it.repaired_from.is_some()));
    assert_eq!(read("PS/2012/107"), Ok(("PS/2012/107".to_owned(), false)));
    assert_eq!(read("[PS/2015/687)"), Ok(("PS/2015/687".to_owned(), true)));
    for wrong in ["PS/2015", "GS/2015/1", "PS/15/687", "PS/2015/0", "PS/2015/x", ""] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
