//! Who may come in, and what everybody else is told.

use axum::http::StatusCode;
use schakel_store::StoreError;
use schakel_store::journal;

use super::{APP, Asking, DESK, ask, responsible, worker};
use crate::support::get;

#[test]
fn who_is_not_signed_in_is_led_to_the_door_and_back() {
    for path in ["/werk", "/werk/zaken/1", "/werk/nieuw"] {
        let reply = get(path);
        assert_eq!(reply.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(reply.header("location"), format!("/inloggen?verder={}", path.replace('/', "%2F")));
    }
    let english = get("/en/werk?toon=eerder");
    assert_eq!(english.header("location"), "/en/inloggen?verder=%2Fen%2Fwerk%3Ftoon%3Deerder");
}

#[test]
fn an_administrator_sees_no_cases() {
    let administrator = worker(&APP, DESK, "administrator", "Bea Beheer");
    assert_eq!(administrator.get("/werk").status, StatusCode::NOT_FOUND);
    assert_eq!(administrator.get("/werk/nieuw").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_case_of_another_organisation_is_not_there_and_the_journal_shows_the_attempt() {
    let case = ask(&APP, &Asking { words: "Een vraag die niet van u is", ..Asking::default() });
    let own = responsible(&APP, case.id, "Olaf Eigen");
    let other = worker(&APP, "oost-nl", "adviser", "Vera Vreemd");
    let path = format!("/werk/zaken/{}", case.id);
    assert_eq!(own.get(&path).status, StatusCode::OK);
    assert_eq!(other.get(&path).status, StatusCode::NOT_FOUND);
    assert_eq!(other.post(&path, &[("actie", "escalate")]).status, StatusCode::NOT_FOUND);
    assert_eq!(other.get(&format!("{path}/documenten/1")).status, StatusCode::NOT_FOUND);
    let rows = APP.store().read(|rows| journal::about(rows, &journal::case_subject(case.id)));
    let rows = rows.map_err(|it: StoreError| it.to_string()).unwrap();
    let by_other = format!("\"by\":{}", other.person);
    let attempts = rows.iter().filter(|row| row.body.contains("attempt") && row.body.contains(&by_other)).count();
    assert_eq!(attempts, 3, "{rows:#?}");
    for strange in ["/werk/zaken/0", "/werk/zaken/99999999", "/werk/zaken/x", "/werk/zaken/-1"] {
        assert_eq!(other.get(strange).status, StatusCode::NOT_FOUND, "{strange}");
    }
}
