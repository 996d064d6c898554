//! What the browser says of itself: on which site the answer was made, and to which question (Web Authentication level 3,
//! section 5.8.1). The browser is trusted in this: it keeps one site from speaking for another.

use serde::Deserialize;
use subtle::ConstantTimeEq;

use super::error::PasskeyError;
use crate::bytes;

/// What somebody is doing.
#[derive(Clone, Copy)]
pub(crate) enum Ceremony {
    Create,
    Get,
}

#[derive(Deserialize)]
pub(crate) struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    #[serde(with = "bytes")]
    challenge: Vec<u8>,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    is_embedded: bool,
}

impl ClientData {
    pub(crate) fn parse(json: &[u8]) -> Result<Self, PasskeyError> {
        serde_json::from_slice(json).map_err(|_| PasskeyError::Malformed("`clientDataJSON` is not as it should be"))
    }

    pub(crate) fn check(&self, ceremony: Ceremony, challenge: &[u8], origin: &str) -> Result<(), PasskeyError> {
        let kind = match ceremony {
            Ceremony::Create => "webauthn.create",
            Ceremony::Get => "webauthn.get",
        };
        if self.kind != kind {
            return Err(PasskeyError::OtherCeremony);
        }
        let is_ours: bool = self.challenge.ct_eq(challenge).into();
        if !is_ours {
            return Err(PasskeyError::OtherChallenge);
        }
        if self.origin != origin {
            return Err(PasskeyError::OtherOrigin);
        }
        if self.is_embedded { Err(PasskeyError::Embedded) } else { Ok(()) }
    }
}
