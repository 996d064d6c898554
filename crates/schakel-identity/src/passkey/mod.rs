//! Signing in with a passkey (Web Authentication, level 2 and 3): what the browser is asked, and what its answers prove.
//! No trust is put in who made the authenticator. Keeping passkeys, and the few lines that a browser runs, do not live
//! here.

mod authenticator;
mod ceremony;
mod client_data;
mod error;
mod key;
mod options;
mod site;

pub use ceremony::{
    CredentialId, Passkey, PendingRegistration, PendingSignIn, RegistrationAnswer, SignInAnswer, USER_HANDLE_BYTES,
    UserHandle,
};
pub use error::{PasskeyError, SiteError};
pub use key::PasskeyKey;
pub use options::{RegistrationRequest, SignInRequest};
pub use site::{Account, CHALLENGE_BYTES, PASSKEY_PENDING_SECONDS_MAX, PasskeySite};
