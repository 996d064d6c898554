//! The site for which passkeys are made: its address, and the beginning and end of both ceremonies.

use ureq::http::Uri;

use super::authenticator::AuthenticatorData;
use super::ceremony::{
    CredentialId, Passkey, PendingRegistration, PendingSignIn, RegistrationAnswer, SignInAnswer, UserHandle,
};
use super::client_data::{Ceremony, ClientData};
use super::error::{PasskeyError, SiteError};
use super::options::{RegistrationRequest, SignInRequest};
use crate::moment::UnixSeconds;

/// Random bytes in a question to a browser; the standard asks for at least 16.
pub const CHALLENGE_BYTES: usize = 32;

/// How long somebody may take with their device, seconds.
pub const PASSKEY_PENDING_SECONDS_MAX: i64 = 5 * 60;

/// The site for which passkeys are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeySite {
    origin: String,
    domain: String,
    name: String,
}

/// Whose passkey it will be, as the person's own device shows it.
#[derive(Clone, Copy)]
pub struct Account<'a> {
    /// The number of the account for authenticators: random, without meaning.
    pub handle: UserHandle,
    /// What tells the accounts of one person apart: the e-mail address.
    pub name: &'a str,
    /// What the person calls themselves; may be the same.
    pub display_name: &'a str,
}

impl PasskeySite {
    /// The site at an address such as `https://loket.example`, with the name that devices show. A path does not count.
    ///
    /// # Errors
    ///
    /// When there can be no passkeys for that address: browsers give them to `https` sites with a name alone, and to
    /// `http://localhost`.
    pub fn new(address: &str, name: &str) -> Result<Self, SiteError> {
        let bad = || SiteError::BadAddress { found: address.to_owned() };
        let uri: Uri = address.parse().map_err(|_| bad())?;
        let (scheme, host) = (uri.scheme_str().ok_or_else(bad)?, uri.host().ok_or_else(bad)?.to_ascii_lowercase());
        let ordinary_port = match (scheme, host.as_str()) {
            ("https", _) => 443,
            ("http", "localhost") => 80,
            _ => return Err(bad()),
        };
        // A machine's number is no name that a passkey can be for.
        let last = host.rsplit('.').next().unwrap_or_default();
        if host.is_empty() || host.starts_with('[') || last.bytes().all(|it| it.is_ascii_digit()) {
            return Err(bad());
        }
        let port = uri.port_u16().filter(|port| *port != ordinary_port);
        let origin = port.map_or_else(|| format!("{scheme}://{host}"), |port| format!("{scheme}://{host}:{port}"));
        Ok(Self { origin, domain: host, name: name.to_owned() })
    }

    /// Begins making a passkey: what the browser is asked, and what to keep until it answers. `existing` are the passkeys
    /// that the account has, so that a device does not make a second one.
    pub fn begin_registration(
        &self,
        account: Account<'_>,
        existing: &[CredentialId],
        challenge: [u8; CHALLENGE_BYTES],
        now: UnixSeconds,
    ) -> (RegistrationRequest, PendingRegistration) {
        let request = RegistrationRequest::new(&self.domain, &self.name, account, existing, &challenge);
        (request, PendingRegistration { challenge: challenge.to_vec(), user: account.handle, begun: now })
    }

    /// Ends making a passkey: what to keep with the account. See that no other account has a passkey with this id.
    ///
    /// # Errors
    ///
    /// [`PasskeyError`]; there is no passkey then.
    pub fn finish_registration(
        &self,
        pending: PendingRegistration,
        answer: &RegistrationAnswer,
        now: UnixSeconds,
    ) -> Result<Passkey, PasskeyError> {
        check_in_time(pending.begun, now)?;
        let response = &answer.response;
        ClientData::parse(&response.client_data)?.check(Ceremony::Create, &pending.challenge, &self.origin)?;
        let data = AuthenticatorData::of_attestation(&response.attestation)?;
        data.check(&self.domain)?;
        let (id, key) = data.credential.ok_or(PasskeyError::Malformed("it has no key"))?;
        if id != answer.raw_id {
            return Err(PasskeyError::Malformed("it names another passkey than it holds"));
        }
        Ok(Passkey {
            id: CredentialId(id),
            user: pending.user,
            key,
            sign_count: data.sign_count,
            is_backed_up: data.is_backed_up,
            can_be_backed_up: data.can_be_backed_up,
        })
    }

    /// Begins signing in with whatever passkey the person has for this site: what the browser is asked, and what to keep
    /// until it answers.
    pub fn begin_sign_in(&self, challenge: [u8; CHALLENGE_BYTES], now: UnixSeconds) -> (SignInRequest, PendingSignIn) {
        let request = SignInRequest::new(&self.domain, &challenge);
        (request, PendingSignIn { challenge: challenge.to_vec(), begun: now })
    }

    /// Ends signing in. `kept` is what the store found under [`SignInAnswer::id`]. Keep the passkey that comes back in its
    /// place: its counter went forward.
    ///
    /// # Errors
    ///
    /// [`PasskeyError`]; nobody is signed in then.
    pub fn finish_sign_in(
        &self,
        pending: PendingSignIn,
        answer: &SignInAnswer,
        kept: Option<&Passkey>,
        now: UnixSeconds,
    ) -> Result<Passkey, PasskeyError> {
        check_in_time(pending.begun, now)?;
        let passkey = kept.filter(|it| it.id.0 == answer.raw_id).ok_or(PasskeyError::UnknownPasskey)?;
        let response = &answer.response;
        if response.user != passkey.user.0 {
            return Err(PasskeyError::OtherAccount);
        }
        ClientData::parse(&response.client_data)?.check(Ceremony::Get, &pending.challenge, &self.origin)?;
        let data = AuthenticatorData::parse(&response.authenticator_data)?;
        passkey.key.verify(&response.authenticator_data, &response.client_data, &response.signature)?;
        data.check(&self.domain)?;
        if data.can_be_backed_up != passkey.can_be_backed_up {
            return Err(PasskeyError::Malformed("whether it can be copied to other devices has changed"));
        }
        // Authenticators without a counter always say zero.
        if (data.sign_count > 0 || passkey.sign_count > 0) && data.sign_count <= passkey.sign_count {
            return Err(PasskeyError::CounterWentBack);
        }
        Ok(Passkey { sign_count: data.sign_count, is_backed_up: data.is_backed_up, ..passkey.clone() })
    }
}

fn check_in_time(begun: UnixSeconds, now: UnixSeconds) -> Result<(), PasskeyError> {
    if begun.plus(PASSKEY_PENDING_SECONDS_MAX) <= now { Err(PasskeyError::TooLate) } else { Ok(()) }
}
