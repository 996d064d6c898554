//! What happens to grants, vouchers and a year end, posted in the books: once, on each engine, from any server.

use std::thread;

use schakel_criteria::{Bilingual, Number};
use schakel_desk::Books;
use schakel_ledger::{Account, Line, Name, Operation};
use schakel_register::{
    Cents, DecisionBody, DecisionDay, Honest, Id, MoneyDecision, MoneyKind, MoneyRecord, MoneySettings, Pack, SourceRef,
};
use schakel_schemes::{ApplicationCommand, GrantCommand, GrantTerms, Order, Verdict, YearCommitment};

use super::round::{at, code, day, euros, executor, in_turn, on_each, round};

fn id(text: &str) -> Id {
    Id::from(text)
}

fn source() -> SourceRef {
    SourceRef::parse("bron")
}

/// A pack that charges the small round to a programme, and keeps a reserve for its performance.
fn pack() -> Pack {
    let decision = MoneyDecision {
        id: id("ps-1"),
        file: id("ledger/a.toml"),
        number: None,
        body: DecisionBody::Council,
        name: Bilingual::new("a".to_owned(), "a".to_owned()),
        day: DecisionDay::On(day("2016-01-01")),
        programmes: Vec::new(),
        source: source(),
    };
    let earmark = MoneyRecord {
        kind: MoneyKind::Earmark,
        file: id("ledger/a.toml"),
        span: 0..0,
        decision: id("ps-1"),
        part: None,
        reason: Bilingual::new("a".to_owned(), "a".to_owned()),
        source: source(),
        performance: Some(id("5.3.2")),
        programme: None,
        reserve: Some(id("reserve")),
        scheme: None,
        proposal: None,
        year: None,
        to_year: None,
        amount: Some(Honest::exact(Number::whole(50_000))),
        of_which: None,
        results: Vec::new(),
        lines: Vec::new(),
        ends: None,
        processed_in: None,
        executive_may_move: true,
    };
    let settings = MoneySettings {
        explain_from: Honest::exact(Number::ZERO),
        government_number: "0023".to_owned(),
        government_name: "Overijssel".to_owned(),
        task_fields: Vec::new(),
        charges: vec![(id(round().as_str()), id("5.3.2"), id("programma"))],
        source: source(),
    };
    Pack {
        money_decisions: [(id("ps-1"), decision)].into(),
        money: vec![earmark],
        money_settings: Some(settings),
        ..Pack::default()
    }
}

fn name(text: &str) -> Name {
    Name::new(text).unwrap()
}

fn line() -> Line {
    Line { performance: name("5.3.2"), programme: name("programma") }
}

#[test]
fn what_the_journal_says_is_posted_once() {
    on_each(&in_turn(Order::Receipt), |office| {
        let books = Books::new(office.store().clone(), &pack());
        let number = office.complete(1, euros(20_000), at("2017-01-09", 9));
        office.complete(2, euros(30_000), at("2017-01-09", 10));
        let terms = GrantTerms {
            amount: euros(20_000),
            activities_until: day("2017-12-29"),
            commitments: vec![YearCommitment { year: 2017, amount: euros(20_000) }],
            obligations: Vec::new(),
            de_minimis: true,
        };
        office.does(number, ApplicationCommand::Decide(Verdict::Granted(terms)), at("2017-01-10", 9));
        office.does(number, ApplicationCommand::Announce, at("2017-01-11", 9));
        let advance = GrantCommand::PayAdvance(euros(15_000));
        office.does(number, ApplicationCommand::Grant(advance), at("2017-02-01", 9));
        office.desk.propose_carry_over(&round(), 2017, executor(), at("2018-01-02", 9)).unwrap().unwrap();
        let year = (&round(), 2017);
        office.desk.carry_over(year, euros(40_000), code("reserve"), executor(), at("2018-01-03", 9)).unwrap();

        // Two servers at once, and once more: everything is there once.
        let posted: u64 = thread::scope(|scope| {
            let second = Books::new(office.second_server().store().clone(), &pack());
            let both = [books.clone(), second];
            let tries: Vec<_> = both.into_iter().map(|it| scope.spawn(move || it.keep().unwrap())).collect();
            tries.into_iter().map(|it| it.join().unwrap()).sum()
        });
        assert_eq!((posted, books.keep().unwrap()), (4, 0), "ceiling, grant, advance, carry-over");

        let now = books.now().unwrap();
        assert_eq!(now.refused, []);
        let stands = |account: Account| now.ledger.balance_of(&account);
        assert_eq!(stands(Account::Spending { year: 2017, line: line() }), euros(20_000));
        assert_eq!(stands(Account::Commitment { round: name("small-round") }), euros(5_000));
        assert_eq!(stands(Account::Budget { year: 2018, line: line() }), euros(40_000));
        let reserve = Account::Reserve { reserve: name("reserve"), performance: name("5.3.2") };
        assert_eq!(stands(reserve), euros(10_000));
        assert_eq!(now.ledger.trial_balance().values().copied().sum::<Cents>(), Cents::ZERO);
        let kept = now.ledger.journal().last().map(|entry| entry.order.operation.clone());
        let Some(Operation::KeepForPending(kept)) = kept else { panic!("the carry-over comes last") };
        let schakel_ledger::Pending::Listed(waiting) = kept.pending else { panic!("the applications are named") };
        assert_eq!(waiting, [name("aanvraag/2")]);
        office.journal_is_whole();
    });
}

#[test]
fn what_the_books_refuse_is_kept_with_the_reason() {
    on_each(&in_turn(Order::Receipt), |office| {
        let mut pack = pack();
        pack.money[0].amount = Some(Honest::exact(Number::whole(1)));
        let books = Books::new(office.store().clone(), &pack);
        let number = office.complete(1, euros(20_000), at("2017-01-09", 9));
        office.complete(2, euros(30_000), at("2017-01-09", 10));
        let terms = GrantTerms {
            amount: euros(20_000),
            activities_until: day("2017-12-29"),
            commitments: vec![YearCommitment { year: 2017, amount: euros(20_000) }],
            obligations: Vec::new(),
            de_minimis: true,
        };
        office.does(number, ApplicationCommand::Decide(Verdict::Granted(terms)), at("2017-01-10", 9));
        let year = (&round(), 2017);
        office.desk.carry_over(year, euros(40_000), code("reserve"), executor(), at("2018-01-03", 9)).unwrap();
        books.keep().unwrap();
        let refused = books.now().unwrap().refused;
        assert_eq!(refused.len(), 1);
        assert!(refused[0].why.contains("no application waits for a decision"), "{}", refused[0].why);
    });
}
