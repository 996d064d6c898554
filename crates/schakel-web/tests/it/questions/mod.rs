//! A question to a person, through the pages: asking it, following it, answering it without an account.

mod asking;
mod following;
mod receiving;
mod rows;

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_casework::{Actor, CaseId, Command, OrganisationId, Receivers, ReferralNumber};
use schakel_desk::Desk;
use schakel_identity::Token;
use schakel_store::Digest;
use schakel_store::tables::absences::{InboxSettings, set_inbox};
use schakel_store::tables::links::{ReferralLink, add_for_receiver};
use schakel_time::{Date, DateTime, add_days};

use crate::support::{APP, Reply, TODAY, get, send};

/// A question that nobody else asks in these tests.
pub const WORDS: &str = "Ik wil een robot laten lassen, wie kan met mij meedenken?";

/// Everybody who does something for firms has an address here.
static REACHABLE: LazyLock<()> = LazyLock::new(|| {
    let services = &APP.pack().settings.casework.services;
    let helps = APP.pack().organisations.values().filter(|it| it.roles.iter().any(|role| services.contains(role)));
    let helpers: Vec<_> = helps.map(|it| organisation(&it.id)).collect();

    APP.store()
        .write(move |rows| {
            for id in &helpers {
                let email = Some(format!("{id}@example.org"));
                set_inbox(rows, id, &InboxSettings { email, capacity: None })?;
            }
            Ok::<_, schakel_store::StoreError>(())
        })
        .unwrap();
});

pub fn now() -> DateTime {
    TODAY.at(10, 0, 0, 0)
}

pub fn day(days: u32) -> Date {
    add_days(TODAY, days)
}

pub fn desk() -> &'static Desk {
    LazyLock::force(&REACHABLE);
    APP.desk().unwrap()
}

pub fn organisation(id: &str) -> OrganisationId {
    OrganisationId::new(id).unwrap()
}

pub fn staff(id: &str) -> Actor {
    Actor::Organisation { organisation: organisation(id), person: None }
}

pub fn post(address: &str, fields: &[(&str, &str)]) -> Reply {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    post_raw(address, "application/x-www-form-urlencoded", body.into_bytes())
}

pub fn post_raw(address: &str, kind: &str, body: Vec<u8>) -> Reply {
    desk();
    send(Request::post(address).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap())
}

/// The value of a hidden field.
pub fn hidden(html: &str, name: &str) -> String {
    let from = html.find(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| panic!("no field {name}"));
    let rest = &html[from..];
    rest.split("value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

/// Asks a question by the form, and answers the address of its own page.
pub fn ask(fields: &[(&str, &str)]) -> String {
    desk();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let page = get(&format!("/hulp?{query}"));
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let (key, door) = (hidden(page.text(), "sleutel"), hidden(page.text(), "loket"));
    let mut all = vec![("sleutel", key.as_str()), ("loket", door.as_str())];
    all.extend_from_slice(fields);
    let sent = post("/hulp", &all);
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    sent.header("location").split('?').next().unwrap().to_owned()
}

/// A question in Zwolle of somebody with this address.
pub fn ask_as(email: &str, words: &str) -> String {
    ask(&[("vraag", words), ("municipality", "GM0193"), ("email", email), ("dienst", "sme-support")])
}

pub fn token(address: &str) -> Token {
    Token::parse(address.rsplit('/').next().unwrap()).unwrap()
}

/// The case of its own page.
pub fn case_of(address: &str) -> schakel_casework::Case {
    desk().own_case(Digest(token(address).digest()), now()).unwrap().case
}

/// The front door asks an organisation; the answer is the address of the link that it gets.
pub fn refer(case: CaseId, receiver: &str) -> String {
    let before = desk().history(case).unwrap();
    assert!(!before.is_empty());
    let to = Receivers::Named([organisation(receiver)].into());
    let door = "kennispoort-regio-zwolle";
    let referred = desk().act(case, Command::Refer { to, summary: None }, staff(door), now(), None).unwrap();
    link(case, referred.referrals.last().unwrap().number, receiver, day(90))
}

/// A link to a referral.
pub fn link(case: CaseId, referral: ReferralNumber, receiver: &str, expires_on: Date) -> String {
    let token = schakel_web::draw_token().unwrap();
    let link = ReferralLink { case, referral, organisation: organisation(receiver), expires_on, ended_at: None };
    APP.store().write(move |rows| add_for_receiver(rows, Digest(token.digest()), &link, now())).unwrap();
    format!("/verwijzing/{}", token.to_text())
}

pub fn has(reply: &Reply, words: &str) {
    assert!(reply.text().contains(words), "no “{words}” in {}", reply.text());
}

pub fn has_not(reply: &Reply, words: &str) {
    assert!(!reply.text().contains(words), "“{words}” in {}", reply.text());
}
