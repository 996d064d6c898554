//! The keys that a provider publishes (RFC 7517), and checking a signature with them. Only RS256, PS256 and ES256:
//! nothing unsigned, and nothing that is signed with a secret that both sides have.

use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::Deserialize;
use serde_json::Value;

use super::error::TokenFault;
use crate::bytes::from_text;

/// The length of a coordinate on the curve P-256, bytes.
const COORDINATE_BYTES: usize = 32;

/// The first byte of a point that is written with both coordinates.
const POINT_UNCOMPRESSED: u8 = 4;

/// How a token may be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Ps256,
    Es256,
}

/// The public keys of a provider, as far as they can be used here.
#[derive(Clone, Debug, Default)]
pub(crate) struct KeySet(Vec<Key>);

#[derive(Clone, Debug)]
struct Key {
    id: Option<String>,
    algorithm: Option<String>,
    material: Material,
}

#[derive(Clone, Debug)]
enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256 { point: Vec<u8> },
}

#[derive(Deserialize)]
struct PublishedKeys {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct PublishedKey {
    kty: String,
    kid: Option<String>,
    alg: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

impl Algorithm {
    pub(crate) fn parse(name: &str) -> Result<Self, TokenFault> {
        match name {
            "RS256" => Ok(Self::Rs256),
            "PS256" => Ok(Self::Ps256),
            "ES256" => Ok(Self::Es256),
            _ => Err(TokenFault::AlgorithmRefused(name.chars().take(20).collect())),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
        }
    }
}

impl KeySet {
    /// Reads what a provider publishes. A key of a kind that is not used here is passed over; the provider may have
    /// others for other purposes.
    pub(crate) fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let published: PublishedKeys = serde_json::from_str(text)?;
        Ok(Self(published.keys.into_iter().filter_map(Key::read).collect()))
    }

    /// Checks a signature with the key that the token names; a token that names none is checked when exactly one key
    /// suits it (OpenID Connect Core 1.0, section 10.1).
    pub(crate) fn verify(
        &self,
        algorithm: Algorithm,
        key_id: Option<&str>,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), TokenFault> {
        let is_named = |key: &&Key| key_id.is_none() || key.id.as_deref() == key_id;
        let mut fitting = self.0.iter().filter(is_named).filter(|key| key.suits(algorithm));
        let key = fitting.next().ok_or(TokenFault::UnknownKey)?;
        if fitting.next().is_some() {
            return Err(TokenFault::UnknownKey);
        }
        key.verify(algorithm, message, signature)
    }
}

impl Key {
    fn read(value: Value) -> Option<Self> {
        let key: PublishedKey = serde_json::from_value(value).ok()?;
        if key.purpose.as_deref().is_some_and(|purpose| purpose != "sig") {
            return None;
        }
        let material = match (key.kty.as_str(), key.crv.as_deref()) {
            ("RSA", _) => Material::Rsa { modulus: from_text(&key.n?)?, exponent: from_text(&key.e?)? },
            ("EC", Some("P-256")) => Material::P256 { point: point(&from_text(&key.x?)?, &from_text(&key.y?)?)? },
            _ => return None,
        };
        Some(Self { id: key.kid, algorithm: key.alg, material })
    }

    fn suits(&self, algorithm: Algorithm) -> bool {
        let is_kind = matches!(
            (&self.material, algorithm),
            (Material::Rsa { .. }, Algorithm::Rs256 | Algorithm::Ps256) | (Material::P256 { .. }, Algorithm::Es256)
        );
        is_kind && self.algorithm.as_deref().is_none_or(|only| only == algorithm.name())
    }

    fn verify(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> Result<(), TokenFault> {
        let verified = match &self.material {
            Material::P256 { point } => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            Material::Rsa { modulus, exponent } => {
                let parameters = match algorithm {
                    Algorithm::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
                    Algorithm::Rs256 | Algorithm::Es256 => &signature::RSA_PKCS1_2048_8192_SHA256,
                };
                let key = RsaPublicKeyComponents { n: without_leading_zeros(modulus), e: exponent };
                key.verify(parameters, message, signature)
            }
        };
        verified.map_err(|_| TokenFault::BadSignature)
    }
}

/// A point of P-256 as the cryptography wants it.
pub(crate) fn point(x: &[u8], y: &[u8]) -> Option<Vec<u8>> {
    let is_coordinate = |bytes: &[u8]| bytes.len() == COORDINATE_BYTES;
    (is_coordinate(x) && is_coordinate(y)).then(|| [&[POINT_UNCOMPRESSED], x, y].concat())
}

/// Some write a number with a zero in front; the cryptography refuses that.
pub(crate) fn without_leading_zeros(number: &[u8]) -> &[u8] {
    let from = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    number.get(from..).unwrap_or_default()
}
