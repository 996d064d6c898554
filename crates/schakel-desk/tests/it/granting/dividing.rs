//! Ceilings, draw, division and decisions; also by two servers at once.

use std::thread;

use schakel_desk::GrantingError;
use schakel_register::Cents;
use schakel_schemes::{
    AllocationError, ApplicationCommand, ApplicationNumber, ApplicationState, GrantTerms, Merits, Order, RefusalGround,
    RoundChange, Seed, Verdict, YearCommitment,
};
use schakel_store::journal::{self, Entry, round_subject};
use schakel_store::tables::applications::RoundList;
use schakel_store::values;

use super::round::{Office, SEED, at, euros, executor, firm, in_turn, on_each, round, terms};

fn granted(amount: Cents) -> ApplicationCommand {
    let terms = terms();
    ApplicationCommand::Decide(Verdict::Granted(GrantTerms {
        amount,
        activities_until: terms.activities_until,
        commitments: vec![YearCommitment { year: terms.year, amount }],
        obligations: Vec::new(),
        de_minimis: false,
    }))
}

/// Who has a grant, by number.
fn winners(office: &Office) -> Vec<ApplicationNumber> {
    let rows = office.desk.applications(&round(), RoundList::In(ApplicationState::Decided), 0, 100).unwrap();
    let won = rows.iter().filter(|it| it.application.grant.is_some());
    let mut numbers: Vec<_> = won.map(|it| it.application.number).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn in_order_of_receipt_until_the_money_is_gone() {
    on_each(&in_turn(Order::Receipt), |office| {
        let numbers: Vec<_> = (1..=4).map(|it| office.complete(it, euros(40_000), at("2017-01-09", 9))).collect();
        let allocation = office.desk.divide(&round(), executor(), at("2017-01-10", 9)).unwrap();
        assert_eq!(allocation.granted(), euros(80_000));
        assert_eq!(office.granted(), Cents::ZERO, "dividing grants nothing yet");
        let more = office.desk.what_if(&round(), euros(20_000), at("2017-01-10", 9)).unwrap();
        assert_eq!(more.granted(), euros(120_000));
        let done = office.desk.decide_round(&round(), &terms(), &executor(), at("2017-01-10", 10)).unwrap();
        assert_eq!((done.granted, done.refused, done.passed_over), (2, 2, 0));
        assert_eq!((winners(office), office.granted()), (numbers[..2].to_vec(), euros(80_000)));
        // A second time, or by another server: everything was decided on.
        let again = office.second_server().decide_round(&round(), &terms(), &executor(), at("2017-01-10", 11)).unwrap();
        assert_eq!((again.granted, again.refused, again.passed_over), (0, 0, 4));
        let last = office.application(numbers[3]);
        let ground = Verdict::Refused([RefusalGround::CeilingReached].into());
        assert_eq!(last.decided.as_ref().map(|it| &it.verdict), Some(&ground));
        numbers.iter().for_each(|it| assert_eq!(office.replayed(*it), office.application(*it)));
        office.journal_is_whole();
    });
}

/// Nobody looked yet whether an application is complete: it could come before all others.
#[test]
fn what_was_not_looked_at_holds_up_the_division() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.submits(1, euros(40_000), at("2017-01-09", 9)).application;
        let refused = office.desk.divide(&round(), executor(), at("2017-01-10", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::Unchecked(numbers) if numbers == [number]));
    });
}

#[test]
fn sys_b17_a_draw_with_public_proof() {
    on_each(&in_turn(Order::CompleteDay), |office| {
        let commitment = Seed::new(SEED).unwrap().commitment();
        let publish = |text: &str, moment| office.desk.publish_commitment(&round(), text, executor(), moment);
        assert!(matches!(publish("abc", at("2017-01-06", 9)), Err(GrantingError::Commitment)));
        publish(&commitment, at("2017-01-06", 9)).unwrap();
        assert!(matches!(publish(&commitment, at("2017-03-31", 17)), Err(GrantingError::Commitment)));
        let first = office.complete(1, euros(40_000), at("2017-01-09", 9));
        let equal: Vec<_> = (2..=6).map(|it| office.complete(it, euros(30_000), at("2017-01-10", 9))).collect();

        let draw = |seed: &str, moment| office.desk.draw(&round(), seed, executor(), moment);
        assert!(matches!(draw(SEED, at("2017-02-01", 9)), Err(GrantingError::WindowOpen { .. })));
        let needed = office.desk.divide(&round(), executor(), at("2017-04-03", 9)).unwrap_err();
        assert!(matches!(needed, GrantingError::Division(AllocationError::DrawNeeded(those)) if those == equal));
        let other = SEED.replace('d', "e");
        assert!(matches!(draw(&other, at("2017-04-03", 9)), Err(GrantingError::OtherSeed)));
        let published = draw(SEED, at("2017-04-03", 9)).unwrap();
        assert_eq!((&published.applications, &published.commitment), (&equal, &commitment));
        assert!(published.check().is_ok());
        assert_eq!(office.desk.published_draw(&round()).unwrap(), Some(published.clone()));

        office.desk.divide(&round(), executor(), at("2017-04-03", 10)).unwrap();
        office.desk.decide_round(&round(), &terms(), &executor(), at("2017-04-03", 11)).unwrap();
        let mut expected: Vec<_> = published.order[..2].to_vec();
        expected.push(first);
        expected.sort_unstable();
        assert_eq!((winners(office), office.granted()), (expected, euros(100_000)));
        let told = office.store().read(|rows| journal::about(rows, &round_subject(&round()))).unwrap();
        let drawn = told.iter().filter_map(|row| match journal::entry(row).unwrap() {
            Entry::Round(event) => Some(event.change),
            _ => None,
        });
        assert!(drawn.into_iter().any(|it| it == RoundChange::Drawn(published.clone())));
    });
}

#[test]
fn a_sub_ceiling_holds() {
    on_each(&in_turn(Order::Receipt), |office| {
        let numbers: Vec<_> = (1..=3).map(|it| office.complete(it, euros(30_000), at("2017-01-09", 9))).collect();
        let merits = Merits { parts: ["area:PV23".to_owned()].into(), ..Merits::default() };
        for number in &numbers {
            office.desk.assess(*number, merits.clone(), executor(), at("2017-01-10", 8)).unwrap();
        }
        office.does(numbers[0], granted(euros(30_000)), at("2017-01-10", 9));
        office.does(numbers[1], granted(euros(30_000)), at("2017-01-10", 9));
        let refused = office.tries(numbers[2], granted(euros(30_000)), at("2017-01-10", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::CeilingReached(_)), "{refused:?}");
        let late = office.desk.assess(numbers[0], Merits::default(), executor(), at("2017-01-10", 10)).unwrap_err();
        assert!(matches!(late, GrantingError::DecidedOn));
        assert_eq!(office.granted(), euros(60_000));
        assert!(office.application(numbers[2]).decided.is_none());
    });
}

/// Two servers grant as fast as they can; together they stay under the ceiling.
#[test]
fn sys_b11_two_servers_never_exceed_the_ceiling() {
    on_each(&in_turn(Order::Receipt), |office| {
        let numbers: Vec<_> = (1..=30).map(|it| office.complete(it, euros(7_000), at("2017-01-09", 9))).collect();
        let servers = [office.desk.clone(), office.second_server()];
        let granted_by = |server: usize| {
            let (desk, numbers) = (&servers[server], &numbers);
            let mine = numbers.iter().skip(server).step_by(2);
            let tries = mine.map(|it| desk.handle(*it, granted(euros(7_000)), executor(), at("2017-01-10", 9)));
            tries.filter(Result::is_ok).count()
        };
        let count = thread::scope(|scope| {
            let both: Vec<_> = (0..2).map(|server| scope.spawn(move || granted_by(server))).collect();
            both.into_iter().map(|it| it.join().unwrap()).sum::<usize>()
        });
        assert_eq!((count, office.granted()), (14, euros(98_000)));
    });
}

/// Not even a statement that goes past the counter can book more than there is.
#[test]
fn the_database_itself_refuses_more_than_the_ceiling() {
    on_each(&in_turn(Order::Receipt), |office| {
        office.desk.set_ceilings(&round(), executor(), at("2017-01-02", 9)).unwrap();
        let refused = office.store().write(|rows| {
            let statement = "UPDATE round_ceiling SET committed = $1 WHERE part = ''";
            rows.execute(statement, values![euros(100_001)])
        });
        assert!(refused.is_err());
        assert_eq!(office.granted(), Cents::ZERO);
    });
}

/// A grant that is withdrawn gives its room back; a refusal costs none.
#[test]
fn room_comes_back_when_a_grant_is_withdrawn() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.complete(1, euros(90_000), at("2017-01-09", 9));
        office.does(number, granted(euros(90_000)), at("2017-01-10", 9));
        assert_eq!(office.granted(), euros(90_000));
        let revoke = schakel_schemes::GrantCommand::Revoke([schakel_schemes::LoweringGround::WrongData].into());
        office.does(number, ApplicationCommand::Grant(revoke), at("2017-01-11", 9));
        assert_eq!(office.granted(), Cents::ZERO);
        let balances = office.desk.set_ceilings(&round(), executor(), at("2017-01-12", 9)).unwrap();
        assert_eq!(balances.left().round, euros(100_000));
    });
}

/// Who waits at the end of the year, and the room that goes along.
#[test]
fn sys_b18_the_end_of_the_year() {
    on_each(&in_turn(Order::Receipt), |office| {
        let first = office.complete(1, euros(30_000), at("2017-01-09", 9));
        let second = office.complete(2, euros(50_000), at("2017-01-09", 9));
        office.does(first, granted(euros(30_000)), at("2017-01-10", 9));
        let end = office.desk.year_end(&round(), 2017).unwrap();
        assert_eq!(end.undecided.iter().map(|it| it.application).collect::<Vec<_>>(), [second]);
        assert_eq!((end.requested(), end.carry_over()), (euros(50_000), euros(70_000)));
        let by = executor;
        let moment = at("2018-01-02", 9);
        assert!(office.desk.propose_carry_over(&round(), 2017, by(), moment).unwrap().is_some());
        let reserve = || super::round::code("reserve");
        let too_much = office.desk.carry_over((&round(), 2017), euros(70_001), reserve(), by(), moment).unwrap_err();
        assert!(matches!(too_much, GrantingError::CarryOver { max } if max == euros(70_000)));
        let events = office.desk.carry_over((&round(), 2017), euros(50_000), reserve(), by(), moment).unwrap();
        assert_eq!(events.len(), 2);
        let told = office.store().read(|rows| journal::about(rows, &round_subject(&round()))).unwrap();
        assert_eq!(told.iter().filter(|it| it.body.contains("year-end-1")).count(), 3);
        office.journal_is_whole();
    });
}

#[test]
fn only_the_executor_divides() {
    on_each(&in_turn(Order::Receipt), |office| {
        let refused = office.desk.divide(&round(), firm(1), at("2017-01-10", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::NotExecutor));
        let none = office.desk.decide_round(&round(), &terms(), &executor(), at("2017-01-10", 9)).unwrap_err();
        assert!(matches!(none, GrantingError::NoDivision));
    });
}
