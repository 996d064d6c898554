//! An authenticator in software with its browser, for tests: makes passkeys and signs with them as the standard says, and
//! can be told to break it.

use ciborium::{Value, cbor};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair, RsaKeyPair, RsaPublicKeyComponents,
};
use serde_json::json;

use crate::stand_in::{SigningKey, text};

pub const PRESENT: u8 = 1;
pub const VERIFIED: u8 = 4;
pub const CAN_BE_BACKED_UP: u8 = 8;
pub const BACKED_UP: u8 = 16;
pub const HAS_CREDENTIAL: u8 = 64;
pub const HAS_EXTENSIONS: u8 = 128;

pub enum Key {
    Ed25519(Ed25519KeyPair),
    P256(Box<EcdsaKeyPair>),
    Rsa(Box<RsaKeyPair>),
}

/// A passkey on a device.
pub struct Authenticator {
    pub key: Key,
    pub id: Vec<u8>,
    pub sign_count: u32,
    pub flags: u8,
    pub domain: String,
    pub origin: String,
    /// Added to what the browser says of itself.
    pub embedded: bool,
    /// Bytes after the key, or after the counter.
    pub tail: Vec<u8>,
    pub user: Vec<u8>,
}

impl Key {
    pub fn p256() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pkcs8.as_ref(), &random);
        Self::P256(Box::new(pair.unwrap()))
    }

    pub fn ed25519() -> Self {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
        Self::Ed25519(Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap())
    }

    pub fn rsa() -> Self {
        match SigningKey::rsa() {
            SigningKey::Rsa(pair) => Self::Rsa(pair),
            SigningKey::P256(_) => unreachable!(),
        }
    }

    pub fn cose(&self) -> Value {
        let bytes = |bytes: &[u8]| Value::Bytes(bytes.to_vec());
        match self {
            Self::Ed25519(pair) => cbor!({1 => 1, 3 => -8, -1 => 6, -2 => bytes(pair.public_key().as_ref())}).unwrap(),
            Self::P256(pair) => {
                let point = pair.public_key().as_ref();
                cbor!({1 => 2, 3 => -7, -1 => 1, -2 => bytes(&point[1..33]), -3 => bytes(&point[33..])}).unwrap()
            }
            Self::Rsa(pair) => {
                let public: RsaPublicKeyComponents<Vec<u8>> = pair.public().into();
                cbor!({1 => 3, 3 => -257, -1 => bytes(&public.n), -2 => bytes(&public.e)}).unwrap()
            }
        }
    }

    fn sign(&self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
            Self::P256(pair) => pair.sign(&SystemRandom::new(), message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                let padding = &ring::signature::RSA_PKCS1_SHA256;
                pair.sign(padding, &SystemRandom::new(), message, &mut signature).unwrap();
                signature
            }
        }
    }
}

impl Authenticator {
    pub fn new(key: Key) -> Self {
        Self {
            key,
            id: vec![5; 20],
            sign_count: 0,
            flags: PRESENT | VERIFIED,
            domain: "loket.example".to_owned(),
            origin: "https://loket.example".to_owned(),
            embedded: false,
            tail: Vec::new(),
            user: vec![1; 16],
        }
    }

    /// The answer to a request to make a passkey, as JSON.
    pub fn register(&self, challenge: &[u8]) -> String {
        self.register_key(challenge, &self.key.cose())
    }

    /// The same with a key that is perhaps none.
    pub fn register_key(&self, challenge: &[u8], key: &Value) -> String {
        let mut data = self.data(self.flags | HAS_CREDENTIAL);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        ciborium::into_writer(key, &mut data).unwrap();
        data.extend(&self.tail);
        let object = cbor!({"fmt" => "none", "attStmt" => {}, "authData" => Value::Bytes(data)}).unwrap();
        let mut attestation = Vec::new();
        ciborium::into_writer(&object, &mut attestation).unwrap();
        self.registration(challenge, &attestation)
    }

    pub fn registration(&self, challenge: &[u8], attestation: &[u8]) -> String {
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key",
            "authenticatorAttachment": "platform", "clientExtensionResults": {"credProps": {"rk": true}},
            "response": {
                "clientDataJSON": text(&self.client_data("webauthn.create", challenge)),
                "attestationObject": text(attestation),
                "transports": ["internal"],
            },
        })
        .to_string()
    }

    /// The answer to a request to sign in, as JSON.
    pub fn sign_in(&self, challenge: &[u8]) -> String {
        self.sign_in_as("webauthn.get", challenge)
    }

    pub fn sign_in_as(&self, kind: &str, challenge: &[u8]) -> String {
        let client_data = self.client_data(kind, challenge);
        let mut data = self.data(self.flags);
        data.extend(&self.tail);
        let signature = self.key.sign(&[data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat());
        json!({
            "id": text(&self.id), "rawId": text(&self.id), "type": "public-key", "clientExtensionResults": {},
            "response": {
                "clientDataJSON": text(&client_data), "authenticatorData": text(&data),
                "signature": text(&signature), "userHandle": text(&self.user),
            },
        })
        .to_string()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = digest(&SHA256, self.domain.as_bytes()).as_ref().to_vec();
        data.push(flags);
        data.extend(self.sign_count.to_be_bytes());
        data
    }

    fn client_data(&self, kind: &str, challenge: &[u8]) -> Vec<u8> {
        let data = json!({
            "type": kind, "challenge": text(challenge), "origin": self.origin, "crossOrigin": self.embedded,
            "something that browsers may add": [1],
        });
        data.to_string().into_bytes()
    }
}
