//! Forms that were sent: the key in a form makes sending it twice do it once.

use schakel_time::DateTime;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::values;

/// Where a form led that was sent before; nothing when it is new.
///
/// # Errors
/// When the database fails or is damaged.
pub fn answer(statements: &mut dyn Statements, key: &str) -> Result<Option<String>, StoreError> {
    let rows = statements.query("SELECT answer FROM form_sent WHERE form_key = $1", values![key])?;
    rows.first().map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Remembers where a form led, in the transaction that did what it asked.
///
/// # Errors
/// When the database fails, and when the key is taken.
pub fn remember(statements: &mut dyn Statements, key: &str, at: DateTime, answer: &str) -> Result<(), StoreError> {
    statements.execute("INSERT INTO form_sent (form_key, at, answer) VALUES ($1, $2, $3)", values![key, at, answer])?;
    Ok(())
}

/// Forgets forms that were sent before a moment.
///
/// # Errors
/// When the database fails.
pub fn forget(statements: &mut dyn Statements, before: DateTime) -> Result<u64, StoreError> {
    statements.execute("DELETE FROM form_sent WHERE at < $1", values![before])
}
