//! The whole way of signing in at a provider that others wrote (`oidc-provider-mock` of PyPI), as `cargo xtask test`
//! starts it.

use std::env;
use std::io::{self, Write};
use std::time::{SystemTime, UNIX_EPOCH};

use schakel_identity::{OidcCallback, OidcClient, OidcError, OidcSettings, UnixSeconds};
use ureq::Agent;

use crate::stand_in::random;

/// The address of the running stand-in.
const VARIABLE: &str = "SCHAKEL_TEST_OIDC";

fn agent() -> Agent {
    Agent::config_builder().max_redirects(0).build().into()
}

#[expect(clippy::disallowed_methods, reason = "the stand-in has a clock of its own, which is that of the machine")]
fn now() -> UnixSeconds {
    UnixSeconds(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().try_into().unwrap())
}

/// The stand-in's address, or none with a loud word.
fn issuer() -> Option<String> {
    let address = env::var(VARIABLE).ok();
    if address.is_none() {
        // Straight to the terminal: what a passing test prints is hidden otherwise.
        let told = format!("NOT RUN: {VARIABLE} is not set; `cargo xtask test tests` starts oidc-provider-mock\n");
        io::stderr().write_all(told.as_bytes()).unwrap();
    }
    address
}

/// Agrees as this person, and reads what the browser would bring back.
fn agree(address: &str, person: &str) -> OidcCallback {
    let response = agent().post(address).send_form([("sub", person)]).unwrap();
    let back = response.headers()["location"].to_str().unwrap();
    let query = form_urlencoded::parse(back.split_once('?').unwrap().1.as_bytes());
    let mut callback = OidcCallback::default();
    for (name, value) in query.into_owned() {
        match name.as_str() {
            "state" => callback.state = value,
            "code" => callback.code = Some(value),
            "error" => callback.error = Some(value),
            _ => {}
        }
    }
    callback
}

#[test]
fn a_person_signs_in_at_the_stand_in() {
    let Some(issuer) = issuer() else { return };
    let person = "jan@bedrijf.example";
    let claims = serde_json::json!({
        "email": person, "email_verified": true, "acr": "loa3",
        "urn:etoegang:1.9:EntityConcernedID:KvKnr": "69599084",
    });
    agent().put(format!("{issuer}/users/{person}")).send_json(claims).unwrap();
    let settings = format!(
        "issuer = '{issuer}'
         client-id = 'schakel'
         redirect-uri = 'https://loket.example/inloggen/terug'
         scopes = ['email']
         authentication = {{ secret = 'geheim' }}
         [claims]
         kvk-number = 'urn:etoegang:1.9:EntityConcernedID:KvKnr'
         [assurance]
         levels = ['loa2', 'loa3']
         minimum = 'loa3'"
    );
    let client = OidcClient::new(OidcSettings::from_toml(&settings).unwrap()).unwrap();
    let begin = |seed| client.begin(random(seed), now()).unwrap();

    let (address, pending) = begin(1);
    let callback = agree(&address, person);
    let found = client.finish(pending.clone(), &callback, now()).unwrap();
    assert_eq!(found.subject, person);
    assert_eq!(found.kvk_number.unwrap().as_str(), "69599084");
    assert_eq!(found.email.unwrap().as_str(), person);
    assert!(found.is_email_verified);
    assert_eq!(found.assurance.as_deref(), Some("loa3"));

    assert_eq!(client.finish(pending, &callback, now()), Err(OidcError::Refused("invalid_grant".to_owned())));
    let (address, _) = begin(2);
    let (_, other) = begin(3);
    assert_eq!(client.finish(other, &agree(&address, person), now()), Err(OidcError::OtherState));
}
