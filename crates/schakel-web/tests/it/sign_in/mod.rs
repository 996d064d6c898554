//! Signing in, and what only somebody who signed in may do, through their addresses.

mod forms;
mod links;
mod passkeys;
mod people;
mod providers;

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use schakel_casework::{OrganisationId, PersonRef};
use schakel_desk::{Desk, Letter, LetterLink, NewRole, SendResult};
use schakel_identity::{EmailAddress, StaffRole};
use schakel_store::Digest;
use schakel_web::{App, draw_token};

use crate::support::{APP, Reply, send, send_to};

/// An organisation of the pack.
pub const HERE: &str = "kennispoort-regio-zwolle";

pub fn desk() -> &'static Desk {
    APP.desk().expect("the pack names a desk")
}

/// An address that no other test has.
pub fn new_address() -> EmailAddress {
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    EmailAddress::parse(&format!("tester-{number}@example.nl")).unwrap()
}

/// Gives somebody a role at an organisation of a portal.
pub fn role_on(app: &App, email: &EmailAddress, organisation: &str, role: StaffRole) {
    let organisation = OrganisationId::new(organisation).unwrap();
    let new = NewRole { email: email.clone(), name: None, organisation, role };
    app.desk().unwrap().add_staff(new, app.now()).unwrap();
}

/// Begins a session on a portal, and gives the cookie.
pub fn session_on(app: &App, account: PersonRef) -> String {
    let token = draw_token().unwrap();
    app.desk().unwrap().begin_session(account, Digest(token.digest()), app.now()).unwrap();
    format!("schakel_sessie={}", token.to_text())
}

/// Somebody with a role at an organisation.
pub fn staff_at(organisation: &str, role: StaffRole) -> EmailAddress {
    let email = new_address();
    role_on(&APP, &email, organisation, role);
    email
}

/// Sends what waits, and gives what this reader got so far.
pub fn letters(email: &EmailAddress) -> Vec<Letter> {
    static SENT: Mutex<Option<HashMap<String, Vec<Letter>>>> = Mutex::new(None);
    let mut sent = SENT.lock().unwrap_or_else(PoisonError::into_inner);
    let sent = sent.get_or_insert_with(HashMap::new);
    let mut deliver = |letter: &Letter| {
        for to in &letter.to {
            sent.entry(to.clone()).or_default().push(letter.clone());
        }
        SendResult::Sent
    };
    desk().dispatch(APP.now(), &mut || draw_token().ok(), &mut deliver, |_, _| None).unwrap();
    sent.get(email.as_str()).cloned().unwrap_or_default()
}

/// The links to sign in that this reader got.
pub fn links(email: &EmailAddress) -> Vec<String> {
    let links = letters(email).into_iter().flat_map(|letter| letter.items).filter_map(|item| match item.link {
        Some(LetterLink::SignIn(token)) => Some(format!("/inloggen/{}", token.to_text())),
        _ => None,
    });
    links.collect()
}

/// Sends a form as a browser does that shows our own page.
pub fn post_form(address: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    post_on(&APP, address, cookie, fields)
}

/// The same at another portal.
pub fn post_on(app: &App, address: &str, cookie: &str, fields: &[(&str, &str)]) -> Reply {
    let request = Request::post(address)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, cookie);
    send_to(app, request.body(Body::from(form(fields))).unwrap())
}

/// Looks at a page of a portal.
pub fn get_on(app: &App, address: &str, cookie: &str) -> Reply {
    send_to(app, Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap())
}

pub fn get_as(address: &str, cookie: &str) -> Reply {
    send(Request::get(address).header(header::COOKIE, cookie).body(Body::empty()).unwrap())
}

/// Asks for a link.
pub fn ask(email: &EmailAddress) -> Reply {
    post_form("/inloggen", "", &[("email", email.as_str())])
}

/// Signs in, and gives the cookie.
pub fn sign_in(email: &EmailAddress) -> String {
    assert_eq!(ask(email).status, StatusCode::OK);
    let link = links(email).pop().expect("a link in the mail");
    let reply = post_form(&link, "", &[]);
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", reply.text());
    reply.header("set-cookie").split(';').next().unwrap().to_owned()
}

fn form(fields: &[(&str, &str)]) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let encoded = |text: &str| text.bytes().map(byte).collect::<String>();
    let pairs = fields.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
    pairs.collect::<Vec<_>>().join("&")
}
