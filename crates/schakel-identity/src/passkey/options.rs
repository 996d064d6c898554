//! What a browser is asked, in the JSON form that browsers read themselves
//! (`PublicKeyCredential.parseCreationOptionsFromJSON` and `parseRequestOptionsFromJSON`, Web Authentication level 3).

use serde::Serialize;

use super::ceremony::{CredentialId, UserHandle};
use super::key::ALGORITHMS;
use super::site::{Account, PASSKEY_PENDING_SECONDS_MAX};
use crate::bytes;

/// The only kind of credential that there is.
const KIND: &str = "public-key";

/// Nothing less than a check that it is the owner, on a passkey that needs no name to be typed.
const REQUIRED: &str = "required";

/// The request to make a passkey: JSON for `parseCreationOptionsFromJSON`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationRequest {
    rp: Site,
    user: User,
    #[serde(with = "bytes")]
    challenge: Vec<u8>,
    pub_key_cred_params: Vec<KeyKind>,
    timeout: i64,
    exclude_credentials: Vec<Named>,
    authenticator_selection: Selection,
    attestation: &'static str,
}

/// The request to sign in with a passkey: JSON for `parseRequestOptionsFromJSON`.
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInRequest {
    #[serde(with = "bytes")]
    challenge: Vec<u8>,
    timeout: i64,
    rp_id: String,
    allow_credentials: Vec<Named>,
    user_verification: &'static str,
}

#[derive(Clone, Serialize)]
struct Site {
    id: String,
    name: String,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct User {
    id: UserHandle,
    name: String,
    display_name: String,
}

#[derive(Clone, Serialize)]
struct KeyKind {
    #[serde(rename = "type")]
    kind: &'static str,
    alg: i64,
}

#[derive(Clone, Serialize)]
struct Named {
    #[serde(rename = "type")]
    kind: &'static str,
    id: CredentialId,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
struct Selection {
    resident_key: &'static str,
    require_resident_key: bool,
    user_verification: &'static str,
}

impl RegistrationRequest {
    pub(crate) fn new(
        domain: &str,
        name: &str,
        account: Account<'_>,
        existing: &[CredentialId],
        challenge: &[u8],
    ) -> Self {
        Self {
            rp: Site { id: domain.to_owned(), name: name.to_owned() },
            user: User {
                id: account.handle,
                name: account.name.to_owned(),
                display_name: account.display_name.to_owned(),
            },
            challenge: challenge.to_vec(),
            pub_key_cred_params: ALGORITHMS.iter().map(|alg| KeyKind { kind: KIND, alg: *alg }).collect(),
            timeout: timeout_milliseconds(),
            exclude_credentials: existing.iter().map(|id| Named { kind: KIND, id: id.clone() }).collect(),
            authenticator_selection: Selection {
                resident_key: REQUIRED,
                require_resident_key: true,
                user_verification: REQUIRED,
            },
            attestation: "none",
        }
    }
}

impl SignInRequest {
    pub(crate) fn new(domain: &str, challenge: &[u8]) -> Self {
        Self {
            challenge: challenge.to_vec(),
            timeout: timeout_milliseconds(),
            rp_id: domain.to_owned(),
            allow_credentials: Vec::new(),
            user_verification: REQUIRED,
        }
    }
}

fn timeout_milliseconds() -> i64 {
    PASSKEY_PENDING_SECONDS_MAX * 1000
}
