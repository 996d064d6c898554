//! Helpers: short ways to write orders, and to say what comes of them.

use schakel_ledger::{
    Account, Body, Commit, CommitmentKind, Day, Decision, Ledger, LedgerRules, Line, Name, OpenEarmark, Operation,
    Order, SetCeiling,
};
use schakel_register::Cents;
use schakel_time::{Date, parse_date};

pub fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

pub fn day(text: &str) -> Date {
    parse_date(text).unwrap()
}

pub fn euros(amount: i64) -> Cents {
    Cents::new(amount * 100)
}

/// A programme of performance 5.3.2.
pub fn line(programme: &str) -> Line {
    Line { performance: name("5.3.2"), programme: name(programme) }
}

pub fn reserve() -> Account {
    Account::Reserve { reserve: name("kvo"), performance: name("5.3.2") }
}

pub fn order(id: &str, body: Body, operation: Operation) -> Order {
    let decision = Decision { id: name(id), number: None, body, day: Day::On(day("2018-03-01")) };
    Order { decision, part: None, reason: "een reden".to_owned(), actor: name("provincie"), operation }
}

/// Books in which every result needs a cause.
pub fn empty() -> Ledger {
    Ledger::new(LedgerRules { explain_from: Cents::ZERO })
}

/// Books with an earmark of performance 5.3.2.
pub fn with_earmark(opening: Option<Cents>) -> Ledger {
    let mut ledger = empty();
    let operation = Operation::OpenEarmark(OpenEarmark {
        reserve: name("kvo"),
        performance: name("5.3.2"),
        opening,
        executive_may_move: true,
    });
    ledger.post(order("earmark", Body::Council, operation)).unwrap();
    ledger
}

/// A ceiling for round `mit`.
pub fn ceiling(amount: Cents) -> Operation {
    Operation::SetCeiling(SetCeiling { round: name("mit"), ceiling: amount, order_rule: "order-of-receipt".to_owned() })
}

/// A grant of round `mit`, charged to `in` in 2017.
pub fn commit(grant: &str, amount: Cents) -> Commit {
    Commit {
        grant: name(grant),
        round: name("mit"),
        kind: CommitmentKind::Grant,
        line: line("in"),
        year: 2017,
        amount,
        pot: None,
    }
}

/// Posts an order and says what it moves, or why it is refused.
#[track_caller]
pub fn check(ledger: &mut Ledger, order: Order, expected: &str) {
    let said = match ledger.post(order) {
        Ok(schakel_ledger::Posted::Now(entry)) => {
            let moved = |it: &schakel_ledger::Posting| format!("{} {}", it.account, it.natural().count());
            entry.postings.iter().map(moved).collect::<Vec<_>>().join("\n")
        }
        Ok(schakel_ledger::Posted::Before(_)) => "posted before".to_owned(),
        Err(refusal) => format!("refused: {refusal}").replace('\u{a0}', " "),
    };
    assert_eq!(said, expected);
    let sum: Cents = ledger.trial_balance().values().copied().sum();
    assert_eq!(sum, Cents::ZERO, "the books are together nought after every order");
}
