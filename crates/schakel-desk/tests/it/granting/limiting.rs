//! What a grant has to meet besides room under the ceilings: what falls out is refused for its reason, and its money goes
//! to who comes next.

use std::collections::BTreeSet;

use schakel_casework::{Actor, FirmRef};
use schakel_desk::{GrantingError, RoundTermsOfGrant};
use schakel_register::{EarlierGrant, GroupScope};
use schakel_schemes::{
    ApplicationCommand, ApplicationNumber, Control, Declaration, GrantLimits, GrantTerms, Link, LinkPerson, Order,
    Phases, RefusalGround, ReviewReason, RoundChange, RoundRules, Verdict,
};
use schakel_store::journal::{self, Entry, round_subject};

use super::round::{
    Office, at, code, day, euros, executor, firm, form, in_turn, on_each, on_each_with, round, rules, terms,
};

fn small_aid() -> RoundTermsOfGrant {
    RoundTermsOfGrant { de_minimis: true, ..terms() }
}

fn declared(office: &Office, number: u64, other: &[(&str, i64)]) {
    let grant = |(on, amount): &(&str, i64)| EarlierGrant { granted_on: day(on), amount: euros(*amount) };
    let other = other.iter().map(grant).collect();
    let declaration = Declaration { firm: FirmRef(number), on: day("2017-01-05"), other };
    office.desk.declare_small_aid(declaration, &executor(), at("2017-01-05", 9)).unwrap();
}

fn divide(office: &Office) {
    office.desk.divide(&round(), executor(), at("2017-04-03", 9)).unwrap();
}

fn refusal(office: &Office, number: ApplicationNumber) -> Option<BTreeSet<RefusalGround>> {
    match office.application(number).decided?.verdict {
        Verdict::Refused(grounds) => Some(grounds),
        Verdict::Granted(_) | Verdict::NotDealtWith => None,
    }
}

fn fell_out(office: &Office) -> Vec<(ApplicationNumber, BTreeSet<RefusalGround>)> {
    let told = office.store().read(|rows| journal::about(rows, &round_subject(&round()))).unwrap();
    let changes = told.iter().filter_map(|row| match journal::entry(row).unwrap() {
        Entry::Round(event) => Some(event.change),
        _ => None,
    });
    changes
        .filter_map(|it| match it {
            RoundChange::FellOut { application, grounds } => Some((application, grounds)),
            _ => None,
        })
        .collect()
}

/// 200,000 euros in three years was the ceiling in 2017 (Regulation 1407/2013): with 170,000 earlier, 40,000 more does not
/// fit, and none of it is granted.
#[test]
fn small_aid_that_does_not_fit_falls_out_and_the_next_gets_its_money() {
    on_each(&in_turn(Order::Receipt), |office| {
        let numbers: Vec<_> = (1..=3).map(|it| office.complete(it, euros(40_000), at("2017-01-09", 9))).collect();
        declared(office, 1, &[("2016-02-01", 170_000)]);
        declared(office, 2, &[]);
        declared(office, 3, &[("2013-02-01", 200_000)]);
        divide(office);
        let done = office.desk.decide_round(&round(), &small_aid(), &executor(), at("2017-04-03", 10)).unwrap();
        assert_eq!((done.granted, done.refused, done.held_up.len()), (2, 1, 0));
        assert_eq!(refusal(office, numbers[0]), Some([RefusalGround::DeMinimisExceeded].into()));
        assert_eq!(fell_out(office), [(numbers[0], [RefusalGround::DeMinimisExceeded].into())]);
        assert_eq!(office.granted(), euros(80_000), "the third gets what the first would have had");
        // The register holds what was granted, so that a later round sees it.
        let entered = office.desk.small_aid(&office.application(numbers[1]).executor).unwrap();
        let entered: Vec<_> = entered.iter().map(|it| (it.aid.firm, it.aid.amount, it.due)).collect();
        let of = |number| (FirmRef(number), euros(40_000), None);
        assert_eq!(entered, [of(2), of(3)], "there was no central register in 2017");
        office.journal_is_whole();
    });
}

/// Who declared nothing waits, with its money; a person asks for it. Nobody is refused for it.
#[test]
fn who_did_not_declare_waits_and_keeps_its_place() {
    on_each(&in_turn(Order::Receipt), |office| {
        let numbers: Vec<_> = (1..=3).map(|it| office.complete(it, euros(40_000), at("2017-01-09", 9))).collect();
        declared(office, 2, &[]);
        declared(office, 3, &[]);
        divide(office);
        let done = office.desk.decide_round(&round(), &small_aid(), &executor(), at("2017-04-03", 10)).unwrap();
        assert_eq!((done.granted, done.refused), (1, 1));
        assert_eq!(done.held_up.get(&numbers[0]), Some(&[ReviewReason::DeclarationNeeded(FirmRef(1))].into()));
        assert!(office.application(numbers[0]).decided.is_none());
        declared(office, 1, &[]);
        let again = office.desk.decide_round(&round(), &small_aid(), &executor(), at("2017-04-03", 11)).unwrap();
        assert_eq!((again.granted, again.refused, office.granted()), (1, 0, euros(80_000)));
    });
}

fn once_a_year() -> RoundRules {
    let limits = GrantLimits { once_per_year: Some(GroupScope::Undertaking), ..GrantLimits::default() };
    RoundRules { limits, ..rules(in_turn(Order::Receipt)) }
}

/// Two firms of one group ask in the same round: the first gets it. A third is linked through a person only: somebody looks.
#[test]
fn one_grant_a_year_for_a_group() {
    on_each_with(&[once_a_year()], |office| {
        let numbers: Vec<_> = (1..=4).map(|it| office.complete(it, euros(30_000), at("2017-01-09", 9))).collect();
        let person = LinkPerson(7);
        for link in [
            Link::Controls(FirmRef(1), FirmRef(2), Control::MajorityOfVotes),
            Link::Person(person, FirmRef(1)),
            Link::Person(person, FirmRef(3)),
        ] {
            office.desk.link_firms(link, &executor(), at("2017-01-05", 9)).unwrap();
        }
        divide(office);
        let done = office.desk.decide_round(&round(), &terms(), &executor(), at("2017-04-03", 10)).unwrap();
        assert_eq!((done.granted, done.refused), (2, 1));
        assert_eq!(refusal(office, numbers[1]), Some([RefusalGround::GrantedThisYear].into()));
        assert!(matches!(
            done.held_up.get(&numbers[2]).and_then(|it| it.first()),
            Some(ReviewReason::LinkedThroughPerson(linked)) if linked.firm == FirmRef(1)
        ));
        assert!(office.application(numbers[3]).grant.is_some());
        // Somebody looked: no group after all.
        let verdict = Verdict::Granted(GrantTerms {
            amount: euros(30_000),
            activities_until: terms().activities_until,
            commitments: vec![schakel_schemes::YearCommitment { year: 2017, amount: euros(30_000) }],
            obligations: Vec::new(),
            de_minimis: false,
        });
        office.does(numbers[2], ApplicationCommand::Decide(verdict), at("2017-04-04", 9));
        assert_eq!(office.granted(), euros(90_000));
    });
}

/// A hand does not go past the law either.
#[test]
fn a_decision_by_hand_is_checked_as_well() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.complete(1, euros(40_000), at("2017-01-09", 9));
        declared(office, 1, &[("2016-02-01", 170_000)]);
        let verdict = Verdict::Granted(GrantTerms {
            amount: euros(40_000),
            activities_until: terms().activities_until,
            commitments: vec![schakel_schemes::YearCommitment { year: 2017, amount: euros(40_000) }],
            obligations: Vec::new(),
            de_minimis: true,
        });
        let refused = office.tries(number, ApplicationCommand::Decide(verdict), at("2017-01-10", 9)).unwrap_err();
        assert!(
            matches!(refused, GrantingError::FallsOut(grounds) if grounds == [RefusalGround::DeMinimisExceeded].into())
        );
    });
}

/// Half of the costs of a feasibility study at most, from all aid together: 40,000 was had already on costs of 80,000.
#[test]
fn aid_on_the_same_costs_does_not_add_up_above_the_ceiling() {
    let limits = GrantLimits { cost_kinds: vec!["feasibility-study".to_owned()], ..GrantLimits::default() };
    let rules = RoundRules { limits, ..rules(in_turn(Order::Receipt)) };
    on_each_with(&[rules], |office| {
        let numbers: Vec<_> = (1..=2).map(|it| office.complete(it, euros(40_000), at("2017-01-09", 9))).collect();
        let other = [("feasibility-study".to_owned(), vec![euros(10_000)])].into();
        office.desk.keep_other_aid(numbers[0], other, &executor(), at("2017-01-10", 9)).unwrap();
        divide(office);
        let done = office.desk.decide_round(&round(), &terms(), &executor(), at("2017-04-03", 10)).unwrap();
        assert_eq!((done.granted, done.refused), (1, 1));
        assert_eq!(refusal(office, numbers[0]), Some([RefusalGround::AidIntensityExceeded].into()));
    });
}

/// Phase 2 is only for who won phase 1, and the results are published per case.
#[test]
fn sys_h06_phase_two_is_for_winners_of_phase_one() {
    let second = code("second-phase");
    let mut two = rules(in_turn(Order::Receipt));
    two.application.round = second.clone();
    two.limits.phases = Phases(vec![round(), second.clone()]);
    on_each_with(&[rules(in_turn(Order::Receipt)), two], |office| {
        let first: Vec<_> = (1..=3).map(|it| office.complete(it, euros(40_000), at("2017-01-09", 9))).collect();
        divide(office);
        office.desk.decide_round(&round(), &terms(), &executor(), at("2017-01-20", 9)).unwrap();
        for number in &first {
            office.does(*number, ApplicationCommand::Announce, at("2017-01-21", 9));
        }
        let desk = &office.desk;
        let enter = |applicant: u64| {
            let number = desk.start(&second, FirmRef(applicant), None, at("2017-02-01", 9), None).unwrap().number;
            desk.attach(number, super::round::budget(), firm(applicant), at("2017-02-01", 9)).unwrap();
            desk.save(number, form(applicant, euros(30_000)), firm(applicant), at("2017-02-01", 9)).unwrap();
            desk.submit(number, firm(applicant), at("2017-02-01", 10)).unwrap();
            office.does(number, ApplicationCommand::FindComplete, at("2017-02-01", 11));
            number
        };
        let entered: Vec<_> = [1, 3].into_iter().map(enter).collect();
        desk.divide(&second, executor(), at("2017-04-03", 9)).unwrap();
        let done = desk.decide_round(&second, &terms(), &executor(), at("2017-04-03", 10)).unwrap();
        assert_eq!((done.granted, done.refused), (1, 1));
        assert!(office.application(entered[0]).grant.is_some(), "firm 1 won phase 1");
        assert_eq!(refusal(office, entered[1]), Some([RefusalGround::NotWinnerOfPhase(round())].into()));
    });
}

/// What is not for an organisation is not shown to it.
#[test]
fn other_aid_is_for_the_executor() {
    on_each(&in_turn(Order::Receipt), |office| {
        let number = office.complete(1, euros(40_000), at("2017-01-09", 9));
        let other: Actor = firm(1);
        let refused = office.desk.keep_other_aid(number, [].into(), &other, at("2017-01-10", 9)).unwrap_err();
        assert!(matches!(refused, GrantingError::NotExecutor));
    });
}
