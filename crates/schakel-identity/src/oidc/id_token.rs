//! The ID token: three parts with a signature (RFC 7515), and claims that have to be true of this very sign-in (OpenID
//! Connect Core 1.0, section 3.1.3.7). What the other claims mean is read elsewhere.

use serde::Deserialize;
use serde_json::{Map, Value};
use subtle::ConstantTimeEq;

use super::error::TokenFault;
use super::keys::{Algorithm, KeySet};
use crate::bytes::from_text;
use crate::moment::UnixSeconds;

/// How far the clock of a provider may be from ours, seconds.
pub const CLOCK_SKEW_SECONDS: i64 = 60;

/// A token that was taken apart, and of which nothing was checked yet.
pub(crate) struct SignedToken<'a> {
    algorithm: Algorithm,
    key_id: Option<String>,
    signed: &'a str,
    signature: Vec<u8>,
    payload: Vec<u8>,
}

/// What has to be true of the claims.
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) begun: UnixSeconds,
    pub(crate) now: UnixSeconds,
}

/// The claims of a token of which everything was checked.
pub(crate) type Claims = Map<String, Value>;

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Deserialize)]
struct Checked {
    iss: String,
    aud: Audience,
    azp: Option<String>,
    exp: Seconds,
    iat: Seconds,
    nbf: Option<Seconds>,
    nonce: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

/// A moment in a token: a number, that may have a fraction.
#[derive(Deserialize)]
#[serde(try_from = "serde_json::Number")]
struct Seconds(UnixSeconds);

impl<'a> SignedToken<'a> {
    pub(crate) fn parse(token: &'a str) -> Result<Self, TokenFault> {
        let malformed = |what| move || TokenFault::Malformed(what);
        let (signed, signature) = token.rsplit_once('.').ok_or_else(malformed("it has no three parts"))?;
        let (header, payload) = signed.split_once('.').ok_or_else(malformed("it has no three parts"))?;
        let decode = |part| from_text(part).ok_or_else(malformed("a part is not base64"));
        let header: Header =
            serde_json::from_slice(&decode(header)?).map_err(|_| malformed("its header is no JSON with `alg`")())?;
        let algorithm = Algorithm::parse(&header.alg)?;
        if header.crit.is_some() {
            return Err(TokenFault::Malformed("its header asks for an extension that we do not know"));
        }
        let (signature, payload) = (decode(signature)?, decode(payload)?);
        Ok(Self { algorithm, key_id: header.kid, signed, signature, payload })
    }

    /// Checks the signature.
    pub(crate) fn verify(&self, keys: &KeySet) -> Result<(), TokenFault> {
        keys.verify(self.algorithm, self.key_id.as_deref(), self.signed.as_bytes(), &self.signature)
    }

    /// Checks the claims; only after the signature.
    pub(crate) fn claims(&self, expected: &Expected<'_>) -> Result<Claims, TokenFault> {
        let checked: Checked = serde_json::from_slice(&self.payload)
            .map_err(|_| TokenFault::Malformed("its claims are no JSON with `iss`, `aud`, `exp` and `iat`"))?;
        checked.check(expected)?;
        serde_json::from_slice(&self.payload).map_err(|_| TokenFault::Malformed("its claims are no JSON object"))
    }
}

impl Checked {
    fn check(&self, expected: &Expected<'_>) -> Result<(), TokenFault> {
        if self.iss != expected.issuer {
            return Err(TokenFault::WrongIssuer);
        }
        let is_ours = |name: &String| name == expected.client_id;
        let (is_for_us, is_shared) = match &self.aud {
            Audience::One(name) => (is_ours(name), false),
            Audience::Several(names) => (names.iter().any(is_ours), names.len() > 1),
        };
        if !is_for_us {
            return Err(TokenFault::WrongAudience);
        }
        // A token for several has to say that it was given to us.
        match &self.azp {
            Some(party) if !is_ours(party) => return Err(TokenFault::WrongAuthorisedParty),
            None if is_shared => return Err(TokenFault::WrongAuthorisedParty),
            _ => {}
        }
        self.check_times(expected)?;
        let nonce = self.nonce.as_deref().unwrap_or_default();
        let is_answer: bool = nonce.as_bytes().ct_eq(expected.nonce.as_bytes()).into();
        if is_answer { Ok(()) } else { Err(TokenFault::WrongNonce) }
    }

    fn check_times(&self, expected: &Expected<'_>) -> Result<(), TokenFault> {
        let latest = expected.now.plus(CLOCK_SKEW_SECONDS);
        if self.exp.0.plus(CLOCK_SKEW_SECONDS) <= expected.now {
            return Err(TokenFault::Expired);
        }
        if self.iat.0 > latest || self.nbf.as_ref().is_some_and(|from| from.0 > latest) {
            return Err(TokenFault::FromTheFuture);
        }
        if self.iat.0.plus(CLOCK_SKEW_SECONDS) < expected.begun {
            return Err(TokenFault::MadeEarlier);
        }
        Ok(())
    }
}

impl TryFrom<serde_json::Number> for Seconds {
    type Error = &'static str;

    fn try_from(number: serde_json::Number) -> Result<Self, Self::Error> {
        let text = number.to_string();
        let whole = text.split('.').next().unwrap_or_default();
        whole.parse().map(|seconds| Self(UnixSeconds(seconds))).map_err(|_| "no number of seconds")
    }
}
