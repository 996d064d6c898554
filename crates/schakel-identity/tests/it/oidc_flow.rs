//! The whole way of signing in at a provider, and what stops it.

use std::collections::BTreeMap;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use schakel_identity::{
    KEYS_SECONDS_MIN, METADATA_SECONDS_MAX, OIDC_PENDING_SECONDS_MAX, OidcCallback, OidcClient, OidcError, OidcPerson,
    PendingOidc, TokenFault, UnixSeconds,
};
use serde_json::{Value, json};

use crate::stand_in::{NOW, RSA_PEM, SigningKey, StandIn, random};

/// Signs somebody in.
fn sign_in(provider: &StandIn, client: &OidcClient, now: UnixSeconds) -> Result<OidcPerson, OidcError> {
    let (address, pending) = client.begin(random(1), now)?;
    let callback = provider.agree(&address);
    client.finish(pending, &callback, now)
}

#[test]
fn a_person_signs_in() {
    let provider = StandIn::start();
    provider.change_claims(|claims| {
        claims["email"] = json!("Jan@Bedrijf.NL");
        claims["email_verified"] = json!(true);
    });
    let person = sign_in(&provider, &provider.client(), NOW).unwrap();
    assert_eq!((person.issuer.as_str(), person.subject.as_str()), (provider.issuer.as_str(), "person-1"));
    assert_eq!(person.email.unwrap().as_str(), "Jan@bedrijf.nl");
    assert!(person.is_email_verified);
    assert_eq!((person.kvk_number, person.assurance), (None, None));
}

#[test]
fn an_address_that_is_not_checked_is_told_so() {
    let provider = StandIn::start();
    provider.change_claims(|claims| claims["email"] = json!("jan@bedrijf.nl"));
    assert!(!sign_in(&provider, &provider.client(), NOW).unwrap().is_email_verified);
}

#[test]
fn claims_stand_where_the_settings_say() {
    let provider = StandIn::start();
    provider.change_claims(|claims| {
        claims["urn:etoegang:1.13:EntityConcernedID:Pseudo"] = json!("pseudo-9");
        claims["represents"] = json!({"urn:etoegang:1.9:EntityConcernedID:KvKnr": ["69599084"]});
        claims["mail"] = json!("jan@bedrijf.nl");
        claims["acr"] = json!("loa3");
    });
    let settings = provider.settings(
        "[claims]
         person = 'urn:etoegang:1.13:EntityConcernedID:Pseudo'
         kvk-number = ['represents', 'urn:etoegang:1.9:EntityConcernedID:KvKnr']
         email = 'mail'
         [assurance]
         levels = ['loa2', 'loa2plus', 'loa3', 'loa4']
         minimum = 'loa2plus'",
    );
    let client = OidcClient::new(settings).unwrap();
    let (address, _) = client.begin(random(1), NOW).unwrap();
    assert!(address.ends_with("&acr_values=loa2plus+loa3+loa4"), "{address}");
    let person = sign_in(&provider, &client, NOW).unwrap();
    assert_eq!(person.subject, "pseudo-9");
    assert_eq!(person.kvk_number.unwrap().as_str(), "69599084");
    assert_eq!(person.email.unwrap().as_str(), "jan@bedrijf.nl");
    assert_eq!(person.assurance.as_deref(), Some("loa3"));
}

#[test]
fn a_level_that_is_too_low_or_unknown_stops_it() {
    let provider = StandIn::start();
    let settings = provider.settings("[assurance]\nlevels = ['loa2', 'loa3']\nminimum = 'loa3'");
    let client = OidcClient::new(settings).unwrap();
    for (given, found) in [(json!("loa2"), Some("loa2")), (json!("loa9"), None), (json!(3), None), (Value::Null, None)]
    {
        provider.change_claims(move |claims| claims["acr"] = given.clone());
        let expected = OidcError::AssuranceTooLow { found: found.map(str::to_owned), minimum: "loa3".to_owned() };
        assert_eq!(sign_in(&provider, &client, NOW), Err(expected));
    }
}

#[test]
fn claims_of_the_wrong_form_stop_it() {
    let provider = StandIn::start();
    let client = OidcClient::new(provider.settings("[claims]\nkvk-number = 'kvk'")).unwrap();
    let cases = [
        ("sub", json!("")),
        ("sub", json!(7)),
        ("sub", json!("x".repeat(256))),
        ("kvk", json!("1234567")),
        ("email", json!("nobody")),
        ("kvk", json!("1234567é")),
    ];
    for (claim, value) in cases {
        provider.change_claims(move |claims| claims[claim] = value.clone());
        assert_eq!(sign_in(&provider, &client, NOW), Err(OidcError::BadClaim { claim: claim.to_owned() }));
    }
}

#[test]
fn more_claims_come_from_the_other_address_and_never_replace_signed_ones() {
    let provider = StandIn::start();
    let client = OidcClient::new(provider.settings("userinfo = true\n[claims]\nkvk-number = 'kvk'")).unwrap();
    provider.change_claims(|claims| claims["kvk"] = json!("69599084"));
    let user = json!({"sub": "person-1", "email": "jan@bedrijf.nl", "email_verified": "true", "kvk": "68750110"});
    provider.change(|behaviour| behaviour.user = user);
    let person = sign_in(&provider, &client, NOW).unwrap();
    assert_eq!(person.email.unwrap().as_str(), "jan@bedrijf.nl");
    assert!(person.is_email_verified);
    assert_eq!(person.kvk_number.unwrap().as_str(), "69599084");

    provider.change(|behaviour| behaviour.user = json!({"sub": "person-2"}));
    let other = Err(OidcError::BadClaim { claim: "userinfo > sub".to_owned() });
    assert_eq!(sign_in(&provider, &client, NOW), other);
}

#[test]
fn the_program_shows_who_it_is() {
    let provider = StandIn::start();
    let last = |field: &str| {
        let forms = &provider.behaviour.lock().unwrap().forms;
        forms.last().unwrap().get(field).cloned().unwrap_or_default()
    };
    sign_in(&provider, &provider.client(), NOW).unwrap();
    assert_eq!(last("authorization"), format!("Basic {}", STANDARD.encode("schakel:geheim+%26+zo")));

    let public = OidcClient::new(provider.settings("authentication = 'public'")).unwrap();
    sign_in(&provider, &public, NOW).unwrap();
    assert_eq!((last("authorization"), last("client_id")), (String::new(), "schakel".to_owned()));

    let more = format!("authentication = {{ private-key = {{ pem = '''{RSA_PEM}''', key-id = 'ours' }} }}");
    let signing = OidcClient::new(provider.settings(&more)).unwrap();
    sign_in(&provider, &signing, NOW).unwrap();
    assert_eq!(last("client_assertion_type"), "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    check_assertion(&last("client_assertion"), &provider.issuer);
}

/// Our own statement is signed with our own key, for the token address, and does not hold long.
fn check_assertion(assertion: &str, issuer: &str) {
    let (signed, signature) = assertion.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let json = |part| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap() };
    assert_eq!(json(header), json!({"alg": "RS256", "typ": "JWT", "kid": "ours"}));
    let claims = json(claims);
    assert_eq!((&claims["iss"], &claims["sub"]), (&json!("schakel"), &json!("schakel")));
    assert_eq!(claims["aud"], json!(format!("{issuer}/token")));
    assert_eq!((&claims["iat"], &claims["exp"]), (&json!(NOW.0), &json!(NOW.0 + 60)));
    // Signing with PKCS#1 gives the same signature each time.
    let again = SigningKey::rsa().sign("RS256", signed.as_bytes());
    assert_eq!(URL_SAFE_NO_PAD.decode(signature).unwrap(), again);
}

#[test]
fn an_answer_counts_once() {
    let provider = StandIn::start();
    let client = provider.client();
    let (address, pending) = client.begin(random(1), NOW).unwrap();
    let callback = provider.agree(&address);
    client.finish(pending.clone(), &callback, NOW).unwrap();
    let again = client.finish(pending, &callback, NOW);
    assert_eq!(again, Err(OidcError::Refused("invalid_grant".to_owned())));
}

#[test]
fn an_answer_to_another_sign_in_is_refused() {
    let provider = StandIn::start();
    let client = provider.client();
    let (address, _) = client.begin(random(1), NOW).unwrap();
    let (_, other) = client.begin(random(2), NOW).unwrap();
    let callback = provider.agree(&address);
    assert_eq!(client.finish(other.clone(), &callback, NOW), Err(OidcError::OtherState));
    // Somebody changes the state in the address: the proof of the other does not fit the code.
    let forged = OidcCallback { state: other.state().to_owned(), ..callback };
    assert_eq!(client.finish(other, &forged, NOW), Err(OidcError::Refused("invalid_grant".to_owned())));
}

#[test]
fn who_takes_too_long_begins_again() {
    let provider = StandIn::start();
    let client = provider.client();
    let (address, pending) = client.begin(random(1), NOW).unwrap();
    let callback = provider.agree(&address);
    let late = NOW.plus(OIDC_PENDING_SECONDS_MAX);
    assert_eq!(pending.expires(), late);
    assert_eq!(client.finish(pending, &callback, late), Err(OidcError::TooLate));
}

#[test]
fn a_refusal_of_the_provider_is_told_without_its_words() {
    let provider = StandIn::start();
    let client = provider.client();
    let (address, pending) = client.begin(random(1), NOW).unwrap();
    let callback = provider.agree(&address);
    for (said, told) in [("access_denied", "access_denied"), ("<script>", "unknown"), ("", "unknown")] {
        let refused = OidcCallback { code: None, error: Some(said.to_owned()), ..callback.clone() };
        assert_eq!(client.finish(pending.clone(), &refused, NOW), Err(OidcError::Refused(told.to_owned())));
    }
    let empty = OidcCallback { code: None, ..callback };
    assert_eq!(client.finish(pending, &empty, NOW), Err(OidcError::NoCode));
}

#[test]
fn an_answer_from_another_provider_is_refused() {
    let provider = StandIn::start();
    let client = provider.client();
    let (address, pending) = client.begin(random(1), NOW).unwrap();
    let callback = OidcCallback { iss: Some("https://elders.example".to_owned()), ..provider.agree(&address) };
    let refused = client.finish(pending, &callback, NOW);
    assert!(matches!(refused, Err(OidcError::OtherIssuer { .. })), "{refused:?}");
}

#[test]
fn a_provider_that_promises_its_name_has_to_give_it() {
    let provider = StandIn::start();
    provider.change(|it| {
        it.description = Arc::new(|text| text["authorization_response_iss_parameter_supported"] = json!(true));
    });
    let client = provider.client();
    assert!(matches!(sign_in(&provider, &client, NOW), Err(OidcError::OtherIssuer { .. })));
    let (address, pending) = client.begin(random(2), NOW).unwrap();
    let callback = OidcCallback { iss: Some(provider.issuer.clone()), ..provider.agree(&address) };
    client.finish(pending, &callback, NOW).unwrap();
}

#[test]
fn a_provider_that_will_not_do_is_told_apart() {
    let check = |change: fn(&mut Value), expected: fn(&OidcError) -> bool| {
        let provider = StandIn::start();
        provider.change(|it| it.description = Arc::new(change));
        let error = provider.client().begin(random(1), NOW).unwrap_err();
        assert!(expected(&error), "{error:?}");
    };
    check(|it| it["issuer"] = json!("https://elders.example"), |error| matches!(error, OidcError::OtherIssuer { .. }));
    check(
        |it| it["jwks_uri"] = json!("http://elders.example/keys"),
        |error| *error == OidcError::UnsafeAddress { what: "jwks_uri" },
    );
    check(
        |it| it["token_endpoint"] = json!("ftp://x"),
        |error| *error == OidcError::UnsafeAddress { what: "token_endpoint" },
    );
    check(
        |it| it["code_challenge_methods_supported"] = json!(["plain"]),
        |error| matches!(error, OidcError::NotSupported(_)),
    );
    check(
        |it| it["response_types_supported"] = json!(["id_token"]),
        |error| matches!(error, OidcError::NotSupported(_)),
    );
    check(|it| *it = json!({"issuer": 3}), |error| matches!(error, OidcError::NotUnderstood { .. }));
    // More than we read.
    check(|it| it["x"] = json!("x".repeat(300_000)), |error| matches!(error, OidcError::Unreachable { .. }));
}

#[test]
fn a_provider_that_is_away_is_told_and_comes_back() {
    let provider = StandIn::start();
    provider.change(|it| it.description = Arc::new(|text| *text = Value::Null));
    let client = provider.client();
    assert!(client.begin(random(1), NOW).is_err());
    provider.change(|it| it.description = Arc::new(|_| ()));
    sign_in(&provider, &client, NOW).unwrap();

    let nobody = "issuer = 'http://127.0.0.1:1'\nclient-id = 'x'\nredirect-uri = 'https://x.example/'\n\
                  authentication = 'public'";
    let client = OidcClient::new(schakel_identity::OidcSettings::from_toml(nobody).unwrap()).unwrap();
    assert!(matches!(client.begin(random(1), NOW), Err(OidcError::Unreachable { .. })));
}

#[test]
fn the_provider_is_not_asked_again_and_again() {
    let provider = StandIn::start();
    let client = provider.client();
    for _ in 0..3 {
        sign_in(&provider, &client, NOW).unwrap();
    }
    let counts = || (provider.count("/.well-known/openid-configuration"), provider.count("/keys"));
    assert_eq!(counts(), (1, 1));
    provider.change_claims(|claims| claims["exp"] = json!(NOW.0 + 2 * METADATA_SECONDS_MAX));
    provider.change(|it| {
        let old = Arc::clone(&it.claims);
        it.claims = Arc::new(move |claims| {
            old(claims);
            claims["iat"] = json!(NOW.0 + METADATA_SECONDS_MAX);
        });
    });
    sign_in(&provider, &client, NOW.plus(METADATA_SECONDS_MAX)).unwrap();
    assert_eq!(counts(), (2, 2));
}

#[test]
fn a_provider_may_change_its_keys() {
    let provider = StandIn::start();
    let client = provider.client();
    sign_in(&provider, &client, NOW).unwrap();
    let replace = |id: &str| {
        let key = SigningKey::p256();
        provider.change(|it| {
            it.published = json!({"keys": [key.published(id)]});
            it.key = Arc::new(key);
            it.key_id = Some(id.to_owned());
        });
    };
    // A new key is not asked for within a minute of the last time, so that forged tokens cause no stream of questions.
    replace("two");
    assert_eq!(sign_in(&provider, &client, NOW), Err(TokenFault::UnknownKey.into()));
    assert_eq!(provider.count("/keys"), 1);
    let later = NOW.plus(KEYS_SECONDS_MIN);
    provider.change_claims(|claims| claims["iat"] = json!(NOW.0 + 2 * KEYS_SECONDS_MIN));
    sign_in(&provider, &client, later).unwrap();
    assert_eq!(provider.count("/keys"), 2);
    // A new key under an old name.
    replace("two");
    sign_in(&provider, &client, later.plus(KEYS_SECONDS_MIN)).unwrap();
}

#[test]
fn what_waits_can_be_kept_and_does_not_show_itself() {
    let provider = StandIn::start();
    let client = provider.client();
    let (address, pending) = client.begin(random(1), NOW).unwrap();
    let kept = serde_json::to_string(&pending).unwrap();
    let read: PendingOidc = serde_json::from_str(&kept).unwrap();
    assert_eq!(read, pending);
    let fields: BTreeMap<String, Value> = serde_json::from_str(&kept).unwrap();
    let callback = provider.agree(&address);
    let person = client.finish(read, &callback, NOW).unwrap();
    let shown = format!("{pending:?} {callback:?} {client:?} {person:?}");
    for secret in ["state", "nonce", "verifier"] {
        assert!(!shown.contains(fields[secret].as_str().unwrap()), "{secret}");
    }
    assert!(!shown.contains("geheim") && !shown.contains("person-1"), "{shown}");
}
