//! How long it takes to replay 200,000 postings, and to compose a balance from them.
//! Run: `cargo bench --package schakel-ledger --bench replay`. Timings are read, never asserted.
#![allow(missing_docs, clippy::unwrap_used, reason = "a benchmark stops at the first surprise")]

use std::hint::black_box;

use criterion::{BatchSize, Criterion as Bench, criterion_group, criterion_main};
use schakel_ledger::{
    AssignBudget, Body, ChangeCommitment, Commit, CommitmentChange, CommitmentKind, Day, Decision, Entry, Ledger,
    LedgerRules, Line, Name, Operation, Order, SetCeiling,
};
use schakel_register::Cents;
use schakel_time::parse_date;

/// Grants, each with a commitment and a payment: four postings.
const GRANTS: u32 = 50_000;

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn line(number: u32) -> Line {
    Line { performance: name("5.3.2"), programme: name(&format!("programme-{}", number % 20)) }
}

fn order(id: String, body: Body, operation: Operation) -> Order {
    let day = Day::On(parse_date("2017-06-01").unwrap());
    let decision = Decision { id: name(&id), number: None, body, day };
    Order { decision, part: None, reason: "reason".to_owned(), actor: name("province"), operation }
}

fn journal() -> Vec<Entry> {
    let mut ledger = Ledger::new(LedgerRules { explain_from: Cents::ZERO });
    let ceiling = SetCeiling {
        round: name("round"),
        ceiling: Cents::new(9_000_000_000_000),
        order_rule: "order-of-receipt".to_owned(),
    };
    ledger.post(order("ceiling".to_owned(), Body::Executive, Operation::SetCeiling(ceiling))).unwrap();
    for number in 0..20 {
        let assigned = AssignBudget { line: line(number), year: 2017, amount: Some(Cents::new(400_000_000_000)) };
        ledger.post(order(format!("budget-{number}"), Body::Council, Operation::AssignBudget(assigned))).unwrap();
    }
    for number in 0..GRANTS {
        let grant = name(&format!("grant-{number}"));
        let commit = Commit {
            grant: grant.clone(),
            round: name("round"),
            kind: CommitmentKind::Grant,
            line: line(number),
            year: 2017,
            amount: Cents::new(2_000_000),
            pot: None,
        };
        ledger.post(order(format!("commit-{number}"), Body::Executive, Operation::Commit(commit))).unwrap();
        let paid = ChangeCommitment { grant, change: CommitmentChange::Pay(Cents::new(1_800_000)) };
        ledger.post(order(format!("pay-{number}"), Body::Executive, Operation::ChangeCommitment(paid))).unwrap();
    }
    ledger.journal().to_vec()
}

fn bench(bench: &mut Bench) {
    let rules = LedgerRules { explain_from: Cents::ZERO };
    let journal = journal();
    let mut group = bench.benchmark_group("ledger");
    group.sample_size(10);
    group.bench_function("replay 200,000 postings", |it| {
        it.iter_batched(|| journal.clone(), |journal| Ledger::replay(rules, journal).unwrap(), BatchSize::LargeInput);
    });
    let ledger = Ledger::replay(rules, journal).unwrap();
    let performance = name("5.3.2");
    group.bench_function("balance of a performance with 20 programmes", |it| {
        it.iter(|| black_box(ledger.performance_balance(&performance, 2017).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
