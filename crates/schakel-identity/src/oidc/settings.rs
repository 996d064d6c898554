//! What an installation says about its provider: a table in its settings. Claim names differ between brokers, so they
//! are settings too.

use std::error::Error;
use std::fmt;

use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use ureq::http::Uri;

/// The scope that makes it OpenID Connect.
const SCOPE_OPENID: &str = "openid";

/// One provider, and who we are to it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct OidcSettings {
    /// The address by which the provider names itself; its description is found under it.
    pub issuer: String,
    /// Our name with the provider.
    pub client_id: String,
    /// The address of ours to which the provider sends people back, exactly as registered there.
    pub redirect_uri: String,
    /// How we show the provider who we are.
    pub authentication: ClientAuthentication,
    /// What we ask for besides `openid`.
    #[serde(default)]
    pub scopes: Vec<String>,
    /// Where in the answer things stand.
    #[serde(default)]
    pub claims: ClaimNames,
    /// How sure the provider has to be; absent: no demand.
    pub assurance: Option<Assurance>,
    /// Whether claims are also asked at the provider's `userinfo` address: some give only the person in the ID token.
    #[serde(default)]
    pub userinfo: bool,
}

/// How the program shows a provider who it is.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum ClientAuthentication {
    /// Not at all: PKCE alone ties the code to who asked for it.
    Public,
    /// A shared secret (`client_secret_basic`).
    Secret(String),
    /// A signature of ours (`private_key_jwt`), as the Dutch government profile asks.
    PrivateKey {
        /// PKCS#8, PEM: a key for RSA (2048 bits or more) or for the curve P-256.
        pem: String,
        /// The name of the key with the provider.
        key_id: Option<String>,
    },
}

/// Where in the provider's answer things stand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ClaimNames {
    /// The pseudonym of the person, the same at each visit. Default `sub`.
    pub person: ClaimPath,
    /// The e-mail address. Default `email`.
    pub email: ClaimPath,
    /// Whether the provider has checked the e-mail address. Default `email_verified`.
    pub email_verified: ClaimPath,
    /// The number of the firm in the trade register; absent: not asked.
    pub kvk_number: Option<ClaimPath>,
}

/// The place of a claim: its name, or the names of the objects around it and its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimPath(Vec<String>);

/// How sure a provider has to be of who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Assurance {
    /// The claim with the level.
    #[serde(default = "acr")]
    pub claim: ClaimPath,
    /// The levels as this provider writes them, the lowest first.
    pub levels: Vec<String>,
    /// The lowest level that will do; one of `levels`.
    pub minimum: String,
}

/// Why the settings will not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettingsError {
    /// Not the table that we expect; says the line and what is wrong with it.
    Unreadable(String),
    /// An address that is no `https` address (`http` only for this machine itself).
    BadAddress {
        /// The name of the setting.
        setting: &'static str,
        /// What stands there.
        found: String,
    },
    /// A setting is there and empty.
    Empty(&'static str),
    /// The lowest level that will do is none of the levels.
    UnknownMinimum {
        /// What stands there.
        minimum: String,
        /// The levels that there are.
        levels: Vec<String>,
    },
    /// The private key is no PKCS#8 key in PEM for RSA or P-256.
    BadPrivateKey,
}

impl OidcSettings {
    /// Reads the settings from a TOML table and checks them.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] says which setting is wrong and what would be right.
    pub fn from_toml(text: &str) -> Result<Self, SettingsError> {
        let settings: Self = toml::from_str(text).map_err(|error| unreadable(text, &error))?;
        settings.check()?;
        Ok(settings)
    }

    /// Checks settings that were read as part of something larger.
    ///
    /// # Errors
    ///
    /// [`SettingsError`] says which setting is wrong and what would be right.
    pub fn check(&self) -> Result<(), SettingsError> {
        check_address("issuer", &self.issuer)?;
        check_address("redirect-uri", &self.redirect_uri)?;
        if self.client_id.is_empty() {
            return Err(SettingsError::Empty("client-id"));
        }
        if self.authentication == ClientAuthentication::Secret(String::new()) {
            return Err(SettingsError::Empty("authentication.secret"));
        }
        self.assurance.as_ref().map_or(Ok(()), Assurance::check)
    }

    pub(crate) fn scope(&self) -> String {
        let mut scope = SCOPE_OPENID.to_owned();
        for more in self.scopes.iter().filter(|it| *it != SCOPE_OPENID) {
            scope.push(' ');
            scope.push_str(more);
        }
        scope
    }
}

impl Assurance {
    pub(crate) fn check(&self) -> Result<(), SettingsError> {
        if self.levels.contains(&self.minimum) {
            return Ok(());
        }
        Err(SettingsError::UnknownMinimum { minimum: self.minimum.clone(), levels: self.levels.clone() })
    }

    /// The levels that will do, the lowest first.
    pub fn sufficient(&self) -> &[String] {
        let from = self.levels.iter().position(|level| *level == self.minimum).unwrap_or(self.levels.len());
        self.levels.get(from..).unwrap_or_default()
    }
}

impl ClaimPath {
    /// A claim at the top of the answer.
    pub fn named(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }

    /// A claim inside others, the outermost first.
    pub(crate) fn leading(names: Vec<String>) -> Self {
        Self(names)
    }

    /// The names on the way, the outermost first.
    pub fn names(&self) -> &[String] {
        &self.0
    }
}

/// Whether an address may be talked to: `https`, or this machine itself.
pub(crate) fn is_safe_address(text: &str) -> bool {
    let Ok(uri) = text.parse::<Uri>() else { return false };
    let Some(host) = uri.host().filter(|host| !host.is_empty()) else { return false };
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => matches!(host, "localhost" | "127.0.0.1" | "[::1]"),
        _ => false,
    }
}

/// Says the line without showing it: it may hold the secret.
fn unreadable(text: &str, error: &toml::de::Error) -> SettingsError {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    SettingsError::Unreadable(format!("line {}: {}", before.matches('\n').count() + 1, error.message()))
}

pub(crate) fn check_address(setting: &'static str, text: &str) -> Result<(), SettingsError> {
    if is_safe_address(text) {
        return Ok(());
    }
    Err(SettingsError::BadAddress { setting, found: text.to_owned() })
}

fn acr() -> ClaimPath {
    ClaimPath::named("acr")
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            person: ClaimPath::named("sub"),
            email: ClaimPath::named("email"),
            email_verified: ClaimPath::named("email_verified"),
            kvk_number: None,
        }
    }
}

impl<'de> Deserialize<'de> for ClaimPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PathVisitor)
    }
}

struct PathVisitor;

impl<'de> Visitor<'de> for PathVisitor {
    type Value = ClaimPath;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a claim, or a list of names that lead to it")
    }

    fn visit_str<E: de::Error>(self, name: &str) -> Result<ClaimPath, E> {
        if name.is_empty() {
            Err(E::invalid_value(de::Unexpected::Str(name), &self))
        } else {
            Ok(ClaimPath::named(name))
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<ClaimPath, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = list.next_element::<String>()? {
            names.push(name);
        }
        if names.is_empty() { Err(de::Error::invalid_length(0, &self)) } else { Ok(ClaimPath(names)) }
    }
}

/// A secret does not show itself in a log.
impl fmt::Debug for ClientAuthentication {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Public => "Public",
            Self::Secret(_) => "Secret(…)",
            Self::PrivateKey { .. } => "PrivateKey(…)",
        })
    }
}

impl fmt::Display for ClaimPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join(" > "))
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(why) => write!(formatter, "the settings for signing in cannot be read: {why}"),
            Self::BadAddress { setting, found } => write!(
                formatter,
                "`{setting}` is `{found}`, but has to be a whole address that begins with https:// (http:// only for \
                 localhost)"
            ),
            Self::Empty(setting) => write!(formatter, "`{setting}` is empty: fill in what the provider gave you"),
            Self::UnknownMinimum { minimum, levels } => write!(
                formatter,
                "`assurance.minimum` is `{minimum}`, which is none of `assurance.levels`: {}",
                levels.join(", ")
            ),
            Self::BadPrivateKey => formatter.write_str(
                "`authentication.private-key.pem` is no private key that we can sign with: give a PKCS#8 key in PEM \
                 (`-----BEGIN PRIVATE KEY-----`) for RSA of at least 2048 bits or for the curve P-256",
            ),
        }
    }
}

impl Error for SettingsError {}
