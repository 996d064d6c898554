//! Links to sign in: the same answer for everybody, used once, by a button; and the session after it.

use axum::http::StatusCode;
use schakel_casework::FirmRef;
use schakel_desk::{SIGN_IN_LINKS_PER_HOUR, SIGN_IN_MINUTES};
use schakel_identity::{StaffRole, Token};
use schakel_store::journal;
use schakel_store::tables::people::{self, AccountDetails, AccountKind, MailWish};
use schakel_store::tables::sessions;
use schakel_store::{Digest, StoreError};
use schakel_time::add_minutes;
use schakel_web::draw_token;

use super::{HERE, ask, desk, get_as, links, new_address, post_form, sign_in, staff_at};
use crate::support::{APP, Reply, get};

fn cookie_of(reply: &Reply) -> &str {
    reply.header("set-cookie")
}

#[test]
fn a_stranger_and_a_colleague_get_the_same_answer() {
    let known = ask(&staff_at(HERE, StaffRole::Adviser));
    let stranger = new_address();
    let unknown = ask(&stranger);
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    assert!(known.text().contains("Kijk in uw mail"), "{}", known.text());
    assert_eq!(links(&stranger), Vec::<String>::new());
    assert!(!known.text().contains(stranger.as_str()));
}

#[test]
fn a_link_is_used_once_by_its_button() {
    let email = staff_at(HERE, StaffRole::Adviser);
    ask(&email);
    let link = links(&email).pop().unwrap();
    for _ in 0..3 {
        let page = get(&link);
        assert_eq!(page.status, StatusCode::OK, "looking uses nothing up");
        assert!(page.header("x-robots-tag").contains("noindex") && cookie_of(&page).is_empty());
    }
    let first = post_form(&link, "", &[]);
    assert_eq!((first.status, first.header("location")), (StatusCode::SEE_OTHER, "/werk"));
    let cookie = cookie_of(&first);
    assert!(cookie.contains("; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200"), "{cookie}");
    for again in [post_form(&link, "", &[]), get(&link)] {
        assert_eq!((again.status, cookie_of(&again)), (StatusCode::GONE, ""));
        assert!(again.text().contains("Vraag een nieuwe link"), "{}", again.text());
    }
}

#[test]
fn a_forged_link_is_refused_with_what_to_do() {
    for path in ["/inloggen/00000000000000000000000000000000", "/inloggen/x", "/inloggen/%00"] {
        for reply in [get(path), post_form(path, "", &[])] {
            assert_eq!((reply.status, cookie_of(&reply)), (StatusCode::NOT_FOUND, ""), "{path}");
            assert!(reply.text().contains("Vraag een nieuwe link"), "{path}");
        }
    }
    assert!(get("/en/inloggen/x").text().contains("Ask for a new link"));
}

#[test]
fn an_expired_link_is_refused_with_what_to_do() {
    let email = staff_at(HERE, StaffRole::Adviser);
    let token = draw_token().unwrap();
    let made_at = add_minutes(APP.now(), -SIGN_IN_MINUTES - 1);
    let address = email.as_str().to_owned();
    let written = APP.store().write(move |rows| {
        let account = people::by_email(rows, AccountKind::Staff, &address)?.unwrap().id;
        let expires_at = add_minutes(made_at, SIGN_IN_MINUTES);
        sessions::add_sign_in_link(rows, Digest(token.digest()), account, made_at, expires_at)
    });
    written.unwrap();
    let reply = post_form(&format!("/inloggen/{}", token.to_text()), "", &[]);
    assert_eq!((reply.status, cookie_of(&reply)), (StatusCode::GONE, ""));
    assert!(reply.text().contains("30 minuten"), "{}", reply.text());
}

#[test]
fn nobody_fills_a_mailbox() {
    let email = staff_at(HERE, StaffRole::Adviser);
    for _ in 0..20 {
        assert_eq!(ask(&email).status, StatusCode::OK);
    }
    assert_eq!(links(&email).len(), usize::try_from(SIGN_IN_LINKS_PER_HOUR).unwrap());
}

#[test]
fn what_is_no_address_comes_back() {
    let reply = post_form("/inloggen", "", &[("email", "jansen zonder apenstaart")]);
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    assert!(reply.text().contains("jansen zonder apenstaart") && reply.text().contains("naam@bedrijf.nl"));
}

#[test]
fn every_page_says_who_is_signed_in_until_they_sign_out() {
    let cookie = sign_in(&staff_at(HERE, StaffRole::Adviser));
    let page = get_as("/register", &cookie);
    assert!(page.text().contains("Ingelogd als") && page.text().contains("Kennispoort"), "no head");
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert!(get_as("/en", &cookie).text().contains("Signed in as"));
    assert!(!get("/register").text().contains("Ingelogd als"));
    let out = post_form("/uitloggen", &cookie, &[]);
    assert!(cookie_of(&out).starts_with("schakel_sessie=; ") && cookie_of(&out).contains("Max-Age=0"));
    assert!(!get_as("/register", &cookie).text().contains("Ingelogd als"), "the session itself has ended");
}

#[test]
fn an_entrepreneur_is_led_to_their_own_questions() {
    let email = new_address();
    let details = AccountDetails {
        email: Some(email.as_str().to_owned()),
        name: None,
        telephone: None,
        language: "en".to_owned(),
        mail: MailWish::None,
    };
    let now = APP.now();
    let made = APP
        .store()
        .write(move |rows| people::add(rows, AccountKind::Entrepreneur, &details, Some(FirmRef(1)), now, None));
    made.map(drop).unwrap();
    ask(&email);
    let reply = post_form(&links(&email).pop().unwrap(), "", &[]);
    assert_eq!(reply.header("location"), "/mijn-vragen");
    assert!(cookie_of(&reply).contains("Max-Age=2592000"), "{}", cookie_of(&reply));
}

#[test]
fn signing_in_leads_back_to_the_page_that_asked_for_it() {
    let check = |onward: &str, expected: &str| {
        let email = staff_at(HERE, StaffRole::Adviser);
        let sent = post_form("/inloggen", "", &[("email", email.as_str()), ("verder", onward)]);
        let cookie = cookie_of(&sent).split(';').next().unwrap().to_owned();
        let reply = post_form(&links(&email).pop().unwrap(), &cookie, &[]);
        assert_eq!(reply.header("location"), expected, "{onward}");
    };
    check("/werk/zaken/12?tab=vragen", "/werk/zaken/12?tab=vragen");
    check("https://elders.example/werk", "/werk");
    check("//elders.example/werk", "/werk");
    check("/\\elders.example", "/werk");
}

#[test]
fn the_journal_shows_who_signed_in_and_no_address() {
    let email = staff_at(HERE, StaffRole::Adviser);
    let cookie = sign_in(&email);
    post_form("/uitloggen", &cookie, &[]);
    let address = email.as_str().to_owned();
    let entries = APP.store().read(|rows| {
        let account = people::by_email(rows, AccountKind::Staff, &address)?.unwrap().id;
        journal::about(rows, &format!("account-{}", account.0))
    });
    let entries = entries.map_err(|error: StoreError| error.to_string()).unwrap();
    let text = format!("{entries:?}");
    for what in ["link-asked", "signed-in", "signed-out", "role-given"] {
        assert!(text.contains(what), "{what}: {text}");
    }
    assert!(!text.contains(email.as_str()));
}

#[test]
fn a_session_of_a_closed_account_is_nobodys() {
    let email = staff_at(HERE, StaffRole::Adviser);
    let cookie = sign_in(&email);
    let token = Token::parse(cookie.split('=').nth(1).unwrap()).unwrap();
    let now = APP.now();
    let closed = APP.store().write(move |rows| {
        let account = sessions::account_of(rows, Digest(token.digest()), now)?.unwrap();
        people::close(rows, account, now)
    });
    closed.unwrap();
    assert!(!get_as("/register", &cookie).text().contains("Ingelogd als"));
    ask(&email);
    assert_eq!(links(&email).len(), 1, "a closed account gets no new link");
    assert!(desk().begin_session(schakel_casework::PersonRef(u64::from(u32::MAX)), Digest([1; 32]), now).is_err());
}
