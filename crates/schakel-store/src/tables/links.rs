//! Links of cases: the entrepreneur's own, and those of receivers without an account. Only the digest of the secret is
//! kept; a link has a last day, and can be replaced or ended.

use schakel_casework::{CaseId, OrganisationId, ReferralNumber};
use schakel_time::{Date, DateTime};

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::values;

/// What a link of a receiver leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReferralLink {
    /// The case.
    pub case: CaseId,
    /// The referral.
    pub referral: ReferralNumber,
    /// Who received it.
    pub organisation: OrganisationId,
    /// The last day.
    pub expires_on: Date,
    /// When it was replaced or taken back.
    pub ended_at: Option<DateTime>,
}

/// What the link of an entrepreneur leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseLink {
    /// The case.
    pub case: CaseId,
    /// Whether whoever has it reads the mail of the firm, or told all of it with this question. Otherwise somebody only
    /// wrote an address that we know, and sees nothing of what was told before.
    pub is_proven: bool,
}

/// Keeps the link of an entrepreneur.
///
/// # Errors
/// When the database fails.
pub fn add_for_entrepreneur(
    statements: &mut dyn Statements,
    digest: Digest,
    link: CaseLink,
    made_at: DateTime,
    expires_on: Date,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO case_link (digest, case_id, is_proven, made_at, expires_on) VALUES ($1, $2, $3, $4, $5)",
        values![digest, link.case.0, i64::from(link.is_proven), made_at, expires_on],
    )?;
    Ok(())
}

/// The case of an entrepreneur's link; nothing when there is none or its last day is past.
///
/// # Errors
/// When the database fails or is damaged.
pub fn case_of(statements: &mut dyn Statements, digest: Digest, today: Date) -> Result<Option<CaseLink>, StoreError> {
    let rows = statements.query(
        "SELECT case_id, is_proven FROM case_link WHERE digest = $1 AND expires_on >= $2",
        values![digest, today],
    )?;
    rows.first().map(|row| Ok(CaseLink { case: CaseId(row.number(0)?), is_proven: row.integer(1)? == 1 })).transpose()
}

/// Keeps the link of a receiver, and ends the ones before it for the same referral.
///
/// # Errors
/// When the database fails.
pub fn add_for_receiver(
    statements: &mut dyn Statements,
    digest: Digest,
    link: &ReferralLink,
    made_at: DateTime,
) -> Result<(), StoreError> {
    end_for_receiver(statements, link.case, link.referral, made_at)?;
    statements.execute(
        "INSERT INTO referral_link (digest, case_id, referral, organisation, made_at, expires_on)
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![digest, link.case.0, link.referral.0, link.organisation.0.as_str(), made_at, link.expires_on],
    )?;
    Ok(())
}

/// Ends the links of a referral.
///
/// # Errors
/// When the database fails.
pub fn end_for_receiver(
    statements: &mut dyn Statements,
    case: CaseId,
    referral: ReferralNumber,
    at: DateTime,
) -> Result<u64, StoreError> {
    statements.execute(
        "UPDATE referral_link SET ended_at = $3 WHERE case_id = $1 AND referral = $2 AND ended_at IS NULL",
        values![case.0, referral.0, at],
    )
}

/// What a link of a receiver leads to, also when it has expired or ended: the caller says so to the reader.
///
/// # Errors
/// When the database fails or is damaged.
pub fn referral_of(statements: &mut dyn Statements, digest: Digest) -> Result<Option<ReferralLink>, StoreError> {
    let rows = statements.query(
        "SELECT case_id, referral, organisation, expires_on, ended_at FROM referral_link WHERE digest = $1",
        values![digest],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    let number = u32::try_from(row.number(1)?).map_err(|_| StoreError::damaged("the number of a referral"))?;
    Ok(Some(ReferralLink {
        case: CaseId(row.number(0)?),
        referral: ReferralNumber(number),
        organisation: organisation(row.text(2)?)?,
        expires_on: row.day(3)?,
        ended_at: row.optional_moment(4)?,
    }))
}

/// Removes every link to a case.
///
/// # Errors
/// When the database fails.
pub fn forget_case(statements: &mut dyn Statements, case: CaseId) -> Result<u64, StoreError> {
    let own = statements.execute("DELETE FROM case_link WHERE case_id = $1", values![case.0])?;
    let received = statements.execute("DELETE FROM referral_link WHERE case_id = $1", values![case.0])?;
    Ok(own.saturating_add(received))
}

/// Removes links whose last day is past for longer than they can be refreshed.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: Date) -> Result<u64, StoreError> {
    let own = statements.execute("DELETE FROM case_link WHERE expires_on < $1", values![before])?;
    let received = statements.execute("DELETE FROM referral_link WHERE expires_on < $1", values![before])?;
    Ok(own.saturating_add(received))
}
