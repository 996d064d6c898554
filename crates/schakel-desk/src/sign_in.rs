//! Signing in with a link that was mailed, and sessions. Who somebody is by another proof (a passkey, a provider) is decided
//! elsewhere, and begins a session here too.

use schakel_casework::{OrganisationId, PersonRef};
use schakel_identity::{EmailAddress, Permission, StaffRole};
use schakel_store::journal::{Entry, append};
use schakel_store::tables::outbox::{self, NewMessage, Reader};
use schakel_store::tables::people::{self, Account, AccountKind};
use schakel_store::tables::sessions;
use schakel_store::{Digest, Statements, StoreError};
use schakel_time::{DateTime, add_minutes};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::told::Told;

/// For how long a link to sign in holds, minutes.
pub const SIGN_IN_MINUTES: i64 = 30;

/// How many links an account gets in one hour of the clock: enough for a mail that got lost, too few to fill a mailbox.
pub const SIGN_IN_LINKS_PER_HOUR: u32 = 5;

/// How long somebody of an organisation stays signed in, minutes: a working day.
pub const STAFF_SESSION_MINUTES: i64 = 12 * 60;

/// How long an entrepreneur stays signed in, minutes: thirty days, because they come seldom and see only their own.
pub const ENTREPRENEUR_SESSION_MINUTES: i64 = 30 * 24 * 60;

/// Where a link to sign in stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInLinkState {
    /// It can be used.
    Ready,
    /// It was used, has expired, or its account was closed.
    Over,
    /// It never was one.
    Unknown,
}

/// Somebody who has just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub account: Account,
    /// Until when the session holds.
    pub expires_at: DateTime,
    /// Whether one of their roles opens cases; an administrator has no such role.
    pub sees_cases: bool,
}

impl Desk {
    /// Mails a link to everybody with this address who can sign in: as staff, as entrepreneur, or both. Whether there is
    /// anybody is not told.
    ///
    /// # Errors
    /// When the database fails.
    pub fn ask_to_sign_in(&self, email: &EmailAddress, now: DateTime) -> Result<(), DeskError> {
        let email = email.lookup_key();
        self.store.write(move |statements| {
            for kind in [AccountKind::Staff, AccountKind::Entrepreneur] {
                let Some(account) = people::by_email(statements, kind, &email)? else { continue };
                if can_sign_in(statements, &account)? {
                    mail_link(statements, account.id, now)?;
                }
            }
            Ok(())
        })
    }

    /// Where a link stands; looking does not use it up.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_in_link(&self, link: Digest, now: DateTime) -> Result<SignInLinkState, DeskError> {
        self.store.read(|statements| {
            let Some(found) = sessions::sign_in_link(statements, link)? else { return Ok(SignInLinkState::Unknown) };
            let is_ready = found.used_at.is_none() && found.expires_at > now;
            Ok(if is_ready { SignInLinkState::Ready } else { SignInLinkState::Over })
        })
    }

    /// Uses a link, once, and begins a session.
    ///
    /// # Errors
    /// [`DeskError::LinkOver`] for a link that was used or has expired, [`DeskError::NotFound`] for one that never was.
    pub fn sign_in(&self, link: Digest, session: Digest, now: DateTime) -> Result<SignedIn, DeskError> {
        self.store.write(move |statements| {
            let Some(id) = sessions::use_sign_in_link(statements, link, now)? else {
                let known = sessions::sign_in_link(statements, link)?.is_some();
                return Err(if known { DeskError::LinkOver } else { DeskError::NotFound });
            };
            begin_session(statements, id, session, now)
        })
    }

    /// Begins a session of somebody who proved who they are in another way.
    ///
    /// # Errors
    /// [`DeskError::LinkOver`] when the account cannot sign in any more.
    pub fn begin_session(&self, account: PersonRef, session: Digest, now: DateTime) -> Result<SignedIn, DeskError> {
        self.store.write(move |statements| begin_session(statements, account, session, now))
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub fn sign_out(&self, session: Digest, now: DateTime) -> Result<(), DeskError> {
        self.store.write(move |statements| {
            let Some(account) = sessions::account_of(statements, session, now)? else { return Ok(()) };
            sessions::end(statements, session)?;
            note(statements, account, "signed-out", now)?;
            Ok(())
        })
    }
}

/// Mails a link, unless this account had its share of this hour.
pub(crate) fn mail_link(statements: &mut dyn Statements, account: PersonRef, now: DateTime) -> Result<(), StoreError> {
    for place in 1..=SIGN_IN_LINKS_PER_HOUR {
        let new = NewMessage {
            once: format!("sign-in-{}-{}-{}-{place}", account.0, now.date(), now.hour()),
            case: None,
            reader: Reader::Account(account),
            message: &Told::SignIn,
            try_after: now,
        };
        if outbox::add(statements, &new, now)?.is_some() {
            return note(statements, account, "link-asked", now);
        }
    }
    Ok(())
}

/// Writes down what somebody did with their own account.
pub(crate) fn note(
    statements: &mut dyn Statements,
    account: PersonRef,
    what: &str,
    now: DateTime,
) -> Result<(), StoreError> {
    note_about(statements, account, what, None, None, now)
}

/// Writes down what happened to an account at an organisation, and who did it.
pub(crate) fn note_about(
    statements: &mut dyn Statements,
    account: PersonRef,
    what: &str,
    at: Option<(&OrganisationId, Option<&str>)>,
    by: Option<PersonRef>,
    now: DateTime,
) -> Result<(), StoreError> {
    let Ok(what) = schakel_casework::Code::new(what) else { return Ok(()) };
    let role = at.and_then(|(_, role)| role).and_then(|role| schakel_casework::Code::new(role).ok());
    let organisation = at.map(|(organisation, _)| organisation.clone());
    append(statements, now, &[Entry::Account { account, what, organisation, role, by }])?;
    Ok(())
}

/// Begins a session of an account that can sign in.
pub(crate) fn begin_session(
    statements: &mut dyn Statements,
    id: PersonRef,
    session: Digest,
    now: DateTime,
) -> Result<SignedIn, DeskError> {
    let account = people::read(statements, id)?.ok_or(DeskError::NotFound)?;
    if !can_sign_in(statements, &account)? {
        return Err(DeskError::LinkOver);
    }
    let minutes = match account.kind {
        AccountKind::Staff => STAFF_SESSION_MINUTES,
        AccountKind::Entrepreneur => ENTREPRENEUR_SESSION_MINUTES,
    };
    let expires_at = add_minutes(now, minutes);
    sessions::begin(statements, session, id, now, expires_at)?;
    note(statements, id, "signed-in", now)?;
    let held = people::roles_of(statements, id)?;
    let mut roles = held.iter().filter_map(|it| StaffRole::named(&it.role));
    let sees_cases = roles.any(|role| role.may(Permission::SeeOwnCases));
    Ok(SignedIn { account, expires_at, sees_cases })
}

/// Staff need a role somewhere, an entrepreneur a firm.
fn can_sign_in(statements: &mut dyn Statements, account: &Account) -> Result<bool, StoreError> {
    if account.closed_at.is_some() {
        return Ok(false);
    }
    match account.kind {
        AccountKind::Staff => Ok(!people::roles_of(statements, account.id)?.is_empty()),
        AccountKind::Entrepreneur => Ok(account.firm.is_some()),
    }
}
