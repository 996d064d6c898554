//! Signing in through another party with OpenID Connect: the authorisation code flow with PKCE, as the Dutch government
//! profile asks (NL GOV OpenID Connect 1.0.1). Settings, the conversation with the provider, and the checks on what it
//! says. Keeping a sign-in that has begun, cookies and pages do not live here.

mod claims;
mod client;
mod error;
mod id_token;
mod keys;
mod provider;
mod providers_file;
mod settings;
mod signing;

pub use client::{OIDC_PENDING_SECONDS_MAX, OIDC_RANDOM_BYTES, OidcCallback, OidcClient, OidcPerson, PendingOidc};
pub use error::{OidcError, TokenFault};
pub use id_token::CLOCK_SKEW_SECONDS;
pub(crate) use keys::{point as p256_point, without_leading_zeros};
pub use provider::{ANSWER_BYTES_MAX, ANSWER_TIMEOUT, CONNECT_TIMEOUT, KEYS_SECONDS_MIN, METADATA_SECONDS_MAX};
pub use providers_file::{Audience, FileHelp, FileMistake, NamedProvider, SecretPlace, read_providers};
pub use settings::{Assurance, ClaimNames, ClaimPath, ClientAuthentication, OidcSettings, SettingsError};
