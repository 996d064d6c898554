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

/// Words whose last day is past, as far as no case of the firm needs them: one that is open, or that ended on this day or
/// later.
///
/// # Errors
/// When the database fails or is damaged.
pub fn expired(
    statements: &mut dyn Statements,
    today: Date,
    ended_since: Date,
    most: u32,
) -> Result<Vec<TextRef>, StoreError> {
    let rows = statements.query(
        "SELECT w.id FROM words w WHERE w.erase_after < $1 AND w.body IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM case_file own JOIN case_file f ON f.firm = own.firm
            WHERE own.id = w.case_id AND f.state <> 'joined' AND (f.ended_at IS NULL OR f.ended_at >= $2)
         ) ORDER BY w.id LIMIT $3",
        values![today, ended_since, most],
    )?;
    rows.iter().map(|row| Ok(TextRef(row.number(0)?))).collect()
}

/// The words of a case that are not erased.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_case(statements: &mut dyn Statements, case: CaseId) -> Result<Vec<TextRef>, StoreError> {
    let rows = statements
        .query("SELECT id FROM words WHERE case_id = $1 AND body IS NOT NULL ORDER BY id", values![case.0])?;
    rows.iter().map(|row| Ok(TextRef(row.number(0)?))).collect()
}

/// Erases words; their number stays.
///
/// # Errors
/// When the database fails.
pub fn erase(statements: &mut dyn Statements, text: TextRef) -> Result<(), StoreError> {
    statements.execute("UPDATE words SET body = NULL WHERE id = $1", values![text.0])?;
    Ok(())
}
