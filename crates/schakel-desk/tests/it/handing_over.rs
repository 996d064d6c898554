//! A case goes from hand to hand, and never falls.

use schakel_casework::{CaseState, Command, Effect, Outcome, ReferralNumber, RefusalReason};
use schakel_desk::DeskError;
use schakel_store::journal::Entry;

use crate::counter::{best, call, on, on_each, org};

fn refuse(number: u32) -> Command {
    Command::Refuse { referral: ReferralNumber(number), reason: RefusalReason::NoCapacity, propose: None }
}

#[test]
fn a_refusal_goes_on_to_the_next_by_itself() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
        let first = case.referrals[0].receiver.clone();
        let case = counter.does(&case, "2017-05-09", first.0.as_str(), refuse(1));
        assert_eq!(case.referrals.len(), 2);
        assert_ne!(case.referrals[1].receiver, first);
        assert_eq!(case.open().unwrap().state, CaseState::Referred);
        counter.journal_is_whole();
    });
}

#[test]
fn silence_goes_on_to_the_next_and_after_the_last_to_the_process_director() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        counter.does(&asked.case, "2017-05-08", "door", best(1));
        let mut seen = std::collections::BTreeSet::new();
        let mut day = schakel_time::parse_date("2017-05-09").unwrap();
        let case = loop {
            counter.desk.pass_time(day.at(6, 0, 0, 0)).unwrap();
            let case = counter.case(asked.case.id);
            let open = case.open().expect("nobody gave an outcome");
            assert!(open.due >= day, "a date in the future on {day}");
            for referral in &case.referrals {
                seen.insert(referral.receiver.clone());
            }
            if open.state == CaseState::Escalated {
                break case;
            }
            day = schakel_time::add_days(day, 1);
            assert!(day.to_string().as_str() < "2017-07-01", "it never reaches the process director");
        };
        assert_eq!(case.open().unwrap().responsible, org("director"));
        assert!(case.referrals.len() > 1, "the silent one was passed over");
        assert_eq!(seen.len(), case.referrals.len(), "nobody was asked twice");
        assert_eq!(counter.desk.pass_time(day.at(7, 0, 0, 0)).unwrap(), 0, "time that has passed does nothing again");
        counter.journal_is_whole();
    });
}

#[test]
fn a_case_of_others_is_not_there_and_the_journal_shows_the_attempt() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let id = asked.case.id;
        let attempts = || {
            let entries = counter.entries();
            entries.into_iter().filter(|it| matches!(it, Entry::Attempt { case, .. } if *case == Some(id))).count()
        };
        assert!(matches!(counter.sheet(id, "f", on("2017-05-08")), Err(DeskError::NotFound)));
        assert_eq!(attempts(), 1);
        let outcome = counter.tries(&asked.case, "2017-05-08", "f", Command::End(Outcome::Helped));
        assert!(matches!(outcome, Err(DeskError::NotFound)));
        assert_eq!(attempts(), 2);
        let by = schakel_casework::Actor::Organisation { organisation: org("f"), person: None };
        let written = counter.desk.write(id, &by, "Mag ik meelezen?".to_owned(), on("2017-05-08"));
        assert!(matches!(written, Err(DeskError::NotFound)));
        assert_eq!(attempts(), 3);
        let stranger = schakel_casework::FirmRef(asked.case.firm.0 + 1);
        assert!(matches!(counter.desk.case_of_firm(id, stranger), Err(DeskError::NotFound)));
        let by = schakel_casework::Actor::Entrepreneur(stranger);
        let acted = counter.desk.act(id, Command::End(Outcome::TakenBack), by, on("2017-05-08"), None);
        assert!(matches!(acted, Err(DeskError::NotFound)));
        assert_eq!(counter.case(id), asked.case, "nothing changed");
        counter.journal_is_whole();
    });
}

#[test]
fn a_form_of_staff_that_is_sent_twice_does_it_once() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let by = || schakel_casework::Actor::Organisation { organisation: org("door"), person: None };
        let send =
            || counter.desk.act(asked.case.id, call(Effect::Reached), by(), on("2017-05-09"), Some("x".to_owned()));
        assert_eq!(send().unwrap().contacts.len(), 1);
        assert!(matches!(send(), Err(DeskError::SentBefore(_))));
        assert_eq!(counter.case(asked.case.id).contacts.len(), 1);
        // What was refused may be sent again with the same key.
        let early = |key: &str| counter.tries(&counter.case(asked.case.id), "2017-05-09", key, refuse(1));
        assert!(matches!(early("door"), Err(DeskError::Refused(_))));
    });
}
