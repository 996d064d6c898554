//! The pages of passkeys as far as they can be seen without a device: the walk of `web-checks` has one.

use std::sync::LazyLock;

use axum::http::StatusCode;
use schakel_casework::PersonRef;
use schakel_desk::PASSKEYS_MAX;
use schakel_identity::{CredentialId, PasskeySite, StaffRole, UnixSeconds};
use schakel_store::StoreError;
use schakel_store::tables::people::{self, AccountKind};
use schakel_store::tables::proofs;
use schakel_web::{App, Doors};

use super::{HERE, get_as, get_on, new_address, post_on, role_on, session_on, sign_in, staff_at};
use crate::support::{Reply, fresh_with, get};

const OWN: &str = "/inloggen/sleutel";
const SIGN_IN: &str = "/inloggen/met-sleutel";

/// A portal at an address for which passkeys can be made.
static SITE: LazyLock<App> = LazyLock::new(|| {
    let site = PasskeySite::new("https://loket.example", "Het loket").unwrap();
    fresh_with(Doors::new(Vec::new(), Some(site), || UnixSeconds(1_795_000_000)).unwrap())
});

/// Somebody with a role and a session.
fn colleague() -> (PersonRef, String) {
    let email = new_address();
    role_on(&SITE, &email, HERE, StaffRole::Adviser);
    let found = SITE.store().read(|rows| people::by_email(rows, AccountKind::Staff, email.as_str()));
    let account = found.unwrap_or_else(|error: StoreError| panic!("{error}")).unwrap().id;
    (account, session_on(&SITE, account))
}

fn halfway(reply: &Reply) -> String {
    let cookies = reply.headers.get_all("set-cookie").iter().map(|it| it.to_str().unwrap());
    let found = cookies.map(|it| it.split(';').next().unwrap()).find(|it| it.starts_with("schakel_halverwege="));
    found.unwrap().to_owned()
}

/// A passkey of somebody, as the store keeps it, and its name in forms.
fn keep(account: PersonRef, number: usize) -> String {
    let id = format!("QUJD{number:04}");
    let credential = CredentialId::parse(&id).unwrap().as_bytes().to_vec();
    let body = serde_json::json!({
        "id": id, "user": "AAAAAAAAAAAAAAAAAAAAAA",
        "key": { "algorithm": "ed25519", "point": "AAAA" },
        "sign_count": 0, "is_backed_up": true, "can_be_backed_up": true,
    });
    let now = SITE.now();
    let kept = SITE.store().write(move |rows| proofs::add_passkey(rows, &credential, account, &body.to_string(), now));
    assert!(kept.unwrap_or_else(|error: StoreError| panic!("{error}")));
    id
}

#[test]
fn who_is_not_signed_in_is_led_to_the_door_and_back() {
    for (path, expected) in [
        (OWN, "/inloggen?verder=%2Finloggen%2Fsleutel"),
        ("/en/inloggen/sleutel", "/en/inloggen?verder=%2Fen%2Finloggen%2Fsleutel"),
    ] {
        for reply in [get_on(&SITE, path, ""), post_on(&SITE, path, "", &[("sleutel", "QUJD")])] {
            assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, expected));
        }
    }
}

#[test]
fn the_page_holds_the_question_and_the_one_script_and_says_what_to_do_without_it() {
    let (_, cookie) = colleague();
    let check = |page: &Reply, what: &str| {
        assert_eq!(
            (page.status, page.header("cache-control")),
            (StatusCode::OK, "private, no-store"),
            "{}",
            page.text()
        );
        let text = page.text();
        assert!(text.contains(&format!("data-passkey=\"{what}\"")) && text.contains("challenge"), "{text}");
        assert!(text.contains("heeft uw browser JavaScript nodig"), "{text}");
        assert_eq!(text.matches("<script").count(), 1);
        assert!(page.header("content-security-policy").contains("script-src 'self'"));
        assert!(halfway(page).len() > "schakel_halverwege=".len());
        let script = text.split('"').find(|it| it.starts_with("/bestanden/passkey-")).unwrap();
        let script = get(script);
        assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
        assert!(script.header("cache-control").contains("immutable"));
    };
    check(&get_on(&SITE, OWN, &cookie), "make");
    check(&get_on(&SITE, SIGN_IN, ""), "use");
    assert!(get_on(&SITE, "/inloggen", "").text().contains("Inloggen met een sleutel"));
    // No other page has a script.
    assert!(!get_on(&SITE, "/", &cookie).text().contains("<script"));
}

#[test]
fn an_address_without_a_name_has_no_passkeys() {
    assert!(!get("/inloggen").text().contains("sleutel"));
    assert_eq!(get(SIGN_IN).status, StatusCode::NOT_FOUND);
    let page = get_as(OWN, &sign_in(&staff_at(HERE, StaffRole::Adviser)));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text().contains("kunnen geen sleutels worden gemaakt") && !page.text().contains("<script"));
}

#[test]
fn forged_and_replayed_answers_change_nothing() {
    let (account, cookie) = colleague();
    let known = keep(account, 1);
    let answer = format!(
        r#"{{"rawId":"{known}","response":{{"clientDataJSON":"e30","authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"}}}}"#
    );
    let check = |path: &str, cookie: &str, body: &str, expected: StatusCode| {
        let reply = post_on(&SITE, path, cookie, &[("antwoord", body)]);
        assert_eq!(reply.status, expected, "{path} {body}: {}", reply.text());
        assert!(!reply.headers.get_all("set-cookie").iter().any(|it| it.to_str().unwrap().contains("sessie")));
        assert!(reply.text().contains("inloggen"), "{}", reply.text());
    };
    let begun = halfway(&get_on(&SITE, SIGN_IN, ""));
    check(SIGN_IN, "", &answer, StatusCode::GONE);
    check(SIGN_IN, "schakel_halverwege=00000000000000000000000000000000", &answer, StatusCode::GONE);
    for body in ["", "{}", "[1,2", "\u{1f98a}", &answer] {
        check(SIGN_IN, &begun, body, StatusCode::FORBIDDEN);
    }
    let own = format!("{cookie}; {}", halfway(&get_on(&SITE, OWN, &cookie)));
    for body in ["", "{}", &answer] {
        check(OWN, &own, body, StatusCode::FORBIDDEN);
    }
    // What was begun to sign in makes no passkey.
    let made = r#"{"rawId":"QUJD","response":{"clientDataJSON":"e30","attestationObject":"AAAA"}}"#;
    check(OWN, &format!("{cookie}; {begun}"), made, StatusCode::GONE);
    let (_, another) = colleague();
    let theirs = own.split("; ").nth(1).unwrap();
    check(OWN, &format!("{another}; {theirs}"), made, StatusCode::GONE);
    let kept = SITE.store().read(|rows| proofs::passkeys_of(rows, account));
    assert_eq!(kept.unwrap_or_else(|error: StoreError| panic!("{error}")).len(), 1);
}

#[test]
fn only_its_owner_sees_and_removes_a_passkey() {
    let ((account, owner), (_, other)) = (colleague(), colleague());
    let key = keep(account, 2);
    let count = |cookie: &str| get_on(&SITE, OWN, cookie).text().matches("name=\"sleutel\"").count();
    assert_eq!((count(&owner), count(&other)), (1, 0));
    let form = [("sleutel", key.as_str())];
    assert_eq!(post_on(&SITE, OWN, &other, &form).header("location"), OWN, "nothing was done");
    assert_eq!(count(&owner), 1);
    let removed = post_on(&SITE, OWN, &owner, &form);
    assert_eq!(removed.header("location"), "/inloggen/sleutel?gedaan=verwijderd");
    assert!(get_on(&SITE, removed.header("location"), &owner).text().contains("De sleutel werkt hier niet meer"));
    assert_eq!(count(&owner), 0);
}

#[test]
fn nobody_has_passkeys_without_end() {
    let (account, cookie) = colleague();
    for number in 10..10 + PASSKEYS_MAX {
        keep(account, number);
    }
    let page = get_on(&SITE, OWN, &cookie);
    assert!(page.text().contains("Verwijder eerst een sleutel") && !page.text().contains("data-passkey=\"make\""));
}
