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
use schakel_time::{Date, DateTime, add_minutes};
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
    /// Somebody who signed in was asked whether a provider may sign them in from now on.
    Link {
        /// Its name in the settings.
        provider: String,
        /// Whom it would sign in.
        account: PersonRef,
        /// By which address it names itself.
        issuer: String,
        /// What it calls them.
        subject: String,
        /// For which firm they act, as the provider says it.
        kvk_number: Option<KvkNumber>,
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

/// What came of what a provider says.
#[derive(Clone, Debug)]
pub enum Proven {
    /// Who it is has signed in.
    SignedIn(SignedIn),
    /// Nobody here is known to be who it is; whoever is signed in may say that it is them, and was not changed.
    MayLink(Account),
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
    /// comes for the first time sees of that firm what others saw who acted for it, and what they asked themselves. Who is
    /// `here` already, and is not known to the provider, may link the two.
    ///
    /// # Errors
    /// [`ProofError`]; nobody is signed in then, and nothing was made.
    pub fn sign_in_by_provider(
        &self,
        person: OidcPerson,
        vouches: Vouches<'_>,
        language: &str,
        (session, here): (Digest, Option<PersonRef>),
        now: DateTime,
    ) -> Result<Proven, ProofError> {
        let region = std::sync::Arc::clone(&self.region);
        let language = language.to_owned();
        let domains = match vouches {
            Vouches::Staff(domains) => Some(domains.to_vec()),
            Vouches::Entrepreneurs => None,
        };
        self.store.write(move |statements| {
            let here = here.map(|here| people::read(statements, here)).transpose()?.flatten();
            let found = match domains {
                Some(domains) => staff_account(statements, &person, (&domains, here), now)?,
                None => entrepreneur_account(statements, &region, &person, (&language, here), now)?,
            };
            match found {
                Found::Known(account) => Ok(Proven::SignedIn(begin(statements, account, session, now)?)),
                Found::MayLink(account) => Ok(Proven::MayLink(account)),
            }
        })
    }

    /// Links whom a provider named to the account of somebody who said that it is them.
    ///
    /// # Errors
    /// [`ProofError::Over`] when that was not asked of them here, or the provider has signed in somebody else by that name.
    pub fn link_provider(
        &self,
        browser: Digest,
        provider: &str,
        account: PersonRef,
        now: DateTime,
    ) -> Result<(), ProofError> {
        let wanted = provider.to_owned();
        self.store.write(move |statements| {
            let (issuer, subject, number) = take_halfway(statements, browser, now, |halfway| match halfway {
                Halfway::Link { provider, account: theirs, issuer, subject, kvk_number }
                    if provider == wanted && theirs == account =>
                {
                    Some((issuer, subject, kvk_number))
                }
                _ => None,
            })?;
            match number {
                None => {
                    if proofs::outside_identity(statements, &issuer, &subject)?.is_some() {
                        return Err(ProofError::Over);
                    }
                    proofs::add_outside_identity(statements, &issuer, &subject, account)?;
                }
                Some(number) => link_representative(statements, (issuer, subject), &number, account)?,
            }
            note(statements, account, "provider-linked", now)?;
            Ok(())
        })
    }
}

/// Whom a provider's word leads to.
enum Found {
    /// Somebody known, or made known.
    Known(PersonRef),
    /// Nobody; but this one is signed in.
    MayLink(Account),
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
    (domains, here): (&[String], Option<Account>),
    now: DateTime,
) -> Result<Found, ProofError> {
    if let Some(known) = proofs::outside_identity(statements, &person.issuer, &person.subject)? {
        return Ok(Found::Known(known));
    }
    let email = checked_email(person).filter(|email| is_of(email, domains));
    let named = match email {
        Some(email) => people::by_email(statements, AccountKind::Staff, &email)?,
        None => None,
    };
    let Some(account) = named else {
        let may_link = |account: &Account| {
            let email = account.details.email.as_ref().map(|email| email.to_ascii_lowercase());
            account.kind == AccountKind::Staff && email.is_some_and(|email| is_of(&email, domains))
        };
        return here.filter(may_link).map(Found::MayLink).ok_or(ProofError::Unknown);
    };
    proofs::add_outside_identity(statements, &person.issuer, &person.subject, account.id)?;
    note(statements, account.id, "provider-linked", now)?;
    Ok(Found::Known(account.id))
}

/// Whether an address is one for which a provider may speak.
fn is_of(email: &str, domains: &[String]) -> bool {
    let domain = email.rsplit('@').next();
    domains.is_empty() || domain.is_some_and(|domain| domains.iter().any(|it| it == domain))
}

fn entrepreneur_account(
    statements: &mut dyn Statements,
    region: &Region,
    person: &OidcPerson,
    (language, here): (&str, Option<Account>),
    now: DateTime,
) -> Result<Found, ProofError> {
    let kvk_number = person.kvk_number.as_ref().ok_or(ProofError::NoFirm)?;
    let number = kvk_number.as_str();
    let erase_after = region.keep_until(now.date());
    if let Some(known) = proofs::representative(statements, &person.issuer, &person.subject, number)? {
        let firm = people::read(statements, known)?.and_then(|account| account.firm);
        firm.map_or(Ok(()), |firm| firms::keep_until(statements, firm, erase_after))?;
        return Ok(Found::Known(known));
    }
    let email = checked_email(person);
    let (account, firm) = match own_account(statements, email.as_deref(), kvk_number)? {
        Some(account) => account,
        None => {
            if let Some(here) = here
                && may_act_for(statements, &here, kvk_number)?
            {
                return Ok(Found::MayLink(here));
            }
            let firm = match proofs::represented_firm(statements, number)? {
                Some(firm) => firm,
                None => new_firm(statements, number, now, erase_after)?,
            };
            (new_entrepreneur(statements, (email, language), firm, now, erase_after)?, firm)
        }
    };
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
    Ok(Found::Known(account))
}

/// An account of somebody of a firm. An address that is taken there stays with whoever has it.
fn new_entrepreneur(
    statements: &mut dyn Statements,
    (email, language): (Option<String>, &str),
    firm: FirmRef,
    now: DateTime,
    erase_after: Date,
) -> Result<PersonRef, StoreError> {
    let people_there = people::of_firm(statements, firm)?;
    let is_free = |email: &String| !people_there.iter().any(|it| it.details.email.as_ref() == Some(email));
    let details = AccountDetails {
        email: email.filter(is_free),
        name: None,
        telephone: None,
        language: language.to_owned(),
        mail: MailWish::Each,
    };
    people::add(statements, AccountKind::Entrepreneur, &details, Some(firm), now, Some(erase_after))
}

/// Whether somebody who signed in can be of the firm with this number: theirs has this number, or told none.
fn may_act_for(statements: &mut dyn Statements, account: &Account, kvk_number: &KvkNumber) -> Result<bool, StoreError> {
    let Some(firm) = account.firm else { return Ok(false) };
    let firm = firms::read(statements, firm)?.filter(|it| it.erased_at.is_none());
    Ok(firm.is_some_and(|it| it.details.kvk_number.is_none_or(|told| told == kvk_number.as_str())))
}

fn link_representative(
    statements: &mut dyn Statements,
    (issuer, subject): (String, String),
    kvk_number: &KvkNumber,
    account: PersonRef,
) -> Result<(), ProofError> {
    let account = people::read(statements, account)?.ok_or(ProofError::Over)?;
    let number = kvk_number.as_str().to_owned();
    let is_known = proofs::representative(statements, &issuer, &subject, &number)?.is_some();
    if is_known || !may_act_for(statements, &account, kvk_number)? {
        return Err(ProofError::Over);
    }
    let firm = account.firm.ok_or(ProofError::Over)?;
    if let Some(kept) = firms::read(statements, firm)? {
        let details = FirmDetails { kvk_number: Some(number.clone()), ..kept.details };
        firms::change(statements, firm, &details, kept.erase_after)?;
    }
    let new = Representative { issuer, subject, kvk_number: number, firm, account: account.id };
    Ok(proofs::add_representative(statements, &new)?)
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
    erase_after: Date,
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
