//! Consent: none by default, exactly what was given, and it stops at once.

use schakel_casework::{Command, ConsentNumber, Effect, Message, ReferralNumber};
use schakel_desk::{DetailsShown, Told};
use schakel_store::tables::outbox::Reader;

use crate::counter::{
    Counter, EMAIL, FIRM_NAME, KVK, PERSON, QUESTION, TELEPHONE, best, call, consent, everything, on, on_each, org,
    shown,
};

const SECRETS: [&str; 7] = [QUESTION, KVK, FIRM_NAME, EMAIL, PERSON, TELEPHONE, "987654"];

/// A case that one receiver accepted.
fn accepted(counter: &Counter) -> (schakel_casework::Case, String) {
    let (asked, _) = counter.asks("2017-05-08");
    let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
    let receiver = case.referrals[0].receiver.to_string();
    let case =
        counter.does(&case, "2017-05-08", &receiver, Command::Accept { referral: ReferralNumber(1), person: None });
    (case, receiver)
}

#[test]
fn without_consent_a_receiver_sees_only_the_need() {
    on_each(|counter| {
        let (case, receiver) = accepted(counter);
        counter
            .desk
            .write(
                case.id,
                &schakel_casework::Actor::Entrepreneur(case.firm),
                "Geheim woord".to_owned(),
                on("2017-05-08"),
            )
            .unwrap();
        let sheet = counter.sheet(case.id, &receiver, on("2017-05-08")).unwrap();
        assert!(matches!(sheet.details, DetailsShown::NeedsConsent));
        let text = everything(&sheet);
        for secret in SECRETS {
            assert!(!text.contains(secret), "{secret} is shown without consent");
        }
        assert!(!text.contains("Geheim woord"));
        assert!(sheet.case.consent.disclosures.is_empty());
        assert!(text.contains("advice"), "the need is shown");
    });
}

#[test]
fn after_consent_a_receiver_sees_exactly_those_facts_and_it_is_written_down() {
    on_each(|counter| {
        let (case, receiver) = accepted(counter);
        counter.does(&case, "2017-05-09", "entrepreneur", consent(&receiver, &["employees"]));
        let sheet = counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();
        assert_eq!(shown(&sheet), (None, r#"{"employees":12}"#, Vec::new()));
        let text = everything(&sheet);
        for secret in SECRETS {
            assert!(!text.contains(secret), "{secret} is not in the consent");
        }
        let kept = counter.case(case.id);
        assert_eq!(kept.consent.disclosures.len(), 1);
        let seen = &kept.consent.disclosures[0];
        assert_eq!((seen.receiver.clone(), seen.facts.len()), (org(&receiver), 1));

        counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();
        assert_eq!(counter.case(case.id).consent.disclosures.len(), 1, "once a day for the same");
        counter.does(&case, "2017-05-09", "entrepreneur", consent(&receiver, &["contact"]));
        let sheet = counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();
        assert_eq!(shown(&sheet), (Some(QUESTION), r#"{"employees":12}"#, vec![PERSON]));
        assert!(!everything(&sheet).contains("987654"));
        assert_eq!(counter.case(case.id).consent.disclosures.len(), 2, "more is new");

        let other = counter.sheet(case.id, "f", on("2017-05-09"));
        assert!(receiver == "f" || other.is_err(), "consent for one is consent for no other");
        counter.journal_is_whole();
    });
}

#[test]
fn withdrawal_stops_it_at_once_and_tells_who_saw_something() {
    on_each(|counter| {
        let (case, receiver) = accepted(counter);
        counter.does(&case, "2017-05-09", "entrepreneur", consent(&receiver, &["contact", "employees"]));
        counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();
        counter.does(&case, "2017-05-10", "entrepreneur", Command::Withdraw(ConsentNumber(1)));
        let sheet = counter.sheet(case.id, &receiver, on("2017-05-10")).unwrap();
        assert!(matches!(sheet.details, DetailsShown::NeedsConsent));
        for secret in SECRETS {
            assert!(!everything(&sheet).contains(secret), "{secret} after withdrawal");
        }
        let told = counter.outbox(case.id);
        let stop = told.iter().find(|it| matches!(it.message, Told::Case(Message::StopUsing { .. })));
        assert_eq!(stop.map(|it| it.reader.clone()), Some(Reader::Organisation(org(&receiver))));
    });
}

#[test]
fn only_the_entrepreneur_consents() {
    on_each(|counter| {
        let (case, receiver) = accepted(counter);
        let own = counter.tries(&case, "2017-05-09", &receiver, consent(&receiver, &["contact"]));
        assert!(own.is_err(), "a receiver cannot consent for the entrepreneur");
        counter.does(&case, "2017-05-09", &receiver, call(Effect::Reached));
        let sheet = counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();
        assert!(matches!(sheet.details, DetailsShown::NeedsConsent));
    });
}
