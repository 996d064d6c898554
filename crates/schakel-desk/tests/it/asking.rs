//! A question comes in.

use schakel_casework::CaseState;
use schakel_desk::{DeskError, Told};
use schakel_identity::Token;
use schakel_store::Digest;

use crate::counter::{EMAIL, FIRM_NAME, KVK, PERSON, QUESTION, TELEPHONE, everything, on, on_each, org, shown};

#[test]
fn a_question_has_one_responsible_organisation_and_a_date_from_the_first_moment() {
    on_each(|counter| {
        let (asked, link) = counter.asks("2017-05-08");
        let open = asked.case.open().expect("it is open");
        assert_eq!(open.responsible, org("door"), "the front door of Zwolle");
        assert_eq!(open.state, CaseState::Asked);
        assert_eq!(open.due.to_string(), "2017-05-10", "two working days to answer or refer");
        assert_eq!(asked.case.promised_by.to_string(), "2017-05-15", "five working days");
        assert_eq!(asked.joined, None);
        assert_eq!(counter.case(asked.case.id), asked.case, "it is kept as it was answered");
        let sheet = counter.desk.own_case(Digest(link.digest()), on("2017-05-09")).unwrap();
        assert_eq!(shown(&sheet).0, Some(QUESTION));
        assert_eq!(shown(&sheet).2, [PERSON]);
        let told = counter.outbox(asked.case.id);
        assert_eq!(told.len(), 2, "the entrepreneur and the front door hear of it: {told:?}");
        counter.journal_is_whole();
    });
}

#[test]
fn the_same_question_of_the_same_firm_is_joined_and_both_sides_see_it() {
    on_each(|counter| {
        let (first, _) = counter.asks("2017-05-08");
        let (question, _) =
            counter.question("wie helpt ons met de nieuwe oven? mijn broodrooster PIEPT!", on("2017-05-09"));
        let second = counter.desk.ask(question, None, on("2017-05-09")).unwrap();
        assert_eq!(second.joined, Some(first.case.id));
        assert_eq!(second.case.lead(), Some(first.case.id));
        let lead = counter.case(first.case.id);
        assert_eq!(lead.followers().collect::<Vec<_>>(), [second.case.id]);
        let told = counter.outbox(second.case.id);
        let joined = |told: &Told| format!("{told:?}").contains("Joined");
        assert!(told.iter().any(|it| joined(&it.message)), "the entrepreneur is told: {told:?}");
        assert_eq!(counter.number("SELECT count(*) FROM firm"), 1);

        let (other, _) = counter.question("Hoe vraag ik patent aan op een deegmachine?", on("2017-05-09"));
        assert_eq!(counter.desk.ask(other, None, on("2017-05-09")).unwrap().joined, None, "another question");
        counter.journal_is_whole();
    });
}

#[test]
fn a_form_that_is_sent_twice_is_one_question() {
    on_each(|counter| {
        let (question, _) = counter.question(QUESTION, on("2017-05-08"));
        let question = schakel_desk::NewQuestion { form_key: Some("sleutel-1".to_owned()), ..question };
        let asked = counter.desk.ask(question.clone(), None, on("2017-05-08")).unwrap();
        let again = counter.desk.ask(question, None, on("2017-05-08"));
        let expected = format!("case-{}", asked.case.id);
        assert!(matches!(again, Err(DeskError::SentBefore(answer)) if answer == expected));
        assert_eq!(counter.number("SELECT count(*) FROM case_file"), 1);
    });
}

#[test]
fn an_address_alone_shows_nothing_of_what_the_firm_told_before() {
    on_each(|counter| {
        counter.asks("2017-05-08");
        let (mut question, link) = counter.question("Wat weet u van mij?", on("2017-05-09"));
        if let schakel_desk::Who::Told { contact, firm } = &mut question.who {
            (contact.name, contact.telephone) = (None, None);
            *firm = schakel_store::tables::firms::FirmDetails { facts: "{}".to_owned(), ..Default::default() };
        }
        counter.desk.ask(question, None, on("2017-05-09")).unwrap();
        let sheet = counter.desk.own_case(Digest(link.digest()), on("2017-05-09")).unwrap();
        for value in [KVK, FIRM_NAME, PERSON, TELEPHONE, EMAIL, "987654"] {
            assert!(!everything(&sheet).contains(value), "{value} is shown to whoever knows the address");
        }
        assert_eq!(shown(&sheet).0, Some("Wat weet u van mij?"), "their own words they see");

        // The link that goes to the address shows all of it.
        let mut letters = Vec::new();
        let mut send = |letter: &schakel_desk::Letter| {
            letters.push(letter.clone());
            schakel_desk::SendResult::Sent
        };
        counter.desk.dispatch(on("2017-05-09"), &mut || Some(counter.token()), &mut send, |_, _| None).unwrap();
        let mailed: Token = letters
            .iter()
            .filter(|it| it.to == [EMAIL])
            .flat_map(|it| &it.items)
            .find_map(|item| match item.link {
                Some(schakel_desk::LetterLink::OwnCase(token)) => Some(token),
                _ => None,
            })
            .expect("a letter with a link");
        let sheet = counter.desk.own_case(Digest(mailed.digest()), on("2017-05-09")).unwrap();
        assert_eq!(shown(&sheet).2, [PERSON]);
    });
}

#[test]
fn a_second_firm_of_the_same_person_gets_letters_as_well() {
    on_each(|counter| {
        let (first, _) = counter.asks("2017-05-08");
        let (mut question, _) = counter.question("Hoe vraag ik patent aan op een deegmachine?", on("2017-05-09"));
        if let schakel_desk::Who::Told { firm, .. } = &mut question.who {
            firm.kvk_number = Some("68750110".to_owned());
        }
        let second = counter.desk.ask(question, None, on("2017-05-09")).unwrap();
        assert_ne!(first.case.firm, second.case.firm);
        let mut readers = Vec::new();
        let mut send = |letter: &schakel_desk::Letter| {
            readers.extend(letter.items.iter().filter(|_| letter.to == [EMAIL]).map(|it| it.reader.clone()));
            schakel_desk::SendResult::Sent
        };
        counter.desk.dispatch(on("2017-05-09"), &mut || Some(counter.token()), &mut send, |_, _| None).unwrap();
        readers.dedup();
        assert_eq!(readers.len(), 2, "{readers:?}");
    });
}
