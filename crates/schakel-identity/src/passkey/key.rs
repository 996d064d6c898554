//! The public key of a passkey: read from the form in which authenticators write it (COSE, RFC 9053), and checking a
//! signature with it.

use cbor4ii::core::Value;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::error::PasskeyError;
use crate::bytes;
use crate::oidc::{p256_point, without_leading_zeros};

/// Kinds of keys that we ask for, the best first: Ed25519, P-256 with SHA-256, RSA with SHA-256 (the numbers of the
/// register of COSE algorithms). Every authenticator has one of them.
pub(crate) const ALGORITHMS: &[i64] = &[ED25519, ES256, RS256];
const ED25519: i64 = -8;
const ES256: i64 = -7;
const RS256: i64 = -257;

/// Labels and values of COSE keys.
const KEY_TYPE: i64 = 1;
const ALGORITHM: i64 = 3;
const CURVE: i64 = -1;
const X: i64 = -2;
const Y: i64 = -3;
const MODULUS: i64 = -1;
const EXPONENT: i64 = -2;
const TYPE_OKP: i64 = 1;
const TYPE_EC2: i64 = 2;
const TYPE_RSA: i64 = 3;
const CURVE_P256: i64 = 1;
const CURVE_ED25519: i64 = 6;

/// Bytes of an Ed25519 key.
const ED25519_BYTES: usize = 32;

/// The lengths of RSA keys whose signatures can be checked, bytes: 2048 to 8192 bits.
const RSA_MODULUS_BYTES: std::ops::RangeInclusive<usize> = 256..=1024;

/// The public key of a passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "algorithm")]
pub enum PasskeyKey {
    /// Ed25519.
    Ed25519 {
        /// The point, 32 bytes.
        #[serde(with = "bytes")]
        point: Vec<u8>,
    },
    /// ECDSA on P-256 with SHA-256.
    Es256 {
        /// The point, not compressed.
        #[serde(with = "bytes")]
        point: Vec<u8>,
    },
    /// RSA (PKCS#1 v1.5) with SHA-256.
    Rs256 {
        /// The modulus, the largest byte first.
        #[serde(with = "bytes")]
        modulus: Vec<u8>,
        /// The exponent, the largest byte first.
        #[serde(with = "bytes")]
        exponent: Vec<u8>,
    },
}

impl PasskeyKey {
    /// Reads a COSE key.
    pub(crate) fn read(cose: &Value) -> Result<Self, PasskeyError> {
        let Value::Map(entries) = cose else { return Err(PasskeyError::Malformed("its key is no map")) };
        let key = Entries(entries);
        let read = match (key.number(KEY_TYPE), key.number(ALGORITHM)) {
            (Some(TYPE_OKP), Some(ED25519)) => key.ed25519(),
            (Some(TYPE_EC2), Some(ES256)) => key.p256(),
            (Some(TYPE_RSA), Some(RS256)) => key.rsa(),
            _ => return Err(PasskeyError::UnsupportedKey),
        };
        read.ok_or(PasskeyError::Malformed("its key is not complete"))
    }

    /// Checks the signature under an answer: over what the authenticator and the browser say.
    pub(crate) fn verify(
        &self,
        authenticator_data: &[u8],
        client_data: &[u8],
        signature: &[u8],
    ) -> Result<(), PasskeyError> {
        let message = [authenticator_data, Sha256::digest(client_data).as_slice()].concat();
        let verified = match self {
            Self::Ed25519 { point } => UnparsedPublicKey::new(&signature::ED25519, point).verify(&message, signature),
            Self::Es256 { point } => {
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_ASN1, point).verify(&message, signature)
            }
            Self::Rs256 { modulus, exponent } => RsaPublicKeyComponents { n: modulus, e: exponent }.verify(
                &signature::RSA_PKCS1_2048_8192_SHA256,
                &message,
                signature,
            ),
        };
        verified.map_err(|_| PasskeyError::BadSignature)
    }
}

struct Entries<'a>(&'a [(Value, Value)]);

impl Entries<'_> {
    fn ed25519(&self) -> Option<PasskeyKey> {
        let point = self.bytes(X)?;
        let is_right = self.number(CURVE) == Some(CURVE_ED25519) && point.len() == ED25519_BYTES;
        is_right.then(|| PasskeyKey::Ed25519 { point: point.to_vec() })
    }

    fn p256(&self) -> Option<PasskeyKey> {
        let point = p256_point(self.bytes(X)?, self.bytes(Y)?)?;
        (self.number(CURVE) == Some(CURVE_P256)).then_some(PasskeyKey::Es256 { point })
    }

    fn rsa(&self) -> Option<PasskeyKey> {
        let (modulus, exponent) = (self.bytes(MODULUS)?, self.bytes(EXPONENT)?);
        let (modulus, exponent) = (without_leading_zeros(modulus).to_vec(), without_leading_zeros(exponent).to_vec());
        RSA_MODULUS_BYTES.contains(&modulus.len()).then_some(PasskeyKey::Rs256 { modulus, exponent })
    }

    fn number(&self, label: i64) -> Option<i64> {
        match self.get(label)? {
            Value::Integer(number) => (*number).try_into().ok(),
            _ => None,
        }
    }

    fn bytes(&self, label: i64) -> Option<&[u8]> {
        match self.get(label)? {
            Value::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The value at a label that stands there once.
    fn get(&self, label: i64) -> Option<&Value> {
        let is_here = |(key, _): &&(Value, Value)| matches!(key, Value::Integer(it) if *it == i128::from(label));
        let mut found = self.0.iter().filter(is_here);
        let (_, value) = found.next()?;
        if found.next().is_some() { None } else { Some(value) }
    }
}
