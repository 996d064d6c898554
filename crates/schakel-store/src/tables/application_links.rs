//! Links of applications: the applicant's, and those of the firms that were asked to take part. Only the digest of the
//! secret is kept.

use schakel_casework::FirmRef;
use schakel_schemes::ApplicationNumber;
use schakel_time::{Date, DateTime};

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::values;

/// What a link leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApplicationLink {
    /// The application.
    pub application: ApplicationNumber,
    /// Whose link it is: the applicant, or a firm that was asked to take part.
    pub firm: FirmRef,
    /// Whether whoever has it reads the mail of the firm, or told all of it with this application. Otherwise somebody only
    /// wrote an address that we know, and sees nothing of what was told before.
    pub is_proven: bool,
}

/// Keeps a link.
///
/// # Errors
/// When the database fails.
pub fn add(
    statements: &mut dyn Statements,
    digest: Digest,
    link: ApplicationLink,
    made_at: DateTime,
    expires_on: Date,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO application_link (digest, application, firm, is_proven, made_at, expires_on)
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![digest, link.application.0, link.firm.0, i64::from(link.is_proven), made_at, expires_on],
    )?;
    Ok(())
}

/// What a link leads to; nothing when there is none or its last day is past.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(
    statements: &mut dyn Statements,
    digest: Digest,
    today: Date,
) -> Result<Option<ApplicationLink>, StoreError> {
    let rows = statements.query(
        "SELECT application, firm, is_proven FROM application_link WHERE digest = $1 AND expires_on >= $2",
        values![digest, today],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    let (application, firm) = (ApplicationNumber(row.number(0)?), FirmRef(row.number(1)?));
    Ok(Some(ApplicationLink { application, firm, is_proven: row.integer(2)? == 1 }))
}

/// Removes every link of a firm.
///
/// # Errors
/// When the database fails.
pub fn forget_firm(statements: &mut dyn Statements, firm: FirmRef) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM application_link WHERE firm = $1", values![firm.0])
}

/// Removes links whose last day lies before a day.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: Date) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM application_link WHERE expires_on < $1", values![before])
}
