//! Who works for an organisation: invited, four eyes, taken out; and nobody of another organisation.

use axum::http::StatusCode;
use schakel_casework::OrganisationId;
use schakel_desk::Told;
use schakel_identity::{EmailAddress, StaffRole};
use schakel_store::tables::people::{self, AccountKind};

use super::{HERE, desk, get_as, letters, new_address, post_form, sign_in, staff_at};
use crate::support::{APP, Reply, get};

const PATH: &str = "/werk/mensen";

fn act(cookie: &str, fields: &[(&str, &str)]) -> Reply {
    post_form(PATH, cookie, fields)
}

fn invite(cookie: &str, email: &EmailAddress, role: &str) -> Reply {
    act(cookie, &[("actie", "uitnodigen"), ("email", email.as_str()), ("rol", role)])
}

fn number(email: &EmailAddress) -> String {
    let email = email.as_str();
    let found = APP.store().read(|rows| people::by_email(rows, AccountKind::Staff, email));
    found.unwrap().unwrap().id.0.to_string()
}

fn roles(email: &EmailAddress) -> Vec<String> {
    let email = email.as_str();
    let roles = APP.store().read(|rows| {
        let account = people::by_email(rows, AccountKind::Staff, email)?.unwrap();
        people::roles_of(rows, account.id)
    });
    roles.unwrap().into_iter().map(|held| held.role).collect()
}

fn told(email: &EmailAddress, what: &Told) -> bool {
    letters(email).iter().flat_map(|letter| &letter.items).any(|item| item.told == *what)
}

/// The number of the request for somebody.
fn request(organisation: &str, email: &EmailAddress) -> String {
    let team = desk().team(&OrganisationId::new(organisation).unwrap()).unwrap();
    let person = number(email);
    team.requests.iter().find(|it| it.role.account.0.to_string() == person).unwrap().id.to_string()
}

#[test]
fn only_administrators_see_the_people_of_their_own_organisation() {
    assert_eq!(get(PATH).status, StatusCode::SEE_OTHER);
    let adviser = sign_in(&staff_at(HERE, StaffRole::Adviser));
    assert_eq!(get_as(PATH, &adviser).status, StatusCode::NOT_FOUND);
    let email = staff_at(HERE, StaffRole::Adviser);
    let other = sign_in(&staff_at("oost-nl", StaffRole::Administrator));
    let page = get_as(PATH, &other);
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.text().contains(email.as_str()));
    for action in [("sluiten", ""), ("afnemen", "adviser")] {
        let fields = [("actie", action.0), ("persoon", &number(&email)), ("rol", action.1)];
        assert_eq!(act(&other, &fields).status, StatusCode::CONFLICT);
    }
    assert_eq!(roles(&email), ["adviser"]);
}

#[test]
fn an_adviser_is_invited_by_one_administrator() {
    let administrator = sign_in(&staff_at(HERE, StaffRole::Administrator));
    let email = new_address();
    let reply = invite(&administrator, &email, "adviser");
    assert_eq!((reply.status, reply.header("location")), (StatusCode::SEE_OTHER, "/werk/mensen?gedaan=given"));
    assert!(told(&email, &Told::Invited));
    assert!(get_as(PATH, &administrator).text().contains(email.as_str()));
    sign_in(&email);
}

#[test]
fn an_administrator_needs_a_second_one() {
    let (first_email, second_email) =
        (staff_at(HERE, StaffRole::Administrator), staff_at(HERE, StaffRole::Administrator));
    let (first, second) = (sign_in(&first_email), sign_in(&second_email));
    let email = new_address();
    assert_eq!(invite(&first, &email, "administrator").header("location"), "/werk/mensen?gedaan=asked");
    assert_eq!(roles(&email), Vec::<String>::new());
    assert!(told(&second_email, &Told::RoleAsked) && !told(&first_email, &Told::RoleAsked));
    let request = request(HERE, &email);
    let agree = [("actie", "akkoord"), ("aanvraag", request.as_str())];
    let alone = act(&first, &agree);
    assert_eq!(alone.status, StatusCode::CONFLICT);
    assert!(alone.text().contains("beslissen twee beheerders"), "{}", alone.text());
    assert_eq!(act(&second, &agree).header("location"), "/werk/mensen?gedaan=decided");
    assert_eq!(roles(&email), ["administrator"]);
    assert_eq!(act(&second, &agree).status, StatusCode::CONFLICT, "decided once");
}

#[test]
fn a_second_administrator_may_disagree() {
    let first = sign_in(&staff_at("oost-nl", StaffRole::Administrator));
    let second = sign_in(&staff_at("oost-nl", StaffRole::Administrator));
    let email = new_address();
    invite(&first, &email, "administrator");
    let request = request("oost-nl", &email);
    act(&second, &[("actie", "niet-akkoord"), ("aanvraag", &request)]);
    assert_eq!(roles(&email), Vec::<String>::new());
}

#[test]
fn nobody_makes_their_own_organisation_direct_the_region() {
    let administrator = sign_in(&staff_at("oost-nl", StaffRole::Administrator));
    let reply = invite(&administrator, &new_address(), "process-director");
    assert_eq!(reply.status, StatusCode::CONFLICT);
    assert!(reply.text().contains("geen procesregisseur van de regio"), "{}", reply.text());
}

#[test]
fn who_is_taken_out_is_signed_out() {
    let administrator = sign_in(&staff_at(HERE, StaffRole::Administrator));
    let email = staff_at(HERE, StaffRole::Adviser);
    let cookie = sign_in(&email);
    let reply = act(&administrator, &[("actie", "sluiten"), ("persoon", &number(&email))]);
    assert_eq!(reply.header("location"), "/werk/mensen?gedaan=closed");
    assert!(!get_as("/register", &cookie).text().contains("Ingelogd als"));
    invite(&administrator, &email, "manager");
    assert_eq!(roles(&email), ["manager"], "invited again, the account opens again");
    sign_in(&email);
}

#[test]
fn nobody_takes_their_own_administration_away() {
    let email = staff_at(HERE, StaffRole::Administrator);
    let cookie = sign_in(&email);
    let own = number(&email);
    assert_eq!(act(&cookie, &[("actie", "sluiten"), ("persoon", &own)]).status, StatusCode::CONFLICT);
    let fields = [("actie", "afnemen"), ("persoon", own.as_str()), ("rol", "administrator")];
    assert_eq!(act(&cookie, &fields).status, StatusCode::CONFLICT);
    assert_eq!(roles(&email), ["administrator"]);
}

#[test]
fn what_is_wrong_in_a_form_changes_nothing() {
    let cookie = sign_in(&staff_at(HERE, StaffRole::Administrator));
    let check = |fields: &[(&str, &str)], expected: &str| {
        let reply = act(&cookie, fields);
        assert!(reply.status.is_client_error() && reply.text().contains(expected), "{fields:?}: {}", reply.status);
    };
    check(&[("actie", "uitnodigen"), ("email", "geen adres"), ("rol", "adviser")], "Dit is geen e-mailadres");
    check(&[("actie", "uitnodigen"), ("email", "a@example.nl"), ("rol", "baas")], "Kies een rol");
    check(&[("actie", "postvak"), ("postvak", ""), ("capaciteit", "veel")], "Vul een heel getal in");
    check(&[("actie", "akkoord"), ("aanvraag", "99999999999999999999999")], "is er niet meer");
    check(&[("actie", "iets")], "is er niet meer");
    check(&[], "is er niet meer");
}

#[test]
fn an_organisation_says_how_it_is_reached() {
    let cookie = sign_in(&staff_at("rvo", StaffRole::Administrator));
    let fields = [("actie", "postvak"), ("postvak", "loket@example.nl"), ("capaciteit", "30")];
    assert_eq!(act(&cookie, &fields).header("location"), "/werk/mensen?gedaan=inbox");
    let page = get_as(PATH, &cookie);
    assert!(page.text().contains("loket@example.nl") && page.text().contains("value=\"30\""));
    act(&cookie, &[("actie", "postvak"), ("postvak", ""), ("capaciteit", "")]);
    assert!(!get_as(PATH, &cookie).text().contains("loket@example.nl"));
}
