//! The books: what was posted after the records of the pack, what could not be, and up to where the journal was read.

use serde::de::DeserializeOwned;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::values;

/// Something that could not be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotPosted {
    /// The entry of the journal.
    pub journal: u64,
    /// Why.
    pub why: String,
}

/// Everything that was posted, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn entries<T: DeserializeOwned>(statements: &mut dyn Statements) -> Result<Vec<T>, StoreError> {
    let rows = statements.query("SELECT body FROM ledger_entry ORDER BY id", &[])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// Keeps what was posted for a decision or a part of it, as JSON.
///
/// # Errors
/// When the database fails, and when it was posted before.
pub fn add(statements: &mut dyn Statements, decision: &str, part: &str, body: &str) -> Result<(), StoreError> {
    let number = next_number(statements, "SELECT coalesce(max(id), 0) FROM ledger_entry")?;
    statements.execute(
        "INSERT INTO ledger_entry (id, decision, part, body) VALUES ($1, $2, $3, $4)",
        values![number, decision, part, body],
    )?;
    Ok(())
}

/// Keeps that an entry of the journal could not be posted.
///
/// # Errors
/// When the database fails.
pub fn refuse(statements: &mut dyn Statements, journal: u64, why: &str) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO ledger_refusal (journal, why) VALUES ($1, $2) ON CONFLICT (journal) DO UPDATE SET why = excluded.why",
        values![journal, why],
    )?;
    Ok(())
}

/// What could not be posted, in order.
///
/// # Errors
/// When the database fails.
pub fn refusals(statements: &mut dyn Statements) -> Result<Vec<NotPosted>, StoreError> {
    let rows = statements.query("SELECT journal, why FROM ledger_refusal ORDER BY journal", &[])?;
    rows.iter().map(|row| Ok(NotPosted { journal: row.number(0)?, why: row.text(1)?.to_owned() })).collect()
}

/// Up to which entry the journal was posted.
///
/// # Errors
/// When the database fails.
pub fn position(statements: &mut dyn Statements) -> Result<u64, StoreError> {
    let rows = statements.query("SELECT journal FROM ledger_position WHERE id = 1", &[])?;
    rows.first().map_or(Ok(0), |row| row.number(0))
}

/// Keeps up to which entry the journal was posted.
///
/// # Errors
/// When the database fails.
pub fn set_position(statements: &mut dyn Statements, journal: u64) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO ledger_position (id, journal) VALUES (1, $1)
         ON CONFLICT (id) DO UPDATE SET journal = excluded.journal",
        values![journal],
    )?;
    Ok(())
}
