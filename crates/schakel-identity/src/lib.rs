#![doc = include_str!("../README.md")]

mod bytes;
mod email;
mod firm_number;
mod moment;
mod oidc;
mod passkey;
mod role;
mod token;

pub use email::{ADDRESS_BYTES_MAX, EmailAddress, EmailError, LABEL_BYTES_MAX, LOCAL_PART_BYTES_MAX};
pub use firm_number::KvkNumber;
pub use moment::UnixSeconds;
pub use oidc::{
    ANSWER_BYTES_MAX, ANSWER_TIMEOUT, Assurance, Audience, CLOCK_SKEW_SECONDS, CONNECT_TIMEOUT, ClaimNames, ClaimPath,
    ClientAuthentication, FileHelp, FileMistake, KEYS_SECONDS_MIN, METADATA_SECONDS_MAX, NamedProvider,
    OIDC_PENDING_SECONDS_MAX, OIDC_RANDOM_BYTES, OidcCallback, OidcClient, OidcError, OidcPerson, OidcSettings,
    PendingOidc, SecretPlace, SettingsError, TokenFault, read_providers,
};
pub use passkey::{
    Account, CHALLENGE_BYTES, CredentialId, PASSKEY_PENDING_SECONDS_MAX, Passkey, PasskeyError, PasskeyKey,
    PasskeySite, PendingRegistration, PendingSignIn, RegistrationAnswer, RegistrationRequest, SignInAnswer,
    SignInRequest, SiteError, USER_HANDLE_BYTES, UserHandle,
};
pub use role::{GrantError, Member, Permission, StaffRole, check_grant};
pub use token::{TOKEN_BYTES, TOKEN_DIGEST_BYTES, Token};
