//! The simulation of the benchmark at a small size, with several seeds; and that its checks would see a broken promise.

use std::collections::BTreeSet;

use schakel_casework::{CaseStanding, Change, Course, Purpose, TextRef};
use schakel_time::Date;

use crate::simulation::invariants::{Ledger, check_case, check_moves};
use crate::simulation::{Lived, Plan, run};
use crate::small_region::{SmallRegion, Story, best, code, day, org};

pub fn plan(seed: u64) -> Plan {
    Plan { seed, cases: 500, days: 200, receivers: 25 }
}

#[test]
fn no_promise_breaks_for_any_of_these_seeds() {
    for seed in 1..=5 {
        let (report, cases) = run(plan(seed)).unwrap_or_else(|it| panic!("seed {seed}: {it:?}"));
        assert_eq!(cases.len(), 500);
        assert!(report.ended.len() >= 3 && report.shown > 50 && report.joined > 0, "too quiet a region: {report:?}");
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    assert_eq!(run(plan(5)).unwrap(), run(plan(5)).unwrap());
    assert_ne!(run(plan(5)).unwrap().0, run(plan(6)).unwrap().0);
}

#[test]
fn every_answer_of_a_run_can_be_explained() {
    let (_, cases) = run(plan(9)).unwrap();
    for Lived { case, journal } in &cases {
        assert_eq!(journal.len(), usize::try_from(case.events).unwrap(), "every event has its number");
        let ended = matches!(&case.standing, CaseStanding::Own(Course::Ended { .. }));
        assert!(!ended || case.next_date().is_none());
    }
}

/// What the checks of the simulation say of a case that somebody spoiled.
fn check(spoil: impl FnOnce(&mut schakel_casework::Case), expected: &str) {
    let region = SmallRegion::new();
    let mut story = Story::begin(&region, "2017-05-08");
    story.does(&region, "2017-05-08", "door", best(2));
    let known = ["door", "a", "b"].map(org);
    let today: Date = day("2017-05-09");
    assert_eq!(check_case(&story.case, today, &known), Ok(()));
    spoil(&mut story.case);
    let complaint = check_case(&story.case, today, &known).unwrap_err();
    assert!(complaint.contains(expected), "{complaint}");
}

#[test]
fn the_checks_see_what_is_wrong() {
    check(|case| case.referrals[1].receiver = org("a"), "asked twice");
    check(|case| case.referrals[1].step = 6, "step 6");
    check(|case| case.misfits = 1, "did not fit");
    let with = |change: fn(&mut schakel_casework::Standing<schakel_casework::CaseState>)| {
        move |case: &mut schakel_casework::Case| {
            let CaseStanding::Own(Course::Open(open)) = &mut case.standing else { panic!("open") };
            change(open);
        }
    };
    check(with(|it| it.responsible = org("nobody")), "does not exist");
    check(with(|it| it.due = day("2017-05-08")), "has passed");
}

#[test]
fn the_checks_see_what_was_shown_without_consent_and_moves_that_no_rule_allows() {
    let region = SmallRegion::new();
    let story = Story::begin(&region, "2017-05-08");
    let mut event = story.journal[0].clone();
    event.change = Change::Shown {
        receiver: org("a"),
        person: None,
        purpose: Purpose::Help,
        consents: BTreeSet::new(),
        facts: [code("turnover")].into(),
        summary: Some(TextRef(1)),
    };
    assert!(Ledger::default().check(&[event.clone()]).is_err());
    event.change = Change::Reopened;
    assert!(Ledger::default().check(&[event.clone()]).is_ok());
    let mut standing = story.case.open().unwrap().clone();
    standing.state = schakel_casework::CaseState::Referred;
    event.change = Change::Stands { standing, why: schakel_casework::Why::Referred };
    assert_eq!(check_moves(&story.case, &[event.clone()]), Ok(()));
    let ended = schakel_casework::Event { change: Change::Ended(schakel_casework::Outcome::Helped), ..event.clone() };
    assert!(check_moves(&story.case, &[ended, event]).is_err(), "from the end nothing leads to referred");
}
