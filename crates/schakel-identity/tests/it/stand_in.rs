//! A provider of OpenID Connect inside the test: a listener on this machine that follows the protocol, and that can be
//! told to break it.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RSA_PSS_SHA256, RsaKeyPair,
    RsaPublicKeyComponents,
};
use schakel_identity::{OIDC_RANDOM_BYTES, OidcCallback, OidcClient, OidcSettings, UnixSeconds};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// The moment of most tests.
pub const NOW: UnixSeconds = UnixSeconds(1_800_000_000);

/// A key for RSA that is used in tests alone; the cryptography makes none itself.
pub const RSA_PEM: &str = include_str!("../keys/rsa.pem");

pub const REDIRECT: &str = "https://loket.example/inloggen/terug?taal=nl";

type Change = Arc<dyn Fn(&mut Value) + Send + Sync>;

/// A key of the provider.
pub enum SigningKey {
    P256(Box<EcdsaKeyPair>),
    Rsa(Box<RsaKeyPair>),
}

/// What the provider does, to be changed by a test.
pub struct Behaviour {
    pub key: Arc<SigningKey>,
    pub key_id: Option<String>,
    pub algorithm: &'static str,
    pub published: Value,
    pub claims: Change,
    pub description: Change,
    /// A whole token in place of the one that would be made.
    pub token: Option<String>,
    /// What the address for more claims says.
    pub user: Value,
    codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Addresses that were asked, in order.
    pub asked: Vec<String>,
    /// The forms that came to the token address, with the header `authorization`.
    pub forms: Vec<BTreeMap<String, String>>,
}

pub struct StandIn {
    pub issuer: String,
    pub behaviour: Arc<Mutex<Behaviour>>,
}

impl SigningKey {
    pub fn p256() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random);
        Self::P256(Box::new(pair.unwrap()))
    }

    pub fn rsa() -> Self {
        let body: String = RSA_PEM.lines().filter(|line| !line.starts_with('-')).collect();
        Self::Rsa(Box::new(RsaKeyPair::from_pkcs8(&STANDARD.decode(body).unwrap()).unwrap()))
    }

    /// The public part as providers publish it.
    pub fn published(&self, id: &str) -> Value {
        match self {
            Self::P256(pair) => {
                let point = pair.public_key().as_ref();
                json!({"kty": "EC", "crv": "P-256", "kid": id, "use": "sig", "x": text(&point[1..33]), "y": text(&point[33..])})
            }
            Self::Rsa(pair) => {
                let public: RsaPublicKeyComponents<Vec<u8>> = pair.public().into();
                json!({"kty": "RSA", "kid": id, "n": text(&public.n), "e": text(&public.e)})
            }
        }
    }

    pub fn sign(&self, algorithm: &str, message: &[u8]) -> Vec<u8> {
        let random = SystemRandom::new();
        match self {
            Self::P256(pair) => pair.sign(&random, message).unwrap().as_ref().to_vec(),
            Self::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                match algorithm {
                    "PS256" => pair.sign(&RSA_PSS_SHA256, &random, message, &mut signature),
                    _ => pair.sign(&RSA_PKCS1_SHA256, &random, message, &mut signature),
                }
                .unwrap();
                signature
            }
        }
    }
}

impl StandIn {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let key = SigningKey::p256();
        let behaviour = Arc::new(Mutex::new(Behaviour {
            published: json!({"keys": [key.published("one")]}),
            key: Arc::new(key),
            key_id: Some("one".to_owned()),
            algorithm: "ES256",
            claims: Arc::new(|_| ()),
            description: Arc::new(|_| ()),
            token: None,
            user: json!({}),
            codes: BTreeMap::new(),
            asked: Vec::new(),
            forms: Vec::new(),
        }));
        let (its_issuer, its_behaviour) = (issuer.clone(), Arc::clone(&behaviour));
        // The thread ends with the program.
        thread::spawn(move || {
            for stream in listener.incoming() {
                answer(stream.unwrap(), &its_issuer, &its_behaviour);
            }
        });
        Self { issuer, behaviour }
    }

    /// Settings for it; `more` is TOML.
    pub fn settings(&self, more: &str) -> OidcSettings {
        let text = format!(
            "issuer = '{}'\nclient-id = 'schakel'\nredirect-uri = '{REDIRECT}'\n{}\n{more}",
            self.issuer,
            if more.contains("authentication") { "" } else { "authentication = { secret = 'geheim & zo' }" },
        );
        OidcSettings::from_toml(&text).unwrap()
    }

    pub fn client(&self) -> OidcClient {
        OidcClient::new(self.settings("")).unwrap()
    }

    pub fn change(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.behaviour.lock().unwrap());
    }

    pub fn change_claims(&self, change: impl Fn(&mut Value) + Send + Sync + 'static) {
        self.change(|behaviour| behaviour.claims = Arc::new(change));
    }

    /// How often an address was asked.
    pub fn count(&self, path: &str) -> usize {
        self.behaviour.lock().unwrap().asked.iter().filter(|asked| *asked == path).count()
    }

    /// What a browser brings back after the person agreed at the provider.
    pub fn agree(&self, address: &str) -> OidcCallback {
        let (base, query) = address.split_once('?').unwrap();
        assert_eq!(base, format!("{}/authorize", self.issuer));
        let query: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        assert_eq!(query["response_type"], "code");
        assert_eq!(query["client_id"], "schakel");
        assert_eq!(query["redirect_uri"], REDIRECT);
        assert_eq!(query["code_challenge_method"], "S256");
        let state = query["state"].clone();
        let code = format!("code of {state}");
        self.change(|behaviour| {
            behaviour.codes.insert(code.clone(), query);
        });
        OidcCallback { state, code: Some(code), error: None, iss: None }
    }
}

/// Bytes that a program would draw.
pub fn random(seed: u8) -> [u8; OIDC_RANDOM_BYTES] {
    std::array::from_fn(|place| seed.wrapping_mul(101).wrapping_add(place as u8))
}

pub fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn answer(stream: TcpStream, issuer: &str, behaviour: &Mutex<Behaviour>) {
    let mut reader = BufReader::new(stream);
    let mut first = String::new();
    reader.read_line(&mut first).unwrap();
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "authorization" => authorization = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    let mut behaviour = behaviour.lock().unwrap();
    behaviour.asked.push(path.clone());
    let (status, value) = match path.as_str() {
        "/.well-known/openid-configuration" => (200, behaviour.describe(issuer)),
        "/keys" => (200, behaviour.published.clone()),
        "/token" => {
            let mut form: BTreeMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
            form.insert("authorization".to_owned(), authorization);
            behaviour.forms.push(form.clone());
            behaviour.exchange(issuer, &form)
        }
        "/user" if authorization == "Bearer access" => (200, behaviour.user.clone()),
        _ => (404, json!("not here")),
    };
    let text = value.to_string();
    let head = format!(
        "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        text.len()
    );
    // Who asked may have gone away, because the answer was too long.
    let _ = reader.get_mut().write_all(format!("{head}{text}").as_bytes());
}

impl Behaviour {
    fn describe(&self, issuer: &str) -> Value {
        let mut description = json!({
            "issuer": issuer,
            "authorization_endpoint": format!("{issuer}/authorize"),
            "token_endpoint": format!("{issuer}/token"),
            "userinfo_endpoint": format!("{issuer}/user"),
            "jwks_uri": format!("{issuer}/keys"),
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["plain", "S256"],
        });
        (self.description)(&mut description);
        description
    }

    /// A code works once, for who asked for it and can show the proof.
    fn exchange(&mut self, issuer: &str, form: &BTreeMap<String, String>) -> (u16, Value) {
        let refused = |code: &str| (400, json!({"error": code}));
        if form["grant_type"] != "authorization_code" || form["redirect_uri"] != REDIRECT {
            return refused("invalid_request");
        }
        let Some(query) = self.codes.remove(&form["code"]) else { return refused("invalid_grant") };
        if text(&Sha256::digest(&form["code_verifier"])) != query["code_challenge"] {
            return refused("invalid_grant");
        }
        if form["authorization"].is_empty() && !form.contains_key("client_id") {
            return refused("invalid_client");
        }
        let mut claims = json!({
            "iss": issuer, "aud": "schakel", "sub": "person-1", "nonce": query["nonce"],
            "iat": NOW.0, "exp": NOW.0 + 300,
        });
        (self.claims)(&mut claims);
        let token = self.token.clone().unwrap_or_else(|| self.sign(&claims));
        (200, json!({"id_token": token, "access_token": "access", "token_type": "Bearer"}))
    }

    pub fn sign(&self, claims: &Value) -> String {
        let mut header = json!({"alg": self.algorithm, "typ": "JWT"});
        if let Some(id) = &self.key_id {
            header["kid"] = json!(id);
        }
        let signed = format!("{}.{}", text(header.to_string().as_bytes()), text(claims.to_string().as_bytes()));
        format!("{signed}.{}", text(&self.key.sign(self.algorithm, signed.as_bytes())))
    }
}
