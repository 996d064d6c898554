//! The conversation with a provider: its description, its keys, its tokens. Every call waits for an answer, so callers
//! run it on a thread that may wait. What the answers prove is decided elsewhere.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body};

use super::error::{OidcError, TokenFault};
use super::id_token::SignedToken;
use super::keys::KeySet;
use super::settings::is_safe_address;
use crate::moment::UnixSeconds;

/// How long one question to the provider may take, all in all: someone is looking at an empty page meanwhile.
pub const ANSWER_TIMEOUT: Duration = Duration::from_secs(5);

/// How long making the connection may take.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

/// The largest answer that is read, bytes: a description, a set of keys and a token stay far below it.
pub const ANSWER_BYTES_MAX: u64 = 256 * 1024;

/// How long the description and the keys of a provider are trusted without asking again, seconds: a key that it
/// withdraws stops working here within an hour.
pub const METADATA_SECONDS_MAX: i64 = 3600;

/// How long to wait before asking for the keys again when a token does not fit them, seconds: forged tokens must not make
/// us pester the provider.
pub const KEYS_SECONDS_MIN: i64 = 60;

/// What we ask for, in messages.
const DESCRIPTION: &str = "the description (`.well-known/openid-configuration`)";
const KEYS: &str = "the keys (`jwks_uri`)";
const TOKEN: &str = "the token (`token_endpoint`)";
const USER: &str = "the claims (`userinfo_endpoint`)";

/// How a provider describes itself (OpenID Connect Discovery 1.0, section 3), as far as it matters here.
#[derive(Debug, Deserialize)]
pub(crate) struct Description {
    issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    jwks_uri: String,
    pub(crate) userinfo_endpoint: Option<String>,
    response_types_supported: Option<Vec<String>>,
    code_challenge_methods_supported: Option<Vec<String>>,
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// What the token address gives.
#[derive(Deserialize)]
pub(crate) struct Tokens {
    pub(crate) id_token: String,
    pub(crate) access_token: Option<String>,
}

#[derive(Deserialize)]
struct Failure {
    error: String,
}

/// A provider, with what it told us last.
pub(crate) struct Provider {
    issuer: String,
    agent: Agent,
    told: Mutex<Told>,
}

#[derive(Default)]
struct Told {
    description: Option<At<Description>>,
    keys: Option<At<KeySet>>,
}

/// Something with the moment at which it was asked.
struct At<T> {
    value: Arc<T>,
    asked: UnixSeconds,
}

impl<T> At<T> {
    fn within(&self, seconds: i64, now: UnixSeconds) -> Option<Arc<T>> {
        (self.asked.plus(seconds) > now).then(|| Arc::clone(&self.value))
    }
}

impl Provider {
    pub(crate) fn new(issuer: &str) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(ANSWER_TIMEOUT))
            .timeout_connect(Some(CONNECT_TIMEOUT))
            .http_status_as_error(false)
            // Codes and secrets are for this server alone: they do not travel on.
            .max_redirects(0)
            .build();
        Self { issuer: issuer.to_owned(), agent: config.into(), told: Mutex::default() }
    }

    /// The description, asked again when it is old.
    pub(crate) fn description(&self, now: UnixSeconds) -> Result<Arc<Description>, OidcError> {
        let known = self.with_told(|told| told.description.as_ref()?.within(METADATA_SECONDS_MAX, now));
        if let Some(description) = known {
            return Ok(description);
        }
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let description: Description = self.get(DESCRIPTION, &address, None)?;
        description.check(&self.issuer)?;
        let value = Arc::new(description);
        self.with_told(|told| told.description = Some(At { value: Arc::clone(&value), asked: now }));
        Ok(value)
    }

    /// Checks the signature of a token with the keys of the provider. When the token does not fit the keys that we know,
    /// they are asked again: providers change their keys.
    pub(crate) fn verify(&self, token: &SignedToken<'_>, now: UnixSeconds) -> Result<(), OidcError> {
        let known = self.with_told(|told| told.keys.as_ref()?.within(METADATA_SECONDS_MAX, now));
        let keys = match known {
            Some(keys) => keys,
            None => self.ask_keys(now)?,
        };
        match token.verify(&keys) {
            Err(TokenFault::UnknownKey | TokenFault::BadSignature) if !self.asked_keys_just_now(now) => {
                let keys = self.ask_keys(now)?;
                Ok(token.verify(&keys)?)
            }
            verified => Ok(verified?),
        }
    }

    fn asked_keys_just_now(&self, now: UnixSeconds) -> bool {
        self.with_told(|told| told.keys.as_ref()?.within(KEYS_SECONDS_MIN, now)).is_some()
    }

    fn ask_keys(&self, now: UnixSeconds) -> Result<Arc<KeySet>, OidcError> {
        let description = self.description(now)?;
        let text = self.get_text(KEYS, &description.jwks_uri, None)?;
        let keys = KeySet::parse(&text).map_err(|error| not_understood(KEYS, error.to_string()))?;
        let value = Arc::new(keys);
        self.with_told(|told| told.keys = Some(At { value: Arc::clone(&value), asked: now }));
        Ok(value)
    }

    /// Changes a code for tokens.
    pub(crate) fn tokens(
        &self,
        address: &str,
        form: &[(&str, &str)],
        authorization: Option<&str>,
    ) -> Result<Tokens, OidcError> {
        let mut request = self.agent.post(address).header("accept", "application/json");
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        let response = request.send_form(form.iter().copied()).map_err(|error| unreachable(TOKEN, &error))?;
        let (status, text) = read(TOKEN, response)?;
        if status.is_success() {
            return parse(TOKEN, &text);
        }
        match serde_json::from_str(&text) {
            Ok(Failure { error }) => Err(OidcError::Refused(plain_code(&error))),
            Err(_) => Err(not_understood(TOKEN, format!("status {}", status.as_u16()))),
        }
    }

    /// More claims, with the access token.
    pub(crate) fn user(&self, address: &str, access_token: &str) -> Result<Map<String, Value>, OidcError> {
        self.get(USER, address, Some(&format!("Bearer {access_token}")))
    }

    fn get<T: DeserializeOwned>(
        &self,
        what: &'static str,
        address: &str,
        authorization: Option<&str>,
    ) -> Result<T, OidcError> {
        parse(what, &self.get_text(what, address, authorization)?)
    }

    fn get_text(&self, what: &'static str, address: &str, authorization: Option<&str>) -> Result<String, OidcError> {
        let mut request = self.agent.get(address).header("accept", "application/json");
        if let Some(value) = authorization {
            request = request.header("authorization", value);
        }
        let (status, text) = read(what, request.call().map_err(|error| unreachable(what, &error))?)?;
        if status.is_success() { Ok(text) } else { Err(not_understood(what, format!("status {}", status.as_u16()))) }
    }

    /// The lock is never held while waiting for the provider.
    fn with_told<R>(&self, work: impl FnOnce(&mut Told) -> R) -> R {
        work(&mut self.told.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Description {
    fn check(&self, issuer: &str) -> Result<(), OidcError> {
        if self.issuer != issuer {
            let (expected, found) = (issuer.to_owned(), self.issuer.clone());
            return Err(OidcError::OtherIssuer { expected, found });
        }
        let addresses = [
            ("authorization_endpoint", Some(&self.authorization_endpoint)),
            ("token_endpoint", Some(&self.token_endpoint)),
            ("jwks_uri", Some(&self.jwks_uri)),
            ("userinfo_endpoint", self.userinfo_endpoint.as_ref()),
        ];
        for (what, address) in addresses {
            if address.is_some_and(|address| !is_safe_address(address)) {
                return Err(OidcError::UnsafeAddress { what });
            }
        }
        let lacks = |list: &Option<Vec<String>>, wanted: &str| {
            list.as_ref().is_some_and(|list| !list.iter().any(|it| it == wanted))
        };
        if lacks(&self.response_types_supported, "code") {
            return Err(OidcError::NotSupported("the authorisation code flow (`code`)"));
        }
        if lacks(&self.code_challenge_methods_supported, "S256") {
            return Err(OidcError::NotSupported("PKCE with `S256`"));
        }
        Ok(())
    }
}

/// A code of OAuth 2.0 as it may stand in a log: whoever sends somebody back can write anything there.
pub(crate) fn plain_code(code: &str) -> String {
    let is_plain = |it: char| it.is_ascii_lowercase() || it == '_';
    if !code.is_empty() && code.len() <= 64 && code.chars().all(is_plain) {
        code.to_owned()
    } else {
        "unknown".to_owned()
    }
}

fn read(what: &'static str, mut response: Response<Body>) -> Result<(StatusCode, String), OidcError> {
    let status = response.status();
    let body = response.body_mut().with_config().limit(ANSWER_BYTES_MAX).read_to_string();
    body.map(|text| (status, text)).map_err(|error| unreachable(what, &error))
}

fn parse<T: DeserializeOwned>(what: &'static str, text: &str) -> Result<T, OidcError> {
    serde_json::from_str(text).map_err(|error| not_understood(what, error.to_string()))
}

fn unreachable(what: &'static str, error: &ureq::Error) -> OidcError {
    OidcError::Unreachable { what, why: error.to_string() }
}

fn not_understood(what: &'static str, why: String) -> OidcError {
    OidcError::NotUnderstood { what, why }
}
