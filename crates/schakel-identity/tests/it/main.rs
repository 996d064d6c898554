//! Signing in through the interface of the crate.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests stop at the first surprise"
)]

mod email;
mod oidc_flow;
mod oidc_messages;
mod oidc_mock;
mod oidc_settings;
mod oidc_token;
mod passkey_vectors;
mod passkeys;
mod providers_file;
mod roles;
mod soft_authenticator;
mod stand_in;
mod token;
