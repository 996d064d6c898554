//! ID tokens: what is accepted, and what is not, each with its own reason.

use std::sync::Arc;

use proptest::prelude::*;
use schakel_identity::{CLOCK_SKEW_SECONDS, OidcError, OidcPerson, TokenFault};
use serde_json::{Value, json};

use crate::stand_in::{NOW, SigningKey, StandIn, random, text};

fn sign_in(provider: &StandIn) -> Result<OidcPerson, OidcError> {
    let client = provider.client();
    let (address, pending) = client.begin(random(1), NOW)?;
    let callback = provider.agree(&address);
    client.finish(pending, &callback, NOW)
}

/// Signs in with changed claims.
fn check(change: impl Fn(&mut Value) + Send + Sync + 'static, expected: Result<(), TokenFault>) {
    let provider = StandIn::start();
    provider.change_claims(change);
    assert_eq!(sign_in(&provider).map(|_| ()), expected.map_err(OidcError::Token));
}

/// Signs in with this token, whatever the provider would have given.
fn check_token(token: &str, expected: TokenFault) {
    let provider = StandIn::start();
    provider.change(|it| it.token = Some(token.to_owned()));
    assert_eq!(sign_in(&provider), Err(OidcError::Token(expected)), "{token}");
}

#[test]
fn all_three_kinds_of_signature_are_accepted() {
    for (algorithm, key) in [("ES256", SigningKey::p256()), ("RS256", SigningKey::rsa()), ("PS256", SigningKey::rsa())]
    {
        let provider = StandIn::start();
        provider.change(|it| {
            it.published = json!({"keys": [{"kty": "oct", "k": "AA"}, key.published("one")]});
            it.key = Arc::new(key);
            it.algorithm = algorithm;
        });
        assert_eq!(sign_in(&provider).map(|it| it.subject), Ok("person-1".to_owned()), "{algorithm}");
    }
}

#[test]
fn other_kinds_of_signature_are_refused() {
    for name in ["none", "None", "HS256", "HS512", "RS384", "ES384", "EdDSA", "", "rs256"] {
        let header = text(json!({"alg": name, "kid": "one"}).to_string().as_bytes());
        let token = format!("{header}.{}.{}", text(b"{}"), text(b"x"));
        check_token(&token, TokenFault::AlgorithmRefused(name.to_owned()));
    }
    // Without a signature at all.
    let header = text(br#"{"alg":"none"}"#);
    check_token(&format!("{header}.{}.", text(b"{}")), TokenFault::AlgorithmRefused("none".to_owned()));
}

#[test]
fn a_key_is_used_for_its_own_kind_alone() {
    let provider = StandIn::start();
    provider.change(|it| it.algorithm = "RS256");
    assert_eq!(sign_in(&provider), Err(TokenFault::UnknownKey.into()));

    for (field, value) in [("alg", "PS256"), ("use", "enc"), ("kid", "two")] {
        let provider = StandIn::start();
        let key = SigningKey::rsa();
        let mut published = key.published("one");
        published[field] = json!(value);
        provider.change(|it| {
            it.published = json!({"keys": [published]});
            it.key = Arc::new(key);
            it.algorithm = "RS256";
        });
        assert_eq!(sign_in(&provider), Err(TokenFault::UnknownKey.into()), "{field}");
    }
}

#[test]
fn a_token_without_the_name_of_a_key_fits_the_only_one() {
    let provider = StandIn::start();
    provider.change(|it| it.key_id = None);
    sign_in(&provider).unwrap();
    provider.change(|it| {
        let second = SigningKey::p256().published("two");
        it.published["keys"].as_array_mut().unwrap().push(second);
    });
    assert_eq!(sign_in(&provider), Err(TokenFault::UnknownKey.into()));
}

#[test]
fn a_token_signed_with_another_key_of_the_same_name_is_refused() {
    let provider = StandIn::start();
    provider.change(|it| it.key = Arc::new(SigningKey::p256()));
    assert_eq!(sign_in(&provider), Err(TokenFault::BadSignature.into()));
}

#[test]
fn malformed_tokens_are_refused() {
    let parts = TokenFault::Malformed("it has no three parts");
    check_token("", parts.clone());
    check_token("one", parts.clone());
    check_token("one.two", parts);
    let base64 = TokenFault::Malformed("a part is not base64");
    check_token("!.a.a", base64.clone());
    check_token(&format!("{}.é.a", text(br#"{"alg":"ES256"}"#)), base64.clone());
    check_token(&format!("{}.YQ.=", text(br#"{"alg":"ES256"}"#)), base64);
    let header = TokenFault::Malformed("its header is no JSON with `alg`");
    check_token(&format!("{}.YQ.YQ", text(b"{}")), header.clone());
    check_token(&format!("{}.YQ.YQ", text(b"[1]")), header);
    let extension = TokenFault::Malformed("its header asks for an extension that we do not know");
    check_token(&format!("{}.YQ.YQ", text(br#"{"alg":"ES256","crit":["x"]}"#)), extension);
}

#[test]
fn the_claims_are_of_this_sign_in() {
    check(|_| (), Ok(()));
    check(|it| it["iss"] = json!("https://elders.example"), Err(TokenFault::WrongIssuer));
    check(|it| it["aud"] = json!("another"), Err(TokenFault::WrongAudience));
    check(|it| it["aud"] = json!([]), Err(TokenFault::WrongAudience));
    check(|it| it["aud"] = json!(["schakel"]), Ok(()));
    check(|it| it["aud"] = json!(["schakel", "another"]), Err(TokenFault::WrongAuthorisedParty));
    check(|it| it["azp"] = json!("another"), Err(TokenFault::WrongAuthorisedParty));
    check(
        |it| {
            it["aud"] = json!(["schakel", "another"]);
            it["azp"] = json!("schakel");
        },
        Ok(()),
    );
    check(|it| it["nonce"] = json!("another"), Err(TokenFault::WrongNonce));
    check(|it| it["nonce"] = Value::Null, Err(TokenFault::WrongNonce));
    let incomplete = TokenFault::Malformed("its claims are no JSON with `iss`, `aud`, `exp` and `iat`");
    check(|it| it["exp"] = Value::Null, Err(incomplete.clone()));
    check(|it| it["iat"] = json!("soon"), Err(incomplete.clone()));
    check(|it| *it = json!([]), Err(incomplete));
}

#[test]
fn the_times_are_of_now_give_or_take_a_minute() {
    let skew = CLOCK_SKEW_SECONDS;
    check(move |it| it["exp"] = json!(NOW.0 - skew + 1), Ok(()));
    check(move |it| it["exp"] = json!(NOW.0 - skew), Err(TokenFault::Expired));
    check(move |it| it["iat"] = json!(NOW.0 + skew), Ok(()));
    check(move |it| it["iat"] = json!(NOW.0 + skew + 1), Err(TokenFault::FromTheFuture));
    check(move |it| it["nbf"] = json!(NOW.0 + skew + 1), Err(TokenFault::FromTheFuture));
    check(move |it| it["iat"] = json!(NOW.0 - skew), Ok(()));
    check(move |it| it["iat"] = json!(NOW.0 - skew - 1), Err(TokenFault::MadeEarlier));
    check(|it| it["iat"] = serde_json::from_str("1800000000.75").unwrap(), Ok(()));
    check(|it| it["exp"] = json!(i64::MAX), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever one sign of a good token becomes, it is refused.
    #[test]
    fn a_token_with_one_sign_changed_is_refused(place in 0_usize..4000, sign in "[A-Za-z0-9_.-]") {
        let provider = StandIn::start();
        let client = provider.client();
        let (address, pending) = client.begin(random(1), NOW).unwrap();
        let callback = provider.agree(&address);
        let nonce = form_urlencoded::parse(address.as_bytes()).find(|(name, _)| name == "nonce").unwrap().1.into_owned();
        let claims = json!({
            "iss": provider.issuer, "aud": "schakel", "sub": "person-1", "nonce": nonce,
            "iat": NOW.0, "exp": NOW.0 + 300,
        });
        let good = provider.behaviour.lock().unwrap().sign(&claims);
        let place = place % good.len();
        // The last sign of the signature has bits that mean nothing.
        prop_assume!(good[place..=place] != sign && place != good.len() - 1);
        let changed = format!("{}{sign}{}", &good[..place], &good[place + 1..]);
        provider.change(|it| it.token = Some(changed));
        let refused = client.finish(pending, &callback, NOW);
        prop_assert!(matches!(refused, Err(OidcError::Token(_))), "{refused:?}");
    }

    /// Whatever a provider gives as a token, nothing breaks.
    #[test]
    fn no_text_breaks_the_reader(token in ".{0,200}") {
        let provider = StandIn::start();
        provider.change(|it| it.token = Some(token));
        prop_assert!(matches!(sign_in(&provider), Err(OidcError::Token(_))));
    }
}
