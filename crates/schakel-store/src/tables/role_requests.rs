//! Roles that one administrator asked for and another gives: four eyes.

use schakel_casework::{OrganisationId, PersonRef};
use schakel_time::DateTime;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::absences::organisation;
use crate::tables::next_number;
use crate::tables::people::RoleHeld;
use crate::value::Row;
use crate::values;

/// A role that was asked for, and is not decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleRequest {
    /// Its number.
    pub id: u64,
    /// The role, for whom and where.
    pub role: RoleHeld,
    /// By whom.
    pub asked_by: PersonRef,
    /// When.
    pub asked_at: DateTime,
}

const COLUMNS: &str = "id, account, organisation, role, asked_by, asked_at";

/// Keeps what was asked, and answers its number; the same twice is one.
///
/// # Errors
/// When the database fails or is damaged.
pub fn ask(
    statements: &mut dyn Statements,
    role: &RoleHeld,
    asked_by: PersonRef,
    asked_at: DateTime,
) -> Result<u64, StoreError> {
    let open = open_of(statements, &role.organisation)?;
    if let Some(same) = open.iter().find(|it| it.role == *role) {
        return Ok(same.id);
    }
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM role_request")?;
    statements.execute(
        "INSERT INTO role_request (id, account, organisation, role, asked_by, asked_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
        values![id, role.account.0, role.organisation.0.as_str(), &role.role, asked_by.0, asked_at],
    )?;
    Ok(id)
}

/// What an organisation has still to decide on, in the order in which it was asked.
///
/// # Errors
/// When the database fails or is damaged.
pub fn open_of(statements: &mut dyn Statements, owner: &OrganisationId) -> Result<Vec<RoleRequest>, StoreError> {
    let rows = statements.query(
        &format!("SELECT {COLUMNS} FROM role_request WHERE organisation = $1 AND decided_at IS NULL ORDER BY id"),
        values![owner.0.as_str()],
    )?;
    rows.iter().map(request).collect()
}

/// Writes down what was decided; answers whether it was still open.
///
/// # Errors
/// When the database fails.
pub fn decide(
    statements: &mut dyn Statements,
    id: u64,
    given: bool,
    decided_by: PersonRef,
    decided_at: DateTime,
) -> Result<bool, StoreError> {
    let decided = statements.execute(
        "UPDATE role_request SET decided_by = $2, decided_at = $3, given = $4 WHERE id = $1 AND decided_at IS NULL",
        values![id, decided_by.0, decided_at, u64::from(given)],
    )?;
    Ok(decided > 0)
}

/// Withdraws what was asked for somebody who leaves.
///
/// # Errors
/// When the database fails.
pub fn withdraw(
    statements: &mut dyn Statements,
    account: PersonRef,
    owner: &OrganisationId,
    by: PersonRef,
    at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE role_request SET decided_by = $3, decided_at = $4, given = 0
         WHERE account = $1 AND organisation = $2 AND decided_at IS NULL",
        values![account.0, owner.0.as_str(), by.0, at],
    )?;
    Ok(())
}

fn request(row: &Row) -> Result<RoleRequest, StoreError> {
    Ok(RoleRequest {
        id: row.number(0)?,
        role: RoleHeld {
            account: PersonRef(row.number(1)?),
            organisation: organisation(row.text(2)?)?,
            role: row.text(3)?.to_owned(),
        },
        asked_by: PersonRef(row.number(4)?),
        asked_at: row.moment(5)?,
    })
}
