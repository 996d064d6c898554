//! Laws that hold whatever people do, in whatever order.

use proptest::prelude::*;
use schakel_casework::{
    Case, CaseId, Closing, Command, ConsentNumber, Effect, NotHelped, Outcome, ReferralNumber, RefusalReason, replay,
};
use schakel_desk::{DeskError, DetailsShown};
use schakel_store::journal::{self, Entry};
use schakel_time::add_days;

use crate::counter::{
    Counter, EMAIL, FIRM_NAME, KVK, PERSON, QUESTION, TELEPHONE, best, call, consent, everything, on,
};
use crate::databases::Database;

const WHO: [&str; 10] = ["entrepreneur", "door", "director", "a", "b", "c", "d", "e", "f", "stranger"];
const FACTS: [&str; 3] = ["contact", "employees", "annual_turnover"];

/// What to do, by numbers: who, what, to whom, and how many days later.
type Step = (usize, u8, usize, u8);

fn command(step: Step) -> Command {
    let (_, what, whom, _) = step;
    let referral = ReferralNumber(u32::try_from(whom % 4).unwrap() + 1);
    let receiver = WHO[3 + whom % 6];
    match what {
        0 => best(1 + whom % 2),
        1..=3 => Command::Accept { referral, person: None },
        4 => Command::Refuse { referral, reason: RefusalReason::NoCapacity, propose: None },
        5 => call(Effect::Guided),
        6 => call(Effect::NotReached),
        7..=9 => consent(receiver, &FACTS[..=whom % 3]),
        10 => Command::Withdraw(ConsentNumber(u32::try_from(whom % 3).unwrap() + 1)),
        11 => Command::Close { referral, result: Closing::NotHelped },
        12 => Command::End(Outcome::Helped),
        13 => Command::End(Outcome::NotHelped(NotHelped::NoRoom)),
        14 => Command::Reopen,
        _ => Command::Escalate,
    }
}

/// What an organisation sees is never more than was consented to; who does not belong to the case sees nothing.
fn shows_no_more_than_allowed(counter: &Counter, id: CaseId, day: &str) {
    for who in &WHO[1..] {
        let now = on(day);
        let before = counter.case(id);
        let sheet = match counter.sheet(id, who, now) {
            Ok(sheet) => sheet,
            Err(DeskError::NotFound) => continue,
            Err(error) => panic!("{who}: {error}"),
        };
        let at_counter = *who == "door"
            || *who == "director" && sheet.case.open().is_some_and(|it| it.responsible.to_string() == *who);
        if at_counter {
            continue;
        }
        assert_ne!(*who, "stranger");
        let organisation = crate::counter::org(who);
        let permitted = before.consent.permitted(&organisation, schakel_casework::Purpose::Help);
        let text = everything(&sheet);
        let may = |fact: &str| permitted.as_ref().is_some_and(|it| it.iter().any(|code| code.as_str() == fact));
        for secret in [QUESTION, KVK, FIRM_NAME, EMAIL, PERSON, TELEPHONE] {
            assert!(may("contact") || !text.contains(secret), "{who} sees {secret} on {day}");
        }
        assert!(may("annual_turnover") || !text.contains("987654"), "{who} sees the turnover on {day}");
        assert_eq!(permitted.is_some(), matches!(sheet.details, DetailsShown::Shown { .. }), "{who} on {day}");
        let seen = counter.case(id).consent.disclosures;
        assert!(
            permitted.is_none() || seen.iter().any(|it| it.receiver == organisation && it.at.date() == now.date()),
            "what {who} saw on {day} is written down"
        );
    }
}

fn case_of_journal(counter: &Counter, id: CaseId) -> Option<Case> {
    let rows = counter.desk.store().read(|rows| journal::about(rows, &journal::case_subject(id))).unwrap();
    let events = rows.iter().filter_map(|row| match journal::entry(row).unwrap() {
        Entry::Case(event) => Some(*event),
        _ => None,
    });
    replay(&events.collect::<Vec<_>>())
}

fn tell(database: Database, steps: &[Step]) {
    let counter = Counter::open(database);
    let (asked, _) = counter.asks("2017-05-08");
    let mut day = schakel_time::parse_date("2017-05-08").unwrap();
    for step in steps {
        day = add_days(day, u32::from(step.3));
        let today = day.to_string();
        let case = counter.case(asked.case.id);
        match counter.tries(&case, &today, WHO[step.0], command(*step)) {
            Ok(_) => {}
            Err(DeskError::Refused(_) | DeskError::NotFound) => {
                let nothing_changed = counter.case(asked.case.id);
                assert_eq!(nothing_changed, case, "{} was refused", WHO[step.0]);
            }
            Err(error) => panic!("{error}"),
        }
        counter.desk.pass_time(on(&today)).unwrap();
        let case = counter.case(asked.case.id);
        assert_eq!(case_of_journal(&counter, case.id).as_ref(), Some(&case), "the journal gives the case");
        assert!(case.open().is_none_or(|it| it.due >= day), "an open case has a date that is not past");
        shows_no_more_than_allowed(&counter, case.id, &today);
    }
    counter.journal_is_whole();
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec((0..WHO.len(), 0u8..17, 0usize..12, 0u8..4), 1..most)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_shown_without_consent_and_the_journal_gives_the_case(steps in steps(25)) {
        tell(Database::file(), &steps);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn on_a_server_as_well(steps in steps(15)) {
        if let Some(database) = Database::server() {
            tell(database, &steps);
        }
    }
}
