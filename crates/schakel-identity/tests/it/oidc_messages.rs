//! What is told when signing in fails: what happened, where, and what to do.

use std::error::Error;

use schakel_identity::{EmailAddress, GrantError, OidcError, PasskeyError, PasskeySite, TokenFault};

#[test]
fn every_failure_of_a_provider_is_told() {
    let text = |text: &str| text.to_owned();
    let faults = [
        TokenFault::Malformed("a part is not base64"),
        TokenFault::AlgorithmRefused(text("none")),
        TokenFault::UnknownKey,
        TokenFault::BadSignature,
        TokenFault::WrongIssuer,
        TokenFault::WrongAudience,
        TokenFault::WrongAuthorisedParty,
        TokenFault::Expired,
        TokenFault::FromTheFuture,
        TokenFault::MadeEarlier,
        TokenFault::WrongNonce,
    ];
    let errors = [
        OidcError::Unreachable { what: "the keys (`jwks_uri`)", why: text("timeout: global") },
        OidcError::NotUnderstood { what: "the keys (`jwks_uri`)", why: text("status 404") },
        OidcError::OtherIssuer { expected: text("https://a.example"), found: text("https://b.example") },
        OidcError::UnsafeAddress { what: "jwks_uri" },
        OidcError::NotSupported("PKCE with `S256`"),
        OidcError::Refused(text("access_denied")),
        OidcError::OtherState,
        OidcError::TooLate,
        OidcError::NoCode,
        OidcError::BadClaim { claim: text("represents > kvk") },
        OidcError::AssuranceTooLow { found: Some(text("loa2")), minimum: text("loa3") },
        OidcError::AssuranceTooLow { found: None, minimum: text("loa3") },
        OidcError::CannotSign,
    ];
    insta::assert_snapshot!(told(errors.into_iter().chain(faults.map(OidcError::Token))));
}

#[test]
fn every_failure_of_a_passkey_is_told() {
    insta::assert_snapshot!(told([
        PasskeyError::Malformed("its key is no map"),
        PasskeyError::OtherCeremony,
        PasskeyError::OtherChallenge,
        PasskeyError::OtherOrigin,
        PasskeyError::Embedded,
        PasskeyError::OtherSite,
        PasskeyError::NotPresent,
        PasskeyError::NotVerified,
        PasskeyError::UnsupportedKey,
        PasskeyError::UnknownPasskey,
        PasskeyError::OtherAccount,
        PasskeyError::BadSignature,
        PasskeyError::CounterWentBack,
        PasskeyError::TooLate,
    ]));
}

#[test]
fn every_other_failure_is_told() {
    let addresses = ["", "jan", "jan.@b.nl", "jan@b", "jan p@b.nl", &"a".repeat(300)];
    let addresses = told(addresses.map(|text| EmailAddress::parse(text).unwrap_err()));
    let grants = told([
        GrantError::NotAnAdministrator,
        GrantError::NeedsSecond,
        GrantError::SecondNotAnAdministrator,
        GrantError::SamePerson,
    ]);
    let sites = told([PasskeySite::new("http://loket.example", "Het loket").unwrap_err()]);
    insta::assert_snapshot!([addresses, grants, sites].join("\n"));
}

fn told<E: Error>(errors: impl IntoIterator<Item = E>) -> String {
    errors.into_iter().map(|error| error.to_string()).collect::<Vec<_>>().join("\n")
}
