//! Everything that is kept of one person, for that person.

use schakel_casework::{Command, ReferralNumber};
use schakel_desk::DeskError;
use schakel_store::journal::Entry;

use crate::counter::{EMAIL, FIRM_NAME, KVK, PERSON, QUESTION, TELEPHONE, best, consent, on, on_each};

#[test]
fn a_person_gets_everything_with_who_saw_what_and_when() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        let case = counter.does(&asked.case, "2017-05-08", "door", best(1));
        let receiver = case.referrals[0].receiver.to_string();
        counter.does(&case, "2017-05-08", "entrepreneur", consent(&receiver, &["contact", "employees"]));
        let accept = Command::Accept { referral: ReferralNumber(1), person: None };
        counter.does(&case, "2017-05-09", &receiver, accept);
        counter.sheet(case.id, &receiver, on("2017-05-09")).unwrap();

        let people = counter.desk.people_with_address(EMAIL).unwrap();
        assert_eq!(people.len(), 1);
        let file = counter.desk.person_file(people[0], on("2017-05-10")).unwrap();
        let json = serde_json::to_value(&file).unwrap();
        let text = json.to_string();
        for value in [QUESTION, KVK, FIRM_NAME, EMAIL, PERSON, TELEPHONE, "987654"] {
            assert!(text.contains(value), "{value} is not in {text}");
        }
        let seen = &json["vragen"][0]["gezien"][0];
        assert_eq!(seen["organisatie"], receiver.as_str());
        assert_eq!(seen["op"], "2017-05-09T12:00:00");
        assert_eq!(seen["gegevens"], serde_json::json!(["contact", "employees"]));
        assert!(!json["mail"].as_array().unwrap().is_empty());
        assert!(!json["dagboek"].as_array().unwrap().is_empty());
        let given = counter.entries().into_iter().any(|it| {
            matches!(it, Entry::Personal { what, number, .. } if what.as_str() == "exported" && number == people[0].0)
        });
        assert!(given, "the journal says that it was given");
        let nobody = schakel_casework::PersonRef(999);
        assert!(matches!(counter.desk.person_file(nobody, on("2017-05-10")), Err(DeskError::NotFound)));
        assert!(counter.desk.people_with_address("iemand@anders.example").unwrap().is_empty());
    });
}
