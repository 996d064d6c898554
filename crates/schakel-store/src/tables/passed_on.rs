//! What other doors passed on, each under its own reference: passing it on twice is one question. References and content
//! are kept as digests, because they may say something of a person.

use schakel_casework::{CaseId, OrganisationId};

use crate::digest::Digest;
use crate::engine::Statements;
use crate::error::StoreError;
use crate::values;

/// What a door passed on before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedBefore {
    /// Digest of what was in it.
    pub content: Digest,
    /// The case that it became.
    pub case: CaseId,
}

/// What a door passed on under a reference; nothing when it is new.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(
    statements: &mut dyn Statements,
    door: &OrganisationId,
    reference: Digest,
) -> Result<Option<PassedBefore>, StoreError> {
    let rows = statements.query(
        "SELECT content, case_id FROM passed_on WHERE organisation = $1 AND reference = $2",
        values![door.0.as_str(), reference],
    )?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(Some(PassedBefore { content: Digest(row.exact_bytes(0)?), case: CaseId(row.number(1)?) }))
}

/// Remembers what a reference became, in the transaction that made the case.
///
/// # Errors
/// When the database fails, and when the reference is taken.
pub fn add(
    statements: &mut dyn Statements,
    door: &OrganisationId,
    reference: Digest,
    passed: PassedBefore,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO passed_on (organisation, reference, content, case_id) VALUES ($1, $2, $3, $4)",
        values![door.0.as_str(), reference, passed.content, passed.case.0],
    )?;
    Ok(())
}

/// Forgets the reference of a case.
///
/// # Errors
/// When the database fails.
pub fn forget_case(statements: &mut dyn Statements, case: CaseId) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM passed_on WHERE case_id = $1", values![case.0])
}

/// Forgets the references of cases whose question was erased.
///
/// # Errors
/// When the database fails.
pub fn forget_erased(statements: &mut dyn Statements) -> Result<u64, StoreError> {
    statements.execute(
        "DELETE FROM passed_on WHERE NOT EXISTS
         (SELECT 1 FROM words w WHERE w.case_id = passed_on.case_id AND w.kind = 'question' AND w.body IS NOT NULL)",
        &[],
    )
}
