//! Keys with which the programs of an organisation pass questions on. Only the digest of a key is kept.

use schakel_casework::OrganisationId;
use schakel_time::DateTime;

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::tables::next_number;
use crate::value::Row;
use crate::values;

/// A key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its number.
    pub id: u64,
    /// Whose.
    pub organisation: OrganisationId,
    /// What it is for, in the words of whoever made it.
    pub name: String,
    /// When it was made.
    pub made_at: DateTime,
    /// When it was ended.
    pub ended_at: Option<DateTime>,
}

/// Keeps a new key and answers its number.
///
/// # Errors
/// When the database fails.
pub fn add(
    statements: &mut dyn Statements,
    digest: Digest,
    owner: &OrganisationId,
    name: &str,
    now: DateTime,
) -> Result<u64, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM api_key")?;
    statements.execute(
        "INSERT INTO api_key (id, digest, organisation, name, made_at) VALUES ($1, $2, $3, $4, $5)",
        values![id, digest, owner.0.as_str(), name, now],
    )?;
    Ok(id)
}

/// The organisation of a key that was not ended.
///
/// # Errors
/// When the database fails or is damaged.
pub fn owner(statements: &mut dyn Statements, digest: Digest) -> Result<Option<OrganisationId>, StoreError> {
    let rows =
        statements.query("SELECT organisation FROM api_key WHERE digest = $1 AND ended_at IS NULL", values![digest])?;
    rows.first().map(|row| organisation(row.text(0)?)).transpose()
}

/// A key by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, id: u64) -> Result<Option<ApiKey>, StoreError> {
    let rows =
        statements.query("SELECT id, organisation, name, made_at, ended_at FROM api_key WHERE id = $1", values![id])?;
    rows.first().map(key).transpose()
}

/// Every key, in the order in which they were made.
///
/// # Errors
/// When the database fails or is damaged.
pub fn all(statements: &mut dyn Statements) -> Result<Vec<ApiKey>, StoreError> {
    let rows = statements.query("SELECT id, organisation, name, made_at, ended_at FROM api_key ORDER BY id", &[])?;
    rows.iter().map(key).collect()
}

/// Ends a key, and answers whether it still worked.
///
/// # Errors
/// When the database fails.
pub fn end(statements: &mut dyn Statements, id: u64, now: DateTime) -> Result<bool, StoreError> {
    let ended =
        statements.execute("UPDATE api_key SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL", values![id, now])?;
    Ok(ended > 0)
}

/// Removes keys that were ended before a moment.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: DateTime) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM api_key WHERE ended_at < $1", values![before])
}

fn key(row: &Row) -> Result<ApiKey, StoreError> {
    Ok(ApiKey {
        id: row.number(0)?,
        organisation: organisation(row.text(1)?)?,
        name: row.text(2)?.to_owned(),
        made_at: row.moment(3)?,
        ended_at: row.optional_moment(4)?,
    })
}
