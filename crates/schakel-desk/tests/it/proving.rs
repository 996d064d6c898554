//! Signing in by what a provider says, and passkeys, on both databases: once, to the account that it is, and nothing left
//! once somebody is erased. The way of a browser is tested with the pages.

use schakel_desk::{Halfway, ProofError, Proven, Vouches};
use schakel_identity::{KvkNumber, OidcPerson, UnixSeconds};
use schakel_store::tables::{people, proofs};
use schakel_store::{Digest, StoreError};
use schakel_time::add_minutes;

use crate::counter::{Counter, KVK, on, on_each};

const NUMBER: &str = "68750110";

fn acts_for(subject: &str, number: &str) -> OidcPerson {
    OidcPerson {
        issuer: "https://makelaar.example".to_owned(),
        subject: subject.to_owned(),
        email: None,
        is_email_verified: false,
        kvk_number: KvkNumber::parse(number),
        assurance: None,
    }
}

fn sign_in(counter: &Counter, person: OidcPerson, session: u8) -> people::Account {
    let session = (Digest([session; 32]), None);
    let proven =
        counter.desk.sign_in_by_provider(person, Vouches::Entrepreneurs, "nl", session, on("2017-05-08")).unwrap();
    match proven {
        Proven::SignedIn(signed_in) => signed_in.account,
        Proven::MayLink(account) => panic!("{account:?}"),
    }
}

#[test]
fn one_person_for_two_firms_and_two_people_for_one() {
    on_each(|counter| {
        let first = sign_in(counter, acts_for("een", NUMBER), 1);
        let other_firm = sign_in(counter, acts_for("een", "90004760"), 2);
        let colleague = sign_in(counter, acts_for("twee", NUMBER), 3);
        assert_ne!(first.firm, other_firm.firm);
        assert_eq!(first.firm, colleague.firm);
        assert_ne!(first.id, colleague.id);
        assert_eq!(sign_in(counter, acts_for("een", NUMBER), 4).id, first.id);
        let file = serde_json::to_value(counter.desk.person_file(first.id, on("2017-05-08")).unwrap()).unwrap();
        assert_eq!(file["inloggen_elders"][0]["naam"], "een");
        assert_eq!(file["inloggen_elders"][0]["kvk_nummer"], NUMBER);
    });
}

#[test]
fn a_number_that_somebody_told_leads_to_no_firm() {
    on_each(|counter| {
        let (asked, _) = counter.asks("2017-05-08");
        assert_ne!(sign_in(counter, acts_for("een", KVK), 1).firm, Some(asked.case.firm));
    });
}

#[test]
fn what_is_halfway_is_used_once_and_in_time() {
    on_each(|counter| {
        let (desk, now) = (&counter.desk, on("2017-05-08"));
        let account = counter.director;
        let halfway = Halfway::Link {
            provider: "werk".to_owned(),
            account,
            issuer: "https://werk.example".to_owned(),
            subject: "drie".to_owned(),
            kvk_number: None,
        };
        let over = |result| assert!(matches!(result, Err(ProofError::Over)));
        desk.keep_halfway(Digest([1; 32]), &halfway, now).unwrap();
        over(desk.link_provider(Digest([2; 32]), "werk", account, now));
        over(desk.link_provider(Digest([1; 32]), "ander", account, now));
        over(desk.link_provider(Digest([1; 32]), "werk", schakel_casework::PersonRef(99), now));
        over(desk.link_provider(Digest([1; 32]), "werk", account, add_minutes(now, 15)));
        desk.link_provider(Digest([1; 32]), "werk", account, now).unwrap();
        over(desk.link_provider(Digest([1; 32]), "werk", account, now));
        // Another cannot take the name that the provider has for somebody.
        desk.keep_halfway(Digest([3; 32]), &halfway, now).unwrap();
        over(desk.link_provider(Digest([3; 32]), "werk", account, now));
        // What nobody came back to goes away with the next one.
        desk.keep_halfway(Digest([4; 32]), &halfway, add_minutes(now, 60)).unwrap();
        let left = desk.store().read(|rows| rows.query("SELECT count(*) FROM pending_sign_in", &[])?[0].integer(0));
        assert_eq!(left.unwrap_or_else(|error: StoreError| panic!("{error}")), 1);
    });
}

#[test]
fn nothing_is_left_of_who_is_erased() {
    on_each(|counter| {
        let account = sign_in(counter, acts_for("een", NUMBER), 1);
        let (id, now) = (account.id, on("2017-05-08"));
        let kept = counter.desk.store().write(move |rows| {
            let handle = proofs::user_handle(rows, id, [7; 16])?;
            assert_eq!(proofs::user_handle(rows, id, [8; 16])?, handle, "the number of an account stays");
            assert!(proofs::add_passkey(rows, b"sleutel", id, "{}", now)?);
            assert!(!proofs::add_passkey(rows, b"sleutel", id, "{}", now)?, "a name is taken once");
            proofs::use_passkey(rows, b"sleutel", "[]", now)?;
            let found = proofs::passkey(rows, b"sleutel")?.unwrap();
            assert_eq!((found.account, found.body.as_str(), found.used_at), (id, "[]", Some(now)));
            assert!(!proofs::remove_passkey(rows, b"sleutel", schakel_casework::PersonRef(99))?);
            Ok::<_, StoreError>(())
        });
        kept.unwrap();
        assert!(counter.desk.passkeys(id).is_err(), "a passkey that cannot be read is told");
        counter.desk.forget_firm(account.firm.unwrap(), now).unwrap();
        for table in ["passkey", "user_handle", "representative", "session"] {
            let question = format!("SELECT count(*) FROM {table}");
            let left = counter.desk.store().read(|rows| rows.query(&question, &[])?[0].integer(0));
            assert_eq!(left.unwrap_or_else(|error: StoreError| panic!("{error}")), 0, "{table}");
        }
        assert_ne!(
            sign_in(counter, acts_for("een", NUMBER), 2).firm,
            account.firm,
            "an erased firm does not come back"
        );
    });
}

#[test]
fn a_key_of_another_ceremony_makes_nothing() {
    on_each(|counter| {
        let site = schakel_identity::PasskeySite::new("https://loket.example", "Het loket").unwrap();
        let now = schakel_desk::Instant { local: on("2017-05-08"), unix: UnixSeconds(1_494_237_600) };
        counter.desk.begin_passkey_sign_in(&site, [1; 32], Digest([1; 32]), now).unwrap();
        let drawn = ([2; 16], [3; 32]);
        let request = counter.desk.begin_passkey(&site, counter.director, drawn, Digest([2; 32]), now).unwrap();
        let json = serde_json::to_string(&request).unwrap();
        assert!(json.contains("AgICAgICAgICAgICAgICAg") && json.contains("AwMDAwMDAwMD"), "{json}");
        let answer = r#"{"rawId":"QUJD","response":{"clientDataJSON":"e30","attestationObject":"AAAA"}}"#;
        let answer = || schakel_identity::RegistrationAnswer::parse(answer).unwrap();
        let finish =
            |browser: u8| counter.desk.finish_passkey(&site, counter.director, answer(), Digest([browser; 32]), now);
        assert!(matches!(finish(1), Err(ProofError::Over)));
        assert!(matches!(finish(2), Err(ProofError::Passkey(_))));
        assert!(counter.desk.passkeys(counter.director).unwrap().is_empty());
    });
}
