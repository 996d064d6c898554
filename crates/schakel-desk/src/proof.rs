//! Signing in by another proof than a link in a mail: what a provider says, or a passkey. What such a proof has to hold is
//! decided in `schakel-identity`; here it is kept, used once, and led to an account.

use std::error::Error;
use std::fmt;

use schakel_casework::{FirmRef, PersonRef};
use schakel_identity::{
    KvkNumber, OidcError, OidcPerson, PasskeyError, PendingOidc, PendingRegistration, PendingSignIn,
};
use schakel_store::tables::firms::{self, FirmDetails};
use schakel_store::tables::people::{self, Account, AccountDetails, AccountKind, MailWish};
use schakel_store::tables::proofs::{self, Representative};
use schakel_store::{Digest, Statements, StoreError};
use schakel_time::{DateTime, add_minutes};
use serde::{Deserialize, Serialize};

use crate::desk::Desk;
use crate::error::DeskError;
use crate::region::Region;
use crate::sign_in::{SignedIn, begin_session, note};

/// A sign-in that is halfway, kept until its browser comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Halfway {
    /// Sent to a provider.
    Provider {
        /// Its name in the settings: an answer of another one is not taken.
        provider: String,
        /// The language in which it was begun: `nl` or `en`.
        language: String,
        /// What the answer has to fit.
        pending: PendingOidc,
    },
    /// Making a passkey.
    NewPasskey {
        /// For whom.
        account: PersonRef,
        /// What the answer has to fit.
        pending: PendingRegistration,
    },
    /// Signing in with a passkey.
    Passkey {
        /// What the answer has to fit.
        pending: PendingSignIn,
    },
}

/// How long a halfway sign-in is kept, minutes: as long as the longest of the protocols allows.
pub const HALFWAY_MINUTES: i64 = 15;

/// Why a proof did not lead to a session; nothing changed.
#[derive(Debug)]
pub enum ProofError {
    /// It was used, has expired, was begun in another browser, or never was.
    Over,
    /// What came back from the provider will not do.
    Provider(OidcError),
    /// What came back from the passkey will not do.
    Passkey(PasskeyError),
    /// The provider does not say for which firm the person acts.
    NoFirm,
    /// The person is known to the provider, and not here.
    Unknown,
    /// The account cannot sign in any more.
    Closed,
    /// The person has as many passkeys as one may have.
    TooMany,
    /// The database failed.
    Store(StoreError),
}

/// What a provider is trusted to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vouches<'a> {
    /// Who works for an organisation; of which e-mail addresses, when not of all: the part after the `@`, in small letters.
    Staff(&'a [String]),
    /// Who acts for which firm.
    Entrepreneurs,
}

impl Desk {
    /// Keeps a sign-in that is halfway, under the digest of what its browser holds.
    ///
    /// # Errors
    /// When the database fails.
    pub fn keep_halfway(&self, browser: Digest, halfway: &Halfway, now: DateTime) -> Result<(), ProofError> {
        let body = serde_json::to_string(halfway).map_err(|_| ProofError::Over)?;
        let expires_at = add_minutes(now, HALFWAY_MINUTES);
        Ok(self.store.write(move |statements| proofs::add_pending(statements, browser, &body, now, expires_at))?)
    }

    /// Takes a halfway sign-in away, once, when it is the one that is asked for. Any other stays as it was.
    ///
    /// # Errors
    /// [`ProofError::Over`] when there is none that fits.
    pub fn take_halfway<T: Send + 'static>(
        &self,
        browser: Digest,
        now: DateTime,
        fits: impl Fn(Halfway) -> Option<T> + Send + 'static,
    ) -> Result<T, ProofError> {
        self.store.write(move |statements| take_halfway(statements, browser, now, fits))
    }

    /// Begins a session of whom a provider says that it is. Staff have to be known: by the provider's own name for them, or
    /// the first time by an e-mail address that the provider has checked. An entrepreneur has to act for a firm; whoever
    /// comes for the first time sees of that firm what others saw who acted for it, and what they asked themselves.
    ///
    /// # Errors
    /// [`ProofError`]; nobody is signed in then, and nothing was made.
    pub fn sign_in_by_provider(
        &self,
        person: OidcPerson,
        vouches: Vouches<'_>,
        language: &str,
        session: Digest,
        now: DateTime,
    ) -> Result<SignedIn, ProofError> {
        let region = std::sync::Arc::clone(&self.region);
        let language = language.to_owned();
        let domains = match vouches {
            Vouches::Staff(domains) => Some(domains.to_vec()),
            Vouches::Entrepreneurs => None,
        };
        self.store.write(move |statements| {
            let account = match domains {
                Some(domains) => staff_account(statements, &person, &domains, now)?,
                None => entrepreneur_account(statements, &region, &person, &language, now)?,
            };
            begin(statements, account, session, now)
        })
    }
}

/// Begins a session after a proof.
pub(crate) fn begin(
    statements: &mut dyn Statements,
    account: PersonRef,
    session: Digest,
    now: DateTime,
) -> Result<SignedIn, ProofError> {
    begin_session(statements, account, session, now).map_err(|error| match error {
        DeskError::Store(error) => ProofError::Store(error),
        _ => ProofError::Closed,
    })
}

pub(crate) fn take_halfway<T>(
    statements: &mut dyn Statements,
    browser: Digest,
    now: DateTime,
    fits: impl Fn(Halfway) -> Option<T>,
) -> Result<T, ProofError> {
    let body = proofs::pending(statements, browser, now)?.ok_or(ProofError::Over)?;
    let halfway: Halfway = serde_json::from_str(&body).map_err(|_| ProofError::Over)?;
    let found = fits(halfway).ok_or(ProofError::Over)?;
    if proofs::take_pending(statements, browser)? { Ok(found) } else { Err(ProofError::Over) }
}

fn staff_account(
    statements: &mut dyn Statements,
    person: &OidcPerson,
    domains: &[String],
    now: DateTime,
) -> Result<PersonRef, ProofError> {
    if let Some(known) = proofs::outside_identity(statements, &person.issuer, &person.subject)? {
        return Ok(known);
    }
    let email = checked_email(person).ok_or(ProofError::Unknown)?;
    let is_theirs = email.rsplit('@').next().is_some_and(|domain| domains.iter().any(|it| it == domain));
    if !domains.is_empty() && !is_theirs {
        return Err(ProofError::Unknown);
    }
    let account = people::by_email(statements, AccountKind::Staff, &email)?.ok_or(ProofError::Unknown)?;
    proofs::add_outside_identity(statements, &person.issuer, &person.subject, account.id)?;
    note(statements, account.id, "provider-linked", now)?;
    Ok(account.id)
}

fn entrepreneur_account(
    statements: &mut dyn Statements,
    region: &Region,
    person: &OidcPerson,
    language: &str,
    now: DateTime,
) -> Result<PersonRef, ProofError> {
    let kvk_number = person.kvk_number.as_ref().ok_or(ProofError::NoFirm)?;
    let number = kvk_number.as_str();
    let erase_after = region.keep_until(now.date());
    if let Some(known) = proofs::representative(statements, &person.issuer, &person.subject, number)? {
        let firm = people::read(statements, known)?.and_then(|account| account.firm);
        firm.map_or(Ok(()), |firm| firms::keep_until(statements, firm, erase_after))?;
        return Ok(known);
    }
    let email = checked_email(person);
    let account = match own_account(statements, email.as_deref(), kvk_number)? {
        Some(account) => account,
        None => {
            let firm = match proofs::represented_firm(statements, number)? {
                Some(firm) => firm,
                None => new_firm(statements, number, now, erase_after)?,
            };
            let details = AccountDetails {
                email,
                name: None,
                telephone: None,
                language: language.to_owned(),
                mail: MailWish::Each,
            };
            let id = people::add(statements, AccountKind::Entrepreneur, &details, Some(firm), now, Some(erase_after))?;
            (id, firm)
        }
    };
    let (account, firm) = account;
    firms::keep_until(statements, firm, erase_after)?;
    let new = Representative {
        issuer: person.issuer.clone(),
        subject: person.subject.clone(),
        kvk_number: number.to_owned(),
        firm,
        account,
    };
    proofs::add_representative(statements, &new)?;
    note(statements, account, "provider-linked", now)?;
    Ok(account)
}

/// The account of an entrepreneur whose address the provider has checked, at a firm that told this number. A number that
/// somebody told alone proves nothing: they may have told another's.
fn own_account(
    statements: &mut dyn Statements,
    email: Option<&str>,
    kvk_number: &KvkNumber,
) -> Result<Option<(PersonRef, FirmRef)>, StoreError> {
    let Some(email) = email else { return Ok(None) };
    let open = |account: &Account| account.closed_at.is_none();
    for account in people::all_by_email(statements, AccountKind::Entrepreneur, email)?.into_iter().filter(open) {
        let Some(firm) = account.firm else { continue };
        let kept = firms::read(statements, firm)?.filter(|it| it.erased_at.is_none());
        if kept.is_some_and(|it| it.details.kvk_number.as_deref() == Some(kvk_number.as_str())) {
            return Ok(Some((account.id, firm)));
        }
    }
    Ok(None)
}

fn new_firm(
    statements: &mut dyn Statements,
    kvk_number: &str,
    now: DateTime,
    erase_after: schakel_time::Date,
) -> Result<FirmRef, StoreError> {
    let details = FirmDetails { kvk_number: Some(kvk_number.to_owned()), facts: "{}".to_owned(), ..Default::default() };
    firms::add(statements, &details, now, erase_after)
}

/// The address of a person, when the provider says that it is theirs.
fn checked_email(person: &OidcPerson) -> Option<String> {
    person.email.as_ref().filter(|_| person.is_email_verified).map(schakel_identity::EmailAddress::lookup_key)
}

impl From<StoreError> for ProofError {
    fn from(error: StoreError) -> Self {
        ProofError::Store(error)
    }
}

impl From<OidcError> for ProofError {
    fn from(error: OidcError) -> Self {
        ProofError::Provider(error)
    }
}

impl From<PasskeyError> for ProofError {
    fn from(error: PasskeyError) -> Self {
        ProofError::Passkey(error)
    }
}

impl fmt::Display for ProofError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            ProofError::Over => "this sign-in was used, has expired or was begun in another browser: begin again",
            ProofError::Provider(error) => return error.fmt(formatter),
            ProofError::Passkey(error) => return error.fmt(formatter),
            ProofError::NoFirm => "the provider does not say for which firm the person acts",
            ProofError::Unknown => "the person is known to the provider, and has no account here",
            ProofError::Closed => "the account cannot sign in any more",
            ProofError::TooMany => "the person has as many passkeys as one may have: remove one first",
            ProofError::Store(error) => return error.fmt(formatter),
        })
    }
}

impl Error for ProofError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            ProofError::Provider(error) => Some(error),
            ProofError::Passkey(error) => Some(error),
            ProofError::Store(error) => Some(error),
            _ => None,
        }
    }
}
