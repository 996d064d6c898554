//! What signing in needs: links that were mailed, and sessions. Only digests of secrets are kept.

use schakel_casework::PersonRef;
use schakel_time::DateTime;

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::values;

/// Keeps a link with which a person can sign in once.
///
/// # Errors
/// When the database fails.
pub fn add_sign_in_link(
    statements: &mut dyn Statements,
    digest: Digest,
    account: PersonRef,
    made_at: DateTime,
    expires_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO sign_in_link (digest, account, made_at, expires_at) VALUES ($1, $2, $3, $4)",
        values![digest, account.0, made_at, expires_at],
    )?;
    Ok(())
}

/// A link with which a person can sign in once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignInLink {
    /// Whose.
    pub account: PersonRef,
    /// Until when it holds.
    pub expires_at: DateTime,
    /// When it was used.
    pub used_at: Option<DateTime>,
}

/// A link, also one that was used or has expired: the reader is told so.
///
/// # Errors
/// When the database fails or is damaged.
pub fn sign_in_link(statements: &mut dyn Statements, digest: Digest) -> Result<Option<SignInLink>, StoreError> {
    let rows =
        statements.query("SELECT account, expires_at, used_at FROM sign_in_link WHERE digest = $1", values![digest])?;
    let link = |row: &crate::value::Row| {
        Ok(SignInLink {
            account: PersonRef(row.number(0)?),
            expires_at: row.moment(1)?,
            used_at: row.optional_moment(2)?,
        })
    };
    rows.first().map(link).transpose()
}

/// Uses a link: the person whose it is, once, and before it expires.
///
/// # Errors
/// When the database fails or is damaged.
pub fn use_sign_in_link(
    statements: &mut dyn Statements,
    digest: Digest,
    now: DateTime,
) -> Result<Option<PersonRef>, StoreError> {
    let used = statements.execute(
        "UPDATE sign_in_link SET used_at = $2 WHERE digest = $1 AND used_at IS NULL AND expires_at > $2",
        values![digest, now],
    )?;
    if used == 0 {
        return Ok(None);
    }
    let rows = statements.query("SELECT account FROM sign_in_link WHERE digest = $1", values![digest])?;
    rows.first().map(|row| Ok(PersonRef(row.number(0)?))).transpose()
}

/// Begins a session.
///
/// # Errors
/// When the database fails.
pub fn begin(
    statements: &mut dyn Statements,
    digest: Digest,
    account: PersonRef,
    made_at: DateTime,
    expires_at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO session (digest, account, made_at, expires_at) VALUES ($1, $2, $3, $4)",
        values![digest, account.0, made_at, expires_at],
    )?;
    Ok(())
}

/// Whose session it is, while it holds and the account is open.
///
/// # Errors
/// When the database fails or is damaged.
pub fn account_of(
    statements: &mut dyn Statements,
    digest: Digest,
    now: DateTime,
) -> Result<Option<PersonRef>, StoreError> {
    let rows = statements.query(
        "SELECT s.account FROM session s JOIN account a ON a.id = s.account
         WHERE s.digest = $1 AND s.expires_at > $2 AND a.closed_at IS NULL",
        values![digest, now],
    )?;
    rows.first().map(|row| Ok(PersonRef(row.number(0)?))).transpose()
}

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub fn end(statements: &mut dyn Statements, digest: Digest) -> Result<(), StoreError> {
    statements.execute("DELETE FROM session WHERE digest = $1", values![digest])?;
    Ok(())
}

/// Ends every session of a person: a role was taken, the account closed.
///
/// # Errors
/// When the database fails.
pub fn end_all(statements: &mut dyn Statements, account: PersonRef) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM session WHERE account = $1", values![account.0])
}

/// Since when sessions of a person run, and until when.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_account(
    statements: &mut dyn Statements,
    account: PersonRef,
) -> Result<Vec<(DateTime, DateTime)>, StoreError> {
    let rows = statements
        .query("SELECT made_at, expires_at FROM session WHERE account = $1 ORDER BY made_at", values![account.0])?;
    rows.iter().map(|row| Ok((row.moment(0)?, row.moment(1)?))).collect()
}

/// Removes links, sessions and halfway sign-ins that expired before a moment.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: DateTime) -> Result<u64, StoreError> {
    let links = statements.execute("DELETE FROM sign_in_link WHERE expires_at < $1", values![before])?;
    let sessions = statements.execute("DELETE FROM session WHERE expires_at < $1", values![before])?;
    let halfway = statements.execute("DELETE FROM pending_sign_in WHERE expires_at < $1", values![before])?;
    Ok(links.saturating_add(sessions).saturating_add(halfway))
}
