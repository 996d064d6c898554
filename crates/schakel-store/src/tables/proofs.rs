//! What people prove who they are with, besides a link in a mail: sign-ins that are halfway, passkeys, and what a provider
//! calls them. Links and sessions are in `sessions`; what a proof has to hold is decided in `schakel-identity`.

use schakel_casework::{FirmRef, PersonRef};
use schakel_time::DateTime;

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::value::Row;
use crate::values;

/// Keeps a sign-in that is halfway under the digest of what its browser holds, and removes those that nobody came back to.
///
/// # Errors
/// When the database fails.
pub fn add_pending(
    statements: &mut dyn Statements,
    digest: Digest,
    body: &str,
    now: DateTime,
    expires_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute("DELETE FROM pending_sign_in WHERE expires_at < $1", values![now])?;
    statements.execute(
        "INSERT INTO pending_sign_in (digest, body, expires_at) VALUES ($1, $2, $3)",
        values![digest, body, expires_at],
    )?;
    Ok(())
}

/// A sign-in that is halfway, while it holds.
///
/// # Errors
/// When the database fails or is damaged.
pub fn pending(statements: &mut dyn Statements, digest: Digest, now: DateTime) -> Result<Option<String>, StoreError> {
    let rows = statements
        .query("SELECT body FROM pending_sign_in WHERE digest = $1 AND expires_at > $2", values![digest, now])?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Takes a halfway sign-in away as it is used. Answers whether it was still there: it is used once.
///
/// # Errors
/// When the database fails.
pub fn take_pending(statements: &mut dyn Statements, digest: Digest) -> Result<bool, StoreError> {
    Ok(statements.execute("DELETE FROM pending_sign_in WHERE digest = $1", values![digest])? > 0)
}

/// A passkey as kept; what it holds is `schakel-identity`'s.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Whose.
    pub account: PersonRef,
    /// The passkey, as JSON.
    pub body: String,
    /// Since when.
    pub made_at: DateTime,
    /// When it was last used to sign in.
    pub used_at: Option<DateTime>,
}

const PASSKEY_COLUMNS: &str = "account, body, made_at, used_at";

/// Keeps a new passkey. Answers whether it is new: an identifier that is known already is refused.
///
/// # Errors
/// When the database fails.
pub fn add_passkey(
    statements: &mut dyn Statements,
    credential: &[u8],
    account: PersonRef,
    body: &str,
    made_at: DateTime,
) -> Result<bool, StoreError> {
    let added = statements.execute(
        "INSERT INTO passkey (credential, account, body, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (credential) DO NOTHING",
        values![credential, account.0, body, made_at],
    )?;
    Ok(added > 0)
}

/// A passkey by its identifier.
///
/// # Errors
/// When the database fails or is damaged.
pub fn passkey(statements: &mut dyn Statements, credential: &[u8]) -> Result<Option<PasskeyRow>, StoreError> {
    let question = format!("SELECT {PASSKEY_COLUMNS} FROM passkey WHERE credential = $1");
    let rows = statements.query(&question, values![credential])?;
    rows.first().map(passkey_of).transpose()
}

/// The passkeys of a person, the oldest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn passkeys_of(statements: &mut dyn Statements, account: PersonRef) -> Result<Vec<PasskeyRow>, StoreError> {
    let question = format!("SELECT {PASSKEY_COLUMNS} FROM passkey WHERE account = $1 ORDER BY made_at, credential");
    let rows = statements.query(&question, values![account.0])?;
    rows.iter().map(passkey_of).collect()
}

/// Keeps what changed of a passkey as it was used.
///
/// # Errors
/// When the database fails.
pub fn use_passkey(
    statements: &mut dyn Statements,
    credential: &[u8],
    body: &str,
    used_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE passkey SET body = $2, used_at = $3 WHERE credential = $1",
        values![credential, body, used_at],
    )?;
    Ok(())
}

/// Removes a passkey of a person. Answers whether they had it.
///
/// # Errors
/// When the database fails.
pub fn remove_passkey(
    statements: &mut dyn Statements,
    credential: &[u8],
    account: PersonRef,
) -> Result<bool, StoreError> {
    let removed = statements
        .execute("DELETE FROM passkey WHERE credential = $1 AND account = $2", values![credential, account.0])?;
    Ok(removed > 0)
}

/// The number of a person for authenticators: the one they have, or else this one from now on.
///
/// # Errors
/// When the database fails or is damaged.
pub fn user_handle<const LENGTH: usize>(
    statements: &mut dyn Statements,
    account: PersonRef,
    drawn: [u8; LENGTH],
) -> Result<[u8; LENGTH], StoreError> {
    statements.execute(
        "INSERT INTO user_handle (account, handle) VALUES ($1, $2) ON CONFLICT (account) DO NOTHING",
        values![account.0, drawn],
    )?;
    let rows = statements.query("SELECT handle FROM user_handle WHERE account = $1", values![account.0])?;
    rows.first().ok_or_else(|| StoreError::damaged("the number of an account for authenticators"))?.exact_bytes(0)
}

/// Whom a provider knows under a name of its own.
///
/// # Errors
/// When the database fails or is damaged.
pub fn outside_identity(
    statements: &mut dyn Statements,
    issuer: &str,
    subject: &str,
) -> Result<Option<PersonRef>, StoreError> {
    let rows = statements
        .query("SELECT account FROM outside_identity WHERE issuer = $1 AND subject = $2", values![issuer, subject])?;
    rows.first().map(|row| Ok(PersonRef(row.number(0)?))).transpose()
}

/// Keeps under which name a provider knows a person.
///
/// # Errors
/// When the database fails, and when the provider knows somebody else by that name.
pub fn add_outside_identity(
    statements: &mut dyn Statements,
    issuer: &str,
    subject: &str,
    account: PersonRef,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO outside_identity (issuer, subject, account) VALUES ($1, $2, $3)",
        values![issuer, subject, account.0],
    )?;
    Ok(())
}

/// Somebody of whom a provider says that they act for a firm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Representative {
    /// The provider.
    pub issuer: String,
    /// What it calls the person.
    pub subject: String,
    /// The firm for which they act, as the provider says it.
    pub kvk_number: String,
    /// The firm as kept here.
    pub firm: FirmRef,
    /// The account.
    pub account: PersonRef,
}

/// The account of somebody who acts for a firm.
///
/// # Errors
/// When the database fails or is damaged.
pub fn representative(
    statements: &mut dyn Statements,
    issuer: &str,
    subject: &str,
    kvk_number: &str,
) -> Result<Option<PersonRef>, StoreError> {
    let rows = statements.query(
        "SELECT account FROM representative WHERE issuer = $1 AND subject = $2 AND kvk_number = $3",
        values![issuer, subject, kvk_number],
    )?;
    rows.first().map(|row| Ok(PersonRef(row.number(0)?))).transpose()
}

/// The firm for which somebody has acted before with this number, while it is kept.
///
/// # Errors
/// When the database fails or is damaged.
pub fn represented_firm(statements: &mut dyn Statements, kvk_number: &str) -> Result<Option<FirmRef>, StoreError> {
    let rows = statements.query(
        "SELECT r.firm FROM representative r JOIN firm f ON f.id = r.firm
         WHERE r.kvk_number = $1 AND f.erased_at IS NULL ORDER BY r.firm LIMIT 1",
        values![kvk_number],
    )?;
    rows.first().map(|row| Ok(FirmRef(row.number(0)?))).transpose()
}

/// Keeps that somebody acts for a firm.
///
/// # Errors
/// When the database fails, and when they are known to act for it already.
pub fn add_representative(statements: &mut dyn Statements, new: &Representative) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO representative (issuer, subject, kvk_number, firm, account) VALUES ($1, $2, $3, $4, $5)",
        values![&new.issuer, &new.subject, &new.kvk_number, new.firm.0, new.account.0],
    )?;
    Ok(())
}

/// What providers call a person: the provider, its name for them, and the number of the firm for which they act.
///
/// # Errors
/// When the database fails or is damaged.
pub fn names_of(
    statements: &mut dyn Statements,
    account: PersonRef,
) -> Result<Vec<(String, String, Option<String>)>, StoreError> {
    let rows = statements.query(
        "SELECT issuer, subject, NULL FROM outside_identity WHERE account = $1
         UNION ALL SELECT issuer, subject, kvk_number FROM representative WHERE account = $1 ORDER BY 1, 2",
        values![account.0],
    )?;
    let name = |row: &Row| {
        let number = row.optional_text(2)?.map(str::to_owned);
        Ok((row.text(0)?.to_owned(), row.text(1)?.to_owned(), number))
    };
    rows.iter().map(name).collect()
}

fn passkey_of(row: &Row) -> Result<PasskeyRow, StoreError> {
    Ok(PasskeyRow {
        account: PersonRef(row.number(0)?),
        body: row.text(1)?.to_owned(),
        made_at: row.moment(2)?,
        used_at: row.optional_moment(3)?,
    })
}
