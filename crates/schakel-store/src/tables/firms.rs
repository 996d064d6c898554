//! Firms, and people who want to start one: what they told of themselves, until it is erased.

use schakel_casework::FirmRef;
use schakel_time::{Date, DateTime};

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::Row;
use crate::values;

/// What a firm told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirmDetails {
    /// Number of the Handelsregister.
    pub kvk_number: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// Code of the municipality.
    pub municipality: Option<String>,
    /// Facts, a JSON object.
    pub facts: String,
}

/// A firm as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firm {
    /// Its number.
    pub id: FirmRef,
    /// What it told.
    pub details: FirmDetails,
    /// Since when it is kept.
    pub made_at: DateTime,
    /// The last day on which it is kept.
    pub erase_after: Date,
    /// When it was erased.
    pub erased_at: Option<DateTime>,
}

/// Keeps a firm, and answers its number.
///
/// # Errors
/// When the database fails.
pub fn add(
    statements: &mut dyn Statements,
    details: &FirmDetails,
    made_at: DateTime,
    erase_after: Date,
) -> Result<FirmRef, StoreError> {
    let id = next_number(statements, "SELECT coalesce(max(id), 0) FROM firm")?;
    statements.execute(
        "INSERT INTO firm (id, kvk_number, name, municipality, facts, made_at, erase_after)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        values![
            id,
            details.kvk_number.as_deref(),
            details.name.as_deref(),
            details.municipality.as_deref(),
            &details.facts,
            made_at,
            erase_after
        ],
    )?;
    Ok(FirmRef(id))
}

/// A firm by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, firm: FirmRef) -> Result<Option<Firm>, StoreError> {
    let rows = statements.query(
        "SELECT id, kvk_number, name, municipality, facts, made_at, erase_after, erased_at FROM firm WHERE id = $1",
        values![firm.0],
    )?;
    rows.first().map(firm_of).transpose()
}

/// Changes what a firm told, and keeps it at least until a day.
///
/// # Errors
/// When the database fails.
pub fn change(
    statements: &mut dyn Statements,
    firm: FirmRef,
    details: &FirmDetails,
    erase_after: Date,
) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE firm SET kvk_number = $2, name = $3, municipality = $4, facts = $5,
         erase_after = CASE WHEN erase_after < $6 THEN $6 ELSE erase_after END WHERE id = $1 AND erased_at IS NULL",
        values![
            firm.0,
            details.kvk_number.as_deref(),
            details.name.as_deref(),
            details.municipality.as_deref(),
            &details.facts,
            erase_after
        ],
    )?;
    Ok(())
}

/// Erases what a firm told; its number stays.
///
/// # Errors
/// When the database fails.
pub fn erase(statements: &mut dyn Statements, firm: FirmRef, at: DateTime) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE firm SET kvk_number = NULL, name = NULL, municipality = NULL, facts = '{}', erased_at = $2 WHERE id = $1",
        values![firm.0, at],
    )?;
    Ok(())
}

/// Keeps a firm at least until a day, because it asks something again.
///
/// # Errors
/// When the database fails.
pub fn keep_until(statements: &mut dyn Statements, firm: FirmRef, erase_after: Date) -> Result<(), StoreError> {
    statements.execute(
        "UPDATE firm SET erase_after = $2 WHERE id = $1 AND erase_after < $2 AND erased_at IS NULL",
        values![firm.0, erase_after],
    )?;
    Ok(())
}

/// The firms whose last day is past and of which no case is open, or ended on this day or later, and that wait for nothing
/// in an application or its grant.
///
/// # Errors
/// When the database fails or is damaged.
pub fn expired(
    statements: &mut dyn Statements,
    today: Date,
    ended_since: Date,
    most: u32,
) -> Result<Vec<FirmRef>, StoreError> {
    let rows = statements.query(
        "SELECT id FROM firm WHERE erase_after < $1 AND erased_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM case_file f
            WHERE f.firm = firm.id AND f.state <> 'joined' AND (f.ended_at IS NULL OR f.ended_at >= $2)
         ) AND NOT EXISTS (
            SELECT 1 FROM application a WHERE a.applicant = firm.id AND a.next_date IS NOT NULL
         ) ORDER BY id LIMIT $3",
        values![today, ended_since, most],
    )?;
    rows.iter().map(|row| Ok(FirmRef(row.number(0)?))).collect()
}

/// Firms that are to be kept until before a day and told a fact: those of which the fact may be old.
///
/// # Errors
/// When the database fails or is damaged.
pub fn with_fact(
    statements: &mut dyn Statements,
    fact: &str,
    erase_before: Date,
    most: u32,
) -> Result<Vec<Firm>, StoreError> {
    let rows = statements.query(
        "SELECT id, kvk_number, name, municipality, facts, made_at, erase_after, erased_at FROM firm
         WHERE erase_after < $1 AND erased_at IS NULL AND facts LIKE $2 ESCAPE '!' ORDER BY id LIMIT $3",
        values![erase_before, format!("%\"{}\":%", fact.replace('_', "!_")), most],
    )?;
    rows.iter().map(firm_of).collect()
}

fn firm_of(row: &Row) -> Result<Firm, StoreError> {
    let text = |column| Ok::<_, StoreError>(row.optional_text(column)?.map(str::to_owned));
    Ok(Firm {
        id: FirmRef(row.number(0)?),
        details: FirmDetails {
            kvk_number: text(1)?,
            name: text(2)?,
            municipality: text(3)?,
            facts: row.text(4)?.to_owned(),
        },
        made_at: row.moment(5)?,
        erase_after: row.day(6)?,
        erased_at: row.optional_moment(7)?,
    })
}
