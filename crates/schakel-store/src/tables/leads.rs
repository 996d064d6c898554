//! Leads between organisations: as they stand now, with the words that came along. Their history is in the journal.

use schakel_casework::{Lead, LeadId, OrganisationId, TextRef};
use schakel_time::Date;

use crate::engine::Statements;
use crate::error::StoreError;
use crate::tables::next_number;
use crate::value::{Row, to_json};
use crate::values;

/// A lead as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeadRow {
    /// The lead.
    pub lead: Lead,
    /// What the sender wrote; nothing once erased.
    pub words: Option<String>,
}

/// The number for a new lead.
///
/// # Errors
/// When the database fails.
pub fn next_lead(statements: &mut dyn Statements) -> Result<LeadId, StoreError> {
    next_number(statements, "SELECT coalesce(max(id), 0) FROM lead").map(LeadId)
}

/// Keeps a lead as it stands now; its words stay as they were when it was sent.
///
/// # Errors
/// When the database fails.
pub fn keep(statements: &mut dyn Statements, lead: &Lead, words: Option<TextRef>) -> Result<(), StoreError> {
    statements.execute(
        "INSERT INTO lead (id, sender, receiver, next_date, words, body) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET next_date = excluded.next_date, body = excluded.body",
        values![
            lead.id.0,
            lead.sender.0.as_str(),
            lead.receiver.0.as_str(),
            lead.course.standing().map(|it| it.due),
            words.map(|it| it.0),
            to_json(lead)?
        ],
    )?;
    Ok(())
}

/// A lead by number.
///
/// # Errors
/// When the database fails or is damaged.
pub fn read(statements: &mut dyn Statements, lead: LeadId) -> Result<Option<Lead>, StoreError> {
    let rows = statements.query("SELECT body FROM lead WHERE id = $1", values![lead.0])?;
    rows.first().map(|row| row.json(0)).transpose()
}

/// The leads that an organisation sent or got, the newest first.
///
/// # Errors
/// When the database fails or is damaged.
pub fn of(
    statements: &mut dyn Statements,
    organisation: &OrganisationId,
    most: u32,
) -> Result<Vec<LeadRow>, StoreError> {
    let rows = statements.query(
        "SELECT l.body, w.body FROM lead l LEFT JOIN words w ON w.id = l.words
         WHERE l.sender = $1 OR l.receiver = $1 ORDER BY l.id DESC LIMIT $2",
        values![organisation.0.as_str(), most],
    )?;
    let row = |row: &Row| Ok(LeadRow { lead: row.json(0)?, words: row.optional_text(1)?.map(str::to_owned) });
    rows.iter().map(row).collect()
}

/// All leads.
///
/// # Errors
/// When the database fails or is damaged.
pub fn all(statements: &mut dyn Statements) -> Result<Vec<Lead>, StoreError> {
    let rows = statements.query("SELECT body FROM lead ORDER BY id", &[])?;
    rows.iter().map(|row| row.json(0)).collect()
}

/// The leads whose next date lies before a day.
///
/// # Errors
/// When the database fails or is damaged.
pub fn overdue(statements: &mut dyn Statements, today: Date) -> Result<Vec<Lead>, StoreError> {
    let rows = statements.query("SELECT body FROM lead WHERE next_date < $1 ORDER BY next_date, id", values![today])?;
    rows.iter().map(|row| row.json(0)).collect()
}
