//! What is kept of passkeys, and what a browser answers, in the JSON form that browsers make of it themselves
//! (`PublicKeyCredential.toJSON()`, Web Authentication level 3, section 5.1.8). All of it is plain data.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::PasskeyError;
use super::key::PasskeyKey;
use crate::bytes;
use crate::moment::UnixSeconds;

/// Bytes of the number of an account for authenticators. The standard allows up to 64 and asks that they mean nothing.
pub const USER_HANDLE_BYTES: usize = 16;

/// The name of a passkey, made by the authenticator.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CredentialId(#[serde(with = "bytes")] pub(crate) Vec<u8>);

/// The number of an account for authenticators: random bytes, drawn by the caller once per account.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserHandle(pub(crate) [u8; USER_HANDLE_BYTES]);

/// A passkey as a store keeps it, with the account that it opens. Holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    /// Its name; unique among all passkeys.
    pub id: CredentialId,
    /// The account that it opens.
    pub user: UserHandle,
    /// What its signatures are checked with.
    pub key: PasskeyKey,
    /// How often it signed, as it counts itself; zero when it does not count.
    pub sign_count: u32,
    /// Whether its owner has it on more than one device now.
    pub is_backed_up: bool,
    /// Whether it can be on more than one device.
    pub can_be_backed_up: bool,
}

/// The making of a passkey that has begun. Keep it until the browser answers, and take it away as it is used.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingRegistration {
    #[serde(with = "bytes")]
    pub(crate) challenge: Vec<u8>,
    pub(crate) user: UserHandle,
    pub(crate) begun: UnixSeconds,
}

/// A sign-in that has begun. Keep it until the browser answers, and take it away as it is used.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingSignIn {
    #[serde(with = "bytes")]
    pub(crate) challenge: Vec<u8>,
    pub(crate) begun: UnixSeconds,
}

/// What a browser answers when a passkey was made.
#[derive(Clone, Deserialize)]
pub struct RegistrationAnswer {
    #[serde(rename = "rawId", with = "bytes")]
    pub(crate) raw_id: Vec<u8>,
    pub(crate) response: AttestationResponse,
}

#[derive(Clone, Deserialize)]
pub(crate) struct AttestationResponse {
    #[serde(rename = "clientDataJSON", with = "bytes")]
    pub(crate) client_data: Vec<u8>,
    #[serde(rename = "attestationObject", with = "bytes")]
    pub(crate) attestation: Vec<u8>,
}

/// What a browser answers when somebody signs in.
#[derive(Clone, Deserialize)]
pub struct SignInAnswer {
    #[serde(rename = "rawId", with = "bytes")]
    pub(crate) raw_id: Vec<u8>,
    pub(crate) response: AssertionResponse,
}

#[derive(Clone, Deserialize)]
pub(crate) struct AssertionResponse {
    #[serde(rename = "clientDataJSON", with = "bytes")]
    pub(crate) client_data: Vec<u8>,
    #[serde(rename = "authenticatorData", with = "bytes")]
    pub(crate) authenticator_data: Vec<u8>,
    #[serde(with = "bytes")]
    pub(crate) signature: Vec<u8>,
    #[serde(rename = "userHandle", with = "bytes")]
    pub(crate) user: Vec<u8>,
}

impl RegistrationAnswer {
    /// Reads what the browser sent.
    ///
    /// # Errors
    ///
    /// When it is not of the form that browsers send.
    pub fn parse(json: &str) -> Result<Self, PasskeyError> {
        serde_json::from_str(json).map_err(|_| PasskeyError::Malformed("it is no JSON of a new passkey"))
    }
}

impl SignInAnswer {
    /// Reads what the browser sent.
    ///
    /// # Errors
    ///
    /// When it is not of the form that browsers send.
    pub fn parse(json: &str) -> Result<Self, PasskeyError> {
        serde_json::from_str(json).map_err(|_| PasskeyError::Malformed("it is no JSON of a sign-in with a passkey"))
    }

    /// The passkey that it says it is of: look that one up in the store.
    pub fn id(&self) -> CredentialId {
        CredentialId(self.raw_id.clone())
    }
}

impl CredentialId {
    /// The bytes, to find it in a store by.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// As a form holds it: base64 for web addresses.
    pub fn to_text(&self) -> String {
        bytes::to_text(&self.0)
    }

    /// Reads what a form holds.
    pub fn parse(text: &str) -> Option<Self> {
        bytes::from_text(text).map(Self)
    }
}

impl UserHandle {
    /// A number of random bytes, drawn by the caller.
    pub fn from_bytes(bytes: [u8; USER_HANDLE_BYTES]) -> Self {
        Self(bytes)
    }

    /// The bytes, to find the account in a store by.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl TryFrom<String> for UserHandle {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let bytes = bytes::from_text(&text).and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| format!("the number of an account is {USER_HANDLE_BYTES} bytes in base64"))
    }
}

impl From<UserHandle> for String {
    fn from(handle: UserHandle) -> Self {
        bytes::to_text(&handle.0)
    }
}

/// What leads to a person does not show itself in a log.
impl fmt::Debug for UserHandle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserHandle(…)")
    }
}

/// What leads to a person does not show itself in a log.
impl fmt::Debug for CredentialId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("CredentialId(…)")
    }
}

/// Secrets do not show themselves in a log.
impl fmt::Debug for PendingRegistration {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PendingRegistration").field("begun", &self.begun).finish_non_exhaustive()
    }
}

/// Secrets do not show themselves in a log.
impl fmt::Debug for PendingSignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PendingSignIn").field("begun", &self.begun).finish_non_exhaustive()
    }
}
