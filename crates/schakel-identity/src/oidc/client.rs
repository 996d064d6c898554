//! Signing somebody in at a provider, in two halves: sending them there, and reading what they come back with. Between
//! the halves the caller keeps a [`PendingOidc`]; it does not live here, nor does the cookie that ties it to one browser.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use form_urlencoded::{Serializer, byte_serialize};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::claims::person;
use super::error::OidcError;
use super::id_token::{Expected, SignedToken};
use super::provider::{Description, Provider, Tokens, plain_code};
use super::settings::{ClientAuthentication, OidcSettings, SettingsError};
use super::signing::SigningKey;
use crate::bytes::to_text;
use crate::email::EmailAddress;
use crate::firm_number::KvkNumber;
use crate::moment::UnixSeconds;

/// Random bytes that one sign-in takes: 16 for the state, 16 for the nonce, 32 for the proof (PKCE).
pub const OIDC_RANDOM_BYTES: usize = 64;

/// How long somebody may take at the provider, seconds.
pub const OIDC_PENDING_SECONDS_MAX: i64 = 15 * 60;

/// How long our own signed statement holds, seconds.
const ASSERTION_SECONDS: i64 = 60;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Signs people in at one provider. Its description and keys are asked when they are first needed, so that the program
/// starts while the provider is away. Share one among all threads.
pub struct OidcClient {
    settings: OidcSettings,
    provider: Provider,
    signing_key: Option<SigningKey>,
}

/// A sign-in that was sent to the provider. Keep it under its state until it comes back, take it away as it is used, and
/// see with a cookie that the same browser comes back: then nobody can be made to sign in as somebody else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingOidc {
    state: String,
    nonce: String,
    verifier: String,
    begun: UnixSeconds,
}

/// What the browser brings back from the provider: the query of the redirect address.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct OidcCallback {
    /// Which sign-in it belongs to: the store finds the [`PendingOidc`] by it.
    #[serde(default)]
    pub state: String,
    /// To be changed for a token.
    pub code: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// Which provider says so (RFC 9207).
    pub iss: Option<String>,
}

/// Who signed in, as far as the provider says.
#[derive(Clone, PartialEq, Eq)]
pub struct OidcPerson {
    /// The provider.
    pub issuer: String,
    /// The pseudonym of the person at this provider; with the issuer the name of an account.
    pub subject: String,
    /// The e-mail address, if it is given.
    pub email: Option<EmailAddress>,
    /// Whether the provider says that the person reads that address. Only then it may lead to an account.
    pub is_email_verified: bool,
    /// The firm for which the person acts, if it is given.
    pub kvk_number: Option<KvkNumber>,
    /// How sure the provider is, when the settings demand a level.
    pub assurance: Option<String>,
}

impl OidcClient {
    /// A client with these settings. Asks nothing of the provider yet.
    ///
    /// # Errors
    ///
    /// When the settings will not do.
    pub fn new(settings: OidcSettings) -> Result<Self, SettingsError> {
        settings.check()?;
        let signing_key = match &settings.authentication {
            ClientAuthentication::PrivateKey { pem, key_id } => {
                Some(SigningKey::parse(pem, key_id.clone()).ok_or(SettingsError::BadPrivateKey)?)
            }
            ClientAuthentication::Public | ClientAuthentication::Secret(_) => None,
        };
        Ok(Self { provider: Provider::new(&settings.issuer), settings, signing_key })
    }

    /// Begins a sign-in: the address to send the browser to, and what to keep. Waits for the provider when its description
    /// is not known.
    ///
    /// # Errors
    ///
    /// When the provider cannot be asked, or is not what the settings say.
    pub fn begin(&self, random: [u8; OIDC_RANDOM_BYTES], now: UnixSeconds) -> Result<(String, PendingOidc), OidcError> {
        let description = self.provider.description(now)?;
        let pending = PendingOidc::new(random, now);
        let mut query = Serializer::new(String::new());
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client_id)
            .append_pair("redirect_uri", &self.settings.redirect_uri)
            .append_pair("scope", &self.settings.scope())
            .append_pair("state", &pending.state)
            .append_pair("nonce", &pending.nonce)
            .append_pair("code_challenge", &to_text(&Sha256::digest(&pending.verifier)))
            .append_pair("code_challenge_method", "S256");
        if let Some(assurance) = &self.settings.assurance {
            query.append_pair("acr_values", &assurance.sufficient().join(" "));
        }
        let address = &description.authorization_endpoint;
        let joint = if address.contains('?') { '&' } else { '?' };
        Ok((format!("{address}{joint}{}", query.finish()), pending))
    }

    /// Ends a sign-in: who it is. Waits for the provider.
    ///
    /// # Errors
    ///
    /// [`OidcError`]; nobody is signed in then, and the sign-in has to be begun again.
    pub fn finish(
        &self,
        pending: PendingOidc,
        callback: &OidcCallback,
        now: UnixSeconds,
    ) -> Result<OidcPerson, OidcError> {
        let is_ours: bool = pending.state.as_bytes().ct_eq(callback.state.as_bytes()).into();
        if !is_ours {
            return Err(OidcError::OtherState);
        }
        if pending.begun.plus(OIDC_PENDING_SECONDS_MAX) <= now {
            return Err(OidcError::TooLate);
        }
        let description = self.provider.description(now)?;
        self.check_sender(&description, callback)?;
        if let Some(code) = &callback.error {
            return Err(OidcError::Refused(plain_code(code)));
        }
        let code = callback.code.as_deref().filter(|code| !code.is_empty()).ok_or(OidcError::NoCode)?;
        let tokens = self.exchange(&description, code, &pending, now)?;
        let token = SignedToken::parse(&tokens.id_token)?;
        self.provider.verify(&token, now)?;
        let mut claims = token.claims(&Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            nonce: &pending.nonce,
            begun: pending.begun,
            now,
        })?;
        if self.settings.userinfo {
            self.add_user_claims(&description, &tokens, &mut claims)?;
        }
        person(&self.settings, &claims)
    }

    /// An answer that says which provider it is from, or has to, is from this one.
    fn check_sender(&self, description: &Description, callback: &OidcCallback) -> Result<(), OidcError> {
        let is_other = match &callback.iss {
            Some(issuer) => *issuer != self.settings.issuer,
            None => description.authorization_response_iss_parameter_supported,
        };
        if !is_other {
            return Ok(());
        }
        let found = callback.iss.clone().unwrap_or_default();
        Err(OidcError::OtherIssuer { expected: self.settings.issuer.clone(), found })
    }

    fn exchange(
        &self,
        description: &Description,
        code: &str,
        pending: &PendingOidc,
        now: UnixSeconds,
    ) -> Result<Tokens, OidcError> {
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.settings.redirect_uri),
            ("code_verifier", &pending.verifier),
        ];
        let (mut authorization, mut assertion) = (None, None);
        match (&self.settings.authentication, &self.signing_key) {
            (ClientAuthentication::Secret(secret), _) => {
                authorization = Some(basic(&self.settings.client_id, secret));
            }
            (_, Some(key)) => {
                assertion = Some(self.assertion(key, description, pending, now)?);
                form.push(("client_id", &self.settings.client_id));
            }
            (_, None) => form.push(("client_id", &self.settings.client_id)),
        }
        if let Some(assertion) = &assertion {
            form.extend([("client_assertion_type", ASSERTION_TYPE), ("client_assertion", assertion)]);
        }
        self.provider.tokens(&description.token_endpoint, &form, authorization.as_deref())
    }

    /// Our signed statement of who we are. Its number follows from the sign-in: no two are the same.
    fn assertion(
        &self,
        key: &SigningKey,
        description: &Description,
        pending: &PendingOidc,
        now: UnixSeconds,
    ) -> Result<String, OidcError> {
        let number = to_text(&Sha256::digest(format!("assertion {}", pending.verifier)));
        key.sign(&json!({
            "iss": self.settings.client_id,
            "sub": self.settings.client_id,
            "aud": description.token_endpoint,
            "jti": number,
            "iat": now,
            "exp": now.plus(ASSERTION_SECONDS),
        }))
        .ok_or(OidcError::CannotSign)
    }

    /// Adds what the provider tells at its `userinfo` address, if it is about the same person. What the ID token says
    /// stays: that is signed.
    fn add_user_claims(
        &self,
        description: &Description,
        tokens: &Tokens,
        claims: &mut serde_json::Map<String, serde_json::Value>,
    ) -> Result<(), OidcError> {
        let (Some(address), Some(access_token)) = (&description.userinfo_endpoint, &tokens.access_token) else {
            return Err(OidcError::NotSupported("`userinfo_endpoint` with an access token"));
        };
        let more = self.provider.user(address, access_token)?;
        if more.get("sub").is_none() || more.get("sub") != claims.get("sub") {
            return Err(OidcError::BadClaim { claim: "userinfo > sub".to_owned() });
        }
        for (name, value) in more {
            claims.entry(name).or_insert(value);
        }
        Ok(())
    }
}

/// The header of `client_secret_basic` (RFC 6749, section 2.3.1).
fn basic(client_id: &str, secret: &str) -> String {
    let [name, word] = [client_id, secret].map(|text| byte_serialize(text.as_bytes()).collect::<String>());
    format!("Basic {}", STANDARD.encode(format!("{name}:{word}")))
}

impl PendingOidc {
    fn new(random: [u8; OIDC_RANDOM_BYTES], begun: UnixSeconds) -> Self {
        let (short, verifier) = random.split_at(OIDC_RANDOM_BYTES / 2);
        let (state, nonce) = short.split_at(short.len() / 2);
        Self { state: to_text(state), nonce: to_text(nonce), verifier: to_text(verifier), begun }
    }

    /// By what it is found when the browser comes back.
    pub fn state(&self) -> &str {
        &self.state
    }

    /// From when it is worth nothing and can be thrown away.
    pub fn expires(&self) -> UnixSeconds {
        self.begun.plus(OIDC_PENDING_SECONDS_MAX)
    }
}

/// Secrets do not show themselves in a log.
impl fmt::Debug for OidcClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OidcClient").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// Personal data does not show itself in a log.
impl fmt::Debug for OidcPerson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("OidcPerson").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

/// Secrets do not show themselves in a log.
impl fmt::Debug for PendingOidc {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PendingOidc").field("begun", &self.begun).finish_non_exhaustive()
    }
}

/// Secrets do not show themselves in a log.
impl fmt::Debug for OidcCallback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("OidcCallback(…)")
    }
}
