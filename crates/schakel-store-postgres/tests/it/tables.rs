//! What is kept of firms, words, forms, absences, links, people and sessions.

use schakel_casework::{CaseId, FirmRef, PersonRef, ReferralNumber, TextRef};
use schakel_store::tables::absences::{self, InboxSettings};
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_store::tables::links::{self, ReferralLink};
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish, RoleHeld};
use schakel_store::tables::{forms, sessions, words};
use schakel_store::{Digest, StoreError};

use crate::databases::{must_read, must_write, number, on_each, write};
use crate::shared::{day, noon, organisation};

const NOW: &str = "2026-11-22";

#[test]
fn words_are_erased_and_their_number_stays() {
    on_each(|store| {
        let keep = |case: Option<u64>, last: &str| {
            let last = day(last);
            must_write(store, move |it| {
                words::keep(it, case.map(CaseId), "question", "Wie helpt mij?", noon(NOW), last)
            })
        };
        let texts = [keep(Some(1), "2026-12-01"), keep(Some(2), "2027-01-01"), keep(None, "2027-01-01")];
        assert_eq!(texts, [TextRef(1), TextRef(2), TextRef(3)]);
        let read = |text| must_read(store, |it| words::read(it, text));
        assert_eq!(read(TextRef(3)).as_deref(), Some("Wie helpt mij?"));
        assert_eq!(must_write(store, |it| words::erase_expired(it, day("2026-12-01"))), 0, "the last day itself");
        assert_eq!(must_write(store, |it| words::erase_expired(it, day("2026-12-02"))), 1);
        assert_eq!(must_write(store, |it| words::erase_of_case(it, CaseId(2))), 1);
        assert_eq!(must_write(store, |it| words::erase_of_case(it, CaseId(2))), 0, "once");
        assert_eq!(texts.map(|text| read(text).is_some()), [false, false, true]);
        assert_eq!(keep(None, "2027-01-01"), TextRef(4));
        assert_eq!(read(TextRef(99)), None);
    });
}

#[test]
fn a_firm_is_kept_changed_and_erased() {
    on_each(|store| {
        let told =
            FirmDetails { kvk_number: Some("12345678".into()), facts: r#"{"a":1}"#.into(), ..FirmDetails::default() };
        let (first, second) = (told.clone(), FirmDetails { facts: "{}".into(), ..FirmDetails::default() });
        let firm = must_write(store, move |it| firms::add(it, &first, noon(NOW), day("2027-01-01")));
        let other = must_write(store, move |it| firms::add(it, &second, noon(NOW), day("2028-01-01")));
        assert_eq!((firm, other), (FirmRef(1), FirmRef(2)));
        let read = |firm| must_read(store, |it| firms::read(it, firm)).unwrap();
        assert_eq!(read(firm).details, told);
        // A change keeps it longer, never shorter.
        let changed = FirmDetails { name: Some("Bakkerij".into()), ..told.clone() };
        for (until, expected) in [("2027-06-01", "2027-06-01"), ("2026-12-01", "2027-06-01")] {
            let changed = changed.clone();
            must_write(store, move |it| firms::change(it, firm, &changed, day(until)));
            assert_eq!(read(firm).erase_after, day(expected));
        }
        assert_eq!(read(firm).details, changed);
        let expired = |today: &str| must_read(store, |it| firms::expired(it, day(today)));
        assert_eq!((expired("2027-06-01"), expired("2027-06-02")), (vec![], vec![firm]));
        must_write(store, move |it| firms::erase(it, firm, noon("2027-06-02")));
        let erased = FirmDetails { facts: "{}".into(), ..FirmDetails::default() };
        assert_eq!((read(firm).details, read(firm).erased_at), (erased.clone(), Some(noon("2027-06-02"))));
        assert_eq!(expired("2027-06-02"), []);
        must_write(store, move |it| firms::change(it, firm, &changed, day("2030-01-01")));
        assert_eq!(read(firm).details, erased, "what was erased is not filled again");
        assert!(must_read(store, |it| firms::read(it, FirmRef(9))).is_none());
    });
}

#[test]
fn a_form_is_remembered_once() {
    on_each(|store| {
        must_write(store, |it| forms::remember(it, "key", noon(NOW), "/vraag/1"));
        assert!(write(store, |it| forms::remember(it, "key", noon(NOW), "/vraag/2")).is_err());
        let answer = |key: &str| must_read(store, |it| forms::answer(it, key));
        assert_eq!((answer("key").as_deref(), answer("other")), (Some("/vraag/1"), None));
        assert_eq!(must_write(store, |it| forms::forget(it, noon(NOW))), 0);
        assert_eq!(must_write(store, |it| forms::forget(it, noon("2026-11-23"))), 1);
        assert_eq!(answer("key"), None);
    });
}

#[test]
fn who_is_away_and_how_much_there_is_room_for() {
    on_each(|store| {
        let (loket, fonds) = (organisation("loket"), organisation("fonds"));
        let away = |account, from: &str, until: Option<&str>| {
            let (loket, from, until) = (loket.clone(), day(from), until.map(day));
            must_write(store, move |it| absences::add(it, &loket, account, from, until))
        };
        let first = away(None, "2026-12-01", Some("2026-12-10"));
        away(Some(3), "2026-11-01", Some("2026-11-30"));
        away(None, "2027-02-01", None);
        let of = |today: &str| must_read(store, |it| absences::of(it, &loket, day(today))).len();
        assert_eq!([of("2026-11-30"), of("2026-12-01"), of("2026-12-10"), of("2026-12-11")], [3, 2, 2, 1]);
        let settings = InboxSettings { email: Some("loket@example.nl".into()), capacity: Some(7) };
        let (owner, kept) = (loket.clone(), settings.clone());
        must_write(store, move |it| absences::set_inbox(it, &owner, &kept));
        assert_eq!(must_read(store, |it| absences::inbox(it, &loket)), settings);
        assert_eq!(must_read(store, |it| absences::inbox(it, &fonds)), InboxSettings::default());
        assert_eq!(must_read(store, absences::reachable), std::slice::from_ref(&loket));
        let staffing = must_read(store, |it| absences::staffing(it, day(NOW)));
        assert_eq!(staffing.present_from(&loket, day("2026-11-30")), Some(day("2026-11-30")), "one person is away");
        assert_eq!(staffing.present_from(&loket, day("2026-12-10")), Some(day("2026-12-11")));
        assert_eq!(staffing.present_from(&loket, day("2027-03-01")), None);
        assert_eq!((staffing.load(&loket, 30).capacity, staffing.load(&fonds, 30).capacity), (7, 30));
        let owner = fonds.clone();
        assert!(!must_write(store, move |it| absences::remove(it, &owner, first)), "of another organisation");
        let owner = loket.clone();
        assert!(must_write(store, move |it| absences::remove(it, &owner, first)));
        assert_eq!(of("2026-11-30"), 2);
    });
}

/// One such row would make every choice fail from then on.
#[test]
fn an_absence_that_ends_before_it_begins_is_refused() {
    on_each(|store| {
        let add = |until: &str| {
            let until = day(until);
            write(store, move |it| absences::add(it, &organisation("loket"), None, day("2026-12-02"), Some(until)))
        };
        assert!(matches!(add("2026-12-01"), Err(StoreError::Failed(_))));
        assert!(add("2026-12-02").is_ok(), "one day");
        must_read(store, |it| absences::staffing(it, day(NOW)));
    });
}

#[test]
fn links_lead_until_their_last_day_and_are_replaced() {
    on_each(|store| {
        let (own, one, other) = (Digest::of(b"own"), Digest::of(b"one"), Digest::of(b"other"));
        must_write(store, move |it| links::add_for_entrepreneur(it, own, CaseId(4), noon(NOW), day("2026-12-01")));
        let case_of = |digest, today: &str| must_read(store, |it| links::case_of(it, digest, day(today)));
        assert_eq!(case_of(own, "2026-12-01"), Some(CaseId(4)));
        assert_eq!((case_of(own, "2026-12-02"), case_of(one, NOW)), (None, None));
        let link = ReferralLink {
            case: CaseId(4),
            referral: ReferralNumber(1),
            organisation: organisation("fonds"),
            expires_on: day("2026-12-01"),
            ended_at: None,
        };
        for digest in [one, other] {
            let link = link.clone();
            must_write(store, move |it| links::add_for_receiver(it, digest, &link, noon(NOW)));
        }
        let referral_of = |digest| must_read(store, |it| links::referral_of(it, digest));
        assert_eq!(referral_of(other), Some(link.clone()));
        assert_eq!(referral_of(one), Some(ReferralLink { ended_at: Some(noon(NOW)), ..link }));
        assert_eq!(referral_of(own), None);
        let end = |at: &'static str| {
            must_write(store, move |it| links::end_for_receiver(it, CaseId(4), ReferralNumber(1), noon(at)))
        };
        assert_eq!((end("2026-11-23"), end("2026-11-24")), (1, 0));
        assert_eq!(referral_of(other).unwrap().ended_at, Some(noon("2026-11-23")));
        assert_eq!(must_write(store, |it| links::forget(it, day("2026-12-01"))), 0);
        assert_eq!(must_write(store, |it| links::forget(it, day("2026-12-02"))), 3);
    });
}

#[test]
fn people_their_roles_and_their_erasure() {
    on_each(|store| {
        let details = |email: &str| AccountDetails {
            email: Some(email.to_owned()),
            name: Some("Anna".to_owned()),
            telephone: None,
            language: "nl".to_owned(),
            mail: MailWish::Daily,
        };
        let add = |kind, email: &str, firm| {
            let details = details(email);
            write(store, move |it| people::add(it, kind, &details, firm, noon(NOW), None))
        };
        let anna = add(AccountKind::Staff, "anna@example.nl", None).unwrap();
        let owner = add(AccountKind::Entrepreneur, "anna@example.nl", Some(FirmRef(2))).unwrap();
        assert_eq!((anna, owner), (PersonRef(1), PersonRef(2)));
        assert!(add(AccountKind::Staff, "anna@example.nl", None).is_err(), "one address, one account");
        let by_email = must_read(store, |it| people::by_email(it, AccountKind::Staff, "anna@example.nl")).unwrap();
        assert_eq!((by_email.id, &by_email.details), (anna, &details("anna@example.nl")));
        assert_eq!(must_read(store, |it| people::of_firm(it, FirmRef(2)))[0].id, owner);
        let role = RoleHeld { account: anna, organisation: organisation("loket"), role: "process-director".to_owned() };
        for _ in 0..2 {
            let role = role.clone();
            must_write(store, move |it| people::give_role(it, &role, noon(NOW)));
        }
        assert_eq!(must_read(store, |it| people::roles_of(it, anna)), std::slice::from_ref(&role));
        assert_eq!(must_read(store, |it| people::staff_of(it, &organisation("loket"))).len(), 1);
        assert_eq!(must_read(store, |it| people::organisations_with(it, "process-director")), [organisation("loket")]);
        assert_eq!(must_read(store, absences::reachable), [organisation("loket")]);
        must_write(store, move |it| people::erase(it, anna, noon("2026-11-23")));
        let erased = must_read(store, |it| people::read(it, anna)).unwrap();
        assert_eq!((erased.details.email, erased.details.mail), (None, MailWish::None));
        assert_eq!(erased.closed_at, Some(noon("2026-11-23")));
        assert!(must_read(store, |it| people::staff_of(it, &organisation("loket"))).is_empty());
        assert!(must_write(store, move |it| people::take_role(it, &role)));
        assert_eq!(number(store, "SELECT count(*) FROM staff_role"), 0);
    });
}

#[test]
fn a_link_to_sign_in_works_once_and_a_session_ends() {
    on_each(|store| {
        let details =
            AccountDetails { email: None, name: None, telephone: None, language: "nl".into(), mail: MailWish::Each };
        let anna = must_write(store, move |it| people::add(it, AccountKind::Staff, &details, None, noon(NOW), None));
        let (link, session) = (Digest::of(b"link"), Digest::of(b"session"));
        let (until, after) = (noon("2026-11-23"), noon("2026-11-24"));
        must_write(store, move |it| sessions::add_sign_in_link(it, link, anna, noon(NOW), until));
        let used = |digest, now| must_write(store, move |it| sessions::use_sign_in_link(it, digest, now));
        assert_eq!(used(link, after), None, "too late");
        assert_eq!(used(link, noon(NOW)), Some(anna));
        assert_eq!((used(link, noon(NOW)), used(session, noon(NOW))), (None, None), "a second time, and no link");
        must_write(store, move |it| sessions::begin(it, session, anna, noon(NOW), until));
        let account_of = |now| must_read(store, |it| sessions::account_of(it, session, now));
        assert_eq!((account_of(noon(NOW)), account_of(until)), (Some(anna), None));
        assert_eq!(must_write(store, move |it| sessions::forget(it, until)), 0);
        assert_eq!(must_write(store, move |it| sessions::end_all(it, anna)), 1);
        assert_eq!(account_of(noon(NOW)), None);
        assert_eq!(must_write(store, move |it| sessions::forget(it, after)), 1);
    });
}
