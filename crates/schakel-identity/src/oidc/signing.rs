//! Our own signature, by which a provider knows the program (`private_key_jwt`, RFC 7523). Reading the key from a file
//! does not live here.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Map, Value, json};

use crate::bytes::to_text;

const PEM_BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const PEM_END: &str = "-----END PRIVATE KEY-----";

/// A key of ours with its name at the provider.
pub(crate) struct SigningKey {
    pair: Pair,
    id: Option<String>,
}

enum Pair {
    Rsa(Box<RsaKeyPair>),
    P256(Box<EcdsaKeyPair>),
}

impl SigningKey {
    /// Reads a PKCS#8 key in PEM.
    pub(crate) fn parse(pem: &str, id: Option<String>) -> Option<Self> {
        let (_, rest) = pem.split_once(PEM_BEGIN)?;
        let (body, _) = rest.split_once(PEM_END)?;
        let body: String = body.chars().filter(|it| !it.is_whitespace()).collect();
        let der = STANDARD.decode(body).ok()?;
        let pair = match RsaKeyPair::from_pkcs8(&der) {
            Ok(pair) => Pair::Rsa(Box::new(pair)),
            Err(_) => Pair::P256(Box::new(
                EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &der, &SystemRandom::new()).ok()?,
            )),
        };
        Some(Self { pair, id })
    }

    /// The claims as a signed token. A signature needs a random number of its own (for P-256 its safety hangs on it), and
    /// the library that signs insists on drawing that itself; it does not reach anything that we decide.
    pub(crate) fn sign(&self, claims: &Value) -> Option<String> {
        let algorithm = match self.pair {
            Pair::Rsa(_) => "RS256",
            Pair::P256(_) => "ES256",
        };
        let mut header = Map::from_iter([("alg".to_owned(), json!(algorithm)), ("typ".to_owned(), json!("JWT"))]);
        if let Some(id) = &self.id {
            header.insert("kid".to_owned(), json!(id));
        }
        let header = to_text(Value::Object(header).to_string().as_bytes());
        let signed = format!("{header}.{}", to_text(claims.to_string().as_bytes()));
        let signature = to_text(&self.signature(signed.as_bytes())?);
        Some(format!("{signed}.{signature}"))
    }

    fn signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature).ok()?;
                Some(signature)
            }
            Pair::P256(pair) => Some(pair.sign(&SystemRandom::new(), message).ok()?.as_ref().to_vec()),
        }
    }
}

/// A secret does not show itself in a log.
impl fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SigningKey(…)")
    }
}
