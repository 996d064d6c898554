//! Random books: orders of every kind in any order, many of them refused.

use proptest::prelude::*;
use schakel_ledger::{
    AmendBudget, AmendedLine, AppropriateResult, AssignBudget, BasisPoints, Body, CarryOver, ChangeCommitment,
    ChargePot, Commit, CommitmentChange, CommitmentKind, ContributeInKind, CoverShortfall, Deposit, FundPot,
    KeepForPending, Line, OpenEarmark, Operation, Order, Pending, Prefinance, Promise, ProposeAppropriation,
    ReceiveStateMoney, SetCeiling, SettlePrefinancing, Spend,
};
use schakel_register::Cents;

use crate::books::{name, order};

/// Orders whose decisions are numbered in their order.
pub fn orders(count: usize) -> impl Strategy<Value = Vec<Order>> {
    let numbered = |operations: Vec<(Body, Operation)>| {
        let numbered = operations.into_iter().enumerate();
        numbered.map(|(at, (body, operation))| order(&format!("besluit-{at}"), body, operation)).collect()
    };
    prop::collection::vec((body(), operation()), 1..=count).prop_map(numbered)
}

fn body() -> impl Strategy<Value = Body> {
    prop_oneof![4 => Just(Body::Executive), 3 => Just(Body::Council), 1 => Just(Body::State), 1 => Just(Body::Party)]
}

fn amount() -> impl Strategy<Value = Cents> {
    prop_oneof![9 => (1_i64..50_000).prop_map(Cents::new), 1 => (-5_i64..=0).prop_map(Cents::new)]
}

fn small_name(kind: &'static str) -> impl Strategy<Value = schakel_ledger::Name> {
    (0..3_u8).prop_map(move |at| name(&format!("{kind}-{at}")))
}

fn line() -> impl Strategy<Value = Line> {
    (small_name("p"), small_name("prog")).prop_map(|(performance, programme)| Line { performance, programme })
}

fn year() -> impl Strategy<Value = i16> {
    2016_i16..2020
}

fn operation() -> BoxedStrategy<Operation> {
    prop_oneof![reserves(), budgets(), grants(), state_money(), pots()].boxed()
}

fn reserves() -> impl Strategy<Value = Operation> {
    let earmark = (small_name("r"), small_name("p"), prop::option::weighted(0.8, amount()), any::<bool>());
    let earmark = earmark.prop_map(|(reserve, performance, opening, executive_may_move)| {
        Operation::OpenEarmark(OpenEarmark { reserve, performance, opening, executive_may_move })
    });
    let moved = (small_name("r"), line(), year(), amount(), 0..3_u8);
    let moved = moved.prop_map(|(reserve, line, year, amount, kind)| match kind {
        0 => Operation::CarryOver(CarryOver { reserve, line, from: year, to: year + 1, amount }),
        1 => Operation::CoverShortfall(CoverShortfall { reserve, line, year, amount }),
        _ => {
            let pending = Pending::Listed(vec![name("1")]);
            Operation::KeepForPending(KeepForPending { reserve, line, from: year, to: year + 1, amount, pending })
        }
    });
    prop_oneof![earmark, moved]
}

fn budgets() -> impl Strategy<Value = Operation> {
    let assign = (line(), year(), prop::option::of(amount()))
        .prop_map(|(line, year, amount)| Operation::AssignBudget(AssignBudget { line, year, amount }));
    let spend =
        (line(), year(), amount()).prop_map(|(line, year, amount)| Operation::Spend(Spend { line, year, amount }));
    let amend = (line(), line(), year(), amount()).prop_map(|(from, to, year, amount)| {
        let budget = |line| schakel_ledger::Account::Budget { year, line };
        let less = Cents::ZERO - amount;
        let lines = vec![
            AmendedLine { account: budget(from), before: None, change: less },
            AmendedLine { account: budget(to), before: None, change: amount },
        ];
        Operation::AmendBudget(AmendBudget { lines })
    });
    let close = year().prop_map(|year| Operation::CloseYear { year });
    prop_oneof![4 => assign, 4 => spend, 3 => amend, 1 => close]
}

fn grants() -> impl Strategy<Value = Operation> {
    let ceiling = (small_name("round"), amount()).prop_map(|(round, ceiling)| {
        Operation::SetCeiling(SetCeiling { round, ceiling, order_rule: "lottery".to_owned() })
    });
    let commit = (small_name("grant"), small_name("round"), line(), year(), amount(), any::<bool>());
    let commit = commit.prop_map(|(grant, round, line, year, amount, is_voucher)| {
        let kind = if is_voucher { CommitmentKind::Voucher } else { CommitmentKind::Grant };
        Operation::Commit(Commit { grant, round, kind, line, year, amount, pot: None })
    });
    let change = (small_name("grant"), amount(), 0..5_u8).prop_map(|(grant, amount, kind)| {
        let change = match kind {
            0 => CommitmentChange::Pay(amount),
            1 => CommitmentChange::Settle(amount),
            2 => CommitmentChange::ReceiveBack(amount),
            3 => CommitmentChange::Alter(amount),
            _ => CommitmentChange::LetGo(amount),
        };
        Operation::ChangeCommitment(ChangeCommitment { grant, change })
    });
    prop_oneof![ceiling, commit, change]
}

fn state_money() -> impl Strategy<Value = Operation> {
    let ahead = (small_name("r"), small_name("p"), small_name("scheme"), amount());
    let ahead = ahead.prop_map(|(reserve, performance, scheme, amount)| {
        let expected = Cents::new(60_000);
        Operation::Prefinance(Prefinance { reserve, performance, scheme, amount, expected })
    });
    let receive = (small_name("scheme"), year(), amount(), amount()).prop_map(|(scheme, year, amount, settles)| {
        Operation::ReceiveStateMoney(ReceiveStateMoney { scheme, year, amount, settles })
    });
    let propose = (small_name("v"), year(), small_name("r"), small_name("p"), amount(), small_name("scheme"));
    let propose = propose.prop_map(|(proposal, year, reserve, performance, amount, scheme)| {
        let (scheme, processed_in) = (Some(scheme), None);
        Operation::ProposeAppropriation(ProposeAppropriation {
            proposal,
            year,
            reserve,
            performance,
            amount,
            scheme,
            processed_in,
        })
    });
    let decide = small_name("v").prop_map(|proposal| Operation::AppropriateResult(AppropriateResult { proposal }));
    let settle = (small_name("scheme"), year(), line(), amount()).prop_map(|(scheme, year, line, amount)| {
        Operation::SettlePrefinancing(SettlePrefinancing { scheme, year, line, amount })
    });
    prop_oneof![ahead, receive, propose, decide, settle]
}

fn pots() -> impl Strategy<Value = Operation> {
    let fund = (small_name("pot"), 1_i64..50_000, any::<bool>()).prop_map(|(pot, half, provisional)| {
        let promise = |funder: &str| Promise {
            funder: name(funder),
            amount: Cents::new(half),
            share: BasisPoints(5000),
            provisional,
        };
        Operation::FundPot(FundPot { pot, promises: vec![promise("f-0"), promise("f-1")] })
    });
    let charge = (small_name("pot"), amount())
        .prop_map(|(pot, amount)| Operation::ChargePot(ChargePot { pot, area: None, amount }));
    let deposit = (small_name("pot"), small_name("f"), amount())
        .prop_map(|(pot, funder, amount)| Operation::Deposit(Deposit { pot, funder, amount }));
    let kind = (small_name("prog"), small_name("f"), prop::option::of(amount()));
    let kind = kind.prop_map(|(programme, contributor, value)| {
        Operation::ContributeInKind(ContributeInKind { programme, contributor, what: "uren".to_owned(), value })
    });
    prop_oneof![fund, charge, deposit, kind]
}
