//! The words of objections and of the decisions on them. Their dates and states are in the application.

use schakel_schemes::ApplicationNumber;
use schakel_time::DateTime;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::value::Row;
use crate::values;

/// The words of an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionWords {
    /// Why the applicant objects.
    pub grounds: String,
    /// Why it was decided on as it was; nothing before that.
    pub reasons: Option<String>,
    /// When it was written down.
    pub made_at: DateTime,
}

/// Keeps why an applicant objects.
///
/// # Errors
/// When the database fails.
pub fn keep(
    statements: &mut dyn Statements,
    (application, number): (ApplicationNumber, u32),
    grounds: &str,
    at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO objection (application, number, grounds, made_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (application, number) DO UPDATE SET grounds = excluded.grounds",
        values![application.0, number, grounds, at],
    )?;
    Ok(())
}

/// Keeps why an objection was decided on as it was.
///
/// # Errors
/// When the database fails.
pub fn decide(
    statements: &mut dyn Statements,
    (application, number): (ApplicationNumber, u32),
    reasons: &str,
    at: DateTime,
) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO objection (application, number, grounds, reasons, made_at) VALUES ($1, $2, '', $3, $4)
         ON CONFLICT (application, number) DO UPDATE SET reasons = excluded.reasons",
        values![application.0, number, reasons, at],
    )?;
    Ok(())
}

/// The words of the objections of an application, in order.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of_application(
    statements: &mut dyn Statements,
    application: ApplicationNumber,
) -> Result<Vec<ObjectionWords>, StoreError> {
    let rows = statements.query(
        "SELECT grounds, reasons, made_at FROM objection WHERE application = $1 ORDER BY number",
        values![application.0],
    )?;
    let words = |row: &Row| {
        Ok(ObjectionWords {
            grounds: row.text(0)?.to_owned(),
            reasons: row.optional_text(1)?.map(str::to_owned),
            made_at: row.moment(2)?,
        })
    };
    rows.iter().map(words).collect()
}
