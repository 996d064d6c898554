//! Erasing by itself and on request.

use schakel_casework::{Command, Effect, Outcome};
use schakel_desk::{DataKind, DeskError, DetailsShown, Forgotten, Terms, erase_expired};
use schakel_store::journal::Entry;
use schakel_store::tables::posts::{self, Author, DocumentRow};
use schakel_store::tables::{people, roadmaps, sessions};
use schakel_store::{Digest, StoreError};
use schakel_time::{add_days, parse_date};

use crate::counter::{Counter, EMAIL, FIRM_NAME, KVK, PERSON, QUESTION, TELEPHONE, best, call, consent, on, on_each};
use crate::linking::letters;

const SECRETS: [&str; 9] =
    [QUESTION, KVK, FIRM_NAME, EMAIL, PERSON, TELEPHONE, "987654", "Geheim woord", "jaarrekening"];

/// A question that was helped, with everything that can be left behind.
fn full_walk(counter: &Counter) -> schakel_casework::Case {
    let (asked, _) = counter.asks("2017-05-08");
    let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
    let receiver = case.referrals[0].receiver.to_string();
    counter.does(&case, "2017-05-08", "entrepreneur", consent(&receiver, &["contact", "employees"]));
    letters(counter, on("2017-05-08"));
    let accept = Command::Accept { referral: schakel_casework::ReferralNumber(1), person: None };
    counter.does(&case, "2017-05-09", &receiver, accept);
    counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();
    let by = schakel_casework::Actor::Entrepreneur(case.firm);
    counter.desk.write(case.id, &by, "Geheim woord".to_owned(), on("2017-05-09")).unwrap();
    let (id, firm) = (case.id, case.firm);
    counter
        .desk
        .store()
        .write(move |rows| {
            let document = DocumentRow {
                id: 0,
                author: Author::default(),
                name: "jaarrekening.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                made_at: on("2017-05-09"),
            };
            let last = add_days(parse_date("2017-05-09").unwrap(), 730);
            posts::add_document(rows, id, &document, b"jaarrekening", last)?;
            let account = people::of_firm(rows, firm)?.remove(0).id;
            sessions::begin(rows, Digest([9; 32]), account, on("2017-05-09"), on("2017-05-10"))?;
            let roadmap = roadmaps::NewRoadmap { answers: "{}".to_owned(), ..Default::default() };
            roadmaps::save(rows, Digest([8; 32]), &roadmap, on("2017-05-09").date(), on("2018-05-09").date())
        })
        .unwrap();
    counter.does(&case, "2017-05-10", &receiver, call(Effect::Guided));
    counter.does(&case, "2017-05-12", &receiver, Command::End(Outcome::Helped));
    letters(counter, on("2017-05-12"));
    counter.case(case.id)
}

/// Every text of every table but the names of organisations, as one.
fn whole_database(counter: &Counter) -> String {
    let mut all = String::new();
    for table in [
        "journal",
        "firm",
        "words",
        "case_file",
        "case_party",
        "case_link",
        "referral_link",
        "outbox",
        "form_sent",
        "account",
        "post",
        "document",
        "session",
        "sign_in_link",
        "saved_roadmap",
    ] {
        for row in counter.rows(&format!("SELECT * FROM {table}"), &[]) {
            for value in row.0 {
                match value {
                    schakel_store::Value::Bytes(bytes) => all.push_str(&String::from_utf8_lossy(&bytes)),
                    other => all.push_str(&format!("{other:?} ")),
                }
            }
        }
    }
    all
}

#[test]
fn the_journal_holds_no_personal_data() {
    on_each(|counter| {
        full_walk(counter);
        let journal: String = counter.journal().iter().map(|it| format!("{} {}\n", it.subject, it.body)).collect();
        assert!(journal.lines().count() > 10);
        for secret in SECRETS {
            assert!(whole_database(counter).contains(secret), "{secret} was never entered");
            assert!(!journal.contains(secret), "{secret} stands in the journal");
        }
    });
}

#[test]
fn what_is_past_its_last_day_is_erased_and_the_case_stays_as_codes() {
    on_each(|counter| {
        let case = full_walk(counter);
        let early = counter.desk.erase(on("2019-05-09")).unwrap();
        assert!(early.0.keys().all(|it| !matches!(it, DataKind::Words | DataKind::Firms)), "{early:?}");
        // Two years after the case ended, not after it was asked.
        let erased = counter.desk.erase(on("2019-05-13")).unwrap();
        for kind in [DataKind::Words, DataKind::Firms, DataKind::Documents] {
            assert!(erased.0.contains_key(&kind), "{kind:?} of {erased:?}");
        }
        let left = whole_database(counter);
        for secret in SECRETS {
            assert!(!left.contains(secret), "{secret} is still there");
        }
        assert_eq!(counter.case(case.id), case, "what happened can be counted for ever");
        let erased: Vec<String> = counter
            .entries()
            .iter()
            .filter_map(|it| match it {
                Entry::Personal { what, kind, .. } if what.as_str() == "erased" => Some(kind.to_string()),
                _ => None,
            })
            .collect();
        for kind in ["words", "firm", "account", "document"] {
            assert!(erased.iter().any(|it| it == kind), "{kind} in the journal: {erased:?}");
        }
        let sheet = counter.sheet(case.id, "door", on("2019-05-14")).unwrap();
        assert!(matches!(sheet.details, DetailsShown::Shown { question: None, .. }));
        assert_eq!(counter.desk.erase(on("2019-05-13")).unwrap().total(), 0, "once");
        counter.journal_is_whole();
    });
}

#[test]
fn an_open_question_keeps_what_it_needs() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        counter.desk.erase(on("2019-12-01")).unwrap();
        let sheet = counter.desk.case_of_firm(asked.case.id, asked.case.firm).unwrap();
        assert!(matches!(sheet.details, DetailsShown::Shown { question: Some(_), .. }));
        assert!(counter.outbox(asked.case.id).iter().all(|it| it.ended_at.is_none()), "what waits is still to be sent");
    });
}

#[test]
fn who_asks_again_is_kept_longer() {
    on_each(|counter| {
        let case = full_walk(counter);
        let (question, _) = counter.question("Hoe vraag ik patent aan op een deegmachine?", on("2019-05-01"));
        let again = counter.desk.ask(question, None, on("2019-05-01")).unwrap();
        assert_eq!(again.case.firm, case.firm);
        counter.does(&again.case, "2019-05-02", "entrepreneur", Command::End(Outcome::TakenBack));
        counter.desk.erase(on("2019-05-13")).unwrap();
        assert!(whole_database(counter).contains(KVK), "the second question is eleven days old");
        counter.desk.erase(on("2021-05-04")).unwrap();
        assert!(!whole_database(counter).contains(KVK));
    });
}

#[test]
fn a_fact_that_is_kept_shorter_goes_first() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let terms = Terms { fact_days: [("annual_turnover".to_owned(), 365)].into(), ..Terms::days(730) };
        erase_expired(counter.desk.store(), &terms, on("2018-05-08")).unwrap();
        assert!(whole_database(counter).contains("987654"), "its last day");
        erase_expired(counter.desk.store(), &terms, on("2018-05-09")).unwrap();
        assert!(!whole_database(counter).contains("987654"));
        let sheet = counter.desk.case_of_firm(asked.case.id, asked.case.firm).unwrap();
        assert_eq!(crate::counter::shown(&sheet).1, r#"{"employees":12}"#);
    });
}

#[test]
fn forget_me_erases_everything_once_no_question_is_open() {
    on_each(|counter| {
        let (asked, link) = counter.asks("2017-05-08");
        let refused = counter.desk.forget_firm(asked.case.firm, on("2017-05-09")).unwrap();
        assert_eq!(refused, Forgotten::StillOpen(vec![asked.case.id]));
        counter.does(&asked.case, "2017-05-09", "entrepreneur", Command::End(Outcome::TakenBack));
        let done = counter.desk.forget_firm(asked.case.firm, on("2017-05-09")).unwrap();
        assert!(matches!(done, Forgotten::Erased(erased) if erased.total() > 2));
        let left = whole_database(counter);
        for secret in [QUESTION, KVK, FIRM_NAME, EMAIL, PERSON, TELEPHONE, "987654"] {
            assert!(!left.contains(secret), "{secret} is still there");
        }
        assert!(matches!(counter.desk.own_case(Digest(link.digest()), on("2017-05-09")), Err(DeskError::NotFound)));
        assert!(matches!(counter.desk.forget_firm(asked.case.firm, on("2017-05-09")), Err(DeskError::NotFound)));
        // Whoever comes back is new.
        let (again, _) = counter.asks("2017-06-08");
        assert_ne!(again.case.firm, asked.case.firm);
        counter.journal_is_whole();
    });
}

#[test]
fn staff_who_left_are_erased_after_a_month() {
    on_each(|counter| {
        let director = counter.director;
        let close = move |rows: &mut dyn schakel_store::Statements| {
            rows.execute(
                "UPDATE account SET closed_at = $2 WHERE id = $1",
                &[schakel_store::Value::from(director.0), schakel_store::Value::from(on("2017-05-08"))],
            )
            .map(drop)
        };
        counter.desk.store().write::<_, StoreError>(close).unwrap();
        counter.desk.erase(on("2017-06-07")).unwrap();
        assert!(whole_database(counter).contains("Test Regie"));
        counter.desk.erase(on("2017-06-08")).unwrap();
        assert!(!whole_database(counter).contains("Test Regie"));
    });
}
