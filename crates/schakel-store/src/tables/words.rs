//! Words of people: a question, a summary, a message. They can be erased; their number stays.

use schakel_casework::{CaseId, TextRef};
use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::values;

/// Keeps words, and answers their number.
///
/// # Errors
/// When the database fails.
pub fn keep(
    statements: &mut dyn Statements,
    case: Option<CaseId>,
    kind: &str,
    body: &str,
    made_at: DateTime,
    erase_after: Date,
) -> Result<TextRef, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM words")?;
    statements.execute(
        "INSERT INTO words (id, case_id, kind, body, made_at, erase_after) VALUES ($1, $2, $3, $4, $5, $6)",
        values![id, case.map(|it| it.0), kind, body, made_at, erase_after],
    )?;
    Ok(TextRef(id))
}

/// The words of a number; nothing when they were erased or never were.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, text: TextRef) -> Result<Option<String>, StoreError> {
    let rows = statements.query("SELECT body FROM words WHERE id = $1", values![text.0])?;
    match rows.first() {
        Some(row) => Ok(row.optional_text(0)?.map(str::to_owned)),
        None => Ok(None),
    }
}

/// Erases the words whose last day is past, and answers how many there were.
///
/// # Errors
/// When the database fails.
pub fn erase_expired(statements: &mut dyn Statements, today: Date) -> Result<u64, StoreError> {
    statements.execute("UPDATE words SET body = NULL WHERE erase_after < $1 AND body IS NOT NULL", values![today])
}

/// Erases all words of a case.
///
/// # Errors
/// When the database fails.
pub fn erase_of_case(statements: &mut dyn Statements, case: CaseId) -> Result<u64, StoreError> {
    statements.execute("UPDATE words SET body = NULL WHERE case_id = $1 AND body IS NOT NULL", values![case.0])
}
