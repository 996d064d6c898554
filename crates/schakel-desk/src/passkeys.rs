//! Passkeys of people: made by somebody who signed in, used to sign in, seen and removed by whose they are.

use schakel_casework::PersonRef;
use schakel_identity::{
    Account, CHALLENGE_BYTES, CredentialId, Passkey, PasskeySite, RegistrationAnswer, RegistrationRequest,
    SignInAnswer, SignInRequest, USER_HANDLE_BYTES, UnixSeconds, UserHandle,
};
use schakel_store::tables::people;
use schakel_store::tables::proofs::{self, PasskeyRow};
use schakel_store::{Digest, StoreError};
use schakel_time::{DateTime, add_minutes};

use crate::desk::Desk;
use crate::proof::{HALFWAY_MINUTES, Halfway, ProofError, begin, take_halfway};
use crate::sign_in::{SignedIn, note};

/// How many passkeys somebody may have: one for each device, and some to spare.
pub const PASSKEYS_MAX: usize = 10;

/// A passkey of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPasskey {
    /// By what it is found.
    pub id: CredentialId,
    /// Whether its owner has it on more than one device.
    pub is_backed_up: bool,
    /// Since when.
    pub made_at: DateTime,
    /// When it was last used to sign in.
    pub used_at: Option<DateTime>,
}

/// The moment, as the portal and as the protocols count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instant {
    /// The time in the Netherlands.
    pub local: DateTime,
    /// The same, or on a day that was chosen for a demonstration the real one.
    pub unix: UnixSeconds,
}

impl Desk {
    /// The passkeys of somebody, the oldest first.
    ///
    /// # Errors
    /// When the database fails or is damaged.
    pub fn passkeys(&self, account: PersonRef) -> Result<Vec<OwnPasskey>, ProofError> {
        let rows = self.store.read(|statements| proofs::passkeys_of(statements, account))?;
        rows.iter().map(|row| Ok(OwnPasskey::new(row, &passkey_in(row)?))).collect()
    }

    /// Begins making a passkey for somebody who signed in: what their browser is asked. `handle` is used when they have no
    /// number for authenticators yet.
    ///
    /// # Errors
    /// [`ProofError::TooMany`] when they have enough of them.
    pub fn begin_passkey(
        &self,
        site: &PasskeySite,
        account: PersonRef,
        (handle, challenge): ([u8; USER_HANDLE_BYTES], [u8; CHALLENGE_BYTES]),
        browser: Digest,
        now: Instant,
    ) -> Result<RegistrationRequest, ProofError> {
        let site = site.clone();
        self.store.write(move |statements| {
            let existing = proofs::passkeys_of(statements, account)?;
            if existing.len() >= PASSKEYS_MAX {
                return Err(ProofError::TooMany);
            }
            let existing: Result<Vec<_>, StoreError> = existing.iter().map(|row| Ok(passkey_in(row)?.id)).collect();
            let handle = UserHandle::from_bytes(proofs::user_handle(statements, account, handle)?);
            let details = people::read(statements, account)?.ok_or(ProofError::Closed)?.details;
            // Whoever came by a provider may have told neither; then the number tells their accounts apart.
            let name = details.email.or(details.name).unwrap_or_else(|| account.0.to_string());
            let asked = Account { handle, name: &name, display_name: &name };
            let (request, pending) = site.begin_registration(asked, &existing?, challenge, now.unix);
            let halfway = Halfway::NewPasskey { account, pending };
            let body = serde_json::to_string(&halfway).map_err(|_| ProofError::Over)?;
            let expires_at = add_minutes(now.local, HALFWAY_MINUTES);
            proofs::add_pending(statements, browser, &body, now.local, expires_at)?;
            Ok(request)
        })
    }

    /// Keeps a passkey that was made.
    ///
    /// # Errors
    /// [`ProofError`]; there is no passkey then.
    pub fn finish_passkey(
        &self,
        site: &PasskeySite,
        account: PersonRef,
        answer: RegistrationAnswer,
        browser: Digest,
        now: Instant,
    ) -> Result<(), ProofError> {
        let site = site.clone();
        self.store.write(move |statements| {
            let pending = take_halfway(statements, browser, now.local, |halfway| match halfway {
                Halfway::NewPasskey { account: theirs, pending } if theirs == account => Some(pending),
                _ => None,
            })?;
            if proofs::passkeys_of(statements, account)?.len() >= PASSKEYS_MAX {
                return Err(ProofError::TooMany);
            }
            let passkey = site.finish_registration(pending, &answer, now.unix)?;
            let body = serde_json::to_string(&passkey).map_err(|_| ProofError::Over)?;
            if !proofs::add_passkey(statements, passkey.id.as_bytes(), account, &body, now.local)? {
                return Err(ProofError::Over);
            }
            note(statements, account, "passkey-made", now.local)?;
            Ok(())
        })
    }

    /// Removes a passkey of somebody. Answers whether they had it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn remove_passkey(&self, account: PersonRef, id: &CredentialId, now: DateTime) -> Result<bool, ProofError> {
        let id = id.clone();
        self.store.write(move |statements| {
            let removed = proofs::remove_passkey(statements, id.as_bytes(), account)?;
            if removed {
                note(statements, account, "passkey-removed", now)?;
            }
            Ok(removed)
        })
    }

    /// Begins signing in with whatever passkey somebody has for the portal.
    ///
    /// # Errors
    /// When the database fails.
    pub fn begin_passkey_sign_in(
        &self,
        site: &PasskeySite,
        challenge: [u8; CHALLENGE_BYTES],
        browser: Digest,
        now: Instant,
    ) -> Result<SignInRequest, ProofError> {
        let (request, pending) = site.begin_sign_in(challenge, now.unix);
        self.keep_halfway(browser, &Halfway::Passkey { pending }, now.local)?;
        Ok(request)
    }

    /// Signs somebody in with a passkey.
    ///
    /// # Errors
    /// [`ProofError`]; nobody is signed in then.
    pub fn finish_passkey_sign_in(
        &self,
        site: &PasskeySite,
        answer: SignInAnswer,
        browser: Digest,
        session: Digest,
        now: Instant,
    ) -> Result<SignedIn, ProofError> {
        let site = site.clone();
        self.store.write(move |statements| {
            let pending = take_halfway(statements, browser, now.local, |halfway| match halfway {
                Halfway::Passkey { pending } => Some(pending),
                _ => None,
            })?;
            let id = answer.id();
            let row = proofs::passkey(statements, id.as_bytes())?;
            let kept = row.as_ref().map(passkey_in).transpose()?;
            let used = site.finish_sign_in(pending, &answer, kept.as_ref(), now.unix)?;
            let account = row.ok_or(ProofError::Over)?.account;
            let body = serde_json::to_string(&used).map_err(|_| ProofError::Over)?;
            proofs::use_passkey(statements, id.as_bytes(), &body, now.local)?;
            begin(statements, account, session, now.local)
        })
    }
}

impl OwnPasskey {
    fn new(row: &PasskeyRow, passkey: &Passkey) -> Self {
        OwnPasskey {
            id: passkey.id.clone(),
            is_backed_up: passkey.is_backed_up,
            made_at: row.made_at,
            used_at: row.used_at,
        }
    }
}

fn passkey_in(row: &PasskeyRow) -> Result<Passkey, StoreError> {
    serde_json::from_str(&row.body).map_err(|_| StoreError::damaged("a passkey"))
}
